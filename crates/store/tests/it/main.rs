//! What is kept, held against both engines: every statement, its plan, every column.

mod columns;
mod kept;
mod plans;
mod statements;

use database::Db;

/// A database with all tables.
async fn migrated(db: &Db) {
    store::schema::prepare(db).await.expect("the tables are made");
}
