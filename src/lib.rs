#![doc = include_str!("../README.md")]

pub mod augment;
pub mod error;
pub mod moments;
pub mod objective;
pub mod pencil;
pub mod scalar;

pub use error::{Error, Result};
