use super::*;
use crate::scalar::{Rational, Scalar, exact_from_twice, exact_matrix, ratio};

/// Rows of n samples with v views of d features: offsets, weak and strong augmentation, both signs,
/// and a last feature that no view changes.
fn drawn(n: usize, v: usize, d: usize) -> (Vec<f64>, Vec<f64>) {
    let noise = |at: usize| ((at * 7919 + at / 13 * 104_729) % 1009) as f64 / 1009.0 - 0.5;
    let x: Vec<f64> = (0..n * d).map(|at| 3.0 * noise(at) + (at % d) as f64).collect();
    let view = |at: usize| {
        let (i, j) = (at / (v * d), at % d);
        let size = if j + 1 == d { 0.0 } else { 10f64.powi(1 - 2 * j as i32) };
        0.9 * x[i * d + j] + size * noise(at + 77_777)
    };
    let views = (0..n * v * d).map(view).collect();
    (x, views)
}

/// The textbook's estimates over the rationals.
fn textbook(x: Option<&[f64]>, views: &[f64], v: usize, d: usize) -> ViewMoments<Rational> {
    let n = views.len() / (v * d);
    let exact = |m: DMatrix<f64>| exact_matrix(&m).unwrap();
    let each = (0..v).map(|a| exact(DMatrix::from_fn(n, d, |i, j| views[(i * v + a) * d + j])));
    let x = x.map(|x| exact(DMatrix::from_row_slice(n, d, x)));
    ViewMoments::of_views(x.as_ref(), &each.collect::<Vec<_>>()).unwrap()
}

/// The largest error of each moment, relative to what bounds it.
fn errors<T: Scalar>(found: &ViewMoments<T>, exact: &ViewMoments<Rational>, as_exact: fn(&T) -> Rational) -> f64 {
    let s = exact.view_second.diagonal().map(|v| v.approx());
    let sigma = exact.covariance.diagonal().map(|v| v.approx());
    let c = exact.data_second.diagonal().map(|v| v.approx());
    let trace = 3.0 * c.sum();
    let mut worst: f64 = 0.0;
    for (found, exact, left, right) in [
        (&found.view_second, &exact.view_second, &s, &s),
        (&found.covariance, &exact.covariance, &sigma, &sigma),
        (&found.mean_second, &exact.mean_second, &s, &s),
        (&found.data_second, &exact.data_second, &c, &c),
        (&found.cross, &exact.cross, &c, &s),
        (found.cross_second.as_ref().unwrap(), exact.cross_second.as_ref().unwrap(), &(&s * trace), &(&s * trace)),
    ] {
        for i in 0..found.nrows() {
            for j in 0..found.ncols() {
                let error = (as_exact(&found[(i, j)]) - &exact[(i, j)]).approx().abs();
                let scale = (left[i] * right[j]).sqrt();
                // What is 0 must be 0.
                worst = worst.max(if error == 0.0 { 0.0 } else { error / scale });
            }
        }
    }
    worst
}

#[test]
fn both_precisions_agree_with_the_definitions() {
    for (n, v, d) in [(40, 2, 5), (7, 3, 3), (5, 11, 4), (900, 2, 2), (1, 2, 3)] {
        let (x, views) = drawn(n, v, d);
        for x in [Some(&x[..]), None] {
            let exact = textbook(x, &views, v, d);
            let mut sums = ViewAccumulator::new(d, v, x.is_some());
            let mut twice = TwiceViewAccumulator::new(d, v, x.is_some());
            // In two parts.
            let cut = n / 3;
            let part = |x: Option<&[f64]>, from: usize, to: usize| x.map(|x| x[from * d..to * d].to_vec());
            for (from, to) in [(0, cut), (cut, n)] {
                sums.push(part(x, from, to).as_deref(), &views[from * v * d..to * v * d]).unwrap();
                twice.push(part(x, from, to).as_deref(), &views[from * v * d..to * v * d]).unwrap();
            }
            assert_eq!((sums.count(), twice.count()), (n, n));
            let found = errors(&sums.finish().unwrap(), &exact, |v| Rational::from_float(*v).unwrap());
            assert!(found > 0.0 && found <= sums.rounding(), "{n} {v} {d}: {found:e} {:e}", sums.rounding());
            let found = errors(&twice.finish().unwrap(), &exact, |v| exact_from_twice(*v).unwrap());
            assert!(found <= twice.rounding(), "{n} {v} {d}: {found:e} {:e}", twice.rounding());
            // A feature that no view changes has no covariance, not even by rounding.
            let still = sums.finish().unwrap().covariance;
            assert!(still.row(d - 1).iter().all(|value| *value == 0.0));
        }
    }
}

/// Two samples, two views, two features: every outcome of a law with three views of unequal weights,
/// whose mean is not the sample. The expectation of each estimate is the moment, exactly.
#[test]
fn the_estimates_are_unbiased_over_a_finite_law() {
    let whole = |rows: [[i64; 2]; 2]| DMatrix::from_fn(2, 2, |i, j| ratio(rows[i][j], 1));
    let x = whole([[2, -1], [1, 3]]);
    // Views of sample 0 and of sample 1.
    let law = [[[1, 0], [3, -2], [-1, 4]], [[0, 5], [2, 2], [1, -3]]];
    let weights = [ratio(1, 2), ratio(1, 3), ratio(1, 6)];
    let view = |i: usize, choice: usize| DMatrix::from_fn(1, 2, |_, j| ratio(law[i][choice][j], 1));
    let zero = DMatrix::from_element(2, 2, ratio(0, 1));
    // The truth.
    let mean = |i: usize| {
        (0..3).fold(DMatrix::from_element(1, 2, ratio(0, 1)), |sum, c| sum + view(i, c) * weights[c].clone())
    };
    let second =
        |i: usize| (0..3).fold(zero.clone(), |sum, c| sum + view(i, c).transpose() * view(i, c) * weights[c].clone());
    let half = |m: DMatrix<Rational>| m * ratio(1, 2);
    let g = half(mean(0).transpose() * mean(0) + mean(1).transpose() * mean(1));
    let s = half(second(0) + second(1));
    let h = half(x.row(0).transpose() * mean(0) + x.row(1).transpose() * mean(1));
    for v in [2, 3] {
        let mut expected = [zero.clone(), zero.clone(), zero.clone(), zero.clone(), zero.clone()];
        let mut naive = [zero.clone(), zero.clone()];
        let mut total = ratio(0, 1);
        for outcome in 0..3usize.pow(2 * v as u32) {
            let choice = |i: usize, a: usize| outcome / 3usize.pow((2 * a + i) as u32) % 3;
            let weight = (0..v).fold(ratio(1, 1), |w, a| w * &weights[choice(0, a)] * &weights[choice(1, a)]);
            let views: Vec<DMatrix<Rational>> =
                (0..v).map(|a| DMatrix::from_fn(2, 2, |i, j| ratio(law[i][choice(i, a)][j], 1))).collect();
            let found = ViewMoments::of_views(Some(&x), &views).unwrap();
            assert_eq!(&found.mean_second + &found.covariance, found.view_second);
            let square = found.cross.transpose() * &found.cross;
            let estimates =
                [found.view_second, found.mean_second, found.covariance, found.cross, found.cross_second.unwrap()];
            expected.iter_mut().zip(&estimates).for_each(|(sum, of)| *sum += of * weight.clone());
            let mean = views.iter().fold(zero.clone(), |sum, view| sum + view) * ratio(1, v as i64);
            naive[0] += half(mean.transpose() * mean) * weight.clone();
            naive[1] += square * weight.clone();
            total += weight;
        }
        assert_eq!(total, ratio(1, 1));
        assert_eq!(expected, [s.clone(), g.clone(), &s - &g, h.clone(), h.transpose() * &h], "v = {v}");
        // What is corrected is no zero.
        assert!(naive[0] != g && naive[1] != h.transpose() * &h);
    }
}

#[test]
fn parts_are_merged_and_taken_away() {
    let (n, v, d) = (30, 3, 4);
    let (x, views) = drawn(n, v, d);
    let of = |from: usize, to: usize| {
        let mut sums = ViewAccumulator::new(d, v, true);
        sums.push(Some(&x[from * d..to * d]), &views[from * v * d..to * v * d]).unwrap();
        sums
    };
    let (mut merged, last) = (of(0, 20), of(20, 30));
    merged.merge(&last).unwrap();
    let whole = textbook(Some(&x), &views, v, d);
    let float = |v: &f64| Rational::from_float(*v).unwrap();
    assert!(errors(&merged.finish().unwrap(), &whole, float) <= merged.rounding());
    merged.subtract(&last).unwrap();
    assert_eq!(merged.count(), 20);
    let first = textbook(Some(&x[..20 * d]), &views[..20 * v * d], v, d);
    assert!(errors(&merged.finish().unwrap(), &first, float) <= 2.0 * merged.rounding());
    for other in [ViewAccumulator::new(d, v, false), ViewAccumulator::new(d, 2, true), ViewAccumulator::new(3, v, true)]
    {
        assert!(matches!(merged.merge(&other), Err(Error::ShapeMismatch { .. })));
    }
    assert!(matches!(merged.subtract(&of(0, 21)), Err(Error::ShapeMismatch { .. })));
    assert_eq!(merged.count(), 20);
}

#[test]
fn what_is_no_view_is_refused_and_leaves_the_sums_as_they_were() {
    let mut sums = ViewAccumulator::new(2, 2, true);
    assert!(matches!(sums.finish(), Err(Error::OutOfRange { .. })));
    sums.push(Some(&[1., 2.]), &[1., 2., 3., 4.]).unwrap();
    let before = sums.finish().unwrap();
    for (x, views) in [
        (Some(&[1., 2.][..]), &[1., 2., 3.][..]),
        (Some(&[1.]), &[1., 2., 3., 4.]),
        (None, &[1., 2., 3., 4.]),
        (Some(&[f64::NAN, 2.]), &[1., 2., 3., 4.]),
    ] {
        assert!(sums.push(x, views).is_err());
    }
    match sums.push(Some(&[1., 2.]), &[1., 2., 3., f64::INFINITY]) {
        Err(Error::NotFinite { position, .. }) => assert_eq!(position, "sample 1, view 1, column 1"),
        other => panic!("{other:?}"),
    }
    assert_eq!(sums.finish().unwrap(), before);
    let mut without = ViewAccumulator::new(1, 2, false);
    assert!(without.push(Some(&[1.]), &[1., 2.]).is_err());
    assert!(matches!(ViewAccumulator::new(1, 1, false).push(None, &[1.]), Err(Error::OutOfRange { .. })));
    assert!(matches!(ViewAccumulator::new(0, 2, false).push(None, &[]), Err(Error::ShapeMismatch { .. })));
    // Differences that overflow are said to.
    without.push(None, &[1e308, -1e308]).unwrap();
    assert!(matches!(without.finish(), Err(Error::NotFinite { .. })));
    let one = DMatrix::from_element(1, 1, 1.0);
    assert!(matches!(ViewMoments::of_views(None, std::slice::from_ref(&one)), Err(Error::OutOfRange { .. })));
    assert!(ViewMoments::of_views(Some(&DMatrix::zeros(2, 1)), &[one.clone(), one]).is_err());
}

/// S and Σ gain a multiple of the identity, and nothing else moves.
#[test]
fn noise_on_top_is_isotropic() {
    let (x, views) = drawn(6, 2, 3);
    let plain = textbook(Some(&x), &views, 2, 3);
    let noisy = plain.clone().with_noise(&ratio(1, 4));
    let variance = plain.view_second.trace() * ratio(1, 12);
    let added = DMatrix::from_diagonal_element(3, 3, variance);
    assert_eq!(noisy.view_second, &plain.view_second + &added);
    assert_eq!(noisy.covariance, &plain.covariance + &added);
    let back = ViewMoments { view_second: plain.view_second.clone(), covariance: plain.covariance.clone(), ..noisy };
    assert_eq!(back, plain);
    assert_eq!(plain.clone().with_noise(&ratio(0, 1)), plain);
}

/// 51 u for the sums of means and of deviations each; and for the rows twice what v views and their mean
/// round, (v + 2) u of up to 1 + sqrt(v + 1) times what they vary by, twice for a Gram matrix.
#[test]
fn what_views_round_grows_with_their_number() {
    let u = 2f64.powi(-53);
    for v in [2, 3, 10, 1000] {
        let of = v as f64;
        let least = 102.0 * u + 4.0 * u * (of + 2.0) * (1.0 + (of + 1.0).sqrt());
        let found = ViewAccumulator::new(3, v, true).rounding();
        assert!(found >= least * (1.0 - 1e-12) && found < 2.0 * least, "{v}: {found:e} {least:e}");
    }
}
