//! Some eigenvectors of a symmetric tridiagonal matrix, by inverse iteration.
//!
//! Source: Golub and Van Loan, Matrix Computations (4th ed.), section 8.2.2; vectors whose eigenvalues
//! are close are made orthogonal as in LAPACK's `dstein`. What comes out is checked: residuals and
//! orthogonality at the level of rounding, or nothing.

use nalgebra::{DMatrix, DVector};

/// Eigenvalues closer than this part of the norm have their vectors made orthogonal.
const CLOSE: f64 = 1e-3;

/// What a residual may be, in units of rounding of the norm and times the root of d.
const RESIDUAL: f64 = 4.0;

/// Steps: one gives all digits as a rule, the second those of clusters.
const STEPS: usize = 3;

/// The vectors of the k first eigenvalues (descending), d x k; `None` where one is not found.
pub(super) fn leading_vectors(
    diagonal: &[f64],
    beside: &[f64],
    values: &DVector<f64>,
    k: usize,
) -> Option<DMatrix<f64>> {
    let d = diagonal.len();
    let size = |i: usize| diagonal[i].abs() + beside[i].abs() + if i > 0 { beside[i - 1].abs() } else { 0.0 };
    let norm = (0..d).map(size).fold(f64::MIN_POSITIVE, f64::max);
    let applied = |i: usize, x: &DVector<f64>| {
        let before = if i > 0 { beside[i - 1] * x[i - 1] } else { 0.0 };
        let after = if i + 1 < d { beside[i] * x[i + 1] } else { 0.0 };
        diagonal[i] * x[i] + before + after
    };
    let mut vectors = DMatrix::<f64>::zeros(d, k);
    let mut state = 1u64;
    for j in 0..k {
        let mut shift = values[j];
        let close: Vec<usize> = (0..j).filter(|&i| values[i] - values[j] <= CLOSE * norm).collect();
        let mut vector = DVector::from_fn(d, |_, _| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            (state >> 11) as f64 / (1u64 << 53) as f64 - 0.5
        });
        for _ in 0..STEPS {
            // From below overflow, whatever the last step was.
            vector /= vector.amax();
            Factors::new(diagonal, beside, shift, f64::EPSILON * norm).apply(vector.as_mut_slice());
            // Twice is enough (Kahan and Parlett).
            for _ in 0..2 {
                for &i in &close {
                    let along = vectors.column(i).dot(&vector);
                    vector.axpy(-along, &vectors.column(i), 1.0);
                }
            }
            vector /= vector.norm();
            // The values that come in carry the rounding of d steps; that of Rayleigh does not.
            let image = (0..d).map(|i| vector[i] * applied(i, &vector));
            shift = image.sum::<f64>();
        }
        // NaN is no vector, nor is that of another eigenvalue.
        let near = (shift - values[j]).abs() <= 64.0 * (d as f64) * f64::EPSILON * norm;
        let limit = RESIDUAL * (d as f64).sqrt() * f64::EPSILON * norm;
        if !near || !(0..d).all(|i| (applied(i, &vector) - shift * vector[i]).abs() <= limit) {
            return None;
        }
        vectors.set_column(j, &vector);
    }
    let gram = vectors.tr_mul(&vectors) - DMatrix::identity(k, k);
    (gram.amax() <= 1e-12).then_some(vectors)
}

/// T - λ I = P L U with partial pivoting; U has three diagonals.
struct Factors {
    upper: Vec<[f64; 3]>,
    /// For each step whether the rows were swapped, and the multiplier.
    steps: Vec<(bool, f64)>,
}

impl Factors {
    fn new(diagonal: &[f64], beside: &[f64], shift: f64, least: f64) -> Self {
        let d = diagonal.len();
        let row = |i: usize| [diagonal[i] - shift, if i + 1 < d { beside[i] } else { 0.0 }, 0.0];
        let (mut upper, mut steps) = (Vec::with_capacity(d), Vec::with_capacity(d));
        let mut current = row(0);
        for i in 0..d - 1 {
            let below = row(i + 1);
            let swapped = beside[i].abs() > current[0].abs();
            let (mut pivot, other) = if swapped {
                ([beside[i], below[0], below[1]], [current[0], current[1], 0.0])
            } else {
                (current, [beside[i], below[0], below[1]])
            };
            if pivot[0].abs() < least {
                pivot[0] = least;
            }
            let factor = other[0] / pivot[0];
            current = [other[1] - factor * pivot[1], other[2] - factor * pivot[2], 0.0];
            upper.push(pivot);
            steps.push((swapped, factor));
        }
        if current[0].abs() < least {
            current[0] = least;
        }
        upper.push(current);
        Self { upper, steps }
    }

    fn apply(&self, x: &mut [f64]) {
        for (i, &(swapped, factor)) in self.steps.iter().enumerate() {
            if swapped {
                x.swap(i, i + 1);
            }
            x[i + 1] -= factor * x[i];
        }
        for i in (0..x.len()).rev() {
            let [pivot, first, second] = self.upper[i];
            let next = x.get(i + 1).map_or(0.0, |v| first * v);
            let after = x.get(i + 2).map_or(0.0, |v| second * v);
            x[i] = (x[i] - next - after) / pivot;
        }
    }
}
