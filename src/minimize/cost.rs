//! The objectives as argmin problems, in dimensionless coordinates.
//!
//! With T = diag(S)^-1/2, c = tr C and e = |Y|²/n, the minimisers work on
//!
//! | problem | parameter P | cost |
//! |---|---|---|
//! | SL | V T^-1 / sqrt(e), l x d | loss / e |
//! | SSL-RC | \[E T^-1, D'/sqrt(c)\], k x 2d: the encoder beside the transposed decoder | loss / c |
//! | SSL-JE | W T^-1, k x d | f(W) / (2k), f(W) = 2 tr((W S W')^-1 W Σ W') |
//!
//! so that costs and gradients are of size 1 near a sensible start, whatever the unit of each input
//! coordinate. The losses and gradients are those of [`objective`], evaluated on the rescaled moments
//! T S T, T Σ T, H T / sqrt(c), B T / sqrt(e), C / c.
//!
//! f is the loss of SSL-JE after W is normalised to W S W' = I_k, hence constant on each row space.

use super::Problem;
use crate::error::{Error, Result};
use crate::moments::{ViewMoments, objective};
use crate::scalar::require_finite;
use argmin::core::{CostFunction, Error as ArgminError, Gradient};
use nalgebra::{Cholesky, DMatrix, SymmetricEigen};

/// One problem in dimensionless coordinates; see the [module](self).
#[derive(Debug, Clone)]
pub(super) struct Cost {
    pub(super) problem: Problem,
    pub(super) moments: ViewMoments<f64>,
    /// Rows of the parameter: l for SL, else k.
    pub(super) rows: usize,
    /// Diagonal of T.
    input_scale: Vec<f64>,
    /// sqrt(e) for SL, sqrt(c) for SSL-RC, 1 for SSL-JE.
    output_scale: f64,
}

impl Cost {
    /// Rescales the moments of a problem whose shapes have been checked.
    pub(super) fn new(problem: Problem, views: &ViewMoments<f64>) -> Result<Self> {
        let d = views.view_second.nrows();
        for (what, matrix) in [
            ("C", &views.data_second),
            ("S", &views.view_second),
            ("Sigma", &views.covariance),
            ("H", &views.cross),
            ("B", &views.label_cross),
        ] {
            require_finite(what, matrix)?;
        }
        let diagonal = views.view_second.diagonal();
        if let Some(pivot) = (0..d).find(|&i| diagonal[i] <= 0.0) {
            let value = diagonal[pivot];
            return Err(Error::NotPositiveDefinite { what: "S".into(), pivot, value, threshold: 0.0 });
        }
        let input_scale: Vec<f64> = diagonal.iter().map(|v| v.sqrt().recip()).collect();
        // Without energy the loss is minimal at 0 in any unit.
        let root = |energy: f64| if energy > 0.0 { energy.sqrt() } else { 1.0 };
        let (data_scale, label_scale) = (root(views.data_second.trace()), root(views.label_energy));
        let columns =
            |m: &DMatrix<f64>, by: f64| DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| m[(i, j)] * input_scale[j] / by);
        let both = |m: &DMatrix<f64>| DMatrix::from_fn(d, d, |i, j| m[(i, j)] * input_scale[i] * input_scale[j]);
        let moments = ViewMoments {
            data_second: &views.data_second / (data_scale * data_scale),
            mean_second: both(&views.mean_second),
            covariance: both(&views.covariance),
            view_second: both(&views.view_second),
            cross: columns(&views.cross, data_scale),
            cross_second: None,
            label_cross: columns(&views.label_cross, label_scale),
            label_energy: views.label_energy / (label_scale * label_scale),
        };
        let (rows, output_scale) = match problem {
            Problem::Supervised => (views.label_cross.nrows(), label_scale),
            Problem::Reconstruction { k } => (k, data_scale),
            Problem::JointEmbedding { k } => (k, 1.0),
        };
        Ok(Self { problem, moments, rows, input_scale, output_scale })
    }

    /// d.
    pub(super) fn dimension(&self) -> usize {
        self.input_scale.len()
    }

    /// Columns of the parameter.
    pub(super) fn columns(&self) -> usize {
        self.dimension() * if matches!(self.problem, Problem::Reconstruction { .. }) { 2 } else { 1 }
    }

    /// The weights (V, E or W) and the decoder in the coordinates of the data.
    pub(super) fn unscale(&self, parameter: &DMatrix<f64>) -> (DMatrix<f64>, Option<DMatrix<f64>>) {
        let (encoder, decoder) = self.unpack(parameter);
        let by = if self.problem == Problem::Supervised { self.output_scale } else { 1.0 };
        let weights = DMatrix::from_fn(self.rows, self.dimension(), |i, j| encoder[(i, j)] * self.input_scale[j] * by);
        (weights, decoder.map(|d| d * self.output_scale))
    }

    /// Splits \[E, D'\] into E and D; the other problems have no decoder.
    fn unpack(&self, parameter: &DMatrix<f64>) -> (DMatrix<f64>, Option<DMatrix<f64>>) {
        let d = self.dimension();
        let encoder = parameter.columns(0, d).into_owned();
        let decoder = (parameter.ncols() > d).then(|| parameter.columns(d, d).transpose());
        (encoder, decoder)
    }

    /// The cost; infinite where W S W' is singular.
    pub(super) fn value(&self, parameter: &DMatrix<f64>) -> f64 {
        let (weights, decoder) = self.unpack(parameter);
        match (self.problem, decoder) {
            (Problem::Supervised, _) => objective::supervised(&weights, &self.moments),
            (Problem::JointEmbedding { .. }, _) | (_, None) => {
                normalised(&weights, &self.moments).map_or(f64::INFINITY, |w| self.constrained_value(&w))
            }
            (Problem::Reconstruction { .. }, Some(d)) => objective::reconstruction(&weights, &d, &self.moments),
        }
    }

    /// The gradient of [`value`](Self::value); NaN where W S W' is singular.
    ///
    /// For SSL-JE, f = 2 tr(A^-1 M) with A = W S W' and M = W Σ W' has the gradient A^-1 (4 W
    /// Σ - 4 M A^-1 W S).
    pub(super) fn slope(&self, parameter: &DMatrix<f64>) -> DMatrix<f64> {
        let (weights, decoder) = self.unpack(parameter);
        match (self.problem, decoder) {
            (Problem::Supervised, _) => objective::supervised_gradient(&weights, &self.moments),
            (Problem::JointEmbedding { .. }, _) | (_, None) => {
                let Some(second) = Cholesky::new(objective::embedding_second(&weights, &self.moments)) else {
                    return weights.map(|_| f64::NAN);
                };
                let raw = objective::joint_embedding_gradient(&weights, &self.moments); // 4 W Σ
                let multiplier = second.solve(&(&weights * raw.transpose())).transpose(); // 4 M A^-1
                second.solve(&(raw - multiplier * (&weights * &self.moments.view_second))) * self.per_row()
            }
            (Problem::Reconstruction { .. }, Some(d)) => {
                let (in_e, in_d) = objective::reconstruction_gradient(&weights, &d, &self.moments);
                pack(&in_e, &in_d)
            }
        }
    }

    /// The cost of SSL-JE on its constraint W S W' = I_k, where no inverse is needed.
    pub(super) fn constrained_value(&self, w: &DMatrix<f64>) -> f64 {
        objective::joint_embedding(w, &self.moments) * self.per_row()
    }

    /// The gradient g of [`constrained_value`](Self::constrained_value), projected orthogonally to the
    /// tangent space {Z : Z S W' + W S Z' = 0} at W.
    ///
    /// The normal space is {M B : M = M'}, B = W S, so the projection is g - M B with M (BB') +
    /// (BB') M = g B' + B g', a k x k Lyapunov equation solved in the eigenbasis of BB'.
    pub(super) fn tangent_gradient(&self, w: &DMatrix<f64>) -> DMatrix<f64> {
        let gradient = objective::joint_embedding_gradient(w, &self.moments) * self.per_row();
        let normal = w * &self.moments.view_second; // B
        let SymmetricEigen { eigenvectors: basis, eigenvalues } = SymmetricEigen::new(&normal * normal.transpose());
        let mixed = &gradient * normal.transpose();
        let right = basis.tr_mul(&(&mixed + mixed.transpose())) * &basis;
        let multiplier = right.map_with_location(|i, j, value| value / (eigenvalues[i] + eigenvalues[j]));
        gradient - &basis * multiplier * (basis.transpose() * normal)
    }

    /// The same solution in a well-conditioned gauge: W S W' = I_k for SSL-JE, E S E' = D'D diagonal
    /// for SSL-RC. The point itself where there is none (SL, or a singular encoder or decoder).
    pub(super) fn regauged(&self, parameter: &DMatrix<f64>) -> DMatrix<f64> {
        let (weights, decoder) = self.unpack(parameter);
        let regauged = match (self.problem, decoder) {
            (Problem::Supervised, _) => None,
            (_, None) => normalised(&weights, &self.moments),
            (_, Some(decoder)) => self.balanced(&weights, &decoder),
        };
        regauged.unwrap_or_else(|| parameter.clone())
    }

    /// With E S E' = L L' and (D L)'(D L) = U F² U': E <- F^1/2 U' L^-1 E and D <- D L U F^-1/2,
    /// which leaves D E as it is.
    fn balanced(&self, encoder: &DMatrix<f64>, decoder: &DMatrix<f64>) -> Option<DMatrix<f64>> {
        let root = Cholesky::new(objective::embedding_second(encoder, &self.moments))?.l();
        let unit_encoder = root.solve_lower_triangular(encoder)?;
        let decoder = decoder * root;
        let gram = decoder.tr_mul(&decoder);
        if gram.iter().any(|v| !v.is_finite()) {
            return None;
        }
        let SymmetricEigen { eigenvectors, eigenvalues } = SymmetricEigen::new(gram);
        if eigenvalues.min() <= 0.0 {
            return None;
        }
        let scale = eigenvalues.map(|v| v.sqrt().sqrt());
        let encoder = DMatrix::from_diagonal(&scale) * eigenvectors.tr_mul(&unit_encoder);
        Some(pack(&encoder, &(decoder * eigenvectors * DMatrix::from_diagonal(&scale.map(f64::recip)))))
    }

    /// 1/(2k): the loss of SSL-JE is at most 2k on its constraint, since Σ <= S.
    fn per_row(&self) -> f64 {
        0.5 / self.rows as f64
    }
}

/// \[E, D'\].
fn pack(encoder: &DMatrix<f64>, decoder: &DMatrix<f64>) -> DMatrix<f64> {
    let d = encoder.ncols();
    DMatrix::from_fn(encoder.nrows(), 2 * d, |i, j| if j < d { encoder[(i, j)] } else { decoder[(j - d, i)] })
}

/// L^-1 W with W S W' = L L', so that W S W' = I_k; `None` if W S W' is numerically singular.
pub(super) fn normalised(w: &DMatrix<f64>, moments: &ViewMoments<f64>) -> Option<DMatrix<f64>> {
    Cholesky::new(objective::embedding_second(w, moments))?.l_dirty().solve_lower_triangular(w)
}

impl CostFunction for Cost {
    type Param = DMatrix<f64>;
    type Output = f64;

    fn cost(&self, parameter: &DMatrix<f64>) -> std::result::Result<f64, ArgminError> {
        Ok(self.value(parameter))
    }
}

impl Gradient for Cost {
    type Param = DMatrix<f64>;
    type Gradient = DMatrix<f64>;

    fn gradient(&self, parameter: &DMatrix<f64>) -> std::result::Result<DMatrix<f64>, ArgminError> {
        Ok(self.slope(parameter))
    }
}
