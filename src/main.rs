//! The `jerc` program.
fn main() {}
