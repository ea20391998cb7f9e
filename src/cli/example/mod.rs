//! `jerc example`: small inputs on which every command of the help and of the guide runs.

mod formats;
mod inputs;

use super::{Outcome, parse};
use crate::error::{Error, Result};
use crate::output::{Array, write_atomically, write_npy, write_npz};
use inputs::{Content, inputs};
use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};

#[derive(Debug, clap::Args)]
#[command(
    before_long_help = "\
Example:
  jerc example DIR     # then: cd DIR",
    after_long_help = "\
README.txt in the folder lists the commands in order, and says what each shows.
The samples have ten directions of signal and two of strong noise. At alpha = 1.5 the augmentation
imitates the noise well enough for joint-embedding, not for reconstruction.
They are made by a formula and ChaCha8 with seed 0: the same files everywhere."
)]
pub(super) struct Arguments {
    /// A new folder, or an empty one
    #[arg(value_name = "DIR")]
    folder: PathBuf,
}

/// Files that the program makes of the inputs: with them every command runs alone.
const MADE: [(&str, &str); 4] = [
    ("one.moments", "moments X1.npy -o one.moments"),
    ("two.moments", "moments X2.npy -o two.moments"),
    ("all.moments", "moments --merge one.moments two.moments -o all.moments"),
    ("cert.json", "certify je --data X.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10 -o cert.json"),
];

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let folder = &arguments.folder;
    let new = require_empty(folder)?;
    std::fs::create_dir_all(folder).map_err(|error| Error::io(folder, error))?;
    let inputs = inputs();
    if let Err(error) = write(folder, &inputs) {
        // All of it or nothing. What cannot be removed stays.
        for name in inputs.iter().map(|(name, _)| name).chain(MADE.iter().map(|(name, _)| name)) {
            let _ = std::fs::remove_file(folder.join(name));
        }
        if new {
            let _ = std::fs::remove_dir(folder);
        }
        return Err(error);
    }
    let (count, shown) = (inputs.len() + MADE.len(), folder.display());
    Ok(Outcome::done(format!(
        "{shown}: {count} files; README.txt has every command in order. Next, in that folder:
  jerc thresholds spec.json
  jerc solve je --data X.npy --labels y.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10
  jerc check cert.json --data X.npy --theta T.npy --gamma G.npy --alpha 1.5
"
    )))
}

/// Whether the folder is yet to be made.
fn require_empty(folder: &Path) -> Result<bool> {
    let refuse = |problem| Err(Error::file(folder, problem, "name a new folder"));
    if !folder.exists() {
        return Ok(true);
    }
    if !folder.is_dir() {
        return refuse("is a file, not a folder");
    }
    let mut entries = std::fs::read_dir(folder).map_err(|error| Error::io(folder, error))?;
    if entries.next().is_some() { refuse("is not empty") } else { Ok(false) }
}

fn write(folder: &Path, inputs: &[(&str, Content)]) -> Result<()> {
    for (name, content) in inputs {
        let path = folder.join(name);
        match content {
            Content::Numbers(array) => write_npy(&path, array.array())?,
            Content::Text(text) => write_atomically(&path, |file| file.write_all(text.as_bytes()))?,
            Content::Written(text) => write_atomically(&path, |file| file.write_all(text.as_bytes()))?,
            Content::Pair(x, y) => write_npz(&path, &[("X", Array::Matrix(x)), ("y", Array::Integers(y))])?,
        }
    }
    for (_, call) in MADE {
        make(folder, call)?;
    }
    Ok(())
}

/// Runs a call in the folder. Its files have absolute names, which are no options.
fn make(folder: &Path, call: &str) -> Result<()> {
    let folder = folder.canonicalize().map_err(|error| Error::io(folder, error))?;
    let word = |word: &str| match word.rsplit_once('.') {
        Some((_, "npy" | "moments" | "json")) => folder.join(word).into_os_string(),
        _ => OsString::from(word),
    };
    let words: Vec<OsString> = ["jerc"].into_iter().chain(call.split(' ')).map(word).collect();
    let cli = parse(&words)
        .map_err(|error| Error::request(super::one_line(&error.to_string(), &words), "please report this"))?;
    super::run(cli).map(|_| ())
}
