//! Joint-embedding in the proportional limit: the pencil (C, Σ), which has the vectors of (C, S).
//!
//! With s = th/c of a signal and u_j = s/(α² + t_j - s) of the noise, and E over the noise law:
//!
//! | quantity | value |
//! |---|---|
//! | separated iff | every α² + t_j > s, and γ E u² < 1 |
//! | explained on the training rows, and by the best probe on new ones | 1 - γ E u² |
//! | tan² of the angle of row and axis | c γ E\[u²/g\] / (1 - γ E u²) |
//! | κ, by which the fitted probe is too short on new rows | 1/(1 + γ E u) |
//! | the eigenvalue ω of (G, S) | 1/(1 + s κ) |
//!
//! The threshold is s + x with γ E\[(s/(t + x))²\] = 1, x > -min t. It does not depend on g. With one
//! t it is (1 + sqrt γ) s - t.
//!
//! Source: the spiked model with a general population, Bai and Yao, arXiv:0806.1141; the pencil is
//! that of C whitened by Σ. What the row explains, κ and the overlap in Σ are the correlation of
//! scores, the shrinkage and the angle of Dey and Lee, J. Multivariate Anal. 173 (2019), as their R
//! package hdpca computes them. That a known signal has the same limits, and tan² under unequal g,
//! are our derivation.

use super::number::{Number, near, simplest, sum_bounds};
use super::{Law, Quality, Signal};
use crate::linalg::interval::Interval;
use crate::scalar::{Rational, Scalar, ratio};
use num_traits::{One, Zero};

/// What joint-embedding makes of a signal that separates.
#[derive(Debug, Clone, PartialEq)]
pub struct Outlier<T: Scalar> {
    /// 1 - γ E u².
    pub train: T,
    /// κ.
    pub shrinkage: T,
    /// tan² of the angle between the row and the signal axis.
    pub tan2: T,
    /// ω, the eigenvalue of (G, S).
    pub eigenvalue: T,
}

impl<T: Scalar> Outlier<T> {
    /// th v_1² of the row with v'Σ v = 1.
    pub fn sigma_overlap(&self) -> T {
        self.train.clone() * self.shrinkage.clone()
    }

    /// Overlap and explained fractions.
    pub fn quality(&self) -> Quality<T> {
        let short = T::one() - self.shrinkage.clone();
        Quality {
            cos2: T::one() / (T::one() + self.tan2.clone()),
            train: self.train.clone(),
            test: self.train.clone(),
            fitted: self.train.clone() * (T::one() - short.clone() * short),
        }
    }
}

/// What joint-embedding makes of a signal at α²; none if the signal does not separate.
pub fn outlier<T: Scalar>(law: &Law<T>, signal: &Signal<T>, alpha_squared: &T) -> Option<Outlier<T>> {
    let s = signal.ratio();
    let [mut first, mut second, mut over_g] = [T::zero(), T::zero(), T::zero()];
    for atom in law.atoms() {
        let above = alpha_squared.clone() + atom.t.clone() - s.clone();
        if above <= T::zero() {
            return None;
        }
        let u = s.clone() / above;
        let weighted = law.ratio().clone() * atom.weight.clone() * u.clone();
        over_g += weighted.clone() * u.clone() / atom.g.clone();
        second += weighted.clone() * u;
        first += weighted;
    }
    let train = T::one() - second;
    if train <= T::zero() {
        return None;
    }
    let shrinkage = T::one() / (T::one() + first);
    let tan2 = signal.c.clone() * over_g / train.clone();
    let eigenvalue = T::one() / (T::one() + s * shrinkage.clone());
    Some(Outlier { train, shrinkage, tan2, eigenvalue })
}

/// Whether a signal separates at α², decided exactly.
pub fn separated(law: &Law<Rational>, signal: &Signal<Rational>, alpha_squared: &Rational) -> bool {
    let s = signal.ratio();
    let above: Vec<Rational> = law.atoms().iter().map(|atom| alpha_squared + &atom.t - &s).collect();
    if above.iter().any(|v| *v <= Rational::zero()) {
        return false;
    }
    let terms = || {
        law.atoms().iter().zip(&above).map(|(atom, above)| {
            let u = &s / above;
            law.ratio() * &atom.weight * &u * &u
        })
    };
    let bounds = sum_bounds(terms());
    let one = Rational::one();
    if bounds.high < one || bounds.low >= one { bounds.high < one } else { terms().sum::<Rational>() < one }
}

/// z = (x + min t)/s of the threshold, the root of γ E (z + d/s)^-2 = 1 with d = t - min t >= 0: all
/// terms are positive, so that no digit is lost. `spread` holds d/s and the weights.
fn root(ratio: f64, spread: &[(f64, f64)]) -> f64 {
    let total = |z: f64| ratio * spread.iter().map(|(d, weight)| weight / ((z + d) * (z + d))).sum::<f64>();
    let least: f64 = spread.iter().filter(|(d, _)| *d == 0.0).map(|(_, weight)| weight).sum();
    // Between the root of the smallest t alone and that of all noise at the smallest t.
    let (mut low, mut high) = ((ratio * least).sqrt(), ratio.sqrt());
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low || middle >= high {
            return middle;
        }
        if total(middle) > 1.0 { low = middle } else { high = middle }
    }
}

/// The threshold in `f64`, to rounding.
pub fn approx_threshold(law: &Law<f64>, signal: &Signal<f64>) -> f64 {
    let (s, least) = (signal.ratio(), law.least_ratio());
    if s == 0.0 || *law.ratio() == 0.0 {
        return s - least;
    }
    let spread: Vec<_> = law.atoms().iter().map(|atom| ((atom.t - least) / s, atom.weight)).collect();
    s - least + s * root(*law.ratio(), &spread)
}

/// The bits to which a threshold is enclosed: more digits than are printed.
const BITS: u32 = 44;

/// The threshold: exact if it is rational with few digits, else enclosed with a proof. At γ = 0 it is
/// th/c - min t, paper (12).
pub fn threshold(law: &Law<Rational>, signal: &Signal<Rational>) -> Number {
    let (s, least) = (signal.ratio(), law.least_ratio());
    if s.is_zero() || law.ratio().is_zero() {
        return Number::Exact(s - least);
    }
    let spread: Vec<_> = law.atoms().iter().map(|atom| ((&atom.t - &least) / &s, atom.weight.clone())).collect();
    let terms = |z: &Rational| {
        let z = z.clone();
        spread.iter().map(move |(d, weight)| {
            let v = &z + d;
            law.ratio() * weight / (&v * &v)
        })
    };
    let rounded: Vec<_> = spread.iter().map(|(d, weight)| (d.approx(), weight.approx())).collect();
    let guess = root(law.ratio().approx(), &rounded);
    let at = |z: Rational| &s - &least + &s * z;
    let one = Rational::one();
    if spread.len() <= super::FEW_ATOMS
        && let Some(z) = simplest(guess)
        && terms(&z).sum::<Rational>() == one
    {
        return Number::Exact(at(z));
    }
    let mut bits = BITS;
    while bits > 2 {
        if let (Some(low), Some(high)) = (near(guess, -1, bits), near(guess, 1, bits))
            && sum_bounds(terms(&low)).low > one
            && sum_bounds(terms(&high)).high < one
        {
            return Number::Enclosed(Interval { low: at(low), high: at(high) });
        }
        bits -= 2;
    }
    // Nothing was proved around the guess; these bounds hold for every law: 0 < x <= sqrt γ s.
    let high = if *law.ratio() > one { law.ratio().clone() } else { ratio(1, 1) };
    Number::Enclosed(Interval { low: at(Rational::zero()), high: at(high) })
}
