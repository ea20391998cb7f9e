//! Random masking, as in masked auto-encoders: τ(x) = m o x with a random 0/1 vector m (o:
//! entrywise).
//!
//! With the pair-keep matrix K_ij = P(m_i = m_j = 1) and the keep probabilities p_i = K_ii,
//!
//! M = diag(p),  Σ = (K - p p') o C,  hence S = K o C and G = (p p') o C.
//!
//! | law | K_ij for i != j |
//! |---|---|
//! | independent masks | p_i p_j |
//! | independent patches | p_a inside patch a, p_a p_b across |
//! | exactly `keep` of N patches kept, as MAE does | keep/N inside a patch, keep(keep-1)/(N(N-1)) across |
//! | a finite mixture of given masks: the general case | sum of the weights of masks that keep both |
//!
//! No rescaling by 1/p: an invertible rescale after the mask changes neither problem. See the claim
//! `masking`.
//!
//! ```
//! use jerc::augment::Mask;
//! let mask = Mask::patches(&[0, 0, 1, 2], 2)?; // three patches, two of them kept
//! assert_eq!(mask.pair_keep()[(0, 1)], 2.0 / 3.0);
//! assert_eq!(mask.pair_keep()[(0, 2)], 1.0 / 3.0);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::{Number, for_each, number, numbers, patch};
use super::spec::{Built, Field, Specified};
use super::{
    Augmentation, Channel, Family, draw, exact_parameter, require_coordinates, require_distribution,
    require_probability,
};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

/// A random mask; see the [module](self).
#[derive(Debug, Clone)]
pub struct Mask<T: Scalar> {
    law: Law<T>,
    pair_keep: DMatrix<T>,
}

#[derive(Debug, Clone)]
enum Law<T> {
    /// Keep probability of each coordinate.
    Independent(Vec<T>),
    /// Patch of each coordinate, keep probability of each patch.
    IndependentPatches { patch: Vec<usize>, keep: Vec<T> },
    /// Patch of each coordinate, number of patches, number kept.
    Patches { patch: Vec<usize>, patches: usize, keep: usize },
    /// Masks with their probabilities, which sum to 1.
    Mixture { masks: Vec<Vec<bool>>, weights: Vec<T> },
}

impl<T: Scalar> Law<T> {
    /// The same law over another scalar.
    fn map<U>(&self, f: impl Fn(&T) -> U) -> Law<U> {
        let all = |values: &[T]| values.iter().map(&f).collect();
        match self {
            Self::Independent(keep) => Law::Independent(all(keep)),
            Self::IndependentPatches { patch, keep } => {
                Law::IndependentPatches { patch: patch.clone(), keep: all(keep) }
            }
            Self::Patches { patch, patches, keep } => {
                Law::Patches { patch: patch.clone(), patches: *patches, keep: *keep }
            }
            Self::Mixture { masks, weights } => Law::Mixture { masks: masks.clone(), weights: all(weights) },
        }
    }
}

impl Mask<f64> {
    /// Exactly `keep` of the patches kept, all choices equally likely. `patch[i]` is the patch of
    /// coordinate i; the patches are numbered 0..N without holes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate, every patch has one, and 1 <= keep <= N.
    pub fn patches(patch: &[usize], keep: usize) -> Result<Self> {
        let patches = require_patches(patch)?;
        if !(1..=patches).contains(&keep) {
            return Err(Error::range("patches kept", format!("between 1 and {patches}"), keep));
        }
        Ok(Self::from_law(Law::Patches { patch: patch.to_vec(), patches, keep }, patch.len()))
    }
}

impl<T: Scalar> Mask<T> {
    /// Coordinates kept independently, coordinate i with probability `keep[i]`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate and every value is in \[0, 1\].
    pub fn independent(keep: &[T]) -> Result<Self> {
        require_coordinates(keep.len())?;
        require_probabilities(keep)?;
        Ok(Self::from_law(Law::Independent(keep.to_vec()), keep.len()))
    }

    /// Patches kept independently, patch a with probability `keep[a]`; `patch` as in
    /// [`patches`](Mask::patches).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate, every patch has one and every value is
    /// in \[0, 1\]; [`Error::ShapeMismatch`] unless there is one probability for each patch.
    pub fn independent_patches(patch: &[usize], keep: &[T]) -> Result<Self> {
        let patches = require_patches(patch)?;
        if keep.len() != patches {
            return Err(Error::shape("keep", format!("{patches} values, one for each patch"), keep.len()));
        }
        require_probabilities(keep)?;
        Ok(Self::from_law(Law::IndependentPatches { patch: patch.to_vec(), keep: keep.to_vec() }, patch.len()))
    }

    /// One of the given masks (`true` = kept), drawn with the given probabilities.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless there are as many weights as masks, all of one length;
    /// [`Error::OutOfRange`] without a coordinate or unless the weights are probabilities of sum 1.
    pub fn mixture(masks: &[Vec<bool>], weights: &[T]) -> Result<Self> {
        let d = masks.first().map_or(0, Vec::len);
        require_coordinates(d)?;
        if masks.len() != weights.len() || masks.iter().any(|m| m.len() != d) {
            let lengths: Vec<usize> = masks.iter().map(Vec::len).collect();
            let found = format!("{} weights, lengths {lengths:?}", weights.len());
            return Err(Error::shape("masks", format!("{} weights and masks of length {d}", masks.len()), found));
        }
        require_distribution("weights", weights)?;
        Ok(Self::from_law(Law::Mixture { masks: masks.to_vec(), weights: weights.to_vec() }, d))
    }

    /// K: P(coordinates i and j both kept), d x d, with the keep probabilities on its diagonal.
    pub fn pair_keep(&self) -> &DMatrix<T> {
        &self.pair_keep
    }

    fn from_law(law: Law<T>, d: usize) -> Self {
        let both =
            |keep: &[T], a: usize, b: usize| if a == b { keep[a].clone() } else { keep[a].clone() * keep[b].clone() };
        let pair_keep = match &law {
            Law::Independent(keep) => DMatrix::from_fn(d, d, |i, j| both(keep, i, j)),
            Law::IndependentPatches { patch, keep } => DMatrix::from_fn(d, d, |i, j| both(keep, patch[i], patch[j])),
            Law::Patches { patch, patches, keep } => {
                let count = T::from_count;
                let inside = count(*keep) / count(*patches);
                let across =
                    if *patches == 1 { T::zero() } else { count(keep * (keep - 1)) / count(patches * (patches - 1)) };
                DMatrix::from_fn(d, d, |i, j| if patch[i] == patch[j] { inside.clone() } else { across.clone() })
            }
            Law::Mixture { masks, weights } => DMatrix::from_fn(d, d, |i, j| {
                let both = masks.iter().zip(weights).filter(|(m, _)| m[i] && m[j]);
                both.fold(T::zero(), |sum, (_, w)| sum + w.clone())
            }),
        };
        Self { law, pair_keep }
    }

    fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> Mask<U> {
        Mask::from_law(self.law.map(f), self.pair_keep.nrows())
    }
}

impl<T: Scalar> Channel<T> for Mask<T> {
    fn dimension(&self) -> usize {
        self.pair_keep.nrows()
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::from_diagonal(&self.pair_keep.diagonal())
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let keep = self.pair_keep.diagonal();
        DMatrix::from_fn(self.dimension(), self.dimension(), |i, j| {
            (self.pair_keep[(i, j)].clone() - keep[i].clone() * keep[j].clone()) * second[(i, j)].clone()
        })
    }
}

impl Augmentation for Mask<f64> {
    fn family(&self) -> Family {
        let (name, keep) = match &self.law {
            Law::Independent(_) => ("mask-independent", "K_ij = p_i p_j for i != j"),
            Law::IndependentPatches { .. } => {
                ("mask-patches-independent", "K_ij = p_a inside patch a, p_a p_b across patches a and b")
            }
            Law::Patches { .. } => {
                ("mask-patches", "K_ij = k/N inside a patch, k(k-1)/(N(N-1)) across (k of N patches kept)")
            }
            Law::Mixture { .. } => ("mask-mixture", "K = sum_a w_a m_a m_a'"),
        };
        Family {
            name: name.into(),
            view: "tau(x) = m o x, m a random 0/1 vector".into(),
            mean_map: "diag(p), p_i = K_ii".into(),
            covariance: format!("(K - p p') o C, {keep}"),
            source: "standard (masked auto-encoders); moments by E[m m'] = K".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let each = |keep: &[f64], rng: &mut ChaCha8Rng| keep.iter().map(|&p| rng.random::<f64>() < p).collect();
        let mask: Vec<bool> = match &self.law {
            Law::Independent(keep) => each(keep, rng),
            Law::IndependentPatches { patch, keep } => {
                let kept: Vec<bool> = each(keep, rng);
                patch.iter().map(|&a| kept[a]).collect()
            }
            Law::Patches { patch, patches, keep } => {
                let kept = rand::seq::index::sample(rng, *patches, *keep).into_vec();
                patch.iter().map(|a| kept.contains(a)).collect()
            }
            Law::Mixture { masks, weights } => masks[draw(weights, rng)].clone(),
        };
        for ((v, x), kept) in view.iter_mut().zip(x).zip(mask) {
            *v = if kept { *x } else { 0.0 };
        }
    }

    fn mixing(&self) -> Option<usize> {
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.map(exact_parameter))
    }

    fn keeps_counts(&self) -> bool {
        true
    }
}

fn require_probabilities<T: Scalar>(keep: &[T]) -> Result<()> {
    keep.iter().enumerate().try_for_each(|(i, p)| require_probability(format!("keep[{i}]"), p))
}

/// The number of patches, numbered 0..N without holes.
fn require_patches(patch: &[usize]) -> Result<usize> {
    require_coordinates(patch.len())?;
    let patches = patch.iter().max().map_or(0, |m| m.saturating_add(1));
    match (0..patches.min(patch.len() + 1)).find(|p| !patch.contains(p)) {
        Some(missing) => {
            Err(Error::range("patch numbers", "0..N without holes", format!("no coordinate in patch {missing}")))
        }
        None => Ok(patches),
    }
}

/// As written: independent masks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeepSpec {
    keep: Number,
}

impl Specified for KeepSpec {
    const FIELDS: &'static [Field] = &[("keep", "keep probability, one for each coordinate")];
    const EXAMPLE: &'static str = r#"{"mask-independent": {"keep": "1/4"}}"#;
    const CASES: &'static [&'static str] = &[r#"{"mask-independent": {"keep": [0.25, 0.5, 0.9, 1]}}"#];

    fn build(&self, d: usize) -> Result<Built> {
        let exact = Mask::independent(&for_each("keep", &self.keep, d)?)?;
        Ok(Built::new(exact.map(Scalar::approx), exact))
    }
}

/// What `patch` is, for people.
const PATCH: &str = "the patch of each coordinate (a list), or {height, width, side} of an image (side: one number or \
                     [height, width]; with channels also channels and layout, chw or hwc)";

/// The patches that are kept where this share of them is masked.
fn kept_of(ratio: &Rational, patches: usize) -> Result<usize> {
    let kept = (Rational::from_count(1) - ratio) * Rational::from_count(patches);
    let whole = kept.is_integer().then(|| usize::try_from(kept.numer().clone()).ok()).flatten();
    whole.filter(|kept| (1..=patches).contains(kept)).ok_or_else(|| {
        let requirement = format!("a share of the {patches} patches that leaves a whole number of them, at least 1");
        Error::range("ratio", requirement, ratio)
    })
}

/// As written: a fixed number of patches.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PatchesSpec {
    patch: serde_json::Value,
    #[serde(default)]
    keep: Option<usize>,
    #[serde(default)]
    ratio: Option<Number>,
}

impl Specified for PatchesSpec {
    const FIELDS: &'static [Field] = &[
        ("patch", PATCH),
        ("keep", "how many patches are kept, an integer"),
        ("ratio", "instead of keep, the share of patches that is masked, as in MAE"),
    ];
    const EXAMPLE: &'static str = r#"{"mask-patches": {"patch": [0, 1], "keep": 1}}"#;
    const CASES: &'static [&'static str] = &[
        r#"{"mask-patches": {"patch": [0, 1, 0, 2], "keep": 2}}"#,
        r#"{"mask-patches": {"patch": {"height": 1, "width": 2, "side": [1, 1], "channels": 2, "layout": "hwc"}, "ratio": "1/2"}}"#,
    ];

    fn build(&self, _: usize) -> Result<Built> {
        let patch = patch(&self.patch)?;
        let keep = match (self.keep, &self.ratio) {
            (Some(keep), None) => keep,
            (None, Some(ratio)) => kept_of(&number("ratio", ratio)?, require_patches(&patch)?)?,
            _ => return Err(Error::request("neither keep nor ratio, or both", "write one of them")),
        };
        let rounded = Mask::patches(&patch, keep)?;
        // Its parameters are integers: the exact face is that of the rounded one.
        Ok(Built { exact: rounded.exact(), rounded: Box::new(rounded) })
    }
}

/// As written: independent patches.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IndependentPatchesSpec {
    patch: serde_json::Value,
    keep: Number,
}

impl Specified for IndependentPatchesSpec {
    const FIELDS: &'static [Field] =
        &[("patch", PATCH), ("keep", "keep probability, a list with one for each patch or one number")];
    const EXAMPLE: &'static str = r#"{"mask-patches-independent": {"patch": [0, 1], "keep": 0.5}}"#;
    const CASES: &'static [&'static str] =
        &[r#"{"mask-patches-independent": {"patch": [0, 1, 0, 2], "keep": [0.25, 0.5, 1]}}"#];

    fn build(&self, _: usize) -> Result<Built> {
        let patch = patch(&self.patch)?;
        let patches = patch.iter().max().map_or(0, |m| m.saturating_add(1)).min(patch.len());
        let exact = Mask::independent_patches(&patch, &for_each("keep", &self.keep, patches)?)?;
        Ok(Built::new(exact.map(Scalar::approx), exact))
    }
}

/// As written: a mixture of masks.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MaskMixtureSpec {
    masks: Vec<Vec<bool>>,
    weights: Vec<Number>,
}

impl Specified for MaskMixtureSpec {
    const FIELDS: &'static [Field] = &[
        ("masks", "list of masks, each a list of d times true (kept) or false"),
        ("weights", "probabilities of sum 1"),
    ];
    const EXAMPLE: &'static str =
        r#"{"mask-mixture": {"masks": [[true, false], [true, true]], "weights": ["1/3", "2/3"]}}"#;
    const CASES: &'static [&'static str] = &[r#"{"mask-mixture": {
        "masks": [[true, true, false, false], [false, true, true, true], [true, true, true, true]],
        "weights": [0.5, 0.25, 0.25]}}"#];

    fn build(&self, _: usize) -> Result<Built> {
        let exact = Mask::mixture(&self.masks, &numbers("weights", &self.weights)?)?;
        Ok(Built::new(exact.map(Scalar::approx), exact))
    }
}

#[cfg(test)]
#[path = "mask_tests.rs"]
mod tests;
