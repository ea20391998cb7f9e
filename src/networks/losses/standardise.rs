//! Columns of mean 0 and variance 1 over a batch, as BYOL has them between its parts.

use nalgebra::DMatrix;

/// Added to a variance below a root.
const EPSILON: f64 = 1e-4;

/// (z - mean) / s, with s² = var + 1e-4 (divisor n).
#[derive(Debug, Clone)]
pub(in crate::networks) struct Standardised {
    pub columns: DMatrix<f64>,
    deviations: Vec<f64>,
}

impl Standardised {
    pub fn of(mut z: DMatrix<f64>) -> Self {
        let n = z.nrows() as f64;
        let mut deviations = vec![];
        for mut column in z.column_iter_mut() {
            column.add_scalar_mut(-column.mean());
            let s = (column.norm_squared() / n + EPSILON).sqrt();
            column.unscale_mut(s);
            deviations.push(s);
        }
        Self { columns: z, deviations }
    }

    /// The gradient with respect to z: (g - mean g - y mean(g y)) / s for each column y.
    pub fn backward(&self, mut gradient: DMatrix<f64>) -> DMatrix<f64> {
        let n = gradient.nrows() as f64;
        for (j, s) in self.deviations.iter().enumerate() {
            let y = self.columns.column(j);
            let mut g = gradient.column_mut(j);
            let along = g.dot(&y) / n;
            g.add_scalar_mut(-g.mean());
            g.axpy(-along, &y, 1.0);
            g.unscale_mut(*s);
        }
        gradient
    }
}
