//! Negative controls: every comparison also runs with a fault planted in it, and must notice.
//!
//! A comparison is a function of its [`Run`]. The genuine run must satisfy it; the control, which
//! swaps one value for a faulty one, must not. A comparison of a thing with itself, or one that
//! ignores what it is given, accepts its control, and is then no evidence. There is no other way
//! to make a comparison: a [`Tally`](super::Tally) takes only judges of a run, and a [`Measured`] is made by one.

use crate::error::Result;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

/// What a comparison runs on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Run {
    /// The thing itself.
    Genuine,
    /// The same with a fault planted.
    Control,
}

impl Run {
    /// The genuine value, or in the control the faulty one.
    pub fn pick<T>(self, genuine: T, faulty: T) -> T {
        match self {
            Self::Genuine => genuine,
            Self::Control => faulty,
        }
    }

    /// The value, in the control off by a little; see [`Off`].
    pub fn off<T: Off>(self, value: T) -> T {
        match self {
            Self::Genuine => value,
            Self::Control => value.off(),
        }
    }
}

/// A value that can be a little off.
pub trait Off {
    /// Rationals by 1/1000, `f64` by a thousandth, a matrix in its first entry, an answer reversed.
    fn off(self) -> Self;
}

impl Off for Rational {
    fn off(self) -> Self {
        self + ratio(1, 1000)
    }
}

impl Off for f64 {
    fn off(self) -> Self {
        self * 1.001
    }
}

impl Off for bool {
    fn off(self) -> Self {
        !self
    }
}

impl<T: Off> Off for Option<T> {
    fn off(self) -> Self {
        self.map(T::off)
    }
}

impl<T: Off + nalgebra::Scalar> Off for DMatrix<T> {
    fn off(mut self) -> Self {
        if let Some(first) = self.iter_mut().next() {
            *first = first.clone().off();
        }
        self
    }
}

/// A number measured twice by one function: on the thing itself, and with a fault planted.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured {
    pub(super) found: f64,
    pub(super) control: f64,
    pub(super) fault: String,
    pub(super) vanishes: bool,
}

impl Measured {
    /// Measures; `fault` says what is planted in the control.
    ///
    /// # Errors
    /// Those of the measurement.
    pub fn by(fault: impl Into<String>, mut measure: impl FnMut(Run) -> Result<f64>) -> Result<Self> {
        Ok(Self::of(measure(Run::Genuine)?, measure(Run::Control)?, fault.into()))
    }

    /// Several numbers at once, with one fault.
    ///
    /// # Errors
    /// Those of the measurement.
    pub fn all<const N: usize>(
        fault: impl Into<String>,
        mut measure: impl FnMut(Run) -> Result<[f64; N]>,
    ) -> Result<[Self; N]> {
        let (found, control, fault) = (measure(Run::Genuine)?, measure(Run::Control)?, fault.into());
        Ok(std::array::from_fn(|i| Self::of(found[i], control[i], fault.clone())))
    }

    pub(super) fn of(found: f64, control: f64, fault: String) -> Self {
        Self { found, control, fault, vanishes: false }
    }

    /// Declares that the number may be 0, where another one would be suspected of a comparison with
    /// itself: the gap of a minimum is the square of a distance, and one number that is right to
    /// rounding may be rounded to the same bits.
    pub fn may_vanish(self) -> Self {
        Self { vanishes: true, ..self }
    }
}

/// The largest of some numbers; NaN if one of them is, or if there are none.
pub fn largest(values: impl IntoIterator<Item = f64>) -> f64 {
    extreme(values, f64::max)
}

/// The smallest of some numbers; NaN if one of them is, or if there are none.
pub fn smallest(values: impl IntoIterator<Item = f64>) -> f64 {
    extreme(values, f64::min)
}

/// The largest of a number of `count` items. In the control the fault is planted in one item at a
/// time, and the control that is hardest to notice counts: an extreme that leaves an item out
/// accepts it. NaN unless there are `count` items.
///
/// # Errors
/// Those of the measurement.
pub fn largest_of<T>(
    run: Run,
    count: usize,
    items: impl IntoIterator<Item = T>,
    of: impl FnMut(&T, Run) -> Result<f64>,
) -> Result<f64> {
    extreme_of(run, (count, items), of, [f64::max, f64::min])
}

/// The smallest; see [`largest_of`].
///
/// # Errors
/// Those of the measurement.
pub fn smallest_of<T>(
    run: Run,
    count: usize,
    items: impl IntoIterator<Item = T>,
    of: impl FnMut(&T, Run) -> Result<f64>,
) -> Result<f64> {
    extreme_of(run, (count, items), of, [f64::min, f64::max])
}

fn extreme_of<T>(
    run: Run,
    (count, items): (usize, impl IntoIterator<Item = T>),
    mut of: impl FnMut(&T, Run) -> Result<f64>,
    [worst, best]: [fn(f64, f64) -> f64; 2],
) -> Result<f64> {
    let items: Vec<T> = items.into_iter().collect();
    if items.len() != count {
        return Ok(f64::NAN);
    }
    let genuine = items.iter().map(|item| of(item, Run::Genuine)).collect::<Result<Vec<_>>>()?;
    if run == Run::Genuine {
        return Ok(extreme(genuine, worst));
    }
    let mut controls = vec![];
    for (at, item) in items.iter().enumerate() {
        let mut values = genuine.clone();
        values[at] = of(item, Run::Control)?;
        controls.push(extreme(values, worst));
    }
    Ok(extreme(controls, best))
}

fn extreme(values: impl IntoIterator<Item = f64>, of: fn(f64, f64) -> f64) -> f64 {
    // `f64::max` and `f64::min` drop NaN.
    let keep = |a: f64, b: f64| if a.is_nan() || b.is_nan() { f64::NAN } else { of(a, b) };
    values.into_iter().reduce(keep).unwrap_or(f64::NAN)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn extremes_keep_nan() {
        assert_eq!(largest([1.0, 3.0, -5.0]), 3.0);
        assert_eq!(smallest([1.0, 3.0, -5.0]), -5.0);
        for of in [|v: &[f64]| largest(v.to_vec()), |v: &[f64]| smallest(v.to_vec())] {
            for bad in [&[][..], &[f64::NAN], &[1.0, f64::NAN], &[f64::NAN, 1.0]] {
                assert!(of(bad).is_nan(), "{bad:?}");
            }
        }
    }

    #[test]
    fn an_extreme_over_items_is_as_good_as_its_best_hidden_fault() {
        // Each item: genuine, faulty.
        let items = [[1.0, 9.0], [3.0, 7.0], [2.0, 8.0]];
        let of = |item: &[f64; 2], run: Run| Ok(run.pick(item[0], item[1]));
        let of_all = |run| largest_of(run, 3, items, of).unwrap();
        assert_eq!([of_all(Run::Genuine), of_all(Run::Control)], [3.0, 7.0]);
        let negative = items.map(|item| item.map(|v| -v));
        let of_all = |run| smallest_of(run, 3, negative, of).unwrap();
        assert_eq!([of_all(Run::Genuine), of_all(Run::Control)], [-3.0, -7.0]);
        // A fault that changes nothing in one item is the one that counts.
        let blind = largest_of(Run::Control, 3, [[1.0, 9.0], [3.0, 3.0], [2.0, 8.0]], of).unwrap();
        assert_eq!(blind, 3.0);
        for run in [Run::Genuine, Run::Control] {
            for bad in [&items[..2], &[], &[[1.0, 9.0], [f64::NAN, 9.0], [1.0, 9.0]]] {
                assert!(largest_of(run, 3, bad.iter().copied(), of).unwrap().is_nan(), "{bad:?}");
                assert!(smallest_of(run, 3, bad.iter().copied(), of).unwrap().is_nan(), "{bad:?}");
            }
            assert!(largest_of(run, 0, [], of).unwrap().is_nan());
            assert!(largest_of(run, 1, [()], |_, _| Err(crate::error::Error::range("x", "y", 0))).is_err());
        }
    }

    /// A fault that is large is noticed by what is blind to a small one.
    #[test]
    fn faults_are_as_small_as_they_are_said_to_be() {
        let half = ratio(1, 2);
        assert_eq!(Run::Control.off(half.clone()), &half + ratio(1, 1000));
        assert_eq!(Run::Control.off(Some(-half.clone())), Some(ratio(1, 1000) - &half));
        for value in [3.0, -3.0, 1e-9] {
            assert!((Run::Control.off(value) / value - 1.001).abs() < 1e-15);
        }
        // In the first entry, and nowhere else.
        let matrix = DMatrix::from_row_slice(2, 2, &[1, 2, 3, 4].map(|v| ratio(v, 1)));
        let difference = Run::Control.off(matrix.clone()) - &matrix;
        assert_eq!(difference, DMatrix::from_row_slice(2, 2, &[1, 0, 0, 0].map(|v| ratio(v, 1000))));
    }

    #[test]
    fn faults_are_off() {
        for run in [Run::Genuine, Run::Control] {
            let changed = run == Run::Control;
            assert_eq!(run.off(ratio(1, 2)) != ratio(1, 2), changed);
            assert_eq!(run.off(2.0) != 2.0, changed);
            assert_eq!(run.off(true), !changed);
            assert_eq!(run.off(Some(true)), Some(!changed));
            let matrix = DMatrix::<Rational>::identity(2, 2);
            assert_eq!(run.off(matrix.clone()) != matrix, changed);
            assert_eq!(run.pick(1, 2), if changed { 2 } else { 1 });
        }
        let measured = Measured::all("x", |run| Ok([1.0, run.pick(2.0, 3.0)])).unwrap();
        assert_eq!(measured.map(|m| (m.found, m.control)), [(1.0, 1.0), (2.0, 3.0)]);
    }
}
