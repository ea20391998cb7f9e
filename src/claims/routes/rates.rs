//! Measured decay of the distance between the solution on corrupted and on clean data, and its
//! fitted rate.
//!
//! Predicted: alpha^-2 as alpha -> inf at fixed n, n^-1/2 as n -> inf at fixed alpha above the
//! threshold (theory.md, Rates; the constants are the claim `rates`, rate_constants.rs).

use crate::augment::Channel;
use crate::claims::context::{Draws, Noise};
use crate::claims::routes::minimisers::closed_form;
use crate::claims::{Context, Evidence, Route};
use crate::error::Result;
use crate::linalg::angles::principal_sines;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;

/// Distances measured along a grid.
#[derive(Debug, Clone)]
pub struct Decay {
    /// What varies: alpha or n.
    pub at: Vec<f64>,
    /// The distance there; for n the root mean square over independent draws.
    pub values: Vec<f64>,
    /// The relative standard error of each value over the draws; zeros where there is one draw
    /// only.
    pub scatter: Vec<f64>,
    /// The number of samples, or of the last grid point.
    pub n: usize,
}

/// A distance between the solutions of two problems, clean and corrupted.
pub(in crate::claims) type Distance<'a> = &'a (dyn Fn(&ViewMoments<f64>, &ViewMoments<f64>) -> Result<f64> + 'a);

/// Alphas of the limit at fixed n. The smallest must dominate: alpha^2 g >> theta + c for the
/// smallest g of a uniform draw.
const ALPHAS: [f64; 5] = [1e3, 3e3, 1e4, 3e4, 1e5];

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

    /// The slope against its predicted value: within 5 standard errors plus an allowance for the
    /// next order of the expansion. A fit too loose to tell the rate from no decay does not count.
    pub fn slope_evidence(&self, compared: &str, expected: f64, next_order: f64) -> Evidence {
        let (slope, error) = self.slope();
        let tolerance = next_order + 5.0 * error;
        Evidence {
            route: Route::ClosedForm,
            compared: compared.into(),
            found: slope,
            required: format!(
                "{expected} +- {tolerance:.2} (predicted rate; {next_order} for the next order, 5 standard errors over the draws)"
            ),
            holds: (slope - expected).abs() <= tolerance && tolerance < 0.8 * expected.abs(),
        }
    }
}

/// alpha -> inf at one fixed draw of n samples.
pub(in crate::claims) fn alpha_decay(draws: &Draws, distance: Distance<'_>) -> Result<Decay> {
    let (clean, corrupted) = &draws.fixed;
    let values = ALPHAS
        .iter()
        .map(|&alpha| {
            let channel = draws.problem.augmentation(alpha)?;
            distance(&channel.views(clean)?, &channel.views(corrupted)?)
        })
        .collect::<Result<_>>()?;
    Ok(Decay { at: ALPHAS.to_vec(), values, scatter: vec![0.0; ALPHAS.len()], n: clean.count })
}

/// n -> inf at one fixed alpha, root mean square over independent draws.
pub(in crate::claims) fn sample_decay(draws: &Draws, alpha: f64, distance: Distance<'_>) -> Result<Decay> {
    let channel = draws.problem.augmentation(alpha)?;
    let (mut values, mut scatter) = (Vec::new(), Vec::new());
    for (_, pairs) in &draws.growing {
        let squares: Vec<f64> = pairs
            .iter()
            .map(|(clean, corrupted)| Ok(distance(&channel.views(clean)?, &channel.views(corrupted)?)?.powi(2)))
            .collect::<Result<_>>()?;
        let count = squares.len() as f64;
        let mean = squares.iter().sum::<f64>() / count;
        let variance = squares.iter().map(|s| (s - mean).powi(2)).sum::<f64>() / (count - 1.0);
        values.push(mean.sqrt());
        // The error of a root mean square is half that of the mean square, relatively.
        scatter.push((variance / count).sqrt() / (2.0 * mean));
    }
    let at: Vec<f64> = draws.growing.iter().map(|(n, _)| *n as f64).collect();
    Ok(Decay { n: draws.growing.last().map_or(0, |(n, _)| *n), at, values, scatter })
}

/// Frobenius norm of the sines of the principal angles between the encoders of two problems:
/// sqrt(sum sin^2), |K|_F to first order for row space \[I, K\].
pub(in crate::claims) fn encoder_distance(
    paradigm: Paradigm,
    k: usize,
    clean: &ViewMoments<f64>,
    corrupted: &ViewMoments<f64>,
) -> Result<f64> {
    let encoder = |views| closed_form(paradigm, views, k).map(|solved| solved.encoder);
    Ok(principal_sines(&encoder(clean)?, &encoder(corrupted)?)?.norm())
}

/// The decay of |V~ - V*| and of both row-space distances in alpha (fixed n), for tables.
///
/// # Errors
/// Numerical failures only.
pub fn decay_rates(context: &Context<'_>, noise: Noise) -> Result<Vec<(&'static str, Decay)>> {
    let draws = context.draws(noise)?;
    let k = draws.problem.rank();
    let mut rates = vec![("SL", alpha_decay(&draws, &crate::claims::paper::proposition_4_2::distance)?)];
    for (name, paradigm) in [("SSL-JE", Paradigm::JointEmbedding), ("SSL-RC", Paradigm::Reconstruction)] {
        rates.push((name, alpha_decay(&draws, &|clean, corrupted| encoder_distance(paradigm, k, clean, corrupted))?));
    }
    Ok(rates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_power_law_has_its_exponent_as_slope() {
        let at: Vec<f64> = vec![1.0, 10.0, 1000.0];
        let values = at.iter().map(|a| 3.0 * a.powf(-1.5)).collect();
        let decay = Decay { at, values, scatter: vec![0.0; 3], n: 1 };
        assert!((decay.slope().0 + 1.5).abs() < 1e-14 && decay.slope().1 == 0.0);
        assert!(decay.slope_evidence("x", -1.5, 0.01).holds);
        assert!(!decay.slope_evidence("x", -2.0, 0.4).holds);
        // log grid -1, 0, 1 (times ln 10): the error of the slope is sqrt(2) 0.1 / (2 ln 10).
        let values = vec![1.0, 0.1, 0.01];
        let loose = Decay { at: vec![1.0, 10.0, 100.0], values, scatter: vec![0.1; 3], n: 1 };
        assert!((loose.slope().1 - 0.1 / (2f64.sqrt() * 10f64.ln())).abs() < 1e-15);
        assert!(loose.slope_evidence("x", -1.0, 0.01).holds);
        // Wide enough to accept anything is not evidence.
        let useless = Decay { scatter: vec![1.0; 3], ..loose };
        assert!(!useless.slope_evidence("x", -1.0, 0.01).holds);
    }
}
