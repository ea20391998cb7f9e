//! Corollary 4.5: which paradigm needs less alignment.

use crate::claims::routes::minimiser;
use crate::claims::routes::populations::{random_spectrum, suitable};
use crate::claims::{Context, Evidence, Line, Statement};
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Regime, Spectrum, Thresholds, Verdict};

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "corollary-4-5",
    source: "Corollary 4.5, section 4.4",
    about: "which needs less",
    statement: r"With $r = \eta^2/\delta$: $\max_j g_j < r$ (weak noise) implies $\alpha_{\mathrm{RC}}^2 < \alpha_{\mathrm{JE}}^2$, $\min_j g_j > r$ (strong noise) implies $\alpha_{\mathrm{JE}}^2 < \alpha_{\mathrm{RC}}^2$; in between the two maxima of (10) and (12) decide, either way.",
    assumptions: "section 4.1: signal, noise and augmentation diagonal in one basis",
    difference: Some(
        r"The squares are ordered: $\alpha$ itself is undefined where its square is negative, and where both are, neither paradigm needs alignment. When the noise straddles $r$, between the two cases, its largest variance does not decide.",
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

/// Random rational spectra: the strict order of the squares in each regime, and of the clipped ones
/// iff the larger is positive. Straddling noise has no order here.
fn exact_order(context: &Context<'_>) -> Result<Evidence> {
    let compared = "order of the squares in the weak and the strong regime, raw and clipped";
    let line = Line::exact("order", compared, "the squares of the two paradigms swapped");
    let line = line.kinds(&["weak", "strong", "straddling"]);
    line.on_random(context, (STATEMENT.name, "order"), [100, 400, 4000], |_, rng, tally| {
        // All draws up to the next with an order are one instance.
        let (t, expected) = suitable(|| {
            let spectrum = random_spectrum(rng)?;
            let (variances, theta, gamma) = spectrum.diagonals();
            tally.record([variances, theta, gamma].iter().flatten());
            let t = spectrum.thresholds();
            let (kind, expected) = match t.regime {
                Regime::Weak => ("weak", Some(Verdict::Reconstruction)),
                Regime::Strong => ("strong", Some(Verdict::JointEmbedding)),
                Regime::Straddling => ("straddling", None),
            };
            tally.saw(kind);
            Ok(expected.map(|expected| (t, expected)))
        })?;
        let larger = if expected == Verdict::Reconstruction { &t.alpha_squared_je } else { &t.alpha_squared_rc };
        let clipped = if *larger > ratio(0, 1) { expected } else { Verdict::Tie };
        tally.case(|run| {
            let squares = (t.alpha_squared_je.clone(), t.alpha_squared_rc.clone());
            let (je, rc) = run.pick(squares.clone(), (squares.1, squares.0));
            let found = Thresholds { alpha_squared_je: je, alpha_squared_rc: rc, ..t.clone() };
            Ok([found.verdict() == expected, found.verdict_clipped() == clipped])
        })
    })
}

/// Straddling noise: both orders and a tie occur. The last is a counterexample to "large spectral
/// norm => joint-embedding" of section 4.4.
fn exact_straddling() -> Result<Evidence> {
    // c = th = 1: η² = δ = 1/2, r = 1; g = (2, 1/2), th_noise = (th, 0): α_RC² =
    // max(3 - th/2, 0), α_JE² = 1.
    let compared = "straddling noise with max g = 2 > r = 1: either paradigm may need less, or both the same";
    let instances = [(0, Verdict::JointEmbedding), (4, Verdict::Tie), (6, Verdict::Reconstruction)];
    let fault = "θ of the noise larger by 1/1000 at the tie and by 6 else, signal noise halved for the regime";
    Line::exact("straddling", compared, fault).on_each(instances, |(th, verdict), tally| {
        tally.case(|run| {
            let list = |v: &[(i64, i64)]| -> Vec<Rational> { v.iter().map(|&(p, q)| ratio(p, q)).collect() };
            let th = run.pick(ratio(th, 1), if th == 4 { ratio(4001, 1000) } else { ratio((th + 6) % 12, 1) });
            // g = (1/2, 1/4) lies below r = 1 altogether.
            let weak = Spectrum::new(list(&[(1, 1)]), list(&[(1, 1), (0, 1), (0, 1)]), list(&[(1, 2), (1, 4)]))?;
            let theta = vec![ratio(1, 1), th, ratio(0, 1)];
            let t = Spectrum::new(list(&[(1, 1)]), theta, list(&[(2, 1), (1, 2)]))?.thresholds();
            let regime = run.pick(t.regime, weak.thresholds().regime);
            Ok([regime == Regime::Straddling, t.verdict() == verdict])
        })
    })
}

/// Between the two thresholds the minimisers of the two paradigms part: one finds the signal, the
/// other finds noise.
fn minimisers_part(context: &Context<'_>, regime: Regime) -> Result<Evidence> {
    let (name, purpose, winner) = match regime {
        Regime::Weak => ("weak", "weak minimisers", Paradigm::Reconstruction),
        _ => ("strong", "strong minimisers", Paradigm::JointEmbedding),
    };
    let compared = format!("{name} noise, α² midway between the thresholds, {} finds the signal", winner.title());
    let line = minimiser::line(&format!("minimiser-{name}"), &compared, "the other paradigm as the winner");
    line.on_random(context, (STATEMENT.name, purpose), [2, 5, 20], |_, rng, tally| {
        let (spectrum, views) = suitable(|| {
            let spectrum = random_spectrum(rng)?;
            let views = minimiser::midway(&spectrum, winner);
            Ok(views.filter(|_| spectrum.thresholds().regime == regime).map(|views| (spectrum, views)))
        })?;
        tally.record(spectrum.diagonals().0.iter().chain(&views.view_second));
        tally.case(|run| Ok([minimiser::part(&views, spectrum.rank(), run.pick(winner, winner.other()))?]))
    })
}
