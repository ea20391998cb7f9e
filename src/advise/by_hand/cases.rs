//! What is asked, and the answers held against each other.

use super::*;

/// A problem in a basis of its own, about a mean that is not 0.
fn problem(told: &str, settings: Settings, (alphas, law, given): (&[f64], bool, bool), grouped: bool) -> Problem {
    let mut rng = ChaCha8Rng::seed_from_u64(29);
    let mut normal = |size: usize| Vector::from_fn(size, |_, _| StandardNormal.sample(&mut rng));
    let basis = Matrix::from_columns(&(0..D).map(|_| normal(D)).collect::<Vec<_>>()).qr().q();
    let part = |first: bool, of: &dyn Fn(usize) -> f64| {
        let at = |i: usize| if (i < SIGNAL) == first { of(i) } else { 0.0 };
        Matrix::from_diagonal(&Vector::from_fn(D, |i, _| at(i)))
    };
    let turned = |m: Matrix| symmetric(&(&basis * m * basis.transpose()));
    let [of_signal, of_noise] = [true, false].map(|first| &basis * part(first, &|i| VARIANCES[i].sqrt()));
    let gamma = turned(part(false, &|i| VARIANCES[i]));
    let theta = turned(part(true, &|_| 0.5) + part(false, &|i| 0.1 * VARIANCES[i]));
    let offset = &basis * Vector::from_vec(vec![0.3, -0.2, 0.1, 0.0, 0.2]);
    let (mut x, mut again) = (vec![], vec![]);
    for _ in 0..N {
        let signal = &of_signal * normal(D) + &offset;
        x.push(&signal + &of_noise * normal(D));
        again.push(&signal + &of_noise * normal(D));
    }
    let alone: Vec<Vector> = (0..ALONE).map(|_| &of_noise * normal(D)).collect();
    let root = |alpha: f64| (&theta + &gamma * alpha.powi(2)).cholesky().unwrap().l();
    let views: Vec<Vec<Vec<Vector>>> = alphas
        .iter()
        .filter(|_| !law)
        .map(|&alpha| x.iter().map(|x| (0..3).map(|_| x + root(alpha) * normal(D)).collect()).collect())
        .collect();
    let groups = grouped.then(|| (0..N as u64).map(|i| i / 4 * 3 / 2).collect::<Vec<_>>());
    let told = match told {
        "labels" => Told::Labels(
            x.iter()
                .enumerate()
                .map(|(i, x)| {
                    let y = Vector::from_vec(vec![x[0] + 2.0 + normal(1)[0], x[1] - x[2], 0.5 * x[3]]);
                    (i % 3 > 0).then_some(y)
                })
                .collect(),
        ),
        "replicate" => Told::Replicate(again),
        // Less than there is: three directions are mixed, and mostly noise or signal.
        "covariance" => Told::Covariance(&gamma * 0.7),
        "nuisance" => Told::Nuisance(alone),
        // Neither orthogonal nor of length 1.
        _ => Told::Directions(Matrix::from_columns(&[
            basis.column(2) * 3.0 + basis.column(3),
            basis.column(3) * 0.5 - basis.column(2),
        ])),
    };
    // Without samples the mean views of the first strength take their place.
    let x = if given { x } else { views[0].iter().map(|v| mean(&v.iter().collect::<Vec<_>>())).collect() };
    let (folds, folds_alone, alphas) = (vec![], vec![], alphas.to_vec());
    Problem { x, views, given, alphas, theta, gamma, told, settings, groups, folds, folds_alone }
}

fn stored(rows: &[Vector]) -> Stored {
    Stored::new(rows.iter().flat_map(|row| row.iter().copied()).collect(), rows[0].len()).unwrap()
}

/// Asks, and answers again.
fn agrees(case: &str, mut of: Problem) {
    let x = stored(&of.x);
    let views: Vec<Stored> = of
        .views
        .iter()
        .map(|samples| {
            stored(&samples.iter().map(|v| Vector::from_vec(v.iter().flatten().copied().collect())).collect::<Vec<_>>())
        })
        .collect();
    let laws: Vec<AlignedNoise<f64>> =
        of.alphas.iter().map(|&alpha| AlignedNoise::new(of.theta.clone(), of.gamma.clone(), alpha).unwrap()).collect();
    let strengths = of.alphas.iter().enumerate().map(|(i, &alpha)| Augmented {
        alpha,
        moments: match views.get(i) {
            Some(rows) => MomentsOf::Views { rows, views: 3 },
            None => MomentsOf::Channel(&laws[i]),
        },
    });
    let told = of.told.clone();
    let rows = match &told {
        Told::Labels(t) => {
            let blank = Vector::repeat(3, f64::NAN);
            Some(stored(&t.iter().map(|t| t.clone().unwrap_or(blank.clone())).collect::<Vec<_>>()))
        }
        Told::Replicate(rows) | Told::Nuisance(rows) => Some(stored(rows)),
        _ => None,
    };
    let evidence = match (&told, &rows) {
        (Told::Labels(_), Some(rows)) => Evidence::Labels(rows),
        (Told::Replicate(_), Some(rows)) => Evidence::Replicate(rows),
        (Told::Nuisance(_), Some(rows)) => Evidence::NuisanceSample(rows),
        (Told::Covariance(gamma), _) => Evidence::NuisanceCovariance(gamma),
        (Told::Directions(basis), _) => Evidence::NuisanceDirections(basis),
        _ => unreachable!(),
    };
    let groups = of.groups.clone();
    let samples: Option<&dyn Rows> = if of.given { Some(&x) } else { None };
    let question = Question { samples, strengths: strengths.collect(), evidence, groups: groups.as_deref() };
    let (folds, marked) = deal(&question, &of.settings, N).unwrap();
    of.folds = folds.of.iter().map(|&fold| usize::from(fold)).collect();
    let alone = Folds::of_rows(&[true; ALONE], folds.count, of.settings.seed);
    of.folds_alone = alone.of.iter().map(|&fold| usize::from(fold)).collect();
    assert!((0..N).all(|i| marked[i] == of.is_told(i)));
    let advice = advise(&question, &of.settings, &|_, _| ()).unwrap();
    if of.settings.ks.is_empty() {
        assert_eq!(advice.k, [SIGNAL], "{case}: of the signal");
        of.settings.ks = advice.k.clone();
    }
    compare(case, &of, folds.count, &advice);
}

fn compare(case: &str, of: &Problem, count: usize, advice: &Advice) {
    let Settings { level, ks, noise, .. } = &of.settings;
    let noise: Vec<Option<f64>> = if noise.is_empty() { vec![None] } else { noise.iter().copied().map(Some).collect() };
    let strengths: Vec<(usize, Option<f64>)> =
        (0..of.alphas.len()).flat_map(|s| noise.iter().map(move |q| (s, *q))).collect();
    let most = *ks.iter().max().unwrap();
    let candidates: Vec<(usize, (usize, Option<f64>))> =
        strengths.iter().flat_map(|s| ks.iter().map(move |&k| (k, *s))).collect();
    let leading = |m: &Matrix, k: usize| m.rows(0, k).into_owned();
    let maps = |out: &[usize]| -> (Fit, [Vec<Matrix>; 2]) {
        let fit = of.fit(out, most);
        let maps = [0, 1].map(|p| {
            candidates.iter().map(|(k, s)| map(&fit, &leading(&of.encoders(out, *s)[p].1, *k))).collect::<Vec<_>>()
        });
        (fit, maps)
    };
    // Yardstick, both as chosen, then both at every candidate.
    let mut columns = vec![Column::default(); 3 + 2 * candidates.len()];
    let mut chosen = vec![];
    let mut order = vec![];
    for fold in 0..count {
        let mut inner = [vec![0.0; candidates.len()], vec![0.0; candidates.len()]];
        for other in (0..count).filter(|other| *other != fold && candidates.len() > 1) {
            let (fit, maps) = maps(&[fold, other]);
            for (sums, maps) in inner.iter_mut().zip(&maps) {
                sums.iter_mut().zip(maps).for_each(|(sum, a)| *sum += of.inside(&fit, a, other));
            }
        }
        let best = |sums: &Vec<f64>| {
            let most = sums.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            sums.iter().position(|v| *v >= most - 1e-9 * most.abs()).unwrap()
        };
        let picked = inner.each_ref().map(best);
        chosen.push(picked);
        let (fit, maps) = maps(&[fold]);
        let chosen_maps = [&maps[0][picked[0]], &maps[1][picked[1]]];
        let yardstick = map(&fit, &fit.yardstick);
        let all = [&yardstick].into_iter().chain(chosen_maps).chain(&maps[0]).chain(&maps[1]);
        let rows: Vec<usize> = of.rows(|f| f == fold).into_iter().filter(|&i| of.is_told(i)).collect();
        for (column, a) in columns.iter_mut().zip(all) {
            let values: Vec<f64> = rows.iter().map(|&i| of.explained(&fit, a, i)).collect();
            let mut by_fold = values.iter().sum::<f64>() / values.len() as f64;
            if let Told::Nuisance(alone) = &of.told {
                let (mean, values) = of.alone(&fit, a, alone, |f| f == fold);
                by_fold += mean;
                column.alone.extend(values);
            }
            column.rows.extend(values);
            column.by_fold.push(by_fold);
        }
        order.extend(rows);
    }
    let groups: Option<Vec<u64>> = of.groups.as_ref().map(|groups| order.iter().map(|&i| groups[i]).collect());
    let best = columns[..3].iter().max_by(|a, b| a.mean().total_cmp(&b.mean())).unwrap();
    let interval = |terms: &[(&Column, f64)], level: f64| interval(terms, best, groups.as_deref(), level);
    let [yardstick, je, rc] = [&columns[0], &columns[1], &columns[2]];
    let test = advice.test.as_ref().unwrap();
    let [delta, se, half] = interval(&[(je, 1.0), (rc, -1.0)], *level);
    let ([eff_je, je_se, je_half], [eff_rc, rc_se, rc_half]) =
        (interval(&[(je, 1.0)], *level), interval(&[(rc, 1.0)], *level));
    for (what, found, expected) in [
        ("delta", test.delta, delta),
        ("se", test.se, se),
        ("lo", test.lo, delta - half),
        ("hi", test.hi, delta + half),
        ("eff_je", test.eff_je, eff_je),
        ("eff_je_se", test.eff_je_se, je_se),
        ("eff_je_half", test.eff_je_half, je_half),
        ("eff_rc", test.eff_rc, eff_rc),
        ("eff_rc_se", test.eff_rc_se, rc_se),
        ("eff_rc_half", test.eff_rc_half, rc_half),
        ("yardstick", test.yardstick, yardstick.mean() / best.mean()),
    ] {
        near(case, what, found, expected);
    }
    assert_eq!(test.n_evidence, order.len(), "{case}");
    let picked = [0, 1].map(|p| {
        let count = |c: usize| chosen.iter().filter(|of| of[p] == c).count();
        (0..candidates.len()).rev().max_by_key(|&c| count(c)).unwrap()
    });
    let choice = advice.choice.unwrap();
    for (found, c) in [choice.je, choice.rc].into_iter().zip(picked) {
        let (k, (strength, noise)) = candidates[c];
        assert_eq!((found.k, found.alpha, found.noise), (k, of.alphas[strength], noise), "{case}: {chosen:?}");
    }
    assert_eq!(advice.curve.len(), candidates.len());
    for (c, (point, (k, (strength, noise)))) in advice.curve.iter().zip(&candidates).enumerate() {
        assert_eq!((point.k, point.alpha, point.noise), (*k, of.alphas[*strength], *noise), "{case}");
        let level = level / candidates.len() as f64;
        let (je, rc) = (&columns[3 + c], &columns[3 + candidates.len() + c]);
        let [of_je, of_rc] = [je, rc].map(|column| interval(&[(column, 1.0)], level));
        let [delta, se, half] = interval(&[(je, 1.0), (rc, -1.0)], level);
        let found = [point.je, point.je_se, point.je_band, point.rc, point.rc_se, point.rc_band];
        let found = found.into_iter().chain([point.delta, point.delta_se, point.lo, point.hi]);
        let expected = of_je.into_iter().chain(of_rc).chain([delta, se, delta - half, delta + half]);
        found.zip(expected).enumerate().for_each(|(i, (a, b))| near(case, &format!("curve {c}, {i}"), a, b));
    }
    spectra(case, of, count, advice, &strengths, &candidates);
}

/// Eigenvalues, what they hold, angles, and the check of S.
fn spectra(
    case: &str,
    of: &Problem,
    count: usize,
    advice: &Advice,
    strengths: &[(usize, Option<f64>)],
    candidates: &[(usize, (usize, Option<f64>))],
) {
    let whole = of.fit(&[], 1);
    let gives_signal = !matches!(of.told, Told::Labels(_));
    for (lines, strength) in advice.lines.iter().zip(strengths) {
        assert_eq!((lines.alpha, lines.noise), (of.alphas[strength.0], strength.1), "{case}");
        let encoders = of.encoders(&[], *strength);
        let without: Vec<_> = (0..count).map(|fold| of.encoders(&[fold], *strength)).collect();
        for (p, found) in [&lines.je, &lines.rc].into_iter().enumerate() {
            assert_eq!(found.len(), encoders[p].0.iter().filter(|v| **v > 0.0).count(), "{case}");
            for (i, line) in found.iter().enumerate() {
                near(case, "eigenvalue", line.value, encoders[p].0[i]);
                let left: Vec<f64> = without.iter().map(|of| of[p].0[i]).collect();
                let (k, mean) = (count as f64, left.iter().sum::<f64>() / count as f64);
                let squares: f64 = left.iter().map(|v| (v - mean).powi(2)).sum();
                near(case, "its error", line.se, (squares * (k - 1.0) / k).sqrt());
                let w = encoders[p].1.row(i);
                let share = |m: &Matrix| (w * m * w.transpose())[(0, 0)];
                let shown = gives_signal && i < candidates.iter().map(|c| c.0).max().unwrap();
                assert_eq!(line.signal.is_some(), shown, "{case}: {i}");
                if let Some(signal) = line.signal {
                    near(case, "share of signal", signal, share(&whole.aim) / share(&moment(of.x.iter().zip(&of.x))));
                }
            }
        }
    }
    let root = moment(of.x.iter().zip(&of.x)).cholesky().unwrap().l();
    for (found, (k, strength)) in advice.agreement.iter().zip(candidates) {
        assert_eq!((found.k, found.alpha, found.noise), (*k, of.alphas[strength.0], strength.1), "{case}");
        let [je, rc] = of.encoders(&[], *strength).map(|(_, w)| (w.rows(0, *k) * &root).transpose().qr().q());
        let cosine = (je.transpose() * rc).singular_values().min();
        // Small angles lose half of their digits on this way.
        assert!((found.sin_max - (1.0 - cosine * cosine).max(0.0).sqrt()).abs() < 1e-3, "{case}");
    }
    // The strongest, with the most noise.
    let last = (0..strengths.len())
        .max_by(|&a, &b| {
            let of = |i: usize| (of.alphas[strengths[i].0], strengths[i].1.unwrap_or(0.0));
            of(a).partial_cmp(&of(b)).unwrap()
        })
        .unwrap();
    let [s, ..] = of.moments(&of.rows(|_| true), strengths[last].0, strengths[last].1);
    let scaled = Matrix::from_fn(D, D, |i, j| s[(i, j)] / (s[(i, i)] * s[(j, j)]).sqrt()).symmetric_eigen().eigenvalues;
    let check = advice.checks.conditioning.as_ref().unwrap();
    near(case, "condition", check.condition / (scaled.max() / scaled.min()), 1.0);
    if gives_signal {
        let (shares, _) = pencil(&symmetric(&whole.aim), &ridged(&whole.second, 1e-8));
        let check = advice.checks.reliability.as_ref().unwrap();
        assert_eq!(check.k, shares.iter().filter(|share| **share > 0.5).count(), "{case}");
        assert_eq!(check.between, shares.iter().filter(|share| (0.2..0.8).contains(*share)).count(), "{case}");
        near(case, "largest share", check.largest, shares[0]);
        near(case, "the last of signal", check.around_k[0], shares[check.k - 1]);
        near(case, "the first of noise", check.around_k[1], shares[check.k]);
    }
    assert_eq!(advice.verdict == Verdict::Either, advice.rule == Why::WithinTolerance, "{case}");
}

#[test]
fn every_kind_of_evidence_gives_the_answer_of_its_rows() {
    let settings = |ks: &[usize], noise: &[f64], folds: usize, seed: u64| Settings {
        ks: ks.to_vec(),
        noise: noise.to_vec(),
        folds,
        seed,
        level: 0.2,
        tolerance: 0.03,
        ..Settings::default()
    };
    let raw = |settings: Settings| Settings { weight: Weight::Raw, ..settings };
    let (views, law, alone) =
        ((&[0.5, 1.5][..], false, true), (&[2.0, 0.4][..], true, true), (&[1.0][..], false, false));
    agrees("k of the signal", problem("covariance", settings(&[], &[], 4, 7), law, false));
    for told in ["labels", "replicate", "covariance", "nuisance", "directions"] {
        let case = |what: &str| format!("{told}, {what}");
        agrees(&case("views"), problem(told, settings(&[1, 3], &[0.0, 0.6], 4, 3), views, false));
        agrees(&case("a law, raw"), problem(told, raw(settings(&[2], &[], 3, 5)), law, false));
        agrees(&case("views alone, groups"), problem(told, settings(&[1, 2], &[], 4, 1), alone, true));
    }
}
