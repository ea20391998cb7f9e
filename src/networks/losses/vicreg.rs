//! Variance, invariance, covariance.

use super::OfPair;
use nalgebra::DMatrix;

/// Weights of the three parts (Bardes et al., section 4.2).
const INVARIANCE: f64 = 25.0;
const VARIANCE: f64 = 25.0;
const COVARIANCE: f64 = 1.0;
/// Added to a variance below a root (there, equation 1).
const EPSILON: f64 = 1e-4;

/// 25 mean (z1 - z2)² + the mean over both views of 25/k sum_j max(0, 1 - s_j) and
/// 1/k sum_{i != j} C_ij², with s_j² = var(z_j) + 1e-4 (divisor n) and C the covariance (divisor
/// n - 1). The mean over views is ours; the print has their sum.
pub fn vicreg(z1: &DMatrix<f64>, z2: &DMatrix<f64>) -> OfPair {
    let (n, k) = (z1.nrows() as f64, z1.ncols() as f64);
    let difference = z1 - z2;
    let mut value = INVARIANCE * difference.norm_squared() / (n * k);
    let pull = difference * (2.0 * INVARIANCE / (n * k));
    let mut spread = |z: &DMatrix<f64>| {
        let mean = z.row_mean();
        let centred = DMatrix::from_fn(z.nrows(), z.ncols(), |i, j| z[(i, j)] - mean[j]);
        let mut covariance = centred.tr_mul(&centred) / (n - 1.0);
        let deviations: Vec<f64> = centred.column_iter().map(|c| (c.norm_squared() / n + EPSILON).sqrt()).collect();
        covariance.fill_diagonal(0.0);
        let hinge: f64 = deviations.iter().map(|s| (1.0 - s).max(0.0)).sum();
        value += 0.5 * (VARIANCE * hinge + COVARIANCE * covariance.norm_squared()) / k;
        let mut gradient = &centred * covariance * (2.0 * COVARIANCE / (k * (n - 1.0)));
        for (j, s) in deviations.iter().enumerate().filter(|(_, s)| **s < 1.0) {
            gradient.column_mut(j).axpy(-0.5 * VARIANCE / (k * n * s), &centred.column(j), 1.0);
        }
        gradient
    };
    let gradients = [spread(z1) + &pull, spread(z2) - pull];
    OfPair { value, gradients }
}
