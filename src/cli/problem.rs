//! The problem that `solve`, `certify` and `check` are given: samples with an augmentation that is
//! known, or views that were drawn elsewhere.

use super::base_name;
use super::inputs::Chosen;
use crate::augment::Augmentation;
use crate::certificate::{ExactPencil, exact_views};
use crate::dataset::{Samples, Views};
use crate::error::Result;
use crate::moments::ViewMoments;
use crate::paradigm::Paradigm;
use crate::scalar::{Rational, exact_from_f64};
use crate::solve::samples::Solver;

/// What was read.
pub(super) enum Posed {
    /// Samples, and what is done to them.
    Channel {
        data: Samples,
        chosen: Box<Chosen>,
        /// The `f64` face of what was chosen.
        augmentation: Box<dyn Augmentation>,
        center: bool,
        /// Noise on top of the views.
        noise: f64,
    },
    /// Drawn views, and noise on top of them.
    Drawn(Views, f64),
}

impl Posed {
    /// n.
    pub(super) fn n(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.n(),
            Self::Drawn(views, _) => views.n(),
        }
    }

    /// d.
    pub(super) fn d(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.d(),
            Self::Drawn(views, _) => views.d(),
        }
    }

    /// l, 0 without labels.
    pub(super) fn l(&self) -> usize {
        match self {
            Self::Channel { data, .. } => data.l(),
            Self::Drawn(..) => 0,
        }
    }

    /// The samples, if that is what the views are made of.
    pub(super) fn samples(&self) -> Option<&Samples> {
        match self {
            Self::Channel { data, .. } => Some(data),
            Self::Drawn(..) => None,
        }
    }

    /// The drawn views and their noise.
    pub(super) fn drawn(&self) -> Option<(&Views, f64)> {
        match self {
            Self::Channel { .. } => None,
            Self::Drawn(views, noise) => Some((views, *noise)),
        }
    }

    /// The noise on top of the views; none where it was not asked for.
    pub(super) fn noise(&self) -> Option<f64> {
        match self {
            Self::Channel { noise, .. } => Some(*noise).filter(|noise| *noise > 0.0),
            Self::Drawn(_, noise) => Some(*noise),
        }
    }

    /// The files, without their folders.
    pub(super) fn files(&self) -> String {
        let base = |name: &str| base_name(name.as_ref());
        match self {
            Self::Channel { data, .. } => base(data.name()),
            Self::Drawn(views, _) => match views.data_name() {
                Some(data) => format!("{}, views of {}", base(views.name()), base(data)),
                None => base(views.name()),
            },
        }
    }

    /// What was taken for what.
    pub(super) fn notes(&self) -> Vec<String> {
        match self {
            Self::Channel { data, .. } => data.notes().to_vec(),
            Self::Drawn(views, _) => views.notes().to_vec(),
        }
    }

    /// The augmentation in a few words.
    pub(super) fn describe(&self) -> Result<String> {
        match self {
            Self::Channel { data, chosen, noise, .. } => Ok(chosen.describe(data.d())? + &on_top(*noise)),
            Self::Drawn(views, noise) => {
                Ok(format!("known by {} views of each sample{}", views.views(), on_top(*noise)))
            }
        }
    }

    /// Solves it in closed form.
    pub(super) fn solver(&self) -> Result<Solver<'_>> {
        match self {
            Self::Channel { data, chosen, augmentation, center, noise } => {
                Solver::with_noise(data, augmentation.as_ref(), || chosen.exact(data.d()), (*center, *noise))
            }
            Self::Drawn(views, noise) => Solver::of_views(views, *noise),
        }
    }

    /// The exact moments of the views: of the stored numbers and the parameters as written.
    pub(super) fn exact_views(&self) -> Result<ViewMoments<Rational>> {
        match self {
            Self::Channel { data, chosen, center, noise, .. } => {
                let views = chosen.exact_views(data, *center)?;
                Ok(if *noise == 0.0 { views } else { views.with_noise(&exact_from_f64(*noise)?) })
            }
            Self::Drawn(views, noise) => Ok(exact_views(views)?.with_noise(&exact_from_f64(*noise)?)),
        }
    }

    /// The pencil of a paradigm in exact integers, without the features on which S vanishes; and these.
    pub(super) fn exact_pencil(&self, paradigm: Paradigm, source: String) -> Result<(ExactPencil, Vec<usize>)> {
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
