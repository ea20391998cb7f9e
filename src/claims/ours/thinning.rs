//! Binomial thinning of counts: joint-embedding ignores the rate, and thinning imitates Poisson
//! noise exactly.

use crate::augment::{AlignedNoise, Channel, Thinning};
use crate::claims::routes::instances::{PARADIGMS, agreement, eigenvalue, minimised, pixels, random_data};
use crate::claims::{Claim, Context, Evidence, Tally};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_positive};
use crate::moments::DataMoments;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;

/// Gathers the evidence for the characterisation of thinning.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    let counts = pixels(context)?;
    let half = Thinning::new(counts.x.ncols(), 0.5)?;
    let mut evidence = vec![
        exact_by_definition(context)?,
        exact_rate_free(context)?,
        exact_reconstruction_depends()?,
        exact_aligned(context)?,
        exact_poisson(context)?,
        minimiser_rate()?,
        counts.sampled(context, &half, 5)?,
    ];
    for (paradigm, _) in PARADIGMS {
        evidence.push(counts.certified(context, paradigm, &half, 5)?);
    }
    Ok(Claim {
        name: "thinning",
        source: "extension: binomial thinning of counts",
        statement: "tau(x)_j ~ Bin(x_j, p), D = diag(mean): S = p^2 C + p(1-p) D. Joint-embedding is the top k of (C, D) for every p < 1, omega = p mu/(p mu + 1 - p); reconstruction is the top k of (C^2, C + (1-p)/p D) and depends on p. Divided by p, thinning is additive noise of covariance alpha^2 D, alpha^2 = (1-p)/p, and D is the covariance of Poisson noise: if x is Poisson given its mean s, C = C_s + D, so T(alpha) is exactly aligned with Theta = 0, Gamma = D. Joint-embedding is then the top k of (C_s, D), and for rank C_s = k its row space is D^-1 range(C_s) at every p.",
        assumptions: "x has non-negative integers; every mean positive. C and C_s are second moments, not centred: they hold the mean's own square",
        difference: Some(
            "Not in the paper, whose noise does not depend on the data; the noise overlaps the signal here, so its thresholds do not apply.",
        ),
        evidence,
    })
}

/// S and H by running through all outcomes of small counts, with their probabilities.
fn exact_by_definition(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 20, 100);
    let mut rng = context.rng(130);
    let mut tally = Tally::default();
    for case in 0..cases {
        let (n, d) = (3, 1 + case % 2);
        let counts: Vec<Vec<usize>> = (0..n).map(|_| (0..d).map(|_| rng.random_range(0..=3)).collect()).collect();
        let x = DMatrix::from_fn(n, d, |i, j| ratio(counts[i][j] as i64, 1));
        let p = ratio(rng.random_range(1..6), 6);
        let data = DataMoments::from_samples(&x, &DMatrix::zeros(n, 0))?;
        let views = Thinning::new(d, p.clone())?.views(&data)?;
        let (mut second, mut cross) = (DMatrix::zeros(d, d), DMatrix::zeros(d, d));
        for (i, row) in counts.iter().enumerate() {
            let sizes: Vec<usize> = row.iter().map(|c| c + 1).collect();
            for code in 0..sizes.iter().product() {
                let (mut rest, mut weight, mut view) = (code, Rational::one(), DMatrix::zeros(1, d));
                for j in 0..d {
                    let kept = rest % sizes[j];
                    rest /= sizes[j];
                    weight *= binomial(row[j], kept, &p);
                    view[(0, j)] = ratio(kept as i64, 1);
                }
                second += (view.transpose() * &view).map(|v| v * &weight);
                cross += (x.rows(i, 1).transpose() * &view).map(|v| v * &weight);
            }
        }
        let count = ratio(n as i64, 1);
        let mean = |m: DMatrix<Rational>| m.map(|v| v / &count);
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([mean(second) == views.view_second, mean(cross) == views.cross]);
    }
    Ok(Evidence::exact("S and H over all outcomes of the binomial law against the channel", tally))
}

/// P(Bin(n, p) = k), from Pascal's triangle.
fn binomial(n: usize, k: usize, p: &Rational) -> Rational {
    let mut row = vec![Rational::one()];
    for _ in 0..n {
        let next = |i: usize| {
            let kept = if i > 0 { &row[i - 1] * p } else { Rational::zero() };
            kept + if i < row.len() { &row[i] * (Rational::one() - p) } else { Rational::zero() }
        };
        row = (0..=row.len()).map(next).collect();
    }
    row[k].clone()
}

fn scaled(m: &DMatrix<Rational>, by: &Rational) -> DMatrix<Rational> {
    m.map(|v| v * by)
}

/// Random moments with a positive mean: the identities hold for all of them.
fn random_moments(rng: &mut rand_chacha::ChaCha8Rng, d: usize) -> Result<(DataMoments<Rational>, DMatrix<Rational>)> {
    let (_, data) = random_data(rng, d)?;
    let mean = DVector::from_fn(d, |_, _| random_positive(rng, 5));
    let diagonal = DMatrix::from_diagonal(&mean);
    Ok((DataMoments { mean, ..data }, diagonal))
}

/// G - f(mu) S = kappa (C - mu D) with f(mu) = p mu/(p mu + 1 - p) and kappa = p^2 (1-p)/(p mu +
/// 1 - p) > 0.
fn exact_rate_free(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(10, 60, 400);
    let mut rng = context.rng(131);
    let mut tally = Tally::default();
    for case in 0..cases {
        let (data, diagonal) = random_moments(&mut rng, 1 + case % 4)?;
        let (p, mu) = (ratio(rng.random_range(1..8), 8), random_positive(&mut rng, 5));
        let views = Thinning::new(diagonal.nrows(), p.clone())?.views(&data)?;
        let lost = Rational::one() - &p;
        let below = &p * &mu + &lost;
        let (f, kappa) = (&p * &mu / &below, &p * &p * &lost / &below);
        let left = &views.mean_second - scaled(&views.view_second, &f);
        let right = scaled(&(&data.second - scaled(&diagonal, &mu)), &kappa);
        tally.record(views.view_second.iter().chain([&mu]));
        tally.case([left == right, kappa > Rational::zero(), views.cross == scaled(&data.second, &p)]);
    }
    Ok(Evidence::exact("G - f(mu) S = kappa (C - mu D), kappa > 0, f increasing; H = p C", tally))
}

/// Ten cells with the counts (1, 0) and one with (0, 3): C = diag(10, 9)/11, D = diag(10, 3)/11, mu
/// = (1, 3). Reconstruction compares 10/(1 + a) with 27/(3 + a), a = (1-p)/p, which are equal at a
/// = 3/17, p = 17/20.
fn cells() -> Result<DataMoments<Rational>> {
    let x = DMatrix::from_fn(11, 2, |i, j| match (i < 10, j) {
        (true, 0) => ratio(1, 1),
        (false, 1) => ratio(3, 1),
        _ => ratio(0, 1),
    });
    DataMoments::from_samples(&x, &DMatrix::zeros(11, 0))
}

fn exact_reconstruction_depends() -> Result<Evidence> {
    let data = cells()?;
    let mut tally = Tally::default();
    for (p, first_leads) in [(ratio(9, 10), Some(true)), (ratio(17, 20), None), (ratio(1, 2), Some(false))] {
        let views: ViewMoments<Rational> = Thinning::new(2, p)?.views(&data)?;
        let axis = |j: usize| DMatrix::from_fn(2, 1, |i, _| ratio(i64::from(i == j), 1));
        let values = |paradigm| [0, 1].map(|j| eigenvalue(paradigm, &views, &axis(j)));
        let [first, second] = values(Paradigm::Reconstruction);
        let order = if first == second { None } else { Some(first > second) };
        let [je_first, je_second] = values(Paradigm::JointEmbedding);
        tally.record(&views.view_second);
        tally.case([order == first_leads, first.is_some(), je_first < je_second]);
    }
    Ok(Evidence::exact(
        "cells (1, 0) x 10, (0, 3) x 1: reconstruction leads with gene 1 above p = 17/20 and gene 2 below, joint-embedding with gene 2 at every p",
        tally,
    ))
}

/// S/p^2, G/p^2 and H/p are those of T(alpha) with Theta = 0, Gamma = D, alpha^2 = (1-p)/p.
fn exact_aligned(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 30, 200);
    let mut rng = context.rng(132);
    let mut tally = Tally::default();
    for case in 0..cases {
        let (data, diagonal) = random_moments(&mut rng, 1 + case % 4)?;
        let d = diagonal.nrows();
        // p = 1/(1 + alpha^2) for a rational alpha.
        let alpha = random_positive(&mut rng, 5);
        let p = Rational::one() / (Rational::one() + &alpha * &alpha);
        let thinned = Thinning::new(d, p.clone())?.views(&data)?;
        let noisy = AlignedNoise::new_exact(DMatrix::zeros(d, d), diagonal, alpha)?.views(&data)?;
        tally.record(thinned.view_second.iter().chain(&thinned.cross));
        tally.case([
            thinned.view_second == scaled(&noisy.view_second, &(&p * &p)),
            thinned.mean_second == scaled(&noisy.mean_second, &(&p * &p)),
            thinned.cross == scaled(&noisy.cross, &p),
        ]);
    }
    Ok(Evidence::exact("thinning over p is T(alpha) with Theta = 0, Gamma = D, alpha^2 = (1-p)/p", tally))
}

/// Poisson counts, C = C_s + D with C_s = F F' of rank k: C D^-1 F = F (I + F'D^-1 F), so D^-1 F
/// spans an invariant space of (C, D); and C - 1 D = C_s has k positive and d - k zero eigenvalues,
/// so it is the top k.
fn exact_poisson(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 30, 200);
    let mut rng = context.rng(133);
    let (mut tried, mut tally) = (0, Tally::default());
    while tried < cases {
        let (d, k) = (rng.random_range(2..=4), rng.random_range(1..=2));
        // F >= 0, so that F (weights) is a mean of counts.
        let f = random_matrix(&mut rng, d, k, 4).map(|v| if v < Rational::zero() { -v } else { v });
        let weights = DMatrix::from_fn(k, 1, |_, _| random_positive(&mut rng, 3));
        let mean = (&f * weights).column(0).into_owned();
        if k >= d || mean.iter().any(Zero::is_zero) || inertia(&(f.transpose() * &f)).positive < k {
            continue;
        }
        tried += 1;
        let diagonal = DMatrix::from_diagonal(&mean);
        let second = &f * f.transpose() + &diagonal;
        let data =
            DataMoments { count: 1, mean, second, label_cross: DMatrix::zeros(0, d), label_energy: Rational::zero() };
        let p = ratio(rng.random_range(1..8), 8);
        let views = Thinning::new(d, p.clone())?.views(&data)?;
        let rows = exact_solve(&diagonal, &f)?;
        let inner = f.transpose() * &rows;
        // omega at mu = 1: f(1) = p. S V (...) = G V on the invariant space, and G - p S is PSD of
        // rank k.
        let invariant = &data.second * &rows == &diagonal * &rows * (DMatrix::identity(k, k) + inner);
        let above = inertia(&(&views.mean_second - scaled(&views.view_second, &p)));
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([invariant, (above.positive, above.zero) == (k, d - k)]);
    }
    Ok(Evidence::exact(
        "Poisson counts with a signal of rank k: joint-embedding has the row space D^-1 range(C_s) at every p",
        tally,
    ))
}

/// The cells by minimisers: gene 1 is e_1, gene 2 is e_2.
fn minimiser_rate() -> Result<Evidence> {
    let data = cells()?;
    let axis = |j: usize| approx_matrix(&DMatrix::from_fn(1, 2, |_, i| ratio(i64::from(i == j), 1)));
    let mut tally = Tally::default();
    let runs = [
        (Paradigm::JointEmbedding, ratio(9, 10), 1),
        (Paradigm::JointEmbedding, ratio(1, 2), 1),
        (Paradigm::Reconstruction, ratio(9, 10), 0),
        (Paradigm::Reconstruction, ratio(1, 2), 1),
    ];
    for (paradigm, p, gene) in &runs {
        let views = Thinning::new(2, p.clone())?.views(&data)?;
        tally.record(&views.view_second);
        tally.case([minimised(*paradigm, &views, &axis(*gene))?.found()]);
    }
    Ok(agreement("the cells at p = 9/10 and 1/2: reconstruction changes, joint-embedding stays", tally))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn binomial_probabilities_by_hand() {
        // n = 3, p = 1/3: 8, 12, 6, 1 of 27.
        let found = [0, 1, 2, 3].map(|k| binomial(3, k, &ratio(1, 3)));
        assert_eq!(found, [8, 12, 6, 1].map(|v| ratio(v, 27)));
        assert_eq!(binomial(0, 0, &ratio(1, 3)), ratio(1, 1));
    }
}
