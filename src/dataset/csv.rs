//! Tables: comma-separated values with a header line, one sample per line.
//!
//! Read: every column is a real feature, in file order (X: n x d), except the column of class numbers:
//! the one the caller names, or else `label`, if there is one. Spaces around cells and empty lines are
//! ignored.
//!
//! Errors: [`Error::BadFile`] names the line (the header is line 1) and the column; [`Error::Io`].
//!
//! Source of the format: RFC 4180.

use super::{Dataset, Features, Labels, MAX_CLASSES};
use crate::error::{Error, Result};
use csv::{Position, ReaderBuilder, StringRecord, Trim};
use std::fs::File;
use std::path::Path;

/// The label column when the caller names none.
const DEFAULT_LABEL: &str = "label";

/// Reads a table, named after its file.
///
/// # Errors
/// See the [module](self).
pub fn read_csv(path: &Path, label_column: Option<&str>) -> Result<Dataset> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    // Flexible, so that a line of another length is reported in our words.
    let mut reader = ReaderBuilder::new().flexible(true).trim(Trim::All).from_reader(file);
    let bad = |problem: &str, remedy: &str| Error::file(path, problem, remedy);
    let unreadable = |e: csv::Error| match e.kind() {
        csv::ErrorKind::Io(_) => Error::io(path, e.into()),
        _ => bad(&e.to_string(), "save the table as UTF-8 text"),
    };
    let names = reader.headers().map_err(unreadable)?.clone();
    if names.is_empty() {
        return Err(bad("empty: there is no header line", "begin with a line of column names"));
    }
    if names.iter().all(|name| name.parse::<f64>().is_ok()) {
        return Err(bad("line 1 holds numbers, not names", "begin with a line of column names"));
    }
    let label = names.iter().position(|name| name == label_column.unwrap_or(DEFAULT_LABEL));
    if let (None, Some(wanted)) = (label, label_column) {
        return Err(bad(&format!("there is no column {wanted:?}"), "name a column of the header line"));
    }
    let d = names.len() - usize::from(label.is_some());
    if d == 0 {
        return Err(bad("there is no column besides the label", "add a column of features"));
    }
    let not_a_class = format!("is no class number below {MAX_CLASSES}");
    let (mut features, mut classes) = (Vec::new(), Vec::new());
    let mut record = StringRecord::new();
    while reader.read_record(&mut record).map_err(unreadable)? {
        let line = record.position().map_or(0, Position::line);
        if record.len() != names.len() {
            let problem = format!("line {line} has {} cells, the header has {}", record.len(), names.len());
            return Err(bad(&problem, "give every line one cell per column"));
        }
        for (i, (name, cell)) in names.iter().zip(&record).enumerate() {
            let place = |problem: &str| format!("line {line}, column {name:?}: {cell:?} {problem}");
            if Some(i) == label {
                match cell.parse::<usize>() {
                    Ok(class) if class < MAX_CLASSES => classes.push(class as i64),
                    _ => return Err(bad(&place(&not_a_class), "number the classes 0, 1, 2, ...")),
                }
            } else {
                match cell.parse::<f64>() {
                    Ok(value) if value.is_finite() => features.push(value),
                    Ok(_) => return Err(bad(&place("is not finite"), "drop or fill the line")),
                    Err(_) => return Err(bad(&place("is not a number"), "keep numeric columns only")),
                }
            }
        }
    }
    if features.is_empty() {
        return Err(bad("there are no lines after the header", "add at least one sample"));
    }
    let labels = label.map(|_| Labels::classes_from_integers(&classes)).transpose()?;
    let name = path.file_stem().map_or_else(|| "table".into(), |stem| stem.to_string_lossy().into_owned());
    Dataset::new(name, Features::real(features, d)?, labels)
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::DMatrix;

    fn read(text: impl AsRef<[u8]>, label: Option<&str>) -> Result<Dataset> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("table.csv");
        std::fs::write(&path, text).unwrap();
        read_csv(&path, label)
    }

    #[test]
    fn columns_become_features_and_classes() {
        let text = "a, label,b\n1,2,-0.5\n\n 3 ,0,1e3\n";
        let data = read(text, None).unwrap();
        assert_eq!(data.name(), "table");
        assert_eq!(data.matrix(), DMatrix::from_row_slice(2, 2, &[1., -0.5, 3., 1000.]));
        assert_eq!(data.labels().unwrap().as_classes(), Some((&[2, 0][..], 3)));
        // Named otherwise, `label` is a feature like any other.
        let other = read("label,class\n5,1\n", Some("class")).unwrap();
        assert_eq!((other.matrix()[(0, 0)], other.l()), (5.0, 2));
        // A byte order mark and Windows line ends, as spreadsheets write them.
        let windows = read("\u{feff}label,x\r\n1,2\r\n", None).unwrap();
        assert_eq!((windows.d(), windows.l()), (1, 2));
        assert_eq!(read("x\n1\n", None).unwrap().l(), 0);
    }

    #[test]
    fn bad_tables_are_refused_with_line_and_column() {
        let latin1 = b"x\n\xe9\n";
        for (text, label, expected) in [
            (&b""[..], None, "no header line"),
            (b"\n\n", None, "no header line"),
            (b"x,y\n", None, "no lines after the header"),
            (b"1,2\n3,4\n", None, "line 1 holds numbers"),
            (b"x,y\n1,2\n3\n", None, "line 3 has 1 cells, the header has 2"),
            (b"x,y\n1,2,3\n", None, "line 2 has 3 cells"),
            (b"x,y\n1,2\n3,four\n", None, "line 3, column \"y\": \"four\" is not a number"),
            (b"x,y\n1,\n", None, "line 2, column \"y\": \"\" is not a number"),
            (b"x,y\n1,nan\n", None, "line 2, column \"y\": \"nan\" is not finite"),
            (b"x,y\n-inf,1\n", None, "line 2, column \"x\": \"-inf\" is not finite"),
            (b"x,y\n1,1e999\n", None, "is not finite"),
            (b"x,label\n1,1.5\n", None, "line 2, column \"label\": \"1.5\" is no class number"),
            (b"x,label\n1,-1\n", None, "is no class number"),
            (b"x,label\n1,10000\n", None, "is no class number"),
            (b"label\n1\n", None, "no column besides the label"),
            (b"x,y\n1,2\n", Some("z"), "no column \"z\""),
            (latin1, None, "UTF-8"),
        ] {
            match read(text, label) {
                Err(Error::BadFile { problem, .. }) => {
                    assert!(problem.contains(expected), "{problem:?} should say {expected:?}");
                }
                other => panic!("{expected}: {other:?}"),
            }
        }
        let folder = tempfile::tempdir().unwrap();
        assert!(matches!(read_csv(&folder.path().join("none.csv"), None), Err(Error::Io { .. })));
        assert!(matches!(read_csv(folder.path(), None), Err(Error::Io { .. })));
    }
}
