//! An axis, linear or logarithmic, with round ticks.

use plotters::coord::ranged1d::{KeyPointHint, NoDefaultFormatting, Ranged, ValueFormatter};
use std::ops::Range;

/// The range of an axis and how it is spaced.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What it shows, with its unit.
    pub label: String,
    /// Logarithmic: the range is positive.
    pub log: bool,
    pub range: (f64, f64),
}

impl Axis {
    /// A logarithmic axis over whole decades around the positive values, at least one.
    pub fn decades(label: impl Into<String>, values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extent(values.filter(|v| *v > 0.0)).unwrap_or((1.0, 10.0));
        let (low, high) = (low.log10().floor(), high.log10().ceil());
        Self { label: label.into(), log: true, range: (10f64.powf(low), 10f64.powf(high.max(low + 1.0))) }
    }

    /// A linear axis from 0 to just beyond the largest value.
    pub fn from_zero(label: impl Into<String>, values: impl Iterator<Item = f64>) -> Self {
        let highest = extent(values).map_or(0.0, |(_, high)| high);
        Self { label: label.into(), log: false, range: (0.0, if highest > 0.0 { 1.15 * highest } else { 1.0 }) }
    }

    /// A logarithmic axis that ends just beyond the positive values.
    pub fn logarithmic(label: impl Into<String>, values: impl Iterator<Item = f64>) -> Self {
        let (low, high) = extent(values.filter(|v| *v > 0.0)).unwrap_or((1.0, 10.0));
        let margin = (high / low).powf(0.04).max(1.02);
        Self { label: label.into(), log: true, range: (low / margin, high * margin) }
    }

    /// A value's place between 0 (from) and 1 (to); values beyond the ends are moved there.
    fn place(&self, value: f64) -> f64 {
        let (low, high) = self.range;
        let value = value.clamp(low, high);
        if self.log { (value / low).ln() / (high / low).ln() } else { (value - low) / (high - low) }
    }

    /// The value at a place between 0 (from) and 1 (to).
    pub(super) fn value(&self, place: f64) -> f64 {
        let (low, high) = self.range;
        if self.log { low * (high / low).powf(place) } else { low + place * (high - low) }
    }

    /// Round numbers on the axis, `most` of them at the most.
    pub(super) fn ticks(&self, most: usize) -> Vec<f64> {
        let (low, high) = self.range;
        if !self.log {
            // 1, 2 or 5 times a power of ten.
            let rough = (high - low) / most.max(1) as f64;
            let power = 10f64.powf(rough.log10().floor());
            let step =
                [1.0, 2.0, 5.0, 10.0].into_iter().map(|f| f * power).find(|s| *s >= rough).unwrap_or(10.0 * power);
            let first = (low / step).ceil() as i64;
            return (first..=(high / step).floor() as i64).map(|i| i as f64 * step).collect();
        }
        let (first, last) = ((low.log10() - 1e-9).ceil() as i32, (high.log10() + 1e-9).floor() as i32);
        let count = (last - first + 1).max(0) as usize;
        let step = count.div_ceil(most.max(1)).max(1);
        let decades = (first..=last).step_by(step).map(|e| 10f64.powi(e));
        if count >= 2 {
            return decades.collect();
        }
        // Less than two powers of ten: 1, 2 and 5 times them.
        (first - 1..=last + 1)
            .flat_map(|e| [1.0, 2.0, 5.0].map(|f| f * 10f64.powi(e)))
            .filter(|v| (low..=high).contains(v))
            .collect()
    }
}

fn extent(values: impl Iterator<Item = f64>) -> Option<(f64, f64)> {
    values.fold(None, |range, v| Some(range.map_or((v, v), |(low, high): (f64, f64)| (low.min(v), high.max(v)))))
}

impl Ranged for Axis {
    type FormatOption = NoDefaultFormatting;
    type ValueType = f64;

    fn map(&self, value: &f64, limit: (i32, i32)) -> i32 {
        limit.0 + (self.place(*value) * f64::from(limit.1 - limit.0)).round() as i32
    }

    fn key_points<Hint: KeyPointHint>(&self, hint: Hint) -> Vec<f64> {
        // None asked for: the light lines between the ticks.
        match hint.max_num_points() {
            0 => vec![],
            most => self.ticks(most),
        }
    }

    fn range(&self) -> Range<f64> {
        self.range.0..self.range.1
    }
}

impl ValueFormatter<f64> for Axis {
    fn format(value: &f64) -> String {
        number(*value)
    }
}

/// A number as short as it reads: 0.01 to 9999 as they are, others as powers of ten.
pub(super) fn number(value: f64) -> String {
    let short = |text: String| text.trim_end_matches('0').trim_end_matches('.').to_string();
    match value.abs() {
        0.0 => "0".into(),
        a if (0.0099..9999.5).contains(&a) => short(format!("{value:.3}")),
        _ => {
            let text = format!("{value:.2e}");
            let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
            let mantissa = short(mantissa.into());
            format!("{mantissa}e{exponent}")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_are_round_and_inside() {
        let axis = |log, range| Axis { label: String::new(), log, range };
        assert_eq!(axis(true, (0.5, 2000.0)).ticks(6), [1.0, 10.0, 100.0, 1000.0]);
        assert_eq!(axis(true, (1e-6, 1.0)).ticks(4), [1e-6, 1e-4, 1e-2, 1.0]);
        assert_eq!(axis(true, (30.0, 80.0)).ticks(4), [50.0]);
        assert_eq!(axis(false, (0.0, 1.0)).ticks(5), [0.0, 0.2, 0.4, 0.6000000000000001, 0.8, 1.0]);
    }

    #[test]
    fn places_and_numbers() {
        let axis = Axis::decades("y", [0.02, 5.0, 0.0, -1.0].into_iter());
        assert_eq!(axis.range, (0.01, 10.0));
        assert_eq!([0.01, 10.0, 0.0, 1e9].map(|v| axis.map(&v, (0, 300))), [0, 300, 0, 300]);
        assert_eq!(axis.map(&1.0, (0, 300)), 200);
        assert!((axis.value(1.0 / 3.0) - 0.1).abs() < 1e-15);
        assert_eq!(Axis { log: false, range: (1.0, 5.0), ..axis }.value(0.25), 2.0);
        assert_eq!(Axis::from_zero("y", [2.0, 4.0].into_iter()).range, (0.0, 4.6));
        assert_eq!(Axis::from_zero("y", [0.0].into_iter()).range, (0.0, 1.0));
        for (value, text) in
            [(0.0, "0"), (0.3, "0.3"), (1000.0, "1000"), (1e4, "1e4"), (1e-6, "1e-6"), (2.5e-7, "2.5e-7")]
        {
            assert_eq!(number(value), text);
        }
    }
}
