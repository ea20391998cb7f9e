//! Reconstruction with any encoder and a linear decoder is PCA of the posterior mean.

use crate::certificate::ExactPencil;
use crate::claims::routes::one_hot::{OneHot, draws, random_law, scaled};
use crate::claims::routes::{certificate, minimiser};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia, random_matrix, random_orthogonal, random_positive};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "reconstruction-any-encoder",
    source: "Extension: reconstruction with any encoder",
    about: "any encoder and a linear decoder: PCA of the posterior mean; any decoder: no feature is selected",
    statement: r"For any joint law of $(x, v)$, $m(v) = E[x | v]$ and $E m m' = R\Lambda R'$: the least $E|x - D f(v)|^2$ over every $f$ with $k$ outputs and every $D$ is $E|x - m|^2 + \lambda_{k+1} + \dots + \lambda_d = E|x|^2 - \lambda_1 - \dots - \lambda_k$, attained by $f = R_k' m$, $D = R_k$. If $m$ is linear this is linear (SSL-RC) with its threshold: harmonics change joint-embedding, not reconstruction. With an arbitrary decoder the least loss is $E|x - m|^2$ for every $k \ge 1$, reached by every encoder that tells views of different $m$ apart.",
    assumptions: "finite second moments",
    difference: Some("Not in the paper, whose encoders and decoders are linear."),
    snapshots: &["claims"],
    tags: &[Tag::Certified],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let known = Known::random(&mut context.rng(STATEMENT.name, "certificate"), 2)?;
    let on = "a random joint law on 4 views, one-hot features: all encoders".into();
    let pencil = ExactPencil::of_views(Paradigm::Reconstruction, &known.law.moments(), on);
    Ok(vec![
        split(context)?,
        pca(context)?,
        linear_posterior(context)?,
        any_decoder(context)?,
        minimisers(context)?,
        certificate::proved(context, &pencil, 1, "random-law", "any-encoder", None)?,
    ])
}

/// E|x - y(v)|², y d x N, by summing over the law.
fn error(law: &OneHot, y: &DMatrix<Rational>) -> Rational {
    law.average(|x, v| x.iter().zip(y.column(v).iter()).map(|(x, y)| (x - y) * (x - y)).sum())
}

/// E|y(v)|².
fn energy(law: &OneHot, y: &DMatrix<Rational>) -> Rational {
    law.average(|_, v| y.column(v).iter().map(|y| y * y).sum())
}

/// A random joint law of x in d dimensions and so many views.
fn random_joint(rng: &mut ChaCha8Rng, d: usize, samples: usize, views: i64) -> OneHot {
    let law = random_law(rng, d, samples);
    let kernels: Vec<Vec<Rational>> =
        law.iter().map(|_| (0..views).map(|_| random_positive(rng, 4)).collect()).collect();
    let of = |((x, p), kernel): ((&Vec<Rational>, &Rational), &Vec<Rational>)| {
        let total: Rational = kernel.iter().sum();
        let pair = |(v, w): (i64, &Rational)| (x.clone(), vec![ratio(v, 1)], p * w / &total);
        (0..views).zip(kernel).map(pair).collect::<Vec<_>>()
    };
    OneHot::joint(&law.iter().zip(&kernels).flat_map(of).collect::<Vec<_>>())
}

/// A random joint law whose PCA is rational: E m m' = R diag(λ) R'.
struct Known {
    law: OneHot,
    r: DMatrix<Rational>,
    lambda: Vec<Rational>,
}

impl Known {
    /// Four views of probability 1/4 with m = 2 R Λ^1/2 O', O'O = I, and x = m +- u.
    fn random(rng: &mut ChaCha8Rng, d: usize) -> Result<Self> {
        let (r, o) = (random_orthogonal(rng, d, 2)?, random_orthogonal(rng, 4, 2)?.columns(0, d).into_owned());
        let roots: Vec<Rational> = (0..d).map(|i| ratio(2 * (d - i) as i64 + rng.random_range(0..=1), 2)).collect();
        let means = &r * DMatrix::from_diagonal(&DVector::from_column_slice(&roots)) * o.transpose() * ratio(2, 1);
        let u = random_matrix(rng, d, 4, 3);
        let pair = |v: usize, sign: i64| {
            let x = means.column(v) + u.column(v) * ratio(sign, 1);
            (x.iter().cloned().collect(), vec![ratio(v as i64, 1)], ratio(1, 8))
        };
        let pairs: Vec<_> = (0..4).flat_map(|v| [pair(v, 1), pair(v, -1)]).collect();
        Ok(Self { law: OneHot::joint(&pairs), r, lambda: roots.iter().map(|root| root * root).collect() })
    }
}

fn split(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "E|x - D f|² = E|x - m|² + E|m - D f|² for random f and D, summed over random joint laws; E m m' = H S^-1 H'";
    let of = (compared, "m off by 1/1000 in one entry");
    Evidence::exact_cases(context, (STATEMENT.name, "split"), of, [5, 30, 300], |case, rng, tally| {
        let (d, k, views) = (1 + case % 3, 1 + case % 2, 3 + (case % 3) as i64);
        let law = random_joint(rng, d, 2 + case % 3, views);
        let n = views as usize;
        let (f, decoder) = (random_matrix(rng, k, n, 3), random_matrix(rng, d, k, 3));
        tally.record(law.marginal().iter().chain(&f).chain(&decoder));
        let moments = law.moments();
        let h = moments.cross.rows(0, d).into_owned();
        let of_moments = &h * exact_solve(&moments.view_second, &h.transpose())?;
        tally.case(|run| {
            let (m, y) = (run.off(law.posterior_means()), &decoder * &f);
            let second = &m * DMatrix::from_diagonal(&law.marginal()) * m.transpose();
            Ok([error(&law, &y) == error(&law, &m) + energy(&law, &(&m - &y)), second == of_moments])
        })
    })
}

fn pca(context: &Context<'_>) -> Result<Evidence> {
    let compared = "laws with a rational PCA of m: the loss of R_k'm by enumeration is E|x|² - λ_1 - ... - λ_k, H'H - t S has k eigenvalues above any t between λ_k and λ_{k+1}, and a random f with its best D does worse";
    let of = (compared, "λ_1 off by 1/1000; the row of another component; R_k'm for the random f");
    Evidence::exact_cases(context, (STATEMENT.name, "pca"), of, [4, 20, 200], |case, rng, tally| {
        let d = 2 + case % 2;
        let k = 1 + (case / 2) % (d - 1);
        let Known { law, r, lambda } = Known::random(rng, d)?;
        let f = random_matrix(rng, k, 4, 3);
        let (zero, m, q) = (DMatrix::zeros(d, 4), law.posterior_means(), law.marginal());
        tally.record(m.iter().chain(&f));
        let best = r.columns(0, k).into_owned();
        let other = r.columns(1, k).into_owned();
        let pencil = law.moments().pencil(Paradigm::Reconstruction);
        let middle = (&lambda[k - 1] + &lambda[k]) / ratio(2, 1);
        let weighted = DMatrix::from_diagonal(&q);
        tally.case(|run| {
            let first = run.off(lambda[0].clone());
            let value = error(&law, &zero) - &first - lambda[1..k].iter().sum::<Rational>();
            let r_k = run.pick(&best, &other);
            let attained = error(&law, &(r_k * r_k.transpose() * &m));
            let f = run.pick(f.clone(), best.transpose() * &m);
            // The best D for f: E x f' (E f f')^-1; a singular E f f' has fewer outputs.
            let second = &f * &weighted * f.transpose();
            let worse = match exact_solve(&second, &(&f * &weighted * m.transpose())) {
                Ok(decoder) => error(&law, &(decoder.transpose() * &f)) > error(&law, &(&best * best.transpose() * &m)),
                Err(_) => true,
            };
            let top = inertia(&pencil.shifted(&run.pick(middle.clone(), Rational::zero())));
            let level = inertia(&pencil.shifted(&first)).zero == 1;
            Ok([attained == value, worse, top.positive == k, level])
        })
    })
}

fn linear_posterior(context: &Context<'_>) -> Result<Evidence> {
    let compared = "a draws added to any law: E[x|v] is linear, and E m m' over all encoders is that of linear ones, H S^-1 H' of the d features";
    let of = (compared, "one draw scaled by 2, of the moments of four draws");
    Evidence::exact_cases(context, (STATEMENT.name, "linear-posterior"), of, [4, 20, 200], |case, rng, tally| {
        let (d, a) = (1 + case % 2, 1 + (case / 2) % 4);
        let noise = random_law(rng, d, 3);
        tally.record(noise.iter().flat_map(|(x, p)| x.iter().chain([p])));
        tally.case(|run| {
            let law = OneHot::additive(&noise, &run.pick(draws(&noise, a), scaled(&noise, &ratio(2, 1))));
            let at = |v: usize, i: usize| &law.views[v][i];
            let s = DMatrix::from_fn(d, d, |i, j| law.average(|_, v| at(v, i) * at(v, j)));
            let h = DMatrix::from_fn(d, d, |i, j| law.average(|x, v| &x[i] * at(v, j)));
            let m = law.posterior_means();
            let all = &m * DMatrix::from_diagonal(&law.marginal()) * m.transpose();
            let linear = exact_solve(&s, &h.transpose()).map(|w| &h * w);
            // A law on a line in the plane has a singular S, and is no instance.
            Ok([linear.map_or(run == crate::claims::Run::Genuine, |linear| all == linear)])
        })
    })
}

fn any_decoder(context: &Context<'_>) -> Result<Evidence> {
    let compared = "one output that numbers the views in any order, best decoder of any kind: E|x - m|²; two views of different m with one number: more";
    let of = (compared, "the other numbering");
    Evidence::exact_cases(context, (STATEMENT.name, "any-decoder"), of, [4, 20, 200], |case, rng, tally| {
        let (d, views) = (1 + case % 3, 3 + case % 3);
        let law = random_joint(rng, d, 3, views as i64);
        let (q, m) = (law.marginal(), law.posterior_means());
        tally.record(q.iter().chain(&m));
        let (first, shift) = (rng.random_range(0..views), rng.random_range(1..views));
        let second = (first + shift) % views;
        // The best decoder of a numbering takes E[x | number].
        let decoded = |number: &dyn Fn(usize) -> usize| {
            DMatrix::from_fn(d, views, |i, v| {
                let same = |u: &usize| number(*u) == number(v);
                let total: Rational = (0..views).filter(same).map(|u| &q[u] * &m[(i, u)]).sum();
                total / (0..views).filter(same).map(|u| q[u].clone()).sum::<Rational>()
            })
        };
        let injective = |v: usize| (v + shift) % views + 7;
        let merged = |v: usize| if v == second { first } else { v };
        let floor = error(&law, &m);
        let differ = m.column(first) != m.column(second);
        tally.case(|run| {
            let [one, two]: [&dyn Fn(usize) -> usize; 2] =
                run.pick([&injective as _, &merged as _], [&merged as _, &injective as _]);
            Ok([error(&law, &decoded(one)) == floor, error(&law, &decoded(two)) > floor || !differ])
        })
    })
}

fn minimisers(context: &Context<'_>) -> Result<Evidence> {
    let compared = "one output on the one-hot features of random joint laws: the first component of m";
    let line = minimiser::line("minimiser", compared, "the second component");
    line.on_random(context, (STATEMENT.name, "minimiser"), [2, 4, 20], |_, rng, tally| {
        let Known { law, r, .. } = Known::random(rng, 2)?;
        let (m, views) = (law.posterior_means(), law.moments());
        tally.record(&m);
        tally.case(|run| {
            let rows = approx_matrix(&(r.columns(run.pick(0, 1), 1).transpose() * &m));
            Ok([minimiser::minimised(Paradigm::Reconstruction, &views, &rows)?.found()])
        })
    })
}
