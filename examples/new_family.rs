//! A family outside the crate, in the four steps of CONTRIBUTING.md: multiplicative (speckle) noise.
//!
//! tau(x) = x o (1 + s), s_i ~ N(0, sigma_i^2) independent (o: entrywise). Hence M = I and Sigma = diag(sigma_i^2 C_ii).
//!
//! Run it: `cargo run --example new_family`. The conformance suite includes this file.

use jerc::augment::{Augmentation, Channel, Family};
use jerc::scalar::{Rational, Scalar, exact_from_f64};
use jerc::{Error, Result};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

// Step 1: the parameters, over any scalar, and a constructor that refuses what is no parameter.
/// Multiplicative noise with the given relative standard deviations.
pub struct MultiplicativeNoise<T> {
    sigma: Vec<T>,
}

impl MultiplicativeNoise<f64> {
    /// One relative standard deviation per coordinate.
    pub fn new(sigma: &[f64]) -> Result<Self> {
        if let Some(bad) = sigma.iter().find(|s| !(s.is_finite() && **s >= 0.0)) {
            return Err(Error::range("sigma", "finite and >= 0", bad));
        }
        Ok(Self { sigma: sigma.to_vec() })
    }
}

// Step 2: the moments, once for every scalar.
impl<T: Scalar> Channel<T> for MultiplicativeNoise<T> {
    fn dimension(&self) -> usize {
        self.sigma.len()
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::identity(self.sigma.len(), self.sigma.len())
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let variance = |i: usize| self.sigma[i].clone() * self.sigma[i].clone() * second[(i, i)].clone();
        DMatrix::from_fn(self.sigma.len(), self.sigma.len(), |i, j| if i == j { variance(i) } else { T::zero() })
    }
}

// Step 3: one view, the description, and the exact twin.
impl Augmentation for MultiplicativeNoise<f64> {
    fn family(&self) -> Family {
        Family {
            name: "multiplicative-noise".into(),
            view: "tau(x) = x o (1 + s), s_i ~ N(0, sigma_i^2)".into(),
            mean_map: "I".into(),
            covariance: "diag(sigma_i^2 C_ii)".into(),
            source: "speckle noise; E[s s'] = diag(sigma^2)".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        for ((v, x), sigma) in view.iter_mut().zip(x).zip(&self.sigma) {
            *v = x * (1.0 + sigma * rng.sample::<f64, _>(StandardNormal));
        }
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        let exact = |v: &f64| exact_from_f64(*v).expect("checked by the constructor");
        Box::new(MultiplicativeNoise { sigma: self.sigma.iter().map(exact).collect() })
    }
}

// Step 4: one line in `tests/conformance.rs` (and one in `augment::families` for a family inside the crate).

fn main() -> Result<()> {
    use jerc::moments::DataMoments;
    let x = DMatrix::from_row_slice(3, 2, &[1.0, 2.0, -1.0, 0.5, 2.0, 0.0]);
    let data = DataMoments::from_samples(&x, &DMatrix::zeros(3, 0))?;
    let speckle = MultiplicativeNoise::new(&[0.1, 2.0])?;
    let views = speckle.views(&data)?;
    for (problem, solved) in [
        ("joint-embedding", jerc::pencil::joint_embedding(&views, 1)?),
        ("reconstruction", jerc::pencil::reconstruction(&views, 1)?),
    ] {
        println!("{problem}: eigenvalues {:.6}, loss {:.6}", solved.eigenvalues.transpose(), solved.loss);
    }
    Ok(())
}
