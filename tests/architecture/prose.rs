//! What rustfmt does not look after: the width of comments and of Markdown, the length of files.

use crate::scan::walk;
use crate::{none, root};
use std::process::Command;

/// rustfmt's own width: where it leaves a comment alone, this is the last that fits.
const COMMENT_COLUMNS: usize = 120;
const MARKDOWN_COLUMNS: usize = 100;
const FILE_LINES: usize = 400;

/// Written by programs, and compared with what they write by other tests.
const GENERATED: [&str; 1] = ["proofs/ERRATA.md"];

/// What git knows or would add; nothing outside of a repository (a downloaded archive).
fn known_to_git() -> Option<Vec<String>> {
    let arguments = ["ls-files", "--cached", "--others", "--exclude-standard", "-z"];
    let listed = Command::new("git").arg("-C").arg(root()).args(arguments).output().ok()?;
    let names = String::from_utf8(listed.stdout).ok()?;
    let names: Vec<String> = names.split_terminator('\0').map(String::from).collect();
    (listed.status.success() && !names.is_empty()).then_some(names)
}

/// All files of the project with an ending, below the checkout, and their texts. What git ignores
/// was made by a build.
fn files(ending: &str) -> Vec<(String, String)> {
    let mut found: Vec<String> = Vec::new();
    for folder in ["src", "tests", "benches", "examples", "docs", "proofs", "python"] {
        let below = root().join(folder);
        if below.is_dir() {
            found.extend(walk(&below, ending).into_iter().map(|file| format!("{folder}/{file}")));
        }
    }
    let top = std::fs::read_dir(root()).expect("the checkout").map(|entry| entry.expect("an entry").file_name());
    found.extend(top.filter_map(|name| name.into_string().ok()).filter(|name| name.ends_with(ending)));
    if let Some(known) = known_to_git() {
        found.retain(|file| known.contains(file));
    }
    assert!(!found.is_empty(), "no {ending} file");
    let text = |file: &String| std::fs::read_to_string(root().join(file)).expect("a source file is UTF-8");
    found.into_iter().map(|file| (file.clone(), text(&file))).collect()
}

/// Lines of comments beyond the width: (line, columns).
fn wide_comments(text: &str) -> Vec<(usize, usize)> {
    let comments = text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("//"));
    comments.map(|(i, line)| (i + 1, line.chars().count())).filter(|(_, width)| *width > COMMENT_COLUMNS).collect()
}

/// Lines of Markdown beyond the width, outside of tables and of code, fenced or indented; targets of
/// links do not count.
fn wide_markdown(text: &str) -> Vec<(usize, usize)> {
    let (mut fenced, mut found) = (false, Vec::new());
    for (i, line) in text.lines().enumerate() {
        let fence = line.trim_start().starts_with("```");
        fenced ^= fence;
        let width = without_targets(line).chars().count();
        let exempt = fenced || fence || line.starts_with("    ") || line.trim_start().starts_with('|');
        if !exempt && width > MARKDOWN_COLUMNS {
            found.push((i + 1, width));
        }
    }
    found
}

/// A line without the targets of its links: `[text](target)` becomes `[text]`, an address nothing.
fn without_targets(line: &str) -> String {
    let mut pieces = line.split("](");
    let first = pieces.next().unwrap_or_default().to_string();
    let text = pieces.fold(first, |so_far, piece| so_far + "]" + piece.split_once(')').map_or("", |(_, rest)| rest));
    text.split(' ').filter(|word| !word.contains("://")).collect::<Vec<_>>().join(" ")
}

/// The files of this project that a page names in backticks, from the checkout on.
fn named_files(text: &str) -> Vec<&str> {
    let tops = ["src/", "tests/", "docs/", "proofs/", "snapshots/", "examples/", "benches/", ".ci/", ".cargo/"];
    let spans = text.split('`').skip(1).step_by(2);
    spans
        .filter(|span| {
            tops.iter().any(|top| span.starts_with(top))
                && !span.contains([' ', '*', ':', '<'])
                && !span.contains("NAME")
        })
        .collect()
}

fn report(files: Vec<(String, String)>, wide: fn(&str) -> Vec<(usize, usize)>) -> Vec<String> {
    let all = files.iter().flat_map(|(file, text)| wide(text).into_iter().map(move |(l, w)| (file, l, w)));
    all.map(|(file, line, width)| format!("{file}:{line}: {width} columns")).collect()
}

#[test]
fn comments_fit() {
    none("comments of more than 120 columns", report(files(".rs"), wide_comments));
}

#[test]
fn markdown_fits() {
    let mut pages = files(".md");
    pages.retain(|(file, _)| !GENERATED.contains(&file.as_str()));
    none("lines of Markdown of more than 100 columns", report(pages, wide_markdown));
}

#[test]
fn pages_name_files_that_are_there() {
    let all = files(".md").into_iter().filter(|(file, _)| !file.starts_with("CHANGELOG"));
    let missing = all.flat_map(|(page, text)| {
        let gone = named_files(&text).into_iter().filter(|name| !root().join(name).exists()).map(String::from);
        gone.map(|name| format!("{page}: {name}")).collect::<Vec<_>>()
    });
    none("files that a page names, and that are not there", missing.collect());
}

#[test]
fn no_file_is_long() {
    // A challenge is generated: a statement with all definitions below it.
    let written = [".rs", ".v"].map(files).into_iter().flatten().filter(|(file, _)| !file.contains("/challenge/"));
    let long = written.map(|(file, text)| (file, text.lines().count()));
    let found = long.filter(|(_, lines)| *lines > FILE_LINES).map(|(file, lines)| format!("{file}: {lines} lines"));
    none("files of more than 400 lines", found.collect());
}

#[test]
fn widths_are_counted_as_a_reader_sees_them() {
    let wide = "η".repeat(118);
    assert_eq!(wide_comments(&format!("let x = 1;\n    // {wide}\n// {}", &wide[2..])), [(2, 125)]);
    assert_eq!(wide_comments(&format!("let s = \"{wide}{wide}\";")), []);
    let text = "word ".repeat(21);
    assert_eq!(wide_markdown(&format!("# head\n{text}\n| {text} |\n```sh\n{text}\n```\n{text}")), [(2, 105), (7, 105)]);
    let link = format!("{} [page]({}) and https://{}/", "word ".repeat(10), "a/".repeat(60), "b".repeat(90));
    assert_eq!(wide_markdown(&link), []);
    assert_eq!(named_files("`src/a.rs` src/b.rs `cargo test src/c.rs` `src/**` `docs/`"), ["src/a.rs", "docs/"]);
}
