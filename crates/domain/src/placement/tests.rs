//! 安置, rule by rule.

use super::settled;
use crate::given::*;
use jiff::civil::{Date, date};
use serde_json::json;

const HIRED: Date = date(2026, 11, 2);

fn hired() -> Story {
    given([received(), vec![settled(HIRED, "06", "某厂".into())]].concat())
}

fn placement(on: Date) -> serde_json::Value {
    json!({"on": on, "way": "05", "place": "自家摊位"})
}

#[test]
fn a_new_placement_replaces_the_one_before() {
    let story = hired().on(date(2026, 12, 1)).when("record-placement", placement(date(2026, 12, 1)));
    let story = story.then(&["placement.settled"]);
    let current = story.case.placement.current.as_ref().expect("placed");
    assert_eq!((current.way.as_str(), current.from), ("05", date(2026, 12, 1)));
    assert_eq!(story.case.placement.count, 2);
}

#[test]
fn an_ended_placement_leaves_none_and_ends_once() {
    let end = || json!({"on": HIRED, "reason": "合同到期"});
    let story = hired().when("end-placement", end()).then(&["placement.ended"]);
    assert!(story.case.placement.current.is_none());
    story.when("end-placement", end()).refused("not_placed");
}

#[test]
fn a_placement_does_not_reach_back_over_the_end_of_the_last() {
    let ended = |today| {
        hired()
            .on(date(2026, 12, 1))
            .when("end-placement", json!({"on": "2026-12-01", "reason": "离职"}))
            .then(&["placement.ended"])
            .on(today)
    };
    let (eve, day) = (date(2026, 11, 30), date(2026, 12, 1));
    ended(day).when("record-placement", placement(eve)).refused("before_placement");
    ended(day).when("record-placement", placement(day)).then(&["placement.settled"]);
}

#[test]
fn who_refused_collection_may_be_placed_too() {
    given(entered())
        .on(RELEASE)
        .when("refuse-collection", json!({"on": RELEASE, "witnesses": "民警"}))
        .then(&["handover.refused_collection"])
        .when("record-placement", placement(RELEASE))
        .then(&["placement.settled"]);
}

#[test]
fn a_placement_is_refused_where_it_cannot_have_been() {
    given(entered()).when("record-placement", placement(ENTERED)).refused("not_received");
    given(received()).when("record-placement", placement(HIRED)).refused("future_date");
    given(received()).when("record-placement", placement(date(2026, 10, 19))).refused("before_handover");
    hired().when("record-placement", placement(date(2026, 11, 1))).refused("before_placement");
    hired().when("end-placement", json!({"on": "2026-11-01", "reason": "甲"})).refused("before_placement");
    hired().by(neighbour()).when("record-placement", placement(HIRED)).refused("not_owner");
}

#[test]
fn sc01_the_history_keeps_both_placements_with_their_days() {
    let base = settled(date(2026, 10, 30), "04", "某基地".into());
    let story = given([received(), vec![base]].concat()).on(date(2027, 1, 29));
    let hired = json!({"on": "2027-01-29", "way": "06", "place": "某农场", "evidence": "劳动合同"});
    let story = story.when("record-placement", hired.clone()).then(&["placement.settled"]);
    let placement = &story.case.placement;
    let past = &placement.past[0];
    assert_eq!(
        (past.was.way.as_str(), past.was.from, past.to),
        ("04", date(2026, 10, 30), date(2027, 1, 29))
    );
    assert_eq!(placement.current.as_ref().map(|p| p.way.as_str()), Some("06"));
    story.when("record-placement", hired).refused("already_placed");
}

#[test]
fn other_ways_say_which_and_the_rest_need_not() {
    let way = |way: &str, sort: Option<&str>| {
        let fields = json!({"on": RELEASE, "way": way, "sort": sort, "place": "某校"});
        given(received()).when("record-placement", fields)
    };
    way("99", None).refused("sort_needed");
    way("06", Some("school")).refused("sort_only_for_99");
    let story = way("99", Some("school")).then(&["placement.settled"]);
    assert!(story.happened()[0].contains("其他安置方式（在校就读）"));
}

#[test]
fn being_without_work_is_said_with_a_reason_until_something_is_found() {
    let say = |reason: &str| json!({"on": RELEASE, "reason": reason});
    given(received()).when("without-placement", say("other")).refused("reason_needed");
    let story = given(received()).when("without-placement", say("looking")).then(&["placement.without"]);
    assert!(story.case.placement.without.is_some());
    let story = story.when("record-placement", placement(RELEASE)).then(&["placement.settled"]);
    assert!(story.case.placement.without.is_none());
    story.when("without-placement", say("looking")).refused("still_placed");
}
