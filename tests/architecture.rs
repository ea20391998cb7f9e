//! The house keeps the rules of `docs/ARCHITECTURE.md`: the table "room | what lives there | may
//! use" is read from that file and held against every path in `src/` outside of tests.
//!
//! Rules on single files, below the table's grain, are the constants of this file.

#[path = "architecture/scan.rs"]
mod scan;

#[path = "architecture/scan_tests.rs"]
mod scan_tests;

#[path = "architecture/graph.rs"]
mod graph;

#[path = "architecture/prose.rs"]
mod prose;

use graph::{Graph, Table, below};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

/// Exact arithmetic from the definitions on: nothing here may come to know a rounded result.
const EXACT_ROUTE: [&str; 11] = [
    "linalg/exact",
    "linalg/dyadic",
    "moments/exact",
    "moments/views",
    "threshold/diagonal",
    "threshold/coordinates",
    "claims/routes/exact",
    "claims/routes/populations",
    "claims/routes/finite_laws",
    "claims/routes/one_hot",
    "claims/routes/gaussian",
];

/// What computes with rounding: faer's rooms, and the methods by which nalgebra decomposes.
const FLOAT_ROOMS: [&str; 3] = ["linalg/float", "linalg/angles", "linalg/enclosure"];
const DECOMPOSITIONS: [&str; 23] = [
    "Bidiagonal",
    "Cholesky",
    "FullPivLU",
    "Hessenberg",
    "LU",
    "QR",
    "SVD",
    "Schur",
    "SymmetricEigen",
    "SymmetricTridiagonal",
    "cholesky",
    "determinant",
    "full_piv_lu",
    "lu",
    "pseudo_inverse",
    "qr",
    "schur",
    "singular_values",
    "solve_lower_triangular",
    "svd",
    "symmetric_eigen",
    "symmetric_eigenvalues",
    "try_inverse",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Read once for all tests.
fn house() -> &'static (Graph, Table) {
    static HOUSE: OnceLock<(Graph, Table)> = OnceLock::new();
    HOUSE.get_or_init(|| {
        let text = std::fs::read_to_string(root().join("docs/ARCHITECTURE.md")).expect("docs/ARCHITECTURE.md");
        (Graph::of(scan::crate_sources(&root().join("src"))), Table::read(&text).expect("the table of rooms"))
    })
}

/// Fails with everything that is wrong, not with the first.
fn none(what: &str, found: Vec<String>) {
    assert!(found.is_empty(), "{what}:\n  {}\n", found.join("\n  "));
}

#[test]
fn every_room_has_a_line_and_every_line_a_room() {
    let (graph, table) = house();
    none("rooms without a line in docs/ARCHITECTURE.md, or lines without a room", table.mismatches(graph));
}

#[test]
fn every_arrow_is_in_the_table() {
    let (graph, table) = house();
    for idle in table.idle(graph) {
        println!("allowed, and used by nobody: {idle}");
    }
    none("arrows that docs/ARCHITECTURE.md does not allow", table.violations(graph));
}

#[test]
fn no_circle_among_rooms() {
    none("circles", house().0.circles());
}

#[test]
fn the_table_has_no_upward_arrow() {
    none("a room may only use rooms of lines above its own", house().1.upward());
}

#[test]
fn the_exact_route_never_reaches_floating_point() {
    let (graph, _) = house();
    let mut found = Vec::new();
    for start in EXACT_ROUTE {
        for module in graph.modules_of(start) {
            // A family is handed in as a value; how it checked its parameters is not on this route.
            // The context gives streams and effort, and has the data set for other routes.
            found.extend(graph.way(&module, &FLOAT_ROOMS, &["augment", "claims/context"]));
            found.extend(graph.words(&module, &DECOMPOSITIONS));
        }
    }
    none("the exact route must not reach these", found);
}

#[test]
fn minimisers_see_only_the_objectives() {
    let (graph, _) = house();
    let closed = ["solve", "threshold", "certificate", "linalg/enclosure", "linalg/exact"];
    let mut found = Vec::new();
    for module in graph.modules_of("minimize") {
        found.extend(graph.way(&module, &closed, &[]));
        found.extend(graph.imports(&module).filter(|(path, _)| path[0] == "moments").filter_map(|(path, at)| {
            let allowed = ["ViewMoments", "objective"].contains(&path[1].as_str());
            (!allowed).then(|| format!("{at}: {} is not an objective", path.join("::")))
        }));
        found.extend(graph.words(&module, &["pencil", "Pencil"]));
    }
    none("a minimiser knows loss and gradient, nothing else", found);
}

/// Files that promise a minimiser that knows no closed form.
const BLIND: [&str; 2] = ["experiment/explain/phase", "claims/routes/minimiser"];

#[test]
fn who_promises_a_blind_minimiser_names_no_solver() {
    let (graph, _) = house();
    let words = ["solve", "leading_vectors", "embedding", "supervised", "ridge", "pencil", "Pencil"];
    let modules: Vec<_> = BLIND.iter().flat_map(|file| graph.modules_of(file)).collect();
    assert_eq!(modules.len(), BLIND.len());
    none("these lean on a closed form", modules.iter().flat_map(|module| graph.words(module, &words)).collect());
}

#[test]
fn drawn_views_know_no_moment_formula() {
    let (graph, _) = house();
    // Every method of a family but these is a formula about its moments, or leads to one.
    let harmless = ["sample", "dimension"];
    let augment = &graph.sources[&vec!["augment".to_string()]].code;
    let methods: BTreeSet<&str> = ["pub trait Channel", "pub trait Augmentation"]
        .iter()
        .flat_map(|trait_| graph::methods(augment, trait_))
        .filter(|method| !harmless.contains(method))
        .collect();
    assert!(methods.contains("covariance") && methods.contains("views"), "{methods:?}");
    let mut found = Vec::new();
    for module in graph.modules_of("drawn_views") {
        found.extend(graph.imports(&module).filter_map(|(path, at)| {
            let allowed = path.join("::") == "augment::Augmentation";
            (!allowed).then(|| format!("{at}: {}", path.join("::")))
        }));
        found.extend(graph.words(&module, &methods.iter().copied().collect::<Vec<_>>()));
    }
    none("drawn views know `sample` and the definitions of the objectives, nothing else", found);
}

#[test]
fn nobody_borrows_from_a_statement() {
    let (graph, _) = house();
    none("what statements share belongs to claims/routes", graph.between_statements());
}

#[test]
fn only_linalg_float_calls_faer() {
    let (graph, _) = house();
    let modules = graph.sources.keys().filter(|m| !below(m, "linalg/float"));
    none("faer is called through linalg/float only", modules.flat_map(|m| graph.words(m, &["faer"])).collect());
}

/// `f64::max` and `f64::min` drop NaN, and a fold from 0 finds 0 in nothing: evidence uses `largest`
/// and `smallest` of `claims/control`.
#[test]
fn extremes_of_evidence_keep_nan() {
    let (graph, _) = house();
    let modules = graph.sources.iter().filter(|(m, _)| below(m, "claims") && !below(m, "claims/control"));
    let dropping = modules.flat_map(|(module, source)| {
        let words = ["f64::max", "f64::min", "fold(0.0"].into_iter().filter(|word| source.code.contains(word));
        words.map(|word| format!("{}: {word}", module.join("/"))).collect::<Vec<_>>()
    });
    none("these drop NaN", dropping.collect());
}
