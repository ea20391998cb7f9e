//! `jerc certify`: a certificate of global optimality for a user's problem.

use super::Outcome;
use super::files;
use super::inputs::{CERTIFY_BYTES, Inputs, embedding_dimension, paradigm, same_place};
use crate::certificate::rocq;
use crate::error::{Error, Result};
use crate::output::write_atomically;
use crate::paradigm::Paradigm;
use crate::problem::describe;
use flate2::Compression;
use flate2::write::GzEncoder;
use std::io::Write;
use std::path::PathBuf;

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Examples:
  jerc certify je --data X.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10 -o cert.json
  jerc certify rc --data X.npy --augment mask.json -k 10 -o mask-cert.json.gz
  jerc certify je --views V.npy --data X.npy -k 10 -o views-cert.json
  jerc check cert.json mask-cert.json.gz
`jerc example DIR` writes these files.",
    after_long_help = format!("\
The certificate is about the stored samples and covariances, exactly, and about the numbers of
--augment as they are written; with --views, about the moments of the stored views (see `jerc solve
--help`), not about those of their law. Its format is in proofs/FORMAT.md. Features that are 0 in
every view are left out; its source lists them.
A name that ends in .gz is compressed.

{}", files::help())
)]
pub(super) struct Arguments {
    /// The problem: joint-embedding or reconstruction
    #[arg(value_name = "PROBLEM", value_parser = paradigm())]
    problem: Paradigm,
    #[command(flatten)]
    inputs: Inputs,
    /// Embedding dimension, 1 <= K <= d
    #[arg(short, allow_negative_numbers = true)]
    k: Option<i64>,
    /// Write the certificate to this file
    #[arg(short, long, value_name = "CERT.json[.gz]")]
    output: PathBuf,
    /// Also write it as a Rocq (Coq) theorem, proved by the verified checker of proofs/rocq
    #[arg(long, value_name = "FILE.v")]
    rocq: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let output = &arguments.output;
    arguments.inputs.require_output(output, "-o")?;
    if let Some(rocq) = &arguments.rocq {
        arguments.inputs.require_output(rocq, "--rocq")?;
        if same_place(rocq, output) {
            return Err(Error::file(rocq, "is the certificate", "name another file with --rocq"));
        }
    }
    let posed = arguments.inputs.read(CERTIFY_BYTES)?;
    let k = embedding_dimension(arguments.k, posed.d())?;
    let paradigm = arguments.problem;
    let spinner = super::spinner("exact moments");
    let (certificate, left_out) = posed.certificate(paradigm, k, &|step| spinner.set_message(step.to_string()))?;
    let json = certificate.json.as_bytes();
    let compressed = output.extension().is_some_and(|extension| extension == "gz");
    write_atomically(output, |file| {
        if !compressed {
            return file.write_all(json);
        }
        let mut encoder = GzEncoder::new(file, Compression::default());
        encoder.write_all(json)?;
        encoder.finish().map(|_| ())
    })?;
    if let Some(path) = &arguments.rocq {
        let theorem = rocq::theorem(json)?;
        write_atomically(path, |file| file.write_all(theorem.as_bytes()))?;
    }
    spinner.finish_and_clear();
    let mut said: String = posed.notes().iter().map(|note| format!("{note}\n")).collect();
    if !left_out.is_empty() {
        said += &format!("{left_out}; the certificate is about the others\n");
    }
    Ok(Outcome::done(format!("{said}{}: {}\n", output.display(), describe(&certificate.verified))))
}
