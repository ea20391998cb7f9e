//! The ledger as `proofs/ERRATA.md`.

use super::{Audited, Severity};
use std::fmt::Write;

/// The ledger as a Markdown page.
pub fn markdown(ledger: &[Audited]) -> String {
    let mut page = String::from(
        "# Errata and audit\n\n\
         Written by `jerc audit --format markdown` from `src/claims/audit/`; a test compares this file with the code.\n\n\
         What an independent, exact reading of the paper (arXiv:2505.12477v2) found. Equation numbers are those of that version. The closed forms, the thresholds (10) and (12) and the order of their squares all stand: \
         most entries are misprints, steps that can be repaired, or assumptions in use but not stated. We thank the authors for a theory precise enough to be checked to this degree.\n\n\
         Each entry is evaluated in exact rationals. *Found* is the truth by a route that does not use the formula in question; an entry is confirmed only if it equals the corrected value everywhere and differs from the printed one \
         somewhere. Rows without a printed value are controls. \
         Every value is found a second time with a fault planted in its route, and must then not be the corrected one.\n\n",
    );
    let severities = [Severity::FalseAsStated, Severity::MissingAssumption, Severity::WrongStep, Severity::Slip];
    page.push_str("| severity | entries |\n|---|---|\n");
    for severity in severities {
        let of: Vec<_> = ledger
            .iter()
            .filter(|e| e.entry.severity == severity)
            .map(|e| format!("[{0}](#{0})", e.entry.id))
            .collect();
        // Writing to a String cannot fail.
        let _ = writeln!(page, "| {} | {} |", severity.name(), of.join(", "));
    }
    for Audited { entry, confirmed, comparisons } in ledger {
        let _ = write!(
            page,
            "\n## {}\n\n**Severity**: {}. **Confirmed**: {}.\n\n**Printed.** {}\n\n**What is wrong or missing.** {}\n\n**Counterexample.** {}\n\n**Corrected.** {}\n\n\
             | quantity | printed | found | corrected |\n|---|---|---|---|\n",
            entry.id,
            entry.severity.name(),
            if *confirmed { "yes" } else { "no" },
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
