//! The program as its user meets it: what goes to stdout and stderr, what is written, which exit
//! code.
//!
//! Bad input is a table of cases, one line each: what is changed against a good call, and the words
//! by which the one line on stderr must name the culprit. For each of them: exit code 2, one line
//! that begins with `jerc: `, nothing on stdout, and the folder as it was. Good calls are compared
//! with values computed by hand.

mod accessibility;
mod augmentations;
mod browser;
mod certify;
#[path = "../common/mod.rs"]
mod common;
mod example;
mod explorer;
mod figures;
mod files;
mod formats;
mod graph;
mod help;
mod limits;
mod moments;
mod options;
mod pages;
mod printed;
mod recommend;
mod recommend_options;
mod report;
mod solve;
mod solve_refusals;
mod texts;
mod thresholds;
mod verify;
mod views;
mod words;

use serde_json::Value;
use std::collections::BTreeMap;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

fn run(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jerc"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("JERC_DATA_DIR")
        .output()
        .expect("the program starts")
}

/// The stdout of a call that must succeed.
fn succeed(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "jerc {arguments}\n{:?}: {stderr}", output.status.code());
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn succeed_json(folder: &Path, arguments: &str) -> Value {
    serde_json::from_str(&succeed(folder, &format!("{arguments} --format json"))).expect("JSON")
}

/// Every file below a folder with its content, and every folder.
fn contents(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        if path.is_dir() {
            found.extend(contents(&path));
            found.insert(name, None);
        } else {
            found.insert(name, Some(std::fs::read(&path).expect("a file")));
        }
    }
    found
}

/// Runs a call that must be refused; `words` must all be on its one line.
fn refuse(folder: &Path, case: &str, arguments: &str, words: &[&str]) {
    let before = contents(folder);
    let output = run(folder, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let context = format!("{case}: jerc {arguments}\n{:?}: {stderr}", output.status.code());
    assert_eq!(output.status.code(), Some(2), "{context}");
    assert!(stderr.starts_with("jerc: ") && stderr.ends_with('\n') && stderr.lines().count() == 1, "{context}");
    assert!(!stderr.contains("panicked") && stderr.len() < 600, "{context}");
    assert!(output.stdout.is_empty(), "{context}\nstdout: {}", String::from_utf8_lossy(&output.stdout));
    for word in words {
        assert!(stderr.contains(word), "{context}\nlacks {word:?}");
    }
    assert!(contents(folder) == before, "{context}\nwrote something");
}

fn write(folder: &TempDir, name: &str, content: &[u8]) {
    std::fs::write(folder.path().join(name), content).expect("a writable folder");
}

/// Relative to the larger of 1 and the expected value: a handful of operations.
fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|v| (v - expected).abs() <= 1e-14 * expected.abs().max(1.0))
}
