//! The linear-model sweep (paper, section C, Figures 3 to 7): how far training on corrupted data
//! moves the score, against n, alpha and the strength of the noise.
//!
//! One cell is a seed, a largest noise variance `noise_max` and a sample size n. It draws th ~
//! U\[0, theta_max\] (d = r + m values), g ~ U\[0, noise_max\] (m values), n rows of the r
//! principal components without replacement, and noise N(0, diag(g)) on the m appended dimensions:
//! the clean samples are (p, 0), the corrupted ones (p, e). For each method the score of the model
//! trained on clean samples and of the one trained on corrupted samples is compared at every alpha:
//!
//! | method | model | score |
//! |---|---|---|
//! | `sl` | V = B S^-1 (Lemma B.1) | (1/n) sum \|y_i - V x_i\|^2 |
//! | `je` | top-k of (C, S), k = r (Theorem 3.2) | probe: min_V (1/n) sum \|y_i - V W x_i\|^2, paper (93) |
//! | `rc` | top-k of (C^2, S), k = r (Theorem 3.1) | the same |
//!
//! each on the samples that the model was trained on; y is one-hot; S = C + Theta + alpha^2 Gamma.
//! The gap is |score(clean) - score(corrupted)|.
//!
//! Cost: the samples are seen once a cell, for their second moments; everything over alpha works on
//! d x d matrices. The clean moments are a block of the corrupted ones, and the clean models do not
//! depend on alpha, since clean samples vanish where alpha matters. Cells run in parallel, and
//! memory does not grow with their number.
//!
//! Guarantee: approximate (`f64`): gaps below about 1e-12 of |Y|^2/n are rounding. Randomness:
//! ChaCha8, keyed by (seed, noise_max, n), one stream each for th, g, rows and noise, so a cell
//! does not depend on which others are computed, nor on the number of threads. The paper publishes
//! no seeds: these are our draws of its protocol.

use crate::error::{Error, Result};
use crate::model::pca::PrincipalComponents;
use crate::moments::{DataMoments, MomentAccumulator};
use crate::solve::leading_vectors;
use crate::solve::supervised::ridge;
use crate::threshold::Spectrum;
use nalgebra::{DMatrix, DVector};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Rows drawn at a time.
const BLOCK: usize = 1024;

/// Sizes and scales of a sweep.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// m, the noise dimensions appended to the r components.
    pub noise_dimensions: usize,
    /// The largest th_i.
    pub theta_max: f64,
    /// The largest g_j, one for each noise level.
    pub noise_maxima: Vec<f64>,
    /// The alignments alpha.
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
}

/// One line of the table: one method at one noise level, alpha and n, over all seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The largest g_j.
    pub noise_max: f64,
    /// The method.
    pub method: Method,
    /// alpha.
    pub alpha: f64,
    /// n.
    pub n: usize,
    /// The number of seeds.
    pub seeds: u64,
    /// Mean of |score(clean) - score(corrupted)| over the seeds.
    pub gap_mean: f64,
    /// Its standard deviation over the seeds (divisor seeds - 1; 0 for one seed).
    pub gap_std: f64,
    /// Mean over the seeds of sqrt(max(0, alpha^2)) of the method's threshold in the limit n ->
    /// inf, paper (10) and (12), from the variances of all components; empty for `sl`, which needs
    /// none.
    pub alpha_threshold_mean: Option<f64>,
}

/// What one cell gives: gaps by method and alpha, thresholds by method.
struct Cell {
    gaps: Vec<[f64; 3]>,
    thresholds: [Option<f64>; 3],
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
    let source = Source::new(components)?;
    require(plan, &source)?;
    let cells: Vec<(f64, usize, u64)> = plan
        .sizes
        .iter()
        .rev() // The large ones first, so that both cores stay busy to the end.
        .flat_map(|&n| {
            plan.noise_maxima.iter().flat_map(move |&noise| (0..plan.seeds).map(move |seed| (noise, n, seed)))
        })
        .collect();
    let done: Vec<Cell> = cells
        .par_iter()
        .with_max_len(1)
        .map(|&(noise, n, seed)| {
            let cell = cell(plan, &source, noise, n, seed);
            progress();
            cell
        })
        .collect::<Result<_>>()?;
    let mut rows = Vec::new();
    for &noise in &plan.noise_maxima {
        for (method, &which) in Method::ALL.iter().enumerate() {
            for (a, &alpha) in plan.alphas.iter().enumerate() {
                for &n in &plan.sizes {
                    let of = cells.iter().zip(&done).filter(|((g, m, _), _)| *g == noise && *m == n);
                    let (gaps, thresholds): (Vec<f64>, Vec<Option<f64>>) =
                        of.map(|(_, cell)| (cell.gaps[a][method], cell.thresholds[method])).unzip();
                    let (gap_mean, gap_std) = mean_and_deviation(&gaps);
                    let thresholds: Option<Vec<f64>> = thresholds.into_iter().collect();
                    rows.push(Row {
                        dataset: name.into(),
                        noise_max: noise,
                        method: which,
                        alpha,
                        n,
                        seeds: plan.seeds,
                        gap_mean,
                        gap_std,
                        alpha_threshold_mean: thresholds.map(|t| mean_and_deviation(&t).0),
                    });
                }
            }
        }
    }
    Ok(rows)
}

fn require(plan: &Plan, source: &Source) -> Result<()> {
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
    if let Some(n) = plan.sizes.iter().find(|&&n| !(1..=source.n).contains(&n)) {
        return Err(Error::range("sample size", format!("between 1 and the {} samples there are", source.n), n));
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

/// The principal components, row after row, with their targets.
struct Source {
    n: usize,
    r: usize,
    l: usize,
    rows: Vec<f64>,
    labels: Vec<f64>,
    /// c_i, the variances of the components.
    variances: Vec<f64>,
}

impl Source {
    fn new(components: &PrincipalComponents) -> Result<Self> {
        let scores = components.scores()?;
        let labels = scores.labels().ok_or_else(|| Error::BadRequest {
            problem: "the sweep scores models by a linear probe, and the data have no labels".into(),
            remedy: "give --labels Y.npy, or a table with a column `label`".into(),
        })?;
        Ok(Self {
            n: scores.n(),
            r: scores.d(),
            l: scores.l(),
            labels: labels.rows(),
            rows: scores.features().rows().into_owned(),
            variances: components.variances.iter().copied().collect(),
        })
    }
}

fn cell(plan: &Plan, source: &Source, noise_max: f64, n: usize, seed: u64) -> Result<Cell> {
    let (r, m) = (source.r, plan.noise_dimensions);
    let stream = |number: u64| {
        let mut key = [0; 32];
        for (part, value) in key.chunks_exact_mut(8).zip([seed, noise_max.to_bits(), n as u64]) {
            part.copy_from_slice(&value.to_le_bytes());
        }
        let mut rng = ChaCha8Rng::from_seed(key);
        rng.set_stream(number);
        rng
    };
    let uniform = |number, count, largest: f64| {
        let mut rng = stream(number);
        (0..count).map(|_| largest * rng.random::<f64>()).collect::<Vec<_>>()
    };
    let (theta, gamma) = (uniform(0, r + m, plan.theta_max), uniform(1, m, noise_max));
    let corrupted = corrupted_moments(source, &gamma, n, stream(2), stream(3))?;
    let clean = clean_moments(&corrupted, r);

    let thresholds = Spectrum::new(source.variances.clone(), theta.clone(), gamma.clone())?.thresholds();
    let alpha_of = |squared: f64| Some(squared.max(0.0).sqrt());
    let thresholds = [None, alpha_of(thresholds.alpha_squared_je), alpha_of(thresholds.alpha_squared_rc)];
    // Views of the clean samples, where alpha does not matter: on the signal.
    let reference = scores(&clean, &theta[..r], r)?;
    let gaps = plan.alphas.iter().map(|alpha| {
        let noise = theta.iter().enumerate().map(|(i, th)| if i < r { *th } else { th + alpha * alpha * gamma[i - r] });
        let found = scores(&corrupted, &noise.collect::<Vec<_>>(), r)?;
        Ok(std::array::from_fn(|method| (found[method] - reference[method]).abs()))
    });
    Ok(Cell { gaps: gaps.collect::<Result<_>>()?, thresholds })
}

/// The scores of sl, je and rc, trained and scored on the same samples; the views have the
/// covariance diag(noise).
fn scores(data: &DataMoments<f64>, noise: &[f64], k: usize) -> Result<[f64; 3]> {
    let c = &data.second;
    let s = c + DMatrix::from_diagonal(&DVector::from_column_slice(noise));
    let b = &data.label_cross;
    let v = ridge(&s, b)?;
    let supervised = data.label_energy - 2.0 * v.dot(b) + (&v * c).dot(&v);
    let probe = |vectors: DMatrix<f64>| crate::solve::supervised::probe(&vectors.transpose(), data);
    Ok([supervised, probe(leading_vectors(c, &s, k)?)?, probe(leading_vectors(&(c * c), &s, k)?)?])
}

/// Moments of n rows of (component scores, noise of variances g), with their labels.
fn corrupted_moments(
    source: &Source,
    gamma: &[f64],
    n: usize,
    mut of_rows: ChaCha8Rng,
    mut of_noise: ChaCha8Rng,
) -> Result<DataMoments<f64>> {
    let (r, l, d) = (source.r, source.l, source.r + gamma.len());
    let deviations: Vec<f64> = gamma.iter().map(|g| g.sqrt()).collect();
    let mut order: Vec<usize> = (0..source.n).collect();
    let (chosen, _) = order.partial_shuffle(&mut of_rows, n);
    let mut stream = MomentAccumulator::new(d, l);
    let (mut x, mut y) = (Vec::with_capacity(BLOCK * d), Vec::with_capacity(BLOCK * l));
    for block in chosen.chunks(BLOCK) {
        x.clear();
        y.clear();
        for &row in block {
            x.extend_from_slice(&source.rows[row * r..(row + 1) * r]);
            x.extend(deviations.iter().map(|deviation| deviation * of_noise.sample::<f64, _>(StandardNormal)));
            y.extend_from_slice(&source.labels[row * l..(row + 1) * l]);
        }
        stream.push(&x, &y)?;
    }
    stream.finish()
}

/// The moments of the first r features: clean samples are 0 on the others, which no score sees.
fn clean_moments(corrupted: &DataMoments<f64>, r: usize) -> DataMoments<f64> {
    DataMoments {
        count: corrupted.count,
        mean: corrupted.mean.rows(0, r).into_owned(),
        second: corrupted.second.view((0, 0), (r, r)).into_owned(),
        label_cross: corrupted.label_cross.columns(0, r).into_owned(),
        label_energy: corrupted.label_energy,
    }
}

fn mean_and_deviation(values: &[f64]) -> (f64, f64) {
    let n = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|v| (v - mean).powi(2)).sum();
    (mean, if values.len() > 1 { (squares / (n - 1.0)).sqrt() } else { 0.0 })
}

#[cfg(test)]
#[path = "sweep_tests.rs"]
mod tests;
