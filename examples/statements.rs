//! Prints `src/claims/statements.html`. `tests/claims.rs` fails when the file differs.

fn main() {
    print!("{}", jerc::claims::statements());
}
