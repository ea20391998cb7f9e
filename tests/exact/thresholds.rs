//! Decisions of the thresholds: on spectra, on coordinates, on blocks.

use super::{Decision, identity, nearly_singular, one_by_one, say, square, told, whole};
use jerc::augment::{AlignedNoise, Augmentation, Mask};
use jerc::paradigm::Paradigm::{self, JointEmbedding, Reconstruction};
use jerc::scalar::{Rational, ratio};
use jerc::threshold::{AxisModel, BlockModel, Forms, NeverWitness, Requirement, Spectrum};
use nalgebra::DMatrix;

/// c = th = 1 and one noise direction g, th_noise: η² = δ = 1/2, α_RC² = 2 g - th_noise/g - 1,
/// α_JE² = 1 - th_noise/g.
fn spectrum(g: Rational, theta: Rational) -> Spectrum<Rational> {
    Spectrum::new(vec![whole(1)], vec![whole(1), theta], vec![g]).unwrap()
}

/// T(α) with Θ = I, Γ = diag(0, 1).
fn noise(alpha: i64) -> AlignedNoise<Rational> {
    AlignedNoise::new_exact(identity(2), square([0, 0, 0, 1].map(whole)), whole(alpha)).unwrap()
}

/// One signal of variance 1, one noise of variance 1 + e.
fn axes(e: &Rational) -> AxisModel {
    AxisModel::new(vec![whole(1)], vec![whole(1) + e]).unwrap()
}

/// Noise g = th = 1 and a signal C1 = [[2, 1], [1, 2]] + e I, Θ1 = I: the quotients of
/// joint-embedding are 1/2 on the noise and (1 + e)/(2 + e) on the lower signal.
fn blocks(e: &Rational) -> BlockModel {
    let signal = square([2, 1, 1, 2].map(whole)) + identity(2) * e.clone();
    BlockModel::new(signal, identity(2), one_by_one(whole(1)), one_by_one(whole(1))).unwrap()
}

/// Overlapping noise, 1 x 1: X = 2 + e/2 and S = 1 + 2 α² on the signal, X = 4 and S = 2 + 2 α² on
/// the noise. So X S' - X' S = e + (e - 4) α².
fn witness(e: &Rational) -> (BlockModel, NeverWitness) {
    let forms = |second, square, theta, gamma| {
        let [second, square, theta, gamma] = [second, square, theta, gamma].map(one_by_one);
        Forms { second, square, theta, gamma }
    };
    let signal = forms(whole(1), whole(2) + e / whole(2), whole(0), whole(2));
    let noise = forms(whole(2), whole(4), whole(0), whole(2));
    let one = || vec![whole(1)];
    let witness = NeverWitness { signal: one(), noise: one(), constant: e.clone(), slope: e - whole(4) };
    (BlockModel::from_forms(signal, noise).unwrap(), witness)
}

/// No noise in the views: 1 + e against 2 + e leads 1/2 of the signal iff e >= 0, whatever α is.
fn without_noise(e: &Rational, paradigm: Paradigm) -> String {
    match axes(e).alpha_squared(&noise(0), &noise(0), paradigm).unwrap() {
        Requirement::Always => "always".into(),
        Requirement::Never(_) => "never".into(),
        other => told(other),
    }
}

pub const DECISIONS: &[Decision] = &[
    (
        "Spectrum::new",
        |e| say(Spectrum::new(vec![whole(1)], vec![whole(0), e.clone()], vec![whole(1)]).map(|s| s.rank())),
        ["refused", "1", "1"],
    ),
    (
        "Spectrum::recovery, joint-embedding",
        |e| told(spectrum(whole(1), whole(0)).recovery(JointEmbedding, &(whole(1) + e))),
        ["NoiseLeaks", "Tie", "Signal"],
    ),
    (
        "Spectrum::recovery, reconstruction",
        |e| told(spectrum(whole(1) - e, whole(0)).recovery(Reconstruction, &whole(1))),
        ["NoiseLeaks", "Tie", "Signal"],
    ),
    (
        // The lower of two signals: 1/(1 + 1 - e) beside 1/2, against noise 1/2.
        "Spectrum::recovery, among signals",
        |e| {
            let theta = vec![whole(1), whole(1) - e, whole(1)];
            let s = Spectrum::new(vec![whole(1), whole(1)], theta, vec![whole(1)]).unwrap();
            told(s.recovery(JointEmbedding, &whole(0)))
        },
        ["NoiseLeaks", "Tie", "Tie"],
    ),
    (
        // η² = δ = min(1/2, 1/(2 - e)), and the threshold is 1/δ - 1 = max(1, 1 - e).
        "Thresholds among signals",
        |e| {
            let theta = vec![whole(1), whole(1) - e, whole(0)];
            let s = Spectrum::new(vec![whole(1), whole(1)], theta, vec![whole(1)]).unwrap();
            told(s.thresholds().alpha_squared_je > whole(1))
        },
        ["true", "false", "false"],
    ),
    (
        // The noise that needs most: 1 - th/g of th = 1/2 and of th = 1/2 - e, g = 1.
        "Thresholds among noise",
        |e| {
            let theta = vec![whole(1), ratio(1, 2), ratio(1, 2) - e];
            let s = Spectrum::new(vec![whole(1)], theta, vec![whole(1), whole(1)]).unwrap();
            told(s.thresholds().alpha_squared_je > ratio(1, 2))
        },
        ["false", "false", "true"],
    ),
    (
        // α_RC² = 1 + 2 e, α_JE² = 1.
        "Thresholds::verdict",
        |e| told(spectrum(whole(1) + e, whole(0)).thresholds().verdict()),
        ["Reconstruction", "Tie", "JointEmbedding"],
    ),
    (
        // α_RC² = 2 e and α_JE² = 0.
        "Thresholds::verdict_clipped",
        |e| told(spectrum(whole(1) + e, whole(1) + e).thresholds().verdict_clipped()),
        ["Tie", "Tie", "JointEmbedding"],
    ),
    (
        // r = 1.
        "Thresholds::regime",
        |e| told(spectrum(whole(1) + e, whole(0)).thresholds().regime),
        ["Weak", "Straddling", "Strong"],
    ),
    (
        "AxisModel::new",
        |e| say(AxisModel::new(vec![whole(1)], vec![e.clone()]).map(|m| m.rank())),
        ["refused", "refused", "1"],
    ),
    (
        // (1 + e)/(2 + e) against 1/2.
        "AxisModel::recovery, joint-embedding",
        |e| told(axes(e).recovery(&noise(0), JointEmbedding).unwrap()),
        ["Signal", "Tie", "NoiseLeaks"],
    ),
    (
        // Masks that keep half: φ² is half the variance.
        "AxisModel::recovery, reconstruction",
        |e| {
            let mask = Mask::independent(&[0.5, 0.5]).unwrap().exact();
            told(axes(e).recovery(mask.as_ref(), Reconstruction).unwrap())
        },
        ["Signal", "Tie", "NoiseLeaks"],
    ),
    ("AxisModel::alpha_squared, joint-embedding", |e| without_noise(e, JointEmbedding), ["always", "never", "never"]),
    ("AxisModel::alpha_squared, reconstruction", |e| without_noise(e, Reconstruction), ["always", "never", "never"]),
    (
        // S = (1, 1 + Γ) moves with α on the noise alone unless Γ = e on the signal.
        "AxisModel::alpha_squared, alpha on the signal",
        |e| {
            let gamma = square([e.clone(), whole(0), whole(0), whole(1)]);
            let at = |alpha| AlignedNoise::new_exact(identity(2), gamma.clone(), whole(alpha)).unwrap();
            say(axes(&whole(0)).alpha_squared(&at(0), &at(1), JointEmbedding).map(|r| r.exact().is_some()))
        },
        ["refused", "true", "refused"],
    ),
    (
        "AxisModel::recovery, coordinates that mix",
        |e| {
            let theta = square([whole(1), e.clone(), e.clone(), whole(1)]);
            let mixing = AlignedNoise::new_exact(theta, DMatrix::zeros(2, 2), whole(0)).unwrap();
            say(axes(&whole(0)).recovery(&mixing, JointEmbedding))
        },
        ["refused", "Tie", "refused"],
    ),
    (
        // S_11 = 1 + Θ_11 = e: the second coordinate is a noise of quotient 1/e.
        "AxisModel::recovery, S",
        |e| {
            let theta = square([whole(0), whole(0), whole(0), e - whole(1)]);
            let channel = AlignedNoise::new_exact(theta, DMatrix::zeros(2, 2), whole(0)).unwrap();
            say(axes(&whole(0)).recovery(&channel, JointEmbedding))
        },
        ["refused", "refused", "NoiseLeaks"],
    ),
    (
        // α_RC² = 2 (1 + e)² - e - 2 and α_JE² = e.
        "Answer::verdict",
        |e| told(axes(e).answer(&noise(0), &noise(1)).unwrap().verdict()),
        ["Reconstruction", "Tie", "JointEmbedding"],
    ),
    (
        "Answer::verdict_clipped",
        |e| told(axes(e).answer(&noise(0), &noise(1)).unwrap().verdict_clipped()),
        ["Tie", "Tie", "JointEmbedding"],
    ),
    (
        // r = 1.
        "Answer::regime",
        |e| told(axes(e).answer(&noise(0), &noise(1)).unwrap().regime),
        ["Some(Weak)", "Some(Straddling)", "Some(Strong)"],
    ),
    (
        "BlockModel::new",
        |e| {
            let one = || one_by_one(whole(1));
            say(BlockModel::new(nearly_singular(e), identity(2), one(), one()).map(drop))
        },
        ["refused", "refused", "()"],
    ),
    (
        "BlockModel::from_forms, what the noise rows see",
        |e| {
            let of = |second: Rational, gamma: Rational| Forms {
                second: one_by_one(second),
                square: one_by_one(whole(1)),
                theta: one_by_one(whole(1)),
                gamma: one_by_one(gamma),
            };
            say(BlockModel::from_forms(of(whole(1), whole(0)), of(whole(1), whole(1) + e)).map(drop))
        },
        ["refused", "()", "refused"],
    ),
    (
        // Between (1 + e)/(2 + e) and 1/2. At e <= 0 that proves the noise to be at least as high.
        "BlockModel::decide",
        |e| {
            let between = (whole(1) + e / whole(2)) / (whole(2) + e / whole(2));
            told(blocks(e).decide(JointEmbedding, &whole(0), &between))
        },
        ["Some(NoiseLeaks)", "Some(NoiseLeaks)", "Some(Signal)"],
    ),
    (
        "NeverWitness::verifies",
        |e| {
            let (model, witness) = witness(e);
            told(witness.verifies(&model, Reconstruction))
        },
        ["true", "true", "false"],
    ),
    (
        // A constant that is not the model's.
        "NeverWitness::verifies, the numbers",
        |e| {
            let (model, mut witness) = witness(&whole(0));
            witness.slope += e;
            told(witness.verifies(&model, Reconstruction))
        },
        ["false", "true", "false"],
    ),
];
