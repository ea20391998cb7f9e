//! MNIST-style IDX files, as published or unpacked: images `*-images-idx3-ubyte[.gz]` and labels
//! `*-labels-idx1-ubyte[.gz]` in one folder.
//!
//! Read: X as bytes, one image per row (n x d, d = height times width), and 10 classes.
//! Fashion-MNIST and Kuzushiji-MNIST have the same form. Whether a file is compressed is told by its
//! first two bytes, not by its name.
//!
//! Guarantee: memory follows what a file holds, never what its header promises. A compressed file
//! is unpacked no further than its header promises, and no further than 1 GiB.
//!
//! Errors: [`Error::BadFile`] with path, problem and remedy; [`Error::Io`].
//!
//! Source of the format: Y. LeCun, C. Cortes, C. Burges, *The MNIST database of handwritten
//! digits*, "File formats".

use super::{Dataset, Features, Labels};
use crate::error::{Error, Result};
use flate2::bufread::MultiGzDecoder;
use std::cmp::Ordering;
use std::fs::File;
use std::io::{BufRead, BufReader, Read};
use std::path::{Path, PathBuf};

/// The first four bytes: zero, zero, 8 for unsigned bytes, the number of axes.
const IMAGES: [u8; 4] = [0, 0, 8, 3];
const LABELS: [u8; 4] = [0, 0, 8, 1];
/// The largest content read, some twenty times the MNIST training images.
const MAX_BYTES: u64 = 1 << 30;
const CLASSES: usize = 10;
const AGAIN: &str = "download the file again";

/// Which half of the data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Split {
    /// `t10k-`, 10,000 images: enough for second moments.
    #[default]
    Test,
    /// `train-`, 60,000 images.
    Train,
}

impl Split {
    fn prefix(self) -> &'static str {
        match self {
            Self::Test => "t10k",
            Self::Train => "train",
        }
    }

    /// The files for images and labels in a folder, compressed or not, if both exist.
    fn files(self, folder: &Path) -> Option<[PathBuf; 2]> {
        let find = |kind: &str| {
            let path = |ending: &str| folder.join(format!("{}-{kind}-ubyte{ending}", self.prefix()));
            ["", ".gz"].map(path).into_iter().find(|path| path.is_file())
        };
        Some([find("images-idx3")?, find("labels-idx1")?])
    }
}

/// The folder with the MNIST test files, if there is one: the environment variable `JERC_DATA_DIR`,
/// then `data`, then `../shared/data`, each directly or its sub-folder `mnist`.
pub fn find_mnist() -> Option<PathBuf> {
    let named = std::env::var_os("JERC_DATA_DIR").filter(|name| !name.is_empty()).map(PathBuf::from);
    first_with_test_files(named.into_iter().chain(["data", "../shared/data"].map(PathBuf::from)))
}

fn first_with_test_files(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    folders.flat_map(|folder| [folder.clone(), folder.join("mnist")]).find(|folder| Split::Test.files(folder).is_some())
}

/// Reads images and labels from a folder.
///
/// # Errors
/// See the [module](self).
pub fn load_idx(name: &str, folder: &Path, split: Split) -> Result<Dataset> {
    let Some([images, labels]) = split.files(folder) else {
        let prefix = split.prefix();
        let pair = format!("{prefix}-images-idx3-ubyte and {prefix}-labels-idx1-ubyte");
        let problem = format!("holds no pair of {pair}, with or without .gz");
        return Err(Error::file(folder, problem, "name the folder with the MNIST files"));
    };
    let (axes, pixels) = read_idx(&images, IMAGES)?;
    let (_, classes) = read_idx(&labels, LABELS)?;
    if let Some(i) = classes.iter().position(|&class| usize::from(class) >= CLASSES) {
        return Err(Error::file(&labels, format!("label {i} is {}, not 0 to 9", classes[i]), AGAIN));
    }
    if axes[0] != classes.len() {
        let problem = format!("holds {} labels for {} images", classes.len(), axes[0]);
        return Err(Error::file(&labels, problem, "take both files from the same source"));
    }
    let classes = Labels::classes(classes.into_iter().map(usize::from).collect(), CLASSES)?;
    Dataset::new(name, Features::bytes(pixels, axes[1] * axes[2])?, Some(classes))
}

/// The lengths of the axes and the data of one file, which must begin with `magic`.
fn read_idx(path: &Path, magic: [u8; 4]) -> Result<(Vec<usize>, Vec<u8>)> {
    let file = File::open(path).map_err(|e| Error::io(path, e))?;
    let mut reader = BufReader::new(file);
    let packed = reader.fill_buf().map_err(|e| Error::io(path, e))?.starts_with(&[0x1f, 0x8b]);
    if packed { parse(MultiGzDecoder::new(reader), path, magic) } else { parse(reader, path, magic) }
}

fn parse(mut reader: impl Read, path: &Path, magic: [u8; 4]) -> Result<(Vec<usize>, Vec<u8>)> {
    let bad = |problem: String| Error::file(path, problem, AGAIN);
    let header = read_up_to(&mut reader, 4 + 4 * u64::from(magic[3]), path)?;
    if !header.starts_with(&magic) {
        let found = &header[..header.len().min(4)];
        return Err(bad(format!("begins with the bytes {found:?}, not with {magic:?} as such a file must")));
    }
    if header.len() < 4 + 4 * usize::from(magic[3]) {
        return Err(bad("truncated: it ends within its header".into()));
    }
    let axes: Vec<u64> =
        header[4..].chunks_exact(4).map(|b| b.iter().fold(0, |sum, &v| sum << 8 | u64::from(v))).collect();
    let promised = match axes.iter().try_fold(1u64, |product, &axis| product.checked_mul(axis)) {
        Some(0) => return Err(bad(format!("its header promises {axes:?} entries: none"))),
        Some(bytes) if bytes <= MAX_BYTES => bytes,
        _ => return Err(bad(format!("its header promises {axes:?} entries: more than {MAX_BYTES} bytes"))),
    };
    // One byte more than promised, so that a surplus shows and a gzip checksum is verified.
    let data = read_up_to(&mut reader, promised + 1, path)?;
    match (data.len() as u64).cmp(&promised) {
        Ordering::Equal => Ok((axes.into_iter().map(|axis| axis as usize).collect(), data)),
        Ordering::Less => Err(bad(format!("truncated: its header promises {promised} bytes, {} follow", data.len()))),
        Ordering::Greater => Err(bad(format!("its header promises {promised} bytes, more follow"))),
    }
}

/// As many bytes as there are, up to a limit.
fn read_up_to(reader: &mut impl Read, limit: u64, path: &Path) -> Result<Vec<u8>> {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    let mut bytes = Vec::new();
    match reader.take(limit).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        // These three are flate2's words for bad compressed data.
        Err(e) if matches!(e.kind(), InvalidData | InvalidInput | UnexpectedEof) => {
            Err(Error::file(path, format!("the compressed data are damaged or truncated ({e})"), AGAIN))
        }
        Err(e) => Err(Error::io(path, e)),
    }
}

#[cfg(test)]
#[path = "idx_tests.rs"]
mod tests;
