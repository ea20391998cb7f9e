//! Reads Rust source as text: which modules there are, and which paths the code of each one names.
//!
//! A parser would know more, but not more about paths: what is needed are `use` trees and paths
//! that start with `crate`, `super`, `self` or a child module. Comments, strings and everything
//! under `#[cfg(test)]` are taken out first. What a scan cannot see: methods called on values, and
//! paths that a macro puts together.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A module by its path below the crate: `["linalg", "exact"]`.
pub type Module = Vec<String>;

/// A path that the code of a module names, absolute below the crate.
#[derive(Debug, Clone, PartialEq)]
pub struct Named {
    /// `crate::a::B` is `["a", "B"]`; a glob ends with `*`.
    pub path: Vec<String>,
    /// Under `use`: the name that it gets in this module.
    pub alias: Option<String>,
    /// `pub use` in any form, which only hands a name on.
    pub exported: bool,
    /// Counted from 1.
    pub line: usize,
}

/// The source of a module without comments, strings and tests, and the paths in it.
#[derive(Debug)]
pub struct Source {
    /// Below `src/`.
    pub file: String,
    /// Code only.
    pub code: String,
    /// In order.
    pub names: Vec<Named>,
    /// Every word outside of `use` and `mod` declarations.
    pub words: BTreeSet<String>,
}

/// All modules below `src/`, without `main.rs` and the files of tests.
pub fn crate_sources(src: &Path) -> BTreeMap<Module, Source> {
    let text = |file: &String| std::fs::read_to_string(src.join(file)).expect("a source file is UTF-8");
    let files = walk(src, ".rs").into_iter().filter(|file| file != "main.rs");
    sources(&files.map(|file| (file.clone(), text(&file))).collect::<Vec<_>>())
}

/// The same from (file below `src/`, text).
pub fn sources(texts: &[(String, String)]) -> BTreeMap<Module, Source> {
    let mut tests = BTreeSet::new();
    let mut stripped = Vec::new();
    for (file, text) in texts {
        let (code, of_tests) = without_tests(&code(text), file);
        tests.extend(of_tests);
        stripped.push((file, code));
    }
    let mut modules: BTreeMap<Module, Source> = stripped
        .into_iter()
        .filter(|(file, _)| !tests.contains(*file))
        .map(|(file, code)| {
            let words = words(&code);
            (module_of(file), Source { file: file.clone(), code, names: Vec::new(), words })
        })
        .collect();
    let known: BTreeSet<Module> = modules.keys().cloned().collect();
    for (module, source) in &mut modules {
        source.names = named(&source.code, module, &known);
    }
    modules
}

/// Files below a folder with an ending, sorted, with `/` between; build folders are left out.
pub fn walk(top: &Path, ending: &str) -> Vec<String> {
    let (mut files, mut folders) = (Vec::new(), vec![top.to_path_buf()]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).expect("a folder of sources") {
            let path = entry.expect("an entry of a folder").path();
            if path.is_dir() && path.file_name().is_some_and(|name| name != "target") {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                let below = path.strip_prefix(top).expect("below the folder");
                files.push(below.iter().map(|p| p.to_string_lossy()).collect::<Vec<_>>().join("/"));
            }
        }
    }
    files.sort();
    files
}

/// `moments/mod.rs` is `["moments"]`, `lib.rs` is `[]`.
fn module_of(file: &str) -> Module {
    let stem = file.trim_end_matches(".rs").trim_end_matches("/mod");
    if stem == "lib" { Vec::new() } else { stem.split('/').map(String::from).collect() }
}

/// Blanks comments and the insides of strings and character literals; lines stay where they are.
/// The string of `#[path = "..."]` stays: it says where a module of tests is.
pub fn code(text: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let mut out = String::with_capacity(text.len());
    let at = |i: usize| chars.get(i).copied().unwrap_or('\0');
    let mut i = 0;
    while i < chars.len() {
        let start = i;
        let hashes = chars[(i + 1).min(chars.len())..].iter().take_while(|&&c| c == '#').count();
        let after_word = i > 0 && is_word(chars[i - 1]) && !(chars[i - 1] == 'b' && (i < 2 || !is_word(chars[i - 2])));
        if at(i) == '/' && at(i + 1) == '/' {
            i += chars[i..].iter().take_while(|&&c| c != '\n').count();
        } else if at(i) == '/' && at(i + 1) == '*' {
            let mut depth = 0;
            loop {
                match (at(i), at(i + 1)) {
                    ('/', '*') => (depth, i) = (depth + 1, i + 2),
                    ('*', '/') => (depth, i) = (depth - 1, i + 2),
                    _ => i += 1,
                }
                if depth == 0 || i >= chars.len() {
                    break;
                }
            }
        } else if at(i) == 'r' && at(i + 1 + hashes) == '"' && !after_word {
            let closed = |j: usize| at(j) == '"' && (1..=hashes).all(|h| at(j + h) == '#');
            i += 2 + hashes;
            while i < chars.len() && !closed(i) {
                i += 1;
            }
            i += 1 + hashes;
        } else if at(i) == '"' || (at(i) == '\'' && (at(i + 1) == '\\' || at(i + 2) == '\'')) {
            let quote = at(i);
            i += 1;
            while i < chars.len() && at(i) != quote {
                i += if at(i) == '\\' { 2 } else { 1 };
            }
            i += 1;
            if out.trim_end().ends_with("path =") {
                out.extend(&chars[start..i.min(chars.len())]);
                continue;
            }
        } else {
            out.push(chars[i]);
            i += 1;
            continue;
        }
        out.extend(chars[start..i.min(chars.len())].iter().map(|&c| if c == '\n' { '\n' } else { ' ' }));
    }
    out
}

/// Blanks every item under `#[cfg(test)]`, and names the files of the modules among them.
fn without_tests(code: &str, file: &str) -> (String, Vec<String>) {
    const MARK: &str = "#[cfg(test)]";
    let (mut code, mut files) = (code.to_string(), Vec::new());
    while let Some(start) = code.find(MARK) {
        let (mut depth, mut end) = (0, code.len());
        for (i, c) in code[start..].char_indices() {
            match c {
                '{' | '(' | '[' => depth += 1,
                '}' | ')' | ']' => depth -= 1,
                _ => {}
            }
            if depth == 0 && (c == ';' || c == '}') {
                end = start + i + 1;
                break;
            }
        }
        let item = code[start + MARK.len()..end].to_string();
        if let Some(name) = item.trim_end_matches(';').split_once("mod ").map(|(_, name)| name.trim()) {
            let folder = file.rsplit_once('/').map_or(String::new(), |(folder, _)| format!("{folder}/"));
            let stem = file.rsplit('/').next().unwrap_or(file).trim_end_matches(".rs");
            let own = if ["mod", "lib"].contains(&stem) { folder.clone() } else { format!("{folder}{stem}/") };
            match item.split('"').nth(1) {
                Some(path) => files.push(format!("{folder}{path}")),
                None if item.ends_with(';') => files.extend([format!("{own}{name}.rs"), format!("{own}{name}/mod.rs")]),
                None => {}
            }
        }
        let blank = code[start..end].chars().map(|c| if c == '\n' { '\n' } else { ' ' }).collect::<String>();
        code.replace_range(start..end, &blank);
    }
    (code, files)
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Words, `::`, and single other characters, each with its line.
fn tokens(code: &str) -> Vec<(String, usize)> {
    let (mut found, mut line): (Vec<(String, usize)>, usize) = (Vec::new(), 1);
    let mut chars = code.chars().peekable();
    while let Some(c) = chars.next() {
        if c == '\n' {
            line += 1;
        } else if is_word(c) {
            let mut word = c.to_string();
            while let Some(next) = chars.next_if(|&n| is_word(n)) {
                word.push(next);
            }
            found.push((word, line));
        } else if c == ':' && chars.next_if_eq(&':').is_some() {
            found.push(("::".into(), line));
        } else if !c.is_whitespace() {
            found.push((c.to_string(), line));
        }
    }
    found
}

/// The words that a module uses, not those it imports or declares.
fn words(code: &str) -> BTreeSet<String> {
    let (mut found, mut declares) = (BTreeSet::new(), false);
    for (word, _) in tokens(code) {
        declares = if declares { word != ";" && word != "}" } else { word == "use" || word == "mod" };
        if !declares {
            found.insert(word);
        }
    }
    found
}

/// All paths into this crate in the code of a module, `use` trees spread out.
pub fn named(code: &str, module: &[String], known: &BTreeSet<Module>) -> Vec<Named> {
    let tokens = tokens(code);
    let word = |i: usize| tokens.get(i).map_or("", |(t, _)| t.as_str());
    let before = |i: usize| i.checked_sub(1).map_or("", word);
    let mut found = Vec::new();
    // Inline modules: the depth of braces at which each one ends.
    let (mut here, mut ends, mut depth) = (module.to_vec(), Vec::new(), 0);
    let mut i = 0;
    while i < tokens.len() {
        match word(i) {
            "{" => depth += 1,
            "}" => {
                depth -= 1;
                if ends.last() == Some(&depth) {
                    ends.pop();
                    here.pop();
                }
            }
            "mod" if word(i + 2) == "{" => {
                here.push(word(i + 1).to_string());
                ends.push(depth);
            }
            first if before(i) != "::" && before(i) != "." && before(i) != "in" => {
                let imported = before(i) == "use";
                let exported = imported && (before(i - 1) == "pub" || before(i - 1) == ")");
                let child: Module = here.iter().cloned().chain([first.to_string()]).collect();
                let follows = word(i + 1) == "::" || (imported && [";", "as"].contains(&word(i + 1)));
                let rooted = ["crate", "super", "self"].contains(&first);
                if follows && (rooted || known.contains(&child)) {
                    let (line, mut leaves) = (tokens[i].1, Vec::new());
                    i = tree(&tokens, i, &mut Vec::new(), &mut leaves);
                    for (path, renamed) in leaves {
                        if let Some(path) = absolute(&path, &here) {
                            let alias = renamed.or_else(|| path.last().cloned()).filter(|_| imported);
                            found.push(Named { path, alias, exported, line });
                        }
                    }
                    continue;
                }
            }
            _ => {}
        }
        i += 1;
    }
    found
}

/// Spreads `a::{b, c::d as e}` from token `i` on; returns the first token after it.
fn tree(
    tokens: &[(String, usize)],
    mut i: usize,
    prefix: &mut Vec<String>,
    leaves: &mut Vec<(Vec<String>, Option<String>)>,
) -> usize {
    let word = |i: usize| tokens.get(i).map_or("", |(t, _)| t.as_str());
    let depth = prefix.len();
    loop {
        if word(i) == "{" {
            i += 1;
            while word(i) != "}" && i < tokens.len() {
                i = tree(tokens, i, prefix, leaves);
                i += usize::from(word(i) == ",");
            }
            i += 1;
            break;
        }
        prefix.push(word(i).to_string());
        i += 1;
        let goes_on = word(i) == "::" && (word(i + 1) == "{" || word(i + 1) == "*" || is_name(word(i + 1)));
        if !goes_on {
            let renamed = (word(i) == "as").then(|| word(i + 1).to_string());
            i += if renamed.is_some() { 2 } else { 0 };
            leaves.push((prefix.clone(), renamed));
            break;
        }
        i += 1;
    }
    prefix.truncate(depth);
    i
}

fn is_name(word: &str) -> bool {
    word.chars().next().is_some_and(|c| c.is_alphabetic() || c == '_')
}

/// A path below the crate, from where it is written; a final `self` is the module itself.
fn absolute(path: &[String], here: &[String]) -> Option<Vec<String>> {
    let mut base = here.to_vec();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => (base, rest) = (Vec::new(), &path[1..]),
        "self" => rest = &path[1..],
        _ => {}
    }
    while rest.first().is_some_and(|s| s == "super") {
        base.pop()?;
        rest = &rest[1..];
    }
    base.extend(rest.iter().filter(|s| *s != "self").cloned());
    Some(base)
}
