//! What is said next, rule by rule, from numbers by hand.

use super::*;
use crate::advise::findings::{Conditioning, MeanBias, Reliability, SampleSize, ThetaBlocks};
use crate::advise::folds::Folds;
use crate::advise::question::Strength;
use distrs::StudentsT;
use nalgebra::{DMatrix, DVector};

/// α 2, 0.5 and 1 in this order, k of 1 and 3: six candidates.
fn plan(folds: &Folds) -> Plan<'_> {
    let strengths = [2.0, 0.5, 1.0].map(|alpha| Strength { alpha, noise: None });
    Plan { ks: vec![1, 3], strengths: strengths.into(), folds, groups: None }
}

fn of_test(test: Test) -> impl Fn(Why, f64, &Moments) -> Option<Needed> {
    move |why, tolerance, views| {
        let folds = Folds { count: 4, of: vec![] };
        let plan = plan(&folds);
        let explained = explained(&[0.5; 15], 0.01);
        let choice = choice(3, 3);
        Known { explained: &explained, plan: &plan, test: &test, choice: &choice, level: 0.05 }
            .needed(why, tolerance, views)
    }
}

fn choice(je: usize, rc: usize) -> Choice {
    let of = |k| Chosen { k, alpha: 1.0, noise: None };
    Choice { je: of(je), rc: of(rc) }
}

/// Independent columns of the same deviation; the yardstick explains 1.
fn explained(means: &[f64], deviation: f64) -> Explained {
    let mut mean = DVector::from_column_slice(means);
    mean[0] = 1.0;
    let covariance = DMatrix::identity(means.len(), means.len()) * deviation.powi(2);
    let by_fold = vec![mean.clone(); 4];
    Explained { mean, covariance, by_fold, rows: 100, units: 100, chosen: vec![] }
}

fn test() -> Test {
    Test {
        delta: 0.03,
        se: 0.02,
        lo: -0.01,
        hi: 0.07,
        eff_je: 0.8,
        eff_je_se: 0.1,
        eff_je_half: 0.2,
        eff_rc: 0.77,
        eff_rc_se: 0.1,
        eff_rc_half: 0.2,
        yardstick: 1.0,
        yardstick_z: 2.0,
        explained_z: 1.5,
        n_evidence: 200,
        units: 200,
    }
}

fn views(mean: f64, spread: f64, per_view: f64) -> Moments {
    Moments {
        mean_second: DMatrix::identity(2, 2) * mean,
        cross_squared: DMatrix::identity(2, 2),
        view_second: DMatrix::identity(2, 2),
        covariance: DMatrix::identity(2, 2) * spread,
        mean: DVector::zeros(2),
        bias: None,
        per_view,
    }
}

#[test]
fn what_would_decide_is_told_by_the_rule_that_did_not() {
    let law = views(1.0, 1.0, 0.0);
    for (case, why, tolerance, of, factor) in [
        ("30 are needed", Why::TooFewSamples, 0.05, Test { n_evidence: 20, units: 20, ..test() }, 1.5),
        ("groups count", Why::TooFewSamples, 0.05, Test { units: 12, ..test() }, 2.5),
        ("the yardstick is nearer", Why::NothingExplains, 0.05, test(), 2.25),
        ("the better one is nearer", Why::NothingExplains, 0.05, Test { explained_z: 2.5, ..test() }, 1.44),
        ("the better one has to", Why::NeitherSignificant, 0.05, test(), 4.0),
        // Half the width is 0.04: 0.03 away from 0, or 0.02 within the tolerance.
        ("away from 0", Why::TooWide, 0.05, test(), (4.0f64 / 3.0).powi(2)),
        ("within a wide tolerance", Why::TooWide, 0.1, test(), (4.0f64 / 7.0).powi(2)),
        (
            "the other way",
            Why::TooWide,
            0.05,
            Test { delta: -0.03, lo: -0.07, hi: 0.01, ..test() },
            (4.0f64 / 3.0).powi(2),
        ),
    ] {
        let have = of.units.min(of.n_evidence) as f64;
        let found = of_test(of)(why, tolerance, &law).unwrap_or_else(|| panic!("{case}"));
        assert!((found.factor - factor).abs() < 1e-9, "{case}: {found:?}");
        assert_eq!(found.n_evidence, (have * factor - 1e-9).ceil() as usize, "{case}");
        assert_eq!(found.views, None, "{case}");
    }
    for why in [Why::Apart, Why::WithinTolerance, Why::LessThanHalf, Why::Interpolates, Why::Exchange] {
        assert!(of_test(test())(why, 0.05, &law).is_none(), "{why:?}");
    }
    assert!(of_test(Test { explained_z: 0.0, ..test() })(Why::NeitherSignificant, 0.05, &law).is_none());
    // Of a mean of two views 1/2 is Σ; the rest is G: 1.5 of 1.5 + 3.
    let found = of_test(test())(Why::TooWide, 0.05, &views(3.0, 3.0, 0.5)).unwrap();
    assert!((found.views.unwrap() - 1.0 / 3.0).abs() < 1e-12, "{found:?}");
}

/// Columns: yardstick, both as chosen, six of joint-embedding, six of reconstruction. Candidates are
/// strength by strength: those of k = 3 are 1 (α = 2), 3 (α = 1/2) and 5 (α = 1).
#[test]
fn the_strongest_augmentation_is_compared_with_all_others() {
    let folds = Folds { count: 4, of: vec![] };
    let plan = plan(&folds);
    let say = |strengths: [f64; 3], deviation: f64, place: usize, level: f64| {
        let mut means = [0.3; 15];
        // At the other k it is the other way round.
        for (s, value) in strengths.into_iter().enumerate() {
            means[3 + 6 * place + 2 * s] = 1.0 - value;
            means[3 + 6 * place + 2 * s + 1] = value;
        }
        let explained = explained(&means, deviation);
        let (test, choice) = (test(), choice(3, 3));
        let known = Known { explained: &explained, plan: &plan, test: &test, choice: &choice, level };
        [Paradigm::JointEmbedding, Paradigm::Reconstruction].map(|paradigm| known.strength(paradigm))
    };
    use StrengthEffect::{Flat, Helps, Hurts};
    for place in [0, 1] {
        let (own, other) = (place, 1 - place);
        for (strengths, effect) in [
            ([0.9, 0.5, 0.6], Helps),
            // Above one and not the other.
            ([0.9, 0.5, 0.9], Flat),
            ([0.5, 0.5, 0.9], Hurts),
            ([0.5, 0.9, 0.4], Hurts),
            ([0.5, 0.5, 0.5], Flat),
        ] {
            let found = say(strengths, 0.01, place, 0.05);
            assert_eq!((found[own], found[other]), (effect, Flat), "{place} {strengths:?}");
        }
        // Two comparisons share the level.
        let t = |level: f64| StudentsT::ppf(1.0 - level / 2.0, 99.0);
        let gain = 0.5 * (t(0.05) + t(0.025)) * 2f64.sqrt() * 0.1;
        let found = say([0.3 + gain, 0.3, 0.3], 0.1, place, 0.05);
        assert_eq!(found[own], Flat);
        assert_eq!(say([0.3 + gain, 0.3, 0.3], 0.1, place, 0.1)[own], Helps);
    }
    // One strength, whatever the k.
    let one = Plan { strengths: vec![Strength { alpha: 2.0, noise: None }], ..self::plan(&folds) };
    let explained = explained(&[0.5; 7], 0.01);
    let (test, choice) = (test(), choice(3, 3));
    let known = Known { explained: &explained, plan: &one, test: &test, choice: &choice, level: 0.05 };
    assert_eq!(known.strength(Paradigm::JointEmbedding), StrengthEffect::One);
}

/// Strengths are compared where the composed noise is the chosen one. Candidates: α 1 and 2, each
/// without noise and with 1/10.
#[test]
fn strengths_under_other_noise_are_not_compared() {
    use StrengthEffect::{Helps, Hurts, One};
    let folds = Folds { count: 4, of: vec![] };
    let say = |of: &[(f64, Option<f64>)], explains: &[f64], noise: Option<f64>| {
        let strengths = of.iter().map(|&(alpha, noise)| Strength { alpha, noise }).collect();
        let plan = Plan { ks: vec![3], strengths, ..self::plan(&folds) };
        let explained = explained(&[&[0.3; 3], explains, explains].concat(), 0.01);
        let chosen = Chosen { k: 3, alpha: 1.0, noise };
        let (test, choice) = (test(), Choice { je: chosen, rc: chosen });
        let known = Known { explained: &explained, plan: &plan, test: &test, choice: &choice, level: 0.05 };
        Paradigm::ALL.map(|paradigm| known.strength(paradigm))
    };
    let noise = Some(0.1);
    let four = [(1.0, None), (2.0, None), (1.0, noise), (2.0, noise)];
    let explains = [0.4, 0.8, 0.9, 0.2];
    assert_eq!(say(&four, &explains, None), [Helps; 2]);
    assert_eq!(say(&four, &explains, noise), [Hurts; 2]);
    // Several that differ in the noise alone.
    assert_eq!(say(&[(1.0, None), (1.0, noise)], &[0.4, 0.9], None), [One; 2]);
}

#[test]
fn what_is_chosen_is_what_is_advised() {
    let folds = Folds { count: 4, of: vec![] };
    let plan = plan(&folds);
    let explained = explained(&[0.5; 15], 0.01);
    let choice = Choice { je: Chosen { k: 1, alpha: 0.5, noise: None }, rc: Chosen { k: 3, alpha: 2.0, noise: None } };
    let (ahead, behind) = (test(), Test { eff_rc: 0.9, ..test() });
    for (test, better) in [(&ahead, Paradigm::JointEmbedding), (&behind, Paradigm::Reconstruction)] {
        let known = Known { explained: &explained, plan: &plan, test, choice: &choice, level: 0.05 };
        let of = |paradigm| Some((paradigm, choice.of(paradigm)));
        assert_eq!(known.use_this(Verdict::JointEmbedding), of(Paradigm::JointEmbedding));
        assert_eq!(known.use_this(Verdict::Reconstruction), of(Paradigm::Reconstruction));
        assert_eq!(known.use_this(Verdict::Either), of(better));
        assert_eq!([Verdict::Neither, Verdict::Undecided].map(|v| known.use_this(v)), [None, None]);
        // Reconstruction alone chose the largest k of 3.
        let larger = known.larger(12);
        assert_eq!(larger.is_some(), better == Paradigm::Reconstruction, "{larger:?}");
        assert!(larger.is_none_or(|said| said.contains("k = 3 is the largest") && said.contains("-k 3,6")));
        assert!(known.larger(5).is_none_or(|said| said.contains("-k 3,5")) && known.larger(3).is_none());
        let [je, rc] = [known.weaker(Paradigm::JointEmbedding), known.weaker(Paradigm::Reconstruction)];
        assert!(je.starts_with("joint-embedding: ") && je.contains("strength 0.5 is the best, the weakest"), "{je}");
        assert!(rc.starts_with("reconstruction: ") && rc.ends_with("strength 2 is the best"), "{rc}");
    }
}

/// Each check that failed has its own sentence, and one that passed has none; both ends of the ratio
/// of sizes count.
#[test]
fn every_failed_check_is_named_once() {
    let bias = MeanBias { relative: 0.0, z: 0.0, resemblance: 0.9, size: 1.0, flag: false };
    let with = |bias: MeanBias| Checks { mean_bias: Some(bias), ..Checks::default() };
    let units = "other units";
    for (checks, words) in [
        (with(bias.clone()), vec![]),
        (with(MeanBias { flag: true, ..bias.clone() }), vec!["do not have the mean of their sample"]),
        (with(MeanBias { resemblance: 0.09, ..bias.clone() }), vec!["same order"]),
        (with(MeanBias { resemblance: 0.11, ..bias.clone() }), vec![]),
        (with(MeanBias { size: 101.0, ..bias.clone() }), vec![units]),
        (with(MeanBias { size: 99.0, ..bias.clone() }), vec![]),
        (with(MeanBias { size: 0.0099, ..bias.clone() }), vec![units]),
        (with(MeanBias { size: 0.0101, ..bias.clone() }), vec![]),
    ] {
        assert_eq!(failed(&checks).len(), words.len(), "{checks:?}");
        assert!(failed(&checks).iter().zip(words).all(|(said, word)| said.contains(word)), "{checks:?}");
    }
    let of = |flags: [bool; 4]| Checks {
        samples: Some(SampleSize { n: 9, d: 3, factor: 2.0, flag: flags[0] }),
        reliability: Some(Reliability { k: 1, largest: 1.0, around_k: vec![], between: 0, flag: flags[1] }),
        block_diagonal: Some(ThetaBlocks { cross: 0.1, null95: 0.2, flag: flags[2] }),
        conditioning: Some(Conditioning { condition: 1.0, set_aside: 0, ridge: 1e-8, flag: flags[3] }),
        ..Checks::default()
    };
    let words = ["fewer than 4 samples", "hold signal and noise", "couples signal and noise", "S is singular"];
    for (i, word) in words.into_iter().enumerate() {
        let said = failed(&of(std::array::from_fn(|j| i == j)));
        assert!(said.len() == 1 && said[0].contains(word), "{said:?}");
    }
    assert!(failed(&of([false; 4])).is_empty());
}
