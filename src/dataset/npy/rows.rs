//! Rows of a `.npy` file, block by block, so that memory does not grow with n.

use super::{Header, checked_header, no_f64, open, read_npy, sample_width};
use crate::dataset::Features;
use crate::error::{Error, Result};
use crate::moments::CHUNK_ROWS;
use npyz::half::f16;
use npyz::{Order, TypeChar};
use rayon::prelude::*;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};

/// Samples of a `.npy` file in C order, read in blocks of rows.
#[derive(Debug, Clone)]
pub(in crate::dataset) struct NpyRows {
    path: PathBuf,
    shape: Vec<usize>,
    n: usize,
    d: usize,
    start: u64,
    kind: Stored,
    width: usize,
    little: bool,
}

/// Where a pass over the rows of a file is.
#[derive(Debug)]
pub(in crate::dataset) struct Cursor<'a> {
    of: &'a NpyRows,
    file: File,
    first: usize,
    bytes: Vec<u8>,
    values: Vec<f64>,
}

impl Cursor<'_> {
    /// The next rows, so many at most; none at the end.
    ///
    /// # Errors
    /// As [`NpyRows::blocks`].
    pub(in crate::dataset) fn next(&mut self, rows: usize) -> Result<&[f64]> {
        let NpyRows { path, n, d, width, .. } = self.of;
        let count = rows.min(n - self.first) * d;
        self.bytes.resize(count * width, 0);
        self.values.resize(count, 0.0);
        self.file.read_exact(&mut self.bytes).map_err(|e| Error::io(path, e))?;
        self.of.convert(&self.bytes, &mut self.values, self.first * d)?;
        self.first += count / d;
        Ok(&self.values)
    }
}

/// How entries are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stored {
    Real,
    Signed,
    Unsigned,
    Flags,
}

/// Bytes that a block holds, about.
const BLOCK_BYTES: usize = 4 << 20;

impl NpyRows {
    /// Opens a file of two axes or more in C order; `None` in any other order.
    pub(in crate::dataset) fn open(path: &Path) -> Result<Option<Self>> {
        Self::open_as(path, |shape| sample_width(shape, path))
    }

    /// The same, with the length of a row by the lengths of the axes, or what is wrong with them.
    pub(in crate::dataset) fn open_as(path: &Path, row: impl Fn(&[usize]) -> Result<usize>) -> Result<Option<Self>> {
        let (file, size) = open(path)?;
        let Header { header, bytes, kind, width, little, shape } =
            checked_header(&mut BufReader::new(file), size, path)?;
        let (n, d) = (shape[0], row(&shape)?);
        if header.order() == Order::Fortran {
            return Ok(None);
        }
        let kind = match kind {
            TypeChar::Float => Stored::Real,
            TypeChar::Int => Stored::Signed,
            TypeChar::Uint => Stored::Unsigned,
            TypeChar::Bool => Stored::Flags,
            _ => return Err(Error::file(path, "the dtype is text", super::SAVE_PLAIN)),
        };
        let (start, width) = (bytes.len() as u64, width as usize);
        Ok(Some(Self { path: path.into(), shape, n, d, start, kind, width, little }))
    }

    /// All of them in memory.
    ///
    /// # Errors
    /// As [`read_npy`].
    pub(in crate::dataset) fn load(&self) -> Result<Features> {
        read_npy(&self.path)?.features(&self.path)
    }

    /// The length of each axis.
    pub(in crate::dataset) fn shape(&self) -> &[usize] {
        &self.shape
    }

    pub(in crate::dataset) fn n(&self) -> usize {
        self.n
    }

    pub(in crate::dataset) fn d(&self) -> usize {
        self.d
    }

    /// Hands on blocks of rows, in order.
    ///
    /// # Errors
    /// [`Error::Io`], [`Error::NotFinite`] and [`Error::BadFile`] as when all is read at once.
    pub(in crate::dataset) fn blocks(&self, mut block: impl FnMut(&[f64]) -> Result<()>) -> Result<()> {
        // Whole chunks of the accumulator, so that its sums do not depend on where blocks end.
        let rows = (BLOCK_BYTES / (8 * self.d)).div_ceil(CHUNK_ROWS).max(1) * CHUNK_ROWS;
        let mut cursor = self.cursor()?;
        loop {
            match cursor.next(rows)? {
                [] => return Ok(()),
                values => block(values)?,
            }
        }
    }

    /// Fills whole rows, from the row `first` on.
    ///
    /// # Errors
    /// As [`blocks`](Self::blocks); [`Error::Io`] beyond the last row.
    pub(in crate::dataset) fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        let io = |e| Error::io(&self.path, e);
        let at = first * self.d;
        let mut file = File::open(&self.path).map_err(io)?;
        file.seek(SeekFrom::Start(self.start + (at * self.width) as u64)).map_err(io)?;
        // In parts, so that the bytes take no more memory than those of a block.
        let part = (BLOCK_BYTES / self.width).min(into.len()).max(1);
        let mut bytes = vec![0; part * self.width];
        for (place, values) in into.chunks_mut(part).enumerate() {
            let bytes = &mut bytes[..values.len() * self.width];
            file.read_exact(bytes).map_err(io)?;
            self.convert(bytes, values, at + place * part)?;
        }
        Ok(())
    }

    /// A pass from the first row on.
    ///
    /// # Errors
    /// [`Error::Io`].
    pub(in crate::dataset) fn cursor(&self) -> Result<Cursor<'_>> {
        let mut file = File::open(&self.path).map_err(|e| Error::io(&self.path, e))?;
        file.seek(SeekFrom::Start(self.start)).map_err(|e| Error::io(&self.path, e))?;
        Ok(Cursor { of: self, file, first: 0, bytes: vec![], values: vec![] })
    }

    /// Turns stored entries into reals; `first` is the position of the first one in the file.
    fn convert(&self, bytes: &[u8], values: &mut [f64], first: usize) -> Result<()> {
        let Self { kind, width, little, .. } = *self;
        // A loop for each type, which the compiler can turn into wide moves.
        macro_rules! widen {
            ($type:ty, $real:expr) => {{
                const WIDTH: usize = size_of::<$type>();
                let parts = bytes.chunks_exact(WIDTH);
                let pairs = values.iter_mut().zip(parts.map(|part| part.try_into().unwrap_or([0u8; WIDTH])));
                match little {
                    true => pairs.for_each(|(value, part)| *value = $real(<$type>::from_le_bytes(part))),
                    false => pairs.for_each(|(value, part)| *value = $real(<$type>::from_be_bytes(part))),
                }
            }};
        }
        match (kind, width) {
            (Stored::Flags, _) => {
                if let Some(at) = bytes.iter().position(|&byte| byte > 1) {
                    let problem = format!("entry {} (row after row) is {}, no boolean", first + at, bytes[at]);
                    return Err(Error::file(&self.path, problem, super::SAVE_PLAIN));
                }
                widen!(u8, f64::from)
            }
            (Stored::Real, 2) => widen!(f16, f16::to_f64),
            (Stored::Real, 4) => widen!(f32, f64::from),
            (Stored::Real, _) => widen!(f64, |v: f64| v),
            (Stored::Signed, 1) => widen!(i8, f64::from),
            (Stored::Signed, 2) => widen!(i16, f64::from),
            (Stored::Signed, 4) => widen!(i32, f64::from),
            (Stored::Unsigned, 1) => widen!(u8, f64::from),
            (Stored::Unsigned, 2) => widen!(u16, f64::from),
            (Stored::Unsigned, 4) => widen!(u32, f64::from),
            (Stored::Signed, _) => {
                widen!(i64, |v: i64| if v as f64 as i128 == i128::from(v) { v as f64 } else { f64::NAN })
            }
            (Stored::Unsigned, _) => {
                widen!(u64, |v: u64| if v as f64 as u128 == u128::from(v) { v as f64 } else { f64::NAN })
            }
        }
        // In parallel and without early exit, which vectorises.
        if values.par_chunks(1 << 14).all(|part| part.iter().fold(true, |all, v| all & v.is_finite())) {
            return Ok(());
        }
        let at = values.iter().position(|v| !v.is_finite()).unwrap_or(0);
        if self.kind == Stored::Real {
            let position = super::place(&self.shape, first + at);
            return Err(Error::NotFinite { what: self.path.display().to_string(), position, value: values[at] });
        }
        let mut digits = [0u8; 8];
        digits.copy_from_slice(&bytes[at * 8..at * 8 + 8]);
        let value = match (little, self.kind) {
            (true, Stored::Signed) => i128::from(i64::from_le_bytes(digits)),
            (true, _) => i128::from(u64::from_le_bytes(digits)),
            (false, Stored::Signed) => i128::from(i64::from_be_bytes(digits)),
            (false, _) => i128::from(u64::from_be_bytes(digits)),
        };
        Err(no_f64(&self.path, first + at, value))
    }
}
