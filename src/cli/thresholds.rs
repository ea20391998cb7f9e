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
  jerc thresholds variances.json --augment mask.json
  jerc thresholds --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy
`jerc example DIR` writes these files.",
    after_long_help = "\
SPEC.json: {\"signal\": [c_1, ...], \"theta\": [th_1, ...], \"gamma\": [g_1, ...]},
theta for the signal first, then for the noise: {\"signal\": [1], \"theta\": [1, 0], \"gamma\": [\"4\"]}.
Numbers are integers, decimals or \"p/q\", all read exactly.

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
        (None, _) => arguments.matrices.run(format),
        (Some(spec), Some(augment)) => super::recovery::run(spec, augment, format),
        (Some(spec), None) => {
            let spectrum = read(spec)?;
            let (found, all) = (spectrum.thresholds().answer(), spectrum.all_encoders());
            if format == Format::Json {
                let mut object = answer::envelope(&found);
                object.insert("all_encoders".into(), answer::all_encoders(&all));
                super::json(&object)
            } else {
                Ok(answer::text(&found) + &answer::all_encoders_text(&all))
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
