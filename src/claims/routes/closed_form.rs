//! Route by the closed forms in `f64`, against instances whose solution is rational.

use crate::claims::routes::exact::{RationalInstance, separated_spectrum};
use crate::claims::routes::populations::random_spectrum;
use crate::claims::{Context, Evidence, Line, Measured, Route, Run, largest, largest_of};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, approx_matrix};
use crate::solve;
use crate::threshold::Spectrum;
use nalgebra::DVector;
use std::f64::consts::PI;

/// What eigenvalues, row space and loss of an instance are off at k, in units of their error bounds,
/// with Σ and S off by a share of u u', u_i = sqrt(s_ii) π^-i: no eigenvector, which has algebraic
/// entries, is orthogonal to it.
fn judged(paradigm: Paradigm, instance: &RationalInstance, k: usize, share: f64) -> Result<[f64; 3]> {
    // The eigenvalues are ω or φ².
    let power = if paradigm == Paradigm::Reconstruction { 2 } else { 1 };
    let exact: Vec<f64> = instance.spectrum.iter().map(|value| value.approx().powi(power)).collect();
    let mut views = instance.views.approx();
    let trace = views.data_second.trace();
    let diagonal = views.view_second.diagonal();
    let u = DVector::from_fn(diagonal.len(), |i, _| diagonal[i].sqrt() * PI.powi(-(i as i32)));
    let fault = share * &u * u.transpose();
    views.covariance += &fault;
    views.view_second += fault;
    let solved = solve::embedding(paradigm, &views, k)?;
    let allowance = solved.eigenvalue_error().max(f64::EPSILON);
    // The k leading ones are judged, the others have the bound of the factorisation.
    let bound = |i: usize| if i < k { allowance } else { solved.prior_error.max(f64::EPSILON) };
    let errors = solved.eigenvalues.iter().zip(&exact).enumerate();
    let of_values = largest(errors.map(|(i, (found, exact))| (found - exact).abs() / bound(i)));
    let distance = row_space_distance(&solved.encoder, &approx_matrix(&instance.encoder(k)))?;
    let of_rows = distance * (exact[k - 1] - exact[k]) / (2.0 * allowance);
    // The loss with the weight of an eigenvalue in it, and what it is subtracted from.
    let sum: f64 = exact[..k].iter().sum();
    let (loss, weight, from) = match paradigm {
        Paradigm::Reconstruction => (trace - sum, 1.0, trace),
        Paradigm::JointEmbedding => (2.0 * (k as f64 - sum), 2.0, 2.0 * k as f64),
    };
    let allowance = weight * k as f64 * allowance + 4.0 * f64::EPSILON * from;
    Ok([of_values, of_rows, (solved.loss - loss).abs() / allowance])
}

/// Eigenvalues and row spaces, in units of their error bounds.
pub(in crate::claims) fn on_rational_instances(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let mut rng = context.rng("closed form", "rational instances");
    let (instances, effort) = (context.effort([4, 20, 60]), context.effort([10, 50, 150]));
    let instance = |case: usize| {
        let spectrum = separated_spectrum(&mut rng, 2 + case % 4);
        match paradigm {
            Paradigm::Reconstruction => RationalInstance::reconstruction(&mut rng, spectrum),
            Paradigm::JointEmbedding => RationalInstance::joint_embedding(&mut rng, spectrum),
        }
    };
    let instances = (0..instances.now).map(instance).collect::<Result<Vec<_>>>()?;
    let mut solved = vec![];
    for instance in &instances {
        for k in 1..instance.spectrum.len() {
            solved.push([judged(paradigm, instance, k, 0.0)?, judged(paradigm, instance, k, 1e-6)?]);
        }
    }
    let ran = instances.iter().map(|instance| instance.spectrum.len() - 1).sum();
    let [values, rows, losses] = [0, 1, 2].map(|of| {
        Measured::by("S off by a millionth in every entry", |run| {
            largest_of(run, ran, &solved, |[genuine, control], run| Ok(run.pick(genuine, control)[of]))
        })
    });
    let [values, rows, losses] = [values?, rows?, losses?];
    let compared = format!(
        "f64 eigenvalues, row spaces and losses against {} rational instances, in units of their error bounds",
        instances.len()
    );
    Ok(Evidence::new(Route::ClosedForm, "closed-form", compared, effort)
        .ran(ran)
        .at_most("eigenvalues", values, 1.0, "first-order bound of the solver")
        .at_most("row spaces", rows, 1.0, "the same over the eigengap (Davis-Kahan)")
        .at_most("losses", losses, 1.0, "the same for each of the k eigenvalues, and rounding of what they leave"))
}

/// Both thresholds in `f64`, as the practitioner gets them, against the rational ones.
pub(in crate::claims) fn thresholds(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let compared = "thresholds in f64 against the rational ones, relative to the largest term in them";
    let because = format!("each of a dozen roundings is below {:e}", f64::EPSILON);
    // Two routes do not round alike in all cases: a route held against itself does.
    const ROUNDED: &str = "rounded otherwise";
    let line = Line::new(Route::ClosedForm, "thresholds-f64", compared, "c_1 off by 1e-9", because).kinds(&[ROUNDED]);
    line.on_random(context, ("closed form", paradigm.short()), [50, 300, 3000], |_, rng, tally| {
        let spectrum = random_spectrum(rng)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        let k = spectrum.rank();
        tally.record([&variances, &theta, &gamma].into_iter().flatten());
        let exact = spectrum.thresholds().alpha_squared(paradigm).approx();
        let floats = |values: &[Rational]| values.iter().map(Scalar::approx).collect::<Vec<f64>>();
        let mut differs = false;
        tally.case(|run| {
            let mut signal = floats(&variances[..k]);
            signal[0] *= run.pick(1.0, 1.0 + 1e-9);
            let thresholds = Spectrum::new(signal, floats(&theta), floats(&gamma[k..]))?.thresholds();
            let terms = [1.0, 1.0 / thresholds.delta, 1.0 / thresholds.eta_squared].into_iter();
            let (found, scale) = (*thresholds.alpha_squared(paradigm), largest(terms.chain(ratios(&spectrum))));
            differs |= run == Run::Genuine && found != exact;
            Ok([agree(found, exact, scale)])
        })?;
        if differs {
            tally.saw(ROUNDED);
        }
        Ok(())
    })
}

/// Whether two thresholds are one but for a dozen roundings of terms of a size, which are multiplied
/// at most twice.
fn agree(found: f64, exact: f64, scale: f64) -> bool {
    (found - exact).abs() <= 16.0 * f64::EPSILON * scale * scale
}

/// th_j / g_j and g_j: what the thresholds are made of.
fn ratios(spectrum: &Spectrum<Rational>) -> Vec<f64> {
    let (_, theta, gamma) = spectrum.diagonals();
    let noise = theta.iter().zip(&gamma).skip(spectrum.rank());
    noise.flat_map(|(th, g)| [(th / g).approx(), g.approx()]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn thresholds_agree_within_a_few_roundings() {
        for scale in [1.0, 8.0] {
            let (near, far) = (12.0 * f64::EPSILON * scale * scale, 20.0 * f64::EPSILON * scale * scale);
            for sign in [1.0, -1.0] {
                assert!(agree(1.0 + sign * near, 1.0, scale) && !agree(1.0 + sign * far, 1.0, scale), "{scale}");
            }
        }
        assert!(!agree(f64::NAN, 1.0, 1.0));
    }

    /// In the units that are said: errors over the bounds that the solver states, and Davis and Kahan's
    /// 2 over the gap for a row space. A millionth is far beyond all of them.
    #[test]
    fn what_is_off_is_counted_in_error_bounds() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let spectrum = separated_spectrum(&mut rng, 3);
        let instances = [
            (Paradigm::JointEmbedding, RationalInstance::joint_embedding(&mut rng, spectrum.clone()).unwrap()),
            (Paradigm::Reconstruction, RationalInstance::reconstruction(&mut rng, spectrum.clone()).unwrap()),
        ];
        for (paradigm, instance) in instances {
            let power = if paradigm == Paradigm::JointEmbedding { 1 } else { 2 };
            let values: Vec<f64> = spectrum.iter().map(|value| value.approx().powi(power)).collect();
            let mut views = instance.views.approx();
            let (trace, diagonal) = (views.data_second.trace(), views.view_second.diagonal());
            let u = DVector::from_fn(3, |i, _| diagonal[i].sqrt() * PI.powi(-(i as i32)));
            let fault = 1e-6 * &u * u.transpose();
            views.covariance += &fault;
            views.view_second += &fault;
            let off = solve::embedding(paradigm, &views, 2).unwrap();
            let (bound, prior) = (off.eigenvalue_error().max(f64::EPSILON), off.prior_error.max(f64::EPSILON));
            let [first, second, third] = [0, 1, 2].map(|i| (off.eigenvalues[i] - values[i]).abs());
            let leading = instance.encoder(2);
            let distance = row_space_distance(&off.encoder, &approx_matrix(&leading)).unwrap();
            let sum = values[0] + values[1];
            let (loss, weight, from) = match paradigm {
                Paradigm::JointEmbedding => (4.0 - 2.0 * sum, 2.0, 4.0),
                Paradigm::Reconstruction => (trace - sum, 1.0, trace),
            };
            let expected = [
                (first.max(second) / bound).max(third / prior),
                distance * (values[1] - values[2]) / (2.0 * bound),
                (off.loss - loss).abs() / (2.0 * weight * bound + 4.0 * f64::EPSILON * from),
            ];
            let found = judged(paradigm, &instance, 2, 1e-6).unwrap();
            for (found, expected) in found.iter().zip(expected) {
                // Rounding is far less than the fault of a millionth; a unit left out is far more.
                assert!((found / expected - 1.0).abs() < 1e-3 && *found > 10.0, "{found} {expected}");
            }
        }
    }
}
