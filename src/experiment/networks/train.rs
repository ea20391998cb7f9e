//! One network of the experiment.
//!
//! Encoder d-h1-h2-k with ReLU; the decoder mirrors it. Reconstruction predicts the corrupted
//! sample from each of both views, with squared error in original units over the total variance.
//! The decoder's own outputs are in units of deviations, so that its start is the same for every g.

use super::data::Problem;
use super::views::affine;
use super::{Purpose, stream};
use crate::error::{Error, Result};
use crate::networks::{Batch, Learner, Method, Schedule, Shape};
use nalgebra::{DMatrix, RowDVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Steps of the warm-up.
const WARM_UP: usize = 50;
/// Prototypes of DINO, hidden units of BYOL's predictor.
const WIDE: usize = 64;

/// In which units reconstruction is measured.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Units {
    /// The data's own: a noise coordinate weighs g.
    Original,
    /// Deviations: every feature weighs the same. Reconstruction then does not see g either.
    Standardised,
}

/// Noise, alignment, and how the encoder sees a sample.
struct Sight<'a> {
    problem: &'a Problem,
    alpha: f64,
    /// ν less its training mean has this before it: 1 over (1 + α²)^1/2. The √g cancels.
    noise_scale: f64,
    noise_mean: Vec<f64>,
}

impl Sight<'_> {
    fn new(problem: &Problem, alpha: f64) -> Sight<'_> {
        let train = problem.noise.rows(0, problem.protocol.train);
        let noise_mean = train.row_mean().iter().copied().collect();
        Sight { problem, alpha, noise_scale: 1.0 / (1.0 + alpha * alpha).sqrt(), noise_mean }
    }

    /// Writes a standardised sample, or a view of it. `image` holds its pixels.
    fn write(&self, i: usize, image: &[f64], mut fresh: impl FnMut() -> f64, into: &mut [f64]) {
        let Problem { mean, deviation, noise, .. } = self.problem;
        let (pixels, noisy) = into.split_at_mut(image.len());
        for ((place, pixel), mean) in pixels.iter_mut().zip(image).zip(mean) {
            *place = (pixel - mean) / deviation;
        }
        for ((j, place), centre) in noisy.iter_mut().enumerate().zip(&self.noise_mean) {
            *place = (noise[(i, j)] - centre + self.alpha * fresh()) * self.noise_scale;
        }
    }

    /// So many samples as rows; `write` fills one. They are made one after the other, as the entries of
    /// a row are far apart.
    fn rows(&self, count: usize, mut write: impl FnMut(usize, &mut [f64])) -> DMatrix<f64> {
        let mut columns = DMatrix::zeros(self.dimension(), count);
        for (row, mut column) in columns.column_iter_mut().enumerate() {
            write(row, column.as_mut_slice());
        }
        columns.transpose()
    }

    /// The standardised samples themselves.
    fn all(&self) -> DMatrix<f64> {
        self.rows(self.problem.n(), |i, row| self.write(i, self.problem.image(i), || 0.0, row))
    }

    fn dimension(&self) -> usize {
        self.problem.pixel_count() + self.problem.protocol.noise_coordinates
    }

    fn view(&self, samples: &[usize], rng: &mut ChaCha8Rng) -> DMatrix<f64> {
        let Problem { side, protocol, .. } = self.problem;
        let mut image = vec![0.0; side * side];
        self.rows(samples.len(), |row, into| {
            let i = samples[row];
            affine(self.problem.image(i), *side, protocol.shift, rng, &mut image);
            self.write(i, &image, || StandardNormal.sample(rng), into);
        })
    }
}

/// The sizes for a method.
fn shape(problem: &Problem, method: Method) -> Shape {
    let d = problem.pixel_count() + problem.protocol.noise_coordinates;
    let ([h1, h2], k) = (problem.protocol.hidden, problem.protocol.k);
    let head = match method {
        Method::Denoising => vec![k, h2, h1, d],
        _ => vec![],
    };
    let last = match method {
        Method::Byol => vec![k, WIDE, k],
        Method::Dino => vec![k, WIDE],
        _ => vec![],
    };
    Shape { encoder: vec![d, h1, h2, k], rectified: false, head, last }
}

/// Trains a network under noise of variance g and alignment α, and returns the codes of all
/// corrupted samples, n x k.
///
/// # Errors
/// [`Error::OutOfRange`] for g or α that are no variance and no strength, or a method that is not
/// part of this experiment.
pub fn codes(problem: &Problem, method: Method, units: Units, g: f64, alpha: f64) -> Result<DMatrix<f64>> {
    for (what, value, good) in [("noise variance", g, g > 0.0), ("alpha", alpha, alpha >= 0.0)] {
        if !(value.is_finite() && good) {
            return Err(Error::range(what, "a finite number in its range", value));
        }
    }
    if matches!(method, Method::Masked | Method::Supervised) {
        return Err(Error::range("method", "joint-embedding or denoising", format!("{method:?}")));
    }
    let (protocol, sight) = (&problem.protocol, Sight::new(problem, alpha));
    let schedule = Schedule { rate: protocol.rate, warm_up: WARM_UP, steps: protocol.steps };
    let mut learner =
        Learner::new(method, &shape(problem, method), schedule, &mut stream(problem.seed, Purpose::Initial))?;
    let mut rng = stream(problem.seed, Purpose::Training);
    let weights = weights(problem, units, g);
    for _ in 0..protocol.steps {
        let samples: Vec<usize> = (0..protocol.batch).map(|_| rng.random_range(0..protocol.train)).collect();
        let views = [sight.view(&samples, &mut rng), sight.view(&samples, &mut rng)];
        learner.step(&Batch {
            views,
            target: if method.reconstructs() { target(&sight, &samples) } else { DMatrix::zeros(0, 0) },
            weights: weights.clone(),
            hidden: [DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)],
            classes: vec![],
        });
    }
    Ok(learner.code(&sight.all()))
}

/// The samples less their mean, in deviations: of all pixels, and √g.
fn target(sight: &Sight<'_>, samples: &[usize]) -> DMatrix<f64> {
    let own = Sight { alpha: 0.0, noise_scale: 1.0, noise_mean: sight.noise_mean.clone(), problem: sight.problem };
    own.rows(samples.len(), |row, into| own.write(samples[row], own.problem.image(samples[row]), || 0.0, into))
}

/// The squared unit of each feature over the total variance; or all equal, with the same sum for
/// pixels of unit variance.
fn weights(problem: &Problem, units: Units, g: f64) -> RowDVector<f64> {
    let (pixels, m) = (problem.pixel_count(), problem.protocol.noise_coordinates);
    let squared = problem.deviation * problem.deviation;
    let noise = match units {
        Units::Original => g,
        Units::Standardised => squared,
    };
    let total = problem.pixel_variance + m as f64 * noise;
    RowDVector::from_fn(pixels + m, |_, j| if j < pixels { squared } else { noise } / total)
}

#[cfg(test)]
mod tests {
    use super::super::Protocol;
    use super::*;
    use crate::dataset::digits::load_digits;

    fn problem() -> Problem {
        let images = super::super::Images::digits(&load_digits().unwrap()).unwrap();
        Problem::new(&images, &Protocol { train: 400, noise_coordinates: 3, ..Protocol::digits() }, 2).unwrap()
    }

    /// Inputs are the same for every g: on training samples mean 0, noise coordinates of variance 1 with
    /// their views' noise, and pixels over one deviation of all of them.
    #[test]
    fn inputs_are_standardised_over_the_training_samples() {
        let (problem, alpha) = (problem(), 1.5);
        let sight = Sight::new(&problem, alpha);
        let samples: Vec<usize> = (0..400).collect();
        let mut rng = stream(7, Purpose::Training);
        let views: Vec<DMatrix<f64>> = (0..40).map(|_| sight.view(&samples, &mut rng)).collect();
        let count = (views.len() * 400) as f64;
        for j in 64..67 {
            let own = problem.noise.column(j - 64).rows(0, 400).into_owned();
            let variance = own.variance();
            let sum: f64 = views.iter().map(|view| view.column(j).sum()).sum();
            let squares: f64 = views.iter().map(|view| view.column(j).norm_squared()).sum();
            // Fresh noise of variance α² for each view, over (1 + α²): a deviation of 1 %.
            let expected = (variance + alpha * alpha) / (1.0 + alpha * alpha);
            assert!((sum / count).abs() < 0.04 && (squares / count - expected).abs() < 0.05, "{j}");
            // Views of a sample share its own noise alone.
            let shared = views[0].column(j).dot(&views[1].column(j)) / 400.0;
            assert!((shared - variance / (1.0 + alpha * alpha)).abs() < 0.15, "{j}: {shared}");
        }
        // Without a view: what the code is taken of.
        let all = sight.all();
        for j in 0..67 {
            assert!(all.column(j).rows(0, 400).mean().abs() < 1e-10, "column {j}");
        }
        for i in [0, 399, 400, 1796] {
            let noise = (problem.noise[(i, 1)] - problem.noise.column(1).rows(0, 400).mean()) / 3.25f64.sqrt();
            assert!((all[(i, 65)] - noise).abs() < 1e-12);
            assert!((all[(i, 20)] - (problem.image(i)[20] - problem.mean[20]) / problem.deviation).abs() < 1e-12);
        }
        // The target: the corrupted sample itself, in deviations.
        let target = target(&sight, &[5, 398]);
        for (row, i) in [(0, 5), (1, 398)] {
            assert_eq!(target[(row, 20)], all[(i, 20)]);
            assert!((target[(row, 65)] - all[(i, 65)] * 3.25f64.sqrt()).abs() < 1e-12);
        }
    }

    /// A squared error in original units over the total variance; or one that does not show g.
    #[test]
    fn weights_are_the_units_of_the_target() {
        let problem = problem();
        let squared = problem.deviation.powi(2);
        for (units, noise) in [(Units::Original, 7.0), (Units::Standardised, squared)] {
            let found = weights(&problem, units, 7.0);
            let total = problem.pixel_variance + 3.0 * noise;
            assert_eq!(found.len(), 67);
            assert!((0..64).all(|j| (found[j] - squared / total).abs() < 1e-15), "{units:?}");
            assert!((64..67).all(|j| (found[j] - noise / total).abs() < 1e-15), "{units:?}");
        }
    }

    #[test]
    fn each_method_has_its_shape() {
        let problem = problem();
        for (method, head, last) in [
            (Method::Denoising, vec![10, 32, 64, 67], vec![]),
            (Method::Byol, vec![], vec![10, 64, 10]),
            (Method::Dino, vec![], vec![10, 64]),
            (Method::Spectral, vec![], vec![]),
        ] {
            let expected = Shape { encoder: vec![67, 64, 32, 10], rectified: false, head, last };
            assert_eq!(shape(&problem, method), expected, "{method:?}");
        }
    }
}
