//! 回归首周, rule by rule (rules 17.5 to 17.7). Dates are counted by hand from the day he came home.

use super::{ITEMS, guide};
use crate::given::*;
use crate::kernel::Recorded;
use jiff::civil::date;
use serde_json::{Value, json};

fn home() -> Story {
    given(received())
}

fn gone_through(more: Value) -> Story {
    let mut fields = json!({"on": RELEASE});
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    home().when("check-settling", fields)
}

fn health(more: Value) -> Story {
    let mut fields = json!({"on": RELEASE, "basis": "consent", "basis_note": "当日签同意书"});
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
    home().when("record-health", fields)
}

#[test]
fn the_list_is_gone_through_with_him_in_the_first_week() {
    home().due_on("check-settling", date(2026, 10, 27));
    assert!(given(entered()).due().iter().all(|o| o.kind != "check-settling"));
    given(entered()).when("check-settling", json!({"on": ENTERED, "phone": "done"})).refused("not_received");
    gone_through(json!({})).refused("nothing_asked");
    home().when("check-settling", json!({"on": "2026-10-19", "phone": "done"})).refused("before_handover");
}

#[test]
fn what_he_wants_stays_open_until_done_and_what_he_does_not_want_is_not_pressed() {
    let open = |story: &Story| story.due().into_iter().find(|o| o.kind == "check-settling");
    let story = gone_through(json!({"identity_card": "wanted", "pension": "not_needed", "phone": "done"}))
        .then(&["settling.gone_through"]);
    assert_eq!(story.case.settling.wanted(), ["identity_card"]);
    let owed = open(&story).expect("open");
    assert_eq!((owed.due_on, owed.why.as_str()), (date(2026, 11, 19), "还要办：居民身份证"));
    let done = json!({"on": RELEASE, "identity_card": "done"});
    let story = story.when("check-settling", done).then(&["settling.gone_through"]);
    assert_eq!(open(&story), None);
    assert_eq!(story.case.suggests("check-settling")["pension"], "not_needed");
}

#[test]
fn every_item_has_advice_where_to_go_with_which_papers() {
    let codes: Vec<&str> = guide().iter().map(|a| a.code.as_str()).collect();
    assert_eq!(codes, ITEMS.iter().map(|(code, _)| *code).collect::<Vec<_>>());
    assert!(guide().iter().all(|a| !a.place.is_empty() && !a.papers.is_empty()));
}

#[test]
fn health_is_handed_over_only_on_a_stated_ground() {
    let spec = crate::case::CaseCommand::specs().find(|s| s.name == "record-health").expect("described");
    let bare = json!({"on": RELEASE, "conditions": ["mental"]});
    let errors = spec.read(bare.as_object().unwrap()).expect_err("no ground");
    assert_eq!(errors.iter().map(|e| e.field.as_str()).collect::<Vec<_>>(), ["basis", "basis_note"]);
    health(json!({"days_in_hand": 7})).refused("which_medicine");
}

#[test]
fn medicine_that_runs_out_is_followed_up_three_days_before_and_no_duty_says_so() {
    let story = health(
        json!({"conditions": ["mental"], "medication": "奥氮平", "days_in_hand": 14, "clinic": "某医院"}),
    )
    .then(&["settling.health_handed_over"])
    .due_on("follow-up", date(2026, 10, 31)); // 3 November less three days
    let secrets = ["奥氮平", "精神", "某医院", "药", "健康"];
    for owed in story.due() {
        assert!(secrets.iter().all(|s| !owed.why.contains(s) && !owed.title.contains(s)), "{}", owed.kind);
    }
    let told = story.happened().pop().unwrap();
    assert_eq!(told, "已登记，依据：本人书面同意");
    assert!(!format!("{:?}", story.case.settling).contains("奥氮平"));
    let stopped = json!({"on": RELEASE, "basis": "consent", "basis_note": "同意书", "clinic": "某医院"});
    let story = story.when("record-health", stopped).then(&["settling.health_handed_over"]);
    assert!(story.due().iter().all(|o| o.kind != "follow-up"));
}

#[test]
fn measures_of_others_are_flags_and_owe_us_nothing() {
    let before: Vec<&str> = home().due().iter().map(|o| o.kind).collect();
    let flag = |until: &str| json!({"measure": "political_rights", "organ": "某派出所", "until": until});
    let story = home().when("flag-measure", flag("2027-10-19")).then(&["settling.measure_flagged"]);
    let story = story.owes(&before);
    assert_eq!(story.case.settling.running(date(2027, 10, 19)).count(), 1);
    assert_eq!(story.case.settling.running(date(2027, 10, 20)).count(), 0);
    let story = story.when("flag-measure", flag("2026-10-20")).then(&["settling.measure_flagged"]);
    assert_eq!(story.case.settling.measures.len(), 1, "one of a kind, the last counts");
    given(entered()).when("flag-measure", flag("2027-10-19")).then(&["settling.measure_flagged"]);
}

#[test]
fn debug_of_what_happened_prints_nothing_of_it() {
    let story = health(json!({"medication": "奥氮平"})).then(&["settling.health_handed_over"]);
    let event = crate::case::CaseEvent::Settling(super::Event::HealthHandedOver(Box::new(
        story.case.settling.health.clone().expect("recorded"),
    )));
    assert!(!format!("{event:?}").contains("奥氮平"));
    assert_eq!(event.kind(), "settling.health_handed_over");
}
