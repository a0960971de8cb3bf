//! Leave: who may write it down, who may stand in, who is responsible when.

use super::{Colleague, Leave, Responsible, left_alone, responsible};
use crate::account::{Account, Command, Event};
use crate::given::{self, NEIGHBOUR, OFFICE};
use crate::kernel::{Actor, Ctx, Refusal, Role, Stream};
use crate::rules::Rules;
use crate::unit::Unit;
use jiff::{ToSpan, civil::Date};
use reference::calendar::Calendar;

const TODAY: Date = given::ENTERED;

fn day(later: i64) -> Date {
    TODAY.saturating_add(later.days())
}

fn leave(from: i64, until: i64, stand_in: Option<&str>) -> Leave {
    Leave { from: day(from), until: day(until), stand_in: stand_in.map(str::to_owned) }
}

fn colleague(login: &str, role: Role, leave: Option<Leave>) -> Colleague {
    Colleague { login: login.into(), name: format!("{login}某"), role, leave }
}

fn clerk(login: &str, leave: Option<Leave>) -> Colleague {
    colleague(login, Role::OfficeWorker, leave)
}

fn zhang() -> Account {
    let grant = Some((Role::OfficeWorker, Unit::new(OFFICE)));
    Account { login: "zhang".into(), name: "张某".into(), grant, ..Account::default() }
}

fn himself() -> Actor {
    Actor { account: "zhang".into(), ..given::office_worker() }
}

fn ask(account: &mut Account, command: Command, actor: &Actor) -> Result<Vec<Event>, Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: TODAY, actor, rules: &rules, calendar: &calendar };
    let events = account.decide(command, &ctx)?;
    events.iter().for_each(|e| account.evolve(e));
    Ok(events)
}

fn set(leave: Leave, colleagues: Vec<Colleague>) -> Command {
    let Leave { from, until, stand_in } = leave;
    Command::SetLeave { from, until, stand_in, reason: Some("sick".into()), colleagues }
}

fn refused(leave: Leave, colleagues: Vec<Colleague>) -> (&'static str, Option<&'static str>) {
    let refused = ask(&mut zhang(), set(leave, colleagues), &himself()).expect_err("refused");
    (refused.code, refused.field)
}

#[test]
fn himself_and_the_head_of_his_office_write_leave_down_and_nobody_else() {
    for actor in [himself(), given::office_head()] {
        let mut account = zhang();
        ask(&mut account, set(leave(0, 3, None), vec![]), &actor).expect("written down");
        assert_eq!(account.leave, Some(leave(0, 3, None)));
        ask(&mut account, Command::EndLeave, &actor).expect("ended");
        assert_eq!(account.leave, None);
    }
    let elsewhere = given::actor(Role::OfficeHead, NEIGHBOUR);
    for actor in [given::office_worker(), elsewhere, given::district(), given::city()] {
        let refused = ask(&mut zhang(), set(leave(0, 3, None), vec![]), &actor).expect_err("refused");
        assert_eq!(refused.code, "not_your_leave");
    }
}

#[test]
fn only_who_may_be_in_charge_has_leave_here() {
    let mut bureau = Account { grant: Some((Role::District, Unit::new("440106"))), ..zhang() };
    let refused = ask(&mut bureau, set(leave(0, 1, None), vec![]), &himself()).expect_err("refused");
    assert_eq!(refused.code, "no_desk");
}

#[test]
fn days_are_in_order_and_not_all_past() {
    assert_eq!(refused(leave(3, 2, None), vec![]), ("until_before_from", Some("until")));
    assert_eq!(refused(leave(-5, -1, None), vec![]), ("leave_over", Some("until")));
    ask(&mut zhang(), set(leave(-2, 0, None), vec![]), &himself())
        .expect("fell ill the day before yesterday");
}

#[test]
fn a_stand_in_is_another_one_of_the_office_who_is_there_on_all_these_days() {
    let asked = |who: &str, theirs| refused(leave(2, 4, Some(who)), vec![clerk("li", theirs)]);
    assert_eq!(asked("zhang", None), ("own_stand_in", Some("stand_in")));
    assert_eq!(asked("nobody", None), ("unknown_worker", Some("stand_in")));
    for (from, until) in [(0, 2), (4, 9), (3, 3), (0, 9)] {
        assert_eq!(asked("li", Some(leave(from, until, None))), ("stand_in_absent", Some("stand_in")));
    }
    for theirs in [None, Some(leave(0, 1, None)), Some(leave(5, 9, None))] {
        let command = set(leave(2, 4, Some("li")), vec![clerk("li", theirs)]);
        ask(&mut zhang(), command, &himself()).expect("li is there");
    }
}

#[test]
fn what_is_not_there_cannot_be_ended_or_lost() {
    for command in [Command::EndLeave, Command::LoseStandIn] {
        assert_eq!(ask(&mut zhang(), command, &himself()).expect_err("refused").code, "no_leave");
    }
    let mut over = Account { leave: Some(leave(-3, -1, None)), ..zhang() };
    assert_eq!(ask(&mut over, Command::EndLeave, &himself()).expect_err("refused").code, "no_leave");
}

#[test]
fn on_each_day_somebody_present_is_responsible() {
    let office = [
        clerk("zhang", Some(leave(0, 4, Some("li")))),
        clerk("li", Some(leave(3, 5, None))),
        colleague("head", Role::OfficeHead, Some(leave(4, 4, Some("wang")))),
        clerk("wang", None),
    ];
    let on = |later| responsible("zhang", &office, day(later));
    assert_eq!(on(-1), Responsible::Account("zhang"));
    assert_eq!(on(0), Responsible::Account("li"));
    assert_eq!(on(3), Responsible::Heads(vec!["head"]), "the stand-in is away himself");
    assert_eq!(on(4), Responsible::Heads(vec!["wang"]), "and so is the head");
    assert_eq!(on(5), Responsible::Account("zhang"));
    assert_eq!(responsible("left", &office, day(0)), Responsible::Heads(vec!["head"]));
    assert_eq!(responsible("zhang", &office[..2], day(4)), Responsible::Bureau);
    assert!(on(0).is("li") && !on(0).is("zhang") && on(3).is("head"));
}

#[test]
fn the_head_owes_a_stand_in_until_the_leave_is_over() {
    let unit = Unit::new(OFFICE);
    let due = |leave| clerk("zhang", leave).due(&unit, day(0)).map(|o| (o.kind, o.due_on, o.owner));
    assert_eq!(due(Some(leave(2, 4, None))), Some(("name-stand-in", day(2), unit.clone())));
    assert_eq!(due(Some(leave(-4, 0, None))).map(|d| d.1), Some(day(-4)));
    for none in [None, Some(leave(-4, -1, None)), Some(leave(2, 4, Some("li")))] {
        assert_eq!(due(none), None);
    }
}

#[test]
fn who_leaves_himself_stands_in_for_nobody_on_these_days() {
    let office = [
        clerk("zhang", Some(leave(0, 4, Some("li")))),
        clerk("wang", Some(leave(6, 8, Some("li")))),
        clerk("zhao", Some(leave(0, 9, Some("sun")))),
        clerk("li", None),
    ];
    assert_eq!(left_alone("li", &leave(4, 5, None), &office), ["zhang"]);
    assert_eq!(left_alone("li", &leave(5, 5, None), &office), Vec::<&str>::new());
    assert_eq!(left_alone("li", &leave(0, 9, None), &office), ["zhang", "wang"]);
}

#[test]
fn another_office_takes_the_stand_in_away() {
    let mut account = Account { leave: Some(leave(0, 4, Some("li"))), ..zhang() };
    let grant = |unit: &str| Command::Grant { role: Role::OfficeWorker, unit: Unit::new(unit), in_charge: 0 };
    ask(&mut account, grant(OFFICE), &given::district()).expect("the same office");
    assert_eq!(account.leave, Some(leave(0, 4, Some("li"))));
    ask(&mut account, grant(NEIGHBOUR), &given::district()).expect("another office");
    assert_eq!(account.leave, Some(leave(0, 4, None)));
}
