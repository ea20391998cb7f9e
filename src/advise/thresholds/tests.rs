//! By hand on two coordinates; on rows, with intervals, by a root of C.

use super::*;
use crate::advise::findings::{MeanBias, Reliability, SampleSize, ThetaBlocks};
use crate::advise::folds::Folds;
use crate::advise::{Evidence, Stored, Weight};
use crate::threshold::finite::isotropic::Isotropic;
use nalgebra::{DVector, dmatrix};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

#[test]
fn thresholds_of_two_coordinates() {
    // C = diag(4, 9), Γ = diag(0, 9): c = 4, g = 9. Θ = diag(8, 3).
    let rows = [[2., 3.], [2., -3.], [-2., 3.], [-2., -3.]].concat().repeat(10);
    let samples = Stored::new(rows, 2).unwrap();
    let gamma = dmatrix![0., 0.; 0., 9.];
    let folds = Folds { count: 1, of: vec![0; 40] };
    let evidence = Evidence::NuisanceCovariance(&gamma);
    let known = Known::read(&evidence, &samples, &folds, vec![true; 40], (Weight::White, 0)).unwrap();
    let aim = known.aim(&without(&known.data, &[]), &[], false).unwrap();
    let [je, rc, finite] = estimate(&aim, 1, 40.0, &dmatrix![8., 0.; 0., 3.]).unwrap().unwrap();
    // th/c - th/g = 2 - 1/3. η² = 16/12: 9/η² - 1/3 - 1.
    assert!((je - (2.0 - 1.0 / 3.0)).abs() < 1e-6, "{je}");
    assert!((rc - (9.0 * 12.0 / 16.0 - 4.0 / 3.0)).abs() < 1e-6, "{rc}");
    // One noise direction: (1/40) (1/3 + x)^-2 = 1/4.
    // RC at n: the one noise direction, g = 9, t = 1/3, γ = 1/40, by the other way to it.
    let few = at_few(&aim, 1, 40.0, &dmatrix![8., 0.; 0., 3.]).unwrap().unwrap();
    let cubic = Isotropic { ratio: 1.0 / 40.0, g: 9.0 }.approx_threshold(&Signal { c: 4.0, th: 8.0 });
    assert!((few - (cubic / 9.0 - 1.0 / 3.0)).abs() < 1e-5, "{few}");
    assert!((finite - (2.0 + 2.0 / 40f64.sqrt() - 1.0 / 3.0)).abs() < 1e-6, "{finite}");
}

/// Pseudo-values K θ - (K - 1) θ_f of estimates in the coordinates C^-1/2, where U is orthonormal.
#[test]
fn intervals_are_those_of_the_jackknife_over_folds() {
    let (n, d, k, folds) = (60, 4, 2, 5);
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let mut normal = |columns: usize| DMatrix::from_fn(n, columns, |_, _| StandardNormal.sample(&mut rng));
    let mix = dmatrix![2.0, 0.3, 0.0, 0.1; 0.0, 1.6, 0.2, 0.0; 0.1, 0.0, 1.2, 0.4; 0.0, 0.2, 0.0, 0.8];
    let x: DMatrix<f64> = normal(d) * &mix;
    let noise = DMatrix::from_diagonal(&DVector::from_vec(vec![0.1, 0.05, 1.2, 0.7]));
    let gamma = mix.transpose() * noise * &mix * 0.6;
    let part = normal(d) * 0.2;
    let theta = part.transpose() * &part * 0.3 + DMatrix::identity(d, d) * 0.1;
    let samples = Stored::new(x.transpose().as_slice().to_vec(), d).unwrap();
    let of: Vec<u16> = (0..n).map(|i| (i * 7 % 11 % folds) as u16).collect();
    let dealt = Folds { count: folds, of: of.clone() };
    let evidence = Evidence::NuisanceCovariance(&gamma);
    let known = Known::read(&evidence, &samples, &dealt, vec![true; n], (Weight::White, 0)).unwrap();
    let total = without(&known.data, &[]);
    let by_hand = |out: Option<usize>| -> [f64; 2] {
        let rows: Vec<usize> = (0..n).filter(|&i| Some(usize::from(of[i])) != out).collect();
        let kept = x.select_rows(&rows);
        let c = kept.transpose() * &kept / rows.len() as f64;
        let eigen = c.clone().symmetric_eigen();
        let power = |p: f64| {
            &eigen.eigenvectors
                * DMatrix::from_diagonal(&eigen.eigenvalues.map(|v| v.powf(p)))
                * eigen.eigenvectors.transpose()
        };
        let shares = (power(-0.5) * (&c - &gamma) * power(-0.5)).symmetric_eigen();
        let mut order: Vec<usize> = (0..d).collect();
        order.sort_by(|&i, &j| shares.eigenvalues[j].total_cmp(&shares.eigenvalues[i]));
        // U'CU = I with U = C^-1/2 V: Θ is V'C^-1/2 Θ C^-1/2 V, and C² is V'C V.
        let v = shares.eigenvectors.select_columns(&order);
        let (theta, squared) = (v.transpose() * power(-0.5) * &theta * power(-0.5) * &v, v.transpose() * &c * &v);
        let block = |m: &DMatrix<f64>, first: usize, count: usize| m.view((first, first), (count, count)).into_owned();
        let [t1, t2] = [block(&theta, 0, k), block(&theta, k, d - k)];
        let je = t1.clone().symmetric_eigenvalues().max() - t2.clone().symmetric_eigenvalues().min();
        let inverse = (DMatrix::identity(k, k) + t1).cholesky().unwrap().l().try_inverse().unwrap();
        let eta = (&inverse * block(&squared, 0, k) * inverse.transpose()).symmetric_eigenvalues().min();
        let rc = (block(&squared, k, d - k) / eta - t2).symmetric_eigenvalues().max() - 1.0;
        [je, rc]
    };
    let (all, left): ([f64; 2], Vec<[f64; 2]>) = (by_hand(None), (0..folds).map(|fold| by_hand(Some(fold))).collect());
    let flagged = |bias: bool, split: bool, coupled: bool, few: bool| Checks {
        mean_bias: Some(MeanBias { relative: 0.0, z: 0.0, resemblance: 1.0, size: 1.0, flag: bias }),
        reliability: Some(Reliability { k, largest: 1.0, around_k: vec![], between: 0, flag: split }),
        block_diagonal: Some(ThetaBlocks { cross: 0.0, null95: 1.0, flag: coupled }),
        samples: Some(SampleSize { n, d, factor: 1.0, flag: few }),
        ..Checks::default()
    };
    let ask = |k: usize, checks: &Checks, level: f64| thresholds(&known, &total, (k, &theta), (checks, level)).unwrap();
    for level in [0.05, 0.2] {
        let found = ask(k, &flagged(false, false, false, false), level).unwrap();
        assert_eq!((found.k, found.flag, found.rc_finite), (k, false, None));
        assert!(found.je_finite.unwrap() > all[0], "{found:?} {all:?}");
        for (which, found) in [found.je, found.rc].into_iter().enumerate() {
            let values: Vec<f64> = left.iter().map(|of| 5.0 * all[which] - 4.0 * of[which]).collect();
            let mean = values.iter().sum::<f64>() / 5.0;
            let se = (values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / 4.0 / 5.0).sqrt();
            // Student's t with 4 degrees of freedom.
            let half = if level == 0.05 { 2.776_445 } else { 1.533_206 } * se;
            for (found, expected) in [(found.alpha_squared, mean), (found.lo, mean - half), (found.hi, mean + half)] {
                assert!(
                    (found - expected).abs() < 1e-5 * expected.abs().max(1.0),
                    "{which}, {level}: {found} {expected}"
                );
            }
        }
    }
    // Any of three checks forbids to quote them; the fourth adds the other threshold at this n.
    for (flags, flag) in [((true, false, false), true), ((false, true, false), true), ((false, false, true), true)] {
        assert_eq!(ask(k, &flagged(flags.0, flags.1, flags.2, false), 0.05).unwrap().flag, flag, "{flags:?}");
    }
    let few = ask(k, &flagged(false, false, false, true), 0.05).unwrap();
    assert!(few.rc_finite.is_some() && !few.flag, "{few:?}");
    let good = flagged(false, false, false, false);
    assert!(ask(0, &good, 0.05).is_none() && ask(d, &good, 0.05).is_none() && ask(1, &good, 0.05).is_some());
}
