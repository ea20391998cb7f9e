//! Losses of one output against a target: squared errors, and cross-entropy.

use super::{OfOne, softmax};
use nalgebra::{DMatrix, RowDVector};

/// sum_ij w_ij (p_ij - t_ij)². `weights` gives the weights of a column.
fn squared<W: Fn(usize) -> f64>(
    prediction: &DMatrix<f64>,
    target: &DMatrix<f64>,
    weights: impl Fn(usize) -> W,
) -> OfOne {
    assert_eq!(prediction.shape(), target.shape(), "what is predicted");
    let mut value = 0.0;
    let mut gradient = Vec::with_capacity(prediction.len());
    let rows = prediction.nrows().max(1);
    let columns = prediction.as_slice().chunks(rows).zip(target.as_slice().chunks(rows));
    for (j, (prediction, target)) in columns.enumerate() {
        let weight = weights(j);
        let mut sum = 0.0;
        gradient.extend(prediction.iter().zip(target).enumerate().map(|(i, (p, t))| {
            let (w, error) = (weight(i), p - t);
            sum += w * error * error;
            2.0 * w * error
        }));
        value += sum;
    }
    OfOne { value, gradient: DMatrix::from_vec(prediction.nrows(), prediction.ncols(), gradient) }
}

/// 1/n sum_i sum_j w_j (p_ij - t_ij)²: the weights w say in which units features are measured.
pub fn denoising(prediction: &DMatrix<f64>, target: &DMatrix<f64>, weights: &RowDVector<f64>) -> OfOne {
    let n = prediction.nrows() as f64;
    squared(prediction, target, |j| {
        let weight = weights[j] / n;
        move |_| weight
    })
}

/// The mean of (p_ij - t_ij)² over the entries where `hidden` is 1; elsewhere it is 0.
pub fn masked(prediction: &DMatrix<f64>, target: &DMatrix<f64>, hidden: &DMatrix<f64>) -> OfOne {
    let count = hidden.sum().max(1.0);
    squared(prediction, target, |j| move |i| hidden[(i, j)] / count)
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
