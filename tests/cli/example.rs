//! `jerc example`, `jerc completions` and `jerc man`.

use crate::texts::commands;
use crate::{contents, refuse, succeed, succeed_json, write};

#[test]
fn the_same_files_each_time() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    let said = succeed(folder.path(), "example empty");
    // Where to read on, and three commands.
    assert!(said.starts_with("empty: 29 files; README.txt ") && said.lines().count() == 4, "{said}");
    assert_eq!(said.lines().filter(|line| line.starts_with("  jerc ")).count(), 3, "{said}");
    succeed(folder.path(), "example a/new/one");
    let files = |name: &str| contents(&folder.path().join(name)).into_values().collect::<Vec<_>>();
    assert_eq!(files("empty").len(), 29);
    assert!(files("empty") == files("a/new/one"));
    for file in contents(&folder.path().join("empty")).into_values() {
        let found = String::from_utf8_lossy(&file.unwrap()).contains(folder.path().to_str().unwrap());
        assert!(!found, "a file names the folder");
    }
}

/// What is drawn, byte by byte: the same on every machine, and after every change of the code.
#[test]
fn the_drawn_files_are_these() {
    use sha2::{Digest, Sha256};
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    for (name, digest) in [
        ("X.npy", "a6bb3f5004c31377"),
        ("X-again.npy", "1d309497e6e601b4"),
        ("y.npy", "2772329e0cf179fc"),
        ("counts.npy", "272d1139942744c0"),
        ("types.npy", "1ed90c65d6e5e76d"),
        ("V.npy", "0390b9ed4491379f"),
    ] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let found: String = Sha256::digest(&bytes)[..8].iter().map(|byte| format!("{byte:02x}")).collect();
        assert_eq!(found, digest, "{name}");
    }
}

#[test]
fn what_the_samples_teach() {
    let folder = tempfile::tempdir().unwrap();
    succeed(folder.path(), "example .");
    let probe = |problem: &str, alpha: &str| {
        let call =
            format!("solve {problem} --data X.npy --labels y.npy --theta T.npy --gamma G.npy --alpha {alpha} -k 10");
        succeed_json(folder.path(), &call)["probe_loss"].as_f64().unwrap()
    };
    // Between the thresholds only joint-embedding finds the signal; above both, reconstruction too.
    assert!(probe("je", "1.5") < 0.01 && probe("rc", "1.5") > 1.0 && probe("rc", "6") < 0.01);
    // Below both, neither does.
    assert!(probe("je", "0.5") > 1.0 && probe("rc", "0.5") > 1.0);
    // Views alone give nearly the eigenvalues that the covariances do: within 0.1, some four standard
    // errors of a Σ from 1200 deviations.
    let eigenvalues = |call: &str| {
        let found = succeed_json(folder.path(), call)["eigenvalues"].as_array().unwrap().clone();
        found.iter().map(|value| value.as_f64().unwrap()).collect::<Vec<_>>()
    };
    for problem in ["je", "rc"] {
        let [known, drawn] = ["--theta T.npy --gamma G.npy --alpha 1.5", "--views V.npy"]
            .map(|augmentation| eigenvalues(&format!("solve {problem} --data X.npy {augmentation} -k 10")));
        let far = known.iter().zip(&drawn).map(|(a, b)| (a - b).abs() / a.max(1.0)).fold(0.0, f64::max);
        assert!(far > 0.0 && far < 0.1, "{problem}: {known:?} {drawn:?}");
    }
    let thresholds = succeed_json(folder.path(), "thresholds --signal C.npy --theta T.npy --gamma G.npy --basis Q.npy");
    let square = |key: &str| thresholds[key]["approx"].as_f64().unwrap();
    assert!((0.25..2.25).contains(&square("alpha_squared_je")) && (2.25..36.0).contains(&square("alpha_squared_rc")));
}

#[test]
fn nothing_is_written_over() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("taken")).unwrap();
    write(&folder, "taken/thesis.txt", b"precious");
    write(&folder, "file", b"precious");
    for (case, call, words) in [
        ("a folder with files", "example taken", &["taken", "not empty", "new folder"][..]),
        ("a file", "example file", &["file", "is a file"]),
        ("below a file", "example file/below", &["file/below"]),
        ("no folder", "example", &["DIR"]),
        ("no shell", "completions", &["SHELL"]),
        ("an unknown shell", "completions nosh", &["nosh", "bash"]),
        ("an unknown command", "man nothing", &["nothing"]),
    ] {
        refuse(folder.path(), case, call, words);
    }
}

/// A disk that is full after 1 KiB.
#[test]
#[cfg(unix)]
fn a_full_disk_leaves_no_example() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    for name in ["new", "empty"] {
        let before = contents(folder.path());
        let limited = format!("trap '' XFSZ; ulimit -f 1; exec {} example {name}", env!("CARGO_BIN_EXE_jerc"));
        let output =
            std::process::Command::new("sh").args(["-c", &limited]).current_dir(folder.path()).output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.starts_with(&format!("jerc: {name}/")) && stderr.lines().count() == 1, "{stderr}");
        assert!(output.stdout.is_empty() && contents(folder.path()) == before, "something is left");
    }
}

#[test]
fn every_shell_completes_every_command() {
    let folder = tempfile::tempdir().unwrap();
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = succeed(folder.path(), &format!("completions {shell}"));
        for command in commands() {
            assert!(script.contains(&command), "{shell} lacks {command}");
        }
        assert!(script.contains("--augment") || script.contains("-l augment"), "{shell}");
    }
}

#[test]
fn every_command_has_a_page() {
    let folder = tempfile::tempdir().unwrap();
    let program = succeed(folder.path(), "man");
    assert!(program.contains(".SH NOTES\n\\&Exit codes: 0 "), "{program}");
    for command in commands() {
        assert!(program.contains(&format!("jerc\\-{command}(1)")), "{program}");
        let page = succeed(folder.path(), &format!("man {command}"));
        for line in [".SH NAME", ".SH SYNOPSIS", ".SH EXAMPLES", ".SH OPTIONS"] {
            assert!(page.contains(&format!("\n{line}\n")), "{command} lacks {line}: {page}");
        }
        assert!(page.contains(&format!("jerc\\-{command} \\- ")), "{page}");
        // The first example of the help.
        assert!(page.contains(&format!(".nf\n\\&  jerc {command}")), "{page}");
    }
}
