//! The audit ledger: the committed page is the code's, and the command prints it.

use jerc::claims::audit::{Severity, entries, ledger, markdown};
use serde_json::Value;
use std::process::{Command, Output};

fn audit(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jerc")).arg("audit").args(arguments).output().expect("the program runs")
}

#[test]
fn the_committed_page_is_written_by_the_code() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/proofs/ERRATA.md");
    let committed = std::fs::read_to_string(path).expect("proofs/ERRATA.md");
    let written = markdown(&ledger().unwrap());
    assert!(committed == written, "write it again: jerc audit --format markdown > proofs/ERRATA.md");
}

#[test]
fn the_command_prints_every_entry_in_every_format() {
    let (text, json, page) = (audit(&[]), audit(&["--format", "json"]), audit(&["--format", "markdown"]));
    for output in [&text, &json, &page] {
        assert_eq!(output.status.code(), Some(0));
        assert!(output.stderr.is_empty());
    }
    let text = String::from_utf8(text.stdout).unwrap();
    assert!(text.ends_with("\n19 of 19 entries confirmed in exact arithmetic\n"), "{text}");
    assert!(text.contains("entry (1, 2) of the multiplier at W: printed 0, found -3/25, corrected -3/25"), "{text}");
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["confirmed"], 19);
    let listed: Vec<&str> = json["entries"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(listed, entries().iter().map(|e| e.id).collect::<Vec<_>>());
    let slip = &json["entries"][1];
    assert_eq!((&slip["severity"], &slip["confirmed"]), (&Value::from("slip"), &Value::from(true)));
    let of = |key: &str| slip["comparisons"][0][key].clone();
    assert_eq!((of("printed"), of("found"), of("corrected")), ("2".into(), "1".into(), "1".into()));
    // With noise of variance 1/1000 the loss is smallest at 1/(1 + 1/1000).
    assert_eq!((&slip["fault"], of("faulty")), (&"tau with noise of variance 1/1000".into(), "1000/1001".into()));
    assert_eq!(String::from_utf8(page.stdout).unwrap(), markdown(&ledger().unwrap()));
    assert_eq!(audit(&["--format", "html"]).status.code(), Some(2));
}

#[test]
fn severities_have_names() {
    let severities = [Severity::Slip, Severity::WrongStep, Severity::MissingAssumption, Severity::FalseAsStated];
    assert_eq!(severities.map(Severity::name), ["slip", "wrong step", "missing assumption", "false as stated"]);
    for severity in severities {
        assert!(entries().iter().any(|e| e.severity == severity), "{}", severity.name());
    }
}
