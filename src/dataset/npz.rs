//! Archives of `numpy.savez` and `numpy.savez_compressed`: one array of several, or a sparse matrix.

use super::content::{Content, MAX_BYTES, Stream};
use super::npy::{NpyArray, read_npy_from, read_npy_with_gaps};
use super::sparse::{SCIPY, Sparse};
use crate::error::{Error, Result};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use zip::ZipArchive;
use zip::result::ZipError;

const SAVE: &str = "save the arrays with numpy.savez";

/// What an archive holds as samples.
#[derive(Debug)]
pub(super) enum Found {
    /// An array, its name, and the name of the one that holds its labels.
    Array(NpyArray, String, Option<String>),
    /// Saved by scipy.
    Sparse(Sparse),
}

/// An archive with the names of its arrays.
pub(super) struct Archive<'a> {
    zip: ZipArchive<Box<dyn Stream + 'a>>,
    names: Vec<String>,
    path: &'a Path,
    /// Reals need not be finite.
    gaps: bool,
}

impl<'a> Archive<'a> {
    pub(super) fn open(content: &'a Content) -> Result<Self> {
        let path = &content.path;
        let zip = ZipArchive::new(content.reader()?)
            .map_err(|error| Error::file(path, format!("a damaged archive ({error})"), "copy or save it again"))?;
        // A name of several lines is none that anybody gave.
        let mut names: Vec<String> = zip
            .file_names()
            .filter_map(|name| name.strip_suffix(".npy"))
            .filter(|name| !name.chars().any(char::is_control))
            .map(str::to_string)
            .collect();
        names.sort_unstable();
        if names.is_empty() {
            return Err(Error::file(path, "an archive without arrays", SAVE));
        }
        Ok(Self { zip, names, path, gaps: false })
    }

    /// The same, where labels may be missing.
    pub(super) fn with_gaps(self) -> Self {
        Self { gaps: true, ..self }
    }

    /// The array of a name.
    pub(super) fn array(&mut self, name: &str) -> Result<NpyArray> {
        let path = self.path;
        let bad = |problem: String, remedy: &str| Error::file(path, problem, remedy);
        let entry = self.zip.by_name(&format!("{name}.npy")).map_err(|error| match error {
            ZipError::FileNotFound => {
                bad(format!("no array {name:?}, but {}", list(&self.names)), "name one with --array")
            }
            error => bad(format!("the array {name} cannot be read ({error})"), SAVE),
        })?;
        let size = entry.size();
        if size > MAX_BYTES && entry.compressed_size() < size {
            return Err(bad(format!("the array {name} has more than 1 GiB when it is unpacked"), "use numpy.savez"));
        }
        // No further than the archive promises: the array compares it with its own header.
        let read = if self.gaps { read_npy_with_gaps } else { read_npy_from };
        read(entry.take(size), size, path).map_err(|error| match error {
            Error::BadFile { problem, remedy, .. } => bad(format!("{name}: {problem}"), &remedy),
            Error::Io { source, .. } => bad(format!("the array {name} is damaged ({source})"), "copy or save it again"),
            other => other,
        })
    }

    /// The samples: the array that is named, the only one, `X`, or the only one beside labels.
    pub(super) fn samples(mut self, wanted: Option<&str>) -> Result<Found> {
        if wanted.is_none() && SCIPY.iter().all(|name| self.names.iter().any(|found| found == name)) {
            let arrays = SCIPY.iter().map(|&name| Ok((name.to_string(), self.array(name)?)));
            return Sparse::of_scipy(&arrays.collect::<Result<BTreeMap<_, _>>>()?, self.path).map(Found::Sparse);
        }
        let is_label = |name: &&String| is_label(name);
        let samples: Vec<&String> = self.names.iter().filter(|name| !is_label(name)).collect();
        let labels: Vec<&String> = self.names.iter().filter(is_label).collect();
        let name = match (wanted, &samples[..], &labels[..]) {
            (Some(wanted), ..) => wanted.to_string(),
            (None, [one], _) | (None, [], [one]) => (*one).clone(),
            (None, several, _) => match several.iter().find(|name| name.eq_ignore_ascii_case("x")) {
                Some(x) => (*x).clone(),
                None => {
                    let problem = format!("an archive with {}", list(&self.names));
                    return Err(Error::file(self.path, problem, "name one with --array"));
                }
            },
        };
        let beside = self.beside(&name, wanted.is_none());
        Ok(Found::Array(self.array(&name)?, name, beside))
    }

    /// The labels of an array: `y_train` of `x_train`, or else the only array that is called like
    /// labels, if this is `X` or was not chosen among others.
    fn beside(&self, name: &str, only: bool) -> Option<String> {
        let (initial, rest) = name.split_at_checked(1)?;
        let pair = if initial == "x" { "y" } else { "Y" };
        let lower = if initial == "X" { "y" } else { pair };
        let paired = |pair: &str| self.names.iter().find(|other| **other == format!("{pair}{rest}"));
        if initial.eq_ignore_ascii_case("x")
            && let Some(found) = paired(pair).or_else(|| paired(lower))
        {
            return Some(found.clone());
        }
        let labels: Vec<&String> = self.names.iter().filter(|name| is_label(name)).collect();
        match &labels[..] {
            [one] if *one != name && only => Some((*one).clone()),
            _ => None,
        }
    }

    /// The labels: those beside the samples that are named, the only array, or the only one that is
    /// called like labels.
    pub(super) fn labels(mut self, samples: Option<&str>) -> Result<NpyArray> {
        let beside = samples.and_then(|name| self.beside(name, true));
        let labels: Vec<&String> = self.names.iter().filter(|name| is_label(name)).collect();
        let name = match (beside, &self.names[..], &labels[..]) {
            (Some(beside), ..) => beside,
            (None, [one], _) => one.clone(),
            (None, _, [one]) => (*one).clone(),
            _ => {
                let problem = format!("an archive with {}, and which are the labels is open", list(&self.names));
                return Err(Error::file(self.path, problem, "save them alone, or call them y"));
            }
        };
        self.array(&name)
    }
}

/// Names of arrays and columns that hold labels.
pub(super) fn is_label(name: &str) -> bool {
    ["label", "labels", "target", "targets", "class", "y"].iter().any(|label| name.eq_ignore_ascii_case(label))
}

fn list(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(8).map(String::as_str).collect();
    let more = if names.len() > 8 { ", ..." } else { "" };
    format!("the arrays {}{more}", shown.join(", "))
}
