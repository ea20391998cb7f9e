use super::*;
use crate::threshold::Spectrum;

fn matrix(d: usize, values: &[i64]) -> DMatrix<Rational> {
    DMatrix::from_row_slice(d, d, &values.iter().map(|&v| ratio(v, 1)).collect::<Vec<_>>())
}

fn threshold(model: &BlockModel, paradigm: Paradigm) -> Threshold {
    match model.requirement(paradigm).unwrap() {
        Requirement::Above(found) => found,
        other => panic!("{other:?}"),
    }
}

const BOTH: [Paradigm; 2] = [Paradigm::Reconstruction, Paradigm::JointEmbedding];

#[test]
fn non_commuting_blocks_by_hand() {
    // C1 = I, Θ1 = [[2, 1], [1, 1]]: A1 = [[3, 1], [1, 2]], δ = η² = 2/(5 + sqrt 5).
    // Γ2 = I, Θ2 = [[1, 1], [1, 2]]. α_JE² = (5 + sqrt 5)/2 - 1 - (3 - sqrt 5)/2 =
    // sqrt 5, and α_RC² = λ_max((5 + sqrt 5)/2 I - Θ2) - 1 is the same.
    let model = BlockModel::new(
        matrix(2, &[1, 0, 0, 1]),
        matrix(2, &[2, 1, 1, 1]),
        matrix(2, &[1, 0, 0, 1]),
        matrix(2, &[1, 1, 1, 2]),
    )
    .unwrap();
    for paradigm in BOTH {
        let found = threshold(&model, paradigm);
        let Interval { low, high } = &found.alpha_squared;
        assert!(low * low < ratio(5, 1) && high * high > ratio(5, 1));
        assert!(high - low <= ratio(3, 1_000_000_000_000));
        assert_eq!(model.decide(paradigm, high, &found.signal.low), Some(Recovery::Signal));
        assert_eq!(model.decide(paradigm, low, &found.signal.high), Some(Recovery::NoiseLeaks));
        // The wrong way round proves nothing.
        assert_ne!(model.decide(paradigm, low, &found.signal.low), Some(Recovery::Signal));
        assert_eq!(model.decide(paradigm, &ratio(3, 1), &ratio(1, 1)), None);
    }
    // Γ2 = 4 I: η² = δ = t, 1/t = (5 + sqrt 5)/2. RC: λ_max(4/t - Θ2/4) - 1 =
    // 10 + 2 sqrt 5 - (3 - sqrt 5)/8 - 1 = (69 + 17 sqrt 5)/8; JE: (3 + sqrt 5)/2 - (3 - sqrt 5)/8
    // = (9 + 5 sqrt 5)/8.
    let model = BlockModel::new(
        matrix(2, &[1, 0, 0, 1]),
        matrix(2, &[2, 1, 1, 1]),
        matrix(2, &[4, 0, 0, 4]),
        matrix(2, &[1, 1, 1, 2]),
    )
    .unwrap();
    for (paradigm, (p, q)) in BOTH.into_iter().zip([(69, 17), (9, 5)]) {
        let found = threshold(&model, paradigm).alpha_squared;
        let root = |a: &Rational| (a * ratio(8, 1) - ratio(p, 1)) / ratio(q, 1);
        let (low, high) = (root(&found.low), root(&found.high));
        assert!(&low * &low < ratio(5, 1) && &high * &high > ratio(5, 1), "{paradigm:?}");
    }
    assert_eq!(model.regime().unwrap(), Regime::Strong);
    let r = model.crossing(30).unwrap();
    assert!(r.contains(&ratio(1, 1)) && r.width() < ratio(1, 1 << 28));
    // C1 = 3, Θ1 = 1: η² = 9/4, δ = 3/4, r = 3.
    let one = |v: i64| matrix(1, &[v]);
    let r = BlockModel::new(one(3), one(1), one(1), one(0)).unwrap().crossing(30).unwrap();
    assert!(r.contains(&ratio(3, 1)) && r.width() < ratio(1, 1 << 26));
}

#[test]
fn diagonal_blocks_give_the_thresholds_of_the_paper() {
    // The spectrum of threshold.rs: α_RC² = 59/4, α_JE² = 3.
    let diagonal = |a: (i64, i64), b: (i64, i64)| {
        DMatrix::from_row_slice(2, 2, &[ratio(a.0, a.1), ratio(0, 1), ratio(0, 1), ratio(b.0, b.1)])
    };
    let model = BlockModel::new(
        diagonal((2, 1), (1, 1)),
        diagonal((2, 1), (3, 1)),
        diagonal((4, 1), (1, 2)),
        diagonal((1, 1), (0, 1)),
    )
    .unwrap();
    assert!(threshold(&model, Paradigm::Reconstruction).alpha_squared.contains(&ratio(59, 4)));
    assert!(threshold(&model, Paradigm::JointEmbedding).alpha_squared.contains(&ratio(3, 1)));
    assert!(model.signal_eigenvalue(Paradigm::Reconstruction, 30).unwrap().contains(&ratio(1, 4)));
    assert_eq!(model.regime().unwrap(), Regime::Straddling);
    // A threshold 0 is enclosed absolutely: no augmentation at all.
    let plain = BlockModel::new(matrix(1, &[3]), matrix(1, &[0]), matrix(1, &[2]), matrix(1, &[0])).unwrap();
    let found = threshold(&plain, Paradigm::JointEmbedding).alpha_squared;
    assert!(found.contains(&ratio(0, 1)) && narrow_enough(&found));
    assert!(threshold(&plain, Paradigm::Reconstruction).alpha_squared.contains(&ratio(-1, 3)));
    // Cancellation: (1 - δ)/δ = 10^12 against th/g = 10^12 - 1.
    let large = 1_000_000_000_000;
    let near = BlockModel::new(matrix(1, &[1]), matrix(1, &[large]), matrix(1, &[1]), matrix(1, &[large - 1])).unwrap();
    let found = threshold(&near, Paradigm::JointEmbedding).alpha_squared;
    assert!(found.contains(&ratio(1, 1)) && found.width() <= ratio(1, large));
    let spectrum =
        Spectrum::new(vec![ratio(1, 1)], vec![ratio(large, 1), ratio(large - 1, 1)], vec![ratio(1, 1)]).unwrap();
    assert_eq!(spectrum.thresholds().alpha_squared_je, ratio(1, 1));
}

#[test]
fn regimes_in_the_loewner_order() {
    // C1 = I, Θ1 = 0: r = 1. Γ2 has the eigenvalues 3 s and s for s [[2, 1], [1, 2]].
    for (numerator, denominator, expected) in [
        (1, 4, Regime::Weak),
        (1, 3, Regime::Straddling),
        (1, 2, Regime::Straddling),
        (1, 1, Regime::Straddling),
        (2, 1, Regime::Strong),
    ] {
        let gamma = matrix(2, &[2, 1, 1, 2]).map(|v| v * ratio(numerator, denominator));
        let model = BlockModel::new(matrix(1, &[1]), matrix(1, &[0]), gamma, matrix(2, &[0; 4])).unwrap();
        assert_eq!(model.regime().unwrap(), expected, "{numerator}/{denominator}");
    }
}

fn overlapping(gamma: (i64, i64), theta: (i64, i64)) -> BlockModel {
    // C = diag(1, 0), Γ = diag(γ).
    let (a, b) = (1 + gamma.0, gamma.1);
    let one = |v: i64| matrix(1, &[v]);
    let signal = Forms { second: one(a), square: one(a * a), theta: one(theta.0), gamma: one(gamma.0) };
    let noise = Forms { second: one(b), square: one(b * b), theta: one(theta.1), gamma: one(b) };
    BlockModel::from_forms(signal, noise).unwrap()
}

#[test]
fn overlapping_noise_may_leave_no_threshold() {
    // C = diag(1, 0), Γ = diag(1, 5): 4/(2 + a) against 25/(5 + 5a). 4 (5 + 5a) - 25 (2 + a) =
    // -30 - 5a.
    let model = overlapping((1, 5), (0, 0));
    assert!(!model.is_separate());
    let Requirement::Never(witness) = model.requirement(Paradigm::Reconstruction).unwrap() else { panic!() };
    let expected = NeverWitness {
        signal: vec![ratio(1, 1)],
        noise: vec![ratio(1, 1)],
        constant: ratio(-30, 1),
        slope: ratio(-5, 1),
    };
    assert_eq!(witness, expected);
    assert!(witness.verifies(&model, Paradigm::Reconstruction));
    assert!(!witness.verifies(&model, Paradigm::JointEmbedding));
    assert!(!NeverWitness { constant: ratio(-31, 1), ..witness.clone() }.verifies(&model, Paradigm::Reconstruction));
    assert!(!NeverWitness { noise: vec![], ..witness.clone() }.verifies(&model, Paradigm::Reconstruction));
    let nothing = NeverWitness { signal: vec![ratio(0, 1)], constant: ratio(0, 1), slope: ratio(0, 1), ..witness };
    assert!(!nothing.verifies(&model, Paradigm::Reconstruction));
    assert_eq!(model.requirement(Paradigm::JointEmbedding).unwrap(), Requirement::Always);
    // Γ = diag(1, 2): 4 (2 + 2a) - 4 (2 + a) = 4a: a tie at 0, the signal above it.
    let model = overlapping((1, 2), (0, 0));
    let Requirement::Sometimes { alpha_squared, t } = model.requirement(Paradigm::Reconstruction).unwrap() else {
        panic!()
    };
    assert!(alpha_squared > ratio(0, 1));
    assert_eq!(model.decide(Paradigm::Reconstruction, &alpha_squared, &t), Some(Recovery::Signal));
    // With Θ on the signal joint-embedding loses its guarantee: (1 + 1)/(2 + 20 + a) against
    // 5/(5 + 5a): 2 (5 + 5a) - 5 (22 + a) = -100 + 5a.
    let model = overlapping((1, 5), (20, 0));
    let Requirement::Sometimes { alpha_squared, .. } = model.requirement(Paradigm::JointEmbedding).unwrap() else {
        panic!()
    };
    assert!(alpha_squared > ratio(20, 1));
}

/// The same beside a strong signal, turned by 45 degrees: on the signal the second moment has the
/// eigenvalues 2 at (1, 1) and 100 at (1, -1), Γ = I there. The witness (1, 1) is no axis: 8
/// (5 + 5a) - 25 (4 + 2a) = -60 - 10a, while e_1 has 5002 (5 + 5a) - 25 (51 + a) > 0.
#[test]
fn a_witness_need_not_be_an_axis() {
    let second = matrix(2, &[51, -49, -49, 51]);
    let signal =
        Forms { square: &second * &second, second, theta: matrix(2, &[0; 4]), gamma: matrix(2, &[1, 0, 0, 1]) };
    let one = |v: i64| matrix(1, &[v]);
    let noise = Forms { second: one(5), square: one(25), theta: one(0), gamma: one(5) };
    let model = BlockModel::from_forms(signal, noise).unwrap();
    let Requirement::Never(witness) = model.requirement(Paradigm::Reconstruction).unwrap() else { panic!() };
    assert!(witness.verifies(&model, Paradigm::Reconstruction));
    // To the rounding of an f64 eigenvector.
    let quotient = crate::scalar::Scalar::approx(&(&witness.signal[0] / &witness.signal[1]));
    assert!((quotient - 1.0).abs() < 1e-12, "{quotient}");
}

/// With Θ on the noise too, alignment may destroy recovery: Γ = diag(1, 5), Θ = diag(0,
/// 10): 4 (15 + 5a) - 25 (2 + a) = 10 - 5a, so reconstruction finds the signal iff α² < 2.
#[test]
fn under_overlapping_noise_alignment_may_hurt() {
    let model = overlapping((1, 5), (0, 10));
    let Requirement::Sometimes { alpha_squared, t } = model.requirement(Paradigm::Reconstruction).unwrap() else {
        panic!()
    };
    assert_eq!(alpha_squared, ratio(0, 1));
    assert_eq!(model.decide(Paradigm::Reconstruction, &alpha_squared, &t), Some(Recovery::Signal));
    // At α² = 4: signal 4/6, noise 25/35. At 2 both are 1.
    assert_eq!(model.decide(Paradigm::Reconstruction, &ratio(4, 1), &ratio(7, 10)), Some(Recovery::NoiseLeaks));
    assert_eq!(model.decide(Paradigm::Reconstruction, &ratio(2, 1), &ratio(1, 1)), Some(Recovery::NoiseLeaks));
}

/// Both at once, a window: the noise of Γ = diag(1; 2, 5), Θ = diag(0; 0, 10) stays below
/// the signal iff 0 < α² (4 (2 + 2a) - 4 (2 + a) = 4a) and α² < 2.
#[test]
fn recovery_may_be_a_window_of_alignments() {
    let one = |v: i64| matrix(1, &[v]);
    let signal = Forms { second: one(2), square: one(4), theta: one(0), gamma: one(1) };
    let gamma = matrix(2, &[2, 0, 0, 5]);
    let noise = Forms { second: gamma.clone(), square: &gamma * &gamma, theta: matrix(2, &[0, 0, 0, 10]), gamma };
    let model = BlockModel::from_forms(signal, noise).unwrap();
    let Requirement::Sometimes { alpha_squared, t } = model.requirement(Paradigm::Reconstruction).unwrap() else {
        panic!()
    };
    assert!(alpha_squared > ratio(0, 1) && alpha_squared < ratio(2, 1), "{alpha_squared}");
    assert_eq!(model.decide(Paradigm::Reconstruction, &alpha_squared, &t), Some(Recovery::Signal));
}

#[test]
fn models_that_are_none_are_refused() {
    let one = || matrix(1, &[1]);
    assert!(BlockModel::new(one(), one(), one(), one()).is_ok());
    assert!(matches!(BlockModel::new(one(), matrix(2, &[0; 4]), one(), one()), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(BlockModel::new(one(), one(), one(), matrix(2, &[0; 4])), Err(Error::ShapeMismatch { .. })));
    assert!(matches!(
        BlockModel::new(DMatrix::zeros(0, 0), DMatrix::zeros(0, 0), one(), one()),
        Err(Error::ShapeMismatch { .. })
    ));
    assert!(matches!(BlockModel::new(matrix(1, &[0]), one(), one(), one()), Err(Error::NotDefinite { .. })));
    assert!(matches!(BlockModel::new(one(), one(), matrix(1, &[-1]), one()), Err(Error::NotDefinite { .. })));
    let forms = |second: i64, gamma: i64| Forms {
        second: matrix(1, &[second]),
        square: one(),
        theta: one(),
        gamma: matrix(1, &[gamma]),
    };
    assert!(matches!(BlockModel::from_forms(forms(1, 0), forms(2, 1)), Err(Error::BadRequest { .. })));
}

/// α² is tried at 0 and at the powers of 4 from 4^-10 to 4^20: what only the last of them finds is
/// found, what lies beyond is not known.
#[test]
fn alignments_are_sought_up_to_both_ends_of_the_grid() {
    let four = |e: i32| ratio(4, 1).pow(e);
    let one = |v: Rational| DMatrix::from_element(1, 1, v);
    let whole = |v: i64| one(ratio(v, 1));
    let found = |signal: Forms, noise: Forms| {
        let model = BlockModel::from_forms(signal, noise).unwrap();
        match model.requirement(Paradigm::Reconstruction).unwrap() {
            Requirement::Sometimes { alpha_squared, .. } => Some(alpha_squared),
            Requirement::Undecided => None,
            other => panic!("{other:?}"),
        }
    };
    // Γ = diag(1, 2), Θ = diag(T, 0), reconstruction: 4 (2 + 2a) - 4 (2 + T + a) = 4 (a - T). In units
    // in which the eigenvalues are not small.
    let from = |theta: Rational| {
        let unit = four(20);
        let of = |v: i64| one(ratio(v, 1) * &unit);
        let square = || one(ratio(4, 1) * &unit * &unit);
        let signal = Forms { second: of(2), square: square(), theta: one(theta * &unit), gamma: of(1) };
        let noise = Forms { second: of(2), square: square(), theta: of(0), gamma: of(2) };
        found(signal, noise)
    };
    assert_eq!((from(four(19)), from(four(20))), (Some(four(20)), None));
    // The window 0 < a < w: Γ = diag(1; 2, 5), Θ = diag(0; 0, (30 + 5w)/4).
    let up_to = |width: Rational| {
        let signal = Forms { second: whole(2), square: whole(4), theta: whole(0), gamma: whole(1) };
        let gamma = matrix(2, &[2, 0, 0, 5]);
        let mut theta = matrix(2, &[0; 4]);
        theta[(1, 1)] = (ratio(30, 1) + ratio(5, 1) * width) / ratio(4, 1);
        let noise = Forms { second: gamma.clone(), square: &gamma * &gamma, theta, gamma };
        found(signal, noise)
    };
    assert_eq!((up_to(four(-9)), up_to(four(-10))), (Some(four(-10)), None));
}
