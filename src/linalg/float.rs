//! Dense linear algebra in `f64`, approximate: the only place that calls faer.
//!
//! faer works on nalgebra's memory through views, since both store column after column.
//!
//! | function | computes | shapes |
//! |---|---|---|
//! | [`product`], [`tr_product`] | A B, A'B | m x p by p x q |
//! | `Whitening` | S = L L', L^-1 M, L^-T M, L^-1 M L^-T | d x d |
//! | [`symmetric_eigen`], [`leading_eigen`] | M = U diag(values) U', values descending | d x d |
//! | [`generalised_eigen`] | A V = S V diag(values), V'S V = I, values descending | d x d |
//! | `singular_values` | M = U diag(values) V', thin, values descending | m x d |
//!
//! Not unique: the sign of each vector, and the basis of an eigenspace of dimension above 1.
//!
//! Threads: the bits are the same on any number of threads. Products, Cholesky and triangular solves
//! share out rows and columns, never a sum. Eigen and singular decompositions are cut into
//! a fixed number of parts (`PARTS`), however many threads there are to take them.
//!
//! Errors: [`Error::NotPositiveDefinite`] for S, [`Error::NotFinite`] for what is not a number,
//! [`Error::NotConverged`] for an iteration of eigenvalues or singular values that fails.

mod registers;
mod tridiagonal;

use crate::error::{Error, Result};
use crate::scalar::require_finite;
use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack};
use faer::linalg::cholesky::llt::factor::{LltError, cholesky_in_place, cholesky_in_place_scratch};
use faer::linalg::evd::tridiag::{tridiag_in_place, tridiag_in_place_scratch};
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd_scratch, tridiagonal_self_adjoint_evd};
use faer::linalg::householder::{
    apply_block_householder_sequence_on_the_left_in_place_scratch,
    apply_block_householder_sequence_on_the_left_in_place_with_conj,
};
use faer::linalg::matmul::matmul;
use faer::linalg::qr::no_pivoting::factor::recommended_block_size;
use faer::linalg::svd::{ComputeSvdVectors, svd, svd_scratch};
use faer::linalg::triangular_inverse::invert_lower_triangular;
use faer::linalg::triangular_solve::{solve_lower_triangular_in_place, solve_upper_triangular_in_place};
use faer::{Accum, Conj, MatMut, MatRef, Par};
use nalgebra::{DMatrix, DVector};
use registers::cleared;

/// Unit roundoff of `f64`, 2^-53.
const UNIT: f64 = f64::EPSILON / 2.0;

/// Fewest multiplications for which the threads are worth waking.
const PARALLEL: usize = 1 << 20;

/// A matrix in somebody else's memory, column after column.
pub(crate) type View<'a> = MatRef<'a, f64>;

/// A matrix in a slice, column after column.
pub(crate) fn view_of(values: &[f64], rows: usize, columns: usize) -> View<'_> {
    MatRef::from_column_major_slice(values, rows, columns)
}

fn view(matrix: &DMatrix<f64>) -> View<'_> {
    view_of(matrix.as_slice(), matrix.nrows(), matrix.ncols())
}

fn view_mut(matrix: &mut DMatrix<f64>) -> MatMut<'_, f64> {
    let (rows, columns) = matrix.shape();
    MatMut::from_column_major_slice_mut(matrix.as_mut_slice(), rows, columns)
}

/// Into how many parts a decomposition is cut, on any machine: its sums depend on that.
const PARTS: usize = 2;

/// Smallest order at which the parts are worth waking a thread.
const DECOMPOSED: usize = 256;

/// From this many times fewer vectors than features on, they are found one by one, if there are so
/// many features that it pays.
const FEW: usize = 8;
const MANY: usize = 64;

/// The fixed parts of a decomposition of a matrix of this order.
fn parts(order: usize) -> Par {
    if order < DECOMPOSED { Par::Seq } else { Par::rayon(PARTS) }
}

/// Threads for this many multiplications.
fn threads(multiplications: usize) -> Par {
    if multiplications < PARALLEL { Par::Seq } else { Par::rayon(0) }
}

/// A B.
///
/// # Panics
/// If the inner dimensions differ, as `*` does.
pub fn product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    multiply(view(a), view(b))
}

/// A'B.
///
/// # Panics
/// If the numbers of rows differ, as `tr_mul` does.
pub fn tr_product(a: &DMatrix<f64>, b: &DMatrix<f64>) -> DMatrix<f64> {
    multiply(view(a).transpose(), view(b))
}

fn multiply(a: View<'_>, b: View<'_>) -> DMatrix<f64> {
    let mut product = DMatrix::zeros(a.nrows(), b.ncols());
    let par = threads(a.nrows() * a.ncols() * b.ncols());
    cleared(|| matmul(view_mut(&mut product), Accum::Replace, a, b, 1.0, par));
    product
}

/// Target = A B' (`add` false) or target + A B' (true), on one thread: the kernel of the moments.
/// The first `skipped` rows of the target are filled in their first `skipped` columns only.
pub(crate) fn outer(target: &mut [f64], a: View<'_>, b: View<'_>, add: bool, skipped: usize) {
    let target = MatMut::from_column_major_slice_mut(target, a.nrows(), b.nrows());
    let accum = if add { Accum::Add } else { Accum::Replace };
    let (top, bottom) = target.split_at_row_mut(skipped);
    let (top_a, bottom_a) = a.split_at_row(skipped);
    cleared(|| matmul(bottom, accum, bottom_a, b.transpose(), 1.0, Par::Seq));
    if skipped > 0 {
        let few = b.transpose().subcols(0, skipped);
        cleared(|| matmul(top.subcols_mut(0, skipped), accum, top_a, few, 1.0, Par::Seq));
    }
}

/// (M + M')/2.
pub fn symmetric(matrix: &DMatrix<f64>) -> DMatrix<f64> {
    let d = matrix.nrows();
    let mut mean = DMatrix::zeros(d, d);
    // Tile by tile, so that rows and columns of both are in the cache.
    for (first, other) in (0..d).step_by(TILE).flat_map(|i| (0..d).step_by(TILE).map(move |j| (i, j))) {
        for (i, j) in (other..d.min(other + TILE)).flat_map(|j| (first..d.min(first + TILE)).map(move |i| (i, j))) {
            mean[(i, j)] = (matrix[(i, j)] + matrix[(j, i)]) * 0.5;
        }
    }
    mean
}

/// Side of a tile of two matrices that fit the cache.
const TILE: usize = 32;

/// S = L L', and what it costs to look through L^-1.
#[derive(Debug)]
pub(crate) struct Whitening {
    factor: DMatrix<f64>,
    /// tr(diag(S) S^-1) = sum_i s_ii |L^-1 e_i|²: d for a diagonal S, of the order of the
    /// condition number of S after scaling to a unit diagonal otherwise.
    scaled_condition: f64,
    /// |L^-1 e_i|, the roots of the diagonal of S^-1.
    inverse_norms: DVector<f64>,
}

impl Whitening {
    /// Factorises S (d x d, its lower triangle is read), refusing what is not positive definite to
    /// working precision.
    pub(crate) fn new(what: &str, s: &DMatrix<f64>) -> Result<Self> {
        require_finite(what, s)?;
        let d = s.nrows();
        // A pivot below the rounding error of its own computation, (d+1) u s_jj, carries no digit.
        let threshold = 4.0 * (d + 1) as f64 * UNIT;
        let (factor, failed) = cholesky(s);
        let relative = |j: usize| factor[(j, j)] * factor[(j, j)] / s[(j, j)];
        // A zero diagonal makes it NaN.
        let refused = (0..failed.unwrap_or(d)).find(|&j| relative(j).is_nan() || relative(j) <= threshold);
        if let Some(pivot) = refused.or(failed) {
            // What is left of the diagonal entry, from the columns that were factorised.
            let left = s[(pivot, pivot)] - factor.view((pivot, 0), (1, pivot)).norm_squared();
            return Err(Error::NotPositiveDefinite {
                what: what.into(),
                pivot,
                value: left / s[(pivot, pivot)],
                threshold,
            });
        }
        let mut whitening = Self { factor, scaled_condition: 0.0, inverse_norms: DVector::zeros(0) };
        let mut inverse = DMatrix::zeros(d, d);
        cleared(|| invert_lower_triangular(view_mut(&mut inverse), view(&whitening.factor), threads(d * d * d)));
        whitening.inverse_norms = DVector::from_fn(d, |i, _| inverse.column(i).norm());
        whitening.scaled_condition = (0..d).map(|i| s[(i, i)] * whitening.inverse_norms[i].powi(2)).sum();
        Ok(whitening)
    }

    /// L.
    pub(crate) fn factor(&self) -> &DMatrix<f64> {
        &self.factor
    }

    /// L^-1 M.
    pub(crate) fn solve_lower(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let mut solution = m.clone();
        cleared(|| {
            solve_lower_triangular_in_place(view(&self.factor), view_mut(&mut solution), threads(m.nrows() * m.len()))
        });
        solution
    }

    /// L^-T M: generalised eigenvectors from those of the whitened matrix.
    pub(crate) fn unwhiten(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let (mut solution, upper) = (m.clone(), view(&self.factor).transpose());
        cleared(|| solve_upper_triangular_in_place(upper, view_mut(&mut solution), threads(m.nrows() * m.len())));
        solution
    }

    /// L^-1 M L^-T for a symmetric M, symmetric to the last bit.
    pub(crate) fn apply(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let mut half = self.solve_lower(m);
        // The other factor from the right, in place.
        let par = threads(m.nrows() * m.len());
        cleared(|| solve_lower_triangular_in_place(view(&self.factor), view_mut(&mut half).transpose_mut(), par));
        symmetric(&half)
    }

    /// tr(diag(S) S^-1).
    pub(crate) fn scaled_condition(&self) -> f64 {
        self.scaled_condition
    }

    /// The roots of the diagonal of S^-1.
    pub(crate) fn inverse_norms(&self) -> &DVector<f64> {
        &self.inverse_norms
    }

    /// Bound on the error of eigenvalues of a whitened matrix whose largest has the size `scale`:
    /// the backward error of Cholesky, (d+1) u sqrt(s_ii s_jj) entrywise (Higham, Accuracy and
    /// Stability of Numerical Algorithms, 2nd ed., Theorem 10.3), seen through L^-1.
    pub(crate) fn eigenvalue_error(&self, scale: f64) -> f64 {
        4.0 * (self.factor.nrows() + 1) as f64 * UNIT * self.scaled_condition * scale
    }
}

/// L in the lower triangle, zeros above; and the first pivot that is not positive, where L ends.
fn cholesky(s: &DMatrix<f64>) -> (DMatrix<f64>, Option<usize>) {
    let d = s.nrows();
    let par = threads(d * d * d);
    let mut factor = s.lower_triangle();
    let mut memory = MemBuffer::new(cholesky_in_place_scratch::<f64>(d, par, Default::default()));
    let stack = MemStack::new(&mut memory);
    let done = cleared(|| cholesky_in_place(view_mut(&mut factor), Default::default(), par, stack, Default::default()));
    // The factorisation may use the triangle above as its workplace.
    factor.fill_upper_triangle(0.0, 1);
    (factor, done.err().map(|LltError::NonPositivePivot { index }| index))
}

/// Eigenvalues (descending) and the vectors of the first of them (columns), or of all.
#[derive(Debug, Clone)]
pub struct Eigen {
    /// Eigenvalues, descending.
    pub values: DVector<f64>,
    /// Eigenvectors as columns, in the same order.
    pub vectors: DMatrix<f64>,
}

/// Eigenvalues and orthonormal eigenvectors of a symmetric matrix (its lower triangle is read).
///
/// # Errors
/// [`Error::NotFinite`], [`Error::NotConverged`].
pub fn symmetric_eigen(matrix: &DMatrix<f64>) -> Result<Eigen> {
    leading_eigen(matrix, matrix.nrows())
}

/// All eigenvalues of a symmetric matrix (its lower triangle is read), and the eigenvectors of the
/// k largest: d x k. By Householder tridiagonalisation; only these vectors are carried back.
///
/// # Errors
/// [`Error::NotFinite`], [`Error::NotConverged`].
pub fn leading_eigen(matrix: &DMatrix<f64>, k: usize) -> Result<Eigen> {
    // An iteration on NaN need not end.
    require_finite("matrix to decompose", matrix)?;
    let d = matrix.nrows();
    if d < 2 {
        let vectors = DMatrix::from_element(d, k.min(d), 1.0);
        return Ok(Eigen { values: DVector::from_fn(d, |i, _| matrix[(i, i)]), vectors });
    }
    let par = parts(d);
    let mut reduced = matrix.clone();
    let block = recommended_block_size::<f64>(d, d);
    let mut reflectors = faer::Mat::<f64>::zeros(block, d - 1);
    let mut memory = MemBuffer::new(tridiag_in_place_scratch::<f64>(d, par, Default::default()));
    let stack = MemStack::new(&mut memory);
    cleared(|| tridiag_in_place(view_mut(&mut reduced), reflectors.as_mut(), par, stack, Default::default()));
    let mut diagonal = Diag::<f64>::zeros(d);
    let mut beside = Diag::<f64>::zeros(d);
    for i in 0..d {
        diagonal[i] = reduced[(i, i)];
        beside[i] = if i + 1 < d { reduced[(i + 1, i)] } else { 0.0 };
    }
    let mut values = Diag::<f64>::zeros(d);
    let mut decompose = |inner: Option<MatMut<'_, f64>>| {
        let wanted = ComputeEigenvectors::Yes;
        let mut memory = MemBuffer::new(self_adjoint_evd_scratch::<f64>(d, wanted, par, Default::default()));
        let (stack, settings) = (MemStack::new(&mut memory), Default::default());
        cleared(|| {
            tridiagonal_self_adjoint_evd(
                diagonal.as_ref(),
                beside.as_ref(),
                values.as_mut(),
                inner,
                par,
                stack,
                settings,
            )
        })
        .map_err(|_| not_converged("eigendecomposition"))?;
        // faer orders them ascending.
        Ok::<_, Error>(DVector::from_fn(d, |i, _| values[d - 1 - i]))
    };
    let list = |part: &Diag<f64>| (0..d).map(|i| part[i]).collect::<Vec<_>>();
    let few = if d >= FEW * k.max(1) && d >= MANY {
        let values = decompose(None)?;
        tridiagonal::leading_vectors(&list(&diagonal), &list(&beside), &values, k).map(|vectors| (values, vectors))
    } else {
        None
    };
    let (values, mut vectors) = match few {
        Some(found) => found,
        None => {
            let mut inner = faer::Mat::<f64>::zeros(d, d);
            let values = decompose(Some(inner.as_mut()))?;
            (values, DMatrix::from_fn(d, k, |i, j| inner[(i, d - 1 - j)]))
        }
    };
    let scratch = apply_block_householder_sequence_on_the_left_in_place_scratch::<f64>(d - 1, block, k);
    let mut memory = MemBuffer::new(scratch);
    cleared(|| {
        apply_block_householder_sequence_on_the_left_in_place_with_conj(
            view(&reduced).submatrix(1, 0, d - 1, d - 1),
            reflectors.as_ref(),
            Conj::No,
            view_mut(&mut vectors).subrows_mut(1, d - 1),
            par,
            MemStack::new(&mut memory),
        )
    });
    Ok(Eigen { values, vectors })
}

/// The eigenvalues of the pencil (A, S) and eigenvectors with V'S V = I, without error bounds.
pub fn generalised_eigen(what: &str, a: &DMatrix<f64>, s: &DMatrix<f64>) -> Result<Eigen> {
    generalised_leading(what, a, s, s.nrows())
}

/// The same with the eigenvectors of the k largest only.
pub(crate) fn generalised_leading(what: &str, a: &DMatrix<f64>, s: &DMatrix<f64>, k: usize) -> Result<Eigen> {
    let whitening = Whitening::new(what, s)?;
    let Eigen { values, vectors } = leading_eigen(&whitening.apply(a), k)?;
    Ok(Eigen { values, vectors: whitening.unwhiten(&vectors) })
}

/// A thin singular value decomposition of an m x d matrix, with r = min(m, d).
pub(crate) struct Svd {
    /// Left vectors, m x r.
    pub left: DMatrix<f64>,
    /// Singular values, descending, r.
    pub values: DVector<f64>,
    /// Right vectors, d x r.
    pub right: DMatrix<f64>,
}

/// The thin singular value decomposition.
pub(crate) fn thin_svd(matrix: &DMatrix<f64>) -> Result<Svd> {
    let (rows, columns) = matrix.shape();
    let rank = rows.min(columns);
    let (mut left, mut right) = (DMatrix::zeros(rows, rank), DMatrix::zeros(columns, rank));
    let values = decomposed(matrix, Some((&mut left, &mut right)))?;
    Ok(Svd { left, values, right })
}

/// The singular values of an m x d matrix, descending, min(m, d) of them: half the work of all of it.
pub(crate) fn singular_values(matrix: &DMatrix<f64>) -> Result<DVector<f64>> {
    decomposed(matrix, None)
}

/// The singular values; the vectors too, where there is a place for them.
fn decomposed(matrix: &DMatrix<f64>, vectors: Option<(&mut DMatrix<f64>, &mut DMatrix<f64>)>) -> Result<DVector<f64>> {
    require_finite("matrix to decompose", matrix)?;
    let (rows, columns) = matrix.shape();
    let (rank, par) = (rows.min(columns), parts(columns));
    let wanted = if vectors.is_some() { ComputeSvdVectors::Thin } else { ComputeSvdVectors::No };
    let (u, v) = vectors.map(|(left, right)| (view_mut(left), view_mut(right))).unzip();
    let mut values = Diag::<f64>::zeros(rank);
    let mut memory = MemBuffer::new(svd_scratch::<f64>(rows, columns, wanted, wanted, par, Default::default()));
    let stack = MemStack::new(&mut memory);
    cleared(|| svd(view(matrix), values.as_mut(), u, v, par, stack, Default::default()))
        .map_err(|_| not_converged("singular value decomposition"))?;
    Ok(DVector::from_fn(rank, |i, _| values[i]))
}

fn not_converged(what: &str) -> Error {
    Error::NotConverged { what: what.into(), reason: "iteration limit".into(), iterations: 0, residual: f64::NAN }
}

#[cfg(test)]
#[path = "float_tests.rs"]
mod tests;
