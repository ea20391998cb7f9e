//! Whether an augmentation lets the two paradigms find the signal, exactly, where the coordinates
//! are the eigenbasis.
//!
//! The model: C = diag(c_1, ..., c_k, g_1, ..., g_m) with mean 0, signal first. The channel is any
//! whose views keep S, G and H diagonal: masks, speckle, diagonal noise, sign flips, chains of
//! them. The eigenvalues of both pencils are then quotients of diagonal entries,
//!
//! | problem | eigenvalue of coordinate i |
//! |---|---|
//! | SSL-RC | φ_i² = H_ii²/S_ii |
//! | SSL-JE | ω_i = G_ii/S_ii |
//!
//! and the top k are the signal iff its smallest eigenvalue exceeds the largest of the noise
//! ([`AxisModel::recovery`]).
//!
//! Let one stage of the channel be additive noise of strength α on the noise coordinates alone.
//! Then S_jj is affine in α² and the rest does not move. So there is a threshold
//! ([`AxisModel::alpha_squared`]), with A the numerator of the pencil and `lowest` the smallest
//! signal eigenvalue: the largest over j of (A_jj/lowest - S_jj(0))/(S_jj(1) - S_jj(0)). For T(α)
//! these are (10) and (12) of the paper.
//!
//! Guarantee: exact. Nothing here knows the formula of any family. Errors: [`Error::BadRequest`] if
//! S, G or H is not diagonal or S is singular, [`Error::ShapeMismatch`] for another dimension.
//!
//! ```
//! use jerc::Paradigm;
//! use jerc::augment::{Augmentation, Mask};
//! use jerc::scalar::ratio;
//! use jerc::threshold::{AxisModel, Recovery};
//! // Strong noise that is masked more often: only joint-embedding finds the signal.
//! let model = AxisModel::new(vec![ratio(1, 1)], vec![ratio(4, 1)])?;
//! let mask = Mask::independent(&[0.75, 0.5])?.exact();
//! assert_eq!(model.recovery(mask.as_ref(), Paradigm::JointEmbedding)?, Recovery::Signal);
//! assert_eq!(model.recovery(mask.as_ref(), Paradigm::Reconstruction)?, Recovery::NoiseLeaks);
//! # Ok::<(), jerc::Error>(())
//! ```

use super::{Answer, NeverWitness, Recovery, Regime, Requirement, Threshold, require_positive};
use crate::augment::Channel;
use crate::error::{Error, Result};
use crate::linalg::interval::Interval;
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar};
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;

/// Variances of signal and noise coordinates.
#[derive(Debug, Clone, PartialEq)]
pub struct AxisModel {
    signal: Vec<Rational>,
    noise: Vec<Rational>,
}

impl AxisModel {
    /// Signal variances c (k) and noise variances g (m).
    ///
    /// # Errors
    /// [`Error::ShapeMismatch`] unless k, m >= 1, [`Error::OutOfRange`] unless all are positive.
    pub fn new(signal: Vec<Rational>, noise: Vec<Rational>) -> Result<Self> {
        require_positive("signal", &signal)?;
        require_positive("noise", &noise)?;
        Ok(Self { signal, noise })
    }

    /// d = k + m.
    pub fn dimension(&self) -> usize {
        self.signal.len() + self.noise.len()
    }

    /// k.
    pub fn rank(&self) -> usize {
        self.signal.len()
    }

    /// The moments of the views of data with mean 0 and this diagonal C.
    pub fn views(&self, channel: &dyn Channel<Rational>) -> Result<ViewMoments<Rational>> {
        let d = self.dimension();
        let variances = [self.signal.clone(), self.noise.clone()].concat();
        channel.views(&DataMoments {
            count: 1,
            mean: DVector::zeros(d),
            second: DMatrix::from_diagonal(&DVector::from_vec(variances)),
            label_cross: DMatrix::zeros(0, d),
            label_mean: DVector::zeros(0),
            label_energy: Rational::zero(),
        })
    }

    /// Numerator and denominator of each eigenvalue: the diagonals of A and S.
    fn quotients(&self, channel: &dyn Channel<Rational>, paradigm: Paradigm) -> Result<[DVector<Rational>; 2]> {
        let views = self.views(channel)?;
        let mixed = |m: &DMatrix<Rational>| {
            let off = |&(i, j): &(usize, usize)| i != j && !m[(i, j)].is_zero();
            (0..m.nrows()).flat_map(|i| (0..m.nrows()).map(move |j| (i, j))).find(off)
        };
        if let Some((i, j)) = [&views.view_second, &views.mean_second, &views.cross].into_iter().find_map(mixed) {
            return Err(Error::request(
                format!(
                    "the augmentation mixes coordinates {i} and {j}, so its eigenvalues are not those of coordinates"
                ),
                "use solve or certify on data, or an augmentation that acts on each coordinate alone",
            ));
        }
        if let Some(i) = (0..self.dimension()).find(|&i| !views.view_second[(i, i)].is_positive()) {
            return Err(Error::request(
                format!("the views are 0 in coordinate {i}: S is singular"),
                "keep every coordinate with positive probability, or add noise",
            ));
        }
        // Not `views.pencil`: the product H'H costs d³, its diagonal d.
        let numerator = match paradigm {
            Paradigm::JointEmbedding => views.mean_second.diagonal(),
            Paradigm::Reconstruction => views.cross.diagonal().map(|h| &h * &h),
        };
        Ok([numerator, views.view_second.diagonal()])
    }

    /// The eigenvalues of the coordinates: signal (k) and noise (m), in the order given.
    pub fn eigenvalues(
        &self,
        channel: &dyn Channel<Rational>,
        paradigm: Paradigm,
    ) -> Result<(Vec<Rational>, Vec<Rational>)> {
        let [numerator, denominator] = self.quotients(channel, paradigm)?;
        let mut signal: Vec<Rational> = numerator.iter().zip(denominator.iter()).map(|(a, s)| a / s).collect();
        let noise = signal.split_off(self.rank());
        Ok((signal, noise))
    }

    /// The smallest eigenvalue of the signal and the largest of the noise.
    pub fn extremes(&self, channel: &dyn Channel<Rational>, paradigm: Paradigm) -> Result<(Rational, Rational)> {
        let (signal, noise) = self.eigenvalues(channel, paradigm)?;
        // Neither list is empty.
        Ok((signal.into_iter().min().unwrap_or_default(), noise.into_iter().max().unwrap_or_default()))
    }

    /// Whether the top k are the signal.
    pub fn recovery(&self, channel: &dyn Channel<Rational>, paradigm: Paradigm) -> Result<Recovery> {
        let (signal, noise) = self.extremes(channel, paradigm)?;
        Ok(Recovery::of(&signal, &noise))
    }

    /// What α² a channel with one stage of additive noise α γ needs, given the channel at α = 0 and
    /// at α = 1. Without such a stage the two are the same, and good enough always or never.
    ///
    /// # Errors
    /// Also [`Error::BadRequest`] if α moves a signal coordinate or a numerator.
    pub fn alpha_squared(
        &self,
        at_zero: &dyn Channel<Rational>,
        at_one: &dyn Channel<Rational>,
        paradigm: Paradigm,
    ) -> Result<Requirement> {
        let [numerator, start] = self.quotients(at_zero, paradigm)?;
        let [other, end] = self.quotients(at_one, paradigm)?;
        let (d, k) = (self.dimension(), self.rank());
        if let Some(i) = (0..d).find(|&i| numerator[i] != other[i] || (i < k && start[i] != end[i])) {
            return Err(Error::request(
                format!("alpha acts on coordinate {i}, which is signal: there is no threshold of this form"),
                "set gamma to 0 on the signal",
            ));
        }
        let (lowest, i) = (0..k).map(|i| (&numerator[i] / &start[i], i)).min().unwrap_or_default();
        let mut threshold: Option<Rational> = None;
        for j in k..d {
            // Signal i leads noise j iff constant + slope α² > 0.
            let constant = &numerator[i] * &start[j] - &numerator[j] * &start[i];
            let slope = &numerator[i] * (&end[j] - &start[j]);
            if !slope.is_zero() {
                let needed = -constant / slope;
                threshold = Some(threshold.map_or(needed.clone(), |most| most.max(needed)));
            } else if !constant.is_positive() {
                let axis = |length, at| (0..length).map(|l| Rational::from_count(usize::from(l == at))).collect();
                let (signal, noise) = (axis(k, i), axis(d - k, j - k));
                return Ok(Requirement::Never(NeverWitness { signal, noise, constant, slope }));
            }
        }
        Ok(threshold.map_or(Requirement::Always, |value| {
            Requirement::Above(Threshold { alpha_squared: Interval::exact(value), signal: Interval::exact(lowest) })
        }))
    }

    /// What both paradigms need, of the same two channels. Where the mean of a coordinate is not 0,
    /// H_jj²/G_jj is the variance of the data: that is compared with η²/δ.
    pub fn answer(&self, at_zero: &dyn Channel<Rational>, at_one: &dyn Channel<Rational>) -> Result<Answer> {
        let (eta_squared, _) = self.extremes(at_zero, Paradigm::Reconstruction)?;
        let (delta, _) = self.extremes(at_zero, Paradigm::JointEmbedding)?;
        Ok(Answer {
            reconstruction: self.alpha_squared(at_zero, at_one, Paradigm::Reconstruction)?,
            joint_embedding: self.alpha_squared(at_zero, at_one, Paradigm::JointEmbedding)?,
            regime: (!delta.is_zero()).then(|| Regime::of(&self.noise, &(&eta_squared / &delta))),
            eta_squared: Some(Interval::exact(eta_squared)),
            delta: Some(Interval::exact(delta)),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::{AlignedNoise, Augmentation, Group, Mask, SignedPermutation, Speckle};
    use crate::scalar::ratio;
    use crate::threshold::{BlockModel, Spectrum, Verdict};

    fn whole(values: &[i64]) -> Vec<Rational> {
        values.iter().map(|&v| ratio(v, 1)).collect()
    }

    fn noise(theta: &[i64], gamma: &[i64], alpha: i64) -> AlignedNoise<Rational> {
        let diagonal = |v: &[i64]| DMatrix::from_diagonal(&DVector::from_vec(whole(v)));
        AlignedNoise::new_exact(diagonal(theta), diagonal(gamma), ratio(alpha, 1)).unwrap()
    }

    #[test]
    fn masks_by_hand() {
        // c = 3, g = (4, 1), keep 1/2, 1/4, 1: ω = keep, φ² = 3/2; 1, 1.
        let model = AxisModel::new(whole(&[3]), whole(&[4, 1])).unwrap();
        let mask = Mask::independent(&[ratio(1, 2), ratio(1, 4), ratio(1, 1)]).unwrap();
        let of = |paradigm| model.eigenvalues(&mask, paradigm).unwrap();
        assert_eq!(of(Paradigm::JointEmbedding), (vec![ratio(1, 2)], vec![ratio(1, 4), ratio(1, 1)]));
        assert_eq!(of(Paradigm::Reconstruction), (vec![ratio(3, 2)], vec![ratio(1, 1), ratio(1, 1)]));
        let recovery = |paradigm| model.recovery(&mask, paradigm).unwrap();
        assert_eq!(recovery(Paradigm::JointEmbedding), Recovery::NoiseLeaks);
        assert_eq!(recovery(Paradigm::Reconstruction), Recovery::Signal);
        let tie = Mask::independent(&vec![ratio(1, 2); 3]).unwrap();
        assert_eq!(model.recovery(&tie, Paradigm::JointEmbedding).unwrap(), Recovery::Tie);
        assert_eq!((model.dimension(), model.rank()), (3, 1));
    }

    #[test]
    fn thresholds_of_aligned_noise_are_those_of_the_paper() {
        let spectrum = Spectrum::new(whole(&[9, 4]), whole(&[1, 2, 5, 0]), whole(&[1, 20])).unwrap();
        let model = AxisModel::new(whole(&[9, 4]), whole(&[1, 20])).unwrap();
        let at = |alpha| noise(&[1, 2, 5, 0], &[0, 0, 1, 20], alpha);
        for paradigm in [Paradigm::JointEmbedding, Paradigm::Reconstruction] {
            let expected = spectrum.thresholds().alpha_squared(paradigm).clone();
            let found = model.alpha_squared(&at(0), &at(1), paradigm).unwrap();
            assert_eq!(found.exact(), Some(&expected));
        }
    }

    #[test]
    fn thresholds_that_do_not_exist() {
        let model = AxisModel::new(whole(&[1]), whole(&[4, 1])).unwrap();
        let of = |theta: &[i64], gamma: &[i64]| {
            model.alpha_squared(&noise(theta, gamma, 0), &noise(theta, gamma, 1), Paradigm::Reconstruction)
        };
        let never = |noise: &[i64], constant: i64| {
            let (constant, slope) = (ratio(constant, 1), ratio(0, 1));
            Requirement::Never(NeverWitness { signal: whole(&[1]), noise: whole(noise), constant, slope })
        };
        let square = |found: Requirement| found.exact().cloned();
        // Signal eigenvalue 1/2; the first noise coordinate, 16/(4 + th), is below for th > 28, the
        // second, 1/(1 + th), for th > 1. At th = 28: 1 * 32 - 16 * 2.
        assert_eq!(of(&[1, 28, 2], &[0, 0, 1]).unwrap(), never(&[1, 0], 0));
        // -1 = (2 - 3)/1 for the second.
        assert_eq!(square(of(&[1, 29, 2], &[0, 0, 1]).unwrap()), Some(ratio(-1, 1)));
        assert_eq!(of(&[1, 29, 2], &[0, 0, 0]).unwrap(), Requirement::Always);
        // (32 - 4)/2 and (2 - 1)/1.
        assert_eq!(square(of(&[1, 0, 0], &[0, 2, 1]).unwrap()), Some(ratio(14, 1)));
        // 1 * 4 - 16 * 2.
        assert_eq!(of(&[1, 0, 0], &[0, 0, 1]).unwrap(), never(&[1, 0], -28));
        // The second coordinate without α: 1 * 1 - 1 * 2.
        assert_eq!(of(&[1, 0, 0], &[0, 2, 0]).unwrap(), never(&[0, 1], -1));
        // Of two signals the one that α moves is named.
        for (gamma, at) in [([1, 0, 1, 1], 0), ([0, 1, 1, 1], 1), ([2, 1, 1, 1], 0)] {
            let model = AxisModel::new(whole(&[1, 2]), whole(&[4, 1])).unwrap();
            let channel = |alpha| noise(&[1, 0, 0, 0], &gamma, alpha);
            let refused =
                model.alpha_squared(&channel(0), &channel(1), Paradigm::JointEmbedding).unwrap_err().to_string();
            assert!(refused.contains(&format!("alpha acts on coordinate {at}, which is signal")), "{refused}");
        }
        // Signs of the signal at random: its mean view is 0. 0 * 4 - 4 * 1.
        let flip = Group::generated(3, &[SignedPermutation::new(&[0, 1, 2], &[true, false, false]).unwrap()]).unwrap();
        assert_eq!(model.alpha_squared(&flip, &flip, Paradigm::JointEmbedding).unwrap(), never(&[1, 0], -4));
        assert_eq!(model.answer(&flip, &flip).unwrap().regime, None);
    }

    #[test]
    fn without_alpha_one_paradigm_may_find_the_signal_alone() {
        // c = 1, g = 4, keep 3/4, 1/2: φ² = 3/4, 2 and ω = 3/4, 1/2. H² = 9/16, 4 and S =
        // 3/4, 2: 9/16 * 2 - 4 * 3/4 = -15/8. r = 1 < 4.
        let model = AxisModel::new(whole(&[1]), whole(&[4])).unwrap();
        let mask = Mask::independent(&[ratio(3, 4), ratio(1, 2)]).unwrap();
        let found = model.answer(&mask, &mask).unwrap();
        let Requirement::Never(witness) = &found.reconstruction else { panic!("{found:?}") };
        assert_eq!((&witness.constant, &witness.slope), (&ratio(-15, 8), &ratio(0, 1)));
        assert_eq!((&found.joint_embedding, found.verdict()), (&Requirement::Always, Verdict::JointEmbedding));
        let parts = [&found.eta_squared, &found.delta].map(|part| part.as_ref().and_then(Interval::value).cloned());
        assert_eq!((parts, found.regime), ([Some(ratio(3, 4)), Some(ratio(3, 4))], Some(Regime::Strong)));
        assert_eq!(model.extremes(&mask, Paradigm::Reconstruction).unwrap(), (ratio(3, 4), ratio(2, 1)));
    }

    /// T(α) has the same answer from the coordinates, from the formulas and from the blocks.
    #[test]
    fn the_three_models_agree_on_what_all_of_them_cover() {
        for (c, theta, g, regime) in [
            ([9, 4], [1, 2, 0, 1], [1, 2], Regime::Weak),
            ([9, 4], [1, 2, 0, 1], [10, 20], Regime::Strong),
            ([9, 4], [1, 2, 0, 1], [1, 20], Regime::Straddling),
        ] {
            let expected = Spectrum::new(whole(&c), whole(&theta), whole(&g)).unwrap().thresholds().answer();
            let model = AxisModel::new(whole(&c), whole(&g)).unwrap();
            let at = |alpha| noise(&theta, &[0, 0, g[0], g[1]], alpha);
            assert_eq!(model.answer(&at(0), &at(1)).unwrap(), expected);
            let diagonal = |v: &[i64]| DMatrix::from_diagonal(&DVector::from_vec(whole(v)));
            let blocks =
                BlockModel::new(diagonal(&c), diagonal(&theta[..2]), diagonal(&g), diagonal(&theta[2..])).unwrap();
            let found = blocks.answer(&|_| ()).unwrap();
            assert_eq!((found.verdict(), found.verdict_clipped()), (expected.verdict(), expected.verdict_clipped()));
            assert_eq!((found.regime, expected.regime), (Some(regime), Some(regime)));
            for (found, expected) in [(&found.eta_squared, &expected.eta_squared), (&found.delta, &expected.delta)] {
                let value = expected.as_ref().and_then(Interval::value).unwrap();
                assert!(found.as_ref().unwrap().contains(value));
            }
            for paradigm in Paradigm::ALL {
                let Requirement::Above(enclosed) = found.requirement(paradigm) else { panic!("{found:?}") };
                assert!(enclosed.alpha_squared.contains(expected.requirement(paradigm).exact().unwrap()));
            }
        }
    }

    #[test]
    fn what_has_no_axes_is_refused() {
        assert!(matches!(AxisModel::new(vec![], whole(&[1])), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(AxisModel::new(whole(&[1]), vec![]), Err(Error::ShapeMismatch { .. })));
        assert!(matches!(AxisModel::new(whole(&[0]), whole(&[1])), Err(Error::OutOfRange { .. })));
        let model = AxisModel::new(whole(&[1]), whole(&[2])).unwrap();
        let je = Paradigm::JointEmbedding;
        let swap = Group::generated(2, &[SignedPermutation::unsigned(&[1, 0]).unwrap()]).unwrap();
        let refused = |channel: &dyn Channel<Rational>, word: &str| match model.eigenvalues(channel, je) {
            Err(Error::BadRequest { problem, .. }) => assert!(problem.contains(word), "{problem}"),
            other => panic!("{other:?}"),
        };
        refused(&swap, "0 and 1");
        refused(Mask::independent(&[0.5, 0.0]).unwrap().exact().as_ref(), "coordinate 1");
        let wide = Speckle::new(&[0.5; 3]).unwrap().exact();
        assert!(matches!(model.recovery(wide.as_ref(), je), Err(Error::ShapeMismatch { .. })));
    }
}
