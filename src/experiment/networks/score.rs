//! What a code is worth: a linear probe of the classes, and how much of the noise it keeps.
//!
//! Both are ridge regressions on codes that are standardised over the training samples, with a
//! constant beside them, and are scored on held-out samples.

use crate::error::Result;
use crate::linalg::float::{Whitening, tr_product};
use nalgebra::DMatrix;

/// Ridges among which the probe chooses, on the last fifth of the training samples.
const RIDGES: [f64; 4] = [1e-4, 1e-3, 1e-2, 1e-1];

/// Keeps a constant feature from being divided by 0.
const DEVIATION: f64 = 1e-8;

/// The standardised codes with a constant, n x (k + 1).
fn design(codes: &DMatrix<f64>, train: usize) -> DMatrix<f64> {
    let mut design = codes.clone().insert_column(codes.ncols(), 1.0);
    for mut column in design.column_iter_mut().take(codes.ncols()) {
        let part = column.rows(0, train);
        let (mean, deviation) = (part.mean(), part.variance().sqrt() + DEVIATION);
        column.apply(|v| *v = (*v - mean) / deviation);
    }
    design
}

/// (A'A/n + ridge I)^-1 A'Y/n.
fn ridge(a: &DMatrix<f64>, y: &DMatrix<f64>, ridge: f64) -> Result<DMatrix<f64>> {
    let n = a.nrows() as f64;
    let mut s = tr_product(a, a) / n;
    for i in 0..s.nrows() {
        s[(i, i)] += ridge;
    }
    let whitening = Whitening::new("second moment of codes", &s)?;
    Ok(whitening.unwhiten(&whitening.solve_lower(&(tr_product(a, y) / n))))
}

/// The share of rows whose largest value is at their class.
fn share_right(scores: &DMatrix<f64>, classes: &[usize]) -> f64 {
    let right = classes.iter().enumerate().filter(|(i, class)| scores.row(*i).transpose().imax() == **class).count();
    right as f64 / classes.len() as f64
}

/// The accuracy of a ridge regression to one-hot classes, on the samples after the first `train`.
///
/// # Errors
/// Those of the regression: codes that are no numbers.
pub fn accuracy(codes: &DMatrix<f64>, classes: &[usize], train: usize) -> Result<f64> {
    let count = classes.iter().max().map_or(0, |largest| largest + 1);
    let y = DMatrix::from_fn(classes.len(), count, |i, j| f64::from(u8::from(classes[i] == j)));
    let a = design(codes, train);
    let rows = |m: &DMatrix<f64>, from: usize, to: usize| m.rows(from, to - from).into_owned();
    let chosen_on = train * 4 / 5;
    let mut best = (f64::NEG_INFINITY, RIDGES[0]);
    for candidate in RIDGES {
        let weights = ridge(&rows(&a, 0, chosen_on), &rows(&y, 0, chosen_on), candidate)?;
        let right = share_right(&(rows(&a, chosen_on, train) * weights), &classes[chosen_on..train]);
        if right > best.0 {
            best = (right, candidate);
        }
    }
    let weights = ridge(&rows(&a, 0, train), &rows(&y, 0, train), best.1)?;
    Ok(share_right(&(rows(&a, train, a.nrows()) * weights), &classes[train..]))
}

/// The mean over columns of the held-out R² of a ridge regression to `targets`, each between 0 and
/// 1.
///
/// # Errors
/// As [`accuracy`].
pub fn explained(codes: &DMatrix<f64>, targets: &DMatrix<f64>, train: usize) -> Result<f64> {
    let a = design(codes, train);
    let weights = ridge(&a.rows(0, train).into_owned(), &targets.rows(0, train).into_owned(), RIDGES[0])?;
    let held = targets.nrows() - train;
    let left = targets.rows(train, held) - a.rows(train, held) * weights;
    let of =
        |j: usize| 1.0 - left.column(j).norm_squared() / (targets.rows(train, held).column(j).variance() * held as f64);
    Ok((0..targets.ncols()).map(|j| of(j).clamp(0.0, 1.0)).sum::<f64>() / targets.ncols() as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::RowDVector;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;
    use rand_distr::{Distribution, StandardNormal};

    /// Of ridges that are right as often, the smallest is taken. Seeds are tried until all are, and the
    /// smallest and the largest then differ on the samples that are held out.
    #[test]
    fn among_equal_ridges_the_smallest_is_taken() {
        let (n, train) = (60, 40);
        let mut decided = 0;
        for seed in 0..200 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let codes = DMatrix::from_fn(n, 12, |_, _| StandardNormal.sample(&mut rng));
            let classes: Vec<usize> = (0..n).map(|i| usize::from(codes[(i, 0)] + codes[(i, 1)] > 0.3)).collect();
            let (a, y) = (design(&codes, train), DMatrix::from_fn(n, 2, |i, j| f64::from(u8::from(classes[i] == j))));
            let right = |fitted: usize, scored: std::ops::Range<usize>, candidate: f64| {
                let weights = ridge(&a.rows(0, fitted).into_owned(), &y.rows(0, fitted).into_owned(), candidate);
                share_right(&(a.rows(scored.start, scored.len()) * weights.unwrap()), &classes[scored])
            };
            let chosen_on = RIDGES.map(|candidate| right(32, 32..train, candidate));
            let [least, .., most] = RIDGES.map(|candidate| right(train, train..n, candidate));
            if chosen_on.iter().all(|share| *share == chosen_on[0]) && least != most {
                assert_eq!(accuracy(&codes, &classes, train).unwrap(), least, "seed {seed}");
                decided += 1;
            }
        }
        assert!(decided > 5, "{decided}");
    }

    /// By other means: the regression of the training samples, solved by its normal equations.
    #[test]
    fn what_is_explained_is_the_share_of_the_held_out_variance() {
        let (n, train, m) = (90, 60, 3);
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let mut normal = |columns| DMatrix::from_fn(n, columns, |_, _| StandardNormal.sample(&mut rng));
        // Units and offsets of their own; held-out samples are spread wider, about another mean.
        let (mut codes, noise): (DMatrix<f64>, DMatrix<f64>) = (normal(4), normal(m));
        let units = RowDVector::from_vec(vec![1e-3, 5.0, 200.0, 1.0]);
        codes.row_iter_mut().for_each(|mut row| row.component_mul_assign(&units));
        let targets = DMatrix::from_fn(n, m, |i, j| {
            let signal = [0.0, 2.0, 0.5][j] * codes[(i, 1)] / 5.0 + 2.0;
            let apart = if i < train { 1.0 } else { 1.2 };
            apart * (signal + noise[(i, j)]) + 0.3 * f64::from(u8::from(i >= train))
        });
        let found = explained(&codes, &targets, train).unwrap();
        let part = |m: &DMatrix<f64>, from: usize, to: usize| m.rows(from, to - from).into_owned();
        let with_one = codes.clone().insert_column(0, 1.0);
        let (a, y) = (part(&with_one, 0, train), part(&targets, 0, train));
        let weights = (a.transpose() * &a).try_inverse().unwrap() * a.transpose() * y;
        let (truth, guess) = (part(&targets, train, n), part(&with_one, train, n) * weights);
        let shares: Vec<f64> = (0..m)
            .map(|j| {
                let mean = truth.column(j).sum() / (n - train) as f64;
                let all: f64 = truth.column(j).iter().map(|v| (v - mean).powi(2)).sum();
                (1.0 - (truth.column(j) - guess.column(j)).norm_squared() / all).clamp(0.0, 1.0)
            })
            .collect();
        // One is cut off at 0, one is not; the ridge of 1e-4 leaves three digits.
        assert!(shares[0] == 0.0 && shares[1] > 0.3, "{shares:?}");
        assert!((found - shares.iter().sum::<f64>() / 3.0).abs() < 1e-3, "{found} {shares:?}");
    }

    /// Shares of rows, not of classes; of equal scores the first class is taken.
    #[test]
    fn a_row_is_right_where_its_largest_score_is_first_at_its_class() {
        let scores = DMatrix::from_row_slice(5, 3, &[3., 1., 2., 0., 1., 1., 2., 2., 0., -3., -1., -2., 0., 0., 0.]);
        assert_eq!(share_right(&scores, &[0, 1, 0, 1, 0]), 1.0);
        assert_eq!(share_right(&scores, &[0, 2, 1, 1, 2]), 0.4);
        assert_eq!(share_right(&scores, &[2, 1, 0, 0, 1]), 0.4);
    }

    /// The ridge that is right most often on the last fifth of the training samples is taken, and its
    /// weights come from all of them; nothing of what is held out is looked at before.
    #[test]
    fn the_ridge_is_chosen_on_the_last_fifth() {
        let (n, train) = (75, 50);
        let mut told_apart = 0;
        for seed in 0..60 {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            let codes: DMatrix<f64> = DMatrix::from_fn(n, 25, |_, _| StandardNormal.sample(&mut rng));
            let noise: DMatrix<f64> = DMatrix::from_fn(n, 1, |_, _| StandardNormal.sample(&mut rng));
            let classes: Vec<usize> = (0..n).map(|i| usize::from(codes[(i, 0)] + noise[i] > 0.2)).collect();
            let parts = |from: usize, to: usize| codes.rows(from, to - from).into_owned();
            let (mean, spread): (Vec<f64>, Vec<f64>) = (0..25)
                .map(|j| (parts(0, train).column(j).mean(), parts(0, train).column(j).variance().sqrt()))
                .unzip();
            let with_one =
                DMatrix::from_fn(n, 26, |i, j| if j == 25 { 1.0 } else { (codes[(i, j)] - mean[j]) / spread[j] });
            let hot = DMatrix::from_fn(n, 2, |i, j| f64::from(u8::from(classes[i] == j)));
            let right = |fitted: usize, from: usize, to: usize, candidate: f64| {
                let a = with_one.rows(0, fitted).into_owned();
                let s = a.transpose() * &a / fitted as f64 + DMatrix::identity(26, 26) * candidate;
                let weights = s.try_inverse().unwrap() * a.transpose() * hot.rows(0, fitted) / fitted as f64;
                let scores = with_one.rows(from, to - from) * weights;
                let of = |i: usize| usize::from(scores[(i, 1)] > scores[(i, 0)]) == classes[from + i];
                (0..to - from).filter(|i| of(*i)).count() as f64 / (to - from) as f64
            };
            let on: Vec<f64> = RIDGES.map(|candidate| right(40, 40, 50, candidate)).into();
            let most = on.iter().copied().fold(0.0, f64::max);
            let place = on.iter().position(|v| *v == most).unwrap();
            let ends = RIDGES.map(|candidate| right(50, 50, n, candidate));
            assert_eq!(accuracy(&codes, &classes, train).unwrap(), ends[place], "seed {seed}: {on:?}");
            told_apart += usize::from(place > 0 && ends[place] != ends[0]);
        }
        assert!(told_apart > 3, "{told_apart}");
    }
}
