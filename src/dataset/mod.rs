//! Data sets: where samples come from, and how they become moments.
//!
//! | source | file | features | labels |
//! |---|---|---|---|
//! | 1,797 handwritten digits, embedded | [`digits`] | bytes 0..=16, d = 64 | 10 classes |
//! | any file: the door to all that follow | [`open()`] | | |
//! | IDX, as of MNIST | [`idx`] | bytes or reals | classes |
//! | NumPy arrays and archives of them | [`npy`] | bytes or reals | classes or targets |
//! | tables with a header line | [`csv`] | reals | a column of them |
//! | Matrix Market, `scipy.sparse` | [`open()`] | reals, in blocks | none |
//! | drawn views of samples | [`views`] | reals, in blocks | none |
//! | arrays of another program | [`Samples::lent`], [`Views::lent`] | reals, in blocks | given beside them |
//! | sums over samples | [`read_moments`] | none: their moments | classes or targets |
//!
//! Symbols and shapes: X is n x d and Y is n x l, one sample per row, stored row after row. Classes
//! are kept as numbers and become one-hot rows (l = number of classes) on demand.
//!
//! Guarantee, checked at construction: every value is finite, and X and Y have the same n >= 1.
//! Nothing is centred or rescaled.
//!
//! ```
//! use jerc::dataset::{Dataset, Features, Labels};
//! let features = Features::bytes(vec![1, 2, 3, 4], 2)?; // two samples of two features
//! let data = Dataset::new("tiny", features, Some(Labels::classes(vec![0, 1], 2)?))?;
//! assert_eq!(data.moments()?.second[(0, 1)], (1.0 * 2.0 + 3.0 * 4.0) / 2.0);
//! assert_eq!(data.exact_moments()?.second[(1, 1)], jerc::scalar::ratio(4 + 16, 2));
//! # Ok::<(), jerc::Error>(())
//! ```

mod content;
pub mod csv;
pub mod digits;
mod features;
pub mod idx;
mod labels;
mod lent;
mod moments_file;
pub mod npy;
mod npz;
pub mod open;
mod samples;
mod some_labels;
mod sparse;
pub mod views;

pub use features::{Features, Values};
pub use labels::{FEW, LabelKind, Labels, MAX_CLASSES, RULE};
pub use lent::Lent;
pub use moments_file::read_moments;
pub use open::{Reading, file_digest, open, open_array, open_labels, open_partly, open_some_labels, read_matrix};
pub use samples::Samples;
pub use some_labels::SomeLabels;
pub use views::Views;

use crate::error::{Error, Result};
use crate::moments::{DataMoments, MomentAccumulator, dyadic_moments, exact_moments_u8};
use crate::scalar::{Rational, require_all_finite};
use nalgebra::DMatrix;
use sha2::{Digest, Sha256};

/// Samples with or without labels; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct Dataset {
    name: String,
    features: Features,
    labels: Option<Labels>,
}

impl Dataset {
    /// Samples X (n x d) and, if there are any, labels Y (n x l).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if X and Y have different numbers of rows.
    pub fn new(name: impl Into<String>, features: Features, labels: Option<Labels>) -> Result<Self> {
        let name = name.into();
        if let Some(labels) = &labels
            && labels.n() != features.n()
        {
            return Err(Error::shape(format!("labels of {name}"), format!("{} rows", features.n()), labels.n()));
        }
        Ok(Self { name, features, labels })
    }

    /// A short name for tables.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// X.
    pub fn features(&self) -> &Features {
        &self.features
    }

    /// Y.
    pub fn labels(&self) -> Option<&Labels> {
        self.labels.as_ref()
    }

    /// n.
    pub fn n(&self) -> usize {
        self.features.n()
    }

    /// d.
    pub fn d(&self) -> usize {
        self.features.d()
    }

    /// l, 0 without labels.
    pub fn l(&self) -> usize {
        self.labels.as_ref().map_or(0, Labels::l)
    }

    /// SHA-256, hexadecimal, of n, d, l as little-endian u64 and of X and Y as little-endian f64,
    /// row after row: the same numbers give the same text, whatever file they came from.
    pub fn digest(&self) -> String {
        let mut hash = Sha256::new();
        [self.n(), self.d(), self.l()].iter().for_each(|count| hash.update((*count as u64).to_le_bytes()));
        self.features.rows().iter().chain(&self.label_rows()).for_each(|value| hash.update(value.to_le_bytes()));
        hash.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// X as a matrix, n x d.
    pub fn matrix(&self) -> DMatrix<f64> {
        DMatrix::from_row_slice(self.n(), self.d(), &self.features.rows())
    }

    /// Y as a matrix, n x l; n x 0 without labels.
    pub fn label_matrix(&self) -> DMatrix<f64> {
        DMatrix::from_row_slice(self.n(), self.l(), &self.label_rows())
    }

    /// The moments in `f64`, by the streaming accumulator.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if a sum overflows.
    pub fn moments(&self) -> Result<DataMoments<f64>> {
        let mut stream = MomentAccumulator::new(self.d(), self.l());
        match self.features.values() {
            Values::Real(rows) => stream.push(rows, &self.label_rows())?,
            Values::Bytes(rows) => stream.push_u8(rows, &self.label_rows())?,
        }
        stream.finish()
    }

    /// The moments of the stored numbers as exact rationals. For reals or targets this costs n d²/2
    /// products of big integers, about a second for the digits.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the magnitudes of real values are more than 2^512 apart.
    pub fn exact_moments(&self) -> Result<DataMoments<Rational>> {
        let classes = match &self.labels {
            None => Some((&[][..], 0)),
            Some(labels) => labels.as_classes(),
        };
        match (self.features.values(), classes) {
            (Values::Bytes(rows), Some((of, count))) => exact_moments_u8(rows, self.d(), of, count),
            _ => dyadic_moments(&self.features.rows(), self.d(), &self.label_rows(), self.l()),
        }
    }

    fn label_rows(&self) -> Vec<f64> {
        self.labels.as_ref().map_or_else(Vec::new, Labels::rows)
    }
}

/// Refuses NaN and infinities in rows of the given width.
fn require_finite_rows(what: &str, rows: &[f64], width: usize) -> Result<()> {
    require_all_finite(what, rows, |i| format!("row {}, column {}", i / width, i % width))
}

/// Refuses rows that are not there: so many values from the row `first` on, of n rows of a width.
fn require_rows(first: usize, values: usize, (n, width): (usize, usize)) -> Result<()> {
    let rows = values / width.max(1);
    if !values.is_multiple_of(width.max(1)) || first.checked_add(rows).is_none_or(|end| end > n) {
        return Err(Error::range(
            "rows to read",
            format!("whole rows, up to row {n}"),
            format!("{values} values from row {first}"),
        ));
    }
    Ok(())
}

/// The number of rows of the given width, at least 1, or the reason why not.
fn row_count(what: &str, values: usize, width: usize) -> Result<usize> {
    if width == 0 || values == 0 || !values.is_multiple_of(width) {
        return Err(Error::shape(what, format!("at least one row of {width} values"), format!("{values} values")));
    }
    Ok(values / width)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{approx_matrix, exact_matrix, ratio};

    fn tiny() -> Dataset {
        let features = Features::bytes(vec![1, 2, 3, 4, 5, 6], 2).unwrap();
        Dataset::new("tiny", features, Some(Labels::classes(vec![2, 0, 2], 3).unwrap())).unwrap()
    }

    #[test]
    fn matrices_have_the_rows_of_features_and_labels() {
        let data = tiny();
        assert_eq!((data.n(), data.d(), data.l()), (3, 2, 3));
        assert_eq!(data.matrix(), DMatrix::from_row_slice(3, 2, &[1., 2., 3., 4., 5., 6.]));
        assert_eq!(data.label_matrix(), DMatrix::from_row_slice(3, 3, &[0., 0., 1., 1., 0., 0., 0., 0., 1.]));
        // sha256 of struct.pack("<3Q15d", 3, 2, 3, 1, 2, 3, 4, 5, 6, 0, 0, 1, 1, 0, 0, 0, 0, 1).
        let digest = "ebf2aedfecd4386d772d68889fe2ce0fa938c26d0f0d8b401ceb27fff0f05665";
        assert_eq!(data.digest(), digest);
        let short = Labels::classes(vec![0, 1], 2).unwrap();
        assert!(matches!(Dataset::new("x", data.features.clone(), Some(short)), Err(Error::ShapeMismatch { .. })));
    }

    #[test]
    fn moments_by_all_routes() {
        // X'X = [[1+9+25, 2+12+30], [., 4+16+36]] = [[35, 44], [44, 56]]; class 2 has rows 0 and 2,
        // which sum to (6, 8).
        let exact = tiny().exact_moments().unwrap();
        assert_eq!(exact.second[(0, 1)], ratio(44, 3));
        assert_eq!(exact.label_cross[(2, 1)], ratio(8, 3));
        assert_eq!(exact.label_energy, ratio(1, 1));
        let float = tiny().moments().unwrap();
        assert_eq!(approx_matrix(&exact.second), float.second);
        // The same numbers stored as reals take the other exact route.
        let real = Features::real(tiny().features.rows().into_owned(), 2).unwrap();
        let real = Dataset::new("real", real, tiny().labels).unwrap();
        assert_eq!(real.exact_moments().unwrap(), exact);
        assert_eq!(real.moments().unwrap(), float);
    }

    #[test]
    fn real_moments_are_those_of_the_stored_numbers() {
        let rows = vec![0.1, -3.0, 1e-9, 0.0, 7.25, 1e6];
        let targets = vec![0.3, -0.7];
        let labels = Some(Labels::targets(targets.clone(), 1).unwrap());
        let data = Dataset::new("reals", Features::real(rows.clone(), 3).unwrap(), labels).unwrap();
        let x = exact_matrix(&DMatrix::from_row_slice(2, 3, &rows)).unwrap();
        let y = exact_matrix(&DMatrix::from_row_slice(2, 1, &targets)).unwrap();
        assert_eq!(data.exact_moments().unwrap(), DataMoments::from_samples(&x, &y).unwrap());
        let wide = Dataset::new("wide", Features::real(vec![1e-200, 1e200], 1).unwrap(), None).unwrap();
        assert!(matches!(wide.exact_moments(), Err(Error::OutOfRange { .. })));
    }
}
