//! The closed forms in twice the precision, where rounding the moments alone would cost digits.
//!
//! Rounding S costs cond(S) u in every solution that starts from it, and units that differ by 10^9
//! make the loss of reconstruction a difference of numbers 10^18 times as large. Here the moments
//! are given in twice the precision, and `f64` only has to find the way:
//!
//! 1. Features are scaled by powers of two to a diagonal of S near 1, which is exact.
//! 2. V0 = L^-T from Cholesky of S + 2^-m diag(S) in `f64`. Then S0 = V0' S V0, formed in twice the
//!    precision, is well conditioned, even where S is not positive definite to working precision.
//! 3. The problem is solved in `f64` in the coordinates of V0, and mapped back.
//! 4. Losses, eigenvalues and residuals are taken from the solution by products in twice the
//!    precision, so that their errors are those of the residuals squared.
//!
//! Supervised weights are refined with residuals in twice the precision.
//!
//! Guarantee: approximate, with bounds as everywhere in [`solve`](crate::solve). Errors:
//! [`Error::NotPositiveDefinite`] where S is singular to about 28 digits after scaling.

use super::bounds::judge;
use super::supervised::{Perturbed, Supervised, probe_within};
use super::{Embedding, Leading, Route, VIEWS, leading};
use crate::error::{Error, Result};
use crate::linalg::float::Whitening;
use crate::linalg::twice::Dense;
use crate::moments::{DataMoments, ViewMoments, objective};
use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, Twice, approx_matrix};
use nalgebra::{DMatrix, DVector};

/// A problem in twice the precision; see the [module](self).
#[derive(Debug)]
pub struct Problem {
    /// In scaled features; C as given, H scaled on the side of the views only.
    views: ViewMoments<Twice>,
    /// C and Y'X/n in scaled features.
    data: DataMoments<Twice>,
    /// What each feature is multiplied by.
    powers: DVector<f64>,
    /// V0.
    basis: DMatrix<Twice>,
    /// The moments in the coordinates of V0.
    near: ViewMoments<f64>,
    second: DMatrix<Twice>,
    whitening: Whitening,
    /// tr(diag(S) S^-1), and the roots of the diagonal of S^-1, in scaled features.
    condition: f64,
    inverse_norms: DVector<f64>,
    /// Relative error of the entries of the moments.
    entries: f64,
}

impl Problem {
    /// The problem of moments of the data and of its views, whose entries are off by `entries`
    /// relative to their diagonals.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn new(data: DataMoments<Twice>, views: ViewMoments<Twice>, entries: f64) -> Result<Self> {
        let d = views.view_second.nrows();
        let powers = DVector::from_fn(d, |i, _| unit_power(views.view_second[(i, i)].approx()));
        let both = |m: &DMatrix<Twice>| scaled(m, &powers, true);
        let right = |m: &DMatrix<Twice>| scaled(m, &powers, false);
        let views = ViewMoments {
            data_second: views.data_second,
            mean_second: both(&views.mean_second),
            covariance: both(&views.covariance),
            view_second: both(&views.view_second),
            cross: right(&views.cross),
            cross_second: views.cross_second.as_ref().map(both),
            label_cross: right(&views.label_cross),
            label_energy: views.label_energy,
        };
        let data = DataMoments { second: both(&data.second), label_cross: right(&data.label_cross), ..data };
        let rounded = approx_matrix(&views.view_second);
        let mut shifted = rounded.clone();
        // A power of two above the rounding of Cholesky: the pivots stay positive.
        let shift = (64.0 * (d + 1) as f64 * f64::UNIT).log2().ceil().exp2();
        shifted.set_diagonal(&(rounded.diagonal() * (1.0 + shift)));
        let first = Whitening::new(VIEWS, &shifted)?;
        let basis = first.unwhiten(&DMatrix::identity(d, d)).map(Twice::from);
        let congruence = |m: &DMatrix<Twice>| {
            let product = Twice::product(&basis.transpose(), &Twice::product(m, &basis));
            product.zip_map(&product.transpose(), |a, b| (a + b) * Twice::from(0.5))
        };
        let second = congruence(&views.view_second);
        let near = ViewMoments {
            data_second: approx_matrix(&views.data_second),
            mean_second: approx_matrix(&congruence(&views.mean_second)),
            covariance: approx_matrix(&congruence(&views.covariance)),
            view_second: approx_matrix(&second),
            cross: approx_matrix(&Twice::product(&views.cross, &basis)),
            cross_second: views.cross_second.as_ref().map(|m| approx_matrix(&congruence(m))),
            label_cross: approx_matrix(&Twice::product(&views.label_cross, &basis)),
            label_energy: views.label_energy.approx(),
        };
        let whitening = Whitening::new(VIEWS, &near.view_second).map_err(|error| match error {
            // The pivot is one of the coordinates of V0; say what it means for S.
            Error::NotPositiveDefinite { what, pivot, value, .. } => {
                Error::NotPositiveDefinite { what, pivot, value: value * shift, threshold: shift * shift }
            }
            other => other,
        })?;
        let inverse = whitening.solve_lower(&approx_matrix(&basis).transpose());
        let inverse_norms = DVector::from_fn(d, |i, _| inverse.column(i).norm());
        let condition = (0..d).map(|i| rounded[(i, i)] * inverse_norms[i].powi(2)).sum();
        Ok(Self { views, data, powers, basis, near, second, whitening, condition, inverse_norms, entries })
    }

    /// The same for views that are drawn: without labels, and without a probe.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn of_views(views: ViewMoments<Twice>, entries: f64) -> Result<Self> {
        let d = views.view_second.nrows();
        let data = DataMoments {
            count: 0,
            mean: DVector::zeros(d),
            second: DMatrix::zeros(d, d),
            label_cross: DMatrix::zeros(0, d),
            label_mean: DVector::zeros(0),
            label_energy: Twice::from(0.0),
        };
        Self::new(data, views, entries)
    }

    /// Solves a paradigm, as [`solve::embedding`](super::embedding) does.
    ///
    /// # Errors
    /// As there.
    pub fn embedding(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        let found: Leading =
            leading(paradigm, &self.near, k, (self.entries, Some(self.condition)), Route::SingularValues)?;
        let encoder = Twice::product(&found.encoder.map(Twice::from), &self.basis.transpose());
        let basis = approx_matrix(&self.basis);
        let whiten = |m: &DMatrix<f64>| self.whitening.solve_lower(&basis.tr_mul(m));
        let judged = judge(&encoder, &self.views, &found.known(self.entries, self.condition, &whiten));
        let decoder = (paradigm == Paradigm::Reconstruction)
            .then(|| approx_matrix(&Twice::product(&self.views.cross, &encoder.transpose())));
        let stored = approx_matrix(&scaled(&encoder, &self.powers, false));
        let rounding = f64::EPSILON * judged.sizes.norm();
        let mut solved = found.finish(judged, stored, decoder);
        if k < self.powers.len() {
            solved.row_space_error = (solved.row_space_error + rounding).min(1.0);
        }
        Ok(solved)
    }

    /// Solves SL (Lemma B.1), as [`supervised`](super::supervised::supervised) does.
    ///
    /// # Errors
    /// [`Error::NoLabels`].
    pub fn supervised(&self) -> Result<Supervised> {
        super::supervised::require_labels(self.views.label_cross.nrows())?;
        let solve = |b: &DMatrix<f64>| {
            self.whitening.unwhiten(&self.whitening.solve_lower(&b.transpose())).transpose().map(Twice::from)
        };
        let right = Twice::product(&self.views.label_cross, &self.basis);
        let mut near = solve(&self.near.label_cross);
        let mut correction = near.clone();
        for _ in 0..REFINEMENTS {
            correction = solve(&approx_matrix(&(&right - Twice::product(&near, &self.second))));
            near += &correction;
        }
        let weights = Twice::product(&near, &self.basis.transpose());
        let energy = self.near.label_energy;
        let bounds = Perturbed::new(&weights, &self.views.view_second, energy, self.entries);
        let d = weights.ncols();
        // A further step would be smaller than the last one by far more than this.
        let reach = bounds.reach * (d as f64 * self.condition).sqrt() + 1e-3 * approx_matrix(&correction).norm();
        let value = objective::supervised(&weights, &self.views).approx();
        let stored = approx_matrix(&scaled(&weights, &self.powers, false));
        let worst = self.inverse_norms.component_mul(&self.powers).max();
        Ok(Supervised {
            weights_error: reach * worst + f64::EPSILON * stored.amax(),
            weights: stored,
            loss: value.max(0.0),
            loss_error: bounds.value + right.nrows() as f64 * reach.powi(2) + f64::EPSILON * value.abs(),
        })
    }

    /// The probe loss of an encoder for the data, and a bound on its error.
    ///
    /// # Errors
    /// As [`probe`](super::supervised::probe).
    pub fn probe(&self, encoder: &DMatrix<f64>) -> Result<(f64, f64)> {
        let inverse = self.powers.map(f64::recip);
        probe_within(&scaled(&encoder.map(Twice::from), &inverse, false), &self.data, self.entries)
    }
}

/// Steps of refinement: each gains the digits that the first solution has.
const REFINEMENTS: usize = 3;

/// The power of two that brings the root of a variance near 1.
fn unit_power(variance: f64) -> f64 {
    if !(variance > 0.0 && variance.is_finite()) {
        return 1.0;
    }
    let exponent = ((variance.to_bits() >> 52) & 0x7ff) as i32 - 1023;
    2f64.powi(-exponent.div_euclid(2))
}

/// A matrix with its columns (and rows) multiplied by powers of two.
fn scaled(m: &DMatrix<Twice>, powers: &DVector<f64>, rows: bool) -> DMatrix<Twice> {
    DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| {
        let row = if rows { powers[i] } else { 1.0 };
        let qd::Quad(high, low) = m[(i, j)];
        qd::Quad(high * powers[j] * row, low * powers[j] * row)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    /// Sums that another engine rounded stay rounded, whatever precision they are solved in: the error
    /// of the eigenvalue that is left out sees them through the condition of S.
    #[test]
    fn errors_of_the_entries_reach_the_eigenvalue_that_is_left_out() {
        let c = dmatrix![1.0, 0.999; 0.999, 1.0].map(Twice::from);
        let noise = DMatrix::<f64>::identity(2, 2).map(|v| Twice::from(1e-3 * v));
        let data = DataMoments {
            count: 1,
            mean: DVector::zeros(2),
            second: c.clone(),
            label_cross: DMatrix::zeros(0, 2),
            label_mean: DVector::zeros(0),
            label_energy: Twice::from(0.0),
        };
        let prior = |paradigm, entries: f64| {
            let views = ViewMoments::additive(c.clone(), noise.clone());
            Problem::new(data.clone(), views, entries).unwrap().embedding(paradigm, 1).unwrap().prior_error
        };
        // S = C + 1e-3 I has the eigenvalues 2 and 0.002: tr(diag(S) S^-1) = 1.001 (1/2 + 500) = 501. With
        // entries off by 1e-9, ω_2 moves by 2e-9 * 501 = 1e-6, and φ_2² = 0.022² by 2 φ_2 * 7.4e-7.
        for (paradigm, error) in [(Paradigm::JointEmbedding, 1e-6), (Paradigm::Reconstruction, 3.3e-8)] {
            let found = [0.0, 1e-9].map(|entries| prior(paradigm, entries));
            assert!(found[0] < 1e-13 && (found[1] / error - 1.0).abs() < 0.02, "{paradigm:?}: {found:?}");
        }
    }
}
