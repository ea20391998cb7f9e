//! Thresholds and overlaps where the samples are not many more than the dimensions: n and m to
//! infinity with m/n -> γ.
//!
//! The model is section 4.1's, in one basis: k signal directions of variances c_i, augmented by th_i,
//! and m noise directions of variances g_j, augmented by (t_j + α²) g_j with t_j = th_j/g_j. The paper
//! lets n grow alone. There the noise's sample covariance is its covariance, and (10) and (12)
//! hold; they are the limit γ = 0. At γ > 0 the noise spreads to a bulk, and a signal *separates*
//! where its eigenvalue leaves the bulk. Then a row holds a part of the signal:
//!
//! - cos², the squared Euclidean cosine of the angle between the row and the signal's axis;
//! - the fraction of the signal's label energy that the probe explains: on the training rows, by the
//!   best probe on new rows, and on new rows by the probe that was fitted on the training rows.
//!
//! | paradigm | noise | where |
//! |---|---|---|
//! | joint-embedding | any, exact | [`joint_embedding`] |
//! | reconstruction | one variance: a cubic | [`isotropic`] |
//! | reconstruction | any: three scalars | [`fixed_point`] |
//! | joint-embedding, q drawn views | one variance | [`sampled`] |
//! | joint-embedding, k of the order of n | any | [`many_signals`] |
//!
//! **Which paradigm.** For one signal, and noise of one variance g and one t, joint-embedding needs
//! less iff g (1 + sqrt γ) > c. The population says g > c.
//!
//! For finite n the law of the noise is that of its m directions and γ = m/n. Hypotheses of the limit:
//! k fixed, noise of mean 0 with i.i.d. entries up to their variances g_j and a bounded moment above
//! the fourth, a law of (g_j, t_j) that converges, its extremes to the ends of a compact support, g_j
//! and (t_j + α²) g_j at least a positive constant, k signal directions, known or independent of the
//! noise, whose second moments converge. Limits are in probability. Signals with the same th/c are
//! found as a span only.
//! Guarantee: each [`Number`] says its own.

pub mod fixed_point;
pub mod isotropic;
pub mod joint_embedding;
pub mod many_signals;
mod model;
mod number;
pub mod sampled;

pub use model::{At, Model, SignalAt, Thresholds};
pub use number::{NEAR, Number, Root};

use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar};

/// Up to so many different noise directions, sums are made exactly: of more, they have hundreds of
/// digits.
pub(super) const FEW_ATOMS: usize = 4;

/// A signal direction: its variance and that of its augmentation.
#[derive(Debug, Clone, PartialEq)]
pub struct Signal<T: Scalar> {
    /// c > 0.
    pub c: T,
    /// th >= 0.
    pub th: T,
}

impl<T: Scalar> Signal<T> {
    /// s = th/c.
    pub fn ratio(&self) -> T {
        self.th.clone() / self.c.clone()
    }

    /// In `f64`.
    pub fn approx(&self) -> Signal<f64> {
        Signal { c: self.c.approx(), th: self.th.approx() }
    }
}

/// Noise directions of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Atom<T: Scalar> {
    /// The variance g > 0.
    pub g: T,
    /// t = th/g >= 0.
    pub t: T,
    /// The share of the noise directions that are of this kind.
    pub weight: T,
}

/// The noise: the law of (g, t), and γ.
#[derive(Debug, Clone, PartialEq)]
pub struct Law<T: Scalar> {
    ratio: T,
    atoms: Vec<Atom<T>>,
}

impl<T: Scalar> Law<T> {
    /// γ = m/n >= 0 and the (g, t) of the noise directions, which weigh the same.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] without directions; [`Error::OutOfRange`] unless γ, t >= 0 and g > 0.
    pub fn new(ratio: T, directions: &[(T, T)]) -> Result<Self> {
        let not_negative = |v: &T| *v >= T::zero();
        if !not_negative(&ratio) {
            return Err(Error::range("m/n", ">= 0", ratio.approx()));
        }
        if directions.is_empty() {
            return Err(Error::shape("noise", "at least 1 direction", 0));
        }
        let mut atoms: Vec<Atom<T>> = vec![];
        let one = T::one() / T::from_count(directions.len());
        for (i, (g, t)) in directions.iter().enumerate() {
            if !(*g > T::zero() && not_negative(t)) {
                return Err(Error::range(
                    format!("noise[{i}]"),
                    "g > 0 and t >= 0",
                    format!("{}, {}", g.approx(), t.approx()),
                ));
            }
            match atoms.iter_mut().find(|atom| atom.g == *g && atom.t == *t) {
                Some(atom) => atom.weight += one.clone(),
                None => atoms.push(Atom { g: g.clone(), t: t.clone(), weight: one.clone() }),
            }
        }
        Ok(Self { ratio, atoms })
    }

    /// γ.
    pub fn ratio(&self) -> &T {
        &self.ratio
    }

    /// The kinds of noise directions.
    pub fn atoms(&self) -> &[Atom<T>] {
        &self.atoms
    }

    /// The smallest t.
    pub fn least_ratio(&self) -> T {
        let least = |least: &T, atom: &Atom<T>| if atom.t < *least { atom.t.clone() } else { least.clone() };
        self.atoms.iter().fold(self.atoms[0].t.clone(), |found, atom| least(&found, atom))
    }
}

impl Law<Rational> {
    /// In `f64`.
    pub fn approx(&self) -> Law<f64> {
        let atom = |a: &Atom<Rational>| Atom { g: a.g.approx(), t: a.t.approx(), weight: a.weight.approx() };
        Law { ratio: self.ratio.approx(), atoms: self.atoms.iter().map(atom).collect() }
    }
}

/// What a paradigm's row makes of a signal that separates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub struct Quality<T> {
    /// The squared Euclidean cosine of row and axis.
    pub cos2: T,
    /// The fraction explained on the training rows.
    pub train: T,
    /// The fraction explained on new rows by the best probe.
    pub test: T,
    /// The fraction explained on new rows by the probe fitted on the training rows.
    pub fitted: T,
}

#[cfg(test)]
mod tests;
