//! Sufficient statistics of a data set: everything the theory needs of the samples, in one pass.
//!
//! Computed: n, the mean, C = X'X/n, Y'X/n and |Y|^2/n (paper, section 3: notation of the data). After this pass nothing depends on n any more.
//!
//! | symbol | field | shape |
//! |---|---|---|
//! | n | [`DataMoments::count`] | |
//! | (1/n) sum x_i | [`DataMoments::mean`] | d |
//! | C = X'X/n | [`DataMoments::second`] | d x d |
//! | Y'X/n | [`DataMoments::label_cross`] | l x d, with l = 0 for unlabelled data |
//! | \|Y\|_F^2/n | [`DataMoments::label_energy`] | |
//!
//! Normalisation: always 1/n, never centred. Guarantee: the `f64` accumulator sums blocks of [`BLOCK_ROWS`] rows by GEMM and adds every four of them with a compensated (two-term) sum, so that the error does not
//! grow with n; for integer data below 2^53 in every sum the result is the correctly rounded exact value. It does not depend on the number of threads. [`exact_moments_u8`] and
//! [`DataMoments::from_samples`] give the same quantities in exact rationals by plain sums that share no code with the accumulator.
//!
//! ```
//! use jerc::moments::MomentAccumulator;
//! let mut stream = MomentAccumulator::new(2, 1);
//! stream.push(&[1.0, 2.0, 3.0, 4.0], &[1.0, 0.0])?; // two samples of two features, one label each
//! let moments = stream.finish()?;
//! assert_eq!(moments.second[(0, 1)], (1.0 * 2.0 + 3.0 * 4.0) / 2.0);
//! assert_eq!(moments.label_cross[(0, 0)], 0.5);
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar};
use faer::{Accum, MatMut, MatRef, Par, linalg::matmul::matmul};
use nalgebra::{DMatrix, DVector};
use num_bigint::BigInt;
use rayon::prelude::*;

/// Rows summed by one matrix product. Four products are added plainly before the compensated sum takes over, so the error of an entry is at worst (48 + 3) u relative to sum |x_i y_i| (u = 2^-53),
/// and a few u in practice, however many rows follow. Shorter products run slower, longer ones round more.
pub const BLOCK_ROWS: usize = 48;

/// Rows between two compensated sums.
const SUM_ROWS: usize = 4 * BLOCK_ROWS;

/// Rows converted to `f64` at a time, so that memory does not grow with n.
const CHUNK_ROWS: usize = 2 * SUM_ROWS;

/// Side of one tile of the Gram matrix: the unit of parallel work, small enough to stay in the cache between blocks, and a multiple of the 12 rows of faer's kernel. Fixed, so that the arithmetic does not depend
/// on the number of threads.
const TILE: usize = 96;

/// Second-order sufficient statistics of n samples; see the [module](self) for shapes and normalisation.
#[derive(Debug, Clone, PartialEq)]
pub struct DataMoments<T: Scalar> {
    /// n, the number of samples.
    pub count: usize,
    /// Mean of the samples, d.
    pub mean: DVector<T>,
    /// C = X'X/n, d x d, symmetric.
    pub second: DMatrix<T>,
    /// Y'X/n, l x d.
    pub label_cross: DMatrix<T>,
    /// |Y|_F^2/n.
    pub label_energy: T,
}

impl<T: Scalar> DataMoments<T> {
    /// d, the input dimension.
    pub fn dimension(&self) -> usize {
        self.second.nrows()
    }

    /// l, the label dimension (0 for unlabelled data).
    pub fn labels(&self) -> usize {
        self.label_cross.nrows()
    }

    /// The moments of samples X (n x d) with labels Y (n x l), by plain sums in the scalar's own arithmetic: exact over the rationals, and the reference for the streaming accumulator.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] if X and Y have different numbers of rows, [`Error::OutOfRange`] without samples or without features.
    pub fn from_samples(x: &DMatrix<T>, y: &DMatrix<T>) -> Result<Self> {
        if x.nrows() != y.nrows() {
            return Err(Error::shape("labels", format!("{} rows", x.nrows()), y.nrows()));
        }
        let n = non_empty(x.nrows(), x.ncols())?;
        let scale = T::one() / T::from_count(n);
        let (xt, yt) = (x.transpose(), y.transpose());
        let mean = DVector::from_iterator(x.ncols(), x.column_iter().map(|c| c.sum() * scale.clone()));
        Ok(Self {
            count: n,
            mean,
            second: (&xt * x).map(|v| v * scale.clone()),
            label_cross: (&yt * x).map(|v| v * scale.clone()),
            label_energy: y.iter().fold(T::zero(), |sum, v| sum + v.clone() * v.clone()) * scale,
        })
    }
}

/// A stream of samples, to be pushed in blocks, merged with others and finished once.
///
/// It keeps the Gram matrix of the augmented rows (x, y, 1), which holds every moment at once, as an unevaluated sum of two `f64` matrices.
#[derive(Debug, Clone)]
pub struct MomentAccumulator {
    dimension: usize,
    labels: usize,
    count: usize,
    /// The tiles on and below the diagonal, block row after block row.
    tiles: Vec<Tile>,
}

/// Part of the Gram matrix, column-major, as high + low.
#[derive(Debug, Clone)]
struct Tile {
    first: (usize, usize),
    shape: (usize, usize),
    high: Vec<f64>,
    low: Vec<f64>,
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
    /// [`Error::ShapeMismatch`] if the lengths do not match, [`Error::NotFinite`] on NaN or infinity; the stream is then unchanged.
    pub fn push(&mut self, x: &[f64], y: &[f64]) -> Result<()> {
        for (what, values, width) in [("sample", x, self.dimension), ("label", y, self.labels)] {
            // A first look in parallel and without early exit, which vectorises; the place is looked for only if there is one.
            let finite = values.par_chunks(1 << 14).all(|part| part.iter().fold(true, |all, v| all & v.is_finite()));
            if let Some(i) = (!finite).then(|| values.iter().position(|v| !v.is_finite())).flatten() {
                return Err(Error::NotFinite {
                    what: format!("{what}s"),
                    position: format!("{what} {}, column {}", self.count + i / width, i % width),
                    value: values[i],
                });
            }
        }
        self.push_as(x, y, |v| v)
    }

    /// Adds samples of small integers (pixels, counts): as [`push`](Self::push), and exact as long as every sum stays below 2^53.
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
            let samples = MatRef::from_column_major_slice(&chunk[..taken * width], width, taken);
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
        if (self.dimension, self.labels) != (other.dimension, other.labels) {
            return Err(Error::shape(
                "streams to merge",
                format!("d = {}, l = {}", self.dimension, self.labels),
                format!("d = {}, l = {}", other.dimension, other.labels),
            ));
        }
        for (mine, theirs) in self.tiles.iter_mut().zip(&other.tiles) {
            mine.add(&theirs.high, Some(&theirs.low));
        }
        self.count += other.count;
        Ok(())
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
                }
            }
        }
        let overflow = "moments (a sum overflowed: rescale the data)";
        crate::scalar::require_finite(overflow, &moments.second)?;
        crate::scalar::require_finite(overflow, &moments.label_cross)?;
        crate::scalar::require_finite(overflow, &DMatrix::from_element(1, 1, moments.label_energy))?;
        Ok(moments)
    }
}

impl Tile {
    /// Adds the Gram matrix of the samples (one per column), [`SUM_ROWS`] of them at a time.
    fn add_samples(&mut self, samples: MatRef<'_, f64>) {
        let (rows, columns) = self.shape;
        let (left, right) = (samples.subrows(self.first.0, rows), samples.subrows(self.first.1, columns));
        // A diagonal tile is symmetric and only its lower triangle is read: the quarter above the diagonal blocks stays empty.
        let skipped = if self.first.0 == self.first.1 { rows / 2 } else { 0 };
        let mut gram = vec![0.0; rows * columns];
        for first in (0..samples.ncols()).step_by(SUM_ROWS) {
            let end = samples.ncols().min(first + SUM_ROWS);
            for start in (first..end).step_by(BLOCK_ROWS) {
                let taken = BLOCK_ROWS.min(end - start);
                let accum = if start == first { Accum::Replace } else { Accum::Add };
                let (a, b) = (left.subcols(start, taken), right.subcols(start, taken).transpose());
                let target = MatMut::from_column_major_slice_mut(&mut gram, rows, columns);
                let (top, bottom) = target.split_at_row_mut(skipped);
                let (top_a, bottom_a) = a.split_at_row(skipped);
                matmul(bottom, accum, bottom_a, b, 1.0, Par::Seq);
                if skipped > 0 {
                    matmul(top.subcols_mut(0, skipped), accum, top_a, b.subcols(0, skipped), 1.0, Par::Seq);
                }
            }
            self.add(&gram, None);
        }
    }

    /// Adds a Gram block (and its low part) to high + low by Knuth's two-sum, keeping the rounding error of every addition.
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
        let ((first_row, first_column), (rows, columns)) = (self.first, self.shape);
        (0..columns).flat_map(move |j| {
            let above = (first_column + j).saturating_sub(first_row);
            (above..rows).map(move |i| {
                let at = i + j * rows;
                (first_column + j, first_row + i, self.high[at] + self.low[at])
            })
        })
    }
}

/// The exact moments of integer samples (pixels, counts): `x` holds n rows of d values, `labels` the class of each sample, encoded one-hot in `classes` columns.
///
/// # Errors
/// [`Error::ShapeMismatch`], or [`Error::OutOfRange`] for an empty data set or a class out of range.
pub fn exact_moments_u8(x: &[u8], d: usize, labels: &[usize], classes: usize) -> Result<DataMoments<Rational>> {
    let n = non_empty(x.len().checked_div(d).unwrap_or(0), d)?;
    if x.len() != n * d || (classes > 0 && labels.len() != n) {
        let found = format!("{} values, {} labels", x.len(), labels.len());
        return Err(Error::shape("integer samples", format!("{n} rows of {d} values, {n} labels"), found));
    }
    if let Some(class) = labels.iter().find(|&&c| classes > 0 && c >= classes) {
        return Err(Error::range("class label", format!("below {classes}"), class));
    }
    let over_n = |sum: u64| Rational::new(BigInt::from(sum), BigInt::from(n));
    // 255^2 n fits u64 for every n that fits memory.
    let mut gram = vec![0u64; d * d];
    let mut mean = vec![0u64; d];
    let mut cross = vec![0u64; classes * d];
    for (i, row) in x.chunks_exact(d).enumerate() {
        for (a, &u) in row.iter().enumerate() {
            mean[a] += u64::from(u);
            if classes > 0 {
                cross[labels[i] * d + a] += u64::from(u);
            }
            if u != 0 {
                for (target, &v) in gram[a * d..=a * d + a].iter_mut().zip(row) {
                    *target += u64::from(u) * u64::from(v);
                }
            }
        }
    }
    Ok(DataMoments {
        count: n,
        mean: DVector::from_fn(d, |a, _| over_n(mean[a])),
        second: DMatrix::from_fn(d, d, |a, b| over_n(gram[a.max(b) * d + a.min(b)])),
        label_cross: DMatrix::from_fn(classes, d, |c, a| over_n(cross[c * d + a])),
        label_energy: over_n(if classes > 0 { n as u64 } else { 0 }),
    })
}

fn non_empty(n: usize, d: usize) -> Result<usize> {
    match (n, d) {
        (0, _) => Err(Error::range("number of samples", "at least 1", 0)),
        (_, 0) => Err(Error::range("number of features", "at least 1", 0)),
        _ => Ok(n),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn hand_computed_moments() {
        // X = [[1, 2], [3, -1]], Y = [[1], [2]]: X'X = [[10, -1], [-1, 5]], Y'X = [7, 0], |Y|^2 = 5.
        let x = DMatrix::from_row_slice(2, 2, &[1., 2., 3., -1.]);
        let y = DMatrix::from_row_slice(2, 1, &[1., 2.]);
        let expected = DataMoments {
            count: 2,
            mean: DVector::from_vec(vec![2., 0.5]),
            second: DMatrix::from_row_slice(2, 2, &[5., -0.5, -0.5, 2.5]),
            label_cross: DMatrix::from_row_slice(1, 2, &[3.5, 0.]),
            label_energy: 2.5,
        };
        assert_eq!(DataMoments::from_samples(&x, &y).unwrap(), expected);
        let mut stream = MomentAccumulator::new(2, 1);
        stream.push(&[1., 2.], &[1.]).unwrap();
        stream.push(&[3., -1.], &[2.]).unwrap();
        assert_eq!(stream.finish().unwrap(), expected);
        assert_eq!((expected.dimension(), expected.labels()), (2, 1));
    }

    /// Data with more than one tile and more than one chunk; the integers make every route exact.
    fn integers(n: usize, d: usize) -> Vec<u8> {
        (0..n * d).map(|i| ((i * 7919 + i / d * 104_729) % 251) as u8).collect()
    }

    #[test]
    fn stream_merge_and_exact_agree_over_tiles_and_chunks() {
        let (n, d, classes) = (1100, 140, 3);
        let x = integers(n, d);
        let labels: Vec<usize> = (0..n).map(|i| i % classes).collect();
        let one_hot: Vec<f64> =
            labels.iter().flat_map(|&c| (0..classes).map(move |j| f64::from(u8::from(j == c)))).collect();
        let exact = exact_moments_u8(&x, d, &labels, classes).unwrap();

        let mut whole = MomentAccumulator::new(d, classes);
        whole.push_u8(&x, &one_hot).unwrap();
        let (mut left, mut right) = (MomentAccumulator::new(d, classes), MomentAccumulator::new(d, classes));
        let cut = 513;
        left.push_u8(&x[..cut * d], &one_hot[..cut * classes]).unwrap();
        right.push_u8(&x[cut * d..], &one_hot[cut * classes..]).unwrap();
        left.merge(&right).unwrap();
        for moments in [whole.finish().unwrap(), left.finish().unwrap()] {
            assert_eq!(moments.count, n);
            assert_eq!(moments.mean, exact.mean.map(|v| v.approx()));
            assert_eq!(moments.second, exact.second.map(|v| v.approx()));
            assert_eq!(moments.label_cross, exact.label_cross.map(|v| v.approx()));
            // Three divided class counts are summed: one rounding each.
            assert!((moments.label_energy - exact.label_energy.approx()).abs() < 4. * f64::EPSILON);
        }
    }

    #[test]
    fn a_million_rows_lose_at_most_a_few_ulps() {
        // Rows (a, b) with a = 0.1, b = -0.3 + 1e-3 (i mod 10): the exact sums are rational.
        let n = 1_000_000;
        let rows: Vec<f64> = (0..n).flat_map(|i| [0.1, -0.3 + 1e-3 * (i % 10) as f64]).collect();
        let mut stream = MomentAccumulator::new(2, 0);
        for chunk in rows.chunks(2 * 777) {
            stream.push(chunk, &[]).unwrap();
        }
        let found = stream.finish().unwrap();
        // Every row repeats ten times 10^5 times, so the mean over ten rows is the exact answer.
        let ten = DMatrix::from_row_slice(10, 2, &rows[..20]);
        let exact = DataMoments::from_samples(
            &crate::scalar::exact_matrix(&ten).unwrap(),
            &DMatrix::from_element(10, 0, ratio(0, 1)),
        )
        .unwrap();
        for (f, e) in found.second.iter().chain(found.mean.iter()).zip(exact.second.iter().chain(exact.mean.iter())) {
            let error = ((f - e.approx()) / e.approx()).abs();
            // Equal rows are the worst case, since their rounding errors do not average out: 48 terms give at most 24 ulps, found are 2. A plain
            // running sum is off by thousands.
            assert!(error <= 4.0 * f64::EPSILON, "{error:e}");
        }
    }

    #[test]
    fn merging_keeps_the_low_parts() {
        // 1 + 2^-60 + ... : each stream holds a low part that a plain merge would drop.
        let mut total = MomentAccumulator::new(1, 0);
        let tiny = 2f64.powi(-30); // its square is 2^-60
        for _ in 0..4 {
            let mut part = MomentAccumulator::new(1, 0);
            part.push(&[1.0], &[]).unwrap();
            for _ in 0..64 {
                part.push(&[tiny], &[]).unwrap();
            }
            total.merge(&part).unwrap();
        }
        // The sum is 4 + 256 * 2^-60 = 4 + 2^-52, half an ulp of 4: visible in the low parts only.
        let low: f64 = total.tiles[0].low[0];
        assert_eq!(low, 2f64.powi(-52));
    }

    #[test]
    fn bad_input_is_refused_and_leaves_the_stream_as_it_was() {
        let mut stream = MomentAccumulator::new(2, 1);
        assert!(matches!(stream.finish(), Err(Error::OutOfRange { .. })));
        assert!(matches!(stream.push(&[1., 2., 3.], &[1.]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(stream.push(&[1., 2.], &[1., 2.]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(stream.push_u8(&[1, 2], &[]), Err(Error::ShapeMismatch { .. })));
        stream.push(&[1., 2.], &[0.]).unwrap();
        match stream.push(&[1., 2., 3., f64::NAN], &[0., 0.]) {
            Err(Error::NotFinite { position, .. }) => assert_eq!(position, "sample 2, column 1"),
            other => panic!("{other:?}"),
        }
        assert!(matches!(stream.push(&[1., 2.], &[f64::INFINITY]), Err(Error::NotFinite { .. })));
        assert_eq!(stream.finish().unwrap().count, 1);
        assert!(matches!(stream.merge(&MomentAccumulator::new(3, 1)), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(stream.merge(&MomentAccumulator::new(2, 0)), Err(Error::ShapeMismatch { .. })));
        for (x, y) in [([1e200, 0.], 0.), ([1e154, 0.], 1e160), ([0., 0.], 1e200)] {
            let mut overflowing = stream.clone();
            overflowing.push(&x, &[y]).unwrap();
            assert!(matches!(overflowing.finish(), Err(Error::NotFinite { .. })), "{x:?} {y}");
        }

        let two = DMatrix::from_element(2, 1, 1.0);
        assert!(DataMoments::from_samples(&two, &DMatrix::from_element(3, 1, 1.0)).is_err());
        assert!(DataMoments::from_samples(&DMatrix::<f64>::zeros(0, 2), &DMatrix::zeros(0, 1)).is_err());
        assert!(DataMoments::from_samples(&DMatrix::<f64>::zeros(2, 0), &DMatrix::zeros(2, 1)).is_err());
        assert!(exact_moments_u8(&[], 2, &[], 0).is_err());
        assert!(exact_moments_u8(&[1], 0, &[], 0).is_err());
        assert!(exact_moments_u8(&[1, 2, 3], 2, &[0], 1).is_err());
        assert!(exact_moments_u8(&[1, 2], 2, &[0, 0], 1).is_err());
        assert!(exact_moments_u8(&[1, 2], 2, &[1], 1).is_err());
        assert_eq!(exact_moments_u8(&[1, 2], 2, &[], 0).unwrap().label_energy, ratio(0, 1));
        // Without classes labels do not matter.
        assert!(exact_moments_u8(&[1, 2], 2, &[5], 0).is_ok());
    }
}
