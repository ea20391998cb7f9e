//! The ledger as `proofs/ERRATA.md`.

use super::{Audited, Quote, Severity};
use std::fmt::Write;

const FOREWORD: &str = "\
# Errata and audit

Written by `jerc audit --format markdown` from `src/claims/audit/`; a test compares this file with
the code.

What an independent, exact reading of the paper found.

- **What was read**: arXiv:2505.12477, version 2, with its appendix, in a machine conversion of the
  PDF to text with TeX formulas, compared entry by entry in November 2026. Section and equation
  numbers are those of that version. Where the conversion could be at fault, nothing is said.
- **What is quoted** stands in print, with its place. Formulas are set in Unicode. The rest is in our
  words. `tests/data/quotes.tsv` lists the quotes that were compared with the original; a test turns
  red when one changes.
- **What stands**: the closed forms (Theorems 3.1 and 3.2), the thresholds (10) and (12), the order
  of their squares (Corollary 4.5) and the limits (Propositions 4.2 to 4.4) under the assumptions
  named here. Most entries are misprints, steps that can be repaired, or assumptions in use but not
  stated. We thank the authors for a theory precise enough to be checked to this degree.
- **A remark is no error**: nothing in print is wrong there. It says what a reader should know, or
  how a sentence is to be read.
- **To object**: open an issue in the repository of `jerc` with the id of the entry and the passage
  of the paper. An entry that is not in print, or is right in print, is withdrawn, and CHANGELOG.md
  says so. Withdrawn so far: a factor in (26), a threshold read into (68), a mean of Table 1, and
  several readings of single sentences.

Each entry is evaluated in exact rationals. *Found* is the truth by a route that does not use the
formula in question. An entry is confirmed only if the found value is the corrected one everywhere
and differs from the printed one somewhere; a remark, only if it differs nowhere. Rows without a
printed value are controls. Every value is found a second time with a fault planted in its route,
and must then not be the corrected one.

";

/// The ledger as a Markdown page.
pub fn markdown(ledger: &[Audited]) -> String {
    let mut page = String::from(FOREWORD);
    page.push_str("| severity | entries |\n|---|---|\n");
    for severity in Severity::ALL {
        let of: Vec<_> = ledger
            .iter()
            .filter(|e| e.entry.severity == severity)
            .map(|e| format!("[{0}](#{0})", e.entry.id))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(page, "| {} | {} |", severity.name(), of.join(", "));
    }
    for Audited { entry, confirmed, comparisons } in ledger {
        let (wrong, example) = match entry.severity {
            Severity::Remark => ("What to know", "Instance"),
            _ => ("What is wrong or missing", "Counterexample"),
        };
        let quote = match entry.quote {
            Quote::Words(_) => entry.quote.to_string(),
            Quote::Formula(formula) => format!("`{formula}`"),
        };
        let _ = write!(
            page,
            "\n## {}\n\n**Severity**: {}. **Confirmed**: {}.\n\n**Printed** ({}): {quote}\n\n{}\n\n**{wrong}.** {}\n\n**{example}.** {}\n\n**Corrected.** {}\n\n\
             | quantity | printed | found | corrected |\n|---|---|---|---|\n",
            entry.id,
            entry.severity.name(),
            if *confirmed { "yes" } else { "no" },
            entry.place,
            entry.printed,
            entry.why,
            entry.counterexample,
            entry.corrected
        );
        for c in comparisons {
            let printed = c.printed.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ =
                writeln!(page, "| {} | {printed} | {} | {} |", c.quantity.replace('|', "\\|"), c.found, c.corrected);
        }
    }
    page
}
