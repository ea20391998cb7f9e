//! The pencils of both problems in exact integers, from the stored samples and parameters.

use crate::augment::AlignedNoise;
use crate::dataset::{Features, Values};
use crate::error::{Error, Result};
use crate::linalg::dyadic::{DyadicMatrix, MAX_SPREAD, common_exponent, common_integers, decompose, rational};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::Rational;
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_integer::Integer;
use num_traits::One;

/// (A, S) in integers: the true matrices are A / scale_a and S / scale_s.
#[derive(Debug, Clone)]
pub struct ExactPencil {
    /// The problem.
    pub paradigm: Paradigm,
    /// What the numbers are, for people.
    pub source: String,
    /// A times scale_a, d x d.
    pub a: DyadicMatrix,
    /// S times scale_s, d x d.
    pub s: DyadicMatrix,
    /// For T(α): the count for joint-embedding, its square for reconstruction. Else the common
    /// denominator of A.
    pub scale_a: BigInt,
    /// For T(α): the count, n, or n² for centred samples. Else the common denominator of S.
    pub scale_s: BigInt,
    /// tr C, exactly.
    pub trace: Rational,
}

impl ExactPencil {
    /// The pencil of T(α) on the samples: S = C + Θ + α² Γ, and A = C (joint-embedding) or C²
    /// (reconstruction), C = X'X/n.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`], or [`Error::OutOfRange`] if the numbers span more than 2^512.
    pub fn aligned_noise(
        paradigm: Paradigm,
        features: &Features,
        noise: &AlignedNoise<f64>,
        source: String,
    ) -> Result<Self> {
        Self::of_second(paradigm, gram(features)?, features.n().into(), noise, source)
    }

    /// The same for the samples less their mean: n² C = n X'X - (X'1)(1'X), exactly. Subtracting a
    /// mean from the samples would round.
    ///
    /// # Errors
    /// As [`aligned_noise`](Self::aligned_noise).
    pub fn centred_aligned_noise(
        paradigm: Paradigm,
        features: &Features,
        noise: &AlignedNoise<f64>,
        source: String,
    ) -> Result<Self> {
        let sums = column_sums(features)?;
        let (count, minus) = (BigInt::from(features.n()), BigInt::from(-1));
        let second = sum(&[(&count, &gram(features)?), (&minus, &sums.transpose_times(&sums))])?;
        Self::of_second(paradigm, second, &count * &count, noise, source)
    }

    /// The same problem without the features on which S vanishes, and these, counted from 0. The trace
    /// stays that of all data.
    pub fn without_vanishing(mut self) -> (Self, Vec<usize>) {
        let d = self.s.rows;
        let (vanishing, kept): (Vec<usize>, Vec<usize>) = (0..d).partition(|&i| self.s.at(i, i).bits() == 0);
        if !vanishing.is_empty() && !kept.is_empty() {
            for m in [&mut self.a, &mut self.s] {
                let pairs = kept.iter().flat_map(|&i| kept.iter().map(move |&j| (i, j)));
                m.entries = pairs.map(|(i, j)| m.at(i, j).clone()).collect();
                (m.rows, m.columns) = (kept.len(), kept.len());
            }
        }
        (self, vanishing)
    }

    /// From C times a count.
    fn of_second(
        paradigm: Paradigm,
        second: DyadicMatrix,
        count: BigInt,
        noise: &AlignedNoise<f64>,
        source: String,
    ) -> Result<Self> {
        let d = second.rows;
        let [(_, theta), (_, gamma)] = noise.parts();
        if theta.nrows() != d {
            return Err(Error::shape("augmentation", format!("{d} x {d}"), theta.nrows()));
        }
        let theta = covariance("theta", theta)?;
        let mut gamma = covariance("gamma", gamma)?;
        let (alpha, alpha_exponent) = decompose(noise.alpha());
        let square = BigInt::from(alpha).pow(2);
        gamma.exponent += 2 * alpha_exponent;
        gamma.entries.iter_mut().for_each(|g| *g *= &square);
        let s = sum(&[(&BigInt::from(1), &second), (&count, &theta), (&count, &gamma)])?;
        let trace_sum: BigInt = (0..d).map(|i| second.at(i, i)).sum();
        let trace = rational(trace_sum, second.exponent) / Rational::from(count.clone());
        let (a, scale_a) = match paradigm {
            Paradigm::JointEmbedding => (second, count.clone()),
            Paradigm::Reconstruction => (second.transpose_times(&second), &count * &count),
        };
        Ok(Self { paradigm, source, a, s, scale_a, scale_s: count, trace })
    }

    /// The pencil of any augmentation from the exact moments of its views: (G, S), or (H'H, S),
    /// over their common denominators. For centred data the views are those of
    /// [`DataMoments::centred`](crate::moments::DataMoments::centred).
    pub fn of_views(paradigm: Paradigm, views: &ViewMoments<Rational>, source: String) -> Self {
        let (s, scale_s) = over_common_denominator(&views.view_second);
        let (a, scale_a) = match paradigm {
            Paradigm::JointEmbedding => over_common_denominator(&views.mean_second),
            Paradigm::Reconstruction => match &views.cross_second {
                Some(second) => over_common_denominator(second),
                None => {
                    let (h, scale) = over_common_denominator(&views.cross);
                    (h.transpose_times(&h), &scale * &scale)
                }
            },
        };
        Self { paradigm, source, a, s, scale_a, scale_s, trace: views.data_second.trace() }
    }
}

/// X'X.
fn gram(features: &Features) -> Result<DyadicMatrix> {
    match features.values() {
        Values::Bytes(rows) => Ok(DyadicMatrix::gram_of_bytes(rows, features.d())),
        Values::Real(rows) => DyadicMatrix::gram_of_reals(rows, features.d()),
    }
}

/// 1'X, 1 x d.
fn column_sums(features: &Features) -> Result<DyadicMatrix> {
    let d = features.d();
    let (entries, exponent) = match features.values() {
        Values::Bytes(rows) => {
            // 255 n fits u64 for every n that fits memory.
            let mut sums = vec![0u64; d];
            rows.chunks_exact(d).for_each(|row| sums.iter_mut().zip(row).for_each(|(sum, &v)| *sum += u64::from(v)));
            (sums.into_iter().map(BigInt::from).collect(), 0)
        }
        Values::Real(rows) => {
            let (exponent, _) = common_exponent("samples", rows.iter().copied())?;
            let mut sums = vec![BigInt::ZERO; d];
            for (at, (mantissa, power)) in rows.iter().copied().map(decompose).enumerate() {
                if mantissa != 0 {
                    sums[at % d] += BigInt::from(mantissa) << (power - exponent);
                }
            }
            (sums, exponent)
        }
    };
    Ok(DyadicMatrix { rows: 1, columns: d, exponent, entries })
}

/// A matrix of rationals as integers over an odd denominator; powers of two go into the exponent.
pub(super) fn over_common_denominator(matrix: &DMatrix<Rational>) -> (DyadicMatrix, BigInt) {
    let (rows, columns) = matrix.shape();
    let common = matrix.iter().fold(BigInt::one(), |common, v| common.lcm(v.denom()));
    let power = common.trailing_zeros().unwrap_or(0);
    let entry = |at: usize| {
        let value = &matrix[(at / columns, at % columns)];
        value.numer() * (&common / value.denom())
    };
    let entries = (0..rows * columns).map(entry).collect();
    (DyadicMatrix { rows, columns, exponent: -(power as i64), entries }, common >> power)
}

/// The lower triangle, mirrored: the input may be asymmetric by a few ulps.
fn covariance(what: &str, matrix: &DMatrix<f64>) -> Result<DyadicMatrix> {
    let d = matrix.nrows();
    let values: Vec<f64> = (0..d * d).map(|at| matrix[((at / d).max(at % d), (at / d).min(at % d))]).collect();
    let (entries, exponent) = common_integers(what, &values)?;
    Ok(DyadicMatrix { rows: d, columns: d, exponent, entries })
}

/// sum of count * matrix.
pub(super) fn sum(terms: &[(&BigInt, &DyadicMatrix)]) -> Result<DyadicMatrix> {
    let zero = |m: &DyadicMatrix| m.entries.iter().all(|e| e.bits() == 0);
    let used: Vec<_> = terms.iter().filter(|(_, m)| !zero(m)).collect();
    let exponent = used.iter().map(|(_, m)| m.exponent).min().unwrap_or(0);
    if used.iter().any(|(_, m)| m.exponent - exponent > 4 * MAX_SPREAD) {
        return Err(Error::range("samples, theta and gamma", "on comparable scales", "a factor beyond 2^2048"));
    }
    let (rows, columns) = terms.first().map_or((0, 0), |(_, m)| (m.rows, m.columns));
    let entry = |at: usize| used.iter().map(|(count, m)| (*count * &m.entries[at]) << (m.exponent - exponent)).sum();
    Ok(DyadicMatrix { rows, columns, exponent, entries: (0..rows * columns).map(entry).collect() })
}
