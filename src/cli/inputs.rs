//! What `solve`, `certify` and `check` read: data and augmentation.

use super::files::FileOptions;
use crate::augment::{AlignedNoise, Domain, Spec};
use crate::dataset::{Samples, Views, open, open_array};
use crate::error::{Error, Result};
use crate::paradigm::Paradigm;
use crate::problem::{Chosen, Posed};
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use nalgebra::{DMatrix, DVector};
use std::path::{Path, PathBuf};

/// The problem that `solve` and `certify` read.
#[derive(Debug, clap::Args)]
pub(super) struct Inputs {
    /// Samples, n x d: .npy (read in blocks), .npz, .csv, ...
    #[arg(long, value_name = "X.npy", required_unless_present_any = ["moments", "views"])]
    data: Option<PathBuf>,
    /// Drawn views of the samples, n x v x d: the augmentation is known by them alone
    #[arg(long, value_name = "V.npy", conflicts_with_all = ["moments", "labels", "theta", "gamma", "alpha", "augment", "center"])]
    views: Option<PathBuf>,
    /// Noise on top of the views, of variance Q tr S/d in each feature
    #[arg(long, value_name = "Q", default_value_t = 0.0, allow_negative_numbers = true)]
    noise: f64,
    /// Sums over samples instead, with their labels: see `jerc moments`
    #[arg(long, value_name = "ALL.moments", conflicts_with_all = ["data", "labels"])]
    moments: Option<PathBuf>,
    /// Classes or targets of the n samples, if X has none; required for sl, adds the probe loss to je and rc
    #[arg(long, value_name = "Y.npy")]
    pub(super) labels: Option<PathBuf>,
    /// Covariance Θ, d x d (.npy)
    #[arg(long, value_name = "T.npy", required_unless_present_any = ["augment", "views"])]
    theta: Option<PathBuf>,
    /// Covariance Γ, d x d (.npy)
    #[arg(long, value_name = "G.npy", required_unless_present_any = ["augment", "views"])]
    gamma: Option<PathBuf>,
    /// Alignment α >= 0
    #[arg(long, allow_negative_numbers = true, required_unless_present_any = ["augment", "views"])]
    pub(super) alpha: Option<f64>,
    /// Subtract from each feature its mean; labels stay as they are
    #[arg(long)]
    pub(super) center: bool,
    /// Any augmentation, instead of T(α): see `jerc families`
    #[arg(long, value_name = "SPEC.json", conflicts_with_all = ["theta", "gamma", "alpha"])]
    augment: Option<PathBuf>,
    #[command(flatten)]
    files: FileOptions,
}

/// The data against which `check` holds the matrices of a certificate: what `certify` was given.
#[derive(Debug, clap::Args)]
pub(super) struct Recomputed {
    /// Recompute the matrices from these samples, exactly; the other flags as for `certify`
    #[arg(long, value_name = "X.npy", group = "source")]
    data: Option<PathBuf>,
    /// Recompute them from these sums over samples instead
    #[arg(long, value_name = "ALL.moments", group = "source", conflicts_with_all = ["data", "labels"])]
    moments: Option<PathBuf>,
    /// Labels, if certify had them: the matrices do not depend on them
    #[arg(long, value_name = "Y.npy", requires = "source")]
    labels: Option<PathBuf>,
    /// Recompute them from these drawn views, with --data if certify had it
    #[arg(long, value_name = "V.npy", conflicts_with_all = ["moments", "labels", "theta", "gamma", "alpha", "augment", "center"])]
    views: Option<PathBuf>,
    /// Noise on top of the views
    #[arg(long, value_name = "Q", default_value_t = 0.0, allow_negative_numbers = true)]
    noise: f64,
    /// Covariance Θ, d x d (.npy)
    #[arg(long, value_name = "T.npy", requires = "source")]
    theta: Option<PathBuf>,
    /// Covariance Γ, d x d (.npy)
    #[arg(long, value_name = "G.npy", requires = "source")]
    gamma: Option<PathBuf>,
    /// Alignment α >= 0
    #[arg(long, allow_negative_numbers = true, requires = "source")]
    alpha: Option<f64>,
    /// Subtract from each feature its mean
    #[arg(long, requires = "source")]
    center: bool,
    /// Any augmentation, instead of T(α): see `jerc families`
    #[arg(long, value_name = "SPEC.json", requires = "source", conflicts_with_all = ["theta", "gamma", "alpha"])]
    augment: Option<PathBuf>,
    #[command(flatten)]
    files: FileOptions,
}

impl Recomputed {
    /// None without --data, --moments and --views.
    pub(super) fn inputs(&self) -> Result<Option<Inputs>> {
        if self.data.is_none() && self.moments.is_none() && self.views.is_none() {
            if self.noise != 0.0 {
                return Err(Error::request("--noise is of matrices that are recomputed", "give --data or --views too"));
            }
            return Ok(None);
        }
        Ok(Some(Inputs {
            data: self.data.clone(),
            views: self.views.clone(),
            noise: self.noise,
            moments: self.moments.clone(),
            labels: self.labels.clone(),
            theta: self.theta.clone(),
            gamma: self.gamma.clone(),
            alpha: self.alpha,
            center: self.center,
            augment: self.augment.clone(),
            files: self.files.clone(),
        }))
    }
}

impl Inputs {
    /// Reads the augmentation, and what is needed of the data to begin. Refuses work that needs more
    /// memory than there is: so many bytes for each of the d² entries of a moment.
    pub(super) fn read(&self, bytes_an_entry: u64) -> Result<Posed> {
        if !(self.noise >= 0.0 && self.noise.is_finite()) {
            return Err(Error::range("--noise", "a number >= 0", self.noise));
        }
        let Some(views) = &self.views else {
            let (data, chosen) = self.channel(bytes_an_entry)?;
            return Posed::channel(data, chosen, self.center, self.noise);
        };
        let reading = self.files.reading(false);
        let data = self.data.as_deref().map(|path| open(path, None, &reading)).transpose()?;
        let views = Views::open(views, data.as_ref(), &reading)?;
        require_free(views.d(), bytes_an_entry + VIEW_BYTES)?;
        Ok(Posed::Drawn(views, self.noise))
    }

    /// The samples and what is done to them.
    fn channel(&self, bytes_an_entry: u64) -> Result<(Samples, Chosen)> {
        let mut data = match (&self.data, &self.moments) {
            (Some(path), _) => open(path, self.labels.as_deref(), &self.files.reading(false))?,
            (None, Some(path)) => {
                self.files.refuse_beside_sums()?;
                Samples::summed(path)?
            }
            // clap has asked for them.
            (None, None) => return Err(Error::request("the samples are missing", "give --data or --moments")),
        };
        let d = data.d();
        require_free(d, bytes_an_entry)?;
        let chosen = match (&self.augment, &self.theta, &self.gamma, self.alpha) {
            (Some(path), ..) => {
                let spec = Spec::read(path)?;
                let at = |error: Error| Error::file(path, error.to_string(), "it must fit the data");
                require_images(&spec, &data).map_err(|error| error.at(path))?;
                if spec.augmentation(d).map_err(at)?.domain() == Domain::Counts {
                    data.require_counts()
                        .map_err(|error| Error::file(data.name(), error.to_string(), "see --augment"))?;
                    if data.n() < d {
                        let note = "fewer samples than features; --transpose takes rows as features";
                        data = data.noted(vec![note.into()]);
                    }
                }
                Chosen::Written(spec)
            }
            (None, Some(theta), Some(gamma), Some(alpha)) => {
                let noise = AlignedNoise::new(covariance(theta, "theta", d)?, covariance(gamma, "gamma", d)?, alpha);
                Chosen::Noise(noise.map_err(|error| name_covariance(error, theta, gamma))?)
            }
            // clap has asked for them.
            _ => {
                return Err(Error::request(
                    "the augmentation is missing",
                    "give --theta, --gamma and --alpha, or --augment",
                ));
            }
        };
        Ok((data, chosen))
    }

    /// Refuses an output that cannot be written, or that would replace what it is computed from,
    /// before any work is done. `option` is what names it.
    pub(super) fn require_output(&self, output: &Path, option: &str) -> Result<()> {
        let data = [&self.data, &self.moments, &self.labels];
        let inputs = data.into_iter().chain([&self.views, &self.theta, &self.gamma, &self.augment]);
        require_output(output, option, inputs.flatten())
    }
}

/// Refuses an output that cannot be written, or that would replace an input.
pub(super) fn require_output<'a>(
    output: &Path,
    option: &str,
    inputs: impl IntoIterator<Item = &'a PathBuf>,
) -> Result<()> {
    require_folder(output)?;
    if inputs.into_iter().any(|input| same_place(input, output)) {
        return Err(Error::file(output, "is an input", format!("name another file with {option}")));
    }
    Ok(())
}

/// Whether two paths lead to one file, which need not be there yet.
pub(super) fn same_place(a: &Path, b: &Path) -> bool {
    let place = |file: &Path| match file.canonicalize() {
        Ok(place) => Some(place),
        Err(_) => Some(folder_of(file).canonicalize().ok()?.join(file.file_name()?)),
    };
    matches!((place(a), place(b)), (Some(a), Some(b)) if a == b)
}

fn folder_of(file: &Path) -> &Path {
    file.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// What `solve` takes for each entry of a d x d matrix, measured: some twenty matrices.
pub(super) const SOLVE_BYTES: u64 = 200;
/// The same of `certify` and of recomputing, with matrices of big integers.
pub(super) const CERTIFY_BYTES: u64 = 1100;
/// What sums over drawn views take besides: 4 + 1 + 1 triangles, each in two parts and once more as it
/// is finished.
const VIEW_BYTES: u64 = 150;

fn require_free(d: usize, bytes_an_entry: u64) -> Result<()> {
    let needed = (d as u64).saturating_mul(d as u64).saturating_mul(bytes_an_entry);
    require_memory(needed, available_memory(), d)
}

fn require_memory(needed: u64, available: Option<u64>, d: usize) -> Result<()> {
    let gib = |bytes: u64| format!("{:.1} GiB", bytes as f64 / (1u64 << 30) as f64);
    match available {
        Some(available) if needed > available => Err(Error::request(
            format!("{} of memory are needed for d = {d}, and {} are free", gib(needed), gib(available)),
            "reduce the features, by principal components for example, or use a machine with more memory",
        )),
        _ => Ok(()),
    }
}

/// The memory that can be had without swapping, where the system tells.
fn available_memory() -> Option<u64> {
    let text = std::fs::read_to_string("/proc/meminfo").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemAvailable:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<u64>().ok()? << 10)
}

/// The embedding dimension, or what is wrong with it.
pub(super) fn embedding_dimension(k: Option<i64>, d: usize) -> Result<usize> {
    match k.map(usize::try_from) {
        Some(Ok(k)) => Ok(k),
        Some(Err(_)) => {
            Err(Error::range("embedding dimension k", format!("between 1 and d = {d}"), k.unwrap_or_default()))
        }
        None => Err(Error::request("the embedding dimension is missing", format!("give -k K with 1 <= K <= {d}"))),
    }
}

/// A d x d covariance, or a diagonal of length d.
pub(super) fn covariance(path: &Path, what: &str, d: usize) -> Result<DMatrix<f64>> {
    let array = open_array(path)?;
    let values = array.to_reals(path)?;
    match array.shape[..] {
        [length] if length == d => Ok(DMatrix::from_diagonal(&DVector::from_vec(values))),
        [rows, columns] if rows == d && columns == d => Ok(DMatrix::from_row_slice(d, d, &values)),
        ref shape => {
            let problem = format!("{what} has shape {shape:?} but the data have d = {d}");
            Err(Error::file(path, problem, format!("give a {d} x {d} covariance, or its diagonal")))
        }
    }
}

/// Refuses a specification on images of other axes than the data had before they were flattened.
pub(super) fn require_images(spec: &Spec, data: &Samples) -> Result<()> {
    let long = |axes: &[usize]| axes.iter().copied().filter(|&length| length > 1).collect::<Vec<_>>();
    let own = long(data.shape());
    let shown = |axes: &[usize]| axes.iter().map(usize::to_string).collect::<Vec<_>>().join(" x ");
    match spec.images().iter().find(|axes| !own.is_empty() && long(axes) != own) {
        Some(axes) => {
            let problem = format!("images of {}, and the data are images of {}", shown(axes), shown(data.shape()));
            Err(Error::request(problem, "it must fit the data, in the order of their axes"))
        }
        None => Ok(()),
    }
}

/// The file of a covariance that has a negative eigenvalue, and what to do about it.
pub(super) fn name_covariance(error: Error, theta: &Path, gamma: &Path) -> Error {
    match error {
        Error::NotPositiveSemidefinite { what, eigenvalue } if matches!(&what[..], "theta" | "gamma") => {
            let problem = format!("{what} has the negative eigenvalue {eigenvalue:e}, and a covariance has none");
            let remedy = "if this is rounding, save it as f8, or raise its negative eigenvalues to 0";
            Error::file(if what == "theta" { theta } else { gamma }, problem, remedy)
        }
        other => other,
    }
}

fn require_folder(output: &Path) -> Result<()> {
    if !folder_of(output).is_dir() || output.is_dir() {
        let problem = "cannot be written: its folder does not exist, or it is a folder";
        return Err(Error::file(output, problem, "name a file in an existing folder"));
    }
    Ok(())
}

/// `je` or `rc` on the command line.
pub(super) fn paradigm() -> impl TypedValueParser<Value = Paradigm> {
    let value = |p: Paradigm| PossibleValue::new(p.short()).help(format!("{} ({})", p.title(), p.problem()));
    PossibleValuesParser::new(Paradigm::ALL.map(value)).map(|word| {
        if word == Paradigm::JointEmbedding.short() { Paradigm::JointEmbedding } else { Paradigm::Reconstruction }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_little_memory_is_said_with_both_amounts() {
        assert!(require_memory(1 << 30, Some(1 << 30), 7).is_ok() && require_memory(u64::MAX, None, 7).is_ok());
        match require_memory(3 << 30, Some(1 << 29), 7) {
            Err(Error::BadRequest { problem, .. }) => {
                assert_eq!(problem, "3.0 GiB of memory are needed for d = 7, and 0.5 GiB are free");
            }
            other => panic!("{other:?}"),
        }
    }
}
