//! Every parameter against its slope, every loss against its words, the target against its momentum.

use super::*;
use crate::networks::tests::{ALL, shape};
use rand::SeedableRng;
use rand_distr::{Distribution, StandardNormal};

/// A learner whose target network is not its own any more, and a batch of two different views.
fn learner(method: Method, rectified: bool) -> (Learner, Batch) {
    let mut rng = ChaCha8Rng::seed_from_u64(21);
    let shape = Shape { rectified, ..shape(method, 5) };
    let schedule = Schedule { rate: 1e-3, warm_up: 1, steps: 40 };
    let mut learner = Learner::new(method, &shape, schedule, &mut rng).unwrap();
    let mut normal = |n: usize, d: usize| DMatrix::from_fn(n, d, |_, _| StandardNormal.sample(&mut rng));
    // No offset is 0: where all units of a layer are off, an output of length 0 has no direction.
    let parts = learner.parts.iter_mut().map(|(part, _)| part);
    for target in parts.chain(&mut learner.target) {
        let size = target.parameters().len();
        target.parameters_mut().iter_mut().zip(normal(1, size).iter()).for_each(|(p, by)| *p += 0.3 * by);
    }
    let batch = Batch {
        views: [normal(7, 4), normal(7, 4)],
        target: normal(7, 4),
        weights: RowDVector::from_vec(vec![0.5, 2.0, 1.0, 3.0]),
        hidden: std::array::from_fn(|v| DMatrix::from_fn(7, 4, |i, j| f64::from((i + j * j + v) as u8 % 2))),
        classes: vec![0, 2, 1, 1, 0, 2, 2],
    };
    (learner, batch)
}

/// Adam's first step is the rate along the sign of the slope: so every parameter of every part
/// must go against the slope of the loss, whatever way the gradient took to it.
#[test]
fn every_parameter_moves_against_its_own_slope() {
    for (method, rectified) in ALL.into_iter().flat_map(|m| [(m, false), (m, true)]) {
        let (before, batch) = learner(method, rectified);
        let mut after = before.clone();
        after.step(&batch);
        let rate = before.schedule.rate_at(0);
        for part in 0..before.parts.len() {
            let mut moved = 0;
            for i in 0..before.parts[part].0.parameters().len() {
                let value = |by: f64| {
                    let mut other = before.clone();
                    other.parts[part].0.parameters_mut()[i] += by;
                    other.step(&batch)
                };
                let slope = (value(1e-6) - value(-1e-6)) / 2e-6;
                let step = after.parts[part].0.parameters()[i] - before.parts[part].0.parameters()[i];
                if slope.abs() > 1e-4 {
                    moved += 1;
                    let right = (step + rate * slope.signum()).abs() < 1e-3 * rate;
                    assert!(right, "{method:?}, {rectified}, part {part}, {i}: {slope} {step}");
                }
            }
            assert!(moved > 5, "{method:?}: part {part}");
        }
    }
}

/// What the two views and the two networks have to do with one another, from the losses alone.
#[test]
fn each_method_compares_what_it_says() {
    for method in ALL {
        let (learner, batch) = learner(method, true);
        let [first, second] = batch.views.each_ref().map(|view| learner.outputs(view));
        let mean = |of: [f64; 2]| 0.5 * (of[0] + of[1]);
        let aims = || {
            batch.views.each_ref().map(|view| {
                let code = learner.cut(learner.target[0].outputs(view));
                learner.target[1].outputs(&code)
            })
        };
        let expected = match method {
            Method::Spectral => losses::spectral_contrastive(&first, &second).value,
            Method::SimClr => losses::info_nce(&first, &second, 0.5).value,
            Method::VicReg => losses::vicreg(&first, &second).value,
            Method::Denoising => {
                mean([&first, &second].map(|z| losses::denoising(z, &batch.target, &batch.weights).value))
            }
            Method::Masked => {
                mean([0, 1].map(|v| losses::masked([&first, &second][v], &batch.target, &batch.hidden[v]).value))
            }
            Method::Supervised => mean([&first, &second].map(|z| losses::cross_entropy(z, &batch.classes).value)),
            Method::Byol => {
                let alike = |z: &DMatrix<f64>| Standardised::of(z.clone()).columns;
                let predicted = [&first, &second].map(|z| learner.parts[2].0.outputs(&alike(z)));
                let [t1, t2] = aims().map(|z| alike(&z));
                // 2 less the mean cosine, each with the other view.
                let cosines = |q: &DMatrix<f64>, t: &DMatrix<f64>| {
                    (0..7).map(|i| q.row(i).normalize().dot(&t.row(i).normalize())).sum::<f64>() / 7.0
                };
                2.0 - cosines(&predicted[0], &t2) - cosines(&predicted[1], &t1)
            }
            Method::Dino => {
                let cosines = |z: &DMatrix<f64>, w: &Mlp, t: f64| {
                    let w = w.weights(0);
                    DMatrix::from_fn(7, 6, |i, j| z.row(i).normalize().dot(&w.row(j).normalize()) / t)
                };
                let log_share = |m: &DMatrix<f64>, i: usize, j: usize| {
                    m[(i, j)] - m.row(i).iter().map(|v| v.exp()).sum::<f64>().ln()
                };
                let [s1, s2] = [&first, &second].map(|z| cosines(z, &learner.parts[2].0, 0.1));
                let [t1, t2] = aims().map(|z| cosines(&z, &learner.target[2], 0.04));
                let cross = |s: &DMatrix<f64>, t: &DMatrix<f64>| {
                    let all = (0..7).flat_map(|i| (0..6).map(move |j| (i, j)));
                    -all.map(|(i, j)| log_share(t, i, j).exp() * log_share(s, i, j)).sum::<f64>() / 7.0
                };
                mean([cross(&s1, &t2), cross(&s2, &t1)])
            }
        };
        let found = learner.clone().step(&batch);
        assert!((found - expected).abs() < 1e-9 * expected.abs().max(1.0), "{method:?}: {found} {expected}");
    }
}

/// It starts as a copy, and follows by 1/50 at first, the less the further the training is; DINO's
/// centre by a tenth, to the mean of both views.
#[test]
fn a_target_network_follows_slower_and_slower() {
    for method in [Method::Byol, Method::Dino] {
        let mut rng = ChaCha8Rng::seed_from_u64(22);
        let (mut learner, batch) = learner(method, true);
        let last = if method == Method::Byol { vec![3, 5, 3] } else { vec![3, 6] };
        let shape = Shape { encoder: vec![4, 6, 5], rectified: true, head: vec![5, 4, 3], last };
        let fresh = Learner::new(method, &shape, learner.schedule, &mut rng).unwrap();
        assert_eq!(fresh.target.len(), if method == Method::Byol { 2 } else { 3 });
        assert!(fresh.target.iter().zip(&fresh.parts).all(|(target, (online, _))| target == online));
        for step in 0..30 {
            let (before, centre) = (learner.target.clone(), learner.dino.centre.clone());
            learner.step(&batch);
            let share = 0.02 * 0.5 * (1.0 + (std::f64::consts::PI * f64::from(step) / 40.0).cos());
            for ((old, new), (online, _)) in before.iter().zip(&learner.target).zip(&learner.parts) {
                for ((old, new), online) in old.parameters().iter().zip(new.parameters()).zip(online.parameters()) {
                    assert!((old + share * (online - old) - new).abs() < 1e-12, "{method:?}, step {step}");
                }
            }
            if method == Method::Dino {
                let seen = batch.views.each_ref().map(|view| {
                    let outputs = before[1].outputs(&learner.cut(before[0].outputs(view)));
                    Cosines::of(&outputs, &before[2].weights(0)).values.row_mean()
                });
                let expected = centre * 0.9 + (&seen[0] + &seen[1]) * 0.05;
                assert!((&learner.dino.centre - expected).amax() < 1e-12, "step {step}");
            }
        }
    }
}
