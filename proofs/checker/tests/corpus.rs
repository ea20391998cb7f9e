//! The committed certificates: each good one is verified, each bad one refused for the reason in
//! the table of the README.

use jerc_check::{Problem, Reject, check};
use num_rational::BigRational;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../certificates")
}

/// File name -> the second column, of the table after the heading.
fn table(heading: &str) -> BTreeMap<String, String> {
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    let section = readme.split(&format!("\n## {heading}\n")).nth(1).unwrap().split("\n## ").next().unwrap();
    let cells = section.lines().filter(|line| line.contains(".json |")).map(|line| line.split('|').map(str::trim));
    cells.map(|mut cells| (cells.nth(1).unwrap().to_owned(), cells.next().unwrap().to_owned())).collect()
}

fn files(heading: &str) -> Vec<(String, Vec<u8>)> {
    let listed: BTreeSet<_> = table(heading).into_keys().collect();
    let entries = std::fs::read_dir(folder().join(heading)).unwrap().map(|entry| entry.unwrap().path());
    let found: Vec<_> = entries
        .map(|path| (path.file_name().unwrap().to_str().unwrap().to_owned(), std::fs::read(path).unwrap()))
        .collect();
    assert_eq!(
        listed,
        found.iter().map(|(name, _)| name.clone()).collect(),
        "the table and the folder {heading} differ"
    );
    found
}

fn good(name: &str) -> Vec<u8> {
    std::fs::read(folder().join("good").join(name)).unwrap()
}

fn ratio(p: i64, q: i64) -> BigRational {
    BigRational::new(p.into(), q.into())
}

/// The name of the variant, without its facts.
fn variant(reject: &Reject) -> String {
    format!("{reject:?}").split('(').next().unwrap().to_owned()
}

#[test]
fn good_files_are_verified() {
    for (name, bytes) in files("good") {
        check(&bytes).unwrap_or_else(|reject| panic!("{name}: {reject}"));
    }
}

#[test]
fn bad_files_are_refused_for_their_own_reason() {
    let expected = table("bad");
    let mut seen = BTreeSet::new();
    for (name, bytes) in files("bad") {
        let reject = check(&bytes).expect_err(&name);
        assert_eq!(variant(&reject), expected[&name], "{name}: {reject}");
        assert!(!reject.to_string().contains('\n') && reject.to_string().len() < 300, "{name}: {reject}");
        seen.insert(variant(&reject));
    }
    // FileSize and Work need large files, see limits.rs.
    assert_eq!(seen.len(), 26, "{seen:?}");
}

#[test]
fn the_facts_of_the_worked_example() {
    let verified = check(&good("worked-2x2.json")).unwrap();
    assert_eq!((verified.problem, verified.d, verified.k), (Problem::Je, 2, 1));
    assert_eq!(verified.source, "the worked example of FORMAT.md");
    assert_eq!((&verified.lower, &verified.upper), (&ratio(3, 4), &ratio(25, 32)));
    assert_eq!(verified.relative_gap, ratio(1, 25));
    assert_eq!(verified.loss, Some([ratio(2, 1), ratio(7, 16), ratio(1, 2)]));
    assert_eq!((verified.eigengap, verified.distance), (Some(ratio(1, 8)), Some(ratio(0, 1))));
    let tie = check(&good("tie-2x2.json")).unwrap();
    assert_eq!((tie.problem, tie.loss, tie.eigengap, tie.distance), (Problem::Pencil, None, None, None));
    assert_eq!(tie.relative_gap, ratio(1, 20));
}

/// The proved bounds are 3/4 and 25/32: the first file states them, these two state a little more
/// than is proved.
#[test]
fn rejects_carry_their_facts() {
    let worked = String::from_utf8(good("worked-2x2.json")).unwrap();
    let reject = |from: &str, to: &str| check(worked.replace(from, to).as_bytes()).unwrap_err();
    assert_eq!(reject("25/32", "3/4"), Reject::UpperTooTight(0.75, 0.78125));
    assert_eq!(reject("3/4", "4/5"), Reject::LowerTooTight(0.8, 0.75));
    assert_eq!(reject("\"3/4\"", "\"x/4\""), Reject::NotCanonical("bounds.lower"));
    assert_eq!(reject("certificate/1", "certificate/\\n1"), Reject::Format("jerc-certificate/ 1".into()));
    assert_eq!(
        reject("certificate/1", "certificate/\\n1").to_string(),
        "the format is \"jerc-certificate/ 1\" instead of \"jerc-certificate/1\""
    );
    assert_eq!(reject("\"d\": 2", "\"d\": 9"), Reject::Shape("pencil.a", 2, 9));
    // The second column of V repeats the first: both rows of P are (1, 1).
    assert_eq!(reject("\"-1\"", "\"1\""), Reject::GramNotDominant(0));
    // t = 1: N = diag(1 + 13/8 - 3, 1 - 1) = diag(-3/8, 0), and the worse row is named.
    assert_eq!(reject("\"mantissa\": \"3\"", "\"mantissa\": \"2\""), Reject::DualNotDominant(0));
    assert_eq!(reject("\"-1\",", "\"-1\" \"1\","), Reject::Syntax(44, 10));
    // A list of the values is no object, and the message says what is expected.
    let list = reject("\"unique\": {\n  \"gap\": \"1/8\"\n }", "\"unique\": [\"1/8\"]");
    assert!(matches!(&list, Reject::Schema(message) if message.contains("expected an object")), "{list:?}");
}

#[test]
fn the_program_prints_one_line_per_file() {
    let run = |files: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_jerc-check")).args(files).current_dir(folder()).output().unwrap();
        (
            output.status.code().unwrap(),
            String::from_utf8(output.stdout).unwrap(),
            String::from_utf8(output.stderr).unwrap(),
        )
    };
    let worked = "good/worked-2x2.json: verified, je, d = 2, k = 1, relative gap <= 4.004e-2, unique\n";
    let tie = "good/tie-2x2.json: verified, pencil, d = 2, k = 1, relative gap <= 5.005e-2, uniqueness not claimed\n";
    let full = "good/k-equals-d.json: verified, pencil, d = 2, k = 2, relative gap <= 3.604e-1, unique\n";
    let bad = "bad/negative-weight.json: rejected: witness.c: weight 0 is negative\n";
    assert_eq!(run(&["good/worked-2x2.json"]), (0, worked.into(), String::new()));
    assert_eq!(run(&["good/tie-2x2.json", "good/k-equals-d.json"]), (0, format!("{tie}{full}"), String::new()));
    assert_eq!(
        run(&["bad/negative-weight.json", "good/worked-2x2.json"]),
        (3, format!("{bad}{worked}"), String::new())
    );
    let (code, out, _) = run(&["no-such-file.json", "bad/negative-weight.json"]);
    assert_eq!((code, out.lines().count()), (2, 2));
    assert!(out.starts_with("no-such-file.json: cannot be read: "), "{out}");
    let (code, out, err) = run(&[]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(err.starts_with("usage: "), "{err}");
}
