//! Route by decay, beside the threshold: 5 % above it the distance falls as n^-1/2, 5 % below it stays.
//!
//! The eigengap is small there, so n has to be large. The asymptotic deviation of the claim `deviations`
//! says how large, and it is held against what is found.

use crate::claims::context::{Noise, distinct};
use crate::claims::routes::blocks::deviation;
use crate::claims::routes::decay::{Curve, Distance, RATE_IN_N, STANDARD_ERRORS, SWAPPED, growing, slope_evidence};
use crate::claims::{Context, Effort, Evidence, Measured, Problem, Route, Run, largest, largest_of, smallest};
use crate::error::Result;
use crate::paradigm::Paradigm;

/// How far from the threshold, relatively, the row space is followed.
const BESIDE: f64 = 0.05;

/// The distance predicted for the smallest n, or more samples than that: first order is good there, as
/// the next is its square.
const PREDICTED: f64 = 0.02;

/// How much of the eigengap the cross terms may fill at the smallest n: they inflate the smallest
/// signal eigenvalue by the factor 1 + sum_j g_j / (n c_k).
const FILLED: f64 = 0.01;

/// n over the smallest n, above and below. The distances at the last above are far above rounding; below,
/// the smallest is larger.
const ABOVE: [f64; 3] = [1.0, 1e3, 1e6];
const BELOW: [f64; 3] = [1.0, 30.0, 1e3];

/// n is a whole number of 64 bits.
const MOST: f64 = 1e18;

/// Independent draws of each of these: one entry may carry all of the distance there.
const DRAWS_BESIDE: [usize; 3] = [40, 40, 100];

/// What first order may miss, relatively.
const NEXT_ORDER: f64 = PREDICTED;

/// How far the distance below may be from its limit: what mixes is of the order of PREDICTED, and enters
/// by its square.
const MIXED: f64 = 0.01;

/// Both sides of the threshold, 5 % away, at n that the asymptotic deviation asks for.
pub(super) fn both_sides(
    context: &Context<'_>,
    paradigm: Paradigm,
    noise: Noise,
    distance: Distance<'_>,
) -> Result<[Evidence; 2]> {
    let (draws, name) = (context.draws(noise)?, noise.name());
    let problem = &draws.problem;
    let threshold = *problem.spectrum()?.thresholds().alpha_squared(paradigm);
    let [below, above] = [1.0 - BESIDE, 1.0 + BESIDE].map(|factor| threshold * factor);
    let inflation = problem.gamma.iter().sum::<f64>() / smallest(problem.signal.iter().copied());
    let sizes = |alpha_squared: f64, factors: [f64; 3]| -> Result<[f64; 3]> {
        let limit = Limit::new(problem, paradigm, alpha_squared)?;
        let first_order = limit.mean_square() / (PREDICTED * PREDICTED);
        let least = largest([first_order, inflation / (FILLED * limit.gap())]);
        Ok(factors.map(|factor| smallest([factor * least, MOST])))
    };
    let count = context.effort(DRAWS_BESIDE);
    let effort = Effort::fixed(ABOVE.len()).times(count);
    let drawn = |side: &str, sizes: [f64; 3]| {
        let purpose = format!("{side} the threshold, {name} noise, {}", paradigm.short());
        growing(context, problem, &sizes, count, &purpose)
    };
    let growing = drawn("above", sizes(above, ABOVE)?)?;
    let first = growing[0].0;

    let compared = format!(
        "{name} noise, α² = {above:.3} is 1.05 thresholds, moments drawn, n from {first} to a million times that: log distance against log n"
    );
    let curve = Curve::in_n(problem, &growing, above.sqrt(), distance)?;
    let found = curve.decay(Run::Genuine)?;
    let size = Measured::by("the prediction at 1.1 thresholds", |run| {
        let at = run.pick(above, threshold * (1.0 + 2.0 * BESIDE));
        let expected = Limit::new(problem, paradigm, at)?.mean_square();
        let squares = found.at.iter().zip(&found.values).map(|(n, value)| value * value * n / expected);
        Ok((squares.sum::<f64>() / found.at.len() as f64).sqrt())
    })?;
    // The squares are at most as scattered as that of one normal entry.
    let tolerance = NEXT_ORDER + STANDARD_ERRORS * (0.5 / effort.now as f64).sqrt();
    let because = format!(
        "asymptotic deviation; {NEXT_ORDER} for the next order, {STANDARD_ERRORS} standard errors of a root mean square"
    );
    let rate =
        slope_evidence(format!("{name}-n-beside"), compared, effort, RATE_IN_N, SWAPPED, |run| curve.decay(run))?.near(
            "distance over the predicted one",
            size,
            (1.0, tolerance),
            because,
        );

    let growing = drawn("below", sizes(below, BELOW)?)?;
    let first = growing[0].0;
    let leaked = Limit::new(problem, paradigm, below)?.leading().filter(|axis| !axis.signal).count();
    let compared = format!(
        "{name} noise, α² = {below:.3} is 0.95 thresholds, moments drawn, n from {first}: the distance stays at the root of {leaked}, the noise directions that lead"
    );
    let on = |alpha_squared: f64| Curve::in_n(problem, &growing, alpha_squared.sqrt(), distance)?.decay(Run::Genuine);
    let sides = [on(below)?, on(above)?];
    let left = Measured::by("α² at 1.05 thresholds, at one n", |run| {
        let values = sides[0].values.iter().zip(&sides[1].values);
        largest_of(run, growing.len(), values, |(below, above), run| {
            Ok((run.pick(**below, **above) - (leaked as f64).sqrt()).abs())
        })
    })?;
    let because = "what mixes is of the order of the distance on the other side, squared";
    let stays = Evidence::new(Route::Measured, format!("{name}-below-beside"), compared, effort)
        .ran(growing.iter().map(|(_, pairs)| distinct(pairs)).sum())
        .at_most("distance from it", left, MIXED, because);
    Ok([rate, stays])
}

/// A coordinate in the limit n -> inf: its variances in the data and in the views, its eigenvalue.
struct Axis {
    signal: bool,
    variance: f64,
    of_views: f64,
    eigenvalue: f64,
}

/// All coordinates by descending eigenvalue; the first k lead.
struct Limit {
    paradigm: Paradigm,
    axes: Vec<Axis>,
    k: usize,
}

impl Limit {
    fn new(problem: &Problem, paradigm: Paradigm, alpha_squared: f64) -> Result<Self> {
        let (signal, noise) = problem.spectrum()?.limit_eigenvalues(paradigm, &alpha_squared);
        let k = signal.len();
        let axis = |(i, eigenvalue): (usize, f64)| {
            let variance = if i < k { problem.signal[i] } else { problem.gamma[i - k] };
            let aligned = if i < k { 0.0 } else { alpha_squared * variance };
            Axis { signal: i < k, variance, of_views: variance + problem.theta[i] + aligned, eigenvalue }
        };
        let mut axes: Vec<Axis> = [signal, noise].concat().into_iter().enumerate().map(axis).collect();
        axes.sort_by(|a, b| b.eigenvalue.total_cmp(&a.eigenvalue));
        Ok(Self { paradigm, axes, k })
    }

    fn leading(&self) -> impl Iterator<Item = &Axis> {
        self.axes[..self.k].iter()
    }

    /// Of the last that leads and the next, relatively.
    fn gap(&self) -> f64 {
        1.0 - self.axes[self.k].eigenvalue / self.axes[self.k - 1].eigenvalue
    }

    /// n times the mean square of the distance, to first order: the squared deviations of all pairs of
    /// one that leads and one that does not. The formula is that of two axes with independent samples;
    /// two of the signal do not mix, as the design is fixed.
    fn mean_square(&self) -> f64 {
        let others = &self.axes[self.k..];
        let pairs = self.leading().flat_map(|a| others.iter().map(move |b| (a, b)));
        let of =
            |(a, b): (&Axis, &Axis)| deviation(self.paradigm, a.variance, b.variance, b.of_views, a.eigenvalue).powi(2);
        pairs.filter(|(a, b)| !(a.signal && b.signal)).map(of).sum()
    }
}
