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
//! | α_JE² at this n | (1-δ)/δ + x, x the root of (m/n) mean (t_j + x)^-2 = (δ/(1-δ))² | d/n not 0 |
//!
//! t_j are the eigenvalues of Θ2, m of them. The last is where the weakest signal leaves the
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
    let Some(Eigen { vectors: u, .. }) = aim.reliabilities()? else { return Ok(None) };
    let d = theta.nrows();
    let (seen, theta) = (product(&aim.second, &u), tr_product(&u, &product(theta, &u)));
    let squared = tr_product(&seen, &seen);
    let part = |first: usize, count: usize, matrix: &DMatrix<f64>| {
        symmetric(&matrix.view((first, first), (count, count)).into_owned())
    };
    let (theta_1, theta_2) = (part(0, k, &theta), part(k, d - k, &theta));
    let per_signal = symmetric_eigen(&theta_1)?.values.max();
    let views = DMatrix::identity(k, k) + theta_1;
    let eta_squared = generalised_eigen("I + Θ1", &part(0, k, &squared), &views)?.values.min();
    let ratios = symmetric_eigen(&theta_2)?.values;
    let je = per_signal - ratios.min();
    let rc = symmetric_eigen(&(part(k, d - k, &squared) / eta_squared - theta_2))?.values.max() - 1.0;
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
    let failed = |flag: Option<bool>| flag.unwrap_or(false);
    let flag = failed(checks.mean_bias.as_ref().map(|c| c.flag))
        || failed(checks.block_diagonal.as_ref().map(|c| c.flag))
        || failed(checks.reliability.as_ref().map(|c| c.flag));
    Ok(Some(Thresholds { k, je: of(0), rc: of(1), je_finite: Some(all[2]), flag }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::advise::folds::Folds;
    use crate::advise::{Evidence, Stored, Weight};
    use nalgebra::dmatrix;

    #[test]
    fn thresholds_of_two_coordinates() {
        // C = diag(4, 9), Γ = diag(0, 9): c = 4, g = 9. Θ = diag(8, 3).
        let rows = [[2., 3.], [2., -3.], [-2., 3.], [-2., -3.]].concat().repeat(10);
        let samples = Stored::new(rows, 2).unwrap();
        let gamma = dmatrix![0., 0.; 0., 9.];
        let folds = Folds { count: 1, of: vec![0; 40] };
        let evidence = Evidence::NuisanceCovariance(&gamma);
        let known = Known::read(&evidence, &samples, &folds, vec![true; 40], (Weight::White, 0)).unwrap();
        let aim = known.aim(&without(&known.data, &[]), &[], false).unwrap();
        let [je, rc, finite] = estimate(&aim, 1, 40.0, &dmatrix![8., 0.; 0., 3.]).unwrap().unwrap();
        // th/c - th/g = 2 - 1/3. η² = 16/12: 9/η² - 1/3 - 1.
        assert!((je - (2.0 - 1.0 / 3.0)).abs() < 1e-6, "{je}");
        assert!((rc - (9.0 * 12.0 / 16.0 - 4.0 / 3.0)).abs() < 1e-6, "{rc}");
        // One noise direction: (1/40) (1/3 + x)^-2 = 1/4.
        assert!((finite - (2.0 + 2.0 / 40f64.sqrt() - 1.0 / 3.0)).abs() < 1e-6, "{finite}");
    }
}
