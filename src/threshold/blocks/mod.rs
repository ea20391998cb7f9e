//! Thresholds of Propositions 4.3 and 4.4 without a common eigenbasis: Theta block-diagonal between
//! signal and noise, and nothing else.
//!
//! With rows q spanning the signal and rows p spanning the noise (x = signal + noise, second
//! moments C and Gamma), every quadratic form of the pencils is block-diagonal; the blocks need not
//! commute:
//!
//! | | signal block | noise block | signal is the top k iff for some t |
//! |---|---|---|---|
//! | SSL-RC | (C1^2, A1) | (Gamma2^2, Theta2 + (1 + alpha^2) Gamma2) | C1^2 - t A1 and t (Theta2 + (1 + alpha^2) Gamma2) - Gamma2^2 are positive definite |
//! | SSL-JE | (C1, A1) | (Gamma2, Theta2 + (1 + alpha^2) Gamma2) | C1 - t A1 and t (Theta2 + (1 + alpha^2) Gamma2) - Gamma2 are positive definite |
//!
//! A1 = C1 + Theta1. The best t is eta^2 = lambda_min(C1^2, A1) or delta = lambda_min(C1, A1),
//! which gives (ours; Propositions 4.3 and 4.4 are the diagonal case)
//!
//! alpha_RC^2 = lambda_max(Gamma2/eta^2 - Gamma2^-1/2 Theta2 Gamma2^-1/2) - 1 =
//! lambda_max(Gamma2^2/eta^2 - Theta2, Gamma2) - 1,
//!
//! alpha_JE^2 = (1 - delta)/delta - lambda_min(Theta2, Gamma2).
//!
//! These are roots of polynomials, so they come as intervals that contain them, of width at most
//! 10^-12 max(1, |alpha^2|). Each end carries the rational t that proves it by the third column
//! alone ([`BlockModel::decide`]), without the formulas.
//!
//! Where the noise reaches into the signal's directions (Gamma1 != 0) S depends on alpha^2 in both
//! blocks and there need be no threshold (alignment may even destroy recovery):
//! [`Requirement::Never`] then carries a signal row and a noise row whose quotients are in the
//! wrong order at every alpha, as one linear inequality in alpha^2.
//!
//! ```
//! use jerc::threshold::{BlockModel, Requirement};
//! use jerc::scalar::ratio;
//! use jerc::paradigm::Paradigm;
//! use nalgebra::DMatrix;
//! let m = |v: [i64; 4]| DMatrix::from_row_slice(2, 2, &v.map(|v| ratio(v, 1)));
//! // C1 = I, Theta1 = [[2, 1], [1, 1]], Gamma2 = I, Theta2 = [[1, 1], [1, 2]]: delta = 1/(1 + (3 + sqrt 5)/2), so alpha_JE^2 = sqrt 5.
//! let model = BlockModel::new(m([1, 0, 0, 1]), m([2, 1, 1, 1]), m([1, 0, 0, 1]), m([1, 1, 1, 2]))?;
//! let Requirement::Above(found) = model.requirement(Paradigm::JointEmbedding)? else { panic!() };
//! let square = |v: &jerc::scalar::Rational| v * v;
//! assert!(square(&found.alpha_squared.low) < ratio(5, 1) && square(&found.alpha_squared.high) > ratio(5, 1));
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::linalg::enclosure::{
    Interval, Precision, is_positive_definite, largest_eigenvalue, shifted, smallest_eigenvalue,
};
use crate::linalg::float::symmetric_eigen;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, exact_matrix, ratio};
use crate::threshold::Recovery;
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::{One, Signed, Zero};

/// The quadratic forms of one block, on its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Forms {
    /// q (C + Gamma) q'.
    pub second: DMatrix<Rational>,
    /// q (C + Gamma)^2 q'.
    pub square: DMatrix<Rational>,
    /// q Theta q'.
    pub theta: DMatrix<Rational>,
    /// q Gamma q'.
    pub gamma: DMatrix<Rational>,
}

/// A population with block-diagonal second moments; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct BlockModel {
    signal: Forms,
    noise: Forms,
}

/// What alignment a paradigm needs to find the signal in the limit n -> inf.
#[derive(Debug, Clone, PartialEq)]
pub enum Requirement {
    /// alpha^2 above a threshold.
    Above(Threshold),
    /// Every alpha > 0 does: joint-embedding with Theta = 0 (leakage theorem).
    Always,
    /// No alpha does.
    Never(NeverWitness),
    /// Some alpha does; there is no formula for which.
    Sometimes {
        /// An alpha^2 that does.
        alpha_squared: Rational,
        /// The t that proves it.
        t: Rational,
    },
    /// Neither was found.
    Undecided,
}

/// A threshold, enclosed.
#[derive(Debug, Clone, PartialEq)]
pub struct Threshold {
    /// Contains the threshold.
    pub alpha_squared: Interval,
    /// eta^2 or delta, enclosed: `low` proves the upper end of `alpha_squared`, `high` the lower
    /// one.
    pub signal: Interval,
}

/// Rows whose quotients are in the wrong order at every alpha >= 0: q X q' p S(alpha) p' - p X p' q
/// S(alpha) q' = constant + slope alpha^2 with both <= 0, X the numerator of the pencil.
#[derive(Debug, Clone, PartialEq)]
pub struct NeverWitness {
    /// Coefficients of q on the signal rows.
    pub signal: Vec<Rational>,
    /// Coefficients of p on the noise rows.
    pub noise: Vec<Rational>,
    /// <= 0.
    pub constant: Rational,
    /// <= 0.
    pub slope: Rational,
}

/// Noise against r = eta^2/delta in the Loewner order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LoewnerRegime {
    /// Gamma2 < r I: reconstruction needs less.
    Weak,
    /// Gamma2 > r I: joint-embedding needs less.
    Strong,
    /// Neither, or too close to tell.
    Straddling,
}

/// Width of a threshold: 10^-12 max(1, |alpha^2|).
fn narrow_enough(interval: &Interval) -> bool {
    let size = interval.low.abs().max(interval.high.abs()).max(Rational::one());
    interval.width() * Rational::from_integer(BigInt::from(10).pow(12)) <= size
}

impl BlockModel {
    /// Signal C1, Theta1 (k x k) and noise Gamma2, Theta2 (m x m) in orthonormal coordinates.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`]; [`Error::NotPositiveDefinite`] unless C1 and Gamma2 are positive
    /// definite.
    pub fn new(
        signal: DMatrix<Rational>,
        theta_signal: DMatrix<Rational>,
        gamma: DMatrix<Rational>,
        theta_noise: DMatrix<Rational>,
    ) -> Result<Self> {
        let nothing = signal.map(|_| Rational::zero());
        let signal = Forms { square: &signal * &signal, second: signal, theta: theta_signal, gamma: nothing };
        let noise = Forms { square: &gamma * &gamma, second: gamma.clone(), theta: theta_noise, gamma };
        Self::from_forms(signal, noise)
    }

    /// From the forms of both blocks, in any rows.
    ///
    /// # Errors
    /// As [`new`](Self::new); [`Error::BadRequest`] if the noise rows see more than noise (second
    /// moment and gamma differ there).
    pub fn from_forms(signal: Forms, noise: Forms) -> Result<Self> {
        for (name, forms) in [("signal", &signal), ("noise", &noise)] {
            let k = forms.second.nrows();
            for (what, form) in [
                ("second moment", &forms.second),
                ("square", &forms.square),
                ("theta", &forms.theta),
                ("gamma", &forms.gamma),
            ] {
                if form.shape() != (k, k) || k == 0 {
                    let found = format!("{} x {}", form.nrows(), form.ncols());
                    return Err(Error::shape(
                        format!("{what} on the {name}"),
                        format!("{k} x {k}, at least 1 x 1"),
                        found,
                    ));
                }
            }
            if !is_positive_definite(&forms.second) {
                let what = format!("the second moment on the {name}");
                return Err(Error::NotPositiveDefinite { what, pivot: 0, value: 0.0, threshold: 0.0 });
            }
        }
        if noise.second != noise.gamma {
            return Err(Error::BadRequest {
                problem: "the second moment on the noise rows is not that of the noise".into(),
                remedy: "choose rows that the signal does not reach".into(),
            });
        }
        Ok(Self { signal, noise })
    }

    /// Whether the noise has no part on the signal rows, as in section 4.1.
    pub fn is_separate(&self) -> bool {
        self.signal.gamma.iter().all(Zero::is_zero)
    }

    /// The numerator X and S(alpha) of a block.
    fn pencil(forms: &Forms, paradigm: Paradigm, alpha_squared: &Rational) -> (DMatrix<Rational>, DMatrix<Rational>) {
        let x = match paradigm {
            Paradigm::Reconstruction => &forms.square,
            Paradigm::JointEmbedding => &forms.second,
        };
        (x.clone(), &forms.second + &forms.theta + forms.gamma.map(|g| g * alpha_squared))
    }

    /// What t proves about a given alpha^2: that the signal is exactly the top k
    /// ([`Recovery::Signal`]), that it is not ([`Recovery::NoiseLeaks`], which includes a tie), or
    /// nothing. By definiteness of both blocks at t, not by the formulas.
    pub fn decide(&self, paradigm: Paradigm, alpha_squared: &Rational, t: &Rational) -> Option<Recovery> {
        let (x, s) = Self::pencil(&self.signal, paradigm, alpha_squared);
        let signal_above = is_positive_definite(&shifted(&x, &s, t));
        let (x, s) = Self::pencil(&self.noise, paradigm, alpha_squared);
        let noise_below = is_positive_definite(&shifted(&x, &s, t).map(|v| -v));
        match (signal_above, noise_below) {
            (true, true) => Some(Recovery::Signal),
            // lambda_min(signal) <= t <= lambda_max(noise).
            (false, false) => Some(Recovery::NoiseLeaks),
            _ => None,
        }
    }

    /// delta (joint-embedding) or eta^2 (reconstruction) of a separate model, to a relative width
    /// of 2^-bits.
    ///
    /// # Errors
    /// Those of the enclosure.
    pub fn signal_eigenvalue(&self, paradigm: Paradigm, bits: u32) -> Result<Interval> {
        let (x, s) = Self::pencil(&self.signal, paradigm, &Rational::zero());
        smallest_eigenvalue(&x, &s, &Precision::relative(bits))
    }

    /// What alignment a paradigm needs.
    ///
    /// # Errors
    /// Those of the enclosure.
    pub fn requirement(&self, paradigm: Paradigm) -> Result<Requirement> {
        if !self.is_separate() {
            return self.overlapping(paradigm);
        }
        let mut bits = 46;
        loop {
            let found = self.threshold(paradigm, bits)?;
            if narrow_enough(&found.alpha_squared) {
                return Ok(Requirement::Above(found));
            }
            // Cancellation in the formula, or a small delta: more digits inside.
            bits += 20;
        }
    }

    fn threshold(&self, paradigm: Paradigm, bits: u32) -> Result<Threshold> {
        let signal = self.signal_eigenvalue(paradigm, bits)?;
        let Forms { square, theta, gamma, .. } = &self.noise;
        let precision = Precision::absolute_below_one(bits);
        let one = Rational::one;
        let alpha_squared = match paradigm {
            Paradigm::JointEmbedding => {
                let covered = smallest_eigenvalue(theta, gamma, &precision)?;
                let need = |t: &Rational| t.recip() - one();
                Interval { low: need(&signal.high) - covered.high, high: need(&signal.low) - covered.low }
            }
            Paradigm::Reconstruction => {
                let need =
                    |t: &Rational| largest_eigenvalue(&square.zip_map(theta, |g, th| g / t - th), gamma, &precision);
                Interval { low: need(&signal.high)?.low - one(), high: need(&signal.low)?.high - one() }
            }
        };
        Ok(Threshold { alpha_squared, signal })
    }

    /// Noise in the Loewner order against r = eta^2/delta.
    ///
    /// # Errors
    /// Those of the enclosure.
    pub fn regime(&self) -> Result<LoewnerRegime> {
        let r = self.crossing(60)?;
        let Forms { square, gamma, .. } = &self.noise;
        Ok(if is_positive_definite(&shifted(square, gamma, &r.low).map(|v| -v)) {
            LoewnerRegime::Weak
        } else if is_positive_definite(&shifted(square, gamma, &r.high)) {
            LoewnerRegime::Strong
        } else {
            LoewnerRegime::Straddling
        })
    }

    /// r = eta^2/delta, enclosed to about 2^(1-bits) relatively.
    ///
    /// # Errors
    /// Those of the enclosure.
    pub fn crossing(&self, bits: u32) -> Result<Interval> {
        let eta_squared = self.signal_eigenvalue(Paradigm::Reconstruction, bits)?;
        let delta = self.signal_eigenvalue(Paradigm::JointEmbedding, bits)?;
        Ok(Interval { low: eta_squared.low / &delta.high, high: eta_squared.high / &delta.low })
    }

    /// Gamma1 != 0: a proof that no alpha does, or an alpha that does.
    fn overlapping(&self, paradigm: Paradigm) -> Result<Requirement> {
        let unaugmented = self.signal.theta.iter().chain(self.noise.theta.iter()).all(Zero::is_zero);
        if paradigm == Paradigm::JointEmbedding && unaugmented {
            return Ok(Requirement::Always);
        }
        if let Some(witness) = self.never(paradigm)? {
            return Ok(Requirement::Never(witness));
        }
        // alpha^2 = 0 and powers of 4 from 4^-10 to 4^20.
        let grid = std::iter::once(Rational::zero()).chain((-10..=20).map(|e| ratio(4, 1).pow(e)));
        for alpha_squared in grid {
            if let Some(t) = self.between(paradigm, &alpha_squared)?
                && self.decide(paradigm, &alpha_squared, &t) == Some(Recovery::Signal)
            {
                return Ok(Requirement::Sometimes { alpha_squared, t });
            }
        }
        Ok(Requirement::Undecided)
    }

    /// A t between the two blocks' eigenvalues, as `f64` sees them.
    fn between(&self, paradigm: Paradigm, alpha_squared: &Rational) -> Result<Option<Rational>> {
        let precision = Precision::absolute_below_one(40);
        let (x, s) = Self::pencil(&self.signal, paradigm, alpha_squared);
        let lowest = smallest_eigenvalue(&x, &s, &precision)?;
        let (x, s) = Self::pencil(&self.noise, paradigm, alpha_squared);
        let highest = largest_eigenvalue(&x, &s, &precision)?;
        Ok((lowest.low > highest.high).then(|| (lowest.low + highest.high) / ratio(2, 1)))
    }

    /// Tries the extreme rows of both blocks at alpha = 0 and at alpha -> inf.
    fn never(&self, paradigm: Paradigm) -> Result<Option<NeverWitness>> {
        let rows = |forms: &Forms, last: bool| -> Result<Vec<DMatrix<Rational>>> {
            let (x, at_zero) = Self::pencil(forms, paradigm, &Rational::zero());
            let mut found = Vec::new();
            for s in [at_zero, forms.gamma.clone()] {
                found.extend(extreme_row(&x, &s, last)?);
            }
            Ok(found)
        };
        let (signal_rows, noise_rows) = (rows(&self.signal, true)?, rows(&self.noise, false)?);
        for q in &signal_rows {
            for p in &noise_rows {
                let witness = self.order(paradigm, q, p);
                if !witness.constant.is_positive() && !witness.slope.is_positive() {
                    return Ok(Some(witness));
                }
            }
        }
        Ok(None)
    }

    /// The linear function of alpha^2 that orders the quotients of a signal row q (1 x k) and a
    /// noise row p (1 x m).
    fn order(&self, paradigm: Paradigm, q: &DMatrix<Rational>, p: &DMatrix<Rational>) -> NeverWitness {
        let value = |row: &DMatrix<Rational>, form: &DMatrix<Rational>| (row * form * row.transpose())[(0, 0)].clone();
        let parts = |forms: &Forms, row: &DMatrix<Rational>| {
            let (x, s) = Self::pencil(forms, paradigm, &Rational::zero());
            (value(row, &x), value(row, &s), value(row, &forms.gamma))
        };
        let (of_signal, of_noise) = (parts(&self.signal, q), parts(&self.noise, p));
        NeverWitness {
            signal: q.iter().cloned().collect(),
            noise: p.iter().cloned().collect(),
            constant: &of_signal.0 * &of_noise.1 - &of_noise.0 * &of_signal.1,
            slope: &of_signal.0 * &of_noise.2 - &of_noise.0 * &of_signal.2,
        }
    }
}

impl NeverWitness {
    /// Whether it proves its statement for a model, recomputed.
    pub fn verifies(&self, model: &BlockModel, paradigm: Paradigm) -> bool {
        if (self.signal.len(), self.noise.len()) != (model.signal.second.nrows(), model.noise.second.nrows()) {
            return false;
        }
        let row = |values: &[Rational]| DMatrix::from_row_slice(1, values.len(), values);
        let (q, p) = (row(&self.signal), row(&self.noise));
        let nonzero = |row: &DMatrix<Rational>| row.iter().any(|v| !v.is_zero());
        let again = model.order(paradigm, &q, &p);
        nonzero(&q) && nonzero(&p) && again == *self && !self.constant.is_positive() && !self.slope.is_positive()
    }
}

/// The row (1 x d) of the largest or smallest eigenvalue of (X, S) as `f64` sees it, exactly as
/// stored and scaled to largest entry 1; nothing if S is not positive definite to `f64`.
fn extreme_row(x: &DMatrix<Rational>, s: &DMatrix<Rational>, smallest: bool) -> Result<Option<DMatrix<Rational>>> {
    let d = x.nrows();
    let Some(factor) = approx_matrix(s).cholesky().map(|c| c.l()) else { return Ok(None) };
    let whitened = factor
        .solve_lower_triangular(&approx_matrix(x))
        .and_then(|half| factor.solve_lower_triangular(&half.transpose()))
        .filter(|m| m.iter().all(|v| v.is_finite()));
    let Some(whitened) = whitened else { return Ok(None) };
    let eigen = symmetric_eigen(&((&whitened + whitened.transpose()) * 0.5))?;
    let column = eigen.vectors.columns(if smallest { d - 1 } else { 0 }, 1).into_owned();
    let Some(row) = factor.tr_solve_lower_triangular(&column) else { return Ok(None) };
    let scale = row.amax();
    Ok(if scale.is_finite() && scale > 0.0 { Some(exact_matrix(&(row / scale).transpose())?) } else { None })
}

#[cfg(test)]
mod tests;
