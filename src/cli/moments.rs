//! `jerc moments`: sums over samples, to be merged and solved from.

use super::Outcome;
use super::files::{self, FileOptions};
use super::inputs::require_output;
use crate::dataset::{open, read_moments};
use crate::error::{Error, Result};
use crate::moments::Sums;
use crate::output::{Array, write_npz};
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc moments X1.npy --labels y1.npy -o one.moments
  jerc moments X2.npy --labels y2.npy -o two.moments
  jerc moments --merge one.moments two.moments -o all.moments
  jerc solve je --moments all.moments --augment mask.json -k 10
`jerc example DIR` writes these files.",
    after_long_help = format!("\
The file holds all that solve, certify and thresholds need of samples: give it as --moments.
Sums of integers are exact, and so is merging them, in any order. Other sums lose 51 u
(u = 2^-53) relative to the roots of their diagonal, with --twice 2^-90; a merge adds 2^-100.
The format is an archive of numpy.savez with arrays of f8, so that other engines can write parts:
  version        [1]
  shape          [d, l]
  high, low      sums of (x, y, 1)'(x, y, 1) as high + low, order d + l + 1; low may be 0
  rounding       [what the sums lose, as above; n 2^-53 for plain sums; 0 for exact ones]
  counts         [1 if all features are integers >= 0, else 0]

{}", files::help())
)]
pub(super) struct Arguments {
    /// Samples, n x d: .npy (read in blocks), .npz, .csv, ...
    #[arg(value_name = "X.npy", required_unless_present = "merge", conflicts_with = "merge")]
    data: Option<PathBuf>,
    /// Classes or targets of the n samples, if X has none; classes are numbers from 0 on, so that
    /// parts agree on them
    #[arg(long, value_name = "Y.npy", conflicts_with = "merge")]
    labels: Option<PathBuf>,
    /// Sum in twice the precision of f64, some twenty times the work
    #[arg(long, conflicts_with = "merge")]
    twice: bool,
    /// Add these files instead
    #[arg(long, value_name = "PART.moments", num_args = 1..)]
    merge: Vec<PathBuf>,
    /// Write the sums to this file
    #[arg(short, long, value_name = "OUT.moments")]
    output: PathBuf,
    #[command(flatten)]
    files: FileOptions,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let output = &arguments.output;
    let inputs = arguments.data.iter().chain(&arguments.labels).chain(&arguments.merge);
    require_output(output, "-o", inputs)?;
    let mut said = String::new();
    let sums = match &arguments.data {
        Some(data) => {
            let samples = open(data, arguments.labels.as_deref(), &arguments.files.reading(true))?;
            said = samples.notes().iter().map(|note| format!("{note}\n")).collect();
            samples.sums(arguments.twice)?
        }
        None => merged(&arguments.merge)?,
    };
    let (high, low) = (sums.gram().map(|v| v.0), sums.gram().map(|v| v.1));
    write_npz(
        output,
        &[
            ("version", Array::Vector(&[1.0])),
            ("shape", Array::Vector(&[sums.dimension() as f64, sums.labels() as f64])),
            ("high", Array::Matrix(&high)),
            ("low", Array::Matrix(&low)),
            ("rounding", Array::Vector(&[sums.rounding()])),
            ("counts", Array::Vector(&[f64::from(u8::from(sums.counts()))])),
        ],
    )?;
    let kept = match sums.rounding() {
        0.0 => "exact".into(),
        rounding => format!("rounding below {rounding:.1e}"),
    };
    let (n, d, l) = (sums.count(), sums.dimension(), sums.labels());
    let labels = match (l, sums.classes()) {
        (0, _) => String::new(),
        (_, Some(classes)) => format!(" ({classes} classes)"),
        (1, None) => " (1 target)".into(),
        (_, None) => format!(" ({l} targets)"),
    };
    Ok(Outcome::done(format!("{said}{}: n = {n}, d = {d}, l = {l}{labels}, sums {kept}\n", output.display())))
}

fn merged(parts: &[PathBuf]) -> Result<Sums> {
    let mut sums: Option<Sums> = None;
    for path in parts {
        let part = read_moments(path)?;
        match &mut sums {
            None => sums = Some(part),
            Some(sums) => {
                sums.merge(&part).map_err(|error| Error::file(path, error.to_string(), "merge like parts"))?
            }
        }
    }
    sums.ok_or_else(|| Error::request("nothing to merge", "name .moments files after --merge"))
}
