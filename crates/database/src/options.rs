//! Where the database is and how it is opened.
//!
//! A PostgreSQL address carries a password: `Debug` of [`Target`] shows none of it.
//! Must never know: what is kept there.

use std::fmt;
use std::path::PathBuf;
use std::time::Duration;

/// Which of the two engines serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// SQLite, bundled.
    Sqlite,
    /// PostgreSQL 15 or later.
    Postgres,
}

/// Where the database is.
#[derive(Clone, PartialEq, Eq)]
pub enum Target {
    /// A file; created with mode 0600 where it is not there. Its folder must be there.
    Sqlite(PathBuf),
    /// `postgres://user:password@host:port/database`, unencrypted: same machine, private network or tunnel.
    Postgres(String),
}

impl Target {
    /// Everything that begins with `postgres://` or `postgresql://` is an address, all else a file.
    pub fn parse(text: &str) -> Self {
        if text.starts_with("postgres://") || text.starts_with("postgresql://") {
            Self::Postgres(text.to_owned())
        } else {
            Self::Sqlite(PathBuf::from(text))
        }
    }

    /// Which engine serves this target.
    pub fn engine(&self) -> Engine {
        match self {
            Self::Sqlite(_) => Engine::Sqlite,
            Self::Postgres(_) => Engine::Postgres,
        }
    }
}

impl fmt::Debug for Target {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sqlite(path) => f.debug_tuple("Sqlite").field(path).finish(),
            Self::Postgres(_) => f.write_str("Postgres[redacted]"),
        }
    }
}

/// How the database is opened. `Options::default()` is right for a server.
#[derive(Debug, Clone)]
pub struct Options {
    /// SQLite: reader threads. PostgreSQL: connections. At least 1.
    pub connections: usize,
    /// SQLite only: the file may not grow above this many pages of 4 KiB. For tests of a full disk.
    pub max_page_count: Option<u32>,
    /// Slept before every COMMIT on both engines, as if the disk were that slow. For benches and tests.
    pub commit_delay: Duration,
    /// PostgreSQL only: how long to wait for a free connection before `Busy`, and for the server to
    /// accept a new one before `Unavailable`.
    pub patience: Duration,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            connections: 8,
            max_page_count: None,
            commit_delay: Duration::ZERO,
            patience: Duration::from_secs(10),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_postgres_and_all_else_a_file() {
        assert_eq!(Target::parse("postgres://h/d").engine(), Engine::Postgres);
        assert_eq!(Target::parse("postgresql://h/d").engine(), Engine::Postgres);
        assert_eq!(
            Target::parse("/var/lib/guitu/guitu.db"),
            Target::Sqlite("/var/lib/guitu/guitu.db".into())
        );
    }

    #[test]
    fn debug_of_an_address_shows_no_password() {
        assert_eq!(format!("{:?}", Target::parse("postgres://u:secret@h/d")), "Postgres[redacted]");
    }
}
