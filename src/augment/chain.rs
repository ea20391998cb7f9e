//! Composition of augmentations: τ = τ_m o ... o τ_1, independent stages applied first to last.
//!
//! With stage moments (M_i, Σ_i), the chain has M = M_m ... M_1 and, stage by stage from Σ = 0,
//!
//! Σ <- M_i Σ M_i' + Σ_i(mean and second moment of the views so far).
//!
//! This is the law of total variance. It needs every stage centred given its input, as [`Channel`]
//! demands.
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

use super::spec::{Built, Entry};
use super::{Augmentation, Channel, Domain, Family};
use crate::error::{Error, Result};
use crate::linalg::sparse::{congruence, product};
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;

/// Stages applied one after the other; see the [module](self).
pub struct Stages<Stage: ?Sized> {
    stages: Vec<Box<Stage>>,
}

/// A chain of augmentations.
pub type Chain = Stages<dyn Augmentation>;

/// The same over the rationals.
pub type ExactChain = Stages<dyn Channel<Rational>>;

impl Chain {
    /// A chain of stages, the first applied first.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without a stage, [`Error::ShapeMismatch`] if the dimensions differ,
    /// [`Error::BadRequest`] if a stage on counts follows one whose views are not counts.
    pub fn new(stages: Vec<Box<dyn Augmentation>>) -> Result<Self> {
        let chain = Self::of(stages)?;
        let stages = &chain.stages;
        let counts = |at: usize| stages[..at].iter().all(|s| s.keeps_counts());
        if let Some(at) = (1..stages.len()).find(|&at| stages[at].domain() == Domain::Counts && !counts(at)) {
            let name = stages[at].family().name;
            return Err(Error::request(
                format!("stage {at} of the chain, {name}, takes counts, which no longer reach it"),
                "put it before noise and other maps to real numbers",
            ));
        }
        Ok(chain)
    }
}

impl ExactChain {
    /// The same over the rationals; counts are not checked.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without a stage, [`Error::ShapeMismatch`] if the dimensions differ.
    pub fn new(stages: Vec<Box<dyn Channel<Rational>>>) -> Result<Self> {
        Self::of(stages)
    }
}

impl<Stage: ?Sized> Stages<Stage> {
    fn of<T: Scalar>(stages: Vec<Box<Stage>>) -> Result<Self>
    where
        Stage: Channel<T>,
    {
        let d = stages.first().ok_or_else(|| Error::range("stages of a chain", "at least 1", 0))?.dimension();
        match stages.iter().find(|s| s.dimension() != d) {
            Some(other) => Err(Error::shape("stages of a chain", format!("d = {d} throughout"), other.dimension())),
            None => Ok(Self { stages }),
        }
    }
}

impl<T: Scalar, Stage: Channel<T> + ?Sized> Channel<T> for Stages<Stage> {
    fn dimension(&self) -> usize {
        self.stages[0].dimension()
    }

    fn mean_map(&self) -> DMatrix<T> {
        let d = self.dimension();
        self.stages.iter().fold(DMatrix::identity(d, d), |map, stage| product(&stage.mean_map(), &map))
    }

    fn covariance(&self, mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let d = mean.len();
        let (mut mean, mut mean_second, mut covariance) = (mean.clone(), second.clone(), DMatrix::zeros(d, d));
        for stage in &self.stages {
            let map = stage.mean_map();
            let own = stage.covariance(&mean, &(&mean_second + &covariance));
            covariance = congruence(&map, &covariance) + own;
            mean_second = congruence(&map, &mean_second);
            mean = map * mean;
        }
        covariance
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

    fn mixing(&self) -> Option<usize> {
        self.stages.iter().filter_map(|stage| stage.mixing()).reduce(usize::saturating_mul)
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(ExactChain { stages: self.stages.iter().map(|s| s.exact()).collect() })
    }

    fn domain(&self) -> Domain {
        // Earlier stages keep counts but make none.
        let counts = self.stages.iter().any(|s| s.domain() == Domain::Counts);
        if counts { Domain::Counts } else { Domain::Reals }
    }

    fn keeps_counts(&self) -> bool {
        self.stages.iter().all(|s| s.keeps_counts())
    }
}

/// The first is what `jerc families` describes.
pub(super) const ENTRY: Entry = Entry {
    name: "chain",
    fields: &[],
    example: r#"{"chain": [{"speckle": {"sigma": 1}}, {"mask-independent": {"keep": 0.5}}, {"aligned-noise": {"theta": 0, "gamma": 1, "alpha": "1/3"}}]}"#,
    cases: &[
        r#"{"chain": [{"mask-independent": {"keep": [0.25, 0.5, 0.75, 1]}}, {"aligned-noise": {
            "theta": [[1, 0.5, 0, -1], [0.5, 4.25, 2, 0.5], [0, 2, 1, 0.5], [-1, 0.5, 0.5, 1.25]],
            "gamma": [0, 2, 1, 0.5], "alpha": 1}}]}"#,
        r#"{"chain": [{"shift": {"height": 2, "width": 2, "offsets": [[0, 0], [0, 1]]}},
            {"mask-patches": {"patch": [0, 0, 1, 2], "keep": 1}}, {"aligned-noise": {
            "theta": [[1, 0.5, 0, -1], [0.5, 4.25, 2, 0.5], [0, 2, 1, 0.5], [-1, 0.5, 0.5, 1.25]],
            "gamma": [0, 2, 1, 0.5], "alpha": 1}}]}"#,
        r#"{"chain": [{"aligned-noise": {
            "theta": [[1, 0.5, 0, -1], [0.5, 4.25, 2, 0.5], [0, 2, 1, 0.5], [-1, 0.5, 0.5, 1.25]],
            "gamma": [0, 2, 1, 0.5], "alpha": 1}},
            {"mask-patches": {"patch": [0, 0, 1, 2], "keep": 1}},
            {"mask-patches": {"patch": [0, 0, 1, 2], "keep": 1}}]}"#,
        r#"{"chain": [{"image-group": {"height": 2, "width": 2, "generators": ["quarter-turn"]}},
            {"thinning": {"keep": 0.5}}, {"speckle": {"sigma": 0.5}}]}"#,
    ],
};

/// A chain of what its stages have built.
pub(super) fn build(stages: Vec<Built>) -> Result<Built> {
    let (rounded, exact) = stages.into_iter().map(|stage| (stage.rounded, stage.exact)).unzip();
    Ok(Built::new(Chain::new(rounded)?, ExactChain::new(exact)?))
}

#[cfg(test)]
mod tests {
    use super::super::{AlignedNoise, Mask, Thinning};
    use super::*;
    use crate::scalar::ratio;
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

    #[test]
    fn exact_chains_are_checked_too() {
        let stage = |d: usize| Mask::independent(&vec![0.5; d]).unwrap().exact();
        assert_eq!(ExactChain::new(vec![stage(1), stage(1)]).unwrap().mean_map()[(0, 0)], ratio(1, 4));
        assert!(matches!(ExactChain::new(vec![]), Err(Error::OutOfRange { .. })));
        assert!(matches!(ExactChain::new(vec![stage(1), stage(2)]), Err(Error::ShapeMismatch { .. })));
    }

    #[test]
    fn counts_must_reach_the_stages_that_take_them() {
        let noise = || Box::new(AlignedNoise::new(DMatrix::identity(1, 1), DMatrix::zeros(1, 1), 0.).unwrap());
        let mask = || Box::new(Mask::independent(&[0.5]).unwrap());
        let thinning = || Box::new(Thinning::new(1, 0.5).unwrap());
        let good = Chain::new(vec![mask(), thinning(), thinning(), noise()]).unwrap();
        assert_eq!((good.domain(), good.keeps_counts()), (Domain::Counts, false));
        let counts = Chain::new(vec![mask(), thinning()]).unwrap();
        assert_eq!((counts.domain(), counts.keeps_counts()), (Domain::Counts, true));
        assert_eq!(Chain::new(vec![mask(), mask()]).unwrap().domain(), Domain::Reals);
        // What keeps counts keeps none that did not reach it.
        for lost in [Chain::new(vec![mask(), noise(), thinning()]), Chain::new(vec![noise(), mask(), thinning()])] {
            match lost {
                Err(Error::BadRequest { problem, .. }) => assert!(problem.contains("stage 2"), "{problem}"),
                _ => panic!("accepted"),
            }
        }
    }
}
