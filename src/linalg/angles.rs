//! Angles between row spaces.

use super::float::singular_values;
use crate::error::{Error, Result};
use nalgebra::{DMatrix, DVector};

/// The sines of the principal angles between the row spaces of two encoders (k x d) of full row
/// rank, descending, k of them. They do not depend on the basis chosen in either row space.
///
/// # Errors
/// [`Error::ShapeMismatch`] if the shapes differ.
pub fn principal_sines(first: &DMatrix<f64>, second: &DMatrix<f64>) -> Result<DVector<f64>> {
    if first.shape() != second.shape() {
        return Err(Error::shape(
            "encoders to compare",
            format!("{:?}", first.shape()),
            format!("{:?}", second.shape()),
        ));
    }
    // The singular values of the part of Q2 outside Q1: small angles keep their digits.
    let (q1, q2) = (first.transpose().qr().q(), second.transpose().qr().q());
    let outside = &q2 - &q1 * q1.tr_mul(&q2);
    Ok(singular_values(&outside)?.map(|s| s.min(1.0)))
}

/// The largest of the [`principal_sines`], in \[0, 1\]: |P_1 - P_2| in the spectral norm, for the
/// orthogonal projectors on the two row spaces.
pub fn row_space_distance(first: &DMatrix<f64>, second: &DMatrix<f64>) -> Result<f64> {
    principal_sines(first, second).map(|sines| sines[0])
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-14 * b.abs().max(1.0)
    }

    #[test]
    fn row_space_distance_is_the_sine_of_the_largest_angle() {
        let a = dmatrix![1., 0., 0.; 0., 1., 0.];
        // Another basis of the same space, then a rotation of e2 by an angle of sine 3/5.
        assert!(row_space_distance(&a, &dmatrix![2., 1., 0.; -3., 5., 0.]).unwrap() < 1e-15);
        assert!(close(row_space_distance(&a, &dmatrix![7., 0., 0.; 0., 4., 3.]).unwrap(), 0.6));
        assert!(close(row_space_distance(&a, &dmatrix![1., 0., 0.; 0., 0., 2.]).unwrap(), 1.0));
        assert!(row_space_distance(&a, &dmatrix![1., 0., 0.]).is_err());
        // Small angles keep their digits.
        assert!((row_space_distance(&dmatrix![1., 0.], &dmatrix![1., 1e-12]).unwrap() / 1e-12 - 1.).abs() < 1e-3);
    }
}
