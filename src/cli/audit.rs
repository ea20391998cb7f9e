//! `jerc audit`: the ledger of printed statements that need a correction or a remark, each with its
//! exact instance evaluated.

use super::Outcome;
use crate::claims::audit::{Audited, ledger, markdown};
use crate::error::Result;
use crate::notation;
use clap::ValueEnum;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc audit
  jerc audit --format json",
    after_long_help = "Exit code 0 if every entry is confirmed, 1 if one is not."
)]
pub(super) struct Arguments {
    /// Text for people, JSON for programs, Markdown for proofs/ERRATA.md
    #[arg(long, value_enum, default_value = "text")]
    format: LedgerFormat,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum LedgerFormat {
    Text,
    Json,
    Markdown,
}

#[derive(serde::Serialize)]
struct Ledger<'a> {
    confirmed: usize,
    entries: &'a [Audited],
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    outcome(&ledger()?, arguments.format)
}

/// What is printed of a ledger, and whether all of it is confirmed.
fn outcome(entries: &[Audited], format: LedgerFormat) -> Result<Outcome> {
    let confirmed = entries.iter().filter(|e| e.confirmed).count();
    let output = match format {
        LedgerFormat::Text => text(entries, confirmed),
        LedgerFormat::Json => super::json(&Ledger { confirmed, entries })?,
        LedgerFormat::Markdown => markdown(entries),
    };
    Ok(Outcome { output, code: u8::from(confirmed < entries.len()) })
}

fn text(entries: &[Audited], confirmed: usize) -> String {
    let mut text =
        String::from("Audit of arXiv:2505.12477v2: the printed value, the exact truth, the corrected value\n");
    for Audited { entry, confirmed, comparisons } in entries {
        let mark = if *confirmed { "confirmed" } else { "NOT CONFIRMED" };
        text += &format!(
            "\n{} ({}): {mark}\n  printed    {}: {}\n             {}\n  why        {}\n  example    {}\n  corrected  {}\n",
            entry.id,
            entry.severity.name(),
            entry.place,
            entry.quote,
            notation::text(entry.printed),
            notation::text(entry.why),
            notation::text(entry.counterexample),
            notation::text(entry.corrected)
        );
        for c in comparisons {
            let printed = c.printed.as_ref().map_or_else(String::new, |p| format!("printed {p}, "));
            text += &format!("    {}: {printed}found {}, corrected {}\n", c.quantity, c.found, c.corrected);
        }
    }
    text + &format!("\n{confirmed} of {} entries confirmed in exact arithmetic\n", entries.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_entry_that_is_not_confirmed_is_said_and_is_a_failure() {
        let mut entries = ledger().unwrap();
        entries.truncate(3);
        for format in [LedgerFormat::Text, LedgerFormat::Json, LedgerFormat::Markdown] {
            assert_eq!(outcome(&entries, format).unwrap().code, 0);
        }
        for at in 0..3 {
            let mut entries = entries.clone();
            entries[at].confirmed = false;
            for format in [LedgerFormat::Text, LedgerFormat::Json, LedgerFormat::Markdown] {
                assert_eq!(outcome(&entries, format).unwrap().code, 1, "{at}: {format:?}");
            }
            let text = outcome(&entries, LedgerFormat::Text).unwrap().output;
            let expected = [0, 1, 2].map(|entry| if entry == at { "NOT CONFIRMED" } else { "confirmed" });
            let headings = text.lines().filter(|line| !line.starts_with(' '));
            let marks: Vec<&str> = headings.filter_map(|line| line.split_once("): ")).map(|(_, mark)| mark).collect();
            assert_eq!(marks, expected, "{text}");
            assert!(text.ends_with("\n2 of 3 entries confirmed in exact arithmetic\n"), "{text}");
            let json = outcome(&entries, LedgerFormat::Json).unwrap().output;
            let json: serde_json::Value = serde_json::from_str(&json).unwrap();
            assert_eq!((&json["confirmed"], &json["entries"][at]["confirmed"]), (&2.into(), &false.into()));
        }
    }
}
