//! The files of a figure: table, drawing, picture. The drawing is made from the text of the table,
//! which is what a reader can check.

use super::{json, plot, spectrum};
use crate::dataset::Dataset;
use crate::error::{Error, Result};
use crate::experiment::networks::table::contrasts::Results;
use crate::experiment::networks::{Images, Protocol, sweep as trained, table};
use crate::experiment::sweep::{Cell, Plan, Row};
use crate::experiment::{explain, harmonics, high_dimension, many_signals, overlap, read_csv, to_csv};
use crate::model::Noise;
use crate::output::{Array, npz};
use serde::Serialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// The figures of the sweep: name and title.
pub const SWEEPS: [(&str, &str); 2] = [
    ("fig3", "Weak and strong noise: what training on corrupted data costs (paper, Figure 3)"),
    ("fig4", "Four noise levels: what training on corrupted data costs (paper, Figure 4)"),
];

/// The figure on the sweep's joint-embedding at small n: name and title.
pub const MANY_SIGNALS: (&str, &str) =
    ("finite-n-mnist", "Joint-embedding in Figure 3 at small n: measured and predicted (beyond Proposition 4.4)");

/// The figure of small trained networks: name and title.
pub const NETWORKS: (&str, &str) = ("small-networks", "Small networks: strong noise spares JE, weak noise RC");

/// The figure of small networks on corrupted images: name and title.
pub const TABLE_1_ANALOGUE: (&str, &str) =
    ("table-1-analogue", "Small networks on corrupted images (an analogue of the paper's Table 1)");

/// Some cells of the sweep in full: their arrays for numpy, and their gaps.
const CELLS: [&str; 2] = ["cells.npz", "cells.json"];

/// The figures that explain the propositions.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explaining {
    /// Eigenvalues against α.
    Spectrum,
    /// Thresholds against the noise variance.
    Phase,
    /// Empirical thresholds against n.
    FiniteN,
    /// Distances against α and n.
    Rates,
    /// Angles to the supervised rows against the overlap of noise and signal.
    Overlap,
    /// Thresholds against m/n, and explained fractions against α².
    HighDimension,
    /// Eigenvalues over all encoders against the strength of the augmentation.
    Harmonics,
}

impl Explaining {
    /// All of them, in the order of the page.
    pub const ALL: [Self; 7] =
        [Self::Spectrum, Self::Phase, Self::FiniteN, Self::HighDimension, Self::Rates, Self::Overlap, Self::Harmonics];

    /// Whether it has a setting of its own, whatever the data.
    pub fn stands_alone(self) -> bool {
        matches!(self, Self::Overlap | Self::HighDimension | Self::Harmonics)
    }

    /// The name of its files, and on the command line.
    pub fn name(self) -> &'static str {
        self.words().0
    }

    /// The claims that it shows, the most closely related first.
    fn claims(self) -> &'static [&'static str] {
        match self {
            Self::Spectrum => &["proposition-4-3", "proposition-4-4"],
            Self::Phase => &["corollary-4-5", "straddle-rule"],
            Self::FiniteN => &["finite-samples"],
            Self::Rates => &["rates", "proposition-4-2"],
            Self::Overlap => &["leakage"],
            Self::HighDimension => &["finite-n-ordering", "finite-n-thresholds"],
            Self::Harmonics => &["harmonic-rule"],
        }
    }

    /// Name and title.
    fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Spectrum => {
                ("spectrum", "Why there are thresholds: eigenvalues of both pencils (Propositions 4.3, 4.4)")
            }
            Self::Phase => ("phase", "Which paradigm needs less alignment (Corollary 4.5)"),
            Self::FiniteN => ("finite-n", "Thresholds of finite samples (Propositions 4.3, 4.4)"),
            Self::Rates => ("rates", "How fast corruption is forgotten (Propositions 4.2 to 4.4)"),
            Self::HighDimension => ("high-dimension", "Samples not many more than dimensions (beyond Corollary 4.5)"),
            Self::Overlap => ("overlap", "Noise on the signal's own directions (leakage theorem)"),
            Self::Harmonics => ("harmonics", "Any encoder: a weak signal against harmonics of a strong one"),
        }
    }
}

/// What figures are about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// A sentence for the caption.
    pub setting: String,
    /// The options of the command that makes them again: `--dataset digits --seeds 5`.
    pub options: String,
    /// SHA-256 of the data, hexadecimal.
    pub digest: String,
}

impl Subject {
    /// The subject of the explaining figures.
    pub fn of_explaining(data: &Dataset, options: String) -> Self {
        let (k, m) = explain::DIMENSIONS;
        let setting = format!(
            "{}, small model ({k} + {m}): the k = {k} leading principal components (variances c_1 to c_{k}) and {m} appended noise dimensions, d = {}; θ of the signal ~ U[0, c_{k}], weak noise g ~ U[0.01, 0.1] c_{k}, \
             strong noise g ~ U[1, 30] c_{k}, θ of the noise ~ g U[0, 1/4] (ChaCha8, seeds from 0).",
            data.name(),
            k + m
        );
        Self { setting, options, digest: data.digest() }
    }

    /// The subject of the figures on trained networks.
    pub fn of_networks(data: &Dataset, images: &Images, protocol: &Protocol, options: String) -> Self {
        let Protocol { train, noise_coordinates: m, k, steps, batch, .. } = *protocol;
        let setting = format!(
            "{}, {side} x {side} pixels, {train} images to learn from and {} held out, {m} appended noise coordinates N(0, g), codes of k = {k}, {steps} steps of {batch} samples in two views, moved and stretched (ChaCha8, seeds from 0).",
            data.name(),
            images.n().saturating_sub(train),
            side = images.side,
        );
        Self { setting, options, digest: data.digest() }
    }

    /// The subject of the analogue of Table 1.
    pub fn of_table(data: &Dataset, images: &Images, protocol: &Protocol, options: String) -> Self {
        let setting = format!(
            "{}, {side} x {side} pixels, all of them corrupted as in ImageNet-C, {} images to learn from and {} held out: accuracy of a linear probe. Encoders of two layers, {} steps (ChaCha8, seeds from 0). Own views: moved and stretched for joint-embedding, masked for MAE, noise for DAE; same views: moved, stretched and masked for all.",
            data.name(),
            protocol.train,
            images.n().saturating_sub(protocol.train),
            protocol.steps,
            side = images.side,
        );
        Self { setting, options, digest: data.digest() }
    }

    /// The subject of a sweep.
    pub fn of_sweep(plan: &Plan, data: &Dataset, components: usize, options: String) -> Self {
        let m = plan.noise_dimensions;
        let setting = format!(
            "{}, protocol of section C: n up to {}, PCA to k = {components} components and {m} appended noise dimensions (d = {}); for each seed and noise level θ ~ U[0, {}] and g ~ U[0, noise], for each n other rows and noise; \
             {} seed{} (ChaCha8 keyed by seed, noise and n; the draws are ours, the paper publishes no seeds).",
            data.name(),
            data.n(),
            components + m,
            plan.theta_max,
            plan.seeds,
            if plan.seeds == 1 { "" } else { "s" }
        );
        Self { setting, options, digest: data.digest() }
    }
}

/// Everything that is written about one figure.
#[derive(Debug, Clone)]
pub struct FigureFiles {
    /// The name of its files.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The command that makes it again.
    pub command: String,
    /// SHA-256 of the data, hexadecimal.
    pub digest: String,
    /// The table.
    pub csv: String,
    /// The drawing, with title and caption.
    pub svg: String,
    /// The caption.
    pub caption: String,
    /// The drawing without them, for a wide page.
    pub wide: String,
    /// The same with its panels below each other, for a narrow one.
    pub narrow: String,
    /// The title of each panel and the rows of the table that it shows, as `1-20, 41-60`; 1 is the
    /// line below the header.
    pub panels: Vec<(String, String)>,
    /// The picture, with the feature `png`.
    pub png: Option<Vec<u8>>,
    /// Further files, with which a reader computes what is drawn: names and contents.
    pub data: Vec<(String, Vec<u8>)>,
    /// The claims that it shows.
    pub claims: &'static [&'static str],
}

impl FigureFiles {
    /// One of [`SWEEPS`]: `fig3` shows the weakest and the strongest noise, `fig4` all of them.
    ///
    /// # Errors
    /// Those of the drawing and the picture.
    pub fn sweep((name, title): (&str, &str), rows: &[Row], cells: &[Cell], subject: &Subject) -> Result<Self> {
        let noises = || rows.iter().map(|row| row.noise_max);
        let ends = [noises().fold(f64::INFINITY, f64::min), noises().fold(0.0, f64::max)];
        let shown = rows.iter().filter(|row| name != "fig3" || ends.contains(&row.noise_max)).cloned().collect();
        let figure = Self::new((name, title), shown, subject, plot::sweep::figure)?;
        let arrays = cells.iter().flat_map(|cell| {
            let arrays = [
                ("samples", Array::Matrix(&cell.samples)),
                ("labels", Array::Matrix(&cell.labels)),
                ("theta", Array::Vector(&cell.theta)),
                ("gamma", Array::Vector(&cell.gamma)),
            ];
            arrays.map(|(name, array)| (format!("{name}-{}", cell.seed), array))
        });
        let arrays: Vec<(String, Array<'_>)> = arrays.collect();
        let named: Vec<(&str, Array<'_>)> = arrays.iter().map(|(name, array)| (name.as_str(), *array)).collect();
        let archive = npz(&named).map_err(|error| Error::io(Path::new(CELLS[0]), error))?;
        let data = vec![(CELLS[0].into(), archive), (CELLS[1].into(), json(&cells))];
        Ok(Self { data, claims: &["figures-3-4"], ..figure })
    }

    /// [`MANY_SIGNALS`]: what is measured in the sweep's samples, beside its predictions.
    ///
    /// # Errors
    /// Those of the drawing and the picture.
    pub fn many_signals(rows: Vec<many_signals::Row>, subject: &Subject) -> Result<Self> {
        let figure = Self::new(MANY_SIGNALS, rows, subject, plot::finite::many_signals)?;
        Ok(Self { claims: &["finite-n-many-signals"], ..figure })
    }

    /// An explaining figure on the leading principal components (`scores`) of a data set `short`.
    ///
    /// # Errors
    /// Those of the experiment, the drawing and the picture.
    pub fn explaining(kind: Explaining, scores: &Dataset, short: &str, seeds: u64, subject: &Subject) -> Result<Self> {
        use explain::{finite_n, phase, rates, spectrum};
        let words = kind.words();
        let figure = match kind {
            Explaining::Spectrum => Self::new(words, spectrum::table(scores, short)?, subject, plot::explain::spectrum),
            Explaining::Phase => Self::new(words, phase::table(scores, short)?, subject, plot::explain::phase),
            Explaining::FiniteN => {
                Self::new(words, finite_n::table(scores, short, seeds)?, subject, plot::explain::finite_n)
            }
            Explaining::Rates => Self::new(words, rates::table(scores, short, seeds)?, subject, plot::explain::rates),
            Explaining::Overlap => {
                Self::new(words, overlap::run(&overlap::Plan::default())?, subject, plot::explain::overlap)
            }
            Explaining::HighDimension => {
                Self::new(words, high_dimension::table(seeds)?, subject, plot::finite::high_dimension)
            }
            Explaining::Harmonics => {
                Self::new(words, harmonics::run(&harmonics::Plan::default())?, subject, plot::harmonics::figure)
            }
        }?;
        let model = |noise: Noise| {
            let model = explain::model(scores, noise)?;
            Ok((format!("small-model-{}.json", noise.name()), json(&spectrum(&model))))
        };
        let data =
            if kind.stands_alone() { vec![] } else { Noise::ALL.into_iter().map(model).collect::<Result<_>>()? };
        Ok(Self { data, claims: kind.claims(), ..figure })
    }

    /// [`NETWORKS`].
    ///
    /// # Errors
    /// Those of the drawing and the picture.
    pub fn networks(rows: Vec<trained::Row>, subject: &Subject) -> Result<Self> {
        let figure = Self::new(NETWORKS, rows, subject, plot::networks::curves)?;
        Ok(Self { claims: &["networks"], ..figure })
    }

    /// [`TABLE_1_ANALOGUE`], with its contrasts as Markdown.
    ///
    /// # Errors
    /// Those of the drawing and the picture.
    pub fn table_1_analogue(rows: Vec<table::Row>, subject: &Subject) -> Result<Self> {
        let contrasts = table::text::markdown(&Results::new(&rows)).into_bytes();
        let figure = Self::new(TABLE_1_ANALOGUE, rows, subject, plot::networks::table)?;
        let data = vec![(format!("{}.md", TABLE_1_ANALOGUE.0), contrasts)];
        Ok(Self { data, claims: &["networks"], ..figure })
    }

    /// Draws the text of a table: what a reader can check is what is drawn.
    pub(super) fn new<R: Serialize + DeserializeOwned>(
        (name, title): (&str, &str),
        rows: Vec<R>,
        subject: &Subject,
        draw: fn(&str, &str, &[R]) -> plot::Figure,
    ) -> Result<Self> {
        let csv = to_csv(&rows);
        let rows: Vec<R> = read_csv(Path::new(&format!("{name}.csv")), &csv)?;
        let figure = draw(title, &subject.setting, &rows);
        let svg = plot::svg(&figure)?;
        let (wide, narrow) = (plot::bare(&figure, figure.columns)?, plot::bare(&figure, 1)?);
        let panels = figure.panels.iter().map(|panel| (panel.title.clone(), ranges(&panel.rows))).collect();
        #[cfg(feature = "png")]
        let png = Some(super::png::render(&svg)?);
        #[cfg(not(feature = "png"))]
        let png = None;
        let command = format!("jerc figures {name} {}", subject.options);
        let (name, title, digest) = (name.into(), title.into(), subject.digest.clone());
        Ok(Self {
            name,
            title,
            command,
            digest,
            csv,
            svg,
            caption: figure.caption,
            wide,
            narrow,
            panels,
            png,
            data: vec![],
            claims: &[],
        })
    }

    /// A figure of nothing, for tests of what surrounds it.
    #[cfg(test)]
    pub(super) fn blank(name: &str, title: &str) -> Self {
        let text = String::new;
        Self {
            name: name.into(),
            title: title.into(),
            command: text(),
            digest: text(),
            csv: text(),
            svg: text(),
            caption: text(),
            wide: "<svg></svg>".into(),
            narrow: text(),
            panels: vec![],
            png: None,
            data: vec![],
            claims: &[],
        }
    }

    /// Names and contents.
    pub(super) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let texts = [("csv", self.csv.as_bytes()), ("svg", self.svg.as_bytes())].into_iter();
        let files = texts.chain(self.png.iter().map(|png| ("png", png.as_slice())));
        let named = files.map(|(ending, content)| (format!("{}.{ending}", self.name), content.to_vec()));
        named.chain(self.data.iter().cloned()).collect()
    }
}

/// Ascending numbers as ranges: `1-20, 41`.
fn ranges(numbers: &[usize]) -> String {
    let runs = numbers.chunk_by(|a, b| a + 1 == *b).filter_map(|run| Some((run.first()?, run.last()?)));
    let written = runs.map(|(first, last)| if first == last { format!("{first}") } else { format!("{first}-{last}") });
    written.collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_short() {
        assert_eq!(ranges(&[1, 2, 3, 7, 9, 10]), "1-3, 7, 9-10");
        assert_eq!(ranges(&[]), "");
    }
}
