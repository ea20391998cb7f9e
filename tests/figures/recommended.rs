//! What the figure of an advice has to show, and advices to draw: several strengths with evidence,
//! several noises, both, one strength with several k, and no evidence.

use crate::drawing::Point;
use crate::expected::{Axis, Figure, Panel, Series, key, paradigm, series, words};
use crate::table::Table;
use jerc::advise::{Advice, Augmented, Evidence, MomentsOf, Question, Settings, Stored, advise};
use jerc::augment::AlignedNoise;
use jerc::report::advice::{Recommendation, figure};
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::collections::BTreeSet;

const N: usize = 400;
/// Variances of two signal coordinates, and of two of strong noise.
const VARIANCES: [f64; 4] = [2.0, 1.0, 6.0, 4.0];

/// Samples, and the same signal with other noise.
fn samples() -> [Vec<f64>; 2] {
    let mut rng = ChaCha8Rng::seed_from_u64(18);
    let mut normal = |variance: f64| variance.sqrt() * rng.sample::<f64, _>(StandardNormal);
    let (mut x, mut again) = (vec![], vec![]);
    for _ in 0..N {
        let signal = [normal(VARIANCES[0]), normal(VARIANCES[1])];
        for rows in [&mut x, &mut again] {
            rows.extend(signal);
            rows.extend([normal(VARIANCES[2]), normal(VARIANCES[3])]);
        }
    }
    [x, again]
}

/// Θ = I on the signal, and Γ the covariance of the noise.
fn channel(alpha: f64) -> AlignedNoise<f64> {
    let theta = DMatrix::from_diagonal(&DVector::from_vec(vec![1.0, 1.0, 0.0, 0.0]));
    let gamma = DMatrix::from_diagonal(&DVector::from_vec(vec![0.0, 0.0, VARIANCES[2], VARIANCES[3]]));
    AlignedNoise::new(theta, gamma, alpha).unwrap()
}

pub fn cases() -> Vec<(&'static str, Advice)> {
    let rows = samples().map(|rows| Stored::new(rows, VARIANCES.len()).unwrap());
    let of = |alphas: &[f64], ks: &[usize], noise: &[f64], evidence: bool| {
        let channels: Vec<_> = alphas.iter().map(|&alpha| (alpha, channel(alpha))).collect();
        let strength = |(alpha, channel): &'_ (f64, AlignedNoise<f64>)| (*alpha, channel.clone());
        let owned: Vec<_> = channels.iter().map(strength).collect();
        let strengths =
            owned.iter().map(|(alpha, channel)| Augmented { alpha: *alpha, moments: MomentsOf::Channel(channel) });
        let question = Question {
            samples: Some(&rows[0]),
            strengths: strengths.collect(),
            evidence: if evidence { Evidence::Replicate(&rows[1]) } else { Evidence::None },
            groups: None,
        };
        let settings = Settings { ks: ks.to_vec(), noise: noise.to_vec(), ..Settings::default() };
        advise(&question, &settings, &|_, _| ()).unwrap()
    };
    vec![
        ("strengths", of(&[0.0, 0.5, 2.0, 8.0], &[1, 2], &[], true)),
        ("near strengths", of(&[1.0, 1.5, 2.0], &[2], &[], true)),
        ("noises", of(&[2.0], &[2], &[0.0, 0.01, 1.0], true)),
        ("strengths and noises", of(&[0.5, 2.0, 8.0], &[1, 2], &[0.0, 1.0], true)),
        ("dimensions", of(&[2.0], &[1, 2, 3], &[], true)),
        ("no evidence", of(&[0.5, 2.0], &[2], &[], false)),
    ]
}

pub fn recommendation(advice: &Advice) -> Recommendation<'_> {
    let files = ["X.npy", "V.npy"].map(|name| (name.to_string(), String::new()));
    let command = "jerc recommend --data X.npy".to_string();
    Recommendation { advice, notes: vec![], certificates: vec![], command, files: files.into() }
}

/// Along what the figure is drawn: the column of the table, and the label of the axis.
fn along(table: &Table) -> (&'static str, &'static str) {
    let varies = |column: &str| {
        let values: Vec<f64> = table.some(column).into_iter().map(Option::unwrap_or_default).collect();
        values.iter().any(|v| *v != values[0])
    };
    match (varies("strength"), varies("noise")) {
        (true, _) => ("strength", "strength"),
        (_, true) => ("noise", "composed noise q"),
        _ => ("k", "embedding dimension k"),
    }
}

/// The places on an axis, whether it is logarithmic, and its ends: from a factor of 10 on it is, and 0
/// stands at a third of the next value.
struct Places {
    column: &'static str,
    axis: Axis,
    ends: (f64, f64),
}

impl Places {
    fn of(panel: &Table, (column, label): (&'static str, &'static str)) -> Self {
        let (column, label) = match (column, panel.text("shows")) {
            ("k", "eigenvalue") => ("index", "number i"),
            _ => (column, label),
        };
        let values = panel.column(column);
        let low = values.iter().copied().fold(f64::INFINITY, f64::min);
        let high = values.iter().copied().fold(0.0, f64::max);
        let least = values.iter().copied().filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
        if high >= 10.0 * least {
            let margin = (high / least).powf(0.04);
            let left = if low == 0.0 { least / 3.0 } else { least / margin };
            return Self { column, axis: (label, true), ends: (left, high * margin) };
        }
        let margin = if high > low { 0.05 * (high - low) } else { 0.5 };
        Self { column, axis: (label, false), ends: (low - margin, high + margin) }
    }

    /// Points with bars, from left to right; `edge` is the lower end of the other axis.
    fn points(&self, rows: &Table, edge: f64) -> (Vec<Point>, Vec<(f64, f64, f64)>) {
        let (values, low, high) = (rows.column("value"), rows.column("low"), rows.column("high"));
        let at: Vec<f64> =
            rows.column(self.column).iter().map(|x| if self.axis.1 { x.max(self.ends.0) } else { *x }).collect();
        let mut order: Vec<usize> = (0..at.len()).collect();
        order.sort_by(|&a, &b| at[a].total_cmp(&at[b]));
        let flat = (0..at.len()).all(|i| low[i] == high[i]);
        let points = order.iter().map(|&i| (at[i], values[i].max(edge))).collect();
        let bars = order.iter().filter(|_| !flat).map(|&i| (at[i], low[i].max(edge), high[i].max(edge))).collect();
        (points, bars)
    }

    fn level(&self, y: f64) -> Vec<Point> {
        vec![(self.ends.0, y), (self.ends.1, y)]
    }
}

const NO_EDGE: f64 = f64::NEG_INFINITY;

pub fn expected(title: &str, table: &Table) -> Figure {
    let drawn = table.only("drawn", "true");
    let along = along(table);
    let blank = |title: &str, x: Axis, y: Axis, of: &Table| Panel {
        title: words(title, &[], 0.0),
        axes: [x, y],
        series: vec![],
        rules: vec![],
        note: words("", &[], 0.0),
        rows: of.numbers.clone(),
    };
    let both = |name: &str, places: &Places, rows: &Table| {
        let (points, bars) = places.points(rows, NO_EDGE);
        Series { bars, ..series(name, vec![points.clone()], points) }
    };
    let mut panels = vec![];
    if let Some(rows) = drawn.any("shows", "efficiency") {
        let places = Places::of(&rows, along);
        let of = |name: &str| both(name, &places, &rows.only("paradigm", name));
        panels.push(Panel {
            series: vec![of("joint-embedding"), of("reconstruction")],
            ..blank("What is found of what is relevant", places.axis, ("efficiency", false), &rows)
        });
    }
    for (shows, title, label, name, below) in [
        ("difference", "Joint-embedding minus reconstruction", "difference", "difference, JE - RC", true),
        ("sine", "Row spaces of both", "largest sine", "largest sine", false),
    ] {
        let Some(rows) = drawn.any("shows", shows) else { continue };
        let places = Places::of(&rows, along);
        let tolerance: f64 = rows.text("tolerance").parse().unwrap();
        let mut lines = vec![places.level(tolerance)];
        if below {
            lines.push(places.level(-tolerance));
        }
        panels.push(Panel {
            series: vec![both(name, &places, &rows), series("tolerance", lines, vec![])],
            ..blank(title, places.axis, (label, false), &rows)
        });
    }
    for of in ["joint-embedding", "reconstruction"] {
        panels.push(eigenvalues(&drawn, of, along, &blank));
    }
    let named = |wanted: &str| panels.iter().flat_map(|panel| &panel.series).any(|series| series.name == wanted);
    let keys = [
        ("joint-embedding", true, true),
        ("difference, JE - RC", true, true),
        ("largest sine", true, true),
        ("tolerance", true, false),
        ("reconstruction", true, true),
        ("mostly signal", false, true),
        ("mostly nuisance", false, true),
        ("eigenvalue", false, true),
        ("beyond the largest k", false, true),
    ];
    let legend = keys.into_iter().filter(|(name, ..)| named(name)).map(|(name, line, mark)| key(name, line, mark));
    let legend = legend.collect();
    Figure {
        title: title.into(),
        columns: if panels.len() == 3 { 3 } else { 2 },
        panels,
        heading: None,
        legend,
        says: vec![words("each bar holds alone with # %", &[95.0], 0.0)],
    }
}

fn eigenvalues(
    drawn: &Table,
    of: &str,
    along: (&'static str, &'static str),
    blank: &dyn Fn(&str, Axis, Axis, &Table) -> Panel,
) -> Panel {
    let all = drawn.only("shows", "eigenvalue").only("paradigm", of);
    let largest = all.column("value").into_iter().fold(0.0, f64::max);
    let rc = of == "reconstruction";
    // Four decades.
    let rows = if rc { all.keep_numbers("value", |v| v >= 1e-4 * largest) } else { all };
    let least =
        rows.column("value").into_iter().chain(rows.column("high")).filter(|v| *v > 0.0).fold(f64::INFINITY, f64::min);
    let edge = if rc { 10f64.powf(least.log10().floor()) } else { NO_EDGE };
    let places = Places::of(&rows, along);
    let signal = rows.some("signal");
    let mut found = vec![];
    if signal.iter().all(Option::is_none) {
        let (marks, bars) = places.points(&rows, edge);
        found.push(Series { bars, ..series("eigenvalue", vec![], marks) });
    } else {
        for (name, most) in [("mostly signal", true), ("mostly nuisance", false)] {
            if signal.iter().flatten().any(|share| (*share > 0.5) == most) {
                let (marks, bars) = places.points(&rows.keep_numbers("signal", |share| (share > 0.5) == most), edge);
                found.push(Series { bars, ..series(name, vec![], marks) });
            }
        }
        if let Some(rows) = rows.any("signal", "") {
            let (marks, bars) = places.points(&rows, edge);
            found.push(Series { bars, ..series("beyond the largest k", vec![], marks) });
        }
    }
    let y = if rc { ("eigenvalue φ²", true) } else { ("eigenvalue ω", false) };
    let mut panel = Panel { series: found, ..blank(paradigm(of), places.axis, y, &rows) };
    let first = |column: &str| rows.some(column)[0];
    if let ("strength", Some(low), Some(high)) = (along.0, first("threshold_low"), first("threshold_high")) {
        let rules = [first("threshold"), first("threshold_finite")].into_iter().flatten();
        let inside = |at: &f64| *at > 0.0 && (places.ends.0..=places.ends.1).contains(at);
        panel.rules = rules.filter(inside).collect();
        let name = if rc { "α_RC" } else { "α_JE" };
        panel.note = match first("threshold_finite") {
            _ if high <= 0.0 => words("no alignment needed", &[], 0.0),
            Some(finite) => {
                words(format!("{name}: # to #, at this n #"), &[low, high, finite], 0.05 * finite.max(0.21))
            }
            None => words(format!("{name}: # to #"), &[low, high], 0.01),
        };
    }
    panel
}

/// The numbers of a row: value, ends of the bar, and the threshold with its ends and that of this n.
type Numbers = [Option<f64>; 7];

/// What the table has to hold of an advice, row by row.
fn numbers(advice: &Advice) -> Vec<Numbers> {
    let plain = |value: f64, low: f64, high: f64| [Some(value), Some(low), Some(high), None, None, None, None];
    let mut rows = vec![];
    for at in &advice.curve {
        rows.push(plain(at.je, at.je - at.je_band, at.je + at.je_band));
        rows.push(plain(at.rc, at.rc - at.rc_band, at.rc + at.rc_band));
    }
    rows.extend(advice.curve.iter().map(|at| plain(at.delta, at.lo, at.hi)));
    if advice.curve.is_empty() {
        rows.extend(advice.agreement.iter().map(|at| plain(at.sin_max, at.sin_max, at.sin_max)));
    }
    // Not quoted where a check has failed.
    let quoted = advice.thresholds.as_ref().filter(|thresholds| !thresholds.flag);
    let root = |square: f64| Some(square.max(0.0).sqrt());
    for je in [true, false] {
        let of = quoted.map(|of| if je { of.je } else { of.rc });
        let finite = quoted.filter(|_| je).and_then(|of| of.je_finite).and_then(root);
        let [at, low, high] = of.map_or([None; 3], |of| [of.alpha_squared, of.lo, of.hi].map(root));
        for line in advice.lines.iter().flat_map(|lines| if je { &lines.je } else { &lines.rc }) {
            // The normal quantile of 0.975, as the caption says: 95 %.
            let half = 1.96 * line.se;
            rows.push([Some(line.value), Some(line.value - half), Some(line.value + half), at, low, high, finite]);
        }
    }
    rows
}

/// The table is read back from the drawing elsewhere; here it is held against the advice itself.
#[test]
fn the_table_holds_the_numbers_of_the_advice() {
    let mut quoted = [0; 2];
    for (case, advice) in cases() {
        for flag in [false, true] {
            let mut advice = advice.clone();
            advice.thresholds.iter_mut().for_each(|thresholds| thresholds.flag = flag);
            quoted[usize::from(flag)] += usize::from(advice.thresholds.is_some());
            let table = Table::read(&figure(&recommendation(&advice)).unwrap().unwrap().csv);
            let names = ["value", "low", "high", "threshold", "threshold_low", "threshold_high", "threshold_finite"];
            let columns = names.map(|name| table.some(name));
            let expected = numbers(&advice);
            assert_eq!(columns[0].len(), expected.len(), "{case}");
            for (row, expected) in expected.iter().enumerate() {
                for ((name, found), expected) in names.iter().zip(&columns).zip(expected) {
                    // Written with all digits; the sums above may round once.
                    let same = match (found[row], expected) {
                        (Some(a), Some(b)) => (a - b).abs() <= 4.0 * f64::EPSILON * a.abs().max(b.abs()).max(1e-300),
                        (a, b) => a == *b,
                    };
                    assert!(same, "{case}, flag {flag}, row {row}, {name}: {:?} for {expected:?}", found[row]);
                }
            }
        }
    }
    assert!(quoted[0] > 0 && quoted[1] > 0, "no thresholds in any case");
}

/// One line joins what differs along the axis alone: of all other candidates none is drawn.
#[test]
fn what_is_drawn_together_differs_along_the_axis_alone() {
    for (case, advice) in cases() {
        let table = Table::read(&figure(&recommendation(&advice)).unwrap().unwrap().csv);
        let drawn = table.only("drawn", "true");
        let (axis, _) = along(&table);
        let values = |name: &str| drawn.some(name).into_iter().flatten().map(f64::to_bits).collect::<BTreeSet<_>>();
        for column in ["strength", "noise", "k"] {
            let count = values(column).len();
            assert!(if column == axis { count > 1 } else { count <= 1 }, "{case}: {count} of {column}");
        }
        // All that was asked for stands in the table.
        let all = |name: &str| table.some(name).into_iter().flatten().map(f64::to_bits).collect::<BTreeSet<_>>();
        assert_eq!(all(axis), values(axis), "{case}");
    }
}

/// Printed ends are rounded away from each other, and "no alignment" is said only where none can be
/// needed.
#[test]
fn a_threshold_is_told_between_ends_that_hold_it() {
    let known = |(case, advice): &(&str, Advice)| case.ends_with("strengths") && advice.thresholds.is_some();
    let (_, advice) = cases().into_iter().find(known).expect("thresholds of several strengths");
    for (low, high) in [(0.501, 1.239), (-1.0, 0.3), (0.0, 0.3), (-2.0, -1.0), (-1.0, 0.0), (4.0, 4.0), (2.0, 2.0)] {
        for je in [true, false] {
            let mut advice = advice.clone();
            let of = advice.thresholds.as_mut().unwrap();
            let (changed, other) = if je { (&mut of.je, &mut of.rc) } else { (&mut of.rc, &mut of.je) };
            (changed.lo, changed.alpha_squared, changed.hi) = (low, (low + high) / 2.0, high);
            (other.lo, other.alpha_squared, other.hi) = (9.0, 9.0, 9.0);
            (of.je_finite, of.rc_finite, of.flag) = (None, None, false);
            let drawn = crate::drawing::read(&figure(&recommendation(&advice)).unwrap().unwrap().svg);
            let note = |je: bool| {
                let title = paradigm(if je { "je" } else { "rc" });
                drawn.panels.iter().find(|panel| panel.title == title).unwrap().note.clone()
            };
            let names = |je: bool| if je { "α_JE" } else { "α_RC" };
            assert_eq!(note(!je), format!("{}: 3 to 3", names(!je)));
            if high <= 0.0 {
                assert_eq!(note(je), "no alignment needed");
                continue;
            }
            let (words, found) = crate::scale::numbers(&note(je));
            assert_eq!(words, format!("{}: # to #", names(je)));
            let [least, most] = [low, high].map(|square: f64| square.max(0.0).sqrt());
            // Two decimals: they hold the interval and are wider by less than 1/100 at each end.
            assert!(found[0] <= least && least < found[0] + 0.01, "{low}: {found:?}");
            assert!(most <= found[1] && found[1] < most + 0.01, "{high}: {found:?}");
        }
    }
}
