//! What of the paper is covered: a row for every numbered item, so that nothing is left out
//! silently.
//!
//! `docs/COVERAGE.md` holds the [`table`]; `tests/formal.rs` compares them, and checks that every
//! equation, figure, claim and theorem has its row.

use std::fmt::Write;

/// How much of an item is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Covered {
    /// All that it says, or its corrected form.
    Yes,
    /// A part; which, and what is missing.
    Partly(&'static str),
    /// Nothing; why.
    No(&'static str),
}

/// An item of the paper and what stands for it here.
#[derive(Debug, Clone, Copy)]
pub struct Item {
    /// Its name in the paper.
    pub name: &'static str,
    /// The equations that belong to it, first and last of each range.
    pub equations: &'static [(u32, u32)],
    /// How much of it is checked.
    pub covered: Covered,
    /// The claims of `jerc verify`.
    pub claims: &'static [&'static str],
    /// The formal theorems.
    pub theorems: &'static [&'static str],
}

const SOLUTIONS: &str =
    "all but one thing: that without the gap every solution has the form, for some decomposition, is not proved";

const RC_SOLUTIONS: &str = "all but one thing: that at a tie φ_k = φ_(k+1) > 0 every solution has the form, for some decomposition, is not proved; with φ_k = 0 it is false (ledger)";

const LIMIT: &str = "as α → ∞, all. As n → ∞, almost surely on both sides of the threshold, in the window form (docs/CLAIMS.md), for every law of the noise with fourth moments; of the signal it is a hypothesis that c converges with Q fixed. At α² equal to the threshold, where the print says that nothing converges, that is proved for population moments; of n → ∞ it is not, and an instance shows that converging moments do not decide it";

/// Every numbered item, in the order of the paper; a proof stands with its statement.
pub const ITEMS: &[Item] = &[
    Item {
        name: "abstract, section 1.3",
        equations: &[],
        covered: Covered::Partly("they sum up what the rows below have; two remarks are in the ledger"),
        claims: &["audit"],
        theorems: &[],
    },
    Item {
        name: "(SL), (Cov), Lemma B.1 and its proof",
        equations: &[(1, 1), (86, 92)],
        covered: Covered::Yes,
        claims: &["lemma-b1"],
        theorems: &["lemma_b1", "lemma_b1_any_law"],
    },
    Item {
        name: "section 3: nonlinear models by feature maps, wide networks",
        equations: &[],
        covered: Covered::Partly(
            "the theorems hold for any features as they are given. On one kind, random ReLU features of the digits, reconstruction restores the input, the optima are in closed form and certified; trained networks are measured there. All encoders on finite laws and on Gaussian views are solved exactly; small tanh networks reach those optima. Wide networks in a limit are not",
        ),
        claims: &["networks", "feature-maps", "law-free-alignment", "harmonic-rule", "reconstruction-any-encoder"],
        theorems: &[],
    },
    Item {
        name: "(SSL-RC), Theorem 3.1",
        equations: &[(2, 3)],
        covered: Covered::Partly(RC_SOLUTIONS),
        claims: &["theorem-3-1"],
        theorems: &[
            "theorem_3_1_decomposition",
            "theorem_3_1",
            "theorem_3_1_all_solutions",
            "theorem_3_1_any_law",
            "theorem_3_1_all_solutions_any_law",
            "reconstruction_solvable",
            "reconstruction_pencil",
        ],
    },
    Item {
        name: "proof of Theorem 3.1, A.1",
        equations: &[(13, 24)],
        covered: Covered::Yes,
        claims: &["derivations", "audit"],
        theorems: &["equation_18_missing_factor_corrected"],
    },
    Item {
        name: "(SSL-JE), Theorem 3.2",
        equations: &[(4, 5)],
        covered: Covered::Partly(SOLUTIONS),
        claims: &["theorem-3-2"],
        theorems: &[
            "joint_embedding_objective",
            "theorem_3_2_decomposition",
            "theorem_3_2",
            "theorem_3_2_all_solutions",
            "theorem_3_2_any_law",
            "theorem_3_2_all_solutions_any_law",
            "joint_embedding_solvable",
            "joint_embedding_pencil",
        ],
    },
    Item {
        name: "proof of Theorem 3.2, A.2",
        equations: &[(25, 43)],
        covered: Covered::Yes,
        claims: &["derivations", "audit"],
        theorems: &[
            "equation_26_holds",
            "equations_27_29_hold",
            "equations_35_36_multiplier_corrected",
            "equation_42_rows_corrected",
        ],
    },
    Item {
        name: "section 3.2: other joint-embedding methods under this repulsive term",
        equations: &[],
        covered: Covered::No("cited there from another paper; it is no statement of this one"),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "section 4.1: data, noise, T(α)",
        equations: &[(6, 7)],
        covered: Covered::Partly(
            "the first two moments, on which all solutions depend, exactly, and Gaussian draws; the formal part has the Gaussian law by its moments up to order four, which is all that its theorems use",
        ),
        claims: &["remark-4-1", "proposition-4-3", "proposition-4-4"],
        theorems: &["aligned_covariance", "population_satisfiable", "gaussian_noise"],
    },
    Item {
        name: "Remark 4.1",
        equations: &[],
        covered: Covered::Partly(
            "the losses and the constraint, under the two assumptions that it needs; Propositions 4.2 to 4.4 for a general τ as theorems on population moments",
        ),
        claims: &["remark-4-1"],
        theorems: &["remark_4_1", "remark_4_1_corrected", "remark_4_1_any_law", "proposition_4_4_any_law"],
    },
    Item {
        name: "Proposition 4.2 and its proof, A.3",
        equations: &[(8, 8), (44, 53)],
        covered: Covered::Partly(
            "as α → ∞, all. As n → ∞, almost surely in the window form (docs/CLAIMS.md), for every law of the noise with fourth moments; that the moments of signal and labels converge, and |Y|² ≤ B n, is a hypothesis",
        ),
        claims: &["proposition-4-2", "rates"],
        theorems: &[
            "supervised_optimum",
            "proposition_4_2_exact",
            "proposition_4_2_alpha_limit",
            "proposition_4_2_n_limit",
            "proposition_4_2_almost_surely",
        ],
    },
    Item {
        name: "Proposition 4.3 and its proof, A.4",
        equations: &[(9, 10), (54, 58), (60, 64)],
        covered: Covered::Partly(LIMIT),
        claims: &["proposition-4-3", "rates", "deviations"],
        theorems: &[
            "proposition_4_3",
            "proposition_4_3_clean",
            "proposition_4_3_alpha_limit",
            "proposition_4_3_n_limit",
            "proposition_4_3_almost_surely",
            "proposition_4_3_leak_almost_surely",
            "proposition_4_3_n_leak",
            "proposition_4_3_at_threshold",
            "at_threshold_undecided",
        ],
    },
    Item {
        name: "the limit (59)",
        equations: &[(59, 59)],
        covered: Covered::Yes,
        claims: &["proposition-4-3"],
        theorems: &["equation_59", "equation_59_rate"],
    },
    Item {
        name: "Proposition 4.4 and its proof, A.5",
        equations: &[(11, 12), (65, 73), (75, 79)],
        covered: Covered::Partly(LIMIT),
        claims: &["proposition-4-4", "rates", "deviations", "finite-samples"],
        theorems: &[
            "proposition_4_4",
            "proposition_4_4_clean",
            "proposition_4_4_alpha_limit",
            "proposition_4_4_n_limit",
            "proposition_4_4_almost_surely",
            "proposition_4_4_leak_almost_surely",
            "proposition_4_4_alpha_rotation",
            "proposition_4_4_n_rotation",
            "equation_67_block_corrected",
            "equation_68_max_corrected",
            "proposition_4_4_n_leak",
            "proposition_4_4_at_threshold",
            "at_threshold_undecided",
        ],
    },
    Item {
        name: "the limit (74)",
        equations: &[(74, 74)],
        covered: Covered::Yes,
        claims: &["proposition-4-4"],
        theorems: &["equation_74", "equation_74_rate"],
    },
    Item {
        name: "Corollary 4.5 and its proof, A.6",
        equations: &[(80, 85)],
        covered: Covered::Yes,
        claims: &["corollary-4-5", "straddle-rule"],
        theorems: &[
            "corollary_4_5_weak",
            "corollary_4_5_strong",
            "corollary_4_5_weak_clipped",
            "corollary_4_5_strong_clipped",
        ],
    },
    Item {
        name: "sections 4.4, 5.1 and C: joint-embedding is robust as the noise grows",
        equations: &[],
        covered: Covered::Partly("at population moments; the figures of sections 5.1 and C are a row of their own"),
        claims: &["robust-as-noise-grows"],
        theorems: &[
            "je_threshold_bounded",
            "rc_threshold_unbounded",
            "joint_embedding_robust",
            "reconstruction_not_robust",
        ],
    },
    Item {
        name: "guidelines of sections 4.4 and 6",
        equations: &[],
        covered: Covered::Partly(
            "what they say of the thresholds; not that real data have strong irrelevant features, nor that good augmentations can be found by cross-validation",
        ),
        claims: &["practical-takeaway", "corollary-4-5", "straddle-rule", "robust-as-noise-grows"],
        theorems: &["straddle_rule"],
    },
    Item {
        name: "section 6: finite samples as future work",
        equations: &[],
        covered: Covered::Partly(
            "the paper has no statement on it. Ours are the claims beside: limits in which n and d grow together, cited and measured, not proved",
        ),
        claims: &["finite-n-thresholds", "finite-n-ordering", "finite-n-views", "finite-n-many-signals"],
        theorems: &[],
    },
    Item {
        name: "Figure 1",
        equations: &[],
        covered: Covered::No("a drawing of the two problems; nothing to check"),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "Figure 2",
        equations: &[],
        covered: Covered::No("t-SNE of deep features of CIFAR-10: needs the networks"),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "Figures 3 and 4, section 5.1, Appendix C",
        equations: &[(93, 93)],
        covered: Covered::Partly(
            "what each panel shows, by default on the digits at their own scale; the paper's own protocol on MNIST is one command away (`jerc verify --dataset mnist --data-dir DIR`). Seeds and grids of α and n are ours, since the text gives none",
        ),
        claims: &["figures-3-4"],
        theorems: &[],
    },
    Item {
        name: "Figures 5, 6 and 7",
        equations: &[],
        covered: Covered::No(
            "the data are not here. `jerc figures --dataset fashion|kuzushiji` and `--data counts.npy` draw them from the user's files",
        ),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "section 5.2, Table 1",
        equations: &[],
        covered: Covered::Partly(
            "the arithmetic of the printed numbers. The networks of the paper are not trained. Small ones on digits are: `networks` shows that the units of the target decide under appended noise, in both directions. An analogue of the table has the paper's three corruptions, three of its severities, BYOL, DINO, MAE and three more methods, with own and with the same views, 5 seeds, intervals and a correction (docs/NETWORKS.md, `jerc figures table-1-analogue`). It is a result and no claim: at 8 x 8 pixels it says nothing of ImageNet",
        ),
        claims: &["table-1", "networks"],
        theorems: &[],
    },
    Item {
        name: "section D.1: setup of the deep experiments",
        equations: &[],
        covered: Covered::No(
            "no network of that size is trained; the small ones of `networks` have a protocol of their own",
        ),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "section D.2, Figure 8",
        equations: &[],
        covered: Covered::Partly(
            "no network of that size is trained, and no claim speaks of it. Supervised learning beside SimCLR from the same views is measured on corrupted digits, by the drop from severity 1 to 5 (docs/NETWORKS.md); fog, frost and the other corruptions of the figure are not",
        ),
        claims: &[],
        theorems: &[],
    },
    Item {
        name: "section D.3, Figures 9 and 10",
        equations: &[],
        covered: Covered::Partly(
            "that the percentages of the text are whole counts. No network of that size is trained; into SimCLR's views of corrupted digits the corruption is injected at severities 1 and 2, with three corruptions at severities 1, 3 and 5 (docs/NETWORKS.md). BYOL, VICReg, the other corruptions and the clean test set of Figure 10 are not measured, and the values in the figures were not read",
        ),
        claims: &["section-d3"],
        theorems: &[],
    },
];

/// The equations of an item, as they are printed: `(2)-(3), (7)`.
fn equations(item: &Item) -> String {
    let range = |&(first, last): &(u32, u32)| match first == last {
        true => format!("({first})"),
        false => format!("({first})-({last})"),
    };
    item.equations.iter().map(range).collect::<Vec<_>>().join(", ")
}

/// The table of `docs/COVERAGE.md`: item, equations, how much, claims, theorems.
pub fn table() -> String {
    let mut table = String::from(
        "| of the paper | equations | covered | claims (`jerc verify --only`) | formal theorems |\n|---|---|---|---|---|\n",
    );
    let names = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    for item in ITEMS {
        let covered = match item.covered {
            Covered::Yes => "yes".to_string(),
            Covered::Partly(which) => format!("partly: {which}"),
            Covered::No(why) => format!("no: {why}"),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            table,
            "| {} | {} | {} | {} | {} |",
            item.name,
            equations(item),
            covered.replace('|', "\\|"),
            names(item.claims),
            names(item.theorems)
        );
    }
    table
}
