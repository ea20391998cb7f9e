//! Augmentations as channels on second moments.
//!
//! A random augmentation tau(x) = A x + e, with e centred given x and independent of A, acts on a data set only through its moments. With M = E\[A\],
//!
//! | moment of the views | formula | paper |
//! |---|---|---|
//! | mean view | xbar = M x | section 3 |
//! | G = Xbar'Xbar/n | M C M' | Theorem 3.2 |
//! | Sigma = covariance of the views, averaged over samples | E\[(A-M) C (A-M)'\] + E\[e e'\] | (Cov) |
//! | S = second moment of the views | G + Sigma | Theorems 3.1, 3.2 |
//! | H = X'Xbar/n | C M' | Theorem 3.1 |
//! | B = Y'Xbar/n | (Y'X/n) M' | Lemma B.1 |
//!
//! A family is one file that states M and Sigma over any [`Scalar`] ([`Channel`]), and how to draw one view ([`Augmentation`]). Sigma, not S, is what a family states: losses are traces against Sigma, and
//! S - G would lose its digits when the augmentation is weak. Channels compose ([`Chain`]).
//!
//! Guarantee: over the rationals the moments are exact; in `f64` each is a few operations per entry. `sample` never uses the formula of the moments: it is the independent route that
//! `tests/conformance.rs` holds against it.

pub mod aligned_noise;
pub mod chain;
pub mod mask;

pub use aligned_noise::AlignedNoise;
pub use chain::{Chain, ExactChain};
pub use mask::Mask;

use crate::error::{Error, Result};
use crate::moments::DataMoments;
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;

/// The moments of the views of a data set: all that the three problems need. Shapes: d x d, and l x d for [`label_cross`](Self::label_cross). Normalisation 1/n.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewMoments<T: Scalar> {
    /// C = X'X/n.
    pub data_second: DMatrix<T>,
    /// G = Xbar'Xbar/n.
    pub mean_second: DMatrix<T>,
    /// Sigma, the covariance of the views averaged over samples.
    pub covariance: DMatrix<T>,
    /// S = G + Sigma.
    pub view_second: DMatrix<T>,
    /// H = X'Xbar/n.
    pub cross: DMatrix<T>,
    /// B = Y'Xbar/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F^2/n.
    pub label_energy: T,
}

/// A channel on second moments, stated once for every scalar.
pub trait Channel<T: Scalar>: Send + Sync {
    /// d, the dimension of its input and of its views.
    fn dimension(&self) -> usize;

    /// M = E\[A\], d x d.
    fn mean_map(&self) -> DMatrix<T>;

    /// Sigma for inputs with the given mean (d) and second moment (d x d): E\[(A-M) C (A-M)'\] + E\[e e'\]. Both are averages over samples, which is enough since Sigma is affine in them.
    fn covariance(&self, mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T>;

    /// All moments of the views of a data set.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the data have another dimension than the channel.
    fn views(&self, data: &DataMoments<T>) -> Result<ViewMoments<T>> {
        if data.dimension() != self.dimension() {
            return Err(Error::shape(
                "data for this augmentation",
                format!("d = {}", self.dimension()),
                data.dimension(),
            ));
        }
        let map = self.mean_map();
        let covariance = self.covariance(&data.mean, &data.second);
        let cross = &data.second * map.transpose();
        let mean_second = &map * &cross;
        Ok(ViewMoments {
            view_second: &mean_second + &covariance,
            label_cross: &data.label_cross * map.transpose(),
            label_energy: data.label_energy.clone(),
            data_second: data.second.clone(),
            mean_second,
            covariance,
            cross,
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
    /// Sigma.
    pub covariance: String,
    /// Where the formula comes from.
    pub source: String,
}

/// The families of this crate, each on a small example, in the order in which `jerc families` lists them.
///
/// # Errors
/// Never in practice: the parameters are constants.
pub fn families() -> Result<Vec<Box<dyn Augmentation>>> {
    let identity = DMatrix::identity(2, 2);
    let noise = || AlignedNoise::new(identity.clone(), identity.clone(), 1.0);
    let mask = || Mask::independent(&[0.5, 0.25]);
    Ok(vec![
        Box::new(noise()?),
        Box::new(mask()?),
        Box::new(Mask::patches(&[0, 1], 1)?),
        Box::new(Mask::mixture(&[vec![true, false], vec![true, true]], &[0.5, 0.5])?),
        Box::new(Chain::new(vec![Box::new(mask()?), Box::new(noise()?)])?),
    ])
}

/// A square matrix, or the reason why not.
pub(crate) fn require_square(what: &str, matrix: &DMatrix<f64>) -> Result<usize> {
    if !matrix.is_square() || matrix.is_empty() {
        let found = format!("{} x {}", matrix.nrows(), matrix.ncols());
        return Err(Error::shape(what, "a square matrix (d x d)", found));
    }
    Ok(matrix.nrows())
}

/// A probability, or the reason why not.
fn require_probability(what: &str, value: f64) -> Result<()> {
    if !(0.0..=1.0).contains(&value) {
        return Err(Error::range(what, "a probability in [0, 1]", value));
    }
    Ok(())
}
