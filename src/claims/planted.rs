//! A claim that must fail: what a reader sees when a formula is wrong, when evidence is blind, and
//! that the program says so in text, JSON, page and exit code.

use crate::claims::routes::drawn;
use crate::claims::routes::populations::random_spectrum;
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::drawn_views::Parameters;
use crate::error::Result;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::ratio;
use crate::solve;
use crate::threshold::Recovery;
use nalgebra::DMatrix;

/// Not one of [`CLAIMS`](crate::claims::CLAIMS): it runs only where it is asked for by name.
pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "planted-fault",
    source: "No statement of the paper: three planted faults",
    about: "a claim that must fail",
    statement: r"$\Sigma$ is a tenth larger than the covariance of the views; $\alpha_{\mathrm{JE}}^2$ is a millionth larger than (12); a number equals itself.",
    assumptions: "none: the first two are false, the third is no evidence",
    difference: Some("Nothing of this is claimed. It shows what a failure looks like."),
    snapshots: &["claims"],
    tags: &[Tag::WithoutTheorem("false")],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![wrong_covariance(context)?, wrong_threshold(context)?, blind(context)?, right(context)?])
}

/// Views drawn from T(1), against the formulas for a Σ that is a tenth too large.
fn wrong_covariance(context: &Context<'_>) -> Result<Evidence> {
    let problem = context.problem(context.scale.gamma_strong, &mut context.rng(STATEMENT.name, "problem"))?;
    let setting = drawn::Setting::new(context, &problem)?;
    let covariance = &setting.views.covariance * 1.1;
    let view_second = &setting.views.mean_second + &covariance;
    let wrong = ViewMoments { covariance, view_second, ..setting.views.clone() };
    let solved = solve::joint_embedding(&wrong, problem.rank())?;
    let blank = DMatrix::zeros(1, problem.dimension());
    let v = DMatrix::zeros(setting.y.ncols(), problem.dimension());
    let at = Parameters { v: &v, e: &blank, d: &blank.transpose(), w: &solved.encoder };
    let found = setting.losses(&setting.augmentation, at, &mut context.rng(STATEMENT.name, "drawn views"));
    let losses = [(Paradigm::JointEmbedding.problem(), found.joint_embedding, solved.loss)];
    setting.evidence("(SSL-JE) at W* of a wrong Σ against 2(k - sum ω)", &losses)
}

/// A tie a millionth above the threshold.
fn wrong_threshold(context: &Context<'_>) -> Result<Evidence> {
    let of = ("limit eigenvalues at α_JE² + 1e-6: a tie", "α_JE² + 2e-6");
    Evidence::exact_cases(context, (STATEMENT.name, "threshold"), of, [5, 5, 5], |_, rng, tally| {
        let spectrum = random_spectrum(rng)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        let threshold = spectrum.thresholds().alpha_squared_je;
        tally.case(|run| {
            let at = &threshold + ratio(run.pick(1, 2), 1_000_000);
            Ok([spectrum.recovery(Paradigm::JointEmbedding, &at) == Recovery::Tie])
        })
    })
}

/// A comparison with itself: true, and no evidence.
fn blind(_: &Context<'_>) -> Result<Evidence> {
    let itself = Line::exact("itself", "1/2 against itself", "both off by 1/1000");
    itself.on_each([ratio(1, 2)], |half, tally| tally.case(|run| Ok([run.off(half.clone()) == run.off(half.clone())])))
}

/// A line that holds, so that marks are seen to differ.
fn right(_: &Context<'_>) -> Result<Evidence> {
    let sum = Line::exact("right", "1/2 + 1/3 = 5/6", "a summand off by 1/1000");
    sum.on_each([ratio(1, 2)], |half, tally| tally.case(|run| Ok([run.off(half.clone()) + ratio(1, 3) == ratio(5, 6)])))
}
