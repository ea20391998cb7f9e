//! What the figures on many dimensions have to show.

use crate::expected::{Figure, Panel, Series, key, series, words};
use crate::table::{Table, distinct};

/// A panel for each noise level and n.
pub fn many_signals(table: &Table) -> Figure {
    let sizes = distinct(table.column("n"));
    let mut panels = vec![];
    for noise in distinct(table.column("noise_max")) {
        for n in &sizes {
            let panel = table.at("noise_max", noise).at("n", *n);
            let (alpha, mean, std) = (panel.column("alpha"), panel.column("gap_mean"), panel.column("gap_std"));
            let bar = |i: usize| (alpha[i], (mean[i] - std[i]).max(0.0), mean[i] + std[i]);
            panels.push(Panel {
                rows: panel.numbers.clone(),
                title: words("noise up to #, n = #", &[noise, *n], 0.0),
                axes: [("alignment α", true), ("gap of the probe loss", false)],
                series: vec![
                    series("limit n → ∞", vec![panel.points("alpha", "population")], vec![]),
                    series("k and m of the order of n", vec![panel.points("alpha", "predicted")], vec![]),
                    Series {
                        bars: (0..alpha.len()).map(bar).collect(),
                        ..series("measured", vec![], panel.points("alpha", "gap_mean"))
                    },
                ],
                rules: vec![],
                note: words("", &[], 0.0),
            });
        }
    }
    let seeds: f64 = table.text("seeds").parse().unwrap();
    Figure {
        title: "Joint-embedding in Figure 3 at small n: measured and predicted (beyond Proposition 4.4)".into(),
        columns: sizes.len(),
        panels,
        heading: None,
        legend: vec![
            key("limit n → ∞", true, false),
            key("k and m of the order of n", true, false),
            key("measured", false, true),
        ],
        says: vec![words("mean and one standard deviation over # seed", &[seeds], 0.0)],
    }
}

/// Thresholds against m/n, and explained fractions against α² at one m/n.
pub fn high_dimension(table: &Table) -> Figure {
    let (je, rc) = ("joint-embedding", "reconstruction");
    let [thresholds, limit, sampled] = ["threshold", "limit", "sampled"].map(|kind| table.only("kind", kind));
    let line = |of: &Table, paradigm: &str, [x, y]: [&str; 2]| vec![of.only("paradigm", paradigm).points(x, y)];
    let marks = |name: &str, paradigm: &str| {
        let of = sampled.only("paradigm", paradigm);
        let (at, mean, std) = (of.column("alpha_squared"), of.column("explained"), of.column("deviation"));
        let bars = (0..at.len()).map(|i| (at[i], (mean[i] - std[i]).max(0.0), mean[i] + std[i])).collect();
        Series { bars, ..series(name, vec![], of.points("alpha_squared", "explained")) }
    };
    let population: Vec<f64> =
        [rc, je].iter().map(|paradigm| table.only("paradigm", paradigm).text("population").parse().unwrap()).collect();
    let draws: f64 = sampled.text("draws").parse().unwrap();
    let ratio: f64 = limit.text("ratio").parse().unwrap();
    Figure {
        title: "Samples not many more than dimensions (beyond Corollary 4.5)".into(),
        columns: 2,
        panels: vec![
            Panel {
                rows: thresholds.numbers.clone(),
                title: words("where the signal leaves the noise", &[], 0.0),
                axes: [("dimensions over samples m/n", false), ("threshold α²", false)],
                series: vec![
                    series("JE, limit", line(&thresholds, je, ["ratio", "alpha_squared"]), vec![]),
                    series("RC, limit", line(&thresholds, rc, ["ratio", "alpha_squared"]), vec![]),
                ],
                // (c/g - 1)², c = 1.4.
                rules: vec![0.4 * 0.4],
                note: words("equal at m/n = #", &[0.16], 1e-9),
            },
            Panel {
                rows: [limit.numbers.clone(), sampled.numbers.clone()].concat(),
                title: words("m/n = #", &[ratio], 0.0),
                axes: [("α²", false), ("explained on the training rows", false)],
                series: vec![
                    series("JE, limit", line(&limit, je, ["alpha_squared", "explained"]), vec![]),
                    marks("JE, drawn", je),
                    marks("RC, drawn", rc),
                    series("RC, limit", line(&limit, rc, ["alpha_squared", "explained"]), vec![]),
                ],
                rules: population.clone(),
                note: words("", &[], 0.0),
            },
        ],
        heading: None,
        legend: vec![
            key("JE, limit", true, false),
            key("JE, drawn", false, true),
            key("RC, drawn", false, true),
            key("RC, limit", true, false),
        ],
        says: vec![
            words("α_RC² = # before α_JE² = #", &population, 0.00051),
            words("standard deviation of # draws", &[draws], 0.0),
        ],
    }
}
