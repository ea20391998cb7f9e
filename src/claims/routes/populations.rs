//! Random populations of section 4.1 with rational moments, diagonal and with blocks that need not
//! commute, and random stages of a chain on them.

use crate::augment::{Channel, Mask, Speckle};
use crate::error::{Error, Result};
use crate::linalg::exact::{random_matrix, random_positive};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{BlockModel, Requirement, Spectrum, Threshold};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A random rational spectrum: k and m in {1, 2}, about every third theta zero.
pub(in crate::claims) fn random_spectrum(rng: &mut ChaCha8Rng) -> Result<Spectrum<Rational>> {
    let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
    let signal: Vec<_> = (0..k).map(|_| random_positive(rng, 6)).collect();
    let theta =
        (0..k + m).map(|_| if rng.random_range(0..3) == 0 { ratio(0, 1) } else { random_positive(rng, 6) }).collect();
    let gamma = (0..m).map(|_| random_positive(rng, 6)).collect();
    Spectrum::new(signal, theta, gamma)
}

/// The views of the population at a given alpha^2 (possibly negative), in the eigenbasis or rotated
/// by Q.
pub(in crate::claims) fn population(
    spectrum: &Spectrum<Rational>,
    alpha_squared: &Rational,
    rotation: Option<&DMatrix<Rational>>,
) -> ViewMoments<Rational> {
    let (variances, theta, gamma) = spectrum.diagonals();
    let noise: Vec<_> = theta.iter().zip(&gamma).map(|(th, g)| th + alpha_squared * g).collect();
    let diagonal = |values: Vec<Rational>| {
        let m = DMatrix::from_diagonal(&DVector::from_vec(values));
        rotation.map_or(m.clone(), |q| q * m * q.transpose())
    };
    ViewMoments::additive(diagonal(variances), diagonal(noise))
}

/// A random population with dense blocks: C1, Theta1 (k x k), Gamma2, Theta2 (m x m).
pub(in crate::claims) struct Blocks {
    pub signal: DMatrix<Rational>,
    pub theta_signal: DMatrix<Rational>,
    pub gamma: DMatrix<Rational>,
    pub theta_noise: DMatrix<Rational>,
}

impl Blocks {
    /// k and m in {1, 2, 3}; Theta of any rank, also 0.
    pub fn random(rng: &mut ChaCha8Rng) -> Self {
        let (k, m) = (rng.random_range(1..=3), rng.random_range(1..=3));
        let mut covariance = |d: usize, rank: usize| {
            let f = random_matrix(rng, d, rank, 3);
            &f * f.transpose()
        };
        let (signal, theta_signal) = (covariance(k, k), covariance(k, 1));
        let (gamma, theta_noise) = (covariance(m, m), covariance(m, 2));
        let quarter = |d: usize| DMatrix::<Rational>::identity(d, d) * ratio(1, 4);
        Self { signal: signal + quarter(k), theta_signal, gamma: gamma + quarter(m), theta_noise }
    }

    pub fn model(&self) -> Result<BlockModel> {
        let Self { signal, theta_signal, gamma, theta_noise } = self;
        BlockModel::new(signal.clone(), theta_signal.clone(), gamma.clone(), theta_noise.clone())
    }

    pub fn rank(&self) -> usize {
        self.signal.nrows()
    }

    pub fn dimension(&self) -> usize {
        self.signal.nrows() + self.gamma.nrows()
    }

    /// The views of the population at alpha^2, in the basis Q (d x d, orthogonal).
    pub fn population(&self, alpha_squared: &Rational, q: &DMatrix<Rational>) -> ViewMoments<Rational> {
        let (k, d) = (self.rank(), self.dimension());
        let noise = &self.theta_noise + self.gamma.map(|g| g * alpha_squared);
        let blocks = |first: &DMatrix<Rational>, second: &DMatrix<Rational>| {
            let mut m = DMatrix::zeros(d, d);
            m.view_mut((0, 0), (k, k)).copy_from(first);
            m.view_mut((k, k), (d - k, d - k)).copy_from(second);
            q * m * q.transpose()
        };
        ViewMoments::additive(blocks(&self.signal, &self.gamma), blocks(&self.theta_signal, &noise))
    }
}

/// The threshold of a paradigm on blocks, which always have one.
pub(in crate::claims) fn above(model: &BlockModel, paradigm: Paradigm) -> Result<Threshold> {
    match model.requirement(paradigm)? {
        Requirement::Above(found) => Ok(found),
        other => {
            Err(Error::BadRequest { problem: format!("no threshold: {other:?}"), remedy: "please report this".into() })
        }
    }
}

/// A channel over the rationals.
pub(in crate::claims) type Exact = Box<dyn Channel<Rational>>;

/// A random stage on coordinates, mask or speckle, with its q_i and means m_i.
pub(in crate::claims) struct Stage {
    channel: fn(&[Rational]) -> Result<Exact>,
    parameters: Vec<Rational>,
    pub ratios: Vec<Rational>,
    pub means: Vec<Rational>,
}

impl Stage {
    pub fn random(rng: &mut ChaCha8Rng, d: usize) -> Self {
        if rng.random() {
            let keep: Vec<Rational> = (0..d).map(|_| ratio(rng.random_range(1..=4), 4)).collect();
            let channel = |keep: &[Rational]| Ok(Box::new(Mask::independent(keep)?) as Exact);
            return Self { channel, parameters: keep.clone(), ratios: keep.clone(), means: keep };
        }
        let sigma: Vec<Rational> = (0..d).map(|_| ratio(rng.random_range(0..=3), 2)).collect();
        let ratios = sigma.iter().map(|s| ratio(1, 1) / (ratio(1, 1) + s * s)).collect();
        let channel = |sigma: &[Rational]| Ok(Box::new(Speckle::new(sigma)?) as Exact);
        Self { channel, parameters: sigma, ratios, means: vec![ratio(1, 1); d] }
    }

    pub fn channel(&self) -> Result<Exact> {
        (self.channel)(&self.parameters)
    }
}
