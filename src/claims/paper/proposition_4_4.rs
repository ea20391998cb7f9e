//! Proposition 4.4: when the joint-embedding encoder trained on corrupted data is the one of the
//! clean data.

use crate::claims::routes::{closed_form, decay, exact, minimiser, noise_components};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::paradigm::Paradigm;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-4",
    source: "Proposition 4.4, (12)",
    about: r"joint-embedding: threshold $\alpha_{\mathrm{JE}}$",
    statement: r"The row space of $\tilde W^\ast$ (trained on corrupted data) tends to that of $W^\ast$ (clean data) as $\alpha\to\infty$ at fixed $n$; and as $n\to\infty$ at fixed $\alpha$ iff $\alpha^2 > \alpha_{\mathrm{JE}}^2 = \max_{i>k}\left(\frac{1-\delta}{\delta} - \frac{\theta_i}{g_i}\right)$, $\delta = \min_{i\le k}\frac{c_i}{c_i + \theta_i}$.",
    assumptions: r"section 4.1: $C$, $\Theta$ and $\Gamma$ diagonal in one basis, the first $k$ directions signal; clean $S$ positive definite, $c$ converging as $n\to\infty$. Blocks that need not commute are the claim non-commuting-thresholds. At $\alpha^2$ equal to the threshold, where by the print nothing converges, this is verified of population moments, not of $n\to\infty$.",
    difference: Some(
        r"As $n\to\infty$, $c$ has to converge (or the gap to be uniform in $n$), since the threshold depends on $n$; equality is a tie, not recovery.",
    ),
    snapshots: &["thresholds", "decay", "explaining-digits"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let paradigm = Paradigm::JointEmbedding;
    let mut evidence = exact::thresholds(context, paradigm)?;
    evidence.push(closed_form::thresholds(context, paradigm)?);
    evidence.push(minimiser::thresholds(context, paradigm)?);
    evidence.extend(noise_components::vanish(context, paradigm)?);
    evidence.extend(decay::of_encoders(context, paradigm)?);
    Ok(evidence)
}
