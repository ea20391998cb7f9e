//! An analogue of Table 1: six methods on corrupted images, by corruption and severity.
//!
//! Nothing but corrupted images is seen, in training and in the probe. Encoder d-256-128 with a
//! rectified code, head 128-256-64, decoder 128-256-d, batch 128, Adam at 1e-3. The drop of a
//! corruption is that of the paper, (accuracy at severity 1 - accuracy at severity 5) / accuracy at
//! severity 1, in per cent; of a method, the mean over the three corruptions.
//!
//! | views | joint-embedding | MAE | DAE |
//! |---|---|---|---|
//! | own | affine | half of the 2 x 2 blocks masked | noise of deviation 0.38 |
//! | same | affine, then masked | the same | the same |
//!
//! What it can show is whether the contrast of the printed table is one of the paradigms, at this
//! size: with the same views nothing else differs. What it cannot: anything about large networks
//! and natural images.

use super::corruptions::{Corruption, SEVERITIES, corrupt};
use super::data::{Images, Problem, Protocol};
use super::views::affine;
use super::{Purpose, score, stream};
use crate::error::Result;
use crate::networks::{Batch, Learner, Method, Schedule, Shape};
use nalgebra::{DMatrix, RowDVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Learned {
    /// Masked autoencoder.
    Mae,
    /// Denoising autoencoder.
    Dae,
    /// BYOL.
    Byol,
    /// DINO.
    Dino,
    /// SimCLR.
    Simclr,
    /// VICReg.
    Vicreg,
    /// Supervised learning, for the analogue of section D.2.
    Supervised,
    /// The pixels themselves.
    Raw,
}

impl Learned {
    /// Those of the table.
    pub const TABLE: [Self; 6] = [Self::Mae, Self::Dae, Self::Byol, Self::Dino, Self::Simclr, Self::Vicreg];

    fn method(self) -> Option<Method> {
        match self {
            Self::Mae => Some(Method::Masked),
            Self::Dae => Some(Method::Denoising),
            Self::Byol => Some(Method::Byol),
            Self::Dino => Some(Method::Dino),
            Self::Simclr => Some(Method::SimClr),
            Self::Vicreg => Some(Method::VicReg),
            Self::Supervised => Some(Method::Supervised),
            Self::Raw => None,
        }
    }
}

/// Which views are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Views {
    /// Each method its own.
    Own,
    /// All methods the same.
    Same,
}

/// One network to train.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// How.
    pub learned: Learned,
    /// From which views.
    pub views: Views,
    /// What was done to the images.
    pub corruption: Corruption,
    /// How much.
    pub severity: u8,
    /// The seed.
    pub seed: u64,
}

/// A cell with its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// How it was learned.
    pub learned: Learned,
    /// From which views.
    pub views: Views,
    /// What was done to the images.
    pub corruption: Corruption,
    /// How much.
    pub severity: u8,
    /// The seed.
    pub seed: u64,
    /// Accuracy of a linear probe on held-out corrupted images.
    pub accuracy: f64,
}

/// All cells of some methods.
pub fn cells(learned: &[Learned], seeds: u64) -> Vec<Cell> {
    let mut cells = vec![];
    for seed in 0..seeds {
        for corruption in Corruption::ALL {
            for severity in SEVERITIES {
                for views in [Views::Own, Views::Same] {
                    cells.extend(learned.iter().map(|&learned| Cell { learned, views, corruption, severity, seed }));
                }
            }
        }
    }
    cells
}

/// Trains and scores all cells, in their order; `progress` is told of each that is finished.
///
/// # Errors
/// Those of the problem, the training and the scores.
pub fn run(images: &Images, protocol: &Protocol, cells: &[Cell], progress: &(dyn Fn() + Sync)) -> Result<Vec<Row>> {
    let row = |cell: &Cell| {
        let row = row(images, protocol, cell);
        progress();
        row
    };
    cells.par_iter().with_max_len(1).map(row).collect()
}

fn row(images: &Images, protocol: &Protocol, cell: &Cell) -> Result<Row> {
    let Cell { learned, views, corruption, severity, seed } = *cell;
    let mut rng = stream(seed, Purpose::Corruption);
    let pixels = corrupt(&images.pixels, images.side, corruption, severity, &mut rng);
    let problem = Problem::new(&Images { pixels, ..images.clone() }, protocol, seed)?;
    let codes = match learned.method() {
        Some(method) => codes(&problem, method, views)?,
        None => standardised(&problem),
    };
    let accuracy = score::accuracy(&codes, &problem.classes, protocol.train)?;
    Ok(Row { dataset: images.name.clone(), learned, views, corruption, severity, seed, accuracy })
}

/// Sizes, and the largest rate.
const HIDDEN: usize = 256;
const CODE: usize = 128;
const PROJECTION: usize = 64;
const RATE: f64 = 1e-3;
const BATCH: usize = 128;
const WARM_UP: usize = 50;
/// The share of masked blocks, and the pixels of a side of a block.
const MASKED: f64 = 0.5;
const BLOCK: usize = 2;
/// The deviation of a denoising autoencoder's noise: that of severity 5.
const NOISE: f64 = 0.38;

fn shape(pixels: usize, classes: usize, method: Method) -> Shape {
    let outputs = match method {
        Method::Masked | Method::Denoising => pixels,
        Method::Supervised => classes,
        _ => PROJECTION,
    };
    let predictor = if method == Method::Byol { vec![PROJECTION, HIDDEN, PROJECTION] } else { vec![] };
    Shape { encoder: vec![pixels, HIDDEN, CODE], rectified: true, head: vec![CODE, HIDDEN, outputs], predictor }
}

/// All images, less the common mean and over one deviation, n x pixels.
fn standardised(problem: &Problem) -> DMatrix<f64> {
    let pixels = problem.pixel_count();
    let common = problem.mean.iter().sum::<f64>() / pixels as f64;
    DMatrix::from_row_slice(problem.n(), pixels, &problem.pixels).map(|p| (p - common) / problem.deviation)
}

/// Draws a view of each sample, and where it was masked.
fn view(
    problem: &Problem,
    samples: &[usize],
    (moves, hides, shakes): (bool, bool, bool),
    rng: &mut ChaCha8Rng,
) -> [DMatrix<f64>; 2] {
    let (side, pixels) = (problem.side, problem.pixel_count());
    let common = problem.mean.iter().sum::<f64>() / pixels as f64;
    let blocks = side / BLOCK;
    let mut order: Vec<usize> = (0..blocks * blocks).collect();
    let (mut image, mut view) = (vec![0.0; pixels], DMatrix::zeros(samples.len(), pixels));
    let mut hidden = DMatrix::zeros(samples.len(), pixels);
    for (row, &i) in samples.iter().enumerate() {
        if moves {
            affine(problem.image(i), side, problem.protocol.shift, rng, &mut image);
        } else {
            image.copy_from_slice(problem.image(i));
        }
        if hides {
            for at in (1..order.len()).rev() {
                order.swap(at, rng.random_range(0..=at));
            }
            for &block in &order[..(MASKED * order.len() as f64).round() as usize] {
                let (top, left) = (block / blocks * BLOCK, block % blocks * BLOCK);
                for (a, b) in (0..BLOCK).flat_map(|a| (0..BLOCK).map(move |b| (a, b))) {
                    let at = (top + a) * side + left + b;
                    hidden[(row, at)] = 1.0;
                    image[at] = 0.0;
                }
            }
        }
        for (j, pixel) in image.iter().enumerate() {
            let noise: f64 = if shakes { StandardNormal.sample(rng) } else { 0.0 };
            view[(row, j)] = (pixel + NOISE * noise - common) / problem.deviation;
        }
    }
    [view, hidden]
}

fn codes(problem: &Problem, method: Method, views: Views) -> Result<DMatrix<f64>> {
    let (protocol, pixels, all) = (&problem.protocol, problem.pixel_count(), standardised(problem));
    let classes = problem.classes.iter().max().map_or(0, |largest| largest + 1);
    let schedule = Schedule { rate: RATE, warm_up: WARM_UP, steps: protocol.steps };
    let shape = shape(pixels, classes, method);
    let mut learner = Learner::new(method, &shape, schedule, &mut stream(problem.seed, Purpose::Initial))?;
    let mut rng = stream(problem.seed, Purpose::Training);
    let drawn = match (views, method) {
        (Views::Same, _) => (true, true, false),
        (Views::Own, Method::Masked) => (false, true, false),
        (Views::Own, Method::Denoising) => (false, false, true),
        (Views::Own, _) => (true, false, false),
    };
    for _ in 0..protocol.steps {
        let samples: Vec<usize> = (0..BATCH).map(|_| rng.random_range(0..protocol.train)).collect();
        let [first, second] = std::array::from_fn(|_| view(problem, &samples, drawn, &mut rng));
        let ([view_1, hidden_1], [view_2, hidden_2]) = (first, second);
        learner.step(&Batch {
            views: [view_1, view_2],
            target: all.select_rows(&samples),
            weights: RowDVector::repeat(pixels, 1.0 / pixels as f64),
            hidden: [hidden_1, hidden_2],
            classes: samples.iter().map(|&i| problem.classes[i]).collect(),
        });
    }
    Ok(learner.code(&all))
}

/// How much more a method drops than SimCLR, from the same views and seeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrast {
    /// The views.
    pub views: Views,
    /// The method.
    pub learned: Learned,
    /// Its drop, in per cent: mean over corruptions and seeds.
    pub drop: f64,
    /// Its drop less that of SimCLR, mean over seeds.
    pub excess: f64,
    /// Half the width of the interval that holds all contrasts of the table at once with 95 %
    /// (Student's t over seeds, Bonferroni); NaN for fewer than two seeds.
    pub half_width: f64,
}

/// The contrasts of a table.
pub fn contrasts(rows: &[Row]) -> Vec<Contrast> {
    let mut kinds: Vec<(Views, Learned)> = rows.iter().map(|row| (row.views, row.learned)).collect();
    kinds.sort_unstable();
    kinds.dedup();
    let mut seeds: Vec<u64> = rows.iter().map(|row| row.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let count = kinds.iter().filter(|(_, learned)| *learned != Learned::Simclr).count();
    let n = seeds.len() as f64;
    let of = |&(views, learned): &(Views, Learned)| {
        let own = |learned: Learned| move |seed: &u64| drop(rows, views, learned, *seed);
        let drops: Vec<f64> = seeds.iter().map(own(learned)).collect();
        let excess: Vec<f64> = seeds.iter().map(own(Learned::Simclr)).zip(&drops).map(|(of, d)| d - of).collect();
        let mean = |values: &[f64]| values.iter().sum::<f64>() / n;
        let centre = mean(&excess);
        let variance = excess.iter().map(|e| (e - centre).powi(2)).sum::<f64>() / (n - 1.0);
        let quantile = distrs::StudentsT::ppf(1.0 - 0.025 / count.max(1) as f64, n - 1.0);
        Contrast { views, learned, drop: mean(&drops), excess: centre, half_width: quantile * (variance / n).sqrt() }
    };
    kinds.iter().map(of).collect()
}

/// The drop of one seed, mean over the corruptions, in per cent; NaN where a row is missing.
fn drop(rows: &[Row], views: Views, learned: Learned, seed: u64) -> f64 {
    let at = |corruption, severity| {
        let same = |row: &&Row| (row.views, row.learned, row.seed) == (views, learned, seed);
        let mut of = rows.iter().filter(same);
        of.find(|row| (row.corruption, row.severity) == (corruption, severity)).map_or(f64::NAN, |row| row.accuracy)
    };
    let of = |corruption| 100.0 * (1.0 - at(corruption, 5) / at(corruption, 1));
    Corruption::ALL.map(of).iter().sum::<f64>() / Corruption::ALL.len() as f64
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::digits::load_digits;

    #[test]
    fn contrasts_by_hand() {
        let rows: Vec<Row> = cells(&[Learned::Mae, Learned::Simclr], 2)
            .into_iter()
            .map(|Cell { learned, views, corruption, severity, seed }| {
                // SimCLR keeps 3/4, MAE 1/2 or, with seed 1, 1/4.
                let kept = if learned == Learned::Simclr { 0.75 } else { 0.5 / (1 + seed) as f64 };
                let accuracy = if severity == 5 { 0.8 * kept } else { 0.8 };
                Row { dataset: "x".into(), learned, views, corruption, severity, seed, accuracy }
            })
            .collect();
        let found = contrasts(&rows);
        assert_eq!(found.len(), 4);
        let mae = &found[0];
        assert_eq!((mae.views, mae.learned), (Views::Own, Learned::Mae));
        // Drops of 50 and 75 against 25 and 25.
        assert!((mae.drop - 62.5).abs() < 1e-9 && (mae.excess - 37.5).abs() < 1e-9, "{mae:?}");
        // Two contrasts: t of 1 - 0.025/2 with one degree is 25.45 (tan of 0.975 of a right angle);
        // deviation 25/2^1/2, over 2^1/2.
        assert!((mae.half_width - 25.4517 * 12.5).abs() < 0.01, "{mae:?}");
        assert!(contrasts(&rows[1..])[0].drop.is_nan());
    }

    #[test]
    fn every_method_trains_and_seeds_decide() {
        let images = Images::digits(&load_digits().unwrap()).unwrap();
        let protocol = Protocol { train: 300, steps: 15, ..Protocol::digits() };
        let all = [&Learned::TABLE[..], &[Learned::Supervised, Learned::Raw]].concat();
        let wanted = |seed| {
            let of = |learned: &Learned| Cell {
                learned: *learned,
                views: Views::Same,
                corruption: Corruption::GaussianNoise,
                severity: 1,
                seed,
            };
            all.iter().map(of).collect::<Vec<_>>()
        };
        let rows = run(&images, &protocol, &wanted(0), &|| ()).unwrap();
        // Chance is 1/10; even a network that has hardly learned keeps much of the pixels.
        assert!(rows.iter().all(|row| row.accuracy > 0.5), "{rows:?}");
        assert_eq!(run(&images, &protocol, &wanted(0), &|| ()).unwrap(), rows);
        assert_ne!(run(&images, &protocol, &wanted(1), &|| ()).unwrap(), rows);
    }
}
