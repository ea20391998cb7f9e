//! The fast product against the plain one.

use crate::Reject;
use crate::exact::{Rows, congruence, sum_at, symmetric_product};
use num_bigint::BigInt;

/// Integers of up to `bits` bits, of both signs, with zeros, powers of two and the extremes of a
/// digit among them.
fn random(rows: usize, columns: usize, bits: u64, seed: u64) -> Rows {
    let mut state = seed;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state >> 33
    };
    let mut integer = || {
        let size = next() % (bits + 1);
        let mut value = BigInt::from(next() % 2);
        for _ in 0..size {
            value = (value << 1) + next() % 2;
        }
        let value = match next() % 4 {
            0 => (BigInt::from(1) << size) - 1,
            1 => BigInt::from(1) << size,
            _ => value,
        };
        if next() % 2 == 0 { value } else { -value }
    };
    (0..rows).map(|_| (0..columns).map(|_| integer()).collect()).collect()
}

fn plain(x: &Rows, y: &Rows) -> Rows {
    x.iter().map(|x| y.iter().map(|y| x.iter().zip(y).map(|(a, b)| a * b).sum()).collect()).collect()
}

#[test]
fn products_agree_with_the_plain_ones() {
    for (seed, (rows, bits)) in
        [(1, 5), (2, 52), (3, 53), (3, 54), (7, 64), (5, 130), (4, 700), (65, 106), (70, 60)].iter().enumerate()
    {
        let x = random(*rows, rows + 2, *bits, seed as u64);
        assert_eq!(symmetric_product(&x, &x).unwrap(), plain(&x, &x), "{rows} rows of {bits} bits");
        let square = random(*rows, *rows, 2 * *bits, 99 + seed as u64);
        let symmetric: Rows =
            (0..*rows).map(|i| (0..*rows).map(|j| square[i.max(j)][i.min(j)].clone()).collect()).collect();
        let v = random(*rows, *rows, *bits, 33 + seed as u64);
        assert_eq!(
            congruence(&v, &symmetric).unwrap(),
            plain(&plain(&v, &symmetric), &v),
            "{rows} rows of {bits} bits"
        );
    }
}

/// The longest rows of the largest digits: in the middle position, where most digits meet, the sum
/// comes closest to 2^127. (Tests run with overflow checks.)
#[test]
fn the_largest_sums_do_not_overflow() {
    let digit = (1 << 53) - 1;
    let x = vec![vec![-digit; 2048]; 1023];
    assert_eq!(sum_at(1022, &x, &x), 2048 * 1023 * i128::from(digit).pow(2));
    // As deep, in short rows.
    let largest: BigInt = (BigInt::from(1) << (53 * 1023)) - 1;
    let expected = &largest * &largest * 8;
    let x = vec![vec![-largest; 8]];
    assert_eq!(symmetric_product(&x, &x).unwrap(), vec![vec![expected]]);
    let too_deep = vec![vec![BigInt::from(1) << (53 * 1023)]];
    assert_eq!(symmetric_product(&too_deep, &too_deep), Err(Reject::Work(1024 * 1024)));
}

/// 2^37 digit products are allowed, more are not; the refusal comes before the work.
#[test]
fn work_is_limited() {
    let mut x = vec![vec![BigInt::ZERO; 512]; 512];
    x[0][0] = BigInt::from(1) << (53 * 32);
    assert_eq!(symmetric_product(&x, &x), Err(Reject::Work(512 * 512 * 512 * 33 * 33)));
}
