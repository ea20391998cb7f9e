//! `jerc moments`: parts merged are the whole, and everything takes them.

use crate::files::{integers, reals};
use crate::{run, succeed, succeed_json, write};
use jerc::output::{Array, write_npz};
use nalgebra::DMatrix;
use std::fs::read;
use tempfile::TempDir;

/// Twelve samples of counts with labels, whole and in three parts, and T(α).
fn parts() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let x = |i: usize, j: usize| ((i * i * 7 + j * 5 + i * j * 3) % 11) as i64;
    let rows = |range: std::ops::Range<usize>| range.flat_map(|i| (0..3).map(move |j| x(i, j))).collect::<Vec<_>>();
    let classes = |range: std::ops::Range<usize>| range.map(|i| (i % 5 == 0) as i64).collect::<Vec<_>>();
    for (name, range) in [("all", 0..12), ("a", 0..2), ("b", 2..7), ("c", 7..12)] {
        let n = range.len();
        write(&folder, &format!("{name}.npy"), &integers(&format!("({n}, 3)"), &rows(range.clone())));
        // As targets, so that each part has as many columns.
        let targets: Vec<f64> = classes(range).iter().flat_map(|&c| [c as f64, 1.0 - c as f64]).collect();
        write(&folder, &format!("{name}-y.npy"), &reals(&format!("({n}, 2)"), &targets));
        succeed(folder.path(), &format!("moments {name}.npy --labels {name}-y.npy -o {name}.moments"));
    }
    write(&folder, "t.npy", &reals("(3,)", &[0.5, 1.0, 0.25]));
    write(&folder, "g.npy", &reals("(3,)", &[0.5, 0.0, 1.0]));
    folder
}

const NOISE: &str = "--theta t.npy --gamma g.npy --alpha 0.5";

#[test]
fn parts_merged_in_any_order_are_the_whole() {
    let folder = parts();
    let path = |name: &str| folder.path().join(name);
    for order in ["a b c", "c a b", "b c a"] {
        let files: Vec<String> = order.split(' ').map(|part| format!("{part}.moments")).collect();
        let said = succeed(folder.path(), &format!("moments --merge {} -o merged.moments", files.join(" ")));
        assert_eq!(said, "merged.moments: n = 12, d = 3, l = 2 (2 classes), sums exact\n");
        assert_eq!(read(path("merged.moments")).unwrap(), read(path("all.moments")).unwrap(), "{order}");
    }
    succeed(folder.path(), "moments all.npy --labels all-y.npy --twice -o twice.moments");
    for (problem, k) in [("je", "-k 2"), ("rc", "-k 2"), ("sl", "")] {
        for flags in ["", "--center", "--noise 0.25", "--center --noise 0.25"] {
            let solve =
                |source: &str| succeed_json(folder.path(), &format!("solve {problem} {source} {NOISE} {k} {flags}"));
            let data = solve("--data all.npy --labels all-y.npy");
            for source in ["--moments all.moments", "--moments twice.moments"] {
                let sums = solve(source);
                for (key, error) in [("loss", "loss_error"), ("probe_loss", "probe_loss_error")] {
                    let Some(value) = data[key].as_f64() else { continue };
                    let allowed = data[error].as_f64().unwrap() + sums[error].as_f64().unwrap();
                    assert!((value - sums[key].as_f64().unwrap()).abs() <= allowed, "{problem} {source}: {key}");
                    assert!(allowed < 1e-9 * value, "{problem} {source}: {allowed:e}");
                }
            }
        }
    }
    // With and without --center the problems differ.
    let losses =
        ["", "--center"].map(|c| succeed_json(folder.path(), &format!("solve je --data all.npy {NOISE} -k 2 {c}")));
    assert!((losses[0]["loss"].as_f64().unwrap() - losses[1]["loss"].as_f64().unwrap()).abs() > 1e-3);
    assert_eq!((&losses[0]["centred"], &losses[1]["centred"]), (&false.into(), &true.into()));
}

#[test]
fn certificates_are_made_from_sums_and_checked_against_samples() {
    let folder = parts();
    for center in ["", "--center"] {
        let certify = |source: &str, file: &str| {
            succeed(folder.path(), &format!("certify rc {source} {NOISE} -k 1 {center} -o {file}"))
        };
        certify("--moments all.moments", "sums.json");
        certify("--data all.npy", "data.json");
        for (file, source) in [("sums.json", "--data all.npy"), ("data.json", "--moments all.moments")] {
            let said = succeed(folder.path(), &format!("check {file} {source} {NOISE} {center}"));
            assert!(said.contains("matrices recomputed from the data"), "{said}");
        }
        let other = run(folder.path(), &format!("check sums.json --moments a.moments {NOISE} {center}"));
        assert_eq!(other.status.code(), Some(3));
    }
    // Thinning takes counts, and the sums know that they are.
    write(&folder, "thin.json", br#"{"thinning": {"keep": 0.5}}"#);
    succeed(folder.path(), "solve je --moments all.moments --augment thin.json -k 1");
    // C of clean samples as the signal.
    write(&folder, "basis.npy", &reals("(3, 3)", &[1., 0., 0., 0., 1., 0., 0., 0., 1.]));
    let refused = run(folder.path(), "thresholds --moments all.moments --theta t.npy --gamma g.npy --basis basis.npy");
    assert_eq!(refused.status.code(), Some(2), "a signal that is everything leaves no noise");
}

#[test]
fn sums_of_another_engine_are_read_and_false_ones_refused() {
    let folder = parts();
    let (x, rows) = (DMatrix::from_row_slice(3, 2, &[1.0, 0.5, -2.0, 0.25, 3.0, 1.5]), 3);
    let ones = DMatrix::from_element(rows, 1, 1.0);
    let augmented = DMatrix::from_fn(rows, 3, |i, j| if j < 2 { x[(i, j)] } else { ones[(i, 0)] });
    let gram = augmented.transpose() * &augmented;
    let zero = DMatrix::zeros(3, 3);
    let write_parts = |name: &str, version: f64, shape: &[f64], high: &DMatrix<f64>, rounding: f64| {
        let arrays = [
            ("version", Array::Vector(&[version][..])),
            ("shape", Array::Vector(shape)),
            ("high", Array::Matrix(high)),
            ("low", Array::Matrix(&zero)),
            ("rounding", Array::Vector(&[rounding][..])),
            ("counts", Array::Vector(&[0.0][..])),
        ];
        write_npz(&folder.path().join(name), &arrays).unwrap();
    };
    write_parts("plain.moments", 1.0, &[2.0, 0.0], &gram, 3.0 * f64::EPSILON / 2.0);
    write(&folder, "t2.npy", &reals("(2,)", &[1.0, 1.0]));
    let noise = "--theta t2.npy --gamma t2.npy --alpha 0";
    let found = succeed_json(folder.path(), &format!("solve je --moments plain.moments {noise} -k 1"));
    // C = [[14, 4.5], [4.5, 2.5625]]/3: ω = c/(c + 1) for its largest eigenvalue.
    let (mean, off) = ((14.0 + 2.5625) / 6.0, 4.5 / 3.0);
    let c = mean + f64::sqrt(((14.0 - 2.5625) / 6.0f64).powi(2) + off * off);
    assert!((found["eigenvalues"][0].as_f64().unwrap() - c / (c + 1.0)).abs() < 1e-14, "{found}");

    let mut skew = gram.clone();
    skew[(0, 1)] += 1.0;
    write_parts("skew.moments", 1.0, &[2.0, 0.0], &skew, 0.0);
    write_parts("new.moments", 2.0, &[2.0, 0.0], &gram, 0.0);
    write_parts("shape.moments", 1.0, &[1.0, 0.0], &gram, 0.0);
    write_parts("half.moments", 1.0, &[0.5, 0.0], &gram, 0.0);
    write_npz(&folder.path().join("empty.moments"), &[]).unwrap();
    for (arguments, words) in [
        ("solve je --moments skew.moments -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "skew.moments: sum (1, 0)"),
        ("solve je --moments new.moments -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "version 2"),
        ("solve je --moments shape.moments -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "high has shape [3, 3]"),
        ("solve je --moments half.moments -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "shape [0.5, 0.0]"),
        ("solve je --moments empty.moments -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "version is missing"),
        ("solve je --moments t.npy -k 1 --theta t2.npy --gamma t2.npy --alpha 0", "not a .moments file"),
        ("solve sl --moments plain.moments --theta t2.npy --gamma t2.npy --alpha 0", "labels"),
        ("moments --merge a.moments plain.moments -o out.moments", "d = 2, l = 0"),
        ("moments --merge a.moments -o a.moments", "is an input"),
        ("moments a.npy --labels all-y.npy -o out.moments", "12"),
        ("moments none.npy -o out.moments", "none.npy"),
    ] {
        let output = run(folder.path(), arguments);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "jerc {arguments}: {stderr}");
        assert!(stderr.starts_with("jerc: ") && stderr.trim_end().lines().count() == 1, "{stderr}");
        assert!(stderr.contains(words), "jerc {arguments}: {stderr}");
        assert!(!folder.path().join("out.moments").exists());
    }
    // The plain sums are of reals.
    write(&folder, "thin.json", br#"{"thinning": {"keep": 0.5}}"#);
    let output = run(folder.path(), "solve je --moments plain.moments --augment thin.json -k 1");
    assert!(String::from_utf8_lossy(&output.stderr).contains("a count"), "{output:?}");
}
