//! Certificates as Rocq (Coq) theorems.
//!
//! A certificate becomes a file whose last theorem, `optimal`, states over any real closed field what
//! the certificate claims: the record `certified` of `proofs/rocq/checker/certified.v`. Its proof is
//! one run of the verified checker inside Rocq. Up to d = 20 that runs on binary integers, without
//! axioms; above, on the machine integers of BigZ, some ten times faster, whose 63-bit primitives are
//! axioms.
//!
//! Nothing here is trusted: the pencil and the bounds of the theorem are in the file, to be
//! compared with those of the certificate, and a wrong witness makes the file fail.

use crate::error::{Error, Result};
use num_bigint::BigInt;
use serde_json::Value;
use std::fmt::Write;

/// Largest order for binary integers: about two seconds. Machine integers pay beyond.
const BINARY_DIMENSION: usize = 20;

/// The Rocq file of a certificate that the checker accepts.
///
/// # Errors
/// [`Error::BadRequest`] if the checker refuses it.
pub fn theorem(certificate: &[u8]) -> Result<String> {
    let refuse = |problem: String| Error::request(problem, "make it anew");
    let verified =
        jerc_check::check(certificate).map_err(|reject| refuse(format!("the certificate proves nothing: {reject}")))?;
    // The checker has accepted the file, so this is never seen.
    let unreadable = |what: &str| refuse(format!("the certificate cannot be read: {what}"));
    let file: Value = serde_json::from_slice(certificate).map_err(|_| unreadable("JSON"))?;
    let integers = if verified.d <= BINARY_DIMENSION { BINARY } else { MACHINE };
    integers.file(&file, verified.d, verified.k).ok_or_else(|| unreadable("its fields"))
}

/// The integers of a theorem: their type, its scope and what the checker calls them.
struct Integers {
    types: &'static str,
    scope: &'static str,
    name: &'static str,
    operations: &'static str,
    import: &'static str,
    modules: &'static str,
}

const BINARY: Integers =
    Integers { types: "Z", scope: "Z", name: "z", operations: "binary", import: "", modules: "binary_integers" };

const MACHINE: Integers = Integers {
    types: "BigZ.t",
    scope: "bigZ",
    name: "bigz",
    operations: "machine",
    import: "From Bignums Require Import BigZ.\n",
    modules: "binary_integers machine_integers",
};

impl Integers {
    fn literal(&self, text: &str) -> String {
        format!("({text})%{}", self.scope)
    }

    /// Rows of an M, or its columns.
    fn matrix(&self, value: &Value, d: usize, transposed: bool) -> Option<String> {
        let entries: Vec<&str> = value.get("entries")?.as_array()?.iter().map(Value::as_str).collect::<Option<_>>()?;
        let at = |i: usize, j: usize| if transposed { entries[j * d + i] } else { entries[i * d + j] };
        let row = |i: usize| format!("[{}]", (0..d).map(|j| at(i, j)).collect::<Vec<_>>().join(";"));
        Some(format!("[{}]%{}", (0..d).map(row).collect::<Vec<_>>().join(";\n"), self.scope))
    }

    fn rational(&self, value: &Value) -> Option<String> {
        let (p, q) = value.as_str()?.split_once('/')?;
        Some(format!("({}, {})", self.literal(p), self.literal(q)))
    }

    /// `None` or `Some (p, q)`.
    fn optional(&self, value: Option<&Value>) -> Option<String> {
        value.map_or(Some("None".into()), |value| Some(format!("(Some {})", self.rational(value)?)))
    }

    fn file(&self, file: &Value, d: usize, k: usize) -> Option<String> {
        let Self { types, name, operations, import, modules, .. } = self;
        let (a, s, v) = (&file["pencil"]["a"], &file["pencil"]["s"], &file["witness"]["v"]);
        let exponent = |value: &Value| value["exponent"].as_i64().map(|e| format!("({e})%Z"));
        let one = Value::from("1");
        let scale = |which: &str| file.get("scale").map_or(&one, |scale| &scale[which]).as_str();
        let dyadic =
            |value: &Value| Some(format!("{} {}", self.literal(value["mantissa"].as_str()?), exponent(value)?));
        let (weights, unit) = self.weights(&file["witness"]["c"])?;
        let bounds = &file["bounds"];
        let problem = file["claim"]["problem"].as_str()?;
        let loss = match file.get("loss") {
            None => "None".into(),
            Some(loss) => format!(
                "(Some ({}, {}, {}, {}))",
                if problem == "je" { "JointEmbedding" } else { "Reconstruction" },
                self.rational(&loss["constant"])?,
                self.rational(&loss["lower"])?,
                self.rational(&loss["upper"])?
            ),
        };
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = write!(
            text,
            "(* {source}\n   Problem {problem}, d = {d}, k = {k}. Written by jerc from a jerc-certificate/1 file. *)\n\
             From Coq Require Import ZArith List.\n{import}From mathcomp Require Import ssrnum.\n\
             From Jerc Require Import program certified {modules}.\nImport ListNotations.\n\n\
             Definition pencil : problem {types} := Problem {d} {k}\n{a}\n{a_exponent} {a_scale}\n{s}\n{s_exponent} {s_scale}.\n\n\
             Definition evidence : witness {types} := Witness\n{v}\n{v_exponent} {t} {floor}\n{weights} ({unit})%Z.\n\n\
             Definition stated : bounds {types} := Bounds {lower} {upper}\n  {gap} {loss}\n  {unique} {distance}.\n\n\
             Lemma accepted : is_true (check_{name} pencil evidence stated).\nProof. vm_cast_no_check (eq_refl true). Qed.\n\n\
             (** No encoder does better than the stated bounds allow; the encoder of the certificate does as well. *)\n\
             Theorem optimal (F : Num.RealClosedField.type) : certified {operations} (value_{name} F) pencil evidence stated.\n\
             Proof. exact (check_{name}_sound F accepted). Qed.\n",
            source = comment(file["claim"]["source"].as_str()?),
            a = self.matrix(a, d, false)?,
            a_exponent = exponent(a)?,
            a_scale = self.literal(scale("a")?),
            s = self.matrix(s, d, false)?,
            s_exponent = exponent(s)?,
            s_scale = self.literal(scale("s")?),
            v = self.matrix(v, d, true)?,
            v_exponent = exponent(v)?,
            t = dyadic(&file["witness"]["t"])?,
            floor = dyadic(&file["witness"]["floor"])?,
            lower = self.rational(&bounds["lower"])?,
            upper = self.rational(&bounds["upper"])?,
            gap = self.decimal(bounds["relative_gap"].as_str()?)?,
            unique = self.optional(file.get("unique").map(|unique| &unique["gap"]))?,
            distance = self.optional(file.get("distance"))?,
        );
        Some(text)
    }

    /// The weights in their least unit, and its exponent.
    fn weights(&self, value: &Value) -> Option<(String, i64)> {
        let read = |c: &Value| Some((c["mantissa"].as_str()?.parse::<BigInt>().ok()?, c["exponent"].as_i64()?));
        let weights: Vec<(BigInt, i64)> = value.as_array()?.iter().map(read).collect::<Option<_>>()?;
        let unit = weights.iter().map(|(_, exponent)| *exponent).min()?;
        let shifted: Vec<String> = weights.iter().map(|(m, e)| (m << (e - unit)).to_string()).collect();
        Some((format!("[{}]%{}", shifted.join(";"), self.scope), unit))
    }

    /// A decimal such as `1.5e-13` as a fraction.
    fn decimal(&self, text: &str) -> Option<String> {
        let (digits, exponent) = text.split_once('e').unwrap_or((text, "0"));
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let mantissa: BigInt = format!("{whole}{fraction}").parse().ok()?;
        let exponent = exponent.parse::<i64>().ok()? - fraction.len() as i64;
        let power = BigInt::from(10).pow(u32::try_from(exponent.unsigned_abs()).ok()?);
        let (p, q) = if exponent < 0 { (mantissa, power) } else { (mantissa * power, 1.into()) };
        Some(format!("({}, {})", self.literal(&p.to_string()), self.literal(&q.to_string())))
    }
}

/// Text that neither ends a comment nor opens a string in one.
fn comment(source: &str) -> String {
    source.chars().map(|c| if c.is_ascii_alphanumeric() || " .,:=^+-/_".contains(c) { c } else { ' ' }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn good(name: &str) -> Vec<u8> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/proofs/certificates/good");
        std::fs::read(format!("{folder}/{name}.json")).unwrap()
    }

    #[test]
    fn the_worked_example_of_the_format() {
        let text = theorem(&good("worked-2x2")).unwrap();
        // V = 1/2 [[1, -1], [1, 1]]: its columns are (1, 1) and (-1, 1).
        for part in [
            "(* the worked example of FORMAT.md\n",
            "Problem 2 1\n[[4;2];\n[2;4]]%Z\n(0)%Z (4)%Z\n[[2;0];\n[0;2]]%Z\n(0)%Z (1)%Z.",
            "Witness\n[[1;1];\n[-1;1]]%Z\n(-1)%Z (3)%Z (-1)%Z ",
            "[13]%Z (-3)%Z.",
            "Bounds ((3)%Z, (4)%Z) ((25)%Z, (32)%Z)\n  ((4)%Z, (100)%Z) (Some (JointEmbedding, ((2)%Z, (1)%Z), ((7)%Z, (16)%Z), ((1)%Z, (2)%Z)))\n  (Some ((1)%Z, (8)%Z)) (Some ((0)%Z, (1)%Z)).",
            "certified binary (value_z F) pencil evidence stated.",
        ] {
            assert!(text.contains(part), "{text}\nlacks {part}");
        }
        let tie = theorem(&good("tie-2x2")).unwrap();
        assert!(tie.contains("None\n  None None."), "{tie}");
    }

    #[test]
    fn large_ones_use_machine_integers() {
        let text = theorem(&good("digits-rc")).unwrap();
        assert!(
            text.contains("check_bigz_sound") && text.contains("]]%bigZ") && text.contains("(Some (Reconstruction")
        );
        assert!(!text.contains("check_z_sound"));
    }

    /// Up to there a theorem has no axioms.
    #[test]
    fn the_largest_order_of_binary_integers_is_twenty() {
        use crate::certificate::{ExactPencil, certify};
        for (d, name) in [(20, "check_z_sound"), (21, "check_bigz_sound")] {
            let c = nalgebra::DMatrix::from_fn(d, d, |i, j| if i == j { (i + 1) as f64 } else { 0.0 });
            let features = crate::dataset::Features::real(c.as_slice().to_vec(), d).unwrap();
            let zero = nalgebra::DMatrix::zeros(d, d);
            let noise = crate::augment::AlignedNoise::new(nalgebra::DMatrix::identity(d, d), zero, 0.0).unwrap();
            let paradigm = crate::paradigm::Paradigm::JointEmbedding;
            let pencil = ExactPencil::aligned_noise(paradigm, &features, &noise, String::new()).unwrap();
            let file = certify(&pencil, 1, &|_| ()).unwrap().json;
            assert!(theorem(file.as_bytes()).unwrap().contains(name), "{d}");
        }
    }

    #[test]
    fn weights_share_a_unit_and_comments_stay_comments() {
        let c = serde_json::json!([{"mantissa": "3", "exponent": -1}, {"mantissa": "5", "exponent": -3}]);
        assert_eq!(MACHINE.weights(&c).unwrap(), ("[12;5]%bigZ".into(), -3));
        assert_eq!(BINARY.decimal("4.e-2").unwrap(), "((4)%Z, (100)%Z)");
        assert_eq!(BINARY.decimal(".04e3").unwrap(), "((40)%Z, (1)%Z)");
        assert_eq!(comment("a *) \"b\" (* c\n"), "a     b     c ");
    }

    #[test]
    fn what_the_checker_refuses_becomes_no_theorem() {
        let bad = String::from_utf8(good("worked-2x2")).unwrap().replace("25/32", "3/4");
        let error = theorem(bad.as_bytes()).unwrap_err().to_string();
        assert!(error.contains("upper bound"), "{error}");
    }
}
