//! Eigenvalues of the joint-embedding and the reconstruction pencil against α: exact lines of
//! the limit, marks from one draw of finite samples.
//!
//! Signal i: c_i/(c_i + th_i) (JE) and c_i²/(c_i + th_i) (RC), whatever α; noise j:
//! g_j/(th_j + (1 + α²) g_j) and g_j²/(th_j + (1 + α²) g_j). The signal is recovered
//! where its lowest line is above every noise line: from the threshold of paper (12) and (10) on.

use super::{ALPHAS, alpha_of, exact_spectrum, geometric, model, stream};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::linalg::float::symmetric_eigen;
use crate::model::Noise;
use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, exact_from_f64};
use crate::solve::leading_vectors;
use serde::{Deserialize, Serialize};

/// Samples behind the marks.
pub const SAMPLES: usize = 10_000;

/// What an eigenvalue belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A signal direction, in the limit.
    Signal,
    /// A noise direction, in the limit.
    Noise,
    /// A draw of [`SAMPLES`] corrupted samples.
    Sampled,
}

/// One eigenvalue.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The regime.
    pub noise: Noise,
    /// Which pencil.
    pub paradigm: Paradigm,
    /// Limit or draw.
    pub kind: Kind,
    /// Number of the direction, from 1; of a draw, by descending eigenvalue.
    pub index: usize,
    /// α.
    pub alpha: f64,
    /// The eigenvalue: ω_i (JE) or φ_i² (RC, in units of the data squared).
    pub eigenvalue: f64,
    /// sqrt(max(0, α_*^2)), exact before rounding.
    pub alpha_threshold: f64,
}

/// The table.
///
/// # Errors
/// Those of the model and the solvers.
pub fn table(scores: &Dataset, name: &str) -> Result<Vec<Row>> {
    let mut rows = vec![];
    for noise in Noise::ALL {
        let problem = model(scores, noise)?;
        let exact = exact_spectrum(&problem)?;
        let thresholds = exact.thresholds();
        let sample = problem.corrupted(&[SAMPLES], &mut stream(0, 1))?.swap_remove(0).second;
        for paradigm in Paradigm::ALL {
            let alpha_threshold = alpha_of(thresholds.alpha_squared(paradigm));
            let mut push = |kind, at: usize, alpha, eigenvalue| {
                let (dataset, index) = (name.into(), at + 1);
                rows.push(Row { dataset, noise, paradigm, kind, index, alpha, eigenvalue, alpha_threshold });
            };
            for alpha in geometric(ALPHAS.0, ALPHAS.1, 65) {
                let squared = exact_from_f64(alpha)?;
                let (signal, noise) = exact.limit_eigenvalues(paradigm, &(&squared * &squared));
                for (kind, values) in [(Kind::Signal, signal), (Kind::Noise, noise)] {
                    values.iter().enumerate().for_each(|(i, value)| push(kind, i, alpha, value.approx()));
                }
            }
            for alpha in geometric(ALPHAS.0, ALPHAS.1, 9) {
                let pencil = problem.views(&sample, alpha).pencil(paradigm);
                // All eigenvectors, V'SV = I: V'AV is diagonal to rounding.
                let v = leading_vectors(&pencil, problem.dimension())?;
                let values = symmetric_eigen(&(v.transpose() * pencil.a * v))?.values;
                values.iter().enumerate().for_each(|(i, value)| push(Kind::Sampled, i, alpha, *value));
            }
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::super::tests::scores;
    use super::*;

    #[test]
    fn lines_cross_at_the_threshold_and_draws_lie_on_them() {
        let rows = table(&scores(), "axes").unwrap();
        // 2 regimes x 2 pencils x (65 x 8 exact + 9 x 8 drawn).
        assert_eq!(rows.len(), 4 * (65 * 8 + 9 * 8));
        for row in rows.iter().filter(|row| row.kind != Kind::Sampled) {
            let of = |kind| {
                rows.iter().filter(move |r| {
                    r.kind == kind && r.noise == row.noise && r.paradigm == row.paradigm && r.alpha == row.alpha
                })
            };
            let lowest = of(Kind::Signal).map(|r| r.eigenvalue).fold(f64::INFINITY, f64::min);
            let highest = of(Kind::Noise).map(|r| r.eigenvalue).fold(0.0, f64::max);
            assert_eq!(lowest > highest, row.alpha > row.alpha_threshold, "{row:?}");
        }
        for row in rows.iter().filter(|row| row.kind == Kind::Sampled) {
            let mut exact: Vec<f64> = rows
                .iter()
                .filter(|r| r.kind != Kind::Sampled && r.noise == row.noise && r.paradigm == row.paradigm)
                .filter(|r| (r.alpha / row.alpha).ln().abs() < 1e-9)
                .map(|r| r.eigenvalue)
                .collect();
            exact.sort_by(|a, b| b.total_cmp(a));
            // The eigenvalues of 10,000 samples of the heavy-tailed eight points: a few standard
            // errors, sqrt(14/n) = 4 % of the largest.
            let allowed = 0.2 * exact[row.index - 1] + 0.05 * exact[0];
            assert!((row.eigenvalue - exact[row.index - 1]).abs() < allowed, "{row:?} {exact:?}");
        }
    }
}
