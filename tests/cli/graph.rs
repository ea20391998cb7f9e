//! How the statements hang together, on the page beside a report: against what Coq has recorded and
//! against the data of the report.

use crate::pages::{between, claims, headlines, node, report, set, strings};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};

/// Names, each with those that belong to it.
type Lists = BTreeMap<String, Vec<String>>;

/// Lemmas and definitions with what each mentions, and for each theorem the definitions below its
/// statement, as the audit of the proofs recorded them.
fn recorded() -> (Lists, BTreeSet<String>, Lists) {
    let graph: Value = serde_json::from_str(include_str!("../../proofs/rocq/audit/dependencies.json")).unwrap();
    let verdict: Value = serde_json::from_str(include_str!("../../proofs/rocq/audit/verdict.json")).unwrap();
    let owned = |value: &Value| strings(value).into_iter().map(String::from).collect::<Vec<_>>();
    let of = |kind: &str| graph[kind].as_object().unwrap().iter().map(|(node, uses)| (node.clone(), owned(uses)));
    let lemmas = of("lemmas").map(|(node, _)| node).collect();
    let trusted = verdict["theorems"].as_array().unwrap().iter();
    let trusted = trusted.map(|t| (t["name"].as_str().unwrap().to_string(), owned(&t["definitions"]))).collect();
    (of("lemmas").chain(of("definitions")).collect(), lemmas, trusted)
}

#[test]
fn each_theorem_is_shown_with_what_it_rests_on() {
    let (uses, lemmas, trusted) = recorded();
    let mut rest = report().graph.as_str();
    for theorem in claims().iter().flat_map(|(name, _)| headlines(name)) {
        let node = node(theorem);
        let used: Vec<&str> = uses[&node].iter().filter(|used| lemmas.contains(*used)).map(String::as_str).collect();
        let or = |words: String, none: &str| if words.is_empty() { none.to_string() } else { words };
        let shown = format!(
            "<dt><code>{}</code></dt><dd>{}<br><span class=\"quiet\">Its statement rests on:</span> {}<br><span class=\"quiet\">Its proof uses:</span> {}</dd>",
            theorem[2],
            set(theorem[0]),
            or(trusted[&node].join(", "), "nothing of ours"),
            or(used.join(", "), "no lemma of ours")
        );
        rest = rest.split_once(&shown).unwrap_or_else(|| panic!("{shown} is not on the page")).1;
    }
    assert!(!rest.contains("Its proof uses:"));
}

/// All that a node mentions, to the end.
fn below(node: &str, uses: &Lists) -> BTreeSet<String> {
    let (mut found, mut open) = (BTreeSet::new(), uses[node].clone());
    while let Some(next) = open.pop() {
        if found.insert(next.clone()) {
            open.extend(uses[&next].iter().cloned());
        }
    }
    found
}

/// The lines of a drawing with arcs: label and note of each.
fn lines(drawing: &str) -> Vec<(String, String)> {
    let texts = |line: &str| -> Vec<String> {
        line.split("<text").skip(1).map(|text| between(text, ">", "</text>").to_string()).collect()
    };
    let marked = drawing.split(" transform=").skip(1).map(texts);
    marked.map(|texts| (texts[0].clone(), texts.get(1).cloned().unwrap_or_default())).collect()
}

/// Which line an arc comes from, and at which it ends: lines are 24 high, and the middle of the first
/// one is at 16.
fn arcs(drawing: &str) -> BTreeSet<(usize, usize)> {
    let at = |y: &str| (y.parse::<usize>().unwrap() - 16) / 24;
    let paths = drawing.split("class=\"arc\" d=\"M").skip(1).map(|rest| rest.split('"').next().unwrap());
    let ends = paths.map(|path| path.split([' ', 'C']).collect::<Vec<_>>());
    ends.map(|words| (at(words[1]), at(words[words.len() - 1]))).collect()
}

#[test]
fn the_overview_counts_what_stands_behind_a_statement_and_joins_those_that_use_it() {
    let (uses, ..) = recorded();
    let drawing =
        between(&report().graph, "aria-label=\"Statements, and which proofs use theorems of which\">", "</svg>");
    let routes = |claim: &Value, names: &[&str]| {
        claim["evidence"].as_array().unwrap().iter().filter(|e| names.contains(&e["route"].as_str().unwrap())).count()
    };
    let expected = claims().into_iter().map(|(name, claim)| {
        let parts = [
            (headlines(name).len(), "p"),
            (routes(claim, &["certificate"]), "c"),
            (routes(claim, &["exact"]), "e"),
            (routes(claim, &["closed-form", "minimiser", "sampled", "decay", "measured"]), "m"),
        ];
        let shown = parts.iter().filter(|(count, _)| *count > 0).map(|(count, letter)| format!("{count} {letter}"));
        (name.to_string(), shown.collect::<Vec<_>>().join(" · "))
    });
    assert_eq!(lines(drawing), expected.collect::<Vec<_>>());
    let own: Vec<BTreeSet<String>> =
        claims().iter().map(|(name, _)| headlines(name).into_iter().map(node).collect()).collect();
    let mut joined = BTreeSet::new();
    for (at, nodes) in own.iter().enumerate() {
        let reached: BTreeSet<String> = nodes.iter().flat_map(|node| below(node, &uses)).collect();
        joined.extend(
            (0..at)
                .filter(|from| own[*from].difference(nodes).any(|node| reached.contains(node)))
                .map(|from| (from, at)),
        );
    }
    assert!(joined.len() > 1, "{joined:?}");
    assert_eq!(arcs(drawing), joined);
}

/// A route fails on the page where one of its comparisons does; each mark means what the legend says.
#[test]
fn the_drawing_of_a_statement_has_its_routes_with_their_marks() {
    let graph = &report().graph;
    let legend = between(graph, "<ul class=\"legend\">", "</ul>");
    let meaning = |class: &str, path: &str| {
        let mark = format!("<path class=\"{class}\" d=\"{path}\"/></svg>");
        between(legend, &mark, "</li>")
    };
    let words = [("exact", "exact", "decided exactly: "), ("certificate", "certificate", "certified: ")];
    let words =
        words.into_iter().chain(["closed form", "minimiser", "drawn views", "decay", "measured"].map(|route| {
            let stored = match route {
                "closed form" => "closed-form",
                "drawn views" => "sampled",
                same => same,
            };
            (route, stored, "measured: ")
        }));
    let words: Vec<_> = words.collect();
    let mut seen = BTreeSet::new();
    for (name, claim) in claims() {
        let drawing = between(graph, &format!("aria-label=\"What {name} rests on\">"), "</svg>");
        let lines = lines(drawing);
        for (route, stored, meant) in &words {
            let of: Vec<&Value> =
                claim["evidence"].as_array().unwrap().iter().filter(|e| e["route"] == *stored).collect();
            let found: Vec<&String> = lines.iter().filter(|(label, _)| label == route).map(|(_, note)| note).collect();
            if of.is_empty() {
                assert!(found.is_empty(), "{name}: {route}");
                continue;
            }
            let failed = if of.iter().all(|e| e["holds"] == true) { "" } else { ", FAILED" };
            let plural = if of.len() == 1 { "" } else { "s" };
            assert_eq!(found, [&format!("{} comparison{plural}{failed}", of.len())], "{name}: {route}");
            let (before, _) = drawing.split_once(&format!(">{route}</text>")).unwrap();
            let (_, mark) = before.rsplit_once("<path class=\"").unwrap();
            let (class, path) = (mark.split('"').next().unwrap(), between(mark, " d=\"", "\""));
            assert!(meaning(class, path).starts_with(meant), "{route}: {}", meaning(class, path));
            seen.insert((*route, failed.is_empty()));
        }
    }
    assert!(seen.len() >= 5 && seen.contains(&("exact", false)) && seen.contains(&("exact", true)), "{seen:?}");
}
