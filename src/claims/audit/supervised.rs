//! Proposition 4.2, its proof, and the block structure that section 4.1 assumes.

use super::{Comparison, Entry, Severity, additive, over, views_of, whole};
use crate::augment::Channel;
use crate::claims::Run;
use crate::claims::routes::exact::is_eigenvector;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::objective::{self, supervised_gradient};
use crate::moments::{DataMoments, ViewMoments};
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
        fault: "the last label one more; labels of the other kind; x_i = 1 for n^-2 and back; Theta = diag(0, 1/1000)",
        check: proposition_4_2,
    },
    Entry {
        id: "equations-49-cross-terms",
        printed: "(49), (50), (57), (58), (72), (73): S of the corrupted data is block-diagonal at every n.",
        severity: Severity::WrongStep,
        why: "The cross terms B = X1'N2/n are of size n^-1/2, not zero. They vanish only in the limits, which therefore still hold.",
        counterexample: "n = 1, x~ = (1, 1), y = 1, Theta = diag(1, 0), alpha^2 g_2 = 1: V~ = (1/3, 1/3), while without B the first entry is 1/2.",
        corrected: "V~2 = (R'N2/n)(D + Theta2 + alpha^2 Gamma2 - B'A1^-1 B)^-1 and V~1 = V*1 - V~2 B'A1^-1, with R = Y - X1 V*1', A1 = C1 + Theta1, D = N2'N2/n.",
        fault: "Theta off by 1/1000",
        check: equations_49,
    },
    Entry {
        id: "block-diagonal-theta",
        printed: "Section 4.1: Theta is diagonal in the basis of signal and noise \"for simplicity\".",
        severity: Severity::MissingAssumption,
        why: "More than simplicity hangs on it: an augmentation that couples signal and noise moves the clean and the corrupted solutions apart as n -> inf at fixed alpha. (As alpha -> inf at fixed n the coupling is washed out.)",
        counterexample: "C1 = g = 1, Theta = [[1, 1/2], [1/2, 1]], alpha = 0, target coefficient 1: V* = (4/7, -2/7) on clean data, the limit on corrupted data is (8/15, -2/15). For joint-embedding the row spaces differ at alpha^2 = 10 too, far above alpha_JE^2 = 0.",
        corrected: "For n -> inf, Theta block-diagonal between signal and noise is assumed, and enough; inside the blocks nothing need commute.",
        fault: "Theta off by 1/1000; a coupling of 1/1000, or none",
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

/// Labels of n samples.
type Labels = fn(i64) -> Vec<i64>;

fn proposition_4_2() -> Result<Vec<Comparison>> {
    let growing: Labels = |n| (1..=n).collect();
    let alternating: Labels = |n| (0..n).map(|i| if i % 2 == 0 { 1 } else { -1 }).collect();
    let none: Labels = |n| vec![0; n as usize];
    // Whether a mean square grows from n = 4 to n = 8; which: 0 for V~1 - V*1, 1 for V~2.
    let grows = |x: [Rational; 2], y: Labels, which: usize| -> Result<bool> {
        Ok(mean_squares(&x[0], &y(4))?[which] < mean_squares(&x[1], &y(8))?[which])
    };
    let of_labels = |genuine: Labels, faulty: Labels| {
        move |run: Run| grows([ratio(1, 1), ratio(1, 1)], run.pick(genuine, faulty), 1)
    };
    // x_i = n^-2 for all i: c = n^-4.
    let (fading, steady) = ([ratio(1, 16), ratio(1, 64)], [ratio(1, 1), ratio(1, 1)]);
    let of_samples = |genuine: &[Rational; 2], faulty: &[Rational; 2], run: Run| {
        grows(run.pick(genuine, faulty).clone(), alternating, 0)
    };
    let labels = |n: i64, run: Run| (1..n).chain([n + run.pick(0, 1)]).collect::<Vec<_>>();
    let square = |which: usize| move |run: Run| Ok(mean_squares(&ratio(1, 1), &labels(3, run))?[which].clone());
    let of_cross = |n: i64| move |run: Run| Ok(by_residuals(&labels(n, run))?[2].clone());
    let [of_first, of_second, _] = by_residuals(&growing(3))?;
    // (n² - 1)/(12 n).
    let law = |n: i64| ratio(n * n - 1, 12 * n);
    // Clean data (x, 0) with Θ = 0, α = 0: two weights of the same, smallest loss.
    let clean = DataMoments::from_samples(&whole(4, 2, &[1, 0, 1, 0, 1, 0, 1, 0]), &whole(4, 1, &[1, 2, 3, 4]))?;
    let several = |run: Run| {
        let views = additive(&over(2, 2, &[0, 0, 0, run.pick(0, 1)], 1000))?.views(&clean)?;
        let minimiser = |v: &DMatrix<Rational>| supervised_gradient(v, &views).iter().all(|g| *g == ratio(0, 1));
        Ok([minimiser(&over(1, 2, &[5, 0], 2)), minimiser(&over(1, 2, &[5, 14], 2))] == [true; 2])
    };
    [
        Comparison::differs(
            "y_i = i: does the mean square of V~2 grow from n = 4 to n = 8?",
            false,
            of_labels(growing, alternating),
            true,
        ),
        Comparison::control("n = 3: mean square of V~2", square(1), of_second),
        Comparison::control("n = 3: mean square of V~1 - V*1", square(0), of_first),
        Comparison::control("n = 3: mean square of R'N2/n", of_cross(3), law(3)),
        Comparison::control("n = 5: mean square of R'N2/n", of_cross(5), law(5)),
        Comparison::control("y_i = 0: does it grow?", of_labels(none, growing), false),
        Comparison::control("y_i = +-1 in turn: does it grow?", of_labels(alternating, growing), false),
        Comparison::differs(
            "x_i = n^-2, y_i = +-1: does the mean square of V~1 - V*1 grow?",
            false,
            |run| of_samples(&fading, &steady, run),
            true,
        ),
        Comparison::control("x_i = 1, y_i = +-1: does it grow?", |run| of_samples(&steady, &fading, run), false),
        Comparison::differs("Theta = 0, alpha = 0: has the clean problem several minimisers?", false, several, true),
    ]
    .into_iter()
    .collect()
}

fn equations_49() -> Result<Vec<Comparison>> {
    // One sample x~ with label y, Σ = diag(sigma).
    let views = |x: &[i64], y: i64, sigma: [i64; 2], run: Run| {
        let data = DataMoments::from_samples(&whole(1, 2, x), &whole(1, 1, &[y]))?;
        additive(&run.off(whole(2, 2, &[sigma[0], 0, 0, sigma[1]])))?.views(&data)
    };
    let small = |run: Run| views(&[1, 1], 1, [1, 1], run);
    let other = |run: Run| views(&[2, 3], 5, [4, 7], run);
    let solve = |views: &ViewMoments<Rational>| -> Result<DMatrix<Rational>> {
        Ok(exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose())
    };
    let stationary = |run: Run| {
        let gradient = supervised_gradient(&solve(&small(run)?)?, &small(Run::Genuine)?);
        Ok(gradient.iter().all(|g| *g == ratio(0, 1)))
    };
    let [v1, v2, clean] = one_sample([1, 1, 1, 1, 1]);
    let [first, second, _] = one_sample([2, 3, 5, 4, 7]);
    [
        Comparison::differs("V~1", clean, |run| Ok(solve(&small(run)?)?[0].clone()), v1),
        Comparison::control("V~2", |run| Ok(solve(&small(run)?)?[1].clone()), v2),
        Comparison::control(
            "x~ = (2, 3), y = 5, Sigma = diag(4, 7): V~1",
            |run| Ok(solve(&other(run)?)?[0].clone()),
            first,
        ),
        Comparison::control("the same: V~2", |run| Ok(solve(&other(run)?)?[1].clone()), second),
        Comparison::control("is (V~1, V~2) the minimiser of (SL)?", stationary, true),
    ]
    .into_iter()
    .collect()
}

fn block_diagonal_theta() -> Result<Vec<Comparison>> {
    let coupled = over(2, 2, &[2, 1, 1, 2], 2);
    // Θ = I, in the control with a coupling.
    let uncoupled = |run: Run| over(2, 2, &[1000, run.pick(0, 1), run.pick(0, 1), 1000], 1000);
    let cross = whole(1, 2, &[1, 0]);
    let (clean, corrupted) = (whole(2, 2, &[1, 0, 0, 0]), whole(2, 2, &[1, 0, 0, 1]));
    let solve = |second: &DMatrix<Rational>, sigma: &DMatrix<Rational>| -> Result<DMatrix<Rational>> {
        let views = views_of(second, sigma, &cross)?;
        Ok(exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose())
    };
    let v = |second: &DMatrix<Rational>, entry: usize, run: Run| -> Result<Rational> {
        Ok(solve(second, &run.off(coupled.clone()))?[entry].clone())
    };
    let same = |run: Run| Ok(solve(&clean, &uncoupled(run))? == solve(&corrupted, &uncoupled(run))?);
    // Joint-embedding at α² = 10. Clean: G has rank 1, so the row is S^-1 e_1. Corrupted: a
    // row w belongs to an eigenvector iff w G is a multiple of w S.
    let clean_row_is_eigenvector = |theta: DMatrix<Rational>| -> Result<bool> {
        let sigma = theta + whole(2, 2, &[0, 0, 0, 10]);
        let row = exact_solve(&(&clean + &sigma), &whole(2, 1, &[1, 0]))?.transpose();
        Ok(is_eigenvector(&row, &corrupted, &(&corrupted + sigma)))
    };
    [
        Comparison::differs(
            "limit of V~1 on corrupted data",
            v(&clean, 0, Run::Genuine)?,
            |run| v(&corrupted, 0, run),
            ratio(8, 15),
        ),
        Comparison::control("V*1 on clean data", |run| v(&clean, 0, run), ratio(4, 7)),
        Comparison::control("V*2 on clean data", |run| v(&clean, 1, run), ratio(-2, 7)),
        Comparison::control("limit of V~2 on corrupted data", |run| v(&corrupted, 1, run), ratio(-2, 15)),
        Comparison::control("Theta = I: are the two solutions the same?", same, true),
        Comparison::differs(
            "joint-embedding, alpha^2 = 10: is the clean row an eigenvector on corrupted data?",
            true,
            |run| clean_row_is_eigenvector(run.pick(coupled.clone(), uncoupled(Run::Genuine))),
            false,
        ),
        Comparison::control("the same with Theta = I", |run| clean_row_is_eigenvector(uncoupled(run)), true),
    ]
    .into_iter()
    .collect()
}
