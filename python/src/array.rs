//! Arrays of NumPy, read where they lie.
//!
//! | array | how it is read |
//! |---|---|
//! | `float64`, C order | in place |
//! | `float64` in other orders, `float32`, integers, `bool` | block by block, converted |
//! | any other | refused here; the Python side converts it as a whole |
//!
//! An integer that equals no `float64` is refused.

use super::work::Switch;
use jerc::dataset::Lent;
use jerc::{Error, Result};
use nalgebra::DMatrix;
use numpy::{
    PyArray1, PyArray2, PyArrayDescrMethods, PyArrayMethods, PyReadonlyArrayDyn, PyUntypedArray, PyUntypedArrayMethods,
};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;

/// Rows of a block that are converted at a time: as many as two lines of a cache hold.
const STRIP: usize = 16;

/// How an entry is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    F64,
    F32,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    Flag,
}

/// A two-dimensional array, n x d.
#[derive(Debug)]
pub struct Array {
    /// Keeps the memory alive, and is dropped with it.
    _owner: Py<PyUntypedArray>,
    name: String,
    first: *const u8,
    n: usize,
    d: usize,
    strides: [isize; 2],
    kind: Kind,
    switch: Switch,
}

// SAFETY: the memory is only read, and `_owner` keeps it where it is: NumPy does not move or free the
// memory of an array that is referred to (`resize` refuses). Who writes to it meanwhile from another
// thread gets what NumPy promises then: numbers that are old or new.
unsafe impl Send for Array {}
// SAFETY: as above.
unsafe impl Sync for Array {}

impl Array {
    /// # Errors
    /// `TypeError` for an array of other axes or numbers.
    pub fn new(name: &str, array: &Bound<'_, PyUntypedArray>, switch: Switch) -> PyResult<Self> {
        let dtype = array.dtype();
        let kind = match (dtype.kind(), dtype.itemsize()) {
            (b'f', 8) => Kind::F64,
            (b'f', 4) => Kind::F32,
            (b'i', 1) => Kind::I8,
            (b'i', 2) => Kind::I16,
            (b'i', 4) => Kind::I32,
            (b'i', 8) => Kind::I64,
            (b'u', 1) => Kind::U8,
            (b'u', 2) => Kind::U16,
            (b'u', 4) => Kind::U32,
            (b'u', 8) => Kind::U64,
            (b'b', 1) => Kind::Flag,
            _ => return Err(PyTypeError::new_err(format!("{name}: numbers of type {dtype} are not read"))),
        };
        let native = matches!(dtype.byteorder(), b'=' | b'|');
        let (&[n, d], &[down, right]) = (array.shape(), array.strides()) else {
            return Err(PyTypeError::new_err(format!("{name}: {} axes, not 2", array.ndim())));
        };
        if !native {
            return Err(PyTypeError::new_err(format!("{name}: bytes in foreign order")));
        }
        // SAFETY: the pointer of a live array.
        let first = unsafe { (*array.as_array_ptr()).fields.data }.cast::<u8>().cast_const();
        let owner = array.clone().unbind();
        Ok(Self { _owner: owner, name: name.into(), first, n, d, strides: [down, right], kind, switch })
    }

    /// Whether rows follow one another as in memory of the library.
    fn is_plain(&self) -> bool {
        let aligned = self.first.cast::<f64>().is_aligned();
        self.kind == Kind::F64 && aligned && self.strides == [8 * self.d as isize, 8]
    }

    /// Converts rows from `first` on; an entry that `convert` has no number for is left as it is, and its
    /// place given back.
    fn fill<T: Copy>(
        &self,
        first: usize,
        into: &mut [f64],
        convert: impl Fn(T) -> Option<f64>,
    ) -> Option<(usize, usize)> {
        let [down, right] = self.strides;
        let mut odd = None;
        for (strip, rows) in into.chunks_mut(STRIP * self.d).enumerate() {
            let top = first + strip * STRIP;
            for j in 0..self.d {
                for (i, row) in rows.chunks_exact_mut(self.d).enumerate() {
                    // SAFETY: `top + i < n` and `j < d`, so this is an entry of the array, which lives as long as
                    // `_owner`; it need not be aligned.
                    let at = unsafe {
                        let place = self.first.offset((top + i) as isize * down + j as isize * right);
                        place.cast::<T>().read_unaligned()
                    };
                    match convert(at) {
                        Some(value) => row[j] = value,
                        None => odd = odd.or(Some((top + i, j))),
                    }
                }
            }
        }
        odd
    }

    fn no_f64(&self, (i, j): (usize, usize)) -> Error {
        let problem = format!("{}: entry {} (row after row) is no f64", self.name, i * self.d + j);
        Error::request(problem, "keep integers within 2^53, or save floats")
    }
}

impl Lent for Array {
    fn n(&self) -> usize {
        self.n
    }

    fn d(&self) -> usize {
        self.d
    }

    fn borrow(&self, first: usize, rows: usize) -> Result<Option<&[f64]>> {
        self.switch.require_on()?;
        if !self.is_plain() || rows == 0 {
            return Ok(if rows == 0 { Some(&[]) } else { None });
        }
        assert!(first + rows <= self.n, "rows of the array");
        // SAFETY: these rows are entries of the array, aligned, one after the other; it lives as long as
        // `_owner`, which `self` has.
        Ok(Some(unsafe { std::slice::from_raw_parts(self.first.cast::<f64>().add(first * self.d), rows * self.d) }))
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        self.switch.require_on()?;
        assert!(first + into.len() / self.d.max(1) <= self.n, "rows of the array");
        let signed = |v: i64| (v as f64 as i128 == i128::from(v)).then_some(v as f64);
        let unsigned = |v: u64| (v as f64 as u128 == u128::from(v)).then_some(v as f64);
        let odd = match self.kind {
            Kind::F64 => self.fill(first, into, Some::<f64>),
            Kind::F32 => self.fill(first, into, |v: f32| Some(v.into())),
            Kind::I8 => self.fill(first, into, |v: i8| Some(v.into())),
            Kind::I16 => self.fill(first, into, |v: i16| Some(v.into())),
            Kind::I32 => self.fill(first, into, |v: i32| Some(v.into())),
            Kind::I64 => self.fill(first, into, signed),
            Kind::U8 | Kind::Flag => self.fill(first, into, |v: u8| Some(v.into())),
            Kind::U16 => self.fill(first, into, |v: u16| Some(v.into())),
            Kind::U32 => self.fill(first, into, |v: u32| Some(v.into())),
            Kind::U64 => self.fill(first, into, unsigned),
        };
        odd.map_or(Ok(()), |place| Err(self.no_f64(place)))
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        if !matches!(self.kind, Kind::U8 | Kind::Flag) {
            return None;
        }
        let mut rows = vec![0.0; self.d];
        let mut bytes = Vec::with_capacity(self.n * self.d);
        for i in 0..self.n {
            self.fill(i, &mut rows, |v: u8| Some(v.into()));
            // Whole numbers up to 255.
            bytes.extend(rows.iter().map(|&v| v as u8));
        }
        Some(bytes)
    }
}

/// A d x d covariance, or the diagonal of one; `what` names it.
pub fn covariance(what: &str, array: &PyReadonlyArrayDyn<'_, f64>, d: usize) -> Result<DMatrix<f64>> {
    let values = array.as_array();
    match *values.shape() {
        [length] if length == d => Ok(DMatrix::from_fn(d, d, |i, j| if i == j { values[[i]] } else { 0.0 })),
        [rows, columns] if rows == d && columns == d => Ok(DMatrix::from_fn(d, d, |i, j| values[[i, j]])),
        ref shape => Err(Error::request(
            format!("{what} has shape {shape:?} but the data have d = {d}"),
            format!("give a {d} x {d} covariance, or its diagonal"),
        )),
    }
}

/// A matrix.
pub fn matrix(array: &PyReadonlyArrayDyn<'_, f64>) -> PyResult<DMatrix<f64>> {
    let values = array.as_array();
    let &[rows, columns] = values.shape() else {
        return Err(PyTypeError::new_err(format!("{} axes, not 2", values.ndim())));
    };
    Ok(DMatrix::from_fn(rows, columns, |i, j| values[[i, j]]))
}

/// A matrix in C order.
pub fn to_array<'py>(py: Python<'py>, m: &DMatrix<f64>) -> PyResult<Bound<'py, PyArray2<f64>>> {
    // Columns of the transpose are rows.
    PyArray1::from_slice(py, m.transpose().as_slice()).reshape([m.nrows(), m.ncols()])
}
