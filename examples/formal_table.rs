//! Prints the table of `proofs/README.md`: statement, formal theorem, hypotheses, claim,
//! certificates, snapshots. `tests/formal.rs` fails when the file differs.

fn main() {
    print!("{}", jerc::claims::formal::table());
}
