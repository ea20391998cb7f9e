//! Bounds against every corner of the errors that they allow, on two features: eigenvalues by the
//! quadratic formula, weights by Cramer's rule.

use super::*;
use crate::moments::DataMoments;
use crate::solve::supervised::{probe_within, supervised_within};
use nalgebra::dmatrix;

/// What is of second order in the errors.
const ROOM: f64 = 1.02;
/// A bound beyond this many times the worst corner has lost its unit: sums of absolute values, and
/// conditions in place of angles, cost less on these problems.
const LOOSE: f64 = 1e3;

/// The eigenvalues of (K, S), the larger first.
fn eigenvalues(k: &DMatrix<f64>, s: &DMatrix<f64>) -> [f64; 2] {
    let det = |m: &DMatrix<f64>| m[(0, 0)] * m[(1, 1)] - m[(0, 1)] * m[(1, 0)];
    let half = 0.5 * (k[(0, 0)] * s[(1, 1)] + k[(1, 1)] * s[(0, 0)] - 2.0 * k[(0, 1)] * s[(0, 1)]);
    let root = (half * half - det(k) * det(s)).max(0.0).sqrt();
    [(half + root) / det(s), (half - root) / det(s)]
}

/// All corners of entries that are off by `size` times the roots of the diagonals, of a symmetric matrix
/// or of any.
fn corners(m: &DMatrix<f64>, rows: &[f64; 2], columns: &[f64; 2], size: f64, symmetric: bool) -> Vec<DMatrix<f64>> {
    let off = |sign: bool, i: usize, j: usize| if sign { size } else { -size } * (rows[i] * columns[j]).sqrt();
    let one = |bits: u32| {
        let bit = |i: usize, j: usize| bits >> (if symmetric { i + j } else { 2 * i + j }) & 1 == 1;
        DMatrix::from_fn(m.nrows(), 2, |i, j| m[(i, j)] + off(bit(i, j), i, j))
    };
    (0..if symmetric { 8 } else { 1 << (2 * m.nrows()) }).map(one).collect()
}

fn diagonal(m: &DMatrix<f64>) -> [f64; 2] {
    [m[(0, 0)], m[(1, 1)]]
}

/// C, Σ and the size of the errors: sensible, nearly dependent, strong noise, features of other units.
fn problems() -> Vec<(DMatrix<f64>, DMatrix<f64>, f64)> {
    let noise = dmatrix![0.3, -0.1; -0.1, 0.2];
    vec![
        (dmatrix![2.0, 1.2; 1.2, 1.0], noise.clone(), 1e-5),
        (dmatrix![1.0, 0.99; 0.99, 1.0], &noise * 0.1, 1e-6),
        (dmatrix![0.5, -0.2; -0.2, 0.1], &noise * 100.0, 1e-5),
        (dmatrix![4e4, 100.0; 100.0, 1.0], dmatrix![9e4, 0.0; 0.0, 0.1], 1e-5),
    ]
}

#[test]
fn the_bounds_of_embeddings_cover_every_corner() {
    for (case, (c, sigma, entries)) in problems().into_iter().enumerate() {
        let known = ViewMoments::additive(c.clone(), sigma.clone());
        let sampled = ViewMoments { cross_second: Some(&c * &c * 0.9), ..known.clone() };
        let trace = c.trace();
        for (paradigm, views) in [
            (Paradigm::JointEmbedding, &known),
            (Paradigm::JointEmbedding, &sampled),
            (Paradigm::Reconstruction, &known),
            (Paradigm::Reconstruction, &sampled),
        ] {
            let (size_c, size_s) = (diagonal(&c), diagonal(&views.view_second));
            let operators: Vec<DMatrix<f64>> = match (paradigm, &views.cross_second) {
                (Paradigm::Reconstruction, None) => {
                    let all = corners(&views.cross, &size_c, &size_s, entries, false);
                    all.iter().map(|h| h.transpose() * h).collect()
                }
                (Paradigm::Reconstruction, Some(second)) => {
                    corners(second, &size_s, &size_s, entries * 3.0 * trace, true)
                }
                // Of G and Σ the one that is smaller: G for strong noise.
                _ if case == 2 && !views.is_sampled() => corners(&c, &size_c, &size_c, entries, true),
                _ => vec![],
            };
            let noises = corners(&sigma, &diagonal(&sigma), &diagonal(&sigma), entries, true);
            for (route, k) in [Route::SingularValues, Route::Squares].into_iter().flat_map(|r| [(r, 1), (r, 2)]) {
                let solved = leading(paradigm, views, k, (entries, None), route).unwrap().embedding(views, entries);
                let (mut values, mut losses) = ([0.0f64; 2], 0.0f64);
                for s in corners(&views.view_second, &size_s, &size_s, entries, true) {
                    let noise = noises.iter().map(|noise| eigenvalues(noise, &s));
                    let of_noise: Vec<[f64; 2]> = noise.map(|[large, small]| [1.0 - small, 1.0 - large]).collect();
                    let by_operator: Vec<[f64; 2]> = operators.iter().map(|k| eigenvalues(k, &s)).collect();
                    for found in if by_operator.is_empty() { &of_noise } else { &by_operator } {
                        for i in 0..2 {
                            values[i] = values[i].max((found[i] - solved.eigenvalues[i]).abs());
                        }
                    }
                    let of = |values: &[f64; 2]| values[..k].iter().sum::<f64>();
                    for loss in match paradigm {
                        Paradigm::JointEmbedding => {
                            of_noise.iter().map(|v| 2.0 * (k as f64 - of(v))).collect::<Vec<_>>()
                        }
                        Paradigm::Reconstruction => {
                            let traces = [trace * (1.0 - entries), trace * (1.0 + entries)];
                            by_operator.iter().flat_map(|v| traces.map(|trace| trace - of(v))).collect()
                        }
                    } {
                        losses = losses.max((loss - solved.loss).abs());
                    }
                }
                let what = format!("case {case}, {paradigm:?}, sampled {}, {route:?}, k = {k}", views.is_sampled());
                let within = |worst: f64, bound: f64, of: &str| {
                    assert!(worst <= ROOM * bound && bound <= LOOSE * worst, "{what}, {of}: {worst:e}, {bound:e}");
                };
                (0..k).for_each(|i| within(values[i], solved.eigenvalue_errors[i], "eigenvalue"));
                within(losses, solved.loss_error, "loss");
                // The one that is left out is the one that the bound before solving is about: d = 2
                // times, since all entries err together here.
                let most = ROOM * 2.0 * solved.prior_error;
                assert!(values[1] <= most || k == 2, "{what}: {:e} {most:e}", values[1]);
            }
        }
    }
}

#[test]
fn the_bounds_of_weights_and_probes_cover_every_corner() {
    for (case, (c, sigma, entries)) in problems().into_iter().enumerate() {
        let energy = 3.0;
        // What cancels of two features is worth half of the labels.
        let e = dmatrix![1.0 / c[(0, 0)].sqrt(), -1.0 / c[(1, 1)].sqrt()];
        let cross = &e * &c * (0.5 * energy / (&e * &c * e.transpose())[0]).sqrt();
        let views = ViewMoments { label_cross: cross.clone(), label_energy: energy, ..ViewMoments::additive(c, sigma) };
        let (c, s) = (&views.data_second, &views.view_second);
        let weights = |b: &DMatrix<f64>, s: &DMatrix<f64>| {
            let det = s[(0, 0)] * s[(1, 1)] - s[(0, 1)] * s[(1, 0)];
            [(b[0] * s[(1, 1)] - b[1] * s[(0, 1)]) / det, (b[1] * s[(0, 0)] - b[0] * s[(0, 1)]) / det]
        };
        let solved = supervised_within(&views, entries).unwrap();
        let [mut off, mut lost, mut probed] = [0.0f64; 3];
        let energies = [energy * (1.0 - entries), energy * (1.0 + entries)];
        for b in corners(&cross, &[energy; 2], &diagonal(s), entries, false) {
            for s in corners(s, &diagonal(s), &diagonal(s), entries, true) {
                let v = weights(&b, &s);
                off = off.max((0..2).map(|j| (v[j] - solved.weights[j]).abs()).fold(0.0, f64::max));
                let explained = v[0] * b[0] + v[1] * b[1];
                lost = energies.iter().fold(lost, |lost, energy| lost.max((energy - explained - solved.loss).abs()));
            }
        }
        assert!(off <= ROOM * solved.weights_error && solved.weights_error <= 10.0 * LOOSE * off, "{case}: {off:e}");
        assert!(lost <= ROOM * solved.loss_error && solved.loss_error <= LOOSE * lost, "{case}: {lost:e}");
        let data = DataMoments {
            count: 1,
            mean: DVector::zeros(2),
            second: c.clone(),
            label_cross: cross.clone(),
            label_mean: DVector::zeros(1),
            label_energy: energy,
        };
        let (found, error) = probe_within(&e, &data, entries).unwrap();
        for b in corners(&cross, &[energy; 2], &diagonal(c), entries, false) {
            for c in corners(c, &diagonal(c), &diagonal(c), entries, true) {
                let (along, second) = ((&b * e.transpose())[0], (&e * c * e.transpose())[0]);
                let loss = |energy: &f64| (energy - along * along / second - found).abs();
                probed = energies.iter().fold(probed, |probed, energy| probed.max(loss(energy)));
            }
        }
        assert!(probed <= ROOM * error && error <= LOOSE * probed, "{case}: {probed:e} {error:e}");
    }
}
