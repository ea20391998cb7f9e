//! The closed forms on samples: in `f64` where that is enough, in twice the precision where it is not.
//!
//! One pass over the samples gives their moments, and the problem is solved in `f64`. Bounds tell
//! what that is worth. Where a bound is above [`ENOUGH`] relative to its value, a second pass takes
//! the moments in twice the precision and the problem is solved from these ([`twice`](super::twice)).
//! Most problems on a sensible scale need one pass. Memory is O(d²), whatever n is.

use super::supervised::{Supervised, probe_within, supervised_within};
use super::twice::Problem;
use super::{Embedding, Route, Uniqueness, leading};
use crate::augment::{Augmentation, Channel};
use crate::dataset::Samples;
use crate::error::{Error, Result};
use crate::moments::{DataMoments, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, Twice, exact_from_twice, twice_from_exact};
use nalgebra::{DMatrix, DVector};
use std::cell::OnceCell;

/// Relative error that sends a problem to twice the precision.
pub const ENOUGH: f64 = 1e-9;

/// The same where the exact channel multiplies large matrices of rationals: d² times the features that
/// enter one beyond this many, about a minute.
const ENOUGH_IF_COSTLY: f64 = 1e-6;
const COSTLY: usize = 1 << 20;

/// What an augmentation adds to the error of the entries of the moments, relative to the roots of
/// their diagonals: up to 77 u.
const CHANNEL: f64 = 77.0 * f64::EPSILON / 2.0;

/// Largest d for which a gap that rounding hides is worth a second pass.
const HIDDEN_GAP_DIMENSION: usize = 512;

/// Makes the augmentation with its parameters as exact rationals: only where it is needed.
type Exact<'a> = Box<dyn Fn() -> Result<Box<dyn Channel<Rational>>> + 'a>;

/// A problem on samples; see the [module](self).
pub struct Solver<'a> {
    samples: &'a Samples,
    augmentation: &'a dyn Augmentation,
    exact: Exact<'a>,
    centred: bool,
    data: DataMoments<f64>,
    views: ViewMoments<f64>,
    entries: f64,
    enough: f64,
    twice: OnceCell<Problem>,
}

impl<'a> Solver<'a> {
    /// Reads the samples once. `exact` makes the augmentation with its parameters as they are meant;
    /// `centred` subtracts from each feature its mean.
    ///
    /// # Errors
    /// Those of the samples and of [`Channel::views`].
    pub fn new(
        samples: &'a Samples,
        augmentation: &'a dyn Augmentation,
        exact: impl Fn() -> Result<Box<dyn Channel<Rational>>> + 'a,
        centred: bool,
    ) -> Result<Self> {
        let given = samples.moments()?;
        let data = if centred { given.centred() } else { given.clone() };
        let views = augmentation.views(&data)?;
        let rounding = samples.rounding();
        let worst = magnified(augmentation, &given.second.diagonal(), (&data, &views), centred, rounding)?;
        let entries = (rounding + CHANNEL) * worst;
        let entries = if entries.is_nan() { f64::INFINITY } else { entries };
        let d = samples.d();
        let costly = augmentation.mixing().is_some_and(|features| d * d * features > COSTLY);
        Ok(Self {
            samples,
            augmentation,
            exact: Box::new(exact),
            centred,
            data,
            views,
            entries,
            enough: if costly { ENOUGH_IF_COSTLY } else { ENOUGH },
            twice: OnceCell::new(),
        })
    }

    /// Solves a paradigm, as [`solve::embedding`](super::embedding) does.
    ///
    /// # Errors
    /// As there, and those of the samples.
    pub fn embedding(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        match leading(paradigm, &self.views, k, (self.entries, None), Route::Squares) {
            Ok(found) => {
                let solved = found.embedding(&self.views, self.entries);
                if self.is_enough(&solved) { Ok(solved) } else { self.twice()?.embedding(paradigm, k) }
            }
            Err(Error::NotPositiveDefinite { .. } | Error::NotConverged { .. }) => self.twice()?.embedding(paradigm, k),
            Err(error) => Err(error),
        }
    }

    fn is_enough(&self, solved: &Embedding) -> bool {
        let (k, d) = solved.encoder.shape();
        let sizes = solved.eigenvalues.iter().map(|value| value.max(1e-12 * solved.eigenvalues[0]));
        let known = solved.eigenvalue_errors.iter().zip(sizes).all(|(error, size)| *error <= self.enough * size);
        // A gap beyond the rank of X is an exact tie, which no precision opens.
        let cheap = d <= HIDDEN_GAP_DIMENSION && self.enough == ENOUGH;
        let hidden = cheap && solved.uniqueness != Uniqueness::Unique && k <= self.samples.n();
        solved.loss_error <= self.enough * solved.loss
            && known
            && (solved.row_space_error <= self.enough.sqrt() || solved.uniqueness != Uniqueness::Unique)
            && !hidden
    }

    /// Solves SL (Lemma B.1), as [`supervised`](super::supervised::supervised) does.
    ///
    /// # Errors
    /// As there, and those of the samples.
    pub fn supervised(&self) -> Result<Supervised> {
        match supervised_within(&self.views, self.entries) {
            Ok(solved)
                if solved.loss_error <= self.enough * solved.loss
                    && solved.weights_error <= self.enough * solved.weights.amax() =>
            {
                Ok(solved)
            }
            Ok(_) | Err(Error::NotPositiveDefinite { .. }) => self.twice()?.supervised(),
            Err(error) => Err(error),
        }
    }

    /// The probe loss of an encoder for the data, and a bound on its error.
    ///
    /// # Errors
    /// [`Error::NoLabels`], and those of the samples.
    pub fn probe(&self, encoder: &DMatrix<f64>) -> Result<(f64, f64)> {
        let (loss, error) = probe_within(encoder, &self.data, self.entries)?;
        if error <= self.enough * loss { Ok((loss, error)) } else { self.twice()?.probe(encoder) }
    }

    /// The problem in twice the precision, made once.
    fn twice(&self) -> Result<&Problem> {
        if self.twice.get().is_none() {
            let given = self.samples.twice_moments()?;
            let rounding = self.samples.twice_rounding();
            let before = given.second.diagonal().map(|v| v.approx());
            let data = if self.centred { given.centred() } else { given };
            let views = self.twice_views(&data)?;
            let approx = (&self.data, &views.approx());
            let worst = magnified(self.augmentation, &before, approx, self.centred, rounding)?;
            let _ = self.twice.set(Problem::new(data, views, rounding * worst)?);
        }
        self.twice.get().ok_or_else(|| Error::request("the problem has no solution", "report this"))
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
            label_cross: rounded(&views.label_cross),
            label_energy: data.label_energy,
        })
    }
}

fn try_map<A: Scalar, B: Scalar>(m: &DMatrix<A>, f: impl Fn(&A) -> Result<B>) -> Result<DMatrix<B>> {
    let values = m.iter().map(f).collect::<Result<Vec<_>>>()?;
    Ok(DMatrix::from_vec(m.nrows(), m.ncols(), values))
}

/// By how much the errors of the data's moments are magnified in those of the views, relative to the
/// roots of their diagonals: by centring, since what was subtracted had the errors of what was given
/// (diagonal `given`), and where an augmentation combines features, since these may cancel. Infinite
/// where the errors may be all there is.
fn magnified(
    augmentation: &dyn Augmentation,
    given: &DVector<f64>,
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
    let magnified = before.iter().zip(&after).map(|(&before, &after)| {
        let sure = after - 4.0 * rounding * before;
        // C, and twice the mean.
        if sure > 0.5 * after { 3.0 * before / after } else { f64::INFINITY }
    });
    // A feature that is constant has no error where it was 0.
    Ok(magnified.fold(1.0, f64::max))
}
