//! The clock and what a process has consumed. The one place of this program that reads the time.
//! Must never know: what is measured.
#![allow(clippy::disallowed_methods)] // reason: measuring is what this program is for

use anyhow::{Context, Result};
use std::time::{Duration, Instant};

/// Ticks a second in `/proc/PID/stat`; Linux tells user space this figure on every architecture we run on.
const TICKS: u64 = 100;

/// A point in time.
#[derive(Clone, Copy)]
pub struct Moment(Instant);

impl Moment {
    /// Now.
    pub fn now() -> Moment {
        Moment(Instant::now())
    }

    /// How long ago that was.
    pub fn ago(self) -> Duration {
        self.0.elapsed()
    }
}

/// Processor time a process has used so far, all its threads, in user and kernel.
pub fn cpu_of(pid: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).context("the server process is gone")?;
    // The name in parentheses may hold spaces: fields are counted behind it.
    let after = stat.rsplit_once(')').context("/proc/PID/stat")?.1;
    let field = |n: usize| after.split_whitespace().nth(n).and_then(|t| t.parse::<u64>().ok());
    let ticks = field(11).zip(field(12)).map(|(user, kernel)| user + kernel).context("/proc/PID/stat")?;
    Ok(Duration::from_millis(ticks * 1000 / TICKS))
}

/// How many processors there are, and how many processes waited for one in the last minute.
pub fn described() -> String {
    let processors = std::thread::available_parallelism().map_or(0, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("?").to_owned();
    format!("{processors} processors, load {load} at the start")
}

/// Random bytes of the system.
pub struct Os;

impl vault::Random for Os {
    fn fill(&mut self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the system gives random bytes");
    }
}
