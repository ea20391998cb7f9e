//! One signal and many noise dimensions: thresholds against m/n, and what one row explains against α²,
//! with samples that are drawn.
//!
//! The figure's table is about c = 7/5, th = g = 1, t = 0. At m/n = 1/2 the population ranks the two
//! paradigms wrongly there ([`finite`](crate::threshold::finite)): both need α² = th/g at m/n =
//! (c/g - 1)² = 4/25, and joint-embedding needs less beyond.
//!
//! Guarantee: thresholds are exact or to 1e-10; measured values carry their standard deviation.
//! Randomness: ChaCha8, keyed by the seed.

use crate::error::Result;
use crate::linalg::float::{product, tr_product};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, ratio};
use crate::solve;
use crate::threshold::Spectrum;
use crate::threshold::finite::{Law, Model, Signal};
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// n and m of the draws.
pub const SAMPLES: (usize, usize) = (400, 200);
/// Draws for one seed of the user.
pub const DRAWS_PER_SEED: u64 = 4;
/// m/n = (c/g - 1)², at which both paradigms need α² = th/g.
pub const CROSSING: f64 = 0.16;
/// α² of the lines ends here, and has so many steps.
const LONGEST: (i64, i64) = (4, 80);
/// m/n likewise.
const WIDEST: (i64, i64) = (1, 50);
/// Every so many steps of a line are drawn samples, from half of that on.
const EVERY: i64 = 10;

/// What a row of the table is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The threshold of the limit at one m/n.
    Threshold,
    /// The explained fraction of the limit at one α².
    Limit,
    /// The same on draws.
    Sampled,
}

/// One point of a line, or one mark.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// What it is.
    pub kind: Kind,
    /// Which problem.
    pub paradigm: Paradigm,
    /// m/n.
    pub ratio: f64,
    /// α²: the threshold, or where the fraction is taken.
    pub alpha_squared: f64,
    /// The fraction of the signal that the row explains on the training rows; draws: their mean.
    pub explained: Option<f64>,
    /// The standard deviation of the draws.
    pub deviation: Option<f64>,
    /// Independent draws; 0 for the limit.
    pub draws: u64,
    /// α² of the paradigm's threshold at m/n = 0, paper (10) and (12).
    pub population: f64,
}

/// c, th and g of the table.
fn instance() -> [Rational; 3] {
    [ratio(7, 5), ratio(1, 1), ratio(1, 1)]
}

/// The table over [`DRAWS_PER_SEED`] times `seeds` draws.
///
/// # Errors
/// Those of the limit and of the solver.
pub fn table(seeds: u64) -> Result<Vec<Row>> {
    let [c, th, g] = instance();
    let population = Spectrum::new(vec![c.clone()], vec![th.clone(), ratio(0, 1)], vec![g.clone()])?.thresholds();
    let model = |gamma: Rational| {
        Model::of(vec![Signal { c: c.clone(), th: th.clone() }], Law::new(gamma, &[(g.clone(), ratio(0, 1))])?)
    };
    let row = |kind, paradigm, ratio: f64, alpha_squared: f64| Row {
        kind,
        paradigm,
        ratio,
        alpha_squared,
        explained: None,
        deviation: None,
        draws: 0,
        population: population.alpha_squared(paradigm).approx(),
    };
    let mut rows = vec![];
    for paradigm in Paradigm::ALL {
        for i in 0..=WIDEST.1 {
            let gamma = ratio(WIDEST.0 * i, WIDEST.1);
            let needed = model(gamma.clone())?.thresholds()?.alpha_squared(paradigm).approx();
            rows.push(row(Kind::Threshold, paradigm, gamma.approx(), needed));
        }
    }
    let (n, m) = SAMPLES;
    let (gamma, alpha_squared) = (ratio(m as i64, n as i64), |i: i64| ratio(LONGEST.0 * i, LONGEST.1));
    let limit = model(gamma.clone())?;
    for paradigm in Paradigm::ALL {
        for i in 1..=LONGEST.1 {
            let at = limit.at(&alpha_squared(i))?.swap_remove(0);
            let of = if paradigm == Paradigm::JointEmbedding { at.joint_embedding } else { at.reconstruction };
            let explained = Some(of.quality.map_or(0.0, |found| found.train));
            rows.push(Row { explained, ..row(Kind::Limit, paradigm, gamma.approx(), alpha_squared(i).approx()) });
        }
    }
    let draws = DRAWS_PER_SEED * seeds;
    let setting = Setting { c: c.approx(), th: th.approx(), g: g.approx(), t: 0.0, n, m };
    let places: Vec<f64> = (0..LONGEST.1 / EVERY).map(|i| alpha_squared(EVERY * i + EVERY / 2).approx()).collect();
    // For each draw: by paradigm, by α².
    let found: Vec<Vec<Vec<f64>>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let second = setting.second(Entries::Gaussian, &mut ChaCha8Rng::seed_from_u64(draw));
            let of = |paradigm: &Paradigm| -> Result<Vec<f64>> {
                places.iter().map(|at| Ok(setting.measure(&second, *paradigm, *at)?[1])).collect()
            };
            Paradigm::ALL.iter().map(of).collect()
        })
        .collect::<Result<_>>()?;
    for (which, paradigm) in Paradigm::ALL.into_iter().enumerate() {
        for (i, at) in places.iter().enumerate() {
            let values: Vec<f64> = found.iter().map(|draw| draw[which][i]).collect();
            let (mean, deviation) = super::sweep::mean_and_deviation(&values);
            let of_limit = row(Kind::Sampled, paradigm, gamma.approx(), *at);
            rows.push(Row { explained: Some(mean), deviation: Some(deviation), draws, ..of_limit });
        }
    }
    Ok(rows)
}

/// The law of the noise's entries, of mean 0 and variance 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entries {
    /// Normal.
    Gaussian,
    /// Between -sqrt 3 and sqrt 3.
    Uniform,
    /// Of density exp(-sqrt 2 |x|)/sqrt 2.
    Laplace,
}

impl Entries {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Gaussian, Self::Uniform, Self::Laplace];

    /// The law as a word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian",
            Self::Uniform => "uniform",
            Self::Laplace => "Laplace",
        }
    }

    /// One entry.
    pub fn draw(self, rng: &mut ChaCha8Rng) -> f64 {
        match self {
            Self::Gaussian => StandardNormal.sample(rng),
            Self::Uniform => 3f64.sqrt() * (2.0 * rng.random::<f64>() - 1.0),
            // The difference of two exponential waiting times has variance 2.
            Self::Laplace => ((1.0 - rng.random::<f64>()).ln() - (1.0 - rng.random::<f64>()).ln()) / 2f64.sqrt(),
        }
    }
}

/// One signal of variance c, augmented by th, in m noise dimensions of variance g, augmented by (t + α²) g.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// c > 0.
    pub c: f64,
    /// th > 0.
    pub th: f64,
    /// g > 0.
    pub g: f64,
    /// t >= 0.
    pub t: f64,
    /// n, even.
    pub n: usize,
    /// m.
    pub m: usize,
}

impl Setting {
    /// γ.
    pub fn ratio(&self) -> f64 {
        self.m as f64 / self.n as f64
    }

    /// Samples: the signal is +-sqrt c in turn, so that its second moment is c for even n.
    pub fn samples(&self, entries: Entries, rng: &mut ChaCha8Rng) -> DMatrix<f64> {
        let (signal, noise) = (self.c.sqrt(), self.g.sqrt());
        DMatrix::from_fn(self.n, self.m + 1, |i, j| match j {
            0 if i % 2 == 0 => signal,
            0 => -signal,
            _ => noise * entries.draw(rng),
        })
    }

    /// C of such samples (m + 1 x m + 1), the signal first.
    pub fn second(&self, entries: Entries, rng: &mut ChaCha8Rng) -> DMatrix<f64> {
        let x = self.samples(entries, rng);
        tr_product(&x, &x) / self.n as f64
    }

    /// cos² of the leading row and the signal's axis, and the fraction of the signal that the row
    /// explains on the samples, by the closed form.
    ///
    /// # Errors
    /// Those of the solver.
    pub fn measure(&self, second: &DMatrix<f64>, paradigm: Paradigm, alpha_squared: f64) -> Result<[f64; 2]> {
        let noise = (self.t + alpha_squared) * self.g;
        let covariance = DVector::from_fn(self.m + 1, |i, _| if i == 0 { self.th } else { noise });
        let views = ViewMoments::additive(second.clone(), DMatrix::from_diagonal(&covariance));
        let row = solve::leading_vectors(&views.pencil(paradigm), 1)?;
        let seen = product(second, &row);
        let train = seen[0].powi(2) / (self.c * row.dot(&seen));
        Ok([row[0].powi(2) / row.norm_squared(), train])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lines_cross_where_they_should_and_the_draws_are_near_theirs() {
        let rows = table(1).unwrap();
        let of = |kind, paradigm| rows.iter().filter(move |r| r.kind == kind && r.paradigm == paradigm);
        let [je, rc] = [Paradigm::JointEmbedding, Paradigm::Reconstruction];
        for (a, b) in of(Kind::Threshold, je).zip(of(Kind::Threshold, rc)) {
            assert_eq!(a.ratio, b.ratio);
            // (c/g - 1)² = 4/25 is the eighth step, and both need th/g there.
            let order = a.alpha_squared.partial_cmp(&b.alpha_squared).unwrap();
            if a.ratio == CROSSING {
                assert!((a.alpha_squared - 1.0).abs() < 1e-9 && (b.alpha_squared - 1.0).abs() < 1e-9);
            } else {
                assert_eq!(order, CROSSING.partial_cmp(&a.ratio).unwrap(), "{a:?} {b:?}");
            }
        }
        for paradigm in [je, rc] {
            let first = of(Kind::Threshold, paradigm).next().unwrap();
            assert!((first.alpha_squared - first.population).abs() < 1e-9, "{first:?}");
            // Well above its threshold, 1.22 or 2.02: by standard errors, and 0.02 for n = 400.
            for mark in of(Kind::Sampled, paradigm).filter(|r| r.alpha_squared > 3.0) {
                let limit = of(Kind::Limit, paradigm).find(|r| r.alpha_squared == mark.alpha_squared).unwrap();
                let error = mark.deviation.unwrap() / (mark.draws as f64).sqrt();
                assert!((mark.explained.unwrap() - limit.explained.unwrap()).abs() < 5.0 * error + 0.02, "{mark:?}");
            }
        }
    }
}
