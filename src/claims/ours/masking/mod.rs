//! Masking: joint-embedding ignores the mask ratio, reconstruction does not.

mod patches;
mod rates;

use crate::claims::{Claim, Context};
use crate::error::Result;
pub(in crate::claims) use rates::rule;

/// Gathers the evidence for the characterisation of masking.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    let mut evidence = patches::gather(context)?;
    evidence.extend(rates::gather(context)?);
    Ok(Claim {
        name: "masking",
        source: "extension: random masks, as in masked auto-encoders",
        statement: "K of N patches kept, K < N (or each with one probability): joint-embedding is the top k of (C, BD(C)), BD the patch-diagonal part, which is MAXVAR generalised canonical correlation analysis of the patches, whatever the ratio; omega = p mu/(rho mu + 1 - rho), p = K/N, rho = (K-1)/(N-1). Reconstruction is the top k of (C^2, rho C + (1-rho) BD(C)) and depends on the ratio. Independent masks in the eigenbasis with mask rates r_i: omega_i = 1 - r_i, phi_i^2 = c_i (1 - r_i), so joint-embedding finds the signal iff max over signal of r < min over noise of r, reconstruction iff max over noise of g_j (1 - r_j) < min over signal of c_i (1 - r_i). Independent masks have the eigenvalues of additive noise Theta = diag((1-p_i)/p_i C_ii), with encoder rows divided by p_i.",
        assumptions: "BD(C) positive definite and every coordinate kept with positive probability; the eigenbasis statement needs C diagonal, mean 0 or not",
        difference: Some(
            "Not in the paper, which assumes E tau(x) = x. The ratio drops out only if all patches have one keep probability: unequal ones weight the patches.",
        ),
        evidence,
    })
}
