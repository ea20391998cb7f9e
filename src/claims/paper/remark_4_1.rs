//! Remark 4.1: only the covariance of the augmentation matters, under two conditions that the print
//! leaves out.

use crate::augment::{AlignedNoise, Augmentation, Channel, Family};
use crate::claims::routes::drawn;
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::drawn_views::Parameters;
use crate::error::Result;
use crate::linalg::exact::random_matrix;
use crate::moments::{DataMoments, objective};
use crate::scalar::{Rational, ratio};
use crate::solve::{self, supervised};
use nalgebra::{DMatrix, DVector};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "remark-4-1",
    source: "Remark 4.1",
    about: "only the covariance matters (corrected)",
    statement: r"For augmentations with $\mathbb{E}\,\tau(x) = x$, the three objectives depend on the law of $\tau$ only through $\Sigma$, the covariance of the views averaged over the samples.",
    assumptions: r"$\mathbb{E}\,\tau(x) = x$, and the same $\Sigma$ on the clean and on the corrupted data",
    difference: Some(
        r"The remark asks for the covariance only. Both assumptions, which $T(\alpha)$ has, are needed: masking has neither.",
    ),
    snapshots: &["claims"],
    tags: &[Tag::OnData],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact_two_point_noise(context)?, exact_counterexample()?, drawn_two_point_noise(context)?])
}

/// The losses under additive two-point noise x + F s (s_i = +-1 with probability 1/2), summed over
/// all 2^r signs, equal the formulas for T(α) with Θ = F F'.
fn exact_two_point_noise(context: &Context<'_>) -> Result<Evidence> {
    let compared = "two-point noise by its definition against T(α) of the same covariance: all three losses";
    let of = (compared, "the signs scaled by 1001/1000 in the definition");
    Evidence::exact_cases(context, (STATEMENT.name, "two-point-noise"), of, [5, 25, 150], |_, rng, tally| {
        let (n, d, r, k, l) = (3, 3, 2, 2, 1);
        let (x, y) = (random_matrix(rng, n, d, 4), random_matrix(rng, n, l, 4));
        let f = random_matrix(rng, d, r, 3);
        let data = DataMoments::from_samples(&x, &y)?;
        let views = AlignedNoise::new_exact(&f * f.transpose(), DMatrix::zeros(d, d), ratio(0, 1))?.views(&data)?;
        let (v, e, dec) = (random_matrix(rng, l, d, 4), random_matrix(rng, k, d, 4), random_matrix(rng, d, k, 4));
        let formulas = [
            objective::supervised(&v, &views),
            objective::reconstruction(&e, &dec, &views),
            objective::joint_embedding(&e, &views),
        ];
        tally.record(&formulas);
        tally.case(|run| {
            let size = run.off(ratio(1, 1));
            let sign = |plus: bool| if plus { size.clone() } else { -&size };
            let noise: Vec<DMatrix<Rational>> =
                (0..1 << r).map(|bits: usize| &f * DMatrix::from_fn(r, 1, |i, _| sign(bits >> i & 1 == 1))).collect();
            let mut sums = [ratio(0, 1), ratio(0, 1), ratio(0, 1)];
            let square = |m: DMatrix<Rational>| objective::inner(&m, &m);
            let (xt, yt) = (x.transpose(), y.transpose());
            for i in 0..n {
                let (xi, yi) = (xt.columns(i, 1).into_owned(), yt.columns(i, 1).into_owned());
                for first in &noise {
                    let view = &xi + first;
                    sums[0] += square(&yi - &v * &view) * ratio(noise.len() as i64, 1);
                    sums[1] += square(&xi - &dec * (&e * &view)) * ratio(noise.len() as i64, 1);
                    for second in &noise {
                        sums[2] += square(&e * (first - second));
                    }
                }
            }
            let count = ratio((n * noise.len() * noise.len()) as i64, 1);
            let [sl, rc, je] = std::array::from_fn(|loss| &sums[loss] / &count == formulas[loss]);
            Ok([sl, rc, je])
        })
    })
}

/// An instance: mean map diag(1/2, 1), Θ = diag(1, 0), C = I, α² g_2 = 2. With that mean
/// the signal ω is (1/4)/(5/4) = 1/5, below the noise 1/3; with the identity mean 1/2, above it.
fn exact_counterexample() -> Result<Evidence> {
    let omega = |mean: [Rational; 2]| -> Vec<Rational> {
        mean.iter().zip([ratio(1, 1), ratio(2, 1)]).map(|(m, s)| m * m / (m * m + s)).collect()
    };
    let compared = "without E τ(x) = x the same Σ reverses the order: signal 1/5 < noise 1/3, against 1/2 > 1/3";
    let instances = [(ratio(1, 2), [ratio(1, 5), ratio(1, 3)]), (ratio(1, 1), [ratio(1, 2), ratio(1, 3)])];
    Line::exact("biased-mean", compared, "the mean map off by 1/1000").on_each(instances, |(mean, expected), tally| {
        tally.case(|run| {
            let found = omega([run.off(mean.clone()), run.off(ratio(1, 1))]);
            let [signal, noise] = std::array::from_fn(|axis| found[axis] == expected[axis]);
            Ok([signal, noise])
        })
    })
}

/// x + D s with independent signs s and D = diag(sqrt(Σ)): the channel of a normal noise with
/// another law.
struct TwoPointNoise {
    normal: AlignedNoise<f64>,
    scale: Vec<f64>,
}

impl Channel<f64> for TwoPointNoise {
    fn dimension(&self) -> usize {
        self.normal.dimension()
    }

    fn mean_map(&self) -> DMatrix<f64> {
        self.normal.mean_map()
    }

    fn covariance(&self, mean: &DVector<f64>, second: &DMatrix<f64>) -> DMatrix<f64> {
        self.normal.covariance(mean, second)
    }
}

impl Augmentation for TwoPointNoise {
    fn family(&self) -> Family {
        Family { name: "two-point-noise".into(), view: "τ(x) = x + D s, s_i = +-1".into(), ..self.normal.family() }
    }

    fn sample(&self, x: &[f64], rng: &mut ChaCha8Rng, view: &mut [f64]) {
        for ((v, x), scale) in view.iter_mut().zip(x).zip(&self.scale) {
            *v = if rng.random::<bool>() { x + scale } else { x - scale };
        }
    }

    fn exact(&self) -> Box<dyn Channel<Rational>> {
        self.normal.exact()
    }
}

/// Views drawn with two-point noise against the solutions of T(1), the normal one.
fn drawn_two_point_noise(context: &Context<'_>) -> Result<Evidence> {
    let problem = context.problem(context.scale.gamma_strong, &mut context.rng(STATEMENT.name, "problem"))?;
    let setting = drawn::Setting::new(context, &problem)?;
    let (views, k) = (&setting.views, problem.rank());
    let (rc, je, sl) =
        (solve::reconstruction(views, k)?, solve::joint_embedding(views, k)?, supervised::supervised(views)?);
    let decoder = rc.decoder.clone().unwrap_or_default();
    let scale = views.covariance.diagonal().iter().map(|s| s.sqrt()).collect();
    let noise = TwoPointNoise { normal: setting.augmentation.clone(), scale };
    let at = Parameters { v: &sl.weights, e: &rc.encoder, d: &decoder, w: &je.encoder };
    let found = setting.losses(&noise, at, &mut context.rng(STATEMENT.name, "drawn views"));
    let losses = [
        ("SL", found.supervised, sl.loss),
        ("SSL-JE", found.joint_embedding, je.loss),
        ("SSL-RC", found.reconstruction, rc.loss),
    ];
    setting.evidence("optimal losses of T(1) against two-point noise of the same covariance", &losses)
}
