//! The generalised eigenproblem behind both paradigms.

use super::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::Scalar;
use nalgebra::DMatrix;

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
