//! Route by minimisers from random starts. The runs know only losses and gradients; what they find is
//! compared with the closed forms here.
//!
//! Two questions: whether they reach the optimum of the closed form, and whether they end at a
//! predicted row space. A run that does not converge is a failure.

use crate::augment::{AlignedNoise, Channel};
use crate::claims::routes::populations::{population, random_spectrum};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Problem, Route, Run, largest, smallest};
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

/// One run beside the closed form.
#[derive(Debug, Clone)]
struct Pair {
    found: Minimum,
    /// The optimum and a solution by the closed form.
    optimum: f64,
    solution: DMatrix<f64>,
    /// What the control takes for the solution.
    wrong: DMatrix<f64>,
}

/// The runs of one method on some problems, against the closed form.
#[derive(Debug, Clone)]
pub struct Agreement {
    /// Which method.
    pub method: Method,
    pairs: Vec<Pair>,
    /// The same, stopped after one iteration.
    stopped: Vec<Minimum>,
    measure: fn(&DMatrix<f64>, &DMatrix<f64>) -> Result<f64>,
    wrong: &'static str,
}

impl Agreement {
    /// The tolerances of objective gap and distance.
    pub fn tolerances(&self) -> (f64, f64) {
        match self.method {
            Method::Lbfgs => (GAP_LBFGS, NEAR),
            _ => (GAP_DESCENT, f64::INFINITY),
        }
    }

    /// How many runs were made.
    pub fn runs(&self) -> usize {
        self.pairs.len()
    }

    /// How many converged; in the control, of those stopped after one iteration.
    pub fn converged(&self, run: Run) -> usize {
        let of = |runs: &mut dyn Iterator<Item = &Minimum>| runs.filter(|m| m.termination.converged()).count();
        match run {
            Run::Genuine => of(&mut self.pairs.iter().map(|pair| &pair.found)),
            Run::Control => of(&mut self.stopped.iter()),
        }
    }

    /// The largest relative gap of the objective, |loss / optimum - 1|; in the control the optimum
    /// is ten tolerances off.
    pub fn objective_gap(&self, run: Run) -> f64 {
        let factor = run.pick(1.0, 1.0 + 10.0 * self.tolerances().0);
        largest(self.pairs.iter().map(|pair| (pair.found.loss / (pair.optimum * factor) - 1.0).abs()))
    }

    /// The largest distance of row spaces (of weights, relative, for SL).
    ///
    /// # Errors
    /// Those of the distance.
    pub fn distance(&self, run: Run) -> Result<f64> {
        let of = |pair: &Pair| (self.measure)(&pair.found.weights, run.pick(&pair.solution, &pair.wrong));
        Ok(largest(self.pairs.iter().map(of).collect::<Result<Vec<_>>>()?))
    }

    /// All runs converged, within the tolerances; `on` names the problems.
    fn evidence(&self, id: &str, on: &str, effort: Effort) -> Result<Evidence> {
        let (gap, distance) = self.tolerances();
        let (short, name) = match self.method {
            Method::Lbfgs => ("lbfgs", "L-BFGS"),
            Method::GradientDescent => ("descent", "gradient descent"),
            Method::RetractedGradientDescent => ("retracted", "gradient descent retracted to W S W' = I"),
        };
        let compared = format!("{name}, {} runs from random starts, {on}", self.runs());
        let gaps = Measured::by("the optimum ten tolerances off", |run| Ok(self.objective_gap(run)))?.may_vanish();
        let converged = Measured::by("stopped after one iteration", |run| Ok(self.converged(run) as f64))?;
        let new = Evidence::new(Route::Minimiser, format!("{short}-{id}"), compared, effort)
            .at_most("relative objective gap", gaps, gap, "gradient tolerance")
            .at_least("runs converged", converged, self.runs().max(1) as f64, "all of them");
        if distance.is_infinite() {
            return Ok(new);
        }
        let because = "gradient tolerance over the eigengap";
        let distances = Measured::by(self.wrong, |run| self.distance(run))?;
        Ok(new.at_most("distance of row spaces", distances, distance, because))
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

/// Options that stop a run after its first iteration.
pub(in crate::claims) const STOPPED: Options = Options { max_iterations: 1, gradient_tolerance: 1e-9 };

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
    let (mut pairs, mut stopped) = (vec![], vec![]);
    for (views, k) in problems {
        let solved = solve::embedding(paradigm, views, *k)?;
        let wrong = solve::embedding(paradigm.other(), views, *k)?.encoder;
        let objective = objective_of(paradigm, *k);
        for start in 0..starts {
            let found = minimize::minimize(objective, method, views, start, &Options::default())?;
            let (optimum, solution) = (solved.loss, solved.encoder.clone());
            pairs.push(Pair { found, optimum, solution, wrong: wrong.clone() });
        }
        stopped.push(minimize::minimize(objective, method, views, 0, &STOPPED)?);
    }
    Ok(Agreement { method, pairs, stopped, measure: row_space_distance, wrong: "the other paradigm's encoder" })
}

/// One problem with one start: the same as [`agreement`], as evidence.
pub(in crate::claims) fn reaches_closed_form(
    paradigm: Paradigm,
    views: &ViewMoments<f64>,
    k: usize,
    on: &str,
) -> Result<Evidence> {
    let on = format!("{}, k = {k}, {on}", paradigm.problem());
    let agreement = agreement(paradigm, Method::Lbfgs, &[(views.clone(), k)], 1)?;
    agreement.evidence(paradigm.short(), &on, Effort::fixed(1))
}

/// Minimisers against the closed form: random dense instances, and the data in both noise regimes.
pub(in crate::claims) fn self_supervised(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut rng = context.rng("minimiser", "random instances");
    let (instances, starts) = (context.effort([3, 8, 20]), context.effort([2, 3, 10]));
    let random: Vec<_> =
        (0..instances.now).map(|i| Ok((random_views(&mut rng, 6 + i % 4)?, 1 + i % 3))).collect::<Result<_>>()?;
    let mut data = Vec::new();
    for gamma in [context.scale.gamma_weak, context.scale.gamma_strong] {
        let problem = context.problem(gamma, &mut context.rng("minimiser", "problem"))?;
        let corrupted = corrupted_views(context, &problem)?;
        data.push((corrupted, problem.rank().min(5)));
    }
    let (on_random, on_data) = (instances.times(starts), context.effort([1, 2, 10]).times(Effort::fixed(data.len())));
    let mut evidence = Vec::new();
    for &method in methods(paradigm) {
        (context.progress)("minimising on random instances");
        let on = format!("{} random instances", instances.now);
        evidence.push(agreement(paradigm, method, &random, starts.now as u64)?.evidence("random", &on, on_random)?);
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let on = format!("{} corrupted by weak and strong noise, α = 1, k = {}", context.raw.name(), data[0].1);
        let starts = context.tier.pick(1, 2, 10);
        evidence.push(agreement(paradigm, method, &data, starts)?.evidence("data", &on, on_data)?);
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
    let effort = context.effort([2, 5, 10]);
    let of = |method| {
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let minimum = |start, options: &Options| {
            minimize::minimize(minimize::Problem::Supervised, method, &views, start, options)
        };
        let pair = |start| {
            let (optimum, solution) = (solved.loss, solved.weights.clone());
            let wrong = &solution * 1.01;
            Ok(Pair { found: minimum(start, &Options::default())?, optimum, solution, wrong })
        };
        let pairs = (0..effort.now as u64).map(pair).collect::<Result<_>>()?;
        let measure = |found: &DMatrix<f64>, expected: &DMatrix<f64>| Ok((found - expected).norm() / expected.norm());
        let (stopped, wrong) = (vec![minimum(0, &STOPPED)?], "V* a hundredth too large");
        let agreement = Agreement { method, pairs, stopped, measure, wrong };
        agreement.evidence("data", &format!("{} corrupted by strong noise, α = 1", context.raw.name()), effort)
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
    let (mut converged, mut distances) = (true, vec![]);
    for start in 0..STARTS {
        let found = lbfgs(paradigm, &views, rows.nrows(), start)?;
        distances.push(row_space_distance(&found.weights, rows)?);
        converged &= found.termination.converged();
    }
    Ok(Runs { converged, nearest: smallest(distances.clone()), farthest: largest(distances) })
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

/// A line on runs that must end where predicted; `fault` is what its control plants.
pub(in crate::claims) fn line(id: &str, compared: &str, fault: &str) -> Line {
    let because = format!("all converged, row spaces within {NEAR:e} of the predicted side");
    Line::new(Route::Minimiser, id, format!("L-BFGS, {STARTS} starts each: {compared}"), fault, because)
}

/// A tenth above and below the thresholds of random spectra: the row space found flips.
pub(in crate::claims) fn thresholds(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds");
    let compared = "random spectra with a threshold α² of at least 1/10, at 0.9 and 1.1 times it: the row space flips";
    let fault = "the views of the other side of the threshold";
    let stream = ("minimiser", "thresholds");
    line("minimiser", compared, fault).on_random(context, stream, [2, 6, 20], |_, rng, tally| {
        let (spectrum, threshold) = loop {
            let spectrum = random_spectrum(rng)?;
            let threshold = spectrum.thresholds().alpha_squared(paradigm).clone();
            // No α >= 0 lies below a smaller one.
            if threshold >= ratio(1, 10) {
                break (spectrum, threshold);
            }
        };
        let (below, above) = ((ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal));
        for ((factor, predicted), (other, _)) in [(&below, &above), (&above, &below)] {
            tally.record(&population(&spectrum, &(&threshold * factor), None).view_second);
            tally.case(|run| {
                let views = population(&spectrum, &(&threshold * run.pick(factor, other)), None);
                Ok([agrees(paradigm, &views, spectrum.rank(), *predicted)?])
            })?;
        }
        Ok(())
    })
}

/// A population at an α² midway between the two thresholds, if the winner needs less and the middle
/// is clear of both.
pub(in crate::claims) fn midway(spectrum: &Spectrum<Rational>, winner: Paradigm) -> Option<ViewMoments<Rational>> {
    let t = spectrum.thresholds();
    let (low, high) = match winner {
        Paradigm::Reconstruction => (t.alpha_squared_rc, t.alpha_squared_je),
        Paradigm::JointEmbedding => (t.alpha_squared_je, t.alpha_squared_rc),
    };
    let low = low.max(ratio(0, 1));
    (high >= &low + ratio(1, 2)).then(|| population(spectrum, &((low + high) / ratio(2, 1)), None))
}

/// Whether only the winner finds the signal, k dimensions, in a population midway.
pub(in crate::claims) fn part(views: &ViewMoments<Rational>, k: usize, winner: Paradigm) -> Result<bool> {
    let mut parted = true;
    for paradigm in Paradigm::ALL {
        let predicted = if paradigm == winner { Recovery::Signal } else { Recovery::NoiseLeaks };
        parted &= agrees(paradigm, views, k, predicted)?;
    }
    Ok(parted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn runs_that_failed_or_ended_elsewhere_find_nothing() {
        let runs = |converged, nearest, farthest| Runs { converged, nearest, farthest };
        assert!(runs(true, 0.0, 1e-5).found() && !runs(true, 0.0, 1e-5).left());
        assert!(!runs(true, 0.0, 1e-4).found() && !runs(false, 0.0, 1e-5).found() && !runs(true, 0.0, 0.5).found());
        assert!(runs(true, 0.99995, 1.0).left() && !runs(true, 0.99995, 1.0).found());
        assert!(!runs(true, 1.0 - 1e-4, 1.0).left() && !runs(false, 1.0, 1.0).left() && !runs(true, 0.5, 1.0).left());
        assert!(!runs(true, f64::NAN, f64::NAN).found() && !runs(true, f64::NAN, f64::NAN).left());
    }

    #[test]
    fn every_condition_of_an_agreement_is_a_check() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let problems = [(random_views(&mut rng, 4).unwrap(), 2)];
        let good = agreement(Paradigm::JointEmbedding, Method::Lbfgs, &problems, 2).unwrap();
        let evidence = |a: &Agreement| a.evidence("x", "x", Effort::fixed(2)).unwrap();
        assert!(evidence(&good).holds() && evidence(&good).checks().len() == 3, "{:?}", evidence(&good));
        let broken = |change: &dyn Fn(&mut Agreement)| {
            let mut bad = good.clone();
            change(&mut bad);
            evidence(&bad)
        };
        let wrong = good.pairs[0].wrong.clone();
        for (bad, check) in [
            (broken(&|a| a.pairs.clear()), 0),
            (broken(&|a| a.pairs[1].found.termination = good.stopped[0].termination.clone()), 1),
            (broken(&|a| a.pairs[1].found.loss *= 1.0 + 1e-7), 0),
            (broken(&|a| a.pairs[1].found.loss = f64::NAN), 0),
            (broken(&|a| a.pairs[0].found.weights = wrong.clone()), 2),
        ] {
            assert!(!bad.checks()[check].holds() && !bad.holds(), "{bad:?}");
        }
        // The minimiser compared with itself.
        let blind = broken(&|a| a.measure = |found, _| row_space_distance(found, found));
        assert!(!blind.rejects_controls(), "{blind:?}");
    }
}
