//! Exact products of integer matrices by floating-point GEMM.
//!
//! Integers are cut into digits of 21 bits that all carry the sign, held in `f64`. A product of two
//! digits has 42 bits and a sum of up to 2^11 of them 53, so every GEMM is exact; longer sums are cut
//! into parts. A product of entries with p and q digits takes p q GEMMs, a Gram matrix half as many.
//! The digits of the result are then carried in big integers.

use crate::error::Result;
use crate::linalg::dyadic::{DyadicMatrix, common_exponent, decompose};
use crate::linalg::float::tr_product;
use nalgebra::DMatrix;
use num_bigint::{BigInt, Sign};
use num_integer::Integer;
use rayon::prelude::*;

const DIGIT: u64 = 21;
const MASK: u64 = (1 << DIGIT) - 1;
/// Terms that one GEMM may sum: 2^(2 * 21 + 11) = 2^53.
const TERMS: usize = 1 << 11;
/// Digits whose sums are carried at once: each sum is below 2^63, so three fit 63 + 42 bits.
const CARRIED: usize = 3;

/// The digits of a matrix of integers: one matrix for each position, the least significant first.
type Digits = Vec<DMatrix<f64>>;

impl DyadicMatrix {
    /// M' N with exact integer entries: M is m x p, N m x q.
    pub fn transpose_times(&self, other: &Self) -> Self {
        let (rows, columns) = (self.columns, other.columns);
        let mut entries = vec![BigInt::ZERO; rows * columns];
        for first in (0..self.rows).step_by(TERMS) {
            let count = TERMS.min(self.rows - first);
            let (left, right) = (self.digits(first, count), other.digits(first, count));
            add_positions(&mut entries, left.len() + right.len() - 1, |position, sum| {
                for s in (position + 1).saturating_sub(right.len())..left.len().min(position + 1) {
                    let product = tr_product(&left[s], &right[position - s]);
                    sum.par_chunks_mut(columns).enumerate().for_each(|(i, sum)| {
                        sum.iter_mut().enumerate().for_each(|(j, sum)| *sum += product[(i, j)] as i64);
                    });
                }
            });
        }
        Self { rows, columns, exponent: self.exponent + other.exponent, entries }
    }

    /// X'X of samples given row after row, finite `f64`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`](crate::Error::OutOfRange) if the numbers span more than 2^512.
    pub fn gram_of_reals(samples: &[f64], columns: usize) -> Result<Self> {
        let (exponent, bits) = common_exponent("samples", samples.iter().copied())?;
        let digits = |value: f64, digit: &mut dyn FnMut(usize, f64)| {
            let (mantissa, at) = decompose(value);
            // 0 has no digits, and no exponent that could be compared.
            if mantissa == 0 {
                return;
            }
            // The digits below the mantissa are 0.
            let (lowest, shift) = (at - exponent).div_rem(&(DIGIT as i64));
            let (mut rest, mut position) = (u128::from(mantissa.unsigned_abs()) << shift, lowest as usize);
            while rest > 0 {
                digit(position, signed(rest as u64 & MASK, mantissa < 0));
                rest >>= DIGIT;
                position += 1;
            }
        };
        let depth = bits.div_ceil(DIGIT).max(1) as usize;
        Ok(Self::gram(samples, columns, 2 * exponent, TERMS, depth, digits))
    }

    /// X'X of samples given row after row, small integers.
    pub fn gram_of_bytes(samples: &[u8], columns: usize) -> Self {
        // Squares of bytes have 16 bits: these many stay below 2^31.
        Self::gram(samples, columns, 0, 1 << 15, 1, |value, digit| digit(0, f64::from(value)))
    }

    /// X'X in parts of `terms` rows; `digits` calls its second argument with the position and value
    /// of every digit that is not 0.
    fn gram<V: Copy + Sync>(
        samples: &[V],
        columns: usize,
        exponent: i64,
        terms: usize,
        depth: usize,
        digits: impl Fn(V, &mut dyn FnMut(usize, f64)),
    ) -> Self {
        let mut entries = vec![BigInt::ZERO; columns * columns];
        for part in samples.chunks(terms * columns) {
            let mut parts: Digits = (0..depth).map(|_| DMatrix::zeros(part.len() / columns, columns)).collect();
            for (row, values) in part.chunks_exact(columns).enumerate() {
                for (column, &value) in values.iter().enumerate() {
                    digits(value, &mut |position, digit| parts[position][(row, column)] = digit);
                }
            }
            add_positions(&mut entries, 2 * depth - 1, |position, sum| {
                for s in (position + 1).saturating_sub(depth)..=position / 2 {
                    let product = tr_product(&parts[s], &parts[position - s]);
                    let twice = 2 * s != position;
                    sum.par_chunks_mut(columns).enumerate().for_each(|(i, sum)| {
                        for (j, sum) in sum.iter_mut().enumerate() {
                            *sum += product[(i, j)] as i64 + if twice { product[(j, i)] as i64 } else { 0 };
                        }
                    });
                }
            });
        }
        Self { rows: columns, columns, exponent, entries }
    }

    /// The digits of some rows.
    fn digits(&self, first: usize, count: usize) -> Digits {
        let entries = &self.entries[first * self.columns..(first + count) * self.columns];
        let depth = entries.iter().map(BigInt::bits).max().unwrap_or(0).div_ceil(DIGIT).max(1);
        let mut parts: Digits = (0..depth).map(|_| DMatrix::zeros(count, self.columns)).collect();
        let mut words = Vec::new();
        for (at, value) in entries.iter().enumerate() {
            words.clear();
            words.extend(value.iter_u64_digits());
            words.push(0);
            for (position, part) in parts.iter_mut().enumerate().take_while(|(p, _)| *p as u64 * DIGIT < value.bits()) {
                let bit = position * DIGIT as usize;
                let (word, shift) = (bit / 64, bit % 64);
                let pair = u128::from(words[word]) | u128::from(words[word + 1]) << 64;
                part[(at / self.columns, at % self.columns)] =
                    signed((pair >> shift) as u64 & MASK, value.sign() == Sign::Minus);
            }
        }
        parts
    }
}

fn signed(digit: u64, negative: bool) -> f64 {
    if negative { -(digit as f64) } else { digit as f64 }
}

/// Adds sum over positions of 2^(21 position) * (what `sum_at` adds to zeros), from the most
/// significant position down.
fn add_positions(entries: &mut [BigInt], positions: usize, sum_at: impl Fn(usize, &mut [i64])) {
    let mut part = vec![BigInt::ZERO; entries.len()];
    let mut sums = vec![vec![0i64; entries.len()]; CARRIED];
    for group in (0..positions.div_ceil(CARRIED)).rev() {
        for (offset, sum) in sums.iter_mut().enumerate() {
            sum.fill(0);
            let position = group * CARRIED + offset;
            if position < positions {
                sum_at(position, sum);
            }
        }
        part.par_iter_mut().enumerate().for_each(|(at, value)| {
            let digits = sums.iter().rev().fold(0i128, |value, sum| (value << DIGIT) + i128::from(sum[at]));
            *value = (std::mem::take(value) << (DIGIT as usize * CARRIED)) + digits;
        });
    }
    entries.iter_mut().zip(part).for_each(|(total, part)| *total += part);
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
        // Every digit at its largest: 2^21 - 1. An odd number of odd squares, some 2^54: no f64.
        let full = BigInt::from((1u64 << 42) - 1);
        let a = matrix(4101, 1, 0, vec![full.clone(); 4101]);
        assert_eq!(a.transpose_times(&a).entries, vec![&full * &full * 4101]);
        let digit = ((1u64 << 21) - 1) as f64;
        let gram = DyadicMatrix::gram_of_reals(&[digit; 4101], 1).unwrap();
        assert_eq!((gram.entries, gram.exponent), (vec![BigInt::from(digit as u64).pow(2) * 4101], 0));
    }

    #[test]
    fn gram_matrices_are_those_of_the_textbook() {
        // Exponents from 2^-60 to 2^40, zeros and both signs; 4,100 rows are three parts.
        let value = |i: usize| match i % 5 {
            0 => 0.0,
            1 => -(i as f64) * 2f64.powi(-60),
            2 => i as f64 * 0.1,
            3 => -1.0 / (i + 1) as f64,
            _ => i as f64 * 2f64.powi(28),
        };
        let samples: Vec<f64> = (0..4100 * 3).map(|i| value(i * 7 + i / 3)).collect();
        let (exponent, _) = common_exponent("samples", samples.iter().copied()).unwrap();
        let integer = |v: &f64| {
            let (mantissa, at) = decompose(*v);
            if mantissa == 0 { BigInt::ZERO } else { BigInt::from(mantissa) << (at - exponent) }
        };
        let x = matrix(4100, 3, exponent, samples.iter().map(integer).collect());
        let gram = DyadicMatrix::gram_of_reals(&samples, 3).unwrap();
        assert_eq!(gram, matrix(3, 3, 2 * exponent, plain(&x, &x)));
        assert_eq!(gram, x.transpose_times(&x));

        let bytes: Vec<u8> = (0..40_000 * 2).map(|i| (i * 31 % 256) as u8).collect();
        let x = matrix(40_000, 2, 0, bytes.iter().map(|&b| b.into()).collect());
        assert_eq!(DyadicMatrix::gram_of_bytes(&bytes, 2), matrix(2, 2, 0, plain(&x, &x)));
        assert_eq!(DyadicMatrix::gram_of_reals(&[0.0; 4], 2).unwrap(), matrix(2, 2, 0, vec![BigInt::ZERO; 4]));
    }
}
