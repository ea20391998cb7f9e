//! Tables: lines of cells with a header line, one sample per line.
//!
//! Read: UTF-8, also with a byte order mark, quoted cells, empty lines and spaces around cells. The
//! separator is the first of tab, semicolon and comma that the header line has outside of quotes. With
//! a tab or a semicolon, numbers may have a decimal comma: all of them, or none. `true` and `false`
//! are 1 and 0.
//!
//! Columns, in file order, are features (X: n x d), except:
//!
//! - the labels: the column that the caller names, or else the one called `label`, `target`, `class`
//!   or `y`, in any case;
//! - what the caller drops;
//! - an index: a column without a name, or called `index`, `id`, `idx` or `row`, that counts the lines
//!   or holds text. It is set aside, which the notes say.
//!
//! Errors: [`Error::BadFile`] names the line (the header is line 1) and the column; [`Error::Io`].
//!
//! Source of the format: RFC 4180.

mod begins;
mod notation;

use super::content::Content;
use super::npz::is_label;
use super::open::Reading;
use super::{Features, Labels, SomeLabels};
use crate::error::{Error, Result};
use begins::Begins;
use csv::{Reader, ReaderBuilder, StringRecord, Trim};
use notation::{Notation, decimal};
use std::io::{BufRead, Read, Seek};
use std::path::Path;

/// What a table holds.
#[derive(Debug)]
pub(super) struct Table {
    pub(super) features: Features,
    pub(super) labels: Option<Labels>,
    /// The cells of the labels instead, where some may be empty.
    cells: Option<Vec<String>>,
    /// What was taken for what, for people.
    pub(super) notes: Vec<String>,
}

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Feature,
    Label,
    /// Set aside if it counts the lines or holds text.
    Index,
    Dropped,
}

/// The first of these that the header line has separates cells.
const SEPARATORS: [u8; 3] = [b'\t', b';', b','];
/// A header line is looked at up to here.
const MAX_HEADER: u64 = 1 << 20;

/// Reads samples. Labels of another file (`labelled`) go before a column of labels.
///
/// # Errors
/// See the [module](self).
pub(super) fn read_table(content: &Content, reading: &Reading, labelled: bool) -> Result<Table> {
    let wanted = if labelled { None } else { reading.label_column.as_deref() };
    let lines = Lines::open(content, &reading.drop, true)?;
    let roles = lines.roles(wanted, labelled)?;
    lines.read(&roles, reading)
}

/// Reads labels: the column that is named or called like labels, or the only one; or else all as
/// targets.
///
/// # Errors
/// See the [module](self).
pub(super) fn read_labels(content: &Content, reading: &Reading) -> Result<Labels> {
    let lines = Lines::open(content, &reading.drop, false)?;
    let mut roles = lines.roles(reading.label_column.as_deref(), false)?;
    let features: Vec<usize> = (0..roles.len()).filter(|&i| roles[i] == Role::Feature).collect();
    match (roles.contains(&Role::Label), &features[..]) {
        (true, _) => features.iter().for_each(|&i| roles[i] = Role::Dropped),
        (false, &[one]) => roles[one] = Role::Label,
        (false, _) => {}
    }
    let path = content.path.clone();
    let table = lines.read(&roles, reading)?;
    match table.labels {
        Some(labels) => Ok(labels),
        None => {
            let (rows, l) = (table.features.rows().into_owned(), table.features.d());
            Labels::of_numbers(rows, l, reading.labels).map_err(|error| error.at(&path))
        }
    }
}

/// Reads labels of which some may be missing: those beside the samples of a table if it has a column
/// of labels, or as [`read_labels`].
///
/// # Errors
/// See the [module](self).
pub(super) fn read_some_labels(content: &Content, reading: &Reading, beside: bool) -> Result<Option<SomeLabels>> {
    let lines = Lines::open(content, &reading.drop, beside)?;
    let (path, separator) = (content.path.clone(), lines.separator);
    let mut roles = lines.roles(reading.label_column.as_deref(), false)?;
    let features: Vec<usize> = (0..roles.len()).filter(|&i| roles[i] == Role::Feature).collect();
    match (roles.contains(&Role::Label), &features[..]) {
        (true, _) => features.iter().for_each(|&i| roles[i] = Role::Dropped),
        (false, _) if beside => return Ok(None),
        (false, &[one]) => roles[one] = Role::Label,
        (false, _) => {}
    }
    let table = lines.read(&roles, reading)?;
    let found = match table.cells {
        Some(cells) => match numbers(&cells, separator) {
            Some(rows) => SomeLabels::of_numbers(&rows, 1, reading.labels),
            None => SomeLabels::of_text(&cells, reading.labels),
        },
        None => SomeLabels::of_numbers(&table.features.rows(), table.features.d(), reading.labels),
    };
    found.map(Some).map_err(|error| error.at(&path))
}

/// Cells as numbers, if all of them are; an empty one is NaN.
fn numbers(cells: &[String], separator: u8) -> Option<Vec<f64>> {
    let mut notation = Notation::default();
    let number = |cell: &String| {
        let flag = ["true", "false"].iter().any(|word| cell.eq_ignore_ascii_case(word));
        match (cell.is_empty(), flag) {
            (true, _) => Some(f64::NAN),
            (_, true) => None,
            _ => notation.number(cell, 0, separator, "").ok(),
        }
    };
    cells.iter().map(number).collect()
}

/// A table whose header line has been read.
struct Lines<'a> {
    reader: Reader<Begins<Box<dyn super::content::Stream + 'a>>>,
    path: &'a Path,
    separator: u8,
    names: Vec<String>,
    drop: &'a [String],
    /// Whether it has all columns that are dropped: a file of labels may lack those of the samples.
    all: bool,
}

impl<'a> Lines<'a> {
    fn open(content: &'a Content, drop: &'a [String], all: bool) -> Result<Self> {
        let path = &content.path;
        let bad = |problem: &str, remedy: &str| Error::file(path, problem, remedy);
        let mut stream = content.reader()?;
        let separator = separator(&mut stream, path)?;
        stream.rewind().map_err(|e| Error::io(path, e))?;
        // Flexible, so that a line of another length is reported in our words.
        let mut reader =
            ReaderBuilder::new().delimiter(separator).flexible(true).trim(Trim::All).from_reader(Begins::new(stream));
        let names: Vec<String> =
            reader.headers().map_err(|e| unreadable(e, 1, path))?.iter().map(str::to_string).collect();
        if names.iter().all(String::is_empty) && names.len() < 2 {
            return Err(bad("empty: there is no header line", "begin with a line of column names"));
        }
        let number = |name: &String| name.parse::<f64>().is_ok() || decimal(name, separator).is_some();
        if names.iter().all(number) {
            return Err(bad(
                "line 1 holds numbers, not names",
                "begin with a line of column names, or save the array with numpy.save",
            ));
        }
        Ok(Self { reader, path, separator, names, drop, all })
    }

    fn bad(&self, problem: String, remedy: &str) -> Error {
        Error::file(self.path, problem, remedy)
    }

    /// What each column is; `wanted` is the label column.
    fn roles(&self, wanted: Option<&str>, labelled: bool) -> Result<Vec<Role>> {
        for name in self.drop.iter().filter(|_| self.all).map(String::as_str).chain(wanted) {
            if !self.names.iter().any(|found| found == name) {
                return Err(self.bad(format!("there is no column {}", shown(name)), "name a column of the header line"));
            }
        }
        let role = |name: &String| match name.as_str() {
            name if Some(name) == wanted => Role::Label,
            name if self.drop.iter().any(|drop| drop == name) => Role::Dropped,
            name if is_label(name) => Role::Label,
            name if is_index(name) => Role::Index,
            _ => Role::Feature,
        };
        let roles: Vec<Role> = self.names.iter().map(role).collect();
        let labels: Vec<String> = self
            .names
            .iter()
            .zip(&roles)
            .filter(|(_, role)| **role == Role::Label)
            .map(|(name, _)| shown(name))
            .collect();
        match (&labels[..], labelled) {
            ([first, ..], true) => Err(self.bad(
                format!("the column {first} looks like labels, and --labels gives others"),
                "leave one of them out: the column with --drop NAME",
            )),
            ([_, _, ..], false) => {
                let remedy = "keep one with --label-column NAME and leave each of the others out with --drop NAME";
                Err(self.bad(format!("the columns {} all look like labels", labels.join(" and ")), remedy))
            }
            _ => Ok(roles),
        }
    }

    fn read(mut self, roles: &[Role], reading: &Reading) -> Result<Table> {
        let path = self.path;
        let (mut rows, mut labels) = (Vec::new(), Vec::new());
        let mut indices: Vec<Index> = (0..roles.len()).filter(|&i| roles[i] == Role::Index).map(Index::new).collect();
        let mut notation = Notation::default();
        let mut record = StringRecord::new();
        let mut n = 0;
        loop {
            let begins = self.reader.position().byte();
            let read = self.reader.read_record(&mut record);
            let line = self.reader.get_mut().line(begins);
            if !read.map_err(|e| unreadable(e, line, path))? {
                break;
            }
            if record.len() != self.names.len() {
                let problem = format!("line {line} has {} cells, the header has {}", record.len(), self.names.len());
                let remedy = match record.len() == self.names.len() + 1 {
                    true => "if the first column holds names of lines, begin the header with a separator",
                    false => "give every line one cell per column",
                };
                return Err(self.bad(problem, remedy));
            }
            let mut index = indices.iter_mut();
            for ((name, cell), role) in self.names.iter().zip(&record).zip(roles) {
                match role {
                    Role::Dropped => {}
                    Role::Label if cell.is_empty() && !reading.gaps => {
                        let problem = format!("line {line}, column {}: the label is missing", shown(name));
                        return Err(self.bad(problem, "fill or drop the line"));
                    }
                    Role::Label => labels.push(cell.to_string()),
                    Role::Index => index.next().into_iter().for_each(|index| index.see(n, cell)),
                    Role::Feature => {
                        let place = |(problem, remedy): (String, String)| {
                            let place = format!("line {line}, column {}: {} {problem}", shown(name), shown(cell));
                            Error::file(path, place, remedy)
                        };
                        rows.push(notation.number(cell, line, self.separator, name).map_err(place)?);
                    }
                }
            }
            n += 1;
        }
        if n == 0 {
            return Err(self.bad("there are no lines after the header".into(), "add at least one sample"));
        }
        let mut notes = vec![];
        for index in indices {
            notes.push(index.note(&self.names, path)?);
        }
        let count = |role| roles.iter().filter(|found| **found == role).count();
        let d = count(Role::Feature);
        let label = roles.iter().position(|role| *role == Role::Label);
        let (labels, cells) = match label {
            None => (None, None),
            Some(_) if reading.gaps => (None, Some(labels)),
            Some(_) => (Some(self.labels(labels, reading)?), None),
        };
        if d == 0 {
            return match label {
                // Labels alone.
                Some(_) => Ok(Table { features: Features::bytes(vec![0; n], 1)?, labels, cells, notes }),
                None => Err(self.bad("there is no column of features".into(), "add one")),
            };
        }
        if let Some(label) = label {
            notes.push(format!("the labels are column {}", shown(&self.names[label])));
        }
        let features: Vec<&String> =
            self.names.iter().zip(roles).filter(|(_, role)| **role == Role::Feature).map(|(name, _)| name).collect();
        for (j, name) in features.iter().enumerate() {
            if counts_lines(n, |i| rows[i * d + j]) {
                notes.push(format!("the feature {} counts the lines; --drop leaves it out", shown(name)));
            }
        }
        Ok(Table { features: Features::real(rows, d)?, labels, cells, notes })
    }

    fn labels(&self, cells: Vec<String>, reading: &Reading) -> Result<Labels> {
        let found = match numbers(&cells, self.separator) {
            Some(rows) if reading.numbered => Labels::numbered(rows, 1, reading.labels),
            Some(rows) => Labels::of_numbers(rows, 1, reading.labels),
            None if reading.numbered => {
                Err(Error::request("the labels are text", "number the classes 0, 1, 2, ..., in all parts alike"))
            }
            None => Labels::of_text(&cells, reading.labels),
        };
        found.map_err(|error| error.at(self.path))
    }
}

/// A column that may be an index.
struct Index {
    column: usize,
    from: [bool; 2],
    text: bool,
}

impl Index {
    fn new(column: usize) -> Self {
        Self { column, from: [true; 2], text: false }
    }

    fn see(&mut self, at: usize, cell: &str) {
        let number: Option<f64> = cell.parse().ok();
        self.text |= number.is_none();
        for (start, counts) in self.from.iter_mut().enumerate() {
            *counts &= number == Some((at + start) as f64);
        }
    }

    /// What is said of it; refused if it is none.
    fn note(&self, names: &[String], path: &Path) -> Result<String> {
        let name = &names[self.column];
        let column = match name.is_empty() {
            true => format!("column {}, which has no name,", self.column + 1),
            false => format!("column {}", shown(name)),
        };
        match self.text || self.from.contains(&true) {
            true => Ok(format!("{column} is an index and is left out")),
            false => {
                let remedy = match name.is_empty() {
                    true => "name it if it is a feature, or delete it".to_string(),
                    false => format!("leave it out with --drop {}, or call it otherwise", argument(name)),
                };
                Err(Error::file(path, format!("{column} looks like an index, and does not count the lines"), remedy))
            }
        }
    }
}

fn is_index(name: &str) -> bool {
    let known = ["", "index", "id", "idx", "row", "unnamed: 0"];
    known.iter().any(|index| name.eq_ignore_ascii_case(index))
}

/// Whether values are 0, 1, 2, ... or 1, 2, 3, ..., for more lines than chance has.
fn counts_lines(n: usize, value: impl Fn(usize) -> f64) -> bool {
    n > 3 && [0, 1].iter().any(|start| (0..n).all(|i| value(i) == (i + start) as f64))
}

/// A name or a cell in quotes, cut to a readable length.
fn shown(text: &str) -> String {
    let cut: String = text.chars().take(40).collect();
    if cut.len() < text.len() { format!("{cut:?}...") } else { format!("{cut:?}") }
}

/// A name as a word of the command line.
fn argument(name: &str) -> String {
    let plain = name.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-' | '.'));
    if plain && name.len() < 40 { name.to_string() } else { shown(name) }
}

/// The separator of the first line that is not empty.
fn separator(stream: &mut (impl BufRead + ?Sized), path: &Path) -> Result<u8> {
    let mut line = Vec::new();
    let mut stream = stream.take(MAX_HEADER);
    while line.iter().all(u8::is_ascii_whitespace) {
        line.clear();
        if stream.read_until(b'\n', &mut line).map_err(|e| Error::io(path, e))? == 0 {
            break;
        }
    }
    let mut quoted = false;
    let mut found = [false; SEPARATORS.len()];
    for byte in line {
        quoted ^= byte == b'"';
        if let (false, Some(at)) = (quoted, SEPARATORS.iter().position(|separator| *separator == byte)) {
            found[at] = true;
        }
    }
    Ok(found.iter().position(|found| *found).map_or(b',', |at| SEPARATORS[at]))
}

fn unreadable(error: csv::Error, line: u64, path: &Path) -> Error {
    match error.kind() {
        csv::ErrorKind::Io(_) => Error::io(path, error.into()),
        csv::ErrorKind::Utf8 { .. } => {
            Error::file(path, format!("line {line} is no UTF-8 text"), "save the table as UTF-8 text")
        }
        _ => Error::file(path, error.to_string(), "save the table as UTF-8 text"),
    }
}

#[cfg(test)]
#[path = "csv_tests.rs"]
mod tests;
