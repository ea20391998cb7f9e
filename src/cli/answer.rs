//! How an [`Answer`] is written, whichever model it comes from: one JSON envelope, one text.
//!
//! Contract of the envelope (add, do not rename): `eta_squared`, `delta`, `alpha_squared_rc`,
//! `alpha_squared_je`, `verdict`, `verdict_clipped`, `regime`. A number is the text "p/q" where it
//! is known exactly, and an object with `low`, `high`, `approx` where it is enclosed. A requirement
//! is a number, or an object whose one key is `always`, `never`, `sometimes` or `undecided`. What
//! does not exist is null.

use crate::linalg::interval::Interval;
use crate::scalar::{Rational, Scalar};
use crate::threshold::{AllEncoders, Answer, Regime, Requirement, Verdict};
use serde_json::{Map, Value, json};

/// The envelope.
pub(super) fn envelope(answer: &Answer) -> Map<String, Value> {
    let entries = [
        ("eta_squared", answer.eta_squared.as_ref().map_or(Value::Null, number)),
        ("delta", answer.delta.as_ref().map_or(Value::Null, number)),
        ("alpha_squared_rc", requirement(&answer.reconstruction)),
        ("alpha_squared_je", requirement(&answer.joint_embedding)),
        ("verdict", json!(answer.verdict())),
        ("verdict_clipped", json!(answer.verdict_clipped())),
        ("regime", json!(answer.regime)),
    ];
    entries.map(|(key, value)| (key.to_string(), value)).into_iter().collect()
}

/// What joint-embedding with any encoder needs on Gaussian data.
pub(super) fn all_encoders(all: &AllEncoders) -> Value {
    json!({
        "delta_star": all.delta_star.to_string(),
        "alpha_squared_noise_free": all.alpha_squared_noise_free.to_string(),
        "harmonic_free": all.harmonic_free,
    })
}

/// The same in a line.
pub(super) fn all_encoders_text(all: &AllEncoders) -> String {
    let then = if all.harmonic_free { "which then is the linear signal" } else { "with harmonics before a signal" };
    let needed = shown(&Interval::exact(all.alpha_squared_noise_free.clone()));
    format!("alpha_NL^2   {needed}  any encoder, Gaussian data: sees the signal alone iff alpha^2 is above, {then}\n")
}

pub(super) fn number(interval: &Interval) -> Value {
    match interval.value() {
        Some(value) => json!(value.to_string()),
        None => {
            json!({"low": interval.low.to_string(), "high": interval.high.to_string(), "approx": interval.approx()})
        }
    }
}

fn requirement(requirement: &Requirement) -> Value {
    let texts = |values: &[Rational]| values.iter().map(ToString::to_string).collect::<Vec<_>>();
    match requirement {
        Requirement::Above(found) => {
            let mut value = number(&found.alpha_squared);
            if let Some(object) = value.as_object_mut() {
                object.insert("t_low".into(), json!(found.signal.high.to_string()));
                object.insert("t_high".into(), json!(found.signal.low.to_string()));
            }
            value
        }
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

/// One line for each quantity.
pub(super) fn text(answer: &Answer) -> String {
    let exact = answer.reconstruction.exact().is_some();
    let line = |name: &str, value: String, meaning: &str| format!("{name:<12} {value}  {meaning}\n");
    let mut text = String::new();
    for (name, part, paradigm) in
        [("eta^2", &answer.eta_squared, "reconstruction"), ("delta", &answer.delta, "joint-embedding")]
    {
        if let Some(part) = part {
            text += &line(name, shown(part), &format!("smallest signal eigenvalue of {paradigm}"));
        }
    }
    for (name, needed, paradigm, equation) in [
        ("alpha_RC^2", &answer.reconstruction, "reconstruction", "(10)"),
        ("alpha_JE^2", &answer.joint_embedding, "joint-embedding", "(12)"),
    ] {
        let meaning = if exact {
            format!("{paradigm} finds the signal iff alpha^2 is above, paper {equation}")
        } else {
            format!("for {paradigm} to find the signal")
        };
        text += &line(name, in_words(needed), &meaning);
    }
    let noise = match (answer.regime, exact) {
        (Some(Regime::Weak), true) => "is weak: every noise variance is below eta^2/delta",
        (Some(Regime::Strong), true) => "is strong: every noise variance is above eta^2/delta",
        (Some(Regime::Straddling), true) => "is straddling: noise variances lie on both sides of eta^2/delta, or on it",
        (Some(Regime::Weak), false) => "is weak: Gamma2 < eta^2/delta in the Loewner order",
        (Some(Regime::Strong), false) => "is strong: Gamma2 > eta^2/delta in the Loewner order",
        (Some(Regime::Straddling), false) => "is straddling: Gamma2 is on both sides of eta^2/delta, or on it",
        (None, _) => "reaches into the signal's directions: the thresholds of Propositions 4.3 and 4.4 do not apply",
    };
    let verdict = |verdict| verdict_in_words(verdict, exact);
    text + &format!("noise        {noise}\n")
        + &format!("verdict      by the squares: {}\n", verdict(answer.verdict()))
        + &format!("             by alpha >= 0: {}\n", verdict(answer.verdict_clipped()))
}

/// Which paradigm needs less; `exact` where a tie may be at any value.
pub(super) fn verdict_in_words(verdict: Verdict, exact: bool) -> &'static str {
    match verdict {
        Verdict::Reconstruction => "reconstruction needs less alignment",
        Verdict::JointEmbedding => "joint-embedding needs less alignment",
        Verdict::Tie if exact => "a tie",
        Verdict::Tie => "a tie: neither needs any",
        Verdict::Undecided => "undecided: too close to tell",
    }
}

/// Enclosures have width 10^-12 max(1, |value|): twelve digits, or decimals, are certain to a unit.
fn shown(interval: &Interval) -> String {
    match interval.value() {
        Some(value) => format!("= {value}  (about {})", rounded(value.approx())),
        None => format!("= {:.12}  (proved: within {:.0e})", interval.approx(), interval.width().approx()),
    }
}

/// Six decimals, or two digits of what has none there.
fn rounded(value: f64) -> String {
    match value.abs() {
        size if size == 0.0 || (1e-3..1e9).contains(&size) => format!("{value:.6}"),
        _ => format!("{value:.1e}"),
    }
}

fn in_words(requirement: &Requirement) -> String {
    let row = |values: &[Rational]| format!("({})", values.iter().map(short).collect::<Vec<_>>().join(", "));
    match requirement {
        Requirement::Above(found) => shown(&found.alpha_squared),
        Requirement::Always => "none: every alpha > 0 suffices (leakage theorem)".into(),
        Requirement::Never(witness) => format!(
            "never: at every alpha the noise row {} leads the signal row {}, by {} + {} alpha^2 >= 0",
            row(&witness.noise),
            row(&witness.signal),
            short(&witness.constant.abs()),
            short(&witness.slope.abs())
        ),
        Requirement::Sometimes { alpha_squared, t } => {
            format!("no threshold is known; alpha^2 = {alpha_squared} suffices (proved at t = {})", short(t))
        }
        Requirement::Undecided => "undecided: no alpha found, and no proof that there is none".into(),
    }
}

/// A rational: exactly where it is short, else to twelve digits.
fn short(number: &Rational) -> String {
    let exact = number.to_string();
    if exact.len() <= 24 { exact } else { format!("{:.12}", number.approx()) }
}
