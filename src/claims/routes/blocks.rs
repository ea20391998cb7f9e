//! The blocks of a corrupted sample that the constants of the rates are made of, as theory has
//! them. The figures on rates have their own; a test holds the two together.
//!
//! Notation: corrupted samples \[X1 N2\], C1 = X1'X1/n, B = X1'N2/n, D = N2'N2/n, A1 = C1 + Θ1;
//! a row space near the signal's is that of \[I K\], K k x m.

use crate::claims::Problem;
use crate::error::{Error, Result};
use crate::moments::DataMoments;
use crate::paradigm::Paradigm;
use nalgebra::{DMatrix, DVector};

/// A block of rows and columns.
pub(in crate::claims) fn block(
    m: &DMatrix<f64>,
    rows: std::ops::Range<usize>,
    columns: std::ops::Range<usize>,
) -> DMatrix<f64> {
    m.view((rows.start, columns.start), (rows.len(), columns.len())).into_owned()
}

/// A X = B for a square A.
pub(in crate::claims) fn solve(a: &DMatrix<f64>, b: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    a.clone().lu().solve(b).ok_or_else(|| Error::Singular { what: "a block of the moments".into() })
}

/// The sample's blocks.
pub(in crate::claims) struct Sample {
    pub c1: DMatrix<f64>,
    pub b: DMatrix<f64>,
    pub d: DMatrix<f64>,
    pub theta1: DMatrix<f64>,
    pub a1: DMatrix<f64>,
    pub gamma2: DVector<f64>,
}

impl Sample {
    pub fn new(problem: &Problem, data: &DataMoments<f64>) -> Self {
        let (k, d) = (problem.rank(), problem.dimension());
        let c1 = block(&data.second, 0..k, 0..k);
        let theta1 = DMatrix::from_diagonal(&DVector::from_column_slice(&problem.theta[..k]));
        Self {
            a1: &c1 + &theta1,
            c1,
            theta1,
            b: block(&data.second, 0..k, k..d),
            d: block(&data.second, k..d, k..d),
            gamma2: DVector::from_column_slice(&problem.gamma),
        }
    }

    /// M Γ2^-1.
    fn per_noise(&self, mut m: DMatrix<f64>) -> DMatrix<f64> {
        for (mut column, g) in m.column_iter_mut().zip(self.gamma2.iter()) {
            column /= *g;
        }
        m
    }

    /// lim α² V~2 = (R'N2/n) Γ2^-1 from Y'X/n: R'N2/n = Y'N2/n - V1* B, V1* = (Y'X1/n) A1^-1.
    pub fn supervised_limit(&self, label_cross: &DMatrix<f64>) -> Result<DMatrix<f64>> {
        let (k, (l, d)) = (self.c1.nrows(), label_cross.shape());
        let clean = solve(&self.a1, &block(label_cross, 0..l, 0..k).transpose())?.transpose();
        Ok(self.per_noise(block(label_cross, 0..l, k..d) - clean * &self.b))
    }

    /// lim α² K.
    pub fn limit(&self, paradigm: Paradigm) -> Result<DMatrix<f64>> {
        let Self { c1, b, d, theta1, a1, .. } = self;
        Ok(self.per_noise(match paradigm {
            Paradigm::JointEmbedding => theta1 * solve(c1, b)?,
            Paradigm::Reconstruction => a1 * solve(&(c1 * c1 + b * b.transpose()), &(c1 * b + b * d))? - b,
        }))
    }
}

/// K of an encoder's row space.
pub(in crate::claims) fn slope(encoder: &DMatrix<f64>, k: usize) -> Result<DMatrix<f64>> {
    solve(&block(encoder, 0..k, 0..k), &block(encoder, 0..k, k..encoder.ncols()))
}

/// The asymptotic standard deviation of sqrt(n) K_ij, from c_i, g_j, s_j and the signal eigenvalue
/// (ω_i or φ_i²).
pub(in crate::claims) fn deviation(paradigm: Paradigm, c: f64, g: f64, s: f64, lambda: f64) -> f64 {
    (c * g).sqrt()
        * match paradigm {
            Paradigm::JointEmbedding => (1.0 - lambda) / (lambda * s - g),
            Paradigm::Reconstruction => (c + g - lambda) / (lambda * s - g * g),
        }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::{Dataset, Features, Labels};
    use crate::experiment::explain::rates::{alpha_constant, sample_constant};
    use crate::experiment::sweep::Method;
    use crate::linalg::exact::random_matrix;
    use crate::scalar::approx_matrix;
    use rand::SeedableRng;
    use rand_chacha::ChaCha8Rng;

    #[test]
    fn deviations_by_hand() {
        // sqrt(1 4) (1 - 1/4) / (28/4 - 4).
        assert_eq!(deviation(Paradigm::JointEmbedding, 1.0, 4.0, 28.0, 0.25), 0.5);
        // sqrt(4 9) (4 + 9 - 3) / (3 47 - 81).
        assert_eq!(deviation(Paradigm::Reconstruction, 4.0, 9.0, 47.0, 3.0), 1.0);
    }

    /// Written twice, by two authors: here and for the figures.
    #[test]
    fn the_constants_are_those_of_the_figures() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let x = approx_matrix(&random_matrix(&mut rng, 20, 3, 5));
        let labels = Labels::classes((0..20).map(|i| i % 2).collect(), 2).unwrap();
        let rows = x.transpose().as_slice().to_vec();
        let scores = Dataset::new("x", Features::real(rows, 3).unwrap(), Some(labels)).unwrap();
        let problem = Problem::draw(&scores, 3, 2, 1.0, 0.1, &mut rng).unwrap();
        let (_, corrupted) = problem.sample(50, &mut rng).unwrap();
        let (sample, label_cross) = (Sample::new(&problem, &corrupted), &corrupted.label_cross);
        let close = |a: &DMatrix<f64>, b: &DMatrix<f64>| assert!((a - b).norm() < 1e-9 * b.norm(), "{a}{b}");
        let of_figures = |method| alpha_constant(&problem, &corrupted, method).unwrap();
        close(&sample.supervised_limit(label_cross).unwrap(), &of_figures(Method::Sl).columns(3, 2).into_owned());
        let alpha_squared = 4.0;
        for (paradigm, method) in [(Paradigm::JointEmbedding, Method::Je), (Paradigm::Reconstruction, Method::Rc)] {
            close(&sample.limit(paradigm).unwrap(), &of_figures(method));
            let (leading, _) = problem.spectrum().unwrap().limit_eigenvalues(paradigm, &alpha_squared);
            let variance = |(i, j): (usize, usize)| {
                let (c, g) = (problem.signal[i], problem.gamma[j]);
                let s = g + problem.theta[3 + j] + alpha_squared * g;
                deviation(paradigm, c, g, s, leading[i]).powi(2)
            };
            let sum: f64 = (0..6).map(|at| variance((at / 2, at % 2))).sum();
            let of_figures = sample_constant(&problem, method, alpha_squared.sqrt()).unwrap();
            assert!((sum.sqrt() / of_figures - 1.0).abs() < 1e-12, "{sum} {of_figures}");
        }
    }
}
