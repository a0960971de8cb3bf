//! One person, all his names.

use super::{Command, Event, Identity, Person};
use crate::given;
use crate::kernel::{Ctx, Recorded, Refusal, Stream};
use crate::rules::Rules;
use jiff::civil::{Date, date};
use reference::calendar::Calendar;
use serde_json::json;

fn decide(person: &Person, command: Command) -> Result<Vec<Event>, Refusal> {
    let (rules, calendar, actor) = (Rules::builtin(), Calendar::announced(), given::city());
    person.decide(command, &Ctx { today: given::ENTERED, actor: &actor, rules: &rules, calendar: &calendar })
}

fn register(name: &str) -> Command {
    let identity = Identity {
        name: name.into(),
        id_number: "11010519491231002X".into(),
        birth: date(1996, 2, 29),
        ..Identity::default()
    };
    Command::Register { identity: Box::new(identity), former_name: Some("张小某".into()) }
}

fn registered() -> Person {
    let mut person = Person::default();
    decide(&person, register("张某")).expect("accepted").iter().for_each(|e| person.evolve(e));
    person
}

fn name(name: &str) -> Command {
    Command::AddName { name: name.into(), reason: "本人陈述".into() }
}

#[test]
fn a_person_is_registered_once_with_name_and_number() {
    assert_eq!(decide(&registered(), register("张某")).expect_err("twice").code, "already_registered");
    assert_eq!(decide(&Person::default(), register("")).expect_err("no name").code, "identity_missing");
    assert_eq!(decide(&Person::default(), name("张某")).expect_err("nobody").code, "no_such_person");
}

#[test]
fn every_name_stays_known_and_is_kept_once() {
    let mut person = registered();
    for more in ["张大某", "张某", "张小某"] {
        decide(&person, name(more)).expect("accepted").iter().for_each(|e| person.evolve(e));
    }
    assert_eq!(person.names().collect::<Vec<_>>(), ["张某", "张小某", "张大某"]);
}

#[test]
fn a_year_of_age_is_full_on_the_birthday() {
    let age = |day: Date| registered().age_on(day);
    assert_eq!((age(date(2026, 2, 28)), age(date(2026, 3, 1))), (29, 30));
    assert_eq!((age(date(2024, 2, 28)), age(date(2024, 2, 29))), (27, 28));
}

#[test]
fn a_payload_of_another_kind_or_of_a_newer_program_is_unreadable() {
    let payload = || json!({"kind": "name_added", "on": "2026-03-02", "name": "张大某", "reason": "陈述"});
    assert!(Event::read("person.name_added", 1, payload()).is_ok());
    assert!(Event::read("person.name_added", 2, payload()).is_err());
    assert!(Event::read("person.registered", 1, payload()).is_err());
}

#[test]
fn debug_of_a_person_shows_nothing() {
    let person = registered();
    assert_eq!(format!("{person:?} {:?}", person.identity), "Person[redacted] [redacted]");
}
