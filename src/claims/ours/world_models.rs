//! World models of linear systems: JEPA and a Dreamer-like objective over all linear encoders, and what
//! a predictor changes.

use crate::claims::routes::minimiser::NEAR;
use crate::claims::{Context, Evidence, Line, Route, Statement};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{exact_solve, random_matrix, random_orthogonal, random_positive};
use crate::minimize::{Options, minimize_function};
use crate::scalar::{Rational, Scalar, approx_matrix, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::One;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::cmp::Ordering;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "world-models",
    source: "Extension: sequences, in the setting of an author's post of 2026-10-02",
    about: "JEPA on linear systems: the optimum over all linear encoders, also with a decoder, and spurious minima that the predictor brings",
    statement: r"$x^+ = A x + B u + \varepsilon$, stationary, with one basis for all: modes of variance $v_j$, autocorrelation $\rho_j$, fraction $c_j$ of $x^+$ explained by $u$, $a_j = \rho_j^2 + c_j$. Over all linear encoders $E$ and all predictors $p$ of $z^+ = E x^+$ from $(z, u)$: $E|z^+ - p|^2 + |E\,\mathrm{Var}(x) E' - I|_F^2 \ge$ the sum of the $k$ least $1 - \frac{(1+a_j)^2}{4}$, attained by those modes at variances $\frac{1+a_j}{2}$. Without a predictor modes rank by the signed $\rho_j$, with it by $a_j$: $\rho = (\frac12, -\frac34)$, $k = 1$, joint-embedding picks the first, JEPA the second with $\frac{399}{1024}$. The price: the first, with $\frac{39}{64}$, is a local minimum; mode 1 of two is one iff $2\rho_1(\rho_2 - \rho_1) + c_2 - c_1 < 0$. With a decoder, as in Dreamer, and white codes, $E\,\mathrm{Var}(x)E' = I_k$: $\frac{1}{\sigma^2}E|x - D z|^2 + \beta E|z^+ - p|^2 \ge \frac{1}{\sigma^2}\mathrm{tr}\,\mathrm{Var}(x)$ less the $k$ largest $\frac{v_j}{\sigma^2} - \beta(1 - a_j)$, attained by those modes: between PCA ($\beta = 0$) and JEPA. Variances $4, 2, 1$ and $\rho = (0, \frac23, \frac{9}{10})$, $c = 0$, $k = 1$, $\sigma = 1$: a decoder of $x$ takes mode 1, one of $x^+$ mode 2, JEPA mode 3, and Dreamer's modes are 1 below $\beta = \frac{100}{27}$, 3 above it, never 2.",
    assumptions: "$A$, $B\\,\\mathrm{Var}(u) B'$, $\\mathrm{Var}(x)$ and $\\mathrm{Var}(\\varepsilon)$ diagonal in one basis; the best predictor is linear on Gaussian data, and the bound holds for any law in which $\\varepsilon$ has mean 0 given $(x, u)$",
    difference: Some(
        "Not in the paper, nor in its post of 2025-11-20. A later post, of 2026-10-02, restricts the encoders of JEPA to modes, as we read it; its text is not kept here, and the objectives are the ones that are written out above.",
    ),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        all_encoders(context)?,
        signs()?,
        local_minima(context)?,
        minimisers(context)?,
        stuck()?,
        with_a_decoder(context)?,
        objectives(context)?,
    ])
}

/// Var x, A Var x (symmetric, one basis for both) and B Var u B'.
struct System<T: Scalar> {
    variance: DMatrix<T>,
    cross: DMatrix<T>,
    driven: DMatrix<T>,
}

/// The modes: p, ρ and c.
#[derive(Debug, Clone)]
struct Modes {
    p: Vec<Rational>,
    rho: Vec<Rational>,
    c: Vec<Rational>,
}

impl Modes {
    fn predictable(&self) -> Vec<Rational> {
        self.rho.iter().zip(&self.c).map(|(rho, c)| rho * rho + c).collect()
    }

    fn system(&self, basis: &DMatrix<Rational>) -> System<Rational> {
        let of = |factor: &dyn Fn(usize) -> Rational| {
            let values = DVector::from_fn(self.p.len(), |j, _| &self.p[j] * factor(j));
            basis * DMatrix::from_diagonal(&values) * basis.transpose()
        };
        System {
            variance: of(&|_| Rational::one()),
            cross: of(&|j| self.rho[j].clone()),
            driven: of(&|j| self.c[j].clone()),
        }
    }
}

/// The least mean squared error of z+ from (z, u), and the deviation of Var z from I.
fn loss(system: &System<Rational>, e: &DMatrix<Rational>) -> Result<Rational> {
    let of = |m: &DMatrix<Rational>| e * m * e.transpose();
    let (p, q) = (of(&system.variance), of(&system.cross));
    // z and u are independent: Var z+ less what each of them explains.
    let error = (&p - &q * exact_solve(&p, &q)? - of(&system.driven)).trace();
    let off = p - DMatrix::<Rational>::identity(e.nrows(), e.nrows());
    Ok(error + off.component_mul(&off).sum())
}

/// The sum of the k least 1 - (1 + a)²/4.
fn floor(mut a: Vec<Rational>, k: usize) -> Rational {
    a.sort_unstable_by(|x, y| y.cmp(x));
    a[..k].iter().map(of_mode).sum()
}

fn of_mode(a: &Rational) -> Rational {
    let one = Rational::one();
    &one - (&one + a).pow(2) / ratio(4, 1)
}

/// Modes whose optimal scales are rational: (1 + a)/2 and p are squares. Returned with their roots.
fn random_modes(rng: &mut ChaCha8Rng, d: usize) -> (Modes, Vec<Rational>) {
    let mut found = (Modes { p: vec![], rho: vec![], c: vec![] }, vec![]);
    for _ in 0..d {
        // (1 + a)/2 = r² with r in (5/7, 1).
        let (q, r) = ([(3, 4), (4, 5), (5, 6), (7, 8), (9, 10)][rng.random_range(0..5)], random_positive(rng, 3));
        let root = ratio(q.0, q.1);
        let a = &root * &root * ratio(2, 1) - Rational::one();
        // |ρ| <= a < 1, so that ρ² < a and c > 0.
        let rho = &a * ratio(rng.random_range(-3..=3), 4);
        found.0.c.push(&a - &rho * &rho);
        found.0.rho.push(rho);
        found.0.p.push(&r * &r);
        found.1.push(root / r);
    }
    found
}

fn all_encoders(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random systems in a random basis: the k most predictable modes attain the bound; random encoders, by their conditional variances, do not go below it";
    let of = (compared, "the least predictable modes; a bound of k");
    Evidence::exact_cases(context, (STATEMENT.name, "all-encoders"), of, [5, 30, 400], |case, rng, tally| {
        let d = 2 + case % 3;
        let k = 1 + case % (d - 1);
        let (modes, scales) = random_modes(rng, d);
        let basis = random_orthogonal(rng, d, 2)?;
        let system = modes.system(&basis);
        let e = random_matrix(rng, k, d, 2) / ratio(2, 1);
        tally.record(system.variance.iter().chain(&system.cross).chain(&e));
        let a = modes.predictable();
        let mut order: Vec<usize> = (0..d).collect();
        order.sort_by(|&i, &j| a[j].cmp(&a[i]));
        let bound = floor(a.clone(), k);
        // A random encoder whose outputs depend on one another is no encoder of k outputs.
        let random = loss(&system, &e).ok();
        tally.case(|run| {
            let at = |i: usize| if run == crate::claims::Run::Genuine { order[i] } else { order[d - 1 - i] };
            let best = DMatrix::from_fn(k, d, |i, j| &basis[(j, at(i))] * &scales[at(i)]);
            let floor = run.pick(bound.clone(), ratio(1000, 1));
            Ok([loss(&system, &best)? == bound, random.as_ref().is_none_or(|loss| *loss >= floor)])
        })
    })
}

/// One output that weighs two modes of variance 1: its predictable fraction, from the conditional
/// variance, and the loss at its best scale.
fn at(modes: &Modes, weights: [Rational; 2]) -> Result<(Rational, Rational)> {
    let system = modes.system(&DMatrix::identity(2, 2));
    let e = DMatrix::from_row_slice(1, 2, &weights);
    let total = (&e * &system.variance * e.transpose())[0].clone();
    // The loss is error + (variance - 1)², and the error is in proportion to the variance.
    let error = (loss(&system, &e)? - (&total - Rational::one()).pow(2)) / total;
    let scale = Rational::one() - &error / ratio(2, 1);
    let value = &error * &scale + (&scale - Rational::one()).pow(2);
    Ok((Rational::one() - error, value))
}

fn signs() -> Result<Evidence> {
    let compared = "ρ = (1/2, -3/4): G ranks mode 1 first, JEPA mode 2 with 399/1024; mode 1 has 39/64, and less than its mixtures with ε = ±1/10, ±1/1000 of mode 2";
    Line::exact("signs", compared, "ρ = (1/2, 3/4)").on_each([()], |(), tally| {
        tally.case(|run| {
            let rho = vec![ratio(1, 2), ratio(run.pick(-3, 3), 4)];
            let modes = Modes { p: vec![ratio(1, 1); 2], rho, c: vec![ratio(0, 1); 2] };
            let [zero, one] = [ratio(0, 1), ratio(1, 1)];
            let (first, second) = (at(&modes, [one.clone(), zero.clone()])?, at(&modes, [zero.clone(), one.clone()])?);
            let mut local = true;
            for (p, q) in [(1, 10), (-1, 10), (1, 1000), (-1, 1000)] {
                local &= at(&modes, [one.clone(), ratio(p, q)])?.1 > first.1;
            }
            let by_sign = modes.rho[0] > modes.rho[1];
            let values = [run.off(first.1), run.off(second.1)] == [ratio(39, 64), ratio(399, 1024)];
            Ok([by_sign, values, local])
        })
    })
}

fn local_minima(context: &Context<'_>) -> Result<Evidence> {
    const KINDS: [&str; 3] = ["spurious", "the best mode", "no minimum"];
    let compared = "random ρ and c: mode 1 has less loss than its mixtures with ±1e-6 of mode 2 iff 2 ρ_1(ρ_2 - ρ_1) + c_2 - c_1 < 0";
    let line = Line::exact("local-minima", compared, "the sign of the condition").kinds(&KINDS);
    line.on_random(context, (STATEMENT.name, "local-minima"), [24, 60, 600], |_, rng, tally| {
        let (rho, c, condition) = loop {
            let rho: Vec<Rational> = (0..2).map(|_| ratio(rng.random_range(-7..=7), 8)).collect();
            let c: Vec<Rational> =
                rho.iter().map(|r| (Rational::one() - r * r) * ratio(rng.random_range(0..4), 4)).collect();
            let condition = &rho[0] * (&rho[1] - &rho[0]) * ratio(2, 1) + &c[1] - &c[0];
            if condition.cmp(&ratio(0, 1)) != Ordering::Equal {
                break (rho, c, condition);
            }
        };
        tally.record(rho.iter().chain(&c));
        let modes = Modes { p: vec![ratio(1, 1); 2], rho, c };
        let a = modes.predictable();
        let minimal = condition < ratio(0, 1);
        tally.saw(KINDS[if !minimal { 2 } else { usize::from(a[0] >= a[1]) }]);
        let here = at(&modes, [ratio(1, 1), ratio(0, 1)])?.1;
        let mut least = true;
        for step in [ratio(1, 1_000_000), ratio(-1, 1_000_000)] {
            least &= at(&modes, [ratio(1, 1), step])?.1 > here;
        }
        tally.case(|run| Ok([run.pick(minimal, !minimal) == least]))
    })
}

/// min_D E|x - D z|², and the least mean squared error of z+ from (z, u), for codes of independent
/// outputs.
fn errors(system: &System<Rational>, e: &DMatrix<Rational>) -> Result<[Rational; 2]> {
    let of = |m: &DMatrix<Rational>| e * m * e.transpose();
    let (p, q) = (of(&system.variance), of(&system.cross));
    let seen = e * &system.variance;
    let decoded = system.variance.trace() - (exact_solve(&p, &seen)?.transpose() * &seen).trace();
    Ok([decoded, (&p - &q * exact_solve(&p, &q)? - of(&system.driven)).trace()])
}

fn with_a_decoder(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random systems in a random basis, white codes: the modes of the rule attain the bound, random codes by their conditional variances do not go below it";
    let of = (compared, "the other end of the order; a bound that is higher by 1000");
    Evidence::exact_cases(context, (STATEMENT.name, "dreamer"), of, [5, 30, 400], |case, rng, tally| {
        let d = 2 + case % 3;
        let k = 1 + case % (d - 1);
        let (mut modes, _) = random_modes(rng, d);
        // Roots of the variances, all different, so that white codes are rational.
        let roots: Vec<Rational> = (0..d).map(|j| ratio(3 * j as i64 + rng.random_range(1..=3), 4)).collect();
        modes.p = roots.iter().map(|r| r * r).collect();
        let basis = random_orthogonal(rng, d, 2)?;
        let codes = random_orthogonal(rng, d, 3)?;
        let (weight, beta) = (random_positive(rng, 4), random_positive(rng, 6));
        tally.record(basis.iter().chain(&codes).chain(&modes.p).chain([&weight, &beta]));
        let system = modes.system(&basis);
        let gains = modes.p.iter().zip(modes.predictable()).map(|(p, a)| &weight * p - &beta * (Rational::one() - a));
        let gains: Vec<Rational> = gains.collect();
        let mut order: Vec<usize> = (0..d).collect();
        order.sort_by(|&i, &j| gains[j].cmp(&gains[i]));
        let kept: Rational = order[..k].iter().map(|&j| &gains[j]).sum();
        let bound = &weight * system.variance.trace() - kept;
        let total = |e: &DMatrix<Rational>| -> Result<Rational> {
            let [decoded, predicted] = errors(&system, e)?;
            Ok(&weight * decoded + &beta * predicted)
        };
        let white = |code: &dyn Fn(usize, usize) -> Rational| {
            DMatrix::from_fn(k, d, |i, l| (0..d).map(|j| code(i, j) * &basis[(l, j)] / &roots[j]).sum::<Rational>())
        };
        let any = total(&white(&|i, j| codes[(i, j)].clone()))?;
        tally.case(|run| {
            let at = |i: usize| run.pick(order[i], order[d - 1 - i]);
            let best = white(&|i, j| ratio(i64::from(j == at(i)), 1));
            let floor = run.pick(bound.clone(), &bound + ratio(1000, 1));
            Ok([total(&best)? == bound, any >= floor])
        })
    })
}

fn objectives(context: &Context<'_>) -> Result<Evidence> {
    let compared = "variances 4, 2, 1, ρ = (0, 2/3, 9/10), k = 1: the best mode for a decoder of x, one of x+, JEPA, and Dreamer on both sides of β = 100/27 and at it; random white codes are not better";
    let of = (compared, "ρ_3 = 1/10; a bound that is higher by 1000");
    Evidence::exact_cases(context, (STATEMENT.name, "objectives"), of, [4, 20, 300], |_, rng, tally| {
        let code = random_orthogonal(rng, 3, 3)?;
        tally.record(&code);
        tally.case(|run| {
            let last = ratio(run.pick(9, 1), 10);
            let [zero, one] = [ratio(0, 1), ratio(1, 1)];
            let modes = Modes {
                p: vec![ratio(4, 1), ratio(2, 1), one.clone()],
                rho: vec![zero.clone(), ratio(2, 3), last],
                c: vec![zero; 3],
            };
            let system = modes.system(&DMatrix::identity(3, 3));
            // No error depends on the scale of one output once it is divided by its variance.
            let all = (0..3).map(|i| DMatrix::from_fn(1, 3, |_, j| ratio(i64::from(i == j), 1)));
            let all: Vec<DMatrix<Rational>> = all.chain([code.rows(0, 1).into_owned()]).collect();
            let mut values = vec![];
            for e in &all {
                let variance = (e * &system.variance * e.transpose())[0].clone();
                let [decoded, predicted] = errors(&system, e)?;
                let kept = e * &system.cross;
                let next = system.variance.trace() - (&kept * kept.transpose())[0].clone() / &variance;
                values.push([decoded, next, predicted / variance]);
            }
            let best = |of: &dyn Fn(&[Rational; 3]) -> Rational| {
                let found: Vec<Rational> = values.iter().map(of).collect();
                let least = found[..3].iter().min().cloned().unwrap_or_default();
                let at: Vec<usize> = (0..3).filter(|&i| found[i] == least).map(|i| i + 1).collect();
                (at, found[3] >= run.pick(least.clone(), least + ratio(1000, 1)))
            };
            let dreamer = |beta: Rational| best(&|v| &v[0] + &beta * &v[2]);
            let (critical, step) = (ratio(100, 27), ratio(1, 1_000_000));
            let found = [
                best(&|v| v[0].clone()),
                best(&|v| v[1].clone()),
                best(&|v| v[2].clone()),
                dreamer(&critical - &step),
                dreamer(critical.clone()),
                dreamer(&critical + &step),
            ];
            let expected = [vec![1], vec![2], vec![3], vec![1], vec![1, 3], vec![3]];
            Ok([found.iter().map(|(at, _)| at).eq(&expected), found.iter().all(|(_, above)| *above)])
        })
    })
}

/// The loss in f64 with its gradient.
fn approx_loss(system: &System<f64>, e: &DMatrix<f64>) -> (f64, DMatrix<f64>) {
    let of = |m: &DMatrix<f64>| e * m * e.transpose();
    let (p, q) = (of(&system.variance), of(&system.cross));
    let Some(factor) = p.clone().cholesky() else {
        return (f64::INFINITY, DMatrix::zeros(e.nrows(), e.ncols()));
    };
    let explained = factor.solve(&q);
    let off = &p - DMatrix::identity(e.nrows(), e.nrows());
    let value = (&p - &q * &explained - of(&system.driven)).trace() + off.norm_squared();
    let both = &explained + explained.transpose();
    let slope = e * &system.variance * 2.0 - both * e * &system.cross * 2.0
        + &explained * explained.transpose() * e * &system.variance * 2.0
        - e * &system.driven * 2.0
        + off * e * &system.variance * 4.0;
    (value, slope)
}

fn approx(system: &System<Rational>) -> System<f64> {
    let System { variance, cross, driven } = system;
    System { variance: approx_matrix(variance), cross: approx_matrix(cross), driven: approx_matrix(driven) }
}

/// A gradient of 1e-7 leaves a distance of 1e-7 over the least curvature, some hundredths here.
const OPTIONS: Options = Options { max_iterations: 5000, gradient_tolerance: 1e-7 };

fn minimisers(context: &Context<'_>) -> Result<Evidence> {
    let compared = "L-BFGS, 3 starts each, on systems with ρ > 0 and c = 0, where no other minimum is known: the k most predictable modes, and the bound";
    let because = format!("row spaces within {NEAR:e}; values within 1e-8, the square of that");
    let line = Line::new(
        Route::Minimiser,
        "minimiser",
        compared,
        "the least predictable modes; the bound off by 1/1000",
        because,
    );
    line.on_random(context, (STATEMENT.name, "minimiser"), [1, 3, 12], |case, rng, tally| {
        let (d, k) = (3, 1 + case % 2);
        let rho: Vec<Rational> = (0..d).map(|i| ratio(4 * (d - i) as i64 - rng.random_range(1..=3), 12)).collect();
        let modes = Modes { p: (0..d).map(|_| random_positive(rng, 2)).collect(), rho, c: vec![ratio(0, 1); d] };
        let basis = random_orthogonal(rng, d, 2)?;
        let system = modes.system(&basis);
        tally.record(system.variance.iter().chain(&system.cross));
        let bound = floor(modes.predictable(), k).approx();
        let (system, basis) = (approx(&system), approx_matrix(&basis));
        let runs = (0..3)
            .map(|seed| minimize_function((k, d), |e: &DMatrix<f64>| approx_loss(&system, e), seed, &OPTIONS))
            .collect::<Result<Vec<_>>>()?;
        tally.case(|run| {
            let rows = basis.columns(run.pick(0, d - k), k).transpose();
            let expected = run.off(bound);
            let mut found = [true; 2];
            for (e, value) in &runs {
                found[0] &= row_space_distance(e, &rows)? < NEAR;
                found[1] &= (value - expected).abs() < 1e-8;
            }
            Ok(found)
        })
    })
}

/// ρ = (1/2, -3/4): starts on both sides.
fn stuck() -> Result<Evidence> {
    let compared = "L-BFGS from 12 starts at ρ = (1/2, -3/4): every run ends at 399/1024 or 39/64, and some at each";
    let because = "values within 1e-8";
    Line::new(Route::Minimiser, "spurious-minimum", compared, "ρ = (1/2, 3/4)", because).on_each([()], |(), tally| {
        tally.case(|run| {
            let rho = vec![ratio(1, 2), ratio(run.pick(-3, 3), 4)];
            let modes = Modes { p: vec![ratio(1, 1); 2], rho, c: vec![ratio(0, 1); 2] };
            let system = approx(&modes.system(&DMatrix::identity(2, 2)));
            let mut counts = [0; 3];
            for seed in 0..12 {
                let (_, value) = minimize_function((1, 2), |e: &DMatrix<f64>| approx_loss(&system, e), seed, &OPTIONS)?;
                let ends = [399.0 / 1024.0, 39.0 / 64.0];
                counts[ends.iter().position(|end| (value - end).abs() < 1e-8).unwrap_or(2)] += 1;
            }
            Ok([counts[0] > 0 && counts[1] > 0 && counts[2] == 0])
        })
    })
}
