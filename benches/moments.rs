//! Streaming second moments of 10,000 x 784 samples beside one `x.T @ x` in numpy, interleaved in
//! one run; see `benches/README.md`.

use jerc::moments::MomentAccumulator;
use std::io::{BufRead, BufReader, Write};
use std::process::{Command, Stdio};
use std::time::Instant;

const ROWS: usize = 10_000;
const COLUMNS: usize = 784;
const ROUNDS: usize = 15;

/// Times `x.T @ x / n` on request: one line in, seconds out.
const PEER: &str = "
import sys, time
import numpy as np
x = np.random.default_rng(0).normal(size=(10000, 784))
for _ in sys.stdin:
    start = time.perf_counter(); x.T @ x / len(x); print(time.perf_counter() - start, flush=True)
";

fn main() {
    let reals: Vec<f64> = (0..ROWS * COLUMNS).map(|i| (i * 7919 % 1_000_003) as f64 * 1e-6 - 0.3).collect();
    let bytes: Vec<u8> = (0..ROWS * COLUMNS).map(|i| (i * 7919 % 251) as u8).collect();
    let python = std::env::var("JERC_PYTHON").unwrap_or_else(|_| "python3".into());
    // The machine's OpenBLAS settings for old builds would slow a current numpy.
    let peer = Command::new(&python)
        .args(["-c", PEER])
        .env_remove("OPENBLAS_CORETYPE")
        .env_remove("OPENBLAS_L2_SIZE")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn();
    let mut peer = peer.ok().and_then(|mut child| Some((child.stdin.take()?, BufReader::new(child.stdout.take()?))));
    let mut ask = || -> Option<f64> {
        let (stdin, stdout) = peer.as_mut()?;
        stdin.write_all(b"\n").and_then(|()| stdin.flush()).ok()?;
        let mut line = String::new();
        stdout.read_line(&mut line).ok()?;
        line.trim().parse().ok()
    };
    let (mut of_reals, mut of_bytes, mut of_numpy) = (vec![], vec![], vec![]);
    for _ in 0..ROUNDS {
        of_reals.push(seconds(|stream| stream.push(&reals, &[])));
        of_numpy.extend(ask());
        // OpenBLAS's threads spin for some time after a product, on the cores that the next
        // measurement needs.
        std::thread::sleep(std::time::Duration::from_millis(200));
        of_bytes.push(seconds(|stream| stream.push_u8(&bytes, &[])));
    }
    let (reals, bytes) = (median(&mut of_reals), median(&mut of_bytes));
    println!("jerc, f64 rows: {reals:.3} s; u8 rows: {bytes:.3} s (medians of {ROUNDS})");
    if of_numpy.len() == ROUNDS {
        let numpy = median(&mut of_numpy);
        println!("numpy x.T @ x: {numpy:.3} s; ratio jerc / numpy: f64 {:.2}, u8 {:.2}", reals / numpy, bytes / numpy);
    } else {
        println!("numpy: not found with {python:?}; set JERC_PYTHON to a Python that has it");
    }
}

fn seconds(push: impl Fn(&mut MomentAccumulator) -> jerc::Result<()>) -> f64 {
    let start = Instant::now();
    let mut stream = MomentAccumulator::new(COLUMNS, 0);
    let finished = push(&mut stream).and_then(|()| stream.finish());
    let elapsed = start.elapsed().as_secs_f64();
    assert!(finished.is_ok_and(|moments| moments.count == ROWS));
    elapsed
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
