//! Long work: it runs in a thread of its own, without Python's lock. The caller waits, hands progress to a
//! callback, and can be interrupted.
//!
//! Work that is stopped ends at its next block of rows or step; Python has gone on by then.

use jerc::{Error, Result};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::time::Duration;

/// The process whose threads do the work.
static WORKER: OnceLock<u32> = OnceLock::new();

/// How often signals are looked for.
const TICK: Duration = Duration::from_millis(50);

/// Whether work shall stop.
#[derive(Debug, Clone, Default)]
pub struct Switch(Arc<AtomicBool>);

impl Switch {
    /// Refuses to go on with what was stopped.
    pub fn require_on(&self) -> Result<()> {
        if self.stopped() { Err(Error::request("the work was stopped", "start it again")) } else { Ok(()) }
    }

    fn stopped(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    fn stop(&self) {
        self.0.store(true, Ordering::Relaxed);
    }
}

/// What unwinds the thread of work that was stopped.
struct Stopped;

enum Event<T> {
    Told(String, Option<f64>),
    Done(std::thread::Result<Result<T>>),
}

/// To whom the work tells its steps.
pub struct Progress<T> {
    switch: Switch,
    events: Sender<Event<T>>,
}

impl<T> Progress<T> {
    /// Tells a step and, if it is known, which part of the work is done. Does not return to work that
    /// was stopped.
    pub fn tell(&self, step: &str, part: Option<f64>) {
        if self.switch.stopped() {
            resume_unwind(Box::new(Stopped));
        }
        // Nobody listens any more to what was stopped.
        let _ = self.events.send(Event::Told(step.into(), part));
    }
}

/// Does the work, and calls `callback(step, part)` from the thread of the caller.
///
/// # Errors
/// That of the work as `ValueError`; what the callback raises; `KeyboardInterrupt`.
pub fn run<T: Send + 'static>(
    py: Python<'_>,
    switch: &Switch,
    callback: Option<Py<PyAny>>,
    work: impl FnOnce(&Progress<T>) -> Result<T> + Send + 'static,
) -> PyResult<T> {
    // A fork has the memory of its parent and none of its threads: it would wait for them for ever.
    let here = std::process::id();
    if *WORKER.get_or_init(|| here) != here {
        let problem = "this process is a fork of one that has worked, and has none of its threads";
        return Err(super::refused(Error::request(problem, "start workers by spawn")));
    }
    // What was stopped before may be asked again.
    switch.0.store(false, Ordering::Relaxed);
    let (events, told) = channel();
    let told = Mutex::new(told);
    let progress = Progress { switch: switch.clone(), events };
    std::thread::spawn(move || {
        let done = catch_unwind(AssertUnwindSafe(|| work(&progress)));
        let _ = progress.events.send(Event::Done(done));
    });
    let stopped = |error| {
        switch.stop();
        error
    };
    loop {
        match py.detach(|| next(&told)) {
            Ok(Event::Told(step, part)) => {
                if let Some(callback) = &callback {
                    callback.call1(py, (step, part)).map_err(stopped)?;
                }
            }
            Ok(Event::Done(Ok(done))) => return done.map_err(super::refused),
            Ok(Event::Done(Err(_))) | Err(RecvTimeoutError::Disconnected) => {
                return Err(PyRuntimeError::new_err("the library has failed: please report this"));
            }
            Err(RecvTimeoutError::Timeout) => {}
        }
        py.check_signals().map_err(stopped)?;
    }
}

fn next<T>(told: &Mutex<Receiver<Event<T>>>) -> std::result::Result<Event<T>, RecvTimeoutError> {
    told.lock().unwrap_or_else(PoisonError::into_inner).recv_timeout(TICK)
}
