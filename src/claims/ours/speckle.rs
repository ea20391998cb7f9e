//! Multiplicative noise: joint-embedding ranks the coordinates by their noise alone.

use crate::augment::{Channel, Mask, Speckle};
use crate::claims::routes::exact::{random_data, recovery_of};
use crate::claims::routes::populations::suitable;
use crate::claims::routes::{certificate, drawn, images, minimiser};
use crate::claims::{Context, Evidence, Statement, Tag};
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
    source: "Extension: multiplicative noise",
    about: "multiplicative noise: its level alone decides for joint-embedding",
    statement: r"$\tau(x) = x\odot(1 + s)$, $s_i$ independent of mean 0 and variance $\sigma_i^2$: $\Sigma = \mathrm{diag}(\sigma_i^2 C_{ii})$. In the eigenbasis $\omega_i = \frac{1}{1+\sigma_i^2}$, $\phi_i^2 = \frac{c_i}{1+\sigma_i^2}$: joint-embedding finds the signal iff $\max_{\mathrm{signal}}\sigma_i < \min_{\mathrm{noise}}\sigma_j$, whatever the variances; reconstruction iff $\max_{\mathrm{noise}}\frac{g_j}{1+\sigma_j^2} < \min_{\mathrm{signal}}\frac{c_i}{1+\sigma_i^2}$. Independent masks with $p_i = \frac{1}{1+\sigma_i^2}$, rescaled by $1/p_i$, have the same moments for every $C$.",
    assumptions: "$C$ positive definite; the eigenbasis statement needs $C$ diagonal",
    difference: Some(
        r"Not in the paper: the noise depends on the data, so $\Sigma$ differs between clean and corrupted data.",
    ),
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
    let of = (compared, "the gain off by 1/1000 in the definition");
    Evidence::exact_cases(context, (STATEMENT.name, "definition"), of, [5, 20, 100], |case, rng, tally| {
        let d = 1 + case % 3;
        let (x, data) = random_data(rng, d)?;
        let sigma: Vec<Rational> = (0..d).map(|_| random_positive(rng, 4)).collect();
        let views = Speckle::new(&sigma)?.views(&data)?;
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case(|run| {
            let (mut second, mut cross) = (DMatrix::zeros(d, d), DMatrix::zeros(d, d));
            for signs in 0usize..1 << d {
                let sign = |j: usize| if signs >> j & 1 == 1 { -&sigma[j] } else { sigma[j].clone() };
                let gain = |j: usize| run.off(ratio(1, 1) + sign(j));
                let view = DMatrix::from_fn(x.nrows(), d, |i, j| gain(j) * &x[(i, j)]);
                second += view.transpose() * &view;
                cross += x.transpose() * view;
            }
            let count = ratio((x.nrows() << d) as i64, 1);
            let mean = |m: DMatrix<Rational>| m.map(|v| v / &count);
            Ok([mean(second) == views.view_second, mean(cross) == views.cross])
        })
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
    let of = (compared, "the noise of the first coordinate three times as strong in the views");
    Evidence::exact_cases(context, (STATEMENT.name, "rule"), of, [40, 200, 2000], |_, rng, tally| {
        let (model, variances, sigma, k) = random_levels(rng)?;
        tally.record(variances.iter().chain(&sigma));
        let mut louder = sigma.clone();
        louder[0] *= ratio(3, 1);
        for (paradigm, predicted) in Paradigm::ALL.into_iter().zip(predictions(&variances, &sigma, k)) {
            tally.case(|run| {
                let speckle = Speckle::new(run.pick(&sigma, &louder))?;
                Ok([model.recovery(&speckle, paradigm)? == predicted])
            })?;
        }
        Ok(())
    })
}

/// Masks with p = 1/(1 + σ²): P^-1 S P^-1, P^-1 G P^-1 and H P^-1 are those of speckle.
fn exact_masks(context: &Context<'_>) -> Result<Evidence> {
    let compared = "independent masks with p = 1/(1 + σ²), rescaled by 1/p, have the moments of speckle";
    let of = (compared, "the first keep probability off by 1/1000 in the rescaling");
    Evidence::exact_cases(context, (STATEMENT.name, "masks"), of, [5, 30, 200], |case, rng, tally| {
        let d = 1 + case % 4;
        let (_, data) = random_data(rng, d)?;
        let sigma: Vec<Rational> = (0..d).map(|_| random_positive(rng, 4)).collect();
        let keep: Vec<Rational> = sigma.iter().map(|s| ratio(1, 1) / (ratio(1, 1) + s * s)).collect();
        let (speckle, mask) = (Speckle::new(&sigma)?.views(&data)?, Mask::independent(&keep)?.views(&data)?);
        tally.record(speckle.view_second.iter().chain(&speckle.cross));
        tally.case(|run| {
            let mut keep = keep.clone();
            keep[0] = run.off(keep[0].clone());
            let both = |m: &DMatrix<Rational>| DMatrix::from_fn(d, d, |i, j| &m[(i, j)] / (&keep[i] * &keep[j]));
            Ok([
                both(&mask.view_second) == speckle.view_second,
                both(&mask.mean_second) == speckle.mean_second,
                DMatrix::from_fn(d, d, |i, j| &mask.cross[(i, j)] / &keep[j]) == speckle.cross,
            ])
        })
    })
}

fn minimiser_rule(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising under speckle");
    let compared = "random levels on which the paradigms differ: signal or leak as predicted";
    let line = minimiser::line("minimiser", compared, "the prediction for the other paradigm");
    line.on_random(context, (STATEMENT.name, "minimiser"), [3, 8, 30], |_, rng, tally| {
        let (model, sigma, predicted, k) = suitable(|| {
            let (model, variances, sigma, k) = random_levels(rng)?;
            let predicted = predictions(&variances, &sigma, k);
            // Instances on which the two differ: each rule is seen on both sides.
            let differ = predicted[0] != predicted[1] && !predicted.contains(&Recovery::Tie);
            Ok(differ.then_some((model, sigma, predicted, k)))
        })?;
        let views = model.views(&Speckle::new(&sigma)?)?;
        tally.record(&views.view_second);
        let [je, rc] = predicted;
        for (paradigm, predicted, other) in [(Paradigm::JointEmbedding, je, rc), (Paradigm::Reconstruction, rc, je)] {
            tally.case(|run| Ok([minimiser::agrees(paradigm, &views, k, run.pick(predicted, other))?]))?;
        }
        Ok(())
    })
}
