//! What a test may need and not find: the MNIST files, a browser.

use std::fs::OpenOptions;
use std::io::Write;

/// What was found. Without it the test is skipped, and that is said, also in the file that
/// `JERC_UNCHECKED` names; where the environment variable `switch` is set (the gate sets it), it is an
/// error.
pub fn or_skip<T>(found: Option<T>, what: &str, switch: &str) -> Option<T> {
    if found.is_none() {
        assert!(std::env::var_os(switch).is_none(), "{what}, and {switch} is set");
        // Straight to stderr, past the capture of the harness: skipped must not look like passed.
        let thread = std::thread::current();
        let name = thread.name().unwrap_or("a test");
        let _ = writeln!(std::io::stderr(), "skipped {name}: {what}");
        if let Some(path) = std::env::var_os("JERC_UNCHECKED") {
            let mut list = OpenOptions::new().append(true).create(true).open(path).expect("the list of the gate");
            list.write_all(format!("{name}\n").as_bytes()).expect("the list of the gate");
        }
    }
    found
}
