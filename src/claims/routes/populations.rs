//! Random populations of section 4.1 with rational moments, all diagonal in one basis, and random
//! stages of a chain on them. The exact route stands on this file, so no solver in `f64` is near.

use crate::augment::{Channel, Mask, Speckle};
use crate::error::{Error, Result};
use crate::linalg::exact::random_positive;
use crate::moments::ViewMoments;
use crate::scalar::{Rational, ratio};
use crate::threshold::Spectrum;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A random rational spectrum: k and m in {1, 2}, about every third θ zero.
pub(in crate::claims) fn random_spectrum(rng: &mut ChaCha8Rng) -> Result<Spectrum<Rational>> {
    let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
    let signal: Vec<_> = (0..k).map(|_| random_positive(rng, 6)).collect();
    let theta =
        (0..k + m).map(|_| if rng.random_range(0..3) == 0 { ratio(0, 1) } else { random_positive(rng, 6) }).collect();
    let gamma = (0..m).map(|_| random_positive(rng, 6)).collect();
    Spectrum::new(signal, theta, gamma)
}

/// Draws that may be unsuitable before a comparison gives up.
const MOST_DRAWS: usize = 100_000;

/// The first suitable draw.
///
/// # Errors
/// Those of the draws; [`Error::NotConverged`] if none of 100,000 is suitable, as when a stream
/// repeats itself: a comparison fails then, and does not hang.
pub(in crate::claims) fn suitable<T>(mut draw: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    for _ in 0..MOST_DRAWS {
        if let Some(found) = draw()? {
            return Ok(found);
        }
    }
    Err(Error::NotConverged {
        what: "drawing an instance".into(),
        reason: "no draw is suitable".into(),
        iterations: MOST_DRAWS as u64,
        residual: f64::NAN,
    })
}

/// The views of the population at a given α² (possibly negative), in the eigenbasis or rotated
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_suitable_draw_is_taken_and_a_stream_without_one_is_given_up() {
        let mut draws = 0..;
        assert_eq!(suitable(|| Ok(draws.next().filter(|n| n % 7 == 6))).unwrap(), 6);
        assert!(matches!(suitable(|| Ok(None::<u8>)), Err(Error::NotConverged { .. })));
    }
}
