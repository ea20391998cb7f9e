//! Problems as users pose them: solved, certified, compared with a certificate.

use super::array::{Array, covariance, to_array};
use super::moments::Sums;
use super::refused;
use super::work::{Switch, run};
use jerc::augment::spec::CATALOGUE;
use jerc::augment::{AlignedNoise, Domain, Spec};
use jerc::certificate::recompute;
use jerc::dataset::{LabelKind, Labels, Samples, Views};
use jerc::problem::{Chosen, Posed, describe};
use jerc::solve::Uniqueness;
use jerc::{Error, Paradigm, Result};
use numpy::{PyArray1, PyReadonlyArrayDyn, PyUntypedArray, PyUntypedArrayMethods};
use pyo3::exceptions::PyValueError;
use pyo3::prelude::*;
use pyo3::types::PyDict;
use std::sync::Arc;

/// The paradigm of a word of the command line.
fn paradigm(word: &str) -> PyResult<Paradigm> {
    let found = Paradigm::ALL.into_iter().find(|paradigm| paradigm.short() == word);
    found.ok_or_else(|| PyValueError::new_err(format!("{word:?} is no problem; give \"je\" or \"rc\"")))
}

/// What labels are taken for.
pub fn label_kind(word: &str) -> PyResult<LabelKind> {
    match word {
        "told" => Ok(LabelKind::Told),
        "classes" => Ok(LabelKind::Classes),
        "targets" => Ok(LabelKind::Targets),
        _ => Err(PyValueError::new_err(format!("labels={word:?}; give \"told\", \"classes\" or \"targets\""))),
    }
}

/// Labels as numbers or words.
pub fn labels(
    numbers: Option<PyReadonlyArrayDyn<'_, f64>>,
    words: Option<Vec<String>>,
    kind: &str,
    numbered: bool,
) -> PyResult<Option<Labels>> {
    let kind = label_kind(kind)?;
    let found = match (numbers, words) {
        (Some(numbers), _) => {
            let l = if numbers.ndim() == 1 { 1 } else { numbers.shape()[1] };
            let rows: Vec<f64> = numbers.as_array().iter().copied().collect();
            if numbered { Labels::numbered(rows, l, kind) } else { Labels::of_numbers(rows, l, kind) }
        }
        (None, Some(_)) if numbered => {
            Err(Error::request("the labels are text", "number the classes 0, 1, 2, ... in one column"))
        }
        (None, Some(words)) => Labels::of_text(&words, kind),
        (None, None) => return Ok(None),
    };
    found.map(Some).map_err(refused)
}

/// The augmentation: JSON, or T(α) from Θ and Γ.
pub fn chosen(
    d: usize,
    json: Option<&str>,
    theta: Option<&PyReadonlyArrayDyn<'_, f64>>,
    gamma: Option<&PyReadonlyArrayDyn<'_, f64>>,
    alpha: f64,
) -> Result<Chosen> {
    match (json, theta, gamma) {
        (Some(json), ..) => Ok(Chosen::Written(json.parse::<Spec>()?)),
        (None, Some(theta), Some(gamma)) => {
            let (theta, gamma) = (covariance("theta", theta, d)?, covariance("gamma", gamma, d)?);
            Ok(Chosen::Noise(AlignedNoise::new(theta, gamma, alpha)?))
        }
        _ => Err(Error::request("the augmentation is missing", "give theta, gamma and alpha, or augment")),
    }
}

/// A problem on arrays, which are read where they lie.
#[pyclass(module = "jerc._jerc", frozen)]
pub struct Problem {
    posed: Arc<Posed>,
    switch: Switch,
}

#[pymethods]
impl Problem {
    /// Samples, in an array or as sums, and what is done to them.
    #[new]
    #[pyo3(signature = (name, *, data=None, sums=None, numbers=None, words=None, kind="told", json=None, theta=None, gamma=None, alpha=0.0, views=None, views_shape=vec![], center=false, noise=0.0))]
    #[allow(clippy::too_many_arguments)]
    fn new(
        name: &str,
        data: Option<&Bound<'_, PyUntypedArray>>,
        sums: Option<&Sums>,
        numbers: Option<PyReadonlyArrayDyn<'_, f64>>,
        words: Option<Vec<String>>,
        kind: &str,
        json: Option<&str>,
        theta: Option<PyReadonlyArrayDyn<'_, f64>>,
        gamma: Option<PyReadonlyArrayDyn<'_, f64>>,
        alpha: f64,
        views: Option<&Bound<'_, PyUntypedArray>>,
        views_shape: Vec<usize>,
        center: bool,
        noise: f64,
    ) -> PyResult<Self> {
        let switch = Switch::default();
        if !(noise >= 0.0 && noise.is_finite()) {
            return Err(refused(Error::range("noise", "a number >= 0", noise)));
        }
        let rows = data.map(|data| Array::new(name, data, switch.clone())).transpose()?;
        let samples = match (rows, sums) {
            (Some(rows), _) => {
                let labels = labels(numbers, words, kind, false)?;
                Some(Samples::lent(name, Arc::new(rows), labels).map_err(refused)?)
            }
            (None, Some(sums)) => Some(Samples::of_sums(name, sums.0.clone())),
            (None, None) => None,
        };
        let posed = match (views, samples) {
            (Some(views), samples) => {
                let rows = Arc::new(Array::new("views", views, switch.clone())?);
                let views = Views::lent("views", &views_shape, rows, samples.as_ref()).map_err(refused)?;
                Posed::Drawn(views, noise)
            }
            (None, Some(samples)) => {
                channel(samples, center, noise, |d| chosen(d, json, theta.as_ref(), gamma.as_ref(), alpha))
                    .map_err(refused)?
            }
            (None, None) => return Err(PyValueError::new_err("the samples are missing; give X")),
        };
        Ok(Self { posed: Arc::new(posed), switch })
    }

    /// n.
    #[getter]
    fn n(&self) -> usize {
        self.posed.n()
    }

    /// d.
    #[getter]
    fn d(&self) -> usize {
        self.posed.d()
    }

    /// l.
    #[getter]
    fn l(&self) -> usize {
        self.posed.l()
    }

    /// The optimum of joint-embedding or reconstruction.
    #[pyo3(signature = (problem, k, progress=None))]
    fn embedding<'py>(
        &self,
        py: Python<'py>,
        problem: &str,
        k: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<Bound<'py, PyDict>> {
        let (paradigm, posed) = (paradigm(problem)?, self.posed.clone());
        let (solved, set_aside) = run(py, &self.switch, progress, move |progress| {
            progress.tell("moments", None);
            let solver = posed.solver()?;
            progress.tell("solving", None);
            Ok((posed.embedding(&solver, paradigm, k)?, solver.set_aside()))
        })?;
        let dict = PyDict::new(py);
        dict.set_item("encoder", to_array(py, &solved.encoder)?)?;
        dict.set_item("decoder", solved.decoder.as_ref().map(|decoder| to_array(py, decoder)).transpose()?)?;
        dict.set_item("eigenvalues", PyArray1::from_slice(py, &solved.eigenvalues.as_slice()[..k]))?;
        dict.set_item("eigenvalue_errors", PyArray1::from_slice(py, solved.eigenvalue_errors.as_slice()))?;
        dict.set_item("loss", solved.loss)?;
        dict.set_item("loss_error", solved.loss_error)?;
        dict.set_item("eigengap", solved.eigengap)?;
        let unique = solved.uniqueness == Uniqueness::Unique;
        match solved.uniqueness {
            Uniqueness::Undecided => dict.set_item("unique", "undecided")?,
            _ => dict.set_item("unique", unique)?,
        }
        dict.set_item("row_space_error", unique.then_some(solved.row_space_error))?;
        dict.set_item("set_aside", set_aside)?;
        Ok(dict)
    }

    /// The optimum of supervised learning.
    #[pyo3(signature = (progress=None))]
    fn supervised<'py>(&self, py: Python<'py>, progress: Option<Py<PyAny>>) -> PyResult<Bound<'py, PyDict>> {
        if self.posed.drawn().is_some() {
            return Err(PyValueError::new_err("views are for joint-embedding and reconstruction; name one of these"));
        }
        if self.posed.l() == 0 {
            return Err(refused(Error::NoLabels { what: "sl".into() }));
        }
        let posed = self.posed.clone();
        let (solved, set_aside) = run(py, &self.switch, progress, move |progress| {
            progress.tell("moments", None);
            let solver = posed.solver()?;
            progress.tell("solving", None);
            Ok((posed.supervised(&solver)?, solver.set_aside()))
        })?;
        let dict = PyDict::new(py);
        dict.set_item("weights", to_array(py, &solved.weights)?)?;
        dict.set_item("weights_error", solved.weights_error)?;
        dict.set_item("loss", solved.loss)?;
        dict.set_item("loss_error", solved.loss_error)?;
        dict.set_item("set_aside", set_aside)?;
        Ok(dict)
    }

    /// A certificate as JSON, and what was left out of it.
    #[pyo3(signature = (problem, k, progress=None))]
    fn certify(
        &self,
        py: Python<'_>,
        problem: &str,
        k: usize,
        progress: Option<Py<PyAny>>,
    ) -> PyResult<(String, String)> {
        let (paradigm, posed) = (paradigm(problem)?, self.posed.clone());
        run(py, &self.switch, progress, move |progress| {
            let (certificate, left_out) = posed.certificate(paradigm, k, &|step| progress.tell(step, None))?;
            Ok((certificate.json, left_out))
        })
    }

    /// Where a certificate is not about these data; `None` where it is.
    #[pyo3(signature = (certificate, progress=None))]
    fn mismatch(&self, py: Python<'_>, certificate: Vec<u8>, progress: Option<Py<PyAny>>) -> PyResult<Option<String>> {
        let posed = self.posed.clone();
        run(py, &self.switch, progress, move |progress| {
            progress.tell("exact moments", None);
            let paradigm = match recompute::problem(&certificate)? {
                Ok(paradigm) => paradigm,
                Err(mismatch) => return Ok(Some(mismatch.to_string())),
            };
            let (pencil, _) = posed.exact_pencil(paradigm, String::new())?;
            Ok(recompute::mismatch(&certificate, &pencil)?.map(|mismatch| mismatch.to_string()))
        })
    }
}

/// Samples and what is done to them, which must be counts where the augmentation is about counts.
fn channel(samples: Samples, center: bool, noise: f64, chosen: impl Fn(usize) -> Result<Chosen>) -> Result<Posed> {
    let chosen = chosen(samples.d())?;
    if chosen.augmentation(samples.d())?.domain() == Domain::Counts {
        samples.require_counts()?;
    }
    Posed::channel(samples, chosen, center, noise)
}

/// Checks a certificate: what it proves, numbers as "p/q". Raises the reason if it is rejected.
#[pyfunction]
pub fn check<'py>(py: Python<'py>, certificate: Vec<u8>) -> PyResult<Bound<'py, PyDict>> {
    let found = run(py, &Switch::default(), None, move |_| Ok(jerc_check::check(&certificate)))?;
    let verified = found.map_err(|reject| PyValueError::new_err(format!("rejected: {reject}")))?;
    let text = |number: &num_rational::BigRational| number.to_string();
    let dict = PyDict::new(py);
    dict.set_item("line", describe(&verified))?;
    dict.set_item(
        "problem",
        match verified.problem {
            jerc_check::Problem::Je => "je",
            jerc_check::Problem::Rc => "rc",
            jerc_check::Problem::Pencil => "pencil",
        },
    )?;
    dict.set_item("d", verified.d)?;
    dict.set_item("k", verified.k)?;
    dict.set_item("source", &verified.source)?;
    dict.set_item("lower", text(&verified.lower))?;
    dict.set_item("upper", text(&verified.upper))?;
    dict.set_item("relative_gap", text(&verified.relative_gap))?;
    dict.set_item("loss", verified.loss.as_ref().map(|loss| loss.iter().map(text).collect::<Vec<_>>()))?;
    dict.set_item("eigengap", verified.eigengap.as_ref().map(text))?;
    dict.set_item("distance", verified.distance.as_ref().map(text))?;
    Ok(dict)
}

/// A certificate as a theorem of Coq.
#[pyfunction]
pub fn theorem(certificate: Vec<u8>) -> PyResult<String> {
    jerc::certificate::rocq::theorem(&certificate).map_err(refused)
}

/// A family: its name, its fields with their meaning, and an example.
type Family = (&'static str, Vec<(&'static str, &'static str)>, &'static str);

/// Every way to write an augmentation: name, fields with their meaning, example for d = 2.
#[pyfunction]
pub fn families() -> Vec<Family> {
    CATALOGUE.iter().map(|entry| (entry.name, entry.fields.to_vec(), entry.example)).collect()
}
