//! The audit ledger: the committed page is the code's, and the command prints it.

use jerc::claims::audit::{Quote, Severity, entries, ledger, markdown};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
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
    assert!(text.ends_with("\n28 of 28 entries confirmed in exact arithmetic\n"), "{text}");
    assert!(text.contains("entry (1, 2) of the multiplier at W: printed 0, found -3/25, corrected -3/25"), "{text}");
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!(json["confirmed"], 28);
    let listed: Vec<&str> = json["entries"].as_array().unwrap().iter().map(|e| e["id"].as_str().unwrap()).collect();
    assert_eq!(listed, entries().iter().map(|e| e.id).collect::<Vec<_>>());
    let slip = &json["entries"][1];
    assert_eq!((&slip["severity"], &slip["confirmed"]), (&Value::from("slip"), &Value::from(true)));
    let of = |key: &str| slip["comparisons"][0][key].clone();
    assert_eq!((of("printed"), of("found"), of("corrected")), ("2".into(), "1".into(), "1".into()));
    // With noise of variance 1/1000 the loss is smallest at 1/(1 + 1/1000).
    assert_eq!((&slip["fault"], of("faulty")), (&"τ with noise of variance 1/1000".into(), "1000/1001".into()));
    assert_eq!(String::from_utf8(page.stdout).unwrap(), markdown(&ledger().unwrap()));
    assert_eq!(audit(&["--format", "html"]).status.code(), Some(2));
}

/// Each entry in words, line by line, for people.
#[test]
fn the_text_has_every_entry_with_each_of_its_parts() {
    let text = String::from_utf8(audit(&[]).stdout).unwrap();
    let mut rest = text.as_str();
    for audited in ledger().unwrap() {
        let entry = &audited.entry;
        let said = |words: &str| jerc::notation::text(words);
        let mut block = format!("\n{} ({}): confirmed\n", entry.id, entry.severity.name());
        block += &format!("  printed    {}: {}\n             {}\n", entry.place, entry.quote, said(entry.printed));
        let parts =
            [("why        ", entry.why), ("example    ", entry.counterexample), ("corrected  ", entry.corrected)];
        parts.iter().for_each(|(name, words)| block += &format!("  {name}{}\n", said(words)));
        for c in &audited.comparisons {
            let printed = c.printed.as_ref().map_or(String::new(), |printed| format!("printed {printed}, "));
            block += &format!("    {}: {printed}found {}, corrected {}\n", c.quantity, c.found, c.corrected);
        }
        rest = rest.split_once(&block).unwrap_or_else(|| panic!("{block} is not in {rest}")).1;
    }
    assert_eq!(rest.lines().count(), 2, "{rest}");
}

#[test]
fn severities_have_names() {
    let names = ["false as stated", "missing assumption", "wrong step", "slip", "remark"];
    assert_eq!(Severity::ALL.map(Severity::name), names);
}

/// SHA-256 of a quote with its white space made single blanks, in hexadecimal.
fn fingerprint(quote: &str) -> String {
    let normal = quote.split_whitespace().collect::<Vec<_>>().join(" ");
    Sha256::digest(normal).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn every_quote_was_compared_with_the_original() {
    let list = include_str!("data/quotes.tsv");
    let mut compared: BTreeMap<&str, &str> = list.lines().skip(1).filter_map(|line| line.split_once('\t')).collect();
    for entry in entries() {
        let fingerprint = fingerprint(entry.quote.text());
        assert_eq!(
            compared.remove(entry.id),
            Some(fingerprint.as_str()),
            "{}: compare {} with {} of the paper; if it stands there, word for word, this is its line in \
             tests/data/quotes.tsv:\n{0}\t{fingerprint}",
            entry.id,
            entry.quote,
            entry.place,
        );
    }
    assert!(compared.is_empty(), "quotes of no entry: {compared:?}");
}

#[test]
fn quotes_are_short_and_in_the_page() {
    let page = markdown(&ledger().unwrap());
    for entry in entries() {
        let (quote, words) = (entry.quote.text(), entry.quote.text().split_whitespace().count());
        assert!(page.contains(quote), "{}", entry.id);
        // A formula is one, whatever its length; words are a dozen at most.
        match entry.quote {
            Quote::Words(_) => assert!((1..=12).contains(&words), "{}: {words} words", entry.id),
            Quote::Formula(_) => assert!(quote.contains(['=', '→', '>', '/', '^']), "{}", entry.id),
        }
    }
    assert_eq!(fingerprint("a  b\n c"), fingerprint("a b c"));
    assert_ne!(fingerprint("a b"), fingerprint("a c"));
}
