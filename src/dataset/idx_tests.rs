//! Two images of 1 x 3 pixels, well-formed and in every broken form.

#[path = "../../tests/common/mod.rs"]
mod common;

use super::*;
use crate::dataset::Values;
use common::or_skip;
use flate2::{Compression, write::GzEncoder};
use std::io::Write;

const TWO_IMAGES: &[u8] = &[0, 0, 8, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3, 10, 20, 30, 40, 50, 255];
const TWO_LABELS: &[u8] = &[0, 0, 8, 1, 0, 0, 0, 2, 7, 0];

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn load(images: &[u8], labels: &[u8], suffix: &str) -> Result<Dataset> {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(format!("t10k-images-idx3-ubyte{suffix}")), images).unwrap();
    std::fs::write(folder.path().join(format!("t10k-labels-idx1-ubyte{suffix}")), labels).unwrap();
    load_idx("mnist", folder.path(), Split::Test)
}

fn problem(images: &[u8], labels: &[u8]) -> String {
    match load(images, labels, ".gz") {
        Err(Error::BadFile { problem, .. }) => problem,
        other => panic!("{other:?}"),
    }
}

#[test]
fn plain_and_compressed_files_are_told_by_their_bytes() {
    let plain = load(TWO_IMAGES, TWO_LABELS, "").unwrap();
    assert_eq!((plain.n(), plain.d(), plain.l()), (2, 3, 2));
    assert_eq!(plain.features().values(), &Values::Bytes(vec![10, 20, 30, 40, 50, 255]));
    assert_eq!(plain.labels().unwrap().as_classes(), Some((&[1, 0][..], 2)));
    for suffix in ["", ".gz"] {
        assert_eq!(load(&gzip(TWO_IMAGES), TWO_LABELS, suffix).unwrap(), plain);
    }
}

#[test]
fn broken_files_are_refused_one_by_one() {
    let edited = |bytes: &[u8], at: usize, value: u8| {
        let mut copy = bytes.to_vec();
        copy[at] = value;
        copy
    };
    let huge = [&TWO_IMAGES[..4], &[0xff; 12], &TWO_IMAGES[16..]].concat();
    let large = [&TWO_IMAGES[..4], &[0, 0x3f, 0xff, 0xff, 0, 0, 0, 16, 0, 0, 0, 16], &TWO_IMAGES[16..]].concat();
    for (images, expected) in [
        (TWO_IMAGES[..21].to_vec(), "truncated: its header promises 6 bytes, 5 follow"),
        (TWO_IMAGES[..15].to_vec(), "ends within its header"),
        (TWO_IMAGES[..3].to_vec(), "does not begin with two zeros"),
        (vec![], "does not begin with two zeros"),
        ([TWO_IMAGES, &[0]].concat(), "more follow"),
        (edited(TWO_IMAGES, 3, 1), "more follow"),
        (edited(TWO_IMAGES, 3, 0), "does not begin with two zeros"),
        (edited(TWO_IMAGES, 2, 13), "promises 24 bytes, 6 follow"),
        (edited(TWO_IMAGES, 2, 10), "does not begin with two zeros"),
        (edited(TWO_IMAGES, 7, 0), "none"),
        (edited(TWO_IMAGES, 7, 3), "truncated"),
        (edited(TWO_IMAGES, 7, 1), "more follow"),
        (huge, "more than 1073741824 bytes"),
        (large, "truncated: its header promises 1073741568 bytes, 6 follow"),
    ] {
        for form in [images.clone(), gzip(&images)] {
            let found = problem(&form, TWO_LABELS);
            assert!(found.contains(expected), "{found:?} should say {expected:?}");
        }
    }
    assert!(problem(TWO_IMAGES, &[0, 0, 8, 1, 0, 0, 0, 1, 7]).contains("1 labels for 2 images"));
}

#[test]
fn every_type_is_read() {
    for (kind, one) in [(8, vec![1]), (9, vec![0xff]), (11, vec![0, 1]), (12, vec![0, 0, 1, 0])] {
        let images = [&[0, 0, kind, 3, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1], &one[..]].concat();
        let value = [1.0, -1.0, 0.0, 1.0, 256.0][usize::from(kind) - 8];
        assert_eq!(load(&images, &[0, 0, 8, 1, 0, 0, 0, 1, 7], "").unwrap().matrix()[(0, 0)], value, "{kind}");
    }
    let images = [&[0, 0, 14, 2, 0, 0, 0, 1, 0, 0, 0, 1][..], &(-0.5f64).to_be_bytes()].concat();
    assert_eq!(load(&images, &[0, 0, 8, 1, 0, 0, 0, 1, 7], "").unwrap().matrix()[(0, 0)], -0.5);
    let nan = [&images[..12], &f64::NAN.to_be_bytes()].concat();
    assert!(matches!(load(&nan, &[0, 0, 8, 1, 0, 0, 0, 1, 7], ""), Err(Error::NotFinite { .. })));
    // QMNIST: int32, eight columns of which the first is the class.
    let column = |class: u8| [[0, 0, 0, class], [0, 0, 0, 9]].concat();
    let labels = [&[0, 0, 12, 2, 0, 0, 0, 2, 0, 0, 0, 2][..], &column(7), &column(0)].concat();
    assert_eq!(load(TWO_IMAGES, &labels, "").unwrap().labels().unwrap().as_classes(), Some((&[1, 0][..], 2)));
}

#[test]
fn files_go_by_many_names() {
    for [images, labels] in [
        ["t10k-images.idx3-ubyte", "t10k-labels.idx1-ubyte"],
        ["emnist-letters-test-images-idx3-ubyte", "emnist-letters-test-labels-idx1-ubyte.gz"],
        ["qmnist-test-images-idx3-ubyte", "qmnist-test-labels-idx2-int"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join(images), TWO_IMAGES).unwrap();
        std::fs::write(folder.path().join(labels), TWO_LABELS).unwrap();
        assert_eq!(load_idx("x", folder.path(), Split::Test).unwrap().n(), 2, "{images}");
        let refusal = |split| load_idx("x", folder.path(), split).unwrap_err().to_string();
        assert!(refusal(Split::Train).contains("--split test"));
        // A compressed copy is no second file; another pair is.
        std::fs::write(folder.path().join(format!("{images}.gz")), gzip(TWO_IMAGES)).unwrap();
        assert_eq!(load_idx("x", folder.path(), Split::Test).unwrap().n(), 2, "{images}");
        std::fs::write(folder.path().join("other-test-images-idx3-ubyte"), TWO_IMAGES).unwrap();
        assert!(refusal(Split::Test).contains("holds several"));
    }
}

#[test]
fn damaged_gzip_is_a_bad_file() {
    let packed = gzip(TWO_IMAGES);
    let mut checksum = packed.clone();
    let crc = packed.len() - 8;
    checksum[crc] ^= 1;
    for damaged in [&packed[..packed.len() / 2], &packed[..packed.len() - 1], &packed[..5], &checksum] {
        assert!(problem(damaged, TWO_LABELS).contains("damaged or truncated"));
    }
}

#[test]
fn folders_are_searched_in_order() {
    let folder = tempfile::tempdir().unwrap();
    let [direct, nested] = ["direct", "nested"].map(|name| folder.path().join(name));
    let inner = nested.join("mnist");
    let search = || first_with_test_files([nested.clone(), direct.clone()].into_iter());
    for target in [&direct, &inner] {
        std::fs::create_dir_all(target).unwrap();
        std::fs::write(target.join("t10k-images-idx3-ubyte.gz"), TWO_IMAGES).unwrap();
    }
    assert_eq!(search(), None);
    std::fs::write(direct.join("t10k-labels-idx1-ubyte"), TWO_LABELS).unwrap();
    assert_eq!(search(), Some(direct.clone()));
    std::fs::write(inner.join("t10k-labels-idx1-ubyte"), TWO_LABELS).unwrap();
    assert_eq!(search(), Some(inner));
    assert!(matches!(load_idx("mnist", &direct, Split::Train), Err(Error::BadFile { .. })));
}

/// The first 500 MNIST test images, which the repository holds.
fn first_500() -> Dataset {
    load_idx("mnist", "tests/data/mnist-500".as_ref(), Split::Test).unwrap()
}

fn class_sizes(data: &Dataset) -> [usize; 10] {
    let (of, _) = data.labels().unwrap().as_classes().unwrap();
    std::array::from_fn(|class| of.iter().filter(|&&c| c == class).count())
}

#[test]
fn the_first_500_test_images() {
    let mnist = first_500();
    assert_eq!((mnist.n(), mnist.d(), mnist.l()), (500, 784, 10));
    assert_eq!(class_sizes(&mnist), [42, 67, 55, 45, 55, 50, 43, 49, 40, 54]);
}

#[test]
fn the_real_test_images_if_present() {
    let Some(folder) = or_skip(find_mnist(), "no MNIST test files", "JERC_REQUIRE_MNIST") else { return };
    let mnist = load_idx("mnist", &folder, Split::Test).unwrap();
    assert_eq!((mnist.n(), mnist.d(), mnist.l()), (10_000, 784, 10));
    // The class counts of the published test set.
    assert_eq!(class_sizes(&mnist), [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]);
    let first = first_500();
    let pixels = |data: &Dataset| data.features().rows()[..500 * 784].to_vec();
    let classes = |data: &Dataset| data.labels().unwrap().as_classes().unwrap().0[..500].to_vec();
    assert!(pixels(&first) == pixels(&mnist) && classes(&first) == classes(&mnist));
}

#[test]
fn reals_are_read_in_both_widths_and_named_by_their_place() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.idx");
    // 2 x 1 x 3.
    let values = [0.5, -1.25, 3.0, 1e10, -0.0, 7.0];
    let content = |kind: u8, values: &[f64]| {
        let bytes = |v: &f64| if kind == 13 { (*v as f32).to_be_bytes().to_vec() } else { v.to_be_bytes().to_vec() };
        let head = [0, 0, kind, 3, 0, 0, 0, 2, 0, 0, 0, 1, 0, 0, 0, 3];
        [&head[..], &values.iter().flat_map(bytes).collect::<Vec<_>>()].concat()
    };
    let read = || read_idx(&Content::open(&path)?);
    for kind in [13, 14] {
        std::fs::write(&path, content(kind, &values)).unwrap();
        assert_eq!(read().unwrap(), NpyArray { shape: vec![2, 1, 3], values: NpyValues::Real(values.to_vec()) });
        for at in 0..6 {
            let mut bad = values;
            bad[at] = f64::NAN;
            std::fs::write(&path, content(kind, &bad)).unwrap();
            let said = read().unwrap_err().to_string();
            assert!(said.contains(&format!("row {}, column {} is NaN", at / 3, at % 3)), "{said}");
        }
    }
}

/// Whichever of the two there are several of, those are named.
#[test]
fn several_files_are_named() {
    for (kind, content) in [("images-idx3", TWO_IMAGES), ("labels-idx1", TWO_LABELS)] {
        let folder = tempfile::tempdir().unwrap();
        for (name, content) in [("images-idx3", TWO_IMAGES), ("labels-idx1", TWO_LABELS)] {
            std::fs::write(folder.path().join(format!("t10k-{name}-ubyte")), content).unwrap();
        }
        std::fs::write(folder.path().join(format!("other-test-{kind}-ubyte")), content).unwrap();
        let said = load_idx("x", folder.path(), Split::Test).unwrap_err().to_string();
        for name in [format!("t10k-{kind}-ubyte"), format!("other-test-{kind}-ubyte")] {
            assert!(said.contains(&name) && said.contains("keep one pair"), "{said}");
        }
        std::fs::remove_file(folder.path().join(format!("t10k-{kind}-ubyte"))).unwrap();
        assert_eq!(load_idx("x", folder.path(), Split::Test).unwrap().n(), 2);
    }
}
