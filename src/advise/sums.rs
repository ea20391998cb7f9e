//! Pass 1: sums over the rows of each fold. Memory is O(K d²), whatever n is.
//!
//! Of v views V_ia of x_i with mean view xbar_i and s_i = sum_a (V_ia - xbar_i)(V_ia - xbar_i)':
//!
//! | moment | unbiased estimate |
//! |---|---|
//! | Σ | Σ^ = sum_i s_i / (n (v-1)) |
//! | G | Xbar'Xbar/n - Σ^/v |
//! | S | sum_ia V_ia V_ia' / (n v) |
//! | H | X'Xbar/n |
//! | H'H | H^'H^ - sum_i \|x_i\|² s_i / (n² v (v-1)) |
//!
//! The last holds for the samples as they are: with x_i fixed, E\[H^'H^\] - H'H is the variance of
//! H^, and views of different samples are independent. Without samples reconstruction aims at
//! another view, and H = G.

use super::folds::{Additive, Folds, without};
use super::question::{MomentsOf, Question, Rows};
use crate::augment::Channel;
use crate::error::{Error, Result};
use crate::linalg::float::{outer, product, symmetric, tr_product, view_of};
use crate::moments::{DataMoments, ViewMoments};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Numbers in a block of rows, about: 32 MB. A fold has then enough rows of it for a product.
const BLOCK: usize = 4 << 20;

/// What is read in blocks: several files side by side.
pub(super) struct Blocks<'a> {
    files: Vec<&'a dyn Rows>,
    rows: usize,
    count: usize,
}

impl<'a> Blocks<'a> {
    pub(super) fn new(files: Vec<&'a dyn Rows>) -> Self {
        let width: usize = files.iter().map(|file| file.width()).sum();
        let count = files.first().map_or(0, |file| file.count());
        Self { rows: (BLOCK / width.max(1)).clamp(1, count.max(1)), files, count }
    }

    /// Hands on the first row and the rows of each file, row after row.
    pub(super) fn each(&self, mut block: impl FnMut(usize, &[Vec<f64>]) -> Result<()>) -> Result<()> {
        let mut parts: Vec<Vec<f64>> = vec![vec![]; self.files.len()];
        for first in (0..self.count).step_by(self.rows) {
            let rows = self.rows.min(self.count - first);
            for (part, file) in parts.iter_mut().zip(&self.files) {
                part.resize(rows * file.width(), 0.0);
                file.read(first, part)?;
            }
            block(first, &parts)?;
        }
        Ok(())
    }
}

/// Some rows of a block, as columns.
pub(super) fn gather(block: &[f64], width: usize, places: &[usize]) -> DMatrix<f64> {
    let mut columns = DMatrix::zeros(width, places.len());
    for (mut column, &place) in columns.column_iter_mut().zip(places) {
        column.copy_from_slice(&block[place * width..][..width]);
    }
    columns
}

/// target += A B', for columns A and B.
pub(super) fn add_outer(target: &mut DMatrix<f64>, a: &DMatrix<f64>, b: &DMatrix<f64>) {
    let view = |m| view_of(DMatrix::as_slice(m), m.nrows(), m.ncols());
    if a.ncols() > 0 {
        outer(target.as_mut_slice(), view(a), view(b), true, 0);
    }
}

/// Sums over rows x.
#[derive(Debug, Clone)]
pub(super) struct RowSums {
    pub(super) count: f64,
    pub(super) sum: DVector<f64>,
    pub(super) second: DMatrix<f64>,
}

impl RowSums {
    pub(super) fn zeros(d: usize) -> Self {
        Self { count: 0.0, sum: DVector::zeros(d), second: DMatrix::zeros(d, d) }
    }

    /// Adds rows, as columns.
    pub(super) fn push(&mut self, x: &DMatrix<f64>) {
        self.count += x.ncols() as f64;
        self.sum += x.column_sum();
        add_outer(&mut self.second, x, x);
    }

    /// C.
    pub(super) fn second_moment(&self) -> DMatrix<f64> {
        &self.second / self.count
    }

    /// The covariance about the mean.
    pub(super) fn covariance(&self) -> DMatrix<f64> {
        let mean = self.mean();
        self.second_moment() - &mean * mean.transpose()
    }

    pub(super) fn mean(&self) -> DVector<f64> {
        &self.sum / self.count
    }

    fn data(&self) -> DataMoments<f64> {
        DataMoments {
            count: self.count as usize,
            mean: self.mean(),
            second: self.second_moment(),
            label_cross: DMatrix::zeros(0, self.sum.len()),
            label_mean: DVector::zeros(0),
            label_energy: 0.0,
        }
    }
}

impl Additive for RowSums {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.sum += &other.sum;
        self.second += &other.second;
    }
}

/// Sums over the views of rows.
#[derive(Debug, Clone)]
pub(super) struct ViewSums {
    count: f64,
    /// sum_ia V_ia V_ia'.
    views: DMatrix<f64>,
    /// sum_i xbar_i xbar_i'.
    means: DMatrix<f64>,
    /// sum_i xbar_i, for what is centred.
    mean: DVector<f64>,
    /// sum_i x_i xbar_i', with samples.
    cross: DMatrix<f64>,
    /// sum_i |x_i|² s_i, with samples.
    weighted: DMatrix<f64>,
    /// Over samples: |xbar_i - x_i|² - tr s_i / (v (v-1)), and its square.
    bias: [f64; 2],
}

impl Additive for ViewSums {
    fn add(&mut self, other: &Self) {
        self.count += other.count;
        self.views += &other.views;
        self.means += &other.means;
        self.mean += &other.mean;
        self.cross += &other.cross;
        self.weighted += &other.weighted;
        (0..2).for_each(|i| self.bias[i] += other.bias[i]);
    }
}

impl ViewSums {
    fn zeros(d: usize, samples: bool) -> Self {
        let (zeros, with) = (DMatrix::zeros(d, d), if samples { d } else { 0 });
        let (cross, weighted) = (DMatrix::zeros(with, with), DMatrix::zeros(with, with));
        Self {
            count: 0.0,
            views: zeros.clone(),
            means: zeros,
            mean: DVector::zeros(d),
            cross,
            weighted,
            bias: [0.0; 2],
        }
    }

    /// Adds the views of rows: `views` holds v d numbers in each column, `x` d of them.
    fn push(&mut self, x: Option<&DMatrix<f64>>, views: DMatrix<f64>, v: usize) {
        let (rows, d) = (views.ncols(), self.mean.len());
        let mut mean = DMatrix::zeros(d, rows);
        for (mut mean, all) in mean.column_iter_mut().zip(views.column_iter()) {
            for a in 0..v {
                mean += all.rows(a * d, d);
            }
            mean /= v as f64;
        }
        let flat = DMatrix::from_vec(d, rows * v, views.data.into());
        self.count += rows as f64;
        self.mean += mean.column_sum();
        add_outer(&mut self.views, &flat, &flat);
        add_outer(&mut self.means, &mean, &mean);
        let Some(x) = x else { return };
        add_outer(&mut self.cross, x, &mean);
        let mut apart = flat;
        for i in 0..rows {
            let mut all = apart.columns_mut(i * v, v);
            all.column_iter_mut().for_each(|mut view| view -= mean.column(i));
            let bias = (mean.column(i) - x.column(i)).norm_squared() - all.norm_squared() / (v * (v - 1)) as f64;
            self.bias[0] += bias;
            self.bias[1] += bias * bias;
            all *= x.column(i).norm();
        }
        add_outer(&mut self.weighted, &apart, &apart);
    }
}

/// The moments of the views that the two pencils need.
#[derive(Debug, Clone)]
pub(super) struct Moments {
    /// G.
    pub(super) mean_second: DMatrix<f64>,
    /// H'H.
    pub(super) cross_squared: DMatrix<f64>,
    /// S.
    pub(super) view_second: DMatrix<f64>,
    /// Σ.
    pub(super) covariance: DMatrix<f64>,
    /// E xbar.
    pub(super) mean: DVector<f64>,
    /// |E τ(x) - x|² averaged over samples, and its standard error.
    pub(super) bias: Option<(f64, f64)>,
    /// 1/v; 0 for formulas.
    pub(super) per_view: f64,
}

impl Moments {
    fn of_views(sums: &ViewSums, v: usize) -> Self {
        let (n, v) = (sums.count, v as f64);
        let second = &sums.means / n;
        let covariance = (&sums.views - &sums.means * v) / (n * (v - 1.0));
        let mean_second = &second - &covariance / v;
        let samples = !sums.cross.is_empty();
        let cross_squared = if samples {
            let cross = &sums.cross / n;
            tr_product(&cross, &cross) - &sums.weighted / (n * n * v * (v - 1.0))
        } else {
            product(&mean_second, &mean_second)
        };
        let bias = samples.then(|| {
            let [sum, squares] = sums.bias;
            let spread = (squares - sum * sum / n).max(0.0) / (n - 1.0).max(1.0);
            (sum / n, (spread / n).sqrt())
        });
        let (mean, view_second) = (&sums.mean / n, symmetric(&(&sums.views / (n * v))));
        let [mean_second, cross_squared, covariance] = [mean_second, cross_squared, covariance].map(|m| symmetric(&m));
        Self { mean_second, cross_squared, view_second, covariance, mean, bias, per_view: 1.0 / v }
    }

    fn of_channel(channel: &dyn Channel<f64>, rows: &RowSums) -> Result<Self> {
        let data = rows.data();
        let views = channel.views(&data)?;
        let mean = if channel.keeps_mean() { data.mean } else { channel.mean_map() * data.mean };
        Ok(Self { mean, ..Self::of_formulas(views) })
    }

    /// What formulas say, without a mean.
    pub(super) fn of_formulas(views: ViewMoments<f64>) -> Self {
        Self {
            cross_squared: symmetric(&tr_product(&views.cross, &views.cross)),
            mean: DVector::zeros(views.mean_second.nrows()),
            mean_second: views.mean_second,
            view_second: views.view_second,
            covariance: views.covariance,
            bias: None,
            per_view: 0.0,
        }
    }

    /// The same with isotropic noise of variance q tr(S)/d composed after the view.
    pub(super) fn with_noise(&self, q: f64) -> Self {
        let variance = q * self.view_second.trace() / self.view_second.nrows() as f64;
        let mut noisy = self.clone();
        for i in 0..noisy.view_second.nrows() {
            noisy.view_second[(i, i)] += variance;
            noisy.covariance[(i, i)] += variance;
        }
        noisy
    }
}

/// The sums of one strength by folds, or the channel that makes moments of those of the rows.
pub(super) enum Strengths<'a> {
    Views(Vec<ViewSums>, usize),
    Channel(&'a dyn Channel<f64>),
}

impl<'a> Strengths<'a> {
    /// Pass 1 over the views of one strength.
    pub(super) fn read(question: &Question<'a>, strength: usize, folds: &Folds) -> Result<Self> {
        let (rows, v) = match &question.strengths[strength].moments {
            MomentsOf::Channel(channel) => return Ok(Self::Channel(*channel)),
            MomentsOf::Views { rows, views } => (*rows, *views),
        };
        let d = rows.width() / v;
        let files = std::iter::once(rows).chain(question.samples).collect();
        let mut sums = vec![ViewSums::zeros(d, question.samples.is_some()); folds.count];
        Blocks::new(files).each(|first, parts| {
            let rows = parts[0].len() / (v * d);
            sums.par_iter_mut().enumerate().for_each(|(fold, sums)| {
                let places = folds.places(first, rows, fold);
                let x = parts.get(1).map(|x| gather(x, d, &places));
                sums.push(x.as_ref(), gather(&parts[0], v * d, &places), v);
            });
            Ok(())
        })?;
        Ok(Self::Views(sums, v))
    }

    /// The moments over all folds but some; `rows` are the sums over x of the same folds.
    pub(super) fn moments(&self, rows: &RowSums, out: &[usize]) -> Result<Moments> {
        match self {
            Self::Views(sums, v) => Ok(Moments::of_views(&without(sums, out), *v)),
            Self::Channel(channel) => Moments::of_channel(*channel, rows),
        }
    }
}

/// The samples, or the mean views of the first strength in their place.
pub(super) struct MeanViews<'a> {
    pub(super) rows: &'a dyn Rows,
    pub(super) views: usize,
}

impl Rows for MeanViews<'_> {
    fn count(&self) -> usize {
        self.rows.count()
    }

    fn width(&self) -> usize {
        self.rows.width() / self.views
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        let (d, v) = (self.width(), self.views);
        let mut all = vec![0.0; into.len() * v];
        self.rows.read(first, &mut all)?;
        for (mean, all) in into.chunks_exact_mut(d).zip(all.chunks_exact(d * v)) {
            for (i, mean) in mean.iter_mut().enumerate() {
                *mean = (0..v).map(|a| all[a * d + i]).sum::<f64>() / v as f64;
            }
        }
        Ok(())
    }
}

/// Refuses what is no (n, v, d) with v >= 2.
pub(super) fn require_views(rows: &dyn Rows, v: usize) -> Result<usize> {
    if v < 2 || !rows.width().is_multiple_of(v.max(1)) {
        let found = format!("({}, {v}, {})", rows.count(), rows.width() / v.max(1));
        return Err(Error::shape("views", "(n, v, d) with v >= 2", found));
    }
    Ok(rows.width() / v)
}
