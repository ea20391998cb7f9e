//! IDX files, as of MNIST and its relatives: one array in a file, or images and labels in a folder.
//!
//! Read: all types of IDX (`u8`, `i8`, `i16`, `i32`, `f32`, `f64`) and any number of axes; compressed
//! or not. In a folder, the files whose names have `images` or `labels`, `idx`, and `t10k` or `test`
//! (or `train`): `t10k-images-idx3-ubyte`, `t10k-images.idx3-ubyte`,
//! `emnist-letters-test-images-idx3-ubyte.gz`. Classes are the labels that occur. Where labels have
//! several columns, as in QMNIST, the first is the class.
//!
//! Guarantee: memory follows what a file holds, never what its header promises. A compressed file
//! is unpacked no further than 1 GiB.
//!
//! Errors: [`Error::BadFile`] with path, problem and remedy; [`Error::Io`].
//!
//! Source of the format: Y. LeCun, C. Cortes, C. Burges, *The MNIST database of handwritten
//! digits*, "File formats".

use super::content::{Content, Kind, MAX_BYTES, read_up_to};
use super::npy::{NpyArray, NpyValues};
use super::{Dataset, LabelKind, Labels, require_finite_rows};
use crate::error::{Error, Result};
use std::cmp::Ordering;
use std::path::{Path, PathBuf};

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
    /// What file names call it.
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Test => &["t10k", "test"],
            Self::Train => &["train"],
        }
    }

    fn other(self) -> Self {
        match self {
            Self::Test => Self::Train,
            Self::Train => Self::Test,
        }
    }

    /// The files of images and labels in a folder, compressed or not; all that might be either.
    fn files(self, folder: &Path) -> [Vec<PathBuf>; 2] {
        let mut names: Vec<PathBuf> =
            std::fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
        names.sort_unstable();
        ["images", "labels"].map(|kind| {
            let mut found: Vec<PathBuf> = vec![];
            for path in names.iter().filter(|path| path.is_file()) {
                let name = path.file_name().map_or_else(String::new, |name| name.to_string_lossy().to_lowercase());
                let named = name.contains("idx") && name.contains(kind);
                // A compressed copy comes after the file itself.
                let copy = found.iter().any(|other| *other == path.with_extension(""));
                if named && !copy && self.words().iter().any(|word| name.contains(word)) {
                    found.push(path.clone());
                }
            }
            found
        })
    }
}

/// The folder with the MNIST test files, if there is one: the environment variable `JERC_DATA_DIR`,
/// then `data`, then `../shared/data`, each directly or its sub-folder `mnist`.
pub fn find_mnist() -> Option<PathBuf> {
    let named = std::env::var_os("JERC_DATA_DIR").filter(|name| !name.is_empty()).map(PathBuf::from);
    first_with_test_files(named.into_iter().chain(["data", "../shared/data"].map(PathBuf::from)))
}

fn first_with_test_files(folders: impl Iterator<Item = PathBuf>) -> Option<PathBuf> {
    let complete = |folder: &PathBuf| Split::Test.files(folder).iter().all(|files| !files.is_empty());
    folders.flat_map(|folder| [folder.clone(), folder.join("mnist")]).find(complete)
}

/// Reads images and labels from a folder.
///
/// # Errors
/// See the [module](self).
pub fn load_idx(name: &str, folder: &Path, split: Split) -> Result<Dataset> {
    let [images, labels] = match &split.files(folder) {
        [images, labels] if images.len() == 1 && labels.len() == 1 => [images[0].clone(), labels[0].clone()],
        [images, labels] if images.is_empty() || labels.is_empty() => {
            let words = split.words();
            let problem = format!("holds no pair like {0}-images-idx3-ubyte and {0}-labels-idx1-ubyte", words[0]);
            let other = split.other();
            let remedy = match other.files(folder).iter().all(|files| !files.is_empty()) {
                true => format!(
                    "it has the other half: add --split {}",
                    if other == Split::Train { "train" } else { "test" }
                ),
                false => "name the folder with the IDX files".into(),
            };
            return Err(Error::file(folder, problem, remedy));
        }
        [images, labels] => {
            let several = if images.len() > 1 { images } else { labels };
            let names: Vec<String> = several.iter().take(4).map(|path| path.display().to_string()).collect();
            return Err(Error::file(
                folder,
                format!("holds several: {}", names.join(", ")),
                "keep one pair in the folder",
            ));
        }
    };
    let pixels = read_idx(&Content::open(&images)?)?;
    let classes = read_idx(&Content::open(&labels)?)?;
    if pixels.shape[0] != classes.shape[0] {
        let problem = format!("holds {} labels for {} images", classes.shape[0], pixels.shape[0]);
        return Err(Error::file(&labels, problem, "take both files from the same source"));
    }
    let columns: usize = classes.shape[1..].iter().product();
    let first = classes.to_reals(&labels)?.into_iter().step_by(columns).collect();
    let classes = Labels::of_numbers(first, 1, LabelKind::Classes).map_err(|error| error.at(&labels))?;
    Dataset::new(name, pixels.features(&images)?, Some(classes))
}

/// The array of one file.
///
/// # Errors
/// See the [module](self).
pub(super) fn read_idx(content: &Content) -> Result<NpyArray> {
    let path = &content.path;
    let bad = |problem: String| Error::file(path, problem, AGAIN);
    if content.kind != Kind::Idx {
        return Err(bad("not an IDX file (it does not begin with two zeros, a type and the number of axes)".into()));
    }
    let mut reader = content.reader()?;
    let magic = read_up_to(&mut reader, 4, path)?;
    let &[_, _, kind, axes] = &magic[..] else { return Err(bad("truncated: it ends within its header".into())) };
    let width = match kind {
        8 | 9 => 1u64,
        11 => 2,
        12 | 13 => 4,
        _ => 8,
    };
    let header = read_up_to(&mut reader, 4 * u64::from(axes), path)?;
    if header.len() < 4 * usize::from(axes) {
        return Err(bad("truncated: it ends within its header".into()));
    }
    let shape: Vec<u64> = header.chunks_exact(4).map(|b| b.iter().fold(0, |sum, &v| sum << 8 | u64::from(v))).collect();
    let entries = shape.iter().try_fold(1u64, |product, &axis| product.checked_mul(axis));
    let promised = match entries.and_then(|entries| entries.checked_mul(width)) {
        Some(0) => return Err(bad(format!("its header promises {shape:?} entries: none"))),
        Some(bytes) if bytes <= MAX_BYTES => bytes,
        _ => return Err(bad(format!("its header promises {shape:?} entries: more than {MAX_BYTES} bytes"))),
    };
    // One byte more than promised, so that a surplus shows.
    let data = read_up_to(&mut reader, promised + 1, path)?;
    match (data.len() as u64).cmp(&promised) {
        Ordering::Equal => {}
        Ordering::Less => {
            return Err(bad(format!("truncated: its header promises {promised} bytes, {} follow", data.len())));
        }
        Ordering::Greater => return Err(bad(format!("its header promises {promised} bytes, more follow"))),
    }
    // Big-endian, all of them.
    macro_rules! entries {
        ($type:ty, $into:ty) => {
            data.chunks_exact(size_of::<$type>())
                .map(|part| <$into>::from(<$type>::from_be_bytes(part.try_into().unwrap_or_default())))
                .collect()
        };
    }
    let values = match kind {
        8 => NpyValues::Bytes(data),
        9 => NpyValues::Integer(entries!(i8, i64)),
        11 => NpyValues::Integer(entries!(i16, i64)),
        12 => NpyValues::Integer(entries!(i32, i64)),
        13 => NpyValues::Real(entries!(f32, f64)),
        _ => NpyValues::Real(entries!(f64, f64)),
    };
    let shape: Vec<usize> = shape.into_iter().map(|axis| axis as usize).collect();
    if let NpyValues::Real(values) = &values {
        require_finite_rows(&path.display().to_string(), values, shape[1..].iter().product())?;
    }
    Ok(NpyArray { shape, values })
}

#[cfg(test)]
#[path = "idx_tests.rs"]
mod tests;
