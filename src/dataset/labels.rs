//! Labels Y (n x l): class numbers, read as one-hot rows as in the paper's experiments (paper
//! (93)), or real targets.

use super::{require_finite_rows, row_count};
use crate::error::{Error, Result};

/// The most classes a data set may have: one-hot rows cost l numbers per sample, and an integer
/// column with more values is more likely an identifier than a class.
pub const MAX_CLASSES: usize = 10_000;

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

    /// The class of each sample, with as many classes as the largest number says.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] without samples, [`Error::OutOfRange`] for a number that is not in
    /// `0..MAX_CLASSES`.
    pub fn classes_from_integers(values: &[i64]) -> Result<Self> {
        let class = |(i, &value): (usize, &i64)| match usize::try_from(value) {
            Ok(class) if class < MAX_CLASSES => Ok(class),
            _ => Err(Error::range(format!("class label of sample {i}"), format!("in 0..{MAX_CLASSES}"), value)),
        };
        let of = values.iter().enumerate().map(class).collect::<Result<Vec<_>>>()?;
        let count = of.iter().max().map_or(0, |largest| largest + 1);
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
        let labels = Labels::classes_from_integers(&[1, 0, 2]).unwrap();
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
        assert!(matches!(Labels::classes_from_integers(&[0, -1]), Err(Error::OutOfRange { .. })));
        assert!(Labels::classes_from_integers(&[9_999]).is_ok());
        assert!(matches!(Labels::classes_from_integers(&[10_000]), Err(Error::OutOfRange { .. })));
        assert!(matches!(Labels::targets(vec![1.0], 0), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Labels::targets(vec![1.0, f64::NAN], 1), Err(Error::NotFinite { .. })));
    }
}
