//! Corollary 4.5: which paradigm needs less alignment.

use crate::claims::paper::propositions_4_3_4_4::{population, random_spectrum};
use crate::claims::routes::minimisers::{approx_views, closed_form, objective_of};
use crate::claims::{Claim, Context, Evidence, Route, Tally};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::minimize::{self, Method, Options};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Regime, Spectrum, Verdict};
use nalgebra::DMatrix;

/// Gathers the evidence for Corollary 4.5.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    Ok(Claim {
        name: "corollary-4-5",
        source: "Corollary 4.5, section 4.4",
        statement: "With r = eta^2/delta: max_j g_j < r (weak noise) implies alpha_RC^2 < alpha_JE^2, min_j g_j > r (strong noise) implies alpha_JE^2 < alpha_RC^2; in between the two maxima of (10) and (12) decide, either way.",
        assumptions: "section 4.1: signal, noise and augmentation diagonal in one basis",
        difference: Some(
            "Squares are ordered, not alpha: both may be negative, and then neither paradigm needs alignment. A large spectral norm of the noise alone does not decide when the noise straddles r.",
        ),
        evidence: vec![
            exact_order(context)?,
            exact_straddling()?,
            flips_between(context, Regime::Weak)?,
            flips_between(context, Regime::Strong)?,
        ],
    })
}

/// Random rational spectra, scaled into each regime: the strict order of the squares, and of the
/// clipped ones iff the larger is positive.
fn exact_order(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(100, 400, 4000);
    let mut rng = context.rng(70);
    let (mut tally, mut seen) = (Tally::default(), [false; 3]);
    for _ in 0..cases {
        let spectrum = random_spectrum(&mut rng)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        let t = spectrum.thresholds();
        let (expected, larger) = match t.regime {
            Regime::Weak => (Some(Verdict::Reconstruction), &t.alpha_squared_je),
            Regime::Strong => (Some(Verdict::JointEmbedding), &t.alpha_squared_rc),
            Regime::Straddling => (None, &t.alpha_squared_je),
        };
        seen[t.regime as usize] = true;
        if let Some(expected) = expected {
            let clipped = if *larger > ratio(0, 1) { expected } else { Verdict::Tie };
            tally.case([t.verdict() == expected, t.verdict_clipped() == clipped]);
        }
    }
    // All three regimes must have occurred for the statement to have been tried.
    tally.require(seen == [true; 3]);
    Ok(Evidence::exact("order of the squares in the weak and the strong regime, raw and clipped", tally))
}

/// Straddling noise: both orders and a tie occur (the second is theory.md's counterexample to
/// "large spectral norm => joint-embedding").
fn exact_straddling() -> Result<Evidence> {
    // c = th = 1: eta^2 = delta = 1/2, r = 1; g = (2, 1/2), th_noise = (th, 0): alpha_RC^2 =
    // max(3 - th/2, 0), alpha_JE^2 = 1.
    let mut tally = Tally::default();
    for (th, verdict) in [(0, Verdict::JointEmbedding), (4, Verdict::Tie), (6, Verdict::Reconstruction)] {
        let list = |v: &[(i64, i64)]| -> Vec<Rational> { v.iter().map(|&(p, q)| ratio(p, q)).collect() };
        let t = Spectrum::new(list(&[(1, 1)]), list(&[(1, 1), (th, 1), (0, 1)]), list(&[(2, 1), (1, 2)]))?.thresholds();
        tally.case([t.regime == Regime::Straddling, t.verdict() == verdict]);
    }
    Ok(Evidence::exact(
        "straddling noise with max g = 2 > r = 1: either paradigm may need less, or both the same",
        tally,
    ))
}

/// Between the two thresholds the minimisers of the two paradigms part: one finds the signal, the
/// other does not.
fn flips_between(context: &Context<'_>, regime: Regime) -> Result<Evidence> {
    let mut rng = context.rng(71);
    let wanted = context.tier.pick(2, 5, 20);
    let (mut agreed, mut tried) = (0, 0);
    while tried < wanted {
        let spectrum = random_spectrum(&mut rng)?;
        let t = spectrum.thresholds();
        let (low, high) = match regime {
            Regime::Weak => (&t.alpha_squared_rc, &t.alpha_squared_je),
            _ => (&t.alpha_squared_je, &t.alpha_squared_rc),
        };
        let low = if *low < ratio(0, 1) { ratio(0, 1) } else { low.clone() };
        // A gap wide enough for alpha^2 in the middle to be clear of both thresholds.
        if t.regime != regime || *high < &low + ratio(1, 2) {
            continue;
        }
        tried += 1;
        let middle = (&low + high) / ratio(2, 1);
        let views = approx_views(&population(&spectrum, &middle, None));
        let (k, d) = (spectrum.rank(), views.view_second.nrows());
        let signal = DMatrix::identity(k, d);
        let finds = |paradigm| -> Result<bool> {
            let found = minimize::minimize(objective_of(paradigm, k), Method::Lbfgs, &views, 0, &Options::default())?;
            let distance = row_space_distance(&found.weights, &signal)?;
            let closed = row_space_distance(&closed_form(paradigm, &views, k)?.encoder, &signal)?;
            Ok(found.termination.converged() && distance < 1e-4 && closed < 1e-4)
        };
        let (rc, je) = (finds(Paradigm::Reconstruction)?, finds(Paradigm::JointEmbedding)?);
        agreed += usize::from((rc, je) == (regime == Regime::Weak, regime == Regime::Strong));
    }
    let (name, winner) = match regime {
        Regime::Weak => ("weak", "reconstruction"),
        _ => ("strong", "joint-embedding"),
    };
    Ok(Evidence::at_least(
        Route::Minimiser,
        format!(
            "{name} noise, alpha^2 midway between the thresholds: only {winner}'s minimiser has the signal row space, share of {wanted} instances"
        ),
        agreed as f64 / wanted as f64,
        1.0,
        "projector distance < 1e-4 or not",
    ))
}
