//! Nobody grants more than he has, whatever he asks for; a held row always has somebody who owes it.

use crate::life::{self, UNITS, roles_at};
use domain::account::{Account, Command, Event};
use domain::kernel::{Actor, Ctx, Recorded, Role, Stream};
use domain::quarantine::{self, Fate, Problem, Row};
use domain::rules::Rules;
use domain::unit::{Level, Unit};
use jiff::civil::date;
use proptest::prelude::*;
use proptest::sample::select;
use reference::calendar::Calendar;
use std::collections::BTreeMap;

fn rank(role: Role) -> u8 {
    match role {
        Role::City => 4,
        Role::District => 3,
        Role::OfficeHead => 2,
        Role::OfficeWorker | Role::Prison | Role::Auditor => 1,
        Role::Administrator => 5,
    }
}

fn within(actor: &Actor, role: Role, unit: &Unit) -> bool {
    let area = match unit.level() {
        Level::Other => actor.role == Role::City,
        _ => unit.code().starts_with(actor.unit.code().trim_end_matches("00")),
    };
    area && rank(role) <= rank(actor.role)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn grants_stay_within_the_granters_rights(
        asked in proptest::collection::vec(
            (select(&Role::ALL[..]), select(UNITS), select(&Role::ALL[..]), select(UNITS)), 1..30)
    ) {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let mut account = Account { login: "wang.m".into(), ..Account::default() };
        for (by, at, role, to) in asked {
            if !roles_at(&Unit::new(at)).contains(&by) && by != Role::Administrator {
                continue; // no account holds such a pair
            }
            let (actor, unit) = (life::actor(by, at), Unit::new(to));
            let ctx = Ctx { today: date(2026, 3, 2), actor: &actor, rules: &rules, calendar: &calendar };
            let before = account.grant.clone();
            if let Ok(events) = account.decide(Command::Grant { role, unit: unit.clone(), in_charge: 0 }, &ctx) {
                prop_assert!(within(&actor, role, &unit));
                prop_assert!(by != Role::Administrator && role != Role::Administrator);
                prop_assert!(before.is_none_or(|(had, of)| within(&actor, had, &of)), "took away what was above");
                for event in events {
                    let read = Event::read(&event.kind(), event.version(), event.payload());
                    prop_assert_eq!(read, Ok(event.clone()));
                    account.evolve(&event);
                }
                prop_assert_eq!(&account.grant, &Some((role, unit)));
            }
        }
    }

    #[test]
    fn a_held_row_is_owed_exactly_once_until_it_is_settled(
        owner in select(&UNITS[..3]),
        steps in proptest::collection::vec((0u8..4, select(UNITS), any::<bool>()), 0..20),
    ) {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let mut row = Row::default();
        let mut text = vec![];
        for (n, (what, at, still_wrong)) in [(3, "440100", true)].into_iter().chain(steps).enumerate() {
            let problems = || match still_wrong {
                true => vec![Problem {
                    field: "name".into(), column: "姓名".into(), code: "blank".into(), message: "没有填写".into(),
                }],
                false => vec![],
            };
            let command = match what {
                0 => quarantine::Command::Mend { cells: BTreeMap::from([("name".into(), "张某".into())]), problems: problems() },
                1 => quarantine::Command::Release { case_no: "A1".into(), sealed: false },
                2 => quarantine::Command::Reject { reason: "不能采用".into() },
                _ => quarantine::Command::Hold(Box::new(Row {
                    roster: "R1".into(), custody: Unit::new("ORG001"), problems: problems(),
                    owner: Unit::new(owner), since: date(2026, 3, 2), ..Row::default()
                })),
            };
            let actor = life::actor(Role::City, at);
            let ctx = Ctx { today: date(2026, 3, 2), actor: &actor, rules: &rules, calendar: &calendar };
            let was_settled = row.fate != Fate::Held;
            let decided = row.decide(command, &ctx);
            prop_assert!(!(was_settled && decided.is_ok()), "a settled row takes no command");
            prop_assert!(n > 0 || decided.is_ok());
            for event in decided.unwrap_or_default() {
                text.push((event.kind(), event.payload().to_string()));
                row.evolve(&event);
            }
            let due = row.due(&rules, &calendar);
            prop_assert_eq!(due.len(), usize::from(row.fate == Fate::Held));
            prop_assert!(due.iter().all(|o| o.owner == row.owner
                && quarantine::COMMANDS.iter().any(|s| s.name == o.settle)));
            prop_assert!(row.owner.ladder().into_iter().all(|u| row.seen_by().contains(&domain::sealing::Key::Unit(u))));
        }
        let mut replayed = Row::default();
        for (kind, payload) in text {
            let payload = serde_json::from_str(&payload).expect("JSON");
            replayed.evolve(&quarantine::Event::read(&kind, 1, payload).expect("readable"));
        }
        prop_assert!(replayed == row);
    }
}
