//! Figures 3 and 4 (section C): what each panel shows, asserted on our draws of the protocol.
//!
//! At the largest n, with gaps as means over the seeds:
//! - supervised: the gap falls with n at every α and noise level, at least like n^-1/2;
//! - supervised: between the two largest α it falls like α^-2, under the strongest noise;
//! - joint-embedding and reconstruction: the gap is at 0 above the threshold of every seed
//!   (α >= 1.25 α_*) and not below that of any (α <= α_*/2). Next to the threshold n
//!   is too small to decide; the propositions are decided there by other routes;
//! - reconstruction under the weakest noise: at 0 for every α.
//!
//! "At 0" is below a thousandth of |Y|²/n = 1 (one-hot labels): what a reader of the linear axis
//! sees as 0. "Not at 0" is ten times the largest gap above the threshold in the same panel.

use crate::claims::{Context, Evidence, Measured, Route, Run, Statement, Tag, largest, largest_of, smallest};
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
    statement: r"Supervised learning loses nothing to corruption as $n$ grows, whatever $\alpha$; joint-embedding needs $\alpha$ above its threshold under weak and strong noise alike; reconstruction needs none under weak noise, and $\alpha$ above its threshold under strong noise.",
    assumptions: r"linear models, principal components with appended noise dimensions, diagonal $\Theta$ and $\Gamma$; the paper publishes no seeds, these are our draws",
    difference: None,
    snapshots: &["figure-3-digits", "figure-4-digits"],
    tags: &[Tag::OnData, Tag::WithoutTheorem("measured figures: the propositions behind them have theorems")],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let rows = context.sweep()?;
    let (largest_n, smallest_n) = (rows.iter().map(|row| row.n).max(), rows.iter().map(|row| row.n).min());
    let (last, first) = (largest_n.unwrap_or(0), smallest_n.unwrap_or(0));
    let seeds = rows.iter().map(|row| row.seeds as usize).min().unwrap_or(0);
    let measured =
        |id: &str, compared: String| Evidence::new(Route::Measured, id, compared, context.sweep_effort()).ran(seeds);
    let rate = (first as f64 / last as f64).sqrt();
    let because = "at least n^-1/2, the rate of the moments";
    let compared =
        format!("supervised: gap at n = {last} over gap at n = {first}, largest of all noise levels and alphas");
    let all = rows.iter().filter(|row| row.n == last && row.method == Method::Sl && row.gap_mean > ROUNDING).count();
    let lines = lines(&rows, last, first);
    let ratio = Measured::by("a gap that does not depend on n", |run| decay(run, all, &lines))?;
    let zero = lines.iter().filter(|[end, _]| end.alpha == 0.0).count();
    let lines = Measured::by("α = 0 alone", |run| Ok(run.pick(lines.len(), zero) as f64))?;
    let mut evidence = vec![measured("supervised", compared).at_most("ratio", ratio, rate, because).at_least(
        "lines",
        lines,
        all as f64,
        "every noise level and α whose gap is above rounding",
    )];
    let compared = format!("supervised, strongest noise, n = {last}: log gap between the two largest α against log α");
    let slope = Measured::by("α² for α", |run| Ok(slope(&rows, last, run)))?;
    let because = "the rate of Proposition 4.2; a tenth for the next order";
    evidence.push(measured("supervised-in-alpha", compared).near("slope", slope, (-2.0, 0.1), because));
    // A panel in which nothing vanishes above the threshold, and nothing stalls below it.
    let turned: Vec<Row> =
        rows.iter().map(|row| Row { gap_mean: at_turned_alpha(&rows, row), ..row.clone() }).collect();
    for (method, name) in [(Method::Je, "joint-embedding"), (Method::Rc, "reconstruction")] {
        let [above, contrast] = Measured::all("gaps in the opposite order of α", |run| {
            Ok(panels(run.pick(&rows, &turned), method, last))
        })?;
        let compared = format!("{name} at n = {last}: gaps above {ABOVE} times the threshold, and below {BELOW} times");
        evidence.push(
            measured(name, compared)
                .at_most("largest gap above, all noise levels", above, ZERO, "0 on the axis of the figure")
                .at_least("smallest gap below over it, same panel", contrast, CONTRAST, "stalls below, vanishes above"),
        );
    }
    let levels = || rows.iter().map(|row| row.noise_max);
    let (weakest, strongest) = (smallest(levels()), largest(levels()));
    let gap = Measured::by("the strongest noise", |run| {
        let noise = run.pick(weakest, strongest);
        let panel = rows.iter().filter(|row| row.n == last && row.method == Method::Rc && row.noise_max == noise);
        Ok(largest(panel.map(|row| row.gap_mean)))
    })?;
    let compared = format!("reconstruction under the weakest noise, n = {last}, every α");
    let because = "0 on the axis of the figure";
    evidence.push(measured("weakest-noise", compared).at_most("largest gap", gap, ZERO, because));
    Ok(evidence)
}

/// The two ends of every supervised line, at n = `last` and at n = `first`, whose gap is above
/// rounding.
fn lines(rows: &[Row], last: usize, first: usize) -> Vec<[&Row; 2]> {
    let at = |n: usize| rows.iter().filter(move |row| row.n == n);
    let ends = at(last).filter(|row| row.method == Method::Sl && row.gap_mean > ROUNDING);
    let with_start =
        |end| at(first).find(|row| same_panel(row, end) && row.alpha == end.alpha).map(|start| [end, start]);
    ends.filter_map(with_start).collect()
}

/// The largest ratio of the gaps at the ends of so many lines; in the control that of one line does
/// not decay.
fn decay(run: Run, count: usize, lines: &[[&Row; 2]]) -> Result<f64> {
    largest_of(run, count, lines, |[end, start], run| Ok(run.pick(end, start).gap_mean / start.gap_mean))
}

/// d log gap / d log α of the supervised gap at n = `last`, between the two largest α, under the
/// strongest noise.
fn slope(rows: &[Row], last: usize, run: Run) -> f64 {
    let strongest = largest(rows.iter().map(|row| row.noise_max));
    let mut line: Vec<&Row> =
        rows.iter().filter(|row| row.n == last && row.method == Method::Sl && row.noise_max == strongest).collect();
    line.sort_by(|a, b| b.alpha.total_cmp(&a.alpha));
    let [high, low, ..] = line[..] else { return f64::NAN };
    let log = |alpha: f64| run.pick(alpha, alpha * alpha).ln();
    (high.gap_mean / low.gap_mean).ln() / (log(high.alpha) - log(low.alpha))
}

/// At the largest n: the largest gap above the threshold, and the smallest below it over the largest
/// above in the same panel. Every panel must have an α above its threshold, and some panel one
/// below: NaN, which fails, where there is nothing to compare.
fn panels(rows: &[Row], method: Method, last: usize) -> [f64; 2] {
    let mut noises: Vec<f64> = rows.iter().map(|row| row.noise_max).collect();
    noises.dedup();
    let (mut above, mut contrast) = (vec![], vec![]);
    for &noise in &noises {
        let panel = || rows.iter().filter(move |row| row.n == last && row.method == method && row.noise_max == noise);
        let over = panel().filter(|row| row.alpha_threshold_max.is_some_and(|t| row.alpha >= ABOVE * t));
        let over = largest(over.map(|row| row.gap_mean));
        above.push(over);
        // Next to a threshold below a tenth lies even α = 0.
        let under = panel().filter(|row| row.alpha_threshold_min.is_some_and(|t| row.alpha <= BELOW * t && t > 0.1));
        let under: Vec<f64> = under.map(|row| row.gap_mean).collect();
        if !under.is_empty() {
            contrast.push(smallest(under) / largest([over, ROUNDING]));
        }
    }
    [largest(above), smallest(contrast)]
}

/// The gap of the same line at the alpha that mirrors this one in its panel.
fn at_turned_alpha(rows: &[Row], row: &Row) -> f64 {
    let line: Vec<&Row> = rows.iter().filter(|other| same_panel(other, row) && other.n == row.n).collect();
    let at = line.iter().position(|other| other.alpha == row.alpha);
    at.and_then(|at| line.iter().rev().nth(at)).map_or(f64::NAN, |mirrored| mirrored.gap_mean)
}

fn same_panel(a: &Row, b: &Row) -> bool {
    a.method == b.method && a.noise_max == b.noise_max
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_counts() {
        let row = |alpha: f64, n: usize, gap_mean: f64| Row {
            dataset: "x".into(),
            noise_max: 1.0,
            method: Method::Sl,
            alpha,
            n,
            seeds: 1,
            gap_mean,
            gap_std: 0.0,
            alpha_threshold_mean: None,
            alpha_threshold_min: None,
            alpha_threshold_max: None,
        };
        let rows = [row(0.0, 1, 8.0), row(1.0, 1, 4.0), row(0.0, 9, 2.0), row(1.0, 9, 3.0)];
        let both = lines(&rows, 9, 1);
        assert_eq!(
            both.iter().map(|[end, start]| [end.gap_mean, start.gap_mean]).collect::<Vec<_>>(),
            [[2.0, 8.0], [3.0, 4.0]]
        );
        for (order, found) in [([0, 1], 0.75), ([1, 0], 0.75)] {
            let turned = order.map(|i| both[i]);
            assert_eq!(decay(Run::Genuine, 2, &turned).unwrap(), found);
            assert_eq!(decay(Run::Control, 2, &turned).unwrap(), 1.0);
        }
        assert!(decay(Run::Genuine, 2, &both[..1]).unwrap().is_nan());
        // A gap of rounding is no line.
        assert_eq!(lines(&[row(0.0, 1, 8.0), row(0.0, 9, 1e-16)], 9, 1).len(), 0);
    }

    #[test]
    fn a_panel_is_as_good_as_its_smallest_gap_below_and_its_largest_above() {
        let threshold = Some(1.0);
        let row = |noise_max: f64, alpha: f64, gap_mean: f64| Row {
            dataset: "x".into(),
            noise_max,
            method: Method::Je,
            alpha,
            n: 7,
            seeds: 1,
            gap_mean,
            gap_std: 0.0,
            alpha_threshold_mean: threshold,
            alpha_threshold_min: threshold,
            alpha_threshold_max: threshold,
        };
        // Two panels; in the second the contrast is smaller: 3 over 1/8 against 2 over 1/16.
        let first = [row(1.0, 0.0, 9.0), row(1.0, 0.25, 2.0), row(1.0, 4.0, 0.0625), row(1.0, 8.0, 0.03125)];
        let second = [row(2.0, 0.0, 3.0), row(2.0, 0.25, 4.0), row(2.0, 4.0, 0.0625), row(2.0, 8.0, 0.125)];
        assert_eq!(panels(&[first, second].concat(), Method::Je, 7), [0.125, 24.0]);
        // Nothing above a threshold, or nothing below any.
        assert!(panels(&[row(1.0, 0.0, 9.0)], Method::Je, 7)[0].is_nan());
        assert!(panels(&[row(1.0, 8.0, 9.0)], Method::Je, 7)[1].is_nan());
    }
}
