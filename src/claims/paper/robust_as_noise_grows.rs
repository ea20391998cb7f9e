//! Sections 4.4 and 5.1: the alignment that joint-embedding needs stays bounded as noise grows, the
//! one of reconstruction does not.

use crate::claims::routes::exact::decide;
use crate::claims::routes::minimiser::{FAR, NEAR};
use crate::claims::routes::populations::{population, varied_spectrum};
use crate::claims::{Context, Evidence, Line, Route, Statement};
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::exact::{random_orthogonal, random_positive};
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, approx_matrix, ratio};
use crate::solve;
use crate::threshold::{Recovery, Spectrum};
use num_traits::Zero;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "robust-as-noise-grows",
    source: "Sections 4.4 and 5.1, beside Corollary 4.5",
    about: "noise grows: one need stays bounded, one does not",
    statement: r"For every $\Gamma$, $\alpha_{\mathrm{JE}}^2 \le \frac{1-\delta}{\delta} = \max_{i\le k}\frac{\theta_i}{c_i}$, with equality iff some $\theta_j = 0$ on the noise; for noise $s\Gamma$, $\alpha_{\mathrm{JE}}^2 = \frac{1-\delta}{\delta} - \frac{1}{s}\min_j\frac{\theta_j}{g_j}$. For $s \ge 1$, $\alpha_{\mathrm{RC}}^2 \ge s\max_j\frac{g_j}{\eta^2} - \max_j\frac{\theta_j}{g_j} - 1$, which is unbounded. So at any $\alpha^2 > \frac{1-\delta}{\delta}$ joint-embedding finds the signal under every noise, and reconstruction only up to some.",
    assumptions: r"section 4.1: signal, noise and augmentation diagonal in one basis; the limit $n\to\infty$",
    difference: Some("The paper says \"robust\" without a bound; this is one."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    let mut evidence = Vec::from(formulas(context)?);
    evidence.push(by_inertia(context)?);
    evidence.push(by_the_closed_form(context)?);
    Ok(evidence)
}

/// How far above (1-δ)/δ the inertia is taken, and the eigenvectors.
const ABOVE: [(i64, i64); 2] = [(1, 1000), (1, 10)];

/// c, th of the signal and th, g of the noise.
struct Parts {
    signal: Vec<(Rational, Rational)>,
    noise: Vec<(Rational, Rational)>,
}

fn parts(spectrum: &Spectrum<Rational>) -> Parts {
    let (variances, theta, gamma) = spectrum.diagonals();
    let k = spectrum.rank();
    let signal = variances[..k].iter().cloned().zip(theta[..k].iter().cloned()).collect();
    Parts { signal, noise: theta[k..].iter().cloned().zip(gamma[k..].iter().cloned()).collect() }
}

fn most(values: impl Iterator<Item = Rational>) -> Rational {
    values.reduce(Rational::max).unwrap_or_else(Rational::zero)
}

impl Parts {
    /// (1-δ)/δ = max_i th_i/c_i.
    fn bound(&self) -> Rational {
        most(self.signal.iter().map(|(c, th)| th / c))
    }

    /// 1/η² = max_i (c_i + th_i)/c_i².
    fn of_eta(&self) -> Rational {
        most(self.signal.iter().map(|(c, th)| (c + th) / (c * c)))
    }

    /// The least and the largest th_j/g_j.
    fn ratios(&self) -> [Rational; 2] {
        let of = || self.noise.iter().map(|(th, g)| th / g);
        [-most(of().map(|r| -r)), most(of())]
    }

    fn largest_noise(&self) -> Rational {
        most(self.noise.iter().map(|(_, g)| g.clone()))
    }
}

/// The same spectrum with noise s Γ.
fn scaled(spectrum: &Spectrum<Rational>, s: &Rational) -> Result<Spectrum<Rational>> {
    let (variances, theta, gamma) = spectrum.diagonals();
    let k = spectrum.rank();
    Spectrum::new(variances[..k].to_vec(), theta, gamma[k..].iter().map(|g| g * s).collect())
}

/// Both thresholds of s Γ, from 1/1000 to a million.
fn formulas(context: &Context<'_>) -> Result<[Evidence; 2]> {
    let lines = [
        Line::exact(
            "bounded",
            "α_JE² of s Γ, s from 1/1000 to 10^6: at most (1-δ)/δ, equal iff some th_j = 0, and (1-δ)/δ - min (th_j/g_j)/s",
            "(1-δ)/δ off by -1/1000; θ of the noise larger by 1/1000; s off by 1/1000",
        )
        .kinds(&["equal", "below"]),
        Line::exact(
            "unbounded",
            "α_RC² of s Γ is at least s max g/η² - max th/g - 1 for s >= 1, and at least any K from 10^4 to 10^6 at the s of that bound",
            "the bound larger by half; a hundredth of that s",
        ),
    ];
    let stream = (STATEMENT.name, "formulas");
    Line::all_on_random(lines, context, stream, [30, 120, 1000], |case, rng, [bounded, unbounded]| {
        let spectrum = varied_spectrum(rng, Paradigm::JointEmbedding, case)?;
        let parts = parts(&spectrum);
        let (variances, theta, gamma) = spectrum.diagonals();
        bounded.record([variances, theta, gamma].iter().flatten());
        let (bound, [least, largest]) = (parts.bound(), parts.ratios());
        bounded.saw(if least.is_zero() { "equal" } else { "below" });
        for s in [ratio(1, 1000), ratio(1, 1), ratio(1000, 1), ratio(1_000_000, 1)] {
            bounded.case(|run| {
                let found = scaled(&spectrum, &s)?.thresholds().alpha_squared_je;
                let lowered = &bound - run.pick(ratio(0, 1), ratio(1, 1000));
                let zero = run.pick(least.clone(), &least + ratio(1, 1000)).is_zero();
                let exact = &bound - &least / run.off(s.clone());
                Ok([found <= lowered, (found == bound) == zero, found == exact])
            })?;
            if s >= ratio(1, 1) {
                unbounded.case(|run| {
                    let found = scaled(&spectrum, &s)?.thresholds().alpha_squared_rc;
                    let grown = &s * parts.largest_noise() * parts.of_eta() * run.pick(ratio(1, 1), ratio(3, 2));
                    Ok([found >= grown - &largest - ratio(1, 1)])
                })?;
            }
        }
        let target = random_positive(rng, 100) * ratio(1_000_000, 1);
        let s = (&target + &largest + ratio(1, 1)) / (parts.largest_noise() * parts.of_eta());
        unbounded.case(|run| {
            let s = &s * run.pick(ratio(1, 1), ratio(1, 100));
            Ok([scaled(&spectrum, &s)?.thresholds().alpha_squared_rc >= target])
        })
    })
}

/// α² just above (1-δ)/δ, and noise from a millionth to a million times Γ: the inertia of A - t S
/// in a random basis, with a t from c and th of the signal alone.
///
/// joint-embedding: noise eigenvalues are at most 1/(1 + α²) < δ, whatever the noise. reconstruction:
/// they are s g_j²/(th_j/s + (1 + α²) g_j), which vanishes with s and grows with it.
fn by_inertia(context: &Context<'_>) -> Result<Evidence> {
    let (over, under) = ABOVE[0];
    let compared = format!(
        "α² = (1-δ)/δ + {over}/{under}, noise s Γ, s = 10^-6, 1, 10^6, inertia in a random basis: joint-embedding finds the signal at each s, reconstruction at the first and not at the last"
    );
    let fault = format!("α² = (1-δ)/δ - {over}/{under}; the smallest and the largest s swapped");
    let line = Line::exact("inertia", compared, fault).kinds(&["no augmentation of a noise direction"]);
    line.on_random(context, (STATEMENT.name, "inertia"), [6, 24, 200], |case, rng, tally| {
        let spectrum = varied_spectrum(rng, Paradigm::JointEmbedding, case)?;
        let parts = parts(&spectrum);
        let (variances, theta, gamma) = spectrum.diagonals();
        let (k, d) = (spectrum.rank(), variances.len());
        let q = random_orthogonal(rng, d, 2)?;
        tally.record([variances, theta, gamma].iter().flatten().chain(&q));
        if parts.ratios()[0].is_zero() {
            tally.saw("no augmentation of a noise direction");
        }
        let (bound, step, one) = (parts.bound(), ratio(over, under), ratio(1, 1));
        let found = |paradigm: Paradigm, alpha_squared: &Rational, s: &Rational, t: &Rational| {
            let views = population(&scaled(&spectrum, s)?, alpha_squared, Some(&q));
            Ok(decide(&views.pencil(paradigm), &q, k, t))
        };
        let above = &bound + &step;
        let between = (((&one + &bound).recip()) + (&one + &above).recip()) / ratio(2, 1);
        let scales = [ratio(1, 1_000_000), ratio(1, 1), ratio(1_000_000, 1)];
        for s in &scales {
            tally.case(|run| {
                let alpha_squared = run.pick(above.clone(), &bound - &step);
                let signal = found(Paradigm::JointEmbedding, &alpha_squared, s, &between)?;
                Ok([signal == Some(Recovery::Signal)])
            })?;
        }
        let eta_squared = parts.of_eta().recip();
        tally.case(|run| {
            let (small, large) = run.pick((&scales[0], &scales[2]), (&scales[2], &scales[0]));
            let (half, twice) = (&eta_squared / ratio(2, 1), &eta_squared * ratio(2, 1));
            let at = |s, t| found(Paradigm::Reconstruction, &above, s, t);
            Ok([at(small, &half)? == Some(Recovery::Signal), at(large, &twice)? == Some(Recovery::NoiseLeaks)])
        })
    })
}

/// The same from eigenvectors in `f64`, a tenth above the bound.
fn by_the_closed_form(context: &Context<'_>) -> Result<Evidence> {
    let (over, under) = ABOVE[1];
    let compared = format!(
        "α² = (1-δ)/δ + {over}/{under}, noise 10^4 Γ, f64 eigenvectors: joint-embedding finds the signal, reconstruction does not"
    );
    let because = format!("distance to the signal < {NEAR:e} and > {FAR}");
    let line = Line::new(Route::ClosedForm, "closed-form", compared, "the two paradigms swapped", because);
    line.on_random(context, (STATEMENT.name, "closed form"), [6, 30, 200], |case, rng, tally| {
        let spectrum = varied_spectrum(rng, Paradigm::JointEmbedding, case)?;
        let (variances, theta, gamma) = spectrum.diagonals();
        let (k, d) = (spectrum.rank(), variances.len());
        let q = random_orthogonal(rng, d, 2)?;
        tally.record([variances, theta, gamma].iter().flatten().chain(&q));
        let alpha_squared = parts(&spectrum).bound() + ratio(over, under);
        let views = population(&scaled(&spectrum, &ratio(10_000, 1))?, &alpha_squared, Some(&q)).approx();
        let signal = approx_matrix(&q.columns(0, k).transpose());
        let distance = |paradigm| row_space_distance(&solve::embedding(paradigm, &views, k)?.encoder, &signal);
        tally.case(|run| {
            let [rc, je] = [Paradigm::Reconstruction, Paradigm::JointEmbedding];
            let (bounded, unbounded) = run.pick((je, rc), (rc, je));
            Ok([distance(bounded)? < NEAR, distance(unbounded)? > FAR])
        })
    })
}
