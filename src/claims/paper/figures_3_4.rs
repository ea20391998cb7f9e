//! Figures 3 and 4 (section C): what each panel shows, asserted on our draws of the protocol.
//!
//! At the largest n, with gaps as means over the seeds:
//! - supervised: the gap falls with n at every α and noise level, at least like n^-1/2;
//! - joint-embedding and reconstruction: the gap is at 0 above the threshold of every seed
//!   (α >= 1.25 α_*) and not below that of any (α <= α_*/2). Next to the threshold n
//!   is too small to decide; the propositions are decided there by other routes;
//! - reconstruction under the weakest noise: at 0 for every α.
//!
//! "At 0" is below a thousandth of |Y|²/n = 1 (one-hot labels): what a reader of the linear axis
//! sees as 0. "Not at 0" is ten times the largest gap above the threshold in the same panel.

use crate::claims::{Context, Evidence, Route, Statement, Tag};
use crate::error::Result;
use crate::experiment::sweep::{Method, Row};

/// What a reader of the figure sees as 0, relative to |Y|²/n = 1.
const ZERO: f64 = 1e-3;
/// Gaps below this are rounding of the probe.
const ROUNDING: f64 = 1e-9;

/// Times the threshold from which a gap is above it, and up to which it is below.
const ABOVE: f64 = 1.25;
const BELOW: f64 = 0.5;
/// A gap "not at 0", over the largest above the threshold in the same panel.
const CONTRAST: f64 = 10.0;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "figures-3-4",
    source: "Figures 3 and 4, section C",
    about: "what each panel shows, on our draws",
    statement: "Supervised learning loses nothing to corruption as n grows, whatever α; joint-embedding needs α above its threshold under weak and strong noise alike; reconstruction needs none under weak noise, and α above its threshold under strong noise.",
    assumptions: "linear models, principal components with appended noise dimensions, diagonal Θ and Γ; the paper publishes no seeds, these are our draws",
    difference: None,
    snapshots: &["figure-3-digits", "figure-4-digits"],
    tags: &[Tag::OnData, Tag::WithoutTheorem("measured figures: the propositions behind them have theorems")],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let rows = context.sweep()?;
    let mut noises: Vec<f64> = rows.iter().map(|row| row.noise_max).collect();
    noises.dedup();
    let largest = rows.iter().map(|row| row.n).max().unwrap_or(0);
    let smallest = rows.iter().map(|row| row.n).min().unwrap_or(0);
    let at = |n: usize| rows.iter().filter(move |row| row.n == n);
    let decay = at(largest)
        .filter(|row| row.method == Method::Sl && row.gap_mean > ROUNDING)
        .filter_map(|last| at(smallest).find(|row| same_line(row, last)).map(|first| last.gap_mean / first.gap_mean))
        .fold(f64::NAN, f64::max);
    let measured = |id: String, compared: String| Evidence::new(Route::Measured, id, compared);
    let compared =
        format!("supervised: gap at n = {largest} over gap at n = {smallest}, largest of all noise levels and alphas");
    let rate = (smallest as f64 / largest as f64).sqrt();
    let because = "at least n^-1/2, the rate of the moments";
    let mut evidence = vec![measured("supervised".into(), compared).at_most("ratio", decay, rate, because)];
    for (method, name) in [(Method::Je, "joint-embedding"), (Method::Rc, "reconstruction")] {
        // Every panel must have an α above its threshold, and some panel one below: NaN, which
        // fails, where there is nothing to compare.
        let (mut above, mut contrast) = (0.0f64, f64::NAN);
        for &noise in &noises {
            let panel = || at(largest).filter(move |row| row.method == method && row.noise_max == noise);
            let (lowest, highest) = (|row: &Row| row.alpha_threshold_min, |row: &Row| row.alpha_threshold_max);
            let over =
                panel().filter(|row| highest(row).is_some_and(|t| row.alpha >= ABOVE * t)).map(|row| row.gap_mean);
            let over = over.fold(f64::NAN, f64::max);
            // Next to a threshold below a tenth lies even α = 0.
            let under = panel().filter(|row| lowest(row).is_some_and(|t| row.alpha <= BELOW * t && t > 0.1));
            let under = under.map(|row| row.gap_mean).fold(f64::NAN, f64::min);
            above = if above.is_nan() || over.is_nan() { f64::NAN } else { above.max(over) };
            contrast = contrast.min(under / over.max(ROUNDING));
        }
        let compared =
            format!("{name} at n = {largest}: gaps above {ABOVE} times the threshold, and below {BELOW} times");
        evidence.push(
            measured(name.into(), compared)
                .at_most("largest gap above, all noise levels", above, ZERO, "0 on the axis of the figure")
                .at_least("smallest gap below over it, same panel", contrast, CONTRAST, "stalls below, vanishes above"),
        );
    }
    let weakest = noises.iter().copied().fold(f64::INFINITY, f64::min);
    let weak = at(largest).filter(|row| row.method == Method::Rc && row.noise_max == weakest);
    let compared = format!("reconstruction under the weakest noise, n = {largest}, every α");
    let gap = weak.map(|row| row.gap_mean).fold(f64::NAN, f64::max);
    let because = "0 on the axis of the figure";
    evidence.push(measured("weakest-noise".into(), compared).at_most("largest gap", gap, ZERO, because));
    Ok(evidence)
}

fn same_line(a: &Row, b: &Row) -> bool {
    a.method == b.method && a.noise_max == b.noise_max && a.alpha == b.alpha
}
