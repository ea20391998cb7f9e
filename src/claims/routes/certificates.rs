//! Evidence of the claims on closed forms by certificates: the optimum found is proved optimal
//! among all encoders, in exact arithmetic, by a checker that shares no code with the solvers.

use crate::augment::AlignedNoise;
use crate::certificate::{ExactPencil, certify};
use crate::claims::{Context, Evidence, Noise, Route, Tier};
use crate::dataset::Features;
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::scalar::Scalar;
use nalgebra::{DMatrix, DVector};
use rand::RngExt;

/// The largest relative gap that counts: 1e-13 is usual, and 100 times the room.
const GAP: f64 = 1e-11;

/// Largest d of raw data that is certified in the smoke tier: d = 784 takes some ten seconds.
const RAW_DIMENSION: usize = 100;

/// Largest d whose certificates the report keeps as files: about a megabyte each.
const KEPT_DIMENSION: usize = 100;

/// Certificates on the corrupted data in both noise regimes (all n samples), and on the raw integer
/// data.
pub(in crate::claims) fn gather(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for noise in [Noise::Weak, Noise::Strong] {
        let problem = context.regime(noise)?;
        let features = problem.corrupted_rows(&mut context.rng(91 + noise as u64))?;
        let on = format!("{} corrupted by {} noise, n = {}, alpha = 1", context.raw.name(), noise.name(), features.n());
        evidence.push(certified(
            context,
            paradigm,
            &features,
            &problem.augmentation(1.0)?,
            problem.rank(),
            (noise.name(), &on),
        )?);
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
        evidence.push(certified(context, paradigm, context.raw.features(), &noise, k, ("raw", &on))?);
    }
    Ok(evidence)
}

fn certified(
    context: &Context<'_>,
    paradigm: Paradigm,
    features: &Features,
    noise: &AlignedNoise<f64>,
    k: usize,
    (name, on): (&str, &str),
) -> Result<Evidence> {
    proved(context, &ExactPencil::aligned_noise(paradigm, features, noise, on.into())?, k, (name, on))
}

/// The certificate of a pencil as evidence: its name in the report, which keeps it if it is not too
/// large, and what it is on.
pub(in crate::claims) fn proved(
    context: &Context<'_>,
    pencil: &ExactPencil,
    k: usize,
    (name, on): (&str, &str),
) -> Result<Evidence> {
    (context.progress)(&format!("certifying {on}"));
    let certificate = certify(pencil, k, &|step| (context.progress)(&format!("certificate: {step}")))?;
    let proved = certificate.verified;
    if proved.d <= KEPT_DIMENSION {
        let problem = if pencil.paradigm == Paradigm::JointEmbedding { "je" } else { "rc" };
        context.keep_certificate(format!("certificate-{problem}-{name}.json"), certificate.json);
    }
    let unique = if proved.eigengap.is_some() { "row space unique" } else { "uniqueness undecided" };
    let compared = format!("certified, relative gap, {unique}: {on}, d = {}, k = {k}", proved.d);
    let gap = proved.relative_gap.approx();
    Ok(Evidence::at_most(Route::Certificate, compared, gap, GAP, "exact certificate, accepted by jerc-check"))
}
