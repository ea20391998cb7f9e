//! Composition: chains of random maps, blurs, and the thresholds of T(alpha) after a mask or
//! speckle.

mod stages;

use crate::augment::images::{Edge, blur, shift};
use crate::augment::{AlignedNoise, Augmentation, Chain, Channel, ExactChain, LinearMixture, Mask};
use crate::claims::routes::instances::{PARADIGMS, eigenvalue, images, random_data};
use crate::claims::routes::minimisers::{closed_form, objective_of};
use crate::claims::{Claim, Context, Evidence, Route, Tally};
use crate::error::Result;
use crate::linalg::exact::{random_matrix, random_positive, random_rational};
use crate::minimize::{self, Method, Options};
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;

/// Gathers the evidence for composition.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    let mut evidence = vec![exact_by_definition(context)?, exact_random_blur(context)?];
    evidence.extend(stages::gather(context)?);
    evidence.extend(shift_mask_noise(context)?);
    Ok(Claim {
        name: "composition",
        source: "extension: chains of augmentations, mixtures of linear maps",
        statement: "Independent stages tau(x) = A x + e, e centred: S' = E[A S A'] + E[e e'], and the mean maps multiply. Random maps that are diagonal in the eigenbasis of C, with entries a_i: omega_i = q_i and phi_i^2 = c_i q_i, q_i = (E a_i)^2/E a_i^2 (masks: p_i, speckle: 1/(1 + sigma_i^2), blur: its transfer function), and the q_i of the stages multiply. T(alpha) after such a stage of mean m_i has the thresholds of Propositions 4.3 and 4.4 with th_i replaced by c_i (1 - q_i)/q_i + th_i/m_i^2 and alpha^2 by alpha_j^2/m_j^2 on noise coordinate j. One invertible map alone, or after an augmentation, leaves eigenvalues, losses and outputs as they are.",
        assumptions: "stages independent, S positive definite; for the thresholds all matrices diagonal in one basis, m_i not 0",
        difference: Some(
            "Not in the paper. An invertible map after the augmentation does change the encoder, by its inverse on the right.",
        ),
        evidence,
    })
}

/// S, G and H of a mixture of two maps, a mixture of two masks and two-point noise, by running
/// through all outcomes.
fn exact_by_definition(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(3, 10, 60);
    let mut rng = context.rng(140);
    let mut tally = Tally::default();
    for _ in 0..cases {
        let d = 2;
        let (x, data) = random_data(&mut rng, d)?;
        let maps = [random_matrix(&mut rng, d, d, 3), random_matrix(&mut rng, d, d, 3)];
        let masks = [[true, false], [true, true]];
        let factor = random_matrix(&mut rng, d, 1, 3);
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
        let (mut second, mut mean) = (DMatrix::zeros(d, d), DMatrix::zeros(d, x.nrows()));
        for outcome in 0usize..8 {
            let (a, m, sign) = (outcome & 1, outcome >> 1 & 1, outcome >> 2);
            let weight = both(&w)[a].clone() * &both(&u)[m] * ratio(1, 2);
            let view = &maps[a] * &xt;
            let noisy = DMatrix::from_fn(d, x.nrows(), |i, j| {
                let kept = if masks[m][i] { view[(i, j)].clone() } else { Rational::zero() };
                kept + &factor[i] * ratio([1, -1][sign], 1)
            });
            second += (&noisy * noisy.transpose()).map(|v| v * &weight / &n);
            mean += noisy.map(|v| v * &weight);
        }
        let over_n = |m: DMatrix<Rational>| m.map(|v| v / &n);
        tally.record(views.view_second.iter().chain(&views.cross));
        tally.case([
            second == views.view_second,
            over_n(&mean * mean.transpose()) == views.mean_second,
            over_n(&xt * mean.transpose()) == views.cross,
        ]);
    }
    Ok(Evidence::exact(
        "S, G and H of a chain (linear mixture, mask, noise) over all outcomes against the channel",
        tally,
    ))
}

/// Cyclic images of 1 x 4 pixels: symmetric kernels (b, a, b) have the eigenvectors (1,1,1,1),
/// (1,-1,1,-1), (1,0,-1,0), (0,1,0,-1) with a + 2b, a - 2b, a, a, and so has a stationary C.
fn exact_random_blur(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 20, 100);
    let mut rng = context.rng(143);
    let (mut tried, mut tally) = (0, Tally::default());
    let vectors = [[1, 1, 1, 1], [1, -1, 1, -1], [1, 0, -1, 0], [0, 1, 0, -1]];
    let transfer = |a: &Rational, b: &Rational| {
        let two = ratio(2, 1);
        [a + &two * b, a - &two * b, a.clone(), a.clone()]
    };
    while tried < cases {
        let kernels: Vec<[Rational; 2]> =
            (0..3).map(|_| [random_rational(&mut rng, 3), random_rational(&mut rng, 3)]).collect();
        let weights = [ratio(1, 2), ratio(1, 3), ratio(1, 6)];
        let gains: Vec<[Rational; 4]> = kernels.iter().map(|[a, b]| transfer(a, b)).collect();
        let moment = |i: usize, power: i32| -> Rational {
            gains.iter().zip(&weights).map(|(g, w)| w * num_traits::Pow::pow(&g[i], power)).sum()
        };
        if (0..4).any(|i| moment(i, 2).is_zero()) {
            continue;
        }
        tried += 1;
        // The spectrum of C: positive, by 2b < a.
        let (b, a) = (random_positive(&mut rng, 3), random_positive(&mut rng, 3));
        let a = a + ratio(2, 1) * &b;
        let kernel = |a: &Rational, b: &Rational| DMatrix::from_row_slice(1, 3, &[b.clone(), a.clone(), b.clone()]);
        let second: DMatrix<Rational> = blur(1, 4, &kernel(&a, &b), Edge::Wrap)?;
        let data = DataMoments {
            count: 1,
            mean: DVector::zeros(4),
            second,
            label_cross: DMatrix::zeros(0, 4),
            label_energy: Rational::zero(),
        };
        let maps = kernels.iter().map(|[a, b]| blur(1, 4, &kernel(a, b), Edge::Wrap)).collect::<Result<Vec<_>>>()?;
        let views = LinearMixture::new(maps, &weights)?.views(&data)?;
        tally.record(views.view_second.iter().chain(&views.cross));
        for (i, v) in vectors.iter().enumerate() {
            let v = DMatrix::from_column_slice(4, 1, &v.map(|v| ratio(v, 1)));
            let q = moment(i, 1) * moment(i, 1) / moment(i, 2);
            let c = transfer(&a, &b)[i].clone();
            tally.case([
                eigenvalue(Paradigm::JointEmbedding, &views, &v) == Some(q.clone()),
                eigenvalue(Paradigm::Reconstruction, &views, &v) == Some(q * c),
            ]);
        }
    }
    Ok(Evidence::exact(
        "random cyclic blurs of stationary images: omega = (E b)^2/E b^2 of the transfer function, phi^2 = c omega",
        tally,
    ))
}

/// A realistic chain on 8 x 8 images: a shift by at most one pixel, a quarter of the 2 x 2 patches
/// masked, pixel noise.
fn shift_mask_noise(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let images = images(context)?;
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
    let (k, mut worst) = (4, 0.0f64);
    for (paradigm, _) in PARADIGMS {
        let solved = closed_form(paradigm, &views, k)?;
        let found = minimize::minimize(objective_of(paradigm, k), Method::Lbfgs, &views, 0, &Options::default())?;
        let gap = (found.loss / solved.loss - 1.0).abs();
        worst = worst.max(if found.termination.converged() { gap } else { f64::INFINITY });
    }
    let mut evidence = vec![
        Evidence::at_most(
            Route::Minimiser,
            format!("L-BFGS on shift, mask, noise, both problems, k = {k}, {}: relative objective gap", images.on),
            worst,
            1e-8,
            "gradient tolerance; all converged",
        ),
        images.sampled(context, &chain, k)?,
    ];
    for (paradigm, _) in PARADIGMS {
        evidence.push(images.certified(context, paradigm, &chain as &dyn Augmentation, k)?);
    }
    Ok(evidence)
}
