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
    let entries = ledger()?;
    let confirmed = entries.iter().filter(|e| e.confirmed).count();
    let output = match arguments.format {
        LedgerFormat::Text => text(&entries, confirmed),
        LedgerFormat::Json => super::json(&Ledger { confirmed, entries: &entries })?,
        LedgerFormat::Markdown => markdown(&entries),
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
