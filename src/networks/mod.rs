//! Small networks, trained by gradient descent: what a deep encoder does where the theory speaks of
//! linear ones.
//!
//! | part | what it is |
//! |---|---|
//! | [`Mlp`] | layers z = W h + b with ReLU or tanh between them; forward, backward |
//! | [`losses`] | each loss as its value and its gradient with respect to outputs |
//! | [`Adam`] | its steps, with a linear warm-up and half a cosine |
//! | [`Learner`] | encoder, head and, where the method has one, a target network; one step |
//!
//! Shapes: a batch of n samples is n x d, one sample a row; a layer's W is outputs x inputs.
//! Normalisation: losses are means over the samples of a batch.
//!
//! Guarantee: approximate. A gradient is the derivative of its loss up to rounding (the tests hold
//! it against finite differences). What a training ends in is a local minimum at best, and depends
//! on the seed. Randomness: ChaCha8; one network is trained on one thread, so that its bits do not
//! depend on how many there are. On another kind of processor sums may be rounded in another order.
//!
//! Errors: [`Error::OutOfRange`](crate::Error::OutOfRange) for sizes that make no network.
//!
//! Source: D. E. Rumelhart, G. E. Hinton, R. J. Williams, Nature 323 (1986); each loss names its
//! own.

mod adam;
mod learner;
pub mod losses;
mod mlp;

pub use adam::{Adam, Schedule};
pub use learner::{Batch, Learner, Method, Shape};
pub use mlp::{Mlp, Pass};

#[cfg(test)]
mod tests;
