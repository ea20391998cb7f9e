//! One comparison: by which route, on how many cases, and the checks that decide it, each with the
//! negative control that shows that it can fail.

use super::Context;
use super::control::Measured;
use super::line::Line;
use super::tally::{Effort, Tally};
use crate::error::Result;
use rand_chacha::ChaCha8Rng;
use serde::{Serialize, Serializer};
use serde_json::json;
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

/// One condition of a comparison: it holds iff the found value meets the bound and that of the
/// control does not.
#[derive(Debug, Clone, PartialEq)]
pub struct Check {
    /// What was measured.
    pub what: &'static str,
    /// Its value, and that of its control.
    measured: Measured,
    /// What it must satisfy.
    pub bound: Bound,
    /// Where the bound comes from.
    pub because: String,
}

impl Bound {
    fn met(self, found: f64) -> bool {
        match self {
            Self::AtMost(bound) => found <= bound,
            Self::AtLeast(bound) => found >= bound,
            Self::Near(expected, tolerance) => (found - expected).abs() <= tolerance,
        }
    }

    /// Whether an approximate value is too good: two routes do not agree to the last bit by chance.
    /// A bound of 0 is that of an exact comparison.
    fn suspects(self, found: f64) -> bool {
        match self {
            Self::AtMost(bound) => bound > 0.0 && found == 0.0,
            Self::AtLeast(_) => false,
            Self::Near(expected, tolerance) => tolerance > 0.0 && found == expected,
        }
    }
}

impl Check {
    /// The value found.
    pub fn found(&self) -> f64 {
        self.measured.found
    }

    /// The value found with a fault planted.
    pub fn control(&self) -> f64 {
        self.measured.control
    }

    /// The fault planted in the control.
    pub fn fault(&self) -> &str {
        &self.measured.fault
    }

    /// Whether the planted fault was noticed. NaN notices nothing.
    pub fn rejects_control(&self) -> bool {
        !self.control().is_nan() && !self.bound.met(self.control())
    }

    /// Whether the found value meets the bound, without being suspiciously exact, and the control's
    /// does not.
    pub fn holds(&self) -> bool {
        let suspicious = self.bound.suspects(self.found()) && !self.measured.vanishes;
        self.bound.met(self.found()) && !suspicious && self.rejects_control()
    }

    /// The bound and where it comes from.
    pub fn required(&self) -> String {
        format!("{} ({})", self.bound, self.because)
    }
}

impl Serialize for Check {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        json!({
            "what": self.what,
            "found": self.found(),
            "required": self.required(),
            "holds": self.holds(),
            "control": { "fault": self.fault(), "found": self.control(), "rejected": self.rejects_control() },
        })
        .serialize(serializer)
    }
}

/// One comparison. It holds iff it has checks, all of them hold, and its cases are those planned.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// Its name within the claim: short, and as lasting as the comparison.
    pub id: String,
    /// By which route.
    pub route: Route,
    /// What was compared, and on what.
    pub compared: String,
    /// How many cases, draws or runs it was to have.
    effort: Effort,
    /// The cases counted one by one, and the kinds among them.
    counted: String,
    /// The fingerprint of the instances.
    instances: Option<String>,
    /// The digest of the first drawn instance.
    first: Option<[u8; 4]>,
    /// What is wrong with the cases, whatever they found.
    defect: Option<String>,
    /// What decides.
    checks: Vec<Check>,
}

impl Evidence {
    /// What a line of cases amounts to: no violation is allowed.
    pub(super) fn counted(route: Route, [id, compared, fault, because]: [String; 4], tally: &Tally) -> Self {
        let measured = Measured::of(tally.violations as f64, tally.noticed() as f64, fault);
        let new = Self {
            counted: tally.counted(),
            defect: tally.defect(),
            instances: tally.fingerprint(),
            first: tally.first(),
            ..Self::new(route, id, compared, tally.effort)
        };
        new.at_most("violations", measured, 0.0, because)
    }

    /// A comparison of measured numbers, still without checks: it does not hold. `effort` is the
    /// number of cases, draws or runs behind each number.
    pub fn new(route: Route, id: impl Into<String>, compared: impl Into<String>, effort: Effort) -> Self {
        let (id, compared, counted) = (id.into(), compared.into(), String::new());
        let defect = (effort.now == 0).then(|| "nothing is behind it".into());
        Self { id, route, compared, effort, counted, instances: None, first: None, defect, checks: vec![] }
    }

    /// An exact statement on random cases; see [`Line::on_random`]. `compared` comes with the fault
    /// of the control; the stream of the cases is that of (owner, id).
    ///
    /// # Errors
    /// Those of the cases.
    pub fn exact_cases(
        context: &Context<'_>,
        (owner, id): (&str, &str),
        (compared, fault): (&str, &str),
        sizes: [usize; 3],
        case: impl FnMut(usize, &mut ChaCha8Rng, &mut Tally) -> Result<()>,
    ) -> Result<Self> {
        Line::exact(id, compared, fault).on_random(context, (owner, id), sizes, case)
    }

    fn check(mut self, what: &'static str, measured: Measured, bound: Bound, because: impl Into<String>) -> Self {
        self.checks.push(Check { what, measured, bound, because: because.into() });
        self
    }

    /// Adds a residual that must not exceed a bound; `because` says where the bound comes from.
    pub fn at_most(self, what: &'static str, found: Measured, bound: f64, because: impl Into<String>) -> Self {
        self.check(what, found, Bound::AtMost(bound), because)
    }

    /// Adds a value that must be at least a bound.
    pub fn at_least(self, what: &'static str, found: Measured, bound: f64, because: impl Into<String>) -> Self {
        self.check(what, found, Bound::AtLeast(bound), because)
    }

    /// Adds a value that must lie within a tolerance of an expected one.
    pub fn near(self, what: &'static str, found: Measured, near: (f64, f64), because: impl Into<String>) -> Self {
        self.check(what, found, Bound::Near(near.0, near.1), because)
    }

    /// Names the instance by its fingerprint.
    pub(super) fn of(self, instances: Option<String>) -> Self {
        Self { instances, ..self }
    }

    /// The digest of the first instance, where instances are drawn: it changes with the seed.
    pub fn first_instance(&self) -> Option<[u8; 4]> {
        self.first
    }

    /// What decides; the first is the comparison itself, the others guard it.
    pub fn checks(&self) -> &[Check] {
        &self.checks
    }

    /// What is wrong with its cases, whatever they found.
    pub fn defect(&self) -> Option<&str> {
        self.defect.as_deref()
    }

    /// Whether every check noticed the fault planted in its control, and every requirement of every
    /// kind of case.
    pub fn rejects_controls(&self) -> bool {
        self.defect.is_none() && self.checks.iter().all(Check::rejects_control)
    }

    /// Whether it does.
    pub fn holds(&self) -> bool {
        self.defect.is_none() && !self.checks.is_empty() && self.checks.iter().all(Check::holds)
    }

    /// The parts that a snapshot pins: no sentence, and no residual.
    pub(super) fn pin(&self) -> String {
        let instances = self.instances.as_deref().unwrap_or("-");
        let bounds: Vec<String> = self.checks.iter().map(|c| format!("{} {}", c.what, c.bound)).collect();
        let control = if self.rejects_controls() { "control rejected" } else { "CONTROL ACCEPTED" };
        let Self { id, effort, counted, .. } = self;
        let (route, bounds) = (self.route.name(), bounds.join("; "));
        format!("{id} | {route} | {effort}{counted} | {instances} | {bounds} | {control}")
    }
}

impl Serialize for Evidence {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let first = self.checks.first();
        json!({
            "id": self.id,
            "route": self.route,
            "compared": self.compared,
            "cases": format!("{}{}", self.effort, self.counted),
            "instances": self.instances,
            "found": first.map(Check::found),
            "required": first.map(Check::required),
            "holds": self.holds(),
            "control_rejected": self.rejects_controls(),
            "defect": self.defect,
            "checks": self.checks,
        })
        .serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::claims::{Claim, paper::table_1};

    fn measured() -> Evidence {
        Evidence::new(Route::Measured, "x", "x", Effort::fixed(3))
    }

    fn of(found: f64, control: f64) -> Measured {
        Measured::of(found, control, "a fault".into())
    }

    #[test]
    fn nothing_holds_by_default() {
        let claim = |evidence| Claim { statement: table_1::STATEMENT, evidence };
        assert!(!claim(vec![]).holds());
        assert!(!measured().holds());
        let good = || measured().at_most("x", of(0.5, 2.0), 1.0, "x");
        assert!(claim(vec![good()]).holds());
        let nothing = Evidence::new(Route::Measured, "x", "x", Effort::fixed(0));
        for bad in [
            measured(),
            nothing.at_most("x", of(0.5, 2.0), 1.0, "x"),
            measured().at_most("x", of(1.1, 2.0), 1.0, "x"),
            measured().at_most("x", of(f64::NAN, 2.0), 1.0, "x"),
            measured().at_least("x", of(0.9, 0.5), 1.0, "x"),
            measured().at_least("x", of(f64::NAN, 0.5), 1.0, "x"),
            measured().near("x", of(1.2, 2.0), (1.0, 0.1), "x"),
            measured().near("x", of(f64::NAN, 2.0), (1.0, 0.1), "x"),
        ] {
            assert!(!bad.holds(), "{bad:?}");
            assert!(!claim(vec![good(), bad]).holds());
        }
    }

    #[test]
    fn a_control_that_is_accepted_is_no_evidence() {
        let judged = [
            measured().at_most("x", of(0.5, 1.0), 1.0, "x"),
            measured().at_least("x", of(1.5, 1.0), 1.0, "x"),
            measured().near("x", of(1.05, 0.95), (1.0, 0.1), "x"),
            // NaN is no sign that a fault was noticed.
            measured().at_most("x", of(0.5, f64::NAN), 1.0, "x"),
            measured().at_least("x", of(1.5, f64::NAN), 1.0, "x"),
            measured().near("x", of(1.05, f64::NAN), (1.0, 0.1), "x"),
            measured().at_most("x", of(0.5, 2.0), 1.0, "x").at_most("y", of(0.5, 0.6), 1.0, "x"),
        ];
        for blind in judged {
            assert!(!blind.holds() && !blind.rejects_controls(), "{blind:?}");
            assert!(blind.pin().ends_with("CONTROL ACCEPTED"));
        }
        assert!(measured().at_most("x", of(0.5, f64::INFINITY), 1.0, "x").holds());
    }

    #[test]
    fn agreement_to_the_last_bit_is_suspicious_unless_it_is_exact() {
        assert!(!measured().at_most("x", of(0.0, 2.0), 1.0, "x").holds());
        assert!(!measured().near("x", of(1.0, 2.0), (1.0, 0.1), "x").holds());
        assert!(measured().at_most("x", of(0.0, 2.0).may_vanish(), 1.0, "x").holds());
        assert!(measured().at_most("x", of(0.0, 2.0), 0.0, "x").holds());
        assert!(measured().near("x", of(1.0, 2.0), (1.0, 0.0), "x").holds());
        assert!(measured().at_least("x", of(1.0, 0.0), 1.0, "x").holds());
    }

    #[test]
    fn every_check_counts_and_is_written() {
        let evidence = |first, second| {
            measured().at_most("gap", of(first, 1.0), 1e-8, "x").at_least("runs", of(second, 0.0), 3.0, "y")
        };
        assert!(evidence(1e-9, 3.0).holds());
        assert!(!evidence(1e-7, 3.0).holds() && !evidence(1e-9, 2.0).holds() && !evidence(1e-9, f64::NAN).holds());
        let json = serde_json::to_value(evidence(1e-9, 2.0)).unwrap();
        assert_eq!((&json["route"], &json["holds"]), (&"measured".into(), &false.into()));
        assert_eq!((&json["found"], &json["required"]), (&1e-9.into(), &"<= 1.0e-8 (x)".into()));
        assert_eq!(json["checks"][1]["required"], ">= 3 (y)");
        assert_eq!((&json["checks"][0]["holds"], &json["checks"][1]["holds"]), (&true.into(), &false.into()));
        let control = serde_json::json!({ "fault": "a fault", "found": 0.0, "rejected": true });
        assert_eq!(json["checks"][1]["control"], control);
        assert_eq!((&json["control_rejected"], &json["cases"]), (&true.into(), &"3".into()));
        let pin = "x | measured | 3 | - | gap <= 1.0e-8; runs >= 3 | control rejected";
        assert_eq!(evidence(1e-9, 3.0).pin(), pin);
    }

    #[test]
    fn bounds_are_written_short() {
        let written = [0.0, 5.0, 1.6, 0.01, 1e-8, 0.23570226].map(|bound| Bound::AtMost(bound).to_string());
        assert_eq!(written, ["<= 0", "<= 5", "<= 1.6", "<= 0.01", "<= 1.0e-8", "<= 2.4e-1"]);
        assert_eq!(Bound::Near(-0.5, 0.1).to_string(), "-0.5 +- 0.100");
    }

    #[test]
    fn bounds_are_met_with_equality() {
        for good in [
            measured().at_most("x", of(1.0, 2.0), 1.0, "x"),
            measured().at_least("x", of(1.0, 0.0), 1.0, "x"),
            measured().near("x", of(0.75, 0.0), (1.0, 0.25), "x"),
            measured().near("x", of(1.25, 0.0), (1.0, 0.25), "x"),
        ] {
            assert!(good.holds(), "{good:?}");
        }
    }
}
