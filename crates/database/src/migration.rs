//! Migrations: the schema grows by numbered steps, each in one transaction, none ever edited.
//!
//! Two servers that start at once do not both apply a step: its row is inserted before its statements run,
//! so the second waits for the first, loses on the primary key, looks again and finds the step done.
//! Must never know: what the steps contain.

use std::fmt;

use sm3::{Digest, Sm3};

use crate::db::Db;
use crate::error::Error;
use crate::tx::Tx;
use crate::work::Work;

/// One step. Numbers rise from 1 without end; the text is never changed once it has been released.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Migration {
    /// Its place in the order.
    pub version: i64,
    /// A few words for people.
    pub name: &'static str,
    /// Statements for both engines, separated by semicolons.
    pub sql: &'static str,
}

/// Why the schema cannot be brought up to date.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MigrationError {
    /// The text of an applied step is not the one that was applied.
    Changed {
        /// The step.
        version: i64,
        /// Its name.
        name: &'static str,
    },
    /// The database has a step this program does not know: a newer program has used it.
    Newer {
        /// The step.
        version: i64,
    },
    /// The list does not rise strictly, or a step is missing below one that is applied.
    OutOfOrder {
        /// The step.
        version: i64,
    },
    /// The database failed.
    Database(Error),
}

impl fmt::Display for MigrationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Changed { version, name } => {
                write!(f, "migration {version} ({name}) was applied with another text")
            }
            Self::Newer { version } => {
                write!(
                    f,
                    "the database has migration {version}, which this program does not know: use a newer program"
                )
            }
            Self::OutOfOrder { version } => write!(f, "migration {version} comes out of order"),
            Self::Database(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for MigrationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Database(error) => Some(error),
            _ => None,
        }
    }
}

impl From<Error> for MigrationError {
    fn from(error: Error) -> Self {
        Self::Database(error)
    }
}

/// Applies the steps that are missing and answers how many those were. Does nothing, and says why, if an
/// applied step was changed or the database is newer than the program.
pub async fn migrate(db: &Db, steps: &[Migration]) -> Result<usize, MigrationError> {
    if let Some(pair) = steps.windows(2).find(|pair| pair[0].version >= pair[1].version) {
        return Err(MigrationError::OutOfOrder { version: pair[1].version });
    }
    db.write(Prepare).await?;
    db.read(Compare { steps: steps.to_vec() }).await?;
    let mut applied = 0;
    for step in steps {
        if db.write(Apply { step: *step }).await? {
            applied += 1;
            tracing::info!(version = step.version, name = step.name, "migration applied");
        }
    }
    Ok(applied)
}

fn checksum(step: &Migration) -> String {
    data_encoding::HEXLOWER.encode(&Sm3::digest(step.sql.as_bytes()))
}

/// Makes the table of steps.
struct Prepare;

impl Work for Prepare {
    type Out = ();
    type Error = MigrationError;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), MigrationError> {
        let sql = "CREATE TABLE IF NOT EXISTS migration (
            version BIGINT NOT NULL PRIMARY KEY,
            name TEXT NOT NULL,
            checksum TEXT NOT NULL
        )";
        Ok(tx.batch(sql).await?)
    }

    /// IF NOT EXISTS does not help two that create it at the same moment.
    fn races(&self) -> &'static [&'static str] {
        &["pg_type(typname, typnamespace)", "pg_class(relname, relnamespace)"]
    }
}

/// Compares the applied steps with the known ones before anything is changed.
struct Compare {
    steps: Vec<Migration>,
}

impl Work for Compare {
    type Out = ();
    type Error = MigrationError;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), MigrationError> {
        let rows = tx.query("SELECT version, checksum FROM migration ORDER BY version", &[]).await?;
        for row in &rows {
            let version = row.int(0)?;
            let step = self.steps.iter().find(|step| step.version == version);
            let step = step.ok_or(MigrationError::Newer { version })?;
            if row.text(1)? != checksum(step) {
                return Err(MigrationError::Changed { version, name: step.name });
            }
        }
        // The applied steps must be the first ones of the list: a gap means a step was slipped in.
        match self.steps.get(..rows.len()).and_then(|first| first.last()) {
            Some(last) if rows.last().map(|row| row.int(0)).transpose()? != Some(last.version) => {
                Err(MigrationError::OutOfOrder { version: last.version })
            }
            _ => Ok(()),
        }
    }
}

/// Applies one step unless it is applied.
struct Apply {
    step: Migration,
}

impl Work for Apply {
    type Out = bool;
    type Error = MigrationError;

    async fn run(&self, tx: &mut Tx<'_>) -> Result<bool, MigrationError> {
        let Migration { version, name, sql } = self.step;
        let known = tx.one("SELECT checksum FROM migration WHERE version = $1", &[version.into()]).await?;
        if let Some(row) = known {
            let same = row.text(0)? == checksum(&self.step);
            return if same { Ok(false) } else { Err(MigrationError::Changed { version, name }) };
        }
        let values = [version.into(), name.into(), checksum(&self.step).into()];
        tx.execute("INSERT INTO migration (version, name, checksum) VALUES ($1, $2, $3)", &values).await?;
        tx.batch(sql).await?;
        Ok(true)
    }

    fn races(&self) -> &'static [&'static str] {
        &["migration(version)"]
    }
}
