//! Exact thresholds of variances.

use jerc::linalg::interval::Interval;
use jerc::scalar::{Rational, exact_parse};
use jerc::threshold::{Requirement, Spectrum};
use pyo3::prelude::*;
use pyo3::types::PyDict;

/// Thresholds of variances, written "p/q" in and out.
#[pyfunction]
pub fn thresholds<'py>(
    py: Python<'py>,
    signal: Vec<String>,
    theta: Vec<String>,
    gamma: Vec<String>,
) -> PyResult<Bound<'py, PyDict>> {
    let numbers = |what: &str, texts: &[String]| -> jerc::Result<Vec<Rational>> {
        texts.iter().enumerate().map(|(i, text)| exact_parse(&format!("{what}[{i}]"), text)).collect()
    };
    let spectrum = numbers("signal", &signal)
        .and_then(|signal| Spectrum::new(signal, numbers("theta", &theta)?, numbers("gamma", &gamma)?))
        .map_err(super::refused)?;
    let (found, all) = (spectrum.thresholds().answer(), spectrum.all_encoders());
    let number = |interval: &Option<Interval>| interval.as_ref().and_then(|i| i.value().map(ToString::to_string));
    let needed = |requirement: &Requirement| requirement.exact().map(ToString::to_string);
    let dict = PyDict::new(py);
    dict.set_item("eta_squared", number(&found.eta_squared))?;
    dict.set_item("delta", number(&found.delta))?;
    dict.set_item("alpha_squared_rc", needed(&found.reconstruction))?;
    dict.set_item("alpha_squared_je", needed(&found.joint_embedding))?;
    let word =
        |value: serde_json::Result<serde_json::Value>| value.ok().and_then(|value| value.as_str().map(String::from));
    dict.set_item("verdict", word(serde_json::to_value(found.verdict())))?;
    dict.set_item("verdict_clipped", word(serde_json::to_value(found.verdict_clipped())))?;
    dict.set_item("regime", word(serde_json::to_value(found.regime)))?;
    dict.set_item("delta_star", all.delta_star.to_string())?;
    dict.set_item("alpha_squared_noise_free", all.alpha_squared_noise_free.to_string())?;
    dict.set_item("harmonic_free", all.harmonic_free)?;
    Ok(dict)
}
