//! 一人一档, rule by rule.

use super::{Agreement, Command, Reason};
use crate::case::{CaseCommand, Standing};
use crate::given::*;
use crate::handover::Category;
use jiff::civil::{Date, date};
use serde_json::json;

const FILED: Date = date(2026, 10, 22);
const LAST_DAY: Date = date(2031, 10, 19);

fn closing(reason: &str, on: Date) -> serde_json::Value {
    json!({"on": on, "reason": reason, "told": "当面告知本人"})
}

#[test]
fn r21_file_and_worker_are_due_on_day_3_the_agreement_on_day_5() {
    given(received())
        .due_on("assign-worker", date(2026, 10, 23))
        .due_on("open-file", date(2026, 10, 23))
        .due_on("sign-agreement", date(2026, 10, 25))
        .due_on("close", LAST_DAY);
    assert_eq!(given(received()).owed("open-file").rule, "R-21a");
    assert_eq!(given(received_as(Category::Key)).owed("open-file").rule, "R-22");
}

#[test]
fn file_worker_agreement_and_a_contact_make_him_assisted() {
    let story = given(received())
        .on(FILED)
        .when("open-file", json!({"on": FILED, "phone": "000"}))
        .then(&["casefile.opened"])
        .when("sign-agreement", json!({"on": FILED}))
        .then(&["casefile.agreement_signed"])
        .by(office_head())
        .when("assign-worker", json!({"worker": "a-440106007"}))
        .then(&["casefile.assigned"])
        .owes(&["check-settling", "record-visit", "close"]);
    assert_eq!(story.case.standing(), Standing::Received, "nobody has visited him yet");
    assert_eq!(story.owed("record-visit").worker.as_deref(), Some("a-440106007"));
    let story = story
        .when("record-visit", json!({"on": FILED, "way": "home", "result": "met", "note": "平静"}))
        .then(&["visit.recorded"]);
    assert_eq!(story.case.standing(), Standing::Assisted);
}

#[test]
fn sc07_refusing_the_agreement_owes_nothing_but_an_agreed_talk() {
    let refuse = |again: Option<Date>| {
        given(received())
            .on(FILED)
            .when("refuse-agreement", json!({"on": FILED, "words": "请不要打扰", "again_on": again}))
    };
    let for_good = refuse(None).then(&["casefile.agreement_refused"]);
    assert!(for_good.due().iter().all(|o| o.kind != "sign-agreement"));
    assert!(for_good.due().iter().any(|o| o.kind == "assign-worker"), "a worker is still named");
    let again = date(2026, 12, 1);
    let talk = refuse(Some(again)).then(&["casefile.agreement_refused"]);
    assert_eq!((talk.owed("sign-agreement").rule, talk.owed("sign-agreement").due_on), ("约定", again));
    refuse(Some(FILED)).refused("again_before");
}

#[test]
fn who_refused_may_sign_later_and_a_signature_is_recorded_once() {
    let sign = || json!({"on": FILED});
    let story = given(received())
        .on(FILED)
        .when("refuse-agreement", json!({"on": FILED, "words": "再想想"}))
        .then(&["casefile.agreement_refused"])
        .when("sign-agreement", sign())
        .then(&["casefile.agreement_signed"]);
    assert!(matches!(story.case.casefile.agreement, Some(Agreement::Signed(FILED))));
    story.when("sign-agreement", sign()).refused("already_signed");
}

#[test]
fn who_signed_may_leave_the_agreement_at_any_time() {
    let story = given(received())
        .on(FILED)
        .when("sign-agreement", json!({"on": FILED}))
        .then(&["casefile.agreement_signed"])
        .when("refuse-agreement", json!({"on": FILED, "words": "不想参加了"}))
        .then(&["casefile.agreement_refused"]);
    assert!(matches!(story.case.casefile.agreement, Some(Agreement::Refused(FILED, None))));
    assert!(story.case.is_open());
}

#[test]
fn a_file_needs_a_person_who_came_home_and_is_opened_once() {
    given(entered()).when("open-file", json!({"on": ENTERED})).refused("not_received");
    given(received()).when("open-file", json!({"on": date(2026, 10, 19)})).refused("before_handover");
    given(received()).when("open-file", json!({"on": FILED})).refused("future_date");
    given(received()).by(neighbour()).when("open-file", json!({"on": RELEASE})).refused("not_owner");
    given(received())
        .when("open-file", json!({"on": RELEASE}))
        .then(&["casefile.opened"])
        .when("open-file", json!({"on": RELEASE}))
        .refused("already_opened");
}

#[test]
fn r34_expiry_closes_on_the_last_day_and_not_before() {
    let head = |today| given(received()).by(office_head()).on(today);
    let eve = date(2031, 10, 18);
    head(eve).when("close", closing("expired", eve)).refused("term_runs");
    head(LAST_DAY).when("close", closing("expired", eve)).refused("term_runs");
    head(LAST_DAY).when("close", closing("expired", LAST_DAY)).then(&["casefile.closed"]).owes(&[]);
    let unreleased = given(entered()).by(office_head());
    unreleased.when("close", closing("expired", ENTERED)).refused("not_received");
}

#[test]
fn death_closes_at_once_and_only_the_head_closes() {
    given(received()).by(office_head()).when("close", closing("died", RELEASE)).then(&["casefile.closed"]);
    given(received()).when("close", closing("died", RELEASE)).refused("not_your_role");
}

#[test]
fn transfer_and_withdrawal_are_not_closed_by_hand() {
    for reason in [Reason::Transferred, Reason::Withdrawn] {
        let command = Command::Close { on: RELEASE, reason, told: "无".into() };
        given(received()).when_given(CaseCommand::Casefile(command)).refused("bad_command");
    }
}

#[test]
fn debug_of_what_happened_shows_nothing() {
    let story = given(received());
    assert_eq!(format!("{:?}", story.case), "Case[redacted]");
    for event in received() {
        assert!(format!("{event:?}").contains("[redacted]"));
        let entry = format!("{:?}", event.entry());
        assert!(!entry.contains("盗窃") && entry.contains("redacted"));
    }
}
