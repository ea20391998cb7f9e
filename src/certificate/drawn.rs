//! The moments of drawn views in exact integers, block by block: what a certificate on them is about.
//!
//! Computed: the estimates of [`ViewSums`](crate::moments::ViewSums), of the stored numbers, by sums
//! of products instead of deviations. With s_i the sum of the v views V_ia of a sample x_i,
//! P = sum V_ia V_ia', Q = sum s_i s_i', K = sum x_i s_i' and R = sum |x_i|² (v sum_a V_ia V_ia' - s_i s_i'),
//!
//! | moment | from the sums |
//! |---|---|
//! | S | P / (n v) |
//! | G | (Q - P) / (n v (v - 1)) |
//! | Σ | (v P - Q) / (n v (v - 1)) |
//! | H | K / (n v) |
//! | H'H | ((v - 1) K'K - R) / (n² v² (v - 1)) |
//!
//! Exact; memory does not grow with n. Errors: those of the files, and [`Error::OutOfRange`] if the
//! numbers span more than 2^512.

use super::pencil::sum;
use crate::dataset::Views;
use crate::error::{Error, Result};
use crate::linalg::dyadic::{DyadicMatrix, common_integers, rational};
use crate::moments::ViewMoments;
use crate::scalar::Rational;
use nalgebra::DMatrix;
use num_bigint::BigInt;
use num_traits::{One, Zero};

/// The sums over samples and their views.
struct Sums {
    views: usize,
    /// P.
    second: DyadicMatrix,
    /// Q.
    summed: DyadicMatrix,
    /// K, R, X'X.
    of_samples: Option<[DyadicMatrix; 3]>,
}

/// The exact moments of drawn views.
///
/// # Errors
/// See the [module](self).
pub fn exact_views(views: &Views) -> Result<ViewMoments<Rational>> {
    let (n, d, v) = (views.n(), views.d(), views.views());
    let zero = || DyadicMatrix { rows: d, columns: d, exponent: 0, entries: vec![BigInt::zero(); d * d] };
    let of_samples = views.has_data().then(|| [zero(), zero(), zero()]);
    let mut sums = Sums { views: v, second: zero(), summed: zero(), of_samples };
    views.for_each_block(|_, x, rows| sums.add(x, rows, d))?;
    sums.moments(n)
}

impl Sums {
    fn add(&mut self, x: Option<&[f64]>, views: &[f64], d: usize) -> Result<()> {
        let v = self.views;
        let (integers, exponent) = common_integers("views", views)?;
        let rows = views.len() / (v * d);
        let matrix = |rows, exponent, entries| DyadicMatrix { rows, columns: d, exponent, entries };
        let total = |at: usize| (0..v).map(|a| &integers[(at / d * v + a) * d + at % d]).sum();
        let totals = matrix(rows, exponent, (0..rows * d).map(total).collect());
        accumulate(&mut self.second, &DyadicMatrix::gram_of_reals(views, d)?)?;
        accumulate(&mut self.summed, &totals.transpose_times(&totals))?;
        if let (Some([cross, within, data]), Some(x)) = (&mut self.of_samples, x) {
            let (samples, x_exponent) = common_integers("samples", x)?;
            let weights: Vec<BigInt> =
                samples.chunks_exact(d).map(|row| row.iter().map(|value| value * value).sum()).collect();
            let samples = matrix(rows, x_exponent, samples);
            accumulate(cross, &samples.transpose_times(&totals))?;
            accumulate(data, &samples.transpose_times(&samples))?;
            // Rows V_ia with the weights v |x_i|², and rows s_i with the weights -|x_i|².
            let times = BigInt::from(v);
            let heavy = integers.iter().enumerate().map(|(at, value)| value * &weights[at / (v * d)] * &times);
            let light = totals.entries.iter().enumerate().map(|(at, value)| -(value * &weights[at / d]));
            let right = matrix(rows * (v + 1), exponent + 2 * x_exponent, heavy.chain(light).collect());
            let left = integers.iter().chain(&totals.entries).cloned().collect();
            accumulate(within, &matrix(rows * (v + 1), exponent, left).transpose_times(&right))?;
        }
        Ok(())
    }

    fn moments(&self, n: usize) -> Result<ViewMoments<Rational>> {
        let (one, minus) = (BigInt::one(), BigInt::from(-1));
        let (count, v, fewer) = (BigInt::from(n), BigInt::from(self.views), BigInt::from(self.views - 1));
        let (products, pairs) = (&count * &v, &count * &v * &fewer);
        let d = self.second.rows;
        let over = |m: &DyadicMatrix, divisor: &BigInt| {
            DMatrix::from_fn(d, d, |i, j| rational(m.at(i, j).clone(), m.exponent) / Rational::from(divisor.clone()))
        };
        let different = sum(&[(&one, &self.summed), (&minus, &self.second)])?;
        let (mean_second, view_second) = (over(&different, &pairs), over(&self.second, &products));
        let (data_second, cross, cross_second) = match &self.of_samples {
            Some([cross, within, data]) => {
                let second = sum(&[(&fewer, &cross.transpose_times(cross)), (&minus, within)])?;
                (over(data, &count), over(cross, &products), over(&second, &(&products * &pairs)))
            }
            None => {
                let square = over(&different.transpose_times(&different), &(&pairs * &pairs));
                (view_second.clone(), mean_second.clone(), square)
            }
        };
        Ok(ViewMoments {
            data_second,
            mean_second,
            covariance: over(&sum(&[(&v, &self.second), (&minus, &self.summed)])?, &pairs),
            view_second,
            cross,
            cross_second: Some(cross_second),
            label_cross: DMatrix::zeros(0, d),
            label_energy: Rational::zero(),
        })
    }
}

fn accumulate(total: &mut DyadicMatrix, part: &DyadicMatrix) -> Result<()> {
    let one = BigInt::one();
    *total = sum(&[(&one, total), (&one, part)]).map_err(|error| match error {
        Error::OutOfRange { found, .. } => Error::range("views and samples", "numbers on comparable scales", found),
        other => other,
    })?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of several exponents, odd v, both signs, zeros; against the definitions.
    #[test]
    fn sums_of_products_are_the_moments_of_the_definition() {
        for (n, v, d) in [(5, 2, 3), (4, 3, 2), (1, 5, 2)] {
            let value = |at: usize| match at % 5 {
                0 => 0.0,
                1 => -(at as f64) * 0.1,
                2 => 2f64.powi(at as i32 % 40) / 3.0,
                _ => at as f64 - 7.0,
            };
            let views: Vec<f64> = (0..n * v * d).map(|at| value(at * 7 + 3)).collect();
            let x: Vec<f64> = (0..n * d).map(|at| value(at * 11 + 1)).collect();
            let exact = |m: DMatrix<f64>| m.map(|v| Rational::from_float(v).unwrap());
            let each: Vec<_> =
                (0..v).map(|a| exact(DMatrix::from_fn(n, d, |i, j| views[(i * v + a) * d + j]))).collect();
            for x in [Some(x), None] {
                let samples = x.as_ref().map(|x| exact(DMatrix::from_row_slice(n, d, x)));
                let expected = ViewMoments::of_views(samples.as_ref(), &each).unwrap();
                let found = exact_views(&Views::stored("v", views.clone(), v, d, x).unwrap()).unwrap();
                assert_eq!(found, expected, "{n} {v} {d}");
            }
        }
    }

    #[test]
    fn blocks_add_up_to_the_whole() {
        let (n, v, d) = (7, 2, 3);
        let views: Vec<f64> = (0..n * v * d).map(|at| (at as f64 * 0.3).sin() * 4f64.powi(at as i32 % 9)).collect();
        let x: Vec<f64> = (0..n * d).map(|at| (at as f64 * 0.7).cos()).collect();
        let whole = exact_views(&Views::stored("v", views.clone(), v, d, Some(x.clone())).unwrap()).unwrap();
        let zero = || DyadicMatrix { rows: d, columns: d, exponent: 0, entries: vec![BigInt::zero(); d * d] };
        let mut sums = Sums { views: v, second: zero(), summed: zero(), of_samples: Some([zero(), zero(), zero()]) };
        for (from, to) in [(0, 1), (1, 5), (5, 7)] {
            sums.add(Some(&x[from * d..to * d]), &views[from * v * d..to * v * d], d).unwrap();
        }
        assert_eq!(sums.moments(n).unwrap(), whole);
        let wide = Views::stored("v", vec![1e-200, 1e200], 2, 1, None).unwrap();
        assert!(matches!(exact_views(&wide), Err(Error::OutOfRange { .. })));
    }
}
