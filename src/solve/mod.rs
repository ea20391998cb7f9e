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
//! Losses are traces against Σ and of positive terms, so nothing cancels.
//!
//! Guarantee: approximate. To first order the eigenvalues carry an error below
//! [`Embedding::eigenvalue_error`] = 4 (d+1) u tr(diag(S) S^-1) |A|, with u = 2^-53 and |A| the
//! largest eigenvalue of the whitened matrix: the backward error of Cholesky (Higham, Accuracy and
//! Stability of Numerical Algorithms, 2nd ed., Theorem 10.3), seen through L^-1.
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

pub mod samples;
pub mod supervised;
mod uniqueness;

pub use uniqueness::Uniqueness;

use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, Svd, Whitening, generalised_eigen, product, singular_values, symmetric_eigen};
use crate::moments::{Pencil, ViewMoments, objective};
use crate::paradigm::Paradigm;
use nalgebra::{DMatrix, DVector};

/// A solution of SSL-RC or SSL-JE; see the [module](self).
#[derive(Debug, Clone)]
pub struct Embedding {
    /// All d eigenvalues of the pencil, descending: φ_i² or ω_i.
    pub eigenvalues: DVector<f64>,
    /// V, d x d: generalised eigenvectors as columns, V'SV = I, in the order of the eigenvalues.
    pub vectors: DMatrix<f64>,
    /// k x d, the first k of `vectors` as rows.
    pub encoder: DMatrix<f64>,
    /// D*, d x k; `None` for joint-embedding.
    pub decoder: Option<DMatrix<f64>>,
    /// The optimal value of the objective.
    pub loss: f64,
    /// λ_k - λ_{k+1}; `None` for k = d.
    pub eigengap: Option<f64>,
    /// First-order bound on the error of the eigenvalues.
    pub eigenvalue_error: f64,
    /// Whether the row space of the encoder is the only optimal one.
    pub uniqueness: Uniqueness,
}

/// What errors call S.
const VIEWS: &str = "the second moment of the views, S,";

/// Solves a paradigm for embedding dimension k.
pub fn embedding(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    match paradigm {
        Paradigm::JointEmbedding => joint_embedding(views, k),
        Paradigm::Reconstruction => reconstruction(views, k),
    }
}

/// Solves SSL-JE for embedding dimension k (Theorem 3.2).
pub fn joint_embedding(views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    let d = require_rank(views, k)?;
    let whitening = Whitening::new(VIEWS, &views.view_second)?;
    let (mean, noise) = (whitening.apply(&views.mean_second), whitening.apply(&views.covariance));
    let from_noise = noise.trace() < mean.trace();
    // Descending in -σ, hence in ω = 1 - σ.
    let Eigen { values, vectors: whitened } = symmetric_eigen(&if from_noise { -noise } else { mean })?;
    let vectors = whitening.unwhiten(&whitened);
    let encoder = vectors.columns(0, k).transpose();
    let eigenvalue_error = whitening.eigenvalue_error(values.amax());
    // The gap between neighbours does not depend on the shift by 1.
    let eigengap = (k < d).then(|| values[k - 1] - values[k]);
    Ok(Embedding {
        eigenvalues: values.map(|v| (if from_noise { 1.0 + v } else { v }).clamp(0.0, 1.0)),
        // Rounding may make it negative where the exact value is 0.
        loss: objective::joint_embedding(&encoder, views).max(0.0),
        vectors,
        encoder,
        decoder: None,
        eigengap,
        eigenvalue_error,
        uniqueness: Uniqueness::decide(eigengap.unwrap_or(f64::INFINITY), eigenvalue_error),
    })
}

/// Solves SSL-RC for embedding dimension k (Theorem 3.1).
pub fn reconstruction(views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    let d = require_rank(views, k)?;
    let whitening = Whitening::new(VIEWS, &views.view_second)?;
    // H L^-T = R Φ P'.
    let whitened_cross = whitening.solve_lower(&views.cross.transpose()).transpose();
    let Svd { left, values: phi, right } = singular_values(&whitened_cross)?;
    let vectors = whitening.unwhiten(&right);
    let encoder = vectors.columns(0, k).transpose();
    let decoder = DMatrix::from_fn(d, k, |i, j| left[(i, j)] * phi[j]);
    let phi_error = whitening.eigenvalue_error(phi[0]);
    // The row space is unique iff φ_k > φ_{k+1} (φ_k > 0 when k = d).
    let phi_gap = if k < d { phi[k - 1] - phi[k] } else { phi[k - 1] };
    Ok(Embedding {
        loss: reconstruction_loss(&encoder, &decoder, views),
        eigengap: (k < d).then(|| (phi[k - 1] - phi[k]) * (phi[k - 1] + phi[k])),
        eigenvalues: phi.map(|p| p * p),
        vectors,
        encoder,
        decoder: Some(decoder),
        eigenvalue_error: 2.0 * phi[0] * phi_error,
        uniqueness: Uniqueness::decide(phi_gap, phi_error),
    })
}

/// The reconstruction loss as a sum of two non-negative traces, with C M' = H:
/// tr((I - DEM) C (I - DEM)') + tr(DE Σ E'D'). Nothing cancels when the loss is nearly 0.
fn reconstruction_loss(encoder: &DMatrix<f64>, decoder: &DMatrix<f64>, views: &ViewMoments<f64>) -> f64 {
    let map = product(decoder, encoder);
    let mapped_cross = product(&map, &views.cross.transpose()); // D E M C
    let missed = &views.data_second - &mapped_cross - mapped_cross.transpose()
        + product(&product(&map, &views.mean_second), &map.transpose());
    missed.trace().max(0.0) + objective::inner(&product(&map, &views.covariance), &map)
}

fn require_rank(views: &ViewMoments<f64>, k: usize) -> Result<usize> {
    let d = views.view_second.nrows();
    if !(1..=d).contains(&k) {
        return Err(Error::range("embedding dimension k", format!("between 1 and d = {d}"), k));
    }
    Ok(d)
}

/// The k leading generalised eigenvectors of A v = λ S v as columns (d x k), V'SV = I: the
/// fast route of sweeps, without error bounds.
///
/// # Errors
/// As [`joint_embedding`].
pub fn leading_vectors(pencil: &Pencil<f64>, k: usize) -> Result<DMatrix<f64>> {
    Ok(generalised_eigen(VIEWS, &pencil.a, &pencil.s)?.vectors.columns(0, k).into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::angles::row_space_distance;
    use nalgebra::{dmatrix, dvector};

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-14 * b.abs().max(1.0)
    }

    #[test]
    fn a_loss_of_zero_is_not_negative() {
        // Σ = 0 on two of three directions, and rounded to just below 0 on one of them.
        let sigma = DMatrix::from_diagonal(&dvector![0.0, -1e-17, 1.0]);
        let views = ViewMoments::additive(DMatrix::identity(3, 3), sigma);
        assert_eq!(joint_embedding(&views, 2).unwrap().loss, 0.0);
    }

    #[test]
    fn the_fast_route_of_sweeps_finds_the_same_row_space() {
        let c = dmatrix![4., 1., 0.; 1., 3., 1.; 0., 1., 2.];
        let views = ViewMoments::additive(c.clone(), dmatrix![1., 0., 0.2; 0., 2., 0.; 0.2, 0., 1.]);
        let s = &views.view_second;
        for (a, found) in
            [(c.clone(), joint_embedding(&views, 2).unwrap()), (&c * &c, reconstruction(&views, 2).unwrap())]
        {
            let vectors = leading_vectors(&Pencil { a, s: s.clone() }, 2).unwrap();
            assert!(row_space_distance(&vectors.transpose(), &found.encoder).unwrap() < 1e-14);
            assert!((vectors.transpose() * s * &vectors - DMatrix::<f64>::identity(2, 2)).amax() < 1e-14);
        }
        assert!(leading_vectors(&Pencil { a: c, s: DMatrix::zeros(3, 3) }, 1).is_err());
    }

    #[test]
    fn diagonal_problem_by_hand() {
        // c = (4, 1, 9), σ = (4, 1/4, 27): ω = (1/2, 4/5, 1/4), φ² = c²/s = (2, 4/5,
        // 9/4).
        let views = ViewMoments::additive(
            DMatrix::from_diagonal(&dvector![4., 1., 9.]),
            DMatrix::from_diagonal(&dvector![4., 0.25, 27.]),
        );
        let je = joint_embedding(&views, 2).unwrap();
        for (found, expected) in je.eigenvalues.iter().zip([0.8, 0.5, 0.25]) {
            assert!(close(*found, expected));
        }
        assert!(close(je.loss, 2. * (2. - 1.3)) && close(je.eigengap.unwrap(), 0.25));
        assert!(row_space_distance(&je.encoder, &dmatrix![0., 1., 0.; 1., 0., 0.]).unwrap() < 1e-15);
        assert!(close(objective::embedding_second(&je.encoder, &views)[(0, 0)], 1.0));
        assert_eq!((je.uniqueness, je.decoder), (Uniqueness::Unique, None));

        let rc = reconstruction(&views, 2).unwrap();
        for (found, expected) in rc.eigenvalues.iter().zip([2.25, 2.0, 0.8]) {
            assert!(close(*found, expected));
        }
        assert!(close(rc.loss, 14. - 4.25) && close(rc.eigengap.unwrap(), 1.2));
        assert!(row_space_distance(&rc.encoder, &dmatrix![0., 0., 1.; 1., 0., 0.]).unwrap() < 1e-15);
        assert!(close(objective::reconstruction(&rc.encoder, rc.decoder.as_ref().unwrap(), &views), rc.loss));
        assert_eq!(rc.uniqueness, Uniqueness::Unique);
        // tr(diag(S) S^-1) = 3 for a diagonal S, d + 1 = 4.
        let unit = 2f64.powi(-53);
        assert!(
            close(je.eigenvalue_error / (16. * unit * 3. * 0.8), 1.)
                || close(je.eigenvalue_error / (16. * unit * 3. * 0.75), 1.)
        );
        assert!(close(rc.eigenvalue_error / (2. * 1.5 * 16. * unit * 3. * 1.5), 1.));
    }

    #[test]
    fn whole_space_one_dimension_and_rank_deficiency() {
        let views = ViewMoments::additive(DMatrix::from_diagonal(&dvector![4., 0.]), DMatrix::identity(2, 2));
        // k = d: the row space is everything; reconstruction leaves a direction without data free.
        let je = joint_embedding(&views, 2).unwrap();
        assert!(close(je.loss, 2. * (2. - 0.8)) && je.eigengap.is_none());
        assert_eq!(je.uniqueness, Uniqueness::Unique);
        let rc = reconstruction(&views, 2).unwrap();
        assert_eq!(rc.uniqueness, Uniqueness::Undecided);
        assert!(close(rc.loss, 4. - 16. / 5.));
        assert_eq!(reconstruction(&views, 1).unwrap().uniqueness, Uniqueness::Unique);
        let one = ViewMoments::additive(dmatrix![3.], dmatrix![1.]);
        assert!(close(joint_embedding(&one, 1).unwrap().loss, 0.5));
        assert!(close(reconstruction(&one, 1).unwrap().loss, 3. - 9. / 4.));
        assert_eq!(reconstruction(&one, 1).unwrap().uniqueness, Uniqueness::Unique);
    }

    #[test]
    fn ties_are_not_resolved_silently() {
        let views = ViewMoments::additive(DMatrix::identity(3, 3), DMatrix::identity(3, 3));
        for solved in [joint_embedding(&views, 2).unwrap(), reconstruction(&views, 2).unwrap()] {
            assert_eq!(solved.uniqueness, Uniqueness::Undecided);
            assert!(solved.eigengap.unwrap().abs() < 1e-15);
        }
    }

    #[test]
    fn weak_and_strong_augmentations_keep_their_digits() {
        // ω = c/(c + s): for s = 1e-15 neither the loss 2 s/(c + s) nor the gap has a digit
        // left if computed from ω; for s = 1e15 none from 1 - ω.
        let c = DMatrix::from_diagonal(&dvector![2., 1.]);
        for scale in [1e-15, 1e15] {
            let views = ViewMoments::additive(c.clone(), DMatrix::identity(2, 2) * scale);
            let je = joint_embedding(&views, 1).unwrap();
            assert!((je.loss / (2. * scale / (2. + scale)) - 1.).abs() < 1e-14, "{scale:e}");
            assert_eq!(je.uniqueness, Uniqueness::Unique, "{scale:e}");
            assert!(row_space_distance(&je.encoder, &dmatrix![1., 0.]).unwrap() < 1e-14);
        }
    }

    #[test]
    fn what_is_not_positive_definite_is_refused() {
        let singular = ViewMoments::additive(dmatrix![1., 1.; 1., 1.], DMatrix::zeros(2, 2));
        for result in [joint_embedding(&singular, 1), reconstruction(&singular, 1)] {
            assert!(matches!(result, Err(Error::NotPositiveDefinite { pivot: 1, .. })));
        }
        let zero = ViewMoments::additive(DMatrix::zeros(1, 1), DMatrix::zeros(1, 1));
        assert!(matches!(joint_embedding(&zero, 1), Err(Error::NotPositiveDefinite { pivot: 0, .. })));
        let indefinite = ViewMoments::additive(dmatrix![-1., 0.; 0., -1.], DMatrix::zeros(2, 2));
        assert!(matches!(joint_embedding(&indefinite, 1), Err(Error::NotPositiveDefinite { pivot: 0, .. })));
        let infinite = ViewMoments::additive(dmatrix![f64::INFINITY], dmatrix![1.]);
        assert!(matches!(joint_embedding(&infinite, 1), Err(Error::NotFinite { .. })));
        // Nearly singular but with digits left: accepted, and the error bound grows accordingly.
        let near = ViewMoments::additive(dmatrix![0.5, 0.5; 0.5, 0.5], dmatrix![0.5, 0.5; 0.5, 0.5 + 1e-10]);
        let solved = joint_embedding(&near, 1).unwrap();
        assert!(solved.eigenvalue_error > 1e-6);
        let fine = ViewMoments::additive(DMatrix::identity(2, 2), DMatrix::identity(2, 2));
        for k in [0, 3] {
            assert!(matches!(joint_embedding(&fine, k), Err(Error::OutOfRange { .. })));
            assert!(matches!(reconstruction(&fine, k), Err(Error::OutOfRange { .. })));
        }
    }
}
