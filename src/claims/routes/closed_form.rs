//! Route by the closed forms in `f64`, against instances whose solution is rational.

use crate::claims::routes::exact::{RationalInstance, separated_spectrum};
use crate::claims::{Context, Evidence, Route};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, approx_matrix};
use crate::solve;

/// Eigenvalues and row spaces, in units of their error bounds.
pub(in crate::claims) fn on_rational_instances(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let mut rng = context.rng("closed form", "rational instances");
    let instances = context.tier.pick(4, 20, 60);
    let (mut of_values, mut of_rows) = (0.0f64, 0.0f64);
    for case in 0..instances {
        let d = 2 + case % 4;
        let spectrum = separated_spectrum(&mut rng, d);
        let instance = match paradigm {
            Paradigm::Reconstruction => RationalInstance::reconstruction(&mut rng, spectrum)?,
            Paradigm::JointEmbedding => RationalInstance::joint_embedding(&mut rng, spectrum)?,
        };
        // The eigenvalues are ω or φ².
        let power = if paradigm == Paradigm::Reconstruction { 2 } else { 1 };
        let exact: Vec<f64> = instance.spectrum.iter().map(|value| value.approx().powi(power)).collect();
        let views = instance.views.approx();
        for k in 1..d {
            let solved = solve::embedding(paradigm, &views, k)?;
            let allowance = solved.eigenvalue_error.max(f64::EPSILON);
            for (found, exact) in solved.eigenvalues.iter().zip(&exact) {
                of_values = of_values.max((found - exact).abs() / allowance);
            }
            let distance = row_space_distance(&solved.encoder, &approx_matrix(&instance.encoder(k)))?;
            of_rows = of_rows.max(distance * (exact[k - 1] - exact[k]) / (2.0 * allowance));
        }
    }
    let compared = format!(
        "f64 eigenvalues and row spaces against {instances} rational instances, in units of their error bounds"
    );
    Ok(Evidence::new(Route::ClosedForm, "closed-form", compared)
        .at_most("eigenvalues", of_values, 1.0, "first-order bound of the solver")
        .at_most("row spaces", of_rows, 1.0, "the same over the eigengap (Davis-Kahan)"))
}
