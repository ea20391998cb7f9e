//! An advice in words, as a figure and as a page: what `jerc recommend` shows.
//!
//! Every sentence is made here, once: the terminal and the page say the same. No digit is printed that
//! its error leaves open; ends of intervals are rounded outwards.

mod digits;
pub(super) mod figure;
mod page;
mod words;

pub use figure::{NAME, files as figure};
pub use words::lines;

use super::{FigureFiles, PAGE, html, write_all};
use crate::advise::Advice;
use crate::error::Result;
use crate::paradigm::Paradigm;
use std::path::Path;

/// An advice, and what is known of where it comes from.
#[derive(Debug, Clone)]
pub struct Recommendation<'a> {
    /// The advice.
    pub advice: &'a Advice,
    /// What was taken for what, and what was left out, a sentence each.
    pub notes: Vec<String>,
    /// What proves the encoders that are advised; none where none is.
    pub certificates: Vec<Certificate>,
    /// The command that gives the same advice again.
    pub command: String,
    /// The files it was given: names and SHA-256, hexadecimal.
    pub files: Vec<(String, String)>,
}

/// The JSON of an advice, with what is known of where it comes from.
#[derive(serde::Serialize)]
pub struct Document<'a> {
    #[serde(flatten)]
    advice: &'a Advice,
    certificates: &'a [Certificate],
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    notes: &'a [String],
}

impl Recommendation<'_> {
    /// The same for programs.
    pub fn document(&self) -> Document<'_> {
        Document { advice: self.advice, certificates: &self.certificates, notes: &self.notes }
    }
}

/// The command that certifies an encoder as the optimum of its problem.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Certificate {
    /// Of which paradigm.
    pub paradigm: Paradigm,
    /// The command.
    pub command: String,
    /// In what the certified problem differs from the one that was advised on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Makes the folder and writes page, figure, table and the advice as `advice.json`.
///
/// # Errors
/// Those of the drawing, and [`Error::Io`](crate::Error::Io) naming the file.
pub fn write_advice(folder: &Path, of: &Recommendation<'_>) -> Result<()> {
    let figures: Vec<FigureFiles> = figure(of)?.into_iter().collect();
    let page = html::advice(page::values(of), &figures)?;
    let mut files: Vec<(String, Vec<u8>)> = figures.iter().flat_map(FigureFiles::files).collect();
    files.push(("advice.json".into(), super::json(&of.document())));
    files.push((PAGE.into(), page.into_bytes()));
    write_all(folder, files)
}

#[cfg(test)]
mod tests;
