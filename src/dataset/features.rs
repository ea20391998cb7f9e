//! Samples X (n x d), row after row: bytes where the source has bytes, so that sums over them stay
//! exact, and `f64` otherwise.

use super::{require_finite_rows, row_count};
use crate::error::Result;
use std::borrow::Cow;

/// n >= 1 samples of d >= 1 finite features.
#[derive(Debug, Clone, PartialEq)]
pub struct Features {
    values: Values,
    n: usize,
    d: usize,
}

/// The n d values of [`Features`], row after row.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// Finite reals.
    Real(Vec<f64>),
    /// Small integers: pixels, counts.
    Bytes(Vec<u8>),
}

impl Features {
    /// Rows of d reals.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`](crate::Error::ShapeMismatch) unless the values fill at least one
    /// row of d >= 1, [`Error::NotFinite`](crate::Error::NotFinite) with row and column.
    pub fn real(rows: Vec<f64>, d: usize) -> Result<Self> {
        let n = row_count("features", rows.len(), d)?;
        require_finite_rows("features", &rows, d)?;
        Ok(Self { values: Values::Real(rows), n, d })
    }

    /// Rows of d bytes.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`](crate::Error::ShapeMismatch) as [`real`](Self::real).
    pub fn bytes(rows: Vec<u8>, d: usize) -> Result<Self> {
        let n = row_count("features", rows.len(), d)?;
        Ok(Self { values: Values::Bytes(rows), n, d })
    }

    /// n.
    pub fn n(&self) -> usize {
        self.n
    }

    /// d.
    pub fn d(&self) -> usize {
        self.d
    }

    /// The values as stored.
    pub fn values(&self) -> &Values {
        &self.values
    }

    /// Fills whole rows, from the row `first` on, which must be there.
    pub(super) fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        super::require_rows(first, into.len(), (self.n, self.d))?;
        let at = first * self.d..first * self.d + into.len();
        match &self.values {
            Values::Real(rows) => into.copy_from_slice(&rows[at]),
            Values::Bytes(rows) => into.iter_mut().zip(&rows[at]).for_each(|(to, &from)| *to = f64::from(from)),
        }
        Ok(())
    }

    /// The values as reals, row after row.
    pub fn rows(&self) -> Cow<'_, [f64]> {
        match &self.values {
            Values::Real(rows) => Cow::Borrowed(rows),
            Values::Bytes(rows) => rows.iter().map(|&v| f64::from(v)).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Error;

    #[test]
    fn shapes_and_finiteness_are_checked() {
        for (values, d) in [(vec![], 2), (vec![1.0], 0), (vec![1.0, 2.0, 3.0], 2)] {
            assert!(matches!(Features::real(values, d), Err(Error::ShapeMismatch { .. })));
        }
        assert!(matches!(Features::bytes(vec![1, 2, 3], 2), Err(Error::ShapeMismatch { .. })));
        match Features::real(vec![0.0, 1.0, 2.0, f64::NEG_INFINITY], 2) {
            Err(Error::NotFinite { position, .. }) => assert_eq!(position, "row 1, column 1"),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn bytes_become_reals() {
        assert_eq!(*Features::bytes(vec![0, 255], 1).unwrap().rows(), [0.0, 255.0]);
    }
}
