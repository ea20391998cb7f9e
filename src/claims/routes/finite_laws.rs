//! Random samples with a finite law of views, whose square roots and decompositions are rational by
//! construction. What the claims take from here is enumerated over the law, not given.
//!
//! The view is (1 + e) m_i + L u: a gain e = +-1/2 on a mean m_i that is sample i's own, and noise with
//! independent u_j that are D_j or -1, with mean 0 and variance D_j. So Σ = G/4 + L D L' for
//! G = sum m_i m_i'/n, and any S with S - 5 G/4 positive definite is met by the factors L D L' of that.

use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_orthogonal};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A view with its probability; d x 1.
pub(in crate::claims) type Outcome = (Rational, DMatrix<Rational>);

/// Samples and the law of the views of each.
#[derive(Debug, Clone)]
pub(in crate::claims) struct Law {
    /// X, n x d.
    pub x: DMatrix<Rational>,
    /// For each sample.
    pub views: Vec<Vec<Outcome>>,
    /// S^1/2 and S^-1/2.
    pub root: DMatrix<Rational>,
    pub inverse_root: DMatrix<Rational>,
    /// The left factor of (20), d x d; I for joint-embedding.
    pub left: DMatrix<Rational>,
    /// P of (20), or Q of (39).
    pub right: DMatrix<Rational>,
    /// φ of (20), or ω of (39), descending.
    pub spectrum: Vec<Rational>,
}

/// What the definitions say of the law.
pub(in crate::claims) struct Enumerated {
    /// Xbar, n x d.
    pub means: DMatrix<Rational>,
    /// S = (1/n) sum E ττ'.
    pub second: DMatrix<Rational>,
    /// G = (1/n) sum E τ E τ'.
    pub of_means: DMatrix<Rational>,
    /// (28): the average of E ττ' - Eτ Eτ', sample by sample.
    pub covariance: DMatrix<Rational>,
}

fn diagonal(values: &[Rational]) -> DMatrix<Rational> {
    DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
}

/// L, D with M = L D L', L unit lower triangular, for a positive definite M.
fn factors(m: &DMatrix<Rational>) -> (DMatrix<Rational>, Vec<Rational>) {
    let d = m.nrows();
    let (mut l, mut rest, mut pivots) = (DMatrix::zeros(d, d), m.clone(), vec![]);
    for j in 0..d {
        let pivot = rest[(j, j)].clone();
        let column = rest.columns(j, 1).map(|v| v / &pivot);
        rest -= &column * column.transpose() * pivot.clone();
        l.set_column(j, &column.column(0));
        pivots.push(pivot);
    }
    (l, pivots)
}

/// The law of the views with means m_i (rows) and second moment S; none unless S - 5 G/4 is positive
/// definite.
fn views(means: &DMatrix<Rational>, s: &DMatrix<Rational>) -> Option<Vec<Vec<Outcome>>> {
    let (n, d) = means.shape();
    let rest = s - means.transpose() * means * ratio(5, 4 * n as i64);
    if inertia(&rest).positive < d {
        return None;
    }
    let (l, pivots) = factors(&rest);
    let of_sample = |i: usize| {
        let mean = means.rows(i, 1).transpose();
        (0..2usize << d)
            .map(|bits| {
                let gain = ratio(if bits & 1 == 0 { 3 } else { 1 }, 2);
                let (mut probability, mut view) = (ratio(1, 2), &mean * gain);
                for (j, variance) in pivots.iter().enumerate() {
                    let up = bits >> (j + 1) & 1 == 1;
                    let total = variance + ratio(1, 1);
                    let (value, weight) =
                        if up { (variance.clone(), ratio(1, 1)) } else { (ratio(-1, 1), variance.clone()) };
                    view += l.columns(j, 1) * value;
                    probability *= weight / total;
                }
                (probability, view)
            })
            .collect()
    };
    Some((0..n).map(of_sample).collect())
}

/// R = M M' + I, and R^-1.
fn random_root(rng: &mut ChaCha8Rng, d: usize) -> Result<(DMatrix<Rational>, DMatrix<Rational>)> {
    let m = random_matrix(rng, d, d, 2);
    let r = &m * m.transpose() + DMatrix::<Rational>::identity(d, d);
    let inverse = exact_solve(&r, &DMatrix::identity(d, d))?;
    Ok((r, inverse))
}

impl Law {
    /// (1/n) X'Xbar S^-1/2 = L Φ P', with random X (n = d + 1), L, P and S^1/2.
    pub fn reconstruction(rng: &mut ChaCha8Rng, d: usize) -> Result<Self> {
        let (root, inverse_root) = random_root(rng, d)?;
        let (left, right) = (random_orthogonal(rng, d, 2)?, random_orthogonal(rng, d, 2)?);
        let (x, c) = loop {
            let x = random_matrix(rng, d + 1, d, 3);
            let c = x.transpose() * &x / ratio(d as i64 + 1, 1);
            if inertia(&c).positive == d {
                break (x, c);
            }
        };
        let mut spectrum: Vec<Rational> =
            (0..d).map(|i| ratio(4 * (d - i) as i64 - rng.random_range(0..=2), 4)).collect();
        loop {
            // Xbar = X C^-1 H, so that X'Xbar/n = H.
            let h = &left * diagonal(&spectrum) * right.transpose() * &root;
            let means = &x * exact_solve(&c, &h)?;
            if let Some(views) = views(&means, &(&root * &root)) {
                return Ok(Self { x, views, root, inverse_root, left, right, spectrum });
            }
            spectrum.iter_mut().for_each(|phi| *phi /= ratio(2, 1));
        }
    }

    /// S^-1/2 G S^-1/2 = Q Ω Q' with random Q and S^1/2, n = 4. ω is a square below 4/5, so that
    /// Xbar is rational: Xbar'Xbar/n = A A' for A = S^1/2 Q Ω^1/2 and Xbar = 2 O A', O'O = I.
    pub fn joint_embedding(rng: &mut ChaCha8Rng, d: usize) -> Result<Self> {
        let (root, inverse_root) = random_root(rng, d)?;
        let right = random_orthogonal(rng, d, 2)?;
        let roots: Vec<Rational> = (0..d).map(|i| ratio(2 * (d - i) as i64 + rng.random_range(0..=1), 8)).collect();
        let o = random_orthogonal(rng, 4, 2)?.columns(0, d).into_owned();
        let means = o * (&root * &right * diagonal(&roots)).transpose() * ratio(2, 1);
        let views = views(&means, &(&root * &root)).unwrap_or_default();
        let spectrum = roots.iter().map(|r| r * r).collect();
        Ok(Self { x: means, views, root, inverse_root, left: DMatrix::identity(d, d), right, spectrum })
    }

    pub fn n(&self) -> Rational {
        ratio(self.views.len() as i64, 1)
    }

    pub fn enumerated(&self) -> Enumerated {
        let (n, d) = self.x.shape();
        let mut found = Enumerated {
            means: DMatrix::zeros(n, d),
            second: DMatrix::zeros(d, d),
            of_means: DMatrix::zeros(d, d),
            covariance: DMatrix::zeros(d, d),
        };
        for (i, outcomes) in self.views.iter().enumerate() {
            let (mut mean, mut second) = (DMatrix::zeros(d, 1), DMatrix::zeros(d, d));
            for (p, view) in outcomes {
                mean += view * p.clone();
                second += view * view.transpose() * p.clone();
            }
            let of_mean = &mean * mean.transpose();
            found.covariance += (&second - &of_mean) / self.n();
            found.second += second / self.n();
            found.of_means += of_mean / self.n();
            found.means.set_row(i, &mean.transpose().row(0));
        }
        found
    }

    /// (1/n) sum E f(i, τ(x_i)).
    pub fn average(&self, f: impl Fn(usize, &DMatrix<Rational>) -> Rational) -> Rational {
        let mut sum = Rational::zero();
        for (i, outcomes) in self.views.iter().enumerate() {
            for (p, view) in outcomes {
                sum += p * f(i, view);
            }
        }
        sum / self.n()
    }

    /// (1/n) sum E over independent pairs of the differences τ_1(x_i) - τ_2(x_i), with their weights.
    pub fn differences(&self) -> Vec<Outcome> {
        let mut found = vec![];
        for outcomes in &self.views {
            for (p, first) in outcomes {
                found.extend(outcomes.iter().map(|(q, second)| (p * q / self.n(), first - second)));
            }
        }
        found
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    #[test]
    fn laws_have_the_moments_they_were_made_for() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        for d in [1, 2, 3] {
            for law in [Law::reconstruction(&mut rng, d).unwrap(), Law::joint_embedding(&mut rng, d).unwrap()] {
                let found = law.enumerated();
                assert_eq!(found.second, &law.root * &law.root);
                assert!(law.views.iter().all(|v| v.iter().map(|(p, _)| p).sum::<Rational>() == ratio(1, 1)));
                assert!(law.views.iter().flatten().all(|(p, _)| *p > ratio(0, 1)));
                assert_eq!((law.views.len(), law.views[0].len()), (law.x.nrows(), 2 << d));
                assert_eq!(&law.root * &law.inverse_root, DMatrix::identity(d, d));
            }
        }
    }

    #[test]
    fn factors_by_hand() {
        // [[4, 2], [2, 3]] = L diag(4, 2) L', L = [[1, 0], [1/2, 1]].
        let m = DMatrix::from_row_slice(2, 2, &[ratio(4, 1), ratio(2, 1), ratio(2, 1), ratio(3, 1)]);
        let (l, d) = factors(&m);
        assert_eq!(d, [ratio(4, 1), ratio(2, 1)]);
        assert_eq!(l, DMatrix::from_row_slice(2, 2, &[ratio(1, 1), ratio(0, 1), ratio(1, 2), ratio(1, 1)]));
    }
}
