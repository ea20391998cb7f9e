//! Random masking, as in masked auto-encoders: tau(x) = m o x with a random 0/1 vector m (o:
//! entrywise).
//!
//! With the pair-keep matrix K_ij = P(m_i = m_j = 1) and the keep probabilities p_i = K_ii,
//!
//! M = diag(p),  Sigma = (K - p p') o C,  hence S = K o C and G = (p p') o C.
//!
//! Four laws: independent masks (K_ij = p_i p_j off the diagonal), independent patches (K_ij = p_a
//! inside patch a, p_a p_b across), exactly `keep` of N patches kept, as MAE does (K_ij = keep/N
//! inside a patch, keep(keep-1)/(N(N-1)) across), and a finite mixture of given masks. The mixture
//! is the general case: the pair-keep matrices that any law of masks can have are exactly the
//! mixtures of m m'. No rescaling by 1/p: an invertible rescale after the mask changes neither
//! problem (it acts on the encoder by its inverse). What the two paradigms make of masks is the
//! claim `masking`.
//!
//! ```
//! use jerc::augment::Mask;
//! let mask = Mask::patches(&[0, 0, 1, 2], 2)?; // three patches, two of them kept
//! assert_eq!(mask.pair_keep()[(0, 1)], 2.0 / 3.0);
//! assert_eq!(mask.pair_keep()[(0, 2)], 1.0 / 3.0);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Augmentation, Channel, Family, draw, require_coordinates, require_distribution, require_probability};
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, exact_from_f64};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// A random mask; see the [module](self).
#[derive(Debug, Clone)]
pub struct Mask<T: Scalar> {
    law: Law<T>,
    pair_keep: DMatrix<T>,
}

#[derive(Debug, Clone)]
enum Law<T> {
    /// Keep probability of each coordinate.
    Independent(Vec<T>),
    /// Patch of each coordinate, keep probability of each patch.
    IndependentPatches { patch: Vec<usize>, keep: Vec<T> },
    /// Patch of each coordinate, number of patches, number kept.
    Patches { patch: Vec<usize>, patches: usize, keep: usize },
    /// Masks with their probabilities, which sum to 1.
    Mixture { masks: Vec<Vec<bool>>, weights: Vec<T> },
}

impl<T: Scalar> Law<T> {
    /// The same law over another scalar.
    fn map<U>(&self, f: impl Fn(&T) -> U) -> Law<U> {
        let all = |values: &[T]| values.iter().map(&f).collect();
        match self {
            Self::Independent(keep) => Law::Independent(all(keep)),
            Self::IndependentPatches { patch, keep } => {
                Law::IndependentPatches { patch: patch.clone(), keep: all(keep) }
            }
            Self::Patches { patch, patches, keep } => {
                Law::Patches { patch: patch.clone(), patches: *patches, keep: *keep }
            }
            Self::Mixture { masks, weights } => Law::Mixture { masks: masks.clone(), weights: all(weights) },
        }
    }
}

impl Mask<f64> {
    /// Exactly `keep` of the patches kept, all choices equally likely; `patch[i]` is the patch of
    /// coordinate i, and the patches are numbered 0..N without holes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate, every patch has one, and 1 <= keep <= N.
    pub fn patches(patch: &[usize], keep: usize) -> Result<Self> {
        let patches = require_patches(patch)?;
        if !(1..=patches).contains(&keep) {
            return Err(Error::range("patches kept", format!("between 1 and {patches}"), keep));
        }
        Ok(Self::from_law(Law::Patches { patch: patch.to_vec(), patches, keep }, patch.len()))
    }
}

impl<T: Scalar> Mask<T> {
    /// Coordinates kept independently, coordinate i with probability `keep[i]`.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate and every value is in \[0, 1\].
    pub fn independent(keep: &[T]) -> Result<Self> {
        require_coordinates(keep.len())?;
        require_probabilities(keep)?;
        Ok(Self::from_law(Law::Independent(keep.to_vec()), keep.len()))
    }

    /// Patches kept independently, patch a with probability `keep[a]`; `patch[i]` is the patch of
    /// coordinate i, and the patches are numbered 0..N without holes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there is a coordinate, every patch has one and every value is
    /// in \[0, 1\]; [`Error::ShapeMismatch`] unless there is one probability for each patch.
    pub fn independent_patches(patch: &[usize], keep: &[T]) -> Result<Self> {
        let patches = require_patches(patch)?;
        if keep.len() != patches {
            return Err(Error::shape("keep", format!("{patches} values, one for each patch"), keep.len()));
        }
        require_probabilities(keep)?;
        Ok(Self::from_law(Law::IndependentPatches { patch: patch.to_vec(), keep: keep.to_vec() }, patch.len()))
    }

    /// One of the given masks (`true` = kept), drawn with the given probabilities.
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless there are as many weights as masks, at least one, all of one
    /// positive length; [`Error::OutOfRange`] unless the weights are probabilities whose sum is
    /// exactly 1.
    pub fn mixture(masks: &[Vec<bool>], weights: &[T]) -> Result<Self> {
        let d = masks.first().map_or(0, Vec::len);
        require_coordinates(d)?;
        if masks.len() != weights.len() || masks.iter().any(|m| m.len() != d) {
            let found =
                format!("{} weights, lengths {:?}", weights.len(), masks.iter().map(Vec::len).collect::<Vec<_>>());
            return Err(Error::shape("masks", format!("{} weights and masks of length {d}", masks.len()), found));
        }
        require_distribution("weights", weights)?;
        Ok(Self::from_law(Law::Mixture { masks: masks.to_vec(), weights: weights.to_vec() }, d))
    }

    /// K: P(coordinates i and j both kept), d x d, with the keep probabilities on its diagonal.
    pub fn pair_keep(&self) -> &DMatrix<T> {
        &self.pair_keep
    }

    fn from_law(law: Law<T>, d: usize) -> Self {
        let pair_keep = match &law {
            Law::Independent(keep) => {
                DMatrix::from_fn(d, d, |i, j| if i == j { keep[i].clone() } else { keep[i].clone() * keep[j].clone() })
            }
            Law::IndependentPatches { patch, keep } => DMatrix::from_fn(d, d, |i, j| {
                let (a, b) = (patch[i], patch[j]);
                if a == b { keep[a].clone() } else { keep[a].clone() * keep[b].clone() }
            }),
            Law::Patches { patch, patches, keep } => {
                let count = T::from_count;
                let inside = count(*keep) / count(*patches);
                let across =
                    if *patches == 1 { T::zero() } else { count(keep * (keep - 1)) / count(patches * (patches - 1)) };
                DMatrix::from_fn(d, d, |i, j| if patch[i] == patch[j] { inside.clone() } else { across.clone() })
            }
            Law::Mixture { masks, weights } => DMatrix::from_fn(d, d, |i, j| {
                let both = masks.iter().zip(weights).filter(|(m, _)| m[i] && m[j]);
                both.fold(T::zero(), |sum, (_, w)| sum + w.clone())
            }),
        };
        Self { law, pair_keep }
    }
}

impl Mask<Rational> {
    /// The same with rounded parameters, which can be sampled.
    pub fn rounded(&self) -> Mask<f64> {
        Mask::from_law(self.law.map(Scalar::approx), self.pair_keep.nrows())
    }
}

impl<T: Scalar> Channel<T> for Mask<T> {
    fn dimension(&self) -> usize {
        self.pair_keep.nrows()
    }

    fn mean_map(&self) -> DMatrix<T> {
        DMatrix::from_diagonal(&self.pair_keep.diagonal())
    }

    fn covariance(&self, _mean: &DVector<T>, second: &DMatrix<T>) -> DMatrix<T> {
        let keep = self.pair_keep.diagonal();
        DMatrix::from_fn(self.dimension(), self.dimension(), |i, j| {
            (self.pair_keep[(i, j)].clone() - keep[i].clone() * keep[j].clone()) * second[(i, j)].clone()
        })
    }
}

impl Augmentation for Mask<f64> {
    fn family(&self) -> Family {
        let (name, keep) = match &self.law {
            Law::Independent(_) => ("mask-independent", "K_ij = p_i p_j for i != j"),
            Law::IndependentPatches { .. } => {
                ("mask-patches-independent", "K_ij = p_a inside patch a, p_a p_b across patches a and b")
            }
            Law::Patches { .. } => {
                ("mask-patches", "K_ij = k/N inside a patch, k(k-1)/(N(N-1)) across (k of N patches kept)")
            }
            Law::Mixture { .. } => ("mask-mixture", "K = sum_a w_a m_a m_a'"),
        };
        Family {
            name: name.into(),
            view: "tau(x) = m o x, m a random 0/1 vector".into(),
            mean_map: "diag(p), p_i = K_ii".into(),
            covariance: format!("(K - p p') o C, {keep}"),
            source: "standard (masked auto-encoders); moments by E[m m'] = K".into(),
        }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        view.copy_from_slice(x);
        match &self.law {
            Law::Independent(keep) => {
                for (v, &p) in view.iter_mut().zip(keep) {
                    if rng.random::<f64>() >= p {
                        *v = 0.0;
                    }
                }
            }
            Law::IndependentPatches { patch, keep } => {
                let kept: Vec<bool> = keep.iter().map(|&p| rng.random::<f64>() < p).collect();
                for (v, &a) in view.iter_mut().zip(patch) {
                    if !kept[a] {
                        *v = 0.0;
                    }
                }
            }
            Law::Patches { patch, patches, keep } => {
                let kept = rand::seq::index::sample(rng, *patches, *keep).into_vec();
                for (v, p) in view.iter_mut().zip(patch) {
                    if !kept.contains(p) {
                        *v = 0.0;
                    }
                }
            }
            Law::Mixture { masks, weights } => {
                let mask = &masks[draw(weights, rng)];
                for (v, kept) in view.iter_mut().zip(mask) {
                    if !kept {
                        *v = 0.0;
                    }
                }
            }
        }
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        let law = self.law.map(|&v| exact_from_f64(v).expect("finite by construction"));
        Box::new(Mask::from_law(law, self.pair_keep.nrows()))
    }

    fn keeps_counts(&self) -> bool {
        true
    }
}

fn require_probabilities<T: Scalar>(keep: &[T]) -> Result<()> {
    keep.iter().enumerate().try_for_each(|(i, p)| require_probability(format!("keep[{i}]"), p))
}

/// The number of patches, numbered 0..N without holes.
fn require_patches(patch: &[usize]) -> Result<usize> {
    require_coordinates(patch.len())?;
    let patches = patch.iter().max().map_or(0, |m| m.saturating_add(1));
    match (0..patches.min(patch.len() + 1)).find(|p| !patch.contains(p)) {
        Some(missing) => {
            Err(Error::range("patch numbers", "0..N without holes", format!("no coordinate in patch {missing}")))
        }
        None => Ok(patches),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{dmatrix, dvector};

    #[test]
    fn pair_keep_matrices_by_hand() {
        let independent = Mask::independent(&[0.5, 0.25]).unwrap();
        assert_eq!(independent.pair_keep(), &dmatrix![0.5, 0.125; 0.125, 0.25]);
        // Two of three patches kept; coordinates 0 and 2 share a patch.
        let patches = Mask::patches(&[0, 1, 0, 2], 2).unwrap();
        let (a, b) = (2. / 3., 1. / 3.);
        assert_eq!(patches.pair_keep(), &dmatrix![a, b, a, b; b, a, b, b; a, b, a, b; b, b, b, a]);
        // All kept, and a single patch.
        assert_eq!(Mask::patches(&[0, 1], 2).unwrap().pair_keep(), &dmatrix![1., 1.; 1., 1.]);
        assert_eq!(Mask::patches(&[0, 0], 1).unwrap().pair_keep(), &dmatrix![1., 1.; 1., 1.]);
        // Patches {0, 2} and {1}, kept with 1/2 and 1/4.
        let apart = Mask::independent_patches(&[0, 1, 0], &[0.5, 0.25]).unwrap();
        assert_eq!(apart.pair_keep(), &dmatrix![0.5, 0.125, 0.5; 0.125, 0.25, 0.125; 0.5, 0.125, 0.5]);
        let mixture = Mask::mixture(&[vec![true, false], vec![true, true]], &[0.25, 0.75]).unwrap();
        assert_eq!(mixture.pair_keep(), &dmatrix![1., 0.75; 0.75, 0.75]);
    }

    #[test]
    fn covariance_by_hand() {
        let mask = Mask::patches(&[0, 1], 1).unwrap();
        // K = diag(1/2), p = (1/2, 1/2): K - pp' = [[1/4, -1/4], [-1/4, 1/4]].
        let sigma = mask.covariance(&dvector![0., 0.], &dmatrix![4., 8.; 8., 12.]);
        assert_eq!(sigma, dmatrix![1., -2.; -2., 3.]);
        assert_eq!(mask.mean_map(), dmatrix![0.5, 0.; 0., 0.5]);
    }

    #[test]
    fn exact_laws_and_their_rounding() {
        use crate::scalar::ratio;
        // Weights 1/10 three times over: no f64 sum is 1, the exact one is.
        let masks: Vec<Vec<bool>> = (0..10).map(|i| vec![i < 3, true]).collect();
        let mixture = Mask::mixture(&masks, &vec![ratio(1, 10); 10]).unwrap();
        assert_eq!(mixture.pair_keep()[(0, 1)], ratio(3, 10));
        assert!((mixture.rounded().pair_keep()[(0, 1)] - 0.3).abs() < 1e-15);
        let patches = Mask::independent_patches(&[0, 1, 0], &[ratio(1, 3), ratio(1, 2)]).unwrap();
        assert_eq!(patches.pair_keep()[(0, 1)], ratio(1, 6));
        assert_eq!(patches.rounded().exact().dimension(), 3);
    }

    #[test]
    fn bad_laws_are_refused() {
        for keep in [&[][..], &[0.5, 1.5], &[-0.1], &[f64::NAN]] {
            assert!(matches!(Mask::independent(keep), Err(Error::OutOfRange { .. })), "{keep:?}");
        }
        for (patch, keep) in
            [(&[][..], 1), (&[0, 2], 1), (&[1, 1], 1), (&[0, 1], 0), (&[0, 1], 3), (&[0, usize::MAX], 1)]
        {
            assert!(matches!(Mask::patches(patch, keep), Err(Error::OutOfRange { .. })), "{patch:?}");
        }
        let (a, b) = (vec![true], vec![true, false]);
        for (patch, keep) in [(&[][..], &[][..]), (&[0, 2], &[0.5; 3]), (&[0, 1], &[0.5, 1.5]), (&[0], &[f64::NAN])] {
            assert!(matches!(Mask::independent_patches(patch, keep), Err(Error::OutOfRange { .. })), "{patch:?}");
        }
        assert!(matches!(Mask::independent_patches(&[0, 1], &[0.5]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Mask::<f64>::mixture(&[], &[]), Err(Error::OutOfRange { .. })));
        assert!(matches!(Mask::mixture(&[a.clone(), b.clone()], &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Mask::mixture(std::slice::from_ref(&b), &[0.5, 0.5]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(Mask::mixture(&[b.clone(), b.clone()], &[0.5, 0.6]), Err(Error::OutOfRange { .. })));
        assert!(matches!(Mask::mixture(&[b.clone(), b], &[1.5, -0.5]), Err(Error::OutOfRange { .. })));
    }
}
