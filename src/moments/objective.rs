//! The three objectives as functions of the moments of the views, and their gradients.
//!
//! | problem | loss | paper |
//! |---|---|---|
//! | SL | \|Y\|²/n - 2 tr(V B') + tr(V S V') | (SL), Lemma B.1 |
//! | SSL-RC | tr C - 2 tr(D E H') + tr(D E S E' D') | (SSL-RC) |
//! | SSL-JE | 2 tr(W Σ W') subject to W S W' = I_k | (SSL-JE) |
//!
//! Shapes: V l x d, E and W k x d, D d x k. Losses are averages over samples (1/n), exact over the
//! rationals, and valid for every encoder, not only at the optimum. Nothing here knows the closed
//! forms; [`drawn_views`](crate::drawn_views) estimates the same losses without these formulas.
//!
//! (26) of the paper is half the loss of (SSL-JE). The losses here are those of the stated problems,
//! so the optimum of SSL-JE is 2(k - sum ω_i).
//!
//! ```
//! use jerc::augment::{AlignedNoise, Channel};
//! use jerc::moments::{DataMoments, objective};
//! use nalgebra::{DMatrix, dmatrix};
//! let data = DataMoments::from_samples(&dmatrix![2.0], &DMatrix::zeros(1, 0))?; // n = d = 1, x = 2
//! let views = AlignedNoise::new(dmatrix![1.0], dmatrix![0.0], 0.0)?.views(&data)?; // Σ = 1, S = 5
//! assert_eq!(objective::joint_embedding(&dmatrix![0.5], &views), 0.5);
//! assert_eq!(objective::reconstruction(&dmatrix![0.5], &dmatrix![1.0], &views), 4.0 - 2.0 * 2.0 + 1.25);
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::moments::ViewMoments;
use crate::scalar::Scalar;
use nalgebra::DMatrix;

/// sum_ij A_ij B_ij = tr(A B').
pub fn inner<T: Scalar>(a: &DMatrix<T>, b: &DMatrix<T>) -> T {
    a.iter().zip(b.iter()).fold(T::zero(), |sum, (x, y)| sum + x.clone() * y.clone())
}

fn twice<T: Scalar>(value: T) -> T {
    value.clone() + value
}

/// The augmented supervised loss (1/n) sum E |y_i - V τ(x_i)|² of V (l x d).
pub fn supervised<T: Scalar>(v: &DMatrix<T>, views: &ViewMoments<T>) -> T {
    views.label_energy.clone() - twice(inner(v, &views.label_cross)) + inner(&(v * &views.view_second), v)
}

/// Gradient of [`supervised`] in V: 2 (V S - B), l x d.
pub fn supervised_gradient<T: Scalar>(v: &DMatrix<T>, views: &ViewMoments<T>) -> DMatrix<T> {
    (v * &views.view_second - &views.label_cross).map(twice)
}

/// The reconstruction loss (1/n) sum E |x_i - D E τ(x_i)|² of E (k x d) and D (d x k).
pub fn reconstruction<T: Scalar>(e: &DMatrix<T>, d: &DMatrix<T>, views: &ViewMoments<T>) -> T {
    let encoded_cross = e * views.cross.transpose(); // E H', k x d
    let encoded_second = e * &views.view_second * e.transpose(); // E S E', k x k
    views.data_second.trace() - twice(inner(d, &encoded_cross.transpose())) + inner(&(d * encoded_second), d)
}

/// Gradients of [`reconstruction`] in E and D: 2 D'(D E S - H) and 2 (D E S - H) E'.
pub fn reconstruction_gradient<T: Scalar>(
    e: &DMatrix<T>,
    d: &DMatrix<T>,
    views: &ViewMoments<T>,
) -> (DMatrix<T>, DMatrix<T>) {
    let residual = (d * (e * &views.view_second) - &views.cross).map(twice);
    (d.transpose() * &residual, residual * e.transpose())
}

/// The joint-embedding loss (1/n) sum E |W τ_1(x_i) - W τ_2(x_i)|² of W (k x d).
pub fn joint_embedding<T: Scalar>(w: &DMatrix<T>, views: &ViewMoments<T>) -> T {
    twice(inner(&(w * &views.covariance), w))
}

/// Gradient of [`joint_embedding`] in W: 4 W Σ, k x d.
pub fn joint_embedding_gradient<T: Scalar>(w: &DMatrix<T>, views: &ViewMoments<T>) -> DMatrix<T> {
    (w * &views.covariance).map(|v| twice(twice(v)))
}

/// W S W' (k x k), which the constraint of SSL-JE sets to I_k.
pub fn embedding_second<T: Scalar>(w: &DMatrix<T>, views: &ViewMoments<T>) -> DMatrix<T> {
    w * &views.view_second * w.transpose()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::{AlignedNoise, Mask};
    use crate::moments::DataMoments;
    use crate::scalar::{Rational, ratio};
    use nalgebra::dmatrix;

    /// The losses by their definition, for an augmentation that takes finitely many values with
    /// equal probability: τ(x_i) in `views[i]`.
    fn by_definition(
        x: &[[i64; 2]],
        views: &[Vec<[i64; 2]>],
        loss: impl Fn([i64; 2], [i64; 2], [i64; 2]) -> i64,
    ) -> Rational {
        let mut sum = ratio(0, 1);
        for (xi, vi) in x.iter().zip(views) {
            for a in vi {
                for b in vi {
                    sum += ratio(loss(*xi, *a, *b), (x.len() * vi.len() * vi.len()) as i64);
                }
            }
        }
        sum
    }

    #[test]
    fn losses_equal_their_definitions_for_a_finite_augmentation() {
        // Keep exactly one of two coordinates: τ(x) is (x1, 0) or (0, x2).
        let x = [[1, 2], [3, -1], [-2, 5]];
        let y = [2, -1, 4];
        let kept: Vec<Vec<[i64; 2]>> = x.iter().map(|v| vec![[v[0], 0], [0, v[1]]]).collect();
        let data = DataMoments::from_samples(
            &DMatrix::from_fn(3, 2, |i, j| ratio(x[i][j], 1)),
            &DMatrix::from_fn(3, 1, |i, _| ratio(y[i], 1)),
        )
        .unwrap();
        let views = Mask::patches(&[0, 1], 1).unwrap().exact_views(&data);
        let row = |a: i64, b: i64| DMatrix::from_row_slice(1, 2, &[ratio(a, 1), ratio(b, 1)]);

        let (v, e, d) = ([3, -2], [1, 4], [2, -3]);
        let dot = |a: [i64; 2], b: [i64; 2]| a[0] * b[0] + a[1] * b[1];
        let label = |xi: [i64; 2]| y[x.iter().position(|other| *other == xi).unwrap()];
        assert_eq!(
            supervised(&row(v[0], v[1]), &views),
            by_definition(&x, &kept, |xi, a, _| (label(xi) - dot(v, a)).pow(2))
        );
        assert_eq!(
            reconstruction(&row(e[0], e[1]), &row(d[0], d[1]).transpose(), &views),
            by_definition(&x, &kept, |xi, a, _| {
                let z = dot(e, a);
                (xi[0] - d[0] * z).pow(2) + (xi[1] - d[1] * z).pow(2)
            })
        );
        assert_eq!(
            joint_embedding(&row(e[0], e[1]), &views),
            by_definition(&x, &kept, |_, a, b| (dot(e, a) - dot(e, b)).pow(2))
        );
        assert_eq!(
            embedding_second(&row(e[0], e[1]), &views)[(0, 0)],
            by_definition(&x, &kept, |_, a, _| dot(e, a).pow(2))
        );
    }

    trait ExactViews {
        fn exact_views(&self, data: &DataMoments<Rational>) -> ViewMoments<Rational>;
    }

    impl<A: crate::augment::Augmentation> ExactViews for A {
        fn exact_views(&self, data: &DataMoments<Rational>) -> ViewMoments<Rational> {
            self.exact().views(data).unwrap()
        }
    }

    /// For a quadratic f, (f(z + h) - f(z - h)) / 2 is exactly the derivative along h: rational
    /// arithmetic leaves no residual. Reconstruction is quadratic in E and in D apart.
    #[test]
    fn gradients_are_exact_derivatives() {
        let data = DataMoments::from_samples(
            &dmatrix![1., 2.; 3., -1.; 0., 4.].map(|v| ratio(v as i64, 1)),
            &dmatrix![1.; 2.; -1.].map(|v| ratio(v as i64, 1)),
        )
        .unwrap();
        let noise = AlignedNoise::new(dmatrix![2., 1.; 1., 1.], dmatrix![1., -1.; -1., 3.], 0.5).unwrap();
        let views = noise.exact_views(&data);
        let z = |a: i64, b: i64| DMatrix::from_row_slice(1, 2, &[ratio(a, 3), ratio(b, 5)]);
        let (e, d, h) = (z(1, 2), z(-4, 3).transpose(), z(7, -2));
        let half = ratio(1, 2);
        let difference = |plus: Rational, minus: Rational| (plus - minus) * half.clone();
        assert_eq!(
            inner(&supervised_gradient(&e, &views), &h),
            difference(supervised(&(&e + &h), &views), supervised(&(&e - &h), &views))
        );
        assert_eq!(
            inner(&joint_embedding_gradient(&e, &views), &h),
            difference(joint_embedding(&(&e + &h), &views), joint_embedding(&(&e - &h), &views))
        );
        let (in_e, in_d) = reconstruction_gradient(&e, &d, &views);
        assert_eq!(
            inner(&in_e, &h),
            difference(reconstruction(&(&e + &h), &d, &views), reconstruction(&(&e - &h), &d, &views))
        );
        let ht = h.transpose();
        assert_eq!(
            inner(&in_d, &ht),
            difference(reconstruction(&e, &(&d + &ht), &views), reconstruction(&e, &(&d - &ht), &views))
        );
    }
}
