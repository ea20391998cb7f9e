//! Exact linear algebra over the rationals.
//!
//! Nothing here rounds, and nothing here is shared with the `f64` solvers: elimination is the
//! textbook one, definiteness is decided by the signs of the pivots of symmetric elimination
//! (Sylvester's law of inertia), and orthogonal matrices come from the Cayley transform (I - K)(I +
//! K)^-1 of a skew K, which is rational and orthogonal.

use crate::error::{Error, Result};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// How many eigenvalues of a symmetric matrix have which sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Inertia {
    /// Positive eigenvalues.
    pub positive: usize,
    /// Zero eigenvalues.
    pub zero: usize,
    /// Negative eigenvalues.
    pub negative: usize,
}

/// X with A X = B, A square and invertible, by fraction-free (Bareiss) Gauss-Jordan elimination on
/// integers.
///
/// # Errors
/// [`Error::Singular`] naming the column without a pivot if A is singular.
pub fn exact_solve(a: &DMatrix<Rational>, b: &DMatrix<Rational>) -> Result<DMatrix<Rational>> {
    let (d, width) = (a.nrows(), a.ncols() + b.ncols());
    // Each row of [A | B] times the common denominator of its entries.
    let mut rows: Vec<Vec<BigInt>> = (0..d).map(|i| to_integers(a.row(i).iter().chain(b.row(i).iter())).0).collect();
    let mut previous = BigInt::one();
    for j in 0..d {
        let pivot = (j..d)
            .find(|&i| !rows[i][j].is_zero())
            .ok_or_else(|| Error::Singular { what: format!("exact matrix (no pivot in column {j})") })?;
        rows.swap(j, pivot);
        let pivot_row = rows[j].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != j) {
            let factor = row[j].clone();
            for c in 0..width {
                // Exact: every entry is a minor of [A | B] (Bareiss 1968).
                row[c] = (&pivot_row[j] * &row[c] - &factor * &pivot_row[c]) / &previous;
            }
        }
        previous = pivot_row[j].clone();
    }
    // Every diagonal entry is now the determinant.
    Ok(DMatrix::from_fn(d, b.ncols(), |i, j| Rational::new(rows[i][d + j].clone(), rows[i][i].clone())))
}

/// Numbers times their common denominator, and that.
fn to_integers<'a>(values: impl Iterator<Item = &'a Rational> + Clone) -> (Vec<BigInt>, BigInt) {
    let common = values.clone().fold(BigInt::one(), |l, v| l.lcm(v.denom()));
    (values.map(|v| v.numer() * (&common / v.denom())).collect(), common)
}

/// A B, over a common denominator of each row of A and each column of B: one reduction an entry,
/// where `*` takes several a term.
///
/// # Panics
/// If the inner dimensions differ, as `*` does.
pub fn exact_product(a: &DMatrix<Rational>, b: &DMatrix<Rational>) -> DMatrix<Rational> {
    assert_eq!(a.ncols(), b.nrows(), "inner dimensions of an exact product");
    let rows: Vec<_> = a.row_iter().map(|row| to_integers(row.iter())).collect();
    let columns: Vec<_> = b.column_iter().map(|column| to_integers(column.iter())).collect();
    DMatrix::from_fn(a.nrows(), b.ncols(), |i, j| {
        let ((row, of_row), (column, of_column)) = (&rows[i], &columns[j]);
        Rational::new(row.iter().zip(column).map(|(x, y)| x * y).sum(), of_row * of_column)
    })
}

/// Q M Q'.
pub fn exact_congruence(q: &DMatrix<Rational>, m: &DMatrix<Rational>) -> DMatrix<Rational> {
    exact_product(&exact_product(q, m), &q.transpose())
}

/// The inertia of a symmetric matrix: the signs of the pivots of symmetric elimination (Sylvester's
/// law of inertia), with 1 x 1 and 2 x 2 pivots.
pub fn inertia(matrix: &DMatrix<Rational>) -> Inertia {
    let mut m = matrix.clone();
    let mut count = Inertia { positive: 0, zero: 0, negative: 0 };
    let mut left: Vec<usize> = (0..m.nrows()).collect();
    while !left.is_empty() {
        if let Some(at) = left.iter().position(|&i| !m[(i, i)].is_zero()) {
            let p = left.swap_remove(at);
            let pivot = m[(p, p)].clone();
            if pivot.is_positive() {
                count.positive += 1
            } else {
                count.negative += 1
            }
            for &i in &left {
                let factor = &m[(i, p)] / &pivot;
                for &j in &left {
                    let update = &factor * &m[(p, j)];
                    m[(i, j)] -= update;
                }
            }
            continue;
        }
        // A zero diagonal: either a pair with m_pq != 0, which is indefinite, or nothing is left.
        let pair = left.iter().flat_map(|&p| left.iter().map(move |&q| (p, q))).find(|&pq| !m[pq].is_zero());
        let Some((p, q)) = pair else {
            count.zero += left.len();
            break;
        };
        left.retain(|&i| i != p && i != q);
        count.positive += 1;
        count.negative += 1;
        let pivot = m[(p, q)].clone();
        for &i in &left {
            let (fp, fq) = (&m[(i, p)] / &pivot, &m[(i, q)] / &pivot);
            for &j in &left {
                let update = &fp * &m[(q, j)] + &fq * &m[(p, j)];
                m[(i, j)] -= update;
            }
        }
    }
    count
}

/// Whether λ_k and λ_{k+1} of the pencil (A, S), S positive definite, both equal a value.
pub fn is_tie_at(a: &DMatrix<Rational>, s: &DMatrix<Rational>, k: usize, value: &Rational) -> bool {
    let above = inertia(&(a - s.map(|v| v * value)));
    above.positive < k && above.positive + above.zero > k
}

/// The rational of smallest denominator in the closed interval \[low, high\] (Stern-Brocot by
/// continued fractions).
pub fn simplest_between(low: &Rational, high: &Rational) -> Rational {
    if low.is_positive() {
        let floor = low.floor();
        if floor == *low {
            return floor;
        }
        if floor < high.floor() {
            return floor + Rational::one();
        }
        // Same integer part: recurse on the reciprocals of the fractional parts.
        let rest = simplest_between(&(high - &floor).recip(), &(low - &floor).recip());
        return floor + rest.recip();
    }
    if high.is_negative() { -simplest_between(&-high, &-low) } else { Rational::zero() }
}

/// A random rational p/q with |p| <= `bound`, 1 <= q <= `bound`.
pub fn random_rational(rng: &mut ChaCha8Rng, bound: i64) -> Rational {
    ratio(rng.random_range(-bound..=bound), rng.random_range(1..=bound))
}

/// A random positive rational p/q with 1 <= p, q <= `bound`.
pub fn random_positive(rng: &mut ChaCha8Rng, bound: i64) -> Rational {
    ratio(rng.random_range(1..=bound), rng.random_range(1..=bound))
}

/// A random rational matrix.
pub fn random_matrix(rng: &mut ChaCha8Rng, rows: usize, columns: usize, bound: i64) -> DMatrix<Rational> {
    DMatrix::from_fn(rows, columns, |_, _| random_rational(rng, bound))
}

/// A random rational orthogonal matrix: the Cayley transform (I - K)(I + K)^-1 of a skew K, where
/// I + K is always invertible.
pub fn random_orthogonal(rng: &mut ChaCha8Rng, d: usize, bound: i64) -> Result<DMatrix<Rational>> {
    let half = random_matrix(rng, d, d, bound);
    let skew = &half - half.transpose();
    let identity = DMatrix::identity(d, d);
    // The factors commute.
    exact_solve(&(&identity + &skew), &(&identity - &skew))
}

/// Whether a matrix is PSD, exactly.
pub fn is_positive_semidefinite(matrix: &DMatrix<Rational>) -> bool {
    inertia(matrix).negative == 0
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;
    use rand::SeedableRng;

    fn whole(m: DMatrix<i64>) -> DMatrix<Rational> {
        m.map(|v| ratio(v, 1))
    }

    #[test]
    fn solve_by_hand_with_a_zero_pivot() {
        // [[0, 2], [3, 1]] x = (4, 5): x = (1, 2).
        let x = exact_solve(&whole(dmatrix![0, 2; 3, 1]), &whole(dmatrix![4; 5])).unwrap();
        assert_eq!(x, whole(dmatrix![1; 2]));
        let singular = exact_solve(&whole(dmatrix![1, 2; 2, 4]), &whole(dmatrix![1; 1]));
        assert_eq!(singular.unwrap_err().to_string(), "exact matrix (no pivot in column 1) is singular");
    }

    #[test]
    fn products_are_those_of_the_definition() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let (a, b) = (random_matrix(&mut rng, 3, 4, 9), random_matrix(&mut rng, 4, 2, 9));
        assert_eq!(exact_product(&a, &b), &a * &b);
        let m = random_matrix(&mut rng, 4, 4, 9);
        assert_eq!(exact_congruence(&a, &m), &a * m * a.transpose());
        assert_eq!(exact_product(&DMatrix::zeros(2, 0), &DMatrix::zeros(0, 1)), DMatrix::zeros(2, 1));
    }

    #[test]
    fn inertia_by_hand() {
        let of = |m| {
            let i = inertia(&whole(m));
            (i.positive, i.zero, i.negative)
        };
        assert_eq!(of(dmatrix![2, 0; 0, -3]), (1, 0, 1));
        assert_eq!(of(dmatrix![0, 1; 1, 0]), (1, 0, 1));
        assert_eq!(of(dmatrix![1, 1; 1, 1]), (1, 1, 0));
        assert_eq!(of(dmatrix![0, 0; 0, 0]), (0, 2, 0));
        // Zero diagonal, eigenvalues 2, -1, -1; and one with a 2 x 2 pivot followed by a coupled
        // third row: det = 2*1*2*3 ...
        assert_eq!(of(dmatrix![0, 1, 1; 1, 0, 1; 1, 1, 0]), (1, 0, 2));
        // [[0,1,2],[1,0,3],[2,3,12]]: Schur complement 12 - 2*2*3 = 0.
        assert_eq!(of(dmatrix![0, 1, 2; 1, 0, 3; 2, 3, 12]), (1, 1, 1));
        assert_eq!(of(dmatrix![4, 2, 0; 2, 5, 1; 0, 1, 1]), (3, 0, 0));
        assert!(is_positive_semidefinite(&whole(dmatrix![1, 1; 1, 1])));
        assert!(!is_positive_semidefinite(&whole(dmatrix![1, 2; 2, 1])));
    }

    #[test]
    fn a_pair_of_pivots_leaves_the_schur_complement() {
        // A zero diagonal and the pivot pair 2: the rest becomes [[-32, x - 28], [x - 28, -12]],
        // indefinite from |x - 28| > sqrt(384) = 19.6 on.
        for (x, expected) in [(8, (2, 0, 2)), (9, (1, 0, 3)), (47, (1, 0, 3)), (48, (2, 0, 2))] {
            let i = inertia(&whole(dmatrix![0, 2, 4, 6; 2, 0, 8, 2; 4, 8, 0, x; 6, 2, x, 0]));
            assert_eq!((i.positive, i.zero, i.negative), expected, "{x}");
        }
    }

    #[test]
    fn random_rationals_fill_their_range() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let drawn: Vec<Rational> = (0..200).map(|_| random_rational(&mut rng, 2)).collect();
        for (p, q) in [(-2, 1), (-1, 1), (-1, 2), (0, 1), (1, 2), (1, 1), (2, 1)] {
            assert!(drawn.contains(&ratio(p, q)), "{p}/{q}");
        }
        assert!((0..200).all(|_| random_positive(&mut rng, 2) >= ratio(1, 2)));
    }

    #[test]
    fn ties_are_decided_exactly() {
        let (a, s) = (whole(dmatrix![2, 0, 0; 0, 2, 0; 0, 0, 1]), whole(dmatrix![4, 0, 0; 0, 4, 0; 0, 0, 1]));
        // Eigenvalues 1, 1/2, 1/2.
        assert!(is_tie_at(&a, &s, 2, &ratio(1, 2)));
        for (k, value) in [(1, ratio(1, 2)), (3, ratio(1, 2)), (1, ratio(1, 1)), (2, ratio(1, 3))] {
            assert!(!is_tie_at(&a, &s, k, &value), "{k} {value}");
        }
    }

    #[test]
    fn simplest_rationals() {
        for (low, high, expected) in [
            ((1, 3), (2, 3), (1, 2)),
            ((31, 100), (32, 100), (5, 16)),
            ((-1, 3), (1, 9), (0, 1)),
            ((-2, 3), (-1, 3), (-1, 2)),
            ((5, 2), (9, 2), (3, 1)),
            ((2, 1), (5, 2), (2, 1)),
            ((7, 5), (7, 5), (7, 5)),
            ((0, 1), (1, 9), (0, 1)),
        ] {
            let found = simplest_between(&ratio(low.0, low.1), &ratio(high.0, high.1));
            assert_eq!(found, ratio(expected.0, expected.1), "{low:?} {high:?}");
        }
    }

    #[test]
    fn cayley_is_orthogonal() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let q = random_orthogonal(&mut rng, 4, 5).unwrap();
        assert_eq!(&q * q.transpose(), DMatrix::identity(4, 4));
        assert_ne!(q, DMatrix::identity(4, 4));
    }
}
