//! `jerc verify`.

use crate::{contents, refuse, run, succeed, succeed_json, write};
use jerc::dataset::idx::{Split, load_idx};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

#[test]
fn bad_arguments_of_verify_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["taken", "empty"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    write(&folder, "file", b"precious");
    write(&folder, "taken/thesis.txt", b"precious");
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("--only theorem-9-9", &["theorem-9-9", "theorem-3-1"]),
        ("--only table-1 Table-2", &["Table-2"]),
        ("--only", &["--only"]),
        ("--tier huge", &["--tier", "huge"]),
        ("--dataset cifar", &["--dataset", "cifar"]),
        ("--seed -1", &["-1"]),
        ("--seed 1e3", &["--seed", "1e3"]),
        ("--out taken --only table-1", &["taken", "not empty"]),
        ("--out file --only table-1", &["file", "not a folder"]),
        ("--out file/below --only table-1", &["file/below"]),
        ("--dataset mnist --data-dir empty --only table-1", &["empty", "t10k-images"]),
        ("--dataset mnist --data-dir none --only table-1", &["none", "t10k-images"]),
        ("--dataset mnist --only table-1", &["--data-dir"]),
        ("--format xml", &["--format", "xml"]),
    ];
    for &(arguments, words) in cases {
        refuse(folder.path(), "verify", &format!("verify {arguments}"), words);
    }
    refuse(folder.path(), "families", "families all", &["all"]);
    refuse(folder.path(), "no command", "--frobnicate", &["--frobnicate"]);
    // A broken .gz where MNIST should be.
    for name in ["empty/t10k-images-idx3-ubyte.gz", "empty/t10k-labels-idx1-ubyte.gz"] {
        write(&folder, name, b"\x1f\x8bnot a gzip stream at all");
    }
    refuse(folder.path(), "broken MNIST", "verify --dataset mnist --data-dir empty", &["t10k-images-idx3-ubyte.gz"]);
}

#[test]
fn verify_writes_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let call = "verify --only table-1 --tier smoke --out report";
    let text = succeed(folder.path(), call);
    assert!(text.contains("1 of 1 claims verified") && text.contains("report/index.html"), "{text}");
    let report = folder.path().join("report");
    let names: Vec<String> =
        contents(&report).into_keys().map(|n| n.rsplit('/').next().unwrap_or_default().to_string()).collect();
    assert_eq!(
        names,
        ["claims.json", "claims.txt", "dependencies.html", "index.html", "spectrum-strong.json", "spectrum-weak.json",]
    );
    let read = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    let stored: Value = serde_json::from_str(&read("claims.json")).unwrap();
    assert!(stored["verified"] == true && stored["claims"][0]["name"] == "table-1", "{stored}");
    assert!(text.starts_with(&read("claims.txt")));
    let page = read("index.html");
    assert!(page.contains("table-1"));
    // What makes the same report again.
    for key in ["command", "dataset", "data_sha256", "tier"] {
        let fact = stored[key].as_str().unwrap();
        assert!(!fact.is_empty() && page.contains(fact), "{key}: {fact}");
    }
    assert_eq!(stored["command"], "jerc verify --dataset digits --tier smoke --seed 250512477 --only table-1");
    assert!(page.contains("seed 250512477"));
    // A report may be replaced, and JSON on stdout is what is stored.
    assert_eq!(succeed_json(folder.path(), call), stored);
}

/// What a wrong formula and blind evidence look like, through text, JSON, page and exit code.
#[test]
fn a_claim_that_fails_is_said_to_fail_everywhere() {
    let folder = tempfile::tempdir().unwrap();
    let call = "verify --only table-1 planted-fault --tier smoke --out report";
    let output = run(folder.path(), call);
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("\n1 of 2 claims verified\n"), "{text}");
    let lines: Vec<&str> = text.lines().collect();
    let mark = |id: &str| {
        let line = lines.iter().find(|line| line.contains(&format!("planted-fault/{id} ")));
        line.and_then(|line| line.split_whitespace().next()).map(str::to_string)
    };
    for (id, expected) in [("drawn-views", "FAIL"), ("threshold", "FAIL"), ("itself", "FAIL"), ("right", "ok")] {
        assert_eq!(mark(id).as_deref(), Some(expected), "{id}: {text}");
    }
    assert!(lines.contains(&"FAIL  planted-fault  (No statement of the paper: three planted faults)"), "{text}");
    assert!(lines.iter().any(|line| line.starts_with("ok    table-1  ")), "{text}");
    assert!(text.contains("CONTROL ACCEPTED") && text.contains("accepts the planted fault"), "{text}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join("report").join(name)).unwrap();
    let json: Value = serde_json::from_str(&read("claims.json")).unwrap();
    assert_eq!(json["verified"], false);
    let evidence = json["claims"][1]["evidence"].as_array().unwrap();
    let facts = |of: &str| evidence.iter().map(|e| e[of] == true).collect::<Vec<_>>();
    assert_eq!(facts("holds"), [false, false, false, true], "{json}");
    assert_eq!(facts("control_rejected"), [true, true, false, true], "{json}");
    let page = read("index.html");
    assert!(page.contains(">1 of 2 claims FAILED</span>") && !page.contains("claims verified"), "{page}");
    let rows: Vec<&str> = page.lines().filter(|line| line.starts_with("<tr>")).collect();
    let row = |id: &str| *rows.iter().find(|row| row.contains(&format!("<code>{id}</code>"))).unwrap();
    let failed = |row: &str| row.ends_with("<span class=\"bad\">FAILED</span></td></tr>");
    let held = |row: &str| row.ends_with("<span class=\"ok\">confirmed</span></td></tr>");
    assert!(["drawn-views", "threshold", "itself"].into_iter().all(|id| failed(row(id))), "{page}");
    assert!(held(row("right")) && held(row("drops")), "{page}");
    assert!(
        row("itself").contains("no evidence") && row("right").contains("<span class=\"ok\">rejected</span>"),
        "{page}"
    );
    assert!(rows.iter().any(|row| row.contains("href=\"#planted-fault\"") && failed(row)), "{page}");
    assert!(rows.iter().any(|row| row.contains("href=\"#table-1\"") && held(row)), "{page}");
    let claims = json["claims"].as_array().unwrap();
    let lines = |claim: &Value| claim["evidence"].as_array().unwrap().clone();
    let cards: Vec<Vec<Value>> = claims.iter().map(lines).collect();
    for evidence in cards.iter().chain([&cards.concat()]) {
        route_marks(evidence).into_iter().for_each(|mark| assert!(page.contains(&mark), "{mark}: {page}"));
    }
    // Nobody runs into it without asking.
    let all = succeed(folder.path(), "verify --help");
    assert!(all.contains("planted-fault") && !jerc::claims::names().contains("planted-fault"));
}

/// What the page has to say of each route of some evidence: how many lines, and whether all hold.
fn route_marks(evidence: &[Value]) -> Vec<String> {
    let routes = [
        ("exact", &["exact"][..]),
        ("minimiser", &["minimiser"]),
        ("drawn views", &["sampled"]),
        ("numerical", &["closed-form", "decay", "measured"]),
        ("certificate", &["certificate"]),
    ];
    let mark = |(name, routes): (&str, &[&str])| {
        let of = evidence.iter().filter(|e| routes.contains(&e["route"].as_str().unwrap()));
        let holds: Vec<bool> = of.map(|e| e["holds"] == true).collect();
        let (class, said) = if holds.contains(&false) { ("bad", " FAILED") } else { ("ok", "") };
        let text = format!("<li class=\"{class}\"><b>{name}</b> {}{said}</li>", holds.len());
        (!holds.is_empty()).then_some(text)
    };
    routes.into_iter().filter_map(mark).collect()
}

#[test]
fn the_seed_that_is_named_is_the_seed_that_runs() {
    let folder = tempfile::tempdir().unwrap();
    let instances = |seed: &str| {
        let report = succeed_json(folder.path(), &format!("verify --only lemma-b1 --tier smoke --out report {seed}"));
        (report["seed"].clone(), report["claims"][0]["evidence"][0]["instances"].clone())
    };
    let (default, other) = (instances(""), instances("--seed 5"));
    assert_eq!(other.0, 5);
    assert!(default.1.is_string() && other.1.is_string() && default != other && default.1 != other.1, "{default:?}");
    assert_eq!(instances(&format!("--seed {}", default.0)), default);
}

/// Every option that makes another report is in the command that makes it again, as it was given.
#[test]
fn the_command_of_a_report_is_the_call_that_made_it() {
    let folder = tempfile::tempdir().unwrap();
    let mnist = format!("--data-dir {}/tests/data/mnist-500", env!("CARGO_MANIFEST_DIR"));
    let digits = ("digits", "digits", 1797, 20, jerc::dataset::digits::load_digits().unwrap().digest());
    let images = load_idx("mnist", Path::new(&mnist["--data-dir ".len()..]), Split::Test).unwrap();
    let images = ("mnist", "MNIST test set", 500, 50, images.digest());
    for (call, (dataset, name, n, k, digest), tier, seed, only) in [
        ("", &digits, "gate", 250_512_477, "table-1"),
        ("--tier smoke --seed 5", &digits, "smoke", 5, "table-1"),
        ("--tier gate --dataset digits", &digits, "gate", 250_512_477, "poisson-counts table-1"),
        ("--tier full --seed 0", &digits, "full", 0, "corollary-4-5"),
        (&format!("--dataset mnist {mnist} --seed 18446744073709551615"), &images, "gate", u64::MAX, "section-d3"),
        (&format!("--dataset mnist {mnist} --tier full"), &images, "full", 250_512_477, "table-1"),
    ] {
        let json = succeed_json(folder.path(), &format!("verify {call} --out report --only {only}"));
        let facts = ["dataset", "samples", "components", "noise_dimensions", "data_sha256", "tier", "seed"];
        let expected = serde_json::json!([name, n, k, k, digest, tier, seed]);
        assert_eq!(Value::from(facts.map(|fact| json[fact].clone()).to_vec()), expected, "{call}");
        let command = format!("jerc verify --dataset {dataset} --tier {tier} --seed {seed} --only {only}");
        assert_eq!(json["command"], command.as_str());
        // Of three numbers of cases the one of this tier ran.
        let at = ["smoke", "gate", "full"].iter().position(|name| *name == tier).unwrap();
        let evidence = json["claims"].as_array().unwrap().iter().flat_map(|c| c["evidence"].as_array().unwrap());
        for cases in evidence.map(|line| line["cases"].as_str().unwrap()) {
            if let Some((ran, of)) = cases.split(',').next().and_then(|cases| cases.split_once(" of ")) {
                assert_eq!(of.split('/').nth(at), Some(ran), "{call}: {cases}");
            }
        }
        let page = std::fs::read_to_string(folder.path().join("report/index.html")).unwrap();
        let shown = [&format!("<code>{command}</code>"), &format!("seed {seed};"), &format!("<dd>{tier}</dd>")];
        assert!(shown.iter().all(|part| page.contains(part.as_str())), "{shown:?}");
        for claim in only.split(' ') {
            let (all, _) = command.split_once(" --only").unwrap();
            assert!(page.contains(&format!("<code>{all} --only {claim} --out again</code>")), "{claim}: {page}");
        }
    }
}

/// Each number of the page's table of thresholds, against the JSON: to the digits that are shown.
#[test]
fn the_page_shows_the_thresholds_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    let mut signs = BTreeSet::new();
    // With the other seed only joint-embedding needs alignment under weak noise.
    for seed in ["", " --seed 1"] {
        signs.extend(shown_thresholds(folder.path(), seed));
    }
    // Of α_JE² and α_RC²: whichever is to be said, by one sign alone or by the other, is said.
    assert_eq!(signs, BTreeSet::from([[false, false], [true, false], [true, true]]));
}

/// Compares the table of thresholds with the JSON, and returns which squares are positive.
fn shown_thresholds(folder: &Path, seed: &str) -> Vec<[bool; 2]> {
    let json = succeed_json(folder, &format!("verify --only table-1 --tier smoke --out report{seed}"));
    let page = std::fs::read_to_string(folder.join("report/index.html")).unwrap();
    let regimes = json["thresholds"].as_array().unwrap();
    assert_eq!(regimes.len(), 2);
    let mut signs = vec![];
    for regime in regimes {
        let name = regime["noise"].as_str().unwrap();
        let row = page.lines().find(|line| line.starts_with(&format!("<tr><td>{name}</td>"))).unwrap();
        let cells: Vec<&str> = row.split("<td").skip(2).map(|cell| cell.split_once('>').unwrap().1).collect();
        let cells: Vec<&str> = cells.into_iter().map(|cell| cell.split("</td>").next().unwrap()).collect();
        let of = |key: &str| regime[key].as_f64().unwrap();
        let [je, rc] = ["alpha_squared_je", "alpha_squared_rc"].map(of);
        let numbers = [of("eta_squared"), of("delta"), je, je.sqrt(), rc, rc.sqrt()];
        for (cell, number) in cells.iter().zip(numbers) {
            match cell.parse::<f64>() {
                Ok(shown) => assert!((shown - number).abs() <= 5.1e-5 + 5.1e-3 * number.abs(), "{row}: {number}"),
                Err(_) => assert!(*cell == "none needed" && number.is_nan(), "{row}: {number}"),
            }
        }
        let verdict = regime["verdict"].as_str().unwrap();
        let shown =
            if je.max(rc) > 0.0 { verdict.into() } else { format!("neither needs any (by the squares: {verdict})") };
        assert_eq!(cells[6], shown, "{row}");
        // The file beside the page gives the same again.
        let exact = succeed_json(&folder.join("report"), &format!("thresholds spectrum-{name}.json"));
        assert!(row.contains(&format!("spectrum-{name}.json")) && exact["verdict"] == regime["verdict"], "{exact}");
        for key in ["alpha_squared_je", "alpha_squared_rc"] {
            let (p, q) = exact[key].as_str().unwrap().split_once('/').unwrap();
            let approx = p.parse::<f64>().unwrap() / q.parse::<f64>().unwrap();
            assert!((approx - of(key)).abs() <= 1e-9 * of(key).abs(), "{key}: {exact}");
        }
        signs.push([je > 0.0, rc > 0.0]);
    }
    signs
}

/// The lines below a comparison say what the JSON says, in the text and on the page.
#[test]
fn every_check_is_shown_as_it_is_stored() {
    let folder = tempfile::tempdir().unwrap();
    run(folder.path(), "verify --only lemma-b1 planted-fault --tier smoke --out report");
    let read = |name: &str| std::fs::read_to_string(folder.path().join("report").join(name)).unwrap();
    let json: Value = serde_json::from_str(&read("claims.json")).unwrap();
    let (text, page) = (read("claims.txt"), read("index.html"));
    let mut lines = text.lines().map(str::trim);
    let page = page
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&#x27;", "'")
        .replace("&#x2f;", "/")
        .replace("&amp;", "&");
    let mut cells = page.as_str();
    let mut checked = 0;
    let evidence = json["claims"].as_array().unwrap().iter().flat_map(|claim| claim["evidence"].as_array().unwrap());
    for check in evidence.flat_map(|e| e["checks"].as_array().unwrap()) {
        let word = |value: &Value| value.as_str().unwrap().to_string();
        let (what, required, fault) =
            (word(&check["what"]), word(&check["required"]), word(&check["control"]["fault"]));
        let rejected = if check["control"]["rejected"] == true { "rejected" } else { "ACCEPTED" };
        let found =
            lines.find(|line| line.starts_with(&format!("{what}: found "))).unwrap_or_else(|| panic!("{what}: {text}"));
        let shown = found.strip_prefix(&format!("{what}: found ")).unwrap();
        let shown =
            shown.strip_suffix(&format!(", required {required}")).unwrap_or_else(|| panic!("{required}: {found}"));
        let control = lines.next().unwrap();
        let planted = control.strip_prefix(&format!("control: {fault}: {rejected}, found "));
        let planted = planted.unwrap_or_else(|| panic!("{fault}, {rejected}: {control}"));
        for (shown, stored) in [(shown, &check["found"]), (planted, &check["control"]["found"])] {
            is_shown(shown, stored);
        }
        // On the page: the number, what is required, the fault, and what became of it.
        let row = cells.find(&format!("<td data-label=\"found\">{what} {shown}</td>"));
        cells = &cells[row.unwrap_or_else(|| panic!("{what}: {shown} is not on the page"))..];
        let end = cells.find("</tr>").unwrap();
        for part in [&required, &fault, &rejected.to_string()] {
            assert!(cells[..end].contains(part.as_str()), "{what}: {part}: {}", &cells[..end]);
        }
        cells = &cells[end..];
        checked += 1;
    }
    assert!(checked > 10 && lines.all(|line| !line.starts_with("control: ")), "{checked}: {text}");
}

/// A number is shown to three digits.
fn is_shown(shown: &str, stored: &Value) {
    let value: f64 = shown.parse().unwrap();
    match stored.as_f64() {
        Some(stored) => assert!((value - stored).abs() <= 5.1e-5 + 5.1e-3 * stored.abs(), "{shown}: {stored}"),
        None => assert!(!value.is_finite(), "{shown}: {stored}"),
    }
}
