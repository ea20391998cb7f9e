//! Which paradigm suits these data and these augmentations: joint-embedding, reconstruction,
//! either, neither, or undecided.
//!
//! Asked: a [`Question`], which holds the samples x_i (n x d), the augmentation at one or more
//! strengths (moments of a channel, or drawn views n x v x d) and evidence of what is relevant
//! ([`Evidence`]). Answered: an [`Advice`], plain numbers that can be written as JSON.
//!
//! Computed: what each encoder explains of the evidence on rows that it has not seen, relative to
//! the best of three (both paradigms, and the encoder that the evidence itself would train): its
//! efficiency. [`Test::delta`] is the difference of both, with an interval. Rows are dealt to K
//! folds; encoders, probes and the choice of k and strength for a fold come from the other folds.
//!
//! | rule, the first that applies | verdict |
//! |---|---|
//! | drawn views that a linear encoder can give any values, without composed noise | undecided |
//! | fewer than 30 samples or groups with evidence | undecided |
//! | yardstick and better paradigm below 3 standard errors | undecided |
//! | yardstick significant, both paradigms significantly below half of it | neither |
//! | better paradigm below 3 standard errors | undecided |
//! | interval within the tolerance | either |
//! | interval above 0, below 0 | joint-embedding, reconstruction |
//! | else | undecided |
//!
//! Without evidence no program can decide wherever the two row spaces differ: exchanging the words
//! signal and noise leaves the law of the samples and of the views unchanged. So the answer is then
//! [`Verdict::Either`] or [`Verdict::Undecided`], or conditional on an assumption.
//!
//! Guarantee: measured, not proved. [`score`] asks on problems with a known answer
//! ([`simulate`]); the claim `practical-takeaway` holds the error rate against its level, and
//! `tests/data/advice-many.txt` has it by kind, evidence and n. The same question gives the same
//! answer on any number of threads. Units of features do not matter to joint-embedding, nor to what
//! is explained with [`Weight::White`].
//!
//! Memory: O(K d²) for one strength at a time, whatever n is, and a byte or two for each row. Two
//! passes over the samples, one over the views.
//!
//! Errors: see [`advise`].
//!
//! ```
//! use jerc::advise::{Settings, Verdict, advise, simulate::Model};
//! use jerc::advise::EvidenceKind::{None, Replicate};
//! use rand::SeedableRng;
//! let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(8);
//! // Strong noise, and an augmentation that imitates it well enough for joint-embedding alone.
//! let model = Model::strong_and_aligned(&mut rng)?;
//! let drawn = model.draw(600, 2, &mut rng)?;
//! let settings = Settings { ks: vec![model.k], ..Settings::default() };
//! let told = advise(&drawn.question(&model, Replicate), &settings, &|_, _| ())?;
//! assert_eq!(told.verdict, Verdict::JointEmbedding);
//! let silent = advise(&drawn.question(&model, None), &settings, &|_, _| ())?;
//! assert_eq!(silent.verdict, Verdict::Undecided);
//! # Ok::<(), jerc::Error>(())
//! ```

mod advice;
mod answer;
mod asked;
mod baselines;
mod checks;
mod crossfit;
mod decide;
mod encoders;
mod evidence;
mod files;
mod findings;
mod folds;
mod next;
mod question;
pub mod score;
pub mod simulate;
mod spaces;
mod sums;
mod thresholds;

pub use advice::{
    Advice, Agreement, Baseline, Choice, Chosen, CurvePoint, EigenvalueLines, Line, Needed, Next, StrengthEffect, Test,
    Threshold, Thresholds, Verdict, Why,
};
pub use findings::{Checks, Conditioning, Interpolation, MeanBias, Reliability, SampleSize, ThetaBlocks};
pub use question::{
    Assumption, Augmented, Evidence, EvidenceKind, MomentsOf, Question, Rows, Settings, Stored, Strength, Weight,
};

use crate::error::Result;

/// Answers a question. `progress` is told what is being done, and how much of it is done, from 0
/// to 1.
///
/// # Errors
/// [`ShapeMismatch`](crate::Error::ShapeMismatch) where parts of the question do not fit,
/// [`OutOfRange`](crate::Error::OutOfRange) for
/// settings outside of their range, and those of the rows.
pub fn advise(question: &Question<'_>, settings: &Settings, progress: &(dyn Fn(&str, f64) + Sync)) -> Result<Advice> {
    answer::answer(question, settings, progress)
}

#[cfg(test)]
mod by_hand;
#[cfg(test)]
mod tests;
