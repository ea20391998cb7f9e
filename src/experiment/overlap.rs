//! Noise that reaches into the signal's own directions: how far the two paradigms' row spaces are
//! from the supervised one, against the amount of overlap (population, Θ = 0).
//!
//! Signal: C = diag(c_1..c_k, 0..0). Noise: g_j along u_j = sqrt(1 - s) e_{k+j} + sqrt(s) e_j, j =
//! 1..k, and a floor variance in every other direction, so that Γ is positive definite. The overlap s
//! in \[0, 1\] is the squared cosine between u_j and the signal. Augmentation: covariance α² Γ. The
//! supervised rows are those of V = B S^-1 for labels equal to the signal's coordinates.
//!
//! The leakage theorem (claim `leakage`) says that joint-embedding has angle 0 at every s and every
//! α > 0. At s = 1 the noise lies on the signal's axes and reconstruction is right too.
//!
//! Guarantee: approximate (`f64`), angles to about 10^-6 degrees.

use super::sweep::Method;
use crate::error::{Error, Result};
use crate::linalg::angles::row_space_distance;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::solve::leading_vectors;
use crate::solve::supervised::ridge;
use nalgebra::{DMatrix, DVector};
use serde::{Deserialize, Serialize};

/// What to compute.
#[derive(Debug, Clone, PartialEq)]
pub struct Plan {
    /// c_i (k values).
    pub signal: Vec<f64>,
    /// g_j (k values).
    pub noise: Vec<f64>,
    /// The noise variance in all other directions.
    pub floor: f64,
    /// The overlaps s.
    pub overlaps: Vec<f64>,
    /// The alignments α > 0.
    pub alphas: Vec<f64>,
}

impl Default for Plan {
    /// Ours: two signal directions, noise up to ten times as strong, overlaps 0, 1/40, ..., 1.
    fn default() -> Self {
        Self {
            signal: vec![2.0, 1.0],
            noise: vec![10.0, 5.0],
            floor: 0.1,
            overlaps: (0..=40).map(|i| f64::from(i) / 40.0).collect(),
            alphas: vec![0.3, 1.0, 3.0, 10.0],
        }
    }
}

/// One point: a method at one overlap and α.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// s.
    pub overlap: f64,
    /// `je` or `rc`.
    pub method: Method,
    /// α.
    pub alpha: f64,
    /// The largest principal angle between its row space and the supervised one, in degrees.
    pub angle_degrees: f64,
}

/// All points, by α, method and overlap.
///
/// # Errors
/// [`Error::ShapeMismatch`] unless there are as many noise as signal values, [`Error::OutOfRange`]
/// for variances or alphas that are not positive and overlaps outside \[0, 1\], and failures of the
/// solvers.
pub fn run(plan: &Plan) -> Result<Vec<Row>> {
    let k = plan.signal.len();
    if plan.noise.len() != k || k == 0 {
        return Err(Error::shape("noise", format!("{k} values, at least 1"), plan.noise.len()));
    }
    for (what, values) in
        [("signal", &plan.signal[..]), ("noise", &plan.noise), ("floor", &[plan.floor]), ("alpha", &plan.alphas)]
    {
        if let Some(value) = values.iter().find(|v| !(v.is_finite() && **v > 0.0)) {
            return Err(Error::range(what, "finite and > 0", value));
        }
    }
    if let Some(value) = plan.overlaps.iter().find(|s| !(0.0..=1.0).contains(*s)) {
        return Err(Error::range("overlap", "in [0, 1]", value));
    }
    let mut rows = Vec::new();
    for &alpha in &plan.alphas {
        for (method, paradigm) in [(Method::Je, Paradigm::JointEmbedding), (Method::Rc, Paradigm::Reconstruction)] {
            for &overlap in &plan.overlaps {
                let angle_degrees = angle(plan, paradigm, overlap, alpha)?;
                rows.push(Row { overlap, method, alpha, angle_degrees });
            }
        }
    }
    Ok(rows)
}

/// C, Γ and the label cross moment B = \[diag(c) 0\].
fn moments(plan: &Plan, overlap: f64) -> [DMatrix<f64>; 3] {
    let k = plan.signal.len();
    let c = DVector::from_iterator(2 * k, plan.signal.iter().copied().chain(std::iter::repeat_n(0.0, k)));
    let mut gamma = DMatrix::identity(2 * k, 2 * k) * plan.floor;
    for (j, g) in plan.noise.iter().enumerate() {
        let (on_noise, on_signal) = ((1.0 - overlap).sqrt(), overlap.sqrt());
        let excess = g - plan.floor;
        gamma[(k + j, k + j)] += excess * on_noise * on_noise;
        gamma[(j, j)] += excess * on_signal * on_signal;
        gamma[(j, k + j)] += excess * on_noise * on_signal;
        gamma[(k + j, j)] += excess * on_noise * on_signal;
    }
    let c = DMatrix::from_diagonal(&c);
    let b = c.rows(0, k).into_owned();
    [c, gamma, b]
}

fn angle(plan: &Plan, paradigm: Paradigm, overlap: f64, alpha: f64) -> Result<f64> {
    let [c, gamma, b] = moments(plan, overlap);
    let pencil = ViewMoments::additive(c + &gamma, gamma * (alpha * alpha)).pencil(paradigm);
    let encoder = leading_vectors(&pencil, plan.signal.len())?.transpose();
    Ok(row_space_distance(&encoder, &ridge(&pencil.s, &b)?)?.asin().to_degrees())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn joint_embedding_keeps_the_supervised_rows_and_reconstruction_does_not() {
        let rows = run(&Plan::default()).unwrap();
        assert_eq!(rows.len(), 2 * 4 * 41);
        let of = |method| rows.iter().filter(move |r| r.method == method);
        assert!(of(Method::Je).all(|r| r.angle_degrees < 1e-6));
        // Noise of 5 against a signal of 1 at half overlap: far off at every α, and the less so
        // the stronger the alignment.
        let half: Vec<f64> = of(Method::Rc).filter(|r| r.overlap == 0.5).map(|r| r.angle_degrees).collect();
        assert!(half.windows(2).all(|pair| pair[0] > pair[1]) && half[0] > 70.0 && half[3] > 5.0, "{half:?}");
        // On the signal's axes.
        assert!(of(Method::Rc).filter(|r| r.overlap == 1.0).all(|r| r.angle_degrees < 1e-6));
    }

    #[test]
    fn one_point_by_hand() {
        // k = 1, c = 1, g = 5, floor 1, s = 0: Γ = diag(1, 5), α = 1.
        // RC: 4/3 < 25/10, so its row is e_2, at 90 degrees.
        let plan = Plan { signal: vec![1.0], noise: vec![5.0], floor: 1.0, overlaps: vec![0.0], alphas: vec![1.0] };
        let rows = run(&plan).unwrap();
        assert_eq!((rows[0].method, rows[1].method), (Method::Je, Method::Rc));
        assert!(rows[0].angle_degrees < 1e-12 && (rows[1].angle_degrees - 90.0).abs() < 1e-6);
        // s = 1/2: Γ = I + 2 [[1, 1], [1, 1]] = [[3, 2], [2, 3]].
        let [c, gamma, b] = moments(&plan, 0.5);
        assert!((gamma - nalgebra::dmatrix![3., 2.; 2., 3.]).amax() < 1e-15);
        assert_eq!((c, b), (nalgebra::dmatrix![1., 0.; 0., 0.], nalgebra::dmatrix![1., 0.]));
    }

    #[test]
    fn plans_that_are_none_are_refused() {
        let plan = |change: &dyn Fn(&mut Plan)| {
            let mut plan = Plan::default();
            change(&mut plan);
            run(&plan).unwrap_err()
        };
        assert!(matches!(plan(&|p| p.noise = vec![1.0]), Error::ShapeMismatch { .. }));
        assert!(matches!(plan(&|p| (p.noise, p.signal) = (vec![], vec![])), Error::ShapeMismatch { .. }));
        for change in [
            &|p: &mut Plan| p.floor = 0.0,
            &|p: &mut Plan| p.signal[0] = -1.0,
            &|p: &mut Plan| p.noise[1] = f64::NAN,
            &|p: &mut Plan| p.alphas[0] = 0.0,
            &|p: &mut Plan| p.overlaps[0] = 1.5,
        ] as [&dyn Fn(&mut Plan); 5]
        {
            assert!(matches!(plan(change), Error::OutOfRange { .. }));
        }
    }
}
