//! Multiplicative noise: joint-embedding ranks the coordinates by their noise alone.

use crate::augment::{Channel, Mask, Speckle};
use crate::claims::routes::exact::{random_data, recovery_of};
use crate::claims::routes::{certificate, drawn, images, minimiser};
use crate::claims::{Context, Evidence, Statement, Tag, Tally};
use crate::error::Result;
use crate::linalg::exact::random_positive;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{AxisModel, Recovery};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "speckle",
    source: "extension: multiplicative noise",
    about: "multiplicative noise: its level alone decides for joint-embedding",
    statement: "τ(x) = x o (1 + s), s_i independent of mean 0 and variance σ_i²: Σ = diag(σ_i² C_ii). In the eigenbasis ω_i = 1/(1 + σ_i²), φ_i² = c_i/(1 + σ_i²): joint-embedding finds the signal iff max over signal of σ < min over noise of σ, whatever the variances; reconstruction iff max over noise of g_j/(1 + σ_j²) < min over signal of c_i/(1 + σ_i²). Independent masks with p_i = 1/(1 + σ_i²), rescaled by 1/p_i, have the same moments for every C.",
    assumptions: "C positive definite; the eigenbasis statement needs C diagonal",
    difference: Some("Not in the paper: the noise depends on the data, so Σ differs between clean and corrupted data."),
    snapshots: &["claims", "families"],
    tags: &[Tag::Certified, Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images::pixels(context)?;
    let speckle = Speckle::new(&(0..images.x.ncols()).map(|i| 0.25 + (i % 4) as f64 / 4.0).collect::<Vec<_>>())?;
    let mut evidence = vec![
        exact_by_definition(context)?,
        exact_rule(context)?,
        exact_masks(context)?,
        minimiser_rule(context)?,
        drawn::on_images(context, &images, &speckle, 5)?,
    ];
    evidence.extend(certificate::on_images(context, &images, &speckle, 5)?);
    Ok(evidence)
}

/// S and H of two-point noise s_i = +-σ_i, summed over all signs.
fn exact_by_definition(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S and H over all signs of two-point noise against the channel";
    Evidence::exact_cases(context, (STATEMENT.name, "definition"), compared, [5, 20, 100], |case, rng, tally| {
        let d = 1 + case % 3;
        let (x, data) = random_data(rng, d)?;
        let sigma: Vec<Rational> = (0..d).map(|_| random_positive(rng, 4)).collect();
        let views = Speckle::new(&sigma)?.views(&data)?;
        let (mut second, mut cross) = (DMatrix::zeros(d, d), DMatrix::zeros(d, d));
        for signs in 0usize..1 << d {
            let gain = |j: usize| ratio(1, 1) + if signs >> j & 1 == 1 { -&sigma[j] } else { sigma[j].clone() };
            let view = DMatrix::from_fn(x.nrows(), d, |i, j| gain(j) * &x[(i, j)]);
            second += view.transpose() * &view;
            cross += x.transpose() * view;
        }
        let count = ratio((x.nrows() << d) as i64, 1);
        let mean = |m: DMatrix<Rational>| m.map(|v| v / &count);
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([mean(second) == views.view_second, mean(cross) == views.cross]);
        Ok(())
    })
}

/// A random model with a noise level for each coordinate, several of them equal: model, variances,
/// σ, k.
fn random_levels(rng: &mut ChaCha8Rng) -> Result<(AxisModel, Vec<Rational>, Vec<Rational>, usize)> {
    let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
    let variances: Vec<Rational> = (0..k + m).map(|_| random_positive(rng, 4)).collect();
    let sigma = (0..k + m).map(|_| ratio(rng.random_range(0..5), 2)).collect();
    let model = AxisModel::new(variances[..k].to_vec(), variances[k..].to_vec())?;
    Ok((model, variances, sigma, k))
}

/// The predictions for both paradigms, joint-embedding first.
fn predictions(variances: &[Rational], sigma: &[Rational], k: usize) -> [Recovery; 2] {
    let quiet: Vec<Rational> = sigma.iter().map(|s| -s).collect();
    let energy: Vec<Rational> = variances.iter().zip(sigma).map(|(c, s)| c / (ratio(1, 1) + s * s)).collect();
    [recovery_of(&quiet[..k], &quiet[k..]), recovery_of(&energy[..k], &energy[k..])]
}

fn exact_rule(context: &Context<'_>) -> Result<Evidence> {
    let compared = "signal, tie or leak by σ alone (JE) and by c/(1 + σ²) (RC), from S, G and H";
    Evidence::exact_cases(context, (STATEMENT.name, "rule"), compared, [40, 200, 2000], |_, rng, tally| {
        let (model, variances, sigma, k) = random_levels(rng)?;
        let speckle = Speckle::new(&sigma)?;
        tally.record(variances.iter().chain(&sigma));
        for (paradigm, predicted) in Paradigm::ALL.into_iter().zip(predictions(&variances, &sigma, k)) {
            tally.case([model.recovery(&speckle, paradigm)? == predicted]);
        }
        Ok(())
    })
}

/// Masks with p = 1/(1 + σ²): P^-1 S P^-1, P^-1 G P^-1 and H P^-1 are those of speckle.
fn exact_masks(context: &Context<'_>) -> Result<Evidence> {
    let compared = "independent masks with p = 1/(1 + σ²), rescaled by 1/p, have the moments of speckle";
    Evidence::exact_cases(context, (STATEMENT.name, "masks"), compared, [5, 30, 200], |case, rng, tally| {
        let d = 1 + case % 4;
        let (_, data) = random_data(rng, d)?;
        let sigma: Vec<Rational> = (0..d).map(|_| random_positive(rng, 4)).collect();
        let keep: Vec<Rational> = sigma.iter().map(|s| ratio(1, 1) / (ratio(1, 1) + s * s)).collect();
        let (speckle, mask) = (Speckle::new(&sigma)?.views(&data)?, Mask::independent(&keep)?.views(&data)?);
        let both = |m: &DMatrix<Rational>| DMatrix::from_fn(d, d, |i, j| &m[(i, j)] / (&keep[i] * &keep[j]));
        tally.record(speckle.view_second.iter().chain(&speckle.cross));
        tally.case([
            both(&mask.view_second) == speckle.view_second,
            both(&mask.mean_second) == speckle.mean_second,
            DMatrix::from_fn(d, d, |i, j| &mask.cross[(i, j)] / &keep[j]) == speckle.cross,
        ]);
        Ok(())
    })
}

fn minimiser_rule(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising under speckle");
    let mut rng = context.rng(STATEMENT.name, "minimiser");
    let wanted = context.tier.pick(3, 8, 30);
    let mut tally = Tally::default();
    while tally.cases() < 2 * wanted {
        let (model, variances, sigma, k) = random_levels(&mut rng)?;
        let predicted = predictions(&variances, &sigma, k);
        // Instances on which the two differ: each rule is seen on both sides.
        if predicted[0] == predicted[1] || predicted.contains(&Recovery::Tie) {
            continue;
        }
        let views = model.views(&Speckle::new(&sigma)?)?;
        tally.record(&views.view_second);
        for (paradigm, predicted) in Paradigm::ALL.into_iter().zip(predicted) {
            tally.case([minimiser::agrees(paradigm, &views, k, predicted)?]);
        }
    }
    Ok(minimiser::as_predicted("random levels on which the paradigms differ: signal or leak as predicted", tally))
}
