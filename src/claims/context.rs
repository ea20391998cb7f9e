//! What the claims run on: a data set in its principal components, a scale of noise, an effort.

use super::tally::Effort;
use crate::augment::AlignedNoise;
use crate::dataset::{Dataset, Features};
use crate::error::{Error, Result};
use crate::experiment::many_signals;
use crate::experiment::sweep::{self, Cell, Plan, Row};
pub use crate::model::Noise;
use crate::model::Problem;
use crate::model::pca::PrincipalComponents;
use crate::moments::DataMoments;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// How much work the claims do. Measured on two cores: smoke under 10 s, gate under 60 s, full some
/// minutes.
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

/// The scale of the experiment of paper section C: components kept, noise dimensions appended,
/// variances.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Scale {
    /// Principal components kept: k.
    pub components: usize,
    /// Noise dimensions appended: d = components + noise_dimensions.
    pub noise_dimensions: usize,
    /// θ_i ~ U\[0, θ_max\].
    pub theta_max: f64,
    /// γ_j ~ U\[0, γ_max\], weak noise.
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

/// n of the limits in α.
const FIXED_SAMPLES: usize = 500;

/// n of the limits in n. The first is where the asymptotic regime begins: under strong noise the
/// cross terms X'N/n inflate the smallest signal eigenvalue by the factor 1 + sum_j g_j / (n c_k),
/// which is below 1.1 there on the digits and on MNIST, and its decay adds to the measured slope.
const SIZES: [usize; 4] = [30_000, 100_000, 300_000, 1_000_000];

/// Independent draws of each n, by tier.
pub(super) const DRAWS: [usize; 3] = [4, 6, 16];

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
    /// The table of joint-embedding at small n, made once.
    many_signals: OnceLock<Vec<many_signals::Row>>,
    /// Certificates for the report, by file name.
    certificates: Mutex<BTreeMap<String, Kept>>,
}

/// A certificate that the report keeps.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The certificate.
    pub json: String,
    /// The data that it is about, where they are samples with T(α).
    pub data: Option<Arc<KeptData>>,
}

/// Samples and T(α): with them a certificate's matrices are computed again.
#[derive(Debug)]
pub struct KeptData {
    /// A name for its files.
    pub name: String,
    /// The samples.
    pub samples: Features,
    /// The augmentation; Θ and Γ are diagonal.
    pub augmentation: AlignedNoise<f64>,
}

/// Clean and corrupted moments of the same samples.
pub type Pair = (DataMoments<f64>, DataMoments<f64>);

/// Samples of one noise regime: what the limits are measured on. Moments do not depend on α, so
/// every α and every problem shares them.
#[derive(Debug)]
pub struct Draws {
    /// The model.
    pub problem: Problem,
    /// One draw of n = 500 samples, for α -> inf at fixed n.
    pub fixed: Pair,
    /// Independent draws for each n of a growing sequence.
    pub growing: Vec<(usize, Vec<Pair>)>,
}

/// How many draws of one n differ, by their noise and their labels.
pub(super) fn distinct(pairs: &[Pair]) -> usize {
    let of = |(_, corrupted): &Pair| (corrupted.second.trace().to_bits(), corrupted.label_cross.norm().to_bits());
    pairs.iter().map(of).collect::<BTreeSet<_>>().len()
}

impl<'a> Context<'a> {
    /// Reduces a labelled data set to its principal components.
    ///
    /// # Errors
    /// [`Error::BadRequest`] without labels; whatever the reduction refuses.
    pub fn new(raw: Dataset, scale: Scale, tier: Tier, seed: u64, progress: &'a (dyn Fn(&str) + Sync)) -> Result<Self> {
        if raw.labels().is_none() {
            return Err(Error::request(
                format!("{} has no labels", raw.name()),
                "the claims on supervised learning need them",
            ));
        }
        let components = PrincipalComponents::fit(&raw, scale.components)?;
        let scores = components.scores()?;
        let (draws, sweep, certificates) = (Mutex::new([None, None]), Mutex::new(None), Mutex::default());
        let many_signals = OnceLock::new();
        Ok(Self { scores, raw, scale, tier, seed, progress, components, draws, sweep, many_signals, certificates })
    }

    /// The number of cases by tier.
    pub fn effort(&self, [smoke, gate, full]: [usize; 3]) -> Effort {
        Effort::new([smoke, gate, full], self.tier.pick(smoke, gate, full))
    }

    /// The model of a noise regime, which all claims on it share.
    ///
    /// # Errors
    /// Those of the moments of the data.
    pub fn regime(&self, noise: Noise) -> Result<Problem> {
        let gamma = match noise {
            Noise::Weak => self.scale.gamma_weak,
            Noise::Strong => self.scale.gamma_strong,
        };
        self.problem(gamma, &mut self.rng("context", "noise regime"))
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
        let problem = self.regime(noise)?;
        let fixed = problem.sample(FIXED_SAMPLES, &mut self.rng("context", "fixed sample"))?;
        let count = self.effort(DRAWS).now;
        let mut growing = Vec::new();
        for n in self.sizes() {
            let mut pairs = Vec::new();
            for draw in 0..count {
                (self.progress)(&format!("{} noise: n = {n}, draw {} of {count}", noise.name(), draw + 1));
                let purpose = format!("{} noise, n = {n}, draw {draw}", noise.name());
                pairs.push(problem.sample(n, &mut self.rng("context", &purpose))?);
            }
            growing.push((n, pairs));
        }
        let draws = Arc::new(Draws { problem, fixed, growing });
        cache[noise as usize] = Some(draws.clone());
        Ok(draws)
    }

    /// n of the limits in n, by tier.
    fn sizes(&self) -> Vec<usize> {
        let [first, second, third, last] = SIZES;
        self.tier.pick(vec![first, third], vec![first, second, third], vec![first, second, third, last])
    }

    /// How many draws of growing n there are: so many for each size.
    pub fn draws_effort(&self) -> Effort {
        self.effort([2, 3, SIZES.len()]).times(self.effort(DRAWS))
    }

    /// The plan of the sweep behind Figures 3 and 4, at the scale of this data set.
    pub fn sweep_plan(&self) -> Plan {
        let paper = Plan::paper(self.raw.n(), self.sweep_effort().now as u64);
        if self.scale == Scale::DIGITS { Plan::digits(self.raw.n(), paper.seeds) } else { paper }
    }

    /// How many seeds the sweep has.
    pub fn sweep_effort(&self) -> Effort {
        self.effort([2, 5, 10])
    }

    /// The sweep of [`sweep_plan`](Self::sweep_plan). Its seeds are 0, 1, ..., so that it is the
    /// one of `jerc figures`.
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

    /// Joint-embedding in that sweep at small n, beside what is predicted there.
    ///
    /// # Errors
    /// Those of the sweep.
    pub fn many_signals(&self) -> Result<&[many_signals::Row]> {
        if let Some(rows) = self.many_signals.get() {
            return Ok(rows);
        }
        (self.progress)("joint-embedding at small n");
        let name = if self.scale == Scale::DIGITS { "digits" } else { "mnist" };
        let rows = many_signals::run(&self.sweep_plan(), &self.components, name)?;
        Ok(self.many_signals.get_or_init(|| rows))
    }

    /// Some cells of the sweep, in full.
    ///
    /// # Errors
    /// Those of the sweep.
    pub fn cells(&self) -> Result<Vec<Cell>> {
        sweep::cells(&self.sweep_plan(), &self.components)
    }

    /// Keeps a certificate for the report.
    pub(super) fn keep_certificate(&self, file: String, kept: Kept) {
        self.certificates.lock().unwrap_or_else(PoisonError::into_inner).insert(file, kept);
    }

    /// The certificates that claims have kept, by file name.
    pub fn certificates(&self) -> BTreeMap<String, Kept> {
        self.certificates.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The portable random stream of one purpose of a claim, or of a route that several claims
    /// share. Its number is a hash of both, so that nobody hands out numbers.
    pub fn rng(&self, owner: &str, purpose: &str) -> ChaCha8Rng {
        let [a, b, c, d, e, f, g, h, ..] = <[u8; 32]>::from(Sha256::digest(format!("{owner}/{purpose}")));
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        rng.set_stream(u64::from_be_bytes([a, b, c, d, e, f, g, h]));
        rng
    }

    /// The model with θ ~ U\[0, θ_max\] and γ ~ U\[0, γ_max\], drawn from a stream.
    ///
    /// # Errors
    /// Those of the moments of the data.
    pub fn problem(&self, gamma_max: f64, rng: &mut ChaCha8Rng) -> Result<Problem> {
        let Scale { components, noise_dimensions, theta_max, .. } = self.scale;
        Problem::draw(&self.scores, components, noise_dimensions, theta_max, gamma_max, rng)
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::dataset::digits::load_digits;
    use rand::Rng;

    /// The digits in the smoke tier, with seed 1.
    pub(in crate::claims) fn smoke() -> Context<'static> {
        Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Smoke, 1, &|_| ()).unwrap()
    }

    #[test]
    fn streams_differ_by_seed_owner_and_purpose() {
        let [one, two, far, high] = [1, 2, 1 + (1 << 32), 1 + (1 << 63)].map(|seed| Context { seed, ..smoke() });
        let first = |context: &Context<'_>, owner, purpose| context.rng(owner, purpose).next_u64();
        let same = first(&one, "a", "b");
        assert_eq!(first(&smoke(), "a", "b"), same);
        for other in [first(&one, "c", "b"), first(&one, "a", "c"), first(&one, "a/b", "")] {
            assert_ne!(other, same);
        }
        // All 64 bits of a seed count.
        for context in [two, far, high] {
            assert_ne!(first(&context, "a", "b"), same, "{}", context.seed);
        }
    }

    #[test]
    fn every_tier_has_its_sample_sizes() {
        const ALL: [usize; 4] = [30_000, 100_000, 300_000, 1_000_000];
        for (tier, sizes, draws) in
            [(Tier::Smoke, vec![ALL[0], ALL[2]], 4), (Tier::Gate, ALL[..3].to_vec(), 6), (Tier::Full, ALL.to_vec(), 16)]
        {
            let context = Context { tier, ..smoke() };
            // As many draws are planned as will be made.
            assert_eq!(context.draws_effort().now, sizes.len() * draws);
            assert_eq!((context.effort(DRAWS).now, context.sizes()), (draws, sizes));
        }
    }

    #[test]
    fn efforts_are_those_of_the_tier() {
        for (tier, cases) in [(Tier::Smoke, 1), (Tier::Gate, 2), (Tier::Full, 3)] {
            let context = Context { tier, ..smoke() };
            assert_eq!((context.effort([1, 2, 3]).now, tier.pick(1, 2, 3)), (cases, cases));
        }
    }
}
