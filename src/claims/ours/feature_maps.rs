//! Any fixed features: the theorems hold verbatim; and why sampled views decide nothing for features
//! that can tell them apart.

use crate::certificate::ExactPencil;
use crate::claims::routes::one_hot::{OneHot, Points, draws, has_spectrum, random_law};
use crate::claims::routes::{certificate, minimiser};
use crate::claims::{Context, Evidence, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{inertia, random_matrix, random_positive};
use crate::moments::{Pencil, ViewMoments};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "feature-maps",
    source: "Extension: fixed features",
    about: "the theorems on fixed features of the views; sampled views and an unrestricted encoder are fully tied",
    statement: r"For features $\varphi : \mathbb{R}^d \to \mathbb{R}^p$, $p \ne d$ included, Theorems 3.1 and 3.2 hold with $S = \frac1n\sum E\varphi\varphi'$, $G$ from $E\varphi$ and $H = \frac1n X'E\varphi$ ($d \times p$). The pencil of the features has at most as many eigenvalues above any $t$ as the one over all encoders. There the eigenvalue 1 has as its multiplicity the number of components of the graph of samples and views. So for $n$ samples whose sampled views are all distinct, every unrestricted or interpolating encoder has eigenvalue 1 $n$ times and 0 else: joint-embedding is fully tied, and only the law of the augmentation carries information.",
    assumptions: "$S$ of the features positive definite; finite laws of views",
    difference: Some("The paper remarks on feature maps in section 3, without a statement."),
    snapshots: &["claims"],
    tags: &[Tag::Certified],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut rng = context.rng(STATEMENT.name, "certificate");
    let law = random_graph(&mut rng, 5, 8, 4);
    let table = random_matrix(&mut rng, 4, law.views.len(), 3);
    let on = "4 random features of 8 views of 5 samples".into();
    let pencil = ExactPencil::of_views(Paradigm::JointEmbedding, &padded(&law, &table), on);
    Ok(vec![
        definitions(context)?,
        floor(context)?,
        components(context)?,
        distinct(context)?,
        minimisers()?,
        certificate::proved(context, &pencil, 2, "features", "features", None)?,
    ])
}

/// Random samples in one dimension, each seeing up to so many of the views, and every view seen.
fn random_graph(rng: &mut ChaCha8Rng, samples: i64, views: usize, degree: usize) -> OneHot {
    let mut pairs = vec![];
    for i in 0..samples {
        let first = if (i as usize) < views { i as usize } else { rng.random_range(0..views) };
        let mut seen = vec![first];
        seen.extend((0..rng.random_range(0..degree)).map(|_| rng.random_range(0..views)));
        pairs.extend(seen.into_iter().map(|v| (i, v)));
    }
    // A view that nobody saw belongs to a random sample.
    for v in 0..views {
        if pairs.iter().all(|(_, seen)| *seen != v) {
            pairs.push((rng.random_range(0..samples), v));
        }
    }
    let weights: Vec<Rational> = pairs.iter().map(|_| random_positive(rng, 3)).collect();
    let total: Rational = weights.iter().sum();
    let pair = |((i, v), w): (&(i64, usize), &Rational)| (vec![ratio(*i, 1)], vec![ratio(*v as i64, 1)], w / &total);
    OneHot::joint(&pairs.iter().zip(&weights).map(pair).collect::<Vec<_>>())
}

/// The moments of features, a table of p values for each view: p x p, H as it is (d x p).
fn of_features(law: &OneHot, table: &DMatrix<Rational>) -> [DMatrix<Rational>; 3] {
    let moments = law.moments();
    let q = law.marginal();
    // Not centred: the theorems do not ask for it.
    let g = moments.mean_second + &q * q.transpose();
    let d = law.posterior_means().nrows();
    [
        table * &moments.view_second * table.transpose(),
        table * g * table.transpose(),
        moments.cross.rows(0, d) * table.transpose(),
    ]
}

/// The same as square matrices, for those who want them: X' = [X 0].
fn padded(law: &OneHot, table: &DMatrix<Rational>) -> ViewMoments<Rational> {
    let [s, g, h] = of_features(law, table);
    let p = table.nrows();
    let mut cross = DMatrix::zeros(p, p);
    cross.rows_mut(0, h.nrows()).copy_from(&h);
    let mut c = DMatrix::zeros(p, p);
    c[(0, 0)] = law.average(|x, _| &x[0] * &x[0]);
    ViewMoments { data_second: c, cross, ..ViewMoments::additive(g.clone(), s - g) }
}

fn definitions(context: &Context<'_>) -> Result<Evidence> {
    let compared = "both losses of random weights on p random features of d-dimensional samples, over all pairs, against their moments; H is d x p";
    let of = (compared, "one feature of one view off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "definitions"), of, [6, 24, 240], |case, rng, tally| {
        let (d, p, k) = (1 + case % 3, 1 + (case / 3) % 4, 1 + case % 2);
        let samples = random_law(rng, d, 3);
        let law = OneHot::additive(&samples, &random_law(rng, d, 2));
        let n = law.views.len();
        let table = random_matrix(rng, p, n, 3);
        let (w, decoder) = (random_matrix(rng, k, p, 3), random_matrix(rng, d, k, 3));
        tally.record(law.marginal().iter().chain(&table).chain(&w));
        tally.case(|run| {
            let [s, g, h] = of_features(&law, &table);
            let z = &w * run.off(table.clone());
            let y = &decoder * &z;
            let pairs = law.average_of_pairs(|v, u| (z.column(v) - z.column(u)).iter().map(|d| d * d).sum());
            let error =
                law.average(|x, v| x.iter().zip(y.column(v).iter()).map(|(x, y)| (x - y) * (x - y)).sum::<Rational>());
            let energy = law.average(|x, _| x.iter().map(|x| x * x).sum());
            let je = (&w * (&s - g) * w.transpose()).trace() * ratio(2, 1);
            let dw = &decoder * &w;
            let rc = energy - (&dw * h.transpose()).trace() * ratio(2, 1) + (&dw * s * dw.transpose()).trace();
            Ok([pairs == je, error == rc])
        })
    })
}

fn floor(context: &Context<'_>) -> Result<Evidence> {
    let compared = "eigenvalues above random t: never more on features than over all encoders, as many on features that tell all views apart";
    let of = (compared, "all encoders centred, t = 0; one feature less");
    Evidence::exact_cases(context, (STATEMENT.name, "floor"), of, [6, 24, 240], |case, rng, tally| {
        let law = random_graph(rng, 3 + (case % 3) as i64, 6, 3);
        let p = 2 + case % 3;
        let (few, all) = (random_matrix(rng, p, 6, 3), random_matrix(rng, 6, 6, 3));
        let t = ratio(rng.random_range(1..12), 12);
        let moments = law.moments();
        tally.record(moments.view_second.iter().chain(&few).chain([&t]));
        let q = law.marginal();
        let whole = Pencil { a: moments.mean_second + &q * q.transpose(), s: moments.view_second };
        tally.case(|run| {
            let above = |table: &DMatrix<Rational>, t: &Rational| {
                let [s, g, _] = of_features(&law, table);
                inertia(&(g - s.map(|v| v * t))).positive
            };
            let t = run.pick(t.clone(), ratio(-1, 1));
            let full = inertia(&whole.shifted(&run.pick(t.clone(), ratio(2, 1)))).positive;
            let independent = inertia(&(&all * all.transpose())).positive == 6;
            Ok([above(&few, &t) <= full, !independent || above(&all, &t) == full])
        })
    })
}

/// Components of the graph of samples and views, by merging labels.
fn count_components(law: &OneHot, forgotten: Option<usize>) -> usize {
    let mut label: Vec<usize> = (0..law.views.len()).collect();
    for (_, kernel) in law.kernels().enumerate().filter(|(i, _)| Some(*i) != forgotten) {
        let seen: Vec<usize> = (0..kernel.len()).filter(|&v| !kernel[v].is_zero()).map(|v| label[v]).collect();
        let least = seen.iter().copied().min().unwrap_or(0);
        label.iter_mut().filter(|l| seen.contains(l)).for_each(|l| *l = least);
    }
    label.sort_unstable();
    label.dedup();
    label.len()
}

fn components(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random graphs of samples and views: the multiplicity of eigenvalue 1 is the number of components, found by merging labels";
    let of = (compared, "the first sample left out of the graph");
    Evidence::exact_cases(context, (STATEMENT.name, "components"), of, [10, 60, 600], |case, rng, tally| {
        let law = random_graph(rng, 3 + (case % 4) as i64, 4 + case % 5, 1 + case % 3);
        let moments = law.moments();
        tally.record(moments.view_second.iter().chain(&moments.mean_second));
        let q = law.marginal();
        let pencil = Pencil { a: moments.mean_second + &q * q.transpose(), s: moments.view_second };
        let at = inertia(&pencil.shifted(&Rational::one()));
        tally.case(|run| Ok([at.positive == 0 && at.zero == count_components(&law, run.pick(None, Some(0)))]))
    })
}

fn distinct(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "n samples with V distinct views each: eigenvalue 1 n times (once for the constant, centred away to 0), 0 else";
    let of = (compared, "one view shared by two samples");
    Evidence::exact_cases(context, (STATEMENT.name, "distinct-views"), of, [4, 12, 100], |case, rng, tally| {
        let (n, count) = (2 + case % 4, 2 + case % 3);
        let weights: Vec<Rational> = (0..n * count).map(|_| random_positive(rng, 4)).collect();
        tally.record(&weights);
        let total: Rational = weights.iter().sum();
        let expected: Vec<Rational> = (0..n * count).map(|i| ratio(i64::from(i > 0 && i < n), 1)).collect();
        tally.case(|run| {
            let mut pairs: Vec<_> = (0..n * count)
                .map(|v| (vec![ratio((v / count) as i64, 1)], vec![ratio(v as i64, 1)], &weights[v] / &total))
                .collect();
            if run == crate::claims::Run::Control {
                let mut shared = pairs[0].clone();
                shared.0 = vec![ratio(1, 1)];
                pairs.push(shared);
                let total: Rational = pairs.iter().map(|(.., p)| p).sum();
                pairs.iter_mut().for_each(|(.., p)| *p /= &total);
            }
            Ok([has_spectrum(&OneHot::joint(&pairs).pencil(), &expected)])
        })
    })
}

/// Reconstruction on v, v² and v³ of one coordinate: E[x|v] is linear where draws are added.
fn minimisers() -> Result<Evidence> {
    let compared = "(SSL-RC) of one coordinate on its features v, v², v³: v under a draws of a skewed law";
    let line = minimiser::line("minimiser", compared, "the row space of v²");
    line.on_each([1, 2, 3], |a, tally| {
        let law: Points = [(-1, 2), (2, 1)].map(|(x, p)| (vec![ratio(x, 1)], ratio(p, 3))).into();
        let law = OneHot::additive(&law, &draws(&law, a));
        let table = DMatrix::from_fn(3.min(law.views.len()), law.views.len(), |p, v| law.views[v][0].pow(1 + p as i32));
        let views = padded(&law, &table);
        tally.case(|run| {
            let mut row = DMatrix::zeros(1, table.nrows());
            row[(0, run.pick(0, 1))] = 1.0;
            Ok([minimiser::minimised(Paradigm::Reconstruction, &views, &row)?.found()])
        })
    })
}
