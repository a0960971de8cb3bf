//! What is said when the database cannot be had, and that it is found again.

use std::time::Duration;

use database::testing::{Durability, Postgres, runtime};
use database::{Db, Kind, Options, Target};

use crate::{note, notes, with_notes};

#[test]
fn a_stopped_postgres_is_unavailable_and_found_again_after_its_restart() {
    let server = Postgres::start(Durability::Full).unwrap();
    let target = Target::Postgres(server.fresh_database());
    let options = Options { patience: Duration::from_secs(2), ..Options::default() };
    runtime().block_on(async {
        let db = Db::open_with(&target, &options).await.unwrap();
        with_notes(&db).await;
        db.write(note(1)).await.unwrap();
        server.stop().unwrap();
        assert_eq!(db.write(note(2)).await.unwrap_err().kind, Kind::Unavailable);
        server.restart().unwrap();
        assert_eq!(notes(&db).await, 1);
        assert_eq!(db.write(note(2)).await, Ok(1));
        assert_eq!(notes(&db).await, 2);
    });
}

#[test]
fn no_server_and_no_folder_are_unavailable() {
    runtime().block_on(async {
        for place in ["postgres://guitu@/none?host=/nonexistent", "/nonexistent/guitu.db"] {
            let error = Db::open(&Target::parse(place)).await.unwrap_err();
            assert_eq!((error.operation, error.kind), ("open", Kind::Unavailable), "{place}");
        }
    });
}

#[test]
fn a_file_that_is_no_database_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("letter.db");
    std::fs::write(&path, "这不是数据库。".repeat(1000)).unwrap();
    runtime().block_on(async {
        let error = Db::open(&Target::Sqlite(path)).await.unwrap_err();
        assert_eq!(error.kind, Kind::Corrupt);
    });
}

#[test]
fn what_was_acknowledged_is_there_when_the_file_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("guitu.db"));
    runtime().block_on(async {
        let db = Db::open(&target).await.unwrap();
        with_notes(&db).await;
        db.write(note(1)).await.unwrap();
        drop(db);
        assert_eq!(notes(&Db::open(&target).await.unwrap()).await, 1);
    });
}

#[test]
fn two_programs_may_write_one_file() {
    let folder = tempfile::tempdir().unwrap();
    let target = Target::Sqlite(folder.path().join("guitu.db"));
    runtime().block_on(async {
        let server = Db::open(&target).await.unwrap();
        with_notes(&server).await;
        let command = Db::open(&target).await.unwrap();
        let writers = [(server.clone(), 0), (command, 1_000)].map(|(db, from)| {
            tokio::spawn(async move {
                for id in from..from + 100 {
                    db.write(note(id)).await.unwrap();
                }
            })
        });
        for writer in writers {
            writer.await.unwrap();
        }
        assert_eq!(notes(&server).await, 200);
    });
}

#[test]
fn the_private_server_leaves_nothing_behind() {
    let server = Postgres::start(Durability::None).unwrap();
    let address = server.address("postgres");
    let folder = address.split_once("host=").unwrap().1.to_owned();
    assert!(std::path::Path::new(&folder).exists());
    drop(server);
    assert!(!std::path::Path::new(&folder).exists());
}
