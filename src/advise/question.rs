//! What is asked: samples, the augmentation at each strength, evidence, and settings.

use crate::augment::Augmentation;
use crate::error::{Error, Result};
use serde::{Serialize, Serializer};

/// Rows of numbers that can be read again, from memory or from a file, in any order of blocks.
pub trait Rows: Sync {
    /// How many rows there are.
    fn count(&self) -> usize;

    /// How many numbers are in a row.
    fn width(&self) -> usize;

    /// Fills `into`, which holds a whole number of rows, with the rows from `first` on.
    ///
    /// # Errors
    /// Those of the file; [`Error::NotFinite`] for a number that is none.
    fn read(&self, first: usize, into: &mut [f64]) -> Result<()>;
}

/// Rows in memory.
#[derive(Debug, Clone)]
pub struct Stored {
    values: Vec<f64>,
    width: usize,
}

impl Stored {
    /// Rows of `width` numbers, row after row.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] for no rows or part of one.
    pub fn new(values: Vec<f64>, width: usize) -> Result<Self> {
        if width == 0 || values.is_empty() || !values.len().is_multiple_of(width) {
            return Err(Error::shape("rows", format!("rows of {width} values"), format!("{} values", values.len())));
        }
        Ok(Self { values, width })
    }
}

impl Rows for Stored {
    fn count(&self) -> usize {
        self.values.len() / self.width
    }

    fn width(&self) -> usize {
        self.width
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        let start = first * self.width;
        let rows = self.values.get(start..start + into.len());
        let outside = || Error::range("rows to read", format!("at most {}", self.count()), first);
        into.copy_from_slice(rows.ok_or_else(outside)?);
        Ok(())
    }
}

/// How strong an augmentation is: the number it is called by, and the isotropic noise that is
/// composed after it, as a fraction q of tr(S)/d: S becomes S + q tr(S)/d I.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Strength {
    /// Its name: α, a keep probability, a radius.
    pub alpha: f64,
    /// q, where noise is composed.
    pub noise: Option<f64>,
}

impl Serialize for Strength {
    /// `alpha`, or the pair of both.
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        match self.noise {
            None => self.alpha.serialize(serializer),
            Some(noise) => (self.alpha, noise).serialize(serializer),
        }
    }
}

/// The augmentation at one strength.
pub struct Augmented<'a> {
    /// The number it is called by.
    pub alpha: f64,
    /// Where its moments come from.
    pub moments: MomentsOf<'a>,
}

/// Where the moments of the views come from.
pub enum MomentsOf<'a> {
    /// The formulas of a family.
    Channel(&'a dyn Augmentation),
    /// Drawn views: each row holds `views` views of a sample, d numbers each, v >= 2.
    Views {
        /// n rows of v d numbers.
        rows: &'a dyn Rows,
        /// v.
        views: usize,
    },
}

/// What is known of what is relevant.
pub enum Evidence<'a> {
    /// Targets (n x l): classes as one-hot rows. A row with NaN is not labelled.
    Labels(&'a dyn Rows),
    /// A replicate x' of each sample (n x d): the same signal, independent nuisance.
    Replicate(&'a dyn Rows),
    /// The second moment of the nuisance in x (d x d, row after row).
    NuisanceCovariance(&'a nalgebra::DMatrix<f64>),
    /// A sample of the nuisance alone (m x d).
    NuisanceSample(&'a dyn Rows),
    /// Directions of the nuisance, as columns (d x q).
    NuisanceDirections(&'a nalgebra::DMatrix<f64>),
    /// Nothing.
    None,
}

/// The kind of evidence, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum EvidenceKind {
    /// Targets or classes.
    Labels,
    /// Replicates.
    Replicate,
    /// A covariance of the nuisance.
    NuisanceCov,
    /// A sample of the nuisance.
    Nuisance,
    /// Directions of the nuisance.
    NuisanceDirs,
    /// Nothing.
    None,
}

impl EvidenceKind {
    /// As on the command line and in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Labels => "labels",
            Self::Replicate => "replicate",
            Self::NuisanceCov => "nuisance-cov",
            Self::Nuisance => "nuisance",
            Self::NuisanceDirs => "nuisance-dirs",
            Self::None => "none",
        }
    }
}

impl Evidence<'_> {
    /// Its kind.
    pub fn kind(&self) -> EvidenceKind {
        match self {
            Self::Labels(_) => EvidenceKind::Labels,
            Self::Replicate(_) => EvidenceKind::Replicate,
            Self::NuisanceCovariance(_) => EvidenceKind::NuisanceCov,
            Self::NuisanceSample(_) => EvidenceKind::Nuisance,
            Self::NuisanceDirections(_) => EvidenceKind::NuisanceDirs,
            Self::None => EvidenceKind::None,
        }
    }
}

/// What is asked.
pub struct Question<'a> {
    /// x (n x d). Without them, which only views allow, the mean of the views of a sample takes its
    /// place, and reconstruction aims at another view.
    pub samples: Option<&'a dyn Rows>,
    /// The augmentation at each strength; one at least.
    pub strengths: Vec<Augmented<'a>>,
    /// What is relevant.
    pub evidence: Evidence<'a>,
    /// For each sample the number of the group it belongs to: samples of a group depend on one
    /// another, and are kept in one fold.
    pub groups: Option<&'a [u64]>,
}

/// How the recovered dimensions count where the target is the signal itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Whitened: each recovered dimension counts alike, by its reliability.
    #[default]
    White,
    /// In the units of the features.
    Raw,
}

/// What the user asserts instead of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Assumption {
    /// The augmentation changes nothing but what is irrelevant: Θ = 0 on the signal.
    Aligned,
}

/// How it is to be answered.
#[derive(Debug, Clone)]
pub struct Settings {
    /// Embedding dimensions to choose from; empty: chosen from the data.
    pub ks: Vec<usize>,
    /// Composed noise to choose from, as fractions q of tr(S)/d; empty: none.
    pub noise: Vec<f64>,
    /// A difference of efficiencies up to here makes no difference.
    pub tolerance: f64,
    /// The probability of an error that is allowed for: intervals hold with 1 - level.
    pub level: f64,
    /// K, the number of folds.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// How recovered dimensions count.
    pub weight: Weight,
    /// What is assumed.
    pub assume: Option<Assumption>,
}

impl Default for Settings {
    fn default() -> Self {
        let (tolerance, level, folds) = (0.05, 0.05, 10);
        let (ks, noise, weight) = (vec![], vec![], Weight::White);
        Self { ks, noise, tolerance, level, folds, seed: 0, weight, assume: None }
    }
}
