//! Composition of augmentations: tau = tau_m o ... o tau_1, independent stages applied first to last.
//!
//! With stage moments (M_i, Sigma_i), the chain has M = M_m ... M_1 and, going stage by stage from (mean, C, Sigma = 0) with the second moment S' of the views so far,
//!
//! Sigma <- M_i Sigma M_i' + Sigma_i(mean of the views so far, S').
//!
//! This is the law of total variance: Sigma_i is affine in the moments of its own input, which are those of the views so far. It needs every stage centred given its input, as [`Channel`] demands.
//!
//! ```
//! use jerc::augment::{AlignedNoise, Chain, Channel, Mask};
//! use nalgebra::{DMatrix, dmatrix, dvector};
//! let noise = AlignedNoise::new(DMatrix::identity(2, 2), DMatrix::zeros(2, 2), 0.0)?;
//! let chain = Chain::new(vec![Box::new(noise), Box::new(Mask::independent(&[0.5, 1.0])?)])?;
//! // Noise first, then the mask: (1/4)(c + 1) + (1/4) on the masked coordinate.
//! let sigma = chain.covariance(&dvector![0.0, 0.0], &dmatrix![3.0, 0.0; 0.0, 3.0]);
//! assert_eq!(sigma, dmatrix![1.25, 0.0; 0.0, 1.0]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Augmentation, Channel, Family};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;

/// Stages applied one after the other; see the [module](self).
pub struct Chain {
    stages: Vec<Box<dyn Augmentation>>,
}

/// The same over the rationals.
pub struct ExactChain {
    stages: Vec<Box<dyn Channel<Rational>>>,
}

impl Chain {
    /// A chain of stages, the first applied first.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without a stage, [`Error::ShapeMismatch`] if the dimensions differ.
    pub fn new(stages: Vec<Box<dyn Augmentation>>) -> Result<Self> {
        let Some(first) = stages.first() else {
            return Err(Error::range("stages of a chain", "at least 1", 0));
        };
        let d = first.dimension();
        if let Some(other) = stages.iter().find(|s| s.dimension() != d) {
            return Err(Error::shape("stages of a chain", format!("d = {d} throughout"), other.dimension()));
        }
        Ok(Self { stages })
    }
}

fn chain_mean_map<'a, T: Scalar>(d: usize, stages: impl Iterator<Item = &'a dyn Channel<T>>) -> DMatrix<T> {
    stages.fold(DMatrix::identity(d, d), |map, stage| stage.mean_map() * map)
}

fn chain_covariance<'a, T: Scalar>(
    mean: &DVector<T>,
    second: &DMatrix<T>,
    stages: impl Iterator<Item = &'a dyn Channel<T>>,
) -> DMatrix<T> {
    let d = mean.len();
    let (mut mean, mut mean_second, mut covariance) = (mean.clone(), second.clone(), DMatrix::zeros(d, d));
    for stage in stages {
        let map = stage.mean_map();
        let own = stage.covariance(&mean, &(&mean_second + &covariance));
        covariance = &map * covariance * map.transpose() + own;
        mean_second = &map * mean_second * map.transpose();
        mean = map * mean;
    }
    covariance
}

impl Channel<f64> for Chain {
    fn dimension(&self) -> usize {
        self.stages[0].dimension()
    }

    fn mean_map(&self) -> DMatrix<f64> {
        chain_mean_map(self.dimension(), self.stages.iter().map(|s| s.as_ref() as &dyn Channel<f64>))
    }

    fn covariance(&self, mean: &DVector<f64>, second: &DMatrix<f64>) -> DMatrix<f64> {
        chain_covariance(mean, second, self.stages.iter().map(|s| s.as_ref() as &dyn Channel<f64>))
    }
}

impl Channel<Rational> for ExactChain {
    fn dimension(&self) -> usize {
        self.stages[0].dimension()
    }

    fn mean_map(&self) -> DMatrix<Rational> {
        chain_mean_map(self.dimension(), self.stages.iter().map(AsRef::as_ref))
    }

    fn covariance(&self, mean: &DVector<Rational>, second: &DMatrix<Rational>) -> DMatrix<Rational> {
        chain_covariance(mean, second, self.stages.iter().map(AsRef::as_ref))
    }
}

impl Augmentation for Chain {
    fn family(&self) -> Family {
        let names: Vec<String> = self.stages.iter().map(|s| s.family().name).collect();
        Family {
            name: format!("chain({})", names.join(", ")),
            view: "tau = tau_m o ... o tau_1, independent stages".into(),
            mean_map: "M_m ... M_1".into(),
            covariance: "Sigma <- M_i Sigma M_i' + Sigma_i(mean and second moment of the views so far)".into(),
            source: "law of total variance".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let mut input = x.to_vec();
        for stage in &self.stages {
            stage.sample(&input, rng, view);
            input.copy_from_slice(view);
        }
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(ExactChain { stages: self.stages.iter().map(|s| s.exact()).collect() })
    }
}

#[cfg(test)]
mod tests {
    use super::super::{AlignedNoise, Mask};
    use super::*;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn order_matters_and_dimensions_must_agree() {
        let noise = || Box::new(AlignedNoise::new(DMatrix::identity(1, 1), DMatrix::zeros(1, 1), 0.).unwrap());
        let mask = || Box::new(Mask::independent(&[0.5]).unwrap());
        let sigma = |stages| Chain::new(stages).unwrap().covariance(&dvector![0.], &dmatrix![3.])[(0, 0)];
        // Mask then noise: (1/2)(1/2) 3 + 1. Noise then mask: (1/4) 1 + (1/4)(3 + 1).
        assert_eq!(sigma(vec![mask(), noise()]), 1.75);
        assert_eq!(sigma(vec![noise(), mask()]), 1.25);
        let twice = Chain::new(vec![mask(), mask()]).unwrap();
        assert_eq!(twice.mean_map(), dmatrix![0.25]);
        assert!(matches!(Chain::new(vec![]), Err(Error::OutOfRange { .. })));
        let wide = Box::new(Mask::independent(&[0.5, 0.5]).unwrap());
        assert!(matches!(Chain::new(vec![mask(), wide]), Err(Error::ShapeMismatch { .. })));
    }
}
