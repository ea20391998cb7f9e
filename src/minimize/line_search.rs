//! A line search for the weak Wolfe conditions that keeps working where differences of costs drown
//! in rounding.
//!
//! Along φ(t) = f(x + t p) with φ'(0) < 0 it accepts a step t > 0 when
//!
//! - sufficient decrease: φ(t) <= φ(0) + c1 t φ'(0), or, once |φ(t) - φ(0)| is below the
//!   rounding of the cost, its first-order form φ'(t) <= (2 c1 - 1) φ'(0);
//! - curvature: φ'(t) >= c2 φ'(0), which makes every L-BFGS pair satisfy s'y > 0.
//!
//! A step that decreases too little becomes the upper end of the bracket, one that is too flat the
//! lower end. The next trial is the middle of the bracket, or twice the step while there is no upper
//! end. A cost that is not finite counts as no decrease. After [`MAX_TRIALS`] trials the search
//! returns its starting point.
//!
//! Why not the line searches of argmin: backtracking enforces no curvature condition, the
//! More-Thuente search ends at gradients of about the square root of the rounding, and the
//! Hager-Zhang search does not leave its initial bracket.
//!
//! Source: Lewis and Overton, Nonsmooth optimization via quasi-Newton methods, Math. Program. 141
//! (2013), section 2 (the bracketing); Hager and Zhang, SIAM J. Optim. 16 (2005), section 4 (the
//! first-order form).

use argmin::core::State as _;
use argmin::core::{CostFunction, Error, Gradient, IterState, KV, LineSearch, Problem, Solver, TerminationReason};
use nalgebra::DMatrix;

/// The state of an argmin iteration over matrices.
pub(super) type State = IterState<DMatrix<f64>, DMatrix<f64>, (), (), (), f64>;

/// c1 of the sufficient decrease: Hager and Zhang's δ.
const SUFFICIENT_DECREASE: f64 = 0.1;

/// c2 of the curvature condition: Nocedal and Wright's value (Numerical Optimization, section 3.1).
const CURVATURE: f64 = 0.9;

/// Rounding of a cost relative to max(1, |cost|): it sums traces of size 1 over tens of terms.
const COST_ROUNDING: f64 = 64.0 * f64::EPSILON;

/// Trials before the search gives up: the bracket has then shrunk, or grown, by 2^60.
const MAX_TRIALS: u64 = 60;

/// Whether a step decreases enough; `slope_there` is asked for only when the costs cannot tell.
pub(super) fn decreases(cost: f64, slope: f64, step: f64, there: f64, slope_there: impl FnOnce() -> f64) -> bool {
    let sure = there <= cost + SUFFICIENT_DECREASE * step * slope;
    let rounding = COST_ROUNDING * cost.abs().max(1.0);
    sure || ((there - cost).abs() <= rounding && slope_there() <= (2.0 * SUFFICIENT_DECREASE - 1.0) * slope)
}

/// The line search; see the [module](self).
#[derive(Clone)]
pub(super) struct WolfeLineSearch {
    direction: DMatrix<f64>,
    origin: DMatrix<f64>,
    cost: f64,
    slope: f64,
    step: f64,
    bracket: (f64, f64),
}

impl WolfeLineSearch {
    /// A search whose first trial is `step`.
    pub(super) fn new(step: f64) -> Self {
        let empty = DMatrix::zeros(0, 0);
        let bracket = (0.0, f64::INFINITY);
        Self { direction: empty.clone(), origin: empty, cost: f64::NAN, slope: f64::NAN, step, bracket }
    }
}

impl LineSearch<DMatrix<f64>, f64> for WolfeLineSearch {
    fn search_direction(&mut self, direction: DMatrix<f64>) {
        self.direction = direction;
    }

    fn initial_step_length(&mut self, step: f64) -> Result<(), Error> {
        self.step = step;
        Ok(())
    }
}

impl<O> Solver<O, State> for WolfeLineSearch
where
    O: CostFunction<Param = DMatrix<f64>, Output = f64> + Gradient<Param = DMatrix<f64>, Gradient = DMatrix<f64>>,
{
    fn name(&self) -> &str {
        "weak Wolfe line search"
    }

    /// Requires the parameter, the cost and the gradient at the starting point.
    fn init(&mut self, _problem: &mut Problem<O>, mut state: State) -> Result<(State, Option<KV>), Error> {
        self.origin = state.take_param().ok_or_else(|| missing("parameter"))?;
        self.slope = state.take_gradient().ok_or_else(|| missing("gradient"))?.dot(&self.direction);
        self.cost = state.cost;
        Ok((state, None))
    }

    fn next_iter(&mut self, problem: &mut Problem<O>, state: State) -> Result<(State, Option<KV>), Error> {
        // Along a slope that is not negative, or NaN, nothing can be promised.
        let hopeless = self.slope.is_nan() || self.slope >= 0.0;
        if hopeless || state.iter >= MAX_TRIALS {
            let failed = TerminationReason::SolverExit("no step found".into());
            return Ok((state.param(self.origin.clone()).cost(self.cost).terminate_with(failed), None));
        }
        let trial = &self.origin + &self.direction * self.step;
        let cost = problem.cost(&trial)?;
        let gradient = if cost.is_finite() { Some(problem.gradient(&trial)?) } else { None };
        let slope = gradient.as_ref().map_or(f64::NAN, |g| g.dot(&self.direction));
        if !decreases(self.cost, self.slope, self.step, cost, || slope) {
            self.bracket.1 = self.step;
        } else if slope < CURVATURE * self.slope {
            self.bracket.0 = self.step;
        } else {
            return Ok((state.param(trial).cost(cost).terminate_with(TerminationReason::SolverConverged), None));
        }
        let (low, high) = self.bracket;
        self.step = if high.is_finite() { 0.5 * (low + high) } else { 2.0 * low };
        Ok((state, None))
    }
}

/// The error of a solver that was started without what it needs.
pub(super) fn missing(what: &str) -> Error {
    argmin::core::ArgminError::NotInitialized { text: format!("the starting point has no {what}") }.into()
}
