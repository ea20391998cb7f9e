//! The moments of an augmentation that is known by drawn views alone: an empirical channel.
//!
//! Computed, from v >= 2 independent views V_i1 .. V_iv of each of n samples (d features, xbar_i their
//! mean) and, if they are given, the samples x_i:
//!
//! | moment | estimate | expectation |
//! |---|---|---|
//! | Σ | (1/n) sum_i Σ_i, Σ_i = sum_a (V_ia - xbar_i)(V_ia - xbar_i)' / (v - 1) | Σ |
//! | G | Xbar'Xbar/n - Σ/v | G |
//! | S | Xbar'Xbar/n + (v - 1)/v Σ, the mean of all V_ia V_ia' | S |
//! | H | X'Xbar/n | H |
//! | H'H | H'H - (1/(n² v)) sum_i \|x_i\|² Σ_i | H'H |
//!
//! Expectations are over the views, for fixed samples. Xbar'Xbar/n alone has G + Σ/v, and H'H too is
//! too large by what its diagonal terms i = j share, so that both are corrected. Without samples
//! another view is reconstructed: C = S and H = G, with G² for H'H, which is biased by O(1/n).
//!
//! G may be indefinite. For joint-embedding that is harmless: with B = Xbar'Xbar/n, the pencils
//! (G, S) and (B, Σ) have the same eigenvectors, and ω = (b - 1/v)/(b + (v - 1)/v) rises with b >= 0.
//! So -1/(v - 1) <= ω <= 1.
//!
//! Shapes and normalisation as in [`ViewMoments`]; its `cross_second` holds the estimate of H'H.
//! Guarantee: a bound on rounding ([`ViewSums::rounding`]), which does not grow with n. A feature that is
//! the same in all views of each sample has Σ = 0 exactly. Errors: [`Error::ShapeMismatch`],
//! [`Error::NotFinite`], [`Error::OutOfRange`] without samples.
//!
//! Source of G: the U-statistic of order two of each sample (Hoeffding 1948).
//!
//! ```
//! use jerc::moments::ViewAccumulator;
//! let mut sums = ViewAccumulator::new(1, 2, true); // d = 1, v = 2, with samples
//! sums.push(Some(&[2.0]), &[1.0, 3.0])?; // x = 2, views 1 and 3
//! let moments = sums.finish()?;
//! assert_eq!((moments.covariance[0], moments.view_second[0]), (2.0, 5.0));
//! assert_eq!((moments.mean_second[0], moments.cross[0]), (3.0, 4.0)); // G = 1 * 3
//! assert_eq!(moments.cross_second.unwrap()[0], 12.0); // 16 - 4 * 2 / 2
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{DataMoments, MomentAccumulator, TwiceAccumulator, ViewMoments};
use crate::error::{Error, Result};
use crate::linalg::twice::Dense;
use crate::scalar::{Scalar, Twice, require_all_finite};
use nalgebra::DMatrix;
use rayon::prelude::*;

/// Sums of rows and of their products, in a precision.
pub trait RowSums: Clone {
    /// The numbers of the rows.
    type Number: Dense;

    /// What the sums may lose, relative to the roots of their diagonal.
    const ROUNDING: f64;

    /// Empty sums for rows of a width.
    fn of_width(width: usize) -> Self;

    /// Adds rows; a sum that overflows shows when they are finished.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`].
    fn add_rows(&mut self, rows: &[Self::Number]) -> Result<()>;

    /// The moments of the rows.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] without rows, [`Error::NotFinite`] if a sum overflowed.
    fn moments(&self) -> Result<DataMoments<Self::Number>>;

    /// The root of a number that is not negative.
    fn root(value: Self::Number) -> Self::Number;
}

/// Sums over samples and their views, in `f64`; see the [module](self).
pub type ViewAccumulator = ViewSums<MomentAccumulator>;

/// The same in twice the precision.
pub type TwiceViewAccumulator = ViewSums<TwiceAccumulator>;

/// Sums over samples and their views, to be pushed in blocks, and finished as often as one likes.
#[derive(Debug, Clone)]
pub struct ViewSums<A> {
    dimension: usize,
    views: usize,
    with_samples: bool,
    count: usize,
    /// Of the rows (xbar_i, x_i).
    means: A,
    /// Of the rows V_ia - xbar_i.
    deviations: A,
    /// Of the rows |x_i| (V_ia - xbar_i).
    weighted: Option<A>,
}

impl<A: RowSums> ViewSums<A> {
    /// Empty sums for v views of d features, with the samples or without.
    pub fn new(dimension: usize, views: usize, with_samples: bool) -> Self {
        Self {
            dimension,
            views,
            with_samples,
            count: 0,
            means: A::of_width(if with_samples { 2 * dimension } else { dimension }),
            deviations: A::of_width(dimension),
            weighted: with_samples.then(|| A::of_width(dimension)),
        }
    }

    /// What the entries of the moments may be off: relative to the roots of the diagonal of S, for Σ
    /// of its own, and of 3 tr C S for H'H.
    ///
    /// The sums of Xbar'Xbar and of Σ lose [`RowSums::ROUNDING`] each. Views are taken less the first
    /// of their sample: e_a, rounded to u e_a (u the unit of rounding). A mean of v of them rounds to
    /// (v + 1) u times the mean of |e_a|, and so a deviation to (v + 2) u times their root mean square.
    /// That is at most sqrt(v + 1) times the deviations', and 1 + sqrt v times the views'. A Gram
    /// matrix is off by twice what its rows are. With |H_ij|² <= C_ii S_jj, two factors H and the
    /// correction, below tr C S/(v - 1), make the three of H'H.
    pub fn rounding(&self) -> f64 {
        let v = self.views as f64;
        2.0 * A::ROUNDING + 4.0 * A::Number::UNIT * (v + 2.0) * ((v + 1.0).sqrt() + 1.0)
    }

    /// n, the samples so far.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Adds m samples: `x` holds their rows (m x d), if the sums are with samples, and `views` the v
    /// views of each (m x v x d), row after row.
    ///
    /// # Errors
    /// See the [module](self); the sums are then unchanged.
    pub fn push(&mut self, x: Option<&[f64]>, views: &[f64]) -> Result<()> {
        let (d, v) = (self.dimension, self.views);
        if v < 2 {
            return Err(Error::range("views of a sample", "at least 2", v));
        }
        if d == 0 || !views.len().is_multiple_of(v * d) {
            let found = format!("{} values", views.len());
            return Err(Error::shape("views", format!("rows of {v} times {d} values"), found));
        }
        let rows = views.len() / (v * d);
        let (expected, found) = (if self.with_samples { rows * d } else { 0 }, x.map_or(0, <[f64]>::len));
        if found != expected || x.is_some() != self.with_samples {
            return Err(Error::shape("samples of the views", format!("{expected} values"), found));
        }
        let before = self.count;
        let x = x.unwrap_or_default();
        require_all_finite("samples", x, |i| format!("sample {}, column {}", before + i / d, i % d))?;
        require_all_finite("views", views, |i| {
            format!("sample {}, view {}, column {}", before + i / (v * d), i / d % v, i % d)
        })?;
        // Parts that bound the memory.
        for first in (0..rows).step_by(PART) {
            let taken = first..rows.min(first + PART);
            let part = if self.with_samples { &x[taken.start * d..taken.end * d] } else { x };
            self.add(part, &views[taken.start * v * d..taken.end * v * d])?;
        }
        self.count += rows;
        Ok(())
    }

    fn add(&mut self, x: &[f64], views: &[f64]) -> Result<()> {
        let (d, v) = (self.dimension, self.views);
        let width = if self.with_samples { 2 * d } else { d };
        let rows = views.len() / (v * d);
        let zero = A::Number::from(0.0);
        let mut means = vec![zero.clone(); rows * width];
        let mut deviations = vec![zero.clone(); views.len()];
        let mut weighted = vec![zero.clone(); if self.with_samples { views.len() } else { 0 }];
        let count = A::Number::from_count(v);
        means.par_chunks_exact_mut(width).zip(deviations.par_chunks_exact_mut(v * d)).enumerate().for_each(
            |(i, (mean, deviation))| {
                let of = &views[i * v * d..(i + 1) * v * d];
                // Less the first view, so that what all share is gone before anything is rounded.
                for (at, value) in deviation.iter_mut().enumerate().skip(d) {
                    *value = A::Number::from(of[at]) - A::Number::from(of[at % d]);
                }
                for j in 0..d {
                    let sum = (1..v).fold(zero.clone(), |sum, a| sum + deviation[a * d + j].clone());
                    let shift = sum / count.clone();
                    mean[j] = A::Number::from(of[j]) + shift.clone();
                    (0..v).for_each(|a| deviation[a * d + j] -= shift.clone());
                }
                if width > d {
                    mean[d..].iter_mut().zip(&x[i * d..]).for_each(|(mean, &x)| *mean = x.into());
                }
            },
        );
        self.means.add_rows(&means)?;
        self.deviations.add_rows(&deviations)?;
        if let Some(sums) = &mut self.weighted {
            let rows = weighted.par_chunks_exact_mut(v * d).zip(deviations.par_chunks_exact(v * d));
            rows.zip(x.par_chunks_exact(d)).for_each(|((weighted, deviation), x)| {
                // In twice the precision, so that its rounding does not grow with d.
                let square = x.iter().fold(Twice::from(0.0), |sum, &x| sum + Twice::from(x) * Twice::from(x));
                let norm = A::root(A::Number::from(square.0) + A::Number::from(square.1));
                weighted.iter_mut().zip(deviation).for_each(|(to, from)| *to = from.clone() * norm.clone());
            });
            sums.add_rows(&weighted)?;
        }
        Ok(())
    }

    /// The moments of all samples so far, without labels.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn finish(&self) -> Result<ViewMoments<A::Number>> {
        let d = self.dimension;
        let number = A::Number::from_count;
        let (n, v, fewer) = (number(self.count), number(self.views), number(self.views.saturating_sub(1)));
        let means = self.means.moments()?.second;
        let times = |m: &DMatrix<A::Number>, factor: A::Number| m.map(|value| value * factor.clone());
        // The sums average over n v rows, Σ over n (v - 1).
        let covariance = times(&self.deviations.moments()?.second, v.clone() / fewer.clone());
        let mean = means.view((0, 0), (d, d)).into_owned();
        let mean_second = &mean - times(&covariance, number(1) / v.clone());
        let view_second = &mean + times(&covariance, fewer.clone() / v);
        let gram = |h: &DMatrix<A::Number>| {
            let square = A::Number::product(&h.transpose(), h);
            square.zip_map(&square.transpose(), |a, b| (a + b) * A::Number::from(0.5))
        };
        let (data_second, cross, cross_second) = match &self.weighted {
            Some(weighted) => {
                let cross = means.view((d, 0), (d, d)).into_owned();
                let excess = times(&weighted.moments()?.second, number(1) / (n * fewer));
                let second = gram(&cross) - excess;
                (means.view((d, d), (d, d)).into_owned(), cross, second)
            }
            None => (view_second.clone(), mean_second.clone(), gram(&mean_second)),
        };
        Ok(ViewMoments {
            data_second,
            mean_second,
            covariance,
            view_second,
            cross,
            cross_second: Some(cross_second),
            label_cross: DMatrix::zeros(0, d),
            label_energy: A::Number::from(0.0),
        })
    }
}

/// Samples that are taken at a time: a few chunks of the sums below.
const PART: usize = 768;

impl ViewAccumulator {
    /// Adds what other sums have seen.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for other shapes.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        self.combine(other, MomentAccumulator::merge, usize::checked_add)
    }

    /// Takes away what other sums, a part of these, have seen. Rounding is that of the whole.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for other shapes, or for more samples than there are.
    pub fn subtract(&mut self, part: &Self) -> Result<()> {
        self.combine(part, MomentAccumulator::subtract, usize::checked_sub)
    }

    fn combine(
        &mut self,
        other: &Self,
        sums: impl Fn(&mut MomentAccumulator, &MomentAccumulator) -> Result<()>,
        counts: impl Fn(usize, usize) -> Option<usize>,
    ) -> Result<()> {
        let shape = |s: &Self| (s.dimension, s.views, s.with_samples);
        let count = counts(self.count, other.count).filter(|_| shape(self) == shape(other));
        let Some(count) = count else {
            let shown = |s: &Self| {
                let with = if s.with_samples { "with" } else { "without" };
                format!("n = {}, v = {}, d = {}, {with} samples", s.count, s.views, s.dimension)
            };
            return Err(Error::shape("sums of views", shown(self), shown(other)));
        };
        sums(&mut self.means, &other.means)?;
        sums(&mut self.deviations, &other.deviations)?;
        if let (Some(mine), Some(theirs)) = (&mut self.weighted, &other.weighted) {
            sums(mine, theirs)?;
        }
        self.count = count;
        Ok(())
    }
}

#[cfg(test)]
#[path = "sampled_tests.rs"]
mod tests;
