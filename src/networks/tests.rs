//! Gradients against finite differences, a training against its known optimum, seeds.

use super::losses::{self, Cosines, Dino, OfPair, Standardised};
use super::*;
use crate::linalg::float::symmetric_eigen;
use nalgebra::{DMatrix, DVector, RowDVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Half the step of a central difference: its own error is of the order of its square, that of
/// rounding 1e-16 over it.
const STEP: f64 = 1e-5;
/// What both leave, with third derivatives of the order of 100.
const NEAR: f64 = 1e-7;

fn rng(seed: u64) -> ChaCha8Rng {
    ChaCha8Rng::seed_from_u64(seed)
}

fn normal(rng: &mut ChaCha8Rng, n: usize, d: usize) -> DMatrix<f64> {
    DMatrix::from_fn(n, d, |_, _| StandardNormal.sample(rng))
}

/// Compares a gradient with central differences of the value.
fn holds(x: &DMatrix<f64>, gradient: &DMatrix<f64>, value: impl Fn(&DMatrix<f64>) -> f64) {
    let scale = gradient.amax().max(1.0);
    assert!(gradient.amax() > 1e-3, "nothing to compare");
    for at in 0..x.len() {
        let moved = |by: f64| {
            let mut x = x.clone();
            x[at] += by;
            value(&x)
        };
        let slope = (moved(STEP) - moved(-STEP)) / (2.0 * STEP);
        assert!((slope - gradient[at]).abs() < NEAR * scale, "entry {at}: {slope} against {}", gradient[at]);
    }
}

fn of_pair(z: [&DMatrix<f64>; 2], loss: impl Fn(&DMatrix<f64>, &DMatrix<f64>) -> OfPair) {
    let OfPair { gradients, .. } = loss(z[0], z[1]);
    holds(z[0], &gradients[0], |x| loss(x, z[1]).value);
    holds(z[1], &gradients[1], |x| loss(z[0], x).value);
}

#[test]
fn gradients_of_contrastive_losses() {
    let mut rng = rng(1);
    let (z1, z2) = (normal(&mut rng, 7, 3), normal(&mut rng, 7, 3));
    of_pair([&z1, &z2], losses::spectral_contrastive);
    of_pair([&z1, &z2], |a, b| losses::info_nce(a, b, 0.5));
}

#[test]
fn gradients_through_whitened_outputs() {
    let mut rng = rng(13);
    // Neither white nor centred.
    let map = DMatrix::from_row_slice(3, 3, &[2.0, 1.0, 0.0, 0.0, 1.0, 3.0, 1.0, 0.0, 1.0]);
    let [z1, z2] = std::array::from_fn(|_| (normal(&mut rng, 7, 3) * &map).add_scalar(5.0));
    of_pair([&z1, &z2], losses::whitened);
    // Neither scale, mixture nor offset of the outputs counts.
    let [value, mapped] = [losses::whitened(&z1, &z2).value, losses::whitened(&(&z1 * &map), &(&z2 * map)).value];
    assert!((value - mapped).abs() < 1e-9 && value > 0.1 && value < 12.0, "{value} {mapped}");
}

#[test]
fn gradients_of_vicreg_on_both_sides_of_the_hinge() {
    let mut rng = rng(2);
    let [mut z1, mut z2] = [normal(&mut rng, 8, 3), normal(&mut rng, 8, 3)];
    for z in [&mut z1, &mut z2] {
        z.column_mut(0).scale_mut(0.3);
        z.column_mut(1).scale_mut(3.0);
    }
    of_pair([&z1, &z2], losses::vicreg);
}

#[test]
fn gradients_of_distilled_losses() {
    let mut rng = rng(3);
    let [s1, s2, t1, t2] = std::array::from_fn(|_| normal(&mut rng, 6, 4) * 0.1);
    of_pair([&s1, &s2], |a, b| losses::byol([a, b], [&t1, &t2]));
    let mut setting = Dino::new(4);
    setting.follow([&t1, &t2]);
    assert!(setting.centre.norm() > 0.0);
    of_pair([&s1, &s2], |a, b| losses::dino([a, b], [&t1, &t2], &setting));
}

#[test]
fn gradients_of_regressions() {
    let mut rng = rng(4);
    let (p, t) = (normal(&mut rng, 5, 3), normal(&mut rng, 5, 3));
    let weights = RowDVector::from_vec(vec![0.5, 1.0, 3.0]);
    let hidden = DMatrix::from_fn(5, 3, |i, j| f64::from((i + j) as u8 % 2));
    let classes = [0, 2, 1, 1, 2];
    let all = |p: &DMatrix<f64>| {
        [losses::denoising(p, &t, &weights), losses::masked(p, &t, &hidden), losses::cross_entropy(p, &classes)]
    };
    for (which, loss) in all(&p).iter().enumerate() {
        holds(&p, &loss.gradient, |p| all(p)[which].value);
    }
}

#[test]
fn gradients_through_standardised_columns() {
    let mut rng = rng(5);
    let (z, g) = (normal(&mut rng, 6, 3), normal(&mut rng, 6, 3));
    let value = |z: &DMatrix<f64>| Standardised::of(z.clone()).columns.dot(&g);
    holds(&z, &Standardised::of(z.clone()).backward(g.clone()), value);
}

#[test]
fn gradients_through_cosines() {
    let mut rng = rng(13);
    let (z, w, g) = (normal(&mut rng, 6, 3), normal(&mut rng, 4, 3), normal(&mut rng, 6, 4));
    let value = |z: &DMatrix<f64>, w: &DMatrix<f64>| Cosines::of(z, w).values.dot(&g);
    let [of_outputs, of_prototypes] = Cosines::of(&z, &w).backward(&g);
    holds(&z, &of_outputs, |z| value(z, &w));
    holds(&w, &of_prototypes, |w| value(&z, w));
    // A prototype along an output, whatever their lengths.
    let along = Cosines::of(&(&z * 5.0), &(&z * 0.1)).values;
    assert!((0..6).all(|i| (along[(i, i)] - 1.0).abs() < 1e-9), "{along}");
}

#[test]
fn gradients_through_a_network() {
    let mut rng = rng(6);
    for network in [Mlp::new(&[3, 5, 4, 2], &mut rng).unwrap(), Mlp::tanh(&[3, 5, 4, 2], &mut rng).unwrap()] {
        through(network, &mut rng);
    }
}

fn through(network: Mlp, rng: &mut ChaCha8Rng) {
    let (x, g) = (normal(rng, 6, 3), normal(rng, 6, 2));
    let (of_parameters, of_inputs) = network.backward(&network.forward(x.clone()), g.clone());
    holds(&x, &of_inputs, |x| network.outputs(x).dot(&g));
    let column = |values: &[f64]| DMatrix::from_column_slice(values.len(), 1, values);
    holds(&column(network.parameters()), &column(&of_parameters), |parameters| {
        let mut other = network.clone();
        other.parameters_mut().copy_from_slice(parameters.as_slice());
        other.outputs(&x).dot(&g)
    });
}

#[test]
fn values_by_hand() {
    let column = |values: &[f64]| DMatrix::from_column_slice(values.len(), 1, values);
    // Centred already. -2/2 (1 + 1) + 1/2 (1 + 1).
    let z = column(&[1.0, -1.0]);
    assert_eq!(losses::spectral_contrastive(&z, &z).value, -1.0);
    // Unit vectors ±1 at temperature 1: scores 1, -1, -1, so ln(e + 2/e) - 1.
    let e = 1f64.exp();
    assert!((losses::info_nce(&z, &z, 1.0).value - ((e + 2.0 / e).ln() - 1.0)).abs() < 1e-10);
    // Views 1, 0 and -1, 0: variance 1/2, distance² 1.
    let half = losses::whitened(&z, &column(&[0.0, 0.0])).value;
    assert!((half - 2.0).abs() < 1e-12, "{half}");
    assert_eq!(losses::whitened(&column(&[1.0, 1.0]), &column(&[1.0, 1.0])).value, f64::INFINITY);
    // Variance 0 in both: 25 (1 - 1/100); one feature has no covariance.
    let constant = column(&[2.0, 2.0]);
    assert!((losses::vicreg(&constant, &constant).value - 24.75).abs() < 1e-12);
    assert!((losses::vicreg(&z, &(&z * 2.0)).value - 25.0).abs() < 1e-3);
    assert!(losses::byol([&z, &z], [&z, &z]).value.abs() < 1e-10);
    // A student of equal logits: ln 2, whatever the teacher.
    let flat = DMatrix::zeros(2, 2);
    let teacher = DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 3.0]);
    let found = losses::dino([&flat, &flat], [&teacher, &teacher], &Dino::new(2)).value;
    assert!((found - 2f64.ln()).abs() < 1e-12);
    // (9 + 4 1)/2, and 9 where the first is hidden.
    let (p, t) = (DMatrix::from_row_slice(2, 2, &[3.0, 1.0, 0.0, 0.0]), DMatrix::zeros(2, 2));
    assert_eq!(losses::denoising(&p, &t, &RowDVector::from_vec(vec![1.0, 4.0])).value, 6.5);
    assert_eq!(losses::masked(&p, &t, &DMatrix::from_row_slice(2, 2, &[1.0, 0.0, 0.0, 0.0])).value, 9.0);
    assert!((losses::cross_entropy(&flat, &[0, 1]).value - 2f64.ln()).abs() < 1e-12);
}

#[test]
fn adam_and_its_schedule_by_hand() {
    // The first step is the rate along the sign, whatever the size of the slope.
    let (mut adam, mut x) = (Adam::default(), [1.0, 1.0]);
    adam.step(&mut x, &[10.0, -0.1], 0.5);
    assert!((x[0] - 0.5).abs() < 1e-6 && (x[1] - 1.5).abs() < 1e-6, "{x:?}");
    // Slopes 10, -10: m = 0.9 1 - 1 = -0.1 over 0.19, v^1/2 = 10.
    adam.step(&mut x, &[-10.0, 0.1], 0.5);
    assert!((x[0] - (0.5 + 0.5 * 0.1 / 0.19 / 10.0)).abs() < 1e-6, "{x:?}");
    let schedule = Schedule { rate: 2.0, warm_up: 10, steps: 100 };
    assert!((schedule.rate_at(0) - 0.2 * 1.001).abs() < 1e-12);
    assert!((schedule.rate_at(50) - 2.0 * 0.501).abs() < 1e-12);
    assert_eq!(schedule.falling(0), 1.0);
}

fn batch(views: [DMatrix<f64>; 2], target: DMatrix<f64>) -> Batch {
    let (n, d) = target.shape();
    let hidden = std::array::from_fn(|v| DMatrix::from_fn(n, d, |i, j| f64::from((i + j + v) as u8 % 2)));
    Batch { views, target, weights: RowDVector::repeat(d, 1.0), hidden, classes: (0..n).map(|i| i % 2).collect() }
}

/// Two views x + noise of Gaussian x, whose canonical correlations are 0.9, 0.8, 0.3, 0.2 on the
/// axes, turned by a fixed rotation.
fn views(rng: &mut ChaCha8Rng, n: usize, rotation: &DMatrix<f64>) -> [DMatrix<f64>; 2] {
    let shared = normal(rng, n, 4);
    let own = [normal(rng, n, 4), normal(rng, n, 4)];
    let correlations: [f64; 4] = [0.2, 0.9, 0.3, 0.8];
    own.map(|own| {
        let axes = DMatrix::from_fn(n, 4, |i, j| {
            correlations[j].sqrt() * shared[(i, j)] + (1.0 - correlations[j]).sqrt() * own[(i, j)]
        });
        axes * rotation
    })
}

#[test]
fn a_linear_network_finds_the_closed_form() {
    // Views are white, so (G, S) has the eigenvectors of the correlations: axes 1 and 3.
    let mut rng = rng(7);
    let rotation = symmetric_eigen(&{
        let m = normal(&mut rng, 4, 4);
        &m + m.transpose()
    })
    .unwrap()
    .vectors;
    let shape = Shape { encoder: vec![4, 2], rectified: false, head: vec![], last: vec![] };
    let schedule = Schedule { rate: 0.02, warm_up: 10, steps: 800 };
    let mut learner = Learner::new(Method::Spectral, &shape, schedule, &mut rng).unwrap();
    for _ in 0..schedule.steps {
        let views = views(&mut rng, 256, &rotation);
        learner.step(&batch(views, DMatrix::zeros(256, 4)));
    }
    // On the axes: rows of W times the inverse rotation.
    let found = learner.encoder().weights(0) * rotation.transpose();
    let inside = found.column(1).norm_squared() + found.column(3).norm_squared();
    // Sampling noise of the last steps, whose rate is small: below a percent.
    assert!(1.0 - inside / found.norm_squared() < 0.01, "{found}");
    // W W' has the eigenvalues 0.9 and 0.8: the optimum of -2 tr W G W' + |W S W'|².
    let scale = symmetric_eigen(&(&found * found.transpose())).unwrap().values;
    assert!((scale - DVector::from_vec(vec![0.9, 0.8])).amax() < 0.05, "{found}");
}

/// The loss of reconstruction is the mean over both views, each with its own prediction and mask.
#[test]
fn both_views_are_restored_each_where_it_was_masked() {
    for method in [Method::Masked, Method::Denoising] {
        let mut rng = rng(11);
        let schedule = Schedule { rate: 0.01, warm_up: 1, steps: 1 };
        let mut learner = Learner::new(method, &shape(method, 3), schedule, &mut rng).unwrap();
        let mut batch = batch([normal(&mut rng, 6, 4), normal(&mut rng, 6, 4)], normal(&mut rng, 6, 4));
        // More is hidden of the second view than of the first.
        batch.hidden = [DMatrix::identity(6, 4), DMatrix::repeat(6, 4, 1.0)];
        let of = |view: usize| {
            let restored = learner.outputs(&batch.views[view]);
            match method {
                Method::Masked => losses::masked(&restored, &batch.target, &batch.hidden[view]).value,
                _ => losses::denoising(&restored, &batch.target, &batch.weights).value,
            }
        };
        let expected = 0.5 * (of(0) + of(1));
        assert!((learner.step(&batch) - expected).abs() < 1e-12 * expected, "{method:?}");
    }
}

pub(super) const ALL: [Method; 8] = [
    Method::Spectral,
    Method::SimClr,
    Method::VicReg,
    Method::Byol,
    Method::Dino,
    Method::Denoising,
    Method::Masked,
    Method::Supervised,
];

/// From four inputs by a code of so many units.
pub(super) fn shape(method: Method, code: usize) -> Shape {
    let outputs = if method.reconstructs() { 4 } else { 3 };
    let last = match method {
        Method::Byol => vec![3, 5, 3],
        Method::Dino => vec![3, 6],
        _ => vec![],
    };
    Shape { encoder: vec![4, 6, code], rectified: true, head: vec![code, 5, outputs], last }
}

/// The losses of a short training.
fn trained(method: Method, seed: u64, steps: usize) -> (Vec<f64>, Learner) {
    let mut rng = rng(seed);
    let schedule = Schedule { rate: 0.01, warm_up: 5, steps };
    let mut learner = Learner::new(method, &shape(method, 3), schedule, &mut rng).unwrap();
    let identity = DMatrix::identity(4, 4);
    let losses = (0..steps).map(|_| {
        let [first, second] = views(&mut rng, 32, &identity);
        let target = (&first + &second) * 0.5;
        let mut batch = batch([first, second], target);
        batch.classes = batch.target.column(1).iter().map(|v| usize::from(*v > 0.0)).collect();
        learner.step(&batch)
    });
    (losses.collect(), learner)
}

#[test]
fn every_method_learns() {
    // DINO's loss rises while its teacher comes apart; that it learns is a test of the experiment.
    for method in ALL.into_iter().filter(|method| *method != Method::Dino) {
        let (losses, _) = trained(method, 8, 300);
        let mean = |part: &[f64]| part.iter().sum::<f64>() / part.len() as f64;
        let (first, last) = (mean(&losses[..20]), mean(&losses[280..]));
        assert!(last < first - 0.03 * first.abs(), "{method:?}: {first} to {last}");
    }
}

#[test]
fn seeds_decide_and_threads_do_not() {
    for method in ALL {
        let alone = trained(method, 9, 20).1.encoder().clone();
        let pool = rayon::ThreadPoolBuilder::new().num_threads(3).build().unwrap();
        assert_eq!(pool.install(|| trained(method, 9, 20).1.encoder().clone()), alone, "{method:?}");
        assert_ne!(trained(method, 10, 20).1.encoder(), &alone);
    }
}

#[test]
fn a_step_descends_on_the_whole() {
    // Adam's first step is the sign of the slope: the loss of the same batch falls. That of DINO
    // changes with its centre too.
    for method in ALL.into_iter().filter(|method| *method != Method::Dino) {
        let mut rng = rng(11);
        let schedule = Schedule { rate: 1e-4, warm_up: 1, steps: 10 };
        let mut learner = Learner::new(method, &shape(method, 3), schedule, &mut rng).unwrap();
        let [first, second] = views(&mut rng, 32, &DMatrix::identity(4, 4));
        let target = &first * 0.5;
        let batch = batch([first, second], target);
        let before = learner.step(&batch);
        let after = learner.step(&batch);
        assert!(after < before, "{method:?}: {before} to {after}");
    }
}

#[test]
fn what_makes_no_network_is_refused() {
    let mut rng = rng(12);
    for sizes in [&[][..], &[3], &[3, 0, 2]] {
        assert!(Mlp::new(sizes, &mut rng).is_err() && Mlp::tanh(sizes, &mut rng).is_err());
    }
    let schedule = Schedule { rate: 0.1, warm_up: 1, steps: 1 };
    let good = shape(Method::Spectral, 3);
    let mut refused = |method, shape: Shape, schedule| Learner::new(method, &shape, schedule, &mut rng).is_err();
    assert!(refused(Method::Byol, good.clone(), schedule));
    assert!(refused(Method::Spectral, shape(Method::Byol, 3), schedule));
    assert!(refused(Method::Dino, shape(Method::Byol, 3), schedule));
    assert!(refused(Method::Spectral, Shape { head: vec![7, 3], ..good.clone() }, schedule));
    assert!(refused(Method::Spectral, good.clone(), Schedule { steps: 0, ..schedule }));
    assert!(!refused(Method::Spectral, good, schedule));
}
