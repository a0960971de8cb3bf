//! Somebody writes the database past the program: he knows SQL and how links are hashed, but has no key.
//! `doctor` names each place he touched, by the number of the case or the id of the stream.

use crate::given::{House, NEIGHBOUR, TODAY, noon, worker};
use database::{Tx, Value};
use jiff::ToSpan;
use serde_json::json;
use std::collections::BTreeSet;
use uuid::Uuid;

/// The stream of a case.
async fn stream(house: &House, no: &str) -> Uuid {
    one(house, "SELECT stream FROM visible WHERE unit = '440100' AND no = $1", no.into()).await
}

async fn person(house: &House, no: &str) -> Uuid {
    one(house, "SELECT subject FROM stream WHERE id = $1", stream(house, no).await.into()).await
}

async fn one(house: &House, sql: &'static str, param: Value) -> Uuid {
    let read =
        async move |tx: &mut Tx<'_>| tx.one(sql, std::slice::from_ref(&param)).await?.expect("one").uuid(0);
    house.s.db.read_fn(read).await.expect("a stream")
}

/// Hashes the whole chain of a stream anew, as anybody can, and moves the head to its end.
async fn rehash(house: &House, stream: Uuid) {
    let write = async move |tx: &mut Tx<'_>| {
        let rows = tx.query("SELECT version, kind_version, recorded_at, kind, happened_on, actor, unit, payload FROM event WHERE stream = $1 ORDER BY version", &[stream.into()]).await?;
        let mut link = [0; 32];
        for row in &rows {
            let mut envelope = stream.as_bytes().to_vec();
            for i in 0..3 {
                envelope.extend(row.int(i)?.to_be_bytes());
            }
            for i in 3..7 {
                envelope.extend((row.text(i)?.len() as u64).to_be_bytes());
                envelope.extend(row.text(i)?.as_bytes());
            }
            link = vault::chain::link(&link, &envelope, row.blob(7)?);
            let set = "UPDATE event SET link = $3 WHERE stream = $1 AND version = $2";
            tx.execute(set, &[stream.into(), row.int(0)?.into(), link.to_vec().into()]).await?;
        }
        let last = rows.last().map_or(Ok(0), |row| row.int(0))?;
        tx.execute(
            "UPDATE stream SET head = $2, version = $3 WHERE id = $1",
            &[stream.into(), link.to_vec().into(), last.into()],
        )
        .await
    };
    house.s.db.write_fn(write).await.expect("hashed anew");
}

async fn violations(house: &House, anchors: Vec<store::anchor::Anchor>) -> BTreeSet<(String, String)> {
    let report = house.s.examine(anchors, None).await.expect("examined");
    report.violations.into_iter().map(|v| (v.code.to_owned(), v.of)).collect()
}

fn expected(list: &[(&str, &str)]) -> BTreeSet<(String, String)> {
    list.iter().map(|(code, of)| ((*code).to_owned(), (*of).to_owned())).collect()
}

on_both!(
    changed_rows_are_named_by_their_case,
    changed_events_are_named_by_their_stream,
    a_case_that_vanishes_with_all_its_rows_is_missed,
    look_up_rows_accounts_and_receipts_are_compared,
    an_old_copy_put_back_is_caught_by_the_anchor_alone,
    a_chain_hashed_anew_breaks_the_anchor_as_well,
    what_is_still_under_way_does_not_break_an_anchor,
    a_sample_examines_some_streams_and_everything_all,
);

async fn changed_rows_are_named_by_their_case(house: House) {
    let no = house.taken(0..9).await;
    house.will_be_damaged();
    let first = |i: usize| vec![Value::from(&no[i])];
    house.write("UPDATE visible SET due_on = '2999-01-01' WHERE no = $1", first(0)).await;
    house
        .write("UPDATE visible SET owner = '440106006' WHERE no = $1 AND unit = '440106002'", first(1))
        .await;
    house.write("UPDATE obligation SET due_on = '2999-01-01' WHERE no = $1", first(2)).await;
    house.write("DELETE FROM obligation WHERE no = $1", first(3)).await;
    house.write("INSERT INTO visible SELECT '440106006', stream, no, name, standing, category, owner, release_on, due_on, home FROM visible WHERE unit = '440100' AND no = $1", first(4)).await;
    house.write("UPDATE visible SET unit = '440106006' WHERE no = $1 AND unit = '440106002'", first(5)).await;
    house.write("UPDATE visible SET owner = '999999999' WHERE no = $1", first(6)).await;
    house.write("DELETE FROM visible WHERE no = $1 AND unit = '440106002'", first(7)).await;
    let stranger = person(&house, &no[8]).await;
    house.write("INSERT INTO visible SELECT '440106006', $2, '202600000000', name, standing, category, owner, release_on, due_on, home FROM visible WHERE unit = '440100' AND no = $1", vec![Value::from(&no[8]), stranger.into()]).await;
    let caught = expected(&[
        ("visible_row", &no[0]),
        ("visible_row", &no[1]),
        ("obligation_row", &no[2]),
        ("obligation_row", &no[3]),
        ("visible_row", &no[4]),
        ("visible_row", &no[5]),
        ("visible_row", &no[6]),
        ("owner_unknown", &no[6]),
        ("visible_row", &no[7]),
        ("orphan_row", "202600000000"),
    ]);
    assert_eq!(violations(&house, vec![]).await, caught);
}

async fn changed_events_are_named_by_their_stream(house: House) {
    let no = house.taken(0..8).await;
    for no in &no {
        house.at_home(no).await;
    }
    house.will_be_damaged();
    let mut ids = vec![];
    for no in &no {
        ids.push(stream(&house, no).await);
    }
    let at = |i: usize| vec![Value::from(ids[i])];
    house.write("UPDATE event SET actor = 'somebody' WHERE stream = $1 AND version = 3", at(0)).await;
    house.write("UPDATE event SET actor = 'somebody' WHERE stream = $1 AND version = 3", at(1)).await;
    rehash(&house, ids[1]).await;
    house.write("DELETE FROM event WHERE stream = $1 AND version = 3", at(2)).await;
    house.write("UPDATE event SET payload = (SELECT payload FROM event WHERE stream = $1 AND version = 4) WHERE stream = $1 AND version = 3", at(3)).await;
    house.write("DELETE FROM event WHERE stream = $1 AND version = 5", at(4)).await;
    rehash(&house, ids[4]).await;
    house.write("DELETE FROM event WHERE stream = $1 AND version = 5", at(5)).await;
    rehash(&house, ids[5]).await;
    house.write("UPDATE stream SET format = 0 WHERE id = $1", at(5)).await; // asks for a replay
    house.write("UPDATE event SET happened_on = '2020-01-01' WHERE stream = $1 AND version = 2", at(6)).await;
    house
        .write(
            "UPDATE event SET link = $2 WHERE stream = $1 AND version = 2",
            vec![ids[7].into(), vec![0_u8].into()],
        )
        .await;
    let text: Vec<String> = ids.iter().map(Uuid::to_string).collect();
    let codes = [
        "event_unreadable",
        "state_unreadable",
        "chain_broken",
        "event_unreadable",
        "state_unreadable",
        "state_unreadable",
        "event_unreadable",
        "row_damaged",
    ];
    let mut caught = expected(&codes.into_iter().zip(text.iter().map(String::as_str)).collect::<Vec<_>>());
    let drifted = violations(&house, vec![]).await;
    caught.insert(("state_drifted".into(), text[2].clone())); // the replay misses the deleted verification
    assert_eq!(drifted, caught);
}

async fn a_case_that_vanishes_with_all_its_rows_is_missed(house: House) {
    let no = house.taken(0..2).await.remove(0);
    let (id, person) = (stream(&house, &no).await, person(&house, &no).await);
    house.will_be_damaged();
    let tables = ["event", "visible", "obligation", "prerelease"].map(|table| (table, "stream"));
    for (table, column) in tables.into_iter().chain([("stream", "id")]) {
        house.write(&format!("DELETE FROM {table} WHERE {column} = $1"), vec![id.into()]).await;
    }
    assert_eq!(
        violations(&house, vec![]).await,
        expected(&[("person_without_case", &person.to_string()), ("row_lost", &no)])
    );
}

async fn look_up_rows_accounts_and_receipts_are_compared(house: House) {
    let no = house.taken(0..3).await;
    let mut persons = vec![];
    for no in &no {
        persons.push(person(&house, no).await);
    }
    house
        .s
        .install(&crate::given::console(), "chen", "陈所员", domain::kernel::Role::OfficeWorker, NEIGHBOUR)
        .await
        .unwrap();
    house.will_be_damaged();
    house.write("DELETE FROM person_name WHERE person = $1", vec![persons[0].into()]).await;
    house.write("UPDATE person_name SET name = '别人' WHERE person = $1", vec![persons[1].into()]).await;
    house.write("DELETE FROM person_number WHERE person = $1", vec![persons[2].into()]).await;
    house.write("UPDATE account SET role = 'city', unit = '440100' WHERE login = 'chen'", vec![]).await;
    house.write("INSERT INTO account (login, stream, name, role, unit, disabled) SELECT 'evil', $1, name, 'city', '440100', 0 FROM account WHERE login = 'chen'", vec![Uuid::max().into()]).await;
    house.write("UPDATE roster SET accepted = accepted + 1 WHERE unit = '440100'", vec![]).await;
    house.write("DELETE FROM event WHERE stream = $1", vec![persons[2].into()]).await;
    let receipt = house
        .s
        .rosters(&crate::given::city(), &store::page::Ask { limit: 1, after: None })
        .await
        .unwrap()
        .items
        .remove(0)
        .no;
    let ids: Vec<String> = persons.iter().map(Uuid::to_string).collect();
    let caught = expected(&[
        ("name_row", &ids[0]),
        ("name_row", &ids[1]),
        ("number_row", &ids[2]),
        ("chain_broken", &ids[2]),
        ("state_drifted", &ids[2]),
        ("account_row", "chen"),
        ("account_row", "evil"),
        ("receipt_sum", &receipt),
    ]);
    assert_eq!(violations(&house, vec![]).await, caught);
}

async fn an_old_copy_put_back_is_caught_by_the_anchor_alone(house: House) {
    let no = house.taken(0..2).await.remove(0);
    house.at_home(&no).await;
    let id = stream(&house, &no).await;
    let batch = |sql: String| async {
        let run = async move |tx: &mut Tx<'_>| tx.batch(&sql).await;
        house.s.db.write_fn(run).await.expect("written");
    };
    batch(
        ["stream", "visible", "obligation"]
            .map(|t| format!("CREATE TABLE old_{t} AS SELECT * FROM {t};"))
            .concat(),
    )
    .await;
    let declined = json!({"on": "2026-11-23", "way": "home", "result": "declined"});
    house.give(&worker(), &no, "record-visit", declined).await.unwrap();
    let tomorrow = noon(TODAY.saturating_add(1.day()));
    let anchor = house.s.anchor(tomorrow).await.unwrap();
    assert_eq!(violations(&house, vec![anchor.clone()]).await, expected(&[]));
    house.write("DELETE FROM event WHERE stream = $1 AND kind = 'visit.recorded'", vec![id.into()]).await;
    batch(
        ["stream", "visible", "obligation"]
            .map(|t| format!("DELETE FROM {t}; INSERT INTO {t} SELECT * FROM old_{t};"))
            .concat(),
    )
    .await;
    assert_eq!(violations(&house, vec![]).await, expected(&[]));
    assert_eq!(
        violations(&house, vec![anchor.clone()]).await,
        expected(&[("anchor_broken", &anchor.at.to_string())])
    );
}

async fn a_chain_hashed_anew_breaks_the_anchor_as_well(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let anchor = house.s.anchor(noon(TODAY.saturating_add(1.day()))).await.unwrap();
    let kept = store::anchor::Anchor::parse(&anchor.line()).expect("a line reads back");
    let id = stream(&house, &no).await;
    house.will_be_damaged();
    house
        .write("UPDATE event SET unit = '440106006' WHERE stream = $1 AND version = 1", vec![id.into()])
        .await;
    rehash(&house, id).await;
    let caught = expected(&[("state_unreadable", &id.to_string()), ("anchor_broken", &kept.at.to_string())]);
    assert_eq!(violations(&house, vec![kept]).await, caught);
}

async fn what_is_still_under_way_does_not_break_an_anchor(house: House) {
    house.taken(0..1).await;
    let just_after = service::Now { millis: noon(TODAY).millis + 1000, ..noon(TODAY) };
    let anchor = house.s.anchor(just_after).await.unwrap();
    house.taken(1..2).await; // asked for at noon, written after the anchor was taken
    assert_eq!(violations(&house, vec![anchor]).await, expected(&[]));
}

async fn a_sample_examines_some_streams_and_everything_all(house: House) {
    house.taken(0..20).await;
    let all = house.s.examine(vec![], None).await.unwrap();
    let some = house.s.examine(vec![], Some(10)).await.unwrap();
    assert_eq!((all.streams, all.open_cases, all.events), (40, 20, 60));
    assert_eq!(some.streams, 10);
}
