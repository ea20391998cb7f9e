//! The results of `jerc verify` as a table, as JSON and as one self-contained page.
//!
//! A report folder holds `index.html`, `claims.json` and `claims.txt`. Each file is written under another name and renamed, so that none is ever half there.

mod html;

use crate::claims::{Claim, Context};
use crate::dataset::write::write_atomically;
use crate::error::{Error, Result};
use serde::Serialize;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;

/// The file by which a report folder is recognised.
const MARK: &str = "claims.json";

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
    /// Whether every claim holds.
    pub verified: bool,
    /// The claims.
    pub claims: Vec<Claim>,
}

impl Summary {
    /// Collects the claims gathered in a context.
    pub fn new(context: &Context<'_>, seed: u64, claims: Vec<Claim>) -> Self {
        Self {
            version: env!("CARGO_PKG_VERSION"),
            dataset: context.raw.name().into(),
            samples: context.raw.n(),
            components: context.scale.components,
            noise_dimensions: context.scale.noise_dimensions,
            seed,
            verified: !claims.is_empty() && claims.iter().all(Claim::holds),
            claims,
        }
    }

    /// One line on what the numbers are about.
    fn setting(&self) -> String {
        format!(
            "{}: n = {}, PCA to {} components and {} noise dimensions appended, seed {} (ChaCha8)",
            self.dataset, self.samples, self.components, self.noise_dimensions, self.seed
        )
    }
}

/// Refuses a folder that holds something else than a report, before any work is done.
///
/// # Errors
/// [`Error::BadFile`] for a file, or a non-empty folder without a report in it.
pub fn require_report_folder(folder: &Path) -> Result<()> {
    let remedy = "name a new folder with --out DIR";
    if folder.exists() && !folder.is_dir() {
        return Err(Error::file(folder, "is a file, not a folder", remedy));
    }
    if let Ok(mut entries) = std::fs::read_dir(folder)
        && entries.next().is_some()
        && !folder.join(MARK).is_file()
    {
        return Err(Error::file(folder, "is not empty and holds no earlier report", remedy));
    }
    Ok(())
}

/// Makes the folder and writes the report files.
///
/// # Errors
/// [`Error::Io`] naming the file.
pub fn write(folder: &Path, summary: &Summary) -> Result<()> {
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    let json = serde_json::to_string_pretty(summary).unwrap_or_default() + "\n";
    for (name, content) in [("claims.txt", text(summary)), ("index.html", html::page(summary)), (MARK, json)] {
        write_atomically(&folder.join(name), |file| file.write_all(content.as_bytes()))?;
    }
    Ok(())
}

/// The claims as a table for a terminal.
pub fn text(summary: &Summary) -> String {
    let mut text = format!("jerc {}: {}\n", summary.version, summary.setting());
    for claim in &summary.claims {
        // Writing to a String cannot fail.
        let _ = writeln!(text, "\n{}  {}  ({})", mark(claim.holds()), claim.name, claim.source);
        for e in &claim.evidence {
            let _ = writeln!(text, "  {}  {:<11}  {}", mark(e.holds), e.route.name(), e.compared);
            let _ = writeln!(text, "                     found {}, required {}", number(e.found), e.required);
        }
        if let Some(difference) = claim.difference {
            let _ = writeln!(text, "      DIFFERENCE: {difference}");
        }
    }
    let held = summary.claims.iter().filter(|c| c.holds()).count();
    let _ = writeln!(text, "\n{held} of {} claims verified", summary.claims.len());
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

    #[test]
    fn numbers_are_short() {
        for (value, text) in
            [(0.0, "0"), (3.0, "3"), (-0.5012345, "-0.5012"), (1.23456e-9, "1.23e-9"), (1e300, "1.00e300")]
        {
            assert_eq!(number(value), text);
        }
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
        std::fs::write(inside("new").join(MARK), "{}").unwrap();
        assert!(require_report_folder(&inside("new")).is_ok());
        assert!(matches!(require_report_folder(&inside("new/precious.txt")), Err(Error::BadFile { .. })));
    }
}
