//! Table 1 and section 5.2: the arithmetic of the published robustness numbers, exactly.

use crate::claims::routes::published::{TABLE, average_drop, drop};
use crate::claims::{Context, Evidence, Line, Run, Statement, Tag};
use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};
use num_traits::Signed;

/// The averages quoted in the text.
const QUOTED: [(&str, &str); 3] = [("BYOL", "12.4"), ("DINO", "10.5"), ("MAE", "25.1")];

/// The averages of the unrounded drops, to a tenth.
const UNROUNDED: [(&str, &str); 3] = [("BYOL", "12.4"), ("DINO", "10.5"), ("MAE", "25.0")];

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
    let rows = || TABLE.iter().flat_map(|(_, rows)| rows);
    let fault = "the printed number a tenth off";
    let tenth = |run: Run, printed: Rational| run.pick(printed.clone(), printed + ratio(1, 10));
    let drops = Line::exact("drops", "the printed drops, rounded to 0.1", fault);
    let averages = Line::exact("averages", "the quoted averages as averages of the printed drops", fault);
    let unrounded = "averages of the unrounded drops: BYOL and DINO round to the quoted value, MAE to 25.0";
    let unrounded = Line::exact("unrounded", unrounded, fault);
    Ok(vec![
        drops.on_each(rows(), |&(_, first, last, printed), tally| {
            let (drop, printed) = (drop(first, last)?, exact_parse("drop", printed)?);
            tally.case(|run| Ok([rounds_to(&drop, &tenth(run, printed.clone()))]))
        })?,
        averages.on_each(QUOTED, |(method, quoted), tally| {
            let printed = rows().filter(|(m, ..)| *m == method).map(|(.., printed)| exact_parse("drop", printed));
            let sum = printed.sum::<Result<Rational>>()?;
            let quoted = exact_parse("average", quoted)?;
            tally.case(|run| Ok([rounds_to(&(&sum / ratio(3, 1)), &tenth(run, quoted.clone()))]))
        })?,
        unrounded.on_each(UNROUNDED, |(method, expected), tally| {
            let (average, expected) = (average_drop(method)?, exact_parse("average", expected)?);
            tally.case(|run| Ok([rounds_to(&average, &tenth(run, expected.clone()))]))
        })?,
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
