//! Additive noise, aligned with the irrelevant features by adding independent draws of them.
//!
//! τ(x) = x + θ + γ_1 + ... + γ_a with independent θ ~ N(0, Θ) and γ_i ~ N(0, Γ). Hence
//!
//! M = I,  Σ = Θ + a Γ.
//!
//! These are the moments of T(α) with α² = a: for linear encoders the two are one family. They differ
//! for all others. Where the noise is not normal, one draw scaled by α may show the noise of a sample
//! through the view; a draws never do (claim `law-free-alignment`). `sample` draws normal noise, as
//! T(α) does; the claim runs on other laws.
//!
//! Θ and Γ are as for [`AlignedNoise`]; a is a whole number >= 0.
//!
//! ```
//! use jerc::augment::{Channel, IndependentDraws};
//! use nalgebra::{dmatrix, dvector};
//! let noise = IndependentDraws::new(dmatrix![1.0, 0.0; 0.0, 0.0], dmatrix![0.0, 0.0; 0.0, 2.0], 3)?;
//! let sigma = noise.covariance(&dvector![0.0, 0.0], &dmatrix![1.0, 0.0; 0.0, 1.0]);
//! assert_eq!(sigma, dmatrix![1.0, 0.0; 0.0, 6.0]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::{Number, covariance, number};
use super::spec::{Built, Field, Specified};
use super::{AlignedNoise, Augmentation, Channel, Family};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, approx_matrix};
use nalgebra::{DMatrix, DVector};
use num_traits::ToPrimitive;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

/// The most draws: a view costs that many.
const MOST: u32 = 1000;

/// Independent draws of the noise, added; see the [module](self).
#[derive(Debug, Clone)]
pub struct IndependentDraws<T: Scalar> {
    /// x + θ, and x + γ.
    steps: [AlignedNoise<T>; 2],
    draws: u32,
}

fn allowed(draws: u32) -> Result<u32> {
    if draws > MOST {
        return Err(Error::range("draws", format!("a whole number in [0, {MOST}]"), draws));
    }
    Ok(draws)
}

impl IndependentDraws<f64> {
    /// Covariances Θ and Γ (d x d), and a, the number of draws.
    ///
    /// # Errors
    /// Those of [`AlignedNoise::new`] for Θ and Γ; [`Error::OutOfRange`] for more than 1000 draws.
    pub fn new(theta: DMatrix<f64>, gamma: DMatrix<f64>, draws: u32) -> Result<Self> {
        let zero = DMatrix::zeros(gamma.nrows(), gamma.ncols());
        let once = AlignedNoise::new(zero, gamma.clone(), 1.0)?;
        let steps = [AlignedNoise::new(theta, gamma, 0.0)?, once];
        Ok(Self { steps, draws: allowed(draws)? })
    }
}

impl IndependentDraws<Rational> {
    /// The same over the rationals. Positive semidefiniteness is the caller's to know.
    ///
    /// # Errors
    /// Those of [`AlignedNoise::new_exact`]; [`Error::OutOfRange`] for more than 1000 draws.
    pub fn new_exact(theta: DMatrix<Rational>, gamma: DMatrix<Rational>, draws: u32) -> Result<Self> {
        let zero = DMatrix::zeros(gamma.nrows(), gamma.ncols());
        let count = |count| Rational::from_count(count);
        let once = AlignedNoise::new_exact(zero, gamma.clone(), count(1))?;
        let steps = [AlignedNoise::new_exact(theta, gamma, count(0))?, once];
        Ok(Self { steps, draws: allowed(draws)? })
    }
}

impl<T: Scalar> Channel<T> for IndependentDraws<T> {
    fn dimension(&self) -> usize {
        self.steps[0].dimension()
    }

    fn mean_map(&self) -> DMatrix<T> {
        self.steps[0].mean_map()
    }

    fn keeps_mean(&self) -> bool {
        true
    }

    fn covariance(&self, mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let [theta, gamma] = self.steps.each_ref().map(|step| step.covariance(mean, second));
        let draws = T::from_count(self.draws as usize);
        theta.zip_map(&gamma, |theta, gamma| theta + draws.clone() * gamma)
    }
}

impl Augmentation for IndependentDraws<f64> {
    fn family(&self) -> Family {
        Family {
            name: "independent-draws".into(),
            view: "tau(x) = x + theta + gamma_1 + ... + gamma_a, theta ~ N(0, Theta), gamma_i ~ N(0, Gamma)".into(),
            mean_map: "I".into(),
            covariance: "Theta + a Gamma".into(),
            source: "T(alpha) of the paper's section 4.1 with a draws in place of one draw times alpha".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let [theta, gamma] = &self.steps;
        theta.sample(x, rng, view);
        let mut before = view.to_vec();
        for _ in 0..self.draws {
            gamma.sample(&before, rng, view);
            before.copy_from_slice(view);
        }
    }

    fn mixing(&self) -> Option<usize> {
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        let steps = self.steps.each_ref().map(AlignedNoise::to_exact);
        Box::new(IndependentDraws { steps, draws: self.draws })
    }

    fn fixed_covariance(&self) -> Option<[(f64, &DMatrix<f64>); 2]> {
        let [[theta, _], [_, (_, gamma)]] = self.steps.each_ref().map(AlignedNoise::parts);
        Some([theta, (f64::from(self.draws), gamma)])
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DrawsSpec {
    theta: Number,
    gamma: Number,
    draws: Number,
}

impl Specified for DrawsSpec {
    const FIELDS: &'static [Field] =
        &[("theta", "covariance"), ("gamma", "covariance"), ("draws", "whole number >= 0")];
    const EXAMPLE: &'static str = r#"{"independent-draws": {"theta": 1, "gamma": [0, "1/3"], "draws": 2}}"#;
    // Several draws; none.
    const CASES: &'static [&'static str] = &[
        r#"{"independent-draws": {
            "theta": [[1, 0.5, 0, -1], [0.5, 4.25, 2, 0.5], [0, 2, 1, 0.5], [-1, 0.5, 0.5, 1.25]],
            "gamma": [[1, 1, 0, 0], [1, 2, -1, 0], [0, -1, 1.25, 1], [0, 0, 1, 4]],
            "draws": 3}}"#,
        r#"{"independent-draws": {"theta": 2, "gamma": [1, 0, 2, 3], "draws": 0}}"#,
    ];

    fn build(&self, d: usize) -> Result<Built> {
        let (theta, gamma) = (covariance("theta", &self.theta, d)?, covariance("gamma", &self.gamma, d)?);
        let draws = number("draws", &self.draws)?;
        let whole = draws.is_integer().then(|| draws.to_integer().to_u32()).flatten();
        let draws = whole.ok_or_else(|| Error::range("draws", "a whole number >= 0", draws.approx()))?;
        let rounded = IndependentDraws::new(approx_matrix(&theta), approx_matrix(&gamma), draws)?;
        Ok(Built::new(rounded, IndependentDraws::new_exact(theta, gamma, draws)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn covariance_by_hand() {
        // Θ = diag(1, 0), Γ = [[1, 1], [1, 2]], a = 3.
        let whole = |m: DMatrix<i64>| m.map(|v| ratio(v, 1));
        let noise = IndependentDraws::new_exact(whole(dmatrix![1, 0; 0, 0]), whole(dmatrix![1, 1; 1, 2]), 3).unwrap();
        let sigma = noise.covariance(&dvector![ratio(0, 1), ratio(0, 1)], &whole(dmatrix![9, 0; 0, 9]));
        assert_eq!(sigma, whole(dmatrix![4, 3; 3, 6]));
    }

    #[test]
    fn bad_parameters_are_refused() {
        let (good, bad) = (dmatrix![1.0], dmatrix![-1.0]);
        assert!(IndependentDraws::new(good.clone(), good.clone(), 0).is_ok());
        for (theta, gamma, draws) in [(&bad, &good, 1), (&good, &bad, 1), (&good, &good, MOST + 1)] {
            assert!(IndependentDraws::new(theta.clone(), gamma.clone(), draws).is_err());
        }
        for draws in ["-1", "0.5", "1e9"] {
            let spec = format!(r#"{{"theta": 1, "gamma": 1, "draws": {draws}}}"#);
            assert!(serde_json::from_str::<DrawsSpec>(&spec).unwrap().build(2).is_err(), "{draws}");
        }
    }
}
