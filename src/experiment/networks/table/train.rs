//! One network of the analogue, and the views that it is learned from.

use super::super::corruptions::Prepared;
use super::super::data::Problem;
use super::super::views::affine;
use super::super::{Purpose, stream};
use super::{Cell, Views};
use crate::error::Result;
use crate::networks::{Batch, Learner, Method, Schedule, Shape};
use nalgebra::{DMatrix, RowDVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Sizes, and the largest rate.
const HIDDEN: usize = 256;
const CODE: usize = 128;
const PROJECTION: usize = 64;
const PROTOTYPES: usize = 64;
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
    let last = match method {
        Method::Byol => vec![PROJECTION, HIDDEN, PROJECTION],
        Method::Dino => vec![PROJECTION, PROTOTYPES],
        _ => vec![],
    };
    Shape { encoder: vec![pixels, HIDDEN, CODE], rectified: true, head: vec![CODE, HIDDEN, outputs], last }
}

/// All images, less the common mean and over one deviation, n x pixels.
pub(super) fn standardised(problem: &Problem) -> DMatrix<f64> {
    let pixels = problem.pixel_count();
    let common = problem.mean.iter().sum::<f64>() / pixels as f64;
    DMatrix::from_row_slice(problem.n(), pixels, &problem.pixels).map(|p| (p - common) / problem.deviation)
}

/// What is done to a view, in this order.
struct Pipeline {
    moves: bool,
    injects: Option<Prepared>,
    hides: bool,
    shakes: bool,
}

impl Pipeline {
    fn of(method: Method, cell: &Cell, side: usize) -> Self {
        let (moves, hides, shakes) = match (cell.views, method) {
            (Views::Same, _) => (true, true, false),
            (Views::Own, Method::Masked) => (false, true, false),
            (Views::Own, Method::Denoising) => (false, false, true),
            (Views::Own, _) => (true, false, false),
        };
        let injects = (cell.injection > 0).then(|| Prepared::new(cell.corruption, cell.injection, side));
        Self { moves, injects, hides, shakes }
    }
}

/// Draws a view of each sample, and where it was masked.
fn view(problem: &Problem, samples: &[usize], pipeline: &Pipeline, rng: &mut ChaCha8Rng) -> [DMatrix<f64>; 2] {
    let (side, pixels) = (problem.side, problem.pixel_count());
    let common = problem.mean.iter().sum::<f64>() / pixels as f64;
    let blocks = side / BLOCK;
    let mut order: Vec<usize> = (0..blocks * blocks).collect();
    let (mut image, mut view) = (vec![0.0; pixels], DMatrix::zeros(samples.len(), pixels));
    let mut hidden = DMatrix::zeros(samples.len(), pixels);
    for (row, &i) in samples.iter().enumerate() {
        if pipeline.moves {
            affine(problem.image(i), side, problem.protocol.shift, rng, &mut image);
        } else {
            image.copy_from_slice(problem.image(i));
        }
        if let Some(corruption) = &pipeline.injects {
            corruption.apply(&mut image, rng);
        }
        if pipeline.hides {
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
            let noise: f64 = if pipeline.shakes { StandardNormal.sample(rng) } else { 0.0 };
            view[(row, j)] = (pixel + NOISE * noise - common) / problem.deviation;
        }
    }
    [view, hidden]
}

/// Trains a network, and returns the codes of all images, n x 128.
pub(super) fn codes(problem: &Problem, method: Method, cell: &Cell) -> Result<DMatrix<f64>> {
    let (protocol, pixels, all) = (&problem.protocol, problem.pixel_count(), standardised(problem));
    let classes = problem.classes.iter().max().map_or(0, |largest| largest + 1);
    let schedule = Schedule { rate: RATE, warm_up: WARM_UP, steps: protocol.steps };
    let shape = shape(pixels, classes, method);
    let mut learner = Learner::new(method, &shape, schedule, &mut stream(problem.seed, Purpose::Initial))?;
    let mut rng = stream(problem.seed, Purpose::Training);
    let pipeline = Pipeline::of(method, cell, problem.side);
    for _ in 0..protocol.steps {
        let samples: Vec<usize> = (0..BATCH).map(|_| rng.random_range(0..protocol.train)).collect();
        let [first, second] = std::array::from_fn(|_| view(problem, &samples, &pipeline, &mut rng));
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

#[cfg(test)]
mod tests {
    use super::super::super::corruptions::Corruption;
    use super::super::super::{Images, Protocol};
    use super::super::Learned;
    use super::*;

    /// Images of 4 x 4 without a pattern, all pixels above 0.
    fn problem() -> Problem {
        let pixels = (0..16 * 40).map(|i| 0.1 + f64::from(i * i * 37 % 101) / 120.0).collect();
        let images = Images { name: "x".into(), side: 4, pixels, classes: (0..40).map(|i| i % 4).collect() };
        Problem::new(&images, &Protocol { train: 30, ..Protocol::digits() }, 0).unwrap()
    }

    fn cell(views: Views, injection: u8) -> Cell {
        let (corruption, severity) = (Corruption::Pixelate, 1);
        Cell { learned: Learned::Simclr, views, corruption, severity, injection, seed: 0 }
    }

    /// The table of the module's head, and what is done in which order.
    #[test]
    fn every_method_sees_the_views_of_the_table() {
        let problem = problem();
        let same = (true, true, false);
        for (method, own) in [
            (Method::Masked, (false, true, false)),
            (Method::Denoising, (false, false, true)),
            (Method::Byol, (true, false, false)),
            (Method::Dino, (true, false, false)),
            (Method::SimClr, (true, false, false)),
            (Method::VicReg, (true, false, false)),
            (Method::Supervised, (true, false, false)),
        ] {
            for (views, expected) in [(Views::Own, own), (Views::Same, same)] {
                let of = Pipeline::of(method, &cell(views, 0), problem.side);
                assert_eq!((of.moves, of.hides, of.shakes), expected, "{method:?} {views:?}");
                assert!(of.injects.is_none());
            }
        }
        // Each part alone, on all samples, in the units of the standardised images.
        let samples: Vec<usize> = (0..problem.n()).collect();
        let whole = standardised(&problem);
        let drawn = |pipeline: &Pipeline| {
            let mut rng = stream(5, Purpose::Training);
            view(&problem, &samples, pipeline, &mut rng)
        };
        let alone = || Pipeline { moves: false, injects: None, hides: false, shakes: false };
        let [untouched, hidden] = drawn(&alone());
        assert!((untouched - &whole).amax() < 1e-12 && hidden.amax() == 0.0);
        let [shaken, _] = drawn(&Pipeline { shakes: true, ..alone() });
        let noise = (&shaken - &whole) * problem.deviation;
        // 640 draws: a deviation of 3 % of 0.38.
        assert!(((noise.norm_squared() / noise.len() as f64).sqrt() - 0.38).abs() < 0.04);
        let [masked, hidden] = drawn(&Pipeline { hides: true, ..alone() });
        let black = (0.0 - problem.mean.iter().sum::<f64>() / 16.0) / problem.deviation;
        for i in 0..problem.n() {
            // Two of four blocks of 2 x 2 pixels.
            assert_eq!(hidden.row(i).sum(), 8.0);
            for j in 0..16 {
                let corner = j / 4 / 2 * 2 * 4 + j % 4 / 2 * 2;
                assert_eq!(hidden[(i, j)], hidden[(i, corner)]);
                let expected = if hidden[(i, j)] == 1.0 { black } else { whole[(i, j)] };
                assert!((masked[(i, j)] - expected).abs() < 1e-12);
            }
        }
        let [moved, _] = drawn(&Pipeline { moves: true, ..alone() });
        assert!((moved - &whole).amax() > 0.1);
        // What is injected has the severity of the injection; masked last, black stays black.
        for severity in [1, 3] {
            let injects = Pipeline::of(Method::SimClr, &cell(Views::Own, severity), problem.side).injects;
            let [injected, _] = drawn(&Pipeline { injects, ..alone() });
            let injects = Pipeline::of(Method::SimClr, &cell(Views::Own, severity), problem.side).injects;
            let [both, hidden] = drawn(&Pipeline { injects, hides: true, ..alone() });
            let prepared = Prepared::new(Corruption::Pixelate, severity, 4);
            for i in 0..problem.n() {
                let mut image = problem.image(i).to_vec();
                prepared.apply(&mut image, &mut stream(0, Purpose::Views));
                let common = problem.mean.iter().sum::<f64>() / 16.0;
                for (j, pixel) in image.iter().enumerate() {
                    let expected = (pixel - common) / problem.deviation;
                    assert!((injected[(i, j)] - expected).abs() < 1e-12, "severity {severity}");
                    let expected = if hidden[(i, j)] == 1.0 { black } else { expected };
                    assert!((both[(i, j)] - expected).abs() < 1e-12, "severity {severity}, masked");
                }
            }
        }
    }

    #[test]
    fn each_method_has_its_own_network_and_pixels_have_none() {
        for (learned, method) in [
            (Learned::Mae, Method::Masked),
            (Learned::Dae, Method::Denoising),
            (Learned::Byol, Method::Byol),
            (Learned::Dino, Method::Dino),
            (Learned::Simclr, Method::SimClr),
            (Learned::Vicreg, Method::VicReg),
            (Learned::Supervised, Method::Supervised),
        ] {
            assert_eq!(learned.method(), Some(method));
            let of = shape(64, 10, method);
            assert_eq!((&of.encoder[..], of.rectified), (&[64, 256, 128][..], true));
            let (head, last): (&[usize], &[usize]) = match method {
                Method::Masked | Method::Denoising => (&[128, 256, 64], &[]),
                Method::Supervised => (&[128, 256, 10], &[]),
                Method::Byol => (&[128, 256, 64], &[64, 256, 64]),
                Method::Dino => (&[128, 256, 64], &[64, 64]),
                _ => (&[128, 256, 64], &[]),
            };
            assert_eq!((&of.head[..], &of.last[..]), (head, last), "{method:?}");
        }
        assert_eq!(Learned::Raw.method(), None);
        let names = ["MAE", "DAE", "BYOL", "DINO", "SimCLR", "VICReg"];
        assert_eq!(Learned::TABLE.map(Learned::name), names);
    }
}
