#![doc = include_str!("../README.md")]

pub mod augment;
pub mod blocks;
pub mod certificate;
pub mod claims;
pub mod cli;
pub mod dataset;
pub mod enclosure;
pub mod error;
pub mod exact;
pub mod experiment;
pub mod minimize;
pub mod moments;
pub mod objective;
pub mod pencil;
pub mod recovery;
pub mod refined;
pub mod report;
pub mod sampled;
pub mod scalar;
pub mod supervised;
pub mod threshold;

pub use error::{Error, Result};
