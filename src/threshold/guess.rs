//! Rows that might be a witness, guessed by `f64` and decided exactly by whoever asks.

use crate::linalg::float::generalised_eigen;
use crate::moments::Pencil;
use crate::scalar::{Rational, approx_matrix, exact_matrix};
use nalgebra::DMatrix;

/// The row (1 x d) of the largest or smallest eigenvalue of a pencil as `f64` sees it, exactly as
/// stored and scaled to largest entry 1; nothing if S is not positive definite to `f64`.
pub(super) fn extreme_row(pencil: &Pencil<Rational>, smallest: bool) -> Option<DMatrix<Rational>> {
    let vectors = generalised_eigen("S", &approx_matrix(&pencil.a), &approx_matrix(&pencil.s)).ok()?.vectors;
    let row = vectors.columns(if smallest { vectors.ncols() - 1 } else { 0 }, 1).transpose();
    // A row of zeros or beyond f64 has no exact form.
    exact_matrix(&(&row / row.amax())).ok()
}
