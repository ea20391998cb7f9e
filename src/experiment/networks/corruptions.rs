//! Three corruptions of ImageNet-C on small images, at its severities 1, 2, 3 and 5.
//!
//! Constants and order of operations: D. Hendrycks, T. Dietterich, ICLR 2019, and their program
//! (github.com/hendrycks/robustness, ImageNet-C/imagenet_c/imagenet_c/corruptions.py, the table `c` of
//! `gaussian_noise`, `pixelate`, `zoom_blur`). They were chosen for images of 224 pixels a side;
//! on 8 or 14 the same shares of a side are less than a pixel, so that zoom blur hardly does
//! anything. Pixels are on 0..=1 and are cut off there.

use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

/// What is done to an image.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Corruption {
    /// Independent noise on each pixel.
    GaussianNoise,
    /// Fewer, larger pixels.
    Pixelate,
    /// The mean over growing enlargements.
    ZoomBlur,
}

impl Corruption {
    /// All of them, in the order of Table 1.
    pub const ALL: [Self; 3] = [Self::Pixelate, Self::GaussianNoise, Self::ZoomBlur];

    /// How a reader knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::GaussianNoise => "Gaussian noise",
            Self::Pixelate => "pixelate",
            Self::ZoomBlur => "zoom blur",
        }
    }
}

/// The severities of Table 1.
pub const SEVERITIES: [u8; 3] = [1, 3, 5];

/// The constant of a severity: deviation, share of a side, step of the enlargement; and how many
/// enlargements there are. Severity 4, which nothing here uses, is taken as 3.
fn constant(corruption: Corruption, severity: u8) -> (f64, usize) {
    let strengths = match corruption {
        Corruption::GaussianNoise => [0.08, 0.12, 0.18, 0.38],
        Corruption::Pixelate => [0.6, 0.5, 0.4, 0.25],
        Corruption::ZoomBlur => [0.01, 0.01, 0.02, 0.03],
    };
    let [one, two, three, five] = strengths;
    match severity {
        0..=1 => (one, 11),
        2 => (two, 16),
        3..=4 => (three, 11),
        _ => (five, 11),
    }
}

/// A corruption at one severity, ready for many images.
pub enum Prepared {
    /// Noise of this deviation on each pixel.
    Noise(f64),
    /// A linear map, pixels x pixels, row after row.
    Linear(Vec<f64>),
}

impl Prepared {
    /// For images of a side.
    pub fn new(corruption: Corruption, severity: u8, side: usize) -> Self {
        let (strength, zooms) = constant(corruption, severity);
        match corruption {
            Corruption::GaussianNoise => Self::Noise(strength),
            Corruption::Pixelate => {
                let fewer = ((side as f64 * strength) as usize).max(1);
                Self::Linear(on_both(&composed(&boxes(side, fewer), &boxes(fewer, side))))
            }
            Corruption::ZoomBlur => {
                // The image itself, and its enlargements.
                let mut sum = on_both(&enlarged(side, 1.0));
                for i in 0..zooms {
                    let map = on_both(&enlarged(side, 1.0 + i as f64 * strength));
                    sum.iter_mut().zip(map).for_each(|(sum, entry)| *sum += entry);
                }
                sum.iter_mut().for_each(|entry| *entry /= (zooms + 1) as f64);
                Self::Linear(sum)
            }
        }
    }

    /// Corrupts an image, and cuts it off to 0..=1.
    pub fn apply(&self, image: &mut [f64], rng: &mut ChaCha8Rng) {
        match self {
            Self::Noise(deviation) => {
                for pixel in image.iter_mut() {
                    let normal: f64 = StandardNormal.sample(rng);
                    *pixel += deviation * normal;
                }
            }
            Self::Linear(map) => {
                let before = image.to_vec();
                for (pixel, row) in image.iter_mut().zip(map.chunks_exact(before.len())) {
                    *pixel = row.iter().zip(&before).map(|(weight, p)| weight * p).sum();
                }
            }
        }
        image.iter_mut().for_each(|pixel| *pixel = pixel.clamp(0.0, 1.0));
    }
}

/// Corrupts all images of a side, image after image.
pub fn corrupt(pixels: &[f64], side: usize, corruption: Corruption, severity: u8, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let prepared = Prepared::new(corruption, severity, side);
    let mut changed = pixels.to_vec();
    changed.chunks_exact_mut(side * side).for_each(|image| prepared.apply(image, rng));
    changed
}

/// A linear map of one axis, row after row.
type Axis = Vec<Vec<f64>>;

/// Resamples an axis by boxes: each new pixel is the mean of the old ones whose centres it covers.
fn boxes(to: usize, from: usize) -> Axis {
    let scale = from as f64 / to as f64;
    let half = 0.5 * scale.max(1.0);
    let row = |i: usize| {
        let centre = (i as f64 + 0.5) * scale;
        let inside = |j: usize| {
            let away = j as f64 + 0.5 - centre;
            f64::from(u8::from(away > -half && away <= half))
        };
        let weights: Vec<f64> = (0..from).map(inside).collect();
        let sum: f64 = weights.iter().sum();
        weights.iter().map(|w| w / sum).collect()
    };
    (0..to).map(row).collect()
}

/// The middle of an axis, enlarged by a factor with linear interpolation, and cut to its size.
fn enlarged(side: usize, factor: f64) -> Axis {
    let kept = ((side as f64 / factor).ceil() as usize).clamp(1, side);
    let size = ((kept as f64 * factor).round() as usize).max(side);
    let (first, cut) = ((side - kept) / 2, (size - side) / 2);
    let row = |i: usize| {
        let place = (i + cut) as f64 * (kept - 1) as f64 / (size - 1).max(1) as f64;
        let weight = |j: usize| if j < first { 0.0 } else { (1.0 - (place - (j - first) as f64).abs()).max(0.0) };
        (0..side).map(weight).collect()
    };
    (0..side).map(row).collect()
}

/// A B.
fn composed(a: &Axis, b: &Axis) -> Axis {
    let columns = b.first().map_or(0, Vec::len);
    let entry = |row: &Vec<f64>, j: usize| row.iter().zip(b).map(|(w, other)| w * other[j]).sum();
    a.iter().map(|row| (0..columns).map(|j| entry(row, j)).collect()).collect()
}

/// The map P -> A P A' of images P, side after side: entries A_ia A_jb.
fn on_both(axis: &Axis) -> Vec<f64> {
    let pairs = || axis.iter().flat_map(|first| axis.iter().map(move |second| (first, second)));
    pairs().flat_map(|(first, second)| first.iter().flat_map(|a| second.iter().map(move |b| a * b))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn axes_by_hand() {
        assert_eq!(boxes(2, 4), [[0.5, 0.5, 0.0, 0.0], [0.0, 0.0, 0.5, 0.5]]);
        assert_eq!(composed(&boxes(4, 2), &boxes(2, 4))[1], [0.5, 0.5, 0.0, 0.0]);
        assert_eq!(enlarged(3, 1.0), [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]]);
        // ceil(4/2) = 2 pixels in the middle on 4 places: 0, 1/3, 2/3, 1.
        let found = enlarged(4, 2.0);
        for (row, place) in found.iter().zip([0.0, 1.0 / 3.0, 2.0 / 3.0, 1.0]) {
            assert!((row[2] - place).abs() < 1e-12 && (row[1] - (1.0 - place)).abs() < 1e-12, "{found:?}");
        }
        // [[1, 2], [3, 4]] with A = [[1, 1], [0, 1]]: A P A' = [[10, 6], [7, 4]].
        let mut image = vec![0.1, 0.2, 0.3, 0.4];
        let map = Prepared::Linear(on_both(&vec![vec![1.0, 1.0], vec![0.0, 1.0]]));
        map.apply(&mut image, &mut ChaCha8Rng::seed_from_u64(0));
        let away = image.iter().zip([1.0, 0.6, 0.7, 0.4]).map(|(a, b): (&f64, f64)| (a - b).abs());
        assert!(away.fold(0.0, f64::max) < 1e-12, "{image:?}");
    }

    #[test]
    fn corruptions_grow_with_severity_and_keep_to_the_range() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        // 8 x 8 pixels without a pattern.
        let image: Vec<f64> = (0..64).map(|i| f64::from(i * i * 37 % 101) / 101.0).collect();
        for corruption in Corruption::ALL {
            let away = [1, 2, 3, 5].map(|severity| {
                let changed = corrupt(&image.repeat(50), 8, corruption, severity, &mut rng);
                assert!(changed.iter().all(|p| (0.0..=1.0).contains(p)));
                changed.iter().zip(image.iter().cycle()).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
            });
            // On 8 pixels severities 1 and 2 of pixelate both leave 4.
            assert!(0.0 < away[0] && away[0] <= away[1] && away[1] < away[2] && away[2] < away[3], "{away:?}");
            assert_eq!(away[0] == away[1], corruption == Corruption::Pixelate);
        }
    }

    /// The table `c` of ImageNet-C, severities 1, 2, 3 and 5: np.arange(1, 1.11, 0.01), (1, 1.16, 0.01),
    /// (1, 1.21, 0.02) and (1, 1.33, 0.03) have 11, 16, 11 and 11 enlargements.
    #[test]
    fn constants_are_those_of_imagenet_c() {
        for (corruption, of) in [
            (Corruption::GaussianNoise, [0.08, 0.12, 0.18, 0.38]),
            (Corruption::Pixelate, [0.6, 0.5, 0.4, 0.25]),
            (Corruption::ZoomBlur, [0.01, 0.01, 0.02, 0.03]),
        ] {
            for (i, (severity, zooms)) in [(1, 11), (2, 16), (3, 11), (5, 11)].into_iter().enumerate() {
                assert_eq!(constant(corruption, severity), (of[i], zooms), "{corruption:?} {severity}");
            }
        }
        assert_eq!(SEVERITIES, [1, 3, 5]);
        // Pixelate keeps means of boxes: on 8 pixels severity 5 leaves 2 x 2 of them.
        let image: Vec<f64> = (0..64).map(|i| f64::from(i * i * 37 % 101) / 101.0).collect();
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let found = corrupt(&image, 8, Corruption::Pixelate, 5, &mut rng);
        for at in 0..64 {
            let (top, left) = (at / 8 / 4 * 4, at % 8 / 4 * 4);
            let mean: f64 = (0..16).map(|i| image[(top + i / 4) * 8 + left + i % 4]).sum::<f64>() / 16.0;
            assert!((found[at] - mean).abs() < 1e-12, "{at}");
        }
        // Noise in the middle of the range has its deviation: 5000 draws.
        let grey = vec![0.5; 4900];
        let noisy = corrupt(&grey, 70, Corruption::GaussianNoise, 2, &mut rng);
        let square = noisy.iter().map(|p| (p - 0.5).powi(2)).sum::<f64>() / 4900.0;
        assert!((square.sqrt() / 0.12 - 1.0).abs() < 0.05, "{square}");
    }
}
