//! A multi-layer perceptron: h_0 = x, h_i = σ(W_i h_{i-1} + b_i) with σ(z) = max(0, z) or tanh z, the
//! last layer without σ.
//!
//! All W_i and b_i lie in one vector, so that an optimiser, a moving average and a finite
//! difference each are one loop. Guarantee: `backward` is the exact chain rule, rounded; where an
//! input of a maximum is 0 its derivative is taken as 0.
//!
//! ```
//! use jerc::networks::Mlp;
//! use nalgebra::dmatrix;
//! use rand::SeedableRng;
//!
//! let mut rng = rand_chacha::ChaCha8Rng::seed_from_u64(1);
//! let network = Mlp::new(&[2, 8, 1], &mut rng)?;
//! assert_eq!(network.outputs(&dmatrix![1.0, 2.0; 3.0, 4.0; 5.0, 6.0]).shape(), (3, 1));
//! # Ok::<(), jerc::Error>(())
//! ```

use crate::error::{Error, Result};
use crate::linalg::float::{outer, view_of};
use nalgebra::DMatrix;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// σ, between the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activation {
    Relu,
    Tanh,
}

impl Activation {
    /// σ(z), in place.
    fn apply(self, z: &mut [f64]) {
        match self {
            Self::Relu => z.iter_mut().for_each(|z| *z = z.max(0.0)),
            Self::Tanh => z.iter_mut().for_each(|z| *z = z.tanh()),
        }
    }

    /// Multiplies slopes by σ'(z), from h = σ(z): a value that the maximum cut off is 0, and passes
    /// nothing on.
    fn pull_back(self, slopes: &mut [f64], h: &[f64]) {
        let pairs = slopes.iter_mut().zip(h);
        match self {
            Self::Relu => pairs.for_each(|(slope, h)| *slope *= if *h > 0.0 { 1.0 } else { 0.0 }),
            Self::Tanh => pairs.for_each(|(slope, h)| *slope *= 1.0 - h * h),
        }
    }

    /// The variance of a weight, times the number of inputs.
    fn gain(self) -> f64 {
        match self {
            Self::Relu => 2.0,
            Self::Tanh => 1.0,
        }
    }
}

/// The network.
#[derive(Debug, Clone, PartialEq)]
pub struct Mlp {
    sizes: Vec<usize>,
    activation: Activation,
    /// For each layer W (outputs x inputs, column after column), then b.
    parameters: Vec<f64>,
}

/// What a pass forward leaves for the way back: the input and the output of each layer.
#[derive(Debug, Clone)]
pub struct Pass {
    values: Vec<DMatrix<f64>>,
}

impl Pass {
    /// The outputs, n x the last size.
    pub fn outputs(&self) -> &DMatrix<f64> {
        // There is the input at least.
        &self.values[self.values.len() - 1]
    }
}

/// Where W and b of a layer lie.
struct Layer {
    inputs: usize,
    outputs: usize,
    at: usize,
}

impl Layer {
    fn weights<'a>(&self, all: &'a [f64]) -> &'a [f64] {
        &all[self.at..self.at + self.inputs * self.outputs]
    }

    fn bias<'a>(&self, all: &'a [f64]) -> &'a [f64] {
        let first = self.at + self.inputs * self.outputs;
        &all[first..first + self.outputs]
    }
}

impl Mlp {
    /// A ReLU network with these sizes of input, hidden layers and output. Weights are
    /// N(0, 2 / inputs), biases 0 (K. He et al., ICCV 2015).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] unless there are two sizes at least, all positive.
    pub fn new(sizes: &[usize], rng: &mut ChaCha8Rng) -> Result<Self> {
        Self::drawn(sizes, Activation::Relu, rng)
    }

    /// The same with tanh; weights and biases are N(0, 1 / inputs). Without biases it would be an odd
    /// function, and stay one wherever the views are symmetric.
    ///
    /// # Errors
    /// As of [`new`](Self::new).
    pub fn tanh(sizes: &[usize], rng: &mut ChaCha8Rng) -> Result<Self> {
        Self::drawn(sizes, Activation::Tanh, rng)
    }

    fn drawn(sizes: &[usize], activation: Activation, rng: &mut ChaCha8Rng) -> Result<Self> {
        if sizes.len() < 2 || sizes.contains(&0) {
            return Err(Error::range("sizes of a network", "two at least, all positive", format!("{sizes:?}")));
        }
        let mut parameters = vec![];
        for pair in sizes.windows(2) {
            let scale = (activation.gain() / pair[0] as f64).sqrt();
            let drawn = match activation {
                Activation::Relu => pair[0] * pair[1],
                Activation::Tanh => (pair[0] + 1) * pair[1],
            };
            parameters.extend((0..drawn).map(|_| {
                let normal: f64 = StandardNormal.sample(rng);
                scale * normal
            }));
            parameters.resize(parameters.len() + (pair[0] + 1) * pair[1] - drawn, 0.0);
        }
        Ok(Self { sizes: sizes.to_vec(), activation, parameters })
    }

    /// All W and b.
    pub fn parameters(&self) -> &[f64] {
        &self.parameters
    }

    /// The same, to be changed.
    pub fn parameters_mut(&mut self) -> &mut [f64] {
        &mut self.parameters
    }

    /// The number of outputs.
    pub fn outputs_count(&self) -> usize {
        self.sizes[self.sizes.len() - 1]
    }

    /// W of a layer, counted from 0: outputs x inputs.
    pub fn weights(&self, layer: usize) -> DMatrix<f64> {
        let layer = &self.layers()[layer];
        DMatrix::from_column_slice(layer.outputs, layer.inputs, layer.weights(&self.parameters))
    }

    fn layers(&self) -> Vec<Layer> {
        let mut at = 0;
        let layer = |pair: &[usize]| {
            let layer = Layer { inputs: pair[0], outputs: pair[1], at };
            at += (pair[0] + 1) * pair[1];
            layer
        };
        self.sizes.windows(2).map(layer).collect()
    }

    /// The pass forward of n x inputs.
    ///
    /// # Panics
    /// If the number of columns is not that of the inputs, as `*` does.
    pub fn forward(&self, x: DMatrix<f64>) -> Pass {
        assert_eq!(x.ncols(), self.sizes[0], "inputs of a network");
        let layers = self.layers();
        let mut values = vec![x];
        for (i, layer) in layers.iter().enumerate() {
            let h = &values[i];
            let mut z = Vec::with_capacity(h.nrows() * layer.outputs);
            layer.bias(&self.parameters).iter().for_each(|bias| z.resize(z.len() + h.nrows(), *bias));
            let weights = view_of(layer.weights(&self.parameters), layer.outputs, layer.inputs);
            outer(&mut z, view_of(h.as_slice(), h.nrows(), h.ncols()), weights, true, 0);
            if i + 1 < layers.len() {
                self.activation.apply(&mut z);
            }
            let z = DMatrix::from_vec(h.nrows(), layer.outputs, z);
            values.push(z);
        }
        Pass { values }
    }

    /// The outputs alone.
    pub fn outputs(&self, x: &DMatrix<f64>) -> DMatrix<f64> {
        let Pass { mut values } = self.forward(x.clone());
        values.pop().unwrap_or_default()
    }

    /// From the gradient with respect to the outputs, those with respect to the parameters and to
    /// the inputs.
    pub fn backward(&self, pass: &Pass, outputs: DMatrix<f64>) -> (Vec<f64>, DMatrix<f64>) {
        self.back(pass, outputs, true)
    }

    /// The gradient with respect to the parameters alone: the first layer, often the widest, needs no
    /// more.
    pub fn gradient(&self, pass: &Pass, outputs: DMatrix<f64>) -> Vec<f64> {
        self.back(pass, outputs, false).0
    }

    /// Where the inputs are not asked for, their place holds what the second layer passed on.
    fn back(&self, pass: &Pass, outputs: DMatrix<f64>, inputs: bool) -> (Vec<f64>, DMatrix<f64>) {
        let mut gradient = vec![0.0; self.parameters.len()];
        let mut of_outputs = outputs;
        for (i, layer) in self.layers().iter().enumerate().rev() {
            let (h, n) = (&pass.values[i], of_outputs.nrows());
            let delta = view_of(of_outputs.as_slice(), n, layer.outputs);
            let (weights, bias) = gradient[layer.at..].split_at_mut(layer.inputs * layer.outputs);
            outer(weights, delta.transpose(), view_of(h.as_slice(), n, layer.inputs).transpose(), false, 0);
            column_sums(of_outputs.as_slice(), n, &mut bias[..layer.outputs]);
            if i == 0 && !inputs {
                break;
            }
            let mut of_inputs = vec![0.0; n * layer.inputs];
            let weights = view_of(layer.weights(&self.parameters), layer.outputs, layer.inputs);
            outer(&mut of_inputs, delta, weights.transpose(), false, 0);
            if i > 0 {
                self.activation.pull_back(&mut of_inputs, h.as_slice());
            }
            of_outputs = DMatrix::from_vec(n, layer.inputs, of_inputs);
        }
        (gradient, of_outputs)
    }
}

/// The sum of each column of n entries. Four are added at once: each in order, but none waits for
/// another.
fn column_sums(columns: &[f64], n: usize, sums: &mut [f64]) {
    for (four, sums) in columns.chunks(4 * n.max(1)).zip(sums.chunks_mut(4)) {
        if let [a, b, c, d] = sums {
            let (first, rest) = four.split_at(n);
            let (second, rest) = rest.split_at(n);
            let (third, fourth) = rest.split_at(n);
            for (((w, x), y), z) in first.iter().zip(second).zip(third).zip(fourth) {
                (*a, *b, *c, *d) = (*a + w, *b + x, *c + y, *d + z);
            }
        } else {
            sums.iter_mut().zip(four.chunks(n.max(1))).for_each(|(sum, column)| *sum = column.iter().sum());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rand::SeedableRng;

    /// 2/inputs for ReLU, with offsets of 0; 1/inputs for tanh, offsets as well.
    #[test]
    fn weights_are_drawn_with_the_variance_of_their_layer() {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let sizes = [50, 300, 20];
        let [relu, tanh] = [Mlp::new(&sizes, &mut rng).unwrap(), Mlp::tanh(&sizes, &mut rng).unwrap()];
        for (network, gain) in [(&relu, 2.0), (&tanh, 1.0)] {
            for (i, layer) in network.layers().iter().enumerate() {
                let square = |values: &[f64]| values.iter().map(|v| v * v).sum::<f64>() / values.len() as f64;
                let (weights, bias) = (layer.weights(&network.parameters), layer.bias(&network.parameters));
                // 6000 weights at least: a deviation of 2 %.
                assert!((square(weights) * sizes[i] as f64 / gain - 1.0).abs() < 0.08, "{gain} {i}");
                let expected = if gain == 2.0 { 0.0 } else { gain };
                assert!((square(bias) * sizes[i] as f64 - expected).abs() < 0.8 * expected + 1e-300, "{gain} {i}");
            }
        }
        // Layers one after the other, and W an outputs x inputs matrix.
        assert_eq!((relu.weights(0).shape(), relu.weights(1).shape()), ((300, 50), (20, 300)));
        assert_eq!((relu.parameters().len(), relu.outputs_count()), (51 * 300 + 301 * 20, 20));
    }

    /// By hand: the last layer is cut off nowhere, hidden ones below 0.
    #[test]
    fn outputs_by_hand() {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let x = DMatrix::from_row_slice(2, 2, &[1.0, 2.0, -3.0, 0.5]);
        for tanh in [false, true] {
            let sizes = [2, 2, 1];
            let mut network = if tanh { Mlp::tanh(&sizes, &mut rng) } else { Mlp::new(&sizes, &mut rng) }.unwrap();
            // W = [[1, -1], [2, 3]], b = (1/2, -1), then (-2, 1) and 1/4.
            network.parameters_mut().copy_from_slice(&[1.0, 2.0, -1.0, 3.0, 0.5, -1.0, -2.0, 1.0, 0.25]);
            let of = |z: f64| if tanh { z.tanh() } else { z.max(0.0) };
            let expected = [[-0.5, 7.0], [-3.0, -5.5]].map(|z| -2.0 * of(z[0]) + of(z[1]) + 0.25);
            let found = network.outputs(&x);
            assert!((0..2).all(|i| (found[(i, 0)] - expected[i]).abs() < 1e-12), "{tanh}: {found} {expected:?}");
        }
    }
}
