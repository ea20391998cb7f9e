//! What to do next.

use super::advice::{Choice, Chosen, Needed, Next, StrengthEffect, Test, Verdict, Why};
use super::asked::Tested;
use super::crossfit::{Explained, Plan};
use super::decide::{FEWEST, SIGNIFICANT};
use super::findings::Checks;
use super::question::Settings;
use super::sums::Moments;
use crate::paradigm::Paradigm;

/// What is known when there was a test.
struct Known<'a> {
    explained: &'a Explained,
    plan: &'a Plan<'a>,
    test: &'a Test,
    choice: &'a Choice,
    level: f64,
}

impl Known<'_> {
    /// Which paradigm and strength to use.
    fn use_this(&self, verdict: Verdict) -> Option<(Paradigm, Chosen)> {
        let better =
            if self.test.eff_je >= self.test.eff_rc { Paradigm::JointEmbedding } else { Paradigm::Reconstruction };
        let paradigm = match verdict {
            Verdict::JointEmbedding => Paradigm::JointEmbedding,
            Verdict::Reconstruction => Paradigm::Reconstruction,
            Verdict::Either => better,
            Verdict::Neither | Verdict::Undecided => return None,
        };
        Some((paradigm, self.choice.of(paradigm)))
    }

    /// What more strength does, at the k that was chosen: the strongest augmentation against all
    /// others, in intervals that hold together.
    fn strength(&self, paradigm: Paradigm) -> StrengthEffect {
        let (chosen, place) = (self.choice.of(paradigm), super::encoders::place(paradigm));
        let of_k = |c: &usize| {
            let (k, strength) = self.plan.candidate(*c);
            k == chosen.k && strength.noise == chosen.noise
        };
        let mut places: Vec<usize> = (0..self.plan.candidates()).filter(of_k).collect();
        places.sort_by(|&a, &b| self.plan.candidate(a).1.alpha.total_cmp(&self.plan.candidate(b).1.alpha));
        let Some((&strongest, weaker)) = places.split_last() else { return StrengthEffect::One };
        if weaker.is_empty() {
            return StrengthEffect::One;
        }
        let level = self.level / weaker.len() as f64;
        let column = |c: usize| self.plan.column(place, c);
        let above = |c: &usize| {
            let (gain, _, half) = self.explained.interval(&[(column(strongest), 1.0), (column(*c), -1.0)], level);
            (gain > half, gain < -half)
        };
        let against: Vec<(bool, bool)> = weaker.iter().map(above).collect();
        match (against.iter().all(|a| a.0), against.iter().any(|a| a.1)) {
            (true, _) => StrengthEffect::Helps,
            (_, true) => StrengthEffect::Hurts,
            _ => StrengthEffect::Flat,
        }
    }

    /// The samples that would decide: the standard error shrinks as 1/sqrt(n).
    fn needed(&self, why: Why, tolerance: f64, views: &Moments) -> Option<Needed> {
        let t = self.test;
        let have = t.n_evidence as f64;
        let factor = match why {
            Why::TooFewSamples => FEWEST as f64 / have,
            Why::NothingExplains | Why::NeitherSignificant => {
                let z = if why == Why::NothingExplains { t.yardstick_z.max(t.explained_z) } else { t.explained_z };
                if z <= 0.0 {
                    return None;
                }
                (SIGNIFICANT / z).powi(2)
            }
            Why::TooWide => {
                // Away from 0, or within the tolerance: whichever is nearer.
                let half = t.delta.abs().max(tolerance - t.delta.abs());
                ((t.hi - t.lo) / (2.0 * half)).powi(2)
            }
            _ => return None,
        };
        let of_views = views.covariance.trace() * views.per_view;
        let share = of_views / (views.mean_second.trace() + of_views).max(f64::MIN_POSITIVE);
        let n_evidence = (have * factor).ceil() as usize;
        Some(Needed { n_evidence, factor, views: (views.per_view > 0.0).then_some(share) })
    }
}

/// What to do next; `views` are the moments at the strongest augmentation.
pub(super) fn next(
    tested: Option<&Tested>,
    plan: &Plan<'_>,
    ((verdict, why), checks): ((Verdict, Why), &Checks),
    settings: &Settings,
    views: &Moments,
) -> Next {
    let known = tested.map(|Tested { explained, test, choice, .. }| Known {
        explained,
        plan,
        test,
        choice,
        level: settings.level,
    });
    let needed = known.as_ref().and_then(|t| t.needed(why, settings.tolerance, views));
    let strength = |paradigm| known.as_ref().map(|t| t.strength(paradigm));
    let [strength_je, strength_rc] = Paradigm::ALL.map(strength);
    let mut steps = vec![];
    match (verdict, why) {
        (Verdict::Neither, _) => steps.push(
            "change the augmentation: a linear encoder explains the evidence, and with this one neither paradigm finds it"
                .to_string(),
        ),
        (_, Why::Exchange) => steps.push(
            "give evidence of what is relevant: labels of some samples, a second shot of each sample, or shots of the nuisance alone"
                .to_string(),
        ),
        (_, Why::Assumed) => {
            steps.push("the answer holds if the augmentation changes nothing that is relevant; evidence would test it".into())
        }
        _ => {}
    }
    if let Some(needed) = &needed {
        steps.push(format!(
            "about {} samples with evidence would decide, {:.1} times as many as there are, if the difference stays as it is",
            needed.n_evidence, needed.factor
        ));
        if needed.views.is_some_and(|share| share > MANY) {
            steps.push(
                "more views of each sample would help as well: drawing few of them adds much to their mean".into(),
            );
        }
    }
    for (paradigm, effect) in Paradigm::ALL.into_iter().zip([strength_je, strength_rc]) {
        let title = paradigm.title();
        match effect {
            Some(StrengthEffect::Helps) => {
                steps.push(format!("{title}: the strongest augmentation is the best; try a stronger one"))
            }
            Some(StrengthEffect::Hurts) => steps.push(format!("{title}: the strongest augmentation is too strong")),
            _ => {}
        }
    }
    steps.extend(failed(checks));
    Next { use_this: known.and_then(|t| t.use_this(verdict)), strength_je, strength_rc, needed, steps }
}

/// From this share of the mean views on, drawing few views is as large a part of them as the data.
const MANY: f64 = 0.5;

/// Which check failed, and what it changes.
fn failed(checks: &Checks) -> Vec<String> {
    let mut said = vec![];
    let mut say = |flag: Option<bool>, sentence: &str| {
        if flag == Some(true) {
            said.push(sentence.to_string());
        }
    };
    let of = checks;
    say(
        of.mean_bias.as_ref().map(|c| c.flag),
        "views do not have the mean of their sample: thresholds are not quoted, the test stays",
    );
    say(
        of.block_diagonal.as_ref().map(|c| c.flag),
        "the augmentation couples signal and noise: Propositions 4.3 and 4.4 do not hold, the test stays",
    );
    say(
        of.reliability.as_ref().map(|c| c.flag),
        "some directions hold signal and noise: the leakage theorem speaks of these data, not the thresholds",
    );
    say(
        of.samples.as_ref().map(|c| c.flag),
        "there are fewer than 4 samples for each feature: thresholds of the population do not describe them",
    );
    say(
        of.conditioning.as_ref().map(|c| c.flag),
        "S is singular, or almost: compose noise, or set features aside, as joint-embedding may follow directions that hardly vary",
    );
    said
}
