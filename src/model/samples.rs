//! Samples of the model: rows of the data with fresh Gaussian noise on the appended dimensions.
//!
//! With replacement the rows are independent draws of the population, and n may exceed the size of
//! the data set. Without, they are n different rows, as in the paper's protocol (section C).

use super::Problem;
use crate::dataset::{Dataset, Features};
use crate::error::{Error, Result};
use crate::moments::{DataMoments, MomentAccumulator};
use nalgebra::DMatrix;
use rand::RngExt;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Rows made at a time.
const BLOCK: usize = 4096;

/// The clean rows behind a model, with their labels.
#[derive(Debug)]
pub struct Rows {
    values: Vec<f64>,
    labels: Vec<f64>,
    label_dimension: usize,
    /// The moments of the rows: C1 is k x k.
    pub moments: DataMoments<f64>,
}

impl Rows {
    /// The first k columns of `scores` (centred principal components, by descending variance).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless 1 <= k <= the number of components; those of the moments.
    pub fn new(scores: &Dataset, k: usize) -> Result<Self> {
        let most = scores.d();
        if !(1..=most).contains(&k) {
            return Err(Error::shape("signal dimensions", format!("1 to {most}"), k));
        }
        Ok(Self {
            values: scores.features().rows().chunks_exact(most).flat_map(|row| &row[..k]).copied().collect(),
            labels: scores.labels().map(|l| l.rows()).unwrap_or_default(),
            label_dimension: scores.l(),
            moments: signal_part(&scores.moments()?, k),
        })
    }

    /// k.
    pub fn rank(&self) -> usize {
        self.moments.dimension()
    }
}

/// The moments of the first k features: the clean part of those of corrupted samples.
pub fn signal_part(corrupted: &DataMoments<f64>, k: usize) -> DataMoments<f64> {
    DataMoments {
        count: corrupted.count,
        mean: corrupted.mean.rows(0, k).into_owned(),
        second: corrupted.second.view((0, 0), (k, k)).into_owned(),
        label_cross: corrupted.label_cross.columns(0, k).into_owned(),
        label_mean: corrupted.label_mean.clone(),
        label_energy: corrupted.label_energy,
    }
}

impl Problem {
    /// Moments of the first n corrupted samples of one stream, for each n of an ascending list;
    /// rows with replacement.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn corrupted(&self, sizes: &[usize], rng: &mut ChaCha8Rng) -> Result<Vec<DataMoments<f64>>> {
        let mut stream = MomentAccumulator::new(self.dimension(), self.rows.label_dimension);
        let (total, mut seen) = (self.rows.moments.count, 0);
        let mut moments = Vec::with_capacity(sizes.len());
        for &n in sizes {
            let pick = |rng: &mut ChaCha8Rng| rng.random_range(0..total);
            self.draw_blocks(n.saturating_sub(seen), rng, pick, |x, y| stream.push(x, y))?;
            seen = seen.max(n);
            moments.push(stream.finish()?);
        }
        Ok(moments)
    }

    /// Moments of n different rows with fresh noise, n at most the number of rows.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn corrupted_distinct(
        &self,
        n: usize,
        of_rows: &mut ChaCha8Rng,
        of_noise: &mut ChaCha8Rng,
    ) -> Result<DataMoments<f64>> {
        let mut stream = MomentAccumulator::new(self.dimension(), self.rows.label_dimension);
        self.distinct(n, of_rows, of_noise, |x, y| stream.push(x, y))?;
        stream.finish()
    }

    /// The samples themselves behind [`corrupted_distinct`](Self::corrupted_distinct), n x d, with
    /// their labels, n x l.
    ///
    /// # Errors
    /// None of its own.
    pub fn corrupted_distinct_rows(
        &self,
        n: usize,
        of_rows: &mut ChaCha8Rng,
        of_noise: &mut ChaCha8Rng,
    ) -> Result<(DMatrix<f64>, DMatrix<f64>)> {
        let (mut samples, mut labels) = (vec![], vec![]);
        self.distinct(n, of_rows, of_noise, |x, y| {
            samples.extend_from_slice(x);
            labels.extend_from_slice(y);
            Ok(())
        })?;
        let matrix = |columns: usize, values: &[f64]| DMatrix::from_row_iterator(n, columns, values.iter().copied());
        Ok((matrix(self.dimension(), &samples), matrix(self.rows.label_dimension, &labels)))
    }

    /// Hands n different rows with fresh noise to `take`, in blocks.
    fn distinct(
        &self,
        n: usize,
        of_rows: &mut ChaCha8Rng,
        of_noise: &mut ChaCha8Rng,
        take: impl FnMut(&[f64], &[f64]) -> Result<()>,
    ) -> Result<()> {
        let mut order: Vec<usize> = (0..self.rows.moments.count).collect();
        let mut chosen = order.partial_shuffle(of_rows, n).0.iter();
        self.draw_blocks(chosen.len(), of_noise, |_| chosen.next().copied().unwrap_or_default(), take)
    }

    /// Hands `count` corrupted samples to `take`, in blocks; `pick` names the row of each.
    fn draw_blocks(
        &self,
        count: usize,
        rng: &mut ChaCha8Rng,
        mut pick: impl FnMut(&mut ChaCha8Rng) -> usize,
        mut take: impl FnMut(&[f64], &[f64]) -> Result<()>,
    ) -> Result<()> {
        let (l, deviations, most) = (self.rows.label_dimension, self.deviations(), count.min(BLOCK));
        let (mut x, mut y) = (Vec::with_capacity(most * self.dimension()), Vec::with_capacity(most * l));
        for start in (0..count).step_by(BLOCK) {
            x.clear();
            y.clear();
            for _ in start..count.min(start + BLOCK) {
                let row = pick(rng);
                self.corrupt(row, &deviations, rng, &mut x);
                y.extend_from_slice(&self.rows.labels[row * l..(row + 1) * l]);
            }
            take(&x, &y)?;
        }
        Ok(())
    }

    /// Appends a row of the data and fresh noise.
    fn corrupt(&self, row: usize, deviations: &[f64], rng: &mut ChaCha8Rng, x: &mut Vec<f64>) {
        let k = self.rank();
        x.extend_from_slice(&self.rows.values[row * k..(row + 1) * k]);
        x.extend(deviations.iter().map(|deviation| deviation * rng.sample::<f64, _>(StandardNormal)));
    }

    /// √g of the appended dimensions.
    fn deviations(&self) -> Vec<f64> {
        self.gamma.iter().map(|g| g.sqrt()).collect()
    }

    /// Every row once, in order, with fresh noise on the appended dimensions: n x d.
    ///
    /// # Errors
    /// [`Error::NotFinite`] if a value overflowed.
    pub fn corrupted_rows(&self, rng: &mut ChaCha8Rng) -> Result<Features> {
        let (deviations, count) = (self.deviations(), self.rows.moments.count);
        let mut rows = Vec::with_capacity(count * self.dimension());
        (0..count).for_each(|row| self.corrupt(row, &deviations, rng, &mut rows));
        Features::real(rows, self.dimension())
    }

    /// Moments of n samples, clean (zeros on the noise dimensions) and corrupted.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn sample(&self, n: usize, rng: &mut ChaCha8Rng) -> Result<(DataMoments<f64>, DataMoments<f64>)> {
        let corrupted = self.corrupted(&[n], rng)?.swap_remove(0);
        let (d, clean) = (self.dimension(), signal_part(&corrupted, self.rank()));
        let clean = DataMoments {
            mean: clean.mean.resize_vertically(d, 0.0),
            second: clean.second.resize(d, d, 0.0),
            label_cross: clean.label_cross.resize_horizontally(d, 0.0),
            ..clean
        };
        Ok((clean, corrupted))
    }
}
