//! The note of a day: who is told of what, how it is counted, what was settled since the last one.

use super::{Command, Item, Note, before, place};
use crate::{
    given::{self, CITY, DISTRICT, NEIGHBOUR, OFFICE, PRISON},
    kernel::{Actor, Ctx, Refusal, Stream},
    rules::Rules,
    unit::Unit,
};
use jiff::civil::{Date, date};
use reference::calendar::Calendar;

const TODAY: Date = date(2026, 11, 24);

fn item(owner: &str, kind: &str, no: &str) -> Item {
    let [kind, title, of, no, subject] = [kind, "走访", "case", no, ""].map(str::to_owned);
    Item { owner: Unit::new(owner), kind, title, of, no, subject }
}

fn made(by: &Actor, items: &[Item], last: Option<&Note>) -> Result<Note, Refusal> {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    let ctx = Ctx { today: TODAY, actor: by, rules: &rules, calendar: &calendar };
    let mut note = Note::default();
    let last = last.cloned().map(Box::new);
    let events = note.decide(Command::Make { items: items.to_vec(), last }, &ctx)?;
    events.iter().for_each(|e| note.evolve(e));
    Ok(note)
}

fn numbers(note: &Note) -> Vec<(String, Vec<(String, usize)>)> {
    let kinds = |counts: Vec<super::Count>| counts.into_iter().map(|c| (c.kind, c.number)).collect();
    note.counts().into_iter().map(|(place, counts)| (place.code().to_owned(), kinds(counts))).collect()
}

#[test]
fn the_district_counts_by_office_and_the_city_by_district() {
    let items = [
        item(OFFICE, "record-visit", "a"),
        item(OFFICE, "record-visit", "b"),
        item(OFFICE, "verify", "b"),
        item(NEIGHBOUR, "verify", "c"),
    ];
    let visits = |n| ("record-visit".to_owned(), n);
    let checks = |n| ("verify".to_owned(), n);
    let of_district = made(&given::district(), &items, None).expect("made");
    let mut expected =
        vec![(OFFICE.to_owned(), vec![visits(2), checks(1)]), (NEIGHBOUR.to_owned(), vec![checks(1)])];
    expected.sort();
    assert_eq!(numbers(&of_district), expected);
    let of_city = made(&given::city(), &items, None).expect("made");
    assert_eq!(numbers(&of_city), [(DISTRICT.to_owned(), vec![visits(2), checks(2)])]);
    assert_eq!(of_city.behind(&Unit::new(DISTRICT), Some("verify")).count(), 2);
    assert_eq!(of_city.behind(&Unit::new(DISTRICT), None).count(), 4);
}

#[test]
fn what_no_unit_below_owes_stands_in_no_note() {
    let others =
        [item("440105009", "verify", "a"), item(PRISON, "answer", "b"), item(DISTRICT, "reroute", "c")];
    assert_eq!(made(&given::district(), &others, None).expect_err("none").code, "nothing_overdue");
    assert_eq!(numbers(&made(&given::city(), &others, None).expect("made")).len(), 2);
    assert_eq!(place(&Unit::new(CITY), &Unit::new(PRISON)), None);
}

#[test]
fn a_day_without_anything_overdue_makes_none_and_an_office_gets_none() {
    assert_eq!(made(&given::district(), &[], None).expect_err("none").code, "nothing_overdue");
    let own = [item(OFFICE, "verify", "a")];
    assert_eq!(made(&given::office_head(), &own, None).expect_err("none").code, "nothing_overdue");
}

#[test]
fn the_next_note_says_how_much_of_the_last_is_settled() {
    let (a, b, c) = (item(OFFICE, "verify", "a"), item(OFFICE, "verify", "b"), item(OFFICE, "verify", "c"));
    let first = made(&given::district(), &[a.clone(), b.clone()], None).expect("made");
    assert_eq!((first.last_on, first.settled), (None, 0));
    let moved = Item { owner: Unit::new(NEIGHBOUR), ..b };
    let second = made(&given::district(), &[moved, c], Some(&first)).expect("made");
    assert_eq!((second.last_on, second.settled), (Some(TODAY), 1), "moved to another office is not settled");
}

#[test]
fn tb1_tells_the_district_on_day_four_and_tb2_the_city_on_day_eleven() {
    let (rules, calendar) = (Rules::builtin(), Calendar::announced());
    for (actor, overdue_since) in [(given::district(), 4), (given::city(), 11)] {
        let ctx = Ctx { today: TODAY, actor: &actor, rules: &rules, calendar: &calendar };
        let before = before(&actor.unit, &ctx).expect("a bureau");
        let due = |days: i32| reference::calendar::add_days(TODAY, -days);
        assert!(due(overdue_since) < before && due(overdue_since - 1) >= before, "{before}");
    }
}
