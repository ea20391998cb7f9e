//! `jerc recommend`.

use crate::files::{integers, npy, reals};
use crate::{contents, refuse, run, succeed, write};
use serde_json::Value;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

/// T(α) of the example, at three strengths.
const NOISE: &str = "--data X.npy --theta T.npy --gamma G.npy";

fn example() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    folder
}

/// What a call prints, with its exit code.
fn asked(folder: &Path, flags: &str, code: i32) -> String {
    let output = run(folder, &format!("recommend {flags}"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!((output.status.code(), stderr.as_ref()), (Some(code), ""), "jerc recommend {flags}");
    String::from_utf8(output.stdout).unwrap()
}

fn asked_json(folder: &Path, flags: &str, code: i32) -> Value {
    serde_json::from_str(&asked(folder, &format!("{flags} --format json"), code)).expect("JSON")
}

fn number(value: &Value) -> f64 {
    value.as_f64().unwrap_or_else(|| panic!("{value}"))
}

/// At α = 1.5 the example lies between both thresholds, at 6 above both.
#[test]
fn the_example_teaches_what_it_says() {
    let folder = example();
    let at = |alpha: &str, evidence: &str, code: i32| {
        asked_json(folder.path(), &format!("{NOISE} --alpha {alpha} -k 10 {evidence}"), code)
    };
    for evidence in ["--replicate X-again.npy", "--labels y.npy"] {
        let json = at("1.5", evidence, 0);
        assert_eq!(json["verdict"], "joint-embedding", "{json}");
        let test = &json["test"];
        assert!(number(&test["eff_je"]) > 0.95 && number(&test["eff_rc"]) < number(&test["eff_je"]) - 0.05, "{test}");
        assert!(number(&test["lo"]) > 0.0 && number(&test["lo"]) <= number(&test["delta"]), "{test}");
    }
    assert_eq!(at("6", "--replicate X-again.npy", 0)["verdict"], "either");
    let none = at("1.5", "", 4);
    assert_eq!((&none["verdict"], &none["evidence"]), (&"undecided".into(), &"none".into()));
    assert!(number(&none["agreement"][0]["sin_max"]) > 0.9 && none.get("test").is_none(), "{none}");
    assert_eq!(at("1.5", "--assume aligned", 0)["verdict"], "joint-embedding");
}

/// The contract: names and types. More may be added.
#[test]
fn the_json_has_the_names_of_its_contract() {
    let folder = example();
    let json = asked_json(folder.path(), &format!("{NOISE} --alpha 0.5,1.5 -k 5,10 --replicate X-again.npy"), 0);
    for key in ["n", "d", "k", "strengths", "evidence", "checks", "tolerance", "level", "verdict", "why"] {
        assert!(!json[key].is_null(), "{key}: {json}");
    }
    for key in ["delta", "se", "lo", "hi", "eff_je", "eff_rc", "n_evidence"] {
        assert!(json["test"][key].is_number(), "test.{key}: {json}");
    }
    for paradigm in ["je", "rc"] {
        let choice = &json["choice"][paradigm];
        assert!(choice["k"].is_u64() && choice["alpha"].is_number(), "{choice}");
    }
    assert_eq!((json["n"].clone(), json["d"].clone()), (400.into(), 12.into()));
    assert_eq!((&json["k"], &json["strengths"]), (&serde_json::json!([5, 10]), &serde_json::json!([0.5, 1.5])));
    let curve = json["curve"].as_array().unwrap();
    assert_eq!(curve.len(), 4);
    for point in curve {
        for key in ["k", "alpha", "je", "je_se", "rc", "rc_se", "delta", "lo", "hi"] {
            assert!(point[key].is_number(), "curve.{key}: {point}");
        }
    }
    for (name, check) in json["checks"].as_object().unwrap() {
        assert!(check["flag"].is_boolean(), "{name}: {check}");
    }
}

/// The verdict comes first, the answer is short, and the same numbers stand in the JSON.
#[test]
fn the_text_is_short_and_says_the_verdict_first() {
    let folder = example();
    for (flags, code) in [
        (format!("{NOISE} --alpha 0.5,1.5,6 --noise 0,0.01 -k 5,10 --replicate X-again.npy"), 0),
        (format!("{NOISE} --alpha 1.5 -k 10"), 4),
        ("--views V.npy --data X.npy --labels y.npy --out advice".into(), 0),
    ] {
        let text = asked(folder.path(), &flags, code);
        let json = asked_json(folder.path(), &flags, code);
        let verdict = json["verdict"].as_str().unwrap();
        let first = text.lines().next().unwrap();
        assert!(first.starts_with(&format!("verdict      {verdict}")), "{text}");
        assert!(text.lines().count() <= 25, "{text}");
        assert_eq!(text.matches("jerc certify").count(), json["certificates"].as_array().unwrap().len(), "{text}");
        if json["test"].is_object() {
            // Ends of the interval are rounded outwards.
            let line = text.lines().find(|line| line.starts_with("difference")).unwrap();
            let numbers: Vec<f64> = line
                .split(|c: char| !(c.is_ascii_digit() || "-.".contains(c)))
                .filter_map(|w| w.parse().ok())
                .collect();
            let [low, high, percent, ..] = numbers[..] else { panic!("{line}") };
            let [lo, hi] = ["lo", "hi"].map(|key| number(&json["test"][key]));
            assert!(low <= lo && hi <= high && high - low <= 1.5 * (hi - lo) + 1e-4 && percent == 95.0, "{line}");
            let line = text.lines().find(|line| line.starts_with("efficiency")).unwrap();
            assert!(line.contains("joint-embedding ") && line.contains(", reconstruction "), "{line}");
        }
    }
}

/// Runs a command as a reader would.
fn shell(folder: &Path, line: &str) {
    let program = Path::new(env!("CARGO_BIN_EXE_jerc")).parent().unwrap();
    let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
    let output = Command::new("sh").args(["-c", line]).current_dir(folder).env("PATH", path).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{line}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Both commands of "either" in every case in which it is forced by a tolerance of 0.99.
#[cfg(unix)]
#[test]
fn the_printed_certificate_commands_work() {
    let folder = example();
    let x = jerc::dataset::open(&folder.path().join("X.npy"), None, &Default::default()).unwrap().load().unwrap();
    let again = jerc::dataset::open(&folder.path().join("X-again.npy"), None, &Default::default()).unwrap();
    let again = again.load().unwrap();
    // Two features of which one vanishes, and one is the double of another: S is singular.
    let wider = |rows: &[f64], vanishing: bool| -> Vec<f64> {
        rows.chunks(12).flat_map(|row| [row, &[if vanishing { 0.0 } else { 2.0 * row[0] }]].concat()).collect()
    };
    for (name, vanishing) in [("vanishing", true), ("double", false)] {
        for (part, data) in [("", &x), ("-again", &again)] {
            let rows = wider(&data.features().rows(), vanishing);
            write(&folder, &format!("{name}{part}.npy"), &reals("(400, 13)", &rows));
        }
    }
    let views: Vec<f64> = x
        .features()
        .rows()
        .chunks(12)
        .flat_map(|row| {
            let other: Vec<f64> = row.iter().enumerate().map(|(i, v)| if i < 10 { *v } else { -*v }).collect();
            wider(&[row, &other[..]].concat(), false)
        })
        .collect();
    write(&folder, "views.npy", &reals("(400, 2, 13)", &views));
    write(&folder, "weak.json", br#"{"mask-independent": {"keep": "7/8"}}"#);
    let either = "--tolerance 0.99 -k 10";
    for (case, flags) in [
        ("a covariance", format!("{NOISE} --alpha 1.5 --replicate X-again.npy")),
        ("several strengths and noise", format!("{NOISE} --alpha 0.5,1.5 --noise 0.01,0.1 --replicate X-again.npy")),
        (
            "a family",
            "--data X.npy --augment 0.875=weak.json 0.75=mask.json --noise 0.1 --replicate X-again.npy".into(),
        ),
        ("views", "--data X.npy --views 2=V.npy --replicate X-again.npy".into()),
        ("views and noise", "--data X.npy --views V.npy --noise 0.5 --replicate X-again.npy".into()),
        ("views alone", "--views V.npy --replicate X-again.npy".into()),
        ("views alone, labels", "--views V.npy --noise 0,0.5 --labels y.npy".into()),
        ("a feature that vanishes", "--data vanishing.npy --augment mask.json --replicate vanishing-again.npy".into()),
        ("singular views", "--data double.npy --views views.npy --replicate double-again.npy".into()),
        ("a table", "--data flowers.csv --label-column species --augment mask.json -k 2".into()),
    ] {
        let flags =
            if flags.contains("-k") { format!("{flags} --tolerance 0.99") } else { format!("{flags} {either}") };
        let json = asked_json(folder.path(), &flags, 0);
        assert_eq!(json["verdict"], "either", "{case}: {json}");
        let certificates = json["certificates"].as_array().unwrap();
        assert_eq!(certificates.len(), 2, "{case}: {json}");
        for certificate in certificates {
            let line = certificate["command"].as_str().unwrap();
            shell(folder.path(), line);
            // The file is a certificate, and about these data.
            let check = line.replacen("jerc certify ", "jerc check ", 1);
            let (file, flags) = (line.split(" -o ").nth(1).unwrap(), check.split(" -k ").next().unwrap());
            let file = file.split(' ').next().unwrap();
            let (_, flags) = flags.split_once(" --").unwrap();
            let options = line.split(" -o ").nth(1).unwrap().trim_start_matches(file);
            shell(folder.path(), &format!("jerc check {file} --{flags}{options}"));
        }
    }
}

/// The command on the page gives the same answer, with every option that is not at its default.
#[test]
fn the_recorded_command_gives_the_same_answer() {
    let folder = example();
    for flags in [
        format!(
            "{NOISE} --alpha 0.5,1.5 --noise 0,0.1 -k 5,10 --replicate X-again.npy --weight raw --tolerance 0.07 --level 0.1 --folds 5 --seed 3"
        ),
        "--data X.npy --views 2=V.npy -k 10 --assume aligned --level 0.2".into(),
    ] {
        let said = run(folder.path(), &format!("recommend {flags} --out advice"));
        let page = std::fs::read_to_string(folder.path().join("advice/index.html")).unwrap();
        let (_, rest) = page.split_once(">jerc recommend ").expect("the command");
        let command = rest.split('<').next().unwrap().replace("&#x2f;", "/");
        let answer = |flags: &str| -> serde_json::Value {
            serde_json::from_slice(&run(folder.path(), &format!("recommend {flags} --format json")).stdout).unwrap()
        };
        let (asked, recorded) = (answer(&flags), answer(&command));
        assert_eq!(asked, recorded, "{command}");
        // What holds at another level than the usual one says so.
        let percent = format!("{} % interval", 100.0 * (1.0 - asked["level"].as_f64().unwrap()));
        let text = String::from_utf8(said.stdout).unwrap();
        assert_eq!(text.contains(&percent), asked["test"].is_object(), "{text}");
    }
}

#[test]
fn a_page_is_written_that_names_no_folder() {
    let folder = example();
    let text = asked(folder.path(), &format!("{NOISE} --alpha 0.5,1.5 -k 10 --replicate X-again.npy --out advice"), 0);
    assert!(text.contains("open advice/index.html in a browser"), "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join("advice").join(name)).unwrap();
    let page = read("index.html");
    assert!(page.contains("<title>jerc: recommendation</title>") && page.contains("joint-embedding: it finds more"));
    assert!(page.contains("jerc recommend --data X.npy --theta T.npy") && page.contains("advice.json"));
    assert!(page.contains("a6bb3f5004c31377"), "the SHA-256 of X.npy");
    assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"));
    for (name, content) in contents(&folder.path().join("advice")) {
        let text = String::from_utf8_lossy(&content.unwrap()).into_owned();
        assert!(!text.contains(folder.path().to_str().unwrap()), "{name} names the folder");
    }
    let json: Value = serde_json::from_str(&read("advice.json")).unwrap();
    assert_eq!(json["verdict"], "joint-embedding");
    assert!(read("recommend.csv").starts_with("shows,drawn,paradigm,k,index,strength,noise,value,low,high,"));
    assert!(read("recommend.svg").starts_with("<svg"));
    // The same again over it, byte by byte; and not over something else.
    let before = contents(&folder.path().join("advice"));
    asked(folder.path(), &format!("{NOISE} --alpha 0.5,1.5 -k 10 --replicate X-again.npy --out advice"), 0);
    assert!(contents(&folder.path().join("advice")) == before);
    let call = format!("recommend {NOISE} --alpha 1.5 -k 10 --out .");
    refuse(folder.path(), "a folder of something else", &call, &["not empty", "--out"]);
}

/// Labels of some: -1, NaN, an empty cell. They are worth what the same labels are without the others.
#[test]
fn some_samples_may_be_labelled() {
    let folder = example();
    let types: Vec<i64> = (0..400).map(|i| if i % 4 == 0 { -1 } else { i % 2 }).collect();
    let floats: Vec<f64> = types.iter().map(|&t| if t < 0 { f64::NAN } else { t as f64 }).collect();
    let cells: String = types.iter().map(|t| if *t < 0 { "\"\"\n".into() } else { format!("c{t}\n") }).collect();
    write(&folder, "whole.npy", &integers("(400,)", &types));
    write(&folder, "nan.npy", &reals("(400,)", &floats));
    write(&folder, "words.csv", format!("label\n{cells}").as_bytes());
    let found = ["whole.npy", "nan.npy", "words.csv"].map(|labels| {
        let output =
            run(folder.path(), &format!("recommend {NOISE} --alpha 1.5 -k 10 --labels {labels} --format json"));
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(json["test"]["n_evidence"], 300, "{labels}: {json}");
        assert!(json["notes"].to_string().contains("2 classes, of 300 of 400 samples"), "{json}");
        json["test"].clone()
    });
    assert!(found[0] == found[1] && found[1] == found[2], "{found:?}");
}

#[test]
fn bad_questions_are_refused() {
    let folder = example();
    let values = |n: usize| (0..n).map(|i| (i * 37 % 101) as f64).collect::<Vec<_>>();
    write(&folder, "flat.npy", &reals("(400, 12)", &values(4800)));
    write(&folder, "one.npy", &reals("(400, 1, 12)", &values(4800)));
    write(&folder, "few.npy", &reals("(3, 12)", &values(36)));
    write(&folder, "narrow.npy", &reals("(400, 2, 3)", &values(2400)));
    write(&folder, "wide.npy", &reals("(3, 12)", &values(36)));
    write(&folder, "minus.npy", &integers("(400,)", &(0..400).map(|i| i % 2 * 2 - 1).collect::<Vec<_>>()));
    write(&folder, "none.npy", &integers("(400,)", &[-1; 400]));
    write(&folder, "two.npy", &integers("(400,)", &(0..400).map(|i| i % 4 - 2).collect::<Vec<_>>()));
    write(&folder, "short.npy", &integers("(399,)", &(0..399).map(|i| i % 2).collect::<Vec<_>>()));
    write(&folder, "turned.npy", &reals("(2, 400, 12)", &values(9600)));
    write(&folder, "last.npy", &reals("(400, 12, 2)", &values(9600)));
    let copies: Vec<f64> = values(4800).chunks(12).flat_map(|row| row.repeat(3)).collect();
    write(&folder, "copies.npy", &reals("(400, 3, 12)", &copies));
    write(&folder, "infinite.npy", &reals("(400,)", &[f64::INFINITY; 400]));
    write(&folder, "g.npy", &npy("<i8", "False", "(3,)", &[0; 24]));
    let patches = std::fs::read_to_string(folder.path().join("patches.json")).unwrap();
    write(&folder, "chw.json", patches.replace("hwc", "chw").as_bytes());
    let good = format!("recommend {NOISE} --alpha 1.5 -k 10");
    for (case, call, words) in [
        (
            "two kinds",
            format!("{good} --labels y.npy --replicate X-again.npy"),
            &["--labels", "--replicate", "one of them"][..],
        ),
        ("evidence and assertion", format!("{good} --labels y.npy --assume aligned"), &["--labels", "--assume"]),
        ("three axes", "recommend --views flat.npy".into(), &["views must be (n, v, d) with v >= 2, found (400, 12)"]),
        ("one view", "recommend --views one.npy".into(), &["v >= 2", "(400, 1, 12)"]),
        ("nothing", "recommend".into(), &["--data"]),
        (
            "axes",
            "recommend --data images.npy --augment chw.json".into(),
            &["chw.json: images of 3 x 8 x 8", "8 x 8 x 3"],
        ),
        ("no augmentation", "recommend --data X.npy".into(), &["augmentation", "--views", "--augment"]),
        ("two augmentations", format!("{good} --views V.npy"), &["--views", "--theta"]),
        ("half an augmentation", "recommend --data X.npy --theta T.npy".into(), &["--gamma"]),
        ("other views", "recommend --data X.npy --views narrow.npy".into(), &["narrow.npy", "features"]),
        ("other strengths", "recommend --views V.npy 3=narrow.npy".into(), &["narrow.npy", "3 features"]),
        ("a strength twice", "recommend --data X.npy --views 1=V.npy 1=V.npy".into(), &["strength 1"]),
        ("few replicates", format!("{good} --replicate few.npy"), &["few.npy", "3 samples", "400"]),
        ("other features", format!("{good} --nuisance counts.npy"), &["counts.npy", "60 features", "12"]),
        ("rows as directions", format!("{good} --nuisance-dirs wide.npy"), &["wide.npy", "3 x 12", "transpose"]),
        ("another covariance", format!("{good} --nuisance-cov few.npy"), &["few.npy", "nuisance-cov"]),
        ("groups", format!("{good} --groups g.npy"), &["g.npy", "400 samples"]),
        ("one class left", format!("{good} --labels minus.npy"), &["minus.npy", "-1", "number the classes"]),
        ("a class below -1", format!("{good} --labels two.npy"), &["two.npy", "class -2", "number the classes"]),
        (
            "labels of others",
            format!("{good} --labels short.npy"),
            &["short.npy", "labels of 399 samples", "X.npy has 400", "one label for each"],
        ),
        ("views first", "recommend --data X.npy --views turned.npy".into(), &["numpy.moveaxis(V, 1, 0)"]),
        ("views last", "recommend --data X.npy --views last.npy".into(), &["numpy.moveaxis(V, 1, 2)"]),
        (
            "views that do not differ",
            "recommend --views copies.npy".into(),
            &["changes nothing", "draw each view anew"],
        ),
        ("a strength twice", format!("recommend {NOISE} --alpha 1,1"), &["strength 1", "give each once"]),
        ("no labels", format!("{good} --labels none.npy"), &["none.npy", "no sample is labelled"]),
        ("infinite labels", format!("{good} --labels infinite.npy"), &["infinite.npy", "row 0"]),
        ("k", format!("recommend {NOISE} --alpha 1.5 -k 5,x"), &["-k", "x", "auto"]),
        ("large k", format!("recommend {NOISE} --alpha 1.5 -k 13"), &["13", "12"]),
        ("tolerance", format!("{good} --tolerance 0"), &["--tolerance"]),
        ("level", format!("{good} --level 1"), &["--level"]),
        ("folds", format!("{good} --folds 1"), &["--folds"]),
        ("too many folds", format!("{good} --folds 51"), &["--folds", "between 2 and 50"]),
        ("noise", format!("{good} --noise -1"), &["--noise"]),
        ("missing file", format!("{good} --labels nowhere.npy"), &["nowhere.npy"]),
    ] {
        refuse(folder.path(), case, &call, words);
    }
}

/// Features of a layer that is wider than there are views: a linear encoder fits whatever is asked.
#[test]
fn more_features_than_views_decide_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let value = |i: usize| ((i as f64 * 12.9898).sin() * 43758.5453).fract();
    write(&folder, "layer.npy", &reals("(40, 2, 90)", &(0..7200).map(value).collect::<Vec<_>>()));
    write(&folder, "narrow.npy", &reals("(40, 2, 60)", &(0..4800).map(value).collect::<Vec<_>>()));
    write(&folder, "y.npy", &integers("(40,)", &(0..40).map(|i| i % 2).collect::<Vec<_>>()));
    let json = asked_json(folder.path(), "--views layer.npy --labels y.npy -k 1 --folds 2", 4);
    assert_eq!((&json["verdict"], &json["rule"]), (&"undecided".into(), &"interpolates".into()), "{json}");
    let found = &json["checks"]["interpolation"];
    assert_eq!((&found["views"], &found["rank"], &found["flag"]), (&80.into(), &80.into(), &true.into()), "{json}");
    let text = asked(folder.path(), "--views layer.npy --labels y.npy -k 1 --folds 2 --out page", 4);
    for said in ["they decide nothing for joint-embedding", "FAILED views restrict the encoder", "compose noise"] {
        assert!(text.contains(said), "{said}: {text}");
    }
    // Neither fewer features nor composed noise are in this case.
    for flags in ["--views narrow.npy", "--views layer.npy --noise 0.1"] {
        let output = run(folder.path(), &format!("recommend {flags} --labels y.npy -k 1 --folds 2 --format json"));
        let json: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert!(json["rule"] != "interpolates" && json["checks"].get("interpolation").is_none(), "{json}");
    }
}

/// What looks like a mistake is named, and what to try next follows what was given.
#[test]
fn the_next_steps_follow_what_was_given() {
    let folder = example();
    let x = jerc::dataset::open(&folder.path().join("X.npy"), None, &Default::default()).unwrap().load().unwrap();
    let rows = x.features().rows();
    let rolled = [&rows[12..], &rows[..12]].concat();
    write(&folder, "rolled.npy", &reals("(400, 12)", &rolled));
    write(&folder, "hundred.npy", &reals("(400, 12)", &rows.iter().map(|v| 100.0 * v).collect::<Vec<_>>()));
    write(&folder, "groups.npy", &integers("(400,)", &(0..400).map(|i| i / 20).collect::<Vec<_>>()));
    let labels = "--labels y.npy";
    for (case, flags, said, unsaid) in [
        ("as it should be", format!("--data X.npy --views V.npy {labels} -k 10"), "use joint-embedding", "same order"),
        ("another order", format!("--data rolled.npy --views V.npy {labels} -k 10"), "same order", "other units"),
        ("other units", format!("--data hundred.npy --views V.npy {labels} -k 10"), "other units", "same order"),
        (
            "groups",
            format!("--data X.npy --views V.npy {labels} -k 10 --groups groups.npy"),
            "about 30 groups with evidence would decide, 1.5 times",
            "samples with evidence would decide",
        ),
        ("one k twice", format!("{NOISE} --alpha 1.5 {labels} -k 10,10"), "give several strengths", "do not differ"),
        (
            "the largest k",
            format!("{NOISE} --alpha 1.5 --replicate X-again.npy -k 2,5"),
            "k = 5 is the largest that was tried: try larger ones, as in -k 5,10",
            "try a weaker",
        ),
        ("all of d", format!("{NOISE} --alpha 1.5 {labels} -k 5,12"), "k = 12", "largest that was tried"),
    ] {
        let output = run(folder.path(), &format!("recommend {flags} --tolerance 0.001"));
        let text = String::from_utf8_lossy(&output.stdout);
        assert!(text.contains(said) && !text.contains(unsaid), "{case}: {text}");
    }
}
