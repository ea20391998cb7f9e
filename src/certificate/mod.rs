//! Certificates of global optimality: `jerc-certificate/1`, for both self-supervised problems.
//!
//! Computed: for a pencil (A, S) given exactly, a file that proves how large the sum of its k
//! leading eigenvalues is. So the encoder found is optimal among *all* encoders, up to a stated gap.
//! The mathematics and the fields are in `proofs/FORMAT.md`; the crate `jerc-check` checks them and
//! shares no code with this module.
//!
//! The certificate speaks about the stored data, not about rounded moments: [`ExactPencil`] forms
//! A and S in integers. For T(α) they come straight from the samples
//! ([`ExactPencil::aligned_noise`]), for any other augmentation from its exact moments
//! ([`ExactPencil::of_views`]).
//!
//! Route: V from the `f64` solver on the rounded matrices, refined by two steps of Ogita and
//! Aishima's iteration (2018) with exact residuals P = V'SV and B = V'AV. Then t, floor and the
//! weights c follow from P and B, each with twice the slack that strict diagonal dominance needs.
//! Bounds are computed exactly and rounded outward. Nothing leaves this module that the checker does
//! not accept.
//!
//! Errors: those of the solvers, and [`Error::NotConverged`] if no accepted certificate was found
//! (S too ill-conditioned for `f64` eigenvectors).

mod pencil;
mod products;
pub mod rocq;

pub use pencil::ExactPencil;

use crate::error::{Error, Result};
use crate::linalg::dyadic::{DyadicMatrix, approx, decompose, rational};
use crate::linalg::float::{generalised_eigen, product};
use crate::paradigm::Paradigm;
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, Zero};
use std::fmt::Write;

/// Bits of the integers that hold V: one digit of the checker, and all of an `f64`.
const V_BITS: i32 = 52;

/// Steps of refinement: the second one reaches the rounding of V itself.
const REFINEMENTS: usize = 2;

/// A certificate that the checker has accepted.
#[derive(Debug, Clone)]
pub struct Certificate {
    /// The file.
    pub json: String,
    /// What it proves.
    pub verified: jerc_check::Verified,
}

/// P = V'SV and B = V'AV of an integer V, exactly and rounded.
struct Residuals {
    v: DyadicMatrix,
    p: DyadicMatrix,
    b: DyadicMatrix,
    p_approx: DMatrix<f64>,
    b_approx: DMatrix<f64>,
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
    progress("eigenvectors in f64");
    let rounded = |m: &DyadicMatrix| DMatrix::from_fn(d, d, |i, j| m.approx(i, j));
    let (a, s) = (rounded(&pencil.a), rounded(&pencil.s));
    let mut v = generalised_eigen("the second moment of the views, S,", &a, &s)?.vectors;
    for step in 1..=REFINEMENTS {
        progress(&format!("exact residuals, step {step} of {REFINEMENTS}"));
        let residuals = Residuals::new(&v, pencil);
        v = residuals.refined(&v);
    }
    progress("exact residuals of the refined eigenvectors");
    let residuals = Residuals::new(&v, pencil);
    let json = residuals.json(pencil, &residuals.witness(k));
    progress("checking");
    match jerc_check::check(json.as_bytes()) {
        Ok(verified) => Ok(Certificate { json, verified }),
        Err(reject) => Err(Error::NotConverged {
            what: "certificate".into(),
            reason: format!("the checker refuses it: {reject}; S may be too ill-conditioned for f64 eigenvectors"),
            iterations: REFINEMENTS as u64,
            residual: residuals.defect().amax(),
        }),
    }
}

impl Residuals {
    fn new(v: &DMatrix<f64>, pencil: &ExactPencil) -> Self {
        let d = v.nrows();
        // The largest entry gets V_BITS + 1 bits.
        let exponent = i64::from(V_BITS) - v.amax().log2().floor() as i64;
        let scale = exponent.clamp(-1000, 1000) as i32;
        let integer =
            |value: f64| BigInt::from((value * 2f64.powi(scale / 2) * 2f64.powi(scale - scale / 2)).round() as i128);
        let entries = (0..d * d).map(|at| integer(v[(at / d, at % d)])).collect();
        let v = DyadicMatrix { rows: d, columns: d, exponent: -i64::from(scale), entries };
        let congruence = |m: &DyadicMatrix| m.transpose_times(&v).transpose_times(&v);
        let (p, b) = (congruence(&pencil.s), congruence(&pencil.a));
        let p_approx = DMatrix::from_fn(d, d, |i, j| p.approx(i, j));
        let b_approx = DMatrix::from_fn(d, d, |i, j| b.approx(i, j));
        Self { v, p, b, p_approx, b_approx }
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

    /// V (I + E), E from the residuals (Ogita and Aishima 2018, for S-orthonormal vectors): E_ij =
    /// (B_ij + λ_j R_ij)/(λ_j - λ_i) for separated eigenvalues, R_ij/2 in a cluster.
    fn refined(&self, v: &DMatrix<f64>) -> DMatrix<f64> {
        let r = self.defect();
        let d = v.nrows();
        let lambda: Vec<f64> = (0..d).map(|i| self.b_approx[(i, i)] / self.p_approx[(i, i)]).collect();
        let off =
            DMatrix::from_fn(d, d, |i, j| if i == j { 0.0 } else { self.b_approx[(i, j)] + lambda[j] * r[(i, j)] });
        // Eigenvalues closer than the residuals are one cluster.
        let cluster = 2.0 * (off.norm() + lambda[0].abs() * r.norm());
        let e = DMatrix::from_fn(d, d, |i, j| {
            let gap = lambda[j] - lambda[i];
            if i != j && gap.abs() > cluster { off[(i, j)] / gap } else { 0.5 * r[(i, j)] }
        });
        v + product(v, &e)
    }

    /// What proves the bounds for embedding dimension k.
    fn witness(&self, k: usize) -> Witness {
        let (p, b, d) = (&self.p_approx, &self.b_approx, self.v.rows);
        let lambda = |i: usize| b[(i, i)] / p[(i, i)];
        let mut order: Vec<usize> = (0..d).collect();
        order.sort_by(|&i, &j| lambda(j).total_cmp(&lambda(i)));
        let (p, b) = (p.select_rows(&order).select_columns(&order), b.select_rows(&order).select_columns(&order));
        let lambda: Vec<f64> = (0..d).map(|i| b[(i, i)] / p[(i, i)]).collect();
        // Eight units of rounding of λ_1: what the diagonal of N may lose here.
        let tiny = lambda[0].abs() * 2f64.powi(-50) + f64::MIN_POSITIVE;
        let row_sum =
            |i: usize, entry: &dyn Fn(usize) -> f64| (0..d).filter(|&j| j != i).map(|j| entry(j).abs()).sum::<f64>();

        // t: above λ_{k+1} by twice the off-diagonal rows of N there.
        let mut t = if k < d { lambda[k] } else { lambda[d - 1] - 1e-3 * lambda[0].abs() };
        let mut weights = vec![0.0; k];
        for _ in 0..2 {
            let guess: Vec<f64> = (0..k).map(|i| (lambda[i] - t).max(0.0)).collect();
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
            let residual = |i: usize, j: usize| b[(i, j)] * p[(j, j)] - p[(i, j)] * b[(j, j)];
            let squares: f64 =
                (0..d * k).filter(|at| at / k != at % k).map(|at| residual(at / k, at % k).powi(2)).sum();
            // A millionth covers the rounding of this line.
            (1.0 + 1e-6) * squares.sqrt() / (margin * margin * (floor - t)) + f64::MIN_POSITIVE
        });
        Witness { order, t, floor, weights, distance }
    }

    /// The lower and the upper bound that a witness proves, in units of the stored pencil.
    fn bounds(&self, Witness { order, t, floor, weights, .. }: &Witness) -> [BigRational; 2] {
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
        let factor = BigRational::new(pencil.scale_s.clone(), pencil.scale_a.clone());
        let [lower, upper] = self.bounds(witness).map(|bound| bound * &factor);
        let (lower, upper) = (round(&lower, false), round(&upper, true));
        let problem = pencil.paradigm.short();
        let (constant, copies) = match pencil.paradigm {
            Paradigm::JointEmbedding => (BigRational::from_integer((2 * k).into()), BigInt::from(2)),
            Paradigm::Reconstruction => (pencil.trace.clone(), BigInt::one()),
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

fn dyadic(value: f64) -> BigRational {
    BigRational::from_float(value).unwrap_or_else(BigRational::zero)
}

fn number(value: f64) -> String {
    let (mantissa, exponent) = decompose(value);
    format!("{{\"mantissa\":\"{mantissa}\",\"exponent\":{exponent}}}")
}

fn fraction(value: &BigRational) -> String {
    format!("{}/{}", value.numer(), value.denom())
}

/// The value rounded to about 100 bits, up or down.
fn round(value: &BigRational, up: bool) -> BigRational {
    let size = value.numer().bits() as i64 - value.denom().bits() as i64;
    let unit = rational(BigInt::one(), size - 100);
    let count = value / &unit;
    (if up { count.ceil() } else { count.floor() }) * unit
}

/// Three significant digits, rounded up.
fn decimal_above(value: &BigRational) -> String {
    let mut exponent = 0i64;
    let (mut scaled, ten) = (value.clone(), BigRational::from_integer(10.into()));
    while scaled.is_positive() && scaled < BigRational::from_integer(100.into()) && exponent > -400 {
        scaled *= &ten;
        exponent -= 1;
    }
    format!("{}e{exponent}", scaled.ceil().numer())
}

#[cfg(test)]
mod tests;
