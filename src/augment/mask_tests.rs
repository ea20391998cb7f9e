use super::*;
use nalgebra::{dmatrix, dvector};

#[test]
fn pair_keep_matrices_by_hand() {
    let independent = Mask::independent(&[0.5, 0.25]).unwrap();
    assert_eq!(independent.pair_keep(), &dmatrix![0.5, 0.125; 0.125, 0.25]);
    // Two of three patches kept; coordinates 0 and 2 share a patch.
    let patches = Mask::patches(&[0, 1, 0, 2], 2).unwrap();
    let (a, b) = (2. / 3., 1. / 3.);
    assert_eq!(patches.pair_keep(), &dmatrix![a, b, a, b; b, a, b, b; a, b, a, b; b, b, b, a]);
    // All kept, and a single patch.
    assert_eq!(Mask::patches(&[0, 1], 2).unwrap().pair_keep(), &dmatrix![1., 1.; 1., 1.]);
    assert_eq!(Mask::patches(&[0, 0], 1).unwrap().pair_keep(), &dmatrix![1., 1.; 1., 1.]);
    // Patches {0, 2} and {1}, kept with 1/2 and 1/4.
    let apart = Mask::independent_patches(&[0, 1, 0], &[0.5, 0.25]).unwrap();
    assert_eq!(apart.pair_keep(), &dmatrix![0.5, 0.125, 0.5; 0.125, 0.25, 0.125; 0.5, 0.125, 0.5]);
    let mixture = Mask::mixture(&[vec![true, false], vec![true, true]], &[0.25, 0.75]).unwrap();
    assert_eq!(mixture.pair_keep(), &dmatrix![1., 0.75; 0.75, 0.75]);
}

#[test]
fn covariance_by_hand() {
    let mask = Mask::patches(&[0, 1], 1).unwrap();
    // K = diag(1/2), p = (1/2, 1/2): K - pp' = [[1/4, -1/4], [-1/4, 1/4]].
    let sigma = mask.covariance(&dvector![0., 0.], &dmatrix![4., 8.; 8., 12.]);
    assert_eq!(sigma, dmatrix![1., -2.; -2., 3.]);
    assert_eq!(mask.mean_map(), dmatrix![0.5, 0.; 0., 0.5]);
}

#[test]
fn exact_laws_and_their_rounding() {
    use crate::scalar::ratio;
    // Weights 1/10 three times over: no f64 sum is 1, the exact one is.
    let masks: Vec<Vec<bool>> = (0..10).map(|i| vec![i < 3, true]).collect();
    let mixture = Mask::mixture(&masks, &vec![ratio(1, 10); 10]).unwrap();
    assert_eq!(mixture.pair_keep()[(0, 1)], ratio(3, 10));
    assert!((mixture.map(Scalar::approx).pair_keep()[(0, 1)] - 0.3).abs() < 1e-15);
    let patches = Mask::independent_patches(&[0, 1, 0], &[ratio(1, 3), ratio(1, 2)]).unwrap();
    assert_eq!(patches.pair_keep()[(0, 1)], ratio(1, 6));
    assert_eq!(patches.map(Scalar::approx).exact().dimension(), 3);
}

#[test]
fn bad_laws_are_refused() {
    for keep in [&[][..], &[0.5, 1.5], &[-0.1], &[f64::NAN]] {
        assert!(matches!(Mask::independent(keep), Err(Error::OutOfRange { .. })), "{keep:?}");
    }
    for (patch, keep) in [(&[][..], 1), (&[0, 2], 1), (&[1, 1], 1), (&[0, 1], 0), (&[0, 1], 3), (&[0, usize::MAX], 1)] {
        assert!(matches!(Mask::patches(patch, keep), Err(Error::OutOfRange { .. })), "{patch:?}");
    }
    let (a, b) = (vec![true], vec![true, false]);
    for (patch, keep) in [(&[][..], &[][..]), (&[0, 2], &[0.5; 3]), (&[0, 1], &[0.5, 1.5]), (&[0], &[f64::NAN])] {
        assert!(matches!(Mask::independent_patches(patch, keep), Err(Error::OutOfRange { .. })), "{patch:?}");
    }
    assert!(matches!(Mask::independent_patches(&[0, 1], &[0.5]), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(Mask::<f64>::mixture(&[], &[]), Err(Error::OutOfRange { .. })));
    assert!(matches!(Mask::mixture(&[a.clone(), b.clone()], &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(Mask::mixture(std::slice::from_ref(&b), &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(Mask::mixture(&[b.clone(), b.clone()], &[0.5, 0.6]), Err(Error::OutOfRange { .. })));
    assert!(matches!(Mask::mixture(&[b.clone(), b], &[1.5, -0.5]), Err(Error::OutOfRange { .. })));
}
