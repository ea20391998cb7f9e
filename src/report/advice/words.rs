//! The advice in plain words, a line each.

use super::digits::{at_most, count, interval, named, short};
use super::{Certificate, Recommendation};
use crate::advise::{Advice, Checks, Chosen, EvidenceKind, Strength, StrengthEffect, Test, Verdict, Why};
use crate::paradigm::Paradigm;

/// Lines of a name and what is to be said, in the order in which they are read.
pub fn lines(of: &Recommendation<'_>) -> Vec<(&'static str, String)> {
    let advice = of.advice;
    let mut lines = vec![("verdict", sentence(advice)), ("why", advice.why.clone()), ("evidence", evidence(advice))];
    if let Some(test) = &advice.test {
        lines.extend([("efficiency", efficiency(test)), ("difference", difference(advice, test))]);
    }
    lines.extend(advice.choice.map(|choice| {
        let of = |p: Paradigm| format!("{} {}", p.title(), chosen(&choice.of(p)));
        ("choice", Paradigm::ALL.map(of).join("; "))
    }));
    if advice.test.is_none() {
        lines.extend(agreement(advice).map(|text| ("row spaces", text)));
    }
    lines.extend(checks(&advice.checks).map(|text| ("checks", text)));
    lines.extend(baselines(advice).map(|text| ("baselines", text)));
    lines.extend(next(advice).into_iter().map(|text| ("next", text)));
    for Certificate { command, note, .. } in &of.certificates {
        lines.push(("certificate", command.clone()));
        lines.extend(note.clone().map(|note| ("", note)));
    }
    lines.extend(of.notes.iter().map(|note| ("read", note.clone())));
    lines
}

/// The verdict in one sentence.
pub(super) fn sentence(advice: &Advice) -> String {
    let said = match (advice.verdict, advice.rule) {
        (Verdict::JointEmbedding, Why::Assumed) => {
            "if it is true, as asserted, that the views change nothing but what is irrelevant".into()
        }
        (Verdict::JointEmbedding, _) => "it finds more of what is relevant than reconstruction does".into(),
        (Verdict::Reconstruction, _) => "it finds more of what is relevant than joint-embedding does".into(),
        (Verdict::Either, Why::RowSpacesAgree) => "both find the same features, whatever is relevant".into(),
        (Verdict::Either, _) => {
            format!("they differ by less than {} of what can be found", short(advice.tolerance))
        }
        (Verdict::Neither, _) => {
            "with these views both miss more than half of what a linear encoder can find".to_string()
        }
        (Verdict::Undecided, Why::Exchange) => {
            "nothing says what is relevant, and the two find different features".into()
        }
        (Verdict::Undecided, Why::Interpolates) => {
            "there are no more views than features, and so they decide nothing for joint-embedding".into()
        }
        (Verdict::Undecided, Why::TooFewSamples) => "too few samples have evidence".into(),
        (Verdict::Undecided, Why::NothingExplains) => "no linear encoder finds what the evidence asks for".into(),
        (Verdict::Undecided, Why::NeitherSignificant) => "neither finds for certain anything that is relevant".into(),
        (Verdict::Undecided, _) => "the difference is not known well enough".into(),
    };
    let joint = if advice.rule == Why::Assumed { ", " } else { ": " };
    format!("{}{joint}{said}", advice.verdict.name())
}

fn evidence(advice: &Advice) -> String {
    let kind = match advice.evidence {
        EvidenceKind::Labels => "labels",
        EvidenceKind::Replicate => "replicates",
        EvidenceKind::NuisanceCov => "the covariance of the nuisance",
        EvidenceKind::Nuisance => "a sample of the nuisance",
        EvidenceKind::NuisanceDirs => "directions of the nuisance",
        EvidenceKind::None => "none",
    };
    let size = format!("n = {}, d = {}", count(advice.n), count(advice.d));
    let Some(test) = &advice.test else { return format!("{kind}; {size}") };
    let of =
        if test.n_evidence == advice.n { String::new() } else { format!(" of {} samples", count(test.n_evidence)) };
    let groups =
        if test.units == test.n_evidence { String::new() } else { format!(" in {} groups", count(test.units)) };
    format!("{kind}{of}{groups}; {size}; {} folds, seed {}", advice.folds, advice.seed)
}

/// An efficiency, as the interval that it is in.
pub(super) fn shown(test: &Test, paradigm: Paradigm) -> String {
    let (value, half) = match paradigm {
        Paradigm::JointEmbedding => (test.eff_je, test.eff_je_half),
        Paradigm::Reconstruction => (test.eff_rc, test.eff_rc_half),
    };
    interval(value - half, value + half, &[])
}

fn efficiency(test: &Test) -> String {
    let of = |paradigm: Paradigm| format!("{} {}", paradigm.title(), shown(test, paradigm));
    format!("{}; 1 is the best linear encoder found", Paradigm::ALL.map(of).join(", "))
}

fn difference(advice: &Advice, test: &Test) -> String {
    let marks = [-advice.tolerance, 0.0, advice.tolerance];
    let (percent, tolerance) = (short(100.0 * (1.0 - advice.level)), short(advice.tolerance));
    format!("{} ({percent} % interval); up to {tolerance} makes no difference", interval(test.lo, test.hi, &marks))
}

/// k and strength in words.
pub(super) fn chosen(of: &Chosen) -> String {
    format!("k = {}, {}", of.k, strength(&Strength { alpha: of.alpha, noise: of.noise }))
}

/// A strength in words.
pub(super) fn strength(of: &Strength) -> String {
    let noise = match of.noise {
        None => String::new(),
        Some(0.0) => " without noise".into(),
        Some(noise) => format!(" with noise {}", named(noise)),
    };
    format!("strength {}{noise}", named(of.alpha))
}

fn agreement(advice: &Advice) -> Option<String> {
    let sines = || advice.agreement.iter().map(|at| at.sin_max);
    let (least, most) = (sines().fold(f64::INFINITY, f64::min), sines().fold(0.0, f64::max));
    match &advice.agreement[..] {
        [] => None,
        [one] => Some(format!("the largest sine between them is {} at k = {}", at_most(most), one.k)),
        _ => Some(format!(
            "the largest sine between them is {} to {} over k and strengths",
            at_most(least),
            at_most(most)
        )),
    }
}

/// One check: its name, what was found, whether it failed, and what that changes.
pub(super) struct Check {
    pub(super) name: &'static str,
    pub(super) found: String,
    pub(super) failed: bool,
    pub(super) changes: &'static str,
}

/// The checks that were made.
pub(super) fn made(checks: &Checks) -> Vec<Check> {
    let check = |name, found, failed, changes| Check { name, found, failed, changes };
    let mut made = vec![];
    if let Some(of) = &checks.samples {
        let found = format!("n = {} for d = {}", count(of.n), count(of.d));
        made.push(check("samples", found, of.flag, "the thresholds of the population do not describe so few samples"));
    }
    if let Some(of) = &checks.mean_bias {
        let found = format!("the mean of the views is off by {} of the samples' size", short(of.relative.max(0.0)));
        made.push(check(
            "mean of the views",
            found,
            of.flag,
            "usual with shifts and crops: the verdict holds, the thresholds of the paper do not",
        ));
    }
    if let Some(of) = &checks.reliability {
        let found = format!("{} directions are mostly signal, {} are mixed", of.k, of.between);
        made.push(check(
            "signal and noise apart",
            found,
            of.flag,
            "the leakage theorem speaks of these data, not the thresholds",
        ));
    }
    if let Some(of) = &checks.block_diagonal {
        let found = format!("they are coupled by {}, by chance up to {}", short(of.cross), short(of.null95));
        made.push(check("views of signal and noise apart", found, of.flag, "Propositions 4.3 and 4.4 are not quoted"));
    }
    if let Some(of) = &checks.interpolation {
        let found = format!("{} views span {} dimensions", count(of.views), count(of.rank));
        made.push(check(
            "views restrict the encoder",
            found,
            of.flag,
            "every function of the sample is an optimum of joint-embedding: the views decide nothing",
        ));
    }
    if let Some(of) = &checks.conditioning {
        let aside = if of.set_aside > 0 { format!(", {} features vanish", of.set_aside) } else { String::new() };
        let found = format!("condition {}{aside}", short(of.condition));
        made.push(check("S invertible", found, of.flag, "compose noise (--noise 0,0.01,0.1) or leave features out"));
    }
    made
}

fn checks(checks: &Checks) -> Option<String> {
    let made = made(checks);
    let passed: Vec<&str> = made.iter().filter(|check| !check.failed).map(|check| check.name).collect();
    let failed = made.iter().filter(|check| check.failed);
    // What that changes is among the next steps.
    let failed = failed.map(|check| format!("FAILED {} ({})", check.name, check.found));
    let passed = (!passed.is_empty()).then(|| format!("passed {}", passed.join(", ")));
    let all: Vec<String> = failed.chain(passed).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn baselines(advice: &Advice) -> Option<String> {
    let said: Vec<String> = advice.baselines.iter().map(|of| format!("{} {}", of.name, of.says.title())).collect();
    (!said.is_empty()).then(|| format!("without evidence would say: {}", said.join(", ")))
}

/// What to do next, a sentence each.
pub(super) fn next(advice: &Advice) -> Vec<String> {
    let next = &advice.next;
    let used = |(paradigm, of): &(Paradigm, Chosen)| match advice.verdict {
        Verdict::Either => format!("either will do; {} with {} is ahead", paradigm.title(), chosen(of)),
        _ => format!("use {} with {}", paradigm.title(), chosen(of)),
    };
    let mut said: Vec<String> = next.use_this.iter().map(used).collect();
    // The steps name a strength that helps or hurts.
    let effects: Vec<StrengthEffect> = [next.strength_je, next.strength_rc].into_iter().flatten().collect();
    if effects.first().is_some_and(|first| effects.iter().all(|effect| effect == first)) {
        match effects[0] {
            StrengthEffect::One => said.push("give several strengths to see whether more helps or hurts".into()),
            StrengthEffect::Flat => said.push("the strengths that were given do not differ significantly".into()),
            StrengthEffect::Helps | StrengthEffect::Hurts => {}
        }
    }
    said.extend(next.steps.iter().cloned());
    said
}
