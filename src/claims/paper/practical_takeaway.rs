//! The key takeaway of section 4.4, as a test that knows what it does not know.

use crate::advise::score::{Outcome, many, rate_at_most};
use crate::advise::simulate::Model;
use crate::advise::{EvidenceKind, Settings, Verdict, advise};
use crate::claims::{Context, Evidence, Line, Measured, Route, Statement, Tag};
use crate::error::Result;
use crate::scalar::exact_from_f64;
use rand::Rng;
use std::collections::BTreeSet;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "practical-takeaway",
    source: "Key takeaway of section 4.4, and section 6",
    about: "which paradigm to take, as a test that may also say undecided",
    statement: r"On problems with a known answer, drawn so that either paradigm is better equally often, the advice names a wrong one less often than its level $\frac{1}{20}$ says. Noise so weak that $\alpha_{\mathrm{RC}}^2 < 0$ and an augmentation that knows nothing of it, $\alpha = 0$: reconstruction, or either. Strong noise and an augmentation aligned with it, $\alpha_{\mathrm{JE}}^2 < \alpha^2 < \alpha_{\mathrm{RC}}^2$: joint-embedding.",
    assumptions: r"evidence of what is relevant on 30 samples or more: without it, exchanging signal and noise leaves $(x, \tau(x))$ as they are",
    difference: Some(
        "The paper advises in words; here a test on unseen rows decides, and it may answer either, neither or undecided.",
    ),
    snapshots: &["claims", "advice"],
    tags: &[Tag::WithoutTheorem("the error rate of a statistical test, measured")],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![rates(context)?, weak(context)?, strong(context)?])
}

/// n of the drawn problems.
const SAMPLES: usize = 400;

/// The level and the tolerance are those of the settings.
fn settings() -> Settings {
    Settings::default()
}

/// The other paradigm.
fn exchanged(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::JointEmbedding => Verdict::Reconstruction,
        Verdict::Reconstruction => Verdict::JointEmbedding,
        other => other,
    }
}

/// Error rate and coverage on drawn problems: every kind, side and evidence.
fn rates(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("asking for advice on drawn problems");
    let effort = context.effort([112, 224, 2240]);
    let seed = context.rng(STATEMENT.name, "problems").next_u64();
    let outcomes = many(seed, 0..effort.now, SAMPLES, &settings())?;
    let Settings { tolerance, level, .. } = settings();
    let distinct: BTreeSet<u64> = outcomes.iter().map(|o| o.truth[0].to_bits()).collect();
    let of = |what: &dyn Fn(&Outcome) -> bool| outcomes.iter().filter(|o| what(o)).count();
    let wrong = Measured::by("joint-embedding and reconstruction exchanged in the answer", |run| {
        let said = |o: &Outcome| run.pick(o.verdict, exchanged(o.verdict));
        Ok(rate_at_most(of(&|o| o.is_wrong(said(o), tolerance)), outcomes.len(), CONFIDENCE))
    })?;
    let share = |count: usize| count as f64 / outcomes.len() as f64;
    let held =
        Measured::by("intervals half as wide", |run| Ok(share(of(&|o| o.covers(o.delta(), run.pick(1.0, 0.5))))))?;
    let decided = Measured::by("undecided throughout", |run| {
        Ok(share(of(&|o| run.pick(o.verdict, Verdict::Undecided) != Verdict::Undecided)))
    })?;
    let better = Measured::by("those that joint-embedding wins, twice", |run| {
        let [je, rc] = [of(&|o| o.delta() > tolerance), of(&|o| o.delta() < -tolerance)];
        Ok((share(je) - run.pick(share(rc), share(je) + 1.0)).abs())
    })?;
    let compared = format!("{} problems of n = {SAMPLES}, with their truth from the population", outcomes.len());
    let spread = 3.0 * (level * (1.0 - level) / outcomes.len() as f64).sqrt();
    Ok(Evidence::new(Route::Measured, "rates", compared, effort)
        .ran(distinct.len())
        .at_most("error rate, upper 95 % bound", wrong, level, "the level of the test; bound of Clopper and Pearson")
        .at_least("intervals that hold", held, 1.0 - level - spread, "1 - level, less 3 binomial deviations")
        .at_least("decided", decided, 0.5, "a test that is silent is never wrong")
        .at_most("joint-embedding better, less reconstruction better", better, 0.2, "sides are drawn equally often"))
}

/// The confidence of the bound on the error rate.
const CONFIDENCE: f64 = 0.95;

/// n and v of the two cases of the takeaway.
const CASE: (usize, usize) = (1500, 4);

/// A case of the takeaway: what is said of models drawn for it, with replicates. In the control
/// these say that the nuisance is what is relevant.
fn case(
    context: &Context<'_>,
    [id, compared]: [&'static str; 2],
    model: fn(&mut rand_chacha::ChaCha8Rng) -> Result<Model>,
    expected: &'static [Verdict],
) -> Result<Evidence> {
    let because = "no violation is allowed: the cases are far from the thresholds";
    let line = Line::new(Route::Sampled, id, compared, "replicates that share the nuisance, not the signal", because);
    line.on_random(context, (STATEMENT.name, id), [4, 8, 60], |number, rng, tally| {
        let model = model(rng)?;
        let drawn = model.draw(CASE.0, CASE.1, rng)?;
        let signal = model.signal.iter().map(|v| exact_from_f64(*v)).collect::<Result<Vec<_>>>()?;
        tally.record(&signal);
        tally.case(|run| {
            let question = run.pick(drawn.question(&model, EvidenceKind::Replicate), drawn.exchanged(&model));
            let settings = Settings { ks: vec![model.k], seed: number as u64, ..settings() };
            let advice = advise(&question, &settings, &|_, _| ())?;
            Ok([expected.contains(&advice.verdict)])
        })
    })
}

fn weak(context: &Context<'_>) -> Result<Evidence> {
    let compared = "weak noise, α_RC² <= -1/5, α = 0, replicates: reconstruction or either";
    case(context, ["weak-unknown", compared], Model::weak_and_unknown, &[Verdict::Reconstruction, Verdict::Either])
}

fn strong(context: &Context<'_>) -> Result<Evidence> {
    let compared = "strong noise, α² between both thresholds, replicates: joint-embedding";
    case(context, ["strong-aligned", compared], Model::strong_and_aligned, &[Verdict::JointEmbedding])
}
