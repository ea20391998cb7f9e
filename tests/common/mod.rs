//! What a test may need and not find: the MNIST files, a browser.

use std::io::Write;

/// What was found. Without it the test is skipped, and that is said; where the environment variable
/// `switch` is set (the gate sets it), it is an error.
pub fn or_skip<T>(found: Option<T>, what: &str, switch: &str) -> Option<T> {
    if found.is_none() {
        assert!(std::env::var_os(switch).is_none(), "{what}, and {switch} is set");
        // Straight to stderr, past the capture of the harness: skipped must not look like passed.
        let thread = std::thread::current();
        let _ = writeln!(std::io::stderr(), "skipped {}: {what}", thread.name().unwrap_or("a test"));
    }
    found
}
