//! 移交他所 (T15, R-46): at every moment one owner, something owed, and both offices see the case.

use crate::given::*;
use crate::kernel::Role;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// A Wednesday; ten working days later are counted by hand over Qingming (6 April 2026, a Monday).
const PROPOSED: Date = date(2026, 4, 1);

fn at_home() -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat()).on(PROPOSED)
}

fn to(office: &str) -> Value {
    json!({"to": office, "reason": "村界调整"})
}

fn proposed() -> Story {
    at_home().when("hand-over-case", to(NEIGHBOUR)).then(&["handover.transfer_proposed"])
}

fn declined() -> Story {
    proposed()
        .by(neighbour())
        .when("receive-case", json!({"receipt": "decline", "note": "该村仍属原街道"}))
        .then(&["handover.transfer_declined"])
}

#[test]
fn r46_the_case_stays_until_the_other_office_received_it() {
    let story = proposed();
    assert_eq!(story.case.owner().map(|u| u.code()), Some(OFFICE));
    let due = story.owed("receive-case");
    assert_eq!((due.rule, due.owner.code()), ("R-46", NEIGHBOUR));
    assert_eq!(due.due_on, date(2026, 4, 16), "ten working days, Qingming left out");
    for office in [OFFICE, NEIGHBOUR] {
        assert!(story.case.seen_by().iter().any(|u| u.code() == office), "{office} sees it meanwhile");
    }
    let story = story
        .by(neighbour())
        .when("receive-case", json!({"receipt": "accept"}))
        .then(&["handover.transferred"])
        .owes_of_handover(&["receive"]);
    assert_eq!(story.case.owner().map(|u| u.code()), Some(NEIGHBOUR));
    assert!(!story.case.seen_by().iter().any(|u| u.code() == OFFICE), "the former office no longer");
}

#[test]
fn a_declined_hand_over_is_decided_by_the_bureau_above_both() {
    let due = declined().owed("decide-transfer");
    assert_eq!((due.owner.code(), due.due_on), (DISTRICT, date(2026, 4, 8)));
    let decided = |decision: &str| {
        declined()
            .by(district())
            .when("decide-transfer", json!({"decision": decision, "reason": "按民政界线"}))
    };
    let stays = decided("stay").then(&["handover.transfer_ended"]);
    assert_eq!(stays.case.owner().map(|u| u.code()), Some(OFFICE));
    let moves = decided("move").then(&["handover.transferred"]);
    assert_eq!(moves.case.owner().map(|u| u.code()), Some(NEIGHBOUR));
    declined()
        .by(neighbour())
        .when("receive-case", json!({"receipt": "accept"}))
        .refused("transfer_declined");
}

#[test]
fn between_districts_the_city_decides() {
    let story = at_home()
        .when("hand-over-case", to("440105003"))
        .then(&["handover.transfer_proposed"])
        .by(actor(Role::OfficeWorker, "440105003"))
        .when("receive-case", json!({"receipt": "decline", "note": "不在本街道"}))
        .then(&["handover.transfer_declined"]);
    assert_eq!(story.owed("decide-transfer").owner.code(), CITY);
    story
        .by(district())
        .when("decide-transfer", json!({"decision": "move", "reason": "甲"}))
        .refused("not_owner");
}

#[test]
fn the_receiving_office_names_its_own_worker_within_its_own_days() {
    let story = given(received())
        .by(office_head())
        .when("assign-worker", json!({"worker": "wang.m"}))
        .then(&["casefile.assigned"])
        .by(office_worker())
        .on(date(2026, 11, 2))
        .when("hand-over-case", to(NEIGHBOUR))
        .then(&["handover.transfer_proposed"])
        .by(neighbour())
        .when("receive-case", json!({"receipt": "accept"}))
        .then(&["handover.transferred", "casefile.unassigned"]);
    let due = story.owed("assign-worker");
    assert_eq!((due.owner.code(), due.due_on), (NEIGHBOUR, date(2026, 11, 5)));
    assert!(story.due().iter().all(|o| o.owner.code() == NEIGHBOUR && o.worker.is_none()));
}

#[test]
fn only_a_verified_case_goes_to_another_office_of_the_city() {
    given(entered()).when("hand-over-case", to(NEIGHBOUR)).refused("not_verified");
    for unit in [OFFICE, DISTRICT, CITY, PRISON, "440203001", "乱写"] {
        at_home().when("hand-over-case", to(unit)).refused("not_an_office");
    }
    at_home().by(neighbour()).when("hand-over-case", to(NEIGHBOUR)).refused("not_owner");
    proposed().when("hand-over-case", to(NEIGHBOUR)).refused("transfer_open");
    given(entered_as(sent(), route(DISTRICT)))
        .by(district())
        .when("hand-over-case", to(OFFICE))
        .refused("not_at_office");
    at_home().by(district()).when("hand-over-case", to(NEIGHBOUR)).then(&["handover.transfer_proposed"]);
}

#[test]
fn a_receipt_belongs_to_the_office_that_is_asked_and_says_why_not() {
    proposed().when("receive-case", json!({"receipt": "accept"})).refused("not_owner");
    proposed().by(neighbour()).when("receive-case", json!({"receipt": "decline"})).refused("decline_reason");
    at_home().by(neighbour()).when("receive-case", json!({"receipt": "accept"})).refused("no_transfer");
    let stay = json!({"decision": "stay", "reason": "甲"});
    at_home().by(district()).when("decide-transfer", stay).refused("no_transfer");
}
