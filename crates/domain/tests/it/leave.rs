//! Random leaves of the people of an office: on no day do anybody's obligations rest on somebody who is away,
//! and a leave without a stand-in is always owed to the head (issue 4, line 10).

use domain::account::leave::{Colleague, Responsible, has_desk, left_alone, responsible};
use domain::account::{Account, Command};
use domain::kernel::{Ctx, Role, Stream};
use domain::rules::Rules;
use domain::unit::Unit;
use jiff::{ToSpan, civil::Date, civil::date};
use proptest::prelude::*;
use reference::calendar::Calendar;

const OFFICE: &str = "440106007";
const LOGINS: [&str; 5] = ["head", "deputy", "zhang", "li", "wang"];
const FIRST: Date = date(2026, 11, 24);

struct Office(Vec<Account>);

impl Office {
    fn new() -> Office {
        let account = |login: &&str| {
            let role = if *login == "head" { Role::OfficeHead } else { Role::OfficeWorker };
            let grant = Some((role, Unit::new(OFFICE)));
            Account { login: (*login).into(), name: format!("{login}某"), grant, ..Account::default() }
        };
        Office(LOGINS.iter().map(account).collect())
    }

    fn colleagues(&self) -> Vec<Colleague> {
        let here = self.0.iter().filter(|a| !a.disabled);
        here.filter_map(|a| {
            let (role, unit) = a.grant.as_ref()?;
            (unit.code() == OFFICE && has_desk(*role)).then(|| Colleague {
                login: a.login.clone(),
                name: a.name.clone(),
                role: *role,
                leave: a.leave.clone(),
            })
        })
        .collect()
    }

    fn give(&mut self, who: usize, command: Command, today: Date) -> bool {
        let (rules, calendar) = (Rules::builtin(), Calendar::announced());
        let (role, unit) = match &command {
            Command::DisableAccount { .. } => (Role::Administrator, "440100"),
            _ => (Role::OfficeHead, OFFICE),
        };
        let actor = super::life::actor(role, unit);
        let ctx = Ctx { today, actor: &actor, rules: &rules, calendar: &calendar };
        let Ok(events) = self.0[who].decide(command, &ctx) else { return false };
        events.iter().for_each(|e| self.0[who].evolve(e));
        true
    }

    /// One thing asked by the head, and what follows from it for the others, as the services do.
    fn step(&mut self, step: &Step, today: Date) {
        let who = step.who % self.0.len();
        let day = |later: i64| today.saturating_add(later.days());
        let command = match step.what % 8 {
            0 => Command::EndLeave,
            1 => Command::DisableAccount { in_charge: 0 },
            _ => Command::SetLeave {
                from: day(step.from),
                until: day(step.from + step.length),
                stand_in: step.stand_in.map(|n| LOGINS[n % LOGINS.len()].to_owned()),
                reason: None,
                colleagues: self.colleagues(),
            },
        };
        if !self.give(who, command, today) {
            return;
        }
        let gone = match (&self.0[who].leave, self.0[who].disabled) {
            (Some(leave), _) => leave.clone(),
            (None, true) => always(),
            (None, false) => return,
        };
        let login = self.0[who].login.clone();
        for alone in left_alone(&login, &gone, &self.colleagues()) {
            let place = self.0.iter().position(|a| a.login == alone).expect("a colleague");
            assert!(self.give(place, Command::LoseStandIn, today), "who lost his stand-in had one");
        }
    }
}

fn always() -> domain::account::leave::Leave {
    domain::account::leave::Leave { from: Date::MIN, until: Date::MAX, stand_in: None }
}

#[derive(Debug, Clone)]
struct Step {
    days_later: i64,
    who: usize,
    what: usize,
    from: i64,
    length: i64,
    stand_in: Option<usize>,
}

fn step() -> impl Strategy<Value = Step> {
    let stand_in = proptest::option::weighted(0.7, 0usize..LOGINS.len());
    (0i64..6, any::<usize>(), any::<usize>(), -3i64..12, 0i64..9, stand_in).prop_map(
        |(days_later, who, what, from, length, stand_in)| Step {
            days_later,
            who,
            what,
            from,
            length,
            stand_in,
        },
    )
}

proptest! {
    #[test]
    fn nobodys_obligations_rest_on_somebody_who_is_away(steps in proptest::collection::vec(step(), 1..30)) {
        let (mut office, mut today) = (Office::new(), FIRST);
        for step in &steps {
            today = today.saturating_add(step.days_later.days());
            office.step(step, today);
            let colleagues = office.colleagues();
            let here = |login: &str, on| colleagues.iter().any(|c| c.login == login && c.is_present(on));
            for on in (0..25).map(|later: i64| today.saturating_add(later.days())) {
                for worker in LOGINS {
                    match responsible(worker, &colleagues, on) {
                        Responsible::Account(one) => prop_assert!(here(one, on), "{one} on {on}"),
                        Responsible::Heads(all) => {
                            prop_assert!(!all.is_empty() && all.iter().all(|one| here(one, on)));
                        }
                        Responsible::Bureau => {
                            prop_assert!(colleagues.iter().all(|c| c.role != Role::OfficeHead || !c.is_present(on)));
                        }
                    }
                }
            }
        }
    }

    #[test]
    fn a_leave_has_a_stand_in_who_is_there_throughout_or_the_head_owes_one(
        steps in proptest::collection::vec(step(), 1..30),
    ) {
        let (mut office, mut today) = (Office::new(), FIRST);
        for step in &steps {
            today = today.saturating_add(step.days_later.days());
            office.step(step, today);
            let (colleagues, unit) = (office.colleagues(), Unit::new(OFFICE));
            for one in &colleagues {
                let Some(leave) = one.leave.as_ref().filter(|l| l.until >= today) else { continue };
                match &leave.stand_in {
                    None => prop_assert!(one.due(&unit, today).is_some_and(|o| o.owner == unit)),
                    Some(other) => {
                        let other = colleagues.iter().find(|c| c.login == *other);
                        prop_assert!(other.is_some_and(|c| c.leave.as_ref().is_none_or(|l| !l.meets(leave))));
                    }
                }
            }
        }
    }
}
