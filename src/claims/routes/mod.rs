//! How claims are checked: one file for each route, and the instances and data that they share.
//!
//! | file | route | sees |
//! |---|---|---|
//! | `exact` | exact rationals | moments, inertia; no `f64` solver |
//! | `closed_form` | the closed forms in `f64` | moments, against rational instances |
//! | `agreement` | L-BFGS and gradient descents | the runs: losses and gradients; the comparison: the closed forms |
//! | `minimiser` | L-BFGS | the runs: losses and gradients; the comparison: a predicted row space |
//! | `drawn` | drawn views | the definitions of the losses |
//! | `certificate` | certificates | the pencil in exact integers |
//! | `decay` | decay rates of distances | the closed forms |
//! | `blocks`, `images`, `populations`, `dense_populations`, `published` | what several claims run on | - |

pub mod agreement;
pub(in crate::claims) mod blocks;
pub(in crate::claims) mod certificate;
pub(in crate::claims) mod closed_form;
pub mod decay;
pub(in crate::claims) mod dense_populations;
pub(in crate::claims) mod drawn;
pub mod exact;
pub(in crate::claims) mod images;
pub(in crate::claims) mod minimiser;
pub(in crate::claims) mod populations;
pub(in crate::claims) mod published;
