//! Problems with a known answer: section 4.1 and what departs from it.
//!
//! A [`Model`] has a signal with second moment C1 of rank k, a nuisance with covariance Γ, and an
//! augmentation with covariance Θ + α² Γ' in a random orthonormal basis; [`Kind`] says what is
//! special. A [`Drawn`] problem has samples x = s + nuisance and every kind of evidence.
//!
//! What is right is known from the population: an encoder W explains tr(P D W'(W C W')^-1 W D) of
//! tr(P D C^-1 D), with D = C1 and P = C^-1; for labels y = β s + noise, D = β C1 and P = I.

use super::question::{Augmented, Evidence, EvidenceKind, MomentsOf, Question, Stored};
use crate::augment::{AlignedNoise, Augmentation, Mask};
use crate::error::{Error, Result};
use crate::linalg::float::{Whitening, product, symmetric, symmetric_eigen};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal, StudentT};

/// What is special about a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Every noise direction is weaker than the signal: g < r.
    Weak,
    /// Every noise direction is stronger: g > r.
    Strong,
    /// Some are weaker, some stronger.
    Straddle,
    /// The augmentation's part Γ' is not the nuisance's Γ.
    Misaligned,
    /// The nuisance lies on directions of the signal too.
    Overlap,
    /// Heavy tails and spikes instead of the normal law.
    NonGaussian,
    /// Θ couples signal and noise.
    CrossTheta,
    /// Features are masked instead.
    Masked,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Weak,
        Self::Strong,
        Self::Straddle,
        Self::Misaligned,
        Self::Overlap,
        Self::NonGaussian,
        Self::CrossTheta,
        Self::Masked,
    ];

    /// A word for tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weak => "weak",
            Self::Strong => "strong",
            Self::Straddle => "straddle",
            Self::Misaligned => "misaligned",
            Self::Overlap => "overlap",
            Self::NonGaussian => "non-Gaussian",
            Self::CrossTheta => "cross Θ",
            Self::Masked => "masked",
        }
    }
}

/// The law of the entries of signal and noise: mean 0, variance 1.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Law {
    Normal,
    Laplace,
    /// Student's t with 6 degrees of freedom.
    HeavyTailed,
    /// Normal with probability 1/5, else 0.
    Sparse,
}

impl Law {
    fn draw(self, rng: &mut ChaCha8Rng) -> f64 {
        let normal = |rng: &mut ChaCha8Rng| -> f64 { StandardNormal.sample(rng) };
        match self {
            Self::Normal => normal(rng),
            Self::Laplace => {
                let u = rng.random::<f64>() - 0.5;
                // Variance 2 without the root.
                -u.signum() * (1.0 - 2.0 * u.abs()).ln() / 2f64.sqrt()
            }
            Self::HeavyTailed => StudentT::new(6.0).map_or(0.0, |law| law.sample(rng)) / 1.5f64.sqrt(),
            Self::Sparse if rng.random::<f64>() < 0.2 => normal(rng) * 5f64.sqrt(),
            Self::Sparse => 0.0,
        }
    }
}

/// A population with a known answer.
pub struct Model {
    /// What is special.
    pub kind: Kind,
    /// The rank of the signal.
    pub k: usize,
    /// d.
    pub d: usize,
    /// The second moment of the signal, d x d, of rank k.
    pub signal: DMatrix<f64>,
    /// Γ, the covariance of the nuisance.
    pub nuisance: DMatrix<f64>,
    /// The augmentation.
    pub augmentation: Box<dyn Augmentation>,
    /// Its strength α, or the probability that a feature is kept.
    pub alpha: f64,
    /// y = β s + noise, l x d.
    pub beta: DMatrix<f64>,
    label_noise: f64,
    laws: [Law; 2],
    /// Roots of the signal (d x k) and of the nuisance.
    roots: [DMatrix<f64>; 2],
}

/// So many draws at most: the rarest model that is asked for is one of some tens.
const DRAWS: usize = 10_000;

/// exp of a uniform number between the logarithms.
fn log_uniform(rng: &mut ChaCha8Rng, low: f64, high: f64) -> f64 {
    (low.ln() + rng.random::<f64>() * (high / low).ln()).exp()
}

fn uniform(rng: &mut ChaCha8Rng, low: f64, high: f64) -> f64 {
    low + rng.random::<f64>() * (high - low)
}

fn normal_matrix(rng: &mut ChaCha8Rng, rows: usize, columns: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| StandardNormal.sample(rng))
}

/// An orthogonal matrix, uniform up to the signs of its columns.
fn rotation(rng: &mut ChaCha8Rng, d: usize) -> DMatrix<f64> {
    normal_matrix(rng, d, d).qr().q()
}

/// A root R of a positive semidefinite M: R R' = M.
fn root(matrix: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    let eigen = symmetric_eigen(&symmetric(matrix))?;
    let scaled = DMatrix::from_fn(matrix.nrows(), matrix.nrows(), |i, j| {
        eigen.vectors[(i, j)] * eigen.values[j].max(0.0).sqrt()
    });
    Ok(scaled)
}

impl Model {
    /// A model of a kind. The ranges are wide enough for every order of the thresholds (10) and
    /// (12), and α² is drawn around both.
    ///
    /// # Errors
    /// Those of linear algebra.
    pub fn random(kind: Kind, rng: &mut ChaCha8Rng) -> Result<Self> {
        let around = |je: f64, rc: f64, rng: &mut ChaCha8Rng| {
            Some(log_uniform(rng, je.min(rc).max(0.02) / 3.0, 3.0 * je.max(rc).max(0.05)))
        };
        Self::first(|rng| Self::with(kind, rng, around), rng)
    }

    /// The first half of the paper's takeaway: noise so weak that reconstruction needs no alignment
    /// (α_RC² <= -1/5, away from 0), and an augmentation that knows nothing of it, α = 0.
    ///
    /// # Errors
    /// Those of linear algebra.
    pub fn weak_and_unknown(rng: &mut ChaCha8Rng) -> Result<Self> {
        Self::first(|rng| Self::with(Kind::Weak, rng, |_, rc, _| (rc <= -0.2).then_some(0.0)), rng)
    }

    /// The other half: strong noise, and an augmentation aligned enough for joint-embedding: α²
    /// half way, on the logarithmic scale, between the two thresholds.
    ///
    /// # Errors
    /// Those of linear algebra.
    pub fn strong_and_aligned(rng: &mut ChaCha8Rng) -> Result<Self> {
        let between = |je: f64, rc: f64, _: &mut ChaCha8Rng| Some((je.max(0.05) * rc.max(0.05)).sqrt());
        Self::first(|rng| Self::with(Kind::Strong, rng, between), rng)
    }

    /// The first model that is drawn as it should be.
    fn first(draw: impl Fn(&mut ChaCha8Rng) -> Result<Option<Self>>, rng: &mut ChaCha8Rng) -> Result<Self> {
        let found = (0..DRAWS).find_map(|_| draw(rng).transpose());
        found.unwrap_or_else(|| Err(Error::range("models drawn", "one as it should be", DRAWS)))
    }

    /// A model with α² by the thresholds (12) and (10); none where these are not as they should be.
    fn with(
        kind: Kind,
        rng: &mut ChaCha8Rng,
        alpha_squared: impl Fn(f64, f64, &mut ChaCha8Rng) -> Option<f64>,
    ) -> Result<Option<Self>> {
        let (k, m) = (rng.random_range(1..=5), rng.random_range(3..=24));
        let d = k + m;
        let c = DVector::from_fn(k, |_, _| log_uniform(rng, 0.3, 3.0));
        let theta_signal = c.map(|c| c * log_uniform(rng, 0.05, 2.0));
        let least = |of: &dyn Fn(f64, f64) -> f64| {
            c.iter().zip(&theta_signal).map(|(&c, &th)| of(c, th)).fold(f64::INFINITY, f64::min)
        };
        let (delta, eta_squared) = (least(&|c, th| c / (c + th)), least(&|c, th| c * c / (c + th)));
        let r = eta_squared / delta;
        let g = DVector::from_fn(m, |_, _| {
            r * match kind {
                Kind::Weak => uniform(rng, 0.02, 0.9),
                Kind::Strong => log_uniform(rng, 1.2, 20.0),
                _ => log_uniform(rng, 0.1, 10.0),
            }
        });
        let theta_noise = g.map(|g| g * log_uniform(rng, 0.02, 0.5));
        let ratios: Vec<f64> = theta_noise.iter().zip(&g).map(|(th, g)| th / g).collect();
        let most = |values: &mut dyn Iterator<Item = f64>| values.fold(f64::NEG_INFINITY, f64::max);
        let je = (1.0 - delta) / delta + most(&mut ratios.iter().map(|t| -t));
        let rc = most(&mut g.iter().zip(&ratios).map(|(g, t)| g / eta_squared - t)) - 1.0;
        let Some(alpha_squared) = alpha_squared(je, rc, rng) else { return Ok(None) };
        let basis = rotation(rng, d);
        let diagonal = |values: &[f64], first: usize| {
            DMatrix::from_fn(d, d, |i, j| {
                if i == j && i >= first { values.get(i - first).copied().unwrap_or(0.0) } else { 0.0 }
            })
        };
        let signal = diagonal(c.as_slice(), 0);
        let mut gamma = diagonal(g.as_slice(), k);
        let mut theta = diagonal(theta_signal.as_slice(), 0) + diagonal(theta_noise.as_slice(), k);
        let mut imitated = gamma.clone();
        match kind {
            Kind::Misaligned => {
                let (turn, mix) = (rotation(rng, m), uniform(rng, 0.0, 1.0));
                let turned =
                    &turn * DMatrix::from_diagonal(&DVector::from_fn(m, |i, _| g[(i + 1) % m])) * turn.transpose();
                let part = gamma.view((k, k), (m, m)) * (1.0 - mix) + turned * mix;
                imitated.view_mut((k, k), (m, m)).copy_from(&part);
                if rng.random::<f64>() < 0.5 {
                    (0..k).for_each(|i| imitated[(i, i)] = c[i] * uniform(rng, 0.0, 0.3));
                }
            }
            Kind::Overlap => {
                for _ in 0..2 {
                    let along = normal_matrix(rng, d, 1).normalize();
                    gamma += &along * along.transpose() * (uniform(rng, 0.1, 1.0) * r);
                }
                imitated = gamma.clone();
                if rng.random::<f64>() < 0.5 {
                    theta *= 0.02;
                }
            }
            Kind::CrossTheta => {
                let any = normal_matrix(rng, d, d);
                let size = theta.trace() / d as f64;
                theta = &any * any.transpose() * (size / d as f64) + theta * 0.2;
            }
            _ => {}
        }
        let turn = |matrix: &DMatrix<f64>| symmetric(&(&basis * matrix * basis.transpose()));
        let [signal, nuisance, theta, imitated] = [signal, gamma, theta, imitated].map(|matrix| turn(&matrix));
        let (alpha, augmentation): (f64, Box<dyn Augmentation>) = if kind == Kind::Masked {
            let keep = uniform(rng, 0.3, 0.95);
            (keep, Box::new(Mask::independent(&vec![keep; d])?))
        } else {
            (alpha_squared.sqrt(), Box::new(AlignedNoise::new(theta, imitated, alpha_squared.sqrt())?))
        };
        let mut law = || [Law::Laplace, Law::HeavyTailed, Law::Sparse][rng.random_range(0..3)];
        let laws = if kind == Kind::NonGaussian { [law(), law()] } else { [Law::Normal; 2] };
        let l = rng.random_range(1..=4);
        let weights = normal_matrix(rng, l, k) * DMatrix::from_diagonal(&c.map(|c| 1.0 / c.sqrt()));
        let beta = weights * basis.columns(0, k).transpose();
        let signal_root = basis.columns(0, k) * DMatrix::from_diagonal(&c.map(f64::sqrt));
        let roots = [signal_root, root(&nuisance)?];
        let label_noise = uniform(rng, 0.2, 2.0);
        Ok(Some(Self { kind, k, d, signal, nuisance, augmentation, alpha, beta, label_noise, laws, roots }))
    }

    /// C.
    pub fn second_moment(&self) -> DMatrix<f64> {
        &self.signal + &self.nuisance
    }

    /// The share of the relevant part of x that a linear function of W x predicts.
    ///
    /// # Errors
    /// [`Error::NotPositiveDefinite`] for a W that is not of
    /// full row rank.
    pub fn efficiency(&self, encoder: &DMatrix<f64>, labels: bool) -> Result<f64> {
        let c = self.second_moment();
        let data = Whitening::new("C", &c)?;
        let target = if labels { product(&self.beta, &self.signal) } else { data.solve_lower(&self.signal) };
        let explained = |encoder: &DMatrix<f64>| -> Result<f64> {
            let seen = Whitening::new("W C W'", &symmetric(&product(encoder, &product(&c, &encoder.transpose()))))?;
            Ok(seen.solve_lower(&product(encoder, &target.transpose())).norm_squared())
        };
        Ok(explained(encoder)? / explained(&DMatrix::identity(self.d, self.d))?)
    }

    fn rows(&self, rng: &mut ChaCha8Rng, n: usize, part: usize) -> DMatrix<f64> {
        let root = &self.roots[part];
        let width = root.ncols();
        root * DMatrix::from_fn(width, n, |_, _| self.laws[part].draw(rng))
    }

    /// Draws samples, views and all evidence.
    ///
    /// # Errors
    /// Never, for n >= 1.
    pub fn draw(&self, n: usize, views: usize, rng: &mut ChaCha8Rng) -> Result<Drawn> {
        let signal = self.rows(rng, n, 0);
        let samples = &signal + self.rows(rng, n, 1);
        let replicate = &signal + self.rows(rng, n, 1);
        let exchanged = &samples - &signal + self.rows(rng, n, 0);
        let nuisance = self.rows(rng, (n / 2).max(50), 1);
        let mut labels = product(&self.beta, &signal);
        labels.iter_mut().for_each(|y| *y += self.label_noise * Law::Normal.draw(rng));
        // A third of the rows is labelled, but 60 at least.
        let mut order: Vec<usize> = (0..n).collect();
        rand::seq::SliceRandom::shuffle(order.as_mut_slice(), rng);
        order[(n / 3).max(60).min(n)..].iter().for_each(|&row| labels.column_mut(row).fill(f64::NAN));
        let mut drawn = vec![0.0; n * views * self.d];
        for (view, place) in drawn.chunks_exact_mut(self.d).zip(0..) {
            let x: Vec<f64> = samples.column(place / views.max(1)).iter().copied().collect();
            self.augmentation.sample(&x, rng, view);
        }
        let stored = |m: DMatrix<f64>| Stored::new(m.as_slice().to_vec(), m.nrows());
        Ok(Drawn {
            samples: stored(samples)?,
            replicate: stored(replicate)?,
            exchanged: stored(exchanged)?,
            nuisance: stored(nuisance)?,
            labels: stored(labels)?,
            views: if views > 0 { Some((Stored::new(drawn, views * self.d)?, views)) } else { None },
        })
    }
}

/// Samples of a model, with views and evidence of every kind.
pub struct Drawn {
    samples: Stored,
    replicate: Stored,
    exchanged: Stored,
    nuisance: Stored,
    labels: Stored,
    views: Option<(Stored, usize)>,
}

impl Drawn {
    /// The question with one kind of evidence. Directions are not given: Γ has full rank on the
    /// noise.
    pub fn question<'a>(&'a self, model: &'a Model, evidence: EvidenceKind) -> Question<'a> {
        let evidence = match evidence {
            EvidenceKind::Labels => Evidence::Labels(&self.labels),
            EvidenceKind::Replicate => Evidence::Replicate(&self.replicate),
            EvidenceKind::NuisanceCov => Evidence::NuisanceCovariance(&model.nuisance),
            EvidenceKind::Nuisance => Evidence::NuisanceSample(&self.nuisance),
            EvidenceKind::NuisanceDirs | EvidenceKind::None => Evidence::None,
        };
        let moments = match &self.views {
            Some((rows, views)) => MomentsOf::Views { rows, views: *views },
            None => MomentsOf::Channel(model.augmentation.as_ref()),
        };
        let strengths = vec![Augmented { alpha: model.alpha, moments }];
        Question { samples: Some(&self.samples), strengths, evidence, groups: None }
    }

    /// The question with replicates that share the nuisance instead of the signal: what they say is
    /// relevant is what the others say is not, and the samples are the same.
    pub fn exchanged<'a>(&'a self, model: &'a Model) -> Question<'a> {
        Question { evidence: Evidence::Replicate(&self.exchanged), ..self.question(model, EvidenceKind::None) }
    }
}
