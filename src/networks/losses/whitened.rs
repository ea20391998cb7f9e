//! (SSL-JE) with its constraint, on outputs of any encoder: the outputs are whitened exactly over the
//! batch, and the distance of two views is what remains.

use super::OfPair;
use nalgebra::DMatrix;

/// The mean of |u1 - u2|² over the batch, where u = S^-1/2 (z - m), and m and S are the mean and the
/// covariance of all 2n outputs of both views.
///
/// It is tr S^-1 D with D the mean of (z1 - z2)(z1 - z2)', so that it does not depend on which root
/// of S whitens (A. Ermolov et al., ICML 2021, take the Cholesky factor). Between 0 and 4 k.
/// Infinite, with slopes 0, where outputs depend on one another: nothing whitens them.
pub fn whitened(z1: &DMatrix<f64>, z2: &DMatrix<f64>) -> OfPair {
    let (n, k) = z1.shape();
    let centre = (z1.row_mean() + z2.row_mean()) * 0.5;
    let centred = [z1, z2].map(|z| DMatrix::from_fn(n, k, |i, j| z[(i, j)] - centre[j]));
    let s = (centred[0].tr_mul(&centred[0]) + centred[1].tr_mul(&centred[1])) / (2 * n) as f64;
    let Some(inverse) = s.cholesky().map(|factor| factor.inverse()) else {
        return OfPair { value: f64::INFINITY, gradients: [z1, z2].map(|z| z * 0.0) };
    };
    let difference = z1 - z2;
    let d = difference.tr_mul(&difference) / n as f64;
    // d(tr S^-1 D) = tr S^-1 dD - tr S^-1 D S^-1 dS; moving the mean changes nothing.
    let of_spread = &inverse * &d * &inverse / n as f64;
    let apart = difference * &inverse * (2.0 / n as f64);
    let [first, second] = centred.map(|z| z * &of_spread);
    OfPair { value: (inverse * d).trace(), gradients: [&apart - first, -apart - second] }
}
