//! The whole answer again, with options that are not at their defaults, from the rows themselves:
//! dense matrices, one fit after the other, and no sums that folds share. Of the module only the
//! deal of the folds is used.

use super::*;
use crate::advise::asked::deal;
use crate::advise::folds::Folds;
use crate::augment::AlignedNoise;
use distrs::StudentsT;
use nalgebra::{DMatrix, DVector};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

type Matrix = DMatrix<f64>;
type Vector = DVector<f64>;

const N: usize = 96;
const D: usize = 5;
/// Rows of the nuisance.
const ALONE: usize = 70;
/// What ridges of 1e-8 leave.
const NEAR: f64 = 1e-5;
/// The directions of the signal come first.
const SIGNAL: usize = 2;
const VARIANCES: [f64; D] = [3.0, 1.0, 2.0, 1.5, 0.4];

#[derive(Clone)]
enum Told {
    Labels(Vec<Option<Vector>>),
    Replicate(Vec<Vector>),
    Covariance(Matrix),
    Nuisance(Vec<Vector>),
    Directions(Matrix),
}

struct Problem {
    x: Vec<Vector>,
    /// By strength, sample and view; none where the law is given.
    views: Vec<Vec<Vec<Vector>>>,
    given: bool,
    alphas: Vec<f64>,
    theta: Matrix,
    gamma: Matrix,
    told: Told,
    settings: Settings,
    groups: Option<Vec<u64>>,
    folds: Vec<usize>,
    folds_alone: Vec<usize>,
}

/// With some folds left out.
struct Fit {
    metric: Matrix,
    x0: Vector,
    t0: Vector,
    aim: Matrix,
    second: Matrix,
    yardstick: Matrix,
}

fn moment<'a>(pairs: impl Iterator<Item = (&'a Vector, &'a Vector)>) -> Matrix {
    let (sum, count) = pairs.fold((None, 0.0), |(sum, count): (Option<Matrix>, f64), (a, b)| {
        let one = a * b.transpose();
        (Some(sum.map_or(one.clone(), |sum| sum + &one)), count + 1.0)
    });
    sum.expect("rows") / count
}

fn mean(rows: &[&Vector]) -> Vector {
    rows.iter().fold(Vector::zeros(rows[0].len()), |sum, row| sum + *row) / rows.len() as f64
}

fn ridged(m: &Matrix, share: f64) -> Matrix {
    m + Matrix::from_diagonal(&(m.diagonal() * share))
}

fn symmetric(m: &Matrix) -> Matrix {
    (m + m.transpose()) * 0.5
}

/// Eigenvalues of (A, S), descending, and the eigenvectors as rows.
fn pencil(a: &Matrix, s: &Matrix) -> (Vec<f64>, Matrix) {
    let inverse = s.clone().cholesky().unwrap().l().try_inverse().unwrap();
    let eigen = symmetric(&(&inverse * a * inverse.transpose())).symmetric_eigen();
    let mut order: Vec<usize> = (0..a.nrows()).collect();
    order.sort_by(|&i, &j| eigen.eigenvalues[j].total_cmp(&eigen.eigenvalues[i]));
    let rows = eigen.eigenvectors.select_columns(&order).transpose() * inverse;
    (order.iter().map(|&i| eigen.eigenvalues[i]).collect(), rows)
}

impl Problem {
    fn rows(&self, kept: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..N).filter(|&i| kept(self.folds[i])).collect()
    }

    fn is_told(&self, i: usize) -> bool {
        if let Told::Labels(t) = &self.told { t[i].is_some() } else { true }
    }

    /// D of some rows, and of the nuisance's in the same folds.
    fn signal(&self, rows: &[usize], kept: impl Fn(usize) -> bool) -> Matrix {
        let c = moment(rows.iter().map(|&i| (&self.x[i], &self.x[i])));
        match &self.told {
            Told::Replicate(again) => symmetric(&moment(rows.iter().map(|&i| (&again[i], &self.x[i])))),
            Told::Covariance(gamma) => c - gamma,
            Told::Nuisance(alone) => {
                let kept = alone.iter().zip(&self.folds_alone).filter(|(_, fold)| kept(**fold));
                c - moment(kept.map(|(g, _)| (g, g)))
            }
            Told::Directions(basis) => {
                let onto = projector(basis);
                &c - &onto * &c * &onto
            }
            Told::Labels(_) => unreachable!(),
        }
    }

    fn fit(&self, out: &[usize], k: usize) -> Fit {
        let kept = |fold: usize| !out.contains(&fold);
        let rows = self.rows(kept);
        let c = moment(rows.iter().map(|&i| (&self.x[i], &self.x[i])));
        let share = |n: usize| (D as f64 / n as f64).powi(2) + 1e-8;
        let regular =
            |share: f64| ridged(&c, share) + Matrix::from_diagonal_element(D, D, share * c.trace() / D as f64);
        if let Told::Labels(t) = &self.told {
            let rows: Vec<usize> = rows.into_iter().filter(|&i| t[i].is_some()).collect();
            let (xs, ts): (Vec<&Vector>, Vec<&Vector>) =
                rows.iter().map(|&i| (&self.x[i], t[i].as_ref().unwrap())).unzip();
            let (x0, t0) = (mean(&xs), mean(&ts));
            let xs: Vec<Vector> = xs.iter().map(|x| *x - &x0).collect();
            let ts: Vec<Vector> = ts.iter().map(|t| *t - &t0).collect();
            let (aim, second) = (moment(ts.iter().zip(&xs)), moment(xs.iter().zip(&xs)));
            let (_, all) = pencil(&(aim.transpose() * &aim), &regular(share(rows.len())));
            let yardstick = all.rows(0, k.min(aim.nrows())).into_owned();
            return Fit { metric: Matrix::identity(t0.len(), t0.len()), x0, t0, aim, second, yardstick };
        }
        let aim = self.signal(&rows, kept);
        let white = self.settings.weight == Weight::White;
        let metric = if white { ridged(&c, share(rows.len())).try_inverse().unwrap() } else { Matrix::identity(D, D) };
        let numerator = if white { symmetric(&aim) } else { aim.transpose() * &aim };
        let yardstick = pencil(&numerator, &regular(share(rows.len()))).1.rows(0, k).into_owned();
        Fit { metric, x0: Vector::zeros(D), t0: Vector::zeros(D), aim, second: c, yardstick }
    }

    /// Both pencils of some rows at a strength: S, G and H'H. G is that of different views, and in
    /// H'H no view meets itself.
    fn moments(&self, rows: &[usize], strength: usize, noise: Option<f64>) -> [Matrix; 3] {
        let c = moment(rows.iter().map(|&i| (&self.x[i], &self.x[i])));
        let [mut s, g, hh] = if self.views.is_empty() {
            let added = &self.theta + &self.gamma * self.alphas[strength].powi(2);
            [&c + added, c.clone(), &c * &c]
        } else {
            let views = &self.views[strength];
            let all = || rows.iter().flat_map(|&i| views[i].iter());
            let different = |i: usize| {
                let v = &views[i];
                let pairs = (0..v.len()).flat_map(|a| (0..v.len()).map(move |b| (a, b))).filter(|(a, b)| a != b);
                moment(pairs.map(|(a, b)| (&v[a], &v[b])))
            };
            let n = rows.len() as f64;
            let g = rows.iter().map(|&i| different(i)).sum::<Matrix>() / n;
            let hh = if self.given {
                let cross = rows
                    .iter()
                    .map(|&i| &self.x[i] * mean(&views[i].iter().collect::<Vec<_>>()).transpose())
                    .sum::<Matrix>()
                    / n;
                let own = rows.iter().map(|&i| {
                    let centre = mean(&views[i].iter().collect::<Vec<_>>());
                    (different(i) - &centre * centre.transpose()) * self.x[i].norm_squared()
                });
                cross.transpose() * &cross + own.sum::<Matrix>() / (n * n)
            } else {
                &g * &g
            };
            [moment(all().zip(all())), g, hh]
        };
        let variance = noise.unwrap_or(0.0) * s.trace() / D as f64;
        (0..D).for_each(|i| s[(i, i)] += variance);
        [s, g, hh]
    }

    /// Eigenvalues and encoders of both paradigms.
    fn encoders(&self, out: &[usize], (strength, noise): (usize, Option<f64>)) -> [(Vec<f64>, Matrix); 2] {
        let [s, g, hh] = self.moments(&self.rows(|fold| !out.contains(&fold)), strength, noise);
        [g, hh].map(|a| pencil(&symmetric(&a), &ridged(&s, 1e-8)))
    }

    fn explained(&self, fit: &Fit, a: &Matrix, i: usize) -> f64 {
        let p = &fit.metric;
        let of = |x: &Vector, t: &Vector| 2.0 * t.dot(&(p * a * x)) - (a * x).dot(&(p * a * x));
        let x = &self.x[i];
        match &self.told {
            Told::Labels(t) => {
                let (y, predicted) = (t[i].as_ref().unwrap() - &fit.t0, a * (x - &fit.x0));
                y.norm_squared() - (&y - predicted).norm_squared()
            }
            Told::Replicate(again) => 0.5 * (of(x, &again[i]) + of(&again[i], x)),
            Told::Covariance(gamma) => of(x, x) - 2.0 * (p * a * gamma).trace(),
            Told::Nuisance(_) => of(x, x),
            Told::Directions(basis) => {
                let g = projector(basis) * x;
                of(x, x) - 2.0 * g.dot(&(p * a * &g))
            }
        }
    }

    /// What is explained of a fold inside of the training rows.
    fn inside(&self, fit: &Fit, a: &Matrix, fold: usize) -> f64 {
        let rows: Vec<usize> = self.rows(|of| of == fold).into_iter().filter(|&i| self.is_told(i)).collect();
        let sum: f64 = rows.iter().map(|&i| self.explained(fit, a, i)).sum();
        let squares = |x: &Vector| (a * x).dot(&(&fit.metric * a * x));
        match &self.told {
            // The second moment is that of x alone.
            Told::Replicate(again) => {
                sum + rows.iter().map(|&i| 0.5 * (squares(&again[i]) - squares(&self.x[i]))).sum::<f64>()
            }
            Told::Nuisance(alone) => sum + rows.len() as f64 * self.alone(fit, a, alone, |of| of == fold).0,
            _ => sum,
        }
    }

    /// Mean and number of what rows of the nuisance take away.
    fn alone(&self, fit: &Fit, a: &Matrix, alone: &[Vector], kept: impl Fn(usize) -> bool) -> (f64, Vec<f64>) {
        let rows = alone.iter().zip(&self.folds_alone).filter(|(_, fold)| kept(**fold));
        let values: Vec<f64> = rows.map(|(g, _)| -2.0 * g.dot(&(&fit.metric * a * g))).collect();
        (values.iter().sum::<f64>() / values.len() as f64, values)
    }
}

fn projector(basis: &Matrix) -> Matrix {
    basis * (basis.transpose() * basis).try_inverse().unwrap() * basis.transpose()
}

/// A = B Z'(Z C Z')^-1 Z.
fn map(fit: &Fit, encoder: &Matrix) -> Matrix {
    let seen = (encoder * &fit.second * encoder.transpose()).try_inverse().unwrap();
    &fit.aim * encoder.transpose() * seen * encoder
}

/// The values of one column: of the rows, and of the nuisance's.
#[derive(Clone, Default)]
struct Column {
    rows: Vec<f64>,
    alone: Vec<f64>,
    by_fold: Vec<f64>,
}

impl Column {
    fn mean(&self) -> f64 {
        let of =
            |values: &[f64]| if values.is_empty() { 0.0 } else { values.iter().sum::<f64>() / values.len() as f64 };
        of(&self.rows) + of(&self.alone)
    }
}

/// Estimate, standard error and half the width of an interval.
fn interval(terms: &[(&Column, f64)], best: &Column, groups: Option<&[u64]>, level: f64) -> [f64; 3] {
    let scale = best.mean();
    let found = terms.iter().map(|(column, w)| w * column.mean()).sum::<f64>() / scale;
    let along = |of: &dyn Fn(&Column) -> &Vec<f64>| -> Vec<f64> {
        let at = |i: usize| (terms.iter().map(|(c, w)| w * of(c)[i]).sum::<f64>() - found * of(best)[i]) / scale;
        (0..of(best).len()).map(at).collect()
    };
    // The variance of a mean.
    let of_mean = |values: &[f64]| {
        let n = values.len() as f64;
        let mean = values.iter().sum::<f64>() / n;
        if values.is_empty() { 0.0 } else { values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / n / (n - 1.0) }
    };
    let rows = along(&|column| &column.rows);
    let (variance, units) = match groups {
        None => (of_mean(&rows) + of_mean(&along(&|column| &column.alone)), rows.len()),
        Some(groups) => {
            let mut names = groups.to_vec();
            names.sort_unstable();
            names.dedup();
            let (n, m) = (rows.len() as f64, names.len() as f64);
            let mean = rows.iter().sum::<f64>() / n;
            let squares = names.iter().map(|name| {
                let of = rows.iter().zip(groups).filter(|(_, group)| *group == name);
                of.map(|(value, _)| value - mean).sum::<f64>().powi(2)
            });
            let of_groups = squares.sum::<f64>() / (n * n) * m / (m - 1.0);
            (of_groups + of_mean(&along(&|column| &column.alone)), names.len())
        }
    };
    let folds: Vec<f64> =
        (0..best.by_fold.len()).map(|f| terms.iter().map(|(c, w)| w * c.by_fold[f]).sum::<f64>() / scale).collect();
    let count = folds.len() as f64;
    let centre = folds.iter().sum::<f64>() / count;
    let of_folds = (folds.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / (count - 1.0) / count).sqrt();
    let t = |units: usize| StudentsT::ppf(1.0 - 0.5 * level, (units - 1) as f64);
    let (rows, folds) = ((variance.sqrt(), t(units) * variance.sqrt()), (of_folds, t(best.by_fold.len()) * of_folds));
    let (se, half) = if rows.1 >= folds.1 { rows } else { folds };
    [found, se, half]
}

fn near(case: &str, what: &str, found: f64, expected: f64) {
    assert!((found - expected).abs() <= NEAR * expected.abs().max(1.0), "{case}, {what}: {found} for {expected}");
}

mod cases;
