//! `jerc thresholds` on matrices: certified intervals, "never", and what it refuses; and the pinned
//! tables of thresholds.

use jerc::output::{Array, write_npy};
use jerc::paradigm::Paradigm;
use jerc::scalar::{Rational, exact_parse, ratio};
use jerc::threshold::{BlockModel, Requirement, Spectrum};
use nalgebra::{DMatrix, dmatrix};
use serde_json::Value;
use std::fmt::Write;
use std::path::Path;
use std::process::{Command, Output};

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jerc"))
        .current_dir(folder)
        .arg("thresholds")
        .args(arguments)
        .output()
        .expect("the program runs")
}

const MATRICES: [&str; 8] = ["--signal", "c.npy", "--theta", "t.npy", "--gamma", "g.npy", "--basis", "q.npy"];

/// Writes C, Theta, Gamma and the basis, and runs the command on them.
fn thresholds(matrices: [&DMatrix<f64>; 4], more: &[&str]) -> Output {
    let folder = tempfile::tempdir().unwrap();
    for (name, matrix) in ["c.npy", "t.npy", "g.npy", "q.npy"].into_iter().zip(matrices) {
        write_npy(&folder.path().join(name), Array::Matrix(matrix)).unwrap();
    }
    run(folder.path(), &[&MATRICES[..], more].concat())
}

fn succeed(matrices: [&DMatrix<f64>; 4]) -> (String, Value) {
    let (text, json) = (thresholds(matrices, &[]), thresholds(matrices, &["--format", "json"]));
    for output in [&text, &json] {
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        assert!(output.stderr.is_empty());
    }
    (String::from_utf8(text.stdout).unwrap(), serde_json::from_slice(&json.stdout).unwrap())
}

fn refuse(output: &Output, words: &[&str]) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(output.stdout.is_empty() && stderr.starts_with("jerc: ") && stderr.lines().count() == 1, "{stderr}");
    for word in words {
        assert!(stderr.contains(word), "{stderr} lacks {word}");
    }
}

fn ends(value: &Value) -> (Rational, Rational) {
    let end = |name: &str| exact_parse(name, value[name].as_str().expect("a fraction")).unwrap();
    (end("low"), end("high"))
}

fn diagonal(values: &[f64]) -> DMatrix<f64> {
    DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
}

/// C1 = I, Theta1 = [[2, 1], [1, 1]], Gamma2 = I, Theta2 = [[1, 1], [1, 2]]: both squares are sqrt
/// 5 (src/threshold/blocks/tests.rs).
#[test]
fn intervals_enclose_sqrt_5() {
    let c = diagonal(&[1., 1., 0., 0.]);
    let theta = dmatrix![2., 1., 0., 0.; 1., 1., 0., 0.; 0., 0., 1., 1.; 0., 0., 1., 2.];
    let g = diagonal(&[0., 0., 1., 1.]);
    let (text, json) = succeed([&c, &theta, &g, &DMatrix::identity(4, 2)]);
    for name in ["alpha_squared_rc", "alpha_squared_je"] {
        let (low, high) = ends(&json[name]);
        assert!(&low * &low < ratio(5, 1) && &high * &high > ratio(5, 1));
        assert!(high - low <= ratio(3, 1_000_000_000_000));
        assert!((json[name]["approx"].as_f64().unwrap() - 5f64.sqrt()).abs() < 1e-12);
    }
    // t proves each end: with t_high the signal is above and the noise below at the upper end, with
    // t_low neither is at the lower one. A is C1 and Gamma2, in both problems, since they are I.
    let exact = |m: [[i64; 2]; 2]| DMatrix::from_fn(2, 2, |i, j| ratio(m[i][j], 1));
    let one = DMatrix::<Rational>::identity(2, 2);
    let positive = |m: &DMatrix<Rational>| m[(0, 0)] > ratio(0, 1) && &m[(0, 0)] * &m[(1, 1)] > &m[(0, 1)] * &m[(1, 0)];
    for name in ["alpha_squared_rc", "alpha_squared_je"] {
        let (low, high) = ends(&json[name]);
        let t = |name2: &str| exact_parse("t", json[name][name2].as_str().unwrap()).unwrap();
        let signal = |t: &Rational| &one - (&one + exact([[2, 1], [1, 1]])) * t.clone();
        let noise = |t: &Rational, alpha: &Rational| {
            &one - (&one * (ratio(1, 1) + alpha) + exact([[1, 1], [1, 2]])) * t.clone()
        };
        assert!(positive(&signal(&t("t_high"))) && positive(&-noise(&t("t_high"), &high)), "{name}");
        assert!(!positive(&signal(&t("t_low"))) && !positive(&-noise(&t("t_low"), &low)), "{name}");
    }
    let (low, high) = ends(&json["delta"]);
    // 2/(5 + sqrt 5).
    assert!(low < ratio(2_763_932_023, 10_000_000_000) && high > ratio(2_763_932_022, 10_000_000_000));
    assert_eq!(
        (&json["verdict"], &json["regime"], &json["dropped"]),
        (&"undecided".into(), &"straddling".into(), &Value::from(0.0))
    );
    assert!(text.contains("alpha_JE^2   = 2.2360679775") && text.contains("undecided: too close to tell"), "{text}");
    assert!(!text.contains("dropped"), "{text}");
}

#[test]
fn verdicts_agree_with_the_diagonal_command() {
    // c = th = 1, th_noise = 0: alpha_RC^2 = 2g - 1, alpha_JE^2 = 1, r = 1.
    let c = diagonal(&[1., 0.]);
    for (g, verdict, clipped, regime) in
        [(4.0, "joint-embedding", "joint-embedding", "strong"), (0.5, "reconstruction", "reconstruction", "weak")]
    {
        let (text, json) = succeed([&c, &diagonal(&[1., 0.]), &diagonal(&[0., g]), &dmatrix![1.; 0.]]);
        assert_eq!(
            (&json["verdict"], &json["verdict_clipped"], &json["regime"]),
            (&verdict.into(), &clipped.into(), &regime.into())
        );
        let (low, high) = ends(&json["alpha_squared_rc"]);
        let exact = jerc::scalar::exact_from_f64(2.0 * g - 1.0).unwrap();
        assert!(low <= exact && exact <= high);
        assert!(text.contains(&format!("{verdict} needs less alignment")) && text.contains(regime), "{text}");
    }
    // Weak noise that the augmentation covers: (JE -1, RC -2), nobody needs any.
    let (text, json) = succeed([&c, &diagonal(&[1., 1.]), &diagonal(&[0., 0.5]), &dmatrix![1.; 0.]]);
    assert_eq!((&json["verdict"], &json["verdict_clipped"]), (&"reconstruction".into(), &"tie".into()));
    assert!(text.contains("a tie: neither needs any"), "{text}");
}

#[test]
fn overlapping_noise_leaves_reconstruction_no_threshold() {
    let (c, g) = (diagonal(&[1., 0.]), diagonal(&[1., 5.]));
    let (text, json) = succeed([&c, &diagonal(&[0., 0.]), &g, &dmatrix![1.; 0.]]);
    let never = &json["alpha_squared_rc"]["never"];
    assert_eq!((&never["constant"], &never["slope"]), (&"-30".into(), &"-5".into()));
    assert_eq!((&never["signal_row"][0], &never["noise_row"][0]), (&"1".into(), &"1".into()));
    assert_eq!((&json["alpha_squared_je"]["always"], &json["verdict"]), (&true.into(), &"joint-embedding".into()));
    assert!(
        text.contains("never: at every alpha the noise row (1) leads the signal row (1), by 30 + 5 alpha^2 >= 0"),
        "{text}"
    );
    assert!(text.contains("every alpha > 0 suffices") && text.contains("do not apply"), "{text}");
    // Weaker noise: some alpha suffices.
    let (text, json) = succeed([&c, &diagonal(&[0., 0.]), &diagonal(&[1., 2.]), &dmatrix![1.; 0.]]);
    assert!(json["alpha_squared_rc"]["sometimes"]["alpha_squared"].is_string(), "{json}");
    assert!(text.contains("no threshold is known"), "{text}");
}

#[test]
fn what_is_not_covered_is_refused_in_one_line() {
    let (c, t, g, q) = (diagonal(&[1., 0.]), diagonal(&[1., 1.]), diagonal(&[0., 1.]), dmatrix![1.; 0.]);
    assert_eq!(thresholds([&c, &t, &g, &q], &[]).status.code(), Some(0));
    let coupled = dmatrix![1., 0.5; 0.5, 1.];
    refuse(
        &thresholds([&c, &coupled, &g, &q], &[]),
        &["theta couples signal and noise", "4.2 to 4.4", "block-diagonal-theta"],
    );
    refuse(&thresholds([&c, &t, &coupled, &q], &[]), &["gamma couples", "no threshold", "leakage"]);
    refuse(&thresholds([&t, &t, &g, &q], &[]), &["signal", "outside the basis"]);
    refuse(&thresholds([&c, &t, &g, &DMatrix::identity(2, 2)], &[]), &["basis", "between 1 and 1"]);
    refuse(&thresholds([&c, &DMatrix::identity(3, 3), &g, &q], &["--format", "json"]), &["theta", "2 x 2", "3 x 3"]);
    let folder = tempfile::tempdir().unwrap();
    refuse(&run(folder.path(), &[]), &["SPEC.json", "--signal"]);
    refuse(&run(folder.path(), &MATRICES), &["c.npy", "No such file"]);
    refuse(&run(folder.path(), &MATRICES[..6]), &["--basis"]);
    refuse(&run(folder.path(), &["--theta", "t.npy"]), &["--signal"]);
    refuse(&run(folder.path(), &[&["spec.json"], &MATRICES[..]].concat()), &["SPEC", "--signal"]);
}

/// One envelope: the shared names in all three forms, on the one population that all of them cover.
#[test]
fn all_three_forms_share_their_names() {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [
        ("spec.json", r#"{"signal": [1], "theta": [1, 0], "gamma": [4]}"#),
        ("variances.json", r#"{"signal": [1], "noise": [4]}"#),
        ("noise.json", r#"{"aligned-noise": {"theta": [1, 0], "gamma": [0, 4], "alpha": 2}}"#),
    ] {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let json = |arguments: &[&str]| -> Value {
        let output = run(folder.path(), &[arguments, &["--format", "json"]].concat());
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    };
    let diagonal_form = json(&["spec.json"]);
    let coordinates = json(&["variances.json", "--augment", "noise.json"]);
    let (_, blocks) = succeed([&diagonal(&[1., 0.]), &diagonal(&[1., 0.]), &diagonal(&[0., 4.]), &dmatrix![1.; 0.]]);
    let keys = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    let mut shared = keys(&diagonal_form);
    // Only variances in one basis have a spectrum, of which all encoders have the products.
    assert_eq!(shared.pop().as_deref(), Some("all_encoders"));
    let expected = serde_json::json!({"delta_star": "1/2", "alpha_squared_noise_free": "1", "harmonic_free": true});
    assert_eq!(diagonal_form["all_encoders"], expected);
    assert_eq!(shared.join(" "), "eta_squared delta alpha_squared_rc alpha_squared_je verdict verdict_clipped regime");
    assert_eq!(keys(&blocks), [&shared[..], &["dropped".into()]].concat());
    assert_eq!(
        keys(&coordinates),
        [&["augmentation", "reconstruction", "joint_embedding"].map(String::from), &shared[..]].concat()
    );
    for key in &shared {
        assert_eq!(coordinates[key], diagonal_form[key], "{key}");
        match &blocks[key] {
            Value::String(word) => assert_eq!(diagonal_form[key], word.as_str(), "{key}"),
            interval => {
                let exact = exact_parse(key, diagonal_form[key].as_str().unwrap()).unwrap();
                let (low, high) = ends(interval);
                assert!(low <= exact && exact <= high, "{key}");
            }
        }
    }
    // An augmentation without alpha finds the signal at every alpha, or at none.
    std::fs::write(folder.path().join("mask.json"), r#"{"mask-independent": {"keep": ["3/4", "1/2"]}}"#).unwrap();
    let mask = json(&["variances.json", "--augment", "mask.json"]);
    assert_eq!((&mask["alpha_squared_je"]["always"], &mask["verdict"]), (&true.into(), &"joint-embedding".into()));
    assert_eq!(mask["alpha_squared_rc"]["never"]["constant"], "-15/8");
}

fn assert_table(name: &str, heading: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(heading);
    settings.bind(|| insta::assert_snapshot!(name, format!("{heading}\n\n{table}")));
}

#[test]
fn exact_thresholds() {
    let list = |v: &[(i64, i64)]| -> Vec<Rational> { v.iter().map(|&(p, q)| ratio(p, q)).collect() };
    type Row<'a> = (&'a str, &'a [(i64, i64)], &'a [(i64, i64)], &'a [(i64, i64)]);
    let rows: [Row<'_>; 9] = [
        ("weak noise", &[(9, 1), (4, 1)], &[(1, 1), (2, 1), (0, 1), (1, 2)], &[(1, 1), (2, 1)]),
        ("strong noise", &[(9, 1), (4, 1)], &[(1, 1), (2, 1), (0, 1), (1, 2)], &[(10, 1), (20, 1)]),
        ("straddling noise", &[(9, 1), (4, 1)], &[(1, 1), (2, 1), (0, 1), (1, 2)], &[(1, 1), (20, 1)]),
        ("noise equal to r", &[(1, 1)], &[(1, 1), (0, 1)], &[(1, 1)]),
        ("no alignment needed: both squares negative", &[(1, 1)], &[(1, 1), (1, 1)], &[(1, 2)]),
        ("large norm, yet reconstruction needs less", &[(1, 1)], &[(1, 1), (6, 1), (0, 1)], &[(2, 1), (1, 2)]),
        ("no augmentation at all", &[(3, 1)], &[(0, 1), (0, 1)], &[(2, 1)]),
        (
            "paper scale, weak: theta to 1e4, g to 1e3",
            &[(340_000, 1), (11_000, 1)],
            &[(9000, 1), (4000, 1), (100, 1), (8000, 1)],
            &[(900, 1), (50, 1)],
        ),
        (
            "paper scale, strong: theta to 1e4, g to 1e6",
            &[(340_000, 1), (11_000, 1)],
            &[(9000, 1), (4000, 1), (100, 1), (8000, 1)],
            &[(900_000, 1), (50_000, 1)],
        ),
    ];
    let mut table = String::new();
    for (name, c, th, g) in rows {
        let t = Spectrum::new(list(c), list(th), list(g)).unwrap().thresholds();
        writeln!(
            table,
            "{name}\n  eta^2 = {}, delta = {}, alpha_RC^2 = {}, alpha_JE^2 = {}\n  regime {:?}, verdict {:?}, clipped at 0 {:?}",
            t.eta_squared, t.delta, t.alpha_squared_rc, t.alpha_squared_je, t.regime, t.verdict(), t.verdict_clipped()
        )
        .unwrap();
    }
    assert_table("thresholds", "Propositions 4.3, 4.4 and Corollary 4.5: thresholds, exact rationals.", &table);
}

#[test]
fn block_thresholds() {
    let block = |rows: &[&[i64]]| DMatrix::from_fn(rows.len(), rows.len(), |i, j| ratio(rows[i][j], 1));
    let cases: [(&str, [DMatrix<Rational>; 4]); 4] = [
        (
            "sqrt 5 for both",
            [
                block(&[&[1, 0], &[0, 1]]),
                block(&[&[2, 1], &[1, 1]]),
                block(&[&[1, 0], &[0, 1]]),
                block(&[&[1, 1], &[1, 2]]),
            ],
        ),
        (
            "dense, strong",
            [
                block(&[&[3, 1], &[1, 2]]),
                block(&[&[1, 1], &[1, 2]]),
                block(&[&[9, 2], &[2, 8]]),
                block(&[&[2, -1], &[-1, 1]]),
            ],
        ),
        (
            "dense, weak",
            [
                block(&[&[9, 2], &[2, 8]]),
                block(&[&[2, -1], &[-1, 1]]),
                block(&[&[3, 1], &[1, 2]]),
                block(&[&[0, 0], &[0, 0]]),
            ],
        ),
        (
            "diagonal, straddling",
            [
                block(&[&[4, 0], &[0, 2]]),
                block(&[&[4, 0], &[0, 6]]),
                block(&[&[8, 0], &[0, 1]]),
                block(&[&[2, 0], &[0, 0]]),
            ],
        ),
    ];
    let mut table = String::new();
    for (name, [c, th1, g, th2]) in cases {
        let model = BlockModel::new(c, th1, g, th2).unwrap();
        let shown = |paradigm| match model.requirement(paradigm).unwrap() {
            Requirement::Above(found) => format!("{:.10}", found.alpha_squared.approx()),
            other => format!("{other:?}"),
        };
        let (rc, je) = (shown(Paradigm::Reconstruction), shown(Paradigm::JointEmbedding));
        let regime = model.regime().unwrap();
        writeln!(table, "{name}\n  alpha_RC^2 = {rc}, alpha_JE^2 = {je}, noise {regime:?}").unwrap();
    }
    assert_table(
        "block-thresholds",
        "Thresholds without a common eigenbasis: the middle of the certified interval to 10 decimals (the interval is 100 times narrower).",
        &table,
    );
}
