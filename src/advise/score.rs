//! How often the advice is wrong, and how often its intervals hold, on problems with a known answer.

use super::advice::Verdict;
use super::asked::{Tested, run};
use super::crossfit::{Fitted, Plan};
use super::encoders::Encoders;
use super::folds::Folds;
use super::question::{EvidenceKind, Settings};
use super::simulate::{Kind, Model};
use crate::augment::Channel;
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
    /// In turn. Under strong noise reconstruction is never better, and then a problem is taken as it
    /// comes: with three turns of seven both sides come out equally often.
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
}

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
    let kinds = [EvidenceKind::Labels, EvidenceKind::Replicate, EvidenceKind::NuisanceCov, EvidenceKind::Nuisance];
    let evidence = kinds[number / 56 % 4];
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
