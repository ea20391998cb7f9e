//! Section D.3: the published shares of configurations in which noise injection helps are whole
//! counts.

use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::error::Result;
use crate::scalar::{Rational, exact_parse, ratio};
use std::collections::BTreeSet;

/// Corruptions of SimCLR in Figures 9 and 10, as their captions name them.
const CORRUPTIONS: [&str; 16] = [
    "glassblur",
    "frost",
    "saturate",
    "impulsenoise",
    "jpegcompression",
    "defocusblur",
    "snow",
    "gaussiannoise",
    "gaussianblur",
    "spatter",
    "brightness",
    "pixelate",
    "fog",
    "specklenoise",
    "shotnoise",
    "zoomblur",
];

/// Those of BYOL and VICReg.
const SUBSET: [&str; 4] = ["fog", "specklenoise", "shotnoise", "zoomblur"];

/// Corruption strengths 1 to 5.
const STRENGTHS: i64 = 5;

/// Method, test set, corruptions, printed share in %, the count that it is, and half a unit of its
/// last digit.
type Share = (&'static str, &'static str, &'static [&'static str], &'static str, i64, (i64, i64));

const SHARES: [Share; 6] = [
    ("SimCLR", "corrupted", &CORRUPTIONS, "67.5", 54, (1, 20)),
    ("VICReg", "corrupted", &SUBSET, "85", 17, (1, 2)),
    ("BYOL", "corrupted", &SUBSET, "60", 12, (1, 2)),
    ("SimCLR", "clean", &CORRUPTIONS, "68.75", 55, (1, 200)),
    ("BYOL", "clean", &SUBSET, "85", 17, (1, 2)),
    ("VICReg", "clean", &SUBSET, "85", 17, (1, 2)),
];

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "section-d3",
    source: "Section D.3, Figures 9 and 10",
    about: "the published shares are whole counts",
    statement: "16 corruptions at 5 strengths are 80 configurations of SimCLR, 4 at 5 are 20 of BYOL and VICReg. 67.5 % and 68.75 % are 54 and 55 of 80; 85 % is 17 and 60 % is 12 of 20. No other count has these shares.",
    assumptions: "the printed shares, and the corruptions that the captions list",
    difference: None,
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem("published numbers: there is nothing to prove about them")],
    gather,
};

fn gather(_: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![configurations()?, counts()?])
}

/// Different corruptions times strengths.
fn configurations() -> Result<Evidence> {
    let line = Line::exact("configurations", "80 and 20 configurations, from the captions", "a corruption named twice");
    line.on_each([(&CORRUPTIONS[..], 80), (&SUBSET[..], 20)], |(names, expected), tally| {
        tally.case(|run| {
            let named = names.iter().enumerate().map(|(i, name)| if i == 0 { run.pick(name, &names[1]) } else { name });
            let different: BTreeSet<_> = named.collect();
            let known = different.iter().all(|name| CORRUPTIONS.contains(name));
            Ok([known && different.len() as i64 * STRENGTHS == expected])
        })
    })
}

/// The share of a count is the printed one exactly, and no other count rounds to it.
fn counts() -> Result<Evidence> {
    let compared =
        "the counts 54, 17, 12, 55, 17, 17 have the printed shares exactly, and are alone in rounding to them";
    let line = Line::exact("counts", compared, "one corruption fewer; a count one off");
    line.on_each(SHARES, |(_, _, corruptions, printed, count, (p, q)), tally| {
        let (printed, half) = (exact_parse("share", printed)?, ratio(p, q));
        let size = corruptions.len() as i64;
        tally.case(|run| {
            let total = STRENGTHS * run.pick(size, size - 1);
            let share = |count: i64| -> Rational { ratio(100 * count, total) };
            let rounding: Vec<i64> = (0..=total).filter(|&of| (share(of) - &printed).abs() <= half).collect();
            Ok([share(count) == printed, rounding == [run.pick(count, count + 1)]])
        })
    })
}
