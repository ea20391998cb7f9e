//! Samples that are read again for each pass, block by block: memory does not grow with n.

use super::npy::{self, NpyRows};
use super::{Dataset, Labels};
use crate::error::{Error, Result};
use crate::moments::{DataMoments, MomentAccumulator, TwiceAccumulator};
use crate::scalar::Twice;
use std::path::Path;

/// Samples X (n x d) with or without labels Y (n x l), in memory or in a file.
#[derive(Debug)]
pub struct Samples {
    name: String,
    source: Source,
    labels: Option<Labels>,
}

#[derive(Debug)]
enum Source {
    File(NpyRows),
    Stored(Dataset),
}

impl Samples {
    /// The samples of a `.npy` file, which is read in blocks where its order allows.
    ///
    /// # Errors
    /// Those of [`npy`], and [`Error::ShapeMismatch`] if X and Y have different numbers of rows.
    pub fn open(path: &Path, labels: Option<Labels>) -> Result<Self> {
        let name = path.display().to_string();
        let Some(rows) = NpyRows::open(path)? else {
            return Ok(Self::stored(Dataset::new(name, npy::read_features(path)?, labels)?));
        };
        if let Some(labels) = &labels
            && labels.n() != rows.n()
        {
            return Err(Error::shape(format!("labels of {name}"), format!("{} rows", rows.n()), labels.n()));
        }
        Ok(Self { name, source: Source::File(rows), labels })
    }

    /// Samples in memory.
    pub fn stored(data: Dataset) -> Self {
        Self { name: data.name().into(), labels: data.labels().cloned(), source: Source::Stored(data) }
    }

    /// A short name for tables: the path of a file.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// n.
    pub fn n(&self) -> usize {
        match &self.source {
            Source::File(rows) => rows.n(),
            Source::Stored(data) => data.n(),
        }
    }

    /// d.
    pub fn d(&self) -> usize {
        match &self.source {
            Source::File(rows) => rows.d(),
            Source::Stored(data) => data.d(),
        }
    }

    /// Y.
    pub fn labels(&self) -> Option<&Labels> {
        self.labels.as_ref()
    }

    /// l, 0 without labels.
    pub fn l(&self) -> usize {
        self.labels.as_ref().map_or(0, Labels::l)
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
            Source::Stored(data) => with_labels(&data.features().rows()),
        }
    }

    /// The moments in `f64`, in one pass.
    ///
    /// # Errors
    /// Those of the file; [`Error::NotFinite`] if a sum overflows.
    pub fn moments(&self) -> Result<DataMoments<f64>> {
        let mut stream = MomentAccumulator::new(self.d(), self.l());
        self.pass(|x, y| stream.push(x, y))?;
        stream.finish()
    }

    /// The moments in twice the precision, in one pass that takes some twenty times as long.
    ///
    /// # Errors
    /// As [`moments`](Self::moments).
    pub fn twice_moments(&self) -> Result<DataMoments<Twice>> {
        let mut stream = TwiceAccumulator::new(self.d(), self.l());
        self.pass(|x, y| stream.push(x, y))?;
        stream.finish()
    }

    /// All samples in memory.
    ///
    /// # Errors
    /// Those of the file.
    pub fn load(&self) -> Result<Dataset> {
        match &self.source {
            Source::File(rows) => Dataset::new(&self.name, npy::read_features(rows.path())?, self.labels.clone()),
            Source::Stored(data) => Ok(data.clone()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::Features;
    use crate::scalar::approx_matrix;
    use nalgebra::DMatrix;

    #[test]
    fn a_file_has_the_moments_of_its_samples() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.npy");
        // More rows than a block holds, so that blocks have to fit together.
        let (n, d) = (5000, 300);
        let x = DMatrix::from_fn(n, d, |i, j| ((i * 31 + j * 17) % 29) as f64 - 11.0 + (j % 3) as f64 * 0.5);
        let rows: Vec<f64> = (0..n * d).map(|at| x[(at / d, at % d)]).collect();
        let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {d})}}\n");
        let mut file = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
        file.extend(rows.iter().flat_map(|v| v.to_le_bytes()));
        std::fs::write(&path, file).unwrap();
        let classes = Labels::classes((0..n).map(|i| i % 3).collect(), 3).unwrap();
        let file = Samples::open(&path, Some(classes.clone())).unwrap();
        let data = Dataset::new("x", Features::real(rows, d).unwrap(), Some(classes)).unwrap();
        assert_eq!((file.n(), file.d(), file.l()), (n, d, 3));
        let mut blocks = 0;
        file.pass(|_, _| {
            blocks += 1;
            Ok(())
        })
        .unwrap();
        assert!(blocks > 1);
        assert_eq!(file.moments().unwrap(), data.moments().unwrap());
        assert_eq!(file.load().unwrap().features(), data.features());
        // Halves: every sum is exact.
        let twice = file.twice_moments().unwrap();
        assert_eq!(approx_matrix(&twice.second), data.moments().unwrap().second);
        assert_eq!(approx_matrix(&twice.label_cross), data.moments().unwrap().label_cross);
        let short = Labels::classes(vec![0, 1], 2).unwrap();
        assert!(matches!(Samples::open(&path, Some(short)), Err(Error::ShapeMismatch { .. })));
    }
}
