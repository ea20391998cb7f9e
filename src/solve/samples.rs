//! The closed forms on samples: in `f64` where that is enough, in twice the precision where it is not.
//!
//! One pass over the samples gives their moments, and the problem is solved in `f64`. Bounds tell
//! what that is worth. Where a bound is above [`ENOUGH`] relative to its value, a second pass takes
//! the moments in twice the precision and the problem is solved from these ([`twice`](super::twice)).
//! Most problems on a sensible scale need one pass. Memory is O(d²), whatever n is.
//!
//! Features on which S vanishes (dead pixels, genes that no cell expresses) carry no information: they
//! are set aside, the problem is solved on the others, and encoders are 0 there. Any other singular S
//! is refused, with its cause.

use super::supervised::{Supervised, probe_within, supervised_within};
use super::twice::Problem;
use super::{Embedding, Route, Uniqueness, leading};
use crate::augment::{Augmentation, Channel};
use crate::dataset::Samples;
use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, symmetric_eigen};
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
    /// On the features that are kept.
    views: ViewMoments<f64>,
    /// Features that are 0 in all (centred) samples.
    zero: Vec<usize>,
    kept: Vec<usize>,
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
        let zero = zero_features(samples, &given, centred)?;
        let data = if centred { given.centred().without(&zero) } else { given.clone() };
        let whole = augmentation.views(&data)?;
        // Squares that underflow are no zeros.
        let underflow = |i: &usize| data.second[(*i, *i)] == 0.0 && !zero.contains(i);
        let mut vanishing = whole.vanishing();
        vanishing.retain(|i| !underflow(i));
        let kept: Vec<usize> = (0..samples.d()).filter(|i| vanishing.binary_search(i).is_err()).collect();
        if kept.is_empty() {
            return Err(Error::request(
                "every feature of the views is 0 in all samples",
                "give data that are not 0, or add augmentation noise",
            ));
        }
        let rounding = samples.rounding();
        let given = given.second.diagonal();
        let worst = magnified(augmentation, (&given, &kept), (&data, &whole), centred, rounding)?;
        let views = if vanishing.is_empty() { whole } else { whole.restricted(&kept) };
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
            zero,
            kept,
            entries,
            enough: if costly { ENOUGH_IF_COSTLY } else { ENOUGH },
            twice: OnceCell::new(),
        })
    }

    /// The features on which S vanishes, counted from 0.
    pub fn set_aside(&self) -> Vec<usize> {
        (0..self.samples.d()).filter(|i| self.kept.binary_search(i).is_err()).collect()
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
        let mut all = DMatrix::zeros(m.nrows(), self.samples.d());
        self.kept.iter().zip(m.column_iter()).for_each(|(&i, column)| all.set_column(i, &column));
        all
    }

    /// Why S is singular, where that can be told.
    fn cause(&self, error: Error) -> Error {
        let Error::NotPositiveDefinite { what, .. } = &error else { return error };
        let (n, d) = (self.samples.n(), self.kept.len());
        if n < d {
            let problem = format!("{n} samples do not fill {d} features, nor does the augmentation: S is singular");
            let remedy = "add augmentation noise on all features, or reduce them to principal components; if rows are \
                          features, add --transpose";
            return Error::request(problem, remedy);
        }
        let offset = |&&i: &&usize| {
            let (mean, second) = (self.data.mean[i], self.data.second[(i, i)]);
            mean * mean >= (1.0 - 1e-10) * second && second > 0.0
        };
        if let Some(i) = self.kept.iter().find(offset) {
            let problem = format!("feature {i} is offset by {:.1e}, which hides how it varies", self.data.mean[*i]);
            return Error::request(problem, "subtract the means with --center");
        }
        nearly_dependent(what, &self.views.view_second, &self.kept).unwrap_or(error)
    }

    fn on_kept(&self, paradigm: Paradigm, k: usize) -> Result<Embedding> {
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
        let encoder = encoder.select_columns(&self.kept);
        let (loss, error) = probe_within(&encoder, &self.data.restricted(&self.kept), self.entries)?;
        if error <= self.enough * loss { Ok((loss, error)) } else { self.twice()?.probe(&encoder) }
    }

    /// The problem in twice the precision, made once.
    fn twice(&self) -> Result<&Problem> {
        if self.twice.get().is_none() {
            let given = self.samples.twice_moments()?;
            let rounding = self.samples.twice_rounding();
            let before = given.second.diagonal().map(|v| v.approx());
            let data = if self.centred { given.centred().without(&self.zero) } else { given };
            let views = self.twice_views(&data)?;
            // Rounded after the means are subtracted: before, rounding may have left nothing of a variance.
            let approx = (&data.approx(), &views.approx());
            let worst = magnified(self.augmentation, (&before, &self.kept), approx, self.centred, rounding)?;
            let (data, views) = (data.restricted(&self.kept), views.restricted(&self.kept));
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
    // A feature that is constant has no error where it was 0.
    Ok(magnified.fold(1.0, f64::max))
}
