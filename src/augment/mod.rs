//! Augmentations as channels on second moments.
//!
//! A random augmentation τ(x) = A x + e with E\[e | A, x\] = 0 acts on a data set only through its
//! moments. The mean view has no offset: a law that replaces features by draws of another mean
//! needs centred data. With M = E\[A\],
//!
//! | moment of the views | formula | paper |
//! |---|---|---|
//! | mean view | xbar = M x | section 3 |
//! | G = Xbar'Xbar/n | M C M' | Theorem 3.2 |
//! | Σ = covariance of the views, averaged over samples | E\[(A-M) C (A-M)'\] + E\[e e'\] | (Cov) |
//! | S = second moment of the views | G + Σ | Theorems 3.1, 3.2 |
//! | H = X'Xbar/n | C M' | Theorem 3.1 |
//! | B = Y'Xbar/n | (Y'X/n) M' | Lemma B.1 |
//!
//! A family is one file. It states M and Σ over any [`Scalar`] ([`Channel`]), how to draw one view
//! ([`Augmentation`]), and how it is written in a specification ([`spec`]). It states Σ, not S:
//! losses are traces against Σ, and S - G would lose its digits when the augmentation is weak.
//! Channels compose ([`Chain`]).
//!
//! Guarantee: over the rationals the moments are exact; in `f64` each is a few operations per
//! entry. `sample` never uses the formula of the moments: it is the independent route that
//! `tests/conformance.rs` holds against it.

pub mod aligned_noise;
pub mod chain;
pub mod group;
pub mod images;
pub mod independent_draws;
pub mod linear_mixture;
pub mod mask;
pub mod spec;
pub mod speckle;
pub mod thinning;

pub use chain::{Chain, ExactChain};
pub use spec::Spec;

use crate::error::{Error, Result};
use crate::linalg::sparse::product;
use crate::moments::{DataMoments, ViewMoments};
use crate::scalar::{Rational, Scalar, exact_from_f64};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use spec::{Built, Entry, Specified};

/// What the list of families makes: their types in this module, [`spec::Spec`] and [`CATALOGUE`].
///
/// `module::{its types}: "name in a specification" => type of its fields, ...;`
///
/// The modules are declared above: rustfmt and cargo-mutants miss those that a macro declares.
macro_rules! families {
    ($($module:ident::{$($public:ident),+}: $($name:literal => $fields:ident),+;)+) => {
        $(pub use $module::{$($public),+};)+

        /// A specification as written: the fields of a family, or the stages of a chain.
        #[derive(Debug, Clone, serde::Deserialize)]
        enum Written {
            $($(#[serde(rename = $name)] $fields($module::$fields),)+)+
            #[serde(rename = "chain")]
            Chain(Vec<Written>),
        }

        impl Written {
            /// Its name, and what it makes for d features; for a chain, from what its stages made.
            fn build(&self, d: usize, stages: Vec<Built>) -> (&'static str, Result<Built>) {
                match self {
                    $($(Self::$fields(fields) => ($name, fields.build(d)),)+)+
                    Self::Chain(_) => ("chain", chain::build(stages)),
                }
            }
        }

        /// Every way to write an augmentation, in the order in which `jerc families` lists them.
        pub const CATALOGUE: &[Entry] = &[$($(Entry::new::<$module::$fields>($name),)+)+ chain::ENTRY];
    };
}

families! {
    aligned_noise::{AlignedNoise}: "aligned-noise" => NoiseSpec;
    independent_draws::{IndependentDraws}: "independent-draws" => DrawsSpec;
    speckle::{Speckle}: "speckle" => SpeckleSpec;
    mask::{Mask}:
        "mask-independent" => KeepSpec,
        "mask-patches" => PatchesSpec,
        "mask-patches-independent" => IndependentPatchesSpec,
        "mask-mixture" => MaskMixtureSpec;
    group::{Group, SignedPermutation}: "group" => GroupSpec, "image-group" => ImageGroupSpec;
    linear_mixture::{LinearMixture}: "linear-mixture" => MixtureSpec, "shift" => ShiftSpec, "blur" => BlurSpec;
    thinning::{Thinning}: "thinning" => ThinningSpec;
}

/// A channel on second moments, stated once for every scalar.
pub trait Channel<T: Scalar>: Send + Sync {
    /// d, the dimension of its input and of its views.
    fn dimension(&self) -> usize;

    /// M = E\[A\], d x d.
    fn mean_map(&self) -> DMatrix<T>;

    /// Whether M is known to be the identity, so that views have the mean of their sample.
    fn keeps_mean(&self) -> bool {
        false
    }

    /// Σ for inputs with the given mean (d) and second moment (d x d): E\[(A-M) C (A-M)'\] +
    /// E\[e e'\]. Both are averages over samples, which is enough since Σ is affine in them.
    fn covariance(&self, mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T>;

    /// All moments of the views of a data set.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the data have another dimension than the channel.
    fn views(&self, data: &DataMoments<T>) -> Result<ViewMoments<T>> {
        if data.dimension() != self.dimension() {
            let expected = format!("d = {}", self.dimension());
            return Err(Error::shape("data for this augmentation", expected, data.dimension()));
        }
        let covariance = self.covariance(&data.mean, &data.second);
        if self.keeps_mean() {
            let (label_cross, label_energy) = (data.label_cross.clone(), data.label_energy.clone());
            return Ok(ViewMoments {
                label_cross,
                label_energy,
                ..ViewMoments::additive(data.second.clone(), covariance)
            });
        }
        let map = self.mean_map();
        let cross = product(&map, &data.second.transpose()).transpose();
        let mean_second = product(&map, &cross);
        Ok(ViewMoments {
            view_second: &mean_second + &covariance,
            label_cross: product(&map, &data.label_cross.transpose()).transpose(),
            label_energy: data.label_energy.clone(),
            data_second: data.second.clone(),
            mean_second,
            covariance,
            cross,
            cross_second: None,
        })
    }
}

/// An augmentation with `f64` parameters: a [`Channel`] that can also be sampled and turned exact.
pub trait Augmentation: Channel<f64> {
    /// What `jerc families` prints.
    fn family(&self) -> Family;

    /// Draws one view of `x` (length d) into `view` (length d).
    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]);

    /// The same channel with its parameters as exact rationals.
    fn exact(&self) -> Box<dyn Channel<Rational>>;

    /// The inputs on which it is defined.
    fn domain(&self) -> Domain {
        Domain::Reals
    }

    /// Whether its views of counts are counts, so that a family on counts may follow it in a chain.
    fn keeps_counts(&self) -> bool {
        false
    }

    /// How many features of the input enter one feature of a view, at most, for every map A that is
    /// drawn; nothing if each enters its own feature only. Where features are combined, what they
    /// share may cancel, and with it digits of the moments: the bounds of `solve` ask. Unless it is
    /// told, all may enter.
    fn mixing(&self) -> Option<usize> {
        Some(self.dimension())
    }

    /// Σ as a weighted sum of matrices that do not depend on the data, where that is so: they
    /// carry no rounding of the data's moments.
    fn fixed_covariance(&self) -> Option<[(f64, &DMatrix<f64>); 2]> {
        None
    }
}

/// The inputs on which a family is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Domain {
    /// Any real vector.
    Reals,
    /// Vectors of non-negative integers.
    Counts,
}

/// The description of a family, for people.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Family {
    /// A short name, lower case with hyphens.
    pub name: String,
    /// The random map.
    pub view: String,
    /// E\[A\].
    pub mean_map: String,
    /// Σ.
    pub covariance: String,
    /// Where the formula comes from.
    pub source: String,
}

/// The size of a square matrix, or the reason why it is none.
pub(crate) fn require_square<T: Scalar>(what: &str, matrix: &DMatrix<T>) -> Result<usize> {
    if !matrix.is_square() || matrix.is_empty() {
        let found = format!("{} x {}", matrix.nrows(), matrix.ncols());
        return Err(Error::shape(what, "a square matrix (d x d)", found));
    }
    Ok(matrix.nrows())
}

/// A probability, or the reason why not.
fn require_probability<T: Scalar>(what: impl Into<String>, value: &T) -> Result<()> {
    // Written so that NaN is refused.
    if !(*value >= T::zero() && *value <= T::one()) {
        return Err(Error::range(what, "a probability in [0, 1]", value.approx()));
    }
    Ok(())
}

/// Probabilities whose sum is exactly 1 in the scalar's own arithmetic, or the reason why not.
fn require_distribution<T: Scalar>(what: &str, weights: &[T]) -> Result<()> {
    weights.iter().enumerate().try_for_each(|(i, w)| require_probability(format!("{what}[{i}]"), w))?;
    let total = weights.iter().fold(T::zero(), |sum, w| sum + w.clone());
    if total != T::one() {
        return Err(Error::range(what, "of sum 1", total.approx()));
    }
    Ok(())
}

/// A parameter that a constructor has checked, exactly.
fn exact_parameter(value: &f64) -> Rational {
    exact_from_f64(*value).expect("finite by construction")
}

/// A dimension of at least 1, or the reason why not.
fn require_coordinates(d: usize) -> Result<()> {
    if d == 0 {
        return Err(Error::range("dimension of the augmentation", "at least 1", 0));
    }
    Ok(())
}

/// The index drawn from a distribution.
fn draw(weights: &[f64], rng: &mut ChaCha8Rng) -> usize {
    let mut left = rng.random::<f64>();
    let chosen = weights.iter().position(|w| {
        left -= w;
        left < 0.0
    });
    chosen.unwrap_or(weights.len().saturating_sub(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn distributions_are_exact() {
        assert!(require_distribution("w", &[ratio(1, 3), ratio(2, 3)]).is_ok());
        assert!(require_distribution("w", &[ratio(1, 3), ratio(1, 3)]).is_err());
        assert!(require_distribution("w", &[0.5, 0.5]).is_ok());
        for bad in [&[1.5, -0.5][..], &[f64::NAN, 1.0], &[0.5]] {
            assert!(matches!(require_distribution("w", bad), Err(Error::OutOfRange { .. })), "{bad:?}");
        }
    }
}
