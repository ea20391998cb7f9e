//! How fast the solutions on corrupted data approach those on clean data under strong noise, in
//! α at fixed n and in n at fixed α, with the leading terms that theory predicts.
//!
//! Distances: |V~ - V*|_F for supervised learning, |K|_F for the row space \[I, K\] of
//! joint-embedding and reconstruction (the clean row space is \[I, 0\]). With the blocks C1, B =
//! X1'N2/n, D = N2'N2/n of the corrupted samples, A1 = C1 + Θ1, R = Y - X1 V1*', V1* the clean
//! solution. The terms are ours: the claims on rates (`claims/ours`) derive and check them.
//!
//! | limit | leading term |
//! |---|---|
//! | SL, α² (V~ - V*) | V2 \[-B'A1^-1, I\], V2 = (R'N2/n) Γ2^-1 |
//! | JE, α² K | Θ1 C1^-1 B Γ2^-1 |
//! | RC, α² K | \[A1 (C1² + BB')^-1 (C1 B + B D) - B\] Γ2^-1 |
//! | SL, sqrt(n) (V~ - V*) | second block normal, E\|.\|_F² = ρ sum_j g_j/s_j² |
//! | JE, sqrt(n) K_ij | normal, deviation sqrt(c_i g_j) (1 - ω_i)/(ω_i s_j - g_j) |
//! | RC, sqrt(n) K_ij | normal, deviation sqrt(c_i g_j) (c_i+g_j-phi_i²)/(φ_i² s_j - g_j²) |
//!
//! s_j = (1 + α²) g_j + th_j, ρ = |Y - X1 V1*'|²/n of the population. Distances in n are
//! root mean squares over draws.

use super::finite_n::SIZES;
use super::{draws_of, geometric, leakage, model, stream};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::experiment::sweep::Method;
use crate::model::{Noise, Problem, signal_part};
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use crate::solve::supervised::ridge;
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// n of the limit in α.
pub const FIXED_SAMPLES: usize = 1000;

/// Points behind the fitted slope: the last ones, where the next order is small.
const FITTED: usize = 4;

/// What grows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Along {
    /// α, at n = [`FIXED_SAMPLES`].
    Alpha,
    /// n, at the α of the row.
    N,
}

/// One distance.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The method.
    pub method: Method,
    /// What grows.
    pub along: Along,
    /// α.
    pub alpha: f64,
    /// n.
    pub n: usize,
    /// Independent draws behind the distance.
    pub draws: u64,
    /// The distance.
    pub distance: f64,
    /// The leading term of the theory.
    pub predicted: f64,
    /// Exponent fitted to the last four distances of this line.
    pub slope: f64,
    /// Exponent of the theory.
    pub slope_predicted: f64,
}

/// The table, over [`DRAWS_PER_SEED`](super::DRAWS_PER_SEED) times `seeds` draws in n.
///
/// # Errors
/// Those of the model and the solvers.
pub fn table(scores: &Dataset, name: &str, seeds: u64) -> Result<Vec<Row>> {
    let problem = model(scores, Noise::Strong)?;
    let mut rows = in_alpha(&problem, name)?;
    rows.extend(in_n(&problem, name, seeds)?);
    Ok(rows)
}

fn in_alpha(problem: &Problem, name: &str) -> Result<Vec<Row>> {
    let sample = problem.corrupted(&[FIXED_SAMPLES], &mut stream(0, 4))?.swap_remove(0);
    let alphas = geometric(1.0, 1000.0, 13);
    let mut rows = vec![];
    for method in Method::ALL {
        let constant = alpha_constant(problem, &sample, method)?.norm();
        let distances =
            alphas.iter().map(|&alpha| distance(problem, &sample, method, alpha)).collect::<Result<Vec<_>>>()?;
        let slope = slope(&alphas, &distances);
        for (&alpha, distance) in alphas.iter().zip(distances) {
            rows.push(Row {
                dataset: name.into(),
                method,
                along: Along::Alpha,
                alpha,
                n: FIXED_SAMPLES,
                draws: 1,
                distance,
                predicted: constant / (alpha * alpha),
                slope,
                slope_predicted: -2.0,
            });
        }
    }
    Ok(rows)
}

fn in_n(problem: &Problem, name: &str, seeds: u64) -> Result<Vec<Row>> {
    let draws = draws_of(seeds);
    // Twice the larger threshold, where the eigengap is of the order of the signal eigenvalues.
    let thresholds = problem.spectrum()?.thresholds();
    let alpha = 2.0 * thresholds.alpha_squared_je.max(thresholds.alpha_squared_rc).max(0.25).sqrt();
    // For each draw: by n, the square of each method.
    let square = |sample: &DataMoments<f64>, method| Ok(distance(problem, sample, method, alpha)?.powi(2));
    let squares: Vec<Vec<Vec<f64>>> = (0..draws)
        .into_par_iter()
        .map(|draw| {
            let growing = problem.corrupted(&SIZES, &mut stream(draw, 5))?;
            growing.iter().map(|sample| Method::ALL.iter().map(|method| square(sample, *method)).collect()).collect()
        })
        .collect::<Result<_>>()?;
    let sizes = SIZES.map(|n| n as f64);
    let mut rows = vec![];
    for (which, method) in Method::ALL.into_iter().enumerate() {
        let constant = sample_constant(problem, method, alpha)?;
        let root_mean = |i: usize| (squares.iter().map(|draw| draw[i][which]).sum::<f64>() / draws as f64).sqrt();
        let distances: Vec<f64> = (0..SIZES.len()).map(root_mean).collect();
        let slope = slope(&sizes, &distances);
        for (&n, distance) in SIZES.iter().zip(distances) {
            rows.push(Row {
                dataset: name.into(),
                method,
                along: Along::N,
                alpha,
                n,
                draws,
                distance,
                predicted: constant / (n as f64).sqrt(),
                slope,
                slope_predicted: -0.5,
            });
        }
    }
    Ok(rows)
}

/// The distance between the solutions on a corrupted sample and on its clean part.
fn distance(problem: &Problem, sample: &DataMoments<f64>, method: Method, alpha: f64) -> Result<f64> {
    if let Some(paradigm) = method.paradigm() {
        return Ok(leakage(problem, paradigm, &sample.second, alpha)?.norm());
    }
    let mut difference = ridge(&problem.views(&sample.second, alpha).view_second, &sample.label_cross)?;
    let mut signal = difference.columns_range_mut(..problem.rank());
    signal -= Blocks::new(problem, sample).supervised()?;
    Ok(difference.norm())
}

/// The moments of a corrupted sample by blocks, signal first.
struct Blocks {
    /// C1 = X1'X1/n.
    signal: DMatrix<f64>,
    /// B = X1'N2/n.
    cross: DMatrix<f64>,
    /// D = N2'N2/n.
    noise: DMatrix<f64>,
    /// A1 = C1 + Θ1.
    views: DMatrix<f64>,
    /// Θ1.
    theta: DMatrix<f64>,
    /// Y'X1/n and Y'N2/n.
    labels: (DMatrix<f64>, DMatrix<f64>),
}

impl Blocks {
    fn new(problem: &Problem, sample: &DataMoments<f64>) -> Self {
        let k = problem.rank();
        let clean = signal_part(sample, k);
        let theta = problem.covariance(0.0).view_range(..k, ..k).into_owned();
        Self {
            views: &clean.second + &theta,
            cross: sample.second.view_range(..k, k..).into_owned(),
            noise: sample.second.view_range(k.., k..).into_owned(),
            labels: (clean.label_cross, sample.label_cross.columns_range(k..).into_owned()),
            signal: clean.second,
            theta,
        }
    }

    /// V1* = (Y'X1/n) A1^-1.
    fn supervised(&self) -> Result<DMatrix<f64>> {
        ridge(&self.views, &self.labels.0)
    }
}

/// The limit of α² (V~ - V*), or of α² K, as α -> inf on one corrupted sample.
pub(crate) fn alpha_constant(problem: &Problem, sample: &DataMoments<f64>, method: Method) -> Result<DMatrix<f64>> {
    let Blocks { signal, cross, noise, views, theta, labels } = &Blocks::new(problem, sample);
    let over_gamma = |mut m: DMatrix<f64>| {
        m.column_iter_mut().zip(&problem.gamma).for_each(|(mut column, g)| column /= *g);
        m
    };
    // M^-1 R from the solver of R' M^-1, both symmetric M.
    let solve = |m: &DMatrix<f64>, right: &DMatrix<f64>| Ok::<_, Error>(ridge(m, &right.transpose())?.transpose());
    Ok(match method {
        Method::Sl => {
            let on_noise = over_gamma(&labels.1 - Blocks::new(problem, sample).supervised()? * cross);
            let on_signal = -(&on_noise * solve(views, cross)?.transpose());
            DMatrix::from_columns(&on_signal.column_iter().chain(on_noise.column_iter()).collect::<Vec<_>>())
        }
        Method::Je => over_gamma(theta * solve(signal, cross)?),
        Method::Rc => {
            let inner = signal * signal + cross * cross.transpose();
            over_gamma(views * solve(&inner, &(signal * cross + cross * noise))? - cross)
        }
    })
}

/// The limit of sqrt(n E|V~ - V*|_F²), or of sqrt(n E|K|_F²), as n -> inf at fixed α above
/// the thresholds; signal components uncorrelated.
pub(crate) fn sample_constant(problem: &Problem, method: Method, alpha: f64) -> Result<f64> {
    let k = problem.rank();
    let noise = || problem.gamma.iter().zip(&problem.theta[k..]).map(|(g, th)| (*g, (1.0 + alpha * alpha) * g + th));
    let Some(paradigm) = method.paradigm() else {
        let data = &problem.rows.moments;
        let (c1, b1) = (&data.second, &data.label_cross);
        let a1 = c1 + problem.covariance(0.0).view_range(..k, ..k);
        let v = ridge(&a1, b1)?;
        let rho = data.label_energy - 2.0 * v.dot(b1) + (&v * c1).dot(&v);
        return Ok((rho * noise().map(|(g, s)| g / (s * s)).sum::<f64>()).sqrt());
    };
    let variance = |(c, th): (&f64, &f64)| {
        let ratio = c / (c + th);
        let of_noise = |(g, s): (f64, f64)| match paradigm {
            Paradigm::Reconstruction => c * g * ((c + g - c * ratio) / (c * ratio * s - g * g)).powi(2),
            Paradigm::JointEmbedding => c * g * ((1.0 - ratio) / (ratio * s - g)).powi(2),
        };
        noise().map(of_noise).sum::<f64>()
    };
    Ok(problem.signal.iter().zip(&problem.theta).map(variance).sum::<f64>().sqrt())
}

/// Least-squares slope of log value against log place over the last [`FITTED`] points.
fn slope(places: &[f64], values: &[f64]) -> f64 {
    let first = places.len().saturating_sub(FITTED);
    let (x, y): (Vec<f64>, Vec<f64>) =
        places[first..].iter().zip(&values[first..]).map(|(p, v)| (p.ln(), v.ln())).unzip();
    let mean = |v: &[f64]| v.iter().sum::<f64>() / v.len() as f64;
    let (centre, height) = (mean(&x), mean(&y));
    let product: f64 = x.iter().zip(&y).map(|(x, y)| (x - centre) * (y - height)).sum();
    product / x.iter().map(|x| (x - centre).powi(2)).sum::<f64>()
}

#[cfg(test)]
mod tests {
    use super::super::tests::scores;
    use super::*;

    #[test]
    fn slopes_of_power_laws() {
        let places = [1.0, 3.0, 10.0, 30.0, 100.0, 300.0];
        // The first two points do not count.
        let values: Vec<f64> = places
            .iter()
            .enumerate()
            .map(|(i, p): (usize, &f64)| if i < 2 { 7.0 } else { 3.0 * p.powf(-1.5) })
            .collect();
        assert!((slope(&places, &values) + 1.5).abs() < 1e-12);
    }

    #[test]
    fn distances_meet_the_predicted_terms() {
        let rows = table(&scores(), "axes", 3).unwrap();
        assert_eq!(rows.len(), 3 * (13 + SIZES.len()));
        for row in rows.iter().filter(|row| row.along == Along::Alpha && row.alpha > 900.0) {
            // The next order is α^-2 times ratios of variances (up to 30 x 16 here).
            assert!((row.distance / row.predicted - 1.0).abs() < 1e-3, "{row:?}");
            assert!((row.slope + 2.0).abs() < 0.01, "{row:?}");
        }
        for row in rows.iter().filter(|row| row.along == Along::N && row.n == 100_000) {
            // A root mean square over 12 draws of 16 (JE, RC) or 8 (SL) terms, unequal: five
            // standard errors of at most 1/sqrt(2 x 12).
            assert!((row.distance / row.predicted - 1.0).abs() < 5.0 / 24f64.sqrt() / 2.0, "{row:?}");
        }
    }
}
