//! The machine-checked theorems behind the claims: `proofs/rocq/headline.tsv`, read at compile
//! time.
//!
//! That the theorems exist, are proved without axioms and say what is recorded is the work of
//! `make audit` in `proofs/rocq`; that this list, the claims and `proofs/README.md` agree, that of
//! `tests/formal.rs`.

use super::{CLAIMS, FILES, Statement, Tag};
use crate::notation;
use std::collections::BTreeSet;
use std::fmt::Write;

/// Columns: statement, file below `proofs/rocq`, theorem, hypotheses beyond the paper's, claims.
const HEADLINE: &str = include_str!("../../proofs/rocq/headline.tsv");

/// What Coq prints of each headline theorem, as `make record` wrote it.
const STATEMENTS: &str = include_str!("../../proofs/rocq/audit/statements.txt");

/// What proves the theorems again from their sources and compares them with what is recorded.
pub const PROVE_AGAIN: &str = "make -C proofs/rocq audit";
/// How long that takes, in minutes, from clean on two cores; `proofs/TRUST.md` has the measurement.
pub const MINUTES: u32 = 10;

/// A headline theorem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theorem {
    /// What it says, in a few words, with formulas in TeX between dollars.
    pub statement: &'static str,
    /// Its file, below `proofs/rocq`.
    pub file: &'static str,
    /// Its name there.
    pub name: &'static str,
    /// Hypotheses beyond the paper's, and why.
    pub hypotheses: &'static str,
    /// The claims of `jerc verify` that it belongs to.
    pub claims: Vec<&'static str>,
}

impl Theorem {
    /// Its name with its file, as Coq's queries print it: `statements.lemma_b1.lemma_b1`.
    pub fn node(&self) -> String {
        format!("{}.{}", self.file.trim_end_matches(".v").replace('/', "."), self.name)
    }

    /// Its statement as Coq prints it, without the arguments that are named like themselves, `(F:=F)`;
    /// empty if it is not recorded, which a test would notice.
    pub fn text(&self) -> String {
        let heading = format!("## {}\n", self.node());
        let recorded = STATEMENTS.split_once(&heading).map_or("", |(_, rest)| rest);
        let mut text = String::new();
        for piece in recorded.split("\n## ").next().unwrap_or_default().trim().split(" (") {
            let inside = piece.split_once(')').and_then(|(argument, rest)| Some((argument.split_once(":=")?, rest)));
            match inside {
                Some(((name, value), rest)) if name == value => text.push_str(rest),
                _ if text.is_empty() => text.push_str(piece),
                _ => text.extend([" (", piece]),
            }
        }
        text
    }
}

/// Every headline theorem, in the order of the list; lines without five columns are left out, which
/// `tests/formal.rs` would notice.
pub fn theorems() -> Vec<Theorem> {
    let theorem = |line: &'static str| match line.split('\t').collect::<Vec<_>>()[..] {
        [statement, file, name, hypotheses, claims] => {
            Some(Theorem { statement, file, name, hypotheses, claims: claims.split(", ").collect() })
        }
        _ => None,
    };
    HEADLINE.lines().skip(1).filter_map(theorem).collect()
}

/// The theorems of a claim.
pub fn of(claim: &str) -> Vec<Theorem> {
    theorems().into_iter().filter(|theorem| theorem.claims.contains(&claim)).collect()
}

/// The claims of a theorem with their files; names that are no claim are left out, which
/// `tests/formal.rs` would notice.
fn claims_of(theorem: &Theorem) -> Vec<(&'static Statement, &'static str)> {
    let named = |name: &&str| CLAIMS.iter().zip(FILES).find(|(claim, _)| claim.name == *name);
    theorem.claims.iter().filter_map(named).map(|(claim, file)| (claim, *file)).collect()
}

/// The table of `proofs/README.md`: statement, theorem, hypotheses, claim, certificate, snapshots.
pub fn table() -> String {
    let mut table = String::from(
        "| statement | formal theorem | hypotheses beyond the paper's | claim | certificates | snapshots |\n|---|---|---|---|---|---|\n",
    );
    let escape = |text: &str| text.replace('|', "\\|");
    for theorem in theorems() {
        let of_claims = claims_of(&theorem);
        let claims: Vec<String> = of_claims.iter().map(|(claim, file)| format!("`{}` ({file})", claim.name)).collect();
        let snapshots: BTreeSet<&str> = of_claims.iter().flat_map(|(claim, _)| claim.snapshots).copied().collect();
        let certified =
            if of_claims.iter().any(|(claim, _)| claim.tags.contains(&Tag::Certified)) { "yes" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| {} | `{}`: `{}` | {} | {} | {certified} | {} |",
            escape(&notation::markdown(theorem.statement)),
            theorem.file,
            theorem.name,
            escape(theorem.hypotheses),
            claims.join(", "),
            snapshots.into_iter().collect::<Vec<_>>().join(", ")
        );
    }
    table
}
