//! Many cases given on at once: spread by load, taken back once, by the same person, on the same day.

use super::{AT_MOST, Command, Desk, Event, Move, Reassignment, spread};
use crate::casefile::Worker;
use crate::given::{self, NEIGHBOUR};
use crate::kernel::{Actor, Ctx, Refusal, Role, Stream};
use crate::rules::Rules;
use jiff::{ToSpan, civil::Date};
use reference::calendar::Calendar;

fn worker(account: &str) -> Worker {
    Worker { account: account.into(), name: format!("{account}某") }
}

fn desk(account: &str, cases: i64, due: i64) -> Desk {
    Desk { worker: worker(account), cases, due }
}

fn numbers(n: usize) -> Vec<String> {
    (1..=n).map(|i| format!("天河-{i}")).collect()
}

fn moves(n: usize) -> Vec<Move> {
    numbers(n).into_iter().map(|no| Move { no, from: worker("zhang"), to: worker("li") }).collect()
}

fn ask(it: &mut Reassignment, command: Command, actor: &Actor, today: Date) -> Result<Vec<Event>, Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let events = it.decide(command, &Ctx { today, actor, rules: &rules, calendar: &calendar })?;
    events.iter().for_each(|e| it.evolve(e));
    Ok(events)
}

fn made(n: usize) -> Reassignment {
    let mut it = Reassignment::default();
    let make = Command::Make { reason: "调出".into(), moves: moves(n) };
    ask(&mut it, make, &given::office_head(), given::ENTERED).expect("made");
    it
}

fn undo(it: &mut Reassignment, actor: &Actor, today: Date) -> Result<(), &'static str> {
    let command = Command::Undo { back: vec!["天河-1".into()], kept: vec![] };
    ask(it, command, actor, today).map(|_| ()).map_err(|r| r.code)
}

#[test]
fn each_case_goes_to_the_desk_with_the_fewest() {
    let cases = numbers(4);
    let spread = spread(&cases, &[desk("li", 2, 0), desk("wang", 0, 9), desk("zhao", 2, 1)]).expect("desks");
    let who: Vec<&str> = spread.iter().map(|(_, w)| w.account.as_str()).collect();
    assert_eq!(who, ["wang", "wang", "li", "zhao"]);
    assert_eq!(spread.iter().map(|(no, _)| *no).collect::<Vec<_>>(), cases);
}

#[test]
fn without_a_desk_nobody_gets_anything() {
    assert_eq!(spread(&numbers(1), &[]), None);
}

#[test]
fn who_made_it_takes_it_back_once_on_the_same_day() {
    let (head, day) = (given::office_head(), given::ENTERED);
    let mut it = made(2);
    assert_eq!(undo(&mut it, &head, day.saturating_add(1.day())), Err("reassignment_over"));
    let other = Actor { account: "qian.s".into(), ..head.clone() };
    assert_eq!(undo(&mut it, &other, day), Err("not_your_reassignment"));
    let elsewhere = Actor { account: head.account.clone(), ..given::actor(Role::OfficeHead, NEIGHBOUR) };
    assert_eq!(undo(&mut it, &elsewhere, day), Err("not_your_reassignment"));
    assert_eq!(undo(&mut it, &head, day), Ok(()));
    assert_eq!(undo(&mut it, &head, day), Err("reassignment_undone"));
}

#[test]
fn nothing_and_too_much_are_refused() {
    for (n, code) in [(0, "nothing_to_move"), (AT_MOST + 1, "too_many_to_move")] {
        let make = Command::Make { reason: "调出".into(), moves: moves(n) };
        let refused = ask(&mut Reassignment::default(), make, &given::office_head(), given::ENTERED);
        assert_eq!(refused.expect_err("refused").code, code);
    }
}
