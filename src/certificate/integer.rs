//! Exact products of integer matrices by floating-point GEMM.
//!
//! Integers are cut into digits of 21 bits, balanced or not, held in `f64`: a product of two digits has 42 bits and a sum of up to 2^11 of them 53, so every GEMM is exact whatever its order of summation. A product of entries with p and q
//! digits takes p q GEMMs; the digits of the result are then carried in big integers. Longer sums are cut into parts of 2^11.

use faer::{Accum, Mat, Par, linalg::matmul::matmul};
use num_bigint::{BigInt, Sign};

const DIGIT: u64 = 21;
/// Terms that one GEMM may sum: 2^(2 * 21 + 11) = 2^53.
const TERMS: usize = 1 << 11;

/// An integer matrix times a power of two, row after row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DyadicMatrix {
    /// Number of rows.
    pub rows: usize,
    /// Number of columns.
    pub columns: usize,
    /// The power of two.
    pub exponent: i64,
    /// The integers.
    pub entries: Vec<BigInt>,
}

impl DyadicMatrix {
    /// The entry in a row and a column, without the power of two.
    pub fn at(&self, row: usize, column: usize) -> &BigInt {
        &self.entries[row * self.columns + column]
    }

    /// The nearest f64 of an entry (to a few ulps, for large integers).
    pub fn approx(&self, row: usize, column: usize) -> f64 {
        approx(self.at(row, column), self.exponent)
    }

    /// M' N with exact integer entries: M is m x p, N m x q.
    pub fn transpose_times(&self, other: &Self) -> Self {
        let (left, right) = (self.digits(), other.digits());
        let positions = left.len() + right.len() - 1;
        let mut entries = vec![BigInt::ZERO; self.columns * other.columns];
        for first in (0..self.rows).step_by(TERMS) {
            let count = TERMS.min(self.rows - first);
            // From the most significant position down: entries <- entries 2^21 + (sum of the GEMMs of this position).
            let mut part = vec![BigInt::ZERO; entries.len()];
            for position in (0..positions).rev() {
                let mut sum = vec![0i128; part.len()];
                for s in (position + 1).saturating_sub(right.len())..left.len().min(position + 1) {
                    let mut product = Mat::<f64>::zeros(self.columns, other.columns);
                    let (a, b) = (left[s].subrows(first, count), right[position - s].subrows(first, count));
                    matmul(product.as_mut(), Accum::Replace, a.transpose(), b, 1.0, Par::rayon(0));
                    for i in 0..self.columns {
                        for j in 0..other.columns {
                            sum[i * other.columns + j] += product[(i, j)] as i128;
                        }
                    }
                }
                for (value, digit) in part.iter_mut().zip(sum) {
                    *value = (std::mem::take(value) << DIGIT) + digit;
                }
            }
            entries.iter_mut().zip(part).for_each(|(total, part)| *total += part);
        }
        Self { rows: self.columns, columns: other.columns, exponent: self.exponent + other.exponent, entries }
    }

    /// One matrix of digits for each position, the least significant first; digits carry the sign.
    fn digits(&self) -> Vec<Mat<f64>> {
        let depth = self.entries.iter().map(BigInt::bits).max().unwrap_or(0).div_ceil(DIGIT).max(1);
        let mask = (1u64 << DIGIT) - 1;
        (0..depth)
            .map(|position| {
                Mat::from_fn(self.rows, self.columns, |i, j| {
                    let value = self.at(i, j);
                    let low = (value.magnitude() >> (DIGIT * position)).iter_u64_digits().next().unwrap_or(0) & mask;
                    if value.sign() == Sign::Minus { -(low as f64) } else { low as f64 }
                })
            })
            .collect()
    }
}

/// The nearest `f64` of mantissa * 2^exponent, to an ulp; 0 or infinite outside the range.
pub(super) fn approx(mantissa: &BigInt, exponent: i64) -> f64 {
    let drop = mantissa.bits().saturating_sub(63);
    let head = (mantissa.magnitude() >> drop).iter_u64_digits().next().unwrap_or(0) as f64;
    let power = (exponent + drop as i64).clamp(-2200, 2200) as i32;
    // Two steps, so that neither over- or underflows before the product does.
    let value = head * 2f64.powi(power / 2) * 2f64.powi(power - power / 2);
    if mantissa.sign() == Sign::Minus { -value } else { value }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matrix(rows: usize, columns: usize, exponent: i64, entries: Vec<BigInt>) -> DyadicMatrix {
        DyadicMatrix { rows, columns, exponent, entries }
    }

    /// The textbook product.
    fn plain(a: &DyadicMatrix, b: &DyadicMatrix) -> Vec<BigInt> {
        (0..a.columns * b.columns)
            .map(|at| (0..a.rows).map(|l| a.at(l, at / b.columns) * b.at(l, at % b.columns)).sum())
            .collect()
    }

    #[test]
    fn products_are_exact_for_long_and_negative_entries() {
        // 130-bit and 40-bit entries of both signs, powers of the golden multiplier.
        let long = |i: usize| BigInt::from(0x9e37_79b9_7f4a_7c15_u64).pow(2) * (i as i64 * 7 - 50);
        let short =
            |i: usize| BigInt::from(1_099_511_627_689_i64 - 31 * i as i64) * if i.is_multiple_of(3) { -1 } else { 1 };
        let (a, b) = (matrix(5, 4, 3, (0..20).map(long).collect()), matrix(5, 3, -9, (0..15).map(short).collect()));
        let product = a.transpose_times(&b);
        assert_eq!(product.entries, plain(&a, &b));
        assert_eq!((product.rows, product.columns, product.exponent), (4, 3, -6));
    }

    #[test]
    fn sums_longer_than_one_gemm_are_exact() {
        // Every digit at its largest: 2^21 - 1 in 4,100 rows.
        let full = BigInt::from((1u64 << 42) - 1);
        let a = matrix(4100, 1, 0, vec![full.clone(); 4100]);
        assert_eq!(a.transpose_times(&a).entries, vec![&full * &full * 4100]);
    }

    #[test]
    fn approximations() {
        assert_eq!(approx(&BigInt::from(-3), -1), -1.5);
        assert_eq!(approx(&BigInt::ZERO, 5), 0.0);
        assert_eq!(approx(&(BigInt::from(5) << 3000), -3000), 5.0);
        assert_eq!(approx(&BigInt::from(1), -1074), f64::from_bits(1));
        let tenth = 0.1f64;
        assert_eq!(approx(&BigInt::from(3_602_879_701_896_397_i64), -55), tenth);
    }
}
