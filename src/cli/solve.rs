//! `jerc solve`: the closed forms on a user's data.

use super::files;
use super::inputs::{Inputs, SOLVE_BYTES, embedding_dimension};
use super::{Format, Outcome};
use crate::dataset::Samples;
use crate::error::{Error, Result};
use crate::output::{Array, write_npz};
use crate::paradigm::Paradigm;
use crate::problem::{Posed, require_finite_result, set_aside};
use crate::solve::Uniqueness;
use crate::solve::samples::Solver;
use crate::solve::supervised::Supervised;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc solve je --data X.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10
  jerc solve je --data X.npy --labels y.npy --theta T.npy --gamma G.npy \\
    --alpha 1.5 -k 10 -o model.npz
  jerc solve rc --data X.npy --augment mask.json -k 10
  jerc solve sl --data flowers.csv --label-column species --augment mask.json   # a table
  jerc solve je --data cells.mtx --transpose --augment thin.json -k 3           # counts
  jerc solve rc --data images.npy --augment patches.json -k 5                   # images
  jerc solve je --views V.npy --data X.npy -k 10                                # your own views
`jerc example DIR` writes these files.",
    after_long_help = format!("\
The data are taken as given, or with --center minus their mean; no corruption.
The augmentation is T(alpha): tau(x) = x + theta + alpha gamma, with covariance
Theta + alpha^2 Gamma. A 1-D array for --theta or --gamma is a diagonal.
--augment takes any family and chains of them instead: `jerc families` shows what to write.
--views takes what no family describes: v >= 2 independent views of each sample, n x v x d, drawn by
your own pipeline. The moments are estimated without bias: G from pairs of different views, H'H less
what its diagonal terms add. G may have negative eigenvalues, which changes no row space. --data
gives the samples, at which reconstruction aims; without it, at another view. --center is not for
views: subtract the same mean from samples and views. --noise Q adds isotropic noise of variance
Q tr S/d to the views, in law; it also mends an S that is singular.
Features that are 0 in every view (dead pixels, unexpressed genes) are set aside: the problem is
solved on the others, and the encoder is 0 there.

{}", files::help())
)]
pub(super) struct Arguments {
    /// The problem: joint-embedding, reconstruction or supervised
    problem: Problem,
    #[command(flatten)]
    inputs: Inputs,
    /// Embedding dimension, 1 <= K <= d (je and rc)
    #[arg(short, allow_negative_numbers = true)]
    k: Option<i64>,
    /// Write encoder, decoder, weights and eigenvalues to this .npz file
    #[arg(short, long, value_name = "OUT.npz")]
    output: Option<PathBuf>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, serde::Serialize)]
#[serde(rename_all = "lowercase")]
enum Problem {
    /// Joint-embedding (SSL-JE)
    Je,
    /// Reconstruction (SSL-RC)
    Rc,
    /// Supervised (SL)
    Sl,
}

/// What the labels were taken for.
#[derive(Debug, serde::Serialize)]
struct Label {
    kind: &'static str,
    count: usize,
}

#[derive(Debug, serde::Serialize)]
struct Report {
    problem: Problem,
    n: usize,
    d: usize,
    k: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha: Option<f64>,
    augmentation: String,
    /// The number of drawn views of each sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    views: Option<usize>,
    /// The noise on top of them.
    #[serde(skip_serializing_if = "Option::is_none")]
    noise: Option<f64>,
    centred: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    labels: Option<Label>,
    /// The features on which S vanishes, counted from 0: the encoder is 0 there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    set_aside: Vec<usize>,
    /// What was taken for what, where a file leaves a choice.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: Vec<String>,
    eigenvalues: Vec<f64>,
    /// The largest of `eigenvalue_errors`.
    eigenvalue_error: Option<f64>,
    eigenvalue_errors: Vec<f64>,
    loss: f64,
    loss_error: f64,
    #[serde(skip_serializing_if = "Option::is_none")]
    weights_error: Option<f64>,
    eigengap: Option<f64>,
    unique: serde_json::Value,
    row_space_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probe_loss: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probe_loss_error: Option<f64>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    if let Some(output) = &arguments.output {
        arguments.inputs.require_output(output, "-o")?;
    }
    let posed = arguments.inputs.read(SOLVE_BYTES)?;
    if arguments.problem == Problem::Sl && posed.drawn().is_some() {
        return Err(Error::request("--views is for je and rc, not for sl", "name one of these"));
    }
    if arguments.problem == Problem::Sl && posed.l() == 0 {
        return Err(Error::NoLabels { what: "sl".into() });
    }
    let spinner = super::spinner("moments");
    let solver = posed.solver()?;
    spinner.set_message("solving");
    let report = match arguments.problem {
        Problem::Sl => solve_supervised(arguments, &posed, &solver)?,
        Problem::Je => solve_embedding(arguments, Paradigm::JointEmbedding, &posed, &solver)?,
        Problem::Rc => solve_embedding(arguments, Paradigm::Reconstruction, &posed, &solver)?,
    };
    spinner.finish_and_clear();
    match arguments.format {
        Format::Json => super::json(&report).map(Outcome::done),
        Format::Text => Ok(Outcome::done(text(&report, arguments.output.as_deref()))),
    }
}

fn solve_supervised(arguments: &Arguments, posed: &Posed, solver: &Solver<'_>) -> Result<Report> {
    let Supervised { weights, weights_error, loss, loss_error } = posed.supervised(solver)?;
    if let Some(output) = &arguments.output {
        write_npz(output, &[("weights", Array::Matrix(&weights))])?;
    }
    Ok(Report { weights_error: Some(weights_error), ..report(arguments, posed, solver, [loss, loss_error])? })
}

/// The report of a solution without eigenvalues: S is positive definite, so it is unique.
fn report(arguments: &Arguments, posed: &Posed, solver: &Solver<'_>, [loss, loss_error]: [f64; 2]) -> Result<Report> {
    let mut notes = posed.notes();
    if arguments.problem == Problem::Rc && posed.drawn().is_some_and(|(views, _)| !views.has_data()) {
        notes.push("no samples: another view is reconstructed".into());
    }
    Ok(Report {
        problem: arguments.problem,
        n: posed.n(),
        d: posed.d(),
        k: None,
        alpha: arguments.inputs.alpha,
        augmentation: posed.describe()?,
        views: posed.drawn().map(|(views, _)| views.views()),
        noise: posed.noise(),
        centred: arguments.inputs.center,
        labels: posed.samples().and_then(Samples::label_count).map(|(kind, count)| Label { kind, count }),
        set_aside: solver.set_aside(),
        notes,
        eigenvalues: vec![],
        eigenvalue_error: None,
        eigenvalue_errors: vec![],
        loss,
        loss_error,
        weights_error: None,
        eigengap: None,
        unique: true.into(),
        row_space_error: None,
        probe_loss: None,
        probe_loss_error: None,
    })
}

fn solve_embedding(arguments: &Arguments, paradigm: Paradigm, posed: &Posed, solver: &Solver<'_>) -> Result<Report> {
    let k = embedding_dimension(arguments.k, posed.d())?;
    let solved = posed.embedding(solver, paradigm, k)?;
    let probe = (posed.l() > 0).then(|| solver.probe(&solved.encoder)).transpose()?;
    require_finite_result(probe.into_iter().flat_map(|(loss, error)| [loss, error]))?;
    let leading: Vec<f64> = solved.eigenvalues.iter().take(k).copied().collect();
    if let Some(output) = &arguments.output {
        let mut arrays = vec![("encoder", Array::Matrix(&solved.encoder)), ("eigenvalues", Array::Vector(&leading))];
        arrays.extend(solved.decoder.as_ref().map(|decoder| ("decoder", Array::Matrix(decoder))));
        write_npz(output, &arrays)?;
    }
    let plain = report(arguments, posed, solver, [solved.loss, solved.loss_error])?;
    let mut notes = plain.notes.clone();
    // Only estimates from drawn views have some.
    let negative =
        leading.iter().zip(solved.eigenvalue_errors.iter()).filter(|(value, error)| **value < -**error).count();
    if negative > 0 {
        notes.push(format!(
            "{negative} of the {k} eigenvalues are negative: by these views the encoder gains nothing there"
        ));
    }
    Ok(Report {
        k: Some(k),
        notes,
        eigenvalues: leading,
        eigenvalue_error: Some(solved.eigenvalue_error()),
        eigenvalue_errors: solved.eigenvalue_errors.iter().copied().collect(),
        eigengap: solved.eigengap,
        unique: match solved.uniqueness {
            Uniqueness::Unique => true.into(),
            Uniqueness::Tie => false.into(),
            Uniqueness::Undecided => "undecided".into(),
        },
        row_space_error: (solved.uniqueness == Uniqueness::Unique).then_some(solved.row_space_error),
        probe_loss: probe.map(|(loss, _)| loss),
        probe_loss_error: probe.map(|(_, error)| error),
        ..plain
    })
}

/// A number to at most so many digits, and to none beyond its error: `1.2346e0`, or `0` where the
/// error is larger than the number.
fn digits(value: f64, error: f64, most: usize) -> String {
    // Decimal exponents of the value and of the first digit that the error leaves.
    let exponent = |x: f64| x.abs().log10().floor() as i64;
    if value == 0.0 || error >= value.abs() {
        return "0".into();
    }
    let known = if error > 0.0 { (exponent(value) - exponent(error) - 1).max(0) as usize } else { most };
    let kept = known.min(most);
    if (1e-4..1e7).contains(&value.abs()) {
        let places = (kept as i64 - exponent(value)).clamp(0, 17) as usize;
        format!("{value:.places$}")
    } else {
        format!("{value:.kept$e}")
    }
}

/// A value with its bound; where the bound is the larger one, only that is known.
fn bounded(value: f64, error: f64, most: usize) -> String {
    if error >= value.abs() && error > 0.0 {
        return format!("unknown: below {:.1e}", value.abs() + error);
    }
    format!("{} (error below {error:.1e})", digits(value, error, most))
}

/// A difference of two eigenvalues, each with the error.
fn eigengap(gap: f64, error: f64) -> String {
    digits(gap, 2.0 * error, 6)
}

fn text(report: &Report, output: Option<&Path>) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| text += &format!("{name:<13} {value}\n");
    let title = match report.problem {
        Problem::Je => "joint-embedding (Theorem 3.2)",
        Problem::Rc => "reconstruction (Theorem 3.1)",
        Problem::Sl => "supervised (Lemma B.1)",
    };
    line("problem", title.into());
    let k = report.k.map_or(String::new(), |k| format!(", k = {k}"));
    let alpha = report.alpha.map_or(String::new(), |alpha| format!(", alpha = {alpha:?}"));
    line("data", format!("n = {}, d = {}{k}{alpha}", report.n, report.d));
    if !report.set_aside.is_empty() {
        line("set aside", set_aside(&report.set_aside, report.d));
    }
    report.notes.iter().for_each(|note| line("read", note.clone()));
    if let Some(Label { kind, count }) = report.labels {
        let one = if kind == "classes" { "class" } else { "target" };
        line("labels", format!("{count} {}", if count == 1 { one } else { kind }));
    }
    if report.alpha.is_none() || report.noise.is_some() {
        line("augmentation", report.augmentation.clone());
    }
    if report.centred {
        line("centred", "the mean of each feature is subtracted".into());
    }
    line("loss", bounded(report.loss, report.loss_error, 15));
    if let Some(error) = report.weights_error {
        line("weights", format!("error below {error:.1e}"));
    }
    if let Some(error) = report.eigenvalue_error {
        let pairs = report.eigenvalues.iter().zip(&report.eigenvalue_errors);
        let shown: Vec<String> = pairs.take(8).map(|(&value, &error)| digits(value, error, 9)).collect();
        let more = if report.eigenvalues.len() > 8 { ", ..." } else { "" };
        line("eigenvalues", format!("{}{more} (error below {error:.1e})", shown.join(", ")));
        line("eigengap", report.eigengap.map_or("none: k = d".into(), |gap| eigengap(gap, error)));
        let unique = match &report.unique {
            serde_json::Value::Bool(true) => {
                let within = report.row_space_error.map(|sine| format!(", row space within {sine:.1e}"));
                format!("yes{}", within.unwrap_or_default())
            }
            serde_json::Value::Bool(false) => "no: an exact tie, other row spaces are optimal too".into(),
            _ => "undecided: a tie, or a gap within rounding".to_string(),
        };
        line("unique", unique);
    }
    if let (Some(probe), Some(error)) = (report.probe_loss, report.probe_loss_error) {
        line("probe loss", bounded(probe, error, 15));
    }
    if let Some(output) = output {
        line("written", output.display().to_string());
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_digit_is_beyond_the_error() {
        for (value, error, most, shown) in [
            (1.23456789, 0.0, 4, "1.2346"),
            (1.23456789, 1e-20, 4, "1.2346"),
            (1.23456789, 3e-5, 9, "1.2346"),
            (1.23456789, 9.9e-5, 9, "1.2346"),
            (1.23456789, 1e-4, 9, "1.235"),
            (123.456, 0.02, 9, "123.5"),
            (0.00123456, 2e-7, 9, "0.001235"),
            (3.000002083e18, 6.5e4, 15, "3.0000020830000e18"),
            (1.5e-7, 1e-9, 9, "1.5e-7"),
            (2.0, 2.0, 9, "0"),
            (0.0, 1e-9, 9, "0"),
        ] {
            assert_eq!(digits(value, error, most), shown, "{value} {error}");
            // The last digit shown is worth more than the error.
            let mantissa = shown.split('e').next().unwrap();
            let places = mantissa.split('.').nth(1).map_or(0, str::len) as i32;
            let power: i32 = shown.split('e').nth(1).map_or(0, |power| power.parse().unwrap());
            assert!(shown == "0" || 10f64.powi(power - places) > error, "{shown} {error}");
        }
        // Both ends of a gap are off.
        assert_eq!([eigengap(9e-15, 6e-15), eigengap(1.25, 6e-4), eigengap(0.5, 0.0)], ["0", "1.25", "0.5000000"]);
        assert_eq!(bounded(1e-12, 1e-9, 9), "unknown: below 1.0e-9");
        assert_eq!(bounded(1.5, 1e-3, 9), "1.50 (error below 1.0e-3)");
        assert_eq!(bounded(0.0, 0.0, 9), "0 (error below 0.0e0)");
    }
}
