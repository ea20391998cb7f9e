//! Why a problem on samples has no solution, and what is said of it.

use super::*;
use crate::augment::{AlignedNoise, Mask};
use crate::dataset::{Dataset, Features};

/// What joint-embedding without any noise says of samples, row after row.
fn of_samples(d: usize, rows: &[f64]) -> Error {
    let samples = stored(d, rows);
    let nothing = AlignedNoise::new(DMatrix::zeros(d, d), DMatrix::zeros(d, d), 0.0).unwrap();
    let solver = Solver::new(&samples, &nothing, || Ok(nothing.exact()), false);
    solver.and_then(|solver| solver.embedding(Paradigm::JointEmbedding, 1)).unwrap_err()
}

fn stored(d: usize, rows: &[f64]) -> Samples {
    Samples::stored(Dataset::new("rows", Features::real(rows.to_vec(), d).unwrap(), None).unwrap())
}

/// The same of two views of each sample.
fn of_views(d: usize, rows: &[f64]) -> Error {
    let views = Views::stored("views", rows.to_vec(), 2, d, None).unwrap();
    let solver = Solver::of_views(&views, 0.0);
    solver.and_then(|solver| solver.embedding(Paradigm::JointEmbedding, 1)).unwrap_err()
}

fn dependent(error: Error) -> Vec<usize> {
    match error {
        Error::NearlyDependent { features, value, .. } if value < 1e-12 => features,
        other => panic!("{other}"),
    }
}

/// "Too few" is said where there are fewer than features, and not where there are as many.
#[test]
fn as_many_rows_as_features_are_not_too_few() {
    let few = of_samples(2, &[1., 2.]).to_string();
    assert!(few.contains("1 samples do not fill 2 features") && few.contains("--transpose"), "{few}");
    assert_eq!(dependent(of_samples(2, &[1., 2., 2., 4.])), [0, 1]);
    let few = of_views(3, &[1., 2., 3., 2., 1., 1.]).to_string();
    assert!(few.contains("2 views of 1 samples do not fill 3 features") && few.contains("--noise"), "{few}");
    assert_eq!(dependent(of_views(2, &[1., 2., 2., 4.])), [0, 1]);
    // Features that are set aside need not be filled.
    assert_eq!(dependent(of_samples(3, &[1., 0., 2., 2., 0., 4.])), [0, 2]);
    assert_eq!(dependent(of_views(3, &[1., 0., 2., 2., 0., 4.])), [0, 2]);
}

/// Whatever has been set aside before them.
#[test]
fn features_are_named_by_their_place_in_the_file() {
    assert_eq!(dependent(of_samples(4, &[0., 1., 5., 2., 0., 2., 1., 4., 0., 3., 4., 6., 0., 0., 1., 0.])), [1, 3]);
    assert_eq!(dependent(of_views(3, &[0., 1., 2., 0., 2., 4., 0., 3., 6., 0., 1., 2.])), [1, 2]);
    // Two features that do not vary beside their offsets.
    let offset = of_samples(3, &[0., 5., 7.].repeat(4)).to_string();
    assert!(offset.contains("feature 1 is offset by 5.0e0") && offset.contains("--center"), "{offset}");
}

#[test]
fn the_remedy_for_zeros_is_about_what_was_given() {
    let samples = of_samples(2, &[0.; 6]).to_string();
    assert!(samples.contains("every feature of the views is 0") && samples.contains("augmentation noise"), "{samples}");
    let views = of_views(2, &[0.; 8]).to_string();
    assert!(views.contains("every feature of the views is 0") && views.contains("give views"), "{views}");
}

/// One sample: its second moment has rank 1, its views have any.
#[test]
fn the_number_of_samples_bounds_the_rank_of_a_channel_only() {
    let (one, views) =
        (stored(2, &[1., 2.]), Views::stored("views", vec![1., 2., -1., 3., 0., 1.], 3, 2, None).unwrap());
    let noise = AlignedNoise::new(DMatrix::identity(2, 2), DMatrix::zeros(2, 2), 0.0).unwrap();
    assert_eq!(Solver::new(&one, &noise, || Ok(noise.exact()), false).unwrap().rank(), 1);
    let solver = Solver::of_views(&views, 0.0).unwrap();
    // Σ of three views has rank 2: both eigenvalues of G are told apart, whatever n says.
    assert!(solver.rank() >= 2 && solver.set_aside().is_empty());
}

/// What a mask never shows has to be restored all the same: it stays in tr C.
#[test]
fn what_no_view_shows_stays_in_the_loss() {
    let samples = stored(2, &[1., 2., 3., 4.]);
    let mask = Mask::independent(&[1.0, 0.0]).unwrap();
    let solver = Solver::new(&samples, &mask, || Ok(mask.exact()), false).unwrap();
    assert_eq!(solver.set_aside(), [1]);
    let found = solver.embedding(Paradigm::Reconstruction, 1).unwrap();
    // C = [[5, 7], [7, 10]]; from the first feature: 15 - (25 + 49)/5.
    assert!((found.loss - 0.2).abs() <= found.loss_error.max(1e-14) && found.encoder[(0, 1)] == 0.0);
    assert_eq!(found.decoder.unwrap().nrows(), 2);
}
