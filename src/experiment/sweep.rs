//! The linear-model sweep (paper, section C, Figures 3 to 7): how far training on corrupted data
//! moves the score, against n, α and the strength of the noise.
//!
//! The model is the protocol of section C ([`model`](crate::model)). A draw is a seed and a largest
//! noise variance `noise_max`: d = r + m values th ~ U\[0, θ_max\] and m values g ~
//! U\[0, noise_max\]. All sample sizes share it, so that its thresholds are the same at every n.
//!
//! A cell is a draw and a sample size n: n rows p of the r principal components without replacement,
//! and noise e ~ N(0, diag(g)) on the m appended dimensions. The clean samples are (p, 0), the
//! corrupted ones (p, e). The gap is |score(clean) - score(corrupted)|, for each method and α:
//!
//! | method | model | score |
//! |---|---|---|
//! | `sl` | V = B S^-1 (Lemma B.1) | (1/n) sum \|y_i - V x_i\|² |
//! | `je` | top-k of (C, S), k = r (Theorem 3.2) | probe (93): min_V (1/n) sum \|y_i - V W x_i\|² |
//! | `rc` | top-k of (C², S), k = r (Theorem 3.1) | the same |
//!
//! each on the samples that the model was trained on; y is one-hot; S = C + Θ + α² Γ.
//!
//! Cost: each cell sees its samples once, for their second moments; everything over α works on d x d
//! matrices. The clean models do not depend on α, since clean samples vanish where α matters.
//!
//! Guarantee: approximate (`f64`): gaps below about 1e-12 of |Y|²/n are rounding. Randomness:
//! ChaCha8, keyed by (seed, noise_max) for th and g, by (seed, noise_max, n) for rows and noise,
//! one stream each, so a cell does not depend on the others, nor on the number of threads. The paper
//! publishes no seeds: these are our draws of its protocol.

use crate::error::{Error, Result};
use crate::model::pca::PrincipalComponents;
use crate::model::{Problem, Rows, signal_part};
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::solve::leading_vectors;
use crate::solve::supervised::{probe, ridge};
use crate::threshold::Thresholds;
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Sizes and scales of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// m, the noise dimensions appended to the r components.
    pub noise_dimensions: usize,
    /// The largest th_i.
    pub theta_max: f64,
    /// The largest g_j, one for each noise level.
    pub noise_maxima: Vec<f64>,
    /// The alignments α.
    pub alphas: Vec<f64>,
    /// The sample sizes n.
    pub sizes: Vec<usize>,
    /// The number of seeds: 0, 1, ...
    pub seeds: u64,
}

impl Plan {
    /// Components kept by the paper's protocol, and by ours for the digits.
    pub const COMPONENTS_PAPER: usize = 50;
    /// See [`COMPONENTS_PAPER`](Self::COMPONENTS_PAPER).
    pub const COMPONENTS_DIGITS: usize = 20;

    /// The paper's protocol on data with up to `n` samples.
    pub fn paper(n: usize, seeds: u64) -> Self {
        Self {
            noise_dimensions: 50,
            theta_max: 1e4,
            noise_maxima: vec![1e3, 1e4, 1e5, 1e6],
            alphas: vec![0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0],
            sizes: up_to(n, &[100, 215, 464, 1000, 2154, 4642, 10_000]),
            seeds,
        }
    }

    /// The same at the scale of pixels on 0..=16 (ours).
    pub fn digits(n: usize, seeds: u64) -> Self {
        Self {
            noise_dimensions: 20,
            theta_max: 10.0,
            noise_maxima: vec![1.0, 10.0, 100.0, 1000.0],
            sizes: up_to(n, &[100, 215, 464, 1000, 1797]),
            ..Self::paper(n, seeds)
        }
    }
}

/// The sizes that fit, and n itself if some do not.
fn up_to(n: usize, sizes: &[usize]) -> Vec<usize> {
    let mut fitting: Vec<usize> = sizes.iter().copied().filter(|&size| size <= n).collect();
    if fitting.len() < sizes.len() && fitting.last() != Some(&n) {
        fitting.push(n);
    }
    fitting
}

/// A way of learning.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Method {
    /// Supervised.
    Sl,
    /// Joint-embedding.
    Je,
    /// Reconstruction.
    Rc,
}

impl Method {
    /// All of them, in the order of the paper's panels.
    pub const ALL: [Self; 3] = [Self::Sl, Self::Je, Self::Rc];

    /// The self-supervised problem, if it is one.
    pub fn paradigm(self) -> Option<Paradigm> {
        match self {
            Self::Sl => None,
            Self::Je => Some(Paradigm::JointEmbedding),
            Self::Rc => Some(Paradigm::Reconstruction),
        }
    }
}

/// One line of the table: one method at one noise level, α and n, over all seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The largest g_j.
    pub noise_max: f64,
    /// The method.
    pub method: Method,
    /// α.
    pub alpha: f64,
    /// n.
    pub n: usize,
    /// The number of seeds.
    pub seeds: u64,
    /// Mean of |score(clean) - score(corrupted)| over the seeds.
    pub gap_mean: f64,
    /// Its standard deviation over the seeds (divisor seeds - 1; 0 for one seed).
    pub gap_std: f64,
    /// Mean over the seeds of sqrt(max(0, α²)) of the method's threshold in the limit n -> inf,
    /// paper (10) and (12): the same at every n. Empty for `sl`, which needs none.
    pub alpha_threshold_mean: Option<f64>,
    /// The smallest of them.
    pub alpha_threshold_min: Option<f64>,
    /// The largest of them: the mean gap vanishes only above it.
    pub alpha_threshold_max: Option<f64>,
}

/// Θ and Γ of one seed and noise level, for all n.
pub(super) struct Draw {
    pub noise_max: f64,
    seed: u64,
    pub problem: Problem,
    thresholds: Thresholds<f64>,
}

impl Draw {
    fn new(plan: &Plan, rows: &Arc<Rows>, noise_max: f64, seed: u64) -> Result<Self> {
        let m = plan.noise_dimensions;
        let uniform = |number, count, largest: f64| {
            let mut rng = stream([seed, noise_max.to_bits(), 0], number);
            (0..count).map(|_| largest * rng.random::<f64>()).collect()
        };
        let (theta, gamma) = (uniform(0, rows.rank() + m, plan.theta_max), uniform(1, m, noise_max));
        let problem = Problem::new(rows, theta, gamma)?;
        Ok(Self { noise_max, seed, thresholds: problem.spectrum()?.thresholds(), problem })
    }

    /// The streams of rows and of noise at one n.
    pub fn streams(&self, n: usize) -> [ChaCha8Rng; 2] {
        [2, 3].map(|number| stream([self.seed, self.noise_max.to_bits(), n as u64], number))
    }

    /// The gaps of all methods at one n, by α.
    fn gaps(&self, alphas: &[f64], n: usize) -> Result<Vec<[f64; 3]>> {
        let problem = &self.problem;
        let k = problem.rank();
        let [mut of_rows, mut of_noise] = self.streams(n);
        let corrupted = problem.corrupted_distinct(n, &mut of_rows, &mut of_noise)?;
        // On the signal alone: no score sees the zeros of clean samples.
        let reference =
            scores(&signal_part(&corrupted, k), problem.covariance(0.0).view_range(..k, ..k).into_owned(), k)?;
        let gaps = alphas.iter().map(|&alpha| {
            let found = scores(&corrupted, problem.covariance(alpha), k)?;
            Ok(std::array::from_fn(|method| (found[method] - reference[method]).abs()))
        });
        gaps.collect()
    }
}

/// A portable stream for a key and a purpose.
fn stream(key: [u64; 3], number: u64) -> ChaCha8Rng {
    let mut bytes = [0; 32];
    for (part, value) in bytes.chunks_exact_mut(8).zip(key) {
        part.copy_from_slice(&value.to_le_bytes());
    }
    let mut rng = ChaCha8Rng::from_seed(bytes);
    rng.set_stream(number);
    rng
}

/// Runs the sweep; `progress` is told of every finished cell, of
/// `plan.noise_maxima.len() * plan.sizes.len() * plan.seeds`.
///
/// # Errors
/// [`Error::OutOfRange`] for an empty plan, a size beyond the data or scales that are negative,
/// [`Error::BadRequest`] without labels, and failures of the solvers.
pub fn run(
    plan: &Plan,
    components: &PrincipalComponents,
    name: &str,
    progress: &(dyn Fn() + Sync),
) -> Result<Vec<Row>> {
    let draws = draws(plan, components)?;
    // The large ones first, so that both cores stay busy to the end.
    let sizes = plan.sizes.iter().rev();
    let cells: Vec<(usize, &Draw)> = sizes.flat_map(|&n| draws.iter().map(move |draw| (n, draw))).collect();
    let gaps: Vec<Vec<[f64; 3]>> = cells
        .par_iter()
        .with_max_len(1)
        .map(|(n, draw)| {
            let gaps = draw.gaps(&plan.alphas, *n);
            progress();
            gaps
        })
        .collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for &noise_max in &plan.noise_maxima {
        for (which, method) in Method::ALL.into_iter().enumerate() {
            let of_noise = draws.iter().filter(|draw| draw.noise_max == noise_max);
            let threshold = |draw: &Draw| Some(draw.thresholds.alpha_squared(method.paradigm()?).max(0.0).sqrt());
            let thresholds: Option<Vec<f64>> = of_noise.map(threshold).collect();
            let extreme = |of: fn(f64, f64) -> f64| thresholds.iter().flatten().copied().reduce(of);
            for (a, &alpha) in plan.alphas.iter().enumerate() {
                for &n in &plan.sizes {
                    let of_row =
                        cells.iter().zip(&gaps).filter(|((m, draw), _)| *m == n && draw.noise_max == noise_max);
                    let over_seeds: Vec<f64> = of_row.map(|(_, gaps)| gaps[a][which]).collect();
                    let (gap_mean, gap_std) = mean_and_deviation(&over_seeds);
                    rows.push(Row {
                        dataset: name.into(),
                        noise_max,
                        method,
                        alpha,
                        n,
                        seeds: plan.seeds,
                        gap_mean,
                        gap_std,
                        alpha_threshold_mean: thresholds.as_deref().map(|t| mean_and_deviation(t).0),
                        alpha_threshold_min: extreme(f64::min),
                        alpha_threshold_max: extreme(f64::max),
                    });
                }
            }
        }
    }
    Ok(rows)
}

/// Θ and Γ of every noise level and seed.
pub(super) fn draws(plan: &Plan, components: &PrincipalComponents) -> Result<Vec<Draw>> {
    let scores = components.scores()?;
    if scores.labels().is_none() {
        let problem = "the sweep scores models by a linear probe, and the data have no labels";
        return Err(Error::request(problem, "give labels"));
    }
    require(plan, scores.n())?;
    let rows = Arc::new(Rows::new(&scores, scores.d())?);
    let draws = plan.noise_maxima.iter().flat_map(|&noise| (0..plan.seeds).map(move |seed| (noise, seed)));
    draws.map(|(noise, seed)| Draw::new(plan, &rows, noise, seed)).collect()
}

/// One cell in full: with it a stranger computes its gaps again.
#[derive(Debug, Clone, Serialize)]
pub struct Cell {
    /// The seed.
    pub seed: u64,
    /// The largest g_j.
    pub noise_max: f64,
    /// n.
    pub n: usize,
    /// k = r, the signal's dimensions, which come first.
    pub k: usize,
    /// The corrupted samples, n x d.
    #[serde(skip)]
    pub samples: DMatrix<f64>,
    /// Their one-hot labels, n x l.
    #[serde(skip)]
    pub labels: DMatrix<f64>,
    /// th_i (d).
    #[serde(skip)]
    pub theta: Vec<f64>,
    /// g_j (m).
    #[serde(skip)]
    pub gamma: Vec<f64>,
    /// Its gap, for each α and method.
    pub gaps: Vec<Gap>,
}

/// The gap of one method in a cell.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gap {
    /// α.
    pub alpha: f64,
    /// The method.
    pub method: Method,
    /// |score(clean) - score(corrupted)|.
    pub gap: f64,
}

/// The cells of the strongest noise and the second smallest n (if there are two), one for each seed
/// up to ten: the mean of their gaps is in the table, if it has no more seeds.
///
/// # Errors
/// As [`run`].
pub fn cells(plan: &Plan, components: &PrincipalComponents) -> Result<Vec<Cell>> {
    let scores = components.scores()?;
    require(plan, scores.n())?;
    let rows = Arc::new(Rows::new(&scores, scores.d())?);
    let noise_max = plan.noise_maxima.iter().copied().fold(0.0, f64::max);
    let n = plan.sizes.iter().take(2).copied().max().unwrap_or_default();
    let cell = |seed| {
        let draw = Draw::new(plan, &rows, noise_max, seed)?;
        let [mut of_rows, mut of_noise] = draw.streams(n);
        let (samples, labels) = draw.problem.corrupted_distinct_rows(n, &mut of_rows, &mut of_noise)?;
        let gaps = draw.gaps(&plan.alphas, n)?;
        let of_alpha =
            |(&alpha, gaps): (&f64, [f64; 3])| Method::ALL.map(|m| Gap { alpha, method: m, gap: gaps[m as usize] });
        let gaps = plan.alphas.iter().zip(gaps).flat_map(of_alpha).collect();
        let Problem { theta, gamma, .. } = draw.problem;
        Ok(Cell { seed, noise_max, n, k: scores.d(), samples, labels, theta, gamma, gaps })
    };
    (0..plan.seeds.min(10)).map(cell).collect()
}

fn require(plan: &Plan, samples: usize) -> Result<()> {
    let counts = [
        ("noise dimensions", plan.noise_dimensions),
        ("noise levels", plan.noise_maxima.len()),
        ("alphas", plan.alphas.len()),
        ("sample sizes", plan.sizes.len()),
        ("seeds", plan.seeds as usize),
    ];
    if let Some((what, _)) = counts.into_iter().find(|(_, count)| *count == 0) {
        return Err(Error::range(what, "at least 1", 0));
    }
    if let Some(n) = plan.sizes.iter().find(|&&n| !(1..=samples).contains(&n)) {
        return Err(Error::range("sample size", format!("between 1 and the {samples} samples there are"), n));
    }
    for (what, values) in
        [("noise_max", &plan.noise_maxima[..]), ("alpha", &plan.alphas), ("theta_max", &[plan.theta_max])]
    {
        if let Some(value) = values.iter().find(|v| !(v.is_finite() && **v >= 0.0)) {
            return Err(Error::range(what, "finite and >= 0", value));
        }
    }
    if plan.noise_maxima.contains(&0.0) {
        return Err(Error::range("noise_max", "> 0", 0));
    }
    Ok(())
}

/// The scores of sl, je and rc, trained and scored on the same samples, for a covariance of the
/// views.
fn scores(data: &DataMoments<f64>, covariance: DMatrix<f64>, k: usize) -> Result<[f64; 3]> {
    let views = ViewMoments::additive(data.second.clone(), covariance);
    let v = ridge(&views.view_second, &data.label_cross)?;
    let supervised = data.label_energy - 2.0 * v.dot(&data.label_cross) + (&v * &data.second).dot(&v);
    let probed = |paradigm| probe(&leading_vectors(&views.pencil(paradigm), k)?.transpose(), data);
    Ok([supervised, probed(Paradigm::JointEmbedding)?, probed(Paradigm::Reconstruction)?])
}

pub(super) fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, if values.len() > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 })
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
