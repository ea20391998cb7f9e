//! Route by minimisers from random starts: whether they reach the optimum of the closed form. The
//! runs know only losses and gradients, and start far from where they end; what they find is
//! compared with the closed forms here.

use crate::augment::{AlignedNoise, Channel};
use crate::claims::routes::minimiser::{APART, NEAR, STOPPED, objective_of};
use crate::claims::{Context, Effort, Evidence, Measured, Problem, Route, Run, largest_of, smallest_of};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::minimize::{self, Method, Minimum, Options};
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::solve::{self, supervised as sl};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::collections::BTreeSet;
use std::rc::Rc;

/// Relative objective gap allowed to L-BFGS: its gradient tolerance bounds the gap quadratically,
/// far below.
const GAP_LBFGS: f64 = 1e-8;
/// The same for gradient descents.
const GAP_DESCENT: f64 = 1e-5;
/// What a start must be above the optimum, relative to it, and away from the solution: far beyond
/// the tolerances at the end.
const START_ABOVE: f64 = 1e-2;
const START_AWAY: f64 = 0.1;

/// One run beside the closed form.
#[derive(Debug, Clone)]
struct Pair {
    /// Which of the problems.
    problem: usize,
    found: Minimum,
    reference: Rc<Reference>,
}

/// The closed form of a problem, which exists before any run.
#[derive(Debug)]
struct Reference {
    optimum: f64,
    solution: DMatrix<f64>,
    /// What the control takes for the solution.
    wrong: DMatrix<f64>,
}

impl Reference {
    fn new(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize) -> Result<Rc<Self>> {
        let solved = solve::embedding(paradigm, views, k)?;
        let wrong = solve::embedding(paradigm.other(), views, k)?.encoder;
        Ok(Rc::new(Self { optimum: solved.loss, solution: solved.encoder, wrong }))
    }
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

    /// How many runs differ in problem or start.
    fn distinct(&self) -> usize {
        let of = |pair: &Pair| (pair.reference.optimum.to_bits(), pair.found.start.weights.norm().to_bits());
        self.pairs.iter().map(of).collect::<BTreeSet<_>>().len()
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
    /// of one run is ten tolerances off.
    ///
    /// # Errors
    /// None: the form is that of [`distance`](Self::distance).
    pub fn objective_gap(&self, run: Run) -> Result<f64> {
        let wrong = 1.0 + 10.0 * self.tolerances().0;
        largest_of(run, self.runs(), &self.pairs, |pair, run| {
            Ok((pair.found.loss / (pair.reference.optimum * run.pick(1.0, wrong)) - 1.0).abs())
        })
    }

    /// The largest distance of row spaces (of weights, relative, for SL).
    ///
    /// # Errors
    /// Those of the distance.
    pub fn distance(&self, run: Run) -> Result<f64> {
        largest_of(run, self.runs(), &self.pairs, |Pair { found, reference, .. }, run| {
            (self.measure)(&found.weights, run.pick(&reference.solution, &reference.wrong))
        })
    }

    /// The smallest excess of a start's loss over the optimum, relative to it, and its smallest
    /// distance from the solution; in the control of the end of a run.
    fn starts(&self, run: Run) -> Result<[f64; 2]> {
        let at = |found: &Minimum, run: Run| {
            let start = &found.start;
            run.pick((start.loss, start.weights.clone()), (found.loss, found.weights.clone()))
        };
        let above = smallest_of(run, self.runs(), &self.pairs, |Pair { found, reference, .. }, run| {
            Ok(at(found, run).0 / reference.optimum - 1.0)
        })?;
        let away = smallest_of(run, self.runs(), &self.pairs, |Pair { found, reference, .. }, run| {
            (self.measure)(&at(found, run).1, &reference.solution)
        })?;
        Ok([above, away])
    }

    /// The smallest distance of two starts on the same problem, relative to their size, if there are
    /// two; in the control of a start from itself.
    fn apart(&self, run: Run) -> Option<Result<f64>> {
        let twos = |a: usize| (0..a).map(move |b| [&self.pairs[a], &self.pairs[b]]);
        let twos = (0..self.pairs.len()).flat_map(twos).filter(|[a, b]| a.problem == b.problem).collect::<Vec<_>>();
        let start = |pair: &Pair| pair.found.start.weights.clone();
        let distance =
            |[a, b]: &[&Pair; 2], run: Run| Ok((run.pick(start(b), start(a)) - start(a)).norm() / start(a).norm());
        (!twos.is_empty()).then(|| smallest_of(run, twos.len(), twos, distance))
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
        let gaps = Measured::by("the optimum ten tolerances off", |run| self.objective_gap(run))?.may_vanish();
        let converged = Measured::by("stopped after one iteration", |run| Ok(self.converged(run) as f64))?;
        let new = Evidence::new(Route::Minimiser, format!("{short}-{id}"), compared, effort)
            .ran(self.distinct())
            .at_most("relative objective gap", gaps, gap, "gradient tolerance")
            .at_least("runs converged", converged, self.runs().max(1) as f64, "all of them");
        let [above, away] = Measured::all("the end of a run for its start", |run| self.starts(run))?;
        let because = "a start that knows nothing of the optimum";
        let mut new = new.at_least("excess of a start", above, START_ABOVE, because).at_least(
            "distance of a start",
            away,
            START_AWAY,
            because,
        );
        if self.apart(Run::Genuine).is_some() {
            let apart = Measured::by("a start for another", |run| self.apart(run).unwrap_or(Ok(f64::NAN)))?;
            new = new.at_least("starts apart", apart, APART, "independent draws");
        }
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
    for (problem, (views, k)) in problems.iter().enumerate() {
        let reference = Reference::new(paradigm, views, *k)?;
        let objective = objective_of(paradigm, *k);
        for start in 0..starts {
            let found = minimize::minimize(objective, method, views, start, &Options::default())?;
            pairs.push(Pair { problem, found, reference: reference.clone() });
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
    let (mut random, mut places) = (vec![], BTreeSet::new());
    for i in 0..instances.now {
        let views = random_views(&mut rng, 6 + i % 4)?;
        // An instance from a place of the stream where another one ended is that one again.
        if places.insert(rng.get_word_pos()) {
            random.push((views, 1 + i % 3));
        }
    }
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
    let wrong = &solved.weights * 1.01;
    let reference = Rc::new(Reference { optimum: solved.loss, solution: solved.weights, wrong });
    let effort = context.effort([2, 5, 10]);
    let of = |method| {
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let minimum = |start, options: &Options| {
            minimize::minimize(minimize::Problem::Supervised, method, &views, start, options)
        };
        let pair = |start| {
            let found = minimum(start, &Options::default())?;
            Ok(Pair { problem: 0, found, reference: reference.clone() })
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

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn every_condition_of_an_agreement_is_a_check() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let problems = [(random_views(&mut rng, 4).unwrap(), 2)];
        let good = agreement(Paradigm::JointEmbedding, Method::Lbfgs, &problems, 2).unwrap();
        let evidence = |a: &Agreement| a.evidence("x", "x", Effort::fixed(2)).unwrap();
        assert!(evidence(&good).holds() && evidence(&good).checks().len() == 6, "{:?}", evidence(&good));
        let broken = |change: &dyn Fn(&mut Agreement)| {
            let mut bad = good.clone();
            change(&mut bad);
            evidence(&bad)
        };
        let wrong = good.pairs[0].reference.wrong.clone();
        for (bad, check) in [
            (broken(&|a| a.pairs.clear()), 0),
            (broken(&|a| a.pairs[1].found.termination = good.stopped[0].termination), 1),
            (broken(&|a| a.pairs[1].found.loss *= 1.0 + 1e-7), 0),
            (broken(&|a| a.pairs[1].found.loss = f64::NAN), 0),
            (broken(&|a| a.pairs[0].found.weights = wrong.clone()), 5),
            (broken(&|a| a.pairs[1].found.weights = wrong.clone()), 5),
            (broken(&|a| a.pairs[1].found.start.loss = a.pairs[1].reference.optimum * 1.001), 2),
            (broken(&|a| a.pairs[1].found.start.weights = a.pairs[1].reference.solution.clone()), 3),
            (broken(&|a| a.pairs[1].found.start = a.pairs[0].found.start.clone()), 4),
        ] {
            assert!(!bad.checks()[check].holds() && !bad.holds(), "{bad:?}");
        }
        // A run that is off by an angle about the tolerance, by two orthonormal rows and a third.
        let solution = &good.pairs[1].reference.solution;
        let rows = solution.clone().insert_rows(2, 2, 0.5).transpose().qr().q();
        let turned = |sine: f64| {
            let first = rows.column(0) * (1.0 - sine * sine).sqrt() + rows.column(2) * sine;
            DMatrix::from_columns(&[first, rows.column(1).into_owned()]).transpose()
        };
        for (sine, near) in [(0.5 * NEAR, true), (3.0 * NEAR, false)] {
            let off = broken(&|a| a.pairs[1].found.weights = turned(sine));
            assert!(off.checks()[5].holds() == near && off.holds() == near, "{off:?}");
        }
        // The minimiser compared with itself.
        let blind = broken(&|a| a.measure = |found, _| row_space_distance(found, found));
        assert!(!blind.rejects_controls(), "{blind:?}");
    }

    /// Whichever of the two is better: the closed form takes nothing from the run.
    #[test]
    fn a_loss_above_the_optimum_and_one_below_it_are_gaps() {
        let c = DMatrix::from_row_slice(2, 2, &[4.0, 1.0, 1.0, 2.0]);
        let views = ViewMoments::additive(c, DMatrix::identity(2, 2));
        for paradigm in Paradigm::ALL {
            let found = agreement(paradigm, Method::Lbfgs, &[(views.clone(), 1)], 2).unwrap();
            assert!(found.objective_gap(Run::Genuine).unwrap() < 1e-8);
            let reference = found.pairs[0].reference.optimum;
            assert_eq!(reference, solve::embedding(paradigm, &views, 1).unwrap().loss);
            for factor in [1.01, 0.99] {
                let mut off = found.clone();
                off.pairs[1].found.loss *= factor;
                assert!((off.objective_gap(Run::Genuine).unwrap() - 0.01).abs() < 1e-6);
            }
        }
    }
}
