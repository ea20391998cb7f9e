//! Logits of DINO's last layer: cosines of outputs and prototypes.

use super::{Directions, product, product_transposed};
use nalgebra::DMatrix;

/// u_i'w_j / |w_j| with u_i = z_i / |z_i|: outputs z, n x k, and prototypes w, one a row.
///
/// Neither length counts. Logits of free size over a temperature of 0.04 are a hard choice from
/// the first step on, and what is learned is the choice of a network that has learned nothing.
pub(in crate::networks) struct Cosines {
    outputs: Directions,
    prototypes: Directions,
    /// n x the number of prototypes.
    pub values: DMatrix<f64>,
}

impl Cosines {
    pub fn of(outputs: &DMatrix<f64>, prototypes: &DMatrix<f64>) -> Self {
        let [outputs, prototypes] = [outputs, prototypes].map(Directions::of);
        let values = product_transposed(&outputs.rows, &prototypes.rows);
        Self { outputs, prototypes, values }
    }

    /// The gradients with respect to outputs and prototypes.
    pub fn backward(&self, gradient: &DMatrix<f64>) -> [DMatrix<f64>; 2] {
        let of_outputs = self.outputs.backward(product(gradient, &self.prototypes.rows));
        [of_outputs, self.prototypes.backward(product(&gradient.transpose(), &self.outputs.rows))]
    }
}
