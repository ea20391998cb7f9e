//! Every sentence beside the number or the rule that it is about.

use super::*;
use crate::advise::{
    Agreement, Baseline, Checks, Choice, Chosen, Conditioning, EvidenceKind, Interpolation, MeanBias, Needed, Next,
    Reliability, SampleSize, Strength, StrengthEffect, Test, ThetaBlocks, Verdict, Weight, Why,
};

fn chosen(k: usize, alpha: f64, noise: Option<f64>) -> Chosen {
    Chosen { k, alpha, noise }
}

/// Numbers that all differ.
fn advice() -> Advice {
    Advice {
        n: 4321,
        d: 12,
        k: vec![5, 10],
        strengths: [0.5, 2.0].map(|alpha| Strength { alpha, noise: None }).into(),
        evidence: EvidenceKind::Replicate,
        checks: Checks::default(),
        tolerance: 0.06,
        level: 0.1,
        folds: 7,
        seed: 3,
        weight: Weight::White,
        assumed: None,
        verdict: Verdict::JointEmbedding,
        rule: Why::Apart,
        why: "because".into(),
        test: Some(Test {
            delta: 0.25,
            se: 0.01,
            lo: 0.2233,
            hi: 0.2767,
            eff_je: 0.903,
            eff_je_se: 0.01,
            eff_je_half: 0.02,
            eff_rc: 0.663,
            eff_rc_se: 0.05,
            eff_rc_half: 0.09,
            yardstick: 1.0,
            yardstick_z: 9.0,
            explained_z: 8.0,
            n_evidence: 4321,
            units: 4321,
        }),
        choice: Some(Choice { je: chosen(5, 2.0, None), rc: chosen(10, 0.5, None) }),
        curve: vec![],
        agreement: vec![],
        baselines: vec![],
        next: Next { use_this: None, strength_je: None, strength_rc: None, needed: None::<Needed>, steps: vec![] },
        lines: vec![],
        thresholds: None,
    }
}

fn said(advice: &Advice, name: &str) -> Vec<String> {
    let of = Recommendation { advice, notes: vec![], certificates: vec![], command: String::new(), files: vec![] };
    lines(&of).into_iter().filter(|(found, _)| *found == name).map(|(_, text)| text).collect()
}

#[test]
fn each_number_stands_beside_its_paradigm() {
    let told = advice();
    assert_eq!(
        said(&told, "efficiency"),
        ["joint-embedding 0.88 to 0.93, reconstruction 0.57 to 0.76; 1 is the best linear encoder found"]
    );
    assert_eq!(said(&told, "difference"), ["0.22 to 0.28 (90 % interval); up to 0.06 makes no difference"]);
    assert_eq!(said(&told, "choice"), ["joint-embedding k = 5, strength 2; reconstruction k = 10, strength 0.5"]);
    let noisy = Choice { je: chosen(5, 2.0, Some(0.0)), rc: chosen(10, 0.5, Some(0.25)) };
    assert_eq!(
        said(&Advice { choice: Some(noisy), ..told.clone() }, "choice"),
        ["joint-embedding k = 5, strength 2 without noise; reconstruction k = 10, strength 0.5 with noise 0.25"]
    );
    assert!(said(&told, "row spaces").is_empty());
    let sines = |sines: &[f64]| Advice {
        test: None,
        agreement: sines.iter().map(|&sin_max| Agreement { k: 4, alpha: 1.0, noise: None, sin_max }).collect(),
        ..told.clone()
    };
    assert!(said(&sines(&[]), "row spaces").is_empty());
    assert_eq!(said(&sines(&[0.12341]), "row spaces"), ["the largest sine between them is 0.1235 at k = 4"]);
    assert_eq!(
        said(&sines(&[0.5, 0.9, 0.2]), "row spaces"),
        ["the largest sine between them is 0.2000 to 0.9000 over k and strengths"]
    );
    let says = [("RankMe", Paradigm::Reconstruction), ("LiDAR", Paradigm::JointEmbedding)];
    let baselines =
        says.map(|(name, says)| Baseline { name, source: "", je: 1.0, rc: 2.0, says, choice: chosen(5, 2.0, None) });
    assert_eq!(
        said(&Advice { baselines: baselines.into(), ..told }, "baselines"),
        ["without evidence would say: RankMe reconstruction, LiDAR joint-embedding"]
    );
}

#[test]
fn evidence_is_named_and_counted() {
    let told = advice();
    for (kind, name) in [
        (EvidenceKind::Labels, "labels"),
        (EvidenceKind::Replicate, "replicates"),
        (EvidenceKind::NuisanceCov, "the covariance of the nuisance"),
        (EvidenceKind::Nuisance, "a sample of the nuisance"),
        (EvidenceKind::NuisanceDirs, "directions of the nuisance"),
    ] {
        let whole = Advice { evidence: kind, ..told.clone() };
        assert_eq!(said(&whole, "evidence"), [format!("{name}; n = 4,321, d = 12; 7 folds, seed 3")]);
    }
    let mut some = told.clone();
    some.test = some.test.map(|test| Test { n_evidence: 1500, units: 40, ..test });
    assert_eq!(
        said(&some, "evidence"),
        ["replicates of 1,500 samples in 40 groups; n = 4,321, d = 12; 7 folds, seed 3"]
    );
    let none = Advice { evidence: EvidenceKind::None, test: None, ..told };
    assert_eq!(said(&none, "evidence"), ["none; n = 4,321, d = 12"]);
}

/// Verdict, rule, what the first line says, and what the figure is called.
#[test]
fn every_verdict_has_its_sentence_and_its_title() {
    for (verdict, rule, sentence, title) in [
        (
            Verdict::JointEmbedding,
            Why::Apart,
            "joint-embedding: it finds more of what is relevant than reconstruction does",
            "Joint-embedding finds more of what is relevant (0.9 against 0.7)",
        ),
        (
            Verdict::Reconstruction,
            Why::Apart,
            "reconstruction: it finds more of what is relevant than joint-embedding does",
            "Reconstruction finds more of what is relevant (0.7 against 0.9)",
        ),
        (
            Verdict::JointEmbedding,
            Why::Assumed,
            "joint-embedding, if it is true, as asserted, that the views change nothing but what is irrelevant",
            "Joint-embedding, if the views change only what is irrelevant",
        ),
        (
            Verdict::Either,
            Why::RowSpacesAgree,
            "either: both find the same features, whatever is relevant",
            "Either: both find the same features",
        ),
        (
            Verdict::Either,
            Why::WithinTolerance,
            "either: they differ by less than 0.06 of what can be found",
            "Either: they differ by less than 0.06",
        ),
        (
            Verdict::Neither,
            Why::LessThanHalf,
            "neither: with these views both miss more than half of what a linear encoder can find",
            "Neither finds half of what a linear encoder can find",
        ),
        (
            Verdict::Undecided,
            Why::Exchange,
            "undecided: nothing says what is relevant, and the two find different features",
            "Undecided: nothing says what is relevant",
        ),
        (
            Verdict::Undecided,
            Why::Interpolates,
            "undecided: there are no more views than features, and so they decide nothing for joint-embedding",
            "Undecided: the views decide nothing",
        ),
        (
            Verdict::Undecided,
            Why::TooFewSamples,
            "undecided: too few samples have evidence",
            "Undecided: too few samples have evidence",
        ),
        (
            Verdict::Undecided,
            Why::NothingExplains,
            "undecided: no linear encoder finds what the evidence asks for",
            "Undecided: the difference is not known well enough",
        ),
        (
            Verdict::Undecided,
            Why::NeitherSignificant,
            "undecided: neither finds for certain anything that is relevant",
            "Undecided: the difference is not known well enough",
        ),
        (
            Verdict::Undecided,
            Why::TooWide,
            "undecided: the difference is not known well enough",
            "Undecided: the difference is not known well enough",
        ),
    ] {
        let mut of = Advice { verdict, rule, ..advice() };
        assert_eq!(said(&of, "verdict"), [sentence]);
        assert_eq!(said(&of, "why"), ["because"]);
        let at = |(k, alpha)| Agreement { k, alpha, noise: None, sin_max: 0.1 * alpha };
        of.agreement = [(5, 0.5), (10, 0.5), (5, 2.0), (10, 2.0)].map(at).into();
        let files = ["X.npy", "V.npy"].map(|name| (name.to_string(), String::new()));
        let drawn = Recommendation {
            advice: &of,
            notes: vec![],
            certificates: vec![],
            command: "c".into(),
            files: files.into(),
        };
        let figure = figure(&drawn).unwrap().unwrap();
        assert_eq!(figure.title, title);
        // The better one chose: k = 5, unless reconstruction is ahead.
        assert!(
            figure.caption.starts_with("X.npy, V.npy: n = 4,321, d = 12, evidence on 4,321 samples;"),
            "{}",
            figure.caption
        );
        assert!(
            figure.caption.contains("together with 90 %") && figure.caption.contains("Drawn for k = 5."),
            "{}",
            figure.caption
        );
        let mut behind = of.clone();
        behind.test = behind.test.map(|test| Test { eff_je: 0.6, ..test });
        let behind = Recommendation { advice: &behind, ..drawn.clone() };
        assert!(super::figure(&behind).unwrap().unwrap().caption.contains("Drawn for k = 10."));
    }
}

#[test]
fn what_is_next_follows_the_effects_and_the_verdict() {
    use StrengthEffect::{Flat, Helps, Hurts, One};
    let flat = "the strengths that were given do not differ significantly";
    let one = "give several strengths to see whether more helps or hurts";
    let of = |verdict, je, rc| {
        let next = Next {
            use_this: Some((Paradigm::Reconstruction, chosen(10, 0.5, None))),
            strength_je: je,
            strength_rc: rc,
            steps: vec!["step".into()],
            ..advice().next
        };
        said(&Advice { verdict, next, ..advice() }, "next")
    };
    let used = "use reconstruction with k = 10, strength 0.5";
    for (je, rc, expected) in [
        (Some(Flat), Some(Flat), Some(flat)),
        (Some(One), Some(One), Some(one)),
        (Some(Helps), Some(Helps), None),
        (Some(Hurts), Some(Hurts), None),
        (Some(Flat), Some(Hurts), None),
        (None, None, None),
    ] {
        let all: Vec<&str> = [Some(used), expected, Some("step")].into_iter().flatten().collect();
        assert_eq!(of(Verdict::Reconstruction, je, rc), all);
    }
    let either = of(Verdict::Either, None, None);
    assert_eq!(either[0], "either will do; reconstruction with k = 10, strength 0.5 is ahead");
}

/// Each check with numbers of its own, failed or passed by its own flag.
#[test]
fn every_check_shows_its_own_numbers() {
    let of = |flags: [bool; 6]| Checks {
        samples: Some(SampleSize { n: 1001, d: 502, factor: 1.7, flag: flags[0] }),
        mean_bias: Some(MeanBias { relative: 0.031, z: 5.0, resemblance: 0.4, size: 2.0, flag: flags[1] }),
        reliability: Some(Reliability { k: 3, largest: 0.9, around_k: vec![], between: 2, flag: flags[2] }),
        block_diagonal: Some(ThetaBlocks { cross: 0.21, null95: 0.13, flag: flags[3] }),
        interpolation: Some(Interpolation { views: 80, rank: 79, flag: flags[4] }),
        conditioning: Some(Conditioning { condition: 1234.0, set_aside: 6, ridge: 1e-8, flag: flags[5] }),
    };
    let all = [
        ("samples", "n = 1,001 for d = 502", "do not describe so few samples"),
        ("mean of the views", "the mean of the views is off by 0.031 of the samples' size", "shifts and crops"),
        ("signal and noise apart", "3 directions are mostly signal, 2 are mixed", "the leakage theorem"),
        (
            "views of signal and noise apart",
            "they are coupled by 0.21, by chance up to 0.13",
            "4.3 and 4.4 are not quoted",
        ),
        ("views restrict the encoder", "80 views span 79 dimensions", "the views decide nothing"),
        ("S invertible", "condition 1234, 6 features vanish", "compose noise"),
    ];
    for failing in 0..6 {
        let checks = of(std::array::from_fn(|i| i == failing));
        for (i, (check, (name, found, changes))) in words::made(&checks).into_iter().zip(all).enumerate() {
            assert_eq!((check.name, check.found.as_str(), check.failed), (name, found, i == failing));
            assert!(check.changes.contains(changes), "{name}: {}", check.changes);
        }
        let passed: Vec<&str> = (0..6).filter(|i| *i != failing).map(|i| all[i].0).collect();
        let expected = format!("FAILED {} ({}); passed {}", all[failing].0, all[failing].1, passed.join(", "));
        assert_eq!(said(&Advice { checks, ..advice() }, "checks"), [expected]);
    }
    let less = MeanBias { relative: -0.2, z: -1.0, resemblance: 0.9, size: 1.0, flag: false };
    let checks = Checks { mean_bias: Some(less), ..Checks::default() };
    assert_eq!(words::made(&checks)[0].found, "the mean of the views is off by 0 of the samples' size");
    assert!(said(&advice(), "checks").is_empty());
}
