//! How the numbers of a table are written: with a decimal point, or with a decimal comma.

use super::argument;

/// How the numbers of a table are written, and where that was first seen.
#[derive(Default)]
pub(super) struct Notation {
    comma: Option<u64>,
    point: Option<u64>,
}

impl Notation {
    /// A finite number, or what is wrong with the cell and what to do.
    pub(super) fn number(
        &mut self,
        cell: &str,
        line: u64,
        separator: u8,
        name: &str,
    ) -> std::result::Result<f64, (String, String)> {
        let refuse = |problem: &str, remedy: String| Err((problem.to_string(), remedy));
        let value = match cell.parse::<f64>() {
            Ok(value) => {
                if cell.contains('.') {
                    self.point.get_or_insert(line);
                }
                value
            }
            Err(_) => match (decimal(cell, separator), cell.to_ascii_lowercase().as_str()) {
                (Some(value), _) => {
                    self.comma.get_or_insert(line);
                    value
                }
                (None, "true") => 1.0,
                (None, "false") => 0.0,
                (None, "" | "na" | "n/a" | "null" | "none" | "?") => {
                    return refuse("is a missing value", "fill it or drop the line".into());
                }
                (None, _)
                    if cell.split_whitespace().count() > 1
                        && cell.split_whitespace().all(|v| v.parse::<f64>().is_ok()) =>
                {
                    return refuse("is several numbers", "separate columns by commas, semicolons or tabs".into());
                }
                (None, _) => {
                    let name = argument(name);
                    let remedy = format!(
                        "leave the column out with --drop {name}, or use it as labels with --label-column {name}"
                    );
                    return refuse("is not a number", remedy);
                }
            },
        };
        match (self.comma, self.point) {
            (Some(comma), Some(point)) if comma != 0 => {
                let remedy = format!("write all numbers alike: line {comma} has a decimal comma, line {point} a point");
                refuse("mixes two notations", remedy)
            }
            _ if value.is_finite() => Ok(value),
            _ => refuse("is not finite", "fill it or drop the line".into()),
        }
    }
}

/// A number with a decimal comma, which a comma as separator rules out.
pub(super) fn decimal(cell: &str, separator: u8) -> Option<f64> {
    let one = separator != b',' && !cell.contains('.') && cell.matches(',').count() == 1;
    if one { cell.replacen(',', ".", 1).parse().ok() } else { None }
}
