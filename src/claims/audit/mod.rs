//! The audit ledger: where a printed statement of the paper is wrong, incomplete or unclear, with
//! the smallest exact counterexample we know and the corrected statement.
//!
//! Every entry carries comparisons in exact rationals. Each has three values of one quantity: what
//! the print says, what is found (from the objectives, by enumeration or by inertia, never by the
//! formula in question), and what the corrected statement says. An entry is *confirmed* iff in
//! every comparison the found value is the corrected one, and in at least one it is not the printed
//! one: the entry would fail if the print were right, and if the correction were wrong. Comparisons
//! without a printed value are controls, where print and correction agree.
//!
//! Every quantity is found twice: the second time with a fault planted in its route, as in all
//! [claims](super::Run). Print and correction do not see the run. The faulty value must not be the
//! corrected one, or nothing is confirmed.
//!
//! None of the entries touches the paper's conclusions on which paradigm needs less alignment,
//! except where an entry says so: most are slips, steps of a proof that can be repaired, or
//! assumptions that the text uses but does not state.
//!
//! `jerc audit` prints the ledger; `proofs/ERRATA.md` is its output with `--format markdown`, and a
//! test holds the two together. The ids are those of the formal proofs.

mod augmentations;
mod closed_forms;
mod limits;
mod markdown;
mod supervised;
mod thresholds;

pub use markdown::markdown;

use super::{Context, Evidence, Line, Run, Statement};
use crate::augment::{AlignedNoise, Channel};
use crate::error::Result;
use crate::linalg::exact::inertia;
use crate::moments::{DataMoments, ViewMoments};
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
}

impl Severity {
    /// In words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Slip => "slip",
            Self::WrongStep => "wrong step",
            Self::MissingAssumption => "missing assumption",
            Self::FalseAsStated => "false as stated",
        }
    }
}

/// One printed statement and what is to be said about it.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Entry {
    /// Its name, shared with the formal proofs.
    pub id: &'static str,
    /// What the print says, with equation numbers of arXiv v2.
    pub printed: &'static str,
    /// How much it weighs.
    pub severity: Severity,
    /// Why it fails, or what is missing.
    pub why: &'static str,
    /// The counterexample, in words.
    pub counterexample: &'static str,
    /// The statement that holds.
    pub corrected: &'static str,
    /// What is planted in the second run.
    pub fault: &'static str,
    /// Evaluates the counterexample.
    #[serde(skip)]
    check: fn() -> Result<Vec<Comparison>>,
}

/// An exact value: a number, or the answer to a question.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// A rational number.
    Number(Rational),
    /// Yes or no.
    Answer(bool),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(number) => write!(f, "{number}"),
            Self::Answer(true) => f.write_str("yes"),
            Self::Answer(false) => f.write_str("no"),
        }
    }
}

impl Serialize for Value {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl From<Rational> for Value {
    fn from(number: Rational) -> Self {
        Self::Number(number)
    }
}

impl From<bool> for Value {
    fn from(answer: bool) -> Self {
        Self::Answer(answer)
    }
}

/// One quantity of a counterexample: as printed, as found, as corrected, and as found with a fault.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// What is compared.
    pub quantity: &'static str,
    /// What the print says; nothing for a control.
    pub printed: Option<Value>,
    /// The truth, by a route that does not use the formula in question.
    pub found: Value,
    /// What the corrected statement says.
    pub corrected: Value,
    /// What is found with a fault planted in the route.
    pub faulty: Value,
}

impl Comparison {
    /// A quantity on which the print is wrong.
    fn differs<V: Into<Value>>(
        quantity: &'static str,
        printed: impl Into<Value>,
        find: impl Fn(Run) -> Result<V>,
        corrected: impl Into<Value>,
    ) -> Result<Self> {
        Ok(Self { printed: Some(printed.into()), ..Self::control(quantity, find, corrected)? })
    }

    /// A control: a quantity on which the print is not in question.
    fn control<V: Into<Value>>(
        quantity: &'static str,
        find: impl Fn(Run) -> Result<V>,
        corrected: impl Into<Value>,
    ) -> Result<Self> {
        let (found, faulty) = (find(Run::Genuine)?.into(), find(Run::Control)?.into());
        Ok(Self { quantity, printed: None, found, corrected: corrected.into(), faulty })
    }

    /// Whether the correction holds and the print, if in question, does not; and no longer with the
    /// planted fault.
    pub fn confirmed(&self) -> bool {
        self.agrees(&self.found) && !self.agrees(&self.faulty)
    }

    /// Whether a value is the corrected one and not the printed one.
    fn agrees(&self, value: &Value) -> bool {
        *value == self.corrected && self.printed.as_ref() != Some(value)
    }
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
        let confirmed =
            comparisons.iter().all(Comparison::confirmed) && comparisons.iter().any(|c| c.printed.is_some());
        Ok(Audited { entry: *self, confirmed, comparisons })
    }
}

/// The entries, in the order of the paper.
pub fn entries() -> Vec<Entry> {
    [&closed_forms::ENTRIES[..], &supervised::ENTRIES, &limits::ENTRIES, &thresholds::ENTRIES, &augmentations::ENTRIES]
        .concat()
}

/// The ledger, every entry evaluated.
pub fn ledger() -> Result<Vec<Audited>> {
    entries().iter().map(Entry::evaluate).collect()
}

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "audit",
    source: "the whole paper, arXiv v2",
    about: "the audit ledger",
    statement: "Each entry of the ledger (`jerc audit`, proofs/ERRATA.md): the printed statement fails on its counterexample, and the corrected one holds there.",
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
    let line = Line::exact(entry.id, compared, entry.fault).kinds(&["against the print"]);
    line.on_each(comparisons, |comparison, tally| {
        if comparison.printed.is_some() {
            tally.saw("against the print");
        }
        tally.case(|run| Ok([run.pick(comparison.confirmed(), comparison.agrees(&comparison.faulty))]))
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
            let words = [entry.why, entry.corrected, entry.fault];
            assert!(lower && words.iter().all(|words| !words.is_empty()), "{}", entry.id);
        }
        let mut names: Vec<_> = ledger.iter().map(|e| e.entry.id).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), ledger.len());
        assert_eq!(ledger.len(), 19);
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
    fn a_comparison_fails_if_the_print_is_right_the_correction_wrong_or_the_fault_unnoticed() {
        let number = |v: i64| ratio(v, 1);
        // Found 1, with the fault 3.
        let find = |run: Run| Ok(run.pick(number(1), number(3)));
        let differs = |printed, corrected| Comparison::differs("x", number(printed), find, number(corrected)).unwrap();
        assert!(differs(2, 1).confirmed());
        assert!(!differs(1, 1).confirmed());
        assert!(!differs(2, 2).confirmed());
        assert!(!differs(2, 3).confirmed());
        let control =
            |faulty, corrected| Comparison::control("x", |run| Ok(run.pick(true, faulty)), corrected).unwrap();
        assert!(control(false, true).confirmed());
        assert!(!control(true, false).confirmed());
        assert!(!control(false, false).confirmed());
        // The fault makes no difference.
        assert!(!control(true, true).confirmed());
    }

    #[test]
    fn an_entry_and_its_line_need_every_comparison_and_one_against_the_print() {
        const GOOD: fn() -> Result<Comparison> = || Comparison::differs("x", false, |run| Ok(run.off(true)), true);
        const CONTROL: fn() -> Result<Comparison> = || Comparison::control("x", |run| Ok(run.off(true)), true);
        const BLIND: fn() -> Result<Comparison> = || Comparison::differs("x", false, |_| Ok(true), true);
        let confirmed = |check: fn() -> Result<Vec<Comparison>>| {
            let entry = Entry { check, ..entries()[0] };
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
    }

    #[test]
    fn values_are_written() {
        assert_eq!(Value::from(ratio(-3, 25)).to_string() + &Value::from(false).to_string(), "-3/25no");
    }
}
