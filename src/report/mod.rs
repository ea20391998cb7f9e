//! The results of `jerc verify`, `jerc figures` and `jerc recommend` in a folder: one self-contained
//! page (`index.html`), how the statements hang together (`dependencies.html`), the claims as
//! `claims.json` and `claims.txt`, the advice as `advice.json`, and for each figure its table, drawing
//! and picture.

pub mod advice;
mod arcs;
mod dependencies;
mod figures;
mod html;
mod plot;
#[cfg(feature = "png")]
mod png;
mod words;

pub use figures::{Explaining, FigureFiles, MANY_SIGNALS, NETWORKS, SWEEPS, Subject, TABLE_1_ANALOGUE};
pub use plot::sweep::FLOOR;

use crate::claims::audit::{Audited, ledger};
use crate::claims::{Claim, Context, Kept, KeptData, Route, Statement, formal};
use crate::error::{Error, Result};
use crate::model::{Noise, Problem};
use crate::notation;
use crate::output::{Array, npy, write_atomically};
use crate::threshold::Verdict;
use nalgebra::DMatrix;
use serde::Serialize;
use serde_json::json;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// A report folder is recognised by a page that begins like ours.
const PAGE: &str = "index.html";
const MARK: &str = "<title>jerc: ";

/// How the kept certificates become theorems.
const PROVE: &str =
    "make -C proofs/rocq certificates REPORTS=FOLDER, for the certificates kept in the report (d <= 100)";

/// Everything a report shows.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// The version of this program.
    pub version: &'static str,
    /// The name of the data set.
    pub dataset: String,
    /// n, number of samples.
    pub samples: usize,
    /// k, the principal components kept.
    pub components: usize,
    /// d - k, the noise dimensions appended.
    pub noise_dimensions: usize,
    /// The seed of everything random (ChaCha8 streams).
    pub seed: u64,
    /// SHA-256 of the data, hexadecimal.
    pub data_sha256: String,
    /// The effort: smoke, gate or full.
    pub tier: &'static str,
    /// The command that makes the same report.
    pub command: String,
    /// The thresholds of the model of the claims in its two noise regimes.
    pub thresholds: Vec<RegimeThresholds>,
    /// The machine-checked theorems of each claim, `file: theorem` below `proofs/rocq`.
    pub formally_proved: BTreeMap<&'static str, Vec<String>>,
    /// Certificates to keep, by file name.
    #[serde(skip)]
    pub kept: BTreeMap<String, Kept>,
    /// The ledger, where it was evaluated as a claim.
    #[serde(skip)]
    pub ledger: Vec<Audited>,
    /// Whether every claim holds.
    pub verified: bool,
    /// The claims.
    pub claims: Vec<Claim>,
}

/// The thresholds on the data in one noise regime, rounded from `f64` variances.
#[derive(Debug, Clone, Serialize)]
pub struct RegimeThresholds {
    /// `weak` or `strong`.
    pub noise: &'static str,
    /// η², in units of the data squared.
    pub eta_squared: f64,
    /// δ.
    pub delta: f64,
    /// α_JE², paper (12).
    pub alpha_squared_je: f64,
    /// α_RC², paper (10).
    pub alpha_squared_rc: f64,
    /// Which square is smaller.
    pub verdict: Verdict,
    /// The model: c_i, θ_i and g_j.
    #[serde(skip)]
    pub model: Problem,
}

impl RegimeThresholds {
    /// The name of the file with its spectrum, which `jerc thresholds` reads.
    fn file(&self) -> String {
        format!("spectrum-{}.json", self.noise)
    }
}

impl Summary {
    /// Collects the claims gathered in a context.
    ///
    /// # Errors
    /// Those of the thresholds.
    pub fn new(context: &Context<'_>, seed: u64, command: String, claims: Vec<Claim>) -> Result<Self> {
        let thresholds = Noise::ALL.into_iter().map(|noise| {
            let model = context.regime(noise)?;
            let found = model.spectrum()?.thresholds();
            Ok(RegimeThresholds {
                noise: noise.name(),
                eta_squared: found.eta_squared,
                delta: found.delta,
                alpha_squared_je: found.alpha_squared_je,
                alpha_squared_rc: found.alpha_squared_rc,
                verdict: found.verdict(),
                model,
            })
        });
        Ok(Self {
            data_sha256: context.raw.digest(),
            tier: context.tier.pick("smoke", "gate", "full"),
            command,
            thresholds: thresholds.collect::<Result<_>>()?,
            kept: context.certificates(),
            ledger: if claims.iter().any(|claim| claim.statement.name == "audit") { ledger()? } else { vec![] },
            formally_proved: claims
                .iter()
                .map(|claim| (claim.statement.name, formal::of(claim.statement.name)))
                .map(|(name, proved)| (name, proved.iter().map(|t| format!("{}: {}", t.file, t.name)).collect()))
                .collect(),
            version: env!("CARGO_PKG_VERSION"),
            dataset: context.raw.name().into(),
            samples: context.raw.n(),
            components: context.scale.components,
            noise_dimensions: context.scale.noise_dimensions,
            seed,
            verified: !claims.is_empty() && claims.iter().all(Claim::holds),
            claims,
        })
    }

    /// How many claims hold.
    fn held(&self) -> usize {
        self.claims.iter().filter(|claim| claim.holds()).count()
    }

    /// The command that verifies one claim in the same way.
    fn command_of(&self, name: &str) -> String {
        let (all, _) = self.command.split_once(" --only").unwrap_or((&self.command, ""));
        format!("{all} --only {name} --out again")
    }

    /// The files beside the page: everything as data, and what a reader needs to compute it again.
    fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![("claims.json".into(), json(self)), ("claims.txt".into(), text(self).into_bytes())];
        if !self.ledger.is_empty() {
            files.push(("audit.json".into(), json(&self.ledger)));
        }
        files.extend(self.thresholds.iter().map(|regime| (regime.file(), json(&spectrum(&regime.model)))));
        for (name, kept) in &self.kept {
            files.push((name.clone(), kept.json.clone().into_bytes()));
            files.extend(kept.data.iter().flat_map(|data| data_files(data)));
        }
        files
    }

    /// One line on what the numbers are about.
    fn setting(&self) -> String {
        format!(
            "{}, n = {}; model of the claims: PCA to {} components and {} noise dimensions appended, seed {} (ChaCha8)",
            self.dataset, self.samples, self.components, self.noise_dimensions, self.seed
        )
    }
}

/// Refuses a folder that holds something else than a report, before any work is done.
///
/// # Errors
/// [`Error::BadFile`] for a file, or a non-empty folder without a report in it.
pub fn require_report_folder(folder: &Path) -> Result<()> {
    let remedy = "name a new folder";
    if folder.exists() && !folder.is_dir() {
        return Err(Error::file(folder, "is a file, not a folder", remedy));
    }
    if let Ok(mut entries) = std::fs::read_dir(folder)
        && entries.next().is_some()
        && !std::fs::read_to_string(folder.join(PAGE)).is_ok_and(|page| page.contains(MARK))
    {
        return Err(Error::file(folder, "is not empty and holds no earlier report", remedy));
    }
    Ok(())
}

/// Makes the folder and writes the report of claims, with the figures that belong to them.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn write(folder: &Path, summary: &Summary, figures: &[FigureFiles]) -> Result<()> {
    let page = html::page(Some(summary), figures, &(summary.setting() + "."))?;
    let mut files = summary.files();
    files.push((dependencies::FILE.into(), dependencies::page(summary, figures)?.into_bytes()));
    write_files(folder, figures, files, page)
}

/// Makes the folder and writes figures and their page; `setting` is a sentence on what they show.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn write_figures(folder: &Path, figures: &[FigureFiles], setting: &str) -> Result<()> {
    write_files(folder, figures, vec![], html::page(None, figures, setting)?)
}

/// The page comes last: a folder with a page is complete.
fn write_files(folder: &Path, figures: &[FigureFiles], others: Vec<(String, Vec<u8>)>, page: String) -> Result<()> {
    let files = figures.iter().flat_map(FigureFiles::files).chain(others);
    write_all(folder, files.chain([(PAGE.into(), page.into_bytes())]))
}

/// Makes the folder and writes files in their order, each complete or absent.
fn write_all(folder: &Path, files: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    for (name, content) in files {
        write_atomically(&folder.join(name), |file| file.write_all(&content))?;
    }
    Ok(())
}

/// Indented JSON.
fn json(value: &impl Serialize) -> Vec<u8> {
    (serde_json::to_string_pretty(value).unwrap_or_default() + "\n").into_bytes()
}

/// The variances of a model, as `jerc thresholds` reads them.
fn spectrum(model: &Problem) -> serde_json::Value {
    json!({ "signal": model.signal, "theta": model.theta, "gamma": model.gamma })
}

/// The samples behind a certificate with the diagonals of Θ and Γ, as numpy reads them.
fn data_files(data: &KeptData) -> Vec<(String, Vec<u8>)> {
    let (n, d) = (data.samples.n(), data.samples.d());
    let samples = DMatrix::from_row_slice(n, d, &data.samples.rows());
    let [(_, theta), (_, gamma)] = data.augmentation.parts();
    let [theta, gamma] = [theta, gamma].map(|covariance| covariance.diagonal());
    let arrays = [
        ("samples", Array::Matrix(&samples)),
        ("theta", Array::Vector(theta.as_slice())),
        ("gamma", Array::Vector(gamma.as_slice())),
    ];
    arrays.map(|(what, array)| (format!("{what}-{}.npy", data.name), npy(array))).into()
}

/// The command that checks a kept certificate, and its matrices too where their samples are kept.
fn check_command(name: &str, kept: &Kept) -> String {
    let with = kept.data.as_ref().map_or(String::new(), |data| {
        let (of, alpha) = (&data.name, data.augmentation.alpha());
        format!(" --data samples-{of}.npy --theta theta-{of}.npy --gamma gamma-{of}.npy --alpha {alpha}")
    });
    format!("jerc check {name}{with}")
}

/// The claims as a table for a terminal.
pub fn text(summary: &Summary) -> String {
    let mut text = format!("jerc {}: {}\n", summary.version, summary.setting());
    for claim in &summary.claims {
        // Writing to a String cannot fail.
        let Statement { name, source, difference, .. } = claim.statement;
        let _ = writeln!(text, "\n{}  {name}  ({source})", mark(claim.holds()));
        for (e, pin) in claim.evidence.iter().zip(claim.pins()) {
            let _ = writeln!(text, "  {}  {pin}\n        {}", mark(e.holds()), e.compared);
            for c in e.checks() {
                let _ = writeln!(text, "        {}: found {}, required {}", c.what, number(c.found()), c.required());
                let rejected = if c.rejects_control() { "rejected" } else { "ACCEPTED" };
                let _ = writeln!(text, "          control: {}: {rejected}, found {}", c.fault(), number(c.control()));
            }
            if let Some(defect) = e.defect() {
                let _ = writeln!(text, "        no evidence: {defect}");
            }
        }
        if let Some(difference) = difference {
            let _ = writeln!(text, "      DIFFERENCE: {}", notation::text(difference));
        }
        let proved: Vec<&str> = formal::of(name).iter().map(|theorem| theorem.name).collect();
        if !proved.is_empty() {
            let _ = writeln!(text, "      formally proved: {}", proved.join(", "));
            let _ = writeln!(text, "      proved again by: {} ({} minutes)", formal::PROVE_AGAIN, formal::MINUTES);
        }
        if claim.evidence.iter().any(|e| e.route == Route::Certificate) {
            let _ = writeln!(text, "      certificate proved in Coq: {PROVE}");
        }
    }
    let _ = writeln!(text, "\n{} of {} claims verified", summary.held(), summary.claims.len());
    text
}

fn mark(holds: bool) -> &'static str {
    if holds { "ok  " } else { "FAIL" }
}

/// A measured value with three significant digits; counts as they are.
pub(crate) fn number(value: f64) -> String {
    if value == 0.0 || (value.fract() == 0.0 && value.abs() < 1e6) {
        format!("{value}")
    } else if (0.01..1e4).contains(&value.abs()) {
        format!("{value:.4}")
    } else {
        format!("{value:.2e}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{Scale, Tier};
    use crate::dataset::digits::load_digits;

    #[test]
    fn numbers_are_short() {
        for (value, text) in
            [(0.0, "0"), (3.0, "3"), (-0.5012345, "-0.5012"), (1.23456e-9, "1.23e-9"), (1e300, "1.00e300")]
        {
            assert_eq!(number(value), text);
        }
    }

    /// The three models of section 4.1 give other thresholds on the same data: each is named, as
    /// the documentation of `model` explains it.
    #[test]
    fn every_setting_names_its_model() {
        let context = Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Smoke, 1, &|_| ()).unwrap();
        let summary = Summary::new(&context, 1, String::new(), vec![]).unwrap();
        let page = html::page(Some(&summary), &[], "").unwrap();
        let sweep = Subject::of_sweep(&context.sweep_plan(), &context.raw, 20, String::new()).setting;
        let explaining = Subject::of_explaining(&context.raw, String::new()).setting;
        let names = ["model of the claims", "protocol of section C", "small model (4 + 4)"];
        for (shown, name) in [(&summary.setting(), 0), (&page, 0), (&sweep, 1), (&explaining, 2)] {
            assert!(shown.contains(names[name]), "{shown}");
            assert!(include_str!("../model/mod.rs").contains(&format!("//! | {} |", names[name])));
        }
    }

    /// A folder with a page is complete: where a file cannot be written, there is no page.
    #[test]
    fn the_page_comes_after_all_that_it_names() {
        let folder = tempfile::tempdir().unwrap();
        let figures = [FigureFiles::blank("one", ""), FigureFiles::blank("two", "")];
        for taken in ["one.csv", "two.svg"] {
            let inside = folder.path().join(taken);
            std::fs::create_dir_all(&inside).unwrap();
            assert!(matches!(write_figures(folder.path(), &figures, "x"), Err(Error::Io { .. })));
            assert!(!folder.path().join(PAGE).exists(), "{taken}");
            std::fs::remove_dir(inside).unwrap();
        }
        write_figures(folder.path(), &figures, "x").unwrap();
        assert!(folder.path().join(PAGE).exists());
    }

    #[test]
    fn only_new_empty_or_report_folders_are_taken() {
        let folder = tempfile::tempdir().unwrap();
        let inside = |name: &str| folder.path().join(name);
        assert!(require_report_folder(&inside("new")).is_ok());
        assert!(!inside("new").exists());
        std::fs::create_dir(inside("new")).unwrap();
        assert!(require_report_folder(&inside("new")).is_ok());
        std::fs::write(inside("new/precious.txt"), "x").unwrap();
        assert!(matches!(require_report_folder(&inside("new")), Err(Error::BadFile { .. })));
        std::fs::write(inside("new/index.html"), "<title>precious</title>").unwrap();
        assert!(matches!(require_report_folder(&inside("new")), Err(Error::BadFile { .. })));
        write_figures(&inside("new"), &[], "nothing").unwrap();
        assert!(require_report_folder(&inside("new")).is_ok());
        assert!(matches!(require_report_folder(&inside("new/precious.txt")), Err(Error::BadFile { .. })));
    }
}
