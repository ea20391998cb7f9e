//! Route by certificates: the optimum found is proved optimal among all encoders, in exact
//! arithmetic, by a checker that shares no code with the solvers.

use crate::augment::{AlignedNoise, Augmentation};
use crate::certificate::{ExactPencil, certify};
use crate::claims::routes::images::Images;
use crate::claims::tally::fingerprint;
use crate::claims::{Context, Effort, Evidence, Kept, KeptData, Measured, Noise, Route, Tier};
use crate::error::Result;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use std::sync::Arc;

/// The largest relative gap that counts: 1e-13 is usual, and 100 times the room.
const GAP: f64 = 1e-11;

/// Largest d of raw data that is certified in the smoke tier: d = 784 takes some ten seconds.
const RAW_DIMENSION: usize = 100;

/// Largest d whose certificates the report keeps as files: about a megabyte each.
const KEPT_DIMENSION: usize = 100;

/// Certificates on the corrupted data in both noise regimes (all n samples), and on the raw integer
/// data.
pub(in crate::claims) fn on_data(context: &Context<'_>, paradigm: Paradigm) -> Result<Vec<Evidence>> {
    let mut evidence = Vec::new();
    for noise in Noise::ALL {
        let problem = context.regime(noise)?;
        let features = problem.corrupted_rows(&mut context.rng("certificate", noise.name()))?;
        let on = format!("{} corrupted by {} noise, n = {}, alpha = 1", context.raw.name(), noise.name(), features.n());
        let augmentation = problem.augmentation(1.0)?;
        let pencil = ExactPencil::aligned_noise(paradigm, &features, &augmentation, on)?;
        let data = Arc::new(KeptData { name: noise.name().into(), samples: features, augmentation });
        evidence.push(proved(context, &pencil, problem.rank(), noise.name(), noise.name(), Some(data))?);
    }
    let d = context.raw.d();
    if d <= RAW_DIMENSION || context.tier > Tier::Smoke {
        let mut rng = context.rng("certificate", "raw data");
        let mut diagonal = || {
            DMatrix::from_diagonal(&DVector::from_fn(d, |_, _| rng.random_range(0.1..1.0) * context.scale.theta_max))
        };
        let noise = AlignedNoise::new(diagonal(), diagonal(), 0.5)?;
        let on = format!("{} as stored, integer pixels, n = {}, alpha = 1/2", context.raw.name(), context.raw.n());
        let pencil = ExactPencil::aligned_noise(paradigm, context.raw.features(), &noise, on)?;
        let samples = (d <= KEPT_DIMENSION).then(|| context.raw.features().clone());
        let data = samples.map(|samples| Arc::new(KeptData { name: "raw".into(), samples, augmentation: noise }));
        evidence.push(proved(context, &pencil, context.scale.components, "raw", "raw", data)?);
    }
    Ok(evidence)
}

/// A certificate for each problem under a family of augmentations, from the exact moments of a
/// piece of the data.
pub(in crate::claims) fn on_images(
    context: &Context<'_>,
    images: &Images,
    augmentation: &dyn Augmentation,
    k: usize,
) -> Result<Vec<Evidence>> {
    let views = augmentation.exact().views(&images.data.exact_moments()?)?;
    let family = augmentation.family().name;
    // A chain's name holds parentheses and commas.
    let file: String = family.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    let instances = fingerprint(views.view_second.iter().chain(&views.cross));
    let of = |paradigm: Paradigm| {
        let on = format!("{}, {family}, {}", paradigm.problem(), images.on);
        let pencil = ExactPencil::of_views(paradigm, &views, on);
        let file = file.trim_end_matches('-');
        Ok(proved(context, &pencil, k, paradigm.short(), file, None)?.of(instances.clone()))
    };
    Paradigm::ALL.into_iter().map(of).collect()
}

/// A certificate for a pencil that a claim made itself.
pub(in crate::claims) fn on_pencil(
    context: &Context<'_>,
    pencil: &ExactPencil,
    k: usize,
    id: &str,
) -> Result<Evidence> {
    proved(context, pencil, k, id, id, None)
}

/// The certificate of a pencil as evidence. The report keeps it as a file if it is not too large.
pub(in crate::claims) fn proved(
    context: &Context<'_>,
    pencil: &ExactPencil,
    k: usize,
    id: &str,
    file: &str,
    data: Option<Arc<KeptData>>,
) -> Result<Evidence> {
    let on = &pencil.source;
    (context.progress)(&format!("certifying {on}"));
    let certificate = certify(pencil, k, &|step| (context.progress)(&format!("certificate: {step}")))?;
    let gap = Measured::by("a file that claims a gap of 0", |run| {
        let file = run.pick(certificate.json.clone(), without_gap(&certificate.json));
        let found = jerc_check::check(file.as_bytes());
        // A file that is refused proves nothing, however large the gap.
        Ok(found.map_or(f64::INFINITY, |proved| Rational::from(proved.relative_gap).approx()))
    })?;
    let proved = certificate.verified;
    if proved.d <= KEPT_DIMENSION {
        let kept = Kept { json: certificate.json, data };
        context.keep_certificate(format!("certificate-{}-{file}.json", pencil.paradigm.short()), kept);
    }
    let unique = if proved.eigengap.is_some() { "row space unique" } else { "uniqueness undecided" };
    // To five digits: the bounds agree in ten.
    let sum = Rational::from(proved.upper).approx();
    let compared = format!(
        "optimal among all encoders, {unique}: {on}, d = {}, k = {k}, the eigenvalues add up to {sum:.4e}",
        proved.d
    );
    let because = "exact certificate, accepted by jerc-check";
    Ok(Evidence::new(Route::Certificate, format!("certificate-{id}"), compared, Effort::fixed(1)).ran(1).at_most(
        "relative gap",
        gap,
        GAP,
        because,
    ))
}

/// The certificate with the claim that its two bounds are equal.
fn without_gap(json: &str) -> String {
    let (before, rest) = json.split_once("\"relative_gap\":\"").unwrap_or((json, ""));
    let (_, after) = rest.split_once('"').unwrap_or_default();
    format!("{before}\"relative_gap\":\"0\"{after}")
}
