//! NumPy arrays: `.npy` files as features, labels or matrices.
//!
//! Read: format versions 1 to 3; dtypes `f4`, `f8`, `i1` to `i8`, `u1` to `u8` in either byte
//! order; C and Fortran order; one or two axes, none of them empty. The result is always row after
//! row. An integer that must become real and equals no `f64` is refused.
//!
//! | file holds | [`read_features`] | [`read_labels`] | [`read_matrix`] |
//! |---|---|---|---|
//! | 1 axis, integers | refused | class numbers | refused |
//! | 1 axis, reals | refused | one target per sample | refused |
//! | 2 axes | X, n x d (`u1` stays bytes) | targets Y, n x l | the matrix |
//!
//! Guarantee: nothing is allocated on the word of the header alone. It is measured before it is parsed,
//! and what it promises is compared with the size of the file.
//!
//! Errors: [`Error::BadFile`]; [`Error::NotFinite`] with row and column; [`Error::Io`].
//!
//! Source of the format: NumPy Enhancement Proposal 1 and the documentation of `numpy.lib.format`.

mod rows;

pub(super) use rows::NpyRows;

use super::{Features, Labels, require_finite_rows};
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use npyz::{DType, Deserialize, NpyFile, NpyHeader, Order, TypeChar};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The longest header that is parsed: NumPy's own default (`max_header_size` of `numpy.load`).
const MAX_HEADER: u64 = 10_000;

const SAVE_PLAIN: &str = "save a plain 1-D or 2-D array of numbers with numpy.save";

/// An array of one or two axes, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct NpyArray {
    /// The length of each axis, one or two of them, all positive.
    pub shape: Vec<usize>,
    /// The values.
    pub values: NpyValues,
}

/// The values of an [`NpyArray`].
#[derive(Debug, Clone, PartialEq)]
pub enum NpyValues {
    /// From `f4` and `f8`: finite.
    Real(Vec<f64>),
    /// From integers other than `u1`.
    Integer(Vec<i64>),
    /// From `u1`.
    Bytes(Vec<u8>),
}

/// Reads a `.npy` file.
///
/// # Errors
/// See the [module](self).
pub fn read_npy(path: &Path) -> Result<NpyArray> {
    let (file, size) = open(path)?;
    read_npy_from(BufReader::new(file), size, path)
}

/// A regular file and its size.
fn open(path: &Path) -> Result<(File, u64)> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let metadata = file.metadata().map_err(|e| Error::io(path, e))?;
    if !metadata.is_file() {
        return Err(Error::file(path, "not a regular file", "name a .npy file"));
    }
    Ok((file, metadata.len()))
}

/// A 2-D array as a matrix; `what` names it in errors.
///
/// # Errors
/// See the [module](self).
pub fn read_matrix(path: &Path, what: &str) -> Result<DMatrix<f64>> {
    let array = read_npy(path)?;
    let [rows, columns] = array.shape[..] else {
        return Err(Error::file(path, format!("{what} has 1 axis, not 2"), "reshape it to rows x columns"));
    };
    Ok(DMatrix::from_row_slice(rows, columns, &array.to_reals(path)?))
}

/// A 2-D array as samples X (n x d).
///
/// # Errors
/// See the [module](self).
pub fn read_features(path: &Path) -> Result<Features> {
    let array = read_npy(path)?;
    let [_, d] = array.shape[..] else {
        return Err(Error::file(path, "features have 1 axis, not 2", "reshape them to n x d"));
    };
    match array.values {
        NpyValues::Bytes(rows) => Features::bytes(rows, d),
        _ => Features::real(array.to_reals(path)?, d),
    }
}

/// An array as labels; see the [module](self).
///
/// # Errors
/// See the [module](self).
pub fn read_labels(path: &Path) -> Result<Labels> {
    let array = read_npy(path)?;
    let remedy = "number the classes 0, 1, 2, ..., or give real targets as floats";
    let refuse = |e: Error| Error::file(path, e.to_string(), remedy);
    match (&array.shape[..], &array.values) {
        ([_, l], _) => Labels::targets(array.to_reals(path)?, *l),
        (_, NpyValues::Real(targets)) => Labels::targets(targets.clone(), 1),
        (_, NpyValues::Integer(classes)) => Labels::classes_from_integers(classes).map_err(refuse),
        (_, NpyValues::Bytes(classes)) => {
            let classes: Vec<i64> = classes.iter().map(|&c| c.into()).collect();
            Labels::classes_from_integers(&classes).map_err(refuse)
        }
    }
}

impl NpyArray {
    /// The values as reals, row after row, none of them rounded.
    pub(crate) fn to_reals(&self, path: &Path) -> Result<Vec<f64>> {
        let exactly = |(i, &value): (usize, &i64)| {
            let real = value as f64;
            // Through i128, since i64::MAX rounds up to 2^63 and would come back as itself.
            match real as i128 == i128::from(value) {
                true => Ok(real),
                false => Err(no_f64(path, i, value.into())),
            }
        };
        match &self.values {
            NpyValues::Real(values) => Ok(values.clone()),
            NpyValues::Integer(values) => values.iter().enumerate().map(exactly).collect(),
            NpyValues::Bytes(values) => Ok(values.iter().map(|&v| f64::from(v)).collect()),
        }
    }
}

/// What the header of a `.npy` file promises, checked against the size of the file.
struct Header {
    header: NpyHeader,
    bytes: Vec<u8>,
    kind: TypeChar,
    width: u64,
    little: bool,
    shape: Vec<usize>,
}

/// Reads the header of a stream of `size` bytes.
fn checked_header(reader: &mut impl Read, size: u64, path: &Path) -> Result<Header> {
    let bad = |problem: String| Error::file(path, problem, SAVE_PLAIN);
    let bytes = read_header(reader, size, path)?;
    let header = NpyHeader::from_reader(&bytes[..]).map_err(|e| bad(one_line(&e)))?;
    let DType::Plain(dtype) = header.dtype() else {
        return Err(bad("the dtype is structured".into()));
    };
    let width = match (dtype.type_char(), dtype.size_field()) {
        (TypeChar::Float, width @ (4 | 8)) | (TypeChar::Int | TypeChar::Uint, width) => width,
        _ => return Err(bad(format!("dtype {dtype} is not one of f4, f8, i1 to i8, u1 to u8"))),
    };
    let lengths: Option<Vec<usize>> = header.shape().iter().map(|&v| usize::try_from(v).ok()).collect();
    let shape = match lengths {
        Some(shape) if matches!(shape.len(), 1 | 2) => shape,
        _ => return Err(bad(format!("the array has {} axes", header.shape().len()))),
    };
    if header.len() == 0 {
        return Err(bad(format!("the shape {shape:?} holds no entries")));
    }
    let found = size - bytes.len() as u64;
    let promised = header.len().checked_mul(width);
    if promised != Some(found) {
        let which = if promised.is_some_and(|bytes| bytes < found) { "extra bytes" } else { "truncated" };
        let promise = format!("the header promises {} entries of {width} bytes", header.len());
        return Err(Error::file(path, format!("{which}: {promise}, {found} bytes follow"), "save it anew"));
    }
    let (kind, little) = (dtype.type_char(), dtype.endianness() != npyz::Endianness::Big);
    Ok(Header { header, bytes, kind, width, little, shape })
}

fn no_f64(path: &Path, at: usize, value: i128) -> Error {
    let problem = format!("entry {at} (row after row), {value}, is no f64");
    Error::file(path, problem, "keep integers within 2^53, or save floats")
}

/// Reads a `.npy` stream of `size` bytes; `path` is for errors only.
pub(super) fn read_npy_from(mut reader: impl Read, size: u64, path: &Path) -> Result<NpyArray> {
    let bad = |problem: String| Error::file(path, problem, SAVE_PLAIN);
    let Header { header, kind, width, shape, .. } = checked_header(&mut reader, size, path)?;
    let file = NpyFile::with_header(header, reader);
    let integers = |values: Vec<i64>| Ok(NpyValues::Integer(values));
    let values = match (kind, width) {
        (TypeChar::Float, 4) => reals(widened::<f32, _>(file, path, f64::from)?, &shape, path),
        (TypeChar::Float, _) => reals(widened(file, path, |v: f64| v)?, &shape, path),
        (TypeChar::Int, 1) => integers(widened::<i8, _>(file, path, i64::from)?),
        (TypeChar::Int, 2) => integers(widened::<i16, _>(file, path, i64::from)?),
        (TypeChar::Int, 4) => integers(widened::<i32, _>(file, path, i64::from)?),
        (TypeChar::Int, _) => integers(widened(file, path, |v: i64| v)?),
        (_, 1) => Ok(NpyValues::Bytes(widened(file, path, |v: u8| v)?)),
        (_, 2) => integers(widened::<u16, _>(file, path, i64::from)?),
        (_, 4) => integers(widened::<u32, _>(file, path, i64::from)?),
        _ => widened(file, path, |v: u64| v)?
            .into_iter()
            .map(|v| i64::try_from(v).map_err(|_| bad(format!("the value {v} exceeds 2^63"))))
            .collect::<Result<_>>()
            .map(NpyValues::Integer),
    }?;
    Ok(NpyArray { shape, values })
}

fn reals(values: Vec<f64>, shape: &[usize], path: &Path) -> Result<NpyValues> {
    let width = if let [_, columns] = shape { *columns } else { 1 };
    require_finite_rows(&path.display().to_string(), &values, width)?;
    Ok(NpyValues::Real(values))
}

/// All entries row after row, each turned by `widen`.
fn widened<S: Deserialize, T: Copy>(file: NpyFile<impl Read>, path: &Path, widen: impl Fn(S) -> T) -> Result<Vec<T>> {
    let (order, shape) = (file.order(), file.shape().to_vec());
    let entries = file.data::<S>().map_err(|e| Error::file(path, e.to_string(), SAVE_PLAIN))?;
    let stored: Vec<T> =
        entries.map(|v| v.map(&widen)).collect::<std::io::Result<_>>().map_err(|e| Error::io(path, e))?;
    match (order, &shape[..]) {
        (Order::Fortran, &[rows, columns]) => {
            let (rows, columns) = (rows as usize, columns as usize);
            Ok((0..stored.len()).map(|i| stored[i % columns * rows + i / columns]).collect())
        }
        _ => Ok(stored),
    }
}

/// The bytes up to the data: magic, version, length and a dictionary that `npyz` parses fast.
fn read_header(reader: &mut impl Read, size: u64, path: &Path) -> Result<Vec<u8>> {
    let bad = |problem: &str| Error::file(path, problem, SAVE_PLAIN);
    let mut bytes = Vec::new();
    fill(reader, &mut bytes, 8, path)?;
    if bytes.len() < 8 || !bytes.starts_with(b"\x93NUMPY") {
        return Err(bad("not a .npy file (it does not begin with \\x93NUMPY)"));
    }
    let start = match bytes[6] {
        1 => 10,
        2 | 3 => 12,
        version => return Err(bad(&format!("format version {version} is unknown"))),
    };
    fill(reader, &mut bytes, start, path)?;
    let length = bytes[8..].iter().rev().fold(0, |sum, &byte| sum << 8 | u64::from(byte));
    if (bytes.len() as u64) < start || length > size.saturating_sub(start) {
        return Err(bad("truncated: the file ends within its header"));
    }
    if length > MAX_HEADER {
        return Err(bad(&format!("the header has {length} bytes, more than {MAX_HEADER}")));
    }
    fill(reader, &mut bytes, start + length, path)?;
    refuse_hostile(&bytes[start as usize..]).map_err(bad)?;
    Ok(bytes)
}

/// Reads until `bytes` has the given length or the stream ends.
fn fill(reader: &mut impl Read, bytes: &mut Vec<u8>, length: u64, path: &Path) -> Result<()> {
    reader.take(length - bytes.len() as u64).read_to_end(bytes).map(drop).map_err(|e| Error::io(path, e))
}

/// Refuses dictionaries on which `npyz` 0.9 would overflow (it multiplies the axes unchecked) or
/// take exponential time (it tries nested brackets several times over).
fn refuse_hostile(text: &[u8]) -> std::result::Result<(), &'static str> {
    let count = |byte| text.iter().filter(|&&b| b == byte).count();
    if count(b'[') > 0 {
        return Err("the dtype is structured or a date");
    }
    if count(b'{') > 1 || count(b'(') > 1 || count(b'\\') > 0 {
        return Err("the header is not the dictionary of a plain array");
    }
    if count(b'+') + count(b'-') > 0 {
        return Err("the header holds a sign (a negative axis?)");
    }
    // All its numbers, the item size included: their product bounds that of the axes.
    let mut product = 1u64;
    for digits in text.split(|byte| !byte.is_ascii_digit()).filter(|run| !run.is_empty()) {
        let number = std::str::from_utf8(digits).ok().and_then(|run| run.parse::<u64>().ok());
        let next = number.and_then(|number| product.checked_mul(number.max(1)));
        product = next.ok_or("the header promises more than 2^64 bytes")?;
    }
    let odd =
        |pair: &[u8]| pair[0].is_ascii_digit() && (pair[1].is_ascii_alphabetic() || matches!(pair[1], b'_' | b'.'));
    match text.windows(2).any(odd) {
        true => Err("the header holds a number that is not a plain decimal"),
        false => Ok(()),
    }
}

/// The first line of a parser's report, which may draw the place in several.
fn one_line(error: &std::io::Error) -> String {
    let text = error.to_string();
    format!("the header cannot be read ({})", text.lines().next().unwrap_or_default().trim())
}

#[cfg(test)]
#[path = "npy_tests.rs"]
mod tests;
