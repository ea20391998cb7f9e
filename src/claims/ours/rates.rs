//! Rates in α with their constants (ours): how fast the solutions on corrupted data reach those
//! on clean data at fixed n. The notation is that of `routes/blocks.rs`.

use crate::augment::{AlignedNoise, Channel};
use crate::claims::context::{Draws, Noise};
use crate::claims::routes::blocks::{Sample, slope};
use crate::claims::{Context, Effort, Evidence, Line, Measured, Route, Statement, Tag, largest};
use crate::error::Result;
use crate::linalg::exact::{inertia, random_matrix, random_positive};
use crate::linalg::float::symmetric_eigen;
use crate::moments::{DataMoments, objective};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::solve::{self, supervised};
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;

/// How near the exact maximum is to its constant: a part in so many.
const WITHIN: i64 = 10_000;

/// The α at which α² K is compared with its limit.
const ALPHA: f64 = 1e4;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "rates",
    source: "Ours, beyond Propositions 4.2 to 4.4",
    about: r"rates in $\alpha$ with their constants",
    statement: r"$\alpha\to\infty$ at fixed $n$: $\alpha^2 K_{\mathrm{JE}} \to \Theta_1 C_1^{-1} B\Gamma_2^{-1}$, $\alpha^2 K_{\mathrm{RC}} \to [A_1 (C_1^2 + B B^\top)^{-1} (C_1 B + B D) - B]\Gamma_2^{-1}$, $\alpha^2\tilde V_2 \to (R^\top N_2/n)\Gamma_2^{-1}$. $\Theta_1 = 0$: joint-embedding is exact at every $n$.",
    assumptions: r"section 4.1 with $\Theta$ block-diagonal",
    difference: Some("The paper states limits without rates."),
    snapshots: &["explaining-digits"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![exact_constants(context)?, exact_without_theta(context)?];
    for noise in Noise::ALL {
        evidence.extend(constants_in_alpha(&*context.draws(noise)?, noise)?);
    }
    Ok(evidence)
}

/// α² K and α² V~2 of the closed forms at a large α, against the constants.
fn constants_in_alpha(draws: &Draws, noise: Noise) -> Result<Vec<Evidence>> {
    let (_, corrupted) = &draws.fixed;
    let sample = Sample::new(&draws.problem, corrupted);
    let (k, square) = (draws.problem.rank(), ALPHA * ALPHA);
    let views = draws.problem.augmentation(ALPHA)?.views(corrupted)?;
    // The first neglected order: everything in S2 beside α² Γ2, and the signal's S against
    // its spread.
    let eigenvalue = |m: &DMatrix<f64>| -> Result<f64> { Ok(symmetric_eigen(m)?.values[0]) };
    let theta2 = largest(draws.problem.theta[k..].iter().copied());
    let spread = eigenvalue(&sample.a1)? / symmetric_eigen(&sample.c1)?.values[k - 1];
    let next_order = 4.0 * spread * (eigenvalue(&sample.d)? + theta2) / (square * sample.gamma2.min());
    let evidence = |name: &str, found: DMatrix<f64>, limit: DMatrix<f64>| {
        let what = if name == "SL" { "V~2" } else { "K" };
        let compared = format!(
            "{name}, {} noise, n = {}, α = {ALPHA:e}: α² {what} against its limit",
            noise.name(),
            corrupted.count
        );
        let because = "the next order: 4 |A1| |D + Θ2| / (λ_min(C1) α² min g)";
        let id = format!("{}-{}", noise.name(), name.trim_start_matches("SSL-").to_lowercase());
        let distance = Measured::by("the limit ten tolerances too large", |run| {
            let limit = &limit * run.pick(1.0, 1.0 + 10.0 * next_order);
            Ok(relative_distance(&(&found * square), &limit))
        })?;
        let new = Evidence::new(Route::ClosedForm, id, compared, Effort::fixed(1)).ran(1);
        Ok(new.at_most("relative distance", distance, next_order, because))
    };
    let mut found = Vec::new();
    for paradigm in Paradigm::ALL {
        let encoder = solve::embedding(paradigm, &views, k)?.encoder;
        found.push(evidence(paradigm.problem(), slope(&encoder, k)?, sample.limit(paradigm)?)?);
    }
    let v = supervised::supervised(&views)?.weights;
    found.push(evidence("SL", v.columns_range(k..).into_owned(), sample.supervised_limit(&corrupted.label_cross)?)?);
    Ok(found)
}

/// |found - expected| / |expected|.
fn relative_distance(found: &DMatrix<f64>, expected: &DMatrix<f64>) -> f64 {
    (found - expected).norm() / expected.norm()
}

/// k = m = 1, α² = 10^8, random rational moments: the leading row (1, K) has α² K within
/// 10^-4 of its limit (relative to the larger of the limit and |B|/g). At (1, t) the quotient of
/// (A, S) has a derivative of the sign of -f(t), f = (A w)_1 (S w)_2 - (A w)_2 (S w)_1, so a
/// maximum lies where f changes from - to +.
fn exact_constants(context: &Context<'_>) -> Result<Evidence> {
    let compared = format!(
        "k = m = 1, α² = 10^8: the maximum of the quotient is within {:e} of the predicted α^-2 constant",
        1.0 / WITHIN as f64
    );
    let line = Line::exact("constants", compared, "the constant off by ten tolerances, on either side");
    let line = line.kinds(&["B > 0", "B < 0"]);
    let square = ratio(100_000_000, 1);
    line.on_random(context, (STATEMENT.name, "constants"), [20, 100, 1000], |case, rng, tally| {
        let [c, th1, th2, g, share] = std::array::from_fn(|_| random_positive(rng, 6));
        // B² < c D for moments of samples.
        let b = if case % 2 == 0 { share } else { -share };
        let d = &b * &b / &c + random_positive(rng, 6);
        let second = DMatrix::from_row_slice(2, 2, &[c.clone(), b.clone(), b.clone(), d.clone()]);
        let s = &second + DMatrix::from_diagonal(&DVector::from_vec(vec![th1.clone(), &th2 + &square * &g]));
        let scale = b.abs() / &g;
        tally.saw(if b.is_negative() { "B < 0" } else { "B > 0" });
        tally.record([&c, &th1, &th2, &g, &b, &d]);
        for paradigm in Paradigm::ALL {
            let (numerator, limit) = match paradigm {
                Paradigm::JointEmbedding => (second.clone(), &th1 / &c * &b / &g),
                Paradigm::Reconstruction => {
                    let top = (&c + &th1) * (&c * &b + &b * &d) / (&c * &c + &b * &b);
                    (&second * &second, (top - &b) / &g)
                }
            };
            let f = |t: Rational| {
                let w = DMatrix::from_column_slice(2, 1, &[ratio(1, 1), t]);
                let (a, s) = (&numerator * &w, &s * &w);
                &a[0] * &s[1] - &a[1] * &s[0]
            };
            let allowed = limit.abs().max(scale.clone()) * ratio(1, WITHIN);
            tally.case(|run| {
                let shift = &allowed * ratio(run.pick(0, 10), 1);
                let low = (&limit - &allowed + &shift) / &square;
                let high = (&limit + &allowed - &shift) / &square;
                Ok([f(low) < Rational::zero(), f(high) > Rational::zero()])
            })?;
        }
        Ok(())
    })
}

/// Θ1 = 0: the rows [W1 0] have loss 0 on any sample, and every other row a positive one, since
/// Σ = diag(0, Θ2 + α² Γ2) has exactly that kernel.
fn exact_without_theta(context: &Context<'_>) -> Result<Evidence> {
    let compared = "Θ1 = 0: the signal rows have loss 0 on any sample, and no other rows do";
    let of = (compared, "the rows off by 1/1000 on a noise column; a θ_1 of 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "without-theta"), of, [10, 50, 300], |_, rng, tally| {
        let (n, k, m) = (5, 2, 2);
        let root = random_matrix(rng, m, m, 3);
        let noise = &root * root.transpose() + DMatrix::<Rational>::identity(m, m) * random_positive(rng, 4);
        let mut sigma = DMatrix::zeros(k + m, k + m);
        sigma.view_mut((k, k), (m, m)).copy_from(&noise);
        let data = DataMoments::from_samples(&random_matrix(rng, n, k + m, 4), &DMatrix::zeros(n, 0))?;
        let channel = AlignedNoise::new_exact(sigma.clone(), DMatrix::zeros(k + m, k + m), ratio(0, 1))?;
        let views = channel.views(&data)?;
        let mut on_signal = random_matrix(rng, k, k + m, 4);
        on_signal.columns_mut(k, m).fill(Rational::zero());
        tally.record(views.view_second.iter().chain(&views.mean_second).chain(&on_signal));
        tally.case(|run| {
            let mut rows = on_signal.clone();
            rows[(0, k)] += ratio(run.pick(0, 1), 1000);
            let free = objective::joint_embedding(&rows, &views).is_zero();
            let kernel = inertia(&run.off(sigma.clone()));
            Ok([free, (kernel.positive, kernel.zero) == (m, k)])
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::dmatrix;

    #[test]
    fn distances_are_relative_to_what_is_expected() {
        assert_eq!(relative_distance(&dmatrix![3., 0.; 0., 8.], &dmatrix![0., 0.; 0., 4.]), 1.25);
    }
}
