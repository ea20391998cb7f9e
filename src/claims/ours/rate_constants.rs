//! Rates with their constants (ours): how fast the solutions on corrupted data reach those on clean
//! data, not only with which exponent.
//!
//! Notation: corrupted samples \[X1 N2\], C1 = X1'X1/n, B = X1'N2/n, D = N2'N2/n, A1 = C1 + Theta1;
//! a row space near the signal's is that of \[I K\], K k x m.

use crate::augment::Channel;
use crate::claims::context::{Draws, Noise};
use crate::claims::routes::minimisers::closed_form;
use crate::claims::{Claim, Context, Evidence, Route, Tally};
use crate::error::{Error, Result};
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_positive};
use crate::linalg::float::symmetric_eigen;
use crate::moments::DataMoments;
use crate::moments::objective;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, ratio};
use crate::solve::supervised;
use nalgebra::{DMatrix, DVector};
use num_traits::{Signed, Zero};

const PARADIGMS: [(Paradigm, &str); 2] = [(Paradigm::JointEmbedding, "SSL-JE"), (Paradigm::Reconstruction, "SSL-RC")];

/// Gathers the evidence for the constants of the rates.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    let mut evidence = vec![exact_constants(context)?, exact_without_theta(context)?, exact_finite_bound(context)?];
    for noise in [Noise::Weak, Noise::Strong] {
        let draws = context.draws(noise)?;
        evidence.extend(constants_in_alpha(&draws, noise)?);
        evidence.push(finite_bound(&draws, noise)?);
        evidence.extend(deviations_in_n(&draws, noise)?);
    }
    Ok(Claim {
        name: "rates",
        source: "ours, beyond Propositions 4.2 to 4.4",
        statement: "alpha -> inf at fixed n: alpha^2 K_JE -> Theta1 C1^-1 B Gamma2^-1, alpha^2 K_RC -> [A1 (C1^2 + BB')^-1 (C1 B + B D) - B] Gamma2^-1, alpha^2 V~2 -> (R'N2/n) Gamma2^-1. Theta1 = 0: JE is exact at every n. Finite n: |W2|_F <= (1-delta)|W1 B|_F / lambda_min(delta(Theta2 + alpha^2 Gamma2) - (1-delta) D) where that is positive. n -> inf above the threshold (diagonal case): sqrt(n) K_ij has standard deviation sqrt(c_i g_j)(1-omega_i)/(omega_i s_j - g_j) for JE, sqrt(c_i g_j)(c_i+g_j-phi_i^2)/(phi_i^2 s_j - g_j^2) for RC.",
        assumptions: "section 4.1 with Theta block-diagonal; W with W S W' = I in the finite-n bound; signal and noise independent with second moments, for the deviations",
        difference: Some("The paper states limits without rates."),
        evidence,
    })
}

/// A block of rows and columns.
fn block(m: &DMatrix<f64>, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) -> DMatrix<f64> {
    m.view((rows.start, columns.start), (rows.len(), columns.len())).into_owned()
}

/// A X = B for a square A.
fn solve(a: &DMatrix<f64>, b: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    a.clone().lu().solve(b).ok_or_else(|| Error::Singular { what: "a block of the moments".into() })
}

/// The sample's blocks.
struct Sample {
    c1: DMatrix<f64>,
    b: DMatrix<f64>,
    d: DMatrix<f64>,
    theta1: DMatrix<f64>,
    a1: DMatrix<f64>,
    gamma2: DVector<f64>,
}

impl Sample {
    fn new(draws: &Draws, data: &DataMoments<f64>) -> Self {
        let (k, d) = (draws.problem.rank(), draws.problem.dimension());
        let c1 = block(&data.second, 0..k, 0..k);
        let theta1 = DMatrix::from_diagonal(&DVector::from_column_slice(&draws.problem.theta[..k]));
        Self {
            a1: &c1 + &theta1,
            c1,
            theta1,
            b: block(&data.second, 0..k, k..d),
            d: block(&data.second, k..d, k..d),
            gamma2: DVector::from_column_slice(&draws.problem.gamma),
        }
    }

    /// M Gamma2^-1.
    fn per_noise(&self, mut m: DMatrix<f64>) -> DMatrix<f64> {
        for (mut column, g) in m.column_iter_mut().zip(self.gamma2.iter()) {
            column /= *g;
        }
        m
    }

    /// lim alpha^2 K.
    fn limit(&self, paradigm: Paradigm) -> Result<DMatrix<f64>> {
        let Self { c1, b, d, theta1, a1, .. } = self;
        Ok(self.per_noise(match paradigm {
            Paradigm::JointEmbedding => theta1 * solve(c1, b)?,
            Paradigm::Reconstruction => a1 * solve(&(c1 * c1 + b * b.transpose()), &(c1 * b + b * d))? - b,
        }))
    }
}

/// K of an encoder's row space.
fn slope(encoder: &DMatrix<f64>, k: usize) -> Result<DMatrix<f64>> {
    solve(&block(encoder, 0..k, 0..k), &block(encoder, 0..k, k..encoder.ncols()))
}

/// alpha^2 K and alpha^2 V~2 of the closed forms at a large alpha, against the constants.
fn constants_in_alpha(draws: &Draws, noise: Noise) -> Result<Vec<Evidence>> {
    const ALPHA: f64 = 1e4;
    let (_, corrupted) = &draws.fixed;
    let sample = Sample::new(draws, corrupted);
    let (k, square) = (draws.problem.rank(), ALPHA * ALPHA);
    let views = draws.problem.augmentation(ALPHA)?.views(corrupted)?;
    // The first neglected order: everything in S2 beside alpha^2 Gamma2, and the signal's S against
    // its spread.
    let largest = |m: &DMatrix<f64>| -> Result<f64> { Ok(symmetric_eigen(m)?.values[0]) };
    let theta2 = draws.problem.theta[k..].iter().copied().fold(0.0, f64::max);
    let spread = largest(&sample.a1)? / symmetric_eigen(&sample.c1)?.values[k - 1];
    let next_order = 4.0 * spread * (largest(&sample.d)? + theta2) / (square * sample.gamma2.min());
    let evidence = |name: &str, found: DMatrix<f64>, limit: DMatrix<f64>| {
        let compared = format!(
            "{name}, {} noise, n = {}, alpha = 1e4: relative distance of alpha^2 {} from its limit",
            noise.name(),
            corrupted.count,
            if name == "SL" { "V~2" } else { "K" }
        );
        let error = relative_distance(&(found * square), &limit);
        Evidence::at_most(
            Route::ClosedForm,
            compared,
            error,
            next_order,
            "the next order: 4 |A1| |D + Theta2| / (lambda_min(C1) alpha^2 min g)",
        )
    };
    let mut found = Vec::new();
    for (paradigm, name) in PARADIGMS {
        let encoder = closed_form(paradigm, &views, k)?.encoder;
        found.push(evidence(name, slope(&encoder, k)?, sample.limit(paradigm)?));
    }
    // R'N2/n = Y'N2/n - V1* B with V1* = (Y'X1/n) A1^-1.
    let (l, d) = corrupted.label_cross.shape();
    let (y1, y2) = (block(&corrupted.label_cross, 0..l, 0..k), block(&corrupted.label_cross, 0..l, k..d));
    let clean = solve(&sample.a1, &y1.transpose())?.transpose();
    let limit = sample.per_noise(y2 - clean * &sample.b);
    let v = supervised::supervised(&views)?.weights;
    found.push(evidence("SL", block(&v, 0..l, k..d), limit));
    Ok(found)
}

/// alpha^2 of the measurements in n: as in the claims on the propositions, well above the
/// threshold.
fn well_above(draws: &Draws, paradigm: Paradigm) -> Result<f64> {
    let threshold = *draws.problem.spectrum()?.thresholds().alpha_squared(paradigm);
    Ok(4.0 * threshold.max(1.0))
}

/// delta N - (1 - delta) D with N = Theta2 + alpha^2 Gamma2, whose lambda_min is the denominator of
/// the finite-sample bound.
fn margin<T: Scalar>(delta: &T, noise: &DMatrix<T>, d: &DMatrix<T>) -> DMatrix<T> {
    noise.zip_map(d, |n, d| delta.clone() * n - (T::one() - delta.clone()) * d)
}

/// |W2| over its finite-sample bound.
fn over_bound(w1: &DMatrix<f64>, w2: &DMatrix<f64>, b: &DMatrix<f64>, delta: f64, margin: f64) -> f64 {
    w2.norm() * margin / ((1.0 - delta) * (w1 * b).norm())
}

/// (1 - delta)^2 |B|^2 / |kappa|^2, which lambda_min of the margin may not exceed squared.
fn bound_squared(delta: &Rational, b: &DMatrix<Rational>, kappa: &DMatrix<Rational>) -> Rational {
    let rest = ratio(1, 1) - delta;
    &rest * &rest * objective::inner(b, b) / objective::inner(kappa, kappa)
}

/// The asymptotic standard deviation of sqrt(n) K_ij, from c_i, g_j, s_j and the signal eigenvalue
/// (omega_i or phi_i^2).
fn deviation(paradigm: Paradigm, c: f64, g: f64, s: f64, lambda: f64) -> f64 {
    (c * g).sqrt()
        * match paradigm {
            Paradigm::JointEmbedding => (1.0 - lambda) / (lambda * s - g),
            Paradigm::Reconstruction => (c + g - lambda) / (lambda * s - g * g),
        }
}

/// |found - expected| / |expected|.
fn relative_distance(found: &DMatrix<f64>, expected: &DMatrix<f64>) -> f64 {
    (found - expected).norm() / expected.norm()
}

/// The finite-sample bound on draws of the smallest n of the sequence.
fn finite_bound(draws: &Draws, noise: Noise) -> Result<Evidence> {
    let k = draws.problem.rank();
    let alpha_squared = well_above(draws, Paradigm::JointEmbedding)?;
    let channel = draws.problem.augmentation(alpha_squared.sqrt())?;
    let (mut worst, mut counted): (f64, usize) = (0.0, 0);
    let Some((n, pairs)) = draws.growing.first() else { return Ok(Evidence::exact("no draws", Tally::default())) };
    for (_, corrupted) in pairs {
        let sample = Sample::new(draws, corrupted);
        let encoder = closed_form(Paradigm::JointEmbedding, &channel.views(corrupted)?, k)?.encoder;
        let (w1, w2) = (block(&encoder, 0..k, 0..k), block(&encoder, 0..k, k..encoder.ncols()));
        // delta of this sample: the smallest eigenvalue of L^-1 C1 L^-T, A1 = L L'.
        let whitened = sample.a1.clone().cholesky().map(|f| f.l()).and_then(|l| {
            let half = l.solve_lower_triangular(&sample.c1)?;
            l.solve_lower_triangular(&half.transpose())
        });
        let Some(whitened) = whitened else { continue };
        let delta = symmetric_eigen(&((&whitened + whitened.transpose()) * 0.5))?.values[k - 1];
        let noise = draws.problem.theta[k..].iter().zip(&draws.problem.gamma).map(|(th, g)| th + alpha_squared * g);
        let noise = DMatrix::from_diagonal(&DVector::from_vec(noise.collect()));
        let margin = symmetric_eigen(&margin(&delta, &noise, &sample.d))?.values.min();
        if margin > 0.0 {
            counted += 1;
            worst = worst.max(over_bound(&w1, &w2, &sample.b, delta, margin));
        }
    }
    let compared = format!(
        "SSL-JE, {} noise, n = {n}, alpha^2 = {alpha_squared:.3}: |W2|_F over its finite-sample bound, {counted} of {} draws with a positive margin",
        noise.name(),
        pairs.len()
    );
    // No draw with a margin is no evidence.
    let worst = if counted > 0 { worst } else { f64::INFINITY };
    Ok(Evidence::at_most(Route::ClosedForm, compared, worst, 1.0, "a theorem, at every n"))
}

/// The mean of n K_ij^2 / sd_ij^2 over entries and draws: 1 up to the Monte-Carlo error of that
/// many squares, which is sqrt(2/count).
fn deviations_in_n(draws: &Draws, noise: Noise) -> Result<Vec<Evidence>> {
    let k = draws.problem.rank();
    let spectrum = draws.problem.spectrum()?;
    let mut evidence = Vec::new();
    for (paradigm, name) in PARADIGMS {
        let alpha_squared = well_above(draws, paradigm)?;
        let channel = draws.problem.augmentation(alpha_squared.sqrt())?;
        let (leading, _) = spectrum.limit_eigenvalues(paradigm, &alpha_squared);
        let predicted = |i: usize, j: usize| {
            let (c, g) = (draws.problem.signal[i], draws.problem.gamma[j]);
            let s = g + draws.problem.theta[k + j] + alpha_squared * g;
            deviation(paradigm, c, g, s, leading[i])
        };
        let (mut sum, mut count, mut sizes) = (0.0, 0.0, Vec::new());
        for (n, pairs) in draws.growing.iter().filter(|(n, _)| *n >= DEVIATION_SAMPLES) {
            sizes.push(n.to_string());
            for (_, corrupted) in pairs {
                let encoder = closed_form(paradigm, &channel.views(corrupted)?, k)?.encoder;
                let slope = slope(&encoder, k)?;
                for j in 0..slope.ncols() {
                    for i in 0..k {
                        sum += *n as f64 * (slope[(i, j)] / predicted(i, j)).powi(2);
                        count += 1.0;
                    }
                }
            }
        }
        let tolerance = NEXT_ORDER + 5.0 * (2.0f64 / count).sqrt();
        let compared = format!(
            "{name}, {} noise, alpha^2 = {alpha_squared:.3}, n = {}: mean of n K_ij^2 over its predicted variance, {count} entries",
            noise.name(),
            sizes.join(" and ")
        );
        evidence.push(Evidence::near(
            Route::ClosedForm,
            compared,
            sum / count,
            1.0,
            (tolerance * 1000.0).round() / 1000.0,
            "5 standard errors sqrt(2/entries), 0.05 for the next order in n^-1/2",
        ));
    }
    Ok(evidence)
}

/// The n from which the asymptotic deviation is compared: the cross terms inflate the smallest
/// signal eigenvalue by less than 4 % there (see the sizes of [`Context`]).
const DEVIATION_SAMPLES: usize = 100_000;

/// What the next order may add to a mean square: twice the inflation of an eigenvalue, on the few
/// entries that have it.
const NEXT_ORDER: f64 = 0.05;

/// k = m = 1, alpha^2 = 10^8, random rational moments: the leading row (1, K) has alpha^2 K within
/// 10^-4 of its limit (relative to the larger of the limit and |B|/g). At (1, t) the quotient of
/// (A, S) has a derivative of the sign of -f(t), f = (A w)_1 (S w)_2 - (A w)_2 (S w)_1, so a
/// maximum lies where f changes from - to +.
fn exact_constants(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(20, 100, 1000);
    let mut rng = context.rng(150);
    let mut tally = Tally::default();
    let (square, mut signs) = (ratio(100_000_000, 1), [false; 2]);
    for case in 0..cases {
        let [c, th1, th2, g, share] = std::array::from_fn(|_| random_positive(&mut rng, 6));
        // B^2 < c D for moments of samples.
        let b = if case % 2 == 0 { share } else { -share };
        let d = &b * &b / &c + random_positive(&mut rng, 6);
        let second = DMatrix::from_row_slice(2, 2, &[c.clone(), b.clone(), b.clone(), d.clone()]);
        let s = &second + DMatrix::from_diagonal(&DVector::from_vec(vec![th1.clone(), &th2 + &square * &g]));
        let scale = b.abs() / &g;
        signs[usize::from(b.is_negative())] = true;
        tally.record([&c, &th1, &th2, &g, &b, &d]);
        for (paradigm, _) in PARADIGMS {
            let (numerator, limit) = match paradigm {
                Paradigm::JointEmbedding => (second.clone(), &th1 / &c * &b / &g),
                Paradigm::Reconstruction => {
                    let top = (&c + &th1) * (&c * &b + &b * &d) / (&c * &c + &b * &b);
                    (&second * &second, (top - &b) / &g)
                }
            };
            let f = |t: Rational| {
                let w = DMatrix::from_column_slice(2, 1, &[ratio(1, 1), t]);
                let (a, s) = (&numerator * &w, &s * &w);
                &a[0] * &s[1] - &a[1] * &s[0]
            };
            let allowed = limit.abs().max(scale.clone()) * ratio(1, 10_000);
            let (low, high) = ((&limit - &allowed) / &square, (&limit + &allowed) / &square);
            tally.case([f(low) < Rational::zero(), f(high) > Rational::zero()]);
        }
    }
    tally.require(signs == [true; 2]);
    Ok(Evidence::exact(
        "k = m = 1, alpha^2 = 10^8: the maximum of the quotient is within 1e-4 of the predicted alpha^-2 constant",
        tally,
    ))
}

/// Theta1 = 0: the rows [W1 0] have loss 0 on any sample, and every other row a positive one, since
/// Sigma = diag(0, Theta2 + alpha^2 Gamma2) has exactly that kernel.
fn exact_without_theta(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(10, 50, 300);
    let mut rng = context.rng(151);
    let mut tally = Tally::default();
    for _ in 0..cases {
        let (n, k, m) = (5, 2, 2);
        let root = random_matrix(&mut rng, m, m, 3);
        let noise = &root * root.transpose() + DMatrix::<Rational>::identity(m, m) * random_positive(&mut rng, 4);
        let mut sigma = DMatrix::zeros(k + m, k + m);
        sigma.view_mut((k, k), (m, m)).copy_from(&noise);
        let data = DataMoments::from_samples(&random_matrix(&mut rng, n, k + m, 4), &DMatrix::zeros(n, 0))?;
        let channel =
            crate::augment::AlignedNoise::new_exact(sigma.clone(), DMatrix::zeros(k + m, k + m), ratio(0, 1))?;
        let views = channel.views(&data)?;
        let mut on_signal = random_matrix(&mut rng, k, k + m, 4);
        on_signal.columns_mut(k, m).fill(Rational::zero());
        let free = objective::joint_embedding(&on_signal, &views).is_zero();
        let kernel = inertia(&sigma);
        tally.record(views.view_second.iter().chain(&views.mean_second).chain(&on_signal));
        tally.case([free, (kernel.positive, kernel.zero) == (m, k)]);
    }
    Ok(Evidence::exact("Theta1 = 0: the signal rows have loss 0 on any sample, and no other rows do", tally))
}

/// Samples built backwards from a rational optimum (1, kappa), k = 1, m = 2: B solves the second
/// row of W G = omega W S, and (1, kappa) is the top iff omega S - G is positive semidefinite. Then
/// the finite-sample bound, squared.
fn exact_finite_bound(context: &Context<'_>) -> Result<Evidence> {
    let wanted = context.tier.pick(10, 50, 300);
    let mut rng = context.rng(152);
    let (mut tally, mut tried, mut draws) = (Tally::default(), 0, 0);
    while tried < wanted && draws < 100_000 {
        draws += 1;
        let m = 2;
        let (c, th) = (random_positive(&mut rng, 6), random_positive(&mut rng, 6));
        let kappa = random_matrix(&mut rng, 1, m, 4).map(|v| v / ratio(20, 1));
        let root = random_matrix(&mut rng, m, m, 2);
        let d = &root * root.transpose() + DMatrix::<Rational>::identity(m, m);
        let noise = DMatrix::from_diagonal(&DVector::from_fn(m, |_, _| random_positive(&mut rng, 6) * ratio(4, 1)));
        // th B = (c + B kappa') kappa N - th kappa D, linear in B: B (th I - kappa' kappa N) = c
        // kappa N - th kappa D.
        let system = DMatrix::<Rational>::identity(m, m) * th.clone() - kappa.transpose() * &kappa * &noise;
        let right = (&kappa * &noise).map(|v| v * &c) - (&kappa * &d).map(|v| v * &th);
        let Ok(b) = exact_solve(&system.transpose(), &right.transpose()) else { continue };
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
        // Moments of samples, with (1, kappa) on top.
        if inertia(&second).negative > 0 || (top.negative, top.zero) != (0, 1) {
            continue;
        }
        let delta = &c / (&c + &th);
        let margin = margin(&delta, &noise, &d);
        if kappa.iter().all(Zero::is_zero) {
            continue;
        }
        // |kappa| lambda_min(margin) <= (1 - delta)|B|: with mu = (1 - delta)|B|/|kappa| this is lambda_min(margin) <= mu, and mu^2 is rational. margin - mu I is not positive definite iff lambda_min <= mu; a rational below mu decides it:
        // margin - q I positive definite for q with q^2 >= mu^2 would be a violation.
        let mu_squared = bound_squared(&delta, &b, &kappa);
        if inertia(&margin).positive < m {
            continue;
        }
        tried += 1;
        // The upper of two neighbours of mu on a fine grid.
        let grid = ratio(1, 1 << 30);
        let approx = crate::scalar::exact_from_f64(mu_squared.approx().sqrt())?;
        let above = (&approx / &grid).ceil() * &grid + &grid;
        let valid = &above * &above >= mu_squared;
        let beyond = margin - DMatrix::<Rational>::identity(m, m) * above;
        tally.record(second.iter().chain(&s));
        tally.case([valid, inertia(&beyond).positive < m]);
    }
    tally.require(tried == wanted);
    Ok(Evidence::exact("finite-sample bound on |W2|, k = 1, m = 2, optimum rational by construction", tally))
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn margins_and_deviations_by_hand() {
        // 1/4 diag(8, 16) - 3/4 [[4, 2], [2, 1]].
        let noise = dmatrix![8., 0.; 0., 16.];
        assert_eq!(margin(&0.25, &noise, &dmatrix![4., 2.; 2., 1.]), dmatrix![-1., -1.5; -1.5, 3.25]);
        // 5 3 / (3/4 2).
        let found = over_bound(&dmatrix![2.], &dmatrix![3., 4.], &dmatrix![1., 0.], 0.25, 3.0);
        assert_eq!(found, 10.0);
        let whole = |a, b| dmatrix![ratio(a, 1), ratio(b, 1)];
        assert_eq!(bound_squared(&ratio(1, 3), &whole(3, 0), &whole(1, 1)), ratio(2, 1));
        // sqrt(1 4) (1 - 1/4) / (28/4 - 4).
        assert_eq!(deviation(Paradigm::JointEmbedding, 1.0, 4.0, 28.0, 0.25), 0.5);
        // sqrt(4 9) (4 + 9 - 3) / (3 47 - 81).
        assert_eq!(deviation(Paradigm::Reconstruction, 4.0, 9.0, 47.0, 3.0), 1.0);
        assert_eq!(relative_distance(&dmatrix![3., 0.; 0., 8.], &dmatrix![0., 0.; 0., 4.]), 1.25);
    }
}
