//! What `recommend` reads: samples, views or augmentations at several strengths, evidence, groups.

use super::Arguments;
use crate::advise::{Augmented, Evidence, MomentsOf, Question};
use crate::augment::{AlignedNoise, Augmentation, Domain, Spec};
use crate::cli::inputs::{covariance, name_covariance, require_images};
use crate::dataset::npy::NpyValues;
use crate::dataset::{
    Reading, Samples, SomeLabels, Views, open, open_array, open_partly, open_some_labels, read_matrix,
};
use crate::error::{Error, Result};
use nalgebra::DMatrix;
use std::collections::BTreeMap;
use std::path::Path;

/// Everything that was read.
pub(super) struct Given {
    samples: Option<Samples>,
    strengths: Vec<(f64, Source)>,
    evidence: Known,
    groups: Option<Vec<u64>>,
    notes: Vec<String>,
}

enum Source {
    Views(Box<Views>),
    Channel(Box<dyn Augmentation>),
}

impl Source {
    fn at(&self, alpha: f64) -> Augmented<'_> {
        let moments = match self {
            Self::Views(views) => MomentsOf::Views { rows: &**views, views: views.views() },
            Self::Channel(channel) => MomentsOf::Channel(&**channel),
        };
        Augmented { alpha, moments }
    }
}

enum Known {
    Labels(SomeLabels),
    Replicate(Samples),
    Nuisance(Samples),
    Covariance(DMatrix<f64>),
    Directions(DMatrix<f64>),
    Nothing,
}

/// A strength before the name of a file, if it is given: `0.5=V.npy`.
pub(super) fn named_strength(word: &str) -> (Option<f64>, &Path) {
    match word.split_once('=').map(|(strength, path)| (strength.parse::<f64>(), path)) {
        Some((Ok(strength), path)) if strength.is_finite() => (Some(strength), Path::new(path)),
        _ => (None, Path::new(word)),
    }
}

impl Given {
    pub(super) fn read(arguments: &Arguments) -> Result<Self> {
        let other = one_kind(arguments)?;
        let reading = arguments.files.reading(false);
        let (samples, own) = match &arguments.data {
            Some(path) if other => (Some(open(path, None, &without_labels(arguments))?), None),
            Some(path) => {
                let (samples, labels) = open_partly(path, arguments.labels.as_deref(), &reading)?;
                (Some(samples), labels)
            }
            None => (None, arguments.labels.as_deref().map(|path| open_some_labels(path, &reading)).transpose()?),
        };
        let mut notes: Vec<String> = samples.iter().flat_map(|samples| samples.notes().to_vec()).collect();
        let strengths = strengths(arguments, samples.as_ref(), &mut notes)?;
        let (n, d) = match (&samples, &strengths[..]) {
            (Some(samples), _) => (samples.n(), samples.d()),
            (None, [(_, Source::Views(views)), ..]) => (views.n(), views.d()),
            _ => return Err(Error::request("the samples are missing", "give --data or --views")),
        };
        let evidence = evidence(arguments, own, (n, d), &mut notes)?;
        let groups = arguments.groups.as_deref().map(|path| groups(path, n)).transpose()?;
        Ok(Self { samples, strengths, evidence, groups, notes })
    }

    pub(super) fn question(&self) -> Question<'_> {
        Question {
            samples: self.samples.as_ref().map(|samples| samples as _),
            strengths: self.strengths.iter().map(|(alpha, source)| source.at(*alpha)).collect(),
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

    pub(super) fn notes(&self) -> Vec<String> {
        self.notes.clone()
    }
}

/// Labels that may stand beside samples are not read.
fn without_labels(arguments: &Arguments) -> Reading {
    Reading { gaps: true, ..arguments.files.reading(false) }
}

/// Whether there is evidence other than labels, or an assertion. Refuses two kinds, and names them.
fn one_kind(arguments: &Arguments) -> Result<bool> {
    let Arguments { labels, replicate, nuisance, nuisance_cov, nuisance_dirs, assume, .. } = arguments;
    let given = [
        ("--labels", labels.is_some()),
        ("--replicate", replicate.is_some()),
        ("--nuisance", nuisance.is_some()),
        ("--nuisance-cov", nuisance_cov.is_some()),
        ("--nuisance-dirs", nuisance_dirs.is_some()),
        ("--assume", assume.is_some()),
    ];
    let given: Vec<&str> = given.into_iter().filter(|(_, given)| *given).map(|(flag, _)| flag).collect();
    match given[..] {
        [first, second, ..] => Err(Error::request(
            format!("{first} and {second} are two kinds of evidence, and a verdict is about one"),
            "give one of them; run again for the other",
        )),
        [one] => Ok(one != "--labels"),
        [] => Ok(false),
    }
}

fn strengths(arguments: &Arguments, samples: Option<&Samples>, notes: &mut Vec<String>) -> Result<Vec<(f64, Source)>> {
    let words = if arguments.views.is_empty() { &arguments.augment } else { &arguments.views };
    let mut found: Vec<(f64, Source)> = vec![];
    for (place, word) in (1u32..).zip(words) {
        let (strength, path) = named_strength(word);
        let source = match (arguments.views.is_empty(), samples) {
            (false, _) => {
                let views = Views::open(path, samples, &arguments.files.reading(false))?;
                notes.extend(views.notes().iter().cloned());
                Source::Views(Box::new(views))
            }
            (true, Some(samples)) => Source::Channel(channel(path, samples)?),
            (true, None) => return Err(Error::request("--augment needs the samples", "give --data X.npy")),
        };
        found.push((strength.unwrap_or(f64::from(place)), source));
    }
    if let (Some(theta), Some(gamma), Some(samples)) = (&arguments.theta, &arguments.gamma, samples) {
        let d = samples.d();
        let parts = (covariance(theta, "theta", d)?, covariance(gamma, "gamma", d)?);
        for &alpha in &arguments.alpha {
            let noise = AlignedNoise::new(parts.0.clone(), parts.1.clone(), alpha);
            let noise = noise.map_err(|error| name_covariance(error, theta, gamma))?;
            found.push((alpha, Source::Channel(Box::new(noise))));
        }
    }
    if found.is_empty() {
        return Err(Error::request(
            "the augmentation is missing",
            "give --views, --augment, or --theta, --gamma and --alpha",
        ));
    }
    found.sort_by(|a, b| a.0.total_cmp(&b.0));
    if let Some(pair) = found.windows(2).find(|pair| pair[0].0 == pair[1].0) {
        return Err(Error::request(
            format!("two augmentations have the strength {}", pair[0].0),
            if arguments.alpha.is_empty() {
                "give each a number of its own, as in 0.5=V.npy"
            } else {
                "give each once"
            },
        ));
    }
    let shape = |source: &Source| match source {
        Source::Views(views) => Some((views.n(), views.d())),
        Source::Channel(_) => None,
    };
    let first = shape(&found[0].1);
    match found.iter().find(|(_, source)| shape(source) != first) {
        Some((_, Source::Views(views))) => {
            let of = |(n, d): (usize, usize)| format!("{n} samples of {d} features");
            let (own, first) = (of((views.n(), views.d())), of(first.unwrap_or_default()));
            let problem = format!("views of {own}, and those of another strength are of {first}");
            Err(Error::file(views.name(), problem, "give views of the same samples"))
        }
        _ => Ok(found),
    }
}

fn channel(path: &Path, samples: &Samples) -> Result<Box<dyn Augmentation>> {
    let spec = Spec::read(path)?;
    let at = |error: Error| Error::file(path, error.to_string(), "it must fit the data");
    require_images(&spec, samples).map_err(|error| error.at(path))?;
    let channel = spec.augmentation(samples.d()).map_err(at)?;
    if channel.domain() == Domain::Counts {
        samples.require_counts().map_err(|error| Error::file(samples.name(), error.to_string(), "see --augment"))?;
    }
    Ok(channel)
}

fn evidence(
    arguments: &Arguments,
    own: Option<SomeLabels>,
    (n, d): (usize, usize),
    notes: &mut Vec<String>,
) -> Result<Known> {
    let Arguments { replicate, nuisance, nuisance_cov, nuisance_dirs, .. } = arguments;
    let rows = |path: &Path| {
        let samples = open(path, None, &without_labels(arguments))?;
        match samples.d() == d {
            true => Ok(samples),
            false => {
                let problem = format!("{} features, and the samples have {d}", samples.d());
                Err(Error::file(path, problem, "give rows of the same features"))
            }
        }
    };
    if let Some(path) = replicate {
        let samples = rows(path)?;
        return match samples.n() == n {
            true => Ok(Known::Replicate(samples)),
            false => {
                let problem = format!("replicates of {} samples, and there are {n}", samples.n());
                Err(Error::file(path, problem, "give one of each sample, in their order"))
            }
        };
    }
    if let Some(path) = nuisance {
        return rows(path).map(Known::Nuisance);
    }
    if let Some(path) = nuisance_cov {
        return covariance(path, "nuisance-cov", d).map(Known::Covariance);
    }
    if let Some(path) = nuisance_dirs {
        let directions = read_matrix(path, "nuisance-dirs")?;
        return match directions.nrows() == d && directions.ncols() < d {
            true => Ok(Known::Directions(directions)),
            false => {
                let (rows, columns) = directions.shape();
                let problem = format!("directions must be columns, {d} x q with q < {d}, found {rows} x {columns}");
                Err(Error::file(path, problem, "transpose them, or give fewer"))
            }
        };
    }
    match own {
        Some(labels) => {
            let (kind, count) = match labels.labels().as_classes() {
                Some((_, count)) => ("classes", count),
                None if labels.l() == 1 => ("target", 1),
                None => ("targets", labels.l()),
            };
            let (some, n) = (labels.labelled(), labels.n());
            notes.push(format!("labels: {count} {kind}, of {some} of {n} samples"));
            Ok(Known::Labels(labels))
        }
        None => Ok(Known::Nothing),
    }
}

/// A number for each different value.
fn groups(path: &Path, n: usize) -> Result<Vec<u64>> {
    let array = open_array(path)?;
    if array.shape.iter().product::<usize>() != n {
        let problem = format!("groups of shape {:?}, and there are {n} samples", array.shape);
        return Err(Error::file(path, problem, "give one number or word for each sample"));
    }
    let names: Vec<String> = match array.values {
        NpyValues::Text(words) => words,
        NpyValues::Integer(values) => values.iter().map(i64::to_string).collect(),
        NpyValues::Bytes(values) => values.iter().map(u8::to_string).collect(),
        NpyValues::Real(values) => values.iter().map(f64::to_string).collect(),
    };
    let mut numbers: BTreeMap<&str, u64> = BTreeMap::new();
    let groups = names.iter().map(|name| {
        let next = numbers.len() as u64;
        *numbers.entry(name).or_insert(next)
    });
    Ok(groups.collect())
}
