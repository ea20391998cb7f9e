//! Sums over samples that can be stored, merged and made elsewhere: what a `.moments` file holds.
//!
//! The Gram matrix of the augmented rows holds every moment at once. [`Sums::rounding`] bounds what
//! the sums have lost: entry (i, j) is off by at most rounding * sqrt(sum_ii sum_jj). It is 0 for
//! integers whose sums stay below 2^53: merging these is exact and does not depend on the order. For
//! reals each merge adds 2^-100.

use super::{DataMoments, non_empty};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, Twice, exact_from_twice};
use nalgebra::{DMatrix, DVector};

/// What a merge of sums that are not exact adds to their rounding.
const MERGED: f64 = 1.0 / (1u128 << 100) as f64;

/// Sums over samples: the Gram matrix of the rows (x, y, 1), each entry as high + low.
#[derive(Debug, Clone, PartialEq)]
pub struct Sums {
    dimension: usize,
    labels: usize,
    gram: DMatrix<Twice>,
    rounding: f64,
    counts: bool,
}

impl Sums {
    /// From the Gram matrix of the rows (x, y, 1) with d features and l labels, its `rounding`, and
    /// whether all features are non-negative integers.
    ///
    /// # Errors
    /// [`Error::BadRequest`] for a Gram matrix that no samples have.
    pub fn new(dimension: usize, labels: usize, gram: DMatrix<Twice>, rounding: f64, counts: bool) -> Result<Self> {
        let width = dimension + labels + 1;
        let refuse = |problem: String| Err(Error::request(problem, "sum the rows (x, y, 1) times their transposes"));
        if dimension == 0 || gram.shape() != (width, width) {
            return refuse(format!("sums of shape {:?} for d = {dimension}, l = {labels}", gram.shape()));
        }
        if !(0.0..1.0).contains(&rounding) {
            return refuse(format!("a rounding of {rounding:e}, which is not in 0..1"));
        }
        for (i, j) in (0..width).flat_map(|i| (0..=i).map(move |j| (i, j))) {
            let (value, mirrored) = (gram[(i, j)], gram[(j, i)]);
            if !value.approx().is_finite() || value != mirrored {
                return refuse(format!("sum ({i}, {j}) is not finite, or not that of ({j}, {i})"));
            }
            // Cauchy and Schwarz, with room for the rounding.
            let most = (gram[(i, i)].approx() * gram[(j, j)].approx()).sqrt();
            if value.approx().abs() > most * (1.0 + 4.0 * rounding + 1e-12) || gram[(i, i)].approx() < 0.0 {
                return refuse(format!("sum ({i}, {j}) is larger than those of squares allow"));
            }
        }
        let count = gram[(width - 1, width - 1)];
        if count.1 != 0.0 || count.0 < 1.0 || count.0.fract() != 0.0 || count.0 > 2f64.powi(53) {
            return refuse(format!("{} samples", count.approx()));
        }
        Ok(Self { dimension, labels, gram, rounding, counts })
    }

    /// n.
    pub fn count(&self) -> usize {
        self.gram[(self.gram.nrows() - 1, self.gram.nrows() - 1)].0 as usize
    }

    /// d.
    pub fn dimension(&self) -> usize {
        self.dimension
    }

    /// l.
    pub fn labels(&self) -> usize {
        self.labels
    }

    /// How many classes the labels are, if they are one-hot rows: each is 0 or 1, and one of them is 1.
    pub fn classes(&self) -> Option<usize> {
        let (d, l) = (self.dimension, self.labels);
        let sum = |i: usize, j: usize| self.gram[(d + i, d + j)].approx();
        let one_hot = (0..l).all(|i| (0..i).all(|j| sum(i, j) == 0.0) && sum(i, i) == sum(i, l));
        let used = (0..l).filter(|&i| sum(i, l) > 0.0).count();
        (one_hot && (0..l).map(|i| sum(i, l)).sum::<f64>() == self.count() as f64).then_some(used)
    }

    /// The value of a feature that is the same in every sample, as far as exact sums tell: then
    /// n Σ x² = (Σ x)².
    pub fn constant(&self, feature: usize) -> Option<f64> {
        let last = self.gram.nrows() - 1;
        let exact = |i: usize, j: usize| exact_from_twice(self.gram[(i, j)]).ok();
        let (squares, sum, n) = (exact(feature, feature)?, exact(last, feature)?, exact(last, last)?);
        let constant = self.rounding == 0.0 && squares * &n == &sum * &sum;
        constant.then(|| (sum / n).approx())
    }

    /// The sums, of order d + l + 1.
    pub fn gram(&self) -> &DMatrix<Twice> {
        &self.gram
    }

    /// What the sums have lost, relative to the roots of their diagonal; 0 for exact sums.
    pub fn rounding(&self) -> f64 {
        self.rounding
    }

    /// Whether all features are known to be non-negative integers.
    pub fn counts(&self) -> bool {
        self.counts
    }

    /// Adds the sums over other samples.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if they have other features or labels.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        if (self.dimension, self.labels) != (other.dimension, other.labels) {
            let shape = |sums: &Self| format!("d = {}, l = {}", sums.dimension, sums.labels);
            return Err(Error::shape("moments to merge", shape(self), shape(other)));
        }
        self.gram.zip_apply(&other.gram, |mine, theirs| *mine = mine.add_accurate(theirs));
        let exact = self.rounding == 0.0 && other.rounding == 0.0;
        self.rounding = if exact { 0.0 } else { self.rounding.max(other.rounding) + MERGED };
        self.counts &= other.counts;
        Ok(())
    }

    /// The moments in twice the precision.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no sample.
    pub fn moments(&self) -> Result<DataMoments<Twice>> {
        let n = Twice::from_count(non_empty(self.count(), self.dimension)?);
        Ok(self.divided(|sum| sum / n))
    }

    /// The moments that the sums have exactly, as they are stored.
    ///
    /// # Errors
    /// As [`moments`](Self::moments).
    pub fn exact_moments(&self) -> Result<DataMoments<Rational>> {
        let n = Rational::from_count(non_empty(self.count(), self.dimension)?);
        // Finite by construction.
        Ok(self.divided(|sum| exact_from_twice(sum).unwrap_or_else(|_| Rational::from_count(0)) / &n))
    }

    fn divided<T: Scalar>(&self, over_n: impl Fn(Twice) -> T) -> DataMoments<T> {
        let (d, l) = (self.dimension, self.labels);
        let entry = |i: usize, j: usize| over_n(self.gram[(i, j)]);
        DataMoments {
            count: self.count(),
            mean: DVector::from_fn(d, |i, _| entry(d + l, i)),
            second: DMatrix::from_fn(d, d, entry),
            label_cross: DMatrix::from_fn(l, d, |i, j| entry(d + i, j)),
            label_mean: DVector::from_fn(l, |i, _| entry(d + l, d + i)),
            label_energy: (d..d + l).fold(T::zero(), |sum, i| sum + entry(i, i)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moments::{MomentAccumulator, TwiceAccumulator};

    fn of(x: &[f64], y: &[f64], exact: bool) -> Sums {
        let mut stream = MomentAccumulator::new(2, 1);
        stream.push(x, y).unwrap();
        stream.sums(exact, exact).unwrap()
    }

    #[test]
    fn sums_hold_the_moments_of_their_samples() {
        let (x, y) = ([1.0, 2.0, 3.0, -1.0, 0.5, 4.0], [1.0, 2.0, -1.0]);
        let sums = of(&x, &y, true);
        assert_eq!((sums.count(), sums.dimension(), sums.labels(), sums.rounding()), (3, 2, 1, 0.0));
        let exact = DataMoments::from_samples(
            &DMatrix::from_row_slice(3, 2, &x).map(|v| crate::scalar::exact_from_f64(v).unwrap()),
            &DMatrix::from_row_slice(3, 1, &y).map(|v| crate::scalar::exact_from_f64(v).unwrap()),
        )
        .unwrap();
        assert_eq!(sums.exact_moments().unwrap(), exact);
        let twice = sums.moments().unwrap();
        assert!((twice.label_mean[0].approx() - 2.0 / 3.0).abs() < 1e-16);
        let mut stream = TwiceAccumulator::new(2, 1);
        stream.push(&x, &y).unwrap();
        assert_eq!(stream.sums(true).unwrap().exact_moments().unwrap(), exact);
    }

    #[test]
    fn merging_integers_is_exact_and_has_no_order() {
        // Sums near 2^52: a plain sum of the three would be off by one.
        let big = (1u64 << 26) as f64 - 1.0;
        let parts = [of(&[big, 1.0], &[3.0], true), of(&[big, 5.0], &[1.0], true), of(&[7.0, big], &[2.0], true)];
        let merged = |order: [usize; 3]| {
            let mut sums = parts[order[0]].clone();
            order[1..].iter().for_each(|&i| sums.merge(&parts[i]).unwrap());
            sums
        };
        let all = merged([0, 1, 2]);
        assert!([[0, 2, 1], [1, 0, 2], [2, 1, 0]].into_iter().all(|order| merged(order) == all));
        assert_eq!((all.count(), all.rounding(), all.counts()), (3, 0.0, true));
        assert_eq!(all.gram()[(0, 0)], Twice::from(2.0 * big * big) + Twice::from(49.0));
        let mut rounded = parts[0].clone();
        rounded.merge(&of(&[0.1, 0.2], &[1.0], false)).unwrap();
        assert!(rounded.rounding() > 5e-15 && rounded.rounding() < 6e-15 && !rounded.counts());
        let other = Sums::new(1, 0, DMatrix::from_element(2, 2, Twice::from(1.0)), 0.0, true).unwrap();
        assert!(matches!(rounded.merge(&other), Err(Error::ShapeMismatch { .. })));
    }

    #[test]
    fn a_merge_is_as_good_as_its_worse_part_in_either_order() {
        let part = |rounding: f64, counts: bool| {
            Sums::new(1, 0, DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 1.0]).map(Twice::from), rounding, counts)
        };
        for (first, second) in [((0.0, true), (1e-12, false)), ((1e-13, false), (1e-12, true))] {
            let merged = |(a, b): ((f64, bool), (f64, bool))| {
                let mut sums = part(a.0, a.1).unwrap();
                sums.merge(&part(b.0, b.1).unwrap()).unwrap();
                (sums.rounding(), sums.counts())
            };
            for (rounding, counts) in [merged((first, second)), merged((second, first))] {
                assert!((1e-12..1.001e-12).contains(&rounding) && !counts, "{rounding:e} {counts}");
            }
        }
    }

    #[test]
    fn sums_of_integers_are_exact_below_2_to_the_53() {
        let of_one = |value: f64| of(&[value, 0.0], &[0.0], true).rounding();
        // Just below 2^53, and its double.
        assert_eq!(of_one(94_906_265.0), 0.0);
        assert!(of_one(134_217_729.0) > 0.0);
    }

    #[test]
    fn classes_that_occur_are_counted() {
        let of_labels = |rows: &[[f64; 3]]| {
            let mut stream = MomentAccumulator::new(1, 3);
            rows.iter().for_each(|row| stream.push(&[1.0], row).unwrap());
            stream.sums(true, true).unwrap().classes()
        };
        assert_eq!(of_labels(&[[1., 0., 0.], [0., 1., 0.], [0., 0., 1.], [1., 0., 0.]]), Some(3));
        // The second of three does not occur.
        assert_eq!(of_labels(&[[1., 0., 0.], [0., 0., 1.]]), Some(2));
        // Two at once, half a label, none.
        assert_eq!(of_labels(&[[1., 1., 0.], [0., 0., 1.]]), None);
        assert_eq!(of_labels(&[[0.5, 0.5, 0.], [0., 0., 1.]]), None);
        assert_eq!(of_labels(&[[1., 0., 0.], [0., 0., 0.]]), None);
    }

    #[test]
    fn what_no_samples_have_is_refused() {
        let good = || DMatrix::from_row_slice(2, 2, &[4.0, 2.0, 2.0, 3.0]).map(Twice::from);
        assert!(Sums::new(1, 0, good(), 0.0, false).is_ok());
        let changed = |i, j, value: f64| {
            let mut gram = good();
            gram[(i, j)] = Twice::from(value);
            Sums::new(1, 0, gram, 0.0, false)
        };
        for bad in [
            changed(0, 1, 1.0),
            changed(0, 0, -1.0),
            changed(0, 0, f64::NAN),
            changed(0, 0, 1.0),
            changed(1, 1, 2.5),
            changed(1, 1, 0.0),
            Sums::new(2, 0, good(), 0.0, false),
            Sums::new(0, 1, good(), 0.0, false),
            Sums::new(1, 0, good(), -1.0, false),
            Sums::new(1, 0, good(), f64::NAN, false),
        ] {
            assert!(matches!(bad, Err(Error::BadRequest { .. })), "{bad:?}");
        }
    }
}
