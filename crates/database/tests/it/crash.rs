//! A server that is killed keeps what it acknowledged, and its private PostgreSQL does not outlive it.
//!
//! The test program runs itself as the victim: an ignored test that writes until it is killed.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use database::testing::{Postgres, runtime};
use database::{Db, Target};

use crate::{note, notes, number, with_notes};

/// Tells the victim where to write; without it the victim does nothing.
const PLACE: &str = "GUITU_CRASH_TEST";

fn victim(name: &str, place: &str) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args(["--exact", name, "--ignored", "--nocapture", "--test-threads=1"])
        .env(PLACE, place)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap()
}

fn say(line: &str) {
    let mut out = std::io::stdout().lock();
    writeln!(out, "\nsaid {line}").unwrap();
}

fn heard(victim: &mut Child) -> impl Iterator<Item = String> + use<> {
    let lines = BufReader::new(victim.stdout.take().unwrap()).lines();
    lines.map_while(Result::ok).filter_map(|line| line.strip_prefix("said ").map(str::to_owned))
}

#[test]
#[ignore = "the victim of the test below"]
fn writes_until_killed() {
    let Ok(place) = std::env::var(PLACE) else { return };
    runtime().block_on(async {
        let db = Db::open(&Target::parse(&place)).await.unwrap();
        with_notes(&db).await;
        let writers: Vec<_> = (0..16_i64)
            .map(|writer| {
                let db = db.clone();
                tokio::spawn(async move {
                    for n in 0_i64.. {
                        let id = writer * 1_000_000 + n;
                        db.write(note(id)).await.unwrap();
                        say(&id.to_string());
                    }
                })
            })
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
}

#[test]
fn what_was_acknowledged_before_a_kill_is_there() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("guitu.db");
    let mut child = victim("crash::writes_until_killed", path.to_str().unwrap());
    let mut lines = heard(&mut child);
    let mut acknowledged: Vec<String> = lines.by_ref().take(500).collect();
    child.kill().unwrap();
    acknowledged.extend(lines);
    child.wait().unwrap();
    // The last line may have been cut off by the kill.
    acknowledged.pop();
    assert!(acknowledged.len() >= 499);
    runtime().block_on(async {
        let db = Db::open(&Target::Sqlite(path)).await.unwrap();
        assert!(notes(&db).await >= 499);
        let list = acknowledged.join(", ");
        let sql: &'static str = format!("SELECT COUNT(*) FROM note WHERE id IN ({list})").leak();
        assert_eq!(number(&db, sql).await, i64::try_from(acknowledged.len()).unwrap());
        let ok = number(&db, "SELECT COUNT(*) FROM pragma_integrity_check WHERE integrity_check = 'ok'");
        assert_eq!(ok.await, 1);
    });
}

#[test]
#[ignore = "the victim of the test below"]
fn starts_postgres_and_waits_to_be_killed() {
    if std::env::var(PLACE).is_ok() {
        say(&Postgres::shared().fresh_database());
        std::thread::park();
    }
}

#[test]
fn a_private_postgres_ends_with_its_killed_owner() {
    let mut child = victim("crash::starts_postgres_and_waits_to_be_killed", "yes");
    let address = heard(&mut child).next().unwrap();
    let folder = address.split_once("host=").unwrap().1.to_owned();
    assert!(Path::new(&folder).exists());
    child.kill().unwrap();
    child.wait().unwrap();
    // The watchdog holds the victim's stderr: its end is the watchdog's end.
    let mut rest = String::new();
    child.stderr.take().unwrap().read_to_string(&mut rest).unwrap();
    assert!(!Path::new(&folder).exists(), "the folder outlived its owner");
}
