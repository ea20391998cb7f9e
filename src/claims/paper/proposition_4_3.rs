//! Proposition 4.3: when the reconstruction encoder trained on corrupted data is the one of the
//! clean data.

use crate::claims::routes::{closed_form, decay, exact, minimiser, noise_components};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::paradigm::Paradigm;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-3",
    source: "Proposition 4.3, (10)",
    about: "reconstruction: threshold α_RC",
    statement: "The row space of E~* (trained on corrupted data) tends to that of E* (clean data) as α -> inf at fixed n; and as n -> inf at fixed α iff α² > α_RC² = max_{i>k} (g_i/η² - th_i/g_i - 1), η² = min_{i<=k} c_i²/(c_i + th_i).",
    assumptions: "section 4.1: C, Θ and Γ diagonal in one basis, the first k directions signal; clean S positive definite, c converging as n -> inf. Blocks that need not commute are the claim non-commuting-thresholds.",
    difference: Some(
        "A reading: the paper claims the encoder only, and up to an arbitrary invertible matrix (its footnote 2), so convergence is that of row-space projectors. φ and the decoder, of which it claims nothing, do not converge as α -> inf at fixed n. As n -> inf, c has to converge, as in Proposition 4.4.",
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
