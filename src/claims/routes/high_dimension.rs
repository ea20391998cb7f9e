//! One signal and many noise dimensions, drawn: what the closed forms make of them.

use crate::claims::context::Context;
use crate::error::Result;
use crate::linalg::float::{product, tr_product};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::solve;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// The law of the noise's entries, of mean 0 and variance 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::claims) enum Entries {
    Gaussian,
    Uniform,
    Laplace,
}

impl Entries {
    pub const ALL: [Self; 3] = [Self::Gaussian, Self::Uniform, Self::Laplace];

    pub fn name(self) -> &'static str {
        match self {
            Self::Gaussian => "Gaussian",
            Self::Uniform => "uniform",
            Self::Laplace => "Laplace",
        }
    }

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
pub(in crate::claims) struct Setting {
    pub c: f64,
    pub th: f64,
    pub g: f64,
    pub t: f64,
    pub n: usize,
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

    /// C of such samples.
    pub fn second(&self, entries: Entries, rng: &mut ChaCha8Rng) -> DMatrix<f64> {
        let x = self.samples(entries, rng);
        tr_product(&x, &x) / self.n as f64
    }

    /// cos² of the leading row and the signal's axis, and the fraction of the signal that the row
    /// explains on the samples, by the closed form.
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

/// So many draws, each from a stream of its own, made on the threads of the machine.
pub(in crate::claims) fn streams(context: &Context<'_>, owner: &str, purpose: &str, count: usize) -> Vec<ChaCha8Rng> {
    (0..count).map(|draw| context.rng(owner, &format!("{purpose}, draw {draw}"))).collect()
}

/// The mean, and its standard error.
pub(in crate::claims) fn mean(values: &[f64]) -> [f64; 2] {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0);
    [mean, (variance / count).sqrt()]
}

/// How many draws differ.
pub(in crate::claims) fn distinct(draws: &[f64]) -> usize {
    draws.iter().map(|v| v.to_bits()).collect::<std::collections::BTreeSet<_>>().len()
}
