//! Properties of the closed forms that hold for every valid input, on inputs built to be valid.
//! Fixed seed.
//!
//! Tolerances are relative to the error bound that each solution reports, or 1e-9 for
//! well-conditioned instances (condition of S below 1e4, so 1e4 u d is below 1e-10).

use jerc::augment::{AlignedNoise, Channel};
use jerc::linalg::angles::row_space_distance;
use jerc::moments::{DataMoments, MomentAccumulator, ViewMoments, objective};
use jerc::paradigm::Paradigm;
use jerc::scalar::{Scalar, exact_parse, ratio};
use jerc::solve::{joint_embedding, reconstruction};
use jerc::threshold::{Recovery, Spectrum};
use nalgebra::DMatrix;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn config(cases: u32) -> ProptestConfig {
    ProptestConfig {
        cases,
        rng_seed: RngSeed::Fixed(20_250_512),
        failure_persistence: None,
        ..ProptestConfig::default()
    }
}

fn matrix(rows: usize, columns: usize) -> impl Strategy<Value = DMatrix<f64>> {
    proptest::collection::vec(-2.0..2.0, rows * columns).prop_map(move |v| DMatrix::from_vec(rows, columns, v))
}

/// X (7 x 4), a factor of Theta (4 x 4, made definite by adding I/4), a factor of Gamma (4 x 2),
/// alpha.
fn problem() -> impl Strategy<Value = (DMatrix<f64>, AlignedNoise<f64>)> {
    (matrix(7, 4), matrix(4, 4), matrix(4, 2), 0.0..3.0).prop_map(|(x, t, g, alpha)| {
        let square = |f: &DMatrix<f64>| {
            let m = f * f.transpose();
            (&m + m.transpose()) * 0.5
        };
        let theta = square(&t) + DMatrix::identity(4, 4) * 0.25;
        (x, AlignedNoise::new(theta, square(&g), alpha).unwrap())
    })
}

fn views(x: &DMatrix<f64>, noise: &AlignedNoise<f64>) -> ViewMoments<f64> {
    noise.views(&DataMoments::from_samples(x, &DMatrix::zeros(x.nrows(), 0)).unwrap()).unwrap()
}

proptest! {
    #![proptest_config(config(64))]

    #[test]
    fn no_competitor_is_better((x, noise) in problem(), w in matrix(2, 4), d in matrix(4, 2)) {
        let views = views(&x, &noise);
        let rc = reconstruction(&views, 2).unwrap();
        prop_assert!(objective::reconstruction(&w, &d, &views) >= rc.loss * (1.0 - 1e-9));
        // Made feasible for SSL-JE by the Cholesky factor of W S W'.
        let gram = objective::embedding_second(&w, &views);
        if let Some(factor) = gram.cholesky() {
            let feasible = factor.l().solve_lower_triangular(&w).unwrap();
            let je = joint_embedding(&views, 2).unwrap();
            prop_assert!(objective::joint_embedding(&feasible, &views) >= je.loss * (1.0 - 1e-9) - 1e-12);
        }
    }

    #[test]
    fn solutions_are_feasible_and_values_match_eigenvalues((x, noise) in problem(), k in 1usize..=4) {
        let views = views(&x, &noise);
        for solved in [joint_embedding(&views, k).unwrap(), reconstruction(&views, k).unwrap()] {
            let gram = objective::embedding_second(&solved.encoder, &views);
            prop_assert!((gram - DMatrix::<f64>::identity(k, k)).amax() < 1e-9);
            let sum: f64 = solved.eigenvalues.iter().take(k).sum();
            let expected = if solved.decoder.is_some() { views.data_second.trace() - sum } else { 2.0 * (k as f64 - sum) };
            prop_assert!((solved.loss - expected).abs() <= 1e-9 * views.data_second.trace().max(1.0));
            prop_assert!(solved.eigenvalues.as_slice().windows(2).all(|w| w[0] >= w[1] - 1e-12));
            if solved.decoder.is_none() {
                prop_assert!(solved.eigenvalues.iter().all(|&v| (0.0..=1.0).contains(&v)));
            }
        }
    }

    /// Joint-embedding does not see the coordinates: x -> T x, Theta -> T Theta T' leaves omega as
    /// it is and maps the row space by T^-1. Reconstruction sees all but rotations.
    #[test]
    fn joint_embedding_is_affine_invariant((x, noise) in problem(), t in matrix(4, 4)) {
        let t = t * 0.2 + DMatrix::identity(4, 4);
        let before = views(&x, &noise);
        let data = DataMoments::from_samples(&(&x * t.transpose()), &DMatrix::zeros(x.nrows(), 0)).unwrap();
        let sigma = &t * &before.covariance * t.transpose();
        let moved = AlignedNoise::new((&sigma + sigma.transpose()) * 0.5, DMatrix::zeros(4, 4), 0.0).unwrap().views(&data).unwrap();
        let (first, second) = (joint_embedding(&before, 2).unwrap(), joint_embedding(&moved, 2).unwrap());
        prop_assert!((&first.eigenvalues - &second.eigenvalues).amax() < 1e-9);
        if first.eigengap.unwrap() > 1e-3 {
            prop_assert!(row_space_distance(&first.encoder, &(&second.encoder * &t)).unwrap() < 1e-6);
        }
    }

    #[test]
    fn more_noise_never_helps((x, noise) in problem(), k in 1usize..=4) {
        let weak = views(&x, &noise);
        let mut strong = weak.clone();
        strong.covariance += DMatrix::identity(4, 4) * 0.5;
        strong.view_second += DMatrix::identity(4, 4) * 0.5;
        prop_assert!(joint_embedding(&strong, k).unwrap().loss >= joint_embedding(&weak, k).unwrap().loss - 1e-9);
        prop_assert!(reconstruction(&strong, k).unwrap().loss >= reconstruction(&weak, k).unwrap().loss - 1e-9);
    }

    #[test]
    fn moments_do_not_depend_on_how_the_stream_is_cut(x in matrix(37, 3), cut in 0usize..=37) {
        let rows: Vec<f64> = x.transpose().as_slice().to_vec();
        let (mut first, mut second) = (MomentAccumulator::new(3, 0), MomentAccumulator::new(3, 0));
        first.push(&rows[..3 * cut], &[]).unwrap();
        second.push(&rows[3 * cut..], &[]).unwrap();
        first.merge(&second).unwrap();
        let merged = first.finish().unwrap();
        let plain = DataMoments::from_samples(&x, &DMatrix::zeros(37, 0)).unwrap();
        // 37 terms of size at most 4.
        prop_assert!((merged.second - plain.second).amax() <= 37.0 * 4.0 * f64::EPSILON);
        prop_assert!((merged.mean - plain.mean).amax() <= 37.0 * 2.0 * f64::EPSILON);
    }

    #[test]
    fn recovery_flips_exactly_at_the_threshold(
        c in proptest::collection::vec((1i64..20, 1i64..20), 1..4),
        th in proptest::collection::vec((0i64..20, 1i64..20), 7),
        g in proptest::collection::vec((1i64..20, 1i64..20), 1..4),
    ) {
        let list = |v: &[(i64, i64)]| v.iter().map(|&(p, q)| ratio(p, q)).collect::<Vec<_>>();
        let theta = list(&th)[..c.len() + g.len()].to_vec();
        let spectrum = Spectrum::new(list(&c), theta, list(&g)).unwrap();
        let thresholds = spectrum.thresholds();
        for paradigm in [Paradigm::Reconstruction, Paradigm::JointEmbedding] {
            let at = thresholds.alpha_squared(paradigm);
            let step = ratio(1, 1_000_000_000);
            prop_assert_eq!(spectrum.recovery(paradigm, at), Recovery::Tie);
            prop_assert_eq!(spectrum.recovery(paradigm, &(at + &step)), Recovery::Signal);
            prop_assert_eq!(spectrum.recovery(paradigm, &(at - &step)), Recovery::NoiseLeaks);
        }
    }

    /// Every finite f64 prints as a decimal that reads back as the nearest f64, and as a fraction
    /// that reads back exactly.
    #[test]
    fn numbers_survive_their_text(value in proptest::num::f64::NORMAL | proptest::num::f64::SUBNORMAL | proptest::num::f64::ZERO) {
        let exact = jerc::scalar::exact_from_f64(value).unwrap();
        prop_assert_eq!(exact_parse("x", &exact.to_string()).unwrap(), exact);
        prop_assert_eq!(exact_parse("x", &format!("{value:e}")).unwrap().approx(), value);
    }
}
