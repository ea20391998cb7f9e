//! `jerc figures`: tables, drawings and a page.

use super::Outcome;
use crate::dataset::csv::read_csv;
use crate::dataset::idx::{Split, find_mnist, load_idx};
use crate::dataset::npy::{read_features, read_labels};
use crate::dataset::{Dataset, Features};
use crate::error::{Error, Result};
use crate::experiment::sweep::Plan;
use crate::experiment::sweep::{cells as cells_in_full, run as sweep};
use crate::model::pca::PrincipalComponents;
use crate::report::{self, Explaining, FigureFiles, SWEEPS, Subject};
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc figures                                         # on the embedded digits, at their own scale
  jerc figures fig3 --data counts.npy --labels types.npy --out cells   # on your own table
  jerc figures fig3 fig4 --dataset mnist --data-dir DIR --seeds 5 --out figures
`jerc example DIR` writes counts.npy and types.npy.",
    after_long_help = "\
fig3: weakest and strongest noise; fig4: all four levels. The others explain the propositions on
the small model (4 + 4): exact curves, with what samples and minimisers find.
Each figure gets NAME.csv, NAME.svg and NAME.png in the folder; index.html shows them all.
The paper publishes no seeds: these are our own draws of its protocol.
Your own table is taken at the paper's scale."
)]
pub(super) struct Arguments {
    /// Which figures; all of them by default
    #[arg(value_enum)]
    names: Vec<Name>,
    /// The data behind the figures
    #[arg(long, value_enum, default_value = "digits")]
    dataset: DatasetName,
    /// Folder with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz; for mnist else
    /// $JERC_DATA_DIR, data/, ../shared/data
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    data_dir: Option<PathBuf>,
    /// Your own samples instead, n x p: .npy, or .csv with a header line and a column `label`
    #[arg(long, value_name = "X.npy|X.csv", conflicts_with = "dataset")]
    data: Option<PathBuf>,
    /// Labels of --data X.npy: classes or targets
    #[arg(long, value_name = "Y.npy", requires = "data")]
    labels: Option<PathBuf>,
    /// Number of seeds, 0, 1, ...
    #[arg(long, default_value_t = 5, value_parser = clap::value_parser!(u64).range(1..=1000))]
    seeds: u64,
    /// Folder of the figures: a new or empty one, or an earlier report
    #[arg(long, value_name = "DIR", default_value = "jerc-figures")]
    out: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Name {
    /// Weak and strong noise
    Fig3,
    /// All noise levels
    Fig4,
    /// Eigenvalues of both pencils against α
    Spectrum,
    /// Both thresholds against the noise variance
    Phase,
    /// Empirical thresholds against n
    FiniteN,
    /// Distances against α and n, with the predicted constants
    Rates,
    /// Angles to the supervised rows where noise overlaps the signal
    Overlap,
}

impl Name {
    fn explaining(self) -> Option<Explaining> {
        match self {
            Self::Fig3 | Self::Fig4 => None,
            Self::Spectrum => Some(Explaining::Spectrum),
            Self::Phase => Some(Explaining::Phase),
            Self::FiniteN => Some(Explaining::FiniteN),
            Self::Rates => Some(Explaining::Rates),
            Self::Overlap => Some(Explaining::Overlap),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DatasetName {
    /// The 1,797 embedded 8 x 8 digits
    Digits,
    /// The MNIST test set, from IDX files
    Mnist,
    /// The Fashion-MNIST test set, from IDX files
    Fashion,
    /// The Kuzushiji-MNIST test set, from IDX files
    Kuzushiji,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (data, short) = load(arguments)?;
    let digits = arguments.data.is_none() && arguments.dataset == DatasetName::Digits;
    let (kept, mut plan) = if digits {
        (Plan::COMPONENTS_DIGITS, Plan::digits(data.n(), arguments.seeds))
    } else {
        (Plan::COMPONENTS_PAPER, Plan::paper(data.n(), arguments.seeds))
    };
    super::require_report_folder(&arguments.out)?;
    let names = if arguments.names.is_empty() { Name::value_variants() } else { &arguments.names };
    if !names.contains(&Name::Fig4)
        && let [weakest, .., strongest] = plan.noise_maxima[..]
    {
        plan.noise_maxima = vec![weakest, strongest];
    }
    let swept = names.iter().any(|name| name.explaining().is_none());
    let cells = if swept { plan.noise_maxima.len() as u64 * plan.sizes.len() as u64 * plan.seeds } else { 0 };
    let explaining: Vec<Explaining> =
        Explaining::ALL.into_iter().filter(|kind| names.iter().any(|name| name.explaining() == Some(*kind))).collect();
    let bar = super::progress_bar(cells + explaining.len() as u64, "");
    bar.set_message(format!("principal components of {}", data.name()));
    let components = PrincipalComponents::fit(&data, kept)?;
    let mut figures: Vec<FigureFiles> = vec![];
    if swept {
        bar.set_message("cells of the sweep");
        let rows = sweep(&plan, &components, &short, &|| bar.inc(1)).map_err(name_labels)?;
        let in_full = cells_in_full(&plan, &components)?;
        let subject = Subject::of_sweep(&plan, &data, kept, options(arguments));
        for (sweep, name) in SWEEPS.into_iter().zip([Name::Fig3, Name::Fig4]) {
            if names.contains(&name) {
                figures.push(FigureFiles::sweep(sweep, &rows, &in_full, &subject)?);
            }
        }
    }
    let scores = components.scores()?;
    let subject = Subject::of_explaining(&data, options(arguments));
    for kind in explaining {
        bar.set_message(kind.name());
        figures.push(FigureFiles::explaining(kind, &scores, &short, arguments.seeds, &subject)?);
        bar.inc(1);
    }
    let about = format!("{}, n = {}, p = {} features.", data.name(), data.n(), data.d());
    report::write_figures(&arguments.out, &figures, &about)?;
    bar.finish_and_clear();
    let path = |name: &str| arguments.out.join(name).display().to_string();
    let tables: String = figures.iter().map(|figure| path(&format!("{}.csv", figure.name)) + "\n").collect();
    Ok(Outcome::done(format!("{tables}Next: open {} in a browser.\n", path("index.html"))))
}

/// The options that give the labels which a sweep misses.
fn name_labels(error: Error) -> Error {
    match error {
        Error::BadRequest { problem, .. } => {
            Error::BadRequest { problem, remedy: "give --labels Y.npy, or a table with a column `label`".into() }
        }
        other => other,
    }
}

/// The options that make the same figures again.
fn options(arguments: &Arguments) -> String {
    let mut source = match (&arguments.data, arguments.dataset.to_possible_value()) {
        (Some(path), _) => format!("--data {}", super::base_name(path)),
        (None, Some(value)) => format!("--dataset {}", value.get_name()),
        (None, None) => String::new(),
    };
    if let Some(path) = &arguments.labels {
        source.push_str(&format!(" --labels {}", super::base_name(path)));
    }
    format!("{source} --seeds {}", arguments.seeds)
}

/// The data and a short name for the table.
fn load(arguments: &Arguments) -> Result<(Dataset, String)> {
    if let Some(path) = &arguments.data {
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        if path.extension().is_some_and(|extension| extension == "csv") {
            if arguments.labels.is_some() {
                return Err(Error::request(
                    "--labels does not go with a table",
                    "put the classes into its column `label`",
                ));
            }
            let table = read_csv(path, None)?;
            let features = Features::real(table.features().rows().into_owned(), table.d())?;
            return Ok((Dataset::new(name.clone(), features, table.labels().cloned())?, name));
        }
        let labels = arguments.labels.as_deref().map(read_labels).transpose()?;
        return Ok((Dataset::new(name.clone(), read_features(path)?, labels)?, name));
    }
    let idx = |title: &str, short: &str, folder: Option<PathBuf>| {
        let folder = folder.ok_or_else(|| {
            Error::request(
                format!("where the files of {title} are is not known"),
                "name the folder of t10k-images-idx3-ubyte.gz with --data-dir DIR",
            )
        })?;
        Ok((load_idx(title, &folder, Split::Test)?, short.to_string()))
    };
    let named = arguments.data_dir.clone();
    match arguments.dataset {
        DatasetName::Digits => Ok((super::digits(named.as_deref())?, "digits".into())),
        DatasetName::Mnist => idx("MNIST test set", "mnist", named.or_else(find_mnist)),
        DatasetName::Fashion => idx("Fashion-MNIST test set", "fashion", named),
        DatasetName::Kuzushiji => idx("Kuzushiji-MNIST test set", "kuzushiji", named),
    }
}
