//! `jerc thresholds --augment`: whether an augmentation of any family finds the signal, and from
//! which alpha on.

use super::Format;
use super::thresholds::{number_list, read_object};
use crate::augment::{Channel, Domain, Spec};
use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::Recovery;
use crate::threshold::{AlphaThreshold, AxisModel};
use serde::Deserialize;
use std::path::Path;

/// The variances of the coordinates.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Variances {
    signal: Vec<serde_json::Value>,
    noise: Vec<serde_json::Value>,
}

#[derive(Debug, serde::Serialize)]
struct Report {
    augmentation: String,
    reconstruction: Side,
    joint_embedding: Side,
}

/// What one paradigm makes of it.
#[derive(Debug, serde::Serialize)]
struct Side {
    signal_smallest: String,
    noise_largest: String,
    recovery: &'static str,
    /// The threshold of the one `aligned-noise` stage, the rest as it is; absent without such a
    /// stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha_squared: Option<String>,
}

pub(super) fn run(variances: &Path, augment: &Path, format: Format) -> Result<String> {
    let written: Variances = read_object(variances, "write {\"signal\": [...], \"noise\": [...]}")?;
    let model = number_list("signal", &written.signal)
        .and_then(|signal| AxisModel::new(signal, number_list("noise", &written.noise)?))
        .map_err(|error| Error::file(variances, error.to_string(), "see `jerc thresholds --help`"))?;
    let spec = Spec::read(augment)?;
    let at = |error: Error| Error::file(augment, error.to_string(), "it must fit signal and noise");
    let d = model.dimension();
    let rounded = spec.augmentation(d).map_err(at)?;
    if rounded.domain() == Domain::Counts {
        let problem =
            "thinning acts on counts, and its effect depends on their means: variances have no threshold for it";
        return Err(Error::file(augment, problem, "use solve or certify on the counts; see the claim thinning"));
    }
    let channel = spec.exact(d).map_err(at)?;
    let with = |alpha: i64| spec.with_alpha(&ratio(alpha, 1)).map(|spec| spec.exact(d)).transpose();
    let ends = with(0).and_then(|zero| Ok(zero.zip(with(1)?))).map_err(at)?;
    let side = |paradigm| side(&model, channel.as_ref(), ends.as_ref(), paradigm).map_err(at);
    let report = Report {
        augmentation: rounded.family().name,
        reconstruction: side(Paradigm::Reconstruction)?,
        joint_embedding: side(Paradigm::JointEmbedding)?,
    };
    if format == Format::Json {
        return super::json(&report);
    }
    let text = |name: &str, side: &Side| {
        let alpha = side.alpha_squared.as_ref().map_or(String::new(), |alpha| match alpha.as_str() {
            "always" | "never" => format!("; over alpha: {alpha}"),
            value => format!("; iff alpha^2 > {value}"),
        });
        let found = match side.recovery {
            "signal" => "finds the signal",
            "tie" => "a tie of signal and noise",
            _ => "lets noise in",
        };
        format!(
            "{name:<15} {found}: smallest signal eigenvalue {}, largest noise eigenvalue {}{alpha}\n",
            side.signal_smallest, side.noise_largest
        )
    };
    Ok(format!("augmentation    {}\n", report.augmentation)
        + &text("reconstruction", &report.reconstruction)
        + &text("joint-embedding", &report.joint_embedding))
}

/// A channel over the rationals.
type Exact = Box<dyn Channel<Rational>>;

fn side(
    model: &AxisModel,
    channel: &dyn Channel<Rational>,
    ends: Option<&(Exact, Exact)>,
    paradigm: Paradigm,
) -> Result<Side> {
    let (signal, noise) = model.eigenvalues(channel, paradigm)?;
    let show = |value: Option<Rational>| value.map_or(String::new(), |value| value.to_string());
    let alpha_squared = match ends {
        None => None,
        Some((zero, one)) => Some(match model.alpha_squared(zero.as_ref(), one.as_ref(), paradigm)? {
            AlphaThreshold::Above(value) => value.to_string(),
            AlphaThreshold::Always => "always".into(),
            AlphaThreshold::Never => "never".into(),
        }),
    };
    Ok(Side {
        recovery: match model.recovery(channel, paradigm)? {
            Recovery::Signal => "signal",
            Recovery::Tie => "tie",
            Recovery::NoiseLeaks => "noise-leaks",
        },
        signal_smallest: show(signal.into_iter().min()),
        noise_largest: show(noise.into_iter().max()),
        alpha_squared,
    })
}
