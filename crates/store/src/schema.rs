//! The tables and how they come to be.

use database::{Db, Migration, MigrationError, Tx, migrate};

/// Steps of the main database, oldest first. A step that has run anywhere is never edited.
/// The looks are among them: on PostgreSQL they live in the same database.
pub const STEPS: &[Migration] = &[
    Migration { version: 1, name: "frame", sql: include_str!("migrations/0001.sql") },
    Migration { version: 2, name: "looks", sql: include_str!("migrations/looks.sql") },
    Migration { version: 3, name: "base", sql: include_str!("migrations/0003_base.sql") },
    Migration { version: 4, name: "rulebook", sql: include_str!("migrations/0004_rulebook.sql") },
    Migration { version: 5, name: "audit", sql: include_str!("migrations/0005_audit.sql") },
    Migration { version: 6, name: "looks by time", sql: include_str!("migrations/looks_by_time.sql") },
    Migration { version: 7, name: "scan", sql: include_str!("migrations/0007_scan.sql") },
    Migration { version: 8, name: "fetch", sql: include_str!("migrations/0008_fetch.sql") },
    Migration { version: 9, name: "verify", sql: include_str!("migrations/0009_verify.sql") },
    Migration { version: 10, name: "roster", sql: include_str!("migrations/0010_roster.sql") },
    Migration { version: 11, name: "gate", sql: include_str!("migrations/0011_gate.sql") },
    Migration { version: 12, name: "desk", sql: include_str!("migrations/0012_desk.sql") },
    Migration { version: 13, name: "sealed", sql: include_str!("migrations/0013_sealed.sql") },
    Migration { version: 14, name: "workbench", sql: include_str!("migrations/0014_workbench.sql") },
    Migration { version: 15, name: "calendar", sql: include_str!("migrations/0015_calendar.sql") },
    Migration { version: 16, name: "polish", sql: include_str!("migrations/0016_polish.sql") },
];

/// Steps of the looks where they have a database of their own. A step here is one of [`STEPS`], too.
pub const LOOKS: &[Migration] = &[
    Migration { version: 1, name: "looks", sql: include_str!("migrations/looks.sql") },
    Migration { version: 2, name: "looks by time", sql: include_str!("migrations/looks_by_time.sql") },
];

/// Brings the main database up to this program's tables.
pub async fn prepare(db: &Db) -> Result<usize, MigrationError> {
    migrate(db, STEPS).await
}

/// Brings a database that holds nothing but looks up to this program's tables.
pub async fn prepare_looks(db: &Db) -> Result<usize, MigrationError> {
    migrate(db, LOOKS).await
}

/// Whether texts are ordered by their bytes, as paging and the search for the beginning of a name need it.
/// SQLite always does; a PostgreSQL database must have been made with the collation C.
pub async fn orders_by_bytes(db: &Db) -> database::Result<bool> {
    let probe = "SELECT COUNT(*) WHERE 'B' < 'a' AND 'a-c' < 'ab'";
    let found = db.read_fn(async move |tx: &mut Tx<'_>| tx.one(probe, &[]).await).await?;
    found.map_or(Ok(false), |row| row.bool(0))
}
