//! The door: any file of samples, labels or numbers, whatever its format.
//!
//! | format | samples | labels |
//! |---|---|---|
//! | `.npy` | two axes or more, in blocks from the disk | one or two axes, also of text |
//! | `.npz` | the array that is named, the only one, or `X` | `y` and its like, or the only one |
//! | table | columns, see [`csv`] | a column, see there |
//! | IDX | the first axis are samples | numbers |
//! | Matrix Market, `scipy.sparse` | rows, in blocks | |
//!
//! Each may be compressed by gzip. The first bytes tell the format; only tables go by their extension.
//! Images of n x h x w (x c) are flattened, and [`Samples::notes`] says so.
//!
//! Errors: [`Error::BadFile`] names file, problem and remedy.

use super::content::{Content, Kind};
use super::idx::read_idx;
use super::npy::{NpyArray, NpyRows, NpyValues, read_npy_from, read_npy_with_gaps};
use super::npz::{Archive, Found};
use super::sparse::Sparse;
use super::{Dataset, Features, LabelKind, Labels, Samples, SomeLabels, csv};
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use sha2::{Digest, Sha256};
use std::io::Read;
use std::path::Path;

/// How to read what a file leaves open.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The array of a `.npz` archive.
    pub array: Option<String>,
    /// The column of a table that holds labels.
    pub label_column: Option<String>,
    /// Columns of a table that are left out.
    pub drop: Vec<String>,
    /// Rows are features, and columns samples.
    pub transpose: bool,
    /// What labels are taken for.
    pub labels: LabelKind,
    /// Classes keep their numbers, so that parts of a data set agree on them.
    pub numbered: bool,
    /// Labels may be missing, and are read by [`open_partly`] alone.
    pub gaps: bool,
}

/// Opens samples, with the labels of another file or, if there is none, those beside them.
///
/// # Errors
/// See the [module](self); [`Error::BadFile`] of Y if it has not as many rows as X.
pub fn open(path: &Path, labels: Option<&Path>, reading: &Reading) -> Result<Samples> {
    open_both(path, labels, reading).map_err(|error| match (labels, &error) {
        (Some(file), Error::ShapeMismatch { what, .. }) if what.starts_with("labels of ") => {
            Error::file(file, error.to_string(), ONE_LABEL)
        }
        _ => error,
    })
}

/// What to do about labels of other samples.
const ONE_LABEL: &str = "give one label for each sample, in their order";

fn open_both(path: &Path, labels: Option<&Path>, reading: &Reading) -> Result<Samples> {
    let name = path.display().to_string();
    let content = Content::open(path)?;
    require_kind(&content, reading, labels.is_some())?;
    let given = labels.filter(|_| !reading.gaps).map(|labels| open_labels(labels, reading)).transpose()?;
    let of_array = |array: NpyArray, labels| of_array(name.clone(), array, labels, reading.transpose, path);
    let of_sparse = |sparse: Sparse| of_sparse(name.clone(), sparse, given.clone(), reading.transpose, path);
    match content.kind {
        Kind::Npy => match if content.on_disk() && !reading.transpose { NpyRows::open(path)? } else { None } {
            Some(rows) => {
                let notes = flattened(rows.shape());
                let shape = rows.shape().to_vec();
                Ok(Samples::of_file(name, rows, given)?.noted(notes).shaped(&shape))
            }
            None => of_array(read_npy_from(content.reader()?, content.size, path)?, given),
        },
        Kind::Idx => of_array(read_idx(&content)?, given),
        Kind::Npz => match Archive::open(&content)?.samples(reading.array.as_deref())? {
            Found::Sparse(sparse) => of_sparse(sparse),
            Found::Array(array, of, beside) => {
                let mut notes = vec![format!("the samples are the array {of}")];
                let mut labels = given;
                if let (None, Some(beside), false) = (&labels, beside, reading.gaps) {
                    let found = Archive::open(&content)?.array(&beside)?;
                    labels = Some(found.labels(path, reading.labels, reading.numbered)?);
                    notes.push(format!("the labels are the array {beside}"));
                }
                Ok(of_array(array, labels)?.noted(notes))
            }
        },
        Kind::Table => {
            let table = csv::read_table(&content, reading, labels.is_some())?;
            let features = match (reading.transpose, table.labels.is_some()) {
                (false, _) => table.features,
                (true, false) => turned(&table.features)?,
                (true, true) => {
                    let problem = "a column of labels has no place where rows are features";
                    return Err(Error::file(path, problem, "leave it out with --drop NAME"));
                }
            };
            let data = Dataset::new(name, features, given.or(table.labels))?;
            Ok(Samples::stored(data).noted(table.notes))
        }
        Kind::MatrixMarket => of_sparse(Sparse::of_matrix_market(content.reader()?, path)?),
    }
}

/// Opens samples of which some may be labelled, with the labels of another file or, if there is none,
/// those beside them. The samples themselves then have none.
///
/// # Errors
/// As [`open`], and those of [`SomeLabels`].
pub fn open_partly(path: &Path, labels: Option<&Path>, reading: &Reading) -> Result<(Samples, Option<SomeLabels>)> {
    let reading = Reading { gaps: true, ..reading.clone() };
    let samples = open(path, labels, &reading)?;
    let found = some_labels(labels.unwrap_or(path), labels.is_none(), &reading)?;
    match &found {
        Some(found) if found.n() != samples.n() => {
            let problem = format!("labels of {} samples, and {} has {}", found.n(), samples.name(), samples.n());
            let turned =
                if found.n() == samples.d() { "; are the rows of the samples features (--transpose)?" } else { "" };
            Err(Error::file(labels.unwrap_or(path), problem, format!("{ONE_LABEL}{turned}")))
        }
        _ => Ok((samples, found)),
    }
}

/// Opens labels of which some may be missing.
///
/// # Errors
/// Those of [`SomeLabels`] and of the file.
pub fn open_some_labels(path: &Path, reading: &Reading) -> Result<SomeLabels> {
    let found = some_labels(path, false, &Reading { gaps: true, ..reading.clone() })?;
    found.ok_or_else(|| no_labels(path))
}

/// SHA-256 of a file as it is stored, hexadecimal, read in parts.
///
/// # Errors
/// [`Error::Io`].
pub fn file_digest(path: &Path) -> Result<String> {
    let io = |error| Error::io(path, error);
    let mut file = std::fs::File::open(path).map_err(io)?;
    let (mut hasher, mut part) = (Sha256::new(), vec![0; 1 << 20]);
    loop {
        match file.read(&mut part).map_err(io)? {
            0 => return Ok(hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()),
            taken => hasher.update(&part[..taken]),
        }
    }
}

/// The labels of a file, or those beside the samples that it holds, if there are any.
fn some_labels(path: &Path, beside: bool, reading: &Reading) -> Result<Option<SomeLabels>> {
    let content = Content::open(path)?;
    let archive = || Archive::open(&content).map(Archive::with_gaps);
    let array = match (content.kind, beside) {
        (Kind::Table, _) => return csv::read_some_labels(&content, reading, beside),
        (Kind::Npz, true) => match archive()?.samples(reading.array.as_deref())? {
            Found::Array(_, _, Some(name)) => archive()?.array(&name)?,
            _ => return Ok(None),
        },
        (_, true) => return Ok(None),
        (Kind::Npy, false) => read_npy_with_gaps(content.reader()?, content.size, path)?,
        (Kind::Npz, false) => archive()?.labels(reading.array.as_deref())?,
        (Kind::Idx, false) => read_idx(&content)?,
        (Kind::MatrixMarket, false) => return Ok(None),
    };
    array.some_labels(path, reading.labels).map(Some)
}

fn no_labels(path: &Path) -> Error {
    Error::file(path, "a Matrix Market file, which holds no labels", "save them with numpy.save")
}

/// Opens labels.
///
/// # Errors
/// See the [module](self), and those of [`Labels`].
pub fn open_labels(path: &Path, reading: &Reading) -> Result<Labels> {
    let content = Content::open(path)?;
    let array = match content.kind {
        Kind::Npy => read_npy_from(content.reader()?, content.size, path)?,
        // --array names samples: these are their labels.
        Kind::Npz => Archive::open(&content)?.labels(reading.array.as_deref())?,
        Kind::Idx => read_idx(&content)?,
        Kind::Table => return csv::read_labels(&content, reading),
        Kind::MatrixMarket => return Err(no_labels(path)),
    };
    array.labels(path, reading.labels, reading.numbered)
}

/// A 1-D or 2-D array of numbers, for example a covariance.
///
/// # Errors
/// See the [module](self).
pub fn open_array(path: &Path) -> Result<NpyArray> {
    let content = Content::open(path)?;
    let reading = Reading::default();
    match content.kind {
        Kind::Npy => read_npy_from(content.reader()?, content.size, path),
        Kind::Idx => read_idx(&content),
        Kind::Npz | Kind::Table | Kind::MatrixMarket => {
            let features = open(path, None, &reading)?.load()?.features().clone();
            let shape = vec![features.n(), features.d()];
            Ok(NpyArray { shape, values: NpyValues::Real(features.rows().into_owned()) })
        }
    }
}

/// A 2-D array as a matrix; `what` names it in errors.
///
/// # Errors
/// See the [module](self).
pub fn read_matrix(path: &Path, what: &str) -> Result<DMatrix<f64>> {
    let array = open_array(path)?;
    let [rows, columns] = array.shape[..] else {
        let axes = if array.shape.len() == 1 { "1 axis".into() } else { format!("{} axes", array.shape.len()) };
        return Err(Error::file(path, format!("{what} has {axes}, not 2"), "reshape it to rows x columns"));
    };
    Ok(DMatrix::from_row_slice(rows, columns, &array.to_reals(path)?))
}

/// Refuses options that the format has no use for.
fn require_kind(content: &Content, reading: &Reading, labelled: bool) -> Result<()> {
    let refuse = |what: &str, of: &str| Err(Error::file(&content.path, format!("{what} needs {of}"), "leave it out"));
    if content.kind != Kind::Npz && reading.array.is_some() {
        return refuse("--array", "an .npz archive");
    }
    if content.kind != Kind::Table && !reading.drop.is_empty() {
        return refuse("--drop", "a table");
    }
    // With --labels it may name the column of that file.
    match content.kind != Kind::Table && !labelled && reading.label_column.is_some() {
        true => refuse("--label-column", "a table"),
        false => Ok(()),
    }
}

fn of_array(name: String, array: NpyArray, labels: Option<Labels>, transpose: bool, path: &Path) -> Result<Samples> {
    let notes = flattened(&array.shape);
    let shape = array.shape.clone();
    if transpose && shape.len() != 2 {
        let problem = format!("an array of {} axes has no transpose", shape.len());
        return Err(Error::file(path, problem, "leave out --transpose"));
    }
    let features = array.features(path)?;
    let features = if transpose { turned(&features)? } else { features };
    Ok(Samples::stored(Dataset::new(name, features, labels)?).noted(notes).shaped(&shape))
}

/// Rows become columns.
fn turned(features: &Features) -> Result<Features> {
    let (rows, d, n) = (features.rows(), features.n(), features.d());
    Features::real((0..n * d).map(|at| rows[at % d * n + at / d]).collect(), d)
}

fn of_sparse(name: String, rows: Sparse, labels: Option<Labels>, transpose: bool, path: &Path) -> Result<Samples> {
    let rows = if transpose { rows.transposed(path)? } else { rows };
    let note = format!("sparse, {} entries of {} are stored", rows.stored(), rows.n() as u128 * rows.d() as u128);
    Ok(Samples::of_sparse(name, rows, labels)?.noted(vec![note]))
}

/// What is said of images.
fn flattened(shape: &[usize]) -> Vec<String> {
    match shape {
        [n, rest @ ..] if rest.len() > 1 => {
            let axes: Vec<String> = rest.iter().map(usize::to_string).collect();
            let d: usize = rest.iter().product();
            vec![format!("{n} samples of {}, flattened to {d} features", axes.join(" x "))]
        }
        _ => vec![],
    }
}

#[cfg(test)]
#[path = "open_tests.rs"]
mod tests;
