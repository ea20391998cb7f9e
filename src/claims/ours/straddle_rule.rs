//! The straddle rule (ours): which paradigm needs less when noise variances lie on both sides of r
//! = η²/δ.

use crate::claims::routes::dense_populations::{Blocks, above};
use crate::claims::routes::minimiser;
use crate::claims::routes::populations::{random_spectrum, suitable};
use crate::claims::{Context, Evidence, Line, Statement};
use crate::error::Result;
use crate::linalg::exact::random_positive;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Recovery, Regime, Spectrum};
use std::cmp::Ordering;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "straddle-rule",
    source: "Ours, between the two cases of Corollary 4.5",
    about: "which needs less when noise straddles $r$",
    statement: r"Reconstruction needs less alignment iff $\max_j\left(\frac{g_j}{\eta^2} - \frac{\theta_j}{g_j}\right) < \frac{1}{\delta} - \min_j\frac{\theta_j}{g_j}$; joint-embedding iff $>$. If $\Theta_2 = t\Gamma_2$ (also without a common eigenbasis), reconstruction needs less iff $\lambda_{\max}(\Gamma_2) < r = \eta^2/\delta$.",
    assumptions: "as Corollary 4.5; of the squares, as there",
    difference: Some("The paper compares only noise all below or all above $r$."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact_rule(context)?, proportional(context)?, minimisers_part(context)?])
}

/// The rule from its own quantities: c_i, th_i, g_j.
fn rule(spectrum: &Spectrum<Rational>) -> Ordering {
    let (variances, theta, gamma) = spectrum.diagonals();
    let k = spectrum.rank();
    let of_signal = |f: &dyn Fn(&Rational, &Rational) -> Rational| {
        variances[..k].iter().zip(&theta).map(|(c, th)| f(c, th)).min().unwrap_or_default()
    };
    let eta_squared = of_signal(&|c, th| c * c / (c + th));
    let delta = of_signal(&|c, th| c / (c + th));
    let noise = || gamma[k..].iter().zip(&theta[k..]);
    let left = noise().map(|(g, th)| g / &eta_squared - th / g).max().unwrap_or_default();
    let least = noise().map(|(g, th)| th / g).min().unwrap_or_default();
    left.cmp(&(delta.recip() - least))
}

/// At the square of the paradigm that the rule says needs more, that one ties and the other finds
/// the signal, by the limit eigenvalues.
fn exact_rule(context: &Context<'_>) -> Result<Evidence> {
    let compared = "the rule against the limit eigenvalues at the larger square";
    let fault = "the larger square + 1/1000";
    let kinds = &["straddling, reconstruction", "straddling, joint-embedding"];
    let line = Line::exact("rule", compared, fault).kinds(kinds);
    line.on_random(context, (STATEMENT.name, "rule"), [300, 600, 3000], |_, rng, tally| {
        let spectrum = random_spectrum(rng)?;
        let t = spectrum.thresholds();
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        let order = rule(&spectrum);
        let at = match order {
            Ordering::Less => &t.alpha_squared_je,
            _ => &t.alpha_squared_rc,
        };
        let expected = match order {
            Ordering::Less => (Recovery::Signal, Recovery::Tie),
            Ordering::Equal => (Recovery::Tie, Recovery::Tie),
            Ordering::Greater => (Recovery::Tie, Recovery::Signal),
        };
        tally.case(|run| {
            let at = run.off(at.clone());
            let found = [Paradigm::Reconstruction, Paradigm::JointEmbedding].map(|p| spectrum.recovery(p, &at));
            Ok([(found[0], found[1]) == expected])
        })?;
        if t.regime == Regime::Straddling && order != Ordering::Equal {
            tally.saw(kinds[usize::from(order == Ordering::Greater)]);
        }
        Ok(())
    })
}

/// Θ2 = t Γ2 with dense Γ2: reconstruction needs less iff Γ2 < r I. Where it does
/// not, joint-embedding does, or λ_max(Γ2) = r and the squares tie (k = m = 1, c = g
/// occurs).
fn proportional(context: &Context<'_>) -> Result<Evidence> {
    let compared = "Θ2 = t Γ2, dense: reconstruction needs less iff Γ2 < r I";
    let line = Line::exact("proportional", compared, "the intervals of the two paradigms swapped");
    let line = line.kinds(&["reconstruction", "joint-embedding"]);
    line.on_random(context, (STATEMENT.name, "proportional"), [8, 40, 300], |case, rng, tally| {
        let mut blocks = Blocks::random(rng);
        blocks.gamma *= [ratio(1, 1000), ratio(1, 1), ratio(1000, 1)][case % 3].clone();
        let t = random_positive(rng, 4);
        blocks.theta_noise = blocks.gamma.map(|g| g * &t);
        let model = blocks.model()?;
        let weak = model.regime()? == Regime::Weak;
        let rc = above(&model, Paradigm::Reconstruction)?.alpha_squared;
        let je = above(&model, Paradigm::JointEmbedding)?.alpha_squared;
        tally.record(blocks.signal.iter().chain(&blocks.gamma).chain(&blocks.theta_noise));
        if rc.high < je.low {
            tally.saw("reconstruction");
        }
        if je.high < rc.low {
            tally.saw("joint-embedding");
        }
        tally.case(|run| {
            let (rc, je) = run.pick((&rc, &je), (&je, &rc));
            // Certified intervals: `less` is proved, `not less` too unless they overlap.
            Ok([(rc.high < je.low) == weak])
        })
    })
}

/// Straddling noise: the minimisers part, for the paradigm that the rule names.
fn minimisers_part(context: &Context<'_>) -> Result<Evidence> {
    let compared = "straddling noise, α² midway between the squares, both orders: only the paradigm that the rule names finds the signal";
    let line = minimiser::line("minimiser", compared, "the other paradigm as the winner");
    line.on_random(context, (STATEMENT.name, "minimiser"), [2, 6, 20], |case, rng, tally| {
        // Half of the instances for each order.
        let (order, winner) =
            [(Ordering::Less, Paradigm::Reconstruction), (Ordering::Greater, Paradigm::JointEmbedding)][case % 2];
        let (spectrum, views) = suitable(|| {
            let spectrum = random_spectrum(rng)?;
            let usable = spectrum.thresholds().regime == Regime::Straddling && rule(&spectrum) == order;
            let views = minimiser::midway(&spectrum, winner).filter(|_| usable);
            Ok(views.map(|views| (spectrum, views)))
        })?;
        tally.record(spectrum.diagonals().0.iter().chain(&views.view_second));
        tally.case(|run| Ok([minimiser::part(&views, spectrum.rank(), run.pick(winner, winner.other()))?]))
    })
}
