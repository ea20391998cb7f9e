//! The paper's augmentation T(α): additive noise, partly aligned with the irrelevant features.
//!
//! τ(x) = x + θ + α γ with independent θ ~ N(0, Θ) and γ ~ N(0, Γ) (paper, section 4.1). Hence
//!
//! M = I,  Σ = Θ + α² Γ.
//!
//! Θ and Γ are any d x d PSD matrices, singular ones too. Only Σ matters to the three problems, not
//! the normal law (Remark 4.1, as corrected in the claims: for augmentations with E τ(x) = x).
//!
//! Symmetry is required up to 8 units in the last place of the largest entry, positive
//! semidefiniteness up to d times that: a PSD matrix is rounded when it is stored.
//!
//! ```
//! use jerc::augment::{AlignedNoise, Channel};
//! use nalgebra::{dmatrix, dvector};
//! let noise = AlignedNoise::new(dmatrix![1.0, 0.0; 0.0, 0.0], dmatrix![0.0, 0.0; 0.0, 2.0], 3.0)?;
//! let sigma = noise.covariance(&dvector![0.0, 0.0], &dmatrix![1.0, 0.0; 0.0, 1.0]);
//! assert_eq!(sigma, dmatrix![1.0, 0.0; 0.0, 18.0]);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::spec::values::{Number, covariance, number};
use super::spec::{Built, Field, Specified};
use super::{Augmentation, Channel, Family, exact_parameter, require_square};
use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, symmetric_eigen};
use crate::scalar::{Rational, Scalar, approx_matrix, require_finite};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use serde::Deserialize;

/// T(α); see the [module](self).
#[derive(Debug, Clone)]
pub struct AlignedNoise<T: Scalar> {
    theta: DMatrix<T>,
    gamma: DMatrix<T>,
    alpha: T,
    /// Factors F with F F' = Θ and = Γ, used by `sample` only.
    factors: Option<Box<[Factor; 2]>>,
}

/// F with F F' = M, d x d.
#[derive(Debug, Clone)]
enum Factor {
    Diagonal(DVector<f64>),
    Dense(DMatrix<f64>),
}

impl Factor {
    /// F x.
    fn times(&self, x: &DVector<f64>) -> DVector<f64> {
        match self {
            Self::Diagonal(roots) => roots.component_mul(x),
            Self::Dense(factor) => factor * x,
        }
    }
}

impl AlignedNoise<f64> {
    /// T(α) with covariances Θ and Γ (d x d).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`], [`Error::NotFinite`], [`Error::NotSymmetric`],
    /// [`Error::NotPositiveSemidefinite`], or [`Error::OutOfRange`] unless α is finite and >= 0.
    pub fn new(theta: DMatrix<f64>, gamma: DMatrix<f64>, alpha: f64) -> Result<Self> {
        let d = require_square("theta", &theta)?;
        if require_square("gamma", &gamma)? != d {
            return Err(Error::shape("gamma", format!("{d} x {d} as theta"), gamma.nrows()));
        }
        if !(alpha.is_finite() && alpha >= 0.0) {
            return Err(Error::range("alpha", "finite and >= 0", alpha));
        }
        if !(alpha * alpha * gamma.amax()).is_finite() {
            return Err(Error::range("alpha^2 gamma", "finite: scale alpha or gamma down", format!("{alpha:e}")));
        }
        let factors = Box::new([covariance_factor("theta", &theta)?, covariance_factor("gamma", &gamma)?]);
        Ok(Self { theta, gamma, alpha, factors: Some(factors) })
    }

    /// α.
    pub fn alpha(&self) -> f64 {
        self.alpha
    }

    /// The same over the rationals.
    pub(super) fn to_exact(&self) -> AlignedNoise<Rational> {
        AlignedNoise {
            theta: self.theta.map(|v| exact_parameter(&v)),
            gamma: self.gamma.map(|v| exact_parameter(&v)),
            alpha: exact_parameter(&self.alpha),
            factors: None,
        }
    }

    /// The two terms of Σ with their weights: (1, Θ) and (α², Γ).
    pub fn parts(&self) -> [(f64, &DMatrix<f64>); 2] {
        [(1.0, &self.theta), (self.alpha * self.alpha, &self.gamma)]
    }
}

impl AlignedNoise<Rational> {
    /// T(α) over the rationals. Positive semidefiniteness is the caller's to know.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless Θ and Γ are symmetric of one size, [`Error::OutOfRange`] for
    /// a negative α.
    pub fn new_exact(theta: DMatrix<Rational>, gamma: DMatrix<Rational>, alpha: Rational) -> Result<Self> {
        if theta.shape() != gamma.shape() || theta != theta.transpose() || gamma != gamma.transpose() {
            let found = format!("{:?}, {:?}", theta.shape(), gamma.shape());
            return Err(Error::shape("theta and gamma", "two symmetric d x d matrices", found));
        }
        if alpha < Rational::from_count(0) {
            return Err(Error::range("alpha", ">= 0", alpha));
        }
        Ok(Self { theta, gamma, alpha, factors: None })
    }
}

impl<T: Scalar> Channel<T> for AlignedNoise<T> {
    fn dimension(&self) -> usize {
        self.theta.nrows()
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::identity(self.dimension(), self.dimension())
    }

    fn keeps_mean(&self) -> bool {
        true
    }

    fn covariance(&self, _mean: &DVector<T>, _second: &DMatrix<T>) -> DMatrix<T> {
        let square = self.alpha.clone() * self.alpha.clone();
        self.theta.zip_map(&self.gamma, |theta, gamma| theta + square.clone() * gamma)
    }
}

impl Augmentation for AlignedNoise<f64> {
    fn family(&self) -> Family {
        Family {
            name: "aligned-noise".into(),
            view: "tau(x) = x + theta + alpha gamma, theta ~ N(0, Theta), gamma ~ N(0, Gamma)".into(),
            mean_map: "I".into(),
            covariance: "Theta + alpha^2 Gamma".into(),
            source: "paper, section 4.1".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        view.copy_from_slice(x);
        let Some(factors) = &self.factors else { return };
        for (factor, scale) in factors.iter().zip([1.0, self.alpha]) {
            let normal = DVector::from_fn(view.len(), |_, _| rng.sample::<f64, _>(StandardNormal));
            for (v, noise) in view.iter_mut().zip(factor.times(&normal).iter()) {
                *v += scale * noise;
            }
        }
    }

    fn mixing(&self) -> Option<usize> {
        None
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        Box::new(self.to_exact())
    }

    fn fixed_covariance(&self) -> Option<[(f64, &DMatrix<f64>); 2]> {
        Some(self.parts())
    }
}

/// Refuses what is no covariance: not finite, not symmetric, or not positive semidefinite.
pub(crate) fn require_covariance(what: &str, matrix: &DMatrix<f64>) -> Result<()> {
    covariance_factor(what, matrix).map(drop)
}

/// A factor F (d x d) with F F' equal to a covariance; refuses what is no covariance.
fn covariance_factor(what: &str, matrix: &DMatrix<f64>) -> Result<Factor> {
    require_finite(what, matrix)?;
    let d = matrix.nrows();
    let diagonal = matrix
        .as_slice()
        .chunks_exact(d)
        .enumerate()
        .all(|(j, column)| column[..j].iter().chain(&column[j + 1..]).all(|&v| v == 0.0));
    if diagonal {
        // Diagonal: exact, and the common case at large d.
        if let Some(&eigenvalue) = matrix.diagonal().iter().find(|&&v| v < 0.0) {
            return Err(Error::NotPositiveSemidefinite { what: what.into(), eigenvalue });
        }
        return Ok(Factor::Diagonal(matrix.diagonal().map(f64::sqrt)));
    }
    let ulps = 8.0 * f64::EPSILON * matrix.amax();
    for (row, column) in (0..d).flat_map(|i| (0..i).map(move |j| (i, j))) {
        let difference = (matrix[(row, column)] - matrix[(column, row)]).abs();
        if difference > ulps {
            return Err(Error::NotSymmetric { what: what.into(), row, column, difference });
        }
    }
    let Eigen { values, vectors } = symmetric_eigen(matrix)?;
    let eigenvalue = values[d - 1];
    if eigenvalue < -ulps * d as f64 {
        return Err(Error::NotPositiveSemidefinite { what: what.into(), eigenvalue });
    }
    Ok(Factor::Dense(vectors * DMatrix::from_diagonal(&values.map(|v| v.max(0.0).sqrt()))))
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoiseSpec {
    theta: Number,
    gamma: Number,
    pub(super) alpha: Number,
}

impl Specified for NoiseSpec {
    const FIELDS: &'static [Field] = &[("theta", "covariance"), ("gamma", "covariance"), ("alpha", "number >= 0")];
    const EXAMPLE: &'static str = r#"{"aligned-noise": {"theta": 1, "gamma": [0, "1/3"], "alpha": 0.5}}"#;
    // Of ranks 2 and 3, and they do not commute; then Θ = 0.
    const CASES: &'static [&'static str] = &[
        r#"{"aligned-noise": {
            "theta": [[1, 0.5, 0, -1], [0.5, 4.25, 2, 0.5], [0, 2, 1, 0.5], [-1, 0.5, 0.5, 1.25]],
            "gamma": [[1, 1, 0, 0], [1, 2, -1, 0], [0, -1, 1.25, 1], [0, 0, 1, 4]],
            "alpha": 1.5}}"#,
        r#"{"aligned-noise": {
            "theta": 0, "gamma": [[1, 1, 0, 0], [1, 2, -1, 0], [0, -1, 1.25, 1], [0, 0, 1, 4]], "alpha": 0.5}}"#,
    ];

    fn build(&self, d: usize) -> Result<Built> {
        let (theta, gamma) = (covariance("theta", &self.theta, d)?, covariance("gamma", &self.gamma, d)?);
        let alpha = number("alpha", &self.alpha)?;
        let rounded = AlignedNoise::new(approx_matrix(&theta), approx_matrix(&gamma), alpha.approx())?;
        Ok(Built::new(rounded, AlignedNoise::new_exact(theta, gamma, alpha)?))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};

    /// The factor, column by column.
    fn dense(what: &str, matrix: &DMatrix<f64>) -> DMatrix<f64> {
        let (factor, d) = (covariance_factor(what, matrix).unwrap(), matrix.nrows());
        let columns: Vec<_> =
            (0..d).map(|j| factor.times(&DVector::from_fn(d, |i, _| f64::from(u8::from(i == j))))).collect();
        DMatrix::from_columns(&columns)
    }

    #[test]
    fn diagonal_covariances_have_exact_factors() {
        let diagonal = |values: [f64; 3]| DMatrix::from_diagonal(&dvector![values[0], values[1], values[2]]);
        assert_eq!(dense("x", &diagonal([1., 9., 4.])), diagonal([1., 3., 2.]));
        let full = dmatrix![2., 1., 0.; 1., 2., 0.; 0., 0., 3.];
        let factor = dense("x", &full);
        assert!((&factor * factor.transpose() - full).amax() < 1e-14);
    }

    #[test]
    fn covariance_is_theta_plus_alpha_squared_gamma() {
        // Θ = [[2, 1], [1, 1]], Γ = [[1, -1], [-1, 1]] do not commute; α = 3.
        let noise = AlignedNoise::new(dmatrix![2., 1.; 1., 1.], dmatrix![1., -1.; -1., 1.], 3.0).unwrap();
        let sigma = noise.covariance(&dvector![5., 5.], &dmatrix![1., 0.; 0., 1.]);
        assert_eq!(sigma, dmatrix![11., -8.; -8., 10.]);
        assert_eq!(noise.mean_map(), dmatrix![1., 0.; 0., 1.]);
        assert_eq!(noise.exact().dimension(), 2);
        assert_eq!(noise.alpha(), 3.0);
        assert_eq!(noise.parts().map(|(weight, _)| weight), [1.0, 9.0]);
    }

    #[test]
    fn factors_reproduce_singular_and_dense_covariances() {
        for m in
            [dmatrix![2., 1.; 1., 1.], dmatrix![1., -1.; -1., 1.], dmatrix![3., 0.; 0., 0.], dmatrix![0., 0.; 0., 0.]]
        {
            let f = dense("m", &m);
            assert!((&f * f.transpose() - &m).amax() <= 8. * f64::EPSILON * m.amax());
        }
    }

    #[test]
    fn bad_parameters_are_refused() {
        let i = || DMatrix::<f64>::identity(2, 2);
        let new = AlignedNoise::new;
        assert!(matches!(new(DMatrix::zeros(2, 3), i(), 1.), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(new(DMatrix::zeros(0, 0), DMatrix::zeros(0, 0), 1.), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(new(i(), DMatrix::identity(3, 3), 1.), Err(Error::ShapeMismatch { .. })));
        for alpha in [-1e-300, f64::NAN, f64::INFINITY, 1e200] {
            assert!(matches!(new(i(), i(), alpha), Err(Error::OutOfRange { .. })), "{alpha}");
        }
        assert!(matches!(new(i() * f64::NAN, i(), 1.), Err(Error::NotFinite { .. })));
        match new(dmatrix![1., 0.5; 0.4, 1.], i(), 1.) {
            Err(Error::NotSymmetric { row: 1, column: 0, difference, .. }) => assert!((difference - 0.1).abs() < 1e-15),
            other => panic!("{other:?}"),
        }
        // Eigenvalues 3 and -1.
        match new(i(), dmatrix![1., 2.; 2., 1.], 1.) {
            Err(Error::NotPositiveSemidefinite { what, eigenvalue }) => {
                assert_eq!(what, "gamma");
                assert!((eigenvalue + 1.).abs() < 1e-14);
            }
            other => panic!("{other:?}"),
        }
        assert!(matches!(new(i() * -1e-30, i(), 1.), Err(Error::NotPositiveSemidefinite { .. })));
        // A few ulps are rounding, not a mistake.
        assert!(new(dmatrix![1., 0.5; 0.5 + 4. * f64::EPSILON, 1.], i(), 1.).is_ok());
        assert!(new(dmatrix![1., 1. + f64::EPSILON; 1. + f64::EPSILON, 1.], i(), 1.).is_ok());
        assert!(new(dmatrix![1., 1. + 1e-14; 1. + 1e-14, 1.], i(), 1.).is_err());
        // The same relative to the size of the matrix.
        assert!(new(dmatrix![1., 0.5; 0.5 + 4. * f64::EPSILON, 1.] * 1e6, i(), 1.).is_ok());
        assert!(new(dmatrix![1., 0.5; 0.5 + 1e-12, 1.] * 1e-6, i(), 1.).is_err());
    }

    #[test]
    fn exact_parameters_are_checked_too() {
        use crate::scalar::ratio;
        let i = || DMatrix::<Rational>::identity(2, 2);
        let mut skew = i();
        skew[(0, 1)] = ratio(1, 2);
        assert!(AlignedNoise::new_exact(i(), i(), ratio(0, 1)).is_ok());
        assert!(AlignedNoise::new_exact(i(), i(), ratio(-1, 9)).is_err());
        assert!(AlignedNoise::new_exact(skew.clone(), i(), ratio(1, 1)).is_err());
        assert!(AlignedNoise::new_exact(i(), skew, ratio(1, 1)).is_err());
        assert!(AlignedNoise::new_exact(DMatrix::identity(3, 3), i(), ratio(1, 1)).is_err());
    }
}
