//! Dense `f64` linear algebra of the library, by faer.

use crate::error::{Error, Result};
use crate::scalar::require_finite;
use faer::{Mat, Side};
use nalgebra::{DMatrix, DVector};

/// Unit roundoff of `f64`, 2^-53.
const UNIT: f64 = f64::EPSILON / 2.0;

/// Eigenvalues (descending) and orthonormal eigenvectors (columns) of a symmetric matrix.
#[derive(Debug, Clone)]
pub struct SymmetricEigen {
    /// Eigenvalues, descending.
    pub values: DVector<f64>,
    /// Eigenvectors as columns, in the same order.
    pub vectors: DMatrix<f64>,
}

/// S = L L', and what it costs to look through L^-1.
pub(crate) struct Whitening {
    factor: DMatrix<f64>,
    /// tr(diag(S) S^-1) = sum_i s_ii |L^-1 e_i|^2: d for a diagonal S, of the order of the
    /// condition number of S after scaling to a unit diagonal otherwise.
    scaled_condition: f64,
}

impl Whitening {
    /// Factorises S (d x d, symmetric), refusing what is not positive definite to working
    /// precision.
    pub(crate) fn new(what: &str, s: &DMatrix<f64>) -> Result<Self> {
        require_finite(what, s)?;
        let d = s.nrows();
        // A pivot below the rounding error of its own computation, (d+1) u s_jj, carries no digit.
        let threshold = 4.0 * (d + 1) as f64 * UNIT;
        let mut factor = s.lower_triangle();
        for j in 0..d {
            for i in 0..j {
                let scale = factor[(j, i)];
                for row in j..d {
                    let update = scale * factor[(row, i)];
                    factor[(row, j)] -= update;
                }
            }
            let relative = factor[(j, j)] / s[(j, j)];
            // Written so that NaN (a zero diagonal) is refused too.
            if !(relative > threshold && factor[(j, j)] > 0.0) {
                return Err(Error::NotPositiveDefinite { what: what.into(), pivot: j, value: relative, threshold });
            }
            let root = factor[(j, j)].sqrt();
            factor.column_mut(j).rows_mut(j, d - j).unscale_mut(root);
        }
        let mut whitening = Self { factor, scaled_condition: 0.0 };
        let inverse = whitening.solve_lower(&DMatrix::identity(d, d));
        whitening.scaled_condition = (0..d).map(|i| s[(i, i)] * inverse.column(i).norm_squared()).sum();
        Ok(whitening)
    }

    /// L^-1 M.
    pub(crate) fn solve_lower(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        self.factor.solve_lower_triangular(m).unwrap_or_else(|| unreachable_pivot(m))
    }

    /// L^-T M: generalised eigenvectors from those of the whitened matrix.
    pub(crate) fn unwhiten(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        self.factor.tr_solve_lower_triangular(m).unwrap_or_else(|| unreachable_pivot(m))
    }

    /// L^-1 M L^-T for a symmetric M, symmetric to the last bit.
    pub(crate) fn apply(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let half = self.solve_lower(m).transpose();
        let whole = self.solve_lower(&half);
        (&whole + whole.transpose()) * 0.5
    }

    pub(crate) fn eigenvalue_error(&self, scale: f64) -> f64 {
        4.0 * (self.factor.nrows() + 1) as f64 * UNIT * self.scaled_condition * scale
    }
}

/// nalgebra reports a zero on the diagonal of a triangle, which [`Whitening::new`] excludes.
fn unreachable_pivot(m: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::from_element(m.nrows(), m.ncols(), f64::NAN)
}

/// The eigendecomposition of a symmetric matrix (its lower triangle is read), by faer on one
/// thread.
///
/// # Errors
/// [`Error::NotConverged`] if the iteration fails.
pub fn symmetric_eigen(matrix: &DMatrix<f64>) -> Result<SymmetricEigen> {
    let d = matrix.nrows();
    faer::set_global_parallelism(faer::Par::Seq);
    let eigen = to_faer(matrix).self_adjoint_eigen(Side::Lower).map_err(|_| not_converged("eigendecomposition"))?;
    let (s, u) = (eigen.S(), eigen.U());
    // faer orders them ascending.
    Ok(SymmetricEigen {
        values: DVector::from_fn(d, |i, _| s[d - 1 - i]),
        vectors: DMatrix::from_fn(d, d, |i, j| u[(i, d - 1 - j)]),
    })
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

/// The thin singular value decomposition, by faer on one thread.
pub(crate) fn singular_values(matrix: &DMatrix<f64>) -> Result<Svd> {
    let rank = matrix.nrows().min(matrix.ncols());
    faer::set_global_parallelism(faer::Par::Seq);
    let svd = to_faer(matrix).thin_svd().map_err(|_| not_converged("singular value decomposition"))?;
    let (u, s, v) = (svd.U(), svd.S(), svd.V());
    Ok(Svd {
        left: DMatrix::from_fn(matrix.nrows(), rank, |i, j| u[(i, j)]),
        values: DVector::from_fn(rank, |i, _| s[i]),
        right: DMatrix::from_fn(matrix.ncols(), rank, |i, j| v[(i, j)]),
    })
}

fn to_faer(matrix: &DMatrix<f64>) -> Mat<f64> {
    Mat::from_fn(matrix.nrows(), matrix.ncols(), |i, j| matrix[(i, j)])
}

fn not_converged(what: &str) -> Error {
    Error::NotConverged { what: what.into(), reason: "iteration limit".into(), iterations: 0, residual: f64::NAN }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    fn close(a: f64, b: f64) -> bool {
        (a - b).abs() <= 1e-14 * b.abs().max(1.0)
    }

    #[test]
    fn the_factor_of_a_dense_matrix() {
        // S = L L' with L = [[2, 0, 0], [1, 3, 0], [-1, 2, 1]].
        let l = dmatrix![2., 0., 0.; 1., 3., 0.; -1., 2., 1.];
        let whitening = Whitening::new("S", &(&l * l.transpose())).unwrap();
        assert!((&whitening.factor - &l).amax() < 1e-15);
        assert!((whitening.solve_lower(&l) - DMatrix::<f64>::identity(3, 3)).amax() < 1e-15);
        assert!((whitening.unwhiten(&l.transpose()) - DMatrix::<f64>::identity(3, 3)).amax() < 1e-15);
        // diag(S) = (4, 10, 6); L^-1 = [[1/2,0,0],[-1/6,1/3,0],[5/6,-2/3,1]], columns squared:
        // 1/4+1/36+25/36 = 35/36, 1/9+4/9 = 5/9, 1.
        assert!(close(whitening.scaled_condition, 35. / 9. + 50. / 9. + 6.));
    }
}
