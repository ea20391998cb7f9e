//! Rates in n with their constants (ours): the deviation of the row space on corrupted samples. The
//! notation is that of `routes/blocks.rs`.

use crate::augment::Channel;
use crate::claims::context::{DRAWS, Noise, distinct};
use crate::claims::routes::blocks::{deviation, slope};
use crate::claims::routes::decay::well_above;
use crate::claims::{Context, Evidence, Measured, Route, Statement, Tag};
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::solve;

/// The n from which the asymptotic deviation is compared: the cross terms inflate the smallest
/// signal eigenvalue by less than 4 % there (see the sizes of [`Context`]).
const DEVIATION_SAMPLES: usize = 100_000;

/// What the next order may add to a mean square: twice the inflation of an eigenvalue, on the few
/// entries that have it.
const NEXT_ORDER: f64 = 0.05;

/// Standard errors allowed to the mean square.
const STANDARD_ERRORS: f64 = 5.0;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "deviations",
    source: "Ours, beyond Propositions 4.3 and 4.4",
    about: "rates in $n$ with their constants",
    statement: r"$n\to\infty$ above the threshold: $\sqrt{n}\,K_{ij}$ has the standard deviation $\sqrt{c_i g_j}\,\frac{1-\omega_i}{\omega_i s_j - g_j}$ for joint-embedding, $\sqrt{c_i g_j}\,\frac{c_i + g_j - \phi_i^2}{\phi_i^2 s_j - g_j^2}$ for reconstruction, $s_j = (1+\alpha^2) g_j + \theta_j$.",
    assumptions: "section 4.1, signal, noise and augmentation diagonal in one basis; signal and noise independent with second moments",
    difference: Some("The paper states limits without rates."),
    snapshots: &["explaining-digits"],
    tags: &[
        Tag::OnData,
        Tag::WithoutTheorem("a limit law of random samples; the proofs have limits without their rates in law"),
    ],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![];
    for noise in Noise::ALL {
        evidence.extend(on_draws(context, noise)?);
    }
    Ok(evidence)
}

/// The mean of n K_ij² / sd_ij² over entries and draws: 1 up to the Monte-Carlo error of that
/// many squares, which is sqrt(2/count).
fn on_draws(context: &Context<'_>, noise: Noise) -> Result<Vec<Evidence>> {
    let draws = context.draws(noise)?;
    let k = draws.problem.rank();
    let spectrum = draws.problem.spectrum()?;
    let mut evidence = Vec::new();
    for paradigm in Paradigm::ALL {
        let alpha_squared = well_above(*spectrum.thresholds().alpha_squared(paradigm));
        let channel = draws.problem.augmentation(alpha_squared.sqrt())?;
        let (mut slopes, mut sizes, mut ran) = (vec![], vec![], 0);
        for (n, pairs) in draws.growing.iter().filter(|(n, _)| *n >= DEVIATION_SAMPLES) {
            sizes.push(n.to_string());
            ran += distinct(pairs);
            for (_, corrupted) in pairs {
                let encoder = solve::embedding(paradigm, &channel.views(corrupted)?, k)?.encoder;
                slopes.push((*n as f64, slope(&encoder, k)?));
            }
        }
        let count: f64 = slopes.iter().map(|(_, slope)| slope.len() as f64).sum();
        let mean = Measured::by("the deviation at twice that α²", |run| {
            let alpha_squared = alpha_squared * run.pick(1.0, 2.0);
            let (leading, _) = spectrum.limit_eigenvalues(paradigm, &alpha_squared);
            let mut sum = 0.0;
            for (n, slope) in &slopes {
                for j in 0..slope.ncols() {
                    let (g, th) = (draws.problem.gamma[j], draws.problem.theta[k + j]);
                    let s = g + th + alpha_squared * g;
                    for i in 0..k {
                        let predicted = deviation(paradigm, draws.problem.signal[i], g, s, leading[i]);
                        sum += n * (slope[(i, j)] / predicted).powi(2);
                    }
                }
            }
            Ok(sum / count)
        })?;
        let compared = format!(
            "{}, {} noise, α² = {alpha_squared:.3}, n = {}: n K_ij² over its predicted variance, {count} entries",
            paradigm.problem(),
            noise.name(),
            sizes.join(" and ")
        );
        let tolerance = NEXT_ORDER + STANDARD_ERRORS * (2.0f64 / count).sqrt();
        let because =
            format!("{STANDARD_ERRORS} standard errors sqrt(2/entries), {NEXT_ORDER} for the next order in n^-1/2");
        let id = format!("{}-{}", noise.name(), paradigm.short());
        // Two of three sizes in the gate tier.
        let effort = context.effort([1, 2, 3]).times(context.effort(DRAWS));
        let new = Evidence::new(Route::Measured, id, compared, effort).ran(ran);
        evidence.push(new.near("mean", mean, (1.0, tolerance), because));
    }
    Ok(evidence)
}
