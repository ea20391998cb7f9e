//! The formal proofs and the claims cannot drift apart: every headline theorem exists in its file
//! and belongs to claims that exist, every claim has theorems, and the table of `proofs/README.md`
//! is the generated one.

use jerc::claims::CLAIMS;
use jerc::claims::coverage;
use jerc::claims::dependencies::{Dependencies, trusted};
use jerc::claims::formal::{self, theorems};
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::path::Path;

fn read(path: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Whether a Rocq file states a theorem of this name.
fn states(source: &str, name: &str) -> bool {
    source.lines().any(|line| {
        let mut words = line.split(|c: char| !(c.is_alphanumeric() || c == '_' || c == '\''));
        matches!(words.next(), Some("Theorem" | "Lemma" | "Corollary")) && words.next() == Some(name)
    })
}

#[test]
fn headline_theorems_exist_and_are_built() {
    let list = read("proofs/rocq/headline.tsv");
    // None is lost for want of a column.
    assert_eq!(list.lines().count() - 1, theorems().len());
    let project = read("proofs/rocq/_CoqProject");
    let built: BTreeSet<&str> = project.lines().collect();
    for theorem in theorems() {
        assert!(built.contains(theorem.file), "{} is not in _CoqProject", theorem.file);
        let source = read(&format!("proofs/rocq/{}", theorem.file));
        assert!(states(&source, theorem.name), "{} states no {}", theorem.file, theorem.name);
        assert!(!theorem.statement.is_empty() && !theorem.hypotheses.is_empty(), "{theorem:?}");
        let (text, begins) = (theorem.text(), format!(".{}\n     : ", theorem.name));
        assert!(
            text.contains(&begins) && !text.contains("## ") && !text.contains("(F:=F)"),
            "{}: {text}",
            theorem.name
        );
        let brackets = |open: char, close: char| (text.matches(open).count(), text.matches(close).count());
        let (round, square) = (brackets('(', ')'), brackets('[', ']'));
        assert!(round.0 == round.1 && square.0 == square.1, "{}: {text}", theorem.name);
    }
    let names: BTreeSet<_> = theorems().iter().map(|t| (t.file, t.name)).collect();
    assert_eq!(names.len(), theorems().len(), "a theorem is listed twice");
}

#[test]
fn claims_and_theorems_name_each_other() {
    let known: BTreeSet<&str> = CLAIMS.iter().map(|claim| claim.name).collect();
    for theorem in theorems() {
        for claim in &theorem.claims {
            assert!(known.contains(claim), "{} belongs to {claim:?}, which is no claim", theorem.name);
        }
    }
    for claim in CLAIMS {
        match (formal::of(claim.name).is_empty(), claim.without_theorem()) {
            (true, None) => panic!(
                "{} has no line in proofs/rocq/headline.tsv: add one, or say why in `Tag::WithoutTheorem`",
                claim.name
            ),
            (false, Some(_)) => panic!("{} has theorems: take out its `Tag::WithoutTheorem`", claim.name),
            (_, reason) => assert_ne!(reason, Some("")),
        }
    }
}

#[test]
fn the_audit_records_the_statement_of_every_headline_theorem() {
    let recorded = read("proofs/rocq/audit/statements.txt");
    let heads: BTreeSet<&str> = recorded.lines().filter_map(|line| line.strip_prefix("## ")).collect();
    let expected: Vec<String> = theorems().iter().map(formal::Theorem::node).collect();
    assert_eq!(heads, expected.iter().map(String::as_str).collect());
}

/// The SHA-256 of a file, as `sha256sum` prints it.
fn digest(path: &str) -> String {
    Sha256::digest(read(path)).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_verdict_was_recorded_for_these_files() {
    let verdict: Value = serde_json::from_str(&read("proofs/rocq/audit/verdict.json")).expect("a verdict");
    let recorded = verdict["sources_sha256"].as_object().expect("the hashes of the sources");
    let project = read("proofs/rocq/_CoqProject");
    let sources: BTreeSet<&str> = project.lines().filter(|line| line.ends_with(".v")).collect();
    assert_eq!(recorded.keys().map(String::as_str).collect::<BTreeSet<_>>(), sources);
    for (source, hash) in recorded {
        assert_eq!(
            hash.as_str(),
            Some(digest(&format!("proofs/rocq/{source}")).as_str()),
            "{source} changed: make -C proofs/rocq record"
        );
    }
    let listed = verdict["theorems"].as_array().expect("the theorems");
    assert_eq!(listed.len(), theorems().len());
    for (entry, theorem) in listed.iter().zip(theorems()) {
        let name = theorem.node();
        assert_eq!(entry["name"].as_str(), Some(name.as_str()));
        let challenge = digest(&format!("proofs/rocq/challenge/{name}.v"));
        assert_eq!(entry["statement_sha256"].as_str(), Some(challenge.as_str()), "{name}");
    }
}

/// The digest of the list of digests, as `sha256sum FILES | sha256sum` prints it.
fn digest_of_sources() -> String {
    let project = read("proofs/rocq/_CoqProject");
    let sources = project.lines().filter(|line| line.ends_with(".v"));
    let list: String = sources.map(|file| format!("{}  {file}\n", digest(&format!("proofs/rocq/{file}")))).collect();
    Sha256::digest(list).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn the_dependency_graph_was_recorded_for_these_files() {
    let recorded: Value = serde_json::from_str(&read("proofs/rocq/audit/dependencies.json")).expect("a graph");
    assert_eq!(
        recorded["sources_sha256"].as_str(),
        Some(digest_of_sources().as_str()),
        "a source changed: make -C proofs/rocq record"
    );
}

/// What is wrong with the graph: a theorem or a definition of the verdict that it does not have, a
/// name that it uses and does not explain, a name that its file does not hold, a node that no
/// theorem needs, files in a circle.
fn graph_defects(graph: &Dependencies) -> Vec<String> {
    let mut defects = vec![];
    let known = |node: &str| graph.lemmas.contains_key(node) || graph.definitions.contains_key(node);
    for (node, definitions) in trusted() {
        if !graph.lemmas.contains_key(node) {
            defects.push(format!("no lemma {node}"));
        }
        let theorem = theorems().into_iter().find(|theorem| theorem.node() == node);
        let below = graph.below(&theorem);
        let missing = definitions.iter().filter(|definition| !below.contains(**definition));
        defects.extend(missing.map(|definition| format!("{node} rests on {definition}, the graph does not say so")));
    }
    for (node, uses) in graph.lemmas.iter().chain(&graph.definitions) {
        let (module, name) = node.rsplit_once('.').expect("a file and a name");
        let source = read(&format!("proofs/rocq/{}.v", module.replace('.', "/")));
        let base = ["_ind", "_rect", "_rec", "_sind"].iter().find_map(|end| name.strip_suffix(end)).unwrap_or(name);
        if !source.contains(base) {
            defects.push(format!("{module} has no {name}"));
        }
        defects.extend(
            uses.iter().filter(|used| !known(used)).map(|used| format!("{node} uses {used}, which is no node")),
        );
    }
    let all = graph.below(&theorems());
    if all.len() != graph.lemmas.len() + graph.definitions.len() {
        defects.push("a node that no theorem needs".into());
    }
    let files = graph.files(&all);
    if files.iter().map(|file| file.lemmas.len() + file.definitions.len()).sum::<usize>() != all.len() {
        defects.push("files in a circle".into());
    }
    defects
}

#[test]
fn the_dependency_graph_holds_every_theorem_down_to_its_definitions() {
    let graph = Dependencies::recorded();
    assert_eq!(graph_defects(&graph), Vec::<String>::new());
    // It can see: a definition taken out, a name that is nowhere.
    let mut without = graph.clone();
    without.definitions.remove("definitions.mS").expect("a definition");
    assert!(graph_defects(&without).iter().any(|defect| defect.contains("uses definitions.mS, which is no node")));
    let mut false_name = graph;
    false_name.lemmas.insert("definitions.no_such_lemma", vec![]);
    let defects = graph_defects(&false_name);
    assert!(defects.contains(&"definitions has no no_such_lemma".into()) && defects.len() == 2, "{defects:?}");
}

#[test]
fn the_table_in_the_readme_is_the_generated_one() {
    let readme = read("proofs/README.md");
    let (_, rest) =
        readme.split_once("<!-- table: cargo run --example formal_table -->\n").expect("the mark before it");
    let (table, _) = rest.split_once("<!-- end of table -->").expect("the mark after it");
    assert_eq!(table, formal::table(), "write it anew: cargo run --example formal_table");
}

/// What is wrong with the rows: names of no claim or no theorem, claims of the paper in no row,
/// equations in no row or in two, items that say they are covered by nothing.
fn coverage_defects() -> Vec<String> {
    let mut defects = vec![];
    let known = theorems();
    for item in coverage::ITEMS {
        let no_claim = item.claims.iter().filter(|name| CLAIMS.iter().all(|claim| claim.name != **name));
        defects.extend(no_claim.map(|name| format!("{}: {name} is no claim", item.name)));
        let no_theorem = item.theorems.iter().filter(|name| known.iter().all(|theorem| theorem.name != **name));
        defects.extend(no_theorem.map(|name| format!("{}: {name} is no headline theorem", item.name)));
        match item.covered {
            coverage::Covered::No(_) if !item.claims.is_empty() => {
                defects.push(format!("{}: covered after all", item.name))
            }
            coverage::Covered::Yes if item.claims.is_empty() => defects.push(format!("{}: by no claim", item.name)),
            _ => {}
        }
    }
    for claim in CLAIMS.iter().filter(|claim| jerc::claims::is_of_paper(claim.name)) {
        if coverage::ITEMS.iter().all(|item| !item.claims.contains(&claim.name)) {
            defects.push(format!("{} is in no row", claim.name));
        }
    }
    for number in 1..=93 {
        let rows =
            coverage::ITEMS.iter().flat_map(|item| item.equations).filter(|(a, b)| (*a..=*b).contains(&number)).count();
        if rows != 1 {
            defects.push(format!("({number}) is in {rows} rows"));
        }
    }
    defects
}

#[test]
fn the_coverage_has_every_item_of_the_paper_and_names_only_what_exists() {
    assert_eq!(coverage_defects(), Vec::<String>::new());
    let names: String = coverage::ITEMS.iter().map(|item| item.name).collect::<Vec<_>>().join("\n");
    for item in ["Lemma B.1", "Theorem 3.1", "Theorem 3.2", "Remark 4.1", "Corollary 4.5", "Table 1"] {
        assert!(names.contains(item), "{item}");
    }
    for number in ["4.2", "4.3", "4.4"] {
        assert!(names.contains(&format!("Proposition {number} ")), "{number}");
    }
    for section in ["3", "4.1", "4.4", "5.1", "5.2", "D.1", "D.2", "D.3"] {
        assert!(
            names.contains(&format!("section {section}")) || names.contains(&format!("sections {section}")),
            "{section}"
        );
    }
    for figure in 1..=10 {
        let rows = names.lines().filter(|name| {
            let of_figures = name.split_once("Figure").map_or("", |(_, rest)| rest);
            let of_figures = of_figures.split("section").next().unwrap_or_default();
            of_figures.split(|c: char| !c.is_ascii_digit()).any(|word| word == figure.to_string())
        });
        assert!(rows.count() >= 1, "Figure {figure}");
    }
}

#[test]
fn the_table_of_the_coverage_is_the_generated_one() {
    let page = read("docs/COVERAGE.md");
    let (_, rest) =
        page.split_once("<!-- table: cargo run --example coverage_table -->\n").expect("the mark before it");
    let (table, _) = rest.split_once("<!-- end of table -->").expect("the mark after it");
    assert_eq!(table, coverage::table(), "write it anew: cargo run --example coverage_table");
}

#[test]
fn a_theorem_is_found_by_its_whole_name_only() {
    assert!(states("Theorem abc (x : nat) :", "abc") && states("Lemma a_b' : P.", "a_b'"));
    assert!(
        !states("Theorem abcd :", "abc") && !states("(* Theorem abc *)", "abc") && !states("Definition abc", "abc")
    );
}
