//! Files as rows: samples, views and labels as `dataset` reads them, again for each pass.

use super::question::Rows;
use crate::dataset::{Samples, SomeLabels, Views};
use crate::error::Result;

impl Rows for Samples {
    fn count(&self) -> usize {
        self.n()
    }

    fn width(&self) -> usize {
        self.d()
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        Samples::read(self, first, into)
    }
}

/// A row holds the v views of a sample, d numbers each.
impl Rows for Views {
    fn count(&self) -> usize {
        self.n()
    }

    fn width(&self) -> usize {
        self.views() * self.d()
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        Views::read(self, first, into)
    }
}

/// A row without a label is NaN.
impl Rows for SomeLabels {
    fn count(&self) -> usize {
        self.n()
    }

    fn width(&self) -> usize {
        self.l()
    }

    fn read(&self, first: usize, into: &mut [f64]) -> Result<()> {
        SomeLabels::read(self, first, into)
    }
}
