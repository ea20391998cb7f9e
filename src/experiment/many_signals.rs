//! Joint-embedding's curves of the paper's Figure 3, against α at the smaller n: measured gaps beside
//! two predictions.
//!
//! - The *population's*: in the limit n -> inf a signal is found or lost, paper (12) for each.
//! - That of *k and m of the order of n* ([`ManySignals`]): each signal is held in part.
//!
//! Samples and gaps are those of the sweep ([`sweep`](super::sweep)): the same seeds, Θ, Γ, rows and
//! noise. α is on a finer grid. The prediction sees the clean rows and Θ, Γ and n; it never sees the
//! noise that was drawn. Guarantee: as [`ManySignals`].

use super::sweep::{Draw, Plan, draws, mean_and_deviation};
use crate::error::{Error, Result};
use crate::linalg::float::symmetric_eigen;
use crate::model::pca::PrincipalComponents;
use crate::model::signal_part;
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::solve::leading_vectors;
use crate::solve::supervised::probe;
use crate::threshold::finite::many_signals::ManySignals;
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The alignments: 10^(i/4) from 0.1 to 100.
const STEPS: i32 = 12;
/// n between these: below, the clean samples span few directions; above, the population rules.
const SIZES: [usize; 2] = [200, 1000];

/// One noise level, n and α, over all seeds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The largest g_j.
    pub noise_max: f64,
    /// n.
    pub n: usize,
    /// α.
    pub alpha: f64,
    /// The number of seeds.
    pub seeds: u64,
    /// Mean of the gap of joint-embedding over the seeds.
    pub gap_mean: f64,
    /// Its standard deviation over the seeds.
    pub gap_std: f64,
    /// Mean over the seeds of the gap that k and m of the order of n predict.
    pub predicted: f64,
    /// The same of the population.
    pub population: f64,
}

/// Measured gap, prediction at n, prediction of the population.
type Gaps = [f64; 3];

/// The table at the weakest and the strongest noise of a plan.
///
/// # Errors
/// As [`sweep::run`](super::sweep::run).
pub fn run(plan: &Plan, components: &PrincipalComponents, name: &str) -> Result<Vec<Row>> {
    let levels = || plan.noise_maxima.iter().copied();
    let ends = [levels().fold(f64::INFINITY, f64::min), levels().fold(0.0, f64::max)];
    let plan = Plan { noise_maxima: ends.to_vec(), ..plan.clone() };
    // Few samples have no n in between: the largest there is then.
    let mut sizes: Vec<usize> = plan.sizes.iter().copied().filter(|n| (SIZES[0]..=SIZES[1]).contains(n)).collect();
    if sizes.is_empty() {
        sizes.extend(plan.sizes.last());
    }
    let draws = draws(&plan, components)?;
    let cells: Vec<(usize, &Draw)> = sizes.iter().flat_map(|n| draws.iter().map(move |draw| (*n, draw))).collect();
    let alphas: Vec<f64> = (0..=STEPS).map(|i| 0.1 * 10f64.powf(f64::from(i) / 4.0)).collect();
    let gaps: Vec<Vec<Gaps>> =
        cells.par_iter().with_max_len(1).map(|(n, draw)| of_cell(draw, *n, &alphas)).collect::<Result<_>>()?;
    let mut rows = vec![];
    for noise_max in plan.noise_maxima {
        for &n in &sizes {
            for (a, &alpha) in alphas.iter().enumerate() {
                let here = cells.iter().zip(&gaps).filter(|((m, draw), _)| *m == n && draw.noise_max == noise_max);
                let of_seeds: Vec<Gaps> = here.map(|(_, gaps)| gaps[a]).collect();
                let over =
                    |which: usize| mean_and_deviation(&of_seeds.iter().map(|gaps| gaps[which]).collect::<Vec<_>>());
                let (gap_mean, gap_std) = over(0);
                rows.push(Row {
                    dataset: name.into(),
                    noise_max,
                    n,
                    alpha,
                    seeds: plan.seeds,
                    gap_mean,
                    gap_std,
                    predicted: over(1).0,
                    population: over(2).0,
                });
            }
        }
    }
    Ok(rows)
}

fn of_cell(draw: &Draw, n: usize, alphas: &[f64]) -> Result<Vec<Gaps>> {
    let problem = &draw.problem;
    let k = problem.rank();
    let [mut of_rows, mut of_noise] = draw.streams(n);
    let corrupted = problem.corrupted_distinct(n, &mut of_rows, &mut of_noise)?;
    let clean = signal_part(&corrupted, k);
    let score = |data: &DataMoments<f64>, covariance: DMatrix<f64>| {
        let views = ViewMoments::additive(data.second.clone(), covariance);
        probe(&leading_vectors(&views.pencil(Paradigm::JointEmbedding), k)?.transpose(), data)
    };
    let reference = score(&clean, problem.covariance(0.0).view_range(..k, ..k).into_owned())?;
    let along = Directions::new(&clean, &problem.theta[..k])?;
    let gap = |&alpha: &f64| {
        let measured = (score(&corrupted, problem.covariance(alpha))? - reference).abs();
        let noise = problem.gamma.iter().zip(&problem.theta[k..]).map(|(g, th)| (g / (th + alpha * alpha * g), 1.0));
        let model = ManySignals { signals: along.eigenvalues.clone(), noise: noise.collect(), samples: n };
        let shares = model.shares(k).ok_or_else(|| Error::NotConverged {
            what: "the resolvent of the samples".into(),
            reason: "no fixed point in the upper half plane".into(),
            iterations: 0,
            residual: f64::NAN,
        })?;
        Ok([measured, shares.gap(&along.energies, along.beside).abs(), population(draw, alpha)])
    };
    alphas.iter().map(gap).collect()
}

/// The clean samples, whitened by Θ1: squared singular values over n, and the label energy along and
/// beside their left vectors.
struct Directions {
    eigenvalues: Vec<f64>,
    energies: Vec<f64>,
    beside: f64,
}

impl Directions {
    fn new(clean: &DataMoments<f64>, theta: &[f64]) -> Result<Self> {
        let k = theta.len();
        let whitened = DMatrix::from_fn(k, k, |i, j| clean.second[(i, j)] / (theta[i] * theta[j]).sqrt());
        let eigen = symmetric_eigen(&whitened)?;
        // Y'u_i over sqrt n is B Θ1^-1/2 q_i over sqrt l_i.
        let labels = DMatrix::from_fn(clean.label_cross.nrows(), k, |i, j| clean.label_cross[(i, j)] / theta[j].sqrt());
        let labels = labels * &eigen.vectors;
        let eigenvalues: Vec<f64> = eigen.values.iter().copied().collect();
        let energies: Vec<f64> =
            eigenvalues.iter().zip(labels.column_iter()).map(|(l, y)| y.norm_squared() / l).collect();
        let beside = clean.label_energy - energies.iter().sum::<f64>();
        Ok(Self { eigenvalues, energies, beside })
    }
}

/// The gap in the limit n -> inf, where C is diagonal: the label energy of the signals that are not
/// among the k leading directions.
fn population(draw: &Draw, alpha: f64) -> f64 {
    let problem = &draw.problem;
    let k = problem.rank();
    let mut noise: Vec<f64> =
        problem.gamma.iter().zip(&problem.theta[k..]).map(|(g, th)| g / (th + alpha * alpha * g)).collect();
    noise.sort_by(|a, b| b.total_cmp(a));
    let ratios: Vec<f64> = problem.signal.iter().zip(&problem.theta).map(|(c, th)| c / th).collect();
    let cross = &problem.rows.moments.label_cross;
    // A signal leads iff fewer than k directions are ahead of it.
    let lost = |i: &usize| {
        let ahead = ratios.iter().chain(&noise).filter(|v| **v > ratios[*i]).count();
        ahead >= k
    };
    (0..k).filter(lost).map(|i| cross.column(i).norm_squared() / problem.signal[i]).sum()
}
