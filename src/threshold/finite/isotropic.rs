//! Reconstruction in the proportional limit under noise of one variance g and one ratio t: the pencil
//! (C², S), with a = (α² + t) g.
//!
//! C² - λ S = (C - x)(C + ρ) - λ (th - a) e1 e1' with x - ρ = λ and x ρ = λ a. So everything is in
//! m, the companion transform of the noise (Marchenko and Pastur), at x and at -ρ:
//! z g m² + (z + g(1-γ)) m + 1 = 0. With K(z) = -z (1 + c m(z)), Kx = K(x), Ky = K(-ρ):
//!
//! | quantity | value |
//! |---|---|
//! | edge of the noise | x+²/(x+ + a), x+ = g (1 + sqrt γ)² |
//! | outlier λ | root of Kx Ky = λ (th - a)(Ky - Kx)/(x + ρ) beyond the edge |
//! | cos² | (Ky - Kx)² / (-Kx' Ky² - Ky' Kx² - 2 Kx Ky (Ky - Kx)/(x + ρ)) |
//!
//! **Threshold.** At the edge, with p = sqrt γ, mm = g m(-ρ), and c, th, a in units of g: M = (1+p) mm,
//! N = 1 + (1-γ) mm, R = (M + p)² - 1 - γ, U = 1 + M - c p mm, a = (1+p)² N/R, and the signal separates
//! iff th U R < c (1+p) N (c mm (1+M) - (M² + p M - 1)). For given c and th this is a cubic in mm;
//! a falls as mm grows from (sqrt(1+γ) - p)/(1+p) to 1/(γ-1) (for ever if γ <= 1).
//!
//! No published theorem on this pencil is known to us: the formulas are our derivation, from the
//! isotropic law of the noise.
//!
//! **Traps.** The separated set need not be an interval: at γ = 1/2, c = 3, th = 100 it is
//! \[0, .3335) and what is beyond 26.626. So the threshold is the supremum of the set that is not
//! separated. And a signal that separates need not be found: on \[0, .3335) the row only memorises.
//! cos² is about 1e-5 there, and .26 to .02 is explained on the training rows. Judge by cos².

use super::number::{Number, Root, simplest};
use super::{Quality, Signal};
use crate::scalar::{Rational, Scalar, ratio};
use num_traits::Zero;

/// Noise of one variance.
#[derive(Debug, Clone, PartialEq)]
pub struct Isotropic<T: Root> {
    /// γ = m/n.
    pub ratio: T,
    /// g.
    pub g: T,
}

fn int<T: Scalar>(count: usize) -> T {
    T::from_count(count)
}

impl<T: Root> Isotropic<T> {
    /// The companion transform m at z < 0, or at z beyond the edge of the noise, and its derivative.
    fn companion(&self, z: &T) -> Option<[T; 2]> {
        let (z, g, one) = (z.clone(), self.g.clone(), T::one());
        let b = z.clone() + g.clone() * (one.clone() - self.ratio.clone());
        let inside = b.clone() * b.clone() - int::<T>(4) * g.clone() * z.clone();
        // At the edge itself it is 0, and may round below.
        let r = if inside < T::zero() && z > T::zero() { T::zero() } else { inside.root()? };
        // The root that does not cancel.
        let m = if z > T::zero() {
            -int::<T>(2) / (b + r)
        } else if b > T::zero() {
            (-b - r) / (int::<T>(2) * z * g.clone())
        } else {
            int::<T>(2) / (r - b)
        };
        let part = g.clone() / (one.clone() + g * m.clone());
        let slope = one.clone() / (m.clone() * m.clone()) - self.ratio.clone() * part.clone() * part;
        Some([m, one / slope])
    }

    /// K and K' at z.
    fn k(&self, c: &T, z: &T) -> Option<[T; 2]> {
        let [m, slope] = self.companion(z)?;
        let first = T::one() + c.clone() * m;
        Some([-z.clone() * first.clone(), -first - z.clone() * c.clone() * slope])
    }

    /// x and ρ at λ.
    fn split(&self, a: &T, lambda: &T) -> Option<[T; 2]> {
        let root = (lambda.clone() * lambda.clone() + int::<T>(4) * lambda.clone() * a.clone()).root()?;
        let x = (lambda.clone() + root) / int(2);
        Some([x.clone(), lambda.clone() * a.clone() / x])
    }

    /// Left minus right of the equation of the outlier: 0 at the outlier, negative beyond.
    fn defect(&self, signal: &Signal<T>, a: &T, lambda: &T) -> Option<T> {
        let [x, rho] = self.split(a, lambda)?;
        let [kx, _] = self.k(&signal.c, &x)?;
        let [ky, _] = self.k(&signal.c, &-rho.clone())?;
        let right = lambda.clone() * (signal.th.clone() - a.clone()) * (ky.clone() - kx.clone()) / (x + rho);
        Some(kx * ky - right)
    }

    /// Overlap and explained fractions at the outlier λ.
    fn quality(&self, signal: &Signal<T>, a: &T, lambda: &T) -> Option<Quality<T>> {
        let c = &signal.c;
        let [x, rho] = self.split(a, lambda)?;
        let [kx, dx] = self.k(c, &x)?;
        let [ky, dy] = self.k(c, &-rho.clone())?;
        let [x2, y2] = [kx.clone() * kx.clone(), ky.clone() * ky.clone()];
        let twice = int::<T>(2) * kx.clone() * ky.clone() / (x.clone() + rho.clone());
        let v1 = ky.clone() - kx.clone();
        let length = -(dx.clone() * y2.clone()) - dy.clone() * x2.clone() - twice.clone() * v1.clone();
        let cos2 = v1.clone() * v1.clone() / length;
        let h = x.clone() * ky.clone() + rho.clone() * kx.clone();
        let seen = kx * y2.clone() + ky * x2.clone() - x * dx * y2 + rho * dy * x2 - h.clone() * twice;
        let one = T::one;
        let tan2 = one() / cos2.clone() - one();
        let test = one() / (one() + self.g.clone() * tan2.clone() / c.clone());
        // The fitted probe, relative to the best: on new rows the row has the second moment
        // c v1² / test.
        let over = h.clone() * v1.clone() / (test.clone() * seen.clone());
        let off = one() - over;
        let fitted = test.clone() * (one() - off.clone() * off);
        Some(Quality { cos2, train: h.clone() * h / (c.clone() * seen), test, fitted })
    }

    /// The cubic in mm of the threshold, lowest power first, and [N, R] at mm. Units of g.
    fn cubic(&self, p: &T, signal: &Signal<T>) -> [T; 4] {
        let (c, th) = (signal.c.clone() / self.g.clone(), signal.th.clone() / self.g.clone());
        let q = T::one() + p.clone();
        let u = [T::one(), q.clone() - c.clone() * p.clone()];
        let r = [-T::one(), int::<T>(2) * p.clone() * q.clone(), q.clone() * q.clone()];
        let n = [T::one(), T::one() - self.ratio.clone()];
        let bracket = [T::one(), c.clone() - p.clone() * q.clone(), c.clone() * q.clone() - q.clone() * q.clone()];
        let product = |two: &[T; 2], three: &[T; 3], i: usize| {
            let term = |j: usize| if i >= j && i - j < 3 { two[j].clone() * three[i - j].clone() } else { T::zero() };
            term(0) + term(1)
        };
        std::array::from_fn(|i| th.clone() * product(&u, &r, i) - c.clone() * q.clone() * product(&n, &bracket, i))
    }

    /// a at mm.
    fn a(&self, p: &T, mm: &T) -> T {
        let q = T::one() + p.clone();
        let shifted = q.clone() * mm.clone() + p.clone();
        let n = T::one() + (T::one() - self.ratio.clone()) * mm.clone();
        self.g.clone() * q.clone() * q * n / (shifted.clone() * shifted - T::one() - self.ratio.clone())
    }
}

/// A polynomial, lowest power first.
fn value<T: Scalar>(coefficients: &[T], at: &T) -> T {
    coefficients.iter().rev().fold(T::zero(), |sum, c| sum * at.clone() + c.clone())
}

/// The smallest root of a cubic in (low, high), where it is negative at low.
fn first_root(f: &[f64; 4], low: f64, high: f64) -> Option<f64> {
    // Between the extremes it is monotone.
    let [b, c, d] = [f[1], 2.0 * f[2], 3.0 * f[3]];
    let inside = c * c - 4.0 * b * d;
    let mut ends = vec![];
    if inside > 0.0 {
        let q = -0.5 * (c + inside.sqrt().copysign(c));
        ends.extend([q / d, b / q].into_iter().filter(|v| v.is_finite() && *v > low && *v < high));
        ends.sort_by(f64::total_cmp);
    }
    // A cubic has the sign of its leading term beyond this (Cauchy).
    let leading = f.iter().rev().find(|v| **v != 0.0)?.abs();
    let bound = 2.0 + f.iter().fold(0.0_f64, |most, v| most.max(v.abs())) / leading;
    ends.push(high.min(bound.max(low + 1.0)));
    let end = ends.into_iter().find(|&end| value(f, &end) >= 0.0)?;
    Some(bisect(low, end, |mm| value(f, &mm) < 0.0))
}

/// The point at which `below` changes from true to false, to the last bit.
pub(super) fn bisect(mut low: f64, mut high: f64, below: impl Fn(f64) -> bool) -> f64 {
    loop {
        let middle = 0.5 * (low + high);
        if middle <= low.min(high) || middle >= low.max(high) {
            return middle;
        }
        if below(middle) { low = middle } else { high = middle }
    }
}

impl Isotropic<f64> {
    fn first_mm(&self, signal: &Signal<f64>) -> Option<f64> {
        let p = self.ratio.sqrt();
        let high = if self.ratio > 1.0 { 1.0 / (self.ratio - 1.0) } else { f64::INFINITY };
        first_root(&self.cubic(&p, signal), ((1.0 + self.ratio).sqrt() - p) / (1.0 + p), high)
    }

    /// The supremum of the a at which the signal does not separate; 0 if there is none.
    pub fn approx_threshold(&self, signal: &Signal<f64>) -> f64 {
        self.first_mm(signal).map_or(0.0, |mm| self.a(&self.ratio.sqrt(), &mm).max(0.0))
    }

    /// The outlier, where the signal separates at a > 0.
    fn outlier(&self, signal: &Signal<f64>, a: f64) -> Option<f64> {
        let x = self.g * (1.0 + self.ratio.sqrt()).powi(2);
        let edge = x * x / (x + a);
        let defect = |lambda: f64| self.defect(signal, &a, &lambda).unwrap_or(f64::NAN);
        if self.at_edge(signal, a) >= 0.0 {
            return None;
        }
        let mut high = 4.0 * edge.max(signal.c);
        while defect(high) > 0.0 {
            high *= 2.0;
        }
        Some(bisect(edge, high, |lambda| defect(lambda) > 0.0))
    }

    /// Left minus right of the criterion: negative iff the signal separates at a.
    fn at_edge(&self, signal: &Signal<f64>, a: f64) -> f64 {
        let p = self.ratio.sqrt();
        let x = self.g * (1.0 + p).powi(2);
        let [m, _] = self.companion(&(-a * x / (x + a))).unwrap_or([f64::NAN; 2]);
        value(&self.cubic(&p, signal), &(self.g * m))
    }

    /// What reconstruction makes of a signal at a > 0; none if the signal does not separate.
    pub fn at(&self, signal: &Signal<f64>, a: f64) -> Option<Quality<f64>> {
        self.quality(signal, &a, &self.outlier(signal, a)?)
    }
}

impl Isotropic<Rational> {
    /// The same in `f64`.
    pub(super) fn approx(&self) -> Isotropic<f64> {
        Isotropic { ratio: self.ratio.approx(), g: self.g.approx() }
    }

    /// The supremum of the a at which the signal does not separate, 0 if there is none: exact where
    /// sqrt γ and mm are rational. Which root of the cubic is the first is seen in `f64`.
    pub fn threshold(&self, signal: &Signal<Rational>) -> Number {
        let (near, of) = (self.approx(), signal.approx());
        // At c = g (1 + sqrt γ) the two paradigms need the same, a = th, whether mm is rational or not.
        if self.ratio.root().is_some_and(|p| signal.c == &self.g * (p + ratio(1, 1))) {
            return Number::Exact(signal.th.clone());
        }
        let Some(mm) = near.first_mm(&of) else { return Number::Exact(Rational::zero()) };
        if let (Some(p), Some(exact)) = (self.ratio.root(), simplest(mm))
            && value(&self.cubic(&p, signal), &exact).is_zero()
        {
            return Number::Exact(self.a(&p, &exact));
        }
        Number::Near(near.approx_threshold(&of))
    }

    /// What reconstruction makes of a signal at a > 0, exactly: none unless outlier and transforms are
    /// rational there.
    pub fn exact_at(&self, signal: &Signal<Rational>, a: &Rational) -> Option<(Rational, Quality<Rational>)> {
        let lambda = simplest(self.approx().outlier(&signal.approx(), a.approx())?)?;
        let exact = self.defect(signal, a, &lambda)? == ratio(0, 1);
        exact.then(|| self.quality(signal, a, &lambda)).flatten().map(|quality| (lambda, quality))
    }
}
