//! Values from their definitions, entry by entry, on outputs whose views, samples and features all
//! differ.

use super::*;
use nalgebra::RowDVector;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

const N: usize = 6;
const K: usize = 3;

fn outputs() -> [DMatrix<f64>; 4] {
    let mut rng = ChaCha8Rng::seed_from_u64(17);
    std::array::from_fn(|i| {
        DMatrix::from_fn(N, K, |_, j| {
            let normal: f64 = StandardNormal.sample(&mut rng);
            // Columns on both sides of VICReg's hinge.
            (0.4 + j as f64) * normal + 0.3 * i as f64
        })
    })
}

fn near(what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{what}: {found} for {expected}");
}

fn pairs() -> impl Iterator<Item = (usize, usize)> {
    (0..N).flat_map(|i| (0..N).map(move |j| (i, j)))
}

fn cosine(a: &DMatrix<f64>, i: usize, b: &DMatrix<f64>, j: usize) -> f64 {
    a.row(i).dot(&b.row(j)) / (a.row(i).norm() * b.row(j).norm())
}

#[test]
fn contrastive_losses_are_their_definitions() {
    let [z1, z2, ..] = outputs();
    let n = N as f64;
    // Centred by the mean over both views.
    let mean = |j: usize| (z1.column(j).sum() + z2.column(j).sum()) / (2.0 * n);
    let product = |i: usize, l: usize| (0..K).map(|j| (z1[(i, j)] - mean(j)) * (z2[(l, j)] - mean(j))).sum::<f64>();
    let pull = (0..N).map(|i| product(i, i)).sum::<f64>() / n;
    let push = pairs().filter(|(i, l)| i != l).map(|(i, l)| product(i, l).powi(2)).sum::<f64>() / (n * (n - 1.0));
    near("spectral", spectral_contrastive(&z1, &z2).value, push - 2.0 * pull);
    for t in [0.5, 2.0] {
        let of = |i: usize| if i < N { (&z1, i) } else { (&z2, i - N) };
        let score = |i: usize, l: usize| (cosine(of(i).0, of(i).1, of(l).0, of(l).1) / t).exp();
        let one = |i: usize| {
            let all: f64 = (0..2 * N).filter(|l| *l != i).map(|l| score(i, l)).sum();
            -(score(i, (i + N) % (2 * N)) / all).ln()
        };
        near("InfoNCE", info_nce(&z1, &z2, t).value, (0..2 * N).map(one).sum::<f64>() / (2.0 * n));
    }
}

#[test]
fn vicreg_is_its_definition() {
    let [z1, z2, ..] = outputs();
    let (n, k) = (N as f64, K as f64);
    let invariance = z1.zip_map(&z2, |a, b| (a - b).powi(2)).sum() / (n * k);
    let covariance = |z: &DMatrix<f64>, a: usize, b: usize, divisor: f64| {
        let (x, y) = (z.column(a), z.column(b));
        (0..N).map(|i| (x[i] - x.mean()) * (y[i] - y.mean())).sum::<f64>() / divisor
    };
    let spread = |z: &DMatrix<f64>| {
        let hinge = (0..K).map(|j| (1.0 - (covariance(z, j, j, n) + 1e-4).sqrt()).max(0.0)).sum::<f64>();
        let apart = (0..K).flat_map(|a| (0..K).map(move |b| (a, b))).filter(|(a, b)| a != b);
        let apart = apart.map(|(a, b)| covariance(z, a, b, n - 1.0).powi(2)).sum::<f64>();
        assert!(hinge > 0.1 && apart > 0.01, "{hinge} {apart}");
        (25.0 * hinge + apart) / k
    };
    near("VICReg", vicreg(&z1, &z2).value, 25.0 * invariance + 0.5 * (spread(&z1) + spread(&z2)));
}

#[test]
fn whitened_outputs_are_white() {
    let [z1, z2, ..] = outputs();
    let mean = (z1.row_sum() + z2.row_sum()) / (2 * N) as f64;
    let rows: Vec<RowDVector<f64>> = z1.row_iter().chain(z2.row_iter()).map(|row| row - &mean).collect();
    let s = rows.iter().map(|row| row.transpose() * row).sum::<DMatrix<f64>>() / (2 * N) as f64;
    let eigen = s.symmetric_eigen();
    let root = &eigen.eigenvectors * DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| 1.0 / v.sqrt()));
    let apart = (0..N).map(|i| ((&rows[i] - &rows[N + i]) * &root).norm_squared()).sum::<f64>() / N as f64;
    near("whitened", whitened(&z1, &z2).value, apart);
}

#[test]
fn each_view_is_compared_with_the_target_of_the_other() {
    let [s1, s2, t1, t2] = outputs();
    let n = N as f64;
    let alike = |a: &DMatrix<f64>, b: &DMatrix<f64>| (0..N).map(|i| cosine(a, i, b, i)).sum::<f64>() / n;
    near("BYOL", byol([&s1, &s2], [&t1, &t2]).value, 2.0 - alike(&s1, &t2) - alike(&s2, &t1));
    let mut setting = Dino::new(K);
    assert_eq!((setting.student, setting.teacher, setting.centre.norm()), (0.1, 0.04, 0.0));
    setting.follow([&t1, &s2]);
    setting.follow([&t2, &t2]);
    // Nine tenths are kept; a tenth is the mean over both views.
    let mean = |z: &DMatrix<f64>, j: usize| z.column(j).sum() / n;
    for j in 0..K {
        let expected = 0.9 * 0.1 * 0.5 * (mean(&t1, j) + mean(&s2, j)) + 0.1 * mean(&t2, j);
        near("the centre", setting.centre[j], expected);
    }
    let share = |z: &DMatrix<f64>, i: usize, j: usize, centre: &RowDVector<f64>, t: f64| {
        let one = |j: usize| ((z[(i, j)] - centre[j]) / t).exp();
        one(j) / (0..K).map(one).sum::<f64>()
    };
    let cross = |s: &DMatrix<f64>, t: &DMatrix<f64>| {
        let all = (0..N).flat_map(|i| (0..K).map(move |j| (i, j)));
        let of = |(i, j)| share(t, i, j, &setting.centre, 0.04) * share(s, i, j, &RowDVector::zeros(K), 0.1).ln();
        -all.map(of).sum::<f64>() / n
    };
    near("DINO", dino([&s1, &s2], [&t1, &t2], &setting).value, 0.5 * (cross(&s1, &t2) + cross(&s2, &t1)));
}

#[test]
fn regressions_are_their_definitions() {
    let [p, t, w, _] = outputs();
    let weights = RowDVector::from_vec(vec![0.5, 1.0, 3.0]);
    let squared = |i: usize, j: usize| (p[(i, j)] - t[(i, j)]).powi(2);
    let all = || (0..N).flat_map(|i| (0..K).map(move |j| (i, j)));
    let expected = all().map(|(i, j)| weights[j] * squared(i, j)).sum::<f64>() / N as f64;
    near("denoising", denoising(&p, &t, &weights).value, expected);
    let hidden = w.map(|v| f64::from(u8::from(v > 0.5)));
    let of: Vec<f64> = all().filter(|&(i, j)| hidden[(i, j)] == 1.0).map(|(i, j)| squared(i, j)).collect();
    assert!(of.len() > 3 && of.len() < N * K);
    near("masked", masked(&p, &t, &hidden).value, of.iter().sum::<f64>() / of.len() as f64);
    // Nothing was hidden: nothing is lost.
    near("nothing masked", masked(&p, &t, &DMatrix::zeros(N, K)).value, 0.0);
    let classes = [0, 2, 1, 1, 0, 2];
    let lost = |i: usize| {
        let all: f64 = (0..K).map(|j| p[(i, j)].exp()).sum();
        all.ln() - p[(i, classes[i])]
    };
    near("cross-entropy", cross_entropy(&p, &classes).value, (0..N).map(lost).sum::<f64>() / N as f64);
}

#[test]
fn standardised_columns_have_mean_0_and_variance_1() {
    let [z, ..] = outputs();
    let found = Standardised::of(z.clone()).columns;
    for j in 0..K {
        let mean = z.column(j).sum() / N as f64;
        let variance = z.column(j).iter().map(|v| (v - mean).powi(2)).sum::<f64>() / N as f64;
        for i in 0..N {
            near("standardised", found[(i, j)], (z[(i, j)] - mean) / (variance + 1e-4).sqrt());
        }
    }
}
