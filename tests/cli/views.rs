//! `--views` of `jerc solve`, `certify` and `check`.

use crate::files::{integers, npy, reals};
use crate::{close, refuse, run, succeed, succeed_json, write};
use tempfile::TempDir;

/// x = (2, 0) and (0, 4), and two views of each: (3, 0), (1, 0) and (0, 5), (0, 3). So Σ_1 = diag(2, 0),
/// Σ_2 = diag(0, 2), Σ = I, Xbar'Xbar/n = diag(2, 8), G = diag(3/2, 15/2), S = diag(5/2, 17/2),
/// H = diag(2, 8), and H'H - (4 Σ_1 + 16 Σ_2)/8 = diag(3, 60).
fn files() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let views = [3., 0., 1., 0., 0., 5., 0., 3.];
    write(&folder, "v.npy", &reals("(2, 2, 2)", &views));
    write(&folder, "x.npy", &reals("(2, 2)", &[2., 0., 0., 4.]));
    let single: Vec<u8> = views.iter().flat_map(|v| (*v as f32).to_le_bytes()).collect();
    write(&folder, "v4.npy", &npy("<f4", "False", "(2, 2, 2)", &single));
    folder
}

#[test]
fn solutions_by_hand() {
    let folder = files();
    for (call, eigenvalue, loss) in [
        ("je --views v.npy", 15. / 17., 4. / 17.),
        ("je --views v.npy --data x.npy", 15. / 17., 4. / 17.),
        ("je --views v4.npy", 15. / 17., 4. / 17.),
        ("rc --views v.npy --data x.npy", 120. / 17., 10. - 120. / 17.),
        // Another view: A = G², and tr S = 11.
        ("rc --views v.npy", 225. / 34., 11. - 225. / 34.),
        // S gains 11/2 in each feature.
        ("je --views v.npy --noise 1", 15. / 28., 13. / 14.),
        ("rc --views v.npy --data x.npy --noise 1", 30. / 7., 10. - 30. / 7.),
    ] {
        let found = succeed_json(folder.path(), &format!("solve {call} -k 1"));
        assert!(close(&found["eigenvalues"][0], eigenvalue), "{call}: {found}");
        assert!(close(&found["loss"], loss), "{call}: {found}");
        assert_eq!((&found["n"], &found["d"], &found["views"]), (&2.into(), &2.into(), &2.into()), "{call}");
        assert_eq!(found["noise"], if call.contains("--noise") { 1.0 } else { 0.0 }, "{call}");
        assert_eq!(found["unique"], true, "{call}");
        assert!(found.get("alpha").is_none() && found.get("probe_loss").is_none());
    }
    let text = succeed(folder.path(), "solve rc --views v.npy -k 1 -o out.npz");
    for word in ["known by 2 views of each sample", "no samples: another view is reconstructed", "out.npz"] {
        assert!(text.contains(word), "{text}");
    }
    let text = succeed(folder.path(), "solve je --views v.npy --noise 0.5 -k 1");
    assert!(text.contains("noise 0.5 tr S/d on top") && !text.contains("another view"), "{text}");
}

/// One sample of which the views disagree: G = -1/2 there, the least that v = 2 allows relative to S.
#[test]
fn negative_eigenvalues_are_solved_and_certified() {
    let folder = tempfile::tempdir().unwrap();
    // Σ = diag(1, 0, 1/4), Xbar'Xbar/n = diag(0, 2, 1/8): G = diag(-1/2, 2, 0), S = diag(1/2, 2, 1/4).
    write(&folder, "v.npy", &integers("(2, 2, 3)", &[2, 0, 2, -2, 0, 0, 0, 4, 2, 0, 4, 0]));
    let found = succeed_json(folder.path(), "solve je --views v.npy -k 3");
    for (at, value) in [1.0, 0.0, -1.0].into_iter().enumerate() {
        assert!((found["eigenvalues"][at].as_f64().unwrap() - value).abs() < 1e-14, "{found}");
    }
    assert!(close(&found["loss"], 6.0), "{found}");
    assert!(found["notes"][0].as_str().unwrap().starts_with("1 of the 3 eigenvalues are negative"), "{found}");
    let line = succeed(folder.path(), "certify je --views v.npy -k 2 -o c.json");
    assert!(line.contains("certified, je, d = 3, k = 2") && line.contains("unique"), "{line}");
    assert!(line.contains("loss in [1.999999") && line.contains("2.0000000"), "{line}");
    let checked = succeed(folder.path(), "check c.json --views v.npy");
    assert!(checked.contains("matrices recomputed"), "{checked}");
}

#[test]
fn certificates_are_about_the_stored_views() {
    let folder = files();
    for (problem, flags) in [
        ("je", "--views v.npy"),
        ("je", "--views v.npy --data x.npy --noise 0.1"),
        ("rc", "--views v.npy"),
        ("rc", "--views v.npy --data x.npy"),
        ("rc", "--views v.npy --data x.npy --noise 0.3"),
    ] {
        let line = succeed(folder.path(), &format!("certify {problem} {flags} -k 1 -o c.json"));
        let solved = succeed_json(folder.path(), &format!("solve {problem} {flags} -k 1"));
        let ends: Vec<f64> = line
            .split_once("loss in [")
            .and_then(|(_, rest)| rest.split_once(']'))
            .map(|(ends, _)| ends.split(", ").map(|end| end.parse().unwrap()).collect())
            .unwrap();
        let (loss, error) = (solved["loss"].as_f64().unwrap(), solved["loss_error"].as_f64().unwrap());
        assert!(ends[0] - error <= loss && loss <= ends[1] + error, "{line} {solved}");
        let checked = succeed(folder.path(), &format!("check c.json {flags}"));
        assert!(checked.contains("matrices recomputed from the data"), "{checked}");
        let source = std::fs::read_to_string(folder.path().join("c.json")).unwrap();
        assert!(source.contains("v.npy") && source.contains("known by 2 views"), "{flags}");
        assert_eq!(source.contains("views of x.npy"), flags.contains("--data"));
    }
    // The last one is about noise 0.3 and x.npy.
    write(&folder, "other.npy", &reals("(2, 2, 2)", &[3., 0., 1., 0., 0., 5., 0., 3.0000000001]));
    write(&folder, "y.npy", &reals("(2, 2)", &[2., 0., 0., 4.0000000001]));
    for (flags, matrix) in [
        ("--views v.npy --data x.npy", "S is not that"),
        ("--views v.npy --data x.npy --noise 0.30000001", "S is not that"),
        ("--views other.npy --data x.npy --noise 0.3", "S is not that"),
        ("--views v.npy --noise 0.3", "A is not that"),
        ("--views v.npy --data y.npy --noise 0.3", "A is not that"),
    ] {
        let output = run(folder.path(), &format!("check c.json {flags}"));
        let stdout = String::from_utf8(output.stdout).unwrap();
        assert!(output.status.code() == Some(3) && stdout.contains(matrix), "{flags}: {stdout}");
    }
}

#[test]
fn few_views_need_noise_and_dead_features_are_set_aside() {
    let folder = tempfile::tempdir().unwrap();
    // One sample, two views, four features: S has rank 2. The last is 0 in every view.
    write(&folder, "v.npy", &reals("(1, 2, 4)", &[1., 2., 3., 0., 2., -1., 1., 0.]));
    for problem in ["je", "rc"] {
        let call = format!("solve {problem} --views v.npy -k 1");
        refuse(folder.path(), "few views", &call, &["2 views of 1 samples", "3 features", "--noise"]);
        let found = succeed_json(folder.path(), &format!("{call} --noise 0.5"));
        // With noise no feature is 0 in every view.
        assert!(found.get("set_aside").is_none() && found["unique"] == true, "{found}");
    }
    write(&folder, "v.npy", &reals("(2, 2, 2)", &[3., 0., 1., 0., 1., 0., 2., 0.]));
    let found = succeed_json(folder.path(), "solve je --views v.npy -k 1");
    assert_eq!(found["set_aside"], serde_json::json!([1]));
    let line = succeed(folder.path(), "certify je --views v.npy -k 1 -o c.json");
    assert!(line.contains("1 of 2 features are 0 in every view") && line.contains("d = 1"), "{line}");
    assert!(succeed(folder.path(), "check c.json --views v.npy").contains("recomputed"));
    write(&folder, "v.npy", &reals("(1, 2, 2)", &[0.; 4]));
    for command in ["solve je", "solve je --noise 1"] {
        refuse(
            folder.path(),
            "nothing",
            &format!("{command} --views v.npy -k 1"),
            &["every feature of the views is 0"],
        );
    }
}

#[test]
fn bad_views_are_refused() {
    let folder = files();
    write(&folder, "two.npy", &reals("(4, 2)", &[1.; 8]));
    write(&folder, "one.npy", &reals("(8,)", &[1.; 8]));
    write(&folder, "single.npy", &reals("(4, 1, 2)", &[1.; 8]));
    write(&folder, "nan.npy", &reals("(2, 2, 2)", &[1., 2., 3., 4., 5., 6., f64::NAN, 8.]));
    write(&folder, "wide.npy", &reals("(2, 2, 2)", &[1e300, 2., -1e300, 4., 5., 6., 7., 8.]));
    write(&folder, "short.npy", &reals("(1, 2)", &[1., 2.]));
    write(&folder, "narrow.npy", &reals("(2, 1)", &[1., 2.]));
    write(&folder, "t.csv", b"a,b\n1,2\n3,4\n");
    write(&folder, "sums.moments", b"PK\x03\x04");
    let must = "views must be (n, v, d) with v >= 2";
    for (case, flags, words) in [
        ("two axes", "--views two.npy", &["two.npy", must, "found (4, 2)", "numpy.stack"][..]),
        ("one axis", "--views one.npy", &["one.npy", must, "found (8,)"]),
        ("one view", "--views single.npy", &["single.npy", must, "found (4, 1, 2)", "two views"]),
        ("NaN", "--views nan.npy", &["nan.npy", "entry (1, 1, 0)", "NaN"]),
        ("overflow", "--views wide.npy", &["overflow", "rescale"]),
        ("a table", "--views t.csv", &["t.csv", "two axes", "numpy.stack"]),
        ("sums", "--views sums.moments", &["sums.moments"]),
        ("no file", "--views none.npy", &["none.npy", "No such file"]),
        ("fewer samples", "--views v.npy --data short.npy", &["v.npy", "2 samples", "short.npy has 1"]),
        ("fewer features", "--views v.npy --data narrow.npy", &["v.npy", "2 features", "narrow.npy has 1"]),
        ("noise below 0", "--views v.npy --noise -1", &["--noise", ">= 0", "-1"]),
        ("noise that is none", "--views v.npy --noise NaN", &["--noise", "NaN"]),
        ("noise without end", "--views v.npy --noise inf", &["--noise", "inf"]),
        ("no augmentation", "--data x.npy --noise 1", &["--theta", "--alpha"]),
        ("a second augmentation", "--views v.npy --alpha 1", &["--views", "--alpha"]),
        ("centring", "--views v.npy --center", &["--views", "--center"]),
        ("labels", "--views v.npy --labels x.npy", &["--views", "--labels"]),
    ] {
        for problem in ["je", "rc"] {
            refuse(folder.path(), case, &format!("solve {problem} {flags} -k 1 -o out.npz"), words);
            if case != "overflow" {
                refuse(folder.path(), case, &format!("certify {problem} {flags} -k 1 -o cert.json"), words);
            }
        }
    }
    refuse(folder.path(), "sl", "solve sl --views v.npy", &["--views", "je and rc"]);
    refuse(folder.path(), "k", "solve je --views v.npy -k 3", &["between 1 and d = 2"]);
    refuse(folder.path(), "output", "solve je --views v.npy -k 1 -o v.npy", &["v.npy", "is an input"]);
    refuse(folder.path(), "nothing", "solve je -k 1", &["--data"]);
}
