//! Table 1 and section 5.2: the arithmetic of the published robustness numbers, exactly, and what
//! holds of the accuracies before they were rounded to a tenth.

use crate::claims::routes::published::{Rounded, Row, TABLE, drop, drop_before_rounding, rows_of};
use crate::claims::{Context, Evidence, Line, Run, Statement, Tag};
use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};

/// The averages quoted in the text; what the average of the unrounded drops may be, to a hundredth.
const QUOTED: [(&str, &str, [&str; 2]); 3] =
    [("BYOL", "12.4", ["12.21", "12.49"]), ("DINO", "10.5", ["10.39", "10.66"]), ("MAE", "25.1", ["24.91", "25.18"])];

/// The methods from the lowest accuracy to the highest, by corruption and severity: BYOL is ahead of
/// DINO in three of the nine columns.
const ORDERS: [(&str, [[&str; 3]; 3]); 3] = [
    ("pixelate", [["MAE", "BYOL", "DINO"], ["MAE", "BYOL", "DINO"], ["MAE", "BYOL", "DINO"]]),
    ("Gaussian noise", [["MAE", "BYOL", "DINO"], ["MAE", "DINO", "BYOL"], ["MAE", "BYOL", "DINO"]]),
    ("zoom blur", [["MAE", "DINO", "BYOL"], ["MAE", "BYOL", "DINO"], ["MAE", "BYOL", "DINO"]]),
];

/// The methods from the smallest drop to the largest: by corruption, and on average.
const DROPS: [(&str, [&str; 3]); 4] = [
    ("pixelate", ["BYOL", "DINO", "MAE"]),
    ("Gaussian noise", ["DINO", "BYOL", "MAE"]),
    ("zoom blur", ["DINO", "BYOL", "MAE"]),
    ("average", ["DINO", "BYOL", "MAE"]),
];

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "table-1",
    source: "Table 1, section 5.2",
    about: "arithmetic of the published drops",
    statement: "Drop = (accuracy at severity 1 - accuracy at severity 5) / accuracy at severity 1: the nine printed drops, and the averages quoted in the text. Whatever the accuracies were before rounding: they fall with the severity, MAE is last in all nine columns and has the largest drops, and every order of two methods holds. The quoted 25.1 of MAE lies in [24.91, 25.18], where the average of its unrounded drops is.",
    assumptions: "the printed accuracies, each rounded to a tenth",
    difference: None,
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem("published numbers: there is nothing to prove about them")],
    gather,
};

fn gather(_: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![drops()?, averages()?, drops_before_rounding()?, averages_before_rounding()?, monotone()?, orders()?])
}

fn rows() -> impl Iterator<Item = &'static Row> {
    TABLE.iter().flat_map(|(_, rows)| rows)
}

fn tenth(run: Run, printed: Rational) -> Rational {
    run.pick(printed.clone(), printed + ratio(1, 10))
}

const TENTH: &str = "the printed number a tenth off";

fn drops() -> Result<Evidence> {
    let line = Line::exact("drops", "the printed drops are those of the printed accuracies, rounded to 0.1", TENTH);
    line.on_each(rows(), |row, tally| {
        let (drop, printed) = (drop(row)?, exact_parse("drop", row.2)?);
        tally.case(|run| Ok([rounds_to(&drop, &tenth(run, printed.clone()))]))
    })
}

fn averages() -> Result<Evidence> {
    let line = Line::exact("averages", "the quoted averages as averages of the printed drops", TENTH);
    line.on_each(QUOTED, |(method, quoted, _), tally| {
        let sum = rows_of(method).map(|(.., printed)| exact_parse("drop", printed)).sum::<Result<Rational>>()?;
        let quoted = exact_parse("average", quoted)?;
        tally.case(|run| Ok([rounds_to(&(&sum / ratio(3, 1)), &tenth(run, quoted.clone()))]))
    })
}

/// The interval of a drop is as wide as 0.28 and the printed one as 0.1, so a fault of 0.3 is seen.
fn drops_before_rounding() -> Result<Evidence> {
    let compared = "each printed drop, +-0.05, meets the interval of drops of accuracies within 0.05 of the printed";
    let line = Line::exact("drops-before-rounding", compared, "the printed number three tenths off, either way");
    line.on_each(rows(), |row, tally| {
        let (possible, printed) = (drop_before_rounding(row)?, exact_parse("drop", row.2)?);
        tally.case(|run| {
            let off = run.pick(ratio(0, 1), ratio(3, 10));
            let [above, below] = [&printed + &off, &printed - &off].map(|drop| Rounded::of(&drop).meets(&possible));
            Ok([above, below])
        })
    })
}

fn averages_before_rounding() -> Result<Evidence> {
    let compared = "the quoted averages lie where those of unrounded drops may: BYOL [12.21, 12.49], DINO [10.39, 10.66], MAE [24.91, 25.18], ends to a hundredth";
    let fault = "the quoted average three tenths off, either way; an end a hundredth off";
    Line::exact("averages-before-rounding", compared, fault).on_each(QUOTED, |(method, quoted, ends), tally| {
        let possible = Rounded::average(&rows_of(method).map(drop_before_rounding).collect::<Result<Vec<_>>>()?);
        let (quoted, [low, high]) = (exact_parse("average", quoted)?, ends.map(|end| exact_parse("end", end)));
        let (low, high) = (low?, high?);
        tally.case(|run| {
            let (off, hundredth) = run.pick((ratio(0, 1), ratio(0, 1)), (ratio(3, 10), ratio(1, 100)));
            let near = |end: &Rational, printed: &Rational| (end - printed - &hundredth).abs() <= ratio(1, 200);
            let inside = [&quoted + &off, &quoted - &off].map(|average| possible.contains(&average));
            Ok([inside[0], inside[1], near(&possible.low, &low), near(&possible.high, &high)])
        })
    })
}

/// From one severity to the next, before rounding.
fn monotone() -> Result<Evidence> {
    let compared = "accuracies fall from severity 1 to 3 and from 3 to 5, for every method and corruption, before rounding too (by 1.9 or more as printed)";
    let line = Line::exact("falling", compared, "the severities in the other order");
    line.on_each(rows(), |(_, accuracies, _), tally| {
        let [first, second, third] = accuracies.map(Rounded::parse);
        let (first, second, third) = (first?, second?, third?);
        let least = ratio(19, 10);
        tally.case(|run| {
            let (first, third) = run.pick((&first, &third), (&third, &first));
            let far = |high: &Rounded, low: &Rounded| &high.low - &low.low >= least;
            let falls = [second.is_below(first), third.is_below(&second)];
            Ok([falls[0], falls[1], far(first, &second) && far(&second, third)])
        })
    })
}

/// Every order of two methods: 27 of accuracies, 9 of drops, 3 of averages.
fn orders() -> Result<Evidence> {
    let compared = "the order of any two methods in each column, of their drops and of their average drops: accuracies within 0.05 of the printed do not change it (the closest are 0.2 apart)";
    let line = Line::exact("orders", compared, "two neighbours in an order swapped").kinds(&["accuracies", "drops"]);
    let accuracies = ORDERS.iter().flat_map(|(corruption, orders)| {
        orders.iter().enumerate().map(move |(column, order)| (*corruption, Some(column), *order))
    });
    let drops = DROPS.iter().map(|(corruption, order)| (*corruption, None, *order));
    line.on_each(accuracies.chain(drops), |(corruption, column, order), tally| {
        tally.saw(if column.is_some() { "accuracies" } else { "drops" });
        let of = |method: &str| -> Result<Rounded> {
            let mut found = vec![];
            for (_, rows) in TABLE.iter().filter(|(name, _)| [*name, "average"].contains(&corruption)) {
                for row in rows.iter().filter(|(name, ..)| *name == method) {
                    found.push(
                        column.map_or_else(|| drop_before_rounding(row), |column| Rounded::parse(row.1[column]))?,
                    );
                }
            }
            Ok(Rounded::average(&found))
        };
        let [low, middle, high] = order.map(of);
        let (low, middle, high) = (low?, middle?, high?);
        tally.case(|run| {
            let (first, second) = run.pick((&low, &middle), (&middle, &low));
            let (third, fourth) = run.pick((&middle, &high), (&high, &middle));
            Ok([first.is_below(second), third.is_below(fourth)])
        })
    })
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

    #[test]
    fn the_orders_name_every_column() {
        assert!(ORDERS.iter().zip(&TABLE).all(|((a, _), (b, _))| a == b));
        assert!(DROPS.iter().zip(&TABLE).all(|((a, _), (b, _))| a == b));
    }
}
