//! NumPy arrays: `.npy` files as features, labels or matrices.
//!
//! Read: format versions 1 to 3, also with the long integers of Python 2; dtypes `b1`, `f2`, `f4`,
//! `f8`, `i1` to `i8`, `u1` to `u8`, and text (`U`, `S`) as labels, in either byte order; C and
//! Fortran order; at least one axis, none of them empty. The result is always row after row. An
//! integer that must become real and equals no `f64` is refused.
//!
//! | file holds | [`NpyArray::features`] | [`NpyArray::labels`] | [`read_matrix`](super::read_matrix) |
//! |---|---|---|---|
//! | 1 axis | refused | one label per sample | refused |
//! | 2 axes | X, n x d (`u1` and `b1` stay bytes) | n x l | the matrix |
//! | more | images: X, flattened to n x d | refused | refused |
//!
//! Guarantee: nothing is allocated on the word of the header alone. It is measured before it is parsed,
//! and what it promises is compared with the size of the file.
//!
//! Errors: [`Error::BadFile`]; [`Error::NotFinite`] with row and column; [`Error::Io`].
//!
//! Source of the format: NumPy Enhancement Proposal 1 and the documentation of `numpy.lib.format`.

mod rows;

pub(super) use rows::{Cursor, NpyRows};

use super::{Features, LabelKind, Labels, SomeLabels};
use crate::error::{Error, Result};
use crate::scalar::require_all_finite;
use npyz::half::f16;
use npyz::{DType, Deserialize, NpyFile, NpyHeader, Order, TypeChar};
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;

/// The longest header that is parsed: NumPy's own default (`max_header_size` of `numpy.load`).
const MAX_HEADER: u64 = 10_000;

const SAVE_PLAIN: &str = "save a plain array of numbers with numpy.save";

/// An array, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct NpyArray {
    /// The length of each axis, at least one of them, all positive.
    pub shape: Vec<usize>,
    /// The values.
    pub values: NpyValues,
}

/// The values of an [`NpyArray`].
#[derive(Debug, Clone, PartialEq)]
pub enum NpyValues {
    /// From `f2`, `f4` and `f8`: finite.
    Real(Vec<f64>),
    /// From integers other than `u1`.
    Integer(Vec<i64>),
    /// From `u1` and `b1`.
    Bytes(Vec<u8>),
    /// From `U` and `S`.
    Text(Vec<String>),
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

impl NpyArray {
    /// As samples X (n x d): what is beyond the first axis is flattened.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn features(self, path: &Path) -> Result<Features> {
        let d = sample_width(&self.shape, path)?;
        match self.values {
            NpyValues::Bytes(rows) => Features::bytes(rows, d),
            _ => Features::real(self.to_reals(path)?, d),
        }
    }

    /// As labels; `numbered` as in [`Labels::numbered`].
    ///
    /// # Errors
    /// See the [module](self), and those of [`Labels`].
    pub fn labels(&self, path: &Path, kind: LabelKind, numbered: bool) -> Result<Labels> {
        let l = self.label_width(path)?;
        let found = match &self.values {
            NpyValues::Text(cells) if l == 1 && !numbered => Labels::of_text(cells, kind),
            NpyValues::Text(_) => {
                return Err(Error::file(path, "the labels are text", "number the classes 0, 1, 2, ... in one column"));
            }
            _ if numbered => Labels::numbered(self.to_reals(path)?, l, kind),
            _ => Labels::of_numbers(self.to_reals(path)?, l, kind),
        };
        found.map_err(|error| error.at(path))
    }

    /// As labels of some of the samples.
    ///
    /// # Errors
    /// See the [module](self), and those of [`SomeLabels`].
    pub fn some_labels(&self, path: &Path, kind: LabelKind) -> Result<SomeLabels> {
        let found = match (&self.values, self.label_width(path)?) {
            (NpyValues::Text(cells), 1) => SomeLabels::of_text(cells, kind),
            (_, l) => SomeLabels::of_numbers(&self.to_reals(path)?, l, kind),
        };
        found.map_err(|error| error.at(path))
    }

    fn label_width(&self, path: &Path) -> Result<usize> {
        match self.shape[..] {
            [_] => Ok(1),
            [_, l] => Ok(l),
            _ => Err(Error::file(path, format!("labels have {} axes", self.shape.len()), "give n or n x l")),
        }
    }

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
            NpyValues::Text(_) => Err(Error::file(path, "the dtype is text", SAVE_PLAIN)),
        }
    }
}

/// d, the numbers of a sample, for an array of samples.
fn sample_width(shape: &[usize], path: &Path) -> Result<usize> {
    match shape {
        [_] => Err(Error::file(path, "features have 1 axis, not 2", "reshape them to n x d")),
        // The size of the file has been compared with the product.
        _ => Ok(shape[1..].iter().product()),
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
        (TypeChar::Float, width @ (2 | 4 | 8)) | (TypeChar::Int | TypeChar::Uint | TypeChar::Bool, width) => width,
        (TypeChar::UnicodeStr, letters @ 1..) => letters.saturating_mul(4),
        (TypeChar::ByteStr, width @ 1..) => width,
        _ => return Err(bad(format!("dtype {dtype} is not one of b1, f2, f4, f8, i1 to i8, u1 to u8"))),
    };
    let lengths: Option<Vec<usize>> = header.shape().iter().map(|&v| usize::try_from(v).ok()).collect();
    let shape = match lengths {
        Some(shape) if !shape.is_empty() => shape,
        // A word, as `scipy.sparse.save_npz` writes the name of its format.
        Some(_) if matches!(dtype.type_char(), TypeChar::UnicodeStr | TypeChar::ByteStr) => vec![1],
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
pub(super) fn read_npy_from(reader: impl Read, size: u64, path: &Path) -> Result<NpyArray> {
    let array = read_npy_with_gaps(reader, size, path)?;
    if let NpyValues::Real(values) = &array.values {
        require_all_finite(&path.display().to_string(), values, |at| place(&array.shape, at))?;
    }
    Ok(array)
}

/// The same, where reals need not be finite: labels that are missing.
pub(super) fn read_npy_with_gaps(mut reader: impl Read, size: u64, path: &Path) -> Result<NpyArray> {
    let bad = |problem: String| Error::file(path, problem, SAVE_PLAIN);
    let Header { header, kind, width, shape, little, .. } = checked_header(&mut reader, size, path)?;
    if let TypeChar::UnicodeStr | TypeChar::ByteStr = kind {
        let values = NpyValues::Text(text(reader, kind, width as usize, little, path)?);
        return Ok(NpyArray { shape, values });
    }
    let file = NpyFile::with_header(header, reader);
    let integers = |values: Vec<i64>| Ok(NpyValues::Integer(values));
    let values = match (kind, width) {
        (TypeChar::Bool, _) => Ok(NpyValues::Bytes(widened::<bool, _>(file, path, u8::from)?)),
        (TypeChar::Float, 2) => Ok(NpyValues::Real(widened::<f16, _>(file, path, f16::to_f64)?)),
        (TypeChar::Float, 4) => Ok(NpyValues::Real(widened::<f32, _>(file, path, f64::from)?)),
        (TypeChar::Float, _) => Ok(NpyValues::Real(widened(file, path, |v: f64| v)?)),
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

/// Where the entry is that comes so late row after row: its row and column, and beyond two axes its
/// index on each of them.
pub(super) fn place(shape: &[usize], at: usize) -> String {
    let width: usize = shape[1..].iter().product();
    let row = format!("row {}, column {}", at / width, at % width);
    if shape.len() < 3 {
        return row;
    }
    let (mut left, mut index) = (at, vec![]);
    for &length in shape.iter().rev() {
        index.push((left % length).to_string());
        left /= length;
    }
    index.reverse();
    format!("{row}, which is entry ({})", index.join(", "))
}

/// All entries row after row, each turned by `widen`.
fn widened<S: Deserialize, T: Copy>(file: NpyFile<impl Read>, path: &Path, widen: impl Fn(S) -> T) -> Result<Vec<T>> {
    let (order, shape) = (file.order(), file.shape().to_vec());
    let entries = file.data::<S>().map_err(|e| Error::file(path, e.to_string(), SAVE_PLAIN))?;
    let stored: Vec<T> =
        entries.map(|v| v.map(&widen)).collect::<std::io::Result<_>>().map_err(|e| match e.kind() {
            std::io::ErrorKind::InvalidData => Error::file(path, e.to_string(), SAVE_PLAIN),
            _ => Error::io(path, e),
        })?;
    if order != Order::Fortran || shape.len() < 2 {
        return Ok(stored);
    }
    // The entry that comes i-th row after row: its place, axis by axis from the last, where the first
    // axis runs fastest.
    let place = |i: usize| {
        let (mut left, mut step, mut at) = (i, stored.len(), 0);
        for &length in shape.iter().rev() {
            step /= length as usize;
            at += left % length as usize * step;
            left /= length as usize;
        }
        stored[at]
    };
    Ok((0..stored.len()).map(place).collect())
}

/// Entries of text: four bytes a letter (`U`) or one (`S`), filled up with zeros.
fn text(mut reader: impl Read, kind: TypeChar, width: usize, little: bool, path: &Path) -> Result<Vec<String>> {
    let mut bytes = Vec::new();
    reader.read_to_end(&mut bytes).map_err(|e| Error::io(path, e))?;
    let letter = |b: &[u8]| {
        let code = [b[0], b[1], b[2], b[3]];
        char::from_u32(if little { u32::from_le_bytes(code) } else { u32::from_be_bytes(code) })
    };
    let cell = |entry: &[u8]| {
        let text: Option<String> = match kind {
            TypeChar::UnicodeStr => entry.chunks_exact(4).map(letter).collect(),
            _ => String::from_utf8(entry.to_vec()).ok(),
        };
        let text = text.ok_or_else(|| Error::file(path, "an entry is no Unicode text", SAVE_PLAIN))?;
        Ok(text.trim_end_matches('\0').to_string())
    };
    bytes.chunks_exact(width).map(cell).collect()
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
    // Python 2 wrote long integers: 150L. The length stays.
    let long = |at: usize, text: &[u8]| {
        text[at] == b'L' && at > 0 && text[at - 1].is_ascii_digit() && matches!(text.get(at + 1), Some(b',' | b')'))
    };
    let text = bytes[start as usize..].to_vec();
    (0..text.len()).filter(|&at| long(at, &text)).for_each(|at| bytes[start as usize + at] = b' ');
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
