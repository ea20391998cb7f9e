//! `jerc thresholds`.

use crate::{refuse, succeed, succeed_json, write};

#[test]
fn bad_specifications_are_refused() {
    let deep = format!("{{\"signal\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    let long = format!(r#"{{"signal": [{}], "theta": [1, 0], "gamma": [4]}}"#, "9".repeat(5000));
    #[rustfmt::skip]
    let cases: Vec<(&str, &[u8], &[&str])> = vec![
        ("zero denominator", br#"{"signal": ["1/0"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "zero denominator"]),
        ("zero denominator of theta", br#"{"signal": [1], "theta": [1, "0/0"], "gamma": [4]}"#, &["theta[1]", "zero denominator"]),
        ("unknown field", br#"{"signal": [1], "theta": [1, 0], "gamma": [4], "alpha": 1}"#, &["unknown field", "alpha"]),
        ("duplicate key", br#"{"signal": [1], "theta": [1, 0], "gamma": [4], "gamma": [5]}"#, &["duplicate field", "gamma"]),
        ("missing key", br#"{"signal": [1], "theta": [1, 0]}"#, &["missing field", "gamma"]),
        ("zero signal", br#"{"signal": [0], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "> 0"]),
        ("negative signal", br#"{"signal": [1, "-1/3"], "theta": [1, 0, 0], "gamma": [4]}"#, &["signal[1]", "> 0", "-0.33"]),
        ("zero gamma", br#"{"signal": [1], "theta": [1, 0], "gamma": [0.0]}"#, &["gamma[0]", "> 0"]),
        ("negative gamma", br#"{"signal": [1], "theta": [1, 0, 0], "gamma": [1, -2]}"#, &["gamma[1]", "> 0", "-2"]),
        ("negative theta", br#"{"signal": [1], "theta": [1, -1e-9], "gamma": [4]}"#, &["theta[1]", ">= 0"]),
        ("huge exponent", br#"{"signal": [1e999999999], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "exponent out of range"]),
        ("huge exponent as text", br#"{"signal": [1], "theta": [1, 0], "gamma": ["1E+999999999"]}"#, &["gamma[0]", "exponent out of range"]),
        ("tiny exponent", br#"{"signal": [1], "theta": [1, 1e-999999999], "gamma": [4]}"#, &["theta[1]", "exponent out of range"]),
        ("exponent beyond 64 bits", br#"{"signal": [1e99999999999999999999], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "exponent out of range"]),
        ("too many digits", long.as_bytes(), &["signal[0]", "too many digits"]),
        ("theta too short", br#"{"signal": [1], "theta": [1], "gamma": [4]}"#, &["theta", "2 values", "found 1"]),
        ("theta too long", br#"{"signal": [1], "theta": [1, 0, 0], "gamma": [4]}"#, &["theta", "2 values", "found 3"]),
        ("no signal", br#"{"signal": [], "theta": [0], "gamma": [4]}"#, &["signal", "at least 1"]),
        ("no noise", br#"{"signal": [1], "theta": [0], "gamma": []}"#, &["gamma", "at least 1"]),
        ("a list in the list", br#"{"signal": [[1]], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("an object in the list", br#"{"signal": [{"value": 1}], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("null", br#"{"signal": [null], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("a boolean", br#"{"signal": [true], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("empty text", br#"{"signal": [""], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("a word", br#"{"signal": ["one"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "one"]),
        ("a fraction of decimals", br#"{"signal": ["1.5/2"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "numerator"]),
        ("line breaks in a word", br#"{"signal": ["a\nb\r\nc"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("NaN", br#"{"signal": [NaN], "theta": [1, 0], "gamma": [4]}"#, &["line 1"]),
        ("no list", br#"{"signal": 1, "theta": [1, 0], "gamma": [4]}"#, &["signal", "sequence"]),
        ("a list instead of an object", br#"[[1], [1, 0], [4]]"#, &["not a JSON object", "signal"]),
        ("two objects", br#"{"signal": [1], "theta": [1, 0], "gamma": [4]} {}"#, &["trailing"]),
        ("a number", b"1", &["spec.json", "signal"]),
        ("half an object", br#"{"signal": [1], "theta": [1"#, &["EOF", "line 1"]),
        ("deep nesting", deep.as_bytes(), &["recursion"]),
        ("nothing", b"", &["not a JSON object"]),
        ("white space", b" \n\n ", &["not a JSON object"]),
        ("not UTF-8", b"{\"signal\": [\"\xff\xfe\"]}", &["spec.json", "UTF-8"]),
        ("zeros", &[0; 100], &["spec.json"]),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (case, content, words) in cases {
        write(&folder, "spec.json", content);
        let words = [words, &["spec.json"]].concat();
        refuse(folder.path(), case, "thresholds spec.json", &words);
        refuse(folder.path(), case, "thresholds spec.json --format json", &words);
    }
    refuse(folder.path(), "a folder", "thresholds .", &["."]);
    refuse(folder.path(), "no file", "thresholds none.json", &["none.json", "No such file"]);
    refuse(folder.path(), "no argument", "thresholds", &["SPEC"]);
    refuse(folder.path(), "two files", "thresholds spec.json spec.json", &["spec.json"]);
}

#[test]
fn thresholds_agree_with_hand_computed_values() {
    let folder = tempfile::tempdir().unwrap();
    let thresholds = |spec: &str| {
        write(&folder, "spec.json", spec.as_bytes());
        let json = succeed_json(folder.path(), "thresholds spec.json");
        let text = succeed(folder.path(), "thresholds spec.json");
        for (name, key) in [
            ("eta^2", "eta_squared"),
            ("delta", "delta"),
            ("alpha_RC^2", "alpha_squared_rc"),
            ("alpha_JE^2", "alpha_squared_je"),
        ] {
            let value = json[key].as_str().expect("a string");
            let line = text.lines().find(|line| line.starts_with(name)).expect("a line for each quantity");
            assert!(line.contains(&format!("= {value} ")), "{text}");
        }
        let keys = ["eta_squared", "delta", "alpha_squared_rc", "alpha_squared_je", "verdict", "verdict_clipped"];
        keys.map(|key| json[key].as_str().expect("a string").to_string()).join(" ")
            + " "
            + json["regime"].as_str().unwrap()
    };
    // eta^2 = min(1/(3/2), (9/4)/2) = 2/3, delta = min(1/(3/2), (3/2)/2) = 2/3, r = 1 lies between
    // 1/10 and 4. RC: max(4/(2/3) - 0 - 1, (1/10)/(2/3) - 20 - 1) = 5; JE: max((1/3)/(2/3) - 0,
    // 1/2 - 20) = 1/2.
    assert_eq!(
        thresholds(r#"{"signal": [1, "3/2"], "theta": ["1/2", 0.5, 0, 2], "gamma": [4, "1e-1"]}"#),
        "2/3 2/3 5 1/2 joint-embedding joint-embedding straddling"
    );
    // eta^2 = 9/4, delta = 3/4, r = 3 > 0.7. RC: (7/10)/(9/4) - (1/3)/(7/10) - 1 = 14/45 - 10/21 -
    // 1 = -367/315; JE: 1/3 - 10/21 = -1/7.
    assert_eq!(
        thresholds(r#"{"signal": [3], "theta": [1, "1/3"], "gamma": ["0.7"]}"#),
        "9/4 3/4 -367/315 -1/7 reconstruction tie weak"
    );
    // eta^2 = delta = 1/2, r = 1 < 4. RC: 4/(1/2) - 1 = 7; JE: 1.
    assert_eq!(
        thresholds(r#"{"signal": [1], "theta": [1, 0], "gamma": ["4"]}"#),
        "1/2 1/2 7 1 joint-embedding joint-embedding strong"
    );
    // g = r = 1: both are (1/2)/(1/2) = 1, on the edge of the regimes.
    assert_eq!(thresholds(r#"{"signal": [1], "theta": [1, 0], "gamma": [1]}"#), "1/2 1/2 1 1 tie tie straddling");
    let tie = succeed(folder.path(), "thresholds spec.json");
    assert!(tie.contains("by the squares: a tie\n") && tie.contains("by alpha >= 0: a tie\n"), "{tie}");
    // Digits that no f64 holds: delta = c/(c + 1) with c = 10^-30.
    assert!(
        thresholds(r#"{"signal": [1e-30], "theta": [1, 0], "gamma": [1]}"#)
            .contains(" 1/1000000000000000000000000000001 ")
    );
}

#[test]
fn thresholds_of_any_augmentation() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "v.json", br#"{"signal": [1, "3/2"], "noise": [4]}"#);
    let thresholds = |spec: &str| {
        write(&folder, "a.json", spec.as_bytes());
        let json = succeed_json(folder.path(), "thresholds v.json --augment a.json");
        let text = succeed(folder.path(), "thresholds v.json --augment a.json");
        ["reconstruction", "joint_embedding"].map(|side| {
            let value = |key: &str| json[side][key].as_str().unwrap_or("-").to_string();
            assert!(text.contains(&format!("eigenvalue {}", value("noise_largest"))), "{text}");
            ["signal_smallest", "noise_largest", "recovery", "alpha_squared"].map(value).join(" ")
        })
    };
    // Keep 3/4, 1, 1/2: phi^2 = (3/4, 3/2; 2), omega = (3/4, 1; 1/2).
    assert_eq!(
        thresholds(r#"{"mask-independent": {"keep": [0.75, 1, "1/2"]}}"#),
        ["3/4 2 noise-leaks -", "3/4 1/2 signal -"]
    );
    // sigma^2 = 1: all omega 1/2.
    assert_eq!(thresholds(r#"{"speckle": {"sigma": 1}}"#), ["1/2 2 noise-leaks -", "1/2 1/2 tie -"]);
    // The mask, then T(2) with Theta = diag(1/4, 0, 0) on the masked signal, Gamma = 4 on the
    // noise. M = (3/4, 1, 1/2). S = (3/4 + 1/4, 3/2, 2 + 4 a): JE: G = (9/16, 3/2, 1): 1/(2 + 4a) <
    // 9/16 iff a > (16/9 - 2)/4 = -1/18; at a = 4: 1/18. RC: H^2 = (9/16, 9/4, 4): 4/(2 + 4a) <
    // 9/16 iff a > (64/9 - 2)/4 = 23/18; at a = 4: 2/9.
    let chain = r#"{"chain": [{"mask-independent": {"keep": [0.75, 1, "1/2"]}}, {"aligned-noise": {"theta": [0.25, 0, 0], "gamma": [0, 0, 4], "alpha": 2}}]}"#;
    assert_eq!(thresholds(chain), ["9/16 2/9 signal 23/18", "9/16 1/18 signal -1/18"]);
    // Gamma = 0: alpha does nothing.
    assert_eq!(thresholds(&chain.replace("[0, 0, 4]", "0")), ["9/16 2 noise-leaks never", "9/16 1/2 signal always"]);
    for (case, spec, words) in [
        (
            "mixing",
            r#"{"image-group": {"height": 1, "width": 3, "generators": ["horizontal-flip"]}}"#,
            &["a.json", "mixes coordinates 0 and 2"][..],
        ),
        ("counts", r#"{"thinning": {"keep": 0.5}}"#, &["a.json", "counts"]),
        ("singular", r#"{"mask-independent": {"keep": [1, 1, 0]}}"#, &["a.json", "coordinate 2", "singular"]),
        (
            "gamma on the signal",
            r#"{"aligned-noise": {"theta": 0, "gamma": 1, "alpha": 1}}"#,
            &["a.json", "coordinate 0", "signal"],
        ),
        ("dimension", r#"{"speckle": {"sigma": [1, 1]}}"#, &["a.json", "3 numbers"]),
    ] {
        write(&folder, "a.json", spec.as_bytes());
        refuse(folder.path(), case, "thresholds v.json --augment a.json", words);
    }
    write(&folder, "a.json", br#"{"speckle": {"sigma": 1}}"#);
    for (case, variances, words) in [
        ("fields of T(alpha)", r#"{"signal": [1], "theta": [1, 0], "gamma": [4]}"#, &["unknown field", "theta"][..]),
        ("no noise", r#"{"signal": [1], "noise": []}"#, &["noise", "at least 1"]),
        ("zero", r#"{"signal": [1], "noise": ["0/3"]}"#, &["noise[0]", "> 0"]),
        ("no number", r#"{"signal": [1, null], "noise": [1]}"#, &["signal[1]", "not a number"]),
        ("a list", r#"[[1], [1]]"#, &["not a JSON object"]),
    ] {
        write(&folder, "v.json", variances.as_bytes());
        refuse(folder.path(), case, "thresholds v.json --augment a.json", &[words, &["v.json"]].concat());
    }
}

/// At n samples. The text holds what the JSON has.
#[test]
fn thresholds_at_a_number_of_samples() {
    let folder = tempfile::tempdir().unwrap();
    let spec = |signal: &str, theta: &str, noise: usize| {
        let (zeros, ones) = (vec!["0"; noise].join(", "), vec!["1"; noise].join(", "));
        format!(r#"{{"signal": [{signal}], "theta": [{theta}, {zeros}], "gamma": [{ones}]}}"#)
    };
    let ask = |spec: &str, flags: &str| {
        write(&folder, "spec.json", spec.as_bytes());
        let json = succeed_json(folder.path(), &format!("thresholds spec.json {flags}"));
        (json["finite"].clone(), succeed(folder.path(), &format!("thresholds spec.json {flags}")))
    };
    // m/n = 1/4, c = 2, th = g = 1, alpha^2 = 9/4: l = 2 * 9/4 = 9/2. JE: 1 - (1/4)/(7/2)² = 48/49, tan² =
    // 2 (1/4)/((7/2)² - 1/4) = 1/24; threshold (3/2)/2. RC: (c, th) = (3/2, 63/44) has a = 63/44.
    let (json, text) = ask(&spec("2", "1", 2), "--samples 8 --alpha 1.5");
    assert_eq!((json["samples"].as_u64(), json["ratio"].as_str()), (Some(8), Some("1/4")));
    assert_eq!((json["alpha_squared_je"].as_str(), json["alpha"].as_str()), (Some("3/4"), Some("3/2")));
    let je = &json["signals"][0]["je"];
    assert_eq!((je["exact"]["train"].as_str(), je["exact"]["cos2"].as_str()), (Some("48/49"), Some("24/25")));
    assert!((je["train"].as_f64().unwrap() - 48.0 / 49.0).abs() < 1e-12 && je["separated"] == true, "{je}");
    for words in
        ["m/n = 1/4", "= 3/4  (about 0.750000)", "joint-embedding  partly found: cos^2 = 0.9600, explains 0.9796"]
    {
        assert!(text.contains(words), "{text}");
    }
    let (json, text) = ask(&spec(r#""3/2""#, r#""63/44""#, 2), "--samples 8");
    assert_eq!((json["alpha_squared_rc"].as_str(), json["alpha_squared_je"].as_str()), (Some("63/44"), Some("63/44")));
    assert!(json["verdict"] == "tie" && json["signals"].is_null() && text.contains("verdict      a tie\n"), "{text}");
    // The population ranks them wrongly: 11/49 against 5/7, and at m/n = 1/2 2.019737 against 1.219362.
    let (json, text) = ask(&spec("1.4", "1", 4), "--samples 8 --alpha 1.2");
    assert_eq!(json["verdict"], "joint-embedding");
    assert!((json["alpha_squared_rc"]["approx"].as_f64().unwrap() - 2.019_736_572).abs() < 1e-8, "{json}");
    assert!((json["alpha_squared_je"]["approx"].as_f64().unwrap() - 1.219_361_987).abs() < 1e-8, "{json}");
    for words in [
        "by the squares: reconstruction needs",
        "verdict      joint-embedding needs",
        "= 2.019737  (of the limit formula: to 1e-9)",
        "reconstruction   not found: the signal stays",
    ] {
        assert!(text.contains(words), "{text}");
    }
    // It leaves the noise without the signal.
    let (json, text) = ask(&spec("3", "100", 4), "--samples 8 --alpha 0.1");
    assert!(json["signals"][0]["rc"]["separated"] == true && text.contains("by memorising"), "{text}");
    // Noise of many variances: the fixed point.
    let (json, _) = ask(r#"{"signal": [3], "theta": [1, 0, 1], "gamma": [1, 2]}"#, "--samples 4 --alpha 2");
    assert!(json["alpha_squared_rc"]["within"].as_f64().unwrap() < 1e-8, "{json}");
    assert!(json["signals"][0]["rc"]["cos2"].as_f64().unwrap() > 0.5, "{json}");
    let none = succeed_json(folder.path(), "thresholds spec.json");
    assert!(none.get("finite").is_none(), "{none}");
    for (case, flags, words) in [
        ("no samples", "--samples 0", &["--samples", ">= 1"][..]),
        ("alpha alone", "--alpha 1", &["--samples"]),
        ("negative alpha", "--samples 8 --alpha -1", &["--alpha", ">= 0"]),
        ("no number", "--samples 8 --alpha a", &["--alpha", "not a number"]),
        ("no augmentation on noise", "--samples 8 --alpha 0", &["--alpha 0", "give --alpha above 0"]),
        ("no number of samples", "--samples few", &["--samples"]),
    ] {
        refuse(folder.path(), case, &format!("thresholds spec.json {flags}"), words);
    }
    // Before any file is read.
    let matrices = "thresholds --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy --samples 8";
    refuse(folder.path(), "samples of matrices", matrices, &["--samples", "variances alone", "give SPEC.json"]);
}
