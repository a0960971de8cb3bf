//! What the services cannot show by themselves: numbers that clash, files that wait, anchors as lines.

use crate::migrated;
use database::{Db, Tx, Value};
use domain::{
    kernel::{Actor, Role},
    unit::Unit,
};
use std::{
    collections::BTreeSet,
    sync::{Arc, Mutex},
};
use store::obligation::Whose;
use store::{
    Error, Hand, Scope,
    anchor::Anchor,
    page::Ask,
    pending::{self, Pending},
    rows::{self, HeldRow, Listed, Owed, Rows},
};
use uuid::Uuid;

/// Never repeats, easily predicted: enough for nonces and ids of a test.
fn hand(actor: &str, recorded_at: i64) -> Hand {
    let mut next = 0_u64;
    let random = move |buffer: &mut [u8]| {
        for chunk in buffer.chunks_mut(8) {
            next += 1;
            chunk.copy_from_slice(&next.to_be_bytes()[8 - chunk.len()..]);
        }
    };
    Hand {
        keys: Arc::new(vault::Master::from_bytes([7; 32])),
        random: Arc::new(Mutex::new(random)),
        recorded_at,
        actor: actor.into(),
        unit: "440100".into(),
    }
}

fn case(no: &str) -> Rows {
    let text = String::from;
    let listed = Listed {
        no: text(no),
        name: text("某"),
        standing: text("routing"),
        category: text("key"),
        owner: text("440100"),
        release_on: text("2026-11-24"),
        due_on: text("2026-11-30"),
    };
    Rows { visible: BTreeSet::from([(text("440100"), listed)]), ..Rows::default() }
}

fn held(no: &str) -> Rows {
    let text = String::from;
    let held = HeldRow {
        no: text(no),
        roster: text("r"),
        sheet: text(""),
        line: 2,
        name: text("某"),
        custody: text("ORG001"),
        owner: text("440100"),
        problems: 1,
        fate: text("held"),
        due_on: text("2026-11-30"),
    };
    Rows { held: BTreeSet::from([(text("440100"), held)]), ..Rows::default() }
}

/// Six things owed by one case on one day, and one by another.
fn owed() -> Rows {
    let one = |no: &str, kind: &str, subject: &str| Owed {
        unit: "440106002".into(),
        kind: kind.into(),
        subject: subject.into(),
        rule: "R-01".into(),
        due_on: "2026-11-24".into(),
        owner: "440106002".into(),
        worker: None,
        settle: kind.into(),
        title: "某事".into(),
        why: "某因".into(),
        stream_kind: "case".into(),
        no: no.into(),
        name: "某".into(),
        urged_on: None,
        urged_by: None,
    };
    let of_one = [("a", ""), ("a", "1"), ("a", "2"), ("b", ""), ("open-file", ""), ("open-file-2", "x y")];
    let mut owed: BTreeSet<Owed> = of_one.into_iter().map(|(kind, of)| one("7", kind, of)).collect();
    owed.insert(one("8", "a", "other"));
    Rows { owed, ..Rows::default() }
}

async fn save(db: &Db, stream: u128, after: Rows) -> Result<(), Error> {
    db.write_fn(async move |tx: &mut Tx<'_>| {
        rows::save(tx, Uuid::from_u128(stream), "440100", &Rows::default(), &after).await
    })
    .await
}

async fn number(db: &Db, sql: &'static str, params: Vec<Value>) -> i64 {
    let read = async move |tx: &mut Tx<'_>| tx.one(sql, &params).await?.map_or(Ok(0), |row| row.int(0));
    db.read_fn(read).await.expect("a number")
}

async fn found(db: &Db, hand: &Hand, no: &'static str) -> Option<Vec<u8>> {
    let hand = hand.clone();
    db.read_fn(async move |tx: &mut Tx<'_>| pending::find(tx, &hand, no).await)
        .await
        .expect("looked for")
        .map(|p| p.content)
}

database::both_engines! {
    async fn a_number_of_another_stream_is_a_lost_race_and_never_overwritten(db: Db) {
        migrated(&db).await;
        for rows in [case, held] {
            save(&db, 1, rows("7")).await.unwrap();
            assert!(matches!(save(&db, 2, rows("7")).await, Err(Error::Raced)));
            save(&db, 1, rows("7")).await.unwrap();
        }
        let own = "SELECT COUNT(*) FROM visible v JOIN held h ON h.stream = v.stream WHERE v.stream = $1";
        assert_eq!(number(&db, own, vec![Uuid::from_u128(1).into()]).await, 1);
    }

    async fn a_waiting_file_is_its_uploaders_until_it_expires_and_is_forgotten_with_its_key(db: Db) {
        migrated(&db).await;
        let (own, other) = (hand("a", 1000), hand("b", 1000));
        for no in ["n1", "n2"] {
            let hand = Hand { random: hand("a", 0).random, ..own.clone() };
            let hand = Hand { recorded_at: if no == "n1" { 1000 } else { 1001 }, ..hand };
            db.write_fn(async move |tx: &mut Tx<'_>| {
                let file = Pending { custody: "440100".into(), content: "姓名".into() };
                pending::save(tx, &hand, no, &file, 5000).await
            }).await.unwrap();
        }
        assert_eq!(found(&db, &own, "n1").await.as_deref(), Some("姓名".as_bytes()));
        assert_eq!(found(&db, &other, "n1").await, None);
        assert_eq!(found(&db, &Hand { recorded_at: 5000, ..own.clone() }, "n1").await, None);
        let dropping = own.clone();
        db.write_fn(async move |tx: &mut Tx<'_>| pending::drop_one(tx, &dropping, "n1").await).await.unwrap();
        assert_eq!((found(&db, &own, "n1").await, found(&db, &own, "n2").await.is_some()), (None, true));
        assert_eq!(number(&db, "SELECT COUNT(*) FROM subject_key", vec![]).await, 1);
        let late = Hand { recorded_at: 5000, ..own };
        db.write_fn(async move |tx: &mut Tx<'_>| pending::drop_one(tx, &late, "").await).await.unwrap();
        assert_eq!(number(&db, "SELECT COUNT(*) FROM subject_key", vec![]).await, 0);
    }

    async fn pages_lose_nothing_of_what_one_case_owes_on_one_day(db: Db) {
        migrated(&db).await;
        save(&db, 1, owed()).await.unwrap();
        let actor = Actor { account: "a".into(), name: "甲".into(), role: Role::OfficeWorker, unit: Unit::new("440106002") };
        let (scope, until) = (Scope::of(&actor), jiff::civil::date(2026, 12, 31));
        for limit in 1..=7 {
            let (mut all, mut ask) = (vec![], Ask { limit, after: None });
            loop {
                let (scope, asked) = (scope.clone(), ask.clone());
                let read = async move |tx: &mut Tx<'_>| store::obligation::list(tx, &scope, &Whose::Anybody, until, &asked).await;
                let page = db.read_fn(read).await.unwrap();
                assert!(page.items.len() <= limit && page.at_least == 7);
                all.extend(page.items.into_iter().map(|o| (o.no, o.kind, o.subject)));
                ask.after = page.next;
                if ask.after.is_none() { break }
            }
            let whole: Vec<_> = owed().owed.into_iter().map(|o| (o.no, o.kind, o.subject)).collect();
            assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
            assert_eq!(all.into_iter().collect::<BTreeSet<_>>(), whole.into_iter().collect(), "{limit}");
        }
    }

    async fn migrations_run_once_and_texts_are_ordered_by_bytes(db: Db) {
        migrated(&db).await;
        assert_eq!(store::schema::prepare(&db).await, Ok(0));
        assert_eq!(store::schema::orders_by_bytes(&db).await, Ok(true));
    }
}

#[test]
fn an_anchor_reads_back_from_its_line_and_nothing_else_does() {
    let anchor = Anchor { at: 1_764_000_000_000, streams: 7, mac: [0xAB; 32] };
    assert_eq!(Anchor::parse(&anchor.line()), Some(anchor.clone()));
    let hex = "ab".repeat(32);
    for line in [
        "",
        "1 2",
        &format!("x 2 {hex}"),
        &format!("1 -2 {hex}"),
        &format!("1 2 {}", &hex[1..]),
        &format!("1 2 {}", "密".repeat(22)),
    ] {
        assert_eq!(Anchor::parse(line), None, "{line}");
    }
}

#[test]
fn debug_of_rows_shows_no_name() {
    assert!(!format!("{:?} {:?}", case("7"), held("7")).contains('某'));
}
