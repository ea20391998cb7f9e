#![doc = include_str!("../README.md")]

pub mod advise;
pub mod augment;
pub mod certificate;
pub mod claims;
pub mod cli;
pub mod dataset;
pub mod drawn_views;
pub mod error;
pub mod experiment;
pub mod linalg;
pub mod minimize;
pub mod model;
pub mod moments;
pub mod networks;
pub mod notation;
pub mod output;
pub mod paradigm;
pub mod problem;
pub mod report;
pub mod scalar;
pub mod solve;
pub mod threshold;

pub use error::{Error, Result};
pub use paradigm::Paradigm;
