#![doc = include_str!("../README.md")]

mod exact;
#[cfg(test)]
mod exact_tests;
mod format;
mod reject;

use exact::{Rows, congruence, symmetric_product};
pub use format::Problem;
use format::{decimal, rational};
use num_bigint::BigInt;
use num_rational::BigRational;
use num_traits::{One, Signed, ToPrimitive};
pub use reject::Reject;

/// No file may have more bytes than this; a reader may stop there.
pub const MAX_BYTES: usize = 1 << 30;
/// Numbers that meet in a matrix may differ by at most this power of two.
const MAX_SHIFT: i64 = 2048;

/// What a file proves about its pencil (A, S): A, S are symmetric d x d, S is positive definite,
/// the generalised eigenvalues are `lambda_1 >= ... >= lambda_d`, and
/// `sum = lambda_1 + ... + lambda_k = max tr(W A W') over W S W' = I_k`.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Verified {
    /// The problem the file names; what A and S have to do with it is not checked here.
    pub problem: Problem,
    /// The order of A and S.
    pub d: usize,
    /// The number of eigenvalues in the sum.
    pub k: usize,
    /// The file's words on where the pencil comes from.
    pub source: String,
    /// `lower <= tr((V_k'SV_k)^-1 V_k'AV_k) <= sum`.
    pub lower: BigRational,
    /// `sum <= upper`.
    pub upper: BigRational,
    /// `upper - lower <= relative_gap * |upper|`.
    pub relative_gap: BigRational,
    /// Constant, lower, upper: the loss is `constant - sum` (je: `- 2 sum`); its minimum and that
    /// of V_k are in the interval.
    pub loss: Option<[BigRational; 3]>,
    /// `lambda_k - lambda_{k+1} > eigengap >= 0`, so that the optimal row space is unique; None:
    /// not claimed.
    pub eigengap: Option<BigRational>,
    /// Bound on the sine of the largest angle between the span of V_k and the optimal space, in the
    /// inner product x'Sy.
    pub distance: Option<BigRational>,
}

/// Checks a certificate, given as the bytes of a JSON file, by the tests of FORMAT.md.
///
/// # Errors
/// The first test that fails. Only a file that passes all of them reaches [`Verified`].
pub fn check(bytes: &[u8]) -> Result<Verified, Reject> {
    let (file, problem) = format::read(bytes)?;
    let (claim, pencil, witness, bounds) = (file.claim.0, file.pencil.0, file.witness.0, file.bounds.0);
    let (d, k, source) = (claim.d, claim.k, claim.source.into_owned());
    let (a, a_exponent) = pencil.a.0.read("pencil.a", d, true)?;
    let (s, s_exponent) = pencil.s.0.read("pencil.s", d, true)?;
    let (columns, v_exponent) = witness.v.0.read("witness.v", d, false)?;
    let (t, floor) = (witness.t.0.read("witness.t")?, witness.floor.0.read("witness.floor")?);
    let weights = witness.c.iter().map(|c| c.0.read("witness.c")).collect::<Result<Vec<_>, _>>()?;
    let (lower, upper) = (rational("bounds.lower", bounds.lower)?, rational("bounds.upper", bounds.upper)?);
    let relative_gap = decimal("bounds.relative_gap", bounds.relative_gap)?;
    let scale = file.scale.map(|scale| rational("scale", &format!("{}/{}", scale.0.s, scale.0.a)));
    let scale = scale.unwrap_or(Ok(BigRational::one()))?;
    let loss = file.loss.map(|loss| [loss.0.constant, loss.0.lower, loss.0.upper].map(|text| rational("loss", text)));
    let loss = loss.map(|[constant, lower, upper]| Ok([constant?, lower?, upper?])).transpose()?;
    let eigengap = file.unique.map(|unique| rational("unique.gap", unique.0.gap)).transpose()?;
    let distance = file.distance.map(|text| rational("distance", text)).transpose()?;
    require(scale.is_positive(), Reject::NotCanonical("scale"))?;
    if let Some(index) = weights.iter().position(|(weight, _)| weight.is_negative()) {
        return Err(Reject::NegativeWeight(index));
    }

    // Units of P = V'SV and B = V'AV, and the numbers that meet in N and in H below, brought to
    // common ones before any product.
    let (pe, be) = (s_exponent + 2 * v_exponent, a_exponent + 2 * v_exponent);
    let in_n = weights.into_iter().map(|(c, e)| (c, e + 2 * pe)).chain([(t.0.clone(), t.1 + pe), (BigInt::one(), be)]);
    let (in_n, n_unit) = common_unit(in_n.collect())?;
    let (in_h, h_unit) = common_unit(vec![(floor.0.clone(), floor.1 + pe), (BigInt::one(), be)])?;

    // P: S is positive definite and V invertible.
    let p = congruence(&columns, &s)?;
    let p_margin = least_margin(d, |i, j| p[i][j].clone()).map_err(Reject::GramNotDominant)?;

    // N = tP + P_k diag(c) P_k' - B: lambda_{k+1} < t and sum <= kt + c_1 P_11 + ... + c_k P_kk.
    let b = congruence(&columns, &a)?;
    let (c, t_n, b_n) = (&in_n[..k], &in_n[k], &in_n[k + 1]);
    let p_k: Rows = p.iter().map(|row| row[..k].to_vec()).collect();
    let weighted: Rows = p_k.iter().map(|row| row.iter().zip(c).map(|(x, c)| x * c).collect()).collect();
    let z = symmetric_product(&weighted, &p_k)?;
    least_margin(d, |i, j| t_n * &p[i][j] + &z[i][j] - b_n * &b[i][j]).map_err(Reject::DualNotDominant)?;
    let weight: BigInt = (0..k).map(|i| &c[i] * &p[i][i]).sum();
    let proved_upper = value(t_n * k + weight, n_unit - pe) * &scale;

    // H = B_k - floor P_k: lambda_k > floor, and the span of V_k attains at least k floor + 2 tr
    // H - tr(P_k H).
    let h = |i: usize, j: usize| &in_h[1] * &b[i][j] - &in_h[0] * &p[i][j];
    least_margin(k, h).map_err(Reject::FloorNotDominant)?;
    let trace: BigInt = (0..k).map(|i| h(i, i)).sum();
    let p_trace: BigInt = (0..k * k).map(|place| &p[place / k][place % k] * h(place / k, place % k)).sum();
    let first_order = value(&in_h[0] * k, h_unit - pe) + value(trace * 2, h_unit);
    let proved_lower = (first_order - value(p_trace, h_unit + pe)) * &scale;

    let approx = |x: &BigRational| x.to_f64().unwrap_or(f64::NAN);
    require(le(&proved_upper, &upper), Reject::UpperTooTight(approx(&upper), approx(&proved_upper)))?;
    require(le(&lower, &proved_lower), Reject::LowerTooTight(approx(&lower), approx(&proved_lower)))?;
    require(le(&(&upper - &lower), &(&relative_gap * upper.abs())), Reject::GapUnderstated)?;
    if let Some([constant, loss_lower, loss_upper]) = &loss {
        // The loss is constant - factor * sum.
        let factor = BigInt::from(match problem {
            Problem::Pencil => return Err(Reject::LossUndefined),
            Problem::Je if *constant != BigRational::from_integer((2 * k).into()) => return Err(Reject::LossConstant),
            Problem::Je => 2,
            Problem::Rc => 1,
        });
        let contained = le(loss_lower, &(constant - &upper * &factor)) && le(&(constant - &lower * factor), loss_upper);
        require(contained, Reject::LossTooTight)?;
    }
    let gap = value(floor.0, floor.1) - value(t.0, t.1);
    if eigengap.is_some() || distance.is_some() {
        require(k < d && !gap.is_negative(), Reject::NoEigengap)?;
    }
    if let Some(stated) = &eigengap {
        require(!stated.is_negative() && le(stated, &(&gap * scale)), Reject::EigengapOverstated)?;
    }
    if let Some(stated) = &distance {
        // The sine is at most sqrt(sum over j <= k of (B_ij P_jj - P_ij B_jj)^2) / (p_margin^2
        // gap); compared by squares.
        let residual = |i: usize, j: usize| &b[i][j] * &p[j][j] - &p[i][j] * &b[j][j];
        let squares: BigInt = (0..d * k).map(|place| residual(place / k, place % k).pow(2)).sum();
        let right = stated * gap * value(p_margin.pow(2), 2 * pe);
        let proved = le(&value(squares, 2 * (pe + be)), &(&right * &right));
        require(!stated.is_negative() && proved, Reject::DistanceUnderstated)?;
    }
    Ok(Verified { problem, d, k, source, lower, upper, relative_gap, loss, eigengap, distance })
}

fn require(holds: bool, otherwise: Reject) -> Result<(), Reject> {
    if holds { Ok(()) } else { Err(otherwise) }
}

/// The least `entry(i, i) - sum over j != i of |entry(i, j)|` of n rows, a lower bound on the
/// eigenvalues (Gershgorin), if it is positive; else its row.
fn least_margin(n: usize, entry: impl Fn(usize, usize) -> BigInt) -> Result<BigInt, usize> {
    let margin = |i| (0..n).fold(entry(i, i), |rest, j| if j == i { rest } else { rest - entry(i, j).abs() });
    let (margin, row) = (0..n).map(|i| (margin(i), i)).min().ok_or(0usize)?;
    if margin.is_positive() { Ok(margin) } else { Err(row) }
}

/// The mantissas of the numbers `mantissa * 2^exponent` in units of `2^unit`, unit the least
/// exponent.
fn common_unit(numbers: Vec<(BigInt, i64)>) -> Result<(Vec<BigInt>, i64), Reject> {
    let exponents = || numbers.iter().map(|(_, exponent)| *exponent);
    let (unit, top) = (exponents().min().unwrap_or(0), exponents().max().unwrap_or(0));
    require(top - unit <= MAX_SHIFT, Reject::Alignment(top - unit))?;
    Ok((numbers.into_iter().map(|(mantissa, exponent)| mantissa << (exponent - unit)).collect(), unit))
}

/// `mantissa * 2^exponent`.
fn value(mantissa: BigInt, exponent: i64) -> BigRational {
    let power = BigInt::one() << exponent.unsigned_abs();
    if exponent < 0 { BigRational::new(mantissa, power) } else { (mantissa * power).into() }
}

/// `x <= y`, by the cross products. (The order of `BigRational` recurses as deep as the continued
/// fractions agree.)
fn le(x: &BigRational, y: &BigRational) -> bool {
    x.numer() * y.denom() <= y.numer() * x.denom()
}
