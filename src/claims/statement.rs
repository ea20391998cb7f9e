//! A statement as its file declares it, and what `jerc verify` makes of it.

use super::{Context, Evidence};
use crate::error::Result;
use crate::notation;
use serde::Serialize;

/// A statement with all that is known about it. Each claim file declares one, as `STATEMENT`. What is
/// said in words holds formulas in TeX between dollars, which [`notation`] sets.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Statement {
    /// The name on the command line.
    pub name: &'static str,
    /// The paper's name for it, with equation numbers.
    pub source: &'static str,
    /// What it is about, in a few words.
    #[serde(skip)]
    pub about: &'static str,
    /// The statement, in the form that is verified.
    #[serde(serialize_with = "notation::serialize")]
    pub statement: &'static str,
    /// What it assumes, the paper's assumptions and ours.
    #[serde(serialize_with = "notation::serialize")]
    pub assumptions: &'static str,
    /// Where the statement departs from the print, if it does.
    #[serde(serialize_with = "notation::serialize_option")]
    pub difference: Option<&'static str>,
    /// The files in `snapshots/` that pin its numbers.
    #[serde(skip)]
    pub snapshots: &'static [&'static str],
    /// What else is to know about it.
    #[serde(skip)]
    pub tags: &'static [Tag],
    /// Gathers its evidence. A numerical failure is an error, a statement that does not hold is
    /// evidence.
    #[serde(skip)]
    pub gather: fn(&Context<'_>) -> Result<Vec<Evidence>>,
}

/// A fact about a statement that the tables and the tests ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tag {
    /// Certificates are part of its evidence.
    Certified,
    /// Its evidence depends on the data set.
    OnData,
    /// `proofs/rocq` has no theorem for it, for this reason.
    WithoutTheorem(&'static str),
}

impl Statement {
    /// Why there is no formal theorem for it, if there is none.
    pub fn without_theorem(&self) -> Option<&'static str> {
        self.tags.iter().find_map(|tag| if let Tag::WithoutTheorem(reason) = tag { Some(*reason) } else { None })
    }

    /// The statement with its evidence.
    pub fn verify(self, context: &Context<'_>) -> Result<Claim> {
        Ok(Claim { statement: self, evidence: (self.gather)(context)? })
    }
}

/// A statement with its evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    /// The statement.
    #[serde(flatten)]
    pub statement: Statement,
    /// The comparisons.
    pub evidence: Vec<Evidence>,
}

impl Claim {
    /// Whether there is evidence and all of it holds.
    pub fn holds(&self) -> bool {
        !self.evidence.is_empty() && self.evidence.iter().all(Evidence::holds)
    }

    /// Each comparison as `snapshots/claims.snap` pins it and `jerc verify` prints it: name, route,
    /// cases with their fingerprint, bounds.
    pub fn pins(&self) -> impl Iterator<Item = String> {
        self.evidence.iter().map(|e| format!("{}/{}", self.statement.name, e.pin()))
    }
}
