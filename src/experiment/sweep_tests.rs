use super::*;
use crate::augment::{AlignedNoise, Channel};
use crate::dataset::digits::load_digits;
use crate::dataset::{Dataset, Features};
use crate::solve::supervised::supervised;
use crate::{experiment, solve};
use nalgebra::DVector;
use rand::seq::SliceRandom;
use rand_distr::StandardNormal;

fn components() -> PrincipalComponents {
    PrincipalComponents::fit(&load_digits().unwrap(), 5).unwrap()
}

fn plan() -> Plan {
    Plan {
        noise_dimensions: 3,
        theta_max: 10.0,
        noise_maxima: vec![1.0, 100.0],
        alphas: vec![0.0, 2.0],
        sizes: vec![60, 150],
        seeds: 2,
    }
}

/// Θ and Γ by their definition, from the streams of (seed, noise_max): the same at every n.
fn theta_and_gamma(seed: u64, noise_max: f64) -> ([f64; 8], [f64; 8]) {
    let (mut of_theta, mut of_gamma) = (by_hand(seed, noise_max, 0, 0), by_hand(seed, noise_max, 0, 1));
    let theta = [(); 8].map(|()| 10.0 * of_theta.random::<f64>());
    (theta, std::array::from_fn(|i| if i < 5 { 0.0 } else { noise_max * of_gamma.random::<f64>() }))
}

fn by_hand(seed: u64, noise_max: f64, n: u64, number: u64) -> ChaCha8Rng {
    let key = [&seed.to_le_bytes()[..], &noise_max.to_bits().to_le_bytes(), &n.to_le_bytes(), &[0; 8]];
    let mut rng = ChaCha8Rng::from_seed(key.concat().try_into().unwrap());
    rng.set_stream(number);
    rng
}

/// The same cell from its samples, by the solvers with error bounds and the probe on outputs: clean
/// samples as they are, zeros included.
#[test]
fn the_plan_for_the_digits_is_ours() {
    let Plan { noise_dimensions, theta_max, noise_maxima, sizes, .. } = Plan::digits(5000, 1);
    assert_eq!((noise_dimensions, theta_max), (20, 10.0));
    assert_eq!(noise_maxima, [1.0, 10.0, 100.0, 1000.0]);
    assert_eq!(sizes, [100, 215, 464, 1000, 1797]);
}

#[test]
fn a_cell_agrees_with_its_samples() {
    let (plan, data) = (plan(), components().scores().unwrap());
    let (noise_max, n, seed, k) = (100.0, 60, 1, 5);
    let draw = Draw::new(&plan, &Arc::new(Rows::new(&data, k).unwrap()), noise_max, seed).unwrap();
    let found = draw.gaps(&plan.alphas, n).unwrap();
    let (theta, gamma) = theta_and_gamma(seed, noise_max);
    let mut order: Vec<usize> = (0..data.n()).collect();
    let (rows, _) = order.partial_shuffle(&mut by_hand(seed, noise_max, n as u64, 2), n);
    let mut of_noise = by_hand(seed, noise_max, n as u64, 3);
    let (scores, labels) = (data.matrix(), data.label_matrix());
    let mut clean = DMatrix::zeros(n, 8);
    let mut corrupted = DMatrix::zeros(n, 8);
    let mut y = DMatrix::zeros(n, data.l());
    for (i, &row) in rows.iter().enumerate() {
        for j in 0..8 {
            clean[(i, j)] = if j < k { scores[(row, j)] } else { 0.0 };
            corrupted[(i, j)] =
                if j < k { clean[(i, j)] } else { gamma[j].sqrt() * of_noise.sample::<f64, _>(StandardNormal) };
        }
        y.row_mut(i).copy_from(&labels.row(row));
    }
    let diagonal = |values: &[f64]| DMatrix::from_diagonal(&DVector::from_column_slice(values));
    for (a, &alpha) in plan.alphas.iter().enumerate() {
        let noise = AlignedNoise::new(diagonal(&theta), diagonal(&gamma), alpha).unwrap();
        let scores = |x: &DMatrix<f64>| {
            let views = noise.views(&DataMoments::from_samples(x, &y).unwrap()).unwrap();
            let v = supervised(&views).unwrap().weights;
            let sl = (&y - x * v.transpose()).norm_squared() / n as f64;
            // Least squares on the outputs themselves, by QR.
            let probe = |encoder: &DMatrix<f64>| {
                let basis = (x * encoder.transpose()).qr().q();
                (&y - &basis * basis.tr_mul(&y)).norm_squared() / n as f64
            };
            let je = solve::joint_embedding(&views, k).unwrap();
            let rc = solve::reconstruction(&views, k).unwrap();
            [sl, probe(&je.encoder), probe(&rc.encoder)]
        };
        let (of_clean, of_corrupted) = (scores(&clean), scores(&corrupted));
        for method in 0..3 {
            let expected = (of_clean[method] - of_corrupted[method]).abs();
            // Losses are about 1 and carry the rounding of moments times the condition of S, below
            // 1e3 here.
            assert!((found[a][method] - expected).abs() < 1e-11, "{method} {alpha}: {} {expected}", found[a][method]);
        }
    }
}

/// Thresholds by their definition, paper (10) and (12): one for each seed, whatever n.
#[test]
fn the_threshold_is_the_mean_over_seeds_and_the_same_at_every_n() {
    let components = components();
    let rows = run(&plan(), &components, "digits", &|| ()).unwrap();
    for noise_max in [1.0, 100.0] {
        let thresholds = [0, 1].map(|seed| {
            let (theta, gamma) = theta_and_gamma(seed, noise_max);
            let signal = |of: fn(f64, f64) -> f64| {
                components.variances.iter().zip(&theta).map(|(&c, &th)| of(c, th)).fold(f64::INFINITY, f64::min)
            };
            let (delta, eta) = (signal(|c, th| c / (c + th)), signal(|c, th| c * c / (c + th)));
            let noise = |of: &dyn Fn(f64, f64) -> f64| (5..8).map(|j| of(gamma[j], theta[j])).fold(f64::MIN, f64::max);
            let je = noise(&|g, th| (1.0 - delta) / delta - th / g);
            let rc = noise(&|g, th| g / eta - th / g - 1.0);
            [je, rc].map(|squared| squared.max(0.0).sqrt())
        });
        for row in rows.iter().filter(|row| row.noise_max == noise_max) {
            let found = [row.alpha_threshold_min, row.alpha_threshold_mean, row.alpha_threshold_max];
            let Some(paradigm) = row.method.paradigm() else {
                assert_eq!(found, [None; 3]);
                continue;
            };
            let [first, second] = thresholds.map(|both| both[usize::from(paradigm == Paradigm::Reconstruction)]);
            for (found, expected) in found.iter().zip([first.min(second), (first + second) / 2.0, first.max(second)]) {
                assert!((found.unwrap() - expected).abs() <= 1e-12 * expected, "{row:?} {expected}");
            }
        }
    }
    // Strong noise: something to compare.
    assert!(rows.iter().any(|row| row.noise_max == 100.0 && row.alpha_threshold_mean > Some(0.1)));
}

/// From the gaps of single seeds, without their mean: the variance is the sum over pairs of squared
/// differences, divided by s (s - 1).
#[test]
fn gaps_are_means_over_seeds_and_their_spread_is_that_of_the_pairs() {
    let (plan, components) = (Plan { seeds: 3, ..plan() }, components());
    let table = run(&plan, &components, "digits", &|| ()).unwrap();
    let data = Arc::new(Rows::new(&components.scores().unwrap(), 5).unwrap());
    for &noise_max in &plan.noise_maxima {
        let draws = [0, 1, 2].map(|seed| Draw::new(&plan, &data, noise_max, seed).unwrap());
        for &n in &plan.sizes {
            let found = draws.each_ref().map(|draw| draw.gaps(&plan.alphas, n).unwrap());
            for row in table.iter().filter(|row| row.noise_max == noise_max && row.n == n) {
                let a = plan.alphas.iter().position(|alpha| *alpha == row.alpha).unwrap();
                let [x, y, z] = found.each_ref().map(|gaps| gaps[a][row.method as usize]);
                let variance = ((x - y).powi(2) + (x - z).powi(2) + (y - z).powi(2)) / 6.0;
                // Gaps are below 1 and their sums are of three: some ulps of the largest.
                let rounding = 1e-15 + 1e-12 * x.max(y).max(z);
                assert!((row.gap_mean - (x + y + z) / 3.0).abs() <= rounding, "{row:?}");
                assert!((row.gap_std - variance.sqrt()).abs() <= rounding, "{row:?} {variance}");
            }
        }
    }
    assert!(table.iter().all(|row| row.seeds == 3) && table.iter().any(|row| row.gap_std > 1e-3));
}

#[test]
fn rows_do_not_depend_on_threads_or_on_other_cells() {
    let components = components();
    let with = |threads: usize, plan: &Plan| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().unwrap();
        pool.install(|| run(plan, &components, "digits", &|| ()).unwrap())
    };
    let rows = with(1, &plan());
    assert_eq!(rows.len(), 2 * 3 * 2 * 2);
    assert_eq!(with(3, &plan()), rows);
    let part = with(2, &Plan { noise_maxima: vec![100.0], sizes: vec![150], ..plan() });
    let expected: Vec<Row> = rows.iter().filter(|row| row.noise_max == 100.0 && row.n == 150).cloned().collect();
    assert_eq!(part, expected);
    let csv = experiment::to_csv(&rows);
    assert_eq!(
        csv.lines().next(),
        Some(
            "dataset,noise_max,method,alpha,n,seeds,gap_mean,gap_std,alpha_threshold_mean,alpha_threshold_min,alpha_threshold_max"
        )
    );
    assert_eq!(experiment::read_csv::<Row>("rows.csv".as_ref(), &csv).unwrap(), rows);
    assert!(experiment::read_csv::<Row>("rows.csv".as_ref(), "a,b\n1,2\n").is_err());
}

#[test]
fn every_cell_is_reported() {
    let count = std::sync::atomic::AtomicUsize::new(0);
    let told = || {
        count.fetch_add(1, std::sync::atomic::Ordering::Relaxed);
    };
    run(&plan(), &components(), "digits", &told).unwrap();
    assert_eq!(count.into_inner(), 2 * 2 * 2);
}

#[test]
fn means_and_deviations_by_hand() {
    assert_eq!(mean_and_deviation(&[1.0, 3.0, 8.0]), (4.0, 13f64.sqrt()));
    assert_eq!(mean_and_deviation(&[2.0]), (2.0, 0.0));
}

#[test]
fn sizes_fit_the_data() {
    assert_eq!(up_to(2000, &[100, 1000, 4642]), [100, 1000, 2000]);
    assert_eq!(up_to(1000, &[100, 1000]), [100, 1000]);
    assert_eq!(up_to(50, &[100]), [50]);
    assert_eq!(Plan::digits(1797, 5).sizes.last(), Some(&1797));
    assert_eq!(Plan::paper(70_000, 5).sizes.last(), Some(&10_000));
}

#[test]
fn bad_plans_and_data_are_refused() {
    let components = components();
    let refused = |plan: Plan| matches!(run(&plan, &components, "digits", &|| ()), Err(Error::OutOfRange { .. }));
    assert!(refused(Plan { seeds: 0, ..plan() }) && refused(Plan { alphas: vec![], ..plan() }));
    assert!(refused(Plan { noise_maxima: vec![], ..plan() }) && refused(Plan { sizes: vec![], ..plan() }));
    assert!(refused(Plan { sizes: vec![0], ..plan() }) && refused(Plan { sizes: vec![1798], ..plan() }));
    assert!(refused(Plan { noise_dimensions: 0, ..plan() }) && refused(Plan { theta_max: f64::NAN, ..plan() }));
    assert!(
        refused(Plan { alphas: vec![-1.0], ..plan() }) && refused(Plan { noise_maxima: vec![f64::INFINITY], ..plan() })
    );
    assert!(refused(Plan { noise_maxima: vec![1.0, 0.0], ..plan() }));
    let unlabelled = Dataset::new("x", Features::real(vec![1.0, 2.0, 4.0, 9.0], 2).unwrap(), None).unwrap();
    let components = PrincipalComponents::fit(&unlabelled, 1).unwrap();
    assert!(matches!(run(&plan(), &components, "x", &|| ()), Err(Error::BadRequest { .. })));
}

/// The strongest noise and the second smallest n, one cell for each of at most ten seeds.
#[test]
fn cells_are_those_that_the_documentation_names() {
    let components = components();
    for (sizes, seeds, n, count) in [(vec![60, 150, 200], 11, 150, 10), (vec![60], 10, 60, 10), (vec![60], 1, 60, 1)] {
        let found = cells(&Plan { sizes, seeds, alphas: vec![2.0], ..plan() }, &components).unwrap();
        assert_eq!(found.iter().map(|cell| cell.seed).collect::<Vec<_>>(), (0..count).collect::<Vec<_>>());
        for cell in &found {
            assert_eq!((cell.noise_max, cell.n, cell.k), (100.0, n, 5));
            let (theta, gamma) = theta_and_gamma(cell.seed, 100.0);
            assert_eq!((&cell.theta[..], &cell.gamma[..]), (&theta[..], &gamma[5..]));
            assert_eq!(cell.gaps.iter().map(|gap| gap.method).collect::<Vec<_>>(), Method::ALL);
        }
    }
}
