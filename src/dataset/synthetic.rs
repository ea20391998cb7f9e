//! Synthetic data with prescribed spectra: the model of the paper's section 4.1.
//!
//! Computed, with c_1, ..., c_k > 0 and c_i = 0 after:
//!
//! | symbol | formula | shape | field |
//! |---|---|---|---|
//! | X | L K Q', K = diag(sqrt(n c_i)) | n x d | [`SpectralDraw::clean`] |
//! | L, Q | orthonormal columns, uniform (Haar); Q = I without rotation | n x k, d x d | [`SpectralDraw::rotation`] |
//! | Y | X W' + s E, W and E standard normal | n x l | labels of `clean` |
//! | X~ | x~_i = x_i + gamma_i, gamma_i ~ N(0, Q diag(g) Q') | n x d | [`SpectralDraw::corrupt`] |
//!
//! Hence C = X'X/n = Q diag(c) Q' up to rounding: the singular values of X are sqrt(n c_i). Nothing is centred, as in the paper.
//!
//! Guarantee: a seed and the sizes fix every draw; L, Q, W, E and gamma come from separate ChaCha streams, so that asking for labels or noise does not change X.
//!
//! Source: paper, section 4.1; orthogonal factors by QR with positive diagonal (F. Mezzadri, *How to generate random matrices from the classical compact groups*, Notices of the AMS 54, 2007).
//!
//! ```
//! use jerc::dataset::synthetic::Spectrum;
//! let spectrum = Spectrum { samples: 20, dimension: 3, signal: vec![4.0, 1.0], rotate: false, targets: 1, target_noise: 0.0, seed: 7 };
//! let second = spectrum.draw()?.clean.moments()?.second;
//! assert!((second[(0, 0)] - 4.0).abs() < 1e-12 && second[(0, 1)].abs() < 1e-12 && second[(2, 2)] == 0.0);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Dataset, Features, Labels};
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// What each ChaCha stream is for.
#[derive(Clone, Copy)]
enum Stream {
    Samples = 1,
    Rotation,
    Targets,
    TargetNoise,
    Corruption,
}

/// The sizes and the spectrum of a draw; see the [module](self).
#[derive(Debug, Clone, PartialEq)]
pub struct Spectrum {
    /// n >= k.
    pub samples: usize,
    /// d >= k.
    pub dimension: usize,
    /// c_1, ..., c_k > 0, in any order.
    pub signal: Vec<f64>,
    /// Whether Q is random; otherwise it is the identity.
    pub rotate: bool,
    /// l; 0 for no labels.
    pub targets: usize,
    /// s, the standard deviation of the noise on the targets.
    pub target_noise: f64,
    /// The seed of all streams.
    pub seed: u64,
}

/// Data with the prescribed spectrum.
#[derive(Debug, Clone, PartialEq)]
pub struct SpectralDraw {
    /// X and Y.
    pub clean: Dataset,
    /// Q, d x d.
    pub rotation: DMatrix<f64>,
}

impl Spectrum {
    /// Draws X, Y and Q.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless 1 <= k <= min(n, d), every c_i is positive and finite, and s is finite and not negative.
    pub fn draw(&self) -> Result<SpectralDraw> {
        let (n, d, k) = (self.samples, self.dimension, self.signal.len());
        if k == 0 || k > n.min(d) {
            return Err(Error::range("length of the signal spectrum", format!("in 1..={}", n.min(d)), k));
        }
        if let Some(c) = self.signal.iter().find(|&&c| !(c > 0.0 && (n as f64 * c).is_finite())) {
            return Err(Error::range("signal variance", "positive and finite", c));
        }
        if !(self.target_noise >= 0.0 && self.target_noise.is_finite()) {
            return Err(Error::range("noise on the targets", "finite and >= 0", self.target_noise));
        }
        let gaussian = |stream, rows, columns| gaussian(self.seed, stream, rows, columns);
        let left = orthonormal(gaussian(Stream::Samples, n, k));
        let rotation = match self.rotate {
            true => orthonormal(gaussian(Stream::Rotation, d, d)),
            false => DMatrix::identity(d, d),
        };
        let scaled = DMatrix::from_fn(n, k, |i, j| left[(i, j)] * (n as f64 * self.signal[j]).sqrt());
        let x = scaled * rotation.columns(0, k).transpose();
        let labels = match self.targets {
            0 => None,
            l => {
                let map = gaussian(Stream::Targets, l, d);
                let y = &x * map.transpose() + gaussian(Stream::TargetNoise, n, l) * self.target_noise;
                Some(Labels::targets(row_major(&y), l)?)
            }
        };
        let clean = Dataset::new("synthetic", Features::real(row_major(&x), d)?, labels)?;
        Ok(SpectralDraw { clean, rotation })
    }
}

impl SpectralDraw {
    /// X~ = X + noise with covariance Q diag(g) Q', g_1, ..., g_d >= 0; the labels stay.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless there are d variances, [`Error::OutOfRange`] for a negative or non-finite one.
    pub fn corrupt(&self, variances: &[f64], seed: u64) -> Result<Dataset> {
        let (n, d) = (self.clean.n(), self.clean.d());
        if variances.len() != d {
            return Err(Error::shape("noise variances", format!("{d} values"), variances.len()));
        }
        if let Some(g) = variances.iter().find(|g| !(g.is_finite() && **g >= 0.0)) {
            return Err(Error::range("noise variance", "finite and >= 0", g));
        }
        let normal = gaussian(seed, Stream::Corruption, n, d);
        let scaled = DMatrix::from_fn(n, d, |i, j| normal[(i, j)] * variances[j].sqrt());
        let x = self.clean.matrix() + scaled * self.rotation.transpose();
        let name = format!("{}, corrupted", self.clean.name());
        Dataset::new(name, Features::real(row_major(&x), d)?, self.clean.labels().cloned())
    }
}

/// Standard normal entries, drawn row after row.
fn gaussian(seed: u64, stream: Stream, rows: usize, columns: usize) -> DMatrix<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream as u64);
    DMatrix::from_row_iterator(rows, columns, (0..rows * columns).map(|_| rng.sample::<f64, _>(StandardNormal)))
}

/// The orthogonal factor of a QR decomposition with positive diagonal in R, which makes it unique.
fn orthonormal(matrix: DMatrix<f64>) -> DMatrix<f64> {
    let (mut q, r) = matrix.qr().unpack();
    for (j, mut column) in q.column_iter_mut().enumerate() {
        if r[(j, j)] < 0.0 {
            column.neg_mut();
        }
    }
    q
}

fn row_major(matrix: &DMatrix<f64>) -> Vec<f64> {
    matrix.transpose().as_slice().to_vec()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spectrum() -> Spectrum {
        let signal = vec![5.0, 2.0, 0.5];
        Spectrum { samples: 40, dimension: 6, signal, rotate: true, targets: 2, target_noise: 0.0, seed: 3 }
    }

    #[test]
    fn the_second_moment_is_the_prescribed_one() {
        for rotate in [false, true] {
            let draw = Spectrum { rotate, ..spectrum() }.draw().unwrap();
            let q = &draw.rotation;
            assert!((q.transpose() * q - DMatrix::identity(6, 6)).amax() < 1e-14);
            assert_eq!(q == &DMatrix::identity(6, 6), !rotate);
            let c = DMatrix::from_diagonal(&nalgebra::dvector![5.0, 2.0, 0.5, 0.0, 0.0, 0.0]);
            let expected = q * c * q.transpose();
            assert!((draw.clean.moments().unwrap().second - expected).amax() < 1e-13);
        }
    }

    #[test]
    fn targets_without_noise_are_linear_and_with_noise_are_not() {
        let draw = spectrum().draw().unwrap();
        let residual = |data: &Dataset| {
            let (x, y) = (data.matrix(), data.label_matrix());
            let fit = x.clone().svd(true, true).solve(&y, 1e-9).unwrap();
            (x * fit - y).norm()
        };
        assert!(residual(&draw.clean) < 1e-12);
        let noisy = Spectrum { target_noise: 1.0, ..spectrum() }.draw().unwrap();
        assert!(residual(&noisy.clean) > 1.0);
        // Labels do not change the samples.
        let without = Spectrum { targets: 0, ..spectrum() }.draw().unwrap();
        assert_eq!((without.clean.features(), without.clean.labels()), (draw.clean.features(), None));
    }

    #[test]
    fn corruption_has_the_prescribed_covariance() {
        let draw = Spectrum { samples: 20_000, ..spectrum() }.draw().unwrap();
        let g = [0.0, 0.0, 0.0, 1.0, 4.0, 9.0];
        let noise = draw.corrupt(&g, 11).unwrap().matrix() - draw.clean.matrix();
        // In the basis Q: diag(g), each entry within 5 standard errors, sqrt(2/n) g_i or sqrt(g_i g_j/n) <= 9 sqrt(2/20000) = 0.09.
        let found = draw.rotation.transpose() * (noise.transpose() * &noise) * &draw.rotation / 20_000.0;
        let expected = DMatrix::from_diagonal(&nalgebra::DVector::from_row_slice(&g));
        assert!((found - expected).amax() < 0.45);
        assert_eq!(draw.corrupt(&[0.0; 6], 11).unwrap().features(), draw.clean.features());
    }

    #[test]
    fn seeds_fix_the_draw() {
        assert_eq!(spectrum().draw().unwrap(), spectrum().draw().unwrap());
        let other = Spectrum { seed: 4, ..spectrum() }.draw().unwrap();
        assert_ne!(other.clean, spectrum().draw().unwrap().clean);
    }

    #[test]
    fn impossible_requests_are_refused() {
        for bad in [
            Spectrum { signal: vec![], ..spectrum() },
            Spectrum { signal: vec![1.0; 7], ..spectrum() },
            Spectrum { samples: 2, ..spectrum() },
            Spectrum { signal: vec![1.0, 0.0], ..spectrum() },
            Spectrum { signal: vec![f64::NAN], ..spectrum() },
            Spectrum { signal: vec![f64::INFINITY], ..spectrum() },
            Spectrum { target_noise: -1.0, ..spectrum() },
            Spectrum { target_noise: f64::NAN, ..spectrum() },
        ] {
            assert!(matches!(bad.draw(), Err(Error::OutOfRange { .. })), "{bad:?}");
        }
        let draw = spectrum().draw().unwrap();
        assert!(matches!(draw.corrupt(&[1.0; 5], 0), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(draw.corrupt(&[-1.0; 6], 0), Err(Error::OutOfRange { .. })));
        assert!(matches!(draw.corrupt(&[f64::NAN; 6], 0), Err(Error::OutOfRange { .. })));
    }
}
