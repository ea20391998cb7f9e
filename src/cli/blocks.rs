//! `jerc thresholds` on matrices: certified intervals without a common eigenbasis.

use super::Format;
use crate::dataset::npy::read_matrix;
use crate::error::{Error, Result};
use crate::linalg::enclosure::{Interval, approx};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use crate::threshold::{LoewnerRegime, Requirement, Split, split};
use num_traits::{Signed, Zero};
use serde_json::{Value, json};
use std::path::PathBuf;

/// The matrices of a model without a common eigenbasis.
#[derive(Debug, clap::Args)]
pub(super) struct Matrices {
    /// Second moment of the clean signal, d x d (.npy); exact arithmetic takes seconds at d = 50,
    /// about a minute at d = 100
    #[arg(long, value_name = "C.npy", requires_all = ["theta", "gamma", "basis"])]
    signal: Option<PathBuf>,
    /// Covariance Theta of the augmentation, d x d (.npy)
    #[arg(long, value_name = "T.npy", requires = "signal")]
    theta: Option<PathBuf>,
    /// Covariance Gamma of the noise, d x d (.npy)
    #[arg(long, value_name = "G.npy", requires = "signal")]
    gamma: Option<PathBuf>,
    /// Basis of the signal subspace, d x k (.npy), one vector per column
    #[arg(long, value_name = "Q.npy", requires = "signal")]
    basis: Option<PathBuf>,
}

/// Which paradigm needs less, where intervals can tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
enum Comparison {
    Reconstruction,
    JointEmbedding,
    Tie,
    Undecided,
}

impl Comparison {
    fn words(self) -> &'static str {
        match self {
            Self::Reconstruction => "reconstruction needs less alignment",
            Self::JointEmbedding => "joint-embedding needs less alignment",
            Self::Tie => "a tie: neither needs any",
            Self::Undecided => "undecided: too close to tell",
        }
    }
}

impl Matrices {
    /// The result as text or JSON, if matrices were given.
    pub(super) fn run(&self, format: Format) -> Option<Result<String>> {
        let (Some(signal), Some(theta), Some(gamma), Some(basis)) =
            (&self.signal, &self.theta, &self.gamma, &self.basis)
        else {
            return None;
        };
        let split = || {
            let [c, th, g, q] = [(signal, "signal"), (theta, "theta"), (gamma, "gamma"), (basis, "basis")]
                .map(|(path, what)| read_matrix(path, what));
            split(&c?, &th?, &g?, &q?)
        };
        Some(split().and_then(|found| report(&found, format)))
    }
}

fn report(found: &Split, format: Format) -> Result<String> {
    let Split { model, dropped } = found;
    // Exact definiteness at d = 100 takes about a minute.
    let spinner = super::spinner("alpha_RC^2, by exact definiteness");
    let rc = model.requirement(Paradigm::Reconstruction)?;
    spinner.set_message("alpha_JE^2");
    let je = model.requirement(Paradigm::JointEmbedding)?;
    spinner.set_message("noise against eta^2/delta");
    let (verdict, clipped) = (compare(&rc, &je, false), compare(&rc, &je, true));
    // eta^2, delta and r are the threshold's parts only where there is one.
    let parts = if model.is_separate() {
        Some((
            model.signal_eigenvalue(Paradigm::Reconstruction, 46)?,
            model.signal_eigenvalue(Paradigm::JointEmbedding, 46)?,
            model.regime()?,
        ))
    } else {
        None
    };
    drop(spinner);
    if format == Format::Json {
        let interval =
            |i: &Interval| json!({"low": i.low.to_string(), "high": i.high.to_string(), "approx": approx(i)});
        let (eta_squared, delta, regime) = match &parts {
            Some((eta, delta, regime)) => (interval(eta), interval(delta), json!(regime)),
            None => (Value::Null, Value::Null, Value::Null),
        };
        return super::json(&json!({
            "eta_squared": eta_squared,
            "delta": delta,
            "alpha_squared_rc": requirement_json(&rc),
            "alpha_squared_je": requirement_json(&je),
            "verdict": verdict,
            "verdict_clipped": clipped,
            "regime": regime,
            "dropped": dropped,
        }));
    }
    let line = |name: &str, value: String, meaning: &str| format!("{name:<12} {value}  {meaning}\n");
    let mut text = String::new();
    if let Some((eta, delta, _)) = &parts {
        text += &line("eta^2", shown(eta), "smallest signal eigenvalue of reconstruction");
        text += &line("delta", shown(delta), "smallest signal eigenvalue of joint-embedding");
    }
    text += &line("alpha_RC^2", requirement_text(&rc), "for reconstruction to find the signal");
    text += &line("alpha_JE^2", requirement_text(&je), "for joint-embedding to find the signal");
    if let Some((_, _, regime)) = &parts {
        let words = match regime {
            LoewnerRegime::Weak => "weak: Gamma2 < eta^2/delta in the Loewner order",
            LoewnerRegime::Strong => "strong: Gamma2 > eta^2/delta in the Loewner order",
            LoewnerRegime::Straddling => "straddling: Gamma2 is on both sides of eta^2/delta, or on it",
        };
        text += &format!("noise        is {words}\n");
    } else {
        text += "noise        reaches into the signal's directions: the thresholds of Propositions 4.3 and 4.4 do not apply\n";
    }
    text += &format!("verdict      by the squares: {}\n", verdict.words());
    text += &format!("             by alpha >= 0: {}\n", clipped.words());
    if *dropped > 0.0 {
        text += &format!(
            "blocks       what couples them is rounding, {dropped:.1e} of the largest entry, and was dropped\n"
        );
    }
    Ok(text)
}

/// Intervals of width 10^-12 max(1, |value|): twelve digits, or as many decimals, are certain to
/// one unit.
fn shown(interval: &Interval) -> String {
    format!("= {:.12}  (proved: within {:.0e})", approx(interval), interval.width().approx())
}

fn requirement_text(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Above(found) => shown(&found.alpha_squared),
        Requirement::Always => "none: every alpha > 0 suffices (leakage theorem)".into(),
        Requirement::Never(witness) => format!(
            "never: at every alpha the noise row {} leads the signal row {}, by {} + {} alpha^2 >= 0",
            row(&witness.noise),
            row(&witness.signal),
            value(&-witness.constant.clone()),
            value(&-witness.slope.clone())
        ),
        Requirement::Sometimes { alpha_squared, t } => {
            format!("no threshold is known; alpha^2 = {alpha_squared} suffices (proved at t = {})", value(t))
        }
        Requirement::Undecided => "undecided: no alpha found, and no proof that there is none".into(),
    }
}

/// A rational: exactly where it is short, else to twelve digits.
fn value(number: &Rational) -> String {
    let exact = number.to_string();
    if exact.len() <= 24 { exact } else { format!("{:.12}", number.approx()) }
}

fn row(values: &[Rational]) -> String {
    format!("({})", values.iter().map(value).collect::<Vec<_>>().join(", "))
}

fn requirement_json(requirement: &Requirement) -> Value {
    let texts = |values: &[Rational]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    match requirement {
        Requirement::Above(found) => json!({
            "low": found.alpha_squared.low.to_string(),
            "high": found.alpha_squared.high.to_string(),
            "approx": approx(&found.alpha_squared),
            "t_low": found.signal.high.to_string(),
            "t_high": found.signal.low.to_string(),
        }),
        Requirement::Always => json!({"always": true}),
        Requirement::Never(witness) => json!({"never": {
            "signal_row": texts(&witness.signal),
            "noise_row": texts(&witness.noise),
            "constant": witness.constant.to_string(),
            "slope": witness.slope.to_string(),
        }}),
        Requirement::Sometimes { alpha_squared, t } => {
            json!({"sometimes": {"alpha_squared": alpha_squared.to_string(), "t": t.to_string()}})
        }
        Requirement::Undecided => json!({"undecided": true}),
    }
}

fn compare(rc: &Requirement, je: &Requirement, clipped: bool) -> Comparison {
    let ends = |requirement: &Requirement| match requirement {
        Requirement::Above(found) => Some(found.alpha_squared.clone()),
        Requirement::Always => Some(Interval { low: Rational::zero(), high: Rational::zero() }),
        _ => None,
    };
    match (rc, je, ends(rc), ends(je)) {
        (Requirement::Never(_), Requirement::Always | Requirement::Sometimes { .. }, ..) => Comparison::JointEmbedding,
        (_, _, Some(rc), Some(je)) => {
            if clipped && !rc.high.is_positive() && !je.high.is_positive() {
                Comparison::Tie
            } else if rc.high < je.low && (!clipped || je.low.is_positive()) {
                Comparison::Reconstruction
            } else if je.high < rc.low && (!clipped || rc.low.is_positive()) {
                Comparison::JointEmbedding
            } else {
                Comparison::Undecided
            }
        }
        _ => Comparison::Undecided,
    }
}

/// What to say when neither a file nor matrices are given.
pub(super) fn nothing_given() -> Error {
    Error::BadRequest {
        problem: "no variances: the argument SPEC.json is missing".into(),
        remedy: "give SPEC.json, or --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy".into(),
    }
}
