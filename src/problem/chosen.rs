//! The augmentation of a problem: from Θ, Γ and α, or as written.

use crate::augment::{AlignedNoise, Augmentation, Channel, Spec};
use crate::certificate::ExactPencil;
use crate::dataset::Samples;
use crate::error::Result;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::Rational;

/// The augmentation of a problem.
#[derive(Debug)]
pub enum Chosen {
    /// T(α), from Θ, Γ and α.
    Noise(AlignedNoise<f64>),
    /// A specification, as written.
    Written(Spec),
}

impl Chosen {
    /// Its `f64` face, for d features.
    ///
    /// # Errors
    /// Those of the specification.
    pub fn augmentation(&self, d: usize) -> Result<Box<dyn Augmentation>> {
        match self {
            Self::Noise(noise) => Ok(Box::new(noise.clone())),
            Self::Written(spec) => spec.augmentation(d),
        }
    }

    /// The exact channel, with the parameters as written.
    ///
    /// # Errors
    /// Those of the specification.
    pub fn exact(&self, d: usize) -> Result<Box<dyn Channel<Rational>>> {
        match self {
            Self::Noise(noise) => Ok(noise.exact()),
            Self::Written(spec) => spec.exact(d),
        }
    }

    /// The exact moments of the views: of the stored numbers and the parameters as written.
    ///
    /// # Errors
    /// Those of the samples and of the specification.
    pub fn exact_views(&self, data: &Samples, center: bool) -> Result<ViewMoments<Rational>> {
        let moments = data.exact_moments()?;
        self.exact(data.d())?.views(&if center { moments.centred() } else { moments })
    }

    /// The pencil of a paradigm in exact integers, without the features on which S vanishes; and these.
    ///
    /// # Errors
    /// Those of the samples and of the specification.
    pub fn exact_pencil(
        &self,
        paradigm: Paradigm,
        data: &Samples,
        center: bool,
        source: String,
    ) -> Result<(ExactPencil, Vec<usize>)> {
        let whole = match self {
            Self::Noise(noise) if !data.is_summed() => {
                let loaded = data.load()?;
                let of = if center { ExactPencil::centred_aligned_noise } else { ExactPencil::aligned_noise };
                of(paradigm, loaded.features(), noise, source)?
            }
            _ => ExactPencil::of_views(paradigm, &self.exact_views(data, center)?, source),
        };
        Ok(whole.without_vanishing())
    }

    /// The augmentation in a few words.
    ///
    /// # Errors
    /// Those of the specification.
    pub fn describe(&self, d: usize) -> Result<String> {
        match self {
            Self::Noise(noise) => Ok(format!("T(alpha) with alpha = {:?}", noise.alpha())),
            Self::Written(spec) => Ok(spec.augmentation(d)?.family().name),
        }
    }
}
