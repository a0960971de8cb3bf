//! A work is kept whole or not at all; its failures have the same kind on both engines.

use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use database::testing::on_postgres;
use database::{Db, Error, Kind, Options, Tx, Work, both_engines};
use tokio::sync::Notify;

use crate::{Ddl, insert_note, insert_values, note, notes, number, with_notes};

/// Writes a note, then fails in the given way.
enum Ending {
    Refuse,
    Panic,
    SwallowError,
}

#[derive(Debug, PartialEq)]
enum Failure {
    Refused,
    Database(Kind),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Database(error.kind)
    }
}

impl Work for Ending {
    type Out = ();
    type Error = Failure;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<(), Failure> {
        insert_note(tx, 100, "never seen").await?;
        match self {
            Self::Refuse => Err(Failure::Refused),
            Self::Panic => panic!("a work that panics, on purpose"),
            Self::SwallowError => {
                let _ = insert_note(tx, 100, "again").await;
                Ok(())
            }
        }
    }
}

/// Tells that it has begun, then writes.
struct Announced(Arc<Notify>);

impl Work for Announced {
    type Out = u64;
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        self.0.notify_one();
        insert_note(tx, 1, "written after the caller had gone").await
    }
}

/// Adds one to a counter it reads first: two at once must not both write the same number.
struct Increment;

impl Work for Increment {
    type Out = i64;
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<i64, Error> {
        let row = tx.one("SELECT MAX(id) FROM note", &[]).await?;
        let next = row.map_or(Ok(None), |row| row.opt_int(0))?.unwrap_or(0) + 1;
        insert_note(tx, next, "next").await?;
        Ok(next)
    }
    fn races(&self) -> &'static [&'static str] {
        &["note(id)"]
    }
}

/// Counts the notes twice, or panics between.
struct Count {
    panics: bool,
}

impl Work for Count {
    type Out = (i64, i64);
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<(i64, i64), Error> {
        let sql = "SELECT COUNT(*) FROM note";
        let first = tx.one(sql, &[]).await?.unwrap().int(0)?;
        assert!(!self.panics, "a read that panics, on purpose");
        std::thread::yield_now();
        Ok((first, tx.one(sql, &[]).await?.unwrap().int(0)?))
    }
}

/// Always loses: the row it inserts is there, and it takes that for a race.
struct AlwaysLate(Arc<AtomicU32>);

impl Work for AlwaysLate {
    type Out = u64;
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        self.0.fetch_add(1, Ordering::Relaxed);
        insert_note(tx, 1, "late").await
    }
    fn races(&self) -> &'static [&'static str] {
        &["note(id)"]
    }
}

#[test]
fn a_race_that_is_always_lost_is_run_again_and_given_up_as_a_conflict() {
    on_postgres(&Options::default(), |db| async move {
        with_notes(&db).await;
        db.write(note(1)).await.unwrap();
        let runs = Arc::new(AtomicU32::new(0));
        let error = db.write(AlwaysLate(Arc::clone(&runs))).await.unwrap_err();
        assert_eq!(error.kind, Kind::Conflict);
        assert!(runs.load(Ordering::Relaxed) > 5);
        assert_eq!(notes(&db).await, 1);
    });
}

/// Generic over the work, as handlers of upper floors are.
async fn generic<W: Work + Clone>(db: Db, work: W) -> Result<W::Out, W::Error> {
    tokio::spawn(async move { db.write(work).await }).await.unwrap()
}

both_engines! {
    async fn what_a_refusing_work_wrote_is_gone(db: Db) {
        with_notes(&db).await;
        assert_eq!(db.write(Ending::Refuse).await, Err(Failure::Refused));
        assert_eq!(notes(&db).await, 0);
    }

    async fn a_panic_is_an_error_of_that_work_alone(db: Db) {
        with_notes(&db).await;
        let (before, panicked, after) = tokio::join!(db.write(note(1)), db.write(Ending::Panic), db.write(note(2)));
        assert_eq!(before, Ok(1));
        assert_eq!(panicked, Err(Failure::Database(Kind::Panicked)));
        assert_eq!(after, Ok(1));
        assert_eq!(db.write(note(3)).await, Ok(1));
        assert_eq!(notes(&db).await, 3);
    }

    async fn a_swallowed_error_does_not_pass_for_success(db: Db) {
        with_notes(&db).await;
        let outcome = db.write(Ending::SwallowError).await;
        assert_eq!(outcome, Err(Failure::Database(Kind::Unique("note(id)".into()))));
        assert_eq!(notes(&db).await, 0);
    }

    async fn a_panic_in_a_read_leaves_no_snapshot_behind(db: Db) {
        with_notes(&db).await;
        for _ in 0..20 {
            let read = db.read_fn(async |tx: &mut Tx<'_>| -> Result<(), Error> {
                tx.query("SELECT * FROM note", &[]).await?;
                panic!("a read that panics, on purpose")
            }).await;
            assert_eq!(read.unwrap_err().kind, Kind::Panicked);
        }
        db.write(note(1)).await.unwrap();
        for _ in 0..20 {
            assert_eq!(notes(&db).await, 1, "every connection sees the newest commit");
        }
    }

    async fn a_panic_in_a_read_in_place_leaves_no_snapshot_behind(db: Db) {
        with_notes(&db).await;
        for _ in 0..20 {
            assert_eq!(db.read(Count { panics: true }).await.unwrap_err().kind, Kind::Panicked);
        }
        db.write(note(1)).await.unwrap();
        for _ in 0..20 {
            assert_eq!(db.read(Count { panics: false }).await, Ok((1, 1)), "the newest commit is seen");
        }
    }

    async fn reads_in_place_side_by_side_with_writers_see_one_snapshot_each(db: Db) {
        with_notes(&db).await;
        let writes: Vec<_> = (0..40).map(|id| {
            let db = db.clone();
            tokio::spawn(async move { db.write(note(id)).await.unwrap() })
        }).collect();
        let reads: Vec<_> = (0..40).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.read(Count { panics: false }).await.unwrap() })
        }).collect();
        for read in reads {
            let (first, second) = read.await.unwrap();
            assert_eq!(first, second);
        }
        for write in writes {
            write.await.unwrap();
        }
        assert_eq!(db.read(Count { panics: false }).await, Ok((40, 40)), "what was committed is seen at once");
    }

    async fn a_unique_violation_names_table_and_columns(db: Db) {
        db.write(Ddl("CREATE TABLE event (stream BYTEA NOT NULL, version BIGINT NOT NULL, body TEXT,
            PRIMARY KEY (stream, version)); CREATE UNIQUE INDEX event_body ON event (body)")).await.unwrap();
        let sql = "INSERT INTO event (stream, version, body) VALUES ($1, $2, $3)";
        insert_values(&db, sql, vec![vec![1_u8].into(), 1.into(), "张三".into()]).await.unwrap();
        let key = insert_values(&db, sql, vec![vec![1_u8].into(), 1.into(), "b".into()]).await.unwrap_err();
        assert_eq!(key.kind, Kind::Unique("event(stream, version)".into()));
        let body = insert_values(&db, sql, vec![vec![2_u8].into(), 1.into(), "张三".into()]).await.unwrap_err();
        assert_eq!(body.kind, Kind::Unique("event(body)".into()));
        assert!(!format!("{body} {body:?}").contains("张三"), "no stored value in an error");
    }

    async fn a_duplicate_may_be_expected(db: Db) {
        with_notes(&db).await;
        let sql = "INSERT INTO note (id, body) VALUES ($1, 'x') ON CONFLICT DO NOTHING";
        assert_eq!(insert_values(&db, sql, vec![1.into()]).await, Ok(1));
        assert_eq!(insert_values(&db, sql, vec![1.into()]).await, Ok(0));
    }

    async fn a_read_changes_nothing(db: Db) {
        with_notes(&db).await;
        let read = db.read(note(1)).await;
        assert_eq!(read.unwrap_err().kind, Kind::Unavailable);
        assert_eq!(notes(&db).await, 0);
    }

    async fn a_statement_prepared_before_a_migration_still_runs_after_it(db: Db) {
        with_notes(&db).await;
        db.write(note(1)).await.unwrap();
        let columns = async || {
            let row = db.read_fn(async |tx: &mut Tx<'_>| tx.one("SELECT * FROM note", &[]).await).await;
            row.unwrap().unwrap().len()
        };
        assert_eq!(columns().await, 2);
        db.write(Ddl("ALTER TABLE note ADD COLUMN colour TEXT")).await.unwrap();
        assert_eq!(columns().await, 3);
    }

    async fn foreign_keys_hold(db: Db) {
        with_notes(&db).await;
        db.write(Ddl("CREATE TABLE child (note BIGINT NOT NULL REFERENCES note (id))")).await.unwrap();
        let orphan = insert_values(&db, "INSERT INTO child (note) VALUES ($1)", vec![9.into()]).await;
        assert_eq!(orphan.unwrap_err().kind, Kind::Other);
    }

    async fn a_work_cannot_end_its_transaction(db: Db) {
        with_notes(&db).await;
        for sql in ["COMMIT", "ROLLBACK", "BEGIN", "SAVEPOINT x"] {
            let outcome = db.write_fn(async move |tx: &mut Tx<'_>| {
                insert_note(tx, 1, "must not stay").await?;
                tx.execute(sql, &[]).await
            }).await;
            assert_eq!(outcome.unwrap_err().kind, Kind::Other, "{sql}");
        }
        assert_eq!(notes(&db).await, 0);
    }

    async fn a_caller_that_hangs_up_does_not_cancel_its_write(db: Db) {
        with_notes(&db).await;
        let begun = Arc::new(Notify::new());
        let mut write = Box::pin(db.write(Announced(Arc::clone(&begun))));
        tokio::select! {
            biased;
            _ = &mut write => {}
            () = begun.notified() => {}
        }
        drop(write);
        // Writers follow one another on SQLite; on PostgreSQL the unique key makes this wait for the first.
        assert_eq!(db.write(note(1)).await.unwrap_err().kind, Kind::Unique("note(id)".into()));
        assert_eq!(notes(&db).await, 1);
    }

    async fn writers_behave_as_if_they_followed_one_another(db: Db) {
        with_notes(&db).await;
        let tasks: Vec<_> = (0..32).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { db.write(Increment).await.unwrap() })
        }).collect();
        let mut given = Vec::new();
        for task in tasks {
            given.push(task.await.unwrap());
        }
        given.sort_unstable();
        assert_eq!(given, (1..=32).collect::<Vec<i64>>());
        assert_eq!(number(&db, "SELECT COUNT(*) FROM note").await, 32);
    }

    async fn works_and_closures_can_be_spawned_from_generic_code(db: Db) {
        with_notes(&db).await;
        assert_eq!(generic(db.clone(), note(1)).await, Ok(1));
        let (copy, body) = (db.clone(), String::from("owned by the closure"));
        let task = tokio::spawn(async move {
            copy.write_fn(async move |tx: &mut Tx<'_>| insert_note(tx, 2, &body).await).await
        });
        assert_eq!(task.await.unwrap(), Ok(1));
        assert_eq!(notes(&db).await, 2);
    }
}
