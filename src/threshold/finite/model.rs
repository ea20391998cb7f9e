//! A spectrum at n samples: what each paradigm needs, and what it makes of each signal at α².

use super::fixed_point::{self, Bulk};
use super::isotropic::Isotropic;
use super::joint_embedding;
use super::number::Number;
use super::{FEW_ATOMS, Law, Quality, Signal};
use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use crate::threshold::{Spectrum, Verdict};
use num_traits::Zero;

/// A [`Spectrum`] at n samples, γ = m/n.
#[derive(Debug, Clone)]
pub struct Model {
    signals: Vec<Signal<Rational>>,
    law: Law<Rational>,
}

/// What each paradigm needs for all of the signal to separate.
#[derive(Debug, Clone, PartialEq)]
pub struct Thresholds {
    /// Joint-embedding.
    pub joint_embedding: Number,
    /// Reconstruction: the supremum of the α² at which some signal does not separate.
    pub reconstruction: Number,
}

impl Thresholds {
    /// What a paradigm needs.
    pub fn alpha_squared(&self, paradigm: Paradigm) -> &Number {
        match paradigm {
            Paradigm::Reconstruction => &self.reconstruction,
            Paradigm::JointEmbedding => &self.joint_embedding,
        }
    }

    /// Which paradigm needs less, by the squares.
    pub fn verdict(&self) -> Verdict {
        let [rc, je] = [&self.reconstruction, &self.joint_embedding].map(Number::ends);
        Verdict::of([rc.low, rc.high], [je.low, je.high])
    }
}

/// What a paradigm makes of a signal.
#[derive(Debug, Clone, PartialEq)]
pub struct At {
    /// Overlap and explained fractions; none if the signal does not separate.
    pub quality: Option<Quality<f64>>,
    /// The same where it is known exactly.
    pub exact: Option<Quality<Rational>>,
}

/// What both make of it.
#[derive(Debug, Clone, PartialEq)]
pub struct SignalAt {
    /// Joint-embedding.
    pub joint_embedding: At,
    /// Reconstruction.
    pub reconstruction: At,
}

impl Quality<Rational> {
    fn approx(&self) -> Quality<f64> {
        let [cos2, train, test, fitted] = [&self.cos2, &self.train, &self.test, &self.fitted].map(Scalar::approx);
        Quality { cos2, train, test, fitted }
    }
}

impl Model {
    /// A spectrum at n samples.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for n = 0.
    pub fn new(spectrum: &Spectrum<Rational>, samples: usize) -> Result<Self> {
        if samples == 0 {
            return Err(Error::range("samples", ">= 1", samples));
        }
        let (variances, theta, gamma) = spectrum.diagonals();
        let k = spectrum.rank();
        let signal = |i: usize| Signal { c: variances[i].clone(), th: theta[i].clone() };
        let noise: Vec<_> = (k..variances.len()).map(|j| (gamma[j].clone(), &theta[j] / &gamma[j])).collect();
        let ratio = Rational::from_count(noise.len()) / Rational::from_count(samples);
        Ok(Self { signals: (0..k).map(signal).collect(), law: Law::new(ratio, &noise)? })
    }

    /// Signals and noise directly.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] without signals; [`Error::OutOfRange`] unless c > 0 and th >= 0.
    pub fn of(signals: Vec<Signal<Rational>>, law: Law<Rational>) -> Result<Self> {
        if signals.is_empty() {
            return Err(Error::shape("signal", "at least 1 value", 0));
        }
        if let Some(i) = signals.iter().position(|s| s.c <= Rational::zero() || s.th < Rational::zero()) {
            return Err(Error::range(format!("signal[{i}]"), "c > 0 and th >= 0", signals[i].c.approx()));
        }
        Ok(Self { signals, law })
    }

    /// γ = m/n.
    pub fn ratio(&self) -> &Rational {
        self.law.ratio()
    }

    /// The noise.
    pub fn law(&self) -> &Law<Rational> {
        &self.law
    }

    /// The signals.
    pub fn signals(&self) -> &[Signal<Rational>] {
        &self.signals
    }

    /// The noise of reconstruction, and t, where all noise is alike.
    fn alike(&self) -> Option<(Isotropic<Rational>, &Rational)> {
        match self.law.atoms() {
            [atom] => Some((Isotropic { ratio: self.law.ratio().clone(), g: atom.g.clone() }, &atom.t)),
            _ => None,
        }
    }

    /// What a paradigm needs for one signal.
    ///
    /// # Errors
    /// [`Error::NotConverged`] where the fixed point of the noise is not found.
    fn threshold(&self, signal: &Signal<Rational>, paradigm: Paradigm) -> Result<Number> {
        if paradigm == Paradigm::JointEmbedding {
            return Ok(joint_embedding::threshold(&self.law, signal));
        }
        if self.law.ratio().is_zero() {
            // Paper (10): g/η² - t - 1 of each noise direction.
            let over = (&signal.c + &signal.th) / (&signal.c * &signal.c);
            let needs = self.law.atoms().iter().map(|a| &a.g * &over - &a.t - Rational::from_count(1));
            return Ok(Number::Exact(needs.max().unwrap_or_else(Rational::zero)));
        }
        if let Some((noise, t)) = self.alike() {
            let g = &noise.g;
            return Ok(match noise.threshold(signal) {
                Number::Exact(a) => Number::Exact(a / g - t),
                other => Number::Near(other.approx() / g.approx() - t.approx()),
            });
        }
        let found = fixed_point::threshold(&self.law.approx(), &signal.approx());
        found.map(Number::Near).ok_or_else(not_found)
    }

    /// What each paradigm needs for all of the signal.
    ///
    /// # Errors
    /// Those of the fixed point of the noise.
    pub fn thresholds(&self) -> Result<Thresholds> {
        let worst = |paradigm: Paradigm| {
            let mut worst: Option<Number> = None;
            for signal in &self.signals {
                let next = self.threshold(signal, paradigm)?;
                worst = Some(match worst {
                    Some(found) => found.larger(next),
                    None => next,
                });
            }
            worst.ok_or_else(|| Error::shape("signal", "at least 1 value", 0))
        };
        Ok(Thresholds {
            joint_embedding: worst(Paradigm::JointEmbedding)?,
            reconstruction: worst(Paradigm::Reconstruction)?,
        })
    }

    /// What each paradigm makes of each signal at α².
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless α² + t > 0 for all noise: without augmentation on a noise
    /// direction the limit is not covered. Those of the fixed point of the noise.
    pub fn at(&self, alpha_squared: &Rational) -> Result<Vec<SignalAt>> {
        if alpha_squared + self.law.least_ratio() <= Rational::zero() {
            let needed = "> 0 where theta is 0 on a noise direction: give alpha, or theta there";
            return Err(Error::range("alpha^2 + theta/gamma of the noise", needed, 0));
        }
        let law = self.law.approx();
        let bulk = match self.alike() {
            None => Some(Bulk::new(&law, alpha_squared.approx()).ok_or_else(not_found)?),
            Some(_) => None,
        };
        let one = |signal: &Signal<Rational>| SignalAt {
            joint_embedding: self.joint_embedding(&law, signal, alpha_squared),
            reconstruction: self.reconstruction(bulk.as_ref(), signal, alpha_squared),
        };
        Ok(self.signals.iter().map(one).collect())
    }

    /// cos² of each signal at α² in `f64`, as figures need it; none for a signal that does not
    /// separate, which is not decided exactly here.
    ///
    /// # Errors
    /// Those of the fixed point of the noise.
    pub fn cos2(&self, paradigm: Paradigm, alpha_squared: f64) -> Result<Vec<Option<f64>>> {
        let law = self.law.approx();
        let signals = self.signals.iter().map(Signal::approx);
        let found: Vec<Option<Quality<f64>>> = match (paradigm, self.alike()) {
            (Paradigm::JointEmbedding, _) => {
                let outlier = |signal| joint_embedding::outlier(&law, &signal, &alpha_squared);
                signals.map(|signal| outlier(signal).map(|found| found.quality())).collect()
            }
            (Paradigm::Reconstruction, Some((noise, t))) => {
                let noise = noise.approx();
                signals.map(|signal| noise.at(&signal, (alpha_squared + t.approx()) * noise.g)).collect()
            }
            (Paradigm::Reconstruction, None) => {
                let bulk = Bulk::new(&law, alpha_squared).ok_or_else(not_found)?;
                signals.map(|signal| bulk.at(&signal)).collect()
            }
        };
        Ok(found.into_iter().map(|quality| quality.map(|quality| quality.cos2)).collect())
    }

    fn joint_embedding(&self, law: &Law<f64>, signal: &Signal<Rational>, alpha_squared: &Rational) -> At {
        if !joint_embedding::separated(&self.law, signal, alpha_squared) {
            return At { quality: None, exact: None };
        }
        if self.law.atoms().len() <= FEW_ATOMS {
            let exact = joint_embedding::outlier(&self.law, signal, alpha_squared).map(|found| found.quality());
            return At { quality: exact.as_ref().map(Quality::approx), exact };
        }
        let found = joint_embedding::outlier(law, &signal.approx(), &alpha_squared.approx());
        At { quality: found.map(|found| found.quality()), exact: None }
    }

    fn reconstruction(&self, bulk: Option<&Bulk>, signal: &Signal<Rational>, alpha_squared: &Rational) -> At {
        let near = signal.approx();
        if let Some(bulk) = bulk {
            return At { quality: bulk.at(&near), exact: None };
        }
        let Some((noise, t)) = self.alike() else { return At { quality: None, exact: None } };
        let a = (alpha_squared + t) * &noise.g;
        if let Some((_, exact)) = noise.exact_at(signal, &a) {
            return At { quality: Some(exact.approx()), exact: Some(exact) };
        }
        At { quality: noise.approx().at(&near, a.approx()), exact: None }
    }
}

fn not_found() -> Error {
    Error::NotConverged {
        what: "the noise of reconstruction at this n".into(),
        reason: "no fixed point near the edge".into(),
        iterations: 0,
        residual: f64::NAN,
    }
}
