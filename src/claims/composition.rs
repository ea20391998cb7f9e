//! Composition: chains of random maps, blurs, and the thresholds of T(alpha) after a mask or speckle.

use super::instances::{PARADIGMS, agreement, eigenvalue, images, minimiser_agrees, random_data};
use super::minimisers::{closed_form, objective_of};
use super::{Claim, Context, Evidence, Route};
use crate::augment::images::{Edge, blur, shift};
use crate::augment::{AlignedNoise, Augmentation, Chain, Channel, ExactChain, LinearMixture, Mask, Speckle};
use crate::error::Result;
use crate::exact::{random_matrix, random_positive, random_rational};
use crate::minimize::{self, Method, Options};
use crate::moments::DataMoments;
use crate::recovery::{AlphaThreshold, AxisModel};
use crate::scalar::{Rational, ratio};
use crate::threshold::{Paradigm, Recovery, Spectrum};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Gathers the evidence for composition.
///
/// # Errors
/// Numerical failures only.
pub fn gather(context: &Context<'_>) -> Result<Claim> {
    let mut evidence = vec![
        exact_by_definition(context)?,
        exact_ratios_multiply(context)?,
        exact_thresholds(context)?,
        exact_random_blur(context)?,
        exact_one_map(context)?,
        minimiser_thresholds(context)?,
    ];
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

/// S, G and H of a mixture of two maps, a mixture of two masks and two-point noise, by running through all outcomes.
fn exact_by_definition(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(3, 10, 60);
    let mut rng = context.rng(140);
    let mut violations = 0;
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
                if sign == 1 { kept + &factor[i] } else { kept - &factor[i] }
            });
            second += (&noisy * noisy.transpose()).map(|v| v * &weight / &n);
            mean += noisy.map(|v| v * &weight);
        }
        let over_n = |m: DMatrix<Rational>| m.map(|v| v / &n);
        let good = second == views.view_second
            && over_n(&mean * mean.transpose()) == views.mean_second
            && over_n(&xt * mean.transpose()) == views.cross;
        violations += usize::from(!good);
    }
    Ok(Evidence::exact(
        "S, G and H of a chain (linear mixture, mask, noise) over all outcomes against the channel",
        cases,
        violations,
    ))
}

/// A channel over the rationals.
type Exact = Box<dyn Channel<Rational>>;

/// A random stage on coordinates, mask or speckle, with its q_i and means m_i.
struct Stage {
    channel: fn(&[Rational]) -> Result<Exact>,
    parameters: Vec<Rational>,
    ratios: Vec<Rational>,
    means: Vec<Rational>,
}

impl Stage {
    fn random(rng: &mut ChaCha8Rng, d: usize) -> Self {
        if rng.random() {
            let keep: Vec<Rational> = (0..d).map(|_| ratio(rng.random_range(1..=4), 4)).collect();
            let channel = |keep: &[Rational]| Ok(Box::new(Mask::independent(keep)?) as Exact);
            return Self { channel, parameters: keep.clone(), ratios: keep.clone(), means: keep };
        }
        let sigma: Vec<Rational> = (0..d).map(|_| ratio(rng.random_range(0..=3), 2)).collect();
        let ratios = sigma.iter().map(|s| Rational::one() / (Rational::one() + s * s)).collect();
        let channel = |sigma: &[Rational]| Ok(Box::new(Speckle::new(sigma)?) as Exact);
        Self { channel, parameters: sigma, ratios, means: vec![Rational::one(); d] }
    }

    fn channel(&self) -> Result<Exact> {
        (self.channel)(&self.parameters)
    }
}

fn exact_ratios_multiply(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(10, 60, 400);
    let mut rng = context.rng(141);
    let mut violations = 0;
    for _ in 0..cases {
        let variances: Vec<Rational> = (0..3).map(|_| random_positive(&mut rng, 4)).collect();
        let model = AxisModel::new(variances[..2].to_vec(), variances[2..].to_vec())?;
        let (first, second) = (Stage::random(&mut rng, 3), Stage::random(&mut rng, 3));
        let q: Vec<Rational> = first.ratios.iter().zip(&second.ratios).map(|(a, b)| a * b).collect();
        let chain = ExactChain::new(vec![first.channel()?, second.channel()?])?;
        let all = |paradigm| model.eigenvalues(&chain, paradigm).map(|(signal, noise)| [signal, noise].concat());
        let energy: Vec<Rational> = q.iter().zip(&variances).map(|(q, c)| q * c).collect();
        violations += usize::from(all(Paradigm::JointEmbedding)? != q || all(Paradigm::Reconstruction)? != energy);
    }
    Ok(Evidence::exact(
        "masks and speckle in chains: omega_i is the product of the q_i, phi_i^2 is c_i times it",
        cases,
        violations,
    ))
}

/// A stage, then T(alpha): model, the chain at alpha^2, both thresholds by the formulas, joint-embedding first.
struct Chained {
    model: AxisModel,
    stage: Stage,
    theta: Vec<Rational>,
    gamma: Vec<Rational>,
    thresholds: [Rational; 2],
}

impl Chained {
    fn random(rng: &mut ChaCha8Rng) -> Result<Self> {
        let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
        let variances: Vec<Rational> = (0..k + m).map(|_| random_positive(rng, 4)).collect();
        let theta: Vec<Rational> = (0..k + m).map(|_| ratio(rng.random_range(0..4), 2)).collect();
        let gamma: Vec<Rational> = variances[k..].to_vec();
        let model = AxisModel::new(variances[..k].to_vec(), gamma.clone())?;
        let stage = Stage::random(rng, k + m);
        let effective: Vec<Rational> = (0..k + m)
            .map(|i| {
                let (q, mean) = (&stage.ratios[i], &stage.means[i]);
                &variances[i] * (Rational::one() - q) / q + &theta[i] / (mean * mean)
            })
            .collect();
        // Each noise coordinate alone, in its own alpha^2/m^2; the largest decides.
        let mut thresholds: Option<[Rational; 2]> = None;
        for j in k..k + m {
            let theta = [&effective[..k], &effective[j..=j]].concat();
            let alone = Spectrum::new(variances[..k].to_vec(), theta, vec![variances[j].clone()])?.thresholds();
            let square = &stage.means[j] * &stage.means[j];
            let here = [alone.alpha_squared_je * &square, alone.alpha_squared_rc * &square];
            thresholds = Some(match thresholds {
                None => here,
                Some([je, rc]) => {
                    let [je_here, rc_here] = here;
                    [je.max(je_here), rc.max(rc_here)]
                }
            });
        }
        let thresholds = thresholds.unwrap_or_else(|| [Rational::zero(), Rational::zero()]);
        Ok(Self { model, stage, theta, gamma: [vec![Rational::zero(); k], gamma].concat(), thresholds })
    }

    /// The chain at a given alpha^2.
    fn at(&self, alpha_squared: &Rational) -> Result<ExactChain> {
        // alpha^2 need be no square, and may be negative: Theta holds the whole covariance.
        let variances = self.theta.iter().zip(&self.gamma).map(|(th, g)| th + alpha_squared * g);
        let whole = DMatrix::from_diagonal(&DVector::from_iterator(self.theta.len(), variances));
        let zero = DMatrix::zeros(self.theta.len(), self.theta.len());
        let noise = AlignedNoise::new_exact(whole, zero, Rational::zero())?;
        ExactChain::new(vec![self.stage.channel()?, Box::new(noise)])
    }
}

fn exact_thresholds(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(20, 100, 1000);
    let mut rng = context.rng(142);
    let mut violations = 0;
    let step = ratio(1, 1_000_000);
    for _ in 0..cases {
        let chained = Chained::random(&mut rng)?;
        let (zero, one) = (chained.at(&Rational::zero())?, chained.at(&Rational::one())?);
        for ((paradigm, _), threshold) in PARADIGMS.into_iter().zip(&chained.thresholds) {
            let found = chained.model.alpha_squared(&zero, &one, paradigm)?;
            violations += usize::from(found != AlphaThreshold::Above(threshold.clone()));
            for (at, expected) in [
                (threshold - &step, Recovery::NoiseLeaks),
                (threshold.clone(), Recovery::Tie),
                (threshold + &step, Recovery::Signal),
            ] {
                violations += usize::from(chained.model.recovery(&chained.at(&at)?, paradigm)? != expected);
            }
        }
    }
    Ok(Evidence::exact(
        "mask or speckle, then T(alpha): noise leaks, tie, signal at the threshold -1e-6, +0, +1e-6",
        8 * cases,
        violations,
    ))
}

/// Cyclic images of 1 x 4 pixels: symmetric kernels (b, a, b) have the eigenvectors (1,1,1,1), (1,-1,1,-1), (1,0,-1,0), (0,1,0,-1) with a + 2b, a - 2b, a, a, and so has a stationary C.
fn exact_random_blur(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 20, 100);
    let mut rng = context.rng(143);
    let (mut tried, mut violations) = (0, 0);
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
        for (i, v) in vectors.iter().enumerate() {
            let v = DMatrix::from_column_slice(4, 1, &v.map(|v| ratio(v, 1)));
            let q = moment(i, 1) * moment(i, 1) / moment(i, 2);
            let c = transfer(&a, &b)[i].clone();
            let good = eigenvalue(Paradigm::JointEmbedding, &views, &v) == Some(q.clone())
                && eigenvalue(Paradigm::Reconstruction, &views, &v) == Some(q * c);
            violations += usize::from(!good);
        }
    }
    Ok(Evidence::exact(
        "random cyclic blurs of stationary images: omega = (E b)^2/E b^2 of the transfer function, phi^2 = c omega",
        4 * cases,
        violations,
    ))
}

/// An invertible map B after an augmentation: S, G and H become B S B', B G B' and H B'.
fn exact_one_map(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 20, 100);
    let mut rng = context.rng(144);
    let mut violations = 0;
    for _ in 0..cases {
        let (_, data) = random_data(&mut rng, 3)?;
        let (b, stage) = (random_matrix(&mut rng, 3, 3, 3), Stage::random(&mut rng, 3).channel()?);
        let (plain, map) = (stage.views(&data)?, LinearMixture::new(vec![b.clone()], &[Rational::one()])?);
        let alone = map.views(&data)?;
        let chain = ExactChain::new(vec![stage, Box::new(map)])?.views(&data)?;
        let good = chain.view_second == &b * &plain.view_second * b.transpose()
            && chain.mean_second == &b * &plain.mean_second * b.transpose()
            && chain.cross == &plain.cross * b.transpose()
            && alone.covariance.iter().all(Zero::is_zero);
        violations += usize::from(!good);
    }
    Ok(Evidence::exact(
        "a fixed map after an augmentation is a change of coordinates of the views; alone it has Sigma = 0, omega = 1",
        cases,
        violations,
    ))
}

/// Minimisers a tenth above and below the thresholds of a chain.
fn minimiser_thresholds(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds of chains");
    let mut rng = context.rng(145);
    let wanted = context.tier.pick(2, 5, 20);
    let (mut tried, mut agreed) = (0, 0);
    while tried < 4 * wanted {
        let chained = Chained::random(&mut rng)?;
        if chained.thresholds.iter().any(|t| *t < ratio(1, 10)) {
            continue; // no alpha >= 0 below it
        }
        for ((paradigm, _), threshold) in PARADIGMS.into_iter().zip(&chained.thresholds) {
            for (factor, predicted) in [(ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal)] {
                tried += 1;
                let views = chained.model.views(&chained.at(&(threshold * factor))?)?;
                let found = minimiser_agrees(paradigm, &views, chained.model.rank(), predicted)?;
                agreed += usize::from(found == Some(true));
            }
        }
    }
    Ok(agreement(
        "mask or speckle, then T(alpha) at 0.9 and 1.1 times the threshold alpha^2: the row space flips",
        tried,
        agreed,
    ))
}

/// A realistic chain on 8 x 8 images: a shift by at most one pixel, a quarter of the 2 x 2 patches masked, pixel noise.
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
    let (k, mut worst, mut converged) = (4, 0.0f64, true);
    for (paradigm, _) in PARADIGMS {
        let solved = closed_form(paradigm, &views, k)?;
        let found = minimize::minimize(objective_of(paradigm, k), Method::Lbfgs, &views, 0, &Options::default())?;
        converged &= found.termination.converged();
        worst = worst.max((found.loss / solved.loss - 1.0).abs());
    }
    let mut evidence = vec![
        Evidence::at_most(
            Route::Minimiser,
            format!("L-BFGS on shift, mask, noise, both problems, k = {k}, {}: relative objective gap", images.on),
            if converged { worst } else { f64::INFINITY },
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
