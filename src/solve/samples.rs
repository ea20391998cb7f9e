//! The closed forms from the samples themselves: accurate where S is ill-conditioned.
//!
//! Rounding S alone costs cond(S) u in every solution that starts from it. Here S only supplies
//! coordinates, with the rounded S = L L' and V0 = L^-T. The outputs of the mean views Z = X M' V0
//! (n x d) are formed from the samples, and Σ0 = V0' Σ V0 from the parameters. So S0 = Z'Z/n + Σ0 is
//! near I whatever the condition of S, and the problem is solved again in these coordinates:
//!
//! | in z | G, S, H, B, C |
//! |---|---|
//! | [`Coordinates`] | Z'Z/n, S0, X'Z/n, Y'Z/n, X'X/n |
//!
//! Encoders map back by W = W0 V0', the decoder stays. Losses are sums of squares of residuals on
//! the samples and traces against Σ0: nothing cancels.
//!
//! Guarantee: approximate. Rounding Z adds 4 d u q times their scale to the error of the
//! eigenvalues, q = | |X| |V0| |_F / sqrt(n): of the order of sqrt(cond(S)) u instead of cond(S) u.
//! Σ0 is formed with compensated dot products up to d = 256, since Θ may be lost in Θ + α² Γ. Where
//! Σ depends on the data (masks, groups, ...) it carries the rounding of C, 64 u sqrt(s_ii s_jj)
//! entry by entry. That adds 64 u | |V0'| sqrt(diag S) |², and no route from moments can avoid it.

use crate::augment::Augmentation;
use crate::error::Result;
use crate::linalg::float::{Whitening, product, symmetric, tr_product};
use crate::linalg::sparse;
use crate::moments::{DataMoments, ViewMoments, objective::inner};
use crate::paradigm::Paradigm;
use crate::solve::supervised::{self, Supervised};
use crate::solve::{self, Embedding, Uniqueness};
use nalgebra::DMatrix;

/// Largest d with compensated dot products: 4 d³ of them cost under a second.
const COMPENSATED_DIMENSION: usize = 256;

/// A problem in coordinates where S is near the identity; see the [module](self).
#[derive(Debug, Clone)]
pub struct Coordinates {
    x: DMatrix<f64>,
    y: DMatrix<f64>,
    basis: DMatrix<f64>,
    outputs: DMatrix<f64>,
    views: ViewMoments<f64>,
    /// 4 d u q.
    rounding: f64,
    /// Bound on the error of Σ0 from the rounding of C; 0 where Σ does not depend on the data.
    covariance_rounding: f64,
}

impl Coordinates {
    /// Samples X (n x d), labels Y (n x l, l = 0 without labels) and their augmentation; `data` are
    /// the moments of the same samples.
    ///
    /// # Errors
    /// Those of [`Channel::views`](crate::augment::Channel::views) and [`solve`].
    pub fn new(
        x: DMatrix<f64>,
        y: DMatrix<f64>,
        data: &DataMoments<f64>,
        augmentation: &dyn Augmentation,
    ) -> Result<Self> {
        let views = augmentation.views(data)?;
        let d = views.view_second.nrows();
        let whitening = Whitening::new("the second moment of the views, S,", &views.view_second)?;
        let basis = whitening.unwhiten(&DMatrix::identity(d, d));
        // M' V0: what the mean view of a sample is multiplied by.
        let mean_basis = sparse::product(&augmentation.mean_map().transpose(), &basis);
        let outputs = product(&x, &mean_basis);
        let n = x.nrows() as f64;
        let (covariance, covariance_rounding) = match augmentation.fixed_covariance() {
            Some(parts) => {
                let [theta, gamma] = parts.map(|(weight, part)| congruence(part, &basis) * weight);
                (theta + gamma, 0.0)
            }
            None => {
                let deviations = views.view_second.diagonal().map(f64::sqrt);
                let bound = 32.0 * f64::EPSILON * (basis.abs().tr_mul(&deviations)).norm_squared();
                (congruence(&views.covariance, &basis), bound)
            }
        };
        let covariance = symmetric(&covariance);
        let mean_second = symmetric(&(tr_product(&outputs, &outputs) / n));
        let in_z = ViewMoments {
            view_second: &mean_second + &covariance,
            mean_second,
            covariance,
            cross: tr_product(&x, &outputs) / n,
            label_cross: tr_product(&y, &outputs) / n,
            label_energy: data.label_energy,
            data_second: views.data_second,
        };
        let magnitude = (product(&x.abs(), &mean_basis.abs())).norm() / n.sqrt();
        let rounding = 2.0 * d as f64 * f64::EPSILON * magnitude;
        Ok(Self { x, y, basis, outputs, views: in_z, rounding, covariance_rounding })
    }

    /// Solves a paradigm, as [`solve::embedding`] does.
    pub fn embedding(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        let mut solved = solve::embedding(paradigm, &self.views, k)?;
        let Some(decoder) = &solved.decoder else {
            // No ω exceeds 1, so an error of S0 moves it by no more.
            return Ok(self.map_back(solved, self.rounding + self.covariance_rounding));
        };
        let map = product(decoder, &solved.encoder);
        let missed = &self.x - product(&self.outputs, &map.transpose());
        solved.loss = mean_square(&missed) + inner(&product(&map, &self.views.covariance), &map);
        // H and S both carry the error of Z; |X/sqrt(n)| <= sqrt(tr C).
        let phi = solved.eigenvalues[0].sqrt();
        let error = 2.0 * phi * (self.views.data_second.trace().sqrt() + phi) * self.rounding
            + phi * phi * self.covariance_rounding;
        Ok(self.map_back(solved, error))
    }

    /// Solves SL (Lemma B.1), as [`supervised::supervised`] does.
    pub fn supervised(&self) -> Result<Supervised> {
        let solved = supervised::supervised(&self.views)?;
        let v = &solved.weights;
        let missed = &self.y - product(&self.outputs, &v.transpose());
        let loss = mean_square(&missed) + inner(&(v * &self.views.covariance), v);
        Ok(Supervised { weights: v * self.basis.transpose(), loss })
    }

    /// The probe loss of an encoder for the data, by [`supervised::probe_samples`].
    pub fn probe(&self, encoder: &DMatrix<f64>) -> Result<f64> {
        supervised::probe_samples(&product(&self.x, &encoder.transpose()), &self.y)
    }

    fn map_back(&self, mut solved: Embedding, more_error: f64) -> Embedding {
        let k = solved.encoder.nrows();
        solved.encoder = product(&solved.encoder, &self.basis.transpose());
        solved.vectors = product(&self.basis, &solved.vectors);
        solved.eigenvalue_error += more_error;
        // For k = d: joint-embedding has no other row space, reconstruction needs φ_d > 0.
        let gap = match (solved.eigengap, &solved.decoder) {
            (Some(gap), _) => gap,
            (None, Some(_)) => solved.eigenvalues[k - 1],
            (None, None) => f64::INFINITY,
        };
        if gap <= 2.0 * solved.eigenvalue_error {
            solved.uniqueness = Uniqueness::Undecided;
        }
        solved
    }
}

/// |M|_F² / n for n rows.
fn mean_square(rows: &DMatrix<f64>) -> f64 {
    rows.norm_squared() / rows.nrows() as f64
}

/// V'MV.
fn congruence(matrix: &DMatrix<f64>, basis: &DMatrix<f64>) -> DMatrix<f64> {
    if matrix.nrows() > COMPENSATED_DIMENSION {
        return tr_product(basis, &product(matrix, basis));
    }
    let product = |left: &DMatrix<f64>, right: &DMatrix<f64>| {
        DMatrix::from_fn(left.ncols(), right.ncols(), |i, j| dot(left.column(i).as_slice(), right.column(j).as_slice()))
    };
    product(basis, &product(&matrix.transpose(), basis))
}

/// A dot product as if in twice the precision, rounded once (Ogita, Rump and Oishi 2005, Dot2).
fn dot(a: &[f64], b: &[f64]) -> f64 {
    let (mut high, mut low) = (0.0f64, 0.0f64);
    for (&x, &y) in a.iter().zip(b) {
        if x == 0.0 || y == 0.0 {
            continue;
        }
        let product = x * y;
        let product_error = x.mul_add(y, -product);
        let sum = high + product;
        let part = sum - high;
        low += ((high - (sum - part)) + (product - part)) + product_error;
        high = sum;
    }
    high + low
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::{AlignedNoise, Chain, LinearMixture, Mask};
    use crate::linalg::angles::row_space_distance;
    use nalgebra::dmatrix;

    fn solve_both(x: DMatrix<f64>, noise: &dyn Augmentation) -> (ViewMoments<f64>, Coordinates) {
        let y = DMatrix::from_fn(x.nrows(), 1, |i, _| i as f64);
        let data = DataMoments::from_samples(&x, &y).unwrap();
        (noise.views(&data).unwrap(), Coordinates::new(x, y, &data, noise).unwrap())
    }

    #[test]
    fn agrees_with_the_moment_route_where_s_is_well_conditioned() {
        let x = dmatrix![1., 2., 0.5; -1., 0.25, 3.; 2., -2., 1.; 0.5, 1., -1.];
        let noise =
            AlignedNoise::new(DMatrix::identity(3, 3), dmatrix![1., 1., 0.; 1., 2., 0.; 0., 0., 0.], 0.5).unwrap();
        // A mask, a map that is not symmetric and noise: M, H and Σ are all of general form.
        let map = dmatrix![1., 0.5, 0.; 0., 1., 0.; 0.25, 0., 2.];
        let mixture = LinearMixture::new(vec![map, DMatrix::identity(3, 3)], &[0.5, 0.5]).unwrap();
        let mask = Mask::independent(&[0.5, 0.75, 0.25]).unwrap();
        let chain = Chain::new(vec![Box::new(mask), Box::new(mixture), Box::new(noise.clone())]).unwrap();
        agree(x.clone(), &noise);
        agree(x, &chain);
    }

    fn agree(x: DMatrix<f64>, augmentation: &dyn Augmentation) {
        let (views, coordinates) = solve_both(x, augmentation);
        assert_eq!(coordinates.covariance_rounding > 0.0, augmentation.fixed_covariance().is_none());
        for k in 1..=3 {
            for paradigm in Paradigm::ALL {
                let moments = solve::embedding(paradigm, &views, k).unwrap();
                let samples = coordinates.embedding(paradigm, k).unwrap();
                assert!((moments.loss - samples.loss).abs() < 1e-14 * moments.loss.max(1.0));
                assert!((&moments.eigenvalues - &samples.eigenvalues).amax() < 1e-14 * moments.eigenvalues[0].max(1.0));
                assert!(row_space_distance(&moments.encoder, &samples.encoder).unwrap() < 1e-13);
                assert_eq!((moments.uniqueness, samples.uniqueness), (Uniqueness::Unique, Uniqueness::Unique));
                let gram = crate::moments::objective::embedding_second(&samples.encoder, &views);
                assert!((gram - DMatrix::<f64>::identity(k, k)).amax() < 1e-14);
                assert!(samples.eigenvalue_error > 0.0 && samples.eigenvalue_error < 1e-11);
            }
        }
        let (moments, samples) = (supervised::supervised(&views).unwrap(), coordinates.supervised().unwrap());
        assert!((moments.weights - samples.weights).amax() < 1e-14 && (moments.loss - samples.loss).abs() < 1e-14);
    }

    #[test]
    fn rounding_of_the_outputs_is_carried_into_the_error() {
        // C = 4 and Σ = 5: S = 9, φ² = 16/9. With errors 1/2 of Z and 1/4 of Σ0, ω is wrong by
        // 3/4, and φ² by 2 φ (sqrt(C) + φ)/2 + φ²/4 = 40/9 + 4/9.
        let noise = AlignedNoise::new(dmatrix![5.0], dmatrix![0.0], 0.0).unwrap();
        let (_, mut coordinates) = solve_both(dmatrix![2.0; -2.0], &noise);
        (coordinates.rounding, coordinates.covariance_rounding) = (0.5, 0.25);
        for (paradigm, error) in [(Paradigm::JointEmbedding, 0.75), (Paradigm::Reconstruction, 44.0 / 9.0)] {
            let found = coordinates.embedding(paradigm, 1).unwrap().eigenvalue_error;
            assert!((found - error).abs() < 1e-12, "{paradigm:?}: {found}");
        }
    }

    #[test]
    fn nearly_collinear_features_keep_their_digits() {
        // Two features that differ by 2^-20 and noise of variance 2^-44: cond(S) is about 2^44 =
        // 2e13. In the exact coordinates (sum, difference)/sqrt(2) everything is diagonal: c = (2
        // a², 2 e²) with x = (a + e, a - e), (a - e, a + e): a = 1, e = 2^-21, and ω = c/(c +
        // s).
        let (e, s) = (2f64.powi(-21), 2f64.powi(-44));
        let x = dmatrix![1. + e, 1. - e; 1. - e, 1. + e];
        let noise = AlignedNoise::new(DMatrix::identity(2, 2) * s, DMatrix::zeros(2, 2), 0.).unwrap();
        let (_, coordinates) = solve_both(x, &noise);
        let je = coordinates.embedding(Paradigm::JointEmbedding, 1).unwrap();
        assert!((je.loss / (2. * s / (2. + s)) - 1.).abs() < 1e-9);
        let second = 2. * e * e / (2. * e * e + s);
        assert!((je.eigenvalues[1] - second).abs() < 1e-9, "{} {second}", je.eigenvalues[1]);
    }

    #[test]
    fn small_theta_survives_a_large_gamma() {
        // Γ = v v' has the null vector (1, -1): Θ alone acts there, and α² = 1e10
        // would bury it.
        let basis = dmatrix![1., 1.; 1., -1.];
        let gamma = dmatrix![0.1, 0.1; 0.1, 0.1];
        assert_eq!(congruence(&gamma, &basis)[(1, 1)], 0.0);
        let cancelling = dmatrix![1e16, 1., -1e16; 0., 0., 0.; 0., 0., 0.];
        assert_eq!(congruence(&cancelling, &dmatrix![1.; 1.; 1.]), dmatrix![1.]);
        assert_eq!(dot(&[1e16, 1.0, -1e16], &[1.0, 1.0, 1.0]), 1.0);
        assert_eq!(dot(&[1.0 + f64::EPSILON, 1.0], &[1.0 - f64::EPSILON, -1.0]), -f64::EPSILON * f64::EPSILON);
    }
}
