//! The sweep as small multiples: SL, JE, RC side by side, one row for each noise level; gap against
//! n, one line for each α (paper, Figures 3 and 4).

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend_of_alphas};
use crate::experiment::sweep::{Method, Row};

/// Gaps below this are rounding of the probe, drawn on the lower edge.
pub const FLOOR: f64 = 1e-6;

/// The figure of a table, whatever noise levels it has; `setting` says what the numbers are.
pub fn figure(title: &str, setting: &str, rows: &[Row]) -> Figure {
    let noises = distinct(rows.iter().map(|row| row.noise_max));
    let alphas = distinct(rows.iter().map(|row| row.alpha));
    let mut y = Axis::decades("|clean - corrupted|", rows.iter().map(|row| row.gap_mean.max(FLOOR)));
    // A free decade above for the note.
    y.range = (FLOOR, 10.0 * y.range.1);
    let x = Axis::logarithmic("samples n", rows.iter().map(|row| row.n as f64));
    let mut panels = vec![];
    for &noise in &noises {
        for method in Method::ALL {
            let of_panel: Vec<&Row> =
                rows.iter().filter(|row| row.noise_max == noise && row.method == method).collect();
            let series = |(style, alpha): (usize, &f64)| {
                let line: Vec<&&Row> = of_panel.iter().filter(|row| row.alpha == *alpha).collect();
                let bar = |row: &Row| ((row.gap_mean - row.gap_std).max(FLOOR), row.gap_mean + row.gap_std);
                Series {
                    style,
                    stroke: Stroke::Both,
                    points: line.iter().map(|row| (row.n as f64, row.gap_mean.max(FLOOR))).collect(),
                    bars: line.iter().map(|row| bar(row)).collect(),
                }
            };
            // Of any row: all n and α share the thresholds of the seeds.
            let of_seeds =
                of_panel.first().map(|r| [r.alpha_threshold_mean, r.alpha_threshold_min, r.alpha_threshold_max]);
            let note = match of_seeds {
                Some([Some(mean), Some(low), Some(high)]) if mean > 0.0 => {
                    let [mean, low, high] = [mean, low, high].map(|alpha| number((alpha * 100.0).round() / 100.0));
                    format!("threshold: α = {mean} ({low} to {high})")
                }
                _ => "no alignment needed".into(),
            };
            panels.push(Panel {
                title: format!("{}, noise up to {}", super::name(method.paradigm()), number(noise)),
                x: x.clone(),
                y: y.clone(),
                series: alphas.iter().enumerate().map(series).collect(),
                note,
                rules: vec![],
            });
        }
    }
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Gap of the linear-probe loss (SL: of the squared loss) between training on clean and on corrupted samples: mean over seeds, bars of one standard deviation; gaps below {} are drawn at the lower edge. \
             The threshold is that of the limit n → ∞: mean and range over seeds; all n share the Θ and Γ of a seed.",
            number(FLOOR)
        ),
        columns: Method::ALL.len(),
        panels,
        legend: legend_of_alphas(&alphas, Stroke::Both),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Marks, bars and notes of every panel against the rows, as the caption explains them.
    #[test]
    fn every_mark_bar_and_note_is_that_of_its_row() {
        let row = |method: Method, alpha: f64, n: usize| {
            let mean = 0.01 * (1.0 + alpha) + 1.0 / n as f64;
            let threshold = method.paradigm().map(|_| 1.234);
            Row {
                dataset: "x".into(),
                noise_max: 10.0,
                method,
                alpha,
                n,
                seeds: 2,
                gap_mean: mean,
                gap_std: mean / 4.0,
                alpha_threshold_mean: threshold,
                alpha_threshold_min: threshold.map(|t| t - 0.123),
                alpha_threshold_max: threshold.map(|t| t + 0.32),
            }
        };
        let of = |method| [(0.0, 10), (0.0, 100), (3.0, 10), (3.0, 100)].map(|(alpha, n)| row(method, alpha, n));
        let figure = figure("title", "setting", &Method::ALL.map(of).concat());
        assert_eq!((figure.panels.len(), figure.columns), (3, 3));
        for (panel, method) in figure.panels.iter().zip(Method::ALL) {
            for (series, alpha) in panel.series.iter().zip([0.0, 3.0]) {
                let rows = [10, 100].map(|n| row(method, alpha, n));
                assert_eq!(series.points, rows.each_ref().map(|r| (r.n as f64, r.gap_mean)));
                assert_eq!(series.bars, rows.map(|r| (r.gap_mean - r.gap_std, r.gap_mean + r.gap_std)));
            }
            let note = if method == Method::Sl { "no alignment needed" } else { "threshold: α = 1.23 (1.11 to 1.55)" };
            assert_eq!((panel.note.as_str(), panel.series.len()), (note, 2));
        }
    }
}
