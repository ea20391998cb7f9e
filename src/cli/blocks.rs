//! `jerc thresholds` on matrices: certified intervals without a common eigenbasis.

use super::{Format, answer};
use crate::dataset::{read_matrix, read_moments};
use crate::error::{Error, Result};
use crate::threshold::{Split, split};
use std::path::PathBuf;

/// The matrices of a model without a common eigenbasis.
#[derive(Debug, clap::Args)]
pub(super) struct Matrices {
    /// Second moment of the clean signal, d x d (.npy); exact arithmetic takes seconds at d = 50,
    /// about a minute at d = 100
    #[arg(long, value_name = "C.npy", requires_all = ["theta", "gamma", "basis"])]
    signal: Option<PathBuf>,
    /// Sums over clean samples instead, whose C = X'X/n (rounded to f64) is the signal: see `jerc moments`
    #[arg(long, value_name = "CLEAN.moments", conflicts_with = "signal", requires_all = ["theta", "gamma", "basis"])]
    moments: Option<PathBuf>,
    /// Covariance Θ of the augmentation, d x d (.npy)
    #[arg(long, value_name = "T.npy")]
    theta: Option<PathBuf>,
    /// Covariance Γ of the noise, d x d (.npy)
    #[arg(long, value_name = "G.npy")]
    gamma: Option<PathBuf>,
    /// Basis of the signal subspace, d x k (.npy), one vector per column
    #[arg(long, value_name = "Q.npy")]
    basis: Option<PathBuf>,
}

impl Matrices {
    /// The result as text or JSON.
    pub(super) fn run(&self, format: Format) -> Result<String> {
        let signal = match (&self.signal, &self.moments) {
            (Some(path), _) => Some(read_matrix(path, "signal")?),
            (None, Some(path)) => Some(read_moments(path)?.moments()?.approx().second),
            (None, None) => None,
        };
        let (Some(signal), Some(theta), Some(gamma), Some(basis)) = (signal, &self.theta, &self.gamma, &self.basis)
        else {
            return Err(Error::request(
                "no variances: the argument SPEC.json is missing",
                "give SPEC.json, or --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy",
            ));
        };
        let [th, g, q] =
            [(theta, "theta"), (gamma, "gamma"), (basis, "basis")].map(|(path, what)| read_matrix(path, what));
        let Split { model, dropped } = split(&signal, &th?, &g?, &q?)?;
        let spinner = super::spinner("exact forms");
        let found = model.answer(&|step| spinner.set_message(step))?;
        drop(spinner);
        if format == Format::Json {
            let mut object = answer::envelope(&found);
            object.insert("dropped".into(), dropped.into());
            return super::json(&object);
        }
        let rounding = format!(
            "blocks       what couples them is rounding, {dropped:.1e} of the largest entry, and was dropped\n"
        );
        Ok(answer::text(&found) + if dropped > 0.0 { &rounding } else { "" })
    }
}
