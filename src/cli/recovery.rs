//! `jerc thresholds --augment`: whether an augmentation of any family finds the signal, and from
//! which α on.

use super::thresholds::read_object;
use super::{Format, answer};
use crate::augment::spec::values::numbers;
use crate::augment::{Domain, Spec};
use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use crate::scalar::ratio;
use crate::threshold::{AxisModel, Recovery, Requirement};
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
    /// What all forms of `jerc thresholds` print.
    #[serde(flatten)]
    answer: serde_json::Map<String, serde_json::Value>,
}

/// What one paradigm makes of it.
#[derive(Debug, serde::Serialize)]
struct Side {
    signal_smallest: String,
    noise_largest: String,
    recovery: Recovery,
    /// The threshold of the one `aligned-noise` stage; absent without such a stage.
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha_squared: Option<String>,
}

pub(super) fn run(variances: &Path, augment: &Path, format: Format) -> Result<String> {
    let written: Variances = read_object(variances, "write {\"signal\": [...], \"noise\": [...]}")?;
    let model = numbers("signal", &written.signal)
        .and_then(|signal| AxisModel::new(signal, numbers("noise", &written.noise)?))
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
    // Without such a stage α changes nothing.
    let (zero, one) = ends.as_ref().map_or((&channel, &channel), |(zero, one)| (zero, one));
    let found = model.answer(zero.as_ref(), one.as_ref()).map_err(at)?;
    let side = |paradigm| -> Result<Side> {
        let (smallest, largest) = model.extremes(channel.as_ref(), paradigm).map_err(at)?;
        Ok(Side {
            recovery: model.recovery(channel.as_ref(), paradigm).map_err(at)?,
            signal_smallest: smallest.to_string(),
            noise_largest: largest.to_string(),
            alpha_squared: ends.is_some().then(|| match found.requirement(paradigm) {
                Requirement::Above(threshold) => threshold.alpha_squared.low.to_string(),
                Requirement::Always => "always".into(),
                _ => "never".into(),
            }),
        })
    };
    let report = Report {
        augmentation: rounded.family().name,
        reconstruction: side(Paradigm::Reconstruction)?,
        joint_embedding: side(Paradigm::JointEmbedding)?,
        answer: answer::envelope(&found),
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
            Recovery::Signal => "finds the signal",
            Recovery::Tie => "a tie of signal and noise",
            Recovery::NoiseLeaks => "lets noise in",
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
