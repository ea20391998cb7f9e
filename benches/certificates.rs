//! `jerc certify` and `jerc check` as whole processes beside Arb's rigorous eigenvalues of the same
//! pencil, interleaved in one run; then one certificate of raw pixels with its peak memory; see
//! `benches/README.md`.

mod common;

use common::{Outcome, Process, median};
use jerc::dataset::idx::{Split, find_mnist, load_idx};
use jerc::dataset::{Dataset, Features, Values};
use jerc::model::Problem;
use jerc::model::pca::PrincipalComponents;
use jerc::output::{Array, write_npy};
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use std::path::Path;
use std::process::{Command, Stdio};

const ROUNDS: usize = 5;
/// Bits of the balls of Arb.
const PRECISION: &str = "128";

fn main() -> Outcome<()> {
    let Some(mnist) = find_mnist() else {
        println!("certificates: MNIST was not found in $JERC_DATA_DIR, data/ or ../shared/data; nothing measured");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let path = |name: &str| folder.path().join(name);
    let pixels = load_idx("MNIST test set", &mnist, Split::Test)?;
    let components = PrincipalComponents::fit(&pixels, 50)?;
    for (noise, largest) in [("weak", 1e3), ("strong", 1e6)] {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let problem = Problem::draw(&components.scores()?, 50, 50, 1e4, largest, &mut rng)?;
        let corrupted = Dataset::new("corrupted", problem.corrupted_rows(&mut rng)?, None)?;
        let (x, channel) = (corrupted.matrix(), problem.augmentation(1.0)?);
        let [(_, theta), (_, gamma)] = channel.parts();
        for (name, matrix) in [("x.npy", &x), ("theta.npy", theta), ("gamma.npy", gamma)] {
            write_npy(&path(name), Array::Matrix(matrix))?;
        }
        let second = corrupted.moments()?.second;
        write_npy(&path("s.npy"), Array::Matrix(&(&second + theta + gamma)))?;
        for problem in ["je", "rc"] {
            let a = if problem == "je" { second.clone() } else { &second * &second };
            write_npy(&path("a.npy"), Array::Matrix(&a))?;
            let (mut ours, mut arb) = (vec![], vec![]);
            for _ in 0..ROUNDS {
                let (certify, check) = certificate(folder.path(), problem, "50")?;
                ours.push(certify.seconds + check.seconds);
                arb.extend(arb_seconds(folder.path()));
            }
            let ours = median(&mut ours);
            print!("{problem}, {noise} noise, n = 10,000, d = 100, k = 50: certify + check {ours:.2} s");
            match arb.len() {
                ROUNDS => println!(", Arb {:.2} s, ratio Arb / jerc {:.1}", median(&mut arb), median(&mut arb) / ours),
                _ => println!(
                    "; Arb: set JERC_PYTHON to a Python with numpy and python-flint, JERC_PEERS to the folder of enclose_arb.py"
                ),
            }
        }
    }
    let Values::Bytes(bytes) = pixels.features().values() else { return Err("the pixels are no bytes".into()) };
    let reals = Features::bytes(bytes.clone(), pixels.d())?.rows().into_owned();
    write_npy(&path("x.npy"), Array::Matrix(&DMatrix::from_row_slice(pixels.n(), pixels.d(), &reals)))?;
    let spread =
        |step: usize| diagonal(&(0..pixels.d()).map(|i| 1e3 + ((i * step) % 784) as f64 * 10.0).collect::<Vec<_>>());
    write_npy(&path("theta.npy"), Array::Matrix(&spread(5)))?;
    write_npy(&path("gamma.npy"), Array::Matrix(&spread(11)))?;
    for problem in ["je", "rc"] {
        let (certify, check) = certificate(folder.path(), problem, "50")?;
        println!(
            "{problem}, raw pixels, n = 10,000, d = 784, k = 50: certify {:.1} s, {}; check {:.1} s, {}",
            certify.seconds,
            certify.memory(),
            check.seconds,
            check.memory()
        );
    }
    Ok(())
}

fn diagonal(values: &[f64]) -> DMatrix<f64> {
    DMatrix::from_diagonal(&DVector::from_column_slice(values))
}

/// Writes and checks a certificate of the problem in the folder.
fn certificate(folder: &Path, problem: &str, k: &str) -> Outcome<(Process, Process)> {
    let at = |name: &str| folder.join(name);
    let mut certify = Command::new(env!("CARGO_BIN_EXE_jerc"));
    certify.args(["certify", problem, "--alpha", "1", "-k", k]).arg("--data").arg(at("x.npy"));
    certify.arg("--theta").arg(at("theta.npy")).arg("--gamma").arg(at("gamma.npy")).arg("-o").arg(at("cert.json"));
    let mut check = Command::new(env!("CARGO_BIN_EXE_jerc"));
    check.arg("check").arg(at("cert.json"));
    Ok((Process::run(&mut certify)?, Process::run(&mut check)?))
}

/// Arb's own seconds for the pencil (a.npy, s.npy): the work alone, without the start of Python and
/// reading.
fn arb_seconds(folder: &Path) -> Option<f64> {
    let peers = std::env::var_os("JERC_PEERS").map_or("../shared/peers".into(), std::path::PathBuf::from);
    let python = std::env::var("JERC_PYTHON").unwrap_or_else(|_| "python3".into());
    let mut command = Command::new(python);
    command.arg(peers.join("enclose_arb.py")).arg(folder.join("a.npy")).arg(folder.join("s.npy")).arg(PRECISION);
    let output = command.stderr(Stdio::null()).output().ok()?;
    serde_json::from_slice::<serde_json::Value>(&output.stdout).ok()?["seconds"].as_f64()
}
