//! Principal components by hand and on the digits.

use super::*;
use crate::dataset::digits::load_digits;

fn dataset(rows: &[f64], d: usize) -> Dataset {
    Dataset::new("x", Features::real(rows.to_vec(), d).unwrap(), None).unwrap()
}

fn digits() -> PrincipalComponents {
    PrincipalComponents::fit(&load_digits().unwrap(), 20).unwrap()
}

#[test]
fn components_by_hand() {
    // Around the mean (10, 20): +-(2, -2) and +-(0.5, 0.5). Variance along (1, -1)/sqrt2: 2 * 8/4 =
    // 4; along (1, 1)/sqrt2: 2 * 0.5/4 = 1/4.
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
    // scikit-learn's PCA of the digits gives explained_variance_ratio_[:2] = 0.14890594, 0.13618771
    // (its documentation's example).
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
fn up_to_so_many_components_are_as_many_as_there_are() {
    let digits = load_digits().unwrap();
    for (asked, found) in [(1, 1), (20, 20), (61, 61), (62, 61), (1000, 61)] {
        let components = PrincipalComponents::up_to(&digits, asked).unwrap();
        assert_eq!((components.count(), components.variances.len()), (found, found));
    }
    match PrincipalComponents::up_to(&dataset(&[1., 2., 1., 2.], 2), 1) {
        Err(Error::BadRequest { problem, .. }) => assert_eq!(problem, "x: all samples are the same"),
        other => panic!("{other:?}"),
    }
}
