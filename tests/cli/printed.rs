//! What is printed for people is what is printed for programs; what is written names its data, and
//! no folder.

use crate::files::{good_files, reals};
use crate::{refuse, run, succeed, succeed_json, write};
use serde_json::Value;

/// The rest of the line that begins with a name.
fn line<'a>(text: &'a str, name: &str) -> &'a str {
    let found = text.lines().find_map(|line| line.strip_prefix(name));
    found.unwrap_or_else(|| panic!("{name}: {text}")).trim()
}

fn reals_of(value: &Value) -> Vec<f64> {
    value.as_array().unwrap().iter().map(|v| v.as_f64().unwrap()).collect()
}

/// Each number of the text against the JSON, to the digits that are shown; eight eigenvalues at most.
#[test]
fn solve_prints_the_numbers_of_its_json() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    let flags = "--data X.npy --labels y.npy --theta T.npy --gamma G.npy --alpha 1.5";
    for (problem, k) in [("je", 7), ("je", 8), ("rc", 9), ("je", 12)] {
        let call = format!("solve {problem} {flags} -k {k}");
        let (text, json) = (succeed(folder.path(), &call), succeed_json(folder.path(), &call));
        let near = |shown: &str, value: &Value| {
            let (shown, value) = (shown.parse::<f64>().unwrap(), value.as_f64().unwrap());
            assert!((shown - value).abs() <= 1e-6 * value.abs(), "{shown} {value}: {text}");
        };
        for (name, key) in [("loss", "loss"), ("probe loss", "probe_loss")] {
            // At k = d nothing is left for the probe: only a bound is known.
            let Some((shown, error)) = line(&text, name).split_once(" (error below ") else {
                assert!(k == 12 && line(&text, name).starts_with("unknown: below "), "{text}");
                continue;
            };
            near(shown, &json[key]);
            let bound = json[format!("{key}_error")].as_f64().unwrap();
            assert_eq!(error, format!("{bound:.1e})"));
        }
        let (values, errors) = (reals_of(&json["eigenvalues"]), reals_of(&json["eigenvalue_errors"]));
        assert_eq!((values.len(), errors.len()), (k, k));
        assert!(errors.iter().all(|error| *error > 0.0), "{json}");
        let largest = errors.iter().copied().fold(0.0, f64::max);
        assert_eq!(json["eigenvalue_error"], largest);
        let (shown, error) = line(&text, "eigenvalues").split_once(" (error below ").unwrap();
        assert_eq!(error, format!("{largest:.1e})"));
        assert_eq!(shown.ends_with(", ..."), k > 8, "{text}");
        let shown: Vec<&str> = shown.trim_end_matches(", ...").split(", ").collect();
        assert_eq!(shown.len(), k.min(8));
        shown.iter().zip(&values).for_each(|(shown, value)| near(shown, &(*value).into()));
        match line(&text, "eigengap") {
            "none: k = d" => assert!(k == 12 && json["eigengap"].is_null()),
            gap => near(gap, &json["eigengap"]),
        }
    }
}

/// The last digits of f64: a finite second moment whose eigenvalue is not.
#[test]
fn a_result_beyond_f64_is_refused() {
    let folder = good_files();
    write(&folder, "x.npy", &reals("(2, 2)", &[1e150, 1., 1e150, -1.]));
    write(&folder, "t.npy", &reals("(2,)", &[1.; 2]));
    write(&folder, "g.npy", &reals("(2,)", &[0.; 2]));
    let call = "solve rc --data x.npy --theta t.npy --gamma g.npy --alpha 0 -k 1 -o out.npz";
    refuse(folder.path(), "overflow", call, &["overflows", "rescale"]);
}

/// C = diag(1, 0) and a basis e_1, with a Θ and a Γ: what is said in words, line by line, and what is
/// said in JSON. By hand: `overlapping_noise_may_leave_no_threshold` in src/threshold/blocks/tests.rs.
#[test]
fn thresholds_of_matrices_in_words_and_in_json() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "q.npy", &reals("(2, 1)", &[1., 0.]));
    let ask = |c: f64, theta: [f64; 4], gamma: [f64; 4]| {
        for (name, values) in [("c.npy", [c, 0., 0., 0.]), ("t.npy", theta), ("g.npy", gamma)] {
            write(&folder, name, &reals("(2, 2)", &values));
        }
        let call = "thresholds --signal c.npy --theta t.npy --gamma g.npy --basis q.npy";
        (succeed(folder.path(), call), succeed_json(folder.path(), call))
    };
    let (text, json) = ask(1., [0.; 4], [1., 0., 0., 5.]);
    let never = "never: at every alpha the noise row (1) leads the signal row (1), by 30 + 5 alpha^2 >= 0";
    assert!(line(&text, "alpha_RC^2").starts_with(never), "{text}");
    assert!(line(&text, "alpha_JE^2").starts_with("none: every alpha > 0 suffices"), "{text}");
    let witness = &json["alpha_squared_rc"]["never"];
    assert_eq!((&witness["constant"], &witness["slope"]), (&"-30".into(), &"-5".into()));
    assert_eq!((&witness["signal_row"][0], &witness["noise_row"][0]), (&"1".into(), &"1".into()));
    assert_eq!((&json["alpha_squared_je"]["always"], &json["dropped"]), (&true.into(), &0.0.into()));
    assert!(json["eta_squared"].is_null() && json["regime"].is_null() && !text.contains("eta^2"), "{json}");
    assert!(line(&text, "noise").starts_with("reaches into the signal's directions"), "{text}");
    assert!(!text.contains("blocks"), "{text}");
    let (text, json) = ask(1., [0.; 4], [1., 0., 0., 2.]);
    let some = &json["alpha_squared_rc"]["sometimes"];
    let enough = format!(
        "no threshold is known; alpha^2 = {} suffices (proved at t = ",
        some["alpha_squared"].as_str().unwrap()
    );
    let (_, t) = line(&text, "alpha_RC^2").split_once(&enough).expect("what suffices");
    // A long fraction is shown as a decimal: (1 + 1)^2 over 2 + a, a hair above 0.
    assert!(t.starts_with("1.99999") && t.find(')') == Some("1.999998569490".len()), "{text}");
    assert!(some["t"].as_str().unwrap().len() > 40, "{json}");
    // δ = η² = 1/2 and α² = 0, where the two blocks are coupled by rounding.
    let (text, json) = ask(1., [1., 1e-16, 1e-16, 1.], [0., 0., 0., 1.]);
    for (name, key, value) in
        [("eta^2", "eta_squared", "0.5"), ("delta", "delta", "0.5"), ("alpha_JE^2", "alpha_squared_je", "-0.0")]
    {
        assert!(
            line(&text, name).starts_with(&format!("= {value}00000000")) && text.contains("proved: within"),
            "{text}"
        );
        let number = &json[key];
        assert!(number["low"].is_string() && number["high"].is_string() && number["low"] != number["high"], "{json}");
        assert!((number["approx"].as_f64().unwrap() - value.parse::<f64>().unwrap()).abs() < 1e-12, "{json}");
    }
    assert_eq!(json["dropped"], 1e-16);
    assert!(line(&text, "blocks").starts_with("what couples them is rounding, 1.0e-16 of"), "{text}");
    assert!(line(&text, "noise").contains("Gamma2 is on both sides"), "{text}");
    assert_eq!(json["regime"], "straddling");
    // Γ2 = 4 > η²/δ = 1 in the Loewner order, and 1/4 < 1.
    for (gamma, words, regime) in [(4.0, "is strong: Gamma2 > ", "strong"), (0.25, "is weak: Gamma2 < ", "weak")] {
        let (text, json) = ask(1., [1., 0., 0., 0.], [0., 0., 0., gamma]);
        assert!(line(&text, "noise").starts_with(words) && json["regime"] == regime, "{text}");
    }
}

/// An error of the library names the command that says more, or the option that helps.
#[test]
fn errors_of_the_library_name_a_command() {
    let folder = good_files();
    write(&folder, "c.npy", &reals("(2, 2)", &[1., 0., 0., 0.]));
    write(&folder, "q.npy", &reals("(2, 1)", &[1., 0.]));
    write(&folder, "apart.npy", &reals("(2, 2)", &[1., 0., 0., 1.]));
    write(&folder, "coupled.npy", &reals("(2, 2)", &[1., 0.5, 0.5, 1.]));
    for (theta, gamma, words) in [
        ("coupled", "apart", ["theta couples", "(jerc audit, block-diagonal-theta)"]),
        ("apart", "coupled", ["gamma couples", "(jerc verify --only leakage)"]),
    ] {
        let call = format!("thresholds --signal c.npy --theta {theta}.npy --gamma {gamma}.npy --basis q.npy");
        refuse(folder.path(), theta, &call, &words);
    }
    let sl = "solve sl --data x.npy --theta t.npy --gamma g.npy --alpha 2";
    refuse(folder.path(), "no labels", sl, &["--labels Y.npy"]);
    assert!(jerc::claims::audit::entries().iter().any(|entry| entry.id == "block-diagonal-theta"));
    assert!(jerc::claims::names().contains("leakage"));
}

/// The reader of a pipe may leave early: no error, and the exit code of the work.
#[cfg(unix)]
#[test]
fn a_reader_that_leaves_is_no_error() {
    let mut child = std::process::Command::new(env!("CARGO_BIN_EXE_jerc"))
        .arg("audit")
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), String::from_utf8_lossy(&output.stderr).as_ref()), (Some(0), ""));
}

/// Both problems at once, each held against its own matrices; k = d and ties in words.
#[test]
fn certificates_in_words() {
    let folder = good_files();
    std::fs::create_dir(folder.path().join("of")).unwrap();
    std::fs::copy(folder.path().join("x.npy"), folder.path().join("of/mine.npy")).unwrap();
    let flags = "--data of/mine.npy --theta t.npy --gamma g.npy --alpha 2";
    for problem in ["je", "rc"] {
        let line = succeed(folder.path(), &format!("certify {problem} {flags} -k 1 -o {problem}.json"));
        assert!(line.contains("unique (eigengap > "), "{line}");
        let text = std::fs::read_to_string(folder.path().join(format!("{problem}.json"))).unwrap();
        let name = if problem == "je" { "SSL-JE" } else { "SSL-RC" };
        assert!(text.contains(&format!("\"{name} on mine.npy (n = 2, d = 2), T(alpha) with alpha = 2.0\"")), "{text}");
    }
    for order in ["je.json rc.json", "rc.json je.json rc.json"] {
        let both = succeed(folder.path(), &format!("check {order} {flags}"));
        let recomputed = both.lines().filter(|line| line.ends_with(", matrices recomputed from the data")).count();
        assert_eq!(recomputed, order.split(' ').count(), "{both}");
    }
    let all = succeed(folder.path(), &format!("certify je {flags} -k 2 -o all.json"));
    assert!(all.contains(", k = d") && !all.contains("unique") && !all.contains("undecided"), "{all}");
    // C = I and Θ = I: every direction is as good as any other.
    write(&folder, "x.npy", &reals("(2, 2)", &[1., 1., 1., -1.]));
    write(&folder, "i.npy", &reals("(2,)", &[1.; 2]));
    let tie = "certify je --data x.npy --theta i.npy --gamma i.npy --alpha 0 -k 1 -o tie.json";
    let said = succeed(folder.path(), tie);
    assert!(said.contains(", uniqueness: tie or undecided") && !said.contains("k = d"), "{said}");
    let said = String::from_utf8(run(folder.path(), "check tie.json all.json").stdout).unwrap();
    assert!(said.lines().next().unwrap().contains("tie or undecided") && said.contains("k = 2"), "{said}");
}
