//! The objectives and moments estimated from drawn views: the route that knows no moment formula.
//!
//! A round draws one pair of views of every sample and averages over the n samples. The rounds are
//! independent, so their mean m and standard deviation s give the interval m +- z s / sqrt(rounds) of
//! the central limit theorem; [`Estimate::within`] uses z = [`SIGMAS`].
//!
//! The losses are those of the definitions (paper (SL), (SSL-RC), (SSL-JE)), view by view.

use crate::augment::Augmentation;
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;

/// Half-width of the accepted interval in standard errors. A true value is missed with probability
/// 6e-7 per comparison under the normal law, and below 1e-4 with Student's law at 100 rounds or
/// more.
pub const SIGMAS: f64 = 5.0;

/// A Monte-Carlo mean with its standard error.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Estimate {
    /// The mean over rounds.
    pub mean: f64,
    /// Standard deviation over rounds divided by sqrt(rounds).
    pub standard_error: f64,
    /// The number of rounds.
    pub rounds: usize,
}

impl Estimate {
    /// |value - mean| in units of the [resolution](Self::resolution).
    pub fn sigmas(&self, value: f64) -> f64 {
        (value - self.mean).abs() / self.resolution(value)
    }

    /// The standard error, or 1e-12 of the value where that is larger: the rounding of a sum of some
    /// thousand terms, for a quantity without randomness.
    pub fn resolution(&self, value: f64) -> f64 {
        self.standard_error.max(1e-12 * value.abs()).max(f64::MIN_POSITIVE)
    }

    /// Whether the value lies within [`SIGMAS`] standard errors.
    pub fn within(&self, value: f64) -> bool {
        self.sigmas(value) <= SIGMAS
    }

    /// The mean of a quantity over independent rounds, and its standard error.
    pub fn of(rounds: &[f64]) -> Self {
        let count = rounds.len() as f64;
        let mean = rounds.iter().sum::<f64>() / count;
        let variance = rounds.iter().map(|r| (r - mean).powi(2)).sum::<f64>() / (count - 1.0);
        Self { mean, standard_error: (variance / count).sqrt(), rounds: rounds.len() }
    }
}

/// The averages over one round of views: called with the sample index and two views of it.
type Statistic<'a> = dyn Fn(usize, &DVector<f64>, &DVector<f64>) -> DMatrix<f64> + 'a;

/// Estimates E of a matrix-valued statistic of (sample, view, view'), averaged over the samples:
/// entry by entry. `x` is n x d; `rounds` >= 2.
pub fn estimate(
    x: &DMatrix<f64>,
    augmentation: &dyn Augmentation,
    rounds: usize,
    rng: &mut ChaCha8Rng,
    statistic: &Statistic<'_>,
) -> DMatrix<Estimate> {
    let (n, d) = x.shape();
    let rows: Vec<Vec<f64>> = x.row_iter().map(|r| r.iter().copied().collect()).collect();
    let (mut first, mut second) = (DVector::zeros(d), DVector::zeros(d));
    let mut per_round = Vec::with_capacity(rounds);
    for _ in 0..rounds {
        let values = rows.iter().enumerate().map(|(i, row)| {
            augmentation.sample(row, rng, first.as_mut_slice());
            augmentation.sample(row, rng, second.as_mut_slice());
            statistic(i, &first, &second)
        });
        per_round.push(values.reduce(|sum, value| sum + value).unwrap_or_default() / n as f64);
    }
    let shape = per_round.first().map_or((0, 0), DMatrix::shape);
    DMatrix::from_fn(shape.0, shape.1, |i, j| Estimate::of(&per_round.iter().map(|m| m[(i, j)]).collect::<Vec<_>>()))
}

/// Estimates of the three losses at given parameters, by their definitions.
#[derive(Debug, Clone, Copy)]
pub struct SampledLosses {
    /// (SL) at V; 0 without labels.
    pub supervised: Estimate,
    /// (SSL-RC) at (E, D).
    pub reconstruction: Estimate,
    /// (SSL-JE) at W.
    pub joint_embedding: Estimate,
}

/// The parameters at which to estimate the losses.
#[derive(Debug, Clone, Copy)]
pub struct Parameters<'a> {
    /// V, l x d.
    pub v: &'a DMatrix<f64>,
    /// E, k x d.
    pub e: &'a DMatrix<f64>,
    /// D, d x k.
    pub d: &'a DMatrix<f64>,
    /// W, k x d.
    pub w: &'a DMatrix<f64>,
}

/// Estimates the three losses from views of X (n x d) with labels Y (n x l).
pub fn losses(
    x: &DMatrix<f64>,
    y: &DMatrix<f64>,
    augmentation: &dyn Augmentation,
    at: Parameters<'_>,
    rounds: usize,
    rng: &mut ChaCha8Rng,
) -> SampledLosses {
    let (xt, yt) = (x.transpose(), y.transpose());
    let estimates = estimate(x, augmentation, rounds, rng, &|i, first, second| {
        let supervised = (yt.column(i) - at.v * first).norm_squared();
        let reconstruction = (xt.column(i) - at.d * (at.e * first)).norm_squared();
        let joint_embedding = (at.w * first - at.w * second).norm_squared();
        DMatrix::from_row_slice(1, 3, &[supervised, reconstruction, joint_embedding])
    });
    SampledLosses { supervised: estimates[0], reconstruction: estimates[1], joint_embedding: estimates[2] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::Mask;
    use nalgebra::dmatrix;
    use rand::SeedableRng;

    #[test]
    fn an_estimate_by_hand() {
        // Mean 2, variance (1 + 0 + 1)/2 = 1, standard error 1/sqrt(3).
        let e = Estimate::of(&[1., 2., 3.]);
        assert_eq!(e.mean, 2.0);
        assert!((e.standard_error - 1. / 3f64.sqrt()).abs() < 1e-15);
        assert!((e.sigmas(3.) - 3f64.sqrt()).abs() < 1e-12);
        assert!(e.within(2. + 4.9 / 3f64.sqrt()) && !e.within(2. + 5.1 / 3f64.sqrt()));
        assert!(Estimate::of(&[1., 1.]).within(1.) && !Estimate::of(&[1., 1.]).within(1.1));
        // A sharp estimate stays sharp: the floor is rounding, and nothing that a formula may hide in.
        let sharp = Estimate::of(&[1000.0, 1000.01, 999.99]);
        assert_eq!(sharp.resolution(1000.0), sharp.standard_error);
        assert!(!sharp.within(1000.1) && !Estimate::of(&[1., 1.]).within(1. + 1e-10));
    }

    #[test]
    fn a_deterministic_view_gives_the_definition_without_error() {
        // All patches kept: τ = id. SL (1 - 2)² and (0 - 3)²; RC with E = (1, 0), D = (1, 0)':
        // x_2² is lost.
        let keep_all = Mask::patches(&[0, 1], 2).unwrap();
        let (x, y) = (dmatrix![2., 1.; 3., 5.], dmatrix![1.; 0.]);
        let (e, d) = (dmatrix![1., 0.], dmatrix![1.; 0.]);
        let mut rng = ChaCha8Rng::seed_from_u64(0);
        let found = losses(&x, &y, &keep_all, Parameters { v: &e, e: &e, d: &d, w: &e }, 3, &mut rng);
        assert_eq!((found.supervised.mean, found.supervised.standard_error), (5., 0.));
        assert_eq!(found.reconstruction.mean, 13.);
        assert_eq!(found.joint_embedding.mean, 0.);
    }
}
