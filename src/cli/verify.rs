//! `jerc verify`: all claims, as a table and as a report.

use super::{Format, Outcome};
use crate::claims::{self, Context, Scale, Tier};
use crate::dataset::Dataset;
use crate::dataset::digits::load_digits;
use crate::dataset::idx::{Split, find_mnist, load_idx};
use crate::error::{Error, Result};
use crate::experiment::networks::{Images, Protocol, curves, table};
use crate::report::{self, Explaining, FigureFiles, SWEEPS, Subject};
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, clap::Parser)]
#[command(before_long_help = "\
Examples:
  jerc verify                                           # all claims on the digits, under a minute
  jerc verify --only theorem-3-1 table-1 --tier smoke   # two of them, quickly
  jerc verify --only planted-fault --tier smoke         # what a failure looks like (exit code 1)
  jerc verify --dataset mnist --data-dir DIR            # the paper's protocol on MNIST")]
pub(super) struct Arguments {
    /// The data behind the claims
    #[arg(long, value_enum, default_value = "digits")]
    dataset: DatasetName,
    /// Folder with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz; else $JERC_DATA_DIR,
    /// data/, ../shared/data
    #[arg(long, value_name = "DIR")]
    data_dir: Option<PathBuf>,
    /// Folder of the report: a new or empty one, or an earlier report
    #[arg(long, value_name = "DIR", default_value = "jerc-report")]
    out: PathBuf,
    /// Text for people or JSON for programs
    #[arg(long, value_enum, default_value = "text")]
    format: Format,
    #[arg(long, num_args = 1.., value_name = "NAME", help = format!("Only these claims: {}", claims::names()))]
    only: Vec<String>,
    /// Effort: under 10 s, under 60 s, everything
    #[arg(long, value_enum, default_value = "gate")]
    tier: TierName,
    /// Seed of everything random
    #[arg(long, default_value_t = SEED)]
    seed: u64,
}

/// The default seed: the paper's arXiv number.
const SEED: u64 = 250_512_477;

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DatasetName {
    /// The 1,797 embedded 8 x 8 digits
    Digits,
    /// The MNIST test set, from IDX files
    Mnist,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum TierName {
    /// Under 10 s
    Smoke,
    /// Under 60 s
    Gate,
    /// Everything
    Full,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let selected = claims::select(&arguments.only)?;
    let (raw, scale) = load(arguments)?;
    // Makes the folder: so only once the data are there.
    super::require_report_folder(&arguments.out)?;
    let tier = match arguments.tier {
        TierName::Smoke => Tier::Smoke,
        TierName::Gate => Tier::Gate,
        TierName::Full => Tier::Full,
    };
    let bar = super::progress_bar(selected.len() as u64, " claims");
    bar.set_message(format!("principal components of {}", raw.name()));
    let progress = |message: &str| bar.set_message(message.to_string());
    let context = Context::new(raw, scale, tier, arguments.seed, &progress)?;
    let gathered = claims::gather_all(&selected, &context, &|| bar.inc(1))?;
    bar.set_message("drawing");
    let gathers = |name| gathered.iter().any(|claim| claim.statement.name == name);
    let mut figures = if gathers("figures-3-4") { figures(&context)? } else { vec![] };
    if gathers("networks") {
        figures.extend(networks(&context)?);
    }
    bar.finish_and_clear();
    let summary = report::Summary::new(&context, arguments.seed, command(arguments), gathered)?;
    report::write(&arguments.out, &summary, &figures)?;
    let output = match arguments.format {
        Format::Json => super::json(&summary)?,
        Format::Text => format!(
            "{}\nNext: open {} in a browser.\n",
            report::text(&summary),
            arguments.out.join("index.html").display()
        ),
    };
    Ok(Outcome { output, code: u8::from(!summary.verified) })
}

/// The command that makes the same report, without folders: a report says nothing of the machine it
/// was made on.
fn command(arguments: &Arguments) -> String {
    let name = |value: Option<clap::builder::PossibleValue>| value.map_or_else(String::new, |v| v.get_name().into());
    let (dataset, tier) = (name(arguments.dataset.to_possible_value()), name(arguments.tier.to_possible_value()));
    let only = if arguments.only.is_empty() { String::new() } else { format!(" --only {}", arguments.only.join(" ")) };
    format!("jerc verify --dataset {dataset} --tier {tier} --seed {}{only}", arguments.seed)
}

/// The figures behind the claim on them.
fn figures(context: &Context<'_>) -> Result<Vec<FigureFiles>> {
    let (rows, plan) = (context.sweep()?, context.sweep_plan());
    let dataset = if context.scale == Scale::DIGITS { "digits" } else { "mnist" };
    let options = format!("--dataset {dataset} --seeds {}", plan.seeds);
    let subject = Subject::of_sweep(&plan, &context.raw, context.scale.components, options);
    let cells = context.cells()?;
    let sweeps = SWEEPS.into_iter().map(|sweep| FigureFiles::sweep(sweep, &rows, &cells, &subject));
    let explained = Subject::of_explaining(&context.raw, subject.options.clone());
    let explaining = Explaining::ALL
        .into_iter()
        .map(|kind| FigureFiles::explaining(kind, &context.scores, dataset, plan.seeds, &explained));
    let many = FigureFiles::many_signals(context.many_signals()?.to_vec(), &subject);
    sweeps.chain([many]).chain(explaining).collect()
}

/// The figures behind the claim on networks, which is on the digits whatever the data: none in a
/// smoke test, and the analogue of Table 1 with everything alone, since it trains for half an hour.
fn networks(context: &Context<'_>) -> Result<Vec<FigureFiles>> {
    let seeds = context.tier.pick(0, 1, 5);
    if seeds == 0 {
        return Ok(vec![]);
    }
    (context.progress)("training the networks of the figure");
    let (data, protocol) = (load_digits()?, Protocol::digits());
    let images = Images::digits(&data)?;
    let options = format!("--dataset digits --seeds {seeds}");
    let subject = Subject::of_networks(&data, &images, &protocol, options.clone());
    let mut figures = vec![FigureFiles::networks(curves::rows(&images, &protocol, seeds, &|| ())?, &subject)?];
    if context.tier == Tier::Full {
        (context.progress)("training the networks of the analogue of Table 1");
        let subject = Subject::of_table(&data, &images, &protocol, options);
        let rows = table::run(&images, &protocol, &table::cells(seeds), &|| ())?;
        figures.push(FigureFiles::table_1_analogue(rows, &subject)?);
    }
    Ok(figures)
}

fn load(arguments: &Arguments) -> Result<(Dataset, Scale)> {
    match arguments.dataset {
        DatasetName::Digits => Ok((super::digits(arguments.data_dir.as_deref())?, Scale::DIGITS)),
        DatasetName::Mnist => {
            let folder = arguments.data_dir.clone().or_else(find_mnist).ok_or_else(|| {
                Error::request(
                    "MNIST was not found in $JERC_DATA_DIR, data/ or ../shared/data",
                    "name the folder of t10k-images-idx3-ubyte.gz with --data-dir DIR",
                )
            })?;
            Ok((load_idx("MNIST test set", &folder, Split::Test)?, Scale::MNIST))
        }
    }
}
