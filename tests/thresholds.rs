//! `jerc thresholds` on matrices: certified intervals, "never", and what it refuses.

use jerc::output::{Array, write_npy};
use jerc::scalar::{Rational, exact_parse, ratio};
use nalgebra::{DMatrix, dmatrix};
use serde_json::Value;
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
/// 5 (src/blocks).
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
