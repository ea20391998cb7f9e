//! Figures as they are drawn: every mark, line, bar, rule, tick and word of every SVG against the
//! table that is written beside it.
//!
//! The ticks that are printed on the axes give the scale, so that the reader's way from a mark to a
//! number is the way that is tested. Every element of a drawing has a meaning or is a failure, and
//! none that the table asks for is missing.
//!
//! The picture is compared with the drawing (`picture`). Not seen: the order in which elements cover
//! one another.

mod drawing;
mod expected;
mod finite;
mod picture;
mod recommended;
mod scale;
mod table;
mod trained;

use drawing::{Drawing, Entry, Mark, Path, Point};
use expected::{Figure, Panel, Series, Words};
use jerc::dataset::digits::load_digits;
use jerc::experiment::many_signals;
use jerc::experiment::networks::{Images, Protocol, curves};
use jerc::experiment::read_csv;
use jerc::experiment::sweep::{self, Plan};
use jerc::model::pca::PrincipalComponents;
use jerc::report::advice::figure;
use jerc::report::{Explaining, FigureFiles, SWEEPS, Subject};
use scale::{Scale, numbers};
use table::Table;

#[test]
fn sweeps_show_their_tables() {
    let digits = load_digits().unwrap();
    let components = PrincipalComponents::fit(&digits, Plan::COMPONENTS_DIGITS).unwrap();
    let plan = Plan::digits(digits.n(), 3);
    let rows = sweep::run(&plan, &components, "digits", &|| ()).unwrap();
    let cells = sweep::cells(&plan, &components).unwrap();
    let subject = Subject::of_sweep(&plan, &digits, components.count(), String::new());
    for ((name, title), levels) in SWEEPS.into_iter().zip([&[1.0, 1000.0][..], &[1.0, 10.0, 100.0, 1000.0]]) {
        let files = FigureFiles::sweep((name, title), &rows, &cells, &subject).unwrap();
        let table = Table::read(&files.csv);
        assert_eq!(table::distinct(table.column("noise_max")), levels, "{name}");
        compare(&files, &expected::sweep(title, &table), Some(&subject.setting));
    }
    let rows = many_signals::run(&plan, &components, "digits").unwrap();
    let files = FigureFiles::many_signals(rows, &subject).unwrap();
    compare(&files, &finite::many_signals(&Table::read(&files.csv)), Some(&subject.setting));
    picture::compare(&files);
}

#[test]
fn explaining_figures_show_their_tables() {
    let digits = load_digits().unwrap();
    let scores = PrincipalComponents::fit(&digits, Plan::COMPONENTS_DIGITS).unwrap().scores().unwrap();
    let subject = Subject::of_explaining(&digits, String::new());
    for kind in Explaining::ALL {
        let files = FigureFiles::explaining(kind, &scores, "digits", 1, &subject).unwrap();
        let table = Table::read(&files.csv);
        let (figure, setting) = match kind {
            Explaining::Spectrum => (expected::spectrum(&table), Some(&subject.setting)),
            Explaining::Phase => (expected::phase(&table), Some(&subject.setting)),
            Explaining::FiniteN => (expected::finite_n(&table), Some(&subject.setting)),
            Explaining::Rates => (expected::rates(&table), Some(&subject.setting)),
            Explaining::Overlap => (expected::overlap(&table), None),
            Explaining::HighDimension => (finite::high_dimension(&table), None),
            Explaining::Harmonics => (expected::harmonics(&table), None),
        };
        compare(&files, &figure, setting.map(String::as_str));
    }
}

#[test]
fn networks_show_their_table() {
    let digits = load_digits().unwrap();
    let images = Images::digits(&digits).unwrap();
    // Networks that have hardly learned are drawn in the same way.
    let protocol = Protocol { train: 300, steps: 5, batch: 16, ..Protocol::digits() };
    let rows = curves::rows(&images, &protocol, 2, &|| ()).unwrap();
    let subject = Subject::of_networks(&digits, &images, &protocol, String::new());
    let files = FigureFiles::networks(rows, &subject).unwrap();
    compare(&files, &trained::networks(&Table::read(&files.csv)), Some(&subject.setting));
}

/// The committed result.
#[test]
fn the_analogue_of_table_1_shows_its_table() {
    let digits = load_digits().unwrap();
    let (images, protocol) = (Images::digits(&digits).unwrap(), Protocol::digits());
    let path = std::path::Path::new("tests/data/table-1-analogue.csv");
    let rows = read_csv(path, &std::fs::read_to_string(path).unwrap()).unwrap();
    let subject = Subject::of_table(&digits, &images, &protocol, String::new());
    let files = FigureFiles::table_1_analogue(rows, &subject).unwrap();
    compare(&files, &trained::table_1_analogue(&Table::read(&files.csv)), Some(&subject.setting));
}

#[test]
fn recommendations_show_their_tables() {
    for (case, advice) in recommended::cases() {
        let of = recommended::recommendation(&advice);
        let files = figure(&of).unwrap().unwrap_or_else(|| panic!("{case}: nothing to draw"));
        let table = Table::read(&files.csv);
        compare(&files, &recommended::expected(&files.title, &table), Some("X.npy, V.npy: n = "));
        assert_eq!(files.command, of.command, "{case}");
    }
}

/// Holds a drawing against what its table asks for.
fn compare(files: &FigureFiles, figure: &Figure, setting: Option<&str>) {
    let (name, drawn) = (&files.name, drawing::read(&files.svg));
    assert_eq!(drawn.title, figure.title, "{name}");
    assert_eq!((&files.title, &files.caption), (&drawn.title, &drawn.caption), "{name}: the words of the page");
    assert!(setting.is_none_or(|setting| drawn.caption.starts_with(setting)), "{name}: {}", drawn.caption);
    for sentence in &figure.says {
        let said = numbers(&drawn.caption);
        let at =
            said.0.find(&sentence.pattern).unwrap_or_else(|| panic!("{name}: no {:?}: {}", sentence.pattern, said.0));
        let before = said.0[..at].matches('#').count();
        close(name, &said.1[before..before + sentence.values.len()], sentence);
    }
    compare_panels(name, &drawn, figure, figure.columns);
    // What the page shows, where it says title and caption itself.
    for (svg, columns) in [(&files.wide, figure.columns), (&files.narrow, 1)] {
        let drawn = drawing::read(svg);
        assert_eq!((drawn.title.as_str(), drawn.caption.as_str()), ("", ""), "{name}");
        compare_panels(name, &drawn, figure, columns);
    }
    let rows = |ranges: &str| -> Vec<usize> {
        let ends = |range: &str| {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            first.parse().unwrap()..=last.parse().unwrap()
        };
        ranges.split(", ").flat_map(ends).collect()
    };
    for ((title, ranges), panel) in files.panels.iter().zip(&figure.panels) {
        say(name, title, &panel.title);
        assert_eq!(rows(ranges), panel.rows, "{name}: rows of {title}");
    }
    assert_eq!(files.panels.len(), figure.panels.len(), "{name}: rows of panels");
}

fn compare_panels(name: &str, drawn: &Drawing, figure: &Figure, columns: usize) {
    let keys = legend(name, drawn, figure);
    assert_eq!((drawn.panels.len(), drawn.columns), (figure.panels.len(), columns), "{name}: panels");
    for (found, wanted) in drawn.panels.iter().zip(&figure.panels) {
        compare_panel(&format!("{name}: {}", found.title), found, wanted, &keys);
    }
}

/// The keys of the legend: the names in their order, from dark to light, all different.
fn legend(name: &str, drawn: &Drawing, figure: &Figure) -> Vec<Entry> {
    let mut entries = drawn.legend.clone();
    if let Some(heading) = figure.heading {
        let first = entries.remove(0);
        assert_eq!((first.name.as_str(), first.line, first.mark), (heading, None, None), "{name}");
    }
    let shown: Vec<_> = entries.iter().map(|e| (e.name.clone(), e.line.is_some(), e.mark.is_some())).collect();
    assert_eq!(shown, figure.legend, "{name}: legend");
    for entry in &entries {
        let both = entry.line.iter().map(|l| &l.colour).chain(entry.mark.iter().map(|m| &m.colour));
        assert!(both.into_iter().all(|colour| colour == colour_of(entry)), "{name}: {entry:?}");
    }
    let brightness: Vec<f64> = entries.iter().map(|entry| luminance(colour_of(entry))).collect();
    assert!(brightness.windows(2).all(|pair| pair[1] > pair[0] + 1.0), "{name}: dark to light: {brightness:?}");
    entries
}

fn colour_of(entry: &Entry) -> &str {
    let line = entry.line.as_ref().map(|l| &l.colour);
    line.or(entry.mark.as_ref().map(|m| &m.colour)).expect("a key has a colour")
}

/// The weights of red, green and blue in grey (ITU-R BT.709).
fn luminance(colour: &str) -> f64 {
    let part = |at: usize| f64::from(u8::from_str_radix(&colour[at..at + 2], 16).unwrap());
    0.2126 * part(1) + 0.7152 * part(3) + 0.0722 * part(5)
}

/// Numbers in a text, rounded as the text rounds them.
fn close(name: &str, found: &[f64], words: &Words) {
    let near = found.iter().zip(&words.values).all(|(a, b)| (a - b).abs() <= words.within);
    assert!(found.len() == words.values.len() && near, "{name}: {:?}: {found:?} for {:?}", words.pattern, words.values);
}

fn say(name: &str, text: &str, words: &Words) {
    let (pattern, found) = numbers(text);
    assert_eq!(pattern, numbers(&words.pattern).0, "{name}");
    close(name, &found, words);
}

fn compare_panel(name: &str, drawn: &drawing::Panel, wanted: &Panel, keys: &[Entry]) {
    say(name, &drawn.title, &wanted.title);
    say(name, &drawn.note, &wanted.note);
    assert_eq!(drawn.labels.each_ref().map(String::as_str), wanted.axes.map(|(label, _)| label), "{name}");
    let (x, y) = (drawn.scale(0, wanted.axes[0].1), drawn.scale(1, wanted.axes[1].1));
    let page = Page { name, frame: drawn.frame, x, y };
    assert_eq!(drawn.rules.len(), wanted.rules.len(), "{name}: rules");
    for (found, rule) in drawn.rules.iter().zip(&wanted.rules) {
        page.meets("rule", (*found, drawn.frame[3]), *rule, None);
    }
    let mut left = drawn.clone();
    for series in &wanted.series {
        let key = keys.iter().find(|key| key.name == series.name).expect("every series is in the legend");
        page.take(&mut left, series, key);
    }
    assert!(left.lines.is_empty(), "{name}: lines that no row asks for: {:?}", left.lines);
    assert!(left.marks.is_empty(), "{name}: marks that no row asks for: {:?}", left.marks);
    assert!(left.bars.is_empty(), "{name}: bars that no row asks for: {:?}", left.bars);
}

/// A panel's scales.
struct Page<'a> {
    name: &'a str,
    frame: [f64; 4],
    x: Scale,
    y: Scale,
}

impl Page<'_> {
    /// How far a pixel is from a value, in units of what rounding to pixels explains: at most 1.
    fn off(scale: &Scale, pixel: f64, value: f64) -> f64 {
        (scale.pixel(value) - pixel).abs() / scale.tolerance(pixel)
    }

    fn distance(&self, at: Point, value: Point) -> f64 {
        Self::off(&self.x, at.0, value.0).max(Self::off(&self.y, at.1, value.1))
    }

    fn meets(&self, what: &str, at: Point, x: f64, y: Option<f64>) {
        let off = Self::off(&self.x, at.0, x).max(y.map_or(0.0, |y| Self::off(&self.y, at.1, y)));
        assert!(off <= 1.0, "{}: {what} at pixel {at:?} for {x} {y:?}: {off}", self.name);
    }

    /// Takes lines, marks and bars of a series out of a panel, in the style of its key.
    fn take(&self, panel: &mut drawing::Panel, series: &Series, key: &Entry) {
        let (name, what) = (self.name, &series.name);
        for line in series.lines.iter().filter(|line| !line.is_empty()) {
            let fits = |path: &Path| {
                let off =
                    path.points.iter().zip(line).map(|(at, value)| self.distance(*at, *value)).fold(0.0, f64::max);
                path.colour == colour_of(key) && path.points.len() == line.len() && off <= 1.0
            };
            let found = panel.lines.iter().position(fits);
            panel.lines.remove(found.unwrap_or_else(|| panic!("{name}: no line of {what} through {line:?}")));
        }
        for &value in &series.marks {
            let off = |mark: &Mark| self.distance(mark.at, value);
            let alike = |mark: &Mark| {
                key.mark
                    .as_ref()
                    .is_some_and(|k| (&k.colour, k.shape, k.outlined) == (&mark.colour, mark.shape, mark.outlined))
            };
            let near = (0..panel.marks.len()).filter(|&i| alike(&panel.marks[i]));
            let found = near.min_by(|&a, &b| off(&panel.marks[a]).total_cmp(&off(&panel.marks[b])));
            let found = found.filter(|&i| off(&panel.marks[i]) <= 1.0);
            panel.marks.remove(found.unwrap_or_else(|| panic!("{name}: no mark of {what} at {value:?}")));
        }
        for &(x, low, high) in &series.bars {
            let off = |bar: &Path| self.distance(bar.points[0], (x, low)).max(self.distance(bar.points[1], (x, high)));
            let fits = |bar: &Path| bar.colour == colour_of(key) && off(bar) <= 1.0;
            let found = panel.bars.iter().position(fits);
            panel.bars.remove(found.unwrap_or_else(|| panic!("{name}: no bar of {what} at {x}: {low} to {high}")));
        }
        let [left, right, top, bottom] = self.frame;
        let ends = series.lines.concat().into_iter().chain(series.bars.iter().flat_map(|b| [(b.0, b.1), (b.0, b.2)]));
        for (x, y) in ends.chain(series.marks.iter().copied()) {
            // What is beyond the frame was moved to its edge: the axis is too short.
            let (x, y) = (self.x.pixel(x), self.y.pixel(y));
            let inside = (left - 2.0..=right + 2.0).contains(&x) && (top - 2.0..=bottom + 2.0).contains(&y);
            assert!(inside, "{name}: {what} does not fit the axes");
        }
    }
}
