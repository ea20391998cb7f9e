//! `jerc solve`: the closed forms on a user's data.

use super::inputs::{Chosen, Inputs, embedding_dimension};
use super::{Format, Outcome};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::output::{Array, write_npz};
use crate::paradigm::Paradigm;
use crate::solve::Uniqueness;
use crate::solve::samples::Coordinates;
use crate::solve::supervised::Supervised;
use clap::ValueEnum;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
The data are taken as given: no centring, no corruption. The augmentation is T(alpha): tau(x) = x + theta + alpha gamma,
so its covariance is Theta + alpha^2 Gamma. A 1-D array for --theta or --gamma is a diagonal.
--augment takes any family and chains of them instead: `jerc families` shows what to write.
--labels: a 1-D integer array holds classes (one-hot encoded), a 1-D real array one target a sample, a 2-D array targets as they are.

Example:
  jerc solve je --data X.npy --labels y.npy --theta T.npy --gamma G.npy \\
    --alpha 1.5 -k 10 -o model.npz
  echo '{\"mask-patches\": {\"patch\": {\"height\": 8, \"width\": 8, \"side\": 2}, \"keep\": 4}}' > mask.json
  jerc solve rc --data X.npy --augment mask.json -k 10")]
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

#[derive(Debug, serde::Serialize)]
struct Report {
    problem: Problem,
    n: usize,
    d: usize,
    k: Option<usize>,
    #[serde(skip_serializing_if = "Option::is_none")]
    alpha: Option<f64>,
    augmentation: String,
    eigenvalues: Vec<f64>,
    eigenvalue_error: Option<f64>,
    loss: f64,
    eigengap: Option<f64>,
    unique: serde_json::Value,
    row_space_error: Option<f64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    probe_loss: Option<f64>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    if let Some(output) = &arguments.output {
        arguments.inputs.require_output(output)?;
    }
    if arguments.problem == Problem::Sl && arguments.inputs.labels.is_none() {
        return Err(Error::NoLabels { what: "sl".into() });
    }
    let (data, chosen) = arguments.inputs.read()?;
    let augmentation = chosen.augmentation(data.d())?;
    let coordinates = Coordinates::new(data.matrix(), data.label_matrix(), &data.moments()?, augmentation.as_ref())?;
    let report = match arguments.problem {
        Problem::Sl => solve_supervised(arguments, &data, &chosen, &coordinates)?,
        Problem::Je => solve_embedding(arguments, Paradigm::JointEmbedding, &data, &chosen, &coordinates)?,
        Problem::Rc => solve_embedding(arguments, Paradigm::Reconstruction, &data, &chosen, &coordinates)?,
    };
    match arguments.format {
        Format::Json => super::json(&report).map(Outcome::done),
        Format::Text => Ok(Outcome::done(text(&report, arguments.output.as_deref()))),
    }
}

fn solve_supervised(
    arguments: &Arguments,
    data: &Dataset,
    chosen: &Chosen,
    coordinates: &Coordinates,
) -> Result<Report> {
    let Supervised { weights: v, loss } = &coordinates.supervised()?;
    require_finite_result(v.iter().copied().chain([*loss]))?;
    if let Some(output) = &arguments.output {
        write_npz(output, &[("weights", Array::Matrix(v))])?;
    }
    report(arguments, data, chosen, *loss)
}

/// The report of a solution without eigenvalues: S is positive definite, so it is unique.
fn report(arguments: &Arguments, data: &Dataset, chosen: &Chosen, loss: f64) -> Result<Report> {
    Ok(Report {
        problem: arguments.problem,
        n: data.n(),
        d: data.d(),
        k: None,
        alpha: arguments.inputs.alpha,
        augmentation: chosen.describe(data.d())?,
        eigenvalues: vec![],
        eigenvalue_error: None,
        loss,
        eigengap: None,
        unique: true.into(),
        row_space_error: None,
        probe_loss: None,
    })
}

fn solve_embedding(
    arguments: &Arguments,
    paradigm: Paradigm,
    data: &Dataset,
    chosen: &Chosen,
    coordinates: &Coordinates,
) -> Result<Report> {
    let k = embedding_dimension(arguments.k, data.d())?;
    let mut solved = coordinates.embedding(paradigm, k)?;
    let numbers = solved.eigenvalues.iter().chain(solved.encoder.iter()).chain(solved.decoder.iter().flatten());
    require_finite_result(numbers.copied().chain([solved.loss, solved.eigenvalue_error]))?;
    solved.settle_tie(paradigm, data.n(), || chosen.exact_views(data))?;
    let probe_loss = data.labels().map(|_| coordinates.probe(&solved.encoder)).transpose()?;
    require_finite_result(probe_loss.into_iter())?;
    let leading: Vec<f64> = solved.eigenvalues.iter().take(k).copied().collect();
    if let Some(output) = &arguments.output {
        let mut arrays = vec![("encoder", Array::Matrix(&solved.encoder)), ("eigenvalues", Array::Vector(&leading))];
        arrays.extend(solved.decoder.as_ref().map(|decoder| ("decoder", Array::Matrix(decoder))));
        write_npz(output, &arrays)?;
    }
    Ok(Report {
        k: Some(k),
        eigenvalues: leading,
        eigenvalue_error: Some(solved.eigenvalue_error),
        eigengap: solved.eigengap,
        unique: match solved.uniqueness {
            Uniqueness::Unique => true.into(),
            Uniqueness::Tie => false.into(),
            Uniqueness::Undecided => "undecided".into(),
        },
        row_space_error: solved.row_space_error(),
        probe_loss,
        ..report(arguments, data, chosen, solved.loss)?
    })
}

/// Refuses results beyond the range of `f64`, before anything is written.
fn require_finite_result(mut values: impl Iterator<Item = f64>) -> Result<()> {
    if values.all(f64::is_finite) {
        return Ok(());
    }
    Err(Error::request(
        "the solution overflows or underflows f64",
        "rescale data, labels, theta and gamma to moderate sizes",
    ))
}

/// Nine digits after the point where that is readable, an exponent elsewhere.
fn short(value: f64) -> String {
    if value == 0.0 || (1e-4..1e7).contains(&value.abs()) { format!("{value:.9}") } else { format!("{value:.9e}") }
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
    if report.alpha.is_none() {
        line("augmentation", report.augmentation.clone());
    }
    line("loss", format!("{:.12e}", report.loss));
    if let Some(error) = report.eigenvalue_error {
        let shown: Vec<String> = report.eigenvalues.iter().take(8).map(|&v| short(v)).collect();
        let more = if report.eigenvalues.len() > 8 { ", ..." } else { "" };
        line("eigenvalues", format!("{}{more} (error below {error:.1e})", shown.join(", ")));
        line("eigengap", report.eigengap.map_or("none: k = d".into(), |gap| format!("{gap:.6e}")));
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
    if let Some(probe) = report.probe_loss {
        line("probe loss", format!("{probe:.12e}"));
    }
    if let Some(output) = output {
        line("written", output.display().to_string());
    }
    text
}
