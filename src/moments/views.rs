//! The moments of the views of a data set.

use crate::scalar::{Scalar, approx_matrix};
use nalgebra::DMatrix;

/// The moments of the views of a data set: all that the three problems need. Shapes: d x d, and l x
/// d for [`label_cross`](Self::label_cross). Normalisation 1/n.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewMoments<T: Scalar> {
    /// C = X'X/n.
    pub data_second: DMatrix<T>,
    /// G = Xbar'Xbar/n.
    pub mean_second: DMatrix<T>,
    /// Σ, the covariance of the views averaged over samples.
    pub covariance: DMatrix<T>,
    /// S = G + Σ.
    pub view_second: DMatrix<T>,
    /// H = X'Xbar/n.
    pub cross: DMatrix<T>,
    /// B = Y'Xbar/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F²/n.
    pub label_energy: T,
}

impl<T: Scalar> ViewMoments<T> {
    /// The views of an augmentation that keeps the mean, E τ(x) = x: G = H = C, S = C + Σ. Without
    /// labels (l = 0).
    pub fn additive(data_second: DMatrix<T>, covariance: DMatrix<T>) -> Self {
        let d = data_second.nrows();
        Self {
            view_second: &data_second + &covariance,
            mean_second: data_second.clone(),
            cross: data_second.clone(),
            data_second,
            covariance,
            label_cross: DMatrix::zeros(0, d),
            label_energy: T::zero(),
        }
    }

    /// Every entry rounded to the nearest `f64`.
    pub fn approx(&self) -> ViewMoments<f64> {
        ViewMoments {
            data_second: approx_matrix(&self.data_second),
            mean_second: approx_matrix(&self.mean_second),
            covariance: approx_matrix(&self.covariance),
            view_second: approx_matrix(&self.view_second),
            cross: approx_matrix(&self.cross),
            label_cross: approx_matrix(&self.label_cross),
            label_energy: self.label_energy.approx(),
        }
    }
}
