//! The stopping rule, added around any argmin solver.
//!
//! argmin's steepest descent never looks at the gradient, and its L-BFGS also calls a small change
//! of the cost convergence. [`Monitored`] leaves the iteration to the inner solver and replaces the
//! stopping rule:
//!
//! - the Frobenius norm of the (dimensionless) gradient is at most the tolerance: converged;
//! - the point did not move: the line search found no step, not converged;
//! - argmin's iteration limit is left as it is, and is not convergence.

use super::cost::Cost;
use super::line_search::{State, missing};
use argmin::core::{Error, KV, Problem, Solver, TerminationReason, TerminationStatus};
use nalgebra::DMatrix;

/// Why a run stopped.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Termination {
    /// The gradient norm is at most the tolerance, and no negative curvature was found.
    GradientSmall,
    /// The iteration limit came first.
    IterationLimit,
    /// The gradient is small, but the Hessian has a direction of clearly negative curvature.
    SaddlePoint,
    /// No acceptable step was found, although the gradient is above the tolerance.
    LineSearchFailed,
}

impl Termination {
    /// Whether the gradient is small and no negative curvature was found.
    pub fn converged(self) -> bool {
        self == Self::GradientSmall
    }

    /// argmin's reason in our terms: a run has no target cost, no timeout and no signal handler.
    pub(super) fn from_status(status: &TerminationStatus) -> Self {
        match status {
            TerminationStatus::Terminated(TerminationReason::SolverConverged) => Self::GradientSmall,
            TerminationStatus::Terminated(TerminationReason::MaxItersReached) => Self::IterationLimit,
            _ => Self::LineSearchFailed,
        }
    }
}

/// A solver with the stopping rule of this [module](self).
pub(super) struct Monitored<A> {
    solver: A,
    gradient_tolerance: f64,
    stuck: bool,
}

impl<A> Monitored<A> {
    pub(super) fn new(solver: A, gradient_tolerance: f64) -> Self {
        Self { solver, gradient_tolerance, stuck: false }
    }
}

impl<A: Solver<Cost, State>> Solver<Cost, State> for Monitored<A> {
    fn name(&self) -> &str {
        self.solver.name()
    }

    fn init(&mut self, problem: &mut Problem<Cost>, state: State) -> Result<(State, Option<KV>), Error> {
        let (state, kv) = self.solver.init(problem, state)?;
        Ok((with_gradient(problem, state)?, kv))
    }

    fn next_iter(&mut self, problem: &mut Problem<Cost>, state: State) -> Result<(State, Option<KV>), Error> {
        let before = state.param.clone();
        let (state, kv) = self.solver.next_iter(problem, state)?;
        self.stuck = state.param == before;
        Ok((with_gradient(problem, state)?, kv))
    }

    fn terminate(&mut self, state: &State) -> TerminationStatus {
        let norm = state.grad.as_ref().map_or(f64::NAN, DMatrix::norm);
        if norm <= self.gradient_tolerance {
            TerminationStatus::Terminated(TerminationReason::SolverConverged)
        } else if self.stuck {
            TerminationStatus::Terminated(TerminationReason::SolverExit("the point did not move".into()))
        } else {
            TerminationStatus::NotTerminated
        }
    }
}

/// The state with the gradient at its parameter, computed if the inner solver left none.
fn with_gradient(problem: &mut Problem<Cost>, state: State) -> Result<State, Error> {
    if state.grad.is_some() {
        return Ok(state);
    }
    let gradient = problem.gradient(state.param.as_ref().ok_or_else(|| missing("parameter"))?)?;
    Ok(state.gradient(gradient))
}
