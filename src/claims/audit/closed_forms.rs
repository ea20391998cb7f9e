//! Section 3 and its proofs: Theorems 3.1 and 3.2, (18), (25), (26), (35)-(36), (41)-(42).

use super::{Comparison, Entry, Quote, Severity, if_largest, over, unlabelled, views_of, views_of_samples, whole};
use crate::claims::Run;
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia};
use crate::moments::ViewMoments;
use crate::moments::objective::{embedding_second, inner, joint_embedding, reconstruction};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 7] = [
    Entry {
        id: "theorem-3-1-not-exhaustive",
        place: "Theorem 3.1, (3)",
        claims: &["theorem-3-1"],
        quote: Quote::Formula("E⋆ = T P_k^⊤ (1/n X̄^⊤X̄ + Σ)^(-1/2) and D⋆ = R_k Φ_k T^(-1)"),
        printed: r#"Solutions of (SSL-RC) "take the form", $T$ any invertible matrix."#,
        severity: Severity::MissingAssumption,
        why: r"Everything of this form is optimal. It is not all: with $\phi_k = 0$ or $\phi_k = \phi_{k+1}$ ($k < d$) other minimisers exist. An encoder may lose rank where nothing can be reconstructed, and a tie lets the singular vectors turn.",
        counterexample: r"Tie: $X = I_2$, $\tau = \mathrm{id}$, $k = 1$: $e = (3/5, 4/5)$, $D = e^\top$ attains the optimum $1/2$, as $e_1$ does. Rank: $d = k = 1$, $x = 0$, $\mathrm{Var}\,\theta = 1$: $E = 0$, $D = 5$ attains the optimum 0.",
        corrected: r"The form gives minimisers; for given $R$ and $P$, all of them iff $\phi_k > 0$ and ($k = d$ or $\phi_k > \phi_{k+1}$). At a tie, let the singular value decomposition vary.",
        fault: "X (or x) off by 1/1000; for the gap X = 2 I_2, which has none",
        check: theorem_3_1,
    },
    Entry {
        id: "equation-18-missing-factor",
        place: "A.1, (18)",
        claims: &["derivations"],
        quote: Quote::Formula("Tr(M′M′^⊤) - 2 Tr(M′(1/n X̄^⊤X̄ + Σ)^(-1/2) X̄^⊤X)"),
        printed: "What is minimised over $M'$ of rank at most $k$.",
        severity: Severity::Slip,
        why: "The second term lost the factor $1/n$ of (17). (16), (17) and (19) have it.",
        counterexample: r"$n = 2$, $x = (1, 1)$, $d = 1$, $\tau = \mathrm{id}$, so that the matrix in brackets is 1: as a function of $m = D E$ the loss is smallest at 1, the printed expression at 2.",
        corrected: "$-2/n$ before the second trace.",
        fault: "τ with noise of variance 1/1000",
        check: equation_18,
    },
    Entry {
        id: "theorem-3-2-gap",
        place: "Theorem 3.2, (5)",
        claims: &["theorem-3-2"],
        quote: Quote::Formula("W⋆ = U Q_k^⊤ S^(-1/2)"),
        printed: r#"Solutions of (SSL-JE) "take the form", $U$ any orthogonal matrix, $Q$ from "the eigendecomposition" (4)."#,
        severity: Severity::Remark,
        why: r"Everything of this form is optimal. For a given $Q$ it is all only with $\omega_k > \omega_{k+1}$ or $k = d$; at a tie (4) has several $Q$, and other ones give other solutions.",
        counterexample: r"$S = I_2$, $G = I_2/2$, $k = 1$, $Q = I$: $W = (3/5, 4/5)$ is optimal and not $\pm(1, 0)$.",
        corrected: r"Unique up to $U$ iff $\omega_k > \omega_{k+1}$ or $k = d$; at a tie, let $Q$ vary.",
        fault: "G off by 1/1000; the tie for the gap; the row (1, 0) off by 1/1000",
        check: theorem_3_2,
    },
    Entry {
        id: "equation-25-missing-sum",
        place: "A.2, before (25)",
        claims: &["derivations"],
        quote: Quote::Formula("S := 1/n E_{τ∼T}[τ(x_i) τ(x_i)^⊤]"),
        printed: "The matrix $S$ of the constraint (25).",
        severity: Severity::Slip,
        why: "The sum over $i$ is missing. Theorem 3.2 and (25) itself have it.",
        counterexample: r"$n = 2$, $x = (3, -3)$, $\tau(x) = x \pm 4$ with probability $1/2$ each: the printed right-hand side is $25/2$ for each $i$, $S = 25$.",
        corrected: r"$S = \frac{1}{n}\sum_i \mathbb{E}[\tau(x_i)\tau(x_i)^\top]$.",
        fault: "4 off by 1/1000",
        check: equation_25,
    },
    Entry {
        id: "joint-embedding-normalisation",
        place: "A.2, (26)",
        claims: &["theorem-3-2"],
        quote: Quote::Formula("1/2n Σ_i E_{τ1,τ2∼T}[‖W(τ1(x_i) - τ2(x_i))‖²] = Tr(W Σ W^⊤)"),
        printed: "The invariance term. (26) is true as printed, and so is (27).",
        severity: Severity::Remark,
        why: "(SSL-JE) is normalised by $1/n$, (26) by $1/(2n)$. Who compares optimal values needs the factor 2; the minimisers are the same.",
        counterexample: r"$n = 2$, $x = (3, -3)$, $\tau(x) = x \pm 4$ with probability $1/2$ each, $W = 1/5$: both sides of (26) are $16/25$, the loss of (SSL-JE) is $32/25$.",
        corrected: r"The loss of (SSL-JE) is $2\,\mathrm{tr}(W\Sigma W^\top)$, and its optimum $2(k - \sum_{i\le k}\omega_i)$.",
        fault: "4 off by 1/1000",
        check: normalisation,
    },
    Entry {
        id: "equations-35-36-multiplier",
        place: "A.2, after (35)",
        claims: &["derivations"],
        quote: Quote::Words("is the diagonal matrix of Lagrange multipliers"),
        printed: r"$\Lambda$ in (35), hence in (36).",
        severity: Severity::WrongStep,
        why: r"The constraint $W S W^\top = I$ is a symmetric matrix equation, so its multiplier is a symmetric matrix: $W G W^\top$ at a stationary point.",
        counterexample: r"$S = I_2$, $G = \mathrm{diag}(1/2, 1/4)$, $k = 2$: $W = \frac{1}{5}\begin{pmatrix}3&4\\-4&3\end{pmatrix}$ is optimal with the multiplier entry $(1, 2)$ equal to $-3/25$.",
        corrected: "Symmetric; diagonal after rotating $W$, which the problem allows. The theorem stands.",
        fault: "W off by 1/1000",
        check: equations_35_36,
    },
    Entry {
        id: "equation-42-rows",
        place: "A.2, (42)",
        claims: &["derivations"],
        quote: Quote::Formula("W⋆ = U P_k^⊤ = U Q_k^⊤ S^(-1/2)"),
        printed: r"With $P = S^{1/2} Q$, the rows of $W^\ast$ are combinations of the first $k$ columns of $P$.",
        severity: Severity::WrongStep,
        why: r"(41), $G S^{-1} = P\Omega P^{-1}$, is true. Its left eigenvectors are the rows of $P^{-1} = Q^\top S^{-1/2}$, not of $P^\top = Q^\top S^{1/2}$, so the first equality fails. The right-hand side, which is (5), is right.",
        counterexample: r"$S = \begin{pmatrix}5&3\\3&2\end{pmatrix}$, $G = \begin{pmatrix}2&1\\1&1/2\end{pmatrix}$, $k = 1$: the optimal $\mathrm{tr}(W G W^\top)$ is $1/2$, at $W = (1, -1)$; $p_1$ is a multiple of $(2, 1)$ and gives $25/68$ after normalisation.",
        corrected: "Take the first $k$ rows of $P^{-1}$.",
        fault: "S off by 1/1000",
        check: equations_41_42,
    },
];

/// The smallest loss over all decoders at a given encoder: D = H E' (E S E')^-1.
fn best_reconstruction(e: &DMatrix<Rational>, views: &ViewMoments<Rational>) -> Result<Rational> {
    let decoder = exact_solve(&embedding_second(e, views), &(e * views.cross.transpose()))?.transpose();
    Ok(reconstruction(e, &decoder, views))
}

fn theorem_3_1() -> Result<Vec<Comparison>> {
    let (turned, first, zero) = (over(1, 2, &[3, 4], 5), whole(1, 2, &[1, 0]), whole(2, 2, &[0; 4]));
    // No encoder does better than tr C - φ_1² = 1 - 1/2: H'H - S/2 = -I/4 is negative
    // semidefinite.
    let optimal_at_tie = |run: Run| {
        let tie = views_of_samples(&run.off(whole(2, 2, &[1, 0, 0, 1])), &zero)?;
        let bounded = inertia(&(tie.cross.transpose() * &tie.cross - &tie.view_second * ratio(1, 2))).positive == 0;
        let attained = reconstruction(&turned, &turned.transpose(), &tie) == ratio(1, 2);
        Ok([bounded, attained] == [true; 2])
    };
    let rankless = |run: Run| {
        let nothing = views_of_samples(&run.off(whole(1, 1, &[0])), &whole(1, 1, &[1]))?;
        Ok(reconstruction(&whole(1, 1, &[0]), &whole(1, 1, &[5]), &nothing) == ratio(0, 1))
    };
    // X = diag(2, 1): φ² = (2, 1/2), a gap.
    let best = |e: &DMatrix<Rational>, run: Run| -> Result<Rational> {
        let x = whole(2, 2, &[2, 0, 0, run.pick(1, 2)]);
        best_reconstruction(e, &views_of_samples(&x, &zero)?)
    };
    let with_gap = |run: Run| Ok(best(&turned, run)? == best(&first, run)?);
    let at_first = |run: Run| best(&first, run);
    [
        Comparison::differs(
            "X = I_2, R = P = I: is (3/5, 4/5), not of the form, an optimal encoder?",
            false,
            optimal_at_tie,
            true,
        ),
        Comparison::differs("x = 0, Var theta = 1: is E = 0, D = 5 optimal?", false, rankless, true),
        Comparison::control("X = diag(2, 1), a gap: is (3/5, 4/5) optimal?", with_gap, false),
        Comparison::control("X = diag(2, 1): loss at e_1", at_first, ratio(5, 2) - ratio(2, 1)),
    ]
    .into_iter()
    .collect()
}

fn equation_18() -> Result<Vec<Comparison>> {
    let x = whole(2, 1, &[1, 1]);
    let vertex = |run: Run| {
        let views = views_of_samples(&x, &over(1, 1, &[run.pick(0, 1)], 1000))?;
        let loss = |m: i64| reconstruction(&whole(1, 1, &[1]), &whole(1, 1, &[m]), &views);
        // The vertex of the parabola through m = 0, 1, 2.
        let curvature = (loss(2) - loss(1) * ratio(2, 1) + loss(0)) / ratio(2, 1);
        let slope = loss(1) - loss(0) - &curvature;
        Ok(-slope / (curvature * ratio(2, 1)))
    };
    // The argmin of m² S - 2 m sum x_i xbar_i, and of the same with 1/n.
    let sum = inner(&x, &x);
    let second = &sum / ratio(2, 1);
    let (printed, corrected) = (&sum / &second, &sum / ratio(2, 1) / &second);
    [Comparison::differs("argmin over m = D E of the reconstruction loss", printed, vertex, corrected)]
        .into_iter()
        .collect()
}

fn theorem_3_2() -> Result<Vec<Comparison>> {
    let (turned, first) = (over(1, 2, &[3, 4], 5), whole(1, 2, &[1, 0]));
    let half = whole(2, 2, &[1, 0, 0, 1]) * ratio(1, 2);
    // S = I, G = I/2: Σ = I/2.
    let tie = |run: Run| views_of(&run.off(half.clone()), &half, &unlabelled(2));
    // S = I, G = diag(1/2, 1/4).
    let gap = || views_of(&over(2, 2, &[2, 0, 0, 1], 4), &over(2, 2, &[2, 0, 0, 3], 4), &unlabelled(2));
    let optimal = |w: &DMatrix<Rational>, views: &ViewMoments<Rational>| {
        let omega = ratio(1, 2);
        // tr(W G W') <= ω for every feasible W, with equality for one, iff G - ω S is
        // negative semidefinite and singular.
        let at = inertia(&(&views.mean_second - views.view_second.map(|v| v * &omega)));
        let bounded = (at.positive, at.zero.min(1)) == (0, 1);
        let feasible = embedding_second(w, views) == whole(1, 1, &[1]);
        [bounded, feasible, joint_embedding(w, views) == (ratio(1, 1) - omega) * ratio(2, 1)] == [true; 3]
    };
    let at_tie = |run: Run| Ok(optimal(&turned, &tie(run)?));
    let with_gap = |run: Run| Ok(optimal(&turned, &run.pick(gap()?, tie(Run::Genuine)?)));
    let at_first = |run: Run| Ok(optimal(&run.off(first.clone()), &gap()?));
    [
        Comparison::stands("G = diag(1/2, 1/4), a gap: is W = (3/5, 4/5) optimal?", false, with_gap, false),
        Comparison::stands("the same: is W = (1, 0)?", true, at_first, true),
        Comparison::control("G = I/2, a tie: is W = (3/5, 4/5), not of the form with Q = I, optimal?", at_tie, true),
    ]
    .into_iter()
    .collect()
}

/// Samples 3 and -3, τ(x) = x ± 4, W = 1/5, by enumeration of both views: the sum over i of
/// E |W (τ1 - τ2)(x_i)|², and E τ(x_i)² of each i.
fn two_samples(run: Run) -> (Rational, [Rational; 2]) {
    let signs = [run.off(ratio(4, 1)), ratio(-4, 1)];
    let mut distances = ratio(0, 1);
    let squares = [3, -3].map(|x| {
        let mut of_sample = ratio(0, 1);
        for a in &signs {
            let view = ratio(x, 1) + a;
            of_sample += &view * &view / ratio(2, 1);
            for b in &signs {
                let step = (a - b) / ratio(5, 1);
                distances += &step * &step / ratio(4, 1);
            }
        }
        of_sample
    });
    (distances, squares)
}

fn equation_25() -> Result<Vec<Comparison>> {
    let (_, [first, _]) = two_samples(Run::Genuine);
    let sum = |run: Run| {
        let (_, [first, second]) = two_samples(run);
        Ok((first + second) / ratio(2, 1))
    };
    [Comparison::differs("S", first / ratio(2, 1), sum, ratio(9 + 16, 1))].into_iter().collect()
}

fn normalisation() -> Result<Vec<Comparison>> {
    let sigma = ratio(16, 1);
    let (weight, second) = (ratio(1, 5), ratio(9 + 16, 1));
    let right = &weight * sigma * &weight;
    let optimum = (ratio(1, 1) - ratio(9, 1) / second) * ratio(2, 1);
    // Both are normalised by n = 2.
    let half = |run: Run| Ok(two_samples(run).0 / ratio(4, 1));
    let loss = |run: Run| Ok(two_samples(run).0 / ratio(2, 1));
    [
        Comparison::stands("left-hand side of (26) at W = 1/5", right.clone(), half, right),
        Comparison::control("loss of (SSL-JE) there, its optimum", loss, optimum),
    ]
    .into_iter()
    .collect()
}

fn equations_35_36() -> Result<Vec<Comparison>> {
    let turned = over(2, 2, &[3, 4, -4, 3], 5);
    let views = views_of(&over(2, 2, &[2, 0, 0, 1], 4), &over(2, 2, &[2, 0, 0, 3], 4), &unlabelled(2))?;
    let (s, g) = (&views.view_second, &views.mean_second);
    let w = |run: Run| run.off(turned.clone());
    let upright = |run: Run| w(run).transpose() * w(run);
    // Solve W G = Λ W S for Λ: (W S)' Λ' = (W G)'.
    let multiplier = |w: &DMatrix<Rational>, entry: (usize, usize)| -> Result<Rational> {
        Ok(exact_solve(&(w * s).transpose(), &(w * g).transpose())?.transpose()[entry].clone())
    };
    let stationary = |run: Run| {
        let w = w(run);
        Ok(&w * g == &w * g * w.transpose() * &w * s)
    };
    let corrected = &turned * g * turned.transpose();
    let (above, below) = (corrected[(0, 1)].clone(), corrected[(1, 0)].clone());
    let is_one = |run: Run| Ok(upright(run) == whole(2, 2, &[1, 0, 0, 1]));
    [
        Comparison::differs(
            "entry (1, 2) of the multiplier at W",
            ratio(0, 1),
            |run| multiplier(&w(run), (0, 1)),
            above,
        ),
        Comparison::control("entry (2, 1), its mirror", |run| multiplier(&w(run), (1, 0)), below),
        Comparison::control("does the rotation U = W' take W to I?", is_one, true),
        Comparison::control("entry (1, 2) after it", |run| multiplier(&upright(run), (0, 1)), ratio(0, 1)),
        Comparison::control("is W stationary on W S W' = I?", stationary, true),
    ]
    .into_iter()
    .collect()
}

fn equations_41_42() -> Result<Vec<Comparison>> {
    let (second, g) = (whole(2, 2, &[5, 3, 3, 2]), over(2, 2, &[4, 2, 2, 1], 2));
    let s = |run: Run| run.off(second.clone());
    let quotient = |row: &DMatrix<Rational>| inner(&(row * &g), row) / inner(&(row * &second), row);
    let (of_p, of_inverse) = (whole(1, 2, &[2, 1]), whole(1, 2, &[1, -1]));
    // (2, 1) is a row of P' up to a factor: P = S^1/2 Q = S (S^-1/2 Q), and S (1, -1)' = (2, 1)'.
    let is_row_of_p = |run: Run| Ok(s(run) * of_inverse.transpose() == of_p.transpose());
    [
        Comparison::differs(
            "largest tr(W G W') over W S W' = 1, against the row taken",
            quotient(&of_p),
            |run| Ok(if_largest(ratio(1, 2), &g, &s(run))),
            quotient(&of_inverse),
        ),
        Comparison::control("is (2, 1) the image of (1, -1) under S?", is_row_of_p, true),
    ]
    .into_iter()
    .collect()
}
