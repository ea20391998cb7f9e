//! Networks and closed forms over noise, alignment and seeds.

use super::bridge::{self, Features, Thresholds};
use super::data::{Images, Problem, Protocol};
use super::score;
use super::train::{self, Network};
use crate::error::Result;
use crate::networks::Method;
use crate::paradigm::Paradigm;
use nalgebra::DMatrix;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// How many cells of a seed are learned together: they share what is drawn.
const TOGETHER: usize = 6;

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
    // Together: networks of one seed.
    let groups: Vec<Vec<usize>> = seeds
        .iter()
        .flat_map(|seed| {
            let of_seed: Vec<usize> = (0..cells.len()).filter(|&at| cells[at].seed == *seed).collect();
            of_seed.chunks(TOGETHER).map(<[usize]>::to_vec).collect::<Vec<_>>()
        })
        .collect();
    let rows_of = |group: &Vec<usize>| -> Result<Vec<(usize, Row)>> {
        // Every seed of a cell is among them.
        let at = problems.partition_point(|(seed, ..)| *seed < cells[group[0]].seed);
        let (_, problem, thresholds) = &problems[at];
        let codes = codes(problem, group.iter().map(|&at| &cells[at]))?;
        let row = |(&at, codes): (&usize, DMatrix<f64>)| {
            let row = row(&images.name, problem, thresholds, &cells[at], &codes)?;
            progress();
            Ok((at, row))
        };
        group.iter().zip(codes).map(row).collect()
    };
    let mut rows = groups.par_iter().with_max_len(1).map(rows_of).collect::<Result<Vec<_>>>()?.concat();
    rows.sort_by_key(|(at, _)| *at);
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// The codes of cells of one seed.
fn codes<'a>(problem: &Problem, cells: impl Iterator<Item = &'a Cell> + Clone) -> Result<Vec<DMatrix<f64>>> {
    let networks: Vec<Network> = cells.clone().filter_map(network).collect();
    let mut trained = train::codes(problem, &networks)?.into_iter();
    let of = |cell: &Cell| match network(cell).and_then(|_| trained.next()) {
        Some(codes) => Ok(codes),
        None => bridge::of(problem, Features::Random, cell.noise, cell.alpha)?
            .codes(cell.encoder.paradigm(), problem.protocol.k),
    };
    cells.map(of).collect()
}

/// What is to be trained for a cell; none for a closed form.
fn network(cell: &Cell) -> Option<Network> {
    let Cell { encoder, noise, alpha, .. } = *cell;
    let (method, units) = match encoder {
        Encoder::Spectral => (Method::Spectral, train::Units::Original),
        Encoder::SimClr => (Method::SimClr, train::Units::Original),
        Encoder::VicReg => (Method::VicReg, train::Units::Original),
        Encoder::Byol => (Method::Byol, train::Units::Original),
        Encoder::Dino => (Method::Dino, train::Units::Original),
        Encoder::Denoising => (Method::Denoising, train::Units::Original),
        Encoder::DenoisingStandardised => (Method::Denoising, train::Units::Standardised),
        Encoder::ClosedJe | Encoder::ClosedRc => return None,
    };
    Some(Network { method, units, noise, alpha })
}

/// The thresholds of a problem: they depend neither on g nor on α.
///
/// # Errors
/// Those of the bridge.
pub fn thresholds(problem: &Problem, features: Features) -> Result<Thresholds> {
    bridge::of(problem, features, 1.0, 0.0)?.thresholds(problem.protocol.k)
}

fn row(dataset: &str, problem: &Problem, thresholds: &Thresholds, cell: &Cell, codes: &DMatrix<f64>) -> Result<Row> {
    let (train, Cell { noise, alpha, .. }) = (problem.protocol.train, *cell);
    let paradigm = cell.encoder.paradigm();
    let knee = thresholds.reconstruction_eigenvalue * (1.0 + alpha * alpha);
    Ok(Row {
        dataset: dataset.into(),
        encoder: cell.encoder,
        noise,
        alpha,
        seed: cell.seed,
        accuracy: score::accuracy(codes, &problem.classes, train)?,
        noise_r2: score::explained(codes, &problem.noise, train)?,
        alpha_threshold: thresholds.alpha(paradigm, noise),
        noise_threshold: (paradigm == Paradigm::Reconstruction).then_some(knee),
    })
}
