//! Statements beyond the paper.

pub(in crate::claims) mod composition;
pub(in crate::claims) mod groups;
pub(in crate::claims) mod leakage;
pub(in crate::claims) mod masking;
pub(in crate::claims) mod non_commuting;
pub(in crate::claims) mod not_covered;
pub(in crate::claims) mod rate_constants;
pub(in crate::claims) mod speckle;
pub(in crate::claims) mod straddle_rule;
pub(in crate::claims) mod thinning;
