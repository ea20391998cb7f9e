//! The supervised problem and the linear probe.
//!
//! **SL** (paper (SL)): min over V (l x d) of (1/n) sum E |y_i - V τ(x_i)|². Lemma B.1 (paper
//! (1), (86)): this is least squares on the mean views with the ridge tr(V Σ V'). For an SPD S the
//! only solution is V* = B S^-1, with optimal value |Y|²/n - tr(V* B').
//!
//! **Probe** (paper (93)): min over V (l x k) of (1/n) sum |y_i - V z_i|², z_i = encoder x_i on
//! the samples themselves, without augmentation and without intercept. Directions in which z has no
//! variance are dropped: below k u relative to the largest.
//!
//! Guarantee: approximate; V* by Cholesky, the loss from V* by the objective itself. [`probe`] has an
//! absolute error of a few u |Y|²/n. [`Solver`](super::samples::Solver) bounds these errors and, where
//! they matter, takes the moments in twice the precision.
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
use crate::linalg::float::{Eigen, Whitening, product, symmetric, symmetric_eigen};
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
        Self::of_sizes(&(approx_matrix(v).abs() * roots(second)), energy, entries + unit::<T>(v.ncols()))
    }

    /// From sum_j |V_ij| sqrt(s_jj) for each i.
    fn of_sizes(sizes: &DVector<f64>, energy: f64, entries: f64) -> Self {
        let sizes = sizes.add_scalar(energy.max(0.0).sqrt());
        Self { reach: entries * sizes.max(), value: entries * sizes.norm_squared() }
    }
}

/// What products of d terms round, relative to the sizes of their factors; their errors are
/// independent enough for a root (Higham and Mary 2019).
pub(super) fn unit<T: Dense>(d: usize) -> f64 {
    T::UNIT * (16.0 + 4.0 * (d as f64).sqrt())
}

/// The roots of the diagonal.
fn roots<T: Dense>(second: &DMatrix<T>) -> DVector<f64> {
    second.diagonal().map(|v| v.approx().max(0.0).sqrt())
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

/// A smallest eigenvalue, after scaling to unit variances, that `f64` tells from 0 with digits left.
const SEPARATE: f64 = 1e-6;

/// B with B'M B near I, its columns spanning the directions in which outputs of second moment M have
/// variance; `None` where this precision cannot tell.
fn whitened_outputs<T: Dense>(second: &DMatrix<T>) -> Result<Option<DMatrix<T>>> {
    let varying: Vec<usize> = (0..second.nrows()).filter(|&i| second[(i, i)].approx() > 0.0).collect();
    let (k, kept) = (second.nrows(), varying.len());
    // Each output to unit variance, those without variance left out.
    let units = DMatrix::from_fn(k, kept, |i, j| match i == varying[j] {
        true => T::from(second[(i, i)].approx().sqrt().recip()),
        false => T::zero(),
    });
    let scaled = T::product(&units.transpose(), &T::product(second, &units));
    let plain = symmetric_eigen(&approx_matrix(&scaled))?;
    let columns = |eigen: &Eigen, least: f64| {
        let used = eigen.values.iter().take_while(|&&value| value > least).count();
        DMatrix::from_fn(kept, used, |i, j| T::from(eigen.vectors[(i, j)] / eigen.values[j].sqrt()))
    };
    if plain.values.iter().all(|&value| value > SEPARATE) {
        return Ok(Some(T::product(&units, &columns(&plain, 0.0))));
    }
    if T::UNIT == f64::UNIT {
        return Ok(None);
    }
    // As for a whole problem: coordinates from a shifted matrix, in which the rest is well conditioned.
    let shift = 64.0 * (kept + 1) as f64 * f64::UNIT;
    let near = approx_matrix(&scaled);
    let whitening =
        Whitening::new("the second moment of the outputs", &(&near + DMatrix::identity(kept, kept) * shift))?;
    let basis = whitening.unwhiten(&DMatrix::identity(kept, kept)).map(T::from);
    let inner = T::product(&basis.transpose(), &T::product(&scaled, &basis));
    let eigen = symmetric_eigen(&symmetric(&approx_matrix(&inner)))?;
    Ok(Some(T::product(&units, &T::product(&basis, &columns(&eigen, 1e-9)))))
}

/// The probe loss as [`probe`] has it, and a bound on its error, from moments whose entries are off
/// by `entries` relative to their diagonals. The bound is infinite where these cannot tell outputs
/// that nearly depend on each other from outputs that do; in twice the precision, variance below
/// 1e-22 after scaling is taken to be none.
///
/// # Errors
/// As [`probe`].
pub(super) fn probe_within<T: Dense>(encoder: &DMatrix<T>, data: &DataMoments<T>, entries: f64) -> Result<(f64, f64)> {
    require_labels(data.labels())?;
    let rows = encoder.transpose();
    let second = T::product(encoder, &T::product(&data.second, &rows));
    let cross = T::product(&data.label_cross, &rows);
    let energy = data.label_energy.approx();
    let Some(basis) = whitened_outputs(&second)? else {
        return Ok((energy, f64::INFINITY));
    };
    let kept = basis.ncols();
    let e = T::product(&basis.transpose(), &T::product(&second, &basis)) - DMatrix::identity(kept, kept);
    let inverse = DMatrix::identity(kept, kept) - &e + T::product(&e, &e);
    let cross = T::product(&cross, &basis);
    let fitted = T::product(&cross, &inverse);
    let explained = objective::inner(&fitted, &cross);
    let probes = T::product(&fitted, &basis.transpose());
    let bounds = Perturbed::new(&T::product(&probes, encoder), &data.second, energy, entries);
    // Rounding in the moments of the outputs sees these one by one, before they cancel.
    let reach = &approx_matrix(encoder).abs() * roots(&data.second);
    let rounded = Perturbed::of_sizes(&(approx_matrix(&probes).abs() * reach), energy, unit::<T>(encoder.ncols()));
    let cubic = approx_matrix(&e).norm().powi(3) * energy;
    let loss = (data.label_energy.clone() - explained).approx();
    Ok((loss.max(0.0), bounds.value + rounded.value + cubic + f64::EPSILON * loss.abs()))
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
    fn probe_by_hand() {
        // z = x_1 = (1, 1), y = (2, 4): the best V is 3, the residuals are -1 and 1.
        let (x, y) = (dmatrix![1., 0.; 1., 2.], dmatrix![2.; 4.]);
        let data = DataMoments::from_samples(&x, &y).unwrap();
        let first = dmatrix![1., 0.];
        assert!((probe(&first, &data).unwrap() - 1.).abs() < 1e-14);
        // A redundant coordinate, which makes the moment singular, changes nothing; the whole space
        // fits exactly; zero outputs explain nothing.
        let redundant = dmatrix![1., 0.; -2., 0.];
        assert!((probe(&redundant, &data).unwrap() - 1.).abs() < 1e-14);
        assert!(probe(&DMatrix::identity(2, 2), &data).unwrap() < 1e-14);
        assert!((probe(&DMatrix::zeros(1, 2), &data).unwrap() - 10.).abs() < 1e-14);
    }

    #[test]
    fn missing_labels_and_wrong_shapes_are_refused() {
        let data = DataMoments::from_samples(&dmatrix![1., 2.], &DMatrix::zeros(1, 0)).unwrap();
        let noise = AlignedNoise::new(DMatrix::identity(2, 2), DMatrix::zeros(2, 2), 0.).unwrap();
        assert!(matches!(supervised(&noise.views(&data).unwrap()), Err(Error::NoLabels { .. })));
        assert!(matches!(probe(&dmatrix![1., 0.], &data), Err(Error::NoLabels { .. })));
        let labelled = DataMoments::from_samples(&dmatrix![1., 2.], &dmatrix![1.]).unwrap();
        assert!(matches!(probe(&dmatrix![1.], &labelled), Err(Error::ShapeMismatch { .. })));
        let singular = AlignedNoise::new(DMatrix::zeros(2, 2), DMatrix::zeros(2, 2), 0.).unwrap();
        assert!(matches!(supervised(&singular.views(&labelled).unwrap()), Err(Error::NotPositiveDefinite { .. })));
    }
}
