//! Values in a specification: numbers read exactly, lists, matrices, patches.

use crate::augment::images::pixels;
use crate::error::{Error, Result};
use crate::scalar::{Rational, Scalar, exact_parse};
use nalgebra::{DMatrix, DVector};
use serde::Deserialize;

/// A number as written: an integer, a decimal or text.
pub(crate) type Number = serde_json::Value;

/// The pixels of an image whose d x d maps fit memory.
pub(crate) fn require_image(height: usize, width: usize) -> Result<usize> {
    match pixels(height, width)? {
        d if d <= 1 << 13 => Ok(d),
        d => Err(Error::range("image size", "at most 8192 pixels", d)),
    }
}

pub(crate) fn number(what: &str, value: &Number) -> Result<Rational> {
    match value {
        serde_json::Value::Number(number) => exact_parse(what, number.as_str()),
        serde_json::Value::String(text) => exact_parse(what, text),
        other => Err(Error::NotANumber {
            what: what.into(),
            problem: "not a number".into(),
            text: other.to_string().chars().take(40).collect(),
        }),
    }
}

pub(crate) fn numbers(what: &str, values: &[Number]) -> Result<Vec<Rational>> {
    values.iter().enumerate().map(|(i, v)| number(&format!("{what}[{i}]"), v)).collect()
}

/// A list of `count` numbers, or one number for all.
pub(crate) fn for_each(what: &str, value: &Number, count: usize) -> Result<Vec<Rational>> {
    match value {
        serde_json::Value::Array(values) if values.len() == count => numbers(what, values),
        serde_json::Value::Array(values) => Err(Error::shape(what, format!("{count} numbers or one"), values.len())),
        one => Ok(vec![number(what, one)?; count]),
    }
}

/// Rows of numbers, all of one length.
pub(crate) fn matrix(what: &str, rows: &[Vec<Number>]) -> Result<DMatrix<Rational>> {
    let columns = rows.first().map_or(0, Vec::len);
    if let Some(i) = rows.iter().position(|row| row.len() != columns) {
        return Err(Error::shape(format!("{what}[{i}]"), format!("{columns} numbers"), rows[i].len()));
    }
    let rows = rows.iter().enumerate().map(|(i, row)| numbers(&format!("{what}[{i}]"), row));
    let values = rows.collect::<Result<Vec<_>>>()?;
    Ok(DMatrix::from_fn(values.len(), columns, |i, j| values[i][j].clone()))
}

/// A number (times I), a list of d numbers (its diagonal), or d lists of d numbers.
pub(crate) fn covariance(what: &str, value: &Number, d: usize) -> Result<DMatrix<Rational>> {
    let rows = value.as_array().filter(|rows| rows.iter().all(|row| row.is_array()) && !rows.is_empty());
    let Some(rows) = rows else {
        return Ok(DMatrix::from_diagonal(&DVector::from_vec(for_each(what, value, d)?)));
    };
    let rows: Vec<Vec<Number>> = rows.iter().filter_map(|row| row.as_array().cloned()).collect();
    let matrix = matrix(what, &rows)?;
    if matrix.shape() != (d, d) {
        let found = format!("{} x {}", matrix.nrows(), matrix.ncols());
        return Err(Error::shape(what, format!("{d} x {d} as the data"), found));
    }
    if let Some((i, j)) = (0..d * d).map(|at| (at / d, at % d)).find(|&(i, j)| matrix[(i, j)] != matrix[(j, i)]) {
        let difference = (&matrix[(i, j)] - &matrix[(j, i)]).approx().abs();
        return Err(Error::NotSymmetric { what: what.into(), row: i, column: j, difference });
    }
    Ok(matrix)
}

/// A grid of patches on an image.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Grid {
    height: usize,
    width: usize,
    side: Side,
    #[serde(default)]
    channels: Option<usize>,
    #[serde(default)]
    layout: Option<Layout>,
}

/// The sides of a patch.
#[derive(Deserialize)]
#[serde(untagged)]
enum Side {
    Square(usize),
    Oblong([usize; 2]),
}

/// Where the channels of an image are.
#[derive(Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Layout {
    /// One channel after the other, as in torch.
    Chw,
    /// The channels of a pixel together, as in PIL and numpy.
    Hwc,
}

/// The axes of every image that a specification names, in the order in which they are flattened.
pub(super) fn images(value: &serde_json::Value, found: &mut Vec<Vec<usize>>) {
    let length = |key: &str| value.get(key).and_then(serde_json::Value::as_u64).and_then(|v| usize::try_from(v).ok());
    if let (Some(height), Some(width)) = (length("height"), length("width")) {
        let last = value.get("layout").is_some_and(|layout| layout == "hwc");
        found.push(match length("channels") {
            Some(channels) if last => vec![height, width, channels],
            Some(channels) => vec![channels, height, width],
            None => vec![height, width],
        });
    }
    let parts: Vec<&serde_json::Value> = match value {
        serde_json::Value::Object(fields) => fields.values().collect(),
        serde_json::Value::Array(values) => values.iter().filter(|value| value.is_object()).collect(),
        _ => vec![],
    };
    parts.into_iter().for_each(|part| images(part, found));
}

/// The patch of each coordinate. A patch covers all channels.
pub(crate) fn patch(value: &serde_json::Value) -> Result<Vec<usize>> {
    let refuse = |error: serde_json::Error| {
        let remedy = "write a list of d integers, or {\"height\", \"width\", \"side\"}, with colours also \"channels\" \
                      and \"layout\"";
        Error::request(format!("patch: {error}"), remedy)
    };
    if !value.is_object() {
        return serde_json::from_value(value.clone()).map_err(refuse);
    }
    let Grid { height, width, side, channels, layout } = serde_json::from_value(value.clone()).map_err(refuse)?;
    let (down, across) = match side {
        Side::Square(side) => (side, side),
        Side::Oblong([down, across]) => (down, across),
    };
    let divides = |side: usize, length: usize| side > 0 && length.is_multiple_of(side);
    if !divides(down, height) || !divides(across, width) {
        let requirement = format!("a divisor of {height} and {width}");
        let found = if down == across { down.to_string() } else { format!("[{down}, {across}]") };
        return Err(Error::range("side of the patches", requirement, found));
    }
    let channels = channels.unwrap_or(1);
    let d = require_image(height.saturating_mul(channels), width)?;
    let pixel = |at: usize| match (channels, layout) {
        (1, _) => Ok(at),
        (_, Some(Layout::Chw)) => Ok(at % (height * width)),
        (_, Some(Layout::Hwc)) => Ok(at / channels),
        (_, None) => Err(Error::request(
            "patch: where the channels are is not said",
            "write \"layout\": \"chw\" (one channel after the other, as in torch) or \"hwc\" (the channels of a pixel \
             together, as in PIL and numpy)",
        )),
    };
    let number = |at: usize| at / width / down * (width / across) + at % width / across;
    (0..d).map(|at| pixel(at).map(number)).collect()
}
