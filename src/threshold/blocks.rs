//! Thresholds of Propositions 4.3 and 4.4 without a common eigenbasis: Θ block-diagonal between
//! signal and noise, and nothing else.
//!
//! Rows q span the signal and rows p the noise (x = signal + noise, with second moments C and Γ).
//! In these rows the pencils (X, S) are block-diagonal. The blocks need not commute:
//!
//! | block | X of SSL-RC | X of SSL-JE | S |
//! |---|---|---|---|
//! | signal | C1² | C1 | A1 = C1 + Θ1 |
//! | noise | Γ2² | Γ2 | Θ2 + (1 + α²) Γ2 |
//!
//! The signal is the top k iff for some t both X - t S on the signal and t S - X on the noise are
//! positive definite.
//!
//! The best t is η² = λ_min(C1², A1) or δ = λ_min(C1, A1), which gives (ours; Propositions 4.3 and
//! 4.4 are the diagonal case)
//!
//! α_RC² = λ_max(Γ2²/η² - Θ2, Γ2) - 1,
//!
//! α_JE² = (1 - δ)/δ - λ_min(Θ2, Γ2).
//!
//! These are roots of polynomials. They come as intervals of width at most 10^-12 max(1, |α²|).
//! Each end carries the rational t that proves it without the formulas ([`BlockModel::decide`]).
//!
//! Where the noise reaches into the signal's directions (Γ1 != 0) S depends on α² in both blocks.
//! There need be no threshold then: alignment may even destroy recovery ([`Requirement::Never`]).
//!
//! Errors: those of the constructors, and of the [`enclosure`](crate::linalg::enclosure).
//!
//! ```
//! use jerc::Paradigm;
//! use jerc::scalar::ratio;
//! use jerc::threshold::{BlockModel, Requirement};
//! use nalgebra::DMatrix;
//! let m = |v: [i64; 4]| DMatrix::from_row_slice(2, 2, &v.map(|v| ratio(v, 1)));
//! // C1 = I, Θ1 = [[2, 1], [1, 1]], Γ2 = I, Θ2 = [[1, 1], [1, 2]]:
//! // δ = 1/(1 + (3 + sqrt 5)/2), so α_JE² = sqrt 5.
//! let (one, theta1, theta2) = (m([1, 0, 0, 1]), m([2, 1, 1, 1]), m([1, 1, 1, 2]));
//! let model = BlockModel::new(one.clone(), theta1, one, theta2)?;
//! let Requirement::Above(found) = model.requirement(Paradigm::JointEmbedding)? else { panic!() };
//! let (low, high) = (&found.alpha_squared.low, &found.alpha_squared.high);
//! assert!(low * low < ratio(5, 1) && high * high > ratio(5, 1));
//! # Ok::<(), jerc::Error>(())
//! ```

use super::guess::extreme_row;
use super::{Answer, NeverWitness, Recovery, Regime, Requirement, Threshold};
use crate::error::{Error, Result};
use crate::linalg::enclosure::{Precision, is_positive_definite, largest_eigenvalue, smallest_eigenvalue};
use crate::linalg::interval::Interval;
use crate::moments::Pencil;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// The quadratic forms of one block, on its rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Forms {
    /// q (C + Γ) q'.
    pub second: DMatrix<Rational>,
    /// q (C + Γ)² q'.
    pub square: DMatrix<Rational>,
    /// q Θ q'.
    pub theta: DMatrix<Rational>,
    /// q Γ q'.
    pub gamma: DMatrix<Rational>,
}

/// A population with block-diagonal second moments.
#[derive(Debug, Clone, PartialEq)]
pub struct BlockModel {
    signal: Forms,
    noise: Forms,
}

/// Digits of η² and δ, and of the first attempt at a threshold.
const BITS: u32 = 46;

/// Width of a threshold: 10^-12 max(1, |α²|).
fn narrow_enough(interval: &Interval) -> bool {
    let size = interval.low.abs().max(interval.high.abs()).max(Rational::one());
    interval.width() * Rational::from_integer(BigInt::from(10).pow(12)) <= size
}

impl BlockModel {
    /// Signal C1, Θ1 (k x k) and noise Γ2, Θ2 (m x m) in orthonormal coordinates.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`]; [`Error::NotDefinite`] unless C1 and Γ2 are positive definite.
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
    /// As [`new`](Self::new); [`Error::BadRequest`] if the noise rows see more than noise.
    pub fn from_forms(signal: Forms, noise: Forms) -> Result<Self> {
        for (name, forms) in [("signal", &signal), ("noise", &noise)] {
            let Forms { second, square, theta, gamma } = forms;
            let k = second.nrows();
            let each = [("second moment", second), ("square", square), ("theta", theta), ("gamma", gamma)];
            for (what, form) in each {
                if form.shape() != (k, k) || k == 0 {
                    let expected = format!("{k} x {k}, at least 1 x 1");
                    let found = format!("{} x {}", form.nrows(), form.ncols());
                    return Err(Error::shape(format!("{what} on the {name}"), expected, found));
                }
            }
            if !is_positive_definite(second) {
                return Err(Error::NotDefinite { what: format!("the second moment on the {name}") });
            }
        }
        if noise.second != noise.gamma {
            return Err(Error::request(
                "the second moment on the noise rows is not that of the noise",
                "choose rows that the signal does not reach",
            ));
        }
        Ok(Self { signal, noise })
    }

    /// Whether the noise has no part on the signal rows, as in section 4.1.
    pub(super) fn is_separate(&self) -> bool {
        self.signal.gamma.iter().all(Zero::is_zero)
    }

    /// The pencil (X, S(α)) of a block.
    fn pencil(forms: &Forms, paradigm: Paradigm, alpha_squared: &Rational) -> Pencil<Rational> {
        let a = match paradigm {
            Paradigm::Reconstruction => forms.square.clone(),
            Paradigm::JointEmbedding => forms.second.clone(),
        };
        Pencil { a, s: &forms.second + &forms.theta + forms.gamma.map(|g| g * alpha_squared) }
    }

    /// What t proves about a given α², by definiteness of both blocks at t: that the signal is
    /// exactly the top k ([`Recovery::Signal`]), that it is not ([`Recovery::NoiseLeaks`], which
    /// includes a tie), or nothing.
    pub fn decide(&self, paradigm: Paradigm, alpha_squared: &Rational, t: &Rational) -> Option<Recovery> {
        let shifted = |forms| Self::pencil(forms, paradigm, alpha_squared).shifted(t);
        let signal_above = is_positive_definite(&shifted(&self.signal));
        match (signal_above, is_positive_definite(&-shifted(&self.noise))) {
            (true, true) => Some(Recovery::Signal),
            // λ_min(signal) <= t <= λ_max(noise).
            (false, false) => Some(Recovery::NoiseLeaks),
            _ => None,
        }
    }

    /// δ (joint-embedding) or η² (reconstruction) of a separate model, to 2^-bits relatively.
    fn signal_eigenvalue(&self, paradigm: Paradigm, bits: u32) -> Result<Interval> {
        let Pencil { a, s } = Self::pencil(&self.signal, paradigm, &Rational::zero());
        smallest_eigenvalue(&a, &s, &Precision::relative(bits))
    }

    /// What alignment a paradigm needs.
    pub fn requirement(&self, paradigm: Paradigm) -> Result<Requirement> {
        if !self.is_separate() {
            return self.overlapping(paradigm);
        }
        let mut bits = BITS;
        loop {
            let found = self.threshold(paradigm, bits)?;
            if narrow_enough(&found.alpha_squared) {
                return Ok(Requirement::Above(found));
            }
            // Cancellation in the formula, or a small δ: more digits inside.
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
                let shifted = |t: &Rational| square.zip_map(theta, |g, th| g / t - th);
                let need = |t: &Rational| largest_eigenvalue(&shifted(t), gamma, &precision);
                Interval { low: need(&signal.high)?.low - one(), high: need(&signal.low)?.high - one() }
            }
        };
        Ok(Threshold { alpha_squared, signal })
    }

    /// Noise in the Loewner order against r = η²/δ.
    pub fn regime(&self) -> Result<Regime> {
        let r = self.crossing(60)?;
        let noise = Pencil { a: self.noise.square.clone(), s: self.noise.gamma.clone() };
        Ok(if is_positive_definite(&-noise.shifted(&r.low)) {
            Regime::Weak
        } else if is_positive_definite(&noise.shifted(&r.high)) {
            Regime::Strong
        } else {
            Regime::Straddling
        })
    }

    /// r = η²/δ, to a relative width of about 2^(1-bits).
    pub fn crossing(&self, bits: u32) -> Result<Interval> {
        let eta_squared = self.signal_eigenvalue(Paradigm::Reconstruction, bits)?;
        let delta = self.signal_eigenvalue(Paradigm::JointEmbedding, bits)?;
        Ok(Interval { low: eta_squared.low / &delta.high, high: eta_squared.high / &delta.low })
    }

    /// What both paradigms need: a minute at d = 100, so `progress` is told of each step.
    pub fn answer(&self, progress: &dyn Fn(&'static str)) -> Result<Answer> {
        progress("alpha_RC^2, by exact definiteness");
        let reconstruction = self.requirement(Paradigm::Reconstruction)?;
        progress("alpha_JE^2");
        let joint_embedding = self.requirement(Paradigm::JointEmbedding)?;
        progress("noise against eta^2/delta");
        // Without a threshold α moves the signal's eigenvalues too.
        let signal = |paradigm| self.is_separate().then(|| self.signal_eigenvalue(paradigm, BITS)).transpose();
        Ok(Answer {
            eta_squared: signal(Paradigm::Reconstruction)?,
            delta: signal(Paradigm::JointEmbedding)?,
            reconstruction,
            joint_embedding,
            regime: self.is_separate().then(|| self.regime()).transpose()?,
        })
    }

    /// Γ1 != 0: a proof that no α does, or an α that does.
    fn overlapping(&self, paradigm: Paradigm) -> Result<Requirement> {
        let unaugmented = self.signal.theta.iter().chain(self.noise.theta.iter()).all(Zero::is_zero);
        if paradigm == Paradigm::JointEmbedding && unaugmented {
            // The leakage theorem.
            return Ok(Requirement::Always);
        }
        if let Some(witness) = self.never(paradigm) {
            return Ok(Requirement::Never(witness));
        }
        // α² = 0 and powers of 4 from 4^-10 to 4^20.
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

    /// A t between the two blocks' eigenvalues, if their enclosures leave one.
    fn between(&self, paradigm: Paradigm, alpha_squared: &Rational) -> Result<Option<Rational>> {
        let precision = Precision::absolute_below_one(40);
        let Pencil { a, s } = Self::pencil(&self.signal, paradigm, alpha_squared);
        let lowest = smallest_eigenvalue(&a, &s, &precision)?;
        let Pencil { a, s } = Self::pencil(&self.noise, paradigm, alpha_squared);
        let highest = largest_eigenvalue(&a, &s, &precision)?;
        Ok((lowest.low > highest.high).then(|| (lowest.low + highest.high) / ratio(2, 1)))
    }

    /// Tries the extreme rows of both blocks at α = 0 and at α -> inf.
    fn never(&self, paradigm: Paradigm) -> Option<NeverWitness> {
        let rows = |forms: &Forms, smallest: bool| {
            let at_zero = Self::pencil(forms, paradigm, &Rational::zero());
            let at_infinity = Pencil { a: at_zero.a.clone(), s: forms.gamma.clone() };
            [at_zero, at_infinity].into_iter().filter_map(move |pencil| extreme_row(&pencil, smallest))
        };
        let noise_rows: Vec<_> = rows(&self.noise, false).collect();
        rows(&self.signal, true)
            .flat_map(|q| noise_rows.iter().map(move |p| (q.clone(), p)))
            .map(|(q, p)| self.order(paradigm, &q, p))
            .find(NeverWitness::is_ordered)
    }

    /// The linear function of α² that orders the quotients of a signal row q and a noise row p.
    fn order(&self, paradigm: Paradigm, q: &DMatrix<Rational>, p: &DMatrix<Rational>) -> NeverWitness {
        let value = |row: &DMatrix<Rational>, form: &DMatrix<Rational>| (row * form * row.transpose())[(0, 0)].clone();
        let parts = |forms: &Forms, row: &DMatrix<Rational>| {
            let Pencil { a, s } = Self::pencil(forms, paradigm, &Rational::zero());
            (value(row, &a), value(row, &s), value(row, &forms.gamma))
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
        let row = |values: &[Rational]| DMatrix::from_row_slice(1, values.len(), values);
        let fits =
            |row: &[Rational], forms: &Forms| row.len() == forms.second.nrows() && row.iter().any(|v| !v.is_zero());
        fits(&self.signal, &model.signal)
            && fits(&self.noise, &model.noise)
            && model.order(paradigm, &row(&self.signal), &row(&self.noise)) == *self
            && self.is_ordered()
    }

    fn is_ordered(&self) -> bool {
        !self.constant.is_positive() && !self.slope.is_positive()
    }
}

#[cfg(test)]
mod tests;
