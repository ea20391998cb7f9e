//! `jerc check`: hands certificates to the checker, which shares no code with the rest. With data it
//! also recomputes the matrices.

use super::Outcome;
use super::inputs::{CERTIFY_BYTES, Recomputed};
use crate::certificate::ExactPencil;
use crate::certificate::recompute::{self, Mismatch};
use crate::error::{Error, Result};
use crate::problem::{Posed, describe};
use jerc_check::{MAX_BYTES, check};
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
