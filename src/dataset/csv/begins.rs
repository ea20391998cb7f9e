//! On which line of a file a record begins.
//!
//! The parser skips the rest of a Windows line end and empty lines only when it reads on, so its own
//! count is behind by them.

use std::collections::VecDeque;
use std::io::{Read, Result};

/// A stream that remembers where its lines begin, but for empty ones.
pub(super) struct Begins<R> {
    stream: R,
    /// Bytes before the line, and its number from 1 on.
    found: VecDeque<(u64, u64)>,
    byte: u64,
    line: u64,
    empty: bool,
}

impl<R> Begins<R> {
    /// A stream at its beginning.
    pub(super) fn new(stream: R) -> Self {
        Self { stream, found: VecDeque::new(), byte: 0, line: 1, empty: true }
    }

    /// The line of the record for which so many bytes had been read; the last one without any. What
    /// is before it is forgotten.
    pub(super) fn line(&mut self, byte: u64) -> u64 {
        while self.found.front().is_some_and(|(begins, _)| *begins < byte) {
            self.found.pop_front();
        }
        self.found.front().map_or(self.line, |(_, line)| *line)
    }
}

impl<R: Read> Read for Begins<R> {
    fn read(&mut self, into: &mut [u8]) -> Result<usize> {
        let read = self.stream.read(into)?;
        for byte in &into[..read] {
            match byte {
                b'\n' => (self.line, self.empty) = (self.line + 1, true),
                b'\r' => {}
                _ if self.empty => {
                    self.found.push_back((self.byte, self.line));
                    self.empty = false;
                }
                _ => {}
            }
            self.byte += 1;
        }
        Ok(read)
    }
}
