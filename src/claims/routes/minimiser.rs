//! Route by minimisers from random starts. The runs know only losses and gradients; what they find is
//! compared with the closed forms here.
//!
//! Two questions: whether they reach the optimum of the closed form, and whether they end at a
//! predicted row space. A run that does not converge is a failure.

use crate::augment::{AlignedNoise, Channel};
use crate::claims::routes::populations::{population, random_spectrum};
use crate::claims::{Context, Evidence, Problem, Route, Tally};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::minimize::{self, Method, Minimum, Options};
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::solve::{self, supervised as sl};
use crate::threshold::{Recovery, Spectrum};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::cmp::max_by;

/// Relative objective gap allowed to L-BFGS: its gradient tolerance bounds the gap quadratically,
/// far below.
const GAP_LBFGS: f64 = 1e-8;
/// The same for gradient descents.
const GAP_DESCENT: f64 = 1e-5;
/// Projector distance at which L-BFGS has found a row space, where it is unique.
pub(in crate::claims) const NEAR: f64 = 1e-4;
/// The distance at which it has left it for an orthogonal direction.
pub(in crate::claims) const FAR: f64 = 1.0 - NEAR;
/// Starts of a run against a prediction.
const STARTS: u64 = 3;

/// The runs of one method on one problem, against the closed form.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Which method.
    pub method: Method,
    /// Runs made.
    pub runs: usize,
    /// Runs that converged.
    pub converged: usize,
    /// Largest relative gap of the objective, |loss - optimum| / optimum.
    pub objective_gap: f64,
    /// Largest distance of row spaces (of weights, relative, for SL).
    pub distance: f64,
}

impl Agreement {
    fn new(method: Method) -> Self {
        Self { method, runs: 0, converged: 0, objective_gap: 0.0, distance: 0.0 }
    }

    /// The tolerances of objective gap and distance.
    pub fn tolerances(&self) -> (f64, f64) {
        match self.method {
            Method::Lbfgs => (GAP_LBFGS, NEAR),
            _ => (GAP_DESCENT, f64::INFINITY),
        }
    }

    fn record(&mut self, found: &Minimum, optimum: f64, distance: f64) {
        self.runs += 1;
        self.converged += usize::from(found.termination.converged());
        // In the total order NaN is the largest: it is kept, and fails.
        self.objective_gap = max_by(self.objective_gap, (found.loss / optimum - 1.0).abs(), f64::total_cmp);
        self.distance = max_by(self.distance, distance.abs(), f64::total_cmp);
    }

    /// All runs converged, within the tolerances; `on` names the problems.
    fn evidence(&self, id: &str, on: &str) -> Evidence {
        let (gap, distance) = self.tolerances();
        let (short, name) = match self.method {
            Method::Lbfgs => ("lbfgs", "L-BFGS"),
            Method::GradientDescent => ("descent", "gradient descent"),
            Method::RetractedGradientDescent => ("retracted", "gradient descent retracted to W S W' = I"),
        };
        let compared = format!("{name}, {} runs from random starts, {on}", self.runs);
        let new = Evidence::new(Route::Minimiser, format!("{short}-{id}"), compared)
            .at_most("relative objective gap", self.objective_gap, gap, "gradient tolerance")
            .at_least("runs converged", self.converged as f64, self.runs.max(1) as f64, "all of them");
        if distance.is_finite() {
            new.at_most("distance of row spaces", self.distance, distance, "gradient tolerance over the eigengap")
        } else {
            new
        }
    }
}

/// The methods for a paradigm.
fn methods(paradigm: Paradigm) -> &'static [Method] {
    match paradigm {
        Paradigm::Reconstruction => &[Method::GradientDescent, Method::Lbfgs],
        Paradigm::JointEmbedding => &[Method::GradientDescent, Method::Lbfgs, Method::RetractedGradientDescent],
    }
}

/// The minimiser's problem for a paradigm.
pub(in crate::claims) fn objective_of(paradigm: Paradigm, k: usize) -> minimize::Problem {
    match paradigm {
        Paradigm::Reconstruction => minimize::Problem::Reconstruction { k },
        Paradigm::JointEmbedding => minimize::Problem::JointEmbedding { k },
    }
}

/// Runs `starts` random starts of a method on each of the given problems, against the closed form.
///
/// # Errors
/// Those of the solvers; a run that does not converge is recorded, not an error.
pub fn agreement(
    paradigm: Paradigm,
    method: Method,
    problems: &[(ViewMoments<f64>, usize)],
    starts: u64,
) -> Result<Agreement> {
    let mut agreement = Agreement::new(method);
    for (views, k) in problems {
        let solved = solve::embedding(paradigm, views, *k)?;
        for start in 0..starts {
            let found = minimize::minimize(objective_of(paradigm, *k), method, views, start, &Options::default())?;
            let distance = row_space_distance(&found.weights, &solved.encoder)?;
            agreement.record(&found, solved.loss, distance);
        }
    }
    Ok(agreement)
}

/// One problem with one start: the same as [`agreement`], as evidence.
pub(in crate::claims) fn reaches_closed_form(
    paradigm: Paradigm,
    views: &ViewMoments<f64>,
    k: usize,
    on: &str,
) -> Result<Evidence> {
    let on = format!("{}, k = {k}, {on}", paradigm.problem());
    Ok(agreement(paradigm, Method::Lbfgs, &[(views.clone(), k)], 1)?.evidence(paradigm.short(), &on))
}

/// Minimisers against the closed form: random dense instances, and the data in both noise regimes.
pub(in crate::claims) fn self_supervised(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut rng = context.rng("minimiser", "random instances");
    let instances = context.tier.pick(3, 8, 20);
    let starts = context.tier.pick(2, 3, 10);
    let random: Vec<_> =
        (0..instances).map(|i| Ok((random_views(&mut rng, 6 + i % 4)?, 1 + i % 3))).collect::<Result<_>>()?;
    let mut data = Vec::new();
    for gamma in [context.scale.gamma_weak, context.scale.gamma_strong] {
        let problem = context.problem(gamma, &mut context.rng("minimiser", "problem"))?;
        let corrupted = corrupted_views(context, &problem)?;
        data.push((corrupted, problem.rank().min(5)));
    }
    let mut evidence = Vec::new();
    for &method in methods(paradigm) {
        (context.progress)("minimising on random instances");
        let on = format!("{instances} random instances");
        evidence.push(agreement(paradigm, method, &random, starts)?.evidence("random", &on));
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let on = format!("{} corrupted by weak and strong noise, α = 1, k = {}", context.raw.name(), data[0].1);
        evidence.push(agreement(paradigm, method, &data, context.tier.pick(1, 2, 10))?.evidence("data", &on));
    }
    Ok(evidence)
}

/// The views of at most 2,000 corrupted samples at α = 1.
fn corrupted_views(context: &Context<'_>, problem: &Problem) -> Result<ViewMoments<f64>> {
    let mut rng = context.rng("minimiser", "corrupted samples");
    problem.augmentation(1.0)?.views(&problem.sample(context.raw.n().min(2000), &mut rng)?.1)
}

/// Minimisers of SL against V*.
pub(in crate::claims) fn supervised(context: &Context<'_>, problem: &Problem) -> Result<Vec<Evidence>> {
    let views = corrupted_views(context, problem)?;
    let solved = sl::supervised(&views)?;
    let of = |method| {
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let mut agreement = Agreement::new(method);
        for start in 0..context.tier.pick(2, 5, 10) {
            let problem = minimize::Problem::Supervised;
            let found = minimize::minimize(problem, method, &views, start, &Options::default())?;
            let distance = (&found.weights - &solved.weights).norm() / solved.weights.norm();
            agreement.record(&found, solved.loss, distance);
        }
        Ok(agreement.evidence("data", &format!("{} corrupted by strong noise, α = 1", context.raw.name())))
    };
    [Method::GradientDescent, Method::Lbfgs].into_iter().map(of).collect()
}

/// Dense views with no structure at all: X with a decaying spectrum, non-commuting Θ and Γ.
fn random_views(rng: &mut ChaCha8Rng, d: usize) -> Result<ViewMoments<f64>> {
    let mut normal =
        |rows: usize, columns: usize| DMatrix::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal));
    let scales = DMatrix::from_fn(d, d, |i, j| if i == j { 0.8f64.powi(i as i32) * 2.0 } else { 0.0 });
    let x = normal(4 * d, d) * scales * normal(d, d).qr().q();
    let covariance = |f: DMatrix<f64>| {
        let product = &f * f.transpose();
        (&product + product.transpose()) * (0.5 / d as f64)
    };
    let theta = covariance(normal(d, d));
    let gamma = covariance(normal(d, 2));
    let data = DataMoments::from_samples(&x, &DMatrix::zeros(4 * d, 0))?;
    AlignedNoise::new(theta, gamma, 0.7)?.views(&data)
}

/// What L-BFGS finds from some starts, measured from a given row space.
pub(in crate::claims) struct Runs {
    converged: bool,
    nearest: f64,
    farthest: f64,
}

impl Runs {
    /// Whether every run ended there.
    pub fn found(&self) -> bool {
        [self.converged, self.farthest < NEAR] == [true; 2]
    }

    /// Whether every run ended at a direction orthogonal to it.
    pub fn left(&self) -> bool {
        [self.converged, self.nearest > FAR] == [true; 2]
    }
}

/// L-BFGS from three starts against given rows.
pub(in crate::claims) fn minimised(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    rows: &DMatrix<f64>,
) -> Result<Runs> {
    let views = views.approx();
    let mut runs = Runs { converged: true, nearest: f64::INFINITY, farthest: 0.0 };
    for start in 0..STARTS {
        let found = lbfgs(paradigm, &views, rows.nrows(), start)?;
        let distance = row_space_distance(&found.weights, rows)?;
        runs.converged &= found.termination.converged();
        (runs.nearest, runs.farthest) = (runs.nearest.min(distance), max_by(runs.farthest, distance, f64::total_cmp));
    }
    Ok(runs)
}

/// L-BFGS from one start.
pub(in crate::claims) fn lbfgs(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize, start: u64) -> Result<Minimum> {
    minimize::minimize(objective_of(paradigm, k), Method::Lbfgs, views, start, &Options::default())
}

/// Whether L-BFGS finds the first k coordinates where they are predicted, and something orthogonal
/// to one of them where noise leaks. A tie predicts nothing, so nothing agrees with it.
pub(in crate::claims) fn agrees(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    k: usize,
    predicted: Recovery,
) -> Result<bool> {
    let runs = minimised(paradigm, views, &DMatrix::identity(k, views.view_second.nrows()))?;
    Ok(match predicted {
        Recovery::Signal => runs.found(),
        Recovery::NoiseLeaks => runs.left(),
        Recovery::Tie => false,
    })
}

/// Evidence that every run agreed with its prediction.
pub(in crate::claims) fn as_predicted(compared: &str, tally: Tally) -> Evidence {
    let because = format!("all converged, row spaces within {NEAR:e} of the predicted side");
    Evidence::every(Route::Minimiser, "minimiser", format!("L-BFGS, {STARTS} starts each: {compared}"), tally, because)
}

/// A tenth above and below the thresholds of random spectra: the row space found flips.
pub(in crate::claims) fn thresholds(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds");
    let mut rng = context.rng("minimiser", "thresholds");
    let wanted = context.tier.pick(2, 6, 20);
    let mut tally = Tally::default();
    while tally.cases() < 2 * wanted {
        let spectrum = random_spectrum(&mut rng)?;
        let threshold = spectrum.thresholds().alpha_squared(paradigm).clone();
        if threshold < ratio(1, 10) {
            continue; // no α >= 0 below it
        }
        for (factor, predicted) in [(ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal)] {
            let views = population(&spectrum, &(&threshold * factor), None);
            tally.record(&views.view_second);
            tally.case([agrees(paradigm, &views, spectrum.rank(), predicted)?]);
        }
    }
    Ok(as_predicted(
        "random spectra with a threshold α² of at least 1/10, at 0.9 and 1.1 times it: the row space flips",
        tally,
    ))
}

/// Whether α² midway between the two thresholds parts the minimisers: only the winner, which
/// needs less, finds the signal. `None` if the thresholds are in another order, or too close for
/// the middle to be clear of both.
pub(in crate::claims) fn part(spectrum: &Spectrum<Rational>, winner: Paradigm) -> Result<Option<bool>> {
    let t = spectrum.thresholds();
    let (low, high) = match winner {
        Paradigm::Reconstruction => (t.alpha_squared_rc, t.alpha_squared_je),
        Paradigm::JointEmbedding => (t.alpha_squared_je, t.alpha_squared_rc),
    };
    let low = low.max(ratio(0, 1));
    if high < &low + ratio(1, 2) {
        return Ok(None);
    }
    let views = population(spectrum, &((low + high) / ratio(2, 1)), None);
    let mut parted = true;
    for paradigm in Paradigm::ALL {
        let predicted = if paradigm == winner { Recovery::Signal } else { Recovery::NoiseLeaks };
        parted &= agrees(paradigm, &views, spectrum.rank(), predicted)?;
    }
    Ok(Some(parted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_failed_or_ended_elsewhere_find_nothing() {
        let runs = |converged, nearest, farthest| Runs { converged, nearest, farthest };
        assert!(runs(true, 0.0, 1e-5).found() && !runs(true, 0.0, 1e-5).left());
        assert!(!runs(true, 0.0, 1e-4).found() && !runs(false, 0.0, 1e-5).found() && !runs(true, 0.0, 0.5).found());
        assert!(runs(true, 0.99995, 1.0).left() && !runs(true, 0.99995, 1.0).found());
        assert!(!runs(true, 1.0 - 1e-4, 1.0).left() && !runs(false, 1.0, 1.0).left() && !runs(true, 0.5, 1.0).left());
    }

    #[test]
    fn every_condition_of_an_agreement_is_a_check() {
        let good = Agreement { method: Method::Lbfgs, runs: 2, converged: 2, objective_gap: 1e-9, distance: 1e-5 };
        assert!(good.evidence("x", "x").holds() && good.evidence("x", "x").checks.len() == 3);
        for bad in [
            Agreement::new(Method::Lbfgs),
            Agreement { converged: 1, ..good.clone() },
            Agreement { objective_gap: 1e-7, ..good.clone() },
            Agreement { objective_gap: f64::NAN, ..good.clone() },
            Agreement { distance: 1e-3, ..good.clone() },
        ] {
            assert!(!bad.evidence("x", "x").holds(), "{bad:?}");
        }
    }
}
