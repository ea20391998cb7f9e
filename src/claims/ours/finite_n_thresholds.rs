//! Finite samples: where the signal leaves the noise when n is comparable to d, and what is found.

use crate::claims::routes::high_dimension::{controlled_mean, distinct, streams};
use crate::claims::routes::populations::{random_spectrum, suitable};
use crate::claims::{Context, Evidence, Measured, Route, Run, Statement, Tier, largest, largest_of};
use crate::error::Result;
use crate::experiment::high_dimension::{Entries, Setting};
use crate::linalg::exact::{exact_solve, random_matrix, random_positive};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, Scalar, ratio};
use crate::threshold::finite::isotropic::Isotropic;
use crate::threshold::finite::{Law, Model, Number, Signal, joint_embedding};
use nalgebra::DMatrix;
use num_traits::Zero;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "finite-n-thresholds",
    source: "Ours, beyond Propositions 4.3 and 4.4",
    about: "what is needed, and found, where $n$ is comparable to $d$",
    statement: r"As $n\to\infty$ with $\frac{m}{n}\to\gamma$, in probability. Joint-embedding, $s = \frac{\theta}{c}$, $u_j = \frac{s}{\alpha^2 + t_j - s}$: the signal leaves the noise iff $\alpha^2 > s - t_j$ for all $j$ and $\gamma\,E[u^2] < 1$; then the row explains $1 - \gamma\,E[u^2]$ of it on the training rows, and the angle to the axis has $\mathrm{tan}^2 = \frac{c\,\gamma\,E[u^2/g]}{1 - \gamma\,E[u^2]}$. Under one $t$ the threshold is $(1 + \sqrt{\gamma})\,s - t$. Reconstruction under one $g$ and $t$: its threshold, above which the signal leaves the noise at every $\alpha$, is at a root of a cubic, and a signal that leaves the noise need not be found. Where two signals have one $\frac{\theta_i}{c_i}$ this is said of their span.",
    assumptions: r"section 4.1 with $\Theta$ diagonal, $k$ fixed, $c_i$ converging, noise of mean 0 whose entries, divided by $\sqrt{g_j}$, are i.i.d. with a bounded moment above the fourth; the law of $(g_j, t_j)$ converges, its extremes to the ends of a compact support, so that no direction stays apart; $g_j$ and the diagonal of $\Theta_2 + \alpha^2\Gamma_2$ at least a positive constant; $t_j = \frac{\theta_j}{g_j}$",
    difference: Some(
        r"The paper has $\gamma = 0$: (10) and (12). It names finite samples as future work. Joint-embedding is the spiked model of Bai and Yao (arXiv:0806.1141) on the noise whitened by $\Sigma$; for the pencil of reconstruction we know no published theorem, and the formulas are our derivation.",
    ),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = vec![
        reconstruction_exact(context)?,
        joint_embedding_bounds(context)?,
        without_ratio(context)?,
        secular(context)?,
    ];
    for entries in Entries::ALL {
        evidence.push(simulated(context, entries)?);
    }
    Ok(evidence)
}

/// An instance whose companion transforms are rational: x = L + γ L/(L - 1) has m(x) = -1/L, and ρ = 1/mm -
/// γ/(1 + mm) has m(-ρ) = mm.
struct Instance {
    noise: Isotropic<Rational>,
    signal: Signal<Rational>,
    a: Rational,
    lambda: Rational,
}

fn instance(rng: &mut ChaCha8Rng) -> Result<Instance> {
    let one = ratio(1, 1);
    suitable(|| {
        let p = ratio(rng.random_range(1..=4), rng.random_range(1..=4));
        let gamma = &p * &p;
        let (l, mm, c) = (&one + &p + random_positive(rng, 4), random_positive(rng, 4), random_positive(rng, 6));
        let x = &l + &gamma * &l / (&l - &one);
        let rho = mm.recip() - &gamma / (&one + &mm);
        if rho <= Rational::zero() || rho >= x {
            return Ok(None);
        }
        let (a, lambda) = (&x * &rho / (&x - &rho), &x - &rho);
        let (kx, ky) = (&x * (&c - &l) / &l, &rho * (&one + &c * &mm));
        if kx == ky {
            return Ok(None);
        }
        let th = &a + (&x + &rho) * &kx * &ky / (&lambda * (&ky - &kx));
        let noise = Isotropic { ratio: gamma, g: ratio(1, 1) };
        // The leading outlier, and not one below the edge or another root.
        let found = Isotropic { ratio: noise.ratio.approx(), g: 1.0 };
        let signal = Signal { c, th };
        let good = signal.th > Rational::zero() && found.at(&signal.approx(), a.approx()).is_some();
        Ok(good.then_some(Instance { noise, signal, a, lambda }))
    })
}

/// Outliers of reconstruction that are made rational: the search in `f64` ends at them, exactly.
fn reconstruction_exact(context: &Context<'_>) -> Result<Evidence> {
    let compared = "reconstruction with rational transforms: the outlier that was put in is found, at both units of g";
    let of = (compared, "the outlier off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "outliers"), of, [10, 100, 500], |_, rng, tally| {
        let Instance { noise, signal, a, lambda } = instance(rng)?;
        tally.record([&noise.ratio, &signal.c, &signal.th, &a]);
        let g = random_positive(rng, 5);
        let scaled = Isotropic { ratio: noise.ratio.clone(), g: g.clone() };
        let larger = Signal { c: &signal.c * &g, th: &signal.th * &g };
        tally.case(|run| {
            let one = noise.exact_at(&signal, &a);
            let two = scaled.exact_at(&larger, &(&a * &g));
            let expected = run.off(lambda.clone());
            let [first, second] = [&one, &two].map(|found| found.as_ref().map(|(lambda, _)| lambda.clone()));
            let same = one.map(|(_, quality)| quality) == two.map(|(_, quality)| quality);
            Ok([first == Some(expected.clone()), second == Some(&expected * &g) && run.pick(same, !same)])
        })
    })
}

/// J2's bounds under several kinds of noise, and the threshold against its own definition.
fn joint_embedding_bounds(context: &Context<'_>) -> Result<Evidence> {
    let compared = "joint-embedding, 1 to 5 kinds of noise: the signal leaves the noise above the threshold and not below; (1 + sqrt γ) s - E t <= α² <= (1 + sqrt γ) s - min t";
    let of =
        (compared, "γ off by a third in the threshold; its bounds at a sqrt γ too large, or too small, by a factor");
    Evidence::exact_cases(context, (STATEMENT.name, "bounds"), of, [10, 100, 500], |case, rng, tally| {
        let directions: Vec<_> = (0..=case % 5).map(|_| (random_positive(rng, 5), random_positive(rng, 5))).collect();
        let signal = Signal { c: random_positive(rng, 5), th: random_positive(rng, 5) };
        let p = ratio(rng.random_range(1..=5), rng.random_range(1..=4));
        let law = Law::new(&p * &p, &directions)?;
        let other = Law::new(&p * &p * ratio(4, 3), &directions)?;
        tally.record([&signal.c, &signal.th, &p]);
        let (s, least) = (signal.ratio(), law.least_ratio());
        let mean: Rational = law.atoms().iter().map(|atom| &atom.t * &atom.weight).sum();
        tally.case(|run| {
            let found = joint_embedding::threshold(run.pick(&law, &other), &signal).ends();
            let off = run.pick(ratio(1, 1), ratio(1, 4));
            let (low, high) = (
                (run.pick(ratio(1, 1), ratio(9, 1)) * &p + ratio(1, 1)) * &s - &mean,
                (ratio(1, 1) + off * &p) * &s - &least,
            );
            let near = Rational::new(1.into(), (1u64 << 40).into());
            Ok([
                !joint_embedding::separated(&law, &signal, &found.low)
                    && joint_embedding::separated(&law, &signal, &(&found.high + &near)),
                low <= found.high,
                found.low <= high,
            ])
        })
    })
}

/// γ = 0: (12), and (10) from the cubic, where it is above -t.
fn without_ratio(context: &Context<'_>) -> Result<Evidence> {
    let compared =
        "γ = 0 on random spectra: the thresholds are (10) and (12); one noise variance: the cubic gives (10)";
    let of = (compared, "the signal's variance off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "population"), of, [10, 100, 500], |_, rng, tally| {
        let spectrum = random_spectrum(rng)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        let k = spectrum.rank();
        tally.record(variances.iter().chain(&theta));
        let noise: Vec<_> = (k..variances.len()).map(|j| (gamma[j].clone(), &theta[j] / &gamma[j])).collect();
        let paper = spectrum.thresholds();
        let over = (0..k).map(|i| (&variances[i] + &theta[i]) / (&variances[i] * &variances[i])).max();
        tally.case(|run| {
            let signal = |i: usize| Signal { c: run.off(variances[i].clone()), th: theta[i].clone() };
            let signals: Vec<_> = (0..k).map(signal).collect();
            let found = Model::of(signals.clone(), Law::new(Rational::zero(), &noise)?)?.thresholds()?;
            // The cubic, for the first kind of noise alone.
            let (g, _) = &noise[0];
            let one = Isotropic { ratio: Rational::zero(), g: g.clone() };
            let cubic = largest(signals.iter().map(|signal| one.threshold(signal).approx()));
            let expected =
                over.as_ref().map_or(f64::NAN, |over| ((g * over - ratio(1, 1)) * g).max(Rational::zero()).approx());
            Ok([
                found.joint_embedding == Number::Exact(paper.alpha_squared_je.clone()),
                found.reconstruction == Number::Exact(paper.alpha_squared_rc.clone()),
                // The root is exact if it has few digits, else to rounding.
                (cubic - expected).abs() <= 1e-9 * expected.max(1.0),
            ])
        })
    })
}

/// The equations that the limit is taken of hold for every sample.
fn secular(context: &Context<'_>) -> Result<Evidence> {
    let compared = "random samples of 2 to 4 rows: the corner of (C - μ Σ)^-1 is 1/(c - μ th - h'(N - μ Σ2)^-1 h), and that of (C² - λ S)^-1 follows from those of (C - x)^-1 and (C + ρ)^-1";
    let of = (compared, "th off by 1/1000");
    Evidence::exact_cases(context, (STATEMENT.name, "secular"), of, [5, 40, 200], |case, rng, tally| {
        let (n, m) = (2 + case % 3, 1 + case % 4);
        let x = random_matrix(rng, n, m + 1, 5);
        let second = x.transpose() * &x / Rational::from_count(n);
        let (th, rho) = (random_positive(rng, 5), random_positive(rng, 7));
        let at = &rho + random_positive(rng, 7);
        tally.record(x.iter().chain([&th, &rho, &at]));
        let (lambda, a) = (&at - &rho, &at * &rho / (&at - &rho));
        let identity = DMatrix::<Rational>::identity(m + 1, m + 1);
        let corner = |matrix: &DMatrix<Rational>| -> Result<Rational> {
            let axis = DMatrix::from_fn(matrix.nrows(), 1, |i, _| ratio(i64::from(i == 0), 1));
            Ok(exact_solve(matrix, &axis)?[(0, 0)].clone())
        };
        // Instances on which one of the matrices is singular are of measure 0 and are left out by shifting.
        tally.case(|run| {
            let own = run.off(th.clone());
            let covariance = |th: &Rational| {
                DMatrix::from_fn(m + 1, m + 1, |i, j| {
                    if i != j {
                        Rational::zero()
                    } else if i == 0 {
                        th.clone()
                    } else {
                        a.clone()
                    }
                })
            };
            let mu = -&rho;
            let whole = corner(&(&second - covariance(&th).map(|v| v * &mu)))?;
            let noise = second.view((1, 1), (m, m)) - DMatrix::<Rational>::identity(m, m).map(|v| v * &a * &mu);
            let h = second.view((1, 0), (m, 1)).into_owned();
            let reduced = (h.transpose() * exact_solve(&noise, &h)?)[(0, 0)].clone();
            let equation = &second[(0, 0)] - &mu * &own - reduced;
            let squared = &second * &second - (&second + covariance(&th)).map(|v| v * &lambda);
            let parts = (corner(&(&second - identity.map(|v| v * &at)))?
                - corner(&(&second + identity.map(|v| v * &rho)))?)
                / (&at + &rho);
            let (left, right) = (corner(&squared)?.recip(), parts.recip() - &lambda * (own - &a));
            Ok([whole * equation == ratio(1, 1), left == right])
        })
    })
}

/// What is left beside standard errors: the limit's error at n = 400.
const ALLOWANCE: f64 = 0.01;
const STANDARD_ERRORS: f64 = 4.0;
/// How much larger γ is in the control.
const LARGER: f64 = 1.5;

struct Simulated {
    setting: Setting,
    paradigm: Paradigm,
    alpha_squared: f64,
    found: Vec<[f64; 2]>,
    /// How much more than expected the signal's row and the noise are correlated in each draw.
    variates: Vec<f64>,
}

impl Simulated {
    /// cos² and train of the limit; in the control with γ larger.
    fn predicted(&self, run: Run) -> [f64; 2] {
        let Setting { c, th, g, t, .. } = self.setting;
        let (ratio, signal) = (self.setting.ratio() * run.pick(1.0, LARGER), Signal { c, th });
        let quality = match self.paradigm {
            Paradigm::JointEmbedding => Law::new(ratio, &[(g, t)])
                .ok()
                .and_then(|law| joint_embedding::outlier(&law, &signal, &self.alpha_squared))
                .map(|outlier| outlier.quality()),
            Paradigm::Reconstruction => Isotropic { ratio, g }.at(&signal, (self.alpha_squared + t) * g),
        };
        quality.map_or([0.0; 2], |q| [q.cos2, q.train])
    }

    /// How far the mean of cos² or of train is from the limit, and its standard error.
    fn off(&self, which: usize, run: Run) -> [f64; 2] {
        let predicted = self.predicted(run);
        let off: Vec<f64> = self.found.iter().map(|found| found[which] - predicted[which]).collect();
        controlled_mean(&off, &self.variates)
    }

    /// How far the mean is from the limit beyond its standard errors, the larger of both.
    fn excess(&self, run: Run) -> f64 {
        largest([0, 1].map(|which| {
            let [mean, error] = self.off(which, run);
            mean.abs() - STANDARD_ERRORS * error
        }))
    }
}

/// Twice the threshold, a = α² + t: cos² and train on draws against the limit.
fn simulated(context: &Context<'_>, entries: Entries) -> Result<Evidence> {
    (context.progress)("drawing many noise dimensions");
    // n and m by tier; two noise dimensions for every sample are costly, so fewer laws have them.
    let all = [[400, 100], [400, 200], [400, 400], [1000, 250], [400, 800], [1000, 500], [1000, 1000], [1000, 2000]];
    let (gate, full) = if entries == Entries::Gaussian { (&all[..5], &all[..]) } else { (&all[..3], &all[..7]) };
    let sizes: &[[usize; 2]] = context.tier.pick(&gate[..1], gate, full);
    // Draws of many dimensions are costly, and each says more.
    let draws = |m: usize, full: bool| match (m, full) {
        (..=400, false) => 16,
        (..=400, true) => 32,
        _ => 8,
    };
    let total = |sizes: &[[usize; 2]], full| sizes.iter().map(|[_, m]| draws(*m, full)).sum();
    let effort = context.effort([total(&gate[..1], false), total(gate, false), total(full, true)]);
    let (mut cases, mut traces) = (vec![], vec![]);
    for &[n, m] in sizes {
        let setting = Setting { c: 1.2, th: 1.0, g: 1.0, t: 0.25, n, m };
        let (gamma, signal) = (setting.ratio(), Signal { c: setting.c, th: setting.th });
        let needs = [
            (
                Paradigm::JointEmbedding,
                joint_embedding::approx_threshold(&Law::new(gamma, &[(1.0, setting.t)])?, &signal) + setting.t,
            ),
            (Paradigm::Reconstruction, Isotropic { ratio: gamma, g: 1.0 }.approx_threshold(&signal)),
        ];
        let mut here = needs.map(|(paradigm, a)| Simulated {
            setting,
            paradigm,
            alpha_squared: 2.0 * a - setting.t,
            found: vec![],
            variates: vec![],
        });
        let purpose = format!("{} n = {n}, m = {m}", entries.name());
        for mut rng in streams(context, STATEMENT.name, &purpose, draws(m, context.tier == Tier::Full)) {
            let second = setting.second(entries, &mut rng);
            traces.push(second.trace());
            // |X'N/n|² of the signal's row, whose mean is c g γ for every law.
            let together: f64 = second.row(0).iter().skip(1).map(|v| v * v).sum();
            let expected = setting.c * setting.g * gamma;
            for case in &mut here {
                case.variates.push(together / expected - 1.0);
                case.found.push(setting.measure(&second, case.paradigm, case.alpha_squared)?);
            }
        }
        cases.extend(here);
    }
    let larger = format!("γ {LARGER} times as large in the prediction");
    let excess =
        Measured::by(&larger, |run| largest_of(run, 2 * sizes.len(), &cases, |case, run| Ok(case.excess(run))))?;
    let compared = format!(
        "{} noise, both paradigms at twice their a = α² + t, n = 400 (and 1000 in full), m/n = 1/4 to 2: cos² and explained fraction against the limit",
        entries.name()
    );
    let because = format!(
        "{STANDARD_ERRORS} standard errors are taken off, the signal's row as a control variate; the rest is for finite n"
    );
    let id = format!("simulated-{}", entries.name().to_lowercase());
    let evidence = Evidence::new(Route::Measured, id, compared, effort).ran(distinct(&traces));
    let mut evidence = evidence.at_most("excess", excess, ALLOWANCE, because);
    // Over all cases, so that the draws' own spread is below the bound.
    for (paradigm, what) in [
        (Paradigm::JointEmbedding, "mean error of joint-embedding"),
        (Paradigm::Reconstruction, "mean error of reconstruction"),
    ] {
        let bias = Measured::by(&larger, |run| {
            let of = cases.iter().filter(|case| case.paradigm == paradigm);
            let off: Vec<[f64; 2]> = of.map(|case| case.off(1, run)).collect();
            let mean = off.iter().map(|[mean, _]| mean).sum::<f64>().abs();
            let error = off.iter().map(|[_, error]| error * error).sum::<f64>().sqrt();
            Ok((mean - STANDARD_ERRORS * error) / off.len() as f64)
        })?;
        let because = format!("explained fraction, over all sizes, {STANDARD_ERRORS} standard errors taken off");
        evidence = evidence.at_most(what, bias, ALLOWANCE, because);
    }
    Ok(evidence)
}
