//! How claims are checked: one module for each route.

pub(in crate::claims) mod certificates;
pub(in crate::claims) mod instances;
pub(in crate::claims) mod minimisers;
pub(in crate::claims) mod rates;
pub mod rational;
