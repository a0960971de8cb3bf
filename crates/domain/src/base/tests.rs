//! 过渡性安置基地, rule by rule: the bed's part and the case's part.

use super::{Bed, BedCommand, BedEvent, Command, Place};
use crate::case::CaseCommand;
use crate::given::*;
use crate::kernel::{Ctx, Refusal, Stream};
use crate::rules::Rules;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use reference::calendar::Calendar;
use serde_json::json;
use std::collections::BTreeSet;

fn place() -> Place {
    Place {
        code: "B1-1-002".into(),
        base: "市过渡性安置基地".into(),
        label: "男舍 2 床".into(),
        sex: 1,
        way: "04".into(),
    }
}

fn bed() -> Bed {
    let mut bed = Bed::default();
    bed.evolve(&BedEvent::Installed { on: date(2026, 1, 1), place: place() });
    bed
}

fn decide(bed: &Bed, command: BedCommand) -> Result<Vec<BedEvent>, Refusal> {
    let (rules, calendar, actor) = (Rules::builtin(), Calendar::announced(), office_worker());
    bed.decide(command, &Ctx { today: date(2026, 12, 31), actor: &actor, rules: &rules, calendar: &calendar })
}

fn booked(mut bed: Bed, no: &str, from: Date) -> Bed {
    for event in decide(&bed, BedCommand::Book { no: no.into(), sex: 1, from }).expect("free") {
        bed.evolve(&event);
    }
    bed
}

fn code(outcome: Result<Vec<BedEvent>, Refusal>) -> &'static str {
    outcome.expect_err("a refusal").code
}

#[test]
fn a_stay_ends_the_day_before_the_same_date_three_months_later() {
    let bed = booked(bed(), "1", date(2026, 10, 31));
    assert_eq!((bed.bookings[0].from, bed.bookings[0].until), (date(2026, 10, 31), date(2027, 1, 30)));
    assert_eq!(bed.nights().count(), 92);
}

#[test]
fn a_bed_is_taken_by_one_and_men_and_women_are_apart() {
    let bed = booked(bed(), "1", date(2026, 10, 31));
    let book = |sex, from| BedCommand::Book { no: "2".into(), sex, from };
    assert_eq!(code(decide(&bed, book(1, date(2027, 1, 30)))), "bed_taken");
    assert_eq!(code(decide(&bed, book(1, date(2026, 9, 1)))), "bed_taken");
    assert_eq!(code(decide(&bed, book(2, date(2027, 2, 1)))), "wrong_house");
    assert!(decide(&bed, book(1, date(2027, 1, 31))).is_ok());
    assert_eq!(code(decide(&Bed::default(), book(1, date(2027, 1, 31)))), "no_such_bed");
    assert_eq!(code(decide(&bed, BedCommand::Install(place()))), "bed_exists");
}

#[test]
fn who_leaves_frees_the_night_of_that_day_and_all_after() {
    let mut bed = booked(bed(), "1", date(2026, 10, 31));
    for event in decide(&bed, BedCommand::Free { no: "1".into(), on: date(2026, 11, 10) }).unwrap() {
        bed.evolve(&event);
    }
    assert_eq!(bed.nights().last().map(|(night, _)| night), Some(date(2026, 11, 9)));
    assert_eq!(booked(bed, "2", date(2026, 11, 10)).bookings.len(), 2);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn a_night_never_belongs_to_two_cases(moves in proptest::collection::vec((0u8..4, 0i32..400, any::<bool>()), 0..40)) {
        let mut bed = bed();
        for (who, day, leaves) in moves {
            let on = reference::calendar::add_days(date(2026, 1, 1), day);
            let no = who.to_string();
            let command = match leaves {
                true => BedCommand::Free { no, on },
                false => BedCommand::Book { no, sex: 1, from: on },
            };
            for event in decide(&bed, command).unwrap_or_default() {
                bed.evolve(&event);
            }
            let nights: Vec<Date> = bed.nights().map(|(night, _)| night).collect();
            let once: BTreeSet<Date> = nights.iter().copied().collect();
            prop_assert_eq!(once.len(), nights.len());
        }
    }
}

const IN: Date = date(2026, 11, 10);

fn give(on: Date) -> CaseCommand {
    CaseCommand::Base(Command::GiveBed { bed: place().code, on, consent: "愿意".into(), place: place() })
}

fn resident() -> Story {
    given(received()).on(IN).when_given(give(IN)).then(&["base.moved_in", "placement.settled"])
}

#[test]
fn a_bed_given_moves_the_placement_and_is_owed_until_its_end() {
    let story = resident().due_on("leave-bed", date(2027, 2, 9));
    let current = story.case.placement.current.as_ref().expect("placed");
    assert_eq!((current.way.as_str(), current.from), ("04", IN));
}

#[test]
fn what_the_person_said_about_the_bed_stays_in_the_file() {
    let told = resident().happened();
    assert!(told[0].contains("本人意愿：愿意"), "{}", told[0]);
}

#[test]
fn leaving_is_no_breach_and_ends_the_placement() {
    let story = resident()
        .when("leave-bed", json!({"on": IN, "reason": "受聘于农场"}))
        .then(&["base.moved_out", "placement.ended"]);
    assert!(story.case.base.stay.is_none() && story.case.placement.current.is_none());
    story.when("leave-bed", json!({"on": IN, "reason": "再离开"})).refused("not_resident");
}

#[test]
fn a_stay_is_refused_where_it_cannot_be() {
    given(entered()).on(IN).when_given(give(IN)).refused("not_received");
    resident().when_given(give(IN)).refused("already_resident");
    given(received()).on(IN).when_given(give(date(2026, 11, 11))).refused("stay_date");
    given(received()).on(IN).by(neighbour()).when_given(give(IN)).refused("not_owner");
    given(received())
        .on(IN)
        .when("give-bed", json!({"bed": "X", "on": IN, "consent": "愿意"}))
        .refused("no_such_bed");
    resident()
        .on(date(2026, 11, 20))
        .when("leave-bed", json!({"on": "2026-11-09", "reason": "早"}))
        .refused("before_stay");
}
