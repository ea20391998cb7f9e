//! A finite mixture of linear maps: τ(x) = A x with A drawn from A_1, ..., A_r with probabilities
//! w_1, ..., w_r, as in random blurs, shifts and crops of images ([`images`]).
//!
//! M = sum_a w_a A_a and
//!
//! Σ = sum_a w_a (A_a - M) C (A_a - M)'.
//!
//! Where all maps and C are diagonal in one basis, with entries a_i, ω_i = (E a_i)²/E a_i² and
//! φ_i² = C_ii ω_i. One invertible map alone is no augmentation: ω_i = 1 for all i. See the claim
//! `composition`.
//!
//! ```
//! use jerc::augment::{Channel, LinearMixture};
//! use nalgebra::{DMatrix, dmatrix, dvector};
//! // The identity or its negative: M = 0, Σ = C.
//! let identity = DMatrix::identity(2, 2);
//! let flip = LinearMixture::new(vec![identity.clone(), -identity], &[0.5, 0.5])?;
//! let c = dmatrix![2.0, 1.0; 1.0, 3.0];
//! assert_eq!(flip.covariance(&dvector![0.0, 0.0], &c), c);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::images::{self, Edge};
use super::spec::values::{Number, matrix, numbers, require_image};
use super::spec::{Built, Field, Specified};
use super::{
    Augmentation, Channel, Family, draw, exact_parameter, require_coordinates, require_distribution, require_square,
};
use crate::error::{Error, Result};
use crate::linalg::sparse::congruence;
use crate::scalar::{Rational, Scalar, is_count};
use nalgebra::{DMatrix, DVector};
use rand_chacha::ChaCha8Rng;
use serde::Deserialize;

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

    fn map<U: Scalar>(&self, f: impl Fn(&T) -> U) -> LinearMixture<U> {
        let maps = self.maps.iter().map(|a| a.map(|v| f(&v))).collect();
        LinearMixture { maps, weights: self.weights.iter().map(f).collect() }
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

    fn mixing(&self) -> Option<usize> {
        let rows = self.maps.iter().flat_map(|map| map.row_iter());
        rows.map(|row| row.iter().filter(|v| **v != 0.0).count()).max()
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.map(exact_parameter))
    }

    fn keeps_counts(&self) -> bool {
        self.maps.iter().flat_map(|map| map.iter()).all(|&v| is_count(v))
    }
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MixtureSpec {
    maps: Vec<Vec<Vec<Number>>>,
    weights: Vec<Number>,
}

impl Specified for MixtureSpec {
    const FIELDS: &'static [Field] =
        &[("maps", "list of maps, each d lists of d numbers"), ("weights", "probabilities of sum 1")];
    const EXAMPLE: &'static str =
        r#"{"linear-mixture": {"maps": [[[1, 0], [0, 1]], [[1, "1/2"], [0, 1]]], "weights": [0.5, 0.5]}}"#;
    const CASES: &'static [&'static str] = &[r#"{"linear-mixture": {
        "maps": [[[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]],
                 [[1, 0.5, 0, -1], [0, 1, 2, 0], [0.5, 0, -1, 0], [0, 0, 0, 2]]],
        "weights": [0.75, 0.25]}}"#];

    fn build(&self, _: usize) -> Result<Built> {
        let maps = self.maps.iter().enumerate().map(|(a, rows)| matrix(&format!("maps[{a}]"), rows));
        mixture(maps.collect::<Result<_>>()?, Some(&self.weights))
    }
}

/// As written: a random shift of images.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ShiftSpec {
    height: usize,
    width: usize,
    offsets: Vec<(i64, i64)>,
    weights: Option<Vec<Number>>,
}

impl Specified for ShiftSpec {
    const FIELDS: &'static [Field] = &[
        ("height", "integer"),
        ("width", "integer"),
        ("offsets", "list of [rows down, columns right]; 0 enters from outside"),
        ("weights", "probabilities of sum 1, optional: equal"),
    ];
    const EXAMPLE: &'static str = r#"{"shift": {"height": 1, "width": 2, "offsets": [[0, 0], [0, 1]]}}"#;
    const CASES: &'static [&'static str] = &[r#"{"shift": {
        "height": 2, "width": 2, "offsets": [[0, -1], [0, 0], [0, 1]], "weights": [0.25, 0.5, 0.25]}}"#];

    fn build(&self, _: usize) -> Result<Built> {
        require_image(self.height, self.width)?;
        let maps = self.offsets.iter().map(|&(dy, dx)| images::shift(self.height, self.width, dy, dx));
        mixture(maps.collect::<Result<_>>()?, self.weights.as_ref())
    }
}

/// As written: a random blur of images.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BlurSpec {
    height: usize,
    width: usize,
    kernels: Vec<Vec<Vec<Number>>>,
    weights: Option<Vec<Number>>,
    edge: Option<Edge>,
}

impl Specified for BlurSpec {
    const FIELDS: &'static [Field] = &[
        ("height", "integer"),
        ("width", "integer"),
        ("kernels", "list of kernels, each a list of rows, odd height and width"),
        ("weights", "probabilities of sum 1, optional: equal"),
        ("edge", "\"zero\" or \"wrap\", optional: zero"),
    ];
    const EXAMPLE: &'static str =
        r#"{"blur": {"height": 1, "width": 2, "kernels": [[[1]], [["1/4", "1/2", "1/4"]]], "weights": [0.25, 0.75]}}"#;
    const CASES: &'static [&'static str] = &[r#"{"blur": {
        "height": 2, "width": 2, "kernels": [[[1]], [[0.25, 0.5, 0.25]]], "weights": [0.75, 0.25]}}"#];

    fn build(&self, _: usize) -> Result<Built> {
        require_image(self.height, self.width)?;
        let edge = self.edge.unwrap_or(Edge::Zero);
        let map = |(a, rows): (usize, &Vec<Vec<Number>>)| {
            images::blur(self.height, self.width, &matrix(&format!("kernels[{a}]"), rows)?, edge)
        };
        mixture(self.kernels.iter().enumerate().map(map).collect::<Result<_>>()?, self.weights.as_ref())
    }
}

fn mixture(maps: Vec<DMatrix<Rational>>, weights: Option<&Vec<Number>>) -> Result<Built> {
    let weights = match weights {
        Some(weights) => numbers("weights", weights)?,
        None => vec![Rational::new(1.into(), maps.len().max(1).into()); maps.len()],
    };
    let exact = LinearMixture::new(maps, &weights)?;
    Ok(Built::new(exact.map(Scalar::approx), exact))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn moments_by_hand() {
        // A = diag(2, 0) with probability 1/4, diag(0, 4) with 3/4: M = diag(1/2, 3). A - M:
        // diag(3/2, -3), diag(-1/2, 1). Σ_11 = (1/4 * 9/4 + 3/4 * 1/4) c = 3/4 c, Σ_12 =
        // (1/4 * (-9/2) + 3/4 * (-1/2)) c = -3/2 c, Σ_22 = (9/4 + 3/4) c = 3 c.
        let maps = [dmatrix![2, 0; 0, 0], dmatrix![0, 0; 0, 4]].map(|m| m.map(|v| ratio(v, 1)));
        let mixture = LinearMixture::new(maps.to_vec(), &[ratio(1, 4), ratio(3, 4)]).unwrap();
        assert_eq!(mixture.mean_map(), dmatrix![ratio(1, 2), ratio(0, 1); ratio(0, 1), ratio(3, 1)]);
        let sigma = mixture.covariance(&dvector![ratio(0, 1), ratio(0, 1)], &dmatrix![4, 2; 2, 8].map(|v| ratio(v, 1)));
        assert_eq!(sigma, dmatrix![3, -3; -3, 24].map(|v| ratio(v, 1)));
        let rounded = mixture.map(Scalar::approx);
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
