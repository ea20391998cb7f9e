//! What the checks find, with the names that the JSON has. In each, `flag` says that it failed.

use serde::Serialize;

/// What the theory needs, and whether the data have it.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Checks {
    /// Whether views have the mean of their sample.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub mean_bias: Option<MeanBias>,
    /// n against d.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub samples: Option<SampleSize>,
    /// Whether signal and noise lie on directions of their own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reliability: Option<Reliability>,
    /// Whether the augmentation couples signal and noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub block_diagonal: Option<ThetaBlocks>,
    /// Whether drawn views restrict a linear encoder at all, where there are no more of them than
    /// features.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub interpolation: Option<Interpolation>,
    /// The condition of S.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conditioning: Option<Conditioning>,
}

/// |E τ(x) - x|² averaged over samples, estimated without bias from two views or more.
#[derive(Debug, Clone, Serialize)]
pub struct MeanBias {
    /// Relative to tr C.
    pub relative: f64,
    /// In standard errors.
    pub z: f64,
    /// The correlation of samples and their mean views: sum over features, about the means. About 0 if
    /// the rows are of other samples.
    pub resemblance: f64,
    /// tr G / tr C: the mean views against the samples, in squares.
    pub size: f64,
    /// The views do not keep the mean: thresholds are not quoted, pencil and test stay.
    pub flag: bool,
}

/// Below, views resemble other samples as much as their own.
pub(super) const RESEMBLES: f64 = 0.1;

/// From here on, or below one part of it, [`MeanBias::size`] is of other units.
pub(super) const OTHER_UNITS: f64 = 100.0;

/// n against d.
#[derive(Debug, Clone, Serialize)]
pub struct SampleSize {
    /// n.
    pub n: usize,
    /// d.
    pub d: usize,
    /// 1 + sqrt(d/n): what the threshold of joint-embedding is multiplied by, in isotropic noise.
    pub factor: f64,
    /// n < 4 d: thresholds of the population do not describe these samples.
    pub flag: bool,
}

/// The eigenvalues of (C - Γ, C), the share of signal in each direction.
#[derive(Debug, Clone, Serialize)]
pub struct Reliability {
    /// How many are above 1/2.
    pub k: usize,
    /// The largest.
    pub largest: f64,
    /// The last above 1/2 and the first below.
    pub around_k: Vec<f64>,
    /// How many are between 0.2 and 0.8.
    pub between: usize,
    /// There are such: noise lies on directions of the signal, and the leakage theorem speaks of
    /// these data, not the thresholds.
    pub flag: bool,
}

/// The coupling of signal and noise by the augmentation: the largest canonical correlation of Σ
/// across the split, on one half of the samples with the split of the other.
#[derive(Debug, Clone, Serialize)]
pub struct ThetaBlocks {
    /// What was found.
    pub cross: f64,
    /// What the same test finds in 95 of 100 cases where there is none.
    pub null95: f64,
    /// It is more: Propositions 4.3 and 4.4 are not quoted.
    pub flag: bool,
}

/// Drawn views against the features that a linear encoder has. Views that are linearly independent
/// can be given any values, so that over the n v views joint-embedding has the eigenvalue 1 n times,
/// and 0 else: every function of the sample is an optimum (claim `feature-maps`). Only the law of the
/// augmentation, of which there is nothing beyond the views, could tell them apart.
#[derive(Debug, Clone, Serialize)]
pub struct Interpolation {
    /// n v, the number of views.
    pub views: usize,
    /// The rank of S.
    pub rank: usize,
    /// It is n v.
    pub flag: bool,
}

/// The condition of S, after scaling to a unit diagonal.
#[derive(Debug, Clone, Serialize)]
pub struct Conditioning {
    /// Largest over smallest eigenvalue.
    pub condition: f64,
    /// Features that are 0 in every view, and take no part.
    pub set_aside: usize,
    /// The share of each feature's own second moment that is added, so that S can be inverted.
    pub ridge: f64,
    /// S is singular, or almost: compose noise, or set features aside.
    pub flag: bool,
}
