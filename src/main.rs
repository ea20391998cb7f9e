//! The `jerc` program; everything is in the library.

fn main() -> std::process::ExitCode {
    jerc::cli::main()
}
