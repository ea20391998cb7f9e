//! The audit ledger as a claim: an exact comparison for each of its entries.

use crate::claims::audit::ledger;
use crate::claims::{Context, Evidence, Statement, Tally};
use crate::error::Result;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "audit",
    source: "the whole paper, arXiv v2",
    about: "the audit ledger",
    statement: "Each entry of the ledger (`jerc audit`, proofs/ERRATA.md): the printed statement fails on its counterexample, and the corrected one holds there.",
    assumptions: "those of each entry",
    difference: Some("The entries are the differences."),
    snapshots: &["audit"],
    certified: false,
    without_theorem: None,
    on_data: false,
    gather,
};

fn gather(_: &Context<'_>) -> Result<Vec<Evidence>> {
    let of = |entry: &crate::claims::audit::Audited| {
        let mut tally = Tally::default();
        entry.comparisons.iter().for_each(|c| tally.case([c.confirmed()]));
        tally.require(entry.confirmed);
        Evidence::exact(entry.id, format!("{}: print, truth and correction", entry.severity.name()), tally)
    };
    Ok(ledger()?.iter().map(of).collect())
}
