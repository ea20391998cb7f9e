//! V: vectors that nearly diagonalise both matrices of a pencil, with exact residuals.
//!
//! Computed: an integer matrix V, d x d, with P = V'SV near I and B = V'AV near diagonal, both exact.
//!
//! Features may have any units. V = D U, where D holds powers of two that bring the diagonal of S to
//! about 1; only U, D S D and D A D are ever rounded to `f64`. V itself is stored over one power of
//! two, small enough for the row of the feature with the largest unit.
//!
//! Route:
//! 1. Whole steps V <- V W, W the `f64` eigenvectors of the rounded (B, P), until |I - P| is small.
//!    The first one has V = D. Where Cholesky of P fails, W is that of P plus a multiple of I; the
//!    next step repairs what this costs, as in shifted Cholesky QR (Fukaya et al. 2020).
//! 2. Steps of Ogita and Aishima's iteration (2018) until the rounding of V is reached; a whole step
//!    where one of them gains nothing.
//!
//! Errors: [`Error::NotPositiveDefinite`] for a feature without any variance,
//! [`Error::NearlyDependent`] if S is singular, or so close to it that no step helps.

use super::pencil::ExactPencil;
use crate::error::{Error, Result};
use crate::linalg::dyadic::{DyadicMatrix, approx, decompose};
use crate::linalg::float::{generalised_eigen, product};
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// Bits of V after the first one, on ordinary data: one digit of the checker, and all of an `f64`.
const V_BITS: i64 = 52;

/// Bits of the identity that P must show, at least, for V to be stored in `V_BITS`: two digits make
/// the checker work twice as long. Where the bounds turn out too loose, V is sharpened.
const ORDINARY: i64 = 30;

/// The same if V needs more than `V_BITS`: all of an `f64`.
const FULL: i64 = 52;

/// Bits of the fraction of W, whose columns have a length of 1 or more.
const W_BITS: i64 = 60;

/// Whole steps: two bring an S with a condition of 1e28 (after scaling) to one of 1.
const WHOLE_STEPS: usize = 6;

/// Steps of refinement: one or two do on ordinary data, four on the worst that the tests have.
const REFINEMENTS: usize = 8;

/// |I - P| below which refinements converge, and P_ii² > 1/2, which the weights need.
const NEAR: f64 = 0.125;

/// V and its residuals P = V'SV and B = V'AV, exactly and rounded.
pub(super) struct Basis {
    pub(super) v: DyadicMatrix,
    pub(super) p: DyadicMatrix,
    pub(super) b: DyadicMatrix,
    pub(super) p_approx: DMatrix<f64>,
    pub(super) b_approx: DMatrix<f64>,
    units: Units,
}

/// What the features are measured in, and how finely V is stored.
#[derive(Clone)]
struct Units {
    /// s_ii is between 2^(2u - 1) and 2^(2u + 1).
    powers: Vec<i64>,
    /// log2 of the square root of tr S.
    trace: f64,
    /// V is stored in integers times 2^-precision.
    precision: i64,
}

impl Basis {
    /// The vectors of a pencil, the largest eigenvalue first. `progress` is told the steps.
    pub(super) fn find(pencil: &ExactPencil, progress: &dyn Fn(&str)) -> Result<Self> {
        let mut units = Units::new(&pencil.s)?;
        progress("eigenvectors in f64");
        let scaled = |m: &DyadicMatrix| {
            let power = |i: usize, j: usize| m.exponent - units.powers[i] - units.powers[j];
            DMatrix::from_fn(m.rows, m.rows, |i, j| approx(m.at(i, j), power(i, j)))
        };
        let start = eigenvectors(&scaled(&pencil.a), &scaled(&pencil.s))?;
        units.choose_precision(&start);
        progress("exact residuals");
        let mut basis = Self::new(units.stored(&start), pencil, units);
        for step in 1.. {
            let (distance, column) = basis.distance();
            if distance < NEAR {
                break;
            }
            // No vector is 0, so this P_ii proves that S is not positive definite.
            if step > WHOLE_STEPS || !basis.p.at(column, column).is_positive() {
                return Err(basis.dependent(column));
            }
            progress(&format!("S is ill-conditioned: step {step}"));
            basis = basis.whole_step(pencil)?;
        }
        basis.refined(pencil, progress)
    }

    /// The same with V in as many bits as an `f64` would show in P, if it has fewer.
    pub(super) fn sharpened(&self, pencil: &ExactPencil, progress: &dyn Fn(&str)) -> Result<Option<Self>> {
        let mut units = self.units.clone();
        let more = units.full_precision() - units.precision;
        if more <= 0 {
            return Ok(None);
        }
        units.precision += more;
        let mut v = self.v.clone();
        v.exponent -= more;
        v.entries.iter_mut().for_each(|entry| *entry <<= more);
        Self::new(v, pencil, units).refined(pencil, progress).map(Some)
    }

    fn new(v: DyadicMatrix, pencil: &ExactPencil, units: Units) -> Self {
        let congruence = |m: &DyadicMatrix| m.transpose_times(&v).transpose_times(&v);
        let (p, b) = (congruence(&pencil.s), congruence(&pencil.a));
        let rounded = |m: &DyadicMatrix| DMatrix::from_fn(m.rows, m.rows, |i, j| m.approx(i, j));
        let (p_approx, b_approx) = (rounded(&p), rounded(&b));
        Self { v, p, b, p_approx, b_approx, units }
    }

    /// U = D^-1 V, rounded.
    fn scaled_v(&self) -> DMatrix<f64> {
        let (v, powers) = (&self.v, &self.units.powers);
        DMatrix::from_fn(v.rows, v.columns, |i, j| approx(v.at(i, j), v.exponent + powers[i]))
    }

    /// I - P, each entry rounded once: 1 - P_ii is formed exactly.
    fn defect(&self) -> DMatrix<f64> {
        let shift = -self.p.exponent;
        let one = if shift >= 0 { BigInt::one() << shift } else { BigInt::zero() };
        let p = &self.p;
        DMatrix::from_fn(p.rows, p.rows, |i, j| {
            if i == j { approx(&(&one - p.at(i, i)), p.exponent) } else { -p.approx(i, j) }
        })
    }

    /// A bound on |I - P|, the largest sum of a row, and the row where P_ii is least.
    fn distance(&self) -> (f64, usize) {
        let defect = self.defect();
        let norm = defect.row_iter().map(|row| row.iter().map(|e| e.abs()).sum::<f64>()).fold(0.0, f64::max);
        (norm, defect.diagonal().imax())
    }

    /// λ, and what keeps B from being diagonal where P is not I: B_ij + λ_j R_ij, i != j.
    fn off_diagonal(&self, defect: &DMatrix<f64>) -> (Vec<f64>, DMatrix<f64>) {
        let (p, b, d) = (&self.p_approx, &self.b_approx, self.v.rows);
        let lambda: Vec<f64> = (0..d).map(|i| b[(i, i)] / p[(i, i)]).collect();
        let off = DMatrix::from_fn(d, d, |i, j| if i == j { 0.0 } else { b[(i, j)] + lambda[j] * defect[(i, j)] });
        (lambda, off)
    }

    /// How far the largest residual is from 0, relative to the largest eigenvalue.
    fn residual(&self) -> f64 {
        let defect = self.defect();
        let (lambda, off) = self.off_diagonal(&defect);
        let largest = lambda.iter().fold(f64::MIN_POSITIVE, |largest, l| largest.max(l.abs()));
        defect.amax().max(off.amax() / largest)
    }

    /// V W, W the `f64` eigenvectors of the rounded (B, P). The product is exact before it is rounded to
    /// the precision of V, so that large entries of V cost nothing.
    fn whole_step(&self, pencil: &ExactPencil) -> Result<Self> {
        let w = eigenvectors(&self.b_approx, &self.p_approx)?;
        let mut units = self.units.clone();
        units.choose_precision(&product(&self.scaled_v(), &w));
        let (d, v) = (w.nrows(), &self.v);
        let matrix = |exponent, entry: &dyn Fn(usize, usize) -> BigInt| DyadicMatrix {
            rows: d,
            columns: d,
            exponent,
            entries: (0..d * d).map(|at| entry(at / d, at % d)).collect(),
        };
        let transposed = matrix(v.exponent, &|i, j| v.at(j, i).clone());
        let exact = transposed.transpose_times(&matrix(-W_BITS, &|i, j| fixed(w[(i, j)], W_BITS)));
        let drop = -units.precision - exact.exponent;
        let v = matrix(-units.precision, &|i, j| {
            let entry = exact.at(i, j);
            // Half a unit up, then down to a whole one.
            if drop > 0 { (entry + (BigInt::one() << (drop - 1))) >> drop } else { entry << -drop }
        });
        Ok(Self::new(v, pencil, units))
    }

    /// Refined until the rounding of V is reached, or two steps in a row have gained nothing. After a
    /// step without gain a whole one follows: it minds no eigenvalues that are close on the scale of
    /// the largest.
    fn refined(self, pencil: &ExactPencil, progress: &dyn Fn(&str)) -> Result<Self> {
        let (mut best, mut least) = (None, self.residual());
        let (mut now, mut idle) = (self, 0);
        for step in 1..=REFINEMENTS {
            // A step that gains nothing is no surprise once the rounding of V may be reached.
            let floor = now.units.rounding();
            if least <= floor / 16.0 || (idle > 0 && least <= floor) || idle == 2 {
                break;
            }
            progress(&format!("refinement {step}"));
            let next = match idle {
                0 => Self::new(now.correction(), pencil, now.units.clone()),
                _ => now.whole_step(pencil)?,
            };
            let found = next.residual();
            idle = if found <= least / 4.0 { 0 } else { idle + 1 };
            let before = std::mem::replace(&mut now, next);
            if found < least {
                (best, least) = (None, found);
            } else {
                best = best.or(Some(before));
            }
        }
        Ok(best.unwrap_or(now))
    }

    /// V + V E, E from the residuals (Ogita and Aishima 2018, for S-orthonormal vectors): E_ij =
    /// (B_ij + λ_j R_ij)/(λ_j - λ_i) for separated eigenvalues, R_ij/2 in a cluster. V E is small, so
    /// its rounding is that of a longer V.
    pub(super) fn correction(&self) -> DyadicMatrix {
        let r = self.defect();
        let (lambda, off) = self.off_diagonal(&r);
        // Eigenvalues closer than the residuals are one cluster.
        let largest = lambda.iter().fold(0.0f64, |largest, l| largest.max(l.abs()));
        let cluster = 2.0 * (off.norm() + largest * r.norm());
        let e = DMatrix::from_fn(r.nrows(), r.nrows(), |i, j| {
            let gap = lambda[j] - lambda[i];
            if i != j && gap.abs() > cluster { off[(i, j)] / gap } else { 0.5 * r[(i, j)] }
        });
        let mut v = self.units.stored(&product(&self.scaled_v(), &e));
        v.entries.iter_mut().zip(&self.v.entries).for_each(|(change, entry)| *change += entry);
        v
    }

    /// The features of a direction in which S vanishes, or almost.
    fn dependent(&self, column: usize) -> Error {
        let direction = self.scaled_v().column(column).map(f64::abs);
        let mut features: Vec<usize> = (0..direction.len()).filter(|&i| direction[i] > 0.1 * direction.max()).collect();
        features.sort_by(|&i, &j| direction[j].total_cmp(&direction[i]));
        features.truncate(4);
        features.sort_unstable();
        let value = self.p_approx[(column, column)] / direction.norm_squared();
        Error::NearlyDependent { what: "the second moment of the views, S,".into(), features, value }
    }

    /// The vectors of a pencil that are given in `f64`, not refined.
    #[cfg(test)]
    pub(super) fn of(v: &DMatrix<f64>, pencil: &ExactPencil) -> Self {
        let mut units = Units::new(&pencil.s).unwrap();
        let scaled = DMatrix::from_fn(v.nrows(), v.nrows(), |i, j| v[(i, j)] * 2f64.powi(units.powers[i] as i32));
        units.choose_precision(&scaled);
        Self::new(units.stored(&scaled), pencil, units)
    }

    /// The next iterate.
    #[cfg(test)]
    pub(super) fn next(&self, pencil: &ExactPencil) -> Self {
        Self::new(self.correction(), pencil, self.units.clone())
    }
}

impl Units {
    fn new(s: &DyadicMatrix) -> Result<Self> {
        let power = |i: usize| match s.at(i, i) {
            entry if entry.is_positive() => Ok((entry.bits() as i64 + s.exponent).div_euclid(2)),
            _ => Err(Error::NotPositiveDefinite {
                what: "the second moment of the views, S,".into(),
                pivot: i,
                value: s.approx(i, i),
                threshold: f64::EPSILON,
            }),
        };
        let powers = (0..s.rows).map(power).collect::<Result<Vec<_>>>()?;
        let largest = powers.iter().copied().max().unwrap_or(0);
        let squares: f64 = (0..s.rows).map(|i| approx(s.at(i, i), s.exponent - 2 * largest)).sum();
        Ok(Self { trace: largest as f64 + 0.5 * squares.log2(), powers, precision: 0 })
    }

    /// For V = D U: so fine that its rounding moves P by less than 2^-FULL; but not finer than V_BITS
    /// allow if that is fine enough, see `ORDINARY`.
    fn choose_precision(&mut self, u: &DMatrix<f64>) {
        let row = |i: usize| u.row(i).amax().log2() - self.powers[i] as f64;
        let largest = (0..u.nrows()).map(row).fold(f64::NEG_INFINITY, f64::max);
        let one_digit = V_BITS - if largest.is_finite() { largest.floor() as i64 } else { 0 };
        let ordinary = self.trace.ceil() as i64 + ORDINARY <= one_digit;
        self.precision = if ordinary { one_digit } else { one_digit.max(self.full_precision()) };
    }

    fn full_precision(&self) -> i64 {
        self.trace.ceil() as i64 + FULL
    }

    /// What the rounding of V changes in an entry of P, at most about: mostly it is some tenths of it.
    fn rounding(&self) -> f64 {
        2.0 * (self.trace - self.precision as f64).exp2().max(f64::EPSILON)
    }

    /// V = D U, rounded to the precision.
    fn stored(&self, u: &DMatrix<f64>) -> DyadicMatrix {
        let (rows, columns) = u.shape();
        let entry = |at: usize| fixed(u[(at / columns, at % columns)], self.precision - self.powers[at / columns]);
        let entries = (0..rows * columns).map(entry).collect();
        DyadicMatrix { rows, columns, exponent: -self.precision, entries }
    }
}

/// value * 2^power, rounded to an integer.
fn fixed(value: f64, power: i64) -> BigInt {
    let (mantissa, exponent) = decompose(value);
    match exponent + power {
        shift @ 0.. => BigInt::from(mantissa) << shift,
        shift @ -63..0 => BigInt::from((mantissa as f64 * 2f64.powi(shift as i32)).round() as i64),
        _ => BigInt::ZERO,
    }
}

/// Eigenvectors of (A, S), for any units of the rows. Where S is singular to working precision, those
/// of S plus a multiple of its diagonal.
fn eigenvectors(a: &DMatrix<f64>, s: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    let d = s.nrows();
    let scale: Vec<f64> = (0..d).map(|i| (-0.5 * s[(i, i)].log2()).round().exp2()).collect();
    let scaled = |m: &DMatrix<f64>| DMatrix::from_fn(d, d, |i, j| m[(i, j)] * scale[i] * scale[j]);
    let (a, s) = (scaled(a), scaled(s));
    // The backward error of Cholesky is (d + 1) u s_ii (Higham, Theorem 10.3), and a pivot counts
    // from 4 (d + 1) u on; s_ii < 2.
    let mut shift = 8.0 * (d + 1) as f64 * f64::EPSILON;
    let mut found = generalised_eigen("the second moment of the views, S,", &a, &s);
    for _ in 0..3 {
        if !matches!(found, Err(Error::NotPositiveDefinite { .. })) {
            break;
        }
        let shifted = &s + DMatrix::identity(d, d) * shift;
        found = generalised_eigen("the second moment of the views, S,", &a, &shifted);
        shift *= 8.0;
    }
    let mut vectors = found?.vectors;
    vectors.row_iter_mut().zip(&scale).for_each(|(mut row, scale)| row *= *scale);
    Ok(vectors)
}
