//! Decisions of linear algebra over the rationals, of enclosures and of what is built on both.

use super::{Decision, identity, nearly_singular, say, square, told, whole};
use jerc::augment::AlignedNoise;
use jerc::certificate::ExactPencil;
use jerc::linalg::enclosure::{Precision, is_positive_definite, largest_eigenvalue, smallest_eigenvalue};
use jerc::linalg::exact::{exact_solve, inertia, is_positive_semidefinite, is_tie_at, simplest_between};
use jerc::linalg::interval::Interval;
use jerc::moments::ViewMoments;
use jerc::paradigm::Paradigm::{self, JointEmbedding, Reconstruction};
use jerc::scalar::{Rational, exact_parse, ratio};
use jerc::solve;
use nalgebra::{DMatrix, dmatrix};

fn side(found: &Interval) -> &'static str {
    let zero = whole(0);
    if found.low > zero {
        "positive"
    } else if found.high < zero {
        "negative"
    } else {
        "around 0"
    }
}

/// Whether a possible tie between C = diag(1 + e, 1) and Σ = I at k = 1 is one; `f64` is shown the
/// tie in each case.
fn settled(e: &Rational, paradigm: Paradigm) -> String {
    let of = |e: &Rational| {
        ViewMoments::additive(square([whole(1) + e, whole(0), whole(0), whole(1)]), DMatrix::identity(2, 2))
    };
    let mut solved = solve::embedding(paradigm, &of(&whole(0)).approx(), 1).unwrap();
    solved.settle_tie(paradigm, 9, || Ok(of(e))).unwrap();
    told(solved.uniqueness)
}

pub const DECISIONS: &[Decision] = &[
    (
        "inertia",
        |e| told(inertia(&nearly_singular(e))),
        [
            "Inertia { positive: 1, zero: 0, negative: 1 }",
            "Inertia { positive: 1, zero: 1, negative: 0 }",
            "Inertia { positive: 2, zero: 0, negative: 0 }",
        ],
    ),
    (
        // A 2 x 2 pivot, then 12 + e - 2 * 2 * 3 = e.
        "inertia behind a zero diagonal",
        |e| {
            let mut m = dmatrix![0, 1, 2; 1, 0, 3; 2, 3, 12].map(whole);
            m[(2, 2)] += e;
            told(inertia(&m))
        },
        [
            "Inertia { positive: 1, zero: 0, negative: 2 }",
            "Inertia { positive: 1, zero: 1, negative: 1 }",
            "Inertia { positive: 2, zero: 0, negative: 1 }",
        ],
    ),
    ("is_positive_semidefinite", |e| told(is_positive_semidefinite(&nearly_singular(e))), ["false", "true", "true"]),
    ("is_positive_definite", |e| told(is_positive_definite(&nearly_singular(e))), ["false", "false", "true"]),
    (
        // Eigenvalues 1 - e and 1 + e.
        "is_tie_at",
        |e| told(is_tie_at(&square([whole(1), e.clone(), e.clone(), whole(1)]), &identity(2), 1, &whole(1))),
        ["false", "true", "false"],
    ),
    (
        "is_tie_at, the value",
        |e| told(is_tie_at(&identity(2), &identity(2), 1, &(whole(1) + e))),
        ["false", "true", "false"],
    ),
    (
        // x_1 + x_2 = 1 and x_1 + (1 + e) x_2 = 1 + e.
        "exact_solve",
        |e| {
            let right = DMatrix::from_vec(2, 1, vec![whole(1), whole(1) + e]);
            say(exact_solve(&nearly_singular(e), &right).map(|x| [x[0].to_string(), x[1].to_string()]))
        },
        [r#"["0", "1"]"#, "refused", r#"["0", "1"]"#],
    ),
    ("simplest_between", |e| simplest_between(&(ratio(1, 3) + e), &ratio(2, 5)).to_string(), ["1/3", "1/3", "2/5"]),
    (
        "Interval::contains",
        |e| told(Interval { low: whole(0), high: whole(1) + e }.contains(&whole(1))),
        ["false", "true", "true"],
    ),
    (
        "Interval::value",
        |e| told(Interval { low: whole(1), high: whole(1) + e }.value().is_some()),
        ["false", "true", "false"],
    ),
    (
        "smallest_eigenvalue",
        |e| {
            let precision = Precision::absolute_below_one(1210);
            side(&smallest_eigenvalue(&nearly_singular(e), &identity(2), &precision).unwrap()).into()
        },
        ["negative", "around 0", "positive"],
    ),
    (
        "largest_eigenvalue",
        |e| {
            let precision = Precision::absolute_below_one(1210);
            side(&largest_eigenvalue(&-nearly_singular(e), &identity(2), &precision).unwrap()).into()
        },
        ["positive", "around 0", "negative"],
    ),
    (
        "smallest_eigenvalue, S",
        |e| {
            let of = smallest_eigenvalue(&identity(2), &nearly_singular(e), &Precision::absolute_below_one(4));
            say(of.map(|found| found.low < found.high))
        },
        ["refused", "refused", "true"],
    ),
    ("settle_tie, joint-embedding", |e| settled(e, JointEmbedding), ["Undecided", "Tie", "Undecided"]),
    ("settle_tie, reconstruction", |e| settled(e, Reconstruction), ["Undecided", "Tie", "Undecided"]),
    (
        // At k = d reconstruction is free where H is singular.
        "settle_tie at k = d",
        |e| {
            let of = |e: &Rational| ViewMoments::additive(nearly_singular(e), DMatrix::identity(2, 2));
            let mut solved = solve::embedding(Reconstruction, &of(&whole(0)).approx(), 2).unwrap();
            solved.settle_tie(Reconstruction, 9, || Ok(of(e))).unwrap();
            told(solved.uniqueness)
        },
        ["Undecided", "Tie", "Undecided"],
    ),
    (
        "AlignedNoise::new_exact, symmetry",
        |e| {
            let theta = square([whole(1), whole(1), whole(1) + e, whole(1)]);
            say(AlignedNoise::new_exact(theta, DMatrix::zeros(2, 2), whole(0)).map(drop))
        },
        ["refused", "()", "refused"],
    ),
    (
        "AlignedNoise::new_exact, alpha",
        |e| say(AlignedNoise::new_exact(identity(2), identity(2), e.clone()).map(drop)),
        ["refused", "()", "()"],
    ),
    (
        "exact_parse",
        |e| {
            let text = (whole(1) + e).to_string();
            told(exact_parse("x", &text).unwrap().cmp(&whole(1)))
        },
        ["Less", "Equal", "Greater"],
    ),
    (
        // The common denominator is found, and the entries are apart.
        "ExactPencil::of_views",
        |e| {
            let views = ViewMoments::additive(identity(2) * (whole(1) + e), identity(2));
            let pencil = ExactPencil::of_views(Reconstruction, &views, "by hand".into());
            let [a, s] = [&pencil.a, &pencil.s].map(|m| m.at(0, 0).clone() >> u64::try_from(-m.exponent).unwrap_or(0));
            told((a, s, pencil.trace.cmp(&whole(2))))
        },
        ["(0, 1, Less)", "(1, 2, Equal)", "(1, 2, Greater)"],
    ),
];
