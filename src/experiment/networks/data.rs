//! Images with appended noise coordinates, and the sizes of the experiment.

use super::{Purpose, stream};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Square images with pixels on 0..=1 and their classes.
#[derive(Debug, Clone, PartialEq)]
pub struct Images {
    /// The data.
    pub name: String,
    /// Pixels of a side.
    pub side: usize,
    /// The pixels, image after image, row after row.
    pub pixels: Vec<f64>,
    /// The class of each image.
    pub classes: Vec<usize>,
}

impl Images {
    /// Digits with pixels 0..=16, over 16.
    ///
    /// # Errors
    /// [`Error::NoLabels`] without classes, [`Error::OutOfRange`] for images that are not square.
    pub fn digits(data: &Dataset) -> Result<Self> {
        Self::of(data, 16.0, 1)
    }

    /// MNIST with pixels 0..=255, over 255, averaged over blocks of 2 x 2.
    ///
    /// # Errors
    /// As [`digits`](Self::digits).
    pub fn mnist(data: &Dataset) -> Result<Self> {
        Self::of(data, 255.0, 2)
    }

    fn of(data: &Dataset, brightest: f64, block: usize) -> Result<Self> {
        let classes = data.labels().and_then(|labels| labels.as_classes());
        let Some((classes, _)) = classes else { return Err(Error::NoLabels { what: "a probe of codes".into() }) };
        let side = data.d().isqrt();
        if side * side != data.d() || !side.is_multiple_of(block) || side == 0 {
            return Err(Error::range("pixels of an image", "a square of whole blocks", data.d()));
        }
        let (rows, pooled) = (data.features().rows(), side / block);
        let mut pixels = vec![];
        for image in rows.chunks_exact(side * side) {
            for (i, j) in (0..pooled).flat_map(|i| (0..pooled).map(move |j| (i, j))) {
                let inside = (0..block).flat_map(|a| (0..block).map(move |b| (a, b)));
                let sum: f64 = inside.map(|(a, b)| image[(i * block + a) * side + j * block + b]).sum();
                pixels.push(sum / (brightest * (block * block) as f64));
            }
        }
        Ok(Self { name: data.name().into(), side: pooled, pixels, classes: classes.to_vec() })
    }

    /// The number of images.
    pub fn n(&self) -> usize {
        self.classes.len()
    }
}

/// The sizes of the experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Protocol {
    /// Samples that are learned from; the others are held out.
    pub train: usize,
    /// m.
    pub noise_coordinates: usize,
    /// The largest shift of a view, in pixels.
    pub shift: f64,
    /// Hidden units of the encoder; the decoder mirrors them.
    pub hidden: [usize; 2],
    /// k, the size of the code.
    pub k: usize,
    /// The largest rate of Adam.
    pub rate: f64,
    /// Steps of training.
    pub steps: usize,
    /// Samples in a batch, each in two views.
    pub batch: usize,
}

impl Protocol {
    /// For the 8 x 8 digits.
    pub fn digits() -> Self {
        Self {
            train: 1347,
            noise_coordinates: 10,
            shift: 0.75,
            hidden: [64, 32],
            k: 10,
            rate: 5e-3,
            steps: 600,
            batch: 128,
        }
    }

    /// For the 10,000 test images of MNIST at 14 x 14.
    pub fn mnist() -> Self {
        Self {
            train: 8000,
            noise_coordinates: 20,
            shift: 1.5,
            hidden: [128, 64],
            k: 20,
            rate: 3e-3,
            steps: 800,
            batch: 256,
        }
    }
}

/// The samples of one seed: images in an order of their own, with noise of unit variance beside
/// them.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The sizes.
    pub protocol: Protocol,
    /// The seed.
    pub seed: u64,
    /// Pixels of a side.
    pub side: usize,
    /// Pixels, image after image.
    pub pixels: Vec<f64>,
    /// ν, n x m.
    pub noise: DMatrix<f64>,
    /// Classes.
    pub classes: Vec<usize>,
    /// The training mean of each pixel.
    pub mean: Vec<f64>,
    /// The deviation of all training pixels from their common mean.
    pub deviation: f64,
    /// The variance of the training pixels, summed over them.
    pub pixel_variance: f64,
}

impl Problem {
    /// Draws the order and the noise.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if no image is left to train on or to hold out, or the images do not
    /// vary.
    pub fn new(images: &Images, protocol: &Protocol, seed: u64) -> Result<Self> {
        let (n, d) = (images.n(), images.side * images.side);
        if !(2..n).contains(&protocol.train) {
            return Err(Error::range(
                "training images",
                format!("between 2 and {}", n.saturating_sub(1)),
                protocol.train,
            ));
        }
        let order = shuffled(n, &mut stream(seed, Purpose::Split));
        let pixels: Vec<f64> = order.iter().flat_map(|&i| images.pixels[i * d..(i + 1) * d].iter().copied()).collect();
        let mut rng = stream(seed, Purpose::Noise);
        let noise = DMatrix::from_fn(n, protocol.noise_coordinates, |_, _| StandardNormal.sample(&mut rng));
        let trained = || pixels[..protocol.train * d].chunks_exact(d);
        let count = protocol.train as f64;
        let mean: Vec<f64> = (0..d).map(|j| trained().map(|image| image[j]).sum::<f64>() / count).collect();
        let common = mean.iter().sum::<f64>() / d as f64;
        let about = |centre: &dyn Fn(usize) -> f64| {
            trained().flat_map(|image| image.iter().enumerate().map(|(j, p)| (p - centre(j)).powi(2))).sum::<f64>()
                / count
        };
        let (pixel_variance, deviation) = (about(&|j| mean[j]), (about(&|_| common) / d as f64).sqrt());
        if deviation <= 0.0 || deviation.is_nan() {
            return Err(Error::range("deviation of the pixels", "positive", deviation));
        }
        let classes = order.iter().map(|&i| images.classes[i]).collect();
        let (protocol, side) = (protocol.clone(), images.side);
        Ok(Self { protocol, seed, side, pixels, noise, classes, mean, deviation, pixel_variance })
    }

    /// The number of samples.
    pub fn n(&self) -> usize {
        self.classes.len()
    }

    /// The number of pixels.
    pub fn pixel_count(&self) -> usize {
        self.side * self.side
    }

    /// The pixels of a sample.
    pub fn image(&self, i: usize) -> &[f64] {
        &self.pixels[i * self.pixel_count()..(i + 1) * self.pixel_count()]
    }
}

/// 0..n in a random order (Fisher and Yates).
fn shuffled(n: usize, rng: &mut ChaCha8Rng) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n).collect();
    for i in (1..n).rev() {
        order.swap(i, rng.random_range(0..=i));
    }
    order
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Features, Labels};

    /// Mean, deviation and variance are those of the training samples alone, in the order that was
    /// drawn; images, classes and noise keep together.
    #[test]
    fn what_is_standardised_by_is_of_the_training_samples() {
        let (n, d) = (50usize, 4usize);
        // The class is written into the image.
        let pixels: Vec<f64> =
            (0..n * d).map(|at| 10.0 * (at / d) as f64 + (at * at % 7) as f64 + (at % d) as f64).collect();
        let images = Images { name: "x".into(), side: 2, pixels: pixels.clone(), classes: (0..n).collect() };
        let problem = Problem::new(&images, &Protocol { train: 20, ..Protocol::digits() }, 4).unwrap();
        let mut seen = problem.classes.clone();
        seen.sort_unstable();
        assert_eq!(seen, (0..n).collect::<Vec<_>>());
        for (i, class) in problem.classes.iter().enumerate() {
            assert_eq!(problem.image(i), &pixels[class * d..(class + 1) * d]);
        }
        let trained: Vec<&[f64]> = problem.classes[..20].iter().map(|class| &pixels[class * d..][..d]).collect();
        let common = trained.concat().iter().sum::<f64>() / 80.0;
        let (mut all, mut own) = (0.0, 0.0);
        for j in 0..d {
            let mean = trained.iter().map(|image| image[j]).sum::<f64>() / 20.0;
            assert!((problem.mean[j] - mean).abs() < 1e-12);
            all += trained.iter().map(|image| (image[j] - common).powi(2)).sum::<f64>() / 80.0;
            own += trained.iter().map(|image| (image[j] - mean).powi(2)).sum::<f64>() / 20.0;
        }
        assert!((problem.deviation - all.sqrt()).abs() < 1e-9 && (problem.pixel_variance - own).abs() < 1e-9);
    }

    /// What docs/NETWORKS.md and the committed results say was trained.
    #[test]
    fn the_protocols_are_those_of_the_results() {
        let Protocol { train, noise_coordinates: m, shift, hidden, k, rate, steps, batch } = Protocol::digits();
        assert_eq!((train, m, shift, hidden, k, rate, steps, batch), (1347, 10, 0.75, [64, 32], 10, 5e-3, 600, 128));
        let Protocol { train, noise_coordinates: m, shift, hidden, k, rate, steps, batch } = Protocol::mnist();
        assert_eq!((train, m, shift, hidden, k, rate, steps, batch), (8000, 20, 1.5, [128, 64], 20, 3e-3, 800, 256));
    }

    /// Means over whole blocks, of pixels on 0..=1.
    #[test]
    fn blocks_are_averaged_where_they_lie() {
        let values: Vec<f64> = (0..32).map(|i| f64::from(i * i % 23)).collect();
        let labels = Labels::classes(vec![1, 0], 2).unwrap();
        let data = Dataset::new("x", Features::real(values.clone(), 16).unwrap(), Some(labels)).unwrap();
        let found = Images::of(&data, 5.0, 2).unwrap();
        assert_eq!((found.side, &found.classes[..]), (2, &[1, 0][..]));
        for (at, pixel) in found.pixels.iter().enumerate() {
            let (image, row, column) = (at / 4, at % 4 / 2, at % 2);
            let of = |a: usize, b: usize| values[image * 16 + (2 * row + a) * 4 + 2 * column + b];
            assert_eq!(*pixel, (of(0, 0) + of(0, 1) + of(1, 0) + of(1, 1)) / 20.0);
        }
    }

    /// 4! = 24 orders in 600 draws, 25 of each on average: none is missing, with 1 - 24 e^-25.
    #[test]
    fn every_order_is_drawn() {
        let mut rng = stream(11, Purpose::Split);
        let mut counts = std::collections::BTreeMap::new();
        for _ in 0..600 {
            *counts.entry(shuffled(4, &mut rng)).or_insert(0) += 1;
        }
        // Standard deviation 4.9.
        assert!(counts.len() == 24 && counts.values().all(|count| (5..=50).contains(count)), "{counts:?}");
    }
}
