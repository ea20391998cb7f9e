//! The cross-fitted comparison: encoders, probes and the choice of k and strength come from the
//! training folds alone; what they explain is counted on the fold that is left out.
//!
//! The choice is nested. With fold f left out, other folds g are left out as well, one at a time,
//! both encoders are trained on what remains, and what they explain of g is summed over g: the best
//! k and strength of these sums are those of fold f. This needs the sums of pass 1 only, not the
//! rows.
//!
//! Pass 2 reads the rows of x and of the evidence once more. What a probe explains of a row is
//! |t|² - |t - A x|², which has no term that all probes share.

use super::encoders::Encoders;
use super::evidence::{Aim, Known, Probe};
use super::folds::{Folds, without};
use super::question::{EvidenceKind, Rows, Strength};
use super::sums::{Blocks, RowSums, Strengths, add_outer, gather};
use crate::error::{Error, Result};
use crate::linalg::float::{product, tr_product};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The columns of what is explained of a row: the yardstick, both paradigms as chosen, then
/// joint-embedding and reconstruction at every candidate.
pub(super) const YARDSTICK: usize = 0;
/// The place of joint-embedding as chosen.
pub(super) const JE: usize = 1;
/// The place of reconstruction as chosen.
pub(super) const RC: usize = 2;

/// What is compared: every k at every strength.
pub(super) struct Plan<'a> {
    pub(super) ks: Vec<usize>,
    pub(super) strengths: Vec<Strength>,
    pub(super) folds: &'a Folds,
    pub(super) groups: Option<&'a [u64]>,
}

impl Plan<'_> {
    /// How many candidates there are.
    pub(super) fn candidates(&self) -> usize {
        self.ks.len() * self.strengths.len()
    }

    /// k and strength of a candidate.
    pub(super) fn candidate(&self, c: usize) -> (usize, Strength) {
        (self.ks[c % self.ks.len()], self.strengths[c / self.ks.len()])
    }

    /// The largest k.
    pub(super) fn k(&self) -> usize {
        self.ks.iter().copied().max().unwrap_or(1)
    }

    /// The column of a paradigm (0 or 1) at a candidate.
    pub(super) fn column(&self, paradigm: usize, c: usize) -> usize {
        RC + 1 + paradigm * self.candidates() + c
    }

    fn columns(&self) -> usize {
        RC + 1 + 2 * self.candidates()
    }
}

/// What was fitted with one fold left out.
pub(super) struct Fitted {
    yardstick: Probe,
    /// For each strength.
    probes: Vec<[Probe; 2]>,
    /// The candidate chosen by each paradigm.
    pub(super) chosen: [usize; 2],
}

impl Fitted {
    /// What yardstick and paradigms explain of a population.
    pub(super) fn of_population(&self, plan: &Plan<'_>, cross: &DMatrix<f64>, second: &DMatrix<f64>) -> [f64; 3] {
        let chosen = |paradigm: usize| {
            let c = self.chosen[paradigm];
            let probe = &self.probes[c / plan.ks.len()][paradigm];
            probe.explains_population(cross, second, plan.ks[c % plan.ks.len()])
        };
        [self.yardstick.explains_population(cross, second, plan.k()), chosen(0), chosen(1)]
    }
}

/// What all folds gave: means of what is explained, their covariance, and what was chosen.
pub(super) struct Explained {
    /// The mean of each column over units.
    pub(super) mean: DVector<f64>,
    /// The covariance of the means.
    pub(super) covariance: DMatrix<f64>,
    /// The mean of each column in each fold.
    pub(super) by_fold: Vec<DVector<f64>>,
    /// Samples with evidence.
    pub(super) rows: usize,
    /// Independent units.
    pub(super) units: usize,
    /// The candidates chosen in each fold.
    pub(super) chosen: Vec<[usize; 2]>,
}

/// One strength with one fold left out.
pub(super) struct Outer {
    /// The probes on both encoders; none without evidence.
    pub(super) probes: Option<[Probe; 2]>,
    /// The eigenvalues of both pencils.
    pub(super) values: [DVector<f64>; 2],
}

/// What candidates explain inside of the training folds: for each fold and strength, of each
/// paradigm and k.
pub(super) type Inner = Vec<Vec<[Vec<f64>; 2]>>;

/// From so many features on, decompositions take the time: the choice of a fold then rests on the
/// four nearest of the other folds, in a circle, and not on all of them.
const MANY: usize = 256;

/// Candidates that explain the same, but for rounding: at k = d every strength does.
const TIE: f64 = 1e-9;

/// How far these are.
const NEAR: usize = 2;

/// The pairs of folds that are left out together, for so many features.
pub(super) fn pairs(count: usize, d: usize) -> Vec<(usize, usize)> {
    let near = |f: usize, g: usize| d < MANY || (f - g).min(count + g - f) <= NEAR;
    (0..count).flat_map(|f| (0..f).map(move |g| (f, g))).filter(|&(f, g)| near(f, g)).collect()
}

/// Fits one source of views with each composed noise: for each fold and noise what was fitted
/// without that fold, and what each candidate explains inside of the training folds.
pub(super) fn fit(
    known: &Known<'_>,
    sums: &Strengths<'_>,
    noise: &[Option<f64>],
    plan: &Plan<'_>,
    done: &(dyn Fn() + Sync),
) -> Result<(Vec<Vec<Outer>>, Inner)> {
    let (count, ks) = (plan.folds.count, &plan.ks);
    let evidence = known.kind != EvidenceKind::None;
    let trained = |out: &[usize]| -> Result<(Option<Aim>, Vec<Encoders>)> {
        let data = without(&known.data, out);
        let aim = if evidence { Some(known.aim(&data, out, false)?) } else { None };
        let moments = sums.moments(&data, out)?;
        let encoders = noise.iter().map(|q| match q {
            Some(q) => Encoders::of(&moments.with_noise(*q), plan.k()),
            None => Encoders::of(&moments, plan.k()),
        });
        Ok((aim, encoders.collect::<Result<Vec<_>>>()?))
    };
    let outer = (0..count).into_par_iter().map(|fold| {
        let (aim, encoders) = trained(&[fold])?;
        done();
        let of = |encoders: Encoders| -> Result<Outer> {
            let [je, rc] = &encoders.rows;
            let probes = aim.as_ref().map(|aim| Ok::<_, Error>([aim.probe(je)?, aim.probe(rc)?])).transpose()?;
            Ok(Outer { probes, values: encoders.values })
        };
        encoders.into_iter().map(of).collect::<Result<Vec<_>>>()
    });
    let outer = outer.collect::<Result<Vec<_>>>()?;
    let mut inner = vec![vec![[vec![0.0; ks.len()], vec![0.0; ks.len()]]; noise.len()]; count];
    if plan.candidates() == 1 || !evidence {
        return Ok((outer, inner));
    }
    let pairs = pairs(count, known.data[0].sum.len());
    let found = pairs.par_iter().map(|&(f, g)| {
        let (Some(aim), encoders) = trained(&[f, g])? else { return Ok(vec![]) };
        done();
        let held = [f, g].map(|fold| known.held_out(fold, &aim));
        let of = |encoder: &DMatrix<f64>| -> Result<[Vec<f64>; 2]> {
            let probe = aim.probe(encoder)?;
            let on = |(cross, second, n): &(DMatrix<f64>, DMatrix<f64>, f64)| {
                probe.explains(cross, second, ks).into_iter().map(|v| v * n).collect()
            };
            Ok([on(&held[0]), on(&held[1])])
        };
        encoders.iter().map(|e| Ok([of(&e.rows[0])?, of(&e.rows[1])?])).collect::<Result<Vec<_>>>()
    });
    for (&(f, g), found) in pairs.iter().zip(found.collect::<Result<Vec<_>>>()?) {
        for (place, paradigms) in found.into_iter().enumerate() {
            for (paradigm, [on_f, on_g]) in paradigms.into_iter().enumerate() {
                // With g left out too, what is explained of g tells the choice of fold f.
                inner[f][place][paradigm].iter_mut().zip(on_g).for_each(|(sum, v)| *sum += v);
                inner[g][place][paradigm].iter_mut().zip(on_f).for_each(|(sum, v)| *sum += v);
            }
        }
    }
    Ok((outer, inner))
}

/// Puts the strengths together: the probes of each fold, and what each paradigm chose.
pub(super) fn assemble(
    known: &Known<'_>,
    plan: &Plan<'_>,
    mut probes: Vec<Vec<[Probe; 2]>>,
    inner: &Inner,
) -> Result<Vec<Fitted>> {
    let fitted = (0..plan.folds.count).map(|fold| {
        let chosen = [0, 1].map(|paradigm| {
            let values: Vec<f64> = inner[fold].iter().flat_map(|of| of[paradigm].iter().copied()).collect();
            // The first of the best, up to rounding: the weakest augmentation, the smallest k.
            let most = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
            values.iter().position(|value| *value >= most - TIE * most.abs()).unwrap_or(0)
        });
        let data = without(&known.data, &[fold]);
        let aim = known.aim(&data, &[fold], true)?;
        let yardstick = aim.probe(&aim.yardstick(plan.k())?)?;
        Ok(Fitted { yardstick, probes: std::mem::take(&mut probes[fold]), chosen })
    });
    fitted.collect()
}

/// The probes of all samples on the encoders of all samples, for what was chosen.
pub(super) fn of_all(
    known: &Known<'_>,
    total: &RowSums,
    plan: &Plan<'_>,
    encoders: &[Encoders],
    chosen: [usize; 2],
) -> Result<Fitted> {
    let aim = known.aim(total, &[], true)?;
    let yardstick = aim.probe(&aim.yardstick(plan.k())?)?;
    let probes = encoders.iter().map(|e| Ok([aim.probe(&e.rows[0])?, aim.probe(&e.rows[1])?]));
    Ok(Fitted { yardstick, probes: probes.collect::<Result<Vec<_>>>()?, chosen })
}

/// Pass 2: what every probe explains of the rows of its fold.
pub(super) fn explain(known: &Known<'_>, x: &dyn Rows, plan: &Plan<'_>, fitted: &[Fitted]) -> Result<Explained> {
    let (d, columns) = (x.width(), plan.columns());
    let mut tallies = vec![Units::zeros(columns); fitted.len()];
    let constants: Vec<DVector<f64>> = fitted.iter().map(|f| constant(known, plan, f)).collect();
    let files = std::iter::once(x).chain(known.targets).collect();
    Blocks::new(files).each(|first, parts| {
        let rows = parts[0].len() / d;
        tallies.par_iter_mut().enumerate().for_each(|(fold, tally)| {
            let mut places = plan.folds.places(first, rows, fold);
            places.retain(|place| known.marked[first + place]);
            if places.is_empty() {
                return;
            }
            let own = gather(&parts[0], d, &places);
            let target = parts.get(1).map(|t| gather(t, t.len() / rows, &places));
            let mut explained = all(known, plan, &fitted[fold], &own, target.as_ref());
            explained.column_iter_mut().for_each(|mut column| column -= &constants[fold]);
            let groups = plan.groups.map(|groups| places.iter().map(|place| groups[first + place]).collect::<Vec<_>>());
            tally.push(&explained, groups.as_deref());
        });
        Ok(())
    })?;
    let mut found = Units::total(&tallies, columns);
    // The sample of the nuisance is independent of the rows: estimates and variances add up.
    if let Some((rows, folds)) = &known.nuisance {
        let mut tallies = vec![Units::zeros(columns); fitted.len()];
        Blocks::new(vec![*rows]).each(|first, parts| {
            tallies.par_iter_mut().enumerate().for_each(|(fold, tally)| {
                let places = folds.places(first, parts[0].len() / d, fold);
                if !places.is_empty() {
                    let g = gather(&parts[0], d, &places);
                    tally.push(&nuisance(plan, &fitted[fold], &g), None);
                }
            });
            Ok(())
        })?;
        let (mean, covariance, by_fold, _) = Units::total(&tallies, columns);
        found.0 += mean;
        found.1 += covariance;
        found.2.iter_mut().zip(by_fold).for_each(|(mean, of)| *mean += of);
    }
    let (mean, covariance, by_fold, units) = found;
    let chosen = fitted.iter().map(|f| f.chosen).collect();
    Ok(Explained { mean, covariance, by_fold, rows: known.count(), units, chosen })
}

/// The columns of rows, by what each probe gives for every k.
fn columns(
    plan: &Plan<'_>,
    fitted: &Fitted,
    rows: usize,
    of: impl Fn(&Probe, &[usize]) -> DMatrix<f64>,
) -> DMatrix<f64> {
    let mut all = DMatrix::zeros(plan.columns(), rows);
    all.rows_mut(YARDSTICK, 1).copy_from(&of(&fitted.yardstick, &[plan.k()]));
    for (strength, probes) in fitted.probes.iter().enumerate() {
        for (paradigm, probe) in probes.iter().enumerate() {
            let first = plan.column(paradigm, strength * plan.ks.len());
            all.rows_mut(first, plan.ks.len()).copy_from(&of(probe, &plan.ks));
        }
    }
    for (paradigm, place) in [JE, RC].into_iter().enumerate() {
        let chosen = all.row(plan.column(paradigm, fitted.chosen[paradigm])).into_owned();
        all.row_mut(place).copy_from(&chosen);
    }
    all
}

/// What is explained of rows with evidence.
fn all(
    known: &Known<'_>,
    plan: &Plan<'_>,
    fitted: &Fitted,
    x: &DMatrix<f64>,
    t: Option<&DMatrix<f64>>,
) -> DMatrix<f64> {
    columns(plan, fitted, x.ncols(), |probe, ks| match (known.kind, t) {
        (EvidenceKind::Labels, Some(t)) => probe.explains_rows(x, t, ks),
        // Either replicate predicts the other.
        (_, Some(t)) => (probe.explains_rows(x, t, ks) + probe.explains_rows(t, x, ks)) * 0.5,
        _ => {
            let mut explained = probe.explains_rows(x, x, ks);
            if let Some(q) = &known.directions {
                explained -= probe.crossed(&product(q, &tr_product(q, x)), ks);
            }
            explained
        }
    })
}

/// What Γ adds to every row.
fn constant(known: &Known<'_>, plan: &Plan<'_>, fitted: &Fitted) -> DVector<f64> {
    let Some(gamma) = known.gamma else { return DVector::zeros(plan.columns()) };
    let of = |probe: &Probe, ks: &[usize]| DMatrix::from_vec(ks.len(), 1, probe.crossed_by(gamma, ks));
    columns(plan, fitted, 1, of).column(0).into_owned()
}

/// What rows of the nuisance take away.
fn nuisance(plan: &Plan<'_>, fitted: &Fitted, g: &DMatrix<f64>) -> DMatrix<f64> {
    columns(plan, fitted, g.ncols(), |probe, ks| -probe.crossed(g, ks))
}

/// Sums over independent units: rows, or groups of rows.
#[derive(Clone)]
struct Units {
    rows: f64,
    sum: DVector<f64>,
    /// sum over units of the products of their columns.
    products: DMatrix<f64>,
    /// Rows and sums of each group; empty where rows are units.
    groups: BTreeMap<u64, (f64, DVector<f64>)>,
}

impl Units {
    fn zeros(columns: usize) -> Self {
        let (sum, products) = (DVector::zeros(columns), DMatrix::zeros(columns, columns));
        Self { rows: 0.0, sum, products, groups: BTreeMap::new() }
    }

    fn push(&mut self, explained: &DMatrix<f64>, groups: Option<&[u64]>) {
        self.rows += explained.ncols() as f64;
        self.sum += explained.column_sum();
        match groups {
            None => add_outer(&mut self.products, explained, explained),
            Some(groups) => {
                for (column, &group) in explained.column_iter().zip(groups) {
                    let entry = self.groups.entry(group).or_insert_with(|| (0.0, DVector::zeros(explained.nrows())));
                    entry.0 += 1.0;
                    entry.1 += column;
                }
            }
        }
    }

    /// Mean of each column, covariance of the means, means by fold, and the number of units.
    fn total(folds: &[Self], columns: usize) -> (DVector<f64>, DMatrix<f64>, Vec<DVector<f64>>, usize) {
        let rows: f64 = folds.iter().map(|fold| fold.rows).sum();
        let mean = folds.iter().fold(DVector::zeros(columns), |sum, fold| sum + &fold.sum) / rows;
        let by_fold = folds.iter().map(|fold| &fold.sum / fold.rows.max(1.0)).collect();
        let groups: usize = folds.iter().map(|fold| fold.groups.len()).sum();
        if groups == 0 {
            let products = folds.iter().fold(DMatrix::zeros(columns, columns), |sum, fold| sum + &fold.products);
            let covariance = (products / rows - &mean * mean.transpose()) / (rows - 1.0).max(1.0);
            return (mean, covariance, by_fold, rows as usize);
        }
        // The linearised variance of a ratio of sums over independent groups.
        let units = groups as f64;
        let mut covariance = DMatrix::zeros(columns, columns);
        for (count, sum) in folds.iter().flat_map(|fold| fold.groups.values()) {
            let apart = sum - &mean * *count;
            covariance.ger(1.0, &apart, &apart, 1.0);
        }
        (mean, covariance * (units / (units - 1.0).max(1.0) / (rows * rows)), by_fold, groups)
    }
}
