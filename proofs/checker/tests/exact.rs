//! Every comparison of the checker, at its boundary and a part of 2^-80 beyond it: an `f64` sees no
//! difference.
//!
//! The certificate is the worked example of FORMAT.md. There P = I and B = diag(3, 1), so that N =
//! diag(t + c - 3, t - 1) and H = 3 - floor, in units of the scale 1/4.

use jerc_check::{Reject, check};
use serde_json::{Value, json};

fn worked_example() -> Value {
    serde_json::from_str(include_str!("../../certificates/good/worked-2x2.json")).unwrap()
}

/// p/q + units 2^-80 as a fraction.
fn fraction(p: i128, q: i128, units: i128) -> Value {
    json!(format!("{}/{}", (p << 80) + q * units, q << 80))
}

/// p + units 2^-80 as a mantissa with its exponent.
fn dyadic(p: i128, units: i128) -> Value {
    json!({"mantissa": ((p << 80) + units).to_string(), "exponent": -80})
}

/// S = [[2, x], [x, 2]] with x = 2 and a little.
fn nearly_singular(file: &mut Value, by: i128) {
    let [two, x] = [0, by].map(|by| ((2i128 << 80) + by).to_string());
    file["pencil"]["s"]["exponent"] = json!(-80);
    file["pencil"]["s"]["entries"] = json!([two, x, x, two]);
}

/// What a change of the example says.
fn after(change: impl FnOnce(&mut Value)) -> Result<(), Reject> {
    let mut certificate = worked_example();
    change(&mut certificate);
    check(&serde_json::to_vec(&certificate).unwrap()).map(drop)
}

/// The name of the test that a certificate fails.
fn name(answer: Result<(), Reject>) -> String {
    match answer {
        Ok(()) => "good".into(),
        Err(reject) => format!("{reject:?}").chars().take_while(char::is_ascii_alphabetic).collect(),
    }
}

/// A stated number by name, with how it is changed in units of 2^-80, and what it says on the side
/// that is good, at the boundary, and on the other side.
type Comparison = (&'static str, fn(&mut Value, i128), [&'static str; 3]);

const COMPARISONS: &[Comparison] = &[
    // The proved bounds are 25/32 and 3/4.
    ("upper", |file, by| file["bounds"]["upper"] = fraction(25, 32, -by), ["GapUnderstated", "good", "UpperTooTight"]),
    ("lower", |file, by| file["bounds"]["lower"] = fraction(3, 4, by), ["GapUnderstated", "good", "LowerTooTight"]),
    // 1/32 of 25/32 is 0.04.
    (
        "relative gap",
        |file, by| {
            file["bounds"]["relative_gap"] =
                json!(["0.03999999999999999999999999", "0.04", "0.04000000000000000000000001"][(1 - by) as usize])
        },
        ["good", "good", "GapUnderstated"],
    ),
    // 2 - 2 * 25/32 and 2 - 2 * 3/4.
    ("loss, lower", |file, by| file["loss"]["lower"] = fraction(7, 16, by), ["good", "good", "LossTooTight"]),
    ("loss, upper", |file, by| file["loss"]["upper"] = fraction(1, 2, -by), ["good", "good", "LossTooTight"]),
    // (2 - 3/2)/4.
    ("eigengap", |file, by| file["unique"]["gap"] = fraction(1, 8, by), ["good", "good", "EigengapOverstated"]),
    ("distance", |file, by| file["distance"] = fraction(0, 1, -by), ["good", "good", "DistanceUnderstated"]),
    // t - 1 > 0, with c = 2 + 1/8 to keep t + c.
    (
        "t",
        |file, by| {
            file["witness"]["t"] = dyadic(1, -by);
            file["witness"]["c"] = json!([{"mantissa": ((17i128 << 77) + by).to_string(), "exponent": -80}]);
        },
        ["good", "DualNotDominant", "DualNotDominant"],
    ),
    // t + c - 3 > 0 with t = 3/2.
    (
        "c",
        |file, by| file["witness"]["c"] = json!([{"mantissa": ((3i128 << 79) - by).to_string(), "exponent": -80}]),
        ["good", "DualNotDominant", "DualNotDominant"],
    ),
    // 3 - floor > 0.
    ("floor", |file, by| file["witness"]["floor"] = dyadic(3, by), ["good", "FloorNotDominant", "FloorNotDominant"]),
    // floor >= t where uniqueness is claimed.
    (
        "floor against t",
        |file, by| {
            file["witness"]["t"] = dyadic(2, 0);
            file["witness"]["c"] = json!([{"mantissa": "9", "exponent": -3}]);
            file["witness"]["floor"] = dyadic(2, -by);
            file["unique"]["gap"] = json!("0/1");
        },
        ["good", "good", "NoEigengap"],
    ),
    // S = [[2, x], [x, 2]]: P = diag(1 + x/2, 1 - x/2), where the second block of N fails too.
    ("S", nearly_singular, ["DualNotDominant", "GramNotDominant", "GramNotDominant"]),
    // With V = I, P = S: the diagonal against the rest of its row.
    (
        "a row of S",
        |file, by| {
            nearly_singular(file, by);
            file["witness"]["v"]["exponent"] = json!(0);
            file["witness"]["v"]["entries"] = json!(["1", "0", "0", "1"]);
        },
        ["DualNotDominant", "GramNotDominant", "GramNotDominant"],
    ),
];

#[test]
fn every_comparison_turns_where_f64_sees_nothing() {
    for (what, change, expected) in COMPARISONS {
        let found = [-1, 0, 1].map(|by| name(after(|file| change(file, by))));
        assert_eq!(found, *expected, "{what}");
    }
}
