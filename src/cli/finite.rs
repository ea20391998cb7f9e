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
        Number::Exact(_) | Number::Enclosed(_) => format!("= {about}  (of the limit formula: enclosed)"),
        Number::Near(_) => format!("= {about}  (of the limit formula: to 1e-9)"),
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    fn asked(signal: [i64; 2], theta: [i64; 2], noise: usize, samples: usize, alpha: Option<&str>) -> (Value, String) {
        let of = |[p, q]: [i64; 2]| ratio(p, q);
        let theta = [vec![of(theta)], vec![ratio(0, 1); noise]].concat();
        let spectrum = Spectrum::new(vec![of(signal)], theta, vec![ratio(1, 1); noise]).unwrap();
        let found = Finite::new(&spectrum, samples, alpha).unwrap();
        (found.json(), found.text())
    }

    #[test]
    fn found_partly_found_and_not_found() {
        // l = 9/2: 1 - (1/4)/(7/2)² = 48/49, tan² = 2 (1/4)/((7/2)² - 1/4) = 1/24; threshold (3/2)/2.
        let (json, text) = asked([2, 1], [1, 1], 2, 8, Some("1.5"));
        let je = &json["signals"][0]["je"];
        assert_eq!([&json["ratio"], &json["alpha_squared_je"], &json["alpha"]], ["1/4", "3/4", "3/2"]);
        assert_eq!([&je["exact"]["train"], &je["exact"]["cos2"]], ["48/49", "24/25"]);
        assert!(je["separated"] == true && (je["train"].as_f64().unwrap() - 48.0 / 49.0).abs() < 1e-12, "{je}");
        for words in ["m/n = 1/4", "= 3/4  (about 0.750000)", "joint-embedding  partly found: cos^2 = 0.9600"] {
            assert!(text.contains(words), "{text}");
        }
        let (_, text) = asked([2, 1], [1, 1], 2, 8, Some("20"));
        assert!(text.contains("joint-embedding  found: cos^2 = 1.0000"), "{text}");
        // γ = 1/2, c = 7/5: reconstruction needs 2.019737, joint-embedding 1.219362.
        let (json, text) = asked([7, 5], [1, 1], 4, 8, Some("1.2"));
        assert!(json["verdict"] == "joint-embedding" && json["signals"][0]["rc"]["separated"] == false, "{json}");
        for words in [
            "= 2.019737  (of the limit formula: to 1e-9)",
            "= 1.219362  (of the limit formula: enclosed)",
            "reconstruction   not found: the signal stays",
        ] {
            assert!(text.contains(words), "{text}");
        }
        // It leaves the noise without the signal.
        let (json, text) = asked([3, 1], [100, 1], 4, 8, Some("0.1"));
        assert!(json["signals"][0]["rc"]["separated"] == true && text.contains("by memorising"), "{text}");
        // c = g (1 + sqrt γ): a tie, at th/g.
        let (json, text) = asked([3, 2], [63, 44], 2, 8, None);
        assert_eq!([&json["alpha_squared_rc"], &json["alpha_squared_je"], &json["verdict"]], ["63/44", "63/44", "tie"]);
        assert!(json["signals"].is_null() && text.contains("verdict      a tie\n"), "{text}");
    }

    /// What is said of a threshold is relative above 1, absolute below.
    #[test]
    fn how_near_a_threshold_is_depends_on_its_size() {
        for (theta, large) in [([1000, 1], true), ([1, 100], false)] {
            let (json, _) = asked([7, 5], theta, 4, 8, None);
            let (near, within) = (&json["alpha_squared_rc"]["approx"], &json["alpha_squared_rc"]["within"]);
            let (near, within) = (near.as_f64().unwrap(), within.as_f64().unwrap());
            assert_eq!(near.abs() > 100.0, large, "{json}");
            assert!((within / (1e-9 * near.abs().max(1.0)) - 1.0).abs() < 1e-12, "{json}");
        }
    }

    #[test]
    fn what_cannot_be_answered_is_refused_with_what_to_do() {
        let spectrum = Spectrum::new(vec![ratio(1, 1)], vec![ratio(1, 1), ratio(0, 1)], vec![ratio(1, 1)]).unwrap();
        for (samples, alpha, words) in [
            (0, None, "--samples: must be >= 1"),
            (8, Some("-1"), "--alpha: must be >= 0"),
            (8, Some("a"), "--alpha: not a number"),
            (8, Some("0"), "give --alpha above 0"),
        ] {
            let refused = Finite::new(&spectrum, samples, alpha).map(|_| ()).unwrap_err().to_string();
            assert!(refused.contains(words), "{refused}");
        }
    }

    #[test]
    fn no_more_digits_than_are_certain() {
        let shown = [0.0, 0.5, 9.999_999_9, 123.456_789, 1_234_567.89, -2.5].map(digits);
        assert_eq!(shown, ["0.000000", "0.500000", "10.000000", "123.4568", "1.23457e6", "-2.500000"]);
    }
}
