//! Inputs as people have them: a table with an index and classes in words, the same as an archive, a
//! sparse matrix of genes x cells, and colour images with a black margin.

use super::inputs::{Content, Numbers};
use nalgebra::DMatrix;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;
use rand_distr::StandardNormal;

/// For images.npy: patches of 4 x 4 pixels in three colours, three quarters of them masked.
pub(super) const PATCHES: &str = "\
{\"mask-patches\": {\"patch\": {\"height\": 8, \"width\": 8, \"side\": 4, \"channels\": 3, \"layout\": \"hwc\"},
                  \"ratio\": \"3/4\"}}
";

/// Widths and lengths of flowers of three kinds, in millimetres.
const FLOWERS: [(&str, [f64; 4]); 3] = [
    ("setosa", [50.0, 34.0, 15.0, 2.0]),
    ("versicolor", [59.0, 28.0, 43.0, 13.0]),
    ("virginica", [66.0, 30.0, 55.0, 20.0]),
];
const OF_EACH: usize = 30;
/// Cells and genes of cells.mtx; the last gene is expressed nowhere.
const CELLS: usize = 40;
const GENES: usize = 12;
/// Images of SIDE x SIDE pixels in three colours.
const IMAGES: usize = 200;
const SIDE: usize = 8;

/// The table, the archive, the sparse matrix and the images.
pub(super) fn formats(rng: &mut ChaCha8Rng) -> [Content; 4] {
    let (flowers, kinds) = flowers(rng);
    let table = table(&flowers, &kinds);
    [table, Content::Pair(flowers, kinds), cells(rng), images(rng)]
}

fn normal(rng: &mut ChaCha8Rng) -> f64 {
    rng.sample(StandardNormal)
}

/// In tenths of millimetres that vary by a tenth of their mean.
fn flowers(rng: &mut ChaCha8Rng) -> (DMatrix<f64>, Vec<i64>) {
    let kinds: Vec<i64> = (0..3 * OF_EACH).map(|i| (i % 3) as i64).collect();
    let mut rows = DMatrix::zeros(kinds.len(), 4);
    for (mut row, &kind) in rows.row_iter_mut().zip(&kinds) {
        for (value, mean) in row.iter_mut().zip(FLOWERS[kind as usize].1) {
            *value = (mean * (1.0 + 0.1 * normal(rng))).round() / 10.0;
        }
    }
    (rows, kinds)
}

/// As `DataFrame.to_csv` writes it, with the index first.
fn table(flowers: &DMatrix<f64>, kinds: &[i64]) -> Content {
    let mut text = String::from(",sepal length,sepal width,petal length,petal width,species\n");
    for (i, (row, &kind)) in flowers.row_iter().zip(kinds).enumerate() {
        let cells: Vec<String> = row.iter().map(f64::to_string).collect();
        text += &format!("{i},{},{}\n", cells.join(","), FLOWERS[kind as usize].0);
    }
    Content::Written(text)
}

/// Genes x cells, as single-cell pipelines write it.
fn cells(rng: &mut ChaCha8Rng) -> Content {
    let mut entries = vec![];
    for (cell, gene) in (0..CELLS).flat_map(|cell| (0..GENES - 1).map(move |gene| (cell, gene))) {
        let rate: f64 = if gene % 3 == cell % 3 { 12.0 } else { 1.5 };
        let count = (rate + rate.sqrt() * normal(rng)).round();
        if count > 0.0 {
            entries.push(format!("{} {} {count}\n", gene + 1, cell + 1));
        }
    }
    let head = "%%MatrixMarket matrix coordinate integer general\n";
    Content::Written(format!("{head}{GENES} {CELLS} {}\n{}", entries.len(), entries.concat()))
}

/// A bright spot somewhere inside, in a colour of its own, and noise; the margin stays black.
fn images(rng: &mut ChaCha8Rng) -> Content {
    let mut values = vec![];
    for _ in 0..IMAGES {
        let [down, across]: [usize; 2] = [0; 2].map(|_: usize| rng.random_range(2..SIDE - 2));
        let colour: [f64; 3] = [0.0; 3].map(|_| rng.random_range(64.0..255.0));
        for (y, x) in (0..SIDE).flat_map(|y| (0..SIDE).map(move |x| (y, x))) {
            let margin = [y, x].iter().any(|&at| at == 0 || at == SIDE - 1);
            let far = (y.abs_diff(down) + x.abs_diff(across)) as i32;
            let mut shade = |c: f64| (c * 0.5f64.powi(far) + 8.0 * normal(rng).abs()).min(255.0) as u8;
            values.extend(colour.map(|c| if margin { 0 } else { shade(c) }));
        }
    }
    let side = SIDE as u64;
    Content::Numbers(Numbers::Images([IMAGES as u64, side, side, 3], values))
}
