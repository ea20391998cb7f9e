//! Who is held out with whom: K folds that spread the rows with evidence evenly and keep groups
//! together.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;

/// The stream of the folds, so that no other draw of the same seed repeats it.
const STREAM: u64 = 0x666f_6c64;

/// The fold of each row.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Folds {
    /// K.
    pub(super) count: usize,
    /// The fold of each row.
    pub(super) of: Vec<u16>,
}

impl Folds {
    /// Deals n rows to at most `wanted` folds: first those that are `marked`, then the others in
    /// the other direction, so that both kinds are spread evenly.
    pub(super) fn of_rows(marked: &[bool], wanted: usize, seed: u64) -> Self {
        let kind = |with: bool| (0..marked.len()).filter(move |&i| marked[i] == with).collect::<Vec<_>>();
        let (mut first, mut second) = (kind(true), kind(false));
        let mut rng = stream(seed);
        first.shuffle(&mut rng);
        second.shuffle(&mut rng);
        let count = wanted.min(first.len()).max(1);
        let mut of = vec![0; marked.len()];
        first.iter().enumerate().for_each(|(place, &row)| of[row] = (place % count) as u16);
        second.iter().enumerate().for_each(|(place, &row)| of[row] = (count - 1 - place % count) as u16);
        Self { count, of }
    }

    /// Deals whole groups: the largest first, each to the fold that has the fewest marked rows.
    pub(super) fn of_groups(groups: &[u64], marked: &[bool], wanted: usize, seed: u64) -> Self {
        let mut rows: BTreeMap<u64, Vec<usize>> = BTreeMap::new();
        groups.iter().enumerate().for_each(|(row, &group)| rows.entry(group).or_default().push(row));
        let weight = |rows: &[usize]| rows.iter().filter(|&&row| marked[row]).count();
        let mut parts: Vec<_> = rows.into_values().map(|rows| (weight(&rows), rows)).collect();
        parts.shuffle(&mut stream(seed));
        parts.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
        let count = wanted.min(parts.iter().filter(|(weight, _)| *weight > 0).count()).max(1);
        let (mut of, mut load) = (vec![0; groups.len()], vec![(0, 0); count]);
        for (weight, rows) in parts {
            let lightest = (0..count).min_by_key(|&fold| load[fold]).unwrap_or(0);
            load[lightest].0 += weight;
            load[lightest].1 += rows.len();
            rows.into_iter().for_each(|row| of[row] = lightest as u16);
        }
        Self { count, of }
    }

    /// The places, within a block of rows that starts at `first`, of the rows of a fold.
    pub(super) fn places(&self, first: usize, rows: usize, fold: usize) -> Vec<usize> {
        (0..rows).filter(|place| usize::from(self.of[first + place]) == fold).collect()
    }
}

fn stream(seed: u64) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(STREAM);
    rng
}

/// What adds up over folds.
pub(super) trait Additive: Clone {
    /// Adds the sums over other rows.
    fn add(&mut self, other: &Self);
}

/// The sums over all folds but some, added one by one: subtracting would lose digits.
pub(super) fn without<T: Additive>(parts: &[T], out: &[usize]) -> T {
    let mut kept = parts.iter().enumerate().filter(|(fold, _)| !out.contains(fold)).map(|(_, part)| part);
    // There are more folds than are left out.
    let mut sum = kept.next().unwrap_or(&parts[0]).clone();
    kept.for_each(|part| sum.add(part));
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sizes(folds: &Folds, marked: &[bool], with: bool) -> Vec<usize> {
        let rows = |fold| (0..marked.len()).filter(move |&i| usize::from(folds.of[i]) == fold && marked[i] == with);
        (0..folds.count).map(|fold| rows(fold).count()).collect()
    }

    #[test]
    fn rows_with_evidence_are_spread_evenly() {
        let marked: Vec<bool> = (0..103).map(|i| i % 4 == 0).collect();
        let folds = Folds::of_rows(&marked, 10, 7);
        for with in [true, false] {
            let sizes = sizes(&folds, &marked, with);
            assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 1, "{sizes:?}");
        }
        assert_eq!(folds, Folds::of_rows(&marked, 10, 7));
        assert_ne!(folds, Folds::of_rows(&marked, 10, 8));
        // No more folds than rows with evidence.
        assert_eq!(Folds::of_rows(&[true, false, true], 10, 0).count, 2);
    }

    #[test]
    fn groups_stay_together() {
        let groups: Vec<u64> = (0..90).map(|i| i / 3).collect();
        let marked: Vec<bool> = (0..90).map(|i| i % 2 == 0).collect();
        let folds = Folds::of_groups(&groups, &marked, 10, 3);
        assert!((0..90).all(|i| folds.of[i] == folds.of[i / 3 * 3]));
        let sizes = sizes(&folds, &marked, true);
        assert!(sizes.iter().max().unwrap() - sizes.iter().min().unwrap() <= 2, "{sizes:?}");
        assert_eq!(folds, Folds::of_groups(&groups, &marked, 10, 3));
        assert_ne!(folds, Folds::of_groups(&groups, &marked, 10, 4));
    }
}
