//! 材料, rule by rule.

use super::{AT_MOST, Command, Content, Item, KINDS, kinds_for};
use crate::case::CaseCommand;
use crate::given::*;
use crate::kernel::{Actor, Role};
use serde_json::json;

fn content(id: &str) -> Content {
    Content { id: id.into(), hash: format!("h{id}"), size: 40_000, media: "image/jpeg".into() }
}

fn attach(id: &str, kind: &str, by_hand: bool) -> CaseCommand {
    CaseCommand::Scan(Command::Attach { content: content(id), kind: kind.into(), title: None, by_hand })
}

fn kinds(story: &Story, actor: &Actor) -> Vec<&'static str> {
    kinds_for(&story.case, actor).into_iter().map(|(kind, _)| kind).collect()
}

#[test]
fn a_paper_can_be_attached_before_the_person_is_home_and_after() {
    let story = given(entered()).when_given(attach("a", "evidence", false)).then(&["scan.attached"]);
    assert!(story.case.scan.has("evidence") && !story.case.scan.has("judgment"));
    let story = given(received())
        .when_given(attach("a", "judgment", false))
        .then(&["scan.attached"])
        .when_given(attach("b", "judgment", false))
        .then(&["scan.attached"]);
    assert_eq!(story.case.scan.of("judgment").map(|i| i.id.as_str()).collect::<Vec<_>>(), ["a", "b"]);
    let item = story.case.scan.get("a").expect("attached");
    assert_eq!((item.on, item.by.as_str(), item.name()), (RELEASE, "a-440106007", "判决书"));
}

#[test]
fn a_missing_picture_is_owed_by_nobody() {
    let kinds = |story: &Story| story.due().iter().map(|o| o.kind).collect::<Vec<_>>();
    let before = given(received());
    let after = given(received()).when_given(attach("a", "agreement", false)).then(&["scan.attached"]);
    assert_eq!(kinds(&before), kinds(&after));
}

#[test]
fn only_a_signature_is_drawn_on_the_screen() {
    given(received()).when_given(attach("a", "signature_person", true)).then(&["scan.attached"]);
    given(received()).when_given(attach("a", "signature_person", false)).then(&["scan.attached"]);
    given(received()).when_given(attach("a", "judgment", true)).refused("not_a_signature");
}

#[test]
fn the_custodial_place_attaches_and_sees_papers_of_the_handover_only() {
    let story = given(entered());
    let allowed = kinds(&story, &prison());
    assert!(allowed.contains(&"certificate") && allowed.contains(&"signature_prison"));
    for later in ["visit_photo", "visit_signature", "agreement", "refusal", "evidence", "other"] {
        assert!(!allowed.contains(&later), "{later}");
    }
    let item = |kind: &str| Item {
        id: "a".into(),
        kind: kind.into(),
        title: None,
        on: RELEASE,
        by: "a".into(),
        hash: "h".into(),
        size: 1,
        media: "image/png".into(),
        by_hand: false,
    };
    assert!(item("certificate").is_shown_to(Role::Prison));
    assert!(!item("visit_photo").is_shown_to(Role::Prison));
    assert!(KINDS.iter().all(|(kind, _)| item(kind).is_shown_to(Role::OfficeWorker)));
    given(entered()).by(prison()).when_given(attach("a", "certificate", false)).then(&["scan.attached"]);
    given(entered()).by(prison()).when_given(attach("a", "visit_photo", false)).refused("not_your_kind");
    given(received()).by(prison()).when_given(attach("a", "certificate", false)).refused("not_owner");
    let other = actor(Role::Prison, "ORG002");
    given(entered()).by(other).when_given(attach("a", "certificate", false)).refused("not_owner");
}

#[test]
fn a_bureau_above_attaches_letters_and_a_neighbour_nothing() {
    let story = given(received());
    assert_eq!(kinds(&story, &district()), ["evidence", "letter"]);
    assert_eq!(kinds(&story, &city()), ["evidence", "letter"]);
    assert_eq!(kinds(&story, &neighbour()), [""; 0]);
    assert_eq!(kinds(&story, &office_worker()).len(), KINDS.len());
    assert_eq!(kinds(&story, &actor(Role::Administrator, OFFICE)), [""; 0]);
    given(received()).by(district()).when_given(attach("a", "letter", false)).then(&["scan.attached"]);
    given(received()).by(neighbour()).when_given(attach("a", "letter", false)).refused("not_owner");
    let routing = given(entered_as(sent(), route(DISTRICT)));
    assert_eq!(kinds(&routing, &district()).len(), KINDS.len(), "a bureau's own queue");
}

#[test]
fn a_wrong_picture_is_withdrawn_once_and_may_come_back_as_another_kind() {
    let withdraw = || json!({"id": "a", "reason": "附错了类别"});
    let story = given(received())
        .when_given(attach("a", "judgment", false))
        .then(&["scan.attached"])
        .when("withdraw-scan", withdraw())
        .then(&["scan.withdrawn"]);
    assert!(!story.case.scan.has("judgment") && story.case.scan.get("a").is_none());
    assert!(story.case.scan.addresses().contains("a"), "its bytes stay");
    assert_eq!(story.happened(), ["判决书", "判决书：附错了类别"]);
    let story = story.when_given(attach("a", "certificate", false)).then(&["scan.attached"]);
    assert!(story.case.scan.has("certificate"));
    assert_eq!(story.case.scan.addresses().len(), 1);
    let story = story.when("withdraw-scan", withdraw()).then(&["scan.withdrawn"]);
    story.when("withdraw-scan", withdraw()).refused("no_such_scan");
}

#[test]
fn only_the_owner_withdraws() {
    let story = || given(received()).when_given(attach("a", "letter", false)).then(&["scan.attached"]);
    let fields = || json!({"id": "a", "reason": "看不清"});
    story().by(neighbour()).when("withdraw-scan", fields()).refused("not_owner");
    story().by(district()).when("withdraw-scan", fields()).refused("not_your_role");
    story().by(prison()).when("withdraw-scan", fields()).refused("not_your_role");
    story().by(office_head()).when("withdraw-scan", fields()).then(&["scan.withdrawn"]);
}

#[test]
fn the_same_picture_is_attached_once_and_a_case_holds_so_many() {
    let mut story = given(received()).when_given(attach("0", "other", false)).then(&["scan.attached"]);
    for n in 1..AT_MOST {
        story = story.when_given(attach(&n.to_string(), "other", false)).then(&["scan.attached"]);
    }
    let story = story.when("withdraw-scan", json!({"id": "0", "reason": "看不清"})).then(&["scan.withdrawn"]);
    story.when_given(attach("more", "other", false)).refused("scans_full");
    let story = given(received()).when_given(attach("0", "other", false)).then(&["scan.attached"]);
    story.when_given(attach("0", "letter", false)).refused("already_attached");
}

#[test]
fn nothing_is_attached_to_a_closed_case() {
    given(received())
        .by(office_head())
        .when("close", json!({"on": RELEASE, "reason": "died", "told": "家属"}))
        .then(&["casefile.closed"])
        .when_given(attach("a", "other", false))
        .refused("case_closed");
}
