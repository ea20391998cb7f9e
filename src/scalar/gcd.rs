//! The greatest common divisor of integers.
//!
//! Rationals reduce after every operation, so that this is where exact arithmetic spends its time.
//! Up to two words the binary algorithm; above, Lehmer's (Knuth, The Art of Computer Programming 2,
//! section 4.5.2, Algorithm L): the leading bits of both tell many quotients of Euclid's algorithm
//! at once, and whole integers are touched once for all of them. Guarantee: exact.

use num_bigint::BigUint;
use num_traits::ToPrimitive;

/// gcd(a, b), where gcd(a, 0) = a.
pub(super) fn gcd(a: &BigUint, b: &BigUint) -> BigUint {
    match (a.to_u128(), b.to_u128()) {
        (Some(a), Some(b)) => two_words(a, b).into(),
        _ => lehmer(a.max(b).to_u64_digits(), a.min(b).to_u64_digits()),
    }
}

fn one_word(mut a: u64, mut b: u64) -> u64 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << twos
}

/// Falls to one word as soon as it may. With num-integer's instead, which does not, a product of
/// matrices takes a quarter longer.
fn two_words(mut a: u128, mut b: u128) -> u128 {
    if a == 0 || b == 0 {
        return a | b;
    }
    let twos = (a | b).trailing_zeros();
    a >>= a.trailing_zeros();
    while b != 0 {
        b >>= b.trailing_zeros();
        if let (Ok(a), Ok(b)) = (u64::try_from(a), u64::try_from(b)) {
            return u128::from(one_word(a, b)) << twos;
        }
        (a, b) = (a.min(b), a.abs_diff(b));
    }
    a << twos
}

/// Words from the least significant on, of which the last is not 0.
type Words = Vec<u64>;

fn integer(words: &[u64]) -> BigUint {
    BigUint::new(words.iter().flat_map(|w| [*w as u32, (w >> 32) as u32]).collect())
}

/// Of a >= b.
fn lehmer(mut a: Words, mut b: Words) -> BigUint {
    let rest = |a: &Words, b: &Words| (integer(a) % integer(b)).to_u64_digits();
    while b.len() > 2 {
        // What so many steps of Euclid's algorithm do to (a, b).
        let [[p, q], [r, s]] = steps(leading(&a, &a), leading(&b, &a));
        (a, b) = if q == 0 {
            let rest = rest(&a, &b);
            (b, rest)
        } else {
            (combined(p, &a, q, &b), combined(r, &a, s, &b))
        };
    }
    let low = |words: &Words| words.iter().rev().fold(0, |sum, word| sum << 64 | u128::from(*word));
    if b.is_empty() { integer(&a) } else { two_words(low(&b), low(&rest(&a, &b))).into() }
}

/// The bits of a number in the place of the 62 leading bits of the larger one.
fn leading(words: &[u64], larger: &[u64]) -> i64 {
    let at = |from_top: usize| larger.len().checked_sub(from_top).and_then(|i| words.get(i)).copied().unwrap_or(0);
    let pair = u128::from(at(1)) << 64 | u128::from(at(2));
    let unused = larger[larger.len() - 1].leading_zeros();
    (pair << unused >> 66) as i64
}

/// Steps of Euclid's algorithm on leading bits x >= y, while they are the same for all numbers that
/// begin so. The result is the identity if not even one is known.
fn steps(mut x: i64, mut y: i64) -> [[i64; 2]; 2] {
    let [mut upper, mut lower] = [[1, 0], [0, 1]];
    loop {
        let ends = [y + lower[0], y + lower[1]];
        if ends.contains(&0) {
            break;
        }
        let quotient = (x + upper[0]) / ends[0];
        if quotient != (x + upper[1]) / ends[1] {
            break;
        }
        let next = |upper: i64, lower: i64| upper - quotient * lower;
        (upper, lower) = (lower, [next(upper[0], lower[0]), next(upper[1], lower[1])]);
        (x, y) = (y, next(x, y));
    }
    [upper, lower]
}

/// x a + y b, which is not negative and not longer than a.
fn combined(x: i64, a: &[u64], y: i64, b: &[u64]) -> Words {
    let mut carry = 0;
    let of = |(i, word): (usize, &u64)| {
        let other = b.get(i).copied().unwrap_or(0);
        // Factors below 2^62, of which one is not positive: 127 bits hold this.
        let sum = i128::from(x) * i128::from(*word) + i128::from(y) * i128::from(other) + carry;
        carry = sum >> 64;
        sum as u64
    };
    let mut words: Words = a.iter().enumerate().map(of).collect();
    debug_assert_eq!(carry, 0, "a remainder of Euclid's algorithm");
    words.truncate(words.iter().rposition(|w| *w != 0).map_or(0, |last| last + 1));
    words
}

#[cfg(test)]
mod tests {
    use super::*;
    use num_integer::Integer;
    use proptest::prelude::*;

    fn big(text: &str) -> BigUint {
        text.parse().unwrap()
    }

    #[test]
    fn by_hand() {
        for (a, b, expected) in
            [(0u32, 0u32, 0u32), (0, 6, 6), (6, 0, 6), (12, 18, 6), (7, 7, 7), (1, 99, 1), (64, 48, 16)]
        {
            assert_eq!(gcd(&BigUint::from(a), &BigUint::from(b)), expected.into(), "{a} {b}");
        }
        // Neighbours in Fibonacci's sequence take the most steps, all with quotient 1.
        let (mut a, mut b) = (BigUint::from(1u32), BigUint::from(1u32));
        for _ in 0..2000 {
            (a, b) = (b.clone(), a + b);
            assert_eq!(gcd(&a, &b), 1u32.into());
        }
        // A zero beside a long number, and a multiple.
        assert_eq!(gcd(&a, &0u32.into()), a);
        assert_eq!(gcd(&0u32.into(), &a), a);
        assert_eq!(gcd(&a, &(&a * &b)), a);
        let long = big("1000000000000000000000000000000000000000000000000000000000000");
        assert_eq!(gcd(&long, &12u32.into()), 4u32.into());
    }

    /// Words that are all ones, or 0, or anything: quotients that are large, and carries.
    fn number() -> impl Strategy<Value = BigUint> {
        let word = prop_oneof![Just(0u64), Just(1), Just(u64::MAX), Just(1 << 63), any::<u64>()];
        proptest::collection::vec(word, 0..9).prop_map(|words| integer(&words))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2000))]

        /// num-bigint's binary algorithm, on numbers with a factor in common.
        #[test]
        fn as_another_program_finds_it(a in number(), b in number(), common in number()) {
            let (a, b) = (a * &common, b * common);
            prop_assert_eq!(gcd(&a, &b), a.gcd(&b));
        }

        #[test]
        fn of_one_and_two_words(a in any::<u128>(), b in any::<u128>(), shift in 0u32..128) {
            for (a, b) in [(a, b >> shift), (a >> shift, b >> shift), (a << shift, b)] {
                prop_assert_eq!(two_words(a, b), a.gcd(&b));
            }
            prop_assert_eq!(one_word(a as u64, (b >> shift) as u64), (a as u64).gcd(&((b >> shift) as u64)));
        }
    }
}
