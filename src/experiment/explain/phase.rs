//! The thresholds α_JE and α_RC against the variance of the noise, exact, with the points
//! where the solutions of blind minimisers flip.
//!
//! All m noise dimensions have the same variance g and th_j = 0, so that α_JE² = (1-δ)/δ is constant
//! and α_RC² = g/η² - 1 rises: the two cross exactly at r = η²/δ (Corollary 4.5). Two levels of
//! augmentation of the signal: th_i ~ U\[0, c_k/10\] and U\[0, c_k\].

use super::{DIMENSIONS, alpha_of, exact_spectrum, flip, geometric, model};
use crate::dataset::Dataset;
use crate::error::Result;
use crate::minimize::{self, Method, Options};
use crate::model::{Noise, Problem};
use crate::paradigm::Paradigm;
use crate::scalar::Scalar;
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// Halvings of the logarithmic interval of α around a flip: 10^4 to 4 %.
const STEPS: usize = 8;

/// How a threshold was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Route {
    /// The formula in exact rationals, rounded.
    Exact,
    /// L-BFGS on the objective at the population moments, by bisection in α.
    Minimiser,
}

/// One threshold.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// th_i of the signal are uniform up to this.
    pub theta_max: f64,
    /// Which problem.
    pub paradigm: Paradigm,
    /// The route.
    pub route: Route,
    /// g, the variance of every noise dimension.
    pub noise: f64,
    /// The last α tried without recovery; the threshold itself for the exact route.
    pub alpha_low: f64,
    /// The first α tried with recovery; the threshold itself for the exact route.
    pub alpha_high: f64,
    /// r = η²/δ, where the exact lines cross.
    pub crossing: f64,
}

/// The table.
///
/// # Errors
/// Those of the model and the minimiser.
pub fn table(scores: &Dataset, name: &str) -> Result<Vec<Row>> {
    let mut jobs = vec![];
    for level in [0.1, 1.0] {
        let mut problem = model(scores, Noise::Weak)?;
        let (k, m) = DIMENSIONS;
        problem.theta = problem.theta[..k].iter().map(|th| level * th).chain(vec![0.0; m]).collect();
        let theta_max = level * problem.signal[k - 1];
        let at = |g: f64| {
            let mut of_noise = problem.clone();
            of_noise.gamma = vec![g; m];
            of_noise
        };
        let thresholds = exact_spectrum(&problem)?.thresholds();
        let crossing = (thresholds.eta_squared / thresholds.delta).approx();
        for paradigm in Paradigm::ALL {
            for (route, count) in [(Route::Exact, 161), (Route::Minimiser, 9)] {
                // From well below to well above the crossing.
                for noise in geometric(crossing / 30.0, crossing * 30.0, count) {
                    jobs.push((theta_max, paradigm, route, noise, crossing, at(noise)));
                }
            }
        }
    }
    let row = |(theta_max, paradigm, route, noise, crossing, problem): (f64, Paradigm, Route, f64, f64, Problem)| {
        let (alpha_low, alpha_high) = match route {
            Route::Exact => {
                let threshold = alpha_of(exact_spectrum(&problem)?.thresholds().alpha_squared(paradigm));
                (threshold, threshold)
            }
            Route::Minimiser => flip(STEPS, &mut |alpha| recovered(&problem, paradigm, alpha))?,
        };
        Ok(Row { dataset: name.into(), theta_max, paradigm, route, noise, alpha_low, alpha_high, crossing })
    };
    jobs.into_par_iter().with_max_len(1).map(row).collect()
}

/// Whether the minimiser's encoder reads more signal than noise in every direction.
fn recovered(problem: &Problem, paradigm: Paradigm, alpha: f64) -> Result<bool> {
    let k = problem.rank();
    let objective = match paradigm {
        Paradigm::JointEmbedding => minimize::Problem::JointEmbedding { k },
        Paradigm::Reconstruction => minimize::Problem::Reconstruction { k },
    };
    let views = problem.population(alpha);
    let w = minimize::minimize(objective, Method::Lbfgs, &views, 0, &Options::default())?.weights;
    let noise = w.columns_range(k..).into_owned();
    // W = M [I, K] with M the signal block: |K| < 1 in every direction.
    let inverse: Option<DMatrix<f64>> = w.columns(0, k).into_owned().try_inverse();
    Ok(inverse.is_some_and(|inverse| (inverse * noise).singular_values().max() < 1.0))
}

#[cfg(test)]
mod tests {
    use super::super::tests::scores;
    use super::*;

    #[test]
    fn lines_cross_at_r_and_the_minimiser_flips_on_them() {
        let rows = table(&scores(), "axes").unwrap();
        assert_eq!(rows.len(), 2 * 2 * (161 + 9));
        for je in rows.iter().filter(|r| r.route == Route::Exact && r.paradigm == Paradigm::JointEmbedding) {
            let rc = rows
                .iter()
                .find(|r| {
                    r.route == Route::Exact
                        && r.paradigm == Paradigm::Reconstruction
                        && r.noise == je.noise
                        && r.theta_max == je.theta_max
                })
                .unwrap();
            if (je.noise / je.crossing - 1.0).abs() > 1e-9 {
                assert_eq!(rc.alpha_low < je.alpha_low, je.noise < je.crossing, "{je:?} {rc:?}");
            } else {
                assert!((rc.alpha_low / je.alpha_low - 1.0).abs() < 1e-6, "{je:?} {rc:?}");
            }
        }
        for found in rows.iter().filter(|r| r.route == Route::Minimiser) {
            let near = |r: &&Row| {
                r.route == Route::Exact
                    && r.paradigm == found.paradigm
                    && r.theta_max == found.theta_max
                    && (r.noise / found.noise - 1.0).abs() < 1e-9
            };
            let exact = rows.iter().find(near).unwrap().alpha_low;
            // One step of the bisection more on either side: next to a tie the minimiser cannot
            // tell the two.
            assert!(exact >= found.alpha_low / 1.04 && exact <= found.alpha_high * 1.04, "{found:?} {exact}");
        }
    }
}
