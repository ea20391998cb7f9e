//! What measures of embeddings that need no evidence say of the same encoders.
//!
//! | measure | value, for an embedding z = W x of k dimensions | better |
//! |---|---|---|
//! | RankMe | exp of the entropy of p_i = σ_i/sum σ + 1e-7, σ the singular values of Z (n x k) | larger |
//! | LiDAR | the same of the eigenvalues of (Σ_w + 1e-4 I)^-1/2 Σ_b (Σ_w + 1e-4 I)^-1/2 | larger |
//! | α-ReQ | a of λ_i ~ i^-a, least squares on logarithms, λ of the covariance of z | nearer to 1 |
//!
//! Garrido et al., arXiv:2210.02885; Thilak et al., arXiv:2312.04000, with a sample as the class of
//! its views; Agrawal et al., NeurIPS 2022.
//!
//! All three depend on the basis of z. It is the one of the closed forms, W S W' = I. Σ_b is the
//! covariance of the mean views, as a user of v views would compute it.

use super::advice::{Baseline, Chosen};
use super::encoders::{Encoders, place};
use super::question::Strength;
use super::sums::{Moments, RowSums};
use crate::error::Result;
use crate::linalg::float::{generalised_eigen, product, symmetric, symmetric_eigen};
use crate::paradigm::Paradigm;
use nalgebra::DMatrix;

/// What RankMe and LiDAR add to each share (the papers' constant).
const EPSILON: f64 = 1e-7;

/// What LiDAR adds to the diagonal of Σ_w (the paper's constant).
const DELTA: f64 = 1e-4;

/// exp of the entropy of shares.
fn effective_rank(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let total: f64 = values.clone().map(|v| v.max(0.0)).sum();
    let entropy = |v: f64| {
        let share = v.max(0.0) / total + EPSILON;
        -share * share.ln()
    };
    values.map(entropy).sum::<f64>().exp()
}

/// W M W'.
fn seen(encoder: &DMatrix<f64>, matrix: &DMatrix<f64>) -> DMatrix<f64> {
    symmetric(&product(encoder, &product(matrix, &encoder.transpose())))
}

fn rank_me(encoder: &DMatrix<f64>, second: &DMatrix<f64>) -> Result<f64> {
    let eigen = symmetric_eigen(&seen(encoder, second))?;
    Ok(effective_rank(eigen.values.iter().map(|v| v.max(0.0).sqrt())))
}

fn lidar(encoder: &DMatrix<f64>, views: &Moments) -> Result<f64> {
    let between = &views.mean_second + &views.covariance * views.per_view - &views.mean * views.mean.transpose();
    let within = seen(encoder, &views.covariance) + DMatrix::identity(encoder.nrows(), encoder.nrows()) * DELTA;
    let eigen = generalised_eigen("the covariance within views", &seen(encoder, &between), &within)?;
    Ok(effective_rank(eigen.values.iter().copied()))
}

/// None for less than two dimensions that vary.
fn alpha_req(encoder: &DMatrix<f64>, covariance: &DMatrix<f64>) -> Result<Option<f64>> {
    let eigen = symmetric_eigen(&seen(encoder, covariance))?;
    // Digits below these are rounding.
    let floor = eigen.values.max() * 1e-12;
    let points: Vec<(f64, f64)> =
        eigen.values.iter().filter(|&&v| v > floor).zip(1..).map(|(v, i)| (f64::from(i).ln(), v.ln())).collect();
    let n = points.len() as f64;
    let mean = |of: &dyn Fn(&(f64, f64)) -> f64| points.iter().map(of).sum::<f64>() / n;
    let (x, y) = (mean(&|p| p.0), mean(&|p| p.1));
    let (along, square) = (mean(&|p| (p.0 - x) * (p.1 - y)), mean(&|p| (p.0 - x).powi(2)));
    Ok((points.len() > 1).then(|| -along / square))
}

/// One measure of one encoder: the larger `score`, the better.
struct Judged {
    value: f64,
    score: f64,
    paradigm: Paradigm,
    chosen: Chosen,
}

/// Measures by name and source, with what they gave so far.
pub(super) struct Baselines([(&'static str, &'static str, Vec<Judged>); 3]);

impl Baselines {
    pub(super) fn new() -> Self {
        Self([
            ("RankMe", "Garrido et al., arXiv:2210.02885", vec![]),
            ("LiDAR", "Thilak et al., arXiv:2312.04000", vec![]),
            ("α-ReQ", "Agrawal et al., NeurIPS 2022", vec![]),
        ])
    }

    /// Judges the encoders of one strength.
    pub(super) fn judge(
        &mut self,
        encoders: &Encoders,
        (rows, views): (&RowSums, &Moments),
        (ks, strength): (&[usize], Strength),
    ) -> Result<()> {
        let (second, covariance) = (rows.second_moment(), rows.covariance());
        for paradigm in Paradigm::ALL {
            let all = &encoders.rows[place(paradigm)];
            for &k in ks {
                let encoder = all.rows(0, k).into_owned();
                let chosen = Chosen { k, alpha: strength.alpha, noise: strength.noise };
                let mut add = |measure: usize, value: f64, score: f64| {
                    self.0[measure].2.push(Judged { value, score, paradigm, chosen });
                };
                let rank = rank_me(&encoder, &second)?;
                add(0, rank, rank);
                let rank = lidar(&encoder, views)?;
                add(1, rank, rank);
                if let Some(alpha) = alpha_req(&encoder, &covariance)? {
                    add(2, alpha, -(alpha - 1.0).abs());
                }
            }
        }
        Ok(())
    }

    /// What each would choose.
    pub(super) fn say(self) -> Vec<Baseline> {
        let best = |judged: &[Judged], paradigm: Option<Paradigm>| {
            let among = judged.iter().enumerate().filter(|(_, j)| paradigm.is_none_or(|p| j.paradigm == p));
            // The first of the best.
            among.rev().max_by(|(_, a), (_, b)| a.score.total_cmp(&b.score)).map(|(at, _)| at)
        };
        let of = |(name, source, judged): (&'static str, &'static str, Vec<Judged>)| {
            let je = best(&judged, Some(Paradigm::JointEmbedding))?;
            let rc = best(&judged, Some(Paradigm::Reconstruction))?;
            let all = &judged[best(&judged, None)?];
            let (je, rc) = (judged[je].value, judged[rc].value);
            Some(Baseline { name, source, je, rc, says: all.paradigm, choice: all.chosen })
        };
        self.0.into_iter().filter_map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use nalgebra::{DVector, dmatrix};

    #[test]
    fn measures_by_hand() {
        // Shares 3/4 and 1/4: exp(-(3/4 ln 3/4 + 1/4 ln 1/4)) = 4 / 3^(3/4).
        let entropy = 4.0 / 3f64.powf(0.75);
        let second = dmatrix![9., 0.; 0., 1.];
        let identity = DMatrix::identity(2, 2);
        assert!((rank_me(&identity, &second).unwrap() - entropy).abs() < 1e-5);
        // λ = 8, 2: a = ln 4 / ln 2.
        let found = alpha_req(&identity, &dmatrix![8., 0.; 0., 2.]).unwrap().unwrap();
        assert!((found - 2.0).abs() < 1e-12);
        assert_eq!(alpha_req(&dmatrix![1., 0.], &second).unwrap(), None);
        // Between 3 and 1 over within 1, mean (1, 0): the first is 4 - 1.
        let views = Moments {
            mean_second: dmatrix![4., 0.; 0., 1.],
            cross_squared: identity.clone(),
            view_second: identity.clone(),
            covariance: identity.clone(),
            mean: DVector::from_vec(vec![1., 0.]),
            bias: None,
            per_view: 0.0,
        };
        assert!((lidar(&identity, &views).unwrap() - entropy).abs() < 1e-3);
        // Half of Σ is in the means of two views: 3 + 1/2 and 1 + 1/2 of 5.
        let two = Moments { per_view: 0.5, ..views };
        let shares: [f64; 2] = [0.7, 0.3];
        let expected = (-shares.map(|p| p * p.ln()).iter().sum::<f64>()).exp();
        assert!((lidar(&identity, &two).unwrap() - expected).abs() < 1e-3);
    }

    /// Encoders, dimensions and strengths one by one: which was the best, the first of several, and the
    /// best of each paradigm.
    #[test]
    fn each_measure_says_the_first_of_its_best() {
        let strengths = [0.5, 2.0].map(|alpha| Strength { alpha, noise: Some(0.1 * alpha) });
        let (mut je, mut rc) = (dmatrix![1., 0., 0.; 0., 1., 0.], dmatrix![0., 0., 1.; 1., 0., 0.]);
        let rows = RowSums {
            count: 10.0,
            sum: DVector::from_vec(vec![10., 0., 0.]),
            second: DMatrix::from_diagonal(&DVector::from_vec(vec![50., 20., 1.])),
        };
        let views = Moments {
            mean_second: DMatrix::from_diagonal(&DVector::from_vec(vec![3., 2., 0.1])),
            cross_squared: DMatrix::identity(3, 3),
            view_second: DMatrix::identity(3, 3),
            covariance: DMatrix::identity(3, 3),
            mean: DVector::from_vec(vec![1., 0., 0.]),
            bias: None,
            per_view: 0.5,
        };
        let mut baselines = Baselines::new();
        for strength in strengths {
            let encoders = Encoders { rows: [je.clone(), rc.clone()], values: [DVector::zeros(3), DVector::zeros(3)] };
            baselines.judge(&encoders, (&rows, &views), (&[1, 2], strength)).unwrap();
            // At the second strength the two are exchanged.
            std::mem::swap(&mut je, &mut rc);
        }
        let said = baselines.say();
        let exponent = |p: &[f64]| p.iter().map(|p| -p * p.ln()).sum::<f64>().exp();
        let shares = |a: f64, b: f64| exponent(&[a / (a + b), b / (a + b)]);
        // C = diag(5, 2, 1/10), about the mean diag(4, 2, 1/10); between views diag(3, 2, 1/10) + 1/2 - 1.
        let best = (5f64.sqrt(), 2f64.sqrt());
        let expected = [("RankMe", shares(best.0, best.1)), ("LiDAR", shares(2.5, 2.5)), ("α-ReQ", 1.0)];
        assert_eq!(said.len(), 3);
        for (found, (name, value)) in said.iter().zip(expected) {
            assert_eq!(found.name, name);
            // The first of both: joint-embedding at the weaker strength, in two dimensions.
            assert_eq!(found.says, Paradigm::JointEmbedding, "{found:?}");
            assert_eq!((found.choice.k, found.choice.alpha, found.choice.noise), (2, 0.5, Some(0.05)), "{found:?}");
            // Each has the good encoder once.
            assert!((found.je - value).abs() < 1e-3 && (found.rc - value).abs() < 1e-3, "{found:?} {value}");
        }
    }
}
