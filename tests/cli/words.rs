//! Words against numbers: what `thresholds`, `families` and `example` say, line by line; which folder
//! and which tier `verify` takes.

use crate::{run, succeed, succeed_json, write};
use jerc::dataset::read_moments;
use serde_json::{Value, json};
use std::path::Path;

/// Each line of the text has the formula that the JSON has under its name.
#[test]
fn families_are_listed_line_by_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), "families");
    let families = succeed_json(folder.path(), "families");
    for family in families.as_array().unwrap() {
        let of = |key: &str| family[key].as_str().unwrap();
        let lines = [("view", "view"), ("M", "mean_map"), ("Sigma", "covariance"), ("source", "source")]
            .map(|(name, key)| format!("  {name:<7} {}\n", of(key)));
        assert!(text.contains(&format!("\n{}\n{}", of("name"), lines.concat())), "{family}");
    }
}

/// A number as `thresholds` writes it in JSON.
fn approx(value: &Value) -> f64 {
    match value.as_str() {
        Some(text) => {
            let (p, q) = text.split_once('/').unwrap_or((text, "1"));
            p.parse::<f64>().unwrap() / q.parse::<f64>().unwrap()
        }
        None => value["approx"].as_f64().unwrap(),
    }
}

/// Specifications in every regime and with every verdict: the words of each line are those of JSON.
#[test]
fn thresholds_say_in_words_what_their_json_says() {
    let folder = tempfile::tempdir().unwrap();
    let (mut regimes, mut apart) = (vec![], 0);
    for (spec, star, free, harmonic_free) in [
        (r#"{"signal": [1], "theta": [1, 0], "gamma": ["4"]}"#, "1/2", "1", true),
        (r#"{"signal": [3], "theta": [1, "1/3"], "gamma": ["0.7"]}"#, "3/4", "-1/7", true),
        (r#"{"signal": [1, "3/2"], "theta": ["1/2", 0.5, 0, 2], "gamma": [4, "1e-1"]}"#, "2/3", "1/2", true),
        (r#"{"signal": [9, 1], "theta": [1, 1, 0], "gamma": [1]}"#, "81/100", "19/81", false),
    ] {
        write(&folder, "spec.json", spec.as_bytes());
        let (text, json) =
            (succeed(folder.path(), "thresholds spec.json"), succeed_json(folder.path(), "thresholds spec.json"));
        let expected = json!({"delta_star": star, "alpha_squared_noise_free": free, "harmonic_free": harmonic_free});
        assert_eq!(json["all_encoders"], expected, "{spec}");
        let line = |name: &str| text.lines().find_map(|line| line.strip_prefix(name)).expect(name).trim();
        let then = if harmonic_free { "which then is the linear signal" } else { "with harmonics before a signal" };
        assert!(line("alpha_NL^2").starts_with(&format!("= {free} ")) && line("alpha_NL^2").ends_with(then), "{text}");
        for (name, key, meaning) in [
            ("eta^2", "eta_squared", "smallest signal eigenvalue of reconstruction"),
            ("delta", "delta", "smallest signal eigenvalue of joint-embedding"),
            ("alpha_RC^2", "alpha_squared_rc", "reconstruction finds the signal iff alpha^2 is above, paper (10)"),
            ("alpha_JE^2", "alpha_squared_je", "joint-embedding finds the signal iff alpha^2 is above, paper (12)"),
        ] {
            let value = json[key].as_str().unwrap();
            assert_eq!(line(name), format!("= {value}  (about {:.6})  {meaning}", approx(&json[key])), "{text}");
        }
        let regime = json["regime"].as_str().unwrap().to_string();
        let words = match &regime[..] {
            "weak" => "is weak: every noise variance is below eta^2/delta",
            "strong" => "is strong: every noise variance is above eta^2/delta",
            _ => "is straddling: noise variances lie on both sides of eta^2/delta, or on it",
        };
        assert_eq!(line("noise"), words, "{text}");
        let verdict = |key: &str| match json[key].as_str().unwrap() {
            "tie" => "a tie".to_string(),
            paradigm => format!("{paradigm} needs less alignment"),
        };
        assert!(line("verdict").ends_with(&format!("by the squares: {}", verdict("verdict"))), "{text}");
        assert_eq!(line("             by alpha >= 0:"), verdict("verdict_clipped"), "{text}");
        apart += u32::from(json["verdict"] != json["verdict_clipped"]);
        regimes.push(regime);
    }
    regimes.sort_unstable();
    regimes.dedup();
    assert_eq!((regimes.len(), apart > 0), (3, true), "{regimes:?}");
}

/// At n samples: each line of the text from the JSON, for each of several signals.
#[test]
fn finite_thresholds_say_in_words_what_their_json_says() {
    let folder = tempfile::tempdir().unwrap();
    let spec = br#"{"signal": [6, 3, "1/2"], "theta": [1, 1, 1, 0, 0, 0, 0], "gamma": [1, 1, 1, 1]}"#;
    write(&folder, "spec.json", spec);
    let (mut found, mut cells) = (std::collections::BTreeSet::new(), 0);
    for alpha in ["0.25", "1.5", "40"] {
        let call = format!("thresholds spec.json --samples 8 --alpha {alpha}");
        let (text, json) = (succeed(folder.path(), &call), succeed_json(folder.path(), &call));
        let (_, text) = text.split_once("\nAt n = 8 samples, m/n = 1/2  (about 0.5000)\n").expect("the second part");
        let mut lines = text.lines();
        for (name, key, paradigm) in [
            ("alpha_RC^2", "alpha_squared_rc", "reconstruction"),
            ("alpha_JE^2", "alpha_squared_je", "joint-embedding"),
        ] {
            let line = lines.next().unwrap();
            let shown = line.strip_prefix(name).unwrap().trim().strip_prefix("= ").unwrap();
            let number: f64 = match shown.split_once("(about ") {
                Some((_, about)) => about.split_once(')').unwrap().0.parse().unwrap(),
                None => shown.split_once(' ').unwrap().0.parse().unwrap(),
            };
            assert!((number - approx(&json["finite"][key])).abs() < 1e-5 * number.max(1.0), "{text}");
            assert!(line.ends_with(&format!("all of the signal leaves the noise of {paradigm}")), "{text}");
        }
        assert!(lines.next().unwrap().starts_with("verdict "));
        for (at, variance) in ["6.000000", "3.000000", "0.500000"].iter().enumerate() {
            let title = lines.next().unwrap();
            assert!(title.starts_with(&format!("signal {} of variance {variance} at alpha = ", at + 1)), "{title}");
            for (paradigm, key) in [("reconstruction", "rc"), ("joint-embedding", "je")] {
                let line = lines.next().unwrap().trim();
                let (said, of) = (line.strip_prefix(paradigm).unwrap().trim(), &json["finite"]["signals"][at][key]);
                let [cos2, train, test] = ["cos2", "train", "test"].map(|key| of[key].as_f64().unwrap());
                let how = match cos2 {
                    _ if of["separated"] == false => "not found: the signal stays in the noise".to_string(),
                    small if small < 0.01 => format!(
                        "not found: the row leaves the noise without the signal (cos^2 = {cos2:.4}), and explains {train:.4} on the training rows by memorising"
                    ),
                    _ => format!(
                        "{}: cos^2 = {cos2:.4}, explains {train:.4} on the training rows, at best {test:.4} on new rows",
                        if cos2 >= 0.99 { "found" } else { "partly found" }
                    ),
                };
                assert_eq!(said, how, "{alpha}: {of}");
                found.insert(how.split(':').next().unwrap().to_string());
                cells += 1;
            }
        }
        assert_eq!(lines.next(), None);
    }
    assert_eq!((found.len(), cells), (3, 18), "{found:?}");
}

/// Files of the example belong together as its README says.
#[test]
fn the_files_of_the_example_belong_together() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    let open = |name: &str| {
        let path = folder.path().join(name);
        let labels = if name == "flowers.csv" { Some("species".to_string()) } else { None };
        let reading = jerc::dataset::Reading { label_column: labels, ..jerc::dataset::Reading::default() };
        jerc::dataset::open(&path, None, &reading).unwrap().load().unwrap()
    };
    let vector = |name: &str| jerc::dataset::open_array(&folder.path().join(name)).unwrap().values;
    let reals = |name: &str| match vector(name) {
        jerc::dataset::npy::NpyValues::Real(values) => values,
        other => panic!("{name}: {other:?}"),
    };
    // The halves in their order, and the sums of the ten signal coordinates.
    assert_eq!([reals("X1.npy"), reals("X2.npy")].concat(), reals("X.npy"));
    assert_eq!([reals("y1.npy"), reals("y2.npy")].concat(), reals("y.npy"));
    for (row, target) in reals("X.npy").chunks(12).zip(reals("y.npy")) {
        assert!((row[..10].iter().sum::<f64>() - target).abs() < 1e-12);
    }
    let (x, again) = (reals("X.npy"), reals("X-again.npy"));
    for (row, again) in x.chunks(12).zip(again.chunks(12)) {
        assert_eq!(row[..10], again[..10]);
    }
    // Noise is rounded, so a few may be the same.
    for noise in [10, 11] {
        let same = x.chunks(12).zip(again.chunks(12)).filter(|(row, again)| row[noise] == again[noise]).count();
        assert!(20 * same < x.len() / 12, "{noise}: {same}");
    }
    let (table, archive) = (open("flowers.csv"), open("flowers.npz"));
    assert!(table.features() == archive.features() && table.labels() == archive.labels());
    succeed(folder.path(), "moments X.npy -o whole.moments");
    let sums = |name: &str| read_moments(&folder.path().join(name)).unwrap();
    assert_eq!(
        (sums("all.moments").count(), sums("one.moments").count(), sums("two.moments").count()),
        (400, 200, 200)
    );
    let difference = sums("all.moments").gram().map(|v| v.0) - sums("whole.moments").gram().map(|v| v.0);
    assert!(difference.iter().all(|v| v.abs() < 1e-9));
    let margin = succeed_json(folder.path(), "solve rc --data images.npy --augment patches.json -k 5");
    let (n, set_aside) = (&margin["n"], margin["set_aside"].as_array().unwrap().len());
    assert_eq!((n, set_aside), (&json!(200), 3 * (64 - 36)));
}

/// Without options: in data/, then in ../shared/data, each itself or its sub-folder `mnist`.
#[test]
fn the_folders_of_mnist_are_searched_by_their_names() {
    let root = tempfile::tempdir().unwrap();
    let work = root.path().join("work");
    std::fs::create_dir(&work).unwrap();
    let said = |folder: &Path| {
        let output = run(folder, "verify --dataset mnist --only lemma-b1 --tier smoke");
        assert_eq!(output.status.code(), Some(2));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(said(&work).contains("MNIST was not found in $JERC_DATA_DIR, data/ or ../shared/data"));
    // Each is found in turn, the last first.
    for folder in ["../shared/data/mnist", "../shared/data", "data/mnist", "data"] {
        std::fs::create_dir_all(work.join(folder)).unwrap();
        for (name, content) in [("images-idx3", b"\x00\x00\x08\x03"), ("labels-idx1", b"\x00\x00\x08\x01")] {
            std::fs::write(work.join(folder).join(format!("t10k-{name}-ubyte")), content).unwrap();
        }
        let found = said(&work);
        assert!(found.contains(&format!("{folder}/t10k-images-idx3-ubyte: truncated")), "{folder}: {found}");
    }
}

/// The tier that is named is the one that runs, and without a name it is `gate`.
#[test]
fn each_tier_runs_its_own_instances() {
    let folder = tempfile::tempdir().unwrap();
    let of = |tier: &str| {
        let report = succeed_json(folder.path(), &format!("verify --only corollary-4-5 --out report{tier}"));
        let evidence = report["claims"][0]["evidence"].as_array().unwrap().clone();
        (report["tier"].clone(), evidence.iter().map(|e| e["instances"].clone()).collect::<Vec<_>>())
    };
    let [smoke, gate, full] = ["smoke", "gate", "full"].map(|tier| of(&format!(" --tier {tier}")));
    assert_eq!([&smoke.0, &gate.0, &full.0], ["smoke", "gate", "full"]);
    assert!(smoke.1 != gate.1 && gate.1 != full.1 && smoke.1 != full.1, "{gate:?}");
    assert_eq!(of(""), gate);
}
