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

/// One network to be trained.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Network {
    /// How it learns.
    pub method: Method,
    /// In which units it restores.
    pub units: Units,
    /// g, the variance of the noise.
    pub noise: f64,
    /// α.
    pub alpha: f64,
}

/// Samples as drawn, before α: it is the same for all networks of a problem.
struct View {
    /// Standardised, n x pixels.
    pixels: DMatrix<f64>,
    /// N(0, 1) in each noise coordinate, n x m.
    fresh: DMatrix<f64>,
}

impl View {
    fn draw(problem: &Problem, samples: &[usize], rng: &mut ChaCha8Rng) -> Self {
        let (side, m) = (problem.side, problem.protocol.noise_coordinates);
        let mut fresh = Vec::with_capacity(samples.len() * m);
        let pixels = standardised(problem, samples, |i, image| {
            affine(problem.image(i), side, problem.protocol.shift, rng, image);
            fresh.extend((0..m).map(|_| -> f64 { StandardNormal.sample(rng) }));
        });
        Self { pixels, fresh: DMatrix::from_vec(m, samples.len(), fresh).transpose() }
    }

    /// The samples themselves.
    fn unmoved(problem: &Problem, samples: &[usize]) -> Self {
        let pixels = standardised(problem, samples, |i, image| image.copy_from_slice(problem.image(i)));
        Self { pixels, fresh: DMatrix::zeros(samples.len(), problem.protocol.noise_coordinates) }
    }
}

/// The standardised pixels of images, n x pixels; `write` makes each of them.
fn standardised(problem: &Problem, samples: &[usize], mut write: impl FnMut(usize, &mut [f64])) -> DMatrix<f64> {
    let Problem { mean, deviation, .. } = problem;
    // Image after image: the entries of a row of a matrix are far apart.
    let mut columns = DMatrix::zeros(problem.pixel_count(), samples.len());
    for (mut column, &i) in columns.column_iter_mut().zip(samples) {
        write(i, column.as_mut_slice());
        column.iter_mut().zip(mean).for_each(|(pixel, mean)| *pixel = (*pixel - mean) / deviation);
    }
    columns.transpose()
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

    /// The inputs of the encoder, n x d.
    fn inputs(&self, samples: &[usize], View { pixels, fresh }: &View) -> DMatrix<f64> {
        let (n, d) = (samples.len(), pixels.ncols() + fresh.ncols());
        let mut inputs = Vec::with_capacity(n * d);
        inputs.extend_from_slice(pixels.as_slice());
        let own = self.problem.noise.column_iter();
        for ((own, fresh), centre) in own.zip(fresh.column_iter()).zip(&self.noise_mean) {
            let of = |(&i, fresh): (&usize, &f64)| (own[i] - centre + self.alpha * fresh) * self.noise_scale;
            inputs.extend(samples.iter().zip(fresh.iter()).map(of));
        }
        DMatrix::from_vec(n, d, inputs)
    }

    /// The samples of a problem themselves, all of them.
    fn all(&self) -> DMatrix<f64> {
        let samples: Vec<usize> = (0..self.problem.n()).collect();
        self.inputs(&samples, &View::unmoved(self.problem, &samples))
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

/// Trains networks of one problem, and returns for each the codes of all corrupted samples, n x k.
/// They see the same samples under the same maps, which are drawn once; a network comes out the same
/// whatever the others are.
///
/// # Errors
/// [`Error::OutOfRange`] for g or α that are no variance and no strength, or a method that is not
/// part of this experiment.
pub fn codes(problem: &Problem, networks: &[Network]) -> Result<Vec<DMatrix<f64>>> {
    if networks.is_empty() {
        return Ok(vec![]);
    }
    let protocol = &problem.protocol;
    let mut training = networks.iter().map(|network| Training::new(problem, network)).collect::<Result<Vec<_>>>()?;
    let restored = Sight { noise_scale: 1.0, ..Sight::new(problem, 0.0) };
    let mut rng = stream(problem.seed, Purpose::Training);
    for _ in 0..protocol.steps {
        let samples: Vec<usize> = (0..protocol.batch).map(|_| rng.random_range(0..protocol.train)).collect();
        let views = [(); 2].map(|()| View::draw(problem, &samples, &mut rng));
        let target = target(&restored, &samples);
        for Training { learner, reconstructs, sight, weights } in &mut training {
            learner.step(&Batch {
                views: views.each_ref().map(|view| sight.inputs(&samples, view)),
                target: if *reconstructs { target.clone() } else { DMatrix::zeros(0, 0) },
                weights: weights.clone(),
                hidden: [DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)],
                classes: vec![],
            });
        }
    }
    Ok(training.iter().map(|Training { learner, sight, .. }| learner.code(&sight.all())).collect())
}

/// A network on its way.
struct Training<'a> {
    learner: Learner,
    reconstructs: bool,
    sight: Sight<'a>,
    weights: RowDVector<f64>,
}

impl Training<'_> {
    fn new<'a>(problem: &'a Problem, network: &Network) -> Result<Training<'a>> {
        let Network { method, units, noise: g, alpha } = *network;
        for (what, value, good) in [("noise variance", g, g > 0.0), ("alpha", alpha, alpha >= 0.0)] {
            if !(value.is_finite() && good) {
                return Err(Error::range(what, "a finite number in its range", value));
            }
        }
        if matches!(method, Method::Masked | Method::Supervised) {
            return Err(Error::range("method", "joint-embedding or denoising", format!("{method:?}")));
        }
        let protocol = &problem.protocol;
        let schedule = Schedule { rate: protocol.rate, warm_up: WARM_UP, steps: protocol.steps };
        let mut rng = stream(problem.seed, Purpose::Initial);
        Ok(Training {
            learner: Learner::new(method, &shape(problem, method), schedule, &mut rng)?,
            reconstructs: method.reconstructs(),
            sight: Sight::new(problem, alpha),
            weights: weights(problem, units, g),
        })
    }
}

/// The samples less their mean, in deviations: of all pixels, and √g.
fn target(restored: &Sight<'_>, samples: &[usize]) -> DMatrix<f64> {
    restored.inputs(samples, &View::unmoved(restored.problem, samples))
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
        let view = |_| sight.inputs(&samples, &View::draw(&problem, &samples, &mut rng));
        let views: Vec<DMatrix<f64>> = (0..40).map(view).collect();
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
        let restored = Sight { noise_scale: 1.0, ..Sight::new(&problem, 0.0) };
        let target = target(&restored, &[5, 398]);
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
