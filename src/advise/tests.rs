//! The parts against what they stand for, and the whole on small problems.

use super::crossfit::{Explained, Plan};
use super::evidence::{Known, marked};
use super::folds::{Folds, without};
use super::simulate::{Kind, Model};
use super::sums::Strengths;
use super::*;
use crate::error::Error;
use nalgebra::{DMatrix, DVector, dmatrix};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;

fn question<'a>(samples: &'a Stored, views: &'a Stored, v: usize) -> Question<'a> {
    let strengths = vec![Augmented { alpha: 1.0, moments: MomentsOf::Views { rows: views, views: v } }];
    Question { samples: Some(samples), strengths, evidence: Evidence::None, groups: None }
}

#[test]
fn moments_of_views_are_unbiased() {
    // x_1 = (1, 2), x_2 = (-1, 1). A view is M x + e, M = diag(1/2, 1), e = +-(1, 1) x_i1: all 16
    // outcomes of two views of each.
    let x = [[1.0, 2.0], [-1.0, 1.0]];
    let samples = Stored::new(x.concat(), 2).unwrap();
    let view = |i: usize, sign: f64| [0.5 * x[i][0] + sign * x[i][0], x[i][1] + sign * x[i][0]];
    let mut means = [(); 4].map(|()| DMatrix::zeros(2, 2));
    for outcome in 0..16u32 {
        let sign = |at: u32| if outcome >> at & 1 == 1 { 1.0 } else { -1.0 };
        let rows = [view(0, sign(0)), view(0, sign(1)), view(1, sign(2)), view(1, sign(3))].concat();
        let views = Stored::new(rows, 4).unwrap();
        let question = question(&samples, &views, 2);
        let folds = Folds { count: 1, of: vec![0, 0] };
        let known = Known::read(&Evidence::None, &samples, &folds, vec![true; 2], (Weight::White, 0)).unwrap();
        let sums = Strengths::read(&question, 0, &folds).unwrap();
        let found = sums.moments(&without(&known.data, &[]), &[]).unwrap();
        let parts = [&found.mean_second, &found.view_second, &found.covariance, &found.cross_squared];
        means.iter_mut().zip(parts).for_each(|(mean, part)| *mean += part / 16.0);
    }
    // C = [[1, 1/2], [1/2, 5/2]], G = M C M, H = C M, Σ = (1/2)(1 + 1) (1 1)'(1 1).
    let (c, map) = (dmatrix![1., 0.5; 0.5, 2.5], dmatrix![0.5, 0.; 0., 1.]);
    let (g, h, sigma) = (&map * &c * &map, &c * &map, dmatrix![1., 1.; 1., 1.]);
    for (mean, expected) in means.iter().zip([g.clone(), &g + &sigma, sigma, h.transpose() * &h]) {
        assert!((mean - &expected).amax() < 1e-14, "{mean} {expected}");
    }
}

/// 12 samples with two views each: in 24 features a linear encoder can give each view any value, in 23
/// it cannot, nor where one view is the sum of two others, nor on top of composed noise.
#[test]
fn views_that_restrict_no_encoder_decide_nothing() {
    let (n, v) = (12, 2);
    let asked = |d: usize, noise: &[f64], dependent: bool| {
        let mut rng = ChaCha8Rng::seed_from_u64(7);
        let mut normal = |_| -> f64 { rand_distr::Distribution::sample(&rand_distr::StandardNormal, &mut rng) };
        let x: Vec<f64> = (0..n * d).map(&mut normal).collect();
        let mut views: Vec<f64> = x.chunks(d).flat_map(|x| [x; 2].concat()).collect();
        views.iter_mut().for_each(|value| *value += normal(0));
        if dependent {
            (0..d).for_each(|j| views[j] = views[d + j] + views[2 * d + j]);
        }
        let labels: Vec<f64> = x.chunks(d).map(|x| x[0]).collect();
        let (x, views, labels) = (Stored::new(x, d), Stored::new(views, v * d), Stored::new(labels, 1));
        let (x, views, labels) = (x.unwrap(), views.unwrap(), labels.unwrap());
        let question = Question { evidence: Evidence::Labels(&labels), ..question(&x, &views, v) };
        let settings = Settings { ks: vec![1], folds: 2, noise: noise.into(), ..Settings::default() };
        let advice = advise(&question, &settings, &|_, _| ()).unwrap();
        (advice.verdict, advice.rule, advice.checks.interpolation.map(|of| (of.views, of.rank, of.flag)))
    };
    let tied = (Verdict::Undecided, Why::Interpolates, Some((24, 24, true)));
    assert_eq!(asked(24, &[], false), tied);
    assert_eq!(asked(30, &[], false), tied);
    assert_eq!(asked(24, &[0.1, 0.0], false), tied);
    assert_eq!(asked(23, &[], false), (Verdict::Undecided, Why::TooFewSamples, None));
    assert_eq!(asked(24, &[0.1], false), (Verdict::Undecided, Why::TooFewSamples, None));
    assert_eq!(asked(24, &[], true), (Verdict::Undecided, Why::TooFewSamples, Some((24, 23, false))));
}

/// Each kind of evidence on one draw, with what a probe explains by moments and row by row.
#[test]
fn what_is_explained_of_a_fold_is_the_mean_of_its_rows() {
    let mut rng = ChaCha8Rng::seed_from_u64(3);
    let model = Model::random(Kind::Straddle, &mut rng).unwrap();
    let drawn = model.draw(120, 0, &mut rng).unwrap();
    for kind in [EvidenceKind::Labels, EvidenceKind::Replicate, EvidenceKind::NuisanceCov, EvidenceKind::Nuisance] {
        let question = drawn.question(&model, kind);
        let settings = Settings { ks: vec![model.k], folds: 5, ..Settings::default() };
        let run = asked::run(&question, &settings, false, &|_, _| ()).unwrap();
        let tested = run.tested.unwrap();
        let marked = marked(&question.evidence, 120).unwrap();
        let folds = Folds::of_rows(&marked, 5, 0);
        let x = question.samples.unwrap();
        let known = Known::read(&question.evidence, x, &folds, marked, (Weight::White, 0)).unwrap();
        let data = without(&known.data, &[2]);
        let aim = known.aim(&data, &[2], true).unwrap();
        let probe = aim.probe(&aim.yardstick(model.k).unwrap()).unwrap();
        let (cross, second, _) = known.held_out(2, &aim);
        let by_moments = probe.explains(&cross, &second, &[model.k])[0];
        let by_rows = tested.explained.by_fold[2][crossfit::YARDSTICK];
        // Replicates count both directions, row by row, and one in the moments.
        let same = if kind == EvidenceKind::Replicate { 0.3 * by_rows.abs() } else { 1e-9 * by_rows.abs() };
        assert!((by_moments - by_rows).abs() <= same, "{kind:?} {by_moments} {by_rows}");
    }
}

/// Nothing of a fold enters what is fitted and chosen for it.
#[test]
fn a_fold_knows_nothing_of_its_own_rows() {
    let mut rng = ChaCha8Rng::seed_from_u64(4);
    let model = Model::random(Kind::Overlap, &mut rng).unwrap();
    let drawn = model.draw(150, 2, &mut rng).unwrap();
    let base = drawn.question(&model, EvidenceKind::Labels);
    let Evidence::Labels(labels) = base.evidence else { panic!("asked for labels") };
    let marked = marked(&base.evidence, 150).unwrap();
    let folds = Folds::of_rows(&marked, 5, 0);
    let mut values = vec![0.0; 150 * labels.width()];
    labels.read(0, &mut values).unwrap();
    let fit = |spoilt: bool| {
        let mut values = values.clone();
        let rows = values.chunks_exact_mut(labels.width()).zip(&folds.of);
        rows.filter(|(_, fold)| spoilt && **fold == 2).for_each(|(row, _)| row.iter_mut().for_each(|y| *y *= -9.0));
        let stored = Stored::new(values, labels.width()).unwrap();
        let x = base.samples.unwrap();
        let known = Known::read(&Evidence::Labels(&stored), x, &folds, marked.clone(), (Weight::White, 0)).unwrap();
        let sums = Strengths::read(&base, 0, &folds).unwrap();
        let strengths = vec![Strength { alpha: 1.0, noise: None }];
        let plan = crossfit::Plan { ks: vec![1, 2, 3], strengths, folds: &folds, groups: None };
        let (outer, inner) = crossfit::fit(&known, &sums, &[None], &plan, &|| ()).unwrap();
        let probes = outer.into_iter().map(|mut of| of.remove(0).probes.unwrap()[0].u.clone()).collect::<Vec<_>>();
        (inner, probes)
    };
    let ((inner, probes), (spoilt_inner, spoilt_probes)) = (fit(false), fit(true));
    for fold in 0..5 {
        assert_eq!(inner[fold] == spoilt_inner[fold], fold == 2, "choice of fold {fold}");
        assert_eq!(probes[fold] == spoilt_probes[fold], fold == 2, "probe of fold {fold}");
    }
}

fn explained(mean: [f64; 3], deviations: [f64; 3], units: usize) -> Explained {
    let covariance = DMatrix::from_diagonal(&DVector::from_iterator(3, deviations.map(|d| d * d)));
    let mean = DVector::from_iterator(3, mean);
    let by_fold = vec![mean.clone(); 10];
    Explained { mean, covariance, by_fold, rows: units, units, chosen: vec![] }
}

#[test]
fn every_rule_has_its_case() {
    let say = |mean, deviations, units| {
        let explained = explained(mean, deviations, units);
        explained.verdict(&explained.test(0.05), (0.05, 0.05))
    };
    let small = [0.001; 3];
    assert_eq!(say([1., 0.9, 0.1], small, 29), (Verdict::Undecided, Why::TooFewSamples));
    assert_eq!(say([1., 0.9, 0.1], small, 30), (Verdict::JointEmbedding, Why::Apart));
    assert_eq!(say([1., 0.9, 0.1], [0.4; 3], 100), (Verdict::Undecided, Why::NothingExplains));
    assert_eq!(say([1., 0.4, 0.1], small, 100), (Verdict::Neither, Why::LessThanHalf));
    // Half of the yardstick, and 2.7 standard errors below it, where 1.98 decide.
    assert_eq!(say([1., 0.5, 0.1], small, 100), (Verdict::JointEmbedding, Why::Apart));
    assert_eq!(say([1., 0.497, 0.1], small, 100), (Verdict::Neither, Why::LessThanHalf));
    assert_eq!(say([1., 0.4, 0.1], [0.01, 0.2, 0.2], 100), (Verdict::Undecided, Why::NeitherSignificant));
    assert_eq!(say([1., 0.92, 0.9], small, 100), (Verdict::Either, Why::WithinTolerance));
    assert_eq!(say([1., 0.9, 0.8], small, 100), (Verdict::JointEmbedding, Why::Apart));
    assert_eq!(say([1., 0.8, 0.9], small, 100), (Verdict::Reconstruction, Why::Apart));
    assert_eq!(say([1., 0.9, 0.88], [0.05; 3], 100), (Verdict::Undecided, Why::TooWide));
    // Nothing explained: the interval says nothing, and is finite.
    let test = explained([-1., -1., -1.], small, 100).test(0.05);
    assert!(test.lo <= -1.0 && test.hi >= 1.0);
}

/// Two k and two strengths are four candidates: of those that as many folds chose the first is taken,
/// and each band of the curve holds at a quarter of the level.
#[test]
fn candidates_share_the_level_and_the_first_wins_a_tie() {
    let folds = Folds { count: 4, of: vec![0, 1, 2, 3] };
    let strength = |alpha: f64| Strength { alpha, noise: None };
    let plan = |ks: &[usize], strengths: &[f64]| Plan {
        ks: ks.to_vec(),
        strengths: strengths.iter().copied().map(strength).collect(),
        folds: &folds,
        groups: None,
    };
    let explained = |columns: usize, chosen: &[[usize; 2]]| Explained {
        mean: DVector::from_element(columns, 0.5),
        covariance: DMatrix::identity(columns, columns) * 1e-4,
        by_fold: vec![DVector::from_element(columns, 0.5); 4],
        rows: 100,
        units: 100,
        chosen: chosen.to_vec(),
    };
    let (four, one) = (plan(&[2, 3], &[1.0, 2.0]), plan(&[2], &[1.0]));
    let of_four = explained(3 + 2 * 4, &[[3, 0], [1, 0], [3, 2], [1, 2]]);
    assert_eq!(of_four.most(&four), [1, 0]);
    let curve = of_four.curve(&four, 0.05);
    let alone = &explained(3 + 2, &[]).curve(&one, 0.05 / 4.0)[0];
    assert_eq!(curve.len(), 4);
    for point in &curve {
        let bands = |p: &CurvePoint| [p.je_band, p.rc_band, p.hi - p.lo];
        assert!(bands(point).iter().zip(bands(alone)).all(|(a, b)| (a - b).abs() < 1e-12), "{point:?}");
    }
}

#[test]
fn the_denominator_of_an_efficiency_is_not_taken_for_known() {
    // Joint-embedding is the best, and reconstruction explains nothing: 1 whatever the scale is.
    let found =
        explained([0.5, 1.0, 0.0], [0.1, 0.1, 0.0], 100).efficiency(&[(crossfit::JE, 1.0), (crossfit::RC, -1.0)]);
    assert_eq!(found, (1.0, 0.0));
    // 1/2 of the yardstick: (da - dy/2)/1, variance 0.1² + 0.1²/4.
    let (half, se) = explained([1.0, 0.5, 0.0], [0.1; 3], 100).efficiency(&[(crossfit::JE, 1.0)]);
    assert!(half == 0.5 && (se - 0.0125f64.sqrt()).abs() < 1e-12, "{half} {se}");
}

#[test]
fn the_spread_of_folds_widens_the_interval() {
    let mut quiet = explained([1., 0.9, 0.8], [0.001; 3], 100);
    let narrow = quiet.test(0.05);
    for (fold, mean) in quiet.by_fold.iter_mut().enumerate() {
        mean[1] += if fold % 2 == 0 { 0.3 } else { -0.3 };
    }
    let wide = quiet.test(0.05);
    assert_eq!(narrow.delta, wide.delta);
    // sd of +-0.3 in ten folds 0.3 sqrt(10/9), over sqrt 10: 0.1; t with 9 degrees 2.262.
    assert!((wide.hi - wide.delta - 0.2262).abs() < 1e-4, "{}", wide.hi - wide.delta);
    assert!(narrow.hi < 0.11);
}

fn ask(question: &Question<'_>, settings: &Settings) -> Advice {
    advise(question, settings, &|_, _| ()).unwrap()
}

#[test]
fn without_evidence_signal_and_nuisance_may_be_exchanged() {
    let mut rng = ChaCha8Rng::seed_from_u64(8);
    let model = Model::strong_and_aligned(&mut rng).unwrap();
    let drawn = model.draw(1500, 2, &mut rng).unwrap();
    let settings = Settings { ks: vec![model.k], ..Settings::default() };
    let silent = ask(&drawn.question(&model, EvidenceKind::None), &settings);
    assert_eq!((silent.verdict, silent.rule), (Verdict::Undecided, Why::Exchange));
    assert!(silent.agreement[0].sin_max > 0.5 && silent.test.is_none() && !silent.next.steps.is_empty());
    let assumed = Settings { assume: Some(Assumption::Aligned), ..settings.clone() };
    let assumed = ask(&drawn.question(&model, EvidenceKind::None), &assumed);
    assert_eq!((assumed.verdict, assumed.rule), (Verdict::JointEmbedding, Why::Assumed));
    let told = ask(&drawn.question(&model, EvidenceKind::Replicate), &settings);
    assert_eq!(told.verdict, Verdict::JointEmbedding);
    assert_ne!(ask(&drawn.exchanged(&model), &settings).verdict, Verdict::JointEmbedding);
    assert_eq!(told.baselines.len(), if model.k > 1 { 3 } else { 2 });
}

#[test]
fn threads_do_not_change_the_answer() {
    let mut rng = ChaCha8Rng::seed_from_u64(11);
    let model = Model::random(Kind::Straddle, &mut rng).unwrap();
    let drawn = model.draw(300, 4, &mut rng).unwrap();
    let settings = Settings { ks: vec![1, 2], noise: vec![0.0, 0.5], ..Settings::default() };
    let json = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| serde_json::to_string(&ask(&drawn.question(&model, EvidenceKind::Labels), &settings)).unwrap())
    };
    assert_eq!(json(1), json(3));
    assert!(json(1).contains("\"alpha\":") && json(1).contains("\"verdict\":"));
}

#[test]
fn copies_in_groups_are_no_evidence() {
    // Each row four times: without groups the standard error is half of what it is with them.
    let mut rng = ChaCha8Rng::seed_from_u64(12);
    let model = Model::random(Kind::Straddle, &mut rng).unwrap();
    let drawn = model.draw(200, 0, &mut rng).unwrap();
    let base = drawn.question(&model, EvidenceKind::Replicate);
    let copies = |rows: &dyn Rows| {
        let mut all = vec![0.0; rows.count() * rows.width()];
        rows.read(0, &mut all).unwrap();
        Stored::new(all.chunks_exact(rows.width()).flat_map(|row| row.repeat(4)).collect(), rows.width()).unwrap()
    };
    let Evidence::Replicate(replicates) = base.evidence else { panic!("asked for replicates") };
    let (x, x2) = (copies(base.samples.unwrap()), copies(replicates));
    let groups: Vec<u64> = (0..800).map(|i| i / 4).collect();
    let settings = Settings { ks: vec![model.k], ..Settings::default() };
    let with = |groups| {
        let moments = MomentsOf::Channel(model.augmentation.as_ref());
        let strengths = vec![Augmented { alpha: model.alpha, moments }];
        let question = Question { samples: Some(&x), strengths, evidence: Evidence::Replicate(&x2), groups };
        let run = asked::run(&question, &settings, false, &|_, _| ()).unwrap();
        let explained = run.tested.unwrap().explained;
        (explained.units, explained.efficiency(&[(crossfit::JE, 1.0), (crossfit::RC, -1.0)]).1)
    };
    let ((units, grouped), (rows, single)) = (with(Some(&groups)), with(None));
    assert_eq!((units, rows), (200, 800));
    assert!((grouped / single - 2.0).abs() < 0.5, "{grouped} {single}");
}

#[test]
fn what_does_not_fit_is_refused() {
    let samples = Stored::new(vec![1.0; 60], 2).unwrap();
    let views = Stored::new(vec![1.0; 90], 3).unwrap();
    let refused = |question: &Question<'_>, settings: &Settings| advise(question, settings, &|_, _| ()).unwrap_err();
    let good = Settings::default();
    let one = refused(&question(&samples, &views, 1), &good);
    assert!(one.to_string().contains("(n, v, d) with v >= 2"), "{one}");
    assert!(matches!(refused(&question(&samples, &views, 3), &good), Error::ShapeMismatch { .. }));
    let fitting = Stored::new(vec![1.0; 120], 4).unwrap();
    for bad in [
        Settings { tolerance: 0.0, ..good.clone() },
        Settings { level: 1.0, ..good.clone() },
        Settings { folds: 1, ..good.clone() },
        Settings { ks: vec![3], ..good.clone() },
        Settings { noise: vec![-1.0], ..good.clone() },
    ] {
        assert!(matches!(refused(&question(&samples, &fitting, 2), &bad), Error::OutOfRange { .. }), "{bad:?}");
    }
    for (gamma, said) in [
        (dmatrix![1.0, 0.0; 0.0, -1.0], "positive semidefinite"),
        (dmatrix![1.0, 2.0; 2.0, 1.0], "positive semidefinite"),
        (dmatrix![1.0, 0.5; 0.0, 1.0], "must be symmetric"),
        (dmatrix![1.0, 0.0; 0.0, f64::NAN], "NaN"),
    ] {
        let wrong = Question { evidence: Evidence::NuisanceCovariance(&gamma), ..question(&samples, &fitting, 2) };
        let error = refused(&wrong, &good).to_string();
        assert!(error.contains("covariance of the nuisance") && error.contains(said), "{error}");
    }
    let labels = Stored::new(vec![1.0; 29], 1).unwrap();
    let wrong = Question { evidence: Evidence::Labels(&labels), ..question(&samples, &fitting, 2) };
    assert!(matches!(refused(&wrong, &good), Error::ShapeMismatch { .. }));
}

/// Up to 255 features each choice rests on all other folds; from 256 on on the two on either side.
#[test]
fn choices_rest_on_all_other_folds_or_on_the_nearest() {
    let others = |count: usize, d: usize, fold: usize| {
        let pairs = crossfit::pairs(count, d).into_iter().filter(|pair| pair.0 == fold || pair.1 == fold);
        let mut others: Vec<usize> = pairs.map(|(f, g)| f + g - fold).collect();
        others.sort_unstable();
        others
    };
    for fold in 0..10 {
        assert_eq!(others(10, 255, fold), (0..10).filter(|other| *other != fold).collect::<Vec<_>>());
        let mut near = [1, 2, 8, 9].map(|step| (fold + step) % 10);
        near.sort_unstable();
        assert_eq!(others(10, 256, fold), near);
    }
    assert_eq!((others(4, 300, 1), others(2, 300, 0)), (vec![0, 2, 3], vec![1]));
}
