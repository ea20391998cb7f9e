//! `jerc check`: hands certificates to the checker, which shares no code with the rest.

use super::Outcome;
use crate::error::{Error, Result};
use crate::scalar::decimal_bound;
use jerc_check::{MAX_BYTES, Problem, Verified, check};
use std::io::Read;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(after_help = "\
One line a file. Exit code 3 if any is rejected. `cargo run -p jerc-check -- CERT.json` runs the checker alone.

Example: jerc check cert.json other.json.gz")]
pub(super) struct Arguments {
    /// Certificates, plain or compressed (.gz)
    #[arg(required = true, value_name = "CERT.json")]
    files: Vec<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    // Before the first is checked: a missing one is bad usage, whatever the others are.
    let contents = arguments.files.iter().map(|path| read(path)).collect::<Result<Vec<_>>>()?;
    let mut outcome = Outcome::done(String::new());
    for (path, bytes) in arguments.files.iter().zip(contents) {
        let line = match check(&bytes) {
            Ok(verified) => describe(&verified),
            Err(reject) => {
                outcome.code = 3;
                format!("rejected: {reject}")
            }
        };
        outcome.output.push_str(&format!("{}: {line}\n", path.display()));
    }
    Ok(outcome)
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
    result.map_err(|error| Error::io(path, error))?;
    Ok(bytes)
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
