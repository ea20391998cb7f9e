//! One quantity of an entry: as printed, as found, as corrected.

use crate::claims::Run;
use crate::error::Result;
use crate::scalar::Rational;
use serde::Serialize;
use std::fmt;

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

/// What is expected of the printed value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Print {
    /// It is wrong.
    Fails,
    /// It is right.
    Stands,
}

/// One quantity of an instance: as printed, as found, as corrected, and as found with a fault.
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
    #[serde(skip)]
    print: Print,
}

impl Comparison {
    /// A quantity on which the print is wrong.
    pub(super) fn differs<V: Into<Value>>(
        quantity: &'static str,
        printed: impl Into<Value>,
        find: impl Fn(Run) -> Result<V>,
        corrected: impl Into<Value>,
    ) -> Result<Self> {
        Ok(Self { printed: Some(printed.into()), print: Print::Fails, ..Self::control(quantity, find, corrected)? })
    }

    /// A quantity on which the print is right, as all are in a remark.
    pub(super) fn stands<V: Into<Value>>(
        quantity: &'static str,
        printed: impl Into<Value>,
        find: impl Fn(Run) -> Result<V>,
        corrected: impl Into<Value>,
    ) -> Result<Self> {
        Ok(Self { printed: Some(printed.into()), ..Self::control(quantity, find, corrected)? })
    }

    /// A control: a quantity of which the print does not speak.
    pub(super) fn control<V: Into<Value>>(
        quantity: &'static str,
        find: impl Fn(Run) -> Result<V>,
        corrected: impl Into<Value>,
    ) -> Result<Self> {
        let (found, faulty) = (find(Run::Genuine)?.into(), find(Run::Control)?.into());
        Ok(Self { quantity, printed: None, found, corrected: corrected.into(), faulty, print: Print::Stands })
    }

    /// Whether the found value is the corrected one and stands to the printed one as it should; and
    /// no longer with the planted fault.
    pub fn confirmed(&self) -> bool {
        self.agrees(&self.found) && !self.agrees(&self.faulty)
    }

    /// Whether it speaks against the print.
    pub fn is_against_print(&self) -> bool {
        self.print == Print::Fails
    }

    /// Whether a value is the corrected one, and is the printed one iff the print stands.
    pub(super) fn agrees(&self, value: &Value) -> bool {
        let fits = |printed: &Value| (printed == value) == (self.print == Print::Stands);
        *value == self.corrected && self.printed.as_ref().is_none_or(fits)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn a_comparison_fails_if_print_or_correction_are_off_or_the_fault_unnoticed() {
        let number = |v: i64| ratio(v, 1);
        // Found 1, with the fault 3.
        let find = |run: Run| Ok(run.pick(number(1), number(3)));
        let differs = |printed, corrected| Comparison::differs("x", number(printed), find, number(corrected)).unwrap();
        assert!(differs(2, 1).confirmed());
        assert!(!differs(1, 1).confirmed());
        assert!(!differs(2, 2).confirmed());
        assert!(!differs(2, 3).confirmed());
        let stands = |printed, corrected| Comparison::stands("x", number(printed), find, number(corrected)).unwrap();
        assert!(stands(1, 1).confirmed());
        assert!(!stands(2, 1).confirmed());
        assert!(!stands(2, 2).confirmed());
        let control =
            |faulty, corrected| Comparison::control("x", |run| Ok(run.pick(true, faulty)), corrected).unwrap();
        assert!(control(false, true).confirmed());
        assert!(!control(true, false).confirmed());
        assert!(!control(false, false).confirmed());
        // The fault makes no difference.
        assert!(!control(true, true).confirmed());
        assert_eq!(
            [differs(2, 1), stands(1, 1), control(false, true)].map(|c| c.is_against_print()),
            [true, false, false]
        );
    }

    #[test]
    fn values_are_written() {
        assert_eq!(Value::from(ratio(-3, 25)).to_string() + &Value::from(false).to_string(), "-3/25no");
    }
}
