//! The pinned numbers, as tables in `snapshots/`. Each names its statement and how far its digits
//! are meant to hold: rounded far above rounding error, so that they are the same on every machine.

mod common;

use common::or_skip;
use jerc::augment::{CATALOGUE, Channel, Spec};
use jerc::claims::{Context, Noise, Run, Scale, Tier, agreement, audit, decay_rates};
use jerc::dataset::digits::load_digits;
use jerc::dataset::idx::{Split, find_mnist, load_idx};
use jerc::experiment::sweep::{self, Plan};
use jerc::experiment::{explain, harmonics, overlap, to_csv};
use jerc::minimize::Method;
use jerc::model::pca::PrincipalComponents;
use jerc::moments::DataMoments;
use jerc::paradigm::Paradigm;
use jerc::report::FLOOR;
use jerc::scalar::{Rational, ratio};
use jerc::solve::{self, supervised};
use nalgebra::DMatrix;
use serde::Serialize;
use std::fmt::Write;
use std::sync::OnceLock;

const SEED: u64 = 250_512_477;

fn assert_table(name: &str, heading: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(heading);
    settings.bind(|| insta::assert_snapshot!(name, format!("{heading}\n\n{table}")));
}

fn context(tier: Tier) -> Context<'static> {
    Context::new(load_digits().unwrap(), Scale::DIGITS, tier, SEED, &|_| ()).unwrap()
}

#[test]
fn audit_ledger() {
    let mut table = String::new();
    for audit::Audited { entry, confirmed, comparisons } in audit::ledger().unwrap() {
        writeln!(table, "{} ({}): {}", entry.id, entry.severity.name(), if confirmed { "confirmed" } else { "NOT" })
            .unwrap();
        for c in comparisons {
            let printed = c.printed.as_ref().map_or("-".into(), ToString::to_string);
            writeln!(table, "  {} | {printed} | {} | {}", c.quantity, c.found, c.corrected).unwrap();
        }
    }
    assert_table(
        "audit",
        "The audit ledger in numbers, exact rationals: quantity | as printed (- for a control) | found | as corrected. The words are in proofs/ERRATA.md.",
        &table,
    );
}

#[test]
fn digits_spectra_and_losses() {
    let context = context(Tier::Smoke);
    let mut table =
        String::from("noise  | alpha | problem | loss         | leading eigenvalues                | eigengap\n");
    for noise in [Noise::Weak, Noise::Strong] {
        let draws = context.draws(noise).unwrap();
        let (_, corrupted) = &draws.growing[0].1[0];
        for alpha in [0.0, 1.0, 10.0] {
            let views = draws.problem.augmentation(alpha).unwrap().views(corrupted).unwrap();
            let sl = supervised::supervised(&views).unwrap();
            writeln!(table, "{:<6} | {alpha:<5} | SL      | {:<12} | {:<34} |", noise.name(), digits(sl.loss), "")
                .unwrap();
            let k = draws.problem.rank();
            for (name, solved) in [
                ("SSL-JE", solve::joint_embedding(&views, k).unwrap()),
                ("SSL-RC", solve::reconstruction(&views, k).unwrap()),
            ] {
                let leading: Vec<String> = solved.eigenvalues.iter().take(3).map(|&v| digits(v)).collect();
                let gap = digits(solved.eigengap.unwrap());
                writeln!(
                    table,
                    "{:<6} | {alpha:<5} | {name:<7} | {:<12} | {:<34} | {gap}",
                    noise.name(),
                    digits(solved.loss),
                    leading.join(", ")
                )
                .unwrap();
            }
        }
    }
    assert_table(
        "digits",
        "Lemma B.1, Theorems 3.1 and 3.2 on the digits (model of the claims: 30,000 rows drawn with replacement, PCA 20 + 20 noise dimensions, k = 20): 6 significant digits, 9 below rounding error.",
        &table,
    );
}

#[test]
fn minimiser_agreement() {
    let context = context(Tier::Smoke);
    let mut table =
        String::from("paradigm        | method                   | runs | converged | objective gap | row space\n");
    let problems: Vec<_> = [Noise::Weak, Noise::Strong]
        .map(|noise| {
            let draws = context.draws(noise).unwrap();
            (draws.problem.augmentation(1.0).unwrap().views(&draws.fixed.1).unwrap(), 4)
        })
        .into();
    for paradigm in [Paradigm::Reconstruction, Paradigm::JointEmbedding] {
        let mut methods = vec![Method::GradientDescent, Method::Lbfgs];
        methods.extend((paradigm == Paradigm::JointEmbedding).then_some(Method::RetractedGradientDescent));
        for method in methods {
            let found = agreement(paradigm, method, &problems, 3).unwrap();
            let (gap, distance) = found.tolerances();
            let row_space = if distance.is_finite() {
                format!("<= {distance:.0e}: {}", found.distance(Run::Genuine).unwrap() <= distance)
            } else {
                "not required".into()
            };
            writeln!(
                table,
                "{:<15} | {:<24} | {:<4} | {:<9} | <= {gap:.0e}: {} | {row_space}",
                format!("{paradigm:?}"),
                format!("{method:?}"),
                found.runs(),
                found.converged(Run::Genuine),
                found.objective_gap(Run::Genuine).unwrap() <= gap
            )
            .unwrap();
        }
    }
    assert_table(
        "minimisers",
        "Theorems 3.1 and 3.2: argmin minimisers against the closed forms, digits (model of the claims), n = 500 under weak and strong noise, alpha = 1, k = 4, three random starts each.",
        &table,
    );
}

#[test]
fn decay() {
    let context = context(Tier::Smoke);
    let mut table = String::from("noise  | problem | slope  | distance at alpha = 1e3, 1e4, 1e5\n");
    for noise in [Noise::Weak, Noise::Strong] {
        for (problem, decay) in decay_rates(&context, noise).unwrap() {
            let shown: Vec<String> = [0, 2, 4].iter().map(|&i| format!("{:.2e}", decay.values[i])).collect();
            writeln!(table, "{:<6} | {problem:<7} | {:.3} | {}", noise.name(), decay.slope().0, shown.join(", "))
                .unwrap();
        }
    }
    assert_table(
        "decay",
        "Propositions 4.2 to 4.4, alpha -> inf at fixed n = 500 on the digits (model of the claims): distance of the solutions on corrupted and clean data, 3 digits, and its fitted exponent (predicted -2).",
        &table,
    );
}

/// The gaps of a sweep as a table: n down, alpha across. A gap below the noise floor of the figure
/// is written as such.
fn sweep_table(rows: &[sweep::Row], plan: &Plan) -> String {
    let mut table = String::new();
    for &noise in &plan.noise_maxima {
        for method in sweep::Method::ALL {
            let panel: Vec<_> = rows.iter().filter(|r| r.noise_max == noise && r.method == method).collect();
            let of_seeds = [panel[0].alpha_threshold_mean, panel[0].alpha_threshold_min, panel[0].alpha_threshold_max];
            let threshold = match of_seeds {
                [Some(mean), Some(low), Some(high)] => format!("{mean:.4} ({low:.4} to {high:.4})"),
                _ => "none".into(),
            };
            write!(table, "{method:?}, noise up to {noise}, threshold {threshold}\n     n |").unwrap();
            plan.alphas.iter().for_each(|alpha| write!(table, " {alpha:>18}").unwrap());
            for &n in &plan.sizes {
                write!(table, "\n{n:>6} |").unwrap();
                for row in panel.iter().filter(|r| r.n == n) {
                    let shown = |value: f64| if value < FLOOR { "< 1e-6".into() } else { format!("{value:.2e}") };
                    write!(table, " {:>8} ± {:>7}", shown(row.gap_mean), shown(row.gap_std)).unwrap();
                }
            }
            table.push_str("\n\n");
        }
    }
    table + &columns(rows, FLOOR)
}

/// Every column of a table as it is exported, so that none is left out: its values where they are
/// few, else how many, the smallest, their mean and the largest, 4 digits. What is below `floor`
/// counts as 0.
fn columns<R: Serialize>(rows: &[R], floor: f64) -> String {
    let csv = to_csv(rows);
    let mut lines = csv.lines().map(|line| line.split(',').collect::<Vec<_>>());
    let names = lines.next().unwrap();
    let cells: Vec<_> = lines.collect();
    let mut table = String::from("columns\n");
    for (at, name) in names.iter().enumerate() {
        let value = |text: &str| text.parse().ok().map(|v: f64| if v.abs() < floor { 0.0 } else { v });
        // Whole numbers are those that are written without a point: one that is computed may miss.
        let whole = cells.iter().all(|row| !row[at].contains('.'));
        let short = |v: f64| if whole || v == 0.0 { format!("{v}") } else { format!("{v:.3e}") };
        let shown = |text: &str| value(text).map_or_else(|| text.to_string(), short);
        let values: Vec<f64> = cells.iter().filter_map(|row| value(row[at])).collect();
        let mut different: Vec<String> = vec![];
        for text in cells.iter().map(|row| shown(row[at])) {
            if !different.contains(&text) {
                different.push(text);
            }
        }
        let (sum, count) = (values.iter().sum::<f64>(), values.len());
        if different.len() <= 8 {
            let list: Vec<_> = different.iter().map(|text| if text.is_empty() { "none" } else { text }).collect();
            writeln!(table, "{name:<20} | {}", list.join(", ")).unwrap();
        } else {
            let extreme = |of: fn(f64, f64) -> f64| short(values.iter().copied().reduce(of).unwrap());
            let (low, high) = (extreme(f64::min), extreme(f64::max));
            writeln!(table, "{name:<20} | {count} values | {low} | {} | {high}", short(sum / count as f64)).unwrap();
        }
    }
    table
}

/// Data by their short name, their principal components and the plan of their sweep; for all tests
/// once. The first 500 images of MNIST are in the repository; all of them only where the files are.
fn figure_data() -> &'static [(&'static str, &'static str, PrincipalComponents, Plan)] {
    static DATA: OnceLock<Vec<(&str, &str, PrincipalComponents, Plan)>> = OnceLock::new();
    DATA.get_or_init(|| {
        let digits = load_digits().unwrap();
        let components = PrincipalComponents::fit(&digits, Plan::COMPONENTS_DIGITS).unwrap();
        let mut data = vec![("digits", "the digits", components, Plan::digits(digits.n(), 5))];
        let all = or_skip(find_mnist(), "no MNIST test files", "JERC_REQUIRE_MNIST");
        let folders = [
            ("mnist-500", "the first 500 MNIST test images", Some("tests/data/mnist-500".into())),
            ("mnist", "the MNIST test set", all),
        ];
        for (short, name, folder) in folders {
            let Some(folder) = folder else { continue };
            let mnist = load_idx(name, &folder, Split::Test).unwrap();
            let components = PrincipalComponents::fit(&mnist, Plan::COMPONENTS_PAPER).unwrap();
            data.push((short, name, components, Plan::paper(mnist.n(), 5)));
        }
        data
    })
}

#[test]
fn figures_3_and_4() {
    for (short, data, components, plan) in figure_data() {
        let rows = sweep::run(plan, components, short, &|| ()).unwrap();
        let d = components.count() + plan.noise_dimensions;
        let heading = |figure: u8| {
            format!(
                "Figure {figure} on {data}, protocol of section C, d = {d}, 5 seeds (our draws): mean ± standard deviation of |clean - corrupted|, 3 digits, n down, alpha across; below the floor of the figure as < 1e-6. Last, every column: few values, or how many | smallest | mean | largest."
            )
        };
        let (weakest, strongest) = (plan.noise_maxima[0], plan.noise_maxima[plan.noise_maxima.len() - 1]);
        let ends = Plan { noise_maxima: vec![weakest, strongest], ..plan.clone() };
        let of_ends: Vec<_> = rows.iter().filter(|row| ends.noise_maxima.contains(&row.noise_max)).cloned().collect();
        assert_table(&format!("figure-3-{short}"), &heading(3), &sweep_table(&of_ends, &ends));
        assert_table(&format!("figure-4-{short}"), &heading(4), &sweep_table(&rows, plan));
    }
}

/// The two explaining figures that no data enter.
fn whatever_the_data() -> String {
    let mut table =
        String::from("\noverlap, whatever the data: degrees at s = 0, 0.25, 0.5, 0.75, 1; below 1e-4 as 0\n");
    let rows = overlap::run(&overlap::Plan::default()).unwrap();
    for line in rows.chunk_by(|a, b| (a.method, a.alpha) == (b.method, b.alpha)) {
        let quarters = line.iter().filter(|r| (4.0 * r.overlap).fract() == 0.0).map(|r| r.angle_degrees);
        let shown: Vec<_> = quarters.map(|v| if v < 1e-4 { "0".into() } else { format!("{v:.3}") }).collect();
        writeln!(table, "{:?} | alpha = {:>3} | {}", line[0].method, line[0].alpha, shown.join(" ")).unwrap();
    }
    table.push_str(&columns(&rows, 1e-4));
    table.push_str("\nharmonics, whatever the data: the two leading eigenvalues of drawn views\n");
    let rows = harmonics::run(&harmonics::Plan::default()).unwrap();
    let of = |function| rows.iter().filter(move |row| row.function == function);
    for (first, second) in of(harmonics::Function::FirstDrawn).zip(of(harmonics::Function::SecondDrawn)) {
        let (t, beta) = (first.t_low, first.beta_squared);
        writeln!(table, "t_1 = {t:.1} | beta^2 = {beta:>6.3} | {:.3} {:.3}", first.eigenvalue, second.eigenvalue)
            .unwrap();
    }
    table.push_str(&columns(&rows, 0.0));
    table
}

#[test]
fn explaining_figures() {
    let whatever = whatever_the_data();
    for (short, data, components, _) in figure_data() {
        let scores = components.scores().unwrap();
        let mut table = String::from("spectrum: eigenvalues at alpha = 0.01, 1, 100\n");
        let rows = explain::spectrum::table(&scores, short).unwrap();
        let of_spectrum = columns(&rows, 0.0);
        for row in rows.iter().filter(|r| r.alpha == 0.01) {
            let line = rows.iter().filter(|r| {
                r.noise == row.noise && r.paradigm == row.paradigm && r.kind == row.kind && r.index == row.index
            });
            let near = |r: &&&explain::spectrum::Row| {
                [0.01, 1.0, 100.0].iter().any(|alpha| (r.alpha / alpha).ln().abs() < 1e-9)
            };
            let shown: Vec<String> = line.filter(|r| near(&r)).map(|r| format!("{:.2e}", r.eigenvalue)).collect();
            let (noise, paradigm, kind) = (row.noise.name(), row.paradigm, row.kind);
            writeln!(
                table,
                "{noise:<6} | {:<14} | {:<7} {} | {} | threshold {:.4}",
                format!("{paradigm:?}"),
                format!("{kind:?}"),
                row.index,
                shown.join(" "),
                row.alpha_threshold
            )
            .unwrap();
        }
        table.push_str(&of_spectrum);
        table.push_str("\nphase: where the minimiser flips, between two alphas\n");
        let rows = explain::phase::table(&scores, short).unwrap();
        for row in rows.iter().filter(|r| r.route == explain::phase::Route::Minimiser) {
            writeln!(
                table,
                "theta up to {:.3e} | {:<14} | g / r = {:.3} | {:.3} to {:.3}",
                row.theta_max,
                format!("{:?}", row.paradigm),
                row.noise / row.crossing,
                row.alpha_low,
                row.alpha_high
            )
            .unwrap();
        }
        table.push_str(&columns(&rows, 0.0));
        table.push_str("\nfinite-n: empirical threshold, 10 %, median, 90 % of 20 draws\n");
        let rows = explain::finite_n::table(&scores, short, 5).unwrap();
        for row in &rows {
            writeln!(
                table,
                "{:<6} | {:<14} | {:>6} | {:.2} {:.2} {:.2} | limit {:.4}",
                row.noise.name(),
                format!("{:?}", row.paradigm),
                row.n,
                row.alpha_low,
                row.alpha_median,
                row.alpha_high,
                row.alpha_threshold
            )
            .unwrap();
        }
        table.push_str(&columns(&rows, 0.0));
        table.push_str("\nrates: distance against the leading term of theory\n");
        let rows = explain::rates::table(&scores, short, 5).unwrap();
        for row in &rows {
            writeln!(
                table,
                "{:<2} | alpha = {:>8.3} | n = {:>6} | {:.2e} of {:.2e} | slope {:.3} of {}",
                format!("{:?}", row.method),
                row.alpha,
                row.n,
                row.distance,
                row.predicted,
                row.slope,
                row.slope_predicted
            )
            .unwrap();
        }
        table.push_str(&columns(&rows, 0.0));
        table.push_str(&whatever);
        let d = explain::model(&scores, Noise::Weak).unwrap().dimension();
        let heading = format!(
            "Explaining figures on {data}, small model (4 + 4: leading components and noise dimensions, d = {d}), 5 seeds: 3 digits. Last of each, every column: few values, or how many | smallest | mean | largest."
        );
        assert_table(&format!("explaining-{short}"), &heading, &table);
    }
}

#[test]
fn families_on_a_tiny_example() {
    // Two samples (1, 2), (3, 0) with labels 1, -1.
    let x = DMatrix::from_row_slice(2, 2, &[ratio(1, 1), ratio(2, 1), ratio(3, 1), ratio(0, 1)]);
    let y = DMatrix::from_row_slice(2, 1, &[ratio(1, 1), ratio(-1, 1)]);
    let data = DataMoments::from_samples(&x, &y).unwrap();
    let rows = |m: &DMatrix<Rational>| {
        let row = |i: usize| m.row(i).iter().map(ToString::to_string).collect::<Vec<_>>().join(" ");
        (0..m.nrows()).map(row).collect::<Vec<_>>().join("; ")
    };
    let mut table = String::new();
    for way in CATALOGUE {
        let views = way.example.parse::<Spec>().unwrap().exact(2).unwrap().views(&data).unwrap();
        writeln!(table, "{}: Sigma = {}", way.example, way.family().unwrap().covariance).unwrap();
        for (name, m) in
            [("S", &views.view_second), ("G", &views.mean_second), ("H", &views.cross), ("B", &views.label_cross)]
        {
            writeln!(table, "  {name} = [{}]", rows(m)).unwrap();
        }
    }
    assert_table(
        "families",
        "Moments of the views of X = [1 2; 3 0], Y = [1; -1] under the examples of `jerc families`, exact rationals.",
        &table,
    );
}

fn digits(value: f64) -> String {
    format!("{value:.5e}")
}
