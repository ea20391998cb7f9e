//! The module `jerc._jerc`: arrays of NumPy in, results of the library out.
//!
//! Everything that is computed is computed by the crate `jerc`. Here are the arrays that are read where
//! they lie ([`array`]), the thread that works while Python goes on ([`work`]), and a thin face of each
//! part. The classes that users see are written in Python, in `jerc/`.

mod advice;
mod array;
mod moments;
mod problem;
mod thresholds;
mod work;

use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;

/// An error of the library, as Python knows it: its one line.
fn refused(error: jerc::Error) -> PyErr {
    PyValueError::new_err(error.to_string())
}

#[pymodule]
mod _jerc {
    #[pymodule_export]
    use super::advice::recommend;
    #[pymodule_export]
    use super::moments::Sums;
    #[pymodule_export]
    use super::problem::{Problem, check, families, theorem};
    #[pymodule_export]
    use super::thresholds::thresholds;

    #[pymodule_init]
    fn init(module: &pyo3::Bound<'_, pyo3::types::PyModule>) -> pyo3::PyResult<()> {
        use pyo3::prelude::PyModuleMethods;
        module.add("__version__", env!("CARGO_PKG_VERSION"))
    }
}
