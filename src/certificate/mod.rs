//! Certificates of global optimality: `jerc-certificate/1`, for both self-supervised problems.
//!
//! Computed: for a pencil (A, S) given exactly, a file that proves how large the sum of its k
//! leading eigenvalues is. So the encoder found is optimal among *all* encoders, up to a stated gap.
//! The mathematics and the fields are in `proofs/FORMAT.md`; the crate `jerc-check` checks them and
//! shares no code with this module.
//!
//! The certificate speaks about the stored data, not about rounded moments: [`ExactPencil`] forms
//! A and S in integers. For T(α) they come straight from the samples
//! ([`ExactPencil::aligned_noise`], or [`ExactPencil::centred_aligned_noise`]), for any other
//! augmentation from its exact moments ([`ExactPencil::of_views`]), and for drawn views from exact
//! sums over them ([`exact_views`]). Whether the matrices of a file
//! are those of some data is what [`recompute`] tells.
//!
//! Route: V, which nearly diagonalises both matrices, with exact residuals P = V'SV and B = V'AV:
//! from the `f64` solver on features in comparable units, then refined (`basis.rs`). Then t, floor
//! and the weights c follow from P and B, each with twice the slack that strict diagonal dominance
//! needs. Bounds are computed exactly and rounded outward. Nothing leaves this module that the checker
//! does not accept.
//!
//! Which problems: those with a positive definite S. Features may have any units. After scaling to a
//! unit diagonal the condition of S may be 1e14 and more: what counts is that S, exactly, is not
//! singular, and that `f64` can tell its directions apart.
//!
//! Errors: those of the solvers; [`Error::NearlyDependent`] names the
//! features among which S is singular, or so nearly that no step helps; [`Error::BadRequest`] if the
//! checker refuses what was found, with its reason (a limit of the format: numbers too long).

mod basis;
pub mod drawn;
mod pencil;
mod products;
pub mod recompute;
pub mod rocq;

pub use drawn::exact_views;
pub use pencil::ExactPencil;

use crate::error::{Error, Result};
use crate::linalg::dyadic::{DyadicMatrix, decompose, rational};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use basis::Basis;
use jerc_check::Reject;
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::{One, Zero};
use std::fmt::Write;

/// Relative gaps above 2^TIGHT, about 2e-10, are worth a longer V, and a second check.
const TIGHT: i64 = -32;

/// A certificate that the checker has accepted.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The file.
    pub json: String,
    /// What it proves.
    pub verified: jerc_check::Verified,
}

/// Certifies the optimum of a problem for embedding dimension k. `progress` is told the steps.
///
/// # Errors
/// See the [module](self).
pub fn certify(pencil: &ExactPencil, k: usize, progress: &dyn Fn(&str)) -> Result<Certificate> {
    let d = pencil.s.rows;
    if !(1..=d).contains(&k) {
        return Err(Error::range("embedding dimension k", format!("between 1 and d = {d}"), k));
    }
    let mut basis = Basis::find(pencil, progress)?;
    loop {
        let json = basis.json(pencil, &basis.witness(k));
        progress("checking");
        let found = jerc_check::check(json.as_bytes());
        let tight = found
            .as_ref()
            .is_ok_and(|verified| Rational::from(verified.relative_gap.clone()) <= rational(BigInt::one(), TIGHT));
        match (found, if tight { None } else { basis.sharpened(pencil, progress)? }) {
            (_, Some(sharper)) => basis = sharper,
            (Ok(verified), None) => return Ok(Certificate { json, verified }),
            (Err(reject), None) => return Err(refused(&reject)),
        }
    }
}

/// What the checker has against the sharpest V.
fn refused(reject: &Reject) -> Error {
    let remedy = match reject {
        Reject::Work(..) | Reject::TooManyBits(..) | Reject::Alignment(..) | Reject::FileSize(..) => {
            "round the data or the covariances to fewer bits, or bring the features to comparable units"
        }
        _ => "drop features that depend on others, or give them augmentation noise",
    };
    Error::request(format!("certificate: the checker refuses it: {reject}"), remedy)
}

impl Basis {
    /// What proves the bounds for embedding dimension k.
    fn witness(&self, k: usize) -> Witness {
        let (p, b, d) = (&self.p_approx, &self.b_approx, self.v.rows);
        let lambda = |i: usize| b[(i, i)] / p[(i, i)];
        let mut order: Vec<usize> = (0..d).collect();
        order.sort_by(|&i, &j| lambda(j).total_cmp(&lambda(i)));
        let (p, b) = (p.select_rows(&order).select_columns(&order), b.select_rows(&order).select_columns(&order));
        let lambda: Vec<f64> = (0..d).map(|i| b[(i, i)] / p[(i, i)]).collect();
        // Sixteen units of rounding of λ_1: what the diagonal of N may lose here.
        let tiny = lambda[0].abs() * 2f64.powi(-49) + f64::MIN_POSITIVE;
        let row_sum =
            |i: usize, entry: &dyn Fn(usize) -> f64| (0..d).filter(|&j| j != i).map(|j| entry(j).abs()).sum::<f64>();

        // t: above λ_{k+1} by twice the off-diagonal rows of N there.
        let mut t = if k < d { lambda[k] } else { lambda[d - 1] - 1e-3 * lambda[0].abs() };
        let mut weights = vec![0.0; k];
        for _ in 0..2 {
            // N_ii is what is added to this: v_i'Sv_i is near 1, but not 1.
            let guess: Vec<f64> =
                (0..k).map(|i| ((b[(i, i)] - t * p[(i, i)]) / (p[(i, i)] * p[(i, i)])).max(0.0)).collect();
            let coupled = DMatrix::from_fn(d, k, |i, l| p[(i, l)] * guess[l]) * p.columns(0, k).transpose();
            let n = |i: usize, j: usize| t * p[(i, j)] + coupled[(i, j)] - b[(i, j)];
            let rows: Vec<f64> = (0..d).map(|i| row_sum(i, &|j| n(i, j))).collect();
            weights = (0..k).map(|i| guess[i] + 2.0 * rows[i] + tiny).collect();
            if k < d {
                let slack = rows[k..].iter().copied().fold(0.0, f64::max);
                let highest = lambda[k..].iter().copied().fold(f64::NEG_INFINITY, f64::max);
                t = highest + 2.0 * slack + 4.0 * tiny;
            }
        }
        let lowest = lambda[..k].iter().copied().fold(f64::INFINITY, f64::min);
        let block = |i: usize| (0..k).filter(|&j| j != i).map(|j| (b[(i, j)] - lowest * p[(i, j)]).abs()).sum::<f64>();
        let floor = lowest - 2.0 * (0..k).map(block).fold(0.0, f64::max) - 4.0 * tiny;

        let separated = k < d && floor > t;
        let distance = separated.then(|| {
            let margin = (0..d).map(|i| p[(i, i)] - row_sum(i, &|j| p[(i, j)])).fold(f64::INFINITY, f64::min);
            // Four units of rounding for the products, which may cancel.
            let residual = |i: usize, j: usize| {
                let (left, right) = (b[(i, j)] * p[(j, j)], p[(i, j)] * b[(j, j)]);
                (left - right).abs() + 2.0 * f64::EPSILON * (left.abs() + right.abs())
            };
            let squares: f64 =
                (0..d * k).filter(|at| at / k != at % k).map(|at| residual(at / k, at % k).powi(2)).sum();
            // A millionth covers the rounding of this line.
            (1.0 + 1e-6) * squares.sqrt() / (margin * margin * (floor - t)) + f64::MIN_POSITIVE
        });
        Witness { order, t, floor, weights, distance }
    }

    /// The lower and the upper bound that a witness proves, in units of the stored pencil.
    fn bounds(&self, Witness { order, t, floor, weights, .. }: &Witness) -> [Rational; 2] {
        let k = weights.len();
        let entry = |m: &DyadicMatrix, i: usize, j: usize| Dyadic(m.at(order[i], order[j]).clone(), m.exponent);
        let (p, b) = (|i, j| entry(&self.p, i, j), |i, j| entry(&self.b, i, j));
        let (t, floor) = (Dyadic::from(*t), Dyadic::from(*floor));
        let (count, two) = (Dyadic(k.into(), 0), Dyadic(2.into(), 0));
        let mut upper = count.times(&t);
        let mut lower = count.times(&floor);
        for i in 0..k {
            upper = upper.plus(&Dyadic::from(weights[i]).times(&p(i, i)));
            for j in 0..k {
                let h = b(i, j).minus(&floor.times(&p(i, j)));
                // 2 tr H - tr(P H).
                let factor = if i == j { two.minus(&p(i, i)) } else { Dyadic(-p(i, j).0, self.p.exponent) };
                lower = lower.plus(&factor.times(&h));
            }
        }
        [lower, upper].map(|bound| rational(bound.0, bound.1))
    }

    /// The file.
    fn json(&self, pencil: &ExactPencil, witness: &Witness) -> String {
        let (d, k) = (self.v.rows, witness.weights.len());
        let factor = Rational::new(pencil.scale_s.clone(), pencil.scale_a.clone());
        let [lower, upper] = self.bounds(witness).map(|bound| bound * &factor);
        let (lower, upper) = (round(&lower, false), round(&upper, true));
        let problem = pencil.paradigm.short();
        let (constant, copies) = match pencil.paradigm {
            Paradigm::JointEmbedding => (Rational::from_integer((2 * k).into()), ratio(2, 1)),
            Paradigm::Reconstruction => (pencil.trace.clone(), ratio(1, 1)),
        };
        let (loss_lower, loss_upper) = (&constant - &upper * &copies, &constant - &lower * &copies);
        let relative_gap = decimal_above(&round(&((&upper - &lower) / upper.abs()), true));
        // v with its columns in the order of the eigenvalues.
        let entries = (0..d * d).map(|at| self.v.at(at / d, witness.order[at % d]).clone()).collect();
        let v = DyadicMatrix { entries, ..self.v };
        let source = serde_json::Value::from(pencil.source.as_str());
        let weights: Vec<String> = witness.weights.iter().map(|&c| number(c)).collect();
        let mut json = String::new();
        // Writing to a String cannot fail.
        let _ = write!(
            json,
            "{{\"format\":\"jerc-certificate/1\",\n\"claim\":{{\"problem\":\"{problem}\",\"d\":{d},\"k\":{k},\"source\":{source}}},\n\"pencil\":{{\"a\":{},\n\"s\":{}}},\n\
             \"scale\":{{\"a\":\"{}\",\"s\":\"{}\"}},\n\"witness\":{{\"v\":{},\n\"t\":{},\"floor\":{},\"c\":[{}]}},\n\
             \"bounds\":{{\"lower\":\"{}\",\"upper\":\"{}\",\"relative_gap\":\"{relative_gap}\"}},\n\"loss\":{{\"constant\":\"{}\",\"lower\":\"{}\",\"upper\":\"{}\"}}",
            matrix(&pencil.a),
            matrix(&pencil.s),
            pencil.scale_a,
            pencil.scale_s,
            matrix(&v),
            number(witness.t),
            number(witness.floor),
            weights.join(","),
            fraction(&lower),
            fraction(&upper),
            fraction(&constant),
            fraction(&loss_lower),
            fraction(&loss_upper),
        );
        if let Some(distance) = witness.distance {
            let gap = (dyadic(witness.floor) - dyadic(witness.t)) * factor;
            let _ = write!(json, ",\n\"unique\":{{\"gap\":\"{}\"}}", fraction(&round(&gap, false)));
            if distance.is_finite() {
                let _ = write!(json, ",\n\"distance\":\"{}\"", fraction(&round(&dyadic(distance), true)));
            }
        }
        json + "}\n"
    }
}

/// What proves the bounds: V with its columns in this order, t, floor and the weights c.
struct Witness {
    order: Vec<usize>,
    t: f64,
    floor: f64,
    weights: Vec<f64>,
    /// A bound on the distance between the row spaces, if the optimum is unique.
    distance: Option<f64>,
}

/// `.0 * 2^.1`. Sums of many of them cost no greatest common divisor, as fractions would.
struct Dyadic(BigInt, i64);

impl From<f64> for Dyadic {
    fn from(value: f64) -> Self {
        let (mantissa, exponent) = decompose(value);
        Self(mantissa.into(), exponent)
    }
}

impl Dyadic {
    fn times(&self, other: &Self) -> Self {
        Self(&self.0 * &other.0, self.1 + other.1)
    }

    fn plus(&self, other: &Self) -> Self {
        let unit = self.1.min(other.1);
        Self((&self.0 << (self.1 - unit)) + (&other.0 << (other.1 - unit)), unit)
    }

    fn minus(&self, other: &Self) -> Self {
        self.plus(&Self(-&other.0, other.1))
    }
}

fn matrix(m: &DyadicMatrix) -> String {
    let entries: Vec<String> = m.entries.iter().map(|e| format!("\"{e}\"")).collect();
    let DyadicMatrix { rows, columns, exponent, .. } = m;
    let entries = entries.join(",");
    format!("{{\"rows\":{rows},\"cols\":{columns},\"exponent\":{exponent},\"entries\":[{entries}]}}")
}

fn dyadic(value: f64) -> Rational {
    Rational::from_float(value).unwrap_or_else(Rational::zero)
}

fn number(value: f64) -> String {
    let (mantissa, exponent) = decompose(value);
    format!("{{\"mantissa\":\"{mantissa}\",\"exponent\":{exponent}}}")
}

fn fraction(value: &Rational) -> String {
    format!("{}/{}", value.numer(), value.denom())
}

/// The value rounded to about 100 bits, up or down.
fn round(value: &Rational, up: bool) -> Rational {
    let size = value.numer().bits() as i64 - value.denom().bits() as i64;
    let unit = rational(BigInt::one(), size - 100);
    let count = value / &unit;
    (if up { count.ceil() } else { count.floor() }) * unit
}

/// Three significant digits, rounded up.
fn decimal_above(value: &Rational) -> String {
    let mut exponent = 0i64;
    let (mut scaled, ten) = (value.clone(), Rational::from_integer(10.into()));
    while scaled.is_positive() && scaled < Rational::from_integer(100.into()) && exponent > -400 {
        scaled *= &ten;
        exponent -= 1;
    }
    format!("{}e{exponent}", scaled.ceil().numer())
}

#[cfg(test)]
mod tests;
