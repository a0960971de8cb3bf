//! How long the writer has been holding the lock: the one clock of this crate.
//!
//! It bounds the size of a shared commit and nothing else; no stored value depends on it.

use std::time::{Duration, Instant};

pub(super) struct Stopwatch(Instant);

impl Stopwatch {
    #[expect(clippy::disallowed_methods, reason = "elapsed time only, to yield the writer; never stored")]
    pub(super) fn start() -> Self {
        Self(Instant::now())
    }

    pub(super) fn elapsed(&self) -> Duration {
        self.0.elapsed()
    }
}
