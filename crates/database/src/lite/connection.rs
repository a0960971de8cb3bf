//! One SQLite connection: how it is opened and how a statement is run on it.
//!
//! Everything here blocks and is called on the threads of this engine only. Deleted content is overwritten
//! (`secure_delete`), temporary data stays in memory, the file is readable by its owner alone.
//! Must never know: transactions of works (see `writer` and `reader`), tables.

use std::collections::HashMap;
use std::path::Path;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::error::{Error, Kind, Result};
use crate::options::Options;
use crate::sql;
use crate::value::{Row, Seen, Value};

/// How long a statement waits for another *process* (a command beside the server) to finish.
const BUSY_TIMEOUT: Duration = Duration::from_secs(10);
/// Prepared statements kept a connection; rewritten texts are forgotten at four times that.
const STATEMENTS: usize = 512;

/// A connection and the statement texts it has already rewritten for SQLite.
pub(crate) struct Lite {
    connection: Connection,
    texts: HashMap<String, String>,
}

impl Lite {
    /// Opens the file for writing, creating it (mode 0600) where it is not there.
    pub(crate) fn writer(path: &Path, options: &Options) -> Result<Self> {
        create_private(path)?;
        let lite = Self::open(path)?;
        lite.write_ahead()?;
        lite.control(
            "open",
            "PRAGMA synchronous = FULL;
             PRAGMA secure_delete = ON;
             PRAGMA wal_autocheckpoint = 1000;
             PRAGMA journal_size_limit = 67108864;
             PRAGMA cache_size = -65536;",
        )?;
        if let Some(pages) = options.max_page_count {
            lite.control("open", &format!("PRAGMA max_page_count = {pages};"))?;
        }
        Ok(lite)
    }

    /// Switches to the write-ahead log; SQLite answers with the old mode where the file system cannot do it.
    fn write_ahead(&self) -> Result<()> {
        let mode: String = self
            .connection
            .query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))
            .map_err(|e| Error::lite("open", e))?;
        if mode == "wal" {
            return Ok(());
        }
        Err(Error::new("open", Kind::Unavailable, "this file system does not allow a write-ahead log"))
    }

    /// Opens the file, which a writer has created, for reading only.
    pub(crate) fn reader(path: &Path) -> Result<Self> {
        let lite = Self::open(path)?;
        lite.control("open", "PRAGMA cache_size = -16384; PRAGMA query_only = ON;")?;
        Ok(lite)
    }

    fn open(path: &Path) -> Result<Self> {
        let connection = Connection::open(path).map_err(|e| Error::lite("open", e))?;
        connection.busy_timeout(BUSY_TIMEOUT).map_err(|e| Error::lite("open", e))?;
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        // Otherwise SQLite prepares most statements anew at every run, because other values were bound, in
        // case another plan suits them better: 10 to 20 µs each, several times what they take to run.
        let fixed = connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true);
        fixed.map_err(|e| Error::lite("open", e))?;
        let lite = Self { connection, texts: HashMap::new() };
        lite.control(
            "open",
            "PRAGMA foreign_keys = ON;
             PRAGMA temp_store = MEMORY;
             PRAGMA trusted_schema = OFF;
             PRAGMA mmap_size = 268435456;",
        )?;
        Ok(lite)
    }

    /// Statements of this crate itself that run once: pragmas. Not for works.
    fn control(&self, operation: &'static str, sql: &str) -> Result<()> {
        self.connection.execute_batch(sql).map_err(|e| Error::lite(operation, e))
    }

    /// One statement that begins or ends something: BEGIN, SAVEPOINT, COMMIT. Every work needs some of them,
    /// so they stay prepared. Not for works.
    pub(crate) fn step(&self, operation: &'static str, sql: &'static str) -> Result<()> {
        let mut statement = self.connection.prepare_cached(sql).map_err(|e| Error::lite(operation, e))?;
        statement.raw_execute().map(drop).map_err(|e| Error::lite(operation, e))
    }

    /// Whether no transaction is open: after a severe error SQLite rolls back by itself.
    pub(crate) fn is_idle(&self) -> bool {
        self.connection.is_autocommit()
    }

    pub(crate) fn query(&mut self, sql: &str, params: &[Value], most: usize) -> Result<Vec<Row>> {
        let mut statement = self.bound("query", sql, params)?;
        let mut rows = statement.raw_query();
        let mut out = Vec::new();
        while out.len() < most {
            let Some(row) = rows.next().map_err(|e| Error::lite("query", e))? else { break };
            // Asked at every row: a statement may have been prepared anew after a migration.
            let columns = row.as_ref().column_count();
            let mut fields = Row::after(out.last(), columns);
            for column in 0..columns {
                fields.push(read(row.get_ref(column).map_err(|e| Error::lite("query", e))?)?);
            }
            out.push(fields);
        }
        Ok(out)
    }

    pub(crate) fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        let mut statement = self.bound("execute", sql, params)?;
        let changed = statement.raw_execute().map_err(|e| Error::lite("execute", e))?;
        Ok(changed as u64)
    }

    pub(crate) fn batch(&self, sql: &str) -> Result<()> {
        sql::refuse_control("batch", sql)?;
        self.control("batch", sql)
    }

    /// Prepares the statement without running it.
    pub(crate) fn check(&mut self, sql: &str) -> Result<()> {
        self.prepared("prepare", sql).map(drop)
    }

    fn prepared(&mut self, operation: &'static str, sql: &str) -> Result<rusqlite::CachedStatement<'_>> {
        if !self.texts.contains_key(sql) {
            sql::refuse_control(operation, sql)?;
            if self.texts.len() >= STATEMENTS * 4 {
                self.texts.clear();
            }
            self.texts.insert(sql.to_owned(), sql::for_sqlite(sql));
        }
        let text = self.texts.get(sql).map_or(sql, String::as_str);
        self.connection.prepare_cached(text).map_err(|e| Error::lite(operation, e))
    }

    fn bound(
        &mut self,
        operation: &'static str,
        sql: &str,
        params: &[Value],
    ) -> Result<rusqlite::CachedStatement<'_>> {
        let mut statement = self.prepared(operation, sql)?;
        let wanted = statement.parameter_count();
        if wanted != params.len() {
            let detail = format!("{wanted} parameters wanted, {} given", params.len());
            return Err(Error::other(operation, detail));
        }
        for (index, value) in params.iter().enumerate() {
            value.refuse_nul(operation)?;
            statement.raw_bind_parameter(index + 1, value).map_err(|e| Error::lite(operation, e))?;
        }
        Ok(statement)
    }
}

impl rusqlite::ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Null => ValueRef::Null,
            Self::Int(value) => ValueRef::Integer(*value),
            Self::Text(value) => ValueRef::Text(value.as_bytes()),
            Self::Blob(value) => ValueRef::Blob(value),
        }))
    }
}

fn read(value: ValueRef<'_>) -> Result<Seen<'_>> {
    match value {
        ValueRef::Null => Ok(Seen::Null),
        ValueRef::Integer(value) => Ok(Seen::Int(value)),
        ValueRef::Real(_) => Err(Error::other("query", "a floating point number; none is kept")),
        ValueRef::Blob(value) => Ok(Seen::Blob(value)),
        ValueRef::Text(bytes) => match str::from_utf8(bytes) {
            Ok(text) => Ok(Seen::Text(text)),
            Err(_) => Err(Error::other("query", "text that is not UTF-8")),
        },
    }
}

#[cfg(unix)]
fn create_private(path: &Path) -> Result<()> {
    use std::os::unix::fs::OpenOptionsExt;
    let made = std::fs::OpenOptions::new().write(true).create_new(true).mode(0o600).open(path);
    match made {
        Err(e) if e.kind() != std::io::ErrorKind::AlreadyExists => {
            Err(Error::new("open", Kind::Unavailable, e.to_string()))
        }
        _ => Ok(()),
    }
}

#[cfg(not(unix))]
fn create_private(_path: &Path) -> Result<()> {
    Ok(())
}
