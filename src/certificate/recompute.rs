//! Are the matrices of a certificate those of the data?
//!
//! Compared: A / scale.a and S / scale.s of the file with those of an [`ExactPencil`], entry by entry,
//! as rationals; and for reconstruction the constant of the loss with tr C. The checker takes all
//! three as given. It is no part of this module: a file must have passed it first.
//!
//! Exact; nothing is rounded. Errors: [`Error::BadRequest`] for a file that the checker would not read.

use super::pencil::ExactPencil;
use crate::error::{Error, Result};
use crate::linalg::dyadic::DyadicMatrix;
use crate::paradigm::Paradigm;
use crate::scalar::Rational;
use num_bigint::BigInt;
use serde::Deserialize;
use std::fmt;

/// The first thing in which a certificate is not about a pencil.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Mismatch {
    /// The problem, as the file names it.
    Problem(String),
    /// The order of the matrices: in the file, in the data.
    Order(usize, usize),
    /// An entry of A or S, counted from 0.
    Entry {
        /// A or S.
        matrix: char,
        /// The row.
        row: usize,
        /// The column.
        column: usize,
    },
    /// The constant of the loss of reconstruction, tr C.
    Constant,
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Problem(found) => write!(f, "it is about the problem {found}, which the data do not pose"),
            Self::Order(found, data) => write!(f, "its matrices are {found} x {found}, the data have d = {data}"),
            Self::Entry { matrix, row, column } => {
                write!(f, "{matrix} is not that of the data, first in row {row}, column {column} (from 0)")
            }
            Self::Constant => write!(f, "the constant of its loss is not tr C of the data"),
        }
    }
}

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    claim: Claim<'a>,
    #[serde(borrow)]
    pencil: Pencil<'a>,
    #[serde(borrow)]
    scale: Option<Scale<'a>>,
    #[serde(borrow)]
    loss: Option<Loss<'a>>,
}

#[derive(Deserialize)]
struct Claim<'a> {
    problem: &'a str,
    d: usize,
}

#[derive(Deserialize)]
struct Pencil<'a> {
    #[serde(borrow)]
    a: Matrix<'a>,
    #[serde(borrow)]
    s: Matrix<'a>,
}

#[derive(Deserialize)]
struct Matrix<'a> {
    exponent: i64,
    #[serde(borrow)]
    entries: Vec<&'a str>,
}

#[derive(Deserialize)]
struct Scale<'a> {
    a: &'a str,
    s: &'a str,
}

#[derive(Deserialize)]
struct Loss<'a> {
    constant: &'a str,
}

/// The problem that a certificate names, if the data can pose it.
///
/// # Errors
/// See the [module](self).
pub fn problem(certificate: &[u8]) -> Result<std::result::Result<Paradigm, Mismatch>> {
    let found = read(certificate)?.claim.problem;
    let paradigm = Paradigm::ALL.into_iter().find(|paradigm| paradigm.short() == found);
    Ok(paradigm.ok_or_else(|| Mismatch::Problem(found.into())))
}

/// Where a certificate is not about this pencil; None if it is.
///
/// # Errors
/// See the [module](self).
pub fn mismatch(certificate: &[u8], pencil: &ExactPencil) -> Result<Option<Mismatch>> {
    let file = read(certificate)?;
    let d = pencil.s.rows;
    if file.claim.problem != pencil.paradigm.short() {
        return Ok(Some(Mismatch::Problem(file.claim.problem.into())));
    }
    if file.claim.d != d || file.pencil.a.entries.len() != d * d || file.pencil.s.entries.len() != d * d {
        return Ok(Some(Mismatch::Order(file.claim.d, d)));
    }
    let [scale_a, scale_s] = match &file.scale {
        Some(scale) => [integer(scale.a)?, integer(scale.s)?],
        None => [BigInt::from(1), BigInt::from(1)],
    };
    for (matrix, stored, scale, own, own_scale) in [
        ('S', &file.pencil.s, &scale_s, &pencil.s, &pencil.scale_s),
        ('A', &file.pencil.a, &scale_a, &pencil.a, &pencil.scale_a),
    ] {
        if let Some(at) = first_difference(stored, scale, own, own_scale)? {
            return Ok(Some(Mismatch::Entry { matrix, row: at / d, column: at % d }));
        }
    }
    // For joint-embedding it is 2k, which the checker has compared.
    if let (Paradigm::Reconstruction, Some(loss)) = (pencil.paradigm, &file.loss) {
        let (p, q) = loss.constant.split_once('/').ok_or_else(unreadable)?;
        if Rational::from(integer(p)?) != Rational::from(integer(q)?) * &pencil.trace {
            return Ok(Some(Mismatch::Constant));
        }
    }
    Ok(None)
}

/// The first place where stored / scale is not own / own_scale, by the cross products.
fn first_difference(
    stored: &Matrix<'_>,
    scale: &BigInt,
    own: &DyadicMatrix,
    own_scale: &BigInt,
) -> Result<Option<usize>> {
    // stored 2^e own_scale = own 2^f scale, without the power that both have.
    let shift = stored.exponent - own.exponent;
    let (left, right) = (own_scale << shift.max(0), scale << (-shift).max(0));
    for (at, text) in stored.entries.iter().enumerate() {
        if integer(text)? * &left != &own.entries[at] * &right {
            return Ok(Some(at));
        }
    }
    Ok(None)
}

fn read(certificate: &[u8]) -> Result<File<'_>> {
    serde_json::from_slice(certificate).map_err(|_| unreadable())
}

fn integer(text: &str) -> Result<BigInt> {
    text.parse().map_err(|_| unreadable())
}

fn unreadable() -> Error {
    Error::request("the certificate cannot be read", "check it without data first")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::AlignedNoise;
    use crate::certificate::certify;
    use crate::dataset::Features;
    use crate::linalg::dyadic::rational;
    use nalgebra::DMatrix;

    /// X = [[1, 2], [3, -1], [x, 4]] / 2, Θ = I, Γ = diag(1, 2).
    fn pencil(paradigm: Paradigm, x: f64, alpha: f64) -> ExactPencil {
        let features = Features::real(vec![0.5, 1., 1.5, -0.5, x / 2., 2.], 2).unwrap();
        let gamma = DMatrix::from_diagonal(&nalgebra::dvector![1., 2.]);
        let noise = AlignedNoise::new(DMatrix::identity(2, 2), gamma, alpha).unwrap();
        ExactPencil::aligned_noise(paradigm, &features, &noise, "by hand".into()).unwrap()
    }

    #[test]
    fn every_matrix_is_compared() {
        let entry = |matrix, row, column| Some(Mismatch::Entry { matrix, row, column });
        for paradigm in Paradigm::ALL {
            let own = pencil(paradigm, 5., 0.5);
            let json = certify(&own, 1, &|_| ()).unwrap().json;
            let against = |other: &ExactPencil| mismatch(json.as_bytes(), other).unwrap();
            assert_eq!(problem(json.as_bytes()).unwrap(), Ok(paradigm));
            assert_eq!(against(&own), None);
            assert_eq!(against(&pencil(paradigm, 5., 0.75)), entry('S', 0, 0));
            assert_eq!(against(&pencil(paradigm, 5.000_000_000_000_001, 0.5)), entry('S', 0, 0));
            let mut other = own.clone();
            other.a.entries[3] += 1;
            assert_eq!(against(&other), entry('A', 1, 1));
            let mut other = own.clone();
            other.s.entries[2] += 1;
            assert_eq!(against(&other), entry('S', 1, 0));
            other = own.clone();
            other.scale_a *= 3;
            assert_eq!(against(&other), entry('A', 0, 0));
            // The same rationals over other scales and exponents.
            other.a.entries.iter_mut().for_each(|entry| *entry *= 3);
            other.s.exponent -= 2;
            other.scale_s *= 5;
            other.s.entries.iter_mut().for_each(|entry| *entry *= 20);
            assert_eq!(against(&other), None);
            let swapped = Paradigm::ALL.into_iter().find(|other| *other != paradigm).unwrap();
            assert_eq!(against(&pencil(swapped, 5., 0.5)), Some(Mismatch::Problem(paradigm.short().into())));
            // A constant that is too large, and one that is too small.
            for sign in [1, -1] {
                let mut other = own.clone();
                other.trace += rational(sign.into(), -60);
                let constant = (paradigm == Paradigm::Reconstruction).then_some(Mismatch::Constant);
                assert_eq!(against(&other), constant);
            }
        }
    }

    #[test]
    fn files_of_others() {
        let worked = include_bytes!("../../proofs/certificates/good/worked-2x2.json");
        let (own, text) = (pencil(Paradigm::JointEmbedding, 5., 0.5), String::from_utf8_lossy(worked));
        assert_eq!(mismatch(worked, &own).unwrap(), Some(Mismatch::Entry { matrix: 'S', row: 0, column: 0 }));
        let bare = text.replace("\"je\"", "\"pencil\"");
        assert_eq!(problem(bare.as_bytes()).unwrap(), Err(Mismatch::Problem("pencil".into())));
        let one = Features::real(vec![1.0], 1).unwrap();
        let noise = AlignedNoise::new(DMatrix::identity(1, 1), DMatrix::zeros(1, 1), 0.0).unwrap();
        let small = ExactPencil::aligned_noise(Paradigm::JointEmbedding, &one, &noise, String::new()).unwrap();
        assert_eq!(mismatch(worked, &small).unwrap(), Some(Mismatch::Order(2, 1)));
        assert!(matches!(mismatch(b"{}", &own), Err(Error::BadRequest { .. })));
    }
}
