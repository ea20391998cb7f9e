//! What the figures of trained networks have to show.

use crate::drawing::Point;
use crate::expected::{Figure, Panel, Series, key, series, words};
use crate::table::{Table, distinct};

/// The mean over seeds at each place, and the bars from the least to the most.
fn over_seeds(table: &Table, x: &str, y: &str, left: f64) -> (Vec<Point>, Vec<(f64, f64, f64)>) {
    let (mut points, mut bars) = (vec![], vec![]);
    for place in distinct(table.column(x)) {
        let seeds = table.at(x, place).column(y);
        let mean = seeds.iter().sum::<f64>() / seeds.len() as f64;
        let ends = seeds.iter().fold((1.0, 0.0), |(low, high): (f64, f64), v| (low.min(*v), high.max(*v)));
        points.push((place.max(left), mean));
        bars.push((place.max(left), ends.0, ends.1));
    }
    (points, bars)
}

fn mean(values: Vec<f64>) -> f64 {
    values.iter().sum::<f64>() / values.len() as f64
}

/// Scores against α at g = 10 and 1/1000, and against g at α = 3/2; α = 0 is drawn at 1/10.
pub fn networks(table: &Table) -> Figure {
    let thresholds = |encoder| mean(table.at("noise", 10.0).only("encoder", encoder).column("alpha_threshold"));
    let (je, rc) = (thresholds("closed-je"), thresholds("closed-rc"));
    let knee = mean(table.at("alpha", 1.5).only("encoder", "closed-rc").column("noise_threshold"));
    let kinds = [
        ("strong noise", Some(10.0), vec![je, rc], words("α_JE = #, α_RC = #", &[je, rc], 0.0051)),
        ("weak noise", Some(1e-3), vec![je], words("α_JE = #, RC needs none", &[je], 0.0051)),
        ("α = #", None, vec![knee], words("η²(# + α²) = #", &[1.0, knee], 0.0051)),
    ];
    let mut panels = vec![];
    for (kind, noise, rules, note) in kinds {
        for (what, label, column) in [("classes", "accuracy", "accuracy"), ("noise", "R² of the noise", "noise_r2")] {
            let panel = noise.map_or_else(|| table.at("alpha", 1.5), |noise| table.at("noise", noise));
            let (x, left) = if noise.is_some() { ("alpha", 0.1) } else { ("noise", 0.0) };
            let of = |encoder| over_seeds(&panel.only("encoder", encoder), x, column, left);
            let line = |name: &str, encoder| series(name, vec![of(encoder).0], vec![]);
            let marks = |name: &str, encoder| {
                let (marks, bars) = of(encoder);
                Series { bars, ..series(name, vec![], marks) }
            };
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words(format!("{kind}: {what}"), if noise.is_some() { &[] } else { &[1.5] }, 0.0),
                axes: [(if noise.is_some() { "alignment α" } else { "noise variance g" }, true), (label, false)],
                series: vec![
                    line("JE, closed form", "closed-je"),
                    marks("JE, network", "spectral"),
                    marks("RC, network", "denoising"),
                    line("RC, closed form", "closed-rc"),
                ],
                rules: rules.clone(),
                note: words(note.pattern.clone(), &note.values, note.within),
            });
        }
    }
    let seeds = distinct(table.column("seed")).len() as f64;
    Figure {
        title: "Small networks: strong noise spares JE, weak noise RC".into(),
        columns: 2,
        panels,
        heading: None,
        legend: vec![
            key("JE, closed form", true, false),
            key("JE, network", false, true),
            key("RC, network", false, true),
            key("RC, closed form", true, false),
        ],
        says: vec![
            words("Strong noise: g = #; weak noise: g = #; mean of # seeds", &[10.0, 1e-3, seeds], 0.0),
            words("α = # is drawn at α = #", &[0.0, 0.1], 0.0),
        ],
    }
}

const METHODS: [(&str, &str); 6] =
    [("MAE", "mae"), ("DAE", "dae"), ("BYOL", "byol"), ("DINO", "dino"), ("SimCLR", "simclr"), ("VICReg", "vicreg")];

/// Accuracy against severity for each corruption and kind of views; the pixels in every panel.
pub fn table_1_analogue(table: &Table) -> Figure {
    let mut panels = vec![];
    for views in ["own", "same"] {
        for (name, corruption) in
            [("pixelate", "pixelate"), ("Gaussian noise", "gaussian-noise"), ("zoom blur", "zoom-blur")]
        {
            let panel = table.only("corruption", corruption).at("injection", 0.0);
            let of = |learned, views| {
                over_seeds(&panel.only("views", views).only("learned", learned), "severity", "accuracy", 0.0)
            };
            let mut all: Vec<Series> = METHODS
                .iter()
                .map(|(name, learned)| {
                    let (points, bars) = of(learned, views);
                    Series { bars, ..series(*name, vec![points.clone()], points) }
                })
                .collect();
            all.push(series("raw pixels", vec![of("raw", "own").0], vec![]));
            let mut rows: Vec<usize> = METHODS
                .iter()
                .flat_map(|(_, learned)| panel.only("views", views).only("learned", learned).numbers)
                .collect();
            rows.extend(panel.only("learned", "raw").numbers);
            rows.sort_unstable();
            panels.push(Panel {
                rows,
                title: words(format!("{name}, {views} views"), &[], 0.0),
                axes: [("severity", false), ("accuracy", false)],
                series: all,
                rules: vec![],
                note: words("", &[], 0.0),
            });
        }
    }
    let mut legend: Vec<_> = METHODS.iter().map(|(name, _)| key(name, true, true)).collect();
    legend.push(key("raw pixels", true, false));
    Figure {
        title: "Small networks on corrupted images (an analogue of the paper's Table 1)".into(),
        columns: 3,
        panels,
        heading: None,
        legend,
        says: vec![words("Mean of # seeds", &[distinct(table.column("seed")).len() as f64], 0.0)],
    }
}
