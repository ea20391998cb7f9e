//! A piece of the data set as images.

use crate::claims::Context;
use crate::dataset::{Dataset, Features, Values};
use crate::error::Result;
use nalgebra::DMatrix;

/// Images used of a larger data set: their exact moments take a fraction of a second.
const MOST_IMAGES: usize = 2000;

/// A piece of the data set as images: bytes, n x d.
pub(in crate::claims) struct Images {
    pub data: Dataset,
    pub x: DMatrix<f64>,
    pub on: String,
}

/// The central 8 x 8 pixels of every image, at most 2,000 images.
pub(in crate::claims) fn images(context: &Context<'_>) -> Result<Images> {
    let side = context.raw.d().isqrt();
    let first = side.saturating_sub(8) / 2;
    let columns: Vec<usize> = (0..64).map(|at| (first + at / 8) * side + first + at % 8).collect();
    piece(context, &columns, "8 x 8 pixels")
}

/// The 48 pixels of the largest second moment, in the order of the image: none of them is always 0.
pub(in crate::claims) fn pixels(context: &Context<'_>) -> Result<Images> {
    let (n, d) = (context.raw.n().min(MOST_IMAGES), context.raw.d());
    let mut energy = vec![0.0; d];
    for (at, value) in context.raw.features().rows().iter().take(n * d).enumerate() {
        energy[at % d] += value * value;
    }
    let mut order: Vec<usize> = (0..d).collect();
    order.sort_by(|&i, &j| energy[j].total_cmp(&energy[i]));
    let mut columns: Vec<usize> = order.into_iter().take(48).collect();
    columns.sort_unstable();
    piece(context, &columns, "the 48 brightest pixels")
}

fn piece(context: &Context<'_>, columns: &[usize], what: &str) -> Result<Images> {
    let (n, d) = (context.raw.n().min(MOST_IMAGES), context.raw.d());
    let rows = (0..n).flat_map(|i| columns.iter().map(move |&c| i * d + c));
    let features = match context.raw.features().values() {
        Values::Bytes(values) => Features::bytes(rows.map(|at| values[at]).collect(), columns.len())?,
        Values::Real(values) => Features::real(rows.map(|at| values[at]).collect(), columns.len())?,
    };
    let data = Dataset::new(what, features, None)?;
    let x = data.matrix();
    Ok(Images { data, x, on: format!("{what} of {}, n = {n}", context.raw.name()) })
}
