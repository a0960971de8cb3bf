//! A request twice, an old version, no version, many writers at once.

use crate::given::{House, city, code, head, noon, worker};
use serde_json::{Map, Value, json};
use service::{Given, Problem};

fn visit(note: &str) -> Map<String, Value> {
    let fields = json!({"on": "2026-11-23", "way": "home", "result": "met", "note": note});
    fields.as_object().expect("fields").clone()
}

fn keyed(key: &str) -> Given {
    Given { if_match: None, idempotency_key: Some(key.into()) }
}

async fn at_home(house: &House) -> String {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    no
}

on_both!(
    a_repeated_request_gives_the_same_receipt_and_one_event,
    one_request_sent_twenty_times_at_once_is_carried_out_once,
    a_refused_request_does_not_use_up_its_key,
    an_answer_names_the_version_that_was_seen,
    two_hundred_writers_on_one_case_write_two_hundred_versions,
);

async fn a_repeated_request_gives_the_same_receipt_and_one_event(house: House) {
    let (no, w) = (at_home(&house).await, worker());
    let first = house.s.give(&w, &no, "record-visit", &visit("一"), keyed("k1")).await.unwrap();
    let mut later = w.clone();
    later.now = noon(jiff::civil::date(2026, 11, 25));
    let second = house.s.give(&later, &no, "record-visit", &visit("一"), keyed("k1")).await.unwrap();
    assert_eq!(first, second);
    assert_eq!(house.s.view(&w, &no).await.unwrap().version, first.version);
    let other = house.s.give(&w, &no, "record-visit", &visit("二"), keyed("k1")).await;
    assert_eq!(code(other), "idempotency_key_reused");
    let colleague = house.s.give(&head(), &no, "record-visit", &visit("二"), keyed("k1")).await.unwrap();
    assert_eq!(colleague.version, first.version + 1);
}

async fn one_request_sent_twenty_times_at_once_is_carried_out_once(house: House) {
    let no = at_home(&house).await;
    let before = house.s.view(&worker(), &no).await.unwrap().version;
    let tasks: Vec<_> = (0..20)
        .map(|_| {
            let (s, no) = (house.s.clone(), no.clone());
            tokio::spawn(async move {
                s.give(&worker(), &no, "record-visit", &visit("同一次"), keyed("k")).await
            })
        })
        .collect();
    for task in tasks {
        assert_eq!(task.await.unwrap().unwrap().version, before + 1);
    }
    assert_eq!(house.s.view(&worker(), &no).await.unwrap().version, before + 1);
}

async fn a_refused_request_does_not_use_up_its_key(house: House) {
    let no = at_home(&house).await;
    let future = json!({"on": "2027-01-01", "way": "home", "result": "met"});
    let refused = house.s.give(&worker(), &no, "record-visit", future.as_object().unwrap(), keyed("k")).await;
    assert_eq!(code(refused), "future_date");
    assert!(house.s.give(&worker(), &no, "record-visit", &visit("改正"), keyed("k")).await.is_ok());
}

async fn an_answer_names_the_version_that_was_seen(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let fields = json!({"result": "01"});
    let fields = fields.as_object().unwrap();
    let given = |if_match| Given { if_match, idempotency_key: None };
    assert_eq!(code(house.s.give(&worker(), &no, "verify", fields, given(None)).await), "version_needed");
    let stale = house.s.give(&worker(), &no, "verify", fields, given(Some(1))).await;
    assert_eq!(stale, Err(Problem::Stale { version: 2 }));
    assert!(house.s.give(&worker(), &no, "verify", fields, given(Some(2))).await.is_ok());
}

async fn two_hundred_writers_on_one_case_write_two_hundred_versions(house: House) {
    let no = at_home(&house).await;
    let before = house.s.view(&city(), &no).await.unwrap().version;
    let tasks: Vec<_> = (0..200)
        .map(|n| {
            let (s, no) = (house.s.clone(), no.clone());
            tokio::spawn(async move {
                s.give(&worker(), &no, "record-visit", &visit(&format!("第{n}次")), Given::default()).await
            })
        })
        .collect();
    let mut versions = vec![];
    for task in tasks {
        versions.push(task.await.unwrap().expect("written").version);
    }
    versions.sort_unstable();
    assert_eq!(versions, (before + 1..=before + 200).collect::<Vec<_>>());
    assert_eq!(house.number("SELECT COUNT(*) FROM event WHERE kind = 'visit.recorded'").await, 200);
}
