//! The system's clock, randomness and user; the log.
#![allow(clippy::disallowed_methods)] // reason: this is the one place that reads the clock

use anyhow::{Result, bail};
use jiff::{Timestamp, civil::Date};
use service::Now;
use std::{os::unix::fs::PermissionsExt, path::Path};
use web::Clock;

/// The system's clock.
pub struct System;

impl Clock for System {
    fn now(&self) -> Now {
        Now::at(Timestamp::now())
    }
}

/// The system's clock, moved by whole days: the demo's today.
pub struct Moved {
    millis: i64,
}

impl Moved {
    /// So that it is `today` now.
    pub fn to(today: Date) -> Moved {
        let days = (today - System.now().today).get_days();
        Moved { millis: i64::from(days) * 86_400_000 }
    }
}

impl Clock for Moved {
    fn now(&self) -> Now {
        let instant = Timestamp::now().as_millisecond() + self.millis;
        Now::at(Timestamp::from_millisecond(instant).unwrap_or(Timestamp::MAX))
    }
}

/// The system's randomness.
pub struct Os;

impl vault::Random for Os {
    fn fill(&mut self, buffer: &mut [u8]) {
        // Without randomness there are no keys and no nonces: going on would be worse than stopping.
        getrandom::fill(buffer).expect("the system gives random bytes");
    }
}

/// New random bytes for a master key.
pub fn new_master() -> [u8; 32] {
    let mut bytes = [0; 32];
    vault::Random::fill(&mut Os, &mut bytes);
    bytes
}

/// The user at the console.
pub fn user() -> String {
    let name =
        std::env::var("USER").or_else(|_| std::env::var("LOGNAME")).unwrap_or_else(|_| "unknown".into());
    name.chars().filter(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).take(32).collect()
}

/// Refuses a file that group or others may read.
pub fn must_be_private(path: &Path) -> Result<()> {
    if let Ok(meta) = std::fs::metadata(path)
        && meta.permissions().mode() & 0o077 != 0
    {
        bail!("{} 别人也能读，请先 chmod 600 再启动", path.display());
    }
    Ok(())
}

/// Logs to standard error: operations and codes, never personal data.
pub fn log_to_stderr() {
    let filter = tracing_subscriber::EnvFilter::try_from_env("GUITU_LOG")
        .unwrap_or_else(|_| tracing_subscriber::EnvFilter::new("warn,guitu=info,web=info"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
}
