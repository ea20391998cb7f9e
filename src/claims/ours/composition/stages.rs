//! Stages that act on each coordinate alone: their ratios multiply, and T(alpha) after them has
//! thresholds.

use crate::augment::{AlignedNoise, Channel, ExactChain, LinearMixture, Mask, Speckle};
use crate::claims::routes::instances::{PARADIGMS, agreement, minimiser_agrees, random_data};
use crate::claims::{Context, Evidence, Tally};
use crate::error::Result;
use crate::linalg::exact::{random_matrix, random_positive};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{AxisModel, Recovery, Spectrum};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Gathers the evidence.
pub(in crate::claims) fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        exact_ratios_multiply(context)?,
        exact_thresholds(context)?,
        exact_one_map(context)?,
        minimiser_thresholds(context)?,
    ])
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
    let mut tally = Tally::default();
    for _ in 0..cases {
        let variances: Vec<Rational> = (0..3).map(|_| random_positive(&mut rng, 4)).collect();
        let model = AxisModel::new(variances[..2].to_vec(), variances[2..].to_vec())?;
        let (first, second) = (Stage::random(&mut rng, 3), Stage::random(&mut rng, 3));
        let q: Vec<Rational> = first.ratios.iter().zip(&second.ratios).map(|(a, b)| a * b).collect();
        let chain = ExactChain::new(vec![first.channel()?, second.channel()?])?;
        let all = |paradigm| model.eigenvalues(&chain, paradigm).map(|(signal, noise)| [signal, noise].concat());
        let energy: Vec<Rational> = q.iter().zip(&variances).map(|(q, c)| q * c).collect();
        tally.record(q.iter().chain(&variances));
        tally.case([all(Paradigm::JointEmbedding)? == q, all(Paradigm::Reconstruction)? == energy]);
    }
    Ok(Evidence::exact(
        "masks and speckle in chains: omega_i is the product of the q_i, phi_i^2 is c_i times it",
        tally,
    ))
}

/// A stage, then T(alpha): model, the chain at alpha^2, both thresholds by the formulas,
/// joint-embedding first.
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
    let mut tally = Tally::default();
    let step = ratio(1, 1_000_000);
    for _ in 0..cases {
        let chained = Chained::random(&mut rng)?;
        tally.record(chained.thresholds.iter().chain(&chained.theta).chain(&chained.gamma));
        let (zero, one) = (chained.at(&Rational::zero())?, chained.at(&Rational::one())?);
        for ((paradigm, _), threshold) in PARADIGMS.into_iter().zip(&chained.thresholds) {
            let found = chained.model.alpha_squared(&zero, &one, paradigm)?;
            tally.case([found.exact() == Some(threshold)]);
            for (at, expected) in [
                (threshold - &step, Recovery::NoiseLeaks),
                (threshold.clone(), Recovery::Tie),
                (threshold + &step, Recovery::Signal),
            ] {
                tally.case([chained.model.recovery(&chained.at(&at)?, paradigm)? == expected]);
            }
        }
    }
    Ok(Evidence::exact(
        "mask or speckle, then T(alpha): noise leaks, tie, signal at the threshold -1e-6, +0, +1e-6",
        tally,
    ))
}

/// An invertible map B after an augmentation: S, G and H become B S B', B G B' and H B'.
fn exact_one_map(context: &Context<'_>) -> Result<Evidence> {
    let cases = context.tier.pick(5, 20, 100);
    let mut rng = context.rng(144);
    let mut tally = Tally::default();
    for _ in 0..cases {
        let (_, data) = random_data(&mut rng, 3)?;
        let (b, stage) = (random_matrix(&mut rng, 3, 3, 3), Stage::random(&mut rng, 3).channel()?);
        let (plain, map) = (stage.views(&data)?, LinearMixture::new(vec![b.clone()], &[Rational::one()])?);
        let alone = map.views(&data)?;
        let chain = ExactChain::new(vec![stage, Box::new(map)])?.views(&data)?;
        tally.record(chain.view_second.iter().chain(&chain.cross));
        tally.case([
            chain.view_second == &b * &plain.view_second * b.transpose(),
            chain.mean_second == &b * &plain.mean_second * b.transpose(),
            chain.cross == &plain.cross * b.transpose(),
            alone.covariance.iter().all(Zero::is_zero),
        ]);
    }
    Ok(Evidence::exact(
        "a fixed map after an augmentation is a change of coordinates of the views; alone it has Sigma = 0, omega = 1",
        tally,
    ))
}

/// Minimisers a tenth above and below the thresholds of a chain.
fn minimiser_thresholds(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds of chains");
    let mut rng = context.rng(145);
    let wanted = context.tier.pick(2, 5, 20);
    let mut tally = Tally::default();
    while tally.cases() < 4 * wanted {
        let chained = Chained::random(&mut rng)?;
        if chained.thresholds.iter().any(|t| *t < ratio(1, 10)) {
            continue; // no alpha >= 0 below it
        }
        for ((paradigm, _), threshold) in PARADIGMS.into_iter().zip(&chained.thresholds) {
            for (factor, predicted) in [(ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal)] {
                let views = chained.model.views(&chained.at(&(threshold * factor))?)?;
                let found = minimiser_agrees(paradigm, &views, chained.model.rank(), predicted)?;
                tally.record(&views.view_second);
                tally.case([found == Some(true)]);
            }
        }
    }
    Ok(agreement(
        "mask or speckle, then T(alpha) at 0.9 and 1.1 times the threshold alpha^2: the row space flips",
        tally,
    ))
}
