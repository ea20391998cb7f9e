//! `.npy` files by hand, and a folder of good ones.

use crate::write;
use tempfile::TempDir;

/// A version 1 file with this header dictionary, padded as numpy does.
pub fn npy_with(dictionary: &str, data: &[u8]) -> Vec<u8> {
    let padding = 64 - (10 + dictionary.len() + 1) % 64;
    let header = format!("{dictionary}{}\n", " ".repeat(padding));
    let length = u16::try_from(header.len()).expect("a short header").to_le_bytes();
    [b"\x93NUMPY\x01\x00", &length[..], header.as_bytes(), data].concat()
}

pub fn npy(dtype: &str, order: &str, shape: &str, data: &[u8]) -> Vec<u8> {
    npy_with(&format!("{{'descr': '{dtype}', 'fortran_order': {order}, 'shape': {shape}, }}"), data)
}

/// `<f8`, C order.
pub fn reals(shape: &str, values: &[f64]) -> Vec<u8> {
    npy("<f8", "False", shape, &values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>())
}

/// `<i8`, C order.
pub fn integers(shape: &str, values: &[i64]) -> Vec<u8> {
    npy("<i8", "False", shape, &values.iter().flat_map(|v| v.to_le_bytes()).collect::<Vec<_>>())
}

/// X = [[2, 1], [2, -1]], y = (1, 3), Theta = diag(3, 0), Gamma = diag(1/4, 1/16): with alpha = 2,
/// Sigma = diag(4, 1/4).
pub fn good_files() -> TempDir {
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
