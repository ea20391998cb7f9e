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
    Ok(singular_values(&outside(first, second)?)?.map(|s| s.min(1.0)))
}

/// The root of the sum of the squared sines of the principal angles, in \[0, √k\]: |P_1 - P_2|_F/√2,
/// for the orthogonal projectors on the two row spaces. It takes no decomposition.
///
/// # Errors
/// [`Error::ShapeMismatch`] if the shapes differ.
pub fn chordal_distance(first: &DMatrix<f64>, second: &DMatrix<f64>) -> Result<f64> {
    outside(first, second).map(|outside| outside.norm())
}

/// The part of an orthonormal basis of the second row space that is outside the first, d x k: small
/// angles keep their digits.
fn outside(first: &DMatrix<f64>, second: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    if first.shape() != second.shape() {
        return Err(Error::shape(
            "encoders to compare",
            format!("{:?}", first.shape()),
            format!("{:?}", second.shape()),
        ));
    }
    let (q1, q2) = (first.transpose().qr().q(), second.transpose().qr().q());
    Ok(&q2 - &q1 * q1.tr_mul(&q2))
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
    /// Two angles, of sines 3/5 and 5/13, in bases that are not orthogonal.
    #[test]
    fn the_chordal_distance_adds_all_angles() {
        let a = dmatrix![1., 0., 0., 0.; 2., 1., 0., 0.];
        let b = dmatrix![4., 0., 3., 0.; 4., 12., 3., 5.];
        let sines = principal_sines(&a, &b).unwrap();
        assert!(close(sines[0], 0.6) && close(sines[1], 5. / 13.), "{sines}");
        assert!(close(chordal_distance(&a, &b).unwrap(), (9. / 25. + 25. / 169f64).sqrt()));
        assert!((chordal_distance(&dmatrix![1., 0.], &dmatrix![1., 1e-12]).unwrap() / 1e-12 - 1.).abs() < 1e-3);
        assert!(chordal_distance(&a, &dmatrix![1., 0., 0., 0.]).is_err());
    }
}
