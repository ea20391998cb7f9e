//! The program as its user meets it: what goes to stdout and stderr, what is written, which exit
//! code.
//!
//! Bad input is a table of cases, one line each: what is changed against a good call, and the words
//! by which the one line on stderr must name the culprit. For each of them: exit code 2, one line
//! that begins with `jerc: `, nothing on stdout, and the folder as it was. Good calls are compared
//! with values computed by hand.

use serde_json::Value;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Output};
use tempfile::TempDir;

/// A good call on the files of [`good_files`]; cases replace parts of it.
const SOLVE: &str = "solve je --data x.npy --labels y.npy --theta t.npy --gamma g.npy --alpha 2 -k 1 -o out.npz";

fn run(folder: &Path, arguments: &str) -> Output {
    Command::new(env!("CARGO_BIN_EXE_jerc"))
        .args(arguments.split_whitespace())
        .current_dir(folder)
        .env_remove("JERC_DATA_DIR")
        .output()
        .expect("the program starts")
}

/// The stdout of a call that must succeed.
fn succeed(folder: &Path, arguments: &str) -> String {
    let output = run(folder, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && stderr.is_empty(), "jerc {arguments}\n{:?}: {stderr}", output.status.code());
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn succeed_json(folder: &Path, arguments: &str) -> Value {
    serde_json::from_str(&succeed(folder, &format!("{arguments} --format json"))).expect("JSON")
}

/// Every file below a folder with its content, and every folder.
fn contents(folder: &Path) -> BTreeMap<String, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        let name = path.display().to_string();
        if path.is_dir() {
            found.extend(contents(&path));
            found.insert(name, None);
        } else {
            found.insert(name, Some(std::fs::read(&path).expect("a file")));
        }
    }
    found
}

/// Runs a call that must be refused; `words` must all be on its one line.
fn refuse(folder: &Path, case: &str, arguments: &str, words: &[&str]) {
    let before = contents(folder);
    let output = run(folder, arguments);
    let stderr = String::from_utf8_lossy(&output.stderr);
    let context = format!("{case}: jerc {arguments}\n{:?}: {stderr}", output.status.code());
    assert_eq!(output.status.code(), Some(2), "{context}");
    assert!(stderr.starts_with("jerc: ") && stderr.ends_with('\n') && stderr.lines().count() == 1, "{context}");
    assert!(!stderr.contains("panicked") && stderr.len() < 600, "{context}");
    assert!(output.stdout.is_empty(), "{context}\nstdout: {}", String::from_utf8_lossy(&output.stdout));
    for word in words {
        assert!(stderr.contains(word), "{context}\nlacks {word:?}");
    }
    assert!(contents(folder) == before, "{context}\nwrote something");
}

// ---------------------------------------------------------------- .npy files by hand

/// A version 1 file with this header dictionary, padded as numpy does.
fn npy_with(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let padding = 64 - (10 + dictionary.len() + 1) % 64;
    let header = format!("{dictionary}{}\n", " ".repeat(padding));
    let length = u16::try_from(header.len()).expect("a short header").to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat()
}

fn npy(dtype: &str, order: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    npy_with(&format!("{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {shape}, }}"), data)
}

/// `<f8`, C order.
fn reals(shape: &str, values: &[f64]) -> Vec<u8> {
    npy("<f8", "False", shape, &values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>())
}

/// `<i8`, C order.
fn integers(shape: &str, values: &[i64]) -> Vec<u8> {
    npy("<i8", "False", shape, &values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>())
}

/// X = [[2, 1], [2, -1]], y = (1, 3), Theta = diag(3, 0), Gamma = diag(1/4, 1/16): with alpha = 2,
/// Sigma = diag(4, 1/4).
fn good_files() -> TempDir {
    let folder = tempfile::tempdir().expect("a temporary folder");
    for (name, content) in [
        ("x.npy", reals("(2, 2)", &[2., 1., 2., -1.])),
        ("y.npy", reals("(2,)", &[1., 3.])),
        ("t.npy", reals("(2, 2)", &[3., 0., 0., 0.])),
        ("g.npy", reals("(2, 2)", &[0.25, 0., 0., 0.0625])),
    ] {
        write(&folder, name, &content);
    }
    folder
}

fn write(folder: &TempDir, name: &str, content: &[u8]) {
    std::fs::write(folder.path().join(name), content).expect("a writable folder");
}

// ---------------------------------------------------------------- bad input

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
        ("f4 NaN in X", "x.npy", npy("<f4", "False", "(2, 1)", &[0, 0, 128, 63, 0, 0, 192, 127]), &["x.npy", "row 1, column 0", "NaN"]),
        ("X whose squares overflow", "x.npy", reals("(2, 2)", &[1e200, 1., 2., -1.]), &["overflow"]),
        ("targets whose squares overflow", "y.npy", reals("(2,)", &[1e200, 1.]), &["overflow"]),
        ("NaN in theta", "t.npy", reals("(2, 2)", &[3., 0., 0., NAN]), &["t.npy", "row 1, column 1"]),
        ("infinity on a diagonal theta", "t.npy", reals("(2,)", &[3., f64::INFINITY]), &["t.npy", "inf"]),
        ("infinity in gamma", "g.npy", reals("(2, 2)", &[1., f64::NEG_INFINITY, 0., 1.]), &["g.npy", "-inf"]),
        ("NaN in targets", "y.npy", reals("(2,)", &[1., NAN]), &["y.npy", "row 1"]),
        ("negative class", "y.npy", integers("(2,)", &[0, -1]), &["y.npy", "class", "-1"]),
        ("absurd class", "y.npy", integers("(2,)", &[0, i64::MAX]), &["y.npy", "class", "sample 1"]),
        ("a feature that is no f64", "x.npy", integers("(1, 2)", &[1, (1 << 53) + 1]), &["x.npy", "9007199254740993"]),
        // Covariances.
        ("asymmetric theta", "t.npy", reals("(2, 2)", &[3., 1., 0., 3.]), &["theta", "symmetric"]),
        ("asymmetric gamma", "g.npy", reals("(2, 2)", &[3., 1., 1.000001, 3.]), &["gamma", "symmetric"]),
        ("indefinite theta", "t.npy", reals("(2, 2)", &[1., 2., 2., 1.]), &["theta", "negative eigenvalue -1"]),
        ("indefinite gamma", "g.npy", reals("(2, 2)", &[1., 0., 0., -1e-9]), &["gamma", "negative eigenvalue"]),
        ("negative diagonal theta", "t.npy", reals("(2,)", &[1., -1.]), &["theta", "negative eigenvalue"]),
        // Shapes.
        ("X with 1 axis", "x.npy", reals("(2,)", &[1., 2.]), &["x.npy", "1 axis"]),
        ("X with 3 axes", "x.npy", reals("(2, 2, 1)", &[1.; 4]), &["x.npy", "3 axes"]),
        ("X without axes", "x.npy", reals("()", &[1.]), &["x.npy", "0 axes"]),
        ("X without rows", "x.npy", reals("(0, 2)", &[]), &["x.npy", "no entries"]),
        ("X without columns", "x.npy", reals("(2, 0)", &[]), &["x.npy", "no entries"]),
        ("theta of another size", "t.npy", reals("(1, 1)", &[1.]), &["t.npy", "theta", "d = 2"]),
        ("theta not square", "t.npy", reals("(2, 3)", &[0.; 6]), &["t.npy", "theta", "d = 2"]),
        ("diagonal theta of another length", "t.npy", reals("(3,)", &[1.; 3]), &["t.npy", "theta", "d = 2"]),
        ("gamma of another size", "g.npy", reals("(3, 3)", &[0.; 9]), &["g.npy", "gamma", "d = 2"]),
        ("labels of another length", "y.npy", reals("(3,)", &[1.; 3]), &["labels", "2 rows", "3"]),
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
        ("booleans", "x.npy", dtype("|b1", 1), &["x.npy", "dtype"]),
        ("complex numbers", "x.npy", dtype("<c16", 16), &["x.npy", "dtype"]),
        ("half precision", "x.npy", dtype("<f2", 2), &["x.npy", "dtype"]),
        ("dates", "x.npy", dtype("<M8[s]", 8), &["x.npy", "dtype"]),
        ("a structure", "x.npy", npy_with("{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", &[0; 16]), &["x.npy", "structured"]),
        ("theta as strings", "t.npy", dtype("<U3", 12), &["t.npy", "dtype"]),
        ("labels as strings", "y.npy", npy("<U1", "False", "(2,)", &[0; 8]), &["y.npy", "dtype"]),
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
        ("-k 1", "-k -1", &["k", "between 1 and d = 2"]),
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

#[test]
fn singular_second_moments_are_refused() {
    let words = ["S", "positive definite", "augmentation noise"];
    // C has rank 1 and Sigma = 0; then a zero column with Sigma = 0; then Theta on the wrong axis.
    for (x, theta) in [([1., 2., 2., 4.], [0., 0.]), ([1., 0., 2., 0.], [0., 0.]), ([1., 0., 2., 0.], [1., 0.])] {
        let folder = good_files();
        write(&folder, "x.npy", &reals("(2, 2)", &x));
        write(&folder, "t.npy", &reals("(2,)", &theta));
        write(&folder, "g.npy", &reals("(2,)", &[0., 0.]));
        for problem in ["je", "rc", "sl"] {
            refuse(folder.path(), "singular S", &SOLVE.replace("je", problem), &words);
        }
    }
}

#[test]
fn bad_specifications_are_refused() {
    let deep = format!("{{\"signal\": {}1{}}}", "[".repeat(5000), "]".repeat(5000));
    let long = format!(r#"{{"signal": [{}], "theta": [1, 0], "gamma": [4]}}"#, "9".repeat(5000));
    #[rustfmt::skip]
    let cases: Vec<(&str, &[u8], &[&str])> = vec![
        ("zero denominator", br#"{"signal": ["1/0"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "zero denominator"]),
        ("zero denominator of theta", br#"{"signal": [1], "theta": [1, "0/0"], "gamma": [4]}"#, &["theta[1]", "zero denominator"]),
        ("unknown field", br#"{"signal": [1], "theta": [1, 0], "gamma": [4], "alpha": 1}"#, &["unknown field", "alpha"]),
        ("duplicate key", br#"{"signal": [1], "theta": [1, 0], "gamma": [4], "gamma": [5]}"#, &["duplicate field", "gamma"]),
        ("missing key", br#"{"signal": [1], "theta": [1, 0]}"#, &["missing field", "gamma"]),
        ("zero signal", br#"{"signal": [0], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "> 0"]),
        ("negative signal", br#"{"signal": [1, "-1/3"], "theta": [1, 0, 0], "gamma": [4]}"#, &["signal[1]", "> 0", "-0.33"]),
        ("zero gamma", br#"{"signal": [1], "theta": [1, 0], "gamma": [0.0]}"#, &["gamma[0]", "> 0"]),
        ("negative gamma", br#"{"signal": [1], "theta": [1, 0, 0], "gamma": [1, -2]}"#, &["gamma[1]", "> 0", "-2"]),
        ("negative theta", br#"{"signal": [1], "theta": [1, -1e-9], "gamma": [4]}"#, &["theta[1]", ">= 0"]),
        ("huge exponent", br#"{"signal": [1e999999999], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "exponent out of range"]),
        ("huge exponent as text", br#"{"signal": [1], "theta": [1, 0], "gamma": ["1E+999999999"]}"#, &["gamma[0]", "exponent out of range"]),
        ("tiny exponent", br#"{"signal": [1], "theta": [1, 1e-999999999], "gamma": [4]}"#, &["theta[1]", "exponent out of range"]),
        ("exponent beyond 64 bits", br#"{"signal": [1e99999999999999999999], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "exponent out of range"]),
        ("too many digits", long.as_bytes(), &["signal[0]", "too many digits"]),
        ("theta too short", br#"{"signal": [1], "theta": [1], "gamma": [4]}"#, &["theta", "2 values", "found 1"]),
        ("theta too long", br#"{"signal": [1], "theta": [1, 0, 0], "gamma": [4]}"#, &["theta", "2 values", "found 3"]),
        ("no signal", br#"{"signal": [], "theta": [0], "gamma": [4]}"#, &["signal", "at least 1"]),
        ("no noise", br#"{"signal": [1], "theta": [0], "gamma": []}"#, &["gamma", "at least 1"]),
        ("a list in the list", br#"{"signal": [[1]], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("an object in the list", br#"{"signal": [{"value": 1}], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("null", br#"{"signal": [null], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("a boolean", br#"{"signal": [true], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("empty text", br#"{"signal": [""], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("a word", br#"{"signal": ["one"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "one"]),
        ("a fraction of decimals", br#"{"signal": ["1.5/2"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "numerator"]),
        ("line breaks in a word", br#"{"signal": ["a\nb\r\nc"], "theta": [1, 0], "gamma": [4]}"#, &["signal[0]", "not a number"]),
        ("NaN", br#"{"signal": [NaN], "theta": [1, 0], "gamma": [4]}"#, &["line 1"]),
        ("no list", br#"{"signal": 1, "theta": [1, 0], "gamma": [4]}"#, &["signal", "sequence"]),
        ("a list instead of an object", br#"[[1], [1, 0], [4]]"#, &["not a JSON object", "signal"]),
        ("two objects", br#"{"signal": [1], "theta": [1, 0], "gamma": [4]} {}"#, &["trailing"]),
        ("a number", b"1", &["spec.json", "signal"]),
        ("half an object", br#"{"signal": [1], "theta": [1"#, &["EOF", "line 1"]),
        ("deep nesting", deep.as_bytes(), &["recursion"]),
        ("nothing", b"", &["not a JSON object"]),
        ("white space", b" \n\n ", &["not a JSON object"]),
        ("not UTF-8", b"{\"signal\": [\"\xff\xfe\"]}", &["spec.json", "UTF-8"]),
        ("zeros", &[0; 100], &["spec.json"]),
    ];
    let folder = tempfile::tempdir().unwrap();
    for (case, content, words) in cases {
        write(&folder, "spec.json", content);
        let words = [words, &["spec.json"]].concat();
        refuse(folder.path(), case, "thresholds spec.json", &words);
        refuse(folder.path(), case, "thresholds spec.json --format json", &words);
    }
    refuse(folder.path(), "a folder", "thresholds .", &["."]);
    refuse(folder.path(), "no file", "thresholds none.json", &["none.json", "No such file"]);
    refuse(folder.path(), "no argument", "thresholds", &["SPEC"]);
    refuse(folder.path(), "two files", "thresholds spec.json spec.json", &["spec.json"]);
}

#[test]
fn bad_arguments_of_verify_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["taken", "empty"] {
        std::fs::create_dir(folder.path().join(name)).unwrap();
    }
    write(&folder, "file", b"precious");
    write(&folder, "taken/thesis.txt", b"precious");
    #[rustfmt::skip]
    let cases: &[(&str, &[&str])] = &[
        ("--only theorem-9-9", &["theorem-9-9", "theorem-3-1"]),
        ("--only table-1 Table-2", &["Table-2"]),
        ("--only", &["--only"]),
        ("--tier huge", &["--tier", "huge"]),
        ("--dataset cifar", &["--dataset", "cifar"]),
        ("--seed -1", &["-1"]),
        ("--seed 1e3", &["--seed", "1e3"]),
        ("--out taken --only table-1", &["taken", "not empty"]),
        ("--out file --only table-1", &["file", "not a folder"]),
        ("--out file/below --only table-1", &["file/below"]),
        ("--dataset mnist --data-dir empty --only table-1", &["empty", "t10k-images"]),
        ("--dataset mnist --data-dir none --only table-1", &["none", "t10k-images"]),
        ("--dataset mnist --only table-1", &["--data-dir"]),
        ("--format xml", &["--format", "xml"]),
    ];
    for &(arguments, words) in cases {
        refuse(folder.path(), "verify", &format!("verify {arguments}"), words);
    }
    refuse(folder.path(), "families", "families all", &["all"]);
    refuse(folder.path(), "no command", "--frobnicate", &["--frobnicate"]);
    // A broken .gz where MNIST should be.
    for name in ["empty/t10k-images-idx3-ubyte.gz", "empty/t10k-labels-idx1-ubyte.gz"] {
        write(&folder, name, b"\x1f\x8bnot a gzip stream at all");
    }
    refuse(folder.path(), "broken MNIST", "verify --dataset mnist --data-dir empty", &["t10k-images-idx3-ubyte.gz"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_reported() {
    let full = std::fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_jerc")).arg("families").stdout(full).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert!(stderr.starts_with("jerc: standard output") && stderr.lines().count() == 1, "{stderr}");
}

// ---------------------------------------------------------------- good calls

/// Relative to the larger of 1 and the expected value: a handful of operations.
fn close(found: &Value, expected: f64) -> bool {
    found.as_f64().is_some_and(|v| (v - expected).abs() <= 1e-14 * expected.abs().max(1.0))
}

#[test]
fn solve_agrees_with_hand_computed_values() {
    // C = diag(4, 1), S = diag(8, 5/4), Y'X/n = (4, -1), |Y|^2/n = 5.
    let folder = good_files();
    // omega = (4/8, 1/(5/4)) = (1/2, 4/5); the encoder sees the second feature, so the probe leaves
    // 5 - (-1)^2/1.
    let je = succeed_json(folder.path(), SOLVE);
    assert!(close(&je["eigenvalues"][0], 0.8) && close(&je["loss"], 2. * (1. - 0.8)), "{je}");
    assert!(close(&je["eigengap"], 0.8 - 0.5) && close(&je["probe_loss"], 4.0), "{je}");
    // The bound on the angle is the error of the eigenvalues over the gap.
    let (error, sine) = (je["eigenvalue_error"].as_f64().unwrap(), je["row_space_error"].as_f64().unwrap());
    assert!(error > 0.0 && (sine * 0.3 / error - 1.0).abs() < 1e-9, "{je}");
    // phi^2 = (16/8, 1/(5/4)) = (2, 4/5); the encoder sees the first feature: 5 - 4^2/4.
    let rc = succeed_json(folder.path(), &SOLVE.replace("je", "rc"));
    assert!(close(&rc["eigenvalues"][0], 2.0) && close(&rc["loss"], 5. - 2.), "{rc}");
    assert!(close(&rc["eigengap"], 1.2) && close(&rc["probe_loss"], 1.0), "{rc}");
    for (solved, problem) in [(&je, "je"), (&rc, "rc")] {
        assert_eq!(solved["problem"], problem);
        assert_eq!((&solved["n"], &solved["d"], &solved["k"]), (&2.into(), &2.into(), &1.into()));
        assert_eq!(solved["eigenvalues"].as_array().map(Vec::len), Some(1));
        assert_eq!(solved["unique"], true);
    }
    // V* = (4/8, -1/(5/4)) = (1/2, -4/5), loss 5 - 4/2 - 4/5.
    let sl = succeed_json(folder.path(), &SOLVE.replace("je", "sl"));
    assert_eq!((&sl["problem"], &sl["unique"]), (&"sl".into(), &true.into()));
    assert!(close(&sl["loss"], 2.2), "{sl}");
    let (shape, weights) = &archive(&folder)["weights"];
    assert!(shape == &[1, 2] && (weights[0] - 0.5).abs() < 1e-15 && (weights[1] + 0.8).abs() < 1e-15, "{weights:?}");
    // Without labels there is no probe loss.
    assert!(succeed_json(folder.path(), &SOLVE.replace("--labels y.npy", "")).get("probe_loss").is_none());
    // k = d: everything is kept, 2 (2 - 1/2 - 4/5) = 7/5, and there is no gap.
    let all = succeed_json(folder.path(), &SOLVE.replace("-k 1", "-k 2"));
    assert!(close(&all["loss"], 1.4) && all["eigengap"].is_null() && all["unique"] == true, "{all}");
    assert_eq!(all["row_space_error"], 0.0);
    let text = succeed(folder.path(), SOLVE);
    for words in ["Theorem 3.2", "n = 2, d = 2, k = 1, alpha = 2", "out.npz", "yes"] {
        assert!(text.contains(words), "{text}");
    }
}

/// Names, shapes and values (row after row) of the arrays in out.npz.
fn archive(folder: &TempDir) -> BTreeMap<String, (Vec<u64>, Vec<f64>)> {
    let file = std::fs::File::open(folder.path().join("out.npz")).expect("out.npz");
    let mut archive = zip::ZipArchive::new(file).expect("a zip archive");
    let mut arrays = BTreeMap::new();
    for i in 0..archive.len() {
        let mut entry = archive.by_index(i).expect("an entry");
        let name = entry.name().strip_suffix(".npy").expect("an .npy entry").to_string();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).expect("its bytes");
        let array = npyz::NpyFile::new(&bytes[..]).expect("an array");
        assert_eq!(array.order(), npyz::Order::C);
        arrays.insert(name, (array.shape().to_vec(), array.into_vec().expect("f8")));
    }
    arrays
}

#[test]
fn the_archive_holds_what_the_design_says() {
    let folder = good_files();
    // C = diag(9, 4, 1)/3, Theta = I: S = diag(4, 7/3, 4/3), descending in both problems.
    write(&folder, "x.npy", &reals("(3, 3)", &[3., 0., 0., 0., 2., 0., 0., 0., 1.]));
    write(&folder, "t.npy", &reals("(3,)", &[1.; 3]));
    write(&folder, "g.npy", &reals("(3,)", &[0.; 3]));
    write(&folder, "y.npy", &integers("(3,)", &[0, 3, 1]));
    let call = |problem: &str| {
        succeed(folder.path(), &SOLVE.replace("solve je", &format!("solve {problem}")).replace("-k 1", "-k 2"));
        archive(&folder)
    };
    let shapes = |arrays: &BTreeMap<String, (Vec<u64>, Vec<f64>)>| -> Vec<(String, Vec<u64>)> {
        arrays.iter().map(|(name, (shape, _))| (name.clone(), shape.clone())).collect()
    };
    let named = |list: &[(&str, &[u64])]| -> Vec<_> { list.iter().map(|(n, s)| (n.to_string(), s.to_vec())).collect() };
    let je = call("je");
    assert_eq!(shapes(&je), named(&[("eigenvalues", &[2]), ("encoder", &[2, 3])]));
    let rc = call("rc");
    assert_eq!(shapes(&rc), named(&[("decoder", &[3, 2]), ("eigenvalues", &[2]), ("encoder", &[2, 3])]));
    // Classes 0..3: l = 4.
    assert_eq!(shapes(&call("sl")), named(&[("weights", &[4, 3])]));
    let magnitudes = |values: &[f64]| -> Vec<f64> { values.iter().map(|v| v.abs()).collect() };
    let near = |found: &[f64], expected: &[f64]| {
        found.len() == expected.len() && found.iter().zip(expected).all(|(f, e)| (f - e).abs() < 1e-14)
    };
    // E S E' = I_k: rows e_i/sqrt(s_i) up to sign; D E is diag(c_i/s_i) on the first two features:
    // D = c_i/sqrt(s_i).
    let encoder = [0.5, 0., 0., 0., (3f64 / 7.).sqrt(), 0.];
    assert!(near(&magnitudes(&je["encoder"].1), &encoder) && near(&magnitudes(&rc["encoder"].1), &encoder));
    assert!(near(&magnitudes(&rc["decoder"].1), &[1.5, 0., 0., 4. / 21f64.sqrt(), 0., 0.]));
    // omega = (3/4, 4/7); phi^2 = (9/4, 16/21).
    assert!(near(&je["eigenvalues"].1, &[0.75, 4. / 7.]) && near(&rc["eigenvalues"].1, &[2.25, 16. / 21.]));
}

#[test]
fn every_stored_form_of_the_same_numbers_gives_the_same_result() {
    // X = [[2, 1], [2, 3], [0, 1]].
    let values = [2u8, 1, 2, 3, 0, 1];
    let columns = [2u8, 2, 0, 1, 3, 1];
    let stored = |list: [u8; 6], bytes: fn(u8) -> Vec<u8>| list.into_iter().flat_map(bytes).collect::<Vec<u8>>();
    let folder = good_files();
    write(&folder, "y.npy", &integers("(3,)", &[0, 1, 1]));
    let mut results = vec![];
    for content in [
        npy("<f8", "False", "(3, 2)", &stored(values, |v| f64::from(v).to_le_bytes().to_vec())),
        npy(">f8", "True", "(3, 2)", &stored(columns, |v| f64::from(v).to_be_bytes().to_vec())),
        npy("<f4", "False", "(3, 2)", &stored(values, |v| f32::from(v).to_le_bytes().to_vec())),
        npy("<f4", "True", "(3, 2)", &stored(columns, |v| f32::from(v).to_le_bytes().to_vec())),
        npy("|u1", "False", "(3, 2)", &values),
        npy("|u1", "True", "(3, 2)", &columns),
        npy("<i8", "False", "(3, 2)", &stored(values, |v| i64::from(v).to_le_bytes().to_vec())),
        npy("|i1", "True", "(3, 2)", &columns),
    ] {
        write(&folder, "x.npy", &content);
        results.push(["je", "rc", "sl"].map(|problem| succeed(folder.path(), &SOLVE.replace("je", problem))));
    }
    assert!(results.iter().all(|result| *result == results[0]), "{results:#?}");
    // A diagonal may be stored as such, and a covariance may be asymmetric by a few ulps.
    let mut solved = vec![];
    for theta in [reals("(2,)", &[3., 1.]), reals("(2, 2)", &[3., 0., 2. * f64::EPSILON, 1.])] {
        write(&folder, "t.npy", &theta);
        solved.push(succeed_json(folder.path(), SOLVE)["loss"].as_f64().unwrap());
    }
    assert!((solved[0] - solved[1]).abs() < 1e-14, "{solved:?}");
}

#[test]
fn ties_are_named_as_ties() {
    let folder = good_files();
    let unique = |x: &[u8], d: usize, k: usize| {
        write(&folder, "x.npy", x);
        for name in ["t.npy", "g.npy"] {
            write(&folder, name, &reals(&format!("({d},)"), &vec![1.; d]));
        }
        ["je", "rc"].map(|problem| {
            let call = SOLVE.replace("--labels y.npy", "").replace("-k 1", &format!("-k {k}")).replace("je", problem);
            let text = succeed(folder.path(), &call);
            let unique = succeed_json(folder.path(), &call)["unique"].clone();
            assert_eq!(unique == false, text.contains("no: an exact tie"), "{text}");
            assert_eq!(unique == true, text.contains("yes"), "{text}");
            unique
        })
    };
    // C = I, Theta = I: every direction is as good as any other; k = d leaves no choice.
    let orthogonal = reals("(2, 2)", &[1., 1., 1., -1.]);
    assert_eq!(unique(&orthogonal, 2, 1), [false, false]);
    assert_eq!(unique(&orthogonal, 2, 2), [true, true]);
    // 0.1 is no dyadic number, and yet the tie of the stored numbers is exact.
    assert_eq!(unique(&reals("(2, 2)", &[0.1, 0., 0., -0.1]), 2, 1), [false, false]);
    // k > n: beyond the rank of X all eigenvalues are 0. k = n is the rank, and decided.
    let one = reals("(1, 3)", &[1., 2., 3.]);
    assert_eq!(unique(&one, 3, 2), [false, false]);
    assert_eq!(unique(&one, 3, 1), [true, true]);
    // k = d > n: the row space is everything for joint-embedding, while reconstruction ignores part
    // of it.
    assert_eq!(unique(&one, 3, 3), [true, false]);
    // C = diag(4, 1): a clear gap.
    assert_eq!(unique(&reals("(2, 2)", &[2., 1., 2., -1.]), 2, 1), [true, true]);
    // Too large to decide exactly: undecided, never "unique".
    let d = 30;
    let large: Vec<f64> = (0..d * d).map(|i| f64::from(u8::from(i / d == i % d))).collect();
    assert_eq!(unique(&reals("(30, 30)", &large), d, 7), ["undecided", "undecided"]);
}

#[test]
fn thresholds_agree_with_hand_computed_values() {
    let folder = tempfile::tempdir().unwrap();
    let thresholds = |spec: &str| {
        write(&folder, "spec.json", spec.as_bytes());
        let json = succeed_json(folder.path(), "thresholds spec.json");
        let text = succeed(folder.path(), "thresholds spec.json");
        for (name, key) in [
            ("eta^2", "eta_squared"),
            ("delta", "delta"),
            ("alpha_RC^2", "alpha_squared_rc"),
            ("alpha_JE^2", "alpha_squared_je"),
        ] {
            let value = json[key].as_str().expect("a string");
            let line = text.lines().find(|line| line.starts_with(name)).expect("a line for each quantity");
            assert!(line.contains(&format!("= {value} ")), "{text}");
        }
        let keys = ["eta_squared", "delta", "alpha_squared_rc", "alpha_squared_je", "verdict", "verdict_clipped"];
        keys.map(|key| json[key].as_str().expect("a string").to_string()).join(" ")
            + " "
            + json["regime"].as_str().unwrap()
    };
    // eta^2 = min(1/(3/2), (9/4)/2) = 2/3, delta = min(1/(3/2), (3/2)/2) = 2/3, r = 1 lies between
    // 1/10 and 4. RC: max(4/(2/3) - 0 - 1, (1/10)/(2/3) - 20 - 1) = 5; JE: max((1/3)/(2/3) - 0,
    // 1/2 - 20) = 1/2.
    assert_eq!(
        thresholds(r#"{"signal": [1, "3/2"], "theta": ["1/2", 0.5, 0, 2], "gamma": [4, "1e-1"]}"#),
        "2/3 2/3 5 1/2 joint-embedding joint-embedding straddling"
    );
    // eta^2 = 9/4, delta = 3/4, r = 3 > 0.7. RC: (7/10)/(9/4) - (1/3)/(7/10) - 1 = 14/45 - 10/21 -
    // 1 = -367/315; JE: 1/3 - 10/21 = -1/7.
    assert_eq!(
        thresholds(r#"{"signal": [3], "theta": [1, "1/3"], "gamma": ["0.7"]}"#),
        "9/4 3/4 -367/315 -1/7 reconstruction tie weak"
    );
    // eta^2 = delta = 1/2, r = 1 < 4. RC: 4/(1/2) - 1 = 7; JE: 1.
    assert_eq!(
        thresholds(r#"{"signal": [1], "theta": [1, 0], "gamma": ["4"]}"#),
        "1/2 1/2 7 1 joint-embedding joint-embedding strong"
    );
    // g = r = 1: both are (1/2)/(1/2) = 1, on the edge of the regimes.
    assert_eq!(thresholds(r#"{"signal": [1], "theta": [1, 0], "gamma": [1]}"#), "1/2 1/2 1 1 tie tie straddling");
    // Digits that no f64 holds: delta = c/(c + 1) with c = 10^-30.
    assert!(
        thresholds(r#"{"signal": [1e-30], "theta": [1, 0], "gamma": [1]}"#)
            .contains(" 1/1000000000000000000000000000001 ")
    );
}

#[test]
fn families_are_listed() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), "families");
    let json = succeed_json(folder.path(), "families");
    let families = json.as_array().expect("a list");
    assert!(families.len() >= 3);
    let mut written = vec![];
    for family in families {
        for key in ["name", "view", "mean_map", "covariance", "source"] {
            let value = family[key].as_str().expect("a string");
            assert!(!value.is_empty() && text.contains(value), "{key} of {family}");
        }
        let spec = family["spec"].as_array().expect("a list");
        assert!(!spec.is_empty(), "{family}");
        for way in spec {
            written.push(way["name"].as_str().expect("a name").to_string());
            for (field, meaning) in way["fields"].as_object().expect("fields") {
                assert!(text.contains(&format!("{field}: {}", meaning.as_str().unwrap())), "{field} of {way}");
            }
            // What is shown is what is read: every example solves d = 2.
            write(&folder, "example.json", way["example"].to_string().as_bytes());
            write(&folder, "counts.npy", &reals("(3, 2)", &[4., 1., 2., 3., 0., 5.]));
            let solved = succeed_json(folder.path(), "solve rc --data counts.npy --augment example.json -k 1");
            assert!(solved["loss"].as_f64().is_some_and(f64::is_finite) && solved.get("alpha").is_none(), "{way}");
        }
    }
    // Every family of a specification once.
    let unique: std::collections::BTreeSet<_> = written.iter().collect();
    let known = jerc::augment::CATALOGUE.len();
    assert_eq!((unique.len(), written.len()), (known, known), "{written:?}");
    assert!(families.iter().any(|f| f["name"] == "aligned-noise" && f["covariance"] == "Theta + alpha^2 Gamma"));
}

// ---------------------------------------------------------------- augmentations of any family

const AUGMENT: &str = "solve je --data x.npy --augment a.json -k 1 -o out.npz";

/// The files of [`good_files`], and in a.json a mask on the first feature, then noise: C = diag(4,
/// 1), keep (1/2, 1), Theta = diag(1/2, 1/4). G = diag(1, 1), S = diag(1/2 4 + 1/2, 1 + 1/4) =
/// diag(5/2, 5/4), H = diag(2, 1): omega = (2/5, 4/5), phi^2 = (4/(5/2), 1/(5/4)) = (8/5, 4/5).
fn augmented_files() -> TempDir {
    let folder = good_files();
    let spec = br#"{"chain": [{"mask-independent": {"keep": ["1/2", 1]}}, {"aligned-noise": {"theta": [0.5, "1/4"], "gamma": 0, "alpha": 1}}]}"#;
    write(&folder, "a.json", spec);
    folder
}

#[test]
fn augmentations_are_solved_and_certified() {
    let folder = augmented_files();
    let je = succeed_json(folder.path(), AUGMENT);
    assert!(close(&je["eigenvalues"][0], 0.8) && close(&je["loss"], 0.4) && close(&je["eigengap"], 0.4), "{je}");
    assert_eq!((&je["augmentation"], &je["unique"]), (&"chain(mask-independent, aligned-noise)".into(), &true.into()));
    let rc = succeed_json(folder.path(), &AUGMENT.replace("je", "rc"));
    assert!(close(&rc["eigenvalues"][0], 1.6) && close(&rc["loss"], 5. - 1.6), "{rc}");
    // D = H'/sqrt(S) on the first feature: encoder 1/sqrt(5/2), decoder 2/sqrt(5/2).
    let arrays = archive(&folder);
    assert!((arrays["decoder"].1[0].abs() - 1.6f64.sqrt()).abs() < 1e-14, "{arrays:?}");
    // V* = B S^-1 with B = Y'X/n M' = (4/2, -1).
    let sl = succeed_json(folder.path(), &AUGMENT.replace("je", "sl --labels y.npy"));
    assert!(close(&sl["loss"], 5. - 4. / 2.5 - 1. / 1.25), "{sl}");
    let text = succeed(folder.path(), AUGMENT);
    assert!(text.contains("n = 2, d = 2, k = 1\n") && text.contains("augmentation  chain("), "{text}");
    for (problem, loss) in [("je", "4.000000000000e-1"), ("rc", "3.400000000000e0")] {
        let call = format!("certify {problem} --data x.npy --augment a.json -k 1 -o cert.json");
        let line = succeed(folder.path(), &call);
        assert!(line.contains(&format!("loss in [{loss}, {loss}]")) && line.contains("unique"), "{line}");
        assert_eq!(succeed(folder.path(), "check cert.json"), line);
    }
    // T(alpha) is one family among the others.
    write(&folder, "a.json", br#"{"aligned-noise": {"theta": [3, 0], "gamma": [0.25, "1/16"], "alpha": 2}}"#);
    let plain = succeed_json(folder.path(), SOLVE);
    let written = succeed_json(folder.path(), &AUGMENT.replace("--data", "--labels y.npy --data"));
    for key in ["eigenvalues", "loss", "eigengap", "probe_loss"] {
        assert_eq!(plain[key], written[key], "{key}");
    }
    // A group: omega = 1 on the one invariant of the swap, so k = 1 is unique, and k = 2 = d is
    // everything.
    write(&folder, "a.json", br#"{"image-group": {"height": 1, "width": 2, "generators": ["horizontal-flip"]}}"#);
    let turned = succeed_json(folder.path(), AUGMENT);
    assert!(close(&turned["loss"], 0.0) && close(&turned["eigengap"], 1.0), "{turned}");
    // The trivial group: every direction has omega = 1, an exact tie.
    write(&folder, "a.json", br#"{"group": {"generators": []}}"#);
    assert_eq!(succeed_json(folder.path(), AUGMENT)["unique"], false);
}

#[test]
fn bad_augmentations_are_refused_by_name() {
    #[rustfmt::skip]
    let cases: &[(&str, &str, &[&str])] = &[
        ("unknown family", r#"{"speckel": {"sigma": 1}}"#, &["unknown variant", "speckel"]),
        ("unknown field", r#"{"speckle": {"sigma": 1, "p": 1}}"#, &["speckle.p", "unknown field"]),
        ("wrong dimension", r#"{"speckle": {"sigma": [1, 2, 3]}}"#, &["speckle", "sigma", "2 numbers", "3"]),
        ("wrong dimension of patches", r#"{"mask-patches": {"patch": [0, 1, 2], "keep": 1}}"#, &["mask-patches", "d = 2", "3"]),
        ("deep in a chain", r#"{"chain": [{"chain": [{"thinning": {"keep": 2}}]}]}"#, &["chain[0].chain[0].thinning", "probability"]),
        ("a number that is none", r#"{"thinning": {"keep": "half"}}"#, &["thinning", "keep", "half"]),
        ("no object", "[]", &["line 1"]),
        ("two lines of\nwords", "a\nb", &["line 1"]),
    ];
    let folder = augmented_files();
    for &(case, spec, words) in cases {
        write(&folder, "a.json", spec.as_bytes());
        let words = [words, &["a.json"]].concat();
        for call in [
            AUGMENT.into(),
            AUGMENT.replace("je", "sl --labels y.npy"),
            "certify rc --data x.npy --augment a.json -k 1 -o cert.json".into(),
        ] {
            refuse(folder.path(), case, &call, &words);
        }
    }
    // Counts where counts are needed.
    write(&folder, "a.json", br#"{"thinning": {"keep": 0.5}}"#);
    refuse(folder.path(), "negative counts", AUGMENT, &["x.npy", "sample 1, column 1", "count", "-1"]);
    write(&folder, "x.npy", &reals("(2, 2)", &[2., 1., 2., 0.5]));
    refuse(folder.path(), "half a count", AUGMENT, &["x.npy", "sample 1, column 1", "0.5"]);
    let folder = augmented_files();
    for (case, call, words) in [
        ("both", AUGMENT.replace("-k 1", "-k 1 --alpha 2"), &["--augment", "--alpha"][..]),
        ("both covariances", AUGMENT.replace("-k 1", "-k 1 --theta t.npy"), &["--augment", "--theta"]),
        ("neither", AUGMENT.replace("--augment a.json", ""), &["--theta"]),
        ("no file", AUGMENT.replace("a.json", "none.json"), &["none.json", "No such file"]),
        ("a folder", AUGMENT.replace("a.json", "."), &["."]),
        ("output is an input", AUGMENT.replace("out.npz", "a.json"), &["a.json", "is an input"]),
    ] {
        refuse(folder.path(), case, &call, words);
    }
    // A mask that drops a feature for good.
    write(&folder, "a.json", br#"{"mask-independent": {"keep": [1, 0]}}"#);
    refuse(folder.path(), "singular S", AUGMENT, &["S", "positive definite"]);
}

#[test]
fn thresholds_of_any_augmentation() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder, "v.json", br#"{"signal": [1, "3/2"], "noise": [4]}"#);
    let thresholds = |spec: &str| {
        write(&folder, "a.json", spec.as_bytes());
        let json = succeed_json(folder.path(), "thresholds v.json --augment a.json");
        let text = succeed(folder.path(), "thresholds v.json --augment a.json");
        ["reconstruction", "joint_embedding"].map(|side| {
            let value = |key: &str| json[side][key].as_str().unwrap_or("-").to_string();
            assert!(text.contains(&format!("eigenvalue {}", value("noise_largest"))), "{text}");
            ["signal_smallest", "noise_largest", "recovery", "alpha_squared"].map(value).join(" ")
        })
    };
    // Keep 3/4, 1, 1/2: phi^2 = (3/4, 3/2; 2), omega = (3/4, 1; 1/2).
    assert_eq!(
        thresholds(r#"{"mask-independent": {"keep": [0.75, 1, "1/2"]}}"#),
        ["3/4 2 noise-leaks -", "3/4 1/2 signal -"]
    );
    // sigma^2 = 1: all omega 1/2.
    assert_eq!(thresholds(r#"{"speckle": {"sigma": 1}}"#), ["1/2 2 noise-leaks -", "1/2 1/2 tie -"]);
    // The mask, then T(2) with Theta = diag(1/4, 0, 0) on the masked signal, Gamma = 4 on the
    // noise. M = (3/4, 1, 1/2). S = (3/4 + 1/4, 3/2, 2 + 4 a): JE: G = (9/16, 3/2, 1): 1/(2 + 4a) <
    // 9/16 iff a > (16/9 - 2)/4 = -1/18; at a = 4: 1/18. RC: H^2 = (9/16, 9/4, 4): 4/(2 + 4a) <
    // 9/16 iff a > (64/9 - 2)/4 = 23/18; at a = 4: 2/9.
    let chain = r#"{"chain": [{"mask-independent": {"keep": [0.75, 1, "1/2"]}}, {"aligned-noise": {"theta": [0.25, 0, 0], "gamma": [0, 0, 4], "alpha": 2}}]}"#;
    assert_eq!(thresholds(chain), ["9/16 2/9 signal 23/18", "9/16 1/18 signal -1/18"]);
    // Gamma = 0: alpha does nothing.
    assert_eq!(thresholds(&chain.replace("[0, 0, 4]", "0")), ["9/16 2 noise-leaks never", "9/16 1/2 signal always"]);
    for (case, spec, words) in [
        (
            "mixing",
            r#"{"image-group": {"height": 1, "width": 3, "generators": ["horizontal-flip"]}}"#,
            &["a.json", "mixes coordinates 0 and 2"][..],
        ),
        ("counts", r#"{"thinning": {"keep": 0.5}}"#, &["a.json", "counts"]),
        ("singular", r#"{"mask-independent": {"keep": [1, 1, 0]}}"#, &["a.json", "coordinate 2", "singular"]),
        (
            "gamma on the signal",
            r#"{"aligned-noise": {"theta": 0, "gamma": 1, "alpha": 1}}"#,
            &["a.json", "coordinate 0", "signal"],
        ),
        ("dimension", r#"{"speckle": {"sigma": [1, 1]}}"#, &["a.json", "3 numbers"]),
    ] {
        write(&folder, "a.json", spec.as_bytes());
        refuse(folder.path(), case, "thresholds v.json --augment a.json", words);
    }
    write(&folder, "a.json", br#"{"speckle": {"sigma": 1}}"#);
    for (case, variances, words) in [
        ("fields of T(alpha)", r#"{"signal": [1], "theta": [1, 0], "gamma": [4]}"#, &["unknown field", "theta"][..]),
        ("no noise", r#"{"signal": [1], "noise": []}"#, &["noise", "at least 1"]),
        ("zero", r#"{"signal": [1], "noise": ["0/3"]}"#, &["noise[0]", "> 0"]),
        ("no number", r#"{"signal": [1, null], "noise": [1]}"#, &["signal[1]", "not a number"]),
        ("a list", r#"[[1], [1]]"#, &["not a JSON object"]),
    ] {
        write(&folder, "v.json", variances.as_bytes());
        refuse(folder.path(), case, "thresholds v.json --augment a.json", &[words, &["v.json"]].concat());
    }
}

#[test]
fn help_shows_an_example() {
    let folder = tempfile::tempdir().unwrap();
    for command in ["verify", "thresholds", "solve", "certify", "check", "rocq", "figures", "audit", "families"] {
        for flag in ["-h", "--help"] {
            let help = succeed(folder.path(), &format!("{command} {flag}"));
            let (_, example) = help.split_once("Example").expect("an example");
            assert!(example.contains(&format!("jerc {command} ")), "{help}");
        }
    }
    let help = succeed(folder.path(), "--help");
    for words in ["verify", "thresholds", "solve", "certify", "check", "figures", "audit", "families", "Exit codes"] {
        assert!(help.contains(words), "{help}");
    }
    assert!(succeed(folder.path(), "--version").starts_with("jerc "));
    assert!(contents(folder.path()).is_empty());
}

#[test]
fn verify_writes_a_report() {
    let folder = tempfile::tempdir().unwrap();
    let call = "verify --only table-1 --tier smoke --out report";
    let text = succeed(folder.path(), call);
    assert!(text.contains("1 of 1 claims verified") && text.contains("report/index.html"), "{text}");
    let report = folder.path().join("report");
    let names: Vec<String> =
        contents(&report).into_keys().map(|n| n.rsplit('/').next().unwrap_or_default().to_string()).collect();
    assert_eq!(names, ["claims.json", "claims.txt", "index.html"]);
    let read = |name: &str| std::fs::read_to_string(report.join(name)).unwrap();
    let stored: Value = serde_json::from_str(&read("claims.json")).unwrap();
    assert!(stored["verified"] == true && stored["claims"][0]["name"] == "table-1", "{stored}");
    assert!(text.starts_with(&read("claims.txt")));
    assert!(read("index.html").contains("table-1"));
    // A report may be replaced, and JSON on stdout is what is stored.
    assert_eq!(succeed_json(folder.path(), call), stored);
}

#[test]
fn figures_are_written_with_their_page() {
    let folder = tempfile::tempdir().unwrap();
    let text = succeed(folder.path(), "figures fig3 --seeds 2 --out figures");
    assert_eq!(text, "figures/fig3.csv\nNext: open figures/index.html in a browser.\n");
    let file = |name: &str| folder.path().join("figures").join(name);
    let read = |name: &str| std::fs::read_to_string(file(name)).unwrap();
    let csv = read("fig3.csv");
    // Two noise levels, three methods, eight alphas, five sizes.
    assert_eq!(csv.lines().count(), 1 + 2 * 3 * 8 * 5);
    assert!(csv.lines().nth(1).unwrap().starts_with("digits,1.0,sl,0.0,100,2,"), "{csv}");
    assert!(read("fig3.svg").starts_with("<svg") && read("fig3.svg").contains("noise up to 1000"));
    let page = read("index.html");
    assert!(page.contains("<svg") && page.contains("jerc figures fig3 --dataset digits --seeds 2"), "{page}");
    // The name space of SVG is the only address: no network.
    assert!(!page.replace("http://www.w3.org/2000/svg", "").contains("http"), "{page}");
    if cfg!(feature = "png") {
        assert!(std::fs::read(file("fig3.png")).unwrap().starts_with(b"\x89PNG\r\n\x1a\n"));
    }
    // The same again gives the same bytes; fig4 then has the rows of fig3 among its own.
    succeed(folder.path(), "figures fig3 --seeds 2 --out figures");
    assert_eq!(read("fig3.csv"), csv);
    succeed(folder.path(), "figures fig4 --seeds 2 --out four");
    let four = std::fs::read_to_string(folder.path().join("four/fig4.csv")).unwrap();
    assert_eq!(four.lines().count(), 1 + 4 * 3 * 8 * 5);
    assert!(csv.lines().all(|line| four.lines().any(|other| other == line)));
}

#[test]
fn explaining_figures_are_drawn_alone() {
    let folder = TempDir::new().expect("a folder");
    let text = succeed(folder.path(), "figures spectrum phase finite-n rates overlap --seeds 1 --out out");
    assert_eq!(text.lines().count(), 6, "{text}");
    let table = |name: &str| std::fs::read_to_string(folder.path().join("out").join(name)).expect("a table");
    for (name, header, lines) in [
        ("spectrum.csv", "dataset,noise,paradigm,kind,index,alpha,eigenvalue,alpha_threshold", 4 * (65 + 9) * 8),
        ("phase.csv", "dataset,theta_max,paradigm,route,noise,alpha_low,alpha_high,crossing", 4 * (161 + 9)),
        ("finite-n.csv", "dataset,noise,paradigm,n,draws,alpha_low,alpha_median,alpha_high,alpha_threshold", 28),
        ("overlap.csv", "overlap,method,alpha,angle_degrees", 4 * 2 * 41),
        ("rates.csv", "dataset,method,along,alpha,n,draws,distance,predicted,slope,slope_predicted", 3 * (13 + 7)),
    ] {
        let table = table(name);
        assert_eq!(table.lines().next(), Some(header));
        assert_eq!(table.lines().count(), lines + 1, "{name}");
    }
    assert!(!folder.path().join("out/fig3.csv").exists());
}

/// A signal to a running program; `kill` is on every Unix.
#[cfg(unix)]
#[test]
fn ctrl_c_leaves_no_file() {
    let folder = TempDir::new().expect("a folder");
    let mut child = Command::new(env!("CARGO_BIN_EXE_jerc"))
        .args(["figures", "fig4", "--seeds", "1000", "--out", "out"])
        .current_dir(folder.path())
        .stdout(std::process::Stdio::null())
        .spawn()
        .expect("the program starts");
    // A thousand seeds take minutes; by then it is well past its start, where the handler is set.
    std::thread::sleep(std::time::Duration::from_millis(700));
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().expect("kill");
    assert!(sent.success());
    assert_eq!(child.wait().expect("it ends").code(), Some(130));
    assert!(contents(folder.path()).values().all(Option::is_none), "files were left");
}

#[test]
fn figures_of_a_users_data() {
    let folder = tempfile::tempdir().unwrap();
    // 120 samples of 60 features: more than the 50 components that are kept.
    let value = |i: usize, j: usize| ((i * 37 + j * 101 + i * j * 7 + i * i * 3) % 97) as f64;
    let rows: Vec<f64> = (0..120 * 60).map(|at| value(at / 60, at % 60)).collect();
    write(&folder, "cells.npy", &reals("(120, 60)", &rows));
    write(&folder, "types.npy", &reals("(120,)", &(0..120).map(|i| f64::from(i % 3)).collect::<Vec<_>>()));
    succeed(folder.path(), "figures fig3 --data cells.npy --labels types.npy --seeds 1 --out out");
    let csv = std::fs::read_to_string(folder.path().join("out/fig3.csv")).unwrap();
    assert!(csv.contains("\ncells,1000.0,sl,0.0,100,1,") && csv.contains("\ncells,1000.0,sl,0.0,120,1,"), "{csv}");
    for (case, call, words) in [
        ("no labels", "figures --data cells.npy", &["labels", "--labels"][..]),
        ("labels without data", "figures --labels types.npy", &["--data"]),
        ("two sources", "figures --data cells.npy --dataset mnist", &["--data", "--dataset"]),
        ("too few features", "figures --data types.npy --labels types.npy", &["types.npy"]),
        ("missing file", "figures --data none.npy", &["none.npy"]),
        ("missing folder", "figures --dataset fashion --data-dir none", &["none"]),
        ("no folder", "figures --dataset kuzushiji", &["Kuzushiji", "--data-dir"]),
        ("a folder for the digits", "figures --data-dir .", &["--data-dir", "--dataset mnist"]),
        ("no seed", "figures --seeds 0", &["--seeds", "0"]),
        ("unknown figure", "figures fig8", &["fig8", "fig3"]),
        ("a folder of something else", "figures --out .", &["not empty", "--out"]),
        ("a file", "figures --out cells.npy", &["cells.npy", "is a file"]),
    ] {
        refuse(folder.path(), case, call, words);
    }
}

// ---------------------------------------------------------------- certificates

const CERTIFY: &str = "certify je --data x.npy --theta t.npy --gamma g.npy --alpha 2 -k 1 -o cert.json";

#[test]
fn certificates_become_theorems() {
    let folder = good_files();
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect("a file");
    let line = succeed(folder.path(), &format!("{CERTIFY} --rocq direct.v"));
    assert!(line.contains("cert.json: certified, je, d = 2, k = 1"), "{line}");
    let said = succeed(folder.path(), "rocq cert.json -o later.v");
    assert_eq!(said, "later.v: theorem `optimal` about cert.json\n");
    assert_eq!(read("direct.v"), read("later.v"));
    // Small: in binary integers, whose proof needs no axiom.
    assert!(read("later.v").contains("Theorem optimal") && read("later.v").contains("check_z_sound"));
    write(&folder, "bad.json", read("cert.json").replace("\"je\"", "\"rc\"").as_bytes());
    let before = contents(folder.path());
    for (arguments, words) in [
        ("rocq bad.json -o no.v", &["bad.json"][..]),
        ("rocq none.json -o no.v", &["none.json"]),
        ("rocq x.npy -o no.v", &["x.npy"]),
        ("rocq cert.json -o cert.json", &["cert.json", "-o"]),
        ("rocq cert.json -o none/no.v", &["none"]),
        ("rocq cert.json", &["--output"]),
    ] {
        let output = run(folder.path(), arguments);
        let stderr = String::from_utf8(output.stderr).expect("UTF-8");
        assert!(matches!(output.status.code(), Some(2 | 3)) && output.stdout.is_empty(), "{arguments}: {stderr}");
        assert!(stderr.lines().count() == 1 && words.iter().all(|word| stderr.contains(word)), "{arguments}: {stderr}");
    }
    assert_eq!(contents(folder.path()), before);
}

#[test]
fn certificates_are_written_checked_and_rejected() {
    let folder = good_files();
    // omega = (1/1.25, 4/8): the loss is 2(1 - 4/5) = 2/5, the eigengap 3/10. Reconstruction: phi^2
    // = (16/8, 1/1.25), tr C = 5.
    let line = succeed(folder.path(), CERTIFY);
    for word in [
        "cert.json: certified, je, d = 2, k = 1",
        "unique (eigengap > 3.000e-1)",
        "loss in [4.000000000000e-1, 4.000000000000e-1]",
    ] {
        assert!(line.contains(word), "{line} lacks {word}");
    }
    let rc = succeed(folder.path(), &CERTIFY.replace("je", "rc").replace("cert.json", "cert.json.gz"));
    assert!(rc.contains("certified, rc") && rc.contains("unique (eigengap > 1.2"), "{rc}");
    let compressed = std::fs::read(folder.path().join("cert.json.gz")).unwrap();
    assert!(compressed.starts_with(&[0x1f, 0x8b]));
    let both = succeed(folder.path(), "check cert.json cert.json.gz");
    assert_eq!(both, line.clone() + &rc);
    // The same input gives the same bytes.
    let first = std::fs::read(folder.path().join("cert.json")).unwrap();
    succeed(folder.path(), CERTIFY);
    assert_eq!(std::fs::read(folder.path().join("cert.json")).unwrap(), first);
    // One bad file among good ones: one line each, exit code 3.
    let text = String::from_utf8(first).unwrap();
    write(&folder, "bad.json", text.replace("\"je\"", "\"rc\"").as_bytes());
    let output = run(folder.path(), "check cert.json bad.json");
    let stdout = String::from_utf8(output.stdout).unwrap();
    assert_eq!((output.status.code(), stdout.lines().count()), (Some(3), 2), "{stdout}");
    assert!(stdout.contains("bad.json: rejected: "), "{stdout}");
}

#[test]
fn bad_arguments_of_certify_and_check_are_refused() {
    let folder = good_files();
    for (case, arguments, words) in [
        ("no k", CERTIFY.replace("-k 1 ", ""), &["embedding dimension", "-k"][..]),
        ("k = 0", CERTIFY.replace("-k 1", "-k 0"), &["embedding dimension", "between 1 and"]),
        ("k > d", CERTIFY.replace("-k 1", "-k 3"), &["embedding dimension", "3"]),
        ("supervised", CERTIFY.replace("je", "sl"), &["sl"]),
        ("no output", CERTIFY.replace("-o cert.json", ""), &["--output"]),
        ("output is an input", CERTIFY.replace("cert.json", "x.npy"), &["x.npy", "is an input"]),
        ("missing folder", CERTIFY.replace("cert.json", "none/cert.json"), &["none", "folder"]),
        ("negative alpha", CERTIFY.replace("--alpha 2", "--alpha -2"), &["alpha", ">= 0"]),
        ("no certificate", "check".into(), &["CERT.json"]),
        ("missing certificate", "check none.json".into(), &["none.json"]),
        ("a folder", "check .".into(), &["directory"]),
        ("not compressed", "check x.npy.gz".into(), &["x.npy.gz"]),
    ] {
        refuse(folder.path(), case, &arguments, words);
    }
    write(&folder, "zero.npy", &reals("(2, 2)", &[0.; 4]));
    let singular = CERTIFY.replace("x.npy", "zero.npy").replace("g.npy", "zero.npy").replace("t.npy", "zero.npy");
    refuse(folder.path(), "singular S", &singular, &["not numerically positive definite"]);
}
