//! `jerc figures`: tables, drawings and a page.

use super::Outcome;
use super::files::{self, FileOptions};
use crate::dataset::idx::{Split, find_mnist, load_idx};
use crate::dataset::{Dataset, open};
use crate::error::{Error, Result};
use crate::experiment::networks::{Images, Protocol, curves, table};
use crate::experiment::sweep::Plan;
use crate::experiment::sweep::{cells as cells_in_full, run as sweep};
use crate::experiment::{explain, many_signals};
use crate::model::pca::PrincipalComponents;
use crate::report::{self, Explaining, FigureFiles, MANY_SIGNALS, SWEEPS, Subject};
use clap::ValueEnum;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc figures                                         # on the embedded digits, at their own scale
  jerc figures fig3 --data counts.npy --labels types.npy --out cells   # on your own samples
  jerc figures fig3 spectrum --data flowers.csv --label-column species --out flowers   # a table
  jerc figures fig3 fig4 --dataset mnist --data-dir DIR --seeds 5 --out figures
`jerc example DIR` writes these files.",
    after_long_help = format!("\
fig3: weakest and strongest noise; fig4: all four levels. Those up to overlap explain the
propositions on the small model (4 + 4): exact curves, with what samples and minimisers find.
small-networks and table-1-analogue train small networks on the digits or on images in MNIST's
form: a minute and twenty minutes on two cores for 5 seeds of the digits. They are made if they are
named.
Each figure gets NAME.csv, NAME.svg and NAME.png in the folder; index.html shows them all.
The paper publishes no seeds: these are our own draws of its protocol.
Your own samples are taken at the paper's scale, with as many components as they have, 50 at most.
An IDX data set is found by its names, like t10k-images-idx3-ubyte.gz or
emnist-letters-test-images-idx3-ubyte; its classes are the labels that occur.

{}", files::help())
)]
pub(super) struct Arguments {
    /// Which figures; by default all that train no network
    #[arg(value_enum)]
    names: Vec<Name>,
    /// The data behind the figures
    #[arg(long, value_enum, default_value = "digits")]
    dataset: DatasetName,
    /// Folder with t10k-images-idx3-ubyte.gz and t10k-labels-idx1-ubyte.gz; for mnist else
    /// $JERC_DATA_DIR, data/, ../shared/data
    #[arg(long, value_name = "DIR", conflicts_with = "data")]
    data_dir: Option<PathBuf>,
    /// Your own samples instead, n x p: .npy, .npz, .csv, ...
    #[arg(long, value_name = "X.npy|X.csv", conflicts_with = "dataset")]
    data: Option<PathBuf>,
    /// Labels of --data, if it has none
    #[arg(long, value_name = "Y.npy", requires = "data")]
    labels: Option<PathBuf>,
    /// Principal components that are kept; by default 50 (digits: 20), or as many as there are
    #[arg(long, value_name = "K")]
    components: Option<usize>,
    /// Which half of an IDX data set
    #[arg(long, value_enum, default_value = "test")]
    split: SplitName,
    #[command(flatten)]
    files: FileOptions,
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
    /// Joint-embedding in fig3 at small n, beside what is predicted there, on whatever data
    FiniteNMnist,
    /// Thresholds against m/n, and what is explained against α²
    HighDimension,
    /// Distances against α and n, with the predicted constants
    Rates,
    /// Angles to the supervised rows where noise overlaps the signal
    Overlap,
    /// Eigenvalues over all encoders against the strength of the augmentation
    Harmonics,
    /// Small trained networks and closed forms against α and noise
    #[value(name = "small-networks")]
    Networks,
    /// Six methods on corrupted images, trained at a small size
    #[value(name = "table-1-analogue")]
    Table1Analogue,
}

impl Name {
    fn is_swept(self) -> bool {
        matches!(self, Self::Fig3 | Self::Fig4)
    }

    fn is_trained(self) -> bool {
        matches!(self, Self::Networks | Self::Table1Analogue)
    }

    fn explaining(self) -> Option<Explaining> {
        match self {
            Self::Fig3 | Self::Fig4 | Self::FiniteNMnist | Self::Networks | Self::Table1Analogue => None,
            Self::Spectrum => Some(Explaining::Spectrum),
            Self::Phase => Some(Explaining::Phase),
            Self::FiniteN => Some(Explaining::FiniteN),
            Self::HighDimension => Some(Explaining::HighDimension),
            Self::Rates => Some(Explaining::Rates),
            Self::Overlap => Some(Explaining::Overlap),
            Self::Harmonics => Some(Explaining::Harmonics),
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum DatasetName {
    /// The 1,797 embedded 8 x 8 digits
    Digits,
    /// MNIST or a data set in its form, from IDX files
    Mnist,
    /// Fashion-MNIST, likewise
    Fashion,
    /// Kuzushiji-MNIST, likewise
    Kuzushiji,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum SplitName {
    /// 10,000 images of MNIST
    Test,
    /// 60,000
    Train,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (data, short, notes) = load(arguments)?;
    let digits = arguments.data.is_none() && arguments.dataset == DatasetName::Digits;
    let (kept, mut plan) = if digits {
        (Plan::COMPONENTS_DIGITS, Plan::digits(data.n(), arguments.seeds))
    } else {
        (Plan::COMPONENTS_PAPER, Plan::paper(data.n(), arguments.seeds))
    };
    let spinner = super::spinner("principal components");
    let components = components(arguments, &data, kept)?;
    let kept = components.count();
    drop(spinner);
    super::require_report_folder(&arguments.out)?;
    let all = || Name::value_variants().iter().copied().filter(|name| !name.is_trained()).collect();
    let names: Vec<Name> = if arguments.names.is_empty() { all() } else { arguments.names.clone() };
    let trains = names.iter().any(|name| name.is_trained()).then(|| images(arguments, &data)).transpose()?;
    if !names.contains(&Name::Fig4)
        && let [weakest, .., strongest] = plan.noise_maxima[..]
    {
        plan.noise_maxima = vec![weakest, strongest];
    }
    let swept = names.iter().any(|name| name.is_swept());
    let cells = if swept { plan.noise_maxima.len() as u64 * plan.sizes.len() as u64 * plan.seeds } else { 0 };
    let explaining: Vec<Explaining> =
        Explaining::ALL.into_iter().filter(|kind| names.iter().any(|name| name.explaining() == Some(*kind))).collect();
    let explaining = of_components(arguments, explaining, components.count())?;
    let (seeds, trained) = (arguments.seeds, |name| names.contains(&name));
    let networks = if trained(Name::Networks) { curves::count(seeds) } else { 0 };
    let analogue = if trained(Name::Table1Analogue) { table::cells(seeds) } else { vec![] };
    let bar = super::progress_bar(cells + (explaining.len() + networks + analogue.len()) as u64, "");
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
    if names.contains(&Name::FiniteNMnist) {
        bar.set_message(MANY_SIGNALS.0);
        let rows = many_signals::run(&plan, &components, &short).map_err(name_labels)?;
        let subject = Subject::of_sweep(&plan, &data, kept, options(arguments));
        figures.push(FigureFiles::many_signals(rows, &subject)?);
    }
    let scores = components.scores()?;
    let subject = Subject::of_explaining(&data, options(arguments));
    for kind in explaining {
        bar.set_message(kind.name());
        figures.push(FigureFiles::explaining(kind, &scores, &short, arguments.seeds, &subject)?);
        bar.inc(1);
    }
    if let Some((images, protocol)) = trains {
        bar.set_message("networks");
        if trained(Name::Networks) {
            let rows = curves::rows(&images, &protocol, seeds, &|| bar.inc(1))?;
            let subject = Subject::of_networks(&data, &images, &protocol, options(arguments));
            figures.push(FigureFiles::networks(rows, &subject)?);
        }
        if trained(Name::Table1Analogue) {
            let rows = table::run(&images, &protocol, &analogue, &|| bar.inc(1))?;
            let subject = Subject::of_table(&data, &images, &protocol, options(arguments));
            figures.push(FigureFiles::table_1_analogue(rows, &subject)?);
        }
    }
    let about = format!("{}, n = {}, p = {} features.", data.name(), data.n(), data.d());
    report::write_figures(&arguments.out, &figures, &about)?;
    bar.finish_and_clear();
    let path = |name: &str| arguments.out.join(name).display().to_string();
    let tables: String = figures.iter().map(|figure| path(&format!("{}.csv", figure.name)) + "\n").collect();
    let notes: String = notes.iter().map(|note| format!("{short}: {note}\n")).collect();
    Ok(Outcome::done(format!("{notes}{tables}Next: open {} in a browser.\n", path("index.html"))))
}

/// What networks are trained on: images, of which no file of samples knows the size and the scale.
fn images(arguments: &Arguments, data: &Dataset) -> Result<(Images, Protocol)> {
    match (&arguments.data, arguments.dataset) {
        (Some(path), _) => {
            let problem = "small-networks and table-1-analogue are trained on images, not on samples of any kind";
            Err(Error::file(path, problem, "name a --dataset, or ask for other figures"))
        }
        (None, DatasetName::Digits) => Ok((Images::digits(data)?, Protocol::digits())),
        (None, _) => Ok((Images::mnist(data)?, Protocol::mnist())),
    }
}

/// Those of the explaining figures that the data allow; refused if one was asked for by name.
fn of_components(arguments: &Arguments, kinds: Vec<Explaining>, components: usize) -> Result<Vec<Explaining>> {
    let needed = explain::DIMENSIONS.0;
    let (fit, rest): (Vec<_>, Vec<_>) = kinds.into_iter().partition(|kind| components >= needed || kind.stands_alone());
    match (rest.first(), &arguments.data) {
        (Some(kind), Some(path)) if !arguments.names.is_empty() => {
            let problem = format!("{} needs {needed} principal components, and there are {components}", kind.name());
            Err(Error::file(
                path,
                problem,
                "ask for fig3, fig4, overlap, harmonics or high-dimension, which need fewer",
            ))
        }
        _ => Ok(fit),
    }
}

/// The options that give the labels which a sweep misses.
fn name_labels(error: Error) -> Error {
    match error {
        Error::BadRequest { problem, .. } => {
            Error::BadRequest { problem, remedy: "give --labels Y.npy, or --label-column NAME of a table".into() }
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
    source += &arguments.files.command_line();
    if arguments.split == SplitName::Train {
        source.push_str(" --split train");
    }
    if let Some(components) = arguments.components {
        source.push_str(&format!(" --components {components}"));
    }
    format!("{source} --seeds {}", arguments.seeds)
}

/// The data, a short name for the table, and what is to be said of them.
fn load(arguments: &Arguments) -> Result<(Dataset, String, Vec<String>)> {
    if let Some(path) = &arguments.data {
        let name = path.file_stem().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let samples = open(path, arguments.labels.as_deref(), &arguments.files.reading(false))?;
        let data = samples.load()?;
        let data = Dataset::new(name.clone(), data.features().clone(), data.labels().cloned())?;
        let mut notes = samples.notes().to_vec();
        notes.extend(samples.label_count().map(|(kind, count)| format!("labels: {count} {kind}")));
        return Ok((data, name, notes));
    }
    let (split, half) = match arguments.split {
        SplitName::Test => (Split::Test, "test"),
        SplitName::Train => (Split::Train, "training"),
    };
    let idx = |title: &str, short: &str, folder: Option<PathBuf>| {
        let folder = folder.ok_or_else(|| {
            Error::request(
                format!("where the files of {title} are is not known"),
                "name the folder of t10k-images-idx3-ubyte.gz with --data-dir DIR",
            )
        })?;
        Ok((load_idx(&format!("{title} {half} set"), &folder, split)?, short.to_string(), vec![]))
    };
    let named = arguments.data_dir.clone();
    match arguments.dataset {
        DatasetName::Digits => Ok((super::digits(named.as_deref())?, "digits".into(), vec![])),
        DatasetName::Mnist => idx("MNIST", "mnist", named.or_else(find_mnist)),
        DatasetName::Fashion => idx("Fashion-MNIST", "fashion", named),
        DatasetName::Kuzushiji => idx("Kuzushiji-MNIST", "kuzushiji", named),
    }
}

/// Figures without a component are none: of what the data allow, and no more than asked or usual.
fn components(arguments: &Arguments, data: &Dataset, usual: usize) -> Result<PrincipalComponents> {
    let found = match arguments.components {
        Some(wanted) => PrincipalComponents::fit(data, wanted),
        None => PrincipalComponents::up_to(data, usual),
    };
    found.map_err(|error| match (error, &arguments.data) {
        (Error::OutOfRange { requirement, found, .. }, Some(path)) => {
            let problem = format!("the number of principal components must be {requirement}, found {found}");
            Error::file(path, problem, "give another --components K")
        }
        (error, _) => error,
    })
}
