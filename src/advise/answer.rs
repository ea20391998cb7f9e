//! From numbers to an advice.

use super::advice::{Advice, Verdict, Why};
use super::asked::{Report, Run, run};
use super::question::{Question, Settings};
use crate::error::{Error, Result};

/// Answers a question.
pub(super) fn answer(
    question: &Question<'_>,
    settings: &Settings,
    progress: &(dyn Fn(&str, f64) + Sync),
) -> Result<Advice> {
    let Run { shape, ks, strengths, verdict: (verdict, rule), tested, report, .. } =
        run(question, settings, true, progress)?;
    let Some(report) = report else { return Err(Error::range("strengths of the augmentation", "at least 1", 0)) };
    let Report { checks, curve, agreement, baselines, next, lines, thresholds } = report;
    let (test, choice) = tested.map(|t| (t.test, t.choice)).unzip();
    Ok(Advice {
        n: shape.n,
        d: shape.d,
        k: ks,
        strengths,
        evidence: question.evidence.kind(),
        checks,
        tolerance: settings.tolerance,
        level: settings.level,
        folds: settings.folds,
        seed: settings.seed,
        weight: settings.weight,
        assumed: settings.assume.filter(|_| rule == Why::Assumed),
        verdict,
        rule,
        why: sentence(rule, verdict).into(),
        test,
        choice,
        curve,
        agreement,
        baselines,
        next,
        lines,
        thresholds,
    })
}

/// The rule as a sentence.
fn sentence(rule: Why, verdict: Verdict) -> &'static str {
    match rule {
        Why::Interpolates => {
            "a linear encoder can give every single view any value, so every function of the sample is an optimum of joint-embedding on them: what would be compared, the ridge has chosen"
        }
        Why::TooFewSamples => "fewer than 30 samples, or groups, have evidence",
        Why::NothingExplains => {
            "no linear encoder of this size explains the evidence (z < 3): it is irrelevant, or too little"
        }
        Why::LessThanHalf => {
            "a linear encoder explains the evidence; with this augmentation both paradigms find less than half of that"
        }
        Why::NeitherSignificant => "neither encoder explains the evidence significantly (z < 3)",
        Why::WithinTolerance => "the interval of the difference is within the tolerance",
        Why::Apart if verdict == Verdict::JointEmbedding => "the interval of the difference is above 0",
        Why::Apart => "the interval of the difference is below 0",
        Why::TooWide => "the interval of the difference holds 0 and leaves the tolerance",
        Why::RowSpacesAgree => "the row spaces agree: for every linear label R² differs by at most the largest sine",
        Why::Exchange => {
            "the row spaces differ, and exchanging signal and noise leaves these data as they are: without evidence nothing can tell"
        }
        Why::Assumed => {
            "conditional: if the augmentation changes only what is irrelevant, joint-embedding finds the signal at every strength"
        }
    }
}
