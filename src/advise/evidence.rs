//! What is relevant, as moments: the target t of the probe and its cross moment with x, for every
//! kind of evidence.
//!
//! | evidence | target t | cross moment D or B |
//! |---|---|---|
//! | labels | y - mean | centred Y'X/n, l x d |
//! | replicate x' | x' | sym(X2'X)/n |
//! | nuisance covariance Γ | x, less what Γ adds | C - Γ |
//! | sample g of the nuisance | x | C - N'N/m |
//! | directions Q | x, Q orthonormal | C - QQ'C QQ' |
//!
//! All but the first estimate E\[s s'\], the second moment of the signal alone. They are weighed by
//! P = C^-1, so that every dimension of the signal counts by its reliability and not by its units,
//! or by P = I (raw).

use super::folds::{Additive, Folds, without};
use super::question::{Evidence, EvidenceKind, Rows, Weight};
use super::sums::{Blocks, RowSums, add_outer, gather};
use crate::error::{Error, Result};
use crate::linalg::float::{Eigen, Whitening, generalised_leading, leading_eigen, product, symmetric, tr_product};
use nalgebra::{DMatrix, DVector};
use rayon::prelude::*;

/// Sums over the rows of a fold that evidence speaks of.
#[derive(Debug, Clone)]
pub(super) struct EvidenceSums {
    /// Over the labelled rows, or over the sample of the nuisance.
    pub(super) rows: Option<RowSums>,
    /// sum t, for labels.
    target: DVector<f64>,
    /// sum t x'.
    cross: DMatrix<f64>,
}

impl Additive for EvidenceSums {
    fn add(&mut self, other: &Self) {
        if let (Some(mine), Some(theirs)) = (&mut self.rows, &other.rows) {
            mine.add(theirs);
        }
        self.target += &other.target;
        self.cross += &other.cross;
    }
}

/// Evidence with the fold of each of its rows.
pub(super) struct Known<'a> {
    pub(super) kind: EvidenceKind,
    pub(super) weight: Weight,
    /// Rows of t beside those of x, if there are any.
    pub(super) targets: Option<&'a dyn Rows>,
    /// The sample of the nuisance, and its folds.
    pub(super) nuisance: Option<(&'a dyn Rows, Folds)>,
    /// Γ.
    pub(super) gamma: Option<&'a DMatrix<f64>>,
    /// Orthonormal directions, d x q.
    pub(super) directions: Option<DMatrix<f64>>,
    /// By folds.
    pub(super) sums: Vec<EvidenceSums>,
    /// By folds.
    pub(super) data: Vec<RowSums>,
    /// The rows that have evidence; all of them but for labels.
    pub(super) marked: Vec<bool>,
}

/// Which rows have evidence.
pub(super) fn marked(evidence: &Evidence<'_>, n: usize) -> Result<Vec<bool>> {
    let mut marked = vec![true; n];
    if let Evidence::Labels(rows) = evidence {
        Blocks::new(vec![*rows]).each(|first, parts| {
            for (i, row) in parts[0].chunks_exact(rows.width()).enumerate() {
                marked[first + i] = row.iter().all(|v| v.is_finite());
            }
            Ok(())
        })?;
    }
    Ok(marked)
}

impl<'a> Known<'a> {
    /// Pass 1 over samples and evidence.
    pub(super) fn read(
        evidence: &Evidence<'a>,
        x: &dyn Rows,
        folds: &Folds,
        marked: Vec<bool>,
        (weight, seed): (Weight, u64),
    ) -> Result<Self> {
        let d = x.width();
        let targets = match evidence {
            Evidence::Labels(rows) | Evidence::Replicate(rows) => Some(*rows),
            _ => None,
        };
        let nuisance = match evidence {
            Evidence::NuisanceSample(rows) => {
                Some((*rows, Folds::of_rows(&vec![true; rows.count()], folds.count, seed)))
            }
            _ => None,
        };
        let gamma = if let Evidence::NuisanceCovariance(gamma) = evidence { Some(*gamma) } else { None };
        let directions = match evidence {
            Evidence::NuisanceDirections(basis) => Some(orthonormal(basis)?),
            _ => None,
        };
        let kind = evidence.kind();
        let labels = kind == EvidenceKind::Labels;
        let width = targets.map_or(0, |rows| rows.width());
        let own = (labels && marked.contains(&false)) || nuisance.is_some();
        let empty = EvidenceSums {
            rows: own.then(|| RowSums::zeros(d)),
            target: DVector::zeros(width),
            cross: DMatrix::zeros(width, if width > 0 { d } else { 0 }),
        };
        let mut both = vec![(RowSums::zeros(d), empty); folds.count];
        Blocks::new(std::iter::once(x).chain(targets).collect()).each(|first, parts| {
            let rows = parts[0].len() / d;
            both.par_iter_mut().enumerate().for_each(|(fold, (data, evidence))| {
                let places = folds.places(first, rows, fold);
                data.push(&gather(&parts[0], d, &places));
                let Some(targets) = parts.get(1) else { return };
                let places: Vec<usize> = places.into_iter().filter(|place| marked[first + place]).collect();
                let (x, t) = (gather(&parts[0], d, &places), gather(targets, width, &places));
                if let Some(rows) = &mut evidence.rows {
                    rows.push(&x);
                }
                evidence.target += t.column_sum();
                add_outer(&mut evidence.cross, &t, &x);
            });
            Ok(())
        })?;
        let (data, mut sums): (Vec<_>, Vec<_>) = both.into_iter().unzip();
        if let Some((rows, folds)) = &nuisance {
            if folds.count < data.len() {
                return Err(Error::range("rows of the nuisance", format!("at least {}", data.len()), folds.count));
            }
            Blocks::new(vec![*rows]).each(|first, parts| {
                for (fold, sums) in sums.iter_mut().enumerate() {
                    let places = folds.places(first, parts[0].len() / d, fold);
                    if let Some(rows) = &mut sums.rows {
                        rows.push(&gather(&parts[0], d, &places));
                    }
                }
                Ok(())
            })?;
        }
        Ok(Self { kind, weight, targets, nuisance, gamma, directions, sums, data, marked })
    }

    /// How many samples have evidence.
    pub(super) fn count(&self) -> usize {
        self.marked.iter().filter(|&&marked| marked).count()
    }

    /// Whether it estimates the second moment of the signal.
    pub(super) fn gives_signal(&self) -> bool {
        !matches!(self.kind, EvidenceKind::None | EvidenceKind::Labels)
    }

    /// What is known from all folds but some; `whole` if the yardstick will be asked for.
    pub(super) fn aim(&self, data: &RowSums, out: &[usize], whole: bool) -> Result<Aim> {
        self.aim_of(data, &without(&self.sums, out), whole)
    }

    /// The cross moment and the second moment of one fold, about the means of `aim`.
    pub(super) fn held_out(&self, fold: usize, aim: &Aim) -> (DMatrix<f64>, DMatrix<f64>, f64) {
        let (data, sums) = (&self.data[fold], &self.sums[fold]);
        if self.kind != EvidenceKind::Labels {
            let c = data.second_moment();
            return (self.signal(&c, data.count, sums), c, data.count);
        }
        let rows = sums.rows.as_ref().unwrap_or(data);
        // sum (t - t0)(x - x0)' and sum (x - x0)(x - x0)'.
        let (n, x0, t0) = (rows.count, &aim.mean, &aim.target_mean);
        let cross = &sums.cross - &sums.target * x0.transpose() - t0 * rows.sum.transpose() + t0 * x0.transpose() * n;
        let second = &rows.second - &rows.sum * x0.transpose() - x0 * rows.sum.transpose() + x0 * x0.transpose() * n;
        (cross / n, second / n, n)
    }

    /// D.
    fn signal(&self, c: &DMatrix<f64>, n: f64, sums: &EvidenceSums) -> DMatrix<f64> {
        match (self.gamma, &self.directions, &sums.rows) {
            (Some(gamma), ..) => c - gamma,
            (_, Some(q), _) => c - product(q, &(tr_product(q, &product(c, q)) * q.transpose())),
            (.., Some(nuisance)) => c - nuisance.second_moment(),
            _ => symmetric(&(&sums.cross / n)),
        }
    }

    fn aim_of(&self, data: &RowSums, sums: &EvidenceSums, whole: bool) -> Result<Aim> {
        let c = data.second_moment();
        let (n, d) = (data.count, c.nrows());
        let signal = self.gives_signal();
        // The metric of a training set of fewer rows than features could not be inverted: a share
        // (d/n)² of its own second moment is added to each feature, the square of the relative
        // width d/n of what sampling does to C^-1, hence of second order where n is large.
        let share = |rows: f64| (d as f64 / rows).powi(2) + RIDGE;
        let white = signal && self.weight == Weight::White;
        let metric = white.then(|| Whitening::new(SAMPLES, &ridged(&c, share(n)))).transpose()?;
        // The yardstick also gets that share of the mean second moment: a feature that hardly
        // varies on training rows may vary on others, and would spoil its predictions there.
        let regular = whole.then(|| {
            let share = share(if signal { n } else { sums.rows.as_ref().unwrap_or(data).count });
            let mean = c.trace() / d as f64 * share;
            Whitening::new(SAMPLES, &(ridged(&c, share) + DMatrix::from_diagonal_element(d, d, mean)))
        });
        let regular = regular.transpose()?;
        if self.kind == EvidenceKind::Labels {
            let rows = sums.rows.as_ref().unwrap_or(data);
            let (mean, target_mean) = (rows.mean(), &sums.target / rows.count);
            let cross = &sums.cross / rows.count - &target_mean * mean.transpose();
            return Ok(Aim { second: rows.covariance(), mean, target_mean, cross, metric, regular, signal });
        }
        let (mean, target_mean) = (DVector::zeros(d), DVector::zeros(d));
        let cross = self.signal(&c, n, sums);
        Ok(Aim { second: c, mean, target_mean, cross, metric, regular, signal })
    }
}

/// What errors call C.
const SAMPLES: &str = "the second moment of the samples, C,";

/// The share of its own second moment that is added to each feature before a matrix is inverted:
/// the digits that are left are then 8 of 16, and no direction that the data have weighs less.
pub(super) const RIDGE: f64 = 1e-8;

/// M with a share of its diagonal added to it, and 1 where that is 0: a feature that vanishes.
pub(super) fn ridged(matrix: &DMatrix<f64>, share: f64) -> DMatrix<f64> {
    let mut ridged = matrix.clone();
    for i in 0..ridged.nrows() {
        let own = ridged[(i, i)];
        ridged[(i, i)] = if own > 0.0 { own * (1.0 + share) } else { 1.0 };
    }
    ridged
}

/// Orthonormal columns of the same span.
fn orthonormal(basis: &DMatrix<f64>) -> Result<DMatrix<f64>> {
    if basis.ncols() == 0 || basis.ncols() >= basis.nrows() {
        let found = format!("{} x {}", basis.nrows(), basis.ncols());
        return Err(Error::shape("directions of the nuisance", "d x q with 1 <= q < d", found));
    }
    Ok(basis.clone().qr().q())
}

/// What a training set says of the target.
pub(super) struct Aim {
    /// The second moment of x: about its mean, for labels.
    pub(super) second: DMatrix<f64>,
    /// What is subtracted from x: its mean for labels, 0 for others.
    mean: DVector<f64>,
    target_mean: DVector<f64>,
    /// B (l x d) or D (d x d).
    pub(super) cross: DMatrix<f64>,
    /// The root of P^-1; none for P = I.
    metric: Option<Whitening>,
    /// The root of C with the yardstick's ridge, if that is asked for.
    regular: Option<Whitening>,
    signal: bool,
}

/// A probe on an embedding z = Z (x - x0): it predicts the target, and explains
/// 2 u'z - z' gram z of it, u = U (t - t0).
pub(super) struct Probe {
    /// Z, k x d, with Z C Z' = I on the training rows, so that the first rows are the probe of a
    /// smaller k.
    pub(super) z: DMatrix<f64>,
    /// Z x0.
    pub(super) z0: DVector<f64>,
    /// U, k x l or k x d.
    pub(super) u: DMatrix<f64>,
    /// U t0.
    pub(super) u0: DVector<f64>,
    /// k x k.
    pub(super) gram: DMatrix<f64>,
}

impl Aim {
    /// The best probe on an encoder (k x d).
    pub(super) fn probe(&self, encoder: &DMatrix<f64>) -> Result<Probe> {
        let seen = product(encoder, &product(&self.second, &encoder.transpose()));
        let basis = Whitening::new("the second moment of the embedding", &ridged(&symmetric(&seen), RIDGE))?;
        let z = basis.solve_lower(encoder);
        // l x k or d x k.
        let coefficients = product(&self.cross, &z.transpose());
        let u = match &self.metric {
            Some(metric) => metric.unwhiten(&metric.solve_lower(&coefficients)).transpose(),
            None => coefficients.transpose(),
        };
        let gram = symmetric(&product(&u, &coefficients));
        let (z0, u0) = (&z * &self.mean, &u * &self.target_mean);
        Ok(Probe { z, z0, u, u0, gram })
    }

    /// The encoder that the evidence itself would train: the k leading directions of (D, C), by
    /// reliability; those of (B'B, C) for labels and for raw weights.
    pub(super) fn yardstick(&self, k: usize) -> Result<DMatrix<f64>> {
        let numerator = match &self.metric {
            Some(_) => symmetric(&self.cross),
            None => symmetric(&tr_product(&self.cross, &self.cross)),
        };
        // No more directions than targets: the others would be arbitrary.
        let most = if self.signal { k } else { k.min(self.cross.nrows()) };
        let regular = self.regular.as_ref().ok_or_else(|| Error::Singular { what: SAMPLES.into() })?;
        Ok(regular.unwhiten(&leading_eigen(&regular.apply(&numerator), most)?.vectors).transpose())
    }

    /// The eigenvalues of (D, C), the share of signal in each direction, and the directions
    /// (columns).
    pub(super) fn reliabilities(&self) -> Result<Option<Eigen>> {
        if !self.signal {
            return Ok(None);
        }
        let s = ridged(&self.second, RIDGE);
        generalised_leading(SAMPLES, &symmetric(&self.cross), &s, s.nrows()).map(Some)
    }
}

impl Probe {
    /// What it explains of a target with cross moment T (t x d) and second moment C of x, for each
    /// of the dimensions `ks`.
    pub(super) fn explains(&self, cross: &DMatrix<f64>, second: &DMatrix<f64>, ks: &[usize]) -> Vec<f64> {
        let (tz, cz) = (product(cross, &self.z.transpose()), product(&self.z, &product(second, &self.z.transpose())));
        let own = |i: usize| self.u.row(i).transpose().dot(&tz.column(i));
        let of = |k: usize| -> f64 {
            let k = k.min(self.z.nrows());
            let fitted = self.gram.view((0, 0), (k, k)).dot(&cz.view((0, 0), (k, k)));
            (0..k).map(own).sum::<f64>() * 2.0 - fitted
        };
        ks.iter().map(|&k| of(k)).collect()
    }

    /// What it explains of each row, added to the columns of `into` for each of the dimensions
    /// `ks`, times a weight: z = Z x and u = U t, both k x m, without their offsets.
    pub(super) fn explains_rows(&self, x: &DMatrix<f64>, t: &DMatrix<f64>, ks: &[usize]) -> DMatrix<f64> {
        let (mut z, mut u) = (product(&self.z, x), product(&self.u, t));
        z.column_iter_mut().for_each(|mut column| column -= &self.z0);
        u.column_iter_mut().for_each(|mut column| column -= &self.u0);
        let mut explained = DMatrix::zeros(ks.len(), x.ncols());
        for (place, &k) in ks.iter().enumerate() {
            let k = k.min(z.nrows());
            let leading = z.rows(0, k).into_owned();
            let fitted = product(&self.gram.view((0, 0), (k, k)).into_owned(), &leading);
            for row in 0..x.ncols() {
                let along = u.column(row).rows(0, k).dot(&leading.column(row));
                explained[(place, row)] = 2.0 * along - fitted.column(row).dot(&leading.column(row));
            }
        }
        explained
    }

    /// 2 (u'g)(z'g) without offsets, for columns g: what a part of x that is no signal seems to
    /// explain.
    pub(super) fn crossed(&self, g: &DMatrix<f64>, ks: &[usize]) -> DMatrix<f64> {
        let both = product(&self.z, g).component_mul(&product(&self.u, g));
        DMatrix::from_fn(ks.len(), g.ncols(), |place, row| {
            2.0 * both.column(row).rows(0, ks[place].min(both.nrows())).sum()
        })
    }

    /// The same on average, for the second moment of g.
    pub(super) fn crossed_by(&self, gamma: &DMatrix<f64>, ks: &[usize]) -> Vec<f64> {
        let seen = product(&self.u, gamma).component_mul(&self.z);
        ks.iter().map(|&k| 2.0 * seen.rows(0, k.min(seen.nrows())).sum()).collect()
    }

    /// What it explains of a population without means, with cross moment T and second moment C.
    pub(super) fn explains_population(&self, cross: &DMatrix<f64>, second: &DMatrix<f64>, k: usize) -> f64 {
        let k = k.min(self.z.nrows());
        let (z0, u0) = (self.z0.rows(0, k), self.u0.rows(0, k));
        let offsets = 2.0 * z0.dot(&u0) - z0.dot(&(self.gram.view((0, 0), (k, k)) * z0));
        self.explains(cross, second, &[k])[0] + offsets
    }
}
