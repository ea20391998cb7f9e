use super::*;
use crate::linalg::angles::row_space_distance;
use crate::moments::objective;
use nalgebra::{dmatrix, dvector};

fn close(a: f64, b: f64) -> bool {
    (a - b).abs() <= 1e-14 * b.abs().max(1.0)
}

#[test]
fn a_loss_of_zero_is_not_negative() {
    // Σ = 0 on two of three directions, and rounded to just below 0 on one of them.
    let sigma = DMatrix::from_diagonal(&dvector![0.0, -1e-17, 1.0]);
    let views = ViewMoments::additive(DMatrix::identity(3, 3), sigma);
    assert_eq!(joint_embedding(&views, 2).unwrap().loss, 0.0);
}

#[test]
fn the_fast_route_of_sweeps_finds_the_same_row_space() {
    let c = dmatrix![4., 1., 0.; 1., 3., 1.; 0., 1., 2.];
    let views = ViewMoments::additive(c.clone(), dmatrix![1., 0., 0.2; 0., 2., 0.; 0.2, 0., 1.]);
    let s = &views.view_second;
    for (a, found) in [(c.clone(), joint_embedding(&views, 2).unwrap()), (&c * &c, reconstruction(&views, 2).unwrap())]
    {
        let vectors = leading_vectors(&Pencil { a, s: s.clone() }, 2).unwrap();
        assert!(row_space_distance(&vectors.transpose(), &found.encoder).unwrap() < 1e-14);
        assert!((vectors.transpose() * s * &vectors - DMatrix::<f64>::identity(2, 2)).amax() < 1e-14);
    }
    assert!(leading_vectors(&Pencil { a: c, s: DMatrix::zeros(3, 3) }, 1).is_err());
}

#[test]
fn diagonal_problem_by_hand() {
    // c = (4, 1, 9), σ = (4, 1/4, 27): ω = (1/2, 4/5, 1/4), φ² = c²/s = (2, 4/5,
    // 9/4).
    let views = ViewMoments::additive(
        DMatrix::from_diagonal(&dvector![4., 1., 9.]),
        DMatrix::from_diagonal(&dvector![4., 0.25, 27.]),
    );
    let je = joint_embedding(&views, 2).unwrap();
    for (found, expected) in je.eigenvalues.iter().zip([0.8, 0.5, 0.25]) {
        assert!(close(*found, expected));
    }
    assert!(close(je.loss, 2. * (2. - 1.3)) && close(je.eigengap.unwrap(), 0.25));
    assert!(row_space_distance(&je.encoder, &dmatrix![0., 1., 0.; 1., 0., 0.]).unwrap() < 1e-15);
    assert!(close(objective::embedding_second(&je.encoder, &views)[(0, 0)], 1.0));
    assert_eq!((je.uniqueness, &je.decoder), (Uniqueness::Unique, &None));

    let rc = reconstruction(&views, 2).unwrap();
    for (found, expected) in rc.eigenvalues.iter().zip([2.25, 2.0, 0.8]) {
        assert!(close(*found, expected));
    }
    assert!(close(rc.loss, 14. - 4.25) && close(rc.eigengap.unwrap(), 1.2));
    assert!(row_space_distance(&rc.encoder, &dmatrix![0., 0., 1.; 1., 0., 0.]).unwrap() < 1e-15);
    assert!(close(objective::reconstruction(&rc.encoder, rc.decoder.as_ref().unwrap(), &views), rc.loss));
    assert_eq!(rc.uniqueness, Uniqueness::Unique);
    assert!(je.eigenvalue_error() < 1e-13 && je.loss_error < 1e-13 && je.row_space_error < 1e-12);
    assert!(rc.eigenvalue_error() < 1e-12 && rc.loss_error < 1e-12 && rc.row_space_error < 1e-12);
}

#[test]
fn whole_space_one_dimension_and_rank_deficiency() {
    let views = ViewMoments::additive(DMatrix::from_diagonal(&dvector![4., 0.]), DMatrix::identity(2, 2));
    // k = d: the row space is everything; reconstruction leaves a direction without data free.
    let je = joint_embedding(&views, 2).unwrap();
    assert!(close(je.loss, 2. * (2. - 0.8)) && je.eigengap.is_none());
    assert_eq!(je.uniqueness, Uniqueness::Unique);
    let rc = reconstruction(&views, 2).unwrap();
    assert_eq!(rc.uniqueness, Uniqueness::Undecided);
    assert!(close(rc.loss, 4. - 16. / 5.));
    assert_eq!(reconstruction(&views, 1).unwrap().uniqueness, Uniqueness::Unique);
    let one = ViewMoments::additive(dmatrix![3.], dmatrix![1.]);
    assert!(close(joint_embedding(&one, 1).unwrap().loss, 0.5));
    assert!(close(reconstruction(&one, 1).unwrap().loss, 3. - 9. / 4.));
    assert_eq!(reconstruction(&one, 1).unwrap().uniqueness, Uniqueness::Unique);
}

#[test]
fn ties_are_not_resolved_silently() {
    let views = ViewMoments::additive(DMatrix::identity(3, 3), DMatrix::identity(3, 3));
    for solved in [joint_embedding(&views, 2).unwrap(), reconstruction(&views, 2).unwrap()] {
        assert_eq!(solved.uniqueness, Uniqueness::Undecided);
        assert!(solved.eigengap.unwrap().abs() < 1e-15);
    }
}

#[test]
fn weak_and_strong_augmentations_keep_their_digits() {
    // ω = c/(c + s): for s = 1e-15 neither the loss 2 s/(c + s) nor the gap has a digit
    // left if computed from ω; for s = 1e15 none from 1 - ω.
    let c = DMatrix::from_diagonal(&dvector![2., 1.]);
    for scale in [1e-15, 1e15] {
        let views = ViewMoments::additive(c.clone(), DMatrix::identity(2, 2) * scale);
        let je = joint_embedding(&views, 1).unwrap();
        assert!((je.loss / (2. * scale / (2. + scale)) - 1.).abs() < 1e-14, "{scale:e}");
        assert_eq!(je.uniqueness, Uniqueness::Unique, "{scale:e}");
        assert!(row_space_distance(&je.encoder, &dmatrix![1., 0.]).unwrap() < 1e-14);
    }
}

#[test]
fn what_is_not_positive_definite_is_refused() {
    let singular = ViewMoments::additive(dmatrix![1., 1.; 1., 1.], DMatrix::zeros(2, 2));
    for result in [joint_embedding(&singular, 1), reconstruction(&singular, 1)] {
        assert!(matches!(result, Err(Error::NotPositiveDefinite { pivot: 1, .. })));
    }
    let zero = ViewMoments::additive(DMatrix::zeros(1, 1), DMatrix::zeros(1, 1));
    assert!(matches!(joint_embedding(&zero, 1), Err(Error::NotPositiveDefinite { pivot: 0, .. })));
    let indefinite = ViewMoments::additive(dmatrix![-1., 0.; 0., -1.], DMatrix::zeros(2, 2));
    assert!(matches!(joint_embedding(&indefinite, 1), Err(Error::NotPositiveDefinite { pivot: 0, .. })));
    let infinite = ViewMoments::additive(dmatrix![f64::INFINITY], dmatrix![1.]);
    assert!(matches!(joint_embedding(&infinite, 1), Err(Error::NotFinite { .. })));
    // Nearly singular but with digits left: accepted, and the error bound grows accordingly.
    let near = ViewMoments::additive(dmatrix![0.5, 0.5; 0.5, 0.5], dmatrix![0.5, 0.5; 0.5, 0.5 + 1e-10]);
    let solved = joint_embedding(&near, 2).unwrap();
    assert!(solved.eigenvalue_error() > 1e-6 && solved.eigenvalue_errors[0] < 1e-14);
    let fine = ViewMoments::additive(DMatrix::identity(2, 2), DMatrix::identity(2, 2));
    for k in [0, 3] {
        assert!(matches!(joint_embedding(&fine, k), Err(Error::OutOfRange { .. })));
        assert!(matches!(reconstruction(&fine, k), Err(Error::OutOfRange { .. })));
    }
}
