//! Propositions 4.3 and 4.4: in what sense solutions converge, and what the limits assume.

use super::{Comparison, Entry, Severity, diagonal, if_largest, unlabelled, views_of, views_of_samples, whole};
use crate::claims::Run;
use crate::error::{Error, Result};
use crate::linalg::exact::exact_solve;
use crate::moments::DataMoments;
use crate::moments::objective::{embedding_second, inner, reconstruction};
use crate::scalar::{Rational, ratio};
use crate::threshold::Spectrum;
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 3] = [
    Entry {
        id: "proposition-4-3-limit",
        printed: "Proposition 4.3: E~* tends to E* \"up to an invertible matrix\"; its proof lets phi~ and the decoder tend to those of the clean data as alpha -> inf at fixed n.",
        severity: Severity::WrongStep,
        why: "Both encoders are defined only up to an invertible matrix, which may shrink along the sequence, so every two encoders are as close as one likes in that sense. And the cross terms B stay in H'H at fixed n: phi~ does not tend to phi.",
        counterexample: "n = 1, x~ = (1, 1), Theta = diag(1, 0), Gamma = diag(0, 1): phi~^2 = 2(1 + alpha^2)/(1 + 2 alpha^2) -> 1, clean phi^2 = 1/2. The row of E~ is (1, alpha^-2), which does tend to (1, 0).",
        corrected: "The projector on the row space of E~* tends to that of E*. The conclusion about what is learned stands.",
        fault: "T = 3/1000 for 1/1000; the rows or Theta off by 1/1000",
        check: proposition_4_3_limit,
    },
    Entry {
        id: "proposition-4-3-singular-s",
        printed: "Proposition 4.3 at alpha = 0 without augmentation noise on the irrelevant features.",
        severity: Severity::MissingAssumption,
        why: "The clean S is then singular: clean data are 0 on the irrelevant features, which an encoder may read at no cost, so E* is not determined even up to an invertible matrix.",
        counterexample: "c = 1, th = 0, g = 1/2, th_noise = 0: alpha_RC^2 = -1/2 < 0, but every E = (1, t) with D = (1, 0)' has loss 0 on clean data.",
        corrected: "Assume the clean S positive definite (th_noise > 0 or alpha > 0 suffices with c > 0).",
        fault: "th_noise = 1/1000; c off by 1/1000; th_noise = 0 for 1",
        check: singular_s,
    },
    Entry {
        id: "uniform-gap",
        printed: "Propositions 4.3 and 4.4: as n -> inf, iff alpha > alpha_RC (alpha_JE).",
        severity: Severity::MissingAssumption,
        why: "The thresholds depend on n through c. If alpha^2 stays above them by less and less, the gap may close faster than the cross terms, of size n^-1/2.",
        counterexample: "x_1 = 2, other x_i = 1, th = 1, g = 1, th_noise = 0, alpha^2 = 1: alpha_JE^2(n) = n/(n + 3) < 1 at every n. With noise signs whose sum with the samples is typical, sum x_i N_i = sqrt(n) + 1, the row of W~ is (1, t) with t in (1/2, 1) at n = 121 and at n = 961.",
        corrected: "c converges, and alpha^2 exceeds the threshold of the limit (or: the eigengap is bounded below in n).",
        fault: "c off by 1/1000; the samples with a uniform gap, and back",
        check: uniform_gap,
    },
];

fn proposition_4_3_limit() -> Result<Vec<Comparison>> {
    // |T (E~ - E)|² for E~ = (0, 1), E = (1, 0) and T = 1/1000, against the projectors.
    let (wrong, right) = (whole(1, 2, &[0, 1]), whole(1, 2, &[1, 0]));
    let far = |run: Run| {
        let shrunk = (&wrong - &right) * ratio(run.pick(1, 3), 1000);
        Ok(inner(&shrunk, &shrunk) >= ratio(1, 100_000))
    };
    let projector = |row: &DMatrix<Rational>| row.transpose() * row;
    let overlap = |run: Run| Ok(inner(&projector(&run.off(wrong.clone())), &projector(&right)));
    // x~ = (1, 1), Σ = diag(1, a) with a = α² = 10^6.
    let a = ratio(1_000_000, 1);
    let views = |run: Run| views_of_samples(&whole(1, 2, &[1, 1]), &run.off(diagonal(&[ratio(1, 1), a.clone()])));
    let corrected = (ratio(1, 1) + &a) * ratio(2, 1) / (ratio(1, 1) + &a * ratio(2, 1));
    let phi_squared = |run: Run| {
        let views = views(run)?;
        let numerator = views.cross.transpose() * &views.cross;
        Ok(if_largest(corrected.clone(), &numerator, &views.view_second))
    };
    // H'H has rank 1, so the row is S^-1 (1, 1)'.
    let slope = |run: Run| {
        let row = exact_solve(&views(run)?.view_second, &whole(2, 1, &[1, 1]))?;
        Ok(&row[1] / &row[0])
    };
    [
        Comparison::differs("are (0, 1) and (1, 0) far apart up to an invertible matrix, T = 10^-3?", true, far, false),
        Comparison::control("trace of the product of their projectors, 1 for equal ones", overlap, ratio(0, 1)),
        Comparison::differs("phi~^2 at alpha^2 = 10^6", ratio(1, 2), phi_squared, corrected.clone()),
        Comparison::control("second over first entry of the row of E~", slope, a.recip()),
    ]
    .into_iter()
    .collect()
}

fn singular_s() -> Result<Vec<Comparison>> {
    let threshold = |run: Run| {
        let spectrum = Spectrum::new(vec![run.off(ratio(1, 1))], vec![ratio(0, 1), ratio(0, 1)], vec![ratio(1, 2)])?;
        Ok(spectrum.thresholds().alpha_squared_rc)
    };
    let (row, decoder) = (whole(1, 2, &[1, 3]), whole(2, 1, &[1, 0]));
    // Clean data, Σ = diag(0, th_noise).
    let views =
        |th_noise: Rational| views_of(&whole(2, 2, &[1, 0, 0, 0]), &diagonal(&[ratio(0, 1), th_noise]), &unlabelled(2));
    let optimal = |run: Run| Ok(reconstruction(&row, &decoder, &views(run.off(ratio(0, 1)))?) == ratio(0, 1));
    // th_noise = 1: S = I. The best decoder at this encoder against the best at (1, 0).
    let still_optimal = |run: Run| {
        let definite = views(ratio(run.pick(1, 0), 1))?;
        let best = |e: &DMatrix<Rational>| -> Result<Rational> {
            let d = exact_solve(&embedding_second(e, &definite), &(e * definite.cross.transpose()))?.transpose();
            Ok(reconstruction(e, &d, &definite))
        };
        Ok(best(&row)? == best(&whole(1, 2, &[1, 0]))?)
    };
    [
        Comparison::differs("clean data, Sigma = 0: is E = (1, 3) optimal?", false, optimal, true),
        Comparison::control("alpha_RC^2, so that the print applies at alpha = 0", threshold, ratio(-1, 2)),
        Comparison::control("th_noise = 1, S positive definite: is E = (1, 3) optimal?", still_optimal, false),
    ]
    .into_iter()
    .collect()
}

/// Whether the leading joint-embedding row (1, t) on samples (x_i, N_i) has |t| < 1/2, for Σ =
/// diag(1, 1) and N with sum x_i N_i > 0, N_i = +-1.
///
/// The quotient ρ(t) of (C, S) at (1, t) has a derivative of the sign of -f(t), f = (C w)_1 (S
/// w)_2 - (C w)_2 (S w)_1; f(0) < 0 here, so the maximum lies beyond 1/2 iff f(1/2) < 0.
fn leads_within_half(x: &[i64], sum_wanted: i64) -> Result<bool> {
    let n = x.len();
    // Signs from the end of the list that bring the sum to the wanted one; the first samples keep
    // +1.
    let mut signs = vec![1; n];
    let mut sum: i64 = x.iter().sum();
    for i in (0..n).rev() {
        if sum - 2 * x[i] >= sum_wanted {
            signs[i] = -1;
            sum -= 2 * x[i];
        }
    }
    let samples = DMatrix::from_fn(n, 2, |i, j| ratio(if j == 0 { x[i] } else { signs[i] }, 1));
    let data = DataMoments::from_samples(&samples, &DMatrix::zeros(n, 0))?;
    let s = &data.second + whole(2, 2, &[1, 0, 0, 1]);
    let derivative = |t: Rational| {
        let w = DMatrix::from_column_slice(2, 1, &[ratio(1, 1), t]);
        let (c, s) = (&data.second * &w, &s * &w);
        &c[0] * &s[1] - &c[1] * &s[0]
    };
    let zero = ratio(0, 1);
    if data.second[(0, 1)] != ratio(sum_wanted, n as i64) || derivative(zero.clone()) >= zero {
        return Err(Error::range("sum x_i N_i", "positive and reached by signs", sum_wanted));
    }
    Ok(derivative(ratio(1, 2)) > zero)
}

fn uniform_gap() -> Result<Vec<Comparison>> {
    // n a square of an odd number, its root: the wanted sum sqrt(n) + 1 has the parity of sum
    // x_i = n + 1.
    let closing = |root: i64| leads_within_half(&[&[2], &vec![1; (root * root) as usize][1..]].concat(), root + 1);
    // All x_i = 2: c = 4, α_JE² = 1/4, a gap at every n; sum x_i N_i = 2 sqrt(n).
    let uniform = |root: i64| leads_within_half(&vec![2; (root * root) as usize], 2 * root);
    let threshold = |n: i64, run: Run| -> Result<bool> {
        let c = run.off(ratio(n + 3, n));
        let t = Spectrum::new(vec![c], vec![ratio(1, 1), ratio(0, 1)], vec![ratio(1, 1)])?.thresholds();
        Ok(t.alpha_squared_je == ratio(n, n + 3))
    };
    let thresholds = |run: Run| Ok([threshold(121, run)?, threshold(961, run)?] == [true; 2]);
    let closes = |root: i64| move |run: Run| Ok(run.pick(closing(root)?, uniform(root)?));
    let stays = |root: i64| move |run: Run| Ok(run.pick(uniform(root)?, closing(root)?));
    [
        Comparison::control("is alpha_JE^2(n) = n/(n + 3) < 1 at n = 121 and 961?", thresholds, true),
        Comparison::differs("n = 121: is the row within t < 1/2 of the signal?", true, closes(11), false),
        Comparison::differs("n = 961: is it?", true, closes(31), false),
        Comparison::control("x_i = 2, a uniform gap, n = 121: is it?", stays(11), true),
        Comparison::control("n = 961: is it?", stays(31), true),
    ]
    .into_iter()
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sum_that_no_signs_reach_is_no_answer() {
        // 2 - 1 + 1 = 2, and an odd sum of 2, 1, 1 does not exist.
        assert!(leads_within_half(&[2, 1, 1], 2).is_ok());
        assert!(leads_within_half(&[2, 1, 1], 3).is_err());
    }
}
