//! From which α on each paradigm finds the signal, estimated from the data.
//!
//! The split into signal and noise are the directions of (D, C) with more signal than noise. With
//! δ = λ_min(C1, A1), η² = λ_min(C1², A1), A1 = C1 + Θ1 on the signal, and C2, Θ2 on the noise:
//!
//! | threshold | formula | where |
//! |---|---|---|
//! | α_JE² | (1-δ)/δ - λ_min(Θ2, C2) | Proposition 4.4, blocks need not commute |
//! | α_RC² | λ_max(C2/η² - C2^-1/2 Θ2 C2^-1/2) - 1 | Proposition 4.3, the same |
//! | α_JE² at this n | (1-δ)/δ + x, x the root of (m/n) mean (t_j + x)^-2 = (δ/(1-δ))² | d/n not 0 |
//!
//! t_j are the eigenvalues of (Θ2, C2), m of them. The last is where the weakest signal leaves the
//! bulk of the noise as n and d grow together.
//!
//! Intervals are of the grouped jackknife: with θ_f the estimate without fold f of K, the values
//! K θ - (K-1) θ_f have the mean and the standard error that Student's t with K - 1 degrees of
//! freedom makes an interval of (Shao and Tu, The Jackknife and Bootstrap, 1995, section 1.3).

use super::advice::{Threshold, Thresholds};
use super::evidence::{Aim, Known};
use super::findings::Checks;
use super::folds::without;
use super::sums::RowSums;
use crate::error::Result;
use crate::linalg::float::{Eigen, generalised_eigen, product, symmetric, symmetric_eigen, tr_product};
use distrs::StudentsT;
use nalgebra::DMatrix;

/// Both thresholds and that of joint-embedding at n.
fn estimate(aim: &Aim, k: usize, n: f64, theta: &DMatrix<f64>) -> Result<Option<[f64; 3]>> {
    let Some(Eigen { vectors, .. }) = aim.reliabilities()? else { return Ok(None) };
    let d = theta.nrows();
    // An orthonormal basis of the signal's directions, completed to one of all.
    let leading = vectors.columns(0, k).into_owned();
    let projector = {
        let q = leading.qr().q();
        product(&q, &q.transpose())
    };
    let basis = symmetric_eigen(&symmetric(&projector))?.vectors;
    let part = |first: usize, count: usize, matrix: &DMatrix<f64>| {
        let columns = basis.columns(first, count).into_owned();
        symmetric(&tr_product(&columns, &product(matrix, &columns)))
    };
    let (c1, th1) = (part(0, k, &aim.second), part(0, k, theta));
    let (c2, th2) = (part(k, d - k, &aim.second), part(k, d - k, theta));
    let a1 = &c1 + th1;
    let least = |a: &DMatrix<f64>, s: &DMatrix<f64>| generalised_eigen("a block", a, s).map(|e| e.values.min());
    let delta = least(&c1, &a1)?;
    let eta_squared = least(&symmetric(&product(&c1, &c1)), &a1)?;
    let ratios = generalised_eigen("C2", &th2, &c2)?.values;
    let Eigen { values, vectors } = symmetric_eigen(&c2)?;
    let whitened = tr_product(&vectors, &product(&th2, &vectors));
    // In the eigenbasis of C2.
    let shape = DMatrix::from_fn(d - k, d - k, |i, j| {
        let diagonal = if i == j { values[i] / eta_squared } else { 0.0 };
        diagonal - whitened[(i, j)] / (values[i] * values[j]).sqrt()
    });
    let per_signal = (1.0 - delta) / delta;
    let je = per_signal - ratios.min();
    let rc = symmetric_eigen(&symmetric(&shape))?.values.max() - 1.0;
    // m/n mean = sum / n. The root is between those of the smallest ratio alone and of all like it.
    let sum = |x: f64| ratios.iter().map(|t| (t + x).powi(-2)).sum::<f64>() / n - per_signal.powi(-2);
    let single = per_signal / n.sqrt() - ratios.min();
    let (mut low, mut high) = (single, per_signal * ((d - k) as f64 / n).sqrt() - ratios.min());
    for _ in 0..BISECTIONS {
        let middle = 0.5 * (low + high);
        if sum(middle) > 0.0 { low = middle } else { high = middle }
    }
    Ok(Some([je, rc, per_signal + 0.5 * (low + high)]))
}

/// Halves an interval to its last bit.
const BISECTIONS: usize = 60;

/// The thresholds for a signal of k dimensions, with intervals; none where there is nothing to split.
pub(super) fn thresholds(
    known: &Known<'_>,
    total: &RowSums,
    (k, theta): (usize, &DMatrix<f64>),
    (checks, level): (&Checks, f64),
) -> Result<Option<Thresholds>> {
    let d = theta.nrows();
    if !(1..d).contains(&k) {
        return Ok(None);
    }
    let whole = known.aim(total, &[], false)?;
    let Some(all) = estimate(&whole, k, total.count, theta)? else { return Ok(None) };
    let folds = known.data.len();
    let mut parts = vec![];
    for fold in 0..folds {
        let data = without(&known.data, &[fold]);
        parts.extend(estimate(&known.aim(&data, &[fold], false)?, k, data.count, theta)?);
    }
    let count = folds as f64;
    let quantile = StudentsT::ppf(1.0 - level / 2.0, (folds.max(2) - 1) as f64);
    let of = |which: usize| {
        let values: Vec<f64> = parts.iter().map(|part| count * all[which] - (count - 1.0) * part[which]).collect();
        let mean = values.iter().sum::<f64>() / count;
        let spread = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0);
        let half = quantile * (spread / count).sqrt();
        Threshold { alpha_squared: mean, lo: mean - half, hi: mean + half }
    };
    let failed = |flag: Option<bool>| flag.unwrap_or(false);
    let flag = failed(checks.mean_bias.as_ref().map(|c| c.flag))
        || failed(checks.block_diagonal.as_ref().map(|c| c.flag))
        || failed(checks.reliability.as_ref().map(|c| c.flag));
    Ok(Some(Thresholds { k, je: of(0), rc: of(1), je_finite: Some(all[2]), flag }))
}
