//! Section 4.1: what Θ has to be, and Remark 4.1.

use super::{Comparison, Entry, Quote, Severity, additive, data_of, diagonal, over, unlabelled, views_of, whole};
use crate::augment::{Augmentation, Channel, ExactChain, LinearMixture, Mask};
use crate::claims::Run;
use crate::claims::routes::exact::is_eigenvector;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::objective::joint_embedding;
use crate::moments::{DataMoments, ViewMoments};
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;

pub(super) const ENTRIES: [Entry; 2] = [
    Entry {
        id: "block-diagonal-theta",
        place: "section 4.1, data augmentation",
        claims: &["proposition-4-3", "proposition-4-4"],
        quote: Quote::Words("be positive semi-definite and diagonalized by Q"),
        printed: r#"An assumption on $\Theta$, stated outright. ("For simplicity" is said of $\Gamma$.)"#,
        severity: Severity::Remark,
        why: r"Much hangs on it as $n\to\infty$ at fixed $\alpha$: with an augmentation that couples signal and noise, clean and corrupted solutions differ in general. It is more than enough: $\Theta$ block-diagonal between signal and noise will do. As $\alpha\to\infty$ at fixed $n$ it is not needed.",
        counterexample: r"$C_1 = g = 1$, $\alpha = 0$, target coefficient 1. With $\Theta = I$ clean and corrupted solutions agree in the limit. With $\Theta = \begin{pmatrix}1&1/2\\1/2&1\end{pmatrix}$, $V^\ast = (4/7, -2/7)$ on clean data, and the limit on corrupted data is $(8/15, -2/15)$. For joint-embedding the row spaces differ at $\alpha^2 = 10$ too, far above $\alpha_{\mathrm{JE}}^2 = 0$.",
        corrected: r"For $n\to\infty$, $\Theta$ block-diagonal between signal and noise is enough, and needed if Proposition 4.2 is to hold for all labels. Inside the blocks nothing need commute; (10) and (12) then take extreme eigenvalues (claim `non-commuting-thresholds`).",
        fault: "Θ off by 1/1000; a coupling of 1/1000, or none",
        check: block_diagonal_theta,
    },
    Entry {
        id: "remark-4-1",
        place: "Remark 4.1",
        claims: &["remark-4-1"],
        quote: Quote::Words("any augmentation of covariance (defined in Cov) Θ + α²Γ"),
        printed: "\"Our result\" extends to these.",
        severity: Severity::MissingAssumption,
        why: r"The result also uses $\mathbb{E}\,\tau(x) = x$, as $T(\alpha)$ has it, and that the averaged covariance is the same on clean and on corrupted data, for which the remark leaves room in its wording only. Masking has neither.",
        counterexample: r"Mean map $\mathrm{diag}(1/2, 1)$, $\Theta = \mathrm{diag}(1, 0)$, $\alpha^2\Gamma = \mathrm{diag}(0, 2)$, second moment $I$ of the corrupted data: the signal's $\omega$ is $1/5$, below the noise's $1/3$; with the identity as mean map it is $1/2$, above. Masking each coordinate with probability $1/2$: the noise entry of $\Sigma$ is 0 on clean data and $1/4$ on corrupted data of variance 1.",
        corrected: r"For augmentations with $\mathbb{E}\,\tau(x) = x$ and the same averaged covariance on both data, the three problems depend on $\tau$ only through $\Sigma$.",
        fault: "the mean map diag(3/4, 1); Σ or the identity off by 1/1000; a mask that keeps everything",
        check: remark_4_1,
    },
];

/// ω of an axis from the loss of its row, (SSL-JE) with W S W' = 1: 1 - loss/2.
fn omega_of_loss(axis: usize, views: &ViewMoments<Rational>) -> Rational {
    let row = DMatrix::from_fn(1, views.view_second.nrows(), |_, j| ratio(i64::from(j == axis), 1));
    ratio(1, 1) - joint_embedding(&row, views) / (&views.view_second[(axis, axis)] * ratio(2, 1))
}

fn remark_4_1() -> Result<Vec<Comparison>> {
    let sigma = [ratio(1, 1), ratio(2, 1)];
    // The corrected statement: ω = 1 - Σ/S with S = m² + Σ at C = I.
    let omega = |mean: &Rational, axis: usize| {
        let second = mean * mean + &sigma[axis];
        ratio(1, 1) - &sigma[axis] / second
    };
    let (half, one) = (ratio(1, 2), ratio(1, 1));
    let data = data_of(&whole(2, 2, &[1, 0, 0, 1]), &unlabelled(2));
    let found = |mean: Rational, sigma: &DMatrix<Rational>| -> Result<[Rational; 2]> {
        let shrink = LinearMixture::new(vec![diagonal(&[mean, ratio(1, 1)])], &[ratio(1, 1)])?;
        let views = ExactChain::new(vec![Box::new(shrink), Box::new(additive(sigma)?)])?.views(&data)?;
        Ok([0, 1].map(|axis| omega_of_loss(axis, &views)))
    };
    let covariance = diagonal(&sigma);
    let leads = |mean: Rational| found(mean, &covariance).map(|[signal, noise]| signal > noise);
    // The signal leads from a mean of sqrt(1/2) on.
    let biased = |run: Run| leads(run.pick(ratio(1, 2), ratio(3, 4)));
    let of = |mean: Rational, axis: usize| {
        let covariance = &covariance;
        move |run: Run| {
            let mut covariance = covariance.clone();
            covariance[(axis, axis)] = run.off(covariance[(axis, axis)].clone());
            Ok(found(mean.clone(), &covariance)?[axis].clone())
        }
    };
    let of_unbiased = |run: Run| Ok(found(run.off(ratio(1, 1)), &covariance)?[0].clone());
    // Views by a mask.
    let mask = |variance: i64, keep: f64| -> Result<Rational> {
        let samples = DMatrix::from_fn(2, 1, |i, _| ratio(if i == 0 { variance } else { -variance }, 1));
        let data = DataMoments::from_samples(&samples, &DMatrix::zeros(2, 0))?;
        Ok(Mask::independent(&[keep])?.exact().views(&data)?.covariance[(0, 0)].clone())
    };
    let keep = |run: Run| run.pick(0.5, 1.0);
    let masked_alike = |run: Run| Ok(mask(0, keep(run))? == mask(1, keep(run))?);
    // Moments by enumeration of the two outcomes per coordinate.
    let enumerated = |variance: i64| {
        // x kept or 0, x = +-variance: mean 0 over samples is not subtracted, the covariance is per
        // sample.
        let per_sample = |x: i64| ratio(x * x, 2) - ratio(x * x, 4);
        (per_sample(variance) + per_sample(-variance)) / ratio(2, 1)
    };
    [
        // The print sees Σ alone, so it predicts the order that the identity mean has.
        Comparison::differs(
            "mean map diag(1/2, 1): does the signal lead?",
            leads(one.clone())?,
            biased,
            omega(&half, 0) > omega(&one, 1),
        ),
        Comparison::control("its omega", of(half.clone(), 0), omega(&half, 0)),
        Comparison::control("the noise's omega", of(half.clone(), 1), omega(&one, 1)),
        Comparison::control("omega of the signal with the identity mean", of_unbiased, ratio(1, 2)),
        Comparison::control(
            "masking: is Σ the same on clean and corrupted data?",
            masked_alike,
            enumerated(0) == enumerated(1),
        ),
        Comparison::control("masking: noise entry of Σ on corrupted data", |run| mask(1, keep(run)), enumerated(1)),
    ]
    .into_iter()
    .collect()
}

fn block_diagonal_theta() -> Result<Vec<Comparison>> {
    let coupled = over(2, 2, &[2, 1, 1, 2], 2);
    // Θ = I, in the control with a coupling.
    let uncoupled = |run: Run| over(2, 2, &[1000, run.pick(0, 1), run.pick(0, 1), 1000], 1000);
    let cross = whole(1, 2, &[1, 0]);
    let (clean, corrupted) = (whole(2, 2, &[1, 0, 0, 0]), whole(2, 2, &[1, 0, 0, 1]));
    let solve = |second: &DMatrix<Rational>, sigma: &DMatrix<Rational>| -> Result<DMatrix<Rational>> {
        let views = views_of(second, sigma, &cross)?;
        Ok(exact_solve(&views.view_second, &views.label_cross.transpose())?.transpose())
    };
    let v = |second: &DMatrix<Rational>, entry: usize, run: Run| -> Result<Rational> {
        Ok(solve(second, &run.off(coupled.clone()))?[entry].clone())
    };
    let same = |run: Run| Ok(solve(&clean, &uncoupled(run))? == solve(&corrupted, &uncoupled(run))?);
    // Joint-embedding at α² = 10. Clean: G has rank 1, so the row is S^-1 e_1. Corrupted: a
    // row w belongs to an eigenvector iff w G is a multiple of w S.
    let clean_row_is_eigenvector = |theta: DMatrix<Rational>| -> Result<bool> {
        let sigma = theta + whole(2, 2, &[0, 0, 0, 10]);
        let row = exact_solve(&(&clean + &sigma), &whole(2, 1, &[1, 0]))?.transpose();
        Ok(is_eigenvector(&row, &corrupted, &(&corrupted + sigma)))
    };
    [
        Comparison::stands("Θ = I: are the two solutions the same in the limit?", true, same, true),
        Comparison::stands(
            "Θ = I, joint-embedding, α² = 10: is the clean row an eigenvector on corrupted data?",
            true,
            |run| clean_row_is_eigenvector(uncoupled(run)),
            true,
        ),
        Comparison::control("Θ coupled: V*1 on clean data", |run| v(&clean, 0, run), ratio(4, 7)),
        Comparison::control("V*2 on clean data", |run| v(&clean, 1, run), ratio(-2, 7)),
        Comparison::control("limit of V~1 on corrupted data", |run| v(&corrupted, 0, run), ratio(8, 15)),
        Comparison::control("limit of V~2 on corrupted data", |run| v(&corrupted, 1, run), ratio(-2, 15)),
        Comparison::control(
            "joint-embedding, α² = 10: is the clean row an eigenvector on corrupted data?",
            |run| clean_row_is_eigenvector(run.pick(coupled.clone(), uncoupled(Run::Genuine))),
            false,
        ),
    ]
    .into_iter()
    .collect()
}
