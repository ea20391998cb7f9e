//! Which paradigm suits these data and these augmentations: joint-embedding, reconstruction, either,
//! neither, or undecided.
//!
//! Asked: a [`Question`], which holds the samples x_i (n x d), the augmentation at one or more
//! strengths (moments of a channel, or drawn views n x v x d) and evidence of what is relevant
//! ([`Evidence`]). Answered: an [`Advice`], plain numbers that can be written as JSON.
//!
//! Without evidence no program can decide wherever the two row spaces differ: exchanging the words
//! signal and noise leaves the law of the samples and of the views unchanged. So the answer is then
//! [`Verdict::Either`] or [`Verdict::Undecided`], or conditional on an assumption.

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
pub use findings::{Checks, Conditioning, MeanBias, Reliability, SampleSize, ThetaBlocks};
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
mod tests;
