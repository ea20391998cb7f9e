//! Labels of some of the samples: the others are not labelled.
//!
//! A sample is not labelled where its row of numbers has a NaN, where its cell of a table or of an
//! array of text is empty, and, among classes, where its class is -1, as scikit-learn writes it. What
//! is left is taken as classes or as targets by the rule of [`Labels`].
//!
//! Shapes: n rows of l numbers, one-hot for classes; a row without a label is NaN throughout.
//!
//! Errors: [`Error::BadRequest`] if no sample is labelled, or if -1 leaves one class alone, and those
//! of [`Labels`]; from a file, [`Error::BadFile`].

use super::{LabelKind, Labels};
use crate::error::{Error, Result};
use crate::scalar::require_all_finite;

/// Labels of some of n samples. A sample is not labelled where its row of numbers has a NaN, where its
/// cell of text is empty, and, among classes, where its class is -1.
#[derive(Debug, Clone, PartialEq)]
pub struct SomeLabels {
    n: usize,
    /// The samples that are labelled, ascending.
    labelled: Vec<usize>,
    /// Their labels, in that order.
    labels: Labels,
}

/// The class of samples that are not labelled.
const UNLABELLED: f64 = -1.0;

impl SomeLabels {
    /// Rows of l numbers.
    ///
    /// # Errors
    /// [`Error::BadRequest`] if no sample is labelled, or if -1 leaves one class alone, and those of
    /// [`Labels`].
    pub fn of_numbers(rows: &[f64], l: usize, kind: LabelKind) -> Result<Self> {
        let (l, n) = (l.max(1), rows.len() / l.max(1));
        require_all_finite_or_nan(rows, l)?;
        let row = |i: usize| &rows[i * l..][..l];
        let mut labelled: Vec<usize> = (0..n).filter(|&i| row(i).iter().all(|v| !v.is_nan())).collect();
        let classes = l == 1 && kind != LabelKind::Targets && labelled.iter().all(|&i| rows[i].fract() == 0.0);
        let before = labelled.len();
        if classes {
            labelled.retain(|&i| rows[i] != UNLABELLED);
        }
        let left_out = before - labelled.len();
        require_some(&labelled)?;
        let kept: Vec<f64> = labelled.iter().flat_map(|&i| row(i).iter().copied()).collect();
        let least = kept.iter().copied().fold(0.0, f64::min);
        let labels = Labels::of_numbers(kept, l, kind)?;
        if labels.as_classes().is_some() && least < UNLABELLED {
            return Err(Error::request(
                format!("a class {least}, and only -1 means that a sample is not labelled"),
                "number the classes 0, 1, 2, ..., or say --targets",
            ));
        }
        require_two(&labels, left_out, n, "number the classes 0, 1, 2, ..., or say --targets")?;
        Ok(Self { n, labelled, labels })
    }

    /// Text: an empty cell is no label.
    ///
    /// # Errors
    /// [`Error::BadRequest`] if no sample is labelled, or if -1 leaves one class alone, and those of
    /// [`Labels`].
    pub fn of_text(cells: &[String], kind: LabelKind) -> Result<Self> {
        let missing = |cell: &str| cell.is_empty() || cell == "-1";
        let labelled: Vec<usize> = (0..cells.len()).filter(|&i| !missing(&cells[i])).collect();
        require_some(&labelled)?;
        let kept: Vec<String> = labelled.iter().map(|&i| cells[i].clone()).collect();
        let labels = Labels::of_text(&kept, kind)?;
        let left_out = cells.iter().filter(|cell| *cell == "-1").count();
        require_two(&labels, left_out, cells.len(), "write it as another word")?;
        Ok(Self { n: cells.len(), labelled, labels })
    }

    /// n.
    pub fn n(&self) -> usize {
        self.n
    }

    /// How many samples are labelled.
    pub fn labelled(&self) -> usize {
        self.labelled.len()
    }

    /// l: the number of classes, or of targets per sample.
    pub fn l(&self) -> usize {
        self.labels.l()
    }

    /// The labels of those that have one.
    pub fn labels(&self) -> &Labels {
        &self.labels
    }

    /// Fills `into`, which holds whole rows, with the rows from `first` on.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] beyond the last row.
    pub fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        let l = self.l();
        super::require_rows(first, into.len(), (self.n, l))?;
        into.fill(f64::NAN);
        let end = first + into.len() / l;
        let [from, to] = [first, end].map(|row| self.labelled.partition_point(|&i| i < row));
        let rows = self.labels.some_rows(from, to - from);
        for (&i, row) in self.labelled[from..to].iter().zip(rows.chunks_exact(l)) {
            into[(i - first) * l..][..l].copy_from_slice(row);
        }
        Ok(())
    }
}

fn require_some(labelled: &[usize]) -> Result<()> {
    match labelled {
        [] => Err(Error::request("no sample is labelled", "label some of them, or leave the labels out")),
        _ => Ok(()),
    }
}

/// Refuses classes of which -1, on so many of n samples, has left one alone. The last word says what
/// to do if -1 is a class.
fn require_two(labels: &Labels, left_out: usize, n: usize, remedy: &str) -> Result<()> {
    if left_out == 0 || labels.as_classes().is_none_or(|(_, count)| count >= 2) {
        return Ok(());
    }
    Err(Error::request(
        format!("one class besides -1, which means that a sample is not labelled ({left_out} of {n} are not)"),
        format!("label samples of another class too; if -1 is a class, {remedy}"),
    ))
}

fn require_all_finite_or_nan(rows: &[f64], l: usize) -> Result<()> {
    let known: Vec<f64> = rows.iter().map(|&v| if v.is_nan() { 0.0 } else { v }).collect();
    // Said as a request, so that the file is named.
    let place = |i: usize| format!("row {}, column {}", i / l, i % l);
    require_all_finite("labels", &known, place).map_err(|error| match error {
        Error::NotFinite { position, value, .. } => {
            let problem = format!("the label at {position} is {value}");
            Error::request(problem, "every label must be finite, or NaN where there is none")
        }
        other => other,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use LabelKind::{Classes, Targets, Told};

    const NAN: f64 = f64::NAN;

    fn rows(labels: &SomeLabels) -> Vec<f64> {
        let mut rows = vec![0.0; labels.n() * labels.l()];
        labels.read(0, &mut rows).unwrap();
        rows
    }

    #[test]
    fn what_is_minus_one_nan_or_empty_is_not_labelled() {
        let classes = SomeLabels::of_numbers(&[1., -1., 0., NAN, 1.], 1, Told).unwrap();
        assert_eq!((classes.n(), classes.labelled(), classes.l()), (5, 3, 2));
        let found = rows(&classes);
        assert!(found[2..4].iter().chain(&found[6..8]).all(|v| v.is_nan()), "{found:?}");
        assert_eq!([&found[..2], &found[4..6], &found[8..]].concat(), [0., 1., 1., 0., 0., 1.]);
        // Rows from the middle on.
        let mut part = [0.0; 4];
        classes.read(2, &mut part).unwrap();
        assert_eq!(part[..2], [1., 0.]);
        assert!(part[2..].iter().all(|v| v.is_nan()) && classes.read(4, &mut part).is_err());
        let text = ["b", "", "a", "-1"].map(String::from);
        let text = SomeLabels::of_text(&text, Told).unwrap();
        assert_eq!((text.labelled(), text.labels().as_classes()), (2, Some((&[1, 0][..], 2))));
    }

    #[test]
    fn among_targets_minus_one_is_a_number() {
        for (values, kind) in [(&[-1., 2.5, 0.][..], Told), (&[-1., 2., 0.], Targets)] {
            assert_eq!(SomeLabels::of_numbers(values, 1, kind).unwrap().labelled(), 3, "{values:?}");
        }
        let two = SomeLabels::of_numbers(&[-1., 2., NAN, 0.], 2, Told).unwrap();
        assert_eq!((two.n(), two.labelled(), two.l()), (2, 1, 2));
    }

    #[test]
    fn what_leaves_nothing_to_compare_is_refused() {
        for (values, words) in [
            (&[-1., -1.][..], "no sample is labelled"),
            (&[NAN, NAN], "no sample is labelled"),
            (&[-1., 1., -1., 1.], "one class besides -1"),
        ] {
            let error = SomeLabels::of_numbers(values, 1, Classes).unwrap_err().to_string();
            assert!(error.contains(words), "{error}");
        }
        let text = ["a", "-1", "a", ""].map(String::from);
        let error = SomeLabels::of_text(&text, Told).unwrap_err().to_string();
        assert!(error.contains("one class besides -1") && error.contains("(1 of 4 are not)"), "{error}");
        // Nobody said -1: one class is refused, or not, by the rule of labels.
        assert!(SomeLabels::of_text(&["a", "", "a"].map(String::from), Told).is_ok());
        let infinite = SomeLabels::of_numbers(&[0., f64::INFINITY], 1, Told).unwrap_err().to_string();
        assert!(infinite.contains("the label at row 1, column 0 is inf"), "{infinite}");
    }
}
