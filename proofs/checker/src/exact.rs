//! Exact products of integer matrices, the only O(d^3) work of the checker. Integers are cut into
//! digits of 53 bits that all carry the sign, so a dot product is one `i64 x i64 -> i128` dot
//! product per pair of digits, with one carry pass per entry. That beats residues modulo primes
//! here: the entries have few digits (V from f64 has one), and the result needs no bound. Nothing
//! overflows: digits are below 2^53, rows have at most 2^11 entries, at most 2^10 - 1 pairs of
//! digits meet in one position (`MAX_DEPTH`), so a sum stays below 2^(106 + 11 + 10) = 2^127.

use crate::Reject;
use num_bigint::{BigInt, Sign};
use std::{panic::resume_unwind, thread};

const DIGIT: u64 = 53;
const MAX_DEPTH: usize = 1023;
/// Digit products in one matrix product: a minute or two on two cores.
const MAX_WORK: u128 = 1 << 37;

/// The rows of an integer matrix.
pub(crate) type Rows = Vec<Vec<BigInt>>;

/// Row, then digit (the least significant first), then column.
type Digits = Vec<Vec<Vec<i64>>>;

fn digits(matrix: &Rows) -> Digits {
    let depth = matrix.iter().flatten().map(BigInt::bits).max().unwrap_or(0).div_ceil(DIGIT).max(1);
    let digit = |x: &BigInt, s: u64| {
        let mut words = x.iter_u64_digits().skip((DIGIT * s / 64) as usize).map(u128::from);
        let pair = words.next().unwrap_or(0) | words.next().unwrap_or(0) << 64;
        let low = (pair >> (DIGIT * s % 64)) as i64 & ((1 << DIGIT) - 1);
        if x.sign() == Sign::Minus { -low } else { low }
    };
    let by_digit = |row: &Vec<BigInt>| (0..depth).map(|s| row.iter().map(|x| digit(x, s)).collect()).collect();
    matrix.iter().map(by_digit).collect()
}

/// The product of a row and a row: one sum per position, from the most significant down.
fn dot(x: &[Vec<i64>], y: &[Vec<i64>]) -> BigInt {
    let positions = (0..x.len() + y.len() - 1).rev();
    positions.fold(BigInt::ZERO, |value, position| (value << DIGIT) + sum_at(position, x, y))
}

/// The sum of the products of digits that meet in a position.
pub(crate) fn sum_at(position: usize, x: &[Vec<i64>], y: &[Vec<i64>]) -> i128 {
    let mut sum = 0;
    for s in (position + 1).saturating_sub(y.len())..x.len().min(position + 1) {
        sum += x[s].iter().zip(&y[position - s]).map(|(&a, &b)| i128::from(a) * i128::from(b)).sum::<i128>();
    }
    sum
}

/// The rows of `X Y'`; of a product known to be symmetric only the lower triangle.
fn times_transpose(x: &Rows, y: &Rows, symmetric: bool) -> Result<Rows, Reject> {
    let (rows, width, x, y) = (x.len(), x[0].len(), digits(x), digits(y));
    let work = [rows, y.len(), width, x[0].len(), y[0].len()].iter().map(|&n| n as u128).product();
    if work > MAX_WORK || x[0].len().min(y[0].len()) > MAX_DEPTH {
        return Err(Reject::Work(work));
    }
    let row = |i: usize| y[..if symmetric { i + 1 } else { y.len() }].iter().map(|y| dot(&x[i], y)).collect();
    let every_second = |first| (first..rows).step_by(2).map(row).collect::<Rows>();
    thread::scope(|scope| {
        let helper = if rows < 64 { None } else { thread::Builder::new().spawn_scoped(scope, || every_second(1)).ok() };
        let mut even = every_second(0).into_iter();
        let odd = helper.map_or_else(|| every_second(1), |odd| odd.join().unwrap_or_else(|panic| resume_unwind(panic)));
        let mut odd = odd.into_iter();
        Ok((0..rows).filter_map(|i| [&mut even, &mut odd][i % 2].next()).collect())
    })
}

/// `V' M V` for a symmetric M, from the columns of V.
pub(crate) fn congruence(columns: &Rows, matrix: &Rows) -> Result<Rows, Reject> {
    symmetric_product(&times_transpose(columns, matrix, false)?, columns)
}

/// `X Y'` known to be symmetric.
pub(crate) fn symmetric_product(x: &Rows, y: &Rows) -> Result<Rows, Reject> {
    let lower = times_transpose(x, y, true)?;
    let row = |i: usize| (0..lower.len()).map(|j| lower[i.max(j)][i.min(j)].clone()).collect();
    Ok((0..lower.len()).map(row).collect())
}
