//! How often the advice is wrong, and how often its intervals hold, on problems with a known
//! answer.

use super::advice::Verdict;
use super::asked::{Tested, run};
use super::crossfit::{Fitted, Plan};
use super::encoders::Encoders;
use super::folds::Folds;
use super::question::{EvidenceKind, Settings};
use super::simulate::{Kind, Model};
use crate::error::Result;
use crate::linalg::float::product;
use crate::moments::DataMoments;
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

/// Which answer a problem is drawn to have, as the population says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Side {
    /// Joint-embedding explains more, by more than a tenth.
    JointEmbedding,
    /// Reconstruction does.
    Reconstruction,
    /// They differ by less than 1/50.
    Tie,
}

impl Side {
    /// In turn. Under strong noise reconstruction is never better, and then a problem is taken as
    /// it comes: with three turns of seven both sides come out equally often.
    pub const TURNS: [Self; 7] = {
        use Side::{JointEmbedding as J, Reconstruction as R, Tie as T};
        [J, R, T, R, J, T, R]
    };

    fn has(self, delta: f64) -> bool {
        match self {
            Self::JointEmbedding => delta > 0.1,
            Self::Reconstruction => delta < -0.1,
            Self::Tie => delta.abs() < 0.02,
        }
    }
}

/// One problem, its truth and what was said.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What is special about it.
    pub kind: Kind,
    /// What it was drawn to be.
    pub side: Side,
    /// The evidence given.
    pub evidence: EvidenceKind,
    /// n.
    pub n: usize,
    /// Views of each sample; 0 for formulas.
    pub views: usize,
    /// d.
    pub d: usize,
    /// Efficiency of the encoders of all samples, joint-embedding first, with the best probe.
    pub truth: [f64; 2],
    /// The difference of efficiencies of the encoders and probes of the folds.
    pub here: f64,
    /// The same of those of all samples.
    pub all: f64,
    /// What was said.
    pub verdict: Verdict,
    /// The estimate of the difference, its standard error and its interval.
    pub found: [f64; 4],
    /// The estimate of both efficiencies.
    pub efficiencies: [f64; 2],
    /// The estimates by folds.
    pub by_fold: Vec<f64>,
}

impl Outcome {
    /// The true difference.
    pub fn delta(&self) -> f64 {
        self.truth[0] - self.truth[1]
    }

    /// Whether another verdict would be wrong: a paradigm that does not explain more, "either" of
    /// two that differ by more than the tolerance, "neither" of one that explains half or more.
    /// Undecided is not wrong.
    pub fn is_wrong(&self, verdict: Verdict, tolerance: f64) -> bool {
        match verdict {
            Verdict::JointEmbedding => self.delta() <= 0.0,
            Verdict::Reconstruction => self.delta() >= 0.0,
            Verdict::Either => self.delta().abs() > tolerance,
            Verdict::Neither => self.truth[0].max(self.truth[1]) >= 0.5,
            Verdict::Undecided => false,
        }
    }

    /// Whether the interval, made wider by a factor, holds a value.
    pub fn covers(&self, value: f64, factor: f64) -> bool {
        let [found, _, lo, hi] = self.found;
        (value - found).abs() <= factor * (hi - lo) / 2.0
    }
}

/// How often, by a property of the problems: number, wrong, undecided, how often the interval holds
/// the difference of the folds' encoders, of those of all samples with their probes, and of those
/// with the best probe; and how often joint-embedding or reconstruction is better by more than the
/// tolerance.
pub fn table(outcomes: &[Outcome], tolerance: f64) -> String {
    let mut text =
        String::from("problems          number wrong undecided | holds: folds   all  best | better: JE    RC\n");
    let mut row = |name: &str, of: &dyn Fn(&Outcome) -> bool| {
        let chosen: Vec<&Outcome> = outcomes.iter().filter(|o| of(o)).collect();
        let count = |what: &dyn Fn(&Outcome) -> bool| chosen.iter().filter(|o| what(o)).count();
        let share = |what: &dyn Fn(&Outcome) -> bool| count(what) as f64 / chosen.len().max(1) as f64;
        text += &format!(
            "{name:17} {:6} {:5} {:9} | {:12.3} {:5.3} {:5.3} | {:10.2} {:5.2}\n",
            chosen.len(),
            count(&|o| o.is_wrong(o.verdict, tolerance)),
            count(&|o| o.verdict == Verdict::Undecided),
            share(&|o| o.covers(o.here, 1.0)),
            share(&|o| o.covers(o.all, 1.0)),
            share(&|o| o.covers(o.delta(), 1.0)),
            share(&|o| o.delta() > tolerance),
            share(&|o| o.delta() < -tolerance),
        );
    };
    row("all", &|_| true);
    Kind::ALL.iter().for_each(|kind| row(kind.name(), &|o| o.kind == *kind));
    EVIDENCE.iter().for_each(|kind| row(kind.name(), &|o| o.evidence == *kind));
    let sizes: std::collections::BTreeSet<usize> = outcomes.iter().map(|o| o.n).collect();
    sizes.iter().for_each(|n| row(&format!("n = {n}"), &|o| o.n == *n));
    row("ties (|Δ| <= .01)", &|o| o.delta().abs() <= 0.01);
    row("  of weak noise", &|o| o.kind == Kind::Weak && o.delta().abs() <= 0.01);
    text
}

/// The smallest rate that so many errors among so many problems refute at 1 - confidence: the upper
/// end of the interval of Clopper and Pearson, by bisection of the binomial distribution.
pub fn rate_at_most(errors: usize, problems: usize, confidence: f64) -> f64 {
    let below = |rate: f64| {
        // P(at most so many errors), term after term.
        let mut term = (1.0 - rate).powi(problems as i32);
        let mut sum = term;
        for i in 0..errors {
            term *= (problems - i) as f64 / (i + 1) as f64 * rate / (1.0 - rate);
            sum += term;
        }
        sum
    };
    if errors >= problems {
        return 1.0;
    }
    let (mut low, mut high) = (0.0, 1.0 - f64::EPSILON);
    for _ in 0..60 {
        let middle = 0.5 * (low + high);
        if below(middle) > 1.0 - confidence { low = middle } else { high = middle }
    }
    high
}

/// The kinds of evidence, in turn.
const EVIDENCE: [EvidenceKind; 4] =
    [EvidenceKind::Labels, EvidenceKind::Replicate, EvidenceKind::NuisanceCov, EvidenceKind::Nuisance];

/// The difference of efficiencies of the encoders of the population.
fn of_population(model: &Model, labels: bool) -> Result<f64> {
    let second = model.second_moment();
    let data = DataMoments {
        count: 1,
        mean: DVector::zeros(model.d),
        label_cross: DMatrix::zeros(0, model.d),
        label_mean: DVector::zeros(0),
        label_energy: 0.0,
        second,
    };
    let views = model.augmentation.views(&data)?;
    let encoders = Encoders::of(&super::sums::Moments::of_formulas(views), model.k)?;
    Ok(model.efficiency(&encoders.rows[0], labels)? - model.efficiency(&encoders.rows[1], labels)?)
}

/// The stream of a problem.
fn stream(seed: u64, number: usize) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(number as u64);
    rng
}

/// Draws so often until a model is on the wanted side.
const TRIES: usize = 300;

/// Draws a problem and asks.
pub fn one(seed: u64, number: usize, n: usize, settings: &Settings) -> Result<Outcome> {
    let mut rng = stream(seed, number);
    let kind = Kind::ALL[number % 8];
    let side = Side::TURNS[number / 8 % 7];
    let evidence = EVIDENCE[number / 56 % 4];
    let labels = evidence == EvidenceKind::Labels;
    let mut model = Model::random(kind, &mut rng)?;
    for _ in 0..TRIES {
        if side.has(of_population(&model, labels)?) {
            break;
        }
        model = Model::random(kind, &mut rng)?;
    }
    let views = [0, 2, 4, 8][rng.random_range(0..4)];
    let drawn = model.draw(n, views, &mut rng)?;
    let question = drawn.question(&model, evidence);
    let settings = Settings { ks: vec![model.k], seed: number as u64, ..settings.clone() };
    let run = run(&question, &settings, false, &|_, _| ())?;
    let truth = [0, 1].map(|p| model.efficiency(&run.encoders[0].rows[p], labels));
    let [je, rc] = truth;
    let folds = Folds { count: 1, of: vec![] };
    let plan = Plan { ks: run.ks.clone(), strengths: run.strengths.clone(), folds: &folds, groups: None };
    let cross = if labels { product(&model.beta, &model.signal) } else { model.signal.clone() };
    let second = model.second_moment();
    let ratio = |fits: &mut dyn Iterator<Item = &Fitted>| {
        let sums = fits.fold([0.0; 3], |sum, fitted| {
            let of = fitted.of_population(&plan, &cross, &second);
            std::array::from_fn(|i| sum[i] + of[i])
        });
        (sums[1] - sums[2]) / sums.into_iter().fold(f64::MIN_POSITIVE, f64::max)
    };
    let here = ratio(&mut run.tested.iter().flat_map(|t| &t.fitted));
    let all = ratio(&mut run.tested.iter().map(|t| &t.all));
    let (found, efficiencies) = run
        .tested
        .as_ref()
        .map_or(([0.0; 4], [0.0; 2]), |Tested { test: t, .. }| ([t.delta, t.se, t.lo, t.hi], [t.eff_je, t.eff_rc]));
    let by_fold = run.tested.as_ref().map_or(vec![], |Tested { explained: e, .. }| {
        let scale = e.mean[0].max(e.mean[1]).max(e.mean[2]);
        e.by_fold.iter().map(|m| (m[1] - m[2]) / scale).collect()
    });
    let truth = [je?, rc?];
    let (d, verdict) = (model.d, run.verdict.0);
    Ok(Outcome { kind, side, evidence, n, views, d, truth, here, all, verdict, found, efficiencies, by_fold })
}

/// Many problems, numbered from `first` on.
pub fn many(seed: u64, numbers: std::ops::Range<usize>, n: usize, settings: &Settings) -> Result<Vec<Outcome>> {
    numbers.into_par_iter().map(|number| one(seed, number, n, settings)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rates_that_errors_refute() {
        // (1 - p)^n = 1/20, and p for which at most 1 of 2 has probability 1 - p² = 1/20.
        assert!((rate_at_most(0, 100, 0.95) - (1.0 - 0.05f64.powf(0.01))).abs() < 1e-12);
        assert!((rate_at_most(1, 2, 0.95) - 0.95f64.sqrt()).abs() < 1e-12);
        assert_eq!(rate_at_most(3, 3, 0.95), 1.0);
    }

    #[test]
    fn a_problem_is_the_same_whenever_it_is_drawn() {
        let settings = Settings::default();
        let [first, again] = [one(5, 9, 150, &settings).unwrap(), many(5, 8..10, 150, &settings).unwrap()[1].clone()];
        assert_eq!(first.truth, again.truth);
        assert_eq!(first.found, again.found);
        assert_ne!(one(6, 9, 150, &settings).unwrap().truth, first.truth);
    }

    /// Wrong is the worse paradigm, "either" beyond the tolerance, "neither" from one half on.
    #[test]
    fn a_verdict_is_wrong_where_its_words_are_not_true() {
        let of = |je: f64, rc: f64| Outcome {
            kind: Kind::Weak,
            side: Side::Tie,
            evidence: EvidenceKind::Labels,
            n: 100,
            views: 0,
            d: 9,
            truth: [je, rc],
            here: 0.0,
            all: 0.0,
            verdict: Verdict::Undecided,
            found: [0.3, 0.1, 0.1, 0.5],
            efficiencies: [je, rc],
            by_fold: vec![],
        };
        use Verdict::{Either, JointEmbedding, Neither, Reconstruction, Undecided};
        let all = [JointEmbedding, Reconstruction, Either, Neither, Undecided];
        for (je, rc, wrong) in [
            (0.75, 0.5, [false, true, true, true, false]),
            (0.5, 0.75, [true, false, true, true, false]),
            (0.75, 0.75, [true, true, false, true, false]),
            (0.75, 0.6875, [false, true, false, true, false]),
            (0.6875, 0.75, [true, false, false, true, false]),
            (0.5, 0.125, [false, true, true, true, false]),
            (0.125, 0.4375, [true, false, true, false, false]),
        ] {
            assert_eq!(all.map(|verdict| of(je, rc).is_wrong(verdict, 0.0625)), wrong, "{je} {rc}");
        }
        // The interval is 0.3 and half of 0.4 to either side, or half of that.
        for (value, factor, holds) in [
            (0.11, 1.0, true),
            (0.09, 1.0, false),
            (0.49, 1.0, true),
            (0.51, 1.0, false),
            (0.19, 0.5, false),
            (0.21, 0.5, true),
        ] {
            assert_eq!(of(1.0, 0.5).covers(value, factor), holds, "{value} {factor}");
        }
        // Sides: more than a tenth apart, or less than a fiftieth.
        for (delta, sides) in [
            (0.11, [true, false, false]),
            (0.09, [false; 3]),
            (0.019, [false, false, true]),
            (-0.019, [false, false, true]),
            (-0.021, [false; 3]),
            (-0.11, [false, true, false]),
        ] {
            let found = [Side::JointEmbedding, Side::Reconstruction, Side::Tie].map(|side| side.has(delta));
            assert_eq!(found, sides, "{delta}");
        }
    }
}
