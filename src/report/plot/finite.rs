//! The figures on samples that are not many more than the dimensions.

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend, shown};
use crate::experiment::high_dimension::{self, Kind};
use crate::experiment::many_signals;
use crate::paradigm::Paradigm;

/// Gaps of joint-embedding against α at some n, beside both predictions.
pub fn many_signals(title: &str, setting: &str, rows: &[many_signals::Row]) -> Figure {
    let noises = distinct(rows.iter().map(|row| row.noise_max));
    let sizes = distinct(rows.iter().map(|row| row.n as f64));
    let x = Axis::logarithmic("alignment α", rows.iter().map(|row| row.alpha));
    let mut panels = vec![];
    for &noise in &noises {
        for &n in &sizes {
            let (of_panel, numbers) = shown(rows, |row| row.noise_max == noise && row.n as f64 == n);
            let points = |of: fn(&many_signals::Row) -> f64| of_panel.iter().map(|r| (r.alpha, of(r))).collect();
            let high = of_panel.iter().map(|r| (r.gap_mean + r.gap_std).max(r.predicted).max(r.population));
            panels.push(Panel {
                title: format!("noise up to {}, n = {n}", number(noise)),
                x: x.clone(),
                y: Axis::from_zero("gap of the probe loss", high),
                series: vec![
                    Series::line(0, points(|r| r.population)),
                    Series::line(1, points(|r| r.predicted)),
                    Series {
                        bars: of_panel
                            .iter()
                            .map(|r| ((r.gap_mean - r.gap_std).max(0.0), r.gap_mean + r.gap_std))
                            .collect(),
                        ..Series::marks(2, points(|r| r.gap_mean))
                    },
                ],
                note: String::new(),
                rules: vec![],
                rows: numbers,
            });
        }
    }
    let seeds = rows.first().map_or(0, |row| row.seeds);
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Joint-embedding, on the samples of Figure 3 and finer α: gap of the linear-probe loss between training on clean and on corrupted samples, mean and one standard deviation over {seeds} seed{}. \
             Lines are means over the same Θ, Γ and clean rows: of the limit n → ∞, where a signal is found or lost, paper (12); and of k and m of the order of n, where each is held in part. \
             The second is measured to be right and not proved; for reconstruction no such formula is known.",
            if seeds == 1 { "" } else { "s" }
        ),
        columns: sizes.len().max(1),
        panels,
        legend: legend(&[
            ("limit n → ∞", Stroke::Line),
            ("k and m of the order of n", Stroke::Line),
            ("measured", Stroke::Marks),
        ]),
    }
}

/// Thresholds against m/n, and explained fractions against α²; the experiment has its own setting.
pub fn high_dimension(title: &str, _: &str, rows: &[high_dimension::Row]) -> Figure {
    const JE: Paradigm = Paradigm::JointEmbedding;
    const RC: Paradigm = Paradigm::Reconstruction;
    // Dark to light: each line beside its marks.
    let of = |style: usize, kind: Kind, paradigm: Paradigm, y: fn(&high_dimension::Row) -> (f64, f64)| {
        let points = rows.iter().filter(|r| r.kind == kind && r.paradigm == paradigm).map(y).collect();
        Series::line(style, points)
    };
    let threshold = |r: &high_dimension::Row| (r.ratio, r.alpha_squared);
    let explained = |r: &high_dimension::Row| (r.alpha_squared, r.explained.unwrap_or(f64::NAN));
    let marks = |style: usize, paradigm: Paradigm| {
        let of_series = || rows.iter().filter(|r| r.kind == Kind::Sampled && r.paradigm == paradigm);
        let bar = |r: &high_dimension::Row| {
            let (mean, deviation) = (r.explained.unwrap_or(f64::NAN), r.deviation.unwrap_or(f64::NAN));
            ((mean - deviation).max(0.0), mean + deviation)
        };
        Series { bars: of_series().map(bar).collect(), ..Series::marks(style, of_series().map(explained).collect()) }
    };
    let population = |paradigm| rows.iter().find(|r| r.paradigm == paradigm).map_or(f64::NAN, |r| r.population);
    let (thresholds, numbers) = shown(rows, |r| r.kind == Kind::Threshold);
    let (fractions, others) = shown(rows, |r| r.kind != Kind::Threshold);
    let longest = fractions.iter().map(|r| r.alpha_squared).fold(0.0, f64::max);
    let draws = rows.iter().map(|r| r.draws).max().unwrap_or(0);
    let (n, m) = high_dimension::SAMPLES;
    let panels = vec![
        Panel {
            title: "where the signal leaves the noise".into(),
            x: Axis { label: "dimensions over samples m/n".into(), log: false, range: (0.0, 1.0) },
            y: Axis::from_zero("threshold α²", thresholds.iter().map(|r| r.alpha_squared)),
            series: vec![of(0, Kind::Threshold, JE, threshold), of(3, Kind::Threshold, RC, threshold)],
            note: "equal at m/n = 0.16".into(),
            rules: vec![high_dimension::CROSSING],
            rows: numbers,
        },
        Panel {
            title: format!("m/n = {}", number(m as f64 / n as f64)),
            x: Axis { label: "α²".into(), log: false, range: (0.0, longest) },
            y: Axis { label: "explained on the training rows".into(), log: false, range: (0.0, 1.15) },
            series: vec![
                of(0, Kind::Limit, JE, explained),
                marks(1, JE),
                marks(2, RC),
                of(3, Kind::Limit, RC, explained),
            ],
            note: String::new(),
            rules: [RC, JE].map(population).to_vec(),
            rows: others,
        },
    ];
    Figure {
        title: title.into(),
        caption: format!(
            "One signal of variance c = 1.4, whose views vary by θ = 1, and m noise dimensions of variance g = 1, whatever the data. Left: thresholds in the limit of a fixed m/n; both need α² = θ/g at the dashed m/n = (c/g - 1)², and joint-embedding \
             needs less right of it. Right: the fraction of the signal's label energy that the one row explains on the training rows. Lines: the limit; marks: mean and one standard deviation of {draws} draws at n = {n}, m = {m}. \
             Dashed: the population's thresholds, α_RC² = {:.3} before α_JE² = {:.3}: the other order. Beside a threshold n = {n} is far from the limit, and a part that is explained on the training rows need not be found.",
            population(RC),
            population(JE)
        ),
        columns: 2,
        panels,
        legend: legend(&[
            ("JE, limit", Stroke::Line),
            ("JE, drawn", Stroke::Marks),
            ("RC, drawn", Stroke::Marks),
            ("RC, limit", Stroke::Line),
        ]),
    }
}
