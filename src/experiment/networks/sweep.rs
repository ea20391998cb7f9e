//! Networks and closed forms over noise, alignment and seeds.

use super::bridge::{self, Features, Thresholds};
use super::data::{Images, Problem, Protocol};
use super::{score, train};
use crate::error::Result;
use crate::networks::Method;
use crate::paradigm::Paradigm;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// What gives the code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Encoder {
    /// A network with the spectral contrastive loss: the objective of (SSL-JE).
    Spectral,
    /// A network, SimCLR.
    SimClr,
    /// A network, VICReg.
    VicReg,
    /// A network, BYOL.
    Byol,
    /// A network, DINO.
    Dino,
    /// A network that restores the corrupted sample in its own units.
    Denoising,
    /// The same in units of deviations: the target does not show g.
    DenoisingStandardised,
    /// (SSL-JE) in closed form on random features.
    ClosedJe,
    /// (SSL-RC) in closed form on random features.
    ClosedRc,
}

impl Encoder {
    /// Its paradigm.
    pub fn paradigm(self) -> Paradigm {
        match self {
            Self::Denoising | Self::DenoisingStandardised | Self::ClosedRc => Paradigm::Reconstruction,
            Self::Spectral | Self::SimClr | Self::VicReg | Self::Byol | Self::Dino | Self::ClosedJe => {
                Paradigm::JointEmbedding
            }
        }
    }
}

/// One code to be learned and scored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// What gives it.
    pub encoder: Encoder,
    /// g.
    pub noise: f64,
    /// α.
    pub alpha: f64,
    /// The seed.
    pub seed: u64,
}

/// A cell with its scores.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// What gives the code.
    pub encoder: Encoder,
    /// g, the variance of a noise coordinate.
    pub noise: f64,
    /// α.
    pub alpha: f64,
    /// The seed.
    pub seed: u64,
    /// Accuracy of a linear probe on held-out corrupted samples.
    pub accuracy: f64,
    /// Held-out R² of the noise coordinates from the code, their mean.
    pub noise_r2: f64,
    /// α_JE or α_RC of this seed and g in the space of random features.
    pub alpha_threshold: f64,
    /// η_k²(1 + α²), the g from which on α is too little for reconstruction; none for
    /// joint-embedding.
    pub noise_threshold: Option<f64>,
}

/// Learns and scores all cells, in their order; `progress` is told of each that is finished.
///
/// # Errors
/// Those of the problem, the training and the scores.
pub fn run(images: &Images, protocol: &Protocol, cells: &[Cell], progress: &(dyn Fn() + Sync)) -> Result<Vec<Row>> {
    let mut seeds: Vec<u64> = cells.iter().map(|cell| cell.seed).collect();
    seeds.sort_unstable();
    seeds.dedup();
    let of_seed = |&seed: &u64| {
        let problem = Problem::new(images, protocol, seed)?;
        let thresholds = thresholds(&problem, Features::Random)?;
        Ok((seed, problem, thresholds))
    };
    let problems: Vec<(u64, Problem, Thresholds)> = seeds.par_iter().map(of_seed).collect::<Result<_>>()?;
    let row = |cell: &Cell| {
        // Every seed of a cell is among them.
        let at = problems.partition_point(|(seed, ..)| *seed < cell.seed);
        let (_, problem, thresholds) = &problems[at];
        let row = row(&images.name, problem, thresholds, cell);
        progress();
        row
    };
    cells.par_iter().with_max_len(1).map(row).collect()
}

/// The thresholds of a problem: they depend neither on g nor on α.
///
/// # Errors
/// Those of the bridge.
pub fn thresholds(problem: &Problem, features: Features) -> Result<Thresholds> {
    bridge::of(problem, features, 1.0, 0.0)?.thresholds(problem.protocol.k)
}

fn row(dataset: &str, problem: &Problem, thresholds: &Thresholds, cell: &Cell) -> Result<Row> {
    let (k, train, Cell { noise, alpha, .. }) = (problem.protocol.k, problem.protocol.train, *cell);
    let network = |method, units| train::codes(problem, method, units, noise, alpha);
    let (paradigm, original) = (cell.encoder.paradigm(), train::Units::Original);
    let codes = match cell.encoder {
        Encoder::Spectral => network(Method::Spectral, original)?,
        Encoder::SimClr => network(Method::SimClr, original)?,
        Encoder::VicReg => network(Method::VicReg, original)?,
        Encoder::Byol => network(Method::Byol, original)?,
        Encoder::Dino => network(Method::Dino, original)?,
        Encoder::Denoising => network(Method::Denoising, original)?,
        Encoder::DenoisingStandardised => network(Method::Denoising, train::Units::Standardised)?,
        Encoder::ClosedJe | Encoder::ClosedRc => {
            bridge::of(problem, Features::Random, noise, alpha)?.codes(paradigm, k)?
        }
    };
    let knee = thresholds.reconstruction_eigenvalue * (1.0 + alpha * alpha);
    Ok(Row {
        dataset: dataset.into(),
        encoder: cell.encoder,
        noise,
        alpha,
        seed: cell.seed,
        accuracy: score::accuracy(&codes, &problem.classes, train)?,
        noise_r2: score::explained(&codes, &problem.noise, train)?,
        alpha_threshold: thresholds.alpha(paradigm, noise),
        noise_threshold: (paradigm == Paradigm::Reconstruction).then_some(knee),
    })
}
