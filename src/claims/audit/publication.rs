//! Names and numbers of the print that are no mathematics: captions, references.

use super::{Comparison, Entry, Quote, Severity};
use crate::claims::Run;
use crate::claims::routes::published::TABLE;
use crate::error::Result;
use crate::scalar::ratio;

pub(super) const ENTRIES: [Entry; 3] = [
    Entry {
        id: "figures-of-other-data",
        place: "section 5.1, last sentences",
        claims: &["figures-3-4"],
        quote: Quote::Words("presented in Figures 4 to 7 in Section C"),
        printed: "Said of experiments \"on other datasets\" than the MNIST of Figure 3.",
        severity: Severity::Slip,
        why: "By its caption Figure 4 is MNIST, as Figure 3 is.",
        counterexample: "The captions: 4 MNIST, 5 Fashion-MNIST, 6 Kuzushiji-MNIST, 7 single-cell RNA-seq.",
        corrected: "Figures 5 to 7.",
        fault: "the first figure of MNIST",
        check: figures,
    },
    Entry {
        id: "citation-of-byol",
        place: "section 1.3, item 4",
        claims: &["table-1"],
        quote: Quote::Words("DINO [13] and BYOL [27]"),
        printed: "The reference for BYOL.",
        severity: Severity::Slip,
        why: "[27] is a paper on bird detection. Sections 3.2, 5.2 and D.1 cite BYOL as [26], which it is.",
        counterexample: "The first authors of [26] and [27] share a name.",
        corrected: "[26].",
        fault: "the title of [27] for that of [26]",
        check: citation,
    },
    Entry {
        id: "table-1",
        place: "caption of Table 1",
        claims: &["table-1"],
        quote: Quote::Words("Linear probing top1 accuracy scores of MAE, DINO, and SimCLR"),
        printed: "On ImageNet, says the caption; section 5.2 says ImageNet-100. The rows are BYOL, DINO and MAE.",
        severity: Severity::Slip,
        why: "The caption and the rows name different methods, caption and text different data sets. The numbers are consistent: see the claim `table-1`.",
        counterexample: "Three rows, none of them SimCLR.",
        corrected: "BYOL for SimCLR, as in section 5.2; one name for the data set.",
        fault: "BYOL for SimCLR, and back",
        check: table_1,
    },
];

/// References of the print: number, first words of the title.
const REFERENCES: [(i64, &str); 2] =
    [(26, "Bootstrap your own latent"), (27, "Two convolutional neural networks for bird detection")];

fn citation() -> Result<Vec<Comparison>> {
    // BYOL: bootstrap your own latent.
    let number = |run: Run| {
        let title = run.pick("Bootstrap your own latent", "Two convolutional");
        Ok(REFERENCES.iter().find(|(_, of)| of.starts_with(title)).map_or(ratio(0, 1), |(n, _)| ratio(*n, 1)))
    };
    [Comparison::differs("number of BYOL in the list of references", ratio(27, 1), number, ratio(26, 1))]
        .into_iter()
        .collect()
}

/// The data of Figures 3 to 7, by their captions.
const CAPTIONS: [(i64, &str); 5] =
    [(3, "MNIST"), (4, "MNIST"), (5, "Fashion-MNIST"), (6, "Kuzushiji-MNIST"), (7, "single-cell RNA seq")];

fn figures() -> Result<Vec<Comparison>> {
    let first = |run: Run| {
        let is_other = |data: &str| (data != "MNIST") == run.pick(true, false);
        Ok(CAPTIONS.iter().find(|(_, data)| is_other(data)).map_or(ratio(0, 1), |(figure, _)| ratio(*figure, 1)))
    };
    [Comparison::differs("first figure of other data", ratio(4, 1), first, ratio(5, 1))].into_iter().collect()
}

fn table_1() -> Result<Vec<Comparison>> {
    let has = |method: &str| TABLE.iter().all(|(_, rows)| rows.iter().any(|row| row.0 == method));
    let (simclr, byol) =
        (|run: Run| Ok(has(run.pick("SimCLR", "BYOL"))), |run: Run| Ok(has(run.pick("BYOL", "SimCLR"))));
    [
        Comparison::differs("has Table 1 a row SimCLR?", true, simclr, false),
        Comparison::control("has it a row BYOL?", byol, true),
    ]
    .into_iter()
    .collect()
}
