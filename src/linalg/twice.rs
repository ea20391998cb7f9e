//! Products in twice the precision of `f64`, by `f64` products that do not round.
//!
//! Each row of A and each column of B is scaled by a power of two and cut into slices, matrices of
//! small integers. The product of two slices is exact in `f64`, so that fast GEMM does all the work
//! (Ozaki, Ogita, Oishi and Rump 2012). Slices whose product is below the last digit are left out.
//!
//! Guarantee: an entry of A B is off by at most [`TWICE_UNIT`] p max|A_i| max|B_j|, with the largest
//! entries of row i and column j and the inner dimension p <= 2^20. It does not depend on the number
//! of threads.
//!
//! ```
//! use jerc::linalg::twice::{Dense, TWICE_UNIT};
//! use jerc::scalar::Twice;
//! use nalgebra::dmatrix;
//! // (1 + 2^-52)² = 1 + 2^-51 + 2^-104: the last term is lost in `f64`.
//! let a = dmatrix![1.0 + f64::EPSILON].map(Twice::from);
//! let rest = Twice::product(&a, &a)[(0, 0)] - Twice::from(1.0 + 2.0 * f64::EPSILON);
//! assert_eq!(rest.0, f64::EPSILON * f64::EPSILON);
//! ```

use crate::linalg::float;
use crate::scalar::{Scalar, Twice};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// What a product in twice the precision may lose, relative to its largest terms: 2^-100.
pub const TWICE_UNIT: f64 = 1.0 / (1u128 << 100) as f64;

/// Bits that the slices hold together; 106 are in the number.
const BITS: u32 = 112;

/// A field with fast products of dense matrices.
pub trait Dense: Scalar + From<f64> {
    /// Unit roundoff.
    const UNIT: f64;

    /// A B.
    ///
    /// # Panics
    /// If the inner dimensions differ, as `*` does.
    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self>;
}

impl Dense for f64 {
    const UNIT: f64 = f64::EPSILON / 2.0;

    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        float::product(a, b)
    }
}

impl Dense for Twice {
    const UNIT: f64 = TWICE_UNIT;

    fn product(a: &DMatrix<Self>, b: &DMatrix<Self>) -> DMatrix<Self> {
        assert_eq!(a.ncols(), b.nrows(), "inner dimensions");
        Slices::new(&a.transpose()).times(&Slices::new(b))
    }
}

/// A'A.
pub fn gram(a: &DMatrix<Twice>) -> DMatrix<Twice> {
    let slices = Slices::new(a);
    slices.times(&slices)
}

/// The columns of a matrix as integers of so many bits times powers of two.
struct Slices {
    /// The most significant slice first; trailing slices of zeros are left out.
    parts: Vec<DMatrix<f64>>,
    bits: u32,
    /// The power of two of each column.
    exponents: Vec<i32>,
}

impl Slices {
    fn new(matrix: &DMatrix<Twice>) -> Self {
        let (rows, columns) = matrix.shape();
        if rows == 0 {
            return Self { parts: vec![], bits: BITS, exponents: vec![0; columns] };
        }
        // Two integers of so many bits, and a sum of as many products as there are rows, stay below
        // 2^53.
        let bits = (53 - (usize::BITS - rows.leading_zeros()).min(20)) / 2;
        let depth = BITS.div_ceil(bits) as usize;
        let unit = Twice::from(power(bits as i32));
        let cut = |column: &[Twice]| {
            let exponent = exponent(column.iter().fold(0.0, |most: f64, v| most.max(v.0.abs())));
            let (half, other) = (power(-(exponent / 2)), power(-(exponent - exponent / 2)));
            let mut digits = vec![0.0; depth * column.len()];
            for (i, &value) in column.iter().enumerate() {
                let mut rest = scaled(value, half, other);
                for slice in digits.chunks_exact_mut(column.len()) {
                    if rest.0 == 0.0 {
                        break;
                    }
                    rest *= unit;
                    slice[i] = rest.0.round();
                    rest -= Twice::from(slice[i]);
                }
            }
            (exponent, digits)
        };
        let columns_cut: Vec<_> = matrix.as_slice().par_chunks(rows).map(cut).collect();
        let used = |s: &usize| {
            columns_cut.iter().any(|(_, digits)| digits[s * rows..(s + 1) * rows].iter().any(|v| *v != 0.0))
        };
        let used = (0..depth).rev().find(used).map_or(0, |last| last + 1);
        let part = |s: usize| {
            let values = columns_cut.iter().flat_map(|(_, digits)| &digits[s * rows..(s + 1) * rows]).copied();
            DMatrix::from_iterator(rows, columns, values)
        };
        let exponents = columns_cut.iter().map(|(exponent, _)| *exponent).collect();
        Self { parts: (0..used).map(part).collect(), bits, exponents }
    }

    /// A'B for the slices of A and of B.
    fn times(&self, other: &Self) -> DMatrix<Twice> {
        let (rows, columns) = (self.exponents.len(), other.exponents.len());
        let mut sum = DMatrix::zeros(rows, columns);
        if sum.is_empty() {
            return sum;
        }
        // The smallest products first.
        for order in (0..BITS.div_ceil(self.bits) as usize).rev() {
            let scale = power(-(self.bits as i32) * (order as i32 + 2));
            for (s, slice) in self.parts.iter().enumerate().take(order + 1) {
                let Some(other) = other.parts.get(order - s) else { continue };
                let part = float::tr_product(slice, other);
                sum.as_mut_slice().par_chunks_mut(rows).zip(part.as_slice().par_chunks(rows)).for_each(
                    |(sum, part): (&mut [Twice], &[f64])| {
                        sum.iter_mut().zip(part).for_each(|(sum, &part)| *sum += Twice::from(part * scale));
                    },
                );
            }
        }
        for (j, &column) in other.exponents.iter().enumerate() {
            for (i, &row) in self.exponents.iter().enumerate() {
                sum[(i, j)] = scaled(sum[(i, j)], power(row), power(column));
            }
        }
        sum
    }
}

/// A number times two powers of two, one after the other, so that neither overflows alone.
fn scaled(qd::Quad(high, low): Twice, first: f64, second: f64) -> Twice {
    qd::Quad(high * first * second, low * first * second)
}

/// The least e with |value| < 2^e, or the least that a normal number has.
fn exponent(value: f64) -> i32 {
    ((value.to_bits() >> 52) & 0x7ff) as i32 - 1022
}

fn power(exponent: i32) -> f64 {
    2f64.powi(exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{exact_from_twice, twice_from_exact};

    /// Entries of 106 bits and both signs, over many powers of two, from a multiplicative generator.
    fn entries(rows: usize, columns: usize, seed: u64) -> DMatrix<Twice> {
        let mut state = seed;
        let mut next = move || {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        };
        DMatrix::from_fn(rows, columns, |i, j| {
            let scale = power((i as i32 * 7 + j as i32 * 5) % 40 - 20);
            Twice::from(next() * scale) + Twice::from(next() * scale * f64::EPSILON)
        })
    }

    #[test]
    fn products_are_those_of_the_rationals() {
        for (m, p, q) in [(3, 4, 2), (5, 70, 6), (2, 2500, 2)] {
            let (a, b) = (entries(m, p, 1), entries(p, q, 2));
            let exact = |m: &DMatrix<Twice>| m.map(|v| exact_from_twice(v).unwrap());
            let (found, right) = (Twice::product(&a, &b), exact(&a) * exact(&b));
            for i in 0..m {
                for j in 0..q {
                    let error = (exact_from_twice(found[(i, j)]).unwrap() - &right[(i, j)]).approx().abs();
                    let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0, |a: f64, v| a.max(v.abs()));
                    let scale =
                        largest(&mut a.row(i).iter().map(|v| v.0)) * largest(&mut b.column(j).iter().map(|v| v.0));
                    assert!(error <= TWICE_UNIT * p as f64 * scale, "{m} {p} {q}: {:e}", error / scale);
                }
            }
        }
    }

    #[test]
    fn integers_of_one_slice_are_exact_and_extremes_are_kept() {
        let a = DMatrix::from_fn(3, 5, |i, j| Twice::from((i * 5 + j) as f64 - 7.0));
        assert_eq!(Twice::product(&a, &a.transpose()), &a * a.transpose());
        let wide = |v: f64| DMatrix::from_element(1, 1, Twice::from(v));
        assert_eq!(Twice::product(&wide(1e300), &wide(1e-300))[(0, 0)].approx(), 1e300 * 1e-300);
        assert_eq!(Twice::product(&wide(1e-300), &wide(1e300))[(0, 0)].approx(), 1e300 * 1e-300);
        assert_eq!(Twice::product(&wide(0.0), &wide(1e300))[(0, 0)], Twice::from(0.0));
        assert_eq!(Twice::product(&DMatrix::zeros(2, 0), &DMatrix::zeros(0, 3)), DMatrix::zeros(2, 3));
    }

    #[test]
    fn a_third_has_twice_the_digits() {
        let third = crate::scalar::ratio(1, 3);
        let error = (exact_from_twice(twice_from_exact(&third)).unwrap() - third).approx().abs();
        assert!(error < 1e-32 && error > 0.0, "{error:e}");
    }
}
