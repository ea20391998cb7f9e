//! Three corruptions of ImageNet-C on small images, at its severities 1, 3 and 5.
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
}

/// The severities of Table 1.
pub const SEVERITIES: [u8; 3] = [1, 3, 5];

/// The enlargements of a zoom blur.
const ZOOMS: usize = 11;

/// The constant of a severity: deviation, share of a side, step of the enlargement.
fn constant(corruption: Corruption, severity: u8) -> f64 {
    let [one, three, five] = match corruption {
        Corruption::GaussianNoise => [0.08, 0.18, 0.38],
        Corruption::Pixelate => [0.6, 0.4, 0.25],
        Corruption::ZoomBlur => [0.01, 0.02, 0.03],
    };
    match severity {
        0..=2 => one,
        3..=4 => three,
        _ => five,
    }
}

/// Corrupts all images of a side, image after image.
pub fn corrupt(pixels: &[f64], side: usize, corruption: Corruption, severity: u8, rng: &mut ChaCha8Rng) -> Vec<f64> {
    let strength = constant(corruption, severity);
    let images = pixels.chunks_exact(side * side);
    let changed: Vec<f64> = match corruption {
        Corruption::GaussianNoise => pixels
            .iter()
            .map(|p| {
                let normal: f64 = StandardNormal.sample(rng);
                p + strength * normal
            })
            .collect(),
        Corruption::Pixelate => {
            let fewer = ((side as f64 * strength) as usize).max(1);
            let axis = composed(&boxes(side, fewer), &boxes(fewer, side));
            images.flat_map(|image| on_both(image, &axis)).collect()
        }
        Corruption::ZoomBlur => {
            let axes: Vec<_> = (0..ZOOMS).map(|i| enlarged(side, 1.0 + i as f64 * strength)).collect();
            let blurred = |image: &[f64]| {
                let mut sum = image.to_vec();
                for axis in &axes {
                    sum.iter_mut().zip(on_both(image, axis)).for_each(|(sum, p)| *sum += p);
                }
                sum.iter_mut().for_each(|p| *p /= (ZOOMS + 1) as f64);
                sum
            };
            images.flat_map(blurred).collect()
        }
    };
    changed.into_iter().map(|p| p.clamp(0.0, 1.0)).collect()
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

/// A P A' of an image P.
fn on_both(image: &[f64], axis: &Axis) -> Vec<f64> {
    let side = axis.len();
    let rows: Axis = image.chunks_exact(side).map(<[f64]>::to_vec).collect();
    let half = composed(axis, &rows);
    let entry = |row: &Vec<f64>, weights: &Vec<f64>| row.iter().zip(weights).map(|(p, w)| p * w).sum::<f64>();
    half.iter().flat_map(|row| axis.iter().map(|weights| entry(row, weights)).collect::<Vec<_>>()).collect()
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
        assert_eq!(on_both(&[1.0, 2.0, 3.0, 4.0], &vec![vec![0.0, 1.0], vec![1.0, 0.0]]), [4.0, 3.0, 2.0, 1.0]);
    }

    #[test]
    fn corruptions_grow_with_severity_and_keep_to_the_range() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        // 8 x 8 pixels without a pattern.
        let image: Vec<f64> = (0..64).map(|i| f64::from(i * i * 37 % 101) / 101.0).collect();
        for corruption in Corruption::ALL {
            let away = SEVERITIES.map(|severity| {
                let changed = corrupt(&image.repeat(50), 8, corruption, severity, &mut rng);
                assert!(changed.iter().all(|p| (0.0..=1.0).contains(p)));
                changed.iter().zip(image.iter().cycle()).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
            });
            assert!(0.0 < away[0] && away[0] < away[1] && away[1] < away[2], "{corruption:?} {away:?}");
        }
    }
}
