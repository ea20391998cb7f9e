//! What to do next.

use super::advice::{Choice, Chosen, Needed, Next, StrengthEffect, Test, Verdict, Why};
use super::asked::Tested;
use super::crossfit::{Explained, Plan};
use super::decide::{FEWEST, SIGNIFICANT};
use super::findings::{Checks, OTHER_UNITS, RESEMBLES};
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
    /// The paradigm that is ahead.
    fn better(&self) -> Paradigm {
        if self.test.eff_je >= self.test.eff_rc { Paradigm::JointEmbedding } else { Paradigm::Reconstruction }
    }

    /// Which paradigm and strength to use.
    fn use_this(&self, verdict: Verdict) -> Option<(Paradigm, Chosen)> {
        let paradigm = match verdict {
            Verdict::JointEmbedding => Paradigm::JointEmbedding,
            Verdict::Reconstruction => Paradigm::Reconstruction,
            Verdict::Either => self.better(),
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

    /// What to do where the strongest augmentation hurts.
    fn weaker(&self, paradigm: Paradigm) -> String {
        let (title, alpha) = (paradigm.title(), self.choice.of(paradigm).alpha);
        let weakest = self.plan.strengths.iter().map(|s| s.alpha).fold(f64::INFINITY, f64::min);
        let most = if alpha > weakest { "" } else { ", the weakest that was given: try a weaker one" };
        format!("{title}: the strongest augmentation is too strong; strength {alpha} is the best{most}")
    }

    /// That larger embeddings were not tried, if the paradigm ahead chose the largest of several.
    fn larger(&self, d: usize) -> Option<String> {
        let most = self.plan.k();
        let chosen = self.choice.of(self.better()).k == most && self.plan.ks.len() > 1 && most < d;
        let more = (2 * most).min(d);
        chosen.then(|| format!("k = {most} is the largest that was tried: try larger ones, as in -k {most},{more}"))
    }

    /// The samples that would decide: the standard error shrinks as 1/sqrt(n).
    fn needed(&self, why: Why, tolerance: f64, views: &Moments) -> Option<Needed> {
        let t = self.test;
        // Of groups as of samples: what is independent counts.
        let have = t.units.min(t.n_evidence) as f64;
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
        (_, Why::Interpolates) => steps.push(
            "give more samples, or fewer features, as those of a smaller layer; or compose noise, as in --noise 0.01,0.1, which is a law of its own"
                .into(),
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
        let of = if known.as_ref().is_some_and(|t| t.test.units < t.test.n_evidence) { "groups" } else { "samples" };
        steps.push(format!(
            "about {} {of} with evidence would decide, {:.1} times as many as there are, if the difference stays as it is",
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
            Some(StrengthEffect::Hurts) => steps.extend(known.as_ref().map(|t| t.weaker(paradigm))),
            _ => {}
        }
    }
    steps.extend(known.as_ref().and_then(|t| t.larger(views.view_second.nrows())));
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
        "views do not have the mean of their sample, as with shifts and crops: the verdict holds, the thresholds of the paper do not",
    );
    say(
        of.mean_bias.as_ref().map(|c| c.resemblance < RESEMBLES),
        "views resemble their own samples no more than other samples: are both in the same order, and in the same units?",
    );
    say(
        of.mean_bias.as_ref().map(|c| !(1.0 / OTHER_UNITS..OTHER_UNITS).contains(&c.size)),
        "views and samples differ in size as if they were in other units: are they features of the same kind?",
    );
    say(
        of.block_diagonal.as_ref().map(|c| c.flag),
        "the augmentation couples signal and noise: the verdict holds, Propositions 4.3 and 4.4 do not",
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

#[cfg(test)]
mod tests;
