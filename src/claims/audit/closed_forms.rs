//! Section 3 and its proofs: Theorems 3.1 and 3.2, (18), (26), (35)-(36), (41)-(42).

use super::{Comparison, Entry, Severity, if_largest, over, unlabelled, views_of, views_of_samples, whole};
use crate::claims::Run;
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia};
use crate::moments::ViewMoments;
use crate::moments::objective::{embedding_second, inner, joint_embedding, reconstruction};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 6] = [
    Entry {
        id: "theorem-3-1-not-exhaustive",
        printed: "Theorem 3.1: solutions of (SSL-RC) take the form E = T P_k' S^-1/2, D = R_k Phi_k T^-1 with T invertible.",
        severity: Severity::MissingAssumption,
        why: "Everything of this form is optimal, but with phi_k = 0 or phi_k = phi_{k+1} (k < d) other minimisers exist: an encoder may lose rank where nothing can be reconstructed, and a tie lets the singular vectors turn.",
        counterexample: "Tie: X = I_2, tau = id, k = 1: e = (3/5, 4/5), D = e' attains the optimum 1/2, as e_1 does. Rank: d = k = 1, x = 0, Var theta = 1: E = 0, D = 5 attains the optimum 0.",
        corrected: "The form gives minimisers; all of them iff phi_k > 0 and (k = d or phi_k > phi_{k+1}). At a tie, let the singular value decomposition vary.",
        fault: "X (or x) off by 1/1000; for the gap X = 2 I_2, which has none",
        check: theorem_3_1,
    },
    Entry {
        id: "equation-18-missing-factor",
        printed: "(18): the linear term of the expanded reconstruction loss is -2 Tr(...), without 1/n.",
        severity: Severity::Slip,
        why: "The loss is an average over samples; its quadratic term carries 1/n through S, and the linear term must too.",
        counterexample: "n = 2, x = (1, 1), d = 1, tau = id, S = 1: as a function of m = D E the loss is smallest at 1, the printed expression at 2.",
        corrected: "-(2/n) Tr(...).",
        fault: "tau with noise of variance 1/1000",
        check: equation_18,
    },
    Entry {
        id: "theorem-3-2-gap",
        printed: "Theorem 3.2: solutions of (SSL-JE) take the form W = U Q_k' S^-1/2 with U orthogonal.",
        severity: Severity::MissingAssumption,
        why: "True for the optimum; exhaustive for a fixed Q only with omega_k > omega_{k+1} or k = d.",
        counterexample: "S = I_2, G = I_2/2, k = 1, Q = I: W = (3/5, 4/5) is optimal and not +-(1, 0).",
        corrected: "State the gap; at a tie, let Q vary.",
        fault: "G off by 1/1000; the tie for the gap; the row (1, 0) off by 1/1000",
        check: theorem_3_2,
    },
    Entry {
        id: "equation-26-factor",
        printed: "(26): the joint-embedding loss with a factor 1/2, and S there without the sum over samples.",
        severity: Severity::Slip,
        why: "(SSL-JE) has no factor 1/2, and S is the average of E tau(x_i) tau(x_i)' over i.",
        counterexample: "n = 2, x = (3, -3), tau(x) = x +- 4 with probability 1/2 each, W = 1/5: the loss is 32/25, S = 25.",
        corrected: "2 tr(W Sigma W'); the optimum is 2(k - sum omega_i). The minimisers are the same.",
        fault: "4 off by 1/1000",
        check: equation_26,
    },
    Entry {
        id: "equations-35-36-multiplier",
        printed: "(35)-(36): the multiplier of the constraint W S W' = I is diagonal.",
        severity: Severity::WrongStep,
        why: "The constraint is a symmetric matrix equation, so its multiplier is a symmetric matrix, W G W' at a stationary point.",
        counterexample: "S = I_2, G = diag(1/2, 1/4), k = 2: W = [[3, 4], [-4, 3]]/5 is optimal with the multiplier entry (1, 2) = -3/25.",
        corrected: "Symmetric; diagonal after rotating W, which the problem allows. The theorem stands.",
        fault: "W off by 1/1000",
        check: equations_35_36,
    },
    Entry {
        id: "equations-41-42-rows",
        printed: "(41)-(42): the rows of W are generalised eigenvectors read off as rows of P'.",
        severity: Severity::WrongStep,
        why: "With P = S^1/2 Q the rows are those of P^-1 = Q' S^-1/2, not of P'. (5), the result, is right.",
        counterexample: "S = [[5, 3], [3, 2]], G = [[2, 1], [1, 1/2]], k = 1: the optimal tr(W G W') is 1/2, at W = (1, -1); the first row of P' is a multiple of (2, 1) and gives 25/68 after normalisation.",
        corrected: "Take the first k rows of P^-1.",
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
        Comparison::differs("X = I_2: is (3/5, 4/5) an optimal encoder?", false, optimal_at_tie, true),
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
        Comparison::differs("G = I/2, Q = I: is W = (3/5, 4/5) optimal?", false, at_tie, true),
        Comparison::control("G = diag(1/2, 1/4): is W = (3/5, 4/5) optimal?", with_gap, false),
        Comparison::control("G = diag(1/2, 1/4): is W = (1, 0) optimal?", at_first, true),
    ]
    .into_iter()
    .collect()
}

fn equation_26() -> Result<Vec<Comparison>> {
    // By enumeration of both views: the loss, and what each sample adds to S.
    let enumerated = |run: Run| {
        let (samples, signs) = ([ratio(3, 1), ratio(-3, 1)], [run.off(ratio(4, 1)), ratio(-4, 1)]);
        let (mut loss, mut of_samples) = (ratio(0, 1), vec![]);
        for x in &samples {
            let mut of_sample = ratio(0, 1);
            for a in &signs {
                let view = x + a;
                of_sample += &view * &view / ratio(4, 1);
                for b in &signs {
                    let step = (a - b) / ratio(5, 1);
                    loss += &step * &step / ratio(8, 1);
                }
            }
            of_samples.push(of_sample);
        }
        (loss, of_samples)
    };
    let second = ratio(9, 1) + ratio(16, 1);
    let optimum = (ratio(1, 1) - ratio(9, 1) / &second) * ratio(2, 1);
    let (_, of_samples) = enumerated(Run::Genuine);
    let loss = |run: Run| Ok(enumerated(run).0);
    let sum = |run: Run| Ok(enumerated(run).1.iter().sum::<Rational>());
    [
        Comparison::differs("loss at the optimum W = 1/5", &optimum / ratio(2, 1), loss, optimum),
        Comparison::differs("S", of_samples[0].clone(), sum, second),
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
