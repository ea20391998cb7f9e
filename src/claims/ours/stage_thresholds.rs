//! Thresholds of T(α) after a stage that acts on each coordinate alone.

use crate::augment::{AlignedNoise, ExactChain};
use crate::claims::routes::exact::{around, beside};
use crate::claims::routes::minimiser;
use crate::claims::routes::populations::{Stage, suitable};
use crate::claims::{Context, Evidence, Statement};
use crate::error::Result;
use crate::linalg::exact::random_positive;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, ratio};
use crate::threshold::{AxisModel, Recovery, Spectrum};
use nalgebra::{DMatrix, DVector};
use num_traits::{One, Zero};
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

pub(in crate::claims) const STATEMENT: Statement = Statement {
    name: "stage-thresholds",
    source: "Extension: T(α) after a mask or speckle",
    about: "thresholds after a mask or speckle",
    statement: r"$T(\alpha)$ after a stage that acts on each coordinate alone by a random factor $a_i$ of mean $m_i$, with $q_i = \frac{m_i^2}{\mathbb{E}\,a_i^2}$ (a mask: $p_i$, speckle: $\frac{1}{1+\sigma_i^2}$), has the thresholds of Propositions 4.3 and 4.4 with $\theta_i$ replaced by $c_i\frac{1-q_i}{q_i} + \frac{\theta_i}{m_i^2}$ and $\alpha^2$ by $\frac{\alpha_j^2}{m_j^2}$ on noise coordinate $j$.",
    assumptions: r"stages independent, all matrices diagonal in one basis, $m_i \ne 0$",
    difference: Some("Not in the paper."),
    snapshots: &["claims"],
    tags: &[],
    gather,
};

fn gather(context: &Context<'_>) -> Result<Vec<Evidence>> {
    Ok(vec![exact_thresholds(context)?, minimiser_thresholds(context)?])
}

/// A stage, then T(α): model, the chain at α², both thresholds by the formulas,
/// joint-embedding first.
struct Chained {
    model: AxisModel,
    stage: Stage,
    theta: Vec<Rational>,
    gamma: Vec<Rational>,
    thresholds: [Rational; 2],
}

impl Chained {
    fn random(rng: &mut ChaCha8Rng) -> Result<Self> {
        let (k, m) = (rng.random_range(1..=2), rng.random_range(1..=2));
        let variances: Vec<Rational> = (0..k + m).map(|_| random_positive(rng, 4)).collect();
        let theta: Vec<Rational> = (0..k + m).map(|_| ratio(rng.random_range(0..4), 2)).collect();
        let gamma: Vec<Rational> = variances[k..].to_vec();
        let model = AxisModel::new(variances[..k].to_vec(), gamma.clone())?;
        let stage = Stage::random(rng, k + m);
        let effective: Vec<Rational> = (0..k + m)
            .map(|i| {
                let (q, mean) = (&stage.ratios[i], &stage.means[i]);
                &variances[i] * (Rational::one() - q) / q + &theta[i] / (mean * mean)
            })
            .collect();
        // Each noise coordinate alone, in its own α²/m²; the largest decides.
        let mut thresholds: Option<[Rational; 2]> = None;
        for j in k..k + m {
            let theta = [&effective[..k], &effective[j..=j]].concat();
            let alone = Spectrum::new(variances[..k].to_vec(), theta, vec![variances[j].clone()])?.thresholds();
            let square = &stage.means[j] * &stage.means[j];
            let here = [alone.alpha_squared_je * &square, alone.alpha_squared_rc * &square];
            thresholds = Some(match thresholds {
                None => here,
                Some([je, rc]) => {
                    let [je_here, rc_here] = here;
                    [je.max(je_here), rc.max(rc_here)]
                }
            });
        }
        let thresholds = thresholds.unwrap_or_else(|| [Rational::zero(), Rational::zero()]);
        Ok(Self { model, stage, theta, gamma: [vec![Rational::zero(); k], gamma].concat(), thresholds })
    }

    /// The chain at a given α².
    fn at(&self, alpha_squared: &Rational) -> Result<ExactChain> {
        // α² need be no square, and may be negative: Θ holds the whole covariance.
        let variances = self.theta.iter().zip(&self.gamma).map(|(th, g)| th + alpha_squared * g);
        let whole = DMatrix::from_diagonal(&DVector::from_iterator(self.theta.len(), variances));
        let zero = DMatrix::zeros(self.theta.len(), self.theta.len());
        let noise = AlignedNoise::new_exact(whole, zero, Rational::zero())?;
        ExactChain::new(vec![self.stage.channel()?, Box::new(noise)])
    }
}

fn exact_thresholds(context: &Context<'_>) -> Result<Evidence> {
    let compared = "mask or speckle, then T(α): noise leaks, tie, signal at the threshold -1e-6, +0, +1e-6";
    let of = (compared, "the threshold + 1/1000; the other side of it, and 1e-6 beside a tie");
    Evidence::exact_cases(context, (STATEMENT.name, "thresholds"), of, [20, 100, 1000], |_, rng, tally| {
        let chained = Chained::random(rng)?;
        tally.record(chained.thresholds.iter().chain(&chained.theta).chain(&chained.gamma));
        let (zero, one) = (chained.at(&Rational::zero())?, chained.at(&Rational::one())?);
        for (paradigm, threshold) in Paradigm::ALL.into_iter().zip(&chained.thresholds) {
            let found = chained.model.alpha_squared(&zero, &one, paradigm)?;
            tally.case(|run| Ok([found.exact() == Some(&run.off(threshold.clone()))]))?;
            for (at, expected) in around(threshold) {
                tally.case(|run| {
                    let at = run.pick(at.clone(), beside(&at, threshold));
                    Ok([chained.model.recovery(&chained.at(&at)?, paradigm)? == expected])
                })?;
            }
        }
        Ok(())
    })
}

/// Minimisers a tenth above and below the thresholds of a chain.
fn minimiser_thresholds(context: &Context<'_>) -> Result<Evidence> {
    (context.progress)("minimising around the thresholds of chains");
    let compared = "mask or speckle, then T(α) at 0.9 and 1.1 times the threshold α²: the row space flips";
    let line = minimiser::line("minimiser", compared, "the views of the other side of the threshold");
    line.on_random(context, (STATEMENT.name, "minimiser"), [2, 5, 20], |_, rng, tally| {
        let chained = suitable(|| {
            let chained = Chained::random(rng)?;
            // No α >= 0 lies below a smaller one.
            Ok(chained.thresholds.iter().all(|t| *t >= ratio(1, 10)).then_some(chained))
        })?;
        let (below, above) = ((ratio(9, 10), Recovery::NoiseLeaks), (ratio(11, 10), Recovery::Signal));
        for (paradigm, threshold) in Paradigm::ALL.into_iter().zip(&chained.thresholds) {
            for ((factor, predicted), (other, _)) in [(&below, &above), (&above, &below)] {
                let views = |factor: &Rational| chained.model.views(&chained.at(&(threshold * factor))?);
                tally.record(&views(factor)?.view_second);
                tally.case(|run| {
                    let views = views(run.pick(factor, other))?;
                    Ok([minimiser::agrees(paradigm, &views, chained.model.rank(), *predicted)?])
                })?;
            }
        }
        Ok(())
    })
}
