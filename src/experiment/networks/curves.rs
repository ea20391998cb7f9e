//! What the figure `networks` shows: scores against alignment, under strong and weak noise, and
//! against the variance of noise at one alignment.

use super::data::{Images, Protocol};
use super::sweep::{Cell, Encoder, Row, run};
use crate::error::Result;
use crate::paradigm::Paradigm;

/// g of strong noise.
pub const STRONG: f64 = 10.0;
/// g of weak noise.
pub const WEAK: f64 = 1e-3;
/// α of the curve against g.
pub const ALIGNED: f64 = 1.5;

/// α of the curves against alignment, around both thresholds under strong noise.
const ALPHAS: [f64; 9] = [0.0, 0.25, 0.5, 0.75, 1.0, 1.5, 3.0, 6.0, 12.0];
/// g of the curve against noise.
const NOISES: [f64; 6] = [WEAK, 1e-2, 1e-1, 1.0, STRONG, 100.0];

/// Closed forms on random features, and networks of the same objectives.
pub const ENCODERS: [Encoder; 4] = [Encoder::Spectral, Encoder::ClosedJe, Encoder::ClosedRc, Encoder::Denoising];

fn cells(seeds: u64) -> Vec<Cell> {
    let along_alpha = [STRONG, WEAK].into_iter().flat_map(|noise| ALPHAS.map(|alpha| (noise, alpha)));
    let along_noise = NOISES.into_iter().filter(|g| ![STRONG, WEAK].contains(g)).map(|noise| (noise, ALIGNED));
    let points: Vec<(f64, f64)> = along_alpha.chain(along_noise).collect();
    let of = |seed| {
        let points = &points;
        let cell = move |encoder| points.iter().map(move |&(noise, alpha)| Cell { encoder, noise, alpha, seed });
        ENCODERS.into_iter().flat_map(cell)
    };
    (0..seeds).flat_map(of).collect()
}

/// Joint-embedding has the same inputs for every g, to the last bit: one training stands for all.
fn is_learned(cell: &Cell) -> bool {
    cell.encoder.paradigm() == Paradigm::Reconstruction || cell.noise == STRONG
}

/// How many encoders are learned.
pub fn count(seeds: u64) -> usize {
    cells(seeds).iter().filter(|cell| is_learned(cell)).count()
}

/// Learns and scores all points for seeds 0, 1, ...; `progress` is told of each encoder.
///
/// # Errors
/// Those of [`run`].
pub fn rows(images: &Images, protocol: &Protocol, seeds: u64, progress: &(dyn Fn() + Sync)) -> Result<Vec<Row>> {
    let all = cells(seeds);
    let learned: Vec<Cell> = all.iter().copied().filter(is_learned).collect();
    let found = run(images, protocol, &learned, progress)?;
    let row = |cell: &Cell| {
        let same = |of: &Cell| (of.encoder, of.alpha, of.seed) == (cell.encoder, cell.alpha, cell.seed);
        let stands = |of: &Cell| same(of) && (of.noise == cell.noise || !is_learned(cell));
        learned.iter().position(stands).map(|at| Row { noise: cell.noise, ..found[at].clone() })
    };
    Ok(all.iter().filter_map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::digits::load_digits;

    #[test]
    fn one_training_of_joint_embedding_stands_for_every_noise() {
        let images = Images::digits(&load_digits().unwrap()).unwrap();
        let protocol = Protocol { train: 200, steps: 3, batch: 16, hidden: [8, 6], k: 4, ..Protocol::digits() };
        let rows = rows(&images, &protocol, 1, &|| ()).unwrap();
        // 9 α at two noise levels, 4 more noise levels; joint-embedding learns at one of them.
        assert_eq!((rows.len(), count(1), count(2)), (4 * 22, 2 * 9 + 2 * 22, 2 * (2 * 9 + 2 * 22)));
        let at = |encoder, noise, alpha| {
            let of = |row: &&Row| (row.encoder, row.noise, row.alpha) == (encoder, noise, alpha);
            rows.iter().find(of).unwrap()
        };
        for encoder in [Encoder::Spectral, Encoder::ClosedJe] {
            let cell = Cell { encoder, noise: WEAK, alpha: ALIGNED, seed: 0 };
            let trained = run(&images, &protocol, &[cell], &|| ()).unwrap();
            // The closed form divides by √g and multiplies again.
            let (found, alone) = (at(encoder, WEAK, ALIGNED), &trained[0]);
            assert!((found.accuracy - alone.accuracy).abs() < 0.005, "{found:?} {alone:?}");
            assert!((found.noise_r2 - alone.noise_r2).abs() < 1e-6, "{found:?} {alone:?}");
            assert_eq!((found.noise, found.alpha_threshold), (alone.noise, alone.alpha_threshold));
        }
        let rc = |noise| at(Encoder::ClosedRc, noise, ALIGNED);
        assert!(rc(WEAK).noise_r2 < rc(STRONG).noise_r2);
        let knee = rc(WEAK).noise_threshold.unwrap();
        // α_RC² = g/η² - 1.
        let eta = STRONG / (1.0 + rc(STRONG).alpha_threshold.powi(2));
        assert!((knee - eta * (1.0 + ALIGNED * ALIGNED)).abs() < 1e-9 * knee);
        assert_eq!(at(Encoder::ClosedJe, WEAK, ALIGNED).noise_threshold, None);
    }
}
