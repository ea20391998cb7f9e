//! Proposition 4.2, its proof, and the block structure that section 4.1 assumes.

use super::{Comparison, Entry, Severity, additive, diagonal, over, views_of, whole};
use crate::augment::Channel;
use crate::claims::routes::exact::is_eigenvector;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::DataMoments;
use crate::moments::objective::{self, supervised_gradient};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 3] = [
    Entry {
        id: "proposition-4-2-assumptions",
        printed: "Proposition 4.2: V~ tends to V* almost surely as n -> inf, at any fixed alpha.",
        severity: Severity::MissingAssumption,
        why: "The noise block of V~ is a regression of the labels' residual on noise: its variance is |R|^2/n^2 up to constants, which vanishes only if |Y|^2/n stays bounded. V* itself is unique only if the clean S is positive definite. And if the data change with n (a triangular array), the smallest c_k must not vanish.",
        counterexample: "x_i = 1, y_i = i, Theta = diag(0, 1), alpha = 0: V~2 = q/(2 - m^2) with q = R'N2/n and m the mean of the noise signs, |m| <= 1. Over all 2^n signs q^2 has the mean sum (y_i - ybar)^2/n^2 = (n^2 - 1)/(12 n), so that V~2^2 has at least a quarter of it, which grows without bound. With Theta = 0 as well the clean S is singular and V* = (ybar, anything).",
        corrected: "Add: |Y|^2/n bounded, clean S positive definite, and c_k bounded below where the data change with n (for one fixed sequence of samples the first two suffice for convergence in probability).",
        check: proposition_4_2,
    },
    Entry {
        id: "equations-49-cross-terms",
        printed: "(49), (50), (57), (58), (72), (73): S of the corrupted data is block-diagonal at every n.",
        severity: Severity::WrongStep,
        why: "The cross terms B = X1'N2/n are of size n^-1/2, not zero. They vanish only in the limits, which therefore still hold.",
        counterexample: "n = 1, x~ = (1, 1), y = 1, Theta = diag(1, 0), alpha^2 g_2 = 1: V~ = (1/3, 1/3), while without B the first entry is 1/2.",
        corrected: "V~2 = (R'N2/n)(D + Theta2 + alpha^2 Gamma2 - B'A1^-1 B)^-1 and V~1 = V*1 - V~2 B'A1^-1, with R = Y - X1 V*1', A1 = C1 + Theta1, D = N2'N2/n.",
        check: equations_49,
    },
    Entry {
        id: "block-diagonal-theta",
        printed: "Section 4.1: Theta is diagonal in the basis of signal and noise \"for simplicity\".",
        severity: Severity::MissingAssumption,
        why: "More than simplicity hangs on it: an augmentation that couples signal and noise moves the clean and the corrupted solutions apart as n -> inf at fixed alpha. (As alpha -> inf at fixed n the coupling is washed out.)",
        counterexample: "C1 = g = 1, Theta = [[1, 1/2], [1/2, 1]], alpha = 0, target coefficient 1: V* = (4/7, -2/7) on clean data, the limit on corrupted data is (8/15, -2/15). For joint-embedding the row spaces differ at alpha^2 = 10 too, far above alpha_JE^2 = 0.",
        corrected: "For n -> inf, Theta block-diagonal between signal and noise is assumed, and enough; inside the blocks nothing need commute.",
        check: block_diagonal_theta,
    },
];

/// The mean of a quantity over all 2^n noise signs.
fn over_signs<const N: usize>(n: usize, quantity: impl Fn(&[i64]) -> Result<[Rational; N]>) -> Result<[Rational; N]> {
    let mut sums = std::array::from_fn(|_| ratio(0, 1));
    for code in 0..1usize << n {
        let signs: Vec<i64> = (0..n).map(|i| if code & (1 << i) == 0 { 1 } else { -1 }).collect();
        sums.iter_mut().zip(quantity(&signs)?).for_each(|(sum, value): (&mut Rational, _)| *sum += value);
    }
    Ok(sums.map(|sum| sum / ratio(1 << n, 1)))
}

/// The means over the noise signs N of (V~1 - V*1)² and V~2², for samples (x, N_i) with labels y
/// and Θ = diag(0, 1), from the normal equations.
fn mean_squares(x: &Rational, y: &[i64]) -> Result<[Rational; 2]> {
    let n = y.len();
    let labels = whole(n, 1, y);
    let clean = DMatrix::from_fn(n, 1, |_, _| x.clone());
    let clean = objective::inner(&clean, &labels) / (x * x * ratio(n as i64, 1));
    over_signs(n, |signs| {
        let samples = DMatrix::from_fn(n, 2, |i, j| if j == 0 { x.clone() } else { ratio(signs[i], 1) });
        let data = DataMoments::from_samples(&samples, &labels)?;
        let s = &data.second + whole(2, 2, &[0, 0, 0, 1]);
        let v = exact_solve(&s, &data.label_cross.transpose())?;
        let difference = &v[0] - &clean;
        Ok([&difference * &difference, &v[1] * &v[1]])
    })
}

/// The same two by the corrected formulas at x = 1, the means of (m V~2)² and V~2², and that of
/// q², with q = R'N2/n and V~2 = q/(2 - m²).
fn by_residuals(y: &[i64]) -> Result<[Rational; 3]> {
    let n = y.len() as i64;
    let mean = |values: &[Rational]| values.iter().fold(ratio(0, 1), |sum, v| sum + v) / ratio(n, 1);
    let y: Vec<Rational> = y.iter().map(|&y| ratio(y, 1)).collect();
    over_signs(y.len(), |signs| {
        let signs: Vec<Rational> = signs.iter().map(|&s| ratio(s, 1)).collect();
        let residual: Vec<Rational> = y.iter().zip(&signs).map(|(value, s)| (value - mean(&y)) * s).collect();
        let (q, m) = (mean(&residual), mean(&signs));
        let v2 = &q / (ratio(2, 1) - &m * &m);
        Ok([&m * &v2 * &m * &v2, &v2 * &v2, &q * &q])
    })
}

/// x and noise z of one sample with label y, Θ_1 = th, noise term of S beside D: (V~1, V~2) by
/// the corrected block formula, and V*1.
fn one_sample([x, z, y, th, noise]: [i64; 5]) -> [Rational; 3] {
    let (a1, b, d) = (ratio(x * x + th, 1), ratio(x * z, 1), ratio(z * z, 1));
    let clean = ratio(x * y, 1) / &a1;
    let cross = (ratio(y, 1) - ratio(x, 1) * &clean) * ratio(z, 1);
    let v2 = cross / (d + ratio(noise, 1) - &b * &b / &a1);
    [&clean - &v2 * b / a1, v2, clean]
}

fn proposition_4_2() -> Result<Vec<Comparison>> {
    let growing = |n: i64| (1..=n).collect::<Vec<_>>();
    let alternating = |n: i64| (0..n).map(|i| if i % 2 == 0 { 1 } else { -1 }).collect::<Vec<_>>();
    let one = ratio(1, 1);
    // Whether a mean square grows from n = 4 to n = 8; which: 0 for V~1 - V*1, 1 for V~2.
    let grows = |x: [&Rational; 2], y: &dyn Fn(i64) -> Vec<i64>, which: usize| -> Result<bool> {
        Ok(mean_squares(x[0], &y(4))?[which] < mean_squares(x[1], &y(8))?[which])
    };
    let unbounded = grows([&one; 2], &growing, 1)?;
    let bounded = grows([&one; 2], &alternating, 1)?;
    let without_labels = grows([&one; 2], &|n| vec![0; n as usize], 1)?;
    // x_i = n^-2 for all i: c = n^-4.
    let fading = grows([&ratio(1, 16), &ratio(1, 64)], &alternating, 0)?;
    let steady = grows([&one; 2], &alternating, 0)?;
    let [first, second] = mean_squares(&one, &growing(3))?;
    let [of_first, of_second, of_cross] = by_residuals(&growing(3))?;
    // (n² - 1)/(12 n).
    let law = |n: i64| ratio(n * n - 1, 12 * n);
    // Clean data (x, 0) with Θ = 0, α = 0: two weights of the same, smallest loss.
    let clean = DataMoments::from_samples(&whole(4, 2, &[1, 0, 1, 0, 1, 0, 1, 0]), &whole(4, 1, &[1, 2, 3, 4]))?;
    let views = additive(&whole(2, 2, &[0; 4]))?.views(&clean)?;
    let minimiser = |v: &DMatrix<Rational>| supervised_gradient(v, &views).iter().all(|g| *g == ratio(0, 1));
    let several = [minimiser(&over(1, 2, &[5, 0], 2)), minimiser(&over(1, 2, &[5, 14], 2))] == [true; 2];
    Ok(vec![
        Comparison::differs("y_i = i: does the mean square of V~2 grow from n = 4 to n = 8?", false, unbounded, true),
        Comparison::control("n = 3: mean square of V~2", second, of_second),
        Comparison::control("n = 3: mean square of V~1 - V*1", first, of_first),
        Comparison::control("n = 3: mean square of R'N2/n", of_cross, law(3)),
        Comparison::control("n = 5: mean square of R'N2/n", by_residuals(&growing(5))?[2].clone(), law(5)),
        Comparison::control("y_i = 0: does it grow?", without_labels, false),
        Comparison::control("y_i = +-1 in turn: does it grow?", bounded, false),
        Comparison::differs("x_i = n^-2, y_i = +-1: does the mean square of V~1 - V*1 grow?", false, fading, true),
        Comparison::control("x_i = 1, y_i = +-1: does it grow?", steady, false),
        Comparison::differs("Theta = 0, alpha = 0: has the clean problem several minimisers?", false, several, true),
    ])
}

fn equations_49() -> Result<Vec<Comparison>> {
    let data = DataMoments::from_samples(&whole(1, 2, &[1, 1]), &whole(1, 1, &[1]))?;
    let views = additive(&whole(2, 2, &[1, 0, 0, 1]))?.views(&data)?;
    let v = exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose();
    let stationary = supervised_gradient(&v, &views).iter().all(|g| *g == ratio(0, 1));
    let [v1, v2, clean] = one_sample([1, 1, 1, 1, 1]);
    // x~ = (2, 3), y = 5, Σ = diag(4, 7).
    let data = DataMoments::from_samples(&whole(1, 2, &[2, 3]), &whole(1, 1, &[5]))?;
    let other = additive(&whole(2, 2, &[4, 0, 0, 7]))?.views(&data)?;
    let of_other = exact_solve(&other.view_second, &other.label_cross.transpose())?;
    let [first, second, _] = one_sample([2, 3, 5, 4, 7]);
    Ok(vec![
        Comparison::differs("V~1", clean, v[0].clone(), v1),
        Comparison::control("V~2", v[1].clone(), v2),
        Comparison::control("x~ = (2, 3), y = 5, Sigma = diag(4, 7): V~1", of_other[0].clone(), first),
        Comparison::control("the same: V~2", of_other[1].clone(), second),
        Comparison::control("is (V~1, V~2) the minimiser of (SL)?", stationary, true),
    ])
}

fn block_diagonal_theta() -> Result<Vec<Comparison>> {
    let theta = over(2, 2, &[2, 1, 1, 2], 2);
    let cross = whole(1, 2, &[1, 0]);
    let (clean, corrupted) = (whole(2, 2, &[1, 0, 0, 0]), whole(2, 2, &[1, 0, 0, 1]));
    let solve = |second: &DMatrix<Rational>, sigma: &DMatrix<Rational>| -> Result<DMatrix<Rational>> {
        let views = views_of(second, sigma, &cross)?;
        Ok(exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose())
    };
    let (v_clean, v_corrupted) = (solve(&clean, &theta)?, solve(&corrupted, &theta)?);
    let identity = diagonal(&[ratio(1, 1), ratio(1, 1)]);
    let same = solve(&clean, &identity)? == solve(&corrupted, &identity)?;
    // Joint-embedding at α² = 10. Clean: G has rank 1, so the row is S^-1 e_1. Corrupted: a
    // row w belongs to an eigenvector iff w G is a multiple of w S.
    let sigma = &theta + whole(2, 2, &[0, 0, 0, 10]);
    let row_of = |sigma: &DMatrix<Rational>| -> Result<DMatrix<Rational>> {
        Ok(exact_solve(&(&clean + sigma), &whole(2, 1, &[1, 0]))?.transpose())
    };
    let is_eigenvector =
        |w: &DMatrix<Rational>, sigma: &DMatrix<Rational>| is_eigenvector(w, &corrupted, &(&corrupted + sigma));
    let apart = diagonal(&[ratio(1, 1), ratio(11, 1)]);
    Ok(vec![
        Comparison::differs("limit of V~1 on corrupted data", v_clean[0].clone(), v_corrupted[0].clone(), ratio(8, 15)),
        Comparison::control("V*1 on clean data", v_clean[0].clone(), ratio(4, 7)),
        Comparison::control("V*2 on clean data", v_clean[1].clone(), ratio(-2, 7)),
        Comparison::control("limit of V~2 on corrupted data", v_corrupted[1].clone(), ratio(-2, 15)),
        Comparison::control("Theta = I: are the two solutions the same?", same, true),
        Comparison::differs(
            "joint-embedding, alpha^2 = 10: is the clean row an eigenvector on corrupted data?",
            true,
            is_eigenvector(&row_of(&sigma)?, &sigma),
            false,
        ),
        Comparison::control("the same with Theta = I", is_eigenvector(&row_of(&apart)?, &apart), true),
    ])
}
