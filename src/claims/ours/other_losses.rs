//! Other losses with linear encoders: the same row space, another scale, and when modes collapse. And
//! one that has it at one weight and loses it at another.

mod barlow;

use crate::claims::routes::exact::RationalInstance;
use crate::claims::routes::gaussian::GaussianViews;
use crate::claims::routes::minimiser::NEAR;
use crate::claims::routes::one_hot::{OneHot, random_law};
use crate::claims::{Context, Evidence, Line, Route, Statement};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{random_matrix, random_orthogonal, random_positive};
use crate::minimize::{Options, minimize_function};
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, approx_matrix, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "other-losses",
    source: "Extension: contrastive and variance-regularised losses",
    about: "spectral contrastive, population InfoNCE and the VICReg form have the row space of joint-embedding; Barlow Twins need not",
    statement: r"A loss $-2\,\mathrm{tr}\,W G W' + F(s)$ with $s$ the eigenvalues of $W S W'$ has its minima at $W'W = W_{JE}'\mathrm{diag}(s)W_{JE}$. Spectral contrastive $-2E z'z^+ + E(z'u)^2$, $u$ a view of another sample: $s_i = \omega_i$, value $-\sum\omega_i^2$. InfoNCE on Gaussian views with infinitely many negatives and without normalisation is half of it at $W/\sqrt\tau$: $\log E_u e^{z'u/\tau} = \frac{z'(W S W')z}{2\tau^2}$. $E|z - z^+|^2 + \lambda|W S W' - I|_F^2$: $s_i = \max(0, 1 - \frac{1-\omega_i}{\lambda})$, so mode $i$ collapses iff $\lambda \le 1 - \omega_i$. $E|z - z^+|^2 - \log\det W S W'$: $s_i = \frac{1}{2(1-\omega_i)}$. Barlow Twins, outputs of variance 1, $C = W G W'$, $\sum(1-C_{ii})^2 + \lambda\sum_{i\ne j}C_{ij}^2$, is no such loss. At $\lambda = 1$ it has that row space while $\omega_k > \mu = \frac{\sum 1/\omega_i - k}{\sum 1/\omega_i^2}$, the sums over the $k$ kept modes, and value $\mu^2\sum 1/\omega_i^2$: $\frac{25}{106}$ for $\omega = (\frac{9}{10}, \frac12)$; of $(\frac14, \frac18)$ one mode is left, with $\frac54$. At $\lambda = \frac{1}{200}$ and $\omega = (\frac{9}{10}, \frac12)$ two copies of the first mode have $\frac{281}{10000}$, uncorrelated outputs $\frac{9}{50}$ at least. Noise $\sigma^2 I$ makes both paradigms PCA; noise $t C$ ties joint-embedding and leaves reconstruction PCA.",
    assumptions: r"linear encoders, $S$ positive definite, $\omega_k > \omega_{k+1}$ and $s_k > 0$ for the row space; Gaussian views for InfoNCE; $\omega_1 < 1$ for $\log\det$",
    difference: Some("Not in the paper, whose joint-embedding has the constraint in place of a penalty."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![
        definitions(context)?,
        negatives(context)?,
        contrastive(context)?,
        variance_penalty(context)?,
        isotropic(context)?,
        barlow::weight_one(context)?,
        barlow::instances(context)?,
        barlow::minimisers()?,
        minimisers(context)?,
    ])
}

/// tr W G W' and tr (W S W')², from Z = W'W.
fn traces(views: &ViewMoments<Rational>, z: &DMatrix<Rational>) -> [Rational; 3] {
    let spread = &views.view_second * z;
    [(&views.mean_second * z).trace(), spread.trace(), (&spread * &spread).trace()]
}

fn spectral(views: &ViewMoments<Rational>, z: &DMatrix<Rational>) -> Rational {
    let [kept, _, square] = traces(views, z);
    square - kept * ratio(2, 1)
}

/// E|z - z+|² + λ |W S W' - I_k|².
fn penalised(views: &ViewMoments<Rational>, z: &DMatrix<Rational>, lambda: &Rational, k: usize) -> Rational {
    let [kept, spread, square] = traces(views, z);
    (&spread - kept) * ratio(2, 1) + lambda * (square - spread * ratio(2, 1) + ratio(k as i64, 1))
}

/// Z = W_JE' diag(s) W_JE.
fn optimum(instance: &RationalInstance, s: &[Rational]) -> DMatrix<Rational> {
    let w = instance.encoder(s.len());
    w.transpose() * DMatrix::from_diagonal(&DVector::from_column_slice(s)) * w
}

/// ω in (0, 1), descending with gaps.
fn random_omega(rng: &mut ChaCha8Rng, d: usize) -> Vec<Rational> {
    (0..d).map(|i| ratio(4 * (d - i) as i64 - rng.random_range(1..=3), 4 * d as i64)).collect()
}

fn definitions(context: &Context<'_>) -> Result<Evidence> {
    let compared = "both losses of a random W from pairs of views and pairs of samples of a finite law, against tr W G W' and tr (W S W')²";
    let of = (compared, "W off by 1/1000 in one entry");
    Evidence::exact_cases(context, (STATEMENT.name, "definitions"), of, [4, 16, 160], |case, rng, tally| {
        let (d, k) = (1 + case % 3, 1 + case % 2);
        let law = OneHot::additive(&random_law(rng, d, 3), &random_law(rng, d, 2));
        let (w, lambda) = (random_matrix(rng, k, d, 3), random_positive(rng, 4));
        tally.record(law.marginal().iter().chain(&w).chain([&lambda]));
        let at = |v: usize| DVector::from_column_slice(&law.views[v]);
        let s = DMatrix::from_fn(d, d, |i, j| law.average(|_, v| &law.views[v][i] * &law.views[v][j]));
        let g = DMatrix::from_fn(d, d, |i, j| law.average_of_pairs(|v, u| &law.views[v][i] * &law.views[u][j]));
        let views = ViewMoments::additive(g.clone(), &s - g);
        tally.case(|run| {
            let seen = run.off(w.clone());
            let inner = |v: usize, u: usize| ((&seen * at(v)).transpose() * (&seen * at(u)))[0].clone();
            let near = law.average_of_pairs(inner);
            let q = law.marginal();
            let mut far = Rational::zero();
            for v in 0..q.len() {
                (0..q.len()).for_each(|u| far += &q[v] * &q[u] * inner(v, u).pow(2));
            }
            let distance =
                law.average_of_pairs(|v, u| (&seen * (at(v) - at(u))).iter().map(|x| x * x).sum::<Rational>());
            let covariance = &seen * &s * seen.transpose() - DMatrix::<Rational>::identity(k, k);
            let penalty: Rational = covariance.iter().map(|x| x * x).sum();
            let z = w.transpose() * &w;
            Ok([
                far - near * ratio(2, 1) == spectral(&views, &z),
                distance + &lambda * penalty == penalised(&views, &z, &lambda, k),
            ])
        })
    })
}

/// E (z'u)^(2m) = (2m - 1)!! (z' S z)^m: the moments whose generating function is exp(z' S z/2).
fn negatives(context: &Context<'_>) -> Result<Evidence> {
    let compared = "InfoNCE's negatives: moments 2, 4 and 6 of z'u for Gaussian u, by Isserlis, are those of exp(z'Sz/2); and its loss is half the spectral contrastive one at W/√τ, W'W/τ";
    let of = (compared, "z off by 1/1000; τ off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "negatives"), of, [4, 16, 100], |case, rng, tally| {
        let d = 1 + case % 2;
        let omega = random_omega(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega)?;
        let (views, mut z, mut w) =
            (&instance.views, random_matrix(rng, 1, d, 3), random_matrix(rng, 1 + case % 2, d, 3));
        // Neither is 0.
        z[0] += ratio(7, 1);
        w[0] += ratio(7, 1);
        let tau = random_positive(rng, 4);
        tally.record(views.view_second.iter().chain(&z).chain([&tau]));
        // z'u beside z'u+, one-dimensional Gaussians.
        let of = |m: &DMatrix<Rational>, z: &DMatrix<Rational>| z * m * z.transpose();
        tally.case(|run| {
            let seen = run.off(z.clone());
            let inner = GaussianViews::new(&of(&views.mean_second, &seen), &of(&views.view_second, &seen));
            let variance = of(&views.view_second, &z)[0].clone();
            let pencil = inner.pencil(&[vec![1], vec![2], vec![3]]).s;
            let gram = w.transpose() * &w;
            let [kept, _, square] = traces(views, &gram);
            let infonce = square / (&tau * &tau * ratio(2, 1)) - kept / &tau;
            let scaled = gram.map(|v| v / run.off(tau.clone()));
            Ok([
                pencil[(0, 0)] == variance,
                pencil[(1, 1)] == variance.pow(2) * ratio(3, 1),
                pencil[(2, 2)] == variance.pow(3) * ratio(15, 1),
                infonce == spectral(views, &scaled) / ratio(2, 1),
            ])
        })
    })
}

fn contrastive(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random (S, G) with rational Theorem 3.2: s = ω has loss -ω_1² - ... - ω_k², random W and other scales do worse";
    let of = (compared, "s_1 off by 1/1000; the optimum in place of the others");
    Evidence::exact_cases(context, (STATEMENT.name, "contrastive"), of, [5, 30, 300], |case, rng, tally| {
        let d = 2 + case % 2;
        let k = 1 + case % d;
        let omega = random_omega(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega.clone())?;
        let (w, scale) = (random_matrix(rng, k, d, 3), random_positive(rng, 5));
        tally.record(instance.views.view_second.iter().chain(&w));
        let floor: Rational = omega[..k].iter().map(|o| -(o * o)).sum();
        tally.case(|run| {
            let mut s = omega[..k].to_vec();
            s[0] = run.off(s[0].clone());
            let best = optimum(&instance, &omega[..k]);
            let mut other = omega[..k].to_vec();
            other[k - 1] += &scale;
            let [random, scaled] = run.pick([w.transpose() * &w, optimum(&instance, &other)], [best.clone(), best]);
            Ok([
                spectral(&instance.views, &optimum(&instance, &s)) == floor,
                spectral(&instance.views, &random) > floor,
                spectral(&instance.views, &scaled) > floor,
            ])
        })
    })
}

/// s_i and the value of the penalised loss.
fn penalised_optimum(omega: &[Rational], lambda: &Rational) -> (Vec<Rational>, Rational) {
    let s: Vec<Rational> =
        omega.iter().map(|o| (Rational::one() - (Rational::one() - o) / lambda).max(Rational::zero())).collect();
    let of = |(o, s): (&Rational, &Rational)| {
        (Rational::one() - o) * s * ratio(2, 1) + lambda * (s - Rational::one()) * (s - Rational::one())
    };
    let value = omega.iter().zip(&s).map(of).sum();
    (s, value)
}

fn variance_penalty(context: &Context<'_>) -> Result<Evidence> {
    const KINDS: [&str; 3] = ["all modes kept", "some collapsed", "all collapsed"];
    let compared = "the VICReg form: s_i = max(0, 1 - (1 - ω_i)/λ) has the value of the formula, random W and other scales do worse";
    let line =
        Line::exact("variance-penalty", compared, "s off by 1/1000; the optimum in place of the others").kinds(&KINDS);
    line.on_random(context, (STATEMENT.name, "variance-penalty"), [12, 40, 400], |case, rng, tally| {
        let d = 2 + case % 2;
        let k = 2;
        let omega = random_omega(rng, d);
        let one = Rational::one();
        // λ at, between and outside of the levels at which modes collapse.
        let levels = [&one - &omega[0], &one - &omega[1]];
        let lambda = match case % 4 {
            0 => &levels[0] * ratio(1, 2),
            1 => levels[0].clone(),
            2 => (&levels[0] + &levels[1]) / ratio(2, 1),
            _ => &levels[1] * ratio(rng.random_range(2..=6), 1),
        };
        let instance = RationalInstance::joint_embedding(rng, omega.clone())?;
        let w = random_matrix(rng, k, d, 3);
        tally.record(instance.views.view_second.iter().chain(&w).chain([&lambda]));
        let (s, value) = penalised_optimum(&omega[..k], &lambda);
        tally.saw(KINDS[s.iter().filter(|s| s.is_zero()).count()]);
        let loss = |z: &DMatrix<Rational>| penalised(&instance.views, z, &lambda, k);
        tally.case(|run| {
            let best = optimum(&instance, &s);
            let mut near = s.clone();
            near[1] += ratio(1, 1000);
            let [random, scaled] =
                run.pick([w.transpose() * &w, optimum(&instance, &near)], [best.clone(), best.clone()]);
            let mut faulty = s.clone();
            faulty[0] = run.off(faulty[0].clone());
            Ok([
                loss(&optimum(&instance, &faulty)) == value,
                loss(&random) > value || w.iter().all(Zero::is_zero),
                loss(&scaled) > value,
            ])
        })
    })
}

fn isotropic(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "C = Q diag(c) Q': eigenvalues c/(c + σ²) and c²/(c + σ²) under σ² I, 1/(1 + t) and c/(1 + t) under t C";
    let of = (compared, "σ² and t off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "isotropic"), of, [4, 16, 160], |case, rng, tally| {
        let d = 2 + case % 2;
        let (q, sigma) = (random_orthogonal(rng, d, 2)?, random_positive(rng, 5));
        let c: Vec<Rational> = (0..d).map(|_| random_positive(rng, 5)).collect();
        tally.record(q.iter().chain(&c).chain([&sigma]));
        let data = &q * DMatrix::from_diagonal(&DVector::from_column_slice(&c)) * q.transpose();
        tally.case(|run| {
            let level = run.off(sigma.clone());
            let white = ViewMoments::additive(data.clone(), DMatrix::from_diagonal_element(d, d, level.clone()));
            let shaped = ViewMoments::additive(data.clone(), &data * level);
            let is = |views: &ViewMoments<Rational>, paradigm: Paradigm, of: &dyn Fn(&Rational) -> Rational| {
                let pencil = views.pencil(paradigm);
                (0..d).all(|i| {
                    let v = q.columns(i, 1);
                    &pencil.a * &v == (&pencil.s * &v).map(|x| x * of(&c[i]))
                })
            };
            let (je, rc) = (Paradigm::JointEmbedding, Paradigm::Reconstruction);
            let one = Rational::one();
            Ok([
                is(&white, je, &|c| c / (c + &sigma)),
                is(&white, rc, &|c| c * c / (c + &sigma)),
                is(&shaped, je, &|_| &one / (&one + &sigma)),
                is(&shaped, rc, &|c| c / (&one + &sigma)),
            ])
        })
    })
}

/// A loss of W S W' and W G W' with its gradient.
fn loss(name: &str, w: &DMatrix<f64>, s: &DMatrix<f64>, g: &DMatrix<f64>) -> (f64, DMatrix<f64>) {
    let (spread, kept) = (w * s, w * g);
    let covariance = &spread * w.transpose();
    let near = 2.0 * (covariance.trace() - (&kept * w.transpose()).trace());
    let slope = (&spread - &kept) * 4.0;
    match name {
        "contrastive" => (
            (&covariance * &covariance).trace() - 2.0 * (&kept * w.transpose()).trace(),
            &covariance * &spread * 4.0 - kept * 4.0,
        ),
        "penalty" => {
            let off = &covariance - DMatrix::identity(w.nrows(), w.nrows());
            (near + 2.0 * off.norm_squared(), slope + off * spread * 8.0)
        }
        _ => {
            // + INF outside of its domain, where the line search turns back.
            let Some(factor) = covariance.clone().cholesky() else {
                return (f64::INFINITY, DMatrix::zeros(w.nrows(), w.ncols()));
            };
            (near - factor.determinant().ln(), slope - factor.solve(&spread) * 2.0)
        }
    }
}

fn minimisers(context: &Context<'_>) -> Result<Evidence> {
    let compared = "L-BFGS, 3 starts each, on three losses: the row space of SSL-JE, and the value of the table";
    let because = format!("row spaces within {NEAR:e}; values within 1e-8, the square of that");
    let line =
        Line::new(Route::Minimiser, "minimiser", compared, "the least k modes; the value off by 1/1000", because);
    line.on_random(context, (STATEMENT.name, "minimiser"), [1, 3, 12], |case, rng, tally| {
        let (d, k) = (3 + case % 2, 1 + case % 2);
        let omega = random_omega(rng, d);
        let instance = RationalInstance::joint_embedding(rng, omega.clone())?;
        tally.record(&instance.views.view_second);
        let views = instance.views.approx();
        // Whitened, so that the starts are no worse in one instance than in another.
        let root = approx_matrix(&instance.inverse_root);
        let (s, g) = (&root * &views.view_second * &root, &root * &views.mean_second * &root);
        let approx: Vec<f64> = omega.iter().map(Scalar::approx).collect();
        let value = |name: &str| -> f64 {
            match name {
                "contrastive" => approx[..k].iter().map(|o| -o * o).sum(),
                "penalty" => penalised_optimum(&omega[..k], &ratio(2, 1)).1.approx(),
                _ => approx[..k].iter().map(|o| 1.0 + (2.0 * (1.0 - o)).ln()).sum(),
            }
        };
        let right = approx_matrix(&instance.right);
        for name in ["contrastive", "penalty", "log det"] {
            let runs = (0..3)
                .map(|seed| minimize_function((k, d), |w: &DMatrix<f64>| loss(name, w, &s, &g), seed, &OPTIONS))
                .collect::<Result<Vec<_>>>()?;
            tally.case(|run| {
                let rows = run.pick(right.columns(0, k), right.columns(d - k, k)).transpose();
                let expected = run.off(value(name));
                let mut found = [true; 2];
                for (w, value) in &runs {
                    found[0] &= row_space_distance(w, &rows)? < NEAR;
                    found[1] &= (value - expected).abs() < 1e-8;
                }
                Ok(found)
            })?;
        }
        Ok(())
    })
}

/// A gradient of 1e-7 leaves a distance of 1e-7 over the least curvature, some hundredths here.
const OPTIONS: Options = Options { max_iterations: 5000, gradient_tolerance: 1e-7 };
