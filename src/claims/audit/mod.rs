//! The audit ledger: where a printed statement of the paper is wrong, incomplete or easily misread,
//! with the smallest exact instance we know and the statement that holds.
//!
//! Every entry carries a [`Quote`] from the print, with its place; what is said of the print beyond
//! it is said in our words. `tests/audit.rs` holds the quotes that were compared with the original.
//!
//! Every entry carries comparisons in exact rationals. Each has three values of one quantity: what
//! the quoted text says, what is found (from the objectives, by enumeration or by inertia, never by
//! the formula in question), and what the corrected statement says. An entry is *confirmed* iff in
//! every comparison the found value is the corrected one, and in at least one it is not the printed
//! one: the entry would fail if the print were right, and if the correction were wrong. In a
//! [remark](Severity::Remark) nothing in print is wrong, so the found value must be the printed one
//! too. Comparisons without a printed value are controls.
//!
//! Every quantity is found twice: the second time with a fault planted in its route, as in all
//! [claims](super::Run). Print and correction do not see the run. The faulty value must not be the
//! corrected one, or nothing is confirmed.
//!
//! None of the entries touches the paper's conclusions on which paradigm needs less alignment: the
//! closed forms, the thresholds and the order of their squares all stand.
//!
//! `jerc audit` prints the ledger; `proofs/ERRATA.md` is its output with `--format markdown`, and a
//! test holds the two together. The ids are those of the formal proofs.

mod closed_forms;
mod comparison;
mod data_and_noise;
mod limits;
mod markdown;
mod publication;
mod supervised;
mod thresholds;

pub use comparison::{Comparison, Value};
pub use markdown::markdown;

use super::{Context, Evidence, Line, Statement};
use crate::augment::{AlignedNoise, Channel};
use crate::error::Result;
use crate::linalg::exact::inertia;
use crate::moments::{DataMoments, ViewMoments};
use crate::notation;
use crate::scalar::{Rational, ratio};
use nalgebra::{DMatrix, DVector};
use serde::Serialize;
use std::fmt;

/// How much an entry weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// A formula with a misprint; nothing depends on it.
    Slip,
    /// A step of a proof that does not hold; the conclusion does.
    WrongStep,
    /// True under an assumption that the print leaves out.
    MissingAssumption,
    /// Not true as printed.
    FalseAsStated,
    /// Nothing is wrong; what a reader should know.
    Remark,
}

impl Severity {
    /// All of them, the gravest first.
    pub const ALL: [Self; 5] =
        [Self::FalseAsStated, Self::MissingAssumption, Self::WrongStep, Self::Slip, Self::Remark];

    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::WrongStep => "wrong step",
            Self::MissingAssumption => "missing assumption",
            Self::FalseAsStated => "false as stated",
            Self::Remark => "remark",
        }
    }
}

/// Words of the print, or a formula of it, verbatim. Formulas are set in Unicode.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quote {
    /// At most a dozen words.
    Words(&'static str),
    /// One formula.
    Formula(&'static str),
}

impl Quote {
    /// The quoted text, without marks.
    pub fn text(self) -> &'static str {
        match self {
            Self::Words(text) | Self::Formula(text) => text,
        }
    }
}

impl fmt::Display for Quote {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(text) => write!(f, "\"{text}\""),
            Self::Formula(text) => f.write_str(text),
        }
    }
}

impl Serialize for Quote {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.serialize_str(self.text())
    }
}

/// One printed statement and what is to be said about it. Our words hold formulas in TeX between
/// dollars, which [`notation`] sets; the quote is as it is.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Entry {
    /// Its name, shared with the formal proofs.
    pub id: &'static str,
    /// Section and equation, in the numbers of arXiv v2.
    pub place: &'static str,
    /// The claims of `jerc verify` that it is about.
    pub claims: &'static [&'static str],
    /// What stands there.
    pub quote: Quote,
    /// What it says there, in our words.
    #[serde(serialize_with = "notation::serialize")]
    pub printed: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Why it fails, what is missing, or what is to know.
    #[serde(serialize_with = "notation::serialize")]
    pub why: &'static str,
    /// The instance, in words.
    #[serde(serialize_with = "notation::serialize")]
    pub counterexample: &'static str,
    /// The statement that holds.
    #[serde(serialize_with = "notation::serialize")]
    pub corrected: &'static str,
    /// What is planted in the second run.
    pub fault: &'static str,
    /// Evaluates the instance.
    #[serde(skip)]
    check: fn() -> Result<Vec<Comparison>>,
}

/// An entry with its comparisons evaluated.
#[derive(Debug, Clone, Serialize)]
pub struct Audited {
    /// The entry.
    #[serde(flatten)]
    pub entry: Entry,
    /// Whether the counterexample does what it says; see the [module](self).
    pub confirmed: bool,
    /// The counterexample in numbers.
    pub comparisons: Vec<Comparison>,
}

impl Entry {
    /// Evaluates the counterexample.
    pub fn evaluate(&self) -> Result<Audited> {
        let comparisons = (self.check)()?;
        // A remark stands beside the print, every other entry is against it.
        let wanted = |c: &Comparison| self.wants(c);
        let confirmed = comparisons.iter().all(Comparison::confirmed)
            && comparisons.iter().any(wanted)
            && comparisons.iter().all(|c| self.severity != Severity::Remark || wanted(c));
        Ok(Audited { entry: *self, confirmed, comparisons })
    }

    /// Whether a comparison is of the kind that the entry lives on: one against the print, for a
    /// remark one that leaves the print alone.
    fn wants(&self, comparison: &Comparison) -> bool {
        comparison.is_against_print() != (self.severity == Severity::Remark)
    }
}

/// The entries, in the order of the paper.
pub fn entries() -> Vec<Entry> {
    let rooms: [&[Entry]; 6] = [
        &closed_forms::ENTRIES,
        &data_and_noise::ENTRIES,
        &supervised::ENTRIES,
        &limits::ENTRIES,
        &thresholds::ENTRIES,
        &publication::ENTRIES,
    ];
    rooms.concat()
}

/// The ledger, every entry evaluated.
pub fn ledger() -> Result<Vec<Audited>> {
    entries().iter().map(Entry::evaluate).collect()
}

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "audit",
    source: "The whole paper, arXiv v2",
    about: "the audit ledger",
    statement: "Each entry of the ledger (jerc audit, proofs/ERRATA.md): on its instance the corrected statement holds and what is quoted from the print does not; in a remark both do.",
    assumptions: "those of each entry",
    difference: Some("The entries are the differences."),
    snapshots: &["audit"],
    tags: &[],
    gather,
};

fn gather(_: &Context<'_>) -> Result<Vec<Evidence>> {
    ledger()?.iter().map(evidence).collect()
}

/// An entry as a line of evidence, with a case for each comparison.
fn evidence(Audited { entry, comparisons, .. }: &Audited) -> Result<Evidence> {
    let compared = format!("{}: print, truth and correction", entry.severity.name());
    let kinds: &[&str] = match entry.severity {
        Severity::Remark => &["beside the print"],
        _ => &["against the print"],
    };
    Line::exact(entry.id, compared, entry.fault).kinds(kinds).on_each(comparisons, |comparison, tally| {
        let wanted = entry.wants(comparison);
        if wanted {
            tally.saw(kinds[0]);
        }
        let fits = wanted || entry.severity != Severity::Remark;
        tally.case(|run| Ok([fits && run.pick(comparison.confirmed(), comparison.agrees(&comparison.faulty))]))
    })
}

// ---------------------------------------------------------------- instances

/// t, if it is the largest eigenvalue of the pencil (A, S) and a simple one; "no" if it is not. A -
/// t S then has no positive and one zero eigenvalue.
fn if_largest(t: Rational, a: &DMatrix<Rational>, s: &DMatrix<Rational>) -> Value {
    let at = inertia(&(a - s.map(|v| v * &t)));
    if (at.positive, at.zero) == (0, 1) { Value::Number(t) } else { Value::Answer(false) }
}

/// A matrix of integers, row by row.
fn whole(rows: usize, columns: usize, values: &[i64]) -> DMatrix<Rational> {
    DMatrix::from_row_slice(rows, columns, &values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
}

/// The same over a common denominator.
fn over(rows: usize, columns: usize, values: &[i64], denominator: i64) -> DMatrix<Rational> {
    whole(rows, columns, values).map(|v| v / ratio(denominator, 1))
}

fn diagonal(values: &[Rational]) -> DMatrix<Rational> {
    DMatrix::from_diagonal(&DVector::from_column_slice(values))
}

/// Views x + noise of covariance `sigma`, of data with a given second moment and label cross
/// moment.
fn views_of(
    second: &DMatrix<Rational>,
    sigma: &DMatrix<Rational>,
    label_cross: &DMatrix<Rational>,
) -> Result<ViewMoments<Rational>> {
    additive(sigma)?.views(&data_of(second, label_cross))
}

/// Views x + noise of covariance `sigma`, of samples (n x d) without labels.
fn views_of_samples(samples: &DMatrix<Rational>, sigma: &DMatrix<Rational>) -> Result<ViewMoments<Rational>> {
    additive(sigma)?.views(&DataMoments::from_samples(samples, &DMatrix::zeros(samples.nrows(), 0))?)
}

/// Centred data with a given second moment and label cross moment.
fn data_of(second: &DMatrix<Rational>, label_cross: &DMatrix<Rational>) -> DataMoments<Rational> {
    let d = second.nrows();
    DataMoments {
        count: 1,
        mean: DVector::from_element(d, ratio(0, 1)),
        second: second.clone(),
        label_cross: label_cross.clone(),
        label_mean: DVector::from_element(label_cross.nrows(), ratio(0, 1)),
        label_energy: ratio(1, 1),
    }
}

/// Additive centred noise of covariance `sigma`.
fn additive(sigma: &DMatrix<Rational>) -> Result<AlignedNoise<Rational>> {
    AlignedNoise::new_exact(sigma.clone(), sigma.map(|_| ratio(0, 1)), ratio(0, 1))
}

/// No labels, for d features.
fn unlabelled(d: usize) -> DMatrix<Rational> {
    DMatrix::zeros(0, d)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_entry_is_confirmed_and_has_its_own_name() {
        let ledger = ledger().unwrap();
        for Audited { entry, confirmed, comparisons } in &ledger {
            assert!(confirmed, "{}: {comparisons:#?}", entry.id);
            let lower = entry.id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
            let words = [entry.place, entry.quote.text(), entry.printed, entry.why, entry.corrected, entry.fault];
            assert!(lower && words.iter().all(|words| !words.is_empty()), "{}", entry.id);
        }
        let mut names: Vec<_> = ledger.iter().map(|e| e.entry.id).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ledger.len());
        assert_eq!(ledger.len(), 28);
        let claims = ledger.iter().flat_map(|e| e.entry.claims);
        assert!(claims.into_iter().all(|name| crate::claims::CLAIMS.iter().any(|claim| claim.name == *name)));
    }

    #[test]
    fn the_largest_eigenvalue_is_recognised() {
        // diag(2, 3) against diag(1, 3): eigenvalues 2 and 1.
        let (a, s) = (whole(2, 2, &[2, 0, 0, 3]), whole(2, 2, &[1, 0, 0, 3]));
        assert_eq!(if_largest(ratio(2, 1), &a, &s), Value::Number(ratio(2, 1)));
        for other in [1, 3] {
            assert_eq!(if_largest(ratio(other, 1), &a, &s), Value::Answer(false));
        }
        // Not a simple one.
        assert_eq!(if_largest(ratio(1, 1), &s, &s), Value::Answer(false));
    }

    #[test]
    fn an_entry_and_its_line_need_every_comparison_and_one_against_the_print() {
        const GOOD: fn() -> Result<Comparison> = || Comparison::differs("x", false, |run| Ok(run.off(true)), true);
        const CONTROL: fn() -> Result<Comparison> = || Comparison::control("x", |run| Ok(run.off(true)), true);
        const BLIND: fn() -> Result<Comparison> = || Comparison::differs("x", false, |_| Ok(true), true);
        let confirmed = |check: fn() -> Result<Vec<Comparison>>| {
            let entry = Entry { check, severity: Severity::Slip, ..entries()[0] };
            let audited = entry.evaluate().unwrap();
            let line = evidence(&audited).unwrap();
            assert_eq!(line.holds(), audited.confirmed, "{line:?}");
            (audited.confirmed, line.rejects_controls())
        };
        assert_eq!(confirmed(|| [GOOD(), CONTROL()].into_iter().collect()), (true, true));
        // Another comparison's control does not stand in for one that is not rejected.
        assert_eq!(confirmed(|| [GOOD(), BLIND()].into_iter().collect()), (false, false));
        assert_eq!(confirmed(|| [BLIND()].into_iter().collect()), (false, false));
        // Controls alone confirm nothing.
        assert_eq!(confirmed(|| [CONTROL()].into_iter().collect()), (false, false));
        assert_eq!(confirmed(|| Ok(vec![])), (false, false));
        // A remark is confirmed where the print stands, and by nothing against it.
        const STANDS: fn() -> Result<Comparison> = || Comparison::stands("x", true, |run| Ok(run.off(true)), true);
        let remark = |check: fn() -> Result<Vec<Comparison>>| {
            let entry = Entry { check, severity: Severity::Remark, ..entries()[0] };
            let audited = entry.evaluate().unwrap();
            assert_eq!(evidence(&audited).unwrap().holds(), audited.confirmed, "{audited:?}");
            audited.confirmed
        };
        assert!(remark(|| [STANDS(), CONTROL()].into_iter().collect()));
        assert!(remark(|| [CONTROL()].into_iter().collect()));
        assert!(!remark(|| [STANDS(), GOOD()].into_iter().collect()));
        assert!(!remark(|| Ok(vec![])));
    }
}
