//! The numbered statements of the paper, each with the evidence that its routes produce.
//!
//! A claim file is the unit a reviewer reads: it states the claim with its equation numbers, runs
//! the routes and returns what was compared. `jerc verify` prints all claims; `cargo test` asserts
//! them. A statement whose print is wrong or incomplete is claimed in its corrected form, with a
//! `DIFFERENCE:` line that says what changed.
//!
//! Routes: (a) closed form in `f64`, (b) exact rationals, (c) minimisers that know only loss and
//! gradient, (d) sampled views, (e) certificates checked by `jerc-check`.

pub mod audit;
mod context;
mod evidence;
pub mod formal;
mod ours;
mod paper;
pub mod routes;

pub use crate::model::Problem;
pub use context::{Context, Draws, Noise, Pair, Scale, Tier};
pub use evidence::{Claim, Evidence, Route, Tally};
pub use routes::minimisers::{Agreement, agreement};
pub use routes::rates::{Decay, decay_rates};

use crate::error::{Error, Result};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

/// How a claim gathers its evidence.
pub type Gather = fn(&Context<'_>) -> Result<Claim>;

/// Every claim by its name on the command line, in the order of the paper.
pub const CLAIMS: [(&str, Gather); 21] = [
    ("lemma-b1", paper::lemma_b1::gather),
    ("theorem-3-1", paper::theorem_3_1::gather),
    ("theorem-3-2", paper::theorem_3_2::gather),
    ("remark-4-1", paper::remark_4_1::gather),
    ("proposition-4-2", paper::proposition_4_2::gather),
    ("proposition-4-3", paper::propositions_4_3_4_4::gather_reconstruction),
    ("proposition-4-4", paper::propositions_4_3_4_4::gather_joint_embedding),
    ("corollary-4-5", paper::corollary_4_5::gather),
    ("table-1", paper::table_1::gather),
    ("figures-3-4", paper::figures_3_4::gather),
    ("masking", ours::masking::gather),
    ("speckle", ours::speckle::gather),
    ("groups", ours::groups::gather),
    ("thinning", ours::thinning::gather),
    ("composition", ours::composition::gather),
    ("non-commuting-thresholds", ours::non_commuting::gather),
    ("straddle-rule", ours::straddle_rule::gather),
    ("leakage", ours::leakage::gather),
    ("rates", ours::rate_constants::gather),
    ("not-covered", ours::not_covered::gather),
    ("audit", audit::gather),
];

/// Gathers claims on as many threads as there are cores, in the given order; `done` is told after
/// each.
///
/// # Errors
/// The first error of a claim.
pub fn gather_all(
    selected: &[(&'static str, Gather)],
    context: &Context<'_>,
    done: &(dyn Fn() + Sync),
) -> Result<Vec<Claim>> {
    // Plain threads, not rayon's: a claim may wait for another one's draws, which a rayon worker
    // must not do while it holds them.
    let next = AtomicUsize::new(0);
    let results: Vec<OnceLock<Result<Claim>>> = selected.iter().map(|_| OnceLock::new()).collect();
    let threads = std::thread::available_parallelism().map_or(1, usize::from).min(selected.len());
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some(((_, gather), slot)) = {
                    let i = next.fetch_add(1, Ordering::Relaxed);
                    selected.get(i).zip(results.get(i))
                } {
                    // Each slot is filled once, by the thread that drew its number.
                    let _ = slot.set(gather(context));
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
pub fn select(names: &[String]) -> Result<Vec<(&'static str, Gather)>> {
    let known = || CLAIMS.iter().map(|(name, _)| *name);
    if let Some(unknown) = names.iter().find(|n| !known().any(|k| k == n.as_str())) {
        let list: Vec<_> = known().collect();
        return Err(Error::BadRequest {
            problem: format!("there is no claim named {unknown:?}"),
            remedy: format!("choose among {}", list.join(", ")),
        });
    }
    Ok(CLAIMS.into_iter().filter(|(name, _)| names.is_empty() || names.iter().any(|n| n == name)).collect())
}
