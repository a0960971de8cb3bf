//! SQLite only: many works share one commit, and a full disk is survived.

use std::sync::Mutex;
use std::sync::mpsc::Receiver;
use std::time::Duration;

use database::testing::on_sqlite;
use database::{Db, Error, Kind, Options, Tx, Work};

use crate::{Ddl, Note, note, notes, with_notes};

fn slow_disk() -> Options {
    Options { commit_delay: Duration::from_millis(5), ..Options::default() }
}

/// Writes a row whose parent is missing; the database notices at COMMIT only.
struct BreaksAtCommit;

impl Work for BreaksAtCommit {
    type Out = u64;
    type Error = Error;
    async fn run(&self, tx: &mut Tx<'_>) -> Result<u64, Error> {
        tx.execute("INSERT INTO child (note) VALUES (99)", &[]).await
    }
}

/// Holds the writer thread until it is told to go on.
struct Gate(Mutex<Receiver<()>>);

impl Work for Gate {
    type Out = ();
    type Error = Error;
    async fn run(&self, _tx: &mut Tx<'_>) -> Result<(), Error> {
        self.0.lock().unwrap().recv().unwrap();
        Ok(())
    }
}

async fn write_at_once<W: Work>(db: &Db, works: Vec<W>) -> Vec<Result<W::Out, W::Error>> {
    let tasks: Vec<_> = works
        .into_iter()
        .map(|work| {
            let db = db.clone();
            tokio::spawn(async move { db.write(work).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    outcomes
}

#[test]
fn sixty_four_writers_at_once_share_commits() {
    on_sqlite(&slow_disk(), |db| async move {
        with_notes(&db).await;
        let before = db.stats();
        let outcomes = write_at_once(&db, (0..64).map(note).collect()).await;
        assert!(outcomes.iter().all(Result::is_ok));
        let after = db.stats();
        assert_eq!(after.works - before.works, 64);
        assert!(after.commits - before.commits <= 8, "{} commits", after.commits - before.commits);
        assert_eq!(notes(&db).await, 64);
    });
}

#[test]
fn one_failing_work_among_many_is_rolled_back_alone() {
    on_sqlite(&slow_disk(), |db| async move {
        with_notes(&db).await;
        // Every tenth id is a duplicate of the one before it.
        let ids = (0..64_i64).map(|n| if n % 10 == 9 { n - 1 } else { n });
        let outcomes = write_at_once(&db, ids.map(note).collect()).await;
        let failed = outcomes.iter().filter(|outcome| outcome.is_err()).count();
        assert_eq!(failed, 6);
        assert_eq!(notes(&db).await, 58);
    });
}

#[test]
fn a_failed_commit_acknowledges_nothing_and_the_writer_goes_on() {
    on_sqlite(&Options::default(), |db| async move {
        with_notes(&db).await;
        let child = "CREATE TABLE child (note BIGINT REFERENCES note (id) DEFERRABLE INITIALLY DEFERRED)";
        db.write(Ddl(child)).await.unwrap();
        let (open, gate) = std::sync::mpsc::channel();
        // The gate holds the writer until the three behind it are queued, so that they share a commit.
        let (_, before, broken, after, ()) = tokio::join!(
            db.write(Gate(Mutex::new(gate))),
            db.write(note(1)),
            db.write(BreaksAtCommit),
            db.write(note(2)),
            async { open.send(()).unwrap() }
        );
        assert_eq!(broken.unwrap_err().operation, "commit");
        let acknowledged = i64::from(before.is_ok()) + i64::from(after.is_ok());
        assert_eq!(notes(&db).await, acknowledged, "kept is what was acknowledged, and nothing else");
        assert_eq!(db.write(note(3)).await, Ok(1));
        assert_eq!(notes(&db).await, acknowledged + 1);
    });
}

#[test]
fn a_full_disk_is_said_so_and_writing_goes_on_once_there_is_room() {
    let options = Options { max_page_count: Some(40), ..Options::default() };
    on_sqlite(&options, |db| async move {
        with_notes(&db).await;
        let mut kept = 0;
        let full = loop {
            match db.write(Note(kept, "长".repeat(2_000))).await {
                Ok(_) => kept += 1,
                Err(error) => break error,
            }
            assert!(kept < 100, "the limit holds");
        };
        assert_eq!(full.kind, Kind::Full);
        assert_eq!(notes(&db).await, kept, "what was acknowledged is there, the rest is not");
        let emptied =
            db.write_fn(async |tx: &mut Tx<'_>| tx.execute("DELETE FROM note WHERE id < 10", &[]).await);
        assert_eq!(emptied.await, Ok(10));
        assert_eq!(db.write(Note(1_000, "长".repeat(2_000))).await, Ok(1));
    });
}

#[test]
fn a_work_that_waits_for_something_else_is_refused() {
    on_sqlite(&Options::default(), |db| async move {
        let outcome = db
            .write_fn(async |_: &mut Tx<'_>| -> Result<(), Error> {
                std::future::pending::<()>().await;
                Ok(())
            })
            .await;
        assert_eq!(outcome.unwrap_err().kind, Kind::Other);
    });
}

#[cfg(unix)]
#[test]
fn the_file_is_readable_by_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guitu.db");
    database::testing::runtime().block_on(async {
        let db = Db::open(&database::Target::Sqlite(path.clone())).await.unwrap();
        with_notes(&db).await;
        for name in ["guitu.db", "guitu.db-wal", "guitu.db-shm"] {
            let mode = std::fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
            assert_eq!(mode & 0o777, 0o600, "{name}");
        }
    });
}
