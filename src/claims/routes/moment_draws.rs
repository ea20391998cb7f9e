//! Moments of corrupted samples without the samples, for more of them than can be drawn one by one.
//!
//! The design is the data set with each row r times, so n = r times its size, X'X/n and Y'X/n are
//! those of the data, and only the noise N (n x m, rows N(0, Γ2)) is random. Let U (n x q) be an
//! orthonormal basis of the columns of T = [X Y], T = sqrt(n) U K'. Then Z = U'N Γ2^-1/2 and the rest
//! of N are independent, and what the moments need has exactly this law:
//!
//! | moment | is |
//! |---|---|
//! | T'N/n | K Z Γ2^1/2 / sqrt(n), Z q x m standard normal |
//! | N'N/n | Γ2^1/2 (Z'Z + W) Γ2^1/2 / n, W Wishart with n - q degrees of freedom |
//!
//! W = A A' by Bartlett: A is lower triangular, its entries are standard normal and on the diagonal
//! the roots of chi-squares with n - q, n - q - 1, ... degrees of freedom. A test holds these draws
//! against plain ones.

use crate::claims::Problem;
use crate::claims::context::Pair;
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::linalg::float::symmetric_eigen;
use crate::moments::DataMoments;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{ChiSquared, StandardNormal};

/// Eigenvalues of T'T/n below this part of the largest are rounding: T has no such direction.
const NO_DIRECTION: f64 = 1e-12;

/// A data set as a design, with the noise of a model.
pub(in crate::claims) struct Design {
    /// Rows of the data set.
    rows: usize,
    /// k.
    k: usize,
    /// K, (k + l) x q.
    factor: DMatrix<f64>,
    /// Standard deviations of the noise.
    deviations: DVector<f64>,
    /// The clean moments, with m coordinates of zeros.
    clean: DataMoments<f64>,
}

impl Design {
    /// The first k principal components and the labels as design, the noise of a model.
    pub fn new(scores: &Dataset, problem: &Problem) -> Result<Self> {
        let (k, y) = (problem.rank(), scores.label_matrix());
        Self::of(&scores.matrix().columns(0, k).into_owned(), &y, &problem.gamma)
    }

    fn of(x: &DMatrix<f64>, y: &DMatrix<f64>, gamma: &[f64]) -> Result<Self> {
        let ((rows, k), l) = (x.shape(), y.ncols());
        let d = k + gamma.len();
        let count = rows as f64;
        let mut t = x.clone().resize_horizontally(k + l, 0.0);
        t.view_mut((0, k), (rows, l)).copy_from(y);
        let gram = t.transpose() * &t / count;
        let eigen = symmetric_eigen(&gram)?;
        let kept: Vec<usize> = (0..k + l).filter(|&i| eigen.values[i] > NO_DIRECTION * eigen.values[0]).collect();
        let factor =
            DMatrix::from_fn(k + l, kept.len(), |i, j| eigen.vectors[(i, kept[j])] * eigen.values[kept[j]].sqrt());
        let clean = DataMoments {
            count: rows,
            mean: x.row_mean().transpose().resize_vertically(d, 0.0),
            second: gram.view((0, 0), (k, k)).into_owned().resize(d, d, 0.0),
            label_cross: gram.view((k, 0), (l, k)).into_owned().resize_horizontally(d, 0.0),
            label_mean: y.row_mean().transpose(),
            label_energy: gram.view((k, k), (l, l)).trace(),
        };
        let deviations = DVector::from_iterator(gamma.len(), gamma.iter().map(|g| g.sqrt()));
        Ok(Self { rows, k, factor, deviations, clean })
    }

    /// The smallest r with n = r times the rows at least a number.
    pub fn repeats(&self, least: f64) -> usize {
        (least / self.rows as f64).ceil().max(1.0) as usize
    }

    /// Clean and corrupted moments of each row r times. The mean of the noise, which additive
    /// augmentations do not see, is left out.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] with fewer samples than columns of T and N.
    pub fn draw(&self, repeats: usize, rng: &mut ChaCha8Rng) -> Result<Pair> {
        let (n, m, (p, q)) = (self.rows * repeats, self.deviations.len(), self.factor.shape());
        if n < q + m {
            return Err(Error::range("samples", format!(">= {}", q + m), n as f64));
        }
        let mut normal =
            |rows: usize, columns: usize| DMatrix::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal));
        let (z, mut a) = (normal(q, m), normal(m, m).lower_triangle());
        for i in 0..m {
            let law = ChiSquared::new((n - q - i) as f64)
                .map_err(|_| Error::range("degrees of freedom", "> 0", (n - q - i) as f64))?;
            a[(i, i)] = rng.sample(law).sqrt();
        }
        let scale = DMatrix::from_diagonal(&self.deviations);
        let cross = &self.factor * &z * &scale / (n as f64).sqrt();
        let of_noise = &scale * (z.transpose() * &z + &a * a.transpose()) * &scale / n as f64;
        let clean = DataMoments { count: n, ..self.clean.clone() };
        let (mut corrupted, k) = (clean.clone(), self.k);
        let of_signal = cross.rows(0, k);
        corrupted.second.view_mut((0, k), (k, m)).copy_from(&of_signal);
        corrupted.second.view_mut((k, 0), (m, k)).copy_from(&of_signal.transpose());
        corrupted.second.view_mut((k, k), (m, m)).copy_from(&of_noise);
        corrupted.label_cross.view_mut((0, k), (p - k, m)).copy_from(&cross.rows(k, p - k));
        Ok((clean, corrupted))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    /// X, Y of five rows, Y partly in the span of X; g = (1, 4).
    fn design() -> (DMatrix<f64>, DMatrix<f64>, [f64; 2]) {
        let x = DMatrix::from_row_slice(5, 2, &[1., 2., -1., 0., 3., 1., 0., -2., 1., 1.]);
        let y = DMatrix::from_fn(5, 2, |i, j| if j == 0 { x[(i, 0)] - x[(i, 1)] } else { i as f64 - 2.0 });
        (x, y, [1.0, 4.0])
    }

    /// First and second moments of the entries, and products across the blocks.
    fn statistics(data: &DataMoments<f64>) -> Vec<f64> {
        let (s, y) = (&data.second, &data.label_cross);
        let entries = [s[(0, 2)], s[(0, 3)], s[(1, 2)], y[(0, 2)], y[(1, 3)], s[(2, 2)], s[(2, 3)], s[(3, 3)]];
        let mut all = entries.to_vec();
        for i in 0..entries.len() {
            all.extend((0..=i).map(|j| entries[i] * entries[j]));
        }
        all.extend([s[(0, 2)].powi(2) * s[(2, 2)], y[(1, 3)].powi(2) * s[(3, 3)], s[(0, 2)] * s[(0, 3)] * s[(2, 3)]]);
        all
    }

    #[test]
    fn moments_have_the_law_of_plain_draws() {
        const DRAWS: usize = 20_000;
        let (x, y, gamma) = design();
        let design = Design::of(&x, &y, &gamma).unwrap();
        assert_eq!(design.factor.ncols(), 3);
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let plain = |rng: &mut ChaCha8Rng| {
            // Each row twice.
            let rows = |m: &DMatrix<f64>| DMatrix::from_fn(10, m.ncols(), |i, j| m[(i % 5, j)]);
            let noise = DMatrix::from_fn(10, 2, |_, j| gamma[j].sqrt() * rng.sample::<f64, _>(StandardNormal));
            let samples = DMatrix::from_fn(10, 4, |i, j| if j < 2 { x[(i % 5, j)] } else { noise[(i, j - 2)] });
            statistics(&DataMoments::from_samples(&samples, &rows(&y)).unwrap())
        };
        let mean_and_variance = |draws: Vec<Vec<f64>>| -> Vec<(f64, f64)> {
            (0..draws[0].len())
                .map(|i| {
                    let mean = draws.iter().map(|d| d[i]).sum::<f64>() / DRAWS as f64;
                    (mean, draws.iter().map(|d| (d[i] - mean).powi(2)).sum::<f64>() / DRAWS as f64)
                })
                .collect()
        };
        let expected = mean_and_variance((0..DRAWS).map(|_| plain(&mut rng)).collect());
        let found = mean_and_variance((0..DRAWS).map(|_| statistics(&design.draw(2, &mut rng).unwrap().1)).collect());
        for (i, (found, expected)) in found.iter().zip(&expected).enumerate() {
            let error = ((found.1 + expected.1) / DRAWS as f64).sqrt();
            assert!((found.0 - expected.0).abs() < 5.0 * error, "{i}: {found:?} {expected:?}");
        }
    }

    #[test]
    fn the_design_is_fixed_and_its_clean_moments_are_those_of_the_data() {
        let (x, y, gamma) = design();
        let design = Design::of(&x, &y, &gamma).unwrap();
        let (clean, corrupted) = design.draw(3, &mut ChaCha8Rng::seed_from_u64(2)).unwrap();
        let padded = DMatrix::from_fn(5, 4, |i, j| if j < 2 { x[(i, j)] } else { 0.0 });
        let data = DataMoments::from_samples(&padded, &y).unwrap();
        assert!((&clean.second - &data.second).amax() < 1e-14 && (&clean.mean - &data.mean).amax() < 1e-14);
        assert!((&clean.label_cross - &data.label_cross).amax() < 1e-14);
        assert!((clean.label_energy - data.label_energy).abs() < 1e-14 && clean.count == 15);
        assert_eq!(corrupted.second.view((0, 0), (2, 2)), clean.second.view((0, 0), (2, 2)));
        assert!(corrupted.second[(0, 2)] != 0.0 && corrupted.second[(2, 0)] == corrupted.second[(0, 2)]);
        assert_eq!((design.repeats(1.0), design.repeats(5.0), design.repeats(5.5)), (1, 1, 2));
        // Five samples have no room for three columns of the design and three of noise.
        let wide = Design::of(&x, &y, &[1.0, 1.0, 1.0]).unwrap();
        assert!(wide.draw(1, &mut ChaCha8Rng::seed_from_u64(2)).is_err());
    }
}
