//! Samples that are read again for each pass, block by block: memory does not grow with n.

use super::lent::{self, Lent};
use super::npy::NpyRows;
use super::sparse::Sparse;
use super::views::Rows;
use super::{Dataset, Features, Labels};
use crate::error::{Error, Result};
use crate::moments::{DataMoments, MomentAccumulator, ROUNDING, Sums, TWICE_ROUNDING, TwiceAccumulator};
use crate::scalar::{Rational, Twice, is_count};
use std::path::Path;
use std::sync::Arc;

/// Samples X (n x d) with or without labels Y (n x l), in memory or in a file.
#[derive(Debug)]
pub struct Samples {
    name: String,
    source: Source,
    labels: Option<Labels>,
    notes: Vec<String>,
    /// Of a sample that was flattened.
    shape: Vec<usize>,
}

#[derive(Debug)]
enum Source {
    File(NpyRows),
    Sparse(Sparse),
    Stored(Dataset),
    Summed(Sums),
    Lent(Arc<dyn Lent>),
}

impl Samples {
    /// The rows of a `.npy` file.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if X and Y have different numbers of rows.
    pub(super) fn of_file(name: String, rows: NpyRows, labels: Option<Labels>) -> Result<Self> {
        Self::new(name, rows.n(), Source::File(rows), labels)
    }

    /// The rows of a sparse matrix; errors as [`of_file`](Self::of_file).
    pub(super) fn of_sparse(name: String, rows: Sparse, labels: Option<Labels>) -> Result<Self> {
        Self::new(name, rows.n(), Source::Sparse(rows), labels)
    }

    /// Rows that another program holds, which are read where they lie.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if X and Y have different numbers of rows, [`Error::OutOfRange`]
    /// without samples or without features.
    pub fn lent(name: impl Into<String>, rows: Arc<dyn Lent>, labels: Option<Labels>) -> Result<Self> {
        for (what, count) in [("number of samples", rows.n()), ("number of features", rows.d())] {
            if count == 0 {
                return Err(Error::range(what, "at least 1", 0));
            }
        }
        Self::new(name.into(), rows.n(), Source::Lent(rows), labels)
    }

    fn new(name: String, n: usize, source: Source, labels: Option<Labels>) -> Result<Self> {
        match &labels {
            Some(labels) if labels.n() != n => {
                Err(Error::shape(format!("labels of {name}"), format!("{n} rows"), labels.n()))
            }
            _ => Ok(Self { name, source, labels, notes: vec![], shape: vec![] }),
        }
    }

    /// The same with what is to be said of them.
    pub fn noted(mut self, notes: Vec<String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// Samples in memory.
    pub fn stored(data: Dataset) -> Self {
        Self {
            name: data.name().into(),
            labels: data.labels().cloned(),
            source: Source::Stored(data),
            notes: vec![],
            shape: vec![],
        }
    }

    /// The sums over samples that a `.moments` file holds: all but the samples themselves.
    ///
    /// # Errors
    /// Those of [`read_moments`](super::read_moments).
    pub fn summed(path: &Path) -> Result<Self> {
        Ok(Self::of_sums(path.display().to_string(), super::read_moments(path)?))
    }

    /// Sums over samples: all but the samples themselves.
    pub fn of_sums(name: impl Into<String>, sums: Sums) -> Self {
        Self { name: name.into(), source: Source::Summed(sums), labels: None, notes: vec![], shape: vec![] }
    }

    /// A short name for tables: the path of a file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The same with the lengths of all axes, from which images were flattened.
    pub(super) fn shaped(mut self, axes: &[usize]) -> Self {
        self.shape = if axes.len() > 2 { axes[1..].to_vec() } else { vec![] };
        self
    }

    /// The axes of a sample that was flattened: those of an image. Empty for other samples.
    pub fn shape(&self) -> &[usize] {
        &self.shape
    }

    /// What was taken for what, where a file leaves a choice, a sentence each.
    pub fn notes(&self) -> &[String] {
        &self.notes
    }

    /// What the labels are, and how many classes or targets there are; none without labels.
    pub fn label_count(&self) -> Option<(&'static str, usize)> {
        match (&self.source, &self.labels) {
            (Source::Summed(sums), _) if sums.labels() == 0 => None,
            (Source::Summed(sums), _) => {
                Some(sums.classes().map_or(("targets", sums.labels()), |classes| ("classes", classes)))
            }
            (_, Some(labels)) if labels.as_classes().is_some() => Some(("classes", labels.l())),
            (_, labels) => labels.as_ref().map(|labels| ("targets", labels.l())),
        }
    }

    /// n.
    pub fn n(&self) -> usize {
        match &self.source {
            Source::File(rows) => rows.n(),
            Source::Sparse(rows) => rows.n(),
            Source::Stored(data) => data.n(),
            Source::Summed(sums) => sums.count(),
            Source::Lent(rows) => rows.n(),
        }
    }

    /// d.
    pub fn d(&self) -> usize {
        match &self.source {
            Source::File(rows) => rows.d(),
            Source::Sparse(rows) => rows.d(),
            Source::Stored(data) => data.d(),
            Source::Summed(sums) => sums.dimension(),
            Source::Lent(rows) => rows.d(),
        }
    }

    /// l, 0 without labels.
    pub fn l(&self) -> usize {
        match &self.source {
            Source::Summed(sums) => sums.labels(),
            _ => self.labels.as_ref().map_or(0, Labels::l),
        }
    }

    /// What the entries of [`moments`](Self::moments) may be off, relative to the roots of their
    /// diagonals.
    pub fn rounding(&self) -> f64 {
        match &self.source {
            Source::Summed(sums) => sums.rounding(),
            _ => ROUNDING,
        }
    }

    /// The same of [`twice_moments`](Self::twice_moments).
    pub fn twice_rounding(&self) -> f64 {
        match &self.source {
            Source::Summed(sums) => sums.rounding().max(TWICE_ROUNDING),
            _ => TWICE_ROUNDING,
        }
    }

    /// Refuses samples outside a domain.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] naming the first value outside, and those of the file.
    pub fn require_counts(&self) -> Result<()> {
        let outside = |place: String, value: &dyn std::fmt::Display| {
            Error::range(place, "a count (an integer >= 0) for this augmentation", value)
        };
        if let Source::Summed(sums) = &self.source {
            let problem = || outside("a feature".into(), &"other numbers, or nothing is known");
            return if sums.counts() { Ok(()) } else { Err(problem()) };
        }
        let (d, mut first) = (self.d(), 0);
        self.pass(|rows, _| {
            if let Some(at) = rows.iter().position(|&v| !is_count(v)) {
                return Err(outside(format!("sample {}, column {}", first + at / d, at % d), &rows[at]));
            }
            first += rows.len() / d;
            Ok(())
        })
    }

    /// One pass: hands on blocks of rows of X and of Y, both row after row.
    ///
    /// # Errors
    /// Those of the file, and of `block`.
    pub fn pass(&self, mut block: impl FnMut(&[f64], &[f64]) -> Result<()>) -> Result<()> {
        let (d, mut first) = (self.d(), 0);
        let mut with_labels = |x: &[f64]| {
            let rows = x.len() / d;
            let y = self.labels.as_ref().map_or_else(Vec::new, |labels| labels.some_rows(first, rows));
            first += rows;
            block(x, &y)
        };
        match &self.source {
            Source::File(rows) => rows.blocks(with_labels),
            Source::Sparse(rows) => rows.blocks(with_labels),
            Source::Stored(data) => with_labels(&data.features().rows()),
            Source::Lent(rows) => lent::blocks(rows.as_ref(), &self.name, with_labels),
            Source::Summed(_) => Err(self.no_samples()),
        }
    }

    /// Fills `into`, which holds whole rows, with the rows of X from `first` on.
    ///
    /// # Errors
    /// Those of the file; [`Error::OutOfRange`] beyond the last row.
    pub fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        super::require_rows(first, into.len(), (self.n(), self.d()))?;
        match &self.source {
            Source::File(rows) => rows.read(first, into),
            Source::Sparse(rows) => {
                rows.fill(first, into);
                Ok(())
            }
            Source::Stored(data) => data.features().read(first, into),
            Source::Lent(rows) => lent::read(rows.as_ref(), &self.name, first, into),
            Source::Summed(_) => Err(self.no_samples()),
        }
    }

    fn no_samples(&self) -> Error {
        Error::file(&self.name, "holds sums, and the samples are needed", "give them as --data X.npy")
    }

    /// The sums over all samples, in one pass, and whether they are exact.
    ///
    /// # Errors
    /// Those of the file; [`Error::NotFinite`] if a sum overflows.
    pub fn sums(&self, twice: bool) -> Result<Sums> {
        let (mut integers, mut counts) = (true, true);
        let mut look = |x: &[f64], y: &[f64]| {
            counts = counts && x.iter().all(|&v| is_count(v));
            integers = integers && (counts || x.iter().all(|v| v.fract() == 0.0)) && y.iter().all(|v| v.fract() == 0.0);
        };
        if twice {
            let mut stream = TwiceAccumulator::new(self.d(), self.l());
            self.pass(|x, y| {
                look(x, y);
                stream.push(x, y)
            })?;
            return stream.sums(counts);
        }
        let mut stream = MomentAccumulator::new(self.d(), self.l());
        self.pass(|x, y| {
            look(x, y);
            stream.push(x, y)
        })?;
        stream.sums(integers, counts)
    }

    /// The moments in `f64`, in one pass.
    ///
    /// # Errors
    /// Those of the file; [`Error::NotFinite`] if a sum overflows.
    pub fn moments(&self) -> Result<DataMoments<f64>> {
        if let Source::Summed(sums) = &self.source {
            return Ok(sums.moments()?.approx());
        }
        let mut stream = MomentAccumulator::new(self.d(), self.l());
        self.pass(|x, y| stream.push(x, y))?;
        stream.finish()
    }

    /// The moments in twice the precision, in one pass that takes some twenty times as long.
    ///
    /// # Errors
    /// As [`moments`](Self::moments).
    pub fn twice_moments(&self) -> Result<DataMoments<Twice>> {
        if let Source::Summed(sums) = &self.source {
            return sums.moments();
        }
        let mut stream = TwiceAccumulator::new(self.d(), self.l());
        self.pass(|x, y| stream.push(x, y))?;
        stream.finish()
    }

    /// Those of some features that have one value in all samples, with that value.
    ///
    /// # Errors
    /// Those of the file.
    pub fn constants(&self, features: &[usize]) -> Result<Vec<(usize, f64)>> {
        if let Source::Summed(sums) = &self.source {
            return Ok(features.iter().filter_map(|&i| Some((i, sums.constant(i)?))).collect());
        }
        if features.is_empty() {
            return Ok(vec![]);
        }
        let mut found: Option<Vec<(usize, f64)>> = None;
        self.pass(|rows, _| {
            for row in rows.chunks_exact(self.d()) {
                let known = found.get_or_insert_with(|| features.iter().map(|&i| (i, row[i])).collect());
                known.retain(|&(i, value)| row[i] == value);
            }
            Ok(())
        })?;
        Ok(found.unwrap_or_default())
    }

    /// All samples in memory.
    ///
    /// # Errors
    /// Those of the file.
    pub fn load(&self) -> Result<Dataset> {
        match &self.source {
            Source::File(rows) => Dataset::new(&self.name, rows.load()?, self.labels.clone()),
            Source::Sparse(_) => {
                let mut all = Vec::with_capacity(self.n() * self.d());
                self.pass(|x, _| {
                    all.extend_from_slice(x);
                    Ok(())
                })?;
                Dataset::new(&self.name, Features::real(all, self.d())?, self.labels.clone())
            }
            Source::Stored(data) => Ok(data.clone()),
            Source::Lent(rows) => Dataset::new(&self.name, lent::load(rows.as_ref(), &self.name)?, self.labels.clone()),
            Source::Summed(_) => Err(self.no_samples()),
        }
    }

    /// Their rows, to be read beside others.
    ///
    /// # Errors
    /// Those of [`load`](Self::load).
    pub(super) fn rows(&self) -> Result<Rows> {
        match &self.source {
            Source::File(rows) => Ok(Rows::File(rows.clone())),
            Source::Lent(rows) => Ok(Rows::Lent(rows.clone())),
            _ => Ok(Rows::Stored(self.load()?.features().clone())),
        }
    }

    /// The moments of the stored numbers as exact rationals, without labels.
    ///
    /// # Errors
    /// Those of the file and of [`Dataset::exact_moments`].
    pub fn exact_moments(&self) -> Result<DataMoments<Rational>> {
        match &self.source {
            Source::Summed(sums) => sums.exact_moments(),
            // Without labels the moments of bytes are integer sums.
            _ => Dataset::new(&self.name, self.load()?.features().clone(), None)?.exact_moments(),
        }
    }

    /// Whether these are sums alone.
    pub fn is_summed(&self) -> bool {
        matches!(self.source, Source::Summed(_))
    }
}

#[cfg(test)]
#[path = "samples_tests.rs"]
mod tests;
