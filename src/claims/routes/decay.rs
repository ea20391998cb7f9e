//! Route by decay: the distance between the closed forms on corrupted and on clean data, and its
//! fitted rate.
//!
//! Predicted: α^-2 as α -> inf at fixed n, n^-1/2 as n -> inf at fixed α above the
//! threshold. The constants are the claims `rates` and `deviations`.

use crate::augment::Channel;
use crate::claims::context::{Draws, Noise};
use crate::claims::{Context, Effort, Evidence, Measured, Route, Run};
use crate::error::Result;
use crate::linalg::angles::principal_sines;
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::solve::{self, supervised::supervised};

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

/// A distance between the solutions of two problems, clean and corrupted.
type Distance<'a> = &'a (dyn Fn(&ViewMoments<f64>, &ViewMoments<f64>) -> Result<f64> + 'a);

/// Alphas of the limit at fixed n. The smallest must dominate: α² g >> θ + c for the
/// smallest g of a uniform draw.
const ALPHAS: [f64; 5] = [1e3, 3e3, 1e4, 3e4, 1e5];

/// Standard errors allowed to a fitted slope.
const STANDARD_ERRORS: f64 = 5.0;

/// The widest tolerance of a slope that still is evidence, relative to the slope.
const LOOSEST: f64 = 0.8;

/// The slopes predicted in α and in n, each with what the next order may add.
const RATE_IN_ALPHA: (f64, f64) = (-2.0, 0.01);
const RATE_IN_N: (f64, f64) = (-0.5, 0.05);

/// Grid points of the limit in α.
const IN_ALPHA: Effort = Effort::fixed(ALPHAS.len());

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

    /// Standard errors of the slope plus an allowance for the next order of the expansion.
    fn tolerance(&self, next_order: f64) -> f64 {
        next_order + STANDARD_ERRORS * self.slope().1
    }
}

/// The slope against its predicted value: within 5 standard errors plus an allowance for the next
/// order of the expansion. A fit too loose to tell the rate from no decay does not count.
fn slope_evidence(
    id: String,
    compared: String,
    effort: Effort,
    (expected, next_order): (f64, f64),
    decay: impl Fn(Run) -> Result<Decay>,
) -> Result<Evidence> {
    let slope = Measured::by("clean data with two coordinates swapped", |run| Ok(decay(run)?.slope().0))?;
    let found = decay(Run::Genuine)?;
    let tolerance = found.tolerance(next_order);
    let spread = Measured::by("draws that scatter tenfold", |run| {
        let scatter = run.pick(found.scatter.clone(), vec![10.0; found.at.len()]);
        Ok(Decay { scatter, ..found.clone() }.tolerance(next_order))
    })?;
    let because =
        format!("predicted rate; {next_order} for the next order, {STANDARD_ERRORS} standard errors over the draws");
    let loosest = LOOSEST * expected.abs();
    Ok(Evidence::new(Route::Decay, id, compared, effort)
        .ran(found.ran)
        .near("slope", slope, (expected, tolerance), because)
        .at_most("tolerance", spread, loosest, "a fit that tells the rate from no decay"))
}

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

/// α -> inf at one fixed draw of n samples.
fn alpha_decay(draws: &Draws, run: Run, distance: Distance<'_>) -> Result<Decay> {
    let (clean, corrupted) = &draws.fixed;
    let clean = clean_of(clean, run);
    let values = ALPHAS
        .iter()
        .map(|&alpha| {
            let channel = draws.problem.augmentation(alpha)?;
            distance(&channel.views(&clean)?, &channel.views(corrupted)?)
        })
        .collect::<Result<_>>()?;
    Ok(Decay { at: ALPHAS.to_vec(), values, scatter: vec![0.0; ALPHAS.len()], n: clean.count, ran: ALPHAS.len() })
}

/// n -> inf at one fixed α, root mean square over independent draws.
fn sample_decay(draws: &Draws, alpha: f64, run: Run, distance: Distance<'_>) -> Result<Decay> {
    let channel = draws.problem.augmentation(alpha)?;
    let (mut values, mut scatter) = (Vec::new(), Vec::new());
    for (_, pairs) in &draws.growing {
        let squares: Vec<f64> = pairs
            .iter()
            .map(|(clean, corrupted)| {
                Ok(distance(&channel.views(&clean_of(clean, run))?, &channel.views(corrupted)?)?.powi(2))
            })
            .collect::<Result<_>>()?;
        let count = squares.len() as f64;
        let mean = squares.iter().sum::<f64>() / count;
        let variance = squares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (count - 1.0);
        values.push(mean.sqrt());
        // The error of a root mean square is half that of the mean square, relatively.
        scatter.push((variance / count).sqrt() / (2.0 * mean));
    }
    let at: Vec<f64> = draws.growing.iter().map(|(n, _)| *n as f64).collect();
    Ok(Decay { ran: draws.distinct(), n: draws.growing.last().map_or(0, |(n, _)| *n), at, values, scatter })
}

/// Frobenius norm of the sines of the principal angles between the encoders of two problems:
/// sqrt(sum sin²), |K|_F to first order for row space \[I, K\].
fn encoder_distance(
    paradigm: Paradigm,
    k: usize,
    clean: &ViewMoments<f64>,
    corrupted: &ViewMoments<f64>,
) -> Result<f64> {
    let encoder = |views| solve::embedding(paradigm, views, k).map(|solved| solved.encoder);
    Ok(principal_sines(&encoder(clean)?, &encoder(corrupted)?)?.norm())
}

/// |V~ - V*|_F / |V*|_F.
fn supervised_distance(clean: &ViewMoments<f64>, corrupted: &ViewMoments<f64>) -> Result<f64> {
    let (v, corrupted) = (supervised(clean)?.weights, supervised(corrupted)?.weights);
    Ok((corrupted - &v).norm() / v.norm())
}

/// Proposition 4.2: both limits, in n without any alignment and with some.
pub(in crate::claims) fn of_supervised(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![];
    for noise in Noise::ALL {
        let (draws, name) = (context.draws(noise)?, noise.name());
        let compared = format!("{name} noise, n = {} fixed: log |V~ - V*|/|V*| against log α", draws.fixed.0.count);
        let in_alpha = |run| alpha_decay(&draws, run, &supervised_distance);
        evidence.push(slope_evidence(format!("{name}-alpha"), compared, IN_ALPHA, RATE_IN_ALPHA, in_alpha)?);
        for alpha in [0.0, 1.0] {
            let compared = format!("{name} noise, α = {alpha}: log |V~ - V*|/|V*| against log n");
            let in_n = |run| sample_decay(&draws, alpha, run, &supervised_distance);
            let (id, effort) = (format!("{name}-n-at-{alpha}"), context.draws_effort());
            evidence.push(slope_evidence(id, compared, effort, RATE_IN_N, in_n)?);
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
        let distance = |clean: &ViewMoments<f64>, corrupted: &ViewMoments<f64>| {
            encoder_distance(paradigm, problem.rank(), clean, corrupted)
        };
        let compared = format!("{name} noise, n = {} fixed: log distance against log α", draws.fixed.0.count);
        let in_alpha = |run| alpha_decay(&draws, run, &distance);
        evidence.push(slope_evidence(format!("{name}-alpha"), compared, IN_ALPHA, RATE_IN_ALPHA, in_alpha)?);
        let above = well_above(threshold);
        let compared =
            format!("{name} noise, α² = {above:.3} above the threshold {threshold:.3}: log distance against log n");
        let in_n = |run| sample_decay(&draws, above.sqrt(), run, &distance);
        let effort = context.draws_effort();
        evidence.push(slope_evidence(format!("{name}-n"), compared, effort, RATE_IN_N, in_n)?);
        if threshold > 0.1 {
            // Far enough below that a noise direction leads by a factor, and finite-n mixing with
            // the signal is small.
            let below = threshold / 20.0;
            let last = Measured::by("α² above the threshold", |run| {
                let found = sample_decay(&draws, run.pick(below, above).sqrt(), Run::Genuine, &distance)?;
                Ok(found.values.last().copied().unwrap_or(f64::NAN))
            })?;
            let n = draws.growing.last().map_or(0, |(n, _)| *n);
            let compared = format!("{name} noise, α² = {below:.3} below the threshold {threshold:.3}, n = {n}");
            let because = "a noise direction is in the row space: at least 1 in the limit";
            let new = Evidence::new(Route::Measured, format!("{name}-below"), compared, effort).ran(draws.distinct());
            evidence.push(new.at_least("distance", last, 0.9, because));
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
    let mut rates = vec![("SL", alpha_decay(&draws, Run::Genuine, &supervised_distance)?)];
    for paradigm in Paradigm::ALL {
        let distance = |clean: &_, corrupted: &_| encoder_distance(paradigm, k, clean, corrupted);
        rates.push((paradigm.problem(), alpha_decay(&draws, Run::Genuine, &distance)?));
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(decay: &Decay, expected: f64, next_order: f64) -> bool {
        let flat = Decay { values: vec![1.0; 3], ..decay.clone() };
        let of = |run: Run| Ok(run.pick(decay.clone(), flat.clone()));
        slope_evidence("x".into(), "x".into(), IN_ALPHA, (expected, next_order), of).unwrap().holds()
    }

    #[test]
    fn a_power_law_has_its_exponent_as_slope() {
        let at: Vec<f64> = vec![1.0, 10.0, 1000.0];
        let values = at.iter().map(|a| 3.0 * a.powf(-1.5)).collect();
        let decay = Decay { at, values, scatter: vec![0.0; 3], n: 1, ran: ALPHAS.len() };
        assert!((decay.slope().0 + 1.5).abs() < 1e-14 && decay.slope().1 == 0.0);
        assert!(holds(&decay, -1.5, 0.01));
        assert!(!holds(&decay, -2.0, 0.4));
        // log grid -1, 0, 1 (times ln 10): the error of the slope is sqrt(2) 0.1 / (2 ln 10).
        let values = vec![1.0, 0.1, 0.01];
        let loose = Decay { at: vec![1.0, 10.0, 100.0], values, scatter: vec![0.1; 3], n: 1, ran: ALPHAS.len() };
        assert!((loose.slope().1 - 0.1 / (2f64.sqrt() * 10f64.ln())).abs() < 1e-15);
        assert!(holds(&loose, -1.0, 0.01));
        // Wide enough to accept anything is not evidence.
        let useless = Decay { scatter: vec![1.0; 3], ..loose };
        assert!(!holds(&useless, -1.0, 0.01));
    }
}
