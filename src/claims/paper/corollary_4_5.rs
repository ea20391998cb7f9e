//! Corollary 4.5: which paradigm needs less alignment.

use crate::claims::routes::minimiser;
use crate::claims::routes::populations::random_spectrum;
use crate::claims::{Context, Evidence, Statement, Tally};
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Regime, Spectrum, Verdict};

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "corollary-4-5",
    source: "Corollary 4.5, section 4.4",
    about: "which needs less",
    statement: "With r = η²/δ: max_j g_j < r (weak noise) implies α_RC² < α_JE², min_j g_j > r (strong noise) implies α_JE² < α_RC²; in between the two maxima of (10) and (12) decide, either way.",
    assumptions: "section 4.1: signal, noise and augmentation diagonal in one basis",
    difference: Some(
        "Squares are ordered, not α: both may be negative, and then neither paradigm needs alignment. A large spectral norm of the noise alone does not decide when the noise straddles r.",
    ),
    snapshots: &["thresholds", "explaining-digits"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        exact_order(context)?,
        exact_straddling()?,
        minimisers_part(context, Regime::Weak)?,
        minimisers_part(context, Regime::Strong)?,
    ])
}

/// Random rational spectra, scaled into each regime: the strict order of the squares, and of the
/// clipped ones iff the larger is positive.
fn exact_order(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(100, 400, 4000);
    let mut rng = context.rng(STATEMENT.name, "order");
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
    Ok(Evidence::exact("order", "order of the squares in the weak and the strong regime, raw and clipped", tally))
}

/// Straddling noise: both orders and a tie occur. The last is a counterexample to "large spectral
/// norm => joint-embedding" of section 4.4.
fn exact_straddling() -> Result<Evidence> {
    // c = th = 1: η² = δ = 1/2, r = 1; g = (2, 1/2), th_noise = (th, 0): α_RC² =
    // max(3 - th/2, 0), α_JE² = 1.
    let mut tally = Tally::default();
    for (th, verdict) in [(0, Verdict::JointEmbedding), (4, Verdict::Tie), (6, Verdict::Reconstruction)] {
        let list = |v: &[(i64, i64)]| -> Vec<Rational> { v.iter().map(|&(p, q)| ratio(p, q)).collect() };
        let t = Spectrum::new(list(&[(1, 1)]), list(&[(1, 1), (th, 1), (0, 1)]), list(&[(2, 1), (1, 2)]))?.thresholds();
        tally.case([t.regime == Regime::Straddling, t.verdict() == verdict]);
    }
    Ok(Evidence::exact(
        "straddling",
        "straddling noise with max g = 2 > r = 1: either paradigm may need less, or both the same",
        tally,
    ))
}

/// Between the two thresholds the minimisers of the two paradigms part: one finds the signal, the
/// other finds noise.
fn minimisers_part(context: &Context<'_>, regime: Regime) -> Result<Evidence> {
    let (name, winner) = match regime {
        Regime::Weak => ("weak", Paradigm::Reconstruction),
        _ => ("strong", Paradigm::JointEmbedding),
    };
    let mut rng = context.rng(STATEMENT.name, "minimisers");
    let wanted = context.tier.pick(2, 5, 20);
    let mut tally = Tally::default();
    while tally.cases() < wanted {
        let spectrum = random_spectrum(&mut rng)?;
        if spectrum.thresholds().regime != regime {
            continue;
        }
        if let Some(parted) = minimiser::part(&spectrum, winner)? {
            tally.record(spectrum.diagonals().0.iter());
            tally.case([parted]);
        }
    }
    let compared = format!("{name} noise, α² midway between the thresholds, {} finds the signal", winner.title());
    Ok(Evidence { id: format!("minimiser-{name}"), ..minimiser::as_predicted(&compared, tally) })
}
