//! Proposition 4.2: supervised learning needs alignment or samples, not both.

use crate::claims::routes::decay;
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, random_matrix, random_positive};
use crate::moments::{DataMoments, objective::inner};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-2",
    source: "Proposition 4.2",
    about: "supervised: alignment or samples",
    statement: r"$\tilde V^\ast$ (trained on corrupted data) tends to $V^\ast$ (clean data) as $\alpha\to\infty$ at any fixed $n$, and as $n\to\infty$ at any fixed $\alpha$.",
    assumptions: r"section 4.1, $\Theta$ block-diagonal between signal and noise, clean $S$ positive definite; for $n\to\infty$ also $c_k$ bounded below (the paper's $c$ is constant) and $\lVert Y\rVert^2/n$ bounded (the theorems ask that $X_1^\top X_1/n$ and $Y^\top X_1/n$ converge)",
    difference: Some(
        r"For $n\to\infty$ the growth of $Y$ is the one assumption that the print leaves out: $\lVert Y\rVert^2/n$ bounded is sufficient, not necessary. ($S$ invertible is assumed before (46).) (49) and (50) drop the cross terms $X_1^\top N_2/n$: they vanish as $n\to\infty$; as $\alpha\to\infty$ only their effect does.",
    ),
    snapshots: &["decay", "explaining-digits"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![exact_noise_block(context)?, exact_missing_assumption()?];
    evidence.extend(decay::of_supervised(context)?);
    Ok(evidence)
}

/// The exact finite-n formula for the noise block, V~2 = (R'N2/n)(D + Θ2 + α² Γ2 -
/// B'A1^-1 B)^-1 with R = Y - X1 V1*', B = X1'N2/n, D = N2'N2/n, A1 = C1 + Θ1, and the α^-2
/// bound that follows: |V~ - V*|_F² <= |R'N2/n|_F² (1 + |A1^-1 B|_F²) / (α² min g)² for
/// diagonal Γ2.
fn exact_noise_block(context: &Context<'_>) -> Result<Evidence> {
    let compared = "finite-n formula for V~ and the bound |V~ - V*| <= const / α² from it";
    let of = (compared, "R'N2/n off by 1/1000, and a hundredth of the bound");
    Evidence::exact_cases(context, (STATEMENT.name, "noise-block"), of, [10, 60, 400], |_, rng, tally| {
        let (n, k, m, l) = (5, 2, 2, 1);
        let (x1, n2, y) = (random_matrix(rng, n, k, 4), random_matrix(rng, n, m, 4), random_matrix(rng, n, l, 4));
        let mut positive =
            |count: usize| DMatrix::from_diagonal(&nalgebra::DVector::from_fn(count, |_, _| random_positive(rng, 4)));
        let (theta1, theta2, gamma2, alpha2) =
            (positive(k), positive(m), positive(m), positive(1)[(0, 0)].clone() * ratio(10, 1));
        let over_n = |p: DMatrix<Rational>| p.map(|v| v / ratio(n as i64, 1));
        // The solution on the corrupted data [X1 N2], from the moments.
        let stacked =
            DMatrix::from_fn(n, k + m, |i, j| if j < k { x1[(i, j)].clone() } else { n2[(i, j - k)].clone() });
        let data = DataMoments::from_samples(&stacked, &y)?;
        let mut s = data.second.clone();
        let noise2 = &theta2 + gamma2.map(|g| g * &alpha2);
        for i in 0..k {
            s[(i, i)] += theta1[(i, i)].clone();
        }
        for j in 0..m {
            s[(k + j, k + j)] += noise2[(j, j)].clone();
        }
        let corrupted = exact_solve(&s, &data.label_cross.transpose())?.transpose();
        // The same by the block formula.
        let a1 = over_n(x1.transpose() * &x1) + &theta1;
        let clean = exact_solve(&a1, &over_n(x1.transpose() * &y))?.transpose();
        let residual = &y - &x1 * clean.transpose();
        let b = over_n(x1.transpose() * &n2);
        let a1_b = exact_solve(&a1, &b)?;
        let schur = over_n(n2.transpose() * &n2) + &noise2 - b.transpose() * &a1_b;
        let cross = over_n(residual.transpose() * &n2);
        let square = |m: &DMatrix<Rational>| inner(m, m);
        let smallest = gamma2.diagonal().iter().cloned().reduce(Rational::min).unwrap_or_else(|| ratio(1, 1));
        tally.record(s.iter().chain(&corrupted));
        tally.case(|run| {
            let cross = run.off(cross.clone());
            let v2 = exact_solve(&schur, &cross.transpose())?.transpose();
            let v1 = &clean - &v2 * a1_b.transpose();
            let block =
                DMatrix::from_fn(l, k + m, |i, j| if j < k { v1[(i, j)].clone() } else { v2[(i, j - k)].clone() });
            let difference = square(&(&v1 - &clean)) + square(&v2);
            let bound = square(&cross) * (ratio(1, 1) + square(&a1_b)) / (&alpha2 * &smallest * &alpha2 * &smallest);
            // The bound holds for the difference itself; a hundredth of it does not on all draws.
            Ok([corrupted == block, difference <= run.pick(bound.clone(), bound / ratio(100, 1))])
        })
    })
}

/// n = 1 instance where (49) and (50), which drop the cross terms, fail at finite n: x~ = (1, 1), Θ
/// = diag(1, 0), α² g_2 = 1, y = 1 gives V~ = (1/3, 1/3) while the clean V1 = 1/2.
fn exact_missing_assumption() -> Result<Evidence> {
    let compared = "cross terms matter at finite n: V~ = (1/3, 1/3) against 1/2 without them";
    Line::exact("cross-terms", compared, "no cross terms").on_each([ratio(1, 1)], |one, tally| {
        tally.case(|run| {
            let cross = run.pick(one.clone(), ratio(0, 1));
            let s = DMatrix::from_row_slice(2, 2, &[ratio(2, 1), cross.clone(), cross, ratio(2, 1)]);
            let v = exact_solve(&s, &DMatrix::from_element(2, 1, one.clone()))?;
            Ok([v[0] == ratio(1, 3), v[1] == ratio(1, 3)])
        })
    })
}
