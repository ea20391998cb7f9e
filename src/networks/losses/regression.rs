//! Losses of one output against a target: squared errors, and cross-entropy.

use super::{OfOne, softmax};
use nalgebra::{DMatrix, RowDVector};

/// sum_ij w_ij (p_ij - t_ij)².
fn squared(prediction: &DMatrix<f64>, target: &DMatrix<f64>, weight: impl Fn(usize, usize) -> f64) -> OfOne {
    let mut value = 0.0;
    let gradient = DMatrix::from_fn(prediction.nrows(), prediction.ncols(), |i, j| {
        let (w, error) = (weight(i, j), prediction[(i, j)] - target[(i, j)]);
        value += w * error * error;
        2.0 * w * error
    });
    OfOne { value, gradient }
}

/// 1/n sum_i sum_j w_j (p_ij - t_ij)²: the weights w say in which units features are measured.
pub fn denoising(prediction: &DMatrix<f64>, target: &DMatrix<f64>, weights: &RowDVector<f64>) -> OfOne {
    let n = prediction.nrows() as f64;
    squared(prediction, target, |_, j| weights[j] / n)
}

/// The mean of (p_ij - t_ij)² over the entries where `hidden` is 1; elsewhere it is 0.
pub fn masked(prediction: &DMatrix<f64>, target: &DMatrix<f64>, hidden: &DMatrix<f64>) -> OfOne {
    let count = hidden.sum().max(1.0);
    squared(prediction, target, |i, j| hidden[(i, j)] / count)
}

/// The mean of -log softmax of the class of each row, from logits.
pub fn cross_entropy(logits: &DMatrix<f64>, classes: &[usize]) -> OfOne {
    let n = logits.nrows() as f64;
    let mut gradient = softmax(logits.clone());
    let mut value = 0.0;
    for (i, &class) in classes.iter().enumerate() {
        value -= gradient[(i, class)].max(f64::MIN_POSITIVE).ln() / n;
        gradient[(i, class)] -= 1.0;
    }
    gradient.unscale_mut(n);
    OfOne { value, gradient }
}
