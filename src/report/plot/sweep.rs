//! The sweep as small multiples: SL, JE, RC side by side, one row for each noise level; gap against
//! n, one line for each α (paper, Figures 3 and 4).

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend_of_alphas, shown};
use crate::experiment::sweep::{Method, Row};

/// Gaps below this are rounding of the probe, drawn on the lower edge.
pub const FLOOR: f64 = 1e-6;

/// The figure of a table, whatever noise levels it has; `setting` says what the numbers are.
pub fn figure(title: &str, setting: &str, rows: &[Row]) -> Figure {
    let noises = distinct(rows.iter().map(|row| row.noise_max));
    let alphas = distinct(rows.iter().map(|row| row.alpha));
    let mut y = Axis::decades("", rows.iter().map(|row| row.gap_mean.max(FLOOR)));
    // A free decade above for the note.
    y.range = (FLOOR, 10.0 * y.range.1);
    let x = Axis::logarithmic("samples n", rows.iter().map(|row| row.n as f64));
    let mut panels = vec![];
    for &noise in &noises {
        for method in Method::ALL {
            let (of_panel, numbers) = shown(rows, |row| row.noise_max == noise && row.method == method);
            let gap = if method == Method::Sl { "gap of the squared loss" } else { "gap of the probe loss" };
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
                y: Axis { label: gap.into(), ..y.clone() },
                series: alphas.iter().enumerate().map(series).collect(),
                note,
                rules: vec![],
                rows: numbers,
            });
        }
    }
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Gap of the linear-probe loss (SL: of the squared loss) between training on clean and on corrupted samples: mean over seeds, bars of one standard deviation; gaps below {} are drawn at the lower edge. \
             The threshold is that of the limit n → ∞: mean and range over seeds; all n share the Θ and Γ of a seed. \
             Protocol: principal components of all data, centred once; n different rows of them; noise appended; one-hot labels, not centred; models and probe are trained and scored on the same samples. {}",
            number(FLOOR),
            if noises.len() == 2 {
                "These are the first and the last row of Figure 4."
            } else {
                "The first and the last row are Figure 3."
            }
        ),
        columns: Method::ALL.len(),
        panels,
        legend: legend_of_alphas(&alphas, Stroke::Both),
    }
}
