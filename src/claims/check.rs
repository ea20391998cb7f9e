//! What decides a comparison: a value found, what it must satisfy, and the same with a fault.

use super::control::Measured;
use serde::{Serialize, Serializer};
use serde_json::json;
use std::fmt;

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
    pub(super) measured: Measured,
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_are_written_short() {
        let written = [0.0, 5.0, 1.6, 0.01, 1e-8, 0.23570226].map(|bound| Bound::AtMost(bound).to_string());
        assert_eq!(written, ["<= 0", "<= 5", "<= 1.6", "<= 0.01", "<= 1.0e-8", "<= 2.4e-1"]);
        assert_eq!(Bound::Near(-0.5, 0.1).to_string(), "-0.5 +- 0.100");
    }
}
