//! What can go wrong while keeping things, said the same way for both engines.
//!
//! Callers decide by [`Kind`] alone; the text is for the log. No value that was stored or looked for enters
//! an [`Error`]: of a PostgreSQL error the primary message is kept, never DETAIL (which quotes the row).
//! Must never know: tables, columns, what a user reads on the screen.

use std::error::Error as _;
use std::fmt;

use tokio_postgres::error::SqlState;

/// The short form used throughout this crate.
pub type Result<T> = std::result::Result<T, Error>;

/// What kind of failure it was; the same on both engines.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A value that must be unique is there already: `table(column, column)`, for example
    /// `event(stream, version)`. (Of an index over expressions SQLite tells only `index 'name'`.)
    Unique(String),
    /// The work ran into other writers again and again and was given up; it changed nothing.
    Conflict,
    /// Somebody else held the database for too long, or no connection became free in time.
    Busy,
    /// No room left on the disk (or above the page limit).
    Full,
    /// The database cannot be reached, read or written (a standby, a read). After a failed commit on
    /// PostgreSQL it is unknown whether the work was kept: repeat it only under an idempotency key.
    Unavailable,
    /// The file or a page of it is damaged.
    Corrupt,
    /// The work panicked; it changed nothing, and neither did others that shared its commit suffer.
    Panicked,
    /// Anything else: a statement that is wrong, a row that violates a check or a foreign key.
    Other,
}

/// A failed operation. Cheap to clone, because all works of a shared commit get the same one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    /// What was attempted: `open`, `begin`, `query`, `execute`, `batch`, `commit`, `read row` ...
    pub operation: &'static str,
    /// What kind of failure it was.
    pub kind: Kind,
    detail: String,
    again: Again,
}

/// Whether the engine invites us to run the whole transaction again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Again {
    No,
    /// A lost race: run the work again.
    Yes,
    /// A table changed under a prepared statement: forget the statements, then run the work again.
    Unprepared,
}

impl Error {
    pub(crate) fn new(operation: &'static str, kind: Kind, detail: impl Into<String>) -> Self {
        Self { operation, kind, detail: detail.into(), again: Again::No }
    }

    pub(crate) fn other(operation: &'static str, detail: impl Into<String>) -> Self {
        Self::new(operation, Kind::Other, detail)
    }

    pub(crate) fn panicked() -> Self {
        Self::new("work", Kind::Panicked, "")
    }

    /// The engine's own words, for the log. Free of stored values.
    pub fn detail(&self) -> &str {
        &self.detail
    }

    pub(crate) fn again(&self) -> Again {
        self.again
    }

    pub(crate) fn lite(operation: &'static str, error: rusqlite::Error) -> Self {
        let kind = match &error {
            rusqlite::Error::SqliteFailure(code, message) => {
                lite_kind(*code, message.as_deref().unwrap_or_default())
            }
            // Its text quotes the whole statement; the inner message names the place.
            rusqlite::Error::SqlInputError { msg, .. } => return Self::other(operation, msg.clone()),
            _ => Kind::Other,
        };
        Self::new(operation, kind, error.to_string())
    }

    pub(crate) fn pg(operation: &'static str, error: tokio_postgres::Error) -> Self {
        let Some(db) = error.as_db_error() else {
            let lost = error.is_closed() || error.source().is_some_and(|s| s.is::<std::io::Error>());
            let kind = if lost { Kind::Unavailable } else { Kind::Other };
            return Self::new(operation, kind, with_source(&error));
        };
        let (kind, again) = pg_kind(db);
        let detail = format!("{} {}", db.code().code(), db.message());
        Self { operation, kind, detail, again }
    }

    pub(crate) fn pool(operation: &'static str, error: deadpool_postgres::PoolError) -> Self {
        use deadpool_postgres::{PoolError, TimeoutType};
        match error {
            PoolError::Backend(e) => {
                let refused = e.as_db_error().is_some_and(|db| !is_unavailable(db.code().code()));
                let mut error = Self::pg(operation, e);
                if !refused {
                    error.kind = Kind::Unavailable;
                }
                error
            }
            PoolError::Timeout(TimeoutType::Wait) => {
                Self::new(operation, Kind::Busy, "no connection became free")
            }
            PoolError::Timeout(_) => Self::new(operation, Kind::Unavailable, "the server does not answer"),
            PoolError::Closed | PoolError::NoRuntimeSpecified | PoolError::PostCreateHook(_) => {
                Self::new(operation, Kind::Unavailable, "the pool is closed")
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "database: {}: {}", self.operation, self.kind)?;
        if !self.detail.is_empty() {
            write!(f, " ({})", self.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for Error {}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unique(what) => write!(f, "{what} is there already"),
            Self::Conflict => f.write_str("lost against other writers"),
            Self::Busy => f.write_str("busy"),
            Self::Full => f.write_str("no room left"),
            Self::Unavailable => f.write_str("unavailable"),
            Self::Corrupt => f.write_str("damaged"),
            Self::Panicked => f.write_str("the work panicked"),
            Self::Other => f.write_str("failed"),
        }
    }
}

fn with_source(error: &tokio_postgres::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {source}"),
        None => error.to_string(),
    }
}

fn lite_kind(code: rusqlite::ffi::Error, message: &str) -> Kind {
    use rusqlite::ErrorCode as Code;
    use rusqlite::ffi;
    match code.code {
        Code::ConstraintViolation => match code.extended_code {
            ffi::SQLITE_CONSTRAINT_UNIQUE
            | ffi::SQLITE_CONSTRAINT_PRIMARYKEY
            | ffi::SQLITE_CONSTRAINT_ROWID => Kind::Unique(lite_unique(message)),
            _ => Kind::Other,
        },
        Code::DatabaseBusy | Code::DatabaseLocked => Kind::Busy,
        Code::DiskFull => Kind::Full,
        Code::CannotOpen | Code::SystemIoFailure | Code::ReadOnly | Code::PermissionDenied => {
            Kind::Unavailable
        }
        Code::DatabaseCorrupt | Code::NotADatabase => Kind::Corrupt,
        _ => Kind::Other,
    }
}

/// `UNIQUE constraint failed: event.stream, event.version` becomes `event(stream, version)`.
fn lite_unique(message: &str) -> String {
    let list = message.split_once(": ").map_or(message, |(_, list)| list);
    let mut table = "";
    let mut columns = Vec::new();
    for item in list.split(", ") {
        let Some((of, column)) = item.split_once('.') else { return list.to_owned() };
        table = of;
        columns.push(column);
    }
    format!("{table}({})", columns.join(", "))
}

fn pg_kind(db: &tokio_postgres::error::DbError) -> (Kind, Again) {
    let code = db.code();
    if *code == SqlState::UNIQUE_VIOLATION {
        return (Kind::Unique(pg_unique(db.table(), db.constraint(), db.detail())), Again::No);
    }
    if *code == SqlState::T_R_SERIALIZATION_FAILURE || *code == SqlState::T_R_DEADLOCK_DETECTED {
        return (Kind::Conflict, Again::Yes);
    }
    // "cached plan must not change result type": another server migrated while we ran.
    if *code == SqlState::FEATURE_NOT_SUPPORTED && db.routine() == Some("RevalidateCachedQuery") {
        return (Kind::Conflict, Again::Unprepared);
    }
    let kind = match code.code() {
        "53100" => Kind::Full,
        "55P03" | "53300" | "57014" => Kind::Busy,
        "XX001" | "XX002" => Kind::Corrupt,
        other if is_unavailable(other) => Kind::Unavailable,
        _ => Kind::Other,
    };
    (kind, Again::No)
}

/// Read-only (a standby), shutting down, starting up, crashed, connection lost.
fn is_unavailable(code: &str) -> bool {
    matches!(code, "25006" | "57P01" | "57P02" | "57P03" | "57P05" | "58030") || code.starts_with("08")
}

/// DETAIL reads `Key (stream, version)=(...) already exists.` in whatever language the server speaks; only
/// what stands in the first brackets is used, so the values never leave this function.
fn pg_unique(table: Option<&str>, constraint: Option<&str>, detail: Option<&str>) -> String {
    let columns = detail
        .and_then(|d| d.split_once(")=("))
        .and_then(|(head, _)| head.split_once('('))
        .map(|(_, columns)| columns.replace('"', ""));
    match (table, columns) {
        (Some(table), Some(columns)) => format!("{table}({columns})"),
        _ => format!("index '{}'", constraint.unwrap_or("?")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_engines_name_a_unique_violation_alike() {
        let lite = lite_unique("UNIQUE constraint failed: event.stream, event.version");
        let detail = "Key (stream, version)=(\\x01, 2) already exists.";
        assert_eq!(lite, "event(stream, version)");
        assert_eq!(pg_unique(Some("event"), Some("event_pkey"), Some(detail)), lite);
        let chinese = "键值\"(stream, version)=(\\x01, 2)\" 已经存在";
        assert_eq!(pg_unique(Some("event"), Some("event_pkey"), Some(chinese)), lite);
    }

    #[test]
    fn a_value_with_brackets_stays_out_of_the_kind() {
        let detail = "Key (name)=(王)=(五) already exists.";
        assert_eq!(pg_unique(Some("person"), None, Some(detail)), "person(name)");
        assert_eq!(pg_unique(Some("person"), Some("person_name_key"), None), "index 'person_name_key'");
        assert_eq!(lite_unique("UNIQUE constraint failed: index 'lower_name'"), "index 'lower_name'");
    }
}
