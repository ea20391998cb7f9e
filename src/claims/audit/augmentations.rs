//! Remark 4.1, and the published numbers of Table 1.

use super::{Comparison, Entry, Severity, additive, data_of, diagonal, unlabelled, whole};
use crate::augment::{Augmentation, Channel, ExactChain, LinearMixture, Mask};
use crate::claims::routes::published::average_drop;
use crate::error::Result;
use crate::moments::objective::joint_embedding;
use crate::moments::{DataMoments, ViewMoments};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 2] = [
    Entry {
        id: "remark-4-1",
        printed: "Remark 4.1: the results hold for any augmentation whose covariance is Theta + alpha^2 Gamma.",
        severity: Severity::MissingAssumption,
        why: "The results also use E tau(x) = x, and that the averaged covariance is the same on clean and on corrupted data. Masking has neither.",
        counterexample: "Mean map diag(1/2, 1), Theta = diag(1, 0), alpha^2 Gamma = diag(0, 2), C = I: the signal omega is 1/5, below the noise's 1/3; with the identity as mean map it is 1/2, above. Masking each coordinate with probability 1/2: the noise entry of Sigma is 0 on clean data and 1/4 on corrupted data of variance 1.",
        corrected: "For augmentations with E tau(x) = x and the same averaged covariance on both data, the three problems depend on tau only through Sigma.",
        check: remark_4_1,
    },
    Entry {
        id: "table-1",
        printed: "Section 5.2: MAE loses 25.1 % on average. The caption of Table 1 names SimCLR; ImageNet and ImageNet-100 (the blog: ImageNet-1k).",
        severity: Severity::Slip,
        why: "The nine drops are right; the average is that of the rounded drops. The rows are BYOL, not SimCLR, and the texts name different data sets.",
        counterexample: "The mean of the three exact MAE drops is 25.04 %.",
        corrected: "25.0 % (25.04 %). BYOL 12.4 % and DINO 10.5 % are right either way.",
        check: table_1,
    },
];

/// ω of an axis from the loss of its row, (SSL-JE) with W S W' = 1: 1 - loss/2.
fn omega_of_loss(axis: usize, views: &ViewMoments<Rational>) -> Rational {
    let row = DMatrix::from_fn(1, views.view_second.nrows(), |_, j| ratio(i64::from(j == axis), 1));
    ratio(1, 1) - joint_embedding(&row, views) / (&views.view_second[(axis, axis)] * ratio(2, 1))
}

fn remark_4_1() -> Result<Vec<Comparison>> {
    let sigma = [ratio(1, 1), ratio(2, 1)];
    // The corrected statement: ω = 1 - Σ/S with S = m² + Σ at C = I.
    let omega = |mean: &Rational, axis: usize| {
        let second = mean * mean + &sigma[axis];
        ratio(1, 1) - &sigma[axis] / second
    };
    let (half, one) = (ratio(1, 2), ratio(1, 1));
    let data = data_of(&whole(2, 2, &[1, 0, 0, 1]), &unlabelled(2));
    let views = |mean: &Rational| -> Result<ViewMoments<Rational>> {
        let map = diagonal(&[mean.clone(), one.clone()]);
        let shrink = LinearMixture::new(vec![map], std::slice::from_ref(&one))?;
        ExactChain::new(vec![Box::new(shrink), Box::new(additive(&diagonal(&sigma))?)])?.views(&data)
    };
    let (biased, unbiased) = (views(&half)?, views(&one)?);
    let found = |views: &ViewMoments<Rational>| [0, 1].map(|axis| omega_of_loss(axis, views));
    let [signal, noise] = found(&biased);
    let [signal_unbiased, noise_unbiased] = found(&unbiased);
    // Views by a mask, moments by enumeration of the two outcomes per coordinate.
    let mask = |variance: i64| -> Result<Rational> {
        let samples = DMatrix::from_fn(2, 1, |i, _| ratio(if i == 0 { variance } else { -variance }, 1));
        let data = DataMoments::from_samples(&samples, &DMatrix::zeros(2, 0))?;
        Ok(Mask::independent(&[0.5])?.exact().views(&data)?.covariance[(0, 0)].clone())
    };
    let enumerated = |variance: i64| {
        // x kept or 0, x = +-variance: mean 0 over samples is not subtracted, the covariance is per
        // sample.
        let per_sample = |x: i64| ratio(x * x, 2) - ratio(x * x, 4);
        (per_sample(variance) + per_sample(-variance)) / ratio(2, 1)
    };
    Ok(vec![
        // The print sees Σ alone, so it predicts the order that the identity mean has.
        Comparison::differs(
            "mean map diag(1/2, 1): does the signal lead?",
            signal_unbiased > noise_unbiased,
            signal > noise,
            omega(&half, 0) > omega(&one, 1),
        ),
        Comparison::control("its omega", signal, omega(&half, 0)),
        Comparison::control("the noise's omega", noise, omega(&one, 1)),
        Comparison::control("omega of the signal with the identity mean", signal_unbiased, ratio(1, 2)),
        Comparison::differs(
            "masking: is Sigma the same on clean and corrupted data?",
            true,
            mask(0)? == mask(1)?,
            enumerated(0) == enumerated(1),
        ),
        Comparison::control("masking: noise entry of Sigma on corrupted data", mask(1)?, enumerated(1)),
    ])
}

fn table_1() -> Result<Vec<Comparison>> {
    let tenth = |v: Rational| (v * ratio(10, 1)).round() / ratio(10, 1);
    let rounded = |method| average_drop(method).map(tenth);
    Ok(vec![
        Comparison::differs("MAE, average drop in %, to a tenth", ratio(251, 10), rounded("MAE")?, ratio(250, 10)),
        Comparison::control("BYOL", rounded("BYOL")?, ratio(124, 10)),
        Comparison::control("DINO", rounded("DINO")?, ratio(105, 10)),
    ])
}
