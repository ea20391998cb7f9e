//! Composition: chains of random maps, blurs, and stages that act on each coordinate alone.

use crate::augment::images::{Edge, blur, shift};
use crate::augment::{AlignedNoise, Chain, Channel, ExactChain, LinearMixture, Mask};
use crate::claims::routes::exact::{eigenvalue, random_data};
use crate::claims::routes::populations::{Stage, suitable};
use crate::claims::routes::{agreement, certificate, drawn, images};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{random_matrix, random_positive, random_rational};
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::AxisModel;
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "composition",
    source: "Extension: chains of augmentations, mixtures of linear maps",
    about: "chains, mixtures of maps, blurs",
    statement: r"Independent stages $\tau(x) = A x + e$, $e$ centred: $S' = \mathbb{E}[A S A^\top] + \mathbb{E}[e e^\top]$, and the mean maps multiply. Random maps that are diagonal in the eigenbasis of $C$, with entries $a_i$: $\omega_i = q_i$ and $\phi_i^2 = c_i q_i$, $q_i = \frac{(\mathbb{E}\,a_i)^2}{\mathbb{E}\,a_i^2}$ (masks: $p_i$, speckle: $\frac{1}{1+\sigma_i^2}$, blur: its transfer function), and the $q_i$ of the stages multiply. One invertible map alone, or after an augmentation, leaves eigenvalues, losses and outputs as they are.",
    assumptions: "stages independent, $S$ positive definite",
    difference: Some(
        "Not in the paper. An invertible map after the augmentation does change the encoder, by its inverse on the right.",
    ),
    snapshots: &["claims", "families"],
    tags: &[Tag::Certified, Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![
        exact_by_definition(context)?,
        exact_random_blur(context)?,
        exact_ratios_multiply(context)?,
        exact_one_map(context)?,
    ];
    evidence.extend(shift_mask_noise(context)?);
    Ok(evidence)
}

/// S, G and H of a mixture of two maps, a mixture of two masks and two-point noise, by running
/// through all outcomes.
fn exact_by_definition(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S, G and H of a chain (linear mixture, mask, noise) over all outcomes against the channel";
    let of = (compared, "the map of one outcome off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "definition"), of, [3, 10, 60], |_, rng, tally| {
        let d = 2;
        let (x, data) = random_data(rng, d)?;
        let maps = [random_matrix(rng, d, d, 3), random_matrix(rng, d, d, 3)];
        let masks = [[true, false], [true, true]];
        let factor = random_matrix(rng, d, 1, 3);
        let (w, u) = (ratio(rng.random_range(1..4), 4), ratio(rng.random_range(1..5), 5));
        let both = |w: &Rational| [w.clone(), Rational::one() - w];
        let noise = AlignedNoise::new_exact(&factor * factor.transpose(), DMatrix::zeros(d, d), Rational::zero())?;
        let rows: Vec<Vec<bool>> = masks.iter().map(|m| m.to_vec()).collect();
        let chain = ExactChain::new(vec![
            Box::new(LinearMixture::new(maps.to_vec(), &both(&w))?),
            Box::new(Mask::mixture(&rows, &both(&u))?),
            Box::new(noise),
        ])?;
        let views = chain.views(&data)?;
        let (n, xt) = (ratio(x.nrows() as i64, 1), x.transpose());
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case(|run| {
            let outcomes = [run.off(maps[0].clone()), maps[1].clone()];
            let (mut second, mut mean) = (DMatrix::zeros(d, d), DMatrix::zeros(d, x.nrows()));
            for outcome in 0usize..8 {
                let (a, m, sign) = (outcome & 1, outcome >> 1 & 1, outcome >> 2);
                let weight = both(&w)[a].clone() * &both(&u)[m] * ratio(1, 2);
                let view = &outcomes[a] * &xt;
                let noisy = DMatrix::from_fn(d, x.nrows(), |i, j| {
                    let kept = if masks[m][i] { view[(i, j)].clone() } else { Rational::zero() };
                    kept + &factor[i] * ratio([1, -1][sign], 1)
                });
                second += (&noisy * noisy.transpose()).map(|v| v * &weight / &n);
                mean += noisy.map(|v| v * &weight);
            }
            let over_n = |m: DMatrix<Rational>| m.map(|v| v / &n);
            Ok([
                second == views.view_second,
                over_n(&mean * mean.transpose()) == views.mean_second,
                over_n(&xt * mean.transpose()) == views.cross,
            ])
        })
    })
}

/// Cyclic images of 1 x 4 pixels: symmetric kernels (b, a, b) have the eigenvectors (1,1,1,1),
/// (1,-1,1,-1), (1,0,-1,0), (0,1,0,-1) with a + 2b, a - 2b, a, a, and so has a stationary C.
fn exact_random_blur(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random cyclic blurs of stationary images: ω = (E b)²/E b² of the transfer function, φ² = c ω";
    let of = (compared, "a weight off by 1/1000 in the moments of the transfer function");
    let vectors = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 0, -1, 0], [0, 1, 0, -1]];
    let transfer = |a: &Rational, b: &Rational| {
        let two = ratio(2, 1);
        [a + &two * b, a - &two * b, a.clone(), a.clone()]
    };
    let weights = [ratio(1, 2), ratio(1, 3), ratio(1, 6)];
    Evidence::exact_cases(context, (STATEMENT.name, "blur"), of, [5, 20, 100], |_, rng, tally| {
        let moment = |gains: &[[Rational; 4]], weights: &[Rational; 3], i: usize, power: i32| -> Rational {
            gains.iter().zip(weights).map(|(g, w)| w * g[i].pow(power)).sum()
        };
        let (kernels, gains) = suitable(|| {
            let kernels: Vec<[Rational; 2]> =
                (0..3).map(|_| [random_rational(rng, 3), random_rational(rng, 3)]).collect();
            let gains: Vec<[Rational; 4]> = kernels.iter().map(|[a, b]| transfer(a, b)).collect();
            let usable = (0..4).all(|i| !moment(&gains, &weights, i, 2).is_zero());
            Ok(usable.then_some((kernels, gains)))
        })?;
        // The spectrum of C: positive, by 2b < a.
        let (b, a) = (random_positive(rng, 3), random_positive(rng, 3));
        let a = a + ratio(2, 1) * &b;
        let kernel = |a: &Rational, b: &Rational| DMatrix::from_row_slice(1, 3, &[b.clone(), a.clone(), b.clone()]);
        let second: DMatrix<Rational> = blur(1, 4, &kernel(&a, &b), Edge::Wrap)?;
        let data = DataMoments {
            count: 1,
            mean: DVector::zeros(4),
            second,
            label_cross: DMatrix::zeros(0, 4),
            label_mean: DVector::zeros(0),
            label_energy: Rational::zero(),
        };
        let maps = kernels.iter().map(|[a, b]| blur(1, 4, &kernel(a, b), Edge::Wrap)).collect::<Result<Vec<_>>>()?;
        let views = LinearMixture::new(maps, &weights)?.views(&data)?;
        tally.record(views.view_second.iter().chain(&views.cross));
        for (i, v) in vectors.iter().enumerate() {
            let v = DMatrix::from_column_slice(4, 1, &v.map(|v| ratio(v, 1)));
            let c = transfer(&a, &b)[i].clone();
            tally.case(|run| {
                let [first, rest @ ..] = weights.clone();
                let [second, third] = rest;
                let weights = [run.off(first), second, third];
                let moment = |power| moment(&gains, &weights, i, power);
                let q = moment(1) * moment(1) / moment(2);
                Ok([
                    eigenvalue(Paradigm::JointEmbedding, &views, &v) == Some(q.clone()),
                    eigenvalue(Paradigm::Reconstruction, &views, &v) == Some(q * &c),
                ])
            })?;
        }
        Ok(())
    })
}

fn exact_ratios_multiply(context: &Context<'_>) -> Result<Evidence> {
    let compared = "masks and speckle in chains: ω_i is the product of the q_i, φ_i² is c_i times it";
    let of = (compared, "q_1 off by 1/1000 in the product");
    Evidence::exact_cases(context, (STATEMENT.name, "ratios"), of, [10, 60, 400], |_, rng, tally| {
        let variances: Vec<Rational> = (0..3).map(|_| random_positive(rng, 4)).collect();
        let model = AxisModel::new(variances[..2].to_vec(), variances[2..].to_vec())?;
        let (first, second) = (Stage::random(rng, 3), Stage::random(rng, 3));
        let q: Vec<Rational> = first.ratios.iter().zip(&second.ratios).map(|(a, b)| a * b).collect();
        let chain = ExactChain::new(vec![first.channel()?, second.channel()?])?;
        let all = |paradigm| model.eigenvalues(&chain, paradigm).map(|(signal, noise)| [signal, noise].concat());
        tally.record(q.iter().chain(&variances));
        tally.case(|run| {
            let mut q = q.clone();
            q[0] = run.off(q[0].clone());
            let energy: Vec<Rational> = q.iter().zip(&variances).map(|(q, c)| q * c).collect();
            Ok([all(Paradigm::JointEmbedding)? == q, all(Paradigm::Reconstruction)? == energy])
        })
    })
}

/// An invertible map B after an augmentation: S, G and H become B S B', B G B' and H B'.
fn exact_one_map(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "a fixed map after an augmentation is a change of coordinates of the views; alone it has Σ = 0, ω = 1";
    let of = (compared, "B off by 1/1000 in the change of coordinates; a Σ off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "one-map"), of, [5, 20, 100], |_, rng, tally| {
        let (_, data) = random_data(rng, 3)?;
        let (b, stage) = (random_matrix(rng, 3, 3, 3), Stage::random(rng, 3).channel()?);
        let (plain, map) = (stage.views(&data)?, LinearMixture::new(vec![b.clone()], &[Rational::one()])?);
        let alone = map.views(&data)?;
        let chain = ExactChain::new(vec![stage, Box::new(map)])?.views(&data)?;
        tally.record(chain.view_second.iter().chain(&chain.cross));
        tally.case(|run| {
            let b = run.off(b.clone());
            Ok([
                chain.view_second == &b * &plain.view_second * b.transpose(),
                chain.mean_second == &b * &plain.mean_second * b.transpose(),
                chain.cross == &plain.cross * b.transpose(),
                run.off(alone.covariance.clone()).iter().all(Zero::is_zero),
            ])
        })
    })
}

/// A realistic chain on 8 x 8 images: a shift by at most one pixel, a quarter of the 2 x 2 patches
/// masked, pixel noise.
fn shift_mask_noise(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images::images(context)?;
    let offsets = [(0, 0), (0, 1), (0, -1), (1, 0), (-1, 0)];
    let maps = offsets.iter().map(|&(dy, dx)| shift(8, 8, dy, dx)).collect::<Result<Vec<_>>>()?;
    let shifts = LinearMixture::new(maps, &[0.5, 0.125, 0.125, 0.125, 0.125])?;
    let patch: Vec<usize> = (0..64).map(|at| at / 16 * 4 + at % 8 / 2).collect();
    let energy = images.data.moments()?.second.trace() / 64.0;
    let theta = DMatrix::identity(64, 64) * (energy / 64.0);
    let chain = Chain::new(vec![
        Box::new(shifts),
        Box::new(Mask::patches(&patch, 12)?),
        Box::new(AlignedNoise::new(theta, DMatrix::zeros(64, 64), 0.0)?),
    ])?;
    let views = chain.views(&images.data.moments()?)?;
    let k = 4;
    let on = format!("shift, mask, noise, {}", images.on);
    let mut evidence = vec![drawn::on_images(context, &images, &chain, k)?];
    for paradigm in Paradigm::ALL {
        evidence.push(agreement::reaches_closed_form(paradigm, &views, k, &on)?);
    }
    evidence.extend(certificate::on_images(context, &images, &chain, k)?);
    Ok(evidence)
}
