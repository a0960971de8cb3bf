//! The release date changes, or he leaves the pre-release list: rules 17.3 and 17.4, T4.

use crate::case::Standing;
use crate::given::*;
use crate::kernel::Role;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

const DAY: Date = date(2026, 4, 1);

fn change(to: Date, ground: &str) -> Value {
    json!({"release_on": to, "ground": ground, "letter_no": "某狱〔2026〕8号"})
}

fn leave(ground: &str, more: Value) -> Value {
    let mut fields = json!({"on": DAY, "ground": ground, "letter_no": "某狱〔2026〕9号"});
    fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap_or_default());
    fields
}

fn parole() -> Value {
    leave("parole", json!({"agency": "天河区社区矫正管理局"}))
}

fn on_the_list() -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat()).on(DAY)
}

fn on_parole() -> Story {
    on_the_list().by(prison()).when("leave-list", parole()).then(&["handover.left_list"])
}

#[test]
fn a_reduced_sentence_moves_everything_that_counts_from_the_release() {
    let earlier = date(2026, 8, 20);
    let story = on_the_list().by(prison()).when("change-release", change(earlier, "reduced"));
    let story = story.then(&["handover.release_changed"]);
    assert_eq!(story.case.handover.sent.ends_on, earlier);
    assert_eq!(story.happened(), ["减刑：2026年10月20日改为2026年8月20日，来函 某狱〔2026〕8号"]);
    story.due_on("receive", earlier).due_on("send-notice", date(2026, 7, 20));
}

#[test]
fn the_office_or_a_bureau_records_the_letter_of_the_prison_by_its_number() {
    let without = json!({"release_on": "2026-08-20", "ground": "reduced"});
    for actor in [office_worker(), district(), city()] {
        on_the_list().by(actor.clone()).when("change-release", without.clone()).refused("letter_needed");
        on_the_list()
            .by(actor)
            .when("change-release", change(date(2026, 8, 20), "reduced"))
            .then(&["handover.release_changed"]);
    }
    on_the_list().by(prison()).when("change-release", without.clone()).then(&["handover.release_changed"]);
    on_the_list().by(neighbour()).when("change-release", change(DAY, "reduced")).refused("not_owner");
    let other = actor(Role::Prison, "ORG002");
    on_the_list().by(other).when("change-release", without).refused("not_owner");
}

#[test]
fn a_new_release_date_is_another_one_and_fits_its_ground() {
    let tried = |to, ground| on_the_list().by(prison()).when("change-release", change(to, ground));
    tried(RELEASE, "corrected").refused("same_release");
    tried(date(2027, 1, 1), "reduced").refused("ground_contradicts");
    tried(date(2027, 1, 1), "pardoned").refused("ground_contradicts");
    tried(date(2026, 8, 1), "added").refused("ground_contradicts");
    tried(date(2023, 1, 1), "corrected").refused("before_sentence");
    tried(date(2027, 1, 1), "added").then(&["handover.release_changed"]);
    let tomorrow = json!({"release_on": "2027-01-01", "ground": "added", "on": "2026-04-02"});
    on_the_list().by(prison()).when("change-release", tomorrow).refused("future_date");
}

#[test]
fn who_did_not_appear_because_his_sentence_grew_is_expected_again() {
    let late = on_the_list().on(RELEASE).when("not-arrived", json!({"note": "电话不通"}));
    let story = late
        .then(&["handover.not_arrived"])
        .by(prison())
        .when("change-release", change(date(2027, 4, 20), "added"))
        .then(&["handover.release_changed"]);
    assert_eq!(story.case.standing(), Standing::Expected);
    assert!(story.case.handover.term.is_none(), "the term begins on the day he is released");
    story.due_on("receive", date(2027, 4, 20));
    let home = given(received()).by(prison());
    home.when("change-release", change(date(2027, 4, 20), "added")).refused("already_received");
}

#[test]
fn parole_leaves_the_list_for_a_named_agency_and_owes_only_its_confirmation() {
    on_the_list().by(prison()).when("leave-list", leave("parole", json!({}))).refused("agency_needed");
    on_the_list().by(prison()).when("leave-list", leave("medical", json!({}))).refused("agency_needed");
    on_the_list().by(prison()).when("leave-list", leave("other", json!({}))).refused("reason_needed");
    let story = on_parole();
    assert_eq!(story.case.standing(), Standing::LeftList);
    assert_eq!(story.case.handover.uncounted(), Some("parole"));
    let owed = story.owed("confirm-leave");
    assert_eq!((owed.owner.code(), owed.rule), (OFFICE, "R-46"));
    story.owes(&["confirm-leave"]);
}

#[test]
fn every_ground_is_kept_as_data() {
    for (ground, more) in [
        ("medical", json!({"agency": "某区社区矫正管理局"})),
        ("deported", json!({})),
        ("hmt", json!({})),
        ("other_city", json!({"reason": "户籍迁往佛山"})),
        ("other", json!({"reason": "另案羁押"})),
    ] {
        let story = on_the_list().by(district()).when("leave-list", leave(ground, more));
        let story = story.then(&["handover.left_list"]);
        assert_eq!(story.case.handover.uncounted(), Some(ground));
    }
    assert_eq!(given(entered_outside()).case.handover.uncounted(), Some("outside"));
    assert_eq!(on_the_list().case.handover.uncounted(), None);
}

#[test]
fn the_case_is_closed_when_the_other_side_has_confirmed() {
    let confirm = |on| json!({"on": on, "received_by": "区社区矫正管理局 何某"});
    on_parole().by(office_worker()).when("confirm-leave", confirm(date(2026, 3, 31))).refused("before_leave");
    on_the_list().when("confirm-leave", confirm(DAY)).refused("not_left");
    let story = on_parole().by(office_worker()).when("confirm-leave", confirm(DAY));
    let story = story.then(&["handover.leave_confirmed", "casefile.closed"]);
    assert_eq!(story.case.handover.uncounted(), Some("parole"), "the reason stays after the end");
    let again = story.owes(&[]).when("undo-leave", json!({"reason": "登记错人"}));
    again.refused("case_closed");
}

#[test]
fn leaving_is_undone_as_long_as_nothing_followed() {
    let undo = json!({"reason": "登记错人"});
    on_the_list().when("undo-leave", undo.clone()).refused("not_left");
    on_parole().by(neighbour()).when("undo-leave", undo.clone()).refused("not_owner");
    let back = on_parole().by(office_head()).when("undo-leave", undo).then(&["handover.back_on_list"]);
    assert_eq!(back.case.standing(), Standing::Expected);
    back.owes(&["send-assessment", "send-notice", "plan-fetch", "receive"]);
}

#[test]
fn who_has_left_takes_part_in_nothing_else() {
    let receive = json!({"on": DAY, "way": "07"});
    on_parole().by(office_worker()).when("receive", receive).refused("left_list");
    on_parole().when("change-release", change(date(2026, 8, 1), "reduced")).refused("left_list");
    on_parole().when("leave-list", parole()).refused("already_left");
    on_parole().when("send-notice", json!({"on": DAY})).refused("left_list");
    given(received()).by(prison()).when("leave-list", parole()).refused("already_received");
}
