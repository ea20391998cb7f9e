//! Any bytes through the door: samples and labels are read or refused in one line, without a panic.

use jerc::dataset::{Labels, Reading, Samples, open, open_array, open_labels};
use std::path::PathBuf;
use std::sync::OnceLock;
use tempfile::TempDir;

/// A file of this name, where files are in memory if the system has such a place.
pub fn file(name: &str, bytes: &[u8]) -> PathBuf {
    static FOLDER: OnceLock<TempDir> = OnceLock::new();
    let folder = FOLDER
        .get_or_init(|| tempfile::tempdir_in("/dev/shm").or_else(|_| tempfile::tempdir()).expect("a temporary folder"));
    let path = folder.path().join(name);
    std::fs::write(&path, bytes).expect("a writable folder");
    path
}

/// Reads bytes as samples, labels and numbers, in every way that the flags allow.
#[allow(dead_code)]
pub fn read(name: &str, bytes: &[u8]) {
    let path = file(name, bytes);
    let plain = Reading::default();
    let turned = Reading { transpose: true, numbered: true, ..Reading::default() };
    for reading in [&plain, &turned] {
        match open(&path, None, reading) {
            Ok(samples) => consistent(&samples),
            Err(error) => assert!(!error.to_string().contains('\n'), "{error}"),
        }
        if let Ok(labels) = open_labels(&path, reading) {
            consistent_labels(&labels);
        }
    }
    if let Ok(array) = open_array(&path) {
        assert!(array.shape.iter().all(|&length| length > 0));
    }
}

/// What is large is read, not looked through.
const LOOKED_THROUGH: usize = 1 << 20;

fn consistent(samples: &Samples) {
    let (n, d, l) = (samples.n(), samples.d(), samples.l());
    assert!(n > 0 && d > 0 && samples.notes().iter().all(|note| !note.contains('\n')));
    if n.saturating_mul(d) > LOOKED_THROUGH {
        return;
    }
    let mut rows = 0;
    let read = samples.pass(|x, y| {
        assert!(x.len() % d == 0 && x.iter().all(|v| v.is_finite()));
        rows += x.len() / d;
        assert_eq!(y.len(), x.len() / d * l);
        Ok(())
    });
    assert!(read.is_err() || rows == n);
}

fn consistent_labels(labels: &Labels) {
    let (n, l) = (labels.n(), labels.l());
    assert!(n > 0 && l > 0);
    if n.saturating_mul(l) <= LOOKED_THROUGH {
        assert!(labels.rows().iter().all(|v| v.is_finite()));
    }
}
