//! Gradient descent with spectral steps: steepest descent for the unconstrained forms, retracted
//! descent for the constrained form of SSL-JE.
//!
//! The first step length tried is that of Barzilai and Borwein: with s and y the last changes of the
//! point and of the gradient, s's/s'y and s'y/y'y in turn. A line search then enforces decrease.
//!
//! - [`SpectralDescent`] runs argmin's `SteepestDescent`, one iteration at a time, with the
//!   [weak Wolfe line search](super::line_search) started at that step.
//! - [`RetractedDescent`] minimises 2 tr(W Σ W') on the surface W S W' = I_k. It halves the step
//!   along the tangential gradient until the cost decreases sufficiently, and retracts every point to
//!   the surface by W <- L^-1 W, W S W' = L L'.
//!
//! Source: Barzilai and Borwein, IMA J. Numer. Anal. 8 (1988), (5) and (6); Absil, Mahony and
//! Sepulchre, Optimization Algorithms on Matrix Manifolds (2008), section 4.2 (line search with
//! retractions).

use super::cost::{Cost, normalised};
use super::line_search::{State, WolfeLineSearch, decreases, missing};
use argmin::core::{Error, KV, Problem, Solver};
use argmin::solver::gradientdescent::SteepestDescent;
use nalgebra::DMatrix;

/// Halvings of a step before retracted descent stays where it is.
const MAX_HALVINGS: usize = 60;

/// The spectral step lengths along a sequence of points.
#[derive(Debug, Clone)]
struct SpectralStep {
    length: f64,
    long: bool,
}

impl Default for SpectralStep {
    /// Starts with 1: the coordinates are dimensionless.
    fn default() -> Self {
        Self { length: 1.0, long: true }
    }
}

impl SpectralStep {
    /// Takes in the last changes. Without positive curvature along s the length doubles.
    fn update(&mut self, s: &DMatrix<f64>, y: &DMatrix<f64>) {
        let curvature = s.dot(y);
        self.long = !self.long;
        let length = match (curvature > 0.0, self.long) {
            (false, _) => 2.0 * self.length,
            (true, true) => s.norm_squared() / curvature,
            (true, false) => curvature / y.norm_squared(),
        };
        if length.is_finite() && length > 0.0 {
            self.length = length;
        }
    }
}

/// Steepest descent with spectral first steps; see the [module](self).
#[derive(Debug, Clone, Default)]
pub(super) struct SpectralDescent {
    step: SpectralStep,
}

impl Solver<Cost, State> for SpectralDescent {
    fn name(&self) -> &str {
        "steepest descent with spectral steps"
    }

    fn next_iter(&mut self, problem: &mut Problem<Cost>, mut state: State) -> Result<(State, Option<KV>), Error> {
        let point = state.param.clone().ok_or_else(|| missing("parameter"))?;
        let gradient = state.take_gradient().ok_or_else(|| missing("gradient"))?;
        let mut steepest = SteepestDescent::new(WolfeLineSearch::new(self.step.length));
        let (state, kv) = steepest.next_iter(problem, state)?;
        let reached = state.param.as_ref().ok_or_else(|| missing("parameter"))?;
        let there = problem.gradient(reached)?;
        self.step.update(&(reached - point), &(&there - gradient));
        Ok((state.gradient(there), kv))
    }
}

/// Gradient descent on the surface W S W' = I_k, from a point on it: W_{i+1} = R(W_i - t P(4 W_i Σ)),
/// P the projection to the tangent space and R the retraction.
#[derive(Debug, Clone, Default)]
pub(super) struct RetractedDescent {
    step: SpectralStep,
}

impl Solver<Cost, State> for RetractedDescent {
    fn name(&self) -> &str {
        "retracted gradient descent"
    }

    fn init(&mut self, problem: &mut Problem<Cost>, state: State) -> Result<(State, Option<KV>), Error> {
        let w = state.param.clone().ok_or_else(|| missing("parameter"))?;
        let value = problem.problem("cost_count", |cost| Ok(cost.constrained_value(&w)))?;
        let gradient = problem.problem("gradient_count", |cost| Ok(cost.tangent_gradient(&w)))?;
        Ok((state.cost(value).gradient(gradient), None))
    }

    fn next_iter(&mut self, problem: &mut Problem<Cost>, mut state: State) -> Result<(State, Option<KV>), Error> {
        let w = state.take_param().ok_or_else(|| missing("parameter"))?;
        let gradient = state.take_gradient().ok_or_else(|| missing("gradient"))?;
        let (value, slope) = (state.cost, -gradient.norm_squared());
        let mut step = self.step.length;
        for _ in 0..MAX_HALVINGS {
            let retracted = problem.problem("cost_count", |cost| {
                Ok(normalised(&(&w - &gradient * step), &cost.moments).map(|w| (cost.constrained_value(&w), w)))
            })?;
            if let Some((there, reached)) = retracted {
                let at = problem.problem("gradient_count", |cost| Ok(cost.tangent_gradient(&reached)))?;
                if decreases(value, slope, step, there, || -at.dot(&gradient)) {
                    self.step.update(&(&reached - &w), &(&at - &gradient));
                    return Ok((state.param(reached).cost(there).gradient(at), None));
                }
            }
            step *= 0.5;
        }
        Ok((state.param(w).cost(value).gradient(gradient), None))
    }
}
