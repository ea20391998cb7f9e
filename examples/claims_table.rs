//! Prints the README's table of claims. `tests/claims.rs` fails when the file differs.

fn main() {
    print!("{}", jerc::claims::table());
}
