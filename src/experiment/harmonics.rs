//! Harmonics of a strong signal against a weak signal: the eigenvalues of joint-embedding over all
//! encoders on Gaussian views, against the strength of the augmentation.
//!
//! Two signals of variance 1, augmentation of variance θ_i = β² t_i on signal i with t_1 < t_2, so that
//! ω_i = 1/(1 + β² t_i). Over all encoders the eigenvalues are the products of powers of ω_1 and ω_2
//! (claim `harmonic-rule`). Two outputs hold both signals iff ω_1² < ω_2, which is
//! β² > (t_2/t_1 - 2)/t_1.
//!
//! Beside the products: the two leading eigenvalues of the polynomials of degree 1 to 3, from moments of
//! drawn views. They know no product.
//!
//! Guarantee: the lines are formulas in `f64`; the drawn values have an error of the order of
//! n^(-1/2). Randomness: ChaCha8, one stream for each point.

use crate::error::{Error, Result};
use crate::linalg::float::{generalised_eigen, symmetric, tr_product};
use nalgebra::DMatrix;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};
use serde::{Deserialize, Serialize};

/// Powers of u_1 and u_2 of the drawn features.
const FEATURES: [(i32, i32); 9] = [(1, 0), (0, 1), (2, 0), (1, 1), (0, 2), (3, 0), (2, 1), (1, 2), (0, 3)];

/// What to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// Pairs (t_1, t_2), t_1 < t_2.
    pub levels: Vec<[f64; 2]>,
    /// β² of the lines.
    pub strengths: Vec<f64>,
    /// β² of the drawn views.
    pub drawn: Vec<f64>,
    /// Samples of each drawn point, with two views each.
    pub samples: usize,
}

impl Default for Plan {
    /// Ours: a rule at β² = 4, and one that holds at every β².
    fn default() -> Self {
        let geometric = |count: i32| (0..=count).map(move |i| 10f64.powf(-1.0 + 2.2 * f64::from(i) / f64::from(count)));
        Self {
            levels: vec![[0.5, 2.0], [1.0, 2.0]],
            strengths: geometric(44).collect(),
            drawn: geometric(11).collect(),
            samples: 50_000,
        }
    }
}

/// Which eigenvalue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Function {
    /// ω_1: the strong signal.
    #[serde(rename = "x1")]
    Strong,
    /// ω_2: the weak signal.
    #[serde(rename = "x2")]
    Weak,
    /// ω_1²: the second Hermite polynomial of the strong signal.
    #[serde(rename = "x1^2")]
    Square,
    /// ω_1³.
    #[serde(rename = "x1^3")]
    Cube,
    /// ω_1 ω_2: the product of both signals.
    #[serde(rename = "x1 x2")]
    Product,
    /// The leading eigenvalue of drawn views.
    #[serde(rename = "first drawn")]
    FirstDrawn,
    /// The second one.
    #[serde(rename = "second drawn")]
    SecondDrawn,
}

/// One eigenvalue at one strength.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// t_1.
    pub t_low: f64,
    /// t_2.
    pub t_high: f64,
    /// Which.
    pub function: Function,
    /// β².
    pub beta_squared: f64,
    /// Its value.
    pub eigenvalue: f64,
    /// The β² above which two outputs hold both signals; 0 where they do at every β².
    pub beta_squared_linear: f64,
}

/// All points, by pair, function and strength.
///
/// # Errors
/// [`Error::OutOfRange`] for t or β² that are not positive, t_1 >= t_2, or fewer samples than
/// features; failures of the eigendecomposition.
pub fn run(plan: &Plan) -> Result<Vec<Row>> {
    for value in plan.strengths.iter().chain(&plan.drawn).chain(plan.levels.iter().flatten()) {
        if !(value.is_finite() && *value > 0.0) {
            return Err(Error::range("t and beta^2", "finite and > 0", value));
        }
    }
    if plan.samples <= FEATURES.len() {
        return Err(Error::range("samples", format!("more than {}", FEATURES.len()), plan.samples));
    }
    let mut rows = vec![];
    for (stream, &[t_low, t_high]) in plan.levels.iter().enumerate() {
        if t_low >= t_high {
            return Err(Error::range("t_1", format!("below t_2 = {t_high}"), t_low));
        }
        let beta_squared_linear = ((t_high / t_low - 2.0) / t_low).max(0.0);
        let mut push = |function, beta_squared, eigenvalue| {
            rows.push(Row { t_low, t_high, function, beta_squared, eigenvalue, beta_squared_linear });
        };
        for (function, powers) in [
            (Function::Strong, [1, 0]),
            (Function::Weak, [0, 1]),
            (Function::Square, [2, 0]),
            (Function::Cube, [3, 0]),
            (Function::Product, [1, 1]),
        ] {
            for &beta in &plan.strengths {
                let [a, b] = [t_low, t_high].map(|t| 1.0 / (1.0 + beta * t));
                push(function, beta, a.powi(powers[0]) * b.powi(powers[1]));
            }
        }
        let found = plan.drawn.iter().enumerate().map(|(i, beta)| {
            let mut rng = ChaCha8Rng::seed_from_u64(0);
            rng.set_stream((stream * plan.drawn.len() + i) as u64);
            drawn([t_low * beta, t_high * beta], plan.samples, &mut rng)
        });
        let found = found.collect::<Result<Vec<_>>>()?;
        for (which, function) in [Function::FirstDrawn, Function::SecondDrawn].into_iter().enumerate() {
            for (&beta, values) in plan.drawn.iter().zip(&found) {
                push(function, beta, values[which]);
            }
        }
    }
    Ok(rows)
}

/// The two leading eigenvalues of (G, S) of centred polynomials, from two views of each sample.
fn drawn(theta: [f64; 2], n: usize, rng: &mut ChaCha8Rng) -> Result<[f64; 2]> {
    let mut normal = || -> f64 { StandardNormal.sample(rng) };
    let mut views = [(); 2].map(|()| DMatrix::zeros(n, FEATURES.len()));
    for i in 0..n {
        let x = [normal(), normal()];
        for view in &mut views {
            // Of variance 1, so that no power is large.
            let u = [0, 1].map(|j| (x[j] + theta[j].sqrt() * normal()) / (1.0 + theta[j]).sqrt());
            for (f, (p, q)) in FEATURES.into_iter().enumerate() {
                view[(i, f)] = u[0].powi(p) * u[1].powi(q);
            }
        }
    }
    let mean = (views[0].row_mean() + views[1].row_mean()) * 0.5;
    let [first, second] = views.map(|mut view| {
        view.row_iter_mut().for_each(|mut row| row -= &mean);
        view
    });
    let s = (tr_product(&first, &first) + tr_product(&second, &second)) / (2 * n) as f64;
    let g = symmetric(&(tr_product(&first, &second) / n as f64));
    let values = generalised_eigen("second moment of polynomials", &g, &s)?.values;
    Ok([values[0], values[1]])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawn_views_follow_the_products_on_both_sides_of_the_rule() {
        let plan = Plan::default();
        let rows = run(&plan).unwrap();
        assert_eq!(rows.len(), 2 * (5 * 45 + 2 * 12));
        let mut seen = [0; 2];
        for row in rows.iter().filter(|r| r.function == Function::SecondDrawn) {
            let [a, b] = [row.t_low, row.t_high].map(|t| 1.0 / (1.0 + row.beta_squared * t));
            let linear = row.beta_squared > row.beta_squared_linear;
            assert_eq!(a * a < b, linear, "{row:?}");
            seen[usize::from(linear)] += 1;
            // Four standard errors: powers of degree 3 have kurtosis, so 2 n^(-1/2) each.
            assert!((row.eigenvalue - b.max(a * a)).abs() < 8.0 / (plan.samples as f64).sqrt(), "{row:?}");
        }
        assert!(seen.iter().all(|count| *count > 5), "{seen:?}");
    }

    #[test]
    fn one_strength_by_hand() {
        // t = (1/2, 2), β² = 2: ω = (1/2, 1/5), so ω_1² = 1/4 comes before ω_2. The rule is at 4.
        let plan = Plan { levels: vec![[0.5, 2.0]], strengths: vec![2.0], drawn: vec![2.0], samples: 100 };
        let rows = run(&plan).unwrap();
        let values: Vec<f64> = rows[..5].iter().map(|row| row.eigenvalue).collect();
        for (found, expected) in values.iter().zip([0.5, 0.2, 0.25, 0.125, 0.1]) {
            assert!((found - expected).abs() < 1e-15, "{values:?}");
        }
        assert!(rows.iter().all(|row| row.beta_squared_linear == 4.0));
    }

    #[test]
    fn plans_that_are_none_are_refused() {
        for change in [
            &|p: &mut Plan| p.levels[0] = [2.0, 2.0],
            &|p: &mut Plan| p.levels[1] = [0.0, 2.0],
            &|p: &mut Plan| p.strengths[0] = f64::NAN,
            &|p: &mut Plan| p.drawn[0] = -1.0,
            &|p: &mut Plan| p.samples = 9,
        ] as [&dyn Fn(&mut Plan); 5]
        {
            let mut plan = Plan::default();
            change(&mut plan);
            assert!(matches!(run(&plan), Err(Error::OutOfRange { .. })));
        }
    }
}
