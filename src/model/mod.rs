//! The model of paper section 4.1 on a data set: leading principal components as signal, appended
//! noise dimensions, diagonal Theta and Gamma.
//!
//! | symbol | meaning | count |
//! |---|---|---|
//! | c_i | variances of the components, descending | k |
//! | th_i | augmentation variances, signal first | d = k + m |
//! | g_j | noise variances | m |
//!
//! Samples are rows of the data drawn with replacement, with fresh Gaussian noise of variance g on
//! the appended dimensions: the law of the rows is the data set itself, so n may exceed its size
//! and the limit n -> inf has C = diag(c, g) exactly.

pub mod pca;

use crate::augment::{AlignedNoise, Channel};
use crate::dataset::{Dataset, Features};
use crate::error::{Error, Result};
use crate::moments::ViewMoments;
use crate::moments::{DataMoments, MomentAccumulator};
use crate::threshold::Spectrum;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Rows made at a time.
const BLOCK: usize = 4096;

/// Variances of signal, augmentation and noise in the basis of principal components (signal first),
/// with the rows that samples are drawn from.
#[derive(Debug, Clone)]
pub struct Problem {
    /// c_i, the variances of the principal components (k).
    pub signal: Vec<f64>,
    /// th_i (d).
    pub theta: Vec<f64>,
    /// g_j (d - k).
    pub gamma: Vec<f64>,
    /// The clean rows and their labels.
    rows: Vec<f64>,
    labels: Vec<f64>,
    label_dimension: usize,
}

impl Problem {
    /// The first k columns of `scores` (centred principal components, by descending variance) with
    /// m noise dimensions, theta ~ U\[0, theta_max\], gamma ~ U\[0, gamma_max\].
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn draw(
        scores: &Dataset,
        k: usize,
        m: usize,
        theta_max: f64,
        gamma_max: f64,
        rng: &mut ChaCha8Rng,
    ) -> Result<Self> {
        let theta = (0..k + m).map(|_| rng.random_range(0.0..theta_max)).collect();
        let gamma = (0..m).map(|_| rng.random_range(0.0..gamma_max)).collect();
        Self::new(scores, theta, gamma)
    }

    /// The first k columns of `scores` (centred principal components, by descending variance) with
    /// the given theta (d = k + m, signal first) and gamma (m).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless m >= 1 and 1 <= k <= the number of components; those of the
    /// moments of the data.
    pub fn new(scores: &Dataset, theta: Vec<f64>, gamma: Vec<f64>) -> Result<Self> {
        let (m, most) = (gamma.len(), scores.d());
        let k = theta.len().saturating_sub(m);
        if m == 0 || !(1..=most).contains(&k) {
            let expected = format!("at least 1 noise and 1 to {most} signal dimensions");
            return Err(Error::shape("theta and gamma", expected, format!("{k} signal, {m} noise dimensions")));
        }
        let moments = scores.moments()?;
        Ok(Self {
            signal: moments.second.diagonal().iter().copied().take(k).collect(),
            theta,
            gamma,
            rows: scores.features().rows().chunks_exact(most).flat_map(|row| &row[..k]).copied().collect(),
            labels: scores.labels().map(|l| l.rows()).unwrap_or_default(),
            label_dimension: scores.l(),
        })
    }

    /// k.
    pub fn rank(&self) -> usize {
        self.signal.len()
    }

    /// d.
    pub fn dimension(&self) -> usize {
        self.theta.len()
    }

    /// The spectrum whose thresholds are the theory's prediction.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if a variance vanishes.
    pub fn spectrum(&self) -> Result<Spectrum<f64>> {
        Spectrum::new(self.signal.clone(), self.theta.clone(), self.gamma.clone())
    }

    /// T(alpha) with this Theta and Gamma.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bad alpha.
    pub fn augmentation(&self, alpha: f64) -> Result<AlignedNoise<f64>> {
        let zeros = vec![0.0; self.rank()];
        let diagonal = |values: Vec<f64>| DMatrix::from_diagonal(&DVector::from_vec(values));
        AlignedNoise::new(diagonal(self.theta.clone()), diagonal([zeros, self.gamma.clone()].concat()), alpha)
    }

    /// The views in the limit n -> inf: C = diag(c, g), exactly diagonal.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bad alpha.
    pub fn population(&self, alpha: f64) -> Result<ViewMoments<f64>> {
        let d = self.dimension();
        let second = DMatrix::from_diagonal(&DVector::from_vec([self.signal.clone(), self.gamma.clone()].concat()));
        let data = DataMoments {
            count: self.rows.len() / self.rank(),
            mean: DVector::zeros(d),
            second,
            label_cross: DMatrix::zeros(0, d),
            label_energy: 0.0,
        };
        self.augmentation(alpha)?.views(&data)
    }

    /// Moments of the first n corrupted samples of one stream, for each n of an ascending list.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn corrupted(&self, sizes: &[usize], rng: &mut ChaCha8Rng) -> Result<Vec<DataMoments<f64>>> {
        let (k, d, l) = (self.rank(), self.dimension(), self.label_dimension);
        let mut stream = MomentAccumulator::new(d, l);
        let deviations: Vec<f64> = self.gamma.iter().map(|g| g.sqrt()).collect();
        let total = self.rows.len() / k;
        let (mut x, mut y) = (Vec::with_capacity(BLOCK * d), Vec::with_capacity(BLOCK * l));
        let mut seen = 0;
        let mut moments = Vec::with_capacity(sizes.len());
        for &n in sizes {
            while seen < n {
                let rows = BLOCK.min(n - seen);
                x.clear();
                y.clear();
                for _ in 0..rows {
                    let pick = rng.random_range(0..total);
                    x.extend_from_slice(&self.rows[pick * k..(pick + 1) * k]);
                    x.extend(deviations.iter().map(|deviation| deviation * rng.sample::<f64, _>(StandardNormal)));
                    y.extend_from_slice(&self.labels[pick * l..(pick + 1) * l]);
                }
                stream.push(&x, &y)?;
                seen += rows;
            }
            moments.push(stream.finish()?);
        }
        Ok(moments)
    }

    /// Every row once, in order, with fresh noise on the appended dimensions: n x d.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if a value overflowed.
    pub fn corrupted_rows(&self, rng: &mut ChaCha8Rng) -> Result<Features> {
        let mut rows = Vec::with_capacity(self.rows.len() / self.rank() * self.dimension());
        for row in self.rows.chunks_exact(self.rank()) {
            rows.extend_from_slice(row);
            rows.extend(self.gamma.iter().map(|g| g.sqrt() * rng.sample::<f64, _>(StandardNormal)));
        }
        Features::real(rows, self.dimension())
    }

    /// Moments of n samples, clean (zeros on the noise dimensions) and corrupted.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn sample(&self, n: usize, rng: &mut ChaCha8Rng) -> Result<(DataMoments<f64>, DataMoments<f64>)> {
        let corrupted = self.corrupted(&[n], rng)?.swap_remove(0);
        let k = self.rank();
        let mut clean = corrupted.clone();
        clean.mean.rows_range_mut(k..).fill(0.0);
        clean.second.rows_range_mut(k..).fill(0.0);
        clean.second.columns_range_mut(k..).fill(0.0);
        clean.label_cross.columns_range_mut(k..).fill(0.0);
        Ok((clean, corrupted))
    }

    /// The encoder \[I_k 0\], whose row space is the signal's.
    pub fn signal_rows(&self) -> DMatrix<f64> {
        DMatrix::identity(self.rank(), self.dimension())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Labels;
    use rand::SeedableRng;

    fn problem() -> Problem {
        // Two rows (2, 1, 9), (-2, -1, 9), labels 1 and -1: C = [[4, 2], [2, 1]] on the first two
        // columns.
        let features = Features::real(vec![2.0, 1.0, 9.0, -2.0, -1.0, 9.0], 3).unwrap();
        let data = Dataset::new("two", features, Some(Labels::targets(vec![1.0, -1.0], 1).unwrap())).unwrap();
        Problem::draw(&data, 2, 1, 3.0, 5.0, &mut ChaCha8Rng::seed_from_u64(1)).unwrap()
    }

    #[test]
    fn the_model_of_a_tiny_data_set() {
        let problem = problem();
        assert_eq!((problem.signal.clone(), problem.rank(), problem.dimension()), (vec![4.0, 1.0], 2, 3));
        assert!(problem.theta.iter().all(|th| (0.0..3.0).contains(th)) && problem.theta.len() == 3);
        assert!((0.0..5.0).contains(&problem.gamma[0]) && problem.gamma.len() == 1);
        let limit = problem.population(2.0).unwrap();
        assert_eq!(limit.data_second.diagonal().as_slice(), [4.0, 1.0, problem.gamma[0]]);
        assert_eq!(limit.covariance[(2, 2)], problem.theta[2] + 4.0 * problem.gamma[0]);
        assert_eq!(problem.signal_rows().as_slice(), [1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);
    }

    #[test]
    fn samples_are_the_rows_with_noise_and_grow_along_one_stream() {
        let problem = problem();
        let rng = || ChaCha8Rng::seed_from_u64(2);
        let (clean, corrupted) = problem.sample(5000, &mut rng()).unwrap();
        // Whatever rows are picked, x x' and y x are those of the data.
        let top = corrupted.second.view((0, 0), (2, 2)).into_owned();
        assert_eq!(top, DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 1.0]));
        assert_eq!(clean.second.view((0, 0), (2, 2)), top);
        assert_eq!((clean.label_cross.as_slice(), clean.label_energy), (&[2.0, 1.0, 0.0][..], 1.0));
        assert!(clean.second.row(2).iter().chain(&clean.second.column(2)).all(|v| *v == 0.0) && clean.mean[2] == 0.0);
        // Five standard errors of a variance and of a covariance.
        let g = problem.gamma[0];
        assert!((corrupted.second[(2, 2)] / g - 1.0).abs() < 5.0 * (2.0f64 / 5000.0).sqrt());
        assert!(corrupted.second[(0, 2)].abs() < 5.0 * (4.0 * g / 5000.0).sqrt() && corrupted.second[(0, 2)] != 0.0);
        let growing = problem.corrupted(&[10, 5000], &mut rng()).unwrap();
        assert_eq!((growing[0].count, growing[1].count), (10, 5000));
        assert!((&growing[1].second - &corrupted.second).amax() < 1e-12);
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let features = Features::real(vec![1.0, -1.0], 1).unwrap();
        let data = Dataset::new("one", features, None).unwrap();
        for (k, m) in [(0, 1), (2, 1), (1, 0)] {
            let refused = Problem::draw(&data, k, m, 1.0, 1.0, &mut ChaCha8Rng::seed_from_u64(1));
            assert!(matches!(refused, Err(Error::ShapeMismatch { .. })), "{k} {m}");
        }
    }
}
