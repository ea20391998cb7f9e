//! Evidence of the claims on closed forms by certificates: the optimum found is proved optimal among all encoders, in exact arithmetic, by a checker that shares no code with the solvers.

use super::{Context, Evidence, Noise, Route, Tier, minimisers};
use crate::augment::AlignedNoise;
use crate::certificate::{ExactPencil, certify};
use crate::dataset::Features;
use crate::error::Result;
use crate::scalar::Scalar;
use crate::threshold::Paradigm;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;

/// The largest relative gap that counts: 1e-13 is usual, and 100 times the room.
const GAP: f64 = 1e-11;

/// Largest d of raw data that is certified in the smoke tier: d = 784 takes some ten seconds.
const RAW_DIMENSION: usize = 100;

/// Certificates on the corrupted data in both noise regimes, and on the raw integer data.
pub(super) fn gather(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for noise in [Noise::Weak, Noise::Strong] {
        let problem = context.regime(noise)?;
        let setting = minimisers::sampled_setting(context, &problem)?;
        let features = Features::real(setting.x.transpose().as_slice().to_vec(), problem.dimension())?;
        let on = format!("{} corrupted by {} noise, n = {}, alpha = 1", context.raw.name(), noise.name(), features.n());
        evidence.push(certified(context, paradigm, &features, &setting.augmentation, problem.rank(), &on)?);
    }
    let d = context.raw.d();
    if d <= RAW_DIMENSION || context.tier > Tier::Smoke {
        let mut rng = context.rng(90);
        let mut diagonal = || {
            DMatrix::from_diagonal(&DVector::from_fn(d, |_, _| rng.random_range(0.1..1.0) * context.scale.theta_max))
        };
        let noise = AlignedNoise::new(diagonal(), diagonal(), 0.5)?;
        let on = format!("{} as stored, integer pixels, n = {}, alpha = 1/2", context.raw.name(), context.raw.n());
        let k = context.scale.components;
        evidence.push(certified(context, paradigm, context.raw.features(), &noise, k, &on)?);
    }
    Ok(evidence)
}

fn certified(
    context: &Context<'_>,
    paradigm: Paradigm,
    features: &Features,
    noise: &AlignedNoise<f64>,
    k: usize,
    on: &str,
) -> Result<Evidence> {
    proved(context, &ExactPencil::aligned_noise(paradigm, features, noise, on.into())?, k, on)
}

/// The certificate of a pencil as evidence.
pub(super) fn proved(context: &Context<'_>, pencil: &ExactPencil, k: usize, on: &str) -> Result<Evidence> {
    (context.progress)(&format!("certifying {on}"));
    let proved = certify(pencil, k, &|step| (context.progress)(&format!("certificate: {step}")))?.verified;
    let unique = if proved.eigengap.is_some() { "row space unique" } else { "uniqueness undecided" };
    let compared = format!("certified, relative gap, {unique}: {on}, d = {}, k = {k}", proved.d);
    let gap = proved.relative_gap.approx();
    Ok(Evidence::at_most(Route::Certificate, compared, gap, GAP, "exact certificate, accepted by jerc-check"))
}
