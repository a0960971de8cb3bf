//! The transaction a work runs in: the only way to ask the database anything.
//!
//! Once a statement has failed the transaction is lost, on both engines alike: PostgreSQL refuses every
//! further statement and answers COMMIT with a silent rollback, so a work that swallows an error and returns
//! `Ok` gets that error after all. Use `ON CONFLICT DO NOTHING` where a duplicate is no failure.
//! Must never know: tables; and nothing outside this crate can begin one.

use crate::error::{Error, Result};
use crate::lite::Lite;
use crate::options::Engine;
use crate::pg;
use crate::value::{Row, Value};

/// An open transaction, lent to a [`Work`](crate::Work).
///
/// One SQL text serves both engines: parameters are `$1`, `$2` ...; types in DDL are BIGINT, TEXT, BYTEA.
/// PostgreSQL infers each parameter's type from the text alone; where it cannot, write
/// `CAST($1 AS BIGINT)`. A result may be an integer of any size (also a whole NUMERIC, as `SUM` gives), a
/// truth value, text or bytes.
pub struct Tx<'c> {
    on: On<'c>,
    failed: Option<Error>,
    statements: u64,
}

enum On<'c> {
    Lite(&'c mut Lite),
    Pg(deadpool_postgres::Transaction<'c>),
}

impl<'c> Tx<'c> {
    pub(crate) fn lite(lite: &'c mut Lite) -> Self {
        Self { on: On::Lite(lite), failed: None, statements: 0 }
    }

    pub(crate) fn pg(transaction: deadpool_postgres::Transaction<'c>) -> Self {
        Self { on: On::Pg(transaction), failed: None, statements: 0 }
    }

    /// The first statement that failed, if any.
    pub(crate) fn into_failure(self) -> Option<Error> {
        self.failed
    }

    /// The PostgreSQL transaction, to be committed or rolled back, and the first failure.
    pub(crate) fn into_pg(self) -> (Option<deadpool_postgres::Transaction<'c>>, Option<Error>) {
        match self.on {
            On::Pg(transaction) => (Some(transaction), self.failed),
            On::Lite(_) => (None, self.failed),
        }
    }

    /// Which engine serves.
    pub fn engine(&self) -> Engine {
        match self.on {
            On::Lite(_) => Engine::Sqlite,
            On::Pg(_) => Engine::Postgres,
        }
    }

    /// All rows of a query, or of a statement with RETURNING.
    pub async fn query(&mut self, sql: &str, params: &[Value]) -> Result<Vec<Row>> {
        self.sound()?;
        let outcome = match &mut self.on {
            On::Lite(lite) => lite.query(sql, params, usize::MAX),
            On::Pg(transaction) => pg::query(transaction, sql, params).await,
        };
        self.note(outcome)
    }

    /// The row of a query that finds at most one; several are an error of kind `Other`.
    pub async fn one(&mut self, sql: &str, params: &[Value]) -> Result<Option<Row>> {
        self.sound()?;
        let outcome = match &mut self.on {
            On::Lite(lite) => lite.query(sql, params, 2),
            On::Pg(transaction) => pg::query(transaction, sql, params).await,
        };
        let outcome = outcome.and_then(|mut rows| match rows.len() {
            0 | 1 => Ok(rows.pop()),
            _ => Err(Error::other("query", "several rows where at most one was expected")),
        });
        self.note(outcome)
    }

    /// Inserts, updates or deletes; answers how many rows that touched.
    pub async fn execute(&mut self, sql: &str, params: &[Value]) -> Result<u64> {
        self.sound()?;
        let outcome = match &mut self.on {
            On::Lite(lite) => lite.execute(sql, params),
            On::Pg(transaction) => pg::execute(transaction, sql, params).await,
        };
        self.note(outcome)
    }

    /// Several statements without parameters, separated by semicolons: DDL.
    pub async fn batch(&mut self, sql: &str) -> Result<()> {
        self.sound()?;
        let outcome = match &mut self.on {
            On::Lite(lite) => lite.batch(sql),
            On::Pg(transaction) => pg::batch(transaction, sql).await,
        };
        self.note(outcome)
    }

    /// Prepares a statement without running it: the test that every text is valid on this engine.
    pub async fn check(&mut self, sql: &str) -> Result<()> {
        self.sound()?;
        let outcome = match &mut self.on {
            On::Lite(lite) => lite.check(sql),
            On::Pg(transaction) => pg::check(transaction, sql).await,
        };
        self.note(outcome)
    }

    /// The plan of a statement, one line a step, as this engine words it (SQLite `SCAN t` and `SEARCH t
    /// USING INDEX i`, PostgreSQL `Seq Scan on t` and `Index Scan using i on t`). On PostgreSQL sequential
    /// scans are made unattractive first, so that one which remains has no index to replace it.
    pub async fn plan(&mut self, sql: &str, params: &[Value]) -> Result<Vec<String>> {
        let (explain, column) = match self.engine() {
            Engine::Sqlite => (format!("EXPLAIN QUERY PLAN {sql}"), 3),
            Engine::Postgres => {
                self.batch("SET LOCAL enable_seqscan = off").await?;
                (format!("EXPLAIN {sql}"), 0)
            }
        };
        let rows = self.query(&explain, params).await?;
        rows.iter().map(|row| row.text(column).map(str::to_owned)).collect()
    }

    /// How many statements were run so far: two answers that must not be told apart run equally many.
    pub fn statements(&self) -> u64 {
        self.statements
    }

    fn sound(&self) -> Result<()> {
        match &self.failed {
            Some(error) => Err(error.clone()),
            None => Ok(()),
        }
    }

    fn note<T>(&mut self, outcome: Result<T>) -> Result<T> {
        self.statements += 1;
        if let Err(error) = &outcome {
            self.failed = Some(error.clone());
        }
        outcome
    }
}
