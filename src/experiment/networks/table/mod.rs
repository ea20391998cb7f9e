//! An analogue of Table 1: six methods on corrupted images, by corruption and severity.
//!
//! Nothing but corrupted images is seen, in training and in the probe. Encoder d-256-128 with a
//! rectified code, head 128-256-64, decoder 128-256-d, batch 128, Adam at 1e-3. The drop of a
//! corruption is that of the paper, (accuracy at severity 1 - accuracy at severity 5) / accuracy at
//! severity 1, in per cent; of a method, the mean over the three corruptions.
//!
//! | views | joint-embedding | MAE | DAE |
//! |---|---|---|---|
//! | own | affine | half of the 2 x 2 blocks masked | noise of deviation 0.38 |
//! | same | affine, then masked | the same | the same |
//!
//! Beside it, with the same networks: supervised learning from SimCLR's views (the paper's section
//! D.2), and SimCLR with the corruption itself appended to its views, at severity 1 or 2 (section
//! D.3).
//!
//! | part | what it is |
//! |---|---|
//! | `train` | one network |
//! | [`contrasts`] | differences of drops and of accuracies, with intervals |
//! | [`text`] | both, and the accuracies, as tables in Markdown |
//!
//! What it can show is whether the contrast of the printed table is one of the paradigms, at this
//! size: with the same views nothing else differs. What it cannot: anything about large networks
//! and natural images.

pub mod contrasts;
pub mod text;
mod train;

use super::corruptions::{Corruption, SEVERITIES, corrupt};
use super::data::{Images, Problem, Protocol};
use super::{Purpose, score, stream};
use crate::error::Result;
use crate::networks::Method;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

/// The methods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Learned {
    /// Masked autoencoder.
    Mae,
    /// Denoising autoencoder.
    Dae,
    /// BYOL.
    Byol,
    /// DINO.
    Dino,
    /// SimCLR.
    Simclr,
    /// VICReg.
    Vicreg,
    /// Supervised learning, for the analogue of section D.2.
    Supervised,
    /// The pixels themselves.
    Raw,
}

impl Learned {
    /// Those of the table.
    pub const TABLE: [Self; 6] = [Self::Mae, Self::Dae, Self::Byol, Self::Dino, Self::Simclr, Self::Vicreg];

    /// How a reader knows it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Mae => "MAE",
            Self::Dae => "DAE",
            Self::Byol => "BYOL",
            Self::Dino => "DINO",
            Self::Simclr => "SimCLR",
            Self::Vicreg => "VICReg",
            Self::Supervised => "supervised",
            Self::Raw => "raw pixels",
        }
    }

    fn method(self) -> Option<Method> {
        match self {
            Self::Mae => Some(Method::Masked),
            Self::Dae => Some(Method::Denoising),
            Self::Byol => Some(Method::Byol),
            Self::Dino => Some(Method::Dino),
            Self::Simclr => Some(Method::SimClr),
            Self::Vicreg => Some(Method::VicReg),
            Self::Supervised => Some(Method::Supervised),
            Self::Raw => None,
        }
    }
}

/// Which views are drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Views {
    /// Each method its own.
    Own,
    /// All methods the same.
    Same,
}

/// One network to train.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// How.
    pub learned: Learned,
    /// From which views.
    pub views: Views,
    /// What was done to the images.
    pub corruption: Corruption,
    /// How much.
    pub severity: u8,
    /// The severity of the same corruption at the end of each view; 0 for none.
    pub injection: u8,
    /// The seed.
    pub seed: u64,
}

/// A cell with its score.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The data.
    pub dataset: String,
    /// How it was learned.
    pub learned: Learned,
    /// From which views.
    pub views: Views,
    /// What was done to the images.
    pub corruption: Corruption,
    /// How much.
    pub severity: u8,
    /// The severity of the same corruption at the end of each view; 0 for none.
    pub injection: u8,
    /// The seed.
    pub seed: u64,
    /// Accuracy of a linear probe on held-out corrupted images.
    pub accuracy: f64,
}

/// The severities of a corruption that is injected into SimCLR's views, none aside.
pub const INJECTIONS: [u8; 2] = [1, 2];

/// All cells of so many seeds, seed after seed: the table, supervised learning and the pixels,
/// injections.
pub fn cells(seeds: u64) -> Vec<Cell> {
    let table = [Views::Own, Views::Same].map(|views| Learned::TABLE.map(|learned| (learned, views, 0)));
    let beside = [Learned::Supervised, Learned::Raw].map(|learned| (learned, Views::Own, 0));
    let injected = INJECTIONS.map(|injection| (Learned::Simclr, Views::Own, injection));
    let kinds = [&table.concat()[..], &beside, &injected].concat();
    let mut cells = vec![];
    for seed in 0..seeds {
        for (corruption, severity) in Corruption::ALL.into_iter().flat_map(|c| SEVERITIES.map(|s| (c, s))) {
            let cell = |&(learned, views, injection)| Cell { learned, views, corruption, severity, injection, seed };
            cells.extend(kinds.iter().map(cell));
        }
    }
    cells
}

/// Trains and scores all cells, in their order; `progress` is told of each that is finished.
///
/// # Errors
/// Those of the problem, the training and the scores.
pub fn run(images: &Images, protocol: &Protocol, cells: &[Cell], progress: &(dyn Fn() + Sync)) -> Result<Vec<Row>> {
    let row = |cell: &Cell| {
        let row = row(images, protocol, cell);
        progress();
        row
    };
    cells.par_iter().with_max_len(1).map(row).collect()
}

fn row(images: &Images, protocol: &Protocol, cell: &Cell) -> Result<Row> {
    let Cell { learned, views, corruption, severity, injection, seed } = *cell;
    let mut rng = stream(seed, Purpose::Corruption);
    let pixels = corrupt(&images.pixels, images.side, corruption, severity, &mut rng);
    let problem = Problem::new(&Images { pixels, ..images.clone() }, protocol, seed)?;
    let codes = match learned.method() {
        Some(method) => train::codes(&problem, method, cell)?,
        None => train::standardised(&problem),
    };
    let accuracy = score::accuracy(&codes, &problem.classes, protocol.train)?;
    Ok(Row { dataset: images.name.clone(), learned, views, corruption, severity, injection, seed, accuracy })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dataset::digits::load_digits;
    use nalgebra::DMatrix;

    #[test]
    fn every_cell_is_there_once() {
        // 12 of the table, 2 beside it, 2 with an injection; 3 corruptions at 3 severities.
        let all = cells(2);
        assert_eq!(all.len(), 2 * 9 * (12 + 2 + 2));
        assert!(all.iter().all(|cell| all.iter().filter(|other| *other == cell).count() == 1));
    }

    #[test]
    fn every_method_trains_and_seeds_decide() {
        let images = Images::digits(&load_digits().unwrap()).unwrap();
        let protocol = Protocol { train: 300, steps: 15, ..Protocol::digits() };
        let all = [&Learned::TABLE[..], &[Learned::Supervised, Learned::Raw]].concat();
        let wanted = |seed| {
            let of = |learned: &Learned| Cell {
                learned: *learned,
                views: Views::Same,
                corruption: Corruption::GaussianNoise,
                severity: 1,
                injection: u8::from(*learned == Learned::Simclr),
                seed,
            };
            all.iter().map(of).collect::<Vec<_>>()
        };
        let rows = run(&images, &protocol, &wanted(0), &|| ()).unwrap();
        // Chance is 1/10; even a network that has hardly learned keeps much of the pixels.
        assert!(rows.iter().all(|row| row.accuracy > 0.5), "{rows:?}");
        assert_eq!(run(&images, &protocol, &wanted(0), &|| ()).unwrap(), rows);
        assert_ne!(run(&images, &protocol, &wanted(1), &|| ()).unwrap(), rows);
    }

    /// A cell is its corruption at its severity, with draws of its seed, in training and in the probe;
    /// the pixels are scored as they are.
    #[test]
    fn a_row_is_of_its_own_cell() {
        let mut images = Images::digits(&load_digits().unwrap()).unwrap();
        images.pixels.truncate(600 * 64);
        images.classes.truncate(600);
        let protocol = Protocol { train: 300, steps: 3, ..Protocol::digits() };
        for (corruption, severity, seed, views) in [
            (Corruption::GaussianNoise, 5, 1, Views::Own),
            (Corruption::Pixelate, 1, 0, Views::Same),
            (Corruption::ZoomBlur, 3, 4, Views::Own),
        ] {
            let mut rng = stream(seed, Purpose::Corruption);
            let pixels = corrupt(&images.pixels, images.side, corruption, severity, &mut rng);
            let problem = Problem::new(&Images { pixels, ..images.clone() }, &protocol, seed).unwrap();
            for (learned, method) in
                [(Learned::Raw, None), (Learned::Mae, Some(Method::Masked)), (Learned::Simclr, Some(Method::SimClr))]
            {
                let cell = Cell { learned, views, corruption, severity, injection: 0, seed };
                let found = run(&images, &protocol, &[cell], &|| ()).unwrap().remove(0);
                let raw = DMatrix::from_row_slice(problem.n(), 64, &problem.pixels);
                let codes = method.map_or(raw, |method| train::codes(&problem, method, &cell).unwrap());
                let accuracy = score::accuracy(&codes, &problem.classes, 300).unwrap();
                // Neither a common mean nor a common unit matters to the probe: one of 300 may be a tie.
                assert!((found.accuracy - accuracy).abs() < 1.5 / 300.0, "{found:?} {accuracy}");
                let shown = (found.learned, found.views, found.corruption, found.severity, found.injection, found.seed);
                assert_eq!(shown, (learned, views, corruption, severity, 0, seed));
                assert_eq!(found.dataset, images.name);
            }
        }
    }

    /// Own and the same views of six methods, two beside them from own views, two injections.
    #[test]
    fn cells_are_those_of_the_protocol() {
        let all = cells(2);
        let count = |of: &dyn Fn(&&Cell) -> bool| all.iter().filter(of).count();
        for learned in Learned::TABLE {
            for views in [Views::Own, Views::Same] {
                assert_eq!(count(&|c| c.learned == learned && c.views == views && c.injection == 0), 18);
            }
        }
        for learned in [Learned::Supervised, Learned::Raw] {
            assert_eq!(count(&|c| c.learned == learned && c.views == Views::Own && c.injection == 0), 18);
        }
        for injection in [1, 2] {
            assert_eq!(
                count(&|c| c.injection == injection && c.learned == Learned::Simclr && c.views == Views::Own),
                18
            );
            assert_eq!(count(&|c| c.injection == injection), 18);
        }
    }
}
