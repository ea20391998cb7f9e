//! Integers times powers of two: what an `f64` is, exactly.

use crate::error::{Error, Result};
use crate::scalar::Rational;
use num_bigint::{BigInt, Sign};
use num_traits::{Float, One};

/// The largest spread of exponents among numbers that must share one power of two: ten times that
/// of data on a sensible scale. Far beyond it the integers fill the memory.
pub(crate) const MAX_SPREAD: i64 = 512;

/// An integer matrix times a power of two, row after row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DyadicMatrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// The power of two.
    pub exponent: i64,
    /// The integers.
    pub entries: Vec<BigInt>,
}

impl DyadicMatrix {
    /// The entry in a row and a column, without the power of two.
    pub fn at(&self, row: usize, column: usize) -> &BigInt {
        &self.entries[row * self.columns + column]
    }

    /// The nearest f64 of an entry (to a few ulps, for large integers).
    pub fn approx(&self, row: usize, column: usize) -> f64 {
        approx(self.at(row, column), self.exponent)
    }
}

/// Odd mantissa (or 0) and exponent of a finite `f64`.
pub(crate) fn decompose(value: f64) -> (i64, i64) {
    let (mantissa, exponent, sign) = value.integer_decode();
    let zeros = if mantissa == 0 { 0 } else { mantissa.trailing_zeros() };
    let exponent = if mantissa == 0 { 0 } else { i64::from(exponent) + i64::from(zeros) };
    (i64::from(sign) * (mantissa >> zeros) as i64, exponent)
}

/// The least exponent of numbers that are not 0, and the bits of the largest in its units. Refuses
/// exponents that spread over more than [`MAX_SPREAD`].
pub(crate) fn common_exponent(what: &str, values: impl Iterator<Item = f64>) -> Result<(i64, u64)> {
    let (mut least, mut most, mut top) = (i64::MAX, i64::MIN, i64::MIN);
    for (mantissa, exponent) in values.map(decompose).filter(|(mantissa, _)| *mantissa != 0) {
        let bits = i64::from(u64::BITS - mantissa.unsigned_abs().leading_zeros());
        (least, most, top) = (least.min(exponent), most.max(exponent), top.max(exponent + bits));
    }
    if least == i64::MAX {
        return Ok((0, 0));
    }
    if most - least > MAX_SPREAD {
        return Err(Error::range(what, "numbers within a factor 2^512 of each other (rescale)", "a wider range"));
    }
    Ok((least, (top - least) as u64))
}

/// Integers Z and an exponent e with values = 2^e Z; errors as [`common_exponent`].
pub(crate) fn common_integers(what: &str, values: &[f64]) -> Result<(Vec<BigInt>, i64)> {
    let (low, _) = common_exponent(what, values.iter().copied())?;
    let integer = |&value: &f64| match decompose(value) {
        (0, _) => BigInt::ZERO,
        (mantissa, exponent) => BigInt::from(mantissa) << (exponent - low),
    };
    Ok((values.iter().map(integer).collect(), low))
}

/// mantissa * 2^exponent, exactly.
pub(crate) fn rational(mantissa: BigInt, exponent: i64) -> Rational {
    let power = BigInt::one() << exponent.unsigned_abs();
    if exponent < 0 { Rational::new(mantissa, power) } else { (mantissa * power).into() }
}

/// The nearest `f64` of mantissa * 2^exponent, to an ulp; 0 or infinite outside the range.
pub(crate) fn approx(mantissa: &BigInt, exponent: i64) -> f64 {
    // The 63 leading bits.
    let drop = mantissa.bits().saturating_sub(63);
    let mut words = mantissa.iter_u64_digits().skip((drop / 64) as usize).map(u128::from);
    let pair = words.next().unwrap_or(0) | words.next().unwrap_or(0) << 64;
    let head = (pair >> (drop % 64)) as u64 as f64;
    let power = (exponent + drop as i64).clamp(-2200, 2200) as i32;
    // Two steps, so that neither over- or underflows before the product does.
    let value = head * 2f64.powi(power / 2) * 2f64.powi(power - power / 2);
    if mantissa.sign() == Sign::Minus { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents() {
        assert_eq!((decompose(-0.75), decompose(6.0), decompose(-0.0)), ((-3, -2), (3, 1), (0, 0)));
        assert_eq!(decompose(f64::from_bits(1)), (1, -1074));
        // 6 = 3 * 2^1, 0.25 = 2^-2, 5 * 2³: units of 2^-2, the largest is 160, of 8 bits.
        assert_eq!(common_exponent("x", [6.0, 0.25, 0.0, -40.0].into_iter()).unwrap(), (-2, 8));
        assert_eq!(common_exponent("x", [0.0].into_iter()).unwrap(), (0, 0));
        assert!(common_exponent("x", [1.0, 2f64.powi(512)].into_iter()).is_ok());
        assert!(common_exponent("x", [1.0, 2f64.powi(513)].into_iter()).is_err());
    }

    #[test]
    fn approximations() {
        assert_eq!(approx(&BigInt::from(-3), -1), -1.5);
        assert_eq!(approx(&BigInt::ZERO, 5), 0.0);
        assert_eq!(approx(&(BigInt::from(5) << 3000), -3000), 5.0);
        assert_eq!(approx(&BigInt::from(1), -1074), f64::from_bits(1));
        let tenth = 0.1f64;
        assert_eq!(approx(&BigInt::from(3_602_879_701_896_397_i64), -55), tenth);
    }
}
