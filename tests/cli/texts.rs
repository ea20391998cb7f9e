//! Every command that a text prints runs as printed, in a folder made by `jerc example`: those of
//! the help, of README.md and docs/GUIDE.md, and of the example's own README.txt. What a text prints
//! below a command is what the command prints.
//!
//! They run through `sh`, as a reader would: with comments, continued lines and `>`.
#![cfg(unix)]

use crate::succeed;
use std::path::Path;
use std::process::{Command, Output};

/// Lines that do not run here, and why.
const NOT_RUN: [(&str, &str); 4] = [
    ("jerc", "all claims, under a minute: the main job, run by .ci/report"),
    ("jerc verify", "the same"),
    ("jerc figures", "all figures of the digits: tests/cli/browser.rs"),
    ("--dataset mnist", "the MNIST files may not be at hand: tests/protocol.rs"),
];

/// Lines that are no calls of the program.
const NOT_OURS: [&str; 1] = ["cargo test"];

/// Exit codes other than 0.
const EXIT_CODES: [(&str, i32); 2] = [
    ("jerc verify --only planted-fault --tier smoke", 1),
    ("jerc recommend --data X.npy --theta T.npy --gamma G.npy --alpha 1.5 -k 10", 4),
];

/// A line of a text, as `jerc ...` or `echo ...`, and what is printed below it.
#[derive(Debug)]
struct Call {
    line: String,
    printed: String,
}

impl Call {
    /// Without the comment.
    fn words(&self) -> &str {
        self.line.split(" #").next().unwrap_or_default().trim_end()
    }

    fn is_echo(&self) -> bool {
        self.line.starts_with("echo ")
    }

    fn why_not_run(&self) -> Option<&'static str> {
        let words = self.words();
        let matches = |pattern: &str| words == pattern || (pattern.starts_with("--") && words.contains(pattern));
        NOT_RUN.iter().find(|(pattern, _)| matches(pattern)).map(|(_, why)| *why)
    }

    fn run(&self, folder: &Path) {
        let program = Path::new(env!("CARGO_BIN_EXE_jerc")).parent().unwrap();
        let path = format!("{}:{}", program.display(), std::env::var("PATH").unwrap());
        let call = Command::new("sh").args(["-c", &self.line]).current_dir(folder).env("PATH", path).output();
        let Output { status, stdout, stderr } = call.unwrap();
        let (stdout, stderr) = (String::from_utf8(stdout).unwrap(), String::from_utf8_lossy(&stderr));
        let expected = EXIT_CODES.iter().find(|(words, _)| *words == self.words()).map_or(0, |(_, code)| *code);
        assert_eq!(status.code(), Some(expected), "{}: {stderr}", self.line);
        assert_eq!(stderr, "", "{}", self.line);
        assert!(self.printed.is_empty() || self.printed == stdout, "{}\nprinted:\n{stdout}", self.line);
    }
}

/// The lines with a prompt in the blocks ```` ```console ```` of a page, block by block.
fn of_page(text: &str) -> Vec<Vec<Call>> {
    let blocks = text.split("```console\n").skip(1).map(|rest| rest.split("```").next().unwrap());
    blocks.map(of_prompts).collect()
}

fn of_prompts(block: &str) -> Vec<Call> {
    let mut calls: Vec<Call> = vec![];
    for line in block.lines() {
        match (line.strip_prefix("$ "), calls.last_mut()) {
            (Some(line), _) => {
                let line =
                    line.replacen("cargo run --release -- ", "jerc ", 1).replacen("cargo run --release", "jerc", 1);
                calls.push(Call { line, printed: String::new() });
            }
            (None, Some(call)) => call.printed += &format!("{line}\n"),
            (None, None) => panic!("no prompt: {line}"),
        }
    }
    calls.retain(|call| !NOT_OURS.contains(&call.words()));
    let ours = |call: &Call| call.line == "jerc" || call.line.starts_with("jerc ") || call.is_echo();
    assert!(calls.iter().all(ours), "neither jerc nor echo, and not in NOT_OURS: {calls:?}");
    calls
}

/// The examples of a help text: the lines between `Example:` and `Usage:`.
fn of_help(help: &str) -> Vec<Call> {
    let (_, rest) = help.split_once("Example").expect("an example");
    let (block, _) = rest.split_once("\n\n").expect("a paragraph");
    let joined = block.replace("\\\n", "");
    let lines = joined.lines().skip(1).filter(|line| line.starts_with("  "));
    let calls = lines.map(|line| Call { line: line.trim().to_string(), printed: String::new() });
    let calls: Vec<Call> = calls.collect();
    // A line that was wrapped could not be copied.
    assert!(!calls.is_empty() && calls.iter().all(|call| call.line.starts_with("jerc ")), "{help}");
    calls
}

/// The commands that `jerc --help` lists.
pub fn commands() -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let help = succeed(folder.path(), "--help");
    let listed = help.lines().filter_map(|line| line.strip_prefix("  "));
    listed.filter_map(|line| line.split(' ').next().map(str::to_string)).collect()
}

fn page(name: &str) -> String {
    std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).unwrap()
}

const PAGES: [&str; 2] = ["README.md", "docs/GUIDE.md"];

/// Runs calls one after the other in a folder of `jerc example`. It has the files that `echo` would
/// write; its augmentation is for the twelve coordinates of its samples.
fn run_in_example(calls: &[Call]) {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    for call in calls {
        if let Some(file) = call.is_echo().then(|| call.line.rsplit_once("> ").unwrap().1) {
            assert!(folder.path().join(file).is_file(), "jerc example does not write {file}");
        } else if call.why_not_run().is_none() {
            call.run(folder.path());
        }
    }
}

#[test]
fn commands_of_the_help_run() {
    let (folder, commands) = (tempfile::tempdir().unwrap(), commands());
    assert!(commands.len() > 10, "{commands:?}");
    for command in commands {
        let calls = of_help(&succeed(folder.path(), &format!("{command} --help")));
        assert!(calls[0].words().split(' ').nth(1) == Some(&command), "{command}: {calls:?}");
        run_in_example(&calls);
    }
}

#[test]
fn commands_of_the_readme_run() {
    run_in_example(&of_page(&page(PAGES[0])).into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn commands_of_the_guide_run() {
    run_in_example(&of_page(&page(PAGES[1])).into_iter().flatten().collect::<Vec<_>>());
}

#[test]
fn commands_of_the_examples_own_list_run() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example new/folder");
    let list = std::fs::read_to_string(folder.path().join("new/folder/README.txt")).unwrap();
    let mut calls = of_prompts(list.split_once("\n\n$ ").map(|(_, rest)| format!("$ {rest}")).unwrap().as_str());
    // What stands below a command there says what it shows.
    calls.iter_mut().for_each(|call| call.printed.clear());
    run_in_example(&calls);
    let named = |command: &String| calls.iter().any(|call| call.words().split(' ').nth(1) == Some(command));
    let missing: Vec<String> = commands().into_iter().filter(|command| !named(command)).collect();
    assert_eq!(missing, ["example", "completions", "man"], "commands that the list leaves out");
}

/// Without `jerc example`: what is echoed is enough for what is printed below it.
#[test]
fn echoed_files_give_the_printed_output() {
    let mut printed = 0;
    for block in PAGES.into_iter().flat_map(|name| of_page(&page(name))) {
        let folder = tempfile::tempdir().unwrap();
        for call in block.iter().filter(|call| call.is_echo() || !call.printed.is_empty()) {
            call.run(folder.path());
            printed += usize::from(!call.printed.is_empty());
        }
    }
    assert!(printed >= 2, "{printed} outputs are compared");
}

/// A line that would run is not left out for a reason that is gone.
#[test]
fn every_exception_is_needed() {
    let folder = tempfile::tempdir().unwrap();
    let of_help =
        commands().into_iter().flat_map(|command| of_help(&succeed(folder.path(), &format!("{command} --help"))));
    let pages = PAGES.into_iter().flat_map(|name| of_page(&page(name))).flatten();
    let calls: Vec<Call> = of_help.chain(pages).collect();
    for (pattern, why) in NOT_RUN {
        assert!(
            calls.iter().any(|call| call.words().contains(pattern) && call.why_not_run() == Some(why)),
            "{pattern}"
        );
    }
    for (words, _) in EXIT_CODES {
        assert!(calls.iter().any(|call| call.words() == words), "{words}");
    }
}
