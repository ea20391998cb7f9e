//! The stream of samples: every moment in one pass, in `f64`.

use super::{DataMoments, RowSums, Sums, non_empty};
use crate::error::{Error, Result};
use crate::linalg::float::{View, outer, view_of};
use crate::scalar::{Scalar, Twice, require_all_finite, require_finite};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Rows summed by one matrix product. Four products are added plainly before the compensated sum
/// takes over, so the error of an entry is at most (48 + 3) u relative to sum |x_i y_i| (u = 2^-53),
/// however many rows follow. Shorter products run slower, longer ones round more.
pub const BLOCK_ROWS: usize = 48;

/// What the sums may lose, relative to the roots of their diagonal: (48 + 3) u.
pub const ROUNDING: f64 = 51.0 * f64::EPSILON / 2.0;

/// Rows between two compensated sums.
const SUM_ROWS: usize = 4 * BLOCK_ROWS;

/// Rows converted to `f64` at a time, so that memory does not grow with n. Pieces of whole chunks are
/// summed as if they came at once.
pub const CHUNK_ROWS: usize = 2 * SUM_ROWS;

/// Side of one tile of the Gram matrix, the unit of parallel work: small enough for the cache, a
/// multiple of the 12 rows of faer's kernel, and the same for every number of threads.
const TILE: usize = 96;

/// A stream of samples, to be pushed in blocks, merged with others and finished once.
///
/// It keeps the Gram matrix of the augmented rows (x, y, 1), which holds every moment at once, as
/// an unevaluated sum of two `f64` matrices.
#[derive(Debug, Clone)]
pub struct MomentAccumulator {
    dimension: usize,
    labels: usize,
    count: usize,
    /// The tiles on and below the diagonal, block row after block row.
    pub(super) tiles: Vec<Tile>,
}

/// Part of the Gram matrix, column-major, as high + low.
#[derive(Debug, Clone)]
pub(super) struct Tile {
    first: (usize, usize),
    shape: (usize, usize),
    high: Vec<f64>,
    pub(super) low: Vec<f64>,
}

impl MomentAccumulator {
    /// An empty stream for d features and l label columns.
    pub fn new(dimension: usize, labels: usize) -> Self {
        let width = dimension + labels + 1;
        let blocks = width.div_ceil(TILE);
        let lower = (0..blocks).flat_map(|row| (0..=row).map(move |column| (row * TILE, column * TILE)));
        let side = |first: usize| TILE.min(width - first);
        let tile = |first: (usize, usize)| {
            let shape = (side(first.0), side(first.1));
            let zeros = vec![0.0; shape.0 * shape.1];
            Tile { first, shape, high: zeros.clone(), low: zeros }
        };
        Self { dimension, labels, count: 0, tiles: lower.map(tile).collect() }
    }

    /// Adds samples: `x` holds m rows of d values, `y` m rows of l values, both row after row.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the lengths do not match, [`Error::NotFinite`] on NaN or
    /// infinity; the stream is then unchanged.
    pub fn push(&mut self, x: &[f64], y: &[f64]) -> Result<()> {
        for (what, values, width) in [("sample", x, self.dimension), ("label", y, self.labels)] {
            // In parallel and without early exit, which vectorises.
            let finite = values.par_chunks(1 << 14).all(|part| part.iter().fold(true, |all, v| all & v.is_finite()));
            if !finite {
                let place = |i: usize| format!("{what} {}, column {}", self.count + i / width, i % width);
                require_all_finite(&format!("{what}s"), values, place)?;
            }
        }
        self.push_as(x, y, |v| v)
    }

    /// Adds samples of small integers (pixels, counts), exactly as long as sums stay below 2^53.
    ///
    /// # Errors
    /// As [`push`](Self::push).
    pub fn push_u8(&mut self, x: &[u8], y: &[f64]) -> Result<()> {
        self.push_as(x, y, f64::from)
    }

    fn push_as<V: Copy + Sync>(&mut self, x: &[V], y: &[f64], value: impl Fn(V) -> f64 + Sync) -> Result<()> {
        let (d, l) = (self.dimension, self.labels);
        if d == 0 || !x.len().is_multiple_of(d) {
            return Err(Error::shape("samples", format!("rows of {d} values"), format!("{} values", x.len())));
        }
        let rows = x.len() / d;
        if y.len() != rows * l {
            return Err(Error::shape("labels", format!("{rows} rows of {l}"), format!("{} values", y.len())));
        }
        let width = d + l + 1;
        let mut chunk = vec![0.0; CHUNK_ROWS.min(rows) * width];
        for first in (0..rows).step_by(CHUNK_ROWS) {
            let taken = CHUNK_ROWS.min(rows - first);
            chunk.par_chunks_exact_mut(width).with_min_len(BLOCK_ROWS).take(taken).enumerate().for_each(|(i, row)| {
                let at = first + i;
                for (target, source) in row.iter_mut().zip(&x[at * d..(at + 1) * d]) {
                    *target = value(*source);
                }
                row[d..d + l].copy_from_slice(&y[at * l..(at + 1) * l]);
                row[d + l] = 1.0;
            });
            // Column-major width x taken: one augmented sample per column.
            let samples = view_of(&chunk[..taken * width], width, taken);
            self.tiles.par_iter_mut().for_each(|tile| tile.add_samples(samples));
        }
        self.count += rows;
        Ok(())
    }

    /// Adds everything another stream has seen.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the streams have different widths.
    pub fn merge(&mut self, other: &Self) -> Result<()> {
        self.require_same_width(other)?;
        for (mine, theirs) in self.tiles.iter_mut().zip(&other.tiles) {
            mine.add(&theirs.high, Some(&theirs.low));
        }
        self.count += other.count;
        Ok(())
    }

    /// Takes away what another stream, a part of this one, has seen. Rounding is that of the whole.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if the streams have different widths, or this one is the shorter.
    pub fn subtract(&mut self, part: &Self) -> Result<()> {
        self.require_same_width(part)?;
        if part.count > self.count {
            return Err(Error::shape("stream to take away", format!("at most {} samples", self.count), part.count));
        }
        let negated = |values: &[f64]| values.iter().map(|v| -v).collect::<Vec<_>>();
        for (mine, theirs) in self.tiles.iter_mut().zip(&part.tiles) {
            mine.add(&negated(&theirs.high), Some(&negated(&theirs.low)));
        }
        self.count -= part.count;
        Ok(())
    }

    fn require_same_width(&self, other: &Self) -> Result<()> {
        if (self.dimension, self.labels) != (other.dimension, other.labels) {
            let shape = |stream: &Self| format!("d = {}, l = {}", stream.dimension, stream.labels);
            return Err(Error::shape("streams to merge", shape(self), shape(other)));
        }
        Ok(())
    }

    /// The sums over all samples pushed so far. `integers` and `counts` say what the values are: sums
    /// of integers below 2^53 are exact.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there was no sample, [`Error::NotFinite`] if a sum overflowed.
    pub fn sums(&self, integers: bool, counts: bool) -> Result<Sums> {
        self.finish()?;
        let width = self.dimension + self.labels + 1;
        let mut gram = DMatrix::zeros(width, width);
        for tile in &self.tiles {
            for (j, i, high, low) in tile.parts() {
                gram[(i, j)] = Twice::from(high).add_accurate(Twice::from(low));
                gram[(j, i)] = gram[(i, j)];
            }
        }
        // By Cauchy and Schwarz no partial sum of |x_i x_j| exceeds the largest of squares.
        let exact = integers && gram.diagonal().iter().all(|sum| sum.approx() < 2f64.powi(53));
        let rounding = if exact { 0.0 } else { ROUNDING };
        Sums::new(self.dimension, self.labels, gram, rounding, counts)
    }

    /// The moments of all samples pushed so far.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there was no sample, [`Error::NotFinite`] if a sum overflowed.
    pub fn finish(&self) -> Result<DataMoments<f64>> {
        let (d, l) = (self.dimension, self.labels);
        let n = non_empty(self.count, d)? as f64;
        let mut moments = DataMoments {
            count: self.count,
            mean: DVector::zeros(d),
            second: DMatrix::zeros(d, d),
            label_cross: DMatrix::zeros(l, d),
            label_mean: DVector::zeros(l),
            label_energy: 0.0,
        };
        for tile in &self.tiles {
            for (j, i, sum) in tile.lower() {
                let value = sum / n;
                if i < d {
                    moments.second[(i, j)] = value;
                    moments.second[(j, i)] = value;
                } else if j < d && i < d + l {
                    moments.label_cross[(i - d, j)] = value;
                } else if j < d {
                    moments.mean[j] = value;
                } else if i == j && i < d + l {
                    moments.label_energy += value;
                } else if i == d + l && j < d + l {
                    moments.label_mean[j - d] = value;
                }
            }
        }
        let overflow = "moments (a sum overflowed: rescale the data)";
        require_finite(overflow, &moments.second)?;
        require_finite(overflow, &moments.label_cross)?;
        require_finite(overflow, &DMatrix::from_element(1, 1, moments.label_energy))?;
        Ok(moments)
    }
}

impl RowSums for MomentAccumulator {
    type Number = f64;
    const ROUNDING: f64 = ROUNDING;

    fn of_width(width: usize) -> Self {
        Self::new(width, 0)
    }

    fn add_rows(&mut self, rows: &[f64]) -> Result<()> {
        self.push_as(rows, &[], |v| v)
    }

    fn moments(&self) -> Result<DataMoments<f64>> {
        self.finish()
    }

    fn root(value: f64) -> f64 {
        value.sqrt()
    }
}

impl Tile {
    /// Adds the Gram matrix of the samples (one per column), [`SUM_ROWS`] of them at a time.
    fn add_samples(&mut self, samples: View<'_>) {
        let (rows, columns) = self.shape;
        let (left, right) = (samples.subrows(self.first.0, rows), samples.subrows(self.first.1, columns));
        // Only the lower triangle of a diagonal tile is read.
        let skipped = if self.first.0 == self.first.1 { rows / 2 } else { 0 };
        let mut gram = vec![0.0; rows * columns];
        for first in (0..samples.ncols()).step_by(SUM_ROWS) {
            let end = samples.ncols().min(first + SUM_ROWS);
            for start in (first..end).step_by(BLOCK_ROWS) {
                let taken = BLOCK_ROWS.min(end - start);
                let (a, b) = (left.subcols(start, taken), right.subcols(start, taken));
                outer(&mut gram, a, b, start > first, skipped);
            }
            self.add(&gram, None);
        }
    }

    /// Adds a Gram block (and its low part) by Knuth's two-sum, which keeps every rounding error.
    fn add(&mut self, block: &[f64], block_low: Option<&[f64]>) {
        // The widest vectors of this machine; the arithmetic is the same on every one.
        pulp::Arch::new().dispatch(|| {
            for ((high, low), &b) in self.high.iter_mut().zip(&mut self.low).zip(block) {
                let a = *high;
                let sum = a + b;
                let part = sum - a;
                *high = sum;
                *low += (a - (sum - part)) + (b - part);
            }
        });
        for (low, more) in self.low.iter_mut().zip(block_low.unwrap_or_default()) {
            *low += more;
        }
    }

    /// The entries on and below the diagonal: (column, row, sum).
    fn lower(&self) -> impl Iterator<Item = (usize, usize, f64)> {
        self.parts().map(|(column, row, high, low)| (column, row, high + low))
    }

    /// The same with high and low apart.
    fn parts(&self) -> impl Iterator<Item = (usize, usize, f64, f64)> {
        let ((first_row, first_column), (rows, columns)) = (self.first, self.shape);
        (0..columns).flat_map(move |j| {
            let above = (first_column + j).saturating_sub(first_row);
            (above..rows).map(move |i| {
                let at = i + j * rows;
                (first_column + j, first_row + i, self.high[at], self.low[at])
            })
        })
    }
}
