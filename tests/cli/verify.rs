//! `jerc verify`.

use crate::{contents, refuse, run, succeed, succeed_json, write};
use serde_json::Value;

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
    assert_eq!(names, ["claims.json", "claims.txt", "index.html", "spectrum-strong.json", "spectrum-weak.json"]);
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
    // Nobody runs into it without asking.
    let all = succeed(folder.path(), "verify --help");
    assert!(all.contains("planted-fault") && !jerc::claims::names().contains("planted-fault"));
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

/// Each number of the page's table of thresholds, against the JSON: to the digits that are shown.
#[test]
fn the_page_shows_the_thresholds_of_the_json() {
    let folder = tempfile::tempdir().unwrap();
    let json = succeed_json(folder.path(), "verify --only table-1 --tier smoke --out report");
    let page = std::fs::read_to_string(folder.path().join("report/index.html")).unwrap();
    let regimes = json["thresholds"].as_array().unwrap();
    assert_eq!(regimes.len(), 2);
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
        let exact = succeed_json(&folder.path().join("report"), &format!("thresholds spectrum-{name}.json"));
        assert!(row.contains(&format!("spectrum-{name}.json")) && exact["verdict"] == regime["verdict"], "{exact}");
        for key in ["alpha_squared_je", "alpha_squared_rc"] {
            let (p, q) = exact[key].as_str().unwrap().split_once('/').unwrap();
            let approx = p.parse::<f64>().unwrap() / q.parse::<f64>().unwrap();
            assert!((approx - of(key)).abs() <= 1e-9 * of(key).abs(), "{key}: {exact}");
        }
    }
}
