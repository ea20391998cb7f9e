//! Samples and an augmentation that is known: their moments, and what rounding leaves of them.

use super::twice::Problem;
use crate::augment::{Augmentation, Channel};
use crate::dataset::Samples;
use crate::error::{Error, Result};
use crate::moments::{DataMoments, ViewMoments};
use crate::scalar::{Rational, Scalar, Twice, exact_from_twice, twice_from_exact};
use nalgebra::{DMatrix, DVector};

/// What an augmentation adds to the error of the entries of the moments, relative to the roots of
/// their diagonals: up to 77 u.
const CHANNEL: f64 = 77.0 * f64::EPSILON / 2.0;

/// Makes the augmentation with its parameters as exact rationals: only where it is needed.
pub(super) type Exact<'a> = Box<dyn Fn() -> Result<Box<dyn Channel<Rational>>> + 'a>;

/// Samples and what is done to them.
pub(super) struct Channelled<'a> {
    pub samples: &'a Samples,
    augmentation: &'a dyn Augmentation,
    exact: Exact<'a>,
    centred: bool,
    /// Isotropic noise on top, as in [`ViewMoments::with_noise`].
    noise: f64,
    /// The diagonal of the second moment before anything is subtracted.
    given: DVector<f64>,
    pub data: DataMoments<f64>,
    /// Features that are 0 in all (centred) samples.
    zero: Vec<usize>,
}

impl<'a> Channelled<'a> {
    /// Reads the samples once.
    pub(super) fn new(
        samples: &'a Samples,
        augmentation: &'a dyn Augmentation,
        exact: Exact<'a>,
        (centred, noise): (bool, f64),
    ) -> Result<Self> {
        let given = samples.moments()?;
        let zero = zero_features(samples, &given, centred)?;
        let diagonal = given.second.diagonal();
        let data = if centred { given.centred().without(&zero) } else { given };
        Ok(Self { samples, augmentation, exact, centred, noise, given: diagonal, data, zero })
    }

    /// The moments of the views, and the features on which S vanishes.
    pub(super) fn views(&self) -> Result<(ViewMoments<f64>, Vec<usize>)> {
        let whole = self.topped(self.augmentation.views(&self.data)?);
        // Squares that underflow are no zeros.
        let underflow = |i: &usize| self.data.second[(*i, *i)] == 0.0 && !self.zero.contains(i);
        let mut vanishing = whole.vanishing();
        vanishing.retain(|i| !underflow(i));
        Ok((whole, vanishing))
    }

    /// What the entries of the moments of the views may be off, relative to their diagonals.
    pub(super) fn entries(&self, views: &ViewMoments<f64>, kept: &[usize]) -> Result<f64> {
        let rounding = self.samples.rounding();
        let kept = &self.varying(kept);
        let worst = magnified(self.augmentation, (&self.given, kept), (&self.data, views), self.centred, rounding)?;
        let entries = (rounding + CHANNEL) * worst;
        Ok(if entries.is_nan() { f64::INFINITY } else { entries })
    }

    /// Those features whose moments can be off: a feature that is 0 in all samples has none, unless
    /// others enter it.
    fn varying(&self, kept: &[usize]) -> Vec<usize> {
        let alone = self.augmentation.mixing().is_none();
        kept.iter().copied().filter(|i| !(alone && self.zero.contains(i))).collect()
    }

    /// d² times the features that enter one, where the exact channel multiplies large matrices.
    pub(super) fn cost(&self) -> usize {
        self.augmentation.mixing().map_or(0, |features| self.samples.d().pow(2) * features)
    }

    /// The problem on some features, in twice the precision.
    pub(super) fn twice(&self, kept: &[usize]) -> Result<Problem> {
        let given = self.samples.twice_moments()?;
        let rounding = self.samples.twice_rounding();
        let before = given.second.diagonal().map(|v| v.approx());
        let data = if self.centred { given.centred().without(&self.zero) } else { given };
        let views = self.topped(self.twice_views(&data)?);
        // Rounded after the means are subtracted: before, rounding may have left nothing of a variance.
        let approx = (&data.approx(), &views.approx());
        let varying = &self.varying(kept);
        let worst = magnified(self.augmentation, (&before, varying), approx, self.centred, rounding)?;
        Problem::new(data.restricted(kept), views.restricted(kept), rounding * worst)
    }

    /// With the noise on top. It is off by no more than S is, relative to the diagonal that it adds to.
    fn topped<T: Scalar + From<f64>>(&self, views: ViewMoments<T>) -> ViewMoments<T> {
        if self.noise == 0.0 { views } else { views.with_noise(&T::from(self.noise)) }
    }

    /// The moments of the views: by the exact channel, unless it only adds a fixed covariance.
    fn twice_views(&self, data: &DataMoments<Twice>) -> Result<ViewMoments<Twice>> {
        if let Some(parts) = self.augmentation.fixed_covariance()
            && self.augmentation.keeps_mean()
        {
            let [theta, gamma] = parts.map(|(weight, part)| part.map(|v| Twice::from(v) * Twice::from(weight)));
            let (label_cross, label_energy) = (data.label_cross.clone(), data.label_energy);
            let additive = ViewMoments::additive(data.second.clone(), theta + gamma);
            return Ok(ViewMoments { label_cross, label_energy, ..additive });
        }
        let (exact, twice) = (|m: &DMatrix<Twice>| try_map(m, |v| exact_from_twice(*v)), twice_from_exact);
        let list = |v: &DVector<Twice>| {
            let values = v.iter().map(|v| exact_from_twice(*v)).collect::<Result<Vec<_>>>()?;
            Ok::<_, Error>(DVector::from_vec(values))
        };
        let views = (self.exact)()?.views(&DataMoments {
            count: data.count,
            mean: list(&data.mean)?,
            second: exact(&data.second)?,
            label_cross: exact(&data.label_cross)?,
            label_mean: list(&data.label_mean)?,
            label_energy: exact_from_twice(data.label_energy)?,
        })?;
        let rounded = |m: &DMatrix<Rational>| m.map(|v| twice(&v));
        Ok(ViewMoments {
            data_second: data.second.clone(),
            mean_second: rounded(&views.mean_second),
            covariance: rounded(&views.covariance),
            view_second: rounded(&views.view_second),
            cross: rounded(&views.cross),
            cross_second: views.cross_second.as_ref().map(rounded),
            label_cross: rounded(&views.label_cross),
            label_energy: data.label_energy,
        })
    }
}

/// The features that are 0 in all samples, or in all centred ones. Samples are read again only if
/// their moments leave that open.
fn zero_features(samples: &Samples, given: &DataMoments<f64>, centred: bool) -> Result<Vec<usize>> {
    let open = |&i: &usize| {
        let (mean, second) = (given.mean[i], given.second[(i, i)]);
        if centred { mean * mean >= (1.0 - 1e-6) * second } else { second == 0.0 }
    };
    let candidates: Vec<usize> = (0..given.dimension()).filter(open).collect();
    let found = samples.constants(&candidates)?;
    Ok(found.into_iter().filter(|(_, value)| centred || *value == 0.0).map(|(i, _)| i).collect())
}

fn try_map<A: Scalar, B: Scalar>(m: &DMatrix<A>, f: impl Fn(&A) -> Result<B>) -> Result<DMatrix<B>> {
    let values = m.iter().map(f).collect::<Result<Vec<_>>>()?;
    Ok(DMatrix::from_vec(m.nrows(), m.ncols(), values))
}

/// By how much the errors of the data's moments are magnified in those of the views, relative to the
/// roots of their diagonals: by centring, since what was subtracted had the errors of what was given
/// (diagonal `given`, of which those `kept` count), and where an augmentation combines features, since
/// these may cancel. Infinite where the errors may be all there is.
fn magnified(
    augmentation: &dyn Augmentation,
    (given, kept): (&DVector<f64>, &[usize]),
    (data, views): (&DataMoments<f64>, &ViewMoments<f64>),
    centred: bool,
    rounding: f64,
) -> Result<f64> {
    let d = given.len();
    let (before, after) = match augmentation.mixing() {
        None if !centred => return Ok(1.0),
        // Views scale a feature and its errors alike.
        None => (given.clone(), data.second.diagonal()),
        Some(features) => {
            // |δC_jl| <= ρ c_j c_l with c² = diag C gives |E A δC A'|_ii <= ρ s E (A diag(c²) A')_ii,
            // for s features that enter one (Cauchy and Schwarz).
            let second = DMatrix::from_diagonal(given);
            let apart = augmentation.views(&DataMoments { second, ..data.clone() })?.view_second.diagonal();
            // What is 0 in f64 combines nothing.
            let moments = [&views.view_second, &views.mean_second, &views.covariance];
            let positive = |i: usize| moments.map(|m| m[(i, i)]).into_iter().filter(|v| *v > 0.0);
            let after = DVector::from_fn(d, |i, _| positive(i).fold(f64::INFINITY, f64::min));
            (apart * features as f64, after)
        }
    };
    let magnified = kept.iter().map(|&i| (before[i], after[i])).map(|(before, after)| {
        let sure = after - 4.0 * rounding * before;
        // C, and twice the mean.
        if sure > 0.5 * after { 3.0 * before / after } else { f64::INFINITY }
    });
    Ok(magnified.fold(1.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::augment::AlignedNoise;

    /// C = s - m², where s is off by ρ s and m by ρ sqrt s: every corner, for offsets of any size; and no
    /// bound where the errors may be all of C.
    #[test]
    fn centring_magnifies_by_what_the_corners_show() {
        let noise = AlignedNoise::new(DMatrix::identity(1, 1), DMatrix::zeros(1, 1), 0.0).unwrap();
        let of = |mean: f64, variance: f64, rounding: f64, centred: bool| {
            let x = [mean + variance.sqrt(), mean - variance.sqrt()];
            let given =
                DataMoments::from_samples(&DMatrix::from_column_slice(2, 1, &x), &DMatrix::zeros(2, 0)).unwrap();
            let data = if centred { given.centred() } else { given.clone() };
            let views = noise.views(&data).unwrap();
            magnified(&noise, (&given.second.diagonal(), &[0]), (&data, &views), centred, rounding).unwrap()
        };
        for (mean, variance) in [(0.0, 1.0), (1.0, 1.0), (3.0, 0.5), (100.0, 1e-2)] {
            let (second, rounding) = (mean * mean + variance, 1e-9);
            let worst = [-1.0, 1.0].map(|sign| {
                let (s, m) = (second * (1.0 + sign * rounding), mean - sign * rounding * f64::sqrt(second));
                (s - m * m - variance).abs() / (rounding * variance)
            });
            let (worst, found) = (worst[0].max(worst[1]), of(mean, variance, rounding, true));
            assert!(found >= 0.99 * worst && found <= 4.0 * worst, "{mean}: {found} {worst}");
            assert_eq!(of(mean, variance, rounding, false), 1.0);
        }
        // 4 ρ s is 8e-3 of the variance, and 8 times it.
        assert!(of(100.0, 1.0, 2e-7, true).is_finite() && of(100.0, 1.0, 2e-4, true).is_infinite());
    }
}
