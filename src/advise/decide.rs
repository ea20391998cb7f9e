//! From what is explained to a verdict.

use super::advice::{Choice, Chosen, CurvePoint, Test, Verdict, Why};
use super::crossfit::{Explained, JE, Plan, RC, YARDSTICK};
use super::question::Strength;
use distrs::StudentsT;
use nalgebra::DVector;

/// Fewest samples with evidence that are tested: quantiles of Student's t speak of means that are
/// nearly normal, and what is explained of a row is skewed.
pub(super) const FEWEST: usize = 30;

/// How many standard errors make what an encoder explains significant: 1.3 per mille under the
/// normal law, since it is asked of three encoders before the level is spent.
pub(super) const SIGNIFICANT: f64 = 3.0;

/// Student's t for the mean of so many units.
fn quantile(units: usize, level: f64) -> f64 {
    StudentsT::ppf(1.0 - level / 2.0, (units.max(2) - 1) as f64)
}

impl Explained {
    /// Estimate and standard error of a linear combination of the means.
    pub(super) fn of(&self, weights: &DVector<f64>) -> (f64, f64) {
        let variance = weights.dot(&(&self.covariance * weights));
        (weights.dot(&self.mean), variance.max(0.0).sqrt())
    }

    fn unit(&self, terms: &[(usize, f64)]) -> DVector<f64> {
        let mut weights = DVector::zeros(self.mean.len());
        terms.iter().for_each(|&(place, weight)| weights[place] += weight);
        weights
    }

    /// In standard errors.
    fn z(&self, place: usize) -> f64 {
        let (mean, se) = self.of(&self.unit(&[(place, 1.0)]));
        if mean == 0.0 { 0.0 } else { mean / se.max(f64::MIN_POSITIVE) }
    }

    /// The column of the largest mean among the yardstick and both paradigms: what efficiencies are
    /// relative to.
    fn best(&self) -> usize {
        [YARDSTICK, JE, RC].into_iter().max_by(|&a, &b| self.mean[a].total_cmp(&self.mean[b])).unwrap_or(YARDSTICK)
    }

    /// An efficiency, or a difference of them, with its standard error: the ratio to the best is
    /// linearised, so that its denominator is not taken for known.
    pub(super) fn efficiency(&self, terms: &[(usize, f64)]) -> (f64, f64) {
        let best = self.best();
        let scale = self.mean[best];
        if scale <= 0.0 {
            // Nothing is explained, so nothing is known of its shares.
            return (0.0, 1.0);
        }
        let ratio = self.unit(terms).dot(&self.mean) / scale;
        let mut weights = self.unit(terms);
        weights[best] -= ratio;
        (ratio, self.of(&weights).1 / scale)
    }

    /// The quantile of an interval that holds with probability 1 - level.
    pub(super) fn quantile(&self, level: f64) -> f64 {
        quantile(self.units, level)
    }

    /// An efficiency, or a difference of them, its standard error, and half the width of its
    /// interval.
    ///
    /// There is no unbiased estimate of the variance of a cross-validated mean (Bengio and
    /// Grandvalet, JMLR 2004): training sets overlap, and that of the rows is too small. So the
    /// interval is the wider of two: that of the rows, with the ratio linearised, and that of the K
    /// means of folds in units of the best, with K - 1 degrees of freedom. The second sees that
    /// encoders and metric change from fold to fold.
    pub(super) fn interval(&self, terms: &[(usize, f64)], level: f64) -> (f64, f64, f64) {
        let (found, of_rows) = self.efficiency(terms);
        let scale = self.mean[self.best()];
        let weights = self.unit(terms);
        let folds: Vec<f64> = self.by_fold.iter().map(|mean| weights.dot(mean) / scale).collect();
        let count = folds.len() as f64;
        let mean = folds.iter().sum::<f64>() / count;
        let spread = folds.iter().map(|v| (v - mean).powi(2)).sum::<f64>() / (count - 1.0).max(1.0);
        let of_folds = if scale > 0.0 { (spread / count).sqrt() } else { 0.0 };
        let [rows, folds] = [self.quantile(level) * of_rows, quantile(folds.len(), level) * of_folds];
        if rows >= folds { (found, of_rows, rows) } else { (found, of_folds, folds) }
    }

    /// The test of the paradigms as chosen.
    pub(super) fn test(&self, level: f64) -> Test {
        let (delta, se, half) = self.interval(&[(JE, 1.0), (RC, -1.0)], level);
        let [(eff_je, eff_je_se, eff_je_half), (eff_rc, eff_rc_se, eff_rc_half), (yardstick, ..)] =
            [JE, RC, YARDSTICK].map(|place| self.interval(&[(place, 1.0)], level));
        let better = if eff_je >= eff_rc { JE } else { RC };
        Test {
            delta,
            se,
            lo: delta - half,
            hi: delta + half,
            eff_je,
            eff_je_se,
            eff_je_half,
            eff_rc,
            eff_rc_se,
            eff_rc_half,
            yardstick,
            yardstick_z: self.z(YARDSTICK),
            explained_z: self.z(better),
            n_evidence: self.rows,
            units: self.units,
        }
    }

    /// The candidates that most folds chose, the first of them where there are several.
    pub(super) fn most(&self, plan: &Plan<'_>) -> [usize; 2] {
        [0, 1].map(|paradigm: usize| {
            let count = |c: usize| self.chosen.iter().filter(|chosen| chosen[paradigm] == c).count();
            (0..plan.candidates()).rev().max_by_key(|&c| count(c)).unwrap_or(0)
        })
    }

    /// The same as k and strength.
    pub(super) fn choice(&self, plan: &Plan<'_>) -> Choice {
        let [je, rc] = self.most(plan).map(|c| {
            let (k, Strength { alpha, noise }) = plan.candidate(c);
            Chosen { k, alpha, noise }
        });
        Choice { je, rc }
    }

    /// Whether a paradigm explains significantly less than half of what the yardstick does.
    fn below_half(&self, paradigm: usize, level: f64) -> bool {
        let (short, se) = self.of(&self.unit(&[(YARDSTICK, 0.5), (paradigm, -1.0)]));
        short > self.quantile(level) * se
    }

    /// The verdict, by the first rule that applies.
    pub(super) fn verdict(&self, test: &Test, (level, tolerance): (f64, f64)) -> (Verdict, Why) {
        let found = |z: f64| z >= SIGNIFICANT;
        if test.units.min(test.n_evidence) < FEWEST {
            (Verdict::Undecided, Why::TooFewSamples)
        } else if !found(test.yardstick_z) && !found(test.explained_z) {
            (Verdict::Undecided, Why::NothingExplains)
        } else if found(test.yardstick_z) && [JE, RC].into_iter().all(|p| self.below_half(p, level)) {
            (Verdict::Neither, Why::LessThanHalf)
        } else if !found(test.explained_z) {
            (Verdict::Undecided, Why::NeitherSignificant)
        } else if test.lo >= -tolerance && test.hi <= tolerance {
            (Verdict::Either, Why::WithinTolerance)
        } else if test.lo > 0.0 {
            (Verdict::JointEmbedding, Why::Apart)
        } else if test.hi < 0.0 {
            (Verdict::Reconstruction, Why::Apart)
        } else {
            (Verdict::Undecided, Why::TooWide)
        }
    }

    /// Efficiencies at every candidate, in intervals that hold together (Bonferroni).
    pub(super) fn curve(&self, plan: &Plan<'_>, level: f64) -> Vec<CurvePoint> {
        let level = level / plan.candidates() as f64;
        let point = |c: usize| {
            let (k, strength) = plan.candidate(c);
            let (j, r) = (plan.column(0, c), plan.column(1, c));
            let [(je, je_se, je_band), (rc, rc_se, rc_band)] =
                [j, r].map(|place| self.interval(&[(place, 1.0)], level));
            let (delta, delta_se, half) = self.interval(&[(j, 1.0), (r, -1.0)], level);
            let (lo, hi) = (delta - half, delta + half);
            let (alpha, noise) = (strength.alpha, strength.noise);
            CurvePoint { k, alpha, noise, je, je_se, je_band, rc, rc_se, rc_band, delta, delta_se, lo, hi }
        };
        (0..plan.candidates()).map(point).collect()
    }
}
