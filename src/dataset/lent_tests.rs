//! Rows of another program against the same rows in memory.

use super::*;
use crate::dataset::{Dataset, Features, Labels, Samples, Views};
use std::sync::Arc;

/// Numbers in columns, or row after row if `plain`.
#[derive(Debug)]
struct Array {
    rows: Vec<f64>,
    d: usize,
    plain: bool,
    bytes: bool,
}

impl Lent for Array {
    fn n(&self) -> usize {
        self.rows.len() / self.d
    }

    fn d(&self) -> usize {
        self.d
    }

    fn borrow(&self, first: usize, rows: usize) -> Result<Option<&[f64]>> {
        Ok(self.plain.then(|| &self.rows[first * self.d..(first + rows) * self.d]))
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        into.copy_from_slice(&self.rows[first * self.d..][..into.len()]);
        Ok(())
    }

    fn bytes(&self) -> Option<Vec<u8>> {
        self.bytes.then(|| self.rows.iter().map(|&v| v as u8).collect())
    }
}

fn lent(rows: &[f64], d: usize, plain: bool, bytes: bool) -> Arc<dyn Lent> {
    Arc::new(Array { rows: rows.to_vec(), d, plain, bytes })
}

#[test]
fn lent_rows_have_the_moments_of_stored_ones() {
    // More rows than a block holds; a seventh is no f64, so that the order of sums shows.
    let (n, d) = (3000, 400);
    let rows: Vec<f64> = (0..n * d).map(|at| (at * at % 101) as f64 / 7.0 - 5.0).collect();
    let labels = || Some(Labels::classes((0..n).map(|i| i * i / 7 % 3).collect(), 3).unwrap());
    let stored = Dataset::new("x", Features::real(rows.clone(), d).unwrap(), labels()).unwrap();
    for plain in [true, false] {
        let samples = Samples::lent("X", lent(&rows, d, plain, false), labels()).unwrap();
        let mut blocks = 0;
        samples
            .pass(|_, _| {
                blocks += 1;
                Ok(())
            })
            .unwrap();
        assert!(blocks > 1);
        assert_eq!(samples.moments().unwrap(), stored.moments().unwrap());
        assert_eq!(samples.load().unwrap().features(), stored.features());
        let mut some = vec![0.0; 2 * d];
        samples.read(1500, &mut some).unwrap();
        assert_eq!(some, rows[1500 * d..1502 * d]);
        assert!(samples.read(n - 1, &mut some).is_err());
    }
    let bytes = Samples::lent("X", lent(&[1.0, 2.0, 3.0, 4.0], 2, false, true), None).unwrap();
    assert_eq!(*bytes.load().unwrap().features(), Features::bytes(vec![1, 2, 3, 4], 2).unwrap());
    assert!(matches!(Samples::lent("X", lent(&[], 2, true, false), None), Err(Error::OutOfRange { .. })));
}

#[test]
fn a_number_that_is_none_is_named_with_its_place() {
    let (n, d) = (2000, 700);
    for (plain, row, column) in [(true, 0, 3), (false, 1999, 699), (true, 1000, 0)] {
        let mut rows = vec![1.0; n * d];
        rows[row * d + column] = f64::NAN;
        let samples = Samples::lent("X", lent(&rows, d, plain, false), None).unwrap();
        let said = samples.moments().unwrap_err().to_string();
        assert_eq!(said, format!("X: the value at row {row}, column {column} is NaN; every value must be finite"));
    }
}

#[test]
fn lent_views_have_the_moments_of_stored_ones() {
    // More than a block of 16 MiB: 150 samples of 3 views of 6000 features.
    let (n, v, d) = (150, 3, 6000);
    let rows: Vec<f64> = (0..n * v * d).map(|at| (at * 37 % 1001) as f64 / 7.0).collect();
    let x: Vec<f64> = (0..n * d).map(|at| (at * 31 % 997) as f64 / 3.0).collect();
    let sum = |views: &Views| {
        let (mut total, mut blocks) = (vec![], 0);
        views
            .for_each_block(|first, x, rows| {
                blocks += 1;
                total.push((first, x.map(<[f64]>::to_vec), rows.to_vec()));
                Ok(())
            })
            .unwrap();
        assert!(blocks > 1);
        total
    };
    let stored = Views::stored("V", rows.clone(), v, d, Some(x.clone())).unwrap();
    for plain in [true, false] {
        let samples = Samples::lent("X", lent(&x, d, plain, false), None).unwrap();
        let views = Views::lent("V", &[n, v, d], lent(&rows, v * d, plain, false), Some(&samples)).unwrap();
        assert_eq!(sum(&views), sum(&stored));
    }
    let refused = |shape: &[usize], d: usize| Views::lent("V", shape, lent(&rows, d, true, false), None).is_err();
    assert!(refused(&[n, 1, v * d], v * d) && refused(&[n, v * d], v * d) && refused(&[n, v, d], d));
}
