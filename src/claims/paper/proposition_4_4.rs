//! Proposition 4.4: when the joint-embedding encoder trained on corrupted data is the one of the
//! clean data.

use crate::claims::routes::{closed_form, decay, exact, minimiser, noise_components};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::paradigm::Paradigm;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-4",
    source: "Proposition 4.4, (12)",
    about: "joint-embedding: threshold α_JE",
    statement: "The row space of W~* (trained on corrupted data) tends to that of W* (clean data) as α -> inf at fixed n; and as n -> inf at fixed α iff α² > α_JE² = max_{i>k} ((1-δ)/δ - th_i/g_i), δ = min_{i<=k} c_i/(c_i + th_i).",
    assumptions: "section 4.1: C, Θ and Γ diagonal in one basis, the first k directions signal; clean S positive definite, c converging as n -> inf. Blocks that need not commute are the claim non-commuting-thresholds.",
    difference: Some(
        "As n -> inf, c has to converge (or the gap to be uniform in n), since the threshold depends on n; equality is a tie, not recovery.",
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
