//! Losses: the value, and the gradient with respect to the outputs of a network.
//!
//! z1, z2 are the outputs on two views of the same n samples, n x k, row by row.
//!
//! | function | loss | source |
//! |---|---|---|
//! | [`spectral_contrastive`] | -2 E z1'z2 + E_{i != j} (z1_i'z2_j)², z centred | J. Z. HaoChen et al., NeurIPS 2021 |
//! | [`info_nce`] | -log softmax of the other view among 2n - 1 | T. Chen et al., ICML 2020 (SimCLR) |
//! | [`vicreg`] | 25 invariance + 25 variance + covariance | A. Bardes et al., ICLR 2022 |
//! | [`whitened`] | E\|u1 - u2\|² of whitened outputs: (SSL-JE) with its constraint | A. Ermolov et al., ICML 2021 |
//! | [`byol`] | 2 - cosines to the target of the other view | J.-B. Grill et al., NeurIPS 2020 |
//! | [`dino`] | cross-entropy to the sharpened, centred teacher | M. Caron et al., ICCV 2021 |
//! | [`denoising`] | weighted squared error to the sample | P. Vincent et al., JMLR 11 (2010) |
//! | [`masked`] | squared error on what was masked | K. He et al., CVPR 2022 (MAE) |
//! | [`cross_entropy`] | -log softmax of the class | |
//!
//! Guarantee: the gradient is that of the value, up to rounding; where a hinge is 0 its slope is 0.

mod contrastive;
mod cosines;
mod distilled;
mod regression;
mod standardise;
mod vicreg;
mod whitened;

pub use contrastive::{info_nce, spectral_contrastive};
pub(super) use cosines::Cosines;
pub use distilled::{Dino, byol, dino};
pub use regression::{cross_entropy, denoising, masked};
pub(super) use standardise::Standardised;
pub use vicreg::vicreg;
pub use whitened::whitened;

use crate::linalg::float::{outer, view_of};
use nalgebra::DMatrix;

/// A loss of outputs on both views.
#[derive(Debug, Clone, PartialEq)]
pub struct OfPair {
    /// The value.
    pub value: f64,
    /// The gradients with respect to both outputs, each n x k.
    pub gradients: [DMatrix<f64>; 2],
}

/// A loss of one output.
#[derive(Debug, Clone, PartialEq)]
pub struct OfOne {
    /// The value.
    pub value: f64,
    /// The gradient with respect to the output.
    pub gradient: DMatrix<f64>,
}

/// Squared length that keeps a vector of zeros from being divided by 0.
const LENGTH: f64 = 1e-12;

/// Rows of unit length u = z / r with r = (|z|² + 1e-12)^1/2, and the r.
struct Directions {
    rows: DMatrix<f64>,
    lengths: Vec<f64>,
}

impl Directions {
    fn of(z: &DMatrix<f64>) -> Self {
        let lengths: Vec<f64> = z.row_iter().map(|row| (row.norm_squared() + LENGTH).sqrt()).collect();
        let rows = DMatrix::from_fn(z.nrows(), z.ncols(), |i, j| z[(i, j)] / lengths[i]);
        Self { rows, lengths }
    }

    /// The gradient with respect to z from that with respect to u: (g - u u'g) / r.
    fn backward(&self, mut gradient: DMatrix<f64>) -> DMatrix<f64> {
        for i in 0..gradient.nrows() {
            let along = gradient.row(i).dot(&self.rows.row(i));
            for j in 0..gradient.ncols() {
                gradient[(i, j)] = (gradient[(i, j)] - along * self.rows[(i, j)]) / self.lengths[i];
            }
        }
        gradient
    }
}

/// The softmax of each row.
fn softmax(mut rows: DMatrix<f64>) -> DMatrix<f64> {
    for mut row in rows.row_iter_mut() {
        let largest = row.max();
        row.apply(|v| *v = (*v - largest).exp());
        row.unscale_mut(row.sum());
    }
    rows
}

/// A B'.
fn product_transposed(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(a.nrows(), b.nrows());
    let view = |m: &DMatrix<f64>| (m.nrows(), m.ncols());
    let ((m, k), (n, l)) = (view(a), view(b));
    outer(product.as_mut_slice(), view_of(a.as_slice(), m, k), view_of(b.as_slice(), n, l), false, 0);
    product
}

/// A B, on one thread.
fn product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(a.nrows(), b.ncols());
    let right = view_of(b.as_slice(), b.nrows(), b.ncols()).transpose();
    outer(product.as_mut_slice(), view_of(a.as_slice(), a.nrows(), a.ncols()), right, false, 0);
    product
}

#[cfg(test)]
mod tests;
