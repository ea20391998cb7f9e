//! The numbers of Table 1 as printed, and what they say of the numbers before they were rounded.

use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};

/// Method, accuracies at severities 1, 3 and 5, printed drop from 1 to 5; all in %.
pub(in crate::claims) type Row = (&'static str, [&'static str; 3], &'static str);

/// Corruption, and its row of each method.
pub(in crate::claims) const TABLE: [(&str, [Row; 3]); 3] = [
    (
        "pixelate",
        [
            ("BYOL", ["66.7", "61.3", "58.7"], "12.0"),
            ("DINO", ["68.7", "64.9", "60.2"], "12.4"),
            ("MAE", ["64.9", "52.3", "46.8"], "27.9"),
        ],
    ),
    (
        "Gaussian noise",
        [
            ("BYOL", ["67.2", "63.1", "56.4"], "16.1"),
            ("DINO", ["67.6", "62.4", "59.0"], "12.7"),
            ("MAE", ["61.6", "46.7", "44.8"], "27.3"),
        ],
    ),
    (
        "zoom blur",
        [
            ("BYOL", ["70.1", "67.0", "63.8"], "9.0"),
            ("DINO", ["69.4", "67.2", "64.9"], "6.5"),
            ("MAE", ["64.1", "58.4", "51.3"], "20.0"),
        ],
    ),
];

/// What a number printed to a tenth may have been: up to 1/20 on either side, ends included.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::claims) struct Rounded {
    pub low: Rational,
    pub high: Rational,
}

impl Rounded {
    pub fn of(printed: &Rational) -> Self {
        Self { low: printed - ratio(1, 20), high: printed + ratio(1, 20) }
    }

    pub fn parse(printed: &str) -> Result<Self> {
        Ok(Self::of(&exact_parse("printed number", printed)?))
    }

    /// (first - last) / first in %: it grows with the first, and falls with the last.
    pub fn drop(first: &Self, last: &Self) -> Self {
        Self { low: drop_of(&first.low, &last.high), high: drop_of(&first.high, &last.low) }
    }

    /// The average of several, each anywhere in its interval.
    pub fn average(all: &[Self]) -> Self {
        let count = ratio(all.len() as i64, 1);
        let of = |end: fn(&Self) -> &Rational| all.iter().map(end).sum::<Rational>() / &count;
        Self { low: of(|r| &r.low), high: of(|r| &r.high) }
    }

    pub fn contains(&self, value: &Rational) -> bool {
        self.low <= *value && *value <= self.high
    }

    pub fn meets(&self, other: &Self) -> bool {
        self.low <= other.high && other.low <= self.high
    }

    /// Less than the other, wherever both lie.
    pub fn is_below(&self, other: &Self) -> bool {
        self.high < other.low
    }
}

/// (first - last) / first in %.
fn drop_of(first: &Rational, last: &Rational) -> Rational {
    (first - last) / first * ratio(100, 1)
}

/// The drop of the printed accuracies, in %.
pub(in crate::claims) fn drop((_, accuracies, _): &Row) -> Result<Rational> {
    let [first, .., last] = accuracies.map(|accuracy| exact_parse("accuracy", accuracy));
    Ok(drop_of(&first?, &last?))
}

/// The drop of the accuracies before rounding, in %.
pub(in crate::claims) fn drop_before_rounding((_, [first, .., last], _): &Row) -> Result<Rounded> {
    Ok(Rounded::drop(&Rounded::parse(first)?, &Rounded::parse(last)?))
}

/// The rows of a method, one for each corruption.
pub(in crate::claims) fn rows_of(method: &str) -> impl Iterator<Item = &'static Row> {
    TABLE.iter().flat_map(|(_, rows)| rows).filter(move |(name, ..)| *name == method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_drop_may_have_been() {
        // 10.0 to 5.0: from (9.95 - 5.05)/9.95 = 49.24... to (10.05 - 4.95)/10.05 = 50.74... %.
        let (ten, five) = (Rounded::parse("10.0").unwrap(), Rounded::parse("5.0").unwrap());
        assert_eq!((ten.low.clone(), ten.high.clone()), (ratio(199, 20), ratio(201, 20)));
        let drop = Rounded::drop(&ten, &five);
        assert_eq!((drop.low.clone(), drop.high.clone()), (ratio(9800, 199), ratio(10200, 201)));
        assert!(drop.contains(&ratio(50, 1)) && !drop.contains(&ratio(49, 1)) && !drop.contains(&ratio(51, 1)));
        assert!(five.is_below(&ten) && !ten.is_below(&five) && !ten.is_below(&ten) && ten.meets(&ten));
        assert!(Rounded::of(&ratio(50, 1)).meets(&drop) && !Rounded::of(&ratio(51, 1)).meets(&drop));
        let average = Rounded::average(&[ten, five]);
        assert_eq!(average, Rounded::of(&ratio(15, 2)));
    }
}
