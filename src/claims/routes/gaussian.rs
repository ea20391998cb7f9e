//! Gaussian views and polynomial encoders, exactly: moments of monomials by Isserlis' theorem.
//!
//! (v, v+) are jointly Gaussian with E v v' = S and E v v+' = G. An encoder that is a polynomial of
//! degree at most D is linear in the monomials, and its pencil has E m_i(v) m_j(v+) and E m_i(v) m_j(v).
//! Nothing here knows Hermite polynomials or eigenvalues.
//!
//! Source: Isserlis 1918, E z_i f(z) = sum_j Cov(z_i, z_j) E ∂_j f(z).

use crate::moments::{Pencil, ViewMoments};
use crate::scalar::Rational;
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use std::cell::RefCell;
use std::collections::BTreeMap;

/// A monomial as its powers.
type Powers = Vec<usize>;

/// Jointly Gaussian pairs of views of mean 0.
pub(in crate::claims) struct GaussianViews {
    /// Of (v, v+), 2 d x 2 d.
    covariance: DMatrix<Rational>,
    known: RefCell<BTreeMap<Powers, Rational>>,
}

/// All monomials in d variables of degree at most D, the constant first.
pub(in crate::claims) fn monomials(d: usize, degree: usize) -> Vec<Powers> {
    let mut found = vec![vec![]];
    for _ in 0..d {
        let longer = |m: &Powers| {
            let left = degree - m.iter().sum::<usize>();
            (0..=left).map(|p| [m.clone(), vec![p]].concat()).collect::<Vec<_>>()
        };
        found = found.iter().flat_map(longer).collect();
    }
    found.sort_by_key(|m| m.iter().sum::<usize>());
    found
}

impl GaussianViews {
    /// Views with moments G and S, d x d.
    pub fn new(g: &DMatrix<Rational>, s: &DMatrix<Rational>) -> Self {
        let d = g.nrows();
        let covariance = DMatrix::from_fn(2 * d, 2 * d, |i, j| {
            let of = if (i < d) == (j < d) { s } else { g };
            of[(i % d, j % d)].clone()
        });
        Self { covariance, known: RefCell::default() }
    }

    /// Independent coordinates with S = I and G = diag(ω).
    pub fn canonical(omega: &[Rational]) -> Self {
        let g = DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(omega));
        Self::new(&g, &DMatrix::identity(omega.len(), omega.len()))
    }

    fn moment(&self, powers: &Powers) -> Rational {
        let Some(i) = powers.iter().position(|p| *p > 0) else { return Rational::one() };
        if powers.iter().sum::<usize>() % 2 == 1 {
            return Rational::zero();
        }
        if let Some(known) = self.known.borrow().get(powers) {
            return known.clone();
        }
        let mut rest = powers.clone();
        rest[i] -= 1;
        let mut total = Rational::zero();
        for j in 0..rest.len() {
            if rest[j] > 0 && !self.covariance[(i, j)].is_zero() {
                let count = Rational::from_integer(rest[j].into());
                rest[j] -= 1;
                total += count * &self.covariance[(i, j)] * self.moment(&rest);
                rest[j] += 1;
            }
        }
        self.known.borrow_mut().insert(powers.clone(), total.clone());
        total
    }

    /// The pencil of some monomials.
    pub fn pencil(&self, monomials: &[Powers]) -> Pencil<Rational> {
        let n = monomials.len();
        let zero = vec![0; self.covariance.nrows() / 2];
        let of = |one: &Powers, other: &Powers| self.moment(&[one.clone(), other.clone()].concat());
        let sum = |a: &Powers, b: &Powers| -> Powers { a.iter().zip(b).map(|(a, b)| a + b).collect() };
        let a = DMatrix::from_fn(n, n, |i, j| of(&monomials[i], &monomials[j]));
        let s = DMatrix::from_fn(n, n, |i, j| of(&sum(&monomials[i], &monomials[j]), &zero));
        Pencil { a, s }
    }

    /// The moments of the monomials of degree 1 to D as features, centred.
    pub fn centred(&self, monomials: &[Powers]) -> ViewMoments<Rational> {
        let Pencil { a, s } = self.pencil(monomials);
        let n = monomials.len();
        let centred = |m: &DMatrix<Rational>| {
            DMatrix::from_fn(n - 1, n - 1, |i, j| &m[(i + 1, j + 1)] - &m[(i + 1, 0)] * &m[(0, j + 1)])
        };
        let (a, s) = (centred(&a), centred(&s));
        ViewMoments::additive(a.clone(), s - a)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::scalar::ratio;

    #[test]
    fn moments_by_hand() {
        // Var 1, correlation 1/2: E v^4 = 3, E v² v+² = 1 + 2/4, E v³ v+ = 3/2.
        let views = GaussianViews::canonical(&[ratio(1, 2)]);
        for (powers, value) in
            [([4, 0], (3, 1)), ([2, 2], (3, 2)), ([3, 1], (3, 2)), ([6, 0], (15, 1)), ([1, 2], (0, 1))]
        {
            assert_eq!(views.moment(&powers.to_vec()), ratio(value.0, value.1), "{powers:?}");
        }
        assert_eq!(monomials(2, 2), [[0, 0], [0, 1], [1, 0], [0, 2], [1, 1], [2, 0]]);
        assert_eq!((monomials(2, 4).len(), monomials(3, 3).len()), (15, 20));
        // v² - 1 has variance 2 and covariance 2/4.
        let centred = views.centred(&monomials(1, 2));
        assert_eq!((&centred.view_second[(1, 1)], &centred.mean_second[(1, 1)]), (&ratio(2, 1), &ratio(1, 2)));
    }
}
