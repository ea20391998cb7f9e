//! Numbers of 600 binary places, and Jacobi's method in them. For references only: nothing of the
//! library is used.

use num_bigint::BigInt;
use num_traits::{Float, Signed, ToPrimitive, Zero};
use std::ops::{Add, Div, Mul, Neg, Sub};

/// Binary places after the point.
const PLACES: i64 = 600;

/// `.0 * 2^-600`.
#[derive(Debug, Clone, PartialEq, PartialOrd)]
pub struct Fixed(BigInt);

impl From<f64> for Fixed {
    fn from(value: f64) -> Self {
        let (mantissa, exponent, sign) = Float::integer_decode(value);
        let shift = PLACES + i64::from(exponent);
        let integer = BigInt::from(mantissa) * i64::from(sign);
        Self(if shift >= 0 { integer << shift } else { integer >> -shift })
    }
}

impl Add for Fixed {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0 + other.0)
    }
}

impl Sub for Fixed {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0 - other.0)
    }
}

impl Neg for Fixed {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl Mul for Fixed {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Self((self.0 * other.0) >> PLACES)
    }
}

impl Div for Fixed {
    type Output = Self;
    fn div(self, other: Self) -> Self {
        Self((self.0 << PLACES) / other.0)
    }
}

impl Fixed {
    pub fn abs(&self) -> Self {
        Self(self.0.abs())
    }

    pub fn sqrt(&self) -> Self {
        Self((&self.0 << PLACES).sqrt())
    }

    pub fn approx(&self) -> f64 {
        let drop = self.0.bits().saturating_sub(64) as i64;
        let head = (&self.0 >> drop).to_f64().unwrap();
        let exponent = (drop - PLACES) as i32;
        head * 2f64.powi(exponent / 2) * 2f64.powi(exponent - exponent / 2)
    }
}

#[derive(Debug, Clone)]
pub struct Matrix {
    rows: usize,
    columns: usize,
    entries: Vec<Fixed>,
}

impl Matrix {
    pub fn from_fn(rows: usize, columns: usize, entry: impl Fn(usize, usize) -> Fixed) -> Self {
        Self { rows, columns, entries: (0..rows * columns).map(|at| entry(at / columns, at % columns)).collect() }
    }

    pub fn rows(&self) -> usize {
        self.rows
    }

    pub fn at(&self, (row, column): (usize, usize)) -> &Fixed {
        &self.entries[row * self.columns + column]
    }

    fn set(&mut self, row: usize, column: usize, value: Fixed) {
        self.entries[row * self.columns + column] = value;
    }

    pub fn transposed(&self) -> Self {
        Self::from_fn(self.columns, self.rows, |i, j| self.at((j, i)).clone())
    }

    pub fn times(&self, other: &Self) -> Self {
        let dot = |i: usize, j: usize| {
            (0..self.columns).fold(BigInt::zero(), |sum, l| sum + &self.at((i, l)).0 * &other.at((l, j)).0)
        };
        Self::from_fn(self.rows, other.columns, |i, j| Fixed(dot(i, j) >> PLACES))
    }

    pub fn plus(&self, other: &Self) -> Self {
        Self::from_fn(self.rows, self.columns, |i, j| self.at((i, j)).clone() + other.at((i, j)).clone())
    }

    pub fn scaled(&self, factor: &Fixed) -> Self {
        Self::from_fn(self.rows, self.columns, |i, j| self.at((i, j)).clone() * factor.clone())
    }

    pub fn trace(&self) -> Fixed {
        (0..self.rows).fold(Fixed(BigInt::zero()), |sum, i| sum + self.at((i, i)).clone())
    }
}

/// L with S = L L'.
fn cholesky(s: &Matrix) -> Matrix {
    let mut l = Matrix::from_fn(s.rows, s.rows, |_, _| Fixed(BigInt::zero()));
    for j in 0..s.rows {
        for i in j..s.rows {
            let sum = (0..j).fold(s.at((i, j)).clone(), |sum, m| sum - l.at((i, m)).clone() * l.at((j, m)).clone());
            let value = if i == j { sum.sqrt() } else { sum / l.at((j, j)).clone() };
            l.set(i, j, value);
        }
    }
    l
}

/// L^-1 B, or L^-T B.
fn substitute(l: &Matrix, b: &Matrix, transposed: bool) -> Matrix {
    let mut x = b.clone();
    let d = l.rows;
    for step in 0..d {
        let i = if transposed { d - 1 - step } else { step };
        for j in 0..b.columns {
            let known: Vec<usize> = if transposed { (i + 1..d).collect() } else { (0..i).collect() };
            let sum = known.iter().fold(x.at((i, j)).clone(), |sum, &m| {
                let factor = if transposed { l.at((m, i)) } else { l.at((i, m)) };
                sum - factor.clone() * x.at((m, j)).clone()
            });
            x.set(i, j, sum / l.at((i, i)).clone());
        }
    }
    x
}

/// S^-1 B.
pub fn solve(s: &Matrix, b: &Matrix) -> Matrix {
    let l = cholesky(s);
    substitute(&l, &substitute(&l, b, false), true)
}

/// The eigenvalues of A v = λ S v, descending, and V with V'SV = I.
pub fn generalised_eigen(a: &Matrix, s: &Matrix) -> (Vec<Fixed>, Matrix) {
    let l = cholesky(s);
    let mut m = substitute(&l, &substitute(&l, a, false).transposed(), false);
    let d = m.rows;
    let one = Fixed::from(1.0);
    let mut vectors = Matrix::from_fn(d, d, |i, j| Fixed::from(f64::from(i == j)));
    let largest = |m: &Matrix| {
        (0..d)
            .flat_map(|i| (0..i).map(move |j| (i, j)))
            .map(|at| m.at(at).abs())
            .fold(Fixed(BigInt::zero()), |a, b| if a > b { a } else { b })
    };
    for _ in 0..60 {
        if largest(&m).approx() < 1e-140 {
            break;
        }
        for p in 0..d {
            for q in p + 1..d {
                let off = m.at((p, q)).clone();
                if off.0.is_zero() {
                    continue;
                }
                // tan of the angle that makes the entry vanish.
                let theta = (m.at((q, q)).clone() - m.at((p, p)).clone()) / (off * Fixed::from(2.0));
                let root = (theta.clone() * theta.clone() + one.clone()).sqrt();
                let t = one.clone() / (theta.abs() + root);
                let t = if theta.0.is_negative() { -t } else { t };
                let c = one.clone() / (t.clone() * t.clone() + one.clone()).sqrt();
                let s = t * c.clone();
                let turn = |m: &mut Matrix, rows: bool| {
                    for i in 0..d {
                        let (at_p, at_q) = if rows { ((p, i), (q, i)) } else { ((i, p), (i, q)) };
                        let (x, y) = (m.at(at_p).clone(), m.at(at_q).clone());
                        m.set(at_p.0, at_p.1, c.clone() * x.clone() - s.clone() * y.clone());
                        m.set(at_q.0, at_q.1, s.clone() * x + c.clone() * y);
                    }
                };
                turn(&mut m, false);
                turn(&mut m, true);
                turn(&mut vectors, false);
            }
        }
    }
    let mut order: Vec<usize> = (0..d).collect();
    order.sort_by(|&i, &j| m.at((j, j)).partial_cmp(m.at((i, i))).unwrap());
    let values = order.iter().map(|&i| m.at((i, i)).clone()).collect();
    let sorted = Matrix::from_fn(d, d, |i, j| vectors.at((i, order[j])).clone());
    (values, substitute(&l, &sorted, true))
}
