//! A finite mixture of linear maps: tau(x) = A x with A drawn from A_1, ..., A_r with probabilities
//! w_1, ..., w_r. Random blurs, shifts and crops of images are of this kind
//! ([`images`](super::images) has their maps).
//!
//! M = sum_a w_a A_a and
//!
//! Sigma = sum_a w_a (A_a - M) C (A_a - M)'.
//!
//! Where all maps and C are diagonal in one basis, with entries a_i, omega_i = (E a_i)^2/E a_i^2
//! and phi_i^2 = C_ii omega_i: the ratio of the transfer function's squared mean to its mean square
//! decides. One invertible map alone is no augmentation to either problem: omega_i = 1 for all i.
//! See the claim `composition`.
//!
//! ```
//! use jerc::augment::{Channel, LinearMixture};
//! use nalgebra::{DMatrix, dmatrix, dvector};
//! // The identity or its negative: M = 0, Sigma = C.
//! let identity = DMatrix::identity(2, 2);
//! let flip = LinearMixture::new(vec![identity.clone(), -identity], &[0.5, 0.5])?;
//! let c = dmatrix![2.0, 1.0; 1.0, 3.0];
//! assert_eq!(flip.covariance(&dvector![0.0, 0.0], &c), c);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{
    Augmentation, Channel, Family, congruence, draw, is_count, require_coordinates, require_distribution,
    require_square,
};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, approx_matrix, exact_from_f64, exact_matrix};
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;

/// A random linear map that takes finitely many values; see the [module](self).
#[derive(Debug, Clone)]
pub struct LinearMixture<T: Scalar> {
    maps: Vec<DMatrix<T>>,
    weights: Vec<T>,
}

impl<T: Scalar> LinearMixture<T> {
    /// The maps (each d x d) with their probabilities.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless there are as many weights as maps and all are square of one
    /// size; [`Error::OutOfRange`] without a map, for an entry that is not finite, or unless the
    /// weights are probabilities of sum exactly 1.
    pub fn new(maps: Vec<DMatrix<T>>, weights: &[T]) -> Result<Self> {
        require_coordinates(maps.first().map_or(0, DMatrix::nrows))?;
        let d = maps[0].nrows();
        for (a, map) in maps.iter().enumerate() {
            let what = format!("maps[{a}]");
            if require_square(&what, map)? != d {
                return Err(Error::shape(what, format!("{d} x {d} as maps[0]"), map.nrows()));
            }
            if let Some(bad) = map.iter().map(Scalar::approx).find(|v| !(v * v).is_finite()) {
                return Err(Error::range(what, "of finite entries", bad));
            }
        }
        if maps.len() != weights.len() {
            return Err(Error::shape("weights", format!("{} values, one for each map", maps.len()), weights.len()));
        }
        require_distribution("weights", weights)?;
        Ok(Self { maps, weights: weights.to_vec() })
    }
}

impl LinearMixture<Rational> {
    /// The same with rounded parameters, which can be sampled.
    pub fn rounded(&self) -> LinearMixture<f64> {
        let weights = self.weights.iter().map(Scalar::approx).collect();
        LinearMixture { maps: self.maps.iter().map(approx_matrix).collect(), weights }
    }
}

impl<T: Scalar> Channel<T> for LinearMixture<T> {
    fn dimension(&self) -> usize {
        self.maps[0].nrows()
    }

    fn mean_map(&self) -> DMatrix<T> {
        let zero = DMatrix::zeros(self.maps[0].nrows(), self.maps[0].nrows());
        self.maps.iter().zip(&self.weights).fold(zero, |sum, (a, w)| sum + a.map(|v| w.clone() * v))
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let mean = self.mean_map();
        let zero = DMatrix::zeros(mean.nrows(), mean.nrows());
        self.maps.iter().zip(&self.weights).fold(zero, |sum, (a, w)| {
            let term = congruence(&(a - &mean), second);
            // Symmetric to the last bit: the lower triangle, mirrored.
            sum + DMatrix::from_fn(term.nrows(), term.nrows(), |i, j| w.clone() * term[(i.max(j), i.min(j))].clone())
        })
    }
}

impl Augmentation for LinearMixture<f64> {
    fn family(&self) -> Family {
        Family {
            name: "linear-mixture".into(),
            view: "tau(x) = A x, A = A_a with probability w_a".into(),
            mean_map: "sum_a w_a A_a".into(),
            covariance: "sum_a w_a (A_a - M) C (A_a - M)'".into(),
            source: "by definition; blurs, shifts, crops".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        let map = &self.maps[draw(&self.weights, rng)];
        for (v, row) in view.iter_mut().zip(map.row_iter()) {
            *v = row.iter().zip(x).map(|(a, x)| a * x).sum();
        }
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        let finite = "finite by construction";
        let maps = self.maps.iter().map(|a| exact_matrix(a).expect(finite)).collect();
        Box::new(LinearMixture {
            maps,
            weights: self.weights.iter().map(|w| exact_from_f64(*w).expect(finite)).collect(),
        })
    }

    fn keeps_counts(&self) -> bool {
        self.maps.iter().flat_map(|map| map.iter()).all(|&v| is_count(v))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn moments_by_hand() {
        // A = diag(2, 0) with probability 1/4, diag(0, 4) with 3/4: M = diag(1/2, 3). A - M:
        // diag(3/2, -3), diag(-1/2, 1). Sigma_11 = (1/4 * 9/4 + 3/4 * 1/4) c = 3/4 c, Sigma_12 =
        // (1/4 * (-9/2) + 3/4 * (-1/2)) c = -3/2 c, Sigma_22 = (9/4 + 3/4) c = 3 c.
        let maps = [dmatrix![2, 0; 0, 0], dmatrix![0, 0; 0, 4]].map(|m| m.map(|v| ratio(v, 1)));
        let mixture = LinearMixture::new(maps.to_vec(), &[ratio(1, 4), ratio(3, 4)]).unwrap();
        assert_eq!(mixture.mean_map(), dmatrix![ratio(1, 2), ratio(0, 1); ratio(0, 1), ratio(3, 1)]);
        let sigma = mixture.covariance(&dvector![ratio(0, 1), ratio(0, 1)], &dmatrix![4, 2; 2, 8].map(|v| ratio(v, 1)));
        assert_eq!(sigma, dmatrix![3, -3; -3, 24].map(|v| ratio(v, 1)));
        let rounded = mixture.rounded();
        assert_eq!((rounded.weights.clone(), rounded.maps[1].clone()), (vec![0.25, 0.75], dmatrix![0., 0.; 0., 4.]));
    }

    #[test]
    fn only_maps_of_whole_numbers_keep_counts() {
        let one = |a: DMatrix<f64>| LinearMixture::new(vec![a], &[1.0]).unwrap().keeps_counts();
        assert!(one(dmatrix![1., 0.; 2., 0.]) && !one(dmatrix![1., 0.5; 0., 1.]) && !one(dmatrix![-1., 0.; 0., 1.]));
    }

    #[test]
    fn bad_mixtures_are_refused() {
        let i = || DMatrix::<f64>::identity(2, 2);
        let new = |maps, weights: &[f64]| LinearMixture::new(maps, weights);
        assert!(matches!(new(vec![], &[]), Err(Error::OutOfRange { .. })));
        assert!(matches!(new(vec![i(), DMatrix::identity(3, 3)], &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(new(vec![DMatrix::zeros(2, 3)], &[1.0]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(new(vec![i()], &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(new(vec![i(), i()], &[0.5, 0.6]), Err(Error::OutOfRange { .. })));
        assert!(matches!(new(vec![i(), i()], &[1.5, -0.5]), Err(Error::OutOfRange { .. })));
        for bad in [f64::NAN, f64::INFINITY, 1e200] {
            assert!(matches!(new(vec![i() * bad], &[1.0]), Err(Error::OutOfRange { .. })), "{bad}");
        }
    }
}
