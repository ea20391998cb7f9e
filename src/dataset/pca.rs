//! The paper's protocol: principal components, pure-noise dimensions, and random spectra for augmentation and corruption (paper, section C).
//!
//! | symbol | law | shape |
//! |---|---|---|
//! | X | the r leading principal components of the centred source, then m zero columns | n x d, d = r + m |
//! | th_i ([`ProtocolDraw::theta`]) | uniform on [0, theta_max] for every coordinate | d |
//! | g_j ([`ProtocolDraw::gamma`]) | 0 on the r signal coordinates, uniform on [0, gamma_max] on the m others | d |
//! | x~_i | x_i + gamma_i, gamma_i ~ N(0, diag(g)) | n x d |
//!
//! The paper takes r = m = 50 with pixels on 0..=255, theta_max = 10^4 and gamma_max = 10^3 ("weak") or 10^6 ("strong"): [`Protocol::paper`]. The embedded digits have pixels on 0..=16 and serve with
//! r = m = 20, theta_max = 10 and gamma_max from 1 to 1000: [`Protocol::digits`].
//!
//! Normalisation: the mean is that of all samples of the source; a draw of n of them is not centred again. The second moment is taken with 1/n.
//!
//! Not unique: the sign of a component, which is fixed by making its entry of largest magnitude positive (the first of several), and the basis of an eigenspace of dimension above 1, which is not fixed.
//!
//! Guarantee: [`Protocol::seed`] alone fixes theta and gamma, and the seed of a draw alone fixes rows and noise, each from its own ChaCha stream. Draws with one seed are nested: the first rows of a larger draw
//! are those of a smaller one, noise included, so that a curve over n adds samples to the same ones.
//!
//! ```
//! use jerc::dataset::{digits::load_digits, pca::{PrincipalComponents, Protocol}};
//! let protocol = Protocol::digits(100.0, 1);
//! let components = PrincipalComponents::fit(&load_digits()?, protocol.components)?;
//! let draw = protocol.draw(&components, 500, 2)?;
//! assert_eq!((draw.clean.n(), draw.clean.d(), draw.gamma[19], draw.gamma[20] > 0.0), (500, 40, 0.0, true));
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Dataset, Features, Labels};
use crate::error::{Error, Result};
use crate::moments::MomentAccumulator;
use crate::pencil::symmetric_eigen;
use nalgebra::{DMatrix, DVector};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What each ChaCha stream is for.
#[derive(Clone, Copy)]
enum Stream {
    Theta = 1,
    Gamma,
    Rows,
    Noise,
}

/// The r leading principal components of a data set.
#[derive(Debug, Clone, PartialEq)]
pub struct PrincipalComponents {
    name: String,
    scores: Vec<f64>,
    labels: Option<Labels>,
    /// The mean of the source, p.
    pub mean: DVector<f64>,
    /// The components in rows, r x p, orthonormal, by falling variance; signs as the [module](self) says.
    pub components: DMatrix<f64>,
    /// The variance (1/n) along each component, r.
    pub variances: DVector<f64>,
}

impl PrincipalComponents {
    /// Centres the source and finds its r leading components.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless r is at least 1 and at most the numerical rank of the centred data.
    pub fn fit(source: &Dataset, r: usize) -> Result<Self> {
        let (n, p) = (source.n(), source.d());
        let mean = source.moments()?.mean;
        let mut centred = source.features().rows().into_owned();
        for row in centred.chunks_exact_mut(p) {
            row.iter_mut().zip(mean.iter()).for_each(|(value, mean)| *value -= mean);
        }
        let mut stream = MomentAccumulator::new(p, 0);
        stream.push(&centred, &[])?;
        let eigen = symmetric_eigen(&stream.finish()?.second)?;
        // Rounding leaves eigenvalues of this size where the exact one is 0.
        let floor = p as f64 * f64::EPSILON * eigen.values[0];
        let rank = eigen.values.iter().filter(|value| **value > floor).count();
        if r == 0 || r > rank {
            return Err(Error::range(format!("components of {}", source.name()), format!("in 1..={rank}"), r));
        }
        let mut components = DMatrix::from_fn(r, p, |i, j| eigen.vectors[(j, i)]);
        for mut row in components.row_iter_mut() {
            if row[row.transpose().iamax()] < 0.0 {
                row.neg_mut();
            }
        }
        // Column-major p x n is row after row; the scores come out r x n, row after row again.
        let scores = &components * DMatrix::from_vec(p, n, centred);
        Ok(Self {
            name: source.name().into(),
            scores: scores.as_slice().to_vec(),
            labels: source.labels().cloned(),
            variances: DVector::from_fn(r, |i, _| eigen.values[i]),
            mean,
            components,
        })
    }

    /// r.
    pub fn count(&self) -> usize {
        self.components.nrows()
    }

    /// The samples in these coordinates (n x r), with the labels of the source.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if a score overflowed.
    pub fn scores(&self) -> Result<Dataset> {
        let features = Features::real(self.scores.clone(), self.count())?;
        Dataset::new(format!("{}, {} components", self.name, self.count()), features, self.labels.clone())
    }
}

/// Sizes and scales of the protocol; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// r.
    pub components: usize,
    /// m.
    pub noise_dimensions: usize,
    /// The largest th_i.
    pub theta_max: f64,
    /// The largest g_j.
    pub gamma_max: f64,
    /// The seed of theta and gamma.
    pub seed: u64,
}

/// One draw of the protocol.
#[derive(Debug, Clone, PartialEq)]
pub struct ProtocolDraw {
    /// X, with the labels of the source.
    pub clean: Dataset,
    /// X~, with the same labels.
    pub corrupted: Dataset,
    /// th, d: the diagonal of Theta.
    pub theta: Vec<f64>,
    /// g, d: the diagonal of Gamma, 0 on the signal.
    pub gamma: Vec<f64>,
}

impl Protocol {
    /// The paper's scale: 50 + 50 dimensions, theta_max = 10^4; it uses gamma_max = 10^3 and 10^6.
    pub fn paper(gamma_max: f64, seed: u64) -> Self {
        Self { components: 50, noise_dimensions: 50, theta_max: 1e4, gamma_max, seed }
    }

    /// A scale for pixels on 0..=16: 20 + 20 dimensions, theta_max = 10.
    pub fn digits(gamma_max: f64, seed: u64) -> Self {
        Self { components: 20, noise_dimensions: 20, theta_max: 10.0, gamma_max, seed }
    }

    /// n samples at random, without replacement, clean and corrupted.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if `components` holds another number of components, [`Error::OutOfRange`] for more samples than there are or a scale that is negative or not finite.
    pub fn draw(&self, components: &PrincipalComponents, n: usize, seed: u64) -> Result<ProtocolDraw> {
        let (r, m) = (self.components, self.noise_dimensions);
        if components.count() != r {
            return Err(Error::shape("components for this protocol", r, components.count()));
        }
        for (what, scale) in [("theta_max", self.theta_max), ("gamma_max", self.gamma_max)] {
            if !(scale.is_finite() && scale >= 0.0) {
                return Err(Error::range(what, "finite and >= 0", scale));
            }
        }
        let mut theta = rng(self.seed, Stream::Theta);
        let theta = (0..r + m).map(|_| self.theta_max * theta.random::<f64>()).collect();
        let mut gamma = rng(self.seed, Stream::Gamma);
        let gamma: Vec<f64> =
            (0..r + m).map(|j| if j < r { 0.0 } else { self.gamma_max * gamma.random::<f64>() }).collect();

        let source = components.scores()?;
        source.require_at_most(n)?;
        let mut rows: Vec<usize> = (0..source.n()).collect();
        rows.shuffle(&mut rng(seed, Stream::Rows));
        let chosen = source.select(&rows[..n])?;
        let mut noise = rng(seed, Stream::Noise);
        let (mut clean, mut corrupted) = (Vec::new(), Vec::new());
        for row in chosen.features().rows().chunks_exact(r) {
            clean.extend_from_slice(row);
            clean.resize(clean.len() + m, 0.0);
            corrupted.extend_from_slice(row);
            corrupted.extend(gamma[r..].iter().map(|g| g.sqrt() * noise.sample::<f64, _>(StandardNormal)));
        }
        let dataset = |suffix: &str, values| {
            let name = format!("{} + {m} noise dimensions{suffix}", source.name());
            Dataset::new(name, Features::real(values, r + m)?, chosen.labels().cloned())
        };
        Ok(ProtocolDraw { clean: dataset("", clean)?, corrupted: dataset(", corrupted", corrupted)?, theta, gamma })
    }
}

fn rng(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream as u64);
    rng
}

#[cfg(test)]
#[path = "pca_tests.rs"]
mod tests;
