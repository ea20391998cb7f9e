//! Is a stationary point a saddle? The smallest curvature that a few Lanczos steps find.
//!
//! The Hessian of the cost is applied by central differences of the gradient, and its extreme Ritz
//! values on the Krylov space of a random direction are compared. Guarantee: one-sided. A clearly
//! negative Ritz value exhibits a direction of descent; none found is no proof.
//!
//! Source: Golub and Van Loan, Matrix Computations (4th ed.), section 10.1 (Lanczos), here with
//! full reorthogonalisation.

use super::cost::Cost;
use nalgebra::{DMatrix, SymmetricEigen};

/// Lanczos steps: a negative curvature of 1e-3 of the largest needs about sqrt(1e3).
const STEPS: usize = 40;

/// Step of the central differences: the cube root of the rounding balances the two errors.
const DIFFERENCE: f64 = 1e-5;

/// A curvature below minus this part of the largest one counts as negative: far above the error of
/// the differences (1e-10), far below the curvatures of a saddle that matters.
const NEGATIVE: f64 = 1e-6;

/// Whether a direction of clearly negative curvature was found at `point`, starting from `probe`.
pub(super) fn is_saddle(cost: &Cost, point: &DMatrix<f64>, probe: &DMatrix<f64>) -> bool {
    let apply = |z: &DMatrix<f64>| {
        (cost.slope(&(point + z * DIFFERENCE)) - cost.slope(&(point - z * DIFFERENCE))) / (2.0 * DIFFERENCE)
    };
    let steps = STEPS.min(point.len());
    let mut basis = vec![probe.normalize()];
    let mut images = Vec::with_capacity(steps);
    for i in 0..steps {
        let image = apply(&basis[i]);
        let mut next = image.clone();
        // Twice is enough (Kahan and Parlett).
        for _ in 0..2 {
            for q in &basis {
                let along = q.dot(&next);
                next.zip_apply(q, |next, q| *next -= q * along);
            }
        }
        let left = next.norm();
        if !left.is_finite() {
            break;
        }
        images.push(image);
        // An invariant subspace, up to the error of the differences.
        if left <= 1e-9 {
            break;
        }
        basis.push(next / left);
    }
    let n = images.len();
    if n == 0 {
        return false;
    }
    let quotient = |i: usize, j: usize| 0.5 * (basis[i].dot(&images[j]) + basis[j].dot(&images[i]));
    let ritz = SymmetricEigen::new(DMatrix::from_fn(n, n, quotient)).eigenvalues;
    ritz.min() < -NEGATIVE * ritz.amax()
}
