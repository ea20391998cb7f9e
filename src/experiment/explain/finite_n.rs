//! The α from which on n corrupted samples recover the signal, against n: it converges to the
//! threshold of the limit (Propositions 4.3 and 4.4).
//!
//! Recovered at (n, α): every principal angle between the row space of the optimal encoder and
//! the signal space is below 45 degrees, |K| < 1 for the row space \[I, K\]. In the limit |K| is 0
//! above the threshold and infinite below. The n samples are the first n of one stream per draw.
//!
//! Beside them, what the limit m/n -> γ says at this n ([`finite`](crate::threshold::finite)): from
//! which α on every signal has cos² > 1/2, the same angle. With m = 4 it is far from its limit.

use super::{alpha_of, draws_of, exact_spectrum, flip, leakage, model, stream};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::model::Noise;
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use crate::scalar::Rational;
use crate::threshold::Spectrum;
use crate::threshold::finite::Model;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The sample sizes.
pub const SIZES: [usize; 7] = [100, 316, 1000, 3162, 10_000, 31_623, 100_000];

/// Halvings: 10^4 to 0.1 %.
const STEPS: usize = 13;

/// The empirical threshold at one n.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// The regime.
    pub noise: Noise,
    /// Which problem.
    pub paradigm: Paradigm,
    /// n.
    pub n: usize,
    /// Independent draws.
    pub draws: u64,
    /// Their 10 % quantile; 0 where the signal is recovered at every α tried.
    pub alpha_low: f64,
    /// Their median.
    pub alpha_median: f64,
    /// Their 90 % quantile.
    pub alpha_high: f64,
    /// sqrt(max(0, α_*^2)) of the limit.
    pub alpha_threshold: f64,
    /// The same from the limit m/n -> γ at this n, in the range of α that is tried.
    pub alpha_predicted: f64,
}

/// The table over [`DRAWS_PER_SEED`](super::DRAWS_PER_SEED) times `seeds` draws.
///
/// # Errors
/// Those of the model and the solvers.
pub fn table(scores: &Dataset, name: &str, seeds: u64) -> Result<Vec<Row>> {
    let draws = draws_of(seeds);
    let mut rows = vec![];
    for noise in Noise::ALL {
        let problem = model(scores, noise)?;
        let spectrum = exact_spectrum(&problem)?;
        let thresholds = spectrum.thresholds();
        // For each draw: by n, the flip of each paradigm.
        let found: Vec<Vec<Vec<f64>>> = (0..draws)
            .into_par_iter()
            .map(|draw| {
                let growing = problem.corrupted(&SIZES, &mut stream(draw, 2 + noise as u64))?;
                let recovered_from = |moments: &DataMoments<f64>, paradigm| {
                    let (alpha, _) = flip(STEPS, &mut |alpha| {
                        let k = leakage(&problem, paradigm, &moments.second, alpha)?;
                        // An infinite K has no singular values.
                        Ok(k.iter().all(|v| v.is_finite()) && k.singular_values().max() < 1.0)
                    })?;
                    Ok(alpha)
                };
                growing
                    .iter()
                    .map(|moments| Paradigm::ALL.iter().map(|p| recovered_from(moments, *p)).collect())
                    .collect()
            })
            .collect::<Result<_>>()?;
        for (which, paradigm) in Paradigm::ALL.into_iter().enumerate() {
            for (i, &n) in SIZES.iter().enumerate() {
                let mut alphas: Vec<f64> = found.iter().map(|draw| draw[i][which]).collect();
                alphas.sort_by(f64::total_cmp);
                rows.push(Row {
                    dataset: name.into(),
                    noise,
                    paradigm,
                    n,
                    draws,
                    alpha_low: quantile(&alphas, 0.1),
                    alpha_median: quantile(&alphas, 0.5),
                    alpha_high: quantile(&alphas, 0.9),
                    alpha_threshold: alpha_of(thresholds.alpha_squared(paradigm)),
                    alpha_predicted: predicted(&spectrum, n, paradigm)?,
                });
            }
        }
    }
    Ok(rows)
}

/// From which α on every signal has cos² > 1/2 in the limit m/n -> γ.
fn predicted(spectrum: &Spectrum<Rational>, n: usize, paradigm: Paradigm) -> Result<f64> {
    let model = Model::new(spectrum, n)?;
    let (alpha, _) = flip(STEPS, &mut |alpha| {
        Ok(model.cos2(paradigm, alpha * alpha)?.into_iter().all(|cos2| cos2.is_some_and(|cos2| cos2 > 0.5)))
    })?;
    Ok(alpha)
}

/// The quantile of an ascending list, between its values by linear interpolation.
fn quantile(sorted: &[f64], share: f64) -> f64 {
    let place = share * (sorted.len() - 1) as f64;
    let (below, part) = (place.floor() as usize, place.fract());
    match sorted.get(below + 1) {
        Some(above) if part > 0.0 => sorted[below] + part * (above - sorted[below]),
        _ => sorted[below],
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::scores;
    use super::*;

    #[test]
    fn quantiles_by_hand() {
        let values = [1.0, 2.0, 4.0, 8.0, 16.0];
        assert_eq!([0.0, 0.1, 0.5, 0.9, 1.0].map(|q| quantile(&values, q)), [1.0, 1.4, 4.0, 12.8, 16.0]);
        assert_eq!(quantile(&[3.0], 0.9), 3.0);
    }

    #[test]
    fn every_seed_adds_its_draws() {
        for seeds in [1, 5, 6, 40, 1000] {
            assert_eq!(draws_of(seeds), 4 * seeds);
        }
        assert!(table(&scores(), "axes", 6).unwrap().iter().all(|row| row.draws == 24));
    }

    #[test]
    fn the_empirical_threshold_converges_to_that_of_the_limit() {
        let rows = table(&scores(), "axes", 1).unwrap();
        assert_eq!(rows.len(), 2 * 2 * SIZES.len());
        for row in &rows {
            assert!(row.alpha_low <= row.alpha_median && row.alpha_median <= row.alpha_high && row.draws == 4);
        }
        let error =
            |n: usize| rows.iter().filter(move |r| r.n == n).map(|r| (r.alpha_median - r.alpha_threshold).abs());
        // sum g_j / (n c_k) is 5e-4 at n = 100,000, and its square root what B adds to the signal:
        // a fifth of the threshold where that is largest, nothing where no alignment is needed.
        for (last, row) in error(100_000).zip(rows.iter().filter(|r| r.n == 100_000)) {
            assert!(last <= 0.2 * row.alpha_threshold, "{row:?}");
        }
        assert!(error(100_000).sum::<f64>() < 0.5 * error(1000).sum::<f64>());
        // The prediction at n has the same limit, and is not there before.
        let predicted =
            |n: usize| rows.iter().filter(move |r| r.n == n).map(|r| (r.alpha_predicted - r.alpha_threshold).abs());
        for (last, row) in predicted(100_000).zip(rows.iter().filter(|r| r.n == 100_000)) {
            assert!(last <= 0.2 * row.alpha_threshold, "{row:?}");
        }
        assert!(predicted(100_000).sum::<f64>() < 0.5 * predicted(100).sum::<f64>());
        // Next to its threshold reconstruction mixes signal and noise until n is far larger;
        // joint-embedding settles.
        let je = |n: usize| rows.iter().filter(move |r| r.n == n && r.paradigm == Paradigm::JointEmbedding);
        let spread = |n: usize| je(n).map(|r| r.alpha_high - r.alpha_low).sum::<f64>();
        assert!(spread(100_000) < 0.1 * spread(100), "{} {}", spread(100_000), spread(100));
    }
}
