//! The one error type of the library: each variant carries the facts a caller needs to act.

use std::path::{Path, PathBuf};

/// What can go wrong on bad input or in a numerical step.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// Two shapes that must agree do not.
    #[error("{what}: expected {expected}, found {found}")]
    ShapeMismatch {
        /// The quantity.
        what: String,
        /// The shape it must have.
        expected: String,
        /// The shape it has.
        found: String,
    },
    /// A scalar lies outside the range where the statement holds.
    #[error("{what}: must be {requirement}, found {found}")]
    OutOfRange {
        /// The quantity.
        what: String,
        /// The admissible range, in words.
        requirement: String,
        /// The value found.
        found: String,
    },
    /// An entry is NaN or infinite.
    #[error("{what}: the value at {position} is {value}; every value must be finite")]
    NotFinite {
        /// The quantity.
        what: String,
        /// Where, counted from 0.
        position: String,
        /// The offending value.
        value: f64,
    },
    /// A covariance is not symmetric.
    #[error(
        "{what}: entries ({row}, {column}) and ({column}, {row}) differ by {difference:e}; a covariance must be symmetric (replace M by (M + M')/2 if this is rounding)"
    )]
    NotSymmetric {
        /// The matrix.
        what: String,
        /// Row of the entry, counted from 0.
        row: usize,
        /// Column of the entry, counted from 0.
        column: usize,
        /// How far the two entries are apart.
        difference: f64,
    },
    /// A covariance has a negative eigenvalue.
    #[error("{what}: has the negative eigenvalue {eigenvalue:e}; a covariance must be positive semidefinite")]
    NotPositiveSemidefinite {
        /// The matrix.
        what: String,
        /// The smallest eigenvalue found.
        eigenvalue: f64,
    },
    /// The view second moment S is singular to working precision.
    #[error(
        "{what} is not numerically positive definite (reciprocal condition below {threshold:.0e}): some features are determined by others; drop them, or give them augmentation noise"
    )]
    NotPositiveDefinite {
        /// The matrix.
        what: String,
        /// Which pivot of the Cholesky factorisation failed, counted from 0.
        pivot: usize,
        /// Its value relative to the diagonal.
        value: f64,
        /// The threshold below which a pivot counts as zero.
        threshold: f64,
    },
    /// The view second moment S vanishes, or almost, in a direction of these features.
    #[error(
        "{what} is singular, or nearly so, in the features {} (counted from 0): it is {value:.1e} there when each feature has second moment 1; drop one of them, or give them augmentation noise",
        list(features)
    )]
    NearlyDependent {
        /// The matrix.
        what: String,
        /// The features of the direction that weigh most, counted from 0.
        features: Vec<usize>,
        /// v'Sv/v'v of the direction v, in units in which S has a unit diagonal.
        value: f64,
    },
    /// A matrix that must be invertible is not.
    #[error("{what} is singular")]
    Singular {
        /// The matrix.
        what: String,
    },
    /// A matrix that must be positive definite is not, decided exactly.
    #[error("{what} is not positive definite: leave out the directions in which it is not positive")]
    NotDefinite {
        /// The matrix.
        what: String,
    },
    /// A covariance couples signal and noise.
    #[error("{what} couples signal and noise, by {relative:.1e} of its largest entry; {consequence}")]
    Coupled {
        /// The covariance.
        what: &'static str,
        /// The largest entry between the two, relative to the largest of all.
        relative: f64,
        /// What does not hold then.
        consequence: &'static str,
    },
    /// An iteration stopped for a reason other than convergence.
    #[error("{what}: stopped after {iterations} iterations ({reason}) with residual {residual:e}")]
    NotConverged {
        /// The iteration.
        what: String,
        /// The termination reason.
        reason: String,
        /// Iterations done.
        iterations: u64,
        /// The last residual.
        residual: f64,
    },
    /// Text that should be an exact number is not.
    #[error("{what}: {problem} in {text:?}; write an integer, a decimal or \"p/q\"")]
    NotANumber {
        /// The quantity.
        what: String,
        /// What is wrong.
        problem: String,
        /// The text, cut to a readable length.
        text: String,
    },
    /// A file does not have the promised form.
    #[error("{}: {problem}; {remedy}", path.display())]
    BadFile {
        /// The file.
        path: PathBuf,
        /// What is wrong and where.
        problem: String,
        /// What to do.
        remedy: String,
    },
    /// The operating system refused.
    #[error("{}: {source}", path.display())]
    Io {
        /// The file or folder.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
    /// Something supervised was asked of data without labels.
    #[error("{what} needs labels, and there are none")]
    NoLabels {
        /// What needs them.
        what: String,
    },
    /// A request that contradicts itself or lacks a part.
    #[error("{problem}; {remedy}")]
    BadRequest {
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: String,
    },
}

fn list(indices: &[usize]) -> String {
    indices.iter().map(usize::to_string).collect::<Vec<_>>().join(", ")
}

/// The library's result type.
pub type Result<T> = std::result::Result<T, Error>;

impl Error {
    /// A [`Error::ShapeMismatch`].
    pub fn shape(what: impl Into<String>, expected: impl ToString, found: impl ToString) -> Self {
        Self::ShapeMismatch { what: what.into(), expected: expected.to_string(), found: found.to_string() }
    }

    /// A [`Error::OutOfRange`].
    pub fn range(what: impl Into<String>, requirement: impl Into<String>, found: impl ToString) -> Self {
        Self::OutOfRange { what: what.into(), requirement: requirement.into(), found: found.to_string() }
    }

    /// A [`Error::BadRequest`].
    pub fn request(problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::BadRequest { problem: problem.into(), remedy: remedy.into() }
    }

    /// The same error about another quantity: where a check is shared, `from` is the name it used.
    pub(crate) fn renamed(mut self, from: &str, to: &str) -> Self {
        if let Self::ShapeMismatch { what, .. }
        | Self::NotFinite { what, .. }
        | Self::NotSymmetric { what, .. }
        | Self::NotPositiveSemidefinite { what, .. } = &mut self
            && what == from
        {
            *what = to.into();
        }
        self
    }

    /// A [`Error::BadRequest`] about what a file holds, as a [`Error::BadFile`].
    pub(crate) fn at(self, path: &Path) -> Self {
        match self {
            Self::BadRequest { problem, remedy } => Self::file(path, problem, remedy),
            other => other,
        }
    }

    /// A [`Error::Io`] at a path.
    pub fn io(path: impl Into<PathBuf>, source: std::io::Error) -> Self {
        Self::Io { path: path.into(), source }
    }

    /// A [`Error::BadFile`] at a path.
    pub fn file(path: impl Into<PathBuf>, problem: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::BadFile { path: path.into(), problem: problem.into(), remedy: remedy.into() }
    }
}
