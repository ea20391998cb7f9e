//! Between the theory and networks: fixed random features, and a linear head of rank k.
//!
//! f(x) = (max(0, A p + b), ν-coordinates): D random ReLU features of the standardised pixels, and
//! the noise coordinates over √g. On fixed features the objectives are those of the theory, so that
//! Theorems 3.1 and 3.2 give their optimum: an encoder that is not linear in the pixels, and a
//! pencil that can be certified. Reconstruction restores the corrupted sample, not the features.
//!
//! Signal and noise are independent, so the eigenvalues are those of the pixels' features alone,
//! σ_1 >= σ_2 >= ... of (G, S) and η_1² >= ... of (H'H, S), and m times those of noise,
//! 1/(1 + α²) and g/(1 + α²). The noise leaves the k leading ones above
//!
//! - α_JE² = 1/σ_k - 1, in which there is no g;
//! - α_RC² = g/η_k² - 1.
//!
//! The moments are those of four drawn views of each sample, less the mean feature; G is that of
//! different views. S gets a ridge of 1e-4 of its mean eigenvalue. Guarantee: approximate.

use super::data::Problem;
use super::views::affine;
use super::{Purpose, stream};
use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, generalised_leading, product, symmetric, tr_product};
use crate::moments::{Pencil, ViewMoments};
use crate::paradigm::Paradigm;
use nalgebra::{DMatrix, RowDVector};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// D.
pub const FEATURES: usize = 200;
/// Views of each sample.
const VIEWS: usize = 4;
/// The ridge, of the mean eigenvalue of S.
const RIDGE: f64 = 1e-4;
/// The deviation of the random offsets b.
const OFFSET: f64 = 0.5;

/// What is fixed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Features {
    /// D random ReLU features of the pixels.
    Random,
    /// The pixels themselves.
    Pixels,
}

/// The moments of features, and the features of the corrupted samples.
#[derive(Debug, Clone)]
pub struct Bridge {
    /// S and G of features (d x d), H of restored samples and features ((pixels + m) x d), C of
    /// restored samples; pixels, or their features, come first, then noise.
    pub views: ViewMoments<f64>,
    /// The features of all corrupted samples less the mean of those of the views, n x d.
    pub features: DMatrix<f64>,
    /// How many of them are noise, the last ones.
    pub noise: usize,
    /// How many of the restored coordinates are noise, the last ones.
    pixels: usize,
}

/// Where noise leaves the k leading eigenvectors.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Thresholds {
    /// σ_k.
    pub joint_embedding_eigenvalue: f64,
    /// η_k².
    pub reconstruction_eigenvalue: f64,
}

impl Thresholds {
    /// α of a paradigm, 0 where none is needed.
    pub fn alpha(&self, paradigm: Paradigm, g: f64) -> f64 {
        let squared = match paradigm {
            Paradigm::JointEmbedding => 1.0 / self.joint_embedding_eigenvalue - 1.0,
            Paradigm::Reconstruction => g / self.reconstruction_eigenvalue - 1.0,
        };
        squared.max(0.0).sqrt()
    }
}

/// The random layer of one seed.
struct Layer {
    /// Pixels x D.
    weights: DMatrix<f64>,
    offsets: RowDVector<f64>,
}

impl Layer {
    fn draw(pixels: usize, rng: &mut ChaCha8Rng) -> Self {
        let scale = 1.0 / (pixels as f64).sqrt();
        let mut normal = || -> f64 { StandardNormal.sample(rng) };
        let weights = DMatrix::from_fn(pixels, FEATURES, |_, _| scale * normal());
        Self { weights, offsets: RowDVector::from_fn(FEATURES, |_, _| OFFSET * normal()) }
    }

    fn of(&self, pixels: &DMatrix<f64>) -> DMatrix<f64> {
        let mut features = product(pixels, &self.weights);
        for (mut column, offset) in features.column_iter_mut().zip(self.offsets.iter()) {
            column.apply(|v| *v = (*v + offset).max(0.0));
        }
        features
    }
}

/// Draws views of the training samples under noise of variance g and alignment α, and sums their
/// moments.
///
/// # Errors
/// [`Error::OutOfRange`] for g that is no variance.
pub fn of(problem: &Problem, features: Features, g: f64, alpha: f64) -> Result<Bridge> {
    if !(g.is_finite() && g > 0.0) {
        return Err(Error::range("noise variance", "positive", g));
    }
    let (train, pixels, m) = (problem.protocol.train, problem.pixel_count(), problem.protocol.noise_coordinates);
    let common = problem.mean.iter().sum::<f64>() / pixels as f64;
    let layer = Layer::draw(pixels, &mut stream(problem.seed, Purpose::Features));
    let lifted = |images: &DMatrix<f64>, noise: DMatrix<f64>| {
        let standard = images.map(|p| (p - common) / problem.deviation);
        let lifted = match features {
            Features::Random => layer.of(&standard),
            Features::Pixels => standard,
        };
        let mut all = lifted.clone().resize_horizontally(lifted.ncols() + m, 0.0);
        all.columns_mut(lifted.ncols(), m).copy_from(&noise);
        all
    };
    let own = problem.noise.rows(0, train).into_owned();
    let mut rng = stream(problem.seed, Purpose::Views);
    let (mut second, mut sum) = (DMatrix::zeros(0, 0), DMatrix::zeros(0, 0));
    for view in 0..VIEWS {
        let mut image = vec![0.0; pixels];
        let mut images = DMatrix::zeros(train, pixels);
        for i in 0..train {
            affine(problem.image(i), problem.side, problem.protocol.shift, &mut rng, &mut image);
            images.row_mut(i).iter_mut().zip(&image).for_each(|(to, from)| *to = *from);
        }
        let noise = own.map(|v| {
            let fresh: f64 = StandardNormal.sample(&mut rng);
            v + alpha * fresh
        });
        let features = lifted(&images, noise);
        let square = tr_product(&features, &features);
        (second, sum) = if view == 0 { (square, features) } else { (second + square, sum + features) };
    }
    let (n, count) = (train as f64, VIEWS as f64);
    let mean: RowDVector<f64> = sum.row_mean() / count;
    let outer = mean.transpose() * &mean;
    let second = second / (n * count);
    // The sum over pairs of different views.
    let across = (tr_product(&sum, &sum) / n - &second * count) / (count * (count - 1.0));
    let samples = DMatrix::from_fn(train, pixels + m, |i, j| {
        if j < pixels { problem.image(i)[j] - problem.mean[j] } else { g.sqrt() * own[(i, j - pixels)] }
    });
    let centre = samples.row_mean();
    let samples = DMatrix::from_fn(train, pixels + m, |i, j| samples[(i, j)] - centre[j]);
    let mut s = symmetric(&(second - &outer));
    let ridge = RIDGE * s.trace() / s.nrows() as f64;
    (0..s.nrows()).for_each(|i| s[(i, i)] += ridge);
    let mean_second = symmetric(&(across - outer));
    let views = ViewMoments {
        data_second: tr_product(&samples, &samples) / n,
        covariance: &s - &mean_second,
        label_cross: DMatrix::zeros(0, s.nrows()),
        label_energy: 0.0,
        mean_second,
        view_second: s,
        cross: tr_product(&samples, &sum) / (n * count),
        cross_second: None,
    };
    let images = DMatrix::from_row_slice(problem.n(), pixels, &problem.pixels);
    let mut features = lifted(&images, problem.noise.clone());
    features.row_iter_mut().for_each(|mut row| row -= &mean);
    Ok(Bridge { views, features, noise: m, pixels })
}

impl Bridge {
    /// The codes of all corrupted samples at the optimum, n x k.
    ///
    /// # Errors
    /// Those of the eigendecomposition.
    pub fn codes(&self, paradigm: Paradigm, k: usize) -> Result<DMatrix<f64>> {
        Ok(product(&self.features, &leading(&self.pencil(paradigm), k)?.vectors))
    }

    /// The pencil (G, S) or (H'H, S).
    pub fn pencil(&self, paradigm: Paradigm) -> Pencil<f64> {
        self.views.pencil(paradigm)
    }

    /// The thresholds, from the pencils of the pixels' features alone.
    ///
    /// # Errors
    /// Those of the eigendecomposition.
    pub fn thresholds(&self, k: usize) -> Result<Thresholds> {
        let kept: Vec<usize> = (0..self.views.view_second.nrows() - self.noise).collect();
        let square = |m: &DMatrix<f64>| m.select_rows(&kept).select_columns(&kept);
        let s = square(&self.views.view_second);
        let h = self.views.cross.rows(0, self.pixels).select_columns(&kept);
        let of = |a: DMatrix<f64>| Ok::<_, Error>(leading(&Pencil { a, s: s.clone() }, k)?.values[k - 1]);
        Ok(Thresholds {
            joint_embedding_eigenvalue: of(square(&self.views.mean_second))?,
            reconstruction_eigenvalue: of(tr_product(&h, &h))?,
        })
    }
}

fn leading(pencil: &Pencil<f64>, k: usize) -> Result<Eigen> {
    generalised_leading("second moment of features", &pencil.a, &pencil.s, k)
}
