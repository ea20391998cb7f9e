//! `jerc thresholds`: exact thresholds of a specification file.

use super::{Format, Outcome};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, exact_parse};
use crate::threshold::{Regime, Spectrum, Verdict};
use serde::Deserialize;
use std::path::{Path, PathBuf};

/// Exact alignment thresholds alpha_RC^2 and alpha_JE^2, and which paradigm needs less
#[derive(Debug, clap::Args)]
#[command(after_help = "\
SPEC.json: {\"signal\": [c_1, ...], \"theta\": [th_1, ...], \"gamma\": [g_1, ...]},
theta for the signal first, then for the noise.
Numbers are integers, decimals or \"p/q\", all read exactly.
With --augment AUG.json: {\"signal\": [c_1, ...], \"noise\": [g_1, ...]}, the variances of coordinates that the augmentation of any family does not mix, and
whether each paradigm finds the signal; with one aligned-noise stage also from which alpha^2 on.
Without a common eigenbasis: matrices, with Theta block-diagonal between signal and noise; thresholds then come as intervals with a
proof at both ends, and \"never\" with a witness where noise that reaches into the signal leaves none.

Example:
  echo '{\"signal\": [1], \"theta\": [1, 0], \"gamma\": [\"4\"]}' > spec.json
  jerc thresholds spec.json
  echo '{\"signal\": [1], \"noise\": [4]}' > variances.json
  echo '{\"mask-independent\": {\"keep\": [\"3/4\", \"1/2\"]}}' > mask.json
  jerc thresholds variances.json --augment mask.json
  jerc thresholds --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy")]
pub(super) struct Arguments {
    /// The variances: signal, augmentation, noise
    #[arg(conflicts_with_all = ["signal", "theta", "gamma", "basis"])]
    spec: Option<PathBuf>,
    /// An augmentation of any family instead of T(alpha): see `jerc families`
    #[arg(long, value_name = "AUG.json", requires = "spec")]
    augment: Option<PathBuf>,
    #[command(flatten)]
    matrices: super::blocks::Matrices,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

/// A file larger than this is no list of variances.
const MAX_BYTES: u64 = 64 << 20;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Spec {
    signal: Vec<serde_json::Value>,
    theta: Vec<serde_json::Value>,
    gamma: Vec<serde_json::Value>,
}

#[derive(Debug, serde::Serialize)]
struct Report {
    eta_squared: String,
    delta: String,
    alpha_squared_rc: String,
    alpha_squared_je: String,
    verdict: Verdict,
    verdict_clipped: Verdict,
    regime: Regime,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    if let Some(output) = arguments.matrices.run(arguments.format) {
        return output.map(Outcome::done);
    }
    let spec = arguments.spec.as_deref().ok_or_else(super::blocks::nothing_given)?;
    if let Some(augment) = &arguments.augment {
        return super::recovery::run(spec, augment, arguments.format).map(Outcome::done);
    }
    let spectrum = read(spec)?;
    let t = spectrum.thresholds();
    let report = Report {
        eta_squared: t.eta_squared.to_string(),
        delta: t.delta.to_string(),
        alpha_squared_rc: t.alpha_squared_rc.to_string(),
        alpha_squared_je: t.alpha_squared_je.to_string(),
        verdict: t.verdict(),
        verdict_clipped: t.verdict_clipped(),
        regime: t.regime,
    };
    if arguments.format == Format::Json {
        return super::json(&report).map(Outcome::done);
    }
    let line = |name: &str, value: &Rational, meaning: &str| {
        format!("{name:<12} = {value}  (about {:.6})  {meaning}\n", value.approx())
    };
    let verdict = |v: Verdict| match v {
        Verdict::Reconstruction => "reconstruction needs less alignment",
        Verdict::JointEmbedding => "joint-embedding needs less alignment",
        Verdict::Tie => "a tie",
    };
    let regime = match t.regime {
        Regime::Weak => "weak: every noise variance is below eta^2/delta",
        Regime::Strong => "strong: every noise variance is above eta^2/delta",
        Regime::Straddling => "straddling: noise variances lie on both sides of eta^2/delta, or on it",
    };
    Ok(Outcome::done(
        line("eta^2", &t.eta_squared, "smallest signal eigenvalue of reconstruction")
            + &line("delta", &t.delta, "smallest signal eigenvalue of joint-embedding")
            + &line(
                "alpha_RC^2",
                &t.alpha_squared_rc,
                "reconstruction finds the signal iff alpha^2 is above, paper (10)",
            )
            + &line(
                "alpha_JE^2",
                &t.alpha_squared_je,
                "joint-embedding finds the signal iff alpha^2 is above, paper (12)",
            )
            + &format!("noise        is {regime}\n")
            + &format!("verdict      by the squares: {}\n", verdict(report.verdict))
            + &format!("             by alpha >= 0: {}\n", verdict(report.verdict_clipped)),
    ))
}

/// Reads a JSON object; `remedy` says what to write.
pub(super) fn read_object<T: serde::de::DeserializeOwned>(path: &Path, remedy: &str) -> Result<T> {
    let size = std::fs::metadata(path).map_err(|e| Error::io(path, e))?.len();
    if size > MAX_BYTES {
        return Err(Error::file(path, format!("{size} bytes are no list of variances"), "give a smaller file"));
    }
    let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
    let refuse = |problem: String| Error::file(path, problem, remedy);
    // serde would take the list [signal, theta, gamma] too.
    if !text.trim_start().starts_with('{') {
        return Err(refuse("not a JSON object".into()));
    }
    serde_json::from_str(&text).map_err(|error| refuse(error.to_string()))
}

fn read(path: &Path) -> Result<Spectrum<Rational>> {
    let spec: Spec = read_object(path, "write {\"signal\": [...], \"theta\": [...], \"gamma\": [...]}")?;
    let spectrum = number_list("signal", &spec.signal)
        .and_then(|signal| Ok((signal, number_list("theta", &spec.theta)?, number_list("gamma", &spec.gamma)?)))
        .and_then(|(signal, theta, gamma)| Spectrum::new(signal, theta, gamma));
    spectrum.map_err(|error| Error::file(path, error.to_string(), "see `jerc thresholds --help`"))
}

pub(super) fn number_list(name: &str, values: &[serde_json::Value]) -> Result<Vec<Rational>> {
    values.iter().enumerate().map(|(i, v)| number(&format!("{name}[{i}]"), v)).collect()
}

fn number(what: &str, value: &serde_json::Value) -> Result<Rational> {
    match value {
        serde_json::Value::Number(number) => exact_parse(what, number.as_str()),
        serde_json::Value::String(text) => exact_parse(what, text),
        other => Err(Error::NotANumber {
            what: what.into(),
            problem: "not a number".into(),
            text: other.to_string().chars().take(40).collect(),
        }),
    }
}
