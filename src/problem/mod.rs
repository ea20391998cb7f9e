//! A problem as users pose it, on the command line and from Python: samples with an augmentation that
//! is known, or views that were drawn elsewhere, with noise on top of either.
//!
//! From it come the optimum with its bounds ([`Posed::solver`], [`Posed::embedding`]), the exact
//! pencil, and a certificate with its source ([`Posed::certificate`]). Shapes and units are those of
//! [`Samples`] (n x d), [`Views`] (n x v x d) and [`solve`](crate::solve). Errors are those of the
//! samples, of the augmentation and of the solver.
//!
//! ```
//! use jerc::dataset::{Dataset, Features, Samples};
//! use jerc::problem::{Chosen, Posed};
//! use jerc::Paradigm;
//! let x = Features::real(vec![2.0, 0.0, 0.0, 1.0], 2)?; // C = diag(2, 1/2)
//! let samples = Samples::stored(Dataset::new("X", x, None)?);
//! let chosen = Chosen::Written(r#"{"aligned-noise": {"theta": 1, "gamma": 0, "alpha": 0}}"#.parse()?);
//! let posed = Posed::channel(samples, chosen, false, 0.0)?;
//! let solved = posed.embedding(&posed.solver()?, Paradigm::JointEmbedding, 1)?; // omega = 2/(2 + 1)
//! assert!((solved.eigenvalues[0] - 2.0 / 3.0).abs() <= solved.eigenvalue_errors[0]);
//! # Ok::<(), jerc::Error>(())
//! ```

mod chosen;
mod solution;
mod words;

pub use chosen::Chosen;
pub use solution::require_finite_result;
pub use words::{describe, set_aside};

use crate::augment::Augmentation;
use crate::certificate::{ExactPencil, exact_views};
use crate::dataset::{Samples, Views};
use crate::error::Result;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, exact_from_f64};
use crate::solve::samples::Solver;

/// A problem; see the [module](self).
pub enum Posed {
    /// Samples, and what is done to them.
    Channel {
        /// X, n x d.
        data: Samples,
        /// What is done to them, as it was given.
        chosen: Box<Chosen>,
        /// The `f64` face of what was chosen.
        augmentation: Box<dyn Augmentation>,
        /// Whether the mean of each feature is subtracted.
        center: bool,
        /// Noise on top of the views, of variance q tr S/d in each feature.
        noise: f64,
    },
    /// Drawn views, and noise on top of them, of variance q tr S/d in each feature.
    Drawn(Views, f64),
}

impl Posed {
    /// Samples, and what is done to them.
    ///
    /// # Errors
    /// Those of the specification: it must fit d.
    pub fn channel(data: Samples, chosen: Chosen, center: bool, noise: f64) -> Result<Self> {
        let augmentation = chosen.augmentation(data.d())?;
        Ok(Self::Channel { data, chosen: Box::new(chosen), augmentation, center, noise })
    }

    /// n.
    pub fn n(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.n(),
            Self::Drawn(views, _) => views.n(),
        }
    }

    /// d.
    pub fn d(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.d(),
            Self::Drawn(views, _) => views.d(),
        }
    }

    /// l, 0 without labels.
    pub fn l(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.l(),
            Self::Drawn(..) => 0,
        }
    }

    /// The samples, if that is what the views are made of.
    pub fn samples(&self) -> Option<&Samples> {
        match self {
            Self::Channel { data, .. } => Some(data),
            Self::Drawn(..) => None,
        }
    }

    /// The drawn views and their noise.
    pub fn drawn(&self) -> Option<(&Views, f64)> {
        match self {
            Self::Channel { .. } => None,
            Self::Drawn(views, noise) => Some((views, *noise)),
        }
    }

    /// The noise on top of the views; none where it was not asked for.
    pub fn noise(&self) -> Option<f64> {
        match self {
            Self::Channel { noise, .. } => Some(*noise).filter(|noise| *noise > 0.0),
            Self::Drawn(_, noise) => Some(*noise),
        }
    }

    /// The names of samples and views; of files, without their folders.
    pub fn files(&self) -> String {
        let base = |name: &str| {
            let path: &std::path::Path = name.as_ref();
            path.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned())
        };
        match self {
            Self::Channel { data, .. } => base(data.name()),
            Self::Drawn(views, _) => match views.data_name() {
                Some(data) => format!("{}, views of {}", base(views.name()), base(data)),
                None => base(views.name()),
            },
        }
    }

    /// What was taken for what.
    pub fn notes(&self) -> Vec<String> {
        match self {
            Self::Channel { data, .. } => data.notes().to_vec(),
            Self::Drawn(views, _) => views.notes().to_vec(),
        }
    }

    /// The augmentation in a few words.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn describe(&self) -> Result<String> {
        match self {
            Self::Channel { data, chosen, noise, .. } => Ok(chosen.describe(data.d())? + &on_top(*noise)),
            Self::Drawn(views, noise) => {
                Ok(format!("known by {} views of each sample{}", views.views(), on_top(*noise)))
            }
        }
    }

    /// What solves it in closed form, with the samples read once.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn solver(&self) -> Result<Solver<'_>> {
        match self {
            Self::Channel { data, chosen, augmentation, center, noise } => {
                Solver::with_noise(data, augmentation.as_ref(), || chosen.exact(data.d()), (*center, *noise))
            }
            Self::Drawn(views, noise) => Solver::of_views(views, *noise),
        }
    }

    /// The exact moments of the views: of the stored numbers and the parameters as written.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn exact_views(&self) -> Result<ViewMoments<Rational>> {
        match self {
            Self::Channel { data, chosen, center, noise, .. } => {
                let views = chosen.exact_views(data, *center)?;
                Ok(if *noise == 0.0 { views } else { views.with_noise(&exact_from_f64(*noise)?) })
            }
            Self::Drawn(views, noise) => Ok(exact_views(views)?.with_noise(&exact_from_f64(*noise)?)),
        }
    }

    /// The pencil of a paradigm in exact integers, without the features on which S vanishes; and these.
    ///
    /// # Errors
    /// See the [module](self).
    pub fn exact_pencil(&self, paradigm: Paradigm, source: String) -> Result<(ExactPencil, Vec<usize>)> {
        match self {
            Self::Channel { data, chosen, center, noise, .. } if *noise == 0.0 => {
                chosen.exact_pencil(paradigm, data, *center, source)
            }
            _ => Ok(ExactPencil::of_views(paradigm, &self.exact_views()?, source).without_vanishing()),
        }
    }
}

fn on_top(noise: f64) -> String {
    if noise == 0.0 { String::new() } else { format!(", with noise {noise:?} tr S/d on top") }
}
