//! Sufficient statistics of a data set: everything the theory needs of the samples, in one pass.
//!
//! Computed (paper, section 3: notation of the data):
//!
//! | symbol | field | shape |
//! |---|---|---|
//! | n | [`DataMoments::count`] | |
//! | (1/n) sum x_i | [`DataMoments::mean`] | d |
//! | C = X'X/n | [`DataMoments::second`] | d x d |
//! | Y'X/n | [`DataMoments::label_cross`] | l x d, with l = 0 for unlabelled data |
//! | (1/n) sum y_i | [`DataMoments::label_mean`] | l |
//! | \|Y\|_F²/n | [`DataMoments::label_energy`] | |
//!
//! Normalisation: always 1/n, never centred. Guarantee: the error of the `f64` accumulator does not
//! grow with n ([`BLOCK_ROWS`]). If every sum is an integer below 2^53, the result is the correctly
//! rounded exact value. It does not depend on the number of threads. [`exact_moments_u8`] and
//! [`DataMoments::from_samples`] give the same quantities in exact rationals and share no code with
//! the accumulator.
//!
//! ```
//! use jerc::moments::MomentAccumulator;
//! let mut stream = MomentAccumulator::new(2, 1);
//! stream.push(&[1.0, 2.0, 3.0, 4.0], &[1.0, 0.0])?; // two samples of two features, one label each
//! let moments = stream.finish()?;
//! assert_eq!(moments.second[(0, 1)], (1.0 * 2.0 + 3.0 * 4.0) / 2.0);
//! assert_eq!(moments.label_cross[(0, 0)], 0.5);
//! # Ok::<(), jerc::Error>(())
//! ```

mod exact;
pub mod objective;
pub mod sampled;
mod stream;
mod sums;
mod twice;
mod views;

pub use exact::{dyadic_moments, exact_moments_u8};
pub use sampled::{RowSums, TwiceViewAccumulator, ViewAccumulator, ViewSums};
pub use stream::{BLOCK_ROWS, CHUNK_ROWS, MomentAccumulator, ROUNDING};
pub use sums::Sums;
pub use twice::{TWICE_ROUNDING, TwiceAccumulator};
pub use views::{Pencil, ViewMoments};

use crate::error::{Error, Result};
use crate::scalar::{Scalar, approx_matrix};
use nalgebra::{DMatrix, DVector};

/// Second-order sufficient statistics of n samples; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct DataMoments<T: Scalar> {
    /// n, the number of samples.
    pub count: usize,
    /// Mean of the samples, d.
    pub mean: DVector<T>,
    /// C = X'X/n, d x d, symmetric.
    pub second: DMatrix<T>,
    /// Y'X/n, l x d.
    pub label_cross: DMatrix<T>,
    /// Mean of the labels, l.
    pub label_mean: DVector<T>,
    /// |Y|_F²/n.
    pub label_energy: T,
}

impl<T: Scalar> DataMoments<T> {
    /// d, the input dimension.
    pub fn dimension(&self) -> usize {
        self.second.nrows()
    }

    /// l, the label dimension (0 for unlabelled data).
    pub fn labels(&self) -> usize {
        self.label_cross.nrows()
    }

    /// Every entry rounded to the nearest `f64`.
    pub fn approx(&self) -> DataMoments<f64> {
        DataMoments {
            count: self.count,
            mean: self.mean.map(|v| v.approx()),
            second: approx_matrix(&self.second),
            label_cross: approx_matrix(&self.label_cross),
            label_mean: self.label_mean.map(|v| v.approx()),
            label_energy: self.label_energy.approx(),
        }
    }

    /// The moments of some features.
    pub fn restricted(&self, kept: &[usize]) -> Self {
        Self {
            count: self.count,
            mean: self.mean.select_rows(kept),
            second: self.second.select_rows(kept).select_columns(kept),
            label_cross: self.label_cross.select_columns(kept),
            label_mean: self.label_mean.clone(),
            label_energy: self.label_energy.clone(),
        }
    }

    /// The moments where these features are 0 in every sample, as after subtracting a constant: what
    /// rounding has left of them is removed.
    pub fn without(mut self, zero: &[usize]) -> Self {
        for &i in zero {
            self.second.row_mut(i).fill(T::zero());
            self.second.column_mut(i).fill(T::zero());
            self.label_cross.column_mut(i).fill(T::zero());
            self.mean[i] = T::zero();
        }
        self
    }

    /// The moments of the centred samples x_i - mean. Labels are not centred: Y'(X - 1 m')/n.
    pub fn centred(&self) -> Self {
        let outer = |row: &DVector<T>| row * self.mean.transpose();
        Self {
            count: self.count,
            mean: DVector::zeros(self.dimension()),
            second: &self.second - outer(&self.mean),
            label_cross: &self.label_cross - outer(&self.label_mean),
            label_mean: self.label_mean.clone(),
            label_energy: self.label_energy.clone(),
        }
    }

    /// The moments of samples X (n x d) with labels Y (n x l), by plain sums: exact over the rationals.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if X and Y have different numbers of rows, [`Error::OutOfRange`]
    /// without samples or without features.
    pub fn from_samples(x: &DMatrix<T>, y: &DMatrix<T>) -> Result<Self> {
        if x.nrows() != y.nrows() {
            return Err(Error::shape("labels", format!("{} rows", x.nrows()), y.nrows()));
        }
        let n = non_empty(x.nrows(), x.ncols())?;
        let scale = T::one() / T::from_count(n);
        Ok(Self {
            count: n,
            mean: DVector::from_iterator(x.ncols(), x.column_iter().map(|c| c.sum() * scale.clone())),
            second: (x.transpose() * x).map(|v| v * scale.clone()),
            label_cross: (y.transpose() * x).map(|v| v * scale.clone()),
            label_mean: DVector::from_iterator(y.ncols(), y.column_iter().map(|c| c.sum() * scale.clone())),
            label_energy: y.iter().fold(T::zero(), |sum, v| sum + v.clone() * v.clone()) * scale,
        })
    }
}

fn non_empty(n: usize, d: usize) -> Result<usize> {
    match (n, d) {
        (0, _) => Err(Error::range("number of samples", "at least 1", 0)),
        (_, 0) => Err(Error::range("number of features", "at least 1", 0)),
        _ => Ok(n),
    }
}

#[cfg(test)]
mod tests;
