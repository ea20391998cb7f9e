//! The explaining figures: exact curves as lines, what samples and minimisers find as marks.

use super::axis::number;
use super::{Axis, Figure, Panel, Series, Stroke, distinct, legend, legend_of_alphas, name, shown};
use crate::experiment::explain::rates::Along;
use crate::experiment::explain::{ALPHAS, finite_n, phase, rates, spectrum};
use crate::experiment::overlap;
use crate::experiment::sweep::Method;
use crate::model::Noise;
use crate::paradigm::Paradigm;

/// Eigenvalues of the pencils against α.
pub fn spectrum(title: &str, setting: &str, rows: &[spectrum::Row]) -> Figure {
    use spectrum::Kind;
    let mut panels = vec![];
    for noise in Noise::ALL {
        for paradigm in Paradigm::ALL {
            let (of_panel, numbers) = shown(rows, |r| r.noise == noise && r.paradigm == paradigm);
            let y = match paradigm {
                Paradigm::JointEmbedding => Axis { label: "eigenvalue ω".into(), log: false, range: (0.0, 1.2) },
                Paradigm::Reconstruction => {
                    // Two decades below the lowest signal line is enough to see a noise line leave.
                    let signal = of_panel.iter().filter(|r| r.kind == Kind::Signal).map(|r| r.eigenvalue);
                    let least = signal.fold(f64::INFINITY, f64::min) / 100.0;
                    let shown = of_panel.iter().map(|r| r.eigenvalue).filter(|v| *v >= least);
                    Axis::decades("eigenvalue φ²", shown.chain([least]))
                }
            };
            let mut series = vec![];
            for (style, kind) in [Kind::Signal, Kind::Noise, Kind::Sampled].into_iter().enumerate() {
                let last = of_panel.iter().filter(|r| r.kind == kind).map(|r| r.index).max().unwrap_or(0);
                for index in 1..=last {
                    let line = of_panel.iter().filter(|r| r.kind == kind && r.index == index);
                    let points = line.map(|r| (r.alpha, r.eigenvalue)).filter(|(_, v)| *v >= y.range.0).collect();
                    let drawn = if kind == Kind::Sampled { Series::marks } else { Series::line };
                    series.push(drawn(style, points));
                }
            }
            let threshold = of_panel.first().map_or(0.0, |r| r.alpha_threshold);
            panels.push(Panel {
                title: format!("{}, {} noise", name(Some(paradigm)), noise.name()),
                x: Axis { label: "alignment α".into(), log: true, range: ALPHAS },
                y,
                series,
                note: threshold_note(paradigm, threshold),
                rules: if threshold > 0.0 { vec![threshold] } else { vec![] },
                rows: numbers,
            });
        }
    }
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Lines: eigenvalues of (C, S) and (C², S) in the limit n → ∞; marks: eigenvalues of one draw of n = {} corrupted samples. The signal is the top-k, and recovered, where its lowest line is above every \
             noise line: right of the dashed exact threshold, paper (12) and (10). Noise eigenvalues further below are cut.",
            spectrum::SAMPLES
        ),
        columns: 2,
        panels,
        legend: legend(&[("signal, exact", Stroke::Line), ("noise, exact", Stroke::Line), ("sampled", Stroke::Marks)]),
    }
}

/// Both thresholds against the noise variance.
pub fn phase(title: &str, setting: &str, rows: &[phase::Row]) -> Figure {
    use phase::Route;
    let panel = |level: f64| {
        let (of_panel, numbers) = shown(rows, |r| r.theta_max == level);
        // Dark to light: JE before RC, each line beside its marks.
        let styles = [
            (Paradigm::JointEmbedding, Route::Exact),
            (Paradigm::JointEmbedding, Route::Minimiser),
            (Paradigm::Reconstruction, Route::Minimiser),
            (Paradigm::Reconstruction, Route::Exact),
        ];
        let series = styles.into_iter().enumerate().map(|(style, (paradigm, route))| {
            let of_series: Vec<_> = of_panel.iter().filter(|r| r.paradigm == paradigm && r.route == route).collect();
            let centre = |r: &phase::Row| (r.alpha_low.max(ALPHAS.0) * r.alpha_high.clamp(ALPHAS.0, ALPHAS.1)).sqrt();
            let exact = route == Route::Exact;
            Series {
                style,
                stroke: if exact { Stroke::Line } else { Stroke::Marks },
                points: of_series.iter().map(|r| (r.noise, centre(r))).collect(),
                bars: if exact { vec![] } else { of_series.iter().map(|r| (r.alpha_low, r.alpha_high)).collect() },
            }
        });
        let crossing = of_panel.first().map_or(1.0, |r| r.crossing);
        Panel {
            title: format!("θ of the signal up to {}", number((level * 100.0).round() / 100.0)),
            x: Axis::logarithmic("noise variance g", of_panel.iter().map(|r| r.noise)),
            y: Axis { label: "threshold α".into(), log: true, range: (ALPHAS.0, ALPHAS.1) },
            series: series.collect(),
            note: format!("η²/δ = {}", short(crossing)),
            rules: vec![crossing],
            rows: numbers,
        }
    };
    let panels: Vec<Panel> = distinct(rows.iter().map(|r| r.theta_max)).into_iter().map(panel).collect();
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Here all noise dimensions have variance g, and θ = 0 on them; left panel: a tenth of the θ of the signal. Lines: α_JE and α_RC, exact; left of the dashed r = η²/δ reconstruction needs less alignment, right of it joint-embedding \
             (Corollary 4.5). Marks: where the solution of L-BFGS on the objectives, which knows neither formula, flips from noise to signal (to 4 %). 0 is drawn at the lower edge."
        ),
        columns: panels.len(),
        panels,
        legend: legend(&[
            ("JE, exact", Stroke::Line),
            ("JE, minimiser flips", Stroke::Marks),
            ("RC, minimiser flips", Stroke::Marks),
            ("RC, exact", Stroke::Line),
        ]),
    }
}

/// The empirical threshold against n.
pub fn finite_n(title: &str, setting: &str, rows: &[finite_n::Row]) -> Figure {
    let mut panels = vec![];
    for noise in Noise::ALL {
        for paradigm in Paradigm::ALL {
            let (of_panel, numbers) = shown(rows, |r| r.noise == noise && r.paradigm == paradigm);
            let threshold = of_panel.first().map_or(0.0, |r| r.alpha_threshold);
            let points = |of: fn(&finite_n::Row) -> f64| of_panel.iter().map(|r| (r.n as f64, of(r))).collect();
            panels.push(Panel {
                title: format!("{}, {} noise", name(Some(paradigm)), noise.name()),
                x: Axis::logarithmic("samples n", of_panel.iter().map(|r| r.n as f64)),
                y: Axis::from_zero(
                    "recovered from α",
                    of_panel.iter().map(|r| r.alpha_high.max(r.alpha_threshold).max(r.alpha_predicted)),
                ),
                series: vec![
                    Series::line(0, points(|r| r.alpha_threshold)),
                    Series::line(1, points(|r| r.alpha_predicted)),
                    Series {
                        style: 2,
                        stroke: Stroke::Both,
                        points: points(|r| r.alpha_median),
                        bars: of_panel.iter().map(|r| (r.alpha_low, r.alpha_high)).collect(),
                    },
                ],
                note: threshold_note(paradigm, threshold),
                rules: vec![],
                rows: numbers,
            });
        }
    }
    let draws = rows.first().map_or(0, |r| r.draws);
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} The α from which on every principal angle between the row space of the optimal encoder on n corrupted samples and the signal space is below 45 degrees: median and 10 to 90 % band of {draws} draws; lines: \
             the threshold of the limit, paper (12) and (10), and what the limit of a fixed m/n predicts at this n for the same angle, far from its own limit with m = 4. At small n reconstruction under strong noise flips early: by chance signal and noise are correlated (X'N/n), and rows that follow the signal help to \
             reconstruct the noise of these samples."
        ),
        columns: 2,
        panels,
        legend: legend(&[
            ("limit n → ∞, exact", Stroke::Line),
            ("limit m/n fixed", Stroke::Line),
            ("n samples", Stroke::Both),
        ]),
    }
}

/// Distances against α and n.
pub fn rates(title: &str, setting: &str, rows: &[rates::Row]) -> Figure {
    let mut panels = vec![];
    let (mut alpha, mut n, mut draws) = (0.0, 0, 0);
    for along in [Along::Alpha, Along::N] {
        for method in Method::ALL {
            let (of_panel, numbers) = shown(rows, |r| r.along == along && r.method == method);
            let place = |r: &rates::Row| if along == Along::Alpha { r.alpha } else { r.n as f64 };
            let Some(last) = of_panel.last() else { continue };
            match along {
                Along::Alpha => n = last.n,
                Along::N => (alpha, draws) = (last.alpha, last.draws),
            }
            let (name, distance) = match method {
                Method::Sl => ("SL", "|Ṽ - V*|"),
                Method::Je => ("JE", "|K| (tangents of angles)"),
                Method::Rc => ("RC", "|K| (tangents of angles)"),
            };
            let (grows, letter) = if along == Along::Alpha { ("alignment α", "α") } else { ("samples n", "n") };
            panels.push(Panel {
                title: format!("{name} in {letter}"),
                x: Axis::logarithmic(grows, of_panel.iter().map(|r| place(r))),
                y: Axis::decades(distance, of_panel.iter().flat_map(|r| [r.distance, r.predicted])),
                series: vec![
                    Series::line(0, of_panel.iter().map(|r| (place(r), r.predicted)).collect()),
                    Series::marks(1, of_panel.iter().map(|r| (place(r), r.distance)).collect()),
                ],
                note: format!("slope {:.3}, predicted {}", last.slope, last.slope_predicted),
                rules: vec![],
                rows: numbers,
            });
        }
    }
    Figure {
        title: title.into(),
        caption: format!(
            "{setting} Strong noise. Upper row: one draw of n = {n} samples; lower row: α = {}, root mean square over {draws} draws. Lines: the leading terms of theory with their constants, not fits; slopes are fitted to the last \
             four marks. The terms lead for large α and n only: where α is below a threshold, the rows still hold noise, and marks lie far above the line.",
            short(alpha)
        ),
        columns: Method::ALL.len(),
        panels,
        legend: legend(&[("leading term of theory", Stroke::Line), ("measured", Stroke::Marks)]),
    }
}

/// Angles to the supervised rows against the overlap; the experiment has its own setting.
pub fn overlap(title: &str, _: &str, rows: &[overlap::Row]) -> Figure {
    let alphas = distinct(rows.iter().map(|r| r.alpha));
    let panel = |(method, note): (Method, &str)| {
        let (of_panel, numbers) = shown(rows, |r| r.method == method);
        let series = alphas.iter().enumerate().map(|(style, alpha)| {
            let line = of_panel.iter().filter(|r| r.alpha == *alpha);
            Series::line(style, line.map(|r| (r.overlap, r.angle_degrees)).collect())
        });
        Panel {
            title: name(method.paradigm()).into(),
            x: Axis { label: "overlap s (squared cosine)".into(), log: false, range: (0.0, 1.0) },
            // From below 0, so that lines at 0 are seen.
            y: Axis { label: "largest angle, degrees".into(), log: false, range: (-10.0, 100.0) },
            series: series.collect(),
            note: note.into(),
            rules: vec![],
            rows: numbers,
        }
    };
    let panels = [(Method::Je, "0 at every s and α: the theorem"), (Method::Rc, "")];
    let list = |values: &[f64]| values.iter().map(|v| number(*v)).collect::<Vec<_>>().join(", ");
    let overlap::Plan { signal, noise, floor, .. } = overlap::Plan::default();
    Figure {
        title: title.into(),
        caption: format!(
            "A population of k = {k}, d = {d}, whatever the data: C = diag({}) and zeros, noise of variances {} along directions that share the squared cosine s with the signal's, variance {floor} elsewhere, Θ = 0. \
             Largest principal angle between the row space and that of the supervised solution.",
            list(&signal),
            list(&noise),
            k = signal.len(),
            d = 2 * signal.len()
        ),
        columns: 2,
        panels: panels.into_iter().map(panel).collect(),
        legend: legend_of_alphas(&alphas, Stroke::Line),
    }
}

fn threshold_note(paradigm: Paradigm, threshold: f64) -> String {
    let name = if paradigm == Paradigm::JointEmbedding { "α_JE" } else { "α_RC" };
    if threshold > 0.0 { format!("{name} = {}", short(threshold)) } else { "no alignment needed".into() }
}

/// Three significant digits.
fn short(value: f64) -> String {
    let digits = 2 - value.abs().max(1e-300).log10().floor() as i32;
    let scale = 10f64.powi(digits);
    number((value * scale).round() / scale)
}
