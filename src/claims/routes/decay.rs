//! Route by decay: the distance between the closed forms on corrupted and on clean data, and its
//! fitted rate.
//!
//! Predicted: α^-2 as α -> inf at fixed n, n^-1/2 as n -> inf at fixed α above the
//! threshold. The constants are the claims `rates` and `deviations`. For n -> inf the moments are drawn
//! without their samples (`moment_draws.rs`), so n reaches far enough for narrow slopes, and for the
//! small eigengap beside the threshold.

use crate::augment::Channel;
use crate::claims::context::{Noise, Pair, distinct};
use crate::claims::routes::beside;
use crate::claims::routes::moment_draws::Design;
use crate::claims::{Context, Effort, Evidence, Measured, Problem, Route, Run};
use crate::error::Result;
use crate::linalg::angles::chordal_distance;
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::solve::{self, supervised::supervised};
use nalgebra::DMatrix;

/// Distances measured along a grid.
#[derive(Debug, Clone)]
pub struct Decay {
    /// What varies: α or n.
    pub at: Vec<f64>,
    /// The distance there; for n the root mean square over independent draws.
    pub values: Vec<f64>,
    /// The relative standard error of each value over the draws; zeros where there is one draw
    /// only.
    pub scatter: Vec<f64>,
    /// The number of samples, or of the last grid point.
    pub n: usize,
    /// How many distances are behind it.
    ran: usize,
}

/// What is followed: a solution, and how far one is from another.
#[derive(Clone, Copy)]
pub(super) struct Distance<'a> {
    solution: &'a dyn Fn(&ViewMoments<f64>) -> Result<DMatrix<f64>>,
    between: fn(&DMatrix<f64>, &DMatrix<f64>) -> Result<f64>,
}

/// Alphas of the limit at fixed n. The smallest must dominate: α² g >> θ + c for the
/// smallest g of a uniform draw.
pub(super) const ALPHAS: [f64; 5] = [1e3, 3e3, 1e4, 3e4, 1e5];

/// Standard errors allowed to a fitted slope.
pub(super) const STANDARD_ERRORS: f64 = 5.0;

/// The widest tolerance of a slope that still is evidence: it tells n^-0.5 from n^-0.4 and n^-0.6 by
/// more than itself.
const LOOSEST: f64 = 0.09;

/// The slopes predicted in α and in n, each with what the next order may add.
const RATE_IN_ALPHA: (f64, f64) = (-2.0, 0.01);
/// The next order is 1/n relatively: the cross terms inflate the smallest signal eigenvalue by less
/// than 10 % at n = 30,000 (see the sizes of [`Context`]), so by 2 % from n = 150,000 on. A fit over
/// four decades makes half a percent of that.
pub(super) const RATE_IN_N: (f64, f64) = (-0.5, 0.01);

/// Grid points of the limit in α.
pub(super) const IN_ALPHA: Effort = Effort::fixed(ALPHAS.len());

/// n of the fitted slopes, up to the next multiple of the size of the data set.
const SIZES: [f64; 5] = [1.5e5, 1.5e6, 1.5e7, 1.5e8, 1.5e9];

/// Independent draws of each of them, by tier.
const DRAWS: [usize; 3] = [6, 10, 30];

/// Samples fixed as α grows, for supervised learning besides the one that all share: fewer than the
/// dimension, and ten times as many.
const FIXED_SAMPLES: [usize; 2] = [10, 5000];

/// α of the limits in n, and how they are named.
const ALIGNMENTS: [(f64, &str); 4] = [(0.0, "0"), (0.5, "half"), (1.0, "1"), (3.0, "3")];

impl Decay {
    /// Least-squares slope of log value against log grid, and its standard error from the scatter
    /// over the draws.
    pub fn slope(&self) -> (f64, f64) {
        let x: Vec<f64> = self.at.iter().map(|a| a.ln()).collect();
        let mean = x.iter().sum::<f64>() / x.len() as f64;
        let spread: f64 = x.iter().map(|x| (x - mean).powi(2)).sum();
        let slope = x.iter().zip(&self.values).map(|(x, v)| (x - mean) * v.ln()).sum::<f64>() / spread;
        let variance: f64 = x.iter().zip(&self.scatter).map(|(x, s)| ((x - mean) * s).powi(2)).sum();
        (slope, variance.sqrt() / spread)
    }

    /// One value at each point, without scatter.
    pub(super) fn exact(at: Vec<f64>, values: Vec<f64>, n: usize) -> Self {
        Self { scatter: vec![0.0; at.len()], ran: at.len(), at, values, n }
    }

    /// Standard errors of the slope plus an allowance for the next order of the expansion.
    fn tolerance(&self, next_order: f64) -> f64 {
        next_order + STANDARD_ERRORS * self.slope().1
    }
}

/// The slope against its predicted value: within 5 standard errors plus an allowance for the next
/// order of the expansion. A fit too loose to tell the rate from its neighbours does not count.
pub(super) fn slope_evidence(
    id: String,
    compared: String,
    effort: Effort,
    (expected, next_order): (f64, f64),
    fault: &str,
    decay: impl Fn(Run) -> Result<Decay>,
) -> Result<Evidence> {
    let found = decay(Run::Genuine)?;
    let slope = Measured::by(fault, |run| {
        let control = if run == Run::Control { Some(decay(run)?) } else { None };
        Ok(control.as_ref().unwrap_or(&found).slope().0)
    })?;
    let tolerance = found.tolerance(next_order);
    let spread = Measured::by("draws that scatter tenfold", |run| {
        let scatter = run.pick(found.scatter.clone(), vec![10.0; found.at.len()]);
        Ok(Decay { scatter, ..found.clone() }.tolerance(next_order))
    })?;
    let ends = [found.values.first(), found.values.last()].map(|value| value.copied().unwrap_or(f64::NAN));
    let compared = format!("{compared}, values from {:.2e} to {:.2e}", ends[0], ends[1]);
    let because =
        format!("predicted rate; {next_order} for the next order, {STANDARD_ERRORS} standard errors over the draws");
    Ok(Evidence::new(Route::Decay, id, compared, effort)
        .ran(found.ran)
        .near("slope", slope, (expected, tolerance), because)
        .at_most("tolerance", spread, LOOSEST, "a fit that tells a rate from those 0.1 away"))
}

/// What the control of a distance plants.
pub(super) const SWAPPED: &str = "clean data with two coordinates swapped";

/// Data moments; in the control with the first and the last coordinate swapped, a signal with a
/// noise direction.
fn clean_of(data: &DataMoments<f64>, run: Run) -> DataMoments<f64> {
    let mut swapped = data.clone();
    let last = data.second.nrows() - 1;
    swapped.mean.swap_rows(0, last);
    swapped.second.swap_rows(0, last);
    swapped.second.swap_columns(0, last);
    swapped.label_cross.swap_columns(0, last);
    run.pick(data.clone(), swapped)
}

/// Draws for each n, as moments of a fixed design.
pub(super) type Growing = Vec<(usize, Vec<Pair>)>;

/// So many draws at each n, exact in law and without the samples.
pub(super) fn growing(
    context: &Context<'_>,
    problem: &Problem,
    sizes: &[f64],
    draws: Effort,
    purpose: &str,
) -> Result<Growing> {
    let design = Design::new(&context.scores, problem)?;
    let mut rng = context.rng("decay", purpose);
    let mut at = |least: &f64| {
        let repeats = design.repeats(*least);
        let pairs = (0..draws.now).map(|_| design.draw(repeats, &mut rng)).collect::<Result<Vec<_>>>()?;
        Ok((pairs[0].0.count, pairs))
    };
    sizes.iter().map(&mut at).collect()
}

/// The solutions of corrupted problems along a grid. Controls plant their fault in the clean ones,
/// so these are solved once.
pub(super) struct Curve<'a> {
    problem: &'a Problem,
    distance: Distance<'a>,
    points: Vec<Point<'a>>,
}

struct Point<'a> {
    at: f64,
    alpha: f64,
    clean: &'a DataMoments<f64>,
    /// One for each draw.
    corrupted: Vec<DMatrix<f64>>,
    ran: usize,
}

impl<'a> Curve<'a> {
    /// α -> inf at one fixed draw of n samples.
    fn in_alpha(problem: &'a Problem, fixed: &'a Pair, distance: Distance<'a>) -> Result<Self> {
        let points =
            ALPHAS.iter().map(|&alpha| Point::new(problem, alpha, alpha, std::slice::from_ref(fixed), distance));
        Ok(Self { problem, distance, points: points.collect::<Result<_>>()? })
    }

    /// n -> inf at one fixed α, over independent draws.
    pub(super) fn in_n(problem: &'a Problem, draws: &'a Growing, alpha: f64, distance: Distance<'a>) -> Result<Self> {
        let points = draws.iter().map(|(n, pairs)| Point::new(problem, *n as f64, alpha, pairs, distance));
        Ok(Self { problem, distance, points: points.collect::<Result<_>>()? })
    }

    /// The root mean square of the distances at each point.
    pub(super) fn decay(&self, run: Run) -> Result<Decay> {
        let (mut values, mut scatter) = (vec![], vec![]);
        for point in &self.points {
            let clean = self.problem.augmentation(point.alpha)?.views(&clean_of(point.clean, run))?;
            let clean = (self.distance.solution)(&clean)?;
            let square = |corrupted| Ok((self.distance.between)(corrupted, &clean)?.powi(2));
            let squares: Vec<f64> = point.corrupted.iter().map(square).collect::<Result<_>>()?;
            let count = squares.len() as f64;
            let mean = squares.iter().sum::<f64>() / count;
            let variance = squares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
            values.push(mean.sqrt());
            // The error of a root mean square is half that of the mean square, relatively.
            scatter.push((variance / count).sqrt() / (2.0 * mean));
        }
        let n = self.points.last().map_or(0, |point| point.clean.count);
        let ran = self.points.iter().map(|point| point.ran).sum();
        Ok(Decay { at: self.points.iter().map(|point| point.at).collect(), values, scatter, n, ran })
    }
}

impl<'a> Point<'a> {
    fn new(problem: &Problem, at: f64, alpha: f64, pairs: &'a [Pair], distance: Distance<'_>) -> Result<Self> {
        let channel = problem.augmentation(alpha)?;
        let solved = |(_, corrupted): &Pair| (distance.solution)(&channel.views(corrupted)?);
        // The design is fixed: all pairs have the same clean moments.
        let (clean, ran) = (&pairs[0].0, distinct(pairs));
        Ok(Self { at, alpha, clean, corrupted: pairs.iter().map(solved).collect::<Result<_>>()?, ran })
    }
}

/// The encoder of a problem.
fn encoder(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize) -> Result<DMatrix<f64>> {
    solve::embedding(paradigm, views, k).map(|solved| solved.encoder)
}

/// V, and |V~ - V*|_F / |V*|_F.
const SUPERVISED: Distance<'static> = Distance {
    solution: &|views| supervised(views).map(|solved| solved.weights),
    between: |corrupted, clean| Ok((corrupted - clean).norm() / clean.norm()),
};

/// Proposition 4.2: both limits, at several n and at several alignments, also none.
pub(in crate::claims) fn of_supervised(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![];
    for noise in Noise::ALL {
        let (draws, name) = (context.draws(noise)?, noise.name());
        let problem = &draws.problem;
        let mut fixed = vec![(format!("{name}-alpha"), draws.fixed.clone())];
        for n in FIXED_SAMPLES {
            let pair = problem.sample(n, &mut context.rng("decay", &format!("{name} noise, n = {n}")))?;
            fixed.push((format!("{name}-alpha-at-{n}"), pair));
        }
        for (id, pair) in fixed {
            let compared = format!("{name} noise, n = {} fixed: log |V~ - V*|/|V*| against log α", pair.0.count);
            let curve = Curve::in_alpha(problem, &pair, SUPERVISED)?;
            evidence.push(slope_evidence(id, compared, IN_ALPHA, RATE_IN_ALPHA, SWAPPED, |run| curve.decay(run))?);
        }
        let growing = growing(context, problem, &SIZES, context.effort(DRAWS), &format!("{name} noise, supervised"))?;
        for (alpha, id) in ALIGNMENTS {
            let compared = format!("{name} noise, α = {alpha}, moments drawn: log |V~ - V*|/|V*| against log n");
            let curve = Curve::in_n(problem, &growing, alpha, SUPERVISED)?;
            let effort = Effort::fixed(SIZES.len()).times(context.effort(DRAWS));
            let (id, decay) = (format!("{name}-n-at-{id}"), |run| curve.decay(run));
            evidence.push(slope_evidence(id, compared, effort, RATE_IN_N, SWAPPED, decay)?);
        }
    }
    Ok(evidence)
}

/// Propositions 4.3 and 4.4: decay in both limits above the threshold, none in n below it.
pub(in crate::claims) fn of_encoders(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut evidence = vec![];
    for noise in Noise::ALL {
        let (draws, name) = (context.draws(noise)?, noise.name());
        let problem = &draws.problem;
        let threshold = *problem.spectrum()?.thresholds().alpha_squared(paradigm);
        let solution = |views: &ViewMoments<f64>| encoder(paradigm, views, problem.rank());
        let distance = Distance { solution: &solution, between: chordal_distance };
        let compared = format!("{name} noise, n = {} fixed: log distance against log α", draws.fixed.0.count);
        let curve = Curve::in_alpha(problem, &draws.fixed, distance)?;
        let id = format!("{name}-alpha");
        evidence.push(slope_evidence(id, compared, IN_ALPHA, RATE_IN_ALPHA, SWAPPED, |run| curve.decay(run))?);
        let above = well_above(threshold);
        let compared = format!(
            "{name} noise, α² = {above:.3} above the threshold {threshold:.3}, moments drawn: log distance against log n"
        );
        let purpose = format!("{name} noise, {}", paradigm.short());
        let far = growing(context, problem, &SIZES, context.effort(DRAWS), &purpose)?;
        let curve = Curve::in_n(problem, &far, above.sqrt(), distance)?;
        let effort = Effort::fixed(SIZES.len()).times(context.effort(DRAWS));
        let (id, decay) = (format!("{name}-n"), |run| curve.decay(run));
        evidence.push(slope_evidence(id, compared, effort, RATE_IN_N, SWAPPED, decay)?);
        if threshold > 0.1 {
            // Far enough below that a noise direction leads by a factor, and finite-n mixing with
            // the signal is small.
            let below = threshold / 20.0;
            let last = Measured::by("α² above the threshold", |run| {
                let at_below =
                    if run == Run::Genuine { Some(Curve::in_n(problem, &far, below.sqrt(), distance)?) } else { None };
                let found = at_below.as_ref().unwrap_or(&curve).decay(Run::Genuine)?;
                Ok(found.values.last().copied().unwrap_or(f64::NAN))
            })?;
            let n = far.last().map_or(0, |(n, _)| *n);
            let compared = format!("{name} noise, α² = {below:.3} below the threshold {threshold:.3}, n = {n}");
            let because = "a noise direction is in the row space: at least 1 in the limit";
            let new = Evidence::new(Route::Measured, format!("{name}-below"), compared, effort);
            let ran = far.iter().map(|(_, pairs)| distinct(pairs)).sum();
            evidence.push(new.ran(ran).at_least("distance", last, 0.9, because));
            evidence.extend(beside::both_sides(context, paradigm, noise, distance)?);
        }
    }
    Ok(evidence)
}

/// An α² so far above the threshold that the eigengap of the limit is of the order of the
/// signal eigenvalues.
pub(in crate::claims) fn well_above(threshold: f64) -> f64 {
    4.0 * threshold.max(1.0)
}

/// The decay of |V~ - V*| and of both row-space distances in α (fixed n), for tables.
pub fn decay_rates(context: &Context<'_>, noise: Noise) -> Result<Vec<(&'static str, Decay)>> {
    let draws = context.draws(noise)?;
    let k = draws.problem.rank();
    let in_alpha =
        |distance: Distance<'_>| Curve::in_alpha(&draws.problem, &draws.fixed, distance)?.decay(Run::Genuine);
    let mut rates = vec![("SL", in_alpha(SUPERVISED)?)];
    for paradigm in Paradigm::ALL {
        let solution = |views: &_| encoder(paradigm, views, k);
        rates.push((paradigm.problem(), in_alpha(Distance { solution: &solution, between: chordal_distance })?));
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(decay: &Decay, expected: f64, next_order: f64) -> bool {
        let flat = Decay { values: vec![1.0; 3], ..decay.clone() };
        let of = |run: Run| Ok(run.pick(decay.clone(), flat.clone()));
        slope_evidence("x".into(), "x".into(), IN_ALPHA, (expected, next_order), "flat", of).unwrap().holds()
    }

    #[test]
    fn a_power_law_has_its_exponent_as_slope() {
        let at: Vec<f64> = vec![1.0, 10.0, 1000.0];
        let values = at.iter().map(|a| 3.0 * a.powf(-1.5)).collect();
        let decay = Decay { at, values, scatter: vec![0.0; 3], n: 1, ran: ALPHAS.len() };
        assert!((decay.slope().0 + 1.5).abs() < 1e-14 && decay.slope().1 == 0.0);
        assert!(holds(&decay, -1.5, 0.01));
        assert!(!holds(&decay, -2.0, 0.4));
        // log grid -1, 0, 1 (times ln 10): the error of the slope is sqrt(2) 0.01 / (2 ln 10).
        let values = vec![1.0, 0.1, 0.01];
        let loose = Decay { at: vec![1.0, 10.0, 100.0], values, scatter: vec![0.01; 3], n: 1, ran: ALPHAS.len() };
        assert!((loose.slope().1 - 0.01 / (2f64.sqrt() * 10f64.ln())).abs() < 1e-15);
        assert!(holds(&loose, -1.0, 0.01));
        // Wide enough to accept anything is not evidence.
        let useless = Decay { scatter: vec![0.1; 3], ..loose };
        assert!(!holds(&useless, -1.0, 0.01));
    }
}
