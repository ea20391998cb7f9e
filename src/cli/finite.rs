//! `jerc thresholds --samples N`: the same question where N is comparable to the dimension.
//!
//! Contract of `"finite"` (add, do not rename): `samples`, `ratio` (m/n as "p/q"), `alpha_squared_je`,
//! `alpha_squared_rc`, `verdict`, `alpha`, `signals`. A threshold is "p/q" where it is exact, `low`,
//! `high`, `approx` where it is enclosed, and `approx`, `within` where it is computed in `f64`.
//! `alpha` and `signals` are null without `--alpha`. A signal has `je` and `rc`, each with
//! `separated`, `cos2`, `train`, `test`, `fitted`, and with `exact`, the same as "p/q", where all are
//! rational; what does not separate has 0.

use super::answer::{number, verdict_in_words};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, exact_parse};
use crate::threshold::Spectrum;
use crate::threshold::finite::{At, Model, NEAR, Number, SignalAt, Thresholds};
use num_traits::Signed;
use serde_json::{Value, json};

/// cos² from which a signal is found, and below which it is not.
const FOUND: [f64; 2] = [0.99, 0.01];

/// More digits of an exact number than these are of no use to anyone.
const LONG: usize = 40;

pub(super) struct Finite {
    samples: usize,
    model: Model,
    thresholds: Thresholds,
    at: Option<(Rational, Vec<SignalAt>)>,
}

impl Finite {
    pub(super) fn new(spectrum: &Spectrum<Rational>, samples: usize, alpha: Option<&str>) -> Result<Self> {
        let alpha = alpha.map(|text| exact_parse("--alpha", text)).transpose()?;
        if let Some(alpha) = alpha.as_ref().filter(|alpha| alpha.is_negative()) {
            return Err(Error::range("--alpha", ">= 0", alpha.approx()));
        }
        let model = Model::new(spectrum, samples).map_err(|_| Error::range("--samples", ">= 1", samples))?;
        let thresholds = model.thresholds()?;
        let at = match alpha {
            Some(alpha) => {
                let at = model.at(&(&alpha * &alpha)).map_err(|error| match error {
                    Error::OutOfRange { .. } => Error::request(
                        "--alpha 0 leaves noise without augmentation, which the limit of many dimensions does not cover",
                        "give --alpha above 0, or theta above 0 on all of the noise",
                    ),
                    other => other,
                })?;
                Some((alpha, at))
            }
            None => None,
        };
        Ok(Self { samples, model, thresholds, at })
    }

    pub(super) fn json(&self) -> Value {
        let signals = self.at.as_ref().map(|(_, at)| {
            let each = |at: &SignalAt| json!({"je": quality(&at.joint_embedding), "rc": quality(&at.reconstruction)});
            at.iter().map(each).collect::<Vec<_>>()
        });
        json!({
            "samples": self.samples,
            "ratio": self.model.ratio().to_string(),
            "alpha_squared_je": threshold(&self.thresholds.joint_embedding),
            "alpha_squared_rc": threshold(&self.thresholds.reconstruction),
            "verdict": self.thresholds.verdict(),
            "alpha": self.at.as_ref().map(|(alpha, _)| alpha.to_string()),
            "signals": signals,
        })
    }

    pub(super) fn text(&self) -> String {
        let ratio = self.model.ratio();
        let mut text = format!("\nAt n = {} samples, m/n = {ratio}  (about {:.4})\n", self.samples, ratio.approx());
        for (name, value, paradigm) in [
            ("alpha_RC^2", &self.thresholds.reconstruction, "reconstruction"),
            ("alpha_JE^2", &self.thresholds.joint_embedding, "joint-embedding"),
        ] {
            text +=
                &format!("{name:<12} {}  above it all of the signal leaves the noise of {paradigm}\n", shown(value));
        }
        text += &format!("verdict      {}\n", verdict_in_words(self.thresholds.verdict(), true));
        let Some((alpha, at)) = &self.at else { return text };
        for (i, (signal, at)) in self.model.signals().iter().zip(at).enumerate() {
            text += &format!(
                "signal {} of variance {} at alpha = {}\n",
                i + 1,
                digits(signal.c.approx()),
                digits(alpha.approx())
            );
            for (paradigm, at) in [("reconstruction", &at.reconstruction), ("joint-embedding", &at.joint_embedding)] {
                text += &format!("  {paradigm:<16} {}\n", in_words(at));
            }
        }
        text
    }
}

fn threshold(value: &Number) -> Value {
    match value {
        Number::Near(near) => json!({"approx": near, "within": NEAR * near.abs().max(1.0)}),
        other => number(&other.ends()),
    }
}

fn quality(at: &At) -> Value {
    let Some(found) = &at.quality else {
        return json!({"separated": false, "cos2": 0, "train": 0, "test": 0, "fitted": 0});
    };
    let mut value = json!({"separated": true});
    let object = value.as_object_mut();
    if let (Some(object), Value::Object(all)) = (object, json!(found)) {
        object.extend(all);
        let texts = at.exact.as_ref().map(|exact| {
            [("cos2", &exact.cos2), ("train", &exact.train), ("test", &exact.test), ("fitted", &exact.fitted)]
                .map(|(key, value)| (key.to_string(), value.to_string()))
        });
        if let Some(texts) = texts.filter(|texts| texts.iter().all(|(_, text)| text.len() <= LONG)) {
            object.insert("exact".into(), texts.into_iter().map(|(key, text)| (key, json!(text))).collect::<Value>());
        }
    }
    value
}

/// Six significant digits or decimals, which is less than any bound leaves.
fn digits(value: f64) -> String {
    match value.abs() {
        size if size >= 1e6 => format!("{value:.5e}"),
        size => format!("{value:.*}", (1..=6).rev().find(|d| size < 10f64.powi(7 - d)).unwrap_or(0) as usize),
    }
}

fn shown(value: &Number) -> String {
    let about = digits(value.approx());
    match value {
        Number::Exact(exact) if exact.to_string().len() <= LONG => format!("= {exact}  (about {about})"),
        Number::Exact(_) | Number::Enclosed(_) => format!("= {about}  (proved)"),
        Number::Near(_) => format!("= {about}  (to 1e-9)"),
    }
}

fn in_words(at: &At) -> String {
    let [found, none] = FOUND;
    match &at.quality {
        None => "not found: the signal stays in the noise".into(),
        Some(q) if q.cos2 < none => format!(
            "not found: the row leaves the noise without the signal (cos^2 = {:.4}), and explains {:.4} on the training rows by memorising",
            q.cos2, q.train
        ),
        Some(q) => format!(
            "{}: cos^2 = {:.4}, explains {:.4} on the training rows, at best {:.4} on new rows",
            if q.cos2 >= found { "found" } else { "partly found" },
            q.cos2,
            q.train,
            q.test
        ),
    }
}
