//! 走访, rule by rule: which contact moves the next one, and to when.

use crate::given::*;
use crate::handover::Category;
use jiff::civil::{Date, date};
use serde_json::json;

const MET: Date = date(2026, 10, 24);

fn after(category: Category, visits: Vec<crate::case::CaseEvent>) -> Story {
    given([received_as(category), visits].concat())
}

fn ordinary(visits: Vec<crate::case::CaseEvent>) -> Story {
    after(Category::Ordinary, visits)
}

#[test]
fn r23_the_first_visit_is_due_seven_days_after_coming_home() {
    let due = ordinary(vec![]).owed("record-visit");
    assert_eq!((due.rule, due.due_on, due.title), ("R-23", date(2026, 10, 27), "首次走访"));
}

#[test]
fn r26_a_visit_moves_the_next_by_three_months_r27_by_one_for_a_key_person() {
    let fields = || json!({"on": MET, "way": "home", "result": "met", "note": "在家，平静"});
    let next = |category| {
        let story = after(category, vec![]).on(MET).when("record-visit", fields()).then(&["visit.recorded"]);
        story.owed("record-visit")
    };
    let (ordinary, key) = (next(Category::Ordinary), next(Category::Key));
    assert_eq!((ordinary.rule, ordinary.due_on), ("R-26", date(2027, 1, 24)));
    assert_eq!((key.rule, key.due_on), ("R-27", date(2026, 11, 24)));
}

#[test]
fn not_wanting_to_be_visited_moves_the_date_nobody_at_home_does_not() {
    ordinary(vec![visited(MET, "declined", json!({}))]).due_on("record-visit", date(2027, 1, 24));
    ordinary(vec![visited(MET, "absent", json!({}))]).due_on("record-visit", date(2026, 10, 27));
    ordinary(vec![visited(MET, "family", json!({}))]).due_on("record-visit", date(2027, 1, 24));
}

#[test]
fn an_agreed_date_counts_when_it_is_earlier_than_the_rule() {
    let agreed = |next_on: Date| visited(MET, "met", json!({"next_on": next_on}));
    let due = ordinary(vec![agreed(date(2026, 11, 5))]).owed("record-visit");
    assert_eq!((due.rule, due.due_on), ("约定", date(2026, 11, 5)));
    ordinary(vec![agreed(date(2027, 6, 1))]).due_on("record-visit", date(2027, 1, 24));
}

#[test]
fn an_older_visit_entered_late_moves_neither_the_contact_nor_the_agreed_date() {
    let latest = visited(date(2026, 11, 20), "met", json!({"next_on": "2026-12-05"}));
    let late_entry = |next_on: Option<&str>| visited(MET, "met", json!({"next_on": next_on}));
    ordinary(vec![latest.clone(), late_entry(Some("2026-11-01"))]).due_on("record-visit", date(2026, 12, 5));
    ordinary(vec![latest, late_entry(None)]).due_on("record-visit", date(2026, 12, 5));
}

#[test]
fn an_agreed_date_on_which_nobody_was_home_stays_until_he_is_met() {
    let agreed = visited(MET, "met", json!({"next_on": "2026-11-05"}));
    let absent = visited(date(2026, 11, 5), "absent", json!({}));
    let met = visited(date(2026, 11, 6), "met", json!({}));
    ordinary(vec![agreed.clone(), absent.clone()]).due_on("record-visit", date(2026, 11, 5));
    ordinary(vec![agreed, absent, met]).due_on("record-visit", date(2027, 2, 6));
}

#[test]
fn something_abnormal_is_the_heads_to_answer_by_the_next_day() {
    let seen = || ordinary(vec![visited(MET, "met", json!({"abnormal": true}))]);
    let due = seen().owed("answer-abnormal");
    assert_eq!((due.rule, due.due_on), ("R-27b", date(2026, 10, 25)));
    let measure = |on: Date| json!({"on": on, "measure": "当日上门谈话"});
    seen().when("answer-abnormal", measure(MET)).refused("not_your_role");
    seen().by(office_head()).when("answer-abnormal", measure(RELEASE)).refused("before_abnormal");
    let story =
        seen().by(office_head()).when("answer-abnormal", measure(MET)).then(&["visit.abnormal_answered"]);
    assert!(story.due().iter().all(|o| o.kind != "answer-abnormal"));
    story.when("answer-abnormal", measure(MET)).refused("nothing_abnormal");
}

#[test]
fn two_abnormal_visits_count_from_the_first() {
    let odd = |on| visited(on, "met", json!({"abnormal": true}));
    let later = date(2026, 11, 2);
    ordinary(vec![odd(MET), odd(later)]).due_on("answer-abnormal", date(2026, 10, 25));
    ordinary(vec![odd(later), odd(MET)]).due_on("answer-abnormal", date(2026, 10, 25));
}

#[test]
fn a_visit_is_refused_where_it_cannot_have_been() {
    let visit = |on: Date| json!({"on": on, "way": "phone", "result": "absent"});
    given(entered()).when("record-visit", visit(ENTERED)).refused("not_received");
    ordinary(vec![]).when("record-visit", visit(MET)).refused("future_date");
    ordinary(vec![]).when("record-visit", visit(date(2026, 10, 19))).refused("before_handover");
    ordinary(vec![]).by(neighbour()).when("record-visit", visit(RELEASE)).refused("not_owner");
}

#[test]
fn a_visit_is_refused_where_it_says_too_little_or_agrees_on_the_past() {
    let met = |more: serde_json::Value| {
        let mut fields = json!({"on": RELEASE, "way": "home", "result": "met"});
        fields.as_object_mut().expect("an object").extend(more.as_object().cloned().expect("an object"));
        ordinary(vec![]).when("record-visit", fields)
    };
    met(json!({})).refused("note_needed");
    met(json!({"note": "平静", "next_on": RELEASE})).refused("next_before");
    met(json!({"note": "平静", "needs": ["other"]})).refused("need_note_needed");
}
