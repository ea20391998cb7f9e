//! The files of a figure: table, drawing, picture. The drawing is made from the text of the table, which is what a reader can check.

use super::plot;
use crate::error::Result;
use crate::experiment::sweep::{Plan, Row};
use crate::experiment::{read_csv, to_csv};
use std::path::Path;

/// The figures of the sweep: name and title.
pub const SWEEPS: [(&str, &str); 2] = [
    ("fig3", "Weak and strong noise: what training on corrupted data costs (paper, Figure 3)"),
    ("fig4", "Four noise levels: what training on corrupted data costs (paper, Figure 4)"),
];

/// What figures are about.
#[derive(Debug, Clone)]
pub struct Subject {
    /// A sentence for the caption.
    pub setting: String,
    /// The command that makes them again, without the name of the figure: `--dataset digits --seeds 5`.
    pub options: String,
    /// SHA-256 of the data, hexadecimal.
    pub digest: String,
}

impl Subject {
    /// The subject of a sweep.
    pub fn of_sweep(plan: &Plan, data: &crate::dataset::Dataset, components: usize, options: String) -> Self {
        let m = plan.noise_dimensions;
        let setting = format!(
            "{}: n up to {}, PCA to k = {components} components and {m} appended noise dimensions (d = {}), theta ~ U[0, {}], gamma ~ U[0, noise], {} seeds (ChaCha8 keyed by seed, noise and n; our draws of the protocol of paper section C).",
            data.name(),
            data.n(),
            components + m,
            plan.theta_max,
            plan.seeds
        );
        Self { setting, options, digest: data.digest() }
    }
}

/// Everything that is written about one figure.
#[derive(Debug, Clone)]
pub struct FigureFiles {
    /// The name of its files.
    pub name: String,
    /// Its title.
    pub title: String,
    /// The command that makes it again.
    pub command: String,
    /// SHA-256 of the data, hexadecimal.
    pub digest: String,
    /// The table.
    pub csv: String,
    /// The drawing.
    pub svg: String,
    /// The picture, with the feature `png`.
    pub png: Option<Vec<u8>>,
}

impl FigureFiles {
    /// One of [`SWEEPS`]: `fig3` shows the weakest and the strongest noise of the table, `fig4` all of them.
    ///
    /// # Errors
    /// Those of the drawing and the picture.
    pub fn sweep((name, title): (&str, &str), rows: &[Row], subject: &Subject) -> Result<Self> {
        let noises = || rows.iter().map(|row| row.noise_max);
        let ends = [noises().fold(f64::INFINITY, f64::min), noises().fold(0.0, f64::max)];
        let shown: Vec<&Row> = rows.iter().filter(|row| name != "fig3" || ends.contains(&row.noise_max)).collect();
        let csv = to_csv(&shown);
        let rows: Vec<Row> = read_csv(Path::new(&format!("{name}.csv")), &csv)?;
        let svg = plot::svg(&plot::sweep::figure(title, &subject.setting, &rows))?;
        #[cfg(feature = "png")]
        let png = Some(super::png::render(&svg)?);
        #[cfg(not(feature = "png"))]
        let png = None;
        let command = format!("jerc figures {name} {}", subject.options);
        Ok(Self { name: name.into(), title: title.into(), command, digest: subject.digest.clone(), csv, svg, png })
    }

    /// Names and contents.
    pub(super) fn files(&self) -> Vec<(String, &[u8])> {
        let texts = [("csv", self.csv.as_bytes()), ("svg", self.svg.as_bytes())];
        let pictures = self.png.iter().map(|png| ("png", png.as_slice()));
        texts
            .into_iter()
            .chain(pictures)
            .map(|(ending, content)| (format!("{}.{ending}", self.name), content))
            .collect()
    }
}
