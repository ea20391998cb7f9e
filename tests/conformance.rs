//! The conformance suite: what every augmentation family must satisfy. A family of the crate gets
//! all of it by its line in `families!` of `src/augment/mod.rs`: its cases are in its own file. A
//! family outside the crate gets it by a line in [`cases`].
//!
//! | check | how | tolerance |
//! |---|---|---|
//! | moments | S, G, H, B from drawn views, against the formulas | 5 standard errors, entry by entry |
//! | channel | S, G, Σ, H, H'H as sums over drawn views estimate them, against the formulas | the same |
//! | exact | the same formulas over the rationals against `f64` | 64 u times the largest entry |
//! | covariance | Sigma = S - G, symmetric and PSD, exactly | none |
//! | mixing | what errors of C do to S and G, against the number of features said to enter one, exactly | none |
//! | identity | composing with the identity on either side changes nothing, exactly | none |
//! | dimensions | data of another dimension are refused by name | none |
//! | description | every field of the family's description is filled | none |
//!
//! The standard errors are those of the Monte-Carlo mean (central limit theorem), with a fixed seed.
//! u = 2^-53; an entry takes some ten operations.

use jerc::augment::{Augmentation, CATALOGUE, Chain, Group, LinearMixture, Spec};
use jerc::linalg::exact::is_positive_semidefinite;
use jerc::moments::{DataMoments, ViewAccumulator, ViewMoments};
use jerc::scalar::{Rational, approx_matrix, exact_matrix};
use jerc::{Error, drawn_views};
use nalgebra::{DMatrix, DVector, dmatrix};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

#[path = "../examples/new_family.rs"]
#[allow(dead_code)]
mod new_family;

/// A family on d = 4 features.
struct Case {
    name: String,
    make: Box<dyn Fn() -> Box<dyn Augmentation> + Sync>,
}

fn case(name: impl Into<String>, make: impl Fn() -> Box<dyn Augmentation> + Sync + 'static) -> Case {
    Case { name: name.into(), make: Box::new(make) }
}

/// Each feature becomes the mean of itself and of the one that stands `apart` of it.
fn means(apart: usize) -> Box<dyn Augmentation> {
    let map = DMatrix::from_fn(4, 4, |i, j| if i == j || i ^ apart == j { 0.5 } else { 0.0 });
    Box::new(LinearMixture::new(vec![map], &[1.0]).unwrap())
}

/// Every case of the catalogue, and the families outside the crate.
fn cases() -> Vec<Case> {
    let mut cases = vec![
        // Outside the crate:
        case("random-gain", || Box::new(new_family::RandomGain::new(4, 0.5).unwrap())),
        // Two features enter one in each stage, and four in both.
        case("means of pairs, twice", || Box::new(Chain::new(vec![means(1), means(2)]).unwrap())),
    ];
    for way in CATALOGUE {
        for (i, text) in way.cases.iter().enumerate() {
            let make = || text.parse::<Spec>().unwrap().augmentation(4).unwrap();
            cases.push(case(format!("{} (case {i})", way.name), make));
        }
    }
    cases
}

/// Holds every case to a check and names those that fail it; a thread each, named like its case.
fn on_every_case(check: fn(Make<'_>)) {
    let cases = cases();
    assert!(cases.len() > CATALOGUE.len());
    let failed: Vec<&String> = std::thread::scope(|scope| {
        let mut running = vec![];
        for Case { name, make } in &cases {
            let thread = std::thread::Builder::new().name(name.clone());
            running.push((name, thread.spawn_scoped(scope, move || check(make)).unwrap()));
        }
        running.into_iter().filter_map(|(name, thread)| thread.join().is_err().then_some(name)).collect()
    });
    assert!(failed.is_empty(), "fail: {failed:?}");
}

#[test]
fn sampled_moments_match_the_formulas() {
    on_every_case(sampled_moments);
}

#[test]
fn moments_of_drawn_views_are_unbiased() {
    on_every_case(drawn_channel);
}

#[test]
fn exact_moments_match_f64() {
    on_every_case(exact_moments);
}

#[test]
fn covariance_is_psd() {
    on_every_case(covariance);
}

#[test]
fn mixing_is_told() {
    on_every_case(mixing);
}

#[test]
fn identity_composes() {
    on_every_case(identity);
}

#[test]
fn other_dimensions_are_refused() {
    on_every_case(dimensions);
}

#[test]
fn description_is_complete() {
    on_every_case(description);
}

/// Faults are planted on one side of a formula: the other side is as wrong.
#[test]
fn a_formula_may_be_off_on_neither_side() {
    let found = drawn_views::Estimate::of(&[1.0, 2.0, 3.0, 6.0]);
    for side in [-1.0, 1.0] {
        let at = |sigmas: f64| found.mean + side * sigmas * found.standard_error;
        assert!((found.sigmas(at(4.0)) - 4.0).abs() < 1e-12, "{side}");
        assert!(found.within(at(4.99)) && !found.within(at(5.01)), "{side}");
    }
}

/// The claim of the example, for two seeds.
#[test]
fn the_claim_of_the_example_holds() {
    use jerc::claims::{Context, Scale, Tier};
    for seed in [1, 2] {
        let digits = jerc::dataset::digits::load_digits().unwrap();
        let claim =
            new_family::gather(&Context::new(digits, Scale::DIGITS, Tier::Gate, seed, &|_| ()).unwrap()).unwrap();
        assert!(claim.holds(), "{claim:#?}");
    }
}

/// Small counts, so that the exact and the rounded data are the same and families on counts fit.
fn data() -> (DMatrix<f64>, DMatrix<f64>) {
    let x = dmatrix![4., 8., 2., 0.; 12., 1., 4., 16.; 0., 6., 8., 4.; 8., 8., 3., 12.; 5., 0., 12., 2.];
    let y = dmatrix![1.0, 0.0; 0.0, 1.0; 1.0, 0.0; -2.0, 0.5; 0.0, 3.0];
    (x, y)
}

type Make<'a> = &'a dyn Fn() -> Box<dyn Augmentation>;

fn exact_data() -> DataMoments<Rational> {
    let (x, y) = data();
    DataMoments::from_samples(&exact_matrix(&x).unwrap(), &exact_matrix(&y).unwrap()).unwrap()
}

fn exact_views(make: Make<'_>) -> ViewMoments<Rational> {
    make().exact().views(&exact_data()).unwrap()
}

/// S and G are affine in the second moment C, so that an error of C changes them by the linear part.
/// Where no features are combined, an error of C_jl changes the entry (j, l) alone. Where at most s
/// enter one, errors |δ_jl| <= c_j c_l change (i, m) by at most s times the roots of what the
/// diagonal matrix of the c_j² gives in (i, i) and (m, m).
fn mixing(make: Make<'_>) {
    let (family, exact) = (make(), make().exact());
    let d = family.dimension();
    let at = |second: DMatrix<Rational>| {
        let views = exact.views(&DataMoments { second, ..exact_data() }).unwrap();
        [views.view_second, views.mean_second]
    };
    let whole = |v: i64| Rational::from_integer(v.into());
    let zero = at(DMatrix::zeros(d, d));
    let linear = |second: DMatrix<Rational>| {
        let of = at(second);
        [&of[0] - &zero[0], &of[1] - &zero[1]]
    };
    let mut rng = ChaCha8Rng::seed_from_u64(0);
    let sizes: Vec<i64> = (0..d).map(|j| 1 + 3 * j as i64).collect();
    let Some(features) = family.mixing() else {
        for (j, l) in (0..d).flat_map(|j| (0..=j).map(move |l| (j, l))) {
            let mut unit = DMatrix::zeros(d, d);
            unit[(j, l)] = whole(1);
            unit[(l, j)] = whole(1);
            for of in linear(unit) {
                let moved = |i: usize, m: usize| of[(i, m)] != whole(0) && ![(j, l), (l, j)].contains(&(i, m));
                assert!((0..d).all(|i| (0..d).all(|m| !moved(i, m))), "features are combined: ({j}, {l})");
            }
        }
        return;
    };
    let apart = &linear(DMatrix::from_fn(d, d, |i, j| whole(if i == j { sizes[i] * sizes[i] } else { 0 })))[0];
    for _ in 0..20 {
        let mut error = DMatrix::from_fn(d, d, |i, j| {
            whole(sizes[i] * sizes[j] * if rand::RngExt::random(&mut rng) { 1 } else { -1 })
        });
        error.fill_lower_triangle_with_upper_triangle();
        for of in linear(error) {
            for (i, m) in (0..d).flat_map(|i| (0..d).map(move |m| (i, m))) {
                let bound = whole((features * features) as i64) * &apart[(i, i)] * &apart[(m, m)];
                assert!(&of[(i, m)] * &of[(i, m)] <= bound, "more than {features} features enter one: ({i}, {m})");
            }
        }
    }
}

fn sampled_moments(make: Make<'_>) {
    let (x, y) = data();
    let family = make();
    let views = family.views(&DataMoments::from_samples(&x, &y).unwrap()).unwrap();
    let (xt, yt) = (x.transpose(), y.transpose());
    let mut rng = ChaCha8Rng::seed_from_u64(20_250_512);
    let rounds = 4000;
    // Two independent views of a sample have the second moment xbar xbar', which is G without any
    // formula.
    type Statistic<'a> = Box<dyn Fn(usize, &DVector<f64>, &DVector<f64>) -> DMatrix<f64> + 'a>;
    let statistics: [(&str, &DMatrix<f64>, Statistic<'_>); 4] = [
        ("S", &views.view_second, Box::new(|_, a, _| a * a.transpose())),
        ("G", &views.mean_second, Box::new(|_, a, b| a * b.transpose())),
        ("H", &views.cross, Box::new(|i, a, _| xt.column(i) * a.transpose())),
        ("B", &views.label_cross, Box::new(|i, a, _| yt.column(i) * a.transpose())),
    ];
    for (name, formula, statistic) in &statistics {
        let found = drawn_views::estimate(&x, family.as_ref(), rounds, &mut rng, statistic.as_ref());
        assert_eq!(found.shape(), formula.shape());
        for i in 0..formula.nrows() {
            for j in 0..formula.ncols() {
                let (e, value) = (found[(i, j)], formula[(i, j)]);
                // Entries without randomness differ by rounding only.
                let exact = (value - e.mean).abs() <= 64.0 * f64::EPSILON * formula.amax();
                assert!(
                    exact || e.within(value),
                    "{name}({i},{j}): formula {value}, sampled {e:?}, {} sigmas",
                    e.sigmas(value)
                );
            }
        }
    }
}

/// Views as anyone may bring them: two of each sample and three, through the sums that read a file. Few
/// samples, so that G without its correction would be off by Σ/v, and H'H by a fifth of that.
fn drawn_channel(make: Make<'_>) {
    let (x, y) = data();
    let family = make();
    let known = family.views(&DataMoments::from_samples(&x, &y).unwrap()).unwrap();
    let square = known.cross.transpose() * &known.cross;
    let (n, d) = x.shape();
    let rows: Vec<f64> = x.transpose().iter().copied().collect();
    let mut rng = ChaCha8Rng::seed_from_u64(20_250_518);
    for v in [2, 3] {
        let rounds: Vec<ViewMoments<f64>> = (0..2000)
            .map(|_| {
                let mut views = vec![0.0; n * v * d];
                for (at, view) in views.chunks_exact_mut(d).enumerate() {
                    family.sample(&rows[at / v * d..(at / v + 1) * d], &mut rng, view);
                }
                let mut sums = ViewAccumulator::new(d, v, true);
                sums.push(Some(&rows), &views).unwrap();
                sums.finish().unwrap()
            })
            .collect();
        type Part = fn(&ViewMoments<f64>) -> &DMatrix<f64>;
        let empirical: [(&str, &DMatrix<f64>, Part); 6] = [
            ("C", &known.data_second, |m| &m.data_second),
            ("S", &known.view_second, |m| &m.view_second),
            ("G", &known.mean_second, |m| &m.mean_second),
            ("Σ", &known.covariance, |m| &m.covariance),
            ("H", &known.cross, |m| &m.cross),
            ("H'H", &square, |m| m.cross_second.as_ref().unwrap()),
        ];
        for (name, formula, of) in empirical {
            for (i, j) in (0..d).flat_map(|i| (0..d).map(move |j| (i, j))) {
                let found = drawn_views::Estimate::of(&rounds.iter().map(|m| of(m)[(i, j)]).collect::<Vec<_>>());
                let value = formula[(i, j)];
                // Entries without randomness differ by rounding only.
                let exact = (value - found.mean).abs() <= 64.0 * f64::EPSILON * formula.amax();
                let sigmas = found.sigmas(value);
                assert!(exact || found.within(value), "v = {v}, {name}({i},{j}): {value}, {found:?}, {sigmas} sigmas");
            }
        }
    }
}

fn exact_moments(make: Make<'_>) {
    let (x, y) = data();
    let rounded = make().views(&DataMoments::from_samples(&x, &y).unwrap()).unwrap();
    let exact = exact_views(make);
    for (name, r, e) in [
        ("C", &rounded.data_second, &exact.data_second),
        ("G", &rounded.mean_second, &exact.mean_second),
        ("Sigma", &rounded.covariance, &exact.covariance),
        ("S", &rounded.view_second, &exact.view_second),
        ("H", &rounded.cross, &exact.cross),
        ("B", &rounded.label_cross, &exact.label_cross),
    ] {
        let expected = approx_matrix(e);
        let error = (r - &expected).amax();
        assert!(error <= 32.0 * f64::EPSILON * expected.amax(), "{name}: {error:e}");
    }
}

fn covariance(make: Make<'_>) {
    let views = exact_views(make);
    assert_eq!(&views.view_second - &views.mean_second, views.covariance);
    assert_eq!(views.covariance, views.covariance.transpose());
    assert!(is_positive_semidefinite(&views.covariance));
}

fn identity(make: Make<'_>) {
    let id = || -> Box<dyn Augmentation> { Box::new(Group::generated(4, &[]).unwrap()) };
    let alone = exact_views(make);
    for stages in [vec![id(), make()], vec![make(), id()]] {
        let composed = Chain::new(stages).unwrap().exact().views(&exact_data()).unwrap();
        assert_eq!(composed, alone);
    }
}

fn dimensions(make: Make<'_>) {
    let narrow = DataMoments::from_samples(&DMatrix::from_element(2, 3, 1.0), &DMatrix::zeros(2, 0)).unwrap();
    match make().views(&narrow) {
        Err(Error::ShapeMismatch { expected, found, .. }) => {
            assert_eq!((expected.as_str(), found.as_str()), ("d = 4", "3"))
        }
        other => panic!("accepted: {other:?}"),
    }
}

fn description(make: Make<'_>) {
    let family = make().family();
    for field in [&family.name, &family.view, &family.mean_map, &family.covariance, &family.source] {
        assert!(!field.trim().is_empty(), "{family:?}");
    }
}
