//! One comparison: by which route, on how many cases, and the checks that decide it, each with the
//! negative control that shows that it can fail.

use super::Context;
use super::check::{Bound, Check};
use super::control::Measured;
use super::line::Line;
use super::tally::{Effort, Tally};
use crate::error::Result;
use rand_chacha::ChaCha8Rng;
use serde::{Serialize, Serializer};
use serde_json::json;

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
    /// How many requirements of its cases rejected a control; the checks do, for measured numbers.
    noticed: Option<usize>,
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
            noticed: Some(tally.noticed()),
            ..Self::new(route, id, compared, tally.effort)
        };
        new.at_most("violations", measured, 0.0, because)
    }

    /// A comparison of measured numbers, still without checks and [`ran`](Self::ran): it does not
    /// hold. `effort` is the number of cases, draws or runs that are to be behind each number.
    pub fn new(route: Route, id: impl Into<String>, compared: impl Into<String>, effort: Effort) -> Self {
        let (id, compared, counted) = (id.into(), compared.into(), String::new());
        let defect = Some("nothing says how much ran".into());
        Self {
            id,
            route,
            compared,
            effort,
            counted,
            instances: None,
            first: None,
            defect,
            checks: vec![],
            noticed: None,
        }
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

    /// How many cases, draws or runs are behind the numbers, counted where they are made: as many as
    /// the effort asks for, and all different where they are drawn.
    pub fn ran(self, count: usize) -> Self {
        let defect = (count == 0 || count != self.effort.now).then(|| format!("{count} ran for {}", self.effort));
        Self { defect, ..self }
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
        let control = match self.noticed.unwrap_or(self.checks.len()) {
            _ if !self.rejects_controls() => "CONTROL ACCEPTED".into(),
            1 => "control rejected".into(),
            count => format!("{count} controls rejected"),
        };
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
        Evidence::new(Route::Measured, "x", "x", Effort::fixed(3)).ran(3)
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
        let ran = |effort, count| Evidence::new(Route::Measured, "x", "x", Effort::fixed(effort)).ran(count);
        let silent = Evidence::new(Route::Measured, "x", "x", Effort::fixed(3));
        for bad in [
            measured(),
            silent.at_most("x", of(0.5, 2.0), 1.0, "x"),
            ran(0, 0).at_most("x", of(0.5, 2.0), 1.0, "x"),
            ran(3, 2).at_most("x", of(0.5, 2.0), 1.0, "x"),
            ran(3, 4).at_most("x", of(0.5, 2.0), 1.0, "x"),
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
        let pin = "x | measured | 3 | - | gap <= 1.0e-8; runs >= 3 | 2 controls rejected";
        assert_eq!(evidence(1e-9, 3.0).pin(), pin);
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
