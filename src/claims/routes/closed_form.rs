//! Route by the closed forms in `f64`, against instances whose solution is rational.

use crate::claims::routes::exact::{RationalInstance, separated_spectrum};
use crate::claims::{Context, Evidence, Measured, Route, largest};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, approx_matrix};
use crate::solve;

/// Eigenvalues and row spaces, in units of their error bounds.
pub(in crate::claims) fn on_rational_instances(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let mut rng = context.rng("closed form", "rational instances");
    let effort = context.effort([4, 20, 60]);
    let instance = |case: usize| {
        let spectrum = separated_spectrum(&mut rng, 2 + case % 4);
        match paradigm {
            Paradigm::Reconstruction => RationalInstance::reconstruction(&mut rng, spectrum),
            Paradigm::JointEmbedding => RationalInstance::joint_embedding(&mut rng, spectrum),
        }
    };
    let instances = (0..effort.now).map(instance).collect::<Result<Vec<_>>>()?;
    let [values, rows] = Measured::all("S off by 1e-9 in its first entry", |run| {
        let (mut of_values, mut of_rows) = (vec![], vec![]);
        for instance in &instances {
            // The eigenvalues are ω or φ².
            let power = if paradigm == Paradigm::Reconstruction { 2 } else { 1 };
            let exact: Vec<f64> = instance.spectrum.iter().map(|value| value.approx().powi(power)).collect();
            let mut views = instance.views.approx();
            views.view_second[(0, 0)] *= run.pick(1.0, 1.0 + 1e-9);
            for k in 1..exact.len() {
                let solved = solve::embedding(paradigm, &views, k)?;
                let allowance = solved.eigenvalue_error.max(f64::EPSILON);
                let errors = solved.eigenvalues.iter().zip(&exact).map(|(found, exact)| (found - exact).abs());
                of_values.push(largest(errors) / allowance);
                let distance = row_space_distance(&solved.encoder, &approx_matrix(&instance.encoder(k)))?;
                of_rows.push(distance * (exact[k - 1] - exact[k]) / (2.0 * allowance));
            }
        }
        Ok([largest(of_values), largest(of_rows)])
    })?;
    let compared = format!(
        "f64 eigenvalues and row spaces against {} rational instances, in units of their error bounds",
        instances.len()
    );
    Ok(Evidence::new(Route::ClosedForm, "closed-form", compared, effort)
        .at_most("eigenvalues", values, 1.0, "first-order bound of the solver")
        .at_most("row spaces", rows, 1.0, "the same over the eigengap (Davis-Kahan)"))
}
