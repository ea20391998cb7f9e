//! Evidence shared by the claims on closed forms: minimisers and drawn views held against them.
//!
//! Tolerances of the agreement: relative objective gap <= 1e-8 (L-BFGS) and <= 1e-5 (gradient
//! descents), projector distance <= 1e-4 (L-BFGS) where the closed form is unique. A run that does
//! not converge is a failure.

use crate::augment::{AlignedNoise, Channel};
use crate::claims::routes::rational::{RationalInstance, separated_spectrum};
use crate::claims::{Context, Evidence, Problem, Route};
use crate::drawn_views;
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::minimize::{self, Method, Options};
use crate::moments::DataMoments;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Scalar, approx_matrix};
use crate::solve::supervised as sl;
use crate::solve::{self, Embedding};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Relative objective gap allowed to L-BFGS: its gradient tolerance bounds the gap quadratically,
/// far below.
const GAP_LBFGS: f64 = 1e-8;
/// The same for gradient descents.
const GAP_DESCENT: f64 = 1e-5;
/// Projector distance allowed to L-BFGS.
const DISTANCE_LBFGS: f64 = 1e-4;

/// The runs of one method on one problem, against the closed form.
#[derive(Debug, Clone, PartialEq)]
pub struct Agreement {
    /// Which method.
    pub method: Method,
    /// Runs made.
    pub runs: usize,
    /// Runs that converged.
    pub converged: usize,
    /// Termination reasons of the others.
    pub failures: Vec<String>,
    /// Most iterations of any run.
    pub iterations: u64,
    /// Largest gradient norm at the end, in the units of the minimiser.
    pub gradient_norm: f64,
    /// Largest relative gap of the objective, |loss - optimum| / optimum.
    pub objective_gap: f64,
    /// Largest distance of row spaces (of weights, relative, for SL).
    pub distance: f64,
}

impl Agreement {
    fn new(method: Method) -> Self {
        let failures = vec![];
        Self {
            method,
            runs: 0,
            converged: 0,
            failures,
            iterations: 0,
            gradient_norm: 0.0,
            objective_gap: 0.0,
            distance: 0.0,
        }
    }

    /// The tolerances of objective gap and distance.
    pub fn tolerances(&self) -> (f64, f64) {
        match self.method {
            Method::Lbfgs => (GAP_LBFGS, DISTANCE_LBFGS),
            _ => (GAP_DESCENT, f64::INFINITY),
        }
    }

    /// All runs converged, within the tolerances.
    pub fn holds(&self) -> bool {
        let (gap, distance) = self.tolerances();
        self.runs > 0 && self.converged == self.runs && self.objective_gap <= gap && self.distance <= distance
    }

    fn record(&mut self, found: &minimize::Minimum, optimum: f64, distance: f64) {
        self.runs += 1;
        if found.termination.converged() {
            self.converged += 1;
        } else {
            self.failures.push(format!("{:?}", found.termination));
        }
        self.iterations = self.iterations.max(found.iterations);
        self.gradient_norm = self.gradient_norm.max(found.gradient_norm);
        self.objective_gap = self.objective_gap.max((found.loss / optimum - 1.0).abs());
        self.distance = self.distance.max(distance);
    }

    fn evidence(&self, on: &str) -> Evidence {
        let (gap, distance) = self.tolerances();
        let name = match self.method {
            Method::Lbfgs => "L-BFGS",
            Method::GradientDescent => "gradient descent",
            Method::RetractedGradientDescent => "gradient descent retracted to W S W' = I",
        };
        let distance =
            if distance.is_finite() { format!(", projector distance <= {distance:.0e}") } else { String::new() };
        Evidence {
            route: Route::Minimiser,
            compared: format!(
                "{name}, {} of {} runs converged from random starts, {on}: relative objective gap",
                self.converged, self.runs
            ),
            found: self.objective_gap,
            required: format!("all converged, <= {gap:.0e}{distance}"),
            holds: self.holds(),
        }
    }
}

/// The methods for a paradigm.
fn methods(paradigm: Paradigm) -> &'static [Method] {
    match paradigm {
        Paradigm::Reconstruction => &[Method::GradientDescent, Method::Lbfgs],
        Paradigm::JointEmbedding => &[Method::GradientDescent, Method::Lbfgs, Method::RetractedGradientDescent],
    }
}

/// The closed form of a paradigm.
pub(in crate::claims) fn closed_form(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize) -> Result<Embedding> {
    match paradigm {
        Paradigm::Reconstruction => solve::reconstruction(views, k),
        Paradigm::JointEmbedding => solve::joint_embedding(views, k),
    }
}

/// The minimiser's problem for a paradigm.
pub(in crate::claims) fn objective_of(paradigm: Paradigm, k: usize) -> minimize::Problem {
    match paradigm {
        Paradigm::Reconstruction => minimize::Problem::Reconstruction { k },
        Paradigm::JointEmbedding => minimize::Problem::JointEmbedding { k },
    }
}

/// Runs `starts` random starts of a method on each of the given problems, against the closed form.
///
/// # Errors
/// Those of the solvers; a run that does not converge is recorded, not an error.
pub fn agreement(
    paradigm: Paradigm,
    method: Method,
    problems: &[(ViewMoments<f64>, usize)],
    starts: u64,
) -> Result<Agreement> {
    let mut agreement = Agreement::new(method);
    for (views, k) in problems {
        let solved = closed_form(paradigm, views, *k)?;
        for start in 0..starts {
            let found = minimize::minimize(objective_of(paradigm, *k), method, views, start, &Options::default())?;
            let distance = row_space_distance(&found.weights, &solved.encoder)?;
            agreement.record(&found, solved.loss, distance);
        }
    }
    Ok(agreement)
}

/// Minimisers against the closed form: random dense instances, and the data in both noise regimes.
pub(in crate::claims) fn self_supervised(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut rng = context.rng(40);
    let instances = context.tier.pick(3, 8, 20);
    let starts = context.tier.pick(2, 3, 10);
    let random: Vec<_> =
        (0..instances).map(|i| Ok((random_views(&mut rng, 6 + i % 4)?, 1 + i % 3))).collect::<Result<_>>()?;
    let mut data = Vec::new();
    for gamma in [context.scale.gamma_weak, context.scale.gamma_strong] {
        let problem = context.problem(gamma, 41)?;
        let (_, corrupted) = problem.sample(context.raw.n().min(2000), &mut rng)?;
        data.push((problem.augmentation(1.0)?.views(&corrupted)?, problem.rank().min(5)));
    }
    let mut evidence = Vec::new();
    for &method in methods(paradigm) {
        (context.progress)("minimising on random instances");
        evidence.push(agreement(paradigm, method, &random, starts)?.evidence(&format!("{instances} random instances")));
        (context.progress)(&format!("minimising on {}", context.raw.name()));
        let on = format!("{} corrupted by weak and strong noise, alpha = 1, k = {}", context.raw.name(), data[0].1);
        evidence.push(agreement(paradigm, method, &data, context.tier.pick(1, 2, 10))?.evidence(&on));
    }
    Ok(evidence)
}

/// Minimisers of SL against V*.
pub(in crate::claims) fn supervised(context: &Context<'_>, problem: &Problem) -> Result<Vec<Evidence>> {
    let mut rng = context.rng(42);
    let (_, corrupted) = problem.sample(context.raw.n().min(2000), &mut rng)?;
    let views = problem.augmentation(1.0)?.views(&corrupted)?;
    let solved = sl::supervised(&views)?;
    [Method::GradientDescent, Method::Lbfgs]
        .into_iter()
        .map(|method| {
            (context.progress)(&format!("minimising on {}", context.raw.name()));
            let mut agreement = Agreement::new(method);
            for start in 0..context.tier.pick(2, 5, 10) {
                let found =
                    minimize::minimize(minimize::Problem::Supervised, method, &views, start, &Options::default())?;
                let distance = (&found.weights - &solved.weights).norm() / solved.weights.norm();
                agreement.record(&found, solved.loss, distance);
            }
            Ok(agreement.evidence(&format!("{} corrupted by strong noise, alpha = 1", context.raw.name())))
        })
        .collect()
}

/// Dense views with no structure at all: X with a decaying spectrum, non-commuting Theta and Gamma.
pub(in crate::claims) fn random_views(rng: &mut ChaCha8Rng, d: usize) -> Result<ViewMoments<f64>> {
    let mut normal =
        |rows: usize, columns: usize| DMatrix::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal));
    let scales = DMatrix::from_fn(d, d, |i, j| if i == j { 0.8f64.powi(i as i32) * 2.0 } else { 0.0 });
    let x = normal(4 * d, d) * scales * normal(d, d).qr().q();
    let covariance = |f: DMatrix<f64>| {
        let product = &f * f.transpose();
        (&product + product.transpose()) * (0.5 / d as f64)
    };
    let theta = covariance(normal(d, d));
    let gamma = covariance(normal(d, 2));
    let data = DataMoments::from_samples(&x, &DMatrix::zeros(4 * d, 0))?;
    AlignedNoise::new(theta, gamma, 0.7)?.views(&data)
}

/// The `f64` closed forms on instances whose exact solution is rational: eigenvalues and row
/// spaces.
pub(in crate::claims) fn closed_form_on_rational_instances(
    context: &Context<'_>,
    paradigm: Paradigm,
) -> Result<Evidence> {
    let mut rng = context.rng(43);
    let instances = context.tier.pick(4, 20, 60);
    let mut worst: f64 = 0.0;
    for case in 0..instances {
        let d = 2 + case % 4;
        let spectrum = separated_spectrum(&mut rng, d);
        let instance = match paradigm {
            Paradigm::Reconstruction => RationalInstance::reconstruction(&mut rng, spectrum)?,
            Paradigm::JointEmbedding => RationalInstance::joint_embedding(&mut rng, spectrum)?,
        };
        let views = approx_views(&instance.views);
        for k in 1..d {
            let solved = closed_form(paradigm, &views, k)?;
            let gap = (instance.spectrum[k - 1].approx() - instance.spectrum[k].approx()).max(f64::MIN_POSITIVE);
            // In units of the bound each quantity has: the eigenvalue error, and error / gap for
            // the subspace (Davis-Kahan).
            let allowance = solved.eigenvalue_error.max(f64::EPSILON);
            for (found, exact) in solved.eigenvalues.iter().zip(&instance.spectrum) {
                let exact = exact.approx();
                let exact = if paradigm == Paradigm::Reconstruction { exact * exact } else { exact };
                worst = worst.max((found - exact).abs() / allowance);
            }
            let exact = approx_matrix(&instance.encoder(k));
            worst = worst.max(row_space_distance(&solved.encoder, &exact)? * gap / (2.0 * allowance));
        }
    }
    Ok(Evidence::at_most(
        Route::ClosedForm,
        format!(
            "f64 eigenvalues and row spaces against {instances} rational instances, in units of their error bounds"
        ),
        worst,
        1.0,
        "first-order bound of pencil.rs; Davis-Kahan for row spaces",
    ))
}

/// Exact views rounded entry by entry.
pub(in crate::claims) fn approx_views<T: Scalar>(views: &ViewMoments<T>) -> ViewMoments<f64> {
    ViewMoments {
        data_second: approx_matrix(&views.data_second),
        mean_second: approx_matrix(&views.mean_second),
        covariance: approx_matrix(&views.covariance),
        view_second: approx_matrix(&views.view_second),
        cross: approx_matrix(&views.cross),
        label_cross: approx_matrix(&views.label_cross),
        label_energy: views.label_energy.approx(),
    }
}

/// A small corrupted sample of the data with its augmentation, for drawn views.
pub(in crate::claims) struct SampledSetting {
    pub x: DMatrix<f64>,
    pub y: DMatrix<f64>,
    pub augmentation: AlignedNoise<f64>,
    pub views: ViewMoments<f64>,
    pub rounds: usize,
    name: String,
}

impl SampledSetting {
    /// The distance of an estimate from a formula, in standard errors.
    pub fn evidence(&self, compared: &str, sigmas: f64) -> Evidence {
        Evidence::at_most(
            Route::Sampled,
            format!(
                "{compared}, {} x {} views of {}: distance in standard errors",
                self.x.nrows(),
                self.rounds,
                self.name
            ),
            sigmas,
            drawn_views::SIGMAS,
            "central limit theorem, fixed seed",
        )
    }
}

/// Rows of the data with Gaussian noise appended, and T(1) on them.
pub(in crate::claims) fn sampled_setting(context: &Context<'_>, problem: &Problem) -> Result<SampledSetting> {
    let n = context.tier.pick(50, 100, 500).min(context.raw.n());
    let mut rng = context.rng(44);
    let (scores, labels) = (context.scores.matrix(), context.scores.label_matrix());
    let x = DMatrix::from_fn(n, problem.dimension(), |i, j| match j.checked_sub(problem.rank()) {
        None => scores[(i, j)],
        Some(noise) => problem.gamma[noise].sqrt() * rng.sample::<f64, _>(StandardNormal),
    });
    let y = labels.rows(0, n).into_owned();
    let augmentation = problem.augmentation(1.0)?;
    let views = augmentation.views(&DataMoments::from_samples(&x, &y)?)?;
    let rounds = context.tier.pick(100, 200, 1000);
    Ok(SampledSetting { x, y, augmentation, views, rounds, name: context.raw.name().into() })
}

/// The loss of a paradigm at its closed form, from drawn views.
pub(in crate::claims) fn sampled_at_optimum(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    (context.progress)("drawing views");
    let problem = context.problem(context.scale.gamma_strong, 45)?;
    let setting = sampled_setting(context, &problem)?;
    let solved = closed_form(paradigm, &setting.views, problem.rank())?;
    let blank = DMatrix::zeros(1, problem.dimension());
    let decoder = solved.decoder.clone().unwrap_or_else(|| solved.encoder.transpose());
    let v = DMatrix::zeros(setting.y.ncols(), problem.dimension());
    let (e, d, w) = match paradigm {
        Paradigm::Reconstruction => (&solved.encoder, &decoder, &blank),
        Paradigm::JointEmbedding => (&blank, &blank.transpose(), &solved.encoder),
    };
    let mut rng = context.rng(46);
    let at = drawn_views::Parameters { v: &v, e, d, w };
    let found = drawn_views::losses(&setting.x, &setting.y, &setting.augmentation, at, setting.rounds, &mut rng);
    Ok(match paradigm {
        Paradigm::Reconstruction => setting.evidence(
            "(SSL-RC) at E*, D* from drawn views against tr C - sum phi^2",
            found.reconstruction.sigmas(solved.loss),
        ),
        Paradigm::JointEmbedding => setting.evidence(
            "(SSL-JE) at W* from drawn views against 2(k - sum omega)",
            found.joint_embedding.sigmas(solved.loss),
        ),
    })
}
