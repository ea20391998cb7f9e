//! Multiplicative (speckle) noise: τ(x) = x o (1 + s) with independent s_i of mean 0 and variance
//! σ_i² (o: entrywise).
//!
//! Hence M = I and
//!
//! Σ = diag(σ_i² C_ii).
//!
//! With C diagonal ω_i = 1/(1 + σ_i²) whatever C, and φ_i² = C_ii/(1 + σ_i²): joint-embedding ranks
//! the coordinates by their noise alone. Independent masks with p_i = 1/(1 + σ_i²), rescaled by
//! 1/p_i, have the same moments. See the claims `speckle` and `masking`.
//!
//! Views are drawn with normal s; only the variance matters to the moments.
//!
//! ```
//! use jerc::augment::{Channel, Speckle};
//! use nalgebra::{dmatrix, dvector};
//! let sigma = Speckle::new(&[0.0, 2.0])?.covariance(&dvector![0.0, 0.0], &dmatrix![5.0, 1.0; 1.0, 3.0]);
//! assert_eq!(sigma, dmatrix![0.0, 0.0; 0.0, 12.0]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::{Number, for_each};
use super::spec::{Built, Field, Specified};
use super::{Augmentation, Channel, Family, exact_parameter, require_coordinates};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use serde::Deserialize;

/// Multiplicative noise; see the [module](self).
#[derive(Debug, Clone)]
pub struct Speckle<T: Scalar> {
    sigma: Vec<T>,
}

impl<T: Scalar> Speckle<T> {
    /// Relative standard deviations σ_i, one for each coordinate.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate and every value is finite and >= 0.
    pub fn new(sigma: &[T]) -> Result<Self> {
        require_coordinates(sigma.len())?;
        let good = |s: &T| *s >= T::zero() && (s.approx() * s.approx()).is_finite();
        if let Some(i) = sigma.iter().position(|s| !good(s)) {
            return Err(Error::range(format!("sigma[{i}]"), "finite and >= 0", sigma[i].approx()));
        }
        Ok(Self { sigma: sigma.to_vec() })
    }

    fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> Speckle<U> {
        Speckle { sigma: self.sigma.iter().map(f).collect() }
    }
}

impl<T: Scalar> Channel<T> for Speckle<T> {
    fn dimension(&self) -> usize {
        self.sigma.len()
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::identity(self.sigma.len(), self.sigma.len())
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let variance = |(i, s): (usize, &T)| s.clone() * s.clone() * second[(i, i)].clone();
        DMatrix::from_diagonal(&DVector::from_iterator(self.sigma.len(), self.sigma.iter().enumerate().map(variance)))
    }
}

impl Augmentation for Speckle<f64> {
    fn family(&self) -> Family {
        Family {
            name: "speckle".into(),
            view: "tau(x) = x o (1 + s), s_i independent, mean 0, variance sigma_i^2".into(),
            mean_map: "I".into(),
            covariance: "diag(sigma_i^2 C_ii)".into(),
            source: "multiplicative noise; E[s s'] = diag(sigma^2)".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        for ((v, x), sigma) in view.iter_mut().zip(x).zip(&self.sigma) {
            *v = x * (1.0 + sigma * rng.sample::<f64, _>(StandardNormal));
        }
    }

    fn mixing(&self) -> Option<usize> {
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.map(exact_parameter))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SpeckleSpec {
    sigma: Number,
}

impl Specified for SpeckleSpec {
    const FIELDS: &'static [Field] = &[("sigma", "relative standard deviation, one for each coordinate")];
    const EXAMPLE: &'static str = r#"{"speckle": {"sigma": [0.5, 1]}}"#;
    const CASES: &'static [&'static str] = &[r#"{"speckle": {"sigma": [0.5, 0, 1, 2]}}"#];

    fn build(&self, d: usize) -> Result<Built> {
        let exact = Speckle::new(&for_each("sigma", &self.sigma, d)?)?;
        Ok(Built::new(exact.map(Scalar::approx), exact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn covariance_by_hand() {
        // σ = (1/2, 3): Σ = diag(1/4 * 8, 9 * 2).
        let speckle = Speckle::new(&[ratio(1, 2), ratio(3, 1)]).unwrap();
        let whole = |m: DMatrix<i64>| m.map(|v| ratio(v, 1));
        let sigma = speckle.covariance(&dvector![ratio(7, 1), ratio(7, 1)], &whole(dmatrix![8, 5; 5, 2]));
        assert_eq!(sigma, whole(dmatrix![2, 0; 0, 18]));
        assert_eq!(speckle.mean_map(), whole(dmatrix![1, 0; 0, 1]));
        assert_eq!(speckle.map(Scalar::approx).sigma, [0.5, 3.0]);
    }

    #[test]
    fn two_thirds_of_the_views_lie_within_sigma() {
        // A law with heavy tails has a standard error that hides its moments.
        use rand::SeedableRng;
        let (speckle, mut rng) = (Speckle::new(&[0.5]).unwrap(), ChaCha8Rng::seed_from_u64(1));
        let mut view = [0.0];
        let within = (0..10_000).filter(|_| {
            speckle.sample(&[2.0], &mut rng, &mut view);
            (view[0] - 2.0).abs() <= 1.0
        });
        // 0.6827 of a normal law; 5 standard errors are 0.023.
        assert!((within.count() as f64 / 1e4 - 0.6827).abs() < 0.023);
    }

    #[test]
    fn bad_parameters_are_refused() {
        for sigma in [&[][..], &[0.5, -0.1], &[f64::NAN], &[f64::INFINITY], &[1e200]] {
            assert!(matches!(Speckle::new(sigma), Err(Error::OutOfRange { .. })), "{sigma:?}");
        }
        assert!(Speckle::new(&[0.0]).is_ok());
    }
}
