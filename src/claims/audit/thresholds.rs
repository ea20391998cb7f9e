//! The proofs of (10) and (12), Corollary 4.5 and section 4.4: which eigenvalue is compared with
//! which.

use super::{Comparison, Entry, Severity, diagonal, if_largest, unlabelled, views_of, whole};
use crate::claims::Run;
use crate::error::Result;
use crate::linalg::exact::exact_solve;
use crate::moments::ViewMoments;
use crate::moments::objective::{embedding_second, joint_embedding, reconstruction};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{Spectrum, Verdict};
use nalgebra::DMatrix;
use num_traits::Zero;

pub(super) const ENTRIES: [Entry; 5] = [
    Entry {
        id: "slips-62-67-80",
        printed: "Lead-in of (62): N'N tends to Gamma. (67): the noise eigenvalue of reconstruction, with the block of the signal. (80): delta_i for the signal eigenvalues of joint-embedding.",
        severity: Severity::Slip,
        why: "1/n is missing; the blocks are interchanged; delta is the smallest of the lambda_i and has no index.",
        counterexample: "n = 4, N = (1, -1, 1, -1): N'N = 4, N'N/n = 1. c = th = 1, g = 4, th_noise = 2, alpha^2 = 3: the noise eigenvalue is 8/9, the signal's 1/2. c = (3, 10), th = (1, 10): lambda_1 = 3/4, delta = 1/2.",
        corrected: "N'N/n; g^2/(th + (1 + alpha^2) g) for the noise block; lambda_i = c_i/(c_i + th_i), delta = min lambda_i.",
        fault: "N, alpha^2 or th off by 1/1000",
        check: slips,
    },
    Entry {
        id: "equation-68-max",
        printed: "(68): eta^2 as a maximum over the signal.",
        severity: Severity::Slip,
        why: "All signal directions must stay above the noise, so the smallest signal eigenvalue decides, as in Proposition 4.3 itself.",
        counterexample: "c = (1, 1), th = (1, 3), g = 1, th_noise = 0, alpha^2 = 2, k = 2: the signal eigenvalues are 1/2 and 1/4, the noise's 1/3. The maximum would give alpha_RC^2 = 1 < 2 and recovery, but {e_1, e_3} reconstructs better than the signal {e_1, e_2}.",
        corrected: "eta^2 = min_{i<=k} c_i^2/(c_i + th_i), here 1/4, hence alpha_RC^2 = 3.",
        fault: "alpha^2 1/1000 beyond alpha_RC^2; th or g off by 1/1000",
        check: equation_68,
    },
    Entry {
        id: "corollary-4-5-squares",
        printed: "Corollary 4.5: weak noise implies alpha_RC < alpha_JE, strong noise the reverse.",
        severity: Severity::FalseAsStated,
        why: "The proof orders the squares, which may be negative; then alpha = 0 suffices for both, and neither needs less.",
        counterexample: "c = th = 1, g = 1/2, th_noise = 1: weak noise, (alpha_JE^2, alpha_RC^2) = (-1, -2), and both paradigms find the signal at alpha = 0.",
        corrected: "The squares are ordered, strictly; the alphas max(0, .) are, strictly, iff the larger square is positive.",
        fault: "th_noise = 1/4, where only joint-embedding needs alignment; g off by 1/1000; g = 1 + 1/1000 above r",
        check: corollary_4_5,
    },
    Entry {
        id: "section-4-4-straddle",
        printed: "Section 4.4: noise of large spectral norm makes joint-embedding preferable.",
        severity: Severity::FalseAsStated,
        why: "Corollary 4.5 needs all noise variances above r = eta^2/delta. If they straddle r, the augmentation may already cover the large ones.",
        counterexample: "c = th = 1, g = (2, 1/2), th_noise = (6, 0): max g = 2 > r = 1, yet alpha_RC^2 = 0 < alpha_JE^2 = 1: at alpha^2 = 1/2 reconstruction finds the signal and joint-embedding does not.",
        corrected: "Reconstruction needs less iff max_j (g_j/eta^2 - th_j/g_j) < 1/delta - min_j th_j/g_j; if Theta2 = t Gamma2, iff max g < r.",
        fault: "alpha^2 = 1 + 1/1000 above alpha_JE^2, alpha^2 = alpha_RC^2; c off by 1/1000",
        check: section_4_4,
    },
    Entry {
        id: "both-require-alignment",
        printed: "Abstract and blog: both paradigms require a minimal alignment of augmentations with irrelevant features.",
        severity: Severity::FalseAsStated,
        why: "An overstatement of the propositions: thresholds with negative squares exist for both, whenever Theta alone damps the noise enough or the noise is weak.",
        counterexample: "c = th = 1, g = 1/2, th_noise = 1: at alpha = 0 both problems are solved by the signal row alone.",
        corrected: "Each requires alignment iff its alpha^2 in (10) or (12) is not negative. Supervised learning never does.",
        fault: "th_noise = 0, where both do; th_noise = 8 under strong noise",
        check: both_require,
    },
];

fn spectrum(c: &[i64], th: &[i64], g: &[(i64, i64)]) -> Result<Spectrum<Rational>> {
    let list = |v: &[i64]| v.iter().map(|&p| ratio(p, 1)).collect();
    Spectrum::new(list(c), list(th), g.iter().map(|&(p, q)| ratio(p, q)).collect())
}

/// The population's views: C = diag(c, g), Σ = Θ + α² Γ.
fn population(spectrum: &Spectrum<Rational>, alpha_squared: &Rational) -> Result<ViewMoments<Rational>> {
    let (variances, theta, gamma) = spectrum.diagonals();
    let sigma: Vec<_> = theta.iter().zip(&gamma).map(|(th, g)| th + alpha_squared * g).collect();
    views_of(&diagonal(&variances), &diagonal(&sigma), &unlabelled(variances.len()))
}

/// The smallest loss with the encoder whose rows are the given axes: for reconstruction over all
/// decoders, for joint-embedding scaled to W S W' = I (2 tr((W S W')^-1 W Σ W')).
fn loss_on(axes: &[usize], paradigm: Paradigm, views: &ViewMoments<Rational>) -> Result<Rational> {
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

fn slips() -> Result<Vec<Comparison>> {
    let noise = whole(4, 1, &[1, -1, 1, -1]);
    let gram = (noise.transpose() * &noise)[(0, 0)].clone();
    let variance = |run: Run| {
        let squares = run.off(noise.clone()).map(|v| &v * &v);
        Ok(squares.iter().fold(Rational::zero(), |sum, v| sum + v) / ratio(4, 1))
    };
    // The blocks of (H'H, S) at c = th = 1, g = 4, th_noise = 2, α² = 3, and the pencil.
    let blocks = |run: Run| -> Result<_> {
        let views = population(&spectrum(&[1], &[1, 2], &[(4, 1)])?, &run.off(ratio(3, 1)))?;
        let numerator = views.cross.transpose() * &views.cross;
        let blocks = [0, 1].map(|i| &numerator[(i, i)] / &views.view_second[(i, i)]);
        Ok((blocks, numerator, views.view_second))
    };
    let ([of_signal, _], ..) = blocks(Run::Genuine)?;
    // That of the noise is above that of the signal.
    let of_noise = |run: Run| {
        let ([_, of_noise], numerator, second) = blocks(run)?;
        Ok(if_largest(of_noise, &numerator, &second))
    };
    let (c, th) = ([ratio(3, 1), ratio(10, 1)], [ratio(1, 1), ratio(10, 1)]);
    let lambda = |i: usize| &c[i] / (&c[i] + &th[i]);
    let first = |run: Run| {
        let views = views_of(&diagonal(&c), &run.off(diagonal(&th)), &unlabelled(2))?;
        // 1 - loss/2 of the first axis.
        Ok(ratio(1, 1) - loss_on(&[0], Paradigm::JointEmbedding, &views)? / ratio(2, 1))
    };
    let delta = lambda(0).min(lambda(1));
    [
        Comparison::differs("N'N (/n) for noise of variance 1", gram.clone(), variance, gram / ratio(4, 1)),
        Comparison::differs("noise eigenvalue of (H'H, S)", of_signal, of_noise, ratio(16, 2 + 4 * 4)),
        Comparison::differs("first signal eigenvalue of (G, S)", delta, first, lambda(0)),
    ]
    .into_iter()
    .collect()
}

fn equation_68() -> Result<Vec<Comparison>> {
    let threshold = |run: Run| -> Result<Rational> {
        let spectrum = spectrum(&[1, 1], &[1, 3, 0], &[run.pick((1, 1), (1001, 1000))])?;
        Ok(spectrum.thresholds().alpha_squared_rc)
    };
    let finds = |alpha_squared: Rational| {
        finds_signal(&spectrum(&[1, 1], &[1, 3, 0], &[(1, 1)])?, Paradigm::Reconstruction, &alpha_squared)
    };
    // α_RC² with the printed η², against 2.
    let by_maximum = |run: Run| -> Result<Rational> {
        let of_signal = [run.off(ratio(1, 1)), ratio(3, 1)].map(|th| (ratio(1, 1) + th).recip());
        Ok(of_signal.into_iter().max().unwrap_or_default().recip() - ratio(1, 1))
    };
    [
        Comparison::differs(
            "alpha^2 = 2: does reconstruction find the signal?",
            by_maximum(Run::Genuine)? < ratio(2, 1),
            |run| finds(run.pick(ratio(2, 1), ratio(3001, 1000))),
            threshold(Run::Genuine)? < ratio(2, 1),
        ),
        Comparison::control("alpha^2 = 4: does it?", |run| finds(run.pick(ratio(4, 1), ratio(2999, 1000))), true),
        Comparison::control("alpha_RC^2 with the maximum", by_maximum, ratio(1, 1)),
        Comparison::control("alpha_RC^2 with the minimum", threshold, ratio(3, 1)),
    ]
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
        Comparison::control("alpha_JE^2", |run| Ok(thresholds(run)?.alpha_squared_je), ratio(-1, 1)),
        Comparison::control("alpha_RC^2", |run| Ok(thresholds(run)?.alpha_squared_rc), ratio(-2, 1)),
        Comparison::control("are the squares in the printed order?", ordered, true),
    ]
    .into_iter()
    .collect()
}

fn section_4_4() -> Result<Vec<Comparison>> {
    let spectrum = spectrum(&[1], &[1, 6, 0], &[(2, 1), (1, 2)])?;
    let finds = |paradigm, alpha_squared: Rational| finds_signal(&spectrum, paradigm, &alpha_squared);
    let je = |run: Run| finds(Paradigm::JointEmbedding, run.pick(ratio(1, 2), ratio(1001, 1000)));
    // At the threshold 0 the two rows tie.
    let rc = |run: Run| finds(Paradigm::Reconstruction, run.pick(ratio(1, 2), ratio(0, 1)));
    // The straddle rule by its formula: η² = δ = 1/2.
    let (eta, delta) = (ratio(1, 2), ratio(1, 2));
    let (g, th) = ([ratio(2, 1), ratio(1, 2)], [ratio(6, 1), ratio(0, 1)]);
    let left = (0..2).map(|j| &g[j] / &eta - &th[j] / &g[j]).max().unwrap_or_default();
    let least = (0..2).map(|j| &th[j] / &g[j]).min().unwrap_or_default();
    let rule = left < ratio(1, 1) / &delta - least;
    let crossing = |run: Run| {
        let (c, th) = (run.off(ratio(1, 1)), ratio(1, 1));
        Ok((&c * &c / (&c + &th)) / (&c / (&c + &th)))
    };
    [
        Comparison::differs("alpha^2 = 1/2: does joint-embedding find the signal?", true, je, !rule),
        Comparison::differs("alpha^2 = 1/2: does reconstruction?", false, rc, rule),
        Comparison::control("r = eta^2/delta, below the largest noise variance 2", crossing, ratio(1, 1)),
    ]
    .into_iter()
    .collect()
}

fn both_require() -> Result<Vec<Comparison>> {
    let weak = |run: Run| spectrum(&[1], &[1, run.pick(1, 0)], &[(1, 2)]);
    let zero = Rational::zero();
    let needs = |spectrum: &Spectrum<Rational>, paradigm| finds_signal(spectrum, paradigm, &zero).map(|found| !found);
    let t = weak(Run::Genuine)?.thresholds();
    // Strong noise, where reconstruction does need it and joint-embedding does too.
    let strong = |run: Run| {
        let strong = spectrum(&[1], &[1, run.pick(0, 8)], &[(4, 1)])?;
        Ok([needs(&strong, Paradigm::Reconstruction)?, needs(&strong, Paradigm::JointEmbedding)?] == [true; 2])
    };
    [
        Comparison::differs(
            "does reconstruction need alpha > 0?",
            true,
            |run| needs(&weak(run)?, Paradigm::Reconstruction),
            t.alpha_squared_rc >= zero,
        ),
        Comparison::differs(
            "does joint-embedding need alpha > 0?",
            true,
            |run| needs(&weak(run)?, Paradigm::JointEmbedding),
            t.alpha_squared_je >= zero,
        ),
        Comparison::control("g = 4, th_noise = 0: do both?", strong, true),
    ]
    .into_iter()
    .collect()
}
