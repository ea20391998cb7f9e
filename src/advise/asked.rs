//! From a question to numbers: checks what is asked, reads, fits and tests.

use super::advice::{Agreement, Baseline, Choice, CurvePoint, EigenvalueLines, Next, Test, Thresholds, Verdict, Why};
use super::baselines::Baselines;
use super::checks::{checks, interpolation};
use super::crossfit::{self, Explained, Fitted, Inner, Plan};
use super::encoders::Encoders;
use super::evidence::{Known, Probe, marked};
use super::findings::{Checks, Interpolation};
use super::folds::{Folds, without};
use super::next::next;
use super::question::{Evidence, EvidenceKind, MomentsOf, Question, Rows, Settings, Strength};
use super::spaces::{agreements, lines, without_evidence};
use super::sums::{MeanViews, Moments, RowSums, Strengths, require_views};
use super::thresholds::thresholds;
use crate::augment::aligned_noise::require_covariance;
use crate::error::{Error, Result};
use std::sync::atomic::{AtomicUsize, Ordering};

/// The most folds: each holds its own moments, and pairs of them are solved.
const MOST_FOLDS: usize = 50;

/// A share of S that is rounding: with so little Σ every encoder is an optimum of joint-embedding.
const UNCHANGED: f64 = 1e-14;

/// Embedding dimensions to choose from where the evidence does not tell one.
const LADDER: [usize; 6] = [1, 2, 5, 10, 20, 50];

/// The shape of what is asked.
pub(super) struct Shape {
    pub(super) n: usize,
    pub(super) d: usize,
}

/// Refuses what does not fit.
pub(super) fn shape(question: &Question<'_>, settings: &Settings) -> Result<Shape> {
    let mut shape = question.samples.map(|x| (x.count(), x.width()));
    if question.strengths.is_empty() {
        return Err(Error::range("strengths of the augmentation", "at least 1", 0));
    }
    for strength in &question.strengths {
        let found = match &strength.moments {
            MomentsOf::Views { rows, views } => (rows.count(), require_views(*rows, *views)?),
            MomentsOf::Channel(channel) => match shape {
                Some((n, _)) => (n, channel.dimension()),
                None => {
                    return Err(Error::request(
                        "an augmentation without samples",
                        "give the samples, or views of them",
                    ));
                }
            },
        };
        let expected = *shape.get_or_insert(found);
        if found != expected {
            let of = |(n, d): (usize, usize)| format!("{n} samples of {d} features");
            return Err(Error::shape(format!("views at strength {}", strength.alpha), of(expected), of(found)));
        }
    }
    let (n, d) = shape.unwrap_or_default();
    let rows_fit = |what: &str, rows: &dyn Rows, count: Option<usize>, width: Option<usize>| {
        let found = (rows.count(), rows.width());
        let expected = (count.unwrap_or(found.0), width.unwrap_or(found.1));
        let of = |(n, d): (usize, usize)| format!("{n} x {d}");
        if found == expected { Ok(()) } else { Err(Error::shape(what, of(expected), of(found))) }
    };
    match &question.evidence {
        Evidence::Labels(rows) => rows_fit("labels", *rows, Some(n), None)?,
        Evidence::Replicate(rows) => rows_fit("replicates", *rows, Some(n), Some(d))?,
        Evidence::NuisanceSample(rows) => rows_fit("sample of the nuisance", *rows, None, Some(d))?,
        Evidence::NuisanceCovariance(gamma) if gamma.shape() != (d, d) => {
            return Err(Error::shape(
                "covariance of the nuisance",
                format!("{d} x {d}"),
                format!("{:?}", gamma.shape()),
            ));
        }
        Evidence::NuisanceCovariance(gamma) => require_covariance("covariance of the nuisance", gamma)?,
        Evidence::NuisanceDirections(q) if q.nrows() != d => {
            return Err(Error::shape("directions of the nuisance", format!("{d} rows"), q.nrows()));
        }
        _ => {}
    }
    if let Some(groups) = question.groups
        && groups.len() != n
    {
        return Err(Error::shape("groups", format!("{n} samples"), groups.len()));
    }
    let within = |what: &str, value: f64, most: f64| match value > 0.0 && value < most {
        true => Ok(()),
        false => Err(Error::range(what, format!("above 0 and below {most}"), value)),
    };
    within("tolerance", settings.tolerance, 1.0)?;
    within("level", settings.level, 1.0)?;
    if !(2..=MOST_FOLDS).contains(&settings.folds) {
        return Err(Error::range("folds", format!("between 2 and {MOST_FOLDS}"), settings.folds));
    }
    if let Some(k) = settings.ks.iter().find(|k| !(1..=d).contains(*k)) {
        return Err(Error::range("embedding dimension k", format!("between 1 and d = {d}"), k));
    }
    if let Some(q) = settings.noise.iter().find(|q| !(q.is_finite() && **q >= 0.0)) {
        return Err(Error::range("composed noise", "0 or more", q));
    }
    Ok(Shape { n, d })
}

/// The folds of a question, and which rows have evidence.
pub(super) fn deal(question: &Question<'_>, settings: &Settings, n: usize) -> Result<(Folds, Vec<bool>)> {
    let marked = marked(&question.evidence, n)?;
    let folds = match question.groups {
        Some(groups) => Folds::of_groups(groups, &marked, settings.folds, settings.seed),
        None => Folds::of_rows(&marked, settings.folds, settings.seed),
    };
    Ok((folds, marked))
}

/// Everything that was computed, before it is put into words.
pub(super) struct Run {
    pub(super) shape: Shape,
    pub(super) ks: Vec<usize>,
    pub(super) strengths: Vec<Strength>,
    /// The encoders of all samples, for each strength.
    pub(super) encoders: Vec<Encoders>,
    pub(super) verdict: (Verdict, Why),
    /// With evidence on enough rows.
    pub(super) tested: Option<Tested>,
    pub(super) report: Option<Report>,
}

/// What a test gave.
pub(super) struct Tested {
    pub(super) explained: Explained,
    pub(super) test: Test,
    pub(super) choice: Choice,
    /// The fits of each fold.
    pub(super) fitted: Vec<Fitted>,
    /// That of all samples.
    pub(super) all: Fitted,
}

/// What stands beside the test.
pub(super) struct Report {
    pub(super) checks: Checks,
    pub(super) curve: Vec<CurvePoint>,
    pub(super) agreement: Vec<Agreement>,
    pub(super) baselines: Vec<Baseline>,
    pub(super) next: Next,
    pub(super) lines: Vec<EigenvalueLines>,
    pub(super) thresholds: Option<Thresholds>,
}

/// Reads, fits and tests; `whole` if the report is wanted too.
pub(super) fn run(
    question: &Question<'_>,
    settings: &Settings,
    whole: bool,
    progress: &(dyn Fn(&str, f64) + Sync),
) -> Result<Run> {
    let shape = shape(question, settings)?;
    let (folds, marked) = deal(question, settings, shape.n)?;
    let means = match (&question.samples, &question.strengths[0].moments) {
        (None, MomentsOf::Views { rows, views }) => Some(MeanViews { rows: *rows, views: *views }),
        _ => None,
    };
    let x: &dyn Rows = match (question.samples, &means) {
        (Some(x), _) => x,
        (None, Some(means)) => means,
        (None, None) => return Err(Error::request("neither samples nor views", "give one of them")),
    };
    progress("reading samples and evidence", 0.0);
    let known = Known::read(&question.evidence, x, &folds, marked, (settings.weight, settings.seed))?;
    let total = without(&known.data, &[]);
    let ks = dimensions(&known, settings, &total)?;
    let noise: Vec<Option<f64>> =
        if settings.noise.is_empty() { vec![None] } else { settings.noise.iter().map(|&q| Some(q)).collect() };
    let strength = |alpha: f64| noise.iter().map(move |&noise| Strength { alpha, noise });
    let strengths: Vec<Strength> = question.strengths.iter().flat_map(|s| strength(s.alpha)).collect();
    let plan = Plan { ks: ks.clone(), strengths: strengths.clone(), folds: &folds, groups: question.groups };
    let enough = known.kind != EvidenceKind::None && folds.count >= 2;
    let mut all = Strongest::default();
    let (mut encoders, mut values) = (vec![], vec![vec![]; folds.count]);
    let (mut probes, mut inner): (Vec<Vec<[Probe; 2]>>, Inner) = (vec![], vec![vec![]; folds.count]);
    probes.resize_with(folds.count, Vec::new);
    let mut baselines = Baselines::new();
    let mut interpolates: Option<Interpolation> = None;
    let steps = question.strengths.len() * (folds.count * (folds.count + 1) / 2);
    let counted = AtomicUsize::new(0);
    let share = |done: usize| done as f64 / steps.max(1) as f64;
    for (source, asked) in question.strengths.iter().enumerate() {
        progress(&format!("strength {}: reading", asked.alpha), share(counted.load(Ordering::Relaxed)));
        let sums = Strengths::read(question, source, &folds)?;
        let moments = sums.moments(&total, &[])?;
        if moments.covariance.trace() <= UNCHANGED * moments.view_second.trace() {
            return Err(Error::request(
                format!(
                    "the augmentation of strength {} changes nothing: all views of a sample are the same",
                    asked.alpha
                ),
                "draw each view anew, or leave this strength out; outputs of an encoder that has learned to join views decide nothing",
            ));
        }
        if let MomentsOf::Views { views, .. } = asked.moments
            && shape.n * views <= shape.d
            && noise.iter().any(|q| q.unwrap_or(0.0) == 0.0)
            && interpolates.as_ref().is_none_or(|found| !found.flag)
        {
            interpolates = Some(interpolation(&moments, shape.n * views)?);
        }
        for (q, strength) in noise.iter().zip(strength(asked.alpha)) {
            let moments = q.map_or_else(|| moments.clone(), |q| moments.with_noise(q));
            let found = Encoders::of(&moments, plan.k())?;
            if whole {
                baselines.judge(&found, (&total, &moments), (&ks, strength))?;
                all.keep(strength, source, moments);
            }
            encoders.push(found);
        }
        if !enough && (!whole || folds.count < 2) {
            continue;
        }
        let done = || {
            let done = counted.fetch_add(1, Ordering::Relaxed) + 1;
            progress(&format!("strength {}: fitting", asked.alpha), share(done).min(1.0));
        };
        let (outer, within) = crossfit::fit(&known, &sums, &noise, &plan, &done)?;
        for (fold, (outer, within)) in outer.into_iter().zip(within).enumerate() {
            for outer in outer {
                probes[fold].extend(outer.probes);
                values[fold].push(outer.values);
            }
            inner[fold].extend(within);
        }
    }
    let mut tested = None;
    let agreement = agreements(&plan, &encoders, &total)?;
    let mut verdict = without_evidence(&agreement, settings);
    if enough {
        progress("testing", 1.0);
        let fitted = crossfit::assemble(&known, &plan, probes, &inner)?;
        let explained = crossfit::explain(&known, x, &plan, &fitted)?;
        let test = explained.test(settings.level);
        verdict = explained.verdict(&test, (settings.level, settings.tolerance));
        let most = explained.most(&plan);
        let choice = explained.choice(&plan);
        let all = crossfit::of_all(&known, &total, &plan, &encoders, most)?;
        tested = Some(Tested { explained, test, choice, fitted, all });
    } else if known.kind != EvidenceKind::None {
        verdict = (Verdict::Undecided, Why::TooFewSamples);
    }
    if interpolates.as_ref().is_some_and(|found| found.flag) {
        verdict = (Verdict::Undecided, Why::Interpolates);
    }
    let report = match (whole, all.0) {
        (true, Some((_, source, moments))) => {
            let checks = Checks { interpolation: interpolates, ..checks(&known, &total, &moments, settings.seed)? };
            let k = checks.reliability.as_ref().map_or(0, |c| c.k);
            let theta = match &question.strengths[source].moments {
                MomentsOf::Channel(channel) if channel.keeps_mean() => channel.fixed_covariance(),
                _ => None,
            };
            let thresholds = match theta {
                Some([(_, theta), _]) => thresholds(&known, &total, (k, theta), (&checks, settings.level))?,
                None => None,
            };
            let curve = tested.as_ref().map_or(vec![], |t| t.explained.curve(&plan, settings.level));
            let next = next(tested.as_ref(), &plan, (verdict, &checks), settings, &moments);
            let lines = lines(&known, &total, &plan, &encoders, &values)?;
            Some(Report { checks, curve, agreement, baselines: baselines.say(), next, lines, thresholds })
        }
        _ => None,
    };
    Ok(Run { shape, ks, strengths, encoders, verdict, tested, report })
}

/// The moments at the strongest augmentation, of which checks speak.
#[derive(Default)]
struct Strongest(Option<(Strength, usize, Moments)>);

impl Strongest {
    fn keep(&mut self, strength: Strength, source: usize, moments: Moments) {
        let order = |s: &Strength| (s.alpha, s.noise.unwrap_or(0.0));
        if self.0.as_ref().is_none_or(|(kept, ..)| order(&strength) > order(kept)) {
            self.0 = Some((strength, source, moments));
        }
    }
}

/// The embedding dimensions to choose from.
fn dimensions(known: &Known<'_>, settings: &Settings, total: &RowSums) -> Result<Vec<usize>> {
    let d = total.sum.len();
    if !settings.ks.is_empty() {
        let mut ks = settings.ks.clone();
        ks.sort_unstable();
        ks.dedup();
        return Ok(ks);
    }
    if known.gives_signal()
        && let Some(eigen) = known.aim(total, &[], false)?.reliabilities()?
    {
        // More signal than noise.
        let k = eigen.values.iter().filter(|&&share| share > 0.5).count();
        if (1..d).contains(&k) {
            return Ok(vec![k]);
        }
    }
    let ladder: Vec<usize> = LADDER.into_iter().filter(|&k| k < d).collect();
    Ok(if ladder.is_empty() { vec![1] } else { ladder })
}
