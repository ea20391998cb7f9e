//! Minimisers against the closed forms: 10 random starts on each of 20 random instances must all
//! reach the optimum, from far away and each on its own path.
//!
//! The reference is computed here, from Theorems 3.1 and 3.2 and Lemma B.1 with nalgebra's Cholesky
//! and symmetric eigensolver; the crate's own closed forms are not used.

use jerc::augment::{AlignedNoise, Channel};
use jerc::minimize::{Method, Minimum, Options, Problem, minimize};
use jerc::moments::{DataMoments, ViewMoments};
use nalgebra::{DMatrix, SymmetricEigen};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;
use rayon::prelude::*;

/// The optimum of an instance: its loss and the orthogonal projector on the row space of the
/// optimal weights.
struct Reference {
    loss: f64,
    projector: DMatrix<f64>,
}

/// The orthogonal projector on the row space of a matrix of full row rank.
fn row_projector(w: &DMatrix<f64>) -> DMatrix<f64> {
    let q = w.transpose().qr().q();
    &q * q.transpose()
}

/// Top-k solutions of A v = lambda S v: their eigenvalues' sum and the projector on their span.
fn leading(a: &DMatrix<f64>, s: &DMatrix<f64>, k: usize) -> (f64, DMatrix<f64>) {
    let l = s.clone().cholesky().unwrap().l();
    let half = l.solve_lower_triangular(a).unwrap();
    let whitened = l.solve_lower_triangular(&half.transpose()).unwrap(); // L^-1 A L^-T
    let eigen = SymmetricEigen::new((&whitened + whitened.transpose()) * 0.5);
    let mut order: Vec<usize> = (0..s.nrows()).collect();
    order.sort_by(|&i, &j| eigen.eigenvalues[j].total_cmp(&eigen.eigenvalues[i]));
    let columns: Vec<_> = order[..k].iter().map(|&i| eigen.eigenvectors.column(i).into_owned()).collect();
    let vectors = l.tr_solve_lower_triangular(&DMatrix::from_columns(&columns)).unwrap(); // L^-T u
    (order[..k].iter().map(|&i| eigen.eigenvalues[i]).sum(), row_projector(&vectors.transpose()))
}

fn reference(problem: Problem, views: &ViewMoments<f64>) -> Reference {
    let s = &views.view_second;
    match problem {
        Problem::Reconstruction { k } => {
            let (sum, projector) = leading(&(views.cross.transpose() * &views.cross), s, k);
            Reference { loss: views.data_second.trace() - sum, projector }
        }
        Problem::JointEmbedding { k } => {
            let (sum, projector) = leading(&views.mean_second, s, k);
            Reference { loss: 2.0 * (k as f64 - sum), projector }
        }
        _ => {
            let solution = s.clone().cholesky().unwrap().solve(&views.label_cross.transpose());
            let loss = views.label_energy - views.label_cross.transpose().dot(&solution);
            Reference { loss, projector: row_projector(&solution.transpose()) }
        }
    }
}

fn normal(rng: &mut ChaCha8Rng, rows: usize, columns: usize) -> DMatrix<f64> {
    DMatrix::from_fn(rows, columns, |_, _| rng.sample::<f64, _>(StandardNormal))
}

/// Views of a random data set: d in [6, 12], dense S with a condition number of 250 to 760, k in
/// [1, 4], three labels.
fn instance(seed: u64) -> (ViewMoments<f64>, usize) {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let (d, k) = (6 + (seed % 7) as usize, 1 + (seed % 4) as usize);
    let n = 60;
    let spread = |low: f64, high: f64| {
        let exponents: Vec<f64> = (0..d).map(|i| low + (high - low) * i as f64 / (d - 1) as f64).collect();
        exponents.into_iter().map(|e| 10f64.powf(e)).collect::<Vec<f64>>()
    };
    // Rows in a rotated basis with standard deviations from 0.13 to 8, noise with variances from
    // 0.03 to 1 in another one.
    let basis = normal(&mut rng, d, d).qr().q();
    let deviations = DMatrix::from_diagonal(&spread(-0.9, 0.9).into());
    let x = normal(&mut rng, n, d) * deviations * &basis;
    let y = &x * normal(&mut rng, d, 3) + normal(&mut rng, n, 3);
    let other = normal(&mut rng, d, d).qr().q();
    let sigma = &other * DMatrix::from_diagonal(&spread(-1.5, 0.0).into()) * other.transpose();
    let data = DataMoments::from_samples(&x, &y).unwrap();
    let none = AlignedNoise::new(DMatrix::zeros(d, d), DMatrix::zeros(d, d), 0.0).unwrap();
    let mut views = none.views(&data).unwrap();
    views.covariance = (&sigma + sigma.transpose()) * 0.5;
    views.view_second = &views.mean_second + &views.covariance;
    (views, k)
}

/// What a method must reach: the gradient norm at which it stops (dimensionless), the relative gap
/// of the losses, and the Frobenius distance of the projectors on the row spaces.
///
/// A Hessian eigenvalue mu leaves a distance of about tolerance/mu and a gap quadratic in it. Worst
/// seen: gap 6e-13 and distance 3e-6 for L-BFGS, 3e-10 and 2e-4 for the gradient descents, which
/// get the wider tolerance to save time in the gate.
struct Bounds {
    gradient: f64,
    gap: f64,
    distance: f64,
}

fn bounds(method: Method) -> Bounds {
    match method {
        Method::Lbfgs => Bounds { gradient: 1e-9, gap: 1e-10, distance: 1e-4 },
        _ => Bounds { gradient: 1e-8, gap: 1e-8, distance: 1e-3 },
    }
}

/// Asserts convergence within the bounds of the method for one run.
fn assert_optimal(problem: Problem, method: Method, views: &ViewMoments<f64>, start: u64, reference: &Reference) {
    let bounds = bounds(method);
    let options = Options { gradient_tolerance: bounds.gradient, ..Options::default() };
    let found = minimize(problem, method, views, start, &options).unwrap();
    let run = format!("{problem:?}, {method:?}, d = {}, start {start}", views.view_second.nrows());
    assert!(found.termination.converged(), "{run}: {:?} at {:e}", found.termination, found.gradient_norm);
    // Of the whole gradient, not of its largest entry.
    assert!(found.gradient_norm <= bounds.gradient, "{run}: converged at {:e}", found.gradient_norm);
    let gap = (found.loss - reference.loss).abs() / reference.loss;
    let distance = (row_projector(&found.weights) - &reference.projector).norm();
    assert!(gap <= bounds.gap, "{run}: relative gap {gap:e}");
    assert!(distance <= bounds.distance, "{run}: projectors {distance:e} apart");
    if let Problem::JointEmbedding { k } = problem {
        let second = &found.weights * &views.view_second * found.weights.transpose();
        assert!((second - DMatrix::identity(k, k)).amax() <= 1e-12, "{run}: W S W' is not I");
    }
}

const UNCONSTRAINED: [Method; 2] = [Method::GradientDescent, Method::Lbfgs];

const METHODS: [Method; 3] = [Method::GradientDescent, Method::Lbfgs, Method::RetractedGradientDescent];

#[test]
fn supervised_minimisers_reach_lemma_b1_from_every_start() {
    every_start_reaches_the_optimum(|_| Problem::Supervised, &UNCONSTRAINED);
}

#[test]
fn reconstruction_minimisers_reach_theorem_3_1_from_every_start() {
    every_start_reaches_the_optimum(|k| Problem::Reconstruction { k }, &UNCONSTRAINED);
}

#[test]
fn joint_embedding_minimisers_reach_theorem_3_2_from_every_start() {
    every_start_reaches_the_optimum(|k| Problem::JointEmbedding { k }, &METHODS);
}

/// The sine of the largest angle between two row spaces of one dimension, the second by its
/// projector P: the norm of (I - P) Q for an orthonormal basis Q of the first.
fn largest_sine(rows: &DMatrix<f64>, projector: &DMatrix<f64>) -> f64 {
    let q = rows.transpose().qr().q();
    (&q - projector * &q).singular_values().max()
}

/// A run at its iterations 0 to 5: with less to do, it stops earlier on the same way.
fn path(problem: Problem, method: Method, views: &ViewMoments<f64>, seed: u64) -> [Minimum; 6] {
    let stopped = |max_iterations| Options { max_iterations, gradient_tolerance: 0.0 };
    [0, 1, 2, 3, 4, 5].map(|i| minimize(problem, method, views, seed, &stopped(i)).unwrap())
}

/// A minimiser that is shown the way agrees with any closed form. Each bound is half to a third of
/// the least over these runs: 0.14, 0.66, 0.43 and 0.06.
#[test]
fn runs_start_far_from_the_optimum_and_each_elsewhere() {
    for instance_seed in 0..20 {
        let (views, k) = instance(instance_seed);
        for (problem, methods) in [
            (Problem::Supervised, &UNCONSTRAINED[..]),
            (Problem::Reconstruction { k }, &UNCONSTRAINED),
            (Problem::JointEmbedding { k }, &METHODS),
        ] {
            let optimum = reference(problem, &views);
            for &method in methods {
                let paths: Vec<_> = (0..5).map(|seed| path(problem, method, &views, seed)).collect();
                for (seed, run) in paths.iter().enumerate() {
                    let what = format!("{problem:?}, {method:?}, instance {instance_seed}, start {seed}");
                    let start = &run[0].start;
                    assert_start_is_told(run, &what);
                    let gap = (start.loss - optimum.loss) / optimum.loss;
                    assert!(gap > 0.05, "{what}: the loss starts {gap:e} above the optimum");
                    let sine = largest_sine(&start.weights, &optimum.projector);
                    assert!(sine > 0.3, "{what}: the row space starts at an angle of sine {sine:e}");
                    for other in &paths[..seed] {
                        let sine = largest_sine(&start.weights, &row_projector(&other[0].start.weights));
                        assert!(sine > 0.2, "{what}: another seed starts at an angle of sine {sine:e}");
                        let apart = |step: usize| (run[step].loss / other[step].loss - 1.0).abs();
                        let apart = (1..6).map(apart).fold(0.0, f64::max);
                        assert!(apart > 0.02, "{what}: another seed takes the same path, losses within {apart:e}");
                    }
                }
            }
        }
    }
}

/// The start that a run tells is its iteration 0, the same wherever it stops, and it descends from
/// there.
fn assert_start_is_told(run: &[Minimum; 6], what: &str) {
    let Minimum { start, weights, decoder, loss, iterations: 0, .. } = &run[0] else { panic!("{what}: {:?}", run[0]) };
    assert_eq!((&start.weights, &start.decoder, start.loss), (weights, decoder, *loss), "{what}");
    for (before, after) in run.iter().zip(&run[1..]) {
        assert!(after.start == *start && after.loss < before.loss, "{what}");
    }
}

fn every_start_reaches_the_optimum(problem: fn(usize) -> Problem, methods: &[Method]) {
    (0..20).into_par_iter().for_each(|seed| {
        let (views, k) = instance(seed);
        let problem = problem(k);
        let reference = reference(problem, &views);
        for start in 0..10 {
            for &method in methods {
                assert_optimal(problem, method, &views, start, &reference);
            }
        }
    });
}

/// The paper's experiment on the embedded digits: 20 principal components and 20 noise components
/// with variances in U\[0, 100\], Theta = diag U\[0, 10\], alpha = 1.
fn digits() -> ViewMoments<f64> {
    let set = smartcore::dataset::digits::load_dataset();
    let (n, p) = (set.num_samples, set.num_features);
    let raw = DMatrix::from_row_iterator(n, p, set.data.iter().map(|&v| f64::from(v)));
    let eigen = SymmetricEigen::new(raw.tr_mul(&raw));
    let mut order: Vec<usize> = (0..p).collect();
    order.sort_by(|&i, &j| eigen.eigenvalues[j].total_cmp(&eigen.eigenvalues[i]));
    let axes: Vec<_> = order[..20].iter().map(|&i| eigen.eigenvectors.column(i).into_owned()).collect();
    let scores = raw * DMatrix::from_columns(&axes);
    let mut rng = ChaCha8Rng::seed_from_u64(7);
    let noise: Vec<f64> = (0..40).map(|i| if i < 20 { 0.0 } else { rng.random_range(0.0..100.0) }).collect();
    let theta: Vec<f64> = (0..40).map(|_| rng.random_range(0.0..10.0)).collect();
    let x = DMatrix::from_fn(n, 40, |i, j| {
        let drawn: f64 = rng.sample(StandardNormal);
        if j < 20 { scores[(i, j)] } else { drawn * noise[j].sqrt() }
    });
    let y = DMatrix::from_fn(n, 10, |i, class| f64::from(u8::from(set.target[i] as usize == class)));
    let data = DataMoments::from_samples(&x, &y).unwrap();
    let diagonal = |v: Vec<f64>| DMatrix::from_diagonal(&v.into());
    AlignedNoise::new(diagonal(theta), diagonal(noise), 1.0).unwrap().views(&data).unwrap()
}

/// d = 40. Gradient descent on SSL-RC with k = 20 converges too, in about 4,000 iterations; with k
/// = 4 it suits a gate.
#[test]
fn minimisers_reach_the_optima_on_the_digits() {
    let views = digits();
    let small = [Problem::Supervised, Problem::Reconstruction { k: 4 }, Problem::JointEmbedding { k: 4 }];
    let large = [Problem::Reconstruction { k: 20 }, Problem::JointEmbedding { k: 20 }];
    for problem in small.into_iter().chain(large) {
        let reference = reference(problem, &views);
        for start in 0..3 {
            assert_optimal(problem, Method::Lbfgs, &views, start, &reference);
            if problem != (Problem::Reconstruction { k: 20 }) {
                assert_optimal(problem, Method::GradientDescent, &views, start, &reference);
            }
            if matches!(problem, Problem::JointEmbedding { .. }) {
                assert_optimal(problem, Method::RetractedGradientDescent, &views, start, &reference);
            }
        }
    }
}

/// What is told of a run is told of all of it, not of the last of its rounds.
#[test]
fn iterations_are_those_of_the_whole_run() {
    let (views, k) = instance(3);
    let all = [Problem::Supervised, Problem::Reconstruction { k }, Problem::JointEmbedding { k }];
    let runs = all.iter().flat_map(|problem| METHODS.map(|method| (*problem, method)));
    let fits = |(problem, method): &(Problem, Method)| {
        *method != Method::RetractedGradientDescent || matches!(problem, Problem::JointEmbedding { .. })
    };
    for (problem, method) in runs.filter(fits) {
        let options = |max_iterations| Options { max_iterations, gradient_tolerance: bounds(method).gradient };
        let found = |most| minimize(problem, method, &views, 0, &options(most)).unwrap();
        let whole = found(20_000);
        let told = (whole.termination.converged(), whole.iterations);
        assert!(told.0 && told.1 >= 3, "{problem:?}, {method:?}: {told:?}");
        // So many are enough, and half of them are not.
        let (enough, half) = (found(told.1), found(told.1 / 2));
        assert!(enough.gradient_norm <= bounds(method).gradient, "{problem:?}, {method:?}: {told:?}");
        assert_eq!((half.termination.converged(), half.iterations), (false, told.1 / 2), "{problem:?}, {method:?}");
    }
}
