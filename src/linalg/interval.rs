//! What an enclosure finds, and what an exact answer is a case of: an interval of width 0.

use crate::scalar::{Rational, Scalar, ratio};

/// A closed interval with rational ends that contains the quantity it encloses.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Interval {
    /// The lower end.
    pub low: Rational,
    /// The upper end.
    pub high: Rational,
}

impl Interval {
    /// A number that is known exactly.
    pub fn exact(value: Rational) -> Self {
        Self { low: value.clone(), high: value }
    }

    /// The number, if it is known exactly.
    pub fn value(&self) -> Option<&Rational> {
        (self.low == self.high).then_some(&self.low)
    }

    /// high - low.
    pub fn width(&self) -> Rational {
        &self.high - &self.low
    }

    /// Whether it contains a value.
    pub fn contains(&self, value: &Rational) -> bool {
        self.low <= *value && *value <= self.high
    }

    /// Its middle as `f64` shows it, for display.
    pub fn approx(&self) -> f64 {
        ((&self.low + &self.high) / ratio(2, 1)).approx()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_the_width_and_the_ends() {
        let interval = Interval { low: ratio(1, 4), high: ratio(3, 4) };
        assert_eq!((interval.approx(), interval.width(), interval.value()), (0.5, ratio(1, 2), None));
        assert!(interval.contains(&ratio(1, 4)) && interval.contains(&ratio(3, 4)));
        assert!(!interval.contains(&ratio(1, 5)) && !interval.contains(&ratio(4, 5)));
        assert_eq!(Interval::exact(ratio(1, 3)).value(), Some(&ratio(1, 3)));
    }
}
