//! Route by minimisers from random starts: whether they end at a predicted row space. The runs know
//! only losses and gradients. Whether they reach the optimum of the closed form is the question of
//! `agreement.rs`. A run that does not converge is a failure.

use crate::claims::routes::populations::{population, random_spectrum, suitable};
use crate::claims::{Context, Evidence, Line, Route};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::minimize::{self, Method, Minimum, Options};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Recovery, Spectrum};
use nalgebra::DMatrix;

/// Projector distance at which L-BFGS has found a row space, where it is unique.
pub(in crate::claims) const NEAR: f64 = 1e-4;
/// The distance at which it has left it for an orthogonal direction.
pub(in crate::claims) const FAR: f64 = 1.0 - NEAR;
/// How far starts are apart at least, relative to their size.
pub(in crate::claims) const APART: f64 = 0.1;
/// Starts of a run against a prediction.
const STARTS: u64 = 3;

/// Options that stop a run after its first iteration.
pub(in crate::claims) const STOPPED: Options = Options { max_iterations: 1, gradient_tolerance: 1e-9 };

/// The minimiser's problem for a paradigm.
pub(in crate::claims) fn objective_of(paradigm: Paradigm, k: usize) -> minimize::Problem {
    match paradigm {
        Paradigm::Reconstruction => minimize::Problem::Reconstruction { k },
        Paradigm::JointEmbedding => minimize::Problem::JointEmbedding { k },
    }
}

/// What L-BFGS finds from some starts, measured from a given row space.
pub(in crate::claims) struct Runs {
    converged: bool,
    /// Whether no two of them began at the same place.
    apart: bool,
    /// Where each of them ended.
    distances: Vec<f64>,
}

impl Runs {
    /// Whether every run ended there.
    pub fn found(&self) -> bool {
        self.ended(|distance| distance < NEAR)
    }

    /// Whether every run ended at a direction orthogonal to it.
    pub fn left(&self) -> bool {
        self.ended(|distance| distance > FAR)
    }

    /// Whether every run ended where it is predicted.
    fn agree(&self, predicted: Recovery) -> bool {
        match predicted {
            Recovery::Signal => self.found(),
            Recovery::NoiseLeaks => self.left(),
            Recovery::Tie => false,
        }
    }

    fn ended(&self, there: impl Fn(f64) -> bool) -> bool {
        let all = self.distances.len() == STARTS as usize && self.distances.iter().all(|&distance| there(distance));
        [self.converged, self.apart, all] == [true; 3]
    }
}

/// L-BFGS from three starts against given rows.
pub(in crate::claims) fn minimised(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    rows: &DMatrix<f64>,
) -> Result<Runs> {
    let views = views.approx();
    let (mut converged, mut distances, mut starts) = (true, vec![], vec![]);
    for start in 0..STARTS {
        let found = lbfgs(paradigm, &views, rows.nrows(), start)?;
        distances.push(row_space_distance(&found.weights, rows)?);
        converged &= found.termination.converged();
        starts.push(found.start.weights);
    }
    let apart = (1..starts.len()).all(|i| starts[..i].iter().all(|other| is_apart(&starts[i], other)));
    Ok(Runs { converged, apart, distances })
}

/// Whether two starts are independent draws, and not one or nearly one.
fn is_apart(a: &DMatrix<f64>, b: &DMatrix<f64>) -> bool {
    (a - b).norm() > APART * a.norm()
}

/// L-BFGS from one start.
pub(in crate::claims) fn lbfgs(paradigm: Paradigm, views: &ViewMoments<f64>, k: usize, start: u64) -> Result<Minimum> {
    minimize::minimize(objective_of(paradigm, k), Method::Lbfgs, views, start, &Options::default())
}

/// Whether L-BFGS finds the first k coordinates where they are predicted, and something orthogonal
/// to one of them where noise leaks. A tie predicts nothing, so nothing agrees with it.
pub(in crate::claims) fn agrees(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    k: usize,
    predicted: Recovery,
) -> Result<bool> {
    minimised(paradigm, views, &DMatrix::identity(k, views.view_second.nrows())).map(|runs| runs.agree(predicted))
}

/// A line on runs that must end where predicted; `fault` is what its control plants.
pub(in crate::claims) fn line(id: &str, compared: &str, fault: &str) -> Line {
    let because = format!("all converged, row spaces within {NEAR:e} of the predicted side");
    Line::new(Route::Minimiser, id, format!("L-BFGS, {STARTS} starts each: {compared}"), fault, because)
}

/// A tenth above and below the thresholds of random spectra: the row space found flips.
pub(in crate::claims) fn thresholds(context: &Context<'_>, paradigm: Paradigm) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds");
    let compared = "random spectra with a threshold α² of at least 1/10, at 0.9 and 1.1 times it: the row space flips";
    let fault = "the views of the other side of the threshold";
    let stream = ("minimiser", "thresholds");
    line("minimiser", compared, fault).on_random(context, stream, [2, 6, 20], |_, rng, tally| {
        let (spectrum, threshold) = suitable(|| {
            let spectrum = random_spectrum(rng)?;
            let threshold = spectrum.thresholds().alpha_squared(paradigm).clone();
            // No α >= 0 lies below a smaller one.
            Ok((threshold >= ratio(1, 10)).then_some((spectrum, threshold)))
        })?;
        let (below, above) = ((ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal));
        for ((factor, predicted), (other, _)) in [(&below, &above), (&above, &below)] {
            tally.record(&population(&spectrum, &(&threshold * factor), None).view_second);
            tally.case(|run| {
                let views = population(&spectrum, &(&threshold * run.pick(factor, other)), None);
                Ok([agrees(paradigm, &views, spectrum.rank(), *predicted)?])
            })?;
        }
        Ok(())
    })
}

/// A population at an α² midway between the two thresholds, if the winner needs less and the middle
/// is clear of both.
pub(in crate::claims) fn midway(spectrum: &Spectrum<Rational>, winner: Paradigm) -> Option<ViewMoments<Rational>> {
    let t = spectrum.thresholds();
    let (low, high) = match winner {
        Paradigm::Reconstruction => (t.alpha_squared_rc, t.alpha_squared_je),
        Paradigm::JointEmbedding => (t.alpha_squared_je, t.alpha_squared_rc),
    };
    let low = low.max(ratio(0, 1));
    (high >= &low + ratio(1, 2)).then(|| population(spectrum, &((low + high) / ratio(2, 1)), None))
}

/// Whether only the winner finds the signal, k dimensions, in a population midway.
pub(in crate::claims) fn part(views: &ViewMoments<Rational>, k: usize, winner: Paradigm) -> Result<bool> {
    let mut parted = true;
    for paradigm in Paradigm::ALL {
        let predicted = if paradigm == winner { Recovery::Signal } else { Recovery::NoiseLeaks };
        parted &= agrees(paradigm, views, k, predicted)?;
    }
    Ok(parted)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// c = 1 with θ = 1, g = 1 with θ = 0: (12) is 1, and (10) is g/η² - 1 = 1 too. Of a parting both
    /// halves count: the winner finds the signal, and the other does not.
    #[test]
    fn paradigms_part_where_one_finds_the_signal_and_the_other_does_not() {
        let views = |g: i64, alpha_squared: (i64, i64)| {
            let one = || vec![ratio(1, 1)];
            let spectrum = Spectrum::new(one(), vec![ratio(1, 1), ratio(0, 1)], vec![ratio(g, 1)]).unwrap();
            population(&spectrum, &ratio(alpha_squared.0, alpha_squared.1), None)
        };
        // Neither, and both.
        for both in [views(1, (1, 2)), views(1, (2, 1))] {
            assert!(Paradigm::ALL.into_iter().all(|winner| !part(&both, 1, winner).unwrap()));
        }
        // g = 2: (12) is 1, (10) is 3.
        let parted = views(2, (2, 1));
        assert_eq!(
            Paradigm::ALL.map(|winner| part(&parted, 1, winner).unwrap()),
            Paradigm::ALL.map(|winner| winner == Paradigm::JointEmbedding)
        );
    }

    #[test]
    fn runs_that_failed_or_ended_elsewhere_find_nothing() {
        let runs = |converged, distances: &[f64]| Runs { converged, apart: true, distances: distances.to_vec() };
        assert!(runs(true, &[0.0, 1e-5, 0.0]).found() && !runs(true, &[0.0, 1e-5, 0.0]).left());
        assert!(runs(true, &[1.0, 0.99995, 1.0]).left() && !runs(true, &[1.0, 0.99995, 1.0]).found());
        assert!(!runs(false, &[0.0; 3]).found() && !runs(false, &[1.0; 3]).left());
        // Every run counts, and there are as many as there were to be.
        for at in 0..3 {
            for bad in [1e-4, 0.5, 1.0 - 1e-4, f64::NAN] {
                let with = |good: f64| runs(true, &[0, 1, 2].map(|i| if i == at { bad } else { good }));
                assert!(!with(0.0).found() && !with(1.0).left(), "{bad} at {at}");
            }
        }
        assert!(!runs(true, &[0.0; 2]).found() && !runs(true, &[1.0; 4]).left());
        // Runs that ended nowhere in particular, or not at all, agree with no prediction.
        let predictions = [Recovery::Signal, Recovery::NoiseLeaks, Recovery::Tie];
        for (runs, agreed) in [
            (runs(true, &[0.0; 3]), [true, false, false]),
            (runs(true, &[1.0; 3]), [false, true, false]),
            (runs(true, &[0.5; 3]), [false; 3]),
            (runs(true, &[0.0, 1.0, 1.0]), [false; 3]),
            (runs(false, &[0.0; 3]), [false; 3]),
            (runs(false, &[1.0; 3]), [false; 3]),
        ] {
            assert_eq!(predictions.map(|predicted| runs.agree(predicted)), agreed, "{:?}", runs.distances);
        }
        // One start, taken three times, is one run.
        let once = |distance| Runs { apart: false, ..runs(true, &[distance; 3]) };
        assert!(!once(0.0).found() && !once(1.0).left());
        let (a, b) = (DMatrix::from_element(1, 2, 1.0), DMatrix::from_element(1, 2, 1.01));
        assert!(!is_apart(&a, &a) && !is_apart(&a, &b) && is_apart(&a, &-&a));
    }
}
