//! Sums over samples.

use super::array::{Array, to_array};
use super::problem::labels;
use super::work::{Switch, run};
use jerc::dataset::Samples;
use jerc::scalar::Twice;
use nalgebra::DMatrix;
use numpy::{PyArray1, PyArray2, PyReadonlyArray2, PyReadonlyArrayDyn, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::prelude::*;
use std::sync::Arc;

/// Sums over samples, which can be merged.
#[pyclass(module = "jerc._jerc", frozen)]
pub struct Sums(pub jerc::moments::Sums);

#[pymethods]
impl Sums {
    /// The sums over the rows of an array, with their labels.
    #[staticmethod]
    #[pyo3(signature = (data, numbers, words, kind, twice, progress))]
    fn of(
        py: Python<'_>,
        data: &Bound<'_, PyUntypedArray>,
        numbers: Option<PyReadonlyArrayDyn<'_, f64>>,
        words: Option<Vec<String>>,
        kind: &str,
        twice: bool,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Self> {
        let switch = Switch::default();
        let rows = Arc::new(Array::new("X", data, switch.clone())?);
        let labels = labels(numbers, words, kind, true)?;
        let samples = Samples::lent("X", rows, labels).map_err(super::refused)?;
        run(py, &switch, progress, move |progress| {
            progress.tell("moments", None);
            samples.sums(twice)
        })
        .map(Self)
    }

    /// From the Gram matrix of the rows (x, y, 1) as high + low.
    #[staticmethod]
    fn of_parts(
        dimension: usize,
        labels: usize,
        high: PyReadonlyArray2<'_, f64>,
        low: PyReadonlyArray2<'_, f64>,
        rounding: f64,
        counts: bool,
    ) -> PyResult<Self> {
        let (rows, columns) = (high.shape()[0], high.shape()[1]);
        if low.shape() != high.shape() {
            return Err(super::refused(jerc::Error::shape(
                "low",
                format!("{:?}", high.shape()),
                format!("{:?}", low.shape()),
            )));
        }
        let (high, low) = (high.as_array(), low.as_array());
        let gram =
            DMatrix::from_fn(rows, columns, |i, j| Twice::from(high[[i, j]]).add_accurate(Twice::from(low[[i, j]])));
        jerc::moments::Sums::new(dimension, labels, gram, rounding, counts).map(Self).map_err(super::refused)
    }

    /// The Gram matrix of the rows (x, y, 1) as high and low.
    fn parts<'py>(&self, py: Python<'py>) -> PyResult<[Bound<'py, PyArray2<f64>>; 2]> {
        Ok([to_array(py, &self.0.gram().map(|v| v.0))?, to_array(py, &self.0.gram().map(|v| v.1))?])
    }

    /// The sums over both.
    fn merged(&self, other: &Self) -> PyResult<Self> {
        let mut all = self.0.clone();
        all.merge(&other.0).map_err(super::refused)?;
        Ok(Self(all))
    }

    /// The mean of the samples, d.
    fn mean<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray1<f64>>> {
        let moments = self.0.moments().map_err(super::refused)?.approx();
        Ok(PyArray1::from_slice(py, moments.mean.as_slice()))
    }

    /// X'X/n, d x d.
    fn second<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyArray2<f64>>> {
        to_array(py, &self.0.moments().map_err(super::refused)?.approx().second)
    }

    /// Whether the sums are the same to the last bit.
    fn equals(&self, other: &Self) -> bool {
        self.0 == other.0
    }

    #[getter]
    fn count(&self) -> usize {
        self.0.count()
    }

    #[getter]
    fn dimension(&self) -> usize {
        self.0.dimension()
    }

    #[getter]
    fn labels(&self) -> usize {
        self.0.labels()
    }

    #[getter]
    fn rounding(&self) -> f64 {
        self.0.rounding()
    }

    #[getter]
    fn counts(&self) -> bool {
        self.0.counts()
    }
}
