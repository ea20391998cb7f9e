//! Against rational instances, against an independent implementation, and among one another.
//!
//! `exact.json` holds rational instances of the formulas, made outside this project with fractions.
//! `instances.txt` holds 200 instances of an implementation in numpy, 80 of them with noise of one
//! variance; thresholds of reconstruction under other noise are polished there to 1e-14.

use super::fixed_point::{self, Bulk};
use super::isotropic::Isotropic;
use super::sampled::Views;
use super::*;
use crate::scalar::{exact_from_f64, exact_parse, ratio};
use crate::threshold::{Spectrum, Verdict};

fn exact_instances() -> Vec<serde_json::Value> {
    serde_json::from_str(include_str!("../../../tests/data/finite/exact.json")).unwrap()
}

fn of(instance: &serde_json::Value, key: &str) -> Rational {
    exact_parse(key, instance[key].as_str().unwrap()).unwrap()
}

fn signal(instance: &serde_json::Value) -> Signal<Rational> {
    Signal { c: of(instance, "c"), th: of(instance, "theta") }
}

#[test]
fn rational_instances_are_exact() {
    let mut seen = [0; 3];
    for case in &exact_instances() {
        let signal = signal(case);
        match case["kind"].as_str().unwrap() {
            "rc-isotropic-overlap" => {
                let noise = Isotropic { ratio: of(case, "gamma"), g: of(case, "g") };
                let (lambda, found) = noise.exact_at(&signal, &of(case, "a")).expect("rational");
                assert_eq!(
                    [lambda, found.cos2, found.train],
                    [of(case, "lam"), of(case, "cos2"), of(case, "train")],
                    "{case}"
                );
                seen[0] += 1;
            }
            "je-isotropic-overlap" => {
                let law = Law::new(of(case, "gamma"), &[(of(case, "g"), of(case, "t"))]).unwrap();
                let found = joint_embedding::outlier(&law, &signal, &of(case, "alpha2")).unwrap();
                let fitted = found.quality().fitted;
                assert_eq!(
                    [found.sigma_overlap(), found.tan2, found.train, fitted, found.eigenvalue],
                    ["sigma_overlap", "tan2", "train", "test_fitted", "omega"].map(|key| of(case, key)),
                    "{case}"
                );
                seen[1] += 1;
            }
            "rc-isotropic-threshold" => {
                let noise = Isotropic { ratio: of(case, "gamma"), g: of(case, "g") };
                assert_eq!(noise.threshold(&signal), Number::Exact(of(case, "a")), "{case}");
                let law = Law::new(of(case, "gamma"), &[(of(case, "g"), ratio(0, 1))]).unwrap();
                assert_eq!(joint_embedding::threshold(&law, &signal).exact(), Some(&of(case, "je_a")), "{case}");
                seen[2] += 1;
            }
            other => panic!("{other}"),
        }
    }
    assert_eq!(seen, [7, 4, 7]);
}

/// th/c = 1 and d = t - min t = 0, 1/2: at z = 1/2 the mean of (z + d)^-2 is (4 + 1)/2, so γ = 2/5.
#[test]
fn a_rational_threshold_under_two_kinds_of_noise() {
    let law = Law::new(ratio(2, 5), &[(ratio(3, 1), ratio(1, 4)), (ratio(5, 1), ratio(3, 4))]).unwrap();
    let signal = Signal { c: ratio(2, 1), th: ratio(2, 1) };
    // s - min t + s z = 1 - 1/4 + 1/2.
    assert_eq!(joint_embedding::threshold(&law, &signal), Number::Exact(ratio(5, 4)));
    assert!(!joint_embedding::separated(&law, &signal, &ratio(5, 4)));
    assert!(joint_embedding::separated(&law, &signal, &ratio(5_000_000_001, 4_000_000_000)));
    assert_eq!(joint_embedding::outlier(&law, &signal, &ratio(5, 4)), None);
}

#[test]
fn enclosures_contain_the_threshold() {
    for ratio_ in [ratio(1, 50), ratio(1, 2), ratio(7, 3), ratio(40, 1)] {
        let directions: Vec<_> = (0..30).map(|j| (ratio(1 + j, 3), ratio(j * j, 17))).collect();
        let law = Law::new(ratio_, &directions).unwrap();
        for signal in [Signal { c: ratio(2, 1), th: ratio(1, 100) }, Signal { c: ratio(1, 3), th: ratio(9, 1) }] {
            let Number::Enclosed(found) = joint_embedding::threshold(&law, &signal) else { panic!("not enclosed") };
            assert!(!joint_embedding::separated(&law, &signal, &found.low));
            assert!(joint_embedding::separated(&law, &signal, &found.high));
            // 2^-43 of the part that moves.
            assert!(found.width() <= signal.ratio() * ratio(7, 1) / ratio(1 << 43, 1), "{found:?}");
            // J2's bounds: (1+p) s - E t <= α² <= (1+p) s - min t.
            let p = law.ratio().approx().sqrt();
            let mean: f64 = law.atoms().iter().map(|a| (&a.weight * &a.t).approx()).sum();
            let top = (1.0 + p) * signal.ratio().approx();
            assert!(top - mean - 1e-9 <= found.approx() && found.approx() <= top + 1e-9);
        }
    }
}

fn close(found: f64, expected: f64, tolerance: f64, what: &str) {
    assert!((found - expected).abs() <= tolerance * expected.abs().max(1.0), "{what}: {found} {expected}");
}

#[test]
fn two_hundred_instances_agree_with_the_reference() {
    let mut count = 0;
    for line in include_str!("../../../tests/data/finite/instances.txt").lines().filter(|line| !line.starts_with('#')) {
        let (values, noise) = line.split_once('|').unwrap();
        let numbers = |text: &str| -> Vec<f64> { text.split_whitespace().map(|v| v.parse().unwrap()).collect() };
        let (v, noise) = (numbers(values), numbers(noise));
        let exact = |v: f64| exact_from_f64(v).unwrap();
        let directions: Vec<_> = noise.chunks(2).map(|pair| (exact(pair[0]), exact(pair[1]))).collect();
        let law = Law::new(exact(v[0]), &directions).unwrap();
        let signal = Signal { c: exact(v[1]), th: exact(v[2]) };
        let model = Model::of(vec![signal.clone()], law.clone()).unwrap();
        let thresholds = model.thresholds().unwrap();
        close(thresholds.joint_embedding.approx(), v[4], 1e-10, &format!("JE threshold of {line}"));
        close(thresholds.reconstruction.approx(), v[5], 1e-8, &format!("RC threshold of {line}"));
        let found = &model.at(&exact(v[3])).unwrap()[0];
        let list = |q: Quality<f64>| [q.cos2, q.train, q.test, q.fitted];
        for (i, value) in list(found.joint_embedding.quality.unwrap()).into_iter().enumerate() {
            close(value, v[6 + i], 1e-10, &format!("JE {i} of {line}"));
        }
        let omega = joint_embedding::outlier(&law, &signal, &exact(v[3])).unwrap().eigenvalue.approx();
        close(omega, v[10], 1e-10, "omega");
        for (i, value) in list(found.reconstruction.quality.unwrap()).into_iter().enumerate() {
            close(value, v[11 + i], 1e-8, &format!("RC {i} of {line}"));
        }
        count += 1;
    }
    assert_eq!(count, 200);
}

/// The ways of sections 2 and 3 share no formula.
#[test]
fn noise_of_one_variance_by_both_ways() {
    for (gamma, g, t, c, th) in [(0.25, 1.0, 0.5, 1.2, 0.7), (2.0, 0.7, 0.1, 1.5, 2.0), (1.0, 2.0, 0.0, 1.0, 1.0)] {
        let (noise, law) = (Isotropic { ratio: gamma, g }, Law::new(gamma, &[(g, t)]).unwrap());
        let signal = Signal { c, th };
        let threshold = noise.approx_threshold(&signal) / g - t;
        close(fixed_point::threshold(&law, &signal).unwrap(), threshold, 1e-9, "threshold");
        for factor in [1.01, 2.0, 10.0] {
            let alpha_squared = (threshold + t) * factor - t;
            let [one, two] = [
                noise.at(&signal, (alpha_squared + t) * g).unwrap(),
                Bulk::new(&law, alpha_squared).unwrap().at(&signal).unwrap(),
            ];
            for (a, b) in [(one.cos2, two.cos2), (one.train, two.train), (one.test, two.test), (one.fitted, two.fitted)]
            {
                close(b, a, 1e-9, &format!("γ = {gamma}, {factor}"));
            }
        }
    }
}

#[test]
fn without_noise_of_the_sample_they_are_those_of_the_paper() {
    for (c, th, g, t) in [(2, 1, 1, 0), (1, 1, 4, 0), (3, 5, 2, 1), (1, 7, 1, 3)] {
        let [c, th, g, t] = [c, th, g, t].map(|v| ratio(v, 1));
        let signal = Signal { c: c.clone(), th: th.clone() };
        let paper = Spectrum::new(vec![c.clone()], vec![th.clone(), &t * &g], vec![g.clone()]).unwrap().thresholds();
        let law = Law::new(ratio(0, 1), &[(g.clone(), t.clone())]).unwrap();
        // (12) and (10), exactly; the cubic gives (10) where it is above -t, else that none is needed.
        let found = Model::of(vec![signal.clone()], law).unwrap().thresholds().unwrap();
        assert_eq!(found.joint_embedding.exact(), Some(&paper.alpha_squared_je));
        assert_eq!(found.reconstruction.exact(), Some(&paper.alpha_squared_rc));
        assert_eq!(found.verdict(), paper.verdict());
        let Number::Exact(a) = (Isotropic { ratio: ratio(0, 1), g: g.clone() }).threshold(&signal) else { panic!() };
        let above = (&paper.alpha_squared_rc + &t) * &g;
        assert_eq!(a, above.max(ratio(0, 1)));
    }
    // Some kinds of noise, γ small: |difference| is of the order of sqrt γ.
    let (theta, gamma) = (vec![ratio(1, 1), ratio(1, 2), ratio(0, 1)], vec![ratio(1, 1), ratio(2, 1)]);
    let spectrum = Spectrum::new(vec![ratio(3, 2)], theta, gamma).unwrap();
    let found = Model::new(&spectrum, 2_000_000_000).unwrap().thresholds().unwrap();
    let paper = spectrum.thresholds();
    close(found.joint_embedding.approx(), paper.alpha_squared_je.approx(), 1e-4, "(12)");
    close(found.reconstruction.approx(), paper.alpha_squared_rc.approx(), 1e-3, "(10)");
}

/// γ = 1/2, c = 1.4, th = g = 1: the population says reconstruction, the limit joint-embedding.
#[test]
fn the_population_ranks_them_wrongly() {
    let spectrum = |m: usize| {
        let theta = [vec![ratio(1, 1)], vec![ratio(0, 1); m]].concat();
        Spectrum::new(vec![ratio(7, 5)], theta, vec![ratio(1, 1); m]).unwrap()
    };
    let paper = spectrum(1).thresholds();
    assert_eq!((paper.alpha_squared_rc.clone(), paper.alpha_squared_je.clone()), (ratio(11, 49), ratio(5, 7)));
    assert_eq!(paper.verdict(), Verdict::Reconstruction);
    let found = Model::new(&spectrum(1000), 2000).unwrap().thresholds().unwrap();
    close(found.joint_embedding.approx(), (1.0 + 0.5f64.sqrt()) / 1.4, 1e-12, "JE");
    close(found.reconstruction.approx(), 2.019_736_572, 1e-9, "RC");
    assert_eq!(found.verdict(), Verdict::JointEmbedding);
}

/// At c = g (1 + sqrt γ) = 3, th = 7: both need a = th.
#[test]
fn both_need_the_same_on_the_edge() {
    let (noise, signal) =
        (Isotropic { ratio: ratio(1, 4), g: ratio(2, 1) }, Signal { c: ratio(3, 1), th: ratio(7, 1) });
    assert_eq!(noise.threshold(&signal), Number::Exact(ratio(7, 1)));
    let (noise, signal) = (Isotropic { ratio: 0.25, g: 2.0 }, Signal { c: 3.0, th: 7.0 });
    close(noise.approx_threshold(&signal), 7.0, 1e-9, "the cubic");
}

/// γ = 1/2, c = 3, th = 100: separated on [0, .3335) and beyond 26.626; on the first it memorises.
#[test]
fn a_signal_that_separates_need_not_be_found() {
    let (noise, signal) = (Isotropic { ratio: 0.5, g: 1.0 }, Signal { c: 3.0, th: 100.0 });
    let threshold = noise.approx_threshold(&signal);
    close(threshold, 26.626_268_7, 1e-9, "RC");
    let low = noise.at(&signal, 0.01).expect("it separates");
    assert!(low.cos2 < 1e-4 && low.train > 0.2, "{low:?}");
    assert!(noise.at(&signal, 0.333).is_some() && noise.at(&signal, 0.334).is_none());
    assert!(noise.at(&signal, 26.62).is_none() && noise.at(&signal, 26.63).is_some());
    let law = Law::new(0.5, &[(1.0, 0.0)]).unwrap();
    close(fixed_point::threshold(&law, &signal).unwrap(), threshold, 1e-9, "the other way");
}

#[test]
fn drawn_views() {
    let signal = Signal { c: ratio(2, 1), th: ratio(1, 1) };
    // γ = 0: L = 1, and l > 1 iff th/c < α² + t.
    let none = Views::new(ratio(0, 1), ratio(1, 8), 3).unwrap();
    assert_eq!(none.threshold(&signal), Some(Some(ratio(1, 2) - ratio(1, 8))));
    // y = 1/2, γ = 1/2 (q = 2): 3/4. In f64: L = (1 + sqrt .75)/.5 = 3.73; (2 + 1/2)/L - 1/2 > 0.
    let rough = Views::new(0.5, 0.0, 2).unwrap();
    let edge = (1.0 + 0.75f64.sqrt()) / 0.5;
    let needed = rough.threshold(&signal.approx()).unwrap().unwrap();
    close(needed, 1.0 / (2.5 / edge - 0.5), 1e-14, "q = 2");
    close(rough.margin(&signal.approx(), &needed).unwrap(), 0.0, 1e-12, "at the threshold");
    // A weaker signal is never found by two views: (1/2 + 1/2)/L < 1/2.
    assert_eq!(rough.threshold(&Signal { c: 1.0, th: 2.0 }), Some(None));
    // Many views are as good as Σ.
    let many = Views::new(0.5, 0.0, 1_000_000).unwrap();
    close(many.threshold(&signal.approx()).unwrap().unwrap(), 0.5 * (1.0 + 0.5f64.sqrt()), 1e-5, "all views");
    assert!(Views::new(ratio(1, 1), ratio(0, 1), 2).is_err() && Views::new(ratio(1, 2), ratio(0, 1), 1).is_err());
}

#[test]
fn what_is_no_model_is_refused() {
    let one = || ratio(1, 1);
    assert!(Law::new(one(), &[]).is_err());
    assert!(Law::new(-one(), &[(one(), one())]).is_err());
    assert!(Law::new(one(), &[(ratio(0, 1), one())]).is_err());
    let law = Law::new(one(), &[(one(), ratio(0, 1))]).unwrap();
    assert!(Model::of(vec![], law.clone()).is_err());
    let model = Model::of(vec![Signal { c: one(), th: one() }], law).unwrap();
    let refused = model.at(&ratio(0, 1)).unwrap_err().to_string();
    assert!(refused.contains("give alpha"), "{refused}");
    assert!(Law::new(f64::NAN, &[(1.0, 1.0)]).is_err());
    // The first that is none is named, signal or noise, for either of its two numbers.
    for (v, w) in [(-1, 1), (0, 1), (1, -1)] {
        let [v, w] = [v, w].map(|v| ratio(v, 1));
        let refused = Law::new(one(), &[(one(), ratio(0, 1)), (v.clone(), w.clone())]).unwrap_err().to_string();
        assert!(refused.contains("noise[1]") && refused.contains("g > 0 and t >= 0"), "{refused}");
        let law = Law::new(one(), &[(one(), ratio(0, 1))]).unwrap();
        let signals = vec![Signal { c: one(), th: ratio(0, 1) }, Signal { c: v, th: w }];
        let refused = Model::of(signals, law).unwrap_err().to_string();
        assert!(refused.contains("signal[1]") && refused.contains("c > 0 and th >= 0"), "{refused}");
    }
    let spectrum = Spectrum::new(vec![one()], vec![one(); 2], vec![one()]).unwrap();
    assert!(Model::new(&spectrum, 0).is_err());
    assert_eq!(Model::new(&spectrum, 1).unwrap().ratio(), &one());
}
