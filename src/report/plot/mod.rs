//! Figures as SVG: small multiples of lines and marks, drawn from tables.
//!
//! Every series has a colour of a scale that stays ordered in grey (cividis-like, dark to light)
//! and a mark of its own, so colour is never the only clue.

pub mod advice;
mod axis;
pub mod explain;
pub mod finite;
pub mod harmonics;
pub mod networks;
pub mod sweep;

pub use axis::Axis;

use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

/// Pixels of one panel.
const PANEL: (u32, u32) = (330, 250);
/// Pixels of one line of the legend and of the caption.
const LINE: u32 = 20;
const CAPTION_LINE: u32 = 16;
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";
const INK: RGBColor = RGBColor(34, 34, 34);
const GRID: RGBColor = RGBColor(222, 222, 222);
const ACCENT: RGBColor = RGBColor(178, 24, 43);

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = std::result::Result<(), Box<dyn std::error::Error>>;

/// One line of the legend: styles and names.
type Line = Vec<(usize, String)>;

/// A figure of equal panels, row after row.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    pub title: String,
    /// What the reader needs beside the axes: data, n, k, d, seeds, source; wrapped to the width.
    pub caption: String,
    /// Panels side by side.
    pub columns: usize,
    pub panels: Vec<Panel>,
    /// Title of the legend, and name and stroke of each style, in the order of the style numbers.
    pub legend: (String, Vec<(String, Stroke)>),
}

/// One coordinate system.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    pub title: String,
    pub x: Axis,
    pub y: Axis,
    pub series: Vec<Series>,
    /// A note in the upper right corner.
    pub note: String,
    /// Dashed vertical lines, where something happens.
    pub rules: Vec<f64>,
    /// The rows of the table that it shows: 1 is the line below the header.
    pub rows: Vec<usize>,
}

/// How the points of a series are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stroke {
    /// A line with a mark at each point: measured values along an axis.
    Both,
    /// A line alone: a formula.
    Line,
    /// Marks alone: measured values beside a formula.
    Marks,
}

/// Points, joined by a line or not.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    /// Number of the style in the legend.
    pub style: usize,
    pub stroke: Stroke,
    pub points: Vec<(f64, f64)>,
    /// The ends of a bar at each point, if there are bars.
    pub bars: Vec<(f64, f64)>,
}

impl Series {
    /// A formula.
    fn line(style: usize, points: Vec<(f64, f64)>) -> Self {
        Self { style, stroke: Stroke::Line, points, bars: vec![] }
    }

    /// Measured values beside a formula.
    fn marks(style: usize, points: Vec<(f64, f64)>) -> Self {
        Self { stroke: Stroke::Marks, ..Self::line(style, points) }
    }
}

/// The rows of a table that a panel shows, and their numbers.
fn shown<R>(rows: &[R], of_panel: impl Fn(&R) -> bool) -> (Vec<&R>, Vec<usize>) {
    rows.iter().zip(1..).filter(|(row, _)| of_panel(row)).unzip()
}

/// Draws a figure for a page that says its title and caption itself.
pub fn bare(figure: &Figure, columns: usize) -> Result<String> {
    svg(&Figure { title: String::new(), caption: String::new(), columns, ..figure.clone() })
}

/// Draws a figure.
pub fn svg(figure: &Figure) -> Result<String> {
    let columns = figure.columns.max(1) as u32;
    let rows = (figure.panels.len() as u32).div_ceil(columns);
    let width = PANEL.0 * columns;
    let caption = wrap(&figure.caption, (width as usize - 30) * 10 / 54);
    let legend = legend_lines(&figure.legend, width);
    let top = if figure.title.is_empty() { 4 } else { 40 };
    let bottom = legend.len() as u32 * LINE + caption.len() as u32 * CAPTION_LINE + 30;
    let size = (width, top + rows * PANEL.1 + bottom);
    let mut text = String::new();
    {
        let root = SVGBackend::with_string(&mut text, size).into_drawing_area();
        draw(figure, &root, top, rows, &legend, &caption).map_err(|reason| {
            Error::request(format!("the figure {:?} could not be drawn: {reason}", figure.title), "please report this")
        })?;
    }
    Ok(text)
}

fn draw(figure: &Figure, root: &Area<'_>, top: u32, rows: u32, legend: &[Line], caption: &[String]) -> Drawn {
    root.fill(&WHITE)?;
    let width = root.dim_in_pixel().0;
    let centred = words(17).pos(Pos::new(HPos::Center, VPos::Top));
    if !figure.title.is_empty() {
        root.draw(&Text::new(figure.title.clone(), (width as i32 / 2, 12), centred))?;
    }
    let (_, below) = root.split_vertically(top);
    let (grid, foot) = below.split_vertically(rows * PANEL.1);
    let styles = figure.legend.1.len();
    for (area, panel) in grid.split_evenly((rows as usize, figure.columns.max(1))).iter().zip(&figure.panels) {
        draw_panel(panel, area, styles)?;
    }
    let mut y = 10;
    for line in legend {
        let mut x = 16;
        for (style, name) in line {
            if *style < styles {
                let shade = colour(*style, styles);
                let stroke = figure.legend.1[*style].1;
                if stroke != Stroke::Marks {
                    foot.draw(&PathElement::new(vec![(x, y + 7), (x + 26, y + 7)], shade.stroke_width(2)))?;
                }
                if stroke != Stroke::Line {
                    mark(&foot, *style, stroke, (x + 13, y + 7), shade)?;
                }
                x += 32;
            }
            foot.draw(&Text::new(name.clone(), (x, y), words(13)))?;
            x += text_width(name) as i32 + 16;
        }
        y += LINE as i32;
    }
    for line in caption {
        foot.draw(&Text::new(line.clone(), (16, y + 6), words(12)))?;
        y += CAPTION_LINE as i32;
    }
    root.present()?;
    Ok(())
}

fn draw_panel(panel: &Panel, area: &Area<'_>, styles: usize) -> Drawn {
    let mut chart = ChartBuilder::on(area)
        .margin_left(8)
        .margin_right(14)
        .margin_top(4)
        .x_label_area_size(40)
        .y_label_area_size(66)
        .caption(&panel.title, words(14))
        .build_cartesian_2d(panel.x.clone(), panel.y.clone())?;
    chart
        .configure_mesh()
        .x_labels(6)
        .y_labels(7)
        .max_light_lines(0)
        .bold_line_style(GRID)
        .axis_style(INK)
        .label_style(words(12))
        .axis_desc_style(words(13))
        .x_desc(&panel.x.label)
        .y_desc(&panel.y.label)
        .draw()?;
    for &place in &panel.rules {
        // Below the note.
        let ends = [(place, panel.y.value(0.0)), (place, panel.y.value(0.86))];
        chart.draw_series(DashedLineSeries::new(ends, 5, 4, ACCENT.stroke_width(1)))?;
    }
    for series in &panel.series {
        let shade = colour(series.style, styles);
        for (&(x, _), &(low, high)) in series.points.iter().zip(&series.bars) {
            chart.draw_series([PathElement::new(vec![(x, low), (x, high)], shade.mix(0.45).stroke_width(3))])?;
        }
        if series.stroke != Stroke::Marks {
            chart.draw_series(LineSeries::new(series.points.iter().copied(), shade.stroke_width(2)))?;
        }
        for point in series.points.iter().filter(|_| series.stroke != Stroke::Line) {
            let (x, y) = chart.backend_coord(point);
            let (left, upper) = area.get_base_pixel();
            mark(area, series.style, series.stroke, (x - left, y - upper), shade)?;
        }
    }
    if !panel.note.is_empty() {
        let (width, _) = area.dim_in_pixel();
        let style = words(12).color(&ACCENT).pos(Pos::new(HPos::Right, VPos::Top));
        area.draw(&Text::new(panel.note.clone(), (width as i32 - 20, 34), style))?;
    }
    Ok(())
}

/// One of six marks; smaller and in an ink outline where it stands on the line of a formula.
fn mark(area: &Area<'_>, style: usize, stroke: Stroke, (x, y): (i32, i32), shade: RGBColor) -> Drawn {
    let small = i32::from(stroke == Stroke::Marks);
    let polygon = |points: &[(i32, i32)]| {
        let corners: Vec<_> =
            points.iter().map(|(a, b)| (x + a - a.signum() * small, y + b - b.signum() * small)).collect();
        let outline: Vec<_> = corners.iter().chain(&corners[..1]).copied().collect();
        area.draw(&Polygon::new(corners, shade.filled()))?;
        if stroke == Stroke::Marks { area.draw(&PathElement::new(outline, INK.stroke_width(1))) } else { Ok(()) }
    };
    match style % 6 {
        0 => area.draw(&Circle::new((x, y), 4 - small, shade.filled()))?,
        1 => polygon(&[(-4, -4), (4, -4), (4, 4), (-4, 4)])?,
        2 => polygon(&[(0, -5), (5, 4), (-5, 4)])?,
        3 => polygon(&[(0, -5), (5, 0), (0, 5), (-5, 0)])?,
        4 => area.draw(&Cross::new((x, y), 4, shade.stroke_width(2)))?,
        _ => polygon(&[(0, 5), (5, -4), (-5, -4)])?,
    }
    Ok(())
}

fn words(size: u32) -> TextStyle<'static> {
    TextStyle::from((FONT, size).into_font()).color(&INK)
}

/// Style `index` of `count`, dark to light: the cividis scale up to what shows on white paper.
fn colour(index: usize, count: usize) -> RGBColor {
    const SCALE: [(f64, f64, f64); 5] =
        [(0., 32., 77.), (64., 77., 107.), (124., 123., 120.), (176., 160., 95.), (214., 180., 40.)];
    let place = index as f64 / (count.max(2) - 1) as f64 * (SCALE.len() - 1) as f64;
    let below = (place.floor() as usize).min(SCALE.len() - 2);
    let (a, b, part) = (SCALE[below], SCALE[below + 1], place - below as f64);
    let mix = |a: f64, b: f64| (a + (b - a) * part).round() as u8;
    RGBColor(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

/// The legend of named styles, without a title.
fn legend(styles: &[(&str, Stroke)]) -> (String, Vec<(String, Stroke)>) {
    (String::new(), styles.iter().map(|&(name, stroke)| (name.into(), stroke)).collect())
}

/// The legend of one style for each alignment α.
fn legend_of_alphas(alphas: &[f64], stroke: Stroke) -> (String, Vec<(String, Stroke)>) {
    ("alignment α:".into(), alphas.iter().map(|&alpha| (axis::number(alpha), stroke)).collect())
}

/// The different values, ascending.
fn distinct(values: impl Iterator<Item = f64>) -> Vec<f64> {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.dedup();
    values
}

/// What a panel is about: a paradigm, or supervised learning.
fn name(paradigm: Option<Paradigm>) -> &'static str {
    match paradigm {
        None => "SL (supervised)",
        Some(Paradigm::JointEmbedding) => "JE (joint-embedding)",
        Some(Paradigm::Reconstruction) => "RC (reconstruction)",
    }
}

/// A generous width of 13 pixel text.
fn text_width(text: &str) -> u32 {
    text.chars().count() as u32 * 8
}

/// Legend entries in lines that fit; its title first, without a style.
fn legend_lines((title, names): &(String, Vec<(String, Stroke)>), width: u32) -> Vec<Line> {
    let entries =
        std::iter::once((usize::MAX, title.clone())).chain(names.iter().map(|(name, _)| name.clone()).enumerate());
    let mut lines: Vec<Line> = vec![];
    let mut used = u32::MAX;
    for (style, name) in entries.filter(|(_, name)| !name.is_empty()) {
        let needed = text_width(&name) + 48;
        if used.saturating_add(needed) > width {
            lines.push(vec![]);
            used = 16;
        }
        used += needed;
        if let Some(line) = lines.last_mut() {
            line.push((style, name));
        }
    }
    lines
}

/// Lines of at most `most` characters, broken at blanks.
fn wrap(text: &str, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![];
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= most => line.extend([" ", word]),
            _ => lines.push(word.into()),
        }
    }
    lines
}
