//! Prints the table of `docs/COVERAGE.md`. `tests/formal.rs` fails when the file differs.

fn main() {
    print!("{}", jerc::claims::coverage::table());
}
