//! One comparison: by which route, on how many cases, and the checks that decide it.

use super::Context;
use crate::error::Result;
use crate::scalar::Rational;
use rand_chacha::ChaCha8Rng;
use serde::{Serialize, Serializer};
use serde_json::json;
use sha2::{Digest, Sha256};
use std::fmt;

/// An independent way to the same number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Route {
    /// Exact rationals.
    Exact,
    /// The closed form in `f64`, against exact values or another definition of the same.
    ClosedForm,
    /// argmin minimisers from random starts, blind to the closed form.
    Minimiser,
    /// Drawn views, blind to the moment formulas.
    Sampled,
    /// An exact certificate of optimality, checked by `jerc-check`.
    Certificate,
    /// The exponent at which a distance between closed forms decays, over growing α or n.
    Decay,
    /// A number measured on closed forms of drawn samples, against what theory or print says of it.
    Measured,
}

impl Route {
    /// The route as a word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exact => "exact",
            Self::ClosedForm => "closed form",
            Self::Minimiser => "minimiser",
            Self::Sampled => "drawn views",
            Self::Certificate => "certificate",
            Self::Decay => "decay",
            Self::Measured => "measured",
        }
    }
}

/// The cases of a statement, and how many of them violate it.
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
    fn share(&self) -> f64 {
        if self.cases == 0 { 0.0 } else { 1.0 - self.violations as f64 / self.cases as f64 }
    }

    /// The fingerprint of the values recorded, eight hexadecimal digits, if there were any.
    pub fn fingerprint(&self) -> Option<String> {
        let [a, b, c, d, ..] = self.instances;
        (self.instances != [0; 32]).then(|| format!("{a:02x}{b:02x}{c:02x}{d:02x}"))
    }

    /// A requirement on the cases as a whole (that each kind occurred, that there are enough of
    /// them), which is no case itself.
    pub fn require(&mut self, requirement: bool) {
        self.violations += usize::from(!requirement);
    }
}

/// What a found value must satisfy. NaN satisfies nothing.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Bound {
    /// found <= bound.
    AtMost(f64),
    /// found >= bound.
    AtLeast(f64),
    /// |found - expected| <= tolerance.
    Near(f64, f64),
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            // A short decimal as it is, everything else to two digits.
            Self::AtMost(bound) => match format!("{bound:.1e}") {
                short if bound == 0.0 || (bound >= 0.01 && short.parse() == Ok(bound)) => write!(f, "<= {bound}"),
                short => write!(f, "<= {short}"),
            },
            Self::AtLeast(bound) => write!(f, ">= {bound}"),
            Self::Near(expected, tolerance) => write!(f, "{expected} +- {tolerance:.3}"),
        }
    }
}

/// One condition of a comparison: it holds iff the found value meets the bound.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What was measured.
    pub what: &'static str,
    /// Its value.
    pub found: f64,
    /// What it must satisfy.
    pub bound: Bound,
    /// Where the bound comes from.
    pub because: String,
}

impl Check {
    /// Whether the found value meets the bound.
    pub fn holds(&self) -> bool {
        match self.bound {
            Bound::AtMost(bound) => self.found <= bound,
            Bound::AtLeast(bound) => self.found >= bound,
            Bound::Near(expected, tolerance) => (self.found - expected).abs() <= tolerance,
        }
    }

    /// The bound and where it comes from.
    pub fn required(&self) -> String {
        format!("{} ({})", self.bound, self.because)
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let (what, found, required, holds) = (self.what, self.found, self.required(), self.holds());
        json!({ "what": what, "found": found, "required": required, "holds": holds }).serialize(serializer)
    }
}

/// One comparison. It holds iff it has checks and all of them hold.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its name within the claim: short, and as lasting as the comparison.
    pub id: String,
    /// By which route.
    pub route: Route,
    /// What was compared, and on what.
    pub compared: String,
    /// The cases behind it, where they are counted.
    pub cases: Option<usize>,
    /// The fingerprint of their instances.
    pub instances: Option<String>,
    /// What decides.
    pub checks: Vec<Check>,
}

impl Evidence {
    /// A comparison still without checks, which does not hold.
    pub fn new(route: Route, id: impl Into<String>, compared: impl Into<String>) -> Self {
        Self { id: id.into(), route, compared: compared.into(), cases: None, instances: None, checks: vec![] }
    }

    /// An exact statement: there must be cases, and no violation among them.
    pub fn exact(id: impl Into<String>, compared: impl Into<String>, tally: Tally) -> Self {
        // No cases are no evidence: NaN, which meets no bound.
        let violations = if tally.cases == 0 { f64::NAN } else { tally.violations as f64 };
        let new = Self::new(Route::Exact, id, compared).of(&tally);
        new.at_most("violations", violations, 0.0, "zero residual")
    }

    /// An exact statement on random cases, as many as the effort asks for. Their stream is that of
    /// (owner, id).
    pub fn exact_cases(
        context: &Context<'_>,
        (owner, id): (&str, &str),
        compared: &str,
        [smoke, gate, full]: [usize; 3],
        mut case: impl FnMut(usize, &mut ChaCha8Rng, &mut Tally) -> Result<()>,
    ) -> Result<Self> {
        let (mut rng, mut tally) = (context.rng(owner, id), Tally::default());
        for number in 0..context.tier.pick(smoke, gate, full) {
            case(number, &mut rng, &mut tally)?;
        }
        Ok(Self::exact(id, compared, tally))
    }

    /// A prediction that every case must meet, within the tolerances that `because` names.
    pub fn every(
        route: Route,
        id: impl Into<String>,
        compared: impl Into<String>,
        tally: Tally,
        because: impl Into<String>,
    ) -> Self {
        Self::new(route, id, compared).of(&tally).at_least("share as predicted", tally.share(), 1.0, because)
    }

    /// Names the cases and their fingerprint.
    pub fn of(self, tally: &Tally) -> Self {
        Self { cases: Some(tally.cases), instances: tally.fingerprint(), ..self }
    }

    fn check(mut self, what: &'static str, found: f64, bound: Bound, because: impl Into<String>) -> Self {
        self.checks.push(Check { what, found, bound, because: because.into() });
        self
    }

    /// Adds a residual that must not exceed a bound; `because` says where the bound comes from.
    pub fn at_most(self, what: &'static str, found: f64, bound: f64, because: impl Into<String>) -> Self {
        self.check(what, found, Bound::AtMost(bound), because)
    }

    /// Adds a value that must be at least a bound.
    pub fn at_least(self, what: &'static str, found: f64, bound: f64, because: impl Into<String>) -> Self {
        self.check(what, found, Bound::AtLeast(bound), because)
    }

    /// Adds a value that must lie within a tolerance of an expected one.
    pub fn near(self, what: &'static str, found: f64, near: (f64, f64), because: impl Into<String>) -> Self {
        self.check(what, found, Bound::Near(near.0, near.1), because)
    }

    /// Whether it does.
    pub fn holds(&self) -> bool {
        !self.checks.is_empty() && self.checks.iter().all(Check::holds)
    }

    /// The parts that a snapshot pins: no sentence, and no residual.
    pub(super) fn pin(&self) -> String {
        let cases = self.cases.map_or("-".into(), |cases| format!("{cases} cases"));
        let instances = self.instances.as_deref().unwrap_or("-");
        let bounds: Vec<String> = self.checks.iter().map(|c| format!("{} {}", c.what, c.bound)).collect();
        format!("{} | {} | {cases} | {instances} | {}", self.id, self.route.name(), bounds.join("; "))
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        // The first check is the comparison itself, the others guard it.
        let first = self.checks.first();
        json!({
            "id": self.id,
            "route": self.route,
            "compared": self.compared,
            "cases": self.cases,
            "instances": self.instances,
            "found": first.map(|check| check.found),
            "required": first.map(Check::required),
            "holds": self.holds(),
            "checks": self.checks,
        })
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{Claim, paper::table_1};
    use crate::scalar::ratio;

    fn tally(outcomes: &[[bool; 2]]) -> Tally {
        let mut tally = Tally::default();
        outcomes.iter().for_each(|outcome| tally.case(*outcome));
        tally
    }

    fn measured() -> Evidence {
        Evidence::new(Route::Measured, "x", "x")
    }

    #[test]
    fn nothing_holds_by_default() {
        let claim = |evidence| Claim { statement: table_1::STATEMENT, evidence };
        assert!(!claim(vec![]).holds());
        assert!(!measured().holds());
        let good = || Evidence::exact("x", "x", tally(&[[true, true]; 3]));
        assert!(claim(vec![good()]).holds());
        for bad in [
            Evidence::exact("x", "x", tally(&[[true, true], [true, false], [true, true]])),
            Evidence::exact("x", "x", tally(&[[false, true]])),
            Evidence::exact("x", "x", tally(&[])),
            Evidence::every(Route::Minimiser, "x", "x", tally(&[[true, true], [true, false]]), "x"),
            Evidence::every(Route::Minimiser, "x", "x", tally(&[]), "x"),
            measured().at_most("x", 1.1, 1.0, "x"),
            measured().at_most("x", f64::NAN, 1.0, "x"),
            measured().at_least("x", 0.9, 1.0, "x"),
            measured().at_least("x", f64::NAN, 1.0, "x"),
            measured().near("x", 1.2, (1.0, 0.1), "x"),
            measured().near("x", f64::NAN, (1.0, 0.1), "x"),
        ] {
            assert!(!claim(vec![good(), bad.clone()]).holds(), "{bad:?}");
        }
    }

    #[test]
    fn every_check_counts_and_is_written() {
        let evidence = |first, second| measured().at_most("gap", first, 1e-8, "x").at_least("runs", second, 3.0, "y");
        assert!(evidence(0.0, 3.0).holds());
        assert!(!evidence(1e-7, 3.0).holds() && !evidence(0.0, 2.0).holds() && !evidence(0.0, f64::NAN).holds());
        let json = serde_json::to_value(evidence(0.0, 2.0)).unwrap();
        assert_eq!((&json["route"], &json["holds"]), (&"measured".into(), &false.into()));
        assert_eq!((&json["found"], &json["required"]), (&0.0.into(), &"<= 1.0e-8 (x)".into()));
        assert_eq!(json["checks"][1]["required"], ">= 3 (y)");
        assert_eq!((&json["checks"][0]["holds"], &json["checks"][1]["holds"]), (&true.into(), &false.into()));
        assert_eq!(evidence(0.0, 3.0).pin(), "x | measured | - | - | gap <= 1.0e-8; runs >= 3");
    }

    #[test]
    fn bounds_are_written_short() {
        let written = [0.0, 5.0, 1.6, 0.01, 1e-8, 0.23570226].map(|bound| Bound::AtMost(bound).to_string());
        assert_eq!(written, ["<= 0", "<= 5", "<= 1.6", "<= 0.01", "<= 1.0e-8", "<= 2.4e-1"]);
        assert_eq!(Bound::Near(-0.5, 0.1).to_string(), "-0.5 +- 0.100");
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
        let evidence = Evidence::exact("x", "x", tally);
        assert_eq!((evidence.cases, evidence.checks[0].found, evidence.holds()), (Some(3), 3.0, false));
        assert_eq!(evidence.pin(), "x | exact | 3 cases | - | violations <= 0");
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
            tally.fingerprint()
        };
        assert_eq!(of(&[]), None);
        // Of 32 zeros and "1/2".
        assert_eq!(of(&[(1, 2)]).as_deref(), Some("12671595"));
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1), (1, 2)]));
        assert_ne!(of(&[(1, 2), (3, 1)]), of(&[(3, 1)]));
    }

    #[test]
    fn bounds_are_met_with_equality() {
        for good in [
            measured().at_most("x", 1.0, 1.0, "x"),
            measured().at_least("x", 1.0, 1.0, "x"),
            measured().near("x", 0.75, (1.0, 0.25), "x"),
            measured().near("x", 1.25, (1.0, 0.25), "x"),
        ] {
            assert!(good.holds(), "{good:?}");
        }
    }
}
