//! Rows that another program holds: an array that is read where it lies, block by block.

use super::{Features, require_rows};
use crate::error::{Error, Result};
use crate::moments::CHUNK_ROWS;

/// Rows of numbers (n x d) in the memory of another program, for example an array of NumPy.
pub trait Lent: std::fmt::Debug + Send + Sync {
    /// n.
    fn n(&self) -> usize;

    /// d.
    fn d(&self) -> usize;

    /// So many rows from `first` on, if they lie row after row as `f64`: they are not copied then.
    ///
    /// # Errors
    /// What the owner has against it: that the work was stopped.
    fn borrow(&self, first: usize, rows: usize) -> Result<Option<&[f64]>>;

    /// Fills whole rows, from the row `first` on.
    ///
    /// # Errors
    /// As [`borrow`](Self::borrow); a number that is no `f64`.
    fn read(&self, first: usize, into: &mut [f64]) -> Result<()>;

    /// All of them as bytes, if that is what they are.
    fn bytes(&self) -> Option<Vec<u8>> {
        None
    }
}

/// Bytes that a block holds, about: as of a file.
const BLOCK_BYTES: usize = 4 << 20;

/// A pass over rows.
pub(super) struct Cursor<'a> {
    of: &'a dyn Lent,
    name: &'a str,
    first: usize,
    values: Vec<f64>,
}

impl<'a> Cursor<'a> {
    pub(super) fn new(of: &'a dyn Lent, name: &'a str) -> Self {
        Self { of, name, first: 0, values: vec![] }
    }

    /// The next rows, so many at most; none at the end.
    ///
    /// # Errors
    /// Those of the owner; [`Error::NotFinite`] with row and column.
    pub(super) fn next(&mut self, rows: usize) -> Result<&[f64]> {
        let (first, d) = (self.first, self.of.d());
        let rows = rows.min(self.of.n() - first);
        self.first += rows;
        let values = match self.of.borrow(first, rows)? {
            Some(values) => values,
            None => {
                self.values.resize(rows * d, 0.0);
                self.of.read(first, &mut self.values)?;
                &self.values
            }
        };
        require_finite(self.name, (first, d), values)?;
        Ok(values)
    }
}

/// Hands on blocks of rows, in order.
///
/// # Errors
/// Those of [`Cursor::next`], and of `block`.
pub(super) fn blocks(of: &dyn Lent, name: &str, mut block: impl FnMut(&[f64]) -> Result<()>) -> Result<()> {
    // Whole chunks of the accumulator, so that its sums do not depend on where blocks end.
    let rows = (BLOCK_BYTES / (8 * of.d())).div_ceil(CHUNK_ROWS).max(1) * CHUNK_ROWS;
    let mut cursor = Cursor::new(of, name);
    loop {
        match cursor.next(rows)? {
            [] => return Ok(()),
            values => block(values)?,
        }
    }
}

/// Fills whole rows, from the row `first` on, which must be there.
///
/// # Errors
/// As [`Cursor::next`]; [`Error::OutOfRange`] beyond the last row.
pub(super) fn read(of: &dyn Lent, name: &str, first: usize, into: &mut [f64]) -> Result<()> {
    require_rows(first, into.len(), (of.n(), of.d()))?;
    of.read(first, into)?;
    require_finite(name, (first, of.d()), into)
}

/// All rows in memory.
///
/// # Errors
/// As [`Cursor::next`].
pub(super) fn load(of: &dyn Lent, name: &str) -> Result<Features> {
    if let Some(bytes) = of.bytes() {
        return Features::bytes(bytes, of.d());
    }
    let mut rows = vec![0.0; of.n() * of.d()];
    read(of, name, 0, &mut rows)?;
    Features::real(rows, of.d())
}

fn require_finite(name: &str, (first, d): (usize, usize), values: &[f64]) -> Result<()> {
    // Without early exit, which vectorises.
    if values.chunks(1 << 14).all(|part| part.iter().fold(true, |all, v| all & v.is_finite())) {
        return Ok(());
    }
    let at = values.iter().position(|v| !v.is_finite()).unwrap_or(0);
    let position = format!("row {}, column {}", first + at / d, at % d);
    Err(Error::NotFinite { what: name.into(), position, value: values[at] })
}

#[cfg(test)]
#[path = "lent_tests.rs"]
mod tests;
