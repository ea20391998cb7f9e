//! Route by encoders that know no polynomial, on Gaussian views: tanh networks trained by gradient
//! descent on fresh views, and random ReLU features with the optimum of the features.
//!
//! v_i = x_i + e_i with independent Gaussian x_i of variance c_i and e_i of variance θ_i, i = 1, 2.
//! What is found is judged by sums over a product of Gauss-Hermite rules in x and e, not over the
//! views of the training. Nothing here knows a threshold, a Hermite polynomial or an eigenvalue of
//! the theory.
//!
//! Source of the rule: G. H. Golub, J. H. Welsch, Mathematics of Computation 23 (1969).

use crate::error::Result;
use crate::linalg::float::{generalised_eigen, symmetric_eigen, tr_product};
use crate::networks::{Adam, Mlp, Schedule, losses};
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Nodes of each rule for the outputs of a tanh network: 4.3e-5 off in the loss at most, for 24 of them.
const NODES: usize = 14;
/// And for random ReLU features, which have kinks: 0.0085 off in an eigenvalue at most, for twelve seeds.
const NODES_OF_KINKS: usize = 20;

/// Two coordinates: variances of the samples and of the augmentation.
#[derive(Debug, Clone, Copy)]
pub(in crate::claims) struct Views {
    pub c: [f64; 2],
    pub theta: [f64; 2],
}

/// What is trained, and for how long.
#[derive(Debug, Clone, Copy)]
pub(in crate::claims) struct Training {
    /// Units of each of the two hidden layers.
    pub width: usize,
    /// Pairs of views in a step; all of them fresh.
    pub batch: usize,
    pub schedule: Schedule,
}

/// What two outputs amount to.
#[derive(Debug, Clone, Copy)]
pub(in crate::claims) struct Found {
    /// E|u - u+|² of the whitened outputs.
    pub loss: f64,
    /// The share of the variance of v_2 that is linear in the outputs.
    pub second: f64,
    /// The same of v_1² less its mean.
    pub square: f64,
}

impl Views {
    /// A pair of views of each of n fresh samples, each n x 2.
    fn draw(&self, n: usize, rng: &mut ChaCha8Rng) -> [DMatrix<f64>; 2] {
        let mut normal = |variance: [f64; 2]| {
            DMatrix::from_fn(n, 2, |_, i| {
                let normal: f64 = StandardNormal.sample(rng);
                variance[i].sqrt() * normal
            })
        };
        let samples = normal(self.c);
        [(); 2].map(|()| &samples + normal(self.theta))
    }

    /// Views at the nodes of all rules of so many, sample by sample, and the weight of each.
    fn nodes(&self, count: usize) -> Result<(DMatrix<f64>, Vec<f64>)> {
        let rule = gauss_hermite(count)?;
        let (mut views, mut weights) = (vec![], vec![]);
        let pairs = || rule.iter().flat_map(|a| rule.iter().map(move |b| ([a.0, b.0], a.1 * b.1)));
        for (x, p) in pairs() {
            for (e, q) in pairs() {
                views.extend([0, 1].map(|i| self.c[i].sqrt() * x[i] + self.theta[i].sqrt() * e[i]));
                weights.push(p * q);
            }
        }
        Ok((DMatrix::from_row_slice(weights.len(), 2, &views), weights))
    }

    /// The loss of outputs with its constraint, and what they hold.
    pub fn judge(&self, outputs: impl Fn(&DMatrix<f64>) -> DMatrix<f64>) -> Result<Found> {
        let (views, weights) = self.nodes(NODES)?;
        let moments = Moments::of(&outputs(&views), &views, &weights, NODES);
        let loss = 2.0 * (moments.s.nrows() as f64 - moments.explained(&moments.g));
        let share = |i: usize| {
            let cross = moments.cross.columns(i, 1);
            moments.explained(&(cross * cross.transpose())) / moments.energy[i]
        };
        Ok(Found { loss, second: share(0), square: share(1) })
    }

    /// Trains a network of two outputs on the whitened distance of fresh views.
    pub fn train(&self, training: &Training, rng: &mut ChaCha8Rng) -> Result<Mlp> {
        let Training { width, batch, schedule } = *training;
        let (mut network, mut adam) = (Mlp::tanh(&[2, width, width, 2], rng)?, Adam::default());
        for step in 0..schedule.steps {
            let passes = self.draw(batch, rng).map(|view| network.forward(view));
            let [first, second] = passes.each_ref().map(|pass| pass.outputs());
            let slopes = losses::whitened(first, second).gradients;
            let mut gradient = vec![0.0; network.parameters().len()];
            for (pass, slope) in passes.iter().zip(slopes) {
                let of_view = network.gradient(pass, slope);
                gradient.iter_mut().zip(of_view).for_each(|(sum, of)| *sum += of);
            }
            adam.step(network.parameters_mut(), &gradient, schedule.rate_at(step));
        }
        Ok(network)
    }

    /// The eigenvalues of (G, S) of centred features max(0, a'v + b), v in units of its deviation.
    pub fn of_features(&self, layer: &[[f64; 3]]) -> Result<Vec<f64>> {
        let (views, weights) = self.nodes(NODES_OF_KINKS)?;
        let scale = [0, 1].map(|i| (self.c[i] + self.theta[i]).sqrt());
        let features = DMatrix::from_fn(views.nrows(), layer.len(), |v, f| {
            let [a, b, offset] = layer[f];
            (a * views[(v, 0)] / scale[0] + b * views[(v, 1)] / scale[1] + offset).max(0.0)
        });
        let moments = Moments::of(&features, &views, &weights, NODES_OF_KINKS);
        Ok(generalised_eigen("second moment of features", &moments.g, &moments.s)?.values.iter().copied().collect())
    }
}

/// Random features: a of length 1, and b ~ N(0, 1).
pub(in crate::claims) fn random_layer(count: usize, rng: &mut ChaCha8Rng) -> Vec<[f64; 3]> {
    let mut normal = || -> f64 { StandardNormal.sample(rng) };
    let feature = |_| {
        let (a, b) = (normal(), normal());
        [a / a.hypot(b), b / a.hypot(b), normal()]
    };
    (0..count).map(feature).collect()
}

/// The moments of centred outputs f: S = Cov f, G = Cov E[f|x], and their covariances with v_2 and v_1².
struct Moments {
    s: DMatrix<f64>,
    g: DMatrix<f64>,
    cross: DMatrix<f64>,
    energy: [f64; 2],
}

impl Moments {
    /// From values at the nodes, sample by sample, N x k.
    fn of(f: &DMatrix<f64>, views: &DMatrix<f64>, weights: &[f64], nodes: usize) -> Self {
        let weighted = |m: &DMatrix<f64>| DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| weights[i] * m[(i, j)]);
        let centred = |m: &DMatrix<f64>| {
            let mean = weighted(m).row_sum();
            DMatrix::from_fn(m.nrows(), m.ncols(), |i, j| m[(i, j)] - mean[j])
        };
        let f = centred(f);
        let targets =
            centred(&DMatrix::from_fn(
                views.nrows(),
                2,
                |i, j| {
                    if j == 0 { views[(i, 1)] } else { views[(i, 0)].powi(2) }
                },
            ));
        let (of_f, of_targets) = (weighted(&f), weighted(&targets));
        // The views of a sample are a block of rows.
        let block = nodes * nodes;
        let samples = f.nrows() / block;
        let mut g = DMatrix::zeros(f.ncols(), f.ncols());
        for x in 0..samples {
            let sum = of_f.rows(x * block, block).row_sum();
            let weight: f64 = weights[x * block..(x + 1) * block].iter().sum();
            g += sum.transpose() * sum / weight;
        }
        Self {
            s: tr_product(&f, &of_f),
            g,
            cross: tr_product(&f, &of_targets),
            energy: [0, 1].map(|i| targets.column(i).dot(&of_targets.column(i))),
        }
    }

    /// tr S^-1 M; NaN, which fails, for outputs that depend on one another.
    fn explained(&self, m: &DMatrix<f64>) -> f64 {
        self.s.clone().cholesky().map_or(f64::NAN, |factor| factor.solve(m).trace())
    }
}

/// Nodes and weights of N(0, 1): the eigenvalues of the Jacobi matrix, and the squares of the first
/// entries of its eigenvectors.
fn gauss_hermite(count: usize) -> Result<Vec<(f64, f64)>> {
    let jacobi = DMatrix::from_fn(count, count, |i, j| if i.abs_diff(j) == 1 { (i.max(j) as f64).sqrt() } else { 0.0 });
    let found = symmetric_eigen(&jacobi)?;
    Ok((0..count).map(|i| (found.values[i], found.vectors[(0, i)].powi(2))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    const VIEWS: Views = Views { c: [3.0, 1.0], theta: [1.0, 1.0] };

    #[test]
    fn the_rule_has_the_moments_of_a_gaussian() {
        let rule = gauss_hermite(NODES).unwrap();
        for (power, moment) in [(0, 1.0), (1, 0.0), (2, 1.0), (4, 3.0), (6, 15.0), (8, 105.0), (7, 0.0)] {
            let sum: f64 = rule.iter().map(|(x, w)| w * x.powi(power)).sum();
            assert!((sum - moment).abs() < 1e-10 * moment.max(1.0), "{power}: {sum}");
        }
    }

    #[test]
    fn outputs_by_hand() {
        // v_1 and v_2: 4 - 2 (3/4 + 1/2). v_1 and v_1²: 4 - 2 (3/4 + 9/16).
        let found = VIEWS.judge(|v| v.add_scalar(5.0)).unwrap();
        assert!((found.loss - 1.5).abs() < 1e-10 && (found.second - 1.0).abs() < 1e-10, "{found:?}");
        assert!(found.square.abs() < 1e-10, "{found:?}");
        let found = VIEWS.judge(|v| DMatrix::from_fn(v.nrows(), 2, |i, j| v[(i, 0)].powi(1 + j as i32))).unwrap();
        assert!((found.loss - 11.0 / 8.0).abs() < 1e-9 && (found.square - 1.0).abs() < 1e-9, "{found:?}");
        assert!(found.second.abs() < 1e-10 && VIEWS.judge(|v| v * 0.0).unwrap().loss.is_nan());
    }

    #[test]
    fn drawn_views_have_the_moments_of_the_nodes() {
        let [first, second] = VIEWS.draw(100_000, &mut ChaCha8Rng::seed_from_u64(1));
        let [near, far] = [tr_product(&first, &second), tr_product(&first, &first)].map(|m| m / 1e5);
        // Five standard errors of a mean of products of variances up to 4: 5 √(32 / 1e5).
        assert!((near - DMatrix::from_diagonal(&nalgebra::dvector![3.0, 1.0])).amax() < 0.09);
        assert!((far - DMatrix::from_diagonal(&nalgebra::dvector![4.0, 2.0])).amax() < 0.09);
    }
}
