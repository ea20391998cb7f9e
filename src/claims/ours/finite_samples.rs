//! A finite-sample bound (ours): how much joint-embedding leaks at most on one sample. The notation
//! is that of `routes/blocks.rs`.

use crate::augment::Channel;
use crate::claims::context::{DRAWS, Noise, distinct};
use crate::claims::routes::blocks::{Sample, block};
use crate::claims::routes::decay::well_above;
use crate::claims::routes::populations::suitable;
use crate::claims::{Context, Evidence, Measured, Route, Run, Statement, Tag, largest_of};
use crate::error::{Error, Result};
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_positive};
use crate::linalg::float::symmetric_eigen;
use crate::moments::objective;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, exact_from_f64, ratio};
use crate::solve;
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "finite-samples",
    source: "Ours, beyond Proposition 4.4",
    about: "a bound on what leaks at finite $n$",
    statement: r"Joint-embedding at finite $n$, rows $W = [W_1\;W_2]$ with $W S W^\top = I$: $\lVert W_2\rVert_{\mathrm{F}} \le \frac{(1-\delta)\lVert W_1 B\rVert_{\mathrm{F}}}{\lambda_{\min}(\delta(\Theta_2 + \alpha^2\Gamma_2) - (1-\delta) D)}$ where that is positive.",
    assumptions: r"section 4.1 with $\Theta$ block-diagonal; $\delta = \lambda_{\min}(C_1, A_1)$ of the sample",
    difference: Some("The paper states limits without rates."),
    snapshots: &["claims"],
    tags: &[Tag::OnData, Tag::WithoutTheorem("a bound of ours that is not formalised yet")],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![exact_bound(context)?];
    for noise in Noise::ALL {
        evidence.push(on_draws(context, noise)?);
    }
    Ok(evidence)
}

/// δ N - (1 - δ) D with N = Θ2 + α² Γ2, whose λ_min is the denominator of
/// the finite-sample bound.
fn margin<T: Scalar>(delta: &T, noise: &DMatrix<T>, d: &DMatrix<T>) -> DMatrix<T> {
    noise.zip_map(d, |n, d| delta.clone() * n - (T::one() - delta.clone()) * d)
}

/// |W2| over its finite-sample bound.
fn over_bound(w1: &DMatrix<f64>, w2: &DMatrix<f64>, b: &DMatrix<f64>, delta: f64, margin: f64) -> f64 {
    w2.norm() * margin / ((1.0 - delta) * (w1 * b).norm())
}

/// (1 - δ)² |B|² / |κ|², which λ_min of the margin may not exceed squared.
fn bound_squared(delta: &Rational, b: &DMatrix<Rational>, kappa: &DMatrix<Rational>) -> Rational {
    let rest = ratio(1, 1) - delta;
    &rest * &rest * objective::inner(b, b) / objective::inner(kappa, kappa)
}

/// The finite-sample bound on draws of the smallest n of the sequence.
fn on_draws(context: &Context<'_>, noise: Noise) -> Result<Evidence> {
    let draws = context.draws(noise)?;
    let k = draws.problem.rank();
    let alpha_squared = well_above(*draws.problem.spectrum()?.thresholds().alpha_squared(Paradigm::JointEmbedding));
    let channel = draws.problem.augmentation(alpha_squared.sqrt())?;
    let (n, pairs) = draws.growing.first().ok_or_else(|| Error::range("draws", "at least 1", 0))?;
    let mut ratios = vec![];
    for (_, corrupted) in pairs {
        let sample = Sample::new(&draws.problem, corrupted);
        let encoder = solve::joint_embedding(&channel.views(corrupted)?, k)?.encoder;
        let (w1, w2) = (block(&encoder, 0..k, 0..k), block(&encoder, 0..k, k..encoder.ncols()));
        // δ of this sample: the smallest eigenvalue of L^-1 C1 L^-T, A1 = L L'.
        let whitened = sample.a1.clone().cholesky().map(|f| f.l()).and_then(|l| {
            let half = l.solve_lower_triangular(&sample.c1)?;
            l.solve_lower_triangular(&half.transpose())
        });
        let whitened = whitened.ok_or_else(|| Error::Singular { what: "C1 + Θ1 of a sample".into() })?;
        let delta = symmetric_eigen(&((&whitened + whitened.transpose()) * 0.5))?.values[k - 1];
        let noise = draws.problem.theta[k..].iter().zip(&draws.problem.gamma).map(|(th, g)| th + alpha_squared * g);
        let noise = DMatrix::from_diagonal(&DVector::from_vec(noise.collect()));
        let margin = symmetric_eigen(&margin(&delta, &noise, &sample.d))?.values.min();
        if margin > 0.0 {
            let of = |run: Run| {
                let clean = run.pick(w1.clone(), &w1 * 1e-3);
                over_bound(&clean, &w2, &sample.b, delta, margin)
            };
            ratios.push([of(Run::Genuine), of(Run::Control)]);
        }
    }
    let largest = Measured::by("signal weights W1 a thousandth as large", |run| {
        largest_of(run, ratios.len(), &ratios, |[genuine, control], run| Ok(run.pick(*genuine, *control)))
    })?;
    let counted = Measured::by("no draws", |run| Ok(ratios[..run.pick(ratios.len(), 0)].len() as f64))?;
    let compared = format!(
        "{} noise, n = {n}, α² = {alpha_squared:.3}, {} draws: |W2|_F over its bound where the margin is positive",
        noise.name(),
        pairs.len()
    );
    Ok(Evidence::new(Route::Measured, noise.name(), compared, context.effort(DRAWS))
        .ran(distinct(pairs))
        .at_most("largest ratio", largest, 1.0, "a theorem, at every n")
        .at_least("draws with a positive margin", counted, 1.0, "no draw with a margin is no evidence"))
}

/// Samples built backwards from a rational optimum (1, κ), k = 1, m = 2: B solves the second
/// row of W G = ω W S, and (1, κ) is the top iff ω S - G is positive semidefinite. Then
/// the finite-sample bound, squared.
fn exact_bound(context: &Context<'_>) -> Result<Evidence> {
    let compared = "finite-sample bound on |W2|, k = 1, m = 2, optimum rational by construction";
    let of = (compared, "a bound a hundredth as large; a neighbour of μ that is too small");
    Evidence::exact_cases(context, (STATEMENT.name, "bound"), of, [10, 50, 300], |_, rng, tally| {
        let Sampled { second, s, b, kappa, delta, margin } = suitable(|| Sampled::random(rng))?;
        let m = margin.nrows();
        tally.record(second.iter().chain(&s));
        tally.case(|run| {
            // |κ| λ_min(margin) <= (1 - δ)|B|. With μ = (1 - δ)|B|/|κ| this is
            // λ_min(margin) <= μ, and μ² is rational. margin - μ I is not positive definite
            // iff λ_min <= μ; a rational beside μ decides it:
            // margin - q I positive definite for q with q² >= μ² would be a violation.
            let mu_squared = bound_squared(&delta, &b, &kappa) / ratio(run.pick(1, 10_000), 1);
            // The upper of two neighbours of μ on a fine grid.
            let grid = ratio(1, 1 << 30);
            let approx = exact_from_f64(mu_squared.approx().sqrt())?;
            let above = (&approx / &grid).ceil() * &grid + &grid;
            let valid = &above * &above >= mu_squared * ratio(run.pick(1, 2), 1);
            let beyond = &margin - DMatrix::<Rational>::identity(m, m) * above;
            Ok([valid, inertia(&beyond).positive < m])
        })
    })
}

/// A sample with a rational optimum (1, κ).
struct Sampled {
    second: DMatrix<Rational>,
    s: DMatrix<Rational>,
    b: DMatrix<Rational>,
    kappa: DMatrix<Rational>,
    delta: Rational,
    margin: DMatrix<Rational>,
}

impl Sampled {
    /// A draw, if it is a sample with (1, κ) on top, κ not 0, and a positive margin.
    fn random(rng: &mut ChaCha8Rng) -> Result<Option<Self>> {
        let m = 2;
        let (c, th) = (random_positive(rng, 6), random_positive(rng, 6));
        let kappa = random_matrix(rng, 1, m, 4).map(|v| v / ratio(20, 1));
        let root = random_matrix(rng, m, m, 2);
        let d = &root * root.transpose() + DMatrix::<Rational>::identity(m, m);
        let noise = DMatrix::from_diagonal(&DVector::from_fn(m, |_, _| random_positive(rng, 6) * ratio(4, 1)));
        // th B = (c + B κ') κ N - th κ D, linear in B: B (th I - κ' κ N) = c
        // κ N - th κ D.
        let system = DMatrix::<Rational>::identity(m, m) * th.clone() - kappa.transpose() * &kappa * &noise;
        let right = (&kappa * &noise).map(|v| v * &c) - (&kappa * &d).map(|v| v * &th);
        let Ok(b) = exact_solve(&system.transpose(), &right.transpose()) else { return Ok(None) };
        let b = b.transpose();
        let mut second = DMatrix::zeros(1 + m, 1 + m);
        second[(0, 0)] = c.clone();
        second.view_mut((0, 1), (1, m)).copy_from(&b);
        second.view_mut((1, 0), (m, 1)).copy_from(&b.transpose());
        second.view_mut((1, 1), (m, m)).copy_from(&d);
        let mut s = second.clone();
        s[(0, 0)] += th.clone();
        for j in 0..m {
            s[(1 + j, 1 + j)] += noise[(j, j)].clone();
        }
        let along = &c + objective::inner(&b, &kappa);
        let omega = &along / (&along + &th);
        let top = inertia(&(s.map(|v| v * &omega) - &second));
        let delta = &c / (&c + &th);
        let margin = margin(&delta, &noise, &d);
        // Moments of samples, with (1, κ) on top.
        let usable = inertia(&second).negative == 0
            && (top.negative, top.zero) == (0, 1)
            && !kappa.iter().all(Zero::is_zero)
            && inertia(&margin).positive == m;
        Ok(usable.then_some(Self { second, s, b, kappa, delta, margin }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn margins_and_bounds_by_hand() {
        // 1/4 diag(8, 16) - 3/4 [[4, 2], [2, 1]].
        let noise = dmatrix![8., 0.; 0., 16.];
        assert_eq!(margin(&0.25, &noise, &dmatrix![4., 2.; 2., 1.]), dmatrix![-1., -1.5; -1.5, 3.25]);
        // 5 3 / (3/4 2).
        let found = over_bound(&dmatrix![2.], &dmatrix![3., 4.], &dmatrix![1., 0.], 0.25, 3.0);
        assert_eq!(found, 10.0);
        let whole = |a, b| dmatrix![ratio(a, 1), ratio(b, 1)];
        assert_eq!(bound_squared(&ratio(1, 3), &whole(3, 0), &whole(1, 1)), ratio(2, 1));
    }
}
