//! Certificates of problems whose features have their own units: no well-posed one is refused.
//!
//! Whether a certificate is found must not depend on the units of the features or on how V happens to
//! round, so the problems are many: random covariances Θ and Γ, diagonal and dense, both paradigms,
//! k from 1 to d - 1, on four raw tables and on small integers.

use jerc::augment::AlignedNoise;
use jerc::certificate::{ExactPencil, certify};
use jerc::dataset::{Dataset, Features, Reading, open};
use jerc::paradigm::Paradigm;
use jerc_check::Verified;
use nalgebra::{DMatrix, DVector};
use num_traits::ToPrimitive;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// Name, SHA-256 of its numbers (`Dataset::digest`), d, and how many problems the quick tier has.
const TABLES: [(&str, &str, usize, usize); 4] = [
    ("iris", "77f1344ea7e01d2dcb634c809399fc4df7c24548cdd9155225436f52479e6e30", 4, 40),
    ("wine", "ee4c5c4fd2137c13a8977f279e49e18cda25a4e61020fde1e51bf1c4d1d228ac", 13, 12),
    ("breast-cancer", "b444301d5b0fc1c246352fa57c26c7aa7f4fce4ee8818373e41b0e1418b2ed9c", 30, 4),
    ("diabetes", "2bb4fb1a895dfc064217d26e1605429766ecaa9bc3f569a9b286ff845573fc5e", 10, 12),
];

/// Problems on each table in the full tier.
const ALL: usize = 200;

fn table(name: &str) -> Dataset {
    let path = format!("{}/tests/data/tables/{name}.csv", env!("CARGO_MANIFEST_DIR"));
    open(path.as_ref(), None, &Reading::default()).unwrap().load().unwrap()
}

/// Certifies, or says which problem was refused.
fn certified(what: &str, paradigm: Paradigm, data: &Features, noise: &AlignedNoise<f64>, k: usize) -> Verified {
    let pencil = ExactPencil::aligned_noise(paradigm, data, noise, what.into()).unwrap();
    match certify(&pencil, k, &|_| ()) {
        Ok(certificate) => certificate.verified,
        Err(error) => panic!("{what}, {}, k = {k}: {error}", paradigm.short()),
    }
}

/// F F'/d + I/10 with random F, or its diagonal; in the given units.
fn covariance(rng: &mut ChaCha8Rng, units: &DVector<f64>, dense: bool) -> DMatrix<f64> {
    let d = units.len();
    let factor = DMatrix::from_fn(d, d, |_, _| rng.sample::<f64, _>(StandardNormal));
    let mut square = &factor * factor.transpose() / d as f64 + DMatrix::identity(d, d) * 0.1;
    if !dense {
        square = DMatrix::from_diagonal(&square.diagonal());
    }
    DMatrix::from_fn(d, d, |i, j| square[(i.max(j), i.min(j))] * units[i] * units[j])
}

/// Random problems on one data set. Covariances are in the units of the features in every second
/// problem, in one unit for all in the others.
fn none_is_refused(name: &str, data: &Features, count: usize) {
    let (n, d) = (data.n(), data.d());
    let rows = DMatrix::from_row_slice(n, d, &data.rows());
    let own = DVector::from_fn(d, |i, _| 0.3 * (rows.column(i).variance() + 1e-3).sqrt());
    let mut rng = ChaCha8Rng::seed_from_u64(1);
    for problem in 0..count {
        let units = if problem % 2 == 0 { own.clone() } else { DVector::from_element(d, 1.0) };
        let dense = problem / 2 % 2 == 1;
        let (theta, gamma) = (covariance(&mut rng, &units, dense), covariance(&mut rng, &units, dense));
        let alpha = [0.0, 0.3, 1.0, 20.0][problem / 4 % 4];
        let noise = AlignedNoise::new(theta, gamma, alpha).unwrap();
        let k = 1 + problem * 7 % (d - 1).max(1);
        for paradigm in Paradigm::ALL {
            let what = format!("{name}, problem {problem}");
            let found = certified(&what, paradigm, data, &noise, k);
            // V is lengthened until the gap is below 2^-32 = 2.3e-10; the file rounds it up.
            assert!(found.relative_gap.to_f64().unwrap() < 3e-10, "{what}: {:e}", found.relative_gap.to_f64().unwrap());
        }
    }
}

#[test]
fn raw_tables() {
    for (name, digest, d, quick) in TABLES {
        let data = table(name);
        assert_eq!((data.digest().as_str(), data.d()), (digest, d), "{name}");
        none_is_refused(name, data.features(), quick);
    }
}

#[test]
#[ignore = "a minute"]
fn raw_tables_all_problems() {
    TABLES.iter().for_each(|(name, ..)| none_is_refused(name, table(name).features(), ALL));
}

#[test]
fn integers_in_units_1_10_100() {
    let mut rng = ChaCha8Rng::seed_from_u64(2);
    for (d, count) in [(2, 150), (3, 150)] {
        for case in 0..count {
            let n = rng.random_range(2..6);
            let value = |at: usize| f64::from(rng.random_range(-9..10)) * 10f64.powi((at % d) as i32);
            let rows: Vec<f64> = (0..n * d).map(value).collect();
            let data = Features::real(rows, d).unwrap();
            let noise = AlignedNoise::new(DMatrix::identity(d, d), DMatrix::zeros(d, d), 0.0).unwrap();
            for paradigm in Paradigm::ALL {
                let found = certified(&format!("d = {d}, case {case}"), paradigm, &data, &noise, 1 + case % (d - 1));
                assert!(
                    found.relative_gap.to_f64().unwrap() < 1e-12,
                    "d = {d}, case {case}: {:e}",
                    found.relative_gap.to_f64().unwrap()
                );
            }
        }
    }
}

/// Problems that were once refused, with losses that mpmath has found in 80 digits.
#[test]
fn losses_of_problems_once_refused() {
    use Paradigm::{JointEmbedding, Reconstruction};
    let two = Features::real(vec![-1., 0., 5., 90.], 2).unwrap();
    let (wine, iris) = (table("wine"), table("iris"));
    let ones = vec![1.0; 13];
    let theta =
        [0.068_112_222_222_222_23, 0.018_871_288_888_888_872, 0.309_550_266_666_666_74, 0.057_713_288_888_888_88];
    for (what, paradigm, data, theta, k, loss) in [
        ("2 x 2", Reconstruction, &two, &ones[..2], 1, 1.498_215_256_495_78),
        ("wine", JointEmbedding, wine.features(), &ones, 2, 0.001_463_327_850_985_68),
        ("iris", Reconstruction, iris.features(), &theta, 2, 0.302_342_582_786_319),
    ] {
        let theta = DMatrix::from_diagonal(&DVector::from_column_slice(theta));
        let zero = DMatrix::zeros(theta.nrows(), theta.nrows());
        let found = certified(what, paradigm, data, &AlignedNoise::new(theta, zero, 0.0).unwrap(), k);
        let [_, lower, upper] = found.loss.unwrap();
        // The last digit that is printed above is rounded.
        let last = loss * 1e-14;
        assert!(lower.to_f64().unwrap() <= loss + last && loss - last <= upper.to_f64().unwrap(), "{what}");
        assert!((upper - lower).to_f64().unwrap() < 1e-9 * loss, "{what}");
    }
}

/// Powers of x in [1, 2]: the condition of S, after scaling to a unit diagonal, is 2e13 for seven of
/// them and far beyond f64 for ten; S is positive definite exactly.
#[test]
fn nearly_dependent_features() {
    for d in [5, 7, 10] {
        let rows: Vec<f64> = (0..20).flat_map(|i| (0..d).map(move |j| (1.0 + f64::from(i) / 19.0).powi(j))).collect();
        let data = Features::real(rows, d as usize).unwrap();
        let d = d as usize;
        let noise = AlignedNoise::new(DMatrix::zeros(d, d), DMatrix::zeros(d, d), 0.0).unwrap();
        for paradigm in Paradigm::ALL {
            for k in [1, d / 2, d - 1] {
                let found = certified("powers", paradigm, &data, &noise, k);
                assert!(
                    found.relative_gap.to_f64().unwrap() < 1e-12,
                    "d = {d}, k = {k}: {:e}",
                    found.relative_gap.to_f64().unwrap()
                );
            }
        }
    }
}

/// An offset of 10^8 leaves S positive definite, with a condition of about 10^17. Losses: mpmath, 80
/// digits. Reconstruction without centring has a loss of 4 beside a tr C of 6e16.
#[test]
fn a_large_offset_centred_and_not() {
    let data = table("offset");
    let identity = DMatrix::identity(6, 6);
    let noise = AlignedNoise::new(&identity * 0.1, &identity * 0.2, 1.0).unwrap();
    for (paradigm, centred, loss) in [
        (Paradigm::JointEmbedding, false, 0.347_378_024_187_697_5),
        (Paradigm::JointEmbedding, true, 0.777_750_307_492_528_5),
        (Paradigm::Reconstruction, true, 3.522_713_236_607_722),
    ] {
        let of = if centred { ExactPencil::centred_aligned_noise } else { ExactPencil::aligned_noise };
        let pencil = of(paradigm, data.features(), &noise, "offset".into()).unwrap();
        let [_, lower, upper] = certify(&pencil, 2, &|_| ()).unwrap().verified.loss.unwrap();
        // The last digit above is rounded.
        let last = loss * 1e-15;
        assert!(
            lower.to_f64().unwrap() <= loss + last && loss - last <= upper.to_f64().unwrap(),
            "{paradigm:?} {centred}"
        );
        assert!((upper - lower).to_f64().unwrap() < 1e-11, "{paradigm:?} {centred}");
    }
}

/// Of more than four those are named that take the largest part: (1, 2, 3, 4, 5, 6) spans the kernel
/// of 91 I - u u'.
#[test]
fn of_many_dependent_features_the_most_important_are_named() {
    let u = DVector::from_fn(6, |i, _| (i + 1) as f64);
    let s = DMatrix::identity(6, 6) * 91.0 - &u * u.transpose();
    // As samples: their second moment is 91/6 times that matrix.
    let data = Features::real(s.as_slice().to_vec(), 6).unwrap();
    let noise = AlignedNoise::new(DMatrix::zeros(6, 6), DMatrix::zeros(6, 6), 0.0).unwrap();
    let pencil = ExactPencil::aligned_noise(Paradigm::JointEmbedding, &data, &noise, "kernel".into()).unwrap();
    match certify(&pencil, 2, &|_| ()).unwrap_err() {
        jerc::Error::NearlyDependent { features, .. } => assert_eq!(features, [2, 3, 4, 5]),
        other => panic!("{other}"),
    }
}

#[test]
fn dependent_features_are_named() {
    // The third feature is the sum of the first two; the fourth is free.
    let rows = vec![1., 2., 3., 1., 4., 0., 4., 2., -1., 5., 4., 0., 2., 2., 4., 7.];
    let data = Features::real(rows, 4).unwrap();
    let noise = AlignedNoise::new(DMatrix::zeros(4, 4), DMatrix::zeros(4, 4), 0.0).unwrap();
    for paradigm in Paradigm::ALL {
        let pencil = ExactPencil::aligned_noise(paradigm, &data, &noise, "sum".into()).unwrap();
        match certify(&pencil, 2, &|_| ()).unwrap_err() {
            jerc::Error::NearlyDependent { features, value, .. } => {
                assert_eq!(features, [0, 1, 2]);
                assert!(value.abs() < 1e-12);
            }
            other => panic!("{other}"),
        }
    }
}
