//! The sweep of Figures 3 and 4 on MNIST as whole processes, beside the same grid in numpy, two
//! ways, interleaved in one run; see `benches/README.md`.

use jerc::dataset::idx::find_mnist;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const ROUNDS: usize = 3;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

fn main() -> Outcome<()> {
    let Some(mnist) = find_mnist() else {
        println!("sweep: MNIST was not found in $JERC_DATA_DIR, data/ or ../shared/data; nothing measured");
        return Ok(());
    };
    let folder = tempfile::tempdir()?;
    let peers = std::env::var_os("JERC_PEERS").map_or("../shared/peers".into(), PathBuf::from);
    let python = std::env::var("JERC_PYTHON").unwrap_or_else(|_| "python3".into());
    let (mut ours, mut moments, mut naive) = (vec![], vec![], vec![]);
    for round in 0..ROUNDS {
        let mut jerc = Command::new(env!("CARGO_BIN_EXE_jerc"));
        jerc.args(["figures", "fig3", "fig4", "--dataset", "mnist", "--seeds", "5", "--data-dir"]).arg(&mnist);
        ours.push(seconds(jerc.arg("--out").arg(folder.path().join("figures")))?);
        // The naive way takes minutes: once is enough.
        let modes = if round == 0 { &["moments", "naive"][..] } else { &["moments"] };
        for &mode in modes {
            let mut peer = Command::new(&python);
            peer.arg(peers.join("sweep_numpy.py")).args(["--mode", mode, "--seeds", "5"]);
            peer.arg("--images").arg(mnist.join("t10k-images-idx3-ubyte.gz"));
            peer.arg("--labels").arg(mnist.join("t10k-labels-idx1-ubyte.gz"));
            // The machine's OpenBLAS settings for old builds would slow a current numpy.
            peer.env_remove("OPENBLAS_CORETYPE").env_remove("OPENBLAS_L2_SIZE").stderr(Stdio::null());
            match seconds(&mut peer) {
                Ok(time) => {
                    if mode == "naive" {
                        naive.push(time)
                    } else {
                        moments.push(time)
                    }
                }
                Err(_) => println!(
                    "numpy: set JERC_PYTHON to a Python with numpy and scipy, JERC_PEERS to the folder of sweep_numpy.py"
                ),
            }
            // OpenBLAS's threads spin for some time after the last product.
            std::thread::sleep(Duration::from_millis(200));
        }
    }
    let ours = median(&mut ours);
    println!("jerc figures fig3 fig4, MNIST, 5 seeds, 1,120 cells, with drawings: {ours:.2} s (median of {ROUNDS})");
    for (mode, mut times) in [("moments", moments), ("naive", naive)] {
        if !times.is_empty() {
            let time = median(&mut times);
            println!("numpy, {mode}: {time:.1} s; ratio numpy / jerc {:.1}", time / ours);
        }
    }
    Ok(())
}

/// Wall-clock seconds of a whole process, which must succeed.
fn seconds(command: &mut Command) -> Outcome<f64> {
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).status()?;
    if status.success() { Ok(start.elapsed().as_secs_f64()) } else { Err(format!("{command:?}: {status}").into()) }
}

fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
