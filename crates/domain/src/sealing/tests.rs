//! SC-12, R-35, R-43: who is sealed, who may see it, what is owed, and every refusal.

use super::{Ground, Key, Named, by_law, needs_collection};
use crate::{
    case::{CaseCommand, CaseEvent},
    given::*,
    handover::Sent,
    kernel::{Actor, Role},
    sealing::{Command, Event},
    unit::Unit,
};
use jiff::civil::{Date, date};
use serde_json::json;

/// Seventeen years old when the term of two years began, still a minor on the day of release.
fn juvenile() -> Sent {
    let (starts_on, ends_on) = (Some(date(2024, 10, 21)), RELEASE);
    Sent { birth: Some(date(2008, 11, 1)), starts_on, ends_on, term: "有期徒刑二年".into(), ..sent() }
}

fn sealed() -> Vec<CaseEvent> {
    let (custody, route) = (Unit::new(PRISON), route(OFFICE));
    let enter = crate::handover::Command::Enter { custody, sent: Box::new(juvenile()), route, dual: None };
    let story = given(vec![]).on(ENTERED).when_given(CaseCommand::Handover(enter));
    let story = story.then(&["handover.entered", "handover.routed", "sealing.sealed"]);
    let mut past = entered_as(juvenile(), route_to_office());
    past.push(law(story.case.sealed().expect("sealed")));
    past
}

fn route_to_office() -> crate::handover::Route {
    route(OFFICE)
}

fn law(ground: Ground) -> CaseEvent {
    CaseEvent::Sealing(Event::Sealed { on: ENTERED, ground, basis: "刑诉法".into(), document: None })
}

fn person(account: &str, unit: &str) -> Named {
    Named { account: account.into(), name: "某人".into(), unit: Unit::new(unit) }
}

fn named(persons: &[Named]) -> CaseEvent {
    CaseEvent::Sealing(Event::Named { on: ENTERED, persons: persons.to_vec(), reason: "首次".into() })
}

fn name(persons: &[Named]) -> CaseCommand {
    let accounts = persons.iter().map(|p| p.account.clone()).collect();
    CaseCommand::Sealing(Command::NamePersons {
        accounts, reason: "指定".into(), persons: persons.to_vec()
    })
}

fn somebody(account: &str, role: Role, unit: &str) -> Actor {
    Actor { account: account.into(), ..actor(role, unit) }
}

fn codes(story: &Story) -> Vec<String> {
    story.case.viewers(&story.due()).iter().map(Key::code).collect()
}

#[test]
fn sc12_the_law_seals_who_was_under_eighteen_and_got_at_most_five_years() {
    let of = |birth: Date, offence: Option<Date>, months: Option<u32>, ends_on: Date| {
        let starts_on = Some(date(2024, 10, 21));
        let (birth, offence_on, term_months) = (Some(birth), offence, months);
        by_law(&Sent { birth, offence_on, term_months, starts_on, ends_on, ..sent() })
    };
    let born = date(2006, 10, 21);
    assert_eq!(of(born, None, None, date(2029, 10, 20)), Some(Ground::Law), "five years, on the birthday");
    assert_eq!(of(born, None, None, date(2029, 10, 21)), Some(Ground::Shielded), "a day more");
    assert_eq!(of(date(2006, 10, 20), None, None, RELEASE), None, "18 since the day before");
    assert_eq!(
        of(date(2006, 1, 1), Some(date(2023, 12, 1)), None, RELEASE),
        Some(Ground::Law),
        "the offence"
    );
    assert_eq!(of(born, Some(date(2024, 12, 1)), None, RELEASE), None, "the offence counts, not the term");
    assert_eq!(
        of(born, None, Some(72), RELEASE),
        Some(Ground::Shielded),
        "the sentence, not what was served"
    );
    assert_eq!(by_law(&Sent { birth: None, ..juvenile() }), None, "an unknown birth date seals nothing");
    let leap = Sent { birth: Some(date(2008, 2, 29)), offence_on: Some(date(2026, 2, 28)), ..juvenile() };
    assert_eq!(by_law(&leap), Some(Ground::Law));
}

#[test]
fn sc12_it_is_sealed_from_the_start_and_only_desks_see_it_until_somebody_is_named() {
    let story = given(sealed());
    assert_eq!(codes(&story), [PRISON, &format!("{DISTRICT}!"), &format!("{OFFICE}!")]);
    let owed = story.owed("name-persons");
    assert_eq!((owed.owner.code(), owed.also.as_ref().map(Unit::code)), (DISTRICT, Some(OFFICE)));
    assert_eq!(owed.due_on, date(2026, 3, 3), "R-43a: the next working day");
}

#[test]
fn sc12_once_persons_are_named_nobody_else_sees_it_but_who_must_act_and_has_nobody_there() {
    let both = [person("li", OFFICE), person("chen", DISTRICT)];
    let story = given([sealed(), vec![named(&both)]].concat());
    assert_eq!(codes(&story), [PRISON, "@chen", "@li"]);
    let one = given([sealed(), vec![named(&both[..1])]].concat());
    assert!(codes(&one).contains(&format!("{DISTRICT}!")), "the bureau is to arrange the collection");
    assert!(!codes(&one).contains(&format!("{OFFICE}!")));
    let named_first = given(sealed()).by(district()).when_given(name(&both)).then(&["sealing.named"]);
    assert!(!named_first.due().iter().any(|o| o.kind == "name-persons"));
}

#[test]
fn after_he_is_home_the_custodial_place_sees_it_no_more_and_after_eighteen_it_stays_sealed() {
    let home = received().pop().expect("received");
    let past = [sealed(), vec![named(&[person("li", OFFICE), person("chen", DISTRICT)]), home]].concat();
    let story = given(past).on(date(2027, 5, 1));
    assert_eq!(codes(&story), ["@chen", "@li"]);
    assert_eq!(story.case.sealed(), Some(Ground::Law));
    assert_eq!(story.owed("seal-file").due_on, date(2026, 10, 23), "R-43: three days");
}

#[test]
fn an_ordinary_case_has_the_keys_of_its_units() {
    let story = given(entered());
    assert_eq!(codes(&story), [CITY, DISTRICT, OFFICE, PRISON]);
}

#[test]
fn keys_are_read_as_they_are_written() {
    for key in [Key::Unit(Unit::new(OFFICE)), Key::Desk(Unit::new(OFFICE)), Key::Person("li.m".into())] {
        assert_eq!(Key::of_code(&key.code()), key);
    }
    let held =
        |role, unit| -> Vec<String> { Key::sealed_of(&actor(role, unit)).iter().map(Key::code).collect() };
    assert_eq!(held(Role::OfficeHead, OFFICE), [format!("@a-{OFFICE}"), format!("{OFFICE}!")]);
    assert_eq!(held(Role::OfficeWorker, OFFICE), [format!("@a-{OFFICE}")]);
    assert_eq!(held(Role::Prison, PRISON), [format!("@a-{PRISON}")]);
    assert!(held(Role::Administrator, CITY).is_empty() && held(Role::Auditor, CITY).is_empty());
}

#[test]
fn who_may_name_and_whom() {
    let li = person("li", OFFICE);
    given(entered()).by(district()).when_given(name(std::slice::from_ref(&li))).refused("not_sealed");
    let story = || given(sealed()).by(district());
    given(sealed()).by(office_worker()).when_given(name(std::slice::from_ref(&li))).refused("not_named");
    story().when_given(name(&[])).refused("nobody_named");
    story().when_given(name(&[person("x", NEIGHBOUR)])).refused("not_of_unit");
    let taken = given([sealed(), vec![named(std::slice::from_ref(&li))]].concat());
    let taken = taken.by(somebody("li", Role::OfficeWorker, OFFICE));
    taken.when_given(name(std::slice::from_ref(&li))).refused("same_persons");
    let taken = given([sealed(), vec![named(std::slice::from_ref(&li))]].concat());
    taken.by(office_head()).when_given(name(&[person("wu", OFFICE)])).refused("not_named");
}

#[test]
fn who_is_in_charge_is_one_of_the_named() {
    let past = || [sealed(), vec![named(&[person("li", OFFICE)])]].concat();
    let assign = |account: &str| {
        let worker = crate::casefile::Command::AssignWorker {
            worker: account.into(),
            worker_name: "某人".into(),
            worker_load: None,
            reason: None,
        };
        given(past()).by(office_head()).when_given(CaseCommand::Casefile(worker))
    };
    assign("wu").refused("worker_not_named");
    let mut story = assign("li").then(&["casefile.assigned"]);
    story = story.by(somebody("li", Role::OfficeWorker, OFFICE));
    story.when_given(name(&[person("wu", OFFICE)])).refused("worker_not_named");
}

#[test]
fn a_bureau_seals_and_lifts_with_a_document() {
    let document = json!({"basis": "刑事诉讼法第二百八十六条", "document": "某封字〔2026〕1号"});
    let story = given(entered()).by(district()).when("seal", document.clone()).then(&["sealing.sealed"]);
    assert_eq!(story.case.sealed(), Some(Ground::Decided));
    given(entered()).by(actor(Role::District, "440105")).when("seal", document.clone()).refused("not_owner");
    given(sealed()).by(district()).when("seal", document.clone()).refused("case_sealed");
    given(entered()).by(district()).when("lift-seal", document.clone()).refused("not_sealed");
    given(sealed()).by(office_worker()).when("lift-seal", document.clone()).refused("not_named");
    let lifted = given(sealed()).by(district()).when("lift-seal", document).then(&["sealing.lifted"]);
    assert_eq!(codes(&lifted), [CITY, DISTRICT, OFFICE, PRISON]);
    let verified = lifted.by(office_worker()).when("verify", json!({"result": "01"}));
    verified.then(&["handover.verified"]); // the law does not seal again what a decision opened
}

#[test]
fn r35_a_minor_who_has_nobody_is_fetched_by_arrangement_of_the_bureau() {
    let story = given(sealed());
    let owed = story.owed("arrange-collection");
    assert_eq!((owed.owner.code(), owed.due_on), (DISTRICT, date(2026, 9, 20)), "thirty days ahead");
    let plan = json!({"on": "2026-09-01", "by": "children_home", "organ": "某儿童中心", "contact": "周某"});
    let story = story.by(district()).on(date(2026, 9, 1)).when("arrange-collection", plan.clone());
    let story = story.then(&["sealing.collection_arranged"]);
    assert!(!story.due().iter().any(|o| o.kind == "arrange-collection"));
    given(entered())
        .by(district())
        .on(date(2026, 9, 1))
        .when("arrange-collection", plan)
        .refused("no_collection_needed");
    assert!(!needs_collection(
        &given(entered_as(Sent { kin_name: Some("母亲".into()), ..juvenile() }, route(OFFICE))).case
    ));
}

#[test]
fn r43_the_paper_file_is_put_away_after_the_term() {
    let file = json!({"on": "2026-10-21", "place": "三楼保密柜"});
    given(entered()).on(date(2026, 10, 21)).when("seal-file", file.clone()).refused("not_sealed");
    given(sealed()).on(date(2026, 10, 21)).when("seal-file", file.clone()).refused("not_received");
    let home = received().pop().expect("received");
    let past = [sealed(), vec![named(&[person("a-440106007", OFFICE)]), home]].concat();
    let early = json!({"on": "2026-10-19", "place": "柜"});
    given(past.clone()).on(date(2026, 10, 21)).when("seal-file", early).refused("before_handover");
    let story =
        given(past).on(date(2026, 10, 21)).when("seal-file", file.clone()).then(&["sealing.file_sealed"]);
    story.when("seal-file", file).refused("file_sealed");
}

#[test]
fn a_hand_over_to_another_office_ends_what_was_named_there_and_keeps_the_bureau() {
    let both = [person("li", OFFICE), person("chen", DISTRICT)];
    let back = json!({"reason": "不属本所", "evidence": "已问派出所", "asked": "police"});
    let story = given([sealed(), vec![named(&both)]].concat()).on(date(2026, 3, 5)).when("return", back);
    let story = story.then(&["handover.returned", "sealing.named"]);
    assert_eq!(story.case.named().map(|n| n.account.as_str()).collect::<Vec<_>>(), ["chen"]);
    let to = json!({"to": NEIGHBOUR, "reason": "户籍在该街道"});
    let moved = story.by(somebody("chen", Role::District, DISTRICT)).when("reroute", to);
    let moved = moved.then(&["handover.routed"]);
    assert!(codes(&moved).contains(&"@chen".to_owned()));
    assert!(codes(&moved).contains(&format!("{NEIGHBOUR}!")), "the new office is to verify");
    assert!(!codes(&moved).iter().any(|key| key.contains("@li")));
}

#[test]
fn a_corrected_birth_date_seals_and_a_repeated_sentence_is_sealed_alike() {
    let alike = CaseCommand::Sealing(Command::SealAlike { ground: Ground::Law });
    given(entered()).when_given(alike).then(&["sealing.sealed"]);
    let again = CaseCommand::Sealing(Command::SealAlike { ground: Ground::Law });
    given(sealed()).when_given(again).refused("case_sealed");
}
