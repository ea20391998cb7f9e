//! Random populations of section 4.1 with rational moments, all diagonal in one basis, and random
//! stages of a chain on them. The exact route stands on this file, so no solver in `f64` is near.

use crate::augment::{Channel, Mask, Speckle};
use crate::error::{Error, Result};
use crate::linalg::exact::{exact_congruence, random_positive};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
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

/// A random rational spectrum with k and m up to 4, by turns:
///
/// | turn | what it has |
/// |---|---|
/// | 0 | k and m above 2 |
/// | 1 | variances from two values only |
/// | 2 | the least signal eigenvalue of the paradigm at two unequal variances |
/// | 3 | the largest requirement of the noise at two unequal variances |
/// | 4 | δ and η² at different signals |
/// | 5 | k and m up to 2, as [`random_spectrum`] |
///
/// A claim looks for what it has by its own means.
pub(in crate::claims) fn varied_spectrum(
    rng: &mut ChaCha8Rng,
    paradigm: Paradigm,
    turn: usize,
) -> Result<Spectrum<Rational>> {
    let turn = turn % 6;
    let (signals, noises) = match turn {
        0 => (3..=4, 3..=4),
        1 => (2..=4, 2..=4),
        2 | 4 => (2..=4, 1..=4),
        3 => (1..=4, 2..=4),
        _ => return random_spectrum(rng),
    };
    let (k, m) = (rng.random_range(signals), rng.random_range(noises));
    let two = [random_positive(rng, 6), random_positive(rng, 6)];
    let positive = |rng: &mut ChaCha8Rng| {
        let (one, other) = (rng.random_range(0..2), random_positive(rng, 6));
        if turn == 1 { two[one].clone() } else { other }
    };
    let theta = |rng: &mut ChaCha8Rng| if rng.random_range(0..3) == 0 { ratio(0, 1) } else { positive(rng) };
    // (c, th) and (g, th).
    let mut signal: Vec<_> = (0..k).map(|_| (positive(rng), theta(rng))).collect();
    let mut noise: Vec<_> = (0..m).map(|_| (positive(rng), theta(rng))).collect();
    let more = random_positive(rng, 6);
    let square = paradigm == Paradigm::Reconstruction;
    let eigenvalue = |(c, th): &Pair| if square { c * c / (c + th) } else { c / (c + th) };
    match turn {
        2 => {
            signal.sort_by_key(eigenvalue);
            let (c, th) = signal[0].clone();
            signal[1] = if square {
                let (larger, least) = (&c + more, eigenvalue(&signal[0]));
                (larger.clone(), &larger * &larger / least - larger)
            } else {
                let factor = more + ratio(1, 1);
                (c * &factor, th * factor)
            };
        }
        3 => {
            let eta_squared = signal.iter().map(|(c, th)| c * c / (c + th)).min().unwrap_or_default();
            let required = |(g, th): &Pair| if square { g / &eta_squared - th / g } else { -th / g };
            noise.sort_by_key(|pair| -required(pair));
            let (g, th) = noise[0].clone();
            noise[1] = if square {
                let (larger, most) = (&g + more, required(&noise[0]));
                (larger.clone(), &larger * (&larger / &eta_squared - most))
            } else {
                let factor = more + ratio(1, 1);
                (g * &factor, th * factor)
            };
        }
        4 => {
            // th = r c. The second has the larger r, and so the smaller c/(c + th) = 1/(1 + r); the
            // larger c²/(c + th) = c/(1 + r) too. The others have no augmentation and more of both.
            let (c, th) = signal[0].clone();
            let one = ratio(1, 1);
            let (small, large) = (&th / &c, &th / &c + random_positive(rng, 6));
            let second = &c * (&one + &large) / (&one + small) + more;
            signal[1] = (second.clone(), &second * large);
            signal[2..].iter_mut().for_each(|pair| *pair = (&pair.0 + &second, ratio(0, 1)));
        }
        _ => {}
    }
    let (signal, of_signal): (Vec<_>, Vec<_>) = signal.into_iter().unzip();
    let (gamma, of_noise): (Vec<_>, Vec<_>) = noise.into_iter().unzip();
    Spectrum::new(signal, [of_signal, of_noise].concat(), gamma)
}

/// A variance and that of the augmentation.
type Pair = (Rational, Rational);

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
        rotation.map_or(m.clone(), |q| exact_congruence(q, &m))
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
