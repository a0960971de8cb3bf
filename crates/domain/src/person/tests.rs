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

#[test]
fn sc03_a_true_name_and_number_leave_what_was_recorded_known() {
    let mut person = registered();
    let correct = |name: &str, number: &str| Command::Correct {
        name: Some(name.into()),
        id_number: Some(number.into()),
        reason: "监所答复核查反馈".into(),
    };
    // 1 January 1980, a man: the check digit is counted by hand after GB 11643.
    let number = "440106198001010019";
    decide(&person, correct("张晓某", number)).expect("accepted").iter().for_each(|e| person.evolve(e));
    assert_eq!(person.names().collect::<Vec<_>>(), ["张晓某", "张小某", "张某"]);
    assert_eq!(person.former_numbers, ["11010519491231002X"]);
    assert_eq!((person.identity.sex, person.identity.birth), (1, date(1980, 1, 1)));
    assert!(decide(&person, correct("张晓某", number)).expect("accepted").is_empty(), "once is enough");
    assert_eq!(
        decide(&person, correct("张晓某", "440106198001010011")).expect_err("no number").code,
        "bad_number"
    );
    assert_eq!(decide(&Person::default(), correct("甲", number)).expect_err("nobody").code, "no_such_person");
}

#[test]
fn g5_a_person_is_joined_to_another_once() {
    let mut person = registered();
    let join = || Command::Join { to: "乙".into(), reason: "区局裁定".into() };
    decide(&person, join()).expect("accepted").iter().for_each(|e| person.evolve(e));
    assert_eq!(person.joined.as_deref(), Some("乙"));
    assert!(decide(&person, join()).expect("accepted").is_empty());
}
