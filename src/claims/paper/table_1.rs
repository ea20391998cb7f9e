//! Table 1 and section 5.2: the arithmetic of the published robustness numbers, exactly.

use crate::claims::routes::published::{TABLE, average_drop, drop};
use crate::claims::{Context, Evidence, Statement, Tag, Tally};
use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};
use num_traits::Signed;

/// The averages quoted in the text.
const QUOTED: [(&str, &str); 3] = [("BYOL", "12.4"), ("DINO", "10.5"), ("MAE", "25.1")];

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "table-1",
    source: "Table 1, section 5.2",
    about: "arithmetic of the published drops",
    statement: "Drop = (accuracy at severity 1 - accuracy at severity 5) / accuracy at severity 1: the nine printed drops, and the averages quoted in the text.",
    assumptions: "the printed accuracies",
    difference: Some(
        "The quoted averages are those of the rounded drops; without that rounding MAE averages 25.04, not 25.1.",
    ),
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem("published numbers: there is nothing to prove about them")],
    gather,
};

fn gather(_: &Context<'_>) -> Result<Vec<Evidence>> {
    let (mut drops, mut averages, mut unrounded) = (Tally::default(), Tally::default(), Tally::default());
    for (method, quoted) in QUOTED {
        let mut printed_sum = ratio(0, 1);
        for (_, first, last, printed) in TABLE.iter().flat_map(|(_, rows)| rows).filter(|(m, ..)| *m == method) {
            let printed = exact_parse("drop", printed)?;
            drops.case([rounds_to(&drop(first, last)?, &printed)]);
            printed_sum += printed;
        }
        let quoted = exact_parse("average", quoted)?;
        averages.case([rounds_to(&(printed_sum / ratio(3, 1)), &quoted)]);
        unrounded.case([rounds_to(&average_drop(method)?, &quoted) == (method != "MAE")]);
    }
    Ok(vec![
        Evidence::exact("drops", "the printed drops, rounded to 0.1", drops),
        Evidence::exact("averages", "the quoted averages as averages of the printed drops", averages),
        Evidence::exact(
            "unrounded",
            "averages of the unrounded drops: all but MAE round to the quoted value",
            unrounded,
        ),
    ])
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
