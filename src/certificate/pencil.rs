//! The pencils of both problems in exact integers, from the stored samples and parameters.

use super::DyadicMatrix;
use crate::augment::AlignedNoise;
use crate::dataset::{Features, Values};
use crate::error::{Error, Result};
use crate::threshold::Paradigm;
use num_bigint::BigInt;
use num_rational::BigRational;

/// The largest spread of exponents among numbers that must share one power of two. Ten times that of data on a sensible scale; far beyond it the integers fill the memory.
const MAX_SPREAD: i64 = 512;

/// (A, S) as integers over powers of two and over positive scales: the true matrices are A / scale_a and S / scale_s.
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
    /// n for joint-embedding, n^2 for reconstruction.
    pub scale_a: BigInt,
    /// n.
    pub scale_s: BigInt,
    /// tr C, exactly.
    pub trace: BigRational,
}

impl ExactPencil {
    /// The pencil of T(alpha) on the samples: S = X'X/n + Theta + alpha^2 Gamma, and A = X'X/n (joint-embedding) or (X'X/n)^2 (reconstruction).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`], or [`Error::OutOfRange`] if the numbers span more than 2^512.
    pub fn aligned_noise(
        paradigm: Paradigm,
        features: &Features,
        noise: &AlignedNoise<f64>,
        source: String,
    ) -> Result<Self> {
        let (n, d) = (features.n(), features.d());
        let x = match features.values() {
            Values::Bytes(rows) => {
                DyadicMatrix { rows: n, columns: d, exponent: 0, entries: rows.iter().map(|&v| v.into()).collect() }
            }
            Values::Real(rows) => dyadic_matrix("samples", n, d, rows.iter().copied())?,
        };
        let gram = x.transpose_times(&x);
        let [(_, theta), (_, gamma)] = noise.parts();
        if theta.nrows() != d {
            return Err(Error::shape("augmentation", format!("{d} x {d}"), theta.nrows()));
        }
        let entries = |m: &nalgebra::DMatrix<f64>| m.transpose().iter().copied().collect::<Vec<_>>();
        // The covariance that is meant: the lower triangle, mirrored (a few ulps of asymmetry are allowed in the input).
        let mirrored = |m: &nalgebra::DMatrix<f64>| nalgebra::DMatrix::from_fn(d, d, |i, j| m[(i.max(j), i.min(j))]);
        let theta = dyadic_matrix("theta", d, d, entries(&mirrored(theta)).into_iter())?;
        let mut gamma = dyadic_matrix("gamma", d, d, entries(&mirrored(gamma)).into_iter())?;
        let (alpha, alpha_exponent) = super::decompose(noise.alpha());
        gamma.exponent += 2 * alpha_exponent;
        gamma.entries.iter_mut().for_each(|g| *g *= &alpha * &alpha);
        let count = BigInt::from(n);
        let s = sum(&[(&BigInt::from(1), &gram), (&count, &theta), (&count, &gamma)])?;
        let trace_sum: BigInt = (0..d).map(|i| gram.at(i, i)).sum();
        let trace = super::times_power(trace_sum, gram.exponent) / BigRational::from_integer(count.clone());
        let (a, scale_a) = match paradigm {
            Paradigm::JointEmbedding => (gram, count.clone()),
            Paradigm::Reconstruction => (gram.transpose_times(&gram), &count * &count),
        };
        Ok(Self { paradigm, source, a, s, scale_a, scale_s: count, trace })
    }
}

/// Finite `f64` values row after row as integers over one power of two.
fn dyadic_matrix(what: &str, rows: usize, columns: usize, values: impl Iterator<Item = f64>) -> Result<DyadicMatrix> {
    let parts: Vec<(BigInt, i64)> = values.map(super::decompose).collect();
    let used = || parts.iter().filter(|(m, _)| m.bits() > 0).map(|(_, e)| *e);
    let exponent = used().min().unwrap_or(0);
    if used().max().unwrap_or(0) - exponent > MAX_SPREAD {
        return Err(Error::range(what, "numbers within a factor 2^512 of each other (rescale)", "a wider range"));
    }
    let entries = parts.into_iter().map(|(m, e)| if m.bits() == 0 { m } else { m << (e - exponent) }).collect();
    Ok(DyadicMatrix { rows, columns, exponent, entries })
}

/// sum of count * matrix.
fn sum(terms: &[(&BigInt, &DyadicMatrix)]) -> Result<DyadicMatrix> {
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
