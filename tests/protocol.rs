//! The paper's protocol (section C) in numbers, and the seeds: literals, so that a constant that
//! moves is seen here and not only as another digit in a table.
//!
//! From the paper: 50 components of pixels on 0..255, 50 noise dimensions, θ up to 10^4, γ up to
//! 10^3 (weak) and 10^6 (strong) in Figure 3, more levels in Figures 4 to 7. The grids of α and n are
//! our reading: the paper has them in its images only. The scales of the digits are ours.

use jerc::claims::{Context, Noise, Scale, Tier};
use jerc::dataset::Dataset;
use jerc::dataset::digits::load_digits;
use jerc::dataset::idx::{Split, load_idx};
use jerc::experiment::explain;
use jerc::experiment::sweep::Plan;
use jerc::minimize::Options;
use rand::Rng;

const SEED: u64 = 250_512_477;

/// The first 500 MNIST test images.
fn mnist() -> Dataset {
    load_idx("mnist", "tests/data/mnist-500".as_ref(), Split::Test).unwrap()
}

fn context(data: Dataset, scale: Scale, seed: u64) -> Context<'static> {
    Context::new(data, scale, Tier::Smoke, seed, &|_| ()).unwrap()
}

#[test]
fn figures_3_to_7() {
    assert_eq!((Plan::COMPONENTS_PAPER, Plan::COMPONENTS_DIGITS), (50, 20));
    let paper = Plan {
        noise_dimensions: 50,
        theta_max: 10_000.0,
        noise_maxima: vec![1_000.0, 10_000.0, 100_000.0, 1_000_000.0],
        alphas: vec![0.0, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0],
        sizes: vec![100, 215, 464, 1000, 2154, 4642, 10_000],
        seeds: 5,
    };
    assert_eq!(Plan::paper(10_000, 5), paper);
    assert_eq!(Plan::paper(500, 5), Plan { sizes: vec![100, 215, 464, 500], ..paper.clone() });
    let digits = Plan {
        noise_dimensions: 20,
        theta_max: 10.0,
        noise_maxima: vec![1.0, 10.0, 100.0, 1000.0],
        sizes: vec![100, 215, 464, 1000, 1797],
        ..paper
    };
    assert_eq!(Plan::digits(1797, 5), digits);
}

#[test]
fn the_claims_draw_at_the_scale_of_the_paper() {
    let scale = Scale {
        components: 50,
        noise_dimensions: 50,
        theta_max: 10_000.0,
        gamma_weak: 1_000.0,
        gamma_strong: 1_000_000.0,
    };
    assert_eq!(Scale::MNIST, scale);
    let context = context(mnist(), Scale::MNIST, SEED);
    assert_eq!((context.raw.d(), context.scores.d()), (784, 50));
    assert_eq!((context.sweep_plan(), context.sweep_plan().seeds), (Plan::paper(500, 2), 2));
    for (noise, gamma_max) in [(Noise::Weak, 1e3), (Noise::Strong, 1e6)] {
        let model = context.regime(noise).unwrap();
        assert_eq!((model.signal.len(), model.theta.len(), model.gamma.len()), (50, 100, 50));
        for (values, max) in [(&model.theta, 1e4), (&model.gamma, gamma_max)] {
            // Of 50 draws from U[0, max], none is above 0.8 max or below 0.2 max once in 10^4.
            let (low, high) = values.iter().fold((f64::MAX, 0.0f64), |(l, h), &v| (l.min(v), h.max(v)));
            assert!(0.0 <= low && low < 0.2 * max && 0.8 * max < high && high < max, "{low} {high} {max}");
        }
    }
}

#[test]
fn the_claims_draw_at_our_scale_of_the_digits() {
    let scale = Scale { components: 20, noise_dimensions: 20, theta_max: 10.0, gamma_weak: 1.0, gamma_strong: 1000.0 };
    assert_eq!(Scale::DIGITS, scale);
    let context = context(load_digits().unwrap(), Scale::DIGITS, SEED);
    assert_eq!(context.sweep_plan(), Plan::digits(1797, 2));
    let draws = context.draws(Noise::Weak).unwrap();
    assert_eq!([draws.fixed.0.count, draws.fixed.1.count], [500; 2]);
    let growing: Vec<_> = draws.growing.iter().map(|(n, pairs)| (*n, pairs.len(), pairs[0].1.count)).collect();
    assert_eq!(growing, [(30_000, 4, 30_000), (300_000, 4, 300_000)]);
}

#[test]
fn the_explaining_figures() {
    use explain::{ALPHAS, DIMENSIONS, DRAWS_PER_SEED, finite_n, rates, spectrum};
    assert_eq!((DIMENSIONS, DRAWS_PER_SEED, ALPHAS), ((4, 4), 4, (0.01, 100.0)));
    assert_eq!(finite_n::SIZES, [100, 316, 1000, 3162, 10_000, 31_623, 100_000]);
    assert_eq!((spectrum::SAMPLES, rates::FIXED_SAMPLES), (10_000, 1000));
}

/// When a run of a minimiser ends, unless it is told otherwise.
#[test]
fn minimisers_stop_where_their_documentation_says() {
    let Options { max_iterations, gradient_tolerance } = Options::default();
    assert_eq!((max_iterations, gradient_tolerance), (20_000, 1e-9));
}

/// Streams of numbers by seed, owner and purpose: the same for the same, others for others.
#[test]
fn every_seed_owner_and_purpose_has_a_stream_of_its_own() {
    let data = load_digits().unwrap();
    let (one, two) = (context(data.clone(), Scale::DIGITS, SEED), context(data.clone(), Scale::DIGITS, 1));
    let drawn = |context: &Context<'_>, owner: &str, purpose: &str| {
        let mut rng = context.rng(owner, purpose);
        [rng.next_u64(), rng.next_u64()]
    };
    let again = context(data, Scale::DIGITS, SEED);
    assert_eq!(drawn(&one, "owner", "purpose"), drawn(&again, "owner", "purpose"));
    let all = [
        drawn(&one, "owner", "purpose"),
        drawn(&two, "owner", "purpose"),
        drawn(&one, "other", "purpose"),
        drawn(&one, "owner", "other"),
        drawn(&one, "purpose", "owner"),
    ];
    for (i, first) in all.iter().enumerate() {
        assert!(all[..i].iter().all(|other| first.iter().all(|number| !other.contains(number))), "{i}: {all:?}");
    }
    for noise in Noise::ALL {
        let [first, second] = [&one, &two].map(|context| context.regime(noise).unwrap());
        assert!(first.theta.iter().zip(&second.theta).all(|(a, b)| a != b));
        assert!(first.gamma.iter().zip(&second.gamma).all(|(a, b)| a != b));
    }
}
