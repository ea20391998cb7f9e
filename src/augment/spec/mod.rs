//! Augmentations as JSON: what `--augment SPEC.json` reads, for `jerc solve`, `jerc certify` and
//! `jerc thresholds`.
//!
//! A specification is an object with one key, the name of a family, and its parameters; a chain is
//! a list of specifications, applied first to last:
//!
//! ```json
//! {"chain": [{"shift": {"height": 8, "width": 8, "offsets": [[0, 0], [0, 1], [1, 0]]}},
//!            {"mask-patches": {"patch": {"height": 8, "width": 8, "side": 2}, "keep": 4}},
//!            {"aligned-noise": {"theta": "1/4", "gamma": [0, 1, 2], "alpha": 0.5}}]}
//! ```
//!
//! | value | written as |
//! |---|---|
//! | number | an integer, a decimal or `"p/q"`, read exactly |
//! | one for each coordinate | a list of d numbers, or one number for all |
//! | covariance | a number (times I), a list of d numbers (its diagonal) or d lists of d numbers |
//! | patch | each coordinate's (d integers), or `{"height", "width", "side"}`: squares of an image |
//!
//! The side of a patch may be `[height, width]`. A patch covers all `"channels"` of an image, whose
//! `"layout"` is `"chw"` (one channel after the other) or `"hwc"` (those of a pixel together).
//!
//! Each family states its fields in its own file; [`CATALOGUE`] has them all. Unknown, duplicate
//! and missing fields are refused with the place in the file.
//!
//! A specification has two faces: [`Spec::augmentation`] rounds its numbers to `f64`,
//! [`Spec::exact`] does not.

#[cfg(test)]
mod meaning;
#[cfg(test)]
mod tests;
pub(crate) mod values;

pub use super::CATALOGUE;

use super::aligned_noise::NoiseSpec;
use super::{Augmentation, Channel, Family, Written};
use crate::error::{Error, Result};
use crate::scalar::Rational;
use std::path::Path;

/// A larger file is no specification: a 784 x 784 map of 20-digit numbers has 14 MB.
const MAX_BYTES: u64 = 64 << 20;

/// The text of a file that should be a `what`.
pub(crate) fn read_text(path: &Path, what: &str) -> Result<String> {
    let size = std::fs::metadata(path).map_err(|e| Error::io(path, e))?.len();
    if size > MAX_BYTES {
        return Err(Error::file(path, format!("{size} bytes are no {what}"), "give a smaller file"));
    }
    let bytes = std::fs::read(path).map_err(|e| Error::io(path, e))?;
    let refuse = |problem: &str| Err(Error::file(path, problem, "save it as UTF-8"));
    match &bytes[..] {
        [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => refuse("text in UTF-16"),
        // A byte order mark, which editors and shells of Windows write.
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8(rest.to_vec()).or_else(|_| refuse("no UTF-8 text")),
        _ => String::from_utf8(bytes).or_else(|_| refuse("no UTF-8 text")),
    }
}

/// A field and its meaning.
pub type Field = (&'static str, &'static str);

/// The fields of a family in a specification: a struct that serde reads, and what is built from it.
pub(super) trait Specified {
    /// Each field with its meaning.
    const FIELDS: &'static [Field];
    /// A specification for d = 2, for `jerc families`.
    const EXAMPLE: &'static str;
    /// Specifications for d = 4, which `tests/conformance.rs` holds to its checks: together they
    /// meet every branch. [`Entry::family`] describes the first one.
    const CASES: &'static [&'static str];

    /// The augmentation of d features.
    fn build(&self, d: usize) -> Result<Built>;
}

/// Both faces of a specification.
pub(super) struct Built {
    pub(super) rounded: Box<dyn Augmentation>,
    pub(super) exact: Box<dyn Channel<Rational>>,
}

impl Built {
    pub(super) fn new(rounded: impl Augmentation + 'static, exact: impl Channel<Rational> + 'static) -> Self {
        Self { rounded: Box::new(rounded), exact: Box::new(exact) }
    }
}

/// A way to write an augmentation, as its family's file states it.
#[derive(Debug)]
pub struct Entry {
    /// The key in a specification.
    pub name: &'static str,
    /// Its fields with their meaning; none for `chain`, whose value is the list of its stages.
    pub fields: &'static [Field],
    /// A specification for d = 2.
    pub example: &'static str,
    /// Specifications for d = 4.
    pub cases: &'static [&'static str],
}

impl Entry {
    pub(super) const fn new<S: Specified>(name: &'static str) -> Self {
        Self { name, fields: S::FIELDS, example: S::EXAMPLE, cases: S::CASES }
    }

    /// The family that it is a way to write. Never fails: its cases are constants.
    pub fn family(&self) -> Result<Family> {
        let case = self.cases.first().copied().unwrap_or_default();
        Ok(case.parse::<Spec>()?.augmentation(4)?.family())
    }
}

/// An augmentation as written; see the [module](self).
#[derive(Debug, Clone)]
pub struct Spec {
    written: Written,
    images: Vec<Vec<usize>>,
}

impl std::str::FromStr for Spec {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text).map_err(|problem| Error::BadRequest { problem, remedy: REMEDY.into() })
    }
}

impl Spec {
    /// Reads a specification.
    ///
    /// # Errors
    /// [`Error::Io`], or [`Error::BadFile`] with the place in the file.
    pub fn read(path: &Path) -> Result<Self> {
        Self::parse(&read_text(path, "specification")?).map_err(|problem| Error::file(path, problem, REMEDY))
    }

    /// Reads a specification from text; the error is the place and the problem.
    fn parse(text: &str) -> std::result::Result<Self, String> {
        let mut reader = serde_json::Deserializer::from_str(text);
        let spec = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let place = error.path().to_string();
            if place == "." { error.inner().to_string() } else { format!("{place}: {}", error.inner()) }
        })?;
        reader.end().map_err(|error| error.to_string())?;
        let mut images = vec![];
        if text.contains("\"height\"") {
            let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
            values::images(&value, &mut images);
        }
        Ok(Self { written: spec, images })
    }

    /// The axes of the images that it is about, in the order in which they are flattened.
    pub fn images(&self) -> &[Vec<usize>] {
        &self.images
    }

    /// The augmentation of d features with its numbers rounded to `f64`.
    ///
    /// # Errors
    /// What the family refuses, with the place in the specification.
    pub fn augmentation(&self, d: usize) -> Result<Box<dyn Augmentation>> {
        self.written.build_at(d, "").map(|built| built.rounded)
    }

    /// The same channel, exactly as written; errors as [`augmentation`](Self::augmentation).
    pub fn exact(&self, d: usize) -> Result<Box<dyn Channel<Rational>>> {
        self.written.build_at(d, "").map(|built| built.exact)
    }

    /// The same with another α in its one `aligned-noise` stage; `None` if there is not just one.
    pub fn with_alpha(&self, alpha: &Rational) -> Option<Self> {
        let mut spec = self.clone();
        let [noise] = &mut spec.written.noises()[..] else { return None };
        noise.alpha = alpha.to_string().into();
        Some(spec)
    }
}

impl Written {
    /// Its `aligned-noise` stages.
    fn noises(&mut self) -> Vec<&mut NoiseSpec> {
        match self {
            Self::NoiseSpec(noise) => vec![noise],
            Self::Chain(stages) => stages.iter_mut().flat_map(Self::noises).collect(),
            _ => vec![],
        }
    }

    /// What it makes for d features; `place` is where it stands in the file.
    fn build_at(&self, d: usize, place: &str) -> Result<Built> {
        let stages = if let Self::Chain(stages) = self { &stages[..] } else { &[] };
        let stage = |(i, stage): (usize, &Self)| stage.build_at(d, &format!("{place}chain[{i}]."));
        let (name, built) = self.build(d, stages.iter().enumerate().map(stage).collect::<Result<_>>()?);
        let place = format!("{place}{name}");
        let in_place = |error| Error::request(format!("{place}: {error}"), REMEDY);
        let built = built.map_err(in_place)?;
        match built.rounded.dimension() {
            found if found == d => Ok(built),
            found => Err(Error::shape(place, format!("d = {d} as the data"), found)),
        }
    }
}

/// What to do about a specification that is none.
const REMEDY: &str = "see `jerc families` for every family and its fields";
