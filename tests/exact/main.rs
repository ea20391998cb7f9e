//! Exact decisions on instances that `f64` cannot decide: each is made at a tie and a little to
//! both sides of it, and the little is lost beside 1.
//!
//! A decision that went through an approximation would say the same three times. The expected
//! answers are worked out by hand, next to the instance.

mod linear_algebra;
mod thresholds;

use jerc::augment::{AlignedNoise, Channel};
use jerc::certificate::ExactPencil;
use jerc::dataset::{Dataset, Features};
use jerc::paradigm::Paradigm::JointEmbedding;
use jerc::scalar::{Rational, Scalar, ratio};
use jerc::threshold::{BlockModel, Forms, Requirement};
use nalgebra::DMatrix;
use std::fmt::Debug;

/// A decision by name, made at an e, and what it says at e < 0, e = 0 and e > 0.
type Decision = (&'static str, fn(&Rational) -> String, [&'static str; 3]);

fn whole(value: i64) -> Rational {
    ratio(value, 1)
}

fn square(entries: [Rational; 4]) -> DMatrix<Rational> {
    DMatrix::from_row_slice(2, 2, &entries)
}

fn one_by_one(value: Rational) -> DMatrix<Rational> {
    DMatrix::from_element(1, 1, value)
}

fn identity(d: usize) -> DMatrix<Rational> {
    DMatrix::identity(d, d)
}

/// [[1, 1], [1, 1 + e]], whose determinant is e.
fn nearly_singular(e: &Rational) -> DMatrix<Rational> {
    square([whole(1), whole(1), whole(1), whole(1) + e])
}

/// What a decision says, or that it refuses.
fn say<T: Debug, E>(answer: Result<T, E>) -> String {
    answer.map_or_else(|_| "refused".into(), |answer| format!("{answer:?}"))
}

fn told(answer: impl Debug) -> String {
    say(Ok::<_, ()>(answer))
}

#[test]
fn every_decision_turns_where_f64_sees_nothing() {
    // 2^-80 is lost beside 1; 2^-1200 is no f64 but 0.
    for bits in [80, 1200] {
        let e = ratio(1, 2).pow(bits);
        assert_eq!((whole(1) + &e).approx(), 1.0);
        for (name, decide, expected) in linear_algebra::DECISIONS.iter().chain(thresholds::DECISIONS) {
            let found = [-&e, whole(0), e.clone()].map(|e| decide(&e));
            assert_eq!(found, *expected, "{name} at -2^-{bits}, 0 and 2^-{bits}");
        }
    }
}

/// The forms of a 2 x 2 block in the rows (1, 0) and (2^60, 1): the same block, and `f64` sees a
/// singular one.
fn sheared(values: [Rational; 2]) -> DMatrix<Rational> {
    let rows = square([whole(1), whole(0), whole(1 << 60), whole(1)]);
    let [first, second] = values;
    &rows * square([first, whole(0), whole(0), second]) * rows.transpose()
}

fn block([second, other]: [Rational; 2], theta: [i64; 2], gamma: [Rational; 2]) -> Forms {
    Forms {
        square: sheared([&second * &second, &other * &other]),
        second: sheared([second, other]),
        theta: sheared(theta.map(whole)),
        gamma: sheared(gamma),
    }
}

#[test]
fn enclosed_thresholds_are_found_in_rows_that_f64_cannot_see() {
    // c = (1, 2), th = (1, 1), th_noise = (0, 1): η² = δ = 1/2 and r = 1, attained by c = 1. With g
    // = (p/q, p/q): α_RC² = 2 g - 1 and α_JE² = 1, both from th_noise = 0.
    for (g, regime, verdict) in [((7, 8), "Weak", "Reconstruction"), ((9, 8), "Strong", "JointEmbedding")] {
        let g = ratio(g.0, g.1);
        let signal = block([1, 2].map(whole), [1, 1], [0, 0].map(whole));
        let noise = block([g.clone(), g.clone()], [0, 1], [g.clone(), g.clone()]);
        let model = BlockModel::from_forms(signal, noise).unwrap();
        let answer = model.answer(&|_| ()).unwrap();
        assert_eq!([told(answer.regime.unwrap()), told(answer.verdict())], [regime, verdict]);
        for (requirement, expected) in
            [(&answer.reconstruction, whole(2) * &g - whole(1)), (&answer.joint_embedding, whole(1))]
        {
            let Requirement::Above(found) = requirement else { panic!("{requirement:?}") };
            assert!(found.alpha_squared.contains(&expected) && found.alpha_squared.width() < ratio(1, 1 << 39));
            assert!(found.signal.contains(&ratio(1, 2)));
        }
        assert!(model.crossing(50).unwrap().contains(&whole(1)));
    }
}

#[test]
fn moments_of_samples_keep_what_f64_drops() {
    // X = (1, 2^-40)': X'X = 1 + 2^-80, over n = 2.
    let tiny = 2f64.powi(-40);
    let second = (whole(1) + ratio(1, 2).pow(80)) / whole(2);
    let data = Dataset::new("two samples", Features::real(vec![1.0, tiny], 1).unwrap(), None).unwrap();
    let exact = data.exact_moments().unwrap();
    assert_eq!(
        (exact.second[(0, 0)].clone(), exact.mean[0].clone()),
        (second.clone(), (whole(1) + ratio(1, 2).pow(40)) / whole(2))
    );
    assert_eq!(noise_free(1).views(&exact).unwrap().view_second[(0, 0)], second);
    let none = AlignedNoise::new(DMatrix::zeros(1, 1), DMatrix::zeros(1, 1), 0.0).unwrap();
    let pencil = ExactPencil::aligned_noise(JointEmbedding, data.features(), &none, "by hand".into()).unwrap();
    for (matrix, scale) in [(&pencil.a, &pencil.scale_a), (&pencil.s, &pencil.scale_s)] {
        let value = Rational::from_integer(matrix.at(0, 0).clone()) * whole(2).pow(matrix.exponent as i32);
        assert_eq!(value / Rational::from_integer(scale.clone()), second);
    }
    assert_eq!(pencil.trace, second);
}

fn noise_free(d: usize) -> AlignedNoise<Rational> {
    AlignedNoise::new_exact(DMatrix::zeros(d, d), DMatrix::zeros(d, d), whole(0)).unwrap()
}
