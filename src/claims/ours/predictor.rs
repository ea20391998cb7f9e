//! Self-distillation with a predictor, as BYOL and SimSiam train it: no collapse, and the leading modes.

use crate::claims::routes::exact::{RationalInstance, separated_spectrum};
use crate::claims::routes::minimiser::NEAR;
use crate::claims::{Context, Evidence, Line, Route, Statement};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{exact_solve, random_matrix, random_orthogonal};
use crate::minimize::random_start;
use crate::scalar::{Rational, approx_matrix, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "predictor",
    source: "Extension: self-distillation with a linear predictor (after Tang et al. 2022)",
    about: "BYOL-like training with the best linear predictor: what is conserved, where it stops, what is stable",
    statement: r"$S$ positive definite, $G$ symmetric, possibly indefinite: over $W S W' = I_k$ and $K$ the least $E|K W v - W v^+|^2$ is $k$ minus the sum of the $k$ largest $\omega_i^2$. The flow $\frac{dW}{dt} = -K'(K W S - W G)$ with stop-gradient and the best $K = W G W'(W S W')^{-1}$ conserves $W W'$: it cannot collapse; on $\frac{dW}{dt} = -\nabla L$ without stop-gradient $\frac{d}{dt}|W|^2 = -4L$. Where $W G W'$ is invertible it stops iff the row space of $W S^{1/2}$ is invariant under $S^{-1/2} G S^{-1/2}$. For $S = I$ and $W W' = I$ the direction $j$ grows in the mode $i$ at the rate $\omega_i(\omega_j - \omega_i)$: for positive $G$ with a gap only the $k$ leading modes are stable, the row space of (SSL-JE).",
    assumptions: "population loss, linear encoder and predictor, the predictor always at its optimum; stability for $S = I$",
    difference: Some(
        "Not in the paper. For other $S$ the flow ended at the leading modes too, which is measured and not proved.",
    ),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![bound(context)?, conserved(context)?, stationary(context)?, stability(context)?, flows(context)?])
}

type Matrix = DMatrix<Rational>;

/// W S W', W G W' and the best K.
fn parts(w: &Matrix, s: &Matrix, g: &Matrix) -> Result<[Matrix; 3]> {
    let (spread, kept) = (w * s * w.transpose(), w * g * w.transpose());
    // K P = Q with P and Q symmetric.
    let k = exact_solve(&spread, &kept)?.transpose();
    Ok([spread, kept, k])
}

/// E|K W v - W v+|².
fn loss([spread, kept, k]: &[Matrix; 3]) -> Rational {
    (k * spread * k.transpose() + spread).trace() - (k * kept).trace() * ratio(2, 1)
}

/// The flow with stop-gradient.
fn flow(w: &Matrix, s: &Matrix, g: &Matrix) -> Result<Matrix> {
    let [_, _, k] = parts(w, s, g)?;
    Ok(-k.transpose() * (&k * w * s - w * g))
}

/// ω with signs, and the modes by size of ω².
fn signed(rng: &mut rand_chacha::ChaCha8Rng, d: usize) -> Vec<Rational> {
    let omega = separated_spectrum(rng, d);
    omega.into_iter().map(|o| if rng.random_range(0..2) == 0 { o } else { -o }).collect()
}

fn bound(context: &Context<'_>) -> Result<Evidence> {
    let compared = "indefinite G: the loss at the modes of the k largest ω² is k - their sum; at random W with W S W' = I and the best K it is no less, with another K more";
    let of = (compared, "the least ω² in place of the largest");
    Evidence::exact_cases(context, (STATEMENT.name, "bound"), of, [5, 30, 300], |case, rng, tally| {
        let d = 2 + case % 3;
        let k = 1 + case % (d - 1);
        let omega = signed(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega)?;
        let (s, g) = (&instance.views.view_second, &instance.views.mean_second);
        let rotation = random_orthogonal(rng, d, 3)?.rows(0, k).into_owned();
        let nudge = random_matrix(rng, k, k, 3);
        tally.record(s.iter().chain(g).chain(&rotation));
        let modes = |from: usize| instance.right.columns(from, k).transpose() * &instance.inverse_root;
        let best = ratio(k as i64, 1) - instance.spectrum[..k].iter().map(|o| o * o).sum::<Rational>();
        let random = &rotation * instance.right.transpose() * &instance.inverse_root;
        tally.case(|run| {
            let at = parts(&modes(run.pick(0, d - k)), s, g)?;
            let [spread, kept, predictor] = parts(&random, s, g)?;
            let whole = spread == DMatrix::identity(k, k);
            let floor = run.pick(best.clone(), ratio(k as i64 + 1, 1));
            let value = loss(&[spread.clone(), kept.clone(), predictor.clone()]);
            let moved = run.pick(&predictor + &nudge, predictor);
            let worse = loss(&[spread, kept, moved]) > value || nudge.iter().all(Zero::is_zero);
            Ok([loss(&at) == best, whole && value >= floor, worse])
        })
    })
}

fn conserved(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random S, indefinite G and W: the flow has W' W. + W.' W = 0 on outputs; the full gradient has <W, dL/dW> = 2 L";
    let of = (compared, "a predictor off by 1/1000; L off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "conserved"), of, [5, 30, 300], |case, rng, tally| {
        let d = 2 + case % 3;
        let k = 1 + case % 2;
        let omega = signed(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega)?;
        let (s, g) = (&instance.views.view_second, &instance.views.mean_second);
        let mut w = random_matrix(rng, k, d, 3);
        (0..k).for_each(|i| w[(i, i)] += ratio(7, 1));
        tally.record(s.iter().chain(g).chain(&w));
        let all = parts(&w, s, g)?;
        tally.case(|run| {
            let k = run.off(all[2].clone());
            let along = -k.transpose() * (&k * &w * s - &w * g);
            let change = &along * w.transpose();
            // By K, fixed at its optimum: K'K W S - (K + K') W G + W S, twice.
            let gradient = (all[2].transpose() * &all[2] * &w * s - (&all[2] + all[2].transpose()) * &w * g + &w * s)
                * ratio(2, 1);
            let inner = gradient.component_mul(&w).sum();
            Ok([(&change + change.transpose()).iter().all(Zero::is_zero), inner == run.off(loss(&all)) * ratio(2, 1)])
        })
    })
}

fn stationary(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "the flow stops at any set of modes, in any mixture, and not at a W whose row space is no sum of modes";
    let of = (compared, "each in place of the other");
    Evidence::exact_cases(context, (STATEMENT.name, "stationary"), of, [5, 30, 300], |case, rng, tally| {
        let d = 3;
        let k = 1 + case % 2;
        let omega = signed(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega)?;
        let (s, g) = (&instance.views.view_second, &instance.views.mean_second);
        let all = instance.right.transpose() * &instance.inverse_root;
        let first = rng.random_range(0..=d - k);
        let mut mixture = random_matrix(rng, k, k, 3);
        (0..k).for_each(|i| mixture[(i, i)] += ratio(7, 1));
        let modes = &mixture * all.rows(first, k);
        let mut between = all.rows(0, k).into_owned();
        between.row_mut(k - 1).copy_from(&(all.row(k - 1) + all.row(k)));
        tally.record(s.iter().chain(g).chain(&mixture));
        tally.case(|run| {
            let still = |w: &Matrix| Ok::<_, crate::error::Error>(flow(w, s, g)?.iter().all(Zero::is_zero));
            let [one, other] = run.pick([&modes, &between], [&between, &modes]);
            Ok([still(one)?, !still(other)?])
        })
    })
}

fn stability(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S = I, W on a mode set plus ε = 1e-6 of direction j in mode i: the flow is ω_i(ω_j - ω_i) ε there and of order ε² elsewhere";
    let of = (compared, "the rate ω_j(ω_j - ω_i)");
    Evidence::exact_cases(context, (STATEMENT.name, "stability"), of, [5, 30, 300], |case, rng, tally| {
        let d = 3 + case % 2;
        let k = 1 + case % 2;
        let omega = signed(rng, d);
        let first = rng.random_range(0..=d - k);
        let (i, step) = (rng.random_range(0..k), rng.random_range(0..d - k));
        let j = (first + k + step) % d;
        let (s, g) = (DMatrix::identity(d, d), DMatrix::from_diagonal(&DVector::from_column_slice(&omega)));
        tally.record(omega.iter().chain([&ratio(first as i64, 1), &ratio(j as i64, 1), &ratio(i as i64, 1)]));
        let small = ratio(1, 1_000_000);
        let mut w = Matrix::zeros(k, d);
        (0..k).for_each(|row| w[(row, first + row)] = ratio(1, 1));
        w[(i, j)] = small.clone();
        let along = flow(&w, &s, &g)?;
        tally.case(|run| {
            let [own, new] = [&omega[first + i], &omega[j]];
            let mut rest = along.clone();
            rest[(i, j)] -= run.pick(own, new) * (new - own) * &small;
            // The terms of second order have coefficients below 10: |ω| <= 1 and k <= 2.
            Ok([rest.iter().all(|v| v * v <= (&small * &small * ratio(10, 1)).pow(2))])
        })
    })
}

/// Runge-Kutta on the flow in f64, blind to modes.
fn integrate(s: &DMatrix<f64>, g: &DMatrix<f64>, k: usize, seed: u64) -> DMatrix<f64> {
    let rate = |w: &DMatrix<f64>| {
        let spread = w * s * w.transpose();
        let kept = w * g * w.transpose();
        let predictor = spread.lu().solve(&kept).unwrap_or_else(|| DMatrix::zeros(k, k)).transpose();
        predictor.transpose() * (w * g - &predictor * w * s)
    };
    let mut w = random_start(k, s.nrows(), seed);
    // Rates are at most 1 here, and gaps between ω_i at least 1/d of them: 4000 steps of 1/4 end it.
    let h = 0.25;
    for _ in 0..4000 {
        let a = rate(&w);
        let b = rate(&(&w + &a * (h / 2.0)));
        let c = rate(&(&w + &b * (h / 2.0)));
        let d = rate(&(&w + &c * h));
        w += (a + b * 2.0 + c * 2.0 + d) * (h / 6.0);
    }
    w
}

fn flows(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "the flow integrated from 3 random starts, S = I and diagonal S, positive G: it ends at the k leading modes";
    let because = format!("row spaces within {NEAR:e}");
    let line = Line::new(Route::Minimiser, "flow", compared, "the row space of the modes from the second on", because);
    line.on_random(context, (STATEMENT.name, "flow"), [2, 4, 12], |case, rng, tally| {
        let d = 3;
        let k = 1 + case % 2;
        let omega: Vec<Rational> = (0..d).map(|i| ratio(4 * (d - i) as i64 - rng.random_range(0..=2), 12)).collect();
        let scale: Vec<Rational> =
            (0..d).map(|_| if case % 4 < 2 { ratio(1, 1) } else { ratio(rng.random_range(2..=4), 2) }).collect();
        tally.record(omega.iter().chain(&scale));
        let of = |values: Vec<Rational>| approx_matrix(&Matrix::from_diagonal(&DVector::from_vec(values)));
        let (s, g) = (of(scale.clone()), of(omega.iter().zip(&scale).map(|(o, s)| o * s).collect()));
        let ends: Vec<_> = (0..3).map(|seed| integrate(&s, &g, k, seed)).collect();
        tally.case(|run| {
            let modes = DMatrix::from_fn(k, d, |i, j| f64::from(u8::from(j == i + run.pick(0, 1))));
            let mut found = true;
            for w in &ends {
                found &= row_space_distance(w, &modes)? < NEAR;
            }
            Ok([found])
        })
    })
}
