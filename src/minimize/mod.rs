//! Minimisers of the three objectives from random starts: an independent route to the optima.
//!
//! | problem | cost minimised | methods |
//! |---|---|---|
//! | SL | \|Y\|²/n - 2 tr(V B') + tr(V S V') over V (l x d), Lemma B.1 | gradient descent, L-BFGS |
//! | SSL-RC | tr C - 2 tr(D E H') + tr(D E S E' D') over E (k x d) and D (d x k) | gradient descent, L-BFGS |
//! | SSL-JE | f(W) = 2 tr((W S W')^-1 W Σ W') over all W (k x d) | gradient descent, L-BFGS |
//! | SSL-JE | 2 tr(W Σ W') on the surface W S W' = I_k | retracted gradient descent |
//!
//! Blind by construction: only [`objective`] and elementary matrix operations are used, neither the
//! closed forms of Theorems 3.1 and 3.2 nor a factorisation of S. The one help is a diagonal change
//! of scale, which makes costs, gradients and starts dimensionless: each input coordinate is divided
//! by sqrt(S_ii), outputs by sqrt(tr C) or sqrt(|Y|²/n), and the loss by tr C, |Y|²/n or 2k.
//! [`Minimum::start`] tells where a run began, so that others can see that it was nowhere near.
//!
//! Normalisation: losses are averages over samples (1/n) as in [`objective`]; an encoder of SSL-JE
//! is returned with W S W' = I_k to rounding. Not unique: W up to a rotation and (E, D) up to an
//! invertible k x k matrix, so compare row spaces.
//!
//! Guarantee: approximate and local. [`Termination::converged`] says that the gradient is small and
//! that a search for negative curvature found none. It says nothing about other minima. A run that
//! stops for another reason is returned with that reason; it is not an error.
//!
//! Source: argmin 0.11 runs the iterations (`SteepestDescent`, `LBFGS`, `Executor`); L-BFGS is
//! Nocedal and Wright, Numerical Optimization, algorithm 7.5.
//!
//! ```
//! use jerc::augment::{AlignedNoise, Channel};
//! use jerc::minimize::{Method, Options, Problem, minimize};
//! use jerc::moments::DataMoments;
//! use nalgebra::{DMatrix, dmatrix};
//! // C = diag(2, 2), Σ = diag(1, 2): ω = (2/3, 1/2), so the optimum for k = 1 is 2 (1 - 2/3).
//! let data = DataMoments::from_samples(&dmatrix![2.0, 0.0; 0.0, 2.0], &DMatrix::zeros(2, 0))?;
//! let views = AlignedNoise::new(dmatrix![1.0, 0.0; 0.0, 2.0], DMatrix::zeros(2, 2), 0.0)?.views(&data)?;
//! let found = minimize(Problem::JointEmbedding { k: 1 }, Method::Lbfgs, &views, 0, &Options::default())?;
//! assert!(found.termination.converged());
//! assert!((found.loss - 2.0 / 3.0).abs() < 1e-12);
//! # Ok::<(), jerc::Error>(())
//! ```

mod cost;
mod curvature;
mod descent;
mod function;
mod line_search;
mod monitor;
#[cfg(test)]
mod tests;

pub use function::{Function, minimize_function};
pub use monitor::Termination;

use crate::error::{Error, Result};
use crate::moments::{ViewMoments, objective};
use argmin::core::{Executor, Solver};
use argmin::solver::quasinewton::LBFGS;
use cost::{Cost, normalised};
use descent::{RetractedDescent, SpectralDescent};
use line_search::{State, WolfeLineSearch};
use monitor::Monitored;
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Pairs (s, y) that L-BFGS keeps: the upper end of what Nocedal and Wright report (section 7.2).
const LBFGS_PAIRS: usize = 20;

/// Iterations of L-BFGS between two changes of gauge: many, so that forgetting the pairs costs little.
const LBFGS_ROUND: u64 = 10 * LBFGS_PAIRS as u64;

/// Which objective to minimise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Problem {
    /// SL: the augmented squared loss of V (l x d).
    Supervised,
    /// SSL-RC with an encoder E (k x d) and a decoder D (d x k).
    Reconstruction {
        /// The embedding dimension.
        k: usize,
    },
    /// SSL-JE with an encoder W (k x d).
    JointEmbedding {
        /// The embedding dimension.
        k: usize,
    },
}

/// How to minimise it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Method {
    /// Steepest descent with spectral first steps and a line search.
    GradientDescent,
    /// Limited-memory BFGS with the same line search.
    Lbfgs,
    /// Projected gradient steps on the surface W S W' = I_k, each retracted to it; SSL-JE only.
    RetractedGradientDescent,
}

/// When to stop.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Options {
    /// Iterations after which a run gives up.
    pub max_iterations: u64,
    /// Largest Frobenius norm of the gradient of the dimensionless cost that counts as zero.
    pub gradient_tolerance: f64,
}

impl Default for Options {
    /// 20,000 iterations; 1e-9, where a Hessian eigenvalue μ of the dimensionless cost leaves a
    /// distance of 1e-9/μ and a cost gap of 1e-18/(2 μ).
    fn default() -> Self {
        Self { max_iterations: 20_000, gradient_tolerance: 1e-9 }
    }
}

/// Where a run began: iteration 0, in the form of the result. A minimum is evidence for a closed form
/// only if the run started far from it.
#[derive(Debug, Clone, PartialEq)]
pub struct Start {
    /// As [`Minimum::weights`].
    pub weights: DMatrix<f64>,
    /// As [`Minimum::decoder`].
    pub decoder: Option<DMatrix<f64>>,
    /// As [`Minimum::loss`].
    pub loss: f64,
}

/// Where a run stopped.
#[derive(Debug, Clone, PartialEq)]
pub struct Minimum {
    /// Where it began.
    pub start: Start,
    /// V (l x d), E (k x d), or W (k x d) with W S W' = I_k, in the coordinates of the data.
    pub weights: DMatrix<f64>,
    /// D (d x k), for SSL-RC only.
    pub decoder: Option<DMatrix<f64>>,
    /// The loss of [`objective`] at these weights.
    pub loss: f64,
    /// Frobenius norm of the gradient of the dimensionless cost (tangential for retracted descent).
    pub gradient_norm: f64,
    /// Iterations done.
    pub iterations: u64,
    /// Why the run stopped.
    pub termination: Termination,
}

/// Minimises an objective from the random start of a seed; see the [module](self).
///
/// # Errors
/// [`Error::ShapeMismatch`], [`Error::NotFinite`], [`Error::NotPositiveDefinite`];
/// [`Error::OutOfRange`] for k outside \[1, min(d, rank S)\], for SL without labels or for a
/// tolerance that is negative or not finite; [`Error::BadRequest`] for retracted descent on another
/// problem than SSL-JE.
pub fn minimize(
    problem: Problem,
    method: Method,
    views: &ViewMoments<f64>,
    start_seed: u64,
    options: &Options,
) -> Result<Minimum> {
    check(problem, method, views, options)?;
    let cost = Cost::new(problem, views)?;
    let on_constraint = |w: DMatrix<f64>, moments: &ViewMoments<f64>| {
        if !matches!(problem, Problem::JointEmbedding { .. }) {
            return Ok(w);
        }
        // The second pass removes the rounding that an ill-conditioned W S W' leaves in the first.
        normalised(&w, moments)
            .and_then(|w| normalised(&w, moments))
            .ok_or_else(|| Error::range("k", "at most the numerical rank of S", cost.rows))
    };
    let start = on_constraint(random_start(cost.rows, cost.columns(), start_seed), &cost.moments)?;
    // A parameter in the coordinates of the data, and the loss of what is told.
    let told = |parameter: &DMatrix<f64>| {
        let (weights, decoder) = cost.unscale(parameter);
        let weights = on_constraint(weights, views)?;
        let loss = match (problem, &decoder) {
            (Problem::Supervised, _) => objective::supervised(&weights, views),
            (_, Some(d)) => objective::reconstruction(&weights, d, views),
            (_, None) => objective::joint_embedding(&weights, views),
        };
        Ok((weights, decoder, loss))
    };
    let (weights, decoder, loss) = told(&start)?;
    let begun = Start { weights, decoder, loss };
    let state = match method {
        Method::GradientDescent => run(&cost, SpectralDescent::default(), start, options),
        Method::Lbfgs => run_lbfgs(&cost, start, options),
        Method::RetractedGradientDescent => run(&cost, RetractedDescent::default(), start, options),
    }?;
    let (Some(point), Some(gradient)) = (&state.param, &state.grad) else {
        return Err(broken("the run ended without a point".into()));
    };
    let mut termination = Termination::from_status(&state.termination_status);
    if termination.converged() {
        let probe = normal_matrix(point.nrows(), point.ncols(), start_seed, PROBE_STREAM);
        if curvature::is_saddle(&cost, point, &probe) {
            termination = Termination::SaddlePoint;
        }
    }
    let (weights, decoder, loss) = told(point)?;
    let (gradient_norm, iterations) = (gradient.norm(), state.iter);
    Ok(Minimum { start: begun, weights, decoder, loss, gradient_norm, iterations, termination })
}

/// The ChaCha8 stream of the random starts under each seed.
const START_STREAM: u64 = 1;

/// The stream of the directions from which negative curvature is sought.
const PROBE_STREAM: u64 = 2;

/// The start of a seed: independent N(0, 1/columns) entries from ChaCha8, stream 1 of the seed, in
/// the dimensionless coordinates. An encoder of SSL-JE is then normalised to W S W' = I_k.
pub fn random_start(rows: usize, columns: usize, seed: u64) -> DMatrix<f64> {
    normal_matrix(rows, columns, seed, START_STREAM) / (columns as f64).sqrt()
}

fn normal_matrix(rows: usize, columns: usize, seed: u64, stream: u64) -> DMatrix<f64> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    DMatrix::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal))
}

fn check(problem: Problem, method: Method, views: &ViewMoments<f64>, options: &Options) -> Result<()> {
    let d = views.view_second.nrows();
    let labels = views.label_cross.nrows();
    for (what, matrix, rows) in [
        ("C", &views.data_second, d),
        ("G", &views.mean_second, d),
        ("Sigma", &views.covariance, d),
        ("S", &views.view_second, d),
        ("H", &views.cross, d),
        ("B", &views.label_cross, labels),
    ] {
        if matrix.shape() != (rows, d) {
            let found = format!("{} x {}", matrix.nrows(), matrix.ncols());
            return Err(Error::shape(what, format!("{rows} x {d}"), found));
        }
    }
    match problem {
        Problem::Reconstruction { k } | Problem::JointEmbedding { k } if k == 0 || k > d => {
            return Err(Error::range("k", format!("in [1, {d}]"), k));
        }
        Problem::Supervised if labels == 0 || d == 0 => {
            return Err(Error::range("label and input dimension", "at least 1", labels.min(d)));
        }
        _ => {}
    }
    if method == Method::RetractedGradientDescent && !matches!(problem, Problem::JointEmbedding { .. }) {
        let problem = "retracted gradient descent needs the constraint W S W' = I_k of joint-embedding";
        return Err(Error::request(problem, "use GradientDescent or Lbfgs"));
    }
    if !(options.gradient_tolerance.is_finite() && options.gradient_tolerance >= 0.0) {
        return Err(Error::range("gradient tolerance", "finite and >= 0", options.gradient_tolerance));
    }
    Ok(())
}

/// Runs a solver to its end, with the stopping rule of the options.
fn run<A: Solver<Cost, State>>(cost: &Cost, solver: A, start: DMatrix<f64>, options: &Options) -> Result<State> {
    Executor::new(cost.clone(), Monitored::new(solver, options.gradient_tolerance))
        .configure(|state| state.param(start).max_iters(options.max_iterations))
        .ctrlc(false)
        .run()
        .map(|result| result.state)
        .map_err(|error| broken(error.to_string()))
}

/// L-BFGS in rounds of [`LBFGS_ROUND`] iterations, with a change of gauge and an empty memory
/// between them.
///
/// The costs of SSL-RC and SSL-JE do not change under an invertible k x k map of the embedding.
/// Quasi-Newton steps drift along it: one start in a few hundred runs off towards E = 0 or D = 0.
/// Gradient steps keep EE' - D'D nearly constant and need no such help.
fn run_lbfgs(cost: &Cost, mut start: DMatrix<f64>, options: &Options) -> Result<State> {
    let mut done = 0;
    loop {
        let lbfgs = LBFGS::new(WolfeLineSearch::new(1.0), LBFGS_PAIRS);
        let round = Options { max_iterations: LBFGS_ROUND.min(options.max_iterations - done), ..*options };
        let mut state = run(cost, lbfgs, start, &round)?;
        done += state.iter;
        let again = match Termination::from_status(&state.termination_status) {
            Termination::IterationLimit => done < options.max_iterations,
            // Far out in a drifted gauge the gradient is small as well.
            Termination::GradientSmall => state.iter > 0,
            // A first step along the gradient that fails would fail again.
            _ => state.iter > 1 && done < options.max_iterations,
        };
        match &state.param {
            Some(point) if again => start = cost.regauged(point),
            _ => {
                state.iter = done;
                return Ok(state);
            }
        }
    }
}

/// What argmin reports only if the solvers of this module misuse it.
fn broken(reason: String) -> Error {
    Error::NotConverged { what: "minimiser".into(), reason, iterations: 0, residual: f64::NAN }
}
