//! Inputs beyond one block, at a limit, or found by the environment: each is refused or read as a
//! small one is.

use crate::files::{good_files, integers, npy, reals};
use crate::{refuse, succeed_json, write};
use std::path::Path;
use std::process::Command;

/// More than a block of a file that is read in blocks.
const MANY: usize = 600_000;

/// What is wrong is named by its place in the whole file, not in the block.
#[test]
fn places_beyond_the_first_block_are_named() {
    let folder = good_files();
    write(&folder, "thin.json", br#"{"thinning": {"keep": 0.5}}"#);
    let mut counts = vec![1u8; 2 * MANY];
    counts[2 * 550_001 + 1] = 0xff;
    write(&folder, "many.npy", &npy("|i1", "False", &format!("({MANY}, 2)"), &counts));
    let call = "solve rc --data many.npy --augment thin.json -k 1";
    refuse(folder.path(), "a negative count", call, &["sample 550001, column 1", "count", "-1"]);
    let mut large = vec![1i64; MANY];
    large[590_007] = (1 << 53) + 1;
    write(&folder, "large.npy", &integers(&format!("({MANY}, 1)"), &large));
    let call = "solve rc --data large.npy --augment thin.json -k 1";
    refuse(folder.path(), "no f64", call, &["large.npy", "590007", "9007199254740993"]);
}

/// X = 1, and two targets that differ in the last block: C = 1, Θ = 1, so V* = mean(Y)/2 and the loss
/// is |Y|²/n - |mean(Y)|²/2.
#[test]
fn labels_keep_their_rows_in_every_block() {
    let folder = good_files();
    let late = |i: usize| if i < 540_000 { [1.0, -2.0] } else { [3.0, 4.0] };
    write(&folder, "x.npy", &npy("|u1", "False", &format!("({MANY}, 1)"), &vec![1u8; MANY]));
    write(&folder, "y.npy", &reals(&format!("({MANY}, 2)"), &(0..MANY).flat_map(late).collect::<Vec<_>>()));
    write(&folder, "i.npy", &reals("(1,)", &[1.0]));
    let sl = "solve sl --data x.npy --labels y.npy --theta i.npy --gamma i.npy --alpha 0";
    // A tenth is late: the means are 6/5 and -7/5, |Y|²/n = 9/10 5 + 1/10 25 = 7.
    let found = succeed_json(folder.path(), sl);
    let loss = 7.0 - (1.2f64.powi(2) + 1.4f64.powi(2)) / 2.0;
    assert!(found["loss"].as_f64().is_some_and(|v| (v - loss).abs() < 1e-9), "{found}");
}

#[test]
fn limits_are_the_first_that_is_refused() {
    let folder = good_files();
    // Parts of a data set share the numbers of at most 10,000 classes: 9999 is the last.
    let sums = "moments x.npy --labels y.npy --classes -o sums.moments";
    write(&folder, "y.npy", &integers("(2,)", &[0, 10_000]));
    refuse(folder.path(), "a class too many", sums, &["class 10000", "0 to 9999"]);
    // A header that ends before its own length, whose bytes so far are 0.
    write(&folder, "x.npy", b"\x93NUMPY\x01\x00\x00");
    let rc = "solve rc --data x.npy --theta t.npy --gamma g.npy --alpha 2 -k 1";
    refuse(folder.path(), "half a length", rc, &["x.npy", "truncated"]);
}

fn with_folder(folder: &Path, named: &Path) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_jerc"))
        .args(["verify", "--dataset", "mnist", "--only", "lemma-b1", "--tier", "smoke"])
        .current_dir(folder)
        .env("JERC_DATA_DIR", named)
        .output()
        .unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert!(stderr.starts_with("jerc: ") && stderr.lines().count() == 1, "{stderr}");
    stderr
}

/// The folder of $JERC_DATA_DIR is read, or its sub-folder `mnist`; and what is wrong there is said.
#[test]
fn the_environment_names_the_folder_of_mnist() {
    let folder = tempfile::tempdir().unwrap();
    let files = |inside: &str, images: &[u8]| {
        std::fs::create_dir_all(folder.path().join(inside)).unwrap();
        for (name, content) in [("images-idx3", images), ("labels-idx1", b"\x00\x00\x08\x01")] {
            write(&folder, &format!("{inside}/t10k-{name}-ubyte"), content);
        }
    };
    // 2^48 pixels, more than any machine holds, though their number fits 64 bits.
    let huge = [&[0, 0, 8, 3][..], &[0, 1, 0, 0].repeat(3)].concat();
    files("direct", &huge);
    files("below/mnist", b"\x00\x00\x08\x03");
    let said = with_folder(folder.path(), &folder.path().join("direct"));
    assert!(said.contains("direct/t10k-images-idx3-ubyte") && said.contains("more than"), "{said}");
    let said = with_folder(folder.path(), Path::new("below"));
    assert!(said.contains("below/mnist/t10k-images-idx3-ubyte") && said.contains("within its header"), "{said}");
    // An empty name is none, and so is a folder without the files.
    for nothing in ["", "elsewhere"] {
        assert!(with_folder(folder.path(), Path::new(nothing)).contains("MNIST was not found"));
    }
}
