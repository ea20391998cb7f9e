//! The inputs of `jerc example`: a signal of ten directions, strong noise on two more, and an
//! augmentation that imitates it; counts of cells of three types; and what `formats.rs` adds.
//!
//! What is drawn comes from ChaCha8 with seed 0, rounded to 1/64: the same bytes on every machine,
//! and short certificates.

use super::formats::{PATCHES, formats};
use crate::output::Array;
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Variances of the signal's coordinates.
const SIGNAL: [f64; 10] = [1.0, 1.0, 1.0, 2.0, 2.0, 2.0, 3.0, 3.0, 3.0, 4.0];
/// Covariance of the noise: variance 4, and eigenvalues 3 and 5.
const NOISE: [[f64; 2]; 2] = [[4.0, 1.0], [1.0, 4.0]];
const D: usize = SIGNAL.len() + NOISE.len();
/// So many that alpha = 1.5 separates the two thresholds on the samples as it does in the limit.
const SAMPLES: usize = 400;
/// Views of each sample in V.npy, and their alignment.
const VIEWS: usize = 4;
const ALPHA: f64 = 1.5;
/// More samples and features than the 50 components of the paper's protocol.
const CELLS: usize = 120;
const GENES: usize = 60;
const TYPES: usize = 3;

/// What a file holds.
pub(super) enum Content {
    Numbers(Numbers),
    Text(&'static str),
    Written(String),
    /// X and y of an archive.
    Pair(DMatrix<f64>, Vec<i64>),
}

/// What an array is made from.
pub(super) enum Numbers {
    Matrix(DMatrix<f64>),
    Targets(Vec<f64>),
    Classes(Vec<i64>),
    Images([u64; 4], Vec<u8>),
    Views([u64; 3], Vec<f32>),
}

impl Numbers {
    pub(super) fn array(&self) -> Array<'_> {
        match self {
            Self::Matrix(matrix) => Array::Matrix(matrix),
            Self::Targets(values) => Array::Vector(values),
            Self::Classes(values) => Array::Integers(values),
            Self::Images(shape, values) => Array::Bytes(shape, values),
            Self::Views(shape, values) => Array::Floats(shape, values),
        }
    }
}

/// Every input with its name. `README.txt` comes last: where it is, the folder is complete.
pub(super) fn inputs() -> Vec<(&'static str, Content)> {
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let samples = samples(&mut rng);
    let targets: Vec<f64> = samples.row_iter().map(|row| row.columns(0, SIGNAL.len()).sum()).collect();
    let half = SAMPLES / 2;
    let again = again(&samples);
    let (counts, types) = cells(&mut rng);
    let [table, archive, market, images] = formats(&mut rng);
    let views = views(&samples, &mut rng);
    let matrix = |matrix| Content::Numbers(Numbers::Matrix(matrix));
    let vector = |values: &[f64]| Content::Numbers(Numbers::Targets(values.to_vec()));
    vec![
        ("spec.json", Content::Text("{\"signal\": [1], \"theta\": [1, 0], \"gamma\": [\"4\"]}\n")),
        ("variances.json", Content::Text("{\"signal\": [1, 1, 1, 2, 2, 2, 3, 3, 3, 4], \"noise\": [4, 4]}\n")),
        ("mask.json", Content::Text("{\"mask-independent\": {\"keep\": \"3/4\"}}\n")),
        ("augment.json", Content::Text(include_str!("augment.json"))),
        ("C.npy", matrix(DMatrix::from_diagonal(&padded(&SIGNAL)))),
        ("T.npy", matrix(theta())),
        ("G.npy", matrix(gamma())),
        ("Q.npy", matrix(DMatrix::identity(D, SIGNAL.len()))),
        ("X1.npy", matrix(samples.rows(0, half).into_owned())),
        ("X2.npy", matrix(samples.rows(half, half).into_owned())),
        ("X.npy", matrix(samples)),
        ("X-again.npy", matrix(again)),
        ("V.npy", views),
        ("y1.npy", vector(&targets[..half])),
        ("y2.npy", vector(&targets[half..])),
        ("y.npy", vector(&targets)),
        ("counts.npy", matrix(counts)),
        ("types.npy", Content::Numbers(Numbers::Classes(types))),
        ("flowers.csv", table),
        ("flowers.npz", archive),
        ("cells.mtx", market),
        ("thin.json", Content::Text("{\"thinning\": {\"keep\": \"1/2\"}}\n")),
        ("images.npy", images),
        ("patches.json", Content::Text(PATCHES)),
        ("README.txt", Content::Text(include_str!("README.txt"))),
    ]
}

fn padded(signal: &[f64]) -> DVector<f64> {
    DVector::from_fn(D, |i, _| signal.get(i).copied().unwrap_or(0.0))
}

/// Θ on the signal: 1, and 1/4 between neighbours, so that it has no eigenbasis in common with C.
fn theta() -> DMatrix<f64> {
    DMatrix::from_fn(D, D, |i, j| match (i.max(j) < SIGNAL.len(), i.abs_diff(j)) {
        (true, 0) => 1.0,
        (true, 1) => 0.25,
        _ => 0.0,
    })
}

/// Γ: the covariance of the noise.
fn gamma() -> DMatrix<f64> {
    let from = SIGNAL.len();
    DMatrix::from_fn(D, D, |i, j| if i.min(j) < from { 0.0 } else { NOISE[i - from][j - from] })
}

/// Replicates: the same signal, with noise drawn anew, from a stream of its own.
fn again(samples: &DMatrix<f64>) -> DMatrix<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    let [first, shared, second] = noise_factor();
    let mut again = samples.clone();
    for mut row in again.row_iter_mut() {
        let [a, b]: [f64; 2] = [0.0; 2].map(|_| rng.sample(StandardNormal));
        row[D - 2] = rounded(first * a);
        row[D - 1] = rounded(shared * a + second * b);
    }
    again
}

fn samples(rng: &mut ChaCha8Rng) -> DMatrix<f64> {
    let [first, shared, second] = noise_factor();
    let mut samples = DMatrix::zeros(SAMPLES, D);
    for mut row in samples.row_iter_mut() {
        let drawn: Vec<f64> = (0..D).map(|_| rng.sample(StandardNormal)).collect();
        for (i, variance) in SIGNAL.iter().enumerate() {
            row[i] = rounded(variance.sqrt() * drawn[i]);
        }
        let (a, b) = (drawn[D - 2], drawn[D - 1]);
        row[D - 2] = rounded(first * a);
        row[D - 1] = rounded(shared * a + second * b);
    }
    samples
}

/// Views of T(1.5), as somebody's own pipeline would write them. The root of Θ is a moving average:
/// cos² + sin² = 1 and cos sin = 1/4 at 15 degrees.
fn views(samples: &DMatrix<f64>, rng: &mut ChaCha8Rng) -> Content {
    let (sin, cos) = (std::f64::consts::PI / 12.0).sin_cos();
    let [first, shared, second] = noise_factor();
    let mut values = vec![];
    for row in samples.row_iter() {
        for _ in 0..VIEWS {
            let drawn: Vec<f64> = (0..=D).map(|_| rng.sample(StandardNormal)).collect();
            let (a, b) = (ALPHA * drawn[D - 1], ALPHA * drawn[D]);
            let noise = |j: usize| match j {
                j if j < SIGNAL.len() => cos * drawn[j] + sin * drawn[j + 1],
                j if j == SIGNAL.len() => first * a,
                _ => shared * a + second * b,
            };
            values.extend(row.iter().enumerate().map(|(j, x)| rounded(x + noise(j)) as f32));
        }
    }
    Content::Numbers(Numbers::Views([SAMPLES as u64, VIEWS as u64, D as u64], values))
}

/// The Cholesky factor of the noise covariance.
fn noise_factor() -> [f64; 3] {
    let first = NOISE[0][0].sqrt();
    let shared = NOISE[0][1] / first;
    [first, shared, (NOISE[1][1] - shared * shared).sqrt()]
}

fn rounded(value: f64) -> f64 {
    (value * 64.0).round() / 64.0
}

/// Counts of genes, a third of which each type has five times as many of; and the types. Depths vary
/// up to a factor of two. The noise of counting is taken as normal.
fn cells(rng: &mut ChaCha8Rng) -> (DMatrix<f64>, Vec<i64>) {
    let types: Vec<i64> = (0..CELLS).map(|cell| (cell % TYPES) as i64).collect();
    let mut counts = DMatrix::zeros(CELLS, GENES);
    for (cell, mut row) in counts.row_iter_mut().enumerate() {
        let depth = 1.0 + (cell * 7 % 11) as f64 / 10.0;
        for (gene, count) in row.iter_mut().enumerate() {
            let rate: f64 = depth * if gene % TYPES == cell % TYPES { 1000.0 } else { 200.0 };
            let noise: f64 = rng.sample(StandardNormal);
            *count = (rate + rate.sqrt() * noise).round().max(0.0);
        }
    }
    (counts, types)
}
