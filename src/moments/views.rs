//! The moments of the views of a data set.

use crate::scalar::Scalar;
use nalgebra::DMatrix;

/// The moments of the views of a data set: all that the three problems need. Shapes: d x d, and l x d for [`label_cross`](Self::label_cross). Normalisation 1/n.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewMoments<T: Scalar> {
    /// C = X'X/n.
    pub data_second: DMatrix<T>,
    /// G = Xbar'Xbar/n.
    pub mean_second: DMatrix<T>,
    /// Sigma, the covariance of the views averaged over samples.
    pub covariance: DMatrix<T>,
    /// S = G + Sigma.
    pub view_second: DMatrix<T>,
    /// H = X'Xbar/n.
    pub cross: DMatrix<T>,
    /// B = Y'Xbar/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F^2/n.
    pub label_energy: T,
}
