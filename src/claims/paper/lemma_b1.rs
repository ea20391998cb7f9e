//! Lemma B.1: supervised learning on augmented data is ridge regression on the mean views.

use crate::augment::{AlignedNoise, Augmentation, Chain, Channel, Mask};
use crate::claims::routes::{agreement, drawn};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Problem, Route, Statement, Tag};
use crate::drawn_views::Parameters;
use crate::error::Result;
use crate::linalg::exact::{exact_product, exact_solve, random_matrix, random_positive};
use crate::moments::objective::supervised as loss;
use crate::moments::objective::{inner, supervised_gradient};
use crate::moments::{DataMoments, dyadic_moments};
use crate::scalar::{Rational, Scalar, approx_matrix, ratio};
use crate::solve::supervised;
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "lemma-b1",
    source: "Lemma B.1, (SL), (1), (86)",
    about: r"supervised = ridge on mean views, $V^\ast = B S^{-1}$",
    statement: r"$\frac{1}{n}\sum_i \mathbb{E}\lVert y_i - V\tau(x_i)\rVert^2 = \frac{1}{n}\sum_i \lVert y_i - V\bar x_i\rVert^2 + \mathrm{tr}(V\Sigma V^\top)$ for every $V$; hence the minimiser is $V^\ast = B S^{-1}$, and no other.",
    assumptions: "$S$ positive definite (for the minimiser)",
    difference: None,
    snapshots: &["digits"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = exact_identity(context)?;
    evidence.push(on_the_data(context)?);
    let problem = context.problem(context.scale.gamma_strong, &mut context.rng(STATEMENT.name, "problem"))?;
    evidence.extend(agreement::supervised(context, &problem)?);
    evidence.push(drawn_loss(context, &problem)?);
    Ok(evidence)
}

/// Relative error allowed to V* in `f64`.
const ROUNDING: f64 = 1e-10;

/// X, Y and a channel.
type RandomProblem = (DMatrix<Rational>, DMatrix<Rational>, Box<dyn Channel<Rational>>);

/// A random rational data set with an exact channel on it: additive noise, patch masks and a chain
/// of both in turn.
fn random_problem(rng: &mut ChaCha8Rng, case: usize) -> Result<RandomProblem> {
    let (n, d, l) = (6, 3, 2);
    let (x, y) = (random_matrix(rng, n, d, 5), random_matrix(rng, n, l, 5));
    // F F' with integer F: a covariance that f64 holds exactly too.
    let mut covariance = || {
        let f = random_matrix(rng, d, 2, 3).map(|v| Rational::from(v.numer().clone()));
        &f * f.transpose()
    };
    let (theta, gamma) = (covariance(), covariance());
    let mask = || Mask::patches(&[0, 1, 2], 1 + case % 2);
    let channel: Box<dyn Channel<Rational>> = match case % 3 {
        0 => Box::new(AlignedNoise::new_exact(theta, gamma, random_positive(rng, 4))?),
        1 => mask()?.exact(),
        _ => {
            let noise = AlignedNoise::new(approx_matrix(&theta), approx_matrix(&gamma), 0.5)?;
            let stages: Vec<Box<dyn Augmentation>> = vec![Box::new(mask()?), Box::new(noise)];
            Chain::new(stages)?.exact()
        }
    };
    Ok((x, y, channel))
}

fn exact_identity(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let lines = [
        Line::exact(
            "identity",
            "identity (1) at a random V, from the samples",
            "a sample off by 1/1000 on the side of the residuals",
        ),
        Line::exact(
            "optimum",
            "V* = B S^-1: stationary, value |Y|²/n - tr(V*B'), every competitor V worse by tr((V-V*) S (V-V*)')",
            "V* off by 1/1000, and a competitor's excess of the other sign",
        ),
    ];
    let stream = (STATEMENT.name, "identity");
    let gathered = Line::all_on_random(lines, context, stream, [6, 30, 150], |case, rng, [identity, optimum]| {
        let (x, y, channel) = random_problem(rng, case)?;
        let data = DataMoments::from_samples(&x, &y)?;
        let views = channel.views(&data)?;
        // The right side of (1) from the samples: residuals on the mean views, and the ridge.
        let v = random_matrix(rng, y.ncols(), x.ncols(), 7);
        let ridge = inner(&(&v * channel.covariance(&data.mean, &data.second)), &v);
        identity.record(views.view_second.iter().chain(&views.cross).chain(&v));
        identity.case(|run| {
            let residual = &y - run.off(x.clone()) * channel.mean_map().transpose() * v.transpose();
            let fit = inner(&residual, &residual) / ratio(x.nrows() as i64, 1);
            Ok([loss(&v, &views) == fit + &ridge])
        })?;
        optimum.case(|run| {
            let best = run.off(exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose());
            let at_best = loss(&best, &views);
            let step = &v - &best;
            let excess = inner(&(&step * &views.view_second), &step);
            let stationary = supervised_gradient(&best, &views).iter().all(|g| *g == ratio(0, 1));
            let value = &views.label_energy - inner(&best, &views.label_cross);
            // Unique: the excess tr(D S D') is positive for every other V.
            let worse = v == best || run.pick(excess.clone(), -&excess) > ratio(0, 1);
            Ok([stationary, value == at_best, loss(&v, &views) == at_best + excess, worse])
        })
    });
    gathered.map(Vec::from)
}

/// V* of the raw data by a rational solve, against the `f64` solution.
fn on_the_data(context: &Context<'_>) -> Result<Evidence> {
    let raw = &context.raw;
    // The rational solve grows with d^4; the first 64 features are the whole of the digits.
    let d = raw.d().min(64);
    let (x, y) = (raw.matrix().columns(0, d).into_owned(), raw.label_matrix());
    let n = context.tier.pick(200, 2000, 2000).min(raw.n());
    let (x, y) = (x.rows(0, n).into_owned(), y.rows(0, n).into_owned());
    let noise = AlignedNoise::new(DMatrix::identity(d, d), DMatrix::zeros(d, d), 0.0)?;
    let views = noise.views(&DataMoments::from_samples(&x, &y)?)?;
    let solved = supervised::supervised(&views)?;
    // The samples once more, in integers alone: row after row, as `dyadic_moments` takes them.
    let [by_rows, labels] = [&x, &y].map(|m| m.transpose());
    let exact_views = noise.exact().views(&dyadic_moments(by_rows.as_slice(), d, labels.as_slice(), y.ncols())?)?;
    let best = exact_solve(&exact_views.view_second, &exact_views.label_cross.transpose())?.transpose();
    let exact_loss = (&exact_views.label_energy - inner(&best, &exact_views.label_cross)).approx();
    // What is solved exactly leaves no residual: the first row, V S = B.
    let residual = Measured::by("the first weight off by 1/1000", |run| {
        let row = exact_product(&run.off(best.rows(0, 1).into_owned()), &exact_views.view_second);
        Ok(approx_matrix(&(row - exact_views.label_cross.rows(0, 1))).amax())
    })?;
    let expected = approx_matrix(&best);
    let fault = "the rational solution and its loss off by ten tolerances";
    let [of_weights, of_loss] = Measured::all(fault, |run| {
        let factor = run.pick(1.0, 1.0 + 10.0 * ROUNDING);
        let (expected, loss) = (&expected * factor, exact_loss * factor);
        Ok([(&solved.weights - &expected).norm() / expected.norm(), (solved.loss / loss - 1.0).abs()])
    })?;
    let compared = format!("V* and its loss in f64 against the rational solve, raw data with Θ = I, n = {n}, d = {d}");
    let because = "Cholesky at condition 1e4: 4 (d+1) u cond = 3e-10 at worst";
    Ok(Evidence::new(Route::ClosedForm, "rational-solve", compared, Effort::fixed(1))
        .ran(1)
        .at_most("residual of the rational solve", residual.may_vanish(), 0.0, "zero residual")
        .at_most("relative error of V*", of_weights, ROUNDING, because)
        // One number may well be rounded to the same bits.
        .at_most("relative error of the loss", of_loss.may_vanish(), ROUNDING, because))
}

fn drawn_loss(context: &Context<'_>, problem: &Problem) -> Result<Evidence> {
    let setting = drawn::Setting::new(context, problem)?;
    let solved = supervised::supervised(&setting.views)?;
    let blank = DMatrix::zeros(1, problem.dimension());
    let parameters = Parameters { v: &solved.weights, e: &blank, d: &blank.transpose(), w: &blank };
    let mut rng = context.rng(STATEMENT.name, "drawn views");
    let found = setting.losses(&setting.augmentation, parameters, &mut rng).supervised;
    setting.evidence("(SL) at V* against its moment formula", &[("SL", found, solved.loss)])
}
