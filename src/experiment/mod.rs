//! Experiments: sweeps that produce plain tables. Nothing is drawn here; figures are drawn from the
//! exported tables alone (`report/`).

pub mod explain;
pub mod overlap;
pub mod sweep;
mod table;

pub use table::{read_csv, to_csv};
