//! placeholder
use crate::error::Result;
use nalgebra::{DMatrix, DVector};
/// e
pub struct Eigen {
    /// v
    pub values: DVector<f64>,
    /// w
    pub vectors: DMatrix<f64>,
}
/// p
pub fn symmetric_eigen(_m: &DMatrix<f64>) -> Result<Eigen> {
    todo!()
}
