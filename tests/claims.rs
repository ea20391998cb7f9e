//! Every claim, asserted: the reproducibility gate. What `jerc verify` gathers is gathered once for
//! all tests here, and pinned line by line.

mod common;

use common::or_skip;
use jerc::claims::audit::entries;
use jerc::claims::{Bound, CLAIMS, Claim, Context, Evidence, PLANTED, Route, Scale, Statement, Tag, Tier};
use jerc::claims::{formal, gather_all, select, statements, table};
use jerc::dataset::digits::load_digits;
use jerc::dataset::idx::{Split, find_mnist, load_idx};
use jerc::notation::{fault, text};
use jerc::report;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

const SEED: u64 = 250_512_477;

/// The claims as the main job gathers them (digits, gate tier), and what it prints.
fn gathered() -> &'static (Vec<Claim>, String) {
    static GATHERED: OnceLock<(Vec<Claim>, String)> = OnceLock::new();
    GATHERED.get_or_init(|| {
        let context = Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Gate, SEED, &|_| ()).unwrap();
        let claims = gather_all(CLAIMS, &context, &|| ()).unwrap();
        let summary = report::Summary::new(&context, SEED, String::new(), claims.clone()).unwrap();
        (claims, report::text(&summary))
    })
}

fn assert_all_hold(claims: &[Claim]) {
    for claim in claims {
        for (e, pin) in claim.evidence.iter().zip(claim.pins()).filter(|(e, _)| !e.holds()) {
            eprintln!("{pin}: {:?} {:#?}", e.defect(), e.checks());
        }
        assert!(claim.holds(), "{} does not hold", claim.statement.name);
    }
}

fn assert_table(name: &str, heading: &str, table: &str) {
    let mut settings = insta::Settings::clone_current();
    settings.set_snapshot_path("../snapshots");
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_description(heading);
    settings.bind(|| insta::assert_snapshot!(name, format!("{heading}\n\n{table}")));
}

#[test]
fn all_claims_hold_on_the_digits() {
    let (claims, _) = gathered();
    assert_eq!(claims.len(), CLAIMS.len());
    assert_all_hold(claims);
}

#[test]
fn the_numbers_are_pinned_as_they_are_printed() {
    let (claims, printed) = gathered();
    let mut table = String::new();
    for claim in claims {
        for (e, pin) in claim.evidence.iter().zip(claim.pins()) {
            let line = format!("{}  {pin}", if e.holds() { "ok  " } else { "FAIL" });
            assert!(printed.lines().any(|other| other.trim() == line.trim()), "not printed: {line}");
            writeln!(table, "{line}").unwrap();
        }
    }
    // What else is known of a claim stands below it.
    for (claim, part) in claims.iter().zip(parts(claims, printed)) {
        let proved: Vec<&str> = formal::of(claim.statement.name).iter().map(|t| t.name).collect();
        let line = format!(
            "      formally proved: {}\n      proved again by: make -C proofs/rocq audit ({} minutes)\n",
            proved.join(", "),
            formal::MINUTES
        );
        assert_eq!(part.contains(&line), !proved.is_empty(), "{part}");
        assert_eq!(part.contains("formally proved"), !proved.is_empty(), "{part}");
        let certified = claim.evidence.iter().any(|e| e.route == Route::Certificate);
        assert_eq!(part.contains("certificate proved in Coq"), certified, "{part}");
    }
    assert_table(
        "claims",
        "Every comparison of `jerc verify` (digits, gate tier), as it is printed: name | route | cases, in this tier of smoke/gate/full | fingerprint of their instances | bounds | whether the planted fault was noticed. What is found stands in found.snap.",
        &table,
    );
}

/// What is found, and what is found with the planted fault: a comparison that is made on something
/// else than it says, or with an easier fault, may hold as well. Networks to fewer digits: training
/// adds up what processors round differently.
#[test]
fn what_is_found_is_pinned_beside_its_control() {
    let mut table = String::new();
    for claim in &gathered().0 {
        for e in &claim.evidence {
            // Of invariant encoders all turns have one loss: its standard errors are rounding errors.
            if claim.statement.name == "groups" && e.id == "drawn-views" {
                continue;
            }
            let digits = if claim.statement.name == "networks" { 1 } else { 3 };
            let written = |v: f64| if v.abs() < 1e-3 { "< 0.001".into() } else { format!("{v:.digits$e}") };
            // In units of its bound a rounding error may be of any size.
            let rounding = |bound| e.route == Route::ClosedForm && matches!(bound, Bound::AtMost(_));
            for check in e.checks() {
                let found = if rounding(check.bound) { "-".into() } else { written(check.found()) };
                let control = written(check.control());
                writeln!(table, "{}/{} | {} | {found} | {control}", claim.statement.name, e.id, check.what).unwrap();
            }
        }
    }
    assert_table(
        "found",
        "What every comparison of `jerc verify` finds (digits, gate tier), to four digits, of networks to two: name | what is measured | found | found with the planted fault. Less than 1/1000 may be a rounding error and is not pinned, nor is what a closed form is off by. The losses of turned images are left out: their standard errors are rounding errors.",
        &table,
    );
}

/// What is printed of each claim, in order.
fn parts<'a>(claims: &[Claim], printed: &'a str) -> Vec<&'a str> {
    let starts = claims.iter().map(|claim| printed.find(&format!("ok    {}  (", claim.statement.name)).unwrap());
    let starts: Vec<usize> = starts.chain([printed.len()]).collect();
    starts.windows(2).map(|ends| &printed[ends[0]..ends[1]]).collect()
}

#[test]
fn the_sentences_are_pinned() {
    let mut table = String::new();
    for claim in &gathered().0 {
        let Statement { name, source, about, statement, assumptions, difference, .. } = claim.statement;
        let (about, statement, assumptions) = (text(about), text(statement), text(assumptions));
        writeln!(table, "{name} ({source}): {about}\n  {statement}\n  ASSUMES {assumptions}").unwrap();
        difference.iter().for_each(|difference| writeln!(table, "  DIFFERENCE {}", text(difference)).unwrap());
        for e in &claim.evidence {
            let because: BTreeSet<&str> = e.checks().iter().map(|c| c.because.as_str()).collect();
            let because: Vec<&str> = because.into_iter().collect();
            let faults: BTreeSet<&str> = e.checks().iter().map(|c| c.fault()).collect();
            let faults: Vec<&str> = faults.into_iter().collect();
            let (because, faults) = (because.join("; "), faults.join("; "));
            writeln!(table, "  - {}: {} [{because}]\n    NOTICES {faults}", e.id, e.compared).unwrap();
        }
        table.push('\n');
    }
    assert_table(
        "statements",
        "What each claim says, assumes and corrects, and what each comparison compares [why its bounds], and the fault that its control plants.",
        &table,
    );
}

#[test]
fn comparisons_have_names_of_their_own() {
    for claim in &gathered().0 {
        let ids: BTreeSet<&str> = claim.evidence.iter().map(|e| e.id.as_str()).collect();
        assert_eq!(ids.len(), claim.evidence.len(), "{}: {ids:?}", claim.statement.name);
        let plain = |id: &str| id.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        assert!(ids.into_iter().all(plain), "{}", claim.statement.name);
    }
}

/// The claims that see the data, on the paper's own. $JERC_REQUIRE_MNIST makes missing files a
/// failure. (Tests start in the order of their names: this one keeps a thread busy while the others
/// wait for what they share.)
#[test]
fn all_claims_about_data_hold_on_mnist() {
    let Some(folder) = or_skip(find_mnist(), "no MNIST test files", "JERC_REQUIRE_MNIST") else { return };
    let mnist = load_idx("MNIST test set", &folder, Split::Test).unwrap();
    let context = Context::new(mnist, Scale::MNIST, Tier::Smoke, SEED, &|_| ()).unwrap();
    let on_data: Vec<Statement> = CLAIMS.iter().filter(|claim| claim.tags.contains(&Tag::OnData)).copied().collect();
    assert_all_hold(&gather_all(&on_data, &context, &|| ()).unwrap());
}

/// Another seed is another set of instances: the evidence must not hang on the default one. The
/// first drawn instance of a comparison does not depend on the tier, so it shows the seed. What is
/// trained or drawn on seeds of its own, whatever the seed of the run, would be the same once more.
#[test]
fn all_claims_hold_for_another_seed_on_other_instances() {
    let context = Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Smoke, 1, &|_| ()).unwrap();
    let of_their_own = ["networks", "figures-3-4"];
    let seeded: Vec<Statement> = CLAIMS.iter().filter(|claim| !of_their_own.contains(&claim.name)).copied().collect();
    assert_eq!(seeded.len(), CLAIMS.len() - of_their_own.len());
    let other = gather_all(&seeded, &context, &|| ()).unwrap();
    assert_all_hold(&other);
    let drawn = |claims: &[Claim]| -> Vec<(String, [u8; 4])> {
        let of =
            |claim: &Claim, e: &Evidence| Some((format!("{}/{}", claim.statement.name, e.id), e.first_instance()?));
        claims.iter().flat_map(|claim| claim.evidence.iter().filter_map(move |e| of(claim, e))).collect()
    };
    let (ours, others) = (drawn(&gathered().0), drawn(&other));
    assert!(ours.len() > 40, "{ours:?}");
    assert_eq!(ours.len(), others.len());
    for (ours, others) in ours.iter().zip(&others) {
        assert!(ours.0 == others.0 && ours.1 != others.1, "the same instance under another seed: {}", ours.0);
    }
}

/// A claim that could not be gathered is no claim that holds: nothing is reported without it.
#[test]
fn a_claim_that_ends_in_an_error_is_not_left_out() {
    fn broken(_: &Context<'_>) -> jerc::Result<Vec<Evidence>> {
        Err(jerc::Error::request("no evidence could be gathered", "mend it"))
    }
    let context = Context::new(load_digits().unwrap(), Scale::DIGITS, Tier::Smoke, SEED, &|_| ()).unwrap();
    let sound = select(&["table-1".into()]).unwrap()[0];
    let broken = Statement { gather: broken, ..sound };
    for selected in [&[broken][..], &[broken, sound], &[sound, broken]] {
        let error = gather_all(selected, &context, &|| ()).unwrap_err().to_string();
        assert!(error.contains("no evidence could be gathered"), "{error}");
    }
    assert_eq!(gather_all(&[sound, sound], &context, &|| ()).unwrap().len(), 2);
}

#[test]
fn unknown_claims_are_refused_by_name() {
    let error = select(&["theorem-3-3".into()]).unwrap_err().to_string();
    assert!(error.contains("theorem-3-3"), "{error}");
    assert!(error.contains("did you mean theorem-3-1, theorem-3-2?"), "{error}");
    let error = select(&["nothing".into()]).unwrap_err().to_string();
    assert!(!error.contains("did you mean") && error.contains("jerc verify --help"), "{error}");
    assert_eq!(select(&["table-1".into(), "lemma-b1".into()]).unwrap().len(), 2);
}

#[test]
fn the_help_names_every_claim() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_jerc")).args(["verify", "--help"]).output().expect("the program runs");
    let help = String::from_utf8(output.stdout).unwrap();
    let listed: BTreeSet<&str> = help.split([' ', ',', '\n']).collect();
    CLAIMS.iter().for_each(|claim| assert!(listed.contains(claim.name), "{}: {help}", claim.name));
}

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn declarations_are_complete() {
    for claim in CLAIMS {
        let Statement { name, source, about, statement, assumptions, snapshots, .. } = claim;
        assert!([name, source, about, statement, assumptions].iter().all(|text| !text.is_empty()), "{name}");
        assert!(!snapshots.is_empty(), "{name} names no snapshot");
        snapshots.iter().for_each(|snapshot| assert!(!read(&format!("snapshots/{snapshot}.snap")).is_empty()));
    }
    let names: BTreeSet<&str> = CLAIMS.iter().map(|claim| claim.name).collect();
    assert_eq!(names.len(), CLAIMS.len(), "a name is taken twice");
}

#[test]
fn the_table_of_claims_is_the_generated_one() {
    let page = read("docs/CLAIMS.md");
    let (_, rest) = page.split_once("<!-- table: cargo run --example claims_table -->\n").expect("the mark before it");
    let (committed, _) = rest.split_once("<!-- end of table -->").expect("the mark after it");
    assert_eq!(committed, table(), "write it anew: cargo run --example claims_table");
    let count = format!("`{0} of {0} claims verified`", CLAIMS.len());
    assert!(read("README.md").contains(&count), "README.md says how the main job ends: {count}");
}

#[test]
fn the_statements_of_the_documentation_are_the_generated_ones() {
    let (committed, written) = (read("src/claims/statements.html"), statements());
    assert!(committed == written, "write it anew: cargo run --example statements > src/claims/statements.html");
}

/// So that none is shown as its source, on the page or in the terminal.
#[test]
fn every_formula_can_be_set() {
    let of_claims = CLAIMS.iter().chain([&PLANTED]).flat_map(|claim| {
        [Some(claim.about), Some(claim.statement), Some(claim.assumptions), claim.difference].into_iter().flatten()
    });
    let of_entries = entries().into_iter().flat_map(|e| [e.printed, e.why, e.counterexample, e.corrected]);
    let of_theorems = formal::theorems().into_iter().map(|theorem| theorem.statement);
    let sources: Vec<&str> = of_claims.chain(of_entries).chain(of_theorems).collect();
    let faults: Vec<String> = sources.iter().filter_map(|source| fault(source)).collect();
    assert!(faults.is_empty(), "{faults:#?}");
    assert!(sources.iter().filter(|source| source.contains('$')).count() > 100);
}

#[path = "../examples/readme_figure.rs"]
mod readme_figure;

#[test]
fn the_picture_of_the_readme_is_the_generated_one() {
    let readme = read("README.md");
    for (file, dark) in [("docs/phase-light.svg", false), ("docs/phase-dark.svg", true)] {
        assert_eq!(read(file), readme_figure::draw(dark), "{file}: cargo run --example readme_figure");
        assert!(readme.contains(file), "{file}");
    }
}

/// A stream with a seed of its own would be the same under every seed of the run.
#[test]
fn no_claim_has_a_random_stream_but_those_of_the_run() {
    let mut open = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src/claims")];
    let mut read = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(std::fs::read_dir(&path).unwrap().map(|file| file.unwrap().path()));
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        let product = source.split("#[cfg(test)]").next().unwrap();
        let seeded = ["seed_from_u64", "from_seed", "from_rng", "rand::rng()", "set_stream"];
        let found: Vec<&str> = seeded.into_iter().filter(|call| product.contains(call)).collect();
        let expected: &[&str] = if path.ends_with("context.rs") { &["seed_from_u64", "set_stream"] } else { &[] };
        assert_eq!(found, expected, "{}", path.display());
        read += 1;
    }
    assert!(read > 70, "{read}");
}

/// Two purposes must not share a random stream by a copied line.
#[test]
fn every_random_stream_is_opened_in_one_place() {
    let mut seen = BTreeSet::new();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/claims");
    for room in ["paper", "ours", "routes"] {
        let listed = |folder: &Path| -> Vec<PathBuf> {
            std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect()
        };
        // A claim may have a folder beside its file.
        let files = listed(&folder.join(room));
        let files = files.into_iter().flat_map(|path| if path.is_dir() { listed(&path) } else { vec![path] });
        for path in files {
            let source = std::fs::read_to_string(&path).unwrap();
            let inside = path.strip_prefix(folder.join(room)).unwrap().with_extension("");
            let claim = inside.iter().next().unwrap().display().to_string();
            // A claim's streams are its own; those of routes name their route.
            let opened: Vec<(String, &str)> = if room == "routes" {
                let calls = [".rng(\"", "context, (\"", "stream = (\""].map(|call| source.split(call).skip(1));
                calls.into_iter().flatten().map(|call| (room.into(), call.split_once(')').unwrap().0)).collect()
            } else {
                let calls = source.split("STATEMENT.name, \"").skip(1);
                calls.map(|call| (claim.clone(), call.split_once('"').unwrap().0)).collect()
            };
            for (owner, purpose) in opened {
                assert!(seen.insert((owner, purpose.to_string())), "{}: {purpose}", path.display());
            }
        }
    }
    assert!(seen.len() > 50, "{seen:?}");
}
