//! The moments of the views of a data set, and the generalised eigenproblem they pose.

use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, approx_matrix};
use nalgebra::DMatrix;

/// The moments of the views of a data set: all that the three problems need. Shapes: d x d, and l x
/// d for [`label_cross`](Self::label_cross). Normalisation 1/n.
#[derive(Debug, Clone, PartialEq)]
pub struct ViewMoments<T: Scalar> {
    /// C = X'X/n.
    pub data_second: DMatrix<T>,
    /// G = Xbar'Xbar/n.
    pub mean_second: DMatrix<T>,
    /// Σ, the covariance of the views averaged over samples.
    pub covariance: DMatrix<T>,
    /// S = G + Σ.
    pub view_second: DMatrix<T>,
    /// H = X'Xbar/n.
    pub cross: DMatrix<T>,
    /// B = Y'Xbar/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F²/n.
    pub label_energy: T,
}

/// The pencil (A, S) of A v = λ S v, both d x d and symmetric.
///
/// | problem | A | eigenvalues | paper |
/// |---|---|---|---|
/// | SSL-RC | H'H | φ_i² | Theorem 3.1 |
/// | SSL-JE | G | ω_i | Theorem 3.2 |
#[derive(Debug, Clone, PartialEq)]
pub struct Pencil<T: Scalar> {
    /// A.
    pub a: DMatrix<T>,
    /// S.
    pub s: DMatrix<T>,
}

impl<T: Scalar> Pencil<T> {
    /// A - t S: definite above and below an eigenvalue, singular at it.
    pub fn shifted(&self, t: &T) -> DMatrix<T> {
        self.a.zip_map(&self.s, |a, s| a - t.clone() * s)
    }
}

impl<T: Scalar> ViewMoments<T> {
    /// The views of an augmentation that keeps the mean, E τ(x) = x: G = H = C, S = C + Σ. Without
    /// labels (l = 0).
    pub fn additive(data_second: DMatrix<T>, covariance: DMatrix<T>) -> Self {
        let d = data_second.nrows();
        Self {
            view_second: &data_second + &covariance,
            mean_second: data_second.clone(),
            cross: data_second.clone(),
            data_second,
            covariance,
            label_cross: DMatrix::zeros(0, d),
            label_energy: T::zero(),
        }
    }

    /// The features, counted from 0, on which S vanishes: every view of them is 0.
    pub fn vanishing(&self) -> Vec<usize> {
        (0..self.view_second.nrows()).filter(|&i| self.view_second[(i, i)] == T::zero()).collect()
    }

    /// The same problem on some features of the views. The data stay whole: what is reconstructed.
    pub fn restricted(&self, kept: &[usize]) -> Self {
        let both = |m: &DMatrix<T>| m.select_rows(kept).select_columns(kept);
        Self {
            data_second: self.data_second.clone(),
            mean_second: both(&self.mean_second),
            covariance: both(&self.covariance),
            view_second: both(&self.view_second),
            cross: self.cross.select_columns(kept),
            label_cross: self.label_cross.select_columns(kept),
            label_energy: self.label_energy.clone(),
        }
    }

    /// Every entry rounded to the nearest `f64`.
    pub fn approx(&self) -> ViewMoments<f64> {
        ViewMoments {
            data_second: approx_matrix(&self.data_second),
            mean_second: approx_matrix(&self.mean_second),
            covariance: approx_matrix(&self.covariance),
            view_second: approx_matrix(&self.view_second),
            cross: approx_matrix(&self.cross),
            label_cross: approx_matrix(&self.label_cross),
            label_energy: self.label_energy.approx(),
        }
    }

    /// The pencil of a paradigm.
    pub fn pencil(&self, paradigm: Paradigm) -> Pencil<T> {
        let a = match paradigm {
            Paradigm::JointEmbedding => self.mean_second.clone(),
            Paradigm::Reconstruction => self.cross.transpose() * &self.cross,
        };
        Pencil { a, s: self.view_second.clone() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn the_numerator_of_each_paradigm() {
        // M = [[1, 1], [0, 1]], C = I: H = M', G = M M' = [[2, 1], [1, 1]], H'H = M M' too; with C = 2 I
        // G doubles and H'H is four times as large.
        let c = dmatrix![2., 0.; 0., 2.];
        let map = dmatrix![1., 1.; 0., 1.];
        let g = &map * &c * map.transpose();
        let views = ViewMoments { cross: &c * map.transpose(), mean_second: g.clone(), ..ViewMoments::additive(c, g) };
        let je = views.pencil(Paradigm::JointEmbedding);
        assert_eq!((je.a, je.s), (dmatrix![4., 2.; 2., 2.], views.view_second.clone()));
        let rc = views.pencil(Paradigm::Reconstruction);
        assert_eq!(rc.a, dmatrix![8., 4.; 4., 4.]);
        // S = C + G = [[6, 2], [2, 4]].
        assert_eq!(rc.shifted(&0.5), dmatrix![5., 3.; 3., 2.]);
    }
}
