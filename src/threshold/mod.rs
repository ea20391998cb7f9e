//! What alignment each paradigm needs to find the signal: Propositions 4.3 and 4.4, Corollary 4.5,
//! and what remains of them without a common eigenbasis.
//!
//! In the limit n -> inf a paradigm finds the signal iff the top k of its pencil (A, S) are the
//! signal directions. The alignment α enters S alone, as α². So there are two questions:
//! from which α² on does a paradigm find the signal ([`Requirement`]), and which paradigm
//! needs less ([`Verdict`])?
//!
//! | model | assumes | gives |
//! |---|---|---|
//! | [`Spectrum`] | C, Θ and Γ diagonal in one basis | (10) and (12) of the paper |
//! | [`AxisModel`] | an augmentation that mixes no coordinates | numbers, or "never" |
//! | [`BlockModel`] | Θ does not couple signal and noise | intervals, or "never" |
//!
//! [`finite`] asks the same of a [`Spectrum`] where n is comparable to d.
//!
//! All three end in an [`Answer`]. Intervals come with a proof at both ends, "never" with a
//! [`NeverWitness`]. A number that is known exactly is an interval of width 0. [`split`] makes a
//! [`BlockModel`] of matrices.
//!
//! Guarantee: exact, over the rationals. `f64` proposes and never decides, in three places: where
//! an enclosure starts to look (`linalg::enclosure`), which rows might be a witness (`guess.rs`),
//! and which rows span signal and noise where the basis is no list of axes (`split.rs`).
//!
//! DIFFERENCE: Corollary 4.5 orders α_RC and α_JE. Only the squares are ordered in general, since
//! both may be negative ([`Answer::verdict`] against [`Answer::verdict_clipped`]).

mod blocks;
mod coordinates;
mod diagonal;
pub mod finite;
mod guess;
mod harmonics;
mod split;

pub use blocks::{BlockModel, Forms};
pub use coordinates::AxisModel;
pub use diagonal::{Spectrum, Thresholds};
pub use harmonics::AllEncoders;
pub use split::{Split, split};

use crate::error::{Error, Result};
use crate::linalg::interval::Interval;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use num_traits::Zero;
use std::cmp::Ordering;

/// What alignment a paradigm needs to find the signal in the limit n -> inf.
#[derive(Debug, Clone, PartialEq)]
pub enum Requirement {
    /// α² above a threshold, of whatever sign.
    Above(Threshold),
    /// Every α > 0 will do.
    Always,
    /// No α will do.
    Never(NeverWitness),
    /// Some α will do; there is no formula for which.
    Sometimes {
        /// An α² that will do.
        alpha_squared: Rational,
        /// The t that proves it ([`BlockModel::decide`]).
        t: Rational,
    },
    /// Neither was found.
    Undecided,
}

impl Requirement {
    /// The threshold on α², where it is known exactly.
    pub fn exact(&self) -> Option<&Rational> {
        match self {
            Self::Above(found) => found.alpha_squared.value(),
            _ => None,
        }
    }
}

/// A threshold, exact or enclosed.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Contains the threshold.
    pub alpha_squared: Interval,
    /// Contains the smallest signal eigenvalue, η² or δ: `low` proves the upper end of
    /// `alpha_squared`, `high` the lower one.
    pub signal: Interval,
}

/// Rows whose quotients are in the wrong order at every α >= 0: q X q' p S(α) p' - p X p' q
/// S(α) q' = constant + slope α² with both <= 0, X the numerator of the pencil.
#[derive(Debug, Clone, PartialEq)]
pub struct NeverWitness {
    /// Coefficients of q on the signal rows.
    pub signal: Vec<Rational>,
    /// Coefficients of p on the noise rows.
    pub noise: Vec<Rational>,
    /// <= 0.
    pub constant: Rational,
    /// <= 0.
    pub slope: Rational,
}

/// Which paradigm needs less alignment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Reconstruction needs less, or it alone finds the signal.
    Reconstruction,
    /// Joint-embedding needs less, or it alone finds the signal.
    JointEmbedding,
    /// Both need the same.
    Tie,
    /// Too close to tell, or a requirement is not known, or no α will do for either.
    Undecided,
}

impl Verdict {
    /// The order of two numbers, each known to lie between its \[low, high\].
    fn of<T: PartialOrd>(reconstruction: [T; 2], joint_embedding: [T; 2]) -> Self {
        let ([rc_low, rc_high], [je_low, je_high]) = (reconstruction, joint_embedding);
        if rc_high < je_low {
            Self::Reconstruction
        } else if je_high < rc_low {
            Self::JointEmbedding
        } else if rc_low == je_high && je_low == rc_high {
            // All four ends are one number.
            Self::Tie
        } else {
            Self::Undecided
        }
    }
}

/// The noise against r = η²/δ: each noise variance, or Γ2 in the Loewner order. By
/// Corollary 4.5 reconstruction needs less under weak noise, joint-embedding under strong noise.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Regime {
    /// All of it is below r.
    Weak,
    /// All of it is above r.
    Strong,
    /// Neither, or too close to tell.
    Straddling,
}

impl Regime {
    fn of<T: Scalar>(noise: &[T], crossing: &T) -> Self {
        if noise.iter().all(|g| g < crossing) {
            Self::Weak
        } else if noise.iter().all(|g| g > crossing) {
            Self::Strong
        } else {
            Self::Straddling
        }
    }
}

/// What the top k of the limiting pencil are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Recovery {
    /// Exactly the signal directions: every signal eigenvalue exceeds every noise eigenvalue.
    Signal,
    /// The smallest signal eigenvalue is the largest noise eigenvalue: the row space is not unique.
    Tie,
    /// Some noise direction is among them.
    NoiseLeaks,
}

impl Recovery {
    /// From the smallest signal eigenvalue and the largest of the noise.
    fn of<T: PartialOrd>(signal: &T, noise: &T) -> Self {
        match signal.partial_cmp(noise) {
            Some(Ordering::Greater) => Self::Signal,
            Some(Ordering::Equal) => Self::Tie,
            _ => Self::NoiseLeaks,
        }
    }
}

/// What each paradigm needs, and which needs less.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    /// The smallest signal eigenvalue of reconstruction, where α does not move it.
    pub eta_squared: Option<Interval>,
    /// That of joint-embedding.
    pub delta: Option<Interval>,
    /// What reconstruction needs.
    pub reconstruction: Requirement,
    /// What joint-embedding needs.
    pub joint_embedding: Requirement,
    /// The noise against η²/δ, where there are both.
    pub regime: Option<Regime>,
}

impl Answer {
    /// What a paradigm needs.
    pub fn requirement(&self, paradigm: Paradigm) -> &Requirement {
        match paradigm {
            Paradigm::Reconstruction => &self.reconstruction,
            Paradigm::JointEmbedding => &self.joint_embedding,
        }
    }

    /// Which paradigm needs less, by the squares.
    pub fn verdict(&self) -> Verdict {
        self.order(Clone::clone)
    }

    /// Which paradigm needs the smaller α >= 0: by the squares after max(0, .). A tie means that
    /// neither needs any, or both the same.
    pub fn verdict_clipped(&self) -> Verdict {
        self.order(|end| end.clone().max(Rational::zero()))
    }

    fn order(&self, end: impl Fn(&Rational) -> Rational) -> Verdict {
        use Requirement::{Above, Always, Never, Sometimes};
        let ends = |found: &Threshold| [end(&found.alpha_squared.low), end(&found.alpha_squared.high)];
        match (&self.reconstruction, &self.joint_embedding) {
            (Above(rc), Above(je)) => Verdict::of(ends(rc), ends(je)),
            (Always, Always) => Verdict::Tie,
            (Never(_), Above(_) | Always | Sometimes { .. }) => Verdict::JointEmbedding,
            (Above(_) | Always | Sometimes { .. }, Never(_)) => Verdict::Reconstruction,
            _ => Verdict::Undecided,
        }
    }
}

/// Refuses an empty list and what is not positive.
fn require_positive<T: Scalar>(what: &str, values: &[T]) -> Result<()> {
    if values.is_empty() {
        return Err(Error::shape(what, "at least 1 value", 0));
    }
    match values.iter().position(|v| v.partial_cmp(&T::zero()) != Some(Ordering::Greater)) {
        Some(i) => Err(Error::range(format!("{what}[{i}]"), "> 0", values[i].approx())),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests;
