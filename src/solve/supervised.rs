//! The supervised problem and the linear probe.
//!
//! **SL** (paper (SL)): min over V (l x d) of (1/n) sum E |y_i - V τ(x_i)|². Lemma B.1 (paper
//! (1), (86)): this is least squares on the mean views with the ridge tr(V Σ V'). For an SPD S the
//! only solution is V* = B S^-1, with optimal value |Y|²/n - tr(V* B').
//!
//! **Probe** (paper (93)): min over V (l x k) of (1/n) sum |y_i - V z_i|², z_i = encoder x_i on
//! the samples themselves, without augmentation and without intercept. Directions in which z has no
//! variance are dropped: below n u (resp. k u) relative to the largest.
//!
//! Guarantee: approximate; V* by Cholesky, the loss from V* by the objective itself.
//! [`probe_samples`] works on the samples by an SVD and keeps the digits of a small loss; [`probe`]
//! works on moments (nothing of size n) and has an absolute error of a few u |Y|²/n.
//!
//! ```
//! use jerc::augment::{AlignedNoise, Channel};
//! use jerc::moments::DataMoments;
//! use nalgebra::dmatrix;
//! // n = d = 1, x = 2, y = 3, Σ = 1: V* = 6/5, loss 9 - 36/5.
//! let data = DataMoments::from_samples(&dmatrix![2.0], &dmatrix![3.0])?;
//! let views = AlignedNoise::new(dmatrix![1.0], dmatrix![0.0], 0.0)?.views(&data)?;
//! let solved = jerc::solve::supervised::supervised(&views)?;
//! assert!((solved.weights[(0, 0)] - 1.2).abs() < 1e-15 && (solved.loss - 1.8).abs() < 1e-14);
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::linalg::float::{Svd, Whitening, product, singular_values, symmetric, symmetric_eigen};
use crate::linalg::twice::Dense;
use crate::moments::{DataMoments, ViewMoments, objective};
use crate::scalar::approx_matrix;
use nalgebra::{DMatrix, DVector};

/// The solution of SL.
#[derive(Debug, Clone)]
pub struct Supervised {
    /// V*, l x d.
    pub weights: DMatrix<f64>,
    /// Bound on the error of every weight.
    pub weights_error: f64,
    /// The optimal value of the augmented objective.
    pub loss: f64,
    /// Bound on the error of the loss.
    pub loss_error: f64,
}

/// Solves SL (Lemma B.1).
///
/// # Errors
/// [`Error::NoLabels`], [`Error::NotPositiveDefinite`] if S is singular to working precision.
pub fn supervised(views: &ViewMoments<f64>) -> Result<Supervised> {
    supervised_within(views, 0.0)
}

/// The same for moments whose entries are off by `entries` relative to their diagonals.
pub(super) fn supervised_within(views: &ViewMoments<f64>, entries: f64) -> Result<Supervised> {
    require_labels(views.label_cross.nrows())?;
    let d = views.view_second.nrows();
    let whitening = Whitening::new("the second moment of the views, S,", &views.view_second)?;
    let weights = whitening.unwhiten(&whitening.solve_lower(&views.label_cross.transpose())).transpose();
    // The backward error of Cholesky (Higham, Theorem 10.4).
    let solved = 4.0 * (d + 1) as f64 * f64::UNIT;
    let bounds = Perturbed::new(&weights, &views.view_second, views.label_energy, entries + solved);
    let reach = bounds.reach * (d as f64 * whitening.scaled_condition()).sqrt();
    Ok(Supervised {
        weights_error: reach * whitening.inverse_norms().max() + f64::EPSILON * weights.amax(),
        loss: objective::supervised(&weights, views).max(0.0),
        loss_error: bounds.value + views.label_cross.nrows() as f64 * reach.powi(2),
        weights,
    })
}

/// First-order effects of entries that are off on a least-squares problem with the weights V.
pub(super) struct Perturbed {
    /// entries * the largest t_i = |Y|/sqrt(n) + sum_j |V_ij| sqrt(s_jj).
    pub reach: f64,
    /// entries * sum_i t_i²: on its value.
    pub value: f64,
}

impl Perturbed {
    pub(super) fn new<T: Dense>(v: &DMatrix<T>, second: &DMatrix<T>, energy: f64, entries: f64) -> Self {
        let d = v.ncols();
        let entries = entries + T::UNIT * (16.0 + 4.0 * (d as f64).sqrt());
        let roots = DVector::from_fn(d, |i, _| second[(i, i)].approx().max(0.0).sqrt());
        let sizes = (approx_matrix(v).abs() * roots).add_scalar(energy.max(0.0).sqrt());
        Self { reach: entries * sizes.max(), value: entries * sizes.norm_squared() }
    }
}

/// B S^-1 (l x d), for S (d x d, symmetric) and B (l x d).
///
/// # Errors
/// [`Error::NotPositiveDefinite`] if S is singular to working precision.
pub fn ridge(s: &DMatrix<f64>, b: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    let whitening = Whitening::new("the second moment of the views, S,", s)?;
    Ok(whitening.unwhiten(&whitening.solve_lower(&b.transpose())).transpose())
}

/// The probe loss of an encoder (k x d) from moments: |Y|²/n - tr(b M^+ b') with M = E C E' and b
/// = (Y'X/n) E'.
///
/// # Errors
/// [`Error::NoLabels`], [`Error::ShapeMismatch`] if the encoder has another input
/// dimension than the data.
pub fn probe(encoder: &DMatrix<f64>, data: &DataMoments<f64>) -> Result<f64> {
    require_labels(data.labels())?;
    if encoder.ncols() != data.dimension() {
        return Err(Error::shape("encoder", format!("k x {}", data.dimension()), format!("{:?}", encoder.shape())));
    }
    let second = product(&product(encoder, &data.second), &encoder.transpose());
    let eigen = symmetric_eigen(&symmetric(&second))?;
    let cross = &data.label_cross * encoder.transpose() * eigen.vectors;
    let cut = eigen.values[0] * f64::EPSILON * encoder.nrows() as f64;
    let explained: f64 = (0..encoder.nrows())
        .filter(|&i| eigen.values[i] > cut)
        .map(|i| cross.column(i).norm_squared() / eigen.values[i])
        .sum();
    Ok((data.label_energy - explained).max(0.0))
}

/// The probe loss as [`probe`] has it, and a bound on its error, from moments whose entries are off
/// by `entries` relative to their diagonals. Outputs are scaled to unit variance first; what is
/// then below 64 k u is taken to be no variance.
///
/// # Errors
/// As [`probe`].
pub(super) fn probe_within<T: Dense>(encoder: &DMatrix<T>, data: &DataMoments<T>, entries: f64) -> Result<(f64, f64)> {
    require_labels(data.labels())?;
    let (k, rows) = (encoder.nrows(), encoder.transpose());
    let second = T::product(encoder, &T::product(&data.second, &rows));
    let cross = T::product(&data.label_cross, &rows);
    let energy = data.label_energy.approx();
    let units = DVector::from_fn(k, |i, _| {
        let variance = second[(i, i)].approx();
        if variance > 0.0 { variance.sqrt().recip() } else { 0.0 }
    });
    let scale = DMatrix::from_diagonal(&units);
    let eigen = symmetric_eigen(&symmetric(&(&scale * approx_matrix(&second) * &scale)))?;
    let cut = 64.0 * k as f64 * f64::UNIT;
    let kept = eigen.values.iter().take_while(|&&value| value > cut).count();
    let basis = DMatrix::from_fn(k, kept, |i, j| T::from(units[i] * eigen.vectors[(i, j)] / eigen.values[j].sqrt()));
    let e = T::product(&basis.transpose(), &T::product(&second, &basis)) - DMatrix::identity(kept, kept);
    let inverse = DMatrix::identity(kept, kept) - &e + T::product(&e, &e);
    let cross = T::product(&cross, &basis);
    let fitted = T::product(&cross, &inverse);
    let explained = objective::inner(&fitted, &cross);
    let weights = T::product(&T::product(&fitted, &basis.transpose()), encoder);
    let bounds = Perturbed::new(&weights, &data.second, energy, entries);
    let cubic = approx_matrix(&e).norm().powi(3) * energy;
    let loss = (data.label_energy.clone() - explained).approx();
    Ok((loss.max(0.0), bounds.value + cubic + f64::EPSILON * loss.abs()))
}

/// The probe loss of outputs Z (n x k) against labels Y (n x l).
///
/// # Errors
/// [`Error::NoLabels`], [`Error::ShapeMismatch`] if the row counts differ.
pub fn probe_samples(z: &DMatrix<f64>, y: &DMatrix<f64>) -> Result<f64> {
    require_labels(y.ncols())?;
    if z.nrows() != y.nrows() {
        return Err(Error::shape("labels", format!("{} rows", z.nrows()), y.nrows()));
    }
    let Svd { left, values, .. } = singular_values(z)?;
    let cut = values[0] * f64::EPSILON * z.nrows().max(z.ncols()) as f64;
    let rank = values.iter().take_while(|&&v| v > cut).count();
    let basis = left.columns(0, rank);
    let residual = y - basis * basis.tr_mul(y);
    Ok(residual.norm_squared() / y.nrows() as f64)
}

pub(super) fn require_labels(l: usize) -> Result<()> {
    if l == 0 {
        return Err(Error::NoLabels { what: "the supervised loss".into() });
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::{AlignedNoise, Channel};
    use nalgebra::dmatrix;

    #[test]
    fn two_dimensions_by_hand() {
        // X = [[1, 0], [1, 2]], Y = [2, 4]: C = [[1, 1], [1, 2]], Y'X/n = (3, 4), |Y|²/n = 10;
        // Θ = diag(1, 0).
        let data = DataMoments::from_samples(&dmatrix![1., 0.; 1., 2.], &dmatrix![2.; 4.]).unwrap();
        let noise = AlignedNoise::new(dmatrix![1., 0.; 0., 0.], DMatrix::zeros(2, 2), 0.).unwrap();
        let solved = supervised(&noise.views(&data).unwrap()).unwrap();
        // S = [[2, 1], [1, 2]], S^-1 = [[2, -1], [-1, 2]]/3: V = (3, 4) S^-1 = (2/3, 5/3), loss
        // 10 - (2 + 20/3) = 4/3.
        assert!((solved.weights - dmatrix![2. / 3., 5. / 3.]).amax() < 1e-15);
        assert!((solved.loss - 4. / 3.).abs() < 1e-14);
    }

    #[test]
    fn probe_by_hand_on_moments_and_on_samples() {
        // z = x_1 = (1, 1), y = (2, 4): the best V is 3, the residuals are -1 and 1.
        let (x, y) = (dmatrix![1., 0.; 1., 2.], dmatrix![2.; 4.]);
        let data = DataMoments::from_samples(&x, &y).unwrap();
        let first = dmatrix![1., 0.];
        assert!((probe(&first, &data).unwrap() - 1.).abs() < 1e-14);
        assert!((probe_samples(&(&x * first.transpose()), &y).unwrap() - 1.).abs() < 1e-15);
        // A redundant coordinate, which makes the moment singular, changes nothing; the whole space
        // fits exactly; zero outputs explain nothing.
        let redundant = dmatrix![1., 0.; -2., 0.];
        assert!((probe(&redundant, &data).unwrap() - 1.).abs() < 1e-14);
        assert!((probe_samples(&(&x * redundant.transpose()), &y).unwrap() - 1.).abs() < 1e-15);
        assert!(probe(&DMatrix::identity(2, 2), &data).unwrap() < 1e-14);
        assert!(probe_samples(&x, &y).unwrap() < 1e-28);
        assert!((probe(&DMatrix::zeros(1, 2), &data).unwrap() - 10.).abs() < 1e-14);
        assert!((probe_samples(&DMatrix::zeros(2, 1), &y).unwrap() - 10.).abs() < 1e-14);
    }

    #[test]
    fn missing_labels_and_wrong_shapes_are_refused() {
        let data = DataMoments::from_samples(&dmatrix![1., 2.], &DMatrix::zeros(1, 0)).unwrap();
        let noise = AlignedNoise::new(DMatrix::identity(2, 2), DMatrix::zeros(2, 2), 0.).unwrap();
        assert!(matches!(supervised(&noise.views(&data).unwrap()), Err(Error::NoLabels { .. })));
        assert!(matches!(probe(&dmatrix![1., 0.], &data), Err(Error::NoLabels { .. })));
        assert!(matches!(probe_samples(&dmatrix![1.], &DMatrix::zeros(1, 0)), Err(Error::NoLabels { .. })));
        let labelled = DataMoments::from_samples(&dmatrix![1., 2.], &dmatrix![1.]).unwrap();
        assert!(matches!(probe(&dmatrix![1.], &labelled), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(probe_samples(&dmatrix![1.], &dmatrix![1.; 2.]), Err(Error::ShapeMismatch { .. })));
        let singular = AlignedNoise::new(DMatrix::zeros(2, 2), DMatrix::zeros(2, 2), 0.).unwrap();
        assert!(matches!(supervised(&singular.views(&labelled).unwrap()), Err(Error::NotPositiveDefinite { .. })));
    }
}
