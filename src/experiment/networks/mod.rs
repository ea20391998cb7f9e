//! Which units does the target have? Small networks under noise of every strength, in both
//! paradigms.
//!
//! Images with pixels p, and m appended noise coordinates √g ν, ν ~ N(0, I), drawn once for each
//! sample. A view moves and stretches the image (nonlinear, and not in the paper), and gives the
//! noise coordinates α √g ε with a fresh ε ~ N(0, I). Both views predict, or are compared, as in
//! [`train`].
//!
//! The inputs of an encoder are standardised: less the training mean, pixels over one deviation of
//! all of them, noise coordinates over (g (1 + α²))^1/2. So they are *the same for every g*: only
//! the units of what reconstruction has to restore change with it. One scalar for the whole input
//! would not do: the optimum of joint-embedding does not see an invertible map of its input,
//! gradient descent does.
//!
//! | part | what it is |
//! |---|---|
//! | [`data`] | images, a seed's split, noise |
//! | [`views`] | the augmentations, and the corruptions of Table 1's analogue |
//! | [`train`] | one network |
//! | [`score`] | what its code is worth |
//! | [`bridge`] | closed forms on fixed random features, and their thresholds |
//! | [`sweep`] | all of it, as a table |
//! | [`curves`] | the sweep of the figure `networks` |
//! | [`table`] | an analogue of Table 1, of section D.2 and of section D.3 |
//!
//! Randomness: ChaCha8, a stream for each (seed, purpose). Cells run in parallel; each is
//! sequential, so no number depends on the threads. Limits: k is at most m, so that noise can fill
//! the code; noise that overlaps the image is another matter (the claim `leakage`).

pub mod bridge;
pub mod corruptions;
pub mod curves;
pub mod data;
pub mod score;
pub mod sweep;
pub mod table;
pub mod train;
pub mod views;

pub use data::{Images, Problem, Protocol};

use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

/// What a stream of random numbers is for.
#[derive(Debug, Clone, Copy)]
enum Purpose {
    Split,
    Noise,
    Initial,
    Training,
    Features,
    Views,
    Corruption,
}

fn stream(seed: u64, purpose: Purpose) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(purpose as u64);
    rng
}

#[cfg(test)]
mod tests;
