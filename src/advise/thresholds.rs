//! From which α on each paradigm finds the signal, estimated from the data.
//!
//! The directions U of (D, C), U'C U = I, with more signal than noise are the signal. In their
//! coordinates C = I; Θ has the blocks Θ1 and Θ2 of U'ΘU, and C² those of P'P, P = C U. With δ =
//! 1/(1 + λ_max(Θ1)) and η² = λ_min(P1'P1, I + Θ1):
//!
//! | threshold | formula | where |
//! |---|---|---|
//! | α_JE² | (1-δ)/δ - λ_min(Θ2) | Proposition 4.4, blocks need not commute |
//! | α_RC² | λ_max(P2'P2/η² - Θ2) - 1 | Proposition 4.3, the same |
//! | α_JE² at this n | [`joint_embedding`] of s = (1-δ)/δ and the eigenvalues t_j of Θ2 | d/n not 0 |
//! | α_RC² at this n | [`fixed_point`] of the weakest signal and (g_j, t_j) | n < 4 d |
//!
//! The last two are where the weakest signal leaves the bulk of the noise as n and d grow
//! together. g_j are the eigenvalues of P2'P2, t_j the diagonal of Θ2 in their basis; the weakest
//! signal has the least c²/(c + th), of the same in P1'P1.
//!
//! Bias: these spectra are of the sample. Where n is not far above d its noise has spread over
//! g (1 +- sqrt(m/n))² already, and the formula spreads it again. So α_RC² at this n is too large,
//! by a factor of 1.4 to 1.9 where it was measured (m/n = 1/4 to 1); α_JE² depends on t alone.
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
use crate::threshold::finite::{Law, Signal, fixed_point, joint_embedding};
use distrs::StudentsT;
use nalgebra::DMatrix;

/// C² and Θ on signal and noise, in the coordinates of the module's head.
struct Parts {
    squared: [DMatrix<f64>; 2],
    theta: [DMatrix<f64>; 2],
}

fn parts(aim: &Aim, k: usize, theta: &DMatrix<f64>) -> Result<Option<Parts>> {
    let Some(Eigen { vectors: u, .. }) = aim.reliabilities()? else { return Ok(None) };
    let d = theta.nrows();
    let (seen, theta) = (product(&aim.second, &u), tr_product(&u, &product(theta, &u)));
    let squared = tr_product(&seen, &seen);
    let both = |matrix: &DMatrix<f64>| {
        [(0, k), (k, d - k)].map(|(first, count)| symmetric(&matrix.view((first, first), (count, count)).into_owned()))
    };
    Ok(Some(Parts { squared: both(&squared), theta: both(&theta) }))
}

/// Both thresholds and that of joint-embedding at n.
fn estimate(aim: &Aim, k: usize, n: f64, theta: &DMatrix<f64>) -> Result<Option<[f64; 3]>> {
    let Some(Parts { squared: [squared_1, squared_2], theta: [theta_1, theta_2] }) = parts(aim, k, theta)? else {
        return Ok(None);
    };
    let per_signal = symmetric_eigen(&theta_1)?.values.max();
    let views = DMatrix::identity(k, k) + theta_1;
    let eta_squared = generalised_eigen("I + Θ1", &squared_1, &views)?.values.min();
    let ratios = symmetric_eigen(&theta_2)?.values;
    let je = per_signal - ratios.min();
    let rc = symmetric_eigen(&(squared_2 / eta_squared - theta_2))?.values.max() - 1.0;
    // The variances of the noise do not matter to joint-embedding.
    let law = law(n, ratios.iter().map(|&t| (1.0, t)))?;
    let finite = joint_embedding::approx_threshold(&law, &Signal { c: 1.0, th: per_signal });
    Ok(Some([je, rc, finite]))
}

/// The noise at n samples. Estimates of t may round below 0.
fn law(n: f64, noise: impl Iterator<Item = (f64, f64)>) -> Result<Law<f64>> {
    let noise: Vec<_> = noise.map(|(g, t)| (g, t.max(0.0))).collect();
    Law::new(noise.len() as f64 / n, &noise)
}

/// The threshold of reconstruction at n, where the iteration converges.
fn at_few(aim: &Aim, k: usize, n: f64, theta: &DMatrix<f64>) -> Result<Option<f64>> {
    let Some(Parts { squared, theta }) = parts(aim, k, theta)? else { return Ok(None) };
    let spectrum = |part: usize| -> Result<Vec<(f64, f64)>> {
        let Eigen { values, vectors } = symmetric_eigen(&squared[part])?;
        let ratios = tr_product(&vectors, &product(&theta[part], &vectors));
        Ok(values.iter().enumerate().map(|(i, &g)| (g, ratios[(i, i)])).collect())
    };
    let weakest = spectrum(0)?.into_iter().min_by(|(c, s), (other, t)| (c / (1.0 + s)).total_cmp(&(other / (1.0 + t))));
    let noise = spectrum(1)?;
    let Some((c, ratio)) = weakest.filter(|(c, _)| *c > 0.0 && noise.iter().all(|(g, _)| *g > 0.0)) else {
        return Ok(None);
    };
    Ok(fixed_point::threshold(&law(n, noise.into_iter())?, &Signal { c, th: ratio.max(0.0) * c }))
}

/// The thresholds for a signal of k dimensions, with intervals; none where there is nothing to
/// split.
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
    let few = checks.samples.as_ref().is_some_and(|samples| samples.flag);
    let rc_finite = if few { at_few(&whole, k, total.count, theta)? } else { None };
    let failed = |flag: Option<bool>| flag.unwrap_or(false);
    let flag = failed(checks.mean_bias.as_ref().map(|c| c.flag))
        || failed(checks.block_diagonal.as_ref().map(|c| c.flag))
        || failed(checks.reliability.as_ref().map(|c| c.flag));
    Ok(Some(Thresholds { k, je: of(0), rc: of(1), je_finite: Some(all[2]), rc_finite, flag }))
}

#[cfg(test)]
mod tests;
