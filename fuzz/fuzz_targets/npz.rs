//! `x.npz` of any bytes.
#![no_main]

mod door;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| door::read("x.npz", bytes));
