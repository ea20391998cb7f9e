//! The closed forms of both self-supervised problems, through one generalised eigenproblem.
//!
//! | problem | pencil | eigenvalues | optimal value | paper |
//! |---|---|---|---|---|
//! | SSL-RC | (H'H, S) | φ_i² | tr C - sum_{i<=k} φ_i² | Theorem 3.1 |
//! | SSL-JE | (G, S) | ω_i | 2(k - sum_{i<=k} ω_i) | Theorem 3.2 |
//!
//! Computed: see [`Embedding`]. The encoder is W* with U = I or E* with T = I, so that
//! `encoder S encoder' = I_k` in both problems; the decoder is D* = R_k Φ_k.
//!
//! What is not unique: the sign of each row, the basis of the row space (U, T), and the row space
//! itself unless λ_k > λ_{k+1} (and φ_k > 0 for reconstruction). Compare encoders by
//! [`row_space_distance`](crate::linalg::angles::row_space_distance) only. A tie is never resolved
//! silently: [`Embedding::uniqueness`] says what rounding allows to say.
//!
//! Route: S = L L' (Cholesky, no S^-1/2). Then the eigenvalues of L^-1 G L^-T, or of L^-1 Σ L^-T =
//! I - L^-1 G L^-T where that is smaller: a weak augmentation has ω near 1, and the digits are in
//! 1 - ω. For reconstruction the singular values of H L^-T, not the eigenvalues of its square.
//!
//! Guarantee: approximate, with first-order bounds from the solution's own residuals (`bounds.rs`):
//! [`Embedding::loss_error`], [`Embedding::eigenvalue_errors`], [`Embedding::row_space_error`]. The
//! functions here take the moments as exact. [`samples::Solver`] also counts how they were summed,
//! and goes to twice the precision ([`twice`]) where `f64` is not enough.
//!
//! Moments that are estimated from drawn views ([`ViewMoments::is_sampled`]) may have a G or an
//! estimate of H'H that is indefinite, and with it negative eigenvalues. Both pencils are solved as
//! they are, joint-embedding always from Σ.
//!
//! Errors: [`Error::OutOfRange`] unless 1 <= k <= d, [`Error::NotPositiveDefinite`] if S is
//! singular to working precision.
//!
//! ```
//! use jerc::augment::{AlignedNoise, Channel};
//! use jerc::moments::DataMoments;
//! use jerc::solve;
//! use nalgebra::{DMatrix, dmatrix};
//! // C = diag(4, 1), Θ = diag(4, 0.25): ω = 4/8 and 1/1.25.
//! let data = DataMoments::from_samples(&dmatrix![2.0, 1.0; 2.0, -1.0], &DMatrix::zeros(2, 0))?;
//! let views = AlignedNoise::new(dmatrix![4.0, 0.0; 0.0, 0.25], DMatrix::zeros(2, 2), 0.0)?.views(&data)?;
//! let je = solve::joint_embedding(&views, 1)?;
//! assert!((je.eigenvalues[0] - 0.8).abs() < 1e-15 && (je.loss - 0.4).abs() < 1e-15);
//! # Ok::<(), jerc::Error>(())
//! ```

mod bounds;
mod channelled;
pub mod samples;
pub mod supervised;
pub mod twice;
mod uniqueness;

pub use uniqueness::Uniqueness;

use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, Svd, Whitening, generalised_leading, leading_eigen, product, thin_svd, tr_product};
use crate::moments::{Pencil, ViewMoments};
use crate::paradigm::Paradigm;
use bounds::{Judged, Known, Operator, estimate_scale, judge};
use nalgebra::{DMatrix, DVector};

/// A solution of SSL-RC or SSL-JE; see the [module](self).
#[derive(Debug, Clone)]
pub struct Embedding {
    /// All d eigenvalues of the pencil, descending: φ_i² or ω_i.
    pub eigenvalues: DVector<f64>,
    /// k x d: generalised eigenvectors as rows, encoder S encoder' = I_k, in the order of the eigenvalues.
    pub encoder: DMatrix<f64>,
    /// D*, d x k; `None` for joint-embedding.
    pub decoder: Option<DMatrix<f64>>,
    /// The optimal value of the objective.
    pub loss: f64,
    /// Bound on the error of the loss.
    pub loss_error: f64,
    /// λ_k - λ_{k+1}; `None` for k = d.
    pub eigengap: Option<f64>,
    /// Bound on the error of each of the k leading eigenvalues.
    pub eigenvalue_errors: DVector<f64>,
    /// Bound on the error of every eigenvalue, known before solving: the backward error of Cholesky
    /// seen through L^-1. It does not depend on how rounding falls, so it can be printed and pinned.
    /// Where the errors of all entries conspire, it is d times as much; the bounds that follow the
    /// solution cover that.
    pub prior_error: f64,
    /// Whether the row space of the encoder is the only optimal one.
    pub uniqueness: Uniqueness,
    /// Bound on the sine of the largest angle, in the inner product of S, between the row space of
    /// the encoder and the optimal one; 1 if nothing is known.
    pub row_space_error: f64,
}

impl Embedding {
    /// The largest of the errors of the k leading eigenvalues.
    pub fn eigenvalue_error(&self) -> f64 {
        self.eigenvalue_errors.max()
    }
}

/// What errors call S.
const VIEWS: &str = "the second moment of the views, S,";

/// By which decomposition reconstruction is solved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Route {
    /// Eigenvalues of the square of the whitened H: fast, and right to u φ_1².
    Squares,
    /// Singular values of the whitened H: right to u φ_1 φ_i.
    SingularValues,
}

/// Solves a paradigm for embedding dimension k: SSL-JE (Theorem 3.2) or SSL-RC (Theorem 3.1).
///
/// # Errors
/// See the [module](self).
pub fn embedding(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    let found = leading(paradigm, views, k, (0.0, None), Route::SingularValues)?;
    Ok(found.embedding(views, 0.0))
}

/// Solves SSL-JE for embedding dimension k (Theorem 3.2).
///
/// # Errors
/// See the [module](self).
pub fn joint_embedding(views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    embedding(Paradigm::JointEmbedding, views, k)
}

/// Solves SSL-RC for embedding dimension k (Theorem 3.1).
///
/// # Errors
/// See the [module](self).
pub fn reconstruction(views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    embedding(Paradigm::Reconstruction, views, k)
}

/// The leading eigenvectors of a pencil in `f64`, before they are judged.
struct Leading {
    whitening: Whitening,
    operator: Operator,
    /// k x d.
    encoder: DMatrix<f64>,
    /// All eigenvalues of the operator, best first: ascending for Σ.
    values: DVector<f64>,
    /// Bound on the error of each, from the factorisation of S and the entries.
    error: f64,
    /// Whether the moments are estimates from drawn views.
    sampled: bool,
}

/// Solves a pencil whose entries are off by `entries` relative to their diagonals; where they were
/// formed in other coordinates, `condition` is tr(diag(S) S^-1) there.
fn leading(
    paradigm: Paradigm,
    views: &ViewMoments<f64>,
    k: usize,
    (entries, condition): (f64, Option<f64>),
    route: Route,
) -> Result<Leading> {
    let d = views.view_second.nrows();
    if !(1..=d).contains(&k) {
        return Err(Error::range("embedding dimension k", format!("between 1 and d = {d}"), k));
    }
    let whitening = Whitening::new(VIEWS, &views.view_second)?;
    let seen = entries * condition.unwrap_or(whitening.scaled_condition());
    let (operator, values, whitened, error) = match (paradigm, &views.cross_second) {
        (Paradigm::JointEmbedding, _) => {
            // The smaller of G and Σ keeps more digits, as their diagonals tell.
            let size = |m: &DMatrix<f64>| m.diagonal().dot(&whitening.inverse_norms().map(|norm| norm * norm));
            // That of drawn views is a difference, with the rounding of larger numbers.
            let noise = views.is_sampled() || size(&views.covariance) < size(&views.mean_second);
            let (operator, matrix) = if noise {
                (Operator::Noise, -whitening.apply(&views.covariance))
            } else {
                (Operator::Mean, whitening.apply(&views.mean_second))
            };
            let Eigen { values, vectors } = leading_eigen(&matrix, k)?;
            let error = whitening.eigenvalue_error(values.amax()) + 2.0 * seen;
            (operator, if operator == Operator::Noise { -values } else { values }, vectors, error)
        }
        (Paradigm::Reconstruction, Some(second)) => {
            let Eigen { values, vectors } = leading_eigen(&whitening.apply(second), k)?;
            let inputs = (estimate_scale(views.data_second.trace()) + values.amax()) * seen;
            let error = whitening.eigenvalue_error(values.amax()) + inputs;
            (Operator::Estimate, values, vectors, error)
        }
        (Paradigm::Reconstruction, None) => {
            // H L^-T = R Φ P'.
            let crossed = whitening.solve_lower(&views.cross.transpose()).transpose();
            let (phi, vectors) = match route {
                Route::Squares => {
                    let Eigen { values, vectors } = leading_eigen(&tr_product(&crossed, &crossed), k)?;
                    (values.map(|v| v.max(0.0).sqrt()), vectors)
                }
                Route::SingularValues => {
                    let Svd { values, right, .. } = thin_svd(&crossed)?;
                    (values, right.columns(0, k).into_owned())
                }
            };
            let largest = phi[0];
            let inputs = (views.data_second.trace() * entries * seen).sqrt() + largest * seen;
            let error = whitening.eigenvalue_error(largest) + inputs;
            let next = if k < d { phi[k] } else { 0.0 };
            let squared = match route {
                Route::Squares => 2.0 * largest * error,
                Route::SingularValues => 2.0 * next * error + error * error,
            };
            (Operator::Cross, phi.map(|p| p * p), vectors, squared)
        }
    };
    let encoder = whitening.unwhiten(&whitened).transpose();
    Ok(Leading { whitening, operator, encoder, values, error, sampled: views.is_sampled() })
}

impl Leading {
    /// Judges the encoder on the views that it was found from.
    fn embedding(self, views: &ViewMoments<f64>, entries: f64) -> Embedding {
        let whiten = |m: &DMatrix<f64>| self.whitening.solve_lower(m);
        let judged = judge(&self.encoder, views, &self.known(entries, self.whitening.scaled_condition(), &whiten));
        let decoder = matches!(self.operator, Operator::Cross | Operator::Estimate)
            .then(|| product(&views.cross, &self.encoder.transpose()));
        self.finish(judged, self.encoder.clone(), decoder)
    }

    fn known<'a>(&self, entries: f64, condition: f64, whiten: &'a dyn Fn(&DMatrix<f64>) -> DMatrix<f64>) -> Known<'a> {
        let next = self.values.get(self.encoder.nrows()).map(|&next| (next, self.error));
        Known { operator: self.operator, entries, next, condition, whiten }
    }

    /// The solution, from what the judge found.
    fn finish(&self, judged: Judged, encoder: DMatrix<f64>, decoder: Option<DMatrix<f64>>) -> Embedding {
        let (k, d) = encoder.shape();
        let encoder = encoder.select_rows(&judged.order);
        let decoder = decoder.map(|decoder| decoder.select_columns(&judged.order));
        let mut values = self.values.clone();
        values.rows_mut(0, k).copy_from(&judged.values);
        let eigengap = (k < d).then(|| (values[k - 1] - values[k]).abs());
        // For k = d: joint-embedding has no other row space, reconstruction needs φ_d > 0.
        let gap = match (eigengap, self.operator) {
            (Some(gap), _) => gap - self.error,
            (None, Operator::Cross) => values[k - 1],
            (None, _) => f64::INFINITY,
        };
        let mut eigenvalues = match self.operator {
            Operator::Noise => values.map(|v| 1.0 - v),
            _ => values.clone(),
        };
        // Those of an estimate may be negative.
        let in_range = |v: f64| match self.operator {
            Operator::Cross => v.max(0.0),
            Operator::Estimate => v,
            _ if self.sampled => v.min(1.0),
            _ => v.clamp(0.0, 1.0),
        };
        eigenvalues.rows_mut(0, k).copy_from(&judged.eigenvalues);
        eigenvalues.apply(|v| *v = in_range(*v));
        let rounded = |i: usize, _| judged.errors[i] + f64::EPSILON * eigenvalues[i].abs();
        let eigenvalue_errors = DVector::from_fn(k, rounded);
        Embedding {
            eigenvalues,
            encoder,
            decoder,
            loss: judged.loss,
            loss_error: judged.loss_error,
            eigengap,
            prior_error: self.error,
            uniqueness: Uniqueness::decide(gap, judged.errors[k - 1]),
            eigenvalue_errors,
            row_space_error: judged.sine,
        }
    }
}

/// The k leading generalised eigenvectors of A v = λ S v as columns (d x k), V'SV = I: the
/// fast route of sweeps, without error bounds.
///
/// # Errors
/// As [`joint_embedding`].
pub fn leading_vectors(pencil: &Pencil<f64>, k: usize) -> Result<DMatrix<f64>> {
    Ok(generalised_leading(VIEWS, &pencil.a, &pencil.s, k)?.vectors)
}

#[cfg(test)]
mod tests;

#[cfg(test)]
mod corner_tests;
