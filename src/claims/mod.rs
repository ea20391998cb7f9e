//! The numbered statements of the paper, each with the evidence that its routes produce.
//!
//! A claim file is the unit a reviewer reads. Its [`Statement`] says what is claimed, with equation
//! numbers; its functions run the routes and return what was compared. `jerc verify` prints all
//! claims; `cargo test` asserts them. A statement whose print is wrong or incomplete is claimed in
//! its corrected form, with a `DIFFERENCE:` line that says what changed.
//!
//! The independent [`Route`]s are in `routes/`, one file each. A claim does not use another claim.
#![doc = include_str!("statements.html")]

pub mod audit;
mod check;
mod context;
mod control;
pub mod coverage;
pub mod dependencies;
mod evidence;
pub mod formal;
mod line;
mod planted;
pub mod routes;
mod statement;
mod tally;

pub use crate::model::Problem;
pub use check::{Bound, Check};
pub use context::{Context, Draws, Kept, KeptData, Noise, Pair, Scale, Tier};
pub use control::{Measured, Off, Run, largest, largest_of, smallest, smallest_of};
pub use evidence::{Evidence, Route};
pub use line::Line;
pub use routes::agreement::{Agreement, agreement};
pub use routes::decay::{Decay, decay_rates};
pub use statement::{Claim, Statement, Tag};
pub use tally::{Effort, Tally};

use crate::error::{Error, Result};
use crate::notation;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// A line for each claim file: it makes the module and the claim's place in [`CLAIMS`], and with it
/// in the help of `jerc verify`, in the table of docs/CLAIMS.md and in that of the proofs.
macro_rules! claims {
    ($($room:ident { $($file:ident)* })* ; $folder:ident) => {
        $(mod $room { $(pub(in crate::claims) mod $file;)* })*

        /// Every claim, in the order of the paper.
        pub const CLAIMS: &[Statement] = &[$($($room::$file::STATEMENT,)*)* $folder::STATEMENT];

        /// Their files, in the same order.
        const FILES: &[&str] = &[
            $($(concat!("src/claims/", stringify!($room), "/", stringify!($file), ".rs"),)*)*
            concat!("src/claims/", stringify!($folder), "/mod.rs"),
        ];
    };
}

claims! {
    paper {
        lemma_b1
        theorem_3_1
        theorem_3_2
        derivations
        remark_4_1
        proposition_4_2
        proposition_4_3
        proposition_4_4
        corollary_4_5
        robust_as_noise_grows
        practical_takeaway
        table_1
        section_d3
        figures_3_4
    }
    ours {
        patch_masks
        independent_masks
        speckle
        groups
        thinning
        poisson_counts
        composition
        stage_thresholds
        non_commuting
        straddle_rule
        leakage
        rates
        finite_samples
        finite_n_thresholds
        finite_n_ordering
        finite_n_views
        finite_n_many_signals
        deviations
        networks
        law_free_alignment
        masking_harmonics
        reconstruction_any_encoder
        harmonic_rule
        feature_maps
        other_losses
        predictor
        world_models
        not_covered
    }
    ; audit
}

/// The claim that must fail. It is gathered only where it is asked for by name.
pub const PLANTED: Statement = planted::STATEMENT;

/// The names of all claims, for help texts and remedies.
pub fn names() -> String {
    CLAIMS.iter().map(|claim| claim.name).collect::<Vec<_>>().join(", ")
}

/// Whether a claim is a statement of the paper, or the ledger about it, and not one of ours.
pub fn is_of_paper(name: &str) -> bool {
    let mut files = CLAIMS.iter().zip(FILES);
    files.any(|(claim, file)| claim.name == name && !file.contains("/ours/"))
}

/// The table of docs/CLAIMS.md, in Markdown.
pub fn table() -> String {
    let row = |(claim, file): (&Statement, &&str)| {
        format!("| {} | {} | `{file}` | `{}` |\n", claim.source, notation::markdown(claim.about), claim.name)
    };
    let head = "| paper | claim | file | `jerc verify --only NAME` |\n|---|---|---|---|\n".to_string();
    head + &CLAIMS.iter().zip(FILES).map(row).collect::<String>()
}

/// What every claim says, as the documentation of this module shows it: HTML with MathML.
pub fn statements() -> String {
    let mut page = format!("\n## The statements\n\n<style>{}</style>\n\n", notation::STYLE);
    for Statement { name, source, statement, assumptions, difference, .. } in CLAIMS {
        let [source, statement, assumptions] = [source, statement, assumptions].map(|words| notation::html(words));
        page +=
            &format!("### `{name}`\n\n<p>{source}</p>\n<p>{statement}</p>\n<p><em>Assumes</em> {assumptions}</p>\n");
        if let Some(difference) = difference {
            page += &format!("<p><em>Difference from the print:</em> {}</p>\n", notation::html(difference));
        }
        page.push('\n');
    }
    page
}

/// Gathers claims on as many threads as there are cores, in the given order; `done` is told after
/// each.
///
/// # Errors
/// The first error of a claim.
pub fn gather_all(selected: &[Statement], context: &Context<'_>, done: &(dyn Fn() + Sync)) -> Result<Vec<Claim>> {
    // Plain threads, not rayon's: a claim may wait for another one's draws, which a rayon worker
    // must not do while it holds them.
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<Result<Claim>>> = selected.iter().map(|_| OnceLock::new()).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(selected.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((statement, slot)) = {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    selected.get(i).zip(results.get(i))
                } {
                    // Each slot is filled once, by the thread that drew its number.
                    let _ = slot.set(statement.verify(context));
                    done();
                }
            });
        }
    });
    results.into_iter().filter_map(OnceLock::into_inner).collect()
}

/// The claims of the given names, or all of them for an empty list.
///
/// # Errors
/// [`Error::BadRequest`] for a name that is no claim.
pub fn select(wanted: &[String]) -> Result<Vec<Statement>> {
    let known = |name: &str| CLAIMS.iter().chain([&PLANTED]).any(|claim| claim.name == name);
    if let Some(unknown) = wanted.iter().find(|name| !known(name)) {
        // Those that begin with the same word; all of them would be no line.
        let word = unknown.split('-').next().unwrap_or_default();
        let near: Vec<&str> =
            CLAIMS.iter().map(|claim| claim.name).filter(|name| name.split('-').next() == Some(word)).collect();
        let meant = if near.is_empty() { String::new() } else { format!("did you mean {}? ", near.join(", ")) };
        return Err(Error::request(
            format!("there is no claim named {unknown:?}"),
            format!("{meant}`jerc verify --help` lists all"),
        ));
    }
    let named = |claim: &&Statement| wanted.iter().any(|name| name == claim.name);
    let all = |claim: &&Statement| wanted.is_empty() || named(claim);
    Ok(CLAIMS.iter().filter(all).chain([&PLANTED].into_iter().filter(named)).copied().collect())
}
