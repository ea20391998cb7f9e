//! L-BFGS on any differentiable function of a matrix: for losses other than the three of the paper.

use super::line_search::WolfeLineSearch;
use super::{LBFGS_PAIRS, Options, broken, normal_matrix};
use crate::error::{Error, Result};
use argmin::core::{CostFunction, Error as ArgminError, Executor, Gradient, State as _};
use argmin::solver::quasinewton::LBFGS;
use nalgebra::DMatrix;

/// A value and its gradient.
pub trait Function: Fn(&DMatrix<f64>) -> (f64, DMatrix<f64>) {}

impl<F: Fn(&DMatrix<f64>) -> (f64, DMatrix<f64>)> Function for F {}

struct Posed<F>(F);

impl<F: Function> CostFunction for Posed<F> {
    type Param = DMatrix<f64>;
    type Output = f64;

    fn cost(&self, at: &DMatrix<f64>) -> std::result::Result<f64, ArgminError> {
        Ok((self.0)(at).0)
    }
}

impl<F: Function> Gradient for Posed<F> {
    type Param = DMatrix<f64>;
    type Gradient = DMatrix<f64>;

    fn gradient(&self, at: &DMatrix<f64>) -> std::result::Result<DMatrix<f64>, ArgminError> {
        Ok((self.0)(at).1)
    }
}

/// The stream of the starts under each seed.
const FUNCTION_STREAM: u64 = 3;

/// Where L-BFGS ends from the start of a seed, independent N(0, 1/columns) entries, and its value.
/// Local: nothing is said of other minima.
///
/// # Errors
/// [`Error::NotConverged`] unless the gradient is below the tolerance at the end.
pub fn minimize_function(
    (rows, columns): (usize, usize),
    function: impl Function,
    seed: u64,
    options: &Options,
) -> Result<(DMatrix<f64>, f64)> {
    let start = normal_matrix(rows, columns, seed, FUNCTION_STREAM) / (columns as f64).sqrt();
    let solver = LBFGS::new(WolfeLineSearch::new(1.0), LBFGS_PAIRS)
        .with_tolerance_grad(options.gradient_tolerance)
        .and_then(|solver| solver.with_tolerance_cost(0.0))
        .map_err(|error| broken(error.to_string()))?;
    let ended = Executor::new(Posed(&function), solver)
        .configure(|state| state.param(start).max_iters(options.max_iterations))
        .ctrlc(false)
        .run()
        .map_err(|error| broken(error.to_string()))?;
    let state = ended.state();
    let Some(point) = state.get_best_param() else { return Err(broken("the run ended without a point".into())) };
    let (value, gradient) = function(point);
    let residual = gradient.norm();
    if residual > options.gradient_tolerance {
        let reason = state.get_termination_status().to_string();
        return Err(Error::NotConverged { what: "minimiser".into(), reason, iterations: state.iter, residual });
    }
    Ok((point.clone(), value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quadratic_by_hand() {
        let target = DMatrix::from_row_slice(1, 2, &[2.0, -1.0]);
        let square = |w: &DMatrix<f64>| ((w - &target).norm_squared(), (w - &target) * 2.0);
        let (found, value) = minimize_function((1, 2), square, 0, &Options::default()).unwrap();
        assert!((found - &target).amax() < 1e-9 && value < 1e-18);
        // No minimum: a slope that never ends.
        let slope = |w: &DMatrix<f64>| (w.sum(), DMatrix::from_element(1, 2, 1.0));
        let options = Options { max_iterations: 5, ..Options::default() };
        assert!(minimize_function((1, 2), slope, 0, &options).is_err());
    }
}
