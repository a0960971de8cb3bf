//! 接送 and the release day through the services: a juvenile is fetched by two (SC-12), the hard cases keep an
//! owner, health stays in the file, doctor sees a row that no state knows.

use crate::given::{House, OFFICE, city, code, district, person, worker};
use crate::scenario_12::{accounts, li, name, open};
use documents::roster::Field;
use serde_json::json;

const BOY: &str = "44010620090601003X";

/// A boy of seventeen on his release day.
fn boy() -> documents::roster::RawRow {
    let cells = [
        (Field::Birth, "2009-06-01"),
        (Field::IdNumber, BOY),
        (Field::Offence, "抢劫罪"),
        (Field::StartsOn, "2024-12-04"),
        (Field::EndsOn, "2026-12-03"),
    ];
    person(3, &cells)
}

async fn sc12_two_workers_go_for_a_juvenile(house: House) {
    accounts(&house).await;
    let summary = house.import(vec![boy()]).await;
    assert_eq!(summary.problems, []);
    let no = house.s.sealed_cases(&district()).await.unwrap().cases.remove(0).no;
    name(&house, &no, &["li"]).await;
    open(&house, &li(), &no).await;
    let plan = async |fields| house.give(&li(), &no, "plan-fetch", fields).await;
    assert_eq!(code(plan(json!({"comes": "06"})).await), "minor_alone");
    assert_eq!(code(plan(json!({"comes": "03", "staff": "陈某"})).await), "two_needed");
    assert_eq!(code(plan(json!({"comes": "03", "juvenile": false})).await), "fields");
    plan(json!({"comes": "03", "staff": "陈某、李某"})).await.unwrap();
    // A grown man may be fetched by one.
    let man = house.taken(0..1).await.remove(0);
    house.give(&worker(), &man, "plan-fetch", json!({"comes": "03", "staff": "陈某"})).await.unwrap();
}

async fn who_is_taken_away_at_the_gate_stays_ours_and_is_asked_about(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let taken = json!({"on": "2026-11-20", "organ": "某市公安局", "ground": "刑事拘留"});
    let receipt = house.give(&worker(), &no, "re-detained", taken).await.unwrap();
    assert!(receipt.obligations.iter().any(|o| o.kind == "ask-custody" && o.due_on == "2026-12-20"));
    let view = house.s.view(&worker(), &no).await.unwrap();
    assert_eq!(view.case.standing().code(), "suspended");
    assert!(house.s.fetch_board(&worker()).await.unwrap().people.is_empty());
    house.give(&worker(), &no, "receive", json!({"on": "2026-11-24", "way": "07"})).await.unwrap();
}

async fn who_died_inside_is_closed_by_his_office_or_the_bureau_that_owns_the_record(house: House) {
    let no = house.taken(0..1).await.remove(0);
    let died = json!({"on": "2026-11-10", "source": "监所通知"});
    assert_eq!(code(house.give(&district(), &no, "died-in-custody", died.clone()).await), "not_owner");
    let receipt = house.give(&worker(), &no, "died-in-custody", died).await.unwrap();
    assert_eq!(receipt.events, ["release.died_in_custody", "casefile.closed"]);
    assert!(receipt.obligations.is_empty());
}

async fn the_district_decides_about_who_never_arrived(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.give(&worker(), &no, "not-arrived", json!({"note": "电话不通"})).await.unwrap();
    let view = house.s.view(&district(), &no).await.unwrap();
    assert!(view.owed.iter().any(|o| o.kind == "decide-tracing" && o.due_on == "2027-11-20"));
    assert!(house.s.offered(&district(), &view).iter().any(|s| s.name == "decide-tracing"));
    let end = json!({"decision": "end", "reason": "甲"});
    assert_eq!(code(house.give(&district(), &no, "decide-tracing", end).await), "document_needed");
    let keep = json!({"decision": "keep", "reason": "家属也没有消息"});
    house.give(&district(), &no, "decide-tracing", keep).await.unwrap();
}

async fn health_is_sealed_and_in_no_row(house: House) {
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    let health = json!({"on": "2026-11-21", "basis": "consent", "basis_note": "同意书", "conditions": ["mental"],
        "medication": "奥氮平", "days_in_hand": 7, "clinic": "某医院"});
    let receipt = house.give(&worker(), &no, "record-health", health).await.unwrap();
    assert!(receipt.obligations.iter().any(|o| o.kind == "follow-up" && o.due_on == "2026-11-25"));
    let told =
        "SELECT COUNT(*) FROM obligation WHERE why LIKE '%药%' OR title LIKE '%药%' OR why LIKE '%奥氮平%'";
    assert_eq!(house.number(told).await, 0);
    let view = house.s.view(&city(), &no).await.unwrap();
    assert!(view.timeline.iter().all(|line| !line.entry.text.contains("奥氮平")));
}

async fn doctor_sees_a_cost_that_no_state_knows(house: House) {
    house.will_be_damaged();
    let no = house.taken(0..1).await.remove(0);
    house.at_home(&no).await;
    house.give(&worker(), &no, "record-cost", json!({"on": "2026-11-20", "car": "100"})).await.unwrap();
    assert_eq!(house.number("SELECT COUNT(*) FROM pickup").await, 3, "office, district, city");
    house.write("UPDATE pickup SET car = 1 WHERE unit = $1", vec![OFFICE.into()]).await;
    let report = house.s.examine(vec![], None).await.unwrap();
    assert_eq!(report.violations.iter().map(|v| v.code).collect::<Vec<_>>(), ["pickup_row"]);
}

on_both!(
    sc12_two_workers_go_for_a_juvenile,
    who_is_taken_away_at_the_gate_stays_ours_and_is_asked_about,
    who_died_inside_is_closed_by_his_office_or_the_bureau_that_owns_the_record,
    the_district_decides_about_who_never_arrived,
    health_is_sealed_and_in_no_row,
    doctor_sees_a_cost_that_no_state_knows,
);
