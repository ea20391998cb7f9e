//! Bad input of `jerc solve`.

use crate::files::{good_files, integers, npy, npy_with, reals};
use crate::{contents, refuse, succeed, write};
use std::process::Command;

/// A good call on the files of [`good_files`]; cases replace parts of it.
pub const SOLVE: &str =
    "solve je --data x.npy --labels y.npy --targets --theta t.npy --gamma g.npy --alpha 2 -k 1 -o out.npz";

#[test]
fn bad_files_are_refused_by_every_problem() {
    const NAN: f64 = f64::NAN;
    let good = reals("(2, 2)", &[2., 1., 2., -1.]);
    let cut = |length: usize| good[..length].to_vec();
    let shape = |shape: &str| npy("<f8", "False", shape, &[0; 32]);
    let dtype = |dtype: &str, size: usize| npy(dtype, "False", "(2, 2)", &vec![0; 4 * size]);
    let version = |major: u8| [&good[..6], &[major], &good[7..]].concat();
    #[rustfmt::skip]
    let cases: Vec<(&str, &str, Vec<u8>, &[&str])> = vec![
        // Values.
        ("NaN in X", "x.npy", reals("(2, 2)", &[2., 1., NAN, -1.]), &["x.npy", "row 1, column 0", "NaN"]),
        ("infinity in X", "x.npy", reals("(2, 2)", &[2., f64::INFINITY, 0., -1.]), &["x.npy", "row 0, column 1", "inf"]),
        ("f4 NaN in X", "x.npy", npy("<f4", "False", "(2, 2)", &[0, 0, 128, 63, 0, 0, 128, 63, 0, 0, 192, 127, 0, 0, 128, 63]), &["x.npy", "row 1, column 0", "NaN"]),
        ("X whose squares overflow", "x.npy", reals("(2, 2)", &[1e200, 1., 2., -1.]), &["overflow"]),
        ("targets whose squares overflow", "y.npy", reals("(2,)", &[1e200, 1.]), &["overflow"]),
        ("NaN in theta", "t.npy", reals("(2, 2)", &[3., 0., 0., NAN]), &["t.npy", "row 1, column 1"]),
        ("infinity on a diagonal theta", "t.npy", reals("(2,)", &[3., f64::INFINITY]), &["t.npy", "inf"]),
        ("infinity in gamma", "g.npy", reals("(2, 2)", &[1., f64::NEG_INFINITY, 0., 1.]), &["g.npy", "-inf"]),
        ("NaN in targets", "y.npy", reals("(2,)", &[1., NAN]), &["y.npy", "row 1"]),
        ("a label that is no f64", "y.npy", integers("(2,)", &[0, i64::MAX]), &["y.npy", "9223372036854775807"]),
        ("a feature that is no f64", "x.npy", integers("(2, 2)", &[1, (1 << 53) + 1, 3, 4]), &["x.npy", "9007199254740993"]),
        // Covariances.
        ("a theta that is no f64", "t.npy", integers("(2,)", &[(1 << 53) + 1, 1]), &["t.npy", "9007199254740993"]),
        ("asymmetric theta", "t.npy", reals("(2, 2)", &[3., 1., 0., 3.]), &["theta", "symmetric"]),
        ("asymmetric gamma", "g.npy", reals("(2, 2)", &[3., 1., 1.000001, 3.]), &["gamma", "symmetric"]),
        ("indefinite theta", "t.npy", reals("(2, 2)", &[1., 2., 2., 1.]), &["theta", "negative eigenvalue -1"]),
        ("indefinite gamma", "g.npy", reals("(2, 2)", &[1., 0., 0., -1e-9]), &["gamma", "negative eigenvalue"]),
        ("negative diagonal theta", "t.npy", reals("(2,)", &[1., -1.]), &["theta", "negative eigenvalue"]),
        // Shapes.
        ("X with 1 axis", "x.npy", reals("(2,)", &[1., 2.]), &["x.npy", "1 axis"]),
        ("NaN in images", "x.npy", reals("(2, 2, 1)", &[1., 1., 1., NAN]), &["x.npy", "row 1, column 1", "NaN"]),
        ("X without axes", "x.npy", reals("()", &[1.]), &["x.npy", "0 axes"]),
        ("X without rows", "x.npy", reals("(0, 2)", &[]), &["x.npy", "no entries"]),
        ("X without columns", "x.npy", reals("(2, 0)", &[]), &["x.npy", "no entries"]),
        ("theta of another size", "t.npy", reals("(1, 1)", &[1.]), &["t.npy", "theta", "d = 2"]),
        ("theta not square", "t.npy", reals("(2, 3)", &[0.; 6]), &["t.npy", "theta", "d = 2"]),
        ("diagonal theta of another length", "t.npy", reals("(3,)", &[1.; 3]), &["t.npy", "theta", "d = 2"]),
        ("gamma of another size", "g.npy", reals("(3, 3)", &[0.; 9]), &["g.npy", "gamma", "d = 2"]),
        ("labels of another length", "y.npy", reals("(3,)", &[1.; 3]), &["y.npy: labels of x.npy", "2 rows", "found 3", "one label"]),
        ("classes of another length", "y.npy", integers("(1,)", &[1]), &["labels", "2 rows", "1"]),
        ("targets with 3 axes", "y.npy", reals("(2, 1, 1)", &[1., 2.]), &["y.npy", "3 axes"]),
        // Headers.
        ("empty file", "x.npy", vec![], &["x.npy", "not a .npy file"]),
        ("text", "x.npy", b"1.0,2.0\n3.0,4.0\n".to_vec(), &["x.npy", "not a .npy file"]),
        ("magic only", "x.npy", cut(6), &["x.npy"]),
        ("no header length", "x.npy", cut(9), &["x.npy", "truncated"]),
        ("half a header", "x.npy", cut(40), &["x.npy", "truncated"]),
        ("no data", "x.npy", cut(good.len() - 32), &["x.npy", "truncated"]),
        ("half a value", "x.npy", cut(good.len() - 3), &["x.npy", "truncated"]),
        ("extra bytes", "x.npy", [&good[..], b"x"].concat(), &["x.npy", "extra bytes"]),
        ("unknown version", "x.npy", version(9), &["x.npy", "version 9"]),
        ("4 GB of header", "x.npy", [b"\x93NUMPY\x02\x00".as_slice(), &[255; 40]].concat(), &["x.npy", "truncated"]),
        ("a header of text", "x.npy", npy_with("hello", &[0; 8]), &["x.npy", "header"]),
        ("a header without shape", "x.npy", npy_with("{'descr': '<f8', 'fortran_order': False, }", &[0; 8]), &["x.npy", "header"]),
        ("deep nesting", "x.npy", npy_with(&"(".repeat(9000), &[]), &["x.npy", "header"]),
        ("10^20 entries", "x.npy", shape("(100000000000000000000,)"), &["x.npy", "2^64"]),
        ("10^20 rows", "x.npy", shape("(100000000000000000000, 2)"), &["x.npy", "2^64"]),
        ("10^10 x 10^10 entries", "x.npy", shape("(10000000000, 10000000000)"), &["x.npy", "2^64"]),
        ("2^32 x 2^32 entries, 0 modulo 2^64", "x.npy", shape("(4294967296, 4294967296)"), &["x.npy", "2^64"]),
        ("10^18 entries", "x.npy", shape("(1000000000, 1000000000)"), &["x.npy", "truncated"]),
        ("10^17 entries", "x.npy", shape("(100000000, 1000000000)"), &["x.npy", "truncated"]),
        ("a theta of 10^20 entries", "t.npy", shape("(10000000000, 10000000000)"), &["t.npy", "2^64"]),
        ("labels of 10^20 entries", "y.npy", shape("(100000000000000000000,)"), &["y.npy", "2^64"]),
        ("negative axis", "x.npy", shape("(-2, 2)"), &["x.npy", "sign"]),
        ("strings", "x.npy", dtype("<U3", 12), &["x.npy", "dtype"]),
        ("objects", "x.npy", dtype("|O", 8), &["x.npy", "dtype"]),
        ("no booleans", "x.npy", npy("|b1", "False", "(2, 2)", &[0, 1, 2, 0]), &["x.npy", "boolean"]),
        ("complex numbers", "x.npy", dtype("<c16", 16), &["x.npy", "dtype"]),
        ("half a NaN", "x.npy", npy("<f2", "False", "(2, 2)", &[0, 0, 0, 0x7e, 0, 0, 0, 0]), &["x.npy", "row 0, column 1"]),
        ("dates", "x.npy", dtype("<M8[s]", 8), &["x.npy", "dtype"]),
        ("a structure", "x.npy", npy_with("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", &[0; 16]), &["x.npy", "structured"]),
        ("theta as strings", "t.npy", dtype("<U3", 12), &["t.npy", "dtype"]),
        ("labels as strings", "y.npy", npy("<U1", "False", "(2,)", &[0; 8]), &["y.npy", "text", "--targets"]),
    ];
    for (case, file, content, words) in cases {
        let folder = good_files();
        write(&folder, file, &content);
        for problem in ["je", "rc", "sl"] {
            refuse(folder.path(), case, &SOLVE.replace("je", problem), words);
        }
    }
}

#[test]
fn bad_arguments_of_solve_are_refused() {
    // What is replaced in the good call, by what, and the words that name the culprit.
    #[rustfmt::skip]
    let cases: &[(&str, &str, &[&str])] = &[
        ("-k 1", "-k 0", &["k", "between 1 and d = 2"]),
        ("-k 1", "-k 3", &["k", "between 1 and d = 2", "3"]),
        ("-k 1", "-k -1", &["k", "between 1 and d = 2", "found -1"]),
        ("-k 1", "-k 9223372036854775807", &["k", "between 1 and d = 2"]),
        ("-k 1", "-k 99999999999999999999", &["-k", "99999999999999999999"]),
        ("-k 1", "-k two", &["-k", "two"]),
        ("-k 1", "-k 1.5", &["-k", "1.5"]),
        ("-k 1", "-k NaN", &["-k", "NaN"]),
        ("-k 1", "", &["-k", "1 <= K <= 2"]),
        ("-k 1", "-k 1 -k 2", &["-k", "multiple times"]),
        ("--alpha 2", "--alpha -1", &["alpha", "-1"]),
        ("--alpha 2", "--alpha=-1e-300", &["alpha", ">= 0"]),
        ("--alpha 2", "--alpha NaN", &["alpha", "NaN"]),
        ("--alpha 2", "--alpha inf", &["alpha", "inf"]),
        ("--alpha 2", "--alpha=-inf", &["alpha", "-inf"]),
        ("--alpha 2", "--alpha 1e999", &["alpha", "finite"]),
        ("--alpha 2", "--alpha 1e200", &["alpha^2 gamma", "finite"]),
        ("--alpha 2 -k 1", "--alpha -k 1", &["--alpha", "value"]),
        ("--alpha 2", "--alpha two", &["alpha", "two"]),
        ("--alpha 2", "", &["--alpha"]),
        ("--data x.npy", "", &["--data"]),
        ("--theta t.npy", "", &["--theta"]),
        ("--gamma g.npy", "", &["--gamma"]),
        ("--data x.npy", "--data none.npy", &["none.npy", "No such file"]),
        ("--data x.npy", "--data .", &["."]),
        ("--theta t.npy", "--theta none.npy", &["none.npy"]),
        ("--theta t.npy", "--theta /dev/null", &["/dev/null"]),
        ("--labels y.npy", "--labels none.npy", &["none.npy"]),
        ("je", "sl --labels y.npy", &["--labels", "multiple times"]),
        ("solve je", "solve", &["PROBLEM"]),
        ("solve je", "solve pca", &["pca", "je, rc, sl"]),
        ("solve je", "solve je rc", &["rc"]),
        ("solve je", "solved je", &["solved"]),
        ("-o out.npz", "-o none/out.npz", &["none/out.npz", "folder"]),
        ("-o out.npz", "-o .", &["folder"]),
        ("-o out.npz", "-o x.npy/out.npz", &["x.npy/out.npz", "folder"]),
        ("-o out.npz", "-o ./t.npy", &["t.npy", "is an input"]),
        ("-o out.npz", "-o out.npz --format yaml", &["--format", "yaml"]),
        ("-o out.npz", "-o out.npz --quick", &["--quick"]),
    ];
    let folder = good_files();
    for &(part, replacement, words) in cases {
        assert!(SOLVE.contains(part));
        refuse(folder.path(), replacement, &SOLVE.replacen(part, replacement, 1), words);
    }
    let supervised = SOLVE.replace("solve je", "solve sl").replace("--labels y.npy", "");
    refuse(folder.path(), "sl without labels", &supervised, &["sl", "--labels"]);
    // Without -k, sl is complete.
    succeed(folder.path(), &SOLVE.replace("solve je", "solve sl").replace("-k 1", ""));
}

/// A singular S is refused with its cause, where features do not just vanish.
#[test]
fn singular_second_moments_are_refused() {
    // C of rank 1 and Sigma = 0: two equal features, and fewer samples than features.
    for (x, words) in [
        (reals("(3, 2)", &[1., 1., 2., 2., 3., 3.]), &["S", "singular", "features 0, 1", "augmentation noise"][..]),
        (reals("(1, 2)", &[1., 2.]), &["1 samples do not fill 2 features", "augmentation noise", "--transpose"]),
    ] {
        let folder = good_files();
        write(&folder, "x.npy", &x);
        write(&folder, "zero.npy", &reals("(2,)", &[0., 0.]));
        for problem in ["je", "rc"] {
            let call = format!("solve {problem} --data x.npy --theta zero.npy --gamma zero.npy --alpha 2 -k 1");
            refuse(folder.path(), "singular S", &call, words);
        }
    }
    // A feature far from 0 is not the cause, if others depend on one another; nor are few samples, if
    // there are as many views as features.
    let folder = good_files();
    write(&folder, "x.npy", &reals("(4, 3)", &[1000., 1., 1., 1001., 2., 2., 999., 3., 3., 1002., 7., 7.]));
    write(&folder, "zero.npy", &reals("(3,)", &[0.; 3]));
    let views = [1., 1., 2., 3., 3., -1., 2., 2., 5., 7., 7., 1.];
    write(&folder, "views.npy", &reals("(2, 2, 3)", &views));
    for (source, words) in [
        ("--data x.npy --theta zero.npy --gamma zero.npy --alpha 2", "features 1, 2"),
        ("--views views.npy", "features 0, 1"),
    ] {
        refuse(folder.path(), "dependent", &format!("solve je {source} -k 1"), &["S", "singular", words]);
    }
    // Of more than four features those that take the largest part: (1, ..., 6) is in the kernel.
    // Eight samples, two of them 0, so that the division by n is exact.
    let kernel = |at: usize| (if at.is_multiple_of(7) { 91. } else { 0. }) - ((at / 6 + 1) * (at % 6 + 1)) as f64;
    write(&folder, "x.npy", &reals("(8, 6)", &[(0..36).map(kernel).collect(), vec![0.; 12]].concat()));
    write(&folder, "zero.npy", &reals("(6,)", &[0.; 6]));
    let call = "solve je --data x.npy --theta zero.npy --gamma zero.npy --alpha 2 -k 1";
    refuse(folder.path(), "six features", call, &["S", "singular", "features 2, 3, 4, 5"]);
    // Nothing but zeros.
    let folder = good_files();
    write(&folder, "x.npy", &reals("(2, 2)", &[0.; 4]));
    write(&folder, "zero.npy", &reals("(2,)", &[0., 0.]));
    let call = "solve je --data x.npy --theta zero.npy --gamma zero.npy --alpha 2 -k 1";
    refuse(folder.path(), "zeros", call, &["every feature of the views is 0"]);
}

/// A row of 200,000 features: two dozen matrices of 298 GiB each.
#[test]
#[cfg(target_os = "linux")]
fn too_little_memory_is_said_before_work_starts() {
    let folder = good_files();
    write(&folder, "wide.npy", &npy("|u1", "False", "(1, 200000)", &vec![1; 200_000]));
    for arguments in [
        "solve je --data wide.npy --theta t.npy --gamma g.npy --alpha 1 -k 1",
        "certify rc --data wide.npy --theta t.npy --gamma g.npy --alpha 1 -k 1 -o out.json",
    ] {
        refuse(folder.path(), "memory", arguments, &["GiB of memory are needed for d = 200000", "are free"]);
    }
}

#[test]
fn no_input_is_overwritten() {
    let folder = good_files();
    write(&folder, "a.json", br#"{"mask-independent": {"keep": [0.5, 0.5]}}"#);
    succeed(folder.path(), "moments x.npy --labels y.npy --targets -o all.moments");
    succeed(folder.path(), "certify je --data x.npy --augment a.json -k 1 -o cert.json");
    let noise = "--theta t.npy --gamma g.npy --alpha 2";
    let solve = format!("solve je --data x.npy --labels y.npy --targets {noise} -k 1");
    let summed = format!("solve rc --moments all.moments {noise} -k 1");
    let augmented = "solve je --data x.npy --augment a.json -k 1".to_string();
    let certify = format!("certify rc --data x.npy {noise} -k 1");
    for (call, inputs) in [
        (&solve, "x.npy y.npy t.npy g.npy"),
        (&summed, "all.moments t.npy g.npy"),
        (&augmented, "x.npy a.json"),
        (&certify, "x.npy t.npy g.npy"),
        (&certify.replace("--data x.npy", "--moments all.moments"), "all.moments"),
        (&augmented.replace("solve", "certify"), "x.npy a.json"),
        (&"moments x.npy --labels y.npy --targets".into(), "x.npy y.npy"),
        (&"moments --merge all.moments all.moments".into(), "all.moments"),
    ] {
        for input in inputs.split(' ') {
            refuse(folder.path(), "output is an input", &format!("{call} -o {input}"), &[input, "is an input"]);
        }
    }
    refuse(folder.path(), "the certificate", "rocq cert.json -o cert.json", &["cert.json", "is the certificate"]);
}

/// A disk that is full after 1 KiB, or half of it: files shorter than the buffer fail when it is
/// flushed, longer ones before.
#[test]
#[cfg(unix)]
fn a_full_disk_is_said_and_leaves_nothing() {
    let folder = good_files();
    for (name, d) in [("short", 14), ("long", 60)] {
        let ones: Vec<f64> = (0..2 * d).map(|i| f64::from(i % 7)).collect();
        write(&folder, &format!("{name}.npy"), &reals(&format!("(2, {d})"), &ones));
        for call in [
            format!("moments {name}.npy -o out"),
            format!("solve je --data {name}.npy --theta ones.npy --gamma ones.npy --alpha 1 -k 2 -o out"),
            format!("certify je --data {name}.npy --theta ones.npy --gamma ones.npy --alpha 1 -k 2 -o out"),
        ] {
            write(&folder, "ones.npy", &reals(&format!("({d},)"), &vec![1.; d as usize]));
            let before = contents(folder.path());
            let limited = format!("trap '' XFSZ; ulimit -f 1; exec {} {call}", env!("CARGO_BIN_EXE_jerc"));
            let output = Command::new("sh").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_eq!(output.status.code(), Some(2), "{call}: {stderr}");
            assert!(stderr.starts_with("jerc: out: ") && stderr.lines().count() == 1, "{call}: {stderr}");
            assert!(output.stdout.is_empty(), "{call}");
            assert!(contents(folder.path()) == before, "{call}: something is left");
        }
    }
}
