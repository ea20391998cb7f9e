//! The numbers of Table 1 as printed.

use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};

/// Method, accuracy at severity 1, accuracy at severity 5, printed drop.
pub(in crate::claims) type Row = (&'static str, &'static str, &'static str, &'static str);

/// Corruption; then per method the accuracies at severities 1 and 5 and the printed drop, all in %
/// (severity 3 does not enter).
pub(in crate::claims) const TABLE: [(&str, [Row; 3]); 3] = [
    ("pixelate", [("BYOL", "66.7", "58.7", "12.0"), ("DINO", "68.7", "60.2", "12.4"), ("MAE", "64.9", "46.8", "27.9")]),
    (
        "Gaussian noise",
        [("BYOL", "67.2", "56.4", "16.1"), ("DINO", "67.6", "59.0", "12.7"), ("MAE", "61.6", "44.8", "27.3")],
    ),
    ("zoom blur", [("BYOL", "70.1", "63.8", "9.0"), ("DINO", "69.4", "64.9", "6.5"), ("MAE", "64.1", "51.3", "20.0")]),
];

/// (first - last) / first in %.
pub(in crate::claims) fn drop(first: &str, last: &str) -> Result<Rational> {
    let (first, last) = (exact_parse("accuracy", first)?, exact_parse("accuracy", last)?);
    Ok((&first - last) / first * ratio(100, 1))
}

/// The average of a method's three unrounded drops, in %.
pub(in crate::claims) fn average_drop(method: &str) -> Result<Rational> {
    let mut sum = ratio(0, 1);
    for (_, first, last, _) in TABLE.iter().flat_map(|(_, rows)| rows).filter(|(m, ..)| *m == method) {
        sum += drop(first, last)?;
    }
    Ok(sum / ratio(3, 1))
}
