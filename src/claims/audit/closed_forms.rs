//! Section 3 and its proofs: Theorems 3.1 and 3.2, (18), (26), (35)-(36), (41)-(42).

use super::{Comparison, Entry, Severity, additive, if_largest, over, unlabelled, views_of, whole};
use crate::augment::Channel;
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia};
use crate::moments::DataMoments;
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
        check: theorem_3_1,
    },
    Entry {
        id: "equation-18-missing-factor",
        printed: "(18): the linear term of the expanded reconstruction loss is -2 Tr(...), without 1/n.",
        severity: Severity::Slip,
        why: "The loss is an average over samples; its quadratic term carries 1/n through S, and the linear term must too.",
        counterexample: "n = 2, x = (1, 1), d = 1, tau = id, S = 1: as a function of m = D E the loss is smallest at 1, the printed expression at 2.",
        corrected: "-(2/n) Tr(...).",
        check: equation_18,
    },
    Entry {
        id: "theorem-3-2-gap",
        printed: "Theorem 3.2: solutions of (SSL-JE) take the form W = U Q_k' S^-1/2 with U orthogonal.",
        severity: Severity::MissingAssumption,
        why: "True for the optimum; exhaustive for a fixed Q only with omega_k > omega_{k+1} or k = d.",
        counterexample: "S = I_2, G = I_2/2, k = 1, Q = I: W = (3/5, 4/5) is optimal and not +-(1, 0).",
        corrected: "State the gap; at a tie, let Q vary.",
        check: theorem_3_2,
    },
    Entry {
        id: "equation-26-factor",
        printed: "(26): the joint-embedding loss with a factor 1/2, and S there without the sum over samples.",
        severity: Severity::Slip,
        why: "(SSL-JE) has no factor 1/2, and S is the average of E tau(x_i) tau(x_i)' over i.",
        counterexample: "n = 2, x = (3, -3), tau(x) = x +- 4 with probability 1/2 each, W = 1/5: the loss is 32/25, S = 25.",
        corrected: "2 tr(W Sigma W'); the optimum is 2(k - sum omega_i). The minimisers are the same.",
        check: equation_26,
    },
    Entry {
        id: "equations-35-36-multiplier",
        printed: "(35)-(36): the multiplier of the constraint W S W' = I is diagonal.",
        severity: Severity::WrongStep,
        why: "The constraint is a symmetric matrix equation, so its multiplier is a symmetric matrix, W G W' at a stationary point.",
        counterexample: "S = I_2, G = diag(1/2, 1/4), k = 2: W = [[3, 4], [-4, 3]]/5 is optimal with the multiplier entry (1, 2) = -3/25.",
        corrected: "Symmetric; diagonal after rotating W, which the problem allows. The theorem stands.",
        check: equations_35_36,
    },
    Entry {
        id: "equations-41-42-rows",
        printed: "(41)-(42): the rows of W are generalised eigenvectors read off as rows of P'.",
        severity: Severity::WrongStep,
        why: "With P = S^1/2 Q the rows are those of P^-1 = Q' S^-1/2, not of P'. (5), the result, is right.",
        counterexample: "S = [[5, 3], [3, 2]], G = [[2, 1], [1, 1/2]], k = 1: the optimal tr(W G W') is 1/2, at W = (1, -1); the first row of P' is a multiple of (2, 1) and gives 25/68 after normalisation.",
        corrected: "Take the first k rows of P^-1.",
        check: equations_41_42,
    },
];

/// The smallest loss over all decoders at a given encoder: D = H E' (E S E')^-1.
fn best_reconstruction(e: &DMatrix<Rational>, views: &crate::moments::ViewMoments<Rational>) -> Result<Rational> {
    let decoder = exact_solve(&embedding_second(e, views), &(e * views.cross.transpose()))?.transpose();
    Ok(reconstruction(e, &decoder, views))
}

fn theorem_3_1() -> Result<Vec<Comparison>> {
    let (turned, first) = (over(1, 2, &[3, 4], 5), whole(1, 2, &[1, 0]));
    let tie = additive(&whole(2, 2, &[0; 4]))?
        .views(&DataMoments::from_samples(&whole(2, 2, &[1, 0, 0, 1]), &DMatrix::zeros(2, 0))?)?;
    // No encoder does better than tr C - φ_1² = 1 - 1/2: H'H - S/2 = -I/4 is negative
    // semidefinite.
    let bounded = inertia(&(tie.cross.transpose() * &tie.cross - &tie.view_second * ratio(1, 2))).positive == 0;
    let attained = reconstruction(&turned, &turned.transpose(), &tie) == ratio(1, 2);
    let optimal_at_tie = [bounded, attained] == [true; 2];
    let nothing =
        additive(&whole(1, 1, &[1]))?.views(&DataMoments::from_samples(&whole(1, 1, &[0]), &DMatrix::zeros(1, 0))?)?;
    let rankless = reconstruction(&whole(1, 1, &[0]), &whole(1, 1, &[5]), &nothing) == ratio(0, 1);
    // X = diag(2, 1): φ² = (2, 1/2), a gap.
    let gap = additive(&whole(2, 2, &[0; 4]))?
        .views(&DataMoments::from_samples(&whole(2, 2, &[2, 0, 0, 1]), &DMatrix::zeros(2, 0))?)?;
    let with_gap = best_reconstruction(&turned, &gap)? == best_reconstruction(&first, &gap)?;
    Ok(vec![
        Comparison::differs("X = I_2: is (3/5, 4/5) an optimal encoder?", false, optimal_at_tie, true),
        Comparison::differs("x = 0, Var theta = 1: is E = 0, D = 5 optimal?", false, rankless, true),
        Comparison::control("X = diag(2, 1), a gap: is (3/5, 4/5) optimal?", with_gap, false),
        Comparison::control(
            "X = diag(2, 1): loss at e_1",
            best_reconstruction(&first, &gap)?,
            ratio(5, 2) - ratio(2, 1),
        ),
    ])
}

fn equation_18() -> Result<Vec<Comparison>> {
    let x = whole(2, 1, &[1, 1]);
    let views = additive(&whole(1, 1, &[0]))?.views(&DataMoments::from_samples(&x, &DMatrix::zeros(2, 0))?)?;
    let loss = |m: i64| reconstruction(&whole(1, 1, &[1]), &whole(1, 1, &[m]), &views);
    // The vertex of the parabola through m = 0, 1, 2.
    let curvature = (loss(2) - loss(1) * ratio(2, 1) + loss(0)) / ratio(2, 1);
    let slope = loss(1) - loss(0) - &curvature;
    let vertex = -slope / (curvature * ratio(2, 1));
    // The argmin of m² S - 2 m sum x_i xbar_i, and of the same with 1/n.
    let sum = inner(&x, &x);
    let printed = &sum / &views.view_second[(0, 0)];
    Ok(vec![Comparison::differs(
        "argmin over m = D E of the reconstruction loss",
        printed.clone(),
        vertex,
        printed / ratio(2, 1),
    )])
}

fn theorem_3_2() -> Result<Vec<Comparison>> {
    let turned = over(1, 2, &[3, 4], 5);
    let half = whole(2, 2, &[1, 0, 0, 1]) * ratio(1, 2);
    // S = I, G = I/2: Σ = I/2.
    let tie = views_of(&half, &half, &unlabelled(2))?;
    let optimum = |views: &crate::moments::ViewMoments<Rational>, omega: Rational| {
        // tr(W G W') <= ω for every feasible W, with equality for one, iff G - ω S is
        // negative semidefinite and singular.
        let at = inertia(&(&views.mean_second - views.view_second.map(|v| v * &omega)));
        ((at.positive, at.zero.min(1)) == (0, 1)).then(|| (ratio(1, 1) - omega) * ratio(2, 1))
    };
    let feasible = embedding_second(&turned, &tie) == whole(1, 1, &[1]);
    let optimal = feasible && optimum(&tie, ratio(1, 2)) == Some(joint_embedding(&turned, &tie));
    // S = I, G = diag(1/2, 1/4).
    let gap = views_of(&over(2, 2, &[2, 0, 0, 1], 4), &over(2, 2, &[2, 0, 0, 3], 4), &unlabelled(2))?;
    let with_gap = optimum(&gap, ratio(1, 2)) == Some(joint_embedding(&turned, &gap));
    let at_first = optimum(&gap, ratio(1, 2)) == Some(joint_embedding(&whole(1, 2, &[1, 0]), &gap));
    Ok(vec![
        Comparison::differs("G = I/2, Q = I: is W = (3/5, 4/5) optimal?", false, optimal, true),
        Comparison::control("G = diag(1/2, 1/4): is W = (3/5, 4/5) optimal?", with_gap, false),
        Comparison::control("G = diag(1/2, 1/4): is W = (1, 0) optimal?", at_first, true),
    ])
}

fn equation_26() -> Result<Vec<Comparison>> {
    // By enumeration of both views.
    let (samples, signs, w) = ([3, -3], [4, -4], ratio(1, 5));
    let (mut loss, mut of_samples) = (ratio(0, 1), vec![]);
    for x in samples {
        let mut of_sample = ratio(0, 1);
        for a in signs {
            of_sample += ratio((x + a) * (x + a), 4);
            for b in signs {
                let step = &w * ratio(a - b, 1);
                loss += &step * &step / ratio(8, 1);
            }
        }
        of_samples.push(of_sample);
    }
    let second = &of_samples[0] + &of_samples[1];
    let omega = ratio(9, 1) / &second;
    let corrected = (ratio(1, 1) - omega) * ratio(2, 1);
    Ok(vec![
        Comparison::differs("loss at the optimum W = 1/5", &corrected / ratio(2, 1), loss, corrected),
        Comparison::differs("S", of_samples[0].clone(), second, ratio(9, 1) + ratio(16, 1)),
    ])
}

fn equations_35_36() -> Result<Vec<Comparison>> {
    let w = over(2, 2, &[3, 4, -4, 3], 5);
    let views = views_of(&over(2, 2, &[2, 0, 0, 1], 4), &over(2, 2, &[2, 0, 0, 3], 4), &unlabelled(2))?;
    // Solve W G = Λ W S for Λ: (W S)' Λ' = (W G)'.
    let multiplier = |w: &DMatrix<Rational>| -> Result<DMatrix<Rational>> {
        Ok(exact_solve(&(w * &views.view_second).transpose(), &(w * &views.mean_second).transpose())?.transpose())
    };
    let found = multiplier(&w)?;
    let corrected = &w * &views.mean_second * w.transpose();
    let upright = w.transpose() * &w;
    let rotated = multiplier(&upright)?;
    let stationary = &w * &views.mean_second == &found * &w * &views.view_second;
    Ok(vec![
        Comparison::differs(
            "entry (1, 2) of the multiplier at W",
            ratio(0, 1),
            found[(0, 1)].clone(),
            corrected[(0, 1)].clone(),
        ),
        Comparison::control("entry (2, 1), its mirror", found[(1, 0)].clone(), found[(0, 1)].clone()),
        Comparison::control("does the rotation U = W' take W to I?", upright == whole(2, 2, &[1, 0, 0, 1]), true),
        Comparison::control("entry (1, 2) after it", rotated[(0, 1)].clone(), ratio(0, 1)),
        Comparison::control("is W stationary on W S W' = I?", stationary, true),
    ])
}

fn equations_41_42() -> Result<Vec<Comparison>> {
    let (s, g) = (whole(2, 2, &[5, 3, 3, 2]), over(2, 2, &[4, 2, 2, 1], 2));
    let quotient = |row: &DMatrix<Rational>| inner(&(row * &g), row) / inner(&(row * &s), row);
    let largest = if_largest(ratio(1, 2), &g, &s);
    let (of_p, of_inverse) = (whole(1, 2, &[2, 1]), whole(1, 2, &[1, -1]));
    // (2, 1) is a row of P' up to a factor: P = S^1/2 Q = S (S^-1/2 Q), and S (1, -1)' = (2, 1)'.
    let is_row_of_p = &s * of_inverse.transpose() == of_p.transpose();
    Ok(vec![
        Comparison::differs(
            "largest tr(W G W') over W S W' = 1, against the row taken",
            quotient(&of_p),
            largest,
            quotient(&of_inverse),
        ),
        Comparison::control("is (2, 1) the image of (1, -1) under S?", is_row_of_p, true),
    ])
}
