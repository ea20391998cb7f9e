//! Proposition 4.3: when the reconstruction encoder trained on corrupted data is the one of the
//! clean data.

use crate::claims::routes::{decay, exact, minimiser};
use crate::claims::{Context, Evidence, Statement};
use crate::error::Result;
use crate::paradigm::Paradigm;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "proposition-4-3",
    source: "Proposition 4.3, (10)",
    about: "reconstruction: threshold alpha_RC",
    statement: "The row space of E~* (trained on corrupted data) tends to that of E* (clean data) as alpha -> inf at fixed n; and as n -> inf at fixed alpha iff alpha^2 > alpha_RC^2 = max_{i>k} (g_i/eta^2 - th_i/g_i - 1), eta^2 = min_{i<=k} c_i^2/(c_i + th_i).",
    assumptions: "section 4.1, Theta block-diagonal between signal and noise, clean S positive definite, c converging as n -> inf",
    difference: Some(
        "Convergence is that of row-space projectors (\"up to an invertible matrix\" on both sides says nothing; with E* fixed it is this); phi and the decoder do not converge as alpha -> inf at fixed n.",
    ),
    snapshots: &["thresholds", "decay", "explaining-digits"],
    certified: false,
    without_theorem: None,
    on_data: true,
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let paradigm = Paradigm::Reconstruction;
    let mut evidence = exact::thresholds(context, paradigm)?;
    evidence.push(minimiser::thresholds(context, paradigm)?);
    evidence.extend(decay::of_encoders(context, paradigm)?);
    Ok(evidence)
}
