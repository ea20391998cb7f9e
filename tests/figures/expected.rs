//! What a figure has to show: panels, series and words, from the table that is written beside it.

use crate::drawing::Point;
use crate::table::{Table, distinct};

/// Words with their numbers replaced by `#`, the numbers, and how far they are rounded.
pub struct Words {
    pub pattern: String,
    pub values: Vec<f64>,
    pub within: f64,
}

/// One entry of the legend in one panel.
pub struct Series {
    /// The name in the legend.
    pub name: String,
    pub lines: Vec<Vec<Point>>,
    pub marks: Vec<Point>,
    /// Place, low and high end.
    pub bars: Vec<(f64, f64, f64)>,
}

/// The label of an axis, and whether it is logarithmic.
pub type Axis = (&'static str, bool);

pub struct Panel {
    pub title: Words,
    pub axes: [Axis; 2],
    pub series: Vec<Series>,
    pub rules: Vec<f64>,
    pub note: Words,
    /// The numbers of the rows that it shows.
    pub rows: Vec<usize>,
}

/// How the legend draws a name: with a line, with a mark.
pub type Key = (String, bool, bool);

pub struct Figure {
    pub title: String,
    pub columns: usize,
    pub panels: Vec<Panel>,
    /// The words before the keys.
    pub heading: Option<&'static str>,
    /// From dark to light.
    pub legend: Vec<Key>,
    /// Sentences of the caption.
    pub says: Vec<Words>,
}

pub fn words(pattern: impl Into<String>, values: &[f64], within: f64) -> Words {
    Words { pattern: pattern.into(), values: values.into(), within }
}

/// The name of a series in the legend, its lines and its marks.
pub fn series(name: impl Into<String>, lines: Vec<Vec<Point>>, marks: Vec<Point>) -> Series {
    Series { name: name.into(), lines, marks, bars: vec![] }
}

pub fn key(name: &str, line: bool, mark: bool) -> Key {
    (name.into(), line, mark)
}

pub fn paradigm(name: &str) -> &'static str {
    match name {
        "sl" => "SL (supervised)",
        "je" | "joint-embedding" => "JE (joint-embedding)",
        "rc" | "reconstruction" => "RC (reconstruction)",
        other => panic!("{other}"),
    }
}

/// What is written about the threshold of the limit: three digits of it.
fn threshold_note(of: &str, threshold: f64) -> Words {
    let name = if of == "joint-embedding" { "α_JE" } else { "α_RC" };
    if threshold > 0.0 {
        words(format!("{name} = #"), &[threshold], 0.005 * threshold)
    } else {
        words("no alignment needed", &[], 0.0)
    }
}

/// Figures 3 and 4: a panel for each noise level and method, a series for each α. Gaps below 1e-6
/// are drawn there.
pub fn sweep(title: &'static str, table: &Table) -> Figure {
    const EDGE: f64 = 1e-6;
    let alphas = distinct(table.column("alpha"));
    let mut panels = vec![];
    for noise in distinct(table.column("noise_max")) {
        for method in ["sl", "je", "rc"] {
            let panel = table.only("method", method).at("noise_max", noise);
            let of_alpha = |&alpha: &f64| {
                let line = panel.at("alpha", alpha);
                let (n, mean, std) = (line.column("n"), line.column("gap_mean"), line.column("gap_std"));
                let points: Vec<Point> = n.iter().zip(&mean).map(|(n, mean)| (*n, mean.max(EDGE))).collect();
                let bar = |i: usize| (n[i], (mean[i] - std[i]).max(EDGE), (mean[i] + std[i]).max(EDGE));
                let bars = (0..n.len()).map(bar).collect();
                Series { bars, ..series(alpha.to_string(), vec![points.clone()], points) }
            };
            let thresholds = ["mean", "min", "max"].map(|of| panel.text(&format!("alpha_threshold_{of}")));
            let thresholds: Vec<f64> = thresholds.iter().filter_map(|t| t.parse().ok()).collect();
            let needed = thresholds.first().is_some_and(|mean| *mean > 0.0);
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words(format!("{}, noise up to #", paradigm(method)), &[noise], 0.0),
                axes: [
                    ("samples n", true),
                    (if method == "sl" { "gap of the squared loss" } else { "gap of the probe loss" }, true),
                ],
                series: alphas.iter().map(of_alpha).collect(),
                rules: vec![],
                note: if needed {
                    words("threshold: α = # (# to #)", &thresholds, 0.0051)
                } else {
                    words("no alignment needed", &[], 0.0)
                },
            });
        }
    }
    Figure {
        title: title.into(),
        columns: 3,
        panels,
        heading: Some("alignment α:"),
        legend: alphas.iter().map(|alpha| key(&alpha.to_string(), true, true)).collect(),
        says: vec![
            words("bars of one standard deviation", &[], 0.0),
            words("gaps below # are drawn at the lower edge", &[EDGE], 0.0),
            if distinct(table.column("noise_max")).len() == 2 {
                words("These are the first and the last row of Figure #.", &[4.0], 0.0)
            } else {
                words("The first and the last row are Figure #.", &[3.0], 0.0)
            },
        ],
    }
}

/// Eigenvalues against α; those of reconstruction are cut two decades below the signal.
pub fn spectrum(table: &Table) -> Figure {
    let mut panels = vec![];
    for noise in ["weak", "strong"] {
        for of in ["joint-embedding", "reconstruction"] {
            let panel = table.only("noise", noise).only("paradigm", of);
            let signal = panel.only("kind", "signal").column("eigenvalue");
            let least = signal.into_iter().fold(f64::INFINITY, f64::min) / 100.0;
            let lowest = if of == "reconstruction" { 10f64.powf(least.log10().floor()) } else { 0.0 };
            let lines = |kind: &str| -> Vec<Vec<Point>> {
                let of_kind = panel.only("kind", kind);
                let line = |index| of_kind.at("index", index).points("alpha", "eigenvalue");
                let lines = distinct(of_kind.column("index")).into_iter().map(line);
                lines.map(|line| line.into_iter().filter(|p| p.1 >= lowest).collect()).collect()
            };
            let threshold: f64 = panel.text("alpha_threshold").parse().unwrap();
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words(format!("{}, {noise} noise", paradigm(of)), &[], 0.0),
                axes: [
                    ("alignment α", true),
                    if of == "reconstruction" { ("eigenvalue φ²", true) } else { ("eigenvalue ω", false) },
                ],
                series: vec![
                    series("signal, exact", lines("signal"), vec![]),
                    series("noise, exact", lines("noise"), vec![]),
                    series("sampled", vec![], lines("sampled").concat()),
                ],
                rules: [threshold].into_iter().filter(|t| *t > 0.0).collect(),
                note: threshold_note(of, threshold),
            });
        }
    }
    Figure {
        title: "Why there are thresholds: eigenvalues of both pencils (Propositions 4.3, 4.4)".into(),
        columns: 2,
        panels,
        heading: None,
        legend: vec![key("signal, exact", true, false), key("noise, exact", true, false), key("sampled", false, true)],
        says: vec![words("one draw of n = # corrupted samples", &[10_000.0], 0.0)],
    }
}

/// Thresholds against the noise variance, α from 0.01 to 100; a mark is between the two α of a flip.
pub fn phase(table: &Table) -> Figure {
    const ALPHA: (f64, f64) = (0.01, 100.0);
    let panel = |level: f64| {
        let panel = table.at("theta_max", level);
        let of = |of: &str, route: &str| {
            let rows = panel.only("paradigm", of).only("route", route);
            let (low, high) = (rows.column("alpha_low"), rows.column("alpha_high"));
            let inside = |alpha: f64| alpha.clamp(ALPHA.0, ALPHA.1);
            let ends = low.into_iter().zip(high).map(|(low, high)| (inside(low), inside(high)));
            rows.column("noise").into_iter().zip(ends).map(|(g, (low, high))| (g, low, high)).collect::<Vec<_>>()
        };
        let exact = |of_paradigm, name: &str| {
            series(name, vec![of(of_paradigm, "exact").into_iter().map(|(g, low, _)| (g, low)).collect()], vec![])
        };
        let flips = |of_paradigm, name: &str| {
            let bars = of(of_paradigm, "minimiser");
            let marks = bars.iter().map(|(g, low, high)| (*g, (low * high).sqrt())).collect();
            Series { bars, ..series(name, vec![], marks) }
        };
        let crossing: f64 = panel.text("crossing").parse().unwrap();
        Panel {
            rows: panel.numbers.clone(),
            title: words("θ of the signal up to #", &[level], 0.0051),
            axes: [("noise variance g", true), ("threshold α", true)],
            series: vec![
                exact("joint-embedding", "JE, exact"),
                flips("joint-embedding", "JE, minimiser flips"),
                flips("reconstruction", "RC, minimiser flips"),
                exact("reconstruction", "RC, exact"),
            ],
            rules: vec![crossing],
            note: words("η²/δ = #", &[crossing], 0.005 * crossing),
        }
    };
    let panels: Vec<Panel> = distinct(table.column("theta_max")).into_iter().map(panel).collect();
    Figure {
        title: "Which paradigm needs less alignment (Corollary 4.5)".into(),
        columns: 2,
        panels,
        heading: None,
        legend: vec![
            key("JE, exact", true, false),
            key("JE, minimiser flips", false, true),
            key("RC, minimiser flips", false, true),
            key("RC, exact", true, false),
        ],
        says: vec![
            words("left of the dashed r = η²/δ reconstruction needs less alignment", &[], 0.0),
            words("# is drawn at the lower edge", &[0.0], 0.0),
        ],
    }
}

/// Median and band of the empirical threshold against n.
pub fn finite_n(table: &Table) -> Figure {
    let mut panels = vec![];
    for noise in ["weak", "strong"] {
        for of in ["joint-embedding", "reconstruction"] {
            let panel = table.only("noise", noise).only("paradigm", of);
            let threshold: f64 = panel.text("alpha_threshold").parse().unwrap();
            let median = panel.points("n", "alpha_median");
            let band = panel.column("alpha_low").into_iter().zip(panel.column("alpha_high"));
            let bars = panel.column("n").into_iter().zip(band).map(|(n, (low, high))| (n, low, high)).collect();
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words(format!("{}, {noise} noise", paradigm(of)), &[], 0.0),
                axes: [("samples n", true), ("recovered from α", false)],
                series: vec![
                    series("limit n → ∞, exact", vec![panel.points("n", "alpha_threshold")], vec![]),
                    series("limit m/n fixed", vec![panel.points("n", "alpha_predicted")], vec![]),
                    Series { bars, ..series("n samples", vec![median.clone()], median) },
                ],
                rules: vec![],
                note: threshold_note(of, threshold),
            });
        }
    }
    let draws: f64 = table.text("draws").parse().unwrap();
    Figure {
        title: "Thresholds of finite samples (Propositions 4.3, 4.4)".into(),
        columns: 2,
        panels,
        heading: None,
        legend: vec![
            key("limit n → ∞, exact", true, false),
            key("limit m/n fixed", true, false),
            key("n samples", true, true),
        ],
        says: vec![words("median and # to # % band of # draws", &[10.0, 90.0, draws], 0.0)],
    }
}

/// Distances beside the leading term of theory.
pub fn rates(table: &Table) -> Figure {
    let mut panels = vec![];
    for (along, column, label) in [("alpha", "alpha", ("alignment α", true)), ("n", "n", ("samples n", true))] {
        for (method, name, distance) in [
            ("sl", "SL", "|Ṽ - V*|"),
            ("je", "JE", "|K| (tangents of angles)"),
            ("rc", "RC", "|K| (tangents of angles)"),
        ] {
            let panel = table.only("along", along).only("method", method);
            let slopes = ["slope", "slope_predicted"].map(|of| panel.text(of).parse().unwrap());
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words(format!("{name} in {}", if along == "n" { "n" } else { "α" }), &[], 0.0),
                axes: [label, (distance, true)],
                series: vec![
                    series("leading term of theory", vec![panel.points(column, "predicted")], vec![]),
                    series("measured", vec![], panel.points(column, "distance")),
                ],
                rules: vec![],
                note: words("slope #, predicted #", &slopes, 0.00051),
            });
        }
    }
    let (in_alpha, in_n) = (table.only("along", "alpha"), table.only("along", "n"));
    let of = |table: &Table, column: &str| table.text(column).parse::<f64>().unwrap();
    let (n, alpha, draws) = (of(&in_alpha, "n"), of(&in_n, "alpha"), of(&in_n, "draws"));
    Figure {
        title: "How fast corruption is forgotten (Propositions 4.2 to 4.4)".into(),
        columns: 3,
        panels,
        heading: None,
        legend: vec![key("leading term of theory", true, false), key("measured", false, true)],
        says: vec![
            words("one draw of n = # samples;", &[n], 0.0),
            words("lower row: α = #, root mean square", &[alpha], 0.005 * alpha),
            words("root mean square over # draws", &[draws], 0.0),
        ],
    }
}

/// Angles against the overlap.
pub fn overlap(table: &Table) -> Figure {
    let alphas = distinct(table.column("alpha"));
    let panel = |method: &str| {
        let panel = table.only("method", method);
        let line = |alpha: &f64| {
            series(alpha.to_string(), vec![panel.at("alpha", *alpha).points("overlap", "angle_degrees")], vec![])
        };
        let note =
            if method == "je" { words("# at every s and α: the theorem", &[0.0], 0.0) } else { words("", &[], 0.0) };
        Panel {
            rows: panel.numbers.clone(),
            title: words(paradigm(method), &[], 0.0),
            axes: [("overlap s (squared cosine)", false), ("largest angle, degrees", false)],
            series: alphas.iter().map(line).collect(),
            rules: vec![],
            note,
        }
    };
    Figure {
        title: "Noise on the signal's own directions (leakage theorem)".into(),
        columns: 2,
        panels: vec![panel("je"), panel("rc")],
        heading: Some("alignment α:"),
        legend: alphas.iter().map(|alpha| key(&alpha.to_string(), true, false)).collect(),
        says: vec![words("A population of k = #, d = #, whatever the data", &[2.0, 4.0], 0.0)],
    }
}

/// Eigenvalues over all encoders against β².
pub fn harmonics(table: &Table) -> Figure {
    let seen = |points: Vec<Point>| points.into_iter().filter(|(_, v)| *v >= 0.02).collect::<Vec<_>>();
    let panel = |low: f64| {
        let panel = table.at("t_low", low);
        let line = |function: &str| seen(panel.only("function", function).points("beta_squared", "eigenvalue"));
        let all = |functions: &[&str]| functions.iter().map(|function| line(function)).collect::<Vec<_>>();
        let rule = panel.column("beta_squared_linear")[0];
        let drawn = all(&["first drawn", "second drawn"]).concat();
        Panel {
            rows: panel.numbers.clone(),
            title: words("t = (#, #)", &[low, panel.column("t_high")[0]], 0.0),
            axes: [("strength β²", true), ("eigenvalue", true)],
            series: vec![
                series("ω_1, ω_2: the signals", all(&["x1", "x2"]), vec![]),
                series("products: harmonics", all(&["x1^2", "x1^3", "x1 x2"]), vec![]),
                series("two leading, drawn views", vec![], drawn),
            ],
            rules: if rule > 0.0 { vec![rule] } else { vec![] },
            note: if rule > 0.0 {
                words("ω_# > ω_#² from β² = #", &[2.0, 1.0, 4.0], 0.0)
            } else {
                words("ω_# > ω_#² always", &[2.0, 1.0], 0.0)
            },
        }
    };
    Figure {
        title: "Any encoder: a weak signal against harmonics of a strong one".into(),
        columns: 2,
        panels: vec![panel(0.5), panel(1.0)],
        heading: None,
        legend: vec![
            key("ω_1, ω_2: the signals", true, false),
            key("products: harmonics", true, false),
            key("two leading, drawn views", false, true),
        ],
        says: vec![words("of degree # on # drawn samples", &[3.0, 50_000.0], 0.0)],
    }
}
