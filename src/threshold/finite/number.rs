//! Numbers with what is known of them, and how a guess in `f64` becomes a proof.

use crate::linalg::exact::simplest_between;
use crate::linalg::interval::Interval;
use crate::scalar::{Rational, Scalar, exact_from_f64, ratio};
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// A number and what is known of it.
#[derive(Debug, Clone, PartialEq)]
pub enum Number {
    /// Exactly.
    Exact(Rational),
    /// It is in the interval, with a proof at both ends.
    Enclosed(Interval),
    /// Computed in `f64`: to [`NEAR`] of its size or of 1, whichever is larger. Measured against an
    /// independent reference, not proved.
    Near(f64),
}

/// How close a [`Number::Near`] is.
pub const NEAR: f64 = 1e-9;

impl Number {
    /// As `f64` shows it.
    pub fn approx(&self) -> f64 {
        match self {
            Self::Exact(value) => value.approx(),
            Self::Enclosed(interval) => interval.approx(),
            Self::Near(value) => *value,
        }
    }

    /// The value, where it is known exactly.
    pub fn exact(&self) -> Option<&Rational> {
        match self {
            Self::Exact(value) => Some(value),
            _ => None,
        }
    }

    /// Ends between which it is: with a proof, or by [`NEAR`].
    pub fn ends(&self) -> Interval {
        match self {
            Self::Exact(value) => Interval::exact(value.clone()),
            Self::Enclosed(interval) => interval.clone(),
            Self::Near(value) => {
                let around = |sign: f64| exact_from_f64(value + sign * NEAR * value.abs().max(1.0)).unwrap_or_default();
                Interval { low: around(-1.0), high: around(1.0) }
            }
        }
    }

    /// The larger of two, by their ends.
    pub(super) fn larger(self, other: Self) -> Self {
        let (one, two) = (self.ends(), other.ends());
        if one.low >= two.high {
            self
        } else if two.low >= one.high {
            other
        } else if matches!((&self, &other), (Self::Near(_), _) | (_, Self::Near(_))) {
            Self::Near(self.approx().max(other.approx()))
        } else {
            Self::Enclosed(Interval { low: one.low.max(two.low), high: one.high.max(two.high) })
        }
    }
}

/// What may be a rational number: it has a square root in some of the fields.
pub trait Root: Scalar {
    /// The square root >= 0, if there is one in this field.
    fn root(&self) -> Option<Self>;
}

impl Root for f64 {
    fn root(&self) -> Option<Self> {
        (*self >= 0.0).then(|| self.sqrt())
    }
}

impl Root for Rational {
    fn root(&self) -> Option<Self> {
        if self.is_negative() {
            return None;
        }
        let (p, q) = (self.numer().sqrt(), self.denom().sqrt());
        (&p * &p == *self.numer() && &q * &q == *self.denom()).then(|| Rational::new(p, q))
    }
}

/// How far from a guess a rational number of few digits is looked for, relative. A guess is good to
/// about 1e-15; near a double root to half of its digits.
const LOOK: f64 = 1e-13;

/// The rational number of smallest denominator near a positive guess (Stern and Brocot).
pub(super) fn simplest(guess: f64) -> Option<Rational> {
    if !(guess > 0.0 && guess.is_finite()) {
        return None;
    }
    let end = |factor: f64| exact_from_f64(guess * factor).ok();
    Some(simplest_between(&end(1.0 - LOOK)?, &end(1.0 + LOOK)?))
}

/// guess (1 + sign 2^-bits), exactly.
pub(super) fn near(guess: f64, sign: i64, bits: u32) -> Option<Rational> {
    let guess = exact_from_f64(guess).ok()?;
    let step = Rational::new(BigInt::from(sign), BigInt::one() << bits);
    Some(&guess * (ratio(1, 1) + step))
}

/// The grid to which the terms of a sum are rounded outwards.
const GRID: u32 = 128;

/// Bounds of a sum of many rational numbers, whose exact sum would have thousands of digits.
pub(super) fn sum_bounds(terms: impl Iterator<Item = Rational>) -> Interval {
    let (mut low, mut high) = (BigInt::zero(), BigInt::zero());
    for term in terms {
        let scaled = term * Rational::from_integer(BigInt::one() << GRID);
        low += scaled.floor().to_integer();
        high += scaled.ceil().to_integer();
    }
    let unit = BigInt::one() << GRID;
    Interval { low: Rational::new(low, unit.clone()), high: Rational::new(high, unit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_simplest_rational_near_a_guess() {
        for (p, q) in [(1, 2), (2, 7), (1597, 987), (5, 1), (355, 113), (123_457, 1000)] {
            assert_eq!(simplest(p as f64 / q as f64), Some(ratio(p, q)), "{p}/{q}");
        }
        assert_eq!(simplest(0.0), None);
        // No fraction of few digits: not one of the form p/q with q < 10^5.
        assert!(*simplest(2f64.sqrt()).unwrap().denom() > BigInt::from(100_000));
    }

    #[test]
    fn roots_of_squares_alone() {
        assert_eq!(Root::root(&ratio(9, 4)), Some(ratio(3, 2)));
        assert_eq!((Root::root(&ratio(2, 1)), Root::root(&ratio(-4, 1))), (None, None));
        assert_eq!(Root::root(&2.25), Some(1.5));
    }

    #[test]
    fn sums_are_bounded_outwards() {
        let found = sum_bounds([ratio(1, 3), ratio(1, 3), ratio(1, 3)].into_iter());
        assert!(found.low < ratio(1, 1) && ratio(1, 1) < found.high);
        assert!(found.width() < ratio(1, 1_000_000_000));
    }

    #[test]
    fn a_near_number_has_ends_of_its_size_or_of_1() {
        for (value, size) in [(1000.0, 1000.0), (-1000.0, 1000.0), (1e-3, 1.0), (0.0, 1.0)] {
            let Interval { low, high } = Number::Near(value).ends();
            for (end, expected) in [(low, value - 1e-9 * size), (high, value + 1e-9 * size)] {
                assert!((end.approx() - expected).abs() <= 1e-12 * size, "{value}: {end}");
            }
        }
        assert_eq!(Number::Exact(ratio(1, 3)).ends(), Interval::exact(ratio(1, 3)));
    }

    #[test]
    fn the_larger_of_two_keeps_what_is_known() {
        let exact = |p| Number::Exact(ratio(p, 1));
        assert_eq!(exact(1).larger(exact(2)), exact(2));
        assert_eq!(exact(1).larger(Number::Near(0.5)), exact(1));
        // Nearer than is known: the larger of the two, and no more than near.
        for (one, two) in [(1.0, 1.0 + 1e-10), (1.0 + 1e-10, 1.0)] {
            assert_eq!(Number::Near(one).larger(Number::Near(two)), Number::Near(1.0 + 1e-10));
        }
        for number in [exact(1).larger(Number::Near(1.0 + 1e-10)), Number::Near(1.0 + 1e-10).larger(exact(1))] {
            assert_eq!(number, Number::Near(1.0 + 1e-10));
        }
        let wide = Number::Enclosed(Interval { low: ratio(0, 1), high: ratio(3, 1) });
        assert_eq!(exact(1).larger(wide), Number::Enclosed(Interval { low: ratio(1, 1), high: ratio(3, 1) }));
    }
}
