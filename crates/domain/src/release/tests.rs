//! The release day's hard cases, rule by rule (F5, D4, R-25, SC-05, SC-06). Dates are counted by hand.

use super::{is_unaccounted, missing};
use crate::case::{CaseCommand, Standing};
use crate::given::*;
use crate::handover::Category;
use crate::rules::Rules;
use crate::scan;
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use serde_json::{Value, json};

fn attach(kind: &str) -> CaseCommand {
    let content = scan::Content { id: kind.into(), hash: kind.into(), size: 1, media: "image/png".into() };
    let attach = scan::Command::Attach { content, kind: kind.into(), title: None, by_hand: false };
    CaseCommand::Scan(attach)
}

fn at_the_gate(fields: Value) -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat())
        .on(RELEASE)
        .when("receive", fields)
        .then(&["handover.received"])
}

fn taken() -> Story {
    given([entered(), vec![verified("01", date(2026, 3, 10))]].concat())
        .on(RELEASE)
        .when("re-detained", json!({"on": RELEASE, "organ": "某市公安局", "ground": "刑事拘留"}))
        .then(&["release.taken"])
}

fn missing_person() -> Story {
    given(entered()).on(RELEASE).when("not-arrived", json!({"note": "甲"})).then(&["handover.not_arrived"])
}

fn unaccounted(story: &Story, today: Date) -> bool {
    is_unaccounted(&story.case, &Rules::builtin(), &Calendar::announced(), today)
}

#[test]
fn sc05_each_missing_piece_of_the_hand_over_keeps_the_duty_open() {
    let mut story = at_the_gate(json!({"on": RELEASE, "way": "03", "staff": "陈某、李某", "headcount": 4}));
    story = story.due_on("slip-missing", date(2026, 10, 23)); // three days later
    for kind in ["handover_slip", "handover_photo", "signature_prison", "signature_locality"] {
        story = story.when_given(attach(kind)).then(&["scan.attached"]);
        assert!(story.due().iter().any(|o| o.kind == "slip-missing"), "after {kind}");
    }
    story = story.when_given(attach("signature_person")).then(&["scan.attached"]);
    assert!(story.due().iter().all(|o| o.kind != "slip-missing"));
    story
        .when("slip-missing", json!({"what": ["handover_photo"], "reason": "甲"}))
        .refused("nothing_missing");
}

#[test]
fn what_is_missing_for_good_is_excused_by_its_reason_one_by_one() {
    let story = at_the_gate(json!({"on": RELEASE, "way": "03", "present": "父亲"}));
    let excuse = |what: &[&str]| json!({"what": what, "reason": "本人不愿合影"});
    at_the_gate(json!({"on": RELEASE, "way": "03", "present": "父亲"}))
        .when("slip-missing", excuse(&[]))
        .refused("not_missing_item");
    let story = story.when("slip-missing", excuse(&["handover_photo"])).then(&["release.slip_excused"]);
    assert!(!missing(&story.case).contains(&"handover_photo"));
    assert_eq!(missing(&story.case).len(), 4);
    story.when("slip-missing", excuse(&["handover_photo"])).refused("not_missing_item");
}

#[test]
fn a_family_that_fetches_an_ordinary_person_signs_nothing() {
    assert!(missing(&at_the_gate(json!({"on": RELEASE, "way": "07"})).case).is_empty());
    let key = json!({"on": RELEASE, "way": "07", "category": "key"});
    assert_eq!(missing(&at_the_gate(key).case).len(), 5);
    assert!(missing(&given(received_as(Category::Ordinary)).case).is_empty());
}

#[test]
fn the_record_of_a_reception_holds_what_was_handed_over() {
    let story = at_the_gate(
        json!({"on": RELEASE, "way": "03", "relatives": "父亲", "staff": "陈某", "headcount": 4,
        "slip_no": "2026-018", "signatories": "监所赵某、本所陈某", "documents": "判决书副本", "belongings": "手表一块",
        "money": "812.5", "note": "合影一张"}),
    );
    let told = story.happened().pop().unwrap();
    for part in
        ["司法所接回", "父亲", "陈某", "到场 4 人", "2026-018", "赵某", "判决书", "手表", "812.50 元", "合影"]
    {
        assert!(told.contains(part), "{part} in {told}");
    }
}

#[test]
fn an_early_release_is_received_and_told_as_such() {
    let early = date(2026, 9, 18);
    let story = given(entered())
        .on(early)
        .when("receive", json!({"on": early, "way": "07"}))
        .then(&["handover.received"]);
    assert!(story.happened()[0].contains("提前释放，原定2026年10月20日"));
    assert!(!at_the_gate(json!({"on": RELEASE, "way": "07"})).happened()[0].contains("原定"));
}

#[test]
fn d4_who_is_taken_away_at_the_gate_has_an_owner_and_is_asked_about_every_thirty_days() {
    let story = taken().owes(&["ask-custody"]).due_on("ask-custody", date(2026, 11, 19));
    assert_eq!(story.case.standing(), Standing::Suspended);
    taken().when("not-arrived", json!({"note": "甲"})).refused("in_other_custody");
    taken().when("ask-custody", json!({"on": "2026-10-19", "told": "甲"})).refused("before_taken");
    missing_person().when("ask-custody", json!({"on": RELEASE, "told": "甲"})).refused("not_taken");
    let on = date(2026, 11, 19);
    let story = story.on(on).when("ask-custody", json!({"on": on, "told": "看守所：仍在侦查"}));
    let story = story.then(&["release.custody_asked"]).due_on("ask-custody", date(2026, 12, 19));
    let story = story
        .when("self-return", json!({"on": on, "reason": "取保后返家"}))
        .then(&["handover.self_returned"]);
    assert_eq!(story.case.standing(), Standing::Received);
    assert!(story.due().iter().all(|o| o.kind != "ask-custody"));
}

#[test]
fn nobody_is_received_before_he_was_taken_or_taken_after_he_came_home() {
    taken().when("receive", json!({"on": "2026-10-19", "way": "07"})).refused("before_taken");
    let again = json!({"on": RELEASE, "organ": "甲", "ground": "乙"});
    given(received()).when("re-detained", again).refused("already_received");
}

#[test]
fn who_dies_in_custody_is_closed_with_the_source() {
    let on = date(2026, 9, 1);
    given(entered())
        .on(on)
        .when("died-in-custody", json!({"on": on, "source": "监所通知"}))
        .then(&["release.died_in_custody", "casefile.closed"])
        .owes(&[]);
    given(entered()).when("died-in-custody", json!({"on": on, "source": "甲"})).refused("future_date");
}

#[test]
fn sc06_refusing_brings_no_sanction_and_the_police_hear_only_of_a_decided_measure() {
    let refuse = |more: Value| {
        let mut fields = json!({"on": RELEASE, "witnesses": "值班民警、其兄"});
        fields.as_object_mut().unwrap().extend(more.as_object().cloned().unwrap());
        given([entered(), vec![verified("01", date(2026, 3, 10))]].concat())
            .on(RELEASE)
            .when("refuse-collection", fields)
    };
    refuse(json!({"control": true})).refused("police_needed");
    let story = refuse(json!({"control": true, "police_told": "当日告知某派出所"}))
        .then(&["handover.refused_collection"]);
    assert!(story.happened()[0].contains("已告知派出所"));
    let story = refuse(json!({})).then(&["handover.refused_collection"]);
    assert!(!story.happened()[0].contains("派出所"));
    story.due_on("record-visit", date(2026, 10, 27));
}

#[test]
fn sc06_he_is_unaccounted_only_if_nobody_had_contact_by_day_twenty() {
    let refused = || {
        given(entered())
            .on(RELEASE)
            .when("refuse-collection", json!({"on": RELEASE, "witnesses": "甲"}))
            .then(&["handover.refused_collection"])
            .due_on("trace", date(2026, 11, 9))
    };
    assert!(!unaccounted(&refused(), date(2026, 11, 8)));
    assert!(unaccounted(&refused(), date(2026, 11, 9)));
    let day = date(2026, 10, 27);
    let visit = json!({"on": day, "way": "phone", "result": "declined"});
    let story = refused().on(day).when("record-visit", visit).then(&["visit.recorded"]);
    assert!(!unaccounted(&story, date(2026, 12, 1)), "not wanting a visit is contact");
    assert!(story.due().iter().all(|o| o.kind != "trace"));
    assert!(!unaccounted(&taken(), date(2027, 1, 1)), "in other custody");
    assert!(unaccounted(&missing_person(), date(2026, 11, 9)));
    assert!(!unaccounted(&given(received()), date(2027, 1, 1)));
}

#[test]
fn r25_who_never_arrives_is_decided_about_by_the_district_after_a_year_and_kept_first() {
    let story = missing_person().due_on("decide-tracing", date(2027, 10, 20));
    assert_eq!(story.owed("decide-tracing").owner.code(), DISTRICT);
    let decide = |decision: &str, no: Option<&str>| json!({"decision": decision, "reason": "家属也无消息", "document_no": no});
    missing_person().when("decide-tracing", decide("keep", None)).refused("not_your_role");
    let far = actor(crate::kernel::Role::District, "440105");
    missing_person().by(far).when("decide-tracing", decide("keep", None)).refused("not_owner");
    given(received()).by(district()).when("decide-tracing", decide("keep", None)).refused("not_missing");
    missing_person().by(district()).when("decide-tracing", decide("end", None)).refused("document_needed");
    let year = date(2027, 10, 20);
    let asked =
        missing_person().on(year).when("trace", json!({"on": year, "told": "无"})).then(&["handover.traced"]);
    let kept =
        asked.by(district()).when("decide-tracing", decide("keep", None)).then(&["release.tracing_kept"]);
    let kept = kept.due_on("trace", date(2028, 4, 20)).due_on("decide-tracing", date(2028, 10, 20));
    kept.when("decide-tracing", decide("end", Some("（2028）粤01民特1号")))
        .then(&["release.tracing_ended", "casefile.closed"])
        .owes(&[]);
}
