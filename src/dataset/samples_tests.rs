//! Samples in memory, in blocks and as sums.

use super::*;
use crate::dataset::Features;
use crate::scalar::approx_matrix;
use nalgebra::DMatrix;

fn open(path: &std::path::Path, labels: Option<Labels>) -> Result<Samples> {
    Samples::of_file("x".into(), NpyRows::open(path)?.expect("in C order"), labels)
}

/// Rows as a `.npy` file.
fn npy(n: usize, d: usize, rows: &[f64]) -> Vec<u8> {
    let header = format!("{{'descr': '<f8', 'fortran_order': False, 'shape': ({n}, {d})}}\n");
    let mut file = [b"\x93NUMPY\x01\x00", &(header.len() as u16).to_le_bytes()[..], header.as_bytes()].concat();
    file.extend(rows.iter().flat_map(|v| v.to_le_bytes()));
    file
}

#[test]
fn a_file_has_the_moments_of_its_samples() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.npy");
    // More rows than a block holds, so that blocks have to fit together.
    let (n, d) = (5000, 300);
    let x = DMatrix::from_fn(n, d, |i, j| ((i * 31 + j * 17) % 29) as f64 - 11.0 + (j % 3) as f64 * 0.5);
    let rows: Vec<f64> = (0..n * d).map(|at| x[(at / d, at % d)]).collect();
    std::fs::write(&path, npy(n, d, &rows)).unwrap();
    // Of no period that blocks have.
    let classes = Labels::classes((0..n).map(|i| i * i / 7 % 3).collect(), 3).unwrap();
    let file = open(&path, Some(classes.clone())).unwrap();
    let data = Dataset::new("x", Features::real(rows, d).unwrap(), Some(classes)).unwrap();
    assert_eq!((file.n(), file.d(), file.l()), (n, d, 3));
    let mut blocks = 0;
    file.pass(|_, _| {
        blocks += 1;
        Ok(())
    })
    .unwrap();
    assert!(blocks > 1);
    assert_eq!(file.moments().unwrap(), data.moments().unwrap());
    assert_eq!(file.load().unwrap().features(), data.features());
    // Halves: every sum is exact.
    let twice = file.twice_moments().unwrap();
    assert_eq!(approx_matrix(&twice.second), data.moments().unwrap().second);
    assert_eq!(approx_matrix(&twice.label_cross), data.moments().unwrap().label_cross);
    let short = Labels::classes(vec![0, 1], 2).unwrap();
    assert!(matches!(open(&path, Some(short)), Err(Error::ShapeMismatch { .. })));
}

#[test]
fn counts_are_told_from_reals_with_their_place() {
    let of = |rows: Vec<f64>| Samples::stored(Dataset::new("x", Features::real(rows, 2).unwrap(), None).unwrap());
    assert!(of(vec![0.0, 3.0, 7.0, 1e15]).require_counts().is_ok());
    for bad in [-1.0, 0.5] {
        match of(vec![0.0, 3.0, 7.0, bad]).require_counts() {
            Err(Error::OutOfRange { what, .. }) => assert_eq!(what, "sample 1, column 1"),
            other => panic!("{other:?}"),
        }
    }
}

#[test]
fn every_block_is_looked_at() {
    // One value that is no count, or no integer, in the first block or in the last one.
    let (n, d) = (70_000, 8);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.npy");
    for (at, odd, counts, exact) in
        [(0, -1.0, false, true), (0, 0.5, false, false), (n * d - 1, 0.5, false, false), (5, 2.0, true, true)]
    {
        let mut rows: Vec<f64> = (0..n * d).map(|i| (i % 3) as f64).collect();
        rows[at] = odd;
        std::fs::write(&path, npy(n, d, &rows)).unwrap();
        let (samples, mut blocks) = (open(&path, None).unwrap(), 0);
        samples
            .pass(|_, _| {
                blocks += 1;
                Ok(())
            })
            .unwrap();
        assert!(blocks > 1);
        for twice in [false, true] {
            assert_eq!(samples.sums(twice).unwrap().counts(), counts, "{odd} at {at}");
        }
        assert_eq!(samples.sums(false).unwrap().rounding() == 0.0, exact, "{odd} at {at}");
        assert_eq!(samples.require_counts().is_ok(), counts, "{odd} at {at}");
    }
}

#[test]
fn sums_know_whether_they_are_exact() {
    let of = |rows: Vec<f64>, labels: Option<Vec<f64>>| {
        let labels = labels.map(|rows| Labels::targets(rows, 1).unwrap());
        Samples::stored(Dataset::new("x", Features::real(rows, 2).unwrap(), labels).unwrap())
    };
    for (rows, labels, exact, counts) in [
        (vec![0.0, 3.0, 7.0, 1.0], None, true, true),
        (vec![0.0, -3.0, 7.0, 1.0], None, true, false),
        (vec![0.0, 0.5, 7.0, 1.0], None, false, false),
        (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 0.5]), false, true),
        // Squares beyond 2^53, of a feature, then of a label.
        (vec![0.0, 3.0, 7.0, 1e8], None, false, true),
        (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 1e8]), false, true),
        (vec![0.0, 3.0, 7.0, 1.0], Some(vec![1.0, 2.0]), true, true),
    ] {
        let samples = of(rows, labels);
        for twice in [false, true] {
            let sums = samples.sums(twice).unwrap();
            assert_eq!((sums.counts(), sums.count()), (counts, 2));
            let rounding = if twice {
                TWICE_ROUNDING
            } else if exact {
                0.0
            } else {
                ROUNDING
            };
            assert_eq!(sums.rounding(), rounding);
        }
    }
}
