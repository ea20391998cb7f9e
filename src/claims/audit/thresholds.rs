//! The proofs of (10) and (12), Corollary 4.5 and section 4.4: which eigenvalue is compared with
//! which.

use super::{Comparison, Entry, Quote, Severity, Value, diagonal, if_largest, unlabelled, views_of, whole};
use crate::claims::Run;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::ViewMoments;
use crate::moments::objective::{embedding_second, inner, joint_embedding, reconstruction};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Spectrum, Verdict};
use nalgebra::DMatrix;
use num_traits::Zero;

pub(super) const ENTRIES: [Entry; 9] = [
    Entry {
        id: "equation-62-lead-in",
        place: "A.4 b), before (62)",
        claims: &["proposition-4-3"],
        quote: Quote::Formula("X̃^⊤X̃ (1/n X̃^⊤X̃ + Σ)^(-1/2)"),
        printed: "The matrix whose eigenvalues (62) compares.",
        severity: Severity::Slip,
        why: "The first factor lacks its $1/n$. (59), (60), (61) and (62) itself are right, and $n$ is common to all the values that are compared.",
        counterexample: r"$n = 4$, noise $(1, -1, 1, -1)$, $\theta_{\mathrm{noise}} = 0$, $\alpha^2 g = 3$: the noise value is $1/2$, the printed matrix has 2.",
        corrected: r"$\frac{1}{n}\tilde X^\top\tilde X\left(\frac{1}{n}\tilde X^\top\tilde X + \Sigma\right)^{-1/2}$.",
        fault: "α² g = 8 for 3",
        check: lead_in,
    },
    Entry {
        id: "equation-67-block",
        place: "A.5, (67)",
        claims: &["proposition-4-4"],
        quote: Quote::Formula("Q_1^⊤ S^(-1/2) G S^(-1/2) Q_2 = 0_{d-k}"),
        printed: "Hence all eigenvalues on $Q_2$ are null, on clean data.",
        severity: Severity::Slip,
        why: r#"(67) is true, but "Hence" does not follow: that the off-diagonal block vanishes says nothing of the eigenvalues on $Q_2$. Meant is $Q_2^\top$ on the left."#,
        counterexample: r"Clean data satisfy both. A population with noise $c = \theta = 1$, $g = 1$, $\theta_{\mathrm{noise}} = 0$, $\alpha^2 = 3$ satisfies the printed equation too, and its eigenvalue on $Q_2$ is $1/4$.",
        corrected: r"$Q_2^\top S^{-1/2} G S^{-1/2} Q_2 = 0$.",
        fault: "α² or the clean noise variance off by 1/1000",
        check: equation_67,
    },
    Entry {
        id: "equation-68-max",
        place: "A.5, (68)",
        claims: &["proposition-4-4"],
        quote: Quote::Formula("max_{i∈[k]} 1/n κ_i² (1/n κ_i² + λ_i^Θ)^(-1) > 0"),
        printed: r#"What the smallest eigenvalue on $Q_1$ "satisfies", on clean data."#,
        severity: Severity::Slip,
        why: "The smallest one is the minimum. Only its sign is used, and (61) and (76) have the minimum.",
        counterexample: r"$c = (1, 1)$, $\theta = (1, 3)$: the smallest eigenvalue is $1/4$, the printed expression is $1/2$.",
        corrected: r"$\min$ for $\max$.",
        fault: "th off by 1/1000",
        check: equation_68,
    },
    Entry {
        id: "equation-80-delta",
        place: "A.6, (80)",
        claims: &["corollary-4-5"],
        quote: Quote::Formula("λ_i^Θ/δ_i^Γ"),
        printed: r"The last term of $\alpha_{\mathrm{JE}}^2$, recalled from (12).",
        severity: Severity::Slip,
        why: r"There is no $\delta_i^\Gamma$; (12) has $\lambda_i^\Gamma$. The rest of the proof uses (12).",
        counterexample: r"$c = \theta = 1$, $g = 4$, $\theta_{\mathrm{noise}} = 2$: the threshold is $1/2$. Read with the $\delta$ of the same line, $1/2$, (80) would give $-3$.",
        corrected: r"$\lambda_i^\Theta/\lambda_i^\Gamma$.",
        fault: "the threshold found off by 1/1000",
        check: equation_80,
    },
    Entry {
        id: "corollary-4-5-squares",
        place: "Corollary 4.5",
        claims: &["corollary-4-5"],
        quote: Quote::Words("then α_JE > α_RC (reconstruction is preferable)"),
        printed: "Under low noise; under high noise the reverse.",
        severity: Severity::MissingAssumption,
        why: r"(10) and (12) define the squares, and these may be negative: then there is no such $\alpha$. Read as $\max(0, \cdot)$ the inequality may be an equality: $\alpha = 0$ suffices for both, and neither needs less. The proof, (82) to (85), orders the squares.",
        counterexample: r"$c = \theta = 1$, $g = 1/2$, $\theta_{\mathrm{noise}} = 1$: low noise, $(\alpha_{\mathrm{JE}}^2, \alpha_{\mathrm{RC}}^2) = (-1, -2)$, and both paradigms find the signal at $\alpha = 0$.",
        corrected: r"The squares are ordered, strictly; the alphas $\max(0, \cdot)$ are, strictly, iff the larger square is positive.",
        fault: "th_noise = 1/4, where only joint-embedding needs alignment; g off by 1/1000; g = 1 + 1/1000 above r",
        check: corollary_4_5,
    },
    Entry {
        id: "section-4-4-straddle",
        place: "section 4.4, after Corollary 4.5",
        claims: &["corollary-4-5", "straddle-rule"],
        quote: Quote::Words("when the noise magnitude is large"),
        printed: "Then joint-embedding is less sensitive to the alignment.",
        severity: Severity::Remark,
        why: r"Large means: all noise variances above $r = \eta^2/\delta$, as the corollary says. If they straddle $r$ it is silent, and one large variance does not decide: the augmentation may already cover it.",
        counterexample: r"$c = \theta = 1$, $g = (2, 1/2)$, $\theta_{\mathrm{noise}} = (6, 0)$: $\max g = 2 > r = 1$, $\min g < r$, and $\alpha_{\mathrm{RC}}^2 = 0 < \alpha_{\mathrm{JE}}^2 = 1$: at $\alpha^2 = 1/2$ reconstruction finds the signal and joint-embedding does not. With $g = (2, 2)$ joint-embedding needs less, as printed.",
        corrected: r"Reconstruction needs less iff $\max_j\left(\frac{g_j}{\eta^2} - \frac{\theta_j}{g_j}\right) < \frac{1}{\delta} - \min_j\frac{\theta_j}{g_j}$; if $\Theta_2 = t\Gamma_2$, iff $\max g < r$.",
        fault: "α² = 1 + 1/1000 above α_JE², α² = α_RC²; g = (2, 1/2) for (2, 2)",
        check: section_4_4,
    },
    Entry {
        id: "section-5-1-robustness",
        place: "section 5.1, on the middle panel",
        claims: &["robust-as-noise-grows", "figures-3-4"],
        quote: Quote::Words("joint-embedding maintains robustness even with increasing noise magnitude"),
        printed: "\"As shown in Corollary 4.5\".",
        severity: Severity::Remark,
        why: r"The corollary compares the two paradigms. Robustness is in (12) itself: $\alpha_{\mathrm{JE}}^2$ is at most $(1-\delta)/\delta$ whatever $\Gamma$ is, while $\alpha_{\mathrm{RC}}^2$ grows without bound. $\alpha_{\mathrm{JE}}^2$ may grow with the noise too, up to that level.",
        counterexample: r"$c = \theta = \theta_{\mathrm{noise}} = 1$, so that $(1-\delta)/\delta = 1$: $\alpha^2 = 1$ is enough for joint-embedding at $g = 10^6$, and not for reconstruction. At $\alpha = 0$ joint-embedding finds the signal for $g = 1/2$ ($\alpha_{\mathrm{JE}}^2 = -1$), not for $g = 4$ ($\alpha_{\mathrm{JE}}^2 = 3/4$).",
        corrected: r"$\alpha_{\mathrm{JE}}^2 \le \frac{1-\delta}{\delta}$, with equality iff some $\lambda_i^\Theta = 0$ on the noise (claim `robust-as-noise-grows`).",
        fault: "α² = 1 - 1/500000 for 1; α² beyond α_RC² = 2·10^6; g = 4 for 1/2, and back",
        check: section_5_1,
    },
    Entry {
        id: "both-require-alignment",
        place: "abstract",
        claims: &["corollary-4-5"],
        quote: Quote::Words(
            "both SSL paradigms require a minimal alignment between augmentations and irrelevant features",
        ),
        printed: "A summary of Propositions 4.3 and 4.4, in contrast to supervised learning.",
        severity: Severity::Remark,
        why: r#"The propositions say it where their $\alpha^2$ is not negative. It may be negative, for both, if the other augmentation damps the noise enough or the noise is weak. Section 5.1 says as much of weak noise: "reconstruction is robust to the choice of augmentation"."#,
        counterexample: r"$c = \theta = 1$: with $g = 4$, $\theta_{\mathrm{noise}} = 0$ both need alignment. With $g = 1/2$, $\theta_{\mathrm{noise}} = 1$ both problems are solved by the signal row at $\alpha = 0$.",
        corrected: r"Each requires alignment iff its $\alpha^2$ in (10) or (12) is not negative. Supervised learning never does.",
        fault: "th_noise = 0, where both do; th_noise = 8 under strong noise",
        check: both_require,
    },
    Entry {
        id: "appendix-c-reconstruction",
        place: "Appendix C, last paragraph",
        claims: &["figures-3-4"],
        quote: Quote::Words("even with larger sample sizes and important alignment strength"),
        printed: "Reconstruction is said to fail under high noise in the experiments.",
        severity: Severity::Remark,
        why: r"It is said of the strengths in the figures. By Proposition 4.3 reconstruction succeeds for $\alpha$ large enough, at any noise.",
        counterexample: r"$c = 10^4$, $\theta = \theta_{\mathrm{noise}} = 5000$, $g = 10^6$, in the range of the strong noise of Figure 3: $\alpha_{\mathrm{RC}}^2$ is 148.995, so $\alpha = 12$ fails and $\alpha = 13$ succeeds; $\alpha_{\mathrm{JE}}^2$ is 0.495.",
        corrected: r"Reconstruction needs $\alpha > \alpha_{\mathrm{RC}}$, which grows with the noise; joint-embedding does not.",
        fault: "α = 13 for 12, and back; α = 0 for 1",
        check: appendix_c,
    },
];

pub(super) fn spectrum(c: &[i64], th: &[i64], g: &[(i64, i64)]) -> Result<Spectrum<Rational>> {
    let list = |v: &[i64]| v.iter().map(|&p| ratio(p, 1)).collect();
    Spectrum::new(list(c), list(th), g.iter().map(|&(p, q)| ratio(p, q)).collect())
}

/// The population's views: C = diag(c, g), Σ = Θ + α² Γ.
pub(super) fn population(spectrum: &Spectrum<Rational>, alpha_squared: &Rational) -> Result<ViewMoments<Rational>> {
    let (variances, theta, gamma) = spectrum.diagonals();
    let sigma: Vec<_> = theta.iter().zip(&gamma).map(|(th, g)| th + alpha_squared * g).collect();
    views_of(&diagonal(&variances), &diagonal(&sigma), &unlabelled(variances.len()))
}

/// The smallest loss with the encoder whose rows are the given axes: for reconstruction over all
/// decoders, for joint-embedding scaled to W S W' = I (2 tr((W S W')^-1 W Σ W')).
pub(super) fn loss_on(axes: &[usize], paradigm: Paradigm, views: &ViewMoments<Rational>) -> Result<Rational> {
    let d = views.view_second.nrows();
    let rows = DMatrix::from_fn(axes.len(), d, |i, j| ratio(i64::from(axes[i] == j), 1));
    let second = embedding_second(&rows, views);
    match paradigm {
        Paradigm::Reconstruction => {
            let decoder = exact_solve(&second, &(&rows * views.cross.transpose()))?.transpose();
            Ok(reconstruction(&rows, &decoder, views))
        }
        Paradigm::JointEmbedding => {
            // Row by row, since S is diagonal here: each row over the root of its own second
            // moment.
            let of_row = |i: usize| joint_embedding(&rows.rows(i, 1).into_owned(), views) / &second[(i, i)];
            Ok((0..axes.len()).map(of_row).fold(Rational::zero(), |sum, v| sum + v))
        }
    }
}

/// Whether the signal axes have a smaller loss than every other choice of k axes, k = 1 or 2. In
/// diagonal problems with distinct eigenvalues the minimiser is such a choice.
fn finds_signal(spectrum: &Spectrum<Rational>, paradigm: Paradigm, alpha_squared: &Rational) -> Result<bool> {
    let views = population(spectrum, alpha_squared)?;
    let (k, d) = (spectrum.rank(), views.view_second.nrows());
    let signal: Vec<usize> = (0..k).collect();
    let own = loss_on(&signal, paradigm, &views)?;
    let others = (0..1usize << d).filter(|set| set.count_ones() as usize == k);
    let axes =
        others.map(|set| (0..d).filter(|i| set >> i & 1 == 1).collect::<Vec<_>>()).filter(|axes| *axes != signal);
    let losses = axes.map(|axes| loss_on(&axes, paradigm, &views)).collect::<Result<Vec<_>>>()?;
    Ok(losses.iter().all(|loss| own < *loss))
}

fn lead_in() -> Result<Vec<Comparison>> {
    let noise = whole(4, 1, &[1, -1, 1, -1]);
    let gram = inner(&noise, &noise);
    // The value v with v² (D + Σ) = D², D = N'N/n, v > 0: by trying the halves.
    let value = |run: Run| {
        let mean_square = noise.iter().map(|v| v * v).sum::<Rational>() / ratio(4, 1);
        let second = &mean_square + ratio(run.pick(3, 8), 1);
        let fits = |v: &Rational| v * v * &second == &mean_square * &mean_square;
        Ok((1..20).map(|halves| ratio(halves, 2)).find(fits).unwrap_or_else(Rational::zero))
    };
    // N'N (N'N/n + 3)^-1/2, with sqrt(1 + 3) = 2.
    let root = ratio(2, 1);
    [Comparison::differs("noise value of the matrix", &gram / &root, value, &gram / ratio(4, 1) / &root)]
        .into_iter()
        .collect()
}

fn equation_67() -> Result<Vec<Comparison>> {
    let noisy = spectrum(&[1], &[1, 0], &[(1, 1)])?;
    // S is diagonal in these: S^-1/2 G S^-1/2 has the entries G_ij/sqrt(S_ii S_jj).
    let off_diagonal = |run: Run| {
        let views = population(&noisy, &ratio(3, 1))?;
        Ok(run.off(views.mean_second[(0, 1)].clone()).is_zero())
    };
    let on_noise = |views: &ViewMoments<Rational>| &views.mean_second[(1, 1)] / &views.view_second[(1, 1)];
    // 1 - loss/2 of the noise row.
    let eigenvalue = |run: Run| {
        let views = population(&noisy, &run.off(ratio(3, 1)))?;
        Ok(ratio(1, 1) - loss_on(&[1], Paradigm::JointEmbedding, &views)? / ratio(2, 1))
    };
    let clean = |run: Run| {
        let second = diagonal(&[ratio(1, 1), ratio(run.pick(0, 1), 1000)]);
        Ok(on_noise(&views_of(&second, &diagonal(&[ratio(1, 1), ratio(3, 1)]), &unlabelled(2))?))
    };
    let corrected = on_noise(&population(&noisy, &ratio(3, 1))?);
    [
        Comparison::differs("eigenvalue on Q_2 where (67) holds as printed", Rational::zero(), eigenvalue, corrected),
        Comparison::control("does it hold there?", off_diagonal, true),
        Comparison::control("the same eigenvalue on clean data", clean, Rational::zero()),
    ]
    .into_iter()
    .collect()
}

fn equation_68() -> Result<Vec<Comparison>> {
    let (c, th) = ([ratio(1, 1), ratio(1, 1)], [ratio(1, 1), ratio(3, 1)]);
    let values = || c.iter().zip(&th).map(|(c, th)| c * (c + th).recip());
    // The smallest eigenvalue of (G, S) is minus the largest of (-G, S).
    let smallest = |run: Run| {
        let (g, s) = (diagonal(&c), diagonal(&c) + run.off(diagonal(&[th[1].clone(), th[0].clone()])));
        Ok(match if_largest(ratio(-1, 4), &-g, &s) {
            Value::Number(negative) => Value::Number(-negative),
            answer => answer,
        })
    };
    let extreme = |values: Option<Rational>| values.unwrap_or_else(Rational::zero);
    [Comparison::differs("smallest eigenvalue on Q_1", extreme(values().max()), smallest, extreme(values().min()))]
        .into_iter()
        .collect()
}

fn equation_80() -> Result<Vec<Comparison>> {
    let spectrum = spectrum(&[1], &[1, 2], &[(4, 1)])?;
    let (delta, th, g) = (ratio(1, 2), ratio(2, 1), ratio(4, 1));
    let first = (ratio(1, 1) - &delta) / &delta;
    // Found above, not found below: searched among the halves.
    let threshold = |run: Run| -> Result<Rational> {
        let finds = |alpha_squared: Rational| finds_signal(&spectrum, Paradigm::JointEmbedding, &alpha_squared);
        let (beyond, mut found) = (ratio(1, 1000), Rational::zero());
        for at in (0..=8).map(|halves| ratio(halves, 2)) {
            if !finds(&at - &beyond)? && finds(&at + &beyond)? {
                found = run.off(at);
            }
        }
        Ok(found)
    };
    [Comparison::differs("α_JE² (as printed: with δ for δ_i^Γ)", &first - &th / &delta, threshold, first - th / g)]
        .into_iter()
        .collect()
}

fn corollary_4_5() -> Result<Vec<Comparison>> {
    let of = |g: (i64, i64)| spectrum(&[1], &[1, 1], &[g]);
    let thresholds = |run: Run| of(run.pick((1, 2), (501, 1000))).map(|spectrum| spectrum.thresholds());
    let parted = |run: Run| -> Result<bool> {
        // c = th = 1, g = 1/2, th_noise = 1/4, all times 4: the squares are -1/2 and 1/2.
        let spectrum = run.pick(of((1, 2))?, spectrum(&[4], &[4, 1], &[(2, 1)])?);
        let finds = |paradigm| finds_signal(&spectrum, paradigm, &Rational::zero());
        Ok(finds(Paradigm::Reconstruction)? && !finds(Paradigm::JointEmbedding)?)
    };
    let ordered = |run: Run| {
        let t = of(run.pick((1, 2), (1001, 1000)))?.thresholds();
        Ok(t.alpha_squared_rc < t.alpha_squared_je)
    };
    [
        Comparison::differs(
            "does joint-embedding need alignment where reconstruction does not?",
            true,
            parted,
            thresholds(Run::Genuine)?.verdict_clipped() != Verdict::Tie,
        ),
        Comparison::control("α_JE²", |run| Ok(thresholds(run)?.alpha_squared_je), ratio(-1, 1)),
        Comparison::control("α_RC²", |run| Ok(thresholds(run)?.alpha_squared_rc), ratio(-2, 1)),
        Comparison::control("are the squares in the printed order?", ordered, true),
    ]
    .into_iter()
    .collect()
}

fn section_4_4() -> Result<Vec<Comparison>> {
    let straddling = spectrum(&[1], &[1, 6, 0], &[(2, 1), (1, 2)])?;
    let large = spectrum(&[1], &[1, 6, 0], &[(2, 1), (2, 1)])?;
    let je = |run: Run| finds_signal(&straddling, Paradigm::JointEmbedding, &run.pick(ratio(1, 2), ratio(1001, 1000)));
    // At the threshold 0 the two rows tie.
    let rc = |run: Run| finds_signal(&straddling, Paradigm::Reconstruction, &run.pick(ratio(1, 2), ratio(0, 1)));
    // The straddle rule by its formula: η² = δ = 1/2.
    let (eta, delta) = (ratio(1, 2), ratio(1, 2));
    let (g, th) = ([ratio(2, 1), ratio(1, 2)], [ratio(6, 1), ratio(0, 1)]);
    let left = (0..2).map(|j| &g[j] / &eta - &th[j] / &g[j]).max().unwrap_or_default();
    let least = (0..2).map(|j| &th[j] / &g[j]).min().unwrap_or_default();
    let rule = left < ratio(1, 1) / &delta - least;
    // With all noise above r: at α² = 2 joint-embedding finds the signal, reconstruction does not.
    let less = |run: Run| {
        let of = run.pick(&large, &straddling);
        let [je, rc] = Paradigm::ALL.map(|paradigm| finds_signal(of, paradigm, &ratio(2, 1)));
        Ok(je? && !rc?)
    };
    [
        Comparison::stands("g = (2, 2), above r: does joint-embedding need less?", true, less, true),
        Comparison::control("g = (2, 1/2), α² = 1/2: does joint-embedding find the signal?", je, !rule),
        Comparison::control("the same: does reconstruction?", rc, rule),
    ]
    .into_iter()
    .collect()
}

fn section_5_1() -> Result<Vec<Comparison>> {
    let of = |g: (i64, i64)| spectrum(&[1], &[1, 1], &[g]);
    let (huge, level) = (of((1_000_000, 1))?, ratio(1, 1));
    let enough = |run: Run| {
        let alpha_squared = run.pick(level.clone(), &level - ratio(1, 500_000));
        finds_signal(&huge, Paradigm::JointEmbedding, &alpha_squared)
    };
    let rc = |run: Run| finds_signal(&huge, Paradigm::Reconstruction, &run.pick(level.clone(), ratio(2_000_000, 1)));
    let at_zero =
        |g, other| move |run: Run| finds_signal(&of(run.pick(g, other))?, Paradigm::JointEmbedding, &Rational::zero());
    let below = |g| of(g).map(|spectrum| spectrum.thresholds().alpha_squared_je < Rational::zero());
    let (small, large) = ((1, 2), (4, 1));
    [
        Comparison::stands("g = 10^6, α² = 1: does joint-embedding find the signal?", true, enough, true),
        Comparison::control("the same: does reconstruction?", rc, false),
        Comparison::control("g = 1/2, α = 0: does joint-embedding?", at_zero(small, large), below(small)?),
        Comparison::control("g = 4, α = 0: does joint-embedding?", at_zero(large, small), below(large)?),
    ]
    .into_iter()
    .collect()
}

fn both_require() -> Result<Vec<Comparison>> {
    let weak = |run: Run| spectrum(&[1], &[1, run.pick(1, 0)], &[(1, 2)]);
    let zero = Rational::zero();
    let needs = |spectrum: &Spectrum<Rational>, paradigm| finds_signal(spectrum, paradigm, &zero).map(|found| !found);
    let t = weak(Run::Genuine)?.thresholds();
    let strong = |run: Run| {
        let strong = spectrum(&[1], &[1, run.pick(0, 8)], &[(4, 1)])?;
        Ok([needs(&strong, Paradigm::Reconstruction)?, needs(&strong, Paradigm::JointEmbedding)?] == [true; 2])
    };
    [
        Comparison::stands("g = 4, th_noise = 0: do both need α > 0?", true, strong, true),
        Comparison::control(
            "g = 1/2, th_noise = 1: does reconstruction?",
            |run| needs(&weak(run)?, Paradigm::Reconstruction),
            t.alpha_squared_rc >= zero,
        ),
        Comparison::control(
            "the same: does joint-embedding?",
            |run| needs(&weak(run)?, Paradigm::JointEmbedding),
            t.alpha_squared_je >= zero,
        ),
    ]
    .into_iter()
    .collect()
}

fn appendix_c() -> Result<Vec<Comparison>> {
    let spectrum = spectrum(&[10_000], &[5000, 5000], &[(1_000_000, 1)])?;
    let finds = |paradigm: Paradigm, alpha: i64| finds_signal(&spectrum, paradigm, &ratio(alpha * alpha, 1));
    let below = |run: Run| finds(Paradigm::Reconstruction, run.pick(12, 13));
    let above = |run: Run| finds(Paradigm::Reconstruction, run.pick(13, 12));
    let t = spectrum.thresholds();
    [
        Comparison::control("α = 12: does reconstruction find the signal?", below, ratio(144, 1) > t.alpha_squared_rc),
        Comparison::control("α = 13: does it?", above, ratio(169, 1) > t.alpha_squared_rc),
        Comparison::control(
            "α = 1: does joint-embedding?",
            |run| finds(Paradigm::JointEmbedding, run.pick(1, 0)),
            ratio(1, 1) > t.alpha_squared_je,
        ),
    ]
    .into_iter()
    .collect()
}
