//! What is answered: plain numbers, with the names that the JSON has.

use super::findings::Checks;
use super::question::{Assumption, EvidenceKind, Strength, Weight};
use crate::paradigm::Paradigm;
use serde::Serialize;

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Hash, PartialOrd, Ord)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// Joint-embedding explains more of the evidence.
    JointEmbedding,
    /// Reconstruction does.
    Reconstruction,
    /// They differ by less than the tolerance.
    Either,
    /// A linear encoder explains the evidence, and both find less than half of that.
    Neither,
    /// The data do not decide.
    Undecided,
}

impl Verdict {
    /// As in the JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::JointEmbedding => "joint-embedding",
            Self::Reconstruction => "reconstruction",
            Self::Either => "either",
            Self::Neither => "neither",
            Self::Undecided => "undecided",
        }
    }
}

/// Which rule gave the verdict, in the order in which the rules are tried.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Why {
    /// Fewer samples with evidence than a test needs.
    TooFewSamples,
    /// No linear encoder explains the evidence significantly: it is irrelevant, or too little.
    NothingExplains,
    /// A linear encoder explains it; both paradigms find less than half of that.
    LessThanHalf,
    /// Neither paradigm explains the evidence significantly.
    NeitherSignificant,
    /// The interval of the difference is within the tolerance.
    WithinTolerance,
    /// The interval of the difference does not hold 0.
    Apart,
    /// The interval holds 0 and leaves the tolerance.
    TooWide,
    /// A linear encoder can give every single view any value: joint-embedding is fully tied on them
    /// (claim `feature-maps`).
    Interpolates,
    /// No evidence: the row spaces agree, so that no linear label tells them apart.
    RowSpacesAgree,
    /// No evidence: the row spaces differ, and with signal and noise exchanged the data are the
    /// same.
    Exchange,
    /// No evidence: asserted that the augmentation changes only what is irrelevant.
    Assumed,
}

/// The advice, and all numbers behind it.
#[derive(Debug, Clone, Serialize)]
pub struct Advice {
    /// n.
    pub n: usize,
    /// d.
    pub d: usize,
    /// The embedding dimensions considered.
    pub k: Vec<usize>,
    /// The strengths considered.
    pub strengths: Vec<Strength>,
    /// The kind of evidence.
    pub evidence: EvidenceKind,
    /// What the theory needs, and whether the data have it.
    pub checks: Checks,
    /// A difference up to here makes no difference.
    pub tolerance: f64,
    /// Intervals hold with 1 - level.
    pub level: f64,
    /// K.
    pub folds: usize,
    /// The seed of the folds.
    pub seed: u64,
    /// How recovered dimensions count.
    pub weight: Weight,
    /// What was assumed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub assumed: Option<Assumption>,
    /// The answer.
    pub verdict: Verdict,
    /// Which rule gave it.
    pub rule: Why,
    /// The same in a sentence.
    pub why: String,
    /// The test, with evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub test: Option<Test>,
    /// What each paradigm would use, with evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// Efficiencies at every k and strength, with evidence.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub curve: Vec<CurvePoint>,
    /// How far the row spaces are apart at every k and strength.
    pub agreement: Vec<Agreement>,
    /// What measures without evidence would have said.
    pub baselines: Vec<Baseline>,
    /// What to do next.
    pub next: Next,
    /// Eigenvalues at every strength.
    pub lines: Vec<EigenvalueLines>,
    /// From which α on each paradigm finds the signal, where the augmentation is Θ + α² Γ and the
    /// evidence splits signal and noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub thresholds: Option<Thresholds>,
}

/// The test of the difference of efficiencies. An efficiency is what the embedding explains of the
/// evidence on unseen rows, relative to the best of three encoders: both paradigms, and the one
/// that the evidence itself would train (the yardstick).
#[derive(Debug, Clone, Serialize)]
pub struct Test {
    /// Efficiency of joint-embedding minus that of reconstruction.
    pub delta: f64,
    /// Its standard error.
    pub se: f64,
    /// The lower end of its interval.
    pub lo: f64,
    /// The upper end.
    pub hi: f64,
    /// Efficiency of joint-embedding.
    pub eff_je: f64,
    /// Its standard error.
    pub eff_je_se: f64,
    /// Half the width of its interval.
    pub eff_je_half: f64,
    /// Efficiency of reconstruction.
    pub eff_rc: f64,
    /// Its standard error.
    pub eff_rc_se: f64,
    /// Half the width of its interval.
    pub eff_rc_half: f64,
    /// Efficiency of the yardstick: 1 unless a paradigm explains more.
    pub yardstick: f64,
    /// What the yardstick explains, in standard errors.
    pub yardstick_z: f64,
    /// What the better paradigm explains, in standard errors.
    pub explained_z: f64,
    /// Samples with evidence.
    pub n_evidence: usize,
    /// Independent units behind the interval: samples, or groups.
    pub units: usize,
}

/// What a paradigm would use.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Chosen {
    /// The embedding dimension.
    pub k: usize,
    /// The strength.
    pub alpha: f64,
    /// The composed noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
}

/// What both would use: what most folds chose inside of their training rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Choice {
    /// Joint-embedding.
    pub je: Chosen,
    /// Reconstruction.
    pub rc: Chosen,
}

impl Choice {
    /// That of a paradigm.
    pub fn of(&self, paradigm: Paradigm) -> Chosen {
        match paradigm {
            Paradigm::JointEmbedding => self.je,
            Paradigm::Reconstruction => self.rc,
        }
    }
}

/// Efficiencies at one k and strength. The intervals of all points hold together.
#[derive(Debug, Clone, Serialize)]
pub struct CurvePoint {
    /// The embedding dimension.
    pub k: usize,
    /// The strength.
    pub alpha: f64,
    /// The composed noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
    /// Efficiency of joint-embedding.
    pub je: f64,
    /// Its standard error.
    pub je_se: f64,
    /// Half the width of its simultaneous band.
    pub je_band: f64,
    /// Efficiency of reconstruction.
    pub rc: f64,
    /// Its standard error.
    pub rc_se: f64,
    /// Half the width of its simultaneous band.
    pub rc_band: f64,
    /// je - rc.
    pub delta: f64,
    /// Its standard error.
    pub delta_se: f64,
    /// The lower end of its simultaneous interval.
    pub lo: f64,
    /// The upper end.
    pub hi: f64,
}

/// How far the row spaces of the two encoders are apart.
#[derive(Debug, Clone, Serialize)]
pub struct Agreement {
    /// The embedding dimension.
    pub k: usize,
    /// The strength.
    pub alpha: f64,
    /// The composed noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
    /// The sine of the largest angle in the inner product of C: |ΔR²| is at most that, for every
    /// linear label.
    pub sin_max: f64,
}

/// A measure of embeddings that needs no evidence: what it gives each paradigm at its best k and
/// strength, and which one it would choose.
#[derive(Debug, Clone, Serialize)]
pub struct Baseline {
    /// Its name.
    pub name: &'static str,
    /// Where its formula is from.
    pub source: &'static str,
    /// Its value for joint-embedding, at its best k and strength.
    pub je: f64,
    /// The same for reconstruction.
    pub rc: f64,
    /// The paradigm it would choose.
    pub says: Paradigm,
    /// The strength and dimension it would choose.
    pub choice: Chosen,
}

/// What more strength does, as far as the curve tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StrengthEffect {
    /// The strongest is the best, significantly: a stronger one may be better still.
    Helps,
    /// The strongest is worse than the best, significantly.
    Hurts,
    /// The strengths do not differ significantly.
    Flat,
    /// There is one strength only.
    One,
}

/// What would decide an undecided case.
#[derive(Debug, Clone, Serialize)]
pub struct Needed {
    /// Samples with evidence, from the measured standard error, if the difference stays as it is.
    pub n_evidence: usize,
    /// Factor by which that is more than there are.
    pub factor: f64,
    /// By how much 1/v of the views adds to what v = infinity would have: where it is large, more
    /// views help as well. None for formulas.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub views: Option<f64>,
}

/// What to do next.
#[derive(Debug, Clone, Serialize)]
pub struct Next {
    /// The paradigm and strength to use.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub use_this: Option<(Paradigm, Chosen)>,
    /// What more strength does to joint-embedding.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength_je: Option<StrengthEffect>,
    /// What more strength does to reconstruction.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub strength_rc: Option<StrengthEffect>,
    /// What would decide an undecided case.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub needed: Option<Needed>,
    /// Sentences: which check failed and what it changes, and what else is to do.
    pub steps: Vec<String>,
}

/// The leading eigenvalues of both pencils at a strength, on all samples.
#[derive(Debug, Clone, Serialize)]
pub struct EigenvalueLines {
    /// The strength.
    pub alpha: f64,
    /// The composed noise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub noise: Option<f64>,
    /// ω, descending.
    pub je: Vec<Line>,
    /// φ², descending.
    pub rc: Vec<Line>,
}

/// An eigenvalue, and what its direction holds.
#[derive(Debug, Clone, Serialize)]
pub struct Line {
    /// The eigenvalue.
    pub value: f64,
    /// Its standard error, by leaving out one fold at a time.
    pub se: f64,
    /// The share of signal in its direction w, w'Dw/w'Cw with D the second moment of the signal.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub signal: Option<f64>,
}

/// A threshold for α², with an interval.
#[derive(Debug, Clone, Copy, Serialize)]
pub struct Threshold {
    /// The estimate. Negative: no alignment is needed.
    pub alpha_squared: f64,
    /// The lower end of its interval.
    pub lo: f64,
    /// The upper end.
    pub hi: f64,
}

/// From which α² on each paradigm finds the signal.
#[derive(Debug, Clone, Serialize)]
pub struct Thresholds {
    /// The dimension of the signal that they are for.
    pub k: usize,
    /// Proposition 4.4, for blocks that need not commute.
    pub je: Threshold,
    /// Proposition 4.3, for blocks that need not commute.
    pub rc: Threshold,
    /// That of joint-embedding at this n, where d/n does not vanish.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub je_finite: Option<f64>,
    /// That of reconstruction, where n < 4 d: of the sample's spectra, and too large for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rc_finite: Option<f64>,
    /// A check failed: they are not to be quoted.
    pub flag: bool,
}
