//! `jerc recommend`: which paradigm, at which strength, for a user's data and augmentations.

mod certificate;
mod read;

use super::files::{self, FileOptions};
use super::{Format, Outcome, base_name};
use crate::advise::{self, Advice, Assumption, Settings, Verdict, Weight};
use crate::dataset::file_digest;
use crate::error::{Error, Result};
use crate::report::advice::{Recommendation, lines, write_advice};
use clap::ValueEnum;
use read::Given;
use std::path::{Path, PathBuf};
use std::sync::Mutex;

/// The exit code of a verdict that is none.
const UNDECIDED: u8 = 4;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc recommend --data X.npy --views V.npy --replicate X-again.npy
  jerc recommend --data X.npy --theta T.npy --gamma G.npy --alpha 0.3,1.5,6 --labels y.npy \\
    -k 5,10 --out advice
  jerc recommend --data flowers.csv --label-column species --augment mask.json --noise 0,0.1 -k 2
  jerc recommend --data X.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10   # no evidence
`jerc example DIR` writes these files.",
    after_long_help = format!("\
Which paradigm finds more of what is relevant, with linear encoders that are the optimum of their
objective. What is relevant, evidence has to say: give one kind of it. Without evidence the answer
is \"either\" where both find the same features, and else undecided: exchanging the words signal and
noise leaves data and views as they are. docs/ADVICE.md says how it is decided.
On 1,792 simulated problems with a known answer 0.3 % were wrong, and 12 % undecided, at level 0.05.
It is about linear encoders, these views and this evidence, not about networks trained otherwise.

Verdicts: joint-embedding, reconstruction, either (they differ by less than the tolerance), neither
(a linear encoder finds more than twice of what they do: change the views), undecided.
Exit codes: 0 for the first four, 4 undecided, 2 bad input.

A file after --views or --augment is a strength, the number before it (0.5=V.npy), else 1, 2, ...
Labels: a sample is not labelled where its class is -1, its number NaN or its cell empty.

{}", files::help())
)]
pub(super) struct Arguments {
    /// Samples, n x d: .npy (read in blocks), .npz, .csv, ...; without them views reconstruct views
    #[arg(long, value_name = "X.npy", required_unless_present = "views")]
    data: Option<PathBuf>,
    /// Their views, n x v x d; of several strengths: 0.5=V1.npy 1=V2.npy
    #[arg(long, value_name = "V.npy", num_args = 1.., conflicts_with_all = ["augment", "theta", "gamma", "alpha"])]
    views: Vec<String>,
    /// Any augmentation instead (`jerc families`), also 0.5=SPEC.json ...
    #[arg(long, value_name = "SPEC.json", num_args = 1.., requires = "data", conflicts_with_all = ["theta", "gamma", "alpha"])]
    augment: Vec<String>,
    /// Covariance Θ of the augmentation T(α), d x d or its diagonal
    #[arg(long, value_name = "T.npy", requires_all = ["data", "gamma", "alpha"])]
    theta: Option<PathBuf>,
    /// Covariance Γ
    #[arg(long, value_name = "G.npy", requires_all = ["theta", "alpha"])]
    gamma: Option<PathBuf>,
    /// Alignments α >= 0, the strengths
    #[arg(long, value_name = "A,B,...", value_delimiter = ',', allow_negative_numbers = true, requires_all = ["theta", "gamma"])]
    alpha: Vec<f64>,
    /// Noise to choose from on top of views, as parts of their variance
    #[arg(long, value_name = "Q,...", value_delimiter = ',', allow_negative_numbers = true)]
    noise: Vec<f64>,
    /// Evidence: classes or targets of the samples, or of some of them
    #[arg(long, value_name = "Y.npy", help_heading = "Evidence")]
    labels: Option<PathBuf>,
    /// Evidence: each sample again, nuisance drawn anew, n x d
    #[arg(long, value_name = "X2.npy", help_heading = "Evidence")]
    replicate: Option<PathBuf>,
    /// Evidence: samples of the nuisance alone, m x d
    #[arg(long, value_name = "N.npy", help_heading = "Evidence", hide_short_help = true)]
    nuisance: Option<PathBuf>,
    /// Evidence: the second moment of the nuisance, d x d
    #[arg(long, value_name = "C.npy", help_heading = "Evidence", hide_short_help = true)]
    nuisance_cov: Option<PathBuf>,
    /// Evidence: directions of the nuisance as columns, d x q
    #[arg(long, value_name = "Q.npy", help_heading = "Evidence", hide_short_help = true)]
    nuisance_dirs: Option<PathBuf>,
    /// Instead of evidence: assert that the views change nothing but what is irrelevant
    #[arg(long, value_enum, value_name = "aligned", help_heading = "Evidence", hide_short_help = true)]
    assume: Option<Assumed>,
    /// Embedding dimensions to choose from; auto: of the signal, else 1, 2, 5, 10, 20 and 50
    #[arg(short, value_name = "K,...", default_value = "auto", allow_negative_numbers = true)]
    k: String,
    /// A number or word for each sample: those that share it depend on one another
    #[arg(long, value_name = "G.npy", hide_short_help = true)]
    groups: Option<PathBuf>,
    /// How dimensions of the signal count, except with labels
    #[arg(long, value_enum, default_value = "white", hide_short_help = true)]
    weight: WeightName,
    /// A difference of efficiencies up to here makes no difference
    #[arg(long, default_value_t = 0.05, allow_negative_numbers = true, hide_short_help = true)]
    tolerance: f64,
    /// The probability of a wrong decision that is allowed for
    #[arg(long, default_value_t = 0.05, allow_negative_numbers = true, hide_short_help = true)]
    level: f64,
    /// Parts of the samples (2 to 50), each tested with encoders of the others
    #[arg(long, default_value_t = 10, hide_short_help = true)]
    folds: usize,
    /// Seed of the folds
    #[arg(long, default_value_t = 0, hide_short_help = true)]
    seed: u64,
    /// Write page and figure to this new or empty folder, or over a report
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[command(flatten)]
    files: FileOptions,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Assumed {
    /// The views change nothing but what is irrelevant
    Aligned,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum WeightName {
    /// Each by its reliability
    White,
    /// In the units of the features
    Raw,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    arguments.out.as_deref().map_or(Ok(()), super::require_report_folder)?;
    let settings = settings(arguments)?;
    let given = Given::read(arguments)?;
    let advice = advised(&given, &settings)?;
    let files = match arguments.out {
        Some(_) => digests(&arguments.paths())?,
        None => vec![],
    };
    let recommendation = Recommendation {
        advice: &advice,
        notes: given.notes(),
        certificates: certificate::certificates(arguments, &advice),
        command: command(arguments),
        files,
    };
    if let Some(folder) = &arguments.out {
        write_advice(folder, &recommendation)?;
    }
    let output = match arguments.format {
        Format::Json => super::json(&recommendation.document())?,
        Format::Text => text(&recommendation, arguments.out.as_deref()),
    };
    Ok(Outcome { output, code: if advice.verdict == Verdict::Undecided { UNDECIDED } else { 0 } })
}

fn advised(given: &Given, settings: &Settings) -> Result<Advice> {
    let bar = super::progress_bar(100, " %");
    // The library reports from several threads.
    let shown = Mutex::new(String::new());
    let progress = |doing: &str, part: f64| {
        bar.set_position((100.0 * part) as u64);
        if let Ok(mut shown) = shown.lock()
            && *shown != doing
        {
            doing.clone_into(&mut shown);
            bar.set_message(doing.to_string());
        }
    };
    let advice = advise::advise(&given.question(), settings, &progress);
    bar.finish_and_clear();
    advice.map_err(named)
}

/// Errors of the library in the names of the command line.
fn named(error: Error) -> Error {
    match error {
        Error::OutOfRange { what, requirement, found } => {
            let flag = match what.as_str() {
                "tolerance" => "--tolerance",
                "level" => "--level",
                "folds" => "--folds",
                "composed noise" => "--noise",
                _ => return Error::OutOfRange { what, requirement, found },
            };
            Error::OutOfRange { what: flag.into(), requirement, found }
        }
        other => other,
    }
}

fn settings(arguments: &Arguments) -> Result<Settings> {
    let ks = match arguments.k.as_str() {
        "auto" => vec![],
        list => list.split(',').map(dimension).collect::<Result<_>>()?,
    };
    Ok(Settings {
        ks,
        noise: arguments.noise.clone(),
        tolerance: arguments.tolerance,
        level: arguments.level,
        folds: arguments.folds,
        seed: arguments.seed,
        weight: match arguments.weight {
            WeightName::White => Weight::White,
            WeightName::Raw => Weight::Raw,
        },
        assume: arguments.assume.map(|Assumed::Aligned| Assumption::Aligned),
    })
}

fn dimension(word: &str) -> Result<usize> {
    match word.trim().parse::<usize>() {
        Ok(k) if k > 0 => Ok(k),
        _ => Err(Error::request(
            format!("-k {word:?} is no embedding dimension"),
            "give whole numbers from 1 to d, as in -k 5,10, or -k auto",
        )),
    }
}

impl Arguments {
    /// Every file that is read, with its name on the command line.
    fn paths(&self) -> Vec<&Path> {
        let Self { data, theta, gamma, labels, replicate, nuisance, nuisance_cov, nuisance_dirs, groups, .. } = self;
        let single = [data, theta, gamma, labels, replicate, nuisance, nuisance_cov, nuisance_dirs, groups];
        let several = self.views.iter().chain(&self.augment).map(|word| read::named_strength(word).1);
        single.into_iter().flatten().map(PathBuf::as_path).chain(several).collect()
    }
}

/// SHA-256 of the files, read in parts.
fn digests(paths: &[&Path]) -> Result<Vec<(String, String)>> {
    paths.iter().map(|path| Ok((base_name(path), file_digest(path)?))).collect()
}

/// The command that gives the same advice again, with files by their names alone.
fn command(arguments: &Arguments) -> String {
    let Arguments { data, theta, gamma, labels, replicate, nuisance, nuisance_cov, nuisance_dirs, groups, .. } =
        arguments;
    let mut line = String::from("jerc recommend");
    let mut add = |flag: &str, path: &Option<PathBuf>| {
        if let Some(path) = path {
            line += &format!(" --{flag} {}", files::word(&base_name(path)));
        }
    };
    for (flag, path) in [("data", data), ("theta", theta), ("gamma", gamma)] {
        add(flag, path);
    }
    for (flag, path) in [
        ("labels", labels),
        ("replicate", replicate),
        ("nuisance", nuisance),
        ("nuisance-cov", nuisance_cov),
        ("nuisance-dirs", nuisance_dirs),
        ("groups", groups),
    ] {
        add(flag, path);
    }
    for (flag, words) in [("views", &arguments.views), ("augment", &arguments.augment)] {
        let shown = words.iter().map(|word| {
            let (strength, path) = read::named_strength(word);
            let name = files::word(&base_name(path));
            strength.map_or(name.clone(), |strength| format!("{strength}={name}"))
        });
        let shown: Vec<String> = shown.collect();
        line += &if shown.is_empty() { String::new() } else { format!(" --{flag} {}", shown.join(" ")) };
    }
    let list = |values: &[f64]| values.iter().map(f64::to_string).collect::<Vec<_>>().join(",");
    for (flag, values) in [("alpha", &arguments.alpha), ("noise", &arguments.noise)] {
        line += &if values.is_empty() { String::new() } else { format!(" --{flag} {}", list(values)) };
    }
    line += &format!(" -k {}", arguments.k);
    line += if arguments.weight == WeightName::Raw { " --weight raw" } else { "" };
    line += if arguments.assume.is_some() { " --assume aligned" } else { "" };
    let Arguments { tolerance, level, folds, seed, .. } = arguments;
    line += &format!(" --tolerance {tolerance} --level {level} --folds {folds} --seed {seed}");
    line + &arguments.files.command_line()
}

/// The advice for people, and where its page is.
fn text(recommendation: &Recommendation<'_>, out: Option<&Path>) -> String {
    let mut lines = lines(recommendation);
    lines.extend(out.map(|folder| ("page", format!("open {} in a browser", folder.join("index.html").display()))));
    lines.iter().map(|(name, text)| format!("{name:<12} {text}\n")).collect()
}
