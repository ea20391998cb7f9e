//! Route by all encoders: on N views every function of a view is linear in the one-hot features of
//! the views. So the pencil of these features is the problem over *all* encoders, and what holds for
//! it, an inertia or a certificate, holds for every encoder.
//!
//! For samples x of probability p_x with views of law K_x (N x 1) and q = sum p_x K_x,
//!
//! S = diag(q),  G = sum_x p_x K_x K_x' - q q',  H = sum_x p_x x K_x'.
//!
//! An encoder of k outputs is W (k x N), its column v the output on view v. The term q q' centres:
//! constants, which have eigenvalue 1 for joint-embedding and say nothing, have eigenvalue 0 here, and
//! E f = 0 for every other eigenvector. For reconstruction H (d x N) stands in the first d rows of a
//! square matrix, so that d <= N is needed; H'H is what it is.

use crate::linalg::exact::{inertia, random_positive};
use crate::moments::{Pencil, ViewMoments};
use crate::scalar::{Rational, ratio};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// A finite law: points with their probabilities; no point occurs twice.
pub(in crate::claims) type Points = BTreeMap<Vec<Rational>, Rational>;

/// A function of a view.
pub(in crate::claims) type OfView<'a> = &'a dyn Fn(&[Rational]) -> Rational;

/// The law of f of two independent draws.
fn of_two(a: &Points, b: &Points, f: impl Fn(&[Rational], &[Rational]) -> Vec<Rational>) -> Points {
    let mut found = Points::new();
    for (x, p) in a {
        for (y, q) in b {
            *found.entry(f(x, y)).or_insert_with(Rational::zero) += p * q;
        }
    }
    found
}

fn plus(x: &[Rational], y: &[Rational]) -> Vec<Rational> {
    x.iter().zip(y).map(|(x, y)| x + y).collect()
}

/// The law of the sum of independent draws.
pub(in crate::claims) fn sum(a: &Points, b: &Points) -> Points {
    of_two(a, b, plus)
}

/// The law of two independent draws, one below the other.
pub(in crate::claims) fn join(a: &Points, b: &Points) -> Points {
    of_two(a, b, |x, y| [x, y].concat())
}

/// The law of a multiple.
pub(in crate::claims) fn scaled(law: &Points, factor: &Rational) -> Points {
    of_two(law, &constant(1), |x, _| x.iter().map(|v| v * factor).collect())
}

/// The law of the sum of so many independent draws; 0 of none.
pub(in crate::claims) fn draws(law: &Points, count: usize) -> Points {
    let d = law.keys().next().map_or(0, Vec::len);
    (0..count).fold(constant(d), |total, _| sum(&total, law))
}

/// 0 in d dimensions.
pub(in crate::claims) fn constant(d: usize) -> Points {
    Points::from([(vec![Rational::zero(); d], Rational::one())])
}

/// The same probability for each of the given numbers.
pub(in crate::claims) fn uniform(values: &[i64]) -> Points {
    values.iter().map(|&v| (vec![ratio(v, 1)], ratio(1, values.len() as i64))).collect()
}

/// A random law of mean 0 on so many points, small integers before they are centred; no coordinate is
/// constant.
pub(in crate::claims) fn random_law(rng: &mut ChaCha8Rng, d: usize, count: usize) -> Points {
    let mut law = Points::new();
    let constant = |law: &Points| (0..d).any(|i| law.keys().all(|x| Some(&x[i]) == law.keys().next().map(|x| &x[i])));
    while law.len() < count || constant(&law) {
        if law.len() == count {
            law.clear();
        }
        law.insert((0..d).map(|_| ratio(rng.random_range(-3..=3), 1)).collect(), random_positive(rng, 3));
    }
    let total: Rational = law.values().sum();
    law.values_mut().for_each(|p| *p /= &total);
    let mean = mean(&law);
    law.into_iter().map(|(x, p)| (x.iter().zip(mean.iter()).map(|(x, m)| x - m).collect(), p)).collect()
}

fn mean(law: &Points) -> DVector<Rational> {
    let d = law.keys().next().map_or(0, Vec::len);
    law.iter().fold(DVector::zeros(d), |sum, (x, p)| sum + DVector::from_column_slice(x) * p.clone())
}

/// The second moment of a law, d x d.
pub(in crate::claims) fn second(law: &Points) -> DMatrix<Rational> {
    let d = law.keys().next().map_or(0, Vec::len);
    law.iter().fold(DMatrix::zeros(d, d), |sum, (x, p)| {
        let x = DVector::from_column_slice(x);
        sum + &x * x.transpose() * p.clone()
    })
}

/// Finitely many samples with finitely many views.
#[derive(Debug, Clone)]
pub(in crate::claims) struct OneHot {
    /// The views, N of them.
    pub views: Vec<Vec<Rational>>,
    /// Each sample with its probability p_x and K_x, N x 1.
    samples: Vec<(Vec<Rational>, Rational, DVector<Rational>)>,
}

impl OneHot {
    /// Samples of a law, each with the law of its views.
    pub fn new(samples: &Points, views_of: impl Fn(&[Rational]) -> Points) -> Self {
        let laws: Vec<(&Vec<Rational>, &Rational, Points)> = samples.iter().map(|(x, p)| (x, p, views_of(x))).collect();
        let all: BTreeMap<&Vec<Rational>, ()> =
            laws.iter().flat_map(|(_, _, law)| law.keys().map(|v| (v, ()))).collect();
        let views: Vec<Vec<Rational>> = all.into_keys().cloned().collect();
        let kernel = |law: &Points| {
            DVector::from_iterator(
                views.len(),
                views.iter().map(|v| law.get(v).cloned().unwrap_or_else(Rational::zero)),
            )
        };
        let samples = laws.iter().map(|(x, p, law)| (x.to_vec(), (*p).clone(), kernel(law))).collect();
        Self { views, samples }
    }

    /// The views x + e, e of one law for all samples.
    pub fn additive(samples: &Points, noise: &Points) -> Self {
        Self::new(samples, |x| of_two(noise, &constant(0), |e, _| plus(x, e)))
    }

    /// The views f(x, e_1, ..., e_a) with e_i independent of the law of the samples, for f(f(x, e_1),
    /// e_2), ...
    pub fn drawn_again(law: &Points, count: usize, f: impl Fn(&[Rational], &[Rational]) -> Vec<Rational>) -> Self {
        Self::new(law, |x| {
            let start = Points::from([(x.to_vec(), Rational::one())]);
            (0..count).fold(start, |views, _| of_two(&views, law, &f))
        })
    }

    /// From the probabilities of the pairs (x, v).
    pub fn joint(pairs: &[(Vec<Rational>, Vec<Rational>, Rational)]) -> Self {
        let (mut samples, mut views) = (Points::new(), BTreeMap::<&[Rational], Points>::new());
        for (x, v, p) in pairs {
            *samples.entry(x.clone()).or_insert_with(Rational::zero) += p;
            *views.entry(x).or_default().entry(v.clone()).or_insert_with(Rational::zero) += p;
        }
        Self::new(&samples, |x| views[x].iter().map(|(v, p)| (v.clone(), p / &samples[x])).collect())
    }

    /// q, N x 1.
    pub fn marginal(&self) -> DVector<Rational> {
        self.samples.iter().fold(DVector::zeros(self.views.len()), |sum, (_, p, kernel)| sum + kernel * p.clone())
    }

    /// K_x of each sample, N x 1.
    pub fn kernels(&self) -> impl Iterator<Item = &DVector<Rational>> {
        self.samples.iter().map(|(.., kernel)| kernel)
    }

    /// The moments of the one-hot features, centred: G, Σ and S are N x N, C and H fill the first d rows.
    pub fn moments(&self) -> ViewMoments<Rational> {
        let n = self.views.len();
        let q = self.marginal();
        let (mut g, mut c, mut h) = (-&q * q.transpose(), DMatrix::zeros(n, n), DMatrix::zeros(n, n));
        for (x, p, kernel) in &self.samples {
            g += kernel * kernel.transpose() * p.clone();
            let mut sample = DVector::zeros(n);
            x.iter().zip(sample.iter_mut()).for_each(|(x, at)| *at = x.clone());
            c += &sample * sample.transpose() * p.clone();
            h += &sample * kernel.transpose() * p.clone();
        }
        let s = DMatrix::from_diagonal(&q);
        ViewMoments { data_second: c, cross: h, ..ViewMoments::additive(g.clone(), s - g) }
    }

    /// (G, S).
    pub fn pencil(&self) -> Pencil<Rational> {
        let ViewMoments { mean_second: a, view_second: s, .. } = self.moments();
        Pencil { a, s }
    }

    /// Functions of a view as an encoder, one row of values for each.
    pub fn encoder(&self, functions: &[OfView<'_>]) -> DMatrix<Rational> {
        DMatrix::from_fn(functions.len(), self.views.len(), |i, v| functions[i](&self.views[v]))
    }

    /// E\[x | v\], one column for each view, d x N.
    pub fn posterior_means(&self) -> DMatrix<Rational> {
        let d = self.samples.first().map_or(0, |(x, ..)| x.len());
        let (q, mut sums) = (self.marginal(), DMatrix::zeros(d, self.views.len()));
        for (x, p, kernel) in &self.samples {
            sums += DVector::from_column_slice(x) * kernel.transpose() * p.clone();
        }
        DMatrix::from_fn(d, self.views.len(), |i, v| &sums[(i, v)] / &q[v])
    }

    /// E of a function of (x, v), by summing over the law.
    pub fn average(&self, f: impl Fn(&[Rational], usize) -> Rational) -> Rational {
        let mut total = Rational::zero();
        for (x, p, kernel) in &self.samples {
            for (v, weight) in kernel.iter().enumerate().filter(|(_, weight)| !weight.is_zero()) {
                total += p * weight * f(x, v);
            }
        }
        total
    }

    /// E of a function of two views of one sample, independent given it.
    pub fn average_of_pairs(&self, f: impl Fn(usize, usize) -> Rational) -> Rational {
        let mut total = Rational::zero();
        for (_, p, kernel) in &self.samples {
            let seen: Vec<(usize, &Rational)> = kernel.iter().enumerate().filter(|(_, w)| !w.is_zero()).collect();
            for (v, weight) in &seen {
                seen.iter().for_each(|(u, other)| total += p * *weight * *other * f(*v, *u));
            }
        }
        total
    }
}

/// Whether a pencil with S positive definite has exactly these eigenvalues with their multiplicities,
/// from the inertia at each of them.
pub(in crate::claims) fn has_spectrum(pencil: &Pencil<Rational>, expected: &[Rational]) -> bool {
    let mut counts: BTreeMap<&Rational, usize> = BTreeMap::new();
    expected.iter().for_each(|value| *counts.entry(value).or_default() += 1);
    let whole = inertia(&pencil.s).positive == pencil.s.nrows() && expected.len() == pencil.s.nrows();
    whole && counts.into_iter().all(|(value, count)| inertia(&pencil.shifted(value)).zero == count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_coin_with_one_scaled_draw() {
        // n = +-1, v = n + 2 n': the views -3, -1, 1, 3 come from n = -1, 1, -1, 1. n is a function of v.
        let coin = uniform(&[-1, 1]);
        let law = OneHot::additive(&coin, &scaled(&coin, &ratio(2, 1)));
        assert_eq!(law.views, [-3, -1, 1, 3].map(|v| vec![ratio(v, 1)]));
        assert_eq!(law.marginal(), DVector::from_element(4, ratio(1, 4)));
        let [zero, one] = [ratio(0, 1), ratio(1, 1)];
        assert!(has_spectrum(&law.pencil(), &[one.clone(), zero.clone(), zero.clone(), zero.clone()]));
        assert!(!has_spectrum(&law.pencil(), &[one.clone(), one.clone(), zero.clone(), zero.clone()]));
        assert!(!has_spectrum(&law.pencil(), &[one, zero]));
        let means = law.posterior_means();
        assert_eq!(means, DMatrix::from_row_slice(1, 4, &[-1, 1, -1, 1].map(|v| ratio(v, 1))));
        assert_eq!(law.average(|x, v| &x[0] * &law.views[v][0]), ratio(1, 1));
        assert_eq!(law.average_of_pairs(|v, u| &law.views[v][0] * &law.views[u][0]), ratio(1, 1));
    }

    #[test]
    fn laws_by_hand() {
        let coin = uniform(&[-1, 1]);
        let twice = draws(&coin, 2);
        assert_eq!(twice[&vec![ratio(0, 1)]], ratio(1, 2));
        assert_eq!((twice.len(), draws(&coin, 0)), (3, constant(1)));
        assert_eq!(second(&twice)[(0, 0)], ratio(2, 1));
        assert_eq!(second(&join(&coin, &twice)), DMatrix::from_diagonal(&nalgebra::dvector![ratio(1, 1), ratio(2, 1)]));
        assert_eq!(OneHot::drawn_again(&coin, 1, plus).views.len(), 3);
    }
}
