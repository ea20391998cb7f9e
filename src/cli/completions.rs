//! `jerc completions`: the script by which a shell completes commands and options.

use super::{Outcome, front};
use clap_complete::Shell;

#[derive(Debug, clap::Args)]
#[command(before_long_help = "\
Example:
  jerc completions bash > jerc.bash     # then `source jerc.bash`")]
pub(super) struct Arguments {
    /// The shell
    #[arg(value_enum)]
    shell: Shell,
}

pub(super) fn run(arguments: &Arguments) -> Outcome {
    let mut script = vec![];
    clap_complete::generate(arguments.shell, &mut front::command(), "jerc", &mut script);
    Outcome::done(String::from_utf8_lossy(&script).into_owned())
}
