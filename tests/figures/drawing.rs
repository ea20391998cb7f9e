//! A figure as it is drawn: the SVG read back into panels with ticks, lines, marks, bars and rules.
//!
//! Nothing here knows the table or the code that draws. A panel is found by its two axes, and what
//! lies in it by its place. Every element is taken exactly once: what has no meaning is a failure.

use crate::scale::{Scale, number};
use std::collections::BTreeSet;

/// The ink of axes, text and outlines, the lines of the grid, and the accent of notes and rules.
const INK: &str = "#222222";
const GRID: &str = "#DEDEDE";
const ACCENT: &str = "#B2182B";

pub type Point = (f64, f64);

/// The form of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Circle,
    Square,
    Up,
    Diamond,
    Cross,
    Down,
}

/// A mark, or a mark in the legend.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    pub colour: String,
    pub shape: Shape,
    pub outlined: bool,
    pub at: Point,
}

/// A coloured path: a line, or a bar.
#[derive(Debug, Clone, PartialEq)]
pub struct Path {
    pub colour: String,
    pub points: Vec<Point>,
}

#[derive(Debug, Clone, Default)]
pub struct Panel {
    pub title: String,
    pub labels: [String; 2],
    /// Left, right, top, bottom of the plotting area in pixels.
    pub frame: [f64; 4],
    /// Value and pixel of each tick of x and of y.
    pub ticks: [Vec<Point>; 2],
    pub lines: Vec<Path>,
    pub bars: Vec<Path>,
    pub marks: Vec<Mark>,
    /// Pixels of x.
    pub rules: Vec<f64>,
    pub note: String,
}

/// A name in the legend and its key.
#[derive(Debug, Clone)]
pub struct Entry {
    pub name: String,
    pub line: Option<Path>,
    pub mark: Option<Mark>,
}

#[derive(Debug)]
pub struct Drawing {
    pub title: String,
    /// Row after row.
    pub panels: Vec<Panel>,
    pub columns: usize,
    pub legend: Vec<Entry>,
    pub caption: String,
}

impl Panel {
    fn holds(&self, (x, y): Point, slack: f64) -> bool {
        let [left, right, top, bottom] = self.frame;
        (left - slack..=right + slack).contains(&x) && (top - slack..=bottom + slack).contains(&y)
    }

    /// The scale of x (0) or y (1), from its ticks.
    pub fn scale(&self, axis: usize, log: bool) -> Scale {
        Scale::new(&self.ticks[axis], log, &format!("{}: {}", self.title, self.labels[axis]))
    }
}

/// An element of the SVG with its attributes as read.
struct Element<'a>(roxmltree::Node<'a, 'a>);

impl Element<'_> {
    fn text(&self, name: &str) -> &str {
        self.0.attribute(name).unwrap_or("")
    }

    fn value(&self, name: &str) -> f64 {
        self.text(name).parse().unwrap_or_else(|_| panic!("{name} of {:?}", self.0))
    }

    fn points(&self) -> Vec<Point> {
        let pair = |text: &str| text.split_once(',').map(|(x, y)| (x.parse().unwrap(), y.parse().unwrap())).unwrap();
        self.text("points").split_whitespace().map(pair).collect()
    }

    fn ends(&self) -> [Point; 2] {
        [(self.value("x1"), self.value("y1")), (self.value("x2"), self.value("y2"))]
    }
}

/// Reads a drawing.
pub fn read(svg: &str) -> Drawing {
    let document = roxmltree::Document::parse(svg).unwrap();
    let elements: Vec<Element<'_>> =
        document.root_element().children().filter(|n| n.is_element()).map(Element).collect();
    let of = |name: &'static str| elements.iter().filter(move |e| e.0.tag_name().name() == name);
    assert_eq!(of("rect").count(), 1, "one background");
    let mut panels = frames(of("polyline"));
    let (mut lines, mut bars, mut outlines, mut dashes) = (vec![], vec![], vec![], vec![]);
    let mut small = vec![];
    for element in of("polyline") {
        let path = Path { colour: element.text("stroke").into(), points: element.points() };
        match (path.colour.as_str(), element.text("stroke-width"), path.points.len()) {
            (INK, "1", 2) => small.push(path),
            (INK, "1", _) => outlines.push(path),
            (ACCENT, "1", 2) => dashes.push(path),
            (_, "2", _) => lines.push(path),
            (_, "3", 2) => bars.push(path),
            other => panic!("a path without meaning: {other:?}"),
        }
    }
    let (mut grid, mut crosses) = (vec![], vec![]);
    for element in of("line") {
        match (element.text("stroke"), element.text("stroke-width")) {
            (GRID, "1") => grid.push(element.ends()),
            (colour, "2") => crosses.push(Path { colour: colour.into(), points: element.ends().into() }),
            other => panic!("a line without meaning: {other:?}"),
        }
    }
    let mut marks: Vec<Mark> = of("polygon").map(|e| polygon(e, &mut outlines)).collect();
    assert!(outlines.is_empty(), "outlines around nothing: {outlines:?}");
    marks.extend(of("circle").map(circle));
    marks.extend(crosses.chunks(2).map(cross));
    let texts: Vec<&Element<'_>> = of("text").collect();
    let known = ["rect", "polyline", "line", "polygon", "circle", "text"];
    assert!(elements.iter().all(|e| known.contains(&e.0.tag_name().name())), "an element without meaning");

    let home = |panels: &[Panel], at: Point| panels.iter().position(|p| p.holds(at, 1.0));
    let mut keys = (vec![], vec![]);
    for line in lines {
        // Outside of the panels, a line is a key of the legend.
        match home(&panels, line.points[0]) {
            Some(panel) => panels[panel].lines.push(line),
            None => keys.0.push(line),
        }
    }
    for mark in marks {
        match home(&panels, mark.at) {
            Some(panel) => panels[panel].marks.push(mark),
            None => keys.1.push(mark),
        }
    }
    for bar in bars {
        let panel = home(&panels, bar.points[0]).expect("a bar outside");
        assert_eq!(home(&panels, bar.points[1]), Some(panel), "a bar out of its panel");
        panels[panel].bars.push(bar);
    }
    for panel in &mut panels {
        rules(panel, &mut dashes);
    }
    assert!(dashes.is_empty(), "dashes that are no rule: {dashes:?}");
    let (title, legend, caption) = words(&mut panels, &texts, keys);
    for panel in &mut panels {
        ticks(panel, &mut grid, &mut small);
    }
    assert!(grid.is_empty(), "grid without a tick: {grid:?}");
    assert!(small.is_empty(), "ticks without a label: {small:?}");
    let columns = panels.iter().filter(|p| p.frame[2] == panels[0].frame[2]).count();
    Drawing { title, panels, columns, legend, caption }
}

/// Panels, row after row: a long upright axis and a long level one that start in the same corner.
fn frames<'a>(paths: impl Iterator<Item = &'a Element<'a>>) -> Vec<Panel> {
    let (mut upright, mut level) = (vec![], vec![]);
    for path in paths.filter(|p| p.text("stroke") == INK) {
        match path.points()[..] {
            [a, b] if a.0 == b.0 && (a.1 - b.1).abs() > 50.0 => upright.push((a, b)),
            [a, b] if a.1 == b.1 && (a.0 - b.0).abs() > 50.0 => level.push((a, b)),
            _ => (),
        }
    }
    assert_eq!(upright.len(), level.len(), "as many axes of x as of y");
    let of = |(top, corner): (Point, Point)| {
        let meets = |(start, _): &&(Point, Point)| (start.0 - corner.0 - 1.0).hypot(start.1 - corner.1 - 1.0) < 0.1;
        let (_, right) = level.iter().find(meets).expect("an axis of x in the corner");
        Panel { frame: [corner.0 + 1.0, right.0, top.1, corner.1], ..Panel::default() }
    };
    let mut panels: Vec<Panel> = upright.into_iter().map(of).collect();
    panels.sort_by_key(|p| (p.frame[2] as i64, p.frame[0] as i64));
    panels
}

/// A filled polygon as a mark. A triangle's own place is 5/9 of its height below its top.
fn polygon(element: &Element<'_>, outlines: &mut Vec<Path>) -> Mark {
    let corners = element.points();
    let span = |of: fn(&Point) -> f64| {
        let values = || corners.iter().map(of);
        (values().fold(f64::INFINITY, f64::min), values().fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (span(|p| p.0), span(|p| p.1));
    let middle = ((left + right) / 2.0, (top + bottom) / 2.0);
    let at_top = corners.iter().filter(|p| p.1 == top).count();
    let part = (5.0 / 9.0 * (bottom - top)).round();
    let (shape, at) = match (corners.len(), at_top) {
        (4, 2) => (Shape::Square, middle),
        (4, 1) => (Shape::Diamond, middle),
        (3, 1) => (Shape::Up, (middle.0, top + part)),
        (3, 2) => (Shape::Down, (middle.0, bottom - part)),
        other => panic!("a polygon that is no mark: {other:?}"),
    };
    let around = outlines.iter().position(|o| o.points[..o.points.len() - 1] == corners[..]);
    around.map(|i| outlines.remove(i));
    Mark { colour: element.text("fill").into(), shape, outlined: around.is_some(), at }
}

fn circle(element: &Element<'_>) -> Mark {
    let at = (element.value("cx"), element.value("cy"));
    Mark { colour: element.text("fill").into(), shape: Shape::Circle, outlined: false, at }
}

/// Two strokes with a common middle.
fn cross(strokes: &[Path]) -> Mark {
    let middle = |s: &Path| ((s.points[0].0 + s.points[1].0) / 2.0, (s.points[0].1 + s.points[1].1) / 2.0);
    let [a, b] = strokes else { panic!("half a cross: {strokes:?}") };
    assert!(middle(a) == middle(b) && a.colour == b.colour, "strokes that are no cross: {strokes:?}");
    Mark { colour: a.colour.clone(), shape: Shape::Cross, outlined: false, at: middle(a) }
}

/// Dashes above one another are a rule, if they reach from the lower edge to most of the height.
fn rules(panel: &mut Panel, dashes: &mut Vec<Path>) {
    let inside: Vec<Path> = dashes.extract_if(.., |d| d.points.iter().all(|p| panel.holds(*p, 1.0))).collect();
    let places: BTreeSet<i64> = inside.iter().map(|d| d.points[0].0 as i64).collect();
    for place in places {
        let here = || inside.iter().filter(|d| d.points[0].0 as i64 == place).flat_map(|d| &d.points);
        let (low, high) = here().fold((0.0, f64::MAX), |(low, high): Point, p| (low.max(p.1), high.min(p.1)));
        let [_, _, top, bottom] = panel.frame;
        assert!(here().all(|p| p.0 as i64 == place), "a rule that leans");
        assert!((low - bottom).abs() <= 1.0 && bottom - high > 0.8 * (bottom - top), "a short rule: {low} {high}");
        panel.rules.push(place as f64);
    }
}

/// Gives every text to what it names; returns title, legend and caption. The largest text is the
/// title, if there is one.
fn words(panels: &mut [Panel], texts: &[&Element<'_>], keys: (Vec<Path>, Vec<Mark>)) -> (String, Vec<Entry>, String) {
    let size = |e: &Element<'_>| (e.value("font-size") * 1000.0) as i64;
    let sizes: BTreeSet<i64> = texts.iter().map(|e| size(e)).collect();
    assert!(matches!(sizes.len(), 3 | 4), "sizes of title, panel titles, labels and small print");
    let untitled = 4 - sizes.len();
    let (mut title, mut legend, mut caption) = (String::new(), vec![], vec![]);
    for element in texts {
        let text = element.0.text().unwrap_or("").trim().to_string();
        let (x, y) = (element.value("x"), element.value("y"));
        let rank = untitled + sizes.iter().rev().position(|s| *s == size(element)).unwrap();
        let turned = element.0.attribute("transform").is_some();
        // The panel that is nearest in the direction in which a text of this kind names it.
        let nearest = |away: &dyn Fn([f64; 4]) -> f64, beside: &dyn Fn([f64; 4]) -> bool| {
            let near = (0..panels.len()).filter(|&i| beside(panels[i].frame) && away(panels[i].frame) > 0.0);
            near.min_by(|&a, &b| away(panels[a].frame).total_cmp(&away(panels[b].frame)))
                .unwrap_or_else(|| panic!("a text beside no panel: {text:?}"))
        };
        let level = |f: [f64; 4]| (f[2] - 1.0..=f[3] + 1.0).contains(&y);
        let column = |f: [f64; 4]| (f[0] - 80.0..=f[1] + 20.0).contains(&x);
        let tick = |at: f64| (number(&text).unwrap_or_else(|| panic!("a tick that is no number: {text:?}")), at);
        match (rank, element.text("text-anchor"), turned) {
            (0, "middle", false) => assert!(std::mem::replace(&mut title, text).is_empty(), "two titles"),
            (1, "middle", false) => once(&mut panels[nearest(&|f| f[2] - y, &column)].title, text),
            (2, "middle", true) => once(&mut panels[nearest(&|f| f[0] - x, &level)].labels[1], text),
            (2, "middle", false) => once(&mut panels[nearest(&|f| y - f[3], &column)].labels[0], text),
            (3, "middle", false) => panels[nearest(&|f| y - f[3], &column)].ticks[0].push(tick(x)),
            (3, "end", false) if element.text("fill") == ACCENT => {
                let panel = panels.iter().position(|p| p.holds((x, y), 0.0)).expect("a note outside");
                once(&mut panels[panel].note, text);
            }
            (3, "end", false) => panels[nearest(&|f| f[0] - x, &level)].ticks[1].push(tick(y)),
            (2, "start", false) => legend.push(((x, y), text)),
            (3, "start", false) => caption.push(text),
            other => panic!("a text without meaning: {text:?} {other:?}"),
        }
    }
    (title, entries(legend, keys), caption.join(" "))
}

fn once(place: &mut String, text: String) {
    assert!(place.is_empty(), "said twice: {place:?} and {text:?}");
    *place = text;
}

/// Names with the keys to the left of them; a name without a key is the title of the legend.
fn entries(names: Vec<(Point, String)>, (mut lines, mut marks): (Vec<Path>, Vec<Mark>)) -> Vec<Entry> {
    let near = |(x, y): Point, key: Point| (0.0..48.0).contains(&(x - key.0)) && (key.1 - y).abs() < 10.0;
    let entry = |(at, name): (Point, String)| {
        let line = lines.iter().position(|l| near(at, l.points[0])).map(|i| lines.remove(i));
        let mark = marks.iter().position(|m| near(at, m.at)).map(|i| marks.remove(i));
        Entry { name, line, mark }
    };
    let entries = names.into_iter().map(entry).collect();
    assert!(lines.is_empty() && marks.is_empty(), "keys without a name: {lines:?} {marks:?}");
    entries
}

/// Takes grid lines and small strokes of a panel: one of each at every label, and the two axes.
fn ticks(panel: &Panel, grid: &mut Vec<[Point; 2]>, small: &mut Vec<Path>) {
    let [left, right, top, bottom] = panel.frame;
    let mut take = |a: Point, b: Point| {
        let found = small.iter().position(|s| s.points == [a, b]);
        small.remove(found.unwrap_or_else(|| panic!("{}: no stroke from {a:?} to {b:?}", panel.title)));
    };
    take((left - 1.0, top), (left - 1.0, bottom));
    take((left, bottom + 1.0), (right, bottom + 1.0));
    for (axis, ticks) in panel.ticks.iter().enumerate() {
        for &(_, at) in ticks {
            let (stroke, line) = if axis == 0 {
                ([(at, bottom + 1.0), (at, bottom + 6.0)], [(at, bottom), (at, top)])
            } else {
                ([(left - 6.0, at), (left - 1.0, at)], [(left, at), (right, at)])
            };
            take(stroke[0], stroke[1]);
            let found = grid.iter().position(|g| *g == line);
            grid.remove(found.unwrap_or_else(|| panic!("{}: no grid line at {at}", panel.title)));
        }
    }
}
