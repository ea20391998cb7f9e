//! Views by hand, scores with a known answer, closed forms against the theory, a small sweep.

use super::bridge::{self, Features};
use super::sweep::{Cell, Encoder, run};
use super::train::Network;
use super::views::moved;
use super::*;
use crate::dataset::digits::load_digits;
use crate::error::Result;
use crate::networks::Method;
use crate::paradigm::Paradigm;
use nalgebra::DMatrix;
use rand_distr::{Distribution, StandardNormal};

fn digits() -> Images {
    Images::digits(&load_digits().unwrap()).unwrap()
}

/// A protocol that takes no time.
fn short() -> Protocol {
    Protocol { train: 200, steps: 20, batch: 16, hidden: [8, 6], k: 4, noise_coordinates: 4, ..Protocol::digits() }
}

#[test]
fn images_are_moved_and_stretched() {
    let image: Vec<f64> = (0..9).map(f64::from).collect();
    let under = |rows, columns| {
        let mut view = vec![7.0; 9];
        moved(&image, 3, [rows, columns], &mut view);
        view
    };
    assert_eq!(under((1.0, 0.0), (1.0, 0.0)), image);
    // One row further down is read, and nothing below the last.
    assert_eq!(under((1.0, 1.0), (1.0, 0.0)), [3., 4., 5., 6., 7., 8., 0., 0., 0.]);
    // Between two columns; half of the first lies outside.
    assert_eq!(under((1.0, 0.0), (1.0, -0.5)), [0., 0.5, 1.5, 1.5, 3.5, 4.5, 3., 6.5, 7.5]);
    // The rows half as far from the centre: at 1/2, 1, 3/2.
    assert_eq!(under((0.5, 0.0), (1.0, 0.0)), [1.5, 2.5, 3.5, 3., 4., 5., 4.5, 5.5, 6.5]);
}

#[test]
fn problems_are_split_and_scaled() {
    let images = digits();
    let [one, two] = [0, 1].map(|seed| Problem::new(&images, &Protocol::digits(), seed).unwrap());
    assert_eq!((one.n(), one.pixel_count(), one.noise.ncols()), (1797, 64, 10));
    assert_ne!(one.classes, two.classes);
    let sorted = |mut classes: Vec<usize>| {
        classes.sort_unstable();
        classes
    };
    assert_eq!(sorted(one.classes.clone()), sorted(two.classes));
    // Pixels 0..=1; their deviation is that of scikit-learn's copy over 16, 6.0 / 16, within a
    // split's.
    assert!((one.deviation - 0.376).abs() < 0.01, "{}", one.deviation);
    assert!((one.pixel_variance - 4.7).abs() < 0.1, "{}", one.pixel_variance);
    for train in [0, 1, 1797] {
        assert!(Problem::new(&images, &Protocol { train, ..Protocol::digits() }, 0).is_err());
    }
    let flat = Images { pixels: vec![0.5; 64 * 300], classes: vec![0; 300], ..images };
    assert!(Problem::new(&flat, &short(), 0).is_err());
}

#[test]
fn scores_know_a_perfect_code_and_a_blind_one() {
    let mut rng = stream(3, Purpose::Noise);
    let n = 600;
    let classes: Vec<usize> = (0..n).map(|i| i % 3).collect();
    let mut normal = |columns| DMatrix::from_fn(n, columns, |_, _| StandardNormal.sample(&mut rng));
    let (noise, blind): (DMatrix<f64>, DMatrix<f64>) = (normal(2), normal(2));
    let one_hot = DMatrix::from_fn(n, 3, |i, j| f64::from(u8::from(classes[i] == j)));
    assert_eq!(score::accuracy(&one_hot, &classes, 400).unwrap(), 1.0);
    // Chance is 1/3, with a deviation of 1/30 on 200 samples.
    assert!((score::accuracy(&blind, &classes, 400).unwrap() - 1.0 / 3.0).abs() < 0.12);
    let turned = &noise * nalgebra::dmatrix![1.0, 2.0; -2.0, 5.0];
    assert!(score::explained(&turned, &noise, 400).unwrap() > 0.9999);
    assert!(score::explained(&blind, &noise, 400).unwrap() < 0.03);
    // What is learned is the opposite of what is held out: 0, and not the -3 that it is.
    let reversed = DMatrix::from_fn(n, 2, |i, j| if i < 400 { noise[(i, j)] } else { -noise[(i, j)] });
    assert_eq!(score::explained(&noise, &reversed, 400).unwrap(), 0.0);
    // One of two columns.
    let half = noise.columns(0, 1).into_owned();
    assert!((score::explained(&half, &noise, 400).unwrap() - 0.5).abs() < 0.02);
}

/// The thresholds of the bridge are where its own codes lose the last of the noise.
#[test]
fn thresholds_say_when_noise_leaves_the_closed_forms() {
    let problem = Problem::new(&digits(), &Protocol::digits(), 0).unwrap();
    let k = problem.protocol.k;
    for features in [Features::Random, Features::Pixels] {
        let thresholds = sweep::thresholds(&problem, features).unwrap();
        for (paradigm, g) in [(Paradigm::JointEmbedding, 10.0), (Paradigm::Reconstruction, 0.5)] {
            let alpha = thresholds.alpha(paradigm, g);
            assert!(alpha > 0.5, "{features:?} {paradigm:?} {alpha}");
            let kept = |alpha: f64| {
                let bridge = bridge::of(&problem, features, g, alpha).unwrap();
                score::explained(&bridge.codes(paradigm, k).unwrap(), &problem.noise, problem.protocol.train).unwrap()
            };
            let (above, at, none) = (kept(1.3 * alpha), kept(0.9 * alpha), kept(0.0));
            // Noise that leaves one by one; what is left above is sampling noise.
            assert!(above < 0.03 && at > 2.0 * above && none > 0.5, "{features:?} {paradigm:?} {above} {at} {none}");
        }
        // Weak noise needs no alignment, in reconstruction alone.
        assert_eq!(thresholds.alpha(Paradigm::Reconstruction, 1e-3), 0.0);
    }
    // Richer features know more of what views share.
    let of = |features| sweep::thresholds(&problem, features).unwrap().joint_embedding_eigenvalue;
    assert!(of(Features::Random) > of(Features::Pixels));
    assert!(bridge::of(&problem, Features::Pixels, 0.0, 1.0).is_err());
}

/// The codes of one network, trained alone.
fn codes(problem: &Problem, method: Method, units: train::Units, noise: f64, alpha: f64) -> Result<DMatrix<f64>> {
    train::codes(problem, &[Network { method, units, noise, alpha }]).map(|mut codes| codes.remove(0))
}

#[test]
fn joint_embedding_does_not_see_the_variance_of_noise() {
    let problem = Problem::new(&digits(), &short(), 2).unwrap();
    let codes = |method, units, g| codes(&problem, method, units, g, 1.0).unwrap();
    let (original, standardised) = (train::Units::Original, train::Units::Standardised);
    for method in [Method::Spectral, Method::SimClr, Method::VicReg, Method::Byol, Method::Dino] {
        assert_eq!(codes(method, original, 1e-3), codes(method, original, 10.0), "{method:?}");
    }
    assert_eq!(codes(Method::Denoising, standardised, 1e-3), codes(Method::Denoising, standardised, 10.0));
    assert_ne!(codes(Method::Denoising, original, 1e-3), codes(Method::Denoising, original, 10.0));
    for (g, alpha) in [(0.0, 1.0), (f64::NAN, 1.0), (1.0, -1.0), (1.0, f64::INFINITY)] {
        assert!(self::codes(&problem, Method::Spectral, original, g, alpha).is_err());
    }
    assert!(self::codes(&problem, Method::Masked, original, 1.0, 1.0).is_err());
}

/// With outputs and prototypes of free length it ends at chance to 0.42: the teacher's choices are
/// hard from the first step on.
#[test]
fn dino_learns_the_classes_under_strong_noise() {
    let problem = Problem::new(&digits(), &Protocol::digits(), 0).unwrap();
    let codes = codes(&problem, Method::Dino, train::Units::Original, 10.0, 1.5).unwrap();
    // 0.80 in a program of its own.
    let accuracy = score::accuracy(&codes, &problem.classes, problem.protocol.train).unwrap();
    assert!(accuracy > 0.7, "{accuracy}");
}

#[test]
fn a_sweep_is_its_cells_in_order_on_any_number_of_threads() {
    let (images, protocol) = (digits(), short());
    let of = |encoder, seed| Cell { encoder, noise: 1.0, alpha: 0.5, seed };
    // More of seed 1 than are learned together.
    let cells = [
        (Encoder::Denoising, 1),
        (Encoder::ClosedRc, 0),
        (Encoder::Spectral, 1),
        (Encoder::ClosedJe, 1),
        (Encoder::SimClr, 1),
        (Encoder::VicReg, 1),
        (Encoder::Byol, 1),
        (Encoder::DenoisingStandardised, 1),
        (Encoder::Dino, 1),
    ]
    .map(|(encoder, seed)| of(encoder, seed));
    let rows = run(&images, &protocol, &cells, &|| ()).unwrap();
    let found: Vec<_> = rows.iter().map(|row| (row.encoder, row.seed)).collect();
    assert_eq!(found, cells.map(|cell| (cell.encoder, cell.seed)));
    let alone = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    assert_eq!(alone.install(|| run(&images, &protocol, &cells, &|| ())).unwrap(), rows);
    // Each cell alone is the same.
    for (cell, row) in cells.iter().zip(&rows) {
        assert_eq!(run(&images, &protocol, &[*cell], &|| ()).unwrap(), std::slice::from_ref(row));
    }
}

/// Each encoder is the network of its name, in its own units, and its row holds the scores of its codes
/// and the thresholds of its own paradigm, of its own seed.
#[test]
fn every_encoder_is_the_one_of_its_name() {
    let (images, protocol) = (digits(), Protocol { steps: 3, ..short() });
    let (noise, alpha, seed) = (4.0, 0.75, 3);
    let problem = Problem::new(&images, &protocol, seed).unwrap();
    let thresholds = sweep::thresholds(&problem, Features::Random).unwrap();
    let (original, standardised) = (train::Units::Original, train::Units::Standardised);
    for (encoder, paradigm, network) in [
        (Encoder::Spectral, Paradigm::JointEmbedding, Some((Method::Spectral, original))),
        (Encoder::SimClr, Paradigm::JointEmbedding, Some((Method::SimClr, original))),
        (Encoder::VicReg, Paradigm::JointEmbedding, Some((Method::VicReg, original))),
        (Encoder::Byol, Paradigm::JointEmbedding, Some((Method::Byol, original))),
        (Encoder::Dino, Paradigm::JointEmbedding, Some((Method::Dino, original))),
        (Encoder::Denoising, Paradigm::Reconstruction, Some((Method::Denoising, original))),
        (Encoder::DenoisingStandardised, Paradigm::Reconstruction, Some((Method::Denoising, standardised))),
        (Encoder::ClosedJe, Paradigm::JointEmbedding, None),
        (Encoder::ClosedRc, Paradigm::Reconstruction, None),
    ] {
        assert_eq!(encoder.paradigm(), paradigm, "{encoder:?}");
        let row = run(&images, &protocol, &[Cell { encoder, noise, alpha, seed }], &|| ()).unwrap().remove(0);
        let codes = match network {
            Some((method, units)) => codes(&problem, method, units, noise, alpha).unwrap(),
            None => bridge::of(&problem, Features::Random, noise, alpha).unwrap().codes(paradigm, protocol.k).unwrap(),
        };
        assert_eq!(row.accuracy, score::accuracy(&codes, &problem.classes, protocol.train).unwrap(), "{encoder:?}");
        assert_eq!(row.noise_r2, score::explained(&codes, &problem.noise, protocol.train).unwrap(), "{encoder:?}");
        assert_eq!((row.noise, row.alpha, row.seed, row.encoder), (noise, alpha, seed, encoder));
        assert_eq!(row.dataset, images.name);
        // α_JE² = 1/σ_k - 1 and α_RC² = g/η_k² - 1, cut off at 0.
        let (sigma, eta) = (thresholds.joint_embedding_eigenvalue, thresholds.reconstruction_eigenvalue);
        let je = paradigm == Paradigm::JointEmbedding;
        let squared = if je { (1.0 - sigma) / sigma } else { (noise - eta) / eta };
        assert!((row.alpha_threshold - squared.max(0.0).sqrt()).abs() < 1e-12, "{row:?}");
        let knee = row.noise_threshold.map(|knee| knee / eta);
        assert!(if je { knee.is_none() } else { (knee.unwrap() - 1.5625).abs() < 1e-12 }, "{row:?}");
    }
}
