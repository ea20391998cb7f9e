//! Experiments: sweeps that produce plain tables, as comma-separated values (RFC 4180) with one header
//! line. Figures are drawn from the exported tables alone (`report/`).

pub mod explain;
pub mod harmonics;
pub mod high_dimension;
pub mod many_signals;
pub mod networks;
pub mod overlap;
pub mod sweep;

use crate::error::{Error, Result};
use serde::{Serialize, de::DeserializeOwned};
use std::path::Path;

/// The table as text; numbers are written so that they read back exactly.
pub fn to_csv<R: Serialize>(rows: &[R]) -> String {
    let mut writer = csv::Writer::from_writer(Vec::new());
    // Plain records into memory: nothing can fail.
    rows.iter().for_each(|row| writer.serialize(row).unwrap_or_default());
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

/// Reads a table that [`to_csv`] wrote.
///
/// # Errors
/// [`Error::BadFile`] for another table; `path` names it.
pub fn read_csv<R: DeserializeOwned>(path: &Path, text: &str) -> Result<Vec<R>> {
    let rows = csv::Reader::from_reader(text.as_bytes()).into_deserialize().collect::<csv::Result<_>>();
    rows.map_err(|error| Error::file(path, error.to_string(), "write the table again"))
}
