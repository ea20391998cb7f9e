//! Joint-embedding where the signal has as many directions as there are samples, up to a constant:
//! k and m of the order of n, as in the paper's Figure 3.
//!
//! A signal that does not separate is not lost there. The k leading rows still hold a part of it, so
//! that the rule of single signals ([`joint_embedding`](super::joint_embedding)) counts too little.
//!
//! The samples are whitened by Σ, which the rows of joint-embedding do not notice. They are then the
//! clean samples, with squared singular values n l_i along left vectors u_i, and independent noise of
//! variances w_j:
//!
//! | symbol | meaning | count |
//! |---|---|---|
//! | l_i | eigenvalues of the pencil (C1, Θ1) of the samples | k |
//! | w_j | 1/(α² + t_j) of the noise | m |
//!
//! The resolvent of X X'/n acts like diag(1/(l_i + s - z)) on the u_i and like 1/(s - z) on the other
//! n - k directions, where M is its trace over n and s(z) = (1/n) sum_j w_j/(1 + w_j M(z)). A contour
//! through ξ on the real axis makes of it the projection on the eigenvalues above ξ:
//! P_i = 1/2 - (1/π) int_0^inf Re 1/(z - s - l_i) dy, z = ξ + i y. ξ is where the trace is the number
//! of rows.
//!
//! Guarantee: `f64`, and of the limit only: a deterministic equivalent, which is measured here and not
//! proved. For reconstruction the same question is open: its probe sees the samples through rows that
//! are no spectral projection of them, so that one resolvent is not enough.

use nalgebra::Complex;
use std::f64::consts::PI;

/// Points of the contour for each decade of y.
const POINTS: f64 = 14.0;
/// y from so much of ξ, and to so much of the largest eigenvalue.
const ENDS: [f64; 2] = [1e-6, 1e5];
/// How exactly the number of rows is met, of all.
const ROWS: f64 = 1e-9;
/// Ends closer than this in log ξ have a line between them that tells where the trace is right.
const CLOSE: f64 = 0.5;

/// Clean samples and noise, both whitened by Σ.
#[derive(Debug, Clone)]
pub struct ManySignals {
    /// l_i > 0 (k).
    pub signals: Vec<f64>,
    /// w_j > 0, and how many noise directions have it.
    pub noise: Vec<(f64, f64)>,
    /// n > k.
    pub samples: usize,
}

/// How much of each direction of the samples is in the span of the leading rows, between 0 and 1.
#[derive(Debug, Clone, PartialEq)]
pub struct Shares {
    /// P_i of the clean samples' left vectors (k).
    pub signals: Vec<f64>,
    /// The same of every direction beside them.
    pub rest: f64,
}

impl Shares {
    /// The gap of the probe loss: what of the label energy along u_i is lost, less what labels beside
    /// the signal are met by chance.
    pub fn gap(&self, along: &[f64], beside: f64) -> f64 {
        let lost: f64 = self.signals.iter().zip(along).map(|(share, energy)| energy * (1.0 - share)).sum();
        lost - beside * self.rest
    }
}

impl ManySignals {
    /// The shares in so many leading rows; none where no fixed point is found.
    pub fn shares(&self, rows: usize) -> Option<Shares> {
        let count = self.samples as f64;
        let spread = 1.0 + (self.noise.iter().map(|(_, many)| many).sum::<f64>() / count).sqrt();
        let noise = self.noise.iter().fold(0.0, |most: f64, (w, _)| most.max(*w)) * spread * spread;
        let top = self.signals.iter().copied().fold(noise, f64::max);
        let [mut low, mut high] = [1e-9 * top, 2.0 * top * spread].map(f64::ln);
        // By how much the trace is over the rows at both ends; roughly, until one is looked at.
        let [mut at_low, mut at_high] = [count - rows as f64, -(rows as f64)];
        let mut found = None;
        for step in 0..60 {
            // The middle, and by turns false position, which alone would keep one end.
            let halved = high - low > CLOSE || step % 2 == 0;
            let part = if halved { 0.5 } else { at_low / (at_low - at_high) };
            let middle = low + (high - low) * part;
            let at = middle.exp();
            let shares = self.above(at, ENDS[1] * top)?;
            let trace = shares.signals.iter().sum::<f64>() + (count - self.signals.len() as f64) * shares.rest;
            found = Some(shares);
            let over = trace - rows as f64;
            if over.abs() <= ROWS * rows as f64 {
                break;
            }
            if over > 0.0 { (low, at_low) = (middle, over) } else { (high, at_high) = (middle, over) }
        }
        found
    }

    /// The shares above ξ, by the contour up to y = `end`.
    fn above(&self, at: f64, end: f64) -> Option<Shares> {
        let start = ENDS[0] * at;
        let steps = ((end / start).log10() * POINTS).ceil();
        let step = (end / start).ln() / steps;
        let mut signals = vec![0.0; self.signals.len()];
        let mut rest = 0.0;
        // Far from the axis every eigenvalue is 0 against z.
        let mut trace = -Complex::new(at, end).inv();
        for i in (0..=steps as usize).rev() {
            let y = start * (step * i as f64).exp();
            let z = Complex::new(at, y);
            trace = self.trace(z, trace)?;
            let (shift, _) = self.shift(trace);
            // The trapezoid in log y. Before the ends the integrand is like y, beyond them like 1/y: the
            // rest of the sum is a geometric series.
            let end = i == 0 || i == steps as usize;
            let weight = y * step / if end { 1.0 - (-step).exp() } else { 1.0 };
            rest += weight * (z - shift).inv().re;
            for (sum, l) in signals.iter_mut().zip(&self.signals) {
                *sum += weight * (z - shift - l).inv().re;
            }
        }
        let share = |integral: f64| 0.5 - integral / PI;
        Some(Shares { signals: signals.into_iter().map(share).collect(), rest: share(rest) })
    }

    /// s and its derivative by M.
    fn shift(&self, trace: Complex<f64>) -> (Complex<f64>, Complex<f64>) {
        let (mut shift, mut slope) = (Complex::new(0.0, 0.0), Complex::new(0.0, 0.0));
        for (w, many) in &self.noise {
            let part = (trace * *w + 1.0).inv() * *w;
            shift += part * *many;
            slope -= part * part * *many;
        }
        (shift / self.samples as f64, slope / self.samples as f64)
    }

    /// What M has to be for itself, less M, and the derivative of that.
    fn defect(&self, z: Complex<f64>, trace: Complex<f64>) -> (Complex<f64>, Complex<f64>) {
        let (shift, slope) = self.shift(trace);
        let others = self.samples as f64 - self.signals.len() as f64;
        let (mut sum, mut squares) = (Complex::new(0.0, 0.0), Complex::new(0.0, 0.0));
        for (l, many) in self.signals.iter().map(|l| (*l, 1.0)).chain([(0.0, others)]) {
            let part = (shift - z + l).inv();
            sum += part * many;
            squares += part * part * many;
        }
        let count = self.samples as f64;
        (sum / count - trace, -squares * slope / count - 1.0)
    }

    /// M(z), by Newton's method from a guess; where that ends in the lower half plane, which holds no
    /// resolvent, by steps that stay above.
    fn trace(&self, z: Complex<f64>, guess: Complex<f64>) -> Option<Complex<f64>> {
        let solve = |mut trace: Complex<f64>| {
            for _ in 0..50 {
                let (defect, slope) = self.defect(z, trace);
                let step = defect / slope;
                trace -= step;
                if step.norm() <= 1e-13 * trace.norm() {
                    return (trace.im > 0.0).then_some(trace);
                }
            }
            None
        };
        solve(guess).or_else(|| {
            let mut trace = guess;
            for _ in 0..2000 {
                trace += self.defect(z, trace).0 * 0.5;
            }
            solve(trace)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::threshold::finite::{Law, Signal, joint_embedding};

    /// One signal in many samples: what one row holds is what the rule of single signals says.
    #[test]
    fn one_signal_is_that_of_the_limit() {
        let (c, th, n) = (1.2, 1.0, 1_000_000);
        for (gamma, alpha_squared) in [(0.25, 2.0), (0.5, 4.0), (2.0, 6.0)] {
            let law = Law::new(gamma, &[(1.0, 0.25), (2.0, 0.75)]).unwrap();
            let expected = joint_embedding::outlier(&law, &Signal { c, th }, &alpha_squared).unwrap().train;
            let half = gamma * n as f64 / 2.0;
            let noise = [0.25, 0.75].map(|t| (1.0 / (alpha_squared + t), half)).to_vec();
            let found = ManySignals { signals: vec![c / th], noise, samples: n }.shares(1).unwrap();
            assert!((found.signals[0] - expected).abs() < 1e-4, "{gamma}: {found:?} {expected}");
            // Almost nothing beside it: n such directions hold what the signal lacks.
            assert!((found.rest * n as f64 - (1.0 - expected)).abs() < 1e-3, "{found:?}");
        }
    }

    /// Without noise the rows are the signal; without signal every direction holds k/n.
    #[test]
    fn the_two_ends() {
        let far = ManySignals { signals: vec![1.0, 2.0, 5.0], noise: vec![(1e-9, 30.0)], samples: 100 };
        let found = far.shares(3).unwrap();
        assert!(found.signals.iter().all(|p| (p - 1.0).abs() < 1e-6) && found.rest.abs() < 1e-6, "{found:?}");
        assert!((found.gap(&[1.0, 2.0, 3.0], 4.0)).abs() < 1e-5);
        let lost = ManySignals { signals: vec![1e-9; 3], noise: vec![(1.0, 30.0)], samples: 100 };
        let found = lost.shares(3).unwrap();
        assert!(found.signals.iter().all(|p| (p - 0.03).abs() < 1e-6) && (found.rest - 0.03).abs() < 1e-6, "{found:?}");
        // 1 + 2 + 3 of the signal is lost but 0.03, and 0.03 of 4 is met by chance.
        assert!((found.gap(&[1.0, 2.0, 3.0], 4.0) - (0.97 * 6.0 - 0.12)).abs() < 1e-5);
    }
}
