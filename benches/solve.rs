//! `jerc solve` as a whole process beside numpy and scipy's subset driver, interleaved in one run; see
//! `benches/README.md`.

mod common;

use common::{Outcome, Process, median};
use jerc::output::{Array, write_npy};
use nalgebra::DMatrix;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use std::io::Write;
use std::path::Path;
use std::process::Command;

const ROUNDS: usize = 7;

/// What a user of numpy writes: moments, and LAPACK's driver for the k largest eigenvalues.
const PEER: &str = "
import sys, numpy as np, scipy.linalg as sl
x, noise = np.load('x.npy'), np.load('t.npy')
n, d = x.shape
c = x.T @ x / n
s = c + np.diag(2 * noise)
a = c if sys.argv[1] == 'je' else c @ c
w, v = sl.eigh(a, s, subset_by_index=[d - 50, d - 1])
np.savez('peer.npz', encoder=v.T, loss=2 * (50 - w.sum()) if sys.argv[1] == 'je' else np.trace(c) - w.sum())
";

fn main() -> Outcome<()> {
    let folder = tempfile::tempdir()?;
    for (n, d) in [(10_000, 784), (6_000, 2048), (1_000_000, 100)] {
        write_samples(&folder.path().join("x.npy"), n, d)?;
        write_npy(&folder.path().join("t.npy"), Array::Vector(&vec![0.5; d]))?;
        for problem in ["je", "rc"] {
            let (mut ours, mut theirs, mut memory) = (vec![], vec![], String::new());
            for _ in 0..ROUNDS {
                let mut solve = Command::new(env!("CARGO_BIN_EXE_jerc"));
                solve.args(["solve", problem, "--data", "x.npy", "--theta", "t.npy", "--gamma", "t.npy"]);
                solve.args(["--alpha", "1", "-k", "50", "-o", "jerc.npz"]).current_dir(folder.path());
                let run = Process::run(&mut solve)?;
                memory = run.memory();
                ours.push(run.seconds);
                let mut peer = Command::new(std::env::var("JERC_PYTHON").unwrap_or_else(|_| "python3".into()));
                theirs.extend(
                    Process::run(peer.args(["-c", PEER, problem]).current_dir(folder.path())).map(|run| run.seconds),
                );
            }
            let ours = median(&mut ours);
            print!("{problem}, n = {n}, d = {d}, k = 50: jerc {ours:.2} s, {memory}");
            match theirs.len() {
                ROUNDS => {
                    let theirs = median(&mut theirs);
                    println!("; numpy and scipy {theirs:.2} s, ratio jerc / numpy {:.2}", ours / theirs);
                }
                _ => println!("; set JERC_PYTHON to a Python with numpy and scipy"),
            }
        }
    }
    Ok(())
}

/// Independent normal features with deviations from 1 to 1/5, row by row, so that memory stays small.
fn write_samples(path: &Path, n: usize, d: usize) -> Outcome<()> {
    let mut file = std::io::BufWriter::new(std::fs::File::create(path)?);
    let mut header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {d}), }}");
    header.extend(std::iter::repeat_n(' ', 127 - 10 - header.len() % 64));
    file.write_all(b"\x93NUMPY\x01\x00")?;
    file.write_all(&(header.len() as u16 + 1).to_le_bytes())?;
    writeln!(file, "{header}")?;
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    // A few thousand rows, repeated in another order of features: the time is not in drawing.
    let drawn = DMatrix::from_fn(d, n.min(4096), |_, _| rng.sample::<f64, _>(StandardNormal));
    for i in 0..n {
        let row = drawn.column(i % drawn.ncols());
        let turn = i / drawn.ncols() + rng.random_range(0..d);
        for j in 0..d {
            let value = row[(j + turn) % d] * (1.0 - 0.8 * j as f64 / d as f64);
            file.write_all(&value.to_le_bytes())?;
        }
    }
    Ok(())
}
