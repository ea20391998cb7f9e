//! The committed certificates of real data: accepted, tight, and about the data they name.

use jerc::augment::AlignedNoise;
use jerc::certificate::{ExactPencil, certify};
use jerc::dataset::Features;
use jerc::dataset::digits::load_digits;
use jerc::paradigm::Paradigm;
use jerc::scalar::{Rational, Scalar};
use jerc_check::{Verified, check};
use nalgebra::DMatrix;
use std::path::PathBuf;

/// The problem of the committed files: the digits as stored, Theta = 4 I, Gamma = diag(0, 1,
/// ..., 7) repeated, alpha = 1/2, k = 10.
fn digits(paradigm: Paradigm) -> ExactPencil {
    let digits = load_digits().unwrap();
    let gamma = DMatrix::from_fn(64, 64, |i, j| if i == j { (i % 8) as f64 } else { 0.0 });
    let noise = AlignedNoise::new(DMatrix::identity(64, 64) * 4.0, gamma, 0.5).unwrap();
    let source = "digits (1797 x 64, pixels 0..16), T(alpha): Theta = 4 I, Gamma = diag(i mod 8), alpha = 1/2";
    ExactPencil::aligned_noise(paradigm, digits.features(), &noise, source.into()).unwrap()
}

/// The digits in 4 x 4 blocks of 2 x 2 pixels, summed: small enough for a proof in binary integers.
/// Theta = 4 I, Gamma = diag(0, 1, ..., 7) twice, alpha = 1/2, k = 5.
fn pooled(paradigm: Paradigm) -> ExactPencil {
    let digits = load_digits().unwrap();
    let rows = digits.features().rows();
    let sum = |image: &[f64], block: usize| {
        let corner = block / 4 * 16 + block % 4 * 2;
        [0, 1, 8, 9].iter().map(|offset| image[corner + offset]).sum::<f64>()
    };
    let pooled = rows.chunks_exact(64).flat_map(|image| (0..16).map(|block| sum(image, block))).collect();
    let gamma = DMatrix::from_fn(16, 16, |i, j| if i == j { (i % 8) as f64 } else { 0.0 });
    let noise = AlignedNoise::new(DMatrix::identity(16, 16) * 4.0, gamma, 0.5).unwrap();
    let source = "digits, sums of 2 x 2 pixels (1797 x 16), T(alpha): Theta = 4 I, Gamma = diag(i mod 8), alpha = 1/2";
    ExactPencil::aligned_noise(paradigm, &Features::real(pooled, 16).unwrap(), &noise, source.into()).unwrap()
}

fn committed(name: &str) -> (PathBuf, Option<Vec<u8>>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("proofs/certificates/good").join(name);
    let bytes = std::fs::read(&path).ok();
    (path, bytes)
}

/// A number of the checker.
fn approx<T: Clone + Into<Rational>>(value: &T) -> f64 {
    value.clone().into().approx()
}

/// Checks a committed certificate against a new one of the same data. With
/// `JERC_WRITE_CERTIFICATES=1` it is written first.
fn assert_committed(name: &str, pencil: &ExactPencil, k: usize) -> Verified {
    let fresh = certify(pencil, k, &|_| ()).unwrap();
    if std::env::var_os("JERC_WRITE_CERTIFICATES").is_some() {
        std::fs::write(committed(name).0, &fresh.json).unwrap();
    }
    let (path, bytes) = committed(name);
    let text = String::from_utf8(bytes.unwrap_or_else(|| panic!("{} is missing", path.display()))).unwrap();
    // V may differ in the last bits between machines; the exact pencil may not.
    let pencil_of = |text: &str| text[text.find("\"pencil\"").unwrap()..text.find("\"witness\"").unwrap()].to_string();
    assert!(pencil_of(&text) == pencil_of(&fresh.json), "the certified matrices are not those of the data");
    let verified = check(text.as_bytes()).unwrap();
    assert!(approx(&verified.relative_gap) <= 1e-12 && approx(&fresh.verified.relative_gap) <= 1e-12);
    assert!(verified.eigengap.is_some() && approx(verified.distance.as_ref().unwrap()) < 1e-10);
    verified
}

#[test]
fn digits_joint_embedding() {
    let verified = assert_committed("digits-je.json", &digits(Paradigm::JointEmbedding), 10);
    assert_eq!((verified.d, verified.k), (64, 10));
}

#[test]
fn digits_reconstruction() {
    let verified = assert_committed("digits-rc.json", &digits(Paradigm::Reconstruction), 10);
    let [constant, lower, upper] = verified.loss.unwrap();
    // tr C of the digits: the sum of all squared pixels over 1797.
    let exact = load_digits().unwrap().exact_moments().unwrap().second.trace();
    assert_eq!(Rational::from(constant.clone()), exact);
    assert!(approx(&lower) > 0.0 && upper < constant);
}

#[test]
fn pooled_digits() {
    for (name, paradigm) in
        [("pooled-digits-je.json", Paradigm::JointEmbedding), ("pooled-digits-rc.json", Paradigm::Reconstruction)]
    {
        let verified = assert_committed(name, &pooled(paradigm), 5);
        assert_eq!((verified.d, verified.k), (16, 5));
    }
}
