//! The calendar's address: one's own, and ended by whatever ends sessions.

use super::super::{Account, Command, Event};
use crate::{
    given::{self, OFFICE},
    kernel::{Actor, Ctx, Refusal, Role, Stream},
    rules::Rules,
    unit::Unit,
};
use reference::calendar::Calendar;

fn ask(account: &mut Account, command: Command, actor: &Actor) -> Result<(), Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: given::ENTERED, actor, rules: &rules, calendar: &calendar };
    let events: Vec<Event> = account.decide(command, &ctx)?;
    events.iter().for_each(|e| account.evolve(e));
    Ok(())
}

fn of(role: Role, unit: &str) -> (Account, Actor) {
    let actor = Actor { account: "wang.m".into(), ..given::actor(role, unit) };
    let grant = Some((role, Unit::new(unit)));
    (Account { login: actor.account.clone(), name: "王某".into(), grant, ..Account::default() }, actor)
}

fn make(shows: &str) -> Command {
    Command::MakeFeed { shows: Some(shows.into()) }
}

fn code(answer: Result<(), Refusal>) -> &'static str {
    answer.err().map_or("ok", |r| r.code)
}

#[test]
fn only_who_may_be_in_charge_of_cases_has_a_calendar_of_his_own() {
    for (role, unit, own) in [
        (Role::OfficeWorker, OFFICE, true),
        (Role::OfficeHead, OFFICE, true),
        (Role::District, given::DISTRICT, false),
    ] {
        let (mut account, himself) = of(role, unit);
        ask(&mut account, make("own"), &himself).expect("made");
        assert_eq!(account.feed.as_ref().map(|f| f.own), Some(own), "{role:?}");
        ask(&mut account, make("unit"), &himself).expect("renewed");
        assert_eq!(account.feed.map(|f| f.own), Some(false));
    }
}

#[test]
fn nobody_makes_or_revokes_the_address_of_another() {
    let (mut account, himself) = of(Role::OfficeWorker, OFFICE);
    ask(&mut account, make("own"), &himself).expect("made");
    let head = given::office_head();
    assert_eq!(code(ask(&mut account, make("own"), &head)), "not_your_feed");
    assert_eq!(code(ask(&mut account, Command::RevokeFeed, &head)), "not_your_feed");
    assert!(account.feed.is_some());
}

#[test]
fn what_was_revoked_cannot_be_revoked_again() {
    let (mut account, himself) = of(Role::OfficeWorker, OFFICE);
    assert_eq!(code(ask(&mut account, Command::RevokeFeed, &himself)), "no_feed");
    ask(&mut account, make("unit"), &himself).expect("made");
    ask(&mut account, Command::RevokeFeed, &himself).expect("revoked");
    assert_eq!(account.feed, None);
    assert_eq!(code(ask(&mut account, Command::RevokeFeed, &himself)), "no_feed");
}

#[test]
fn a_reset_password_a_new_grant_and_a_disabled_account_end_the_address() {
    let (mut account, himself) = of(Role::OfficeWorker, OFFICE);
    let administrator = given::actor(Role::Administrator, given::CITY);
    let ends = [
        (Command::ResetPassword, administrator.clone()),
        (
            Command::Grant { role: Role::OfficeWorker, unit: Unit::new(OFFICE), in_charge: 0 },
            given::office_head(),
        ),
        (Command::DisableAccount { in_charge: 0 }, administrator),
    ];
    for (command, by) in ends {
        ask(&mut account, make("unit"), &himself).expect("made");
        ask(&mut account, command, &by).expect("given");
        assert_eq!(account.feed, None);
    }
    assert_eq!(code(ask(&mut account, make("unit"), &himself)), "account_disabled");
}
