//! Certificates of problems whose eigenvectors are known by construction. Nothing here is shared
//! with the checker.
#![allow(dead_code)]

use num_bigint::BigInt;
use num_traits::ToPrimitive;
use serde_json::{Value, json};

/// SplitMix64: small, deterministic, the same on every machine.
pub struct Random(pub u64);

impl Random {
    pub fn bits(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        z ^ (z >> 31)
    }
    pub fn below(&mut self, n: usize) -> usize {
        (self.bits() % n as u64) as usize
    }
    /// In -1..1.
    pub fn signed(&mut self) -> f64 {
        (self.bits() >> 11) as f64 / (1u64 << 52) as f64 - 1.0
    }
}

/// `x * 2^bits`, rounded to an integer; an f64 of any size is exact here.
pub fn scaled(x: f64, bits: i32) -> BigInt {
    let y = x * 2f64.powi(bits);
    if y.abs() < 2f64.powi(100) {
        BigInt::from(y.round() as i128)
    } else {
        panic!("{y} is too large for the generator")
    }
}

pub fn matrix(d: usize, exponent: i64, entry: impl Fn(usize, usize) -> BigInt) -> Value {
    let entries: Vec<String> = (0..d * d).map(|n| entry(n / d, n % d).to_string()).collect();
    json!({"rows": d, "cols": d, "exponent": exponent, "entries": entries})
}

pub fn dyadic(x: f64) -> Value {
    json!({"mantissa": scaled(x, 60).to_string(), "exponent": -60})
}

/// `p/q` with q = 2^60 and p the number moved by `slack`.
pub fn ratio(x: f64, slack: f64) -> String {
    format!("{}/{}", scaled(x + slack, 60), scaled(1.0, 60))
}

/// A dense pencil `S = Q D Q'`, `A = Q D L Q'` with Q a product of two reflections, D and L
/// diagonal; V = Q D^-1/2. The entries of A get about `bits` bits, those of S 60, those of V 53.
/// The eigenvalues fall from about 1 to about 1/2, with a jump at k.
pub fn dense(d: usize, k: usize, bits: i32, seed: u64) -> Value {
    let mut random = Random(seed);
    let rows = |entry: &dyn Fn(usize, usize) -> f64| -> Vec<Vec<f64>> {
        (0..d).map(|i| (0..d).map(|j| entry(i, j)).collect()).collect()
    };
    let reflection = |random: &mut Random| {
        let u: Vec<f64> = (0..d).map(|_| random.signed()).collect();
        let norm: f64 = u.iter().map(|x| x * x).sum();
        rows(&|i, j| f64::from(u8::from(i == j)) - 2.0 * u[i] * u[j] / norm)
    };
    // X Y', from the column on that `from` says: row by row, which is fast for large d.
    let multiply = |x: &[Vec<f64>], y: &[Vec<f64>], from: fn(usize) -> usize| -> Vec<Vec<f64>> {
        let entry = |x: &[f64], y: &[f64]| x.iter().zip(y).map(|(x, y)| x * y).sum();
        let row = |i: usize| (0..d).map(|j| if j < from(i) { 0.0 } else { entry(&x[i], &y[j]) }).collect();
        (0..d).map(row).collect()
    };
    let (first, second) = (reflection(&mut random), reflection(&mut random));
    let q = multiply(&first, &second, |_| 0);
    let weight: Vec<f64> = (0..d).map(|_| 1.5 + 0.5 * random.signed()).collect();
    let lambda: Vec<f64> = (0..d).map(|i| if i < k { 1.0 } else { 0.9 } - 0.3 * i as f64 / d as f64).collect();
    let s = multiply(&rows(&|i, l| q[i][l] * weight[l]), &q, |i| i);
    let a = multiply(&rows(&|i, l| q[i][l] * weight[l] * lambda[l]), &q, |i| i);
    let (low, high) = (|i: usize, j: usize| i.min(j), |i: usize, j: usize| i.max(j));
    let epsilon = 1e-12;
    let (t, floor) =
        if k < d { (lambda[k] + epsilon, lambda[k - 1] - epsilon) } else { (lambda[k - 1] - 0.1, lambda[k - 1] - 0.1) };
    let sum: f64 = lambda[..k].iter().sum();
    let slack = 2.0 * epsilon * k as f64 + 1e-11;
    json!({
        "format": "jerc-certificate/1",
        "claim": {"problem": "rc", "d": d, "k": k, "source": "synthetic"},
        "pencil": {
            "a": matrix(d, i64::from(-bits), |i, j| scaled(a[low(i, j)][high(i, j)], bits)),
            "s": matrix(d, -60, |i, j| scaled(s[low(i, j)][high(i, j)], 60)),
        },
        "witness": {
            "v": matrix(d, -53, |i, j| scaled(q[i][j] / weight[j].sqrt(), 53)),
            "t": dyadic(t),
            "floor": dyadic(floor),
            "c": lambda[..k].iter().map(|l| dyadic(l - t + epsilon)).collect::<Vec<_>>(),
        },
        "bounds": {"lower": ratio(sum, -slack), "upper": ratio(sum, slack), "relative_gap": format!("{:e}", 2.1 * slack / sum)},
    })
}

pub fn approx(x: &num_rational::BigRational) -> f64 {
    x.to_f64().unwrap_or(f64::NAN)
}

/// A certificate with column i of V 2^lengths_i times as long; only the distance is left to be refused.
pub fn stretched(file: &Value, lengths: &[i64], distance: f64) -> Value {
    let (mut file, least) = (file.clone(), *lengths.iter().min().unwrap());
    let moved = |number: &mut Value, by: i64| number["exponent"] = json!(number["exponent"].as_i64().unwrap() + by);
    moved(&mut file["witness"]["v"], least);
    for (entry, length) in
        file["witness"]["v"]["entries"].as_array_mut().unwrap().iter_mut().zip(lengths.iter().cycle())
    {
        *entry = json!((entry.as_str().unwrap().parse::<BigInt>().unwrap() << (length - least)).to_string());
    }
    // N = tP + P_k diag(c) P_k' - B.
    file["witness"]["c"].as_array_mut().unwrap().iter_mut().zip(lengths).for_each(|(c, at)| moved(c, -2 * at));
    file["bounds"] = json!({"lower": "-1000000/1", "upper": "1000000/1", "relative_gap": "2"});
    file["distance"] = json!(ratio(distance, 0.0));
    file.as_object_mut().unwrap().remove("loss");
    file
}
