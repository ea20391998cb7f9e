//! Differences with intervals: of drops between methods, and of accuracies between injections.
//!
//! Each interval is Student's t over seeds, paired: a seed fixes images, corruption and split. The
//! intervals of one family hold all together with 95 % (Bonferroni). Seeds of one data set: the
//! intervals speak of other splits and other starts, not of other data.

use super::{Cell, INJECTIONS, Learned, Row, Views};
use crate::experiment::networks::corruptions::{Corruption, SEVERITIES};
use serde::Serialize;
use std::collections::BTreeMap;

/// A mean over seeds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Interval {
    /// The mean.
    pub centre: f64,
    /// Half the width; NaN for fewer than two seeds.
    pub half_width: f64,
}

impl Interval {
    /// Of values, one for each seed, in a family of so many.
    fn of(values: &[f64], family: usize) -> Self {
        let n = values.len() as f64;
        let centre = values.iter().sum::<f64>() / n;
        let variance = values.iter().map(|v| (v - centre).powi(2)).sum::<f64>() / (n - 1.0);
        let quantile = distrs::StudentsT::ppf(1.0 - 0.025 / family.max(1) as f64, n - 1.0);
        Self { centre, half_width: quantile * (variance / n).sqrt() }
    }

    /// Whether it does not hold 0.
    pub fn is_decided(&self) -> bool {
        self.centre.abs() > self.half_width
    }
}

/// How much more a method drops than SimCLR, from the same views and seeds.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Contrast {
    /// The views.
    pub views: Views,
    /// The method.
    pub learned: Learned,
    /// Its drop, in per cent: mean over corruptions and seeds.
    pub drop: f64,
    /// Its drop less that of SimCLR.
    pub excess: Interval,
}

/// What an injected corruption gains, for SimCLR.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Gain {
    /// What was done to the images.
    pub corruption: Corruption,
    /// How much.
    pub severity: u8,
    /// The severity of what each view gets besides.
    pub injection: u8,
    /// Accuracy with it less accuracy without, in points of 100.
    pub gain: Interval,
}

/// Rows by their cells.
pub struct Results {
    accuracies: BTreeMap<(Learned, Views, Corruption, u8, u8, u64), f64>,
    seeds: Vec<u64>,
}

impl Results {
    /// Of rows of one data set.
    pub fn new(rows: &[Row]) -> Self {
        let key = |r: &Row| (r.learned, r.views, r.corruption, r.severity, r.injection, r.seed);
        let mut seeds: Vec<u64> = rows.iter().map(|row| row.seed).collect();
        seeds.sort_unstable();
        seeds.dedup();
        Self { accuracies: rows.iter().map(|row| (key(row), row.accuracy)).collect(), seeds }
    }

    /// NaN where a row is missing.
    fn at(&self, cell: Cell) -> f64 {
        let Cell { learned, views, corruption, severity, injection, seed } = cell;
        let key = (learned, views, corruption, severity, injection, seed);
        self.accuracies.get(&key).copied().unwrap_or(f64::NAN)
    }

    /// The number of seeds.
    pub fn seeds(&self) -> usize {
        self.seeds.len()
    }

    /// The accuracy without injection, mean over seeds.
    pub fn accuracy(&self, learned: Learned, views: Views, corruption: Corruption, severity: u8) -> f64 {
        let of = |&seed: &u64| self.at(Cell { learned, views, corruption, severity, injection: 0, seed });
        self.seeds.iter().map(of).sum::<f64>() / self.seeds.len() as f64
    }

    /// The drop of one seed, mean over the corruptions, in per cent.
    fn drop(&self, learned: Learned, views: Views, seed: u64) -> f64 {
        let of = |corruption| {
            let at = |severity| self.at(Cell { learned, views, corruption, severity, injection: 0, seed });
            100.0 * (1.0 - at(5) / at(1))
        };
        Corruption::ALL.map(of).iter().sum::<f64>() / Corruption::ALL.len() as f64
    }

    /// The contrasts of a family of methods, all from the same kind of views.
    fn family(&self, kinds: &[(Views, Learned)]) -> Vec<Contrast> {
        let family = kinds.iter().filter(|(_, learned)| *learned != Learned::Simclr).count();
        let of = |&(views, learned): &(Views, Learned)| {
            let drops = |learned| self.seeds.iter().map(move |&seed| self.drop(learned, views, seed));
            let excess: Vec<f64> = drops(learned).zip(drops(Learned::Simclr)).map(|(own, of)| own - of).collect();
            let drop = drops(learned).sum::<f64>() / self.seeds.len() as f64;
            Contrast { views, learned, drop, excess: Interval::of(&excess, family) }
        };
        kinds.iter().map(of).collect()
    }

    /// Those of the table: both kinds of views, a family of ten.
    pub fn table(&self) -> Vec<Contrast> {
        let kinds = [Views::Own, Views::Same].map(|views| Learned::TABLE.map(|learned| (views, learned)));
        self.family(&kinds.concat())
    }

    /// Supervised learning from SimCLR's views, and the pixels: a family of two.
    pub fn beside(&self) -> Vec<Contrast> {
        self.family(&[Learned::Supervised, Learned::Raw].map(|learned| (Views::Own, learned)))
    }

    /// What injections gain: a family of 18.
    pub fn gains(&self) -> Vec<Gain> {
        let cells = || SEVERITIES.into_iter().flat_map(|s| INJECTIONS.map(|i| (s, i)));
        let of_corruption = |c| cells().map(move |(severity, injection)| (c, severity, injection));
        let kinds: Vec<(Corruption, u8, u8)> = Corruption::ALL.into_iter().flat_map(of_corruption).collect();
        let of = |&(corruption, severity, injection): &(Corruption, u8, u8)| {
            let difference = |&seed: &u64| {
                let (learned, views) = (Learned::Simclr, Views::Own);
                let with = Cell { learned, views, corruption, severity, injection, seed };
                100.0 * (self.at(with) - self.at(Cell { injection: 0, ..with }))
            };
            let values: Vec<f64> = self.seeds.iter().map(difference).collect();
            Gain { corruption, severity, injection, gain: Interval::of(&values, kinds.len()) }
        };
        kinds.iter().map(of).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::super::cells;
    use super::*;

    /// All rows of two seeds, from an accuracy for each cell.
    fn results(accuracy: impl Fn(&Cell) -> f64) -> Results {
        let row = |cell: Cell| {
            let Cell { learned, views, corruption, severity, injection, seed } = cell;
            let accuracy = accuracy(&cell);
            Row { dataset: "x".into(), learned, views, corruption, severity, injection, seed, accuracy }
        };
        Results::new(&cells(2).into_iter().map(row).collect::<Vec<_>>())
    }

    #[test]
    fn contrasts_by_hand() {
        let results = results(|cell| {
            // SimCLR keeps 3/4, MAE 1/2 or, with seed 1, 1/4, the others everything.
            let kept = match cell.learned {
                Learned::Simclr => 0.75,
                Learned::Mae => 0.5 / (1 + cell.seed) as f64,
                _ => 1.0,
            };
            if cell.severity == 5 { 0.8 * kept } else { 0.8 }
        });
        let found = results.table();
        assert_eq!((found.len(), results.seeds()), (12, 2));
        let mae = &found[0];
        assert_eq!((mae.views, mae.learned), (Views::Own, Learned::Mae));
        // Drops of 50 and 75 against 25 and 25.
        assert!((mae.drop - 62.5).abs() < 1e-9 && (mae.excess.centre - 37.5).abs() < 1e-9, "{mae:?}");
        // Ten contrasts: t of 1 - 0.025/10 with one degree, the cotangent of 0.0025 pi, is 127.32;
        // deviation 25/2^1/2, over 2^1/2.
        assert!((mae.excess.half_width - 127.32 * 12.5).abs() < 0.1, "{mae:?}");
        assert!(!mae.excess.is_decided());
        // DAE drops nothing, SimCLR 25 per cent, in each seed.
        assert!((found[1].excess.centre + 25.0).abs() < 1e-9 && found[1].excess.is_decided());
        // Two beside it: t of 1 - 0.025/2 is 25.45; both keep everything.
        let beside = results.beside();
        assert_eq!(beside.len(), 2);
        assert!((beside[0].excess.centre + 25.0).abs() < 1e-9);
    }

    #[test]
    fn gains_by_hand() {
        let results = results(|cell| match (cell.learned, cell.injection) {
            (Learned::Simclr, 2) => 0.9 - 0.1 * cell.seed as f64,
            _ => 0.6,
        });
        let found = results.gains();
        assert_eq!(found.len(), 18);
        for gain in &found {
            let wanted = if gain.injection == 2 { 25.0 } else { 0.0 };
            assert!((gain.gain.centre - wanted).abs() < 1e-9, "{gain:?}");
            // Eighteen: t of 1 - 0.025/18 with one degree, the cotangent of 0.025 pi / 18, is 229.18;
            // gains of 30 and 20 have the standard error 5.
            let width = if gain.injection == 2 { 229.18 * 5.0 } else { 0.0 };
            assert!((gain.gain.half_width - width).abs() < 0.1, "{gain:?}");
        }
    }

    #[test]
    fn what_is_missing_is_not_a_number() {
        let rows: Vec<Row> = vec![];
        assert!(Results::new(&rows).accuracy(Learned::Mae, Views::Own, Corruption::Pixelate, 1).is_nan());
        let one = results(|cell| if cell.learned == Learned::Dino { f64::NAN } else { 0.5 });
        assert!(one.table().iter().all(|c| c.drop.is_nan() == (c.learned == Learned::Dino)));
    }
}
