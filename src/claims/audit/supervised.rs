//! Proposition 4.2 and its proof, A.3.

use super::{Comparison, Entry, Quote, Severity, additive, whole};
use crate::augment::Channel;
use crate::claims::Run;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::objective::supervised_gradient;
use crate::moments::{DataMoments, ViewMoments};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 3] = [
    Entry {
        id: "equation-a3-columns",
        place: "A.3, first paragraph",
        claims: &["proposition-4-2"],
        quote: Quote::Words("All columns of X lie in the column space of Q_1"),
        printed: "Where the samples lie.",
        severity: Severity::Slip,
        why: r"The samples are the rows of $X$ ($n\times d$), and $Q_1$ is $d\times k$. $X = X_1 Q_1^\top$, the next formula, says it right.",
        counterexample: r"$n = d = 2$, $k = 1$, $Q_1 = (3, 4)^\top/5$, $X = \begin{pmatrix}3&4\\6&8\end{pmatrix}$: both rows are multiples of $Q_1^\top$, the first column $(3, 6)^\top$ is none of $Q_1$.",
        corrected: "All rows of $X$.",
        fault: "the column (3, 6)' made (3, 4)'; the row off by 1/1000",
        check: columns,
    },
    Entry {
        id: "proposition-4-2-assumptions",
        place: "A.3, (52)",
        claims: &["proposition-4-2"],
        quote: Quote::Formula("1/n Y^⊤N_2 →(a.s.) 0"),
        printed: r"By the strong law of large numbers, hence (8) as $n\to\infty$ at any fixed $\alpha$.",
        severity: Severity::MissingAssumption,
        why: "The terms $y_i N_i$ are independent but not alike, so the strong law needs a bound on the growth of the labels. None is stated.",
        counterexample: r"$x_i = 1$, $y_i = i$, $\Theta = \mathrm{diag}(0, 1)$, $g = 1$, $\alpha = 0$. $Y^\top N_2/n$ is exactly Gaussian with mean 0 and variance $\frac{(n+1)(2n+1)}{6n}$. $\tilde V_2 = \frac{q}{1 + D - m^2}$, $m$ the mean of the noise, $D$ its mean square, $q = R^\top N_2/n$ exactly Gaussian with variance $v = \frac{n^2-1}{12n}$. A Gaussian density is at most $\frac{1}{\sqrt{2\pi v}}$, and $D > 2$ has at most the probability $2/n$ (Chebyshev). So $\mathbb{P}(\lvert\tilde V_2\rvert \le 1) \le \mathbb{P}(\lvert q\rvert \le 3) + 2/n \le 3\sqrt{\frac{2}{\pi v}} + 2/n$, which tends to 0: $\tilde V_2$ tends to its clean value 0 not even in probability.",
        corrected: r"For (52), $\lVert Y\rVert_{\mathrm{F}}^2 = o(n^2)$ is enough in probability, $\sum_i \lVert y_i\rVert^2/i^2 < \infty$ almost surely. Bounded $\lVert Y\rVert_{\mathrm{F}}^2/n$ is sufficient for the first, not necessary: labels that grow like $i^{1/4}$ will do. Independent labels of one law with finite variance satisfy all of these.",
        fault: "labels ±1 in turn for y_i = i, and back; the last label one more",
        check: proposition_4_2,
    },
    Entry {
        id: "equations-49-cross-terms",
        place: "A.3, before (49)",
        claims: &["proposition-4-2"],
        quote: Quote::Words("is identical to the one in the uncorrupted case"),
        printed: r"Said of $\tilde V_1^\ast$ at every $n$. (50), (57), (58), (72) and (73) drop the same terms.",
        severity: Severity::WrongStep,
        why: r"The cross terms $B = X_1^\top N_2/n$ are of size $n^{-1/2}$, not zero. As $n\to\infty$ they vanish. As $\alpha\to\infty$ at fixed $n$ they stay, and only their effect on $\tilde V^\ast$ and on the encoders vanishes. Both limits hold.",
        counterexample: r"$n = 1$, $\tilde x = (1, 1)$, $y = 1$, $\Theta = \mathrm{diag}(1, 0)$, $\alpha^2 g_2 = 1$: $\tilde V = (1/3, 1/3)$, while $V_1^\ast = 1/2$.",
        corrected: r"$\tilde V_2 = (R^\top N_2/n)(D + \Theta_2 + \alpha^2\Gamma_2 - B^\top A_1^{-1} B)^{-1}$ and $\tilde V_1 = V_1^\ast - \tilde V_2 B^\top A_1^{-1}$, with $R = Y - X_1 V_1^{\ast\top}$, $A_1 = C_1 + \Theta_1$, $D = N_2^\top N_2/n$.",
        fault: "Θ off by 1/1000",
        check: equations_49,
    },
];

fn columns() -> Result<Vec<Comparison>> {
    let axis = whole(2, 1, &[3, 4]);
    // Parallel to the axis iff the determinant of the two vanishes.
    let along = |v: &DMatrix<Rational>| &v[0] * &axis[1] == &v[1] * &axis[0];
    let x = |run: Run| whole(2, 2, &[3, 4, run.pick(6, 4), 8]);
    let column = |run: Run| Ok(along(&x(run).columns(0, 1).into_owned()));
    let row = |run: Run| Ok(along(&run.off(x(Run::Genuine).rows(0, 1).transpose())));
    [
        Comparison::differs("is the first column of X in the span of Q_1?", true, column, false),
        Comparison::control("is its first row?", row, true),
    ]
    .into_iter()
    .collect()
}

/// The square of the i-th label.
type Labels = fn(i64) -> Rational;

/// |Y|²/n².
fn growth(n: i64, square: Labels) -> Rational {
    (1..=n).map(square).sum::<Rational>() / ratio(n * n, 1)
}

fn proposition_4_2() -> Result<Vec<Comparison>> {
    let count = |n: i64| ratio(n, 1);
    // Variances of Gaussian sums: those of the weights y_i/n, or of the residuals (y_i - ybar)/n.
    let labels = |n: i64, run: Run| (1..n).chain([n + run.pick(0, 1)]).map(|y| ratio(y, 1)).collect::<Vec<_>>();
    let variance = |y: &[Rational], about: &Rational| {
        let n = count(y.len() as i64);
        y.iter().map(|y| (y - about) * (y - about)).sum::<Rational>() / (&n * &n)
    };
    let mean = |y: &[Rational]| y.iter().sum::<Rational>() / count(y.len() as i64);
    let of_sum = |n: i64| move |run: Run| Ok(variance(&labels(n, run), &ratio(0, 1)));
    let of_residual = |n: i64| {
        move |run: Run| {
            let y = labels(n, run);
            Ok(variance(&y, &mean(&y)))
        }
    };
    // 3 sqrt(2/(π v)) + 2/n <= 1/10, with π > 3 and everything squared.
    let rarely_near = |n: i64, run: Run| {
        let alternating: Vec<_> = (0..n).map(|i| ratio(if i % 2 == 0 { 1 } else { -1 }, 1)).collect();
        let y = run.pick(labels(n, Run::Genuine), alternating);
        let (v, rest) = (variance(&y, &mean(&y)), ratio(1, 10) - ratio(2, n));
        Ok(rest > ratio(0, 1) && ratio(6, 1) / v <= &rest * &rest)
    };
    // floor(i^(1/4))², and i².
    let (slow, fast): (Labels, Labels) = (|i| ratio(i.isqrt().isqrt().pow(2), 1), |i| ratio(i * i, 1));
    let vanishes = |run: Run| {
        let square = run.pick(slow, fast);
        let at = |n: i64| growth(n, square);
        Ok(at(10_000) < at(1000) && at(1000) < at(100))
    };
    let grows = |run: Run| {
        let one: Labels = |_| ratio(1, 1);
        let square = run.pick(slow, one);
        let at = |n: i64| growth(n, square) * count(n);
        Ok(at(10_000) > at(1000) && at(1000) > at(100))
    };
    let law = |n: i64| ratio(n * n - 1, 12 * n);
    [
        Comparison::differs(
            "n = 10^4, limit 0: is P(|V~2| <= 1) at most 1/10?",
            false,
            |run| rarely_near(10_000, run),
            true,
        ),
        Comparison::control("n = 3: variance of Y'N2/n", of_sum(3), ratio(4 * 7, 6 * 3)),
        Comparison::control("n = 3: variance of R'N2/n", of_residual(3), law(3)),
        Comparison::control("n = 5: variance of R'N2/n", of_residual(5), law(5)),
        Comparison::control("y_i = floor(i^1/4): does |Y|²/n grow?", grows, true),
        Comparison::control("does |Y|²/n² fall, as is enough?", vanishes, true),
    ]
    .into_iter()
    .collect()
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
