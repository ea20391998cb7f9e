//! How everything hangs together, as a page beside the report: from the definitions through the
//! lemmas to the theorems of each statement, as Coq recorded them, and from the statement to its
//! comparisons, snapshots, figures and commands. Without a script; the drawings are lists with arcs.

use super::arcs::{Kind, Line, drawing};
use super::figures::FigureFiles;
use super::{PAGE, Summary, html};
use crate::claims::dependencies::{Dependencies, File, trusted};
use crate::claims::{Claim, Route, formal, is_of_paper};
use crate::error::Result;
use minijinja::context;
use minijinja::value::Value;
use std::collections::{BTreeMap, BTreeSet};

/// The file of the page.
pub(super) const FILE: &str = "dependencies.html";

/// The kinds of evidence, in words: their mark, and what the mark means.
const LEGEND: [(Kind, &str); 8] = [
    (Kind::Proved, "proved: theorems checked by Coq"),
    (Kind::Certified, "certified: files that prove an optimum, checked by another program"),
    (Kind::Exact, "decided exactly: rational arithmetic, on instances"),
    (Kind::Measured, "measured: rounded numbers against a tolerance"),
    (Kind::Statement, "the statement"),
    (Kind::Lemma, "a file of lemmas"),
    (Kind::Definition, "a file of definitions"),
    (Kind::Other, "a snapshot, a figure, a command"),
];

/// By which mark a route is shown.
fn kind(route: Route) -> Kind {
    match route {
        Route::Exact => Kind::Exact,
        Route::Certificate => Kind::Certified,
        Route::ClosedForm | Route::Minimiser | Route::Sampled | Route::Decay | Route::Measured => Kind::Measured,
    }
}

/// "3 lemmas", "1 lemma"; nothing of none.
fn count(number: usize, what: &str) -> Option<String> {
    (number > 0).then(|| format!("{number} {what}{}", if number == 1 { "" } else { "s" }))
}

/// The page of a report.
pub(super) fn page(summary: &Summary, figures: &[FigureFiles]) -> Result<String> {
    let (graph, trusted) = (Dependencies::recorded(), trusted());
    let sections: Vec<Value> =
        summary.claims.iter().map(|claim| section(claim, summary, figures, &graph, &trusted)).collect();
    let legend = LEGEND.map(|(kind, words)| (Value::from_safe_string(kind.legend()), words));
    let proved: BTreeSet<String> =
        summary.claims.iter().flat_map(|claim| formal::of(claim.statement.name)).map(|t| t.node()).collect();
    html::render_template(
        include_str!("dependencies.html"),
        context! {
            version => summary.version,
            report => PAGE,
            overview => Value::from_safe_string(overview(summary, &graph)),
            lemmas => graph.lemmas.len(),
            definitions => graph.definitions.len(),
            theorems => proved.len(),
            again => formal::PROVE_AGAIN,
            minutes => formal::MINUTES,
            legend,
            sections,
        },
    )
}

/// The statements, each with how much stands behind it, and an arc where the proof of one uses a
/// theorem of another.
fn overview(summary: &Summary, graph: &Dependencies) -> String {
    let theorems: Vec<Vec<formal::Theorem>> =
        summary.claims.iter().map(|claim| formal::of(claim.statement.name)).collect();
    let own: Vec<BTreeSet<String>> = theorems.iter().map(|of| of.iter().map(formal::Theorem::node).collect()).collect();
    let lines = summary.claims.iter().enumerate().map(|(at, claim)| {
        let below = graph.below(&theorems[at]);
        let uses = |other: &usize| {
            let theirs = &own[*other];
            theirs.iter().any(|node| !own[at].contains(node) && below.contains(node.as_str()))
        };
        let of = |wanted: Kind| claim.evidence.iter().filter(|e| kind(e.route) == wanted).count();
        let parts = [
            (Kind::Proved, theorems[at].len(), "p"),
            (Kind::Certified, of(Kind::Certified), "c"),
            (Kind::Exact, of(Kind::Exact), "e"),
            (Kind::Measured, of(Kind::Measured), "m"),
        ];
        let there: Vec<_> = parts.into_iter().filter(|(_, number, _)| *number > 0).collect();
        let shown: Vec<String> = there.iter().map(|(_, number, letter)| format!("{number} {letter}")).collect();
        Line {
            kind: there.first().map_or(Kind::Other, |(kind, ..)| *kind),
            label: claim.statement.name.into(),
            link: Some(format!("#{}", claim.statement.name)),
            note: shown.join(" · "),
            from: (0..at).filter(uses).collect(),
        }
    });
    drawing(&lines.collect::<Vec<_>>(), "Statements, and which proofs use theorems of which")
}

/// What the page shows of one statement.
fn section(
    claim: &Claim,
    summary: &Summary,
    figures: &[FigureFiles],
    graph: &Dependencies,
    trusted: &BTreeMap<&str, Vec<&str>>,
) -> Value {
    let statement = claim.statement;
    let theorems = formal::of(statement.name);
    let own: BTreeSet<String> = theorems.iter().map(formal::Theorem::node).collect();
    let files = graph.files(&graph.below(&theorems));
    let shown: Vec<&FigureFiles> = figures.iter().filter(|f| f.claims.contains(&statement.name)).collect();
    let mut lines: Vec<Line> = files.iter().map(|file| line_of(file, &own, statement.name)).collect();
    let proofs: Vec<usize> = (0..lines.len()).filter(|at| lines[*at].kind == Kind::Proved).collect();
    let root = lines.len();
    let mut add = |kind, label: String, link: Option<String>, note: String, from: Vec<usize>| {
        lines.push(Line { kind, label, link, note, from });
        lines.len() - 1
    };
    add(Kind::Statement, statement.name.into(), Some(format!("{PAGE}#{}", statement.name)), String::new(), proofs);
    let mut routes: Vec<Route> = vec![];
    for evidence in &claim.evidence {
        if !routes.contains(&evidence.route) {
            routes.push(evidence.route);
        }
    }
    for route in routes {
        let of: Vec<_> = claim.evidence.iter().filter(|e| e.route == route).collect();
        let holds = of.iter().all(|e| e.holds());
        let note =
            format!("{}{}", count(of.len(), "comparison").unwrap_or_default(), if holds { "" } else { ", FAILED" });
        add(kind(route), route.name().into(), Some(format!("{PAGE}#{}", statement.name)), note, vec![root]);
    }
    for snapshot in statement.snapshots {
        add(Kind::Other, format!("snapshots/{snapshot}.snap"), None, "numbers pinned".into(), vec![root]);
    }
    for figure in &shown {
        let at =
            add(Kind::Other, figure.name.clone(), Some(format!("{PAGE}#{}", figure.name)), "figure".into(), vec![root]);
        let words: Vec<&str> = figure.command.split(" --").collect();
        add(Kind::Other, words[0].into(), None, "command".into(), vec![at]);
    }
    add(Kind::Other, format!("jerc verify --only {}", statement.name), None, "command".into(), vec![root]);
    // A path is an anchor too, in which a slash is not to be escaped.
    let rows = files.iter().map(|file| {
        let path = Value::from_safe_string(file.path.clone());
        (path, last(&file.lemmas, &own), last(&file.definitions, &own))
    });
    let of_theorem = theorems.iter().map(|theorem| {
        let node = theorem.node();
        let uses: Vec<&str> = graph.direct(&node).iter().copied().filter(|u| graph.lemmas.contains_key(u)).collect();
        let trust = trusted.get(node.as_str()).map_or(&[][..], Vec::as_slice);
        context! { name => theorem.name, file => theorem.file, statement => html::set(theorem.statement), uses => uses.join(", "), trust => trust.join(", ") }
    });
    context! {
        name => statement.name,
        open => is_of_paper(statement.name),
        source => statement.source,
        about => html::set(statement.about),
        without => statement.without_theorem(),
        svg => Value::from_safe_string(drawing(&lines, &format!("What {} rests on", statement.name))),
        files => rows.collect::<Vec<_>>(),
        theorems => of_theorem.collect::<Vec<_>>(),
        commands => [summary.command_of(statement.name)].into_iter().chain(shown.iter().map(|f| f.command.clone())).collect::<Vec<_>>(),
    }
}

/// A file as a line of the drawing; it leads to the names that are needed of it.
fn line_of(file: &File, own: &BTreeSet<String>, statement: &str) -> Line {
    let theorems = file.lemmas.iter().filter(|node| own.contains(**node)).count();
    let lemmas = file.lemmas.len() - theorems;
    let kind = match (theorems, lemmas) {
        (1.., _) => Kind::Proved,
        (0, 1..) => Kind::Lemma,
        (0, 0) => Kind::Definition,
    };
    let parts = [count(theorems, "theorem"), count(lemmas, "lemma"), count(file.definitions.len(), "def")];
    let note = parts.into_iter().flatten().take(2).collect::<Vec<_>>().join(", ");
    Line {
        kind,
        label: file.path.clone(),
        link: Some(format!("#{statement}-{}", file.path)),
        note,
        from: file.uses.clone(),
    }
}

/// The last names of nodes, without those of `but`.
fn last(nodes: &[&str], but: &BTreeSet<String>) -> String {
    let names = nodes.iter().filter(|node| !but.contains(**node));
    names.filter_map(|node| node.rsplit('.').next()).collect::<Vec<_>>().join(", ")
}
