//! Sparse samples: counts as they are stored by Matrix Market and by `scipy.sparse.save_npz`.
//!
//! Rows are samples. They become dense block by block: memory follows the entries that are stored.

use super::npy::{NpyArray, NpyValues};
use crate::error::{Error, Result};
use crate::moments::CHUNK_ROWS;
use std::collections::BTreeMap;
use std::io::{BufRead, Read};
use std::path::Path;

/// Entries by rows.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Sparse {
    n: usize,
    d: usize,
    /// Where each row begins; n + 1 of them.
    starts: Vec<usize>,
    columns: Vec<usize>,
    values: Vec<f64>,
}

/// Values that a block holds, about.
const BLOCK: usize = 1 << 19;

/// The arrays of `scipy.sparse.save_npz`.
pub(super) const SCIPY: [&str; 5] = ["data", "format", "indices", "indptr", "shape"];

impl Sparse {
    pub(super) fn n(&self) -> usize {
        self.n
    }

    pub(super) fn d(&self) -> usize {
        self.d
    }

    /// Columns become rows.
    pub(super) fn transposed(&self, path: &Path) -> Result<Self> {
        let row = |at: usize| self.starts.partition_point(|&start| start <= at) - 1;
        let entries = (0..self.values.len()).map(|at| (self.columns[at], row(at), self.values[at])).collect();
        Self::of_entries(self.d, self.n, entries, path)
    }

    /// Entries that are stored.
    pub(super) fn stored(&self) -> usize {
        self.values.len()
    }

    /// Hands on blocks of dense rows, in order.
    pub(super) fn blocks(&self, mut block: impl FnMut(&[f64]) -> Result<()>) -> Result<()> {
        // Whole chunks of the accumulator, so that its sums do not depend on where blocks end.
        let rows = (BLOCK / self.d).div_ceil(CHUNK_ROWS).max(1) * CHUNK_ROWS;
        for first in (0..self.n).step_by(rows) {
            let taken = rows.min(self.n - first);
            let mut dense = vec![0.0; taken * self.d];
            self.fill(first, &mut dense);
            block(&dense)?;
        }
        Ok(())
    }

    /// Fills whole dense rows, from the row `first` on, which must be there.
    pub(super) fn fill(&self, first: usize, dense: &mut [f64]) {
        dense.fill(0.0);
        for (row, values) in (first..).zip(dense.chunks_exact_mut(self.d)) {
            for at in self.starts[row]..self.starts[row + 1] {
                // What is stored twice adds up.
                values[self.columns[at]] += self.values[at];
            }
        }
    }

    /// From entries (row, column, value) in any order.
    ///
    /// # Errors
    /// [`Error::BadFile`] for rows of which hardly one has an entry: that is a false size.
    fn of_entries(n: usize, d: usize, mut entries: Vec<(usize, usize, f64)>, path: &Path) -> Result<Self> {
        if n / 1000 > entries.len() + 1000 {
            let problem = format!("{n} rows, and only {} entries", entries.len());
            return Err(Error::file(path, problem, "leave out the samples without entries"));
        }
        entries.sort_by_key(|&(row, column, _)| (row, column));
        let starts = (0..=n).map(|row| entries.partition_point(|entry| entry.0 < row)).collect();
        let (columns, values) = entries.into_iter().map(|(_, column, value)| (column, value)).unzip();
        Ok(Self { n, d, starts, columns, values })
    }

    /// From the arrays of `scipy.sparse.save_npz`, by rows (csr) or by columns (csc).
    ///
    /// # Errors
    /// [`Error::BadFile`].
    pub(super) fn of_scipy(arrays: &BTreeMap<String, NpyArray>, path: &Path) -> Result<Self> {
        let bad = |problem: &str| Error::file(path, problem, "save it with scipy.sparse.save_npz(..., csr_matrix(X))");
        let get = |name: &str| arrays.get(name).ok_or_else(|| bad("an array of a sparse matrix is missing"));
        let counts = |name: &str| -> Result<Vec<usize>> {
            let values = get(name)?.to_reals(path)?;
            values.iter().map(|&v| whole(v).ok_or_else(|| bad("an index is no count"))).collect()
        };
        let by_rows = match &get("format")?.values {
            NpyValues::Text(text) if text[..] == ["csr"] => true,
            NpyValues::Text(text) if text[..] == ["csc"] => false,
            _ => return Err(bad("a sparse matrix that is neither csr nor csc")),
        };
        let shape = counts("shape")?;
        let &[n, d] = &shape[..] else { return Err(bad("the shape is no pair")) };
        let (starts, indices, values) = (counts("indptr")?, counts("indices")?, get("data")?.to_reals(path)?);
        let (outer, inner) = if by_rows { (n, d) } else { (d, n) };
        require_shape(n, d, path)?;
        if starts.len() != outer.saturating_add(1) || starts[0] != 0 || starts.windows(2).any(|pair| pair[0] > pair[1])
        {
            return Err(bad("indptr does not fit the shape"));
        }
        if starts[outer] != values.len() || values.len() != indices.len() || indices.iter().any(|&i| i >= inner) {
            return Err(bad("indices and data do not fit indptr and the shape"));
        }
        // By columns it is the transpose, by rows.
        let found = Self { n: outer, d: inner, starts, columns: indices, values };
        if by_rows { Ok(found) } else { found.transposed(path) }
    }

    /// From a Matrix Market stream, with coordinates or as an array.
    ///
    /// # Errors
    /// [`Error::BadFile`] with the line; [`Error::Io`].
    ///
    /// Source of the format: R. Boisvert, R. Pozo, K. Remington, *The Matrix Market Exchange Formats*,
    /// NISTIR 5935, 1996.
    pub(super) fn of_matrix_market(mut reader: impl BufRead, path: &Path) -> Result<Self> {
        let bad = |line: usize, problem: &str| {
            Error::file(path, format!("line {line}: {problem}"), "write it anew with scipy.io.mmwrite")
        };
        let (mut text, mut line) = (String::new(), 0);
        // The next line that is no comment and not empty; an empty text at the end.
        let mut next = |text: &mut String, line: &mut usize| -> Result<()> {
            loop {
                text.clear();
                *line += 1;
                let read = reader.by_ref().take(MAX_LINE).read_line(text).map_err(|e| match e.kind() {
                    std::io::ErrorKind::InvalidData => bad(*line, "no UTF-8 text"),
                    _ => Error::io(path, e),
                })?;
                if read as u64 == MAX_LINE {
                    return Err(bad(*line, "longer than any line of such a file"));
                }
                let comment = text.starts_with('%') && *line > 1;
                if read == 0 || !comment && !text.trim().is_empty() {
                    return Ok(());
                }
            }
        };
        next(&mut text, &mut line)?;
        let header = text.to_ascii_lowercase();
        let words: Vec<&str> = header.split_whitespace().collect();
        let [
            _,
            "matrix",
            form @ ("coordinate" | "array"),
            field @ ("real" | "integer" | "double" | "pattern"),
            symmetry,
        ] = words[..]
        else {
            return Err(bad(line, "not a real matrix in the form coordinate or array"));
        };
        let (coordinates, pattern) = (form == "coordinate", field == "pattern");
        if symmetry != "general" || pattern && !coordinates {
            return Err(bad(line, "samples are a general matrix"));
        }
        next(&mut text, &mut line)?;
        let sizes: Vec<usize> = text.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let (n, d, count) = match (&sizes[..], coordinates) {
            (&[n, d, count], true) => (n, d, count),
            (&[n, d], false) => (n, d, n.saturating_mul(d)),
            _ => return Err(bad(line, "the sizes are missing")),
        };
        require_shape(n, d, path)?;
        let mut entries = Vec::new();
        for at in 0..count {
            next(&mut text, &mut line)?;
            let mut words = text.split_whitespace();
            let (row, column) = if coordinates {
                let mut index = |most: usize| {
                    let index = words.next().and_then(|word| word.parse::<usize>().ok());
                    index.filter(|index| (1..=most).contains(index)).map(|index| index - 1)
                };
                match (index(n), index(d)) {
                    (Some(row), Some(column)) => (row, column),
                    _ if text.is_empty() => {
                        return Err(bad(line, &format!("{count} entries are promised, {at} follow")));
                    }
                    _ => return Err(bad(line, &format!("no row and column of a {n} x {d} matrix"))),
                }
            } else {
                (at % n, at / n)
            };
            let value = if pattern { Some(1.0) } else { words.next().and_then(|word| word.parse::<f64>().ok()) };
            match value {
                Some(value) if value.is_finite() && words.next().is_none() => entries.push((row, column, value)),
                _ if text.is_empty() => return Err(bad(line, &format!("{count} entries are promised, {at} follow"))),
                _ => return Err(bad(line, "no finite number where one belongs")),
            }
        }
        next(&mut text, &mut line)?;
        match text.is_empty() {
            true => Self::of_entries(n, d, entries, path),
            false => Err(bad(line, &format!("more than the {count} entries that are promised"))),
        }
    }
}

/// A longer line is none of Matrix Market, whose standard ends at 1024.
const MAX_LINE: u64 = 1 << 16;

fn whole(value: f64) -> Option<usize> {
    (value >= 0.0 && value.fract() == 0.0 && value < 2f64.powi(53)).then_some(value as usize)
}

/// A shape whose dense rows and starts of rows can be held: nothing of it is stored yet.
fn require_shape(n: usize, d: usize, path: &Path) -> Result<()> {
    if n == 0 || d == 0 {
        return Err(Error::file(path, format!("a {n} x {d} matrix holds no entries"), "give at least one sample"));
    }
    match n <= 1 << 28 && d <= 1 << 17 {
        true => Ok(()),
        false => {
            Err(Error::file(path, format!("a {n} x {d} matrix is too large"), "keep the rows and columns that count"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<f64>> {
        let mut rows = vec![];
        Sparse::of_matrix_market(text.as_bytes(), Path::new("k.mtx"))?.blocks(|block| {
            rows.extend_from_slice(block);
            Ok(())
        })?;
        Ok(rows)
    }

    #[test]
    fn matrix_market_by_hand() {
        let text = "%%MatrixMarket matrix coordinate integer general\n% a comment\n\n2 3 3\n2 1 5\n1 3 7\n2 1 1\n";
        assert_eq!(read(text).unwrap(), [0., 0., 7., 6., 0., 0.]);
        // A square one is turned too.
        for (sizes, rows) in
            [("2 3", [0., 6., 0., 0., 7., 0.].as_slice()), ("3 3", &[0., 6., 0., 0., 0., 0., 7., 0., 0.])]
        {
            let text = text.replace("2 3 3", &format!("{sizes} 3"));
            let sparse = Sparse::of_matrix_market(text.as_bytes(), Path::new("k.mtx")).unwrap();
            let turned = sparse.transposed(Path::new("k.mtx")).unwrap();
            assert_eq!((turned.n(), turned.d(), turned.stored()), (sparse.d(), sparse.n(), 3));
            let same = |found: &[f64]| {
                assert_eq!(found, rows);
                Ok(())
            };
            turned.blocks(same).unwrap();
        }
        let array = "%%MatrixMarket matrix array real general\n2 2\n1\n2.5\n-3\n4e0\n";
        assert_eq!(read(array).unwrap(), [1., -3., 2.5, 4.]);
        assert_eq!(read("%%MatrixMarket matrix coordinate pattern general\n1 2 1\n1 2\n").unwrap(), [0., 1.]);
    }

    #[test]
    fn what_is_no_matrix_is_refused_with_its_line() {
        let head = "%%MatrixMarket matrix coordinate real general\n";
        for (text, expected) in [
            ("%%MatrixMarket matrix coordinate complex general\n1 1 0\n".to_string(), "line 1"),
            ("%%MatrixMarket matrix coordinate real symmetric\n1 1 0\n".into(), "general"),
            ("%%MatrixMarket matrix array pattern general\n1 1\n".into(), "line 1"),
            (head.into(), "sizes"),
            (format!("{head}2 2\n"), "sizes"),
            (format!("{head}0 2 0\n"), "no entries"),
            (format!("{head}2 9999999999 0\n"), "too large"),
            (format!("{head}99999999 2 1\n1 1 1\n"), "only 1 entries"),
            (format!("{head}2 2 2\n1 1 1\n"), "2 entries are promised, 1 follow"),
            (format!("{head}2 2 1\n1 3 1\n"), "line 3: no row and column of a 2 x 2"),
            (format!("{head}2 2 1\n0 1 1\n"), "line 3"),
            (format!("{head}2 2 1\n1 1 x\n"), "no finite number"),
            (format!("{head}2 2 1\n1 1 nan\n"), "no finite number"),
            (format!("{head}2 2 1\n1 1 1 1\n"), "no finite number"),
            (format!("{head}2 2 1\n1 1 1\n1 1 1\n"), "more than the 1"),
            (format!("{head}{}\n", "1".repeat(1 << 16)), "longer"),
        ] {
            let error = read(&text).unwrap_err().to_string();
            assert!(error.contains(expected), "{error} should say {expected}");
        }
    }

    #[test]
    fn blocks_end_where_they_may() {
        // More rows than a block holds.
        let (n, d) = (40_000, 40);
        let entries: Vec<_> = (0..n).map(|row| (row, row * 7 % d, (row + 1) as f64)).collect();
        let sparse = Sparse::of_entries(n, d, entries.into_iter().rev().collect(), Path::new("k.mtx")).unwrap();
        let (mut row, mut blocks) = (0, 0);
        sparse
            .blocks(|block| {
                blocks += 1;
                for values in block.chunks_exact(d) {
                    assert_eq!(values.iter().sum::<f64>(), (row + 1) as f64);
                    assert_eq!(values[row * 7 % d], (row + 1) as f64);
                    row += 1;
                }
                Ok(())
            })
            .unwrap();
        assert!(blocks > 1 && row == n);
    }
}
