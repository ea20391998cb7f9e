//! The model of paper section 4.1 on a data set: leading principal components as signal, appended
//! noise dimensions, diagonal Θ and Γ.
//!
//! | symbol | meaning | count |
//! |---|---|---|
//! | c_i | variances of the components, descending | k |
//! | th_i | augmentation variances, signal first | d = k + m |
//! | g_j | noise variances, of the data and of the aligned augmentation | m |
//!
//! The law of the rows is the data set itself, with Gaussian noise of variance g on the appended
//! dimensions, where clean data are 0. So the limit n -> inf has C = diag(c, g) exactly.
//!
//! Three such models are used, with other thresholds on the same data. Wherever numbers are shown, the
//! name says whose they are:
//!
//! | name | k + m | Θ and Γ drawn | rows drawn | shown in |
//! |---|---|---|---|---|
//! | model of the claims | 20 + 20 | once, weak and strong | with replacement | claims |
//! | protocol of section C | 20 + 20 | per seed and noise level | n different ones | Figures 3, 4 |
//! | small model (4 + 4) | 4 + 4 | once, weak and strong | with replacement | other figures |
//!
//! On MNIST the first two have the scales of the paper, at 50 + 50 dimensions.

pub mod pca;
mod samples;

pub use samples::{Rows, signal_part};

use crate::augment::AlignedNoise;
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::moments::ViewMoments;
use crate::threshold::Spectrum;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// The two noise regimes of the paper's Figure 3; which variances they mean is up to the model.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Noise {
    /// Variances well below those of the signal.
    Weak,
    /// Variances above those of the signal.
    Strong,
}

impl Noise {
    /// Both regimes, in the order of tables and panels.
    pub const ALL: [Self; 2] = [Self::Weak, Self::Strong];

    /// The regime as a word for tables and titles.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
        }
    }
}

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
    /// The clean rows.
    pub rows: Arc<Rows>,
}

impl Problem {
    /// The first k columns of `scores` (centred principal components, by descending variance) with
    /// m noise dimensions, θ ~ U\[0, θ_max\], γ ~ U\[0, γ_max\].
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
        Self::new(&Arc::new(Rows::new(scores, k)?), theta, gamma)
    }

    /// Rows with the given θ (d = k + m, signal first) and γ (m).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for other lengths, or m = 0.
    pub fn new(rows: &Arc<Rows>, theta: Vec<f64>, gamma: Vec<f64>) -> Result<Self> {
        let (k, m) = (rows.rank(), gamma.len());
        if m == 0 || theta.len() != k + m {
            let expected = format!("m >= 1 noise variances and {k} + m augmentation variances");
            return Err(Error::shape("theta and gamma", expected, format!("{} and {m}", theta.len())));
        }
        let signal = rows.moments.second.diagonal().iter().copied().collect();
        Ok(Self { signal, theta, gamma, rows: rows.clone() })
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

    /// T(α) with this Θ and Γ.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bad α.
    pub fn augmentation(&self, alpha: f64) -> Result<AlignedNoise<f64>> {
        AlignedNoise::new(diagonal(&self.theta), diagonal(&self.on_noise()), alpha)
    }

    /// Σ = Θ + α² Γ, the covariance of the views.
    pub fn covariance(&self, alpha: f64) -> DMatrix<f64> {
        let sum = self.theta.iter().zip(self.on_noise()).map(|(th, g)| th + alpha * alpha * g);
        diagonal(&sum.collect::<Vec<_>>())
    }

    /// The views of data with second moment C (d x d) under T(α), without labels.
    pub fn views(&self, second: &DMatrix<f64>, alpha: f64) -> ViewMoments<f64> {
        ViewMoments::additive(second.clone(), self.covariance(alpha))
    }

    /// The views in the limit n -> inf: C = diag(c, g), exactly diagonal.
    pub fn population(&self, alpha: f64) -> ViewMoments<f64> {
        self.views(&diagonal(&[&self.signal[..], &self.gamma].concat()), alpha)
    }

    /// The diagonal of Γ: zeros on the signal, g on the noise.
    fn on_noise(&self) -> Vec<f64> {
        [vec![0.0; self.rank()], self.gamma.clone()].concat()
    }
}

fn diagonal(values: &[f64]) -> DMatrix<f64> {
    DMatrix::from_diagonal(&DVector::from_column_slice(values))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::Channel;
    use crate::dataset::{Features, Labels};
    use crate::moments::DataMoments;
    use rand::SeedableRng;

    fn problem() -> Problem {
        // Two rows (2, 1, 9), (-2, -1, 9), labels 1 and -1: C = [[4, 2], [2, 1]] on the first two
        // columns.
        let features = Features::real(vec![2.0, 1.0, 9.0, -2.0, -1.0, 9.0], 3).unwrap();
        let data = Dataset::new("two", features, Some(Labels::targets(vec![1.0, -1.0], 1).unwrap())).unwrap();
        Problem::draw(&data, 2, 1, 3.0, 5.0, &mut ChaCha8Rng::seed_from_u64(1)).unwrap()
    }

    fn unlabelled(second: DMatrix<f64>) -> DataMoments<f64> {
        let d = second.nrows();
        let label_cross = DMatrix::zeros(0, d);
        DataMoments {
            count: 2,
            mean: DVector::zeros(d),
            second,
            label_cross,
            label_mean: DVector::zeros(0),
            label_energy: 0.0,
        }
    }

    #[test]
    fn the_model_of_a_tiny_data_set() {
        let problem = problem();
        assert_eq!((problem.signal.clone(), problem.rank(), problem.dimension()), (vec![4.0, 1.0], 2, 3));
        assert!(problem.theta.iter().all(|th| (0.0..3.0).contains(th)) && problem.theta.len() == 3);
        assert!((0.0..5.0).contains(&problem.gamma[0]) && problem.gamma.len() == 1);
        let limit = problem.population(2.0);
        assert_eq!(limit.data_second.diagonal().as_slice(), [4.0, 1.0, problem.gamma[0]]);
        assert_eq!(limit.covariance[(2, 2)], problem.theta[2] + 4.0 * problem.gamma[0]);
        assert_eq!(limit, problem.augmentation(2.0).unwrap().views(&unlabelled(limit.data_second.clone())).unwrap());
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
    fn different_rows_are_each_taken_once() {
        // Both rows, in any order: the moments of the data, and of two noises.
        let problem = problem();
        let stream = |seed| ChaCha8Rng::seed_from_u64(seed);
        for seed in 0..8 {
            let both = problem.corrupted_distinct(2, &mut stream(seed), &mut stream(9)).unwrap();
            assert_eq!(signal_part(&both, 2), problem.rows.moments);
            assert_eq!(both.mean[2], problem.corrupted_distinct(2, &mut stream(0), &mut stream(9)).unwrap().mean[2]);
            let one = problem.corrupted_distinct(1, &mut stream(seed), &mut stream(9)).unwrap();
            assert_eq!((one.count, one.mean[0].abs()), (1, 2.0));
        }
    }

    #[test]
    fn corrupted_rows_are_the_rows_in_their_order_with_noise_of_the_variances() {
        let n = 4000;
        let values: Vec<f64> = (0..n).map(f64::from).collect();
        let data = Dataset::new("line", Features::real(values.clone(), 1).unwrap(), None).unwrap();
        let problem = Problem::new(&Arc::new(Rows::new(&data, 1).unwrap()), vec![1.0; 3], vec![9.0, 0.25]).unwrap();
        let rows = problem.corrupted_rows(&mut ChaCha8Rng::seed_from_u64(4)).unwrap().rows().into_owned();
        let column = |j: usize| rows.chunks_exact(3).map(move |row| row[j]);
        assert_eq!(column(0).collect::<Vec<_>>(), values);
        for (j, variance) in [(1, 9.0), (2, 0.25)] {
            let found = column(j).map(|v| v * v).sum::<f64>() / f64::from(n);
            // Five standard errors of a variance.
            assert!((found / variance - 1.0).abs() < 5.0 * (2.0 / f64::from(n)).sqrt(), "{found} {variance}");
        }
    }

    #[test]
    fn sizes_that_do_not_fit_are_refused() {
        let features = Features::real(vec![1.0, -1.0], 1).unwrap();
        let data = Dataset::new("one", features, None).unwrap();
        for (k, m) in [(0, 1), (2, 1), (1, 0)] {
            let refused = Problem::draw(&data, k, m, 1.0, 1.0, &mut ChaCha8Rng::seed_from_u64(1));
            assert!(matches!(refused, Err(Error::ShapeMismatch { .. })), "{k} {m}");
        }
        let rows = Arc::new(Rows::new(&data, 1).unwrap());
        assert!(Problem::new(&rows, vec![1.0; 2], vec![1.0]).is_ok());
        assert!(matches!(Problem::new(&rows, vec![1.0; 3], vec![1.0]), Err(Error::ShapeMismatch { .. })));
    }
}
