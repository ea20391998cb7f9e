//! Alignment for every encoder: independent draws of the noise keep it out, one scaled draw does not.

use crate::augment::{AlignedNoise, Channel, IndependentDraws};
use crate::certificate::ExactPencil;
use crate::claims::routes::exact::eigenvalue;
use crate::claims::routes::one_hot::{OneHot, Points, draws, join, random_law, scaled, second, sum, uniform};
use crate::claims::routes::populations::suitable;
use crate::claims::routes::{certificate, minimiser};
use crate::claims::{Context, Evidence, Line, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{exact_solve, inertia};
use crate::moments::{DataMoments, ViewMoments, objective};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use crate::threshold::{Recovery, Spectrum};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::RngExt;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "law-free-alignment",
    source: "Extension: alignment for every encoder",
    about: "for which augmentations no encoder, linear or not, takes up noise, whatever its law",
    statement: r"One draw scaled, $n + \alpha n'$ with $n, n' = \pm 1$: for every $\alpha > 0$ but 1 the noise $n$ is a function of the view and has eigenvalue 1. With a signal $s = \pm 1$, $\theta = \pm 1$ and $\alpha = 2$ the best encoder of one output is $n = (v^3 - 7v)/6$, of loss 0, although $\alpha^2 > \alpha_{JE}^2 = 1$; integer noise with at least two residues modulo an integer $\alpha \ge 2$ does the same. Draws added, $v_n = n + n_1 + \dots + n_a$, $n_i$ independent and distributed as $n$: every centred $f$ has $E f(v_n) f(v_n^+) \le \frac{1}{1+a} E f^2$, with equality for linear $f$, and $E[n | v_n] = \frac{v_n}{1+a}$. So with $\theta_n = 0$ and $a > \frac{1-\delta}{\delta}$ every optimal encoder with at most $k$ centred outputs is a function of the signal's view alone; with $a > \frac{\max g}{\eta^2} - 1$ so is reconstruction with any encoder and a linear decoder.",
    assumptions: r"noise independent of signal and $\theta$, any law of mean 0 and finite variance; signal and $\theta$ of any law, $\delta$ and $\eta^2$ from their covariances",
    difference: Some(
        r"Not in the paper. Its Remark 4.1, that only the covariance matters, is about linear encoders: one scaled draw and $a = \alpha^2$ draws have the same moments.",
    ),
    snapshots: &["claims", "families"],
    tags: &[Tag::Certified],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        scaled_coin()?,
        best_encoder()?,
        residues(context)?,
        definition(context)?,
        bessel(context)?,
        joint_embedding(context)?,
        reconstruction(context)?,
        against_signal_draws()?,
        minimisers()?,
        certificate::proved(context, &certified(), 1, "four-draws", "four-draws", None)?,
    ])
}

fn coin() -> Points {
    uniform(&[-1, 1])
}

/// A signal +-1 with θ = +-1, and noise +-1 whose views add noise of a law.
fn coins(noise: &Points) -> OneHot {
    OneHot::additive(&join(&coin(), &coin()), &join(&coin(), noise))
}

/// How many eigenvalues exceed t, and how many equal it.
fn above(views: &ViewMoments<Rational>, t: &Rational) -> [usize; 2] {
    let found = inertia(&views.pencil(Paradigm::JointEmbedding).shifted(t));
    [found.positive, found.zero]
}

fn scaled_coin() -> Result<Evidence> {
    let compared =
        "signal +-1, θ = +-1, noise +-1, one draw times α: noise has eigenvalue 1, the signal 1/2, of all encoders";
    let line = Line::exact("scaled-draw", compared, "α = 1");
    line.on_each([(2, 1), (3, 1), (1, 2), (4, 3), (10, 1)], |(p, q), tally| {
        let alpha = ratio(p, q);
        tally.record([&alpha]);
        // Linear encoders: Proposition 4.4 says from which α on the signal wins.
        let spectrum = Spectrum::new(vec![ratio(1, 1)], vec![ratio(1, 1), ratio(0, 1)], vec![ratio(1, 1)])?;
        tally.case(|run| {
            let alpha = run.pick(alpha.clone(), ratio(1, 1));
            let views = coins(&scaled(&coin(), &alpha)).moments();
            let beyond = alpha > ratio(1, 1);
            let linear = spectrum.recovery(Paradigm::JointEmbedding, &(&alpha * &alpha));
            let expected = if beyond { Recovery::Signal } else { Recovery::NoiseLeaks };
            // Eigenvalue 1 once; 1/2 for the signal, and times 1 for signal times noise.
            let half = above(&views, &ratio(1, 2));
            Ok([above(&views, &ratio(1, 1)) == [0, 1], half == [1, 2], linear == expected])
        })
    })
}

fn best_encoder() -> Result<Evidence> {
    let compared =
        "α = 2: f = (v³ - 7 v)/6 is the noise itself, (SSL-JE) at f is 0 over all pairs of views; Var E[n|v] = 1";
    let line = Line::exact("best-encoder", compared, "7 off by 1/1000; four draws for the posterior");
    line.on_each([()], |(), tally| {
        let law = coins(&scaled(&coin(), &ratio(2, 1)));
        tally.case(|run| {
            let seven = run.off(ratio(7, 1));
            let cubic = |v: &[Rational]| (&v[1] * &v[1] * &v[1] - &seven * &v[1]) / ratio(6, 1);
            let w = law.encoder(&[&cubic]);
            let views = law.moments();
            let differs = law.average(|x, v| (&w[v] - &x[1]) * (&w[v] - &x[1]));
            let loss = law.average_of_pairs(|v, u| (&w[v] - &w[u]) * (&w[v] - &w[u]));
            let by_moments = objective::joint_embedding(&w, &views);
            let value = eigenvalue(Paradigm::JointEmbedding, &views, &w.transpose());
            let posterior = run.pick(law.clone(), coins(&draws(&coin(), 4))).posterior_means();
            Ok([
                differs.is_zero(),
                loss.is_zero(),
                by_moments.is_zero(),
                value == Some(ratio(1, 1)),
                posterior.row(1).iter().all(|m| (m * m).is_one()),
            ])
        })
    })
}

/// Integers with exactly two residues modulo α.
fn residues(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "integer noise with two residues modulo α = 2, 3, one draw times α: a centred function of eigenvalue 1";
    let of = (compared, "α = 1");
    Evidence::exact_cases(context, (STATEMENT.name, "residues"), of, [10, 40, 400], |case, rng, tally| {
        let alpha = 2 + (case % 2) as i64;
        let mut law = Points::new();
        let low = rng.random_range(0..alpha);
        let high = (low + rng.random_range(1..alpha)) % alpha;
        for residue in [low, high] {
            for _ in 0..2 {
                let weight = ratio(rng.random_range(1..=3), 1);
                law.insert(vec![ratio(residue + alpha * rng.random_range(-2..=2), 1)], weight);
            }
        }
        let total: Rational = law.values().sum();
        law.values_mut().for_each(|p| *p /= &total);
        tally.record(law.iter().flat_map(|(x, p)| x.iter().chain([p])));
        tally.case(|run| {
            let alpha = ratio(run.pick(alpha, 1), 1);
            let views = OneHot::additive(&law, &scaled(&law, &alpha)).moments();
            let [over, at] = above(&views, &ratio(1, 1));
            Ok([over == 0 && at > 0])
        })
    })
}

/// The family's moments by enumeration, and T(α) with α² = a.
fn definition(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S and G over a finite law of a draws against the family, and against T(α) with α² = a";
    let of = (compared, "one draw more");
    Evidence::exact_cases(context, (STATEMENT.name, "definition"), of, [6, 20, 200], |case, rng, tally| {
        let (d, root) = (1 + case % 2, 1 + (case / 2 % 2) as i64);
        let count = (root * root) as usize;
        let (noise, theta) = (random_law(rng, d, 2), random_law(rng, d, 2));
        let (gamma, theta_second) = (second(&noise), second(&theta));
        tally.record(gamma.iter().chain(&theta_second));
        let data = DataMoments {
            second: gamma.clone(),
            ..DataMoments::from_samples(&DMatrix::zeros(1, d), &DMatrix::zeros(1, 0))?
        };
        let family = IndependentDraws::new_exact(theta_second.clone(), gamma.clone(), count as u32)?.views(&data)?;
        let scaled = AlignedNoise::new_exact(theta_second, gamma, ratio(root, 1))?.views(&data)?;
        tally.case(|run| {
            let law = OneHot::additive(&noise, &sum(&draws(&noise, run.pick(count, count + 1)), &theta));
            let at = |v: usize, i: usize| &law.views[v][i];
            let s = DMatrix::from_fn(d, d, |i, j| law.average(|_, v| at(v, i) * at(v, j)));
            let g = DMatrix::from_fn(d, d, |i, j| law.average_of_pairs(|v, u| at(v, i) * at(u, j)));
            let offset = run.off(Rational::zero());
            let g = g.map(|v| v + &offset);
            Ok([s == family.view_second, g == family.mean_second, s == scaled.view_second, g == scaled.mean_second])
        })
    })
}

fn bessel(context: &Context<'_>) -> Result<Evidence> {
    const KINDS: [&str; 4] = ["dependent coordinates", "with θ", "largest of the draws", "product of the draws"];
    let compared = "A - S/(1 + a) has no positive eigenvalue over all encoders; without θ, E[n|v] = v/(1 + a), and v attains the bound";
    let line = Line::exact("bessel", compared, "the bound and the posterior mean of a + 1 draws").kinds(&KINDS);
    line.on_random(context, (STATEMENT.name, "bessel"), [16, 60, 600], |case, rng, tally| {
        let (a, d) = (rng.random_range(0..=3), 1 + usize::from(case % 4 == 0));
        let law = random_law(rng, d, 2 + usize::from(a < 3 || d == 2));
        tally.record(law.iter().flat_map(|(x, p)| x.iter().chain([p])));
        let bound = |a: usize| ratio(1, 1 + a as i64);
        let one = |f: fn(Rational, Rational) -> Rational| {
            move |x: &[Rational], y: &[Rational]| -> Vec<Rational> {
                x.iter().zip(y).map(|(x, y)| f(x.clone(), y.clone())).collect()
            }
        };
        let drawn = match case % 4 {
            0 | 3 => OneHot::drawn_again(&law, a, one(|x, y| x + y)),
            1 => OneHot::drawn_again(&law, a, one(|x, y| x.max(y))),
            _ => OneHot::drawn_again(&law, a, one(|x, y| x * y)),
        };
        let kind = match case % 4 {
            0 => "dependent coordinates",
            1 => "largest of the draws",
            2 => "product of the draws",
            _ => "with θ",
        };
        tally.saw(kind);
        if case % 4 == 3 {
            let noisy = OneHot::additive(&law, &sum(&draws(&law, a), &random_law(rng, d, 2))).moments();
            tally.case(|run| Ok([above(&noisy, &run.pick(bound(a), ratio(1, 100)))[0] == 0]))?;
        }
        let views = drawn.moments();
        if case % 4 == 0 || case % 4 == 3 {
            let linear = DMatrix::from_fn(drawn.views.len(), 1, |v, _| drawn.views[v][0].clone());
            let means = drawn.posterior_means();
            tally.case(|run| {
                let bound = bound(run.pick(a, a + 1));
                let mean = DMatrix::from_fn(d, drawn.views.len(), |i, v| &drawn.views[v][i] * &bound);
                let attained = eigenvalue(Paradigm::JointEmbedding, &views, &linear);
                Ok([above(&views, &bound)[0] == 0, attained == Some(bound), means == mean])
            })?;
        } else {
            // The control's bound may hold for such a law: it is off by more.
            tally.case(|run| Ok([above(&views, &run.pick(bound(a), ratio(1, 100)))[0] == 0]))?;
        }
        Ok(())
    })
}

/// A random signal, its θ and a noise coordinate, and the covariances C, A_1 = C + Θ of the signal.
struct Problem {
    signal: Points,
    theta: Points,
    noise: Points,
    c: DMatrix<Rational>,
    seen: DMatrix<Rational>,
}

impl Problem {
    fn random(rng: &mut rand_chacha::ChaCha8Rng, k: usize) -> Self {
        let (signal, theta, noise) =
            (random_law(rng, k, 2 + usize::from(k == 2)), random_law(rng, k, 2), random_law(rng, 1, 2));
        let c = second(&signal);
        let seen = &c + second(&theta);
        Self { signal, theta, noise, c, seen }
    }

    fn record(&self, tally: &mut crate::claims::Tally) {
        let laws = [&self.signal, &self.theta, &self.noise];
        tally.record(laws.into_iter().flatten().flat_map(|(x, p)| x.iter().chain([p])));
    }

    fn law(&self, a: usize) -> OneHot {
        OneHot::additive(&join(&self.signal, &self.noise), &join(&self.theta, &draws(&self.noise, a)))
    }

    fn signal_alone(&self) -> OneHot {
        OneHot::additive(&self.signal, &self.theta)
    }
}

/// The least a up to a limit for which a form is positive definite.
fn least(limit: usize, form: impl Fn(&Rational) -> DMatrix<Rational>) -> Option<usize> {
    (1..=limit).find(|&a| {
        let form = form(&ratio(1, 1 + a as i64));
        inertia(&form).positive == form.nrows()
    })
}

fn joint_embedding(context: &Context<'_>) -> Result<Evidence> {
    let compared = "signal, θ and noise of random laws, the least a > (1 - δ)/δ: all eigenvalues above 1/(1 + a), at least k, belong to functions of the signal's view";
    let of = (compared, "one draw less; for the signal, functions above 1");
    Evidence::exact_cases(context, (STATEMENT.name, "joint-embedding"), of, [4, 12, 100], |case, rng, tally| {
        let k = 1 + case % 2;
        let (problem, a) = suitable(|| {
            let problem = Problem::random(rng, k);
            // δ > t iff C - t (C + Θ) is positive definite.
            let a = least(3, |t| &problem.c - problem.seen.map(|v| v * t));
            Ok(a.filter(|_| inertia(&problem.c).positive == k).map(|a| (problem, a)))
        })?;
        problem.record(tally);
        let t = ratio(1, 1 + a as i64);
        let alone = problem.signal_alone();
        let signal = alone.moments();
        tally.case(|run| {
            let law = problem.law(run.pick(a, a - 1));
            let views = law.moments();
            let of_signal = above(&signal, &run.pick(t.clone(), ratio(1, 1)))[0];
            // Functions of the signal's view are invariant: A E = S E M, M their own operator.
            let e = DMatrix::from_fn(law.views.len(), alone.views.len(), |v, s| {
                if law.views[v][..k] == alone.views[s][..] { ratio(1, 1) } else { ratio(0, 1) }
            });
            let own = exact_solve(&signal.view_second, &signal.mean_second)?;
            let invariant = &views.mean_second * &e == &views.view_second * &e * run.off(own);
            Ok([above(&views, &t)[0] == above(&signal, &t)[0], of_signal >= k, invariant])
        })
    })
}

fn reconstruction(context: &Context<'_>) -> Result<Evidence> {
    let compared = "the same with the least a > max g/η² - 1: E[x|v] has covariance block by block, Γ/(1 + a) for the noise and more than that in every direction of the signal";
    let of = (compared, "one draw less");
    Evidence::exact_cases(context, (STATEMENT.name, "reconstruction"), of, [4, 12, 100], |case, rng, tally| {
        let k = 1 + case % 2;
        let (problem, a, best) = suitable(|| {
            let problem = Problem::random(rng, k);
            if inertia(&problem.c).positive < k {
                return Ok(None);
            }
            // η² is the least eigenvalue of C A_1^-1 C.
            let best = &problem.c * exact_solve(&problem.seen, &problem.c)?;
            let g = second(&problem.noise)[(0, 0)].clone();
            let a = least(5, |t| &best - DMatrix::from_diagonal_element(k, k, t * &g));
            Ok(a.map(|a| (problem, a, best)))
        })?;
        problem.record(tally);
        tally.case(|run| {
            let law = problem.law(run.pick(a, a - 1));
            let means = law.posterior_means();
            let covariance = &means * DMatrix::from_diagonal(&law.marginal()) * means.transpose();
            let noise = second(&problem.noise)[(0, 0)].clone() / ratio(1 + a as i64, 1);
            let signal = covariance.view((0, 0), (k, k)).into_owned();
            let coupled = covariance.view((0, k), (k, 1)).iter().any(|v| !run.off(v.clone()).is_zero());
            let level = DMatrix::from_diagonal_element(k, k, run.pick(noise.clone(), ratio(100, 1)));
            let beyond = inertia(&(&signal - level)).positive == k;
            let better = inertia(&(&signal - run.pick(best.clone(), &best * ratio(9, 1)))).negative == 0;
            Ok([covariance[(k, k)] == noise, !coupled, beyond, better])
        })
    })
}

/// The rule is two-sided where the signal's augmentation is of this kind too.
fn against_signal_draws() -> Result<Evidence> {
    let compared = "signal with b draws of its own, noise with a, both +-1: noise leaks, tie, signal as a <, =, > b";
    Line::exact("two-sided", compared, "a and b exchanged, one draw more at a tie").on_each(
        [(1, 2), (2, 1), (1, 1), (3, 1), (2, 2), (1, 3), (2, 3)],
        |(a, b), tally| {
            tally.case(|run| {
                let (a, b) = run.pick((a, b), if a == b { (a + 1, b) } else { (b, a) });
                let law = OneHot::additive(&join(&coin(), &coin()), &join(&draws(&coin(), b), &draws(&coin(), a)));
                let moments = law.moments();
                let at = |i: usize| {
                    let f = DMatrix::from_fn(law.views.len(), 1, |v, _| law.views[v][i].clone());
                    eigenvalue(Paradigm::JointEmbedding, &moments, &f)
                };
                let [best, tied] = above(&moments, &ratio(1, 1 + a.min(b) as i64));
                let first = ratio(1, 1 + a.min(b) as i64);
                let holders = [at(0), at(1)].map(|value| value == Some(first.clone()));
                Ok([(best, tied, holders) == expected(run.pick((a, b), (b, a)))])
            })
        },
    )
}

/// No eigenvalue above the best; one or two at it; whether signal and noise hold it.
fn expected((a, b): (usize, usize)) -> (usize, usize, [bool; 2]) {
    (0, if a == b { 2 } else { 1 }, [b <= a, a <= b])
}

fn minimisers() -> Result<Evidence> {
    let compared = "one output on the one-hot features: the noise with one scaled draw, the signal with four draws of the same moments";
    let line = minimiser::line("minimiser", compared, "the row space of the other");
    line.on_each([true, false], |one_draw, tally| {
        let law = coins(&if one_draw { scaled(&coin(), &ratio(2, 1)) } else { draws(&coin(), 4) });
        let means = law.posterior_means();
        let rows = |i: usize| approx_matrix(&DMatrix::from_fn(1, law.views.len(), |_, v| means[(i, v)].clone()));
        let views = law.moments();
        tally.case(|run| {
            let predicted = run.pick(usize::from(one_draw), usize::from(!one_draw));
            Ok([minimiser::minimised(Paradigm::JointEmbedding, &views, &rows(predicted))?.found()])
        })
    })
}

fn certified() -> ExactPencil {
    let views = coins(&draws(&coin(), 4)).moments();
    let on = "signal +-1 and noise +-1 with θ = +-1 and four draws, one-hot features: all encoders".into();
    ExactPencil::of_views(Paradigm::JointEmbedding, &views, on)
}
