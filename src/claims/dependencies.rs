//! What the headline theorems rest on, lemma by lemma down to the definitions:
//! `proofs/rocq/audit/dependencies.json`, read at compile time.
//!
//! Coq wrote it from the terms that its kernel has checked (`make record` in `proofs/rocq`). A node
//! is a constant or an inductive type of the development, named by its file and its own name,
//! `library.kyfan.ky_fan`. What belongs to MathComp or to the standard library is left out.

use super::formal::Theorem;
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

const RECORDED: &str = include_str!("../../proofs/rocq/audit/dependencies.json");
const VERDICT: &str = include_str!("../../proofs/rocq/audit/verdict.json");

/// Who uses whom.
#[derive(Debug, Clone, Default, Deserialize)]
pub struct Dependencies {
    /// What has a proof, opaque to whoever uses it, with what its statement and its proof mention.
    #[serde(borrow)]
    pub lemmas: BTreeMap<&'static str, Vec<&'static str>>,
    /// What has a value that others can see, with what its type and its value mention.
    #[serde(borrow)]
    pub definitions: BTreeMap<&'static str, Vec<&'static str>>,
}

/// A file of the development, as far as it is needed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct File {
    /// Its path below `proofs/rocq`.
    pub path: String,
    /// What is needed of its lemmas.
    pub lemmas: Vec<&'static str>,
    /// What is needed of its definitions.
    pub definitions: Vec<&'static str>,
    /// The files before it that it uses, without those that one of these uses already.
    pub uses: Vec<usize>,
}

impl Dependencies {
    /// The recorded ones; empty if they cannot be read, which `tests/formal.rs` would notice.
    pub fn recorded() -> Self {
        serde_json::from_str(RECORDED).unwrap_or_default()
    }

    /// What a node mentions itself.
    pub fn direct(&self, node: &str) -> &[&'static str] {
        self.lemmas.get(node).or_else(|| self.definitions.get(node)).map_or(&[], Vec::as_slice)
    }

    /// The nodes of theorems and all that these rest on, to the end.
    pub fn below<'a>(&self, theorems: impl IntoIterator<Item = &'a Theorem>) -> BTreeSet<&'static str> {
        let mut found = BTreeSet::new();
        let mut open: Vec<&'static str> = theorems
            .into_iter()
            .filter_map(|theorem| self.lemmas.get_key_value(theorem.node().as_str()).map(|(node, _)| *node))
            .collect();
        while let Some(node) = open.pop() {
            if found.insert(node) {
                open.extend(self.direct(node));
            }
        }
        found
    }

    /// Nodes by file; a file stands after those that it uses, and names no file twice.
    pub fn files(&self, nodes: &BTreeSet<&'static str>) -> Vec<File> {
        let mut by_file: BTreeMap<&str, Vec<&'static str>> = BTreeMap::new();
        for node in nodes {
            by_file.entry(module(node)).or_default().push(node);
        }
        let used = |file: &str| -> BTreeSet<&str> {
            let mentioned = by_file[file].iter().flat_map(|node| self.direct(node));
            mentioned.map(|node| module(node)).filter(|other| *other != file && by_file.contains_key(other)).collect()
        };
        let mut left: BTreeMap<&str, BTreeSet<&str>> = by_file.keys().map(|file| (*file, used(file))).collect();
        let mut order: Vec<&str> = vec![];
        // What each file reaches, in the same order.
        let mut reached: Vec<BTreeSet<usize>> = vec![];
        let mut files = vec![];
        // Coq's files use one another in no circle.
        while let Some(next) = left.iter().find(|(_, uses)| uses.iter().all(|u| order.contains(u))).map(|(f, _)| *f) {
            let uses: BTreeSet<usize> =
                left.remove(next).into_iter().flatten().filter_map(|u| order.iter().position(|o| *o == u)).collect();
            let beyond: BTreeSet<usize> = uses.iter().flat_map(|u| reached[*u].iter().copied()).collect();
            let (lemmas, definitions) = by_file[next].iter().copied().partition(|node| self.lemmas.contains_key(node));
            let path = next.replace('.', "/") + ".v";
            files.push(File { path, lemmas, definitions, uses: uses.difference(&beyond).copied().collect() });
            reached.push(uses.union(&beyond).copied().collect());
            order.push(next);
        }
        files
    }
}

/// The file of a node, with points.
fn module(node: &str) -> &str {
    node.rsplit_once('.').map_or(node, |(file, _)| file)
}

/// The definitions below the *statement* of each theorem, by its node, as the audit recorded them: a
/// reader has to trust these, and no other.
pub fn trusted() -> BTreeMap<&'static str, Vec<&'static str>> {
    #[derive(Default, Deserialize)]
    struct Entry<'a> {
        name: &'a str,
        #[serde(borrow)]
        definitions: Vec<&'a str>,
    }
    #[derive(Default, Deserialize)]
    struct Verdict<'a> {
        #[serde(borrow)]
        theorems: Vec<Entry<'a>>,
    }
    let verdict: Verdict<'static> = serde_json::from_str(VERDICT).unwrap_or_default();
    verdict.theorems.into_iter().map(|entry| (entry.name, entry.definitions)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// t uses b and a, b uses a: the file of t names that of b alone.
    #[test]
    fn files_come_after_those_they_use_and_name_only_the_last_step() {
        let all = Dependencies {
            lemmas: [("z.a.one", vec!["d.size"]), ("y.b.two", vec!["z.a.one", "y.b.own"]), ("x.t", vec![])].into(),
            definitions: [("d.size", vec![]), ("y.b.own", vec!["d.size"])].into(),
        };
        let nodes: BTreeSet<&str> = ["z.a.one", "y.b.two", "y.b.own", "d.size"].into();
        let files = all.files(&nodes);
        let paths: Vec<_> = files.iter().map(|file| (file.path.as_str(), file.uses.clone())).collect();
        assert_eq!(paths, [("d.v", vec![]), ("z/a.v", vec![0]), ("y/b.v", vec![1])]);
        assert_eq!((&files[2].lemmas, &files[2].definitions), (&vec!["y.b.two"], &vec!["y.b.own"]));
    }
}
