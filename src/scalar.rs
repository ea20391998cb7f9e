//! The number types of the library: `f64`, exact rationals, and `f64` of twice the precision.
//!
//! Every formula of the theory that needs only field operations and comparisons (channels, losses,
//! thresholds) is written once over [`Scalar`] and runs in both. What needs roots or iterations
//! exists in `f64` only, and what decides a sign exactly exists over [`Rational`] only.

use crate::error::{Error, Result};
use nalgebra::{ClosedAddAssign, ClosedDivAssign, ClosedMulAssign, ClosedSubAssign, DMatrix};
use num_bigint::BigInt;
use num_traits::{One, ToPrimitive, Zero};
use std::ops::Neg;

mod gcd;
mod rational;

pub use rational::Rational;

/// A number of twice the precision of `f64`: the unevaluated sum of two, about 31 digits, in the
/// range of `f64`. A sum may lose 2^-104 of its terms, which is more than 2^-104 of itself where they
/// cancel.
pub type Twice = qd::Quad;

/// An ordered field in which the theory's formulas run: `f64` (rounded) or [`Rational`] (exact).
pub trait Scalar:
    nalgebra::Scalar
    + Zero
    + One
    + ClosedAddAssign
    + ClosedSubAssign
    + ClosedMulAssign
    + ClosedDivAssign
    + Neg<Output = Self>
    + PartialOrd
    + Send
    + Sync
{
    /// The count as a number of the field; exact below 2^53.
    fn from_count(count: usize) -> Self;
    /// The nearest `f64`, for display and for comparisons across fields.
    fn approx(&self) -> f64;
}

impl Scalar for f64 {
    fn from_count(count: usize) -> Self {
        count as f64
    }

    fn approx(&self) -> f64 {
        *self
    }
}

impl Scalar for Rational {
    fn from_count(count: usize) -> Self {
        Self::from_integer(BigInt::from(count))
    }

    fn approx(&self) -> f64 {
        self.to_f64()
    }
}

impl Scalar for Twice {
    fn from_count(count: usize) -> Self {
        Self::from(count as f64)
    }

    fn approx(&self) -> f64 {
        self.0 + self.1
    }
}

/// The nearest number of twice the precision, to 2^-104 of it.
pub fn twice_from_exact(value: &Rational) -> Twice {
    let high = value.approx();
    let rest = Rational::from_float(high).map_or(0.0, |exact| (value - exact).approx());
    Twice::from(high) + Twice::from(rest)
}

/// The value of a finite number of twice the precision, exactly.
///
/// # Errors
/// [`Error::NotFinite`].
pub fn exact_from_twice(value: Twice) -> Result<Rational> {
    Ok(exact_from_f64(value.0)? + exact_from_f64(value.1)?)
}

/// The rational p/q.
///
/// # Panics
/// If `denominator` is 0: for constants in code, never for input (use [`exact_parse`]).
pub fn ratio(numerator: i64, denominator: i64) -> Rational {
    Rational::new(numerator.into(), denominator.into())
}

/// The value of a finite `f64`, exactly.
///
/// # Errors
/// [`Error::NotFinite`].
pub fn exact_from_f64(value: f64) -> Result<Rational> {
    Rational::from_float(value).ok_or_else(|| Error::NotFinite { what: "number".into(), position: "0".into(), value })
}

/// A finite `f64` matrix, entry by entry exactly.
///
/// # Errors
/// [`Error::NotFinite`] names the first entry that has no rational value.
pub fn exact_matrix(matrix: &DMatrix<f64>) -> Result<DMatrix<Rational>> {
    require_finite("matrix", matrix)?;
    Ok(matrix.map(|v| Rational::from_float(v).unwrap_or_else(Rational::zero)))
}

/// The nearest `f64` matrix.
pub fn approx_matrix<T: Scalar>(matrix: &DMatrix<T>) -> DMatrix<f64> {
    matrix.map(|v| v.approx())
}

/// Whether a number is a non-negative integer.
pub(crate) fn is_count(value: f64) -> bool {
    value >= 0.0 && value.fract() == 0.0
}

/// Refuses NaN and infinities.
///
/// # Errors
/// [`Error::NotFinite`] with the position of the first one, column by column.
pub fn require_finite(what: &str, matrix: &DMatrix<f64>) -> Result<()> {
    let place = |i: usize| format!("row {}, column {}", i % matrix.nrows(), i / matrix.nrows());
    require_all_finite(what, matrix.as_slice(), place)
}

/// The same for a list; `place` names the position of a value.
pub(crate) fn require_all_finite(what: &str, values: &[f64], place: impl Fn(usize) -> String) -> Result<()> {
    match values.iter().position(|v| !v.is_finite()) {
        None => Ok(()),
        Some(i) => Err(Error::NotFinite { what: what.into(), position: place(i), value: values[i] }),
    }
}

/// The most decimal digits before or after the point that [`exact_parse`] reads: more than any `f64`
/// has (324 zeros and 17 digits), and few enough that no text can ask for much memory.
pub const MAX_DIGITS: usize = 2000;

/// Reads an integer, a decimal (`-1.25e-3`) or a fraction (`"3/7"`, both parts integers) exactly.
///
/// # Errors
/// [`Error::NotANumber`] for anything else, for a zero denominator, and for more than
/// [`MAX_DIGITS`] digits, written out or by exponent.
pub fn exact_parse(what: &str, text: &str) -> Result<Rational> {
    let fail = |problem: &str| Error::NotANumber {
        what: what.into(),
        problem: problem.into(),
        text: text.chars().take(40).collect(),
    };
    let text = text.trim();
    if text.len() > 2 * MAX_DIGITS {
        return Err(fail("too many digits"));
    }
    if let Some((p, q)) = text.split_once('/') {
        let (p, q) = (p.trim(), q.trim());
        let p = exact_integer(p).ok_or_else(|| fail("the numerator is not an integer"))?;
        let q = exact_integer(q).ok_or_else(|| fail("the denominator is not an integer"))?;
        if q.is_zero() {
            return Err(fail("zero denominator"));
        }
        return Ok(Rational::new(p, q));
    }
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        None => (text, 0),
        Some((mantissa, exponent)) => {
            let exponent = exact_integer(exponent).ok_or_else(|| fail("the exponent is not an integer"))?;
            (mantissa, exponent.to_i64().ok_or_else(|| fail("exponent out of range"))?)
        }
    };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // Without this check, the sign in `.-5` would become that of the whole.
    let unsigned = fraction.bytes().all(|b| b.is_ascii_digit());
    let digits =
        exact_integer(&format!("{whole}{fraction}")).filter(|_| unsigned).ok_or_else(|| fail("not a number"))?;
    let shift = exponent.saturating_sub(fraction.len() as i64);
    if shift.unsigned_abs() > MAX_DIGITS as u64 {
        return Err(fail("exponent out of range"));
    }
    let power = BigInt::from(10).pow(shift.unsigned_abs() as u32);
    Ok(if shift < 0 { Rational::new(digits, power) } else { Rational::from_integer(digits * power) })
}

fn exact_integer(text: &str) -> Option<BigInt> {
    let digits = text.strip_prefix(['+', '-']).unwrap_or(text);
    let plain = !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit());
    plain.then(|| text.parse().ok()).flatten()
}

/// A number with so many significant digits, rounded down or up as a bound must be: never past its
/// value. In exact arithmetic, whatever the size.
pub fn decimal_bound(value: &Rational, digits: u32, up: bool) -> String {
    if value.is_zero() {
        return "0".into();
    }
    let ten = ratio(10, 1);
    let (mut scaled, mut exponent) = (value.clone(), 0i64);
    while scaled.abs() >= ten {
        scaled /= &ten;
        exponent += 1;
    }
    while scaled.abs() < Rational::one() {
        scaled *= &ten;
        exponent -= 1;
    }
    for _ in 1..digits {
        scaled *= &ten;
    }
    let rounded = if up { scaled.ceil() } else { scaled.floor() };
    let mut text = rounded.abs().to_integer().to_string();
    // 9.96 rounded to 10.0 has one digit more.
    exponent += text.len() as i64 - i64::from(digits);
    text.truncate(digits as usize);
    if digits > 1 {
        text.insert(1, '.');
    }
    let sign = if value.is_negative() { "-" } else { "" };
    format!("{sign}{text}e{exponent}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_fractions_are_read() {
        let (p, q) = ("1".repeat(MAX_DIGITS), "9".repeat(MAX_DIGITS - 1));
        let found = exact_parse("x", &format!("{p}/{q}")).unwrap();
        assert_eq!(found * Rational::from_integer(q.parse().unwrap()), Rational::from_integer(p.parse().unwrap()));
    }

    #[test]
    fn decimals_and_fractions_are_read_exactly() {
        for (text, p, q) in [
            ("3", 3, 1),
            ("-6/4", -3, 2),
            ("0.1", 1, 10),
            ("-1.25e-1", -1, 8),
            ("2E3", 2000, 1),
            (".5", 1, 2),
            ("5.", 5, 1),
            (" +7 ", 7, 1),
            ("1e+2", 100, 1),
        ] {
            assert_eq!(exact_parse("x", text).unwrap(), ratio(p, q), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "-",
            ".",
            "e5",
            "1e",
            "1e+",
            "nan",
            "inf",
            "1/0",
            "1/-0",
            "1/2/3",
            "1.5/2",
            "0x10",
            "1_000",
            "--1",
            "1e99999999999999999999",
            "1e2001",
            "1e-2001",
            "1 2",
            "1e5.5",
            "1-1",
            "½",
        ] {
            assert!(matches!(exact_parse("x", text), Err(Error::NotANumber { .. })), "{text:?}");
        }
        assert!(exact_parse("x", &"9".repeat(4001)).is_err());
        assert!(exact_parse("x", "1e2000").is_ok());
        assert!(exact_parse("x", "1e-2000").is_ok());
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said() {
        for (text, problem) in [
            ("x/2", "the numerator is not an integer"),
            ("1.5/2", "the numerator is not an integer"),
            ("1/2.5", "the denominator is not an integer"),
            ("1/", "the denominator is not an integer"),
            ("1/0", "zero denominator"),
            ("1e1.5", "the exponent is not an integer"),
            ("1e2001", "exponent out of range"),
            ("1e-99999999999999999999", "exponent out of range"),
            ("1-1", "not a number"),
            (".-5", "not a number"),
        ] {
            match exact_parse("gamma", text) {
                Err(Error::NotANumber { what, problem: found, text: shown }) => {
                    assert_eq!((what.as_str(), found.as_str(), shown.as_str()), ("gamma", problem, text));
                }
                other => panic!("{text}: {other:?}"),
            }
        }
    }

    #[test]
    fn a_float_is_the_rational_it_stores() {
        // 0.1 is stored as 3602879701896397 / 2^55.
        let tenth = exact_from_f64(0.1).unwrap();
        assert_eq!(tenth, ratio(3_602_879_701_896_397, 1 << 55));
        assert_eq!(tenth.approx(), 0.1);
        assert!(matches!(exact_from_f64(f64::NAN), Err(Error::NotFinite { .. })));
    }

    #[test]
    fn the_first_bad_entry_is_named() {
        let m = DMatrix::from_row_slice(2, 3, &[1., 2., 3., 4., f64::INFINITY, 6.]);
        match exact_matrix(&m) {
            Err(Error::NotFinite { position, .. }) => assert_eq!(position, "row 1, column 1"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn printed_bounds_are_never_past_their_value() {
        let of = |p, q, digits| [false, true].map(|up| decimal_bound(&ratio(p, q), digits, up));
        assert_eq!(of(10, 21, 13), ["4.761904761904e-1", "4.761904761905e-1"]);
        assert_eq!(of(-10, 21, 4), ["-4.762e-1", "-4.761e-1"]);
        assert_eq!(of(9996, 1, 3), ["9.99e3", "1.00e4"]);
        assert_eq!(of(5, 2, 2), ["2.5e0", "2.5e0"]);
        assert_eq!(of(1999, 1, 1), ["1e3", "2e3"]);
        assert_eq!(of(0, 1, 3), ["0", "0"]);
        let tiny = (0..400).fold(ratio(3, 7), |value, _| value / ratio(10, 1));
        assert_eq!(decimal_bound(&tiny, 2, true), "4.3e-401");
    }
}
