//! Views of samples from anywhere: n samples with v views of d features each, read again for each
//! pass, block by block, so that memory does not grow with n.
//!
//! | file | views |
//! |---|---|
//! | `.npy`, C order | (n, v, d), in blocks from the disk; `f2`, `f4`, `f8`, integers |
//! | `.npy` in Fortran order or compressed, `.npz`, IDX | the same, in memory |
//!
//! What is beyond the second axis is flattened, and [`Views::notes`] says so: n x v x h x w are v views
//! of n images. The samples X (n x d) of which they are views may stand beside them, from any file
//! of samples.
//!
//! Errors: [`Error::BadFile`] for another shape, and as [`open()`](super::open()).
//!
//! ```no_run
//! use jerc::dataset::{Reading, Views};
//! let views = Views::open("V.npy".as_ref(), None, &Reading::default())?;
//! let mut sum = 0.0;
//! views.for_each_block(|_first, _x, rows| {
//!     sum += rows.iter().sum::<f64>(); // rows of a block, the v views of each, d features
//!     Ok(())
//! })?;
//! let mean = sum / (views.n() * views.views() * views.d()) as f64;
//! # Ok::<(), jerc::Error>(())
//! ```

use super::content::{Content, Kind};
use super::idx::read_idx;
use super::lent::{self, Lent};
use super::npy::{Cursor, NpyArray, NpyRows, read_npy_from};
use super::npz::{Archive, Found};
use super::{Features, Reading, Samples};
use crate::error::{Error, Result};
use crate::moments::{CHUNK_ROWS, TwiceViewAccumulator, ViewAccumulator, ViewMoments};
use crate::scalar::Twice;
use std::borrow::Cow;
use std::path::Path;
use std::sync::Arc;

/// Views V (n x v x d), v >= 2, with or without the samples X (n x d); see the [module](self).
#[derive(Debug)]
pub struct Views {
    name: String,
    /// n rows of v d values.
    rows: Rows,
    views: usize,
    d: usize,
    data: Option<(String, Rows)>,
    notes: Vec<String>,
}

/// Rows that can be read again.
#[derive(Debug)]
pub(super) enum Rows {
    File(NpyRows),
    Stored(Features),
    Lent(Arc<dyn Lent>),
}

/// A pass over rows.
enum Pass<'a> {
    File(Cursor<'a>),
    Stored(Cow<'a, [f64]>, usize, usize),
    Lent(lent::Cursor<'a>),
}

/// Bytes of the views in a block, about: a few times those that the sums of a block take.
const BLOCK_BYTES: usize = 16 << 20;

/// Rows that a block has at least: with fewer, sums would spend their time on being carried.
const LEAST_ROWS: usize = 8;

const STACK: &str = "stack the views of each sample: numpy.stack([V1, V2], axis=1)";

impl Views {
    /// Opens views, of some samples if these are given.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn open(path: &Path, data: Option<&Samples>, reading: &Reading) -> Result<Self> {
        let content = Content::open(path)?;
        let on_disk = content.kind == Kind::Npy && content.on_disk();
        let width = |shape: &[usize]| require_axes(path, shape).map(|(views, d)| views * d);
        let (shape, rows) = match if on_disk { NpyRows::open_as(path, width)? } else { None } {
            Some(rows) => (rows.shape().to_vec(), Rows::File(rows)),
            None => {
                // --array names that of the samples, where there are any.
                let named = reading.array.as_deref().filter(|_| data.is_none());
                let array = array(&content, named)?;
                require_axes(path, &array.shape)?;
                (array.shape.clone(), Rows::Stored(array.features(path)?))
            }
        };
        Self::new(path, &shape, rows, data)
    }

    /// Views that another program holds, which are read where they lie: n rows of v d values, with the
    /// lengths (n, v, d) of the axes.
    ///
    /// # Errors
    /// As [`open`](Self::open), with the name in place of a file.
    pub fn lent(name: &str, shape: &[usize], rows: Arc<dyn Lent>, data: Option<&Samples>) -> Result<Self> {
        let path = Path::new(name);
        let (views, d) = require_axes(path, shape)?;
        if shape[0] == 0 || (rows.n(), rows.d()) != (shape[0], views * d) || d == 0 {
            let found = format!("{} x {}", rows.n(), rows.d());
            return Err(Error::shape("rows of views", format!("{} x {}, not empty", shape[0], views * d), found));
        }
        Self::new(path, shape, Rows::Lent(rows), data)
    }

    fn new(path: &Path, shape: &[usize], rows: Rows, data: Option<&Samples>) -> Result<Self> {
        let (views, d) = require_axes(path, shape)?;
        let mut notes = vec![];
        if shape.len() > 3 {
            let axes: Vec<String> = shape[2..].iter().map(usize::to_string).collect();
            notes.push(format!("views of {}, flattened to {d} features", axes.join(" x ")));
        }
        let name = path.display().to_string();
        if let Some(data) = data {
            let refuse = |problem: String, remedy: &str| Err(Error::file(path, problem, remedy));
            if data.n() != shape[0] {
                let problem = format!("views of {} samples, and {} has {}", shape[0], data.name(), data.n());
                let turned = shape.len() == 3 && shape[1] == data.n();
                let order = "bring the axes into the order (n, v, d): numpy.moveaxis(V, 1, 0)";
                let remedy = if turned { order } else { "give the views of these samples, in their order" };
                return refuse(problem, remedy);
            }
            if data.d() != d {
                let problem = format!("views of {d} features, and {} has {}", data.name(), data.d());
                let turned = shape.len() == 3 && shape[1] == data.d();
                let order = "bring the axes into the order (n, v, d): numpy.moveaxis(V, 1, 2)";
                return refuse(problem, if turned { order } else { "samples and views must have the same features" });
            }
        }
        let data = data.map(|data| Ok::<_, Error>((data.name().to_string(), data.rows()?))).transpose()?;
        Ok(Self { name, rows, views, d, data, notes })
    }

    /// Views in memory: `values` holds n samples, the v views of each, d features of each view; `x`
    /// holds the samples, if they are given.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`], [`Error::OutOfRange`] for v < 2, and [`Error::NotFinite`].
    pub fn stored(name: &str, values: Vec<f64>, views: usize, d: usize, x: Option<Vec<f64>>) -> Result<Self> {
        if views < 2 {
            return Err(Error::range("views of a sample", "at least 2", views));
        }
        let rows = Features::real(values, views * d)?;
        let data = x.map(|x| Features::real(x, d)).transpose()?;
        if let Some(data) = data.as_ref().filter(|data| data.n() != rows.n()) {
            return Err(Error::shape("samples of the views", format!("{} rows", rows.n()), data.n()));
        }
        let data = data.map(|data| ("samples".to_string(), Rows::Stored(data)));
        Ok(Self { name: name.into(), rows: Rows::Stored(rows), views, d, data, notes: vec![] })
    }

    /// A short name for tables: the path of the file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The name of the samples, if they are given.
    pub fn data_name(&self) -> Option<&str> {
        self.data.as_ref().map(|(name, _)| name.as_str())
    }

    /// What was taken for what, a sentence each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// n, the number of samples.
    pub fn n(&self) -> usize {
        match &self.rows {
            Rows::File(rows) => rows.n(),
            Rows::Stored(rows) => rows.n(),
            Rows::Lent(rows) => rows.n(),
        }
    }

    /// v, the number of views of each sample.
    pub fn views(&self) -> usize {
        self.views
    }

    /// d, the number of features.
    pub fn d(&self) -> usize {
        self.d
    }

    /// Whether the samples X are given.
    pub fn has_data(&self) -> bool {
        self.data.is_some()
    }

    /// One pass, from the first sample on: hands on the number of samples before the block, their
    /// rows of X (m x d) if X is given, and their views (m x v x d), all row after row.
    ///
    /// # Errors
    /// Those of the files, and of `block`.
    pub fn for_each_block(&self, mut block: impl FnMut(usize, Option<&[f64]>, &[f64]) -> Result<()>) -> Result<()> {
        let rows = (BLOCK_BYTES / (8 * self.views * self.d)).max(LEAST_ROWS);
        // Whole chunks of the accumulators, where a block has some.
        let rows = if rows > CHUNK_ROWS { rows / CHUNK_ROWS * CHUNK_ROWS } else { rows };
        let mut views = self.rows.pass(&self.name)?;
        let mut data = self.data.as_ref().map(|(name, rows)| rows.pass(name)).transpose()?;
        let mut first = 0;
        while first < self.n() {
            let views = views.next(rows)?;
            let x = data.as_mut().map(|data| data.next(rows)).transpose()?;
            block(first, x, views)?;
            first += rows;
        }
        Ok(())
    }

    /// Fills `into`, which holds the v d numbers of some samples, with the views from sample `first` on.
    ///
    /// # Errors
    /// Those of the file; [`Error::OutOfRange`] beyond the last sample.
    pub fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        super::require_rows(first, into.len(), (self.n(), self.views * self.d))?;
        self.rows.read(&self.name, first, into)
    }

    /// The moments of the views in `f64`, in one pass.
    ///
    /// # Errors
    /// Those of the files, and of [`ViewAccumulator::finish`].
    pub fn moments(&self) -> Result<ViewMoments<f64>> {
        let mut sums = ViewAccumulator::new(self.d, self.views, self.has_data());
        self.for_each_block(|_, x, views| sums.push(x, views))?;
        sums.finish()
    }

    /// The same in twice the precision, in one pass that takes some twenty times as long.
    ///
    /// # Errors
    /// As [`moments`](Self::moments).
    pub fn twice_moments(&self) -> Result<ViewMoments<Twice>> {
        let mut sums = TwiceViewAccumulator::new(self.d, self.views, self.has_data());
        self.for_each_block(|_, x, views| sums.push(x, views))?;
        sums.finish()
    }

    /// What the entries of [`moments`](Self::moments) may be off: see [`ViewAccumulator::rounding`].
    pub fn rounding(&self) -> f64 {
        ViewAccumulator::new(1, self.views, false).rounding()
    }

    /// The same of [`twice_moments`](Self::twice_moments).
    pub fn twice_rounding(&self) -> f64 {
        TwiceViewAccumulator::new(1, self.views, false).rounding()
    }

    /// Those of some features that are 0 in every view.
    ///
    /// # Errors
    /// Those of the files.
    pub fn zero_features(&self, mut features: Vec<usize>) -> Result<Vec<usize>> {
        if !features.is_empty() {
            self.for_each_block(|_, _, views| {
                features.retain(|&i| views.chunks_exact(self.d).all(|view| view[i] == 0.0));
                Ok(())
            })?;
        }
        Ok(features)
    }
}

impl Rows {
    /// Fills whole rows, from the row `first` on.
    pub(super) fn read(&self, name: &str, first: usize, into: &mut [f64]) -> Result<()> {
        match self {
            Self::File(rows) => rows.read(first, into),
            Self::Stored(rows) => rows.read(first, into),
            Self::Lent(rows) => lent::read(rows.as_ref(), name, first, into),
        }
    }

    fn pass<'a>(&'a self, name: &'a str) -> Result<Pass<'a>> {
        Ok(match self {
            Self::File(rows) => Pass::File(rows.cursor()?),
            Self::Stored(rows) => Pass::Stored(rows.rows(), rows.d(), 0),
            Self::Lent(rows) => Pass::Lent(lent::Cursor::new(rows.as_ref(), name)),
        })
    }
}

impl Pass<'_> {
    /// The next rows, so many at most.
    fn next(&mut self, rows: usize) -> Result<&[f64]> {
        match self {
            Self::File(cursor) => cursor.next(rows),
            Self::Lent(cursor) => cursor.next(rows),
            Self::Stored(values, d, first) => {
                let start = *first;
                *first = (start + rows * *d).min(values.len());
                Ok(&values[start..*first])
            }
        }
    }
}

/// v and d.
fn require_axes(path: &Path, shape: &[usize]) -> Result<(usize, usize)> {
    let axes: Vec<String> = shape.iter().map(usize::to_string).collect();
    let comma = if shape.len() == 1 { "," } else { "" };
    let problem = || format!("views must be (n, v, d) with v >= 2, found ({}{comma})", axes.join(", "));
    match shape {
        [_, views, rest @ ..] if *views >= 2 && !rest.is_empty() => Ok((*views, rest.iter().product())),
        [_, _, _, ..] => Err(Error::file(path, problem(), "draw two views of each sample or more")),
        _ => Err(Error::file(path, problem(), STACK)),
    }
}

/// The array of a file that is not read in blocks.
fn array(content: &Content, named: Option<&str>) -> Result<NpyArray> {
    let path = &content.path;
    let two_axes = |what: &str| {
        let problem = format!("views must be (n, v, d) with v >= 2, and {what} has two axes");
        Err(Error::file(path, problem, "stack the views with numpy.stack(..., axis=1), and save them with numpy.save"))
    };
    match content.kind {
        Kind::Npy => read_npy_from(content.reader()?, content.size, path),
        Kind::Idx => read_idx(content),
        Kind::Npz => match Archive::open(content)?.samples(named)? {
            Found::Array(array, ..) => Ok(array),
            Found::Sparse(_) => two_axes("a sparse matrix"),
        },
        Kind::Table => two_axes("a table"),
        Kind::MatrixMarket => two_axes("a sparse matrix"),
    }
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
