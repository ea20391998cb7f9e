//! The moments of real samples in exact rationals.
//!
//! A finite `f64` is an integer times a power of two. With integers Z and U, the samples are
//! X = 2^e Z (n x d) and the targets Y = 2^f U (n x l), so X'X/n = 2^(2e) Z'Z/n, Y'X/n = 2^(e+f) U'Z/n
//! and |Y|²/n = 2^(2f) |U|²/n. Exact; shares no code with the `f64` accumulator.

use super::{DataMoments, non_empty};
use crate::error::{Error, Result};
use crate::linalg::dyadic::{common_integers, rational};
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use num_bigint::BigInt;
use num_traits::Zero;

/// The moments of n rows of d features and l targets, row after row; finite, n, d >= 1.
pub fn dyadic_moments(x: &[f64], d: usize, y: &[f64], l: usize) -> Result<DataMoments<Rational>> {
    let n = x.len() / d;
    let (z, e) = common_integers("features", x)?;
    let (u, f) = common_integers("targets", y)?;
    let mut sums = vec![BigInt::zero(); d];
    let mut gram = vec![BigInt::zero(); d * d];
    let mut cross = vec![BigInt::zero(); l * d];
    for (i, row) in z.chunks_exact(d).enumerate() {
        for (a, value) in row.iter().enumerate().filter(|(_, value)| !value.is_zero()) {
            sums[a] += value;
            for b in 0..=a {
                gram[a * d + b] += value * &row[b];
            }
            for (c, target) in u[i * l..(i + 1) * l].iter().enumerate() {
                cross[c * d + a] += target * value;
            }
        }
    }
    let targets: Vec<BigInt> = (0..l).map(|c| u.iter().skip(c).step_by(l).sum()).collect();
    let energy = u.iter().map(|v| v * v).sum::<BigInt>();
    let over_n = |sum: &BigInt, exponent| rational(sum.clone(), exponent) / Rational::from_count(n);
    Ok(DataMoments {
        count: n,
        mean: DVector::from_fn(d, |a, _| over_n(&sums[a], e)),
        second: DMatrix::from_fn(d, d, |a, b| over_n(&gram[a.max(b) * d + a.min(b)], 2 * e)),
        label_cross: DMatrix::from_fn(l, d, |c, a| over_n(&cross[c * d + a], e + f)),
        label_mean: DVector::from_fn(l, |c, _| over_n(&targets[c], f)),
        label_energy: over_n(&energy, 2 * f),
    })
}

/// The exact moments of integer samples (pixels, counts): `x` holds n rows of d values, `labels`
/// the class of each sample, encoded one-hot in `classes` columns.
///
/// # Errors
/// [`Error::ShapeMismatch`], or [`Error::OutOfRange`] without samples or for a class out of range.
pub fn exact_moments_u8(x: &[u8], d: usize, labels: &[usize], classes: usize) -> Result<DataMoments<Rational>> {
    let n = non_empty(x.len().checked_div(d).unwrap_or(0), d)?;
    if x.len() != n * d || (classes > 0 && labels.len() != n) {
        let found = format!("{} values, {} labels", x.len(), labels.len());
        return Err(Error::shape("integer samples", format!("{n} rows of {d} values, {n} labels"), found));
    }
    if let Some(class) = labels.iter().find(|&&c| classes > 0 && c >= classes) {
        return Err(Error::range("class label", format!("below {classes}"), class));
    }
    let over_n = |sum: u64| Rational::new(BigInt::from(sum), BigInt::from(n));
    // 255² n fits u64 for every n that fits memory.
    let mut gram = vec![0u64; d * d];
    let mut mean = vec![0u64; d];
    let mut cross = vec![0u64; classes * d];
    let mut counts = vec![0u64; classes];
    for (i, row) in x.chunks_exact(d).enumerate() {
        if classes > 0 {
            counts[labels[i]] += 1;
        }
        for (a, &u) in row.iter().enumerate() {
            mean[a] += u64::from(u);
            if classes > 0 {
                cross[labels[i] * d + a] += u64::from(u);
            }
            if u != 0 {
                for (target, &v) in gram[a * d..=a * d + a].iter_mut().zip(row) {
                    *target += u64::from(u) * u64::from(v);
                }
            }
        }
    }
    Ok(DataMoments {
        count: n,
        mean: DVector::from_fn(d, |a, _| over_n(mean[a])),
        second: DMatrix::from_fn(d, d, |a, b| over_n(gram[a.max(b) * d + a.min(b)])),
        label_cross: DMatrix::from_fn(classes, d, |c, a| over_n(cross[c * d + a])),
        label_mean: DVector::from_fn(classes, |c, _| over_n(counts[c])),
        label_energy: over_n(if classes > 0 { n as u64 } else { 0 }),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn values_are_integers_over_one_power_of_two() {
        // 0.75 = 3/4, -6, 0, 1/8: over 2^-3 they are 6, -48, 0, 1.
        let (integers, exponent) = common_integers("x", &[0.75, -6.0, 0.0, 0.125]).unwrap();
        assert_eq!((integers, exponent), ([6, -48, 0, 1].map(BigInt::from).to_vec(), -3));
        assert_eq!(common_integers("x", &[-0.0]).unwrap(), (vec![BigInt::zero()], 0));
        assert_eq!(common_integers("x", &[]).unwrap(), (vec![], 0));
        // The least subnormal is 2^-1074 and the greatest power is 2^1023: alone each is fine,
        // together they are not.
        assert_eq!(common_integers("x", &[5e-324]).unwrap(), (vec![BigInt::from(1)], -1074));
        assert_eq!(common_integers("x", &[2f64.powi(1023)]).unwrap(), (vec![BigInt::from(1)], 1023));
        assert!(matches!(common_integers("x", &[5e-324, 1.0]), Err(Error::OutOfRange { .. })));
        assert!(common_integers("x", &[2f64.powi(-512), 1.0]).is_ok());
        assert!(common_integers("x", &[2f64.powi(-513), 1.0]).is_err());
    }

    #[test]
    fn hand_computed_with_halves_and_large_scales() {
        // X = [[1/2, 4], [-3/2, 8]], Y = [[2], [1/4]].
        // X'X = [[1/4 + 9/4, 2 - 12], [., 16 + 64]], Y'X = [1 - 3/8, 8 + 2], |Y|² = 4 + 1/16.
        let moments = dyadic_moments(&[0.5, 4.0, -1.5, 8.0], 2, &[2.0, 0.25], 1).unwrap();
        assert_eq!(moments.mean, DVector::from_vec(vec![ratio(-1, 2), ratio(6, 1)]));
        assert_eq!(moments.second[(0, 0)], ratio(5, 4));
        assert_eq!(moments.second[(0, 1)], ratio(-5, 1));
        assert_eq!(moments.second[(1, 0)], ratio(-5, 1));
        assert_eq!(moments.second[(1, 1)], ratio(40, 1));
        assert_eq!(moments.label_cross[(0, 0)], ratio(5, 16));
        assert_eq!(moments.label_cross[(0, 1)], ratio(5, 1));
        assert_eq!(moments.label_energy, ratio(65, 32));
        // A positive common exponent: X = [[8], [24]], X'X/2 = (64 + 576)/2.
        assert_eq!(dyadic_moments(&[8.0, 24.0], 1, &[], 0).unwrap().second[(0, 0)], ratio(320, 1));
    }
}
