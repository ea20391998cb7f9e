//! `.moments` files: sums over samples, which any engine can make and merge.
//!
//! The format, version 1: an archive of `numpy.savez` (uncompressed) with these arrays of `f8`:
//!
//! | name | shape | what |
//! |---|---|---|
//! | `version` | 1 | 1 |
//! | `shape` | 2 | d and l, the numbers of features and of labels |
//! | `high`, `low` | w x w, w = d + l + 1 | sum of (x, y, 1)'(x, y, 1) over samples, as high + low |
//! | `rounding` | 1 | entry (i, j) is off by at most rounding * sqrt(sum_ii sum_jj); 0 for exact sums |
//! | `counts` | 1 | 1 if all features are non-negative integers, else 0 |
//!
//! Nothing is centred. `low` may be all 0: plain sums of n terms have `rounding` = n 2^-53. Both
//! matrices are symmetric. n is the last entry of `high`.

use super::npy::{NpyArray, NpyValues, read_npy_from};
use crate::error::{Error, Result};
use crate::moments::Sums;
use crate::scalar::Twice;
use nalgebra::DMatrix;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

const REMEDY: &str = "write it with `jerc moments`, or as its help says";

/// Reads sums over samples.
///
/// # Errors
/// [`Error::Io`], [`Error::BadFile`].
pub fn read_moments(path: &Path) -> Result<Sums> {
    let bad = |problem: String| Error::file(path, problem, REMEDY);
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let mut archive = zip::ZipArchive::new(BufReader::new(file))
        .map_err(|_| bad("not a .moments file (no archive of numpy.savez)".into()))?;
    let mut arrays = BTreeMap::new();
    for name in ["version", "shape", "high", "low", "rounding", "counts"] {
        let entry = archive.by_name(&format!("{name}.npy")).map_err(|error| match error {
            zip::result::ZipError::FileNotFound => bad(format!("the array {name} is missing")),
            error => bad(format!("the array {name} cannot be read ({error}): use numpy.savez, uncompressed")),
        })?;
        let size = entry.size();
        let array = read_npy_from(entry, size, path).map_err(|error| match error {
            Error::BadFile { problem, .. } => bad(format!("{name}: {problem}")),
            other => other,
        })?;
        arrays.insert(name, array);
    }
    let numbers = |name: &str, count: usize| -> Result<Vec<f64>> {
        let NpyArray { values, shape } = &arrays[name];
        match values {
            NpyValues::Real(values) if shape[..] == [count] => Ok(values.clone()),
            _ => Err(bad(format!("{name} is no list of {count} f8"))),
        }
    };
    let version = numbers("version", 1)?[0];
    if version != 1.0 {
        return Err(bad(format!("version {version}, and only 1 is known")));
    }
    let shape = numbers("shape", 2)?;
    let whole = |v: f64| (v >= 0.0 && v.fract() == 0.0 && v < 1e6).then_some(v as usize);
    let (Some(d), Some(l)) = (whole(shape[0]), whole(shape[1])) else {
        return Err(bad(format!("shape {shape:?} is no pair of counts")));
    };
    let width = d + l + 1;
    let matrix = |name: &str| match &arrays[name] {
        NpyArray { values: NpyValues::Real(values), shape } if shape[..] == [width, width] => Ok(values),
        NpyArray { shape, .. } => Err(bad(format!("{name} has shape {shape:?}, not {width} x {width} of f8"))),
    };
    let (high, low) = (matrix("high")?, matrix("low")?);
    let gram = DMatrix::from_fn(width, width, |i, j| {
        Twice::from(high[i * width + j]).add_accurate(Twice::from(low[i * width + j]))
    });
    let counts = numbers("counts", 1)?[0] == 1.0;
    Sums::new(d, l, gram, numbers("rounding", 1)?[0], counts).map_err(|error| match error {
        Error::BadRequest { problem, remedy } => Error::file(path, problem, remedy),
        other => other,
    })
}
