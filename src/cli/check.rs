//! `jerc check`: hands certificates to the checker, which shares no code with the rest. With data it
//! also recomputes the matrices.

use super::Outcome;
use super::inputs::{CERTIFY_BYTES, Recomputed};
use super::problem::Posed;
use crate::certificate::ExactPencil;
use crate::certificate::recompute::{self, Mismatch};
use crate::error::{Error, Result};
use crate::scalar::decimal_bound;
use jerc_check::{MAX_BYTES, Problem, Verified, check};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc check cert.json
  jerc check cert.json --data X.npy --theta T.npy --gamma G.npy --alpha 1.5
`jerc example DIR` writes these files.",
    after_long_help = "\
One line a file. Exit code 3 if any is rejected.
`cargo run -p jerc-check -- CERT.json` runs the checker alone.
The checker takes the matrices as given. With --data or --views they are recomputed, exactly, and
must be the same: give what certify was given."
)]
pub(super) struct Arguments {
    /// Certificates, plain or compressed (.gz)
    #[arg(required = true, value_name = "CERT.json")]
    files: Vec<PathBuf>,
    #[command(flatten)]
    recomputed: Recomputed,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    // Before the first is checked: a missing one is bad usage, whatever the others are.
    let contents = arguments.files.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
    let posed = arguments.recomputed.inputs()?.map(|inputs| inputs.read(CERTIFY_BYTES)).transpose()?;
    let mut pencils = Pencils { posed, found: Vec::new() };
    let (mut outcome, mut given) = (Outcome::done(String::new()), 0);
    for (path, bytes) in arguments.files.iter().zip(contents) {
        let compared = check(&bytes).map(|verified| (describe(&verified), pencils.compare(&bytes)));
        let line = match compared {
            Ok((line, None)) => {
                given += 1;
                line
            }
            Ok((line, Some(mismatch))) => match mismatch? {
                None => format!("{line}, matrices recomputed from the data"),
                Some(mismatch) => {
                    outcome.code = 3;
                    format!("rejected: {mismatch}")
                }
            },
            Err(reject) => {
                outcome.code = 3;
                format!("rejected: {reject}")
            }
        };
        outcome.output.push_str(&format!("{}: {line}\n", path.display()));
    }
    if given > 0 {
        outcome.output.push_str(AS_GIVEN);
    }
    Ok(outcome)
}

/// What the output says once, if a certificate was accepted without data.
const AS_GIVEN: &str = "The matrices were taken as given: whether they are those of some data, --data X.npy or --views V.npy with the flags of certify tell.\n";

/// The pencils of the data, each computed when a certificate first needs it.
struct Pencils {
    posed: Option<Posed>,
    found: Vec<ExactPencil>,
}

impl Pencils {
    /// Where a certificate is not about the data; None without data.
    fn compare(&mut self, certificate: &[u8]) -> Option<Result<Option<Mismatch>>> {
        let posed = self.posed.as_ref()?;
        Some(recompute::problem(certificate).and_then(|problem| {
            let paradigm = match problem {
                Ok(paradigm) => paradigm,
                Err(mismatch) => return Ok(Some(mismatch)),
            };
            let known = self.found.iter().position(|pencil| pencil.paradigm == paradigm);
            let at = match known {
                Some(at) => at,
                None => {
                    self.found.push(posed.exact_pencil(paradigm, String::new())?.0);
                    self.found.len() - 1
                }
            };
            recompute::mismatch(certificate, &self.found[at])
        }))
    }
}

/// What a certificate proves, on one line.
pub(super) fn describe(verified: &Verified) -> String {
    let problem = match verified.problem {
        Problem::Je => "je",
        Problem::Rc => "rc",
        Problem::Pencil => "pencil",
    };
    let (d, k, gap) = (verified.d, verified.k, decimal_bound(&verified.relative_gap, 2, true));
    let mut line = format!("certified, {problem}, d = {d}, k = {k}, relative gap <= {gap}");
    if let Some([_, lower, upper]) = &verified.loss {
        let (lower, upper) = (decimal_bound(lower, 13, false), decimal_bound(upper, 13, true));
        line.push_str(&format!(", loss in [{lower}, {upper}]"));
    }
    match &verified.eigengap {
        Some(gap) => line.push_str(&format!(", unique (eigengap > {})", decimal_bound(gap, 4, false))),
        None if k == d => line.push_str(", k = d"),
        None => line.push_str(", uniqueness: tie or undecided"),
    }
    if let Some(distance) = &verified.distance {
        line.push_str(&format!(", row space within {}", decimal_bound(distance, 2, true)));
    }
    line
}

/// The bytes of a file, unpacked if it is compressed, up to what the checker accepts.
pub(super) fn read(path: &Path) -> Result<Vec<u8>> {
    let file = std::fs::File::open(path).map_err(|error| Error::io(path, error))?;
    let limit = MAX_BYTES as u64 + 1;
    let mut bytes = Vec::new();
    let result = if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::MultiGzDecoder::new(file).take(limit).read_to_end(&mut bytes)
    } else {
        file.take(limit).read_to_end(&mut bytes)
    };
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    match result {
        Ok(_) => Ok(bytes),
        // These three are flate2's words for bad compressed data.
        Err(error) if matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof) => Err(Error::file(
            path,
            format!("the compressed data are damaged or truncated ({error})"),
            "copy the file again, or certify anew",
        )),
        Err(error) => Err(Error::io(path, error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::{Rational, Scalar, exact_parse, ratio};

    /// Every value is 1/3, 2/3, ... so that no printed bound can be exact: rounding to the wrong
    /// side shows in each of them.
    #[test]
    fn every_printed_bound_is_on_its_own_side() {
        let mut verified = check(include_bytes!("../../proofs/certificates/good/worked-2x2.json")).unwrap();
        verified.relative_gap = ratio(1, 3);
        verified.loss = Some([ratio(5, 3), ratio(4, 7), ratio(5, 7)]);
        verified.eigengap = Some(ratio(2, 3));
        verified.distance = Some(ratio(1, 7));
        let line = describe(&verified);
        let number = |before: &str| -> Rational {
            let (_, rest) = line.split_once(before).unwrap_or_else(|| panic!("{before} in {line}"));
            exact_parse("x", rest.split([',', ']', ')']).next().unwrap().trim()).unwrap()
        };
        let near =
            |found: &Rational, value: Rational, digits: i32| (found - &value).approx().abs() < 10f64.powi(-digits);
        for (before, value, above, digits) in [
            ("gap <= ", ratio(1, 3), true, 2),
            ("loss in [", ratio(4, 7), false, 13),
            ("eigengap > ", ratio(2, 3), false, 4),
            ("row space within ", ratio(1, 7), true, 2),
        ] {
            let found = number(before);
            assert_eq!(found > value, above, "{before}{found} for {value}");
            assert!(near(&found, value, digits), "{before}{found}");
        }
        let (_, upper) = line.split_once("loss in [").unwrap().1.split_once(", ").unwrap();
        let upper = exact_parse("x", upper.split(']').next().unwrap()).unwrap();
        assert!(upper > ratio(5, 7) && near(&upper, ratio(5, 7), 12), "{line}");
    }
}
