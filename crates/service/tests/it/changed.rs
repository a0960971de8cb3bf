//! 变动 through the services: what others recorded, until the asker says that he has seen it.

use crate::given::{DISTRICT, House, OFFICE, asker, code, console, district, noon, worker};
use crate::workbench::later;
use domain::kernel::Role;
use serde_json::{Map, Value, json};
use service::{Asker, Now};
use store::page::Ask;

on_both!(
    what_others_recorded_is_listed_until_it_is_marked_as_seen,
    what_comes_after_the_list_is_not_marked_with_it,
    the_latest_change_of_each_case_is_shown_once_in_words,
    pages_of_changes_lose_nothing,
);

fn seen(until: i64) -> Map<String, Value> {
    json!({"until": until.to_string()}).as_object().expect("an object").clone()
}

async fn changed(house: &House, who: &Asker) -> Vec<String> {
    let found = house.s.changes(who, Ask { limit: 100, after: None }).await.expect("changes");
    found.page.items.into_iter().map(|c| c.no).collect()
}

async fn with_account(house: &House) -> Asker {
    let who = district();
    house
        .s
        .install(&console(), &who.actor.account, "区甲", Role::District, DISTRICT)
        .await
        .expect("installed");
    who
}

async fn what_others_recorded_is_listed_until_it_is_marked_as_seen(house: House) {
    let who = with_account(&house).await;
    let all = house.taken(0..2).await;
    assert_eq!(changed(&house, &who).await.len(), 2);
    assert_eq!(changed(&house, &who).await.len(), 2, "opening the list marks nothing");
    house.s.see_changes(&who, &seen(who.now.millis)).await.unwrap();
    assert_eq!(changed(&house, &who).await, [""; 0]);
    house.give(&later(&worker(), 1), &all[1], "verify", json!({"result": "01"})).await.unwrap();
    let who = later(&who, 1);
    assert_eq!(changed(&house, &who).await, [all[1].as_str()]);
    assert_eq!(house.s.workbench(&who).await.unwrap().changed, 1);
    assert_eq!(
        changed(&house, &later(&asker(Role::OfficeHead, "440105009"), 1)).await,
        [""; 0],
        "not in scope"
    );
}

async fn what_comes_after_the_list_is_not_marked_with_it(house: House) {
    let who = with_account(&house).await;
    let all = house.taken(0..1).await;
    let list = house.s.changes(&later(&who, 1), Ask { limit: 10, after: None }).await.unwrap();
    let after = Asker { now: Now { millis: list.until + 1, ..noon(later(&who, 1).now.today) }, ..worker() };
    house.give(&after, &all[0], "verify", json!({"result": "01"})).await.unwrap();
    house.s.see_changes(&later(&who, 2), &seen(list.until)).await.unwrap();
    let who = later(&who, 2);
    assert_eq!(changed(&house, &who).await, all);
    house.s.see_changes(&later(&who, 2), &seen(list.until - 9)).await.unwrap();
    assert_eq!(
        house.s.changes(&who, Ask { limit: 1, after: None }).await.unwrap().since,
        list.until,
        "never back"
    );
    for wrong in ["-1", "x", ""] {
        let typed = json!({"until": wrong});
        assert_eq!(code(house.s.see_changes(&who, typed.as_object().unwrap()).await), "fields", "{wrong}");
    }
    let who = later(&who, 3);
    house.s.see_changes(&who, &seen(i64::MAX)).await.unwrap();
    let now = who.now.millis;
    assert_eq!(
        house.s.changes(&who, Ask { limit: 1, after: None }).await.unwrap().since,
        now,
        "not beyond now"
    );
}

async fn the_latest_change_of_each_case_is_shown_once_in_words(house: House) {
    let who = with_account(&house).await;
    let all = house.taken(0..2).await;
    house.s.see_changes(&who, &seen(who.now.millis)).await.unwrap();
    let (one, two) = (later(&worker(), 1), later(&worker(), 2));
    for no in &all {
        house.give(&one, no, "verify", json!({"result": "01"})).await.unwrap();
    }
    house
        .give(&two, &all[0], "receive", json!({"on": "2026-11-20", "way": "03", "present": "姐姐"}))
        .await
        .unwrap();
    house.give(&later(&who, 3), &all[0], "ask", json!({"to": OFFICE, "text": "问"})).await.unwrap();
    let found = house.s.changes(&later(&who, 3), Ask { limit: 10, after: None }).await.unwrap();
    let lines: Vec<(&str, &str)> =
        found.page.items.iter().map(|c| (c.no.as_str(), c.actor.as_str())).collect();
    let by = worker().actor.account;
    assert_eq!(lines, [(all[0].as_str(), by.as_str()), (all[1].as_str(), by.as_str())], "newest first");
    assert!(found.page.items[0].changes >= 2, "his own question is none of them");
    assert!(found.page.items.iter().all(|c| !c.entry.title.is_empty() && c.entry.title != "提出咨询"));
}

async fn pages_of_changes_lose_nothing(house: House) {
    let who = with_account(&house).await;
    let mut all = house.taken(0..5).await;
    let (mut found, mut after) = (vec![], None);
    loop {
        let page = house.s.changes(&who, Ask { limit: 2, after }).await.unwrap().page;
        assert_eq!((page.at_least, page.exact), (5, true), "all at one instant");
        found.extend(page.items.into_iter().map(|c| c.no));
        after = page.next;
        if after.is_none() {
            break;
        }
    }
    all.sort();
    all.reverse();
    assert_eq!(found, all, "newest first, then by number");
}
