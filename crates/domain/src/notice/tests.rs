//! Papers before release: T5, T5b, T5e, F3, F4, R-12, R-13, R-18, R-19, SC-05.

use crate::case::CaseEvent;
use crate::given::*;
use crate::kernel::Stream;
use crate::notice::papers;
use jiff::civil::{Date, date};
use serde_json::{Value, json};

/// A month before [`RELEASE`].
const NOTICE: Date = date(2026, 9, 20);

fn expected() -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat()).on(NOTICE)
}

fn notice() -> Value {
    json!({"on": NOTICE, "letter_no": "某狱通〔2026〕31号", "addressees": ["justice", "police"]})
}

fn assessment() -> Value {
    json!({"on": NOTICE, "letter_no": "某狱评〔2026〕31号", "behaviour": "较好", "danger": "low",
        "measures": "帮助就业"})
}

fn noticed() -> Story {
    expected().by(prison()).when("send-notice", notice()).then(&["notice.sent"])
}

fn receipt(on: Date) -> Value {
    json!({"on": on, "received_by": "陈某", "letter_no": "天司帮〔2026〕12号"})
}

fn told(on: Date) -> Value {
    json!({"on": on, "result": "told", "who": "姐姐", "how": "phone"})
}

/// Notice, receipt, forwarding, family and village on consecutive days.
fn everybody_knows() -> Story {
    noticed()
        .on(date(2026, 9, 22))
        .by(district())
        .when("receipt-notice", receipt(date(2026, 9, 22)))
        .then(&["notice.receipted"])
        .when("forward-notice", json!({"on": "2026-09-22"}))
        .then(&["notice.forwarded"])
        .by(office_worker())
        .when("tell-family", told(date(2026, 9, 22)))
        .then(&["notice.family_told"])
        .when("tell-village", told(date(2026, 9, 22)))
        .then(&["notice.village_told"])
}

#[test]
fn r12_r13_are_owed_to_the_district_and_the_prison_may_settle_them() {
    let story = expected();
    for (kind, rule, due) in [("send-notice", "R-12", NOTICE), ("send-assessment", "R-13", date(2026, 9, 20))]
    {
        let owed = story.owed(kind);
        assert_eq!((owed.owner.code(), owed.rule, owed.due_on), (DISTRICT, rule, due));
        assert_eq!(owed.also.map(|u| u.code().to_owned()), Some(PRISON.to_owned()));
    }
}

#[test]
fn sc02_a_record_that_came_within_the_last_month_owes_its_papers_at_once() {
    let soon = entered_as(crate::handover::Sent { ends_on: date(2026, 3, 20), ..sent() }, route(OFFICE));
    given(soon).due_on("send-notice", ENTERED).due_on("send-assessment", ENTERED);
    let over = entered_as(crate::handover::Sent { ends_on: ENTERED, ..sent() }, route(OFFICE));
    given(over).owes(&["receive", "verify"]);
    given(entered_outside()).owes(&["report-upward"]);
}

#[test]
fn the_prison_sends_or_the_bureau_records_its_letter() {
    let without = json!({"on": NOTICE});
    expected().by(prison()).when("send-notice", without.clone()).then(&["notice.sent"]);
    expected().by(district()).when("send-notice", without.clone()).refused("letter_needed");
    expected().by(district()).when("send-notice", notice()).then(&["notice.sent"]);
    expected().by(city()).when("send-assessment", assessment()).then(&["notice.assessed"]);
    expected().when("send-notice", notice()).refused("not_your_role");
    let tomorrow = json!({"on": "2026-09-21"});
    expected().by(prison()).when("send-notice", tomorrow).refused("future_date");
}

#[test]
fn r13b_r18_after_the_notice_the_receipt_and_the_forwarding_are_owed_by_the_district() {
    let story = noticed().due_on("receipt-notice", date(2026, 9, 27));
    assert_eq!(story.owed("receipt-notice").owner.code(), DISTRICT);
    assert_eq!(story.owed("forward-notice").rule, "R-18");
    let story = story.due_on("forward-notice", date(2026, 9, 27));
    story.owes(&["send-assessment", "forward-notice", "receipt-notice", "plan-fetch", "receive"]);
}

#[test]
fn r19_the_office_tells_family_and_village_within_three_days() {
    let forwarded = noticed().by(district()).when("forward-notice", json!({"on": NOTICE}));
    let story = forwarded.then(&["notice.forwarded"]);
    for kind in ["tell-family", "tell-village"] {
        let owed = story.owed(kind);
        assert_eq!((owed.owner.code(), owed.rule, owed.due_on), (OFFICE, "R-19", date(2026, 9, 23)));
    }
}

#[test]
fn sc05_when_everybody_knows_nothing_but_the_assessment_and_the_reception_is_owed() {
    let story = everybody_knows().by(prison()).when("send-assessment", assessment());
    story.then(&["notice.assessed"]).owes(&["plan-fetch", "receive"]);
}

#[test]
fn each_step_follows_the_one_before() {
    let day = date(2026, 9, 19);
    expected().by(district()).when("receipt-notice", receipt(NOTICE)).refused("no_notice");
    expected().by(district()).when("forward-notice", json!({"on": NOTICE})).refused("no_notice");
    noticed().by(district()).when("receipt-notice", receipt(day)).refused("before_notice");
    noticed().by(neighbour()).when("receipt-notice", receipt(NOTICE)).refused("not_owner");
    let twice = everybody_knows();
    twice.when("tell-family", told(NOTICE)).refused("already_told");
    everybody_knows()
        .by(district())
        .when("forward-notice", json!({"on": "2026-09-22"}))
        .refused("already_forwarded");
    everybody_knows()
        .by(district())
        .when("receipt-notice", receipt(date(2026, 9, 22)))
        .refused("already_receipted");
    let at_district = given(entered_as(sent(), route(DISTRICT))).on(NOTICE).by(prison());
    let at_district = at_district.when("send-notice", notice()).then(&["notice.sent"]);
    at_district.by(district()).when("forward-notice", json!({"on": NOTICE})).refused("no_office");
    let outside = given(entered_outside()).on(NOTICE).by(prison());
    outside.when("send-notice", notice()).refused("outside_city");
    given(received()).by(prison()).when("send-notice", notice()).refused("already_received");
    let nobody = given(vec![]).by(prison());
    nobody.when("send-notice", json!({"on": ENTERED})).refused("no_such_case");
}

#[test]
fn telling_names_who_and_how_or_how_it_was_found_that_there_is_nobody() {
    let tell = |fields| noticed().by(office_worker()).when("tell-family", fields);
    tell(json!({"on": NOTICE, "result": "told", "how": "phone"})).refused("who_needed");
    tell(json!({"on": NOTICE, "result": "told", "who": "母亲"})).refused("how_needed");
    tell(json!({"on": NOTICE, "result": "nobody"})).refused("note_needed");
    tell(json!({"on": NOTICE, "result": "nobody", "note": "村委证实无亲属"})).then(&["notice.family_told"]);
    noticed().by(neighbour()).when("tell-village", told(NOTICE)).refused("not_owner");
}

#[test]
fn a_changed_release_date_voids_notice_receipt_and_telling_and_the_next_is_marked_corrected() {
    let later = date(2027, 2, 20);
    let changed = everybody_knows()
        .by(prison())
        .when("change-release", json!({"release_on": later, "ground": "added"}))
        .then(&["handover.release_changed"]);
    let now = papers(&changed.case);
    assert!(now.notice.is_none() && now.receipt.is_none() && now.forwarded.is_none());
    assert!(now.family.is_none() && now.village.is_none());
    assert_eq!(changed.owed("send-notice").title, "释放通知书（更正）");
    let changed = changed.due_on("send-notice", date(2027, 1, 20));
    let again = json!({"on": "2026-09-22", "letter_no": "某狱通〔2026〕40号"});
    let again = changed.when("send-notice", again).then(&["notice.sent"]);
    assert!(papers(&again.case).notice.is_some_and(|n| n.corrected && n.for_release == later));
    again.owes(&["forward-notice", "receipt-notice", "send-assessment", "plan-fetch", "receive"]);
}

#[test]
fn a_second_notice_for_the_same_date_says_why_and_is_marked_corrected() {
    noticed().when("send-notice", notice()).refused("notice_exists");
    let why = json!({"on": NOTICE, "correction": "罪名写错"});
    let story = noticed().when("send-notice", why).then(&["notice.sent"]);
    assert!(papers(&story.case).notice.is_some_and(|n| n.corrected));
}

#[test]
fn another_office_is_told_anew_and_tells_its_own_village() {
    let story = everybody_knows();
    let mut case = story.case.clone();
    use crate::{case::CaseEvent, handover, kernel::Stream};
    case.evolve(&CaseEvent::Handover(handover::Event::Routed { on: NOTICE, route: route(NEIGHBOUR) }));
    let now = papers(&case);
    assert!(now.notice.is_some() && now.receipt.is_some() && now.family.is_some());
    assert!(now.forwarded.is_none() && now.village.is_none());
}

/// R-13b: the sealed receipt that was scanned closes the duty together with what it shows.
#[test]
fn a_scanned_receipt_is_offered_and_goes_with_the_receipt() {
    let day = date(2026, 9, 22);
    let scan = |id: &str, kind: &str, on: Date| {
        let item = json!({"id": id, "kind": kind, "on": on, "by": "chen", "hash": "h", "size": 9, "media": "image/jpeg",
            "by_hand": false});
        CaseEvent::Scan(serde_json::from_value(json!({"kind": "attached", "on": on, "item": item})).unwrap())
    };
    let mut story = noticed().on(day).by(district());
    assert!(!story.known("receipt-notice").contains_key("scan"));
    for event in [
        scan("old", "receipt", NOTICE.yesterday().unwrap()),
        scan("r1", "receipt", day),
        scan("c1", "certificate", day),
    ] {
        story.case.evolve(&event);
    }
    assert_eq!(story.known("receipt-notice")["scan"], "r1");
    let with = |id: &str| json!({"on": day, "received_by": "陈某", "scan": id});
    let story = story.when("receipt-notice", with("r1")).then(&["notice.receipted"]);
    assert_eq!(story.happened().last().map(String::as_str), Some("陈某签收。附扫描件"));
    assert_eq!(papers(&story.case).receipt.and_then(|r| r.scan.as_deref()), Some("r1"));

    let mut other = noticed().on(day).by(district());
    other.case.evolve(&scan("c1", "certificate", day));
    other.when("receipt-notice", with("c1")).refused("no_such_scan");
}
