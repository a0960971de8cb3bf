//! The claims of this crate, on both engines where they are the same.
//!
//! Tables here are made for the claims; the crate itself knows none.

mod crash;
mod group;
mod migrations;
mod outage;
mod values;
mod works;

use database::{Db, Error, Tx, Value, Work};

/// Any batch of statements.
struct Ddl(&'static str);

impl Work for Ddl {
    type Out = ();
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Error> {
        tx.batch(self.0).await
    }
}

/// `note(id BIGINT PRIMARY KEY, body TEXT)`.
async fn with_notes(db: &Db) {
    db.write(Ddl("CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, body TEXT)")).await.unwrap();
}

async fn insert_note(tx: &mut Tx<'_>, id: i64, body: &str) -> Result<u64, Error> {
    tx.execute("INSERT INTO note (id, body) VALUES ($1, $2)", &[id.into(), body.into()]).await
}

/// Writes one note.
#[derive(Clone)]
struct Note(i64, String);

impl Work for Note {
    type Out = u64;
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        insert_note(tx, self.0, &self.1).await
    }
}

fn note(id: i64) -> Note {
    Note(id, format!("note {id}"))
}

/// The integer a query finds.
async fn number(db: &Db, sql: &'static str) -> i64 {
    db.read_fn(async move |tx: &mut Tx<'_>| tx.one(sql, &[]).await?.unwrap().int(0)).await.unwrap()
}

async fn notes(db: &Db) -> i64 {
    number(db, "SELECT COUNT(*) FROM note").await
}

async fn insert_values(db: &Db, sql: &'static str, params: Vec<Value>) -> Result<u64, Error> {
    db.write_fn(async move |tx: &mut Tx<'_>| tx.execute(sql, &params).await).await
}
