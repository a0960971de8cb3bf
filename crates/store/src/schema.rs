//! The tables and how they come to be.

use database::{Db, Migration, MigrationError, migrate};

/// Steps of the main database, oldest first. A step that has run anywhere is never edited.
pub const STEPS: &[Migration] =
    &[Migration { version: 1, name: "frame", sql: include_str!("migrations/0001.sql") }];

/// Steps of the looks.
pub const LOOKS: &[Migration] =
    &[Migration { version: 1, name: "looks", sql: include_str!("migrations/looks.sql") }];

/// Brings the main database up to this program's tables.
pub async fn prepare(db: &Db) -> Result<usize, MigrationError> {
    migrate(db, STEPS).await
}

/// Brings the database of looks up to this program's tables.
pub async fn prepare_looks(db: &Db) -> Result<usize, MigrationError> {
    migrate(db, LOOKS).await
}
