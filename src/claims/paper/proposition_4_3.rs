//! Proposition 4.3: when the reconstruction encoder trained on corrupted data is the one of the
//! clean data.

use crate::claims::routes::{closed_form, decay, exact, minimiser, noise_components};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::paradigm::Paradigm;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-3",
    source: "Proposition 4.3, (10)",
    about: r"reconstruction: threshold $\alpha_{\mathrm{RC}}$",
    statement: r"The row space of $\tilde E^\ast$ (trained on corrupted data) tends to that of $E^\ast$ (clean data) as $\alpha\to\infty$ at fixed $n$; and as $n\to\infty$ at fixed $\alpha$ iff $\alpha^2 > \alpha_{\mathrm{RC}}^2 = \max_{i>k}\left(\frac{g_i}{\eta^2} - \frac{\theta_i}{g_i} - 1\right)$, $\eta^2 = \min_{i\le k}\frac{c_i^2}{c_i + \theta_i}$.",
    assumptions: r"section 4.1: $C$, $\Theta$ and $\Gamma$ diagonal in one basis, the first $k$ directions signal; clean $S$ positive definite, $c$ converging as $n\to\infty$. Blocks that need not commute are the claim non-commuting-thresholds. At $\alpha^2$ equal to the threshold, where by the print nothing converges, this is verified of population moments, not of $n\to\infty$.",
    difference: Some(
        r"A reading: the paper claims the encoder only, and up to an arbitrary invertible matrix (its footnote 2), so convergence is that of row-space projectors. $\phi$ and the decoder, of which it claims nothing, do not converge as $\alpha\to\infty$ at fixed $n$. As $n\to\infty$, $c$ has to converge, as in Proposition 4.4.",
    ),
    snapshots: &["thresholds", "decay", "explaining-digits"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let paradigm = Paradigm::Reconstruction;
    let mut evidence = exact::thresholds(context, paradigm)?;
    evidence.push(closed_form::thresholds(context, paradigm)?);
    evidence.push(minimiser::thresholds(context, paradigm)?);
    evidence.extend(noise_components::vanish(context, paradigm)?);
    evidence.extend(decay::of_encoders(context, paradigm)?);
    Ok(evidence)
}
