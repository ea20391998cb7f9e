//! Products of matrices of exact rationals beside num-rational, interleaved in one run; see
//! `benches/README.md`.

mod common;

use common::{Outcome, median};
use jerc::linalg::exact::random_matrix;
use num_rational::BigRational;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::hint::black_box;
use std::time::Instant;

const ROUNDS: usize = 7;
/// Rows and columns.
const SIDE: usize = 8;

fn main() -> Outcome<()> {
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for bits in [3, 10, 30, 60] {
        let [a, b] = [(); 2].map(|()| random_matrix(&mut rng, SIDE, SIDE, (1 << bits) - 1));
        let [p, q] = [&a, &b].map(|m| m.map(BigRational::from));
        if (&a * &b).map(BigRational::from) != &p * &q {
            return Err(format!("two products of parts of {bits} bits differ").into());
        }
        let (mut ours, mut theirs) = (vec![], vec![]);
        for _ in 0..ROUNDS {
            ours.push(seconds(|| drop(black_box(black_box(&a) * &b))));
            theirs.push(seconds(|| drop(black_box(black_box(&p) * &q))));
        }
        let (ours, theirs) = (median(&mut ours), median(&mut theirs));
        println!(
            "{SIDE} x {SIDE} rationals, parts of {bits} bits: jerc {:.0} us, num-rational {:.0} us, ratio {:.1}",
            1e6 * ours,
            1e6 * theirs,
            theirs / ours
        );
    }
    Ok(())
}

/// Of one run among twenty.
fn seconds(run: impl Fn()) -> f64 {
    const RUNS: usize = 20;
    let start = Instant::now();
    (0..RUNS).for_each(|_| run());
    start.elapsed().as_secs_f64() / RUNS as f64
}
