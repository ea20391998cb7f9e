//! Reconstruction in the proportional limit under any diagonal noise: three scalars.
//!
//! det(λ S - C²) = det(Δ + E ⊗ C) with E^-1 = \[\[-λ, 1\], \[1, 0\]\] and Δ_j = diag(1, λ a_j), a_j =
//! (α² + t_j) g_j. Leaving one sample out gives the fixed point of a symmetric 2 x 2 matrix T:
//! T = Φ(T) = γ E\[g G\], G = (Δ + g Q)^-1, Q = (E^-1 + T)^-1, where det(E^-1 + T) < 0 and Δ + g Q > 0.
//! Right of the edge of the noise the spectral radius of J = Φ'(T) is below 1; at the edge it is 1.
//! A signal (c, th) separates iff (1 + c q11)(λ th + c q22) < (c q12)² at the edge, and its
//! outlier is where both sides are equal beyond.
//!
//! Guarantee: `f64`. That the edge is where the radius reaches 1 is derived by leaving one out, and
//! checked: it is Marchenko and Pastur's under noise of one variance, and simulations agree.
//! Symmetric matrices are their entries 11, 12, 22.

use super::isotropic::bisect;
use super::number::NEAR;
use super::{Law, Quality, Signal};
use nalgebra::{Matrix3, Matrix4, Vector3, Vector4};

/// T, and with it Q, J and the resolvents G of the noise.
#[derive(Debug, Clone)]
struct Point {
    t: Vector3<f64>,
    q: [f64; 3],
    jacobian: Matrix3<f64>,
    /// Φ(T) - T.
    defect: Vector3<f64>,
    resolvents: Vec<[f64; 3]>,
}

impl Point {
    /// The largest |eigenvalue| of J: a positive operator, so the power iteration's limit.
    fn radius(&self) -> f64 {
        self.jacobian.complex_eigenvalues().iter().fold(0.0, |most: f64, v| most.max(v.norm()))
    }

    fn signal(&self, signal: &Signal<f64>, lambda: f64) -> f64 {
        let [q11, q12, q22] = self.q;
        let (c, th) = (signal.c, signal.th);
        (1.0 + c * q11) * (lambda * th + c * q22) - (c * q12).powi(2)
    }
}

/// The noise at one α².
#[derive(Debug, Clone)]
struct Noise {
    ratio: f64,
    /// g, a and weight.
    atoms: Vec<[f64; 3]>,
}

impl Noise {
    fn new(law: &Law<f64>, alpha_squared: f64) -> Self {
        let atom = |atom: &super::Atom<f64>| [atom.g, (alpha_squared + atom.t) * atom.g, atom.weight];
        Self { ratio: *law.ratio(), atoms: law.atoms().iter().map(atom).collect() }
    }

    fn at(&self, t: Vector3<f64>, lambda: f64) -> Option<Point> {
        let [a11, a12, a22] = [t[0] - lambda, t[1] + 1.0, t[2]];
        let det = a11 * a22 - a12 * a12;
        // NaN is none either.
        if det.is_nan() || det >= 0.0 {
            return None;
        }
        let q = [a22 / det, -a12 / det, a11 / det];
        let mut phi = Vector3::zeros();
        let mut jacobian = Matrix3::zeros();
        let mut resolvents = Vec::with_capacity(self.atoms.len());
        for [g, a, weight] in &self.atoms {
            let (x, y, z) = (1.0 + g * q[0], g * q[1], lambda * a + g * q[2]);
            let d = x * z - y * y;
            if !(x > 0.0 && d > 0.0) {
                return None;
            }
            let [g11, g12, g22] = [z / d, -y / d, x / d];
            let w = self.ratio * weight * g;
            phi += w * Vector3::new(g11, g12, g22);
            let [m11, m12] = [g11 * q[0] + g12 * q[1], g11 * q[1] + g12 * q[2]];
            let [m21, m22] = [g12 * q[0] + g22 * q[1], g12 * q[1] + g22 * q[2]];
            #[rustfmt::skip]
            let part = Matrix3::new(
                m11 * m11,
                2.0 * m11 * m12,
                m12 * m12,
                m11 * m21,
                m11 * m22 + m12 * m21,
                m12 * m22,
                m21 * m21,
                2.0 * m21 * m22,
                m22 * m22,
            );
            jacobian += w * g * part;
            resolvents.push([g11, g12, g22]);
        }
        Some(Point { t, q, jacobian, defect: phi - t, resolvents })
    }

    /// Newton's iteration from T; none if it leaves the domain or ends left of the edge.
    fn newton(&self, mut t: Vector3<f64>, lambda: f64) -> Option<Point> {
        for round in 0..60 {
            let point = self.at(t, lambda)?;
            let step = (Matrix3::identity() - point.jacobian).lu().solve(&point.defect)?;
            let phi = point.t + point.defect;
            let scale = [phi[0], (phi[0] * phi[2]).sqrt(), phi[2]];
            let within = |tolerance: f64| (0..3).all(|i| step[i].abs() <= tolerance * scale[i]);
            if within(4e-15) || round > 40 && within(NEAR) {
                return (point.radius() < 1.0).then_some(point);
            }
            t += step;
        }
        None
    }

    /// A λ right of the edge, since C² <= |C| S, and the fixed point there: monotone from 0.
    fn start(&self) -> Option<(f64, Point)> {
        let most = self.atoms.iter().fold(0.0, |most: f64, [g, ..]| most.max(*g));
        let lambda = 2.0 * most * (1.0 + self.ratio.sqrt()).powi(2);
        let mut t = Vector3::zeros();
        for round in 0..10_000 {
            if round % 20 == 0
                && let Some(point) = self.newton(t, lambda)
            {
                return Some((lambda, point));
            }
            let point = self.at(t, lambda)?;
            t += point.defect;
        }
        None
    }

    /// Points from the right down to the edge, the last of which is polished on the edge.
    fn path(&self) -> Option<Vec<(f64, Point)>> {
        let (mut lambda, mut point) = self.start()?;
        let mut path = vec![(lambda, point.clone())];
        let mut step = 0.25 * lambda;
        while step > 1e-7 * lambda {
            let next = lambda - step;
            // T grows to the left.
            let grows = |new: &Point| [0, 2].iter().all(|&i| new.t[i] >= point.t[i] * (1.0 - NEAR));
            match (next > 0.0).then(|| self.newton(point.t, next)).flatten().filter(grows) {
                Some(new) => {
                    (lambda, point) = (next, new);
                    path.push((lambda, point.clone()));
                    step = step.min(0.5 * lambda);
                }
                None => step /= 3.0,
            }
        }
        path.push(self.polish(lambda, &point)?);
        Some(path)
    }

    /// The edge itself: Newton's iteration for T = Φ(T), det(I - J) = 0 in (T, λ). The derivative of
    /// the determinant is taken by differences, which costs rounds and no digits.
    fn polish(&self, lambda: f64, near: &Point) -> Option<(f64, Point)> {
        let of = |v: &Vector4<f64>| {
            let point = self.at(v.fixed_rows::<3>(0).into(), v[3])?;
            let edge = (Matrix3::identity() - point.jacobian).determinant();
            Some((Vector4::new(point.defect[0], point.defect[1], point.defect[2], edge), point))
        };
        let mut v = Vector4::new(near.t[0], near.t[1], near.t[2], lambda);
        let (start, mut found) = (v, None);
        for _ in 0..40 {
            let (defect, point) = of(&v)?;
            found = Some((v[3], point));
            let mut slope = Matrix4::zeros();
            for i in 0..4 {
                let size = 1e-6 * v[i].abs().max(1e-9);
                let ends = [-1.0, 1.0].map(|sign| {
                    let mut moved = v;
                    moved[i] += sign * size;
                    of(&moved)
                });
                let [Some((low, _)), Some((high, _))] = ends else { return None };
                slope.set_column(i, &((high - low) / (2.0 * size)));
            }
            let step = slope.lu().solve(&defect)?;
            v -= step;
            if (0..4).all(|i| step[i].abs() <= 1e-13 * v[i].abs()) {
                break;
            }
        }
        // The path ended within 1e-6 of the edge; anything else is another solution.
        found.filter(|(at, _)| (at - start[3]).abs() <= 1e-5 * start[3])
    }
}

/// The bulk of the noise of reconstruction at one α², seen from the right.
#[derive(Debug)]
pub struct Bulk {
    noise: Noise,
    path: Vec<(f64, Point)>,
}

impl Bulk {
    /// The bulk at α² > -min t; none where no iteration converged.
    pub fn new(law: &Law<f64>, alpha_squared: f64) -> Option<Self> {
        let noise = Noise::new(law, alpha_squared);
        let path = noise.path()?;
        Some(Self { noise, path })
    }

    fn last(&self) -> &(f64, Point) {
        self.path.last().expect("a path has a start and an edge")
    }

    /// The upper end of the bulk.
    pub fn edge(&self) -> f64 {
        self.last().0
    }

    /// The criterion at the edge: negative iff the signal separates.
    pub fn criterion(&self, signal: &Signal<f64>) -> f64 {
        let (lambda, point) = self.last();
        point.signal(signal, *lambda)
    }

    /// The fixed point at λ, from the nearest point of the path to its right.
    fn fixed(&self, lambda: f64) -> Option<Point> {
        let (first, _) = self.path.first()?;
        let (mut from, mut point) =
            self.path.iter().rev().find(|(at, _)| *at >= lambda).unwrap_or(&self.path[0]).clone();
        if lambda >= *first {
            while from < lambda {
                from = lambda.min(1.5 * from);
                point = self.noise.newton(point.t, from)?;
            }
            return Some(point);
        }
        let mut parts = 1;
        while parts <= 4096 {
            let steps = (1..=parts).try_fold(point.t, |t, i| {
                let at = from + (lambda - from) * f64::from(i) / f64::from(parts);
                self.noise.newton(t, at).map(|point| point.t)
            });
            if let Some(t) = steps {
                return self.noise.newton(t, lambda);
            }
            parts *= 2;
        }
        None
    }

    /// What reconstruction makes of a signal; none if the signal does not separate.
    pub fn at(&self, signal: &Signal<f64>) -> Option<Quality<f64>> {
        if self.criterion(signal) >= 0.0 {
            return None;
        }
        let below = |lambda: f64| self.fixed(lambda).is_none_or(|point| point.signal(signal, lambda) < 0.0);
        let mut high = 1.1 * self.edge();
        while below(high) {
            high *= 1.5;
        }
        let lambda = bisect(self.edge(), high, below);
        self.quality(signal, lambda, &self.fixed(lambda)?)
    }

    fn quality(&self, signal: &Signal<f64>, lambda: f64, point: &Point) -> Option<Quality<f64>> {
        let ([q11, q12, q22], c) = (point.q, signal.c);
        let mut null = [c * q12, -(1.0 + c * q11)];
        if null[0].abs() + null[1].abs() < 1e-12 {
            null = [lambda * signal.th + c * q22, -c * q12];
        }
        let [h1, v1] = null;
        let solve = (Matrix3::identity() - point.jacobian).lu();
        // c n'(-Q t Q) n with t = (I - J)^-1 d.
        let moved = [q11 * h1 + q12 * v1, q12 * h1 + q22 * v1];
        let form = |d: Vector3<f64>| {
            let t = solve.solve(&d)?;
            Some(-c * (t[0] * moved[0] * moved[0] + 2.0 * t[1] * moved[0] * moved[1] + t[2] * moved[1] * moved[1]))
        };
        let weighted = |power: i32| {
            let atoms = self.noise.atoms.iter().zip(&point.resolvents);
            let sum = atoms.fold(Vector3::zeros(), |sum: Vector3<f64>, ([g, _, weight], [_, g12, g22])| {
                sum + weight * g.powi(power) * Vector3::new(g12 * g12, g12 * g22, g22 * g22)
            });
            form(-self.noise.ratio * sum)
        };
        let (length, varied) = (weighted(1)?, weighted(2)?);
        let seen = form(Vector3::new(-1.0, 0.0, 0.0))?;
        let test = 1.0 / (1.0 + varied / (c * v1 * v1));
        let over = if v1 == 0.0 { 0.0 } else { -h1 * (c * v1 * v1 + varied) / (v1 * c * seen) };
        Some(Quality {
            cos2: 1.0 / (1.0 + length / (v1 * v1)),
            train: h1 * h1 / (c * seen),
            test,
            fitted: test * (1.0 - (1.0 - over).powi(2)),
        })
    }
}

/// How α² + min t falls from point to point of the scan for the threshold.
const FALL: f64 = 0.8;

/// How far down the scan goes, relative to where it starts.
const DEPTH: f64 = 1e-6;

/// The supremum of the α² > -min t at which a signal does not separate; -min t if there is none.
///
/// The scan starts where separation is certain. With b = α² + min t, the noise has Σ >= b Γ and C <=
/// (1 + sqrt γ)² Γ, so its edge is at most max g q²/(q + b), q = (1 + sqrt γ)²; the signal's axis alone has
/// the quotient c²/(c + th). What does not separate between two points of the scan alone is not
/// seen.
pub fn threshold(law: &Law<f64>, signal: &Signal<f64>) -> Option<f64> {
    let least = law.least_ratio();
    let most = law.atoms().iter().fold(0.0, |most: f64, atom| most.max(atom.g));
    let q = (1.0 + law.ratio().sqrt()).powi(2);
    let certain = (most * q * q * (signal.c + signal.th) / (signal.c * signal.c) - q).max(q * 1e-3);
    let criterion = |b: f64| Bulk::new(law, b - least).map(|bulk| bulk.criterion(signal));
    let mut high = (certain, criterion(certain)?);
    let mut b = certain;
    let low = loop {
        b *= FALL;
        if b < DEPTH * certain {
            return Some(-least);
        }
        let found = criterion(b)?;
        if found >= 0.0 {
            break (b, found);
        }
        high = (b, found);
    };
    Some(falsi(low, high, criterion)? - least)
}

/// The root of a smooth function between two points of different sign: regula falsi with halving
/// (Illinois; Dowell and Jarratt 1971).
fn falsi(mut one: (f64, f64), mut two: (f64, f64), of: impl Fn(f64) -> Option<f64>) -> Option<f64> {
    for _ in 0..100 {
        let at = (one.0 * two.1 - two.0 * one.1) / (two.1 - one.1);
        let value = of(at)?;
        // The steps shrink faster than linearly, so the next would be far below this.
        if value == 0.0 || (at - two.0).abs().min((at - one.0).abs()) <= 1e-11 * at.abs() {
            return Some(at);
        }
        if value * two.1 < 0.0 {
            one = two
        } else {
            one.1 *= 0.5
        }
        two = (at, value);
    }
    None
}
