//! Independent masks: what the rates alone decide where coordinates are the eigenbasis, and the
//! additive noise they amount to.

use crate::augment::{AlignedNoise, Channel, Mask};
use crate::claims::routes::exact::{random_data, recovery_of};
use crate::claims::routes::minimiser;
use crate::claims::routes::populations::suitable;
use crate::claims::{Context, Evidence, Statement};
use crate::error::Result;
use crate::linalg::exact::random_positive;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{AxisModel, Recovery};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "independent-masks",
    source: "Extension: independent random masks",
    about: "independent masks: the rates alone decide for joint-embedding",
    statement: r"Independent masks in the eigenbasis with mask rates $r_i$: $\omega_i = 1 - r_i$, $\phi_i^2 = c_i(1 - r_i)$, so joint-embedding finds the signal iff $\max_{\mathrm{signal}} r_i < \min_{\mathrm{noise}} r_j$, reconstruction iff $\max_{\mathrm{noise}} g_j(1 - r_j) < \min_{\mathrm{signal}} c_i(1 - r_i)$. For every $C$ they have the eigenvalues of additive noise $\Theta = \mathrm{diag}\left(\frac{1-p_i}{p_i} C_{ii}\right)$, $p_i = 1 - r_i$, with encoder rows divided by $p_i$.",
    assumptions: "every coordinate kept with positive probability; the eigenbasis statement needs $C$ diagonal, mean 0 or not",
    difference: Some(r"Not in the paper, whose $T(\alpha)$ has $\mathbb{E}\,\tau(x) = x$."),
    snapshots: &["claims", "families"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact_rates(context)?, exact_additive(context)?, minimiser_rates(context)?])
}

/// A random model with mask rates r_i, several of them equal.
fn random_rates(rng: &mut ChaCha8Rng) -> Result<(AxisModel, Vec<Rational>, Vec<Rational>, usize)> {
    let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
    let variances: Vec<Rational> = (0..k + m).map(|_| random_positive(rng, 4)).collect();
    let masked = (0..k + m).map(|_| ratio(rng.random_range(0..5), 5)).collect();
    let model = AxisModel::new(variances[..k].to_vec(), variances[k..].to_vec())?;
    Ok((model, variances, masked, k))
}

/// The predictions for both paradigms, joint-embedding first: by max r of the signal < min r of the
/// noise, and by c_i (1 - r_i).
fn predictions(variances: &[Rational], masked: &[Rational], k: usize) -> [Recovery; 2] {
    // max r < min r with both signs turned.
    let seen: Vec<Rational> = masked.iter().map(|r| -r).collect();
    let energy: Vec<Rational> = variances.iter().zip(masked).map(|(c, r)| c * (ratio(1, 1) - r)).collect();
    [recovery_of(&seen[..k], &seen[k..]), recovery_of(&energy[..k], &energy[k..])]
}

fn exact_rates(context: &Context<'_>) -> Result<Evidence> {
    let compared = "independent masks in the eigenbasis: signal, tie or leak by the rates alone, from S, G and H";
    let of = (compared, "the first coordinate kept half as often in the views");
    Evidence::exact_cases(context, (STATEMENT.name, "rates"), of, [40, 200, 2000], |_, rng, tally| {
        let (model, variances, masked, k) = random_rates(rng)?;
        let keep: Vec<Rational> = masked.iter().map(|r| ratio(1, 1) - r).collect();
        tally.record(variances.iter().chain(&masked));
        let mut rarer = keep.clone();
        rarer[0] /= ratio(2, 1);
        for (paradigm, predicted) in Paradigm::ALL.into_iter().zip(predictions(&variances, &masked, k)) {
            tally.case(|run| {
                let mask = Mask::independent(run.pick(&keep, &rarer))?;
                Ok([model.recovery(&mask, paradigm)? == predicted])
            })?;
        }
        Ok(())
    })
}

/// With P = diag(p): P^-1 S P^-1 = C + diag((1-p_i)/p_i C_ii), P^-1 G P^-1 = C, H P^-1 = C.
fn exact_additive(context: &Context<'_>) -> Result<Evidence> {
    let compared = "independent masks, rescaled by 1/p, have the moments of additive Θ = diag((1-p_i)/p_i C_ii)";
    let of = (compared, "the first keep probability off by 1/1000 in the rescaling");
    Evidence::exact_cases(context, (STATEMENT.name, "additive"), of, [5, 30, 200], |case, rng, tally| {
        let d = 1 + case % 4;
        let (_, data) = random_data(rng, d)?;
        let keep: Vec<Rational> = (0..d).map(|_| ratio(rng.random_range(1..=6), 6)).collect();
        let masked = Mask::independent(&keep)?.views(&data)?;
        let theta = DVector::from_fn(d, |i, _| (ratio(1, 1) - &keep[i]) / &keep[i] * &data.second[(i, i)]);
        let zero = DMatrix::zeros(d, d);
        let additive = AlignedNoise::new_exact(DMatrix::from_diagonal(&theta), zero, ratio(0, 1))?.views(&data)?;
        tally.record(masked.view_second.iter().chain(&masked.cross));
        tally.case(|run| {
            let mut keep = keep.clone();
            keep[0] = run.off(keep[0].clone());
            let both = |m: &DMatrix<Rational>| DMatrix::from_fn(d, d, |i, j| &m[(i, j)] / (&keep[i] * &keep[j]));
            Ok([
                both(&masked.view_second) == additive.view_second,
                both(&masked.mean_second) == additive.mean_second,
                DMatrix::from_fn(d, d, |i, j| &masked.cross[(i, j)] / &keep[j]) == additive.cross,
            ])
        })
    })
}

/// Minimisers on random independent masks: the side that the rates predict.
fn minimiser_rates(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising under masks");
    let compared = "random mask rates on which the paradigms differ: signal or leak as the rates say";
    let line = minimiser::line("minimiser", compared, "the prediction for the other paradigm");
    line.on_random(context, (STATEMENT.name, "minimiser"), [3, 8, 30], |_, rng, tally| {
        let (model, masked, predicted, k) = suitable(|| {
            let (model, variances, masked, k) = random_rates(rng)?;
            let predicted = predictions(&variances, &masked, k);
            // Instances on which the two differ: each rule is seen on both sides.
            let differ = predicted[0] != predicted[1] && !predicted.contains(&Recovery::Tie);
            Ok(differ.then_some((model, masked, predicted, k)))
        })?;
        let keep: Vec<Rational> = masked.iter().map(|r| ratio(1, 1) - r).collect();
        let views = model.views(&Mask::independent(&keep)?)?;
        tally.record(&views.view_second);
        let [je, rc] = predicted;
        for (paradigm, predicted, other) in [(Paradigm::JointEmbedding, je, rc), (Paradigm::Reconstruction, rc, je)] {
            tally.case(|run| Ok([minimiser::agrees(paradigm, &views, k, run.pick(predicted, other))?]))?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_by_hand() {
        let list = |v: &[i64]| v.iter().map(|&p| ratio(p, 5)).collect::<Vec<_>>();
        // Signal masked at 1/5 and 2/5, noise at 3/5: JE finds it. Energies 4 * 4/5, 3/5 against
        // 2 * 2/5: RC does not.
        let variances = [ratio(4, 1), ratio(1, 1), ratio(2, 1)];
        assert_eq!(predictions(&variances, &list(&[1, 2, 3]), 2), [Recovery::Signal, Recovery::NoiseLeaks]);
        assert_eq!(predictions(&variances, &list(&[1, 3, 3]), 2)[0], Recovery::Tie);
        assert_eq!(predictions(&variances, &list(&[4, 3, 2]), 2)[0], Recovery::NoiseLeaks);
    }
}
