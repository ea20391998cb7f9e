//! The moments of the views of a data set, and the generalised eigenproblem they pose.

use crate::error::{Error, Result};
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
    /// H'H, where H is an estimate from drawn views and its square is not the best one; `None` where
    /// the augmentation is known. With it G may be indefinite: see [`ViewSums`](super::ViewSums).
    pub cross_second: Option<DMatrix<T>>,
    /// B = Y'Xbar/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F²/n.
    pub label_energy: T,
}

/// The pencil (A, S) of A v = λ S v, both d x d and symmetric.
///
/// | problem | A | eigenvalues | paper |
/// |---|---|---|---|
/// | SSL-RC | H'H, or its estimate | φ_i² | Theorem 3.1 |
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
            cross_second: None,
            label_cross: DMatrix::zeros(0, d),
            label_energy: T::zero(),
        }
    }

    /// The estimates from v >= 2 views of each of n samples, by their definitions: `views` has an
    /// n x d matrix for the first views, one for the second, and so on, `x` the samples. Plain sums,
    /// exact over the rationals; see [`ViewSums`](super::ViewSums) for what they estimate.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for fewer than two views or no samples, [`Error::ShapeMismatch`].
    pub fn of_views(x: Option<&DMatrix<T>>, views: &[DMatrix<T>]) -> Result<Self> {
        let [first, _, ..] = views else {
            return Err(Error::range("views of a sample", "at least 2", views.len()));
        };
        let (n, d) = first.shape();
        super::non_empty(n, d)?;
        for other in views.iter().chain(x) {
            if other.shape() != first.shape() {
                return Err(Error::shape("views", format!("{n} x {d}"), format!("{:?}", other.shape())));
            }
        }
        let over = |count: usize| T::one() / T::from_count(count);
        let (zero, v) = (DMatrix::<T>::zeros(d, d), views.len());
        let scaled = |m: DMatrix<T>, by: T| m.map(|value| value * by.clone());
        let mean = scaled(views.iter().fold(DMatrix::zeros(n, d), |sum, view| sum + view), over(v));
        let within = |i: usize| {
            let deviations = views.iter().map(|view| (view.row(i) - mean.row(i)).transpose());
            scaled(deviations.fold(zero.clone(), |sum, e| sum + &e * e.transpose()), over(v - 1))
        };
        let covariances: Vec<DMatrix<T>> = (0..n).map(within).collect();
        let covariance = scaled(covariances.iter().fold(zero.clone(), |sum, own| sum + own), over(n));
        // G: the products of different views of a sample.
        let total = views.iter().fold(DMatrix::zeros(n, d), |sum: DMatrix<T>, view| sum + view);
        let same = views.iter().fold(zero.clone(), |sum, view| sum + view.transpose() * view);
        let mean_second = scaled(total.transpose() * &total - &same, over(n * v * (v - 1)));
        let view_second = scaled(same, over(n * v));
        let (data_second, cross, cross_second) = match x {
            Some(x) => {
                let cross = scaled(x.transpose() * &mean, over(n));
                let square =
                    |i: usize| x.row(i).iter().fold(T::zero(), |sum, value| sum + value.clone() * value.clone());
                let own = covariances.iter().enumerate().map(|(i, own)| scaled(own.clone(), square(i)));
                let excess = scaled(own.fold(zero, |sum, own| sum + own), over(n * n * v));
                (scaled(x.transpose() * x, over(n)), cross.clone(), cross.transpose() * cross - excess)
            }
            None => (view_second.clone(), mean_second.clone(), mean_second.transpose() * &mean_second),
        };
        Ok(Self {
            data_second,
            mean_second,
            covariance,
            view_second,
            cross,
            cross_second: Some(cross_second),
            label_cross: DMatrix::zeros(0, d),
            label_energy: T::zero(),
        })
    }

    /// Whether these are estimates from drawn views.
    pub fn is_sampled(&self) -> bool {
        self.cross_second.is_some()
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
            cross_second: self.cross_second.as_ref().map(both),
            label_cross: self.label_cross.select_columns(kept),
            label_energy: self.label_energy.clone(),
        }
    }

    /// The same views with isotropic noise on top, independent of all else, of variance q tr S/d for each
    /// of the d features: S and Σ gain that multiple of I. The mean views stay, and so do G and H.
    pub fn with_noise(mut self, q: &T) -> Self {
        let d = self.view_second.nrows();
        let variance = self.view_second.trace() * q.clone() / T::from_count(d.max(1));
        for i in 0..d {
            self.view_second[(i, i)] += variance.clone();
            self.covariance[(i, i)] += variance.clone();
        }
        self
    }

    /// Every entry rounded to the nearest `f64`.
    pub fn approx(&self) -> ViewMoments<f64> {
        ViewMoments {
            data_second: approx_matrix(&self.data_second),
            mean_second: approx_matrix(&self.mean_second),
            covariance: approx_matrix(&self.covariance),
            view_second: approx_matrix(&self.view_second),
            cross: approx_matrix(&self.cross),
            cross_second: self.cross_second.as_ref().map(approx_matrix),
            label_cross: approx_matrix(&self.label_cross),
            label_energy: self.label_energy.approx(),
        }
    }

    /// The pencil of a paradigm.
    pub fn pencil(&self, paradigm: Paradigm) -> Pencil<T> {
        let a = match paradigm {
            Paradigm::JointEmbedding => self.mean_second.clone(),
            Paradigm::Reconstruction => {
                self.cross_second.clone().unwrap_or_else(|| self.cross.transpose() * &self.cross)
            }
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
