//! The figure of an advice: efficiencies and their difference against the strength, and the eigenvalues
//! of both pencils. Its table holds every point, also those that are not drawn.

use super::Recommendation;
use super::digits::{count, estimate, named, short};
use crate::advise::{Advice, Chosen, CurvePoint, Threshold, Verdict, Why};
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::report::{FigureFiles, Subject, plot};
use serde::{Deserialize, Serialize};

/// The name of its files.
pub const NAME: &str = "recommend";

/// Bars of eigenvalues, in standard errors: 95 %, each alone.
const BAR: f64 = 1.96;

/// What a row is about, and the panel that shows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shows {
    /// What a paradigm explains of the evidence, relative to the best encoder found.
    Efficiency,
    /// Efficiency of joint-embedding minus that of reconstruction.
    Difference,
    /// The largest sine between the two row spaces.
    Sine,
    /// An eigenvalue of a pencil.
    Eigenvalue,
}

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub shows: Shows,
    /// Whether it is drawn: the others are of another k or another composed noise.
    pub drawn: bool,
    /// Of which paradigm.
    pub paradigm: Option<Paradigm>,
    /// The embedding dimension.
    pub k: Option<usize>,
    /// The place of an eigenvalue, from 1 on.
    pub index: Option<usize>,
    /// The strength.
    pub strength: f64,
    /// The composed noise.
    pub noise: Option<f64>,
    /// The value.
    pub value: f64,
    /// The lower end of its bar.
    pub low: f64,
    /// The upper end.
    pub high: f64,
    /// The share of signal in the direction of an eigenvalue.
    pub signal: Option<f64>,
    /// A difference up to here makes no difference.
    pub tolerance: Option<f64>,
    /// The α from which on the paradigm finds the signal; 0 if no alignment is needed.
    pub threshold: Option<f64>,
    /// The lower end of its interval.
    pub threshold_low: Option<f64>,
    /// The upper end.
    pub threshold_high: Option<f64>,
    /// The same for so many samples as there are.
    pub threshold_finite: Option<f64>,
}

/// The figure of an advice, if there is anything to draw.
///
/// # Errors
/// Those of the drawing and the picture.
pub fn files(of: &Recommendation<'_>) -> Result<Option<FigureFiles>> {
    let rows = rows(of.advice);
    if rows.is_empty() {
        return Ok(None);
    }
    let digest = String::new();
    let subject = Subject { setting: setting(of), options: String::new(), digest };
    let title = title(of.advice);
    let figure = FigureFiles::new((NAME, &title), rows, &subject, plot::advice::figure)?;
    Ok(Some(FigureFiles { command: of.command.clone(), ..figure }))
}

/// The verdict in the width of the figure.
fn title(advice: &Advice) -> String {
    let against = |better: Paradigm| {
        let Some(test) = &advice.test else { return String::new() };
        let je = estimate(test.eff_je, test.eff_je_half);
        let rc = estimate(test.eff_rc, test.eff_rc_half);
        let (first, second) = if better == Paradigm::JointEmbedding { (je, rc) } else { (rc, je) };
        format!(" ({first} against {second})")
    };
    match (advice.verdict, advice.rule) {
        (Verdict::JointEmbedding, Why::Assumed) => {
            "Joint-embedding, if the views change only what is irrelevant".into()
        }
        (Verdict::JointEmbedding, _) => {
            format!("Joint-embedding finds more of what is relevant{}", against(Paradigm::JointEmbedding))
        }
        (Verdict::Reconstruction, _) => {
            format!("Reconstruction finds more of what is relevant{}", against(Paradigm::Reconstruction))
        }
        (Verdict::Either, Why::RowSpacesAgree) => "Either: both find the same features".into(),
        (Verdict::Either, _) => format!("Either: they differ by less than {}", short(advice.tolerance)),
        (Verdict::Neither, _) => "Neither finds half of what a linear encoder can find".into(),
        (Verdict::Undecided, Why::Exchange) => "Undecided: nothing says what is relevant".into(),
        (Verdict::Undecided, Why::Interpolates) => "Undecided: the views decide nothing".into(),
        (Verdict::Undecided, Why::TooFewSamples) => "Undecided: too few samples have evidence".into(),
        (Verdict::Undecided, _) => "Undecided: the difference is not known well enough".into(),
    }
}

fn setting(of: &Recommendation<'_>) -> String {
    let advice = of.advice;
    let names: Vec<&str> = of.files.iter().map(|(name, _)| name.as_str()).collect();
    let evidence = match &advice.test {
        Some(test) => format!(
            "evidence on {} samples; the bars hold for all points together with {} %, so they are wider than the interval of the verdict.",
            count(test.n_evidence),
            short(100.0 * (1.0 - advice.level))
        ),
        None => "without evidence.".into(),
    };
    let along = along(advice.strengths.iter().map(|s| (s.alpha, s.noise)));
    let focus = focus(advice).map_or(String::new(), |at| match (along, at.noise) {
        (Along::Strength, Some(noise)) => format!(" Drawn for k = {} with noise {}.", at.k, named(noise)),
        (Along::Strength, None) | (Along::Noise, _) => format!(" Drawn for k = {}.", at.k),
        (Along::Dimension, _) => String::new(),
    });
    format!("{}: n = {}, d = {}, {evidence}{focus}", names.join(", "), count(advice.n), count(advice.d))
}

/// What the better paradigm would use: the slice that is drawn.
fn focus(advice: &Advice) -> Option<Chosen> {
    let better = match &advice.test {
        Some(test) if test.eff_rc > test.eff_je => Paradigm::Reconstruction,
        _ => Paradigm::JointEmbedding,
    };
    let first =
        || advice.strengths.first().zip(advice.k.last()).map(|(s, &k)| Chosen { k, alpha: s.alpha, noise: s.noise });
    advice.choice.map(|choice| choice.of(better)).or_else(first)
}

/// Along what the figure is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Along {
    Strength,
    Noise,
    Dimension,
}

/// The first of strength, composed noise and dimension that varies.
pub(in crate::report) fn along(points: impl Iterator<Item = (f64, Option<f64>)>) -> Along {
    let (strengths, noise): (Vec<f64>, Vec<Option<f64>>) = points.unzip();
    let varies = |values: &[f64]| values.iter().any(|value| *value != values[0]);
    let noise: Vec<f64> = noise.into_iter().map(|noise| noise.unwrap_or(0.0)).collect();
    if varies(&strengths) {
        Along::Strength
    } else if varies(&noise) {
        Along::Noise
    } else {
        Along::Dimension
    }
}

/// The table.
fn rows(advice: &Advice) -> Vec<Row> {
    let Some(focus) = focus(advice) else { return vec![] };
    let along = along(advice.strengths.iter().map(|s| (s.alpha, s.noise)));
    let drawn = |k: Option<usize>, noise: Option<f64>| {
        let (same_k, same_noise) = (k.is_none_or(|k| k == focus.k), noise == focus.noise);
        match along {
            Along::Strength => same_k && same_noise,
            Along::Noise => same_k,
            Along::Dimension => true,
        }
    };
    let blank = |shows, k, (strength, noise): (f64, Option<f64>), [value, low, high]: [f64; 3]| Row {
        shows,
        drawn: drawn(k, noise),
        paradigm: None,
        k,
        index: None,
        strength,
        noise,
        value,
        low,
        high,
        signal: None,
        tolerance: None,
        threshold: None,
        threshold_low: None,
        threshold_high: None,
        threshold_finite: None,
    };
    let mut rows = vec![];
    let at = |point: &CurvePoint| (point.alpha, point.noise);
    for point in &advice.curve {
        for paradigm in Paradigm::ALL {
            let (value, band) = match paradigm {
                Paradigm::JointEmbedding => (point.je, point.je_band),
                Paradigm::Reconstruction => (point.rc, point.rc_band),
            };
            let row = blank(Shows::Efficiency, Some(point.k), at(point), [value, value - band, value + band]);
            rows.push(Row { paradigm: Some(paradigm), ..row });
        }
    }
    for point in &advice.curve {
        let row = blank(Shows::Difference, Some(point.k), at(point), [point.delta, point.lo, point.hi]);
        rows.push(Row { tolerance: Some(advice.tolerance), ..row });
    }
    if advice.curve.is_empty() {
        for of in &advice.agreement {
            let row = blank(Shows::Sine, Some(of.k), (of.alpha, of.noise), [of.sin_max; 3]);
            rows.push(Row { tolerance: Some(advice.tolerance), ..row });
        }
    }
    let quoted = advice.thresholds.as_ref().filter(|of| !of.flag);
    let alpha = |squared: f64| squared.max(0.0).sqrt();
    for paradigm in Paradigm::ALL {
        let je = paradigm == Paradigm::JointEmbedding;
        let threshold: Option<Threshold> = quoted.map(|of| if je { of.je } else { of.rc });
        let finite = quoted.and_then(|of| if je { of.je_finite } else { of.rc_finite });
        for of in &advice.lines {
            for (index, line) in (1..).zip(if je { &of.je } else { &of.rc }) {
                let ends = [line.value, line.value - BAR * line.se, line.value + BAR * line.se];
                rows.push(Row {
                    paradigm: Some(paradigm),
                    index: Some(index),
                    signal: line.signal,
                    threshold: threshold.map(|t| alpha(t.alpha_squared)),
                    threshold_low: threshold.map(|t| alpha(t.lo)),
                    threshold_high: threshold.map(|t| alpha(t.hi)),
                    threshold_finite: finite.map(alpha),
                    ..blank(Shows::Eigenvalue, None, (of.alpha, of.noise), ends)
                });
            }
        }
    }
    rows
}
