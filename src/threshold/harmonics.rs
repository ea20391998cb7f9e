//! What the thresholds of joint-embedding become when the encoder may be any function, on Gaussian
//! data.
//!
//! Views of jointly Gaussian data have, over all encoders, the products of the linear eigenvalues as
//! their eigenvalues, with Hermite polynomials of the canonical coordinates (claim `harmonic-rule`).
//! With k centred outputs, and the signal's ω_i = c_i/(c_i + th_i), δ the least of them:
//!
//! | name | value | meaning |
//! |---|---|---|
//! | δ* | the k-th largest product of signal eigenvalues, >= δ | what noise has to stay below |
//! | α_NL² | (1-δ*)/δ* - min_j th_j/g_j, <= α_JE² | above it every optimum is a function of the signal alone |
//! | harmonic free | max ω_i² < δ | and that function is the linear signal; then δ* = δ |
//!
//! Exact, over the rationals. δ* = 1 if some th_i = 0: then every function of that signal has
//! eigenvalue 1.
//!
//! ```
//! use jerc::scalar::ratio;
//! use jerc::threshold::Spectrum;
//! // ω = (9/10, 1/2): the square of the first signal, 81/100, comes before the second.
//! let list = |values: &[i64]| values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>();
//! let all = Spectrum::new(list(&[9, 1]), list(&[1, 1, 0]), list(&[1]))?.all_encoders();
//! assert_eq!(all.delta_star, ratio(81, 100));
//! assert_eq!(all.alpha_squared_noise_free, ratio(19, 81));
//! assert!(!all.harmonic_free);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::Spectrum;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use num_traits::{One, Zero};

/// What joint-embedding with any encoder needs on Gaussian views.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AllEncoders {
    /// δ*.
    pub delta_star: Rational,
    /// α_NL².
    pub alpha_squared_noise_free: Rational,
    /// Whether the linear signal is the optimum wherever noise is kept out.
    pub harmonic_free: bool,
}

impl Spectrum<Rational> {
    /// δ*, α_NL² and whether harmonics stay out.
    pub fn all_encoders(&self) -> AllEncoders {
        let thresholds = self.thresholds();
        let (signal, _) = self.limit_eigenvalues(Paradigm::JointEmbedding, &Rational::zero());
        let delta_star = largest_product(&signal, self.rank());
        let of = |delta: &Rational| (Rational::one() - delta) / delta;
        // Both thresholds subtract min th_j/g_j.
        let shift = of(&thresholds.delta) - &thresholds.alpha_squared_je;
        let alpha_squared_noise_free = of(&delta_star) - shift;
        let harmonic_free = signal.iter().all(|omega| omega * omega < thresholds.delta);
        AllEncoders { delta_star, alpha_squared_noise_free, harmonic_free }
    }
}

/// The k-th largest product of powers of the factors, all in (0, 1], the empty product not counted.
fn largest_product(factors: &[Rational], k: usize) -> Rational {
    if factors.iter().any(One::is_one) {
        return ratio(1, 1);
    }
    let mut best = vec![Rational::one()];
    for factor in factors {
        let mut found = vec![];
        for (rank, product) in best.iter().enumerate() {
            let mut product = product.clone();
            // (rank + 1)(power + 1) products are at least as large as this one.
            for power in 0.. {
                if (rank + 1) * (power + 1) > k + 1 {
                    break;
                }
                found.push(product.clone());
                product *= factor;
            }
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.truncate(k + 1);
        best = found;
    }
    best.swap_remove(k)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn products_by_hand() {
        let list = |values: &[(i64, i64)]| values.iter().map(|&(p, q)| ratio(p, q)).collect::<Vec<_>>();
        // 9/10, 81/100, 729/1000, ... come before 1/2; (9/10)^6 = .531, (9/10)^7 = .478.
        let two = list(&[(1, 2), (9, 10)]);
        for k in 1..=6u32 {
            assert_eq!(largest_product(&two, k as usize), ratio(9, 10).pow(k as i32));
        }
        assert_eq!(largest_product(&two, 7), ratio(1, 2));
        assert_eq!(largest_product(&two, 8), ratio(9, 10).pow(7));
        assert_eq!(largest_product(&two, 9), ratio(9, 20));
        assert_eq!(largest_product(&list(&[(1, 2), (1, 1)]), 5), ratio(1, 1));
        assert_eq!(largest_product(&list(&[(1, 2), (1, 3)]), 2), ratio(1, 3));
        assert_eq!(largest_product(&list(&[(1, 2), (1, 4)]), 2), ratio(1, 4));
    }

    #[test]
    fn thresholds_of_all_encoders_by_hand() {
        let list = |values: &[i64]| values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>();
        // ω = (3/4, 2/3): 9/16 < 2/3, so δ* = δ and nothing changes. th/g = 1/2 for the noise.
        let spectrum = Spectrum::new(list(&[3, 2]), list(&[1, 1, 1]), list(&[2])).unwrap();
        let all = spectrum.all_encoders();
        assert_eq!((all.delta_star, all.harmonic_free), (ratio(2, 3), true));
        assert_eq!(all.alpha_squared_noise_free, ratio(0, 1));
        // ω = (2/3, 4/9): a tie of the square with the second signal is not free.
        let tie = Spectrum::new(vec![ratio(2, 1), ratio(4, 5)], list(&[1, 1, 0]), list(&[1])).unwrap();
        assert_eq!((tie.all_encoders().delta_star, tie.all_encoders().harmonic_free), (ratio(4, 9), false));
        // One signal with th = 0.
        let free = Spectrum::new(list(&[1]), list(&[0, 1]), list(&[2])).unwrap().all_encoders();
        assert_eq!(
            (free.delta_star, free.alpha_squared_noise_free, free.harmonic_free),
            (ratio(1, 1), ratio(-1, 2), false)
        );
    }
}
