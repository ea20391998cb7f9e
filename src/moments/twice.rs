//! The moments of samples in twice the precision: for problems that `f64` sums cannot decide.

use super::{DataMoments, RowSums, Sums, non_empty};
use crate::error::{Error, Result};
use crate::linalg::twice::{TWICE_UNIT, gram};
use crate::scalar::{Scalar, Twice};
use nalgebra::DMatrix;

/// What sums of products in twice the precision may lose, relative to the roots of their diagonal: 2^-90.
pub const TWICE_ROUNDING: f64 = 1024.0 * TWICE_UNIT;

/// Rows that one product takes.
const ROWS: usize = 2048;

/// A stream of samples whose sums keep about 30 digits relative to sum |x_i y_i|, whatever n is.
#[derive(Debug, Clone)]
pub struct TwiceAccumulator {
    dimension: usize,
    labels: usize,
    count: usize,
    /// The Gram matrix of the augmented rows (x, y, 1).
    gram: DMatrix<Twice>,
}

impl TwiceAccumulator {
    /// An empty stream for d features and l label columns.
    pub fn new(dimension: usize, labels: usize) -> Self {
        let width = dimension + labels + 1;
        Self { dimension, labels, count: 0, gram: DMatrix::zeros(width, width) }
    }

    /// Adds samples: `x` holds m rows of d values, `y` m rows of l values, both row after row, all
    /// of them finite.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths do not match.
    pub fn push(&mut self, x: &[f64], y: &[f64]) -> Result<()> {
        let (d, l) = (self.dimension, self.labels);
        let rows = x.len() / d.max(1);
        if x.len() != rows * d || y.len() != rows * l {
            let found = format!("{} and {} values", x.len(), y.len());
            return Err(Error::shape("samples and labels", format!("rows of {d} and {l} values"), found));
        }
        self.add(rows, |i, j| {
            Twice::from(match j {
                j if j < d => x[i * d + j],
                j if j < d + l => y[i * l + j - d],
                _ => 1.0,
            })
        });
        Ok(())
    }

    /// Adds rows of entries (i, j).
    fn add(&mut self, rows: usize, entry: impl Fn(usize, usize) -> Twice) {
        let width = self.gram.nrows();
        for first in (0..rows).step_by(ROWS) {
            let part = DMatrix::from_fn(ROWS.min(rows - first), width, |i, j| entry(first + i, j));
            self.gram += gram(&part);
        }
        self.count += rows;
    }

    /// The moments of all samples pushed so far.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there was no sample, [`Error::NotFinite`] if a sum overflowed.
    pub fn finish(&self) -> Result<DataMoments<Twice>> {
        self.sums(false)?.moments()
    }

    /// The sums over all samples pushed so far; `counts` says whether all features are counts.
    ///
    /// # Errors
    /// As [`finish`](Self::finish).
    pub fn sums(&self, counts: bool) -> Result<Sums> {
        non_empty(self.count, self.dimension)?;
        if let Some(sum) = self.gram.iter().find(|sum| !sum.approx().is_finite()) {
            let what = "moments (a sum overflowed: rescale the data)".into();
            return Err(Error::NotFinite { what, position: "a sum".into(), value: sum.approx() });
        }
        let half = Twice::from(0.5);
        let gram = self.gram.zip_map(&self.gram.transpose(), |a, b| a.add_accurate(b) * half);
        Sums::new(self.dimension, self.labels, gram, TWICE_ROUNDING, counts)
    }
}

impl RowSums for TwiceAccumulator {
    type Number = Twice;
    const ROUNDING: f64 = TWICE_ROUNDING;

    fn of_width(width: usize) -> Self {
        Self::new(width, 0)
    }

    fn add_rows(&mut self, rows: &[Twice]) -> Result<()> {
        let d = self.dimension;
        if d == 0 || !rows.len().is_multiple_of(d) {
            return Err(Error::shape("samples", format!("rows of {d} values"), format!("{} values", rows.len())));
        }
        self.add(rows.len() / d, |i, j| if j < d { rows[i * d + j] } else { Twice::from(1.0) });
        Ok(())
    }

    fn moments(&self) -> Result<DataMoments<Twice>> {
        self.finish()
    }

    fn root(value: Twice) -> Twice {
        // A step of Newton's from the root in `f64` doubles its digits.
        let near = value.approx().sqrt();
        if near > 0.0 && near.is_finite() {
            let near = Twice::from(near);
            near + (value - near * near) / (near * Twice::from(2.0))
        } else {
            Twice::from(near)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moments::dyadic_moments;
    use crate::scalar::exact_from_twice;

    #[test]
    fn sums_keep_thirty_digits_of_numbers_that_f64_loses() {
        // Offsets of 1e8 on deviations near 1, thirds, and units from 1e-3 to 1e6; two parts.
        let (n, d) = (3000, 3);
        let value = |i: usize, j: usize| (1e8 + ((i * 7 + j) % 11) as f64 / 3.0) * [1.0, 1e-3, 1e6][j];
        let x: Vec<f64> = (0..n * d).map(|at| value(at / d, at % d)).collect();
        let y: Vec<f64> = (0..n).map(|i| (i % 5) as f64 / 7.0).collect();
        let mut stream = TwiceAccumulator::new(d, 1);
        stream.push(&x[..900 * d], &y[..900]).unwrap();
        stream.push(&x[900 * d..], &y[900..]).unwrap();
        let (found, exact) = (stream.finish().unwrap(), dyadic_moments(&x, d, &y, 1).unwrap());
        let close = |found: Twice, exact: &crate::scalar::Rational| {
            let error = (exact_from_twice(found).unwrap() - exact).approx().abs();
            assert!(error <= 1e-28 * exact.approx().abs(), "{error:e} of {:e}", exact.approx());
        };
        for i in 0..d {
            (0..d).for_each(|j| close(found.second[(i, j)], &exact.second[(i, j)]));
            close(found.mean[i], &exact.mean[i]);
            close(found.label_cross[(0, i)], &exact.label_cross[(0, i)]);
        }
        close(found.label_energy, &exact.label_energy);
        assert!(matches!(stream.push(&[1.0], &[]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(TwiceAccumulator::new(2, 0).finish(), Err(Error::OutOfRange { .. })));
    }
}
