//! The schema grows by steps: once each, never edited, never backwards.

use database::{Migration, MigrationError, both_engines, migrate};

use crate::{note, notes, number};

const FIRST: Migration = Migration {
    version: 1,
    name: "notes",
    sql: "CREATE TABLE note (id BIGINT NOT NULL PRIMARY KEY, body TEXT);
          CREATE INDEX note_body ON note (body);",
};
const SECOND: Migration =
    Migration { version: 2, name: "colour", sql: "ALTER TABLE note ADD COLUMN colour TEXT" };

both_engines! {
    async fn steps_are_applied_once_and_later_ones_follow(db: Db) {
        assert_eq!(migrate(&db, &[FIRST]).await, Ok(1));
        db.write(note(1)).await.unwrap();
        assert_eq!(migrate(&db, &[FIRST]).await, Ok(0));
        assert_eq!(migrate(&db, &[FIRST, SECOND]).await, Ok(1));
        assert_eq!(notes(&db).await, 1);
        assert_eq!(number(&db, "SELECT COUNT(*) FROM note WHERE colour IS NULL").await, 1);
    }

    async fn a_changed_step_is_refused(db: Db) {
        migrate(&db, &[FIRST]).await.unwrap();
        let edited = Migration { sql: "CREATE TABLE note (id BIGINT)", ..FIRST };
        let refused = migrate(&db, &[edited, SECOND]).await;
        assert_eq!(refused, Err(MigrationError::Changed { version: 1, name: "notes" }));
        assert_eq!(number(&db, "SELECT COUNT(*) FROM migration").await, 1);
    }

    async fn a_newer_database_is_refused(db: Db) {
        migrate(&db, &[FIRST, SECOND]).await.unwrap();
        assert_eq!(migrate(&db, &[FIRST]).await, Err(MigrationError::Newer { version: 2 }));
    }

    async fn a_step_slipped_in_below_is_refused(db: Db) {
        migrate(&db, &[FIRST, Migration { version: 3, ..SECOND }]).await.unwrap();
        let slipped = Migration { version: 2, name: "late", sql: "CREATE TABLE late (id BIGINT)" };
        let refused = migrate(&db, &[FIRST, slipped, Migration { version: 3, ..SECOND }]).await;
        assert_eq!(refused, Err(MigrationError::OutOfOrder { version: 2 }));
        let twice = migrate(&db, &[FIRST, FIRST]).await;
        assert_eq!(twice, Err(MigrationError::OutOfOrder { version: 1 }));
    }

    async fn a_failing_step_leaves_nothing_of_itself(db: Db) {
        let broken = Migration { version: 2, name: "broken",
            sql: "CREATE TABLE half (id BIGINT); CREATE TABLE note (id BIGINT)" };
        assert!(matches!(migrate(&db, &[FIRST, broken]).await, Err(MigrationError::Database(_))));
        assert_eq!(migrate(&db, &[FIRST, SECOND]).await, Ok(1));
        let half = db.read_fn(async |tx: &mut database::Tx<'_>| tx.query("SELECT * FROM half", &[]).await).await;
        assert!(half.is_err());
    }

    async fn servers_that_start_at_once_apply_each_step_once(db: Db) {
        let tasks: Vec<_> = (0..8).map(|_| {
            let db = db.clone();
            tokio::spawn(async move { migrate(&db, &[FIRST, SECOND]).await })
        }).collect();
        let mut applied = 0;
        for task in tasks {
            applied += task.await.unwrap().unwrap();
        }
        assert_eq!(applied, 2);
    }
}
