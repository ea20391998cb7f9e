//! The front door: `jerc --help` on one screen, with the commands in groups, and the help of each
//! command with an example first.
//!
//! The words are those of the commands themselves. Here is only their order.

use super::Cli;
use clap::{Command, CommandFactory};

/// Every command in one group. clap has no headings for commands.
const GROUPS: [(&str, &[&str]); 4] = [
    ("Verify", &["verify", "figures", "audit"]),
    ("Your data", &["recommend", "thresholds", "solve", "moments", "families", "example"]),
    ("Certificates", &["certify", "check", "rocq"]),
    ("Shell", &["completions", "man"]),
];

/// What a person reads after the main job, below the line that names the page.
const NEXT_STEPS: &str = "\
Then: jerc example DIR    small inputs, and every command on them
      jerc --help         all commands
";

/// The names of the commands.
pub(super) fn names() -> impl Iterator<Item = &'static str> {
    GROUPS.into_iter().flat_map(|(_, names)| names.iter().copied())
}

/// The program's arguments with its help.
pub(super) fn command() -> Command {
    let command = names().fold(Cli::command(), |command, name| command.mut_subcommand(name, example_first));
    let list = list(&command);
    command.help_template(format!(
        "{{about}}\n{{usage-heading}} {{usage}}; `jerc COMMAND --help` says the rest; -V, --version\n\n{list}{{after-help}}"
    ))
}

/// The groups, one line a command.
fn list(command: &Command) -> String {
    let width = names().map(str::len).max().unwrap_or_default();
    let line = |name: &str| {
        let about = command.find_subcommand(name).and_then(Command::get_about).map(ToString::to_string);
        format!("\n  {name:<width$}  {}", about.unwrap_or_default())
    };
    let group =
        |(title, names): (&str, &[&str])| format!("{title}:") + &names.iter().copied().map(line).collect::<String>();
    GROUPS.map(group).join("\n")
}

/// All examples of `before_long_help` stand before the options in `--help`, the first one in `-h`.
fn example_first(command: Command) -> Command {
    let first = command.get_before_long_help().map(|examples| first_example(&examples.to_string()));
    let command = match first {
        Some(first) => command.before_help(first),
        None => command,
    };
    command.help_template("{about-with-newline}\n{before-help}{usage-heading} {usage}\n\n{all-args}{after-help}")
}

fn first_example(examples: &str) -> String {
    let mut first = String::from("Example:");
    for line in examples.lines().skip(1) {
        first += &format!("\n{line}");
        if !line.ends_with('\\') {
            break;
        }
    }
    first
}

/// The rest of the three next steps, if a person is there to read them.
pub(super) fn next_steps(terminal: bool) -> &'static str {
    if terminal { NEXT_STEPS } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_stands_in_one_group() {
        let program = Cli::command();
        let mut commands: Vec<&str> = program.get_subcommands().map(Command::get_name).collect();
        let mut grouped: Vec<&str> = names().collect();
        commands.sort_unstable();
        grouped.sort_unstable();
        assert_eq!(grouped, commands);
    }

    #[test]
    fn the_help_is_one_screen() {
        let help = command().render_long_help().to_string();
        assert!(help.lines().count() <= 24, "{} lines:\n{help}", help.lines().count());
        for line in help.lines() {
            assert!(line.chars().count() <= 100, "{line}");
        }
        for (title, names) in GROUPS {
            assert!(help.contains(&format!("\n{title}:\n  {}", names[0])), "{help}");
        }
    }

    /// Lines of the texts before and after the options, as they are written: none is wrapped.
    #[test]
    fn hand_written_lines_fit() {
        let program = command();
        for command in program.get_subcommands() {
            let texts = [command.get_before_long_help(), command.get_after_long_help(), command.get_after_help()];
            let texts: Vec<String> = texts.into_iter().flatten().map(ToString::to_string).collect();
            for line in texts.iter().flat_map(|text| text.lines()) {
                assert!(line.chars().count() <= 100, "{}: {line}", command.get_name());
            }
        }
    }

    #[test]
    fn the_first_example_is_whole() {
        assert_eq!(first_example("Examples:\n  jerc a \\\n    -b\n  jerc c"), "Example:\n  jerc a \\\n    -b");
    }

    #[test]
    fn next_steps_are_for_people() {
        assert_eq!(next_steps(false), "");
        assert!(next_steps(true).contains("jerc example DIR") && next_steps(true).contains("jerc --help"));
    }
}
