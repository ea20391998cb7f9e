//! Finite samples: which paradigm needs less, and where the population ranks them wrongly.

use crate::claims::routes::high_dimension::{distinct, mean, streams};
use crate::claims::routes::populations::suitable;
use crate::claims::{Context, Evidence, Line, Measured, Route, Statement, largest, smallest};
use crate::error::Result;
use crate::experiment::high_dimension::{Entries, Setting};
use crate::linalg::exact::random_positive;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::finite::{Law, Model, Signal};
use crate::threshold::{Spectrum, Verdict};
use num_traits::Zero;
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "finite-n-ordering",
    source: "Ours, beyond Corollary 4.5",
    about: "which paradigm needs less where $n$ is comparable to $d$",
    statement: r"As $n\to\infty$ with $\frac{m}{n}\to\gamma$ as in finite-n-thresholds, one signal, noise of one variance $g$ and one $t$, thresholds with $\alpha^2 + t > 0$: joint-embedding needs less iff $g\,(1 + \sqrt{\gamma}) > c$, reconstruction iff $g\,(1 + \sqrt{\gamma}) < c$; at equality both need $\alpha^2 + t = \frac{\theta}{g}$. What is needed is what lets the signal leave the noise: at $\gamma > 0$ it is then found in part, and no $\alpha$ gives the clean encoder as in (10) and (12). At $\gamma = \frac{1}{2}$, $c = \frac{7}{5}$, $\theta = g = 1$, $t = 0$ the population ranks them wrongly: it says $\alpha_{\mathrm{RC}}^2 = \frac{11}{49} < \alpha_{\mathrm{JE}}^2 = \frac{5}{7}$, and they are $2.0197 > 1.2194$.",
    assumptions: r"those of finite-n-thresholds; where $\alpha^2 + t$ of a threshold is 0, that paradigm needs none",
    difference: Some(r"Corollary 4.5 compares $g$ with $\frac{\eta^2}{\delta} = c$: the case $\gamma = 0$."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![identity(context)?, verdicts(context)?, wrong_ranking(context)?])
}

/// th_RC - th_JE at one a, as a quotient of polynomials in p, mm and c (units of g).
fn identity(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random p, mm, c: the th at which both paradigms have the threshold a differ by c mm (1+mm) (1+p)² N (c - (1+p)) / (U R), and c <= 1+p implies U >= N > 0";
    let of = (compared, "p off by 1/1000 on one side; in the sign, c four times as large");
    let line = Line::exact("identity", of.0, of.1).kinds(&["c < 1+p", "c > 1+p"]);
    line.on_random(context, (STATEMENT.name, "identity"), [20, 200, 1000], |_, rng, tally| {
        let one = ratio(1, 1);
        let (p, mm, c) = suitable(|| {
            let (p, mm, c) = (random_positive(rng, 6), random_positive(rng, 6), random_positive(rng, 6));
            // mm in its range: N > 0 and R > 0.
            let n = &one + (&one - &p * &p) * &mm;
            let shifted = (&one + &p) * &mm + &p;
            let r = &shifted * &shifted - &one - &p * &p;
            Ok((n > Rational::zero() && r > Rational::zero()).then_some((p, mm, c)))
        })?;
        tally.record([&p, &mm, &c]);
        let q = &one + &p;
        tally.saw(if c > q { "c > 1+p" } else { "c < 1+p" });
        let of = |p: &Rational, c: &Rational| {
            let q = &one + p;
            let (big, n) = (&q * &mm, &one + (&one - p * p) * &mm);
            let r = (&big + p) * (&big + p) - &one - p * p;
            let u = &one + &big - c * p * &mm;
            [big, n, r, u]
        };
        let [big, n, r, u] = of(&p, &c);
        if u.is_zero() {
            // Separated at every th: the case is the sign alone.
            return tally.case(|run| Ok([run.off(c > q)]));
        }
        tally.case(|run| {
            let a = &q * &q * &n / &r;
            let rc = &c * &q * &n * (&c * &mm * (&one + &big) - (&big * &big + &p * &big - &one)) / (&u * &r);
            let je = a * &c / &q;
            let p = run.off(p.clone());
            let q = &one + &p;
            let [_, n, r, u] = of(&p, &c);
            let difference = &c * &mm * (&one + &mm) * &q * &q * &n * (&c - &q) / (&u * &r);
            Ok([rc - je == difference])
        })?;
        if c > q {
            return Ok(());
        }
        tally.case(|run| {
            let [_, n, _, u] = of(&p, &run.pick(c.clone(), &c * ratio(4, 1) + ratio(40, 1)));
            Ok([u >= n])
        })
    })
}

/// The verdict of the thresholds against g (1 + sqrt γ) and c, over rational sqrt γ, ties included.
fn verdicts(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "random c, th, g, t and rational sqrt γ: the verdict of the thresholds is the order of c and g (1 + sqrt γ)";
    let of = (compared, "the order of c and g, where it is another");
    let line = Line::exact("verdicts", of.0, of.1).kinds(&[
        "tie",
        "joint-embedding",
        "reconstruction",
        "against the population",
    ]);
    line.on_random(context, (STATEMENT.name, "verdicts"), [20, 200, 1000], |case, rng, tally| {
        let one = ratio(1, 1);
        let (p, g, t, c, th) = suitable(|| {
            let p = ratio(rng.random_range(1..=4), rng.random_range(1..=4));
            let (g, t) = (random_positive(rng, 4), random_positive(rng, 4));
            // A tie, a stronger signal, and two that are drawn.
            let edge = &g * (&one + &p);
            let (c, th) = match case % 4 {
                0 => (edge, random_positive(rng, 6)),
                1 => (&edge * (&one + random_positive(rng, 4) / ratio(10, 1)), random_positive(rng, 6) * ratio(6, 1)),
                _ => (random_positive(rng, 6), random_positive(rng, 6)),
            };
            // Both need some alignment.
            let law = Law::new(&p * &p, &[(g.clone(), t.clone())])?;
            let found = Model::of(vec![Signal { c: c.clone(), th: th.clone() }], law)?.thresholds()?;
            let needed = found.reconstruction.ends().low + &t > ratio(1, 1000);
            Ok(needed.then_some((p, g, t, c, th)))
        })?;
        tally.record([&p, &g, &t, &c, &th]);
        let law = Law::new(&p * &p, &[(g.clone(), t.clone())])?;
        let found = Model::of(vec![Signal { c: c.clone(), th: th.clone() }], law)?.thresholds()?.verdict();
        let of = |edge: &Rational| match edge.cmp(&c) {
            std::cmp::Ordering::Greater => Verdict::JointEmbedding,
            std::cmp::Ordering::Less => Verdict::Reconstruction,
            std::cmp::Ordering::Equal => Verdict::Tie,
        };
        let (expected, population) = (of(&(&g * (&one + &p))), of(&g));
        tally.saw(match expected {
            Verdict::Tie => "tie",
            Verdict::JointEmbedding => "joint-embedding",
            _ => "reconstruction",
        });
        if expected != population {
            tally.saw("against the population");
        }
        tally.case(|run| Ok([found == run.pick(expected, population)]))
    })
}

/// α² between the two thresholds of the instance: joint-embedding finds part of the signal, and
/// reconstruction none; the population says the reverse for α² between 11/49 and 5/7.
fn wrong_ranking(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("drawing 1000 noise dimensions");
    let setting = Setting { c: 1.4, th: 1.0, g: 1.0, t: 0.0, n: 2000, m: 1000 };
    let alpha_squared = 1.6;
    let spectrum = Spectrum::new(vec![ratio(7, 5)], vec![ratio(1, 1), ratio(0, 1)], vec![ratio(1, 1)])?;
    let population = spectrum.thresholds();
    let draws = context.effort([1, 1, 8]);
    let (mut found, mut traces) = (vec![], vec![]);
    for mut rng in streams(context, STATEMENT.name, "ranking", draws.now) {
        let second = setting.second(Entries::Gaussian, &mut rng);
        traces.push(second.trace());
        let [je, rc] =
            [Paradigm::JointEmbedding, Paradigm::Reconstruction].map(|p| setting.measure(&second, p, alpha_squared));
        let early = setting.measure(&second, Paradigm::Reconstruction, 0.5)?;
        found.push([je?[0], rc?[0], early[0]]);
    }
    let of = |which: usize| found.iter().map(move |draw| draw[which]);
    let swapped = "the other paradigm";
    let je = Measured::by(swapped, |run| Ok(smallest(of(run.pick(0, 1)))))?;
    let rc = Measured::by(swapped, |run| Ok(largest(of(run.pick(1, 0)))))?;
    let early = Measured::by(swapped, |run| Ok(largest(of(run.pick(2, 0)))))?;
    // l = 1.6 * 1.4 = 2.24: tan² = γ c/((l-1)² - γ).
    let predicted = 1.0 / (1.0 + 0.5 * 1.4 / (1.24f64.powi(2) - 0.5));
    let values: Vec<f64> = of(0).collect();
    let near = Measured::by("γ a half larger in the prediction", |run| {
        let gamma = 0.5 * run.pick(1.0, 1.5);
        let off = predicted - 1.0 / (1.0 + gamma * 1.4 / (1.24f64.powi(2) - gamma));
        Ok((mean(&values)[0] - predicted + off).abs())
    })?;
    let compared = format!(
        "n = 2000, m = 1000, c = 1.4, th = g = 1, α² = {alpha_squared}: cos² of the closed forms; the population has α_RC² = {} < α_JE² = {}",
        population.alpha_squared_rc, population.alpha_squared_je
    );
    let evidence = Evidence::new(Route::Measured, "wrong-ranking", compared, draws).ran(distinct(&traces));
    Ok(evidence
        .at_least("cos² of joint-embedding", je, 0.5, "it finds more than half of the signal")
        .at_most("cos² of reconstruction", rc, 0.25, "the signal stays in the noise")
        .at_most("cos² of reconstruction at α² = 1/2", early, 0.25, "the population says found")
        .at_most("mean cos² of joint-embedding off by", near, 0.05, "the limit, and what one draw of n = 2000 is off"))
}
