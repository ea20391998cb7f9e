//! The machine-checked theorems behind the claims: `proofs/rocq/headline.tsv`, read at compile
//! time.
//!
//! That the theorems exist, are proved without axioms and say what is recorded is the work of
//! `make audit` in `proofs/rocq`; that this list, the claims and `proofs/README.md` agree, that of
//! `tests/formal.rs`.

use std::fmt::Write;

/// Columns: statement, file below `proofs/rocq`, theorem, hypotheses beyond the paper's, claims.
const HEADLINE: &str = include_str!("../../proofs/rocq/headline.tsv");

/// A headline theorem.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theorem {
    /// What it says, in a few words.
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

/// Claims without a machine-checked theorem: those on published numbers and measured figures, about
/// which there is nothing to prove. (An extension may stand here until it is proved.)
pub const WITHOUT_THEOREM: [&str; 2] = ["table-1", "figures-3-4"];

/// Where a claim is, which snapshots pin its numbers, and whether certificates are part of its
/// evidence.
fn place(claim: &str) -> (String, &'static str, bool) {
    let (file, snapshots) = match claim {
        "lemma-b1" => ("lemma_b1.rs", "digits"),
        "theorem-3-1" => ("theorem_3_1.rs", "digits, minimisers"),
        "theorem-3-2" => ("theorem_3_2.rs", "digits, minimisers"),
        "remark-4-1" => ("remark_4_1.rs", "claims"),
        "proposition-4-2" => ("proposition_4_2.rs", "decay, explaining-digits"),
        "proposition-4-3" | "proposition-4-4" => ("propositions_4_3_4_4.rs", "thresholds, decay, explaining-digits"),
        "corollary-4-5" => ("corollary_4_5.rs", "thresholds, explaining-digits"),
        "table-1" => ("table_1.rs", "claims"),
        "figures-3-4" => ("figures_3_4.rs", "figure-3-digits, figure-4-digits"),
        "masking" => ("masking/", "claims, families"),
        "speckle" => ("speckle.rs", "claims, families"),
        "groups" => ("groups.rs", "claims, families"),
        "thinning" => ("thinning.rs", "claims, families"),
        "composition" => ("composition/", "claims, families"),
        "non-commuting-thresholds" => ("non_commuting.rs", "block-thresholds"),
        "straddle-rule" => ("straddle_rule.rs", "claims"),
        "leakage" => ("leakage.rs", "claims"),
        "rates" => ("rate_constants.rs", "explaining-digits"),
        "not-covered" => ("not_covered.rs", "claims"),
        "audit" => ("audit/", "audit"),
        _ => ("", ""),
    };
    let certified = matches!(claim, "theorem-3-1" | "theorem-3-2" | "masking" | "thinning" | "composition");
    (format!("src/claims/{file}"), snapshots, certified)
}

/// The table of `proofs/README.md`: statement, theorem, hypotheses, claim, certificate, snapshots.
pub fn table() -> String {
    let mut table = String::from(
        "| statement | formal theorem | hypotheses beyond the paper's | claim | certificates | snapshots |\n|---|---|---|---|---|---|\n",
    );
    let escape = |text: &str| text.replace('|', "\\|");
    for theorem in theorems() {
        let of_claims: Vec<_> = theorem.claims.iter().map(|claim| (*claim, place(claim))).collect();
        let claims: Vec<String> = of_claims.iter().map(|(claim, (file, ..))| format!("`{claim}` ({file})")).collect();
        let mut snapshots: Vec<&str> = of_claims.iter().flat_map(|(_, (_, pins, _))| pins.split(", ")).collect();
        snapshots.dedup();
        let certified = if of_claims.iter().any(|(_, (.., certified))| *certified) { "yes" } else { "" };
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| {} | `{}`: `{}` | {} | {} | {certified} | {} |",
            escape(theorem.statement),
            theorem.file,
            theorem.name,
            escape(theorem.hypotheses),
            claims.join(", "),
            snapshots.join(", ")
        );
    }
    table
}
