//! `jerc man`: the help as a page for `man`.

use super::{Outcome, front};
use crate::error::{Error, Result};
use clap::builder::PossibleValuesParser;
use clap_mangen::Man;
use std::io::{self, Write};

#[derive(Debug, clap::Args)]
#[command(before_long_help = "\
Examples:
  jerc man > jerc.1                     # then `man ./jerc.1`
  jerc man solve > jerc-solve.1")]
pub(super) struct Arguments {
    /// The page of this command; without one, that of the program
    #[arg(value_name = "COMMAND", value_parser = PossibleValuesParser::new(front::names()), hide_possible_values = true)]
    command: Option<String>,
}

pub(super) fn run(arguments: &Arguments) -> Result<Outcome> {
    let mut program = front::command().disable_help_subcommand(true);
    program.build();
    // clap has asked for one that exists.
    let named = arguments.command.as_ref().and_then(|name| program.find_subcommand(name)).cloned();
    let mut page = vec![];
    write(named.unwrap_or(program), &mut page).map_err(|error| Error::io("standard output", error))?;
    Ok(Outcome::done(String::from_utf8_lossy(&page).into_owned()))
}

/// The order of the help: examples, options, then the rest.
fn write(command: clap::Command, page: &mut Vec<u8>) -> io::Result<()> {
    let examples = command.get_before_long_help().map(ToString::to_string);
    let notes = command.get_after_long_help().or_else(|| command.get_after_help()).map(ToString::to_string);
    let commands = command.has_subcommands();
    let man = Man::new(command).source(concat!("jerc ", env!("CARGO_PKG_VERSION")));
    man.render_title(page)?;
    man.render_name_section(page)?;
    man.render_synopsis_section(page)?;
    man.render_description_section(page)?;
    if let Some(examples) = examples {
        let lines: Vec<String> = examples.lines().skip(1).map(escaped).collect();
        write!(page, ".SH EXAMPLES\n.nf\n{}\n.fi\n", lines.join("\n"))?;
    }
    if commands {
        man.render_subcommands_section(page)?;
    }
    man.render_options_section(page)?;
    if let Some(notes) = notes {
        let lines: Vec<String> = notes.lines().map(escaped).collect();
        write!(page, ".SH NOTES\n{}\n", lines.join("\n.br\n"))?;
    }
    Ok(())
}

/// A line as roff: it reads backslashes, and dots and quotes at the beginning.
fn escaped(line: &str) -> String {
    format!("\\&{}", line.replace('\\', "\\e").replace('-', "\\-"))
}
