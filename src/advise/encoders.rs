//! Both encoders of a training set: the k leading eigenvectors of (G, S) and of (H'H, S).

use super::evidence::{RIDGE, ridged};
use super::sums::Moments;
use crate::error::Result;
use crate::linalg::float::{Eigen, Whitening, leading_eigen};
use crate::paradigm::Paradigm;
use nalgebra::{DMatrix, DVector};

/// The encoders of one training set at one strength.
pub(super) struct Encoders {
    /// k x d each, joint-embedding first.
    pub(super) rows: [DMatrix<f64>; 2],
    /// All eigenvalues of each, descending.
    pub(super) values: [DVector<f64>; 2],
}

impl Encoders {
    /// Solves both pencils. S is inverted with a ridge, a share of each feature's own second
    /// moment: so units do not matter to joint-embedding, and `checks` say where it does.
    pub(super) fn of(moments: &Moments, k: usize) -> Result<Self> {
        let whitening = Whitening::new("the second moment of the views, S,", &ridged(&moments.view_second, RIDGE))?;
        let leading = |a: &DMatrix<f64>| -> Result<(DMatrix<f64>, DVector<f64>)> {
            let Eigen { values, vectors } = leading_eigen(&whitening.apply(a), k)?;
            Ok((whitening.unwhiten(&vectors).transpose(), values))
        };
        let (je, rc) = (leading(&moments.mean_second)?, leading(&moments.cross_squared)?);
        Ok(Self { rows: [je.0, rc.0], values: [je.1, rc.1] })
    }
}

/// The place of a paradigm in such pairs.
pub(super) fn place(paradigm: Paradigm) -> usize {
    usize::from(paradigm == Paradigm::Reconstruction)
}
