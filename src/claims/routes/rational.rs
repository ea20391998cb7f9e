//! Instances of Theorems 3.1 and 3.2 whose solutions are rational.

use crate::error::Result;
use crate::linalg::exact::{exact_solve, random_matrix, random_orthogonal};
use crate::moments::ViewMoments;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A problem with rational closed forms; see the [module](self).
#[derive(Debug, Clone)]
pub struct RationalInstance {
    /// R = S^-1/2, d x d.
    pub inverse_root: DMatrix<Rational>,
    /// The moments of the views.
    pub views: ViewMoments<Rational>,
    /// The left orthogonal factor of Theorem 3.1 (d x d); I for Theorem 3.2.
    pub left: DMatrix<Rational>,
    /// P of Theorem 3.1 or Q of Theorem 3.2, d x d.
    pub right: DMatrix<Rational>,
    /// phi or omega, descending.
    pub spectrum: Vec<Rational>,
}

impl RationalInstance {
    /// A random instance of Theorem 3.2 with the given omega in \[0, 1\], descending.
    ///
    /// # Errors
    /// Never in practice: the matrices to invert are positive definite.
    pub fn joint_embedding(rng: &mut ChaCha8Rng, omega: Vec<Rational>) -> Result<Self> {
        let d = omega.len();
        let (inverse_root, root) = random_root(rng, d)?;
        let right = random_orthogonal(rng, d, 3)?;
        let whitened = &right * diagonal(&omega) * right.transpose();
        let g = &root * whitened * &root;
        let s = &root * &root;
        let views = moments(g.clone(), &s - &g, g);
        Ok(Self { inverse_root, views, left: DMatrix::identity(d, d), right, spectrum: omega })
    }

    /// A random instance of Theorem 3.1 with the given phi >= 0, descending. H and S are chosen
    /// first; C is completed so that the triple is the moment matrix of data and views (its Schur
    /// complement is I).
    ///
    /// # Errors
    /// Never in practice: the matrices to invert are positive definite.
    pub fn reconstruction(rng: &mut ChaCha8Rng, phi: Vec<Rational>) -> Result<Self> {
        let d = phi.len();
        let (inverse_root, root) = random_root(rng, d)?;
        let (left, right) = (random_orthogonal(rng, d, 3)?, random_orthogonal(rng, d, 3)?);
        let whitened = &left * diagonal(&phi) * right.transpose();
        let h = &whitened * &root;
        let s = &root * &root;
        // G = H' C^-1 H for mean views xbar = M x; with C = H S^-1 H' + I it lies below S, so Sigma
        // = S - G is PSD.
        let c = &whitened * whitened.transpose() + DMatrix::<Rational>::identity(d, d);
        let g = h.transpose() * exact_solve(&c, &h)?;
        let mut views = moments(c, &s - &g, g);
        views.cross = h;
        Ok(Self { inverse_root, views, left, right, spectrum: phi })
    }

    /// The encoder of the theorem with T = I or U = I: the first k rows of `right' R`, k x d.
    pub fn encoder(&self, k: usize) -> DMatrix<Rational> {
        self.right.columns(0, k).transpose() * &self.inverse_root
    }

    /// D* = R_k Phi_k, d x k (Theorem 3.1, T = I).
    pub fn decoder(&self, k: usize) -> DMatrix<Rational> {
        DMatrix::from_fn(self.left.nrows(), k, |i, j| &self.left[(i, j)] * &self.spectrum[j])
    }
}

/// R = M M' + I for a random M, and R^-1.
fn random_root(rng: &mut ChaCha8Rng, d: usize) -> Result<(DMatrix<Rational>, DMatrix<Rational>)> {
    let identity = DMatrix::identity(d, d);
    let m = random_matrix(rng, d, d, 2);
    let r = &m * m.transpose() + &identity;
    let inverse = exact_solve(&r, &identity)?;
    Ok((r, inverse))
}

fn diagonal(values: &[Rational]) -> DMatrix<Rational> {
    DMatrix::from_diagonal(&nalgebra::DVector::from_column_slice(values))
}

fn moments(c: DMatrix<Rational>, covariance: DMatrix<Rational>, g: DMatrix<Rational>) -> ViewMoments<Rational> {
    let d = g.nrows();
    ViewMoments {
        view_second: &g + &covariance,
        cross: g.clone(),
        mean_second: g,
        data_second: c,
        covariance,
        label_cross: DMatrix::zeros(0, d),
        label_energy: Rational::zero(),
    }
}

/// Descending random rationals in (0, 1], with gaps: the i-th lies in ((d-1-i)/d, (d-i)/d].
pub fn separated_spectrum(rng: &mut ChaCha8Rng, d: usize) -> Vec<Rational> {
    let step = |rng: &mut ChaCha8Rng| ratio(rng.random_range(1..=8), 8);
    (0..d).map(|i| (ratio((d - 1 - i) as i64, 1) + step(rng)) / ratio(d as i64, 1)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linalg::exact::is_positive_semidefinite;
    use rand::SeedableRng;

    #[test]
    fn instances_are_what_they_claim() {
        let mut rng = ChaCha8Rng::seed_from_u64(1);
        let spectrum = separated_spectrum(&mut rng, 3);
        assert!(spectrum.windows(2).all(|w| w[0] > w[1]) && spectrum[0] <= ratio(1, 1) && spectrum[2] > ratio(0, 1));
        for instance in [
            RationalInstance::joint_embedding(&mut rng, spectrum.clone()).unwrap(),
            RationalInstance::reconstruction(&mut rng, spectrum.clone()).unwrap(),
        ] {
            let (r, v) = (&instance.inverse_root, &instance.views);
            assert_eq!(r * &v.view_second * r, DMatrix::identity(3, 3));
            assert_eq!(&v.mean_second + &v.covariance, v.view_second);
            assert!(is_positive_semidefinite(&v.covariance));
            assert!(is_positive_semidefinite(&v.mean_second));
        }
    }
}
