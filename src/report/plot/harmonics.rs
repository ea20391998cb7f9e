//! The figure `harmonics`: products as lines, drawn views as marks.

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend, shown};
use crate::experiment::harmonics::{Function, Plan, Row};

/// The lowest eigenvalue that is drawn.
const LOWEST: f64 = 0.02;

/// Eigenvalues over all encoders against β²; the experiment has its own setting.
pub fn figure(title: &str, _: &str, rows: &[Row]) -> Figure {
    // Dark to light: the signals, their products, what was drawn.
    let styles = [
        (&[Function::Strong, Function::Weak][..], Stroke::Line),
        (&[Function::Square, Function::Cube, Function::Product], Stroke::Line),
        (&[Function::FirstDrawn, Function::SecondDrawn], Stroke::Marks),
    ];
    let panel = |low: f64| {
        let (of_panel, numbers) = shown(rows, |r| r.t_low == low);
        let rule = of_panel.first().map_or(0.0, |r| r.beta_squared_linear);
        let high = of_panel.first().map_or(0.0, |r| r.t_high);
        let series = styles
            .iter()
            .enumerate()
            .flat_map(|(style, (functions, stroke))| functions.iter().map(move |function| (style, *function, *stroke)));
        let series = series.map(|(style, function, stroke)| {
            let of_function = of_panel.iter().filter(|r| r.function == function);
            let points = of_function.map(|r| (r.beta_squared, r.eigenvalue)).filter(|(_, v)| *v >= LOWEST).collect();
            Series { stroke, ..Series::line(style, points) }
        });
        Panel {
            title: format!("t = ({}, {})", number(low), number(high)),
            x: Axis::logarithmic("strength β²", of_panel.iter().map(|r| r.beta_squared)),
            y: Axis { label: "eigenvalue".into(), log: true, range: (LOWEST, 1.0) },
            series: series.collect(),
            note: if rule > 0.0 {
                format!("ω_2 > ω_1² from β² = {}", number(rule))
            } else {
                "ω_2 > ω_1² always".into()
            },
            rules: if rule > 0.0 { vec![rule] } else { vec![] },
            rows: numbers,
        }
    };
    let panels: Vec<Panel> = distinct(rows.iter().map(|r| r.t_low)).into_iter().map(panel).collect();
    Figure {
        title: title.into(),
        caption: format!(
            "Gaussian views of two signals of variance 1, whatever the data; augmentation of variance β² t_i on signal i, ω_i = 1/(1 + β² t_i). Over all encoders the eigenvalues are the products of powers of ω_1 and ω_2. Dark lines: \
             ω_1 and ω_2, of linear encoders; grey ones: the highest products, ω_1², ω_1³ and ω_1 ω_2, of polynomials. Two outputs take the two highest: both signals right of the dashed β², the strong signal and its square left of it, \
             where the weak one is lost. Marks: the two leading eigenvalues of the polynomials of degree 3 on {} drawn samples, which know no product; small ones lie a little high, as the largest of several that scatter.",
            Plan::default().samples
        ),
        columns: panels.len(),
        panels,
        legend: legend(&[
            ("ω_1, ω_2: the signals", Stroke::Line),
            ("products: harmonics", Stroke::Line),
            ("two leading, drawn views", Stroke::Marks),
        ]),
    }
}
