//! The scanner and the graph, on sources and tables written here.

use crate::graph::{Graph, Table, methods};
use crate::scan::{Module, code, named, sources};
use std::collections::BTreeSet;

/// The paths in the code of module `a::b`, with children `a::b::child` and `a::sibling`.
fn paths(text: &str) -> Vec<String> {
    let known: BTreeSet<Module> =
        ["a", "a::b", "a::b::child", "a::sibling"].iter().map(|m| m.split("::").map(String::from).collect()).collect();
    named(&code(text), &["a".into(), "b".into()], &known).into_iter().map(|n| n.path.join("::")).collect()
}

fn graph(files: &[(&str, &str)]) -> Graph {
    let texts: Vec<_> = files.iter().map(|(file, text)| (file.to_string(), text.to_string())).collect();
    Graph::of(sources(&texts))
}

fn table(rows: &str) -> Table {
    Table::read(&format!("text\n\n| room | what lives there | may use |\n|---|---|---|\n{rows}\nmore text"))
        .expect(rows)
}

#[test]
fn use_trees_are_spread_out() {
    assert_eq!(paths("use crate::{x, y::z, v::{self, W as U, t::*}};"), ["x", "y::z", "v", "v::W", "v::t::*"]);
    assert_eq!(paths("pub use crate::x::Y;\npub(crate) use crate::z::V;"), ["x::Y", "z::V"]);
    assert_eq!(paths("use {crate::x::Y, std::fmt};"), ["x::Y"]);
    assert_eq!(paths("use std::{fmt, path::Path};"), [""; 0]);
}

#[test]
fn inline_paths_are_seen() {
    assert_eq!(paths("let q = crate::x::y(1) + <crate::z::V as T>::f::<crate::u::W>();"), ["x::y", "z::V", "u::W"]);
    assert_eq!(paths("let q = &crate::x::Y::<f64>::NAME;"), ["x::Y"]);
    assert_eq!(paths("macro_rules! m { () => { $crate::x::y() } }"), ["x::y"]);
    assert_eq!(paths("let q = child::f(); let r = other::child::f();"), ["a::b::child::f"]);
}

#[test]
fn super_and_self_are_resolved() {
    assert_eq!(
        paths("use super::sibling; use super::super::x::Y; super::super::z::f()"),
        ["a::sibling", "x::Y", "z::f"]
    );
    assert_eq!(
        paths("use self::child::Z; use child::Y; pub use child as c;"),
        ["a::b::child::Z", "a::b::child::Y", "a::b::child"]
    );
    assert_eq!(
        paths("mod inner { use super::super::sibling::X; fn f() {} }\nuse super::sibling::Y;"),
        ["a::sibling::X", "a::sibling::Y"]
    );
}

#[test]
fn what_is_no_code_is_no_path() {
    assert_eq!(paths("/// [`crate::x`]\n//! use crate::y;\n/* crate::z /* crate::w */ crate::v */"), [""; 0]);
    assert_eq!(
        paths(r##"let s = "use crate::x::Y;"; let r = r#"crate::"y"::z"#; let b = b"\"crate::w::f";"##),
        [""; 0]
    );
    assert_eq!(paths("fn f<'a>(c: char) -> &'a str { if c == '\"' || c == '\\'' { crate::x::f() } }"), ["x::f"]);
    assert_eq!(paths("pub(in crate::x) fn f() {} pub(crate) fn g() {} pub(super) fn h() {}"), [""; 0]);
}

#[test]
fn test_code_is_left_out_and_the_rest_stays() {
    let found = sources(&[
        (
            "x.rs".into(),
            "#[cfg(test)]\nuse crate::y::A;\n#[cfg(test)]\nmod tests {\n use crate::y::B;\n}\nuse crate::y::C;".into(),
        ),
        (
            "y.rs".into(),
            "#[cfg(test)]\nmod tests;\n#[cfg(test)]\n#[path = \"other.rs\"]\nmod others;\nuse crate::x::D;".into(),
        ),
        ("y/tests.rs".into(), "use crate::x::E;".into()),
        ("other.rs".into(), "use crate::x::F;".into()),
    ]);
    let all: Vec<_> = found.values().flat_map(|s| s.names.iter().map(|n| (n.path.join("::"), n.line))).collect();
    assert_eq!(all, [("y::C".to_string(), 7), ("x::D".to_string(), 6)]);
}

#[test]
fn forbidden_arrows_are_found_however_they_are_written() {
    let rows = table("| `low` | | |\n| `middle/` | | `low` |\n| `high` | | `middle` |");
    for forbidden in [
        "use crate::low::f;",
        "pub use crate::{low::f};",
        "fn g() { crate::low::f() }",
        "use super::low::f;",
        "use crate::middle::f;",
    ] {
        let files = [
            ("lib.rs", "pub mod low; pub mod middle; pub mod high;"),
            ("low.rs", "pub fn f() {}"),
            ("middle/mod.rs", "pub use crate::low::f;"),
            ("high.rs", forbidden),
        ];
        let found = rows.violations(&graph(&files));
        assert_eq!(found, ["high.rs:1: high -> low"], "{forbidden}");
    }
    let fine = [("low.rs", ""), ("middle/mod.rs", "use crate::low::f;"), ("high.rs", "use crate::middle::g;")];
    assert_eq!(rows.violations(&graph(&fine)), [""; 0]);
    assert_eq!(rows.idle(&graph(&[("low.rs", ""), ("middle/mod.rs", "")])), ["middle -> low", "high -> middle"]);
}

#[test]
fn names_of_the_root_lead_to_their_room() {
    let rows = table("| `error` | | |\n| `x` | | |");
    let files = [("lib.rs", "pub mod error; pub use error::Error;"), ("error.rs", ""), ("x.rs", "use crate::Error;")];
    assert_eq!(rows.violations(&graph(&files)), ["x.rs:1: x -> error"]);
    let lost = [("lib.rs", ""), ("error.rs", ""), ("x.rs", "use crate::Elsewhere;")];
    assert_eq!(rows.violations(&graph(&lost)), ["x.rs:1: crate::Elsewhere leads to no room"]);
}

#[test]
fn rooms_and_lines_must_match() {
    let house = graph(&[("lib.rs", ""), ("linalg/mod.rs", ""), ("linalg/float.rs", ""), ("new.rs", "")]);
    let rows = table("| `linalg/float` | | |\n| `old/` | | `linalg` `gone` |");
    assert_eq!(rows.mismatches(&house), ["new: no line", "old: no room", "old may use gone: no line"]);
    assert_eq!(table("| `a` | | `b` |\n| `b` | | `a` |").upward(), ["a -> b"]);
    assert!(Table::read("no table").is_err());
    let but = table("| `a` | | |\n| `b` | | |\n| `c` | | everything above but `a` |");
    let found = but.violations(&graph(&[("a.rs", ""), ("b.rs", ""), ("c.rs", "use crate::b::f;\nuse crate::a::f;")]));
    assert_eq!(found, ["c.rs:2: c -> a"]);
}

#[test]
fn circles_are_found_through_other_rooms() {
    let house = graph(&[
        ("a.rs", "use crate::b::f;"),
        ("b/mod.rs", "mod c;"),
        ("b/c.rs", "use crate::d::f;"),
        ("d.rs", "use crate::a::f;\nuse crate::e::f;"),
        ("e.rs", ""),
    ]);
    assert_eq!(house.circles(), ["a -> b (a.rs:1)", "b -> d (b/c.rs:1)", "d -> a (d.rs:1)"]);
}

#[test]
fn a_way_goes_through_what_is_used_not_through_what_is_handed_on() {
    let files = |face: &'static str| {
        graph(&[
            ("exact.rs", "use crate::face::Safe;"),
            ("face/mod.rs", face),
            ("face/safe.rs", ""),
            ("face/rounded.rs", "use crate::float::f;"),
            ("float.rs", ""),
        ])
    };
    let start = vec!["exact".to_string()];
    let handed_on = "mod safe; mod rounded; pub use safe::Safe; pub use rounded::Rounded;";
    assert_eq!(files(handed_on).way(&start, &["float"], &[]), None);
    let used = "mod rounded; pub use rounded::Rounded; pub struct Safe(Rounded);";
    let way = "exact.rs:1 -> face/mod.rs:1 -> face/rounded.rs:1 -> float.rs";
    assert_eq!(files(used).way(&start, &["float"], &[]).as_deref(), Some(way));
    assert_eq!(files(used).way(&start, &["float"], &["face"]), None);
}

#[test]
fn methods_of_a_trait_are_listed() {
    let code =
        "pub trait A: B {\n    fn one(&self);\n    fn two(&self) -> T {\n        fn_of()\n    }\n}\nfn three() {}";
    assert_eq!(methods(code, "pub trait A"), ["one", "two"]);
}
