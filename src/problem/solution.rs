//! The optimum of a posed problem, and its certificate.

use super::{Posed, set_aside};
use crate::certificate::{Certificate, certify};
use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use crate::solve::Embedding;
use crate::solve::samples::Solver;
use crate::solve::supervised::Supervised;

/// The longest list of names in the source of a certificate.
const MOST_NAMES: usize = 400;

impl Posed {
    /// The optimum of a paradigm, with the question settled, where that is cheap, whether it is the
    /// only one. `solver` is that of this problem.
    ///
    /// # Errors
    /// Those of [`Solver::embedding`]; [`Error::BadRequest`] beyond the range of `f64`.
    pub fn embedding(&self, solver: &Solver<'_>, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        let mut solved = solver.embedding(paradigm, k)?;
        let numbers = solved.eigenvalues.iter().chain(solved.encoder.iter()).chain(solved.decoder.iter().flatten());
        require_finite_result(numbers.copied().chain([solved.loss, solved.loss_error, solved.eigenvalue_error()]))?;
        // On the features that are kept, as the eigenvalues are.
        let exact_views = || {
            let views = self.exact_views()?;
            let aside = solver.set_aside();
            let kept: Vec<usize> = (0..self.d()).filter(|i| aside.binary_search(i).is_err()).collect();
            Ok(if aside.is_empty() { views } else { views.restricted(&kept) })
        };
        solved.settle_tie(paradigm, solver.rank(), exact_views)?;
        Ok(solved)
    }

    /// The optimum of supervised learning.
    ///
    /// # Errors
    /// Those of [`Solver::supervised`]; [`Error::BadRequest`] beyond the range of `f64`.
    pub fn supervised(&self, solver: &Solver<'_>) -> Result<Supervised> {
        let solved = solver.supervised()?;
        let numbers = solved.weights.iter().copied();
        require_finite_result(numbers.chain([solved.loss, solved.loss_error, solved.weights_error]))?;
        Ok(solved)
    }

    /// A certificate of the optimum, and what was left out of it, in words; nothing where all features
    /// are in it. `progress` is told the steps.
    ///
    /// # Errors
    /// Those of the samples and of [`certify`].
    pub fn certificate(&self, paradigm: Paradigm, k: usize, progress: &dyn Fn(&str)) -> Result<(Certificate, String)> {
        progress("exact moments");
        let names: String = self.files().chars().take(MOST_NAMES).collect();
        let centred = if self.centred() { "centred, " } else { "" };
        let (problem, n, d) = (paradigm.problem(), self.n(), self.d());
        let source = format!("{problem} on {names} ({centred}n = {n}, d = {d}), {}", self.describe()?);
        let (mut pencil, vanishing) = self.exact_pencil(paradigm, source)?;
        let left_out = if vanishing.is_empty() { String::new() } else { set_aside(&vanishing, d) };
        if !left_out.is_empty() {
            pencil.source += &format!("; {left_out}");
        }
        Ok((certify(&pencil, k, progress)?, left_out))
    }

    /// Whether the mean of each feature is subtracted.
    pub fn centred(&self) -> bool {
        matches!(self, Self::Channel { center: true, .. })
    }
}

/// Refuses results beyond the range of `f64`.
///
/// # Errors
/// [`Error::BadRequest`].
pub fn require_finite_result(mut values: impl Iterator<Item = f64>) -> Result<()> {
    if values.all(f64::is_finite) {
        return Ok(());
    }
    Err(Error::request(
        "the solution overflows or underflows f64",
        "rescale data, labels, theta and gamma to moderate sizes",
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, Features, Samples};
    use crate::problem::Chosen;
    use crate::solve::samples::ENOUGH;

    /// x = (1, 0, 5), (-1, 0, 5), Σ = I: centred, C = diag(1, 0, 0) and S = diag(2, 1, 1).
    #[test]
    fn constant_features_with_noise_are_no_obstacle_to_centring() {
        let noise = r#"{"aligned-noise": {"theta": 1, "gamma": 0, "alpha": 0}}"#;
        let x = Features::real(vec![1.0, 0.0, 5.0, -1.0, 0.0, 5.0], 3).unwrap();
        let samples = Samples::stored(Dataset::new("X", x, None).unwrap());
        let posed = Posed::channel(samples, Chosen::Written(noise.parse().unwrap()), true, 0.0).unwrap();
        for (paradigm, loss, value) in [(Paradigm::JointEmbedding, 1.0, 0.5), (Paradigm::Reconstruction, 0.5, 0.5)] {
            let solved = posed.embedding(&posed.solver().unwrap(), paradigm, 1).unwrap();
            assert!(
                (solved.loss - loss).abs() <= solved.loss_error && solved.loss_error <= ENOUGH * loss,
                "{solved:?}"
            );
            assert!((solved.eigenvalues[0] - value).abs() < 1e-13, "{solved:?}");
        }
    }
}
