//! 催办: who may remind whom of what, how often, and that it ends with the thing itself.

use crate::given::*;
use jiff::ToSpan;
use jiff::civil::Date;
use serde_json::json;

/// fifteen days after [`ENTERED`], so late from the sixteenth on.
fn late_by(days: i64) -> Date {
    ENTERED.saturating_add((15 + days).days())
}

fn urged(story: Story) -> Story {
    story.when("urge", json!({"obligation": "verify", "text": "请本周办"})).then(&["urge.urged"])
}

#[test]
fn a_bureau_reminds_of_what_is_late_below_it_and_it_stands_in_the_timeline() {
    let told = urged(given(entered()).by(district()).on(late_by(1)));
    assert_eq!(told.happened(), ["核查服刑人员信息，2026年3月17日到期未办。请本周办"]);
    let owed = told.owed("verify");
    let urge = told.case.urge.of(&owed).expect("it stands with the thing");
    assert_eq!((urge.on, urge.unit.code(), urge.by.as_str()), (late_by(1), DISTRICT, "李某"));
    urged(given(entered()).by(city()).on(late_by(1)));
}

#[test]
fn nothing_is_urged_before_it_is_late() {
    let on_time = |on| given(entered()).by(district()).on(on);
    on_time(late_by(0)).when("urge", json!({"obligation": "verify"})).refused("not_late_yet");
    urged(on_time(late_by(1)));
}

#[test]
fn one_thing_is_urged_once_a_day_by_whomever() {
    let told = || urged(given(entered()).by(district()).on(late_by(1)));
    told().when("urge", json!({"obligation": "verify"})).refused("urged_today");
    told().by(city()).when("urge", json!({"obligation": "verify"})).refused("urged_today");
    let again = urged(told().on(late_by(2)));
    assert_eq!(again.case.urge.last.len(), 1, "the last one stands for all");
}

#[test]
fn only_units_below_are_urged_and_only_of_what_they_owe() {
    let other = actor(crate::kernel::Role::District, "440105");
    given(entered())
        .by(other)
        .on(late_by(1))
        .when("urge", json!({"obligation": "verify"}))
        .refused("not_owed_below");
    let at_district = given(entered_as(sent(), route(DISTRICT))).by(district()).on(late_by(1));
    at_district.when("urge", json!({"obligation": "reroute"})).refused("not_owed_below");
    given(entered()).on(late_by(1)).when("urge", json!({"obligation": "verify"})).refused("not_your_role");
    let unknown = given(entered()).by(district()).on(late_by(1));
    unknown.when("urge", json!({"obligation": "close"})).refused("nothing_to_urge");
}

#[test]
fn what_is_done_is_urged_no_longer() {
    let told = urged(given(entered()).by(district()).on(late_by(1)));
    let done = told.by(office_worker()).when("verify", json!({"result": "01"})).then(&["handover.verified"]);
    assert!(done.due().iter().all(|o| done.case.urge.of(o).is_none()));
    done.by(district()).when("urge", json!({"obligation": "verify"})).refused("nothing_to_urge");
}

#[test]
fn the_form_begins_with_the_only_late_thing() {
    let story = given(entered()).by(district()).on(late_by(1));
    assert_eq!(story.known("urge")["obligation"], "verify");
    assert!(given(entered()).by(district()).on(late_by(0)).known("urge").is_empty());
}
