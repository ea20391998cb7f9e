//! Contrastive losses.

use super::{Directions, OfPair, product, product_transposed, softmax};
use nalgebra::DMatrix;

/// -2/n sum_i c1_i'c2_i + 1/(n(n-1)) sum_{i != j} (c1_i'c2_j)², where c are the outputs less their
/// mean over both views.
///
/// Its minimisers over all encoders span the k leading eigenfunctions of the view operator
/// (HaoChen et al., Theorem 3.2 there), those of (SSL-JE).
pub fn spectral_contrastive(z1: &DMatrix<f64>, z2: &DMatrix<f64>) -> OfPair {
    let n = z1.nrows() as f64;
    let mean = (z1.row_mean() + z2.row_mean()) * 0.5;
    let centred = |z: &DMatrix<f64>| DMatrix::from_fn(z.nrows(), z.ncols(), |i, j| z[(i, j)] - mean[j]);
    let (c1, c2) = (centred(z1), centred(z2));
    let mut across = product_transposed(&c1, &c2);
    across.fill_diagonal(0.0);
    let (pull, push) = (2.0 / n, 1.0 / (n * (n - 1.0)));
    let value = push * across.norm_squared() - pull * c1.dot(&c2);
    let mut g1 = product(&across, &c2) * (2.0 * push) - &c2 * pull;
    let mut g2 = product(&across.transpose(), &c1) * (2.0 * push) - &c1 * pull;
    // The mean over both views depends on every row of both.
    let shared = (g1.row_mean() + g2.row_mean()) * 0.5;
    for g in [&mut g1, &mut g2] {
        g.column_iter_mut().zip(shared.iter()).for_each(|(mut column, mean)| column.add_scalar_mut(-mean));
    }
    OfPair { value, gradients: [g1, g2] }
}

/// With the 2n outputs scaled to unit length, the mean of -log(exp(u_i'u_j / t) / sum_{l != i}
/// exp(u_i'u_l / t)), j the other view of the same sample.
pub fn info_nce(z1: &DMatrix<f64>, z2: &DMatrix<f64>, temperature: f64) -> OfPair {
    let n = z1.nrows();
    let mut both = DMatrix::zeros(2 * n, z1.ncols());
    both.rows_mut(0, n).copy_from(z1);
    both.rows_mut(n, n).copy_from(z2);
    let directions = Directions::of(&both);
    let mut scores = product_transposed(&directions.rows, &directions.rows) / temperature;
    let other = |i: usize| (i + n) % (2 * n);
    scores.fill_diagonal(f64::NEG_INFINITY);
    let mut shares = softmax(scores);
    let count = 2.0 * n as f64;
    let value = -(0..2 * n).map(|i| shares[(i, other(i))].max(f64::MIN_POSITIVE).ln()).sum::<f64>() / count;
    for i in 0..2 * n {
        shares[(i, other(i))] -= 1.0;
    }
    // Each score is one of two rows.
    let symmetric = (&shares + shares.transpose()) / (count * temperature);
    let gradient = directions.backward(product(&symmetric, &directions.rows));
    OfPair { value, gradients: [gradient.rows(0, n).into_owned(), gradient.rows(n, n).into_owned()] }
}
