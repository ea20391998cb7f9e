//! `jerc rocq`: a certificate as a theorem for the Rocq (Coq) proof assistant.

use super::Outcome;
use super::inputs::same_place;
use crate::certificate::rocq::theorem;
use crate::error::{Error, Result};
use crate::output::write_atomically;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Example:
  jerc rocq cert.json -o cert.v",
    after_long_help = "\
The last theorem of the file states that the encoder of this certificate is optimal.
Its proof is a run of the verified checker: build proofs/rocq with `make`, then in that folder
`coqc -Q . Jerc FILE.v`."
)]
pub(super) struct Arguments {
    /// The certificate, plain or compressed (.gz)
    #[arg(value_name = "CERT.json")]
    certificate: PathBuf,
    /// Write the theorem to this file
    #[arg(short, long, value_name = "FILE.v")]
    output: PathBuf,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let (certificate, output) = (&arguments.certificate, &arguments.output);
    if same_place(certificate, output) {
        return Err(Error::file(output, "is the certificate", "name another file with -o"));
    }
    let theorem = theorem(&super::check::read(certificate)?).map_err(|error| match error {
        Error::BadRequest { problem, remedy } => {
            Error::file(certificate, problem, format!("{remedy} with `jerc certify`"))
        }
        other => other,
    })?;
    write_atomically(output, |file| file.write_all(theorem.as_bytes()))?;
    Ok(Outcome::done(format!("{}: theorem `optimal` about {}\n", output.display(), certificate.display())))
}
