//! The numbered statements of the paper.

pub(in crate::claims) mod corollary_4_5;
pub(in crate::claims) mod figures_3_4;
pub(in crate::claims) mod lemma_b1;
pub(in crate::claims) mod proposition_4_2;
pub(in crate::claims) mod propositions_4_3_4_4;
pub(in crate::claims) mod remark_4_1;
pub(in crate::claims) mod table_1;
pub(in crate::claims) mod theorem_3_1;
pub(in crate::claims) mod theorem_3_2;
