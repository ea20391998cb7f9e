//! `jerc-check FILE...`: one line per file; exit 0 if all are verified, 3 if one is rejected, 2 if
//! one cannot be read.

use jerc_check::{MAX_BYTES, check};
use num_traits::ToPrimitive;
use std::io::{Read, Write};
use std::{env, fs::File, io, process::ExitCode};

fn main() -> ExitCode {
    let (mut rejected, mut unreadable) = (false, env::args_os().len() < 2);
    if unreadable {
        let _ = writeln!(io::stderr(), "usage: jerc-check FILE...  (jerc-certificate/1, plain JSON)");
    }
    for file in env::args_os().skip(1) {
        let mut bytes = Vec::new();
        // One byte beyond the limit is enough to see that a file is too large.
        let read = File::open(&file).and_then(|file| file.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes));
        let verdict = read.map(|_| check(&bytes));
        rejected |= matches!(verdict, Ok(Err(_)));
        unreadable |= verdict.is_err();
        let line = match verdict {
            Err(error) => format!("cannot be read: {error}"),
            Ok(Err(reject)) => format!("rejected: {reject}"),
            Ok(Ok(v)) => {
                let problem = format!("{:?}", v.problem).to_lowercase();
                // A thousandth more covers the rounding of both conversions; a gap below all f64 is
                // not 0.
                let gap = (v.relative_gap.to_f64().unwrap_or(f64::INFINITY) * 1.001).max(f64::MIN_POSITIVE);
                let unique = if v.eigengap.is_some() || v.k == v.d { "unique" } else { "uniqueness not claimed" };
                format!("verified, {problem}, d = {}, k = {}, relative gap <= {gap:.3e}, {unique}", v.d, v.k)
            }
        };
        unreadable |= writeln!(io::stdout(), "{}: {line}", file.to_string_lossy()).is_err(); // nobody reads the verdict
    }
    ExitCode::from(if unreadable { 2 } else { 3 * u8::from(rejected) })
}
