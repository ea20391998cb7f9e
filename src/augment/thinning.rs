//! Binomial thinning of counts: each of the x_j events of coordinate j is kept with probability p,
//! τ(x)_j ~ Bin(x_j, p) independently (subsampling of reads in single-cell RNA-seq).
//!
//! Given x the mean is p x and the covariance p (1-p) diag(x), so M = p I and, averaged over
//! samples,
//!
//! Σ = p (1-p) diag(mean),  hence S = p² C + p (1-p) diag(mean).
//!
//! Divided by p the views carry additive noise of covariance ((1-p)/p) diag(mean): that of Poisson
//! noise with α² = (1-p)/p. See the claim `thinning`.
//!
//! Defined on non-negative integers only ([`Domain::Counts`]); a view of anything else is NaN,
//! never a guess.
//!
//! ```
//! use jerc::augment::{Channel, Thinning};
//! use nalgebra::{dmatrix, dvector};
//! let sigma = Thinning::new(2, 0.5)?.covariance(&dvector![4.0, 8.0], &dmatrix![20.0, 30.0; 30.0, 70.0]);
//! assert_eq!(sigma, dmatrix![1.0, 0.0; 0.0, 2.0]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::{Number, number};
use super::spec::{Built, Field, Specified};
use super::{Augmentation, Channel, Domain, Family, exact_parameter, require_coordinates, require_probability};
use crate::error::Result;
use crate::scalar::{Rational, Scalar, is_count};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::Binomial;
use serde::Deserialize;

/// Binomial thinning; see the [module](self).
#[derive(Debug, Clone)]
pub struct Thinning<T: Scalar> {
    dimension: usize,
    keep: T,
}

impl<T: Scalar> Thinning<T> {
    /// Thinning of d counts, each event kept with probability `keep`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) for d = 0 or for what is no probability.
    pub fn new(dimension: usize, keep: T) -> Result<Self> {
        require_coordinates(dimension)?;
        require_probability("keep probability", &keep)?;
        Ok(Self { dimension, keep })
    }

    fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> Thinning<U> {
        Thinning { dimension: self.dimension, keep: f(&self.keep) }
    }
}

impl<T: Scalar> Channel<T> for Thinning<T> {
    fn dimension(&self) -> usize {
        self.dimension
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::from_diagonal_element(self.dimension, self.dimension, self.keep.clone())
    }

    fn covariance(&self, mean: &DVector<T>, _second: &DMatrix<T>) -> DMatrix<T> {
        let variance = self.keep.clone() * (T::one() - self.keep.clone());
        DMatrix::from_diagonal(&mean.map(|m| variance.clone() * m))
    }
}

impl Augmentation for Thinning<f64> {
    fn family(&self) -> Family {
        Family {
            name: "thinning".into(),
            view: "tau(x)_j ~ Bin(x_j, p) independently, x_j counts".into(),
            mean_map: "p I".into(),
            covariance: "p (1-p) diag(mean)".into(),
            source: "variance of the binomial law, averaged over samples".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        for (v, &x) in view.iter_mut().zip(x) {
            let law = is_count(x).then(|| Binomial::new(x as u64, self.keep).ok()).flatten();
            *v = law.map_or(f64::NAN, |law| rng.sample(law) as f64);
        }
    }

    fn mixing(&self) -> Option<usize> {
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.map(exact_parameter))
    }

    fn domain(&self) -> Domain {
        Domain::Counts
    }

    fn keeps_counts(&self) -> bool {
        true
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ThinningSpec {
    keep: Number,
}

impl Specified for ThinningSpec {
    const FIELDS: &'static [Field] = &[("keep", "probability of keeping an event")];
    const EXAMPLE: &'static str = r#"{"thinning": {"keep": "1/2"}}"#;
    const CASES: &'static [&'static str] = &[r#"{"thinning": {"keep": 0.25}}"#];

    fn build(&self, d: usize) -> Result<Built> {
        let exact = Thinning::new(d, number("keep", &self.keep)?)?;
        Ok(Built::new(exact.map(Scalar::approx), exact))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Error;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};
    use rand::SeedableRng;

    #[test]
    fn covariance_by_hand() {
        // p = 1/3: p(1-p) = 2/9, means 9 and 18.
        let thinning = Thinning::new(2, ratio(1, 3)).unwrap();
        let sigma = thinning.covariance(&dvector![ratio(9, 1), ratio(18, 1)], &DMatrix::zeros(2, 2));
        assert_eq!(sigma, dmatrix![2, 0; 0, 4].map(|v| ratio(v, 1)));
        assert_eq!(thinning.mean_map(), dmatrix![1, 0; 0, 1].map(|v| ratio(v, 3)));
        assert_eq!(thinning.map(Scalar::approx).keep, 1.0 / 3.0);
    }

    #[test]
    fn views_are_counts_below_the_input_and_nothing_else_has_a_view() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut view = [0.0; 4];
        let thinning = Thinning::new(4, 0.5).unwrap();
        thinning.sample(&[0.0, 5.0, -1.0, 2.5], &mut rng, &mut view);
        assert_eq!(view[0], 0.0);
        assert!(is_count(view[1]) && view[1] <= 5.0 && view[2].is_nan() && view[3].is_nan());
        for (keep, expected) in [(0.0, 0.0), (1.0, 5.0)] {
            Thinning::new(4, keep).unwrap().sample(&[5.0; 4], &mut rng, &mut view);
            assert_eq!(view, [expected; 4]);
        }
        assert_eq!((thinning.domain(), thinning.keeps_counts()), (Domain::Counts, true));
    }

    #[test]
    fn bad_parameters_are_refused() {
        for keep in [-0.1, 1.1, f64::NAN] {
            assert!(matches!(Thinning::new(2, keep), Err(Error::OutOfRange { .. })), "{keep}");
        }
        assert!(matches!(Thinning::new(0, 0.5), Err(Error::OutOfRange { .. })));
    }
}
