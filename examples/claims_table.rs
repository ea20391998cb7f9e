//! Prints the table of `docs/CLAIMS.md`. `tests/claims.rs` fails when the file differs.

fn main() {
    print!("{}", jerc::claims::table());
}
