//! Each check against what it says, from the rows themselves.

use super::*;
use crate::advise::folds::Folds;
use crate::advise::question::{Augmented, Evidence, MomentsOf, Question, Stored, Weight};
use crate::advise::sums::Strengths;
use nalgebra::dmatrix;
use rand_distr::{Distribution, StandardNormal};

const V: usize = 3;

/// Normal samples about a mean, and views x + bias + noise, in units of their own.
fn drawn(n: usize, (offset, bias, units): ([f64; 2], [f64; 2], f64)) -> (Vec<f64>, Vec<f64>) {
    let mut rng = ChaCha8Rng::seed_from_u64(6);
    let mut normal = || -> f64 { StandardNormal.sample(&mut rng) };
    let x: Vec<f64> = (0..2 * n).map(|at| [2.0, 1.0][at % 2] * normal() + offset[at % 2]).collect();
    let view = |x: &[f64], normal: &mut dyn FnMut() -> f64| {
        [0, 1].map(|j| units * (x[j] + bias[j] + [0.5, 1.5][j] * normal()))
    };
    let views = x.chunks(2).flat_map(|x| (0..V).map(|_| x).collect::<Vec<_>>()).flat_map(|x| view(x, &mut normal));
    let views = views.collect();
    (x, views)
}

fn checked(x: &[f64], views: &[f64]) -> Checks {
    let n = x.len() / 2;
    let (samples, rows) = (Stored::new(x.to_vec(), 2).unwrap(), Stored::new(views.to_vec(), 2 * V).unwrap());
    let strengths = vec![Augmented { alpha: 1.0, moments: MomentsOf::Views { rows: &rows, views: V } }];
    let question = Question { samples: Some(&samples), strengths, evidence: Evidence::None, groups: None };
    let folds = Folds { count: 2, of: (0..n).map(|i| (i % 2) as u16).collect() };
    let known = Known::read(&Evidence::None, &samples, &folds, vec![true; n], (Weight::White, 0)).unwrap();
    let total = without(&known.data, &[]);
    let moments = Strengths::read(&question, 0, &folds).unwrap().moments(&total, &[]).unwrap();
    checks(&known, &total, &moments, 0).unwrap()
}

/// |E τ(x) - x|² from pairs of different views: (V_a - x)'(V_b - x).
#[test]
fn the_mean_of_the_views_is_held_against_the_samples() {
    let none = ([3.0, -1.0], [0.0, 0.0], 1.0);
    for (case, of, flag) in [
        ("unbiased", none, false),
        ("shifted", (none.0, [0.6, 0.3], 1.0), true),
        ("significant and small", (none.0, [0.2, 0.0], 1.0), false),
        ("other units", (none.0, [0.0; 2], 3.0), true),
    ] {
        let n = 400;
        let (x, views) = drawn(n, of);
        let found = checked(&x, &views);
        let bias = found.mean_bias.unwrap();
        let row = |i: usize| &x[2 * i..2 * i + 2];
        let view = |i: usize, a: usize| &views[2 * (V * i + a)..][..2];
        let pairs = || (0..V).flat_map(|a| (0..V).map(move |b| (a, b))).filter(|(a, b)| a != b);
        let dot = |p: [f64; 2], q: [f64; 2]| p[0] * q[0] + p[1] * q[1];
        let count = (V * (V - 1)) as f64;
        let apart = |i: usize, a: usize| [0, 1].map(|j| view(i, a)[j] - row(i)[j]);
        let values: Vec<f64> =
            (0..n).map(|i| pairs().map(|(a, b)| dot(apart(i, a), apart(i, b))).sum::<f64>() / count).collect();
        let mean = values.iter().sum::<f64>() / n as f64;
        let se = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (n * (n - 1)) as f64).sqrt();
        let energy = x.iter().map(|v| v * v).sum::<f64>() / n as f64;
        assert!((bias.relative - mean / energy).abs() < 1e-9, "{case}: {bias:?} {mean}");
        assert!((bias.z - mean / se).abs() < 1e-6 * bias.z.abs().max(1.0), "{case}: {bias:?} {mean} {se}");
        let of_views = (0..n).map(|i| {
            pairs().map(|(a, b)| dot([view(i, a)[0], view(i, a)[1]], [view(i, b)[0], view(i, b)[1]])).sum::<f64>()
                / count
        });
        let of_views = of_views.sum::<f64>() / n as f64;
        assert!((bias.size - of_views / energy).abs() < 1e-9, "{case}: {bias:?}");
        // The correlation about the means, of the mean view without what drawing it adds.
        let centre =
            |values: &[f64], j: usize| values.iter().skip(j).step_by(2).sum::<f64>() * 2.0 / values.len() as f64;
        let (c, m) = ([0, 1].map(|j| centre(&x, j)), [0, 1].map(|j| centre(&views, j)));
        let shared =
            (0..n).map(|i| (0..V).map(|a| dot([row(i)[0], row(i)[1]], [view(i, a)[0], view(i, a)[1]])).sum::<f64>());
        let shared = shared.sum::<f64>() / (n * V) as f64 - dot(c, m);
        let expected = shared / ((energy - dot(c, c)) * (of_views - dot(m, m))).sqrt();
        assert!((bias.resemblance - expected).abs() < 1e-9, "{case}: {bias:?} {expected}");
        assert_eq!(bias.flag, flag, "{case}: {bias:?}");
    }
}

#[test]
fn so_few_samples_are_less_than_four_for_each_feature() {
    for (n, flag) in [(7, true), (8, false), (9, false)] {
        let (x, views) = drawn(n, ([0.0; 2], [0.0; 2], 1.0));
        let found = checked(&x, &views).samples.unwrap();
        assert_eq!((found.n, found.d, found.flag), (n, 2, flag));
        assert!((found.factor - (1.0 + (2.0 / n as f64).sqrt())).abs() < 1e-12);
    }
}

/// Units do not matter, features that vanish do not count, and from 1e7 on S is almost singular.
#[test]
fn the_condition_of_s_is_that_of_its_correlations() {
    let correlated = |by: f64| dmatrix![1.0, 0.0, 100.0 * by; 0.0, 0.0, 0.0; 100.0 * by, 0.0, 1e4];
    for (by, flag) in [(0.5, false), (-0.9, false), (1.0 - 2.1e-7, false), (1.0 - 1.9e-7, true), (1.0, true)] {
        let found = conditioning(&correlated(by)).unwrap();
        assert_eq!((found.set_aside, found.flag, found.ridge), (1, flag, 1e-8), "{by}: {found:?}");
        let size: f64 = by.abs();
        if size < 1.0 {
            let expected = (1.0 + size) / (1.0 - size);
            assert!((found.condition / expected - 1.0).abs() < 1e-6, "{by}: {found:?}");
        } else {
            assert!(found.condition > 1e14 && found.condition.is_finite(), "{found:?}");
        }
    }
}

/// Signal on the first two features, noise on the others, four Σ: the coupling that is found is the
/// canonical correlation in C + Σ, and it is flagged where there is one.
#[test]
fn a_coupling_of_signal_and_noise_is_found_and_no_other() {
    let n = 2000;
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let mut normal = |deviations: [f64; 4]| {
        deviations.map(|s| s * <StandardNormal as Distribution<f64>>::sample(&StandardNormal, &mut rng))
    };
    let (mut x, mut again) = (vec![], vec![]);
    for _ in 0..n {
        let (signal, first, second) =
            (normal([2.0, 1.5, 0.0, 0.0]), normal([0.0, 0.0, 1.0, 2.0]), normal([0.0, 0.0, 1.0, 2.0]));
        x.extend((0..4).map(|j| signal[j] + first[j]));
        again.extend((0..4).map(|j| signal[j] + second[j]));
    }
    let (x, again) = (Stored::new(x, 4).unwrap(), Stored::new(again, 4).unwrap());
    let folds = Folds { count: 10, of: (0..n).map(|i| (i % 10) as u16).collect() };
    let known = Known::read(&Evidence::Replicate(&again), &x, &folds, vec![true; n], (Weight::White, 0)).unwrap();
    let total = without(&known.data, &[]);
    for (coupled, seed) in [(0.0, 0), (0.0, 5), (0.8, 0), (-0.8, 5)] {
        let mut sigma = DMatrix::from_diagonal(&DVector::from_vec(vec![1.0, 0.5, 1.0, 0.3]));
        (sigma[(0, 2)], sigma[(2, 0)]) = (coupled, coupled);
        let moments = Moments {
            mean_second: total.second_moment(),
            cross_squared: DMatrix::identity(4, 4),
            view_second: total.second_moment() + &sigma,
            covariance: sigma,
            mean: DVector::zeros(4),
            bias: None,
            per_view: 0.0,
        };
        let found = checks(&known, &total, &moments, seed).unwrap();
        let split = found.reliability.unwrap();
        assert_eq!((split.k, split.between, split.flag), (2, 0, false), "{split:?}");
        let coupling = found.block_diagonal.unwrap();
        // Variances 4 + 1 and 1 + 1: 0.8 / 10^1/2.
        assert_eq!(coupling.flag, coupled != 0.0, "{coupled}: {coupling:?}");
        let expected = f64::abs(coupled) / 10f64.sqrt();
        assert!((coupling.cross - expected).abs() < 0.06 && coupling.null95 < 0.15, "{coupled}: {coupling:?}");
    }
}
