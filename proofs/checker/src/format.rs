//! Reads `jerc-certificate/1` (FORMAT.md) into exact numbers, or refuses; every limit is tested
//! before the work it limits.

use crate::{Reject, exact::Rows, require};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{Pow, Signed, ToPrimitive};
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor, value::MapAccessDeserializer};
use serde_json::error::Category;
use std::{borrow::Cow, fmt, marker::PhantomData};

const MAX_DIMENSION: usize = 2048;
const MAX_BITS: u64 = 2048;
const MAX_EXPONENT: u64 = 10_000;
const MAX_SOURCE: usize = 4096;

/// The problem from which the pencil came; it decides what the loss means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Joint-embedding: loss = 2k - 2 sum.
    Je,
    /// Reconstruction: loss = tr C - sum.
    Rc,
    /// A bare pencil: no loss.
    Pencil,
}

/// The objects of the file; fields after the `;` may be absent, but not `null`. A `&str` may have
/// no escapes, a `Cow` may.
macro_rules! objects {
    ($($name:ident { $($field:ident: $type:ty),* $(; $($option:ident: $some:ty),*)? })*) => {$(
        #[derive(serde::Deserialize)]
        #[serde(deny_unknown_fields, bound(deserialize = "'de: 'a"))]
        pub(crate) struct $name<'a> {
            $(pub(crate) $field: $type,)*
            $($(#[serde(default, deserialize_with = "present")] pub(crate) $option: Option<$some>,)*)?
        }
    )*};
}

objects! {
    File { format: Cow<'a, str>, claim: Object<Claim<'a>>, pencil: Object<Pencil<'a>>, witness: Object<Witness<'a>>,
        bounds: Object<Bounds<'a>>; scale: Object<Scale<'a>>, loss: Object<Loss<'a>>, unique: Object<Unique<'a>>, distance: &'a str }
    Claim { problem: Cow<'a, str>, d: usize, k: usize, source: Cow<'a, str> }
    Pencil { a: Object<Matrix<'a>>, s: Object<Matrix<'a>> }
    Scale { a: &'a str, s: &'a str }
    Witness { v: Object<Matrix<'a>>, t: Object<Dyadic<'a>>, floor: Object<Dyadic<'a>>, c: Vec<Object<Dyadic<'a>>> }
    Bounds { lower: &'a str, upper: &'a str, relative_gap: &'a str }
    Loss { constant: &'a str, lower: &'a str, upper: &'a str }
    Unique { gap: &'a str }
    Matrix { rows: usize, cols: usize, exponent: i64, entries: Vec<&'a str> }
    Dyadic { mantissa: &'a str, exponent: i64 }
}

/// A JSON object. (Derived readers would take an array of the values too.)
pub(crate) struct Object<T>(pub(crate) T);

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Object<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Fields<T>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>> Visitor<'de> for Fields<T> {
            type Value = T;
            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<M: MapAccess<'de>>(self, map: M) -> Result<T, M::Error> {
                T::deserialize(MapAccessDeserializer::new(map))
            }
        }
        deserializer.deserialize_map(Fields(PhantomData)).map(Object)
    }
}

fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    T::deserialize(deserializer).map(Some)
}

/// Reads the JSON, and tests all that does not need its numbers.
pub(crate) fn read(bytes: &[u8]) -> Result<(File<'_>, Problem), Reject> {
    let shorter = |limit| require(bytes.len() <= limit, Reject::FileSize(bytes.len(), limit));
    shorter(crate::MAX_BYTES)?;
    let Object(file) = serde_json::from_slice::<Object<File>>(bytes).map_err(unreadable)?;
    let Claim { ref problem, d, k, ref source } = file.claim.0;
    let problem = match &**problem {
        "je" => Problem::Je,
        "rc" => Problem::Rc,
        "pencil" => Problem::Pencil,
        _ => return Err(Reject::Schema(format!("unknown problem `{}`", one_line(problem)))),
    };
    if file.format != "jerc-certificate/1" {
        return Err(Reject::Format(one_line(&file.format)));
    }
    require(1 <= k && k <= d && d <= MAX_DIMENSION, Reject::Dimension(d, k))?;
    shorter((1 << 16) + (1 << 11) * d * d)?;
    require(source.len() <= MAX_SOURCE, Reject::Shape("claim.source", source.len(), MAX_SOURCE))?;
    let weights = file.witness.0.c.len();
    require(weights == k, Reject::Shape("witness.c", weights, k))?;
    Ok((file, problem))
}

fn unreadable(error: serde_json::Error) -> Reject {
    let message = one_line(&error.to_string());
    match error.classify() {
        Category::Eof => Reject::Truncated,
        Category::Data if message.starts_with("duplicate field") => Reject::DuplicateField(message),
        Category::Data if message.starts_with("unknown field") => Reject::UnknownField(message),
        Category::Data => Reject::Schema(message),
        _ => Reject::Syntax(error.line(), error.column()),
    }
}

/// The beginning of a text from the file, fit for one line.
fn one_line(text: &str) -> String {
    text.chars().take(200).map(|c| if c.is_control() { ' ' } else { c }).collect()
}

impl Matrix<'_> {
    /// The integers by columns, and the exponent.
    pub(crate) fn read(&self, what: &'static str, d: usize, symmetric: bool) -> Result<(Rows, i64), Reject> {
        let shape = [(self.rows, d), (self.cols, d), (self.entries.len(), d * d)];
        if let Some((found, expected)) = shape.into_iter().find(|(found, expected)| found != expected) {
            return Err(Reject::Shape(what, found, expected));
        }
        let column = |j| (0..d).map(|i| integer(what, self.entries[i * d + j])).collect();
        let columns: Rows = (0..d).map(column).collect::<Result<_, _>>()?;
        let mut pairs = (0..d * d).map(|place| (place / d, place % d)).filter(|_| symmetric);
        match pairs.find(|&(i, j)| columns[j][i] != columns[i][j]) {
            Some((i, j)) => Err(Reject::Asymmetric(what, i, j)),
            None => Ok((columns, exponent(what, self.exponent)?)),
        }
    }
}

impl Dyadic<'_> {
    pub(crate) fn read(&self, what: &'static str) -> Result<(BigInt, i64), Reject> {
        Ok((integer(what, self.mantissa)?, exponent(what, self.exponent)?))
    }
}

fn exponent(what: &'static str, exponent: i64) -> Result<i64, Reject> {
    require(exponent.unsigned_abs() <= MAX_EXPONENT, Reject::Exponent(what, exponent)).map(|()| exponent)
}

/// `0`, or digits without a leading zero, after a `-` if negative.
fn integer(what: &'static str, text: &str) -> Result<BigInt, Reject> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    require(text.len() <= MAX_BITS as usize, Reject::TooManyBits(what))?;
    let canonical = (!digits.starts_with('0') || text == "0") && digits.bytes().all(|b| b.is_ascii_digit());
    require(canonical, Reject::NotCanonical(what))?;
    let value: BigInt = text.parse().map_err(|_| Reject::NotCanonical(what))?;
    require(value.bits() <= MAX_BITS, Reject::TooManyBits(what)).map(|()| value)
}

/// `p/q` with q > 0, not necessarily in lowest terms.
pub(crate) fn rational(what: &'static str, text: &str) -> Result<BigRational, Reject> {
    let (p, q) = text.split_once('/').ok_or(Reject::NotCanonical(what))?;
    let (p, q) = (integer(what, p)?, integer(what, q)?);
    require(q.is_positive(), Reject::NotCanonical(what))?;
    Ok(BigRational::new(p, q))
}

/// A decimal >= 0: digits, in which one point may stand, then perhaps `e` and an exponent in
/// -999..=999: `1.5e-13`.
pub(crate) fn decimal(what: &'static str, text: &str) -> Result<BigRational, Reject> {
    let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    // A 1 in front keeps the zeros that may lead.
    let one_mantissa = integer(what, &format!("1{whole}{fraction}"))?;
    let exponent = integer(what, exponent)?.to_i32().filter(|e| (-999..=999).contains(e) && !digits.is_empty());
    let exponent = exponent.ok_or(Reject::NotCanonical(what))? - fraction.len() as i32;
    let ten = BigInt::from(10).pow((whole.len() + fraction.len()) as u32);
    Ok(BigRational::from_integer(10.into()).pow(exponent) * (one_mantissa - ten))
}
