//! Augmentations as JSON: what `--augment SPEC.json` reads, for `jerc solve`, `jerc certify` and
//! `jerc thresholds`.
//!
//! A specification is an object with one key, the name of a family, and its parameters; a chain is
//! a list of specifications, applied first to last:
//!
//! ```json
//! {"chain": [{"shift": {"height": 8, "width": 8, "offsets": [[0, 0], [0, 1], [1, 0]]}},
//!            {"mask-patches": {"patch": {"height": 8, "width": 8, "side": 2}, "keep": 4}},
//!            {"aligned-noise": {"theta": "1/4", "gamma": [0, 1, 2], "alpha": 0.5}}]}
//! ```
//!
//! | value | written as |
//! |---|---|
//! | number | an integer, a decimal or `"p/q"`, read exactly |
//! | one for each coordinate | a list of d numbers, or one number for all |
//! | covariance | a number (times I), a list of d numbers (its diagonal) or d lists of d numbers |
//! | patch | the patch of each coordinate (a list of d integers), or `{"height", "width", "side"}` for square patches of an image |
//!
//! The fields of every family are in [`FIELDS`] (`jerc families` prints them). Unknown fields,
//! duplicates and missing fields are refused with the place in the file.
//!
//! A specification has two faces: [`Spec::augmentation`] rounds its numbers to `f64`,
//! [`Spec::exact`] does not.

mod catalogue;
mod families;
#[cfg(test)]
mod tests;
mod values;

pub use catalogue::{FIELDS, Field};

use super::{Augmentation, Chain, Channel, ExactChain};
use crate::error::{Error, Result};
use crate::scalar::Rational;
use families::{
    BlurSpec, GroupSpec, ImageGroupSpec, IndependentPatchesSpec, KeepSpec, MaskMixtureSpec, MixtureSpec, NoiseSpec,
    PatchesSpec, ShiftSpec, SpeckleSpec,
};
use serde::Deserialize;
use std::path::Path;

/// A file larger than this is no specification: a 784 x 784 map of 20-digit numbers has 14 MB.
const MAX_BYTES: u64 = 64 << 20;

/// An augmentation as written; see the [module](self).
#[derive(Debug, Clone, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub enum Spec {
    /// T(alpha).
    AlignedNoise(NoiseSpec),
    /// Multiplicative noise.
    Speckle(SpeckleSpec),
    /// Independent masks.
    MaskIndependent(KeepSpec),
    /// A fixed number of patches.
    MaskPatches(PatchesSpec),
    /// Independent patches.
    MaskPatchesIndependent(IndependentPatchesSpec),
    /// A mixture of masks.
    MaskMixture(MaskMixtureSpec),
    /// A group of signed permutations.
    Group(GroupSpec),
    /// A group of symmetries of images.
    ImageGroup(ImageGroupSpec),
    /// A mixture of linear maps.
    LinearMixture(MixtureSpec),
    /// A random shift of images.
    Shift(ShiftSpec),
    /// A random blur of images.
    Blur(BlurSpec),
    /// Binomial thinning.
    Thinning(KeepSpec),
    /// Stages, first to last.
    Chain(Vec<Spec>),
}

/// Both faces of a specification.
struct Built {
    rounded: Box<dyn Augmentation>,
    exact: Box<dyn Channel<Rational>>,
}

impl Spec {
    /// Reads a specification.
    ///
    /// # Errors
    /// [`Error::Io`], or [`Error::BadFile`] with the place in the file.
    pub fn read(path: &Path) -> Result<Self> {
        let size = std::fs::metadata(path).map_err(|e| Error::io(path, e))?.len();
        if size > MAX_BYTES {
            return Err(Error::file(path, format!("{size} bytes are no specification"), "give a smaller file"));
        }
        let text = std::fs::read_to_string(path).map_err(|e| Error::io(path, e))?;
        Self::parse(&text)
            .map_err(|problem| Error::file(path, problem, "see `jerc families` for every family and its fields"))
    }

    /// Reads a specification from text; the error is the place and the problem.
    fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let spec = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            if place == "." { error.inner().to_string() } else { format!("{place}: {}", error.inner()) }
        })?;
        reader.end().map_err(|error| error.to_string())?;
        Ok(spec)
    }

    /// The augmentation of d features with its numbers rounded to `f64`.
    ///
    /// # Errors
    /// What the family refuses, with the place in the specification.
    pub fn augmentation(&self, d: usize) -> Result<Box<dyn Augmentation>> {
        self.build(d, "").map(|built| built.rounded)
    }

    /// The channel of d features, exactly as written.
    ///
    /// # Errors
    /// As [`augmentation`](Self::augmentation).
    pub fn exact(&self, d: usize) -> Result<Box<dyn Channel<Rational>>> {
        self.build(d, "").map(|built| built.exact)
    }

    /// The same with another alpha in its `aligned-noise` stage, or `None` unless there is exactly
    /// one.
    pub fn with_alpha(&self, alpha: &Rational) -> Option<Self> {
        let mut spec = self.clone();
        let mut noises: Vec<&mut NoiseSpec> = vec![];
        spec.collect_noises(&mut noises);
        match &mut noises[..] {
            [noise] => noise.alpha = alpha.to_string().into(),
            _ => return None,
        }
        Some(spec)
    }

    fn collect_noises<'a>(&'a mut self, noises: &mut Vec<&'a mut NoiseSpec>) {
        match self {
            Self::AlignedNoise(noise) => noises.push(noise),
            Self::Chain(stages) => stages.iter_mut().for_each(|stage| stage.collect_noises(noises)),
            _ => {}
        }
    }

    fn build(&self, d: usize, place: &str) -> Result<Built> {
        let at = |name: &str| format!("{place}{name}");
        let (name, built) = match self {
            Self::Chain(stages) => {
                let (mut rounded, mut exact) = (vec![], vec![]);
                for (i, stage) in stages.iter().enumerate() {
                    let built = stage.build(d, &format!("{place}chain[{i}]."))?;
                    rounded.push(built.rounded);
                    exact.push(built.exact);
                }
                let chain = Chain::new(rounded).and_then(|chain| Ok((chain, ExactChain::new(exact)?)));
                ("chain", chain.map(|(rounded, exact)| Built { rounded: Box::new(rounded), exact: Box::new(exact) }))
            }
            Self::AlignedNoise(spec) => ("aligned-noise", spec.build(d)),
            Self::Speckle(spec) => ("speckle", spec.build(d)),
            Self::MaskIndependent(spec) => ("mask-independent", spec.build_mask(d)),
            Self::MaskPatches(spec) => ("mask-patches", spec.build()),
            Self::MaskPatchesIndependent(spec) => ("mask-patches-independent", spec.build()),
            Self::MaskMixture(spec) => ("mask-mixture", spec.build()),
            Self::Group(spec) => ("group", spec.build(d)),
            Self::ImageGroup(spec) => ("image-group", spec.build()),
            Self::LinearMixture(spec) => ("linear-mixture", spec.build()),
            Self::Shift(spec) => ("shift", spec.build()),
            Self::Blur(spec) => ("blur", spec.build()),
            Self::Thinning(spec) => ("thinning", spec.build_thinning(d)),
        };
        let built = built.map_err(|error| located(&at(name), error))?;
        match built.rounded.dimension() {
            found if found == d => Ok(built),
            found => Err(Error::shape(at(name), format!("d = {d} as the data"), found)),
        }
    }
}

/// An error with the place in the specification in front.
fn located(place: &str, error: Error) -> Error {
    Error::BadRequest {
        problem: format!("{place}: {error}"),
        remedy: "see `jerc families` for every family and its fields".into(),
    }
}
