//! The figure of an advice: efficiencies, their difference, eigenvalues.

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, name, shown};
use crate::paradigm::Paradigm;
use crate::report::advice::figure::{Along, Row, Shows, along};

/// The styles in the order of the legend, dark to light; those that no panel has are left out.
const STYLES: [(&str, Stroke); 7] = [
    ("joint-embedding", Stroke::Both),
    ("difference, JE - RC", Stroke::Both),
    ("largest sine", Stroke::Both),
    ("tolerance", Stroke::Line),
    ("reconstruction", Stroke::Both),
    ("mostly signal", Stroke::Marks),
    ("mostly nuisance", Stroke::Marks),
];
/// Eigenvalues of which it is not known what they are: of none, and of those that no encoder uses.
const UNKNOWN: [(&str, Stroke); 2] = [("eigenvalue", Stroke::Marks), ("beyond the largest k", Stroke::Marks)];

/// From so many times the smallest value on, an axis of strengths is logarithmic.
const WIDE: f64 = 10.0;

/// Decades of eigenvalues of reconstruction that are shown: what lies lower leads nowhere.
const DECADES: f64 = 1e-4;

/// A panel whose series are called by their names.
type Named = (Panel, Vec<(&'static str, Series)>);

/// Draws the rows that are marked as drawn.
pub fn figure(title: &str, setting: &str, rows: &[Row]) -> Figure {
    let along = along(rows.iter().map(|row| (row.strength, row.noise)));
    let mut panels: Vec<Named> = vec![];
    if rows.iter().any(|row| row.shows == Shows::Efficiency) {
        panels.push(efficiency(rows, along));
    }
    for shows in [Shows::Difference, Shows::Sine] {
        if rows.iter().any(|row| row.shows == shows) {
            panels.push(difference(rows, along, shows));
        }
    }
    for paradigm in Paradigm::ALL {
        if rows.iter().any(|row| row.shows == Shows::Eigenvalue && row.paradigm == Some(paradigm)) {
            panels.push(eigenvalues(rows, along, paradigm));
        }
    }
    let used = |style: &(&str, Stroke)| panels.iter().flat_map(|(_, series)| series).any(|(name, _)| *name == style.0);
    let legend: Vec<(&str, Stroke)> = STYLES.into_iter().chain(UNKNOWN).filter(used).collect();
    let style = |name: &str| legend.iter().position(|(found, _)| *found == name).unwrap_or_default();
    let columns = if panels.len() == 3 { 3 } else { panels.len().min(2) };
    let count = panels.len();
    let panels = panels.into_iter().map(|(panel, series)| Panel {
        series: series.into_iter().map(|(name, series)| Series { style: style(name), ..series }).collect(),
        ..panel
    });
    Figure {
        title: title.into(),
        caption: format!("{setting} {}", caption(rows, count)),
        columns,
        panels: panels.collect(),
        legend: super::legend(&legend),
    }
}

fn caption(rows: &[Row], panels: usize) -> String {
    let mut said = vec![];
    if rows.iter().any(|row| row.shows == Shows::Efficiency) {
        said.push(
            "Efficiency: what the embedding explains of the evidence on unseen samples, relative to the best linear encoder found.",
        );
    }
    if rows.iter().any(|row| row.shows == Shows::Sine) {
        said.push(
            "Sine of the largest angle between the two row spaces: for every linear label the R² of the two differ by no more.",
        );
    }
    if panels > 1 {
        said.push(
            "The leading eigenvalues of (G, S) and of (H'H, S) on all samples, the latter down to a ten-thousandth of the largest; each bar holds alone with 95 %.",
        );
    }
    if rows.iter().any(|row| row.threshold.is_some()) {
        said.push(
            "Dashed: the α from which on the signal is found, Propositions 4.4 and 4.3 for n → ∞, and to the right of it that of so many samples as there are (for reconstruction where n < 4 d).",
        );
    }
    if rows.iter().any(|row| row.drawn && row.strength == 0.0)
        || rows.iter().any(|row| row.drawn && row.noise == Some(0.0))
    {
        said.push("On a logarithmic axis 0 is drawn at the left edge.");
    }
    said.join(" ")
}

/// Where a row stands on the axis.
fn place(row: &Row, along: Along) -> f64 {
    let whole = |count: Option<usize>| count.unwrap_or_default() as f64;
    match along {
        Along::Strength => row.strength,
        Along::Noise => row.noise.unwrap_or_default(),
        Along::Dimension if row.shows == Shows::Eigenvalue => whole(row.index),
        Along::Dimension => whole(row.k),
    }
}

/// The axis that these rows stand on.
fn axis(rows: &[&Row], along: Along) -> Axis {
    let label = match along {
        Along::Strength => "strength",
        Along::Noise => "composed noise q",
        Along::Dimension if rows.iter().any(|row| row.shows == Shows::Eigenvalue) => "number i",
        Along::Dimension => "embedding dimension k",
    };
    let places = || rows.iter().map(|row| place(row, along));
    let (low, high) = (places().fold(f64::INFINITY, f64::min), places().fold(f64::NEG_INFINITY, f64::max));
    let least = places().filter(|x| *x > 0.0).fold(f64::INFINITY, f64::min);
    if low >= 0.0 && high >= WIDE * least {
        let margin = (high / least).powf(0.04);
        let left = if low == 0.0 { least / 3.0 } else { least / margin };
        return Axis { label: label.into(), log: true, range: (left, high * margin) };
    }
    let margin = if high > low { 0.05 * (high - low) } else { 0.5 };
    Axis { label: label.into(), log: false, range: (low - margin, high + margin) }
}

/// A linear axis around values.
fn around(label: &str, values: impl Iterator<Item = f64>) -> Axis {
    let (low, high) = values.fold((f64::INFINITY, f64::NEG_INFINITY), |(a, b), v| (a.min(v), b.max(v)));
    let margin = 0.06 * (high - low);
    Axis { label: label.into(), log: false, range: (low - margin, high + margin) }
}

/// Points with bars, from left to right.
fn points(rows: &[&Row], along: Along, x: &Axis, stroke: Stroke, y: &Axis) -> Series {
    let mut rows = rows.to_vec();
    rows.sort_by(|a, b| place(a, along).total_cmp(&place(b, along)));
    // 0 has no place on a logarithmic axis.
    let at = |row: &Row| place(row, along).max(if x.log { x.range.0 } else { f64::NEG_INFINITY });
    let inside = |v: f64| v.clamp(y.range.0, y.range.1);
    Series {
        style: 0,
        stroke,
        points: rows.iter().map(|row| (at(row), inside(row.value))).collect(),
        bars: if rows.iter().all(|row| row.low == row.high) {
            vec![]
        } else {
            rows.iter().map(|row| (inside(row.low), inside(row.high))).collect()
        },
    }
}

fn panel(title: &str, x: Axis, y: Axis, rows: Vec<usize>) -> Panel {
    Panel { title: title.into(), x, y, series: vec![], note: String::new(), rules: vec![], rows }
}

fn efficiency(rows: &[Row], along: Along) -> Named {
    let (of_panel, numbers) = shown(rows, |row| row.drawn && row.shows == Shows::Efficiency);
    let x = axis(&of_panel, along);
    let y = around("efficiency", of_panel.iter().flat_map(|row| [row.low, row.high]).chain([0.0, 1.0]));
    let series = Paradigm::ALL.map(|paradigm| {
        let own: Vec<&Row> = of_panel.iter().copied().filter(|row| row.paradigm == Some(paradigm)).collect();
        (paradigm.title(), points(&own, along, &x, Stroke::Both, &y))
    });
    (panel("What is found of what is relevant", x, y, numbers), series.into())
}

fn difference(rows: &[Row], along: Along, shows: Shows) -> Named {
    let (of_panel, numbers) = shown(rows, |row| row.drawn && row.shows == shows);
    let x = axis(&of_panel, along);
    let tolerance = of_panel.first().and_then(|row| row.tolerance).unwrap_or_default();
    let (title, label, name, levels) = match shows {
        Shows::Sine => ("Row spaces of both", "largest sine", STYLES[2].0, vec![tolerance]),
        _ => ("Joint-embedding minus reconstruction", "difference", STYLES[1].0, vec![-tolerance, tolerance]),
    };
    let zero = [0.0].into_iter().chain(levels.clone());
    let y = around(label, of_panel.iter().flat_map(|row| [row.low, row.high]).chain(zero));
    let mut series = vec![(name, points(&of_panel, along, &x, Stroke::Both, &y))];
    series.extend(
        levels.iter().map(|&level| (STYLES[3].0, Series::line(0, vec![(x.range.0, level), (x.range.1, level)]))),
    );
    (panel(title, x, y, numbers), series)
}

fn eigenvalues(rows: &[Row], along: Along, paradigm: Paradigm) -> Named {
    let of = |row: &Row| row.drawn && row.shows == Shows::Eigenvalue && row.paradigm == Some(paradigm);
    let je = paradigm == Paradigm::JointEmbedding;
    let largest = rows.iter().filter(|row| of(row)).map(|row| row.value).fold(0.0, f64::max);
    let (of_panel, numbers) = shown(rows, |row| of(row) && (je || row.value >= DECADES * largest));
    let x = axis(&of_panel, along);
    let y = if je {
        around("eigenvalue ω", of_panel.iter().flat_map(|row| [row.low, row.high]).chain([0.0, 1.2]))
    } else {
        Axis::decades("eigenvalue φ²", of_panel.iter().flat_map(|row| [row.value, row.high]))
    };
    let mut series = vec![];
    let known = of_panel.iter().any(|row| row.signal.is_some());
    for name in [STYLES[5].0, STYLES[6].0, UNKNOWN[0].0, UNKNOWN[1].0] {
        let own: Vec<&Row> = of_panel.iter().copied().filter(|row| kind(row, known) == name).collect();
        if !own.is_empty() {
            series.push((name, points(&own, along, &x, Stroke::Marks, &y)));
        }
    }
    let first = of_panel.first();
    let mut drawn = panel(name(Some(paradigm)), x, y, numbers);
    if along == Along::Strength
        && let Some((low, high)) = first.and_then(|row| row.threshold_low.zip(row.threshold_high))
    {
        let rules = [first.and_then(|row| row.threshold), first.and_then(|row| row.threshold_finite)];
        let (left, right) = drawn.x.range;
        drawn.rules = rules.into_iter().flatten().filter(|at| (left..=right).contains(at) && *at > 0.0).collect();
        let finite =
            first.and_then(|row| row.threshold_finite).map_or(String::new(), |at| format!(", at this n {}", two(at)));
        let name = if je { "α_JE" } else { "α_RC" };
        drawn.note = if high > 0.0 {
            format!("{name}: {} to {}{finite}", number(down(low)), number(up(high)))
        } else {
            "no alignment needed".into()
        };
    }
    (drawn, series)
}

/// What a direction mostly holds; `known` if that is known of others.
fn kind(row: &Row, known: bool) -> &'static str {
    match row.signal {
        Some(share) if share > 0.5 => STYLES[5].0,
        Some(_) => STYLES[6].0,
        None => UNKNOWN[usize::from(known)].0,
    }
}

/// Two decimals, away from the middle of the interval.
fn down(value: f64) -> f64 {
    (value * 100.0).floor() / 100.0
}

fn up(value: f64) -> f64 {
    (value * 100.0).ceil() / 100.0
}

/// Two significant digits.
fn two(value: f64) -> String {
    let scale = 10f64.powi(1 - value.abs().max(1e-300).log10().floor() as i32);
    number((value * scale).round() / scale)
}
