//! The figures that explain the propositions: exact curves of the limit n -> inf, with what finite
//! samples and blind minimisers find beside them.
//!
//! All are about the small model (4 + 4) ([`model`](crate::model)), whose every line can be followed:
//! k = 4 principal components as signal (variances c_1 >= ... >= c_k) and m = 4 appended noise
//! dimensions. Scales are relative to c_k:
//!
//! | | drawn from |
//! |---|---|
//! | th_i of the signal | U\[0, c_k\] |
//! | g_j, weak noise | U\[c_k/100, c_k/10\] |
//! | g_j, strong noise | U\[c_k, 30 c_k\] |
//! | th_j of the noise | g_j U\[0, 1/4\] |
//!
//! Randomness: ChaCha8, keyed by the seed; θ and γ are those of seed 0.

pub mod finite_n;
pub mod phase;
pub mod rates;
pub mod spectrum;

use crate::dataset::Dataset;
use crate::error::Result;
use crate::model::{Noise, Problem, Rows};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, exact_from_f64};
use crate::solve::leading_vectors;
use crate::threshold::Spectrum;
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::sync::Arc;

/// k and m.
pub const DIMENSIONS: (usize, usize) = (4, 4);

/// Draws for one seed of the user: a median and a band need more than five.
pub const DRAWS_PER_SEED: u64 = 4;

/// The number of draws of so many seeds.
fn draws_of(seeds: u64) -> u64 {
    DRAWS_PER_SEED * seeds
}

/// The range of α in which thresholds are looked for.
pub const ALPHAS: (f64, f64) = (1e-2, 1e2);

/// The small model on the scores of a data set.
///
/// # Errors
/// As [`Rows::new`].
pub fn model(scores: &Dataset, noise: Noise) -> Result<Problem> {
    let (k, m) = DIMENSIONS;
    let rows = Arc::new(Rows::new(scores, k)?);
    let smallest = rows.moments.second[(k - 1, k - 1)];
    let mut rng = stream(0, 0);
    let (low, high) = match noise {
        Noise::Weak => (0.01, 0.1),
        Noise::Strong => (1.0, 30.0),
    };
    let mut theta: Vec<f64> = (0..k).map(|_| smallest * rng.random::<f64>()).collect();
    let gamma: Vec<f64> = (0..m).map(|_| smallest * (low + (high - low) * rng.random::<f64>())).collect();
    theta.extend(gamma.iter().map(|g| g * 0.25 * rng.random::<f64>()));
    Problem::new(&rows, theta, gamma)
}

/// The variances of a model as the rationals that its f64 values are.
fn exact_spectrum(problem: &Problem) -> Result<Spectrum<Rational>> {
    let exact = |values: &[f64]| values.iter().map(|v| exact_from_f64(*v)).collect::<Result<Vec<_>>>();
    Spectrum::new(exact(&problem.signal)?, exact(&problem.theta)?, exact(&problem.gamma)?)
}

/// The smallest α >= 0 of a threshold on its square.
fn alpha_of(squared: &Rational) -> f64 {
    squared.approx().max(0.0).sqrt()
}

/// `count` values from `low` to `high` at equal ratios.
fn geometric(low: f64, high: f64, count: usize) -> Vec<f64> {
    (0..count).map(|i| low * (high / low).powf(i as f64 / (count - 1) as f64)).collect()
}

/// K of the row space \[I, K\] of the optimal encoder for a data second moment C; |K| is its
/// distance from the signal space, the tangents of the principal angles.
fn leakage(problem: &Problem, paradigm: Paradigm, second: &DMatrix<f64>, alpha: f64) -> Result<DMatrix<f64>> {
    let k = problem.rank();
    let encoder = leading_vectors(&problem.views(second, alpha).pencil(paradigm), k)?.transpose();
    let signal = encoder.columns(0, k).into_owned();
    // A singular signal block is an encoder that has lost a signal direction: infinitely far.
    let far = || DMatrix::from_element(k, problem.dimension() - k, f64::INFINITY);
    Ok(signal.lu().solve(&encoder.columns_range(k..).into_owned()).unwrap_or_else(far))
}

/// A portable stream for a draw and a purpose.
fn stream(seed: u64, purpose: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(purpose);
    rng
}

/// The α in [`ALPHAS`] beyond which `recovered` holds, by bisection of its logarithm: the last two
/// values, false and true; (0, low end) if it holds everywhere, (high end, infinity) if nowhere.
fn flip(steps: usize, recovered: &mut dyn FnMut(f64) -> Result<bool>) -> Result<(f64, f64)> {
    let (mut low, mut high) = ALPHAS;
    if recovered(low)? {
        return Ok((0.0, low));
    }
    if !recovered(high)? {
        return Ok((high, f64::INFINITY));
    }
    for _ in 0..steps {
        let middle = (low * high).sqrt();
        *(if recovered(middle)? { &mut high } else { &mut low }) = middle;
    }
    Ok((low, high))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Features, Labels};

    /// Scores with C = diag(16, 9, 4, 1): one sample on each half axis, scaled by sqrt(n/2).
    pub(super) fn scores() -> Dataset {
        let mut rows = vec![];
        for (axis, deviation) in [4.0, 3.0, 2.0, 1.0].into_iter().enumerate() {
            for sign in [1.0, -1.0] {
                let mut row = [0.0; 4];
                row[axis] = 2.0 * sign * deviation;
                rows.extend(row);
            }
        }
        let labels = Labels::classes((0..8).map(|i| i % 2).collect(), 2).unwrap();
        Dataset::new("axes", Features::real(rows, 4).unwrap(), Some(labels)).unwrap()
    }

    #[test]
    fn the_model_has_the_stated_scales() {
        for noise in Noise::ALL {
            let problem = model(&scores(), noise).unwrap();
            assert_eq!(problem.signal, [16.0, 9.0, 4.0, 1.0]);
            assert!(problem.theta[..4].iter().all(|th| (0.0..1.0).contains(th)));
            let range = if noise == Noise::Weak { 0.01..0.1 } else { 1.0..30.0 };
            assert!(problem.gamma.iter().all(|g| range.contains(g)), "{:?}", problem.gamma);
            assert!(problem.theta[4..].iter().zip(&problem.gamma).all(|(th, g)| (0.0..0.25).contains(&(th / g))));
        }
    }

    #[test]
    fn bisection_finds_a_flip_and_says_where_there_is_none() {
        let find = |at: f64| flip(20, &mut |alpha| Ok(alpha > at)).unwrap();
        let (low, high) = find(3.0);
        assert!(low <= 3.0 && 3.0 < high && high / low < 1.00001);
        assert_eq!(find(0.0), (0.0, 0.01));
        assert_eq!(find(1e9), (100.0, f64::INFINITY));
    }

    #[test]
    fn leakage_of_the_limit_is_nothing_above_the_threshold() {
        let problem = model(&scores(), Noise::Strong).unwrap();
        let second = problem.population(1.0).data_second;
        let thresholds = problem.spectrum().unwrap().thresholds();
        for paradigm in Paradigm::ALL {
            let alpha = thresholds.alpha_squared(paradigm).sqrt();
            assert!(leakage(&problem, paradigm, &second, 1.01 * alpha).unwrap().amax() < 1e-12);
            assert!(leakage(&problem, paradigm, &second, 0.99 * alpha).unwrap().amax() > 1e6);
        }
    }

    #[test]
    fn geometric_ends_where_it_should() {
        assert_eq!(geometric(1.0, 100.0, 3), [1.0, 10.0, 100.0]);
    }
}
