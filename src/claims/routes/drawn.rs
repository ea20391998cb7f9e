//! Route by drawn views: losses averaged over drawn views, against their moment formulas.

use crate::augment::{AlignedNoise, Augmentation, Channel};
use crate::claims::routes::images::Images;
use crate::claims::{Context, Effort, Evidence, Measured, Problem, Route, smallest};
use crate::drawn_views::{self, Estimate, Parameters, SIGMAS, SampledLosses};
use crate::error::Result;
use crate::moments::{DataMoments, ViewMoments, objective};
use crate::paradigm::Paradigm;
use crate::solve;
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// A loss: its name, its estimate from drawn views, and its value by the moment formula.
pub(in crate::claims) type Loss = (&'static str, Estimate, f64);

/// Distances of estimates from their formulas, in standard errors.
fn evidence(compared: String, effort: Effort, losses: &[Loss]) -> Result<Evidence> {
    let new = Evidence::new(Route::Sampled, "drawn-views", compared + ": distance in standard errors", effort);
    let ran = losses.iter().map(|(_, estimate, _)| estimate.rounds).min().unwrap_or(0);
    losses.iter().try_fold(new.ran(ran), |evidence, &(of, estimate, formula)| {
        let off = 2.0 * SIGMAS * estimate.resolution(formula);
        // A distance that looks to one side only accepts a fault on the other.
        let found = Measured::by("the formula ten standard errors off, above or below", |run| {
            Ok(smallest(run.pick([formula; 2], [formula + off, formula - off]).map(|value| estimate.sigmas(value))))
        })?;
        Ok(evidence.at_most(of, found, SIGMAS, "central limit theorem, fixed seed"))
    })
}

/// A small corrupted sample of the data with its augmentation.
pub(in crate::claims) struct Setting {
    pub x: DMatrix<f64>,
    pub y: DMatrix<f64>,
    pub augmentation: AlignedNoise<f64>,
    pub views: ViewMoments<f64>,
    rounds: Effort,
    name: String,
}

impl Setting {
    /// Rows of the data with Gaussian noise appended, and T(1) on them.
    pub fn new(context: &Context<'_>, problem: &Problem) -> Result<Self> {
        (context.progress)("drawing views");
        let n = context.tier.pick(50, 100, 500).min(context.raw.n());
        let mut rng = context.rng("drawn views", "noise dimensions");
        let (scores, labels) = (context.scores.matrix(), context.scores.label_matrix());
        let x = DMatrix::from_fn(n, problem.dimension(), |i, j| match j.checked_sub(problem.rank()) {
            None => scores[(i, j)],
            Some(noise) => problem.gamma[noise].sqrt() * rng.sample::<f64, _>(StandardNormal),
        });
        let y = labels.rows(0, n).into_owned();
        let augmentation = problem.augmentation(1.0)?;
        let views = augmentation.views(&DataMoments::from_samples(&x, &y)?)?;
        let rounds = context.effort([100, 200, 1000]);
        Ok(Self { x, y, augmentation, views, rounds, name: context.raw.name().into() })
    }

    /// The losses at given parameters from drawn views.
    pub fn losses(&self, augmentation: &dyn Augmentation, at: Parameters<'_>, rng: &mut ChaCha8Rng) -> SampledLosses {
        drawn_views::losses(&self.x, &self.y, augmentation, at, self.rounds.now, rng)
    }

    /// The distances of estimates from their formulas.
    pub fn evidence(&self, compared: &str, losses: &[Loss]) -> Result<Evidence> {
        let on = format!("{compared}, {} x {} views of {}", self.x.nrows(), self.rounds.now, self.name);
        evidence(on, self.rounds, losses)
    }
}

/// The loss of a paradigm at its closed form.
pub(in crate::claims) fn at_optimum(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    let problem = context.problem(context.scale.gamma_strong, &mut context.rng("drawn views", "problem"))?;
    let setting = Setting::new(context, &problem)?;
    let solved = solve::embedding(paradigm, &setting.views, problem.rank())?;
    let blank = DMatrix::zeros(1, problem.dimension());
    let decoder = solved.decoder.clone().unwrap_or_else(|| solved.encoder.transpose());
    let v = DMatrix::zeros(setting.y.ncols(), problem.dimension());
    let (e, d, w) = match paradigm {
        Paradigm::Reconstruction => (&solved.encoder, &decoder, &blank),
        Paradigm::JointEmbedding => (&blank, &blank.transpose(), &solved.encoder),
    };
    let mut rng = context.rng("drawn views", "losses");
    let found = setting.losses(&setting.augmentation, Parameters { v: &v, e, d, w }, &mut rng);
    let (compared, estimate) = match paradigm {
        Paradigm::Reconstruction => ("(SSL-RC) at E*, D* against tr C - sum φ²", found.reconstruction),
        Paradigm::JointEmbedding => ("(SSL-JE) at W* against 2(k - sum ω)", found.joint_embedding),
    };
    setting.evidence(compared, &[(paradigm.problem(), estimate, solved.loss)])
}

/// Both losses at their closed forms on a piece of the data.
pub(in crate::claims) fn on_images(
    context: &Context<'_>,
    images: &Images,
    augmentation: &dyn Augmentation,
    k: usize,
) -> Result<Evidence> {
    (context.progress)("drawing views");
    let n = context.tier.pick(30, 60, 300).min(images.x.nrows());
    let rounds = context.effort([100, 150, 1000]);
    // Spread over the data, so that no pixel is 0 in all of them.
    let step = images.x.nrows() / n;
    let x = DMatrix::from_fn(n, images.x.ncols(), |i, j| images.x[(i * step, j)]);
    let (d, blank) = (x.ncols(), DMatrix::zeros(n, 1));
    let all = augmentation.views(&images.data.moments()?)?;
    let (rc, je) = (solve::reconstruction(&all, k)?, solve::joint_embedding(&all, k)?);
    let decoder = rc.decoder.unwrap_or_default();
    // The encoders are those of all images; the losses are compared on the drawn ones.
    let views = augmentation.views(&DataMoments::from_samples(&x, &DMatrix::zeros(n, 0))?)?;
    let v = DMatrix::zeros(1, d);
    let at = Parameters { v: &v, e: &rc.encoder, d: &decoder, w: &je.encoder };
    let mut rng = context.rng("drawn views", "images");
    let found = drawn_views::losses(&x, &blank, augmentation, at, rounds.now, &mut rng);
    let reconstruction = objective::reconstruction(&rc.encoder, &decoder, &views);
    let embedding = objective::joint_embedding(&je.encoder, &views);
    let losses = [
        (Paradigm::Reconstruction.problem(), found.reconstruction, reconstruction),
        (Paradigm::JointEmbedding.problem(), found.joint_embedding, embedding),
    ];
    let compared = format!("both losses at E*, D* and W*, {n} x {} views, {}", rounds.now, images.on);
    evidence(compared, rounds, &losses)
}
