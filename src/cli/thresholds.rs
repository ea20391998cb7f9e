//! `jerc thresholds`: exact thresholds of a specification file.

use super::{Format, Outcome, answer};
use crate::augment::spec::{read_text, values::numbers};
use crate::error::{Error, Result};
use crate::scalar::Rational;
use crate::threshold::Spectrum;
use serde::Deserialize;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc thresholds spec.json
  jerc thresholds spec.json --samples 2000 --alpha 1.2
  jerc thresholds variances.json --augment mask.json
  jerc thresholds --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy
`jerc example DIR` writes these files.",
    after_long_help = "\
SPEC.json: {\"signal\": [c_1, ...], \"theta\": [th_1, ...], \"gamma\": [g_1, ...]},
theta for the signal first, then for the noise: {\"signal\": [1], \"theta\": [1, 0], \"gamma\": [\"4\"]}.
Numbers are integers, decimals or \"p/q\", all read exactly.

With --samples N: also at this many samples, where the noise's m dimensions are not few against N
(the limit of m/N fixed): from which alpha^2 on all of the signal leaves the noise, and with
--alpha A, for each signal, what comes of it:
  found         the row points along the signal, cos^2 >= 0.99
  partly found  cos^2 in between, and the fractions of the signal's label energy that the probe
                explains on the training rows and, at best, on new rows
  not found     the signal stays in the noise, or it leaves it and cos^2 < 0.01: the row only
                memorises the training rows
For one signal, and noise of one variance g with one theta, joint-embedding needs less iff
g (1 + sqrt(m/N)) > c. Signals with the same theta/c are found as a span: cos^2 is of that.

With --augment AUG.json: {\"signal\": [c_1, ...], \"noise\": [g_1, ...]}, the variances of coordinates
that the augmentation of any family does not mix, and whether each paradigm finds the signal;
with one aligned-noise stage also from which alpha^2 on.

Without a common eigenbasis: matrices, with Theta block-diagonal between signal and noise.
Thresholds then come as intervals with a proof at both ends, and \"never\" with a witness where
noise that reaches into the signal leaves none."
)]
pub(super) struct Arguments {
    /// The variances: signal, augmentation, noise
    #[arg(conflicts_with_all = ["signal", "moments", "theta", "gamma", "basis"])]
    spec: Option<PathBuf>,
    /// An augmentation of any family instead of T(α): see `jerc families`
    #[arg(long, value_name = "AUG.json", requires = "spec")]
    augment: Option<PathBuf>,
    /// The number of samples, where it is not far above the number of noise dimensions
    #[arg(long, value_name = "N", conflicts_with = "augment")]
    samples: Option<usize>,
    /// The strength of the augmentation, >= 0, for which every signal is judged
    #[arg(long, value_name = "A", requires = "samples", allow_hyphen_values = true)]
    alpha: Option<String>,
    #[command(flatten)]
    matrices: super::blocks::Matrices,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    signal: Vec<serde_json::Value>,
    theta: Vec<serde_json::Value>,
    gamma: Vec<serde_json::Value>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let format = arguments.format;
    let output = match (&arguments.spec, &arguments.augment) {
        (None, _) if arguments.samples.is_some() => Err(Error::request(
            "--samples is known for variances alone: under matrices without a common eigenbasis the limit of reconstruction is open",
            "give SPEC.json, the variances in a basis where signal, theta and gamma are diagonal, if there is one",
        )),
        (None, _) => arguments.matrices.run(format),
        (Some(spec), Some(augment)) => super::recovery::run(spec, augment, format),
        (Some(spec), None) => {
            let spectrum = read(spec)?;
            let (found, all) = (spectrum.thresholds().answer(), spectrum.all_encoders());
            let finite =
                arguments.samples.map(|n| super::finite::Finite::new(&spectrum, n, arguments.alpha.as_deref()));
            let finite = finite.transpose()?;
            if format == Format::Json {
                let mut envelope = answer::envelope(&found);
                envelope.insert("all_encoders".into(), answer::all_encoders(&all));
                envelope.extend(finite.map(|finite| ("finite".to_string(), finite.json())));
                super::json(&envelope)
            } else {
                let text = answer::text(&found) + &answer::all_encoders_text(&all);
                Ok(text + &finite.map_or_else(String::new, |finite| finite.text()))
            }
        }
    };
    output.map(Outcome::done)
}

/// Reads a JSON object; `remedy` says what to write.
pub(super) fn read_object<T: serde::de::DeserializeOwned>(path: &Path, remedy: &str) -> Result<T> {
    let text = read_text(path, "list of variances")?;
    let refuse = |problem: String| Error::file(path, problem, remedy);
    // serde would take the list `[signal, theta, gamma]` too.
    if !text.trim_start().starts_with('{') {
        return Err(refuse("not a JSON object".into()));
    }
    serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))
}

fn read(path: &Path) -> Result<Spectrum<Rational>> {
    let spec: Spec = read_object(path, "write {\"signal\": [...], \"theta\": [...], \"gamma\": [...]}")?;
    let spectrum = numbers("signal", &spec.signal)
        .and_then(|signal| Spectrum::new(signal, numbers("theta", &spec.theta)?, numbers("gamma", &spec.gamma)?));
    spectrum.map_err(|error| Error::file(path, error.to_string(), "see `jerc thresholds --help`"))
}
