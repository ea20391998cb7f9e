//! Linear algebra, by what it guarantees.
//!
//! | module | guarantee |
//! |---|---|
//! | [`float`] | `f64`, approximate, through faer |
//! | [`angles`] | angles between row spaces, approximate |
//! | [`exact`] | rationals, exact, without `f64` |
//! | [`enclosure`] | guessed by `float`, decided by definiteness over the rationals |
//! | [`interval`] | what an enclosure finds: rational ends |
//! | [`twice`] | products in twice the precision of `f64` |
//! | [`sparse`] | any scalar: products that skip zeros |
//! | [`dyadic`] | integers times powers of two |

pub mod angles;
pub mod dyadic;
pub mod enclosure;
pub mod exact;
pub mod float;
pub mod interval;
pub mod sparse;
pub mod twice;
