//! Propositions 4.3 and 4.4: in what sense solutions converge, and what the limits assume.

use super::thresholds::{loss_on, population, spectrum};
use super::{
    Comparison, Entry, Quote, Severity, additive, diagonal, if_largest, unlabelled, views_of, views_of_samples, whole,
};
use crate::augment::Channel;
use crate::claims::Run;
use crate::error::{Error, Result};
use crate::linalg::exact::exact_solve;
use crate::moments::DataMoments;
use crate::moments::objective::{embedding_second, inner, reconstruction, supervised};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::Spectrum;
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 4] = [
    Entry {
        id: "proposition-4-3-decoder",
        place: "Proposition 4.3, footnote 2",
        claims: &["proposition-4-3"],
        quote: Quote::Words("Up to an arbitrary invertible matrix"),
        printed: r#"The sense in which $\tilde E^\ast$ tends to $E^\ast$: "if E⋆ is a solution, so is TE⋆". The proposition speaks of the encoder only."#,
        severity: Severity::Remark,
        why: r"With $E^\ast$ fixed this is convergence of row spaces. (With a matrix of one's choice on both sides any two encoders would be near, since the matrix may shrink.) As $\alpha\to\infty$ at fixed $n$ only the encoder converges: the cross terms $B$ stay in $H^\top H$, so neither $\tilde\phi$ nor the decoder tends to that of the clean data.",
        counterexample: r"$n = 1$, $\tilde x = (1, 1)$, $\Theta = \mathrm{diag}(1, 0)$, $\Gamma = \mathrm{diag}(0, 1)$: the row of $\tilde E$ is $(1, \alpha^{-2})$, which tends to $(1, 0)$. $\tilde\phi^2 = \frac{2(1+\alpha^2)}{1+2\alpha^2}$ tends to 1, the clean $\phi^2$ is $1/2$.",
        corrected: r"The projector on the row space of $\tilde E^\ast$ tends to that of $E^\ast$.",
        fault: "T = 3/1000 for 1/1000; the rows or Θ off by 1/1000",
        check: decoder,
    },
    Entry {
        id: "proposition-4-3-singular-s",
        place: "Propositions 4.3 and 4.4; \"any fixed alignment α ≥ 0\" in 4.2",
        claims: &["proposition-4-2", "proposition-4-3", "proposition-4-4"],
        quote: Quote::Words("if and only if the alignment α ≥ 0 satisfies"),
        printed: r"$\alpha = 0$ is included.",
        severity: Severity::Remark,
        why: r"Theorems 3.1 and 3.2 assume a positive definite $S$, and A.3 takes the same matrix to be invertible (before (46)); the propositions do not say it again. At $\alpha = 0$ without augmentation noise on the irrelevant features the clean $S$ is singular: clean data are 0 there, so an encoder may read them at no cost, and $E^\ast$ is not determined even up to an invertible matrix, nor is $V^\ast$.",
        counterexample: r"$c = 1$, $\theta = 0$, $g = 1/2$, $\theta_{\mathrm{noise}} = 0$: $\alpha_{\mathrm{RC}}^2 = -1/2 < 0$, but every $E = (1, t)$ with $D = (1, 0)^\top$ has loss 0 on clean data. With $x = (1, 0)$, $y = 1$ every $V = (1, t)$ has loss 0 too.",
        corrected: r"Assume the clean $S$ positive definite ($\theta_{\mathrm{noise}} > 0$ or $\alpha > 0$ suffices).",
        fault: "th_noise = 1/1000; c off by 1/1000; th_noise = 0 for 1; V off by 1/1000",
        check: singular_s,
    },
    Entry {
        id: "uniform-gap",
        place: "Propositions 4.3 and 4.4, (10) and (12)",
        claims: &["proposition-4-3", "proposition-4-4"],
        quote: Quote::Formula("δ = min_{i∈[k]} (1/n κ_i²)/(1/n κ_i² + λ_i^Θ)"),
        printed: r"As $n\to\infty$, $\tilde W^\ast$ tends to $W^\ast$ iff $\alpha^2 > \alpha_{\mathrm{JE}}^2$, where $\delta$ depends on $n$; likewise $\eta$ and $\alpha_{\mathrm{RC}}^2$.",
        severity: Severity::MissingAssumption,
        why: r"If $\alpha^2$ stays above a threshold that moves with $n$ by less and less, the gap may close faster than the cross terms, which are of size $n^{-1/2}$.",
        counterexample: r"$x_1 = 2$, other $x_i = 1$, $\theta = 1$, $g = 1$, $\theta_{\mathrm{noise}} = 0$, $\alpha^2 = 1$: $\alpha_{\mathrm{JE}}^2(n) = \frac{n}{n+3} < 1$ at every $n$. Signs stand for the Gaussian noise of (6), so that the instance is exact. With signs whose sum with the samples is typical, $\sum_i x_i N_i = \sqrt{n} + 1$, the row of $\tilde W$ is $(1, t)$ with $t$ in $(1/2, 1)$ at $n = 121$ and at $n = 961$.",
        corrected: r"$\kappa_i^2/n$ converges to a positive limit, $Q$ is the same for all $n$, and $\alpha^2$ exceeds the threshold of the limit (or: the eigengap is bounded below in $n$).",
        fault: "c off by 1/1000; the samples with a uniform gap, and back",
        check: uniform_gap,
    },
    Entry {
        id: "propositions-4-3-4-4-only-if",
        place: "A.4 b), after (63); A.5 b), after (78)",
        claims: &["proposition-4-3", "proposition-4-4"],
        quote: Quote::Words("if this condition is satisfied"),
        printed: "The two proofs show that the condition is sufficient. The propositions say \"if and only if\".",
        severity: Severity::Remark,
        why: "The other half is true and its proof is short: below the threshold a noise direction has a larger eigenvalue than a signal direction, so every optimum contains it; at the threshold the two tie, and some optimum does.",
        counterexample: r"$c = \theta = 1$, $g = 1$, $\theta_{\mathrm{noise}} = 0$: $\alpha_{\mathrm{JE}}^2 = \alpha_{\mathrm{RC}}^2 = 1$. At $\alpha^2 = 1 - 1/1000$ the noise row is better in both problems, at $\alpha^2 = 1$ the two rows have the same loss, at $\alpha^2 = 1 + 1/1000$ the signal row is better.",
        corrected: r"As printed for the population moments, which is proved (proofs/rocq). As $n\to\infty$ convergence above and its failure below are proved; at equality nothing is.",
        fault: "α² on the other side of the threshold, or off it by 1/1000",
        check: only_if,
    },
];

fn decoder() -> Result<Vec<Comparison>> {
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
        Comparison::control("row of E~ at α² = 10^6: second over first entry, 0 in the limit", slope, a.recip()),
        Comparison::control("φ~² there, clean 1/2", phi_squared, corrected.clone()),
        Comparison::control("are (0, 1) and (1, 0) far apart after T = 10^-3?", far, false),
        Comparison::control("trace of the product of their projectors, 1 for equal ones", overlap, ratio(0, 1)),
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
    let several = |run: Run| {
        let data = DataMoments::from_samples(&whole(1, 2, &[1, 0]), &whole(1, 1, &[1]))?;
        let views = additive(&whole(2, 2, &[0; 4]))?.views(&data)?;
        Ok(supervised(&run.off(whole(1, 2, &[1, 3])), &views) == ratio(0, 1))
    };
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
        Comparison::stands("th_noise = 1, S positive definite: is E = (1, 3) optimal?", false, still_optimal, false),
        Comparison::control("clean data, Σ = 0: is E = (1, 3) optimal?", optimal, true),
        Comparison::control("α_RC² there, so that α = 0 is above", threshold, ratio(-1, 2)),
        Comparison::control("x = (1, 0), y = 1, Σ = 0: is V = (1, 3) optimal?", several, true),
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
        Comparison::control("is α_JE²(n) = n/(n + 3) < 1 at n = 121 and 961?", thresholds, true),
        Comparison::differs("n = 121, limit t = 0: is the row within t < 1/2 of the signal?", true, closes(11), false),
        Comparison::differs("n = 961: is it?", true, closes(31), false),
        Comparison::control("x_i = 2, a uniform gap, n = 121: is it?", stays(11), true),
        Comparison::control("n = 961: is it?", stays(31), true),
    ]
    .into_iter()
    .collect()
}

fn only_if() -> Result<Vec<Comparison>> {
    let spectrum = spectrum(&[1], &[1, 0], &[(1, 1)])?;
    // Losses of the signal row and of the noise row: is the first smaller, are they equal?
    let compare = |paradigm: Paradigm, alpha_squared: Rational| -> Result<[bool; 2]> {
        let views = population(&spectrum, &alpha_squared)?;
        let (signal, noise) = (loss_on(&[0], paradigm, &views)?, loss_on(&[1], paradigm, &views)?);
        Ok([signal < noise, signal == noise])
    };
    let both = |alpha_squared: Rational, wanted: [bool; 2]| -> Result<bool> {
        let [je, rc] = Paradigm::ALL.map(|paradigm| compare(paradigm, alpha_squared.clone()));
        Ok([je?, rc?] == [wanted; 2])
    };
    let at = |thousandths: i64| ratio(thousandths, 1000);
    let above = |run: Run| both(run.pick(at(1001), at(999)), [true, false]);
    let tie = |run: Run| both(run.pick(at(1000), at(1001)), [false, true]);
    let below = |run: Run| both(run.pick(at(999), at(1001)), [false, false]);
    [
        Comparison::stands("α² = 1 + 1/1000: is the signal row the better one in both problems?", true, above, true),
        Comparison::stands("α² = 1: do the two rows tie in both?", true, tie, true),
        Comparison::stands("α² = 1 - 1/1000: is the noise row the better one in both?", true, below, true),
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
