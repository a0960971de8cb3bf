//! The play itself: rosters are written as workbooks, read back and imported on their days, and the steps of
//! all lives are given in date order through the services, each by somebody at his desk on that day.
//! Must never know: a rule of its own; what the services refuse is a fault of the plan and ends the building.

use crate::{
    cast::Course,
    life::{Step, Who},
    person::Person,
    sentence::RICH_PRISON,
    staff::Staff,
};
use documents::{Limits, roster};
use domain::{kernel::Role, unit::Unit};
use jiff::civil::{Date, date};
use service::{Asker, Given, Now, Problem, Service};
use std::collections::BTreeMap;

/// A day's roster: persons by number, and rows that are no good.
#[derive(Default)]
pub(crate) struct Roster {
    pub(crate) persons: Vec<usize>,
    pub(crate) spoiled: Vec<roster::RawRow>,
}

/// What was done.
#[derive(Default, Clone, Copy)]
pub(crate) struct Done {
    pub(crate) rosters: usize,
    pub(crate) accepted: u64,
    pub(crate) held: u64,
    pub(crate) repeats: u64,
    pub(crate) commands: u64,
}

/// A case as far as the stage must know it.
struct Running {
    no: String,
    version: i64,
    owner: Unit,
}

/// Who plays, where, and how far it went.
pub(crate) struct Stage<'a> {
    service: &'a Service,
    staff: &'a Staff,
    persons: &'a [Person],
    cases: Vec<Option<Running>>,
    clock: Clock,
    done: Done,
}

/// Working hours: each thing of a day half a minute after the one before.
struct Clock {
    day: Date,
    things: i64,
}

impl Clock {
    fn tick(&mut self, day: Date) -> Now {
        self.things = if self.day == day { self.things + 1 } else { 0 };
        self.day = day;
        now(day, self.things)
    }
}

/// The instant of the so-manieth thing of a day, from nine in the morning in Shanghai.
pub(crate) fn now(day: Date, things: i64) -> Now {
    const OPENS: i64 = 3_600_000; // nine in Shanghai is one in Greenwich
    const HOURS: i64 = 8 * 3_600_000;
    let days = i64::from((day - date(1970, 1, 1)).get_days());
    Now { millis: days * 86_400_000 + OPENS + things * 30_000 % HOURS, today: day }
}

impl<'a> Stage<'a> {
    pub(crate) fn new(service: &'a Service, staff: &'a Staff, persons: &'a [Person]) -> Stage<'a> {
        let cases = persons.iter().map(|_| None).collect();
        let clock = Clock { day: Date::MIN, things: 0 };
        Stage { service, staff, persons, cases, clock, done: Done::default() }
    }

    /// Plays everything in date order.
    pub(crate) async fn play(
        mut self,
        rosters: BTreeMap<Date, Roster>,
        lives: Vec<Vec<Step>>,
        told: &(dyn Fn(u64) + Sync),
    ) -> Result<Done, Problem> {
        let mut steps: Vec<(usize, Step)> = lives
            .into_iter()
            .enumerate()
            .flat_map(|(number, life)| life.into_iter().map(move |step| (number, step)))
            .collect();
        steps.sort_by_key(|(number, step)| (step.day, *number)); // stable: a life keeps its order
        let mut steps = steps.into_iter().peekable();
        for (day, roster) in &rosters {
            while let Some((number, step)) = steps.next_if(|(_, step)| step.day < *day) {
                self.give(number, step).await?;
                told(1);
            }
            self.import(*day, roster).await?;
            told(roster.persons.len() as u64);
        }
        for (number, step) in steps {
            self.give(number, step).await?;
            told(1);
        }
        Ok(self.done)
    }

    fn city(&mut self, day: Date) -> Result<Asker, Problem> {
        self.staff.asker(Role::City, self.service.city.code(), 0, self.clock.tick(day))
    }

    /// Writes the roster, reads it as if it came from outside, takes it in, finds the cases it became.
    async fn import(&mut self, day: Date, roster: &Roster) -> Result<(), Problem> {
        let rows: Vec<_> = roster
            .persons
            .iter()
            .map(|n| self.persons[*n].row())
            .chain(roster.spoiled.iter().cloned())
            .collect();
        let book = roster::write_xlsx(rows.iter()).map_err(|e| Problem::Broken(e.to_string()))?;
        let reading = roster::read(&book, &Limits::default())?;
        let asker = self.city(day)?;
        let summary = self.service.import_roster(&asker, &asker.actor.unit, &reading).await?;
        self.done.rosters += 1;
        self.done.accepted += u64::try_from(summary.receipt.accepted).unwrap_or_default();
        self.done.held += u64::try_from(summary.receipt.quarantined).unwrap_or_default();
        self.done.repeats += u64::try_from(summary.receipt.repeats).unwrap_or_default();
        for number in &roster.persons {
            if self.cases[*number].is_none() {
                self.find(day, *number).await?;
            }
        }
        Ok(())
    }

    async fn find(&mut self, day: Date, number: usize) -> Result<(), Problem> {
        let asker = self.city(day)?;
        let person = &self.persons[number];
        let found = self.service.search(&asker, &person.id_number).await?;
        let Some(listed) = found.first() else {
            return Err(Problem::Broken(format!("row {number} of the demonstration did not become a case")));
        };
        let version = self.service.view(&asker, &listed.no).await?.version;
        let at_office =
            matches!(person.part.course, Course::Home | Course::Refuses | Course::Missing | Course::Taken);
        if at_office && listed.owner != person.office.street_code {
            return Err(Problem::Broken(format!(
                "case {} of the demonstration went to {}",
                listed.no, listed.owner
            )));
        }
        self.cases[number] =
            Some(Running { no: listed.no.clone(), version, owner: Unit::new(listed.owner.as_str()) });
        Ok(())
    }

    async fn give(&mut self, number: usize, step: Step) -> Result<(), Problem> {
        let now = self.clock.tick(step.day);
        let Some(case) = self.cases[number].as_mut() else {
            return Err(Problem::Broken(format!(
                "life {number} of the demonstration began before its roster"
            )));
        };
        let (role, unit) = desk(step.who, &case.owner, self.persons[number].sentence.custody.id);
        let asker = self.staff.asker(role, unit.code(), number, now)?;
        let mut fields = step.fields;
        if step.command == "assign-worker" {
            fields.insert("worker".into(), self.staff.worker(case.owner.code(), number)?.into());
        }
        let given = Given { if_match: Some(case.version), idempotency_key: None };
        let receipt = self.service.give(&asker, &case.no, step.command, &fields, given).await?;
        case.version = receipt.version;
        match step.command {
            "reroute" => {
                let to = fields.get("to").and_then(serde_json::Value::as_str).unwrap_or_default();
                case.owner = Unit::new(to);
            }
            "return" => case.owner = case.owner.parent().unwrap_or_else(|| case.owner.clone()),
            _ => {}
        }
        self.done.commands += 1;
        Ok(())
    }
}

/// Whose desk it is.
fn desk(who: Who, owner: &Unit, custody: &str) -> (Role, Unit) {
    let district = || owner.parent().unwrap_or_else(|| owner.clone());
    match who {
        Who::Worker => (Role::OfficeWorker, owner.clone()),
        Who::Head => (Role::OfficeHead, owner.clone()),
        Who::Bureau if owner.parent().is_none() => (Role::City, owner.clone()),
        Who::Bureau => (Role::District, owner.clone()),
        Who::Custody if custody == RICH_PRISON => (Role::Prison, Unit::new(custody)),
        Who::Custody => (Role::District, district()),
    }
}
