//! A quarantined row: nobody falls at the door.

use super::{Command, Event, Fate, Problem, Row};
use crate::given;
use crate::kernel::{Actor, Ctx, Refusal, Role, Stream};
use crate::rules::Rules;
use crate::sealing::Key;
use crate::unit::Unit;
use jiff::civil::date;
use reference::calendar::Calendar;
use std::collections::{BTreeMap, BTreeSet};

fn ask(row: &mut Row, command: Command, actor: &Actor) -> Result<(), Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: given::ENTERED, actor, rules: &rules, calendar: &calendar };
    let events: Vec<Event> = row.decide(command, &ctx)?;
    events.iter().for_each(|e| row.evolve(e));
    Ok(())
}

fn code(row: &Row, command: Command, actor: &Actor) -> &'static str {
    ask(&mut row.clone(), command, actor).expect_err("refused").code
}

fn row() -> Row {
    let problem = Problem {
        field: "id_number".into(),
        column: "公民身份号码".into(),
        code: "id_checksum".into(),
        message: "校验码不对".into(),
    };
    Row {
        roster: "R1".into(),
        custody: Unit::new(given::PRISON),
        position: ("名册".into(), 3),
        cells: BTreeMap::from([("id_number".into(), "1".into()), ("name".into(), "张某".into())]),
        problems: vec![problem],
        owner: Unit::new(given::CITY),
        since: given::ENTERED,
        fate: Fate::Held,
        sealed: false,
    }
}

fn held() -> Row {
    let mut held = Row::default();
    ask(&mut held, Command::Hold(Box::new(row())), &given::city()).expect("held");
    held
}

fn mend() -> Command {
    Command::Mend { cells: BTreeMap::from([("id_number".into(), "2".into())]), problems: vec![] }
}

fn release() -> Command {
    Command::Release { case_no: "A1".into(), sealed: false }
}

fn settles(row: &Row) -> Vec<(&'static str, jiff::civil::Date)> {
    let due = row.due(&Rules::builtin(), &Calendar::announced());
    due.into_iter().map(|o| (o.settle, o.due_on)).collect()
}

#[test]
fn q01_a_held_row_is_mended_by_day_5_and_then_released() {
    let (mut row, by_day_5) = (held(), date(2026, 3, 7));
    assert_eq!(settles(&row), [("mend", by_day_5)]);
    ask(&mut row, mend(), &given::city()).expect("mended");
    assert_eq!((row.cells["id_number"].as_str(), row.cells["name"].as_str()), ("2", "张某"));
    assert_eq!(settles(&row), [("release", by_day_5)]);
    ask(&mut row, release(), &given::city()).expect("released");
    assert_eq!(settles(&row), []);
    assert_eq!(code(&row, mend(), &given::city()), "row_settled");
}

#[test]
fn a_row_with_problems_is_not_released_but_may_be_rejected() {
    assert_eq!(code(&held(), release(), &given::city()), "still_wrong");
    let mut row = held();
    ask(&mut row, Command::Reject { reason: "查无此人".into() }, &given::city()).expect("rejected");
    assert_eq!(code(&row, release(), &given::city()), "row_settled");
    assert_eq!(format!("{:?}", row.fate), "Rejected[redacted]");
}

#[test]
fn only_its_owner_or_a_bureau_above_settles_it() {
    let elsewhere = given::actor(Role::City, "440200");
    for actor in [given::district(), elsewhere, given::prison()] {
        assert_eq!(code(&held(), mend(), &actor), "not_owner");
    }
}

#[test]
fn who_sent_a_row_takes_it_back_and_a_stranger_does_not() {
    let withdraw = || Command::Withdraw { reason: "传错了文件".into() };
    let mut row = held();
    ask(&mut row, withdraw(), &given::prison()).expect("taken back");
    assert_eq!(settles(&row), []);
    let stranger = given::actor(Role::Prison, "ORG002");
    assert_eq!(code(&held(), withdraw(), &stranger), "not_owner");
    assert_eq!(code(&row, withdraw(), &given::prison()), "row_settled");
}

#[test]
fn a_row_is_held_once_and_never_without_an_owner() {
    assert_eq!(code(&held(), Command::Hold(Box::new(row())), &given::city()), "already_held");
    let nobody = Row { owner: Unit::default(), ..row() };
    assert_eq!(code(&Row::default(), Command::Hold(Box::new(nobody)), &given::city()), "row_incomplete");
    assert_eq!(code(&Row::default(), mend(), &given::city()), "row_settled");
}

#[test]
fn the_sender_and_the_bureaus_above_the_owner_see_it() {
    let seen = Row { owner: Unit::new(given::DISTRICT), ..row() }.seen_by();
    let codes = |keys: BTreeSet<Key>| keys.iter().map(Key::code).collect::<Vec<_>>();
    assert_eq!(codes(seen), [given::CITY, given::DISTRICT, given::PRISON]);
    let sealed = Row { owner: Unit::new(given::DISTRICT), sealed: true, ..row() };
    assert_eq!(codes(sealed.seen_by()), [given::PRISON, "440106!"], "as its case: no unit but its sender");
    let by_city = Row { custody: Unit::new(given::CITY), ..sealed };
    assert_eq!(codes(by_city.seen_by()), ["440106!"]);
}
