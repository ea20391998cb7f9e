use super::*;
use crate::augment::{AlignedNoise, Channel};
use crate::dataset::Features;
use crate::moments::DataMoments;
use crate::scalar::Scalar;
use crate::solve as solver;
use nalgebra::DVector;

/// A number of the checker.
fn approx<T: Clone + Into<Rational>>(value: &T) -> f64 {
    value.clone().into().approx()
}

fn certified(paradigm: Paradigm, rows: Vec<f64>, noise: &AlignedNoise<f64>, k: usize) -> Certificate {
    let features = Features::real(rows, noise.dimension()).unwrap();
    let pencil = ExactPencil::aligned_noise(paradigm, &features, noise, "test \"quoted\"".into()).unwrap();
    certify(&pencil, k, &|_| ()).unwrap()
}

#[test]
fn a_diagonal_problem_by_hand() {
    // X = [[2, 0], [0, 1]], n = 2: C = diag(2, 1/2); Θ = diag(2, 1/4), α² Γ = diag(0,
    // 1/4): S = diag(4, 1). JE: ω = (1/2, 1/2), a tie at k = 1. RC: φ² = (1, 1/4).
    let noise =
        AlignedNoise::new(nalgebra::dmatrix![2., 0.; 0., 0.25], nalgebra::dmatrix![0., 0.; 0., 1.], 0.5).unwrap();
    let x = vec![2., 0., 0., 1.];
    let je = certified(Paradigm::JointEmbedding, x.clone(), &noise, 1).verified;
    assert!(je.eigengap.is_none() && je.distance.is_none());
    assert!(approx(&je.lower) <= 0.5 && approx(&je.upper) >= 0.5 && approx(&je.relative_gap) < 1e-14);
    let rc = certified(Paradigm::Reconstruction, x.clone(), &noise, 1).verified;
    assert!((approx(&rc.eigengap.unwrap()) - 0.75).abs() < 1e-12);
    let [constant, lower, upper] = rc.loss.unwrap();
    assert_eq!(Rational::from(constant), crate::scalar::ratio(5, 2));
    assert!(approx(&lower) <= 1.5 && approx(&upper) >= 1.5 && approx(&(upper - lower)) < 1e-12);
    assert!(approx(&rc.distance.unwrap()) < 1e-12);
    let whole = certified(Paradigm::JointEmbedding, x, &noise, 2).verified;
    assert!((approx(&whole.upper) - 1.0).abs() < 1e-12 && whole.eigengap.is_none());
}

#[test]
fn pencils_of_views_are_exact() {
    use crate::augment::{Augmentation, Mask};
    use crate::scalar::ratio;
    // X = [[1, 2], [3, 0], [0, 3]], n = 3: C = [[10, 2], [2, 13]]/3. Keep probabilities 1/2 and
    // 1/4: G = [[10/4, 2/8], [., 13/16]]/3, S = [[10/2, 2/8], [., 13/4]]/3, H = C diag(1/2, 1/4),
    // tr C = 23/3.
    let data =
        DataMoments::from_samples(&nalgebra::dmatrix![1, 2; 3, 0; 0, 3].map(|v| ratio(v, 1)), &DMatrix::zeros(3, 0));
    let views = Mask::independent(&[0.5, 0.25]).unwrap().exact().views(&data.unwrap()).unwrap();
    for paradigm in Paradigm::ALL {
        let pencil = ExactPencil::of_views(paradigm, &views, "mask".into());
        let value = |m: &DyadicMatrix, scale: &BigInt, i, j| {
            rational(m.at(i, j).clone(), m.exponent) / Rational::from_integer(scale.clone())
        };
        let numerator = views.pencil(paradigm).a;
        for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
            assert_eq!(value(&pencil.a, &pencil.scale_a, i, j), numerator[(i, j)]);
            assert_eq!(value(&pencil.s, &pencil.scale_s, i, j), views.view_second[(i, j)]);
        }
        assert_eq!((pencil.trace.clone(), pencil.scale_s.clone()), (ratio(23, 3), 3.into()));
        let proved = certify(&pencil, 1, &|_| ()).unwrap().verified;
        let [constant, lower, upper] = proved.loss.unwrap();
        let loss = solver::embedding(paradigm, &views.approx(), 1).unwrap().loss;
        assert!((approx(&lower) - loss).abs() < 1e-13 && (approx(&upper) - loss).abs() < 1e-13);
        assert_eq!(
            Rational::from(constant),
            if paradigm == Paradigm::JointEmbedding { ratio(2, 1) } else { ratio(23, 3) }
        );
    }
}

#[test]
fn centred_pencils_are_exact() {
    use crate::augment::Augmentation;
    use crate::dataset::Dataset;
    // X = [[1, 2], [3, 0], [2, 7]] has the mean (2, 3): X'X - 3 m m' = [[14-12, 16-18], [., 53-27]].
    let noise = AlignedNoise::new(DMatrix::identity(2, 2) * 0.5, nalgebra::dmatrix![0., 0.; 0., 1.], 0.25).unwrap();
    let bytes = Features::bytes(vec![1, 2, 3, 0, 2, 7], 2).unwrap();
    // 2 X + 2^20 in reals: their least common unit is 2.
    let reals = bytes.rows().iter().map(|v| v * 2. + f64::from(1 << 20)).collect();
    let fractions = Features::real(vec![0.1, -3., 1e-3, 7., 0.5, 1e9], 2).unwrap();
    for (features, known) in [
        (&bytes, Some(dmatrix(&[2, -2, -2, 26], 3))),
        (&Features::real(reals, 2).unwrap(), Some(dmatrix(&[8, -8, -8, 104], 3))),
        (&fractions, None),
    ] {
        let data = Dataset::new("x", features.clone(), None).unwrap();
        let moments = data.exact_moments().unwrap().centred();
        if let Some(known) = known {
            assert_eq!(moments.second, known);
        }
        let views = noise.exact().views(&moments).unwrap();
        for paradigm in Paradigm::ALL {
            let of = |source: &str| ExactPencil::centred_aligned_noise(paradigm, features, &noise, source.into());
            let (found, expected) = (of("c").unwrap(), ExactPencil::of_views(paradigm, &views, "c".into()));
            let json = certify(&expected, 1, &|_| ()).unwrap().json;
            assert_eq!(recompute::mismatch(json.as_bytes(), &found).unwrap(), None);
            assert_eq!(found.trace, views.data_second.trace());
            let raw = ExactPencil::aligned_noise(paradigm, features, &noise, "c".into()).unwrap();
            assert!(recompute::mismatch(json.as_bytes(), &raw).unwrap().is_some());
        }
    }
}

/// Integers over a denominator, 2 x 2.
fn dmatrix(entries: &[i64; 4], denominator: i64) -> DMatrix<Rational> {
    DMatrix::from_row_slice(2, 2, entries).map(|v| crate::scalar::ratio(v, denominator))
}

#[test]
fn denominators_become_common_for_every_entry() {
    use crate::scalar::ratio;
    // Common denominator lcm(1, ..., 9) = 2520 = 2^3 * 315.
    let matrix = DMatrix::from_fn(3, 3, |i, j| ratio(1, (3 * i + j + 1) as i64));
    let (found, common) = super::pencil::over_common_denominator(&matrix);
    assert_eq!((found.rows, found.columns, common.clone()), (3, 3, 315.into()));
    for (i, j) in (0..9).map(|at| (at / 3, at % 3)) {
        assert_eq!(rational(found.at(i, j).clone(), found.exponent) / Rational::from(common.clone()), matrix[(i, j)]);
    }
}

#[test]
fn sums_of_other_scales_are_exact_or_refused() {
    let of = |entry: i32, exponent| DyadicMatrix { rows: 1, columns: 1, exponent, entries: vec![entry.into()] };
    // 2 * 3 * 2^-2 + 5 * 2^2 = (6 + 80) * 2^-2; what is 0 has no scale.
    let found = super::pencil::sum(&[(&2.into(), &of(3, -2)), (&1.into(), &of(5, 2)), (&1.into(), &of(0, -9000))]);
    assert_eq!((found.as_ref().unwrap().at(0, 0).clone(), found.unwrap().exponent), (86.into(), -2));
    let apart = |exponent: i64| super::pencil::sum(&[(&1.into(), &of(1, 7)), (&1.into(), &of(1, 7 + exponent))]);
    assert!(apart(2048).is_ok());
    assert!(matches!(apart(2049), Err(Error::OutOfRange { .. })));
}

#[test]
fn dense_problems_of_every_rank_are_certified_tightly() {
    let (n, d) = (9, 6);
    let x: Vec<f64> = (0..n * d).map(|i| ((i * 37 + i * i * 11) % 101) as f64 / 17.0 - 2.5).collect();
    let f = DMatrix::from_fn(d, d, |i, j| ((i * 5 + j * 3) % 7) as f64 / 5.0 - 0.4);
    let theta = &f * f.transpose() + DMatrix::identity(d, d) * 0.3;
    let noise = AlignedNoise::new((&theta + theta.transpose()) * 0.5, DMatrix::identity(d, d) * 0.1, 1.3).unwrap();
    let data = DataMoments::from_samples(&DMatrix::from_row_slice(n, d, &x), &DMatrix::zeros(n, 0)).unwrap();
    let views = noise.views(&data).unwrap();
    for paradigm in Paradigm::ALL {
        for k in 1..=d {
            let found = certified(paradigm, x.clone(), &noise, k);
            let solved = solver::embedding(paradigm, &views, k).unwrap();
            let [_, lower, upper] = found.verified.loss.clone().unwrap();
            assert!(
                (approx(&lower) / solved.loss - 1.0).abs() < 1e-11
                    && (approx(&upper) / solved.loss - 1.0).abs() < 1e-11
            );
            assert!(approx(&found.verified.relative_gap) < 1e-12, "{}", approx(&found.verified.relative_gap));
            assert_eq!(found.verified.eigengap.is_some(), k < d);
            assert!(found.verified.distance.is_none_or(|d| approx(&d) < 1e-10));
        }
    }
}

#[test]
fn a_refinement_squares_the_error() {
    // ω = c/(c + 1) with a pair that is closer than the error of the vectors: 0.8, 0.5, 0.5 -, 0.2.
    for close in [0.0, 1e-5] {
        let c = DMatrix::from_diagonal(&nalgebra::dvector![4.0, 1.0, 1.0 - close, 0.25]);
        let noise = AlignedNoise::new(DMatrix::identity(4, 4), DMatrix::zeros(4, 4), 0.0).unwrap();
        let x: Vec<f64> = (c.map(f64::sqrt) * 2.0).iter().copied().collect();
        let features = Features::real(x, 4).unwrap();
        let pencil = ExactPencil::aligned_noise(Paradigm::JointEmbedding, &features, &noise, String::new()).unwrap();
        // The columns of (n S)^(-1/2), wrong by 1e-4 in every entry.
        let exact = DMatrix::from_fn(4, 4, |i, j| if i == j { 0.5 / (c[(i, i)] + 1.0).sqrt() } else { 0.0 });
        let v = &exact + DMatrix::from_fn(4, 4, |i, j| 1e-4 * ((i * 7 + j * 5) % 4) as f64 - 1e-4);
        let refined = Basis::of(&v, &pencil).next(&pencil);
        let defect = (DMatrix::identity(4, 4) - &refined.p_approx).amax();
        assert!(defect < 1e-5, "{close}: {defect:e}");
        for (i, j) in
            (0..16).map(|at| (at / 4, at % 4)).filter(|&(i, j)| i != j && (i, j) != (1, 2) && (i, j) != (2, 1))
        {
            assert!(refined.b_approx[(i, j)].abs() < 1e-5, "{close}: {i} {j} {:e}", refined.b_approx[(i, j)]);
        }
    }
}

#[test]
fn weights_are_those_of_the_vectors_that_are_stored() {
    // C = diag(4, 1, 1/4), S = C + I, n = 3: ω = 0.8, 0.5, 0.2. Vectors too long or too short by
    // thousandths have v_i'S v_i = 1 + 2 e_i, and still prove all bounds.
    let c = nalgebra::dvector![4.0f64, 1.0, 0.25];
    let noise = AlignedNoise::new(DMatrix::identity(3, 3), DMatrix::zeros(3, 3), 0.0).unwrap();
    let x = DMatrix::from_diagonal(&c.map(|v: f64| (3.0 * v).sqrt()));
    let features = Features::real(x.iter().copied().collect(), 3).unwrap();
    for paradigm in Paradigm::ALL {
        let pencil = ExactPencil::aligned_noise(paradigm, &features, &noise, String::new()).unwrap();
        for wrong in [[1e-3f64, -2e-3, 3e-3], [-1e-3, 2e-3, -3e-3]] {
            let length = |i: usize| (1.0 + wrong[i]) / (3.0 * (c[i] + 1.0)).sqrt();
            let basis = Basis::of(&DMatrix::from_diagonal(&DVector::from_fn(3, |i, _| length(i))), &pencil);
            for k in 1..=3 {
                let proved = jerc_check::check(basis.json(&pencil, &basis.witness(k)).as_bytes()).unwrap();
                assert!(approx(&proved.relative_gap) < 1e-4, "{k}: {:e}", approx(&proved.relative_gap));
                assert_eq!(proved.eigengap.is_some(), k < 3);
            }
        }
    }
}

#[test]
fn one_dimension_rank_deficiency_and_bad_k() {
    let noise = AlignedNoise::new(DMatrix::identity(1, 1), DMatrix::zeros(1, 1), 0.0).unwrap();
    let one = certified(Paradigm::JointEmbedding, vec![0.1, -3.0], &noise, 1).verified;
    assert!(approx(&one.relative_gap) < 1e-14);
    // d > n: A has rank 1 of 3; k = 2 is a tie at 0.
    let wide = AlignedNoise::new(DMatrix::identity(3, 3), DMatrix::zeros(3, 3), 0.0).unwrap();
    for paradigm in Paradigm::ALL {
        let found = certified(paradigm, vec![1.0, 2.0, -1.0], &wide, 2).verified;
        assert!(found.eigengap.is_none());
        let features = Features::real(vec![1.0, 2.0, -1.0], 3).unwrap();
        let pencil = ExactPencil::aligned_noise(paradigm, &features, &wide, String::new()).unwrap();
        for k in [0, 4] {
            assert!(matches!(certify(&pencil, k, &|_| ()), Err(Error::OutOfRange { .. })));
        }
    }
    let huge = Features::real(vec![1e300, 1e-300], 1).unwrap();
    assert!(matches!(
        ExactPencil::aligned_noise(Paradigm::JointEmbedding, &huge, &noise, String::new()),
        Err(Error::OutOfRange { .. })
    ));
}

#[test]
fn numbers_are_written_outward() {
    let third = crate::scalar::ratio(1, 3);
    assert!(round(&third, true) > third && round(&third, false) < third);
    assert!((round(&third, true) - &third).approx() < 1e-29);
    let tiny = &third * rational(1.into(), -400);
    assert!(((round(&tiny, true) - &tiny) / &tiny).approx() < 1e-29);
    assert_eq!(decimal_above(&crate::scalar::ratio(1, 4)), "250e-3");
    assert_eq!(decimal_above(&crate::scalar::ratio(1, 3)), "334e-3");
    assert_eq!(decimal_above(&crate::scalar::ratio(0, 1)), "0e0");
    assert_eq!(decimal_above(&crate::scalar::ratio(100, 1)), "100e0");
    assert_eq!(number(-0.75), "{\"mantissa\":\"-3\",\"exponent\":-2}");
}

/// Numbers that are too long or too far apart ask for shorter ones; any other refusal is about S.
#[test]
fn a_refusal_has_the_remedy_of_its_kind() {
    let limits = [Reject::Work(1), Reject::TooManyBits("s"), Reject::Alignment(3000), Reject::FileSize(2, 1)];
    let others =
        [Reject::GramNotDominant(0), Reject::DualNotDominant(0), Reject::FloorNotDominant(0), Reject::GapUnderstated];
    let of_limits = limits.iter().map(|reject| (reject, "to fewer bits"));
    for (reject, remedy) in of_limits.chain(others.iter().map(|reject| (reject, "drop features"))) {
        let shown = refused(reject).to_string();
        assert!(shown.contains(&reject.to_string()) && shown.contains(remedy), "{shown}");
    }
}

/// A feature that no view shows is no row of the pencil, and stays in the loss.
#[test]
fn what_no_view_shows_leaves_the_pencil_and_stays_in_the_trace() {
    use crate::augment::{Augmentation, Mask};
    let x = nalgebra::dmatrix![1, 2, 3; 3, 0, 1].map(|v| crate::scalar::ratio(v, 1));
    let data = DataMoments::from_samples(&x, &DMatrix::zeros(2, 0)).unwrap();
    let mask = Mask::independent(&[0.5, 0.0, 0.25]).unwrap();
    let views = mask.exact().views(&data).unwrap();
    for paradigm in Paradigm::ALL {
        let whole = ExactPencil::of_views(paradigm, &views, "mask".into());
        let (found, vanishing) = whole.clone().without_vanishing();
        assert_eq!((vanishing, &found.trace, &found.trace), (vec![1], &whole.trace, &data.second.trace()));
        for (found, whole) in [(&found.a, &whole.a), (&found.s, &whole.s)] {
            assert_eq!((found.rows, found.columns, found.exponent), (2, 2, whole.exponent));
            for (i, j) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
                assert_eq!(found.at(i, j), whole.at(2 * i, 2 * j));
            }
        }
        let [constant, ..] = certify(&found, 1, &|_| ()).unwrap().verified.loss.unwrap();
        let expected =
            if paradigm == Paradigm::JointEmbedding { crate::scalar::ratio(2, 1) } else { data.second.trace() };
        assert_eq!(Rational::from(constant), expected);
    }
}
