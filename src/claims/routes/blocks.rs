//! The blocks of a corrupted sample that the constants of the rates are made of, as theory has
//! them. The figures on rates have their own; a test holds the two together.
//!
//! Notation: corrupted samples \[X1 N2\], C1 = X1'X1/n, B = X1'N2/n, D = N2'N2/n, A1 = C1 + Theta1;
//! a row space near the signal's is that of \[I K\], K k x m.

use crate::claims::context::Draws;
use crate::error::{Error, Result};
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use nalgebra::{DMatrix, DVector};

/// A block of rows and columns.
pub(in crate::claims) fn block(
    m: &DMatrix<f64>,
    rows: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
) -> DMatrix<f64> {
    m.view((rows.start, columns.start), (rows.len(), columns.len())).into_owned()
}

/// A X = B for a square A.
pub(in crate::claims) fn solve(a: &DMatrix<f64>, b: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    a.clone().lu().solve(b).ok_or_else(|| Error::Singular { what: "a block of the moments".into() })
}

/// The sample's blocks.
pub(in crate::claims) struct Sample {
    pub c1: DMatrix<f64>,
    pub b: DMatrix<f64>,
    pub d: DMatrix<f64>,
    pub theta1: DMatrix<f64>,
    pub a1: DMatrix<f64>,
    pub gamma2: DVector<f64>,
}

impl Sample {
    pub fn new(draws: &Draws, data: &DataMoments<f64>) -> Self {
        let (k, d) = (draws.problem.rank(), draws.problem.dimension());
        let c1 = block(&data.second, 0..k, 0..k);
        let theta1 = DMatrix::from_diagonal(&DVector::from_column_slice(&draws.problem.theta[..k]));
        Self {
            a1: &c1 + &theta1,
            c1,
            theta1,
            b: block(&data.second, 0..k, k..d),
            d: block(&data.second, k..d, k..d),
            gamma2: DVector::from_column_slice(&draws.problem.gamma),
        }
    }

    /// M Gamma2^-1.
    pub fn per_noise(&self, mut m: DMatrix<f64>) -> DMatrix<f64> {
        for (mut column, g) in m.column_iter_mut().zip(self.gamma2.iter()) {
            column /= *g;
        }
        m
    }

    /// lim alpha^2 K.
    pub fn limit(&self, paradigm: Paradigm) -> Result<DMatrix<f64>> {
        let Self { c1, b, d, theta1, a1, .. } = self;
        Ok(self.per_noise(match paradigm {
            Paradigm::JointEmbedding => theta1 * solve(c1, b)?,
            Paradigm::Reconstruction => a1 * solve(&(c1 * c1 + b * b.transpose()), &(c1 * b + b * d))? - b,
        }))
    }
}

/// K of an encoder's row space.
pub(in crate::claims) fn slope(encoder: &DMatrix<f64>, k: usize) -> Result<DMatrix<f64>> {
    solve(&block(encoder, 0..k, 0..k), &block(encoder, 0..k, k..encoder.ncols()))
}
