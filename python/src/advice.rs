//! Which paradigm: `recommend`.

use super::array::{Array, covariance, matrix};
use super::problem::{chosen, label_kind};
use super::refused;
use super::work::{Switch, run};
use jerc::advise::{self, Assumption, Augmented, Evidence, MomentsOf, Question, Settings, Weight};
use jerc::augment::{Augmentation, Domain};
use jerc::dataset::{Samples, SomeLabels, Views};
use jerc::{Error, Result};
use nalgebra::DMatrix;
use numpy::{PyReadonlyArrayDyn, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use std::sync::Arc;

enum Source {
    Views(Box<Views>),
    Channel(Box<dyn Augmentation>),
}

enum Known {
    Labels(SomeLabels),
    Replicate(Samples),
    Nuisance(Samples),
    Covariance(DMatrix<f64>),
    Directions(DMatrix<f64>),
    Nothing,
}

/// Everything that is asked, owned.
struct Asked {
    samples: Option<Samples>,
    strengths: Vec<(f64, Source)>,
    evidence: Known,
    groups: Option<Vec<u64>>,
}

impl Asked {
    fn question(&self) -> Question<'_> {
        Question {
            samples: self.samples.as_ref().map(|samples| samples as _),
            strengths: self
                .strengths
                .iter()
                .map(|(alpha, source)| Augmented {
                    alpha: *alpha,
                    moments: match source {
                        Source::Views(views) => MomentsOf::Views { rows: &**views, views: views.views() },
                        Source::Channel(channel) => MomentsOf::Channel(&**channel),
                    },
                })
                .collect(),
            evidence: match &self.evidence {
                Known::Labels(labels) => Evidence::Labels(labels),
                Known::Replicate(samples) => Evidence::Replicate(samples),
                Known::Nuisance(samples) => Evidence::NuisanceSample(samples),
                Known::Covariance(gamma) => Evidence::NuisanceCovariance(gamma),
                Known::Directions(directions) => Evidence::NuisanceDirections(directions),
                Known::Nothing => Evidence::None,
            },
            groups: self.groups.as_deref(),
        }
    }
}

/// How it is answered.
#[derive(FromPyObject)]
#[pyo3(from_item_all)]
pub struct Manner {
    ks: Vec<usize>,
    noise: Vec<f64>,
    tolerance: f64,
    level: f64,
    folds: usize,
    seed: u64,
    weight: String,
    aligned: bool,
}

impl Manner {
    fn settings(self) -> PyResult<Settings> {
        let weight = match self.weight.as_str() {
            "white" => Weight::White,
            "raw" => Weight::Raw,
            word => return Err(PyValueError::new_err(format!("weight={word:?}; give \"white\" or \"raw\""))),
        };
        let assume = self.aligned.then_some(Assumption::Aligned);
        let Self { ks, noise, tolerance, level, folds, seed, .. } = self;
        Ok(Settings { ks, noise, tolerance, level, folds, seed, weight, assume })
    }
}

/// An augmentation at a strength: views with the lengths of their axes, or JSON.
#[derive(FromPyObject)]
pub enum At<'py> {
    #[pyo3(transparent)]
    Views((Bound<'py, PyUntypedArray>, Vec<usize>)),
    #[pyo3(transparent)]
    Written(String),
}

/// Asks, and gives the advice back as JSON.
#[pyfunction]
#[pyo3(signature = (*, data, strengths, alphas, theta, gamma, labels, words, kind, rows, rows_are, known, known_is, groups, manner, progress))]
#[allow(clippy::too_many_arguments)]
pub fn recommend(
    py: Python<'_>,
    data: Option<Bound<'_, PyUntypedArray>>,
    strengths: Vec<(f64, At<'_>)>,
    alphas: Vec<f64>,
    theta: Option<PyReadonlyArrayDyn<'_, f64>>,
    gamma: Option<PyReadonlyArrayDyn<'_, f64>>,
    labels: Option<PyReadonlyArrayDyn<'_, f64>>,
    words: Option<Vec<String>>,
    kind: &str,
    rows: Option<Bound<'_, PyUntypedArray>>,
    rows_are: &str,
    known: Option<PyReadonlyArrayDyn<'_, f64>>,
    known_is: &str,
    groups: Option<Vec<u64>>,
    manner: Manner,
    progress: Option<Py<PyAny>>,
) -> PyResult<String> {
    let switch = Switch::default();
    let settings = manner.settings()?;
    let lent = |name: &str, array: &Bound<'_, PyUntypedArray>| -> PyResult<Samples> {
        let rows = Arc::new(Array::new(name, array, switch.clone())?);
        Samples::lent(name, rows, None).map_err(refused)
    };
    let samples = data.as_ref().map(|data| lent("X", data)).transpose()?;
    let mut found: Vec<(f64, Source)> = vec![];
    for (strength, at) in strengths {
        found.push((
            strength,
            match at {
                At::Views((array, shape)) => {
                    let rows = Arc::new(Array::new("views", &array, switch.clone())?);
                    Source::Views(Box::new(Views::lent("views", &shape, rows, samples.as_ref()).map_err(refused)?))
                }
                At::Written(json) => {
                    Source::Channel(channel(samples.as_ref(), |d| chosen(d, Some(&json), None, None, 0.0))?)
                }
            },
        ));
    }
    for alpha in alphas {
        let of = |d| chosen(d, None, theta.as_ref(), gamma.as_ref(), alpha);
        found.push((alpha, Source::Channel(channel(samples.as_ref(), of)?)));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(pair) = found.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        let problem = format!("two augmentations have the strength {}", pair[0].0);
        return Err(refused(Error::request(problem, "give each once")));
    }
    let d = match (&samples, found.first()) {
        (Some(samples), _) => samples.d(),
        (None, Some((_, Source::Views(views)))) => views.d(),
        _ => return Err(refused(Error::request("the samples are missing", "give X, or views"))),
    };
    let kind = label_kind(kind)?;
    let evidence = match (labels, words, rows, known) {
        (Some(labels), ..) => {
            let l = if labels.ndim() == 1 { 1 } else { labels.shape()[1] };
            let rows: Vec<f64> = labels.as_array().iter().copied().collect();
            Known::Labels(SomeLabels::of_numbers(&rows, l, kind).map_err(refused)?)
        }
        (None, Some(words), ..) => Known::Labels(SomeLabels::of_text(&words, kind).map_err(refused)?),
        (None, None, Some(rows), _) if rows_are == "replicate" => Known::Replicate(lent("replicate", &rows)?),
        (None, None, Some(rows), _) => Known::Nuisance(lent("nuisance", &rows)?),
        (None, None, None, Some(known)) if known_is == "covariance" => {
            Known::Covariance(covariance("nuisance_cov", &known, d).map_err(refused)?)
        }
        (None, None, None, Some(known)) => Known::Directions(matrix(&known)?),
        (None, None, None, None) => Known::Nothing,
    };
    let asked = Asked { samples, strengths: found, evidence, groups };
    run(py, &switch, progress, move |progress| {
        let advice = advise::advise(&asked.question(), &settings, &|step, part| progress.tell(step, Some(part)))?;
        serde_json::to_string(&advice)
            .map_err(|error| Error::request(format!("the advice has no JSON form: {error}"), "please report this"))
    })
}

fn channel(
    samples: Option<&Samples>,
    chosen: impl Fn(usize) -> Result<jerc::problem::Chosen>,
) -> PyResult<Box<dyn Augmentation>> {
    let Some(samples) = samples else {
        return Err(refused(Error::request("augment needs the samples", "give X")));
    };
    let channel = chosen(samples.d()).and_then(|chosen| chosen.augmentation(samples.d())).map_err(refused)?;
    if channel.domain() == Domain::Counts {
        samples.require_counts().map_err(refused)?;
    }
    Ok(channel)
}
