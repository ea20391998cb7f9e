//! Measured decay of the distance between the solution on corrupted and on clean data, and its fitted rate.
//!
//! Predicted: alpha^-2 as alpha -> inf at fixed n, n^-1/2 as n -> inf at fixed alpha above the threshold (theory.md, Rates; the constants are not claimed here).

use super::context::{Draws, Noise};
use super::minimisers::closed_form;
use super::{Context, Evidence, Route};
use crate::augment::{Channel, ViewMoments};
use crate::error::Result;
use crate::pencil::principal_sines;
use crate::threshold::Paradigm;

/// Distances measured along a grid.
#[derive(Debug, Clone)]
pub struct Decay {
    /// What varies: alpha or n.
    pub at: Vec<f64>,
    /// The distance there; for n the root mean square over independent draws.
    pub values: Vec<f64>,
    /// The number of samples, or of the last grid point.
    pub n: usize,
}

/// A distance between the solutions of two problems, clean and corrupted.
pub(super) type Distance<'a> = &'a (dyn Fn(&ViewMoments<f64>, &ViewMoments<f64>) -> Result<f64> + 'a);

/// Alphas of the limit at fixed n. The smallest must dominate: alpha^2 g >> theta + c for the smallest g of a uniform draw.
const ALPHAS: [f64; 5] = [1e3, 3e3, 1e4, 3e4, 1e5];

impl Decay {
    /// Least-squares slope of log value against log grid.
    pub fn slope(&self) -> f64 {
        let points: Vec<(f64, f64)> = self.at.iter().zip(&self.values).map(|(a, v)| (a.ln(), v.ln())).collect();
        let count = points.len() as f64;
        let (mx, my) =
            (points.iter().map(|p| p.0).sum::<f64>() / count, points.iter().map(|p| p.1).sum::<f64>() / count);
        let (sxy, sxx) =
            points.iter().fold((0.0, 0.0), |(a, b), (x, y)| (a + (x - mx) * (y - my), b + (x - mx).powi(2)));
        sxy / sxx
    }

    /// The slope against its predicted value.
    pub fn slope_evidence(&self, compared: &str, expected: f64, tolerance: f64) -> Evidence {
        let because = if expected == -2.0 {
            "predicted rate; the next order is alpha^-4"
        } else {
            "predicted rate; leaves room for the finite-n terms at the smallest n"
        };
        Evidence::near(Route::ClosedForm, compared, self.slope(), expected, tolerance, because)
    }
}

/// alpha -> inf at one fixed draw of n samples.
pub(super) fn alpha_decay(draws: &Draws, distance: Distance<'_>) -> Result<Decay> {
    let (clean, corrupted) = &draws.fixed;
    let values = ALPHAS
        .iter()
        .map(|&alpha| {
            let channel = draws.problem.augmentation(alpha)?;
            distance(&channel.views(clean)?, &channel.views(corrupted)?)
        })
        .collect::<Result<_>>()?;
    Ok(Decay { at: ALPHAS.to_vec(), values, n: clean.count })
}

/// n -> inf at one fixed alpha, root mean square over independent draws.
pub(super) fn sample_decay(draws: &Draws, alpha: f64, distance: Distance<'_>) -> Result<Decay> {
    let channel = draws.problem.augmentation(alpha)?;
    let mut values = Vec::new();
    for (_, pairs) in &draws.growing {
        let mut sum = 0.0;
        for (clean, corrupted) in pairs {
            sum += distance(&channel.views(clean)?, &channel.views(corrupted)?)?.powi(2);
        }
        values.push((sum / pairs.len() as f64).sqrt());
    }
    let at: Vec<f64> = draws.growing.iter().map(|(n, _)| *n as f64).collect();
    Ok(Decay { n: draws.growing.last().map_or(0, |(n, _)| *n), at, values })
}

/// Frobenius norm of the sines of the principal angles between the encoders of two problems: sqrt(sum sin^2), |K|_F to first order for row space \[I, K\].
pub(super) fn encoder_distance(
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
    let mut rates = vec![("SL", alpha_decay(&draws, &super::proposition_4_2::distance)?)];
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
        let decay = Decay { at, values, n: 1 };
        assert!((decay.slope() + 1.5).abs() < 1e-14);
        assert!(decay.slope_evidence("x", -1.5, 0.01).holds);
        assert!(!decay.slope_evidence("x", -2.0, 0.4).holds);
    }
}
