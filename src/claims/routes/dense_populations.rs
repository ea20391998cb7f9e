//! Random populations with rational moments whose blocks need not commute.

use crate::error::{Error, Result};
use crate::linalg::exact::{exact_congruence, random_matrix};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{BlockModel, Requirement, Threshold};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A random population with dense blocks: C1, Θ1 (k x k), Γ2, Θ2 (m x m).
pub(in crate::claims) struct Blocks {
    pub signal: DMatrix<Rational>,
    pub theta_signal: DMatrix<Rational>,
    pub gamma: DMatrix<Rational>,
    pub theta_noise: DMatrix<Rational>,
}

impl Blocks {
    /// k and m in {1, 2, 3}; Θ of any rank, also 0.
    pub fn random(rng: &mut ChaCha8Rng) -> Self {
        let (k, m) = (rng.random_range(1..=3), rng.random_range(1..=3));
        Self::of_size(rng, k, m)
    }

    /// Θ of any rank, also 0.
    pub fn of_size(rng: &mut ChaCha8Rng, k: usize, m: usize) -> Self {
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

    /// Whether C1 and Θ1 do not commute, and whether Γ2 and Θ2 do not.
    pub fn commute_not(&self) -> [bool; 2] {
        let apart = |a: &DMatrix<Rational>, b: &DMatrix<Rational>| a * b != b * a;
        [apart(&self.signal, &self.theta_signal), apart(&self.gamma, &self.theta_noise)]
    }

    pub fn rank(&self) -> usize {
        self.signal.nrows()
    }

    pub fn dimension(&self) -> usize {
        self.signal.nrows() + self.gamma.nrows()
    }

    /// The views of the population at α², in the basis Q (d x d, orthogonal).
    pub fn population(&self, alpha_squared: &Rational, q: &DMatrix<Rational>) -> ViewMoments<Rational> {
        let (k, d) = (self.rank(), self.dimension());
        let noise = &self.theta_noise + self.gamma.map(|g| g * alpha_squared);
        let blocks = |first: &DMatrix<Rational>, second: &DMatrix<Rational>| {
            let mut m = DMatrix::zeros(d, d);
            m.view_mut((0, 0), (k, k)).copy_from(first);
            m.view_mut((k, k), (d - k, d - k)).copy_from(second);
            exact_congruence(q, &m)
        };
        ViewMoments::additive(blocks(&self.signal, &self.gamma), blocks(&self.theta_signal, &noise))
    }
}

/// The threshold of a paradigm on blocks, which always have one.
pub(in crate::claims) fn above(model: &BlockModel, paradigm: Paradigm) -> Result<Threshold> {
    match model.requirement(paradigm)? {
        Requirement::Above(found) => Ok(found),
        other => Err(Error::request(format!("no threshold: {other:?}"), "please report this")),
    }
}
