//! Certified enclosures of the smallest and largest eigenvalue of a pencil (A, S) over the
//! rationals.
//!
//! λ_min and λ_max are the extremes of x'Ax / x'Sx, for A and S symmetric (d x d) and S positive
//! definite. λ_min(A, S) > t iff A - t S is positive definite, which is decided exactly. So two
//! definiteness tests certify an interval \[low, high\], one at each end. An `f64` eigenvalue only
//! proposes where to look: if it is wrong, the search takes longer.
//!
//! Guarantee: exact, two-sided. A width of 0 never occurs: a rational eigenvalue is enclosed, not
//! recognised. Errors: [`Error::ShapeMismatch`] for matrices that do not fit,
//! [`Error::NotDefinite`] for S.
//!
//! ```
//! use jerc::linalg::enclosure::{Precision, smallest_eigenvalue};
//! use jerc::scalar::ratio;
//! use nalgebra::DMatrix;
//! // [[2, 1], [1, 1]] has the eigenvalues (3 +- sqrt 5)/2, the smaller one 0.3819660...
//! let a = DMatrix::from_row_slice(2, 2, &[2, 1, 1, 1].map(|v| ratio(v, 1)));
//! let found = smallest_eigenvalue(&a, &DMatrix::identity(2, 2), &Precision::relative(40))?;
//! assert!(found.low < ratio(38_196_602, 100_000_000) && found.high > ratio(38_196_601, 100_000_000));
//! # Ok::<(), jerc::Error>(())
//! ```

use super::float::{Eigen, generalised_eigen};
use super::interval::Interval;
use crate::error::{Error, Result};
use crate::scalar::{Rational, approx_matrix, exact_from_f64, ratio};
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Signed, Zero};

/// How narrow an interval must be: width <= 2^-bits max(|low|, |high|, floor).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precision {
    bits: u32,
    floor: Rational,
}

impl Precision {
    /// Relative to the eigenvalue, which must not be 0.
    pub fn relative(bits: u32) -> Self {
        Self { bits, floor: Rational::zero() }
    }

    /// Relative to the larger of the eigenvalue and 1.
    pub fn absolute_below_one(bits: u32) -> Self {
        Self { bits, floor: Rational::one() }
    }

    fn reached(&self, interval: &Interval) -> bool {
        let size = interval.low.abs().max(interval.high.abs()).max(self.floor.clone());
        interval.width() * Rational::from_integer(BigInt::one() << self.bits) <= size
    }
}

/// Whether a symmetric matrix is positive definite: all leading principal minors are positive
/// (Sylvester). They are the pivots of fraction-free elimination without row exchanges (Bareiss
/// 1968).
pub fn is_positive_definite(matrix: &DMatrix<Rational>) -> bool {
    let d = matrix.nrows();
    let common = matrix.iter().fold(BigInt::one(), |l, v| l.lcm(v.denom()));
    let mut m = matrix.map(|v| v.numer() * (&common / v.denom()));
    let mut previous = BigInt::one();
    for p in 0..d {
        let pivot = m[(p, p)].clone();
        if !pivot.is_positive() {
            return false;
        }
        for i in p + 1..d {
            // The lower triangle is enough: the Schur complement stays symmetric.
            for j in p + 1..=i {
                m[(i, j)] = (&pivot * &m[(i, j)] - &m[(i, p)] * &m[(j, p)]) / &previous;
            }
        }
        previous = pivot;
    }
    true
}

/// An interval around λ_min(A, S).
pub fn smallest_eigenvalue(a: &DMatrix<Rational>, s: &DMatrix<Rational>, precision: &Precision) -> Result<Interval> {
    if a.shape() != s.shape() || !a.is_square() || a.is_empty() {
        return Err(Error::shape(
            "pencil (A, S)",
            "two square matrices of one size",
            format!("{:?}, {:?}", a.shape(), s.shape()),
        ));
    }
    if !is_positive_definite(s) {
        return Err(Error::NotDefinite { what: "S of the pencil".into() });
    }
    let above = |t: &Rational| is_positive_definite(&a.zip_map(s, |a, s| a - t * s));
    let (guess, size) = approximate(a, s);
    // A little more than the rounding of the guess, in units of the largest eigenvalue.
    let step = exact_from_f64(size * 2f64.powi(-50))?;
    let (mut low, mut high) = (&guess - &step, &guess + &step);
    let mut width = step.clone();
    while !above(&low) {
        high = high.min(low.clone());
        width *= ratio(16, 1);
        low = &guess - &width;
    }
    width = step;
    while above(&high) {
        low = low.max(high.clone());
        width *= ratio(16, 1);
        high = &guess + &width;
    }
    let mut interval = Interval { low, high };
    while !precision.reached(&interval) {
        let middle = (&interval.low + &interval.high) / ratio(2, 1);
        if above(&middle) {
            interval.low = middle;
        } else {
            interval.high = middle;
        }
    }
    Ok(interval)
}

/// An interval around λ_max(A, S).
pub fn largest_eigenvalue(a: &DMatrix<Rational>, s: &DMatrix<Rational>, precision: &Precision) -> Result<Interval> {
    let of_negative = smallest_eigenvalue(&a.map(|v| -v), s, precision)?;
    Ok(Interval { low: -of_negative.high, high: -of_negative.low })
}

/// Where `f64` sees λ_min(A, S), and the size of the pencil's eigenvalues (> 0); (0, 1) if it
/// cannot tell.
fn approximate(a: &DMatrix<Rational>, s: &DMatrix<Rational>) -> (Rational, f64) {
    let found = generalised_eigen("S of the pencil", &approx_matrix(a), &approx_matrix(s));
    let Ok(Eigen { values, .. }) = found else { return (Rational::zero(), 1.0) };
    let (guess, size) = (values[values.len() - 1], values.amax());
    match exact_from_f64(guess) {
        // Tiny and huge sizes would make the first step useless or infinite.
        Ok(exact) if size.is_finite() && size > 1e-290 => (exact, size),
        _ => (Rational::zero(), 1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::exact::{inertia, random_matrix};
    use crate::scalar::Scalar;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    fn matrix(d: usize, values: &[i64]) -> DMatrix<Rational> {
        DMatrix::from_row_slice(d, d, &values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
    }

    #[test]
    fn definiteness_by_hand() {
        assert!(is_positive_definite(&matrix(1, &[1])));
        assert!(!is_positive_definite(&matrix(1, &[0])));
        assert!(is_positive_definite(&matrix(2, &[2, 1, 1, 1])));
        assert!(!is_positive_definite(&matrix(2, &[1, 1, 1, 1])));
        assert!(!is_positive_definite(&matrix(2, &[1, 2, 2, 1])));
        // Minors 2, 3, 2*(3*2 - ...): [[2,1,0],[1,2,1],[0,1,2]] has 2, 3, 4; with 1 in the corner
        // 2, 3, 1; with 2/3 it is singular.
        assert!(is_positive_definite(&matrix(3, &[2, 1, 0, 1, 2, 1, 0, 1, 2])));
        let mut corner = matrix(3, &[2, 1, 0, 1, 2, 1, 0, 1, 1]);
        assert!(is_positive_definite(&corner));
        corner[(2, 2)] = ratio(2, 3);
        assert!(!is_positive_definite(&corner));
        corner[(2, 2)] = ratio(3, 5);
        assert!(!is_positive_definite(&corner));
    }

    #[test]
    fn a_search_finds_what_no_guess_was_near_to() {
        // S is singular to f64, so the guess is 0; of A = -c S every eigenvalue is -c.
        let mut s = matrix(2, &[1, 1, 1, 1]);
        s[(1, 1)] += ratio(1, 1 << 62) * ratio(1, 1 << 20);
        for c in [ratio(-1000, 1), ratio(-1, 1), ratio(1, 1), ratio(1000, 1)] {
            let a = s.map(|v| -v * &c);
            let found = smallest_eigenvalue(&a, &s, &Precision::relative(20)).unwrap();
            assert!(found.contains(&-&c) && found.width() <= ratio(1, 1000), "{c}: {found:?}");
        }
    }

    #[test]
    fn definiteness_agrees_with_the_inertia() {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let (mut definite, cases) = (0, 200);
        for case in 0..cases {
            let d = 1 + case % 4;
            let half = random_matrix(&mut rng, d, d, 4);
            let m = &half + half.transpose() + DMatrix::<Rational>::identity(d, d) * ratio(case as i64 % 8, 1);
            let expected = inertia(&m).positive == d;
            definite += usize::from(expected);
            assert_eq!(is_positive_definite(&m), expected, "{m}");
        }
        assert!(definite > 20 && definite < cases - 20, "{definite}");
    }

    #[test]
    fn enclosures_by_hand() {
        // (3 +- sqrt 5)/2: x² - 3x + 1 changes sign inside each interval.
        let a = matrix(2, &[2, 1, 1, 1]);
        let one = DMatrix::identity(2, 2);
        let at = |x: &Rational| x * x - x * ratio(3, 1) + ratio(1, 1);
        for bits in [10, 60, 200] {
            let precision = Precision::relative(bits);
            let (low, high) =
                (smallest_eigenvalue(&a, &one, &precision).unwrap(), largest_eigenvalue(&a, &one, &precision).unwrap());
            assert!(at(&low.low).is_positive() && !at(&low.high).is_positive());
            assert!(!at(&high.low).is_positive() && at(&high.high).is_positive());
            for found in [&low, &high] {
                assert!(precision.reached(found) && found.low < found.high);
            }
        }
        // A pencil: diag(1, 9) against diag(2, 3), eigenvalues 1/2 and 3.
        let (a, s) = (matrix(2, &[1, 0, 0, 9]), matrix(2, &[2, 0, 0, 3]));
        let precision = Precision::relative(60);
        assert!(smallest_eigenvalue(&a, &s, &precision).unwrap().contains(&ratio(1, 2)));
        assert!(largest_eigenvalue(&a, &s, &precision).unwrap().contains(&ratio(3, 1)));
        // An eigenvalue 0 needs a floor.
        let zero = smallest_eigenvalue(&matrix(2, &[1, 1, 1, 1]), &s, &Precision::absolute_below_one(60)).unwrap();
        assert!(zero.contains(&ratio(0, 1)) && zero.width() <= ratio(1, 1 << 60));
        let nothing = smallest_eigenvalue(&matrix(2, &[0; 4]), &s, &Precision::absolute_below_one(60)).unwrap();
        assert!(nothing.contains(&ratio(0, 1)) && nothing.width() <= ratio(1, 1 << 60));
    }

    #[test]
    fn a_guess_that_f64_gets_wrong_does_not_matter() {
        // λ_min = 2^-80 beside 1: far below the rounding of f64.
        let tiny = ratio(1, 1 << 40) * ratio(1, 1 << 40);
        let root = matrix(2, &[1, 1, 0, 1]);
        let mut a = matrix(2, &[1, 0, 0, 0]);
        a[(1, 1)] = tiny.clone();
        let (a, s) = (root.transpose() * &a * &root, root.transpose() * &root);
        let found = smallest_eigenvalue(&a, &s, &Precision::relative(50)).unwrap();
        assert!(found.contains(&tiny) && found.low.is_positive());
        // No f64 at all: entries beyond its range.
        let huge = Rational::from_integer(BigInt::one() << 2000);
        let a = matrix(1, &[3]).map(|v| v * &huge);
        let found = smallest_eigenvalue(&a, &matrix(1, &[1]), &Precision::relative(50)).unwrap();
        assert!(found.contains(&a[(0, 0)]));
    }

    #[test]
    fn the_guess_of_f64() {
        // diag(2, -9) against diag(4, 3): eigenvalues 1/2 and -3.
        let (guess, size) = approximate(&matrix(2, &[2, 0, 0, -9]), &matrix(2, &[4, 0, 0, 3]));
        // Some ulps of 3.
        assert!((guess.approx() + 3.0).abs() < 1e-14 && (size - 3.0).abs() < 1e-14);
        let nothing = (ratio(0, 1), 1.0);
        let huge = matrix(1, &[3]).map(|v| v * Rational::from_integer(BigInt::one() << 2000));
        assert_eq!(approximate(&huge, &matrix(1, &[1])), nothing);
        assert_eq!(approximate(&matrix(1, &[0]), &matrix(1, &[1])), nothing);
        assert_eq!(approximate(&matrix(1, &[1]), &matrix(1, &[-1])), nothing);
        // What is shown of an interval is its middle.
    }

    #[test]
    fn what_is_no_pencil_is_refused() {
        let precision = Precision::relative(10);
        let of = |a: DMatrix<Rational>, s: DMatrix<Rational>| smallest_eigenvalue(&a, &s, &precision);
        assert!(matches!(of(matrix(1, &[1]), matrix(2, &[1, 0, 0, 1])), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(of(DMatrix::zeros(0, 0), DMatrix::zeros(0, 0)), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(of(matrix(1, &[1]), matrix(1, &[0])), Err(Error::NotDefinite { .. })));
    }
}
