//! Table 1 and section 5.2: the arithmetic of the published robustness numbers, exactly.

use crate::claims::{Claim, Context, Evidence, Tally};
use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};
use num_traits::Signed;

/// Method, accuracy at severity 1, accuracy at severity 5, printed drop.
type Row = (&'static str, &'static str, &'static str, &'static str);

/// Corruption; then per method the accuracies at severities 1 and 5 and the printed drop, all in %
/// (severity 3 does not enter).
const TABLE: [(&str, [Row; 3]); 3] = [
    ("pixelate", [("BYOL", "66.7", "58.7", "12.0"), ("DINO", "68.7", "60.2", "12.4"), ("MAE", "64.9", "46.8", "27.9")]),
    (
        "Gaussian noise",
        [("BYOL", "67.2", "56.4", "16.1"), ("DINO", "67.6", "59.0", "12.7"), ("MAE", "61.6", "44.8", "27.3")],
    ),
    ("zoom blur", [("BYOL", "70.1", "63.8", "9.0"), ("DINO", "69.4", "64.9", "6.5"), ("MAE", "64.1", "51.3", "20.0")]),
];

/// The averages quoted in the text.
const QUOTED: [(&str, &str); 3] = [("BYOL", "12.4"), ("DINO", "10.5"), ("MAE", "25.1")];

/// Gathers the evidence for Table 1.
///
/// # Errors
/// Never in practice: the numbers are constants.
pub fn gather(_: &Context<'_>) -> Result<Claim> {
    let (mut drops, mut averages, mut unrounded) = (Tally::default(), Tally::default(), Tally::default());
    for (method, quoted) in QUOTED {
        let mut printed_sum = ratio(0, 1);
        for (_, row) in &TABLE {
            for (_, first, last, drop) in row.iter().filter(|(m, ..)| *m == method) {
                let (first, last) = (exact_parse("accuracy", first)?, exact_parse("accuracy", last)?);
                let exact = (&first - &last) / &first * ratio(100, 1);
                let printed = exact_parse("drop", drop)?;
                drops.case([rounds_to(&exact, &printed)]);
                printed_sum += printed;
            }
        }
        let quoted = exact_parse("average", quoted)?;
        averages.case([rounds_to(&(printed_sum / ratio(3, 1)), &quoted)]);
        unrounded.case([rounds_to(&average_drop(method)?, &quoted) == (method != "MAE")]);
    }
    Ok(Claim {
        name: "table-1",
        source: "Table 1, section 5.2",
        statement: "Drop = (accuracy at severity 1 - accuracy at severity 5) / accuracy at severity 1: the nine printed drops, and the averages quoted in the text.",
        assumptions: "the printed accuracies",
        difference: Some(
            "The quoted averages are those of the rounded drops; without that rounding MAE averages 25.04, not 25.1.",
        ),
        evidence: vec![
            Evidence::exact("the printed drops, rounded to 0.1", drops),
            Evidence::exact("the quoted averages as averages of the printed drops", averages),
            Evidence::exact("averages of the unrounded drops: all but MAE round to the quoted value", unrounded),
        ],
    })
}

/// The average of a method's three unrounded drops, in %.
///
/// # Errors
/// Never in practice: the numbers are constants.
pub(in crate::claims) fn average_drop(method: &str) -> Result<Rational> {
    let mut sum = ratio(0, 1);
    for (_, first, last, _) in TABLE.iter().flat_map(|(_, rows)| rows).filter(|(m, ..)| *m == method) {
        let (first, last) = (exact_parse("accuracy", first)?, exact_parse("accuracy", last)?);
        sum += (&first - last) / first * ratio(100, 1);
    }
    Ok(sum / ratio(3, 1))
}

/// |exact - printed| <= 1/20.
fn rounds_to(exact: &Rational, printed: &Rational) -> bool {
    (exact - printed).abs() <= ratio(1, 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rounding_to_a_tenth() {
        assert!(rounds_to(&ratio(1234, 100), &ratio(123, 10)));
        assert!(rounds_to(&ratio(1235, 100), &ratio(124, 10)));
        assert!(!rounds_to(&ratio(1236, 100), &ratio(123, 10)));
    }
}
