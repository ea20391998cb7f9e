//! What the theory needs of the data, looked at on the sums of pass 1.

use super::decide::SIGNIFICANT;
use super::evidence::{Known, RIDGE, ridged};
use super::findings::{Checks, Conditioning, Interpolation, MeanBias, Reliability, SampleSize, ThetaBlocks};
use super::folds::without;
use super::sums::{Moments, RowSums};
use crate::error::Result;
use crate::linalg::float::{Eigen, Whitening, product, singular_values, symmetric, symmetric_eigen, tr_product};
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

/// A bias below a hundredth of tr C moves no eigenvalue of the pencil by more than that.
const SMALL_BIAS: f64 = 0.01;

/// Below n = 4 d the edge of the noise is (1 + sqrt(d/n))² > 2 times its population value.
const FEW_SAMPLES: usize = 4;

/// A direction whose share of signal is in here is neither signal nor noise.
const MIXED: std::ops::Range<f64> = 0.2..0.8;

/// How often samples are split in halves.
const SPLITS: usize = 20;

/// Most features for which the split is tested: it takes 40 decompositions.
const SPLIT_FEATURES: usize = 256;

/// All checks: of the rows, of the views at the strongest augmentation, and of the evidence.
pub(super) fn checks(known: &Known<'_>, total: &RowSums, views: &Moments, seed: u64) -> Result<Checks> {
    let (n, d) = (total.count as usize, total.sum.len());
    let mean_bias = views.bias.map(|(bias, se)| {
        let (of_samples, of_views) = (total.second_moment().trace(), views.mean_second.trace());
        let relative = bias / of_samples.max(f64::MIN_POSITIVE);
        // bias = tr G + tr C - 2 tr H.
        let (mean, center) = (total.mean(), &views.mean);
        let shared = 0.5 * (of_views + of_samples - bias) - mean.dot(center);
        let varies = (of_samples - mean.norm_squared()) * (of_views - center.norm_squared());
        let resemblance = shared / varies.max(f64::MIN_POSITIVE).sqrt();
        let size = of_views / of_samples.max(f64::MIN_POSITIVE);
        let z = if bias == 0.0 { 0.0 } else { bias / se.max(f64::MIN_POSITIVE) };
        MeanBias { relative, z, resemblance, size, flag: z > SIGNIFICANT && relative > SMALL_BIAS }
    });
    let samples = SampleSize { n, d, factor: 1.0 + (d as f64 / n as f64).sqrt(), flag: n < FEW_SAMPLES * d };
    let (mut reliability, mut block_diagonal) = (None, None);
    if known.gives_signal()
        && let Some(Eigen { values, .. }) = known.aim(total, &[], false)?.reliabilities()?
    {
        let k = values.iter().filter(|&&share| share > 0.5).count();
        let between = values.iter().filter(|share| MIXED.contains(*share)).count();
        let around_k = values.iter().copied().skip(k.saturating_sub(1)).take(2).collect();
        reliability = Some(Reliability { k, largest: values[0], around_k, between, flag: between > 0 });
        if (1..d).contains(&k) && d <= SPLIT_FEATURES && known.data.len() >= 4 {
            block_diagonal = Some(theta_blocks(known, views, k, seed)?);
        }
    }
    Ok(Checks {
        mean_bias,
        samples: Some(samples),
        reliability,
        block_diagonal,
        interpolation: None,
        conditioning: Some(conditioning(&views.view_second)?),
    })
}

/// Whether so many views, no more than features, can be given any values.
pub(super) fn interpolation(views: &Moments, count: usize) -> Result<Interpolation> {
    let values = scaled_eigenvalues(&views.view_second)?.1;
    let lost = values.max() * f64::EPSILON * values.len() as f64;
    let rank = values.iter().filter(|value| **value > lost).count();
    Ok(Interpolation { views: count, rank, flag: rank == count })
}

/// How many features vanish, and the eigenvalues of S on the others, after scaling to a unit
/// diagonal.
fn scaled_eigenvalues(s: &DMatrix<f64>) -> Result<(usize, DVector<f64>)> {
    let used: Vec<usize> = (0..s.nrows()).filter(|&i| s[(i, i)] > 0.0).collect();
    let scaled = DMatrix::from_fn(used.len(), used.len(), |i, j| {
        s[(used[i], used[j])] / (s[(used[i], used[i])] * s[(used[j], used[j])]).sqrt()
    });
    Ok((s.nrows() - used.len(), symmetric_eigen(&scaled)?.values))
}

fn conditioning(s: &DMatrix<f64>) -> Result<Conditioning> {
    let (set_aside, values) = scaled_eigenvalues(s)?;
    let (most, least) = (values.max(), values.min());
    // Ten times the ridge: below, an eigenvalue is made by the ridge.
    let flag = least < 10.0 * RIDGE * most;
    // A smallest eigenvalue that is lost in rounding has no digit.
    let condition = most / least.max(most * f64::EPSILON * s.nrows() as f64);
    Ok(Conditioning { condition, set_aside, ridge: RIDGE, flag })
}

/// The largest canonical correlation of `matrix` across the split U = [U1 U2] at k, in the metric
/// S.
fn across(u: &DMatrix<f64>, k: usize, matrix: &DMatrix<f64>, s: &DMatrix<f64>) -> Result<f64> {
    let (a, b) = (u.columns(0, k).into_owned(), u.columns(k, u.ncols() - k).into_owned());
    let root = |part: &DMatrix<f64>| Whitening::new("S on a part", &symmetric(&tr_product(part, &product(s, part))));
    let half = root(&a)?.solve_lower(&tr_product(&a, &product(matrix, &b)));
    Ok(singular_values(&root(&b)?.solve_lower(&half.transpose()))?[0])
}

/// A test, by split halves, of whether Σ couples signal and noise. Halves of the folds, A and B:
/// the split comes from B, and what it finds of Σ is compared with what it finds of a Σ without
/// coupling by the split of A.
fn theta_blocks(known: &Known<'_>, views: &Moments, k: usize, seed: u64) -> Result<ThetaBlocks> {
    let folds = known.data.len();
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    let (mut found, mut null) = (vec![], vec![]);
    let mut order: Vec<usize> = (0..folds).collect();
    for _ in 0..SPLITS {
        order.shuffle(&mut rng);
        let split = |out: &[usize]| -> Result<(DMatrix<f64>, DMatrix<f64>)> {
            let data = without(&known.data, out);
            let aim = known.aim(&data, out, false)?;
            let vectors = aim.reliabilities()?.map_or_else(|| DMatrix::identity(0, 0), |eigen| eigen.vectors);
            Ok((vectors, ridged(&aim.second, RIDGE)))
        };
        let (a, c_a) = split(&order[..folds / 2])?;
        let (b, c_b) = split(&order[folds / 2..])?;
        let mut blocks = tr_product(&a, &product(&views.covariance, &a));
        let d = blocks.nrows();
        blocks.view_mut((0, k), (k, d - k)).fill(0.0);
        blocks.view_mut((k, 0), (d - k, k)).fill(0.0);
        // U'CU = I: the inverse of U is U'C.
        let back = tr_product(&a, &c_a);
        let uncoupled = symmetric(&tr_product(&back, &product(&blocks, &back)));
        null.push(across(&b, k, &uncoupled, &(&c_b + &uncoupled))?);
        found.push(across(&b, k, &views.covariance, &(&c_b + &views.covariance))?);
    }
    found.sort_by(f64::total_cmp);
    null.sort_by(f64::total_cmp);
    let (cross, null95) = (found[SPLITS / 2], null[SPLITS * 19 / 20 - 1]);
    Ok(ThetaBlocks { cross, null95, flag: cross > null95 })
}

/// The stream of the splits.
const STREAM: u64 = 0x7370_6c69;

#[cfg(test)]
mod tests;
