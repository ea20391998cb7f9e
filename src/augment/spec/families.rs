//! The fields of each family in a specification, and what is built from them.

use super::Built;
use super::values::{Number, covariance, for_each, matrix, number, numbers, patch, require_image};
use crate::augment::images::{self, Edge};
use crate::augment::{AlignedNoise, Augmentation, Group, LinearMixture, Mask, SignedPermutation, Speckle, Thinning};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, approx_matrix};
use nalgebra::DMatrix;
use serde::Deserialize;

/// Fields of `aligned-noise`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoiseSpec {
    theta: Number,
    gamma: Number,
    pub(super) alpha: Number,
}

/// Fields of `speckle`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpeckleSpec {
    sigma: Number,
}

/// Fields of `mask-independent` and `thinning`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeepSpec {
    keep: Number,
}

/// Fields of `mask-patches`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PatchesSpec {
    patch: serde_json::Value,
    keep: usize,
}

/// Fields of `mask-patches-independent`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndependentPatchesSpec {
    patch: serde_json::Value,
    keep: Number,
}

/// Fields of `mask-mixture`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MaskMixtureSpec {
    masks: Vec<Vec<bool>>,
    weights: Vec<Number>,
}

/// Fields of `group`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GroupSpec {
    generators: Vec<GeneratorSpec>,
}

/// One generator of `group`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct GeneratorSpec {
    from: Vec<usize>,
    negative: Option<Vec<bool>>,
}

/// Fields of `image-group`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ImageGroupSpec {
    height: usize,
    width: usize,
    generators: Vec<Symmetry>,
}

/// A symmetry of images.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Symmetry {
    /// Left and right exchanged.
    HorizontalFlip,
    /// Top and bottom exchanged.
    VerticalFlip,
    /// A quarter turn.
    QuarterTurn,
    /// One column to the right, cyclically.
    HorizontalShift,
    /// One row down, cyclically.
    VerticalShift,
}

/// Fields of `linear-mixture`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MixtureSpec {
    maps: Vec<Vec<Vec<Number>>>,
    weights: Vec<Number>,
}

/// Fields of `shift`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ShiftSpec {
    height: usize,
    width: usize,
    offsets: Vec<(i64, i64)>,
    weights: Option<Vec<Number>>,
}

/// Fields of `blur`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BlurSpec {
    height: usize,
    width: usize,
    kernels: Vec<Vec<Vec<Number>>>,
    weights: Option<Vec<Number>>,
    edge: Option<EdgeSpec>,
}

/// Pixels beyond the edge.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum EdgeSpec {
    /// They are 0.
    Zero,
    /// The image repeats.
    Wrap,
}

impl NoiseSpec {
    pub(super) fn build(&self, d: usize) -> Result<Built> {
        let (theta, gamma) = (covariance("theta", &self.theta, d)?, covariance("gamma", &self.gamma, d)?);
        let alpha = number("alpha", &self.alpha)?;
        let rounded = AlignedNoise::new(approx_matrix(&theta), approx_matrix(&gamma), alpha.approx())?;
        Ok(Built { rounded: Box::new(rounded), exact: Box::new(AlignedNoise::new_exact(theta, gamma, alpha)?) })
    }
}

impl SpeckleSpec {
    pub(super) fn build(&self, d: usize) -> Result<Built> {
        let exact = Speckle::new(&for_each("sigma", &self.sigma, d)?)?;
        Ok(Built { rounded: Box::new(exact.rounded()), exact: Box::new(exact) })
    }
}

impl KeepSpec {
    pub(super) fn build_mask(&self, d: usize) -> Result<Built> {
        Ok(mask(Mask::independent(&for_each("keep", &self.keep, d)?)?))
    }

    pub(super) fn build_thinning(&self, d: usize) -> Result<Built> {
        let exact = Thinning::new(d, number("keep", &self.keep)?)?;
        Ok(Built { rounded: Box::new(exact.rounded()), exact: Box::new(exact) })
    }
}

impl PatchesSpec {
    pub(super) fn build(&self) -> Result<Built> {
        let rounded = Mask::patches(&patch(&self.patch)?, self.keep)?;
        // Its parameters are integers: the exact face is that of the rounded one.
        Ok(Built { exact: rounded.exact(), rounded: Box::new(rounded) })
    }
}

impl IndependentPatchesSpec {
    pub(super) fn build(&self) -> Result<Built> {
        let patch = patch(&self.patch)?;
        let patches = patch.iter().max().map_or(0, |m| m.saturating_add(1)).min(patch.len());
        Ok(mask(Mask::independent_patches(&patch, &for_each("keep", &self.keep, patches)?)?))
    }
}

impl MaskMixtureSpec {
    pub(super) fn build(&self) -> Result<Built> {
        Ok(mask(Mask::mixture(&self.masks, &numbers("weights", &self.weights)?)?))
    }
}

impl GroupSpec {
    pub(super) fn build(&self, d: usize) -> Result<Built> {
        let permutation = |g: &GeneratorSpec| match &g.negative {
            Some(negative) => SignedPermutation::new(&g.from, negative),
            None => SignedPermutation::unsigned(&g.from),
        };
        let generators = self.generators.iter().map(permutation).collect::<Result<Vec<_>>>()?;
        Ok(group(Group::generated(d, &generators)?))
    }
}

impl ImageGroupSpec {
    pub(super) fn build(&self) -> Result<Built> {
        let (h, w) = (self.height, self.width);
        let permutation = |symmetry: &Symmetry| match symmetry {
            Symmetry::HorizontalFlip => images::horizontal_flip(h, w),
            Symmetry::VerticalFlip => images::vertical_flip(h, w),
            Symmetry::QuarterTurn if h != w => Err(Error::range("height", "equal to the width for a quarter turn", h)),
            Symmetry::QuarterTurn => images::quarter_turn(h),
            Symmetry::HorizontalShift => images::cyclic_shift(h, w, 0, 1),
            Symmetry::VerticalShift => images::cyclic_shift(h, w, 1, 0),
        };
        let generators = self.generators.iter().map(permutation).collect::<Result<Vec<_>>>()?;
        Ok(group(Group::generated(require_image(h, w)?, &generators)?))
    }
}

impl MixtureSpec {
    pub(super) fn build(&self) -> Result<Built> {
        let maps = self.maps.iter().enumerate().map(|(a, rows)| matrix(&format!("maps[{a}]"), rows));
        mixture(maps.collect::<Result<_>>()?, Some(&self.weights))
    }
}

impl ShiftSpec {
    pub(super) fn build(&self) -> Result<Built> {
        require_image(self.height, self.width)?;
        let maps = self.offsets.iter().map(|&(dy, dx)| images::shift(self.height, self.width, dy, dx));
        mixture(maps.collect::<Result<_>>()?, self.weights.as_ref())
    }
}

impl BlurSpec {
    pub(super) fn build(&self) -> Result<Built> {
        require_image(self.height, self.width)?;
        let edge = if matches!(self.edge, Some(EdgeSpec::Wrap)) { Edge::Wrap } else { Edge::Zero };
        let map = |(a, rows): (usize, &Vec<Vec<Number>>)| {
            images::blur(self.height, self.width, &matrix(&format!("kernels[{a}]"), rows)?, edge)
        };
        mixture(self.kernels.iter().enumerate().map(map).collect::<Result<_>>()?, self.weights.as_ref())
    }
}

fn mask(exact: Mask<Rational>) -> Built {
    Built { rounded: Box::new(exact.rounded()), exact: Box::new(exact) }
}

fn group(group: Group) -> Built {
    Built { rounded: Box::new(group.clone()), exact: Box::new(group) }
}

fn mixture(maps: Vec<DMatrix<Rational>>, weights: Option<&Vec<Number>>) -> Result<Built> {
    let weights = match weights {
        Some(weights) => numbers("weights", weights)?,
        None => vec![Rational::new(1.into(), maps.len().max(1).into()); maps.len()],
    };
    let exact = LinearMixture::new(maps, &weights)?;
    Ok(Built { rounded: Box::new(exact.rounded()), exact: Box::new(exact) })
}
