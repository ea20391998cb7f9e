//! On Gaussian views the nonlinear spectrum is all products of the linear one: the harmonic rule.

use crate::certificate::ExactPencil;
use crate::claims::routes::exact::{RationalInstance, around, beside};
use crate::claims::routes::gaussian::{GaussianViews, monomials};
use crate::claims::routes::one_hot::{OneHot, Points, has_spectrum, join};
use crate::claims::routes::populations::{random_spectrum, suitable};
use crate::claims::routes::trained::{Found, Training, Views, random_layer};
use crate::claims::routes::{certificate, minimiser};
use crate::claims::{Context, Evidence, Line, Route, Statement, Tag};
use crate::error::Result;
use crate::linalg::exact::{inertia, random_positive};
use crate::moments::Pencil;
use crate::networks::Schedule;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, exact_from_f64, ratio};
use crate::threshold::{Recovery, Spectrum};
use nalgebra::DMatrix;
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "harmonic-rule",
    source: "Extension: joint-embedding with any encoder on Gaussian data",
    about: "Gaussian views: when the linear optimum is the optimum over all encoders, and when noise stays out",
    statement: r"Jointly Gaussian views of any $(S, G)$, $G$ positive semidefinite: over all encoders the eigenvalues are all products $\omega_1^{m_1} \dots \omega_d^{m_d}$ with whole $m_j \ge 0$, of Hermite polynomials in the canonical coordinates; polynomials of degree at most $D$ are an invariant space. With $k$ centred outputs the linear optimum is the only one iff $\omega_k > \omega_{k+1}$ and $\omega_1^2 < \omega_k$. Under $T(\alpha)$, $\delta^\ast \ge \delta$ the $k$-th largest product of signal eigenvalues: every optimum is a function of the signal alone iff $\alpha^2 > \frac{1-\delta^\ast}{\delta^\ast} - \min_j \frac{\theta_j}{g_j} = \alpha_{NL}^2 \le \alpha_{JE}^2$, and it is the linear signal iff moreover $\omega_1^2 < \delta$, $\omega_1$ now the largest of the signal: with $t_i = \theta_i/c_i$, iff $t_{\max} < t_{\min}(2 + t_{\min})$, whatever $\alpha$; for $\theta_i = \beta^2 t_i c_i$ $\beta > 0$, iff $\beta^2 > \frac{t_{\max}/t_{\min} - 2}{t_{\min}}$. All signals are in every optimal span of $K$ outputs iff $K$ is at least the number of $m \ne 0$ whose product is at least $\delta$. A law with the moments of a Gaussian up to degree $2D$ has the same pencil for polynomials of degree $D$. Signals of variance $(3, 1)$, $\theta = (1, 1)$ and two outputs: the linear loss is $\frac32$, the least one $\frac{11}{8}$, with $x_1$ and $x_1^2$; tanh networks reach it and hold nothing of $x_2$.",
    assumptions: r"$(v, v^+)$ jointly Gaussian, outputs centred; the thresholds in the setting of section 4.1 with a Gaussian signal. What networks reach is measured: of gradient descent nothing is proved",
    difference: Some(
        r"Not in the paper, whose encoders are linear: Proposition 4.4 is about the linear optimum, which here need not be the optimum.",
    ),
    snapshots: &["claims"],
    tags: &[Tag::Certified],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let list = monomials(2, 3);
    let views = GaussianViews::canonical(&[ratio(3, 4), ratio(1, 2)]).centred(&list);
    let on = "c = (3, 1), th = (1, 1), polynomials of degree at most 3".into();
    let pencil = ExactPencil::of_views(Paradigm::JointEmbedding, &views, on);
    Ok(vec![
        products(context)?,
        three_points()?,
        rule(context)?,
        thresholds(context)?,
        instances()?,
        strength(context)?,
        outputs()?,
        minimisers()?,
        networks(context)?,
        random_features(context)?,
        certificate::proved(context, &pencil, 2, "polynomials", "harmonics", None)?,
    ])
}

/// All products of powers of the eigenvalues, of degree at most D, the constant first.
fn powers(omega: &[Rational], degree: usize) -> Vec<Rational> {
    let of = |m: &Vec<usize>| m.iter().zip(omega).map(|(m, omega)| omega.pow(*m as i32)).product();
    monomials(omega.len(), degree).iter().map(of).collect()
}

/// Descending ω below 1, some of them equal or with an equal square.
fn random_omega(rng: &mut ChaCha8Rng, d: usize) -> Vec<Rational> {
    let choices = [(15, 16), (3, 4), (9, 16), (2, 3), (4, 9), (1, 2), (1, 4), (1, 3)];
    let mut omega: Vec<Rational> = (0..d)
        .map(|_| {
            let (p, q) = choices[rng.random_range(0..choices.len())];
            ratio(p, q)
        })
        .collect();
    omega.sort_unstable_by(|a, b| b.cmp(a));
    omega
}

fn products(context: &Context<'_>) -> Result<Evidence> {
    let compared = "S and G in a random basis, d = 2 and 3, monomials up to degree 4 and 2: the pencil of their moments has the products as eigenvalues, with multiplicity";
    let of = (compared, "ω_1 off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "products"), of, [2, 4, 24], |case, rng, tally| {
        let (d, degree) = [(2, 2), (1, 4), (2, 3), (3, 2), (2, 4), (1, 6)][case % 6];
        let omega = random_omega(rng, d);
        let views = RationalInstance::joint_embedding(rng, omega.clone())?.views;
        tally.record(&views.view_second);
        let pencil = GaussianViews::new(&views.mean_second, &views.view_second).pencil(&monomials(d, degree));
        tally.case(|run| {
            let mut omega = omega.clone();
            omega[0] = run.off(omega[0].clone());
            Ok([has_spectrum(&pencil, &powers(&omega, degree))])
        })
    })
}

/// -3 q, 0, 3 q with weights 1/6, 2/3, 1/6: the moments of N(0, 3 q²) up to degree 5.
fn three(q: i64) -> Points {
    [(-3 * q, (1, 6)), (0, (2, 3)), (3 * q, (1, 6))].map(|(x, (p, of))| (vec![ratio(x, 1)], ratio(p, of))).into()
}

fn three_points() -> Result<Evidence> {
    let compared = "x_1 on 0, +-6 and x_2, θ_1, θ_2 on 0, +-3, weights 1/6, 2/3, 1/6: the pencil of the quadratic features, summed over the law, has 1, 4/5, 16/25, 1/2, 2/5, 1/4";
    Line::exact("three-points", compared, "x_1 with weights 1/3").on_each([()], |(), tally| {
        tally.case(|run| {
            let uniform = [-6, 0, 6].map(|x| (vec![ratio(x, 1)], ratio(1, 3))).into();
            let first = run.pick(three(2), uniform);
            let law = OneHot::additive(&join(&first, &three(1)), &join(&three(1), &three(1)));
            let list = monomials(2, 2);
            let value = |m: &[usize], v: usize| law.views[v][0].pow(m[0] as i32) * law.views[v][1].pow(m[1] as i32);
            let a = DMatrix::from_fn(6, 6, |i, j| law.average_of_pairs(|v, u| value(&list[i], v) * value(&list[j], u)));
            let s = DMatrix::from_fn(6, 6, |i, j| law.average(|_, v| value(&list[i], v) * value(&list[j], v)));
            Ok([has_spectrum(&Pencil { a, s }, &powers(&[ratio(4, 5), ratio(1, 2)], 2))])
        })
    })
}

/// How many eigenvalues of polynomials up to a degree exceed t, and how many equal it; constants count.
fn counts(omega: &[Rational], degree: usize, t: &Rational) -> [usize; 2] {
    let pencil = GaussianViews::canonical(omega).pencil(&monomials(omega.len(), degree));
    let found = inertia(&pencil.shifted(t));
    [found.positive, found.zero]
}

fn rule(context: &Context<'_>) -> Result<Evidence> {
    const KINDS: [&str; 4] = ["linear", "harmonic first", "harmonic tied", "linear tie"];
    let compared = "the rule against the inertia of the quadratic pencil in a random basis at ω_k: k - 1 functions above and one at it, besides the constant";
    let line = Line::exact("rule", compared, "the rule ω_1 < ω_k").kinds(&KINDS);
    line.on_random(context, (STATEMENT.name, "rule"), [12, 40, 400], |case, rng, tally| {
        // One of each kind, then random ones.
        let fixed = [([(3, 4), (2, 3)], 2), ([(15, 16), (1, 2)], 2), ([(3, 4), (9, 16)], 2), ([(2, 3), (2, 3)], 1)];
        let (omega, k) = match fixed.get(case) {
            Some((omega, k)) => (omega.map(|(p, q)| ratio(p, q)).to_vec(), *k),
            None => (random_omega(rng, 2 + usize::from(case % 5 == 0)), 1 + case % 2),
        };
        let d = omega.len();
        let views = RationalInstance::joint_embedding(rng, omega.clone())?.views;
        tally.record(views.view_second.iter().chain(&omega));
        let pencil = GaussianViews::new(&views.mean_second, &views.view_second).pencil(&monomials(d, 2));
        let at = inertia(&pencil.shifted(&omega[k - 1]));
        let square = &omega[0] * &omega[0];
        let gap = k == d || omega[k - 1] > omega[k];
        tally.saw(match square.cmp(&omega[k - 1]) {
            std::cmp::Ordering::Less if gap => "linear",
            std::cmp::Ordering::Less => "linear tie",
            std::cmp::Ordering::Equal => "harmonic tied",
            std::cmp::Ordering::Greater => "harmonic first",
        });
        // The optimum is unique and linear: k functions besides the constant down to ω_k.
        let unique = at.positive + at.zero == k + 1;
        tally.case(|run| Ok([unique == (gap && run.pick(&square, &omega[0]) < &omega[k - 1])]))
    })
}

/// Whether the optima of k outputs are functions of the signal alone, from the inertia at t.
fn decide(signal: &[Rational], noise: &[Rational], t: &Rational) -> Option<Recovery> {
    let (k, all) = (signal.len(), [signal, noise].concat());
    let ([own, at], [total, total_at]) = (counts(signal, k, t), counts(&all, k, t));
    if own > k && total == own {
        Some(Recovery::Signal)
    } else if own <= k && own + at > k && total == own && total_at > at {
        Some(Recovery::Tie)
    } else if own <= k && at == 0 && total > own {
        Some(Recovery::NoiseLeaks)
    } else {
        None
    }
}

fn thresholds(context: &Context<'_>) -> Result<Evidence> {
    const KINDS: [&str; 4] = ["harmonic free", "noise evicted", "signal untouched by θ", "two signals"];
    let compared = "random spectra at α_NL² -1e-6, +0, +1e-6: some optimum of k outputs sees noise, tie, none does, by the inertia of polynomials of degree k; harmonic free iff k of them reach δ at degree 2";
    let line = Line::exact("thresholds", compared, "the other side of α_NL², and 1e-6 beside a tie; the rule ω_1 < δ")
        .kinds(&KINDS);
    line.on_random(context, (STATEMENT.name, "thresholds"), [16, 40, 400], |_, rng, tally| {
        let spectrum = random_spectrum(rng)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        tally.record([variances, theta, gamma].iter().flatten());
        let (all, t, k) = (spectrum.all_encoders(), spectrum.thresholds(), spectrum.rank());
        let (signal, _) = spectrum.limit_eigenvalues(Paradigm::JointEmbedding, &Rational::zero());
        let strict = all.alpha_squared_noise_free < t.alpha_squared_je;
        for (seen, kind) in [all.harmonic_free, strict, signal.iter().any(One::is_one), k == 2].into_iter().zip(KINDS) {
            if seen {
                tally.saw(kind);
            }
        }
        for (at, expected) in around(&all.alpha_squared_noise_free) {
            tally.case(|run| {
                let at = run.pick(at.clone(), beside(&at, &all.alpha_squared_noise_free));
                let (signal, noise) = spectrum.limit_eigenvalues(Paradigm::JointEmbedding, &at);
                // Any t between the highest noise eigenvalue and δ* decides.
                let highest = noise.into_iter().reduce(Rational::max).unwrap_or_else(Rational::zero);
                let (_, noise) = spectrum.limit_eigenvalues(Paradigm::JointEmbedding, &at);
                Ok([decide(&signal, &noise, &((highest + &all.delta_star) / ratio(2, 1))) == Some(expected)])
            })?;
        }
        let [above, at] = counts(&signal, 2, &t.delta);
        let quick = signal.iter().all(|omega| omega < &t.delta);
        tally.case(|run| Ok([run.pick(all.harmonic_free, quick) == (above + at == k + 1)]))
    })
}

/// 2 (k - the k largest products) and the linear value.
fn losses(omega: &[Rational], k: usize) -> [Rational; 2] {
    let of = |mut values: Vec<Rational>| {
        values.sort_unstable_by(|a, b| b.cmp(a));
        ratio(2 * k as i64, 1) - values[..k].iter().sum::<Rational>() * ratio(2, 1)
    };
    [of(omega.to_vec()), of(powers(omega, 6)[1..].to_vec())]
}

fn instances() -> Result<Evidence> {
    let compared = "c, th, the linear loss, the least loss, α_JE² and α_NL² with noise g = 1, th = 0";
    let instances = [
        ([(3, 1), (1, 1)], [(1, 1), (1, 1)], (3, 2), (11, 8), (1, 1), (7, 9)),
        ([(3, 1), (2, 1)], [(1, 1), (1, 1)], (7, 6), (7, 6), (1, 2), (1, 2)),
        ([(2, 1), (4, 5)], [(1, 1), (1, 1)], (16, 9), (16, 9), (5, 4), (5, 4)),
        ([(9, 1), (1, 1)], [(1, 1), (1, 1)], (6, 5), (29, 50), (1, 1), (19, 81)),
    ];
    Line::exact("instances", compared, "c_1 off by 1/1000, or the threshold where c_1 has no part in it").on_each(
        instances,
        |(c, th, linear, least, je, nl), tally| {
            let of = |(p, q): (i64, i64)| ratio(p, q);
            tally.case(|run| {
                let signal = vec![run.off(of(c[0])), of(c[1])];
                let theta = vec![of(th[0]), of(th[1]), ratio(0, 1)];
                let spectrum = Spectrum::new(signal, theta, vec![ratio(1, 1)])?;
                let (omega, _) = spectrum.limit_eigenvalues(Paradigm::JointEmbedding, &Rational::zero());
                let numbers =
                    (spectrum.thresholds().alpha_squared_je, spectrum.all_encoders().alpha_squared_noise_free);
                let found = losses(&omega, 2);
                let nonlinear = if nl == je { run.off(numbers.1) } else { numbers.1 };
                Ok([found[0] == of(linear), found[1] == of(least), run.off(numbers.0) == of(je), nonlinear == of(nl)])
            })
        },
    )
}

fn strength(context: &Context<'_>) -> Result<Evidence> {
    let compared = "th_i = β² t_i c_i around β² = (t_max/t_min - 2)/t_min: below and at it not harmonic free, above it free, by counting products at degree 2; t = (1/10, 1) gives 80";
    let of = (compared, "the other side");
    Evidence::exact_cases(context, (STATEMENT.name, "strength"), of, [8, 30, 300], |case, rng, tally| {
        let (low, high) = suitable(|| {
            let (low, factor) = (random_positive(rng, 6), random_positive(rng, 9) + ratio(2, 1));
            Ok(Some((low.clone(), low * factor)))
        })?;
        let (low, high) = if case == 0 { (ratio(1, 10), ratio(1, 1)) } else { (low, high) };
        let variances = [random_positive(rng, 5), random_positive(rng, 5)];
        tally.record([&low, &high].into_iter().chain(&variances));
        let critical = (&high / &low - ratio(2, 1)) / &low;
        for (side, free) in [(-1, false), (0, false), (1, true)] {
            tally.case(|run| {
                let side = run.pick(side, if free { -1 } else { 1 });
                let strength = &critical + ratio(side, 1_000_000_000);
                let theta = [&low, &high].into_iter().zip(&variances).map(|(t, c)| &strength * t * c);
                let omega: Vec<Rational> = variances.iter().zip(theta).map(|(c, th)| c / (c + th)).collect();
                let delta = omega.iter().min().cloned().unwrap_or_else(Rational::zero);
                let [above, at] = counts(&omega, 2, &delta);
                Ok([(above + at == 3) == free, case > 0 || run.off(critical.clone()) == ratio(80, 1)])
            })?;
        }
        Ok(())
    })
}

fn outputs() -> Result<Evidence> {
    let compared = "ω = (9/10, 1/2): 7 functions reach δ = 1/2 among polynomials of degree 7; (3/4, 2/3): 2";
    Line::exact("outputs", compared, "δ off by 1/5").on_each(
        [((9, 10), (1, 2), 7, 7), ((3, 4), (2, 3), 4, 2)],
        |((p, q), (r, s), degree, expected), tally| {
            let omega = [ratio(p, q), ratio(r, s)];
            tally.case(|run| {
                let delta = run.pick(omega[1].clone(), &omega[1] - ratio(1, 5));
                let [above, at] = counts(&omega, degree, &delta);
                Ok([above + at == expected + 1])
            })
        },
    )
}

/// Two outputs on the five quadratic features.
fn minimisers() -> Result<Evidence> {
    let compared = "k = 2 on the quadratic features: x_1 and x_1² - 1 for ω = (3/4, 1/2), x_1 and x_2 for (3/4, 2/3)";
    let line = minimiser::line("minimiser", compared, "the second output of the other");
    // Centred features: x_2, x_1, x_2², x_1 x_2, x_1².
    line.on_each([((1, 2), 4, 0), ((2, 3), 0, 4)], |((p, q), second, other), tally| {
        let views = GaussianViews::canonical(&[ratio(3, 4), ratio(p, q)]).centred(&monomials(2, 2));
        tally.case(|run| {
            let mut rows = DMatrix::zeros(2, 5);
            rows[(0, 1)] = 1.0;
            rows[(1, run.pick(second, other))] = 1.0;
            Ok([minimiser::minimised(Paradigm::JointEmbedding, &views, &rows)?.found()])
        })
    })
}

/// c = (3, 1) and (3, 2), θ = (1, 1), k = 2: a harmonic comes second, and a signal. The linear loss is
/// 3/2 and 7/6, the least one 11/8 and 7/6.
const INVERTED: Views = Views { c: [3.0, 1.0], theta: [1.0, 1.0] };
const PLAIN: Views = Views { c: [3.0, 2.0], theta: [1.0, 1.0] };

/// Forty small and eight large networks ended at most 0.0085 above the least loss.
const ABOVE: f64 = 0.015;
/// The error of the quadrature on their outputs.
const BELOW: f64 = 1e-4;
/// They held 0.0040 of the signal that is lost at most, and 0.984 of the function that is found.
const LOST: f64 = 0.01;
const HELD: f64 = 0.97;

fn networks(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("training tanh networks");
    let training =
        |width, batch, rate, steps| Training { width, batch, schedule: Schedule { rate, warm_up: steps / 20, steps } };
    // 2-16-16-2 networks, and in the full tier 2-48-48-2 ones.
    let small = training(16, 256, 0.02, 600);
    let training = context.tier.pick(small, small, training(48, 512, 0.01, 2000));
    let compared = "tanh networks with whitened outputs, fresh views, c = (3, 1) and (3, 2), θ = (1, 1): the losses 11/8 and 7/6, which no encoder is below; the outputs hold x_1² and nothing of x_2, and x_2";
    let because = format!(
        "losses from {BELOW} below to {ABOVE} above, shares of variance below {LOST} and above {HELD}: what 24 other seeds leave, twice"
    );
    let fault = "the network of the other instance";
    let line = Line::new(Route::Minimiser, "networks", compared, fault, because);
    line.on_random(context, (STATEMENT.name, "networks"), [1, 1, 5], |_, rng, tally| {
        let [inverted, plain] = [INVERTED, PLAIN].map(|views| views.train(&training, rng));
        let (inverted, plain) = (inverted?, plain?);
        tally.record([&exact_from_f64(inverted.parameters()[0])?]);
        let reaches = |found: Found, floor: f64| (floor - BELOW..floor + ABOVE).contains(&found.loss);
        tally.case(|run| {
            let first = INVERTED.judge(|views| run.pick(&inverted, &plain).outputs(views))?;
            let second = PLAIN.judge(|views| run.pick(&plain, &inverted).outputs(views))?;
            Ok([
                reaches(first, 11.0 / 8.0),
                first.second < LOST && first.square > HELD,
                reaches(second, 7.0 / 6.0),
                second.second > HELD,
            ])
        })
    })
}

fn random_features(context: &Context<'_>) -> Result<Evidence> {
    let compared = "80 random ReLU features of the views, c = (3, 1), θ = (1, 1): the leading eigenvalues of their pencil are 3/4, 9/16 and 1/2";
    let because = "within 1/50: sixteen seeds leave 0.0085, most of it the kinks under the quadrature";
    let line = Line::new(Route::ClosedForm, "random-features", compared, "c = (3, 2)", because);
    line.on_random(context, (STATEMENT.name, "random features"), [1, 1, 5], |_, rng, tally| {
        let layer = random_layer(80, rng);
        tally.record([&exact_from_f64(layer[0][2])?]);
        tally.case(|run| {
            let found = run.pick(INVERTED, PLAIN).of_features(&layer)?;
            Ok([found.iter().zip([0.75, 0.5625, 0.5]).all(|(found, expected)| (found - expected).abs() < 0.02)])
        })
    })
}
