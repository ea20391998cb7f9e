//! Principal components of a data set: the coordinates of the paper's protocol (section C).
//!
//! Shapes: the source is n x p, the components are r x p (orthonormal rows, by falling variance),
//! the scores n x r. Normalisation: 1/n, about the mean of all samples.
//!
//! Not unique: the sign of a component, fixed by making its entry of largest magnitude positive (the
//! first of several), and the basis of an eigenspace of dimension above 1, which is not fixed.
//!
//! ```
//! use jerc::dataset::digits::load_digits;
//! use jerc::model::pca::PrincipalComponents;
//! let components = PrincipalComponents::fit(&load_digits()?, 20)?;
//! assert_eq!((components.count(), components.scores()?.d()), (20, 20));
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::dataset::{Dataset, Features, Labels};
use crate::error::{Error, Result};
use crate::linalg::float::symmetric_eigen;
use crate::moments::MomentAccumulator;
use nalgebra::{DMatrix, DVector};

/// The r leading principal components of a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalComponents {
    name: String,
    scores: Vec<f64>,
    labels: Option<Labels>,
    /// The mean of the source, p.
    pub mean: DVector<f64>,
    /// The components in rows, r x p; order and signs as the [module](self) says.
    pub components: DMatrix<f64>,
    /// The variance (1/n) along each component, r.
    pub variances: DVector<f64>,
}

impl PrincipalComponents {
    /// Centres the source and finds its r leading components.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 1 <= r <= the numerical rank of the centred data.
    pub fn fit(source: &Dataset, r: usize) -> Result<Self> {
        Self::of(source, |_| r)
    }

    /// The same, with r components or as many as there are.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for data without variance.
    pub fn up_to(source: &Dataset, r: usize) -> Result<Self> {
        Self::of(source, |rank| r.min(rank)).map_err(|error| match error {
            Error::OutOfRange { .. } => {
                Error::request(format!("{}: all samples are the same", source.name()), "give data that vary")
            }
            other => other,
        })
    }

    fn of(source: &Dataset, count: impl Fn(usize) -> usize) -> Result<Self> {
        let (n, p) = (source.n(), source.d());
        let mean = source.moments()?.mean;
        let mut centred = source.features().rows().into_owned();
        for row in centred.chunks_exact_mut(p) {
            row.iter_mut().zip(mean.iter()).for_each(|(value, mean)| *value -= mean);
        }
        let mut stream = MomentAccumulator::new(p, 0);
        stream.push(&centred, &[])?;
        let eigen = symmetric_eigen(&stream.finish()?.second)?;
        // Rounding leaves eigenvalues of this size where the exact one is 0.
        let floor = p as f64 * f64::EPSILON * eigen.values[0];
        let rank = eigen.values.iter().filter(|value| **value > floor).count();
        let r = count(rank);
        if r == 0 || r > rank {
            return Err(Error::range(format!("components of {}", source.name()), format!("in 1..={rank}"), r));
        }
        let mut components = DMatrix::from_fn(r, p, |i, j| eigen.vectors[(j, i)]);
        for mut row in components.row_iter_mut() {
            if row[row.transpose().iamax()] < 0.0 {
                row.neg_mut();
            }
        }
        // Column-major p x n is row after row; the scores come out r x n, row after row again.
        let scores = &components * DMatrix::from_vec(p, n, centred);
        Ok(Self {
            name: source.name().into(),
            scores: scores.as_slice().to_vec(),
            labels: source.labels().cloned(),
            variances: DVector::from_fn(r, |i, _| eigen.values[i]),
            mean,
            components,
        })
    }

    /// r.
    pub fn count(&self) -> usize {
        self.components.nrows()
    }

    /// The samples in these coordinates (n x r), with the labels of the source.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if a score overflowed.
    pub fn scores(&self) -> Result<Dataset> {
        let features = Features::real(self.scores.clone(), self.count())?;
        Dataset::new(format!("{}, {} components", self.name, self.count()), features, self.labels.clone())
    }
}

#[cfg(test)]
#[path = "pca_tests.rs"]
mod tests;
