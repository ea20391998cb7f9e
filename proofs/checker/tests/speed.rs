//! Large certificates. The big one runs on request:
//! `cargo test --release -p jerc-check --test speed -- --ignored --nocapture`.

mod common;

use common::dense;
use jerc_check::check;
use std::time::Instant;

fn timed(d: usize, k: usize, bits: i32) {
    let bytes = serde_json::to_vec(&dense(d, k, bits, 7)).unwrap();
    let start = Instant::now();
    let verified = check(&bytes).unwrap_or_else(|reject| panic!("d = {d}, k = {k}: {reject}"));
    println!("d = {d}, k = {k}, a of {bits} bits: {:.2} s, {} MB", start.elapsed().as_secs_f64(), bytes.len() >> 20);
    assert_eq!((verified.d, verified.k), (d, k));
}

#[test]
fn a_hundred_dimensions() {
    timed(100, 50, 90);
}

#[test]
#[ignore = "half a minute"]
fn raw_pixels() {
    timed(784, 50, 90);
    timed(784, 392, 90);
}
