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
    fn of(self, z: f64) -> f64 {
        match self {
            Self::Relu => z.max(0.0),
            Self::Tanh => z.tanh(),
        }
    }

    /// σ'(z) from h = σ(z): a value that the maximum cut off is 0, and passes nothing on.
    fn slope(self, h: f64) -> f64 {
        match self {
            Self::Relu => f64::from(u8::from(h > 0.0)),
            Self::Tanh => 1.0 - h * h,
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
            let mut z = DMatrix::zeros(h.nrows(), layer.outputs);
            for (mut column, bias) in z.column_iter_mut().zip(layer.bias(&self.parameters)) {
                column.fill(*bias);
            }
            let weights = view_of(layer.weights(&self.parameters), layer.outputs, layer.inputs);
            outer(z.as_mut_slice(), view_of(h.as_slice(), h.nrows(), h.ncols()), weights, true, 0);
            if i + 1 < layers.len() {
                z.iter_mut().for_each(|value| *value = self.activation.of(*value));
            }
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
        let mut gradient = vec![0.0; self.parameters.len()];
        let mut of_outputs = outputs;
        for (i, layer) in self.layers().iter().enumerate().rev() {
            let (h, n) = (&pass.values[i], of_outputs.nrows());
            let delta = view_of(of_outputs.as_slice(), n, layer.outputs);
            let (weights, bias) = gradient[layer.at..].split_at_mut(layer.inputs * layer.outputs);
            outer(weights, delta.transpose(), view_of(h.as_slice(), n, layer.inputs).transpose(), false, 0);
            for (sum, column) in bias.iter_mut().zip(of_outputs.column_iter()) {
                *sum = column.sum();
            }
            let mut of_inputs = DMatrix::zeros(n, layer.inputs);
            let weights = view_of(layer.weights(&self.parameters), layer.outputs, layer.inputs);
            outer(of_inputs.as_mut_slice(), delta, weights.transpose(), false, 0);
            if i > 0 {
                of_inputs.zip_apply(h, |slope, value| *slope *= self.activation.slope(value));
            }
            of_outputs = of_inputs;
        }
        (gradient, of_outputs)
    }
}
