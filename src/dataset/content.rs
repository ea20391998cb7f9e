//! What a file is, told by its first bytes, and its content: on the disk, or unpacked in memory.
//!
//! Guarantee: a compressed file is unpacked no further than 1 GiB.

use crate::error::{Error, Result};
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// The largest content that is unpacked: some twenty times the MNIST training images.
pub(super) const MAX_BYTES: u64 = 1 << 30;

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `.npy`.
    Npy,
    /// A zip archive of `.npy` files.
    Npz,
    /// Lines of cells.
    Table,
    /// IDX, as of MNIST.
    Idx,
    /// Matrix Market.
    MatrixMarket,
}

/// The content of a file, of a kind that is read.
#[derive(Debug)]
pub(super) struct Content {
    pub(super) path: PathBuf,
    pub(super) kind: Kind,
    /// Length in bytes, unpacked.
    pub(super) size: u64,
    /// What was compressed on the disk.
    unpacked: Option<Vec<u8>>,
}

/// A stream that can go back.
pub(super) trait Stream: BufRead + Seek {}
impl<T: BufRead + Seek> Stream for T {}

/// So many bytes tell what a file is.
const HEAD: u64 = 512;

impl Content {
    /// Looks at a file.
    ///
    /// # Errors
    /// [`Error::Io`]; [`Error::BadFile`] for what is not read, with what to do instead.
    pub(super) fn open(path: &Path) -> Result<Self> {
        let file = File::open(path).map_err(|e| Error::io(path, e))?;
        let metadata = file.metadata().map_err(|e| Error::io(path, e))?;
        if !metadata.is_file() {
            return Err(Error::file(path, "not a regular file", "name a file with data"));
        }
        let mut reader = BufReader::new(file);
        let head = read_up_to(&mut reader, HEAD, path)?;
        if !head.starts_with(&[0x1f, 0x8b]) {
            let kind = kind(&head, path, path)?;
            return Ok(Self { path: path.into(), kind, size: metadata.len(), unpacked: None });
        }
        reader.rewind().map_err(|e| Error::io(path, e))?;
        let bytes = read_up_to(&mut MultiGzDecoder::new(reader), MAX_BYTES + 1, path)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(Error::file(path, "more than 1 GiB when it is unpacked", "unpack it with gunzip first"));
        }
        let inner = if has_extension(path, &["gz"]) { path.with_extension("") } else { path.into() };
        let kind = kind(&bytes[..bytes.len().min(HEAD as usize)], path, &inner)?;
        Ok(Self { path: path.into(), kind, size: bytes.len() as u64, unpacked: Some(bytes) })
    }

    /// Whether it can be read in blocks from the disk.
    pub(super) fn on_disk(&self) -> bool {
        self.unpacked.is_none()
    }

    /// From its beginning.
    pub(super) fn reader(&self) -> Result<Box<dyn Stream + '_>> {
        match &self.unpacked {
            Some(bytes) => Ok(Box::new(Cursor::new(&bytes[..]))),
            None => Ok(Box::new(BufReader::new(File::open(&self.path).map_err(|e| Error::io(&self.path, e))?))),
        }
    }
}

/// As many bytes as there are, up to a limit.
pub(super) fn read_up_to(reader: &mut impl Read, limit: u64, path: &Path) -> Result<Vec<u8>> {
    use std::io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    let mut bytes = Vec::new();
    match reader.take(limit).read_to_end(&mut bytes) {
        Ok(_) => Ok(bytes),
        // These three are flate2's words for bad compressed data.
        Err(e) if matches!(e.kind(), InvalidData | InvalidInput | UnexpectedEof) => Err(Error::file(
            path,
            format!("the compressed data are damaged or truncated ({e})"),
            "copy or download the file again",
        )),
        Err(e) => Err(Error::io(path, e)),
    }
}

fn has_extension(path: &Path, of: &[&str]) -> bool {
    path.extension().is_some_and(|found| of.iter().any(|extension| found.eq_ignore_ascii_case(extension)))
}

/// The kind of a file that begins with `head`; `inner` is its name without `.gz`.
fn kind(head: &[u8], path: &Path, inner: &Path) -> Result<Kind> {
    let refuse = |problem: &str, remedy: &str| Err(Error::file(path, problem, remedy));
    let table = has_extension(inner, &["csv", "tsv", "tab", "txt", "dat"]);
    match head {
        [0x93, b'N', b'U', b'M', b'P', b'Y', ..] => Ok(Kind::Npy),
        [b'P', b'K', 3 | 5, ..] if contains(head, b"[Content_Types].xml") || has_extension(inner, &["xlsx"]) => {
            refuse("an Excel workbook", "save it as CSV")
        }
        [b'P', b'K', 3 | 5, ..] if has_extension(inner, &["moments"]) => {
            refuse("sums over samples, not samples", "give them as --moments")
        }
        [b'P', b'K', 3 | 5, ..] => Ok(Kind::Npz),
        [0x89, b'H', b'D', b'F', ..] => refuse(
            "an HDF5 file (.h5ad, .h5)",
            "convert it in Python: `import anndata, scipy.sparse as s; a = anndata.read_h5ad(\"FILE\")`, then \
             `s.save_npz(\"X.npz\", s.csr_matrix(a.X))`",
        ),
        [b'P', b'A', b'R', b'1', ..] => refuse(
            "a Parquet file",
            "convert it in Python: `import pandas as p`, then `p.read_parquet(\"FILE\").to_csv(\"X.csv\", index=False)`",
        ),
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => refuse("text in UTF-16", "save it as UTF-8"),
        [0, 0, 8 | 9 | 11..=14, axes, ..] if *axes > 0 => Ok(Kind::Idx),
        _ if head.starts_with(b"%%MatrixMarket") => Ok(Kind::MatrixMarket),
        [0x80, 2..=5, ..] => refuse("a Python pickle", "save the array with numpy.save"),
        _ if has_extension(inner, &["npy"]) => refuse(
            "not a .npy file (it does not begin with \\x93NUMPY)",
            "save a plain array of numbers with numpy.save",
        ),
        _ if has_extension(inner, &["npz", "moments"]) => {
            refuse("not an archive of numpy.savez", "save the arrays with numpy.savez")
        }
        _ if has_extension(inner, &["mtx"]) => {
            refuse("not a Matrix Market file (it does not begin with %%MatrixMarket)", "write it with scipy.io.mmwrite")
        }
        _ if inner.to_string_lossy().contains("ubyte") || has_extension(inner, &["idx"]) => refuse(
            "not an IDX file (it does not begin with two zeros, a type and the number of axes)",
            "download the file again",
        ),
        _ if table => Ok(Kind::Table),
        _ => refuse(
            "of no format that is read: .npy, .npz, .csv or .tsv, IDX, Matrix Market (.mtx), each also as .gz",
            "convert it, or give it the extension of its format",
        ),
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|window| window == word)
}
