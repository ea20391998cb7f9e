//! The leakage theorem (ours): joint-embedding under noise that overlaps the signal.

use crate::claims::routes::minimiser::{self, NEAR};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Route, Statement, largest};
use crate::error::Result;
use crate::experiment::overlap::{self, Plan};
use crate::experiment::sweep;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_positive};
use crate::minimize::{self, Method, Options};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use crate::threshold::{BlockModel, Forms, Recovery, Requirement};
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "leakage",
    source: "Ours, beyond section 4.1",
    about: "noise on the signal's own directions: joint-embedding keeps the supervised rows",
    statement: r"With $\Theta = 0$, $\mathrm{rank}\,C = k$ and any positive definite $\Gamma$, also on the signal's own directions: at every $\alpha > 0$ the population's joint-embedding row space is $\Gamma^{-1}\,\mathrm{range}(C)$, unique, and contains the rows of the supervised solution. Reconstruction can fail at every $\alpha$: $C = \mathrm{diag}(1, 0)$, $\Gamma = \mathrm{diag}(1, 5)$.",
    assumptions: r"$\Theta = 0$, $k = \mathrm{rank}\,C$, the limit $n\to\infty$",
    difference: Some(
        r"The paper's noise lives off the signal; there $\Gamma^{-1}\,\mathrm{range}(C)$ is the signal itself.",
    ),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        exact_row_space(context)?,
        exact_never()?,
        minimiser_row_space(context)?,
        minimiser_never()?,
        against_overlap()?,
    ])
}

/// C = F F' of rank k, a dense Γ, the views at α² with labels whose cross moment lies in
/// range(C).
struct Instance {
    factor: DMatrix<Rational>,
    gamma: DMatrix<Rational>,
    alpha_squared: Rational,
    views: ViewMoments<Rational>,
}

impl Instance {
    fn random(rng: &mut ChaCha8Rng, case: usize) -> Self {
        let k = 1 + case % 2;
        let d = k + 1 + case % 3;
        // An identity on top keeps the rank k.
        let mut factor = random_matrix(rng, d, k, 3);
        factor.rows_mut(0, k).copy_from(&DMatrix::identity(k, k));
        let root = random_matrix(rng, d, d, 2);
        let gamma = &root * root.transpose() + DMatrix::<Rational>::identity(d, d) * ratio(1, 4);
        let alpha_squared = random_positive(rng, 9);
        let c = &factor * factor.transpose();
        let corrupted = &c + &gamma;
        let covariance = gamma.map(|g| g * &alpha_squared);
        let mix = random_matrix(rng, k, k, 3) + DMatrix::<Rational>::identity(k, k) * ratio(3 * k as i64 + 1, 1);
        let views = ViewMoments {
            label_cross: mix * factor.transpose(),
            label_energy: ratio(1000, 1),
            ..ViewMoments::additive(corrupted, covariance)
        };
        Self { factor, gamma, alpha_squared, views }
    }

    /// Γ^-1 F, whose columns span Γ^-1 range(C).
    fn rows(&self) -> Result<DMatrix<Rational>> {
        Ok(exact_solve(&self.gamma, &self.factor)?.transpose())
    }
}

/// Whether the rows of `inside` are combinations of those of `rows` (k x d, full rank).
fn spans(rows: &DMatrix<Rational>, inside: &DMatrix<Rational>) -> Result<bool> {
    // Least squares over the rationals: exact iff it reproduces.
    let coefficients = exact_solve(&(rows * rows.transpose()), &(rows * inside.transpose()))?;
    Ok(coefficients.transpose() * rows == *inside)
}

/// G - t S at t = 1/(1 + α²) is positive semidefinite of rank k, positive on the rows Γ^-1
/// range(C), which S^-1 G leaves invariant: they are the top k, uniquely. And V = B S^-1 lies in
/// them, with and without augmentation.
fn exact_row_space(context: &Context<'_>) -> Result<Evidence> {
    let compared = "Γ^-1 range(C) is the unique top k of (G, S) and contains V = B S^-1, with augmentation and without";
    let of = (compared, "t twice as large; the rows off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "row-space"), of, [12, 60, 500], |case, rng, tally| {
        let instance = Instance::random(rng, case);
        let (views, rows) = (&instance.views, instance.rows()?);
        let (k, d) = rows.shape();
        let t = (ratio(1, 1) + &instance.alpha_squared).recip();
        tally.record(views.view_second.iter().chain(&rows).chain(&views.label_cross));
        tally.case(|run| {
            let shifted = views.pencil(Paradigm::JointEmbedding).shifted(&run.pick(t.clone(), &t * ratio(2, 1)));
            let whole = inertia(&shifted);
            let on_rows = inertia(&(&rows * &shifted * rows.transpose()));
            let rows = run.off(rows.clone());
            let image = exact_solve(&views.view_second, &(&views.mean_second * rows.transpose()))?.transpose();
            let supervised = |s: &DMatrix<Rational>| -> Result<bool> {
                spans(&rows, &exact_solve(s, &views.label_cross.transpose())?.transpose())
            };
            Ok([
                (whole.positive, whole.zero) == (k, d - k),
                on_rows.positive == k,
                spans(&rows, &image)?,
                supervised(&views.view_second)?,
                supervised(&views.data_second)?,
            ])
        })
    })
}

/// C = diag(1, 0), Γ = diag(1, 5).
fn never_model() -> Result<BlockModel> {
    let one = |v: i64| DMatrix::from_element(1, 1, ratio(v, 1));
    let signal = Forms { second: one(2), square: one(4), theta: one(0), gamma: one(1) };
    let noise = Forms { second: one(5), square: one(25), theta: one(0), gamma: one(5) };
    BlockModel::from_forms(signal, noise)
}

fn never_views(alpha_squared: &Rational) -> ViewMoments<Rational> {
    let diagonal = |a: Rational, b: Rational| DMatrix::from_row_slice(2, 2, &[a, ratio(0, 1), ratio(0, 1), b]);
    let covariance = diagonal(alpha_squared.clone(), alpha_squared * ratio(5, 1));
    ViewMoments::additive(diagonal(ratio(2, 1), ratio(5, 1)), covariance)
}

/// The witness, and the inertia of H'H - t S at alphas from 10^-6 to 10^6 for a t between the two
/// quotients.
fn exact_never() -> Result<Evidence> {
    let model = never_model()?;
    let compared =
        "C = diag(1, 0), Γ = diag(1, 5): reconstruction never finds the signal (witness, and thirteen alphas)";
    let line = Line::exact("never", compared, "the paradigms swapped; t above and below both quotients");
    line.on_each([None].into_iter().chain((-6..=6).map(Some)), |exponent: Option<i32>, tally| {
        let Some(exponent) = exponent else {
            return tally.case(|run| {
                let never = run.pick(Paradigm::Reconstruction, Paradigm::JointEmbedding);
                let always = never.other();
                let witnessed = match model.requirement(never)? {
                    Requirement::Never(witness) => witness.verifies(&model, never),
                    _ => false,
                };
                Ok([witnessed, model.requirement(always)? == Requirement::Always])
            });
        };
        let alpha_squared = ratio(10, 1).pow(2 * exponent);
        let views = never_views(&alpha_squared);
        // Signal 4/(2 + a), noise 5/(1 + a): the middle of the two.
        let quotients = [ratio(4, 1) / (ratio(2, 1) + &alpha_squared), ratio(5, 1) / (ratio(1, 1) + &alpha_squared)];
        let middle = (&quotients[0] + &quotients[1]) / ratio(2, 1);
        tally.case(|run| {
            let [signal, noise] = &quotients;
            let below = run.pick(middle.clone(), signal * ratio(999, 1000));
            let above = run.pick(middle.clone(), noise * ratio(1001, 1000));
            let shifted = |t: &Rational| views.pencil(Paradigm::Reconstruction).shifted(t);
            Ok([shifted(&below)[(0, 0)] < ratio(0, 1), shifted(&above)[(1, 1)] > ratio(0, 1)])
        })
    })
}

/// Minimisers of joint-embedding and of supervised learning on random instances: the same row
/// space, Γ^-1 range(C).
fn minimiser_row_space(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising under overlapping noise");
    let compared = "L-BFGS for joint-embedding and for supervised learning against Γ^-1 range(C)";
    let because = format!("all converged, row spaces within {NEAR:e}");
    let line = Line::new(Route::Minimiser, "minimiser", compared, "range(C) instead; stopped after one step", because);
    line.on_random(context, (STATEMENT.name, "minimiser"), [3, 8, 30], |case, rng, tally| {
        let instance = Instance::random(rng, case);
        tally.record(&instance.views.view_second);
        let (views, rows) = (instance.views.approx(), approx_matrix(&instance.rows()?));
        let range = approx_matrix(&instance.factor.transpose());
        let k = rows.nrows();
        for problem in [minimize::Problem::JointEmbedding { k }, minimize::Problem::Supervised] {
            let minimum = |options: &Options| minimize::minimize(problem, Method::Lbfgs, &views, case as u64, options);
            let found = minimum(&Options::default())?;
            let stopped = minimum(&minimiser::STOPPED)?;
            tally.case(|run| {
                let distance = row_space_distance(&found.weights, run.pick(&rows, &range))?;
                Ok([run.pick(&found, &stopped).termination.converged(), distance < NEAR])
            })?;
        }
        Ok(())
    })
}

fn minimiser_never() -> Result<Evidence> {
    let compared = "C = diag(1, 0), Γ = diag(1, 5), α² = 1/100, 1, 100: reconstruction finds the noise axis";
    let line = minimiser::line("minimiser-never", compared, "joint-embedding for reconstruction");
    line.on_each([ratio(1, 100), ratio(1, 1), ratio(100, 1)], |alpha_squared, tally| {
        let views = never_views(&alpha_squared);
        tally.record(&views.view_second);
        tally.case(|run| {
            let paradigm = run.pick(Paradigm::Reconstruction, Paradigm::JointEmbedding);
            Ok([minimiser::agrees(paradigm, &views, 1, Recovery::NoiseLeaks)?])
        })
    })
}

/// The table behind the figure: angle to the supervised rows against the overlap.
fn against_overlap() -> Result<Evidence> {
    let rows = overlap::run(&Plan::default())?;
    let [je, rc] = Measured::all("the methods swapped", |run| {
        let of = |method| largest(rows.iter().filter(|r| r.method == method).map(|r| r.angle_degrees));
        let (je, rc) = run.pick((sweep::Method::Je, sweep::Method::Rc), (sweep::Method::Rc, sweep::Method::Je));
        Ok([of(je), of(rc)])
    })?;
    let compared = "overlaps 0 to 1, α 0.3 to 10: largest angle to the supervised rows, degrees";
    Ok(Evidence::new(Route::ClosedForm, "overlap", compared, Effort::fixed(rows.len()))
        .ran(rows.len())
        .at_most("joint-embedding", je, 1e-6, "the theorem, f64 eigenvectors")
        .at_least("reconstruction", rc, 45.0, "it fails where noise overlaps"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_of_rows() {
        let whole = |r: usize, v: &[i64]| {
            DMatrix::from_row_slice(r, v.len() / r, &v.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
        };
        let rows = whole(2, &[1, 2, 0, 0, 1, 1]);
        assert!(spans(&rows, &whole(1, &[2, 5, 1])).unwrap());
        assert!(spans(&rows, &whole(2, &[1, 1, -1, 0, 0, 0])).unwrap());
        assert!(!spans(&rows, &whole(1, &[0, 0, 1])).unwrap());
        assert!(!spans(&rows, &whole(2, &[1, 2, 0, 1, 0, 0])).unwrap());
    }
}
