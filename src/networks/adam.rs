//! Adam (D. P. Kingma, J. Ba, ICLR 2015, algorithm 1) with its usual β = (0.9, 0.999) and ε = 1e-8.
//! No weight decay.

use std::f64::consts::PI;

const BETA: [f64; 2] = [0.9, 0.999];
const EPSILON: f64 = 1e-8;

/// Share of the largest rate that the half cosine ends at.
const LAST: f64 = 1e-3;

/// The rate of each step: linear warm-up times half a cosine (I. Loshchilov, F. Hutter, ICLR 2017).
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Schedule {
    /// The largest rate.
    pub rate: f64,
    /// Steps of the warm-up, at least 1.
    pub warm_up: usize,
    /// All steps.
    pub steps: usize,
}

impl Schedule {
    /// How far the training is: 0 at the first step, 1 after the last.
    fn progress(&self, step: usize) -> f64 {
        step as f64 / self.steps as f64
    }

    /// The rate of a step, counted from 0.
    pub fn rate_at(&self, step: usize) -> f64 {
        let warm = ((step + 1) as f64 / self.warm_up as f64).min(1.0);
        self.rate * warm * (self.falling(step) + LAST)
    }

    /// Half a cosine from 1 to 0.
    pub fn falling(&self, step: usize) -> f64 {
        0.5 * (1.0 + (PI * self.progress(step)).cos())
    }
}

/// The state of the optimiser of one vector of parameters.
#[derive(Debug, Clone, Default)]
pub struct Adam {
    first: Vec<f64>,
    second: Vec<f64>,
    steps: i32,
}

impl Adam {
    /// Changes the parameters by one step along the gradient, at a rate.
    pub fn step(&mut self, parameters: &mut [f64], gradient: &[f64], rate: f64) {
        self.first.resize(parameters.len(), 0.0);
        self.second.resize(parameters.len(), 0.0);
        self.steps += 1;
        let [c1, c2] = BETA.map(|beta| 1.0 / (1.0 - beta.powi(self.steps)));
        let moments = self.first.iter_mut().zip(&mut self.second);
        // The widest vectors of this machine; the arithmetic is the same on every one.
        pulp::Arch::new().dispatch(|| {
            for ((value, slope), (first, second)) in parameters.iter_mut().zip(gradient).zip(moments) {
                *first += (1.0 - BETA[0]) * (slope - *first);
                *second += (1.0 - BETA[1]) * (slope * slope - *second);
                *value -= rate * (*first * c1) / ((*second * c2).sqrt() + EPSILON);
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Algorithm 1 of Kingma and Ba from its sums: m and v are weighted means of all slopes so far.
    #[test]
    fn steps_are_those_of_the_weighted_means_of_all_slopes() {
        let slopes = [[3.0, -1e-3], [-0.5, 2e-3], [0.25, 0.0], [4.0, 5e-9], [-7.0, 1e-3]];
        let (mut adam, mut x) = (Adam::default(), [2.0, -1.0]);
        for step in 1..=slopes.len() {
            let before = x;
            adam.step(&mut x, &slopes[step - 1], 0.25);
            for i in 0..2 {
                let mean = |beta: f64, power: i32| {
                    let weight = |age: usize| beta.powi(age as i32);
                    let sum: f64 = (0..step).map(|age| weight(age) * slopes[step - 1 - age][i].powi(power)).sum();
                    sum / (0..step).map(weight).sum::<f64>()
                };
                let expected = before[i] - 0.25 * mean(0.9, 1) / (mean(0.999, 2).sqrt() + 1e-8);
                assert!((x[i] - expected).abs() < 1e-12, "step {step}, {i}: {} {expected}", x[i]);
            }
        }
        // ε counts where slopes are as small as it: 1e-8 / (1e-8 + 1e-8).
        let (mut adam, mut x) = (Adam::default(), [0.0]);
        adam.step(&mut x, &[1e-8], 1.0);
        assert!((x[0] + 0.5).abs() < 1e-6, "{x:?}");
    }

    #[test]
    fn the_rate_rises_then_falls_to_a_thousandth() {
        let schedule = Schedule { rate: 3.0, warm_up: 4, steps: 20 };
        for step in 0..20 {
            let warm = [0.25, 0.5, 0.75].get(step).copied().unwrap_or(1.0);
            let cosine = 0.5 + 0.5 * (std::f64::consts::PI * step as f64 / 20.0).cos();
            assert!((schedule.rate_at(step) - 3.0 * warm * (cosine + 1e-3)).abs() < 1e-12, "{step}");
        }
    }
}
