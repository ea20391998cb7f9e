//! What the claims on families of augmentations share: exact instances, minimiser runs on them, and
//! a piece of the data set as images.

use crate::augment::Augmentation;
use crate::certificate::ExactPencil;
use crate::claims::routes::certificates;
use crate::claims::routes::minimisers::{approx_views, closed_form, objective_of};
use crate::claims::{Context, Evidence, Route, Tally};
use crate::dataset::{Dataset, Features, Values};
use crate::drawn_views;
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{inertia, random_matrix};
use crate::minimize::{self, Method, Options};
use crate::moments::DataMoments;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::Rational;
use crate::threshold::Recovery;
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;

/// Both problems with their names.
pub(in crate::claims) const PARADIGMS: [(Paradigm, &str); 2] =
    [(Paradigm::JointEmbedding, "SSL-JE"), (Paradigm::Reconstruction, "SSL-RC")];

/// Random exact samples X (n x d, n = d + 2) and their moments, with C positive definite.
pub(in crate::claims) fn random_data(
    rng: &mut ChaCha8Rng,
    d: usize,
) -> Result<(DMatrix<Rational>, DataMoments<Rational>)> {
    loop {
        let x = random_matrix(rng, d + 2, d, 4);
        let data = DataMoments::from_samples(&x, &DMatrix::zeros(d + 2, 0))?;
        if inertia(&data.second).positive == d {
            return Ok((x, data));
        }
    }
}

/// The numerator of a paradigm's pencil: G or H'H.
pub(in crate::claims) fn numerator(paradigm: Paradigm, views: &ViewMoments<Rational>) -> DMatrix<Rational> {
    match paradigm {
        Paradigm::JointEmbedding => views.mean_second.clone(),
        Paradigm::Reconstruction => views.cross.transpose() * &views.cross,
    }
}

/// lambda with A v = lambda S v exactly, if v is an eigenvector of the paradigm's pencil.
pub(in crate::claims) fn eigenvalue(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    v: &DMatrix<Rational>,
) -> Option<Rational> {
    let (a, s) = (numerator(paradigm, views) * v, &views.view_second * v);
    let value = (v.transpose() * &a)[(0, 0)].clone() / (v.transpose() * &s)[(0, 0)].clone();
    (a == s.map(|s| s * &value)).then_some(value)
}

/// What L-BFGS finds from three starts, measured from a given row space.
pub(in crate::claims) struct Runs {
    converged: bool,
    nearest: f64,
    farthest: f64,
}

impl Runs {
    /// Whether every run ended there.
    pub(in crate::claims) fn found(&self) -> bool {
        [self.converged, self.farthest < 1e-4] == [true; 2]
    }

    /// Whether every run ended at a direction orthogonal to it.
    pub(in crate::claims) fn left(&self) -> bool {
        [self.converged, self.nearest > 1.0 - 1e-4] == [true; 2]
    }
}

/// L-BFGS from three starts against given rows.
pub(in crate::claims) fn minimised(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    rows: &DMatrix<f64>,
) -> Result<Runs> {
    let views = approx_views(views);
    let mut runs = Runs { converged: true, nearest: f64::INFINITY, farthest: 0.0 };
    for start in 0..3 {
        let problem = objective_of(paradigm, rows.nrows());
        let found = minimize::minimize(problem, Method::Lbfgs, &views, start, &Options::default())?;
        let distance = row_space_distance(&found.weights, rows)?;
        runs.converged &= found.termination.converged();
        (runs.nearest, runs.farthest) = (runs.nearest.min(distance), runs.farthest.max(distance));
    }
    Ok(runs)
}

/// Whether L-BFGS finds the first k coordinates where they are predicted, and something at distance
/// 1 where noise leaks; `None` for a tie, which predicts nothing.
pub(in crate::claims) fn minimiser_agrees(
    paradigm: Paradigm,
    views: &ViewMoments<Rational>,
    k: usize,
    predicted: Recovery,
) -> Result<Option<bool>> {
    let signal = DMatrix::identity(k, views.view_second.nrows());
    let runs = minimised(paradigm, views, &signal)?;
    Ok(match predicted {
        Recovery::Signal => Some(runs.found()),
        Recovery::NoiseLeaks => Some(runs.left()),
        Recovery::Tie => None,
    })
}

/// Evidence that every run agreed with its prediction.
pub(in crate::claims) fn agreement(compared: &str, tally: Tally) -> Evidence {
    Evidence::at_least(
        Route::Minimiser,
        format!("L-BFGS, 3 starts each: {compared}, share of {} instances{}", tally.cases(), tally.instances()),
        tally.share(),
        1.0,
        "all converged; row spaces within 1e-4 of the predicted side",
    )
}

/// Images used of a larger data set: their exact moments take a fraction of a second.
const MOST_IMAGES: usize = 2000;

/// A piece of the data set as images: bytes, n x d.
pub(in crate::claims) struct Images {
    pub data: Dataset,
    pub x: DMatrix<f64>,
    pub on: String,
}

/// The central 8 x 8 pixels of every image, at most 2,000 images.
pub(in crate::claims) fn images(context: &Context<'_>) -> Result<Images> {
    let side = context.raw.d().isqrt();
    let first = side.saturating_sub(8) / 2;
    let columns: Vec<usize> = (0..64).map(|at| (first + at / 8) * side + first + at % 8).collect();
    piece(context, &columns, "8 x 8 pixels")
}

/// The 48 pixels of the largest second moment, in the order of the image: none of them is always 0.
pub(in crate::claims) fn pixels(context: &Context<'_>) -> Result<Images> {
    let (n, d) = (context.raw.n().min(MOST_IMAGES), context.raw.d());
    let mut energy = vec![0.0; d];
    for (at, value) in context.raw.features().rows().iter().take(n * d).enumerate() {
        energy[at % d] += value * value;
    }
    let mut order: Vec<usize> = (0..d).collect();
    order.sort_by(|&i, &j| energy[j].total_cmp(&energy[i]));
    let mut columns: Vec<usize> = order.into_iter().take(48).collect();
    columns.sort_unstable();
    piece(context, &columns, "the 48 brightest pixels")
}

fn piece(context: &Context<'_>, columns: &[usize], what: &str) -> Result<Images> {
    let (n, d) = (context.raw.n().min(MOST_IMAGES), context.raw.d());
    let rows = (0..n).flat_map(|i| columns.iter().map(move |&c| i * d + c));
    let features = match context.raw.features().values() {
        Values::Bytes(values) => Features::bytes(rows.map(|at| values[at]).collect(), columns.len())?,
        Values::Real(values) => Features::real(rows.map(|at| values[at]).collect(), columns.len())?,
    };
    let data = Dataset::new(what, features, None)?;
    let x = data.matrix();
    Ok(Images { data, x, on: format!("{what} of {}, n = {n}", context.raw.name()) })
}

impl Images {
    /// Both losses at their closed forms, from drawn views of the first images.
    pub fn sampled(&self, context: &Context<'_>, augmentation: &dyn Augmentation, k: usize) -> Result<Evidence> {
        (context.progress)("drawing views");
        let n = context.tier.pick(30, 60, 300).min(self.x.nrows());
        let rounds = context.tier.pick(100, 150, 1000);
        // Spread over the data, so that no pixel is 0 in all of them.
        let step = self.x.nrows() / n;
        let x = DMatrix::from_fn(n, self.x.ncols(), |i, j| self.x[(i * step, j)]);
        let (d, blank) = (x.ncols(), DMatrix::zeros(n, 1));
        let data = self.data.moments()?;
        let all = augmentation.views(&data)?;
        let (rc, je) =
            (closed_form(Paradigm::Reconstruction, &all, k)?, closed_form(Paradigm::JointEmbedding, &all, k)?);
        let decoder = rc.decoder.clone().unwrap_or_default();
        // The encoders are those of all images; the losses are compared on the drawn ones.
        let views = augmentation.views(&DataMoments::from_samples(&x, &DMatrix::zeros(n, 0))?)?;
        let expected = [
            crate::moments::objective::reconstruction(&rc.encoder, &decoder, &views),
            crate::moments::objective::joint_embedding(&je.encoder, &views),
        ];
        let v = DMatrix::zeros(1, d);
        let at = drawn_views::Parameters { v: &v, e: &rc.encoder, d: &decoder, w: &je.encoder };
        let found = drawn_views::losses(&x, &blank, augmentation, at, rounds, &mut context.rng(103));
        let worst = found.reconstruction.sigmas(expected[0]).max(found.joint_embedding.sigmas(expected[1]));
        Ok(Evidence::at_most(
            Route::Sampled,
            format!(
                "both losses at E*, D* and W* from {n} x {rounds} drawn views, {}: distance in standard errors",
                self.on
            ),
            worst,
            drawn_views::SIGMAS,
            "central limit theorem, fixed seed",
        ))
    }

    /// A certificate of the optimum, from the exact moments.
    pub fn certified(
        &self,
        context: &Context<'_>,
        paradigm: Paradigm,
        augmentation: &dyn Augmentation,
        k: usize,
    ) -> Result<Evidence> {
        let views = augmentation.exact().views(&self.data.exact_moments()?)?;
        let name = PARADIGMS.iter().find(|(p, _)| *p == paradigm).map_or("", |(_, name)| name);
        let family = augmentation.family().name;
        let on = format!("{name}, {family}, {}", self.on);
        let pencil = ExactPencil::of_views(paradigm, &views, on.clone());
        // A chain's name holds parentheses and commas.
        let file: String = family.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
        let mut tally = Tally::default();
        tally.record(views.view_second.iter().chain(&views.cross));
        certificates::proved(context, &pencil, k, (file.trim_end_matches('-'), &format!("{on}{}", tally.instances())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_that_failed_or_ended_elsewhere_find_nothing() {
        let runs = |converged, nearest, farthest| Runs { converged, nearest, farthest };
        assert!(runs(true, 0.0, 1e-5).found() && !runs(true, 0.0, 1e-5).left());
        assert!(!runs(true, 0.0, 1e-4).found() && !runs(false, 0.0, 1e-5).found() && !runs(true, 0.0, 0.5).found());
        assert!(runs(true, 0.99995, 1.0).left() && !runs(true, 0.99995, 1.0).found());
        assert!(!runs(true, 1.0 - 1e-4, 1.0).left() && !runs(false, 1.0, 1.0).left() && !runs(true, 0.5, 1.0).left());
    }
}
