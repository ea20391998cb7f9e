//! `jerc verify`.

use crate::{contents, refuse, succeed, succeed_json, write};
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
    assert_eq!(names, ["claims.json", "claims.txt", "index.html"]);
    let read = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    let stored: Value = serde_json::from_str(&read("claims.json")).unwrap();
    assert!(stored["verified"] == true && stored["claims"][0]["name"] == "table-1", "{stored}");
    assert!(text.starts_with(&read("claims.txt")));
    assert!(read("index.html").contains("table-1"));
    // A report may be replaced, and JSON on stdout is what is stored.
    assert_eq!(succeed_json(folder.path(), call), stored);
}
