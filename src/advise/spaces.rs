//! The encoders of all samples: how far the row spaces are apart, what that says without evidence,
//! and the eigenvalues of both pencils.

use super::advice::{Agreement, EigenvalueLines, Line, Verdict, Why};
use super::crossfit::Plan;
use super::encoders::Encoders;
use super::evidence::{Known, RIDGE, ridged};
use super::question::{Assumption, Settings};
use super::sums::RowSums;
use crate::error::Result;
use crate::linalg::angles::row_space_distance;
use crate::linalg::float::{Whitening, product};
use nalgebra::{DMatrix, DVector};

/// The largest sine between both row spaces in the inner product of C, at every k and strength.
///
/// The share R² of a label that z = W x predicts linearly is |P y|²/|y|² for the projector P on the
/// row space in that inner product, so two encoders differ by at most |P_1 - P_2|, the sine.
pub(super) fn agreements(plan: &Plan<'_>, encoders: &[Encoders], total: &RowSums) -> Result<Vec<Agreement>> {
    let c = Whitening::new("the second moment of the samples, C,", &ridged(&total.second_moment(), RIDGE))?;
    let seen = |encoder: &DMatrix<f64>, k: usize| product(&encoder.rows(0, k).into_owned(), c.factor());
    let at = |place: usize| {
        let (k, strength) = plan.candidate(place);
        let [je, rc] = &encoders[place / plan.ks.len()].rows;
        let sin_max = row_space_distance(&seen(je, k), &seen(rc, k))?;
        Ok(Agreement { k, alpha: strength.alpha, noise: strength.noise, sin_max })
    };
    (0..plan.candidates()).map(at).collect()
}

/// The verdict where nothing is known of what is relevant.
pub(super) fn without_evidence(agreement: &[Agreement], settings: &Settings) -> (Verdict, Why) {
    if agreement.iter().all(|a| a.sin_max <= settings.tolerance) {
        (Verdict::Either, Why::RowSpacesAgree)
    } else if settings.assume == Some(Assumption::Aligned) {
        (Verdict::JointEmbedding, Why::Assumed)
    } else {
        (Verdict::Undecided, Why::Exchange)
    }
}

/// How many eigenvalues beyond the largest k are shown: enough to see whether there is a gap.
const BEYOND: usize = 10;

/// The leading eigenvalues at every strength; `values` are those without one fold at a time.
pub(super) fn lines(
    known: &Known<'_>,
    total: &RowSums,
    plan: &Plan<'_>,
    encoders: &[Encoders],
    values: &[Vec<[DVector<f64>; 2]>],
) -> Result<Vec<EigenvalueLines>> {
    let aim = if known.gives_signal() { Some(known.aim(total, &[], false)?) } else { None };
    let shown = (plan.k() + BEYOND).min(total.sum.len());
    let mut all = vec![];
    for (place, (strength, found)) in plan.strengths.iter().zip(encoders).enumerate() {
        let of = |paradigm: usize| -> Vec<Line> {
            let signal = aim.as_ref().map(|aim| shares(&found.rows[paradigm], &aim.cross, &aim.second));
            let line = |i: usize| {
                let left_out: Vec<f64> = values.iter().filter_map(|fold| Some(fold.get(place)?[paradigm][i])).collect();
                let signal = signal.as_ref().and_then(|shares| shares.get(i).copied());
                Line { value: found.values[paradigm][i], se: jackknife(&left_out), signal }
            };
            // What is estimated of a matrix that is not negative has no meaning below 0.
            (0..shown).map(line).take_while(|line| line.value > 0.0).collect()
        };
        all.push(EigenvalueLines { alpha: strength.alpha, noise: strength.noise, je: of(0), rc: of(1) });
    }
    Ok(all)
}

/// w'Dw / w'Cw of each row.
fn shares(encoder: &DMatrix<f64>, signal: &DMatrix<f64>, second: &DMatrix<f64>) -> Vec<f64> {
    let [of_signal, of_all] = [signal, second].map(|matrix| product(encoder, matrix));
    let along = |seen: &DMatrix<f64>, i: usize| seen.row(i).dot(&encoder.row(i));
    (0..encoder.nrows()).map(|i| along(&of_signal, i) / along(&of_all, i)).collect()
}

/// The standard error of an estimate, from the estimates without one fold at a time.
fn jackknife(left_out: &[f64]) -> f64 {
    let count = left_out.len() as f64;
    let mean = left_out.iter().sum::<f64>() / count;
    let squares: f64 = left_out.iter().map(|v| (v - mean).powi(2)).sum();
    ((count - 1.0) / count * squares).sqrt()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// One candidate at which the encoders differ is enough to leave it open, wherever it stands.
    #[test]
    fn either_will_do_only_if_all_candidates_agree() {
        let of = |sines: [f64; 3], assume| {
            let at = |(i, sin_max)| Agreement { k: i + 1, alpha: 1.0, noise: None, sin_max };
            let agreement: Vec<Agreement> = sines.into_iter().enumerate().map(at).collect();
            without_evidence(&agreement, &Settings { tolerance: 0.125, assume, ..Settings::default() })
        };
        let aligned = Some(Assumption::Aligned);
        for assume in [None, aligned] {
            assert_eq!(of([0.125, 0.0, 0.1], assume), (Verdict::Either, Why::RowSpacesAgree));
        }
        for sines in [[0.126, 0.0, 0.1], [0.0, 0.5, 0.0], [0.0, 0.1, 1.0], [1.0; 3]] {
            assert_eq!(of(sines, None), (Verdict::Undecided, Why::Exchange), "{sines:?}");
            assert_eq!(of(sines, aligned), (Verdict::JointEmbedding, Why::Assumed), "{sines:?}");
        }
    }
}
