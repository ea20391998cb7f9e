//! What the claims run on: a data set in its principal components, a scale of noise, an effort.

use super::figures_3_4;
use crate::augment::{AlignedNoise, Channel, ViewMoments};
use crate::dataset::Dataset;
use crate::dataset::pca::PrincipalComponents;
use crate::error::{Error, Result};
use crate::experiment::sweep::{self, Plan, Row};
use crate::moments::{DataMoments, MomentAccumulator};
use crate::threshold::Spectrum;
use nalgebra::{DMatrix, DVector};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::sync::{Arc, Mutex, PoisonError};

/// How much work the claims do. Measured on two cores: smoke under 10 s, gate under 60 s, full some minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Tier {
    /// A few instances of everything.
    Smoke,
    /// What `cargo test` and a plain `jerc` run.
    Gate,
    /// The sample sizes and counts of the full statement.
    Full,
}

impl Tier {
    /// One of three values by tier.
    pub fn pick<T>(self, smoke: T, gate: T, full: T) -> T {
        match self {
            Self::Smoke => smoke,
            Self::Gate => gate,
            Self::Full => full,
        }
    }
}

/// The scale of the experiment of paper section C: components kept, noise dimensions appended, variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Principal components kept: k.
    pub components: usize,
    /// Noise dimensions appended: d = components + noise_dimensions.
    pub noise_dimensions: usize,
    /// theta_i ~ U\[0, theta_max\].
    pub theta_max: f64,
    /// gamma_j ~ U\[0, gamma_max\], weak noise.
    pub gamma_weak: f64,
    /// The same, strong noise.
    pub gamma_strong: f64,
}

impl Scale {
    /// For the 8 x 8 digits with pixels 0..16 (ours: the paper has no such figure).
    pub const DIGITS: Self =
        Self { components: 20, noise_dimensions: 20, theta_max: 10.0, gamma_weak: 1.0, gamma_strong: 1000.0 };
    /// For MNIST with pixels 0..255 (paper, section C).
    pub const MNIST: Self =
        Self { components: 50, noise_dimensions: 50, theta_max: 1e4, gamma_weak: 1e3, gamma_strong: 1e6 };
}

/// n of the limits in alpha.
const FIXED_SAMPLES: usize = 500;

/// n of the limits in n. The first is where the asymptotic regime begins: under strong noise the cross terms X'N/n inflate the smallest signal eigenvalue by the factor 1 + sum_j g_j / (n c_k), which is below 1.1 there on
/// the digits and on MNIST, and its decay adds to the measured slope.
const SIZES: [usize; 4] = [30_000, 100_000, 300_000, 1_000_000];

/// What every claim receives.
pub struct Context<'a> {
    /// The principal components of the data set, centred, n x components, with labels.
    pub scores: Dataset,
    /// The raw data set.
    pub raw: Dataset,
    /// The scale of the noise.
    pub scale: Scale,
    /// The effort.
    pub tier: Tier,
    /// The seed of everything random, printed with the results.
    pub seed: u64,
    /// Told what is being done.
    pub progress: &'a (dyn Fn(&str) + Sync),
    /// The principal components.
    components: PrincipalComponents,
    /// The draws of each noise regime, made once for all claims.
    draws: Mutex<[Option<Arc<Draws>>; 2]>,
    /// The sweep behind the figures, made once.
    sweep: Mutex<Option<Arc<Vec<Row>>>>,
}

/// The two noise regimes of the paper's Figure 3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noise {
    /// gamma ~ U\[0, [`Scale::gamma_weak`]\].
    Weak,
    /// gamma ~ U\[0, [`Scale::gamma_strong`]\].
    Strong,
}

impl Noise {
    /// The regime as a word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
        }
    }
}

/// Clean and corrupted moments of the same samples.
pub type Pair = (DataMoments<f64>, DataMoments<f64>);

/// Samples of one noise regime: what the limits are measured on. Moments do not depend on alpha, so every alpha and every problem shares them.
#[derive(Debug)]
pub struct Draws {
    /// The model.
    pub problem: Problem,
    /// One draw of n = 500 samples, for alpha -> inf at fixed n.
    pub fixed: Pair,
    /// Independent draws for each n of a growing sequence.
    pub growing: Vec<(usize, Vec<Pair>)>,
}

/// The model of paper section 4.1 on this data set: variances of signal, augmentation and noise in the basis of principal components (signal first).
#[derive(Debug, Clone)]
pub struct Problem {
    /// c_i, the variances of the principal components (k).
    pub signal: Vec<f64>,
    /// th_i (d).
    pub theta: Vec<f64>,
    /// g_j (d - k).
    pub gamma: Vec<f64>,
    /// The clean rows and their labels.
    rows: Vec<f64>,
    labels: Vec<f64>,
    label_dimension: usize,
}

impl<'a> Context<'a> {
    /// Reduces a labelled data set to its principal components.
    ///
    /// # Errors
    /// [`Error::BadRequest`] without labels; whatever the reduction refuses.
    pub fn new(raw: Dataset, scale: Scale, tier: Tier, seed: u64, progress: &'a (dyn Fn(&str) + Sync)) -> Result<Self> {
        if raw.labels().is_none() {
            return Err(Error::BadRequest {
                problem: format!("{} has no labels", raw.name()),
                remedy: "the claims on supervised learning need them".into(),
            });
        }
        let components = PrincipalComponents::fit(&raw, scale.components)?;
        let scores = components.scores()?;
        let (draws, sweep) = (Mutex::new([None, None]), Mutex::new(None));
        Ok(Self { scores, raw, scale, tier, seed, progress, components, draws, sweep })
    }

    /// The draws of a noise regime.
    ///
    /// # Errors
    /// Those of the moments.
    pub fn draws(&self, noise: Noise) -> Result<Arc<Draws>> {
        // A panic elsewhere leaves the cache as it was: each entry is written whole.
        let mut cache = self.draws.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(draws) = &cache[noise as usize] {
            return Ok(draws.clone());
        }
        let gamma = match noise {
            Noise::Weak => self.scale.gamma_weak,
            Noise::Strong => self.scale.gamma_strong,
        };
        let problem = self.problem(gamma, 63)?;
        let fixed = problem.sample(FIXED_SAMPLES, &mut self.rng(50))?;
        let sizes: &[usize] = self.tier.pick(&[SIZES[0], SIZES[2]], &SIZES[..3], &SIZES[..]);
        let count = self.tier.pick(4, 6, 16);
        let mut growing = Vec::new();
        for (i, &n) in sizes.iter().enumerate() {
            let mut pairs = Vec::new();
            for draw in 0..count {
                (self.progress)(&format!("{} noise: n = {n}, draw {} of {count}", noise.name(), draw + 1));
                pairs.push(problem.sample(n, &mut self.rng(1000 * (noise as u64 + 1) + 100 * i as u64 + draw))?);
            }
            growing.push((n, pairs));
        }
        let draws = Arc::new(Draws { problem, fixed, growing });
        cache[noise as usize] = Some(draws.clone());
        Ok(draws)
    }

    /// The plan of the sweep behind Figures 3 and 4, at the scale of this data set.
    pub fn sweep_plan(&self) -> Plan {
        let paper = Plan::paper(self.raw.n(), figures_3_4::seeds(self.tier));
        if self.scale == Scale::DIGITS { Plan::digits(self.raw.n(), paper.seeds) } else { paper }
    }

    /// The sweep of [`sweep_plan`](Self::sweep_plan). Its seeds are 0, 1, ..., so that it is the one of `jerc figures`.
    ///
    /// # Errors
    /// Those of the sweep.
    pub fn sweep(&self) -> Result<Arc<Vec<Row>>> {
        let mut cache = self.sweep.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(rows) = &*cache {
            return Ok(rows.clone());
        }
        (self.progress)("sweep of Figures 3 and 4");
        let name = if self.scale == Scale::DIGITS { "digits" } else { "mnist" };
        let rows = Arc::new(sweep::run(&self.sweep_plan(), &self.components, name, &|| ())?);
        *cache = Some(rows.clone());
        Ok(rows)
    }

    /// A portable random stream for one purpose.
    pub fn rng(&self, stream: u64) -> ChaCha8Rng {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(stream);
        rng
    }

    /// The model with theta ~ U\[0, theta_max\] and gamma ~ U\[0, gamma_max\], drawn from `stream`.
    ///
    /// # Errors
    /// Those of the moments of the data.
    pub fn problem(&self, gamma_max: f64, stream: u64) -> Result<Problem> {
        let mut rng = self.rng(stream);
        let (k, m) = (self.scale.components, self.scale.noise_dimensions);
        let theta = (0..k + m).map(|_| rng.random_range(0.0..self.scale.theta_max)).collect();
        let gamma = (0..m).map(|_| rng.random_range(0.0..gamma_max)).collect();
        let moments = self.scores.moments()?;
        Ok(Problem {
            signal: moments.second.diagonal().iter().copied().collect(),
            theta,
            gamma,
            rows: self.scores.features().rows().into_owned(),
            labels: self.scores.labels().map(|l| l.rows()).unwrap_or_default(),
            label_dimension: self.scores.l(),
        })
    }
}

impl Problem {
    /// k.
    pub fn rank(&self) -> usize {
        self.signal.len()
    }

    /// d.
    pub fn dimension(&self) -> usize {
        self.theta.len()
    }

    /// The spectrum whose thresholds are the theory's prediction.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if a variance vanishes.
    pub fn spectrum(&self) -> Result<Spectrum<f64>> {
        Spectrum::new(self.signal.clone(), self.theta.clone(), self.gamma.clone())
    }

    /// T(alpha) with this Theta and Gamma.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bad alpha.
    pub fn augmentation(&self, alpha: f64) -> Result<AlignedNoise<f64>> {
        let zeros = vec![0.0; self.rank()];
        let diagonal = |values: Vec<f64>| DMatrix::from_diagonal(&DVector::from_vec(values));
        AlignedNoise::new(diagonal(self.theta.clone()), diagonal([zeros, self.gamma.clone()].concat()), alpha)
    }

    /// The views in the limit n -> inf: C = diag(c, g), exactly diagonal.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] for a bad alpha.
    pub fn population(&self, alpha: f64) -> Result<ViewMoments<f64>> {
        let d = self.dimension();
        let second = DMatrix::from_diagonal(&DVector::from_vec([self.signal.clone(), self.gamma.clone()].concat()));
        let data = DataMoments {
            count: self.rows.len() / self.rank(),
            mean: DVector::zeros(d),
            second,
            label_cross: DMatrix::zeros(0, d),
            label_energy: 0.0,
        };
        self.augmentation(alpha)?.views(&data)
    }

    /// Moments of n samples: rows drawn from the data with replacement, clean (zeros on the noise dimensions) and corrupted by fresh noise of variance g. The law of the rows is the data set itself, so n may exceed its size.
    ///
    /// # Errors
    /// Those of the accumulator.
    pub fn sample(&self, n: usize, rng: &mut ChaCha8Rng) -> Result<(DataMoments<f64>, DataMoments<f64>)> {
        let (k, d, l) = (self.rank(), self.dimension(), self.label_dimension);
        let (mut clean, mut corrupted) = (MomentAccumulator::new(d, l), MomentAccumulator::new(d, l));
        let deviations: Vec<f64> = self.gamma.iter().map(|g| g.sqrt()).collect();
        let total = self.rows.len() / k;
        let block = 4096;
        for first in (0..n).step_by(block) {
            let m = block.min(n - first);
            let (mut x, mut noisy, mut y) = (vec![0.0; m * d], vec![0.0; m * d], Vec::with_capacity(m * l));
            for i in 0..m {
                let pick = rng.random_range(0..total);
                let row = &self.rows[pick * k..(pick + 1) * k];
                x[i * d..i * d + k].copy_from_slice(row);
                noisy[i * d..i * d + k].copy_from_slice(row);
                for (target, deviation) in noisy[i * d + k..(i + 1) * d].iter_mut().zip(&deviations) {
                    *target = deviation * rng.sample::<f64, _>(StandardNormal);
                }
                y.extend_from_slice(&self.labels[pick * l..(pick + 1) * l]);
            }
            clean.push(&x, &y)?;
            corrupted.push(&noisy, &y)?;
        }
        Ok((clean.finish()?, corrupted.finish()?))
    }

    /// The encoder [I_k 0], whose row space is the signal's.
    pub fn signal_rows(&self) -> DMatrix<f64> {
        DMatrix::identity(self.rank(), self.dimension())
    }
}
