//! What holds for every subcommand, and `jerc families`.

use crate::files::reals;
use crate::texts::commands;
use crate::{contents, succeed, succeed_json, write};
use std::process::Command;

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_jerc")).arg("families").stdout(full).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("jerc: standard output") && stderr.lines().count() == 1, "{stderr}");
}

#[test]
fn families_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), "families");
    let json = succeed_json(folder.path(), "families");
    let families = json.as_array().expect("a list");
    assert!(families.len() >= 3);
    let mut written = vec![];
    for family in families {
        for key in ["name", "view", "mean_map", "covariance", "source"] {
            let value = family[key].as_str().expect("a string");
            assert!(!value.is_empty() && text.contains(value), "{key} of {family}");
        }
        let spec = family["spec"].as_array().expect("a list");
        assert!(!spec.is_empty(), "{family}");
        for way in spec {
            written.push(way["name"].as_str().expect("a name").to_string());
            for (field, meaning) in way["fields"].as_object().expect("fields") {
                assert!(text.contains(&format!("{field}: {}", meaning.as_str().unwrap())), "{field} of {way}");
            }
            // What is shown is what is read: every example solves d = 2.
            write(&folder, "example.json", way["example"].to_string().as_bytes());
            write(&folder, "counts.npy", &reals("(3, 2)", &[4., 1., 2., 3., 0., 5.]));
            let solved = succeed_json(folder.path(), "solve rc --data counts.npy --augment example.json -k 1");
            assert!(solved["loss"].as_f64().is_some_and(f64::is_finite) && solved.get("alpha").is_none(), "{way}");
        }
    }
    // Every family of a specification once.
    let unique: std::collections::BTreeSet<_> = written.iter().collect();
    let known = jerc::augment::CATALOGUE.len();
    assert_eq!((unique.len(), written.len()), (known, known), "{written:?}");
    assert!(families.iter().any(|f| f["name"] == "aligned-noise" && f["covariance"] == "Theta + alpha^2 Gamma"));
}

#[test]
fn help_shows_an_example_first() {
    let folder = tempfile::tempdir().unwrap();
    for command in commands() {
        let [short, long] = ["-h", "--help"].map(|flag| succeed(folder.path(), &format!("{command} {flag}")));
        for help in [&short, &long] {
            let (before, _) = help.split_once("\nUsage:").expect("usage");
            let (_, example) = before.split_once("\n\nExample").expect("an example before the usage");
            assert!(example.lines().nth(1).unwrap().starts_with(&format!("  jerc {command}")), "{help}");
            assert!(help.contains("\nOptions:\n"), "{help}");
        }
        assert!(short.lines().count() <= 40 && short.lines().count() <= long.lines().count(), "{short}");
        assert!(short.contains("\n\nExample:\n"), "only the shortest one: {short}");
    }
    assert!(succeed(folder.path(), "--version").starts_with("jerc "));
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn the_front_door_is_one_screen() {
    let folder = tempfile::tempdir().unwrap();
    let help = succeed(folder.path(), "--help");
    assert!(help.lines().count() <= 24 && help.lines().all(|line| line.chars().count() <= 100), "{help}");
    for words in ["Without a command: ", "jerc COMMAND --help", "Exit codes: 0 "] {
        assert_eq!(help.lines().filter(|line| line.contains(words)).count(), 1, "{words}: {help}");
    }
    // `jerc help` is the same, and of a command too.
    assert_eq!(succeed(folder.path(), "help"), help);
    assert_eq!(succeed(folder.path(), "help solve"), succeed(folder.path(), "solve --help"));
}
