//! What the claims on many noise dimensions share: streams of draws, and means with their errors.

use crate::claims::context::Context;
use rand_chacha::ChaCha8Rng;

/// So many draws, each from a stream of its own, made on the threads of the machine.
pub(in crate::claims) fn streams(context: &Context<'_>, owner: &str, purpose: &str, count: usize) -> Vec<ChaCha8Rng> {
    (0..count).map(|draw| context.rng(owner, &format!("{purpose}, draw {draw}"))).collect()
}

/// The mean, and its standard error.
pub(in crate::claims) fn mean(values: &[f64]) -> [f64; 2] {
    let count = values.len() as f64;
    let mean = values.iter().sum::<f64>() / count;
    let variance = values.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0);
    [mean, (variance / count).sqrt()]
}

/// How many draws differ.
pub(in crate::claims) fn distinct(draws: &[f64]) -> usize {
    draws.iter().map(|v| v.to_bits()).collect::<std::collections::BTreeSet<_>>().len()
}

/// The mean of draws with a control variate, a number of each draw whose expectation is 0: what the
/// draws owe to it is taken off. And the standard error of what is left.
///
/// The factor is fitted on the same draws, which costs one of them, and a bias of the order of 1 over
/// their number times what is left of their covariance.
pub(in crate::claims) fn controlled_mean(values: &[f64], variates: &[f64]) -> [f64; 2] {
    let [m, v] = [mean(values)[0], mean(variates)[0]];
    let pairs = || values.iter().zip(variates);
    let factor =
        pairs().map(|(a, b)| (a - m) * (b - v)).sum::<f64>() / variates.iter().map(|b| (b - v).powi(2)).sum::<f64>();
    let left: Vec<f64> = pairs().map(|(a, b)| a - factor * b).collect();
    let [value, error] = mean(&left);
    let count = values.len() as f64;
    [value, error * ((count - 1.0) / (count - 2.0)).sqrt()]
}
