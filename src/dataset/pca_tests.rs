//! Principal components by hand and on the digits, and the laws of the protocol.

use super::*;
use crate::dataset::digits::load_digits;
use crate::dataset::idx::{Split, find_mnist, load_idx};

fn dataset(rows: &[f64], d: usize) -> Dataset {
    Dataset::new("x", Features::real(rows.to_vec(), d).unwrap(), None).unwrap()
}

fn digits() -> PrincipalComponents {
    PrincipalComponents::fit(&load_digits().unwrap(), 20).unwrap()
}

#[test]
fn components_by_hand() {
    // Around the mean (10, 20): +-(2, -2) and +-(0.5, 0.5). Variance along (1, -1)/sqrt2: 2 * 8/4 = 4; along (1, 1)/sqrt2: 2 * 0.5/4 = 1/4.
    let source = dataset(&[12., 18., 8., 22., 10.5, 20.5, 9.5, 19.5], 2);
    let components = PrincipalComponents::fit(&source, 2).unwrap();
    assert_eq!(components.mean, DVector::from_vec(vec![10., 20.]));
    assert!((&components.variances - DVector::from_vec(vec![4.0, 0.25])).amax() < 1e-14);
    let half = 0.5f64.sqrt();
    assert!((components.components.row(1) - nalgebra::RowVector2::new(half, half)).amax() < 1e-14);
    assert!((components.components[(0, 0)] + components.components[(0, 1)]).abs() < 1e-14);
    let scores = components.scores().unwrap().matrix();
    assert!((scores[(0, 0)].abs() - 8f64.sqrt()).abs() < 1e-14 && scores[(0, 1)].abs() < 1e-14);
    assert!((scores[(2, 1)] - half).abs() < 1e-14);
}

#[test]
fn signs_are_fixed_and_scores_are_uncorrelated() {
    let components = digits();
    for row in components.components.row_iter() {
        let largest = row.iter().fold(0.0f64, |best, &v| if v.abs() > best.abs() { v } else { best });
        assert!(largest > 0.0);
    }
    let product = &components.components * components.components.transpose();
    assert!((product - DMatrix::identity(20, 20)).amax() < 1e-13);
    let moments = components.scores().unwrap().moments().unwrap();
    let largest = components.variances[0];
    assert!((moments.second - DMatrix::from_diagonal(&components.variances)).amax() < 1e-13 * largest);
    assert!(moments.mean.amax() < 1e-12);
    // scikit-learn's PCA of the digits gives explained_variance_ratio_[:2] = 0.14890594, 0.13618771 (its documentation's example).
    let all = PrincipalComponents::fit(&load_digits().unwrap(), 61).unwrap();
    let total = all.variances.sum();
    assert!((all.variances[0] / total - 0.14890594).abs() < 1e-8);
    assert!((all.variances[1] / total - 0.13618771).abs() < 1e-8);
    assert!(all.variances.as_slice().windows(2).all(|pair| pair[0] >= pair[1]));
}

#[test]
fn components_beyond_the_rank_are_refused() {
    // Three digits' pixels never vary: the rank is 61.
    let digits = load_digits().unwrap();
    for r in [0, 62, 64, 65] {
        assert!(matches!(PrincipalComponents::fit(&digits, r), Err(Error::OutOfRange { .. })), "{r}");
    }
    assert!(matches!(PrincipalComponents::fit(&dataset(&[1., 2., 1., 2.], 2), 1), Err(Error::OutOfRange { .. })));
    assert!(matches!(PrincipalComponents::fit(&dataset(&[1., 2.], 2), 1), Err(Error::OutOfRange { .. })));
}

#[test]
fn clean_data_have_empty_noise_dimensions_and_corrupted_data_equal_signal() {
    let protocol = Protocol::digits(100.0, 5);
    let draw = protocol.draw(&digits(), 1797, 6).unwrap();
    let (clean, corrupted) = (draw.clean.matrix(), draw.corrupted.matrix());
    assert_eq!((clean.shape(), corrupted.shape()), ((1797, 40), (1797, 40)));
    assert_eq!(clean.columns(0, 20), corrupted.columns(0, 20));
    assert_eq!(clean.columns(20, 20).amax(), 0.0);
    assert_eq!(draw.clean.labels(), draw.corrupted.labels());
    // With all rows, the clean moments are the variances whatever the order.
    let second = draw.clean.moments().unwrap().second;
    assert!((second[(0, 0)] - digits().variances[0]).abs() < 1e-10);
    assert!(draw.theta.iter().all(|v| (0.0..=10.0).contains(v)));
    assert_eq!(draw.gamma[..20], [0.0; 20]);
    assert!(draw.gamma[20..].iter().all(|v| (0.0..=100.0).contains(v)));
    // Means of 40 and of 20 uniform numbers, within 5 standard errors: 5 +- 5 * 10/sqrt(12 * 40) and 50 +- 5 * 100/sqrt(12 * 20).
    assert!((draw.theta.iter().sum::<f64>() / 40.0 - 5.0).abs() < 2.3);
    assert!((draw.gamma.iter().sum::<f64>() / 20.0 - 50.0).abs() < 32.3);
    for j in 20..40 {
        // Empirical variance of n normal numbers, within 5 standard errors: g (1 +- 5 sqrt(2/1797)).
        let variance = corrupted.column(j).norm_squared() / 1797.0;
        assert!((variance / draw.gamma[j] - 1.0).abs() < 0.167, "{j}");
    }
}

#[test]
fn draws_are_nested_and_seeds_have_separate_effects() {
    let (components, protocol) = (digits(), Protocol::digits(100.0, 5));
    let [small, large] = [100, 300].map(|n| protocol.draw(&components, n, 6).unwrap());
    assert_eq!(large.clean.take(100).unwrap(), small.clean);
    assert_eq!(large.corrupted.take(100).unwrap(), small.corrupted);
    assert_eq!(protocol.draw(&components, 100, 6).unwrap(), small);
    // Without replacement: no sample twice.
    let mut rows: Vec<_> = large.clean.features().rows().chunks_exact(40).map(|row| format!("{row:?}")).collect();
    rows.sort();
    rows.dedup();
    assert_eq!(rows.len(), 300);

    let other_rows = protocol.draw(&components, 100, 7).unwrap();
    assert_eq!((&other_rows.theta, &other_rows.gamma), (&small.theta, &small.gamma));
    assert_ne!(other_rows.clean, small.clean);
    let other_spectra = Protocol::digits(100.0, 8).draw(&components, 100, 6).unwrap();
    assert_eq!(other_spectra.clean, small.clean);
    assert!(other_spectra.theta[0] != small.theta[0] && other_spectra.gamma[20] != small.gamma[20]);
}

#[test]
fn impossible_requests_are_refused() {
    let (components, good) = (digits(), Protocol::digits(1.0, 0));
    for n in [0, 1798] {
        assert!(matches!(good.draw(&components, n, 0), Err(Error::OutOfRange { .. })));
    }
    for bad in [-1.0, f64::NAN, f64::INFINITY] {
        let theta = Protocol { theta_max: bad, ..good.clone() };
        assert!(matches!(theta.draw(&components, 5, 0), Err(Error::OutOfRange { .. })));
        let gamma = Protocol { gamma_max: bad, ..good.clone() };
        assert!(matches!(gamma.draw(&components, 5, 0), Err(Error::OutOfRange { .. })));
    }
    let other = Protocol { components: 19, ..good.clone() };
    assert!(matches!(other.draw(&components, 5, 0), Err(Error::ShapeMismatch { .. })));
    let none = Protocol { noise_dimensions: 0, ..good };
    assert_eq!(none.draw(&components, 5, 0).unwrap().clean.d(), 20);
}

#[test]
fn the_papers_scale_on_real_mnist_if_present() {
    let Some(folder) = find_mnist() else {
        eprintln!("skipped: no MNIST files found (set JERC_DATA_DIR)");
        return;
    };
    let mnist = load_idx("mnist", &folder, Split::Test).unwrap();
    let components = PrincipalComponents::fit(&mnist, 50).unwrap();
    let draw = Protocol::paper(1e6, 1).draw(&components, 2_000, 2).unwrap();
    assert_eq!((draw.clean.d(), draw.corrupted.n(), draw.clean.l()), (100, 2_000, 10));
    assert!(components.variances[49] > 1e3 && components.variances[0] < 1e6);
}
