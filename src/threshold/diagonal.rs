//! The thresholds of Propositions 4.3 and 4.4 and their comparison in Corollary 4.5, exactly.
//!
//! Setting (paper, section 4.1; everything diagonal in one basis): signal variances c_i > 0 (i <=
//! k), noise variances g_j > 0 and augmentation variances th_i >= 0. In the limit n -> inf the
//! pencils have these eigenvalues, and the signal is on top iff α² exceeds the threshold:
//!
//! | | SSL-RC, paper (10) | SSL-JE, paper (12) |
//! |---|---|---|
//! | signal i | c_i²/(c_i + th_i) | c_i/(c_i + th_i) |
//! | smallest | η² | δ |
//! | noise j | g_j²/(th_j + (1 + α²) g_j) | g_j/(th_j + (1 + α²) g_j) |
//! | threshold | max_j (g_j/η² - th_j/g_j - 1) | max_j ((1-δ)/δ - th_j/g_j) |
//!
//! Over [`Rational`] all are exact. A negative square means that no alignment is needed.
//!
//! Corollary 4.5, with r = η²/δ: max g < r gives α_RC² < α_JE², min g > r the reverse. In between
//! the two maxima decide.
//!
//! ```
//! use jerc::scalar::ratio;
//! use jerc::threshold::{Spectrum, Verdict};
//! // c = th = 1, g = 4, no augmentation on the noise: η² = δ = 1/2.
//! let theta = vec![ratio(1, 1), ratio(0, 1)];
//! let spectrum = Spectrum::new(vec![ratio(1, 1)], theta, vec![ratio(4, 1)])?;
//! let thresholds = spectrum.thresholds();
//! assert_eq!(thresholds.alpha_squared_rc, ratio(7, 1));
//! assert_eq!(thresholds.alpha_squared_je, ratio(1, 1));
//! assert_eq!(thresholds.verdict(), Verdict::JointEmbedding);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Answer, Recovery, Regime, Requirement, Threshold, Verdict, require_positive};
use crate::error::{Error, Result};
use crate::linalg::interval::Interval;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use std::cmp::Ordering;

/// The variances of the model in the common eigenbasis: signal first, then noise.
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum<T: Scalar> {
    signal: Vec<T>,
    theta: Vec<T>,
    gamma: Vec<T>,
}

/// The thresholds of a [`Spectrum`].
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds<T: Scalar> {
    /// η² = min_{i<=k} c_i²/(c_i + th_i).
    pub eta_squared: T,
    /// δ = min_{i<=k} c_i/(c_i + th_i).
    pub delta: T,
    /// α_RC², paper (10).
    pub alpha_squared_rc: T,
    /// α_JE², paper (12).
    pub alpha_squared_je: T,
    /// Where the noise lies relative to r = η²/δ.
    pub regime: Regime,
}

impl<T: Scalar> Spectrum<T> {
    /// Variances: c (k), th (k + m, signal first), g (m).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless k, m >= 1 and th has k + m entries; [`Error::OutOfRange`]
    /// unless c, g > 0 and th >= 0.
    pub fn new(signal: Vec<T>, theta: Vec<T>, gamma: Vec<T>) -> Result<Self> {
        require_positive("signal", &signal)?;
        require_positive("gamma", &gamma)?;
        if theta.len() != signal.len() + gamma.len() {
            let expected = format!("{} values (signal first, then noise)", signal.len() + gamma.len());
            return Err(Error::shape("theta", expected, theta.len()));
        }
        let not_negative = |v: &T| matches!(v.partial_cmp(&T::zero()), Some(Ordering::Greater | Ordering::Equal));
        if let Some(i) = theta.iter().position(|v| !not_negative(v)) {
            return Err(Error::range(format!("theta[{i}]"), ">= 0", theta[i].approx()));
        }
        Ok(Self { signal, theta, gamma })
    }

    /// k, the number of signal directions.
    pub fn rank(&self) -> usize {
        self.signal.len()
    }

    /// The diagonals of C = diag(c, g), Θ = diag(th) and Γ = diag(0, g) in the common
    /// eigenbasis, each of length d = k + m.
    pub fn diagonals(&self) -> (Vec<T>, Vec<T>, Vec<T>) {
        let variances = [self.signal.clone(), self.gamma.clone()].concat();
        let gamma = [vec![T::zero(); self.signal.len()], self.gamma.clone()].concat();
        (variances, self.theta.clone(), gamma)
    }

    /// c, th of the signal.
    fn signal(&self) -> impl Iterator<Item = (&T, &T)> {
        self.signal.iter().zip(&self.theta)
    }

    /// g, th of the noise.
    fn noise(&self) -> impl Iterator<Item = (&T, &T)> {
        self.gamma.iter().zip(&self.theta[self.signal.len()..])
    }

    /// η², δ, both thresholds and the regime.
    pub fn thresholds(&self) -> Thresholds<T> {
        let one = T::one;
        let lowest =
            |of: fn(T, T) -> T| extreme(Ordering::Less, self.signal().map(|(c, th)| of(c.clone(), th.clone())));
        let eta_squared = lowest(|c, th| c.clone() * c.clone() / (c + th));
        let delta = lowest(|c, th| c.clone() / (c + th));
        let rc = |(g, th): (&T, &T)| g.clone() / eta_squared.clone() - th.clone() / g.clone() - one();
        let je = |(g, th): (&T, &T)| (one() - delta.clone()) / delta.clone() - th.clone() / g.clone();
        let alpha_squared_rc = extreme(Ordering::Greater, self.noise().map(rc));
        let alpha_squared_je = extreme(Ordering::Greater, self.noise().map(je));
        let regime = Regime::of(&self.gamma, &(eta_squared.clone() / delta.clone()));
        Thresholds { eta_squared, delta, alpha_squared_rc, alpha_squared_je, regime }
    }

    /// The eigenvalues of the limiting pencil at a given α², signal (k) and noise (m): what the
    /// thresholds are about, computed without them.
    pub fn limit_eigenvalues(&self, paradigm: Paradigm, alpha_squared: &T) -> (Vec<T>, Vec<T>) {
        let numerator = |v: &T| match paradigm {
            Paradigm::Reconstruction => v.clone() * v.clone(),
            Paradigm::JointEmbedding => v.clone(),
        };
        let signal = self.signal().map(|(c, th)| numerator(c) / (c.clone() + th.clone())).collect();
        let noise = self
            .noise()
            .map(|(g, th)| numerator(g) / (th.clone() + g.clone() + alpha_squared.clone() * g.clone()))
            .collect();
        (signal, noise)
    }

    /// Whether the signal directions are the top k of the limiting pencil at a given α², decided
    /// from its eigenvalues. α² may be negative, down to where S stops being positive definite.
    pub fn recovery(&self, paradigm: Paradigm, alpha_squared: &T) -> Recovery {
        let (signal, noise) = self.limit_eigenvalues(paradigm, alpha_squared);
        let lowest = extreme(Ordering::Less, signal.into_iter());
        Recovery::of(&lowest, &extreme(Ordering::Greater, noise.into_iter()))
    }
}

impl<T: Scalar> Thresholds<T> {
    /// The threshold α² of a paradigm.
    pub fn alpha_squared(&self, paradigm: Paradigm) -> &T {
        match paradigm {
            Paradigm::Reconstruction => &self.alpha_squared_rc,
            Paradigm::JointEmbedding => &self.alpha_squared_je,
        }
    }

    /// Which square is smaller.
    pub fn verdict(&self) -> Verdict {
        Verdict::of([&self.alpha_squared_rc; 2], [&self.alpha_squared_je; 2])
    }
}

impl Thresholds<Rational> {
    /// Which alignment α >= 0 is smaller.
    pub fn verdict_clipped(&self) -> Verdict {
        self.answer().verdict_clipped()
    }

    /// The same in the form that all models share.
    pub fn answer(&self) -> Answer {
        let exact = |value: &Rational| Interval::exact(value.clone());
        let above = |square: &Rational, signal: &Rational| {
            Requirement::Above(Threshold { alpha_squared: exact(square), signal: exact(signal) })
        };
        Answer {
            eta_squared: Some(exact(&self.eta_squared)),
            delta: Some(exact(&self.delta)),
            reconstruction: above(&self.alpha_squared_rc, &self.eta_squared),
            joint_embedding: above(&self.alpha_squared_je, &self.delta),
            regime: Some(self.regime),
        }
    }
}

/// The smallest (`Less`) or largest (`Greater`) of a non-empty sequence.
fn extreme<T: Scalar>(side: Ordering, values: impl Iterator<Item = T>) -> T {
    values.reduce(|best, v| if v.partial_cmp(&best) == Some(side) { v } else { best }).unwrap_or_else(T::zero)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    fn spectrum(c: &[(i64, i64)], th: &[(i64, i64)], g: &[(i64, i64)]) -> Spectrum<Rational> {
        let list = |v: &[(i64, i64)]| v.iter().map(|&(p, q)| ratio(p, q)).collect();
        Spectrum::new(list(c), list(th), list(g)).unwrap()
    }

    #[test]
    fn thresholds_by_hand() {
        // c = (2, 1), th = (2, 3; 1, 0), g = (4, 1/2).
        // η² = min(4/4, 1/4) = 1/4; δ = min(1/2, 1/4) = 1/4; r = 1.
        // RC: max(16 - 1/4 - 1, 2 - 0 - 1) = 59/4. JE: max(3 - 1/4, 3) = 3.
        let t = spectrum(&[(2, 1), (1, 1)], &[(2, 1), (3, 1), (1, 1), (0, 1)], &[(4, 1), (1, 2)]).thresholds();
        assert_eq!((t.eta_squared.clone(), t.delta.clone()), (ratio(1, 4), ratio(1, 4)));
        assert_eq!((t.alpha_squared_rc.clone(), t.alpha_squared_je.clone()), (ratio(59, 4), ratio(3, 1)));
        assert_eq!((t.verdict(), t.regime), (Verdict::JointEmbedding, Regime::Straddling));
        assert_eq!(t.alpha_squared(Paradigm::Reconstruction), &ratio(59, 4));
        assert_eq!(t.alpha_squared(Paradigm::JointEmbedding), &ratio(3, 1));
    }

    #[test]
    fn eta_and_delta_may_be_attained_by_different_signals() {
        // c = (3, 10), th = (1, 10): η² = min(9/4, 100/20) = 9/4, δ = min(3/4, 1/2) = 1/2.
        let s = spectrum(&[(3, 1), (10, 1)], &[(1, 1), (10, 1), (7, 1)], &[(2, 1)]);
        let t = s.thresholds();
        assert_eq!((t.eta_squared.clone(), t.delta.clone()), (ratio(9, 4), ratio(1, 2)));
        // RC: 2/(9/4) - 7/2 - 1; JE: 1 - 7/2.
        assert_eq!((t.alpha_squared_rc.clone(), t.alpha_squared_je.clone()), (ratio(-65, 18), ratio(-5, 2)));
        assert_eq!(s.rank(), 2);
        let whole = |v: &[i64]| v.iter().map(|&p| ratio(p, 1)).collect::<Vec<_>>();
        assert_eq!(s.diagonals(), (whole(&[3, 10, 2]), whole(&[1, 10, 7]), whole(&[0, 0, 2])));
    }

    #[test]
    fn regimes_and_verdicts_including_equality() {
        // c = th = 1, th_noise = 0: η² = δ = 1/2, r = 1, α_RC² = 2g - 1, α_JE² =
        // 1.
        for (g, regime, verdict) in [
            ((1, 2), Regime::Weak, Verdict::Reconstruction),
            ((1, 1), Regime::Straddling, Verdict::Tie),
            ((3, 2), Regime::Strong, Verdict::JointEmbedding),
        ] {
            let t = spectrum(&[(1, 1)], &[(1, 1), (0, 1)], &[g]).thresholds();
            assert_eq!((t.regime, t.verdict(), t.verdict_clipped()), (regime, verdict, verdict));
        }
        // Weak noise with augmentation on it: squares (JE -1, RC -2), so neither needs any.
        let t = spectrum(&[(1, 1)], &[(1, 1), (1, 1)], &[(1, 2)]).thresholds();
        assert_eq!((t.alpha_squared_je.clone(), t.alpha_squared_rc.clone()), (ratio(-1, 1), ratio(-2, 1)));
        assert_eq!((t.verdict(), t.verdict_clipped()), (Verdict::Reconstruction, Verdict::Tie));
        // One square negative, the other positive: clipping changes nothing.
        let t = spectrum(&[(1, 1)], &[(1, 1), (0, 1)], &[(1, 4)]).thresholds();
        assert_eq!((t.alpha_squared_rc.clone(), t.verdict_clipped()), (ratio(-1, 2), Verdict::Reconstruction));
        // Straddling noise where the large component is well aligned: reconstruction needs less
        // although max g > r.
        let t = spectrum(&[(1, 1)], &[(1, 1), (6, 1), (0, 1)], &[(2, 1), (1, 2)]).thresholds();
        assert_eq!((t.alpha_squared_rc.clone(), t.alpha_squared_je.clone()), (ratio(0, 1), ratio(1, 1)));
        assert_eq!(t.regime, Regime::Straddling);
    }

    #[test]
    fn recovery_is_decided_from_the_eigenvalues() {
        let s = spectrum(&[(1, 1)], &[(1, 1), (2, 1)], &[(4, 1)]);
        let (signal, noise) = s.limit_eigenvalues(Paradigm::Reconstruction, &ratio(3, 1));
        assert_eq!((signal, noise), (vec![ratio(1, 2)], vec![ratio(16, 18)]));
        let (signal, noise) = s.limit_eigenvalues(Paradigm::JointEmbedding, &ratio(3, 1));
        assert_eq!((signal, noise), (vec![ratio(1, 2)], vec![ratio(4, 18)]));
        // JE: 4/(6 + 4 a) = 1/2 at a = 1/2. RC: 16/(6 + 4a) = 1/2 at a = 13/2.
        for (paradigm, at) in [(Paradigm::JointEmbedding, ratio(1, 2)), (Paradigm::Reconstruction, ratio(13, 2))] {
            let step = ratio(1, 1000);
            assert_eq!(s.recovery(paradigm, &at), Recovery::Tie);
            assert_eq!(s.recovery(paradigm, &(&at + &step)), Recovery::Signal);
            assert_eq!(s.recovery(paradigm, &(&at - &step)), Recovery::NoiseLeaks);
        }
        assert_eq!(s.rank(), 1);
    }

    #[test]
    fn bad_spectra_are_refused() {
        let one = || vec![1.0];
        assert!(matches!(Spectrum::<f64>::new(vec![], one(), one()), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Spectrum::<f64>::new(one(), one(), vec![]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Spectrum::new(one(), one(), one()), Err(Error::ShapeMismatch { .. })));
        let two = || vec![0.0, 0.0];
        assert!(Spectrum::new(one(), two(), one()).is_ok());
        for bad in [0.0, -1.0, f64::NAN] {
            assert!(matches!(Spectrum::new(vec![bad], two(), one()), Err(Error::OutOfRange { .. })));
            assert!(matches!(Spectrum::new(one(), two(), vec![bad]), Err(Error::OutOfRange { .. })));
        }
        // The first that is bad is named, whichever it is.
        for (signal, gamma, named) in [
            ([1.0, 0.0], [1.0, 1.0], "signal[1]"),
            ([0.0, 1.0], [0.0, 1.0], "signal[0]"),
            ([1.0, 1.0], [1.0, -1.0], "gamma[1]"),
        ] {
            match Spectrum::new(signal.into(), vec![0.0; 4], gamma.into()) {
                Err(Error::OutOfRange { what, .. }) => assert_eq!(what, named),
                other => panic!("{other:?}"),
            }
        }
        for bad in [-1.0, f64::NAN] {
            match Spectrum::new(one(), vec![0.0, bad], one()) {
                Err(Error::OutOfRange { what, .. }) => assert_eq!(what, "theta[1]"),
                other => panic!("{other:?}"),
            }
        }
    }
}
