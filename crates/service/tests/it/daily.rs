//! The file and the visits through the services: the worker suggested by load, forms that begin with what is
//! known, corrections that strike and do not erase, needs on the workbench.

use crate::given::{House, OFFICE, TODAY, code, console, head, person, worker};
use documents::roster::Field;
use domain::{case::CaseCommand, command::Spec, kernel::Role};
use serde_json::json;
use service::Given;
use store::page::Ask;

on_both!(
    the_worker_with_the_least_to_do_is_suggested_and_the_reason_is_kept,
    the_first_page_begins_with_what_roster_and_verification_said,
    a_corrected_visit_stays_in_sight_struck_out,
    a_need_is_on_the_workbench_until_it_is_answered_and_its_words_are_not_in_clear,
    a_worker_named_before_the_release_already_counts_as_busy,
    a_correction_of_what_somebody_else_changed_meanwhile_is_told,
);

fn spec(name: &str) -> &'static Spec {
    CaseCommand::specs().find(|s| s.name == name).expect("a command")
}

async fn staffed(house: &House) {
    for (login, name) in [("chen", "陈所员"), ("liu", "刘所员")] {
        house.s.install(&console(), login, name, Role::OfficeWorker, OFFICE).await.unwrap();
    }
}

async fn the_worker_with_the_least_to_do_is_suggested_and_the_reason_is_kept(house: House) {
    staffed(&house).await;
    let all = house.taken(0..3).await;
    for no in &all {
        house.at_home(no).await;
    }
    let h = head();
    let first = house.s.workers(&h).await.unwrap();
    assert_eq!(first.suggested().map(|d| d.login.as_str()), Some("chen"), "nobody has anything yet");
    house.give(&h, &all[0], "assign-worker", json!({"worker": "chen"})).await.unwrap();
    let desks = house.s.workers(&h).await.unwrap();
    let chen = desks.of("chen").unwrap();
    assert_eq!((chen.cases, desks.of("liu").unwrap().cases), (1, 0));
    assert!(chen.due >= 2, "agreement and first visit are due within thirty days: {}", chen.due);
    assert_eq!(desks.suggested().map(|d| d.login.as_str()), Some("liu"));

    let view = house.s.view(&h, &all[1]).await.unwrap();
    let begun = house.s.initial(&h, &view, spec("assign-worker"), "").await.unwrap();
    assert_eq!(begun["worker"], "liu");
    let other = json!({"worker": "chen", "reason": "本人熟悉陈所员"});
    house.give(&h, &all[1], "assign-worker", other).await.unwrap();
    let view = house.s.view(&h, &all[1]).await.unwrap();
    let text = &view.timeline.iter().find(|l| l.entry.title == "指定责任人").unwrap().entry.text;
    assert!(text.contains("系统建议的是刘所员（在管 0 人") && text.contains("本人熟悉陈所员"), "{text}");
    assert_eq!(code(house.give(&h, &all[2], "assign-worker", json!({"worker": "wu"})).await), "fields");
}

async fn the_first_page_begins_with_what_roster_and_verification_said(house: House) {
    let cells = [(Field::Education, "初中"), (Field::KinPhone, "13800000000"), (Field::KinName, "冯某")];
    house.import(vec![person(0, &cells)]).await;
    let no = house.no_of(&crate::given::id_number(0)).await;
    let w = worker();
    let told = json!({"result": "02", "living_address": "员村二横路", "family": "姐姐愿意接纳"});
    house.give(&w, &no, "verify", told).await.unwrap();
    let view = house.s.view(&w, &no).await.unwrap();
    let begun = house.s.initial(&w, &view, spec("open-file"), "").await.unwrap();
    for (key, value) in [
        ("education", "初中"),
        ("kin_phone", "13800000000"),
        ("address", "员村二横路"),
        ("family", "姐姐愿意接纳"),
    ] {
        assert_eq!(begun[key], value, "{key}");
    }
    let visit = house.s.initial(&w, &view, spec("record-visit"), "").await.unwrap();
    assert!(visit.is_empty(), "a form is given only what it asks for: {:?}", visit.keys());
}

async fn a_corrected_visit_stays_in_sight_struck_out(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let w = worker();
    let wrong =
        json!({"on": "2026-11-22", "way": "home", "result": "met", "note": "在家", "present": "姐姐"});
    house.give(&w, &no, "record-visit", wrong).await.unwrap();
    let view = house.s.view(&w, &no).await.unwrap();
    let begun = house.s.initial(&w, &view, spec("correct-visit"), "1").await.unwrap();
    assert_eq!(
        (&begun["on"], &begun["note"], &begun["visit"]),
        (&json!("2026-11-22"), &json!("在家"), &json!("1"))
    );
    assert!(!begun.contains_key("by") && !begun.contains_key("visitor"));
    let mut right = begun;
    right.insert("on".into(), "2026-11-23".into());
    right.insert("reason".into(), "日期写错".into());
    house.give(&w, &no, "correct-visit", right.clone().into()).await.unwrap();
    let view = house.s.view(&w, &no).await.unwrap();
    let struck: Vec<_> = view.timeline.iter().filter(|l| l.struck).collect();
    assert_eq!((struck.len(), struck[0].entry.title.as_str()), (1, "走访"));
    assert_eq!(
        (view.case.visit.count, view.case.visit.last_contact),
        (1, Some(jiff::civil::date(2026, 11, 23)))
    );
    // Corrected again: the first correction is struck, too, and the form begins with it.
    let begun = house.s.initial(&w, &view, spec("correct-visit"), "1").await.unwrap();
    assert_eq!(begun["on"], "2026-11-23");
    house.give(&head(), &no, "correct-visit", right.into()).await.unwrap();
    let view = house.s.view(&w, &no).await.unwrap();
    assert_eq!(view.timeline.iter().filter(|l| l.struck).count(), 2);
}

async fn a_need_is_on_the_workbench_until_it_is_answered_and_its_words_are_not_in_clear(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let w = worker();
    let visit = json!({
        "on": "2026-11-23", "way": "home", "result": "met", "note": "平静",
        "needs": ["health", "other"], "need_note": "想找失散的弟弟",
    });
    house.give(&w, &no, "record-visit", visit).await.unwrap();
    let until = TODAY.saturating_add(jiff::ToSpan::days(30));
    let owed = house.s.obligations(&w, until, Ask { limit: 50, after: None }).await.unwrap().items;
    let needs: Vec<_> = owed.iter().filter(|o| o.kind == "answer-need").collect();
    assert_eq!(needs.iter().map(|o| o.due_on.as_str()).collect::<Vec<_>>(), ["2026-12-08"; 2]);
    for word in ["弟弟", "看病", "health"] {
        assert!(needs.iter().all(|o| !format!("{o:?}").contains(word)), "{word} in clear");
    }
    let found = house.number("SELECT COUNT(*) FROM obligation WHERE why LIKE '%弟弟%' OR subject = 'health'");
    assert_eq!(found.await, 0);
    for need in ["health", "other"] {
        let answer = json!({"need": need, "on": "2026-11-24", "outcome": "done", "measure": "已陪同办理"});
        house.give(&w, &no, "answer-need", answer).await.unwrap();
    }
    let view = house.s.view(&w, &no).await.unwrap();
    assert!(view.owed.iter().all(|o| o.kind != "answer-need"));
}

async fn a_worker_named_before_the_release_already_counts_as_busy(house: House) {
    staffed(&house).await;
    let no = house.taken(0..1).await.remove(0);
    house.give(&head(), &no, "assign-worker", json!({"worker": "liu"})).await.unwrap();
    let desks = house.s.workers(&head()).await.unwrap();
    assert_eq!(desks.of("liu").map(|d| d.cases), Some(1));
}

async fn a_correction_of_what_somebody_else_changed_meanwhile_is_told(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let w = worker();
    let visit = json!({"on": "2026-11-23", "way": "home", "result": "absent"});
    house.give(&w, &no, "record-visit", visit.clone()).await.unwrap();
    let seen = house.s.view(&w, &no).await.unwrap().version;
    house.give(&head(), &no, "record-visit", visit).await.unwrap();
    let right =
        json!({"visit": "1", "reason": "写错", "on": "2026-11-23", "way": "home", "result": "declined"});
    let given = Given { if_match: Some(seen), idempotency_key: None };
    let answer = house.s.give(&w, &no, "correct-visit", right.as_object().unwrap(), given).await;
    assert_eq!(code(answer), "stale_version");
}
