//! Trained networks as marks, the closed forms beside them as lines; and the analogue of Table 1.

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend, shown};
use crate::experiment::networks::corruptions::{Corruption, SEVERITIES};
use crate::experiment::networks::curves::{ALIGNED, STRONG, WEAK};
use crate::experiment::networks::sweep::{Encoder, Row};
use crate::experiment::networks::table::contrasts::Results;
use crate::experiment::networks::table::{self, Learned, Views};
use crate::paradigm::Paradigm;

/// What a panel shows of a row.
type Score = fn(&Row) -> f64;

/// Where α = 0 is drawn on an axis of decades.
const LEFT: f64 = 0.1;

/// Dark to light: joint-embedding before reconstruction, each line beside its marks.
const STYLES: [(Encoder, &str, Stroke); 4] = [
    (Encoder::ClosedJe, "JE, closed form", Stroke::Line),
    (Encoder::Spectral, "JE, network", Stroke::Marks),
    (Encoder::Denoising, "RC, network", Stroke::Marks),
    (Encoder::ClosedRc, "RC, closed form", Stroke::Line),
];

fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + value, count + 1.0));
    sum / count
}

/// The ends of bars, where there is more than one seed.
fn bars_of(points: &[Vec<f64>]) -> Vec<(f64, f64)> {
    if points.iter().all(|seeds| seeds.len() < 2) { vec![] } else { points.iter().map(|s| least_and_most(s)).collect() }
}

fn least_and_most(values: &[f64]) -> (f64, f64) {
    values.iter().fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), v| (low.min(*v), high.max(*v)))
}

/// Accuracy, and how much of the noise is left in the code, against α and against g.
pub fn curves(title: &str, setting: &str, rows: &[Row]) -> Figure {
    let of = |row: &Row, paradigm| row.encoder.paradigm() == paradigm;
    let threshold =
        |paradigm, noise| mean(rows.iter().filter(|r| of(r, paradigm) && r.noise == noise).map(|r| r.alpha_threshold));
    let knee = mean(rows.iter().filter(|r| r.alpha == ALIGNED).filter_map(|r| r.noise_threshold));
    let [je, rc] = [Paradigm::JointEmbedding, Paradigm::Reconstruction].map(|paradigm| threshold(paradigm, STRONG));
    let weak = threshold(Paradigm::JointEmbedding, WEAK);
    let two = |value: f64| number((value * 100.0).round() / 100.0);
    // Title, fixed noise if any, rules, note.
    let kinds = [
        ("strong noise", Some(STRONG), vec![je, rc], format!("α_JE = {}, α_RC = {}", two(je), two(rc))),
        ("weak noise", Some(WEAK), vec![weak], format!("α_JE = {}, RC needs none", two(weak))),
        ("α = 1.5", None, vec![knee], format!("η²(1 + α²) = {}", two(knee))),
    ];
    let scores =
        [("classes", "accuracy", (|row| row.accuracy) as Score), ("noise", "R² of the noise", |row| row.noise_r2)];
    let mut panels = vec![];
    for (kind, noise, rules, note) in kinds {
        for (what, label, score) in scores {
            let in_panel = |row: &Row| noise.map_or(row.alpha == ALIGNED, |noise| row.noise == noise);
            let (of_panel, numbers) = shown(rows, in_panel);
            let place = |row: &Row| if noise.is_some() { row.alpha.max(LEFT) } else { row.noise };
            let series = STYLES.into_iter().enumerate().map(|(style, (encoder, _, stroke))| {
                let of_series: Vec<_> = of_panel.iter().filter(|row| row.encoder == encoder).collect();
                let places = distinct(of_series.iter().map(|row| place(row)));
                let at = |x: &f64| of_series.iter().filter(|row| place(row) == *x).map(|row| score(row)).collect();
                let scores: Vec<Vec<f64>> = places.iter().map(at).collect();
                let points = places.into_iter().zip(scores.iter().map(|of| mean(of.iter().copied()))).collect();
                Series { style, stroke, points, bars: if stroke == Stroke::Marks { bars_of(&scores) } else { vec![] } }
            });
            let places = of_panel.iter().map(|row| place(row));
            let x = if noise.is_some() { "alignment α" } else { "noise variance g" };
            panels.push(Panel {
                title: format!("{kind}: {what}"),
                x: Axis::logarithmic(x, places),
                // From below 0, so that marks at 0 are seen, and with room for the note.
                y: Axis { label: label.into(), log: false, range: (-0.05, 1.2) },
                series: series.collect(),
                note: note.clone(),
                rules: rules.clone(),
                rows: numbers,
            });
        }
    }
    let seeds = match distinct(rows.iter().map(|row| row.seed as f64)).len() {
        1 => "one seed".into(),
        seeds => format!("mean of {seeds} seeds, bars from the least to the most"),
    };
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Strong noise: g = {}; weak noise: g = {}; {seeds}. Marks: networks, trained by gradient descent with the spectral contrastive loss (JE) and as denoising autoencoders (RC). \
             Lines: the optima of (SSL-JE) and (SSL-RC) in closed form on 200 random ReLU features, and dashed their thresholds. α = 0 is drawn at α = {}. The inputs of all encoders are the same for every g: what g changes is the units of the target of reconstruction, \
             so one network of JE stands for all g. What holds for these small networks and this noise beside the image is not shown for large ones.",
            number(STRONG),
            number(WEAK),
            number(LEFT),
        ),
        columns: 2,
        panels,
        legend: legend(&STYLES.map(|(_, name, stroke)| (name, stroke))),
    }
}

/// Accuracy against severity: a panel for each corruption and kind of views.
pub fn table(title: &str, setting: &str, rows: &[table::Row]) -> Figure {
    let listed: Vec<(Learned, Stroke)> = Learned::TABLE
        .map(|learned| (learned, Stroke::Both))
        .into_iter()
        .chain([(Learned::Raw, Stroke::Line)])
        .collect();
    let lowest = least_and_most(&rows.iter().map(|row| row.accuracy).collect::<Vec<_>>()).0;
    let mut panels = vec![];
    for (views, of_views) in [(Views::Own, "own views"), (Views::Same, "same views")] {
        for corruption in Corruption::ALL {
            let in_panel = |row: &table::Row| {
                let learned = row.learned == Learned::Raw || row.views == views;
                learned && row.corruption == corruption && row.injection == 0 && row.learned != Learned::Supervised
            };
            let (of_panel, numbers) = shown(rows, in_panel);
            let series = listed.iter().enumerate().map(|(style, &(learned, stroke))| {
                let at = |severity| {
                    let of = of_panel.iter().filter(|row| row.learned == learned && row.severity == severity);
                    of.map(|row| row.accuracy).collect()
                };
                let scores: Vec<Vec<f64>> = SEVERITIES.map(at).into();
                let points = SEVERITIES.map(f64::from).into_iter().zip(scores.iter().map(|s| mean(s.iter().copied())));
                let bars = if stroke == Stroke::Line { vec![] } else { bars_of(&scores) };
                Series { style, stroke, points: points.collect(), bars }
            });
            panels.push(Panel {
                title: format!("{}, {of_views}", corruption.name()),
                x: Axis { label: "severity".into(), log: false, range: (0.6, 5.4) },
                y: Axis { label: "accuracy".into(), log: false, range: ((lowest * 10.0).floor() / 10.0, 1.0) },
                series: series.collect(),
                note: String::new(),
                rules: vec![],
                rows: numbers,
            });
        }
    }
    Figure {
        title: title.into(),
        caption: format!("{setting} {}", sentence(&Results::new(rows))),
        columns: Corruption::ALL.len(),
        panels,
        legend: legend(&listed.iter().map(|&(learned, stroke)| (learned.name(), stroke)).collect::<Vec<_>>()),
    }
}

/// What comes out, and what does not follow.
fn sentence(results: &Results) -> String {
    let contrasts = results.table();
    let of = |views| {
        let found: Vec<String> = contrasts
            .iter()
            .filter(|c| c.views == views && c.learned != Learned::Simclr && c.excess.is_decided())
            .map(|c| {
                let (centre, half_width) = (c.excess.centre, c.excess.half_width);
                let more = if centre > 0.0 { "more" } else { "less" };
                format!("{} drops {:.1} ± {half_width:.1} points {more} than SimCLR", c.learned.name(), centre.abs())
            })
            .collect();
        if found.is_empty() { "no method's drop differs from SimCLR's".into() } else { found.join(", ") }
    };
    format!(
        "Mean of {} seeds, bars from the least to the most. Drop: (accuracy at severity 1 - at severity 5) / at severity 1 in per cent, mean of the three corruptions. With own views {}; with the same views {} (intervals that hold together with 95 %, Student's t over seeds, Bonferroni over ten contrasts). \
         Supervised learning and injected corruptions are in the table alone. At this size nothing follows for large networks and natural images.",
        results.seeds(),
        of(Views::Own),
        of(Views::Same)
    )
}
