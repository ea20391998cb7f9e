//! What a claim returns.

use crate::scalar::Rational;
use serde::Serialize;
use sha2::{Digest, Sha256};

/// An independent way to the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// The closed form in `f64`.
    ClosedForm,
    /// Exact rationals.
    Exact,
    /// argmin minimisers from random starts, blind to the closed form.
    Minimiser,
    /// Drawn views, blind to the moment formulas.
    Sampled,
    /// An exact certificate of optimality, checked by `jerc-check`.
    Certificate,
}

impl Route {
    /// The route as a word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::ClosedForm => "closed form",
            Self::Exact => "exact",
            Self::Minimiser => "minimiser",
            Self::Sampled => "sampled",
            Self::Certificate => "certificate",
        }
    }
}

/// The cases of an exact statement, and how many of them violate it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    cases: usize,
    violations: usize,
    /// SHA-256 over the values recorded, each with the digest before it; zeros for none.
    instances: [u8; 32],
}

impl Tally {
    /// One case. It is a violation unless every one of its requirements holds.
    pub fn case<const N: usize>(&mut self, requirements: [bool; N]) {
        self.cases += 1;
        self.require(requirements == [true; N]);
    }

    /// Takes down exact values that cases are made of. Their fingerprint is printed with the
    /// evidence: whether another machine or version spoke of the same instances is then seen.
    pub fn record<'a>(&mut self, values: impl IntoIterator<Item = &'a Rational>) {
        for value in values {
            let digest = Sha256::new().chain_update(self.instances).chain_update(value.to_string());
            self.instances = digest.finalize().into();
        }
    }

    /// How many cases there were.
    pub fn cases(&self) -> usize {
        self.cases
    }

    /// The share of the cases without a violation; 0 if there were none.
    pub fn share(&self) -> f64 {
        if self.cases == 0 { 0.0 } else { 1.0 - self.violations as f64 / self.cases as f64 }
    }

    /// The fingerprint of the values recorded, for a table: ", instances 1f2e3d4c", or nothing.
    pub fn instances(&self) -> String {
        let [a, b, c, d, ..] = self.instances;
        if self.instances == [0; 32] { String::new() } else { format!(", instances {a:02x}{b:02x}{c:02x}{d:02x}") }
    }

    /// A requirement on the cases as a whole (that each kind occurred, that there are enough of
    /// them), which is no case itself.
    pub fn require(&mut self, requirement: bool) {
        self.violations += usize::from(!requirement);
    }
}

/// One comparison.
#[derive(Debug, Clone, Serialize)]
pub struct Evidence {
    /// By which route.
    pub route: Route,
    /// What was compared, and on what.
    pub compared: String,
    /// The largest residual, or the measured value.
    pub found: f64,
    /// What it must satisfy, in words, with the tolerance and where it comes from.
    pub required: String,
    /// Whether it does.
    pub holds: bool,
}

impl Evidence {
    /// An exact statement: there must be cases, and no violation among them.
    pub fn exact(compared: impl Into<String>, tally: Tally) -> Self {
        let Tally { cases, violations, .. } = tally;
        Self {
            route: Route::Exact,
            compared: format!("{} ({cases} cases{})", compared.into(), tally.instances()),
            found: violations as f64,
            required: "0 violations, zero residual".into(),
            holds: violations == 0 && cases > 0,
        }
    }

    /// A residual that must not exceed a bound; `because` says where the bound comes from.
    pub fn at_most(route: Route, compared: impl Into<String>, found: f64, bound: f64, because: &str) -> Self {
        Self {
            route,
            compared: compared.into(),
            found,
            required: format!("<= {bound:.1e} ({because})"),
            // Written so that NaN fails.
            holds: found <= bound,
        }
    }

    /// A value that must be at least a bound.
    pub fn at_least(route: Route, compared: impl Into<String>, found: f64, bound: f64, because: &str) -> Self {
        let required = format!(">= {bound} ({because})");
        Self { route, compared: compared.into(), found, required, holds: found >= bound }
    }

    /// A value that must lie within `tolerance` of `expected`.
    pub fn near(
        route: Route,
        compared: impl Into<String>,
        found: f64,
        expected: f64,
        tolerance: f64,
        because: &str,
    ) -> Self {
        Self {
            route,
            compared: compared.into(),
            found,
            required: format!("{expected} +- {tolerance} ({because})"),
            holds: (found - expected).abs() <= tolerance,
        }
    }
}

/// A numbered statement with its evidence.
#[derive(Debug, Clone, Serialize)]
pub struct Claim {
    /// The name on the command line.
    pub name: &'static str,
    /// The paper's name for it, with equation numbers.
    pub source: &'static str,
    /// The statement, in the form that is verified.
    pub statement: &'static str,
    /// What it assumes, the paper's assumptions and ours.
    pub assumptions: &'static str,
    /// Where the statement departs from the print, if it does.
    pub difference: Option<&'static str>,
    /// The comparisons.
    pub evidence: Vec<Evidence>,
}

impl Claim {
    /// Whether there is evidence and all of it holds.
    pub fn holds(&self) -> bool {
        !self.evidence.is_empty() && self.evidence.iter().all(|e| e.holds)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn nothing_holds_by_default() {
        let claim =
            |evidence| Claim { name: "x", source: "x", statement: "x", assumptions: "x", difference: None, evidence };
        assert!(!claim(vec![]).holds());
        let tally = |outcomes: &[[bool; 2]]| {
            let mut tally = Tally::default();
            outcomes.iter().for_each(|outcome| tally.case(*outcome));
            tally
        };
        let good = || Evidence::exact("x", tally(&[[true, true]; 3]));
        assert!(claim(vec![good()]).holds());
        for bad in [
            Evidence::exact("x", tally(&[[true, true], [true, false], [true, true]])),
            Evidence::exact("x", tally(&[[false, true]])),
            Evidence::exact("x", tally(&[])),
            Evidence::at_most(Route::Sampled, "x", 1.1, 1.0, "x"),
            Evidence::at_most(Route::Sampled, "x", f64::NAN, 1.0, "x"),
            Evidence::at_least(Route::Sampled, "x", 0.9, 1.0, "x"),
            Evidence::at_least(Route::Sampled, "x", f64::NAN, 1.0, "x"),
            Evidence::near(Route::Sampled, "x", 1.2, 1.0, 0.1, "x"),
            Evidence::near(Route::Sampled, "x", f64::NAN, 1.0, 0.1, "x"),
        ] {
            assert!(!claim(vec![good(), bad.clone()]).holds(), "{bad:?}");
        }
    }

    #[test]
    fn violations_are_counted() {
        let mut tally = Tally::default();
        tally.case([true, true]);
        tally.require(true);
        assert_eq!((tally.cases, tally.violations), (1, 0));
        tally.case([false, false]);
        tally.case([true, false]);
        tally.require(false);
        assert_eq!((tally.cases, tally.violations), (3, 3));
        assert_eq!(tally.cases(), 3);
        let evidence = Evidence::exact("x", tally);
        assert_eq!((evidence.compared.as_str(), evidence.found, evidence.holds), ("x (3 cases)", 3.0, false));
    }

    #[test]
    fn shares_of_agreement() {
        let mut tally = Tally::default();
        assert_eq!(tally.share(), 0.0);
        tally.case([true]);
        assert_eq!(tally.share(), 1.0);
        (0..3).for_each(|_| tally.case([false]));
        assert_eq!(tally.share(), 0.25);
    }

    #[test]
    fn instances_have_fingerprints() {
        let of = |values: &[(i64, i64)]| {
            let mut tally = Tally::default();
            tally.record(&values.iter().map(|&(p, q)| ratio(p, q)).collect::<Vec<_>>());
            tally.case([true]);
            Evidence::exact("x", tally).compared
        };
        assert_eq!(of(&[]), "x (1 cases)");
        // Of 32 zeros and "1/2".
        assert_eq!(of(&[(1, 2)]), "x (1 cases, instances 12671595)");
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1), (1, 2)]));
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1)]));
    }

    #[test]
    fn bounds_are_met_with_equality() {
        for good in [
            Evidence::at_most(Route::Exact, "x", 1.0, 1.0, "x"),
            Evidence::at_least(Route::Exact, "x", 1.0, 1.0, "x"),
            Evidence::near(Route::Exact, "x", 0.75, 1.0, 0.25, "x"),
            Evidence::near(Route::Exact, "x", 1.25, 1.0, 0.25, "x"),
        ] {
            assert!(good.holds, "{good:?}");
        }
    }
}
