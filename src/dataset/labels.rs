//! Labels Y (n x l): classes, read as one-hot rows as in the paper's experiments (paper (93)), or
//! real targets.
//!
//! Which of the two a column is, one rule says ([`RULE`]), whatever format and type it is stored in.
//! Classes are numbered in rising order of their values: every class has a sample.

use super::{require_finite_rows, row_count};
use crate::error::{Error, Result};
use std::collections::BTreeSet;

/// The most classes a data set may have: one-hot rows cost l numbers per sample, and an integer
/// column with more values is more likely an identifier than a class.
pub const MAX_CLASSES: usize = 10_000;

/// So many different whole numbers are classes without being asked: digits, but not ages.
pub const FEW: usize = 20;

/// What labels are taken for, in one sentence for the help.
pub const RULE: &str = "\
one column of text, or of whole numbers with at most 20 different values of which
one occurs twice, is taken as classes; fractions and several columns are targets; other whole
numbers are refused until --classes or --targets says what they are.";

/// What a column of labels is taken for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LabelKind {
    /// What the [`RULE`] says.
    #[default]
    Told,
    /// Classes, one for each value.
    Classes,
    /// Targets, as they are.
    Targets,
}

/// One label per sample, n >= 1 of them.
#[derive(Debug, Clone, PartialEq)]
pub struct Labels(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    Classes { of: Vec<usize>, count: usize },
    Targets { rows: Vec<f64>, n: usize, l: usize },
}

impl Labels {
    /// The class of each sample, out of `0..count`.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] without samples, [`Error::OutOfRange`] for a class outside
    /// `0..count` or a count above [`MAX_CLASSES`].
    pub fn classes(of: Vec<usize>, count: usize) -> Result<Self> {
        row_count("class labels", of.len(), 1)?;
        if count > MAX_CLASSES {
            return Err(Error::range("number of classes", format!("at most {MAX_CLASSES}"), count));
        }
        match of.iter().position(|&class| class >= count) {
            Some(i) => Err(Error::range(format!("class label of sample {i}"), format!("in 0..{count}"), of[i])),
            None => Ok(Self(Kind::Classes { of, count })),
        }
    }

    /// Rows of l numbers as [`of_numbers`](Self::of_numbers), but classes keep their numbers, with as
    /// many classes as the largest says: parts of a data set then agree on them, also where one lacks
    /// some.
    ///
    /// # Errors
    /// As there; [`Error::BadRequest`] for a class that is not in `0..MAX_CLASSES`.
    pub fn numbered(rows: Vec<f64>, l: usize, kind: LabelKind) -> Result<Self> {
        let told = Self::of_numbers(rows.clone(), l, kind)?;
        if told.as_classes().is_none() {
            return Ok(told);
        }
        let number = |&value: &f64| match value.fract() == 0.0 && (0.0..MAX_CLASSES as f64).contains(&value) {
            true => Ok(value as usize),
            false => Err(Error::request(
                format!("the class {value} is no number from 0 to {} that other parts share", MAX_CLASSES - 1),
                "number the classes 0, 1, 2, ..., in all parts alike",
            )),
        };
        let of = rows.iter().map(number).collect::<Result<Vec<_>>>()?;
        let count = of.iter().max().map_or(0, |largest| largest + 1);
        Self::classes(of, count)
    }

    /// Rows of l numbers, as classes or as targets.
    ///
    /// # Errors
    /// Those of [`targets`](Self::targets); [`Error::BadRequest`] where the [`RULE`] cannot tell, or
    /// for classes of several columns or more than [`MAX_CLASSES`].
    pub fn of_numbers(rows: Vec<f64>, l: usize, kind: LabelKind) -> Result<Self> {
        let targets = Self::targets(rows, l)?;
        let Kind::Targets { rows, n, .. } = &targets.0 else { return Ok(targets) };
        if l > 1 && kind == LabelKind::Classes {
            return Err(Error::request(
                format!("{l} columns of labels are no classes"),
                "give one column, or --targets",
            ));
        }
        if l > 1 || kind == LabelKind::Targets || kind == LabelKind::Told && rows.iter().any(|v| v.fract() != 0.0) {
            return Ok(targets);
        }
        // No value is -0 then.
        let bits = |v: &f64| (v + 0.0).to_bits();
        let mut values: Vec<f64> =
            rows.iter().map(bits).collect::<BTreeSet<_>>().into_iter().map(f64::from_bits).collect();
        values.sort_by(f64::total_cmp);
        if kind == LabelKind::Told && (values.len() > FEW || values.len() == *n) {
            let all = if values.len() == *n { ", all of them different" } else { "" };
            return Err(Error::request(
                format!("{} different whole numbers for {n} samples{all}, may be classes or targets", values.len()),
                "say --classes or --targets",
            ));
        }
        let of = rows.iter().map(|v| values.partition_point(|other| other < v)).collect();
        Self::by_value(of, values.len())
    }

    /// Text as classes.
    ///
    /// # Errors
    /// As [`of_numbers`](Self::of_numbers); text is never a target.
    pub fn of_text(cells: &[String], kind: LabelKind) -> Result<Self> {
        if kind == LabelKind::Targets {
            let problem = format!("the label {:?} is text, and --targets are numbers", cells.first().map_or("", |v| v));
            return Err(Error::request(problem, "leave out --targets"));
        }
        let values: Vec<&String> = cells.iter().collect::<BTreeSet<_>>().into_iter().collect();
        let of = cells.iter().map(|cell| values.partition_point(|other| *other < cell)).collect();
        Self::by_value(of, values.len())
    }

    fn by_value(of: Vec<usize>, count: usize) -> Result<Self> {
        if count > MAX_CLASSES {
            let problem = format!("{count} classes, more than {MAX_CLASSES}");
            return Err(Error::request(problem, "give --targets if they are numbers, or leave the labels out"));
        }
        Self::classes(of, count)
    }

    /// Rows of l real targets.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless the values fill at least one row of l >= 1,
    /// [`Error::NotFinite`] with row and column.
    pub fn targets(rows: Vec<f64>, l: usize) -> Result<Self> {
        let n = row_count("targets", rows.len(), l)?;
        require_finite_rows("targets", &rows, l)?;
        Ok(Self(Kind::Targets { rows, n, l }))
    }

    /// n.
    pub fn n(&self) -> usize {
        match &self.0 {
            Kind::Classes { of, .. } => of.len(),
            Kind::Targets { n, .. } => *n,
        }
    }

    /// l: the number of classes, or of targets per sample.
    pub fn l(&self) -> usize {
        match &self.0 {
            Kind::Classes { count, .. } => *count,
            Kind::Targets { l, .. } => *l,
        }
    }

    /// The class of each sample and the number of classes, if these are classes.
    pub fn as_classes(&self) -> Option<(&[usize], usize)> {
        match &self.0 {
            Kind::Classes { of, count } => Some((of, *count)),
            Kind::Targets { .. } => None,
        }
    }

    /// Y row after row (n x l), one-hot for classes.
    pub fn rows(&self) -> Vec<f64> {
        self.some_rows(0, self.n())
    }

    /// `taken` rows of Y from row `first` on.
    pub(crate) fn some_rows(&self, first: usize, taken: usize) -> Vec<f64> {
        match &self.0 {
            Kind::Targets { rows, l, .. } => rows[first * l..(first + taken) * l].to_vec(),
            Kind::Classes { of, count } => {
                let mut rows = vec![0.0; taken * count];
                for (row, &class) in rows.chunks_exact_mut(*count).zip(&of[first..]) {
                    row[class] = 1.0;
                }
                rows
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_become_one_hot_rows() {
        let labels = Labels::classes(vec![1, 0, 2], 3).unwrap();
        assert_eq!((labels.n(), labels.l()), (3, 3));
        assert_eq!(labels.rows(), [0., 1., 0., 1., 0., 0., 0., 0., 1.]);
    }

    #[test]
    fn targets_keep_their_rows() {
        let labels = Labels::targets(vec![1., 2., 3., 4.], 2).unwrap();
        assert_eq!((labels.n(), labels.l(), labels.as_classes()), (2, 2, None));
        assert_eq!(labels.rows(), [1., 2., 3., 4.]);
    }

    #[test]
    fn what_is_no_label_is_refused() {
        assert!(matches!(Labels::classes(vec![0, 3], 3), Err(Error::OutOfRange { .. })));
        assert!(matches!(Labels::classes(vec![0], MAX_CLASSES + 1), Err(Error::OutOfRange { .. })));
        assert!(matches!(Labels::classes(vec![], 3), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Labels::targets(vec![1.0], 0), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Labels::targets(vec![1.0, f64::NAN], 1), Err(Error::NotFinite { .. })));
    }

    fn of(values: &[f64], kind: LabelKind) -> Result<Labels> {
        Labels::of_numbers(values.to_vec(), 1, kind)
    }

    #[test]
    fn one_rule_tells_classes_from_targets() {
        use LabelKind::{Classes, Targets, Told};
        let classes = |labels: Labels| labels.as_classes().map(|(of, count)| (of.to_vec(), count));
        // 1..K, {0, 255} and negative numbers: by their distinct values, in rising order.
        assert_eq!(classes(of(&[3., 1., 2., 3.], Told).unwrap()), Some((vec![2, 0, 1, 2], 3)));
        assert_eq!(classes(of(&[255., 0., 255.], Told).unwrap()), Some((vec![1, 0, 1], 2)));
        assert_eq!(classes(of(&[-1., 1., -1., 0., -0.], Told).unwrap()), Some((vec![0, 2, 0, 1, 1], 3)));
        assert_eq!(classes(of(&[0.5, 1.5, 0.5], Classes).unwrap()), Some((vec![0, 1, 0], 2)));
        for (values, kind) in [(&[0.5, 1., 1.][..], Told), (&[0., 1., 1.], Targets)] {
            assert_eq!(of(values, kind).unwrap(), Labels::targets(values.to_vec(), 1).unwrap());
        }
        // Twenty values of which one occurs twice, and one more of each kind.
        let upto = |most: u32| (0..=most).map(|v| f64::from(v.min(most - 1))).collect::<Vec<_>>();
        assert_eq!(of(&upto(20), Told).unwrap().l(), 20);
        for bad in [&upto(21)[..], &[0., 1.], &[7.]] {
            assert!(matches!(of(bad, Told), Err(Error::BadRequest { .. })), "{bad:?}");
            assert!(of(bad, Classes).is_ok() && of(bad, Targets).is_ok());
        }
        let rows = vec![1., 0., 0., 1.];
        assert_eq!(Labels::of_numbers(rows.clone(), 2, Told).unwrap(), Labels::targets(rows.clone(), 2).unwrap());
        assert!(Labels::of_numbers(rows, 2, Classes).is_err());
        let many: Vec<f64> = (0..=MAX_CLASSES).map(|v| v as f64).collect();
        assert!(of(&many, Classes).is_err() && of(&many[1..], Classes).is_ok());
    }

    #[test]
    fn text_is_a_class() {
        let cells = ["b", "a", "b", "c"].map(String::from);
        let labels = Labels::of_text(&cells, LabelKind::Told).unwrap();
        assert_eq!(labels.as_classes(), Some((&[1, 0, 1, 2][..], 3)));
        assert!(Labels::of_text(&cells, LabelKind::Targets).is_err());
    }

    #[test]
    fn numbered_classes_keep_their_numbers() {
        let numbered = |values: &[f64], kind| Labels::numbered(values.to_vec(), 1, kind);
        assert_eq!(numbered(&[3., 1., 3.], LabelKind::Told).unwrap(), Labels::classes(vec![3, 1, 3], 4).unwrap());
        for bad in [-1.0, 10_000.0, 0.5] {
            assert!(numbered(&[bad, bad, 1.0], LabelKind::Classes).is_err(), "{bad}");
        }
        assert_eq!(numbered(&[1., 0.5], LabelKind::Told).unwrap(), Labels::targets(vec![1., 0.5], 1).unwrap());
    }
}
