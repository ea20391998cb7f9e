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
//! | `decay`, `beside` | decay rates of distances | the closed forms |
//! | `noise_components` | exact rationals; the closed forms' S^-1/2 in `f64` | (59) and (74) |
//! | `blocks`, `images`, `populations`, `dense_populations`, `published` | what several claims run on | - |
//! | `gaussian` | polynomial encoders on Gaussian views, exactly | moments of monomials, inertia |
//! | `one_hot` | all encoders on a finite law, exactly | one-hot moments, inertia |
//! | `finite_laws`, `moment_draws` | finite laws of views; moments of very many samples | - |
//! | `trained` | tanh networks, random ReLU features on Gaussian views | fresh views; judged by quadrature |
//! | `high_dimension` | closed forms of drawn samples | one signal among many noise dimensions |

pub mod agreement;
mod beside;
pub(in crate::claims) mod blocks;
pub(in crate::claims) mod certificate;
pub(in crate::claims) mod closed_form;
pub mod decay;
pub(in crate::claims) mod dense_populations;
pub(in crate::claims) mod drawn;
pub mod exact;
pub(in crate::claims) mod finite_laws;
pub(in crate::claims) mod gaussian;
pub(in crate::claims) mod high_dimension;
pub(in crate::claims) mod images;
pub(in crate::claims) mod minimiser;
pub(in crate::claims) mod moment_draws;
pub(in crate::claims) mod noise_components;
pub(in crate::claims) mod one_hot;
pub(in crate::claims) mod populations;
pub(in crate::claims) mod published;
pub(in crate::claims) mod trained;
