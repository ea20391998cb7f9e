//! The closed forms on samples: in `f64` where that is enough, in twice the precision where it is not.
//!
//! One pass over the samples gives their moments, and the problem is solved in `f64`. Bounds tell
//! what that is worth. Where a bound is above [`ENOUGH`] relative to its value, a second pass takes
//! the moments in twice the precision and the problem is solved from these ([`twice`](super::twice)).
//! Most problems on a sensible scale need one pass. Memory is O(d²), whatever n is.
//!
//! Where the augmentation is known by drawn views alone, the pass is one over these
//! ([`Solver::of_views`]).
//!
//! Features on which S vanishes (dead pixels, genes that no cell expresses) carry no information: they
//! are set aside, the problem is solved on the others, and encoders are 0 there. Any other singular S
//! is refused, with its cause.

use super::channelled::Channelled;
use super::supervised::{Supervised, probe_within, supervised_within, unit};
use super::twice::Problem;
use super::{Embedding, Route, Uniqueness, leading};
use crate::augment::{Augmentation, Channel};
use crate::dataset::{Samples, Views};
use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, symmetric_eigen};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Twice};
use nalgebra::DMatrix;
use std::cell::OnceCell;

/// Relative error that sends a problem to twice the precision.
pub const ENOUGH: f64 = 1e-9;

/// The same where the exact channel multiplies large matrices of rationals: d² times the features that
/// enter one beyond this many, about a minute.
const ENOUGH_IF_COSTLY: f64 = 1e-6;
const COSTLY: usize = 1 << 20;

/// Largest d for which a gap that rounding hides is worth a second pass.
const HIDDEN_GAP_DIMENSION: usize = 512;

/// A problem on samples; see the [module](self).
pub struct Solver<'a> {
    origin: Origin<'a>,
    d: usize,
    /// On the features that are kept.
    views: ViewMoments<f64>,
    kept: Vec<usize>,
    entries: f64,
    enough: f64,
    twice: OnceCell<Problem>,
}

/// Where the moments come from.
enum Origin<'a> {
    /// Samples, through an augmentation that is known.
    Channel(Box<Channelled<'a>>),
    /// Drawn views, with composed noise.
    Drawn(&'a Views, f64),
}

fn require_noise(noise: f64) -> Result<()> {
    if noise >= 0.0 && noise.is_finite() { Ok(()) } else { Err(Error::range("noise", "a number >= 0", noise)) }
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
        Self::with_noise(samples, augmentation, exact, (centred, 0.0))
    }

    /// The same with isotropic noise on top, as in [`ViewMoments::with_noise`].
    ///
    /// # Errors
    /// As [`new`](Self::new); [`Error::OutOfRange`] for noise that is negative or not finite.
    pub fn with_noise(
        samples: &'a Samples,
        augmentation: &'a dyn Augmentation,
        exact: impl Fn() -> Result<Box<dyn Channel<Rational>>> + 'a,
        (centred, noise): (bool, f64),
    ) -> Result<Self> {
        require_noise(noise)?;
        let origin = Channelled::new(samples, augmentation, Box::new(exact), (centred, noise))?;
        let (views, vanishing) = origin.views()?;
        let kept = kept(samples.d(), &vanishing, "give data that are not 0, or add augmentation noise")?;
        let entries = origin.entries(&views, &kept)?;
        let enough = if origin.cost() > COSTLY { ENOUGH_IF_COSTLY } else { ENOUGH };
        Ok(Self::on(Origin::Channel(Box::new(origin)), views, kept, entries, enough))
    }

    /// Reads drawn views once: their augmentation is known by them alone, with isotropic noise on top
    /// as in [`ViewMoments::with_noise`].
    ///
    /// # Errors
    /// Those of the files; [`Error::OutOfRange`] for noise that is negative or not finite.
    pub fn of_views(views: &'a Views, noise: f64) -> Result<Self> {
        require_noise(noise)?;
        let whole = views.moments()?.with_noise(&noise);
        let vanishing = views.zero_features(whole.vanishing())?;
        let kept = kept(views.d(), &vanishing, "give views that are not 0")?;
        // Σ is at most v/(v - 1) <= 2 times S, to which its errors are taken to be relative.
        let entries = 2.0 * views.rounding();
        Ok(Self::on(Origin::Drawn(views, noise), whole, kept, entries, ENOUGH))
    }

    fn on(origin: Origin<'a>, whole: ViewMoments<f64>, kept: Vec<usize>, entries: f64, enough: f64) -> Self {
        let d = whole.view_second.nrows();
        let views = if kept.len() < d { whole.restricted(&kept) } else { whole };
        Self { origin, d, views, kept, entries, enough, twice: OnceCell::new() }
    }

    /// The features on which S vanishes, counted from 0.
    pub fn set_aside(&self) -> Vec<usize> {
        (0..self.d).filter(|i| self.kept.binary_search(i).is_err()).collect()
    }

    /// The largest rank that A may have, as the number of samples tells: estimates from drawn views
    /// have any.
    pub fn rank(&self) -> usize {
        match &self.origin {
            Origin::Channel(channelled) => channelled.samples.n(),
            Origin::Drawn(..) => usize::MAX,
        }
    }

    /// Solves a paradigm, as [`solve::embedding`](super::embedding) does.
    ///
    /// # Errors
    /// As there, and those of the samples.
    pub fn embedding(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        let mut solved = self.on_kept(paradigm, k).map_err(|error| self.cause(error))?;
        solved.encoder = self.spread(&solved.encoder);
        Ok(solved)
    }

    /// Columns for all features, 0 on those that are set aside.
    fn spread(&self, m: &DMatrix<f64>) -> DMatrix<f64> {
        let mut all = DMatrix::zeros(m.nrows(), self.d);
        self.kept.iter().zip(m.column_iter()).for_each(|(&i, column)| all.set_column(i, &column));
        all
    }

    /// Why S is singular, where that can be told.
    fn cause(&self, error: Error) -> Error {
        let Error::NotPositiveDefinite { what, .. } = &error else { return error };
        let d = self.kept.len();
        let channelled = match &self.origin {
            Origin::Channel(channelled) => channelled,
            Origin::Drawn(views, noise) => {
                let (n, v) = (views.n(), views.views());
                if n * v < d && *noise == 0.0 {
                    let problem = format!("{v} views of {n} samples do not fill {d} features: S is singular");
                    let remedy = "add noise with --noise 0.01, say, or reduce the features to principal components";
                    return Error::request(problem, remedy);
                }
                return nearly_dependent(what, &self.views.view_second, &self.kept).unwrap_or(error);
            }
        };
        let n = channelled.samples.n();
        if n < d {
            let problem = format!("{n} samples do not fill {d} features, nor does the augmentation: S is singular");
            let remedy = "add augmentation noise on all features, or reduce them to principal components; if rows are \
                          features, add --transpose";
            return Error::request(problem, remedy);
        }
        let offset = |&&i: &&usize| {
            let (mean, second) = (channelled.data.mean[i], channelled.data.second[(i, i)]);
            mean * mean >= (1.0 - 1e-10) * second && second > 0.0
        };
        if let Some(i) = self.kept.iter().find(offset) {
            let problem =
                format!("feature {i} is offset by {:.1e}, which hides how it varies", channelled.data.mean[*i]);
            return Error::request(problem, "subtract the means with --center");
        }
        nearly_dependent(what, &self.views.view_second, &self.kept).unwrap_or(error)
    }

    fn on_kept(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
        let rounded = match paradigm {
            // The estimate of H'H is a product in `f64`.
            Paradigm::Reconstruction if self.views.is_sampled() => unit::<f64>(self.d),
            _ => 0.0,
        };
        let entries = self.entries + rounded;
        match leading(paradigm, &self.views, k, (entries, None), Route::Squares) {
            Ok(found) => {
                let solved = found.embedding(&self.views, entries);
                if self.is_enough(&solved) { Ok(solved) } else { self.twice()?.embedding(paradigm, k) }
            }
            Err(Error::NotPositiveDefinite { .. } | Error::NotConverged { .. }) => self.twice()?.embedding(paradigm, k),
            Err(error) => Err(error),
        }
    }

    fn is_enough(&self, solved: &Embedding) -> bool {
        let (k, d) = solved.encoder.shape();
        let sizes = solved.eigenvalues.iter().map(|value| value.abs().max(1e-12 * solved.eigenvalues[0]));
        let known = solved.eigenvalue_errors.iter().zip(sizes).all(|(error, size)| *error <= self.enough * size);
        // A gap beyond the rank of X is an exact tie, which no precision opens.
        let cheap = d <= HIDDEN_GAP_DIMENSION && self.enough == ENOUGH;
        let hidden = cheap && solved.uniqueness != Uniqueness::Unique && k <= self.rank();
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
        let mut solved = self.supervised_on_kept().map_err(|error| self.cause(error))?;
        solved.weights = self.spread(&solved.weights);
        Ok(solved)
    }

    fn supervised_on_kept(&self) -> Result<Supervised> {
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
        let Origin::Channel(channelled) = &self.origin else {
            return Err(Error::NoLabels { what: "the probe".into() });
        };
        let encoder = encoder.select_columns(&self.kept);
        let (loss, error) = probe_within(&encoder, &channelled.data.restricted(&self.kept), self.entries)?;
        if error <= self.enough * loss { Ok((loss, error)) } else { self.twice()?.probe(&encoder) }
    }

    /// The problem in twice the precision, made once.
    fn twice(&self) -> Result<&Problem> {
        if self.twice.get().is_none() {
            let problem = match &self.origin {
                Origin::Channel(channelled) => channelled.twice(&self.kept)?,
                Origin::Drawn(views, noise) => {
                    let whole = views.twice_moments()?.with_noise(&Twice::from(*noise));
                    let of_views = whole.restricted(&self.kept);
                    Problem::of_views(of_views, 2.0 * views.twice_rounding())?
                }
            };
            let _ = self.twice.set(problem);
        }
        self.twice.get().ok_or_else(|| Error::request("the problem has no solution", "report this"))
    }
}

/// The features that do not vanish, of which there must be some.
fn kept(d: usize, vanishing: &[usize], remedy: &str) -> Result<Vec<usize>> {
    let kept: Vec<usize> = (0..d).filter(|i| vanishing.binary_search(i).is_err()).collect();
    match kept.is_empty() {
        true => Err(Error::request("every feature of the views is 0 in all samples", remedy)),
        false => Ok(kept),
    }
}

/// The features of the direction in which S is smallest, in units in which its diagonal is 1.
fn nearly_dependent(what: &str, s: &DMatrix<f64>, kept: &[usize]) -> Option<Error> {
    let root = s.diagonal().map(f64::sqrt);
    let scaled = DMatrix::from_fn(s.nrows(), s.nrows(), |i, j| s[(i, j)] / (root[i] * root[j]));
    let Eigen { values, vectors } = symmetric_eigen(&scaled).ok()?;
    let last = values.len() - 1;
    let direction = vectors.column(last).map(f64::abs);
    let mut order: Vec<usize> = (0..=last).filter(|&i| direction[i] > 0.1 * direction.max()).collect();
    order.sort_by(|&i, &j| direction[j].total_cmp(&direction[i]));
    let mut features: Vec<usize> = order.into_iter().take(4).map(|i| kept[i]).collect();
    features.sort_unstable();
    Some(Error::NearlyDependent { what: what.into(), features, value: values[last].max(0.0) })
}

#[cfg(test)]
#[path = "samples_tests.rs"]
mod tests;
