//! `docs/ARTIFACT.md` keeps its word: the five sabotages that it suggests can be done as written,
//! and turn red what it says. The doing is of the full tier: `cargo test --test artifact -- --ignored`.

use std::path::{Path, PathBuf};
use std::process::Command;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// A row of the table: in a file, replace one text by another; a command then prints a line.
struct Sabotage {
    file: String,
    from: String,
    to: String,
    command: Vec<String>,
    line: String,
}

/// The cells of the table that are code: file, from, to, command, line.
fn sabotages() -> Vec<Sabotage> {
    let page = std::fs::read_to_string(root().join("docs/ARTIFACT.md")).expect("docs/ARTIFACT.md");
    let (_, table) = page.split_once("<!-- sabotages -->").expect("the mark before the table");
    let rows = table.lines().filter(|line| line.starts_with("| `"));
    rows.map(|row| {
        // Bars within a table's cell are written with a backslash.
        let code: Vec<String> = row.split('`').skip(1).step_by(2).map(|cell| cell.replace("\\|", "|")).collect();
        let [file, from, to, command, line] = code.try_into().expect("five cells of code");
        Sabotage { file, from, to, command: command.split_whitespace().map(String::from).collect(), line }
    })
    .collect()
}

/// A copy of what git knows of the checkout.
fn copy() -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let listed = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output().expect("git");
    let names = String::from_utf8(listed.stdout).expect("UTF-8");
    for name in names.split_terminator('\0') {
        let (from, to): (PathBuf, PathBuf) = (root().join(name), folder.path().join(name));
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a writable folder");
        std::fs::copy(from, to).expect("a readable file");
    }
    folder
}

#[test]
fn the_suggested_sabotages_are_there_to_be_done() {
    let all = sabotages();
    assert_eq!(all.len(), 5);
    for Sabotage { file, from, to, command, .. } in all {
        let text = std::fs::read_to_string(root().join(&file)).expect("a file of the project");
        assert_eq!(text.matches(&from).count(), 1, "{file}: {from}");
        assert_ne!(from, to);
        assert_eq!(command[0], "cargo");
    }
}

#[test]
#[ignore = "full tier: builds a copy five times"]
fn the_suggested_sabotages_go_red_as_the_page_says() {
    let folder = copy();
    for Sabotage { file, from, to, command, line } in sabotages() {
        let path = folder.path().join(&file);
        let text = std::fs::read_to_string(&path).expect("a file of the copy");
        std::fs::write(&path, text.replace(&from, &to)).expect("a writable copy");
        let output = Command::new("cargo")
            .args(&command[1..])
            .current_dir(folder.path())
            .env("CARGO_TARGET_DIR", root().join("target"))
            .output()
            .expect("cargo runs");
        let printed = [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).concat();
        assert!(!output.status.success(), "{file}: {from} -> {to}: nothing is red");
        assert!(printed.contains(&line), "{file}: {from} -> {to}: no line {line:?} in\n{printed}");
        std::fs::write(&path, text).expect("a writable copy");
    }
}
