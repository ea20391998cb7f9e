//! Finite samples: q drawn views of each instead of their covariance.

use crate::claims::routes::high_dimension::{distinct, mean, streams};
use crate::claims::routes::populations::suitable;
use crate::claims::{Context, Effort, Evidence, Measured, Route, Statement, largest_of};
use crate::error::Result;
use crate::experiment::high_dimension::{Entries, Setting};
use crate::linalg::exact::random_positive;
use crate::linalg::float::generalised_eigen;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, ratio};
use crate::threshold::finite::Signal;
use crate::threshold::finite::sampled::Views;
use nalgebra::DMatrix;
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "finite-n-views",
    source: "Ours, beyond Proposition 4.4",
    about: "what is needed with $q$ drawn views where $n$ is comparable to $d$",
    statement: r"As $n\to\infty$ with $\frac{m}{n}\to\gamma$ at a fixed $\alpha$, in probability. Joint-embedding on moments that are estimated from $q \ge 2$ views of each sample, $y = \frac{m}{n(q-1)} < 1$: the signal leaves the noise iff $\frac{c/\theta + 1/q}{1/(\alpha^2+t) + 1/q} > L$, $L = \frac{1 + \sqrt{\gamma + y - \gamma y}}{1 - y}$. So no fixed $\alpha$ does if $(\frac{c}{\theta} + \frac{1}{q})\,q \le L$. The limits do not commute: at one $n$ an $\alpha^2$ far above $n$ finds the signal. For $q\to\infty$ it is the threshold of $\Sigma$ itself.",
    assumptions: r"those of finite-n-thresholds, one $g$ and $t$, Gaussian noise and views, the covariance within the samples; the second moment of the mean views and the product of different views have the same vectors",
    difference: Some(
        r"The paper takes $\Sigma$ as known. The limits are those of spiked F matrices, of Wang and Yao (arXiv:1504.05087) and, for a fixed signal, of Zhang, Hou, Bai and Hu (arXiv:2104.04734).",
    ),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact(context)?, simulated(context)?])
}

/// With k = q - 1, γ = (k+1)/(1 + k s²) makes γ + y - γ y = (s γ)²: every rational s gives a rational
/// edge.
fn exact(context: &Context<'_>) -> Result<Evidence> {
    let compared = "rational edges: at the threshold nothing is left and the outlier is at the edge L² of the noise, and more is needed than with Σ, (L-1)² > γ";
    let of = (compared, "th off by 1/1000; in the last, q views in place of all");
    Evidence::exact_cases(context, (STATEMENT.name, "exact"), of, [10, 100, 500], |_, rng, tally| {
        let (q, gamma, root) = suitable(|| {
            let (k, s) = (Rational::from_count(rng.random_range(1..=6)), random_positive(rng, 6));
            let gamma = (&k + ratio(1, 1)) / (ratio(1, 1) + &k * &s * &s);
            let root = &s * &gamma;
            Ok((gamma < k).then_some((k + ratio(1, 1), gamma, root)))
        })?;
        let count = q.to_integer().try_into().unwrap_or(0_usize);
        let (signal, t) =
            (Signal { c: random_positive(rng, 40), th: random_positive(rng, 4) }, random_positive(rng, 9));
        tally.record([&q, &gamma, &signal.c, &signal.th, &t]);
        let views = Views::new(gamma.clone(), t.clone(), count)?;
        tally.case(|run| Ok([views.edge() == Some(edge(&gamma, &q, &run.off(root.clone())))]))?;
        let Some(Some(needed)) = views.threshold(&signal) else {
            // Never: (c/th + 1/q) q <= L.
            let most = (ratio(1, 1) / signal.ratio() + q.recip()) * &q;
            return tally.case(|run| Ok([run.off(Some(&most) <= views.edge().as_ref())]));
        };
        tally.case(|run| {
            let signal = Signal { c: signal.c.clone(), th: run.off(signal.th.clone()) };
            let noise = (&needed + &t).recip() + q.recip();
            let plug_in = noise * &q / (&q - ratio(1, 1));
            let edge = edge(&gamma, &q, &root);
            Ok([
                views.margin(&signal, &needed) == Some(Rational::zero()),
                views.outlier(&signal, &needed) == plug_in * &edge * &edge,
                (&edge - ratio(1, 1)) * (&edge - ratio(1, 1)) > run.pick(gamma.clone(), &edge * &edge),
            ])
        })
    })
}

/// L.
fn edge(gamma: &Rational, q: &Rational, root: &Rational) -> Rational {
    (ratio(1, 1) + root) / (ratio(1, 1) - gamma / (q - ratio(1, 1)))
}

/// The views of every sample: q matrices, n x d.
fn drawn(setting: &Setting, alpha_squared: f64, q: usize, rng: &mut ChaCha8Rng) -> Vec<DMatrix<f64>> {
    let x = setting.samples(Entries::Gaussian, rng);
    let noise = ((setting.t + alpha_squared) * setting.g).sqrt();
    let mut view = || {
        DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| {
            x[(i, j)] + Entries::Gaussian.draw(rng) * if j == 0 { setting.th.sqrt() } else { noise }
        })
    };
    (0..q).map(|_| view()).collect()
}

/// Half and twice the threshold: below, the leading row leaves the signal; above, its eigenvalue is
/// that of the limit.
fn simulated(context: &Context<'_>) -> Result<Evidence> {
    let (setting, q) = (Setting { c: 2.0, th: 0.5, g: 1.0, t: 0.25, n: 400, m: 100 }, 3);
    let signal = Signal { c: setting.c, th: setting.th };
    let views = Views::new(setting.ratio(), setting.t, q)?;
    let needed = views.threshold(&signal).flatten().unwrap_or(f64::NAN) + setting.t;
    let draws = context.effort([8, 8, 40]);
    let (mut above, mut below, mut seen) = (vec![], vec![], vec![]);
    for mut rng in streams(context, STATEMENT.name, "views", draws.now) {
        for (factor, list) in [(0.5, &mut below), (3.0, &mut above)] {
            let drawn = drawn(&setting, factor * needed - setting.t, q, &mut rng);
            let moments = ViewMoments::of_views(None, &drawn)?;
            let found = generalised_eigen("S", &moments.pencil(Paradigm::JointEmbedding).a, &moments.view_second)?;
            let row = found.vectors.column(0);
            seen.push(found.values[0]);
            list.push([found.values[0], row[0].powi(2) / row.norm_squared()]);
        }
    }
    let share = 1.0 / q as f64;
    let eigenvalue = Measured::by("the factor q/(q-1) of the plug-in left in", |run| {
        // The unbiased pair: G = G^ - Σ/q, S = Σ + G, Σ the covariance within the samples.
        let plug_in = views.outlier(&signal, &(3.0 * needed - setting.t));
        let mu = plug_in * run.pick(1.0 - share, 1.0) - share;
        Ok((mean(&above.iter().map(|pair| pair[0]).collect::<Vec<_>>())[0] - mu / (1.0 + mu)).abs())
    })?;
    let found = Measured::by("half the threshold", |run| {
        Ok(mean(&run.pick(&above, &below).iter().map(|pair| pair[1]).collect::<Vec<_>>())[0])
    })?;
    let lost = Measured::by("three times the threshold", |run| {
        largest_of(run, draws.now, below.iter().zip(&above), |(low, high), run| Ok(run.pick(low[1], high[1])))
    })?;
    let compared = "n = 400, m = 100, q = 3 Gaussian views, at half and three times the a = α² + t of the threshold: ω of the limit, and cos²";
    let effort = draws.times(Effort::fixed(2));
    let evidence = Evidence::new(Route::Sampled, "simulated", compared, effort).ran(distinct(&seen));
    Ok(evidence
        .at_most("ω off by", eigenvalue, 0.01, "the limit, at n = 400")
        .at_least("cos² at three times", found, 0.5, "more than half of the signal is found")
        .at_most("cos² at half", lost, 0.2, "the signal stays in the noise"))
}
