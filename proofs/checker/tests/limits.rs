//! The limits that need large files, each from both sides.

mod common;

use common::{dense, matrix};
use jerc_check::{MAX_BYTES, Reject, check};
use num_bigint::BigInt;
use serde_json::{Value, json};
use std::sync::OnceLock;

fn bytes(certificate: &Value) -> Vec<u8> {
    serde_json::to_vec(certificate).unwrap()
}

#[test]
fn file_size_is_limited_by_d_and_at_all() {
    let mut file = bytes(&dense(3, 1, 60, 1));
    let limit = (1 << 16) + 2048 * 9;
    file.resize(limit, b' ');
    assert!(check(&file).is_ok());
    file.push(b' ');
    assert_eq!(check(&file), Err(Reject::FileSize(limit + 1, limit)));
    let huge = vec![b' '; MAX_BYTES + 1];
    assert_eq!(check(&huge), Err(Reject::FileSize(MAX_BYTES + 1, MAX_BYTES)));
    assert_eq!(check(&huge[..1 << 20]), Err(Reject::Truncated));
}

/// Within every other limit.
fn too_much_work() -> &'static Value {
    static MADE: OnceLock<Value> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut certificate = dense(450, 2, 60, 1);
        let large = |i: usize, j: usize| if i == j { (BigInt::from(1) << 2048u32) - 1 } else { BigInt::ZERO };
        certificate["pencil"]["s"] = matrix(450, 0, large);
        certificate["witness"]["v"] = matrix(450, 0, large);
        certificate
    })
}

#[test]
fn work_is_limited() {
    assert_eq!(check(&bytes(too_much_work())), Err(Reject::Work(450 * 450 * 450 * 39 * 39)));
}

/// 2048 bits, exponents of 10000 and shifts of 2048 are within the limits.
#[test]
fn the_limits_themselves_are_allowed() {
    let one = |mantissa: &BigInt, exponent: i64| json!({"mantissa": mantissa.to_string(), "exponent": exponent});
    // lambda = A / S = 2^-10000 (2^2048 - 1) / 2^-10000; with V = 1, P = 1, t = floor = 0, c = 2 A.
    let most: BigInt = (BigInt::from(1) << 2048) - 1;
    let mut certificate = json!({
        "format": "jerc-certificate/1",
        "claim": {"problem": "pencil", "d": 1, "k": 1, "source": "x".repeat(4096)},
        "pencil": {"a": matrix(1, -10_000, |_, _| most.clone()), "s": matrix(1, -10_000, |_, _| BigInt::from(1))},
        "witness": {"v": matrix(1, 5_000, |_, _| BigInt::from(1)), "t": one(&BigInt::ZERO, 0), "floor": one(&BigInt::ZERO, 0),
            "c": [one(&most, 1)]},
        "bounds": {"lower": format!("{most}/1"), "upper": format!("{}/1", &most), "relative_gap": "1e999"},
    });
    // The upper bound is 2 A, one bit too long to be written: 2^2048 over 1/2 says it.
    assert!(matches!(check(&bytes(&certificate)), Err(Reject::UpperTooTight(..))));
    certificate["witness"]["c"] = json!([one(&(BigInt::from(1) << 2047), 1)]);
    certificate["pencil"]["a"] = matrix(1, -10_000, |_, _| BigInt::from(1) << 2047);
    certificate["bounds"]["lower"] = json!(format!("{}/2", BigInt::from(1) << 2047));
    certificate["bounds"]["upper"] = json!(format!("{most}/1"));
    assert!(matches!(check(&bytes(&certificate)), Err(Reject::UpperTooTight(..))));
    certificate["witness"]["c"] = json!([one(&((BigInt::from(1) << 2047) + 1), 0)]);
    assert!(check(&bytes(&certificate)).is_ok());
    // P = 2^0 has exponent 0, B has 0: a shift of t by 2048 is the most.
    certificate["witness"]["t"] = one(&BigInt::ZERO, -2048);
    certificate["witness"]["floor"] = one(&BigInt::ZERO, 2048);
    assert!(check(&bytes(&certificate)).is_ok());
    certificate["witness"]["t"] = one(&BigInt::ZERO, -2049);
    assert_eq!(check(&bytes(&certificate)), Err(Reject::Alignment(2049)));
    certificate["witness"]["t"] = one(&BigInt::ZERO, 0);
    certificate["witness"]["floor"] = one(&BigInt::ZERO, 2049);
    assert_eq!(check(&bytes(&certificate)), Err(Reject::Alignment(2049)));
    certificate["witness"]["floor"] = one(&BigInt::ZERO, -10_001);
    assert_eq!(check(&bytes(&certificate)), Err(Reject::Exponent("witness.floor", -10_001)));
}

#[test]
fn exponents_are_compared_before_any_product() {
    // The products alone would be refused for their work.
    let mut certificate = too_much_work().clone();
    let exponents: [i64; 2] =
        [&certificate["witness"]["t"], &certificate["witness"]["floor"]].map(|n| n["exponent"].as_i64().unwrap());
    for (name, exponent) in ["t", "floor"].into_iter().zip(exponents) {
        certificate["witness"][name]["exponent"] = json!(exponent - 5000);
        assert!(matches!(check(&bytes(&certificate)), Err(Reject::Alignment(2049..))), "{name}");
        certificate["witness"][name]["exponent"] = json!(exponent);
    }
}

/// The program reads one byte beyond the limit, and so sees that there is one. (The file is sparse:
/// zeros that take no space.)
#[test]
fn a_file_that_is_too_large_is_seen_by_the_program() {
    let path = std::env::temp_dir().join(format!("jerc-check-{}.json", std::process::id()));
    std::fs::File::create(&path).and_then(|file| file.set_len(MAX_BYTES as u64 + 2)).unwrap();
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_jerc-check")).arg(&path).output();
    std::fs::remove_file(&path).unwrap();
    let line = String::from_utf8(output.unwrap().stdout).unwrap();
    assert!(line.contains(&Reject::FileSize(MAX_BYTES + 1, MAX_BYTES).to_string()), "{line}");
}
