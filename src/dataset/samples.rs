//! Samples that are read again for each pass, block by block: memory does not grow with n.

use super::npy::{self, NpyRows};
use super::{Dataset, Labels};
use crate::error::{Error, Result};
use crate::moments::{DataMoments, MomentAccumulator, ROUNDING, Sums, TWICE_ROUNDING, TwiceAccumulator};
use crate::scalar::{Rational, Twice, is_count};
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
    Summed(Sums),
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

    /// The sums over samples that a `.moments` file holds: all but the samples themselves.
    ///
    /// # Errors
    /// Those of [`read_moments`](super::read_moments).
    pub fn summed(path: &Path) -> Result<Self> {
        let source = Source::Summed(super::read_moments(path)?);
        Ok(Self { name: path.display().to_string(), source, labels: None })
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
            Source::Summed(sums) => sums.count(),
        }
    }

    /// d.
    pub fn d(&self) -> usize {
        match &self.source {
            Source::File(rows) => rows.d(),
            Source::Stored(data) => data.d(),
            Source::Summed(sums) => sums.dimension(),
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
            Source::Stored(data) => with_labels(&data.features().rows()),
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

    /// All samples in memory.
    ///
    /// # Errors
    /// Those of the file.
    pub fn load(&self) -> Result<Dataset> {
        match &self.source {
            Source::File(rows) => Dataset::new(&self.name, npy::read_features(rows.path())?, self.labels.clone()),
            Source::Stored(data) => Ok(data.clone()),
            Source::Summed(_) => Err(self.no_samples()),
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
mod tests {
    use super::*;
    use crate::dataset::Features;
    use crate::scalar::approx_matrix;
    use nalgebra::DMatrix;

    /// Rows as a `.npy` file.
    fn npy(n: usize, d: usize, rows: &[f64]) -> Vec<u8> {
        let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {d})}}\n");
        let mut file = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
        file.extend(rows.iter().flat_map(|v| v.to_le_bytes()));
        file
    }

    #[test]
    fn a_file_has_the_moments_of_its_samples() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.npy");
        // More rows than a block holds, so that blocks have to fit together.
        let (n, d) = (5000, 300);
        let x = DMatrix::from_fn(n, d, |i, j| ((i * 31 + j * 17) % 29) as f64 - 11.0 + (j % 3) as f64 * 0.5);
        let rows: Vec<f64> = (0..n * d).map(|at| x[(at / d, at % d)]).collect();
        std::fs::write(&path, npy(n, d, &rows)).unwrap();
        // Of no period that blocks have.
        let classes = Labels::classes((0..n).map(|i| i * i / 7 % 3).collect(), 3).unwrap();
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

    #[test]
    fn counts_are_told_from_reals_with_their_place() {
        let of = |rows: Vec<f64>| Samples::stored(Dataset::new("x", Features::real(rows, 2).unwrap(), None).unwrap());
        assert!(of(vec![0.0, 3.0, 7.0, 1e15]).require_counts().is_ok());
        for bad in [-1.0, 0.5] {
            match of(vec![0.0, 3.0, 7.0, bad]).require_counts() {
                Err(Error::OutOfRange { what, .. }) => assert_eq!(what, "sample 1, column 1"),
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn every_block_is_looked_at() {
        // One value that is no count, or no integer, in the first block or in the last one.
        let (n, d) = (70_000, 8);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.npy");
        for (at, odd, counts, exact) in
            [(0, -1.0, false, true), (0, 0.5, false, false), (n * d - 1, 0.5, false, false), (5, 2.0, true, true)]
        {
            let mut rows: Vec<f64> = (0..n * d).map(|i| (i % 3) as f64).collect();
            rows[at] = odd;
            std::fs::write(&path, npy(n, d, &rows)).unwrap();
            let (samples, mut blocks) = (Samples::open(&path, None).unwrap(), 0);
            samples
                .pass(|_, _| {
                    blocks += 1;
                    Ok(())
                })
                .unwrap();
            assert!(blocks > 1);
            for twice in [false, true] {
                assert_eq!(samples.sums(twice).unwrap().counts(), counts, "{odd} at {at}");
            }
            assert_eq!(samples.sums(false).unwrap().rounding() == 0.0, exact, "{odd} at {at}");
            assert_eq!(samples.require_counts().is_ok(), counts, "{odd} at {at}");
        }
    }

    #[test]
    fn sums_know_whether_they_are_exact() {
        let of = |rows: Vec<f64>, labels: Option<Vec<f64>>| {
            let labels = labels.map(|rows| Labels::targets(rows, 1).unwrap());
            Samples::stored(Dataset::new("x", Features::real(rows, 2).unwrap(), labels).unwrap())
        };
        for (rows, labels, exact, counts) in [
            (vec![0.0, 3.0, 7.0, 1.0], None, true, true),
            (vec![0.0, -3.0, 7.0, 1.0], None, true, false),
            (vec![0.0, 0.5, 7.0, 1.0], None, false, false),
            (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 0.5]), false, true),
            // Squares beyond 2^53, of a feature, then of a label.
            (vec![0.0, 3.0, 7.0, 1e8], None, false, true),
            (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 1e8]), false, true),
            (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 2.0]), true, true),
        ] {
            let samples = of(rows, labels);
            for twice in [false, true] {
                let sums = samples.sums(twice).unwrap();
                assert_eq!((sums.counts(), sums.count()), (counts, 2));
                let rounding = if twice {
                    TWICE_ROUNDING
                } else if exact {
                    0.0
                } else {
                    ROUNDING
                };
                assert_eq!(sums.rounding(), rounding);
            }
        }
    }
}
