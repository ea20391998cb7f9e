//! The ledger as `proofs/ERRATA.md`.

use super::{Audited, Quote, Severity};
use crate::notation;
use std::fmt::Write;

const FOREWORD: &str = "\
# Errata and audit

Written by `jerc audit --format markdown` from `src/claims/audit/`; a test compares this file with
the code.

What an independent, exact reading of the paper found.

- **What was read**: arXiv:2505.12477, version 2, with its appendix, in a machine conversion of the
  PDF to text with TeX formulas, compared entry by entry in November 2026. Section and equation
  numbers are those of that version. Entries that hang on one symbol of the appendix, (18), (25),
  (62), (67), (68) and (80), rest on this one conversion.
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

Notation: $c_i = \\kappa_i^2/n$, $\\theta = \\lambda^\\Theta$ (in the tables th; on the noise
$\\theta_{\\mathrm{noise}}$), $g = \\lambda^\\Gamma > 0$, $r = \\eta^2/\\delta$. $C$ is the second
moment of the data, $S$ that of the views, $G$ and $H$ as in Theorems 3.1 and 3.2
($H = X^\\top\\bar X/n$), $\\Sigma$ as in (Cov). $C_1$, $\\Theta_1$ are blocks on the signal and
$\\Theta_2$, $\\Gamma_2$ on the noise; $X_1 = X Q_1$, $N_2 = N Q_2$, $A_1 = C_1 + \\Theta_1$,
$B = X_1^\\top N_2/n$, $D = N_2^\\top N_2/n$. A tilde, $\\tilde x$, marks corrupted data.

Each entry is evaluated in exact rationals. *As printed* is what the quoted text asserts on the
instance, evaluated here; of a limit, what it asks for at large n. *Found* is the truth by a route
that does not use the formula in question. An entry is confirmed only if the found value is the
corrected one everywhere and differs from the printed one somewhere; a remark, only if it differs
nowhere. Rows without a printed value are controls: of them the print does not speak. Every value is
found a second time with a fault planted in its route, and must then not be the corrected one.

";

/// The ledger as a Markdown page.
pub fn markdown(ledger: &[Audited]) -> String {
    let mut page = notation::markdown(FOREWORD);
    page.push_str("| severity | entries |\n|---|---|\n");
    for severity in Severity::ALL {
        let of: Vec<_> = ledger
            .iter()
            .filter(|e| e.entry.severity == severity)
            .map(|e| format!("[{0}](#{0})", e.entry.id))
            .collect();
        if !of.is_empty() {
            // Writing to a String cannot fail.
            let _ = writeln!(page, "| {} | {} |", severity.name(), of.join(", "));
        }
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
             | quantity | as printed | found | corrected |\n|---|---|---|---|\n",
            entry.id,
            entry.severity.name(),
            if *confirmed { "yes" } else { "no" },
            entry.place,
            notation::markdown(entry.printed),
            notation::markdown(entry.why),
            notation::markdown(entry.counterexample),
            notation::markdown(entry.corrected)
        );
        for c in comparisons {
            let printed = c.printed.as_ref().map(ToString::to_string).unwrap_or_default();
            let _ =
                writeln!(page, "| {} | {printed} | {} | {} |", c.quantity.replace('|', "\\|"), c.found, c.corrected);
        }
    }
    page
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::audit::ledger;

    #[test]
    fn an_entry_that_is_not_confirmed_says_so() {
        let mut ledger = ledger().unwrap();
        ledger.truncate(2);
        ledger[1].confirmed = false;
        let page = markdown(&ledger);
        let said: Vec<&str> =
            page.split("**Confirmed**: ").skip(1).map(|rest| rest.split('.').next().unwrap()).collect();
        assert_eq!(said, ["yes", "no"]);
    }
}
