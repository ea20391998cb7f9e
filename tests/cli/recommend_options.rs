//! `jerc recommend`: every option, one by one. What is asked for must be in the answer, and must
//! change it; what is recorded must name it.

use crate::files::{integers, npy, reals};
use crate::{run, succeed, write};
use serde_json::{Value, json};
use std::collections::BTreeSet;
use std::path::Path;
use tempfile::TempDir;

const NOISE: &str = "--data X.npy --theta T.npy --gamma G.npy";

/// The example, with evidence of every kind beside it.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    let read = |name: &str| {
        let data = jerc::dataset::open(&folder.path().join(name), None, &Default::default()).unwrap().load().unwrap();
        data.features().rows().into_owned()
    };
    let (x, again) = (read("X.npy"), read("X-again.npy"));
    // The nuisance is on the last two of twelve features.
    let alone: Vec<f64> = x
        .chunks(12)
        .zip(again.chunks(12))
        .flat_map(|(a, b)| a.iter().zip(b).map(|(a, b)| (a - b) / 2f64.sqrt()).collect::<Vec<_>>())
        .collect();
    write(&folder, "alone.npy", &reals("(400, 12)", &alone));
    let second: Vec<f64> =
        (0..144).map(|at| alone.chunks(12).map(|g| g[at / 12] * g[at % 12]).sum::<f64>() / 400.0).collect();
    write(&folder, "second.npy", &reals("(12, 12)", &second));
    let directions: Vec<f64> = (0..24).map(|at| f64::from(u8::from(at / 2 == 10 + at % 2))).collect();
    write(&folder, "directions.npy", &reals("(12, 2)", &directions));
    write(&folder, "groups.npy", &integers("(400,)", &(0..400).map(|i| i * 7 % 80).collect::<Vec<_>>()));
    write(
        &folder,
        "scores.npy",
        &integers("(400,)", &(0..400).map(|i| (x[12 * i as usize] > 0.0) as i64 + i % 2).collect::<Vec<_>>()),
    );
    let flowers = std::fs::read_to_string(folder.path().join("flowers.csv")).unwrap();
    let rows = flowers.split_once('\n').unwrap().1;
    write(&folder, "plain.csv", format!("number,a,b,c,d,kind\n{rows}").as_bytes());
    write(&folder, "weak.json", br#"{"mask-independent": {"keep": "7/8"}}"#);
    folder
}

fn answer(folder: &Path, flags: &str) -> Value {
    let output = run(folder, &format!("recommend {flags} --format json"));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.is_empty(), "jerc recommend {flags}: {stderr}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// `--array` names an array of every archive: of the samples and of the evidence.
#[test]
fn an_array_is_that_of_every_archive() {
    let folder = folder();
    let read = |name: &str| jerc::dataset::read_matrix(&folder.path().join(name), "samples").unwrap();
    let (x, again, alone) = (read("X.npy"), read("X-again.npy"), read("alone.npy"));
    for (name, named, other) in [("a.npz", &x, &alone), ("b.npz", &again, &x), ("c.npz", &alone, &again)] {
        let arrays = [("named", jerc::output::Array::Matrix(named)), ("X", jerc::output::Array::Matrix(other))];
        jerc::output::write_npz(&folder.path().join(name), &arrays).unwrap();
    }
    let archived = NOISE.replace("X.npy", "a.npz") + " --array named";
    for (flag, plain, archive) in [("--replicate", "X-again.npy", "b.npz"), ("--nuisance", "alone.npy", "c.npz")] {
        let of_plain = answer(folder.path(), &format!("{NOISE} --alpha 1.5 -k 4 {flag} {plain}"));
        let of_archive = answer(folder.path(), &format!("{archived} --alpha 1.5 -k 4 {flag} {archive}"));
        assert!(of_plain["test"]["delta"].is_number(), "{of_plain}");
        for field in ["test", "verdict", "thresholds"] {
            assert_eq!(of_plain[field], of_archive[field], "{flag}");
        }
    }
}

/// Each option at a value that is not its default: the field that shows it, and a number that it moves.
#[test]
fn every_option_is_in_the_answer_and_changes_it() {
    let folder = folder();
    let base = format!("{NOISE} --alpha 0.5,1.5 -k 4,10 --replicate X-again.npy");
    let usual = answer(folder.path(), &base);
    let half = |json: &Value| json["test"]["hi"].as_f64().unwrap() - json["test"]["lo"].as_f64().unwrap();
    let changes = |what: &str, json: &Value| match what {
        "verdict" => json["verdict"] != usual["verdict"],
        "interval" => json["test"]["delta"] == usual["test"]["delta"] && half(json) < half(&usual),
        "curve" => json["curve"] != usual["curve"],
        _ => json["test"]["delta"] != usual["test"]["delta"],
    };
    for (flags, field, value, moved) in [
        ("--tolerance 0.9", "tolerance", json!(0.9), "verdict"),
        ("--level 0.3", "level", json!(0.3), "interval"),
        ("--folds 4", "folds", json!(4), "difference"),
        ("--seed 12", "seed", json!(12), "difference"),
        ("--weight raw", "weight", json!("raw"), "difference"),
        ("--noise 0,0.5", "strengths", json!([[0.5, 0.0], [0.5, 0.5], [1.5, 0.0], [1.5, 0.5]]), "curve"),
    ] {
        let json = answer(folder.path(), &format!("{base} {flags}"));
        assert_ne!(usual[field], value, "{flags}");
        assert_eq!(json[field], value, "{flags}");
        assert!(changes(moved, &json), "{flags}: {} {}", json["test"], usual["test"]);
    }
    // Those of the defaults are what the help says.
    for (field, value) in [
        ("tolerance", json!(0.05)),
        ("level", json!(0.05)),
        ("folds", json!(10)),
        ("seed", json!(0)),
        ("weight", json!("white")),
    ] {
        assert_eq!(usual[field], value);
    }
    let fields = |flags: &str| answer(folder.path(), &format!("{NOISE} --alpha 1.5 {flags}"));
    assert_eq!(fields("-k 9,3,3 --labels y.npy")["k"], json!([3, 9]));
    // Of the signal, or where labels do not tell, a ladder below d.
    assert_eq!(fields("--labels y.npy")["k"], json!([1, 2, 5, 10]));
    assert_eq!(fields("--replicate X-again.npy")["k"], json!([10]));
    assert_eq!(fields("-k 3 --assume aligned")["assumed"], json!("aligned"));
    // Strengths in their order, whatever the order in which they were given; numbered where they have no
    // number.
    for (flags, strengths) in [
        ("--data X.npy --augment 3=mask.json 0.5=weak.json --labels y.npy -k 3", json!([0.5, 3.0])),
        ("--data X.npy --augment weak.json mask.json --labels y.npy -k 3", json!([1.0, 2.0])),
        ("--data X.npy --views V.npy --labels y.npy -k 3", json!([1.0])),
    ] {
        assert_eq!(answer(folder.path(), flags)["strengths"], strengths, "{flags}");
    }
    let [three, half] = ["3=mask.json 0.5=weak.json", "0.5=weak.json 3=mask.json"].map(|words| {
        answer(folder.path(), &format!("--data X.npy --augment {words} --labels y.npy -k 3"))["curve"].clone()
    });
    assert_eq!(three, half);
}

/// Every kind of evidence by its own option, with its own number of samples; and how labels are taken.
#[test]
fn every_kind_of_evidence_has_its_option() {
    let folder = folder();
    for (flags, kind) in [
        ("--labels y.npy", "labels"),
        ("--replicate X-again.npy", "replicate"),
        ("--nuisance alone.npy", "nuisance"),
        ("--nuisance-cov second.npy", "nuisance-cov"),
        ("--nuisance-dirs directions.npy", "nuisance-dirs"),
    ] {
        let json = answer(folder.path(), &format!("{NOISE} --alpha 1.5 -k 10 {flags}"));
        assert_eq!((&json["evidence"], &json["test"]["n_evidence"]), (&json!(kind), &json!(400)), "{flags}");
        // All of them say of the example what it is made to say.
        assert_eq!(json["verdict"], "joint-embedding", "{flags}: {}", json["test"]);
        let groups = answer(folder.path(), &format!("{NOISE} --alpha 1.5 -k 10 {flags} --groups groups.npy"));
        assert_eq!((&groups["test"]["n_evidence"], &groups["test"]["units"]), (&json!(400), &json!(80)), "{flags}");
    }
    // 0, 1 and 2 as classes have three targets, as a target one.
    let labels = |flags: &str| {
        let json = answer(folder.path(), &format!("{NOISE} --alpha 1.5 -k 10 --labels scores.npy {flags}"));
        (json["notes"].to_string(), json["test"]["delta"].clone())
    };
    let (classes, targets) = (labels("--classes"), labels("--targets"));
    assert!(classes.0.contains("3 classes") && targets.0.contains("1 target"), "{classes:?} {targets:?}");
    assert_ne!(classes.1, targets.1);
}

/// Groups are groups by any name: numbers of any kind, words, in any order.
#[test]
fn groups_are_told_apart_by_their_names_alone() {
    let folder = folder();
    let names: Vec<i64> = (0..400).map(|i| i * 7 % 80).collect();
    let eighths: Vec<f64> = names.iter().map(|g| *g as f64 / 8.0 - 5.0).collect();
    let bytes: Vec<u8> = names.iter().map(|g| 200 - *g as u8).collect();
    let words: Vec<u8> = names
        .iter()
        .flat_map(|g| format!("g{g:03}").chars().flat_map(|c| u32::from(c).to_le_bytes()).collect::<Vec<_>>())
        .collect();
    write(&folder, "eighths.npy", &reals("(400,)", &eighths));
    write(&folder, "bytes.npy", &npy("|u1", "False", "(400,)", &bytes));
    write(&folder, "words.npy", &npy("<U4", "False", "(400,)", &words));
    let of = |file: &str| {
        let json = answer(folder.path(), &format!("{NOISE} --alpha 1.5 -k 10 --replicate X-again.npy --groups {file}"));
        assert_eq!(json["test"]["units"], 80, "{file}");
        json["test"].clone()
    };
    let integers = of("groups.npy");
    assert!(["eighths.npy", "bytes.npy", "words.npy"].iter().all(|file| of(file) == integers));
}

/// What the page of an answer records.
struct Recorded {
    command: String,
    files: BTreeSet<String>,
    page: String,
}

fn recorded(folder: &Path, flags: &str) -> Recorded {
    run(folder, &format!("recommend {flags} --out advice"));
    let page = std::fs::read_to_string(folder.join("advice/index.html")).unwrap();
    let page = page.replace("&#x2f;", "/").replace("&quot;", "\"").replace("&lt;", "<");
    let (_, rest) = page.split_once(">jerc recommend ").expect("the command");
    let command = rest.split("</code>").next().unwrap().to_string();
    let files = page.split(", SHA-256 <code>").map(|part| part.rsplit("<dd>").next().unwrap().to_string());
    let count = page.matches(", SHA-256 <code>").count();
    let files = files.take(count).collect();
    Recorded { command, files, page }
}

/// Options in any order are the same call.
fn options(line: &str) -> BTreeSet<String> {
    let mut found: Vec<String> = vec![];
    for word in line.split_whitespace() {
        match found.last_mut().filter(|_| !(word.starts_with("--") || word == "-k")) {
            Some(last) => *last = format!("{last} {word}"),
            None => found.push(word.into()),
        }
    }
    found.into_iter().collect()
}

#[test]
fn the_recorded_command_names_every_option_and_every_file() {
    let folder = folder();
    let usual = "--tolerance 0.05 --level 0.05 --folds 10 --seed 0";
    for flags in [
        format!("{NOISE} --alpha 0.5,1.5 -k 10 --labels scores.npy --groups groups.npy --targets {usual}"),
        format!("{NOISE} --alpha 1.5 -k auto --nuisance alone.npy --noise 0,0.25 {usual}"),
        format!("{NOISE} --alpha 1.5 -k 10 --nuisance-cov second.npy --weight raw {usual}"),
        format!("{NOISE} --alpha 1.5 -k 10 --nuisance-dirs directions.npy {usual}"),
        format!("{NOISE} --alpha 1.5 -k 10 --assume aligned {usual}"),
        "--data X.npy --augment 0.5=weak.json 3=mask.json -k 2,10 --replicate X-again.npy --tolerance 0.2 --level 0.25 --folds 3 --seed 9".into(),
        format!("--views 2=V.npy -k 10 --labels scores.npy --classes {usual}"),
        format!("--data plain.csv --label-column kind --drop a c --augment mask.json -k 1 {usual}"),
        format!("--data flowers.npz --array X --augment mask.json -k 2 {usual}"),
    ] {
        let found = recorded(folder.path(), &flags);
        assert_eq!(options(&found.command), options(&flags), "{}", found.command);
        let given = flags.split_whitespace().map(|word| word.rsplit('=').next().unwrap());
        let given: BTreeSet<String> =
            given.filter(|w| [".npy", ".json", ".csv", ".npz"].iter().any(|end| w.ends_with(end))).map(String::from).collect();
        assert_eq!(found.files, given, "{flags}");
    }
}

/// The page has the numbers of the answer, paradigm by paradigm, and both certificates.
#[test]
fn the_page_shows_each_paradigm_beside_its_own_numbers() {
    let folder = folder();
    let flags =
        "--data X.npy --augment 0.5=weak.json 3=mask.json -k 2,10 --labels y.npy --tolerance 0.99 --level 0.1 --seed 8";
    let (json, Recorded { page, .. }) = (answer(folder.path(), flags), recorded(folder.path(), flags));
    assert!(page.contains("Efficiency (90 % interval)"), "the level");
    assert!(page.contains("the folds: ChaCha8, seed 8;"), "the seed");
    assert_ne!(json["choice"]["je"], json["choice"]["rc"], "two choices to tell apart");
    for (row, (name, short, file)) in
        [("joint-embedding", "je", "weak.json"), ("reconstruction", "rc", "mask.json")].into_iter().enumerate()
    {
        let cells: Vec<&str> = page.split("<td data-label=\"efficiency\">").collect();
        assert!(cells[row].ends_with(&format!("<tr><td>{name}</td>")), "{name}");
        let (ends, rest) = cells[row + 1].split_once("</td>").unwrap();
        let (low, high) = ends.split_once(" to ").unwrap();
        let of = |key: &str| json["test"][format!("eff_{short}{key}")].as_f64().unwrap();
        let (low, high): (f64, f64) = (low.parse().unwrap(), high.parse().unwrap());
        let (from, to) = (of("") - of("_half"), of("") + of("_half"));
        assert!(low <= from && to <= high && from - low < 0.02 && high - to < 0.02, "{name}: {ends}, {from} to {to}");
        let choice = &json["choice"][short];
        let shown = format!("k = {}, strength {}", choice["k"], choice["alpha"]);
        let shown = shown.trim_end_matches(".0");
        assert!(rest.starts_with(&format!("<td data-label=\"chosen\">{shown}")), "{name}: {shown}");
        assert!(page.contains(&format!("jerc certify {short} --data X.npy --augment {file} -k ")), "{name}");
    }
    for baseline in json["baselines"].as_array().unwrap() {
        let name = baseline["name"].as_str().unwrap();
        let (_, row) = page.split_once(&format!("<tr><td>{name}</td>")).unwrap();
        let row = row.split("</tr>").next().unwrap();
        for (label, key) in [("joint-embedding", "je"), ("reconstruction", "rc")] {
            let (_, cell) = row.split_once(&format!("data-label=\"{label}\">")).unwrap();
            let shown: f64 = cell.split('<').next().unwrap().parse().unwrap();
            let value = baseline[key].as_f64().unwrap();
            assert!((shown - value).abs() <= 1e-3 * value.abs(), "{name}, {label}: {shown} {value}");
        }
        let choice = &baseline["choice"];
        let says = format!("{}, k = {}, strength {}", baseline["says"].as_str().unwrap(), choice["k"], choice["alpha"]);
        assert!(row.contains(says.trim_end_matches(".0")), "{says}: {row}");
    }
}

/// Noise on top of views, and a family, as two other commands compute them.
#[test]
fn eigenvalues_are_those_of_solve() {
    let folder = folder();
    for (augmentation, noise) in [
        ("--theta T.npy --gamma G.npy --alpha 1.5", ""),
        ("--augment mask.json", ""),
        ("--views V.npy", "--noise 0.25"),
        ("--augment mask.json", "--noise 0.5"),
    ] {
        let json = answer(folder.path(), &format!("--data X.npy {augmentation} {noise} -k 3 --replicate X-again.npy"));
        for paradigm in ["je", "rc"] {
            let out =
                run(folder.path(), &format!("solve {paradigm} --data X.npy {augmentation} {noise} -k 3 --format json"));
            let solved: Value = serde_json::from_slice(&out.stdout)
                .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&out.stderr)));
            let lines = json["lines"][0][paradigm].as_array().unwrap();
            for (line, value) in lines.iter().zip(solved["eigenvalues"].as_array().unwrap()) {
                let value = value.get("value").unwrap_or(value).as_f64().unwrap();
                let found = line["value"].as_f64().unwrap();
                assert!((found - value).abs() < 1e-6 * value, "{augmentation} {noise}, {paradigm}: {found} {value}");
            }
        }
    }
}
