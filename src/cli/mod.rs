//! The command line: arguments in, data on stdout, messages on stderr, an exit code.
//!
//! Exit codes: 0 verified or done, 1 a claim failed, 2 bad usage or bad input (one line on stderr:
//! what, where, what to do), 3 a certificate was rejected, 4 undecided (`recommend`), 130 interrupted
//! (nothing is left half-written).

mod answer;
mod audit;
mod blocks;
mod certify;
mod check;
mod completions;
mod example;
mod families;
mod figures;
mod files;
mod finite;
mod front;
mod inputs;
mod man;
mod moments;
mod recommend;
mod recovery;
mod rocq;
mod solve;
mod thresholds;
mod verify;

use crate::dataset::{Dataset, digits::load_digits};
use crate::error::{Error, Result};
use crate::output;
use clap::{FromArgMatches, Parser, Subcommand, ValueEnum};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressFinish, ProgressStyle};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;
use std::time::Duration;

/// Verifies the linear theory of joint-embedding against reconstruction, exactly where it can be.
#[derive(Debug, Parser)]
#[command(
    version,
    max_term_width = 110,
    long_about = "\
Verifies the linear theory of joint-embedding against reconstruction, exactly where it can be.
Without a command: `jerc verify`, all claims on the embedded digits, with a report in ./jerc-report.",
    after_help = "Exit codes: 0 done, 1 claim failed, 2 bad input, 3 certificate rejected, 4 undecided, 130 stopped."
)]
struct Cli {
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Verify the numbered statements of the paper and write a report
    Verify(verify::Arguments),
    /// Exact alignment thresholds α_RC² and α_JE², and which paradigm needs less
    Thresholds(thresholds::Arguments),
    /// Which paradigm for your data and augmentations, at which strength, or undecided
    Recommend(recommend::Arguments),
    /// Solve joint-embedding, reconstruction or supervised learning in closed form
    Solve(solve::Arguments),
    /// Prove the optimum of a problem: write a certificate that anyone can check
    Certify(certify::Arguments),
    /// Sum samples into a small file, to be merged and solved from
    Moments(moments::Arguments),
    /// Check certificates in exact arithmetic
    Check(check::Arguments),
    /// Write a certificate as a Rocq (Coq) theorem
    Rocq(rocq::Arguments),
    /// Reproduce the figures of the linear experiments: tables, drawings and a page
    Figures(figures::Arguments),
    /// Print the audit ledger: statements of the paper that need a correction or a remark
    Audit(audit::Arguments),
    /// List the augmentation families with their formulas
    Families(families::Arguments),
    /// Write small inputs on which every command runs
    Example(example::Arguments),
    /// Print the script by which a shell completes commands and options
    Completions(completions::Arguments),
    /// Print a manual page
    Man(man::Arguments),
}

/// How to print the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// For programs
    Json,
}

/// The exit code after Ctrl-C: 128 + SIGINT, as shells count.
const INTERRUPTED: i32 = 130;

/// What a command leaves: text for stdout and the exit code.
struct Outcome {
    output: String,
    code: u8,
}

impl Outcome {
    fn done(output: String) -> Self {
        Self { output, code: 0 }
    }
}

/// Runs the program on the process's arguments.
pub fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match parse(&arguments) {
        Ok(cli) => cli,
        Err(error) if error.use_stderr() => return refuse(&one_line(&error.render().to_string(), &arguments)),
        // Help and version are output, not errors.
        Err(help) => return emit(&help.render().to_string(), ExitCode::SUCCESS),
    };
    // Without a handler the program would just end, and leave a partial file behind.
    if let Err(error) = ctrlc::set_handler(|| {
        output::abandon();
        std::process::exit(INTERRUPTED);
    }) {
        return refuse(&format!("no handler for Ctrl-C could be set: {error}"));
    }
    let steps = if cli.command.is_none() { front::next_steps(std::io::stdout().is_terminal()) } else { "" };
    match run(cli) {
        Ok(outcome) => emit(&(outcome.output + steps), ExitCode::from(outcome.code)),
        Err(error) => refuse(&format!("{error}{}", remedy(&error))),
    }
}

fn parse(arguments: &[OsString]) -> std::result::Result<Cli, clap::Error> {
    let mut command = front::command();
    let matches = command.try_get_matches_from_mut(arguments)?;
    Cli::from_arg_matches(&matches).map_err(|error| error.format(&mut command))
}

fn run(cli: Cli) -> Result<Outcome> {
    match cli.command.unwrap_or_else(|| Command::Verify(verify::Arguments::parse_from(["jerc"]))) {
        Command::Verify(arguments) => verify::run(&arguments),
        Command::Thresholds(arguments) => thresholds::run(&arguments),
        Command::Recommend(arguments) => recommend::run(&arguments),
        Command::Solve(arguments) => solve::run(&arguments),
        Command::Certify(arguments) => certify::run(&arguments),
        Command::Moments(arguments) => moments::run(&arguments),
        Command::Check(arguments) => check::run(&arguments),
        Command::Rocq(arguments) => rocq::run(&arguments),
        Command::Figures(arguments) => figures::run(&arguments),
        Command::Audit(arguments) => audit::run(&arguments),
        Command::Families(arguments) => families::run(&arguments),
        Command::Example(arguments) => example::run(&arguments),
        Command::Completions(arguments) => Ok(completions::run(&arguments)),
        Command::Man(arguments) => man::run(&arguments),
    }
}

/// What to do about errors of the library that know no command line.
fn remedy(error: &Error) -> &'static str {
    match error {
        Error::NoLabels { .. } => "; give --labels Y.npy",
        Error::Coupled { what: "theta", .. } => " (jerc audit, block-diagonal-theta)",
        Error::Coupled { .. } => " (jerc verify --only leakage)",
        _ => "",
    }
}

fn emit(text: &str, code: ExitCode) -> ExitCode {
    let mut stdout = std::io::stdout().lock();
    match stdout.write_all(text.as_bytes()).and_then(|()| stdout.flush()) {
        Ok(()) => code,
        // The reader has seen enough (`jerc ... | head`).
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => code,
        Err(error) => refuse(&format!("standard output: {error}")),
    }
}

fn refuse(message: &str) -> ExitCode {
    // Nothing is left to do if stderr is closed too.
    let _ = writeln!(std::io::stderr(), "jerc: {}", message.replace(['\n', '\r'], " "));
    ExitCode::from(2)
}

/// clap's message without its usage block, on one line, with the help of the command that was given.
fn one_line(rendered: &str, arguments: &[OsString]) -> String {
    let body = rendered.split("\n\nUsage: ").next().unwrap_or_default();
    let body = body.split("\n\nFor more").next().unwrap_or_default().replace("\n\n  tip:", "; tip:");
    let message = body.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_command = |word: &&str| front::command().find_subcommand(word).is_some();
    let given = arguments.get(1).and_then(|word| word.to_str()).filter(is_command);
    let command = given.map_or(String::new(), |word| format!(" {word}"));
    format!("{}; see `jerc{command} --help`", message.strip_prefix("error: ").unwrap_or(&message))
}

/// The embedded digits, which read no folder.
fn digits(data_dir: Option<&Path>) -> Result<Dataset> {
    if data_dir.is_some() {
        return Err(Error::request(
            "--data-dir names a folder that the embedded digits do not read",
            "add --dataset mnist",
        ));
    }
    load_digits()
}

/// A file's name without its folder: what is written says nothing of the machine it was made on.
fn base_name(path: &Path) -> String {
    path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// A bar on a terminal, nothing when stderr is piped.
fn progress_bar(steps: u64, unit: &str) -> ProgressBar {
    let bar = ProgressBar::with_draw_target(Some(steps), ProgressDrawTarget::stderr());
    if let Ok(style) =
        ProgressStyle::with_template(&format!("{{bar:24}} {{pos}}/{{len}}{unit}  {{elapsed}}  {{wide_msg}}"))
    {
        bar.set_style(style);
    }
    bar
}

/// Shows on a terminal that work goes on, and at what, until it is dropped; nothing elsewhere.
fn spinner(message: &'static str) -> ProgressBar {
    let spinner =
        ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_finish(ProgressFinish::AndClear);
    spinner.enable_steady_tick(Duration::from_millis(200));
    spinner.set_message(message);
    spinner
}

/// The folder of a report may be written; else the option that names another.
fn require_report_folder(folder: &Path) -> Result<()> {
    crate::report::require_report_folder(folder).map_err(|error| match error {
        Error::BadFile { path, problem, remedy } => Error::file(path, problem, format!("{remedy} with --out DIR")),
        other => other,
    })
}

/// Pretty JSON with a newline at its end.
fn json(value: &impl serde::Serialize) -> Result<String> {
    serde_json::to_string_pretty(value)
        .map(|text| text + "\n")
        .map_err(|error| Error::request(format!("the result has no JSON form: {error}"), "please report this"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_are_consistent() {
        front::command().debug_assert();
    }

    #[test]
    fn usage_errors_fit_one_line() {
        for (arguments, help) in [
            (&["jerc", "solve"][..], "see `jerc solve --help`"),
            (&["jerc", "verify", "--tier", "huge"], "see `jerc verify --help`"),
            (&["jerc", "--tier", "huge"], "see `jerc --help`"),
            (&["jerc", "nonsense"], "see `jerc --help`"),
            (&["jerc", "families", "x"], "see `jerc families --help`"),
            (&["renamed", "check"], "see `jerc check --help`"),
            (
                &["jerc", "recommend", "--view", "V.npy"],
                "; tip: a similar argument exists: '--views'; see `jerc recommend --help`",
            ),
        ] {
            let arguments: Vec<OsString> = arguments.iter().map(OsString::from).collect();
            let error = parse(&arguments).expect_err("accepted");
            let line = one_line(&error.render().to_string(), &arguments);
            assert!(!line.contains('\n') && !line.contains("Usage") && line.len() > 20, "{line}");
            assert!(line.ends_with(help), "{line}");
        }
    }
}
