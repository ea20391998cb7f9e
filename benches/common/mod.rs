//! Whole processes, timed.
#![allow(dead_code)] // Each bench uses a part of it.

use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

/// A finished process: its wall-clock time and peak memory, where the system tells.
pub struct Process {
    pub seconds: f64,
    pub peak_kib: Option<u64>,
}

impl Process {
    pub fn run(command: &mut Command) -> Outcome<Self> {
        let start = Instant::now();
        let mut child = command.stdout(Stdio::null()).spawn()?;
        let mut peak_kib = None;
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            peak_kib = peak(child.id()).or(peak_kib);
            std::thread::sleep(Duration::from_millis(5));
        };
        let seconds = start.elapsed().as_secs_f64();
        if status.success() { Ok(Self { seconds, peak_kib }) } else { Err(format!("{command:?}: {status}").into()) }
    }

    pub fn memory(&self) -> String {
        self.peak_kib.map_or("memory unknown".into(), |kib| format!("{:.2} GiB", kib as f64 / f64::from(1 << 20)))
    }
}

/// The largest resident size so far of a process, KiB (Linux).
fn peak(id: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok())
}

pub fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values[values.len() / 2]
}
